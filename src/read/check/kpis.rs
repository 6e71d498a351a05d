//! KPI rows to KPIs: units, directions, weights, keys.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::error::{DirectionSource, Fault, Problem, Severity};
use crate::model::unit::convert;
use crate::model::{Comparator, DepartmentId, Direction, Kpi, Origin, ParsedUnit, Quantity};
use crate::read::cells::Cell;
use crate::read::check::names::{Register, make_keys};
use crate::read::rows::{Row, Table};
use crate::text::fold;

/// Builds the KPIs of a table. Problems are pushed; a row with an error is left out.
pub fn build(table: &Table, register: &mut Register, problems: &mut Vec<Problem>) -> Vec<Kpi> {
    let mut kpis: Vec<Kpi> = Vec::new();
    // A missing column has been reported; a fault for each of its rows would only bury that.
    if table.lacks_required() {
        return kpis;
    }
    let mut weights: Vec<Option<f64>> = Vec::new();
    let mut seen: BTreeMap<u64, usize> = BTreeMap::new();
    let mut above = Above::default();
    let make = |row, found| Draft::of(table, row, found);
    table.each_made(make, |mut draft: Draft| {
        problems.append(&mut draft.found);
        let Some(department) = above.department(table, &mut draft, register, problems) else { return };
        let Some(mut kpi) = draft.kpi else {
            problems.append(&mut draft.of_kpi);
            return;
        };
        kpi.department = department;
        let same = |k: &Kpi| k.department == department && fold(&k.name) == draft.name && fold(&k.key) == draft.id;
        match seen.entry(hashed(&(department, &draft.name, &draft.id))) {
            Entry::Occupied(first) if kpis.get(*first.get()).is_some_and(same) => {
                let first_line = kpis.get(*first.get()).map_or(0, |k| k.origin.line);
                let place = table.place(kpi.origin.line, "kpi");
                problems.push(Problem {
                    severity: Severity::Error,
                    place,
                    value: Some(kpi.name),
                    fault: Fault::DuplicateKey { first_line },
                });
                return;
            }
            // Another key with the same hash: the older one is still found by its own rows' comparison.
            Entry::Occupied(_) => {}
            Entry::Vacant(free) => {
                free.insert(kpis.len());
            }
        }
        problems.append(&mut draft.of_kpi);
        weights.push(draft.weight);
        kpis.push(kpi);
    });
    let mut ids: BTreeMap<String, u64> = BTreeMap::new();
    for kpi in kpis.iter().filter(|k| !k.key.is_empty()) {
        let line = kpi.origin.line;
        if let Some(first_line) = ids.insert(fold(&kpi.key), line) {
            let place = table.place(line, "kpi_id");
            problems.push(Problem {
                severity: Severity::Warning,
                place,
                value: Some(kpi.key.clone()),
                fault: Fault::DuplicateId { first_line },
            });
        }
    }
    make_keys("K", kpis.iter_mut().map(|k| &mut k.key));
    normalise(table, &mut kpis, &weights, register, problems);
    kpis
}

/// A number that stands for a key, so that a million of them fit into little memory; equal numbers are compared in full.
fn hashed(key: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

/// What one row says by itself; its department and whether it is a duplicate need the rows above.
struct Draft {
    line: u64,
    /// Problems of its cells.
    found: Vec<Problem>,
    /// The department as written; empty when blank.
    department: String,
    /// The KPI, of no department yet; none where its name is blank.
    kpi: Option<Kpi>,
    /// Problems that are told unless the row is left out as a duplicate.
    of_kpi: Vec<Problem>,
    /// Name and id, folded.
    name: String,
    id: String,
    weight: Option<f64>,
}

impl Draft {
    fn of(table: &Table, row: Row, found: Vec<Problem>) -> Self {
        let row = &row;
        let mut of_kpi = Vec::new();
        let name = row.text("kpi");
        let kpi = if name.is_empty() {
            of_kpi.push(table.problem(Severity::Error, row, "kpi", Fault::Blank));
            None
        } else {
            Some(kpi(table, row, name, &mut of_kpi))
        };
        Draft {
            line: row.line,
            found,
            department: row.text("department").to_owned(),
            kpi,
            of_kpi,
            name: fold(name),
            id: fold(row.text("kpi_id")),
            weight: match row.get("weight").map(|f| &f.cell) {
                Some(Cell::Weight(weight)) => Some(*weight),
                _ => None,
            },
        }
    }
}

fn kpi(table: &Table, row: &Row, name: &str, problems: &mut Vec<Problem>) -> Kpi {
    let amounts = Amounts::of(table, row, problems);
    let (direction, directed) = direction(table, row, name, &amounts, problems);
    Kpi {
        key: row.text("kpi_id").to_owned(),
        department: DepartmentId(0),
        name: name.to_owned(),
        description: row.text("description").to_owned(),
        metric: row.text("metric").to_owned(),
        unit: amounts.unit,
        percent: amounts.percent,
        shown_scale: amounts.shown_scale,
        baseline: amounts.baseline,
        target: amounts.target,
        actual: amounts.actual,
        direction,
        directed,
        weight: 0.0,
        period: row.get("period").and_then(|f| if let Cell::Period(p) = f.cell { Some(p) } else { None }),
        due: row.day("due"),
        origin: Origin { file: table.file.clone(), line: row.line },
    }
}

/// The department of the row above.
#[derive(Default)]
struct Above(Option<(String, DepartmentId)>);

impl Above {
    /// The department of a row; a blank one is that of the row above, as spreadsheets leave merged cells.
    fn department(
        &mut self,
        table: &Table,
        draft: &mut Draft,
        register: &mut Register,
        problems: &mut Vec<Problem>,
    ) -> Option<DepartmentId> {
        let problem = |severity, value, fault| Problem { severity, place: table.place(draft.line, "department"), value, fault };
        match &self.0 {
            Some((above, id)) if draft.department.is_empty() => {
                problems.push(problem(Severity::Warning, Some(above.clone()), Fault::FilledDown));
                Some(*id)
            }
            Some((above, id)) if draft.department == *above => Some(*id),
            None if draft.department.is_empty() => {
                problems.push(problem(Severity::Error, None, Fault::Blank));
                None
            }
            _ => {
                let id = register.id(&draft.department);
                self.0 = Some((std::mem::take(&mut draft.department), id));
                Some(id)
            }
        }
    }
}

/// The amounts of a KPI in one unit.
struct Amounts {
    unit: Option<crate::model::Unit>,
    percent: bool,
    shown_scale: f64,
    baseline: Option<f64>,
    target: Option<f64>,
    actual: Option<f64>,
}

impl Amounts {
    fn of(table: &Table, row: &Row, problems: &mut Vec<Problem>) -> Self {
        const COLUMNS: [&str; 3] = ["baseline", "target", "actual"];
        let quantities: Vec<(&'static str, &Quantity)> = COLUMNS.iter().filter_map(|c| Some((*c, row.number(c)?))).collect();
        let declared: ParsedUnit = row.unit().map_or(ParsedUnit::NONE, |(unit, _)| unit.clone());
        let is_ratio = |q: &Quantity| q.percent || q.points;
        let percent = declared.is_ratio() || (declared.unit.is_none() && quantities.iter().any(|(_, q)| is_ratio(q)));
        let unit = declared.unit.clone().or_else(|| quantities.iter().find_map(|(_, q)| q.unit.clone())).filter(|_| !percent);
        let mut amounts = Amounts {
            unit,
            percent,
            shown_scale: if declared.is_ratio() { 1.0 } else { declared.scale },
            baseline: None,
            target: None,
            actual: None,
        };
        for (column, quantity) in quantities {
            let value = amounts.in_unit(table, row, column, quantity, problems);
            match column {
                "baseline" => amounts.baseline = value,
                "target" => amounts.target = value,
                _ => amounts.actual = value,
            }
        }
        amounts
    }

    /// An amount in the KPI's unit; an error when its own unit leads nowhere.
    fn in_unit(&self, table: &Table, row: &Row, column: &'static str, q: &Quantity, problems: &mut Vec<Problem>) -> Option<f64> {
        let mismatch = |found: String, expected: String| Fault::UnitMismatch { found, expected };
        let ratio = q.percent || q.points;
        let own = self.unit.as_ref().map_or("", |u| u.label()).to_owned();
        match (&q.unit, &self.unit) {
            (None, _) if ratio == self.percent => Some(q.value),
            (None, _) if self.percent => {
                // 51 beside a target of 60 %: a number of percents.
                problems.push(table.problem(Severity::Warning, row, column, mismatch(String::new(), "%".into())));
                Some(q.value / 100.0)
            }
            (None, _) => {
                problems.push(table.problem(Severity::Error, row, column, mismatch("%".into(), own)));
                None
            }
            (Some(from), Some(to)) => {
                let value = convert(q.value, from, to);
                if value.is_none() {
                    problems.push(table.problem(Severity::Error, row, column, mismatch(from.label().to_owned(), own)));
                }
                value
            }
            (Some(from), None) => {
                let expected = if self.percent { "%".to_owned() } else { own };
                problems.push(table.problem(Severity::Error, row, column, mismatch(from.label().to_owned(), expected)));
                None
            }
        }
    }
}

/// The direction as written, else from bound, baseline and target, else from the words, else increase; and whether anything said so.
fn direction(table: &Table, row: &Row, name: &str, amounts: &Amounts, problems: &mut Vec<Problem>) -> (Direction, bool) {
    let by_gap = match (amounts.baseline, amounts.target) {
        (Some(baseline), Some(target)) if target > baseline => Some(Direction::Increase),
        (Some(baseline), Some(target)) if target < baseline => Some(Direction::Decrease),
        _ => None,
    };
    let bound = row.get("target").and_then(|f| if let Cell::Number(_, bound) = &f.cell { *bound } else { None });
    let by_bound = bound.map(|b| match b {
        Comparator::AtLeast | Comparator::Above => Direction::Increase,
        Comparator::AtMost | Comparator::Below => Direction::Decrease,
    });
    if let Some(Cell::Direction(written)) = row.get("direction").map(|f| &f.cell) {
        if by_gap.is_some_and(|gap| gap != *written) {
            problems.push(table.problem(Severity::Error, row, "direction", Fault::DirectionContradicts));
        } else if by_bound.is_some_and(|b| b != *written) {
            problems.push(table.problem(Severity::Error, row, "target", Fault::BoundContradicts));
        }
        return (*written, true);
    }
    if let (Some(gap), Some(bound)) = (by_gap, by_bound)
        && gap != bound
    {
        problems.push(table.problem(Severity::Error, row, "target", Fault::BoundContradicts));
    }
    let (direction, from) = by_gap
        .map(|d| (d, DirectionSource::Gap))
        .or(by_bound.map(|d| (d, DirectionSource::Bound)))
        .or(by_words(name).map(|d| (d, DirectionSource::Words)))
        .unwrap_or((Direction::Increase, DirectionSource::Default));
    if !row.broken.contains(&"direction") {
        let fault = Fault::DirectionAssumed { decrease: direction == Direction::Decrease, from };
        problems.push(table.problem(Severity::Note, row, "direction", fault));
    }
    (direction, from != DirectionSource::Default)
}

/// The direction a KPI's own words name: the first verb decides.
pub fn by_words(name: &str) -> Option<Direction> {
    const UP: [&str; 18] = [
        "提升", "提高", "增加", "增长", "扩大", "扩充", "加快", "改善", "increase", "raise", "grow", "improve", "boost", "expand", "more ",
        "higher", "win ", "gain ",
    ];
    const DOWN: [&str; 19] = [
        "降低", "减少", "下降", "缩短", "压降", "压缩", "控制", "减轻", "遏制", "decrease", "reduce", "lower", "cut ", "shorten", "fewer",
        "less ", "minimi", "limit ", "prevent",
    ];
    let folded = fold(name);
    let first = |words: &[&str]| words.iter().filter_map(|w| folded.find(w)).min();
    match (first(&UP), first(&DOWN)) {
        (Some(up), Some(down)) => Some(if up < down { Direction::Increase } else { Direction::Decrease }),
        (Some(_), None) => Some(Direction::Increase),
        (None, Some(_)) => Some(Direction::Decrease),
        (None, None) => None,
    }
}

/// Weights to shares of 1 inside each department. A blank weight counts as the mean of the department's others, all blank as equal.
fn normalise(table: &Table, kpis: &mut [Kpi], weights: &[Option<f64>], register: &Register, problems: &mut Vec<Problem>) {
    let mut groups: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (i, kpi) in kpis.iter().enumerate() {
        groups.entry(kpi.department.0).or_default().push(i);
    }
    for (department, members) in groups {
        let given: Vec<f64> = members.iter().filter_map(|&i| weights[i]).collect();
        let sum: f64 = given.iter().sum();
        let mean = if given.is_empty() || sum <= 0.0 { 1.0 } else { sum / given.len() as f64 };
        let equal = sum <= 0.0;
        let of = |i: usize| if equal { 1.0 } else { weights[i].unwrap_or(mean) };
        let total: f64 = members.iter().map(|&i| of(i)).sum();
        for &i in &members {
            kpis[i].weight = of(i) / total;
        }
        let whole = [1.0, 100.0].iter().any(|whole| (sum - whole).abs() < 1e-6 * whole);
        if !given.is_empty() && !whole {
            let severity = if given.len() > 1 { Severity::Warning } else { Severity::Note };
            let name = register.names().get(department as usize).cloned().unwrap_or_default();
            let line = members.first().map_or(1, |&i| kpis[i].origin.line);
            let place = table.place(line, "weight");
            problems.push(Problem { severity, place, value: None, fault: Fault::WeightSum { department: name, sum } });
        }
    }
}
