//! brief.md: what a manager takes into the talk with each department.

use std::fmt::Write;

use crate::analysis::bearing::LeadBearing;
use crate::analysis::department::{Conflict, DepartmentSide, Lead, Standing, in_doubt};
use crate::analysis::reframe::Reframe;
use crate::analysis::suggest::Suggestion;
use crate::analysis::{Options, ProjectAnalysis};
use crate::error::Problem;
use crate::lang::phrases::Phrases;
use crate::lang::{amounts, labels, list, problems, quoted};
use crate::report::reframe;
use crate::report::{additions, exchange, short};
use crate::score::{Scorer, Scores};

/// How many entries a list of the brief shows.
pub(super) const SHOWN: usize = 5;

/// Coverage that an advised addition must bring a department to be named among those that help it.
const WORTH_NAMING: f64 = 0.01;

/// What the brief of a project is made of.
#[derive(Clone, Copy)]
pub struct Material<'a> {
    /// The project.
    pub analysis: &'a ProjectAnalysis,
    /// The project told anew.
    pub reframe: &'a Reframe,
    /// Names and language.
    pub phrases: Phrases<'a>,
    /// The user's decisions.
    pub options: &'a Options,
    /// Scores, for reasons.
    pub scores: &'a Scores,
    /// The scorer behind them.
    pub scorer: &'a Scorer,
    /// The phrases that bear the leads.
    pub bearings: &'a [LeadBearing],
    /// What was said about the input.
    pub input: &'a [Problem],
    /// Pictures with their alt texts, paths relative to the brief.
    pub pictures: &'a [(String, String)],
    /// Pages to put into a proposal, with their headlines, paths relative to the brief.
    pub pages: &'a [(String, String)],
    /// Input files, for the source line.
    pub files: &'a str,
    /// Its place among the projects compared and their number; `None` for a single one.
    pub place: Option<(usize, usize)>,
}

/// The brief as Markdown.
pub fn markdown(m: Material) -> String {
    let (a, p) = (m.analysis, m.phrases);
    let mut out = String::new();
    let title = p.pick("双赢简报", "win-win brief");
    let _ = writeln!(out, "# {}{}{title}\n", escaped(p.project(a)), p.pick("：", ": "));
    let _ = writeln!(out, "**{}**\n", escaped(&p.headline(a)));
    let lines = p.glance(a, &m.reframe.themes, m.options);
    let first = p.first(a, &m.reframe.communication).filter(|_| !lines.is_empty());
    for (label, text) in lines.into_iter().chain(first) {
        let _ = writeln!(out, "- **{label}**{}{}", p.pick("：", ": "), escaped(&text));
    }
    let _ = writeln!(out);
    // Without partners there is no index, not one of 0 %.
    if !a.partners.is_empty() {
        let _ = writeln!(out, "{}\n", escaped(&p.win_win(a)));
    }
    if let Some((rank, of)) = m.place {
        let _ = writeln!(out, "{}\n", escaped(&p.compared(rank, of)));
    }
    reframe::section(&mut out, m);
    for (path, alt) in m.pictures {
        let _ = writeln!(out, "![{}]({path})\n", escaped(alt));
    }
    super::pages::section(&mut out, m);
    super::claims::to_mend(&mut out, m);
    overview(&mut out, m);
    out.push_str(&crate::report::since::section(a, p));
    additions::sections(&mut out, m);
    super::titles::section(&mut out, m);
    removals(&mut out, m);
    exchange::section(&mut out, m);
    for side in &a.departments {
        department(&mut out, m, side);
    }
    super::claims::ledger(&mut out, m);
    crate::report::partners::section(&mut out, m);
    remarks(&mut out, m);
    out
}

/// A heading of Markdown.
pub(super) fn heading(out: &mut String, level: &str, text: &str) {
    let _ = writeln!(out, "{level} {text}\n");
}

fn overview(out: &mut String, m: Material) {
    let p = m.phrases;
    heading(out, "##", p.pick("各部门一览", "Departments at a glance"));
    let header = p.pick(
        ["部门", "角色", "吸引力", "按建议改后", "覆盖率", "按建议改后", "服务到的指标"],
        ["Department", "Role", "Appeal", "As advised", "Coverage", "As advised", "KPIs served"],
    );
    let _ = writeln!(out, "| {} |\n|---|---|--:|--:|--:|--:|--:|", header.join(" | "));
    for d in &m.analysis.departments {
        let percent = |v: f64| amounts::percent(v, p.lang);
        let cells = if d.standing == Standing::NoKpis {
            vec!["–".to_owned(); 5]
        } else {
            let served = format!("{} / {}", d.before.served, d.before.kpis);
            let advised = m.analysis.advised_for(d);
            vec![percent(d.before.appeal), percent(advised.appeal), percent(d.before.coverage), percent(advised.coverage), served]
        };
        let _ =
            writeln!(out, "| {} | {} | {} |", escaped(p.department(d.department)), labels::standing(d.standing, p.lang), cells.join(" | "));
    }
    let _ = writeln!(out, "\n{}\n", p.figures_explained(m.options));
}

/// What to drop or soften, over all departments the project needs.
fn removals(out: &mut String, m: Material) {
    let p = m.phrases;
    let needed = m.analysis.departments.iter().filter(|d| matches!(d.standing, Standing::Own | Standing::Partner));
    // What the department itself would lose by is no advice to go without it; its own section says what it is.
    let named = needed.flat_map(|d| d.conflicts.iter().filter(|c| !c.mixed()).map(move |c| (d.department, c)));
    let mut all: Vec<_> = named.collect();
    all.sort_by(|a, b| b.1.strength.total_cmp(&a.1.strength));
    if all.is_empty() {
        return;
    }
    heading(out, "##", p.pick("建议去掉或弱化什么", "What to drop or soften"));
    for (place, (department, conflict)) in all.iter().take(SHOWN).enumerate() {
        let again = all.iter().take(place).any(|(d, c)| d == department && c.element == conflict.element);
        let why = crate::lang::reasons::of_pair(p.case, m.scorer, m.scores.scored(conflict.kpi, conflict.element), p.lang);
        let _ =
            writeln!(out, "- {}{}{}", escaped(p.department(*department)), p.pick("：", ": "), escaped(&p.conflict(conflict, &why, again)));
    }
    out.push('\n');
}

fn department(out: &mut String, m: Material, d: &DepartmentSide) {
    let p = m.phrases;
    let department = p.case.department(d.department);
    let contact = if department.contact.is_empty() { String::new() } else { format!(" · {}", department.contact) };
    let role = labels::standing(d.standing, p.lang);
    heading(
        out,
        "##",
        &escaped(&p.pick(format!("{}（{role}{contact}）", department.name), format!("{} ({role}{contact})", department.name))),
    );
    let _ = writeln!(out, "{}\n", escaped(&p.verdict(d, m.analysis, m.options)));
    let mut section = |title: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            let _ = writeln!(out, "**{title}**\n");
            for line in lines {
                let _ = writeln!(out, "- {}", escaped(&line));
            }
            out.push('\n');
        }
    };
    let core = |e: &crate::model::ElementId| m.analysis.core.contains(e);
    let advised_or_core = |e: &crate::model::ElementId| core(e) || m.analysis.plan.iter().any(|s| s.element == *e);
    let claim = |c: &crate::analysis::department::Claim| {
        let known = c.supported()?;
        let (kpi, element) = (p.kpi_quoted(c.kpi), quoted(p.lang, p.element(c.element)));
        let likely = crate::lang::settle::likely(known, m.options.delivery.as_ref(), p.lang);
        let sum = amounts::arithmetic(known, p.case.kpi(c.kpi), p.lang) + &likely;
        let optional = if core(&c.element) { "" } else { p.pick("（建议增加）", " (to be added)") };
        let line = c.origin.line;
        Some(p.pick(
            format!("{kpi}：{element}{optional}带来 {sum}（第{line}行）"),
            format!("{kpi}: {sum}, by {element}{optional} (line {line})"),
        ))
    };
    let gains =
        if d.standing == Standing::Own { p.pick("我们得到什么", "What we gain") } else { p.pick("得到什么", "What it gains") };
    section(
        gains,
        d.claims
            .iter()
            .filter(|c| advised_or_core(&c.element) && c.supported().is_some_and(|k| k.share() > 0.0))
            .filter_map(claim)
            .collect(),
    );
    let why = |kpi, element| crate::lang::reasons::of_pair(p.case, m.scorer, m.scores.scored(kpi, element), p.lang);
    let leads = |all: &[&Lead]| all.iter().take(SHOWN).map(|l| p.lead(l, &why(l.kpi, l.element))).collect::<Vec<_>>();
    if d.standing == Standing::Own {
        section(p.pick("我们靠什么达成", "What serves us"), leads(&d.leads.iter().collect::<Vec<_>>()));
    } else {
        let led: Vec<&Lead> = m.analysis.led(p.case, d).collect();
        let rest: Vec<&Lead> = d.leads.iter().filter(|l| !led.contains(l)).collect();
        section(p.pick("沟通时先讲", "Lead with"), leads(&led));
        section(p.pick("依据较弱，核实以前不要先讲", "Weakly founded: do not lead with it before it is verified"), leads(&rest));
    }
    section(
        p.pick("还缺什么", "What is missing"),
        d.gaps.iter().take(SHOWN).map(|g| format!("{}{}{}", p.gap(g), p.pick("：", ": "), p.goal(g.kpi))).collect(),
    );
    let met: Vec<String> = d.met.iter().map(|k| p.kpi_quoted(*k)).collect();
    if !met.is_empty() {
        section(p.pick("不必主打（已达成）", "Do not lead with (met already)"), vec![list(p.lang, &met)]);
    }
    section(p.pick("来不及计入考核", "Comes too late to count"), p.lates(&d.late[..d.late.len().min(SHOWN)]));
    let again = |i: usize, c: &Conflict| d.conflicts[..i].iter().any(|x| x.element == c.element);
    let hurts = d.conflicts.iter().enumerate().map(|(i, c)| p.conflict(c, &why(c.kpi, c.element), again(i, c)));
    section(p.pick("需要化解的妨碍", "What hurts"), hurts.chain(p.unnamed_harm(d)).collect());
    let doubtful = in_doubt(p.case, m.scores, &m.analysis.core, d.department);
    section(p.pick("说法不一", "In doubt"), doubtful.into_iter().map(|x| p.in_doubt(x)).collect());
    let at = m.analysis.partners.iter().position(|x| *x == d.department);
    let planned = |x: &&Suggestion| m.analysis.plan.iter().any(|s| s.element == x.element);
    let best: Vec<&Suggestion> = d.suggestions.iter().filter_map(|i| m.analysis.suggestions.get(*i)).collect();
    let gains = |x: &Suggestion| Some((*x.appeal_gain.get(at?)?, *x.coverage_gain.get(at?)?));
    // Those that are advised anyway stand beside the best ones.
    let advised = m.analysis.suggestions.iter().filter(planned).filter(|x| best.iter().all(|b| b.element != x.element));
    let advised = advised.filter(|x| gains(x).is_some_and(|(_, u)| u >= WORTH_NAMING));
    let suggested = best.iter().copied().chain(advised).filter_map(|x| Some((x, gains(x)?)));
    section(p.pick("增加这些对它最有用", "Adding these helps it most"), suggested.map(|(x, gain)| p.suggestion_for(x, gain)).collect());
    if !department.ask.is_empty() {
        let cost = department.ask_cost.map_or(String::new(), |c| {
            let c = amounts::money(c, p.case, p.lang);
            p.pick(format!("，对方成本{c}"), format!(", which costs them {c}"))
        });
        let by = department.needed_by.map_or(String::new(), |d| p.pick(format!("，{d}前需要"), format!(", needed by {d}")));
        section(
            p.pick("我们的诉求", "What we ask"),
            vec![format!("{}{}{cost}{by}", department.ask, p.ask_mark(&m.analysis.needs, d.department))],
        );
    }
}

fn remarks(out: &mut String, m: Material) {
    let (a, p) = (m.analysis, m.phrases);
    heading(out, "##", p.pick("说明", "Remarks"));
    for finding in &a.findings {
        let _ = writeln!(out, "- {}", escaped(&p.finding(finding, a)));
    }
    for problem in m.input.iter().filter(|x| x.is_remark()) {
        let _ = writeln!(out, "- {}", escaped(&problems::line(&short(problem), p.lang)));
    }
    if let Some(delivery) = &m.options.delivery {
        let _ = writeln!(out, "- {}", escaped(&crate::lang::settle::remark(delivery, p.lang)));
    }
    let _ = writeln!(
        out,
        "- {}",
        p.pick(
            "“表中写明”的效果按 贡献 ÷（目标 − 基线）计算；“由文字推断”的效果来自词语、因果概念图和用词相近程度，是可能性，不是承诺。",
            "\"Stated\" effects are contribution / (target - baseline); those \"inferred from text\" come from words, a graph of causes and shared terms: a chance, not a promise."
        )
    );
    let _ = writeln!(out, "\n{}", escaped(&p.source(m.files)));
}

/// Text that Markdown would take for markup or HTML is escaped; names come from other people's tables.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // "- ", "+ " and "1. " at the start of a line begin a list, "---" is a rule.
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    let mark = rest.starts_with(if digits > 0 { ['.', ')'] } else { ['-', '+'] });
    let ends = rest.get(1..).is_none_or(|after| after.is_empty() || after.starts_with([' ', '\t', '\n', '\r', '-']));
    out.push_str(number);
    if mark && ends {
        out.push('\\');
    }
    for c in rest.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '|' | '*' | '_' | '`' | '[' | ']' | '\\' | '#' => {
                out.push('\\');
                out.push(c);
            }
            '\n' | '\r' => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_from_tables_are_no_markup() {
        assert_eq!(escaped("a|b <script> *x*\n"), "a\\|b &lt;script&gt; \\*x\\* ");
        assert_eq!(escaped("1. First"), "1\\. First");
        assert_eq!(["- x", "+ x", "---", "2026)", "+"].map(escaped), ["\\- x", "\\+ x", "\\---", "2026\\)", "\\+"]);
        assert_eq!(["-5 %", "+24 pts", "1.5 h", "", "7"].map(escaped), ["-5 %", "+24 pts", "1.5 h", "", "7"]);
    }
}
