//! The sample page in `examples/data/`: one of the tests' documents, garbled as scraper sites do
//! it, and the truth.

use std::error::Error;
use std::fs;
use std::path::Path;

use crate::support::documents::DOCUMENTS;
use crate::support::garble::page::{Frame, page};
use crate::support::random::Random;

/// Share of the Traditional characters that get readings.
const ANNOTATED_PERCENT: usize = 70;
/// Decides which items the title is cut into, and where they go.
const SEED: u64 = 18;

/// Writes `garbled.txt` and `repaired.txt`.
pub fn write() -> Result<(), Box<dyn Error>> {
    let document = &DOCUMENTS[0];
    let frame = Frame {
        before_title: vec!["您现在的位置是:首页 >>新闻 >>正文"],
        after_title: vec!["时间:2024-3-19 09:12 点击:1207次"],
        summary_label: "简介",
        tail: vec!["Tags:", "上一篇:“长汐一号”回收记", "下一篇:没有了"],
        is_folded: true,
    };
    let body = document.body() + "\n";
    let random = &mut Random::new(SEED);
    let page = page(document.title, &body, &frame, ANNOTATED_PERCENT, random)
        .ok_or("the title is too short for a keyword cycle")?;
    println!(
        "{} insertions of {} items, {} readings, {} of them across characters",
        page.insertions,
        page.items,
        page.aligned + page.straddled,
        page.straddled
    );
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/data");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("garbled.txt"), page.garbled + "\n")?;
    fs::write(folder.join("repaired.txt"), page.truth + "\n")?;
    Ok(())
}
