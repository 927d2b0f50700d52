//! Text read in a wrong encoding comes back, by every pair of encodings; what only looks garbled
//! stays.

mod support;

use support::documents::DOCUMENTS;
use support::garble::desync::lose_lead_byte_at;
use support::garble::mojibake::{PAIRS, garble};
use textmend::encoding::{Plan, fix};
use textmend::{Cleaner, Profile, Repair};

/// Texts of the languages of [`PAIRS`], several lines each.
const TEXTS: &[(&str, &[&str])] = &[
    (
        "zh-Hans",
        &[
            "老人每天清晨都到河边散步，看看水位，也看看有没有早到的燕子。",
            "图书馆的钥匙挂在门后，谁来得早谁就去开门，从来没有人迟到。",
            "2019年3月，镇上修好了那座旧桥，孩子们上学可以少走两里路。",
        ],
    ),
    (
        "zh-Hant",
        &[
            "碼頭邊的書店只在下雨天開門，老闆說晴天的人都忙著曬東西。",
            "昨天下午，學校的鐘停了三個小時，沒有一位學生發現這件事。",
        ],
    ),
    (
        "ja",
        &[
            "坂の上の郵便局では、雨の日だけ切手に小さな傘の印を押してくれる。",
            "電車が遅れたので、駅員さんはホームの人たちに古い地図を配り始めた。",
            "ケーキの予約は前の日までにお願いします、と看板に書いてあった。",
        ],
    ),
    (
        "ko",
        &[
            "시장 골목 끝에 있는 작은 서점은 비가 오는 날에만 문을 연다.",
            "할머니는 매일 아침 강가를 걸으며 새들이 돌아왔는지 살펴보신다.",
        ],
    ),
    (
        "ru",
        &[
            "Каждое утро почтальон останавливался у моста и считал лодки.",
            "В библиотеке было тихо, только часы над дверью спешили на семь минут.",
        ],
    ),
    ("uk", &["Щоранку листоноша зупинявся біля мосту й рахував човни на річці."]),
    ("el", &["Κάθε πρωί ο ταχυδρόμος σταματούσε στη γέφυρα και μετρούσε τις βάρκες."]),
    ("vi", &["Mỗi buổi sáng, người đưa thư dừng lại bên cầu và đếm những chiếc thuyền."]),
    (
        "cs",
        &[
            "Každé ráno se pošťák zastavil u mostu a počítal čluny na řece.",
            "Hodiny na věži šly pozdě, ale nikomu to nevadilo.",
        ],
    ),
    ("pl", &["Każdego ranka listonosz zatrzymywał się przy moście i liczył łódki."]),
    ("tr", &["Her sabah postacı köprünün yanında durur ve ırmaktaki kayıkları sayardı."]),
    ("de", &["Jeden Morgen zählte der Briefträger an der Brücke die Schiffe; „für später“."]),
    ("fr", &["Chaque été, le facteur s'arrêtait près du pont et comptait les péniches."]),
    ("es", &["Cada mañana el cartero contaba los barcos; según él, faltaba uno más."]),
    ("he", &["בכל בוקר עצר הדוור ליד הגשר הישן וספר את הסירות שעל הנהר."]),
    ("ar", &["في كل صباح كان ساعي البريد يقف عند الجسر القديم ويعد القوارب في النهر."]),
    ("th", &["ทุกเช้าบุรุษไปรษณีย์จะหยุดที่สะพานเก่าและนับเรือในแม่น้ำ"]),
];

fn only_mojibake() -> Cleaner {
    Cleaner::builder().profile(Profile::None).with(Repair::Mojibake).build()
}

fn cases() -> impl Iterator<Item = (String, &'static str, String)> {
    PAIRS.iter().flat_map(|(language, written, read)| {
        let texts = TEXTS.iter().find(|(name, _)| name == language).map_or(&[][..], |t| t.1);
        texts.iter().filter_map(move |text| {
            let garbled = garble(text, written, read)?;
            Some((format!("{language}: {written} read as {read}"), *text, garbled))
        })
    })
}

#[test]
fn every_pair_comes_back() {
    let cleaner = only_mojibake();
    let (mut count, mut wrong) = (0, Vec::new());
    for (name, text, garbled) in cases() {
        count += 1;
        if cleaner.clean(&garbled) != text {
            wrong.push((name, cleaner.clean(&garbled).into_owned()));
        }
    }
    assert!(count > 60, "{count} cases");
    // Two encodings may share so much of a short line that nothing tells.
    assert!(wrong.len() * 25 <= count, "{} of {count}: {wrong:#?}", wrong.len());
}

/// Big5 has the characters that 七 and 妻 become under two codes, and a decoder forgets which it was.
#[test]
fn characters_with_two_codes_come_back_wherever_they_stand() {
    let text = "渡口的老汉每天清早都要把船身擦一遍，再坐在石阶上等着。他说河水比从前慢了，鱼也少了，\
        可是来看芦苇的一年比一年多。有的带着画板，有的带着孩子，坐到对岸就不肯走，一直待到太阳落山。\
        老汉不爱说话，只在收船钱的时候点点头；他的妻子在岸边卖茶，一杯两元，五月里每天能卖七八十杯。";
    let cleaner = only_mojibake();
    for text in [text.to_owned(), text.repeat(2)] {
        let garbled = garble(&text, "gbk", "big5").unwrap();
        let explained = cleaner.explain(&garbled);
        assert_eq!(explained.text, text);
        let plan = explained.edits.iter().next().unwrap().plan.unwrap().to_string();
        assert_eq!(plan, "encode big5, restore lost bytes, decode gb18030");
    }
}

/// Shift_JIS has hundreds twice: where the likelier one leads by little, 猪筒 would be 助椴.
#[test]
fn of_many_characters_with_two_codes_none_is_guessed() {
    let text =
        "实而有弹性。这种做法在当地叫作“跳面”，何家已经做了四代。柳溪汤面的讲究在于汤。猪筒骨";
    let garbled = garble(text, "gbk", "shift_jis").unwrap();
    assert_eq!(only_mojibake().clean(&garbled), garbled);
}

#[test]
fn plans_lead_from_the_garbled_text_to_the_mended_one() {
    let cleaner = only_mojibake();
    for (name, _, garbled) in cases() {
        let fixed = fix(&garbled);
        assert_eq!(fixed.plan.apply(&garbled).as_deref(), Some(&*fixed.text), "{name}");
        let explained = cleaner.explain(&garbled);
        for edit in explained.edits.iter() {
            let plan = edit.plan.unwrap_or_else(|| panic!("{name}: an edit without a plan"));
            let before = std::str::from_utf8(&edit.before).unwrap();
            assert_eq!(plan.apply(before).as_deref(), Some(&*edit.after), "{name}");
        }
        assert_eq!(explained.edits.undo(&explained.text).unwrap(), garbled.as_bytes(), "{name}");
    }
}

#[test]
fn three_hops_come_back() {
    let text = "老人每天清晨都到河边散步，看看水位。";
    let once = garble(text, "gbk", "latin-1").unwrap();
    let twice = garble(&once, "utf-8", "latin-1").unwrap();
    let thrice = garble(&twice, "utf-8", "windows-1252").unwrap();
    for garbled in [once, twice, thrice] {
        assert_eq!(only_mojibake().clean(&garbled), text);
        let fixed = fix(&garbled);
        assert_eq!(fixed.text, text);
        assert_eq!(fixed.plan.to_string().parse::<Plan>(), Ok(fixed.plan));
    }
}

#[test]
fn utf_16_in_the_wrong_order_comes_back() {
    let swapped = |text: &str| {
        let units = text.encode_utf16().map(u16::swap_bytes);
        char::decode_utf16(units).collect::<Result<String, _>>().ok()
    };
    let mut count = 0;
    for (language, texts) in TEXTS {
        for text in *texts {
            // Half of a pair is no character: such a text lost some.
            let Some(garbled) = swapped(text) else { continue };
            count += 1;
            assert_eq!(only_mojibake().clean(&garbled), *text, "{language}");
            let fixed = fix(&garbled);
            assert_eq!(fixed.plan.to_string(), "encode utf-16be, decode utf-16le");
            assert_eq!(fixed.plan.apply(&garbled).as_deref(), Some(*text));
        }
    }
    assert!(count > 10, "{count}");
    let page = "One line.\r\nAnd another one.\r\n";
    assert_eq!(only_mojibake().clean(&swapped(page).unwrap()), page);
}

#[test]
fn a_page_says_what_is_wrong_with_its_short_lines() {
    let body = DOCUMENTS[0].body();
    let (garbled, short) = (garble(&body, "gbk", "windows-1252"), "作者：林");
    let garbled = garbled.expect("the text has pairs in GBK");
    let page = format!("{garbled}\n{}\n", garble(short, "gbk", "windows-1252").unwrap());
    assert_eq!(only_mojibake().clean(&page), format!("{body}\n{short}\n"));
}

#[test]
fn garbled_runs_come_back_inside_of_good_text() {
    for (garbled, text) in [
        (
            "图书馆（cafÃ© de la bibliothÃ¨que, Ã\u{A0} Paris）",
            "图书馆（café de la bibliothèque, à Paris）",
        ),
        (
            "站长公告：ÀÏÈËÃ¿ÌìÇå³¿¶¼µ½ºÓ±ßÉ¢²½，见下文",
            "站长公告：老人每天清晨都到河边散步，见下文",
        ),
    ] {
        assert_eq!(only_mojibake().clean(garbled), text);
    }
}

#[test]
fn what_only_looks_garbled_stays() {
    for text in [
        "À LA CARTE · ÎLE DE RÉ · ÇA VA · L'ÉTÉ À NÎMES · GARÇON",
        "MÜNCHEN, ÖSTERREICH, ÄÖÜ; ÅNGSTRÖM; SÃO JOÃO; ÑUÑOA",
        "Wer „cafÃ©“ liest, hat UTF-8 als Latin-1 gelesen.",
        "[ɪnˈtɜːnəʃənl̩ fəˈnetɪk ˈælfəbɪt] /ʃøːn/ /ʁɔz/ /ŋaːɾ/",
        "∀x∈ℝ ∃y: x² + y² ≥ ½·π, ∑ᵢ αᵢβᵢ ≠ ∞, ∂f/∂x ≈ ±√2",
        "┌──────┬─────┐ │ Größe │ 5 kB │ └──────┴─────┘ ▓▒░ █",
        "zwischen »« und ––Name–– steht nichts; Uhrzeit ΧΧΧΧ-ΜΜ-ΗΗ",
        "ранкова\u{AD}ю ра\u{AD}дістю пе\u{AD}ре\u{AD}пов\u{AD}не\u{AD}но",
        "كُتُبٌ قَدِيمَةٌ فِي المَكْتَبَةِ",
        "דאָס ביכל ליגט אױפֿן טיש",
        "Søren läser à Paris, où il été né; Jørgen på Øen",
        "Jî bo mirovên cîhanê pê re bêjin",
        "İSTANBUL'DA ŞIK BİR ÇAĞ; ığdır, şişli, göğüs, üzüm",
        "Ở Việt Nam, đường phố Hà Nội rất đẹp và ồn ào vào buổi tối.",
        "鮟鱇、鰻鱺、鱸魚、鯔魚、鱖魚、鮰魚、鰱鱅與鱘鰉。",
        "吡啶、噻吩、嘧啶、吲哚、咪唑、哌嗪与喹啉的衍生物。",
        "蒹葭苍苍，白露为霜。所谓伊人，在水一方。溯洄从之，道阻且长。",
        "齋藤、渡邊、髙橋、﨑山、五十嵐、御手洗、勅使河原、長宗我部",
        "韓國漢字: 大韓民國 憲法 前文, 悠久한 歷史와 傳統에 빛나는",
        "龘靐齉爩鱻麤龗灪吁龖厵滟爨癵籱饢驫鲡鹂鸾麣纞虋讟钃",
    ] {
        assert_eq!(only_mojibake().clean(text), text);
    }
}

/// One or two odd letters in a line, or rare characters between kana, are enough; few letters are, too.
#[test]
fn lines_with_few_odd_characters_come_back() {
    for (expect, written, read) in [
        ("Starý mlýn se přestěhoval pod kopec.", "windows-1250", "windows-1252"),
        ("Klíče od pošty visí za dveřmi.", "windows-1250", "windows-1252"),
        ("Listonosz zostawił rower pod mostem.", "windows-1250", "windows-1252"),
        ("Wpisz nową nazwę ulicy i numer domu.", "windows-1250", "windows-1252"),
        ("Ruční vozík stojí u řeky.", "iso-8859-2", "windows-1252"),
        ("予約の確認は前日までに電話でお願いします。", "euc-jp", "gbk"),
        ("傘の置き場所を確認する", "euc-jp", "gbk"),
        ("список лодок", "windows-1251", "koi8-r"),
        ("старый мост", "koi8-r", "windows-1251"),
    ] {
        let garbled = garble(expect, written, read).unwrap();
        let mended = only_mojibake().clean(&garbled).into_owned();
        assert_eq!(mended, expect, "{written} > {read}: {garbled}");
    }
}

/// Their bytes are characters of Chinese and Japanese, too.
#[test]
fn korean_words_of_rare_syllables_come_back() {
    for word in ["찻주전자", "뻐꾸기의", "삽살개와", "뱃사공이"] {
        let garbled = garble(word, "euc-kr", "windows-1252").unwrap();
        assert_eq!(only_mojibake().clean(&garbled), word);
    }
}

/// Pairs that have slipped by one are rare characters in a row, as another encoding might be.
#[test]
fn text_that_slipped_by_one_is_left_to_desync() {
    let mut shifted = 0;
    for document in DOCUMENTS {
        for line in document.body().lines() {
            for (at, c) in line.char_indices().filter(|(_, c)| "，。、；：".contains(*c)) {
                let line = lose_lead_byte_at(line, at, "?");
                let behind = line.chars().skip(line[..at].chars().count().saturating_sub(3));
                for length in [12, 20] {
                    let part: String = behind.clone().take(length).collect();
                    assert_eq!(only_mojibake().clean(&part), part, "{c}");
                    shifted += 1;
                }
            }
        }
    }
    assert!(shifted > 100, "{shifted}");
    // Japanese in EUC-JP; one such line would do for evidence of a wrong plan.
    for line in [
        "閉ざされ覆ぁ?い?覆詛?砲眛嬰銈糧駘僂紡个掘∨菁?修硫戮領未?",
        "変垢気譴覆ぁ?垢戮討猟?蓮△い?覆詛?砲睇?廚碧楜擇喘録泙鯊爾琉羝佑?",
        "委??颪蓮?嬰銈糧駘僂紡个掘△垢戮討猟?蓮∨菁?修硫戮領未鯑嬰銈糧駘僂紡个掘?嬰銈糧駘僂紡个掘?",
    ] {
        assert_eq!(only_mojibake().clean(line), line);
    }
}

/// They stand for bytes that are gone, and other encodings have characters for them.
#[test]
fn what_is_left_of_lost_text_stays() {
    for text in ["锟斤拷烫烫烫", "手持两把锟斤拷，口中疾呼烫烫烫", "锟斤拷锟斤拷锟斤拷", "屯屯屯屯"]
    {
        assert_eq!(Cleaner::new().clean(text), text);
        assert_eq!(fix(text).plan, Plan::EMPTY, "{text}");
    }
}

/// Letters and signs of several lines together are odd, and none of these lines is: cleaned as a text, it was mended where
/// it was not as bytes.
#[test]
fn what_is_done_to_a_line_depends_on_the_line_alone() {
    let text = "\n\n\nل„’\n\n\nو·¥\n\nل„’\n\n\n™\n\n\n™\n\n™\n\nمپ‹\n\n™\n\nو";
    let by_line: String =
        text.split_inclusive('\n').map(|line| textmend::clean(line).into_owned()).collect();
    assert_eq!(textmend::clean(text), by_line);
}
