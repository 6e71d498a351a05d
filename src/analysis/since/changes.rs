//! What the tables say otherwise than in the earlier run: elements and KPIs that came, went or changed, field by field.
//!
//! Amounts are compared with a relative tolerance of 1e-9 and weights with 2e-6, which is what writing them down and reading them back
//! costs. Where the unit of a KPI changed, its amounts are not compared.

use crate::analysis::since::attribution::Universe;
use crate::model::{Contribution, Direction, Element, ElementId, ElementKind, Kpi, KpiId, Unit};
use crate::read::earlier::{ContributionInput, ElementInput, KpiInput, fingerprint};
use crate::text::fold;

/// Weights nearer than this are equal: the summary has six decimals.
const WEIGHT: f64 = 2e-6;

/// An amount as stated: its ends and its unit, `%` for percents and `pp` for points (both as fractions).
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    /// Lowest.
    pub low: f64,
    /// Highest.
    pub high: f64,
    /// Unit as written.
    pub unit: Option<String>,
}

impl Amount {
    /// What an element states.
    pub fn stated(contribution: &Contribution) -> Self {
        let q = &contribution.amount;
        let unit = match (q.percent, q.points) {
            (true, _) => Some("%".to_owned()),
            (_, true) => Some("pp".to_owned()),
            _ => q.unit.as_ref().map(|u| u.label().to_owned()),
        };
        Amount { low: q.low, high: q.high, unit }
    }

    fn earlier(contribution: &ContributionInput) -> Self {
        Amount { low: contribution.low, high: contribution.high, unit: contribution.unit.clone() }
    }

    fn same(&self, other: &Amount) -> bool {
        close(self.low, other.low) && close(self.high, other.high) && same_unit(self.unit.as_deref(), other.unit.as_deref())
    }
}

/// What changed of an element.
#[derive(Debug, Clone, PartialEq)]
pub enum ElementShift {
    /// It was not there.
    New {
        /// In the plan, or only possible.
        planned: bool,
    },
    /// It is no longer there.
    Gone {
        /// It was in the plan, or only possible.
        planned: bool,
    },
    /// From possible to planned.
    MovedIn,
    /// From planned to possible.
    MovedOut,
    /// Its cost.
    Cost(Option<f64>, Option<f64>),
    /// What it states for a metric.
    Contribution {
        /// The metric as written.
        metric: String,
        /// Then.
        then: Option<Amount>,
        /// Now.
        now: Option<Amount>,
    },
    /// Its first day.
    Start(Option<String>, Option<String>),
    /// Its last day.
    End(Option<String>, Option<String>),
    /// Its name or description as read by the judge.
    Wording,
}

/// A changed element.
#[derive(Debug, Clone, PartialEq)]
pub struct ElementChange {
    /// Its name.
    pub element: String,
    /// The element, if it is still there.
    pub id: Option<ElementId>,
    /// What changed, never empty.
    pub shifts: Vec<ElementShift>,
}

/// What changed of a KPI. Amounts are in its unit, fractions for percents.
#[derive(Debug, Clone, PartialEq)]
pub enum KpiShift {
    /// It was not there.
    New,
    /// It is no longer there.
    Gone,
    /// Its unit.
    Unit(Option<String>, Option<String>),
    /// Where it stood at first.
    Baseline(Option<f64>, Option<f64>),
    /// Where it must go.
    Target(Option<f64>, Option<f64>),
    /// Where it stands.
    Actual(Option<f64>, Option<f64>),
    /// Its share of the department's weights.
    Weight(f64, f64),
    /// Last day that counts.
    Due(Option<String>, Option<String>),
    /// Which way is better, now.
    Direction(Direction),
    /// Its name, metric or description as read by the judge.
    Wording,
}

/// A changed KPI.
#[derive(Debug, Clone, PartialEq)]
pub struct KpiChange {
    /// Whose it is.
    pub department: String,
    /// Its name.
    pub kpi: String,
    /// The KPI, if it is still there.
    pub id: Option<KpiId>,
    /// What changed, never empty.
    pub shifts: Vec<KpiShift>,
}

/// Whether two amounts are the same but for writing them down.
pub fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}

fn same_amount(a: Option<f64>, b: Option<f64>) -> bool {
    a.is_none() == b.is_none() && a.zip(b).is_none_or(|(a, b)| close(a, b))
}

/// Units are the same when they are written or mean the same.
fn same_unit(a: Option<&str>, b: Option<&str>) -> bool {
    let known = |text: Option<&str>| text.and_then(|t| Unit::parse(t).unit);
    a == b || known(a).is_some_and(|a| Some(a) == known(b))
}

/// A KPI's unit as the summary writes it: as in the table, `%` for percents.
pub fn unit_of(kpi: &Kpi) -> Option<String> {
    if kpi.percent { Some("%".to_owned()) } else { kpi.unit.as_ref().map(|u| u.label().to_owned()) }
}

/// How the summary writes a direction.
pub fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Increase => "increase",
        Direction::Decrease => "decrease",
    }
}

/// What changed of a KPI that was there.
pub fn kpi(now: &Kpi, then: &KpiInput) -> Vec<KpiShift> {
    let mut shifts = Vec::new();
    let unit = unit_of(now);
    if same_unit(unit.as_deref(), then.unit.as_deref()) {
        let mut amount = |before: Option<f64>, after: Option<f64>, shift: fn(Option<f64>, Option<f64>) -> KpiShift| {
            if !same_amount(before, after) {
                shifts.push(shift(before, after));
            }
        };
        amount(then.baseline, now.baseline, KpiShift::Baseline);
        amount(then.target, now.target, KpiShift::Target);
        amount(then.actual, now.actual, KpiShift::Actual);
    } else {
        shifts.push(KpiShift::Unit(then.unit.clone(), unit));
    }
    if (then.weight - now.weight).abs() > WEIGHT {
        shifts.push(KpiShift::Weight(then.weight, now.weight));
    }
    let due = now.due.map(|d| d.to_string());
    if then.due != due {
        shifts.push(KpiShift::Due(then.due.clone(), due));
    }
    if then.direction != direction(now.direction) {
        shifts.push(KpiShift::Direction(now.direction));
    }
    if then.text != fingerprint(&now.text()) {
        shifts.push(KpiShift::Wording);
    }
    shifts
}

/// What changed of an element that was there.
fn element(now: &Element, then: &ElementInput) -> Vec<ElementShift> {
    let mut shifts = Vec::new();
    match (then.kind == "core", now.kind == ElementKind::Core) {
        (false, true) => shifts.push(ElementShift::MovedIn),
        (true, false) => shifts.push(ElementShift::MovedOut),
        _ => {}
    }
    let cost = now.cost.map(|c| c.middle());
    if !same_amount(then.cost, cost) {
        shifts.push(ElementShift::Cost(then.cost, cost));
    }
    shifts.extend(contributions(now, then));
    let (start, end) = (now.start.map(|d| d.to_string()), now.end.map(|d| d.to_string()));
    if then.start != start {
        shifts.push(ElementShift::Start(then.start.clone(), start));
    }
    if then.end != end {
        shifts.push(ElementShift::End(then.end.clone(), end));
    }
    if then.text != fingerprint(&now.text()) {
        shifts.push(ElementShift::Wording);
    }
    shifts
}

fn contributions(now: &Element, then: &ElementInput) -> Vec<ElementShift> {
    let earlier = |metric: &str| then.contributions.iter().find(|c| fold(&c.metric) == fold(metric)).map(Amount::earlier);
    let changed = now.contributions.iter().filter_map(|c| {
        let (before, after) = (earlier(&c.metric), Amount::stated(c));
        let same = before.as_ref().is_some_and(|b| b.same(&after));
        (!same).then(|| ElementShift::Contribution { metric: c.metric.clone(), then: before, now: Some(after) })
    });
    let stated = |metric: &str| now.contributions.iter().any(|c| fold(&c.metric) == fold(metric));
    let gone = then.contributions.iter().filter(|c| !stated(&c.metric)).map(|c| ElementShift::Contribution {
        metric: c.metric.clone(),
        then: Some(Amount::earlier(c)),
        now: None,
    });
    changed.chain(gone).collect()
}

/// Whether an element changed in what its evidence hangs on: amounts, dates, wording.
pub fn bears_on_evidence(now: &Element, then: &ElementInput) -> bool {
    let bears = |s: &ElementShift| !matches!(s, ElementShift::MovedIn | ElementShift::MovedOut | ElementShift::Cost(..));
    element(now, then).iter().any(bears)
}

/// Elements that came, went or changed.
pub fn elements(universe: &Universe) -> Vec<ElementChange> {
    let changed = universe.elements.iter().map(|e| {
        let then = e.then.and_then(|i| universe.inputs.elements.get(i));
        let shifts = match (then, e.now) {
            (Some(then), Some(now)) => element(universe.case.element(now), then),
            (None, Some(_)) => vec![ElementShift::New { planned: e.planned_now }],
            (_, None) => vec![ElementShift::Gone { planned: e.planned_then }],
        };
        ElementChange { element: e.name.clone(), id: e.now, shifts }
    });
    changed.filter(|c| !c.shifts.is_empty()).collect()
}

/// KPIs that came, went or changed.
pub fn kpis(universe: &Universe) -> Vec<KpiChange> {
    let changed = universe.kpis.iter().map(|k| {
        let then = k.then.and_then(|i| universe.inputs.kpis.get(i));
        let department = match k.now {
            Some(id) => universe.case.department(universe.case.kpi(id).department).name.clone(),
            None => then.map_or_else(String::new, |t| t.department.clone()),
        };
        let shifts = match (then, k.now) {
            (Some(then), Some(now)) => kpi(universe.case.kpi(now), then),
            (None, Some(_)) => vec![KpiShift::New],
            (_, None) => vec![KpiShift::Gone],
        };
        KpiChange { department, kpi: k.name.clone(), id: k.now, shifts }
    });
    changed.filter(|c| !c.shifts.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::share::tests::kpi as sample;

    fn written(k: &Kpi) -> KpiInput {
        KpiInput {
            unit: unit_of(k),
            baseline: k.baseline,
            target: k.target,
            actual: k.actual,
            direction: direction(k.direction).to_owned(),
            weight: k.weight,
            text: fingerprint(&k.text()),
            ..KpiInput::default()
        }
    }

    #[test]
    fn only_what_changed_is_told() {
        let mut now = sample(Some(10.0), Some(20.0), "次");
        let then = written(&now);
        assert!(kpi(&now, &then).is_empty());
        now.target = Some(25.0);
        now.actual = Some(12.0);
        now.weight = 0.4;
        let expected = [KpiShift::Target(Some(20.0), Some(25.0)), KpiShift::Actual(None, Some(12.0)), KpiShift::Weight(1.0, 0.4)];
        assert_eq!(kpi(&now, &then), expected);
        // In another unit the numbers say nothing of each other.
        let other = KpiInput { unit: Some("h".into()), ..then };
        assert_eq!(kpi(&now, &other)[0], KpiShift::Unit(Some("h".into()), Some("次".into())));
        assert_eq!(kpi(&now, &other).len(), 2);
    }

    #[test]
    fn units_are_the_same_when_they_mean_the_same() {
        assert!(same_unit(Some("小时"), Some("h")) && same_unit(None, None) && same_unit(Some("%"), Some("%")));
        assert!(!same_unit(Some("%"), Some("pp")) && !same_unit(Some("h"), None) && !same_unit(Some("h"), Some("min")));
    }
}
