//! Which encoding bytes are in, by statistics alone.
//!
//! A sample of the bytes is read in every encoding of the Web, and the text that comes out is weighed by
//! the model of [plausibility](super::plausibility): the encoding whose text is likeliest, beside how
//! rare the encoding is, is the one. What chardetng says counts as a witness: it knows the habits of
//! single-byte encodings well, and less of characters in East Asia.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GBK, ISO_2022_JP};

use super::codec::Codec;
use super::plausibility::Model;

/// Bytes beyond ASCII that are weighed, at most.
const SAMPLE: usize = 1_024;

/// What bytes cost that mean nothing in an encoding, in tenths of a nat.
const MALFORMED: i32 = 120;

/// Decides about bytes that are not ASCII; `whole` says that nothing follows them. Also says how sure
/// it is, from 0 to 1.
pub(super) fn guess(bytes: &[u8], whole: bool) -> (&'static Encoding, f32) {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, whole);
    let witness = detector.guess(None, Utf8Detection::Deny);
    if witness == ISO_2022_JP {
        return (witness, 1.0);
    }
    let model = Model::get();
    let sample = sample(bytes);
    // The best, and what the second best costs. What costs more than that is not read to its end.
    let (mut best, mut second) = ((i32::MAX, witness), i32::MAX);
    for (codec, encoding, price) in candidates(witness) {
        let price = if encoding == witness { price - trust(codec) } else { price };
        let Some(cost) = cost(&sample, codec, whole, second.saturating_sub(price), model) else {
            continue;
        };
        let cost = cost + price;
        if cost < best.0 {
            (best, second) = ((cost, encoding), best.0);
        } else {
            second = second.min(cost);
        }
    }
    (best.1, certainty(second.saturating_sub(best.0)))
}

/// How much dearer a text may be, in tenths of a nat, for which chardetng speaks: more where few
/// letters tell languages apart.
fn trust(codec: Codec) -> i32 {
    match codec {
        Codec::Windows1250 | Codec::Windows1257 | Codec::Windows1258 => 80,
        Codec::Iso8859_2 => 120,
        _ => 40,
    }
}

/// How sure one is that what is likelier by so many tenths of a nat is right: the odds alone, less
/// what the model may be mistaken.
fn certainty(lead: i32) -> f32 {
    const MOST: f32 = 0.99;
    (1.0 / (1.0 + (-(lead as f32) / 20.0).exp())).min(MOST)
}

/// The encodings that come into question: codec, the standard's name, and how rare it is in tenths of
/// a nat.
fn candidates(witness: &'static Encoding) -> impl Iterator<Item = (Codec, &'static Encoding, i32)> {
    Codec::ALL.iter().copied().filter_map(move |codec| {
        let price = price(codec)?;
        let encoding = Encoding::for_label(codec.name().as_bytes())?;
        // They read the same bytes alike.
        let encoding = if codec == Codec::Gb18030 && witness == GBK { GBK } else { encoding };
        Some((codec, encoding, price))
    })
}

fn price(codec: Codec) -> Option<i32> {
    Some(match codec {
        Codec::Windows1252 => 0,
        Codec::Gb18030 | Codec::Windows1251 | Codec::Windows1250 => 10,
        Codec::Big5 | Codec::ShiftJis | Codec::EucKr | Codec::EucJp => 20,
        Codec::Iso8859_2 | Codec::Windows1253 | Codec::Windows1254 => 20,
        Codec::Windows1255 | Codec::Windows1256 | Codec::Windows874 => 20,
        Codec::Windows1257 | Codec::Windows1258 | Codec::Koi8R | Codec::Koi8U => 30,
        Codec::Ibm866 | Codec::Iso8859_5 | Codec::Iso8859_7 => 45,
        _ => return None,
    })
}

/// The lines that have more than ASCII, from the start of the bytes, as far as needed.
fn sample(bytes: &[u8]) -> Vec<&[u8]> {
    let mut left = SAMPLE;
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_ascii());
    lines
        .take_while(|line| {
            let enough = left == 0;
            left = left.saturating_sub(line.iter().filter(|byte| !byte.is_ascii()).count());
            !enough
        })
        .map(|line| {
            let start = line.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
            // Some context, and no more than is weighed.
            &line[start.saturating_sub(CONTEXT)..line.len().min(start + 2 * SAMPLE)]
        })
        .collect()
}

const CONTEXT: usize = 16;

/// What the lines cost in an encoding; `None` where that is more than a limit.
fn cost(lines: &[&[u8]], codec: Codec, whole: bool, limit: i32, model: Model) -> Option<i32> {
    let mut sum = 0;
    for (number, line) in lines.iter().enumerate() {
        let mut previous = model.line_end();
        let mut rest = *line;
        while !rest.is_empty() {
            if sum > limit {
                return None;
            }
            let (c, length) = match codec.decode_first(rest) {
                Some(first) => first,
                // The sample ends somewhere.
                None if rest.len() < 4 && number + 1 == lines.len() && !whole => break,
                None => {
                    sum += MALFORMED;
                    rest = &rest[1..];
                    previous = model.symbol(char::REPLACEMENT_CHARACTER);
                    continue;
                }
            };
            let next = model.symbol(c);
            sum += model.cost(previous, next) as i32;
            previous = next;
            rest = &rest[length..];
        }
        sum += model.cost(previous, model.line_end()) as i32;
    }
    (sum <= limit).then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nothing is read further than it takes, and the answer is the same.
    #[test]
    fn the_cheapest_is_found() {
        let model = Model::get();
        for (text, codec) in [
            ("今天下午，图书馆门口排起了长队。", Codec::Gb18030),
            ("今天下午，圖書館門口排起了長隊。", Codec::Big5),
            ("오늘 오후 도서관 앞에", Codec::EucKr),
            ("Сегодня после обеда", Codec::Koi8R),
            ("Po zadání všech frází", Codec::Windows1250),
        ] {
            let bytes = codec.encode(text).unwrap();
            let sample = sample(&bytes);
            let (encoding, certainty_of_it) = guess(&bytes, true);
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
            detector.feed(&bytes, true);
            let witness = detector.guess(None, Utf8Detection::Deny);
            let mut costs: Vec<(i32, &str)> = candidates(witness)
                .map(|(codec, encoding, price)| {
                    let lead = if encoding == witness { trust(codec) } else { 0 };
                    let whole = cost(&sample, codec, true, i32::MAX, model).unwrap();
                    (whole + price - lead, encoding.name())
                })
                .collect();
            costs.sort_by_key(|(cost, _)| *cost);
            assert_eq!(encoding.name(), costs[0].1, "{text}");
            assert_eq!(certainty_of_it, certainty(costs[1].0 - costs[0].0), "{text}");
        }
    }
}
