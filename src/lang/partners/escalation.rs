//! Escalation in words: a question of priorities, never a complaint.

use crate::analysis::partners::escalation::{Choice, Escalation, Trigger, Weighed};
use crate::lang::partners::{Block, Part, Teller, header};
use crate::lang::{amounts, list, quoted};
use crate::model::ElementId;

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
        Trigger::Unanswered(_) => t.pick("请求临近需要日期仍无答复", "a request has no answer and the day is near"),
    };
    let record = e.record.iter().filter_map(|at| t.log(*at)).map(|row| t.log_line(row)).collect();
    let mut blocks = vec![
        Block::Head(t.pick(format!("{name}：{why}"), format!("{name}: {why}"))),
        Block::Text(t.pick(
            format!("自己的努力：{efforts}次，记录如下。"),
            format!("Own effort: {efforts} time{}; the record:", if efforts == 1 { "" } else { "s" }),
        )),
        Block::List(record),
        Block::Text(question(t, e)),
        options(t, e),
    ];
    let assumed = e.options.iter().any(|o| o.assumed);
    let uncosted = e.options.iter().map(|o| o.uncosted).max().unwrap_or(0);
    let mut notes = Vec::new();
    if assumed {
        notes.push(t.pick("内置目录的成本是假设。", "Costs of the built-in catalog are assumptions.").to_owned());
    }
    if uncosted > 0 {
        notes.push(
            t.pick(format!("另有{uncosted}项未给成本，未计入。"), format!("Up to {uncosted} elements have no cost and are left out.")),
        );
    }
    if !notes.is_empty() {
        blocks.push(Block::Text(notes.join(t.pick("", " "))));
    }
    blocks.push(holders(t, e));
    blocks
}

/// The question of priorities.
fn question(t: &Teller, e: &Escalation) -> String {
    let department = t.p.case.department(e.department);
    let name = t.name(e.department);
    let ask = match department.ask.as_str() {
        "" => t.pick("我们所需的配合".to_owned(), "the part we need".to_owned()),
        ask => quoted(t.lang(), ask),
    };
    let by = department.needed_by.map(|d| t.pick(format!("{d}前"), format!("by {d}")));
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
            format!("Between our {ours} and {name}'s {theirs}, which comes first in this time?"),
        ),
        _ => t.pick("与对方手上的工作相比，先做哪一个？".to_owned(), "Against what they have in hand, which comes first?".to_owned()),
    };
    t.pick(
        format!("请示的问题（优先级，不是投诉）：{ask}{at}应排在什么位置？{between}"),
        format!("The question (priorities, no complaint): where does {ask}{at} stand? {between}"),
    )
}

fn options(t: &Teller, e: &Escalation) -> Block {
    let name = t.name(e.department);
    let theirs = t.pick(format!("{name}的吸引力"), format!("Appeal to {name}"));
    let mut names = header(t.lang(), &["方案", "成本", "我方覆盖率"], &["Option", "Cost", "Our coverage"]);
    names.push(theirs);
    names.extend(e.holders.iter().map(|(d, _)| {
        let holder = t.name(*d);
        t.pick(format!("{holder}的吸引力"), format!("Appeal to {holder}"))
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

fn elements(t: &Teller, elements: &[ElementId]) -> String {
    let names: Vec<String> = elements.iter().map(|e| quoted(t.lang(), t.p.element(*e))).collect();
    list(t.lang(), &names)
}

fn choice(t: &Teller, e: &Escalation, option: &Weighed) -> String {
    let name = t.name(e.department);
    match &option.choice {
        Choice::AsPlanned => t.pick(format!("原计划，请{name}优先安排"), format!("The plan as it is, put first by {name}")),
        Choice::Package { aims, added } => {
            let (aims, added) = (t.p.aims(aims), elements(t, added));
            t.pick(format!("{aims}：原计划加上{added}"), format!("The plan with {added} ({aims})"))
        }
        Choice::Without(dropped) => {
            let dropped = elements(t, dropped);
            t.pick(format!("不用{name}：去掉{dropped}"), format!("Without {name}: drop {dropped}"))
        }
        Choice::Later(day) => t.pick(format!("改到{day}或以后"), format!("Move it to {day} or later")),
    }
}

/// What an option costs in all, and against the plan as it is.
fn cost(t: &Teller, e: &Escalation, option: &Weighed, first: Option<f64>) -> String {
    let money = |v: f64| amounts::money(v, t.p.case, t.lang());
    let Some(cost) = option.cost else { return t.pick("无额外成本", "no extra cost").to_owned() };
    let theirs = t.p.case.department(e.department).ask_cost.filter(|_| option.choice == Choice::AsPlanned).map_or(String::new(), |c| {
        let c = money(c);
        t.pick(format!("，对方另付{c}"), format!(", and {c} on their side"))
    });
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
        let appeals = e.options.iter().enumerate().filter_map(|(o, option)| Some((o, (*option.holders.get(i)?)?)));
        // The first of equals: the one that changes least.
        let best = appeals.fold(None, |best: Option<(usize, f64)>, (o, y)| match best {
            Some((_, top)) if y <= top => best,
            _ => Some((o, y)),
        });
        let best = best.map_or_else(
            || {
                t.pick(
                    "表中没有其指标，先说明对其工作的意义".to_owned(),
                    "no KPI of theirs in the tables: say what it means for their work".to_owned(),
                )
            },
            |(o, y)| {
                let (letter, shown) = (char::from(b'A' + o as u8), t.percent(y));
                if y > 0.0 {
                    t.pick(format!("方案{letter}对其最有利（吸引力{shown}）"), format!("option {letter} serves them best (appeal {shown})"))
                } else if y < 0.0 {
                    t.pick(
                        format!("各方案都不利于其指标，方案{letter}损害最小（吸引力{shown}）"),
                        format!("every option works against their KPIs, option {letter} least (appeal {shown})"),
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
