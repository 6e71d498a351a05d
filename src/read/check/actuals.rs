//! Rows of actual results, held against what the projects' elements stated.
//!
//! Invariant: every row handed over names a project, one element of it and a metric that the element stated or a KPI carries; its unit
//! converts into the unit of each KPI. A row without an amount is no result yet and says nothing.

use std::collections::BTreeMap;

use crate::error::{Fault, Problem, SettleFault, Severity};
use crate::model::{Case, ElementId, KpiId, NoShare, Origin, ProjectId, Quantity, share};
use crate::read::check::elements::{Metrics, Told};
use crate::read::check::names::SUGGESTED;
use crate::read::config::nearest;
use crate::read::rows::{Row, Table};
use crate::text::fold;

/// One actual result.
#[derive(Debug, Clone, PartialEq)]
pub struct Actual {
    /// The project.
    pub project: ProjectId,
    /// The element.
    pub element: ElementId,
    /// The metric as written.
    pub metric: String,
    /// Which of the element's contributions it settles; `None` for one it did not state.
    pub claim: Option<usize>,
    /// KPIs that carry the metric.
    pub kpis: Vec<KpiId>,
    /// A signed change, as a contribution is.
    pub amount: Quantity,
    /// Its row.
    pub origin: Origin,
}

/// The results of a table; what is wrong with its rows goes to `problems`.
pub fn actuals(table: &Table, case: &Case, problems: &mut Vec<Problem>) -> Vec<Actual> {
    let mut all: Vec<Actual> = Vec::new();
    if table.lacks_required() {
        return all;
    }
    let mut reader = Reader::of(table, case);
    // Faults of single cells are told by [`cells`].
    table.each(|row, _| all.extend(reader.actual(&row, problems)));
    all
}

/// What is wrong with single cells of the table.
pub fn cells(table: &Table, problems: &mut Vec<Problem>) {
    table.each(|_, found| problems.extend(found));
}

/// Elements by project and folded name or id; `None` where several are called so.
type Called = BTreeMap<(ProjectId, String), Option<ElementId>>;

struct Reader<'a> {
    table: &'a Table,
    case: &'a Case,
    metrics: Metrics<'a>,
    /// Projects by folded name.
    projects: BTreeMap<String, ProjectId>,
    by_name: Called,
    by_key: Called,
    /// For how many names one like it has been looked for.
    suggested: usize,
    /// The project of the row above.
    above: Option<(ProjectId, String)>,
    /// Lines by project, element and metric.
    seen: BTreeMap<(ProjectId, ElementId, String), u64>,
}

impl<'a> Reader<'a> {
    fn of(table: &'a Table, case: &'a Case) -> Self {
        let mut projects = BTreeMap::new();
        let (mut by_name, mut by_key) = (Called::new(), Called::new());
        for (at, project) in case.projects.iter().enumerate() {
            let id = ProjectId(at as u32);
            projects.entry(fold(&project.name)).or_insert(id);
            for one in &project.elements {
                let element = case.element(*one);
                for (all, text) in [(&mut by_name, &element.name), (&mut by_key, &element.key)] {
                    all.entry((id, fold(text))).and_modify(|found| *found = None).or_insert(Some(*one));
                }
            }
        }
        let metrics = Metrics::of(&case.kpis);
        Reader { table, case, metrics, projects, by_name, by_key, suggested: 0, above: None, seen: BTreeMap::new() }
    }

    /// The name most like one that is unknown; none any more after [`SUGGESTED`] of them.
    fn suggest<'n>(&mut self, written: &str, names: impl Iterator<Item = &'n str>) -> Option<String> {
        if self.suggested >= SUGGESTED {
            return None;
        }
        self.suggested += 1;
        nearest(written, &names.collect::<Vec<_>>())
    }

    fn tell(&self, severity: Severity, row: &Row, column: &'static str, fault: Fault) -> Problem {
        self.table.problem(severity, row, column, fault)
    }

    fn error(&self, row: &Row, column: &'static str, fault: SettleFault) -> Problem {
        self.tell(Severity::Error, row, column, Fault::Settle(fault))
    }

    fn actual(&mut self, row: &Row, problems: &mut Vec<Problem>) -> Option<Actual> {
        let project = self.project(row, problems);
        for column in ["element", "metric"] {
            if row.text(column).is_empty() {
                problems.push(self.tell(Severity::Error, row, column, Fault::Blank));
            }
        }
        let project = project?;
        let element = self.element(project, row, problems)?;
        let (claim, kpis) = self.metric(element, row, problems)?;
        // One row may name the KPI, another its metric: the claim they settle is the same.
        let settled = claim.map_or_else(|| fold(row.text("metric")), |i| format!("\u{1f}{i}"));
        let key = (project, element, settled);
        if let Some(first_line) = self.seen.get(&key).copied() {
            problems.push(self.tell(Severity::Error, row, "metric", Fault::DuplicateKey { first_line }));
            return None;
        }
        self.seen.insert(key, row.line);
        let amount = row.number("delivered")?.clone();
        let sound = self.amount(&amount, &kpis, row, problems);
        sound.then(|| Actual {
            project,
            element,
            metric: row.text("metric").to_owned(),
            claim,
            kpis,
            amount,
            origin: Origin { file: self.table.file.clone(), line: row.line },
        })
    }

    /// The project of a row: its cell, else that of the row above (merged cells), else the only one there is.
    fn project(&mut self, row: &Row, problems: &mut Vec<Problem>) -> Option<ProjectId> {
        let written = row.text("project");
        let projects = &self.case.projects;
        if written.is_empty() {
            if let Some((id, above)) = &self.above {
                let mut problem = self.tell(Severity::Warning, row, "project", Fault::FilledDown);
                problem.value = Some(above.clone());
                problems.push(problem);
                return Some(*id);
            }
            if projects.len() == 1 {
                return Some(ProjectId(0));
            }
            problems.push(self.error(row, "project", SettleFault::ProjectMissing));
            return None;
        }
        let id = self.projects.get(&fold(written)).copied();
        if id.is_none() {
            let near = self.suggest(written, projects.iter().map(|p| p.name.as_str()));
            problems.push(self.error(row, "project", SettleFault::ProjectUnknown { near }));
        }
        self.above = id.map(|id| (id, written.to_owned()));
        id
    }

    fn element(&mut self, project: ProjectId, row: &Row, problems: &mut Vec<Problem>) -> Option<ElementId> {
        let written = fold(row.text("element"));
        if written.is_empty() {
            return None;
        }
        let called = (project, written);
        let found = self.by_name.get(&called).or_else(|| self.by_key.get(&called)).copied();
        match found {
            Some(Some(one)) => Some(one),
            Some(None) => {
                problems.push(self.error(row, "element", SettleFault::ElementAmbiguous));
                None
            }
            None => {
                let case = self.case;
                let near = self.suggest(row.text("element"), case.project(project).elements.iter().map(|e| case.element(*e).name.as_str()));
                problems.push(self.error(row, "element", SettleFault::ElementUnknown { near }));
                None
            }
        }
    }

    /// Which claim of the element a metric settles, and the KPIs that carry it.
    fn metric(&mut self, element: ElementId, row: &Row, problems: &mut Vec<Problem>) -> Option<(Option<usize>, Vec<KpiId>)> {
        let written = fold(row.text("metric"));
        if written.is_empty() {
            return None;
        }
        let case = self.case;
        let stated = &case.element(element).contributions;
        let called = |k: &KpiId| {
            let kpi = case.kpi(*k);
            [&kpi.name, &kpi.metric, &kpi.key].iter().any(|t| fold(t) == written)
        };
        let by_word = stated.iter().position(|c| fold(&c.metric) == written);
        if let Some(at) = by_word.or_else(|| stated.iter().position(|c| c.kpis.iter().any(called))) {
            return Some((Some(at), stated.get(at).map_or_else(Vec::new, |c| c.kpis.clone())));
        }
        let carriers = self.metrics.carriers(row.text("metric"));
        if carriers.is_empty() {
            let own = self.suggest(row.text("metric"), stated.iter().map(|c| c.metric.as_str()));
            let near = own.or_else(|| self.metrics.nearest(row.text("metric")));
            problems.push(self.error(row, "metric", SettleFault::MetricUnknown { near }));
            return None;
        }
        problems.push(self.tell(Severity::Note, row, "metric", Fault::Settle(SettleFault::Unplanned)));
        Some((None, carriers))
    }

    /// Whether an amount can be held against each of its KPIs.
    fn amount(&self, amount: &Quantity, kpis: &[KpiId], row: &Row, problems: &mut Vec<Problem>) -> bool {
        let mut sound = true;
        let mut told = Told::default();
        let mut tell = |severity, column, fault: Fault| {
            if told.takes(severity, &fault) {
                problems.push(self.tell(severity, row, column, fault));
            }
        };
        for id in kpis {
            let kpi = self.case.kpi(*id);
            let bare = amount.unit.is_none() && !amount.percent && !amount.points && row.unit().is_none();
            if kpi.percent && bare && amount.value != 0.0 && amount.value.abs() < 1.0 {
                tell(Severity::Warning, "delivered", Fault::SmallPercent);
            }
            match share::change(amount, kpi) {
                Ok(_) => {}
                Err(why @ NoShare::NothingToScale) => {
                    tell(Severity::Warning, "delivered", Fault::NoShareTold { kpi: kpi.name.clone(), why });
                }
                Err(_) => {
                    let ratio = amount.percent || amount.points;
                    let found = if ratio { "%" } else { amount.unit.as_ref().map_or("", |u| u.label()) };
                    let expected = if kpi.percent { "%" } else { kpi.unit.as_ref().map_or("", |u| u.label()) };
                    let column = if row.unit().is_some() { "unit" } else { "delivered" };
                    let fault = Fault::UnitMismatch { found: found.to_owned(), expected: expected.to_owned() };
                    tell(Severity::Error, column, fault);
                    sound = false;
                }
            }
        }
        sound
    }
}
