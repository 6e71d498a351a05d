//! What to mend in a proposal, in words: what, where, and what to do.

use jiff::civil::Date;

use crate::analysis::department::MET;
use crate::analysis::evidence::headroom;
use crate::analysis::lint::harm::{Harm, How};
use crate::analysis::lint::{Ask, AskKind, Lint, NOTICE, can_move};
use crate::analysis::need::Needs;
use crate::lang::phrases::Phrases;
use crate::lang::{Lang, amounts, list, quoted};
use crate::model::{DepartmentId, ElementId, KpiId, Origin};

/// How many names a sentence holds.
const NAMED: usize = 4;
/// Part of the line from which an appeal is just under it.
const NEAR_LINE: f64 = 0.8;

/// A row by the file's own name: a brief travels, the folders it was made in do not.
pub fn at(origin: &Origin) -> String {
    format!("{}:{}", crate::read::files::name(&origin.file), origin.line)
}

/// The first names of a list, and how many more there are.
pub fn some(lang: Lang, names: impl ExactSizeIterator<Item = String>) -> String {
    let left = names.len().saturating_sub(NAMED);
    let shown = list(lang, &names.take(NAMED).collect::<Vec<_>>());
    match (left, lang) {
        (0, _) => shown,
        (_, Lang::Zh) => format!("{shown}等{}项", left + NAMED),
        (_, Lang::En) => format!("{shown} and {left} more"),
    }
}

impl Phrases<'_> {
    /// One thing to mend, in a project that needs the departments so.
    pub fn lint(&self, lint: &Lint, needs: &Needs) -> String {
        match lint {
            Lint::AskUntouched { department, asks, after, line, add } => self.untouched(needs, *department, asks, (*after, *line), *add),
            Lint::AskWithoutKpis { department, asks } => {
                let (name, asks) = (self.department(*department), self.asks(asks));
                self.pick(
                    format!("{name}：已有诉求（{asks}），但表中没有它的指标，看不出对它有什么好处：先问清它考核什么，补进指标表，再开口"),
                    format!("{name}: asked ({asks}), but the tables hold no KPI of theirs, so nobody can say what is in it for them: learn what they answer for and add it before you ask"),
                )
            }
            Lint::AskBeforeBenefit { department, asks, appeal, after, line, add, without, harm, comes_with } => {
                let (name, asks) = (self.department(*department), self.asks(asks));
                let (y, bar) = (amounts::percent(*appeal, self.lang), amounts::percent(*line, self.lang));
                let todo = match comes_with {
                    Some(element) => self.if_wanted(needs, *department, self.sized(*department, *element, *without)),
                    None => match harm.as_ref().filter(|_| without.is_none() && *appeal < 0.0 && after < line) {
                        // Harm too small to be named is nothing to be dropped.
                        Some(harm) => self.lessened(needs, *department, harm, *after),
                        None => self.if_wanted(needs, *department, self.todo((*after, *line), *add, *without)),
                    },
                };
                // Just under the line something is in it for them already.
                if *appeal >= NEAR_LINE * line {
                    return self.pick(
                        format!("{name}：已有诉求（{asks}）：现计划对它的吸引力{y}，略低于{bar}线。{todo}"),
                        format!(
                            "{name}: asked ({asks}) with something in it for them, but appeal {y} is just under the {bar} line; {todo}"
                        ),
                    );
                }
                self.pick(
                    format!("{name}：诉求先于对方利益（{asks}）：现计划对它的吸引力{y}，低于{bar}线。{todo}"),
                    format!("{name}: asked before there is enough in it for them ({asks}): appeal {y}, under the {bar} line; {todo}"),
                )
            }
            Lint::AskAmidDoubt { department, element, kpis, asks } => {
                let (name, element) = (self.department(*department), self.element_rows(&[*element]));
                let kpis = some(self.lang, kpis.iter().map(|k| self.kpi_quoted(*k)));
                let asks = if asks.is_empty() {
                    String::new()
                } else {
                    let asks = self.asks(asks);
                    self.pick(format!("（{asks}）"), format!(" ({asks})"))
                };
                self.pick(
                    format!("{name}：{element}可能不利于{kpis}（已知的因果和文字说法相反）：先与对方谈妥，再提诉求{asks}"),
                    format!("{name}: {element} may work against {kpis} (the known causes and the wording say opposite things): settle it with them before you ask{asks}"),
                )
            }
            Lint::AskForDropped { department, elements } => {
                let (name, todo) = (self.department(*department), self.for_dropped(needs, *department, elements));
                self.pick(format!("{name}：{todo}"), format!("{name}: {todo}"))
            }
            Lint::AskElsewhere { department, asks, projects, added } => {
                let (name, asks, there) = (self.department(*department), self.asks(asks), self.put_there(*department, projects, added));
                self.pick(format!("{name}：{there}（{asks}）"), format!("{name}: {there} ({asks})"))
            }
            Lint::Harmed { department, appeal, harm } => {
                let (name, kpi, todo) = (self.department(*department), self.kpi_quoted(harm.kpi), self.mend(harm));
                let (place, y) = (at(&self.case.element(harm.element).origin), amounts::percent(*appeal, self.lang));
                let whole = matches!(harm.mend, Some(How::Change(_, true)));
                let else_zh = if whole { "，做不到再去掉整项" } else { "" };
                let else_en = if whole { "; only if that cannot be done, drop it as a whole" } else { "" };
                self.pick(
                    format!("{name}：现计划损害它的{kpi}（吸引力{y}）：先{todo}（{place}）{else_zh}"),
                    format!("{name}: the plan harms its {kpi} (appeal {y}): first {todo} ({place}){else_en}"),
                )
            }
            Lint::AskBeforeProbe { department, asked, talked, origin } => {
                let (name, place) = (self.department(*department), at(origin));
                match talked {
                    None => self.pick(
                        format!("{name}：{asked}提出请求（{place}），此前没有沟通记录：先请教、听取意见，再正式提出"),
                        format!("{name}: asked on {asked} ({place}) with no talk before it on record: ask for their advice first, then make the formal request"),
                    ),
                    Some(day) => self.pick(
                        format!("{name}：{asked}提出请求（{place}），到{day}才有沟通记录：把对方的意见写进方案，再正式提出一次"),
                        format!("{name}: asked on {asked} ({place}), the first talk on record is of {day}: work their advice in and make the request anew"),
                    ),
                }
            }
            Lint::NeededSoon { department, by, days, until, origin } => self.needed_soon(needs, (*department, *by), *days, *until, origin),
            Lint::StartsInPast { elements } => {
                let named = some(self.lang, elements.iter().map(|e| self.begun(*e)));
                let today = self.case.today;
                self.pick(
                    format!("开始日期早于今天（{today}）：{named}：改日期；已经开始的，写明做到哪一步"),
                    format!("starts before today ({today}): {named}: move the dates, or say how far it has come"),
                )
            }
            Lint::LeadsWithMet { kpi, elements } => {
                let (goal, named) = (self.kpi_row(*kpi), self.element_rows(elements));
                let department = self.case.kpi(*kpi).department;
                let open = self.case.kpis_of(department).any(|k| headroom(self.case.kpi(k)) > MET);
                let todo = if open {
                    self.pick("换一项差距还大的指标来讲", "speak of a KPI that is still open")
                } else {
                    self.pick("它的指标都已达成，先问清下一期看重什么", "all its KPIs are met, so ask what matters to it next")
                };
                self.pick(
                    format!("{goal}已达成或接近达成，{named}对它的帮助打动不了对方：{todo}"),
                    format!("{goal} is met or nearly so, and what {named} does for it wins nobody: {todo}"),
                )
            }
            Lint::NoTarget { kpis } => {
                let named = some(self.lang, kpis.iter().map(|k| self.kpi_row(*k)));
                self.pick(
                    format!("方案所依托的指标没有目标值：{named}：先要到目标值，否则算不出占比"),
                    format!("KPIs the proposal leans on have no target: {named}: get it from them, without it there is no share"),
                )
            }
            Lint::NoDue { kpis } => {
                let named = some(self.lang, kpis.iter().map(|k| self.kpi_row(*k)));
                self.pick(
                    format!("方案所依托的指标没有截止日期：{named}：补上截止日期，否则不知道贡献是否来得及"),
                    format!("KPIs the proposal leans on have no due date: {named}: add it, without it nobody knows whether the effect comes in time"),
                )
            }
            Lint::PeriodOver { kpis } => {
                let named = some(self.lang, kpis.iter().map(|k| self.kpi_row(*k)));
                self.pick(
                    format!("方案所依托的指标截止日期已过：{named}：换成新一期的目标值和截止日期"),
                    format!(
                        "KPIs the proposal leans on were due before today: {named}: put in the target and the due date of the new period"
                    ),
                )
            }
            Lint::NoActual { kpis, all } => {
                let count = self.case.kpis.len();
                if *all && count > 1 {
                    return self.pick(
                        format!("{count}项指标都没有实际值：一律按全部待完成计，已完成的看不出来：先补上实际值"),
                        format!("None of the {count} KPIs has an actual value: what is left to do is taken as all of it, so nobody sees what is done already: fill them in"),
                    );
                }
                let named = some(self.lang, kpis.iter().map(|k| self.kpi_row(*k)));
                self.pick(
                    format!("方案所依托的指标没有实际值：{named}：按全部待完成计，先补上实际值"),
                    format!(
                        "KPIs the proposal leans on have no actual value: {named}: what is left to do is taken as all of it; fill it in"
                    ),
                )
            }
            Lint::NoContact { department, asked, origin } => {
                let (name, place) = (self.department(*department), at(origin));
                let why = match (*asked, self.lang) {
                    (true, Lang::Zh) => "已有诉求",
                    (true, Lang::En) => "is asked for something",
                    (false, Lang::Zh) => "方案依托它",
                    (false, Lang::En) => "is leaned on",
                };
                self.pick(
                    format!("{name}：{why}，但没有对接人（{place}）：写明找谁谈"),
                    format!("{name} {why} without a contact ({place}): name whom to talk to"),
                )
            }
            Lint::NoRow { department, elements } => {
                let (name, named) = (self.department(*department), self.element_rows(elements));
                self.pick(
                    format!("{name}：{named}需要它，但 departments 表中没有它：补上一行，写明角色、对接人和诉求"),
                    format!("{name}: needed by {named}, but not in the departments table: add a row with role, contact and ask"),
                )
            }
        }
    }

    /// A day that is near or past; never moved past the end of what the department is needed for.
    fn needed_soon(
        &self,
        needs: &Needs,
        (department, by): (DepartmentId, Date),
        days: i32,
        until: Option<Date>,
        origin: &Origin,
    ) -> String {
        let (name, place) = (self.department(department), at(origin));
        let last = until.filter(|day| *day >= self.case.today);
        let limit = last.map_or(String::new(), |day| self.pick(format!("（不晚于{day}）"), format!(" (no later than {day})")));
        if days < 0 {
            let ago = -days;
            return self.pick(
                format!("{name}：需要日期{by}已过{ago}天（{place}）：改日期{limit}，或删去已办结的诉求"),
                format!("{name}: needed by {by}, {ago} days ago ({place}): move the date{limit}, or take the ask out if it is done"),
            );
        }
        let (zh, en) = match until.filter(|_| !can_move(self.case.today, until)) {
            Some(day) if day < self.case.today => {
                (format!("要用它的内容{day}已结束：先核对日期"), format!("what needs them ended on {day}: check the dates first"))
            }
            Some(day) => (
                format!("本周就约谈，推后日期也不够：{day}就结束"),
                format!("talk to them this week; it ends on {day}, too soon to move the date"),
            ),
            None => (format!("本周就约谈，或推后日期{limit}"), format!("talk to them this week or move the date{limit}")),
        };
        let (zh, en) = (self.if_wanted(needs, department, zh), self.if_wanted(needs, department, en));
        self.pick(
            format!("{name}：距需要日期{by}还有{days}天（{place}），不足{NOTICE}天：{zh}"),
            format!("{name}: needed by {by}, {days} days away ({place}), under the {NOTICE} days a request takes: {en}"),
        )
    }

    fn untouched(
        &self,
        needs: &Needs,
        department: DepartmentId,
        asks: &[Ask],
        (after, line): (f64, f64),
        add: Option<ElementId>,
    ) -> String {
        let (name, asks) = (self.department(department), self.asks(asks));
        let then = amounts::percent(after, self.lang);
        let todo = match (add.map(|e| quoted(self.lang, self.element(e))), self.lang) {
            (Some(element), Lang::Zh) if after >= line => format!("先加入{element}，再开口（按建议改后为{then}）"),
            (Some(element), Lang::En) if after >= line => format!("add {element} before you ask (as advised {then})"),
            (Some(element), Lang::Zh) => format!("先加入{element}{}", self.still_a_favor(after)),
            (Some(element), Lang::En) => format!("add {element} first{}", self.still_a_favor(after)),
            (None, Lang::Zh) => "先弄清它看重什么，加入对它有用的内容，再开口".to_owned(),
            (None, Lang::En) => "learn what they care for and add something that serves it before you ask".to_owned(),
        };
        let todo = self.if_wanted(needs, department, todo);
        self.pick(
            format!("{name}：已有诉求（{asks}），但现计划没有明显有助于它的任何一项指标：{todo}"),
            format!("{name}: asked ({asks}), but nothing in the plan clearly helps a KPI of theirs: {todo}"),
        )
    }

    /// That all that is advised leaves an ask a favor.
    fn still_a_favor(&self, after: f64) -> String {
        let then = amounts::percent(after, self.lang);
        self.pick(
            format!("；按建议改后为{then}，仍是求人情：先看人情账户"),
            format!("; as advised {then}, still a favor: look at the account before you ask"),
        )
    }

    /// How harm is mended, as something to do.
    fn mend(&self, harm: &Harm) -> String {
        let element = quoted(self.lang, self.element(harm.element));
        match &harm.mend {
            Some(How::Change(phrase, _)) => {
                let phrase = quoted(self.lang, phrase);
                self.pick(format!("改掉{element}中的{phrase}"), format!("change {phrase} in {element}"))
            }
            Some(How::Drop) => self.pick(format!("去掉{element}"), format!("drop {element}")),
            Some(How::Soften) => self.pick(format!("弱化{element}"), format!("soften {element}")),
            None => self.pick(format!("商量怎样减轻{element}的妨碍"), format!("settle how {element} could hurt less")),
        }
    }

    /// An ask that comes with what works against them: neither goes before the other.
    fn sized(&self, department: DepartmentId, element: ElementId, without: Option<(ElementId, f64)>) -> String {
        let ask = &self.case.department(department).ask;
        let then = without.filter(|(harm, _)| *harm == element).map_or(String::new(), |(_, then)| {
            let then = amounts::percent(then, self.lang);
            self.pick(format!("（完全没有它，吸引力为{then}）"), format!(" (appeal {then} without it altogether)"))
        });
        let element = quoted(self.lang, self.element(element));
        if ask.is_empty() {
            return self.pick(
                format!("需要它配合的只有{element}：先定它的规模{then}，再谈配合"),
                format!("its part is in {element} alone: settle the size of that first{then}, then ask"),
            );
        }
        let ask = quoted(self.lang, ask);
        self.pick(
            format!("诉求{ask}随{element}而来：先定它的规模{then}，再谈诉求"),
            format!("{ask} comes with {element}: settle the size of that first{then}, then ask"),
        )
    }

    /// What to do where nothing less than the harm has to go first, and the ask stays a favor.
    fn lessened(&self, needs: &Needs, department: DepartmentId, harm: &Harm, after: f64) -> String {
        let (todo, favor) = (self.mend(harm), self.still_a_favor(after));
        // Whether it is still needed has a line of its own.
        if needs.is_in_doubt(department) {
            return match needs.left_to(department) {
                [] => self.pick(format!("先{todo}；仍需要再提{favor}"), format!("{todo}, and ask only if it is still needed{favor}")),
                _ => self.pick(format!("先{todo}，不在本项目提"), format!("{todo}, and do not ask for this project")),
            };
        }
        self.pick(format!("先{todo}，再提诉求{favor}"), format!("{todo}{favor}"))
    }

    fn todo(&self, (after, line): (f64, f64), add: Option<ElementId>, without: Option<(ElementId, f64)>) -> String {
        if let Some((element, then)) = without {
            let (element, then) = (quoted(self.lang, self.element(element)), amounts::percent(then, self.lang));
            return self.pick(
                format!("先弱化或去掉{element}（完全没有它为{then}），再提诉求"),
                format!("soften or drop {element} first ({then} without it altogether), then ask"),
            );
        }
        match (add.map(|e| quoted(self.lang, self.element(e))), self.lang) {
            _ if after >= line => {
                let then = amounts::percent(after, self.lang);
                self.pick(format!("按建议改后为{then}：先改方案，再提诉求"), format!("as advised {then}: change the plan first, then ask"))
            }
            (Some(element), Lang::Zh) => format!("先加入{element}{}", self.still_a_favor(after)),
            (Some(element), Lang::En) => format!("add {element} first{}", self.still_a_favor(after)),
            (None, Lang::Zh) => "先弄清它看重什么，加入对它有用的内容，再提诉求".to_owned(),
            (None, Lang::En) => "learn what they care for and add something that serves it before you ask".to_owned(),
        }
    }

    /// Where a department is asked.
    fn asks(&self, asks: &[Ask]) -> String {
        let one = |ask: &Ask| {
            let place = at(&ask.origin);
            match (ask.kind, self.lang) {
                (AskKind::Ask, _) => {
                    let rows = self.case.departments.iter().find(|d| d.origin.as_ref() == Some(&ask.origin));
                    let words = quoted(self.lang, rows.map_or("", |d| d.ask.as_str()));
                    format!("{words} {place}")
                }
                (AskKind::Cost, Lang::Zh) => format!("诉求成本 {place}"),
                (AskKind::Cost, Lang::En) => format!("cost of an ask {place}"),
                (AskKind::Need(element), Lang::Zh) => format!("{}需要它 {place}", quoted(self.lang, self.element(element))),
                (AskKind::Need(element), Lang::En) => format!("needed by {} {place}", quoted(self.lang, self.element(element))),
                (AskKind::Logged(day), Lang::Zh) => format!("{day}已提出 {place}"),
                (AskKind::Logged(day), Lang::En) => format!("asked on {day} {place}"),
            }
        };
        some(self.lang, asks.iter().map(one))
    }

    fn begun(&self, id: ElementId) -> String {
        let e = self.case.element(id);
        let (name, place) = (quoted(self.lang, &e.name), at(&e.origin));
        let day = e.start.map_or_else(String::new, |d| d.to_string());
        self.pick(format!("{name}（{day}，{place}）"), format!("{name} ({day}, {place})"))
    }

    fn kpi_row(&self, id: KpiId) -> String {
        let (name, place) = (self.kpi_of_department(id), at(&self.case.kpi(id).origin));
        self.pick(format!("{name}（{place}）"), format!("{name} [{place}]"))
    }

    pub(super) fn element_rows(&self, elements: &[ElementId]) -> String {
        let row = |e: &ElementId| {
            let (name, place) = (quoted(self.lang, self.element(*e)), at(&self.case.element(*e).origin));
            self.pick(format!("{name}（{place}）"), format!("{name} ({place})"))
        };
        some(self.lang, elements.iter().map(row))
    }
}
