//! Packages, how sure their order is, and give and ask, as fields of summary.json.

use schemars::JsonSchema;
use serde::Serialize;

use super::rounded;
use crate::analysis::ProjectAnalysis;
use crate::analysis::bearing::{Ground, LeadBearing};
use crate::analysis::exchange::{Exchange, Service};
use crate::analysis::flip::Shift;
use crate::analysis::need::{Need, Needs};
use crate::analysis::path::Change;
use crate::analysis::plan::aim::Aim;
use crate::analysis::plan::beyond::Limit;
use crate::analysis::plan::{self, Proof, Step};
use crate::analysis::robust::{Choice, Robustness};
use crate::lang::phrases::Phrases;
use crate::model::DepartmentId;

/// A set of additions.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Package {
    /// balanced: most partners over the line, then the highest index. owner-best: highest own coverage, then index. partner-best: the worst-off
    /// partner best off, then the partners' mean coverage.
    name: String,
    /// Other aims that the same set is best for.
    also: Vec<String>,
    /// What is to be dropped from the plan for it to be that. Then it is what is advised, and its figures are those after the drop.
    without: Vec<String>,
    /// In order of what each adds.
    elements: Vec<String>,
    /// Middle of the cost ranges; unknown costs as 0.
    cost: f64,
    own: Option<f64>,
    worst_off: Option<f64>,
    /// sqrt(own x mean of the partners).
    index: Option<f64>,
    /// Partners at or over the line.
    partners_over_line: usize,
    /// The steps one by one.
    steps: Vec<PackageStep>,
    /// After how many steps the curve bends most; `null` where it does not.
    knee: Option<usize>,
    /// Whether no other allowed set is better.
    proven: bool,
    /// Where not proven: by how much the aim's first and second figure could be higher at most.
    gap: Option<[f64; 2]>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct PackageStep {
    element: String,
    cost: f64,
    /// Index after this step.
    index: Option<f64>,
    /// Lowest appeal after it.
    worst_off: Option<f64>,
    partners_over_line: usize,
}

/// One change that is advised.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Advised {
    /// add or drop.
    change: &'static str,
    elements: Vec<String>,
    /// Middle of the cost range of what is added, below 0 what is saved; unknown costs as 0.
    cost: f64,
    /// Index after it and all changes before it.
    index: Option<f64>,
    /// Lowest appeal then.
    worst_off: Option<f64>,
    partners_over_line: usize,
}

/// What the limits of additions keep out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Beyond {
    /// number (of additions), budget, or both.
    limit: &'static str,
    /// The best further addition.
    element: String,
    /// Middle of its cost range; 0 when unknown.
    cost: f64,
    /// Index with it and all that is advised.
    index: Option<f64>,
    partners_over_line: usize,
}

/// How sure the order is.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Sureness {
    /// Draws of weights.
    draws: usize,
    /// Packages and the plan as it is, best first.
    packages: Vec<PackageRank>,
    /// How sure what is advised is of what it is advised for.
    advice: Advice,
    /// Partners by coverage with the package that is advised, best first.
    departments: Vec<DepartmentRank>,
    /// (first - second) / first index.
    margin: Option<f64>,
    /// Whether the first leads by 10 % of its index or more.
    clear_winner: bool,
    /// The smallest change of weights, on our own side or among the partners, that lets another choice draw level.
    flip: Option<WeightFlip>,
    /// What the leads of partners rest on, department by department, then what serves the own department.
    evidence: Vec<Deletion>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Advice {
    /// The package that is advised; as-planned where nothing is to be added.
    name: String,
    /// Partners at or over the line as advised: with its additions, and without what is to be dropped.
    partners_over_line: usize,
    /// Share of draws in which there are at least as many.
    held: f64,
    /// Share of draws in which no other package has more.
    most: f64,
}

#[derive(Debug, Serialize, JsonSchema)]
struct PackageRank {
    /// as-planned, balanced, owner-best or partner-best.
    name: String,
    index: f64,
    rank: usize,
    /// Share of draws in which it keeps its rank.
    kept: f64,
    /// Share of draws in which it is first.
    first: f64,
}

#[derive(Debug, Serialize, JsonSchema)]
struct DepartmentRank {
    department: String,
    rank: usize,
    /// Share of draws in which it keeps its rank.
    kept: f64,
    /// Share of draws in which its appeal is at or over the line.
    over_line: f64,
}

#[derive(Debug, Serialize, JsonSchema)]
struct WeightFlip {
    /// The department whose weights move most.
    department: String,
    /// Its KPIs that lose weight.
    from: Vec<Moved>,
    /// Its KPI that gains it.
    to: String,
    /// Sum of absolute changes of the weights, 0 to 2 for each department.
    l1: f64,
    rival: String,
    /// Other departments whose weights move with it.
    also: Vec<WeightShift>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct WeightShift {
    department: String,
    /// KPIs that lose weight.
    from: Vec<Moved>,
    /// The KPI that gains it.
    to: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Moved {
    kpi: String,
    weight: f64,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Deletion {
    department: String,
    element: String,
    kpi: String,
    overlap: f64,
    /// The phrase that counts most; `null` when none counts noticeably, or a figure is stated.
    phrase: Option<String>,
    overlap_without: Option<f64>,
    /// figure (a stated one alone carries it), phrase (mainly the one named), or text (no single phrase carries it).
    rests_on: &'static str,
}

/// What is asked of a department beside what it gets.
#[derive(Debug, Serialize, JsonSchema)]
pub struct GiveAndAsk {
    department: String,
    ask: String,
    ask_cost: Option<f64>,
    /// Whether the ask is put forward for this project: here, if_still (all that needs the department is to be dropped) or elsewhere (only other
    /// projects of the run need it).
    need: &'static str,
    /// Elements of the plan and its additions that need it.
    part: Vec<String>,
    /// Whether it stays under the line with the additions.
    favor: bool,
    /// For a favor: who may close the triangle, strongest first.
    triangles: Vec<ThirdParty>,
    /// What serves it best of the plan as advised; `null` when nothing serves it noticeably.
    gets: Option<Serving>,
    /// Its appeal as advised, -1 to 1; `null` without a KPI in the tables.
    appeal: Option<f64>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ThirdParty {
    third: String,
    /// What it gains from the partner's part.
    gains: Option<Serving>,
    /// What its own part does for the partner.
    returns: Option<Serving>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Serving {
    element: String,
    kpi: String,
    strength: f64,
}

/// The name of an aim in files.
pub fn aim(aim: Aim) -> String {
    match aim {
        Aim::Balanced => "balanced",
        Aim::OwnerBest => "owner-best",
        Aim::PartnerBest => "partner-best",
    }
    .to_owned()
}

/// The name of a package in files.
fn named(package: &plan::Package) -> String {
    let name = package.aims.first().map(|f| aim(*f)).unwrap_or_default();
    if package.without.is_empty() { name } else { format!("{name}-after-drop") }
}

/// All changes that are advised, in order: what is dropped comes first.
pub fn advised(a: &ProjectAnalysis, p: Phrases) -> Vec<Advised> {
    let one = |change: &Change| {
        let (what, elements, cost) = match change {
            Change::Add(step) => ("add", vec![step.element], step.cost),
            Change::Drop(elements, _) => ("drop", elements.to_vec(), -a.relief.as_ref().map_or(0.0, |r| r.saved)),
        };
        let after = change.after();
        Advised {
            change: what,
            elements: elements.iter().map(|e| p.element(*e).to_owned()).collect(),
            cost: cost + 0.0,
            index: after.index.map(rounded),
            worst_off: after.worst_off.map(|(_, y)| rounded(y)),
            partners_over_line: after.over_line,
        }
    };
    a.path().iter().map(one).collect()
}

/// What one addition more than the limits allow would bring.
pub fn beyond(a: &ProjectAnalysis, p: Phrases) -> Option<Beyond> {
    let beyond = a.beyond.as_ref()?;
    let step = &beyond.step;
    Some(Beyond {
        limit: match beyond.limit {
            Limit::Number => "number",
            Limit::Budget => "budget",
            Limit::Both => "both",
        },
        element: p.element(step.element).to_owned(),
        cost: step.cost,
        index: step.after.index.map(rounded),
        partners_over_line: step.after.over_line,
    })
}

/// The packages that add something.
pub fn packages(a: &ProjectAnalysis, p: Phrases) -> Vec<Package> {
    let step = |s: &Step| PackageStep {
        element: p.element(s.element).to_owned(),
        cost: s.cost,
        index: s.after.index.map(rounded),
        worst_off: s.after.worst_off.map(|(_, y)| rounded(y)),
        partners_over_line: s.after.over_line,
    };
    let made = a.packages.iter().filter(|x| !x.steps.is_empty()).map(|x| Package {
        name: named(x),
        without: x.without.iter().map(|e| p.element(*e).to_owned()).collect(),
        also: x.aims.iter().skip(1).map(|f| aim(*f)).collect(),
        elements: x.steps.iter().map(|s| p.element(s.element).to_owned()).collect(),
        cost: x.cost,
        own: x.after.own.map(rounded),
        worst_off: x.after.worst_off.map(|(_, y)| rounded(y)),
        index: x.after.index.map(rounded),
        partners_over_line: x.after.over_line,
        steps: x.steps.iter().map(step).collect(),
        knee: x.knee,
        proven: x.proof == Proof::Best,
        gap: match x.proof {
            Proof::Best => None,
            Proof::Within(gap) => Some(gap.map(rounded)),
        },
    });
    made.collect()
}

/// How sure the order is; `None` without partners.
pub fn sureness(a: &ProjectAnalysis, r: Option<&Robustness>, bearings: &[LeadBearing], p: Phrases) -> Option<Sureness> {
    let r = r?;
    let choice = |c: Choice| match c {
        Choice::AsPlanned => "as-planned".to_owned(),
        Choice::Package(i) => a.packages.get(i).map(named).unwrap_or_default(),
    };
    let department = |d| p.department(d).to_owned();
    Some(Sureness {
        draws: r.draws,
        packages: r
            .choices
            .iter()
            .map(|c| PackageRank { name: choice(c.choice), index: rounded(c.index), rank: c.rank, kept: c.kept, first: c.first })
            .collect(),
        advice: Advice { name: choice(r.shown), partners_over_line: r.advice.over_line, held: r.advice.held, most: r.advice.most },
        departments: r
            .partners
            .iter()
            .map(|d| DepartmentRank { department: department(d.department), rank: d.rank, kept: d.kept, over_line: d.over_line })
            .collect(),
        margin: r.margin.map(rounded),
        clear_winner: r.clear(),
        flip: r.flip.as_ref().and_then(|f| {
            let shift = |s: &Shift| WeightShift {
                department: department(s.department),
                from: s.from.iter().map(|(k, w)| Moved { kpi: p.kpi(*k).to_owned(), weight: rounded(*w) }).collect(),
                to: p.kpi(s.to).to_owned(),
            };
            let (first, also) = f.shifts.split_first()?;
            let WeightShift { department, from, to } = shift(first);
            Some(WeightFlip { department, from, to, l1: rounded(f.l1), rival: choice(f.rival), also: also.iter().map(shift).collect() })
        }),
        evidence: bearings
            .iter()
            .map(|b| {
                let (rests_on, bearing) = match &b.ground {
                    Ground::Figure => ("figure", None),
                    Ground::Phrase(bearing) => ("phrase", Some(bearing)),
                    Ground::Text(bearing) => ("text", bearing.as_ref()),
                };
                Deletion {
                    department: department(b.department),
                    element: p.element(b.element).to_owned(),
                    kpi: p.kpi(b.kpi).to_owned(),
                    overlap: rounded(b.overlap),
                    phrase: bearing.map(|x| x.phrase.clone()),
                    overlap_without: bearing.map(|x| rounded(x.without)),
                    rests_on,
                }
            })
            .collect(),
    })
}

/// Whether the ask of a department is put forward for a project.
pub(super) fn needed(needs: &Needs, department: DepartmentId) -> &'static str {
    match needs.get(department) {
        Need::Here => "here",
        Need::IfStill { .. } => "if_still",
        Need::Elsewhere { .. } => "elsewhere",
    }
}

/// What is asked of each partner beside what it gets.
pub fn give_and_ask(exchanges: &[Exchange], needs: &Needs, p: Phrases) -> Vec<GiveAndAsk> {
    let serving =
        |s: &Service| Serving { element: p.element(s.element).to_owned(), kpi: p.kpi(s.kpi).to_owned(), strength: rounded(s.strength) };
    let made = exchanges.iter().map(|e| {
        let department = p.case.department(e.department);
        GiveAndAsk {
            department: department.name.clone(),
            ask: department.ask.clone(),
            ask_cost: department.ask_cost,
            need: needed(needs, e.department),
            part: e.part.iter().map(|x| p.element(*x).to_owned()).collect(),
            favor: e.favor,
            triangles: e
                .triangles
                .iter()
                .map(|t| ThirdParty {
                    third: p.department(t.third).to_owned(),
                    gains: t.gains.as_ref().map(serving),
                    returns: t.returns.as_ref().map(serving),
                })
                .collect(),
            gets: e.gets.as_ref().map(serving),
            appeal: p.case.kpis_of(e.department).next().map(|_| rounded(e.appeal)),
        }
    });
    made.collect()
}
