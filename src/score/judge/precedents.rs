//! Written judgements to point to: the pair most like this one that went the same way.
//!
//! A sample of the pairs that the judge was trained on (data/model/export.py chooses them). What their texts are about is kept in fewer numbers
//! than the judge's own, along the directions in which they differ most. Invariant: a precedent has the sign asked for, its KPI is to move the
//! same way, and both of its texts are near; where none is, none is named.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::model::Direction;
use crate::score::judge::encoder::WIDTH;
use crate::score::judge::head::Projected;
use crate::score::judge::weights::{Failure, Weights};

/// Cosine that each of the two texts must reach with its counterpart.
const NEAR: f32 = 0.75;
/// Numbers that are kept of a text.
const NARROW: usize = 128;
/// KPIs whose near pairs are remembered, some ten megabytes.
const REMEMBERED: usize = 2_000;

/// A judged pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Precedent {
    /// The KPI.
    pub kpi: String,
    /// Which way it is to move.
    pub direction: Direction,
    /// The element.
    pub element: String,
    /// Whether it helps; else it works against.
    pub helps: bool,
    /// Whether its texts are Chinese.
    pub zh: bool,
}

/// Which precedents are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Pairs in which the element helps; else those in which it works against.
    pub helps: bool,
    /// Which way the KPI is to move; `None`: any.
    pub direction: Option<Direction>,
    /// Pairs in Chinese; else in English.
    pub zh: bool,
}

impl Wanted {
    /// Whether a pair is asked for.
    pub fn fits(&self, p: &Precedent) -> bool {
        p.helps == self.helps && p.zh == self.zh && self.direction.is_none_or(|d| d == p.direction)
    }
}

/// All precedents.
pub struct Precedents {
    pairs: Vec<Precedent>,
    /// Place of each pair's KPI and element among the different ones.
    places: Vec<[usize; 2]>,
    /// The directions that are kept, [`NARROW`] rows.
    basis: Vec<f32>,
    kpis: Vec<i8>,
    elements: Vec<i8>,
    /// Pairs near a KPI that was asked about, by the numbers of its subject: a table asks about few KPIs again and again.
    near: Mutex<HashMap<Vec<u32>, Near>>,
}

/// Places of pairs with a near KPI, and the cosine of the KPIs.
type Near = Arc<[(usize, f32)]>;

impl Precedents {
    /// The precedents of a weights file.
    ///
    /// # Errors
    /// They are missing or do not fit together.
    pub fn of(weights: &Weights) -> Result<Self, Failure> {
        let (kpis, elements) = (weights.lines("precedents.kpis")?, weights.lines("precedents.elements")?);
        let lines = weights.lines("precedents.pairs")?;
        let read: Option<Vec<(Precedent, [usize; 2])>> = lines.iter().map(|l| pair(l, &kpis, &elements)).collect();
        let (pairs, places) = read.ok_or("precedents: a line")?.into_iter().unzip();
        let made = Precedents {
            pairs,
            places,
            basis: weights.floats("precedents.basis")?,
            kpis: weights.bytes("precedents.kpi")?,
            elements: weights.bytes("precedents.element")?,
            near: Mutex::default(),
        };
        let fits = made.basis.len() == NARROW * WIDTH && made.kpis.len() == kpis.len() * NARROW;
        if fits && made.elements.len() == elements.len() * NARROW { Ok(made) } else { Err("precedents: parts do not fit".into()) }
    }

    /// The judged pairs.
    pub fn pairs(&self) -> &[Precedent] {
        &self.pairs
    }

    /// The nearest one of those asked for.
    pub fn nearest(&self, kpi: &Projected, element: &Projected, wanted: Wanted) -> Option<&Precedent> {
        let (near, mut narrow) = (self.near(kpi.subject()), None);
        let near = near.iter().filter_map(|(at, with_kpi)| {
            let (pair, [_, e]) = self.pairs.get(*at).zip(self.places.get(*at)).filter(|(p, _)| wanted.fits(p))?;
            let element = narrow.get_or_insert_with(|| self.narrow(element.subject()));
            let numbers = self.elements.get(e * NARROW..(e + 1) * NARROW)?;
            Some((pair, *with_kpi, cosine(element, numbers)))
        });
        nearest(near)
    }

    /// The pairs whose KPI is near one.
    fn near(&self, subject: &[f32]) -> Near {
        let key: Vec<u32> = subject.iter().map(|x| x.to_bits()).collect();
        if let Some(known) = self.near.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Arc::clone(known);
        }
        let kpi = self.narrow(subject);
        let with: Vec<f32> = self.kpis.chunks_exact(NARROW).map(|k| cosine(&kpi, k)).collect();
        let places = self.places.iter().enumerate();
        let near = places.filter_map(|(at, [k, _])| with.get(*k).filter(|c| **c >= NEAR).map(|c| (at, *c)));
        let found: Near = near.collect();
        let mut all = self.near.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= REMEMBERED {
            all.clear();
        }
        all.insert(key, Arc::clone(&found));
        found
    }

    /// A subject along the kept directions, of length 1.
    fn narrow(&self, subject: &[f32]) -> Vec<f32> {
        let along = |row: &[f32]| row.iter().zip(subject).map(|(a, b)| a * b).sum::<f32>();
        let kept: Vec<f32> = self.basis.chunks_exact(WIDTH).map(along).collect();
        let length = kept.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-6);
        kept.into_iter().map(|x| x / length).collect()
    }
}

/// Cosine of a text with one in 8 bits.
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

fn pair(line: &str, kpis: &[String], elements: &[String]) -> Option<(Precedent, [usize; 2])> {
    let mut cells = line.split('\t');
    let (k, e) = (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?);
    let helps = cells.next()? != "-1";
    let (kpi, sign) = kpis.get::<usize>(k)?.split_once('\t')?;
    let direction = if sign == "+" { Direction::Increase } else { Direction::Decrease };
    let zh = kpi.chars().any(crate::text::is_han);
    Some((Precedent { kpi: kpi.to_owned(), direction, element: elements.get::<usize>(e)?.clone(), helps, zh }, [k, e]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pairs_that_were_asked_for_fit() {
        let made = |helps, direction| Precedent { kpi: "k".into(), direction, element: "e".into(), helps, zh: true };
        let wanted = Wanted { helps: true, direction: Some(Direction::Decrease), zh: true };
        assert!(wanted.fits(&made(true, Direction::Decrease)));
        assert!(!wanted.fits(&made(true, Direction::Increase)) && !wanted.fits(&made(false, Direction::Decrease)));
        assert!(!Wanted { zh: false, ..wanted }.fits(&made(true, Direction::Decrease)));
        assert!(Wanted { direction: None, ..wanted }.fits(&made(true, Direction::Increase)));
    }

    #[test]
    fn a_pair_is_near_only_with_both_texts() {
        let made = |kpi: &str| Precedent { kpi: kpi.into(), direction: Direction::Increase, element: "e".into(), helps: true, zh: false };
        let (a, b, c) = (made("a"), made("b"), made("c"));
        let found = nearest([(&a, 0.99, NEAR - 0.01), (&b, NEAR, NEAR), (&c, 0.9, 0.8)].into_iter());
        assert_eq!(found, Some(&c));
        assert_eq!(nearest([(&a, 0.99, NEAR - 0.01)].into_iter()), None);
    }

    #[test]
    fn a_line_of_the_weights_names_both_texts() {
        let (kpis, elements) = (["a\t+".to_owned(), "等候时长\t-".to_owned()], ["e".to_owned(), "加开窗口".to_owned()]);
        let (found, places) = pair("1\t1\t2", &kpis, &elements).unwrap();
        assert_eq!((found.kpi.as_str(), found.direction, found.element.as_str()), ("等候时长", Direction::Decrease, "加开窗口"));
        assert!(found.helps && found.zh && places == [1, 1]);
        assert!(!pair("0\t0\t-1", &kpis, &elements).unwrap().0.helps);
        assert!(pair("2\t0\t1", &kpis, &elements).is_none() && pair("0\tx\t1", &kpis, &elements).is_none());
    }
}
