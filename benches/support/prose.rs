//! Prose in several languages, as much as is asked for, in which hardly any paragraph comes twice.
//!
//! A sentence over and over is no measure: the branches of a scalar decoder follow the lengths of characters, and a
//! processor that knows the text by heart guesses all of them. So sentences are put together at random, of
//! parts that fit each other.

use super::tests::random::Random;

/// A language: a sentence has one of the parts of each slot.
pub struct Language {
    pub name: &'static str,
    /// The parts of each, with bars between them.
    slots: &'static [&'static str],
    /// What stands between two parts, and behind a sentence.
    between: &'static str,
    end: &'static str,
    /// What stands between two sentences of a paragraph.
    behind: &'static str,
}

impl Language {
    /// So many bytes of prose, or one character less.
    pub fn prose(&self, size: usize) -> String {
        /// Of a hundred sentences so many end a paragraph.
        const ENDS: usize = 35;
        let random = &mut Random::new(7);
        let slots: Vec<Vec<&str>> =
            self.slots.iter().map(|parts| parts.split('|').collect()).collect();
        let mut text = String::with_capacity(size + 1024);
        while text.len() < size {
            for (slot, parts) in slots.iter().enumerate() {
                text.push_str(if slot == 0 { "" } else { self.between });
                text.push_str(random.pick::<&str>(parts));
            }
            text.push_str(self.end);
            text.push_str(if random.percent(ENDS) { "\n" } else { self.behind });
        }
        text.truncate(text.floor_char_boundary(size));
        text
    }
}

/// Japanese, Korean, Russian, French and German.
pub const LANGUAGES: [Language; 5] = [
    Language {
        name: "ja",
        slots: &[
            "朝早く、|雨が上がると、|日曜日になると、|夕方の六時ごろ、|祭りの前の晩、|\
             冬のあいだ、|昼休みに、|最終バスが出たあと、|ある春の日、|店が閉まってから、|\
             二〇一九年の夏、|まだ暗いうちに、|先週の金曜日、|会議が終わると、|午後三時まで、|\
             台風が近づく中、|新学期が始まる前に、|お正月には、|電車を待つあいだに、|\
             予定より早く、|この十年で初めて、|帰り道で、|四月から、|発売日の朝、",
            "漁師は|パン屋の主人は|となりの家の猫は|図書館で働く姉は|若い大工は|\
             運転手の佐藤さんは|町の子どもたちは|駅長は|おばあさんは|写真家の友人は|\
             アルバイトの学生は|小学校の先生は|市の職員は|開発チームは|留学生のアンナさんは|\
             編集部の記者は|隣町の高校生は|この店の店長は|参加した人たちは|研究者の一人は|\
             父は|担当の医師は|郵便局の人は|東京から来た観光客は",
            "港の市場で|古い橋のそばで|丘の上の公園で|小さな台所で|ガレージの隅で|川べりの道で|\
             商店街の入口で|屋根の下で|倉庫の裏で|喫茶店の窓ぎわで|駅のホームで|庭の柿の木の下で|\
             会議室で|インターネットで|病院の待合室で|新しい体育館で|大学の研究室で|\
             空港のロビーで|事務所の机で|スーパーの前で|道路の反対側で|海の見える部屋で|\
             実家の二階で|市役所の窓口で",
            "重い木箱を|壊れた時計を|一枚の地図を|赤い傘を|新しいカメラを|手紙の束を|\
             りんごの籠を|自転車のタイヤを|濡れた網を|「今日のおすすめ」という札を|古いラジオを|\
             三つの鍵を|申込書を|去年の写真を|大きな荷物を|新聞の記事を|英語の教科書を|\
             会社のパソコンを|小さな花を|二人分の弁当を|予約の番号を|試合の結果を|\
             無料のアプリを|説明書の最後のページを",
            "静かに運んだ|ていねいに直していた|笑いながら見せてくれた|何度も数え直した|\
             そっと棚に置いた|友だちに送った|水で洗っていた|どこかに忘れてきた|ようやく見つけた|\
             黙って眺めている|ゆっくりと片づけた|修理に出すことにした|確認した|\
             初めて使ってみた|みんなに説明している|受け取ったそうだ|買うかどうか迷っている|\
             大切に持っていた|比べてみることにした|もう一度読んだ|家族に渡した|\
             予定どおりに用意した|長い時間をかけて調べた|持って帰らなかった",
        ],
        between: "",
        end: "。",
        behind: "",
    },
    Language {
        name: "ko",
        slots: &[
            "아침마다|비가 그치자|해가 지기 전에|어제저녁에|눈이 내리는 동안|\
             첫차가 오기 전에|점심을 먹고 나서|겨울이 오면|일요일이면|조용한 새벽에|\
             축제가 끝난 뒤에|2019년 여름에",
            "할머니는|젊은 우체부는|이웃집 아이들은|도서관 직원은|늙은 목수는|버스 기사는|\
             옆집 고양이는|마을 사람들은|빵집 주인은|사진을 찍는 친구는|어부들은|\
             초등학교 선생님은",
            "골목 끝에서|강가에서|낡은 다리 위에서|작은 부엌에서|항구 옆 창고에서|\
             언덕 위 학교에서|기차역 앞에서|오래된 공방에서|지붕 아래에서|\
             감나무가 있는 마당에서|시장 입구에서|카페 창가에서",
            "따뜻한 떡을|고장 난 시계를|편지 한 묶음을|무거운 상자를|새 그물을|\
             빨간 우산을|오래된 사진을|사과 바구니를|나무 의자를|자전거 바퀴를|\
             열쇠 세 개를|작은 라디오를",
            "조심스럽게 옮겼다|천천히 고쳤다|웃으며 나누어 주었다|말없이 바라보았다|\
             다시 세어 보았다|창가에 놓았다|친구에게 보냈다|물로 깨끗이 씻었다|\
             어딘가에 두고 왔다|겨우 찾아냈다|하나씩 정리했다|수리점에 맡기기로 했다",
        ],
        between: " ",
        end: ".",
        behind: " ",
    },
    Language {
        name: "ru",
        slots: &[
            "Рано утром|После дождя|В воскресенье|Перед самым праздником|Около шести вечера|Зимой|\
             Во время обеда|Когда ушёл последний автобус,|Однажды весной|Летом 2019 года|\
             Ещё до рассвета|Как обычно,",
            "старый рыбак|молодой плотник|хозяин пекарни|мой сосед|водитель автобуса|\
             начальник станции|учитель физики|знакомый фотограф|школьный сторож|лодочник Андрей|\
             почтальон|городской архитектор",
            "у причала|под старым мостом|на холме за школой|в маленькой кухне|в углу гаража|\
             на берегу реки|у входа на рынок|под крышей|за складом|у окна кофейни|на платформе|\
             в саду под яблоней",
            "чинил|долго искал|с улыбкой показывал всем|ещё раз пересчитал|\
             осторожно поставил на полку|отправил другу|мыл холодной водой|где-то забыл|\
             наконец нашёл|молча рассматривал|медленно убирал|решил отдать в ремонт",
            "порванную сеть|сломанные часы|связку писем|тяжёлый ящик|красный зонт|старую фотографию|\
             корзину с яблоками|колесо от велосипеда|три ключа|новый радиоприёмник|карту района|\
             вывеску «Открыто»",
        ],
        between: " ",
        end: ".",
        behind: " ",
    },
    Language {
        name: "fr",
        slots: &[
            "Tôt le matin,|Après la pluie,|Le dimanche,|La veille de la fête,|\
             Vers six heures du soir,|En hiver,|À l'heure du déjeuner,|\
             Une fois le dernier bus parti,|Un jour de printemps,|Pendant l'été 2019,|Avant l'aube,|\
             Comme d'habitude,",
            "le vieux pêcheur|la boulangère|le chat des voisins|ma sœur|le jeune charpentier|\
             le conducteur|la cheffe de gare|mon grand-père|une amie photographe|l'étudiante|\
             le maître d'école|le facteur",
            "près du port|sous le vieux pont|derrière la forêt|dans la petite cuisine|\
             au fond du garage|au bord de la rivière|à l'entrée du marché|sur le quai|\
             à côté du théâtre|devant la fenêtre du café|au pied de la colline|dans le jardin",
            "répare|a longtemps cherché|montre en riant|recompte encore|a posé sur l'étagère|\
             a envoyé à un ami|lave à l'eau froide|a oublié quelque part|a enfin retrouvé|\
             regarde sans un mot|range lentement|préfère faire réparer",
            "un filet déchiré|une montre cassée|un paquet de lettres|une lourde caisse|\
             le parapluie rouge|une photo d'été|un panier de pommes|la roue d'un vélo|trois clés|\
             une radio neuve|la carte du quartier|l'écriteau « Fermé »",
        ],
        between: " ",
        end: ".",
        behind: " ",
    },
    Language {
        name: "de",
        slots: &[
            "Früh am Morgen|Nach dem Regen|Am Sonntag|Kurz vor dem Fest|Gegen sechs Uhr abends|\
             Im Winter|In der Mittagspause|Nach dem letzten Bus|An einem Frühlingstag|Im Sommer 2019|\
             Noch vor Tagesanbruch|Wie üblich",
            "reparierte|suchte|zeigte|zählte|verkaufte|verschickte|wusch|vergaß|fand|betrachtete|\
             ordnete|öffnete",
            "der alte Fischer|die Bäckerin|mein Nachbar|der junge Tischler|die Busfahrerin|\
             der Bahnhofsvorsteher|meine Großmutter|ein Fotograf|die Studentin|der Briefträger|\
             die Lehrerin|der Müller",
            "am Hafen|unter der alten Brücke|auf dem Hügel|in der kleinen Küche|hinten in der Garage|\
             am Flussufer|vor dem Markt|unter dem Dach|hinter der Mühle|am Fenster des Cafés|\
             auf dem Bahnsteig|im Garten",
            "ein zerrissenes Netz|eine kaputte Uhr|ein Bündel Briefe|eine schwere Kiste|\
             den roten Schirm|ein altes Foto|einen Korb mit Äpfeln|das Rad eines Fahrrads|\
             drei Schlüssel|ein neues Radio|den Stadtplan|das Schild „Geöffnet“",
        ],
        between: " ",
        end: ".",
        behind: " ",
    },
];
