//! Element and catalog rows to elements: several rows of one element are one element with several contributions.

use std::collections::BTreeMap;
use std::mem::{Discriminant, discriminant};

use jiff::civil::Date;

use crate::error::{Fault, Problem, Severity};
use crate::model::{
    Contribution, Cost, Element, ElementId, ElementKind, Kpi, KpiId, NoShare, Origin, Project, ProjectId, Share, Source, Unit, Unstated,
    share,
};
use crate::read::cells::Cell;
use crate::read::check::names::{Register, SUGGESTED, make_keys};
use crate::read::columns::TableKind;
use crate::read::config::nearest_folded;
use crate::read::files;
use crate::read::rows::{Row, Table};
use crate::text::fold;

/// Elements read so far.
#[derive(Debug, Default)]
pub struct Read {
    /// All of them.
    pub elements: Vec<Element>,
    /// Projects in order of first mention.
    pub projects: Vec<Project>,
    /// The first currency a cost names.
    pub currency: Option<Unit>,
    /// Projects by folded name.
    known: BTreeMap<String, ProjectId>,
}

/// Key of an element (project, name, id) to its index and the lines of its metrics.
type Seen = BTreeMap<(String, String, String), (usize, BTreeMap<String, u64>)>;

/// KPIs by the names a contribution may call them.
#[derive(Debug)]
pub struct Metrics<'a> {
    kpis: &'a [Kpi],
    by_name: BTreeMap<String, Carriers<'a>>,
    /// What was found for names that no KPI has, folded: rows repeat them.
    asked: BTreeMap<String, Option<String>>,
}

/// The KPIs that have a name.
#[derive(Debug)]
struct Carriers<'a> {
    /// The name as written; of several ways to write it the first in their order.
    shown: &'a str,
    kpis: Vec<KpiId>,
}

impl<'a> Metrics<'a> {
    /// KPIs by folded name and metric.
    pub fn of(kpis: &'a [Kpi]) -> Self {
        let mut by_name: BTreeMap<String, Carriers> = BTreeMap::new();
        for (i, kpi) in kpis.iter().enumerate() {
            let id = KpiId(i as u32);
            let names = [kpi.metric.as_str(), kpi.name.as_str()].map(|written| (fold(written), written));
            for (name, written) in names.into_iter().filter(|(n, _)| !n.is_empty()) {
                let carriers = by_name.entry(name).or_insert_with(|| Carriers { shown: written, kpis: Vec::new() });
                carriers.shown = carriers.shown.min(written);
                if carriers.kpis.last() != Some(&id) {
                    carriers.kpis.push(id);
                }
            }
        }
        Metrics { kpis, by_name, asked: BTreeMap::new() }
    }

    /// KPIs that carry a metric, in file order.
    pub(super) fn carriers(&self, metric: &str) -> Vec<KpiId> {
        self.by_name.get(&fold(metric)).map(|c| c.kpis.clone()).unwrap_or_default()
    }

    /// The name most like this one; none any more after [`SUGGESTED`] different ones were asked for.
    pub(super) fn nearest(&mut self, metric: &str) -> Option<String> {
        let asked = fold(metric);
        if let Some(found) = self.asked.get(&asked) {
            return found.clone();
        }
        if self.asked.len() >= SUGGESTED {
            return None;
        }
        let found = nearest_folded(metric, self.by_name.iter().map(|(folded, c)| (folded.as_str(), c.shown)));
        self.asked.insert(asked, found.clone());
        found
    }
}

/// KPIs of a row's metric for which one kind of fault is told: hundreds may carry it, and what a few of them show goes for all.
const TOLD: usize = 3;

/// What was told of the KPIs of one row.
#[derive(Debug, Default)]
pub(super) struct Told(Vec<(Severity, Discriminant<Fault>)>);

impl Told {
    /// Whether one more fault of this kind is told.
    pub(super) fn takes(&mut self, severity: Severity, fault: &Fault) -> bool {
        let kind = (severity, discriminant(fault));
        let takes = self.0.iter().filter(|told| **told == kind).count() < TOLD;
        if takes {
            self.0.push(kind);
        }
        takes
    }
}

/// Adds a table's elements to `read`.
/// `kpis` is `None` when no KPI table was read: metrics are then taken on trust.
pub fn build(table: &Table, mut kpis: Option<&mut Metrics>, register: &mut Register, read: &mut Read, problems: &mut Vec<Problem>) {
    if table.lacks_required() {
        return;
    }
    let first = read.elements.len();
    let mut seen: Seen = BTreeMap::new();
    let mut above: Option<String> = None;
    table.each(|row, found| {
        problems.extend(found);
        let row = &row;
        let name = row.text("element");
        if name.is_empty() {
            problems.push(table.problem(Severity::Error, row, "element", Fault::Blank));
            return;
        }
        let project = project(table, row, &mut above, problems);
        let key = (fold(&project), fold(name), fold(row.text("element_id")));
        let metric = fold(row.text("metric"));
        let index = match seen.get_mut(&key) {
            Some((_, metrics)) if metrics.contains_key(&metric) => {
                let first_line = metrics.get(&metric).copied().unwrap_or_default();
                problems.push(table.problem(Severity::Error, row, "element", Fault::DuplicateKey { first_line }));
                return;
            }
            Some((index, metrics)) => {
                metrics.insert(metric, row.line);
                same_element(table, row, &read.elements[*index], problems);
                *index
            }
            None => {
                let index = read.elements.len();
                seen.insert(key, (index, BTreeMap::from([(metric, row.line)])));
                let element = element(table, row, &project, index, register, read, problems);
                read.elements.push(element);
                index
            }
        };
        match effect(table, row, kpis.as_deref_mut(), problems) {
            Some(Effect::Stated(contribution)) => {
                let told = &read.elements[index].contributions;
                let twice = told.iter().find(|c| c.kpis.iter().any(|k| contribution.kpis.contains(k)));
                if let Some(first) = twice {
                    // One row names the KPI, another its metric: the same effect told twice.
                    let fault = Fault::DuplicateKey { first_line: first.origin.line };
                    problems.push(table.problem(Severity::Error, row, "metric", fault));
                } else {
                    read.elements[index].contributions.push(contribution);
                }
            }
            Some(Effect::Named(metric)) => read.elements[index].unstated.push(metric),
            None => {}
        }
        let named = row.number("cost").and_then(|q| q.unit.as_ref());
        if let (Some(first), Some(other)) = (&read.currency, named)
            && first.code() != other.code()
        {
            // Costs are added up, and no rate of exchange is known.
            let fault = Fault::UnitMismatch { found: other.label().to_owned(), expected: first.label().to_owned() };
            problems.push(table.problem(Severity::Error, row, "cost", fault));
        }
        if read.currency.is_none() {
            read.currency = named.cloned();
        }
    });
    let prefix = if table.kind == TableKind::Catalog { "C" } else { "E" };
    make_keys(prefix, read.elements.iter_mut().skip(first).map(|e| &mut e.key));
}

/// The project of a row: its cell, else that of the row above (merged cells), else the file's name.
fn project(table: &Table, row: &Row, above: &mut Option<String>, problems: &mut Vec<Problem>) -> String {
    let written = row.text("project");
    if !written.is_empty() {
        *above = Some(written.to_owned());
    } else if let Some(above) = above.as_ref().filter(|_| table.kind == TableKind::Elements) {
        let mut problem = table.problem(Severity::Warning, row, "project", Fault::FilledDown);
        problem.value = Some(above.clone());
        problems.push(problem);
    }
    above.clone().unwrap_or_else(|| files::stem(&table.file))
}

fn element(
    table: &Table,
    row: &Row,
    project: &str,
    index: usize,
    register: &mut Register,
    read: &mut Read,
    problems: &mut Vec<Problem>,
) -> Element {
    let catalog = table.kind == TableKind::Catalog;
    let project = (!catalog).then(|| project_id(project, ElementId(index as u32), read));
    let kind = match row.get("kind").map(|f| &f.cell) {
        Some(Cell::ElementKind(kind)) if !catalog => *kind,
        _ if catalog => ElementKind::Optional,
        _ => ElementKind::Core,
    };
    let (start, end) = (row.day("start"), row.day("end"));
    if end < start && end.is_some() {
        problems.push(table.problem(Severity::Error, row, "end", Fault::EndBeforeStart));
    }
    if row.number("cost").is_some_and(|q| q.value < 0.0) {
        problems.push(table.problem(Severity::Error, row, "cost", Fault::NegativeCost));
    }
    let names = match row.get("needs").map(|f| &f.cell) {
        Some(Cell::Names(cell)) => register.listed(cell),
        _ => Vec::new(),
    };
    let mut needs = Vec::new();
    for name in names {
        if register.find(name).is_none() {
            let mut problem = table.problem(Severity::Warning, row, "needs", Fault::DepartmentUnknown { near: register.nearest(name) });
            problem.value = Some(name.to_owned());
            problems.push(problem);
        }
        needs.push(register.id(name));
    }
    Element {
        key: row.text("element_id").to_owned(),
        project,
        name: row.text("element").to_owned(),
        description: row.text("description").to_owned(),
        other_words: None,
        fits: Vec::new(),
        deposit: row.get("deposit").is_some_and(|f| f.cell == Cell::YesNo(true)),
        kind,
        source: if catalog { Source::OwnCatalog } else { Source::Plan },
        cost: row.number("cost").map(|q| Cost { low: q.value, high: q.value, assumed: false }),
        contributions: Vec::new(),
        unstated: Vec::new(),
        start,
        end,
        needs,
        vacant: None,
        origin: Origin { file: table.file.clone(), line: row.line },
    }
}

fn project_id(name: &str, element: ElementId, read: &mut Read) -> ProjectId {
    let next = ProjectId(read.projects.len() as u32);
    let id = *read.known.entry(fold(name)).or_insert(next);
    if id == next {
        read.projects.push(Project { name: name.to_owned(), elements: Vec::new() });
    }
    read.projects[id.0 as usize].elements.push(element);
    id
}

/// A further row of an element: what an element has once must agree. A cost counts once, so another one is an error.
fn same_element(table: &Table, row: &Row, element: &Element, problems: &mut Vec<Problem>) {
    let first_line = element.origin.line;
    let mut differs = |severity, column| problems.push(table.problem(severity, row, column, Fault::DiffersFromFirst { first_line }));
    if row.number("cost").is_some_and(|q| element.cost.is_none_or(|c| (c.low - q.value).abs() > 1e-9 * q.value.abs())) {
        differs(Severity::Error, "cost");
    }
    let other_day = |own: Option<Date>, column: &str| row.day(column).is_some_and(|day| own.is_some_and(|own| own != day));
    if other_day(element.start, "start") {
        differs(Severity::Warning, "start");
    }
    if other_day(element.end, "end") {
        differs(Severity::Warning, "end");
    }
    let description = row.text("description");
    if !description.is_empty() && fold(description) != fold(&element.description) {
        differs(Severity::Warning, "description");
    }
}

/// What a row says that its element moves.
enum Effect {
    /// With an amount.
    Stated(Contribution),
    /// The metric alone.
    Named(Unstated),
}

fn effect(table: &Table, row: &Row, kpis: Option<&mut Metrics>, problems: &mut Vec<Problem>) -> Option<Effect> {
    let metric = row.text("metric");
    if metric.is_empty() {
        if row.has("contribution") && !row.broken.contains(&"contribution") {
            problems.push(table.problem(Severity::Error, row, "metric", Fault::MetricMissing));
        }
        return None;
    }
    let metrics = kpis?;
    let carriers = metrics.carriers(metric);
    if carriers.is_empty() {
        let near = metrics.nearest(metric);
        // A slip of a known name is one to mend; a metric that nobody here is judged by is only worth knowing.
        let severity = if near.is_some() { Severity::Warning } else { Severity::Note };
        problems.push(table.problem(severity, row, "metric", Fault::MetricUnknown { near }));
    } else if carriers.len() > 1 {
        problems.push(table.problem(Severity::Warning, row, "metric", Fault::MetricShared { count: carriers.len() }));
    }
    let origin = Origin { file: table.file.clone(), line: row.line };
    let Some(amount) = row.number("contribution").cloned() else {
        return Some(Effect::Named(Unstated { metric: metric.to_owned(), kpis: carriers, origin }));
    };
    let mut told = Told::default();
    let mut tell = |severity, column, fault: Fault| {
        if told.takes(severity, &fault) {
            problems.push(table.problem(severity, row, column, fault));
        }
    };
    for id in &carriers {
        let kpi = &metrics.kpis[id.0 as usize];
        let bare = amount.unit.is_none() && !amount.percent && !amount.points && row.unit().is_none();
        if kpi.percent && bare && amount.value != 0.0 && amount.value.abs() < 1.0 {
            tell(Severity::Warning, "contribution", Fault::SmallPercent);
        }
        match share::of(&amount, kpi) {
            Share::Unknown(NoShare::Unit) => {
                let percent = amount.percent || amount.points;
                let found = if percent { "%" } else { amount.unit.as_ref().map_or("", |u| u.label()) };
                let expected = if kpi.percent { "%" } else { kpi.unit.as_ref().map_or("", |u| u.label()) };
                let column = if row.unit().is_some() { "unit" } else { "contribution" };
                let fault = Fault::UnitMismatch { found: found.to_owned(), expected: expected.to_owned() };
                // Under a percent KPI a plain number looks like a number of percents: that is the slip to warn of.
                let severity = if kpi.percent || percent { Severity::Warning } else { Severity::Note };
                tell(severity, column, fault);
            }
            Share::Unknown(why @ (NoShare::NothingToScale | NoShare::NoBaseline)) => {
                let severity = if why == NoShare::NothingToScale { Severity::Warning } else { Severity::Note };
                tell(severity, "contribution", Fault::NoShareTold { kpi: kpi.name.clone(), why });
            }
            Share::Known(known) if known.share() < 0.0 => {
                tell(Severity::Note, "contribution", Fault::MovesAway { kpi: kpi.name.clone() });
            }
            _ => {}
        }
    }
    Some(Effect::Stated(Contribution { metric: metric.to_owned(), kpis: carriers, amount, origin }))
}
