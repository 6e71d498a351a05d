//! What the pictures of relations say: the finding as a title, notes at rows, and what is not shown.

use jiff::civil::Date;

use crate::analysis::partners::Relations;
use crate::analysis::partners::bank::{Account, Bank};
use crate::analysis::partners::map::{Quadrant, ResourceMap};
use crate::analysis::partners::presell::{Asked, Plan, Stage, Window};
use crate::lang::captions::partners as c;
use crate::lang::partners::{Teller, presell};
use crate::lang::phrases::Phrases;
use crate::lang::{Lang, all_of, amounts, list, pick};
use crate::model::DepartmentId;

/// Most names in a note; more are counted.
const NAMES: usize = 6;

/// A day, with its year if that is not this one.
fn day(p: Phrases, day: Date) -> String {
    c::day(day, p.case.today, p.lang)
}

/// Names, or how many when they are many.
fn names(p: Phrases, departments: &[DepartmentId]) -> String {
    if departments.len() > NAMES {
        return p.pick(format!("{}个部门", departments.len()), format!("{} departments", departments.len()));
    }
    let names: Vec<&str> = departments.iter().map(|d| p.department(*d)).collect();
    list(p.lang, &names)
}

/// A stage by name.
pub fn stage(p: Phrases, stage: Stage) -> String {
    presell::stage(stage, p.lang).to_owned()
}

/// How late a stage is: `已晚3天`, `3 days late`.
pub fn late(p: Phrases, r: &Relations, days: i32) -> String {
    let days = Teller { p, r }.days(days);
    p.pick(format!("已晚{days}"), format!("{days} late"))
}

/// How pre-selling stands: with whom it is late, else what comes next.
pub fn presell_title(p: Phrases, project: Option<&str>, r: &Relations) -> String {
    let finding = presell_finding(p, r);
    match project {
        Some(name) => format!("{name}{}{finding}", p.pick("：", ": ")),
        // A sentence of its own begins with a capital.
        None => finding.chars().take(1).flat_map(char::to_uppercase).chain(finding.chars().skip(1)).collect(),
    }
}

fn presell_finding(p: Phrases, r: &Relations) -> String {
    let plans: Vec<&Plan> = r.presell_here().collect();
    let n = plans.len();
    let late: Vec<&Plan> = plans.iter().copied().filter(|plan| plan.catch_up.is_some()).collect();
    if let Some(first) = late.iter().find(|plan| plan.days_left >= 0) {
        let (count, name, by) = (late.len(), p.department(first.department), day(p, first.needed_by));
        return p.pick(
            format!("{n}个部门中{count}个的预沟通已晚，{by}前就需要{name}"),
            format!("pre-selling is late with {}; {name} is needed by {by}", some(count, n)),
        );
    }
    if !late.is_empty() {
        let count = late.len();
        return p.pick(
            format!("{n}个部门中{count}个的需要日期已过，要重新约定"),
            format!("the day has passed with {}; agree on {}", some(count, n), if count == 1 { "a new one" } else { "new ones" }),
        );
    }
    let next = |plan: &&Plan| Some((*plan.calendar(p.case.today).first()?, plan.department));
    match plans.iter().filter_map(next).min_by_key(|(w, _)| (w.to, w.from)) {
        Some((Window { stage, to, .. }, department)) => {
            let (stage, name, by) = (presell::stage(stage, p.lang), p.department(department), day(p, to));
            p.pick(
                format!("{n}个部门的预沟通都来得及，下一步：{name}，{by}前{stage}"),
                format!("pre-selling is in time with {}; next: {name}, {stage} by {by}", all(n)),
            )
        }
        None => {
            let refused = plans.iter().filter(|plan| matches!(plan.asked, Asked::Refused(_))).count();
            p.pick(
                format!("{n}个部门都已正式提出，其中{refused}个拒绝"),
                match n {
                    1 if refused == 1 => "the one department was asked and refused".to_owned(),
                    1 => "the one department was asked and has not refused".to_owned(),
                    n => format!("{} were asked, {refused} refused", all(n)),
                },
            )
        }
    }
}

/// So many departments, in English.
fn departments(n: usize) -> String {
    format!("{n} department{}", if n == 1 { "" } else { "s" })
}

/// All of so many departments, in English.
fn all(n: usize) -> String {
    match n {
        1 => "the one department".to_owned(),
        2 => "both departments".to_owned(),
        n => format!("all {n} departments"),
    }
}

/// So many of so many departments, in English: `1 of 2 departments`, `the one department`.
fn some(count: usize, n: usize) -> String {
    if count == n { all(n) } else { format!("{count} of {}", departments(n)) }
}

/// By when a department is needed, and how things stand.
pub fn presell_note(p: Phrases, r: &Relations, plan: &Plan) -> String {
    let by = day(p, plan.needed_by);
    let left = Teller { p, r }.days(plan.days_left.abs());
    let state = match plan.asked {
        Asked::No => None,
        Asked::Refused(_) => Some(p.pick("已被拒绝", "refused")),
        Asked::Yes(_) => Some(p.pick("等答复", "answer awaited")),
        Asked::Answered(..) => Some(p.pick("已答复", "answered")),
        Asked::Settled(..) => Some(p.pick("拒绝已化解", "refusal settled")),
    };
    match state {
        Some(state) if plan.is_passed() => p.pick(format!("{by}，已过{left}，{state}"), format!("by {by}, {left} ago, {state}")),
        None if plan.days_left < 0 => p.pick(format!("{by}，已过{left}"), format!("by {by}, {left} ago")),
        Some(state) => p.pick(format!("{by}前，{state}"), format!("by {by}, {state}")),
        None => p.pick(format!("{by}前，还有{left}"), format!("by {by}, {left} left")),
    }
}

/// Departments without a day by which they are needed, and those whose days stand with another project.
pub fn presell_notes(p: Phrases, r: &Relations) -> Vec<String> {
    let case = p.case;
    let listed = case.department_ids().filter(|d| Some(*d) != case.own && case.department(*d).origin.is_some());
    let mut undated: Vec<DepartmentId> = listed.filter(|d| case.department(*d).needed_by.is_none()).collect();
    undated.sort_by(|a, b| p.department(*a).cmp(p.department(*b)));
    let there: Vec<DepartmentId> = r.presell.iter().filter(|plan| plan.elsewhere).map(|plan| plan.department).collect();
    let told = |all: &[DepartmentId], zh: &str, en: &str| {
        (!all.is_empty()).then(|| p.pick(format!("{zh}：{}", names(p, all)), format!("{en}: {}", names(p, all))))
    };
    let notes = [
        told(&there, "在别的项目里提", "Put forward by other projects"),
        told(&undated, "没有写需要日期", "Without a day by which it is needed"),
    ];
    notes.into_iter().flatten().collect()
}

/// Who is overdrawn, else where most is left.
pub fn bank_title(p: Phrases, r: &Relations, bank: &Bank) -> String {
    let n = bank.accounts.len();
    let mut accounts: Vec<&Account> = bank.accounts.iter().collect();
    accounts.sort_by(|x, y| x.balance().total_cmp(&y.balance()).then_with(|| p.department(x.department).cmp(p.department(y.department))));
    let over: Vec<DepartmentId> = accounts.iter().filter(|x| x.balance() < 0.0).map(|x| x.department).collect();
    let told = |x: &Account| (p.department(x.department), Teller { p, r }.signed(x.balance()));
    // Of several with the highest balance, the first by name.
    let best = accounts.iter().rev().fold(None, |best: Option<&&Account>, x| best.filter(|b| b.balance() > x.balance()).or(Some(x)));
    match (over.as_slice(), accounts.first(), best) {
        ([_, _, _, ..], Some(worst), _) => {
            let (count, (name, balance)) = (over.len(), told(worst));
            p.pick(
                format!("人情账户：{n}个部门中{count}个已透支，最多的是{name}（{balance}），先帮对方再提请求"),
                format!(
                    "Favor bank: {} are overdrawn, {name} deepest ({balance}); help first, then ask",
                    if count == n { format!("all {n} accounts") } else { format!("{count} of {n} accounts") }
                ),
            )
        }
        ([_, ..], ..) => {
            let hurried = |d: &&DepartmentId| r.is_hurried(**d);
            let in_time: Vec<&str> = over.iter().filter(|d| !hurried(d)).map(|d| p.department(*d)).collect();
            let (count, names) = (over.len(), all_of(p.lang, &in_time));
            let are = if count == 1 { "is" } else { "are" };
            if in_time.is_empty() {
                return p.pick(
                    format!("人情账户：{n}个部门中{count}个已透支，来不及先存入，提请求时直接说明"),
                    format!("Favor bank: {count} of {n} accounts {are} overdrawn, too late to help first: say so when you ask"),
                );
            }
            p.pick(
                format!("人情账户：{n}个部门中{count}个已透支，先帮{names}，再提请求"),
                match n {
                    1 => format!("Favor bank: the one account is overdrawn; help {names} before you ask again"),
                    _ => format!("Favor bank: {count} of {n} accounts {are} overdrawn; help {names} before you ask again"),
                },
            )
        }
        (_, _, Some(best)) if best.balance() > 0.0 => {
            let (name, balance) = told(best);
            p.pick(
                format!("人情账户：{n}个部门都没有透支，余额最高的是{name}（{balance}）"),
                match n {
                    1 => format!("Favor bank: the one account is not overdrawn; {name} stands at {balance}"),
                    _ => format!("Favor bank: none of {n} accounts is overdrawn; most is left with {name} ({balance})"),
                },
            )
        }
        _ => p.pick(format!("人情账户：与{n}个部门都两清，余额为0"), format!("Favor bank: even with {}, balance 0", all(n))),
    }
}

/// A weight with its sign.
pub fn signed(p: Phrases, r: &Relations, weight: f64) -> String {
    Teller { p, r }.signed(weight)
}

/// What a balance is made of.
pub fn flow(p: Phrases, account: &Account) -> String {
    let (given, received) = (amounts::number(account.total.given, p.lang), amounts::number(account.total.received, p.lang));
    p.pick(format!("我方给出{given}，收到{received}"), format!("we gave {given}, received {received}"))
}

/// Departments without favors, and favors that are still to come.
pub fn bank_notes(p: Phrases, bank: &Bank) -> Vec<String> {
    let mut notes = Vec::new();
    if !bank.without.is_empty() {
        let names = names(p, &bank.without);
        notes.push(p.pick(format!("还没有往来：{names}"), format!("No favors yet: {names}")));
    }
    let ahead = p.case.favors.iter().filter(|f| f.date > p.case.today && Some(f.department) != p.case.own).count();
    if ahead > 0 {
        notes.push(p.pick(format!("日期在今天之后、未计入：{ahead}条"), format!("Dated after today and not counted: {ahead}")));
    }
    notes
}

/// How many are key partners, and how many talks fall due this month.
pub fn map_title(p: Phrases, map: &ResourceMap) -> String {
    let n = map.placed.len();
    let key = map.placed.iter().filter(|x| x.quadrant == Quadrant::KeyPartner).count();
    let due = map.placed.iter().filter(|x| !x.call.visits.is_empty()).count();
    let keys = match (key, n) {
        (0, 1) => "the one department is no key partner".to_owned(),
        (1, 1) => "the one department is a key partner".to_owned(),
        (0, n) => format!("none of {n} departments is a key partner"),
        (1, n) => format!("1 of {n} departments is a key partner"),
        (key, n) => format!("{} are key partners", some(key, n)),
    };
    match due {
        0 => p.pick(
            format!("资源地图：{n}个部门中{key}个是关键伙伴，本月没有到期的约谈"),
            format!("Resource map: {keys}; no talk falls due this month"),
        ),
        _ => p.pick(
            format!("资源地图：{n}个部门中{key}个是关键伙伴，本月应约谈{due}个"),
            format!("Resource map: {keys}; talks due this month: {due}"),
        ),
    }
}

/// A field's name, which is what to do there, and how.
pub fn field(quadrant: Quadrant, lang: Lang) -> (String, String) {
    let (name, how) = match quadrant {
        Quadrant::KeyPartner => pick(lang, ("重点管理", "每月深谈一次"), ("Manage closely", "a deep talk each month")),
        Quadrant::KeepSatisfied => pick(lang, ("保持满意", "关键时点再请求"), ("Keep satisfied", "ask at key moments")),
        Quadrant::InvolveFully => pick(lang, ("充分参与", "全程邀请参与"), ("Involve fully", "invite them at every step")),
        Quadrant::Monitor => pick(lang, ("一般关注", "保持观察"), ("Monitor", "")),
    };
    (name.to_owned(), how.to_owned())
}

/// Departments that are not on the map.
pub fn map_notes(p: Phrases, map: &ResourceMap) -> Vec<String> {
    let mut notes = Vec::new();
    if !map.unplaced.is_empty() {
        let names = names(p, &map.unplaced.iter().map(|c| c.department).collect::<Vec<_>>());
        notes.push(p.pick(format!("未定位（权力或利益为空）：{names}"), format!("Not placed (power or interest blank): {names}")));
    }
    if !map.missing.is_empty() {
        let names = names(p, &map.missing);
        notes.push(p.pick(format!("不在部门表中：{names}"), format!("Not in the departments table: {names}")));
    }
    notes
}
