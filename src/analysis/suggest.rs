//! What could be added, and what each addition is worth.
//!
//! A suggestion's gain counts the appeal it adds to each partner by how badly off that partner is:
//! gain = sum (1 - y_d) max(0, y'_d - y_d) / sum (1 - y_d) over the partners, in [0, 1].

use crate::analysis::benefit::{Benefit, Products, win_win};
use crate::analysis::evidence::{EvidenceTable, SERVES};
use crate::analysis::partners::record;
use crate::analysis::subject::form;
use crate::model::{Case, DepartmentId, ElementId, ElementKind, FormKind, KpiId, Project, Source};
use crate::score::Scorer;
use crate::score::lexical::{Profile, lexical};

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
    /// Those among them that it serves by itself; the others it helps.
    pub alone: Vec<KpiId>,
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

/// Elements that could be added to a project: its optional ones and the catalog, without what the plan already holds and without what needs a
/// department that has turned the project's request down: that is no way to win it.
pub fn candidates(case: &Case, scorer: &Scorer, project: &Project) -> Vec<ElementId> {
    let own = project.elements.iter().copied().filter(|e| case.element(*e).kind == ElementKind::Optional);
    let planned = &project.elements;
    let done = Done::of(case, scorer, planned.clone());
    let core: Vec<ElementId> = planned.iter().copied().filter(|e| case.element(*e).kind == ElementKind::Core).collect();
    // Only an event is told surely enough from its name and dates to leave out what belongs elsewhere.
    let lasting = lasts(case, project);
    let form = form(case, &scorer.knowledge().framings, &project.name, &core).filter(|f| *f == FormKind::Event && !lasting);
    let refused = |e: ElementId| case.element(e).needs.iter().any(|d| record::standing_refusal(case, *d).is_some());
    let fresh = case.catalog().filter(|e| {
        if refused(*e) {
            return false;
        }
        let named = |p: &ElementId| crate::text::fold(&case.element(*p).name) == crate::text::fold(&case.element(*e).name);
        if case.element(*e).source == Source::OwnCatalog {
            return !planned.iter().any(named);
        }
        // What fits nothing in particular fits all.
        let fits = &case.element(*e).fits;
        if !fits.is_empty() && (form.is_some_and(|f| !fits.contains(&f)) || (lasting && fits == &[FormKind::Event])) {
            return false;
        }
        done.same(case, scorer, *e).is_none()
    });
    own.chain(fresh).collect()
}

/// What elements do already, by which an addition is told to be nothing new.
#[derive(Debug)]
pub struct Done(Vec<(ElementId, Profile, Vec<u32>)>);

impl Done {
    /// That of some elements.
    pub fn of(case: &Case, scorer: &Scorer, elements: Vec<ElementId>) -> Self {
        let one = |e: ElementId| (e, Profile::of(&case.element(e).name), main_concepts(case, scorer, e));
        Done(elements.into_iter().map(one).collect())
    }

    /// The first element that an addition is the same as.
    pub fn same(&self, case: &Case, scorer: &Scorer, addition: ElementId) -> Option<ElementId> {
        let text = case.element(addition);
        let (name, full, mine) = (Profile::of(&text.name), Profile::of(&text.text()), main_concepts(case, scorer, addition));
        // An addition that does all that an element is named for is that element and more.
        let same = |(_, words, concepts): &&(ElementId, Profile, Vec<u32>)| {
            let likeness = lexical(words, &name).score.max(lexical(words, &full).score);
            likeness >= SAME_WORDS
                || mine.first().is_some_and(|c| concepts.contains(c))
                || (!concepts.is_empty() && concepts.iter().all(|c| mine.contains(c)))
        };
        self.0.iter().find(same).map(|(element, ..)| *element)
    }
}

/// Whether a project surely is no event: its dated elements span more than two months.
fn lasts(case: &Case, project: &Project) -> bool {
    let dated = || project.elements.iter().map(|e| case.element(*e));
    let first = dated().filter_map(|e| e.start.or(e.end)).min();
    let last = dated().filter_map(|e| e.end.or(e.start)).max();
    first.zip(last).is_some_and(|(a, b)| a.until(b).is_ok_and(|span| span.get_days() > EVENT_DAYS))
}

/// The activities an element's name itself speaks of.
pub(super) fn main_concepts(case: &Case, scorer: &Scorer, element: ElementId) -> Vec<u32> {
    use crate::score::knowledge::ConceptKind;
    let profile = crate::score::driver::element(scorer.knowledge(), &case.element(element).name, "", Vec::new);
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
    let core = Products::new(case).with(evidence, core);
    let before = core.benefit(case);
    let mut all: Vec<Suggestion> = candidates.iter().map(|c| suggestion(case, evidence, &core, *c, partners, own, &before)).collect();
    let cost = |e: ElementId| case.element(e).cost_middle();
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
    core: &Products,
    candidate: ElementId,
    partners: &[DepartmentId],
    own: Option<DepartmentId>,
    before: &Benefit,
) -> Suggestion {
    let after = core.with(evidence, &[candidate]).benefit(case);
    let y = |b: &Benefit, d: &DepartmentId| b.departments[d.0 as usize].appeal;
    let u = |b: &Benefit, d: &DepartmentId| b.departments[d.0 as usize].coverage;
    let appeal_gain: Vec<f64> = partners.iter().map(|d| y(&after, d) - y(before, d)).collect();
    let coverage_gain: Vec<f64> = partners.iter().map(|d| u(&after, d) - u(before, d)).collect();
    let need: f64 = partners.iter().map(|d| 1.0 - y(before, d)).sum();
    let weighted: f64 = partners.iter().zip(&appeal_gain).map(|(d, g)| (1.0 - y(before, d)) * g.max(0.0)).sum();
    let by = |value: &dyn Fn(KpiId) -> f64, counts: &dyn Fn(KpiId) -> bool| {
        let mut ids: Vec<KpiId> = case.kpi_ids().filter(|k| counts(*k)).collect();
        ids.sort_by(|a, b| value(*b).total_cmp(&value(*a)).then_with(|| case.kpi(*a).name.cmp(&case.kpi(*b).name)));
        ids
    };
    let both = win_win(&after, own, partners, 1.0);
    Suggestion {
        element: candidate,
        serves: by(&|k| evidence.at(k, candidate).helps(), &|k| evidence.at(k, candidate).serves()),
        alone: by(&|k| evidence.at(k, candidate).helps(), &|k| evidence.at(k, candidate).serves_alone()),
        hurts: by(&|k| evidence.at(k, candidate).hurts(), &|k| evidence.at(k, candidate).hurts() >= SERVES),
        gain: if need > 0.0 { weighted / need } else { 0.0 },
        partners_after: both.partners,
        own_after: both.own,
        appeal_gain,
        coverage_gain,
    }
}
