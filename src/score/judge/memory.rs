//! Vectors of texts met before, by the texts' content.
//!
//! Knows bytes, not files: whoever runs a command decides where they are kept. Invariant: what is loaded was made by the same weights, or is
//! passed over; at most [`MOST`] texts are kept, those asked for last. A broken record is passed over, a foreign file is as good as none.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::score::judge::encoder::{Side, Vector, WIDTH};

/// Texts kept, 1.5 KB each.
pub const MOST: usize = 8_000;

/// Another one once the encoder adds its numbers up in another order: vectors of both would differ in their last bits.
const MARK: &[u8; 8] = b"winwinV3";
/// A text's key, its vector and their checksum.
const RECORD: usize = 16 + 4 * WIDTH + 8;

/// Vectors by text.
#[derive(Debug, Default)]
pub struct Memory {
    model: u64,
    /// With when each was asked for last, counted up.
    vectors: HashMap<u128, (u64, Vector)>,
    now: u64,
    fresh: bool,
}

impl Memory {
    /// An empty memory for a model.
    pub fn new(model: u64) -> Self {
        Memory { model, ..Memory::default() }
    }

    /// Takes up what [`Memory::bytes`] of an earlier run made.
    pub fn load(&mut self, bytes: &[u8]) {
        let Some(rest) = bytes.strip_prefix(MARK) else { return };
        let Some((model, records)) = rest.split_first_chunk::<8>() else { return };
        if u64::from_le_bytes(*model) != self.model || !records.len().is_multiple_of(RECORD) {
            return;
        }
        for record in records.chunks_exact(RECORD) {
            let Some((text, sum)) = record.split_last_chunk::<8>() else { return };
            let Some((key, numbers)) = text.split_first_chunk::<16>() else { return };
            // A disk can hand back anything, and one wrong number would spoil a figure without a word.
            if u64::from_le_bytes(*sum) == checksum(text) {
                let vector: Vector = numbers.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect();
                self.now += 1;
                self.vectors.insert(u128::from_le_bytes(*key), (self.now, vector));
            }
        }
    }

    /// The vector of a text met before.
    pub fn get(&mut self, side: Side, text: &str) -> Option<Vector> {
        self.now += 1;
        let (asked, vector) = self.vectors.get_mut(&key(side, text))?;
        *asked = self.now;
        Some(vector.clone())
    }

    /// Keeps a vector.
    pub fn put(&mut self, side: Side, text: &str, vector: &Vector) {
        self.now += 1;
        self.fresh |= self.vectors.insert(key(side, text), (self.now, vector.clone())).is_none();
    }

    /// What to keep for the next run; `None` when nothing is new since the last time.
    pub fn bytes(&mut self) -> Option<Vec<u8>> {
        if !std::mem::take(&mut self.fresh) {
            return None;
        }
        let mut out = MARK.to_vec();
        out.extend(self.model.to_le_bytes());
        let mut kept: Vec<(u64, u128, &Vector)> = self.vectors.iter().map(|(key, (asked, vector))| (*asked, *key, vector)).collect();
        kept.sort_unstable_by_key(|(asked, key, _)| (*asked, *key));
        for (_, key, vector) in &kept[kept.len().saturating_sub(MOST)..] {
            let from = out.len();
            out.extend(key.to_le_bytes());
            vector.iter().for_each(|x| out.extend(x.to_le_bytes()));
            let sum = checksum(&out[from..]);
            out.extend(sum.to_le_bytes());
        }
        Some(out)
    }
}

/// Tells whether bytes are those that were written.
fn checksum(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

/// A text's content as a number; two halves, so that no two texts of any table share one.
fn key(side: Side, text: &str) -> u128 {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        (salt, side.prefix(), text).hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vector(x: f32) -> Vector {
        vec![x; WIDTH]
    }

    #[test]
    fn what_was_kept_comes_back() {
        let mut memory = Memory::new(7);
        assert_eq!(memory.bytes(), None);
        memory.put(Side::Kpi, "客户满意度", &vector(1.5));
        memory.put(Side::Element, "客户满意度", &vector(-2.0));
        let bytes = memory.bytes().unwrap();
        let mut next = Memory::new(7);
        next.load(&bytes);
        assert_eq!(next.get(Side::Kpi, "客户满意度"), Some(vector(1.5)));
        assert_eq!(next.get(Side::Element, "客户满意度"), Some(vector(-2.0)));
        assert_eq!(next.get(Side::Element, "客户满意"), None);
        assert_eq!(next.bytes(), None, "nothing new");
        assert_eq!(memory.bytes(), None, "nothing new since the last time");
    }

    #[test]
    fn anothers_memory_is_none() {
        let mut memory = Memory::new(7);
        memory.put(Side::Kpi, "a", &vector(1.0));
        let bytes = memory.bytes().unwrap();
        for wrong in [&bytes[..bytes.len() - 1], b"", b"winwinV1", b"nonsense"] {
            let mut other = Memory::new(7);
            other.load(wrong);
            assert_eq!(other.get(Side::Kpi, "a"), None);
        }
        let mut other_model = Memory::new(8);
        other_model.load(&bytes);
        assert_eq!(other_model.get(Side::Kpi, "a"), None);
        // One bit anywhere in a record: the key, the vector, the checksum.
        for at in 16..bytes.len() {
            let mut broken = bytes.clone();
            broken[at] ^= 1 << (at % 8);
            let mut careful = Memory::new(7);
            careful.load(&broken);
            assert!(careful.vectors.is_empty(), "byte {at}");
        }
    }

    #[test]
    fn those_not_asked_for_make_room() {
        let mut memory = Memory::new(1);
        for i in 0..MOST + 5 {
            memory.put(Side::Element, &i.to_string(), &vector(i as f32));
        }
        assert_eq!(memory.get(Side::Element, "2"), Some(vector(2.0)));
        let mut next = Memory::new(1);
        next.load(&memory.bytes().unwrap());
        assert_eq!(next.get(Side::Element, "5"), None);
        assert_eq!(next.get(Side::Element, "6"), Some(vector(6.0)));
        assert_eq!(next.get(Side::Element, "2"), Some(vector(2.0)), "asked for last");
    }
}
