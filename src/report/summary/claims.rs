//! The ledger of claims in summary.json.

use schemars::JsonSchema;
use serde::Serialize;

use super::rounded;
use crate::analysis::claims::double::{Double, Ground};
use crate::analysis::claims::{Entry, Ledger, Over, Reach, Timing};
use crate::lang::claims as say;
use crate::lang::phrases::Phrases;
use crate::model::KpiId;
use crate::model::share::Known;

/// One stated contribution to one KPI.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Claim {
    /// The KPI; `null` when none carries the metric.
    kpi: Option<String>,
    kpi_id: Option<String>,
    department: Option<String>,
    element: String,
    element_id: String,
    /// core (in the plan) or optional (could be added).
    kind: String,
    /// The metric as written.
    metric: String,
    /// What is claimed, in the KPI's unit (fractions for percents); `null` when there is no share.
    contribution: Option<Range>,
    /// Unit code of contribution and needed; `null` for plain numbers and percents.
    unit: Option<String>,
    /// target - baseline.
    needed: Option<f64>,
    /// contribution / needed.
    share: Option<Range>,
    /// Whether it has a share; else it counts in no sum and no headline.
    supported: bool,
    /// Why it has none.
    reason: Option<String>,
    /// Whether the need was counted from zero for want of a baseline.
    from_zero: bool,
    /// in_time, late (KPI due before the element starts), partly (before it ends) or outlasts (longer than the KPI's period).
    timing: String,
    /// Places in double_counts that name it.
    double_counts: Vec<usize>,
    /// File and line.
    source: String,
}

/// Low, likely and high; all the same unless the claim is a range.
#[derive(Debug, Serialize, JsonSchema)]
struct Range {
    low: f64,
    likely: f64,
    high: f64,
}

/// What the supported claims for one KPI come to, as shares of its need.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Sum {
    department: String,
    kpi: String,
    kpi_id: String,
    /// Supported claims of core elements.
    claims: usize,
    /// Supported claims of optional elements.
    optional_claims: usize,
    /// The sum of those of the plan; `null` without any.
    reach: Option<Range>,
    /// With those of optional elements; `null` without any.
    with_optional: Option<Range>,
    /// The plan's sum with every sure double count split; `null` when there is none.
    counted_once: Option<Range>,
    /// The same with what may be one result, which somebody has to look at, taken for one as well; `null` when there is nothing of the kind.
    counted_once_if_one: Option<Range>,
    /// no, plan or with_optional: whose likely sum passes 1.
    over_target: String,
}

/// A result that may be counted more than once.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Twice {
    /// one_row, one_element, same_activity or same_amount.
    ground: String,
    /// Whether it is said; else it is a question.
    sure: bool,
    /// Whether the amounts are the same; else the largest stands for the result.
    equal: bool,
    /// Places in claims.
    claims: Vec<usize>,
    /// By how much the result is divided.
    ways: usize,
    /// The result, in the first KPI's unit.
    result: Range,
    /// What each claim gets of it, in order of claims.
    split: Vec<Part>,
    /// The sentence of the brief.
    text: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Part {
    element: String,
    kpi: String,
    contribution: Range,
    share: Range,
}

fn range([low, likely, high]: [f64; 3]) -> Range {
    Range { low, likely, high }
}

fn shares(known: &Known) -> Range {
    let (low, high) = known.range();
    range([low, known.share(), high].map(rounded))
}

pub(super) fn claims(ledger: &Ledger, p: Phrases) -> Vec<Claim> {
    ledger.entries.iter().enumerate().map(|(i, e)| claim(i, e, ledger, p)).collect()
}

fn claim(at: usize, e: &Entry, ledger: &Ledger, p: Phrases) -> Claim {
    let kpi = e.kpi.map(|k| p.case.kpi(k));
    let element = p.case.element(e.element);
    Claim {
        kpi: kpi.map(|k| k.name.clone()),
        kpi_id: kpi.map(|k| k.key.clone()),
        department: kpi.map(|k| p.department(k.department).to_owned()),
        element: element.name.clone(),
        element_id: element.key.clone(),
        kind: if e.core { "core" } else { "optional" }.to_owned(),
        metric: e.metric.clone(),
        contribution: e.known().map(|k| range(k.contribution.map(rounded))),
        unit: kpi.and_then(|k| k.unit.as_ref()).map(|u| u.code().to_owned()),
        needed: e.known().map(|k| rounded(k.needed)),
        share: e.known().map(shares),
        supported: e.known().is_some(),
        reason: e.share.as_ref().err().map(|why| say::unsupported(*why, p.lang).to_owned()),
        from_zero: e.known().is_some_and(|k| k.from_zero),
        timing: match e.timing {
            Timing::InTime => "in_time",
            Timing::Late => "late",
            Timing::Partly => "partly",
            Timing::Outlasts => "outlasts",
        }
        .to_owned(),
        double_counts: ledger.doubles_of(at).to_vec(),
        source: crate::lang::lint::at(&e.origin),
    }
}

pub(super) fn reach(ledger: &Ledger, p: Phrases) -> Vec<Sum> {
    let sum = |r: &Reach| Sum {
        department: p.department(p.case.kpi(r.kpi).department).to_owned(),
        kpi: p.kpi(r.kpi).to_owned(),
        kpi_id: p.case.kpi(r.kpi).key.clone(),
        claims: r.claims,
        optional_claims: r.optional,
        reach: r.plan.as_ref().map(shares),
        with_optional: r.with_optional.as_ref().map(shares),
        counted_once: r.once.as_ref().map(shares),
        counted_once_if_one: r.once_if_one.as_ref().map(shares),
        over_target: match r.over() {
            Over::No => "no",
            Over::Plan => "plan",
            Over::WithOptional => "with_optional",
        }
        .to_owned(),
    };
    ledger.reach.iter().map(sum).collect()
}

pub(super) fn double_counts(ledger: &Ledger, p: Phrases) -> Vec<Twice> {
    ledger.doubles.iter().map(|d| twice(d, ledger, p)).collect()
}

fn twice(d: &Double, ledger: &Ledger, p: Phrases) -> Twice {
    let name = |k: Option<KpiId>| k.map_or_else(String::new, |k| p.kpi(k).to_owned());
    let entries = d.claims.iter().filter_map(|c| ledger.entries.get(*c));
    Twice {
        ground: match d.ground {
            Ground::OneRow => "one_row",
            Ground::OneElement => "one_element",
            Ground::SameActivity => "same_activity",
            Ground::SameAmount => "same_amount",
        }
        .to_owned(),
        sure: d.sure,
        equal: d.equal,
        claims: d.claims.clone(),
        ways: d.ways,
        result: range(d.result.contribution.map(rounded)),
        split: entries
            .zip(&d.parts)
            .map(|(e, part)| Part {
                element: p.element(e.element).to_owned(),
                kpi: name(e.kpi),
                contribution: range(part.contribution.map(rounded)),
                share: shares(part),
            })
            .collect(),
        text: p.double(d, ledger),
    }
}
