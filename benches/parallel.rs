//! What more threads bring to a batch of documents: `cargo bench --bench parallel --features rayon`.

mod support;

use std::time::Instant;

use rayon::ThreadPoolBuilder;
use support::tests::documents::DOCUMENTS;
use support::{DOCUMENT, chinese, documents, pages};
use textmend::Cleaner;

const ROUNDS: usize = 15;

fn main() {
    let cleaner = Cleaner::new();
    let text = chinese(256 * DOCUMENT);
    let clean: Vec<String> = documents(&text, DOCUMENT).into_iter().map(String::from).collect();
    let garbled: Vec<String> = pages().iter().cycle().take(20 * DOCUMENTS.len()).cloned().collect();
    let most = std::thread::available_parallelism().map_or(1, usize::from);
    let counts = std::iter::successors(Some(1), |n| Some(2 * n)).take_while(|n| *n <= most);
    let pools: Vec<_> = counts
        .map(|threads| {
            let pool = ThreadPoolBuilder::new().num_threads(threads).build();
            (threads, pool.expect("threads start"))
        })
        .collect();
    for (name, batch) in [("clean", &clean), ("garbled", &garbled)] {
        let mut best = vec![f64::MAX; pools.len()];
        for _ in 0..ROUNDS {
            for ((_, pool), best) in pools.iter().zip(&mut best) {
                let start = Instant::now();
                pool.install(|| std::hint::black_box(cleaner.clean_batch(batch)));
                *best = best.min(start.elapsed().as_secs_f64());
            }
        }
        let bytes: usize = batch.iter().map(String::len).sum();
        for ((threads, _), time) in pools.iter().zip(&best) {
            let speed = bytes as f64 / 1e6 / time;
            println!("{name}, {threads} threads: {speed:9.1} MB/s, × {:.2}", best[0] / time);
        }
    }
}
