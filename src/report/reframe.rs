//! The section of the brief that tells the project anew: title, content, communication, outcomes.

use std::fmt::Write;

use crate::analysis::reframe::{Outcome, Talk};
use crate::analysis::theme::kept;
use crate::report::brief::{Material, escaped, heading};

/// Adds the section.
pub(super) fn section(out: &mut String, m: Material) {
    let (p, r) = (m.phrases, m.reframe);
    heading(out, "##", p.pick("重新包装", "The project told anew"));
    let mut part = |title: &str, lines: &[String], note: Option<&str>| {
        if lines.is_empty() && note.is_none() {
            return;
        }
        let _ = writeln!(out, "**{title}**\n");
        for line in lines {
            let _ = writeln!(out, "- {}", escaped(line));
        }
        if !lines.is_empty() {
            out.push('\n');
        }
        if let Some(note) = note {
            let _ = writeln!(out, "{}\n", escaped(note));
        }
    };
    let mut themes: Vec<String> = r.themes.iter().map(|t| format!("{}{}{}", p.theme(t), p.pick("。", "; "), p.theme_gain(t))).collect();
    if !themes.is_empty() && kept::advised(&r.themes).is_none() {
        // As the first lines have it: a list alone would read like advice to take the first.
        themes.insert(0, p.title_stays(p.project(m.analysis)));
    }
    let none = p.no_theme(p.project(m.analysis));
    part(p.pick("题目", "Title"), &themes, Some(if themes.is_empty() { none.as_str() } else { p.theme_note() }));
    let mut content: Vec<String> = p.contents(&r.content, m.analysis);
    content.extend(p.chosen_for_the_drop(m.analysis));
    part(p.pick("内容", "Content"), &content, None);
    part(p.pick("沟通", "Communication"), &r.communication.iter().map(|t| talk(m, t)).collect::<Vec<_>>(), None);
    let split = |o: &Outcome| p.split_note(&m.analysis.claims, o.kpi, o.element);
    let outcomes: Vec<String> = r.outcomes.iter().map(|o| p.outcome(o, m.analysis.delivery.as_ref()) + &split(o)).collect();
    part(p.pick("成果", "Outcomes"), &outcomes, None);
    let open: Vec<String> = r.unsupported.iter().map(|u| p.unsupported_claim(u)).collect();
    part(p.pick("还没有数字支撑，先不写进成果", "Not supported by a figure yet: keep it out of the outcomes"), &open, None);
}

fn talk(m: Material, talk: &Talk) -> String {
    let p = m.phrases;
    let opening = crate::lang::speech(p.lang, &p.opening(talk, m.analysis));
    let said = p.pick(format!("开场白：{opening}"), format!("open with {opening}"));
    let (hears, said) = (p.hears(talk), Some(said));
    // What is not opened with comes after it.
    let [first, second] = if talk.led_by_plan() { [hears, said] } else { [said, hears] };
    let parts: Vec<String> = [first, second, p.avoid(talk)].into_iter().flatten().collect();
    format!("{}{}{}", p.talk_with(talk.department), p.pick("：", ": "), parts.join(p.pick("；", "; ")))
}
