//! The word table: for each known term a row of small numbers, found by a hash of the term.
//!
//! The rows lie in the program's own file and are read where they lie, so that nothing is unpacked at the start. Keys are 64-bit hashes in
//! order; an index over their high bits, made at the start, leads to the one or two rows to compare. Invariant: a row that is found is inside the
//! table; a term that has none is not found but for the accident of two hashes of 64 bits being the same.

use crate::score::judge::weights::{Failure, Weights};

/// High bits of a key that the index is over.
const BITS: u32 = 16;

/// Where a hash of a term begins (FNV-1a).
pub const EMPTY: u64 = 0xcbf2_9ce4_8422_2325;

/// The hash of a term with some more bytes behind it.
pub fn longer(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x100_0000_01b3))
}

/// The key of a hash: what FNV leaves in the low bits is spread, since the index is over the high ones.
pub fn key(hash: u64) -> u64 {
    let h = (hash ^ hash >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    h ^ h >> 29
}

/// The table as it lies in a file.
pub struct Table<'a> {
    keys: &'a [[u8; 8]],
    costs: &'a [u8],
    rows: &'a [u8],
    scales: Vec<f32>,
    /// The first row of each beginning of a key, and the number of rows at the end.
    starts: Vec<u32>,
    width: usize,
}

impl<'a> Table<'a> {
    /// The table of a weights file.
    ///
    /// # Errors
    /// A part is missing or does not fit the others.
    pub fn of(weights: &Weights<'a>) -> Result<Self, Failure> {
        let width: usize = weights.number("width")?;
        let (keys, costs, rows) = (weights.raw("keys")?, weights.raw("costs")?, weights.raw("table.int8")?);
        let scales = weights.floats("table.scale")?;
        let (keys, rest) = keys.as_chunks::<8>();
        let fits = rest.is_empty() && costs.len() == keys.len() && scales.len() == keys.len() && rows.len() == keys.len() * width;
        if !fits || width == 0 {
            return Err("table: parts do not fit".into());
        }
        let mut starts = vec![0_u32; (1 << BITS) + 1];
        for key in keys {
            starts[slot(u64::from_le_bytes(*key)) + 1] += 1;
        }
        for slot in 1..starts.len() {
            starts[slot] += starts[slot - 1];
        }
        Ok(Table { keys, costs, rows, scales, starts, width })
    }

    /// Numbers in a row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The row of a key.
    pub fn find(&self, key: u64) -> Option<u32> {
        let (from, to) = (self.starts[slot(key)], self.starts[slot(key) + 1]);
        (from..to).find(|row| u64::from_le_bytes(self.keys[*row as usize]) == key)
    }

    /// What it costs to take a row's term for a word, in sixteenths of a natural logarithm; 0 where it is no word to choose.
    pub fn cost(&self, row: u32) -> u32 {
        u32::from(self.costs[row as usize])
    }

    /// Adds a row, `weight` times, to a sum of [`Table::width`] numbers.
    pub fn add(&self, row: u32, weight: f32, sum: &mut [f32]) {
        let at = row as usize * self.width;
        let weight = weight * self.scales[row as usize];
        for (sum, byte) in sum.iter_mut().zip(&self.rows[at..at + self.width]) {
            *sum += weight * f32::from(byte.cast_signed());
        }
    }
}

fn slot(key: u64) -> usize {
    (key >> (64 - BITS)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_the_reference() {
        assert_eq!(longer(EMPTY, b""), 0xcbf2_9ce4_8422_2325);
        // Published test values of FNV-1a.
        assert_eq!(longer(EMPTY, b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(longer(EMPTY, b"foobar"), 0x8594_4171_f739_67e8);
        assert_eq!(longer(longer(EMPTY, b"foo"), b"bar"), longer(EMPTY, b"foobar"));
    }

    #[test]
    fn the_embedded_table_finds_its_own_keys_and_no_others() {
        let weights = Weights::new(crate::score::fast::FILE).unwrap();
        let table = Table::of(&weights).unwrap();
        assert!(table.keys.len() > 30_000);
        for (row, bytes) in table.keys.iter().enumerate().step_by(97) {
            let key = u64::from_le_bytes(*bytes);
            assert_eq!(table.find(key), Some(row as u32));
            assert_eq!(table.find(key ^ 1), None);
        }
        for word in ["品牌", "知名度", "brand", "培训"] {
            assert!(table.find(super::key(longer(EMPTY, word.as_bytes()))).is_some(), "{word}");
        }
        assert_eq!(table.find(super::key(longer(EMPTY, b"no such word"))), None);
    }

    #[test]
    fn a_row_is_added_by_its_scale() {
        let weights = Weights::new(crate::score::fast::FILE).unwrap();
        let table = Table::of(&weights).unwrap();
        let (mut once, mut twice) = (vec![0.0; table.width()], vec![1.0; table.width()]);
        table.add(5, 1.0, &mut once);
        table.add(5, 2.0, &mut twice);
        assert!(once.iter().any(|x| *x != 0.0));
        assert!(once.iter().zip(&twice).all(|(a, b)| (1.0 + 2.0 * a - b).abs() < 1e-5));
    }
}
