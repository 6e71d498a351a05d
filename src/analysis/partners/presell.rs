//! Pre-selling: by when to ask a department for advice, to work its advice in, and to make the request.
//!
//! Counted back from `needed_by`: probe 60 to 45 days before, co-create 45 to 21, request 14. What has been done is read from the log, no
//! earlier than 120 days before (older talks belong to another need): a contact or advice is a probe; advice, data or a meeting after it is
//! co-creation; an ask (or a refusal, the answer to one) is the request. A stage that is late gets new days: the talks that are left share
//! the days up to the request; without a day for each, everything happens in one talk now, and the day is named that would leave time.

use jiff::civil::Date;

use crate::analysis::department::{Claim, Lead, MET};
use crate::analysis::evidence::headroom;
use crate::analysis::partners::{View, days, record};
use crate::model::{DepartmentId, ElementId, KpiId, LogKind, Origin};

/// Days before the need from which a talk counts as a probe for it.
const EARLIEST: i32 = 120;
/// Days before the need on which probing starts and ends.
const PROBE: (i32, i32) = (60, 45);
/// Days before the need on which co-creation starts and ends.
const CO_CREATE: (i32, i32) = (45, 21);
/// Days before the need on which the request is due; from the end of co-creation on it may be made.
const REQUEST: (i32, i32) = (21, 14);

/// A stage of pre-selling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Asking for advice.
    Probe,
    /// Working their advice in.
    CoCreate,
    /// The formal request.
    Request,
}

/// How a stage stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The log shows it: place of the row.
    Done(usize),
    /// Its days are still to come.
    Ahead,
    /// Its days are now.
    Now,
    /// Its days are over by so many days.
    Late(i32),
    /// A later stage came first.
    Skipped,
}

/// One stage with its days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Which.
    pub stage: Stage,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// How it stands.
    pub state: State,
}

/// Days for a stage, both included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// Which.
    pub stage: Stage,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

/// What to do about a late start.
#[derive(Debug, Clone, PartialEq)]
pub enum CatchUp {
    /// The talks that are left, squeezed in before the request.
    Squeeze(Vec<Window>),
    /// No day is left before the request: advice and request in one talk now.
    AskNow {
        /// The earliest `needed_by` that leaves time for every stage.
        full_time: Date,
    },
    /// The day has passed.
    Passed {
        /// The earliest `needed_by` that leaves time for every stage.
        full_time: Date,
    },
}

/// Where the request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Not yet.
    No,
    /// Made: place of the row.
    Yes(usize),
    /// Turned down, and nothing has settled that: place of the row.
    Refused(usize),
}

/// What to ask advice on, from the department's own figures.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Advice {
    /// Their KPI with most left to do by weight.
    pub open: Option<KpiId>,
    /// The element of the plan that serves them best.
    pub lead: Option<Lead>,
    /// Their heaviest KPI that the plan does not serve.
    pub gap: Option<KpiId>,
    /// An addition that would serve it.
    pub addition: Option<ElementId>,
    /// What of the plan works most against them.
    pub conflict: Option<(ElementId, KpiId)>,
    /// The largest share that the plan states for them; the first row of equal ones.
    pub claim: Option<Claim>,
}

/// The plan for one department.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The department.
    pub department: DepartmentId,
    /// When its answer is needed.
    pub needed_by: Date,
    /// Days until then; negative when it has passed.
    pub days_left: i32,
    /// Probe, co-create, request.
    pub steps: [Step; 3],
    /// The stage that comes next; none once asked.
    pub next: Option<Stage>,
    /// Where the request stands.
    pub asked: Asked,
    /// Whether the request came before any probe.
    pub asked_first: bool,
    /// What to do when the next stage is late.
    pub catch_up: Option<CatchUp>,
    /// What to ask advice on.
    pub advice: Advice,
    /// The department's row.
    pub origin: Origin,
}

impl Plan {
    /// The days to put into a calendar: what is still to be done, from today on.
    pub fn calendar(&self, today: Date) -> Vec<Window> {
        match &self.catch_up {
            Some(CatchUp::Squeeze(windows)) => windows.clone(),
            Some(CatchUp::AskNow { .. }) => vec![Window { stage: Stage::Request, from: today, to: today }],
            Some(CatchUp::Passed { .. }) => Vec::new(),
            None => {
                let coming = self.steps.iter().filter(|s| matches!(s.state, State::Ahead | State::Now));
                coming.map(|s| Window { stage: s.stage, from: s.from, to: s.to }).collect()
            }
        }
    }

    /// The stage whose days begin within a span, or run at its start.
    pub fn moment(&self, from: Date, to: Date) -> Option<Window> {
        self.calendar(from).into_iter().find(|w| w.from <= to && w.to >= from)
    }
}

/// The plans of all departments with a day by which they are needed, the earliest first.
pub fn plans(view: &View) -> Vec<Plan> {
    let dated = view.others.iter().filter_map(|d| {
        let row = view.case.department(*d);
        Some(plan(view, *d, row.needed_by?, row.origin.clone()?))
    });
    let mut plans: Vec<Plan> = dated.collect();
    plans.sort_by_key(|p| p.needed_by);
    plans
}

fn plan(view: &View, department: DepartmentId, needed_by: Date, origin: Origin) -> Plan {
    let today = view.case.today;
    let earliest = days::before(needed_by, EARLIEST);
    let rows = || record::of(view.case, department).filter(move |(_, row)| row.date >= earliest);
    let probe = rows().find(|(_, row)| matches!(row.kind, LogKind::Contact | LogKind::Advice)).map(|(at, _)| at);
    let joins = |kind: LogKind| matches!(kind, LogKind::Advice | LogKind::Data | LogKind::Meeting);
    let joined = probe.and_then(|probe| rows().find(|(at, row)| *at > probe && joins(row.kind)).map(|(at, _)| at));
    let request = rows().find(|(_, row)| matches!(row.kind, LogKind::Ask | LogKind::Refusal)).map(|(at, _)| at);
    let refused = rows().rfind(|(at, row)| row.kind == LogKind::Refusal && record::is_open(view.case, *at)).map(|(at, _)| at);
    let asked = match (refused, request) {
        (Some(at), _) => Asked::Refused(at),
        (None, Some(at)) => Asked::Yes(at),
        (None, None) => Asked::No,
    };
    let state = |done: Option<usize>, from: Date, to: Date| match done {
        Some(at) => State::Done(at),
        None if asked != Asked::No => State::Skipped,
        None if today < from => State::Ahead,
        None if today <= to => State::Now,
        None => State::Late(days::between(to, today)),
    };
    let step = |stage, (first, last): (i32, i32), done| {
        let (from, to) = (days::before(needed_by, first), days::before(needed_by, last));
        Step { stage, from, to, state: state(done, from, to) }
    };
    let steps = [step(Stage::Probe, PROBE, probe), step(Stage::CoCreate, CO_CREATE, joined), step(Stage::Request, REQUEST, request)];
    let next = steps.iter().find(|s| !matches!(s.state, State::Done(_) | State::Skipped));
    let catch_up = next.and_then(|step| catch_up(today, needed_by, step));
    Plan {
        department,
        needed_by,
        days_left: days::between(today, needed_by),
        next: next.map(|s| s.stage),
        asked,
        asked_first: request.is_some_and(|request| probe.is_none_or(|probe| probe > request)),
        catch_up,
        advice: advice(view, department),
        steps,
        origin,
    }
}

/// What to do about a stage that is late; `None` when it is not.
fn catch_up(today: Date, needed_by: Date, next: &Step) -> Option<CatchUp> {
    let full_time = days::after(today, PROBE.0);
    if needed_by < today {
        return Some(CatchUp::Passed { full_time });
    }
    let State::Late(_) = next.state else { return None };
    let request = days::before(needed_by, REQUEST.1);
    let talks: &[Stage] = match next.stage {
        Stage::Probe => &[Stage::Probe, Stage::CoCreate],
        Stage::CoCreate => &[Stage::CoCreate],
        Stage::Request => &[],
    };
    let room = days::between(today, request);
    let each = if talks.is_empty() { 0 } else { room / talks.len() as i32 };
    if each < 1 {
        return Some(CatchUp::AskNow { full_time });
    }
    let mut from = today;
    let mut windows = Vec::new();
    for &stage in talks {
        windows.push(Window { stage, from, to: days::after(from, each - 1) });
        from = days::after(from, each);
    }
    windows.push(Window { stage: Stage::Request, from: request, to: request });
    Some(CatchUp::Squeeze(windows))
}

fn advice(view: &View, department: DepartmentId) -> Advice {
    let case = view.case;
    let left = |k: &KpiId| case.kpi(*k).weight * headroom(case.kpi(*k));
    let open = case.kpis_of(department).filter(|k| headroom(case.kpi(*k)) > MET);
    let open = open.max_by(|a, b| left(a).total_cmp(&left(b)).then_with(|| case.kpi(*b).name.cmp(&case.kpi(*a).name)));
    let Some((project, side)) = view.project.zip(view.side(department)) else { return Advice { open, ..Advice::default() } };
    let gap = side.gaps.first().map(|g| g.kpi);
    let mut suggested = side.suggestions.iter().filter_map(|i| project.suggestions.get(*i));
    let addition = gap.and_then(|gap| suggested.find(|s| s.serves.contains(&gap))).map(|s| s.element);
    let share = |c: &&Claim| c.supported().map_or(0.0, |known| known.share());
    let stated = side.claims.iter().filter(|c| project.core.contains(&c.element) && share(c) > 0.0);
    let claim = stated.max_by(|a, b| share(a).total_cmp(&share(b)).then_with(|| b.origin.cmp(&a.origin))).cloned();
    let conflict = side.conflicts.first().map(|c| (c.element, c.kpi));
    Advice { open, lead: side.leads.first().copied(), gap, addition, conflict, claim }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::partners::tests::case;
    use jiff::civil::date;

    /// The plan of the one department of two tables.
    fn only(needed_by: &str, log: &str, today: Date) -> Plan {
        let departments = format!("department,needed_by\nIT,{needed_by}\n");
        let log = format!("date,department,kind,what,outcome\n{log}");
        let case = case(&[("departments", &departments), ("log", &log)], today);
        plans(&View::new(&case, None, None)).remove(0)
    }

    fn days_of(plan: &Plan) -> [(Date, Date); 3] {
        plan.steps.map(|s| (s.from, s.to))
    }

    #[test]
    fn stages_are_counted_back_over_a_leap_day_and_a_year_end() {
        let plan = only("2028-03-01", "", date(2027, 12, 1));
        let expected =
            [(date(2028, 1, 1), date(2028, 1, 16)), (date(2028, 1, 16), date(2028, 2, 9)), (date(2028, 2, 9), date(2028, 2, 16))];
        assert_eq!((days_of(&plan), plan.days_left, plan.next), (expected, 91, Some(Stage::Probe)));
        assert_eq!(plan.steps.map(|s| s.state), [State::Ahead; 3]);
        let over = only("2027-01-10", "", date(2026, 11, 20));
        let expected =
            [(date(2026, 11, 11), date(2026, 11, 26)), (date(2026, 11, 26), date(2026, 12, 20)), (date(2026, 12, 20), date(2026, 12, 27))];
        assert_eq!((days_of(&over), over.steps[0].state, &over.catch_up), (expected, State::Now, &None));
        assert_eq!(over.calendar(date(2026, 11, 20)).len(), 3);
    }

    #[test]
    fn the_log_says_what_is_done() {
        let log =
            "2026-08-03,IT,contact,Too long ago,\n2026-10-12,IT,contact,Coffee,\n2026-10-12,IT,data,Figures,\n2026-10-26,IT,ask,Desk,\n";
        let plan = only("2026-12-02", log, date(2026, 11, 16));
        // 120 days before is 4 August.
        assert_eq!(plan.steps.map(|s| s.state), [State::Done(1), State::Done(2), State::Done(3)]);
        assert_eq!((plan.asked, plan.asked_first, plan.next, plan.catch_up), (Asked::Yes(3), false, None, None));
    }

    #[test]
    fn a_request_before_a_probe_is_marked() {
        let first = only("2026-12-02", "2026-10-12,IT,ask,Desk,\n2026-10-20,IT,advice,How,\n", date(2026, 11, 16));
        assert!(first.asked_first);
        assert_eq!(first.steps.map(|s| s.state), [State::Done(1), State::Skipped, State::Done(0)]);
        let never = only("2026-12-02", "2026-11-01,IT,ask,Desk,\n2026-11-02,IT,refusal,No,\n", date(2026, 11, 16));
        assert!(never.asked_first);
        assert_eq!((never.asked, never.steps[0].state), (Asked::Refused(1), State::Skipped));
        assert!(never.calendar(date(2026, 11, 16)).is_empty());
    }

    #[test]
    fn a_late_start_gets_new_days_or_one_talk() {
        let window = |stage, from, to| Window { stage, from, to };
        // 30 days left: the request is due in 16, half of them for each talk.
        let squeezed = only("2027-01-15", "", date(2026, 12, 16));
        assert_eq!(squeezed.steps[0].state, State::Late(15));
        let expected = vec![
            window(Stage::Probe, date(2026, 12, 16), date(2026, 12, 23)),
            window(Stage::CoCreate, date(2026, 12, 24), date(2026, 12, 31)),
            window(Stage::Request, date(2027, 1, 1), date(2027, 1, 1)),
        ];
        assert_eq!(squeezed.catch_up, Some(CatchUp::Squeeze(expected)));
        let now = only("2027-01-15", "", date(2026, 12, 31));
        assert_eq!(now.catch_up, Some(CatchUp::AskNow { full_time: date(2027, 3, 1) }));
        assert_eq!(now.calendar(date(2026, 12, 31)), [window(Stage::Request, date(2026, 12, 31), date(2026, 12, 31))]);
        let passed = only("2026-12-30", "", date(2026, 12, 31));
        assert_eq!(passed.catch_up, Some(CatchUp::Passed { full_time: date(2027, 3, 1) }));
        assert!(passed.days_left == -1 && passed.calendar(date(2026, 12, 31)).is_empty());
        // The probe is done, co-creation is late by two days, five are left for it.
        let joined = only("2026-12-05", "2026-10-20,IT,advice,How,\n", date(2026, 11, 16));
        let expected = vec![
            window(Stage::CoCreate, date(2026, 11, 16), date(2026, 11, 20)),
            window(Stage::Request, date(2026, 11, 21), date(2026, 11, 21)),
        ];
        assert_eq!((joined.steps[1].state, joined.catch_up), (State::Late(2), Some(CatchUp::Squeeze(expected))));
    }

    #[test]
    fn the_last_day_of_a_stage_is_in_time() {
        // 45 days before 15 March 2027 is 29 January.
        let plan = only("2027-03-15", "", date(2027, 1, 29));
        assert_eq!((plan.steps[0].state, plan.steps[1].state), (State::Now, State::Now));
        assert_eq!(only("2027-03-15", "", date(2027, 1, 30)).steps[0].state, State::Late(1));
        // Fourteen days before, the request is due today.
        let log = "2027-02-01,IT,contact,Coffee,\n2027-02-05,IT,advice,How,\n";
        assert_eq!(only("2027-03-15", log, date(2027, 3, 1)).steps[2].state, State::Now);
        let late = only("2027-03-15", log, date(2027, 3, 2));
        assert_eq!((late.steps[2].state, late.catch_up), (State::Late(1), Some(CatchUp::AskNow { full_time: date(2027, 5, 1) })));
    }
}
