//! The `partners` part of summary.json. Days are `YYYY-MM-DD`, sources `file:line`.

mod make;
mod parts;

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::partners as told;
use crate::lang::phrases::Phrases;

pub(super) use make::of;

/// The part alone, as JSON with a line end.
///
/// # Errors
/// The serialiser's words; it refuses only numbers that are not finite, of which there are none.
pub fn json(relations: &told::Relations, p: Phrases) -> Result<Vec<u8>, String> {
    let mut bytes = serde_json::to_vec_pretty(&of(relations, p)).map_err(|e| e.to_string())?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Relations with the departments.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Partners {
    /// Power and interest are high from this level on.
    cut: u8,
    /// When to draw the map anew.
    refresh: Option<String>,
    map: Vec<Place>,
    /// Whom to see this month, on the map or not, with every reason.
    visits: Vec<Call>,
    /// Rows without power or interest.
    unplaced: Vec<String>,
    /// Departments with KPIs, or needed, without a row.
    missing: Vec<String>,
    presell: Vec<Presell>,
    favors: Vec<Account>,
    /// First days of the last four quarters, that of today last.
    favors_quarters: Vec<String>,
    /// Departments that are asked for something and have no favors.
    favors_unopened: Vec<Unopened>,
    /// Uses of the emergency channel this year: file and line of each.
    urgent: Vec<String>,
    deposits: Vec<Deposit>,
    escalations: Vec<Escalation>,
    contacts: Vec<Contact>,
    /// Favors to give thanks for: file and line of each.
    thanks: Vec<String>,
    /// The next breakfast: the second Friday of a month.
    breakfast_day: Option<String>,
    /// The agenda of the monthly breakfast, line by line.
    breakfast: Vec<String>,
    committee: Vec<Committee>,
    levels: Vec<Level>,
    growth: Vec<Move>,
    first_week: Vec<FirstWeek>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Place {
    department: String,
    power: u8,
    interest_stated: u8,
    /// Moved by at most one level by the lag of the KPIs.
    interest: u8,
    /// What is left to do less the time left, -1 to 1.
    lag: Option<f64>,
    /// key_partner, keep_satisfied, involve_fully or monitor.
    quadrant: String,
    /// What to do there.
    strategy: String,
    /// Months between two talks.
    rhythm_months: i32,
    last_talk: Option<String>,
    /// File and line of the last talk.
    last_talk_source: Option<String>,
    next_talk: String,
    /// never, overdue, due, blocked, refused, awaiting, answered, passed or moment when to be seen this month: the first reason.
    visit: Option<String>,
    source: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Call {
    department: String,
    /// never, overdue, due, blocked, refused, awaiting, answered, passed or moment.
    reasons: Vec<String>,
    next_talk: String,
    source: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Presell {
    department: String,
    needed_by: String,
    days_left: i32,
    steps: Vec<Step>,
    /// What is asked; may be empty.
    ask: String,
    /// Whether it is put forward for this project: here, if_still or elsewhere, as in `give_and_ask`.
    need: &'static str,
    /// probe, co_create or request; none once asked, and none elsewhere.
    next: Option<String>,
    /// no, yes, answered, refused or settled (after a refusal).
    asked: String,
    /// The answer in its words.
    answer: Option<String>,
    /// File and line of the answer.
    answer_source: Option<String>,
    /// Balance of an account that wants a deposit before the request.
    deposit_first: Option<f64>,
    advice: Advice,
    /// The largest share that the plan states for them.
    claim: Option<Gain>,
    /// Whether the request came before any probe.
    asked_first: bool,
    /// squeeze, ask_now or passed when late; none elsewhere.
    catch_up: Option<String>,
    /// New days of a late start; none elsewhere.
    new_days: Vec<Window>,
    /// Earliest needed_by with time for every stage, when late beyond squeezing and not past what they are needed for.
    full_time: Option<String>,
    source: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Advice {
    /// Their KPI to ask about: the one that the brief opens with, else the one with most left to do.
    kpi: Option<String>,
    /// What of the plan serves them best.
    lead_element: Option<String>,
    lead_kpi: Option<String>,
    /// Their KPI that is not served: the one that an addition is advised for, else the heaviest.
    gap: Option<String>,
    /// The advised addition that would serve it.
    addition: Option<String>,
    /// What of the plan works against them: what they are asked for, if that does, else what does most.
    conflict_element: Option<String>,
    conflict_kpi: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Gain {
    element: String,
    kpi: String,
    share: Option<f64>,
    source: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Step {
    /// probe, co_create or request.
    stage: String,
    from: String,
    to: String,
    /// done, ahead, now, late or skipped.
    state: String,
    days_late: i32,
    /// File and line of the row that shows it done.
    source: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Window {
    stage: String,
    from: String,
    to: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Account {
    department: String,
    given: f64,
    received: f64,
    balance: f64,
    /// Balance before the quarters of `favors_quarters`.
    opening: f64,
    /// Given less received by those quarters.
    quarters: Vec<f64>,
    /// overdrawn, win_win, win_win_as_advised, up_to or empty.
    next: String,
    /// File and line of its rows.
    sources: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Unopened {
    department: String,
    /// win_win, win_win_as_advised or empty.
    next: String,
    source: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Deposit {
    department: String,
    element: String,
    /// KPIs it helps, the one that is helped most surely first.
    kpis: Vec<String>,
    /// Whether it clearly helps: always so, since what may help only is not offered.
    clear: bool,
    /// Middle of the cost range.
    cost: Option<f64>,
    /// Whether the cost is an assumption of the built-in catalog.
    cost_assumed: bool,
    /// File and line of the element and of the KPIs.
    sources: Vec<String>,
    /// Coverage it adds to the department.
    gain: f64,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Escalation {
    department: String,
    /// refused, blocked or unanswered.
    trigger: String,
    /// File and line of the rows of the record.
    record: Vec<String>,
    efforts: usize,
    /// Days since it was needed, if that day has passed.
    days_passed: Option<i32>,
    /// The question of priorities.
    question: String,
    our_kpi: Option<String>,
    their_kpi: Option<String>,
    /// What they are asked for that serves a KPI of theirs, and that KPI.
    shared_element: Option<String>,
    shared_kpi: Option<String>,
    options: Vec<Way>,
    holders: Vec<String>,
    /// Their powers, in their order.
    powers: Vec<u8>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Way {
    /// as_planned, package, without or later.
    option: String,
    /// What a package is best at: balanced, owner-best, partner-best.
    aims: Vec<String>,
    elements: Vec<String>,
    /// Middle of ranges; none when not known.
    cost: Option<f64>,
    /// Whether assumed costs of the built-in catalog are in it.
    cost_assumed: bool,
    /// Elements without a cost.
    uncosted: usize,
    /// The earliest day of the option later.
    day: Option<String>,
    /// File and line of all its elements.
    sources: Vec<String>,
    own: Option<f64>,
    /// Appeal to the department.
    appeal: Option<f64>,
    /// Appeal to the holders, in their order.
    holders: Vec<Option<f64>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Contact {
    department: String,
    /// Empty when nobody is named.
    contact: String,
    source: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Committee {
    day: String,
    /// Last day the agenda looks ahead to.
    until: String,
    results: Vec<Progress>,
    /// Results that did not fit.
    left_out: usize,
    /// File and line of KPIs without an actual value.
    unmeasured: Vec<String>,
    needs: Vec<Need>,
    /// File and line of what is held up.
    blocked: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Progress {
    department: String,
    kpi: String,
    done: f64,
    time_gone: Option<f64>,
    due: Option<String>,
    source: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Need {
    day: String,
    /// Department or element.
    what: String,
    source: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Level {
    department: String,
    /// transaction, relationship, value or ecosystem.
    level: String,
    /// standing, stated, balance, seen or nothing.
    because: String,
    /// An element that serves both sides, or what states its help.
    shared_element: Option<String>,
    /// Their KPI that is served.
    kpi: Option<String>,
    /// Our KPI that is served too.
    our_kpi: Option<String>,
    /// File and line of what it rests on.
    sources: Vec<String>,
    /// help, settle, soften, agree, redesign, learn, convene, share, keep or review.
    step: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Move {
    department: String,
    external: bool,
    /// connect, collaborate or co_create.
    mode: String,
    /// What to do.
    action: String,
    source: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct FirstWeek {
    /// Partners on the map.
    placed: usize,
    /// Partners lacking to ten.
    lacking: usize,
    /// Partners to put on the map.
    to_place: Vec<String>,
    deposit_department: Option<String>,
    deposit: Option<String>,
    /// File and line of the favors behind the balance.
    deposit_sources: Vec<String>,
    redesign_department: Option<String>,
    redesign: Option<String>,
    redesign_kpi: Option<String>,
    appeal_before: Option<f64>,
    appeal_after: Option<f64>,
    /// File and line of the ask, of the element and of the KPI.
    redesign_sources: Vec<String>,
}
