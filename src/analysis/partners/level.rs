//! The level of collaboration with each department, by stated facts, and the next step up.
//!
//! - Ecosystem: meetings that stand (the last one within 90 days, and one within 90 days before it) and shared KPIs: an element of the plan
//!   that helps a KPI of theirs, which the plan serves, and one of ours.
//! - Value: the plan states what it brings a KPI of theirs, and there was a talk in the last 90 days, or a balance above zero. Help that is
//!   only inferred from words is no shared goal yet: the step up is to agree on its number.
//! - Relationship: a balance above zero in the favor bank, or a talk in the last 90 days.
//! - Transaction: none of these.
//!
//! While a refusal stands a department is on neither of the upper two.

use jiff::civil::Date;

use crate::analysis::department::{Claim, MET};
use crate::analysis::evidence::{CLEAR, SERVES, headroom};
use crate::analysis::partners::bank::Bank;
use crate::analysis::partners::deposits::Deposit;
use crate::analysis::partners::record::{self, Seen};
use crate::analysis::partners::{View, days};
use crate::analysis::reframe::Opening;
use crate::analysis::suggest::Suggestion;
use crate::model::{DepartmentId, ElementId, KpiId, LogKind, Role};

/// Days after which a talk or a meeting no longer counts.
pub const FRESH: i32 = 90;

/// How far a collaboration has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Collaboration {
    /// Asking.
    Transaction,
    /// Helping first.
    Relationship,
    /// A shared goal.
    Value,
    /// A standing mechanism.
    Ecosystem,
}

/// An element that serves both sides.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shared {
    /// The element.
    pub element: ElementId,
    /// Their KPI.
    pub theirs: KpiId,
    /// Ours.
    pub ours: KpiId,
}

/// The fact a level rests on.
#[derive(Debug, Clone, PartialEq)]
pub enum Because {
    /// A meeting (place in the log) and an element that serves both.
    Standing(usize, Shared),
    /// What the plan states for a KPI of theirs.
    Stated(Claim),
    /// A balance above zero.
    Balance(f64),
    /// A talk of late.
    Seen(Seen),
    /// Nothing but a request or its answer of late (place in the log of the last row).
    Asked(usize),
    /// Nothing of the kind.
    Nothing,
}

/// What an element does for a KPI.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Help {
    /// The element.
    pub element: ElementId,
    /// The KPI.
    pub kpi: KpiId,
    /// Whether it serves the KPI by itself; else it helps it.
    pub alone: bool,
}

/// What leads one level up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum StepUp {
    /// Help first, with this if something is known to help them.
    Help(Option<Deposit>),
    /// A refusal stands (place in the log): that comes first.
    Settle(usize),
    /// This element works against that KPI: soften it first.
    Soften(ElementId, KpiId),
    /// This element helps that KPI by its words: agree on a number.
    Agree(ElementId, KpiId),
    /// Redesign so that the plan serves a KPI of theirs: with this addition, for this KPI.
    Redesign(Help),
    /// Nothing advised would serve this KPI of theirs, the one that a talk opens with, else that with most to do: ask them for an idea. Without one: learn what they are judged by.
    Learn(Option<KpiId>),
    /// Make it a standing matter: the next standing meeting.
    Convene(Date),
    /// Share a KPI: this element could be reported by both.
    Share,
    /// Keep it up: the next standing meeting.
    Keep(Date),
    /// With a partner outside: look at both sides' KPIs each quarter.
    Review,
}

/// One department's level.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// The department.
    pub department: DepartmentId,
    /// How far it has come.
    pub level: Collaboration,
    /// Why.
    pub because: Because,
    /// The next step up.
    pub step: StepUp,
}

/// The levels of all departments that the departments, favors or log table names.
pub fn of(view: &View, bank: Option<&Bank>) -> Vec<Relation> {
    view.others.iter().map(|d| relation(view, *d, bank)).collect()
}

fn relation(view: &View, department: DepartmentId, bank: Option<&Bank>) -> Relation {
    let today = view.case.today;
    let fresh = |day: Date| days::between(day, today) <= FRESH;
    let mut meetings = record::of(view.case, department).filter(|(_, row)| row.kind == LogKind::Meeting).rev();
    let meeting = meetings.next().filter(|(_, row)| fresh(row.date));
    // One meeting is no mechanism.
    let before =
        meeting.and_then(|(_, last)| meetings.find(|(_, row)| row.date < last.date && days::between(row.date, last.date) <= FRESH));
    let refusal = record::standing_refusal(view.case, department);
    let standing = meeting.map(|(at, _)| at).filter(|_| before.is_some() && refusal.is_none());
    let balance = bank.map_or(0.0, |b| b.balance(department));
    let seen = record::last_seen(view.case, department).filter(|s| fresh(s.day));
    let close = refusal.is_none() && (balance > 0.0 || seen.is_some());
    let stated = stated(view, department, |kpi| open(view, kpi)).filter(|_| close);
    let (level, because) = match (standing.zip(shared(view, department)), stated) {
        (Some((at, shared)), _) => (Collaboration::Ecosystem, Because::Standing(at, shared)),
        (None, Some(claim)) => (Collaboration::Value, Because::Stated(claim)),
        (None, None) if balance > 0.0 => (Collaboration::Relationship, Because::Balance(balance)),
        (None, None) => match seen {
            Some(seen) => (Collaboration::Relationship, Because::Seen(seen)),
            None => {
                let last = record::of(view.case, department).rfind(|(_, row)| fresh(row.date));
                (Collaboration::Transaction, last.map_or(Because::Nothing, |(at, _)| Because::Asked(at)))
            }
        },
    };
    let external = view.case.department(department).role == Some(Role::External);
    let step = match (level, refusal) {
        (Collaboration::Ecosystem, _) if external => StepUp::Review,
        (Collaboration::Ecosystem, _) => StepUp::Keep(days::next_last_friday(today)),
        (_, Some(at)) => StepUp::Settle(at),
        (Collaboration::Transaction, None) => StepUp::Help(view.deposits_for(department).first().copied()),
        (Collaboration::Relationship, None) => closer(view, department),
        (Collaboration::Value, None) if standing.is_some() => StepUp::Share,
        // The committee is for departments inside.
        (Collaboration::Value, None) if external => StepUp::Review,
        (Collaboration::Value, None) => StepUp::Convene(days::next_last_friday(today)),
    };
    Relation { department, level, because, step }
}

/// What leads from a relationship to a shared goal: first mend what hurts them, then put a number on what helps them, else add something.
fn closer(view: &View, department: DepartmentId) -> StepUp {
    let side = view.side(department);
    if let Some(conflict) = side.and_then(|s| s.conflicts.first()) {
        return StepUp::Soften(conflict.element, conflict.kpi);
    }
    // A talk has one opening, and the step up is no other plan.
    match view.opening(department) {
        Some(Opening::Stated(kpi, element, _) | Opening::Inferred(kpi, element)) => return StepUp::Agree(element, kpi),
        Some(Opening::AskAdvice(kpi)) => return StepUp::Learn(Some(kpi)),
        Some(Opening::Added(..) | Opening::AskKpis) | None => {}
    }
    if let Some(help) = redesign(view, department) {
        return StepUp::Redesign(help);
    }
    let case = view.case;
    let left = |k: &KpiId| case.kpi(*k).weight * headroom(case.kpi(*k));
    let most = case.kpis_of(department).max_by(|a, b| left(a).total_cmp(&left(b)).then_with(|| case.kpi(*b).name.cmp(&case.kpi(*a).name)));
    StepUp::Learn(most)
}

/// The largest share that the plan states for a KPI of a department that counts; the first row of equal ones.
pub(super) fn stated(view: &View, department: DepartmentId, counts: impl Fn(KpiId) -> bool) -> Option<Claim> {
    let (project, side) = (view.project?, view.side(department)?);
    let share = |c: &&Claim| c.supported().map_or(0.0, |known| known.share());
    let stated = side.claims.iter().filter(|c| project.core.contains(&c.element) && share(c) > 0.0 && counts(c.kpi));
    stated.max_by(|a, b| share(a).total_cmp(&share(b)).then_with(|| b.origin.cmp(&a.origin))).cloned()
}

/// Whether a KPI still has something to do.
fn open(view: &View, kpi: KpiId) -> bool {
    headroom(view.case.kpi(kpi)) > MET
}

/// The element that helps both sides most: the smaller of its help to a served KPI of theirs and to a KPI of ours decides.
fn shared(view: &View, department: DepartmentId) -> Option<Shared> {
    let (case, project, evidence, own) = (view.case, view.project?, view.evidence?, view.case.own?);
    let mut best: Option<(f64, Shared)> = None;
    for &element in &project.core {
        let helps = |k: &KpiId| evidence.at(*k, element).helps();
        for theirs in case.kpis_of(department).filter(|k| project.kpis_before.kpis[k.0 as usize].served() && helps(k) >= SERVES) {
            for ours in case.kpis_of(own).filter(|k| helps(k) >= SERVES) {
                let both = helps(&theirs).min(helps(&ours));
                let name = |s: &Shared| (&case.element(s.element).name, &case.kpi(s.theirs).name, &case.kpi(s.ours).name);
                let found = Shared { element, theirs, ours };
                let better = best.as_ref().is_none_or(|(value, b)| both > *value || both >= *value && name(&found) < name(b));
                if better {
                    best = Some((both, found));
                }
            }
        }
    }
    best.map(|(_, shared)| shared)
}

/// The advised addition to put forward to a department: the one a talk with it opens with, else the first that clearly helps a KPI with
/// something left to do. What is not advised is another plan, and no talk is a place for that.
pub fn redesign(view: &View, department: DepartmentId) -> Option<Help> {
    let (project, evidence, side) = (view.project?, view.evidence?, view.side(department)?);
    if let Some(Opening::Added(kpi, element)) = view.opening(department) {
        return help(view, element, kpi);
    }
    let suggested = side.suggestions.iter().filter_map(|i| project.suggestions.get(*i));
    let mut advised = suggested.filter(|s| project.plan.iter().any(|step| step.element == s.element));
    let theirs = |s: &Suggestion| s.serves.iter().copied().find(|k| view.case.kpi(*k).department == department && open(view, *k));
    let clearly = |s: &Suggestion| theirs(s).filter(|k| evidence.at(*k, s.element).helps() >= CLEAR).map(|kpi| (s.element, kpi));
    advised.find_map(clearly).and_then(|(element, kpi)| help(view, element, kpi))
}

/// What an element does for a KPI, as it is to be called.
pub(super) fn help(view: &View, element: ElementId, kpi: KpiId) -> Option<Help> {
    Some(Help { element, kpi, alone: view.evidence?.at(kpi, element).serves_alone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::partners::bank;
    use crate::analysis::partners::tests::{case, department};
    use jiff::civil::date;

    #[test]
    fn without_a_plan_balance_and_talks_make_the_level() {
        let favors = "date,department,direction,weight\n2026-01-05,Ads,given,2\n2026-01-06,Ads,received,1\n2026-01-07,Law,received,1\n";
        let log = "date,department,kind,what\n2026-12-03,Law,contact,Coffee\n2026-12-02,Pay,contact,Coffee\n2026-12-02,Bus,meeting,Round\n";
        let case = case(&[("favors", favors), ("log", log)], date(2027, 3, 3));
        let view = View::new(&case, None, None);
        let levels = of(&view, bank::of(&view).as_ref());
        let of = |name: &str| levels.iter().find(|r| r.department == department(&case, name)).unwrap();
        assert_eq!((of("Ads").level, &of("Ads").because), (Collaboration::Relationship, &Because::Balance(1.0)));
        // 90 days before 3 March 2027 is 3 December 2026.
        assert_eq!(of("Law").level, Collaboration::Relationship);
        assert!(matches!(&of("Law").because, Because::Seen(seen) if seen.day == date(2026, 12, 3) && seen.origin.line == 2));
        assert_eq!((of("Pay").level, &of("Pay").because), (Collaboration::Transaction, &Because::Nothing));
        assert_eq!((of("Bus").level, of("Bus").step), (Collaboration::Transaction, StepUp::Help(None)));
        assert_eq!(of("Ads").step, StepUp::Learn(None));
    }
}
