//! Levels of collaboration and the 3C plan in words.

use crate::analysis::partners::growth::{Mode, Move};
use crate::analysis::partners::level::{Because, Collaboration, FRESH, Relation, StepUp};
use crate::lang::partners::{Block, Part, Teller, header, side};
use crate::lang::{Lang, amounts, pick, quoted};
use crate::model::{ElementId, KpiId};

/// A level by name.
pub(super) fn level(level: Collaboration, lang: Lang) -> &'static str {
    match level {
        Collaboration::Transaction => pick(lang, "交易（求助）", "transaction (asking)"),
        Collaboration::Relationship => pick(lang, "关系（先帮后求）", "relationship (helping first)"),
        Collaboration::Value => pick(lang, "价值（共同目标）", "value (a shared goal)"),
        Collaboration::Ecosystem => pick(lang, "生态（常设机制）", "ecosystem (a standing mechanism)"),
    }
}

pub(super) fn levels(t: &Teller) -> Option<Part> {
    if t.r.levels.is_empty() {
        return None;
    }
    let names = header(t.lang(), &["部门", "层次", "依据", "再上一层"], &["Department", "Level", "Because", "Next step up"]);
    let rows =
        t.r.levels.iter().map(|r| vec![t.name(r.department).to_owned(), level(r.level, t.lang()).to_owned(), because(t, r), step(t, r)]);
    let blocks = vec![Block::Table { header: names, rows: rows.collect() }];
    Some(Part { title: t.pick("协作层次", "Level of collaboration").to_owned(), blocks })
}

fn because(t: &Teller, r: &Relation) -> String {
    let p = t.p;
    match &r.because {
        Because::Standing(at, shared) => {
            let meeting = t.log(*at).map_or(String::new(), |row| t.log_line(row));
            let element = format!("{}{}", quoted(p.lang, p.element(shared.element)), t.at_elements(&[shared.element]));
            let kpi = |k| format!("{}{}", p.kpi_quoted(k), t.at(&p.case.kpi(k).origin));
            let (theirs, ours) = (kpi(shared.theirs), kpi(shared.ours));
            t.pick(
                format!("{meeting}；{element}同时服务于对方{theirs}和我方{ours}"),
                format!("{meeting}; {element} serves both their {theirs} and our {ours}"),
            )
        }
        Because::Stated(claim) => {
            let (element, kpi, at) = (quoted(p.lang, p.element(claim.element)), p.kpi_quoted(claim.kpi), t.at(&claim.origin));
            let sum = claim.supported().map_or(String::new(), |known| amounts::arithmetic(known, p.case.kpi(claim.kpi), p.lang));
            t.pick(format!("计划写明{element}为{kpi}带来 {sum}{at}"), format!("the plan states that {element} brings {sum} for {kpi}{at}"))
        }
        Because::Balance(balance) => {
            let rows = t.r.bank.as_ref().and_then(|b| b.account(r.department)).map_or(String::new(), |a| t.at_favors(&a.rows));
            let balance = format!("{}{rows}", t.signed(*balance));
            t.pick(format!("人情余额{balance}"), format!("favor balance {balance}"))
        }
        Because::Seen(seen) => {
            let (day, at) = (seen.day, t.at(&seen.origin));
            t.pick(format!("{FRESH}天内有联系：{day}{at}"), format!("talked within {FRESH} days: {day}{at}"))
        }
        Because::Asked(at) => {
            let at = t.log(*at).map_or(String::new(), |row| t.at(&row.origin));
            t.pick(
                format!("人情没有结余，{FRESH}天内只有请求和答复{at}，没有谈过对方的需要"),
                format!("no favor to our credit; within {FRESH} days a request and its answer{at}, but no talk of what they need"),
            )
        }
        Because::Nothing => {
            t.pick(format!("人情没有结余，{FRESH}天内没有联系"), format!("no favor to our credit, no talk within {FRESH} days"))
        }
    }
}

fn sourced_element(t: &Teller, element: ElementId) -> String {
    format!("{}{}", quoted(t.lang(), t.p.element(element)), t.at_elements(&[element]))
}

fn sourced_kpi(t: &Teller, kpi: KpiId) -> String {
    format!("{}{}", t.p.kpi_quoted(kpi), t.at(&t.p.case.kpi(kpi).origin))
}

fn step(t: &Teller, r: &Relation) -> String {
    let p = t.p;
    match r.step {
        // Where there is no day for help before the request, the talk comes first.
        StepUp::Help(deposit) if t.r.is_hurried(r.department) => {
            let what = deposit.map_or_else(|| t.lacking(r.department).to_owned(), |d| t.deposit_told(r.department, &d));
            t.pick(format!("现在就谈，事后帮一次（{what}）"), format!("talk now, help once afterwards ({what})"))
        }
        StepUp::Help(Some(deposit)) => {
            let deposit = t.deposit_told(r.department, &deposit);
            t.pick(format!("先帮：{deposit}"), format!("help first: {deposit}"))
        }
        StepUp::Help(None) => {
            let ways = t.lacking(r.department);
            t.pick(format!("先联系，再帮一次（{ways}）"), format!("talk, then help once ({ways})"))
        }
        StepUp::Settle(at) => {
            let row = t.log(at).map_or(String::new(), |row| t.log_line(row));
            t.pick(format!("先化解拒绝：{row}"), format!("settle the refusal first: {row}"))
        }
        StepUp::Soften(element, kpi) => {
            let (element, kpi) = (sourced_element(t, element), sourced_kpi(t, kpi));
            t.pick(format!("先去掉或弱化{element}，它不利于{kpi}"), format!("first drop or soften {element}, which works against {kpi}"))
        }
        StepUp::Agree(element, kpi) => {
            let (element, kpi) = (sourced_element(t, element), sourced_kpi(t, kpi));
            t.pick(
                format!("把需求改成共同目标：{element}按文字有助于{kpi}，与对方谈定数字并写进要素表"),
                format!("make it a shared goal: by its words {element} helps {kpi}; agree on a number with them and put it into the elements table"),
            )
        }
        StepUp::Redesign(help) => {
            let (element, kpi, does) = (quoted(p.lang, p.element(help.element)), sourced_kpi(t, help.kpi), p.serves_or_helps(help.alone));
            t.pick(
                format!("把需求改成共同目标：加上{element}，{does}{kpi}"),
                format!("make it a shared goal: add {element}, which {does} {kpi}"),
            )
        }
        StepUp::Learn(Some(kpi)) => {
            let kpi = sourced_kpi(t, kpi);
            t.pick(
                format!("请对方出主意：项目里什么能服务于{kpi}"),
                format!("ask them for an idea: what in the project could serve {kpi}?"),
            )
        }
        StepUp::Learn(None) => t.pick(
            "弄清对方的考核，找一个能服务其指标的要素".to_owned(),
            "learn what they are judged by and find an element that serves it".to_owned(),
        ),
        StepUp::Convene(day) => t.pick(
            format!("设立固定会议，从{day}的常设协调会开始，结果记入log表（meeting）"),
            format!("make it standing: begin with the committee on {day} and log it as a meeting"),
        ),
        StepUp::Review => t.pick(
            "每季度与对方一起回顾双方指标，结果记入log表（meeting）".to_owned(),
            "review both sides' KPIs with them each quarter and log it as a meeting".to_owned(),
        ),
        StepUp::Share => t.pick(
            "把一个要素同时列为双方的指标成果".to_owned(),
            "find an element that serves a KPI of both and report it together".to_owned(),
        ),
        StepUp::Keep(day) => {
            t.pick(format!("保持：{day}的常设协调会上一起报成果"), format!("keep it up: report results together at the committee on {day}"))
        }
    }
}

pub(super) fn growth(t: &Teller) -> Option<Part> {
    let growth = t.r.growth.as_ref()?;
    let names = header(t.lang(), &["伙伴", "范围", "3C", "行动", "出处"], &["Partner", "Where", "3C", "Action", "Row"]);
    let rows = growth.moves.iter().map(|m| {
        vec![
            t.named(m.department),
            side(m.external, t.lang()).to_owned(),
            mode(m.mode, t.lang()).to_owned(),
            action(t, m),
            t.row(&m.origin),
        ]
    });
    let mut blocks = vec![Block::Table { header: names, rows: rows.collect() }];
    if !growth.any_external() {
        blocks.push(Block::Text(
            t.pick(
                "还没有外部伙伴：可在部门表中加入高校、科技公司、酒店等跨界品牌（角色 external），并写上它们的指标。",
                "No partner outside the company yet: add universities, technology firms or brands of other trades such as hotels to the departments table (role external), with their KPIs.",
            )
            .to_owned(),
        ));
    }
    Some(Part { title: t.pick("3C 计划", "3C plan").to_owned(), blocks })
}

/// One of the three Cs by name.
fn mode(mode: Mode, lang: Lang) -> &'static str {
    match mode {
        Mode::Connect => pick(lang, "连接", "connect"),
        Mode::Collaborate => pick(lang, "协作", "collaborate"),
        Mode::CoCreate => pick(lang, "共创", "co-create"),
    }
}

pub(super) fn action(t: &Teller, m: &Move) -> String {
    let p = t.p;
    let mut steps: Vec<String> = Vec::new();
    let mut say = |zh: &str, en: &str| steps.push(t.pick(zh, en).to_owned());
    match m.mode {
        Mode::Connect => {
            if m.no_contact {
                say("确定对接人", "name a contact");
            }
            if m.never_seen {
                say("本月约第一次谈话", "arrange a first talk this month");
            }
        }
        Mode::Collaborate if m.external => {
            say("请进学习联盟、供应商会议或客户委员会", "invite them to a learning alliance, a supplier meeting or a customer board")
        }
        Mode::Collaborate | Mode::CoCreate => {}
    }
    if m.no_kpis {
        say("问清对方的目标，写进指标表", "learn their goals and put them into the KPI table");
    }
    if let Some(row) = m.refused.and_then(|at| t.log(at)) {
        let at = t.at(&row.origin);
        steps.push(t.pick(
            format!("先化解拒绝{at}，再谈别的；不行就另找伙伴"),
            format!("settle the refusal{at} before anything else, or look for another partner"),
        ));
        return steps.join(t.pick("；", "; "));
    }
    let deposit = m.deposit.filter(|_| m.mode == Mode::Collaborate).map(|d| {
        let deposit = t.deposit_told(m.department, &d);
        if t.r.is_hurried(m.department) {
            return t.pick(format!("现在就谈，事后提供{deposit}"), format!("talk now, offer {deposit} afterwards"));
        }
        t.pick(format!("先提供{deposit}"), format!("offer {deposit}"))
    });
    let together = m.together.filter(|_| m.mode == Mode::CoCreate || m.mode == Mode::Collaborate && deposit.is_none()).map(|help| {
        let (element, kpi, does) = (quoted(p.lang, p.element(help.element)), sourced_kpi(t, help.kpi), p.serves_or_helps(help.alone));
        t.pick(format!("一起做{element}，{does}{kpi}"), format!("make {element} together, which {does} {kpi}"))
    });
    steps.extend(deposit);
    steps.extend(together);
    if steps.is_empty() {
        let ways = t.lacking(m.department);
        steps.push(if t.r.is_hurried(m.department) {
            t.pick(format!("现在就谈，事后帮一次（{ways}）"), format!("talk now, help once afterwards ({ways})"))
        } else {
            t.pick(format!("先帮一次（{ways}）"), format!("help once ({ways})"))
        });
    }
    steps.join(t.pick("；", "; "))
}
