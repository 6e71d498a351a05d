//! The resource map: power x interest, how often to talk, and whom to see this month.
//!
//! High means 3 or more of 5: a 中 or "medium" counts as high, since a key partner taken for a bystander costs more than one talk too many.
//! Interest is the stated one moved by at most one level by the lag of the department's KPIs (see [`interest`]). Power decides how deep a
//! talk goes, interest how often: monthly where it is high, each quarter where it is low. A talk is due that long after the last one; whom
//! to see this month are those never seen, those due by its last day, and those with a stage of pre-selling in it.

use jiff::civil::Date;

use crate::analysis::partners::presell::{Plan, Window};
use crate::analysis::partners::record::{self, Seen};
use crate::analysis::partners::{View, days, interest};
use crate::model::{DepartmentId, Level, Origin};

/// Power and interest are high from this level on.
pub const CUT: u8 = 3;

/// A field of the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quadrant {
    /// High power, high interest: manage closely.
    KeyPartner,
    /// High power, low interest: keep satisfied, ask at key moments.
    KeepSatisfied,
    /// Low power, high interest: involve fully.
    InvolveFully,
    /// Low power, low interest: monitor.
    Monitor,
}

impl Quadrant {
    /// The field of a power and an interest.
    pub fn of(power: Level, interest: Level) -> Self {
        match (power.get() >= CUT, interest.get() >= CUT) {
            (true, true) => Quadrant::KeyPartner,
            (true, false) => Quadrant::KeepSatisfied,
            (false, true) => Quadrant::InvolveFully,
            (false, false) => Quadrant::Monitor,
        }
    }

    /// Months between two talks.
    pub fn rhythm(self) -> i32 {
        match self {
            Quadrant::KeyPartner | Quadrant::InvolveFully => 1,
            Quadrant::KeepSatisfied | Quadrant::Monitor => 3,
        }
    }
}

/// Why to see a department this month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Visit {
    /// No talk with it is known.
    Never,
    /// The next talk was due so many days ago.
    Overdue(i32),
    /// The next talk falls due this month.
    Due,
    /// A stage of pre-selling lies in this month.
    Moment(Window),
}

/// A department on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// The department.
    pub department: DepartmentId,
    /// Its power.
    pub power: Level,
    /// Its interest as stated.
    pub stated: Level,
    /// Its interest with the lag of its KPIs.
    pub interest: Level,
    /// That lag, -1 to 1.
    pub lag: Option<f64>,
    /// Its field.
    pub quadrant: Quadrant,
    /// The last talk.
    pub seen: Option<Seen>,
    /// When the next talk is due; today when there was none.
    pub next: Date,
    /// Why to see it this month, if so.
    pub visit: Option<Visit>,
    /// Its row.
    pub origin: Origin,
}

/// The map.
#[derive(Debug, Clone, PartialEq)]
pub struct ResourceMap {
    /// Departments with power and interest.
    pub placed: Vec<Place>,
    /// Departments whose row lacks one of them.
    pub unplaced: Vec<DepartmentId>,
    /// Departments with KPIs, or needed by the plan, without a row.
    pub missing: Vec<DepartmentId>,
    /// When to draw it anew: the first day of the next quarter.
    pub refresh: Date,
}

/// The map of the departments table; `None` without one.
pub fn of(view: &View, presell: &[Plan]) -> Option<ResourceMap> {
    let case = view.case;
    let (mut placed, mut unplaced) = (Vec::new(), Vec::new());
    for department in view.listed() {
        match place(view, department, presell) {
            Some(place) => placed.push(place),
            None => unplaced.push(department),
        }
    }
    if placed.is_empty() && unplaced.is_empty() {
        return None;
    }
    placed.sort_by_key(|p| (std::cmp::Reverse(p.power), std::cmp::Reverse(p.interest), case.department(p.department).name.clone()));
    let needed = |d: &DepartmentId| view.project.is_some_and(|p| p.core.iter().any(|e| case.element(*e).needs.contains(d)));
    let mut missing: Vec<DepartmentId> = case
        .department_ids()
        .filter(|d| Some(*d) != case.own && case.department(*d).origin.is_none())
        .filter(|d| case.kpis_of(*d).next().is_some() || needed(d))
        .collect();
    missing.sort_by(|a, b| case.department(*a).name.cmp(&case.department(*b).name));
    Some(ResourceMap { placed, unplaced, missing, refresh: days::next_quarter(case.today) })
}

fn place(view: &View, department: DepartmentId, presell: &[Plan]) -> Option<Place> {
    let (case, row) = (view.case, view.case.department(department));
    let (power, stated, origin) = (row.power?, row.interest?, row.origin.clone()?);
    let lag = interest::of_department(case, department);
    let interest = interest::moved(stated, lag);
    let quadrant = Quadrant::of(power, interest);
    let seen = record::last_seen(case, department);
    let next = seen.as_ref().map_or(case.today, |s| days::months_after(s.day, quadrant.rhythm()));
    let end = case.today.last_of_month();
    let moment = || {
        let plan = presell.iter().find(|p| p.department == department)?;
        plan.moment(case.today, end).map(Visit::Moment)
    };
    let visit = match seen {
        None => Some(Visit::Never),
        Some(_) if next < case.today => Some(Visit::Overdue(days::between(next, case.today))),
        Some(_) if next <= end => Some(Visit::Due),
        Some(_) => moment(),
    };
    Some(Place { department, power, stated, interest, lag, quadrant, seen, next, visit, origin })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::partners::presell;
    use crate::analysis::partners::tests::{case, department};
    use jiff::civil::date;

    #[test]
    fn medium_counts_as_high() {
        let level = |n| Level::new(n).unwrap();
        assert_eq!(Quadrant::of(level(3), level(3)), Quadrant::KeyPartner);
        assert_eq!(Quadrant::of(level(5), level(2)), Quadrant::KeepSatisfied);
        assert_eq!(Quadrant::of(level(2), level(5)), Quadrant::InvolveFully);
        assert_eq!(Quadrant::of(level(1), level(2)), Quadrant::Monitor);
    }

    #[test]
    fn who_is_to_be_seen_this_month_is_told_with_the_reason() {
        let departments = "department,role,power,interest,needed_by,last_contact\n\
            Us,own,3,5,,\n\
            Ads,partner,5,4,,2027-01-31\n\
            Bus,partner,4,2,2027-05-10,2027-02-01\n\
            Law,partner,4,1,,2026-11-20\n\
            Pay,partner,4,1,,2026-12-30\n\
            Ops,partner,2,5,,\n\
            Art,partner,,3,,2027-02-01\n";
        let kpis = "department,kpi\nAds,Reach\nZoo,Visitors\n";
        let case = case(&[("kpis", kpis), ("departments", departments)], date(2027, 3, 15));
        let view = View::new(&case, None, None);
        let map = of(&view, &presell::plans(&view)).unwrap();
        let row = |name: &str| map.placed.iter().find(|p| p.department == department(&case, name)).unwrap();
        // A month after 31 January is 28 February.
        assert_eq!((row("Ads").next, row("Ads").visit), (date(2027, 2, 28), Some(Visit::Overdue(15))));
        // 60 days before 10 May is 11 March, 45 days before 26 March: the probe is now.
        let probe = Window { stage: presell::Stage::Probe, from: date(2027, 3, 11), to: date(2027, 3, 26) };
        assert_eq!((row("Bus").next, row("Bus").visit), (date(2027, 5, 1), Some(Visit::Moment(probe))));
        assert_eq!((row("Law").next, row("Law").visit), (date(2027, 2, 20), Some(Visit::Overdue(23))));
        assert_eq!((row("Pay").next, row("Pay").visit), (date(2027, 3, 30), Some(Visit::Due)));
        assert_eq!((row("Ops").next, row("Ops").visit), (date(2027, 3, 15), Some(Visit::Never)));
        let names = |ids: &[DepartmentId]| ids.iter().map(|d| case.department(*d).name.clone()).collect::<Vec<_>>();
        assert_eq!((names(&map.unplaced), names(&map.missing)), (vec!["Art".to_owned()], vec!["Zoo".to_owned()]));
        let order: Vec<DepartmentId> = map.placed.iter().map(|p| p.department).collect();
        assert_eq!(names(&order), ["Ads", "Bus", "Law", "Pay", "Ops"]);
        assert_eq!(map.refresh, date(2027, 4, 1));
    }

    #[test]
    fn a_lag_moves_a_department_into_another_field() {
        let departments = "department,role,power,interest,last_contact\nIT,partner,4,2,2026-11-12\n";
        let kpis = "department,kpi,unit,baseline,target,actual,weight,period,due\n\
            IT,Scenes,,2,5,3,60,year,2026-12-31\n\
            IT,Users,,8,12,9.1,40,year,2026-12-31\n";
        let case = case(&[("kpis", kpis), ("departments", departments)], date(2026, 11, 16));
        let map = of(&View::new(&case, None, None), &[]).unwrap();
        // 0.6 x 2/3 + 0.4 x 2.9/4 = 0.69 to go, 45 of 365.2425 days left.
        assert!((map.placed[0].lag.unwrap() - (0.69 - 45.0 / 365.2425)).abs() < 1e-12);
        assert_eq!((map.placed[0].interest.get(), map.placed[0].quadrant), (3, Quadrant::KeyPartner));
        assert_eq!(map.placed[0].next, date(2026, 12, 12));
    }
}
