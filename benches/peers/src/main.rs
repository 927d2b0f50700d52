//! Script conversion beside its peers: `peers CONFIG TEXT [CONFIG TEXT]...`.
//!
//! Every line is the mean of a second in one thread; the time that counts is that on a processor, where the
//! system tells, so that other load shows less. `=` marks the same output as ours: what differs is
//! no comparison of equals.

use std::hint::black_box;
use std::time::Instant;

use textmend::han::{Config, Converter};

/// Each converter runs for at least so many seconds.
const TIME: f64 = 1.0;

type Convert = Box<dyn Fn(&str) -> String>;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.is_empty() || arguments.len() % 2 != 0 {
        eprintln!("usage: peers CONFIG TEXT [CONFIG TEXT]...");
        std::process::exit(2);
    }
    for pair in arguments.chunks(2) {
        let (name, path) = (&pair[0], &pair[1]);
        let config: Config = name.parse().unwrap_or_else(|error| panic!("{error}"));
        let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
        println!("{name} {path}, {:.1} MB", text.len() as f64 / 1e6);
        let own = Converter::new(config);
        let converted = own.convert(&text).into_owned();
        let speed = measure(&text, &|text| own.convert(text).into_owned());
        // Without the copy of text that stays as it is.
        let borrowing = measure_with(&text, &|text| {
            black_box(own.convert(text));
        });
        println!("  {:16} {borrowing:8.1} MB/s  (owned {speed:.1})", "textmend");
        for (peer, convert) in peers(config) {
            let speed = measure(&text, &convert);
            let same = if convert(&text) == converted { "=" } else { " " };
            println!("  {peer:16} {speed:8.1} MB/s {same}  × {:.1}", borrowing / speed);
        }
    }
}

/// MB/s.
fn measure(text: &str, convert: &dyn Fn(&str) -> String) -> f64 {
    measure_with(text, &|text| {
        black_box(convert(text));
    })
}

fn measure_with(text: &str, convert: &dyn Fn(&str)) -> f64 {
    convert(text);
    let start = now();
    let mut runs = 0.0;
    while now() - start < TIME {
        convert(text);
        runs += 1.0;
    }
    runs * text.len() as f64 / 1e6 / (now() - start)
}

/// Seconds that this thread was on a processor, where the system tells; seconds otherwise.
fn now() -> f64 {
    use std::sync::LazyLock;
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let statistics = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    match statistics.split(' ').next().and_then(|nanoseconds| nanoseconds.parse::<f64>().ok()) {
        Some(nanoseconds) => nanoseconds / 1e9,
        None => START.elapsed().as_secs_f64(),
    }
}

/// The peers that have something like the configuration.
fn peers(config: Config) -> Vec<(&'static str, Convert)> {
    let mut peers: Vec<(&'static str, Convert)> = Vec::new();
    let name = config.name();
    #[cfg(feature = "opencc")]
    {
        let folder = std::env::var_os("OPENCC_CONFIGS").map(std::path::PathBuf::from);
        let path = folder.unwrap_or_default().join(format!("{name}.json"));
        let opencc = opencc_rust::OpenCC::new(path).expect("OpenCC opens its configuration");
        peers.push(("OpenCC", Box::new(move |text| opencc.convert(text).expect("it converts"))));
    }
    let mut fmmseg = opencc_fmmseg::OpenCC::new();
    fmmseg.set_parallel(false);
    peers.push(("opencc-fmmseg", Box::new(move |text| fmmseg.convert(text, name, false))));
    let variant = match config {
        Config::T2s | Config::Tw2s | Config::Hk2s => Some(zhconv::Variant::ZhHans),
        Config::Tw2sp | Config::Hk2sp => Some(zhconv::Variant::ZhCN),
        Config::S2t => Some(zhconv::Variant::ZhHant),
        Config::S2tw | Config::S2twp => Some(zhconv::Variant::ZhTW),
        Config::S2hk | Config::S2hkp => Some(zhconv::Variant::ZhHK),
        _ => None,
    };
    if let Some(variant) = variant {
        peers.push(("zhconv", Box::new(move |text| zhconv::zhconv(text, variant))));
    }
    if let Ok(config) = zhhz::Config::parse(name) {
        let zhhz = zhhz::Converter::new(config);
        peers.push(("zhhz", Box::new(move |text| zhhz.convert(text))));
    }
    peers
}
