//! What to begin with: complete the map of ten partners, make one deposit, redesign one need so that it serves the other side.
//!
//! The deposit goes to the account furthest below zero, then to whoever is needed first; an account with something to its credit can wait.
//! The need to redesign is an ask under the yes line whose best addition gains most appeal.

use jiff::civil::Date;

use crate::analysis::partners::View;
use crate::analysis::partners::bank::Bank;
use crate::analysis::partners::deposits::Deposit;
use crate::analysis::partners::map::ResourceMap;
use crate::model::{DepartmentId, ElementId, KpiId};

/// Partners on a full map.
pub const PARTNERS: usize = 10;

/// One deposit to make.
#[derive(Debug, Clone, PartialEq)]
pub struct First {
    /// For whom.
    pub department: DepartmentId,
    /// Its balance.
    pub balance: f64,
    /// What; `None` when nothing known would help their KPIs.
    pub deposit: Option<Deposit>,
}

/// One need to redesign.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Redesign {
    /// Whose help is needed.
    pub department: DepartmentId,
    /// What to add.
    pub element: ElementId,
    /// The KPI of theirs it serves.
    pub kpi: KpiId,
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
    /// The redesign.
    pub redesign: Option<Redesign>,
}

/// The actions of the departments table; `None` without one.
pub fn of(view: &View, map: Option<&ResourceMap>, bank: Option<&Bank>) -> Option<FirstWeek> {
    let map = map?;
    let to_place: Vec<DepartmentId> = map.unplaced.iter().chain(&map.missing).copied().collect();
    let known = map.placed.len() + to_place.len();
    Some(FirstWeek {
        placed: map.placed.len(),
        lacking: PARTNERS.saturating_sub(known),
        to_place,
        deposit: deposit(view, bank),
        redesign: redesign(view),
    })
}

fn deposit(view: &View, bank: Option<&Bank>) -> Option<First> {
    let balance = |d: DepartmentId| bank.map_or(0.0, |b| b.balance(d));
    let soonest = |d: DepartmentId| view.case.department(d).needed_by.filter(|day| *day >= view.case.today).unwrap_or(Date::MAX);
    let mut poor: Vec<DepartmentId> = view.listed().filter(|d| balance(*d) <= 0.0).collect();
    poor.sort_by(|a, b| balance(*a).total_cmp(&balance(*b)).then_with(|| soonest(*a).cmp(&soonest(*b))));
    // Whom something known would help comes first among equals, but a debt is paid to whom it is owed.
    let helped = |d: &&DepartmentId| !view.deposits_for(**d).is_empty();
    let owed = poor.iter().find(|d| balance(**d) < 0.0);
    let department = *owed.or_else(|| poor.iter().find(helped)).or(poor.first())?;
    Some(First { department, balance: balance(department), deposit: view.deposits_for(department).first().copied() })
}

fn redesign(view: &View) -> Option<Redesign> {
    let (case, project) = (view.case, view.project?);
    let found = view.listed().filter(|d| !case.department(*d).ask.is_empty()).filter_map(|department| {
        let (before, side) = (view.appeal(department)?, view.side(department)?);
        let at = project.partners.iter().position(|p| *p == department)?;
        let best = side.suggestions.first().and_then(|i| project.suggestions.get(*i))?;
        let kpi = best.serves.iter().copied().find(|k| case.kpi(*k).department == department)?;
        let gain = best.appeal_gain.get(at).copied().filter(|gain| *gain > 0.0)?;
        (before < project.yes_line).then_some(Redesign { department, element: best.element, kpi, before, after: before + gain })
    });
    found.max_by(|a, b| {
        let gain = |r: &Redesign| r.after - r.before;
        gain(a).total_cmp(&gain(b)).then_with(|| case.department(b.department).name.cmp(&case.department(a.department).name))
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
            let week = of(&view, map::of(&view, &[]).as_ref(), bank::of(&view).as_ref()).unwrap();
            let name = |d: DepartmentId| case.department(d).name.clone();
            assert_eq!(week.to_place, [department(&case, "Law"), department(&case, "Zoo")]);
            assert_eq!((week.placed, week.lacking), (2, 6));
            week.deposit.map(|f| (name(f.department), f.balance))
        };
        assert_eq!(week(favors), Some(("Law".into(), -2.0)));
        // Without debts it is whoever is needed first.
        assert_eq!(week("date,department,direction\n"), Some(("Ads".into(), 0.0)));
    }
}
