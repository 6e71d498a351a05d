//! The ledger of claims: every contribution a project states, with its arithmetic, what the claims reach together, and which result may be
//! counted twice.
//!
//! share = contribution / (target - baseline), see [`crate::model::share`]. A claim without a share is unsupported: it stays in the ledger
//! with its reason and counts in no sum. Reach of a KPI = sum of the shares that core elements claim; what optional ones would add is
//! summed beside it. A reach above 1 is more than the KPI needs: either the plan overdelivers or something is counted twice.

pub mod double;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::analysis::evidence::window;
use crate::analysis::outlasts;
use crate::model::share::{self, Known};
use crate::model::{Case, DepartmentId, ElementId, ElementKind, KpiId, NoShare, Origin, Quantity, Share};
use double::Double;

/// How far above 1 a sum must lie to count as above: a sum of exact thirds is no overclaim.
const SLACK: f64 = 1e-9;

/// Why a claim has no share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsupported {
    /// No KPI of the tables carries its metric.
    NoKpi,
    /// The KPI is known, but amount, target, baseline or unit is missing.
    NoShare(NoShare),
}

/// How a claim's dates stand to the KPI's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timing {
    /// Nothing speaks against it counting in full.
    InTime,
    /// The KPI is due before the element starts.
    Late,
    /// The KPI is due before the element ends.
    Partly,
    /// The element runs longer than the period the KPI is judged by.
    Outlasts,
}

/// One claim: what an element says it brings to one KPI.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Who claims.
    pub element: ElementId,
    /// For which KPI; `None` when no KPI carries the metric.
    pub kpi: Option<KpiId>,
    /// The metric as written.
    pub metric: String,
    /// The amount as read; `None` when the row names only the metric.
    pub amount: Option<Quantity>,
    /// Whether the element is in the plan; else it could be added.
    pub core: bool,
    /// The share, or why there is none.
    pub share: Result<Known, Unsupported>,
    /// How its dates stand to the KPI's.
    pub timing: Timing,
    /// Its row.
    pub origin: Origin,
}

impl Entry {
    /// The arithmetic, if the claim is supported.
    pub fn known(&self) -> Option<&Known> {
        self.share.as_ref().ok()
    }
}

/// Whether claims add up to more than the KPI needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// They do not.
    No,
    /// Only when optional elements are added.
    WithOptional,
    /// Those of the plan do.
    Plan,
}

/// What the claims for one KPI come to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reach {
    /// The KPI.
    pub kpi: KpiId,
    /// How many supported claims of core elements there are.
    pub claims: usize,
    /// How many of optional ones.
    pub optional: usize,
    /// Their sum; `None` without any.
    pub plan: Option<Known>,
    /// The sum with those of optional elements; `None` when there are none.
    pub with_optional: Option<Known>,
    /// The plan's sum when every result that is surely claimed more than once is split; `None` when nothing is.
    pub once: Option<Known>,
    /// The same when what may be one result, which somebody has to look at, is taken for one as well; `None` when there is nothing of the kind.
    pub once_if_one: Option<Known>,
}

impl Reach {
    /// Whether the likely sum passes 1.
    pub fn over(&self) -> Over {
        let passes = |sum: &Option<Known>| sum.is_some_and(|k| k.share() > 1.0 + SLACK);
        match () {
            () if passes(&self.plan) => Over::Plan,
            () if passes(&self.with_optional) => Over::WithOptional,
            () => Over::No,
        }
    }
}

/// All claims of a project.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ledger {
    /// By department, in the order of the analysis, then by KPI, core before optional; those without a KPI last.
    pub entries: Vec<Entry>,
    /// Sums of the KPIs that have a supported claim, in the same order.
    pub reach: Vec<Reach>,
    /// Results that may be counted more than once: the sure ones first.
    pub doubles: Vec<Double>,
    index: Index,
}

/// Where things stand in a ledger, so that nobody has to go through all of it for each of its claims.
#[derive(Debug, Clone, PartialEq, Default)]
struct Index {
    /// The entries of a KPI and an element; they stand side by side.
    entries: BTreeMap<(KpiId, ElementId), Range<usize>>,
    /// The doubles of each entry, in order.
    doubles: Vec<Vec<usize>>,
    /// By how much the result behind each entry is divided in the plan; 1 when nothing is surely claimed more than once.
    ways: Vec<usize>,
    /// The same when what may be one result is one.
    ways_if_one: Vec<usize>,
}

impl Index {
    fn of(entries: &[Entry], doubles: &[Double]) -> Self {
        let once = vec![1; entries.len()];
        let doubles_of = vec![Vec::new(); entries.len()];
        let mut index = Index { entries: BTreeMap::new(), doubles: doubles_of, ways: once.clone(), ways_if_one: once };
        for (at, entry) in entries.iter().enumerate() {
            if let Some(kpi) = entry.kpi {
                index.entries.entry((kpi, entry.element)).or_insert(at..at).end = at + 1;
            }
        }
        for (i, double) in doubles.iter().enumerate() {
            let ways = double.ways_in_plan(entries);
            for &at in &double.claims {
                index.doubles[at].push(i);
                if double.sure {
                    index.ways[at] *= ways;
                }
            }
        }
        index.ways_if_one = if_one(entries, doubles, &index);
        index
    }
}

/// By how much the result behind each entry is divided in the plan when whatever may be one result is one: what equal amounts hold together,
/// surely or by a question, is divided among its elements, and each one's part among its claims. Of unequal amounts nobody knows which holds.
fn if_one(entries: &[Entry], doubles: &[Double], index: &Index) -> Vec<usize> {
    let mut found = index.ways.clone();
    let mut seen = vec![false; doubles.len()];
    for first in 0..doubles.len() {
        let mut open = vec![first];
        let mut claims: BTreeSet<usize> = BTreeSet::new();
        let mut asked = false;
        while let Some(at) = open.pop() {
            let double = &doubles[at];
            if seen[at] || !double.equal {
                continue;
            }
            seen[at] = true;
            asked |= !double.sure;
            for &claim in &double.claims {
                if claims.insert(claim) {
                    open.extend(&index.doubles[claim]);
                }
            }
        }
        // Without a question the sure ones have said it all.
        if asked {
            let core = || claims.iter().copied().filter(|c| entries[*c].core);
            let mut parts: BTreeMap<ElementId, usize> = BTreeMap::new();
            core().for_each(|c| *parts.entry(entries[c].element).or_default() += 1);
            for claim in core() {
                let ways = parts.len() * parts.get(&entries[claim].element).copied().unwrap_or(1);
                found[claim] = found[claim].max(ways);
            }
        }
    }
    found
}

impl Ledger {
    /// The ledger of a project's elements. `order` is the order of the departments.
    pub fn of(case: &Case, elements: &[ElementId], order: &[DepartmentId]) -> Self {
        let mut entries: Vec<Entry> = elements.iter().flat_map(|e| entries_of(case, *e)).collect();
        // Of a department that stands twice in the order the first place counts.
        let places: BTreeMap<DepartmentId, usize> = order.iter().enumerate().rev().map(|(i, d)| (*d, i)).collect();
        let rank = |k: KpiId| places.get(&case.kpi(k).department).copied().unwrap_or(order.len());
        entries.sort_by_key(|e| (e.kpi.map_or(usize::MAX, rank), e.kpi, !e.core, e.element, e.origin.line));
        let doubles = double::find(case, &entries);
        let index = Index::of(&entries, &doubles);
        let reach = reach(&entries, &index);
        Ledger { entries, reach, doubles, index }
    }

    /// Supported claims of an element for a KPI, with their places.
    fn claims(&self, kpi: KpiId, element: ElementId) -> impl Iterator<Item = (usize, &Entry, &Known)> {
        let places = self.index.entries.get(&(kpi, element)).cloned().unwrap_or_default();
        places.filter_map(move |at| self.entries.get(at).and_then(|e| Some((at, e, e.known()?))))
    }

    /// Doubles that the claim at a place of the ledger is part of: places among [`Ledger::doubles`], in order.
    pub fn doubles_of(&self, at: usize) -> &[usize] {
        self.index.doubles.get(at).map(Vec::as_slice).unwrap_or_default()
    }

    /// What a claim of the plan comes to when every result that is surely claimed more than once is split; `None` when it is not one.
    pub fn split(&self, kpi: KpiId, element: ElementId) -> Option<Known> {
        let (at, _, known) = self.claims(kpi, element).find(|(_, e, _)| e.core)?;
        let ways = self.index.ways.get(at).copied().filter(|ways| *ways > 1)?;
        Some(double::part(known, ways))
    }

    /// Whether a result that an element claims for a KPI is surely claimed more than once.
    pub fn doubled(&self, kpi: KpiId, element: ElementId) -> bool {
        self.among_doubles(true, kpi, element)
    }

    /// Whether a result that an element claims for a KPI may be claimed elsewhere as well, which somebody has to look at.
    pub fn doubtful(&self, kpi: KpiId, element: ElementId) -> bool {
        self.among_doubles(false, kpi, element)
    }

    fn among_doubles(&self, sure: bool, kpi: KpiId, element: ElementId) -> bool {
        let mut doubles = self.claims(kpi, element).flat_map(|(at, ..)| self.doubles_of(at)).filter_map(|i| self.doubles.get(*i));
        doubles.any(|d| d.sure == sure)
    }

    /// Whether what an element claims for a KPI may stand in a headline: it has a share, comes in time, and is surely not claimed twice.
    pub fn quotable(&self, kpi: KpiId, element: ElementId) -> bool {
        let mut claims = self.claims(kpi, element).peekable();
        claims.peek().is_some() && claims.all(|(_, e, _)| e.timing == Timing::InTime) && !self.doubled(kpi, element)
    }

    /// Claims that have no share.
    pub fn unsupported(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|e| e.share.is_err())
    }
}

/// The claims of one element.
fn entries_of(case: &Case, id: ElementId) -> Vec<Entry> {
    let element = case.element(id);
    let stated = element.contributions.iter().map(|c| (&c.metric, &c.kpis, Some(&c.amount), &c.origin));
    let named = element.unstated.iter().map(|u| (&u.metric, &u.kpis, None, &u.origin));
    let mut entries = Vec::new();
    for (metric, kpis, amount, origin) in stated.chain(named) {
        let targets: Vec<Option<KpiId>> = if kpis.is_empty() { vec![None] } else { kpis.iter().copied().map(Some).collect() };
        entries.extend(targets.into_iter().map(|kpi| Entry {
            element: id,
            kpi,
            metric: metric.clone(),
            amount: amount.cloned(),
            core: element.kind == ElementKind::Core,
            share: support(case, kpi, amount),
            timing: kpi.map_or(Timing::InTime, |k| timing(case, id, k)),
            origin: origin.clone(),
        }));
    }
    entries
}

fn support(case: &Case, kpi: Option<KpiId>, amount: Option<&Quantity>) -> Result<Known, Unsupported> {
    let kpi = kpi.ok_or(Unsupported::NoKpi)?;
    let amount = amount.ok_or(Unsupported::NoShare(NoShare::NotStated))?;
    match share::of(amount, case.kpi(kpi)) {
        Share::Known(known) => Ok(known),
        Share::Unknown(why) => Err(Unsupported::NoShare(why)),
    }
}

fn timing(case: &Case, element: ElementId, kpi: KpiId) -> Timing {
    let (e, due) = (case.element(element), case.kpi(kpi).due);
    match () {
        () if due.zip(e.start).is_some_and(|(due, start)| due < start) => Timing::Late,
        () if window(due, e.start, e.end) < 1.0 => Timing::Partly,
        () if outlasts(case, element, kpi) => Timing::Outlasts,
        () => Timing::InTime,
    }
}

/// The sums.
fn reach(entries: &[Entry], index: &Index) -> Vec<Reach> {
    let mut found: Vec<Reach> = Vec::new();
    // The entries stand KPI by KPI.
    for (entry, (&ways, &if_one)) in entries.iter().zip(index.ways.iter().zip(&index.ways_if_one)) {
        let (Some(kpi), Some(known)) = (entry.kpi, entry.known()) else { continue };
        if found.last().is_none_or(|r| r.kpi != kpi) {
            found.push(Reach { kpi, claims: 0, optional: 0, plan: None, with_optional: None, once: None, once_if_one: None });
        }
        let Some(r) = found.last_mut() else { continue };
        let plus = |sum: Option<Known>, more: &Known| Some(sum.map_or(*more, |s| share::sum(&s, more)));
        if entry.core {
            r.claims += 1;
            // Up to the first double count the sums are the same.
            let sure = r.once.or(r.plan);
            if if_one > ways || r.once_if_one.is_some() {
                r.once_if_one = plus(r.once_if_one.or(sure), &double::part(known, if_one));
            }
            if ways > 1 || r.once.is_some() {
                r.once = plus(sure, &double::part(known, ways));
            }
            r.plan = plus(r.plan, known);
        } else {
            r.optional += 1;
            r.with_optional = plus(r.with_optional.or(r.plan), known);
        }
    }
    found
}

#[cfg(test)]
pub(super) mod tests;
