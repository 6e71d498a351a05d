//! The resource map in words.

use crate::analysis::partners::interest::LAG;
use crate::analysis::partners::map::{CUT, Call, Place, Quadrant, Visit};
use crate::lang::partners::{Block, Part, Teller, header, presell};
use crate::lang::{Lang, amounts, pick};

/// The strategy of a field.
pub(super) fn strategy(quadrant: Quadrant, lang: Lang) -> &'static str {
    match quadrant {
        Quadrant::KeyPartner => pick(lang, "关键伙伴：重点管理，每月深谈一次", "key partner: manage closely, a deep talk each month"),
        Quadrant::KeepSatisfied => pick(lang, "保持满意：关键时点再请求", "keep satisfied: ask at key moments"),
        Quadrant::InvolveFully => pick(lang, "充分参与：全程邀请参与", "involve fully"),
        Quadrant::Monitor => pick(lang, "一般关注：保持观察", "monitor"),
    }
}

/// How often to talk.
pub(super) fn rhythm(quadrant: Quadrant, lang: Lang) -> &'static str {
    if quadrant.rhythm() == 1 { pick(lang, "每月", "monthly") } else { pick(lang, "每季", "each quarter") }
}

pub(super) fn part(t: &Teller) -> Option<Part> {
    let map = t.r.map.as_ref()?;
    let mut blocks = Vec::new();
    if !map.placed.is_empty() {
        let header = header(
            t.lang(),
            &["部门", "权力", "利益", "策略", "节奏", "上次交谈", "下次应谈", "出处"],
            &["Department", "Power", "Interest", "Strategy", "Rhythm", "Last talk", "Next talk due", "Row"],
        );
        blocks.push(Block::Table { header, rows: map.placed.iter().map(|p| row(t, p)).collect() });
        blocks.push(Block::Text(how(t)));
        let moved: Vec<String> = map.placed.iter().filter(|p| p.interest != p.stated).filter_map(|p| shift(t, p)).collect();
        if !moved.is_empty() {
            blocks.push(Block::List(moved));
        }
    }
    let calls = map.placed.iter().map(|p| &p.call).chain(&map.unplaced).filter(|call| !call.visits.is_empty());
    let visits: Vec<String> = calls.map(|call| visits(t, call)).collect();
    blocks.push(Block::Head(t.pick("本月约谈", "Whom to see this month").to_owned()));
    blocks.push(if visits.is_empty() {
        Block::Text(t.pick("本月没有到期的约谈。", "No talk falls due this month.").to_owned())
    } else {
        Block::List(visits)
    });
    if !map.unplaced.is_empty() {
        let list: Vec<String> = map.unplaced.iter().map(|c| format!("{}{}", t.name(c.department), t.at(&c.origin))).collect();
        let list = crate::lang::list(t.lang(), &list);
        blocks.push(Block::Text(
            t.pick(format!("尚未定位（权力或利益为空）：{list}。"), format!("Not placed yet (power or interest blank): {list}.")),
        ));
    }
    if !map.missing.is_empty() {
        let list = t.names(&map.missing);
        blocks.push(Block::Text(t.pick(
            format!("有指标或被项目需要，但不在部门表中：{list}。"),
            format!("With KPIs or needed by the plan, but without a row in the departments table: {list}."),
        )));
    }
    let refresh = map.refresh;
    blocks.push(Block::Text(t.pick(format!("每季更新一次，下次：{refresh}。"), format!("Refreshed each quarter; next: {refresh}."))));
    Some(Part { title: t.pick("资源地图", "Resource map").to_owned(), blocks })
}

fn row(t: &Teller, p: &Place) -> Vec<String> {
    let interest = if p.interest == p.stated { p.stated.get().to_string() } else { format!("{} → {}", p.stated.get(), p.interest.get()) };
    let call = &p.call;
    let seen = call.seen.as_ref().map_or_else(|| "–".to_owned(), |s| format!("{}{}", s.day, t.at(&s.origin)));
    let next = if call.seen.is_some() { call.next.to_string() } else { t.pick("本月内", "this month").to_owned() };
    vec![
        t.named(p.department),
        p.power.get().to_string(),
        interest,
        strategy(p.quadrant, t.lang()).to_owned(),
        rhythm(p.quadrant, t.lang()).to_owned(),
        seen,
        next,
        t.row(&call.origin),
    ]
}

fn how(t: &Teller) -> String {
    let points = amounts::points(LAG, t.lang());
    let minus = amounts::points(-LAG, t.lang());
    t.pick(
        format!(
            "{CUT}及以上为高。利益按指标进度调整至多一级：各指标剩余差距减去剩余时间，按权重平均，达到{points}加一级，低至{minus}减一级。提出请求和被拒绝不算交谈。"
        ),
        format!(
            "High from {CUT} on. Interest moves by one level at most with the KPIs: what is left to do less the time left, averaged by weight; from {points} one up, from {minus} one down. A request or a refusal is no talk."
        ),
    )
}

fn shift(t: &Teller, p: &Place) -> Option<String> {
    let (name, from, to) = (t.name(p.department), p.stated.get(), p.interest.get());
    let lag = amounts::points(p.lag?, t.lang());
    let rows = t.rows(&t.p.case.kpis_of(p.department).map(|k| &t.p.case.kpi(k).origin).collect::<Vec<_>>());
    let up = p.interest > p.stated;
    let (zh, en) = if up {
        ("指标进度落后于时间，更需要帮手", "its KPIs lag behind the calendar, so it looks for help")
    } else {
        ("指标进度快于时间", "its KPIs are ahead of the calendar")
    };
    Some(
        t.pick(
            format!("{name}：利益{from} → {to}，{zh}（{lag}；{rows}）"),
            format!("{name}: interest {from} → {to}, {en} ({lag}; {rows})"),
        ),
    )
}

/// Whom to see, with every reason.
fn visits(t: &Teller, call: &Call) -> String {
    let reasons: Vec<String> = call.visits.iter().map(|v| visit(t, call, *v)).collect();
    let (name, reasons) = (t.named(call.department), reasons.join(t.pick("；", "; ")));
    t.pick(format!("{name}：{reasons}"), format!("{name}: {reasons}"))
}

fn visit(t: &Teller, call: &Call, visit: Visit) -> String {
    let (last, next) = (call.seen.as_ref().map_or(String::new(), |s| format!("{}{}", s.day, t.at(&s.origin))), call.next);
    let (at, row) = (t.at(&call.origin), |place: usize| t.log(place).map_or(String::new(), |row| t.log_line(row)));
    match visit {
        Visit::Never => t.pick(format!("没有交谈记录{at}，先约一次"), format!("no talk on record{at}, arrange a first one")),
        Visit::Overdue(days) => {
            let days = t.days(days);
            t.pick(format!("上次交谈{last}，应于{next}前再谈，已过{days}"), format!("last talk {last}, next was due {next}, {days} ago"))
        }
        Visit::Due => t.pick(format!("上次交谈{last}，本月应谈（{next}前）"), format!("last talk {last}, next due by {next}")),
        Visit::Refused(place) => {
            let row = row(place);
            t.pick(format!("拒绝尚未化解，{row}"), format!("the refusal stands, {row}"))
        }
        Visit::Blocked(place) => {
            let row = row(place);
            t.pick(format!("受阻，先疏通，{row}"), format!("held up, clear that first, {row}"))
        }
        Visit::Awaiting(place) => {
            let row = row(place);
            t.pick(format!("等答复，{row}"), format!("an answer is awaited, {row}"))
        }
        Visit::Answered(place) => {
            let row = row(place);
            t.pick(format!("已答复、尚未定，{row}"), format!("answered, not settled yet, {row}"))
        }
        Visit::Passed(days) => {
            let days = t.days(days);
            t.pick(format!("需要日期已过{days}，重新约定{at}"), format!("the day passed {days} ago, agree on a new one{at}"))
        }
        Visit::Moment(window) => {
            let plan = t.r.presell.iter().find(|plan| plan.department == call.department);
            let (stage, span) = (presell::occasion(plan, window.stage, t.lang()), t.span(window.from, window.to));
            let row = t.row(&call.origin);
            t.pick(format!("关键时点，{stage}（{span}，{row}）"), format!("key moment, {stage} ({span}, {row})"))
        }
    }
}
