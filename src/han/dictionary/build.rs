//! Brings entries into the form that [`layout`](super::layout) describes.

use super::layout::{
    FILTER_BITS, HEADER, LENGTH_BITS, LONGEST_VARIANT, SMALLEST_FILTER, enter, flags, hash, slot,
};

/// A dictionary's table. Keys are distinct and not empty; they come in any order.
pub(crate) fn build(entries: &[(String, String)]) -> Vec<u8> {
    let mut singles = Vec::new();
    let mut records = Vec::new();
    for (key, value) in entries {
        let key: Vec<u16> = key.encode_utf16().collect();
        let value: Vec<u16> = value.encode_utf16().collect();
        match (&key[..], &value[..]) {
            (&[key], &[value]) => singles.push((key, value)),
            _ => records.push((key, value)),
        }
    }
    singles.sort_unstable();
    // Fewer than two records in a slot, on average.
    let slots = if records.is_empty() { 0 } else { records.len().next_power_of_two().div_ceil(2) };
    let slot_of = |key: &[u16]| slot(hash(key[0], key.get(1).copied().unwrap_or(0)), slots);
    records.sort_by_cached_key(|(key, _)| (slot_of(key), usize::MAX - key.len(), key.clone()));

    let mut starts = Vec::new();
    let mut pool = Vec::new();
    for (key, value) in &records {
        let slot = slot_of(key);
        starts.resize(starts.len().max(slot + 1), pool.len());
        record(key, value, &mut pool);
    }
    if slots > 0 {
        starts.resize(slots + 1, pool.len());
    }

    let firsts = |of: fn(usize) -> bool| -> Vec<u16> {
        let keys = records.iter().map(|(key, _)| key).filter(|key| of(key.len()));
        let mut firsts: Vec<u16> = keys.map(|key| key[0]).collect();
        firsts.sort_unstable();
        firsts.dedup();
        firsts
    };
    let (lone, longer) = (firsts(|length| length == 1), firsts(|length| length > 1));
    let (filter_log2, filter) = filter(&records);

    let ascii = |key: &str| key.bytes().take_while(u8::is_ascii).count();
    let some = |flag: u8, holds: fn(&str) -> bool| {
        if entries.iter().any(|(key, _)| holds(key)) { flag } else { 0 }
    };
    let mut table = Vec::new();
    for number in [singles.len(), slots, records.len()] {
        table.extend((number as u32).to_le_bytes());
    }
    let units = |key: &str| key.encode_utf16().count();
    let longest = entries.iter().map(|(key, _)| units(key)).max().unwrap_or(0);
    for number in [longer.len(), longest] {
        table.extend((number as u16).to_le_bytes());
    }
    table.push(filter_log2);
    table.push(entries.iter().map(|(key, _)| ascii(key)).max().unwrap_or(0).min(255) as u8);
    table.push(
        some(flags::CHARACTER, |key| key.chars().nth(1).is_none())
            | some(flags::WORD, |key| key.chars().nth(1).is_some()),
    );
    table.push(0);
    table.extend((lone.len() as u16).to_le_bytes());
    debug_assert_eq!(table.len(), HEADER);
    table.extend(singles.iter().flat_map(|(key, _)| key.to_le_bytes()));
    table.extend(singles.iter().flat_map(|(_, value)| value.to_le_bytes()));
    table.extend(lone.iter().chain(&longer).flat_map(|first| first.to_le_bytes()));
    table.extend(filter.iter().flat_map(|word| word.to_le_bytes()));
    table.extend(starts.iter().flat_map(|&start| (start as u32).to_le_bytes()));
    table.extend(pool.iter().flat_map(|unit| unit.to_le_bytes()));
    table
}

/// The filter, with the binary logarithm of its bits.
fn filter(records: &[(Vec<u16>, Vec<u16>)]) -> (u8, Vec<u64>) {
    if records.is_empty() {
        return (0, Vec::new());
    }
    let bits = (FILTER_BITS * records.len()).next_power_of_two().max(1 << SMALLEST_FILTER);
    let log2 = bits.trailing_zeros() as u8;
    let mut filter = vec![0; bits / 64];
    for (key, _) in records {
        enter(&mut filter, log2, key.iter().copied());
    }
    (log2, filter)
}

fn record(key: &[u16], value: &[u16], pool: &mut Vec<u16>) {
    if key.len() == value.len() && key.len() <= LONGEST_VARIANT {
        let differs = |place: &usize| key[*place] != value[*place];
        let places: Vec<usize> = (0..key.len()).filter(differs).collect();
        let mask: u16 = places.iter().map(|place| 1 << place).sum();
        pool.push(mask << LENGTH_BITS | key.len() as u16);
        pool.extend(key);
        pool.extend(places.iter().map(|&place| value[place]));
    } else {
        pool.extend([0, key.len() as u16, value.len() as u16]);
        pool.extend(key);
        pool.extend(value);
    }
}
