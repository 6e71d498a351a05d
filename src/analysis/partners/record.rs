//! What the record of contacts says: when a department was last spoken to, and what was held up and never settled.
//!
//! Rows dated after today are plans, not facts, and are left out. A refusal, a hold-up or an escalation is open until a later row of the
//! same department carries an outcome (one of another refusal or hold-up does not count); an escalation is also settled by its own outcome,
//! the superior's answer.

use jiff::civil::Date;

use crate::model::{Case, DepartmentId, LogEntry, LogKind, Origin};

/// The last talk with a department.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// When.
    pub day: Date,
    /// The row that says so: of the log, or of the departments table.
    pub origin: Origin,
}

/// Whether a kind of row means that people spoke with the department.
pub fn is_talk(kind: LogKind) -> bool {
    use LogKind::{Advice, Ask, Contact, Data, Meeting, Refusal, Thanks};
    matches!(kind, Contact | Advice | Data | Ask | Refusal | Meeting | Thanks)
}

/// Whether a kind of row is an effort of our own.
pub fn is_effort(kind: LogKind) -> bool {
    is_talk(kind) && kind != LogKind::Refusal
}

/// A department's rows up to today, with their places in the log, in order of date.
pub fn of(case: &Case, department: DepartmentId) -> impl DoubleEndedIterator<Item = (usize, &LogEntry)> {
    case.log.iter().enumerate().filter(move |(_, row)| row.department == department && row.date <= case.today)
}

/// When a department was last spoken to: the later of the log's last talk and `last_contact`; the log on a tie.
pub fn last_seen(case: &Case, department: DepartmentId) -> Option<Seen> {
    let logged = of(case, department).rfind(|(_, row)| is_talk(row.kind)).map(|(_, row)| (row.date, row.origin.clone()));
    let d = case.department(department);
    let noted = d.last_contact.filter(|day| *day <= case.today).zip(d.origin.clone());
    let last = match (logged, noted) {
        (Some(logged), Some(noted)) => Some(if noted.0 > logged.0 { noted } else { logged }),
        (one, other) => one.or(other),
    };
    last.map(|(day, origin)| Seen { day, origin })
}

/// Places in the log of what is held up and not settled, in order of date.
pub fn open(case: &Case) -> Vec<usize> {
    (0..case.log.len()).filter(|at| is_open(case, *at)).collect()
}

/// Whether a row is a refusal, a hold-up or an escalation that nothing has settled up to today.
pub fn is_open(case: &Case, at: usize) -> bool {
    use LogKind::{Blocked, Escalation, Refusal};
    let Some(row) = case.log.get(at) else { return false };
    if !matches!(row.kind, Blocked | Refusal | Escalation) || row.date > case.today {
        return false;
    }
    if row.kind == Escalation && !row.outcome.is_empty() {
        return false;
    }
    let settles = |(later, other): (usize, &LogEntry)| later > at && !other.outcome.is_empty() && !matches!(other.kind, Blocked | Refusal);
    !of(case, row.department).any(settles)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::partners::tests::{case, department};
    use jiff::civil::date;

    const LOG: &str = "date,department,kind,what,outcome\n\
        2026-03-01,IT,contact,Coffee,\n\
        2026-03-05,IT,refusal,No room this month,\n\
        2026-03-06,Ops,blocked,Hall locked,waiting for keys\n\
        2026-03-07,Ops,refusal,Not now,ask again\n\
        2026-03-08,Law,refusal,Not allowed,\n\
        2026-03-09,Law,escalation,Put to the board,Allowed with a notice\n\
        2026-03-10,IT,award,Prize for the team,\n\
        2026-04-02,IT,meeting,Planned,Room in May\n";

    #[test]
    fn what_nothing_settled_is_open() {
        let early = case(&[("log", LOG)], date(2026, 3, 31));
        let rows: Vec<u64> = open(&early).into_iter().map(|at| early.log[at].origin.line).collect();
        // The board's answer settles Law's refusal; a refusal's outcome settles no hold-up; what is dated later has not happened.
        assert_eq!(rows, [3, 4, 5]);
        let late = case(&[("log", LOG)], date(2026, 4, 2));
        let rows: Vec<u64> = open(&late).into_iter().map(|at| late.log[at].origin.line).collect();
        assert_eq!(rows, [4, 5]);
    }

    #[test]
    fn the_last_talk_is_the_later_of_both_tables() {
        let departments = "department,last_contact\nIT,2026-03-20\nOps,2026-01-01\nLaw,2027-01-01\n";
        let case = case(&[("departments", departments), ("log", LOG)], date(2026, 3, 31));
        let seen = |name: &str| last_seen(&case, department(&case, name)).map(|s| (s.day, s.origin.file.to_string(), s.origin.line));
        assert_eq!(seen("IT"), Some((date(2026, 3, 20), "departments.csv".into(), 2)));
        assert_eq!(seen("Ops"), Some((date(2026, 3, 7), "log.csv".into(), 5)));
        // A date after today is a plan; taking it to the board is no talk with the department.
        assert_eq!(seen("Law"), Some((date(2026, 3, 8), "log.csv".into(), 6)));
    }
}
