//! ftfy, where Python has it: clean Chinese and the sample page.

use std::process::{Command, Stdio};

use textmend::Cleaner;

use crate::measure::{compare, work};
use crate::support::{DOCUMENT, chinese};

const PAGE: &str = include_str!("../../../../../examples/data/garbled.txt");

/// Prints the fastest of some runs over the text in the file, in MB/s.
const SCRIPT: &str = "
import sys, time, ftfy
text = open(sys.argv[1], encoding='utf-8').read()
best = 1e9
for _ in range(5):
    start = time.perf_counter()
    ftfy.fix_text(text)
    best = min(best, time.perf_counter() - start)
print(f'  {\"ftfy\":24} {len(text.encode()) / 1e6 / best:10.1f} MB/s')
";

pub fn run() {
    let cleaner = Cleaner::new();
    for (name, text) in [("clean zh-Hans", chinese(DOCUMENT)), ("the sample page", PAGE.to_owned())]
    {
        let path = std::env::temp_dir().join(format!("textmend-speed-{}.txt", std::process::id()));
        std::fs::write(&path, &text).expect("the folder for temporary files can be written to");
        compare(
            &format!("beside Python, {name}"),
            vec![work("textmend", text.len(), || cleaner.clean(&text))],
        );
        let python =
            Command::new("python3").args(["-c", SCRIPT]).arg(&path).stderr(Stdio::null()).status();
        if !python.is_ok_and(|status| status.success()) {
            println!("  ftfy: not there; pip install ftfy");
        }
        // What is left over is the system's to remove.
        let _ = std::fs::remove_file(&path);
    }
}
