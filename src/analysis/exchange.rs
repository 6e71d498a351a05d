//! Give and ask: what is asked of a department beside what it gets; and where it gets nothing, a third party that closes the triangle.
//!
//! A department's part is the elements that need it, in the plan or among its additions. A third party C closes the triangle for B when C
//! gains from B's part (then C has reason to ask B for it, or to carry its cost), or when an element that could be added, and needs C, serves
//! B's KPIs (then C's part pays B) and C has a reason to take part. Strength of each side: (w / w_max) g t h of the KPI it serves best, as
//! for leads.

use crate::analysis::ProjectAnalysis;
use crate::analysis::benefit::stakes;
use crate::analysis::department::{DepartmentSide, Standing};
use crate::analysis::evidence::EvidenceTable;
use crate::analysis::relief::Outlook;
use crate::model::{Case, DepartmentId, ElementId, KpiId};

/// Evidence and strength from which a side of a triangle holds.
const HOLDS: f64 = 0.2;

/// An element that serves a KPI.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Service {
    /// The element.
    pub element: ElementId,
    /// The KPI it serves best.
    pub kpi: KpiId,
    /// (w / w_max) g t h, 0 to 1.
    pub strength: f64,
    /// Whether it serves the KPI by itself; else it helps it.
    pub alone: bool,
}

/// A third party that closes the triangle: own -> partner -> third -> partner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Triangle {
    /// The third party.
    pub third: DepartmentId,
    /// What it gains from the partner's part.
    pub gains: Option<Service>,
    /// What its own part does for the partner.
    pub returns: Option<Service>,
}

/// What is asked of a department, and what it gets.
#[derive(Debug, Clone, PartialEq)]
pub struct Exchange {
    /// Whom.
    pub department: DepartmentId,
    /// Elements of the plan and its additions that need its part.
    pub part: Vec<ElementId>,
    /// Its appeal, -1 to 1, with the additions and without what is to be dropped.
    pub appeal: f64,
    /// What of these serves it best.
    pub gets: Option<Service>,
    /// Whether it stays under the line with the additions: asking is a favor.
    pub favor: bool,
    /// For a favor: who may close the triangle, the strongest first.
    pub triangles: Vec<Triangle>,
}

/// Give and ask of each partner that is asked for something, in the order of `sides`. `plan`: what stays of the plan, and its additions;
/// `dropping`: what comes of them, where something goes.
pub fn exchanges(
    case: &Case,
    evidence: &EvidenceTable,
    plan: &[ElementId],
    candidates: &[ElementId],
    sides: &[DepartmentSide],
    dropping: Option<&Outlook>,
    yes_line: f64,
) -> Vec<Exchange> {
    let appeal = |s: &DepartmentSide| dropping.and_then(|o| o.appeal_of(s.department)).unwrap_or(s.after.appeal);
    let willing = sides.iter().filter(|s| s.standing == Standing::Partner && appeal(s) >= yes_line).map(|s| s.department).collect();
    let harmed = sides.iter().filter(|s| appeal(s) < 0.0).map(|s| s.department).collect();
    let needed = sides.iter().filter(|s| matches!(s.standing, Standing::Own | Standing::Partner));
    let hurting = needed.flat_map(|s| s.conflicts.iter().map(|c| c.element)).collect();
    let market = Market { case, evidence, plan, candidates, willing, harmed, hurting };
    let partners = sides.iter().filter(|s| matches!(s.standing, Standing::Partner | Standing::NoKpis));
    partners
        .map(|s| {
            let part = market.part(s.department);
            // Of a department without KPIs nobody can say whether it gains.
            let favor = s.standing == Standing::Partner && appeal(s) < yes_line;
            let triangles = if favor { market.triangles(s.department, &part) } else { Vec::new() };
            let gets = market.service(plan.iter().copied(), s.department);
            Exchange { department: s.department, part, appeal: appeal(s), gets, favor, triangles }
        })
        .filter(|e| !e.part.is_empty() || !case.department(e.department).ask.is_empty())
        .collect()
}

impl ProjectAnalysis {
    /// Whether a department is asked for something for this project, as advised: its part in the plan, or an ask that no other project is meant by.
    pub fn is_asked(&self, department: DepartmentId) -> bool {
        let exchange = self.exchanges.iter().find(|e| e.department == department);
        exchange.is_some_and(|e| !e.part.is_empty() || !self.needs.is_elsewhere(department))
    }
}

struct Market<'a> {
    case: &'a Case,
    evidence: &'a EvidenceTable,
    plan: &'a [ElementId],
    candidates: &'a [ElementId],
    /// Departments with a reason to say yes.
    willing: Vec<DepartmentId>,
    /// Departments that the plan harms: they help nobody into it.
    harmed: Vec<DepartmentId>,
    /// Elements that hurt somebody who is needed: nothing to pay with.
    hurting: Vec<ElementId>,
}

impl Market<'_> {
    /// Elements of the plan that need a department.
    fn part(&self, department: DepartmentId) -> Vec<ElementId> {
        self.plan.iter().copied().filter(|e| self.case.element(*e).needs.contains(&department)).collect()
    }

    /// The best service of some elements to a department, if it holds.
    fn service(&self, elements: impl Iterator<Item = ElementId>, department: DepartmentId) -> Option<Service> {
        let stakes = stakes(self.case, department);
        let each = elements.filter(|e| !self.hurting.contains(e)).flat_map(|element| {
            stakes.iter().filter_map(move |(kpi, stake)| {
                let evidence = self.evidence.at(*kpi, element);
                let (helps, alone) = (evidence.helps(), evidence.serves_alone());
                let strength = stake.relative * stake.headroom * helps;
                (helps >= HOLDS && strength >= HOLDS).then_some(Service { element, kpi: *kpi, strength, alone })
            })
        });
        let name = |s: &Service| (&self.case.element(s.element).name, &self.case.kpi(s.kpi).name);
        each.max_by(|a, b| a.strength.total_cmp(&b.strength).then_with(|| name(b).cmp(&name(a))))
    }

    fn triangles(&self, partner: DepartmentId, part: &[ElementId]) -> Vec<Triangle> {
        let others = self.case.department_ids().filter(|d| *d != partner && Some(*d) != self.case.own && !self.harmed.contains(d));
        let mut all: Vec<Triangle> = others
            .filter_map(|third| {
                let gains = self.service(part.iter().copied(), third);
                // What the plan holds already counts in the partner's appeal, and was not enough. And nobody pays back for a plan that is no
                // reason for him either.
                let fresh = self.candidates.iter().copied().filter(|e| !self.plan.contains(e));
                let willing = gains.is_some() || self.willing.contains(&third);
                let returns = self.service(fresh.filter(|e| self.case.element(*e).needs.contains(&third)), partner).filter(|_| willing);
                (gains.is_some() || returns.is_some()).then_some(Triangle { third, gains, returns })
            })
            .collect();
        let strength = |t: &Triangle| [t.gains, t.returns].iter().flatten().map(|s| s.strength).sum::<f64>();
        let both = |t: &Triangle| t.gains.is_some() && t.returns.is_some();
        all.sort_by(|a, b| {
            let name = |t: &Triangle| &self.case.department(t.third).name;
            both(b).cmp(&both(a)).then(strength(b).total_cmp(&strength(a))).then_with(|| name(a).cmp(name(b)))
        });
        all
    }
}
