//! department-coverage: what the plan does for each department, and what it would as advised.

use crate::analysis::department::{DepartmentSide, Standing};
use crate::chart::coverage::{CoverageRow, CoverageView, CoverageWords, scene};
use crate::chart::font::Fonts;
use crate::chart::scene::Scene;
use crate::lang::{amounts, captions as c, labels};
use crate::pictures::Subject;

/// Half a point: less is not seen in a bar.
const SEEN: f64 = 0.005;

pub(super) fn draw(subject: &Subject, fonts: &Fonts) -> Option<Scene> {
    let (p, a) = (subject.phrases, subject.analysis);
    let worth = |d: &&DepartmentSide| worth_a_yes(subject, d);
    let line = amounts::percent(subject.options.yes_line, p.lang);
    let remark = a.departments.iter().find(worth).map(|_| c::WORTH_A_YES.of(p.lang).replace("{n}", &line));
    let rows = a.departments.iter().filter(|d| d.standing != Standing::NoKpis).map(|d| row(subject, d)).collect();
    let view = CoverageView {
        title: subject.finding(&p.page_headline(a), fonts),
        subtitle: c::COVERAGE.of(p.lang),
        source: subject.source(),
        rows,
        line: None,
        words: CoverageWords {
            before: c::NOW.of(p.lang),
            gain: c::AS_ADVISED.of(p.lang),
            hurts: c::HARM.of(p.lang),
            loss: c::LOSS.of(p.lang),
            relief: c::RELIEF.of(p.lang),
            net: c::NET.of(p.lang),
            remark: remark.unwrap_or_default(),
            full: amounts::percent(1.0, p.lang),
            rows_left_out: c::DEPARTMENTS_LEFT_OUT.of(p.lang),
            nothing: c::NO_DEPARTMENTS.of(p.lang),
        },
    };
    Some(scene(&view, fonts))
}

/// Whether its label says that a yes is worth its while.
fn worth_a_yes(subject: &Subject, d: &DepartmentSide) -> bool {
    d.standing == Standing::Partner && subject.analysis.advised_for(d).appeal >= subject.options.yes_line
}

fn row(subject: &Subject, d: &DepartmentSide) -> CoverageRow {
    let p = subject.phrases;
    let advised = subject.analysis.advised_for(d);
    let (after, kpis) = (advised.served, advised.kpis);
    // Beside a part that hurts the number is what is left, not the length of the bar.
    let harmed = d.before.hurt_side >= SEEN;
    let percent = amounts::percent(advised.coverage, p.lang);
    let percent = if harmed { p.pick(format!("净{percent}"), format!("{percent} net")) } else { percent };
    let mut label = p.pick(format!("{percent}，{kpis}项中服务到{after}项"), format!("{percent}, {after} of {kpis} served"));
    if worth_a_yes(subject, d) {
        label.push_str(p.pick("，有理由支持", ", worth a yes"));
    }
    CoverageRow {
        name: p.department(d.department).to_owned(),
        note: labels::standing(d.standing, p.lang).to_owned(),
        net: harmed.then_some(advised.coverage),
        hurt_before: d.before.hurt_side,
        hurt_after: hurt_side_left(d.before.hurt_side, advised.hurt_side),
        help_before: d.before.help_side,
        help_after: advised.help_side,
        label,
        hurt_label: if harmed { amounts::percent(-d.before.hurt_side, p.lang) } else { String::new() },
    }
}

/// What stays of a harm, where what goes can be seen.
fn hurt_side_left(before: f64, after: f64) -> f64 {
    if before - after >= SEEN { after } else { before }
}
