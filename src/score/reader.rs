//! Who reads the texts: the judge, closely, or the fast encoder, in about a thousandth of the time.
//!
//! Invariant: which of the two is taken hangs on the number of different texts alone, never on what earlier runs have kept, so that the same tables give the
//! same scores.

use crate::model::{Case, Element, Kpi};
use crate::score::fast::{self, Fast, KpiText};
use crate::score::judge::encoder::Side;
use crate::score::judge::head::{Opinion, Projected};
use crate::score::judge::precedents::{Precedent, Wanted};
use crate::score::judge::reach::Reach;
use crate::score::judge::weights::Failure;
use crate::score::judge::{self, Judge, text};
use crate::score::knowledge::Concept;

/// Different texts up to which the judge reads them, where nobody chooses: a quarter of a minute to a whole one on two cores.
pub const MOST_DEEP: usize = 5_000;
/// Elements in a block for the judge, whose hidden layer is wide.
const DEEP_BLOCK: usize = 64;
/// The same for the fast encoder: a tile of its products.
const FAST_BLOCK: usize = 128;

/// An encoder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoder {
    /// The judge.
    Deep,
    /// The word table.
    Fast,
}

impl Encoder {
    /// A number that is another one for other weights.
    pub fn fingerprint(self) -> u64 {
        match self {
            Encoder::Deep => judge::fingerprint(),
            Encoder::Fast => fast::fingerprint(),
        }
    }
}

/// What a user says of the encoder.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Choice {
    /// This one.
    Of(Encoder),
    /// The judge up to [`MOST_DEEP`] different texts, else the fast one.
    #[default]
    Auto,
}

impl Choice {
    /// The names a user chooses by.
    pub const NAMES: [&'static str; 3] = ["deep", "fast", "auto"];

    /// The choice by its name.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "deep" => Some(Choice::Of(Encoder::Deep)),
            "fast" => Some(Choice::Of(Encoder::Fast)),
            "auto" => Some(Choice::Auto),
            _ => None,
        }
    }

    /// The encoder for a number of different texts.
    pub fn encoder(self, texts: usize) -> Encoder {
        match self {
            Choice::Of(encoder) => encoder,
            Choice::Auto if texts <= MOST_DEEP => Encoder::Deep,
            Choice::Auto => Encoder::Fast,
        }
    }
}

/// Different texts among KPIs, each with the name of its department, and elements.
pub fn different<'a>(
    kpis: impl ExactSizeIterator<Item = (&'a Kpi, &'a str)>,
    elements: impl ExactSizeIterator<Item = &'a Element>,
) -> usize {
    let count = |mut texts: Vec<String>| {
        texts.sort_unstable();
        texts.dedup();
        texts.len()
    };
    // Counting wants every text made, which is not worth it where the rows alone are few enough.
    if kpis.len() + elements.len() <= MOST_DEEP {
        return kpis.len() + elements.len();
    }
    count(kpis.map(|(kpi, department)| text::kpi(kpi, department)).collect()) + count(elements.map(text::element).collect())
}

/// Different texts of a case.
pub fn different_of(case: &Case) -> usize {
    different(case.kpis.iter().map(|k| (k, case.department(k.department).name.as_str())), case.elements.iter())
}

/// A text as it was read.
#[derive(Debug, Clone, PartialEq)]
pub enum Meaning {
    /// By the judge.
    Deep(Projected),
    /// By the fast encoder.
    Fast(fast::head::Meaning),
}

impl Meaning {
    /// What the text is about, of length 1.
    pub fn subject(&self) -> &[f32] {
        match self {
            Meaning::Deep(projected) => projected.subject(),
            Meaning::Fast(meaning) => meaning.subject(),
        }
    }
}

/// Reads texts and judges pairs of them.
#[derive(Debug)]
pub enum Reader {
    /// The judge.
    Deep(Box<Judge>),
    /// The fast encoder.
    Fast(&'static Fast),
}

impl Reader {
    /// A reader that is built in.
    ///
    /// # Errors
    /// Its weights cannot be read, in words for a maintainer.
    pub fn embedded(encoder: Encoder) -> Result<Self, Failure> {
        Ok(match encoder {
            Encoder::Deep => Reader::Deep(Box::new(Judge::embedded()?)),
            Encoder::Fast => Reader::Fast(fast::embedded()?),
        })
    }

    /// Which encoder it is.
    pub fn encoder(&self) -> Encoder {
        match self {
            Reader::Deep(_) => Encoder::Deep,
            Reader::Fast(_) => Encoder::Fast,
        }
    }

    /// Vectors of concepts, for finding those that a text of one side speaks of. None for the fast encoder: looking through all concepts for each text
    /// would take it longer than reading.
    ///
    /// # Errors
    /// The model cannot be run, in words for a maintainer.
    pub fn reach(&self, concepts: &[Concept], side: Side) -> Result<Reach, Failure> {
        match self {
            Reader::Deep(judge) => judge.reach(concepts, side),
            Reader::Fast(_) => Ok(Reach::default()),
        }
    }

    /// How many elements are best judged together.
    pub fn block_size(&self) -> usize {
        match self {
            Reader::Deep(_) => DEEP_BLOCK,
            Reader::Fast(_) => FAST_BLOCK,
        }
    }

    /// Reads KPIs, each with the name of its department, in their order.
    ///
    /// # Errors
    /// The model cannot be run, in words for a maintainer.
    pub fn kpis(&self, kpis: &[(&Kpi, &str)]) -> Result<Vec<Meaning>, Failure> {
        match self {
            Reader::Deep(judge) => {
                let texts: Vec<String> = kpis.iter().map(|(k, department)| text::kpi(k, department)).collect();
                Ok(judge.read(Side::Kpi, &texts)?.into_iter().map(Meaning::Deep).collect())
            }
            Reader::Fast(fast) => {
                let texts: Vec<KpiText> = kpis.iter().map(|(k, department)| text::parts(k, department)).collect();
                Ok(fast.kpis(&texts)?.into_iter().map(Meaning::Fast).collect())
            }
        }
    }

    /// Reads elements, in their order.
    ///
    /// # Errors
    /// The model cannot be run, in words for a maintainer.
    pub fn elements(&self, elements: &[&Element]) -> Result<Vec<Meaning>, Failure> {
        match self {
            Reader::Deep(judge) => {
                let texts: Vec<String> = elements.iter().map(|e| text::element(e)).collect();
                Ok(judge.read(Side::Element, &texts)?.into_iter().map(Meaning::Deep).collect())
            }
            Reader::Fast(fast) => {
                let texts: Vec<[&str; 2]> = elements.iter().map(|e| [e.name.as_str(), e.description.as_str()]).collect();
                Ok(fast.elements(&texts)?.into_iter().map(Meaning::Fast).collect())
            }
        }
    }

    /// Judges every KPI against every element, all read by this reader; element by element.
    ///
    /// # Errors
    /// The products cannot be computed, or a text was read by another reader; in words for a maintainer.
    pub fn block(&self, kpis: &[&Meaning], elements: &[&Meaning]) -> Result<Vec<Opinion>, Failure> {
        match self {
            Reader::Deep(judge) => judge.block(&all(kpis, deep)?, &all(elements, deep)?),
            Reader::Fast(fast) => fast.block(&all(kpis, quick)?, &all(elements, quick)?),
        }
    }
}

fn deep(meaning: &Meaning) -> Option<&Projected> {
    if let Meaning::Deep(projected) = meaning { Some(projected) } else { None }
}

/// The meaning that the fast encoder read; `None` for another's.
pub(in crate::score) fn quick(meaning: &Meaning) -> Option<&fast::head::Meaning> {
    if let Meaning::Fast(meaning) = meaning { Some(meaning) } else { None }
}

fn all<'m, T>(meanings: &[&'m Meaning], of: fn(&Meaning) -> Option<&T>) -> Result<Vec<&'m T>, Failure> {
    meanings.iter().map(|m| of(m)).collect::<Option<_>>().ok_or_else(|| "texts of two encoders".to_owned())
}

/// The judged pair most like this one of those asked for.
pub fn precedent(kpi: &Meaning, element: &Meaning, wanted: Wanted) -> Option<&'static Precedent> {
    match (kpi, element) {
        (Meaning::Deep(kpi), Meaning::Deep(element)) => judge::precedent(kpi, element, wanted),
        (Meaning::Fast(kpi), Meaning::Fast(element)) => fast::precedent(kpi, element, wanted),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_choice_hangs_on_the_number_of_texts() {
        for (texts, chosen) in [(0, Encoder::Deep), (MOST_DEEP, Encoder::Deep), (MOST_DEEP + 1, Encoder::Fast)] {
            assert_eq!(Choice::Auto.encoder(texts), chosen);
            for encoder in [Encoder::Deep, Encoder::Fast] {
                assert_eq!(Choice::Of(encoder).encoder(texts), encoder);
            }
        }
        assert_eq!(Choice::NAMES.map(|n| Choice::from_name(n).is_some()), [true; 3]);
        assert_eq!(Choice::from_name("both"), None);
    }

    #[test]
    fn a_text_in_many_rows_counts_once() {
        let origin = crate::model::Origin { file: "-".into(), line: 1 };
        let elements = |name: &dyn Fn(usize) -> String, rows| -> Vec<Element> {
            (0..rows).map(|n| Element::from_text("E", &name(n), origin.clone())).collect()
        };
        let count = |elements: &[Element]| different(std::iter::empty::<(&Kpi, &str)>(), elements.iter());
        assert_eq!(count(&elements(&|n| format!("stall {}", n % 3), MOST_DEEP + 1)), 3);
        assert_eq!(count(&elements(&|n| format!("stall {n}"), MOST_DEEP + 1)), MOST_DEEP + 1);
        assert_eq!(count(&elements(&|n| format!("stall {n}"), 2)), 2);
    }
}
