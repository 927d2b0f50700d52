//! What it costs to find out that a text needs no repair: by language, as one document, as many
//! small ones, and in pieces. `std::str::from_utf8` and a copy of the bytes stand beside as
//! measures of the machine.

mod support;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use support::{DOCUMENT, SMALL, clean_texts, documents};
use textmend::Cleaner;

fn whole(c: &mut Criterion) {
    let cleaner = Cleaner::new();
    for input in clean_texts(DOCUMENT) {
        let mut group = c.benchmark_group(format!("clean {}", input.name));
        group.throughput(Throughput::Bytes(input.text.len() as u64));
        group.bench_function("copy", |b| b.iter(|| black_box(input.text.as_bytes().to_vec())));
        group.bench_function("from_utf8", |b| {
            b.iter(|| std::str::from_utf8(black_box(input.text.as_bytes())).is_ok());
        });
        group.bench_function("clean", |b| b.iter(|| black_box(cleaner.clean(&input.text)).len()));
        group.bench_function("clean_bytes", |b| {
            b.iter(|| black_box(cleaner.clean_bytes(input.text.as_bytes())).len());
        });
        group.finish();
    }
}

fn small(c: &mut Criterion) {
    let cleaner = Cleaner::new();
    for input in clean_texts(DOCUMENT) {
        let mut group = c.benchmark_group("clean, 1 KiB a document");
        group.throughput(Throughput::Bytes(input.text.len() as u64));
        let documents = documents(&input.text, SMALL);
        group.bench_with_input(BenchmarkId::from_parameter(input.name), &documents, |b, docs| {
            b.iter(|| docs.iter().map(|text| cleaner.clean(text).len()).sum::<usize>());
        });
        group.finish();
    }
}

fn streamed(c: &mut Criterion) {
    const CHUNK: usize = 64 * 1024;
    let cleaner = Cleaner::new();
    for input in clean_texts(16 * DOCUMENT) {
        let mut group = c.benchmark_group("clean, streamed in 64 KiB");
        group.throughput(Throughput::Bytes(input.text.len() as u64));
        group.bench_function(BenchmarkId::new("pieces", input.name), |b| {
            b.iter(|| {
                let (mut stream, mut length) = (cleaner.stream(), 0);
                for chunk in input.text.as_bytes().chunks(CHUNK) {
                    stream.push_with(chunk, |piece| length += piece.len());
                }
                stream.finish_with(|piece| length += piece.len());
                length
            });
        });
        group.bench_function(BenchmarkId::new("stream", input.name), |b| {
            let mut output = String::with_capacity(2 * CHUNK);
            b.iter(|| {
                let mut stream = cleaner.stream();
                for chunk in input.text.as_bytes().chunks(CHUNK) {
                    output.clear();
                    stream.push(chunk, &mut output);
                }
                stream.finish(&mut output)
            });
        });
        group.bench_function(BenchmarkId::new("whole", input.name), |b| {
            b.iter(|| black_box(cleaner.clean_bytes(input.text.as_bytes())).len());
        });
        group.finish();
    }
}

criterion_group!(benches, whole, small, streamed);
criterion_main!(benches);
