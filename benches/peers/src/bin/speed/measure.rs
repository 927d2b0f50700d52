//! Times of several pieces of work, taken side by side.
//!
//! All of them run in turn, round after round, so that what else the machine does hits all alike;
//! of each the fastest round counts, which is the one that was disturbed least.

use std::time::{Duration, Instant};

/// Rounds at least, and how long all of them take at least.
const ROUNDS: usize = 7;
const TIME: Duration = Duration::from_millis(600);
/// One round of one piece of work takes so long, by repetition.
const ROUND: Duration = Duration::from_millis(4);

/// A named piece of work over so many bytes.
pub struct Work<'w> {
    name: &'w str,
    bytes: usize,
    run: Box<dyn FnMut() + 'w>,
}

pub fn work<'w, T>(name: &'w str, bytes: usize, mut run: impl FnMut() -> T + 'w) -> Work<'w> {
    let run = move || {
        std::hint::black_box(run());
    };
    Work { name, bytes, run: Box::new(run) }
}

/// Runs all of the work and prints its speed, and how much faster than each the first one is.
pub fn compare(title: &str, mut all: Vec<Work<'_>>) {
    println!("{title}");
    let repetitions: Vec<u32> = all.iter_mut().map(repetitions).collect();
    let mut best = vec![f64::MAX; all.len()];
    let start = Instant::now();
    let mut rounds = 0;
    while rounds < ROUNDS || start.elapsed() < TIME * all.len() as u32 {
        for (index, work) in all.iter_mut().enumerate() {
            let start = Instant::now();
            for _ in 0..repetitions[index] {
                (work.run)();
            }
            let time = start.elapsed().as_secs_f64() / f64::from(repetitions[index]);
            best[index] = best[index].min(time);
        }
        rounds += 1;
    }
    let speeds = all.iter().zip(&best).map(|(work, time)| work.bytes as f64 / 1e6 / time);
    let speeds: Vec<f64> = speeds.collect();
    for (work, speed) in all.iter().zip(&speeds) {
        println!("  {:24} {speed:10.1} MB/s  × {:.2}", work.name, speeds[0] / speed);
    }
}

fn repetitions(work: &mut Work<'_>) -> u32 {
    let start = Instant::now();
    (work.run)();
    let once = start.elapsed().max(Duration::from_nanos(1));
    (ROUND.as_nanos() / once.as_nanos()).clamp(1, 10_000) as u32
}
