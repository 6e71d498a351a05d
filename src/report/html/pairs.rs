//! The pair table of a page: its rows as data for the page's script, and the first of them as text for a page without.
//!
//! At most [`MOST`] pairs go in, those with a stated share first, then those with the strongest overlap, so that a page of any project
//! stays light; what is left out is counted and bounded. Figures are those of overlap.csv, six decimals.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::analysis::evidence::Level;
use crate::lang::reasons::{Ground, grounds};
use crate::lang::{amounts, browser, labels, lint};
use crate::model::{ElementId, ElementKind, KpiId, Share};
use crate::report::brief::Material;
use crate::score::Pair;

/// Most pairs in a page.
pub const MOST: usize = 2000;
/// Rows that stand in the page itself.
const TEXT_ROWS: usize = 20;
/// Half the width of a bar, in the units of its picture.
const BAR: f64 = 30.0;

/// The data of the table.
#[derive(Debug, Serialize)]
pub(super) struct Data {
    /// Names in the order of the brief.
    departments: Vec<String>,
    elements: Vec<Element>,
    kpis: Vec<Kpi>,
    /// Highest overlap first.
    rows: Vec<Row>,
    /// Words of the page in its language.
    words: BTreeMap<&'static str, &'static str>,
    /// stated, inferred.
    levels: [&'static str; 2],
}

#[derive(Debug, Serialize)]
struct Element {
    name: String,
    /// What it is when it is not in the plan.
    source: Option<&'static str>,
    about: String,
    at: String,
}

#[derive(Debug, Serialize)]
struct Kpi {
    name: String,
    /// Place in `departments`.
    department: usize,
    goal: String,
    at: String,
}

/// Places of element and KPI, overlap, helps, hurts, share and its text, place in `levels`, reasons.
type Row = (usize, usize, f64, f64, f64, Option<f64>, String, u8, Vec<Ground>);

/// A row as text.
#[derive(Debug, Serialize)]
pub(super) struct TextRow {
    element: String,
    source: Option<&'static str>,
    department: String,
    kpi: String,
    overlap: String,
    helps: String,
    hurts: String,
    share: String,
    level: &'static str,
    /// Left end and width of the bar, and whether it helps.
    bar: (String, String, bool),
}

/// What a page shows of its pairs.
pub(super) struct Table {
    /// For the script.
    pub(super) data: Data,
    /// For a page without one.
    pub(super) text: Vec<TextRow>,
    /// What is left out, in words.
    pub(super) left_out: Option<String>,
}

/// The table of a project's elements.
pub(super) fn table(m: Material, elements: &[ElementId]) -> Table {
    let (p, case) = (m.phrases, m.phrases.case);
    let mut departments: Vec<_> = m.analysis.departments.iter().map(|d| d.department).collect();
    departments.extend(case.department_ids().filter(|d| !departments.contains(d)).collect::<Vec<_>>());
    let (kept, left) = strongest(m, elements);
    let used: BTreeSet<ElementId> = kept.iter().map(|pair| pair.element).collect();
    let elements: Vec<ElementId> = elements.iter().copied().filter(|e| used.contains(e)).collect();
    let rows: Vec<Row> = kept
        .iter()
        .map(|pair| {
            let element = elements.iter().position(|e| *e == pair.element).unwrap_or_default();
            let share = pair.share.known().map(|k| k.share());
            let shown = share.map_or_else(String::new, |s| amounts::share(s, p.lang));
            let why = grounds(case, m.scorer, m.scores.scored(pair.kpi, pair.element), p.lang);
            let (overlap, helps, hurts) = (rounded(pair.overlap()), rounded(pair.helps), rounded(pair.hurts));
            let level = u8::from(!stated(pair));
            (element, pair.kpi.0 as usize, overlap, helps, hurts, share.map(rounded), shown, level, why)
        })
        .collect();
    let element = |id: &ElementId| {
        let e = case.element(*id);
        let core = e.project.is_some() && e.kind == ElementKind::Core;
        let at = lint::at(&e.origin);
        Element { name: e.name.clone(), source: (!core).then(|| labels::source(e.source, p.lang)), about: e.description.clone(), at }
    };
    let kpi = |id: KpiId| {
        let k = case.kpi(id);
        let department = departments.iter().position(|d| *d == k.department).unwrap_or_default();
        Kpi { name: k.name.clone(), department, goal: p.goal(id), at: lint::at(&k.origin) }
    };
    let data = Data {
        departments: departments.iter().map(|d| p.department(*d).to_owned()).collect(),
        elements: elements.iter().map(element).collect(),
        kpis: case.kpi_ids().map(kpi).collect(),
        rows,
        words: browser::words(p.lang),
        levels: [labels::level(Level::Stated, p.lang), labels::level(Level::Inferred, p.lang)],
    };
    let text = data.rows.iter().take(TEXT_ROWS).map(|row| text_row(&data, row)).collect();
    let left_out = left.map(|(count, most)| browser::left_out(count, most, p.lang));
    Table { data, text, left_out }
}

/// The pairs that go in, highest overlap first; how many do not, and the highest overlap among those, sign aside.
fn strongest<'a>(m: Material<'a>, elements: &[ElementId]) -> (Vec<&'a Pair>, Option<(usize, f64)>) {
    let case = m.phrases.case;
    let all = elements.iter().flat_map(|e| case.kpi_ids().map(move |k| (k, *e)));
    let mut pairs: Vec<&Pair> = all.map(|(k, e)| m.scores.pair(k, e)).collect();
    let names = |pair: &Pair| (m.phrases.element(pair.element), m.phrases.kpi(pair.kpi), pair.element, pair.kpi);
    let strength = |pair: &Pair| rounded(pair.overlap().abs());
    pairs.sort_by(|a, b| {
        let by_strength = strength(b).total_cmp(&strength(a));
        stated(b).cmp(&stated(a)).then(by_strength).then_with(|| names(a).cmp(&names(b)))
    });
    let rest = pairs.split_off(pairs.len().min(MOST));
    let most = rest.iter().map(|pair| strength(pair)).fold(0.0, f64::max);
    pairs.sort_by(|a, b| rounded(b.overlap()).total_cmp(&rounded(a.overlap())).then_with(|| names(a).cmp(&names(b))));
    // Rounded up, so that what is said of the rest is true.
    (pairs, (!rest.is_empty()).then_some((rest.len(), (most * 100.0).ceil() / 100.0)))
}

fn stated(pair: &Pair) -> bool {
    matches!(pair.share, Share::Known(_))
}

fn text_row(data: &Data, (element, kpi, overlap, helps, hurts, _, share, level, _): &Row) -> TextRow {
    let (element, kpi) = (&data.elements[*element], &data.kpis[*kpi]);
    let width = overlap.abs() * BAR;
    let from = if *overlap < 0.0 { BAR - width } else { BAR };
    TextRow {
        element: element.name.clone(),
        source: element.source,
        department: data.departments.get(kpi.department).cloned().unwrap_or_default(),
        kpi: kpi.name.clone(),
        overlap: amounts::decimals(*overlap),
        helps: amounts::decimals(*helps),
        hurts: amounts::decimals(*hurts),
        share: if share.is_empty() { "–".to_owned() } else { share.clone() },
        level: data.levels[usize::from(*level)],
        bar: (format!("{from:.1}"), format!("{width:.1}"), *overlap >= 0.0),
    }
}

/// JSON that may stand inside a script element: nothing in it ends the element or a line of a script.
///
/// # Errors
/// The serialiser's words.
pub(super) fn json(data: &Data) -> Result<String, String> {
    Ok(inert(&serde_json::to_string(data).map_err(|e| e.to_string())?))
}

fn inert(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

/// Six decimals, as in overlap.csv.
fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6 + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_cannot_end_its_element() {
        let hostile = ["</script><script>alert(1)</script>", "<!--", "]]>", "a&b", "\u{2028}", "\"quoted\\\""];
        let json = serde_json::to_string(&hostile).unwrap();
        let inert = inert(&json);
        assert!(!inert.contains(['<', '>', '&', '\u{2028}']), "{inert}");
        assert_eq!(serde_json::from_str::<Vec<String>>(&inert).unwrap(), hostile);
    }
}
