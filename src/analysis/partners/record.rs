//! What the record of contacts says: when a department was last spoken to, what belongs to the need in hand, how a request was answered,
//! and what was held up and never settled.
//!
//! Rows dated after today are plans, not facts, and are left out. One limit of time holds for every part: what lies more than 120 days
//! before the first day of pre-selling (60 days before the department is needed), or before today where that is earlier, belongs to another
//! need. So what was done for a need stays done until the day of the need has passed. A request that nobody has answered counts however
//! old it is.
//!
//! A refusal (a request whose own outcome turns it down is one), a hold-up or an escalation is open until something settles it: its own
//! outcome, if that says so; a later row of the same department whose outcome does not say that it stands or waits (see
//! [`crate::model::outcome`]; an outcome without a clear word settles). A later refusal or hold-up settles only its own kind, and only if
//! its outcome says so.

use jiff::civil::Date;

use crate::analysis::partners::days;
use crate::model::outcome::{Verdict, is_refusal, verdict};
use crate::model::{Case, DepartmentId, ElementId, LogEntry, LogKind, Origin};
use crate::score::lexical::{Profile, lexical};

/// Days for which a row belongs to the need in hand.
pub const LOOK_BACK: i32 = 120;
/// Days before a need on which pre-selling begins.
pub const LEAD: i32 = 60;

/// How specific the words must be that advice shares with the name of an element to speak of it.
const SPECIFIC: f32 = 0.35;

/// The last talk with a department.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// When.
    pub day: Date,
    /// The row that says so: of the log, or of the departments table.
    pub origin: Origin,
}

/// Where the request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Not yet.
    No,
    /// Made, and nobody has answered: place of the row.
    Yes(usize),
    /// Answered otherwise than by a refusal: place of the row with the answer, and whether its words agree to it.
    Answered(usize, bool),
    /// Turned down, and nothing has settled that: place of the row.
    Refused(usize),
    /// Turned down, and settled later: places of the refusal and of the row that settles it.
    Settled(usize, usize),
}

impl Asked {
    /// Whether nothing more is to be asked: agreed to, or settled after a refusal.
    pub fn is_granted(self) -> bool {
        matches!(self, Asked::Answered(_, true) | Asked::Settled(..))
    }
}

/// Whether a kind of row means that people spoke with the department for its own sake: a request and its refusal bring nobody closer.
pub fn is_talk(kind: LogKind) -> bool {
    is_effort(kind) && kind != LogKind::Ask || kind == LogKind::Thanks
}

/// Whether a kind of row is an effort of our own towards a need; thanks and awards are for what was done already.
pub fn is_effort(kind: LogKind) -> bool {
    use LogKind::{Advice, Ask, Contact, Data, Meeting};
    matches!(kind, Contact | Advice | Data | Ask | Meeting)
}

/// A department's rows up to today, with their places in the log, in order of date.
pub fn of(case: &Case, department: DepartmentId) -> impl DoubleEndedIterator<Item = (usize, &LogEntry)> {
    case.log.iter().enumerate().filter(move |(_, row)| row.department == department && row.date <= case.today)
}

/// A department's rows that belong to the need in hand: from the first day that counts, or from its last request if nobody has answered
/// that.
pub fn relevant(case: &Case, department: DepartmentId) -> impl DoubleEndedIterator<Item = (usize, &LogEntry)> {
    let need = case.department(department).needed_by.map_or(case.today, |day| days::before(day, LEAD).min(case.today));
    let asked = of(case, department).rfind(|(_, row)| row.kind == LogKind::Ask);
    let waiting = asked.filter(|(at, _)| answer(case, *at).is_none()).map_or(Date::MAX, |(_, row)| row.date);
    let first = days::before(need, LOOK_BACK).min(waiting);
    of(case, department).filter(move |(_, row)| row.date >= first)
}

/// The row that answers a request: its own if that has an outcome, else the first later one with an outcome or a refusal; `None` while it
/// waits.
pub fn answer(case: &Case, ask: usize) -> Option<usize> {
    let department = case.log.get(ask)?.department;
    let told = |row: &LogEntry| !row.outcome.is_empty() && verdict(&row.outcome) != Some(Verdict::Waiting);
    let answers = |(at, row): &(usize, &LogEntry)| *at >= ask && (told(row) || row.kind == LogKind::Refusal);
    of(case, department).find(answers).map(|(at, _)| at)
}

/// The request of the need in hand: the last ask, else the first refusal, which answers one.
pub fn request(case: &Case, department: DepartmentId) -> Option<usize> {
    let ask = relevant(case, department).rfind(|(_, row)| row.kind == LogKind::Ask);
    ask.or_else(|| relevant(case, department).find(|(_, row)| row.kind == LogKind::Refusal)).map(|(at, _)| at)
}

/// Where the request stands: a refusal that stands comes before all else.
pub fn asked(case: &Case, department: DepartmentId) -> Asked {
    let Some(request) = request(case, department) else { return Asked::No };
    let refusals = || relevant(case, department).filter(|(_, row)| turns_down(row)).map(|(at, _)| at);
    if let Some(at) = refusals().rfind(|at| is_open(case, *at)) {
        return Asked::Refused(at);
    }
    // A refusal of an earlier request says nothing of the last one.
    let settled = refusals().rfind(|at| *at >= request).and_then(|at| Some((at, settled_by(case, at)?)));
    if let Some((refusal, by)) = settled {
        return Asked::Settled(refusal, by);
    }
    match answer(case, request) {
        Some(at) => {
            let agreed = case.log.get(at).is_some_and(|row| verdict(&row.outcome) == Some(Verdict::Settled));
            Asked::Answered(at, agreed)
        }
        None => Asked::Yes(request),
    }
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

/// Whether a row turns a request down.
pub fn turns_down(row: &LogEntry) -> bool {
    row.kind == LogKind::Refusal || row.kind == LogKind::Ask && is_refusal(&row.outcome)
}

/// Places in the log of what is held up and not settled and belongs to a need in hand, in order of date.
pub fn open(case: &Case) -> Vec<usize> {
    let mut open: Vec<usize> = case
        .department_ids()
        .flat_map(|d| relevant(case, d).map(|(at, _)| at).collect::<Vec<_>>())
        .filter(|at| is_open(case, *at))
        .collect();
    open.sort_unstable();
    open
}

/// Whether a row is a refusal, a hold-up or an escalation that nothing has settled up to today.
pub fn is_open(case: &Case, at: usize) -> bool {
    let Some(row) = case.log.get(at).filter(|row| row.date <= case.today) else { return false };
    let held = turns_down(row) || matches!(row.kind, LogKind::Blocked | LogKind::Escalation);
    held && settled_by(case, at).is_none()
}

/// Whether a department has refused and nothing has settled that up to today.
pub fn refuses(case: &Case, department: DepartmentId) -> bool {
    standing_refusal(case, department).is_some()
}

/// The last refusal of a department that nothing has settled up to today: its place in the log.
pub fn standing_refusal(case: &Case, department: DepartmentId) -> Option<usize> {
    of(case, department).rfind(|(at, row)| turns_down(row) && is_open(case, *at)).map(|(at, _)| at)
}

/// The last hold-up or escalation of the need in hand that nothing has settled up to today.
pub fn hold_up(case: &Case, department: DepartmentId) -> Option<usize> {
    relevant(case, department).rfind(|(at, row)| !turns_down(row) && is_open(case, *at)).map(|(at, _)| at)
}

/// The row that settles a refusal, a hold-up or an escalation; it may be the row itself.
pub fn settled_by(case: &Case, at: usize) -> Option<usize> {
    use LogKind::{Blocked, Escalation, Refusal};
    let row = case.log.get(at)?;
    let said = |row: &LogEntry| if row.outcome.is_empty() { None } else { Some(verdict(&row.outcome)) };
    let stands = |said: Option<Verdict>| matches!(said, Some(Verdict::Standing | Verdict::Waiting));
    let itself = match row.kind {
        // The outcome of an escalation is the superior's answer.
        Escalation => said(row).is_some_and(|said| !stands(said)),
        _ => said(row) == Some(Some(Verdict::Settled)),
    };
    if itself {
        return Some(at);
    }
    let settles = |(later, other): &(usize, &LogEntry)| {
        *later > at
            && match other.kind {
                Blocked => row.kind == Blocked && said(other) == Some(Some(Verdict::Settled)),
                Refusal => turns_down(row) && said(other) == Some(Some(Verdict::Settled)),
                _ => said(other).is_some_and(|said| !stands(said)),
            }
    };
    of(case, row.department).find(settles).map(|(later, _)| later)
}

/// The last advice of a department for the need in hand that speaks of an element: what they suggested themselves is not put to them as an
/// idea of ours.
pub fn suggested(case: &Case, department: DepartmentId, element: ElementId) -> Option<usize> {
    let name = Profile::of(&case.element(element).name);
    let speaks = |row: &LogEntry| row.kind == LogKind::Advice && lexical(&Profile::of(&row.outcome), &name).confidence >= SPECIFIC;
    relevant(case, department).rfind(|(_, row)| speaks(row)).map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::partners::tests::{case, department};
    use jiff::civil::date;

    #[test]
    fn a_refusal_counts_until_it_is_settled() {
        let log = "date,department,kind,what,outcome\n2026-03-01,IT,refusal,No room,\n2026-03-02,Ops,refusal,No time,\n2026-03-20,Ops,contact,Talk,agreed after all\n2026-03-03,Law,blocked,Keys,\n";
        let case = case(&[("log", log)], date(2026, 9, 1));
        assert_eq!(["IT", "Ops", "Law"].map(|d| refuses(&case, department(&case, d))), [true, false, false]);
    }

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
        let both = case(&[("departments", departments), ("log", LOG)], date(2026, 3, 31));
        let seen = |name: &str| last_seen(&both, department(&both, name)).map(|s| (s.day, s.origin.file.to_string(), s.origin.line));
        assert_eq!(seen("IT"), Some((date(2026, 3, 20), "departments.csv".into(), 2)));
        // A refusal brings nobody closer, a date after today is a plan, taking it to the board is no talk with the department.
        assert_eq!(seen("Ops"), Some((date(2026, 1, 1), "departments.csv".into(), 3)));
        assert_eq!(seen("Law"), None);
        let earlier = case(&[("departments", "department,last_contact\nIT,2026-02-20\n"), ("log", LOG)], date(2026, 3, 31));
        let last = last_seen(&earlier, department(&earlier, "IT")).unwrap();
        assert_eq!((last.day, last.origin.line), (date(2026, 3, 1), 2));
    }

    #[test]
    fn words_of_an_outcome_decide_what_is_settled() {
        let rows = |rows: &str| {
            let case = case(&[("log", &format!("date,department,kind,what,outcome\n{rows}"))], date(2027, 1, 31));
            open(&case).into_iter().map(|at| case.log[at].origin.line).collect::<Vec<_>>()
        };
        assert_eq!(rows("2027-01-02,IT,refusal,No,\n2027-01-05,IT,meeting,Talk,still no\n"), [2]);
        assert_eq!(rows("2027-01-02,IT,refusal,No,\n2027-01-05,IT,meeting,Talk,No change: still refused\n"), [2]);
        assert_eq!(rows("2027-01-02,IT,refusal,No,\n2027-01-05,IT,meeting,Talk,Room in May\n"), [0; 0]);
        assert_eq!(rows("2027-01-02,IT,blocked,Hall,solved on 5 January\n2027-01-02,Law,refusal,No,已同意\n"), [0; 0]);
        assert_eq!(rows("2027-01-02,IT,refusal,No,accepted on 9 January after all\n2027-01-03,Law,blocked,Hall,仍未解决\n"), [3]);
        // A hold-up that was solved settles no refusal, but one before it.
        assert_eq!(rows("2027-01-02,IT,refusal,No,\n2027-01-03,IT,blocked,Hall,\n2027-01-04,IT,blocked,Hall,solved\n"), [2]);
        // A request that was declined is a refusal.
        assert_eq!(rows("2027-01-02,IT,ask,Desk,declined: no budget\n2027-01-02,Law,ask,Desk,agreed and signed\n"), [2]);
        // 120 days before 31 January is 3 October.
        assert_eq!(rows("2026-10-02,IT,refusal,No,\n2026-10-03,Law,refusal,No,\n"), [3]);
    }

    #[test]
    fn their_own_advice_is_known_again() {
        let elements = "project,element,kind\nFair,Deposit cups and sorting stations,optional\nFair,Tall ships parade,core\n";
        let log = "date,department,kind,what,outcome\n2027-01-02,IT,advice,Asked how to cut waste,Suggested deposit cups\n\
            2027-01-03,Law,contact,Coffee,Spoke of deposit cups\n";
        let case = case(&[("elements", elements), ("log", log)], date(2027, 1, 31));
        let found = |name: &str, element: &str| {
            let element = case.element_ids().find(|e| case.element(*e).name == element).unwrap();
            suggested(&case, department(&case, name), element)
        };
        assert_eq!(found("IT", "Deposit cups and sorting stations"), Some(0));
        // Other words, and no advice.
        assert_eq!((found("IT", "Tall ships parade"), found("Law", "Deposit cups and sorting stations")), (None, None));
    }

    #[test]
    fn a_request_without_an_answer_never_ages() {
        let log = "date,department,kind,what,outcome\n2025-12-01,IT,ask,Desk,\n2025-12-01,Law,ask,Desk,In March\n2025-12-01,Ops,ask,Keys,waiting\n";
        let case = case(&[("log", log)], date(2027, 1, 31));
        let rows = |name: &str| relevant(&case, department(&case, name)).count();
        assert_eq!((rows("IT"), rows("Law"), rows("Ops")), (1, 0, 1));
        assert_eq!([0, 1, 2].map(|at| answer(&case, at)), [None, Some(1), None]);
    }
}
