//! The three actions of the first week in words.

use crate::analysis::partners::first_week::PARTNERS;
use crate::analysis::partners::presell::Plan;
use crate::lang::partners::{Block, Part, Teller};
use crate::lang::quoted;

pub(super) fn part(t: &Teller) -> Option<Part> {
    let week = t.r.first_week.as_ref()?;
    let lines = vec![map(t)?, deposit(t)?, redesign(t)?];
    let title = t.pick("第一周的三件事", "Three actions for the first week").to_owned();
    let until = crate::analysis::partners::days::after(t.p.case.today, 6);
    let span = t.span(t.p.case.today, until);
    let known = week.placed;
    let head = t.pick(
        match known {
            0 => format!("{span}。地图上还没有伙伴（目标{PARTNERS}个）。"),
            known => format!("{span}。地图上已有{known}个伙伴（目标{PARTNERS}个）。"),
        },
        match known {
            0 => format!("{span}. No partner is on the map yet, of {PARTNERS} to find."),
            1 => format!("{span}. 1 of {PARTNERS} partners is on the map."),
            known if known > PARTNERS => format!("{span}. {known} partners are on the map, more than the {PARTNERS} to find."),
            known => format!("{span}. {known} of {PARTNERS} partners are on the map."),
        },
    );
    Some(Part { title, blocks: vec![Block::Text(head), Block::List(lines)] })
}

fn map(t: &Teller) -> Option<String> {
    let week = t.r.first_week.as_ref()?;
    let refresh = t.r.map.as_ref()?.refresh;
    let lacking = week.lacking;
    let more = if lacking == 0 {
        String::new()
    } else {
        t.pick(format!("再补{lacking}个伙伴（可含外部）"), format!("add {lacking} more (outside the company too)"))
    };
    let place = if week.to_place.is_empty() {
        String::new()
    } else {
        let names = t.names(&week.to_place);
        t.pick(format!("为{names}填上权力和利益"), format!("give power and interest to {names}"))
    };
    let both: Vec<String> = [place, more].into_iter().filter(|s| !s.is_empty()).collect();
    Some(if both.is_empty() {
        t.pick(format!("画地图：已完整，{refresh}更新"), format!("The map: complete; refresh it on {refresh}"))
    } else {
        let both = both.join(t.pick("，", ", "));
        t.pick(format!("画地图：{both}"), format!("The map: {both}"))
    })
}

fn deposit(t: &Teller) -> Option<String> {
    let week = t.r.first_week.as_ref()?;
    let Some(first) = &week.deposit else {
        return Some(if t.r.presell.iter().any(Plan::is_hurried) {
            t.pick(
                "存一笔：来得及先存的账户都有余额，本周不急".to_owned(),
                "A deposit: every account with time for one is in credit, none is urgent this week".to_owned(),
            )
        } else {
            t.pick(
                "存一笔：各账户都有余额，本周不急".to_owned(),
                "A deposit: every account is in credit, none is urgent this week".to_owned(),
            )
        });
    };
    let name = t.name(first.department);
    let balance = first.balance.map_or(String::new(), |balance| {
        let balance = format!("{}{}", t.signed(balance), t.at_favors(&first.rows));
        t.pick(format!("（余额{balance}）"), format!(" (balance {balance})"))
    });
    let none = || if t.banked(first.department) { t.lacking(first.department) } else { t.without_deposit(first.department) };
    let what = first.deposit.as_ref().map_or_else(|| none().to_owned(), |d| t.deposit_told(first.department, d));
    Some(t.pick(format!("存一笔：给{name}{balance}，{what}"), format!("A deposit: for {name}{balance}, {what}")))
}

fn redesign(t: &Teller) -> Option<String> {
    let week = t.r.first_week.as_ref()?;
    if !week.any_ask {
        return Some(t.pick(
            "改一个需求：部门表中还没有诉求，先写下向谁要什么、何时要".to_owned(),
            "A need to redesign: the departments table holds no ask yet; write down what you need from whom, and by when".to_owned(),
        ));
    }
    if t.p.case.element_ids().all(|e| t.p.case.element(e).project.is_none()) {
        return Some(t.pick(
            "改一个需求：还没有项目要素可改，先写下项目要做什么".to_owned(),
            "A need to redesign: there is no plan to redesign yet; write down what the project does".to_owned(),
        ));
    }
    let Some(r) = week.redesign else {
        return Some(t.pick(
            "改一个需求：没有诉求能靠建议的一项增加明显改善，请对方出主意：什么能服务其指标".to_owned(),
            "A need to redesign: no ask gains noticeably from one advised addition; ask them what would serve their KPIs".to_owned(),
        ));
    };
    let p = t.p;
    let (name, ask, at) = (t.name(r.department), &p.case.department(r.department).ask, t.at_department(r.department));
    let (element, kpi, does) = (quoted(p.lang, p.element(r.element)), p.kpi_quoted(r.kpi), p.serves_or_helps(r.alone));
    let (before, after) = (t.percent(r.before), format!("{}{}", t.percent(r.after), t.at_kpis(r.department)));
    let element = format!("{element}{}", t.at_elements(&[r.element]));
    let ask = format!("{}{}", quoted(p.lang, ask), p.ask_mark(&t.r.needs, r.department));
    Some(t.pick(
        format!("改一个需求：对{name}的{ask}{at}，加上{does}{kpi}的{element}，吸引力由{before}升至{after}"),
        format!(
            "A need to redesign: {ask} asked of {name}{at}; with {element}, which {does} {kpi}, the appeal to them rises from {before} to {after}"
        ),
    ))
}
