//! Written judgements to point to: the pair most like this one that went the same way.
//!
//! A sample of the pairs that the judge was trained on, with the projections of their texts in 8 bits (data/model/export.py chooses them).
//! Invariant: a precedent has the sign asked for and both of its texts are near; where none is, none is named.

use crate::score::judge::encoder::WIDTH;
use crate::score::judge::head::Projected;
use crate::score::judge::weights::{Failure, Weights};

/// Cosine that each of the two texts must reach with its counterpart.
const NEAR: f32 = 0.55;

/// A judged pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Precedent {
    /// The KPI.
    pub kpi: String,
    /// The element.
    pub element: String,
    /// Whether it helps; else it works against.
    pub helps: bool,
    /// Whether its texts are Chinese.
    pub zh: bool,
}

/// All precedents.
pub struct Precedents {
    pairs: Vec<Precedent>,
    kpis: Vec<i8>,
    elements: Vec<i8>,
}

impl Precedents {
    /// The precedents of a weights file.
    ///
    /// # Errors
    /// They are missing or do not fit together.
    pub fn of(weights: &Weights) -> Result<Self, Failure> {
        let pairs: Vec<Precedent> =
            weights.lines("precedents.text")?.iter().map(|l| pair(l)).collect::<Option<_>>().ok_or("precedents: a line")?;
        let (kpis, elements) = (weights.bytes("precedents.kpi")?, weights.bytes("precedents.element")?);
        if kpis.len() == pairs.len() * WIDTH && elements.len() == kpis.len() {
            Ok(Precedents { pairs, kpis, elements })
        } else {
            Err("precedents: parts do not fit".into())
        }
    }

    /// The judged pairs.
    pub fn pairs(&self) -> &[Precedent] {
        &self.pairs
    }

    /// The nearest one that helps (or works against), in Chinese or not.
    pub fn nearest(&self, kpi: &Projected, element: &Projected, helps: bool, zh: bool) -> Option<&Precedent> {
        let sides = self.kpis.chunks_exact(WIDTH).zip(self.elements.chunks_exact(WIDTH));
        let alike = self.pairs.iter().zip(sides).filter(|(p, _)| p.helps == helps && p.zh == zh);
        let near = |(p, (k, e))| {
            // Most pairs are far from the KPI already: their elements need not be looked at.
            let with_kpi = Some(cosine(kpi.subject(), k)).filter(|c| *c >= NEAR)?;
            Some((p, with_kpi, cosine(element.subject(), e)))
        };
        nearest(alike.filter_map(near))
    }
}

/// Cosine of a projection with one in 8 bits.
fn cosine(of: &[f32], with: &[i8]) -> f32 {
    // Eight sums side by side, which a processor adds at once; a single one would have to go number by number.
    const LANES: usize = 8;
    let (of, with) = (of.as_chunks::<LANES>().0, with.as_chunks::<LANES>().0);
    let mut sums = [0.0_f32; LANES];
    for (a, b) in of.iter().zip(with) {
        for (sum, (a, b)) in sums.iter_mut().zip(a.iter().zip(b)) {
            *sum += a * f32::from(*b);
        }
    }
    sums.iter().sum::<f32>() / 127.0
}

/// The nearest of some pairs, each with the cosines of its two texts with those asked about; none where no pair is near with both.
pub fn nearest<'p>(pairs: impl Iterator<Item = (&'p Precedent, f32, f32)>) -> Option<&'p Precedent> {
    let near = pairs.filter(|(_, k, e)| k.min(*e) >= NEAR).map(|(p, k, e)| (p, k + e));
    near.max_by(|a, b| a.1.total_cmp(&b.1)).map(|(p, _)| p)
}

fn pair(line: &str) -> Option<Precedent> {
    let mut cells = line.split('\t');
    let (kpi, element, label) = (cells.next()?.to_owned(), cells.next()?.to_owned(), cells.next()?);
    let zh = kpi.chars().any(crate::text::is_han);
    Some(Precedent { kpi, element, helps: label != "-1", zh })
}
