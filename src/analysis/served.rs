//! What serves each KPI of a department, and how much of the target is stated: by the plan and its additions.
//!
//! Stated and inferred are kept apart: a sum holds stated contributions alone. KPIs come by weight, then those with a larger stated share,
//! then those served, then by name.

use crate::analysis::ProjectAnalysis;
use crate::analysis::department::DepartmentSide;
use crate::analysis::evidence::{EvidenceTable, Level, SERVES};
use crate::model::share::{self, Known};
use crate::model::{Case, ElementId, KpiId};

/// An element that serves a KPI.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Server {
    /// The element.
    pub element: ElementId,
    /// Its stated contribution; `None` where the texts alone speak.
    pub known: Option<Known>,
    /// Whether it is an addition, not yet in the plan.
    pub added: bool,
    /// Whether more than the sound of the texts speaks for it ([`crate::analysis::evidence::Evidence::grounded`]).
    pub grounded: bool,
    /// Whether it is to be softened for whoever it hurts, so that less of it is to be counted on.
    pub softened: bool,
}

impl Served {
    /// Whether all that is stated for it comes from additions, so that the plan as it is brings none of the sum.
    pub fn is_proposed(&self) -> bool {
        let mut stated = self.by.iter().filter(|s| s.known.is_some()).peekable();
        stated.peek().is_some() && stated.all(|s| s.added)
    }

    /// Whether something serves it, and all of that only sounds like it.
    pub fn is_to_be_verified(&self) -> bool {
        !self.by.is_empty() && self.by.iter().all(|s| !s.grounded)
    }
}

/// One KPI and what serves it.
#[derive(Debug, Clone, PartialEq)]
pub struct Served {
    /// The KPI.
    pub kpi: KpiId,
    /// What serves it: stated by share, then inferred by strength.
    pub by: Vec<Server>,
    /// What the stated contributions come to, those that work against it included; `None` without any.
    pub sum: Option<Known>,
    /// Whether a part of the sum may be counted more than once.
    pub doubtful: bool,
    /// Whether the sum may stand in a headline: nothing speaks against any part of it ([`crate::analysis::claims::Ledger::quotable`]), and the KPI
    /// is still open.
    pub quotable: bool,
    /// Whether C reaches [`crate::analysis::benefit::SERVED`] as advised.
    pub served: bool,
    /// Whether it is met already.
    pub met: bool,
    /// What works against it, the strongest first.
    pub against: Vec<(ElementId, Level)>,
    /// What is not among the additions and would serve it; looked for when nothing serves it.
    pub would: Option<ElementId>,
}

/// The KPIs of a department.
pub fn of(case: &Case, evidence: &EvidenceTable, a: &ProjectAnalysis, side: &DepartmentSide) -> Vec<Served> {
    let mut all: Vec<Served> = case.kpis_of(side.department).map(|kpi| one(case, evidence, a, side, kpi)).collect();
    let share = |s: &Served| s.sum.map_or(0.0, |k| k.share());
    let weight = |s: &Served| case.kpi(s.kpi).weight;
    all.sort_by(|x, y| {
        let name = || case.kpi(x.kpi).name.cmp(&case.kpi(y.kpi).name);
        weight(y).total_cmp(&weight(x)).then(share(y).total_cmp(&share(x))).then(y.served.cmp(&x.served)).then_with(name)
    });
    all
}

fn one(case: &Case, evidence: &EvidenceTable, a: &ProjectAnalysis, side: &DepartmentSide, kpi: KpiId) -> Served {
    // What is to be dropped serves nobody any more.
    let planned = a.advised_elements();
    let added = |e: ElementId| !a.core.contains(&e);
    let name = |e: ElementId| case.element(e).name.as_str();
    let claims: Vec<(ElementId, Known)> = side
        .claims
        .iter()
        .filter(|c| c.kpi == kpi && planned.contains(&c.element))
        .filter_map(|c| Some((c.element, *c.supported()?)))
        .collect();
    let sum = claims.iter().map(|(_, k)| *k).reduce(|x, y| share::sum(&x, &y));
    let mut stated: Vec<&(ElementId, Known)> = claims.iter().filter(|(_, k)| k.share() > 0.0).collect();
    stated.sort_by(|x, y| y.1.share().total_cmp(&x.1.share()).then_with(|| name(x.0).cmp(name(y.0))));
    let strongest = |of: &dyn Fn(ElementId) -> f64| {
        let mut found: Vec<ElementId> = planned.iter().copied().filter(|e| of(*e) >= SERVES).collect();
        found.sort_by(|x, y| of(*y).total_cmp(&of(*x)).then_with(|| name(*x).cmp(name(*y))));
        found
    };
    let told = |e: &ElementId| claims.iter().any(|(c, _)| c == e);
    // What is as likely to hurt is told there alone.
    let sure = |e: &ElementId| evidence.at(kpi, *e).helps() > evidence.at(kpi, *e).hurts();
    let inferred: Vec<ElementId> = strongest(&|e| evidence.at(kpi, e).helps()).into_iter().filter(|e| !told(e) && sure(e)).collect();
    let server = |element: ElementId, known: Option<Known>| Server {
        element,
        known,
        added: added(element),
        grounded: evidence.at(kpi, element).grounded,
        softened: a.mends(element),
    };
    let mut by: Vec<Server> = stated.into_iter().map(|(e, k)| server(*e, Some(*k))).collect();
    by.extend(inferred.into_iter().map(|e| server(e, None)));
    // Nobody is led with what is to be softened; it is told of where a figure is stated for it, or nothing else serves the KPI.
    if by.iter().any(|s| !s.softened) {
        by.retain(|s| !s.softened || s.known.is_some());
    }
    let against = strongest(&|e| evidence.at(kpi, e).hurts()).into_iter().map(|e| (e, evidence.at(kpi, e).level)).collect();
    let doubtful = claims.iter().any(|(e, _)| a.claims.doubled(kpi, *e));
    let free = |e: &ElementId| !planned.contains(e) && evidence.at(kpi, *e).serves();
    let would = if by.is_empty() { a.suggestions.iter().map(|s| s.element).find(free) } else { None };
    Served {
        kpi,
        sum,
        doubtful,
        quotable: !side.met.contains(&kpi) && claims.iter().all(|(e, _)| a.claims.quotable(kpi, *e)),
        served: a.serves_as_advised(kpi),
        met: side.met.contains(&kpi),
        against,
        would,
        by,
    }
}
