//! What is said about relations with departments: parts of a title and blocks, which a report lays out, and entries for calendars. Every
//! figure and day carries the row it comes from.

mod bank;
mod escalation;
pub mod events;
mod first_week;
mod levels;
mod map;
mod meetings;
pub mod next;
pub mod pictures;
mod presell;
pub mod said;
pub mod starter;
mod talk;

use jiff::civil::Date;

use crate::analysis::partners::Relations;
use crate::analysis::partners::deposits::Deposit;
use crate::lang::phrases::Phrases;
use crate::lang::{Lang, amounts, list, pick, quoted};
use crate::model::{DepartmentId, ElementId, Favor, FavorDirection, KpiId, LogEntry, LogKind, Origin};
use crate::read::catalog;

/// A stretch of a part.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph.
    Text(String),
    /// A heading inside the part.
    Head(String),
    /// Points.
    List(Vec<String>),
    /// A table; all rows have as many cells as the header.
    Table {
        /// Column names.
        header: Vec<String>,
        /// Rows.
        rows: Vec<Vec<String>>,
    },
}

/// One part of what is said.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Its title.
    pub title: String,
    /// Its blocks, in order.
    pub blocks: Vec<Block>,
}

/// All parts that the tables give, in order of use: what to begin with, whom to see, when to ask, what is owed.
pub fn parts(p: Phrases, relations: &Relations) -> Vec<Part> {
    let t = Teller { p, r: relations };
    let all = [
        first_week::part(&t),
        map::part(&t),
        presell::part(&t),
        bank::part(&t),
        escalation::part(&t),
        meetings::fast_track(&t),
        meetings::committee(&t),
        levels::levels(&t),
        levels::growth(&t),
    ];
    all.into_iter().flatten().collect()
}

/// Title of the section that holds the parts.
pub fn title(lang: Lang) -> &'static str {
    pick(lang, "伙伴关系", "Partners")
}

/// Said where no table gives a part.
pub fn nothing(lang: Lang) -> &'static str {
    pick(
        lang,
        "没有可说的：请提供 departments、favors 或 log 表（winwin init --partners 可生成起步表）。",
        "Nothing to tell: give a departments, favors or log table (winwin init --partners makes them to start from).",
    )
}

/// Words for the facts of one case.
#[derive(Clone, Copy)]
struct Teller<'a> {
    p: Phrases<'a>,
    r: &'a Relations,
}

impl<'a> Teller<'a> {
    fn lang(&self) -> Lang {
        self.p.lang
    }

    fn pick<T>(&self, zh: T, en: T) -> T {
        pick(self.p.lang, zh, en)
    }

    fn name(&self, department: DepartmentId) -> &'a str {
        &self.p.case.department(department).name
    }

    /// A department with its contact: `营销部（策划主管）`.
    fn named(&self, department: DepartmentId) -> String {
        let d = self.p.case.department(department);
        if d.contact.is_empty() {
            return d.name.clone();
        }
        self.pick(format!("{}（{}）", d.name, d.contact), format!("{} ({})", d.name, d.contact))
    }

    fn names(&self, departments: &[DepartmentId]) -> String {
        let names: Vec<&str> = departments.iter().map(|d| self.name(*d)).collect();
        list(self.p.lang, &names)
    }

    /// The row a fact comes from: `（favors.csv 第3行）`, ` (favors.csv line 3)`.
    fn at(&self, origin: &Origin) -> String {
        let row = self.row(origin);
        self.pick(format!("（{row}）"), format!(" ({row})"))
    }

    /// The same without brackets. The file's name alone: a report travels, the folders it was made in do not.
    fn row(&self, origin: &Origin) -> String {
        let (file, line) = (file_name(origin), origin.line);
        self.pick(format!("{file} 第{line}行"), format!("{file} line {line}"))
    }

    /// A department's row in the departments table, in brackets; empty without one.
    fn at_department(&self, department: DepartmentId) -> String {
        self.p.case.department(department).origin.as_ref().map_or(String::new(), |o| self.at(o))
    }

    /// A KPI with its goal: `“提升品牌知名度”：从0次提升到1667万次，现为420万次（kpis.csv 第5行）`.
    fn goal(&self, kpi: KpiId) -> String {
        let (name, goal, at) = (self.p.kpi_quoted(kpi), self.p.goal(kpi), self.at(&self.p.case.kpi(kpi).origin));
        self.pick(format!("{name}：{goal}{at}"), format!("{name}: {goal}{at}"))
    }

    /// A day or a span of days.
    fn span(&self, from: Date, to: Date) -> String {
        if from == to { from.to_string() } else { self.pick(format!("{from}至{to}"), format!("{from} to {to}")) }
    }

    fn days(&self, days: i32) -> String {
        self.pick(format!("{days}天"), format!("{days} day{}", if days == 1 { "" } else { "s" }))
    }

    /// A weight with its sign: `+1`, `−1`, `0`.
    fn signed(&self, weight: f64) -> String {
        let text = amounts::number(weight, self.p.lang);
        if weight > 0.0 && text != "0" { format!("+{text}") } else { text }
    }

    fn favor(&self, at: usize) -> Option<&'a Favor> {
        self.p.case.favors.get(at)
    }

    /// The rows of favors, in brackets: ` (favors.csv lines 3, 7)`; empty without any.
    fn at_favors(&self, rows: &[usize]) -> String {
        let origins: Vec<&Origin> = rows.iter().filter_map(|at| self.favor(*at)).map(|f| &f.origin).collect();
        self.at_rows(&origins)
    }

    /// Several rows of one file or of several, in brackets: `（kpis.csv 第3、5行）`; empty without any.
    fn at_rows(&self, origins: &[&Origin]) -> String {
        let told = self.rows(origins);
        if told.is_empty() { told } else { self.pick(format!("（{told}）"), format!(" ({told})")) }
    }

    /// The same without brackets.
    fn rows(&self, origins: &[&Origin]) -> String {
        let mut files: Vec<(String, Vec<u64>)> = Vec::new();
        for origin in origins {
            let file = file_name(origin);
            match files.iter_mut().find(|(name, _)| *name == file) {
                Some((_, lines)) if lines.contains(&origin.line) => {}
                Some((_, lines)) => lines.push(origin.line),
                None => files.push((file, vec![origin.line])),
            }
        }
        files.iter_mut().for_each(|(_, lines)| lines.sort_unstable());
        let told: Vec<String> = files
            .iter()
            .map(|(file, lines)| {
                let file = if file == catalog::FILE { self.pick("内置目录", catalog::FILE) } else { file };
                let numbers: Vec<String> = lines.iter().map(u64::to_string).collect();
                let (all, s) = (list(self.p.lang, &numbers), if lines.len() == 1 { "" } else { "s" });
                self.pick(format!("{file} 第{all}行"), format!("{file} line{s} {all}"))
            })
            .collect();
        told.join(self.pick("；", "; "))
    }

    /// The rows of a department's KPIs, in brackets.
    fn at_kpis(&self, department: DepartmentId) -> String {
        let origins: Vec<&Origin> = self.p.case.kpis_of(department).map(|k| &self.p.case.kpi(k).origin).collect();
        self.at_rows(&origins)
    }

    /// The row of a department and those of its KPIs, in one pair of brackets.
    fn at_department_and_kpis(&self, department: DepartmentId) -> String {
        let kpis = self.p.case.kpis_of(department).map(|k| &self.p.case.kpi(k).origin);
        let origins: Vec<&Origin> = self.p.case.department(department).origin.iter().chain(kpis).collect();
        self.at_rows(&origins)
    }

    /// The rows of elements, in brackets; those of the built-in catalog by the lines of its table.
    fn at_elements(&self, elements: &[ElementId]) -> String {
        let origins: Vec<&Origin> = elements.iter().map(|e| &self.p.case.element(*e).origin).collect();
        self.at_rows(&origins)
    }

    /// What an outcome says, with its row: `已有预算（log.csv 第3行）`.
    fn outcome(&self, row: &LogEntry) -> String {
        let what = if row.outcome.is_empty() { &row.what } else { &row.outcome };
        format!("{}{}", if what.is_empty() { log_kind(row.kind, self.p.lang) } else { what }, self.at(&row.origin))
    }

    fn log(&self, at: usize) -> Option<&'a LogEntry> {
        self.p.case.log.get(at)
    }

    /// One favor in a line: `2026-03-15 帮过对方：整理案例，+1（favors.csv 第2行）`.
    fn favor_line(&self, favor: &Favor) -> String {
        let (way, weight) = match favor.direction {
            FavorDirection::Given => (self.pick("帮过对方", "given"), favor.weight),
            FavorDirection::Received => (self.pick("对方帮过", "received"), -favor.weight),
        };
        let urgent = if favor.urgent { self.pick("，紧急", ", urgent") } else { "" };
        let (date, weight, at) = (favor.date, self.signed(weight), self.at(&favor.origin));
        let what = if favor.what.is_empty() { String::new() } else { format!("{}{}", self.pick("：", ": "), favor.what) };
        self.pick(format!("{date} {way}{what}，{weight}{urgent}{at}"), format!("{date} {way}{what}, {weight}{urgent}{at}"))
    }

    /// One row of the log in a line: `2026-11-12 拒绝：活动前无法排期（log.csv 第6行）`.
    fn log_line(&self, row: &LogEntry) -> String {
        let (date, kind, at) = (row.date, log_kind(row.kind, self.p.lang), self.at(&row.origin));
        let what = if row.what.is_empty() { String::new() } else { format!("{}{}", self.pick("：", ": "), row.what) };
        let outcome = match row.outcome.as_str() {
            "" => String::new(),
            outcome => self.pick(format!("；结果：{outcome}"), format!("; outcome: {outcome}")),
        };
        format!("{date} {kind}{what}{outcome}{at}")
    }

    /// A deposit with the KPIs it helps and what it costs, and the rows of all.
    fn deposit(&self, deposit: &Deposit) -> String {
        let element = self.p.case.element(deposit.element);
        let helped: Vec<String> = deposit.kpis().map(|k| self.p.kpi_quoted(k)).collect();
        let (name, kpi) = (quoted(self.p.lang, &element.name), crate::lang::list(self.p.lang, &helped));
        let alone =
            if deposit.alone { self.pick("（不算计划已带来的）", " (not counting what the plan brings already)") } else { "" };
        let (gain, cost) =
            (format!("{}{alone}", amounts::points(deposit.gain, self.p.lang)), amounts::cost(element.cost, self.p.case, self.p.lang));
        let rows: Vec<&Origin> = std::iter::once(&element.origin).chain(deposit.kpis().map(|k| &self.p.case.kpi(k).origin)).collect();
        let at = self.at_rows(&rows);
        self.pick(format!("{name}：有助于{kpi}，覆盖率{gain}，{cost}{at}"), format!("{name}: helps {kpi}, coverage {gain}, {cost}{at}"))
    }

    /// A deposit by its name and what it is for.
    fn deposit_named(&self, deposit: &Deposit) -> String {
        let name = quoted(self.p.lang, self.p.element(deposit.element));
        let Some(kpi) = deposit.kpis().next().map(|k| self.p.kpi_quoted(k)) else { return name };
        self.pick(format!("{name}（为{kpi}）"), format!("{name} (for {kpi})"))
    }

    /// Whether the favor bank tells what a department could be given.
    fn banked(&self, department: DepartmentId) -> bool {
        self.r.bank.as_ref().is_some_and(|b| b.account(department).is_some() || b.without.contains(&department))
    }

    /// A deposit by its name where the favor bank tells the rest, else in full.
    fn deposit_told(&self, department: DepartmentId, deposit: &Deposit) -> String {
        if self.banked(department) { self.deposit_named(deposit) } else { self.deposit(deposit) }
    }

    /// What to ask where no entry is known to help; the ways to give something are told once.
    fn lacking(&self, department: DepartmentId) -> &'static str {
        if self.p.case.kpis_of(department).next().is_none() {
            return self.without_deposit(department);
        }
        self.pick("先问对方缺什么", "ask what they lack")
    }

    /// What to do where no entry is known to help: general ways, or, where their KPIs are not known, to ask for these.
    fn without_deposit(&self, department: DepartmentId) -> &'static str {
        if self.p.case.kpis_of(department).next().is_none() {
            return self.pick("其指标尚不清楚，先问清对方看什么", "their KPIs are not known yet; ask what they are judged by");
        }
        self.pick("共享数据、主动试点、提供案例素材、推荐人才", "share data, offer to pilot, hand over case material, recommend people")
    }

    fn percent(&self, value: f64) -> String {
        amounts::percent(value, self.p.lang)
    }

    fn percent_or_dash(&self, value: Option<f64>) -> String {
        value.map_or_else(|| "–".to_owned(), |v| self.percent(v))
    }
}

/// A file's name alone.
fn file_name(origin: &Origin) -> String {
    crate::read::files::name(&origin.file)
}

/// `s` behind an English noun of which there is not one.
fn s(n: usize) -> &'static str {
    if n == 1 { "" } else { "s" }
}

/// What kind of row of the log.
fn log_kind(kind: LogKind, lang: Lang) -> &'static str {
    match kind {
        LogKind::Contact => pick(lang, "沟通", "contact"),
        LogKind::Advice => pick(lang, "请教", "advice asked"),
        LogKind::Data => pick(lang, "交换数据", "data"),
        LogKind::Ask => pick(lang, "提出请求", "request"),
        LogKind::Refusal => pick(lang, "拒绝", "refusal"),
        LogKind::Blocked => pick(lang, "受阻", "blocked"),
        LogKind::Escalation => pick(lang, "升级", "escalation"),
        LogKind::Meeting => pick(lang, "会议", "meeting"),
        LogKind::Thanks => pick(lang, "致谢", "thanks"),
        LogKind::Award => pick(lang, "表彰", "award"),
    }
}

/// Column names.
fn header(lang: Lang, zh: &[&str], en: &[&str]) -> Vec<String> {
    pick(lang, zh, en).iter().map(|s| (*s).to_owned()).collect()
}

/// Whether a partner stands outside the company, in a word.
fn side(external: bool, lang: Lang) -> &'static str {
    if external { pick(lang, "外部", "external") } else { pick(lang, "内部", "internal") }
}
