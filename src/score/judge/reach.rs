//! Concepts that a text speaks of without using their words, by the judge's own likeness.
//!
//! Each concept has a vector a side: the mean of its Chinese and its English name, read as a text of that side and projected to the likeness of
//! subjects. Those of the built-in concepts are part of the weights file (data/model/export.py makes them), those of a user's own concepts are
//! made when first asked for. Invariant: what a text reaches depends on that text and the concepts alone.

use crate::score::judge::Judge;
use crate::score::judge::encoder::{Side, WIDTH};
use crate::score::judge::weights::{Failure, Weights};
use crate::score::knowledge::Concept;

/// Cosine from which a concept may be meant, and from which it surely is (data/model/reach.py measures both on texts whose words name a concept).
const MAYBE: f32 = 0.76;
const SURELY: f32 = 0.92;
/// Confidence below which nothing is said to be reached.
const LEAST: f32 = 0.25;
/// Confidence is never that of the concept's own words, which is 1.
const TOP: f32 = 0.95;
/// Most concepts that a text reaches this way.
const MOST: usize = 2;

/// A concept that a text seems to speak of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near {
    /// Index of the concept.
    pub concept: u32,
    /// How sure, above 0, at most 1.
    pub confidence: f32,
}

/// Vectors of all concepts of a run, on one side.
#[derive(Debug, Clone, Default)]
pub struct Reach {
    /// Row by row, each of length 1.
    rows: Vec<f32>,
}

impl Reach {
    /// Vectors of `concepts` for texts of `side`: from `file` where it has them, else made by `judge`.
    ///
    /// # Errors
    /// The weights cannot be read or the model cannot be run, in words for a maintainer.
    pub fn of(file: &[u8], judge: &Judge, concepts: &[Concept], side: Side) -> Result<Self, Failure> {
        let weights = Weights::new(file)?;
        let ids = weights.lines("concepts.ids")?;
        let packed = weights.bytes(match side {
            Side::Kpi => "concepts.kpi",
            Side::Element => "concepts.element",
        })?;
        if packed.len() != ids.len() * WIDTH {
            return Err("concepts: parts do not fit".to_owned());
        }
        let mut rows = vec![0.0_f32; concepts.len() * WIDTH];
        let mut new: Vec<usize> = Vec::new();
        for ((i, concept), row) in concepts.iter().enumerate().zip(rows.chunks_exact_mut(WIDTH)) {
            match ids.binary_search(&concept.id) {
                Ok(at) => row.iter_mut().zip(&packed[at * WIDTH..]).for_each(|(x, b)| *x = f32::from(*b)),
                Err(_) => new.push(i),
            }
        }
        let names: Vec<String> = new.iter().flat_map(|i| [concepts[*i].zh.clone(), concepts[*i].en.clone()]).collect();
        for (i, both) in new.iter().zip(judge.read(side, &names)?.as_chunks::<2>().0) {
            let row = &mut rows[i * WIDTH..(i + 1) * WIDTH];
            row.iter_mut().zip(both[0].subject().iter().zip(both[1].subject())).for_each(|(x, (zh, en))| *x = zh + en);
        }
        for row in rows.chunks_exact_mut(WIDTH) {
            let length = row.iter().map(|x| x * x).sum::<f32>().sqrt();
            if length > 0.0 {
                row.iter_mut().for_each(|x| *x /= length);
            }
        }
        Ok(Reach { rows })
    }

    /// The concepts nearest to a text's subject that it may be said to speak of, surest first.
    pub fn near(&self, subject: &[f32]) -> Vec<Near> {
        let cosine = |row: &[f32]| row.iter().zip(subject).map(|(a, b)| a * b).sum::<f32>();
        let mut all: Vec<Near> = self
            .rows
            .chunks_exact(WIDTH)
            .enumerate()
            .map(|(c, row)| Near { concept: c as u32, confidence: ((cosine(row) - MAYBE) / (SURELY - MAYBE)).clamp(0.0, TOP) })
            .filter(|n| n.confidence >= LEAST)
            .collect();
        all.sort_by(|a, b| b.confidence.total_cmp(&a.confidence).then(a.concept.cmp(&b.concept)));
        all.truncate(MOST);
        all
    }
}
