//! The judge: does this element help, leave alone or hurt that KPI, learned from written judgements.
//!
//! Two texts become vectors ([`encoder`]), and a small head tells their outcome ([`head`]). The weights are part of the program
//! (data/model, with a card that says what they were trained on). A vector made once is kept ([`memory`]), so that the next idea costs
//! only its new texts. Invariant: an opinion depends on the two texts alone.

mod attention;
pub mod encoder;
pub mod gelu;
pub mod head;
pub mod memory;
mod ops;
pub mod pieces;
pub mod precedents;
pub mod reach;
pub mod text;
pub mod weights;

use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use encoder::{Encoder, Side, Towers, Vector};
use head::{Head, Opinion, Projected};
use memory::Memory;
use precedents::{Precedent, Precedents, Wanted};
use reach::Reach;
use weights::{Failure, Weights};

use crate::score::knowledge::Concept;

/// The trained weights.
static FILE: &[u8] = include_bytes!("../../../data/model/judge.safetensors");

/// Vectors of the built-in catalog's texts, made by these weights: every analysis asks for them (data/model/README.md).
static CATALOG: &[u8] = include_bytes!("../../../data/model/catalog.bin");

/// The encoder, unpacked at the first text that is not remembered, until [`rest`].
static TOWERS: Mutex<Option<Arc<Towers<'static>>>> = Mutex::new(None);

/// Judged pairs to point to, unpacked when a reason first needs one.
static PRECEDENTS: LazyLock<Result<Precedents, Failure>> = LazyLock::new(|| Precedents::of(&Weights::new(FILE)?));

/// Judges pairs of texts.
pub struct Judge {
    head: Head,
    memory: Mutex<Memory>,
}

impl Judge {
    /// The embedded judge, remembering the built-in catalog alone.
    ///
    /// # Errors
    /// The weights cannot be read, in words for a maintainer.
    pub fn embedded() -> Result<Self, Failure> {
        let head = Head::of(&Weights::new(FILE)?)?;
        let mut memory = Memory::new(fingerprint());
        memory.load(CATALOG);
        Ok(Judge { head, memory: Mutex::new(memory) })
    }

    /// Whether a text's vector is at hand.
    pub fn remembers(&self, side: Side, text: &str) -> bool {
        self.memory.lock().is_ok_and(|mut memory| memory.get(side, text).is_some())
    }

    /// Takes up what an earlier run kept; anything but the memory of this very model is passed over.
    pub fn remember(&self, bytes: &[u8]) {
        if let Ok(mut memory) = self.memory.lock() {
            memory.load(bytes);
        }
    }

    /// What to keep for the next run; `None` when nothing is new since the last time.
    pub fn kept(&self) -> Option<Vec<u8>> {
        self.memory.lock().ok()?.bytes()
    }

    /// Projects texts of one side, in their order.
    ///
    /// # Errors
    /// The model cannot be run, in words for a maintainer.
    pub fn read(&self, side: Side, texts: &[String]) -> Result<Vec<Projected>, Failure> {
        let known: Vec<Option<Vector>> = match self.memory.lock() {
            Ok(mut memory) => texts.iter().map(|t| memory.get(side, t)).collect(),
            Err(_) => vec![None; texts.len()],
        };
        let mut new: Vec<&str> = texts.iter().zip(&known).filter(|(_, k)| k.is_none()).map(|(t, _)| t.as_str()).collect();
        new.sort_unstable();
        new.dedup();
        let made = encode(side, &new)?;
        if let Ok(mut memory) = self.memory.lock() {
            new.iter().zip(&made).for_each(|(text, vector)| memory.put(side, text, vector));
        }
        let vectors: Vec<Vector> = texts
            .iter()
            .zip(known)
            .map(|(text, known)| known.or_else(|| Some(made[new.binary_search(&text.as_str()).ok()?].clone())).unwrap_or_default())
            .collect();
        self.head.project(side, &vectors)
    }

    /// Vectors of concepts, for finding those that a text of one side speaks of.
    ///
    /// # Errors
    /// The weights cannot be read or the model cannot be run, in words for a maintainer.
    pub fn reach(&self, concepts: &[Concept], side: Side) -> Result<Reach, Failure> {
        Reach::of(FILE, self, concepts, side)
    }

    /// Judges every KPI against every element; element by element.
    ///
    /// # Errors
    /// The products cannot be computed, in words for a maintainer.
    pub fn block(&self, kpis: &[&Projected], elements: &[&Projected]) -> Result<Vec<Opinion>, Failure> {
        self.head.block(kpis, elements)
    }
}

fn encode(side: Side, texts: &[&str]) -> Result<Vec<Vector>, Failure> {
    if texts.is_empty() {
        return Ok(Vec::new());
    }
    towers()?.encode(&texts.iter().map(|t| (side, *t)).collect::<Vec<_>>())
}

fn towers() -> Result<Arc<Towers<'static>>, Failure> {
    let mut unpacked = TOWERS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(towers) = &*unpacked {
        return Ok(towers.clone());
    }
    let towers = Arc::new(Towers::of(&Weights::new(FILE)?)?);
    *unpacked = Some(towers.clone());
    Ok(towers)
}

/// Lets go of the unpacked encoder, some 100 MB, for a run that has read its texts; another text that is not remembered unpacks it again.
pub fn rest() {
    TOWERS.lock().unwrap_or_else(PoisonError::into_inner).take();
}

/// The judged pairs that can be pointed to.
///
/// # Errors
/// The weights cannot be read, in words for a maintainer.
pub fn judged_pairs() -> Result<&'static [Precedent], Failure> {
    PRECEDENTS.as_ref().map(Precedents::pairs).map_err(Clone::clone)
}

/// The judged pair most like this one of those asked for.
pub fn precedent(kpi: &Projected, element: &Projected, wanted: Wanted) -> Option<&'static Precedent> {
    PRECEDENTS.as_ref().ok()?.nearest(kpi, element, wanted)
}

impl std::fmt::Debug for Judge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Judge").finish_non_exhaustive()
    }
}

/// A number that is another one for other weights.
pub fn fingerprint() -> u64 {
    static PRINT: LazyLock<u64> = LazyLock::new(|| {
        // A million samples spread over the file: all of it would take longer than a small run.
        FILE.iter().step_by(29).fold(FILE.len() as u64 ^ 0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x100_0000_01b3))
    });
    *PRINT
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lang;

    /// Concepts added since the weights were written are read at the start of a run: a few, not many.
    #[test]
    fn nearly_every_built_in_concept_has_its_vectors() {
        let ids = Weights::new(FILE).unwrap().lines("concepts.ids").unwrap();
        let known = crate::score::knowledge::embedded();
        let new: Vec<&str> = known.concepts.iter().map(|c| c.id.as_str()).filter(|id| !ids.iter().any(|known| known == id)).collect();
        assert!(new.len() <= 20, "data/model/export.py has not seen {new:?}");
    }

    #[test]
    fn every_text_of_the_built_in_catalog_is_remembered() {
        let judge = Judge::embedded().unwrap();
        for lang in [Lang::Zh, Lang::En] {
            for element in crate::read::catalog::embedded(lang) {
                assert!(
                    judge.remembers(Side::Element, &text::element(&element)),
                    "data/model/catalog.bin is out of date: {}",
                    element.name
                );
            }
        }
    }
}
