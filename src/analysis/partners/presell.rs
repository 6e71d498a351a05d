//! Pre-selling: by when to ask a department for advice, to work its advice in, and to make the request.
//!
//! Counted back from `needed_by`: probe 60 to 45 days before, co-create 45 to 21, request 14; a first day on a weekend moves to the
//! Monday after, a last one to the Friday before, and to the Monday where that Friday is over. What has been done is read from the log (see [`record::relevant`] for how far back): a contact or advice is a
//! probe; advice, data or a meeting after it and before the request is co-creation; the last ask (or a refusal, the answer to one) is the
//! request. A stage that is late gets new days: the talks that are left share the days up to the request; without a day for each,
//! everything happens in one talk now, and the day is named that would leave time, unless what the department is needed for is over by
//! then. A day that has passed is told whatever was asked, unless the request was agreed to. An account that cannot carry the request (see
//! [`bank`]) wants a deposit before it. A talk opens as the brief opens it, and no addition is put forward that is not advised.

use jiff::civil::Date;

use crate::analysis::department::{Claim, Lead, MET};
use crate::analysis::evidence::headroom;
use crate::analysis::lint::ask;
use crate::analysis::partners::bank::{self, Bank};
pub use crate::analysis::partners::record::Asked;
use crate::analysis::partners::{View, days, level, record};
use crate::analysis::reframe::Opening;
use crate::model::{DepartmentId, ElementId, KpiId, LogEntry, LogKind, Origin};

/// Days before the need on which probing starts and ends.
const PROBE: (i32, i32) = (record::LEAD, 45);
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
    /// No day is left before the request: what is still to be done, advice too if that is, in one talk now.
    AskNow {
        /// The earliest `needed_by` that leaves time for every stage; `None` when what they are needed for is over by then.
        full_time: Option<Date>,
    },
    /// The day has passed.
    Passed {
        /// The earliest `needed_by` that leaves time for every stage; `None` when what they are needed for is over by then.
        full_time: Option<Date>,
    },
}

/// What to ask advice on, from the department's own figures.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Advice {
    /// Their KPI that the brief opens with; without a plan the one with most left to do by weight.
    pub open: Option<KpiId>,
    /// The element of the plan that serves them best: the one that the brief opens with, if it does, else the first that the brief leads them with.
    pub lead: Option<Lead>,
    /// Their KPI that the plan does not serve: the one that an addition is advised for, else the heaviest.
    pub gap: Option<KpiId>,
    /// The advised addition that would serve it.
    pub addition: Option<ElementId>,
    /// Their own advice that speaks of that addition: place in the log.
    pub suggested: Option<usize>,
    /// What of the plan works against them: what they are asked for, if that does, else what does most. What they are asked for is left out where
    /// all that is advised brings them over the line and neither drops nor softens it.
    pub conflict: Option<(ElementId, KpiId)>,
    /// Whether that is what they are asked for, and they stay under the line as advised: its size comes before the ask.
    pub comes_with: bool,
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
    /// What to do when the next stage is late, or the day has passed.
    pub catch_up: Option<CatchUp>,
    /// The balance of an account that wants a deposit before the request.
    pub deposit_first: Option<f64>,
    /// Whether the ask is put forward by another project, as advised: nothing of it is to be done here.
    pub elsewhere: bool,
    /// What to ask advice on.
    pub advice: Advice,
    /// The department's row.
    pub origin: Origin,
}

impl Plan {
    /// The days to put into a calendar: what is still to be done for the project, from today on.
    pub fn calendar(&self, today: Date) -> Vec<Window> {
        if self.elsewhere {
            return Vec::new();
        }
        match &self.catch_up {
            Some(CatchUp::Squeeze(windows)) => windows.clone(),
            Some(CatchUp::AskNow { .. }) => {
                let day = days::workday(today, today).min(self.needed_by);
                vec![Window { stage: Stage::Request, from: day, to: day }]
            }
            Some(CatchUp::Passed { .. }) => Vec::new(),
            // What the answer asks for is brought at once, and the request made again.
            None if matches!(self.asked, Asked::Answered(_, false)) && self.days_left >= 0 => {
                let day = days::workday(days::after(today, 1), today).min(self.needed_by);
                vec![Window { stage: Stage::Request, from: day, to: day }]
            }
            None => {
                let coming = self.steps.iter().filter(|s| matches!(s.state, State::Ahead | State::Now));
                coming.map(|s| Window { stage: s.stage, from: s.from, to: s.to }).collect()
            }
        }
    }

    /// Whether there is no time for stages: everything is said in one talk. A request that is late by itself is no talk of several stages.
    pub fn is_one_talk(&self) -> bool {
        self.is_hurried() && self.next != Some(Stage::Request)
    }

    /// Whether the request is to be made here at once: nothing can be given before it.
    pub fn is_hurried(&self) -> bool {
        !self.elsewhere && matches!(self.catch_up, Some(CatchUp::AskNow { .. }))
    }

    /// Whether the day has passed and the request was not granted.
    pub fn is_passed(&self) -> bool {
        matches!(self.catch_up, Some(CatchUp::Passed { .. }))
    }

    /// The stage whose days begin within a span, or run at its start.
    pub fn moment(&self, from: Date, to: Date) -> Option<Window> {
        self.calendar(from).into_iter().find(|w| w.from <= to && w.to >= from)
    }
}

/// The plans of all departments with a day by which they are needed, the earliest first.
pub fn plans(view: &View, bank: Option<&Bank>) -> Vec<Plan> {
    let dated = view.others.iter().filter_map(|d| {
        let row = view.case.department(*d);
        Some(plan(view, bank, *d, row.needed_by?, row.origin.clone()?))
    });
    let mut plans: Vec<Plan> = dated.collect();
    plans.sort_by_key(|p| p.needed_by);
    plans
}

fn plan(view: &View, bank: Option<&Bank>, department: DepartmentId, needed_by: Date, origin: Origin) -> Plan {
    let today = view.case.today;
    let rows = || record::relevant(view.case, department);
    let request = record::request(view.case, department);
    // A talk after the day of the need is for the next one.
    let in_time = |row: &LogEntry| row.date <= needed_by;
    let probe = rows().find(|(_, row)| in_time(row) && matches!(row.kind, LogKind::Contact | LogKind::Advice)).map(|(at, _)| at);
    let joins = |kind: LogKind| matches!(kind, LogKind::Advice | LogKind::Data | LogKind::Meeting);
    // A talk after the request shaped nothing of it.
    let before = |at: usize| request.is_none_or(|request| at < request);
    let joined =
        probe.and_then(|probe| rows().find(|(at, row)| *at > probe && before(*at) && in_time(row) && joins(row.kind)).map(|(at, _)| at));
    let asked = record::asked(view.case, department);
    let state = |done: Option<usize>, from: Date, to: Date| match done {
        Some(at) => State::Done(at),
        None if asked != Asked::No => State::Skipped,
        None if today < from => State::Ahead,
        None if today <= to => State::Now,
        None => State::Late(days::between(to, today)),
    };
    let step = |stage, (first, last): (i32, i32), done| {
        let (from, to) = days::workdays((days::before(needed_by, first), days::before(needed_by, last)), today);
        Step { stage, from, to, state: state(done, from, to) }
    };
    let steps = [step(Stage::Probe, PROBE, probe), step(Stage::CoCreate, CO_CREATE, joined), step(Stage::Request, REQUEST, request)];
    let next = steps.iter().find(|s| !matches!(s.state, State::Done(_) | State::Skipped));
    let last = view.project.and_then(|p| ask::last_of_use(view.case, &p.core, department));
    let elsewhere = view.is_elsewhere(department);
    let full_time = Some(days::after(today, PROBE.0)).filter(|day| last.is_none_or(|last| *day <= last));
    let catch_up = match next {
        _ if needed_by < today => (!asked.is_granted()).then_some(CatchUp::Passed { full_time }),
        next => next.and_then(|step| catch_up(today, needed_by, step, full_time)),
    };
    Plan {
        department,
        needed_by,
        days_left: days::between(today, needed_by),
        next: next.map(|s| s.stage),
        asked,
        asked_first: request.is_some_and(|request| probe.is_none_or(|probe| probe > request)),
        catch_up,
        deposit_first: bank.filter(|_| asked == Asked::No && !elsewhere).and_then(|bank| bank::wanting(view, bank, department)),
        elsewhere,
        advice: advice(view, department),
        steps,
        origin,
    }
}

/// What to do about a stage that is late; `None` when it is not.
fn catch_up(today: Date, needed_by: Date, next: &Step, full_time: Option<Date>) -> Option<CatchUp> {
    let State::Late(_) = next.state else { return None };
    let request = days::workday(days::before(needed_by, REQUEST.1), today);
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
        let to = days::after(from, each - 1);
        let days = days::workdays((from, to), today);
        windows.push(Window { stage, from: days.0, to: days.1 });
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
    let harms = ask::comes_with(case, &project.core, &project.needs, side);
    // Whom the advice brings over the line is not told to settle what they are asked for, unless the advice is to soften it.
    let short = project.advised_for(side).appeal < project.yes_line;
    let asked = harms.filter(|_| short);
    let settled = |e: ElementId| !short && harms == Some(e) && !project.mends(e);
    let asked_for = side.conflicts.iter().find(|c| Some(c.element) == asked);
    let conflict = asked_for.or_else(|| side.conflicts.iter().find(|c| !settled(c.element)));
    let conflict = conflict.map(|c| (c.element, c.kpi));
    let (comes_with, claim) = (asked.is_some(), level::stated(view, department, |_| true));
    let serves = |kpi: KpiId| {
        let serving = |e: ElementId| project.suggestions.iter().any(|s| s.element == e && s.serves.contains(&kpi));
        project.plan.iter().map(|step| step.element).find(|e| serving(*e))
    };
    // What is advised comes first: a talk is no place for another plan.
    let advised = side.gaps.iter().find_map(|g| serves(g.kpi).map(|e| (g.kpi, e)));
    let (gap, addition) = advised.map_or((side.gaps.first().map(|g| g.kpi), None), |(kpi, element)| (Some(kpi), Some(element)));
    // What only sounds like a KPI is not what to shape with whoever has something better.
    let first = project.heard(case, side).next().copied();
    let advice = Advice { open, lead: first, gap, addition, suggested: None, conflict, comes_with, claim };
    let advice = match view.opening(department) {
        Some(Opening::Stated(kpi, element, _) | Opening::Inferred(kpi, element)) => {
            let lead = side.leads.iter().find(|l| l.kpi == kpi && l.element == element).copied();
            Advice { open: Some(kpi), lead: lead.or(first), ..advice }
        }
        Some(Opening::Added(kpi, element)) => Advice { open: Some(kpi), gap: Some(kpi), addition: Some(element), ..advice },
        Some(Opening::AskAdvice(kpi)) => Advice { open: Some(kpi), ..advice },
        Some(Opening::AskKpis) | None => advice,
    };
    Advice { suggested: advice.addition.and_then(|e| record::suggested(case, department, e)), ..advice }
}

#[cfg(test)]
mod tests;
