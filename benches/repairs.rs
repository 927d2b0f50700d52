//! What each repair alone costs on clean text.

mod support;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use support::{DOCUMENT, clean_texts};
use textmend::{Cleaner, Repair, RepairSet};

fn alone(c: &mut Criterion) {
    for input in clean_texts(DOCUMENT) {
        let mut group = c.benchmark_group(format!("one repair on clean {}", input.name));
        group.throughput(Throughput::Bytes(input.text.len() as u64));
        for repair in Repair::ALL.iter().copied().filter(|repair| repair.is_selectable()) {
            let cleaner = Cleaner::builder().only(RepairSet::from(repair)).build();
            group.bench_function(BenchmarkId::from_parameter(repair), |b| {
                b.iter(|| black_box(cleaner.clean(&input.text)).len());
            });
        }
        group.finish();
    }
}

criterion_group!(benches, alone);
criterion_main!(benches);
