//! The pre-selling plan in words.

use crate::analysis::partners::days;
use crate::analysis::partners::escalation;
use crate::analysis::partners::presell::{Asked, CatchUp, Plan, Stage, State, Step, Window};
use crate::analysis::partners::record;
use crate::lang::partners::talk::{claim, is_open, join, one_talk, probe, request};
use crate::lang::partners::{Block, Part, Teller, header};
use crate::lang::{Lang, pick};
use crate::model::{LogKind, Role};

/// A stage by name.
pub(super) fn stage(stage: Stage, lang: Lang) -> &'static str {
    match stage {
        Stage::Probe => pick(lang, "试探", "probe"),
        Stage::CoCreate => pick(lang, "共创", "co-create"),
        Stage::Request => pick(lang, "正式提出", "formal request"),
    }
}

/// What a day of the calendar is for: a stage, or all of them where there is no time for stages.
pub(super) fn occasion(plan: Option<&Plan>, which: Stage, lang: Lang) -> &'static str {
    if plan.is_some_and(Plan::is_one_talk) { pick(lang, "一次谈完", "all in one talk") } else { stage(which, lang) }
}

pub(super) fn part(t: &Teller) -> Option<Part> {
    if t.r.presell.is_empty() {
        return None;
    }
    let header = header(
        t.lang(),
        &["部门", "诉求", "需要日期", "试探（前60–45天）", "共创（前45–21天）", "正式提出（前14天）", "现状"],
        &["Department", "Ask", "Needed by", "Probe (60 to 45 days before)", "Co-create (45 to 21)", "Request (14 before)", "Now"],
    );
    let mut blocks = vec![Block::Table { header, rows: t.r.presell.iter().map(|plan| row(t, plan)).collect() }];
    blocks.extend(urgent(t).map(Block::Text));
    for plan in &t.r.presell {
        let lines = lines(t, plan);
        if !lines.is_empty() {
            blocks.push(Block::Head(t.named(plan.department)));
            blocks.push(Block::List(lines));
        }
    }
    Some(Part { title: t.pick("预沟通计划", "Pre-selling plan").to_owned(), blocks })
}

fn row(t: &Teller, plan: &Plan) -> Vec<String> {
    let ask = match t.p.case.department(plan.department).ask.as_str() {
        "" => "–".to_owned(),
        // What is another project's stays bare: what becomes of it stands in the last column.
        ask if t.r.needs.is_in_doubt(plan.department) && !plan.elsewhere => format!("{ask}{}", t.p.ask_mark(&t.r.needs, plan.department)),
        ask => ask.to_owned(),
    };
    let at = t.at(&plan.origin);
    let mut cells = vec![t.name(plan.department).to_owned(), ask];
    cells.push(format!("{}{at}", plan.needed_by));
    // Another project's stages are told there.
    cells.extend(plan.steps.iter().map(|step| if plan.elsewhere { "–".to_owned() } else { cell(t, step) }));
    cells.push(now(t, plan));
    cells
}

/// Days of a stage and how it stands.
fn cell(t: &Teller, step: &Step) -> String {
    let span = match step.stage {
        Stage::Request => step.to.to_string(),
        _ => t.span(step.from, step.to),
    };
    let state = match step.state {
        State::Done(at) => t.log(at).map_or(String::new(), |row| {
            let (date, source) = (row.date, t.row(&row.origin));
            t.pick(format!("已做：{date}，{source}"), format!("done {date}, {source}"))
        }),
        State::Ahead => return span,
        State::Now => t.pick("正在期内", "open").to_owned(),
        State::Late(days) => {
            let days = t.days(days);
            t.pick(format!("已晚{days}"), format!("{days} late"))
        }
        State::Skipped => t.pick("跳过了", "skipped").to_owned(),
    };
    t.pick(format!("{span}（{state}）"), format!("{span} ({state})"))
}

fn now(t: &Teller, plan: &Plan) -> String {
    let blocked = record::hold_up(t.p.case, plan.department).and_then(|at| t.log(at)).map(|row| {
        let at = t.at(&row.origin);
        t.pick(format!("受阻{at}"), format!("held up{at}"))
    });
    let passed = plan.is_passed().then(|| {
        let days = t.days(-plan.days_left);
        t.pick(format!("日期已过{days}"), format!("the day passed {days} ago"))
    });
    let told = standing(t, plan);
    let there = t.p.elsewhere(&t.r.needs, plan.department).or_else(|| t.p.need_dropped(&t.r.needs, plan.department));
    if let Some(there) = there.filter(|_| plan.elsewhere) {
        return told.into_iter().chain([there]).chain(passed).collect::<Vec<_>>().join(t.pick("；", "; "));
    }
    let next = plan.next.filter(|_| told.is_none() && passed.is_none()).map(|next| {
        let (name, days) = (occasion(Some(plan), next, t.lang()), t.days(plan.days_left));
        t.pick(format!("下一步：{name}，还有{days}"), format!("next: {name}, {days} left"))
    });
    let all: Vec<String> = blocked.into_iter().chain(told).chain(passed).chain(next).collect();
    if all.is_empty() { "–".to_owned() } else { all.join(t.pick("；", "; ")) }
}

/// Where the request stands, with the row that says so; `None` before it is made.
pub(super) fn standing(t: &Teller, plan: &Plan) -> Option<String> {
    let answered = |at: usize| t.log(at).map_or(String::new(), |row| t.outcome(row));
    Some(match plan.asked {
        Asked::No => return None,
        Asked::Yes(_) => t.pick("已提出，等答复", "asked, answer awaited").to_owned(),
        Asked::Refused(at) if t.log(at).is_some_and(|row| row.kind == LogKind::Refusal) => t.pick("已被拒绝", "refused").to_owned(),
        Asked::Refused(at) => {
            let outcome = answered(at);
            t.pick(format!("已被拒绝：{outcome}"), format!("refused: {outcome}"))
        }
        Asked::Answered(at, _) => {
            let outcome = answered(at);
            t.pick(format!("已答复：{outcome}"), format!("answered: {outcome}"))
        }
        Asked::Settled(refusal, by) => {
            let at = t.log(refusal).map_or(String::new(), |row| t.at(&row.origin));
            let outcome = answered(by);
            t.pick(format!("曾被拒绝{at}，后已化解：{outcome}"), format!("refused{at}, settled since: {outcome}"))
        }
    })
}

fn lines(t: &Teller, plan: &Plan) -> Vec<String> {
    if plan.elsewhere {
        return Vec::new();
    }
    let mut lines = Vec::new();
    lines.extend(t.p.need_dropped(&t.r.needs, plan.department));
    lines.extend(marks(t, plan));
    lines.extend(plan.catch_up.as_ref().map(|late| catch_up(t, plan, late)));
    // What was to be done before a day that has passed is no longer to be done.
    if plan.days_left < 0 {
        return lines;
    }
    lines.extend(deposit_first(t, plan));
    if plan.is_one_talk() {
        lines.extend(one_talk(t, plan));
        return lines;
    }
    let open = |stage: Stage| is_open(plan, stage);
    let told = [(Stage::Probe, probe(t, plan)), (Stage::CoCreate, join(t, plan, open(Stage::Probe))), (Stage::Request, request(t, plan))];
    for (which, text) in told.into_iter().filter(|(which, text)| open(*which) && !text.is_empty()) {
        lines.push(format!("{}{}{text}", stage(which, t.lang()), t.pick("：", ": ")));
    }
    lines
}

/// What to give before anything is asked, where the account cannot carry it; without a day for that, what to say instead.
pub(super) fn deposit_first(t: &Teller, plan: &Plan) -> Option<String> {
    let (balance, department) = (t.signed(plan.deposit_first?), plan.department);
    let rows = t.r.bank.as_ref().and_then(|b| b.account(department)).map_or(String::new(), |a| t.at_favors(&a.rows));
    let deposit = t.r.deposits_for(department).first().map(|d| t.deposit_named(d));
    if plan.is_hurried() {
        let with = deposit.map_or(String::new(), |d| t.pick(format!("：{d}"), format!(" with {d}")));
        return Some(t.pick(
            format!("来不及先存（人情余额{balance}{rows}）：直接说明，事后补{with}"),
            format!(
                "nothing can be given in advance in time (favor balance {balance}{rows}): say so openly and make good afterwards{with}"
            ),
        ));
    }
    let what = deposit.unwrap_or_else(|| t.lacking(department).to_owned());
    Some(t.pick(
        format!("提出前先存一笔（人情余额{balance}{rows}）：{what}"),
        format!("deposit before the request (favor balance {balance}{rows}): {what}"),
    ))
}

/// What went wrong in the order of things.
fn marks(t: &Teller, plan: &Plan) -> Vec<String> {
    let mut marks = Vec::new();
    let request = plan.steps.iter().find(|s| s.stage == Stage::Request);
    if let Some(Step { state: State::Done(at), .. }) = request
        && plan.asked_first
        && !plan.asked.is_granted()
        && let Some(row) = t.log(*at)
    {
        let (date, source) = (row.date, t.at(&row.origin));
        let probed = plan.steps.iter().any(|s| s.stage == Stage::Probe && matches!(s.state, State::Done(_)));
        marks.push(if probed {
            t.pick(
                format!("先提了请求，后来才试探：{date}{source}。把对方的意见写进方案再提"),
                format!("Asked before any probe: {date}{source}. Work the advice of the later talk in, then ask again"),
            )
        } else {
            t.pick(
                format!("没有试探就提了请求：{date}{source}。补一次请教，把对方的意见写进方案再提"),
                format!("Asked before any probe: {date}{source}. Make up for it: ask for advice, work it in, then ask again"),
            )
        });
    }
    if let Asked::Refused(at) = plan.asked
        && let Some(row) = t.log(at)
    {
        let row = t.log_line(row);
        let external = t.p.case.department(plan.department).role == Some(Role::External);
        let failing = if t.r.escalations.iter().any(|e| e.department == plan.department) {
            t.pick("仍不行见“升级沟通”", "failing that, see \"Escalation\"")
        } else if t.r.needs.is_in_doubt(plan.department) {
            t.pick("本项目仍需要才往下谈", "go on only if this project still needs it")
        } else if external {
            t.pick("仍不行就换条件，或另找伙伴", "failing that, offer other terms or look for another partner")
        } else {
            t.pick("记录里还没有我方的其他努力，先谈，再升级", "no other effort of ours is on record yet: talk first, then take it further")
        };
        marks.push(t.pick(
            format!("拒绝尚未化解：{row}。先问什么条件下可行，再按对方的指标改方案；{failing}"),
            format!("The refusal stands: {row}. Ask what would make it possible and redesign for their KPIs; {failing}"),
        ));
    }
    if let Asked::Answered(at, false) = plan.asked
        && plan.days_left >= 0
        && let Some(row) = t.log(at)
    {
        let (row, gain) = (t.log_line(row), claim(t, plan).unwrap_or_else(|| probe(t, plan)));
        marks.push(t.pick(
            format!("已答复、尚未同意：{row}。补上对方要的，再提一次；{gain}"),
            format!("Answered, not agreed to: {row}. Bring what the answer asks for and make the request again; {gain}"),
        ));
    }
    if let Asked::Yes(at) = plan.asked
        && plan.days_left >= 0
        && escalation::waiting(t.p.case, plan.department).is_some()
        && let Some(row) = t.log(at)
    {
        let (since, left, source) = (t.days(days::between(row.date, t.p.case.today)), t.days(plan.days_left), t.at(&row.origin));
        marks.push(t.pick(
            format!("提出{since}仍无答复，还剩{left}{source}：本周当面催一次，并把沟通记入log表"),
            format!("No answer after {since}, {left} left{source}: ask them in person this week, and log the talk"),
        ));
    }
    marks
}

fn catch_up(t: &Teller, plan: &Plan, late: &CatchUp) -> String {
    match late {
        CatchUp::Squeeze(windows) => {
            let name = |w: &Window| format!("{} {}", stage(w.stage, t.lang()), t.span(w.from, w.to));
            let days = crate::lang::list(t.lang(), &windows.iter().map(name).collect::<Vec<_>>());
            t.pick(format!("起步已晚，压缩为：{days}"), format!("Late start, squeezed into: {days}"))
        }
        CatchUp::AskNow { full_time } => {
            let moved = full_time.map_or(String::new(), |day| {
                t.pick(
                    format!("；日期若能改到{day}或以后，可以走完全程"),
                    format!("; if the day can move to {day} or later, every stage fits"),
                )
            });
            if !plan.is_one_talk() {
                return t.pick(format!("提出请求已晚：现在就提{moved}"), format!("The request is late: make it now{moved}"));
            }
            t.pick(format!("时间已不够分步：现在就谈，一次谈完{moved}"), format!("No time for stages: talk now, all in one talk{moved}"))
        }
        CatchUp::Passed { full_time: Some(day) } => t.pick(
            format!("需要日期已过：重新约定日期，{day}或以后可以走完全程"),
            format!("The day has passed: agree on a new one; from {day} on every stage fits"),
        ),
        CatchUp::Passed { full_time: None } => t.pick(
            "需要日期已过：还来得及就重新约定日期，来不及就不再提".to_owned(),
            "The day has passed: agree on a new one if the plan still leaves a day, else let it rest".to_owned(),
        ),
    }
}

/// What is left of the emergency channel, once for all of those without time for stages.
fn urgent(t: &Teller) -> Option<String> {
    let bank = t.r.bank.as_ref()?;
    t.r.presell_here().find(|plan| plan.is_hurried())?;
    // Where the fast track tells them, the uses are not told twice.
    let rows = if t.r.fast_track.is_some() { String::new() } else { t.at_favors(&bank.urgent) };
    let left = bank.urgent_left();
    Some(if left == 0 {
        t.pick(format!("紧急通道今年已用完{rows}。"), format!("The emergency channel is used up for this year{rows}."))
    } else {
        t.pick(
            format!("时间不够的可走紧急通道：今年各部门合计还可用{left}次{rows}。"),
            format!("Where time is short there is the emergency channel: uses left this year, for all departments together: {left}{rows}."),
        )
    })
}
