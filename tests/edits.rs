//! The edit log replays source → output and undoes output → source, exactly.

mod support;

use support::inputs;
use textmend::{Cleaner, Repair};

#[test]
fn the_log_replays_and_undoes() {
    let cleaners = [
        ("default", Cleaner::new()),
        ("html-safe", Cleaner::builder().html_safe(true).build()),
        ("keep-bom", Cleaner::builder().keep_bom(true).build()),
    ];
    for (name, cleaner) in cleaners {
        for input in inputs::all() {
            let explained = cleaner.explain_bytes(&input.bytes);
            let replayed = explained.edits.replay(&input.bytes).unwrap();
            assert_eq!(replayed, explained.text, "{name}: {}", input.name);
            let undone = explained.edits.undo(&explained.text).unwrap();
            assert_eq!(undone, input.bytes, "{name}: {}", input.name);
        }
    }
}

#[test]
fn edits_are_in_order_and_name_their_repairs() {
    for input in inputs::all() {
        let explained = Cleaner::new().explain_bytes(&input.bytes);
        let (mut source, mut output) = (0, 0);
        for edit in &explained.edits {
            assert!(source <= edit.source.start && output <= edit.output.start, "{}", input.name);
            assert!(!edit.repairs.is_empty() && (0.0..=1.0).contains(&edit.confidence));
            assert_ne!(*edit.before, *edit.after.as_bytes(), "{}", input.name);
            let (start, end) = (edit.source.start as usize, edit.source.end as usize);
            assert_eq!(*edit.before, input.bytes[start..end]);
            let (start, end) = (edit.output.start as usize, edit.output.end as usize);
            assert_eq!(*edit.after, explained.text[start..end]);
            (source, output) = (edit.source.end, edit.output.end);
        }
        let report = explained.report;
        assert_eq!(report.edits, explained.edits.len() as u64);
        assert_eq!(report.source_bytes, input.bytes.len() as u64);
        assert_eq!(report.output_bytes, explained.text.len() as u64);
    }
}

#[test]
fn explaining_changes_nothing() {
    let cleaner = Cleaner::new();
    for input in inputs::all() {
        let explained = cleaner.explain_bytes(&input.bytes);
        assert_eq!(explained.text, cleaner.clean_bytes(&input.bytes), "{}", input.name);
    }
}

#[test]
fn the_byte_order_mark_is_an_edit_of_its_own() {
    for mark in ["\u{feff}", "\u{feff}\u{feff}"] {
        let text = format!("{mark}&amp;");
        let explained = Cleaner::new().explain(&text);
        assert_eq!(explained.text, "&");
        let repairs: Vec<String> = explained.edits.iter().map(|e| e.repairs.to_string()).collect();
        assert_eq!(repairs, [Repair::Bom.name(), Repair::Entity.name()]);
        let keep = Cleaner::builder().keep_bom(true).build();
        assert_eq!(keep.clean(&text), format!("{mark}&"));
    }
}

#[test]
fn a_log_refuses_other_texts() {
    let explained = Cleaner::new().explain("a &amp; b");
    for source in ["", "a &amp", "a &lt;  b"] {
        assert!(explained.edits.replay(source.as_bytes()).unwrap_err().is_log_mismatch());
    }
    for output in ["", "a", "a + b"] {
        assert!(explained.edits.undo(output).unwrap_err().is_log_mismatch());
    }
}
