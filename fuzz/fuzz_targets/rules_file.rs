//! The file of `--rules`, hostile: a list of rules, or an error in one line that says where.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[allow(dead_code, unreachable_pub, reason = "the program reads files; here their text is at hand")]
#[path = "../../examples/clean/rules_file.rs"]
mod rules_file;

/// What the module needs of the program.
mod messages {
    pub(crate) fn visible_path(path: &std::path::Path) -> String {
        path.display().to_string()
    }
}

fuzz_target!(|text: &str| {
    if let Err(error) = rules_file::parse(text) {
        assert!(!error.is_empty());
    }
});
