//! overlap-heatmap: every element against every KPI.

use crate::analysis::department::{DepartmentSide, Standing};
use crate::chart::font::Fonts;
use crate::chart::heatmap::{Cell, Column, HeatmapView, HeatmapWords, Row, RowGroup, scene};
use crate::chart::scene::Scene;
use crate::lang::{captions as c, quoted};
use crate::model::{ElementId, KpiId, Share};
use crate::pictures::Subject;
use crate::text::segment::{breakable, breakable_sentence};

/// Overlap from which a cell carries its number.
const NUMBER_FROM: f64 = 0.2;

pub(super) fn draw(subject: &Subject, fonts: &Fonts) -> Option<Scene> {
    let title = subject.finding(&[title(subject)], fonts);
    Some(scene(&HeatmapView { title, ..view(subject) }, fonts))
}

/// What the picture shows.
pub(super) fn view(subject: &Subject) -> HeatmapView {
    let (p, a) = (subject.phrases, subject.analysis);
    let elements = subject.elements();
    let mut groups = Vec::new();
    let mut cells = Vec::new();
    for side in &a.departments {
        let kpis: Vec<KpiId> = p.case.kpis_of(side.department).collect();
        let rows = kpis.iter().map(|k| Row { kpi: breakable(p.kpi(*k)), served: a.kpis_before.kpis[k.0 as usize].served() }).collect();
        groups.push(RowGroup { department: p.department(side.department).to_owned(), rows });
        cells.extend(kpis.iter().map(|k| elements.iter().map(|e| cell(subject, *k, *e)).collect()));
    }
    groups.retain(|g| !g.rows.is_empty());
    let columns = elements.iter().map(|e| Column { element: breakable(p.element(*e)), optional: !a.core.contains(e) }).collect();
    let words = HeatmapWords {
        helps: c::HELPS.of(p.lang),
        hurts: c::HURTS.of(p.lang),
        neither: c::NEITHER.of(p.lang),
        unserved: c::UNSERVED.of(p.lang),
        stated: c::STATED.of(p.lang),
        mixed: c::MIXED.of(p.lang),
        core: c::CORE.of(p.lang),
        optional: c::OPTIONAL.of(p.lang),
        rows_left_out: c::KPIS_LEFT_OUT.of(p.lang),
        columns_left_out: c::ELEMENTS_LEFT_OUT.of(p.lang),
        departments_gone: c::DEPARTMENTS_GONE.of(p.lang),
        separator: c::SEPARATOR.of(p.lang),
        nothing: c::NOTHING_TO_COMPARE.of(p.lang),
    };
    HeatmapView {
        title: breakable_sentence(&title(subject)),
        subtitle: c::HEATMAP.of(p.lang),
        source: subject.source(),
        groups,
        columns,
        cells,
        number_from: NUMBER_FROM,
        words,
    }
}

/// A pair as it counts: a stated share decides its sign.
fn cell(subject: &Subject, kpi: KpiId, element: ElementId) -> Cell {
    let pair = subject.scores.pair(kpi, element);
    Cell { overlap: pair.overlap(), helps: pair.helps, hurts: pair.hurts, stated: matches!(pair.share, Share::Known(_)) }
}

/// How many KPIs the plan serves, and the element that does most for the partners.
fn title(subject: &Subject) -> String {
    let (p, a) = (subject.phrases, subject.analysis);
    // Without partners the KPIs are our own.
    let alone = a.partners.is_empty();
    let whose = |d: &DepartmentSide| if alone { d.standing == Standing::Own } else { a.partners.contains(&d.department) };
    let partners: Vec<KpiId> = a.departments.iter().filter(|d| whose(d)).flat_map(|d| p.case.kpis_of(d.department)).collect();
    let served = partners.iter().filter(|k| a.kpis_before.kpis[k.0 as usize].served()).count();
    if partners.is_empty() {
        return p.headline(a);
    }
    let (zh, en) = if alone { ("本部门", "our own") } else { ("伙伴", "partner") };
    let s = if partners.len() == 1 { "" } else { "s" };
    let start = p.pick(
        format!("{}：{zh}的{}项指标中服务到{served}项", p.project(a), partners.len()),
        format!("{}: {served} of {} {en} KPI{s} served", p.project(a), partners.len()),
    );
    // By the cells that the picture shows, of the KPIs that are counted as served; of equals the one that helps more on the whole.
    let sum = |kpis: &dyn Fn(&KpiId) -> bool, e: &ElementId| {
        partners.iter().filter(|k| kpis(k)).map(|k| cell(subject, *k, *e).overlap).sum::<f64>()
    };
    let is_served = |k: &KpiId| a.kpis_before.kpis[k.0 as usize].served();
    let help = |e: &ElementId| sum(&is_served, e);
    let all = |e: &ElementId| sum(&|_| true, e);
    let order = |x: &ElementId, y: &ElementId| help(x).total_cmp(&help(y)).then(all(x).total_cmp(&all(y)));
    let best = a.core.iter().max_by(|x, y| order(x, y).then_with(|| p.element(**y).cmp(p.element(**x))));
    match best.filter(|e| served > 0 && help(e) > 0.0) {
        Some(e) => {
            let name = quoted(p.lang, p.element(*e));
            p.pick(format!("{start}，{name}帮助最大"), format!("{start}, most by {name}"))
        }
        None => start,
    }
}
