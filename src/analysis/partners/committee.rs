//! The standing meeting on the last Friday of the month: 30 minutes of data, 60 of next month's needs, 30 of decisions.
//!
//! Data: KPIs of the own and the listed departments with progress and time gone, those most behind first. Needs: what is needed by a day
//! from the meeting to the end of the month after it, so that no day falls between two agendas, and elements of the plan that start then.
//! Decisions: what is held up and not settled in the log, and requests that wait for an answer too long.

use jiff::civil::Date;

use crate::analysis::ProjectAnalysis;
use crate::analysis::partners::escalation::waiting;
use crate::analysis::partners::{View, days, interest, record};
use crate::model::{DepartmentId, ElementId, KpiId, Role};

/// How many results the agenda holds.
const RESULTS: usize = 8;

/// How far a KPI has come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// The KPI.
    pub kpi: KpiId,
    /// Part of the way that is done.
    pub done: f64,
    /// Part of its period that is gone, 0 to 1; all of it once it is due; `None` without a due date.
    pub gone: Option<f64>,
}

/// What next month needs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Need {
    /// A department's answer.
    Answer(DepartmentId, Date),
    /// The start of an element.
    Start(ElementId, Date),
}

impl Need {
    /// When.
    pub fn day(self) -> Date {
        match self {
            Need::Answer(_, day) | Need::Start(_, day) => day,
        }
    }
}

/// The next meeting.
#[derive(Debug, Clone, PartialEq)]
pub struct Committee {
    /// When: a last Friday, today included.
    pub day: Date,
    /// Last day it looks ahead to.
    pub until: Date,
    /// Results, most behind first.
    pub results: Vec<Progress>,
    /// Results that did not fit.
    pub left_out: usize,
    /// KPIs with a target whose progress cannot be told, since no actual value is given.
    pub unmeasured: Vec<KpiId>,
    /// Needs from the meeting to that day, by day.
    pub needs: Vec<Need>,
    /// What is held up: places in the log.
    pub blocked: Vec<usize>,
}

/// The next meeting; `None` without a departments table and without a log.
pub fn of(view: &View) -> Option<Committee> {
    let case = view.case;
    if view.listed().next().is_none() && case.log.is_empty() {
        return None;
    }
    let day = days::next_last_friday(case.today);
    let until = days::next_month(day).last_of_month();
    // What partners outside the company turn down is not the committee's to decide.
    let inside = |d: &DepartmentId| case.department(*d).role != Some(Role::External);
    let waiting = view.others.iter().filter_map(|d| waiting(case, *d));
    let held = record::open(case).into_iter().chain(waiting);
    let mut blocked: Vec<usize> = held.filter(|at| case.log.get(*at).is_some_and(|row| inside(&row.department))).collect();
    blocked.sort_unstable();
    blocked.dedup();
    let mut results = results(view);
    let left_out = results.len().saturating_sub(RESULTS);
    results.truncate(RESULTS);
    let departments = case.own.into_iter().chain(view.others.iter().copied());
    let unmeasured = departments.flat_map(|d| case.kpis_of(d)).filter(|k| case.kpi(*k).target.is_some() && case.kpi(*k).actual.is_none());
    let unmeasured = unmeasured.collect();
    Some(Committee { day, until, results, left_out, unmeasured, needs: needs(view, day, until), blocked })
}

fn results(view: &View) -> Vec<Progress> {
    let case = view.case;
    let departments = case.own.into_iter().chain(view.others.iter().copied());
    let told = departments.flat_map(|d| case.kpis_of(d)).filter_map(|kpi| {
        let (done, left) = (interest::progress(case.kpi(kpi))?, interest::time_left(case.kpi(kpi), case.today));
        let overdue = case.kpi(kpi).due.is_some_and(|due| due < case.today);
        Some(Progress { kpi, done, gone: if overdue { Some(1.0) } else { left.map(|left| 1.0 - left) } })
    });
    let mut results: Vec<Progress> = told.collect();
    let behind = |p: &Progress| p.gone.map_or(f64::NEG_INFINITY, |gone| gone - p.done);
    results.sort_by(|a, b| behind(b).total_cmp(&behind(a)).then_with(|| case.kpi(a.kpi).name.cmp(&case.kpi(b.kpi).name)));
    results
}

fn needs(view: &View, from: Date, until: Date) -> Vec<Need> {
    let case = view.case;
    let within = |day: &Date| *day >= from && *day <= until;
    let answers = view.listed().filter_map(|d| Some(Need::Answer(d, case.department(d).needed_by.filter(within)?)));
    // What is to be dropped needs nobody.
    let core = view.project.map_or_else(Vec::new, ProjectAnalysis::staying);
    let starts = core.into_iter().filter_map(|e| Some(Need::Start(e, case.element(e).start.filter(within)?)));
    let mut needs: Vec<Need> = answers.chain(starts).collect();
    let name = |need: &Need| match need {
        Need::Answer(d, _) => (0, case.department(*d).name.clone()),
        Need::Start(e, _) => (1, case.element(*e).name.clone()),
    };
    needs.sort_by_key(|need| (need.day(), name(need)));
    needs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::partners::tests::{case, department};
    use jiff::civil::date;

    #[test]
    fn the_agenda_of_december_looks_at_january() {
        let departments =
            "department,role,needed_by\nUs,own,2027-01-05\nIT,partner,2027-01-31\nAds,partner,2027-02-01\nLaw,partner,2026-12-31\n";
        let kpis = "department,kpi,baseline,target,actual,direction,period,due\n\
            IT,Scenes,0,10,2,increase,year,2026-12-31\n\
            IT,Faults,20,10,11,decrease,year,2026-12-31\n\
            Us,Sales,0,10,9,increase,year,\n\
            Zoo,Visitors,0,10,1,increase,year,2026-12-31\n";
        let log = "date,department,kind\n2026-12-01,IT,blocked\n";
        let tables = [("kpis", kpis), ("departments", departments), ("log", log)];
        let case = case(&tables, date(2026, 12, 25));
        let committee = of(&View::new(&case, None, None)).unwrap();
        assert_eq!((committee.day, committee.until), (date(2026, 12, 25), date(2027, 1, 31)));
        // The own department asks nobody; days before the month's end are in it, and the last day of the next month.
        let expected =
            [Need::Answer(department(&case, "Law"), date(2026, 12, 31)), Need::Answer(department(&case, "IT"), date(2027, 1, 31))];
        assert_eq!(committee.needs, expected);
        let gone = 1.0 - 6.0 / 365.2425;
        let told: Vec<(&str, f64)> = committee.results.iter().map(|r| (case.kpi(r.kpi).name.as_str(), r.done)).collect();
        assert_eq!(told, [("Scenes", 0.2), ("Faults", 0.9), ("Sales", 0.9)]);
        assert!((committee.results[0].gone.unwrap() - gone).abs() < 1e-12 && committee.results[2].gone.is_none());
        assert_eq!((committee.blocked, committee.left_out), (vec![0], 0));
    }

    #[test]
    fn what_is_overdue_comes_first() {
        let kpis = "department,kpi,baseline,target,actual,direction,period,due\n\
            IT,Almost,0,10,9,increase,year,2026-12-31\n\
            IT,Zero,0,10,0,increase,year,2026-12-31\n\
            IT,Ahead,0,10,1,increase,year,2027-12-31\n\
            IT,Never,0,10,0,increase,,\n";
        let case = case(&[("kpis", kpis), ("departments", "department,role\nIT,partner\n")], date(2027, 1, 4));
        let committee = of(&View::new(&case, None, None)).unwrap();
        let told: Vec<(&str, Option<f64>)> = committee.results.iter().map(|r| (case.kpi(r.kpi).name.as_str(), r.gone)).collect();
        assert_eq!((told[0], told[1], told[3]), (("Zero", Some(1.0)), ("Almost", Some(1.0)), ("Never", None)));
    }

    #[test]
    fn two_tables_alone_make_no_meeting() {
        assert_eq!(of(&View::new(&case(&[("kpis", "department,kpi\nIT,Scenes\n")], date(2026, 12, 25)), None, None)), None);
    }

    #[test]
    fn a_request_that_waits_too_long_is_to_be_decided() {
        let tables = [("departments", "department,needed_by\nIT,2027-01-05\n"), ("log", "date,department,kind\n2026-12-01,IT,ask\n")];
        let case = case(&tables, date(2026, 12, 24));
        assert_eq!(of(&View::new(&case, None, None)).unwrap().blocked, [0]);
    }
}
