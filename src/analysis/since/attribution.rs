//! Why a department's figures moved between two runs of a project.
//!
//! Five causes: elements that came into the plan, that left it, that changed (amounts, dates, wording), KPIs that changed (target, actual,
//! weight, due date, wording; new and gone ones), and the judging of what did not change (another version of the program, base rate,
//! knowledge or record of deliveries). Any subset of the causes gives a plan in between, whose appeal y and coverage u are reckoned as
//! those of a real one. A cause counts with the mean of what it adds over all orders in which the five could have happened (the Shapley
//! value), so that the parts sum to the whole movement and no order is favoured.
//!
//! Beside that each single item is taken back alone: what stands now less what would stand with only that item as it was. Items that can
//! stand in for each other show little here though together they carry much; that is why both figures are given.
//!
//! Evidence of what is in the tables now is that of this run; of what is gone, that which the earlier summary wrote down. Limits: evidence
//! of an element that left on a KPI that came is unknown and counted as none, and so the other way round.

use std::collections::BTreeMap;

use crate::analysis::ProjectAnalysis;
use crate::analysis::benefit::{DepartmentBenefit, KpiBenefit, of_kpis};
use crate::analysis::evidence::{EvidenceTable, headroom};
use crate::analysis::since::{changes, paired};
use crate::model::{Case, ElementId, KpiId, ProjectId};
use crate::read::earlier::Inputs;
use crate::text::fold;

/// Parts of a movement below this are rounding.
const ROUNDING: f64 = 1e-5;

/// What a movement is put down to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CauseKind {
    /// Elements that came into the plan.
    Added,
    /// Elements that left it.
    Removed,
    /// Elements of the plan that changed.
    Altered,
    /// KPIs that changed.
    Kpis,
    /// Nothing in the tables of this project: what did not change is judged otherwise.
    Judgement,
}

impl CauseKind {
    /// All of them; a set of causes is a number with the bits of their places.
    const ALL: [CauseKind; 5] = [CauseKind::Added, CauseKind::Removed, CauseKind::Altered, CauseKind::Kpis, CauseKind::Judgement];

    fn bit(self) -> usize {
        1 << self as usize
    }
}

/// One cause of a movement.
#[derive(Debug, Clone, PartialEq)]
pub struct Cause {
    /// Which.
    pub kind: CauseKind,
    /// Its part of the movement of the appeal.
    pub appeal: f64,
    /// Its part of the movement of the coverage.
    pub coverage: f64,
    /// What it consists of, strongest first.
    pub items: Vec<Item>,
}

/// One element or KPI of a cause.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its name.
    pub name: String,
    /// Appeal now, less the appeal with this item alone as it was.
    pub appeal: f64,
    /// The same for coverage.
    pub coverage: f64,
}

/// An element of either run.
#[derive(Debug, Clone)]
pub struct ElementPair {
    /// Its name.
    pub name: String,
    /// Its place in the earlier inputs.
    pub then: Option<usize>,
    /// The element now.
    pub now: Option<ElementId>,
    /// Whether it was in the plan.
    pub planned_then: bool,
    /// Whether it is in the plan.
    pub planned_now: bool,
    /// Whether something changed that evidence hangs on.
    pub altered: bool,
}

/// A KPI of either run.
#[derive(Debug, Clone)]
pub struct KpiPair {
    /// Its department, folded.
    department: String,
    /// Its name.
    pub name: String,
    /// Its place in the earlier inputs.
    pub then: Option<usize>,
    /// The KPI now.
    pub now: Option<KpiId>,
    /// Whether something changed that figures hang on.
    altered: bool,
}

/// Both runs of a project laid over each other.
#[derive(Debug)]
pub struct Universe<'a> {
    /// This run.
    pub case: &'a Case,
    /// What the earlier run was reckoned from.
    pub inputs: &'a Inputs,
    /// The project.
    pub project: ProjectId,
    evidence: &'a EvidenceTable,
    /// Elements of both runs: the table's, then those that are gone.
    pub elements: Vec<ElementPair>,
    /// KPIs of both runs, likewise.
    pub kpis: Vec<KpiPair>,
    /// (helps, hurts) of the earlier run by place of element and KPI.
    earlier: BTreeMap<(usize, usize), (f64, f64)>,
}

/// A state between the two runs.
#[derive(Debug, Clone, Copy)]
enum World {
    /// The causes of a set are as now, the others as they were.
    With(usize),
    /// Everything is as now but one item of a cause.
    Without(CauseKind, usize),
}

impl World {
    fn is_now(self, kind: CauseKind, item: usize) -> bool {
        match self {
            World::With(set) => set & kind.bit() != 0,
            World::Without(other, place) => other != kind || place != item,
        }
    }
}

impl<'a> Universe<'a> {
    /// Lays the two runs over each other.
    pub fn of(case: &'a Case, evidence: &'a EvidenceTable, now: &ProjectAnalysis, inputs: &'a Inputs) -> Self {
        let ids = &case.project(now.project).elements;
        let keys = (inputs.elements.iter().map(|e| fold(&e.element)), ids.iter().map(|e| fold(&case.element(*e).name)));
        let (places, left) = paired(keys.0, keys.1);
        let planned = |then: Option<usize>| then.and_then(|i| inputs.elements.get(i)).is_some_and(|e| e.kind == "core");
        let here = ids.iter().zip(places).map(|(id, then)| ElementPair {
            name: case.element(*id).name.clone(),
            then,
            now: Some(*id),
            planned_then: planned(then),
            planned_now: now.core.contains(id),
            altered: then.and_then(|i| inputs.elements.get(i)).is_some_and(|e| changes::bears_on_evidence(case.element(*id), e)),
        });
        let gone = left.into_iter().filter_map(|i| {
            let name = inputs.elements.get(i)?.element.clone();
            Some(ElementPair { name, then: Some(i), now: None, planned_then: planned(Some(i)), planned_now: false, altered: false })
        });
        let elements = here.chain(gone).collect();
        let key = |department: &str, kpi: &str| format!("{}\u{1f}{}", fold(department), fold(kpi));
        let of_now = move |k: KpiId| (case.department(case.kpi(k).department).name.as_str(), case.kpi(k).name.as_str());
        let (places, left) = paired(
            inputs.kpis.iter().map(|k| key(&k.department, &k.kpi)),
            case.kpi_ids().map(|k| {
                let (department, name) = of_now(k);
                key(department, name)
            }),
        );
        let here = case.kpi_ids().zip(places).map(|(id, then)| {
            let (department, name) = of_now(id);
            let altered = then.and_then(|i| inputs.kpis.get(i)).is_none_or(|k| !changes::kpi(case.kpi(id), k).is_empty());
            KpiPair { department: fold(department), name: name.to_owned(), then, now: Some(id), altered }
        });
        let gone = left.into_iter().filter_map(|i| {
            let k = inputs.kpis.get(i)?;
            Some(KpiPair { department: fold(&k.department), name: k.kpi.clone(), then: Some(i), now: None, altered: true })
        });
        let kpis = here.chain(gone).collect();
        let effects = inputs.elements.iter().enumerate().flat_map(|(e, element)| element.effects.iter().map(move |x| (e, x)));
        let earlier = effects.map(|(e, x)| ((e, x.kpi), (x.helps.clamp(0.0, 1.0), x.hurts.clamp(0.0, 1.0)))).collect();
        Universe { case, inputs, project: now.project, evidence, elements, kpis, earlier }
    }

    /// Why a department moved by this much of appeal and coverage; its name folded.
    pub fn causes(&self, department: &str, (appeal, coverage): (f64, f64)) -> Vec<Cause> {
        let kpis: Vec<usize> = (0..self.kpis.len()).filter(|k| self.kpis[*k].department == department).collect();
        let worlds: Vec<DepartmentBenefit> = (0..1 << CauseKind::ALL.len()).map(|set| self.figures(&kpis, World::With(set))).collect();
        let now = worlds[worlds.len() - 1];
        let mut causes: Vec<Cause> = CauseKind::ALL
            .into_iter()
            .map(|kind| Cause {
                kind,
                appeal: shapley(kind, &|set| worlds[set].appeal),
                coverage: shapley(kind, &|set| worlds[set].coverage),
                items: self.items(kind, &kpis, &now),
            })
            .collect();
        // What the earlier summary says of itself and what its inputs give may differ by rounding, or by another program's formula.
        let rest = |whole: f64, of: &dyn Fn(&Cause) -> f64| whole - causes.iter().map(of).sum::<f64>();
        let (appeal, coverage) = (rest(appeal, &|c| c.appeal), rest(coverage, &|c| c.coverage));
        if let Some(judgement) = causes.last_mut() {
            judgement.appeal += appeal;
            judgement.coverage += coverage;
        }
        causes.retain(|c| c.appeal.abs() >= ROUNDING || c.coverage.abs() >= ROUNDING);
        causes
    }

    fn items(&self, kind: CauseKind, kpis: &[usize], now: &DepartmentBenefit) -> Vec<Item> {
        let of_kind = |e: &usize| {
            let e = &self.elements[*e];
            match kind {
                CauseKind::Added => e.planned_now && !e.planned_then,
                CauseKind::Removed => e.planned_then && !e.planned_now,
                CauseKind::Altered => e.planned_then && e.planned_now && e.altered,
                CauseKind::Kpis | CauseKind::Judgement => false,
            }
        };
        let places: Vec<usize> = match kind {
            CauseKind::Kpis => kpis.iter().copied().filter(|k| self.kpis[*k].altered).collect(),
            _ => (0..self.elements.len()).filter(of_kind).filter(|e| self.touches(*e, kpis)).collect(),
        };
        let mut items: Vec<Item> = places
            .into_iter()
            .map(|place| {
                let without = self.figures(kpis, World::Without(kind, place));
                let name = if kind == CauseKind::Kpis { &self.kpis[place].name } else { &self.elements[place].name };
                Item { name: name.clone(), appeal: now.appeal - without.appeal, coverage: now.coverage - without.coverage }
            })
            .collect();
        let size = |i: &Item| i.appeal.abs() + i.coverage.abs();
        items.sort_by(|a, b| size(b).total_cmp(&size(a)).then_with(|| a.name.cmp(&b.name)));
        items
    }

    /// Whether an element does anything to one of these KPIs, then or now.
    fn touches(&self, element: usize, kpis: &[usize]) -> bool {
        let e = &self.elements[element];
        let some = |pair: Option<(f64, f64)>| pair.is_some_and(|(helps, hurts)| helps > 0.0 || hurts > 0.0);
        kpis.iter().any(|k| some(self.now(e, &self.kpis[*k])) || some(self.then(e, &self.kpis[*k])))
    }

    fn now(&self, e: &ElementPair, k: &KpiPair) -> Option<(f64, f64)> {
        let evidence = self.evidence.at(k.now?, e.now?);
        Some((evidence.helps(), evidence.hurts()))
    }

    fn then(&self, e: &ElementPair, k: &KpiPair) -> Option<(f64, f64)> {
        let (e, k) = (e.then?, k.then?);
        Some(self.earlier.get(&(e, k)).copied().unwrap_or_default())
    }

    /// A department's figures in a world; its weights sum to 1 in each.
    fn figures(&self, kpis: &[usize], world: World) -> DepartmentBenefit {
        let mut parts: Vec<(f64, f64, KpiBenefit)> = Vec::with_capacity(kpis.len());
        for &place in kpis {
            let k = &self.kpis[place];
            let as_now = !k.altered || world.is_now(CauseKind::Kpis, place);
            let side = if as_now {
                k.now.map(|id| (self.case.kpi(id).weight, headroom(self.case.kpi(id))))
            } else {
                k.then.and_then(|i| self.inputs.kpis.get(i)).map(|k| (k.weight, k.headroom))
            };
            let Some((weight, g)) = side else { continue };
            let (mut no_help, mut no_hurt) = (1.0, 1.0);
            for (at, e) in self.elements.iter().enumerate() {
                let (helps, hurts) = self.effect((at, e), (place, k), world).unwrap_or_default();
                no_help *= 1.0 - helps;
                no_hurt *= 1.0 - hurts;
            }
            parts.push((weight, g, KpiBenefit { help: 1.0 - no_help, hurt: 1.0 - no_hurt }));
        }
        let sum: f64 = parts.iter().map(|(weight, ..)| weight).sum();
        if sum > 0.0 {
            parts.iter_mut().for_each(|(weight, ..)| *weight /= sum);
        }
        of_kpis(parts.iter().copied())
    }

    /// Evidence of an element on a KPI in a world; `None` when it is not in the plan there.
    fn effect(&self, (at, e): (usize, &ElementPair), (place, k): (usize, &KpiPair), world: World) -> Option<(f64, f64)> {
        match (e.planned_then, e.planned_now) {
            (false, false) => None,
            (false, true) => world.is_now(CauseKind::Added, at).then(|| self.now(e, k).or_else(|| self.then(e, k)))?,
            (true, false) if world.is_now(CauseKind::Removed, at) => None,
            (true, false) => match world {
                // Taken back into the plan of today it counts as it would today.
                World::Without(..) => self.now(e, k).or_else(|| self.then(e, k)),
                World::With(_) => self.then(e, k).or_else(|| self.now(e, k)),
            },
            (true, true) => {
                let as_now = match () {
                    () if e.altered => world.is_now(CauseKind::Altered, at),
                    () if k.altered => world.is_now(CauseKind::Kpis, place),
                    () => world.is_now(CauseKind::Judgement, 0),
                };
                let (now, then) = (self.now(e, k), self.then(e, k));
                if as_now { now.or(then) } else { then.or(now) }
            }
        }
    }
}

/// The mean over all orders of the causes of what one of them adds.
fn shapley(kind: CauseKind, value: &dyn Fn(usize) -> f64) -> f64 {
    let count = CauseKind::ALL.len();
    let factorial = |n: usize| (1..=n).product::<usize>() as f64;
    let without = (0..1_usize << count).filter(|set| set & kind.bit() == 0);
    without
        .map(|set| {
            let size = set.count_ones() as usize;
            let weight = factorial(size) * factorial(count - size - 1) / factorial(count);
            weight * (value(set | kind.bit()) - value(set))
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_sum_to_the_whole_and_equals_share_equally() {
        // Added and Kpis stand in for each other, Removed takes 0.2 off, the other two do nothing.
        let value = |set: usize| {
            let has = |kind: CauseKind| set & kind.bit() != 0;
            let gained = if has(CauseKind::Added) || has(CauseKind::Kpis) { 0.6 } else { 0.0 };
            gained - if has(CauseKind::Removed) { 0.2 } else { 0.0 }
        };
        let parts: Vec<f64> = CauseKind::ALL.into_iter().map(|k| shapley(k, &value)).collect();
        let expected = [0.3, -0.2, 0.0, 0.3, 0.0];
        assert!(parts.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12), "{parts:?}");
        assert!((parts.iter().sum::<f64>() - (value(31) - value(0))).abs() < 1e-12);
    }
}
