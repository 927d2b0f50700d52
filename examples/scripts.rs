//! In which script the lines of files are: `detect FILE...`.
//!
//! Lines of at most 20 bytes do not count. Of each file it says how many lines are what, by `detect` and by
//! `guess`, and how fast `detect` is, line by line in one thread.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Instant;

use textmend::han::{Detected, detect, guess};

fn main() -> std::io::Result<()> {
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path)?;
        let lines: Vec<&str> = text.lines().filter(|line| line.len() > 20).collect();
        println!("{path}");
        println!("  detect: {}", shares(&lines, |line| detect(line).0));
        println!("  guess:  {}", shares(&lines, guess));
        // The best of several runs: other load only makes them slower.
        let seconds = (0..5).map(|_| {
            let start = Instant::now();
            lines.iter().for_each(|line| {
                black_box(detect(line));
            });
            start.elapsed().as_secs_f64()
        });
        let bytes: usize = lines.iter().map(|line| line.len()).sum();
        println!("  speed:  {:.1} MB/s", bytes as f64 / 1e6 / seconds.fold(f64::MAX, f64::min));
    }
    Ok(())
}

/// How many lines are what, without those that have no Chinese.
fn shares(lines: &[&str], detect: impl Fn(&str) -> Detected) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for line in lines {
        *counts.entry(format!("{:?}", detect(line))).or_default() += 1;
    }
    counts.remove("None");
    let all: usize = counts.values().sum();
    let shares: Vec<String> = counts
        .iter()
        .map(|(what, count)| format!("{what} {count} ({:.3}%)", 100.0 * *count as f64 / all as f64))
        .collect();
    shares.join(", ")
}
