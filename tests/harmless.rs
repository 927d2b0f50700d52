//! Clean text comes back byte for byte, borrowed; cleaning twice changes nothing more.

mod support;

use std::borrow::Cow;

use support::documents::DOCUMENTS;
use support::inputs;
use support::texts::TEXTS;
use textmend::{Cleaner, EncodingEvidence, clean};

#[test]
fn clean_texts_are_borrowed() {
    for text in TEXTS {
        let cleaned = clean(text.text);
        assert_eq!(cleaned, text.text, "{}", text.name);
        assert!(matches!(cleaned, Cow::Borrowed(_)), "{}", text.name);
        let bytes = Cleaner::new().clean_bytes(text.text.as_bytes()).into_owned();
        assert_eq!(bytes, text.text, "{}", text.name);
    }
}

/// Words that have a line to themselves, as in lists: rare characters, in other encodings those of other words.
#[test]
fn single_words_stay() {
    let rare = "窗帘 羁绊 伶俐 砥砺 妒忌 卤莽 铜陵 臭屎 耄耋 饕餮 囹圄 龃龉 魑魅魍魉 鸳鸯 蟪蛄 噼里啪啦 吐肝露胆 橡椀 諷喩 蟲蟻 逆らえ";
    let again = "啊啊啊 哼哼 滴滴答答 傻傻 洗洗涮涮 亟亟 遥遥 笑笑 똑똑 뽀뽀 촘촘 쌩쌩 훠훠훠";
    let korean = "브뤼셀 굶주린 슬펐 흠뻑 속눈썹 브런즈윅 듬뿍 뻣뻣 꿰뚫";
    let half_width =
        "ｻｲﾄ ｹﾞｰﾑ ﾈｯﾄ ｲﾒｰｼﾞ ｻｰﾋﾞｽ ﾃﾞｻﾞｲﾝ ﾃﾞｰﾀ ﾎﾟｲﾝﾄ ﾀｲﾌﾟ ﾁｪｯｸ ｸﾞﾙｰﾌﾟ ﾆｭｰﾖｰｸ･ﾀｲﾑｽﾞ ﾘﾄｱﾆｱ ｽﾄｰﾘｰ ﾐｽﾞﾎｷﾞﾝｺｳ";
    let capitals = "МЮЛЛЕР ФЮРЕР БУФЕТЕ ХОККЕИСТ РЮКЗАКЕ СЖЁГ ФЕЛПС ΑΔΜΗΕ ΓΛΥΦΑΔΑ ХЛОПЦЮ Рє Оі Еџ";
    for word in [rare, again, korean, half_width, capitals].iter().flat_map(|all| all.split(' ')) {
        for text in [word.to_owned(), format!("{word}\n"), format!("{word} \r\n{word}")] {
            assert!(matches!(clean(&text), Cow::Borrowed(_)), "{text:?} became {:?}", clean(&text));
        }
    }
    let beside = "iPhone 窗帘,A铅芯,窗帘App,Linux 羁绊,茅庐 (beta),ｻｲﾄ 2.0,ใช้ Linux";
    for text in beside.split(',') {
        assert!(matches!(clean(text), Cow::Borrowed(_)), "{text:?} became {:?}", clean(text));
    }
}

/// Drawings, formulas, readings and lists of letters are no words, and no words of another encoding.
#[test]
fn what_is_no_words_stays() {
    let lines = [
        "═════════",
        "╔══════════╗",
        "█████░░░░░ 50%",
        "▒▒▒▒▒▒▒▒▒▒",
        "▄▄▄▄▄",
        "├── src\n│   ├── lib.rs\n└── Cargo.toml",
        "(╯°□°)╯︵ ┻━┻",
        "┬─┬ ノ( ゜-゜ノ)",
        "scalbn(±∞, n) is ±∞",
        "Γ(½) = √π",
        "rⁿ ≤ x < (r+1)ⁿ",
        "ǎng,tǎng  # 惝",
        "yì,tú  # 墿",
        "áéíóú|á|é|í|ó|ú|",
        "àèéìòù",
        "âêîôû",
        "ăâîșț",
        "åäö ÅÄÖ",
        "æøåÆØÅ",
        "alphabet = \"áčďéěíňóřšťúůýžÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ\"",
        "ñññ",
        "ЖЖЖЖЖ",
        "Ðð Þþ",
        "Ÿ ÿ",
        "\"żółć\", \"żółć\"",
        "拾\t拾",
        "坝\t壩 垻",
        "琅\t琅 瑯",
        "克\t克 剋",
        "# 滑 U+F904 -> 滑 U+6ED1",
        "│└┬┘│└┬┘│",
        "あ亜唖娃阿哀愛挨姶逢葵茜穐悪",
        "абвгдеёжзийклмн",
    ];
    for line in lines {
        for text in [line.to_owned(), format!("{line}\n"), format!("- {line}\r\n{line}\r\n")] {
            assert!(matches!(clean(&text), Cow::Borrowed(_)), "{text:?} became {:?}", clean(&text));
        }
    }
    let all = lines.join("\n");
    assert_eq!(clean(&all), all);
}

#[test]
fn clean_documents_are_borrowed() {
    for document in DOCUMENTS {
        let text = document.text();
        assert!(matches!(clean(&text), Cow::Borrowed(_)), "{}", document.title);
        let titled = Cleaner::new().with_title(document.title);
        assert!(matches!(titled.clean(&document.body()), Cow::Borrowed(_)), "{}", document.title);
    }
}

#[test]
fn all_clean_texts_as_one_document() {
    let mut text = String::new();
    for document in DOCUMENTS {
        text.push_str(&document.text());
        text.push('\n');
    }
    for _ in 0..3 {
        text.push_str(&text.clone());
    }
    assert!(text.len() > 300_000);
    assert!(matches!(clean(&text), Cow::Borrowed(_)));
}

#[test]
fn cleaning_twice_changes_nothing_more() {
    for input in inputs::all() {
        let once = Cleaner::new().clean_bytes(&input.bytes).into_owned();
        let twice = Cleaner::new().explain(&once);
        assert_eq!(twice.text, once, "{}: {:?}", input.name, twice.edits.iter().next());
        assert!(matches!(twice.text, Cow::Borrowed(_)), "{}", input.name);
    }
}

#[test]
fn bytes_of_clean_text_are_text() {
    for text in TEXTS {
        let report = Cleaner::new().explain_bytes(text.text.as_bytes()).report;
        assert_eq!(report.encoding_evidence, EncodingEvidence::Valid, "{}", text.name);
    }
}
