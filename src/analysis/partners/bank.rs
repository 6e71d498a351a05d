//! The favor bank: what was given and received, what may be asked next, and the last four quarters, that of today among them, so that a
//! review in January still sees the year before.
//!
//! Balance = weights given - weights received, up to today. An account below zero is overdrawn: deposit first, whatever the ask. An ask
//! that is worth their while by itself (appeal at the yes line, now or with the plan as advised) draws on no account; any other ask is a
//! favor, and a favor of weight 1 wants a balance of 1. Weights are summed to nine decimals, so that what is even is zero everywhere. The emergency channel is for three uses a
//! year, all departments together.

use jiff::civil::Date;

use crate::analysis::partners::{View, days};
use crate::model::{Case, DepartmentId, Favor, FavorDirection};

/// Uses of the emergency channel in a year.
pub const URGENT_USES: usize = 3;
/// Quarters that a review shows.
pub const QUARTERS: usize = 4;
/// Weight of a favor that says nothing else.
pub const FAVOR: f64 = 1.0;

/// Weights that went both ways.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Flow {
    /// Given by us.
    pub given: f64,
    /// Received from them.
    pub received: f64,
}

impl Flow {
    /// given - received.
    pub fn net(self) -> f64 {
        summed(self.given - self.received)
    }

    fn add(&mut self, favor: &Favor) {
        match favor.direction {
            FavorDirection::Given => self.given = summed(self.given + favor.weight),
            FavorDirection::Received => self.received = summed(self.received + favor.weight),
        }
    }
}

/// A sum without the dust of binary fractions: 0.1 + 0.2 is 0.3.
fn summed(weight: f64) -> f64 {
    let rounded = (weight * 1e9).round() / 1e9 + 0.0;
    if rounded.is_finite() { rounded } else { weight }
}

/// What may be asked of a department next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Next {
    /// Overdrawn by this much: deposit first.
    Overdrawn(f64),
    /// The ask is worth their while by itself: the appeal it has.
    WinWin(f64),
    /// The ask is worth their while once the plan is changed as advised: the appeal it has then.
    AsAdvised(f64),
    /// Favors up to this weight.
    UpTo(f64),
    /// Too little for a favor: deposit first.
    Empty,
}

/// A department's account.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// The department.
    pub department: DepartmentId,
    /// All favors up to today.
    pub total: Flow,
    /// Balance before the quarters shown.
    pub opening: f64,
    /// The bank's quarters, the latest last.
    pub quarters: [Flow; QUARTERS],
    /// Its rows: places in the favors, by date.
    pub rows: Vec<usize>,
    /// What may be asked next.
    pub next: Next,
}

impl Account {
    /// given - received.
    pub fn balance(&self) -> f64 {
        self.total.net()
    }
}

/// The bank.
#[derive(Debug, Clone, PartialEq)]
pub struct Bank {
    /// Departments with favors.
    pub accounts: Vec<Account>,
    /// Departments of the departments table without any.
    pub without: Vec<DepartmentId>,
    /// What may be asked next of those among them that have an ask.
    pub unopened: Vec<(DepartmentId, Next)>,
    /// First days of the quarters shown, the latest last.
    pub quarters: [Date; QUARTERS],
    /// The year of today.
    pub year: i16,
    /// This year's uses of the emergency channel: places in the favors, by date.
    pub urgent: Vec<usize>,
}

impl Bank {
    /// A department's balance; 0 without an account.
    pub fn balance(&self, department: DepartmentId) -> f64 {
        self.account(department).map_or(0.0, Account::balance)
    }

    /// A department's account.
    pub fn account(&self, department: DepartmentId) -> Option<&Account> {
        self.accounts.iter().find(|a| a.department == department)
    }

    /// Uses of the emergency channel that are left this year.
    pub fn urgent_left(&self) -> usize {
        URGENT_USES.saturating_sub(self.urgent.len())
    }
}

/// The bank of the favors table; `None` without favors up to today.
pub fn of(view: &View) -> Option<Bank> {
    let case = view.case;
    let year = case.today.year();
    let past = || case.favors.iter().enumerate().filter(|(_, f)| f.date <= case.today && Some(f.department) != case.own);
    past().next()?;
    let accounts: Vec<Account> = view.others.iter().filter_map(|d| account(view, *d)).collect();
    let with = |d: &DepartmentId| accounts.iter().any(|a| a.department == *d);
    let without: Vec<DepartmentId> = view.listed().filter(|d| !with(d)).collect();
    let asked = without.iter().filter(|d| !case.department(**d).ask.is_empty());
    let unopened = asked.map(|d| (*d, next(view, *d, 0.0))).collect();
    let urgent = past().filter(|(_, f)| f.urgent && f.direction == FavorDirection::Received && f.date.year() == year);
    Some(Bank { urgent: urgent.map(|(at, _)| at).collect(), accounts, without, unopened, quarters: quarters(case.today), year })
}

/// The balance of an account that wants a deposit before anything is asked; `None` when the ask can be made as it is.
pub fn wanting(view: &View, bank: &Bank, department: DepartmentId) -> Option<f64> {
    let balance = bank.balance(department);
    matches!(next(view, department, balance), Next::Overdrawn(_) | Next::Empty).then_some(balance)
}

/// First days of the quarters shown on a day, the latest last.
fn quarters(today: Date) -> [Date; QUARTERS] {
    std::array::from_fn(|at| days::months_after(days::next_quarter(today), 3 * (at as i32 - QUARTERS as i32)))
}

fn account(view: &View, department: DepartmentId) -> Option<Account> {
    let rows = rows(view.case, department);
    if rows.is_empty() {
        return None;
    }
    let (mut total, mut opening, mut flows) = (Flow::default(), Flow::default(), [Flow::default(); QUARTERS]);
    let starts = quarters(view.case.today);
    for favor in rows.iter().filter_map(|at| view.case.favors.get(*at)) {
        total.add(favor);
        match starts.iter().rposition(|start| *start <= favor.date) {
            Some(at) => flows[at].add(favor),
            None => opening.add(favor),
        }
    }
    Some(Account { department, next: next(view, department, total.net()), total, opening: opening.net(), quarters: flows, rows })
}

/// A department's favors up to today, as places.
fn rows(case: &Case, department: DepartmentId) -> Vec<usize> {
    let own = |(_, f): &(usize, &Favor)| f.department == department && f.date <= case.today;
    case.favors.iter().enumerate().filter(own).map(|(at, _)| at).collect()
}

fn next(view: &View, department: DepartmentId, balance: f64) -> Next {
    // What the plan does for them is no price of another project's ask.
    let asked = !view.case.department(department).ask.is_empty() && !view.is_elsewhere(department);
    let line = view.project.map_or(f64::INFINITY, |p| p.yes_line);
    let over = |appeal: Option<f64>| appeal.filter(|appeal| asked && *appeal >= line);
    match (over(view.appeal(department)), over(view.advised_appeal(department))) {
        _ if balance < 0.0 => Next::Overdrawn(-balance),
        (Some(appeal), _) => Next::WinWin(appeal),
        // What the change makes a win for them is no favor to beg for before it.
        (None, Some(appeal)) => Next::AsAdvised(appeal),
        _ if balance >= FAVOR => Next::UpTo(balance),
        _ => Next::Empty,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::partners::tests::{case, department};
    use jiff::civil::date;

    const FAVORS: &str = "date,department,direction,what,weight,urgent\n\
        2026-12-31,IT,given,Pilot,2,\n\
        2027-01-01,IT,received,Report,1,yes\n\
        2027-03-31,IT,received,Hot line,,yes\n\
        2027-04-01,IT,given,Case,0.5,\n\
        2027-02-02,Ops,received,Keys,1,no\n\
        2027-02-03,Ops,given,Desk,3,yes\n\
        2027-08-01,Ops,received,Later,9,yes\n\
        2026-12-30,Law,received,Late permit,1,yes\n\
        2027-05-05,Us,given,To ourselves,1,\n";

    #[test]
    fn balances_quarters_and_urgent_uses_are_counted_up_to_today() {
        let departments = "department,role\nUs,own\nIT,partner\nPay,partner\n";
        let case = case(&[("departments", departments), ("favors", FAVORS)], date(2027, 7, 31));
        let bank = of(&View::new(&case, None, None)).unwrap();
        let account = |name: &str| bank.account(department(&case, name)).unwrap();
        let it = account("IT");
        assert_eq!((it.balance(), it.opening, it.next), (0.5, 0.0, Next::Empty));
        assert_eq!(it.total, Flow { given: 2.5, received: 2.0 });
        // On the last day of July: from October of the year before.
        assert_eq!(bank.quarters, [date(2026, 10, 1), date(2027, 1, 1), date(2027, 4, 1), date(2027, 7, 1)]);
        assert_eq!(it.quarters.map(Flow::net), [2.0, -2.0, 0.5, 0.0]);
        // What is dated after today has not happened.
        assert_eq!((account("Ops").balance(), account("Ops").next), (2.0, Next::UpTo(2.0)));
        assert_eq!((account("Law").balance(), account("Law").next), (-1.0, Next::Overdrawn(1.0)));
        assert_eq!(account("Law").quarters.map(Flow::net), [-1.0, 0.0, 0.0, 0.0]);
        // Only help received in the year counts; last year's does not.
        let lines: Vec<u64> = bank.urgent.iter().map(|at| case.favors[*at].origin.line).collect();
        assert_eq!((lines, bank.urgent_left(), bank.year), (vec![3, 4], 1, 2027));
        assert_eq!(bank.without, [department(&case, "Pay")]);
        assert_eq!(bank.accounts.len(), 3);
    }

    #[test]
    fn what_is_even_is_zero_everywhere() {
        let tenths = "date,department,direction,weight\n2026-12-01,IT,received,0.1\n2027-01-02,IT,received,0.2\n2027-01-03,IT,given,0.3\n\
            2027-01-04,Ops,given,0.7\n2027-01-05,Ops,given,0.1\n2027-01-06,Ops,received,0.8\n";
        let departments = "department,ask\nIT,\nOps,\nPay,Desk\nLaw,\n";
        let case = case(&[("favors", tenths), ("departments", departments)], date(2027, 1, 31));
        let view = View::new(&case, None, None);
        let bank = of(&view).unwrap();
        for account in &bank.accounts {
            assert_eq!((account.balance(), account.next), (0.0, Next::Empty));
        }
        let it = bank.account(department(&case, "IT")).unwrap();
        assert_eq!((it.total, it.opening), (Flow { given: 0.3, received: 0.3 }, 0.0));
        assert_eq!(it.quarters.map(Flow::net), [0.0, 0.0, -0.1, 0.1]);
        // Who has an ask is told what may be asked, without an entry too.
        assert_eq!(bank.unopened, [(department(&case, "Pay"), Next::Empty)]);
        assert_eq!(wanting(&view, &bank, department(&case, "Pay")), Some(0.0));
    }

    #[test]
    fn a_review_in_january_sees_the_year_before() {
        let favors = "date,department,direction,weight\n2027-03-31,IT,given,4\n2027-04-01,IT,given,1\n2027-12-31,IT,received,2\n2028-01-01,IT,given,3\n";
        let case = case(&[("favors", favors)], date(2028, 1, 2));
        let bank = of(&View::new(&case, None, None)).unwrap();
        let it = &bank.accounts[0];
        assert_eq!((it.opening, it.quarters.map(Flow::net), it.balance()), (4.0, [1.0, 0.0, -2.0, 3.0], 6.0));
    }

    #[test]
    fn without_favors_there_is_no_bank() {
        let ahead = "date,department,direction\n2027-01-02,IT,given\n";
        assert_eq!(of(&View::new(&case(&[("favors", ahead)], date(2027, 1, 1)), None, None)), None);
        assert!(of(&View::new(&case(&[("favors", ahead)], date(2027, 1, 2)), None, None)).is_some());
    }
}
