//! The fast track and the standing meeting in words.

use crate::analysis::partners::committee::{Committee, Need};
use crate::lang::partners::{Block, Part, Teller, bank, header};
use crate::lang::{amounts, quoted};
use crate::model::Origin;

pub(super) fn fast_track(t: &Teller) -> Option<Part> {
    let track = t.r.fast_track.as_ref()?;
    let mut blocks = Vec::new();
    let names = header(t.lang(), &["核心部门", "对接人（RBP）", "出处"], &["Core department", "Named contact (RBP)", "Row"]);
    let rows = track.contacts.iter().map(|c| {
        let contact = &t.p.case.department(c.department).contact;
        let contact = if c.named { contact.clone() } else { t.pick("待定", "to be named").to_owned() };
        vec![t.name(c.department).to_owned(), contact, t.row(&c.origin)]
    });
    blocks.push(Block::Table { header: names, rows: rows.collect() });
    let gaps: Vec<_> = track.contacts.iter().filter(|c| !c.named).map(|c| c.department).collect();
    blocks.push(Block::Text(if gaps.is_empty() {
        t.pick("每个核心部门都有对接人。", "Every core department has a named contact.").to_owned()
    } else {
        let gaps = t.names(&gaps);
        t.pick(format!("缺对接人：{gaps}。"), format!("No named contact: {gaps}."))
    }));
    if let Some(bank) = &t.r.bank {
        blocks.push(Block::Text(bank::urgent(t, bank)));
    }
    let agenda = breakfast(t);
    if !agenda.is_empty() {
        let day = track.breakfast.map(|day| {
            t.pick(format!("（每月第二个周五早上，下次：{day}）"), format!(" (the second Friday morning of each month; next: {day})"))
        });
        let title = t.pick("每月早餐会议题", "Agenda of the monthly breakfast");
        blocks.push(Block::Head(format!("{title}{}", day.unwrap_or_default())));
        blocks.push(Block::List(agenda));
    }
    Some(Part { title: t.pick("快速通道", "Fast track").to_owned(), blocks })
}

pub(super) fn breakfast(t: &Teller) -> Vec<String> {
    let Some(track) = &t.r.fast_track else { return Vec::new() };
    let guests: Vec<String> = track.contacts.iter().filter(|c| c.named).map(|c| t.named(c.department)).collect();
    let mut lines = Vec::new();
    if !guests.is_empty() {
        let guests = crate::lang::list(t.lang(), &guests);
        lines.push(t.pick(format!("邀请：{guests}"), format!("invite: {guests}")));
    }
    for favor in track.thanks.iter().filter_map(|at| t.favor(*at)) {
        let (name, date, at) = (t.name(favor.department), favor.date, t.at(&favor.origin));
        let what = if favor.what.is_empty() { String::new() } else { format!("{}{}", t.pick("：", ": "), favor.what) };
        lines.push(t.pick(
            format!("致谢并提名表彰：{name}，{date}{what}{at}"),
            format!("thank and nominate for an award: {name}, {date}{what}{at}"),
        ));
    }
    for department in &track.needs {
        let d = t.p.case.department(*department);
        let Some(by) = d.needed_by else { continue };
        let (name, at) = (t.name(*department), t.at_department(*department));
        let mark = t.p.ask_mark(&t.r.needs, *department);
        let ask = match (d.ask.as_str(), mark.as_str()) {
            ("", "") => String::new(),
            ("", _) => format!("{}{mark}", t.pick("：配合", ": their part")),
            (ask, _) => format!("{}{ask}{mark}", t.pick("：", ": ")),
        };
        lines.push(t.pick(format!("提前通气：{name}{ask}，{by}前需要{at}"), format!("early word: {name}{ask}, by {by}{at}")));
    }
    for (department, deposit) in &track.offers {
        let (name, deposit) = (t.name(*department), t.deposit_named(deposit));
        lines.push(t.pick(format!("可以提供给{name}的：{deposit}"), format!("an offer to {name}: {deposit}")));
    }
    lines
}

pub(super) fn committee(t: &Teller) -> Option<Part> {
    let committee = t.r.committee.as_ref()?;
    let day = committee.day;
    let mut blocks = vec![Block::Text(t.pick(
        format!("每月最后一个周五下午，下次：{day}（遇节假日提前一周）。"),
        format!("The last Friday afternoon of each month; next: {day} (a week earlier where it is a holiday)."),
    ))];
    for (title, lines) in agenda(t, committee) {
        blocks.push(Block::Head(title));
        blocks.push(Block::List(lines));
    }
    Some(Part { title: t.pick("常设协调会", "Standing committee").to_owned(), blocks })
}

/// The three items of the agenda with their lines.
pub(super) fn agenda(t: &Teller, c: &Committee) -> [(String, Vec<String>); 3] {
    let (from, until) = (c.day, c.until);
    let none = |lines: Vec<String>, zh: &str, en: &str| if lines.is_empty() { vec![t.pick(zh, en).to_owned()] } else { lines };
    [
        (
            t.pick("30分钟：数据".to_owned(), "30 min: data".to_owned()),
            none(results(t, c), "没有可报的指标进度", "no KPI progress to report"),
        ),
        (
            t.pick(format!("60分钟：{}的需求", t.span(from, until)), format!("60 min: needs of {}", t.span(from, until))),
            none(needs(t, c), "没有到期的需求", "nothing is needed in this time"),
        ),
        (t.pick("30分钟：决策".to_owned(), "30 min: decisions".to_owned()), none(blocked(t, c), "没有未决的受阻事项", "nothing held up")),
    ]
}

fn results(t: &Teller, c: &Committee) -> Vec<String> {
    let mut lines: Vec<String> = c
        .results
        .iter()
        .map(|r| {
            let (department, kpi, done) = (t.name(t.p.case.kpi(r.kpi).department), t.goal(r.kpi), t.percent(r.done));
            let due = t.p.case.kpi(r.kpi).due.map_or(String::new(), |due| t.pick(format!("（截止{due}）"), format!(" (due {due})")));
            let gone = r.gone.map_or(String::new(), |gone| {
                let gone = t.percent(gone);
                t.pick(format!("，时间已过{gone}{due}"), format!(", {gone} of the time gone{due}"))
            });
            t.pick(format!("{department}{kpi}，完成{done}{gone}"), format!("{department}, {kpi}, {done} done{gone}"))
        })
        .collect();
    if c.left_out > 0 {
        let n = amounts::number(c.left_out as f64, t.lang());
        lines.push(t.pick(format!("另有{n}项"), format!("{n} more")));
    }
    if !c.unmeasured.is_empty() {
        let rows: Vec<&Origin> = c.unmeasured.iter().map(|k| &t.p.case.kpi(*k).origin).collect();
        let (n, at) = (amounts::number(c.unmeasured.len() as f64, t.lang()), t.at_rows(&rows));
        lines.push(if c.unmeasured.len() == 1 {
            t.pick(
                format!("1项指标还没有实际值{at}，请其部门带数据来"),
                format!("1 KPI has no actual value yet{at}: its department brings the figure"),
            )
        } else {
            t.pick(
                format!("{n}项指标还没有实际值{at}，请各部门带数据来"),
                format!("{n} KPIs have no actual value yet{at}: each department brings its figures"),
            )
        });
    }
    lines
}

fn needs(t: &Teller, c: &Committee) -> Vec<String> {
    let line = |need: &Need| match *need {
        Need::Answer(department, day) => {
            let (name, at, ask) = (t.name(department), t.at_department(department), &t.p.case.department(department).ask);
            let ask = if ask.is_empty() { t.pick("配合", "their part") } else { ask.as_str() };
            let mark = t.p.ask_mark(&t.r.needs, department);
            t.pick(format!("{day} 需要{name}：{ask}{mark}{at}"), format!("{day} {name}: {ask}{mark}{at}"))
        }
        Need::Start(element, day) => {
            let (name, at) = (quoted(t.lang(), t.p.element(element)), t.at(&t.p.case.element(element).origin));
            let needs = t.names(&t.p.case.element(element).needs);
            let needs = if needs.is_empty() { needs } else { t.pick(format!("，需要{needs}"), format!(", needs {needs}")) };
            t.pick(format!("{day} {name}开始{needs}{at}"), format!("{day} {name} starts{needs}{at}"))
        }
    };
    c.needs.iter().map(line).collect()
}

fn blocked(t: &Teller, c: &Committee) -> Vec<String> {
    let line = |at: &usize| {
        let row = t.log(*at)?;
        Some(format!("{}{}{}", t.name(row.department), t.pick("：", ": "), t.log_line(row)))
    };
    c.blocked.iter().filter_map(line).collect()
}
