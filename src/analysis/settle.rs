//! After the event: what was stated against what was delivered, what that deposits in or takes from the favor bank, and by how much the
//! next claims are to be tempered.
//!
//! **Settled claims.** A claim is one stated contribution. It counts for the record when its stated share of a KPI is above zero and a
//! result is known: achieved = delivered / stated, from 0 to 2 ([`CAP`]). So every claim weighs the same, however large its KPI, and one
//! lucky claim cannot make up for many. A metric that several KPIs carry counts once, under the first of them with a share; results that
//! nobody stated, and claims without a result, do not count.
//!
//! **Delivery factor.** f = (sum of achieved + k) / (number of claims + k), kept within 0.2 to 1.5, over all settled projects. The prior
//! strength k = 3 stands for three claims that were delivered exactly as stated: nothing settled gives 1, one claim delivered at half
//! (0.5 + 3) / (1 + 3) = 0.875, nine such claims 7.5 / 12 = 0.625. It enters where a stated share becomes evidence: h = min(1, f s / 0.05) for
//! s > 0. A stated harm is left as it is (tempering it would flatter the plan), so no sign ever changes, and shares are printed as stated.
//!
//! **Favors.** A department other than the own one that took part gives one row "received": it is named in the needs of an element of the
//! plan; where the project names no needs at all, it has an ask; one whose refusal still stands in the log, and whose elements have no result, took no part. Its weight is 1, 2 or 3: by ask_cost / cost of the plan (under 0.1, under
//! 0.5, more) where both are known, else by the number of elements that needed it. A department to whose KPIs we delivered gives one row
//! "given", for the KPI with the highest delivered share: 1 from 5 %, 2 from 15 %, 3 from 30 %; under 5 % it is no favor. Both are dated
//! on the last day of the plan, or today if that is still to come or not known.

use jiff::civil::Date;

use crate::analysis::partners::record;
use crate::model::share::{self, Known};
use crate::model::{Case, DepartmentId, ElementId, ElementKind, FavorDirection, KpiId, Origin, ProjectId, Share};
use crate::read::check::Actual;
use crate::read::delivery::{CAP, Record};
use crate::text::fold;

/// Claims delivered as stated that the factor starts from.
pub const PRIOR: f64 = 3.0;
/// The factor is never below this, nor above [`HIGHEST`].
const LOWEST: f64 = 0.2;
/// See [`LOWEST`].
const HIGHEST: f64 = 1.5;
/// Delivered shares from which a favor weighs 1, 2 and 3.
const GIVEN: [f64; 3] = [0.05, 0.15, 0.30];
/// Parts of the plan's cost from which an ask weighs 2 and 3.
const ASKED: [f64; 2] = [0.1, 0.5];

/// How far stated shares are trusted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Delivery {
    /// What a stated share is multiplied with when evidence is formed, 0.2 to 1.5.
    pub factor: f64,
    /// Settled claims behind it, at least 1; the largest number that fits where there are more.
    pub claims: u32,
    /// Sum of what they achieved.
    pub achieved: f64,
}

impl Delivery {
    /// The factor of a record; `None` when nothing is settled.
    pub fn of(records: &[Record]) -> Option<Self> {
        // A record is a table that anybody may fill: its rows may come to more than one of them can hold.
        let claims: u64 = records.iter().map(|r| u64::from(r.claims)).sum();
        let achieved: f64 = records.iter().map(|r| r.achieved).sum();
        let factor = kept_within(achieved, claims as f64);
        (claims > 0).then(|| Delivery { factor, claims: u32::try_from(claims).unwrap_or(u32::MAX), achieved })
    }
}

/// f of so many claims with so much achieved.
pub fn factor(achieved: f64, claims: u32) -> f64 {
    kept_within(achieved, f64::from(claims))
}

fn kept_within(achieved: f64, claims: f64) -> f64 {
    ((achieved + PRIOR) / (claims + PRIOR)).clamp(LOWEST, HIGHEST)
}

/// One result, or stated effect with its result, on one KPI.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The element.
    pub element: ElementId,
    /// The KPI.
    pub kpi: KpiId,
    /// What was stated; `None` when nothing was.
    pub planned: Option<Share>,
    /// What was delivered.
    pub delivered: Share,
    /// The result's row.
    pub origin: Origin,
}

impl Line {
    /// delivered / stated, where both are known and something was stated.
    pub fn achieved(&self) -> Option<f64> {
        let planned = self.planned.as_ref().and_then(Share::known)?.share();
        (planned != 0.0).then(|| self.delivered.known().map(|d| d.share() / planned))?
    }
}

/// One department's side of a settled project.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// The department.
    pub department: DepartmentId,
    /// Results on its KPIs, in order of the KPI table.
    pub lines: Vec<Line>,
    /// Sum over its KPIs of weight x stated share, of the claims with a result.
    pub planned: f64,
    /// Sum over its KPIs of weight x delivered share.
    pub delivered: f64,
    /// Its row of the record: how many claims count, and what they achieved.
    pub record: Record,
}

/// A stated effect of the plan that has no result yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Open {
    /// The element.
    pub element: ElementId,
    /// The metric as written.
    pub metric: String,
}

/// What a favor was.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// They took part with these elements; their ask says it in words, where there is one.
    TookPart(Vec<ElementId>),
    /// We brought this to a KPI of theirs.
    Delivered(KpiId, Known),
}

/// One row for the favor bank.
#[derive(Debug, Clone, PartialEq)]
pub struct FavorRow {
    /// When.
    pub date: Date,
    /// With whom.
    pub department: DepartmentId,
    /// Which way.
    pub direction: FavorDirection,
    /// 1, 2 or 3.
    pub weight: u8,
    /// What.
    pub what: What,
}

/// A settled project.
#[derive(Debug, Clone, PartialEq)]
pub struct Settlement {
    /// The project.
    pub project: ProjectId,
    /// Departments with results: the own one, then the others by name.
    pub departments: Vec<Side>,
    /// Stated effects without a result.
    pub open: Vec<Open>,
    /// Rows for the favor bank: received ones first, each by department.
    pub favors: Vec<FavorRow>,
}

impl Settlement {
    /// Its rows of the record, without departments in which no claim counts.
    pub fn records(&self) -> Vec<Record> {
        self.departments.iter().filter(|s| s.record.claims > 0).map(|s| s.record.clone()).collect()
    }
}

/// Settles every project that has results, in order of the elements table.
pub fn settle(case: &Case, actuals: &[Actual]) -> Vec<Settlement> {
    let projects = (0..case.projects.len() as u32).map(ProjectId);
    let with_results = projects.filter(|p| actuals.iter().any(|a| a.project == *p));
    with_results.map(|p| project(case, p, &actuals.iter().filter(|a| a.project == p).collect::<Vec<_>>())).collect()
}

fn project(case: &Case, id: ProjectId, actuals: &[&Actual]) -> Settlement {
    let mut lines: Vec<Line> = actuals.iter().flat_map(|a| a.kpis.iter().map(move |k| line(case, a, *k))).collect();
    lines.sort_by_key(|l| (l.kpi, l.element));
    let mut departments: Vec<DepartmentId> = lines.iter().map(|l| case.kpi(l.kpi).department).collect();
    departments.sort_by_key(|d| (Some(*d) != case.own, case.department(*d).name.clone()));
    departments.dedup();
    let counted: Vec<Line> = actuals.iter().filter_map(|a| counted(case, a)).collect();
    let departments: Vec<Side> = departments.into_iter().map(|d| side(case, id, d, &lines, &counted)).collect();
    let planned = plan(case, id, actuals);
    let done: Vec<ElementId> = actuals.iter().filter(|a| a.amount.value != 0.0).map(|a| a.element).collect();
    let stated = planned.iter().flat_map(|e| case.element(*e).contributions.iter().enumerate().map(move |(i, c)| (*e, i, c)));
    let settled = |element: ElementId, claim: usize| actuals.iter().any(|a| a.element == element && a.claim == Some(claim));
    let open =
        stated.filter(|(e, i, c)| !c.kpis.is_empty() && !settled(*e, *i)).map(|(element, _, c)| Open { element, metric: c.metric.clone() });
    Settlement { project: id, open: open.collect(), favors: favors(case, &planned, &done, &departments), departments }
}

/// Elements that were carried out: the plan, and optional ones with a result.
fn plan(case: &Case, id: ProjectId, actuals: &[&Actual]) -> Vec<ElementId> {
    let done = |e: &ElementId| case.element(*e).kind == ElementKind::Core || actuals.iter().any(|a| a.element == *e);
    case.project(id).elements.iter().copied().filter(done).collect()
}

fn line(case: &Case, actual: &Actual, kpi: KpiId) -> Line {
    let claim = actual.claim.and_then(|i| case.element(actual.element).contributions.get(i));
    Line {
        element: actual.element,
        kpi,
        planned: claim.map(|c| share::of(&c.amount, case.kpi(kpi))),
        delivered: share::of(&actual.amount, case.kpi(kpi)),
        origin: actual.origin.clone(),
    }
}

/// The line under which a claim counts for the record.
fn counted(case: &Case, actual: &Actual) -> Option<Line> {
    let helps = |l: &Line| l.planned.as_ref().and_then(Share::known).is_some_and(|p| p.share() > 0.0) && l.delivered.known().is_some();
    actual.kpis.iter().map(|k| line(case, actual, *k)).find(helps)
}

fn side(case: &Case, project: ProjectId, department: DepartmentId, lines: &[Line], counted: &[Line]) -> Side {
    let of = |l: &&Line| case.kpi(l.kpi).department == department;
    let weighted = |share: &dyn Fn(&Line) -> Option<f64>| -> f64 {
        lines.iter().filter(of).filter_map(|l| Some(case.kpi(l.kpi).weight * share(l)?)).sum()
    };
    let stated = |l: &Line| Some(l.planned.as_ref()?.known()?.share());
    let delivered = |l: &Line| Some(l.delivered.known()?.share());
    let sum = |of_line: &dyn Fn(&Line) -> Option<f64>| -> f64 { counted.iter().filter(of).filter_map(of_line).sum() };
    let record = Record {
        project: case.project(project).name.clone(),
        department: case.department(department).name.clone(),
        planned: sum(&stated),
        delivered: sum(&delivered),
        achieved: sum(&|l| l.achieved().map(|a| a.clamp(0.0, CAP))),
        claims: counted.iter().filter(of).count() as u32,
    };
    Side {
        department,
        planned: weighted(&stated),
        delivered: weighted(&delivered),
        lines: lines.iter().filter(of).cloned().collect(),
        record,
    }
}

/// `done`: elements with a result other than nothing.
fn favors(case: &Case, planned: &[ElementId], done: &[ElementId], departments: &[Side]) -> Vec<FavorRow> {
    let last = planned.iter().filter_map(|e| case.element(*e).end.or(case.element(*e).start)).max();
    let date = last.map_or(case.today, |day| day.min(case.today));
    let row = |department, direction, weight, what| FavorRow { date, department, direction, weight, what };
    let mut others: Vec<DepartmentId> = case.department_ids().filter(|d| Some(*d) != case.own).collect();
    others.sort_by_key(|d| case.department(*d).name.clone());
    let cost: f64 = planned.iter().map(|e| case.element(*e).cost_middle()).sum();
    let nobody_named = planned.iter().all(|e| case.element(*e).needs.is_empty());
    let received = others.iter().filter_map(|d| {
        let elements: Vec<ElementId> = planned.iter().copied().filter(|e| case.element(*e).needs.contains(d)).collect();
        let department = case.department(*d);
        let took_part = if nobody_named { !department.ask.is_empty() } else { !elements.is_empty() };
        let weight = match department.ask_cost {
            Some(asked) if cost > 0.0 => 1 + ASKED.iter().filter(|part| asked / cost >= **part).count(),
            _ => elements.len().clamp(1, 3),
        };
        let seen = elements.iter().any(|e| done.contains(e));
        (took_part && (seen || !record::refuses(case, *d)))
            .then(|| row(*d, FavorDirection::Received, weight as u8, What::TookPart(elements)))
    });
    let given = others.iter().filter_map(|d| {
        let side = departments.iter().find(|s| s.department == *d)?;
        let (kpi, known) = most_delivered(&side.lines)?;
        let weight = GIVEN.iter().filter(|least| known.share() >= **least).count();
        (weight > 0).then(|| row(*d, FavorDirection::Given, weight as u8, What::Delivered(kpi, known)))
    });
    received.chain(given).collect()
}

/// The KPI with the highest delivered share, all its results together; the first of equal ones.
fn most_delivered(lines: &[Line]) -> Option<(KpiId, Known)> {
    let mut sums: Vec<(KpiId, Known)> = Vec::new();
    for line in lines {
        let Some(known) = line.delivered.known() else { continue };
        match sums.iter_mut().find(|(kpi, _)| *kpi == line.kpi) {
            Some((_, sum)) => *sum = share::sum(sum, known),
            None => sums.push((line.kpi, *known)),
        }
    }
    sums.into_iter().reduce(|best, next| if next.1.share() > best.1.share() { next } else { best })
}

/// A record with the projects settled now in place of what it said of them; ordered by project and department, so that settling a project
/// twice changes nothing.
pub fn merged(old: Vec<Record>, case: &Case, settled: &[Settlement]) -> Vec<Record> {
    let again = |r: &Record| settled.iter().any(|s| fold(&case.project(s.project).name) == fold(&r.project));
    let mut all: Vec<Record> = old.into_iter().filter(|r| !again(r)).collect();
    all.extend(settled.iter().flat_map(Settlement::records));
    all.sort_by(|a, b| (&a.project, &a.department).cmp(&(&b.project, &b.department)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(project: &str, achieved: f64, claims: u32) -> Record {
        Record { project: project.into(), department: "d".into(), planned: 0.0, delivered: 0.0, achieved, claims }
    }

    #[test]
    fn the_factor_is_one_until_claims_say_otherwise() {
        assert_eq!(Delivery::of(&[]), None);
        assert_eq!(Delivery::of(&[record("p", 0.0, 0)]), None);
        assert_eq!(factor(0.5, 1), 0.875);
        assert_eq!(factor(4.5, 9), 0.625);
        assert_eq!(factor(0.0, 100), 0.2, "never nothing");
        assert_eq!(factor(200.0, 100), 1.5, "never more than half again");
        let both = Delivery::of(&[record("p", 0.5, 1), record("q", 2.0, 2)]).unwrap();
        assert_eq!((both.factor, both.claims), (5.5 / 6.0, 3));
    }

    #[test]
    fn more_claims_than_can_be_counted_are_not_few() {
        let many = Delivery::of(&[record("p", 0.0, u32::MAX), record("q", 1.0, 2)]).unwrap();
        assert_eq!((many.factor, many.claims), (0.2, u32::MAX));
    }
}
