//! Escalation in words: a question of priorities, never a complaint.

use crate::analysis::partners::escalation::{Choice, Escalation, Trigger, Weighed};
use crate::lang::partners::{Block, Part, Teller, header, s};
use crate::lang::{all_of, amounts, list, quoted};
use crate::model::{ElementId, Origin};

pub(super) fn part(t: &Teller) -> Option<Part> {
    if t.r.escalations.is_empty() {
        return None;
    }
    let blocks = t.r.escalations.iter().flat_map(|e| one(t, e)).collect();
    Some(Part { title: t.pick("升级沟通", "Escalation").to_owned(), blocks })
}

fn one(t: &Teller, e: &Escalation) -> Vec<Block> {
    let (name, efforts) = (t.name(e.department), e.efforts);
    let why = match e.trigger {
        Trigger::Refused(_) => t.pick("请求被拒绝", "a request was turned down"),
        Trigger::Blocked(_) => t.pick("工作受阻", "work is held up"),
        Trigger::Unanswered(_) if e.passed.is_some() => t.pick("请求没有答复", "a request has no answer"),
        Trigger::Unanswered(_) => t.pick("请求临近需要日期仍无答复", "a request has no answer and the day is near"),
    };
    let passed = e.passed.map_or(String::new(), |days| {
        let days = t.days(days);
        t.pick(format!("，需要日期已过{days}"), format!(", and the day passed {days} ago"))
    });
    let record = e.record.iter().filter_map(|at| t.log(*at)).map(|row| t.log_line(row)).collect();
    let mut blocks = vec![
        Block::Head(t.pick(format!("{name}：{why}{passed}"), format!("{name}: {why}{passed}"))),
        Block::Text(t.pick(
            format!("我方已主动沟通{efforts}次，记录如下。"),
            format!("We have approached them {}; on record:", if efforts == 1 { "once".to_owned() } else { format!("{efforts} times") }),
        )),
        Block::List(record),
        Block::Text(question(t, e)),
    ];
    blocks.push(options(t, e));
    let assumed = e.options.iter().any(|o| o.assumed);
    let uncosted = e.options.iter().map(|o| o.uncosted).max().unwrap_or(0);
    let mut notes: Vec<String> = basis(t, e).into_iter().collect();
    if assumed {
        notes.push(t.pick("内置目录的成本是假设。", "Costs of the built-in catalog are assumptions.").to_owned());
    }
    if uncosted > 0 {
        let have = if uncosted == 1 { "has" } else { "have" };
        notes.push(t.pick(
            format!("各方案中至多{uncosted}项未给成本，未计入。"),
            format!("In an option up to {uncosted} element{} {have} no cost and count nothing.", s(uncosted)),
        ));
    }
    if !notes.is_empty() {
        blocks.push(Block::Text(notes.join(t.pick("", " "))));
    }
    blocks.push(holders(t, e));
    blocks
}

/// The question of priorities.
pub(super) fn question(t: &Teller, e: &Escalation) -> String {
    let department = t.p.case.department(e.department);
    let name = t.name(e.department);
    let ask = match department.ask.as_str() {
        "" => t.pick("我们所需的配合".to_owned(), "the part we need".to_owned()),
        ask => quoted(t.lang(), ask),
    };
    let by = department.needed_by.map(|d| match e.passed {
        Some(days) => {
            let days = t.days(days);
            t.pick(format!("原定{d}，已过{days}"), format!("was needed by {d}, {days} ago"))
        }
        None => t.pick(format!("{d}前"), format!("by {d}")),
    });
    let row = department.origin.as_ref().map(|o| t.row(o));
    let inside: Vec<String> = by.into_iter().chain(row).collect();
    let at = match inside.join(t.pick("，", ", ")) {
        none if none.is_empty() => none,
        inside => t.pick(format!("（{inside}）"), format!(" ({inside})")),
    };
    let (ours, theirs) = (e.ours.map(|k| t.goal(k)), e.theirs.map(|k| t.goal(k)));
    let between = match (ours, theirs) {
        (Some(ours), Some(theirs)) => t.pick(
            format!("我们的{ours}，与{name}的{theirs}，在这段时间里先保哪一个？"),
            format!("Our {ours}, or {name}'s {theirs}: which comes first for now?"),
        ),
        (Some(ours), None) => t.pick(
            format!("我们的{ours}，与{name}手上的工作，先保哪一个？"),
            format!("Our {ours}, or what {name} has in hand: which comes first?"),
        ),
        _ => t.pick("与对方手上的工作相比，先做哪一个？".to_owned(), "Against what they have in hand, which comes first?".to_owned()),
    };
    let shared = e.shared.map_or(String::new(), |(element, kpi)| {
        let (element, kpi, at) = (quoted(t.lang(), t.p.element(element)), t.goal(kpi), t.at_elements(&[element]));
        t.pick(
            format!("所请求的{element}{at}也服务于{name}自己的{kpi}，是共同目标。"),
            format!(" What is asked for, {element}{at}, also serves {name}'s own {kpi}: a shared goal."),
        )
    });
    let between = if shared.is_empty() || e.theirs.is_some() { between } else { String::new() };
    t.pick(
        format!("请示的问题（优先级，不是投诉）：{ask}{at}应排在什么位置？{shared}{between}"),
        format!("A question of priorities, not a complaint: where does {ask}{at} stand?{shared} {between}").trim_end().to_owned(),
    )
}

fn options(t: &Teller, e: &Escalation) -> Block {
    let name = t.name(e.department);
    let theirs = t.pick(format!("对{name}的吸引力"), format!("Appeal to {name}"));
    let mut names = header(t.lang(), &["方案", "成本", "我方覆盖率"], &["Option", "Cost", "Our coverage"]);
    names.push(theirs);
    names.extend(e.holders.iter().map(|(d, _)| {
        let holder = t.name(*d);
        t.pick(format!("对{holder}的吸引力"), format!("Appeal to {holder}"))
    }));
    let first = e.options.first().and_then(|o| o.cost);
    let rows = e.options.iter().enumerate().map(|(i, option)| {
        let letter = char::from(b'A' + i as u8);
        let mut cells = vec![format!("{letter} {}", choice(t, e, option)), cost(t, e, option, first)];
        cells.push(t.percent_or_dash(option.own));
        cells.push(t.percent_or_dash(option.theirs));
        cells.extend(option.holders.iter().map(|y| t.percent_or_dash(*y)));
        cells
    });
    Block::Table { header: names, rows: rows.collect() }
}

/// The rows behind costs, coverage and appeals; `None` without a plan.
fn basis(t: &Teller, e: &Escalation) -> Option<String> {
    let plan = e.options.first().filter(|o| !o.elements.is_empty())?;
    let judged = t.p.case.own.into_iter().chain([e.department]).chain(e.holders.iter().map(|(d, _)| *d));
    let kpis: Vec<&Origin> = judged.flat_map(|d| t.p.case.kpis_of(d)).map(|k| &t.p.case.kpi(k).origin).collect();
    let (costs, kpis) = (t.at_elements(&plan.elements), t.at_rows(&kpis));
    Some(t.pick(
        format!("成本出自计划各行{costs}；覆盖率和吸引力按各部门指标{kpis}。"),
        format!("Costs are those of the plan's rows{costs}; coverage and appeal go by the departments' KPIs{kpis}."),
    ))
}

fn elements(t: &Teller, elements: &[ElementId]) -> String {
    let names: Vec<String> = elements.iter().map(|e| quoted(t.lang(), t.p.element(*e))).collect();
    list(t.lang(), &names)
}

fn choice(t: &Teller, e: &Escalation, option: &Weighed) -> String {
    let name = t.name(e.department);
    match &option.choice {
        Choice::AsPlanned if option.elements.is_empty() => {
            t.pick(format!("按现在的请求，请{name}优先安排"), format!("As asked now, put first by {name}"))
        }
        Choice::AsPlanned => t.pick(format!("原计划，请{name}优先安排"), format!("The plan as it is, with {name} giving it priority")),
        Choice::Package { aims, added } => {
            let (aims, added) = (t.p.aims(aims), format!("{}{}", elements(t, added), t.at_elements(added)));
            t.pick(format!("{aims}：原计划加上{added}"), format!("The plan with {added} ({aims})"))
        }
        Choice::Dropping { dropped, added } => {
            let none = added.is_empty();
            let [dropped, added] = [dropped, added].map(|all| format!("{}{}", elements(t, all), t.at_elements(all)));
            if none {
                return t.pick(format!("去掉{dropped}"), format!("Without {dropped}"));
            }
            t.pick(format!("去掉{dropped}，加上{added}"), format!("Without {dropped}, with {added}"))
        }
        Choice::Without(dropped) if dropped.is_empty() => {
            t.pick(format!("不依赖{name}的配合，另想办法"), format!("Without {name}'s part: find another way"))
        }
        Choice::Without(dropped) => {
            let dropped = format!("{}{}", elements(t, dropped), t.at_elements(dropped));
            t.pick(format!("不依赖{name}：去掉{dropped}"), format!("Without {name}: drop {dropped}"))
        }
        Choice::Later(day) => t.pick(format!("改到{day}或以后"), format!("Move it to {day} or later")),
    }
}

/// What an option costs in all, and against the plan as it is.
fn cost(t: &Teller, e: &Escalation, option: &Weighed, first: Option<f64>) -> String {
    let money = |v: f64| amounts::money(v, t.p.case, t.lang());
    let side = t.p.case.department(e.department).ask_cost.filter(|_| option.choice == Choice::AsPlanned).map(money);
    let at = t.at_department(e.department);
    let Some(cost) = option.cost else {
        return side.map_or_else(
            || t.pick("尚不清楚，先估算", "not known: estimate it first").to_owned(),
            |c| t.pick(format!("对方{c}{at}，其余尚不清楚"), format!("{c} on their side{at}, the rest not known")),
        );
    };
    let theirs = side.map_or(String::new(), |c| t.pick(format!("，对方另付{c}{at}"), format!(", and {c} on their side{at}")));
    let against = match first.map(|f| cost - f) {
        Some(more) if more > 0.0 => t.pick(format!("（多{}）", money(more)), format!(" ({} more)", money(more))),
        Some(less) if less < 0.0 => t.pick(format!("（少{}）", money(-less)), format!(" ({} less)", money(-less))),
        _ => String::new(),
    };
    format!("{}{against}{theirs}", money(cost))
}

/// To whom it goes, and which option serves each of them best.
fn holders(t: &Teller, e: &Escalation) -> Block {
    if e.holders.is_empty() {
        return Block::Text(
            t.pick(
                "部门表中没有权力更高的部门：请共同的上级定。",
                "No other department with power in the tables: put it to the common superior.",
            )
            .to_owned(),
        );
    }
    let line = |(i, (department, power)): (usize, &(crate::model::DepartmentId, crate::model::Level))| {
        let (name, power, at) = (t.named(*department), power.get(), t.at_department(*department));
        let appeals: Vec<(usize, f64)> =
            e.options.iter().enumerate().filter_map(|(o, option)| Some((o, (*option.holders.get(i)?)?))).collect();
        let best = appeals.iter().map(|(_, y)| *y).max_by(f64::total_cmp);
        let best = best.map_or_else(
            || {
                t.pick(
                    "表中没有其指标，先说明对其工作的意义".to_owned(),
                    "no KPI of theirs in the tables: say what it means for their work".to_owned(),
                )
            },
            |y| {
                let shown = t.percent(y);
                // What shows the same figure is alike to a reader.
                let alike: Vec<String> = appeals
                    .iter()
                    .filter(|(_, other)| t.percent(*other) == shown)
                    .map(|(o, _)| char::from(b'A' + *o as u8).to_string())
                    .collect();
                let (letters, one) = (all_of(t.lang(), &alike), alike.len() == 1);
                if appeals.len() > 1 && alike.len() == appeals.len() && y != 0.0 {
                    t.pick(format!("各方案对其一样（吸引力{shown}）"), format!("all options are alike to them (appeal {shown})"))
                } else if y > 0.0 {
                    t.pick(
                        format!("方案{letters}对其{}最有利（吸引力{shown}）", if one { "" } else { "同样" }),
                        if one {
                            format!("option {letters} serves them best (appeal {shown})")
                        } else {
                            format!("options {letters} serve them best, all alike (appeal {shown})")
                        },
                    )
                } else if y < 0.0 {
                    let harm = if one { format!("option {letters} harms") } else { format!("options {letters} harm") };
                    t.pick(
                        format!("各方案都不利于其指标，方案{letters}损害最小（吸引力{shown}）"),
                        format!("every option works against their KPIs; {harm} them least (appeal {shown})"),
                    )
                } else {
                    t.pick("没有方案有助于其指标".to_owned(), "no option helps their KPIs".to_owned())
                }
            },
        );
        t.pick(format!("{name}，权力{power}{at}：{best}"), format!("{name}, power {power}{at}: {best}"))
    };
    Block::List(e.holders.iter().enumerate().map(line).collect())
}
