//! The `leaning` table: in which script a Han character that both have is met more often.
//!
//! Sources, of which only counts are kept: in either script, documentation in Debian, one
//! paragraph a line, and Wikipedia passages of CMRC 2018 (CC BY-SA 4.0) and DRCD (CC BY-SA 3.0), one
//! JSON object with a `body` a line.
//!
//! Layout of `leaning.bin`: a signed byte for each character of U+4E00–9FFF, the logarithm of its share
//! of the Simplified texts over its share of the Traditional ones, in 1/32 nat.

use std::path::Path;

const SIMPLIFIED: [(&str, &str); 2] = [
    ("zh-Hans.txt", "2465859d08103d01c5305416f6943b4d87f2ce80759e0265de311abaec29a403"),
    ("cmrc-dev.jsonl", "089889ea76dfafdaea298ab38dd9f85e9e0812fd9308b0b6c29cf9a1b6ab22d4"),
];
const TRADITIONAL: [(&str, &str); 2] = [
    ("zh-Hant.txt", "61f04b81708594bd2d267d6d3c0708c501d31888e55d198735972ed09ddf2ee4"),
    ("drcd-dev.jsonl", "b422a17e8a11aac6465b323cf29dd61c6d9e68f8040453f665f6a614b765c2b2"),
];

const FIRST: u32 = 0x4E00;
const LAST: u32 = 0x9FFF;

/// Steps in a nat.
const STEPS: f64 = 32.0;

/// What every character counts beforehand, so that rare ones tell little.
const BEFOREHAND: f64 = 2.0;

pub fn generate(sources: &Path, target: &Path) -> crate::Outcome {
    let simplified = shares(sources, SIMPLIFIED)?;
    let traditional = shares(sources, TRADITIONAL)?;
    let table: Vec<u8> = simplified
        .iter()
        .zip(traditional)
        .map(|(simplified, traditional)| {
            let steps = (STEPS * (simplified / traditional).ln()).round();
            steps.clamp(f64::from(i8::MIN), f64::from(i8::MAX)) as i8 as u8
        })
        .collect();
    std::fs::write(target.join("leaning.bin"), table)?;
    Ok(())
}

/// The share of each character in some texts.
fn shares(
    sources: &Path,
    names: [(&str, &str); 2],
) -> Result<Vec<f64>, Box<dyn std::error::Error>> {
    let mut counts = vec![BEFOREHAND; (LAST - FIRST + 1) as usize];
    let mut add = |text: &str| {
        for c in text.chars().filter(|&c| (FIRST..=LAST).contains(&u32::from(c))) {
            counts[(u32::from(c) - FIRST) as usize] += 1.0;
        }
    };
    for (name, digest) in names {
        let text = crate::source::read(sources, name, digest)?;
        if !name.ends_with(".jsonl") {
            add(&text);
            continue;
        }
        for line in text.lines() {
            let passage: serde_json::Value = serde_json::from_str(line)?;
            add(passage["body"].as_str().ok_or("a passage without a body")?);
        }
    }
    // Characters that neither script has make no difference here.
    let all: f64 = counts.iter().filter(|&&count| count > BEFOREHAND).sum();
    Ok(counts.into_iter().map(|count| count / all).collect())
}
