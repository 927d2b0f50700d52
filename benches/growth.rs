//! Doubles every family of hostile text from 64 KiB on and prints how the time grows:
//! `cargo bench --bench growth -- [--to BYTES] [--floor MB] [NAME]`. Linear time doubles; quadratic time is four
//! times as long. With a floor it fails if some family, at its longest, takes more than a second for so many megabytes.

mod support;

use std::time::Instant;

use support::tests::hostile::FAMILIES;
use textmend::Cleaner;

const FROM: usize = 64 << 10;
const TO: usize = 64 << 20;
/// Growth, from 1 MiB on, that counts as more than linear.
const LIMIT: f64 = 2.3;

fn main() {
    let (mut to, mut floor) = (TO, 0.0);
    let mut only = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--to" => {
                let bytes = arguments.next().and_then(|bytes| bytes.parse().ok());
                to = bytes.expect("--to takes a number of bytes");
            }
            "--floor" => {
                let speed = arguments.next().and_then(|speed| speed.parse().ok());
                floor = speed.expect("--floor takes megabytes a second");
            }
            // What cargo passes on by itself.
            "--bench" | "--test" => {}
            _ => only = Some(argument),
        }
    }
    let cleaner = Cleaner::new();
    let mut worst = (0.0, "");
    let mut slow = Vec::new();
    for (name, unit) in FAMILIES {
        if only.as_ref().is_some_and(|only| !name.contains(only.as_str())) {
            continue;
        }
        let mut before = None;
        let mut speed = 0.0;
        print!("{name:32}");
        let mut size = FROM;
        while size <= to {
            let text = unit.repeat(size / unit.len());
            // The shorter the text, the more it takes to be sure.
            let runs = ((8 << 20) / size).clamp(1, 8);
            let time = (0..runs)
                .map(|_| {
                    let start = Instant::now();
                    std::hint::black_box(cleaner.clean(&text));
                    start.elapsed().as_secs_f64()
                })
                .fold(f64::MAX, f64::min);
            if let Some(before) = before {
                let growth: f64 = time / before;
                print!(" {growth:5.2}");
                if size > 1 << 20 && growth > worst.0 {
                    worst = (growth, name);
                }
            }
            before = Some(time);
            speed = text.len() as f64 / time / 1e6;
            size *= 2;
        }
        println!("  {speed:9.1} MB/s");
        if speed < floor {
            slow.push(name);
        }
    }
    println!("the fastest growth from 1 MiB on: {:.2} ({}); limit {LIMIT}", worst.0, worst.1);
    assert!(slow.is_empty(), "below {floor} MB/s: {slow:?}");
}
