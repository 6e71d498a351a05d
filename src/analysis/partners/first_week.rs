//! What to begin with: complete the map of ten partners, make one deposit, redesign one need so that it serves the other side.
//!
//! The deposit goes to the account furthest below zero, then to whoever is needed first; an account with something to its credit can wait,
//! and where all is to be said in one talk now no deposit comes in time.
//! The need to redesign is an ask under the yes line with the advised addition that brings it over the line, else with the one that gains most
//! appeal; an addition that leaves it below half the line redesigns nothing. What is not advised is another plan, whatever it would gain.

use jiff::civil::Date;

use crate::analysis::partners::View;
use crate::analysis::partners::bank::Bank;
use crate::analysis::partners::deposits::Deposit;
use crate::analysis::partners::map::ResourceMap;
use crate::analysis::partners::presell::Plan;
use crate::analysis::reframe::Opening;
use crate::analysis::suggest::Suggestion;
use crate::model::{DepartmentId, ElementId, KpiId};

/// Partners on a full map.
pub const PARTNERS: usize = 10;

/// One deposit to make.
#[derive(Debug, Clone, PartialEq)]
pub struct First {
    /// For whom.
    pub department: DepartmentId,
    /// Its balance; `None` without a favors table.
    pub balance: Option<f64>,
    /// The rows behind the balance: places in the favors, by date.
    pub rows: Vec<usize>,
    /// What; `None` when nothing known would help their KPIs.
    pub deposit: Option<Deposit>,
}

/// One need to redesign.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Redesign {
    /// Whose help is needed.
    pub department: DepartmentId,
    /// What to add: an addition of the plan.
    pub element: ElementId,
    /// The KPI of theirs it helps.
    pub kpi: KpiId,
    /// Whether it serves that KPI by itself.
    pub alone: bool,
    /// Their appeal as it is.
    pub before: f64,
    /// Their appeal with the addition.
    pub after: f64,
}

/// Three actions.
#[derive(Debug, Clone, PartialEq)]
pub struct FirstWeek {
    /// Departments on the map.
    pub placed: usize,
    /// Departments to put there: without power or interest, then those without a row.
    pub to_place: Vec<DepartmentId>,
    /// Partners that are still lacking to ten.
    pub lacking: usize,
    /// The deposit.
    pub deposit: Option<First>,
    /// Whether any department is asked for something in the departments table.
    pub any_ask: bool,
    /// The redesign.
    pub redesign: Option<Redesign>,
}

/// The actions of the departments table; `None` without one.
pub fn of(view: &View, map: Option<&ResourceMap>, bank: Option<&Bank>, presell: &[Plan]) -> Option<FirstWeek> {
    let map = map?;
    let to_place: Vec<DepartmentId> = map.unplaced.iter().map(|c| c.department).chain(map.missing.iter().copied()).collect();
    let known = map.placed.len() + to_place.len();
    Some(FirstWeek {
        placed: map.placed.len(),
        lacking: PARTNERS.saturating_sub(known),
        to_place,
        any_ask: view.listed().any(|d| !view.case.department(d).ask.is_empty()),
        deposit: deposit(view, bank, presell),
        redesign: redesign(view),
    })
}

fn deposit(view: &View, bank: Option<&Bank>, presell: &[Plan]) -> Option<First> {
    let balance = |d: DepartmentId| bank.map_or(0.0, |b| b.balance(d));
    let soonest = |d: DepartmentId| view.case.department(d).needed_by.filter(|day| *day >= view.case.today).unwrap_or(Date::MAX);
    let hurried = |d: DepartmentId| presell.iter().any(|plan| plan.department == d && plan.is_hurried());
    let mut poor: Vec<DepartmentId> = view.listed().filter(|d| balance(*d) <= 0.0 && !hurried(*d)).collect();
    poor.sort_by(|a, b| balance(*a).total_cmp(&balance(*b)).then_with(|| soonest(*a).cmp(&soonest(*b))));
    // Whom something known would help comes first among equals, but a debt is paid to whom it is owed.
    let helped = |d: &&DepartmentId| !view.deposits_for(**d).is_empty();
    let owed = poor.iter().find(|d| balance(**d) < 0.0);
    let department = *owed.or_else(|| poor.iter().find(helped)).or(poor.first())?;
    let rows = bank.and_then(|b| b.account(department)).map_or(Vec::new(), |a| a.rows.clone());
    Some(First { department, balance: bank.map(|b| b.balance(department)), rows, deposit: view.deposits_for(department).first().copied() })
}

fn redesign(view: &View) -> Option<Redesign> {
    let (case, project) = (view.case, view.project?);
    let mut found = Vec::new();
    for department in view.listed().filter(|d| !case.department(*d).ask.is_empty() && !view.is_elsewhere(*d)) {
        let opening = view.opening(department);
        let Some(before) = view.appeal(department) else { continue };
        let Some(at) = project.partners.iter().position(|p| *p == department).filter(|_| before < project.yes_line) else { continue };
        let advised = |s: &&Suggestion| project.plan.iter().any(|step| step.element == s.element);
        for suggestion in project.suggestions.iter().filter(advised) {
            let theirs = suggestion.serves.iter().copied().find(|k| case.kpi(*k).department == department);
            // Of several KPIs that it helps, the one that a talk opens with.
            let kpi = match opening {
                Some(Opening::Added(kpi, element)) if element == suggestion.element => Some(kpi),
                _ => theirs,
            };
            let gain = suggestion.appeal_gain.get(at).copied().filter(|gain| *gain > 0.0);
            let Some((kpi, gain)) = kpi.zip(gain) else { continue };
            let element = suggestion.element;
            let alone = view.evidence.is_some_and(|evidence| evidence.at(kpi, element).serves_alone());
            found.push(Redesign { department, element, kpi, alone, before, after: before + gain });
        }
    }
    let name = |r: &Redesign| (&case.department(r.department).name, &case.element(r.element).name);
    found.into_iter().filter(|r| r.after >= project.yes_line / 2.0).max_by(|a, b| {
        let crosses = |r: &Redesign| r.after >= project.yes_line;
        let gain = |r: &Redesign| r.after - r.before;
        crosses(a).cmp(&crosses(b)).then(gain(a).total_cmp(&gain(b))).then_with(|| name(b).cmp(&name(a)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::partners::tests::{case, department};
    use crate::analysis::partners::{bank, map};
    use jiff::civil::date;

    #[test]
    fn the_deepest_debt_is_paid_first_and_the_map_is_filled() {
        let departments = "department,role,power,interest,needed_by\n\
            Us,own,5,5,\n\
            IT,partner,4,2,2027-02-01\n\
            Ads,partner,5,4,2027-01-20\n\
            Law,partner,,,\n";
        let kpis = "department,kpi\nZoo,Visitors\n";
        let favors = "date,department,direction,weight\n2026-12-01,IT,received,1\n2026-12-02,Law,received,2\n";
        let week = |favors: &str| {
            let case = case(&[("kpis", kpis), ("departments", departments), ("favors", favors)], date(2026, 12, 31));
            let view = View::new(&case, None, None);
            let week = of(&view, map::of(&view, &[]).as_ref(), bank::of(&view).as_ref(), &[]).unwrap();
            let name = |d: DepartmentId| case.department(d).name.clone();
            assert_eq!(week.to_place, [department(&case, "Law"), department(&case, "Zoo")]);
            assert_eq!((week.placed, week.lacking), (2, 6));
            week.deposit.map(|f| (name(f.department), f.balance))
        };
        assert_eq!(week(favors), Some(("Law".into(), Some(-2.0))));
        // Without debts it is whoever is needed first.
        assert_eq!(week("date,department,direction\n"), Some(("Ads".into(), None)));
    }
}
