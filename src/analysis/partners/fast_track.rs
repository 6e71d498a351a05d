//! The fast track: a named contact (RBP) per core department, a monthly breakfast, an emergency channel for three uses a year, and thanks.
//!
//! Core departments are those of the departments table inside the company. The breakfast is on the second Friday of a month, two or three
//! weeks before or after the standing meeting, and takes place where somebody named can come. Its agenda is made of favors received in the last
//! 90 days that nobody was thanked for, needs of the 60 days after it of core departments that are not to be asked before, and what could be given to
//! core departments with nothing to their credit.

use jiff::civil::Date;

use crate::analysis::partners::bank::Bank;
use crate::analysis::partners::deposits::Deposit;
use crate::analysis::partners::presell::{Asked, Plan};
use crate::analysis::partners::{View, days, record};
use crate::model::{DepartmentId, FavorDirection, LogKind, Origin, Role};

/// Days for which a favor waits for thanks.
const THANKS: i32 = 90;
/// Days that the breakfast looks ahead.
const AHEAD: i32 = 60;

/// A core department and whether it has a named contact.
#[derive(Debug, Clone, PartialEq)]
pub struct Contact {
    /// The department.
    pub department: DepartmentId,
    /// Whether its row names somebody.
    pub named: bool,
    /// Its row.
    pub origin: Origin,
}

/// The fast track.
#[derive(Debug, Clone, PartialEq)]
pub struct FastTrack {
    /// Core departments in the order of contacts.
    pub contacts: Vec<Contact>,
    /// The next breakfast; `None` without a named contact.
    pub breakfast: Option<Date>,
    /// Favors to give thanks for: places in the favors, by date.
    pub thanks: Vec<usize>,
    /// Core departments needed soon and not asked yet, the earliest first.
    pub needs: Vec<DepartmentId>,
    /// What could be offered.
    pub offers: Vec<(DepartmentId, Deposit)>,
}

/// The fast track of the departments table; `None` without one.
pub fn of(view: &View, bank: Option<&Bank>, presell: &[Plan]) -> Option<FastTrack> {
    let case = view.case;
    view.listed().next()?;
    let core = || view.listed().filter(|d| case.department(*d).role != Some(Role::External));
    let contact = |department: DepartmentId| {
        let row = case.department(department);
        Some(Contact { department, named: !row.contact.is_empty(), origin: row.origin.clone()? })
    };
    let contacts: Vec<Contact> = core().filter_map(contact).collect();
    let breakfast = contacts.iter().any(|c| c.named).then(|| days::next_second_friday(case.today));
    let recent = case.favors.iter().enumerate().filter(|(_, f)| {
        let thanked =
            record::of(case, f.department).any(|(_, row)| row.date >= f.date && matches!(row.kind, LogKind::Thanks | LogKind::Award));
        let age = days::between(f.date, case.today);
        f.direction == FavorDirection::Received
            && (0..=THANKS).contains(&age)
            && !thanked
            && view.others.contains(&f.department)
            && case.department(f.department).role != Some(Role::External)
    });
    let day = breakfast.unwrap_or(case.today);
    let soon = |d: &DepartmentId| case.department(*d).needed_by.filter(|by| (0..=AHEAD).contains(&days::between(day, *by)));
    // Whoever was asked, or has refused, or is to be asked before that day, has the word already.
    let told = |plan: &Plan| plan.asked != Asked::No || plan.calendar(case.today).iter().all(|w| w.to < day);
    let asked = |d: &DepartmentId| presell.iter().any(|plan| plan.department == *d && told(plan));
    let mut needs: Vec<DepartmentId> = core().filter(|d| soon(d).is_some() && !asked(d)).collect();
    needs.sort_by_key(soon);
    let poor = core().filter(|d| bank.map_or(0.0, |b| b.balance(*d)) <= 0.0);
    let offers = poor.filter_map(|d| Some((d, *view.deposits_for(d).first()?)));
    Some(FastTrack { contacts, breakfast, thanks: recent.map(|(at, _)| at).collect(), needs, offers: offers.collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::partners::bank;
    use crate::analysis::partners::tests::{case, department};
    use jiff::civil::date;

    #[test]
    fn contacts_thanks_and_needs_come_from_the_tables() {
        let departments = "department,role,contact,needed_by\n\
            Us,own,Ann,2027-01-05\n\
            IT,partner,Bo,2027-03-01\n\
            Ads,partner,,2026-12-31\n\
            Law,,Cy,2027-03-02\n\
            Ops,,Ed,2027-01-25\n\
            Hotel,external,Di,2027-01-20\n";
        let favors = "date,department,direction\n\
            2026-10-02,IT,received\n2026-10-01,Ads,received\n2026-12-01,Ads,received\n2026-12-02,IT,given\n2026-12-03,Law,received\n";
        let log = "date,department,kind\n2026-12-02,Ads,thanks\n2026-12-02,Law,thanks\n2026-12-02,Ops,ask\n";
        let tables = [("departments", departments), ("favors", favors), ("log", log)];
        let case = case(&tables, date(2026, 12, 31));
        let view = View::new(&case, None, None);
        let track = of(&view, bank::of(&view).as_ref(), &crate::analysis::partners::presell::plans(&view, None)).unwrap();
        let id = |name| department(&case, name);
        // The hotel stands outside.
        let named: Vec<(DepartmentId, bool)> = track.contacts.iter().map(|c| (c.department, c.named)).collect();
        assert_eq!(named, [(id("Ads"), false), (id("IT"), true), (id("Law"), true), (id("Ops"), true)]);
        assert_eq!(track.breakfast, Some(date(2027, 1, 8)));
        // 2 October is 90 days ago; Ads was thanked after its favor, Law before.
        let lines: Vec<u64> = track.thanks.iter().map(|at| case.favors[*at].origin.line).collect();
        assert_eq!(lines, [2, 6]);
        // Ads is needed before the breakfast, Ops was asked already, the hotel is not invited.
        assert_eq!(track.needs, [id("IT"), id("Law")]);
        assert!(track.offers.is_empty());
    }
}
