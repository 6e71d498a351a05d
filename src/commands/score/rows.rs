//! The rows of the pair table: which pairs, in which order, reckoned exactly.

use std::collections::BTreeMap;
use std::io::Write;

use rayon::prelude::*;

use crate::error::{Message, Refusal};
use crate::lang::Lang;
use crate::model::{Case, ElementId, KpiId};
use crate::report::tables::stream::{Form, Table};
use crate::report::tables::{self, PairRow};
use crate::score::bulk::{Field, Per, Wanted};
use crate::score::{ElementProfile, KpiProfile, Pair, Scored, Scorer, pair};

/// KPIs (or elements) whose pairs are chosen together, at most; whole blocks of elements.
const CHOSEN: usize = 8192;
/// Candidates that are held at once, where all pairs are wanted.
const HELD: usize = 4_000_000;
/// KPIs (or elements) whose rows are made together.
const MADE: usize = 64;
/// Rows from which a part is written.
const PART: usize = 100_000;

/// Texts of a case as a scorer has read them.
type Read = (Vec<KpiProfile>, Vec<ElementProfile>);

/// The two texts of a pair.
type Profiles<'p> = (&'p KpiProfile, &'p ElementProfile);

/// The rows that are wanted.
pub struct Rows<'a> {
    case: &'a Case,
    scorer: &'a Scorer,
    read: &'a Read,
    field: Field<'a>,
    wanted: Wanted,
    lang: Lang,
    /// Pairs that the judge has scored again, by the place of their KPI (or element), best first.
    again: Option<Again<'a>>,
}

/// Pairs that the judge has scored again.
struct Again<'a> {
    judge: &'a Scorer,
    kpis: Vec<KpiProfile>,
    elements: BTreeMap<u32, ElementProfile>,
    candidates: Vec<Vec<u32>>,
}

/// What scoring again took.
pub struct Cost {
    /// Pairs scored again.
    pub pairs: usize,
    /// Texts that the judge was asked for.
    pub texts: usize,
}

impl<'a> Rows<'a> {
    /// The rows of the pairs of a case that are wanted.
    ///
    /// # Errors
    /// The texts were read by another encoder.
    pub fn new(case: &'a Case, scorer: &'a Scorer, read: &'a Read, wanted: Wanted, lang: Lang) -> Result<Self, Message> {
        let field = Field::new(scorer, &read.0, &read.1)?;
        Ok(Rows { case, scorer, read, field, wanted, lang, again: None })
    }

    /// Lets a judge score the `most` best pairs of each KPI (or element) anew; only these are rows then.
    ///
    /// # Errors
    /// A model cannot be run.
    pub fn judged_again(&mut self, judge: &'a Scorer, most: usize) -> Result<Cost, Message> {
        let mut candidates = self.field.candidates(0..self.field.count(self.wanted.per), Wanted { top: Some(most), ..self.wanted })?;
        candidates.iter_mut().for_each(|places| places.truncate(most));
        let mut places: Vec<u32> = candidates.iter().flatten().copied().collect();
        let pairs = places.len();
        places.sort_unstable();
        places.dedup();
        // Of KPIs few are left out: all are read, so that each keeps its place.
        let places = match self.wanted.per {
            Per::Kpi => places,
            Per::Element => (0..self.read.1.len() as u32).collect(),
        };
        let named: Vec<_> = self.case.kpis.iter().map(|k| (k, self.case.department(k.department).name.as_str())).collect();
        let kpis = judge.kpis(&named)?;
        let texts: Vec<_> = places.iter().map(|e| self.case.element(ElementId(*e))).collect();
        let elements = places.iter().copied().zip(judge.elements(&texts)?).collect();
        self.again = Some(Again { judge, kpis, elements, candidates });
        Ok(Cost { pairs, texts: named.len() + places.len() })
    }

    /// Writes the table to `path`, which `to` leads to.
    ///
    /// # Errors
    /// A model cannot be run, or the table cannot be written.
    pub fn write(&self, form: Form, mut to: impl Write, path: &str) -> Result<(), Message> {
        let mut table = Table::begin(form, &mut to).map_err(|e| unwritten(path, e))?;
        self.fill(&mut table, path)?;
        table.end().map_err(|e| unwritten(path, e))?;
        to.flush().map_err(|e| unwritten(path, e))
    }

    /// Writes the rows into a table.
    ///
    /// # Errors
    /// As [`Rows::write`].
    pub fn fill(&self, table: &mut Table<impl Write>, path: &str) -> Result<(), Message> {
        let mut part: Vec<PairRow> = Vec::new();
        let (count, others) = match self.wanted.per {
            Per::Kpi => (self.read.0.len(), self.read.1.len()),
            Per::Element => (self.read.1.len(), self.read.0.len()),
        };
        let chosen = if self.wanted.top.is_some() { CHOSEN } else { (HELD / others.max(1)).clamp(1, CHOSEN) };
        for from in (0..count).step_by(chosen) {
            let places = from..(from + chosen).min(count);
            let candidates = match &self.again {
                Some(again) => again.candidates[places.clone()].to_vec(),
                None => self.field.candidates(places.clone(), self.wanted)?,
            };
            let work: Vec<(usize, Vec<u32>)> = places.zip(candidates).collect();
            for wave in work.chunks(MADE) {
                let made = wave.par_iter().map(|(place, others)| self.rows(*place as u32, others));
                let made: Vec<Vec<PairRow>> = made.collect::<Result<_, Message>>()?;
                part.extend(made.into_iter().flatten());
                if part.len() >= PART {
                    table.write(&part).map_err(|e| unwritten(path, e))?;
                    part.clear();
                }
            }
        }
        if !part.is_empty() {
            table.write(&part).map_err(|e| unwritten(path, e))?;
        }
        Ok(())
    }

    /// The rows of a KPI (or element), from its candidates.
    fn rows(&self, place: u32, others: &[u32]) -> Result<Vec<PairRow>, Message> {
        let ids = |other: u32| match self.wanted.per {
            Per::Kpi => (KpiId(place), ElementId(other)),
            Per::Element => (KpiId(other), ElementId(place)),
        };
        let scorer = self.again.as_ref().map_or(self.scorer, |again| again.judge);
        let profiles = |(kpi, element): (KpiId, ElementId)| match &self.again {
            Some(again) => Some((again.kpis.get(kpi.0 as usize)?, again.elements.get(&element.0)?)),
            None => Some((self.read.0.get(kpi.0 as usize)?, self.read.1.get(element.0 as usize)?)),
        };
        let read: Vec<((KpiId, ElementId), Profiles)> =
            others.iter().map(|o| ids(*o)).filter_map(|ids| Some((ids, profiles(ids)?))).collect();
        let sides: (Vec<&KpiProfile>, Vec<&ElementProfile>) = match self.wanted.per {
            Per::Kpi => (read.iter().take(1).map(|(_, (k, _))| *k).collect(), read.iter().map(|(_, (_, e))| *e).collect()),
            Per::Element => (read.iter().map(|(_, (k, _))| *k).collect(), read.iter().take(1).map(|(_, (_, e))| *e).collect()),
        };
        let parts = scorer.parts_of(&sides.0, &sides.1)?;
        let pairs = read.iter().zip(parts).map(|((ids, profiles), parts)| (pair(self.case, scorer, *ids, parts), *profiles));
        let mut pairs: Vec<(Pair, Profiles)> =
            pairs.filter(|(pair, _)| self.wanted.least.is_none_or(|least| pair.overlap().abs() >= least)).collect();
        if let Some(top) = self.wanted.top.or(self.again.as_ref().map(|_| usize::MAX)) {
            // Stable: of equals the one that comes first in its table.
            pairs.sort_by_key(|(pair, _)| (pair.kpi, pair.element));
            pairs.sort_by(|a, b| b.0.overlap().total_cmp(&a.0.overlap()));
            pairs.truncate(top);
        }
        Ok(pairs.iter().map(|(pair, (kpi, element))| tables::row(self.case, scorer, Scored { pair, kpi, element }, self.lang)).collect())
    }
}

/// That a table could not be written, `-` for standard output.
pub fn unwritten(path: &str, reason: impl Into<Refusal>) -> Message {
    match path {
        "-" => Message::CannotPrint { reason: reason.into() },
        _ => Message::CannotWrite { path: path.to_owned(), reason: reason.into() },
    }
}
