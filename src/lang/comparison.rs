//! Sentences about projects side by side. The brief page and the lines on the terminal take the same ones.

use crate::analysis::compare::{Choice, Comparison, Line, Row, Spending};
use crate::lang::phrases::Phrases;
use crate::lang::{Lang, amounts, list, quoted};

/// Most projects that one sentence names; the tables have all.
const NAMED: usize = 3;

impl Phrases<'_> {
    /// Where a project stands among those of the same run.
    pub fn compared(&self, rank: usize, of: usize) -> String {
        self.pick(
            format!("在{of}个项目的比较中列第{rank}（见上一层文件夹的 comparison.md）"),
            format!("Ranked {rank} of the {of} projects compared (see comparison.md in the folder above)"),
        )
    }
}

/// Words of a comparison.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    /// Names and language.
    pub phrases: Phrases<'a>,
    /// The facts.
    pub comparison: &'a Comparison,
}

impl Words<'_> {
    /// A project's name.
    pub fn project(&self, line: &Line) -> &str {
        &self.phrases.case.project(line.project).name
    }

    fn quoted(&self, at: usize) -> String {
        self.comparison.projects.get(at).map_or(String::new(), |l| quoted(self.phrases.lang, self.project(l)))
    }

    /// A share, or a dash where none is known.
    pub fn known(&self, value: Option<f64>) -> String {
        value.map_or_else(|| "–".to_owned(), |v| amounts::percent(v, self.phrases.lang))
    }

    /// What a figure is as it stands and as advised.
    pub fn between(&self, before: Option<f64>, after: Option<f64>) -> String {
        let (before, after) = (self.known(before), self.known(after));
        if before == after { before } else { format!("{before} → {after}") }
    }

    /// Money, and how many elements are without a cost.
    pub fn spending(&self, spending: &Spending) -> String {
        let p = self.phrases;
        let money = amounts::money(spending.known, p.case, p.lang);
        match spending.unknown {
            0 => money,
            n => p.pick(format!("{money}（另{n}项未给成本）"), format!("{money} ({n} without a cost)")),
        }
    }

    /// The project to take forward, in one sentence.
    pub fn headline(&self) -> String {
        let p = self.phrases;
        let (all, Some(line)) = (self.comparison.projects.len(), self.comparison.projects.first()) else {
            return p.pick("没有可以对比的项目", "No projects to compare").to_owned();
        };
        let (name, over, partners) = (self.quoted(0), line.after.over_line, line.partners);
        let (figure, value) = (p.figure(&line.after), amounts::percent(line.after.raised(), p.lang));
        let index = p.pick(format!("，{figure}{value}"), format!(", {figure} {value}"));
        p.pick(
            format!("{all}个项目中最值得推进的是{name}：采纳建议后{partners}个伙伴中{over}个有理由支持{index}"),
            format!("Of {all} projects take {name} forward: as advised {over} of {partners} partners have a reason to say yes{index}"),
        )
    }

    /// How many partners of a project have a reason to say yes, as advised and now.
    pub fn over_line(&self, line: &Line) -> String {
        let (now, then, partners, p) = (line.before.over_line, line.after.over_line, line.partners, self.phrases);
        let have = if then == 1 { "has" } else { "have" };
        match (partners, now == then) {
            (0, _) => p.pick("没有带指标的伙伴", "no partner with KPIs").to_owned(),
            (_, true) => p.pick(format!("{partners}个伙伴中{then}个有理由支持"), format!("{then} of {partners} partners {have} a reason")),
            _ => p.pick(
                format!("{partners}个伙伴中{then}个有理由支持（现计划{now}个）"),
                format!("{then} of {partners} partners {have} a reason (now {now})"),
            ),
        }
    }

    /// The order of the projects in one sentence.
    pub fn ranking(&self) -> String {
        let p = self.phrases;
        let one = |line: &Line| {
            let (name, over, partners) = (quoted(p.lang, self.project(line)), line.after.over_line, line.partners);
            let (figure, index) = (p.figure(&line.after), amounts::percent(line.after.raised(), p.lang));
            p.pick(
                format!("{name}（采纳建议后{partners}个伙伴中{over}个有理由支持，{figure}{index}）"),
                format!("{name} (as advised {over} of {partners} partners with a reason to say yes, {figure} {index})"),
            )
        };
        let mut all: Vec<String> = self.comparison.projects.iter().take(NAMED).map(one).collect();
        let rest = self.comparison.projects.len().saturating_sub(NAMED);
        if rest > 0 {
            all.push(p.pick(format!("其余{rest}个"), format!("{rest} more")));
        }
        let all = all.join(p.pick("，其次是", ", then "));
        p.pick(format!("最值得推进的是{all}"), format!("Best to take forward: {all}"))
    }

    /// Which project is best for the own department.
    pub fn best_for_own(&self) -> Option<String> {
        let (p, at) = (self.phrases, self.comparison.best_for_own?);
        let line = self.comparison.projects.get(at)?;
        let (own, coverage, name) = (p.department(p.case.own?), self.known(line.after.own), self.quoted(at));
        // What shows the same figure is no winner and no loser.
        let alike = |line: &Line| self.known(line.after.own) == coverage;
        let tied: Vec<String> =
            self.comparison.projects.iter().enumerate().filter(|(_, l)| alike(l)).map(|(i, _)| self.quoted(i)).collect();
        if tied.len() > 1 {
            let shown: Vec<String> = tied.iter().take(NAMED).cloned().collect();
            let (names, rest) = (list(p.lang, &shown), tied.len() - shown.len());
            return Some(match rest {
                0 => p.pick(
                    format!("对{own}（本部门）一样好的是{names}：采纳建议后覆盖率都是{coverage}"),
                    format!("Equally good for {own} (our own side), coverage {coverage} as advised: {names}"),
                ),
                _ => p.pick(
                    format!("对{own}（本部门）一样好的有{}个项目，如{names}：采纳建议后覆盖率都是{coverage}", tied.len()),
                    format!(
                        "Equally good for {own} (our own side), coverage {coverage} as advised: {} projects, such as {names}",
                        tied.len()
                    ),
                ),
            });
        }
        Some(p.pick(
            format!("对{own}（本部门）最好的是{name}：采纳建议后覆盖率{coverage}"),
            format!("Best for {own} (our own side): {name}, coverage {coverage} as advised"),
        ))
    }

    /// Which project a department would say yes to; `None` for the own one and for those nobody needs.
    pub fn choice(&self, row: &Row) -> Option<String> {
        let p = self.phrases;
        let department = p.department(row.department);
        let named = |places: &[usize], with: bool| {
            let one = |at: &usize| {
                let appeal = row.appeals.get(*at).copied().flatten().map(|a| if with { a.after } else { a.before });
                let (name, appeal) = (self.quoted(*at), self.known(appeal));
                p.pick(format!("{name}（吸引力{appeal}）"), format!("{name} (appeal {appeal})"))
            };
            let mut names: Vec<String> = places.iter().take(NAMED).map(one).collect();
            if places.len() > NAMED {
                let rest = places.len() - NAMED;
                names.push(p.pick(format!("另{rest}个项目"), format!("{rest} more")));
            }
            list(p.lang, &names)
        };
        if row.own {
            return None;
        }
        Some(match row.choice.as_ref()? {
            Choice::Yes { now, then } => {
                let more = if then.is_empty() {
                    String::new()
                } else {
                    let then = named(then, true);
                    p.pick(format!("；采纳建议后还有{then}"), format!("; as advised also to {then}"))
                };
                let now = named(now, false);
                p.pick(format!("{department}有理由答应{now}{more}"), format!("{department} has a reason to say yes to {now}{more}"))
            }
            Choice::WithAdditions(then) => {
                let then = named(then, true);
                p.pick(
                    format!("{department}现在对哪一个都没有理由答应；采纳建议后才有理由答应{then}"),
                    format!("{department} has a reason to say yes to none as they stand; as advised it would have one with {then}"),
                )
            }
            Choice::None(nearest) if self.is_far(row, *nearest) => p.pick(
                format!("{department}对哪一个都没有理由答应，采纳建议后也都差得远"),
                format!("{department} has a reason to say yes to none, and none comes near as advised"),
            ),
            Choice::None(nearest) => {
                let (nearest, line) = (named(&[*nearest], true), amounts::percent(self.comparison.yes_line, p.lang));
                p.pick(
                    format!("{department}对哪一个都没有理由答应；最接近{line}线的是采纳建议后的{nearest}"),
                    format!("{department} has a reason to say yes to none; nearest to the {line} line is, as advised, {nearest}"),
                )
            }
        })
    }

    /// Whether the nearest project is not even half of the way to the line.
    fn is_far(&self, row: &Row, nearest: usize) -> bool {
        let appeal = row.appeals.get(nearest).copied().flatten().map_or(0.0, |a| a.after);
        appeal < self.comparison.yes_line / 2.0
    }

    /// All sentences: the order, the own side, then each department.
    pub fn sentences(&self) -> Vec<String> {
        let choices = self.comparison.departments.iter().filter_map(|row| self.choice(row));
        std::iter::once(self.ranking()).chain(self.unnamed()).chain(self.best_for_own()).chain(choices).collect()
    }

    /// Projects whose partners are all departments, beside others that name whom they need: their shares compare unlike things.
    fn unnamed(&self) -> Option<String> {
        let (p, all) = (self.phrases, &self.comparison.projects);
        let unnamed: Vec<String> =
            all.iter().filter(|l| l.all_partners && l.partners > 1).map(|l| quoted(p.lang, self.project(l))).collect();
        if unnamed.is_empty() || unnamed.len() == all.len() {
            return None;
        }
        let (shown, rest) = (unnamed.iter().take(NAMED).cloned().collect::<Vec<_>>(), unnamed.len().saturating_sub(NAMED));
        let more = if rest == 0 { String::new() } else { p.pick(format!("等{}个项目", unnamed.len()), format!(" and {rest} more")) };
        let names = list(p.lang, &shown);
        Some(p.pick(
            format!("{names}{more}没有写明需要谁，所有部门都按伙伴计算；写明需要部门后，名次才可比"),
            format!("{names}{more}: nobody is named as needed, so all departments count as partners; give needs, and the ranks compare"),
        ))
    }

    /// What the tables on the page show.
    pub fn key(&self) -> String {
        let line = amounts::percent(self.comparison.yes_line, self.phrases.lang);
        self.phrases.pick(
            format!("箭头前为现计划，箭头后为采纳建议后（加上建议、去掉该去掉的内容）。按采纳建议后吸引力达到{line}线的伙伴占比排序，其次按双赢指数。括号内：该部门不在这个项目的伙伴之列。"),
            format!(
                "Before the arrow: the plan as it is; after it: as advised, with the additions and without what is to be dropped. Ordered by the share of partners whose appeal reaches the {line} line as advised, then by the win-win index. In brackets: the department is no partner of the project."
            ),
        )
    }

    /// A cell of the table of appeal.
    pub fn cell(&self, row: &Row, at: usize) -> String {
        let Some(appeal) = row.appeals.get(at).copied().flatten() else { return "–".to_owned() };
        let shown = self.between(Some(appeal.before), Some(appeal.after));
        match (appeal.counts, self.phrases.lang) {
            (true, _) => shown,
            (false, Lang::Zh) => format!("（{shown}）"),
            (false, Lang::En) => format!("({shown})"),
        }
    }
}
