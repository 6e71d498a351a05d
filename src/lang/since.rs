//! Sentences about what moved since an earlier run.

use crate::analysis::since::attribution::{Cause, CauseKind};
use crate::analysis::since::changes::{Amount, ElementChange, ElementShift, KpiChange, KpiShift};
use crate::analysis::since::{DepartmentMove, Moves, Span};
use crate::error::SinceFault;
use crate::lang::failures::refusal;
use crate::lang::phrases::Phrases;
use crate::lang::{Lang, amounts, labels, list, pick, quoted};

/// Most items a cause names.
const NAMED: usize = 3;

/// A remark on the earlier run.
pub fn note(fault: &SinceFault, lang: Lang) -> String {
    let (message, help) = fault_sentence(fault, lang);
    if help.is_empty() { message } else { format!("{message}{}{help}", pick(lang, "；", "; ")) }
}

/// Message and help for a fault.
pub fn fault_sentence(fault: &SinceFault, lang: Lang) -> (String, String) {
    match fault {
        SinceFault::NoEarlierRun { project, others } => {
            let (name, others) = (quoted(lang, project), list(lang, &others.iter().map(|o| quoted(lang, o)).collect::<Vec<_>>()));
            let help = if others.is_empty() {
                String::new()
            } else {
                pick(
                    lang,
                    format!("另有已不在表中的项目：{others}，是否改了名？"),
                    format!("there are earlier runs of projects the tables no longer hold: {others}. Was one renamed?"),
                )
            };
            pick(
                lang,
                (format!("没有{name}的上次结果，按新项目处理"), help.clone()),
                (format!("no earlier run of {name}: it is new"), help),
            )
        }
        SinceFault::Unread { reason } => {
            let reason = refusal(reason, lang);
            pick(
                lang,
                (format!("上次的结果无法读取，未作比较：{reason}"), String::new()),
                (format!("the earlier summary cannot be read, nothing is compared: {reason}"), String::new()),
            )
        }
        SinceFault::Unreadable { detail } => pick(
            lang,
            (format!("上次的结果无法读取，未作比较（{detail}）"), "请删除它，或重新生成".to_owned()),
            (format!("the earlier summary cannot be read, nothing is compared ({detail})"), "delete it, or make it anew".to_owned()),
        ),
        SinceFault::Newer { found, known } => pick(
            lang,
            (format!("上次的结果由更新的版本写成（格式{found}，本程序为{known}），比较可能不全"), String::new()),
            (format!("the earlier summary is of a newer format ({found}, here {known}): the comparison may lack something"), String::new()),
        ),
        SinceFault::NoInputs => pick(
            lang,
            ("上次的结果没有记录计算依据，只能比较数字，不能说明原因".to_owned(), String::new()),
            (
                "the earlier summary does not say what it was reckoned from: figures are compared, reasons cannot be given".to_owned(),
                String::new(),
            ),
        ),
    }
}

/// Words for one project's movements.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    /// Names and language.
    pub phrases: Phrases<'a>,
    /// The facts.
    pub moves: &'a Moves,
}

impl Words<'_> {
    fn share(&self, value: Option<f64>) -> String {
        value.map_or_else(|| "–".to_owned(), |v| amounts::percent(v, self.phrases.lang))
    }

    /// A figure then and now.
    pub fn span(&self, s: Span<f64>) -> String {
        self.between(self.share(Some(s.then)), self.share(Some(s.now)))
    }

    fn between(&self, then: String, now: String) -> String {
        if then == now { now } else { format!("{then} → {now}") }
    }

    /// What moved on both sides together, one sentence each.
    pub fn together(&self) -> Vec<String> {
        let (p, m) = (self.phrases, self.moves);
        let index = |s: Span<Option<f64>>| self.between(self.share(s.then), self.share(s.now));
        let count = |n: Option<usize>| n.map_or_else(|| "–".to_owned(), |n| n.to_string());
        let over = |s: Span<Option<usize>>| self.between(count(s.then), count(s.now));
        let mut all = vec![
            p.pick(
                format!("双赢指数{}，加上建议后{}", index(m.index), index(m.index_after)),
                format!("win-win index {}, with the additions {}", index(m.index), index(m.index_after)),
            ),
            p.pick(
                format!("有理由支持的伙伴{}个，加上建议后{}个", over(m.over_line), over(m.over_line_after)),
                format!("partners with a reason to say yes: {}, with the additions {}", over(m.over_line), over(m.over_line_after)),
            ),
        ];
        if m.yes_line.change().abs() > 1e-9 {
            let line = self.span(m.yes_line);
            all.push(p.pick(format!("支持线{line}"), format!("the line of a yes: {line}")));
        }
        let names = |ids: &[crate::model::DepartmentId]| list(p.lang, &ids.iter().map(|d| p.department(*d)).collect::<Vec<_>>());
        if !m.new_departments.is_empty() {
            let names = names(&m.new_departments);
            all.push(p.pick(format!("新出现的部门：{names}"), format!("new departments: {names}")));
        }
        if !m.gone_departments.is_empty() {
            let names = list(p.lang, &m.gone_departments);
            all.push(p.pick(format!("不再出现的部门：{names}"), format!("departments no longer there: {names}")));
        }
        all
    }

    /// Why a department moved; empty when nothing is known of it.
    pub fn why(&self, d: &DepartmentMove) -> Option<String> {
        let (p, digits) = (self.phrases, digits(d));
        let causes: Vec<String> = d.causes.iter().filter_map(|c| self.cause(c, digits)).collect();
        let crossed = d.crossed(&self.moves.yes_line).map(|over| {
            let line = amounts::percent(self.moves.yes_line.now, p.lang);
            match over {
                true => p.pick(format!("达到{line}线，有理由支持"), format!("now at or over the {line} line")),
                false => p.pick(format!("跌到{line}线以下"), format!("now under the {line} line")),
            }
        });
        if causes.is_empty() && crossed.is_none() {
            return None;
        }
        let points = |s: Span<f64>| amounts::in_points(&amounts::bare_points(s.change(), digits), p.lang);
        let (y, u) = (points(d.appeal), points(d.coverage));
        let head = p.pick(format!("吸引力{y}，覆盖率{u}"), format!("appeal {y}, coverage {u}"));
        let rest = crossed.into_iter().chain(causes);
        let rest: Vec<String> = rest.collect();
        let department = p.department(d.department);
        let rest = rest.join(p.pick("；", "; "));
        Some(p.pick(format!("{department}：{head}；{rest}"), format!("{department}: {head}; {rest}")))
    }

    /// One cause with its items; `None` where it would be shown as nothing.
    fn cause(&self, cause: &Cause, digits: usize) -> Option<String> {
        let p = self.phrases;
        if !told(cause, digits) {
            return None;
        }
        let name = match cause.kind {
            CauseKind::Added => p.pick("新进计划的要素", "elements that came into the plan"),
            CauseKind::Removed => p.pick("移出计划的要素", "elements that left the plan"),
            CauseKind::Altered => p.pick("改动的要素", "elements that changed"),
            CauseKind::Kpis => p.pick("指标的变化", "KPIs that changed"),
            CauseKind::Judgement => p.pick(
                "未改内容的重新判断（程序、知识、基准率或兑现记录有变）",
                "what did not change, judged anew (program, knowledge, base rate or record of deliveries)",
            ),
        };
        let moved = figures(cause.appeal, cause.coverage, digits);
        let mut items: Vec<String> = cause
            .items
            .iter()
            .take(NAMED)
            .map(|i| {
                let (name, alone) = (quoted(p.lang, &i.name), figures(i.appeal, i.coverage, digits));
                p.pick(format!("{name}单项 {alone}"), format!("{name} alone {alone}"))
            })
            .collect();
        if cause.items.len() > NAMED {
            let rest = cause.items.len() - NAMED;
            items.push(p.pick(format!("另{rest}项"), format!("{rest} more")));
        }
        let items = list(p.lang, &items);
        Some(match (items.is_empty(), p.lang) {
            (true, _) => format!("{name} {moved}"),
            (false, Lang::Zh) => format!("{name} {moved}（{items}）"),
            (false, Lang::En) => format!("{name} {moved} ({items})"),
        })
    }

    /// How the reasons are to be read.
    pub fn key(&self) -> &'static str {
        self.phrases.pick(
            "各原因后为吸引力 / 覆盖率的变化（百分点），合计等于总变化；“单项”是只把这一项还原时的差别，几项可以互相替代时小于合计。",
            "After each cause what it moved of appeal / coverage, in points; together they are the whole movement. \"Alone\": what only this item, put back as it was, would undo; where items can stand in for each other that is less than their sum.",
        )
    }

    /// What changed in the package, one sentence each.
    pub fn package(&self) -> Vec<String> {
        let (p, m) = (self.phrases, self.moves);
        let named = |names: &[String]| list(p.lang, &names.iter().map(|n| quoted(p.lang, n)).collect::<Vec<_>>());
        let mut all = Vec::new();
        if !m.package_added.is_empty() {
            let names = named(&m.package_added);
            all.push(p.pick(format!("新增的建议：{names}"), format!("newly proposed additions: {names}")));
        }
        if !m.package_removed.is_empty() {
            let names = named(&m.package_removed);
            all.push(p.pick(format!("不再建议：{names}"), format!("no longer proposed: {names}")));
        }
        let money = |v: f64| amounts::money(v, p.case, p.lang);
        if m.package_cost.change().abs() > 0.005 {
            let cost = self.between(money(m.package_cost.then), money(m.package_cost.now));
            all.push(p.pick(format!("建议的成本{cost}"), format!("cost of the additions {cost}")));
        }
        if let Some(budget) = m.budget {
            let shown = |v: Option<f64>| v.map_or_else(|| p.pick("不限", "no limit").to_owned(), money);
            let budget = self.between(shown(budget.then), shown(budget.now));
            all.push(p.pick(format!("预算{budget}"), format!("budget {budget}")));
        }
        if let Some(most) = m.max_changes {
            let most = self.between(most.then.to_string(), most.now.to_string());
            all.push(p.pick(format!("改动数上限{most}"), format!("most additions {most}")));
        }
        all
    }

    /// A changed element.
    pub fn element(&self, change: &ElementChange) -> String {
        let shifts: Vec<String> = change.shifts.iter().map(|s| self.element_shift(s)).collect();
        let (name, shifts) = (quoted(self.phrases.lang, &change.element), shifts.join(self.phrases.pick("，", ", ")));
        self.phrases.pick(format!("{name}：{shifts}"), format!("{name}: {shifts}"))
    }

    fn element_shift(&self, shift: &ElementShift) -> String {
        let p = self.phrases;
        let day = |then: &Option<String>, now: &Option<String>| self.between(blank(then.clone(), p.lang), blank(now.clone(), p.lang));
        match shift {
            ElementShift::New { planned: true } => p.pick("新进计划", "new in the plan").to_owned(),
            ElementShift::New { planned: false } => p.pick("新的备选", "new, optional").to_owned(),
            ElementShift::Gone { planned: true } => p.pick("已从计划中删除", "no longer in the plan").to_owned(),
            ElementShift::Gone { planned: false } => p.pick("备选已删除", "no longer an option").to_owned(),
            ElementShift::MovedIn => p.pick("由备选进入计划", "from optional into the plan").to_owned(),
            ElementShift::MovedOut => p.pick("由计划改为备选", "from the plan to optional").to_owned(),
            ElementShift::Cost(then, now) => {
                let money = |v: Option<f64>| blank(v.map(|v| amounts::money(v, p.case, p.lang)), p.lang);
                let cost = self.between(money(*then), money(*now));
                p.pick(format!("成本{cost}"), format!("cost {cost}"))
            }
            ElementShift::Contribution { metric, then, now } => {
                let shown = |a: &Option<Amount>| blank(a.as_ref().map(|a| amount(a, p.lang)), p.lang);
                let (metric, amounts) = (quoted(p.lang, metric), self.between(shown(then), shown(now)));
                p.pick(format!("对{metric}的贡献{amounts}"), format!("contribution to {metric} {amounts}"))
            }
            ElementShift::Start(then, now) => {
                let days = day(then, now);
                p.pick(format!("开始{days}"), format!("start {days}"))
            }
            ElementShift::End(then, now) => {
                let days = day(then, now);
                p.pick(format!("结束{days}"), format!("end {days}"))
            }
            ElementShift::Wording => p.pick("文字有改动", "reworded").to_owned(),
        }
    }

    /// A changed KPI.
    pub fn kpi(&self, change: &KpiChange) -> String {
        let p = self.phrases;
        let shifts: Vec<String> = change.shifts.iter().map(|s| self.kpi_shift(change, s)).collect();
        let (name, shifts) = (quoted(p.lang, &change.kpi), shifts.join(p.pick("，", ", ")));
        let department = &change.department;
        p.pick(format!("{department}{name}：{shifts}"), format!("{name} ({department}): {shifts}"))
    }

    fn kpi_shift(&self, change: &KpiChange, shift: &KpiShift) -> String {
        let p = self.phrases;
        let level = |v: Option<f64>| {
            let shown = v.map(|v| match change.id {
                Some(id) => amounts::level(v, p.case.kpi(id), p.lang),
                None => amounts::number(v, p.lang),
            });
            blank(shown, p.lang)
        };
        let levels = |then: Option<f64>, now: Option<f64>| self.between(level(then), level(now));
        let texts = |then: &Option<String>, now: &Option<String>| self.between(blank(then.clone(), p.lang), blank(now.clone(), p.lang));
        match shift {
            KpiShift::New => p.pick("新指标", "new").to_owned(),
            KpiShift::Gone => p.pick("已不再考核", "no longer there").to_owned(),
            KpiShift::Unit(then, now) => {
                let units = texts(then, now);
                p.pick(format!("单位{units}，数值未比较"), format!("unit {units}, amounts not compared"))
            }
            KpiShift::Baseline(then, now) => {
                let levels = levels(*then, *now);
                p.pick(format!("基线{levels}"), format!("baseline {levels}"))
            }
            KpiShift::Target(then, now) => {
                let levels = levels(*then, *now);
                p.pick(format!("目标{levels}"), format!("target {levels}"))
            }
            KpiShift::Actual(then, now) => {
                let levels = levels(*then, *now);
                p.pick(format!("实际{levels}"), format!("actual {levels}"))
            }
            KpiShift::Weight(then, now) => {
                let weights = self.span(Span { then: *then, now: *now });
                p.pick(format!("权重{weights}"), format!("weight {weights}"))
            }
            KpiShift::Due(then, now) => {
                let days = texts(then, now);
                p.pick(format!("截止{days}"), format!("due {days}"))
            }
            KpiShift::Direction(now) => {
                let now = labels::direction(*now, p.lang);
                p.pick(format!("方向改为{now}"), format!("direction now {now}"))
            }
            KpiShift::Wording => p.pick("文字有改动", "reworded").to_owned(),
        }
    }
}

/// Appeal and coverage in points, parted by a slash; the key says the unit once.
fn figures(appeal: f64, coverage: f64, digits: usize) -> String {
    format!("{} / {}", amounts::bare_points(appeal, digits), amounts::bare_points(coverage, digits))
}

/// Whether a cause is worth a word: one of its figures is shown as more than nothing.
fn told(cause: &Cause, digits: usize) -> bool {
    let scale = if digits == 0 { 100.0 } else { 1000.0 };
    let shown = |v: f64| (v * scale).round() != 0.0;
    shown(cause.appeal) || shown(cause.coverage)
}

/// The digits behind the point with which the causes of a movement add up to it as they are shown, and the movement goes from what is shown
/// of then to what is shown of now; two at most.
fn digits(d: &DepartmentMove) -> usize {
    let near = |a: f64, b: f64| (a - b).abs() < 1e-6;
    let adds_up = |digits: usize, whole: Span<f64>, part: fn(&Cause) -> f64| {
        let shown = |v: f64| amounts::shown_points(v, digits);
        let parts: f64 = d.causes.iter().filter(|c| told(c, digits)).map(|c| shown(part(c))).sum();
        let ends = digits > 0 || near(shown(whole.change()), (whole.now * 100.0).round() - (whole.then * 100.0).round());
        ends && (d.causes.is_empty() || near(parts, shown(whole.change())))
    };
    (0..2).find(|n| adds_up(*n, d.appeal, |c| c.appeal) && adds_up(*n, d.coverage, |c| c.coverage)).unwrap_or(2)
}

/// A text, or the word for nothing given.
fn blank(text: Option<String>, lang: Lang) -> String {
    text.unwrap_or_else(|| pick(lang, "未填", "blank").to_owned())
}

/// An amount as stated: `500万次`, `300万–500万次`, `6个百分点`.
fn amount(a: &Amount, lang: Lang) -> String {
    let percent = matches!(a.unit.as_deref(), Some("%" | "pp"));
    let number = |v: f64| amounts::number(if percent { v * 100.0 } else { v }, lang);
    let ends = if a.low < a.high { format!("{}{}{}", number(a.low), amounts::between(a.low, lang), number(a.high)) } else { number(a.low) };
    match (a.unit.as_deref(), lang) {
        (None, _) => ends,
        (Some("%"), _) => format!("{ends}{}", pick(lang, "%", " %")),
        (Some("pp"), _) => amounts::in_points(&ends, lang),
        (Some(unit), Lang::Zh) if !unit.is_ascii() => format!("{ends}{unit}"),
        (Some(unit), _) => format!("{ends} {unit}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_shown_as_stated() {
        let of = |low, high, unit: Option<&str>| Amount { low, high, unit: unit.map(str::to_owned) };
        assert_eq!(amount(&of(3e6, 5e6, Some("次")), Lang::Zh), "300万–500万次");
        assert_eq!(amount(&of(0.06, 0.06, Some("pp")), Lang::En), "6 pts");
        assert_eq!(amount(&of(-70.0, -70.0, Some("g")), Lang::En), "−70 g");
        assert_eq!(amount(&of(0.01, 0.01, Some("pp")), Lang::En), "1 pt");
    }

    #[test]
    fn causes_add_up_as_they_are_shown() {
        let cause = |coverage: f64| Cause { kind: CauseKind::Added, appeal: 0.0, coverage, items: Vec::new() };
        let of = |then: f64, parts: &[f64]| {
            let now = then + parts.iter().sum::<f64>();
            let still = Span { then: 0.0, now: 0.0 };
            let causes = parts.iter().map(|p| cause(*p)).collect();
            let department = crate::model::DepartmentId(0);
            DepartmentMove { department, appeal: still, appeal_after: still, coverage: Span { then, now }, coverage_after: still, causes }
        };
        assert_eq!(digits(&of(0.3, &[0.2, -0.07])), 0);
        // 31 − 5 is not 27.
        assert_eq!(digits(&of(0.66, &[0.314, -0.046])), 1);
        // From 6 % to 7 % is not +2.
        assert_eq!(digits(&of(0.056, &[0.015])), 1);
        assert_eq!([figures(0.453, -0.046, 1), figures(0.45, -0.05, 0)], ["+45.3 / −4.6", "+45 / −5"]);
    }
}
