//! The inverses of the repairs, tested by themselves: what they do to a text can be undone by hand.

mod support;

mod shuffle {
    use crate::support::documents::DOCUMENTS;
    use crate::support::garble::shuffle::{BOUNDARIES, cycle, shuffle};
    use crate::support::random::Random;

    #[test]
    fn insertions_stand_at_boundaries_in_cyclic_order_and_come_out_again() {
        for (seed, document) in DOCUMENTS.iter().enumerate() {
            let body = document.body();
            let random = &mut Random::new(seed as u64);
            let shuffled = shuffle(document.title, &body, random).unwrap();
            let items = shuffled.cycle.len();
            assert!((4..=8).contains(&items));
            assert!((2 * items + 1..=5 * items).contains(&shuffled.insertions.len()));
            for item in &shuffled.cycle {
                assert!((2..=6).contains(&item.chars().count()), "{item}");
            }
            let mut rest = shuffled.body.clone();
            for (number, &at) in shuffled.insertions.iter().enumerate() {
                let item = &shuffled.cycle[number % items];
                assert!(rest[..at].ends_with(|c| BOUNDARIES.contains(c)));
                assert!(rest[at..].starts_with(item.as_str()));
                rest.replace_range(at..at + item.len(), "");
            }
            assert_eq!(rest, body);
        }
    }

    #[test]
    fn a_short_title_gives_no_cycle() {
        assert_eq!(cycle("十个字的标题不够用", &mut Random::new(1)), None);
    }
}

mod script {
    use std::collections::HashSet;

    use crate::support::garble::script::{pairs, traditional};

    #[test]
    fn only_unambiguous_characters_change() {
        assert_eq!(traditional("国家发展改革后的干部"), "國家发展改革后的干部");
        assert!(pairs().count() >= 600);
        // No Traditional form is the Simplified side of another pair: converting twice is safe.
        let simplified: HashSet<char> = pairs().map(|(from, _)| from).collect();
        assert!(pairs().all(|(_, to)| !simplified.contains(&to)));
    }
}

mod gbk {
    use crate::support::garble::gbk::{decode, encode};

    #[test]
    fn what_encodes_comes_back() {
        for character in ('\0'..'\u{FFFF}').filter(|c| !matches!(c, '\u{80}'..'\u{A0}')) {
            if let Some(bytes) = encode(character) {
                assert_eq!(decode(&bytes), character.to_string(), "{bytes:02X?}");
            }
        }
    }

    #[test]
    fn a_broken_pair_is_one_question_mark() {
        assert_eq!(decode(b"\xCF\xF2\x8C(q"), "向?q");
        assert_eq!(decode(b"\xFFab\xB0"), "?b?");
    }
}

mod pinyin {
    use crate::support::garble::pinyin::{inject_pinyin, inject_pinyin_aligned, reading};
    use crate::support::garble::{gbk, script};

    #[test]
    fn straddled_pairs_shift_the_text_up_to_an_ascii_byte() {
        let cases = [
            ("向實際", vec![('驅', "qū")], "向?qū)嶋H"),
            (
                "因為微軟定下的規矩是",
                vec![('驗', "yàn"), ('規', "guī")],
                "因?yàn)槲④浂ㄏ碌囊?guī)矩是",
            ),
            ("還因為在ESG", vec![('驗', "yàn"), ('還', "hái")], "還(hái)因?yàn)樵贓SG"),
        ];
        for (text, readings, garbled) in cases {
            let injected = inject_pinyin(text, &readings);
            assert_eq!(injected.text, garbled);
            assert_eq!(injected.straddled, 1);
        }
    }

    #[test]
    fn aligned_readings_stand_behind_every_occurrence() {
        let readings = vec![('調', "diào")];
        for inject in [inject_pinyin, inject_pinyin_aligned] {
            let injected = inject("空調、調和😀調", &readings);
            assert_eq!(injected.text, "空調(diào)、調(diào)和😀調(diào)");
            assert_eq!((injected.aligned, injected.straddled), (3, 0));
        }
    }

    #[test]
    fn every_pair_of_the_table_has_a_reading_that_gbk_can_write() {
        for (_, traditional) in script::pairs() {
            let reading = reading(traditional).unwrap();
            assert!(reading.chars().all(|c| gbk::encode(c).is_some()), "{traditional} {reading}");
        }
    }
}

mod entity {
    use crate::support::garble::entity::{Breakage, break_references, escape, escape_again};
    use crate::support::random::Random;

    #[test]
    fn escaping_is_undone_by_plain_decoding() {
        let text = "他说：“R&D·研究”——共 3×4 次，<b>“好”</b>。";
        for seed in 0..50 {
            let escaped = escape(text, &mut Random::new(seed));
            assert_eq!(decode(&escaped), text, "{escaped}");
            assert_eq!(decode(&decode(&escape_again(&escaped, 1))), text);
        }
    }

    const NAMES: &[(&str, char)] = &[
        ("amp", '&'),
        ("ldquo", '“'),
        ("rdquo", '”'),
        ("middot", '·'),
        ("mdash", '—'),
        ("times", '×'),
        ("quot", '"'),
    ];

    /// Just enough of a decoder for this test.
    fn decode(escaped: &str) -> String {
        let mut decoded = String::new();
        let mut rest = escaped;
        while let Some(at) = rest.find('&') {
            decoded.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            let end = rest.find(|c: char| c != '#' && !c.is_ascii_alphanumeric());
            let (reference, tail) = rest.split_at(end.unwrap_or(rest.len()));
            let code = match reference.strip_prefix('#') {
                Some(digits) => match digits.strip_prefix('x') {
                    Some(hex) => u32::from_str_radix(hex, 16).unwrap(),
                    None => digits.parse().unwrap(),
                },
                None => NAMES.iter().find(|(name, _)| *name == reference).unwrap().1 as u32,
            };
            decoded.push(char::from_u32(code).unwrap());
            rest = tail.strip_prefix(';').unwrap_or(tail);
        }
        decoded + rest
    }

    #[test]
    fn references_break_in_six_ways() {
        let text = "他说“好”，就走了";
        let garbled = |breakage| {
            break_references(text, breakage, &mut Random::new(3)).map(|broken| broken.garbled)
        };
        let expected = [
            (Breakage::MissingAmpersand, "他说ldquo;好rdquo;，就走了"),
            (Breakage::FullWidthSemicolon, "他说&#8220；好&#8221；，就走了"),
            (Breakage::Abbreviated, "他说&ldo;好&rdo;，就走了"),
            (Breakage::Twice, "他说&amp;ldquo;好&amp;rdquo;，就走了"),
            (Breakage::Thrice, "他说&amp;amp;ldquo;好&amp;amp;rdquo;，就走了"),
        ];
        for (breakage, expected) in expected {
            assert_eq!(garbled(breakage).as_deref(), Some(expected));
        }
        assert!(garbled(Breakage::Cut).unwrap().ends_with(" ..."));
        assert!(break_references("没有引号", Breakage::Cut, &mut Random::new(3)).is_none());
    }
}

mod marks {
    use unicode_normalization::UnicodeNormalization;

    use crate::support::garble::marks::{INVISIBLE, decompose, sprinkle};
    use crate::support::random::Random;

    #[test]
    fn sprinkling_only_touches_han() {
        let text = "café 小羊 и 中文, 12\u{200B}3";
        for seed in 0..50 {
            let sprinkled = sprinkle(text, &mut Random::new(seed));
            let seen: String = sprinkled.nfkc().filter(|c| !INVISIBLE.contains(c)).collect();
            assert_eq!(seen, text.replace('\u{200B}', ""));
            assert!(sprinkled.starts_with("café "));
        }
        let long = "一人入水火山".repeat(20);
        let sprinkled = sprinkle(&long, &mut Random::new(7));
        assert!(sprinkled.contains('⼭') && sprinkled.contains(|c| INVISIBLE.contains(&c)));
    }

    #[test]
    fn decomposition_composes_again() {
        for text in
            ["Où œufs « é »", "Nguyễn Thị Ánh", "시장 골목", "ガラス", "Å \u{212B} \u{F914}"]
        {
            let decomposed = decompose(text);
            assert_ne!(decomposed, text);
            assert_eq!(decomposed.nfc().to_string(), text.nfc().to_string());
        }
        assert_eq!(decompose("\u{212B}\u{0958}"), "\u{212B}\u{0958}");
    }
}

mod page {
    use crate::support::documents::DOCUMENTS;
    use crate::support::garble::page::{Frame, page};
    use crate::support::random::Random;

    #[test]
    fn a_page_has_the_lines_of_its_frame_and_every_garble() {
        let frame = Frame {
            before_title: vec!["您现在的位置是：首页"],
            after_title: vec!["来源：本站\u{A0}点击：12次"],
            summary_label: "简介",
            tail: vec!["相关文章", "今日“要闻”"],
            is_folded: true,
        };
        for (seed, document) in DOCUMENTS.iter().enumerate() {
            let random = &mut Random::new(seed as u64);
            let page = page(document.title, &document.body(), &frame, 60, random).unwrap();
            assert!(page.truth.starts_with("您現在的位置是:首頁\n"));
            assert!(page.truth.ends_with("相關文章\n今日“要聞”"));
            assert!(page.garbled.contains("&nbsp;"));
            assert!(page.garbled.ends_with("&amp;rdquo;"));
            assert!(page.insertions >= 9 && page.aligned > 50);
        }
    }
}
