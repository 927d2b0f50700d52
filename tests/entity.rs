//! Character references: what text uses is decoded, what it mentions stays; the garbles of
//! `support::garble::entity` are undone.

mod support;

use std::borrow::Cow;

use support::documents::DOCUMENTS;
use support::garble::entity::{Breakage, break_references, cut_in_quote, escape, escape_again};
use support::random::Random;
use support::texts::TEXTS;
use textmend::entity::{Mode, decode};
use textmend::{Cleaner, Profile, Repair};

/// Text that is about references, code, addresses and the like.
const STAYS: &[&str] = &[
    // Lessons
    "在 HTML 中，想显示 < 就得写成 &lt; 或者 &#60;。",
    "HTML 实体：&nbsp; 是不换行的空格，&copy; 是版权符号。",
    "要在网页里打出小于号，写 &lt; ，大于号写 &gt; 。",
    "&lt; 表示小于号，&gt; 表示大于号",
    "XML 预定义的五个：&lt;、&gt;、&amp;、&quot; 和 &apos;。",
    "把 < 替换为 &lt;，把 > 替换为 &gt;，把 & 替换为 &amp;。",
    "轉義字元：空格用 &nbsp; 表示，引號用 &quot; 表示。",
    "Use &lt; and &gt; for angle brackets in HTML.",
    "In HTML, write &amp; for an ampersand and &nbsp; for a space that does not break.",
    "The entity &copy; displays the sign ©.",
    "Escape it as &amp; in XML attributes.",
    "Die Entität &lt; steht für das Kleiner-Zeichen.",
    "En HTML, &lt; représente le signe inférieur.",
    "HTMLでは、&lt; は「<」を表します。",
    "HTML에서 &lt; 는 < 를 나타냅니다.",
    "В HTML символ &lt; означает знак «меньше».",
    "`&amp;` is an ampersand",
    "<code>&lt;</code> opens a tag",
    "&lt;\t<\t小于号\t&#60;",
    "\"\t&quot;\t双引号\tHTML 实体",
    "HTML 实体表\n小于号\n&lt;\n&lt; 表示小于号\n大于号\n&gt;\n&amp; 表示和号\n",
    "# Escapes in HTML\n| < | &lt; |\n| > | &gt; |\n| & | &amp; |\nAlso &hellip; and &mdash;.\n",
    // Code and markup
    "s = s.replace(\"&\", \"&amp;\").replace(\"<\", \"&lt;\")",
    "s = s.replace('&nbsp;', ' ')",
    "html = html.replace(/&nbsp;/g, ' ');",
    "<title>Tom &amp; Jerry</title>",
    "<a href=\"/?a=1&amp;b=2\">link</a>",
    "<?xml version=\"1.0\"?>\n<list>\n  <item>x &lt; y</item>\n  <item>R&amp;D</item>\n</list>\n",
    "{\"a\": \"say &quot;hi&quot;\", \"b\": \"x\"}",
    "diff --git a/x b/x\n-Tom & Jerry\n+Tom &amp; Jerry\n",
    "make clean && make; echo done; a & b;",
    "int sum; char image; return copy;",
    "int &num;",
    "int *p = &sum;",
    "const auto &it;",
    "f(&copy, &reg); g(a, &para)",
    "let deg; let times; var copy; // yen; euro; and; or; not;",
    "&main; &print('x'); &run;",
    // Addresses and names
    "http://example.org/?a=1&copy=2&reg=3&lt=4",
    "详见http://example.org/?a=1&copy=2&lt=4，谢谢",
    "GET /find?q=x&lt&gt=1&page=2 HTTP/1.1",
    "http://example.org/list?page=1&copy",
    "AT&T、R&D、Q&A、P&G、H&M；R&D; AT&T;",
    "R&D ... AT&T ... P&G ... Q&A…",
    "dim&sum ...",
    // Unknown, or nothing that text may hold
    "&foo; &bar; &debian; &#FFE4E1; #333333; &; &#; &#x; & &&;; &c. &c",
    "&#0; &#xD800; &#x110000; &#99999999999999; &#1; &#127; &#xFFFE; &#129;",
    "&amp;amp;amp;amp;lt; &amp;amp;amp;lt; &#38;#38;#38;#60;",
    // Without `&`: words, colours, other languages
    "中文 int; sum; image; copy; times; 中文",
    "修复#123;关闭#456;中文",
    "I'm ldquo; not Chinese rdquo;",
    "谁来？；谁走？；都不知道。",
    // Cut, but not to one name
    "荣获&l ...",
    "荣获&#822 ...",
    "荣获&#1229 ...",
];

/// Text that uses references, and what it says.
const CHANGES: &[(&str, &str)] = &[
    ("Tom &amp; Jerry", "Tom & Jerry"),
    ("Learn HTML &amp; CSS", "Learn HTML & CSS"),
    ("首页 &gt; HTML教程 &gt; 实体", "首页 > HTML教程 > 实体"),
    ("Home &raquo; HTML &raquo; Entities", "Home » HTML » Entities"),
    ("HTML5&nbsp;是&ldquo;下一代&rdquo;标准", "HTML5\u{A0}是“下一代”标准"),
    (
        "HTML是网页的语言&#12290;它由标签组成&#65292;如p&#12290;",
        "HTML是网页的语言。它由标签组成，如p。",
    ),
    ("&lt;p&gt;表示段落", "<p>表示段落"),
    ("if (a &lt; b &amp;&amp; c &gt; d) {", "if (a < b && c > d) {"),
    ("&quot;Rock&quot; &amp; &quot;Roll&quot;", "\"Rock\" & \"Roll\""),
    ("（&nbsp;&nbsp;&nbsp;&nbsp;）", "（\u{A0}\u{A0}\u{A0}\u{A0}）"),
    ("<p>他说&ldquo;好&rdquo;</p>", "<p>他说“好”</p>"),
    ("http://e.org/?a=1&amp;b=2", "http://e.org/?a=1&b=2"),
    ("http://e.org/?a=1&amp;copy=2", "http://e.org/?a=1&copy=2"),
    ("caf&eacute; cr&egrave;me caf&eacute", "café crème café"),
    ("Copyright &copy 2024 (&copy) 2024", "Copyright © 2024 (©) 2024"),
    ("25&deg;C, 3 &times; 4, x = &alpha;", "25°C, 3 × 4, x = α"),
    ("&#147;ok&#148; it&#146;s", "“ok” it’s"),
    ("他，&ldquo;是我&rdquo;", "他，“是我”"),
    ("HTML 论坛里，他说：&ldquo;表示同意&rdquo;", "HTML 论坛里，他说：“表示同意”"),
    ("a&#13;\nb&#9;c", "a\r\nb\tc"),
    ("x&#65279;y", "xy"),
    // Escaped more than once
    ("&amp;amp;nbsp;", "\u{A0}"),
    ("&amp;amp;amp;", "&"),
    ("&#38;lt; &amp;#38;#x26;", "< &"),
    // Broken
    ("荣获&ldqu ...", "荣获“ ..."),
    ("荣获&amp;ldqu……", "荣获“……"),
    ("荣获&ldqu", "荣获“"),
    ("荣获&#8220 ...", "荣获“ ..."),
    ("&#8220；好&#8221；", "“好”"),
    ("&#8220;好&#8221；走", "“好”；走"),
    ("&ldquo；好&rdquo；", "“好”"),
    ("&ldo;好&rdo;，&lso;好&rso;", "“好”，‘好’"),
    ("&ldquo你好&rdquo，", "“你好”，"),
    ("他说ldquo;好rdquo;。", "他说“好”。"),
    ("他说mdash;mdash;好", "他说——好"),
    ("时间#xff1a;三点#65292;", "时间：三点，"),
    ("他说amp;ldquo;好amp;rdquo;", "他说“好”"),
    ("1990mdash;2000年，他说ldquo;好rdquo;", "1990—2000年，他说“好”"),
    ("（ldquo;ABCrdquo;）", "（“ABC”）"),
    // Escaped code is code once it is unescaped
    (
        "#include &lt;stdio.h&gt;\nif (a &lt; b &amp;&amp; c) return &amp;x;\n",
        "#include <stdio.h>\nif (a < b && c) return &x;\n",
    ),
];

#[test]
fn mentions_stay() {
    for text in STAYS {
        assert_eq!(decode(text, Mode::Prose), *text);
        assert!(matches!(decode(text, Mode::Prose), Cow::Borrowed(_)), "{text}");
        assert_eq!(textmend::clean(text), *text);
    }
}

#[test]
fn uses_are_decoded_and_then_stay() {
    for (text, expected) in CHANGES {
        assert_eq!(decode(text, Mode::Prose), *expected, "{text}");
        assert_eq!(decode(expected, Mode::Prose), *expected, "{text}");
    }
}

/// The texts that hold no references of their own.
fn plain_texts() -> impl Iterator<Item = String> {
    let documents = DOCUMENTS.iter().map(|document| document.text());
    let texts = TEXTS.iter().map(|text| text.text.to_owned());
    documents.chain(texts).filter(|text| !text.contains('&') && !text.contains('\r'))
}

#[test]
fn escapes_are_undone() {
    for (seed, text) in plain_texts().enumerate() {
        let escaped = escape(&text, &mut Random::new(seed as u64));
        assert_eq!(decode(&escaped, Mode::Prose), text);
        for levels in 1..=2 {
            assert_eq!(decode(&escape_again(&escaped, levels), Mode::Prose), text, "{levels}");
        }
        let deep = escape_again(&escaped, 3);
        if deep.contains("&amp;amp;amp;ldquo;") {
            assert!(decode(&deep, Mode::Prose).contains("&amp;amp;amp;ldquo;"));
        }
    }
}

#[test]
fn strict_undoes_escapes_one_level_at_a_time() {
    for (seed, document) in DOCUMENTS.iter().enumerate() {
        let escaped = escape(&document.text(), &mut Random::new(seed as u64));
        let twice = escape_again(&escaped, 1);
        assert_eq!(decode(&escaped, Mode::Strict), document.text());
        assert_eq!(decode(&twice, Mode::Strict), escaped);
        let strict = Cleaner::builder().profile(Profile::None).with(Repair::Entity);
        assert_eq!(strict.entities(Mode::Strict).build().clean(&twice), escaped);
    }
}

#[test]
fn breakages_are_mended() {
    let mut mended = 0;
    for (seed, document) in DOCUMENTS.iter().enumerate() {
        let random = &mut Random::new(seed as u64);
        for breakage in Breakage::ALL {
            let Some(broken) = break_references(&document.text(), breakage, random) else {
                continue;
            };
            assert_eq!(decode(&broken.garbled, Mode::Prose), broken.truth, "{breakage:?}");
            mended += 1;
        }
        let cut = cut_in_quote(&document.text(), random);
        assert_eq!(decode(&cut.garbled, Mode::Prose), cut.truth);
    }
    assert!(mended >= DOCUMENTS.len());
}

#[test]
fn guesses_are_less_certain() {
    for (text, is_guess) in [
        ("&ldquo;好", false),
        ("&amp;ldquo;好", false),
        ("&quot好", false),
        ("好&ldqu ...", true),
        ("&ldo;好", true),
        ("ldquo;好", true),
        ("&#8220；好", true),
        ("&ldquo好", true),
    ] {
        let explained = Cleaner::new().explain(text);
        let edits: Vec<_> = explained.edits.iter().collect();
        assert_eq!(edits.len(), 1, "{text}");
        assert_eq!(edits[0].confidence < 1.0, is_guess, "{text}");
        assert!(edits[0].confidence > 0.5 && edits[0].repairs == Repair::Entity.into());
    }
}

#[test]
fn evidence_reaches_behind_the_window() {
    let lesson = "HTML 里 &lt; 表示小于号\nHTML 里 &gt; 表示大于号\n";
    let filler = "河边的旧渡口长满了芦苇。\n".repeat(4_000);
    let text = format!("{lesson}{filler}&copy;\n");
    assert!(filler.len() > 100_000);
    assert_eq!(decode(&text, Mode::Prose), text);
    let used = format!("{filler}&copy;\n");
    assert_eq!(decode(&used, Mode::Prose), format!("{filler}©\n"));
}

#[test]
fn modes_have_names() {
    assert_eq!([Mode::Prose, Mode::Strict].map(Mode::name), ["prose", "strict"]);
    assert_eq!(Mode::default(), Mode::Prose);
}

/// A digit as a reference, of which another digit is a reference, and so on: each has to be read
/// before the next one is there.
fn one_after_another(digit: u32, depth: usize) -> String {
    if depth == 0 {
        return digit.to_string();
    }
    let code = u32::from('0') + digit;
    format!("&#{}{};", code / 10, one_after_another(code % 10, depth - 1))
}

#[test]
fn lines_do_not_depend_on_their_neighbours() {
    let (readable, endless) = (one_after_another(1, 3), one_after_another(1, 8));
    assert_eq!(decode(&readable, Mode::Prose), "1");
    assert_eq!(decode(&endless, Mode::Prose), endless);
    let document = format!("1 &lt; 2\n{endless}\n{readable}\n&#10;{endless}\n3 &gt; 2\n");
    let expected = format!("1 < 2\n{endless}\n1\n&#10;{endless}\n3 > 2\n");
    for times in [1, 3000] {
        let decoded = decode(&document.repeat(times), Mode::Prose).into_owned();
        assert_eq!(decoded, expected.repeat(times));
    }
}
