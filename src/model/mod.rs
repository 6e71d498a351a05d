//! What the program speaks about: KPIs, elements, departments, and the case they make up.
//!
//! Plain data. Departments, KPIs and elements are named by index newtypes into [`Case`], never by their texts, so that a pair is a few
//! numbers. Only `read::check` builds a [`Case`]; whatever holds one may rely on every index being valid and every weight summing to 1
//! within its department.

pub mod fault;
pub mod outcome;
pub mod quantity;
pub mod share;
pub mod unit;
pub mod vocabulary;

use std::sync::Arc;

use jiff::civil::Date;

pub use fault::{Comparator, Severity, ValueFault};
pub use quantity::Quantity;
pub use share::{NoShare, Share};
pub use unit::{ParsedUnit, Unit};
pub use vocabulary::{Direction, ElementKind, FavorDirection, FormKind, Level, LogKind, Period, Role};

/// Language of what the program writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Chinese.
    Zh,
    /// English.
    En,
}

/// Index of a KPI in [`Case::kpis`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KpiId(pub u32);
/// Index of an element in [`Case::elements`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ElementId(pub u32);
/// Index of a department in [`Case::departments`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DepartmentId(pub u32);
/// Index of a project in [`Case::projects`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProjectId(pub u32);

/// The row a fact came from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// The file as typed; `catalog` for the embedded catalog.
    pub file: Arc<str>,
    /// Physical line, from 1.
    pub line: u64,
}

/// One KPI of a department.
#[derive(Debug, Clone)]
pub struct Kpi {
    /// `kpi_id`, made (K1, K2 …) when the table has none.
    pub key: String,
    /// Whose it is.
    pub department: DepartmentId,
    /// The name as written.
    pub name: String,
    /// What is counted, in a sentence; may be empty.
    pub description: String,
    /// Name of the measure; may be empty.
    pub metric: String,
    /// Unit of all its amounts; `None` for plain numbers and percents.
    pub unit: Option<Unit>,
    /// Whether its amounts are fractions shown as percents.
    pub percent: bool,
    /// Scale the table shows amounts in (10 000 for 万元), for writing them back the same way.
    pub shown_scale: f64,
    /// Where it stood.
    pub baseline: Option<f64>,
    /// Where it must go.
    pub target: Option<f64>,
    /// Where it stands.
    pub actual: Option<f64>,
    /// Which way is better.
    pub direction: Direction,
    /// Whether the table says which way (column, amounts or words); else more is taken for better.
    pub directed: bool,
    /// Share of the department's weights, 0 to 1.
    pub weight: f64,
    /// How often it is judged.
    pub period: Option<Period>,
    /// Last day that counts.
    pub due: Option<Date>,
    /// Its row.
    pub origin: Origin,
}

impl Kpi {
    /// All it says of itself: name, metric, description.
    pub fn text(&self) -> String {
        format!("{} {} {}", self.name, self.metric, self.description)
    }

    /// A KPI of which only the text is known: no amounts, all the weight of its department. Without a direction more is better.
    pub fn from_text(key: &str, name: &str, direction: Option<Direction>, origin: Origin) -> Self {
        Kpi {
            key: key.to_owned(),
            department: DepartmentId(0),
            name: name.to_owned(),
            description: String::new(),
            metric: String::new(),
            unit: None,
            percent: false,
            shown_scale: 1.0,
            baseline: None,
            target: None,
            actual: None,
            direction: direction.unwrap_or(Direction::Increase),
            directed: direction.is_some(),
            weight: 1.0,
            period: None,
            due: None,
            origin,
        }
    }
}

/// What an element says it will move.
#[derive(Debug, Clone)]
pub struct Contribution {
    /// The metric as written.
    pub metric: String,
    /// KPIs that carry this metric.
    pub kpis: Vec<KpiId>,
    /// A signed change.
    pub amount: Quantity,
    /// Its row.
    pub origin: Origin,
}

/// A metric that an element names without an amount: a claim that cannot be reckoned with.
#[derive(Debug, Clone)]
pub struct Unstated {
    /// The metric as written.
    pub metric: String,
    /// KPIs that carry this metric.
    pub kpis: Vec<KpiId>,
    /// Its row.
    pub origin: Origin,
}

/// What an element costs, in yuan or the table's own currency.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cost {
    /// Lowest.
    pub low: f64,
    /// Highest; equal to `low` for a stated cost.
    pub high: f64,
    /// Whether it is an assumption of the embedded catalog.
    pub assumed: bool,
}

impl Cost {
    /// The middle of the range.
    pub fn middle(&self) -> f64 {
        self.low / 2.0 + self.high / 2.0
    }
}

/// Where an element comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The user's elements table.
    Plan,
    /// The user's catalog.
    OwnCatalog,
    /// The embedded catalog.
    Catalog,
}

/// One element of a project, or one entry of a catalog.
#[derive(Debug, Clone)]
pub struct Element {
    /// `element_id`, made (E1, E2 …) when the table has none.
    pub key: String,
    /// Its project; `None` for catalog entries, which any project may take.
    pub project: Option<ProjectId>,
    /// The name as written.
    pub name: String,
    /// What is done; may be empty.
    pub description: String,
    /// Name and description in the other language (entries of the embedded catalog).
    pub other_words: Option<Box<[String; 2]>>,
    /// Kinds of undertaking it fits (entries of the embedded catalog); empty: any.
    pub fits: Vec<FormKind>,
    /// Whether it can also be given as a favor: shared data, a pilot, material for a case, a recommended person.
    pub deposit: bool,
    /// In the plan, or possible.
    pub kind: ElementKind,
    /// Which table it stands in.
    pub source: Source,
    /// What it costs; `None` when unknown.
    pub cost: Option<Cost>,
    /// Stated effects.
    pub contributions: Vec<Contribution>,
    /// Metrics named without an amount.
    pub unstated: Vec<Unstated>,
    /// First day.
    pub start: Option<Date>,
    /// Last day.
    pub end: Option<Date>,
    /// Departments whose part it needs.
    pub needs: Vec<DepartmentId>,
    /// What people call the part it needs where no department of the case is one for it, in Chinese and English (entries of the embedded catalog).
    pub vacant: Option<Box<[String; 2]>>,
    /// Its first row.
    pub origin: Origin,
}

impl Element {
    /// All it says of itself: name and description.
    pub fn text(&self) -> String {
        format!("{} {}", self.name, self.description)
    }

    /// The same element in its other language, where it has one.
    pub fn in_other_words(&self) -> Option<Element> {
        let [name, description] = *self.other_words.clone()?;
        Some(Element { name, description, other_words: None, ..self.clone() })
    }

    /// Its cost for sums and comparisons: the middle of the range, 0 when unknown.
    pub fn cost_middle(&self) -> f64 {
        self.cost.map_or(0.0, |c| c.middle())
    }

    /// An element of which only the text is known: in the plan, without project, cost, dates and stated effects.
    pub fn from_text(key: &str, name: &str, origin: Origin) -> Self {
        Element {
            key: key.to_owned(),
            project: None,
            name: name.to_owned(),
            description: String::new(),
            other_words: None,
            fits: Vec::new(),
            deposit: false,
            kind: ElementKind::Core,
            source: Source::Plan,
            cost: None,
            contributions: Vec::new(),
            unstated: Vec::new(),
            start: None,
            end: None,
            needs: Vec::new(),
            vacant: None,
            origin,
        }
    }
}

/// One department or outside partner.
#[derive(Debug, Clone)]
pub struct Department {
    /// The name as first written.
    pub name: String,
    /// Stated role.
    pub role: Option<Role>,
    /// Named contact; may be empty.
    pub contact: String,
    /// Power over the project.
    pub power: Option<Level>,
    /// Interest in it.
    pub interest: Option<Level>,
    /// What it is asked for; may be empty.
    pub ask: String,
    /// What granting that costs it.
    pub ask_cost: Option<f64>,
    /// When its answer is needed.
    pub needed_by: Option<Date>,
    /// When it was last spoken to.
    pub last_contact: Option<Date>,
    /// Its row in the departments table, if it has one.
    pub origin: Option<Origin>,
}

/// One favor given or received.
#[derive(Debug, Clone)]
pub struct Favor {
    /// When.
    pub date: Date,
    /// With whom.
    pub department: DepartmentId,
    /// Which way.
    pub direction: FavorDirection,
    /// What.
    pub what: String,
    /// How much it counts; 1 when blank.
    pub weight: f64,
    /// Through the emergency channel.
    pub urgent: bool,
    /// Its row.
    pub origin: Origin,
}

/// One entry of the record of contacts.
#[derive(Debug, Clone)]
pub struct LogEntry {
    /// When.
    pub date: Date,
    /// With whom.
    pub department: DepartmentId,
    /// What kind.
    pub kind: LogKind,
    /// What.
    pub what: String,
    /// What came of it; may be empty.
    pub outcome: String,
    /// Its row.
    pub origin: Origin,
}

/// A project and its elements, in the table's order.
#[derive(Debug, Clone)]
pub struct Project {
    /// The name as written.
    pub name: String,
    /// Its elements, core and optional.
    pub elements: Vec<ElementId>,
}

/// Checked input: everything one run speaks about.
#[derive(Debug, Clone)]
pub struct Case {
    /// KPIs in file order.
    pub kpis: Vec<Kpi>,
    /// Elements in file order, then the user's catalog, then the embedded one.
    pub elements: Vec<Element>,
    /// Departments in order of first mention in the KPI table, then those without KPIs.
    pub departments: Vec<Department>,
    /// Projects in order of first mention.
    pub projects: Vec<Project>,
    /// Favors by date.
    pub favors: Vec<Favor>,
    /// Contacts by date.
    pub log: Vec<LogEntry>,
    /// The department that proposes.
    pub own: Option<DepartmentId>,
    /// The day the run speaks from.
    pub today: Date,
    /// Unit of money of costs: the one that costs name, else the only one of the KPIs; `None` when there is neither.
    pub currency: Option<Unit>,
}

impl Case {
    /// The KPI behind an id.
    pub fn kpi(&self, id: KpiId) -> &Kpi {
        &self.kpis[id.0 as usize]
    }

    /// The element behind an id.
    pub fn element(&self, id: ElementId) -> &Element {
        &self.elements[id.0 as usize]
    }

    /// The department behind an id.
    pub fn department(&self, id: DepartmentId) -> &Department {
        &self.departments[id.0 as usize]
    }

    /// The project behind an id.
    pub fn project(&self, id: ProjectId) -> &Project {
        &self.projects[id.0 as usize]
    }

    /// All KPI ids in file order.
    pub fn kpi_ids(&self) -> impl Iterator<Item = KpiId> + Clone + use<> {
        (0..self.kpis.len() as u32).map(KpiId)
    }

    /// All element ids, catalogs included.
    pub fn element_ids(&self) -> impl Iterator<Item = ElementId> + use<> {
        (0..self.elements.len() as u32).map(ElementId)
    }

    /// All department ids.
    pub fn department_ids(&self) -> impl Iterator<Item = DepartmentId> + use<> {
        (0..self.departments.len() as u32).map(DepartmentId)
    }

    /// The KPIs of a department in file order.
    pub fn kpis_of(&self, department: DepartmentId) -> impl Iterator<Item = KpiId> + Clone + '_ {
        self.kpi_ids().filter(move |k| self.kpi(*k).department == department)
    }

    /// Elements of the catalogs.
    pub fn catalog(&self) -> impl Iterator<Item = ElementId> + '_ {
        self.element_ids().filter(|e| self.element(*e).project.is_none())
    }
}
