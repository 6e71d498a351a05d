//! A user's own judgements: a table of KPI, element and label, joined to the tables by names or ids.
//!
//! Every fault of every row is told. A row without a label has not been judged yet and is passed over; a pair judged twice alike counts once.
//! Names and ids are compared after folding; a name that several things carry must be told apart by an id, a department or a project.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::error::{Fault, JudgementFault, Named, Place, Problem, Severity};
use crate::model::{Case, ElementId, KpiId};
use crate::read::Source;
use crate::read::sheet::{Field, Sheet};
use crate::read::table::RawRow;
use crate::text::fold;

/// Headers taken for each field.
const FIELDS: [Field; 7] = [
    ("kpi", &["kpi", "指标", "关键绩效指标", "指标名称", "kpi name", "kpi指标"]),
    ("kpi_id", &["kpi_id", "kpi id", "指标编号"]),
    ("department", &["department", "部门", "dept", "所属部门"]),
    ("element", &["element", "要素", "元素", "项目要素", "内容"]),
    ("element_id", &["element_id", "element id", "要素编号"]),
    ("project", &["project", "项目", "项目名称", "project name"]),
    ("label", &["label", "标签", "判断", "打分", "标注"]),
];
/// Likeness from which a name is suggested.
const ALIKE: f64 = 0.75;
/// How many names are suggested.
const SUGGESTED: usize = 3;
/// Names up to which likeness is looked for: more would take longer than the run.
const MANY: usize = 20_000;

/// One judged pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judgement {
    /// The KPI.
    pub kpi: KpiId,
    /// The element, also one of a catalog.
    pub element: ElementId,
    /// 2 delivers, 1 helps, 0 no effect, -1 works against.
    pub label: i8,
}

/// A table of judgements.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judgements {
    /// The judged pairs in file order, each once.
    pub pairs: Vec<Judgement>,
    /// Rows with a label, whether they could be read or not.
    pub written: usize,
}

/// Reads a table of judgements on a case. Problems are pushed; use the result only when none is an error.
pub fn read(source: &Source, encoding: Option<&str>, case: &Case, problems: &mut Vec<Problem>) -> Judgements {
    let mut read = Judgements::default();
    let Some(sheet) = Sheet::open(source, encoding, &FIELDS, problems) else { return read };
    let error = |place: Place, value: &str, fault: Fault| {
        let value = Some(value.to_owned()).filter(|v| !v.is_empty());
        Problem { severity: Severity::Error, place, value, fault }
    };
    let known = problems.len();
    for (column, or) in [("kpi", "kpi_id"), ("element", "element_id"), ("label", "label")] {
        if !sheet.has(column) && !sheet.has(or) {
            let accepted = FIELDS.iter().filter(|(name, _)| *name == column || *name == or).flat_map(|(_, a)| a.iter().copied()).collect();
            let place = Place { column: Some(column), ..sheet.at_header() };
            problems.push(error(place, "", Fault::Judgement(JudgementFault::NoColumn { accepted })));
        }
    }
    if problems.len() > known {
        return read;
    }
    let (kpis, elements) = (kpis(case), elements(case));
    let mut seen: BTreeMap<(u32, u32), (u64, i8)> = BTreeMap::new();
    let mut blank = 0;
    for row in &sheet.rows() {
        let written = sheet.cell(row, "label");
        if written.is_empty() {
            blank += 1;
            continue;
        }
        read.written += 1;
        let mut tell = |column: &'static str, value: &str, fault: Fault| problems.push(error(sheet.place(row, column), value, fault));
        let mut place = |side: &Side| side.find(&sheet, row).map_err(|miss| tell(miss.column, &miss.value, miss.fault)).ok();
        let (kpi, element) = (place(&kpis), place(&elements));
        let Some(label) = label(written) else {
            tell("label", written, Fault::Judgement(JudgementFault::Label));
            continue;
        };
        let Some((kpi, element)) = kpi.zip(element) else { continue };
        match seen.entry((kpi, element)) {
            Entry::Vacant(free) => {
                free.insert((row.line, label));
                read.pairs.push(Judgement { kpi: KpiId(kpi), element: ElementId(element), label });
            }
            Entry::Occupied(first) if first.get().1 != label => {
                let (first_line, first) = *first.get();
                tell("label", written, Fault::Judgement(JudgementFault::Twice { first_line, first }));
            }
            Entry::Occupied(_) => {}
        }
    }
    if blank > 0 {
        let fault = Fault::Judgement(JudgementFault::Unlabelled { count: blank });
        problems.push(Problem { severity: Severity::Note, place: Place::file(&source.file), value: None, fault });
    }
    read
}

/// A label as people and spreadsheets write it: `2`, `1.0`, `+1`, `－1`.
fn label(text: &str) -> Option<i8> {
    let number: f64 = fold(text).replace(['−', '–', '—'], "-").parse().ok()?;
    [-1_i8, 0, 1, 2].into_iter().find(|l| f64::from(*l) == number)
}

/// What the KPIs or the elements of a case are called.
struct Side<'a> {
    what: Named,
    /// Columns of name, id and group.
    columns: [&'static str; 3],
    keys: Vec<&'a str>,
    names: Vec<&'a str>,
    /// Department or project of each; empty for entries of a catalog.
    groups: Vec<&'a str>,
    by_key: BTreeMap<String, Vec<u32>>,
    by_name: BTreeMap<String, Vec<u32>>,
}

/// A cell that leads nowhere.
struct Miss {
    column: &'static str,
    value: String,
    fault: Fault,
}

fn kpis(case: &Case) -> Side<'_> {
    let rows = case.kpis.iter().map(|k| (k.key.as_str(), k.name.as_str(), case.department(k.department).name.as_str()));
    Side::new(Named::Kpi, ["kpi", "kpi_id", "department"], rows)
}

fn elements(case: &Case) -> Side<'_> {
    let rows = case.elements.iter().map(|e| {
        let project = e.project.map_or("", |p| case.project(p).name.as_str());
        (e.key.as_str(), e.name.as_str(), project)
    });
    Side::new(Named::Element, ["element", "element_id", "project"], rows)
}

impl<'a> Side<'a> {
    fn new(what: Named, columns: [&'static str; 3], rows: impl Iterator<Item = (&'a str, &'a str, &'a str)>) -> Self {
        let mut side = Side {
            what,
            columns,
            keys: Vec::new(),
            names: Vec::new(),
            groups: Vec::new(),
            by_key: BTreeMap::new(),
            by_name: BTreeMap::new(),
        };
        for (number, (key, name, group)) in (0..).zip(rows) {
            side.keys.push(key);
            side.names.push(name);
            side.groups.push(group);
            side.by_key.entry(fold(key)).or_default().push(number);
            side.by_name.entry(fold(name)).or_default().push(number);
        }
        side
    }

    /// What a row names.
    fn find(&self, sheet: &Sheet, row: &RawRow) -> Result<u32, Box<Miss>> {
        let [name_column, id_column, group_column] = self.columns;
        let [name, id, group] = self.columns.map(|column| sheet.cell(row, column));
        let (text, column) = if name.is_empty() && sheet.has(id_column) { (id, id_column) } else { (name, name_column) };
        let miss = |column, value: &str, fault| Box::new(Miss { column, value: value.to_owned(), fault: Fault::Judgement(fault) });
        if text.is_empty() {
            let column = if sheet.has(column) { column } else { id_column };
            return Err(Box::new(Miss { column, value: String::new(), fault: Fault::Blank }));
        }
        let by = |all: &BTreeMap<String, Vec<u32>>, text: &str| all.get(&fold(text)).cloned().unwrap_or_default();
        let what = self.what;
        let mut found = by(&self.by_key, text);
        if found.is_empty() {
            found = by(&self.by_name, text);
        }
        if found.is_empty() {
            return Err(miss(column, text, JudgementFault::Unknown { what, near: self.near(text) }));
        }
        if !name.is_empty() && !id.is_empty() {
            let of_id = by(&self.by_key, id);
            let named = of_id.first().and_then(|n| self.names.get(*n as usize)).map(|n| (*n).to_owned());
            found.retain(|n| of_id.contains(n));
            if found.is_empty() {
                return Err(miss(id_column, id, JudgementFault::OtherId { what, name: named }));
            }
        }
        if !group.is_empty() {
            let groups = self.groups_of(&found);
            found.retain(|n| fold(self.groups[*n as usize]) == fold(group));
            if found.is_empty() {
                return Err(miss(group_column, group, JudgementFault::ElseWhere { what, groups }));
            }
        }
        match found[..] {
            [one] => Ok(one),
            _ => {
                let ids = found.iter().map(|n| self.keys[*n as usize].to_owned()).collect();
                Err(miss(column, text, JudgementFault::Ambiguous { what, groups: self.groups_of(&found), ids }))
            }
        }
    }

    /// The departments or projects of some, each once, in order of the tables.
    fn groups_of(&self, found: &[u32]) -> Vec<String> {
        let mut groups: Vec<String> = Vec::new();
        for group in found.iter().map(|n| self.groups[*n as usize]).filter(|g| !g.is_empty()) {
            if !groups.iter().any(|g| g == group) {
                groups.push(group.to_owned());
            }
        }
        groups
    }

    /// Names written alike, likest first, then by name.
    fn near(&self, text: &str) -> Vec<String> {
        if self.by_name.len() > MANY {
            return Vec::new();
        }
        let wanted = fold(text);
        let scored = self.by_name.iter().map(|(folded, numbers)| (strsim::jaro_winkler(folded, &wanted), numbers));
        let mut alike: Vec<(f64, &str)> = scored
            .filter(|(score, _)| *score > ALIKE)
            .filter_map(|(score, n)| Some((score, *self.names.get(*n.first()? as usize)?)))
            .collect();
        alike.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        alike.into_iter().take(SUGGESTED).map(|(_, name)| name.to_owned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_as_written() {
        let read = ["2", " 1.0", "+1", "－1", "−1", "0"].map(label);
        assert_eq!(read, [Some(2), Some(1), Some(1), Some(-1), Some(-1), Some(0)]);
        assert_eq!(["3", "1.5", "-2", "yes", "1e0x", "nan"].map(label), [None; 6]);
    }
}
