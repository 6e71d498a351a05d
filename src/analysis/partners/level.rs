//! The level of collaboration with each department, by stated facts, and the next step up.
//!
//! - Ecosystem: meetings that stand (the last one within 90 days, and one within 90 days before it), no refusal that stands, and shared
//!   KPIs: an element of the plan that helps a KPI of theirs, which the plan serves, and one of ours.
//! - Value: the plan serves some KPI of theirs.
//! - Relationship: a balance above zero in the favor bank, or a talk in the last 90 days.
//! - Transaction: none of these.

use jiff::civil::Date;

use crate::analysis::evidence::{CLEAR, SERVES};
use crate::analysis::partners::bank::Bank;
use crate::analysis::partners::deposits::Deposit;
use crate::analysis::partners::record::{self, Seen};
use crate::analysis::partners::{View, days};
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
    /// A KPI that the plan serves.
    Served(KpiId),
    /// A balance above zero.
    Balance(f64),
    /// A talk of late.
    Seen(Seen),
    /// Nothing of the kind.
    Nothing,
}

/// What leads one level up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum StepUp {
    /// Help first, with this if something is known to help them.
    Help(Option<Deposit>),
    /// Redesign so that the plan serves a KPI of theirs: with this addition, for this KPI.
    Redesign(ElementId, KpiId),
    /// Nothing known would serve them: learn what they are judged by, or look for another element.
    Learn,
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
    let standing = meeting.map(|(at, _)| at).filter(|_| before.is_some() && !record::refuses(view.case, department));
    let (served, shared) = (served(view, department), shared(view, department));
    let balance = bank.map_or(0.0, |b| b.balance(department));
    let seen = record::last_seen(view.case, department).filter(|s| fresh(s.day));
    let (level, because) = match (standing.zip(shared), served) {
        (Some((at, shared)), _) => (Collaboration::Ecosystem, Because::Standing(at, shared)),
        (None, Some(kpi)) => (Collaboration::Value, Because::Served(kpi)),
        (None, None) if balance > 0.0 => (Collaboration::Relationship, Because::Balance(balance)),
        (None, None) => match seen {
            Some(seen) => (Collaboration::Relationship, Because::Seen(seen)),
            None => (Collaboration::Transaction, Because::Nothing),
        },
    };
    let step = match level {
        Collaboration::Transaction => StepUp::Help(view.deposits_for(department).first().copied()),
        Collaboration::Relationship => redesign(view, department).map_or(StepUp::Learn, |(e, k)| StepUp::Redesign(e, k)),
        Collaboration::Value if standing.is_some() => StepUp::Share,
        // The committee is for departments inside.
        Collaboration::Value | Collaboration::Ecosystem if view.case.department(department).role == Some(Role::External) => StepUp::Review,
        Collaboration::Value => StepUp::Convene(days::next_last_friday(today)),
        Collaboration::Ecosystem => StepUp::Keep(days::next_last_friday(today)),
    };
    Relation { department, level, because, step }
}

/// The heaviest KPI of a department that the plan serves.
fn served(view: &View, department: DepartmentId) -> Option<KpiId> {
    let (case, project) = (view.case, view.project?);
    let served = case.kpis_of(department).filter(|k| project.kpis_before.kpis[k.0 as usize].served());
    served.max_by(|a, b| {
        let (x, y) = (case.kpi(*a), case.kpi(*b));
        x.weight.total_cmp(&y.weight).then_with(|| y.name.cmp(&x.name))
    })
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

/// The addition that would serve a department best, with the KPI: one of the plan's additions first, else its best suggestion.
pub fn redesign(view: &View, department: DepartmentId) -> Option<(ElementId, KpiId)> {
    let (project, side) = (view.project?, view.side(department)?);
    let suggested: Vec<_> = side.suggestions.iter().filter_map(|i| project.suggestions.get(*i)).collect();
    let theirs = |s: &Suggestion| s.serves.iter().copied().find(|k| view.case.kpi(*k).department == department);
    let clearly = |s: &Suggestion| theirs(s).zip(view.evidence).is_some_and(|(k, evidence)| evidence.at(k, s.element).helps() >= CLEAR);
    let planned = suggested.iter().find(|s| clearly(s) && project.plan.iter().any(|step| step.element == s.element));
    let best = planned.or(suggested.first())?;
    let kpi = theirs(best)?;
    Some((best.element, kpi))
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
        assert_eq!(of("Ads").step, StepUp::Learn);
    }
}
