//! The resource map: power x interest, how often to talk, and whom to see this month.
//!
//! High means 3 or more of 5: a 中 or "medium" counts as high, since a key partner taken for a bystander costs more than one talk too many.
//! Interest is the stated one moved by at most one level by the lag of the department's KPIs (see [`interest`]). Power decides how deep a
//! talk goes, interest how often: monthly where it is high, each quarter where it is low or not known. A talk is due that long after the
//! last one. Whom to see this month are those never seen, those due by its last day, and those with a matter in hand: a refusal that
//! stands, a hold-up, an answer that is awaited or grants nothing yet, a day that has passed, a stage of pre-selling this month. A blank power hides nobody from that list.

use jiff::civil::Date;

use crate::analysis::partners::presell::{Asked, Plan, Window};
use crate::analysis::partners::record::{self, Seen};
use crate::analysis::partners::{View, days, interest};
use crate::model::{DepartmentId, Level, Origin};
use crate::text::natural::natural;

/// Power and interest are high from this level on.
pub const CUT: u8 = 3;

/// Months between two talks where interest is low.
const QUARTERLY: i32 = 3;

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
            Quadrant::KeepSatisfied | Quadrant::Monitor => QUARTERLY,
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
    /// A refusal stands: place in the log.
    Refused(usize),
    /// Something is held up: place in the log.
    Blocked(usize),
    /// A request waits for its answer: place in the log.
    Awaiting(usize),
    /// A request was answered, but neither granted nor turned down: place in the log.
    Answered(usize),
    /// The day it was needed passed so many days ago.
    Passed(i32),
    /// A stage of pre-selling lies in this month.
    Moment(Window),
}

/// When to see a department again.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The department.
    pub department: DepartmentId,
    /// The last talk.
    pub seen: Option<Seen>,
    /// When the next talk is due; today when there was none.
    pub next: Date,
    /// Why to see it this month: the rhythm of talks first, then what is in hand; empty when there is no need.
    pub visits: Vec<Visit>,
    /// Its row.
    pub origin: Origin,
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
    /// When to see it again.
    pub call: Call,
}

/// The map.
#[derive(Debug, Clone, PartialEq)]
pub struct ResourceMap {
    /// Departments with power and interest.
    pub placed: Vec<Place>,
    /// Departments whose row lacks one of them.
    pub unplaced: Vec<Call>,
    /// Departments with KPIs, or needed by the plan, without a row.
    pub missing: Vec<DepartmentId>,
    /// When to draw it anew: the first day of a quarter from today on.
    pub refresh: Date,
}

/// The map of the departments table; `None` without one.
pub fn of(view: &View, presell: &[Plan]) -> Option<ResourceMap> {
    let case = view.case;
    let (mut placed, mut unplaced) = (Vec::new(), Vec::new());
    for department in view.listed() {
        match place(view, department, presell) {
            Some(place) => placed.push(place),
            None => unplaced.extend(call(view, department, view.case.department(department).interest, presell)),
        }
    }
    if placed.is_empty() && unplaced.is_empty() {
        return None;
    }
    let name = |p: &Place| &case.department(p.department).name;
    placed.sort_by(|a, b| (b.power, b.interest).cmp(&(a.power, a.interest)).then_with(|| natural(name(a), name(b))));
    let needed = |d: &DepartmentId| view.project.is_some_and(|p| p.core.iter().any(|e| case.element(*e).needs.contains(d)));
    let mut missing: Vec<DepartmentId> = case
        .department_ids()
        .filter(|d| Some(*d) != case.own && case.department(*d).origin.is_none())
        .filter(|d| case.kpis_of(*d).next().is_some() || needed(d))
        .collect();
    missing.sort_by(|a, b| case.department(*a).name.cmp(&case.department(*b).name));
    Some(ResourceMap { placed, unplaced, missing, refresh: days::quarter_from(case.today) })
}

fn place(view: &View, department: DepartmentId, presell: &[Plan]) -> Option<Place> {
    let (case, row) = (view.case, view.case.department(department));
    let (power, stated) = (row.power?, row.interest?);
    let lag = interest::of_department(case, department);
    let interest = interest::moved(stated, lag);
    let call = call(view, department, Some(interest), presell)?;
    Some(Place { department, power, stated, interest, lag, quadrant: Quadrant::of(power, interest), call })
}

/// When to see a department again, by its interest; `None` without a row.
fn call(view: &View, department: DepartmentId, interest: Option<Level>, presell: &[Plan]) -> Option<Call> {
    let case = view.case;
    let origin = case.department(department).origin.clone()?;
    let seen = record::last_seen(case, department);
    // Interest alone decides how often to talk, whatever the power.
    let rhythm = interest.map_or(QUARTERLY, |interest| Quadrant::of(interest, interest).rhythm());
    let next = seen.as_ref().map_or(case.today, |s| days::months_after(s.day, rhythm));
    let end = case.today.last_of_month();
    let talk = match seen {
        None => Some(Visit::Never),
        Some(_) if next < case.today => Some(Visit::Overdue(days::between(next, case.today))),
        Some(_) if next <= end => Some(Visit::Due),
        Some(_) => None,
    };
    let plan = presell.iter().find(|p| p.department == department);
    let blocked = record::hold_up(case, department).map(Visit::Blocked);
    let matter = plan.and_then(|plan| match plan.asked {
        Asked::Refused(at) => Some(Visit::Refused(at)),
        Asked::Yes(at) => Some(Visit::Awaiting(at)),
        Asked::Answered(at, false) if !plan.is_passed() => Some(Visit::Answered(at)),
        _ if plan.is_passed() => Some(Visit::Passed(-plan.days_left)),
        _ => plan.moment(case.today, end).map(Visit::Moment),
    });
    // A refusal without a day by which the department is needed stands all the same.
    let refused = || record::relevant(case, department).rfind(|(at, row)| record::turns_down(row) && record::is_open(case, *at));
    let matter = matter.or_else(|| refused().map(|(at, _)| Visit::Refused(at)));
    Some(Call { department, seen, next, visits: talk.into_iter().chain(blocked).chain(matter).collect(), origin })
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
        let map = of(&view, &presell::plans(&view, None)).unwrap();
        let row = |name: &str| map.placed.iter().find(|p| p.department == department(&case, name)).unwrap();
        // A month after 31 January is 28 February.
        let told = |name: &str| (row(name).call.next, row(name).call.visits.clone());
        assert_eq!(told("Ads"), (date(2027, 2, 28), vec![Visit::Overdue(15)]));
        // 60 days before 10 May is 11 March, 45 days before 26 March: the probe is now.
        let probe = Window { stage: presell::Stage::Probe, from: date(2027, 3, 11), to: date(2027, 3, 26) };
        assert_eq!(told("Bus"), (date(2027, 5, 1), vec![Visit::Moment(probe)]));
        assert_eq!(told("Law"), (date(2027, 2, 20), vec![Visit::Overdue(23)]));
        assert_eq!(told("Pay"), (date(2027, 3, 30), vec![Visit::Due]));
        assert_eq!(told("Ops"), (date(2027, 3, 15), vec![Visit::Never]));
        let names = |ids: &[DepartmentId]| ids.iter().map(|d| case.department(*d).name.clone()).collect::<Vec<_>>();
        let unplaced: Vec<DepartmentId> = map.unplaced.iter().map(|c| c.department).collect();
        assert_eq!((names(&unplaced), names(&map.missing)), (vec!["Art".to_owned()], vec!["Zoo".to_owned()]));
        // A blank power hides nobody: a month after 1 February is past.
        assert_eq!((map.unplaced[0].next, &map.unplaced[0].visits), (date(2027, 3, 1), &vec![Visit::Overdue(14)]));
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
        assert_eq!(map.placed[0].call.next, date(2026, 12, 12));
    }

    #[test]
    fn a_matter_in_hand_is_a_reason_to_see_them() {
        let departments = "department,power,interest,needed_by,last_contact\n\
            IT,5,4,2027-03-27,2027-03-14\n\
            Ads,,4,2027-03-20,2027-03-14\n\
            Law,4,4,2027-06-30,2027-03-14\n\
            Pay,4,4,2027-03-10,2027-03-14\n\
            Ops,4,4,,2027-03-14\n\
            Bus,4,4,2027-12-31,2027-03-14\n";
        let log = "date,department,kind\n2027-03-01,IT,ask\n2027-03-02,IT,refusal\n2027-03-03,Law,ask\n2027-03-04,Ops,refusal\n";
        let case = case(&[("departments", departments), ("log", log)], date(2027, 3, 15));
        let view = View::new(&case, None, None);
        let map = of(&view, &presell::plans(&view, None)).unwrap();
        let calls = map.placed.iter().map(|p| &p.call).chain(&map.unplaced);
        let told = |name: &str| calls.clone().find(|c| c.department == department(&case, name)).unwrap().visits.clone();
        assert_eq!(told("IT"), [Visit::Refused(1)]);
        let now = Window { stage: presell::Stage::Request, from: date(2027, 3, 15), to: date(2027, 3, 15) };
        assert_eq!(told("Ads"), [Visit::Moment(now)]);
        assert_eq!(told("Law"), [Visit::Awaiting(2)]);
        assert_eq!(told("Pay"), [Visit::Passed(5)]);
        assert_eq!(told("Ops"), [Visit::Refused(3)]);
        assert_eq!(told("Bus"), []);
    }
}
