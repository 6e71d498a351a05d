//! The summary of a project for a terminal: headline, coverage of each department, a quick heat map, the next step, where the files are.
//!
//! Invariant: nothing is told by colour alone, and no line is wider than the terminal. Limits: [`ROWS`] KPIs; widths of characters are
//! those of East Asian terminals, without joined scripts.

use crate::analysis::ProjectAnalysis;
use crate::analysis::department::Standing;
use crate::chart::heatmap::{self, HeatmapView};
use crate::chart::theme::Color;
use crate::lang::phrases::Phrases;
use crate::lang::{amounts, labels, terminal as words};

/// Most KPIs of the quick heat map.
pub const ROWS: usize = 24;
/// Blocks of what helps, weakest first.
const BLOCKS: [&str; 5] = ["··", "░░", "▒▒", "▓▓", "██"];
/// Numbers of what hurts.
const SIGNS: &str = "−1 … −5";
/// Cells of a coverage bar.
const BAR: usize = 20;
/// Cells of one column of the heat map.
const COLUMN: usize = 3;
/// Narrowest and widest page.
const WIDTHS: (usize, usize) = (40, 120);

/// What is shown, and where.
#[derive(Clone, Copy)]
pub struct Glance<'a> {
    /// The project.
    pub analysis: &'a ProjectAnalysis,
    /// Names and language.
    pub phrases: Phrases<'a>,
    /// The heat map that is also a picture.
    pub view: &'a HeatmapView,
    /// The report's folder.
    pub folder: &'a str,
    /// Columns of the terminal.
    pub width: usize,
    /// Whether it shows colours.
    pub colour: bool,
}

/// Escape sequences of a terminal, or nothing.
#[derive(Clone, Copy)]
enum Ink {
    Bold,
    Dim,
    Help,
    Hurt,
}

impl Glance<'_> {
    /// The lines, each ended.
    pub fn text(&self) -> String {
        let (a, p) = (self.analysis, self.phrases);
        let mut lines = self.wrapped(&p.headline(a)).into_iter().map(|l| self.ink(Ink::Bold, &l)).collect::<Vec<_>>();
        lines.push(String::new());
        lines.extend(self.coverage());
        lines.push(String::new());
        lines.extend(self.heatmap());
        lines.extend(self.wrapped(&p.next_step(a)).into_iter().map(|l| self.ink(Ink::Bold, &l)));
        lines.extend(self.wrapped(&words::files(self.folder, p.lang)));
        lines.join("\n") + "\n"
    }

    fn width(&self) -> usize {
        self.width.clamp(WIDTHS.0, WIDTHS.1)
    }

    fn ink(&self, ink: Ink, text: &str) -> String {
        if !self.colour || text.trim().is_empty() {
            return text.to_owned();
        }
        let code = match ink {
            Ink::Bold => "1",
            Ink::Dim => "2",
            Ink::Help => "34",
            Ink::Hurt => "33",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }

    /// A bar for each department with KPIs: what the plan covers, what is advised adds, and both figures.
    fn coverage(&self) -> Vec<String> {
        let p = self.phrases;
        let sides: Vec<_> = self.analysis.departments.iter().filter(|d| d.standing != Standing::NoKpis).collect();
        let name_width = sides.iter().map(|d| cells(p.department(d.department))).max().unwrap_or(0).min(self.width() / 3);
        let percent = |v: f64| amounts::percent(v, p.lang);
        let figures: Vec<String> =
            sides.iter().map(|d| format!("{} → {}", percent(d.before.coverage), percent(self.analysis.advised_for(d).coverage))).collect();
        let figure_width = figures.iter().map(|f| cells(f)).max().unwrap_or(0);
        let mut lines = Vec::new();
        for (side, figures) in sides.iter().zip(&figures) {
            let name = padded(&cut(p.department(side.department), name_width), name_width);
            let part = |v: f64| ((v.clamp(0.0, 1.0) * BAR as f64).round() as usize).min(BAR);
            let (before, after) = (part(side.before.coverage), part(self.analysis.advised_for(side).coverage));
            let (kept, gained, lost) = (before.min(after), after.saturating_sub(before), before.saturating_sub(after));
            let bar = [
                "▒".repeat(kept),
                self.ink(Ink::Help, &"█".repeat(gained)),
                self.ink(Ink::Hurt, &"×".repeat(lost)),
                self.ink(Ink::Dim, &"·".repeat(BAR - kept - gained - lost)),
            ]
            .concat();
            let used = name_width + BAR + 4 + figure_width;
            let standing = labels::standing(side.standing, p.lang);
            let standing =
                if used + 2 + cells(standing) <= self.width() { format!("  {}", self.ink(Ink::Dim, standing)) } else { String::new() };
            let bar = if used <= self.width() { format!("  {bar}") } else { String::new() };
            let line = format!("{name}{bar}  {}{standing}", padded(figures, figure_width));
            lines.push(line.trim_end().to_owned());
        }
        lines
    }

    /// KPIs as rows, elements as numbered columns, in the order of the picture.
    fn heatmap(&self) -> Vec<String> {
        let (lang, view) = (self.phrases.lang, self.view);
        let columns = heatmap::columns(view);
        let rows = heatmap::rows(view, &columns, heatmap::MAX_ROWS);
        if rows.is_empty() || columns.is_empty() {
            return Vec::new();
        }
        let names: Vec<String> = rows.iter().map(|r| plain(&r.row.kpi)).collect();
        let name_width = names.iter().map(|n| cells(n)).max().unwrap_or(0).min((self.width() / 3).max(16));
        let fit = ((self.width() - name_width) / COLUMN).min(columns.len());
        let mut lines = vec![format!("{}{}", " ".repeat(name_width), (1..=fit).map(|n| format!("{n:>COLUMN$}")).collect::<String>())];
        for (row, name) in rows.iter().zip(&names).take(ROWS) {
            let mut line = padded(&cut(name, name_width), name_width);
            for column in columns.iter().take(fit) {
                let cell = view.cells.get(row.at).and_then(|r| r.get(*column)).copied().unwrap_or_default();
                line.push(' ');
                line.push_str(&self.block(cell.overlap));
            }
            lines.push(line.trim_end().to_owned());
        }
        let (blocks, [helps, hurts]) = (BLOCKS.join(" "), words::key(lang));
        let one_line = [blocks.as_str(), helps, SIGNS, hurts].map(cells).iter().sum::<usize>() + 4 <= self.width();
        let parts = [format!("{} {helps}", self.ink(Ink::Help, &blocks)), format!("{} {hurts}", self.ink(Ink::Hurt, SIGNS))];
        lines.push(parts.join(if one_line { "  " } else { "\n" }));
        let named =
            columns.iter().take(fit).enumerate().filter_map(|(i, c)| Some(format!("{} {}", i + 1, plain(&view.columns.get(*c)?.element))));
        lines.extend(self.flowed(&named.collect::<Vec<_>>()));
        lines.extend(words::left_out(rows.len().saturating_sub(ROWS), columns.len() - fit, lang).map(|l| self.ink(Ink::Dim, &l)));
        lines.push(String::new());
        lines
    }

    /// Two cells for an overlap: a block for help, a minus sign with its class for harm.
    fn block(&self, overlap: f64) -> String {
        match Color::of_overlap(overlap) {
            Color::HelpClass(n) => self.ink(Ink::Help, BLOCKS.get(usize::from(n).saturating_sub(1)).unwrap_or(&"  ")),
            Color::HurtClass(n) => self.ink(Ink::Hurt, &format!("−{n}")),
            _ => "  ".to_owned(),
        }
    }

    /// Entries in lines, two spaces apart.
    fn flowed(&self, entries: &[String]) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for entry in entries.iter().map(|e| cut(e, self.width())) {
            match lines.last_mut().filter(|l| cells(l) + 2 + cells(&entry) <= self.width()) {
                Some(line) => {
                    line.push_str("  ");
                    line.push_str(&entry);
                }
                None => lines.push(entry),
            }
        }
        lines
    }

    /// A sentence in lines: broken at spaces, or anywhere among wide characters.
    fn wrapped(&self, text: &str) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        for word in words_of(text) {
            if !line.is_empty() && cells(&line) + cells(word.trim_end()) > self.width() {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
            }
            line.push_str(word);
        }
        lines.push(line.trim_end().to_owned());
        lines
    }
}

/// Pieces that stay whole: words with the space behind them, single wide characters with the stops that follow.
fn words_of(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let stop = "，。、：；！？）”》…,.:;)".contains(c);
        let joint = before == ' ' && c != ' ' || (wide(c) || wide(before)) && !stop && !"（“《".contains(before) && c != ' ';
        if at > start && joint {
            pieces.push(&text[start..at]);
            start = at;
        }
        before = c;
    }
    pieces.push(&text[start..]);
    pieces
}

/// Without places where it may break, and without anything a terminal would take as an order.
fn plain(text: &str) -> String {
    text.chars().filter(|c| *c != '\u{200b}' && !c.is_control()).collect()
}

/// At most `most` cells, with "…" where something was left out.
fn cut(text: &str, most: usize) -> String {
    let text = plain(text);
    if cells(&text) <= most {
        return text;
    }
    let mut out = String::new();
    for c in text.chars() {
        if cells(&out) + width_of(c) + 1 > most {
            break;
        }
        out.push(c);
    }
    out.trim_end().to_owned() + "…"
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(cells(text))))
}

/// Cells of a terminal that a text takes.
pub fn cells(text: &str) -> usize {
    text.chars().map(width_of).sum()
}

fn width_of(c: char) -> usize {
    match c {
        _ if c.is_control() => 0,
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}' => 0,
        _ if wide(c) => 2,
        _ => 1,
    }
}

fn wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{303e}' | '\u{3041}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1faff}' | '\u{20000}'..='\u{3fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_a_terminal() {
        assert_eq!((cells("品牌 A"), cells("e\u{301}"), cells("，")), (6, 1, 2));
        assert_eq!(cut("提升品牌知名度", 9), "提升品牌…");
        assert_eq!((cut("Awareness", 9), cut("Awareness", 8)), ("Awareness".to_owned(), "Awarene…".to_owned()));
        assert_eq!(cut("a\u{1b}[31mb\u{200b}c", 20), "a[31mbc");
        assert_eq!(padded("品", 4), "品  ");
    }

    #[test]
    fn sentences_break_at_spaces_and_among_hanzi_but_not_before_a_stop() {
        assert_eq!(words_of("to be, or"), ["to ", "be, ", "or"]);
        assert_eq!(words_of("加上“直播”，再谈App"), ["加", "上", "“直", "播”，", "再", "谈", "App"]);
    }
}
