//! What repairs cost: one mechanism all over a text, one line in a hundred, whole pages.

mod support;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use support::{DOCUMENT, garbled_texts, pages, sparsely_garbled};
use textmend::Cleaner;

fn mechanisms(c: &mut Criterion) {
    let cleaner = Cleaner::new();
    let mut group = c.benchmark_group("garbled all over");
    for input in garbled_texts(DOCUMENT) {
        group.throughput(Throughput::Bytes(input.text.len() as u64));
        group
            .bench_function(input.name, |b| b.iter(|| black_box(cleaner.clean(&input.text)).len()));
    }
    group.finish();
}

fn sparse(c: &mut Criterion) {
    let cleaner = Cleaner::new();
    let text = sparsely_garbled(DOCUMENT);
    let mut group = c.benchmark_group("one sentence in a hundred");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("entities", |b| b.iter(|| black_box(cleaner.clean(&text)).len()));
    group.finish();
}

fn whole_pages(c: &mut Criterion) {
    let cleaner = Cleaner::new();
    let pages = pages();
    let repeated: Vec<String> = pages.iter().map(|page| page.repeat(16)).collect();
    for (name, pages) in [("pages", &pages), ("pages, each repeated", &repeated)] {
        let mut group = c.benchmark_group(name);
        group.throughput(Throughput::Bytes(pages.iter().map(|page| page.len() as u64).sum()));
        group.bench_function("clean", |b| {
            b.iter(|| pages.iter().map(|page| cleaner.clean(page).len()).sum::<usize>());
        });
        group.finish();
    }
}

criterion_group!(benches, mechanisms, sparse, whole_pages);
criterion_main!(benches);
