//! What could be added, and what each addition is worth.
//!
//! A suggestion's gain counts the appeal it adds to each partner by how badly off that partner is:
//! gain = sum (1 - y_d) max(0, y'_d - y_d) / sum (1 - y_d) over the partners, in [0, 1]. The plan adds one suggestion at a time, each the
//! one that brings most partners over the line, then the highest win-win index, then the lowest cost, as long as the budget, the number of
//! changes and the own department's coverage allow.

use crate::analysis::Options;
use crate::analysis::benefit::{Benefit, WinWin, benefit, win_win};
use crate::analysis::evidence::EvidenceTable;
use crate::model::{Case, DepartmentId, ElementId, ElementKind, KpiId, Project, Source};
use crate::score::Scorer;
use crate::score::lexical::{Profile, lexical};

/// Evidence of help from which a suggestion is said to serve a KPI.
const SERVES: f64 = 0.2;
/// Gains below this are no reason to change a plan.
const LEAST_GAIN: f64 = 0.005;
/// Days that an event with its preparation may span.
const EVENT_DAYS: i32 = 62;
/// Likeness of words from which a catalog entry is the same as an element of the plan.
const SAME_WORDS: f32 = 0.55;

/// One possible addition.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// What to add.
    pub element: ElementId,
    /// KPIs it serves, best first.
    pub serves: Vec<KpiId>,
    /// KPIs it hurts.
    pub hurts: Vec<KpiId>,
    /// Gain over the partners, 0 to 1.
    pub gain: f64,
    /// Mean of max(0, u) over the partners with it.
    pub partners_after: f64,
    /// Coverage of the own department with it.
    pub own_after: Option<f64>,
    /// Appeal it adds to each partner, in order of the partners.
    pub appeal_gain: Vec<f64>,
    /// Coverage it adds to each partner.
    pub coverage_gain: Vec<f64>,
}

/// One step of the plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What is added.
    pub element: ElementId,
    /// Its cost, middle of the range; 0 when unknown.
    pub cost: f64,
    /// Both sides after it.
    pub after: WinWin,
}

/// Elements that could be added to a project: its optional ones and the catalog, without what the plan already holds.
pub fn candidates(case: &Case, scorer: &Scorer, project: &Project) -> Vec<ElementId> {
    let own = project.elements.iter().copied().filter(|e| case.element(*e).kind == ElementKind::Optional);
    let planned: Vec<ElementId> = project.elements.clone();
    let text = |e: ElementId| format!("{} {}", case.element(e).name, case.element(e).description);
    let words: Vec<Profile> = planned.iter().map(|e| Profile::of(&case.element(*e).name)).collect();
    let concepts: Vec<Vec<u32>> = planned.iter().map(|e| main_concepts(case, scorer, *e)).collect();
    let lasting = lasts(case, project);
    let fresh = case.catalog().filter(|e| {
        let named = |p: &ElementId| crate::text::fold(&case.element(*p).name) == crate::text::fold(&case.element(*e).name);
        if case.element(*e).source == Source::OwnCatalog {
            return !planned.iter().any(named);
        }
        if lasting && case.element(*e).event_only {
            return false;
        }
        let (name, full, mine) = (Profile::of(&case.element(*e).name), Profile::of(&text(*e)), main_concepts(case, scorer, *e));
        let same = |i: usize| {
            let likeness = lexical(&words[i], &name).score.max(lexical(&words[i], &full).score);
            likeness >= SAME_WORDS || (!mine.is_empty() && concepts[i].contains(&mine[0]))
        };
        !(0..planned.len()).any(same)
    });
    own.chain(fresh).collect()
}

/// Whether a project surely is no event: its dated elements span more than two months.
fn lasts(case: &Case, project: &Project) -> bool {
    let dated = || project.elements.iter().map(|e| case.element(*e));
    let first = dated().filter_map(|e| e.start.or(e.end)).min();
    let last = dated().filter_map(|e| e.end.or(e.start)).max();
    first.zip(last).is_some_and(|(a, b)| a.until(b).is_ok_and(|span| span.get_days() > EVENT_DAYS))
}

/// The activities an element's name itself speaks of.
fn main_concepts(case: &Case, scorer: &Scorer, element: ElementId) -> Vec<u32> {
    use crate::score::knowledge::ConceptKind;
    let profile = crate::score::driver::element(scorer.knowledge(), &case.element(element).name, "");
    let activity = |c: u32| scorer.knowledge().concepts[c as usize].kind == ConceptKind::Activity;
    profile.hits.iter().filter(|h| h.value > 0.0 && activity(h.concept)).map(|h| h.concept).collect()
}

/// What each candidate is worth on top of `core`, best first; ties by cost, then by name.
pub fn suggestions(
    case: &Case,
    evidence: &EvidenceTable,
    core: &[ElementId],
    candidates: &[ElementId],
    partners: &[DepartmentId],
    own: Option<DepartmentId>,
) -> Vec<Suggestion> {
    let before = benefit(case, evidence, core);
    let mut all: Vec<Suggestion> = candidates.iter().map(|c| suggestion(case, evidence, core, *c, partners, own, &before)).collect();
    let cost = |e: ElementId| case.element(e).cost.map_or(0.0, |c| c.middle());
    let mean = |s: &Suggestion| s.coverage_gain.iter().sum::<f64>();
    all.sort_by(|a, b| {
        b.gain
            .total_cmp(&a.gain)
            .then(mean(b).total_cmp(&mean(a)))
            .then(cost(a.element).total_cmp(&cost(b.element)))
            .then_with(|| case.element(a.element).name.cmp(&case.element(b.element).name))
    });
    all
}

fn suggestion(
    case: &Case,
    evidence: &EvidenceTable,
    core: &[ElementId],
    candidate: ElementId,
    partners: &[DepartmentId],
    own: Option<DepartmentId>,
    before: &Benefit,
) -> Suggestion {
    let with: Vec<ElementId> = core.iter().copied().chain([candidate]).collect();
    let after = benefit(case, evidence, &with);
    let y = |b: &Benefit, d: &DepartmentId| b.departments[d.0 as usize].appeal;
    let u = |b: &Benefit, d: &DepartmentId| b.departments[d.0 as usize].coverage;
    let appeal_gain: Vec<f64> = partners.iter().map(|d| y(&after, d) - y(before, d)).collect();
    let coverage_gain: Vec<f64> = partners.iter().map(|d| u(&after, d) - u(before, d)).collect();
    let need: f64 = partners.iter().map(|d| 1.0 - y(before, d)).sum();
    let weighted: f64 = partners.iter().zip(&appeal_gain).map(|(d, g)| (1.0 - y(before, d)) * g.max(0.0)).sum();
    let by = |value: &dyn Fn(KpiId) -> f64| {
        let mut ids: Vec<KpiId> = case.kpi_ids().filter(|k| value(*k) >= SERVES).collect();
        ids.sort_by(|a, b| value(*b).total_cmp(&value(*a)).then(a.cmp(b)));
        ids
    };
    let both = win_win(&after, own, partners, 1.0);
    Suggestion {
        element: candidate,
        serves: by(&|k| evidence.at(k, candidate).helps()),
        hurts: by(&|k| evidence.at(k, candidate).hurts()),
        gain: if need > 0.0 { weighted / need } else { 0.0 },
        partners_after: both.partners,
        own_after: both.own,
        appeal_gain,
        coverage_gain,
    }
}

/// The plan: additions one after the other, each the best next one.
pub fn plan(
    case: &Case,
    evidence: &EvidenceTable,
    core: &[ElementId],
    candidates: &[ElementId],
    partners: &[DepartmentId],
    options: &Options,
) -> Vec<Step> {
    let worth = |set: &[ElementId]| win_win(&benefit(case, evidence, set), case.own, partners, options.yes_line);
    // Without an own department the partners' mean stands for the index.
    let index = |w: &WinWin| w.index.unwrap_or(w.partners);
    let cost = |e: ElementId| case.element(e).cost.map_or(0.0, |c| c.middle());
    let start = worth(core);
    let floor = start.own.map(|u| options.keep * u - 0.005);
    let (mut set, mut now, mut spent, mut steps) = (core.to_vec(), start, 0.0, Vec::new());
    while steps.len() < options.max_changes {
        let mut best: Option<(ElementId, WinWin)> = None;
        for &c in candidates {
            if set.contains(&c) || options.budget.is_some_and(|b| spent + cost(c) > b) {
                continue;
            }
            set.push(c);
            let after = worth(&set);
            set.pop();
            let serves = case.kpi_ids().any(|k| evidence.at(k, c).helps() >= SERVES);
            let keeps = floor.zip(after.own).is_none_or(|(floor, own)| own >= floor);
            let gains = after.over_line > now.over_line || (after.over_line == now.over_line && index(&after) > index(&now) + LEAST_GAIN);
            if !keeps || !gains || !serves {
                continue;
            }
            let better = best.as_ref().is_none_or(|(other, w)| {
                after
                    .over_line
                    .cmp(&w.over_line)
                    .then(index(&after).total_cmp(&index(w)))
                    .then(cost(*other).total_cmp(&cost(c)))
                    .then_with(|| case.element(*other).name.cmp(&case.element(c).name))
                    .is_gt()
            });
            if better {
                best = Some((c, after));
            }
        }
        let Some((element, after)) = best else { break };
        set.push(element);
        spent += cost(element);
        now = after;
        steps.push(Step { element, cost: cost(element), after });
    }
    steps
}
