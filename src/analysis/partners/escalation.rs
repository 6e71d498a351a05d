//! What may be taken to a superior: as a question of priorities with options and their costs, after own effort, with the record.
//!
//! Offered for a department when the log shows a refusal or a hold-up that nothing has settled, or a request without an answer two weeks
//! before the day it is needed, and own effort besides: rows of contacts, advice, data, requests, meetings or thanks, or a refusal, which
//! answers one. Options: the plan as it is; each package of additions; without the elements that need the department; with fewer than
//! two of these also a later day. It goes to the departments with a power of 4 or more, without any to those with the highest, never to
//! the department itself.

use jiff::civil::Date;

use crate::analysis::benefit::benefit;
use crate::analysis::evidence::headroom;
use crate::analysis::partners::{View, days, record};
use crate::analysis::plan::aim::Aim;
use crate::model::{DepartmentId, ElementId, KpiId, Level, LogKind};

/// Power from which a department decides on priorities.
const DECIDES: u8 = 4;
/// Days before the need from which a request without an answer is urgent.
const ANSWER: i32 = 14;
/// Days that a new start with every stage of pre-selling takes.
const FULL: i32 = 60;

/// What makes it necessary; the place in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// A request turned down.
    Refused(usize),
    /// Work held up.
    Blocked(usize),
    /// A request without an answer.
    Unanswered(usize),
}

/// What could be decided.
#[derive(Debug, Clone, PartialEq)]
pub enum Choice {
    /// The plan as it is, put first.
    AsPlanned,
    /// The plan with the additions of a package.
    Package {
        /// What the package is best at.
        aims: Vec<Aim>,
        /// Its additions, in order.
        added: Vec<ElementId>,
    },
    /// The plan without the elements that need the department.
    Without(Vec<ElementId>),
    /// The same later: the earliest day with time for every stage.
    Later(Date),
}

/// A choice with what it costs and brings.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighed {
    /// The choice.
    pub choice: Choice,
    /// Cost of all its elements, middle of ranges; `None` where there is no plan.
    pub cost: Option<f64>,
    /// Elements of it without a cost.
    pub uncosted: usize,
    /// Whether assumed costs of the built-in catalog are in it.
    pub assumed: bool,
    /// Coverage of the own department.
    pub own: Option<f64>,
    /// Appeal to the department.
    pub theirs: Option<f64>,
    /// Appeal to those who decide, in their order.
    pub holders: Vec<Option<f64>>,
}

/// The brief for one department.
#[derive(Debug, Clone, PartialEq)]
pub struct Escalation {
    /// The department.
    pub department: DepartmentId,
    /// Why now.
    pub trigger: Trigger,
    /// Its rows in the log up to today, by date.
    pub record: Vec<usize>,
    /// How many of them are efforts of our own.
    pub efforts: usize,
    /// Our KPI at stake.
    pub ours: Option<KpiId>,
    /// Their KPI that competes with it.
    pub theirs: Option<KpiId>,
    /// The ways, at least one; the plan as it is first, then the packages in their order.
    pub options: Vec<Weighed>,
    /// Who decides, with their power.
    pub holders: Vec<(DepartmentId, Level)>,
}

/// All that may be taken further, in the order of contacts.
pub fn of(view: &View) -> Vec<Escalation> {
    view.others.iter().filter_map(|d| one(view, *d)).collect()
}

fn one(view: &View, department: DepartmentId) -> Option<Escalation> {
    let case = view.case;
    let rows: Vec<(usize, LogKind)> = record::of(case, department).map(|(at, row)| (at, row.kind)).collect();
    let trigger = trigger(view, department, &rows)?;
    let efforts = rows.iter().filter(|(_, kind)| record::is_effort(*kind)).count();
    if efforts == 0 && !rows.iter().any(|(_, kind)| *kind == LogKind::Refusal) {
        return None;
    }
    let holders = holders(view, department);
    let heaviest = |d: DepartmentId| {
        let left = |k: &KpiId| case.kpi(*k).weight * headroom(case.kpi(*k));
        case.kpis_of(d).max_by(|a, b| left(a).total_cmp(&left(b)).then_with(|| case.kpi(*b).name.cmp(&case.kpi(*a).name)))
    };
    Some(Escalation {
        department,
        trigger,
        record: rows.into_iter().map(|(at, _)| at).collect(),
        efforts,
        ours: case.own.and_then(heaviest),
        theirs: heaviest(department),
        options: options(view, department, &holders),
        holders,
    })
}

/// The latest refusal or hold-up that is open, else a request that waits too long.
fn trigger(view: &View, department: DepartmentId, rows: &[(usize, LogKind)]) -> Option<Trigger> {
    let case = view.case;
    for (at, kind) in rows.iter().rev().filter(|(at, _)| record::is_open(case, *at)) {
        match kind {
            LogKind::Refusal => return Some(Trigger::Refused(*at)),
            LogKind::Blocked => return Some(Trigger::Blocked(*at)),
            _ => {}
        }
    }
    let soon = case.department(department).needed_by.is_some_and(|day| days::between(case.today, day) <= ANSWER);
    let ask = rows.iter().rev().find(|(_, kind)| *kind == LogKind::Ask).map(|(at, _)| *at)?;
    let answered = |at: usize| case.log.get(at).is_some_and(|row| !row.outcome.is_empty());
    let later = rows.iter().any(|(at, kind)| *at >= ask && (answered(*at) || *kind == LogKind::Refusal));
    (soon && !later).then_some(Trigger::Unanswered(ask))
}

fn holders(view: &View, department: DepartmentId) -> Vec<(DepartmentId, Level)> {
    let powers: Vec<(DepartmentId, Level)> =
        view.others.iter().filter(|d| **d != department).filter_map(|d| Some((*d, view.case.department(*d).power?))).collect();
    let highest = powers.iter().map(|(_, power)| power.get()).max().unwrap_or(0);
    let least = if highest >= DECIDES { DECIDES } else { highest };
    powers.into_iter().filter(|(_, power)| power.get() >= least).collect()
}

fn options(view: &View, department: DepartmentId, holders: &[(DepartmentId, Level)]) -> Vec<Weighed> {
    let case = view.case;
    let later = || Weighed {
        choice: Choice::Later(days::after(case.today, FULL)),
        cost: None,
        uncosted: 0,
        assumed: false,
        own: None,
        theirs: None,
        holders: vec![None; holders.len()],
    };
    let Some((project, evidence)) = view.project.zip(view.evidence) else { return vec![later()] };
    let weigh = |choice: Choice, set: &[ElementId]| {
        let worth = benefit(case, evidence, set);
        let of = |d: DepartmentId| Some(worth.departments[d.0 as usize]).filter(|b| b.kpis > 0);
        let costs = || set.iter().map(|e| case.element(*e));
        Weighed {
            choice,
            cost: Some(costs().map(|e| e.cost_middle()).sum::<f64>() + 0.0),
            uncosted: costs().filter(|e| e.cost.is_none()).count(),
            assumed: costs().any(|e| e.cost.is_some_and(|c| c.assumed)),
            own: case.own.and_then(of).map(|b| b.coverage),
            theirs: of(department).map(|b| b.appeal),
            holders: holders.iter().map(|(d, _)| of(*d).map(|b| b.appeal)).collect(),
        }
    };
    let core = &project.core;
    let mut options = vec![weigh(Choice::AsPlanned, core)];
    for package in project.packages.iter().filter(|p| !p.steps.is_empty()) {
        let added: Vec<ElementId> = package.steps.iter().map(|s| s.element).collect();
        let with: Vec<ElementId> = core.iter().chain(&added).copied().collect();
        options.push(weigh(Choice::Package { aims: package.aims.clone(), added }, &with));
    }
    let (needing, rest): (Vec<ElementId>, Vec<ElementId>) =
        core.iter().copied().partition(|e| case.element(*e).needs.contains(&department));
    if !needing.is_empty() && !rest.is_empty() {
        options.push(weigh(Choice::Without(needing), &rest));
    }
    if options.len() < 2 {
        options.push(later());
    }
    options
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::partners::tests::{case, department};
    use jiff::civil::date;

    const DEPARTMENTS: &str = "department,role,power,needed_by,ask\n\
        Us,own,5,,\n\
        IT,partner,5,2027-01-14,Desk\n\
        Ads,partner,4,2027-01-15,Budget\n\
        Pay,partner,3,,\n\
        Law,partner,,,\n";

    fn all(log: &str) -> (crate::model::Case, Vec<Escalation>) {
        let log = format!("date,department,kind,what,outcome\n{log}");
        let case = case(&[("departments", DEPARTMENTS), ("log", &log)], date(2026, 12, 31));
        let found = of(&View::new(&case, None, None));
        (case, found)
    }

    #[test]
    fn only_own_effort_makes_a_case() {
        // Held up, but nobody spoke with them; one talk without trouble; a refusal that a later outcome settled.
        let log = "2026-12-01,Pay,blocked,Bills,\n2026-12-02,IT,contact,Coffee,\n2026-12-03,Law,refusal,No,\n2026-12-04,Law,contact,Talk,Yes after all\n";
        assert!(all(log).1.is_empty());
        let (case, found) = all("2026-12-01,Pay,blocked,Bills,\n2026-11-02,Pay,advice,How,\n2027-01-02,Pay,contact,Planned,\n");
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].trigger, found[0].efforts, found[0].record.len()), (Trigger::Blocked(1), 1, 2));
        // Those with a power of 4 or more decide.
        let names: Vec<&str> = found[0].holders.iter().map(|(d, _)| case.department(*d).name.as_str()).collect();
        assert_eq!(names, ["IT", "Ads"]);
        assert_eq!(found[0].options.len(), 1);
        assert_eq!(found[0].options[0].choice, Choice::Later(date(2027, 3, 1)));
    }

    #[test]
    fn a_request_without_an_answer_counts_two_weeks_before_the_day() {
        let ask = "2026-12-20,IT,ask,Desk,\n2026-12-20,Ads,ask,Budget,\n";
        let (case, found) = all(ask);
        // IT is needed in 14 days, Ads in 15.
        assert_eq!(found.iter().map(|e| e.department).collect::<Vec<_>>(), [department(&case, "IT")]);
        assert_eq!(found[0].trigger, Trigger::Unanswered(0));
        assert!(all(&format!("{ask}2026-12-22,IT,meeting,Talk,In March\n")).1.is_empty());
        let refused = all("2026-12-19,IT,ask,Desk,\n2026-12-21,IT,refusal,No,\n").1;
        assert_eq!((refused[0].trigger, refused[0].efforts), (Trigger::Refused(1), 1));
    }

    #[test]
    fn without_great_power_the_highest_decides() {
        let departments = "department,power\nIT,5\nAds,3\nPay,2\nLaw,3\n";
        let log = "date,department,kind\n2026-12-01,IT,refusal\n";
        let case = case(&[("departments", departments), ("log", log)], date(2026, 12, 31));
        let holders = of(&View::new(&case, None, None)).remove(0).holders;
        let names: Vec<&str> = holders.iter().map(|(d, _)| case.department(*d).name.as_str()).collect();
        assert_eq!(names, ["Ads", "Law"]);
    }
}
