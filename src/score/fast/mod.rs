//! The fast encoder: what the judge would say of a pair, from a word table, in about a thousandth of its time.
//!
//! A text's terms ([`terms`]) are rows of a table ([`table`]) that are summed; a small layer makes of a sum what [`head`] needs. Learned from
//! the judge (data/model/fast.py), for tables with more texts than the judge could read while somebody waits. Invariant: a text's
//! meaning depends on that text alone, and nothing is unpacked at the start. Limits: it sees which words stand in a text, hardly how they
//! are joined, and takes words that the table lacks by their parts.

pub mod head;
pub mod table;
pub mod terms;

use std::sync::LazyLock;

use rayon::prelude::*;

use crate::score::judge;
use crate::score::judge::encoder::Side;
use crate::score::judge::head::Opinion;
use crate::score::judge::precedents::{self, Precedent, Wanted};
use crate::score::judge::weights::{Failure, Weights};
use head::{Head, Meaning};
use table::Table;
use terms::{KINDS, Room};

/// The trained table and layers.
pub(crate) static FILE: &[u8] = include_bytes!("../../../data/model/fast.safetensors");

static FAST: LazyLock<Result<Fast, Failure>> = LazyLock::new(|| Fast::of(&Weights::new(FILE)?));

/// The judged pairs that can be pointed to, as this encoder reads them; read when a reason first needs one.
static PRECEDENTS: LazyLock<Result<Vec<(Meaning, Meaning)>, Failure>> = LazyLock::new(|| {
    let fast = embedded()?;
    let pairs = judge::judged_pairs()?;
    let kpis: Vec<KpiText> = pairs.iter().map(|p| KpiText { name: &p.kpi, around: ["", "", ""], way: 0.0 }).collect();
    let elements: Vec<[&str; 2]> = pairs.iter().map(|p| [p.element.as_str(), ""]).collect();
    Ok(fast.kpis(&kpis)?.into_iter().zip(fast.elements(&elements)?).collect())
});

/// Texts that a thread reads together.
const TOGETHER: usize = 1024;

/// A KPI's texts.
#[derive(Debug, Clone, Copy)]
pub struct KpiText<'a> {
    /// Its name.
    pub name: &'a str,
    /// What stands around it: department, metric, description; each may be empty.
    pub around: [&'a str; 3],
    /// 1 where more is wanted, -1 where less is, 0 where it is a topic.
    pub way: f32,
}

/// The encoder.
pub struct Fast {
    table: Table<'static>,
    kinds: [f32; KINDS],
    head: Head,
}

/// The encoder that is built in.
///
/// # Errors
/// It cannot be read, in words for a maintainer.
pub fn embedded() -> Result<&'static Fast, Failure> {
    FAST.as_ref().map_err(Clone::clone)
}

impl Fast {
    fn of(weights: &Weights<'static>) -> Result<Self, Failure> {
        let kinds = weights.floats("kinds")?.try_into().map_err(|_| format!("kinds: not {KINDS} numbers"))?;
        Ok(Fast { table: Table::of(weights)?, kinds, head: Head::of(weights)? })
    }

    /// Reads KPIs, in their order.
    ///
    /// # Errors
    /// The products cannot be computed, in words for a maintainer.
    pub fn kpis(&self, texts: &[KpiText]) -> Result<Vec<Meaning>, Failure> {
        self.read(Side::Kpi, texts, |kpi, room, out| {
            let (name, around) = (self.sum(&[kpi.name], room), self.sum(&kpi.around, room));
            self.head.kpi_input(&name, &around, kpi.way, out);
        })
    }

    /// Reads elements, each a name and a description, in their order.
    ///
    /// # Errors
    /// The products cannot be computed, in words for a maintainer.
    pub fn elements(&self, texts: &[[&str; 2]]) -> Result<Vec<Meaning>, Failure> {
        self.read(Side::Element, texts, |text, room, out| out.extend(self.sum(text, room)))
    }

    fn read<T: Sync>(&self, side: Side, texts: &[T], input: impl Fn(&T, &mut Room, &mut Vec<f32>) + Sync) -> Result<Vec<Meaning>, Failure> {
        let parts: Vec<Vec<Meaning>> = texts
            .par_chunks(TOGETHER)
            .map(|part| {
                let (mut room, mut inputs) = (Room::default(), Vec::with_capacity(part.len() * self.head.input(side)));
                part.iter().for_each(|text| input(text, &mut room, &mut inputs));
                self.head.read(side, &inputs)
            })
            .collect::<Result<_, _>>()?;
        Ok(parts.into_iter().flatten().collect())
    }

    /// What likeness adds to the log-odds of helps and of hurts, and where these start.
    pub(in crate::score) fn odds(&self) -> ([f32; 2], [f32; 2]) {
        self.head.odds()
    }

    /// The rows of all terms of some texts, summed and brought to length 1.
    fn sum(&self, texts: &[&str], room: &mut Room) -> Vec<f32> {
        let mut sum = vec![0.0; self.table.width()];
        for text in texts {
            terms::each(&self.table, text, room, |row, kind| self.table.add(row, self.kinds[kind as usize], &mut sum));
        }
        to_length_one(&mut sum);
        sum
    }

    /// Judges every KPI against every element; element by element.
    ///
    /// # Errors
    /// The products cannot be computed, in words for a maintainer.
    pub fn block<'m>(&self, kpis: &[&'m Meaning], elements: &[&'m Meaning]) -> Result<Vec<Opinion>, Failure> {
        self.head.block(kpis, elements)
    }
}

/// A number that is another one for other weights.
pub fn fingerprint() -> u64 {
    FILE.iter().step_by(29).fold(table::EMPTY ^ FILE.len() as u64, |hash, byte| table::longer(hash, &[*byte]))
}

/// The judged pair most like this one of those asked for.
pub fn precedent(kpi: &Meaning, element: &Meaning, wanted: Wanted) -> Option<&'static Precedent> {
    let subjects = PRECEDENTS.as_ref().ok()?.iter().map(|(k, e)| (k.subject(), e.subject()));
    let cosine = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
    let pairs = judge::judged_pairs().ok()?;
    let near = pairs.iter().zip(subjects).filter(|(p, _)| wanted.fits(p));
    precedents::nearest(near.map(|(p, (k, e))| (p, cosine(kpi.subject(), k), cosine(element.subject(), e))))
}

/// Brings a vector to length 1; one of next to no length stays next to none.
fn to_length_one(vector: &mut [f32]) {
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-6);
    vector.iter_mut().for_each(|x| *x /= length);
}

impl std::fmt::Debug for Fast {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fast").finish_non_exhaustive()
    }
}
