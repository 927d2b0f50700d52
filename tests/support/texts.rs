//! Clean texts that every repair of the default profile must leave as they are: languages and
//! situations whose ordinary spelling looks like a garble to a careless rule.

/// A clean text and what it is there for.
pub struct Text {
    pub name: &'static str,
    pub text: &'static str,
}

const fn text(name: &'static str, text: &'static str) -> Text {
    Text { name, text }
}

pub const TEXTS: &[Text] = &[
    // Han scripts
    text(
        "traditional Chinese",
        "港口的鐘樓在清晨六點敲響，賣魚的、賣菜的、趕船的人便從巷子裡走出來。老人說，鐘聲比\
         日曆可靠，因為日曆要有人撕，鐘聲卻是自己走到每一戶人家的窗前。\n\
         後來鐘樓裝上了電動的機芯，麵包店的老闆說只要聲音還在，麵粉的香味就會跟著出門。",
    ),
    text(
        "Hong Kong Chinese",
        "今朝落大雨，巴士喺隧道口塞咗半個鐘，啲人都話不如行路。佢哋嘅傘俾風吹反晒，仲要笑住影相。",
    ),
    text(
        "Japanese with kana brackets as ruby",
        "駅前の古書店(こしょてん)は、木曜日(もくようび)だけ夜の十時まで開いている。\
         店主の葛󠄀城さんは、辻󠄂堂の詩集を棚の端(はし)に一冊だけ残しておいてくれた。",
    ),
    text(
        "Japanese prose",
        "雪の予報が出た日は、商店街のどの店も早じまいをする。パン屋だけは灯りを消さず、\
         残ったクリームパンを近所の子どもたちに配っていた。ガラス越しの湯気が、まるで小さな雲のようだった。",
    ),
    text(
        "Kangxi radicals in a table",
        "部首表:\n⼀ 一 ⼁ ⼂ ⼃ ⼄ ⼅\n⼆ 二 ⼇ ⼈ 人 ⼉ ⼊ 入\n⽔ 水 ⽕ 火 ⽗ ⽘ ⽙ ⽚",
    ),
    text(
        "compatibility ideographs in names",
        "戶籍上的姓氏寫作\u{F9D1}，與常用的六不同；\u{FA30}字亦然。",
    ),
    // scripts that need format characters
    text(
        "Persian with ZWNJ",
        "کتاب\u{200C}فروشی کوچکِ کنار ایستگاه، شب\u{200C}ها تا دیروقت باز است و \
         بچه\u{200C}ها می\u{200C}توانند روی پله\u{200C}ها بنشینند و بخوانند.",
    ),
    text("Arabic with marks", "يفتحُ البائعُ دكّانَه قبلَ الفجرِ، ثمّ يُرتّبُ البُرتقالَ صفًّا فوقَ صفٍّ."),
    text(
        "Hebrew with points and direction marks",
        "הַשָּׁעוֹן שֶׁל הַתַּחֲנָה מְפַגֵּר בְּשֶׁבַע דַּקּוֹת; הרכבת (קו 12\u{200F}) יוצאת בזמן.\u{200E} 08:15",
    ),
    text(
        "Hindi with joiners",
        "नदी के किनारे बैठा नाविक बोला, आज हवा ठीक है, पर शाम तक बादल आ जाएँगे। \
         क्\u{200D}ष और र\u{200D}्य जैसे रूप अब भी पुराने छापेखाने में मिलते हैं।",
    ),
    text("Bengali", "বৃষ্টির পরে উঠোনে জল জমেছে, আর বাচ্চারা কাগজের নৌকা ভাসিয়ে দিচ্ছে।"),
    text("Malayalam with joiners", "അവന്\u{200D} രാവിലെ വള്ളത്തില്\u{200D} മീന്\u{200D} കൊണ്ടുവന്നു."),
    text("Thai", "ร้านกาแฟริมคลองเปิดตั้งแต่ตีห้า คนพายเรือแวะซื้อแล้วก็รีบไปตลาดน้ำก่อนแดดจะแรง"),
    text(
        "Khmer with zero width space",
        "ផ្ទះ\u{200B}តូច\u{200B}នៅ\u{200B}ជិត\u{200B}ទន្លេ\u{200B}មាន\u{200B}បង្អួច\u{200B}ពណ៌\u{200B}ខៀវ។",
    ),
    text("Burmese", "မနက်စောစောတွင် ငှက်ကလေးများသည် သစ်ပင်ပေါ်၌ သီချင်းဆိုကြသည်။"),
    text("Tibetan", "ཁྱིམ་མཚེས་ཀྱི་བུ་མོས་ཉིན་ལྟར་ཆུ་ལེན་དུ་འགྲོ།"),
    text("Mongolian with vowel separator", "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ\u{202F}ᠪᠡᠷ ᠪᠢᠴᠢᠨ\u{180E}ᠠ"),
    // alphabets
    text(
        "Korean",
        "비가 그치자 시장 골목에 다시 사람들이 모였다. 떡집 할머니는 김이 나는 시루를 열며 웃었다.",
    ),
    text(
        "Vietnamese",
        "Chiều nay gió mùa về, những con thuyền nhỏ buộc sát bến và tiếng chuông chùa nghe rõ hơn mọi ngày.",
    ),
    text(
        "French",
        "Où est passée la boîte à œufs ? « Près de l’évier », répondit-elle ; ça sentait déjà le café brûlé.",
    ),
    text(
        "German",
        "Die Straßenbahn hielt außerplanmäßig; drei Schüler stiegen aus und suchten über eine Stunde nach ihrem Ball.",
    ),
    text(
        "Spanish",
        "¿Quién dejó la ventana abierta? El viento se llevó las páginas del cuaderno, pero ñandúes no había.",
    ),
    text(
        "Polish",
        "Żółta łódź kołysała się przy pomoście, a ktoś grał na akordeonie tuż za ścianą z wikliny.",
    ),
    text(
        "Czech",
        "Příliš tichý vůz projel náměstím a děti se přestaly hádat, čí je ten červený míč.",
    ),
    text(
        "Turkish",
        "Iğdır’dan gelen otobüs geç kaldı; şoför çayını içip özür diledi, İpek ise gülümsedi.",
    ),
    text(
        "Russian",
        "Дождь шёл с утра, и к обеду во дворе уже плавали щепки; дворник объяснял, что ливнёвка забита.",
    ),
    text(
        "Greek",
        "Το πλοίο έφυγε νωρίς, όμως η γιαγιά είχε ήδη ανάψει το φως στην αυλή· «θα γυρίσουν», είπε.",
    ),
    text("Georgian and Armenian", "ზღვის პირას პატარა სახლია. Ծովի մոտ մի փոքրիկ տուն կա։"),
    text("Yoruba with marks that do not compose", "Ọmọdé náà ń ra ẹ̀pà àti ọsàn ní ọjà."),
    // signs
    text(
        "emoji sequences",
        "周末去露营👨\u{200D}👩\u{200D}👧\u{200D}👦，记得带❤\u{FE0F}\u{200D}🔥和☕\u{FE0F}；裁判👩🏽\u{200D}⚖\u{FE0F}说3\u{FE0F}\u{20E3}比2，🇫🇷赢，🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}也来了。",
    ),
    text(
        "singletons",
        "Signs of their own: 300 \u{212A}, 2 \u{2126}, 1.5 \u{212B}; Greek \u{0387} stays.",
    ),
    text("typography", "Wait… “no”—she said—‘never’ · ½ × 3 ≈ 1½ § 4 ¶ 2 © 2019 ® ™ №5 ‰"),
    text("mathematics", "若 a<b 且 b&c=0，则 a&b<=c；∀x∈ℝ: x²≥0，∑₁ⁿ i = n(n+1)/2。"),
    // code and addresses
    text(
        "code",
        "int sum = 0; for (int image = 0; image < n; image++) { sum += a[image] & mask; }\n\
         if (left && right) { print(\"lt;\"); }\nlet not = !and; cap = cup; para; sect;",
    ),
    text(
        "addresses with parameters",
        "价格表见 https://example.org/list?a=1&copy=2&lang=zh&section=3&para=4 或者 \
         http://example.net/?q=tea&not=milk&reg=1&order=asc，两个都可以打开。",
    ),
    text(
        "a lesson about HTML",
        "在 HTML 里，小于号要写成 &lt;，和号要写成 &amp;，不换行空格写成 &nbsp;。\n\
         初学者常犯的错误是把 &amp; 写成 &amp;amp;，页面上就会看到多余的 amp;。\n\
         例如 <p>a &lt; b</p> 会显示成 a < b，而 &#8220; 与 &ldquo; 是同一个引号。",
    ),
    text(
        "names with an ampersand",
        "AT&T、R&D、Q&A、H&M 和 B&B 都不是实体；“Marks & Spencer” 也不是。",
    ),
    text(
        "regular expressions and escapes",
        r#"匹配汉字用 [\u4e00-\u9fff]+，换行写作 \r\n，制表符写作 \t，路径是 C:\new\table。"#,
    ),
    // teaching texts
    text(
        "a lesson on readings",
        "多音字练习：银行(háng)和行(xíng)走，长(cháng)短和生长(zhǎng)，音乐(yuè)和快乐(lè)。\n\
         同学们先读三遍，再用“重(zhòng)量”“重(chóng)新”各说一句话。",
    ),
    text(
        "readings of rare characters",
        "这位词人名叫柳垚(yáo)，住在邛(qióng)崃山下，最爱吃的是饸(hé)饹(le)和莜(yóu)麦面。",
    ),
    text(
        "readings in a traditional glossary",
        "生字：龍(lóng)、鳳(fèng)、龜(guī)、麥(mài)。造句時請寫出：麥田裡沒有龍，只有一隻慢慢走的龜。",
    ),
    text(
        "words in brackets",
        "由速度(velocity)、质量(mass)和高度(height)算出能量(energy)，单位是焦耳(J)；会议在三楼(301)举行。",
    ),
    // repetition that is meant
    text(
        "a poem with a refrain",
        "渡口的灯，等一个人，\n河水不说，河水知道。\n渡口的灯，等一封信，\n河水不说，河水知道。\n\
         渡口的灯，等一场雪，\n河水不说，河水知道。",
    ),
    text(
        "parallel lists under a headline",
        "三座水库今日水位与蓄水量公布 上游水库蓄水最多\n\
         上游水库的水位是八十二米，上游水库的蓄水量是三亿立方米，上游水库的出库流量是四十方。\n\
         中游水库的水位是六十一米，中游水库的蓄水量是两亿立方米，中游水库的出库流量是五十五方。\n\
         下游水库的水位是三十三米，下游水库的蓄水量是一亿立方米，下游水库的出库流量是七十方。",
    ),
    text(
        "a brand repeated in the news",
        "青禾茶饮发布春季新品 青禾茶饮门店突破三千家\n\
         4月2日，青禾茶饮在总部发布春季新品，青禾茶饮创始人表示，青禾茶饮的门店数量已经突破三千家。\
         谈到扩张的速度，青禾茶饮的态度是谨慎的，青禾茶饮更看重的，是每一家门店的服务。",
    ),
    text(
        "exclamations and questions",
        "什么？！他真的走了？真的！！那怎么办……“别急，”她说，“先喝口水。”行不行？行！",
    ),
    text(
        "chat with repeated signs",
        "哈哈哈哈~~~~ 太好笑了!!!???  =_=  ^_^  (>_<)  \u{00AF}\\_(ツ)_/\u{00AF}",
    ),
    text(
        "line ends and spaces",
        "第一行\r\n第二行\r\n\r\n  缩进\t制表\u{3000}全角空格\u{00A0}不换行空格\n末行没有换行",
    ),
];
