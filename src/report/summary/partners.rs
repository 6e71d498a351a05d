//! The `partners` part of summary.json. Days are `YYYY-MM-DD`, sources `file:line`.

mod make;

use schemars::JsonSchema;
use serde::Serialize;

pub(super) use make::of;

/// Relations with the departments.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Partners {
    /// Power and interest are high from this level on.
    cut: u8,
    /// When to draw the map anew.
    refresh: Option<String>,
    map: Vec<Place>,
    /// Rows without power or interest.
    unplaced: Vec<String>,
    /// Departments with KPIs, or needed, without a row.
    missing: Vec<String>,
    presell: Vec<Presell>,
    favors: Vec<Account>,
    /// Uses of the emergency channel this year: file and line of each.
    urgent: Vec<String>,
    deposits: Vec<Deposit>,
    escalations: Vec<Escalation>,
    contacts: Vec<Contact>,
    /// Favors to give thanks for: file and line of each.
    thanks: Vec<String>,
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
    /// Months between two talks.
    rhythm_months: i32,
    last_talk: Option<String>,
    /// File and line of the last talk.
    last_talk_source: Option<String>,
    next_talk: String,
    /// never, overdue, due or moment when to be seen this month.
    visit: Option<String>,
    source: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Presell {
    department: String,
    needed_by: String,
    days_left: i32,
    steps: Vec<Step>,
    /// probe, co_create or request; none once asked.
    next: Option<String>,
    /// no, yes or refused.
    asked: String,
    /// Whether the request came before any probe.
    asked_first: bool,
    /// squeeze, ask_now or passed when late.
    catch_up: Option<String>,
    /// New days of a late start.
    new_days: Vec<Window>,
    /// Earliest needed_by with time for every stage, when late beyond squeezing.
    full_time: Option<String>,
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
    /// Balance before this year.
    opening: f64,
    /// Given less received by quarter of this year.
    quarters: Vec<f64>,
    /// overdrawn, win_win, up_to or empty.
    next: String,
    /// File and line of its rows.
    sources: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Deposit {
    department: String,
    element: String,
    kpi: String,
    /// Coverage it gives the department.
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
    options: Vec<Way>,
    holders: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Way {
    /// as_planned, package, without or later.
    option: String,
    /// What a package is best at: balanced, owner-best, partner-best.
    aims: Vec<String>,
    elements: Vec<String>,
    cost: Option<f64>,
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
    results: Vec<Progress>,
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
    /// standing, served, balance, seen or nothing.
    because: String,
    /// help, redesign, learn, convene, share or keep.
    step: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Move {
    department: String,
    external: bool,
    /// connect, collaborate or co_create.
    mode: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct FirstWeek {
    /// Partners to put on the map.
    to_place: Vec<String>,
    deposit_department: Option<String>,
    deposit: Option<String>,
    redesign_department: Option<String>,
    redesign: Option<String>,
}
