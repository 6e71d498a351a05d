//! One department's side of a project: what it gains, what to lead with, what is missing, what hurts.

use crate::analysis::benefit::{Benefit, DepartmentBenefit, HALF_POINT, benefit};
use crate::analysis::evidence::{EvidenceTable, Level, headroom};
use crate::analysis::suggest::Suggestion;
use crate::model::share::Known;
use crate::model::{Case, DepartmentId, ElementId, KpiId, NoShare, Origin, Share, share};
use crate::score::{Pair, Scores, calibrate};

/// Loss of appeal under which nobody would keep what harms them otherwise.
const SMALL_LOSS: f64 = 0.05;
/// Evidence from which an element leads, or a conflict is worth a sentence.
pub(super) const WORTH_SAYING: f64 = 0.2;
/// Gain of appeal or coverage from which dropping an element is worth a sentence.
pub(super) const WORTH_MENDING: f64 = 0.03;
/// Headroom at or below which a KPI counts as met: do not lead with it.
pub const MET: f64 = 0.1;
/// How many suggestions a department is shown.
const SUGGESTIONS: usize = 5;

/// How a department stands to a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It proposes.
    Own,
    /// It is needed.
    Partner,
    /// It has KPIs, but the project does not need it.
    NotNeeded,
    /// It is needed, but the tables hold no KPI of it.
    NoKpis,
}

/// An element that serves a KPI of the department.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lead {
    /// The element.
    pub element: ElementId,
    /// The KPI it serves best.
    pub kpi: KpiId,
    /// (w / w_max) g t h, 0 to 1.
    pub strength: f64,
    /// Stated or inferred.
    pub level: Level,
    /// Whether it serves the KPI by itself, on a ground that can be named; else it helps it.
    pub alone: bool,
    /// Whether more than the sound of the texts speaks for it ([`crate::analysis::evidence::Evidence::grounded`]).
    pub grounded: bool,
}

impl Lead {
    /// Where it stands before how strong it is: what is stated is the safest to open with, and what rests on the sound of a word the least.
    fn standing(&self) -> (Level, bool) {
        (self.level, !self.grounded)
    }
}

/// An element that works against a KPI of the department.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Conflict {
    /// The element.
    pub element: ElementId,
    /// The KPI.
    pub kpi: KpiId,
    /// t x, 0 to 1.
    pub strength: f64,
    /// Stated or inferred.
    pub level: Level,
    /// What dropping the element adds to the department's appeal.
    pub appeal_gain: f64,
    /// What dropping it adds to the department's coverage.
    pub coverage_gain: f64,
    /// Whether worse harm to the department stays, which hides what dropping it would add to the appeal.
    pub hidden: bool,
}

impl Conflict {
    /// Whether the department loses by going without the element, since it serves another KPI of theirs. Where worse harm stays and hides what they
    /// would gain, a small loss of appeal is none.
    pub fn mixed(&self) -> bool {
        let felt = if self.hidden { SMALL_LOSS } else { HALF_POINT };
        self.coverage_gain <= -HALF_POINT || self.appeal_gain <= -felt
    }
}

/// Help that comes too late to count in full: the KPI is judged before the element has run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Late {
    /// The element.
    pub element: ElementId,
    /// The KPI it would serve.
    pub kpi: KpiId,
    /// t, 0.1 to below 1: how much of the help counts.
    pub window: f64,
}

/// A KPI that is not served.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gap {
    /// The KPI.
    pub kpi: KpiId,
    /// Its C under the core plan.
    pub net: f64,
    /// What is left to do of it, 0.1 to 1.
    pub headroom: f64,
}

/// A stated contribution with its arithmetic.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// The element that states it.
    pub element: ElementId,
    /// The KPI.
    pub kpi: KpiId,
    /// The share, or why there is none.
    pub share: Share,
    /// Its row.
    pub origin: Origin,
}

/// A department's side.
#[derive(Debug, Clone, PartialEq)]
pub struct DepartmentSide {
    /// The department.
    pub department: DepartmentId,
    /// How it stands.
    pub standing: Standing,
    /// Under the core plan.
    pub before: DepartmentBenefit,
    /// Under the core plan and its additions.
    pub after: DepartmentBenefit,
    /// What could be led with, of the core plan: what is stated, what is inferred on a ground that can be named, the rest; each the strongest first.
    /// What of it is put in front of somebody: [`crate::analysis::ProjectAnalysis::led`].
    pub leads: Vec<Lead>,
    /// KPIs not served by the core plan, heaviest first.
    pub gaps: Vec<Gap>,
    /// KPIs that are met already: not to be led with.
    pub met: Vec<KpiId>,
    /// What comes too late to count in full, most lost first; of the core plan.
    pub late: Vec<Late>,
    /// What hurts, worst first; of the core plan.
    pub conflicts: Vec<Conflict>,
    /// Stated contributions to its KPIs by core and optional elements, in order of the table.
    pub claims: Vec<Claim>,
    /// What would help it most: places in the project's suggestions, best first.
    pub suggestions: Vec<usize>,
}

/// What one department sees of a project.
#[derive(Debug)]
pub struct View<'a> {
    /// The case.
    pub case: &'a Case,
    /// Evidence of all pairs.
    pub evidence: &'a EvidenceTable,
    /// Elements in the plan.
    pub core: &'a [ElementId],
    /// All elements of the project.
    pub elements: &'a [ElementId],
    /// The core plan's benefit.
    pub before: &'a Benefit,
    /// Suggestions of the project.
    pub suggestions: &'a [Suggestion],
    /// Partners, in the order of the suggestions' gains.
    pub partners: &'a [DepartmentId],
}

impl View<'_> {
    /// The side of one department, before any addition is chosen.
    pub fn side(&self, department: DepartmentId, standing: Standing) -> DepartmentSide {
        let kpis: Vec<KpiId> = self.case.kpis_of(department).collect();
        let at = department.0 as usize;
        DepartmentSide {
            department,
            standing,
            before: self.before.departments[at],
            after: self.before.departments[at],
            leads: self.leads(&kpis),
            gaps: self.gaps(&kpis),
            met: kpis.iter().copied().filter(|k| headroom(self.case.kpi(*k)) <= MET).collect(),
            late: self.late(&kpis),
            conflicts: self.conflicts(department, &kpis),
            claims: self.claims(&kpis),
            suggestions: self.best_suggestions(department),
        }
    }

    fn relative_weight(&self, kpis: &[KpiId], kpi: KpiId) -> f64 {
        let heaviest = kpis.iter().map(|k| self.case.kpi(*k).weight).fold(0.0, f64::max);
        if heaviest > 0.0 { self.case.kpi(kpi).weight / heaviest } else { 0.0 }
    }

    fn leads(&self, kpis: &[KpiId]) -> Vec<Lead> {
        let mut leads: Vec<Lead> = self
            .core
            .iter()
            .filter_map(|&element| {
                let of = |&kpi: &KpiId| {
                    let e = self.evidence.at(kpi, element);
                    let strength = self.relative_weight(kpis, kpi) * headroom(self.case.kpi(kpi)) * e.helps();
                    Lead { element, kpi, strength, level: e.level, alone: e.grounded && e.serves_alone(), grounded: e.grounded }
                };
                let open = kpis.iter().filter(|k| headroom(self.case.kpi(**k)) > MET);
                // Where help and harm are as likely, nobody is led with it.
                let sure = |k: &&KpiId| self.evidence.at(**k, element).helps() > self.evidence.at(**k, element).hurts();
                let best = open.filter(sure).map(of).max_by(|a, b| {
                    a.strength.total_cmp(&b.strength).then_with(|| self.case.kpi(b.kpi).name.cmp(&self.case.kpi(a.kpi).name))
                })?;
                (self.evidence.at(best.kpi, element).helps() >= WORTH_SAYING).then_some(best)
            })
            .collect();
        leads.sort_by(|a, b| {
            let strength = || b.strength.total_cmp(&a.strength).then_with(|| self.by_name(a.element, b.element));
            a.standing().cmp(&b.standing()).then_with(strength)
        });
        leads
    }

    fn by_name(&self, a: ElementId, b: ElementId) -> std::cmp::Ordering {
        self.case.element(a).name.cmp(&self.case.element(b).name)
    }

    fn gaps(&self, kpis: &[KpiId]) -> Vec<Gap> {
        let mut gaps: Vec<Gap> = kpis
            .iter()
            .map(|&kpi| Gap { kpi, net: self.before.kpis[kpi.0 as usize].net(), headroom: headroom(self.case.kpi(kpi)) })
            .filter(|g| !self.before.kpis[g.kpi.0 as usize].served() && g.headroom > MET)
            .collect();
        let weight = |g: &Gap| self.case.kpi(g.kpi).weight * g.headroom;
        gaps.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then_with(|| self.case.kpi(a.kpi).name.cmp(&self.case.kpi(b.kpi).name)));
        gaps
    }

    fn late(&self, kpis: &[KpiId]) -> Vec<Late> {
        let mut late: Vec<(f64, Late)> = Vec::new();
        for (&element, &kpi) in self.core.iter().flat_map(|e| kpis.iter().map(move |k| (e, k))) {
            let e = self.evidence.at(kpi, element);
            if e.window < 1.0 && e.help >= WORTH_SAYING && headroom(self.case.kpi(kpi)) > MET {
                let lost = self.relative_weight(kpis, kpi) * headroom(self.case.kpi(kpi)) * (e.help - e.helps());
                late.push((lost, Late { element, kpi, window: e.window }));
            }
        }
        let name = |l: &Late| (&self.case.element(l.element).name, &self.case.kpi(l.kpi).name);
        late.sort_by(|(a, x), (b, y)| b.total_cmp(a).then_with(|| name(x).cmp(&name(y))));
        late.into_iter().map(|(_, late)| late).collect()
    }

    fn conflicts(&self, department: DepartmentId, kpis: &[KpiId]) -> Vec<Conflict> {
        let mut conflicts = Vec::new();
        let worst = |b: &Benefit| kpis.iter().map(|k| self.relative_weight(kpis, *k) * b.kpis[k.0 as usize].hurt).fold(0.0, f64::max);
        for &element in self.core {
            let hurt: Vec<KpiId> = kpis.iter().copied().filter(|k| self.evidence.at(*k, element).hurts() > 0.0).collect();
            if hurt.is_empty() {
                continue;
            }
            let rest: Vec<ElementId> = self.core.iter().copied().filter(|c| *c != element).collect();
            let left = benefit(self.case, self.evidence, &rest);
            let (without, with) = (left.departments[department.0 as usize], self.before.departments[department.0 as usize]);
            let hidden = worst(self.before) - worst(&left) < HALF_POINT;
            let (appeal_gain, coverage_gain) = (without.appeal - with.appeal, without.coverage - with.coverage);
            for kpi in hurt {
                let e = self.evidence.at(kpi, element);
                if e.hurts() < WORTH_SAYING && appeal_gain.max(coverage_gain) < WORTH_MENDING {
                    continue;
                }
                conflicts.push(Conflict { element, kpi, strength: e.hurts(), level: e.level, appeal_gain, coverage_gain, hidden });
            }
        }
        conflicts.sort_by(|a, b| b.strength.total_cmp(&a.strength).then_with(|| self.by_name(a.element, b.element)));
        conflicts
    }

    fn claims(&self, kpis: &[KpiId]) -> Vec<Claim> {
        let rows = self.elements.iter().flat_map(|e| self.case.element(*e).contributions.iter().map(move |c| (*e, c)));
        rows.flat_map(|(element, c)| {
            c.kpis.iter().filter(|k| kpis.contains(k)).map(move |&kpi| {
                let share = share::of(&c.amount, self.case.kpi(kpi));
                Claim { element, kpi, share, origin: c.origin.clone() }
            })
        })
        .collect()
    }

    fn best_suggestions(&self, department: DepartmentId) -> Vec<usize> {
        let Some(at) = self.partners.iter().position(|p| *p == department) else { return Vec::new() };
        let value = |i: &usize| (self.suggestions[*i].appeal_gain[at], self.suggestions[*i].coverage_gain[at]);
        let helps = |i: &usize| self.case.kpis_of(department).any(|k| self.evidence.at(k, self.suggestions[*i].element).serves());
        let mut best: Vec<usize> = (0..self.suggestions.len()).filter(|i| value(i).1 > 0.01 && helps(i)).collect();
        best.sort_by(|a, b| {
            let (ya, ua) = value(a);
            let (yb, ub) = value(b);
            yb.total_cmp(&ya).then(ub.total_cmp(&ua)).then(a.cmp(b))
        });
        best.truncate(SUGGESTIONS);
        best
    }
}

/// Pairs of the plan with a department's KPIs of which the known causes say the opposite of all else; nothing is stated of them.
pub fn in_doubt<'s>(case: &Case, scores: &'s Scores, core: &[ElementId], department: DepartmentId) -> Vec<&'s Pair> {
    let pairs = case.kpis_of(department).flat_map(|k| core.iter().map(move |e| scores.pair(k, *e)));
    pairs.filter(|x| matches!(x.share, Share::Unknown(_)) && calibrate::in_doubt(&x.parts, (x.helps, x.hurts))).collect()
}

impl Claim {
    /// Whether the claim can stand in a headline.
    pub fn supported(&self) -> Option<&Known> {
        self.share.known()
    }

    /// Why it cannot.
    pub fn unsupported(&self) -> Option<NoShare> {
        match self.share {
            Share::Unknown(reason) => Some(reason),
            Share::Known(_) => None,
        }
    }
}
