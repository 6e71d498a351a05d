//! summary.json: the analysis for programs. Field names are fixed by the contract; figures have six decimals.

mod choices;
mod claims;
mod doubt;
mod inputs;
mod leads;
pub mod partners;
mod reframe;
mod sides;
mod since;
mod timing;

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::bearing::LeadBearing;
use crate::analysis::department::{DepartmentSide, Standing};
use crate::analysis::evidence::Level;
use crate::analysis::reframe::Reframe;
use crate::analysis::{Options, ProjectAnalysis};
use crate::error::Problem;
use crate::lang::phrases::Phrases;
use crate::lang::{labels, problems};
use crate::model::ElementId;
use crate::score::Scores;
use choices::{GiveAndAsk, Package, Sureness};

/// Version of the fields below; raised when one changes its meaning.
pub const SCHEMA_VERSION: u32 = 1;

/// One project's analysis.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Summary {
    /// Version of this schema.
    schema_version: u32,
    /// Name of the project.
    project: String,
    /// Name of the own department, if one is known.
    own: Option<String>,
    /// The day the figures speak from.
    today: String,
    /// Appeal from which saying yes is worth while.
    yes_line: f64,
    /// The finding in one sentence.
    headline: String,
    /// Where it stands among the projects of the same run, which comparison.json holds; `null` for a single one.
    compared: Option<Compared>,
    /// Own department first, then partners by coverage with the package, highest first, then the rest.
    departments: Vec<Department>,
    /// Both sides together.
    win_win: sides::Both,
    /// What could be added, best first.
    suggestions: Vec<Addition>,
    /// All changes that are advised, in order.
    changes: Vec<choices::Advised>,
    /// After how many of these changes the curve of the index bends most; `null` where it does not.
    bend: Option<usize>,
    /// The best further addition that a limit of additions keeps out; `null` where no limit binds.
    beyond_limits: Option<choices::Beyond>,
    /// Sets of additions.
    packages: Vec<Package>,
    /// How sure the order of packages and partners is; `null` without partners.
    robustness: Option<Sureness>,
    /// What is asked of each partner beside what it gets.
    give_and_ask: Vec<GiveAndAsk>,
    /// Elements of the plan of which nobody knows whether they help a KPI or hurt it, by department.
    in_doubt: Vec<doubt::InDoubt>,
    /// Relations with the departments; lists are empty where a table is missing.
    partners: partners::Partners,
    /// Every stated contribution with its arithmetic: by department, then KPI.
    claims: Vec<claims::Claim>,
    /// What the claims for each KPI come to.
    reach: Vec<claims::Sum>,
    /// Results that may be counted more than once, the sure ones first.
    double_counts: Vec<claims::Twice>,
    /// The project told anew.
    reframe: reframe::Reframe,
    /// Remarks on the input and on the claims, and what to mend before the proposal goes out.
    warnings: Vec<String>,
    /// How far stated shares are trusted; absent when no project has been settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Delivery")]
    delivery: Option<Delivery>,
    /// What moved since an earlier run; absent unless one is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "since::Since")]
    since: Option<since::Since>,
    /// What the figures were reckoned from, for the next run to compare with.
    inputs: inputs::Inputs,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Delivery {
    /// What stated shares that help are multiplied with when evidence is formed, 0.2 to 1.5.
    factor: f64,
    /// Settled claims behind it.
    claims: u32,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Department {
    department: String,
    /// own, partner, not_needed or no_kpis.
    role: String,
    /// u under the core plan, -1 to 1.
    coverage_before: f64,
    /// u with the balanced package.
    coverage_after: f64,
    /// y under the core plan, -1 to 1.
    appeal_before: f64,
    /// y with the balanced package.
    appeal_after: f64,
    /// u as advised: with the additions and without what is to be dropped.
    coverage_advised: f64,
    /// y as advised.
    appeal_advised: f64,
    /// KPIs with C of 0.5 or more under the core plan.
    served: usize,
    /// KPIs it has.
    kpis: usize,
    /// What to lead with: what is stated first, then what more than the sound of the texts speaks for, each by strength.
    lead_elements: Vec<leads::Lead>,
    /// KPIs not served, heaviest first.
    gaps: Vec<String>,
    /// KPIs met already: not to be led with.
    met: Vec<String>,
    /// Help of the core plan that comes too late to count in full, most lost first.
    late: Vec<timing::Late>,
    /// What hurts, worst first.
    conflicts: Vec<Conflict>,
    /// Stated contributions.
    shares: Vec<Share>,
    /// Additions that would help it most.
    suggestions: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Conflict {
    element: String,
    kpi: String,
    strength: f64,
    evidence: String,
    /// Appeal regained when the element is dropped.
    appeal_gain: f64,
    /// Coverage regained when the element is dropped.
    coverage_gain: f64,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Share {
    kpi: String,
    element: String,
    /// In the KPI's unit; fractions for percents. `null` when no share is known.
    contribution: Option<f64>,
    /// target - baseline, in the KPI's unit.
    needed: Option<f64>,
    /// contribution / needed.
    share: Option<f64>,
    /// Lowest share when the claim is a range.
    low: Option<f64>,
    /// Highest share when the claim is a range.
    high: Option<f64>,
    /// The share times the delivery factor; absent when no project has been settled, or the share does not help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tempered: Option<f64>,
    /// Why there is no share.
    reason: Option<String>,
    /// File and line of the claim.
    source: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Addition {
    element: String,
    /// optional, own catalog or built-in catalog.
    source: String,
    /// Middle of the cost range.
    cost: Option<f64>,
    cost_low: Option<f64>,
    cost_high: Option<f64>,
    /// Whether the cost is an assumption of the built-in catalog.
    cost_assumed: bool,
    serves: Vec<Served>,
    hurts: Vec<Served>,
    /// 0 to 1, weighted by how badly off each partner is.
    gain: f64,
    /// Mean coverage of the partners with it.
    coverage_after: f64,
    /// Appeal it adds, by partner.
    appeal_gain: Vec<Gain>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Served {
    department: String,
    kpi: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Gain {
    department: String,
    appeal: f64,
    coverage: f64,
}

/// Six decimals: more says nothing.
fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6 + 0.0
}

/// The summary of a project, as JSON with a line end.
///
/// # Errors
/// The serialiser's words; it refuses only numbers that are not finite, of which there are none.
pub fn json(
    a: &ProjectAnalysis,
    scores: &Scores,
    told: (&Reframe, &[LeadBearing], Option<(usize, usize)>),
    p: Phrases,
    options: &Options,
    input: &[Problem],
) -> Result<Vec<u8>, String> {
    let mut bytes = serde_json::to_vec_pretty(&summary(a, scores, told, p, options, input)).map_err(|e| e.to_string())?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Where a project stands among others.
#[derive(Debug, Serialize, JsonSchema)]
struct Compared {
    /// From 1.
    rank: usize,
    /// Projects compared.
    of: usize,
}

/// The JSON Schema of summary.json.
pub fn schema() -> String {
    serde_json::to_string_pretty(&schemars::schema_for!(Summary)).unwrap_or_default()
}

fn summary(
    a: &ProjectAnalysis,
    scores: &Scores,
    (reframed, bearings, place): (&Reframe, &[LeadBearing], Option<(usize, usize)>),
    p: Phrases,
    options: &Options,
    input: &[Problem],
) -> Summary {
    let said = input.iter().filter(|x| x.is_remark()).map(|x| problems::line(&crate::report::short(x), p.lang));
    Summary {
        schema_version: SCHEMA_VERSION,
        project: p.project(a).to_owned(),
        own: p.case.own.map(|d| p.department(d).to_owned()),
        today: p.case.today.to_string(),
        yes_line: options.yes_line,
        headline: p.headline(a),
        compared: place.map(|(rank, of)| Compared { rank, of }),
        departments: a.departments.iter().map(|d| department(a, d, p, options)).collect(),
        win_win: sides::both(a, p),
        suggestions: a
            .suggestions
            .iter()
            .filter(|s| s.gain > 0.0 || s.partners_after > a.before.partners)
            .map(|s| addition(a, s, p))
            .collect(),
        changes: choices::advised(a, p),
        bend: a.bend(),
        beyond_limits: choices::beyond(a, p),
        packages: choices::packages(a, p),
        reframe: reframe::of(reframed, a, p),
        robustness: choices::sureness(a, a.robustness.as_ref(), bearings, p),
        give_and_ask: choices::give_and_ask(&a.exchanges, &a.needs, p),
        in_doubt: doubt::of(a, scores, p),
        partners: partners::of(&a.relations, p),
        claims: claims::claims(&a.claims, p),
        reach: claims::reach(&a.claims, p),
        double_counts: claims::double_counts(&a.claims, p),
        warnings: said
            .chain(a.findings.iter().map(|f| p.finding(f, a)))
            .chain(a.lints.iter().map(|l| p.lint(l, &a.needs)))
            .chain(p.claim_flags(&a.claims))
            .collect(),
        delivery: options.delivery.map(|d| Delivery { factor: rounded(d.factor), claims: d.claims }),
        since: a.since.as_ref().map(|s| since::of(s, p)),
        inputs: inputs::of(a, p, options),
    }
}

fn department(a: &ProjectAnalysis, d: &DepartmentSide, p: Phrases, options: &Options) -> Department {
    let element = |e: ElementId| p.element(e).to_owned();
    Department {
        department: p.department(d.department).to_owned(),
        role: match d.standing {
            Standing::Own => "own",
            Standing::Partner => "partner",
            Standing::NotNeeded => "not_needed",
            Standing::NoKpis => "no_kpis",
        }
        .to_owned(),
        coverage_before: rounded(d.before.coverage),
        coverage_after: rounded(d.after.coverage),
        appeal_before: rounded(d.before.appeal),
        appeal_after: rounded(d.after.appeal),
        coverage_advised: rounded(a.advised_for(d).coverage),
        appeal_advised: rounded(a.advised_for(d).appeal),
        served: d.before.served,
        kpis: d.before.kpis,
        lead_elements: leads::of(a, d, p),
        gaps: d.gaps.iter().map(|g| p.kpi(g.kpi).to_owned()).collect(),
        met: d.met.iter().map(|k| p.kpi(*k).to_owned()).collect(),
        late: timing::of(&d.late, p),
        conflicts: d
            .conflicts
            .iter()
            .map(|c| Conflict {
                element: element(c.element),
                kpi: p.kpi(c.kpi).to_owned(),
                strength: rounded(c.strength),
                evidence: level(c.level),
                appeal_gain: rounded(c.appeal_gain),
                coverage_gain: rounded(c.coverage_gain),
            })
            .collect(),
        shares: d.claims.iter().map(|c| share(c, p, options)).collect(),
        suggestions: d.suggestions.iter().filter_map(|i| a.suggestions.get(*i)).map(|s| element(s.element)).collect(),
    }
}

fn level(level: Level) -> String {
    let said = if level == Level::Stated { "stated" } else { "inferred" };
    said.to_owned()
}

fn share(claim: &crate::analysis::department::Claim, p: Phrases, options: &Options) -> Share {
    let known = claim.supported();
    let range = known.filter(|k| k.contribution[0] < k.contribution[2]).map(|k| k.range());
    let reason = crate::lang::reasons::no_share(&claim.share, p.lang);
    Share {
        kpi: p.kpi(claim.kpi).to_owned(),
        element: p.element(claim.element).to_owned(),
        contribution: known.map(|k| k.contribution[1]),
        needed: known.map(|k| rounded(k.needed)),
        share: known.map(|k| rounded(k.share())),
        low: range.map(|r| rounded(r.0)),
        high: range.map(|r| rounded(r.1)),
        tempered: known.map(|k| k.share()).filter(|s| *s > 0.0).zip(options.delivery).map(|(s, d)| rounded(s * d.factor)),
        reason: known.is_none().then(|| reason.to_owned()),
        source: crate::lang::lint::at(&claim.origin),
    }
}

fn addition(a: &ProjectAnalysis, s: &crate::analysis::suggest::Suggestion, p: Phrases) -> Addition {
    let element = p.case.element(s.element);
    let named = |kpis: &[crate::model::KpiId]| {
        let served =
            |k: &crate::model::KpiId| Served { department: p.department(p.case.kpi(*k).department).to_owned(), kpi: p.kpi(*k).to_owned() };
        kpis.iter().map(served).collect::<Vec<_>>()
    };
    let gains = a.partners.iter().zip(s.appeal_gain.iter().zip(&s.coverage_gain));
    Addition {
        element: element.name.clone(),
        source: labels::source(element.source, p.lang).to_owned(),
        cost: element.cost.map(|c| c.middle()),
        cost_low: element.cost.map(|c| c.low),
        cost_high: element.cost.map(|c| c.high),
        cost_assumed: element.cost.is_some_and(|c| c.assumed),
        serves: named(&s.serves),
        hurts: named(&s.hurts),
        gain: rounded(s.gain),
        coverage_after: rounded(s.partners_after),
        appeal_gain: gains
            .map(|(d, (y, u))| Gain { department: p.department(*d).to_owned(), appeal: rounded(*y), coverage: rounded(*u) })
            .collect(),
    }
}
