//! From scored pairs to what a proposal can say: evidence, benefit, leads, gaps, conflicts, suggestions. Definitions and thresholds stand
//! in the module that uses them. Everything here is numbers and ids, already ordered; how it is said is `lang`'s business.

pub mod advised;
pub mod bearing;
pub mod benefit;
pub mod claims;
pub mod compare;
pub mod department;
pub mod draws;
pub mod evidence;
pub mod exchange;
pub mod flip;
pub mod giving;
pub mod led;
pub mod lint;
pub mod mend;
pub mod need;
pub mod partners;
pub mod path;
pub mod plan;
pub mod reframe;
pub mod relief;
pub mod robust;
pub mod served;
pub mod settle;
pub mod since;
pub mod subject;
pub mod suggest;
pub mod theme;

use rayon::prelude::*;

use crate::model::{Case, DepartmentId, ElementId, ElementKind, KpiId, ProjectId, Role};
use crate::score::{Scorer, Scores};
use benefit::{Benefit, WinWin, benefit, win_win};
use claims::Ledger;
use department::{DepartmentSide, Standing, View, in_doubt};
use evidence::EvidenceTable;
use exchange::Exchange;
use lint::{Doubt, Facts, Lint};
use mend::Mend;
use need::Needs;
use plan::aim::Aim;
use plan::beyond::Beyond;
use plan::{Package, Step};
use relief::Relief;
use robust::Robustness;
use suggest::Suggestion;

/// Help and harm together below which a department is told that nothing overlaps.
const NO_OVERLAP: f64 = 0.05;

/// What the user decides about an analysis.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Appeal from which saying yes is worth a department's while, 0 to 1. Default 0.5.
    pub yes_line: f64,
    /// Money for additions, in the currency of the cost column. Default: no limit.
    pub budget: Option<f64>,
    /// Most additions. Default 5.
    pub max_changes: usize,
    /// Share of the own coverage that additions must leave, 0 to 1. Default 1.
    pub keep: f64,
    /// How far stated shares are trusted, from settled projects. Default: as stated.
    pub delivery: Option<settle::Delivery>,
}

impl Default for Options {
    fn default() -> Self {
        Options { yes_line: 0.5, budget: None, max_changes: 5, keep: 1.0, delivery: None }
    }
}

/// Everything that may be said about one project.
#[derive(Debug, Clone)]
pub struct ProjectAnalysis {
    /// The project.
    pub project: ProjectId,
    /// Elements in the plan, in order of the table.
    pub core: Vec<ElementId>,
    /// The own department's and the others' sides: own first, then partners by coverage with the additions, highest
    /// first, then the rest. Every chart and the brief keep this order.
    pub departments: Vec<DepartmentSide>,
    /// Appeal from which saying yes is worth while.
    pub yes_line: f64,
    /// How far stated shares are trusted; `None` when no project has been settled.
    pub delivery: Option<settle::Delivery>,
    /// Departments that count as partners: needed, and with KPIs.
    pub partners: Vec<DepartmentId>,
    /// Whether they are partners because the tables name nobody as needed.
    pub all_partners: bool,
    /// Under the core plan.
    pub before: WinWin,
    /// With the plan's additions.
    pub after: WinWin,
    /// KPI benefits under the core plan, by KPI id.
    pub kpis_before: Benefit,
    /// The same with the additions.
    pub kpis_after: Benefit,
    /// All candidates, best first.
    pub suggestions: Vec<Suggestion>,
    /// The additions of the advised package: the balanced one, or where something is to be dropped the one that is best then. In order, with the
    /// figures after the drop if there is one.
    pub plan: Vec<Step>,
    /// What one addition more than the limits allow would bring; `None` where no limit binds.
    pub beyond: Option<Beyond>,
    /// All packages, balanced first; one may be best at several things. The last one may be for the plan without what is dropped.
    pub packages: Vec<Package>,
    /// How sure the order of packages and partners is; `None` without partners.
    pub robustness: Option<Robustness>,
    /// What hurts and is to be dropped or softened, the worst first.
    pub mends: Vec<Mend>,
    /// What of the project needs each department.
    pub needs: Needs,
    /// What mending brings; `None` when there is nothing to mend.
    pub relief: Option<Relief>,
    /// What is asked of each partner beside what it gets.
    pub exchanges: Vec<Exchange>,
    /// Remarks on the tables' claims.
    pub findings: Vec<Finding>,
    /// Evidence of the plan's elements, for the next run to compare with.
    pub effects: Vec<since::Effect>,
    /// What moved since an earlier run, where one is asked for.
    pub since: Option<since::Since>,
    /// Relations with the departments.
    pub relations: partners::Relations,
    /// Every stated contribution, with sums and possible double counts.
    pub claims: Ledger,
    /// What to mend before the proposal goes out.
    pub lints: Vec<Lint>,
}

impl ProjectAnalysis {
    /// Whether an element is to be dropped or softened: nobody is to be led with it.
    pub fn mends(&self, element: ElementId) -> bool {
        self.mends.iter().any(|m| m.conflict.element == element)
    }

    /// Whether an element is to go altogether: nobody is asked for a part in it.
    pub fn drops(&self, element: ElementId) -> bool {
        self.mends.iter().any(|m| m.drop && m.conflict.element == element)
    }
}

/// Something worth a sentence that is no figure of its own.
#[derive(Debug, Clone, PartialEq)]
pub enum Finding {
    /// A needed department without KPIs in the tables.
    NoKpis(DepartmentId),
    /// A partner that nothing in the plan serves.
    NoOverlap(DepartmentId),
    /// A claim that runs longer than the period its KPI is judged by.
    ClaimOutlastsPeriod {
        /// The element.
        element: ElementId,
        /// The KPI.
        kpi: KpiId,
    },
    /// A claim without a share.
    Unsupported {
        /// Which: place in the department's side.
        department: DepartmentId,
        /// Which claim of it.
        claim: usize,
    },
    /// Costs of the embedded catalog stand in the plan.
    AssumedCosts {
        /// What the additions cost at the upper ends of all ranges, where that is above the budget.
        over_budget: Option<f64>,
    },
    /// No partner at all.
    NoPartners,
    /// Nobody is named as needed, so that all departments with KPIs count as partners.
    AllPartners,
    /// No own department.
    NoOwn,
}

/// Analyses every project of a case.
pub fn analyze(case: &Case, scores: &Scores, scorer: &Scorer, options: &Options) -> (EvidenceTable, Vec<ProjectAnalysis>) {
    let evidence = EvidenceTable::of(case, scores, options.delivery.map_or(1.0, |d| d.factor));
    let alone = |p: u32| project(case, &evidence, scorer, ProjectId(p), options);
    let mut projects: Vec<ProjectAnalysis> = (0..case.projects.len() as u32).into_par_iter().map(alone).collect();
    let dropped: Vec<ElementId> = projects.iter().flat_map(|p| relief::elements(&p.mends, true)).collect();
    projects.par_iter_mut().for_each(|a| beside_the_others(case, (scores, &evidence), options, &dropped, a));
    (evidence, projects)
}

fn project(case: &Case, evidence: &EvidenceTable, scorer: &Scorer, id: ProjectId, options: &Options) -> ProjectAnalysis {
    let project = case.project(id);
    let core: Vec<ElementId> = project.elements.iter().copied().filter(|e| case.element(*e).kind == ElementKind::Core).collect();
    let named = needed(case, &core);
    let all_partners = named.is_none();
    let needed = named.unwrap_or_else(|| others(case).collect());
    let has_kpis = |d: &DepartmentId| case.kpis_of(*d).next().is_some();
    let mut partners: Vec<DepartmentId> = needed.iter().copied().filter(has_kpis).collect();
    // By name, so that no figure hangs on the order of rows.
    partners.sort_by(|a, b| case.department(*a).name.cmp(&case.department(*b).name));
    let candidates = suggest::candidates(case, scorer, project);
    let suggestions = suggest::suggestions(case, evidence, &core, &candidates, &partners, case.own);
    let search = plan::Search { case, evidence, core: &core, candidates: &candidates, partners: &partners, options };
    let mut packages = search.packages();
    let balanced = packages.iter().find(|p| p.aims.contains(&Aim::Balanced));
    let mut plan: Vec<Step> = balanced.map_or_else(Vec::new, |p| p.steps.clone());
    let kpis_before = benefit(case, evidence, &core);
    let view = View {
        case,
        evidence,
        core: &core,
        elements: &project.elements,
        before: &kpis_before,
        suggestions: &suggestions,
        partners: &partners,
    };
    let mut departments: Vec<DepartmentSide> = case
        .department_ids()
        .filter(|d| has_kpis(d) || needed.contains(d))
        .map(|d| {
            let standing = match () {
                () if Some(d) == case.own => Standing::Own,
                () if !has_kpis(&d) => Standing::NoKpis,
                () if partners.contains(&d) => Standing::Partner,
                () => Standing::NotNeeded,
            };
            view.side(d, standing)
        })
        .collect();
    let additions: Vec<ElementId> = plan.iter().map(|s| s.element).collect();
    mend::named(case, evidence, (&core, &additions), &mut departments, options.yes_line);
    let mut mends = mend::mends(case, evidence, (&core, &additions), &departments, options.yes_line);
    mend::unled(&mends, &mut departments);
    // One set of additions is advised: where something is to be dropped, the one that is best then.
    let dropped = relief::elements(&mends, true);
    let chosen = relief::chosen_without(&search, &plan, &dropped);
    let otherwise = chosen.map(|(package, otherwise)| {
        plan.clone_from(&package.steps);
        packages.push(package);
        otherwise
    });
    if otherwise.is_none() && !dropped.is_empty() {
        plan = search.ordered_without(&dropped, &additions);
    }
    let with: Vec<ElementId> = core.iter().copied().chain(plan.iter().map(|s| s.element)).collect();
    mend::beside_advised(case, evidence, &with, &mut mends);
    let kpis_after = benefit(case, evidence, &with);
    for side in &mut departments {
        side.after = kpis_after.departments[side.department.0 as usize];
    }
    let name = |s: &DepartmentSide| case.department(s.department).name.clone();
    let by = |x: &DepartmentSide| (x.after.coverage, x.before.coverage);
    departments.sort_by(|a, b| {
        let ((after_a, before_a), (after_b, before_b)) = (by(a), by(b));
        let gain = after_b.total_cmp(&after_a).then(before_b.total_cmp(&before_a));
        a.standing.cmp(&b.standing).then(gain).then_with(|| name(a).cmp(&name(b)))
    });
    let order: Vec<DepartmentId> = departments.iter().map(|d| d.department).collect();
    let relief = Relief::of(&search, &plan, &mends, otherwise);
    let beyond = search.beyond(&dropped, &plan);
    let claims = Ledger::of(case, &project.elements, &order);
    let mut findings = findings(case, &core, &departments, &partners, &plan, options.budget);
    if all_partners && partners.len() > 1 {
        findings.push(Finding::AllPartners);
    }
    let robustness = robust::robustness(case, evidence, (&core, &dropped), &packages, &partners, options.yes_line);
    let staying = advised::staying(&with, &dropped);
    let dropping = relief.as_ref().and_then(|r| r.without_dropped.as_ref());
    let exchanges = exchange::exchanges(case, evidence, &staying, &candidates, &departments, dropping, options.yes_line);
    ProjectAnalysis {
        project: id,
        yes_line: options.yes_line,
        delivery: options.delivery,
        effects: since::effects(case, evidence, &core),
        since: None,
        before: win_win(&kpis_before, case.own, &partners, options.yes_line),
        after: win_win(&kpis_after, case.own, &partners, options.yes_line),
        core,
        departments,
        partners,
        all_partners,
        kpis_before,
        kpis_after,
        suggestions,
        plan,
        beyond,
        packages,
        robustness,
        mends,
        needs: Needs::default(),
        relief,
        exchanges,
        findings,
        claims,
        lints: Vec::new(),
        relations: partners::Relations::default(),
    }
}

/// Fills in what hangs on the other projects too: whose matter an ask is, what is to be mended before the proposal goes out, and relations with
/// the departments. `dropped`: what is to go of all projects.
fn beside_the_others(
    case: &Case,
    (scores, evidence): (&Scores, &EvidenceTable),
    options: &Options,
    dropped: &[ElementId],
    a: &mut ProjectAnalysis,
) {
    let doubts: Vec<Doubt> = a
        .departments
        .iter()
        .flat_map(|side| in_doubt(case, scores, &a.core, side.department))
        .map(|pair| Doubt { element: pair.element, kpi: pair.kpi })
        .filter(|doubt| !a.mends(doubt.element))
        .collect();
    let advised: Vec<ElementId> = a.plan.iter().map(|s| s.element).collect();
    a.needs = Needs::of(case, a.project, &a.core, &advised, dropped);
    a.lints = lint::lint(Facts {
        case,
        core: &a.core,
        elements: &case.project(a.project).elements,
        sides: &a.departments,
        suggestions: &a.suggestions,
        plan: &a.plan,
        mends: &a.mends,
        needs: &a.needs,
        dropping: a.dropping(),
        doubts: &doubts,
        evidence,
        options,
    });
    // Said once, with what to do about it.
    let untouched = |d: DepartmentId| a.lints.iter().any(|l| matches!(l, Lint::AskUntouched { department, .. } if *department == d));
    let unknown = |d: DepartmentId| a.lints.iter().any(|l| matches!(l, Lint::AskWithoutKpis { department, .. } if *department == d));
    a.findings.retain(|f| match f {
        Finding::NoOverlap(d) => !untouched(*d),
        Finding::NoKpis(d) => !unknown(*d),
        _ => true,
    });
    a.relations = partners::relations(case, Some(evidence), Some(a));
}

/// All departments but the own one.
fn others(case: &Case) -> impl Iterator<Item = DepartmentId> {
    case.department_ids().filter(|d| Some(*d) != case.own)
}

/// Who is named as needed: departments with role partner or external; without any, those in the needs of the plan or with an ask; `None`
/// without any of these.
fn needed(case: &Case, core: &[ElementId]) -> Option<Vec<DepartmentId>> {
    let role = |d: &DepartmentId| matches!(case.department(*d).role, Some(Role::Partner | Role::External));
    let asked = |d: &DepartmentId| !case.department(*d).ask.is_empty() || core.iter().any(|e| case.element(*e).needs.contains(d));
    let by = |named: &dyn Fn(&DepartmentId) -> bool| Some(others(case).filter(named).collect::<Vec<_>>()).filter(|all| !all.is_empty());
    by(&role).or_else(|| by(&asked))
}

fn findings(
    case: &Case,
    core: &[ElementId],
    sides: &[DepartmentSide],
    partners: &[DepartmentId],
    plan: &[Step],
    budget: Option<f64>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    if partners.is_empty() {
        findings.push(Finding::NoPartners);
    }
    if case.own.is_none() {
        findings.push(Finding::NoOwn);
    }
    for side in sides {
        if side.standing == Standing::NoKpis {
            findings.push(Finding::NoKpis(side.department));
        }
        if side.standing == Standing::Partner && side.leads.is_empty() && side.before.help_side + side.before.hurt_side < NO_OVERLAP {
            findings.push(Finding::NoOverlap(side.department));
        }
        for (i, claim) in side.claims.iter().enumerate() {
            if claim.unsupported().is_some() {
                findings.push(Finding::Unsupported { department: side.department, claim: i });
            } else if core.contains(&claim.element) && outlasts(case, claim.element, claim.kpi) {
                findings.push(Finding::ClaimOutlastsPeriod { element: claim.element, kpi: claim.kpi });
            }
        }
    }
    if plan.iter().any(|s| case.element(s.element).cost.is_some_and(|c| c.assumed)) {
        let most: f64 = plan.iter().filter_map(|s| case.element(s.element).cost).map(|c| c.high).sum();
        findings.push(Finding::AssumedCosts { over_budget: budget.is_some_and(|b| most > b).then_some(most) });
    }
    findings
}

/// Whether an element runs longer than the period its KPI is judged by (with a tenth of slack).
fn outlasts(case: &Case, element: ElementId, kpi: KpiId) -> bool {
    let e = case.element(element);
    let (Some(start), Some(end), Some(period)) = (e.start, e.end, case.kpi(kpi).period) else { return false };
    let days = f64::from(start.until(end).map_or(0, |s| s.get_days())) + 1.0;
    days > 1.1 * period.months() * 365.2425 / 12.0
}
