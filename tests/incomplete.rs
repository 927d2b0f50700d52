//! UTF-8 that was read one byte at a time and lost some: what is left is never taken for another
//! script, what is certain comes back, and what was given back says so.

mod support;

use proptest::prelude::*;
use proptest::sample::select;
use support::garble::incomplete::{Loss, garble};
use textmend::encoding::{Plan, Step, fix};
use textmend::{Cleaner, Profile, Repair};

const PAGES: &[&str] = &["windows-1252", "windows-1250", "windows-1254", "windows-1257"];

/// Lines of Latin letters, in several languages.
const LATIN: &[&str] = &[
    "Pošťák na řece počítal čluny, říčka byla po dešti široká a město šedé.",
    "Świerszcz śpiewał całą noc, a łódź płynęła wąską rzeką koło Łodzi.",
    "Le vieux château est déjà fermé; à midi, on entend là-bas le forêt qui craque.",
    "La città è già piena di gente, perché lunedì c'è il mercato più bello.",
    "Köprünün yanındaki yaşlı balıkçı, ırmağın karşı kıyısına şarkı söylüyordu.",
    "Az öreg postás reggelente a hídnál állt, és csónakokat számolt; Őrült idő!",
    "Větrný mlýn stojí u Říčan už sto let, říká se mu Šedivák.",
    "Jaunā māja stāv pie ezera, un bērni katru rītu skrien turp spēlēties.",
    "Người đưa thư già dừng lại bên cầu và đếm những chiếc thuyền đi qua.",
    "Según él, la señora compró diez kilos de naranjas y además un melón.",
];

const OTHERS: &[&str] = &[
    "Почтальон считал лодки на реке, а старый мост скрипел под его сапогами.",
    "Ο γέρος ταχυδρόμος μετρούσε τις βάρκες κάτω από τη γέφυρα του χωριού.",
    "老邮差每天站在桥上数船，河水很慢，孩子们在岸边放风筝。",
    "年老いた郵便屋さんは橋の上で船を数えていた。川はとてもゆっくり流れる。",
];

fn only_mojibake() -> Cleaner {
    Cleaner::builder().profile(Profile::None).with(Repair::Mojibake).build()
}

fn is_latin(text: &str) -> bool {
    let is_latin = |c: char| c < '\u{250}' || ('\u{1E00}'..'\u{2E80}').contains(&c);
    text.chars().all(is_latin)
}

#[test]
fn latin_letters_stay_latin() {
    let cleaner = only_mojibake();
    let (mut count, mut mended) = (0, 0);
    for line in LATIN {
        for page in PAGES {
            for loss in Loss::ALL {
                let Some(garbled) = garble(line, page, loss) else { continue };
                let cleaned = cleaner.clean(&garbled);
                assert!(is_latin(&cleaned), "{page}, {loss:?}: {garbled} became {cleaned}");
                count += 1;
                mended += usize::from(cleaned != garbled);
            }
        }
    }
    assert!(count > 100 && mended * 20 > count * 19, "{mended} of {count}");
}

#[test]
fn no_break_spaces_come_back() {
    for (garbled, text) in [
        ("Le chÃ¢teau est dÃ©jÃ  fermÃ©.", "Le château est déjà fermé."),
        ("Le chÃ¢teau est Ã cÃ´tÃ© de la forÃªt.", "Le château est à côté de la forêt."),
        (
            "La cittÃ Ã¨ giÃ piena di gente, perchÃ© no?",
            "La città è già piena di gente, perché no?",
        ),
        ("Å edivÃ½ mlÃ½n stojÃ\u{AD} u Å\u{98}Ã\u{AD}Ä\u{8D}an.", "Šedivý mlýn stojí u Říčan."),
        ("hÃ ng ngÃ y, ngÆ°á»\u{9D}i Ä‘Æ°a thÆ°", "hàng ngày, người đưa thư"),
        ("Er kam spÃ¤t â€\" sehr spÃ¤t, fÃ¼nf Uhr.", "Er kam spät – sehr spät, fünf Uhr."),
    ] {
        assert_eq!(only_mojibake().clean(garbled), text);
    }
}

#[test]
fn what_is_not_clear_stays_between_what_is() {
    // `Ä` and a byte without a meaning may be `č` or `ď`, and `Å` may be `ő` or `Ő`.
    let garbled = "Ä?lÃ¡nek o mlÃ½nech, Ä?Ã¡st prvnÃ\u{AD}; X Ã? Y";
    let cleaned = only_mojibake().clean(garbled);
    assert!(cleaned.contains("nek o mlýnech, ") && cleaned.ends_with("X Ã? Y"), "{cleaned}");
}

#[test]
fn a_restoring_plan_says_so() {
    let fixed = fix("Le chÃ¢teau est dÃ©jÃ  fermÃ©.");
    assert_eq!(fixed.plan.to_string(), "encode latin-1, restore lost bytes, decode utf-8");
    assert!(fixed.plan.steps().any(|step| step == Step::Restore));
    let sure = fix("Le chÃ¢teau est fermÃ©, dÃ©solÃ©.");
    assert!(sure.plan.steps().all(|step| step != Step::Restore) && sure.confidence > 0.9);
}

fn garbled() -> impl Strategy<Value = String> {
    let line = prop_oneof![select(LATIN), select(OTHERS)];
    (line, 0..60_usize, 1..60_usize, select(PAGES), select(&Loss::ALL[..])).prop_filter_map(
        "nothing is lost",
        |(line, from, length, page, loss)| {
            let part: String = line.chars().skip(from).take(length).collect();
            garble(&part, page, loss)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 300,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(1),
        ..ProptestConfig::default()
    })]

    /// The plan that is named leads to the mended text, by hand and after printing it; edits
    /// undo, and cleaning once more changes nothing.
    #[test]
    fn plans_and_edits_hold(garbled in garbled()) {
        let cleaner = only_mojibake();
        let fixed = fix(&garbled);
        let applied = fixed.plan.apply(&garbled);
        prop_assert_eq!(applied.as_deref(), Some(&*fixed.text));
        let printed = fixed.plan.to_string().parse::<Plan>();
        prop_assert_eq!(printed.as_ref(), Ok(&fixed.plan));
        let explained = cleaner.explain(&garbled);
        for edit in explained.edits.iter() {
            let before = std::str::from_utf8(&edit.before).unwrap();
            let applied = edit.plan.and_then(|plan| plan.apply(before));
            prop_assert_eq!(applied.as_deref(), Some(&*edit.after), "{}", before);
        }
        let undone = explained.edits.undo(&explained.text).unwrap();
        prop_assert_eq!(undone, garbled.as_bytes());
        prop_assert_eq!(cleaner.clean(&explained.text), &*explained.text);
    }
}
