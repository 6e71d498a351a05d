//! Judged pairs for `eval`: texts of KPIs and elements, and labels that join them by id.
//!
//! Asks for less than the product's own tables: no department, no target. Ids are compared after folding.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::error::{Fault, Place, Problem, Severity};
use crate::model::{Element, Kpi, Origin};
use crate::read::sheet::{Field, Sheet};
use crate::read::table;
use crate::read::value::words;
use crate::text::fold;

/// One label row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelRow {
    /// Index into the KPIs.
    pub kpi: u32,
    /// Index into the elements.
    pub element: u32,
    /// 2, 1, 0 or -1.
    pub label: i64,
    /// Whether the row calls the element an opposite.
    pub opposite: bool,
    /// Language group.
    pub lang: Option<String>,
}

/// A labelled set.
#[derive(Debug, Clone, Default)]
pub struct Labelled {
    /// KPIs (goals) in file order.
    pub kpis: Vec<Kpi>,
    /// The department of each, empty where the set names none.
    pub departments: Vec<String>,
    /// Elements in file order.
    pub elements: Vec<Element>,
    /// Labels.
    pub labels: Vec<LabelRow>,
}

/// Headers taken for each field.
const FIELDS: [Field; 11] = [
    ("kpi_id", &["kpi_id", "goal_id", "指标编号"]),
    ("kpi", &["kpi", "goal_text", "goal", "指标"]),
    ("department", &["department", "部门"]),
    ("description", &["description", "说明", "描述"]),
    ("metric", &["metric", "度量", "衡量指标"]),
    ("direction", &["direction", "方向"]),
    ("element_id", &["element_id", "要素编号"]),
    ("element", &["element", "element_text", "要素"]),
    ("label", &["label", "标签"]),
    ("type", &["type", "类型"]),
    ("lang", &["lang", "语言"]),
];

/// Reads a labelled set from three files (name and bytes). Problems are pushed; use the result only when none is an error.
pub fn read(kpis: (&Arc<str>, &[u8]), elements: (&Arc<str>, &[u8]), labels: (&Arc<str>, &[u8]), problems: &mut Vec<Problem>) -> Labelled {
    let mut set = Labelled::default();
    let (Some(k), Some(e), Some(l)) = (
        Sheet::read(kpis.0, kpis.1, &FIELDS, &["kpi_id", "kpi"], problems),
        Sheet::read(elements.0, elements.1, &FIELDS, &["element_id", "element"], problems),
        Sheet::read(labels.0, labels.1, &FIELDS, &["kpi_id", "element_id"], problems),
    ) else {
        return set;
    };
    let mut kpi_ids = BTreeMap::new();
    for row in &k.rows() {
        kpi_ids.entry(fold(k.cell(row, "kpi_id"))).or_insert(set.kpis.len() as u32);
        set.kpis.push(kpi(&k, row));
        set.departments.push(k.cell(row, "department").to_owned());
    }
    let mut element_ids = BTreeMap::new();
    for row in &e.rows() {
        element_ids.entry(fold(e.cell(row, "element_id"))).or_insert(set.elements.len() as u32);
        set.elements.push(element(&e, row));
    }
    for row in &l.rows() {
        let mut unknown = |column: &'static str, value: &str| {
            let place = Place { column: Some(column), ..Place::line(&l.file, row.line) };
            problems.push(Problem { severity: Severity::Error, place, value: Some(value.to_owned()), fault: Fault::UnknownId });
        };
        let (kpi, element) = (l.cell(row, "kpi_id"), l.cell(row, "element_id"));
        let ids = (kpi_ids.get(&fold(kpi)), element_ids.get(&fold(element)));
        if ids.0.is_none() {
            unknown("kpi_id", kpi);
        }
        if ids.1.is_none() {
            unknown("element_id", element);
        }
        let opposite = fold(l.cell(row, "type")) == "opposite";
        let written = l.cell(row, "label");
        let label = if written.is_empty() && opposite { Some(-1) } else { written.parse::<f64>().ok().map(|v| v as i64) };
        let Some(label) = label.filter(|v| (-1..=2).contains(v)) else {
            unknown("label", written);
            continue;
        };
        if let (Some(&kpi), Some(&element)) = ids {
            let lang = Some(l.cell(row, "lang").to_owned()).filter(|x| !x.is_empty());
            set.labels.push(LabelRow { kpi, element, label, opposite: opposite || label == -1, lang });
        }
    }
    set
}

fn kpi(sheet: &Sheet, row: &table::RawRow) -> Kpi {
    let name = sheet.cell(row, "kpi").to_owned();
    let written = words::direction(sheet.cell(row, "direction")).value;
    let direction = written.or_else(|| crate::read::check::direction_by_words(&name));
    let origin = Origin { file: sheet.file.clone(), line: row.line };
    Kpi {
        description: sheet.cell(row, "description").to_owned(),
        metric: sheet.cell(row, "metric").to_owned(),
        ..Kpi::from_text(sheet.cell(row, "kpi_id"), &name, direction, origin)
    }
}

fn element(sheet: &Sheet, row: &table::RawRow) -> Element {
    let origin = Origin { file: sheet.file.clone(), line: row.line };
    let description = sheet.cell(row, "description").to_owned();
    Element { description, ..Element::from_text(sheet.cell(row, "element_id"), sheet.cell(row, "element"), origin) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_join_by_id_and_faults_have_lines() {
        let name = |n: &str| -> Arc<str> { Arc::from(n) };
        let mut problems = Vec::new();
        let set = read(
            (&name("k.csv"), b"kpi_id,kpi\nK1,Reduce waste\n"),
            (&name("e.csv"), b"element_id,element\nE1,Sorting stations\nE2,Fireworks\n"),
            (&name("l.csv"), b"kpi_id,element_id,label,type\nk1,E1,2,\nK1,E2,,opposite\nK1,E3,1,\nK1,E1,7,\n"),
            &mut problems,
        );
        assert_eq!(set.kpis[0].direction, crate::model::Direction::Decrease);
        assert_eq!(set.labels.iter().map(|l| (l.element, l.label, l.opposite)).collect::<Vec<_>>(), [(0, 2, false), (1, -1, true)]);
        let at: Vec<_> = problems.iter().map(|p| (p.place.line, p.place.column)).collect();
        assert_eq!(at, [(Some(4), Some("element_id")), (Some(5), Some("label"))]);
    }
}
