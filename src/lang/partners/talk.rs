//! What to say to a department before it is asked and when it is: advice, what hurts it, what to shape with it, the request.

use crate::analysis::partners::presell::{Plan, Stage, State};
use crate::lang::partners::Teller;
use crate::lang::{amounts, quoted};
use crate::model::{Direction, KpiId};

/// Whether a stage is still to be done.
pub(super) fn is_open(plan: &Plan, stage: Stage) -> bool {
    plan.steps.iter().any(|s| s.stage == stage && matches!(s.state, State::Ahead | State::Now | State::Late(_)))
}

/// Whether the goal of a KPI that is spoken of stands near.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Goal {
    /// Nowhere near: it is told in full.
    Untold,
    /// Beside it, in a line of its own: the name is enough.
    Beside,
    /// Right before it, in the same line: no name is needed.
    Before,
}

/// What one talk holds, in its order: what hurts them, advice, the request.
pub(super) fn one_talk(t: &Teller, plan: &Plan) -> Vec<String> {
    let probing = is_open(plan, Stage::Probe);
    let advice = probing
        .then(|| probe(t, plan))
        .into_iter()
        .chain(is_open(plan, Stage::CoCreate).then(|| ideas(t, plan, if probing { Goal::Before } else { Goal::Untold })));
    let advice: Vec<String> = advice.filter(|text| !text.is_empty()).collect();
    let mut told = Vec::new();
    told.extend(conflict(t, plan));
    if !advice.is_empty() {
        told.push(advice.join(t.pick("；", "; ")));
    }
    told.push(request(t, plan));
    let last = told.len() - 1;
    let word = |at: usize| match at {
        at if at == last => t.pick("最后：", "last: "),
        0 => t.pick("先：", "first: "),
        _ => t.pick("再：", "then: "),
    };
    told.into_iter().enumerate().map(|(at, text)| if last == 0 { text } else { format!("{}{text}", word(at)) }).collect()
}

/// What is left of a KPI in numbers: `，还差1247万次`; empty when that cannot be told.
fn to_go(t: &Teller, id: KpiId) -> String {
    let kpi = t.p.case.kpi(id);
    let (Some(target), Some(actual)) = (kpi.target, kpi.actual) else { return String::new() };
    let left = if kpi.direction == Direction::Increase { target - actual } else { actual - target };
    let left = amounts::of_kpi(left, kpi, t.lang());
    t.pick(format!("，还差{left}"), format!(", {left} to go"))
}

/// Advice to ask for while probing: on their own gap.
pub(super) fn probe(t: &Teller, plan: &Plan) -> String {
    let Some(kpi) = plan.advice.open else {
        let known = t.p.case.kpis_of(plan.department).next().is_some();
        let none = t.pick(
            if known { "表中没有未达成的指标" } else { "表中没有它的指标" },
            if known { "no open KPI of theirs in the tables" } else { "no KPI of theirs in the tables" },
        );
        return t.pick(format!("{none}：先请教今年考核什么"), format!("{none}: ask what they are judged by this year"));
    };
    if let Some(due) = t.p.case.kpi(kpi).due.filter(|due| *due < t.p.case.today) {
        let goal = t.goal(kpi);
        return t.pick(
            format!("{goal}的截止日期{due}已过：请教新一期的考核重点和目标"),
            format!("{goal} was due {due}: ask what they are judged by in the new period, and the target"),
        );
    }
    let (goal, left) = (t.goal(kpi), to_go(t, kpi));
    t.pick(
        format!("请教{goal}{left}；什么样的项目能算数、最缺什么"),
        format!("ask about {goal}{left}: what would count towards it, and what is lacking most"),
    )
}

/// Advice to ask for while co-creating: on the plan's elements; `told` where the goal they miss stands beside it already.
pub(super) fn join(t: &Teller, plan: &Plan, told: bool) -> String {
    let goal = if told { Goal::Beside } else { Goal::Untold };
    let all: Vec<String> = conflict(t, plan).into_iter().chain(Some(ideas(t, plan, goal))).filter(|text| !text.is_empty()).collect();
    all.join(t.pick("；", "; "))
}

/// What works against them, and what to do about it before anything is asked.
fn conflict(t: &Teller, plan: &Plan) -> Option<String> {
    let (p, ask) = (t.p, &t.p.case.department(plan.department).ask);
    let (element, kpi) = plan.advice.conflict.map(|(element, kpi)| (quoted(p.lang, p.element(element)), p.kpi_quoted(kpi)))?;
    Some(match (plan.advice.comes_with, plan.is_hurried()) {
        (true, _) => {
            let what = if ask.is_empty() { t.pick("所需的配合", "what is asked").to_owned() } else { quoted(p.lang, ask) };
            t.pick(
                format!("{what}随{element}而来，后者不利于{kpi}：先商量它的规模，再谈诉求"),
                format!("{what} comes with {element}, which works against {kpi}: settle its size before the request"),
            )
        }
        (false, true) => t.pick(
            format!("说明{element}怎样去掉或弱化，它不利于{kpi}"),
            format!("say how {element}, which works against {kpi}, is dropped or softened"),
        ),
        (false, false) => t.pick(
            format!("先商量去掉或弱化{element}，它不利于{kpi}"),
            format!("first settle how to drop or soften {element}, which works against {kpi}"),
        ),
    })
}

/// What of the plan to shape with them and what to add for them; what the brief opens with comes first.
fn ideas(t: &Teller, plan: &Plan, goal: Goal) -> String {
    let (p, advice) = (t.p, &plan.advice);
    // What works against them is not what to shape with them.
    let lead = advice.lead.filter(|lead| advice.conflict.is_none_or(|(element, _)| element != lead.element));
    let lead = lead.map(|lead| {
        let (element, kpi) = (quoted(p.lang, p.element(lead.element)), p.kpi_quoted(lead.kpi));
        t.pick(format!("请对方对{element}提意见，使它更能服务于{kpi}"), format!("let them shape {element} so that it serves {kpi} better"))
    });
    let opened = advice.gap.is_some() && advice.gap == advice.open;
    let gap = advice.gap.map(|gap| {
        let unserved = match goal {
            Goal::Before if opened => t.pick("计划还没有服务到它".to_owned(), "the plan does not serve it yet".to_owned()),
            _ => {
                let kpi = if goal != Goal::Untold && opened { p.kpi_quoted(gap) } else { t.goal(gap) };
                t.pick(format!("{kpi}，计划还没有服务到它"), format!("{kpi}, not served yet"))
            }
        };
        match advice.addition.map(|e| quoted(p.lang, p.element(e))) {
            // No question mark: more may follow in the same line.
            Some(addition) => match advice.suggested.and_then(|at| t.log(at)) {
                Some(row) => {
                    let (date, at) = (row.date, t.at(&row.origin));
                    t.pick(
                        format!("{unserved}，接着对方{date}的意见{at}商量怎样加上{addition}"),
                        format!("{unserved}: build on their advice of {date}{at} and settle how to add {addition}"),
                    )
                }
                None => t.pick(format!("{unserved}，请教加上{addition}是否可行"), format!("{unserved}: ask whether {addition} would do")),
            },
            None => t.pick(format!("{unserved}，请对方出主意"), format!("{unserved}: ask them for an idea")),
        }
    });
    let all = if opened { [gap, lead] } else { [lead, gap] };
    all.into_iter().flatten().collect::<Vec<_>>().join(t.pick("；", "; "))
}

/// What to bring to the request.
pub(super) fn request(t: &Teller, plan: &Plan) -> String {
    let p = t.p;
    let department = p.case.department(plan.department);
    let by = plan.needed_by;
    let mark = p.ask_mark(&t.r.needs, plan.department);
    let if_still = t.r.needs.is_in_doubt(plan.department) && t.r.needs.left_to(plan.department).is_empty();
    let ask = match department.ask.as_str() {
        "" if if_still => t.pick(format!("如仍需要，请对方于{by}前配合"), format!("if still needed, their part by {by}")),
        ask if if_still => t.pick(format!("如仍需要“{ask}”，请对方于{by}前完成"), format!("if still needed, {ask} by {by}")),
        "" => t.pick(format!("请对方于{by}前配合{mark}"), format!("their part by {by}{mark}")),
        ask => t.pick(format!("请对方于{by}前完成“{ask}”{mark}"), format!("{ask} by {by}{mark}")),
    };
    match claim(t, plan) {
        Some(gain) => format!("{ask}{}{gain}", t.pick("；", "; ")),
        None => ask,
    }
}

/// What the plan states for them, with its sum.
pub(super) fn claim(t: &Teller, plan: &Plan) -> Option<String> {
    let (p, claim) = (t.p, plan.advice.claim.as_ref()?);
    let sum = amounts::arithmetic(claim.supported()?, p.case.kpi(claim.kpi), p.lang);
    let (element, kpi, at) = (quoted(p.lang, p.element(claim.element)), p.kpi_quoted(claim.kpi), t.at(&claim.origin));
    Some(t.pick(
        format!("对方所得（表中写明）：{element}为{kpi}带来 {sum}{at}"),
        format!("what they gain, as stated: {element} brings {sum} for {kpi}{at}"),
    ))
}
