//! What may be taken to a superior: as a question of priorities with options and their costs, after own effort, with the record.
//!
//! Offered for a department when the log shows a refusal or a hold-up that nothing has settled, or a request without an answer two weeks
//! before the day it is needed, and own effort besides: rows of contacts, advice, data, requests or meetings. Only rows that belong to the
//! need in hand count (see [`record::relevant`]); a request that waits or was turned
//! down is no effort by itself, it takes another row. Partners outside
//! the company are not under its priorities: what they turn down is a matter of terms or of another partner (see
//! [`crate::analysis::partners::growth`]). Our KPI at stake is the one that what is asked of them serves most, else our heaviest; a
//! KPI of theirs that it serves is a shared goal, and is said first. Options: the plan as it is; each package of additions; the plan without
//! what is to be dropped and with the additions that are best then; without the elements that need the department; with fewer than two of
//! these, or when the day has passed, also a later day, if that is in time for what they are needed for: with fewer than two and no such day
//! without their part; without a plan as asked,
//! later, or without their part. It goes to the departments inside the company with a power of 4 or more, without any to those with the
//! highest, never to the department itself.

use jiff::civil::Date;

use crate::analysis::benefit::benefit;
use crate::analysis::evidence::SERVES;
use crate::analysis::evidence::headroom;
use crate::analysis::lint::ask;
use crate::analysis::partners::map::CUT;
use crate::analysis::partners::record::Asked;
use crate::analysis::partners::{View, days, record};
use crate::analysis::plan::aim::Aim;
use crate::model::{Case, DepartmentId, ElementId, KpiId, Level, LogKind, Role};

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
    /// The plan without what works against somebody, and the additions that are best then.
    Dropping {
        /// What goes.
        dropped: Vec<ElementId>,
        /// Its additions, in order.
        added: Vec<ElementId>,
    },
    /// The plan without the elements that need the department; none where there is no plan.
    Without(Vec<ElementId>),
    /// The same later: the earliest day with time for every stage.
    Later(Date),
}

/// A choice with what it costs and brings.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighed {
    /// The choice.
    pub choice: Choice,
    /// Cost of all its elements, middle of ranges; `None` where it is not known.
    pub cost: Option<f64>,
    /// Its elements, in order.
    pub elements: Vec<ElementId>,
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
    /// Days since it was needed, if that day has passed.
    pub passed: Option<i32>,
    /// Its rows in the log that belong to the need, by date.
    pub record: Vec<usize>,
    /// How many of them are efforts of our own.
    pub efforts: usize,
    /// What they are asked for that serves a KPI of theirs, with that KPI: a shared goal.
    pub shared: Option<(ElementId, KpiId)>,
    /// Our KPI at stake.
    pub ours: Option<KpiId>,
    /// Their KPI that competes with it: their heaviest that is not the shared one.
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
    // What another project asks for is taken further there, and nobody is troubled over what may not be needed any more.
    if case.department(department).role == Some(Role::External) || view.is_elsewhere(department) || view.is_in_doubt(department) {
        return None;
    }
    let rows: Vec<(usize, LogKind)> = record::relevant(case, department).map(|(at, row)| (at, row.kind)).collect();
    let trigger = trigger(view, department, &rows)?;
    let efforts = rows.iter().filter(|(_, kind)| record::is_effort(*kind)).count();
    // The request that waits, or was turned down, is no effort besides itself.
    let (Trigger::Refused(at) | Trigger::Blocked(at) | Trigger::Unanswered(at)) = trigger;
    let itself = case.log.get(at).is_some_and(|row| record::is_effort(row.kind));
    if efforts <= usize::from(itself) {
        return None;
    }
    let passed = case.department(department).needed_by.map(|day| days::between(day, case.today)).filter(|days| *days > 0);
    let holders = holders(view, department);
    let shared = shared(view, department);
    let theirs = heaviest(view, department, |k| shared.is_none_or(|(_, kpi)| k != kpi));
    Some(Escalation {
        department,
        trigger,
        passed,
        record: rows.into_iter().map(|(at, _)| at).collect(),
        efforts,
        shared,
        ours: at_stake(view, department),
        theirs,
        options: options(view, department, &holders, passed.is_some()),
        holders,
    })
}

/// The KPI of a department with most left to do by weight.
fn heaviest(view: &View, department: DepartmentId, counts: impl Fn(KpiId) -> bool) -> Option<KpiId> {
    let case = view.case;
    let left = |k: &KpiId| case.kpi(*k).weight * headroom(case.kpi(*k));
    let kpis = case.kpis_of(department).filter(|k| counts(*k));
    kpis.max_by(|a, b| left(a).total_cmp(&left(b)).then_with(|| case.kpi(*b).name.cmp(&case.kpi(*a).name)))
}

/// Elements of the plan that need a department.
fn asked_for(view: &View, department: DepartmentId) -> Vec<ElementId> {
    let core = view.project.map_or(&[][..], |p| p.core.as_slice());
    core.iter().copied().filter(|e| view.case.element(*e).needs.contains(&department)).collect()
}

/// What they are asked for that helps a KPI of their own most, if noticeably.
fn shared(view: &View, department: DepartmentId) -> Option<(ElementId, KpiId)> {
    let (case, evidence) = (view.case, view.evidence?);
    let mut best: Option<(f64, (ElementId, KpiId))> = None;
    for element in asked_for(view, department) {
        for kpi in case.kpis_of(department) {
            let helps = evidence.at(kpi, element).helps();
            // The first of equals, in the order of the tables.
            if helps >= SERVES && best.is_none_or(|(most, _)| helps > most) {
                best = Some((helps, (element, kpi)));
            }
        }
    }
    best.map(|(_, found)| found)
}

/// Our KPI that what they are asked for serves most, by weight and what is left to do; else our heaviest.
fn at_stake(view: &View, department: DepartmentId) -> Option<KpiId> {
    let (case, own) = (view.case, view.case.own?);
    let asked = asked_for(view, department);
    let served = view.evidence.and_then(|evidence| {
        let worth = |k: KpiId| {
            let helps = asked.iter().map(|e| evidence.at(k, *e).helps()).filter(|h| *h >= SERVES);
            case.kpi(k).weight * headroom(case.kpi(k)) * helps.sum::<f64>()
        };
        let told = case.kpis_of(own).map(|k| (worth(k), k)).filter(|(worth, _)| *worth > 0.0);
        let name = |k: KpiId| &case.kpi(k).name;
        told.max_by(|(a, j), (b, k)| a.total_cmp(b).then_with(|| name(*k).cmp(name(*j)))).map(|(_, k)| k)
    });
    served.or_else(|| heaviest(view, own, |_| true))
}

/// The latest refusal or hold-up that is open, else a request that waits too long.
fn trigger(view: &View, department: DepartmentId, rows: &[(usize, LogKind)]) -> Option<Trigger> {
    let case = view.case;
    for (at, kind) in rows.iter().rev().filter(|(at, _)| record::is_open(case, *at)) {
        match kind {
            LogKind::Refusal | LogKind::Ask => return Some(Trigger::Refused(*at)),
            LogKind::Blocked => return Some(Trigger::Blocked(*at)),
            _ => {}
        }
    }
    waiting(case, department).map(Trigger::Unanswered)
}

/// The request that nobody has answered, from two weeks before the day on which the department is needed: its place in the log.
pub fn waiting(case: &Case, department: DepartmentId) -> Option<usize> {
    let soon = case.department(department).needed_by.is_some_and(|day| days::between(case.today, day) <= ANSWER);
    match record::asked(case, department) {
        Asked::Yes(at) if soon => Some(at),
        _ => None,
    }
}

fn holders(view: &View, department: DepartmentId) -> Vec<(DepartmentId, Level)> {
    // Priorities inside the company are not settled by partners outside it.
    let inside = |d: &DepartmentId| *d != department && view.case.department(*d).role != Some(Role::External);
    let powers: Vec<(DepartmentId, Level)> =
        view.others.iter().filter(|d| inside(d)).filter_map(|d| Some((*d, view.case.department(*d).power?))).collect();
    let highest = powers.iter().map(|(_, power)| power.get()).max().unwrap_or(0);
    let least = if highest >= DECIDES { DECIDES } else { highest.max(CUT) };
    powers.into_iter().filter(|(_, power)| power.get() >= least).collect()
}

fn options(view: &View, department: DepartmentId, holders: &[(DepartmentId, Level)], passed: bool) -> Vec<Weighed> {
    let case = view.case;
    let unknown = |choice: Choice| Weighed {
        choice,
        cost: None,
        elements: Vec::new(),
        uncosted: 0,
        assumed: false,
        own: None,
        theirs: None,
        holders: vec![None; holders.len()],
    };
    let later = || unknown(Choice::Later(days::after(case.today, FULL)));
    let Some((project, evidence)) = view.project.zip(view.evidence) else {
        return vec![unknown(Choice::AsPlanned), later(), unknown(Choice::Without(Vec::new()))];
    };
    let weigh = |choice: Choice, set: &[ElementId]| {
        let worth = benefit(case, evidence, set);
        let of = |d: DepartmentId| Some(worth.departments[d.0 as usize]).filter(|b| b.kpis > 0);
        let costs = || set.iter().map(|e| case.element(*e));
        Weighed {
            choice,
            cost: Some(costs().map(|e| e.cost_middle()).sum::<f64>() + 0.0),
            elements: set.to_vec(),
            uncosted: costs().filter(|e| e.cost.is_none()).count(),
            assumed: costs().any(|e| e.cost.is_some_and(|c| c.assumed)),
            own: case.own.and_then(of).map(|b| b.coverage),
            theirs: of(department).map(|b| b.appeal),
            holders: holders.iter().map(|(d, _)| of(*d).map(|b| b.appeal)).collect(),
        }
    };
    let core = &project.core;
    let mut options = vec![weigh(Choice::AsPlanned, core)];
    for package in project.packages.iter().filter(|p| !p.steps.is_empty() && p.without.is_empty()) {
        let added: Vec<ElementId> = package.steps.iter().map(|s| s.element).collect();
        let with: Vec<ElementId> = core.iter().chain(&added).copied().collect();
        options.push(weigh(Choice::Package { aims: package.aims.clone(), added }, &with));
    }
    if let Some(relief) = project.relief.as_ref().filter(|r| !r.dropped.is_empty()) {
        let added: Vec<ElementId> = project.plan.iter().map(|s| s.element).collect();
        options.push(weigh(Choice::Dropping { dropped: relief.dropped.clone(), added }, &project.advised_elements()));
    }
    let needing = asked_for(view, department);
    let rest: Vec<ElementId> = core.iter().copied().filter(|e| !needing.contains(e)).collect();
    if !needing.is_empty() && !rest.is_empty() {
        options.push(weigh(Choice::Without(needing), &rest));
    }
    // What is needed for something that is over by then is not put off: there is another way or none.
    let in_time = ask::last_of_use(case, core, department).is_none_or(|last| days::after(case.today, FULL) <= last);
    if in_time && (passed || options.len() < 2) {
        options.push(later());
    } else if options.len() < 2 {
        options.push(unknown(Choice::Without(Vec::new())));
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
        // Without a plan nothing is known of costs, and there are three ways all the same.
        let choices: Vec<&Choice> = found[0].options.iter().map(|o| &o.choice).collect();
        assert_eq!(choices, [&Choice::AsPlanned, &Choice::Later(date(2027, 3, 1)), &Choice::Without(Vec::new())]);
        assert!(found[0].options.iter().all(|o| o.cost.is_none()));
    }

    #[test]
    fn a_request_without_an_answer_counts_two_weeks_before_the_day() {
        let ask = "2026-12-01,IT,contact,Coffee,\n2026-12-01,Ads,contact,Coffee,\n2026-12-20,IT,ask,Desk,\n2026-12-20,Ads,ask,Budget,\n";
        let (case, found) = all(ask);
        // IT is needed in 14 days, Ads in 15.
        assert_eq!(found.iter().map(|e| e.department).collect::<Vec<_>>(), [department(&case, "IT")]);
        assert_eq!((found[0].trigger, found[0].efforts), (Trigger::Unanswered(2), 2));
        // One request that waits is no effort: remind them first.
        assert!(all("2026-12-20,IT,ask,Desk,\n").1.is_empty());
        assert!(all(&format!("{ask}2026-12-22,IT,meeting,Talk,In March\n")).1.is_empty());
        let refused = all("2026-12-19,IT,ask,Desk,\n2026-12-21,IT,refusal,No,\n").1;
        assert_eq!((refused[0].trigger, refused[0].efforts), (Trigger::Refused(1), 1));
    }

    #[test]
    fn without_great_power_the_highest_decides() {
        let departments = "department,role,power\nIT,,5\nAds,,3\nPay,,2\nLaw,,3\nHotel,external,5\n";
        let log =
            "date,department,kind\n2026-11-30,IT,contact\n2026-12-01,IT,refusal\n2026-11-30,Hotel,contact\n2026-12-01,Hotel,refusal\n";
        let case = case(&[("departments", departments), ("log", log)], date(2026, 12, 31));
        let mut found = of(&View::new(&case, None, None));
        // The hotel is not under the company's priorities.
        assert_eq!(found.iter().map(|e| e.department).collect::<Vec<_>>(), [department(&case, "IT")]);
        let holders = found.remove(0).holders;
        let names: Vec<&str> = holders.iter().map(|(d, _)| case.department(*d).name.as_str()).collect();
        assert_eq!(names, ["Ads", "Law"]);
    }

    #[test]
    fn thanks_a_bare_refusal_and_old_rows_make_no_case() {
        assert!(all("2026-12-01,Law,refusal,No,\n").1.is_empty());
        assert!(all("2026-11-01,Pay,thanks,Flowers,\n2026-11-02,Pay,award,Prize,\n2026-12-01,Pay,blocked,Bills,\n").1.is_empty());
        // 120 days before 31 December is 2 September, for the trouble and for the effort.
        assert!(all("2026-08-01,Pay,contact,Coffee,\n2026-09-01,Pay,blocked,Bills,\n").1.is_empty());
        assert!(all("2026-09-01,Pay,contact,Coffee,\n2026-12-01,Pay,blocked,Bills,\n").1.is_empty());
        assert_eq!(all("2026-09-02,Pay,contact,Coffee,\n2026-12-01,Pay,blocked,Bills,\n").1[0].efforts, 1);
    }

    #[test]
    fn a_declined_request_is_a_refusal_and_a_passed_day_is_told() {
        let (_, found) = all("2026-12-01,IT,contact,Coffee,\n2026-12-20,IT,ask,Desk,declined: no budget\n");
        assert_eq!((found[0].trigger, found[0].passed), (Trigger::Refused(1), None));
        assert!(all("2026-12-20,IT,ask,Desk,declined: no budget\n").1.is_empty());
        let departments = "department,needed_by\nIT,2026-11-28\n";
        let log = "date,department,kind\n2026-11-01,IT,ask\n2026-11-20,IT,ask\n";
        let case = case(&[("departments", departments), ("log", log)], date(2026, 12, 31));
        let late = of(&View::new(&case, None, None)).remove(0);
        assert_eq!((late.trigger, late.passed), (Trigger::Unanswered(1), Some(33)));
    }
}
