//! What a set of elements is worth to KPIs, departments and to both sides together.
//!
//! KPI k under a set S: H = 1 - prod(1 - t h), X = 1 - prod(1 - t x), C = H - X in [-1, 1]; served from C >= 0.5.
//! Department d: coverage u = sum w g C (weights sum to 1), appeal y = max (w / w_max) g H - max (w / w_max) X.
//! Win-win: index = sqrt(max(0, u_own) x mean over partners of max(0, u_d)), worst-off = min y over partners.

use crate::analysis::evidence::{EvidenceTable, headroom};
use crate::model::{Case, DepartmentId, ElementId, KpiId};

/// A KPI is served from this C on.
pub const SERVED: f64 = 0.5;

/// What a set does to one KPI.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KpiBenefit {
    /// H, 0 to 1.
    pub help: f64,
    /// X, 0 to 1.
    pub hurt: f64,
}

impl KpiBenefit {
    /// C = H - X, -1 to 1.
    pub fn net(&self) -> f64 {
        self.help - self.hurt
    }

    /// Whether C reaches [`SERVED`].
    pub fn served(&self) -> bool {
        self.net() >= SERVED
    }
}

/// What a set is worth to one department.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DepartmentBenefit {
    /// u, -1 to 1.
    pub coverage: f64,
    /// y, -1 to 1.
    pub appeal: f64,
    /// sum w g H, 0 to 1: the right side of the bar.
    pub help_side: f64,
    /// sum w g X, 0 to 1: the left side of the bar.
    pub hurt_side: f64,
    /// KPIs with C >= 0.5.
    pub served: usize,
    /// KPIs of the department; with none, all figures are 0.
    pub kpis: usize,
}

/// What a set is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Benefit {
    /// By KPI id.
    pub kpis: Vec<KpiBenefit>,
    /// By department id.
    pub departments: Vec<DepartmentBenefit>,
}

/// Both sides together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WinWin {
    /// u of the own department; `None` without one.
    pub own: Option<f64>,
    /// Mean of max(0, u) over the partners.
    pub partners: f64,
    /// The lowest appeal among the partners, and whose.
    pub worst_off: Option<(DepartmentId, f64)>,
    /// sqrt(own x partners); `None` without an own department.
    pub index: Option<f64>,
    /// Partners at or over the worth-saying-yes line.
    pub over_line: usize,
}

impl WinWin {
    /// The figure that changes are to raise: the index, or the partners' mean where no own side is known.
    pub fn raised(&self) -> f64 {
        self.index.unwrap_or(self.partners)
    }
}

/// Half a point of a figure: less is noise of the texts, which no decision hangs on.
pub const HALF_POINT: f64 = 0.005;

/// The benefit of a set of elements.
pub fn benefit(case: &Case, evidence: &EvidenceTable, set: &[ElementId]) -> Benefit {
    Products::new(case).with(evidence, set).benefit(case)
}

/// What is left of no help and no harm per KPI, prod(1 - t h) and prod(1 - t x): a set grows by multiplying, so that a search over many
/// sets need not start from the first element each time.
#[derive(Debug, Clone, PartialEq)]
pub struct Products {
    no_help: Vec<f64>,
    no_hurt: Vec<f64>,
}

impl Products {
    /// Those of the empty set: 1 everywhere.
    pub fn new(case: &Case) -> Self {
        Products { no_help: vec![1.0; case.kpis.len()], no_hurt: vec![1.0; case.kpis.len()] }
    }

    /// Those of this set and further elements.
    pub fn with(&self, evidence: &EvidenceTable, added: &[ElementId]) -> Self {
        let mut all = self.clone();
        for &element in added {
            for (kpi, (help, hurt)) in all.no_help.iter_mut().zip(&mut all.no_hurt).enumerate() {
                let e = evidence.at(KpiId(kpi as u32), element);
                *help *= 1.0 - e.helps();
                *hurt *= 1.0 - e.hurts();
            }
        }
        all
    }

    /// Those of this set and one thing more that stands in no table: its (h, x) by KPI id.
    pub fn and(&self, effects: &[(f64, f64)]) -> Self {
        let mut all = self.clone();
        for ((help, hurt), (h, x)) in all.no_help.iter_mut().zip(&mut all.no_hurt).zip(effects) {
            *help *= 1.0 - h;
            *hurt *= 1.0 - x;
        }
        all
    }

    /// The benefit of the set.
    pub fn benefit(&self, case: &Case) -> Benefit {
        let both = self.no_help.iter().zip(&self.no_hurt);
        let kpis: Vec<KpiBenefit> = both.map(|(h, x)| KpiBenefit { help: 1.0 - h, hurt: 1.0 - x }).collect();
        let of = |d| of_department(stakes(case, d).into_iter().map(|(k, stake)| (stake, kpis[k.0 as usize])));
        let departments = case.department_ids().map(of).collect();
        Benefit { kpis, departments }
    }
}

/// What a KPI counts inside its department.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stake {
    /// w, summing to 1 inside the department.
    pub weight: f64,
    /// w / w_max, 0 to 1.
    pub relative: f64,
    /// g, 0.1 to 1: what is left to do.
    pub headroom: f64,
}

/// The stakes of a department's KPIs, in order of the table.
pub fn stakes(case: &Case, department: DepartmentId) -> Vec<(KpiId, Stake)> {
    let own: Vec<KpiId> = case.kpis_of(department).collect();
    let heaviest = own.iter().map(|k| case.kpi(*k).weight).fold(0.0, f64::max);
    let stake = |k: &KpiId| {
        let kpi = case.kpi(*k);
        let relative = if heaviest > 0.0 { kpi.weight / heaviest } else { 0.0 };
        (*k, Stake { weight: kpi.weight, relative, headroom: headroom(kpi) })
    };
    own.iter().map(stake).collect()
}

/// A department's benefit from what its KPIs get.
pub fn of_department(kpis: impl Iterator<Item = (Stake, KpiBenefit)>) -> DepartmentBenefit {
    let mut d = DepartmentBenefit { coverage: 0.0, appeal: 0.0, help_side: 0.0, hurt_side: 0.0, served: 0, kpis: 0 };
    let (mut best, mut worst) = (0.0_f64, 0.0_f64);
    for (stake, k) in kpis {
        let g = stake.headroom;
        d.kpis += 1;
        d.help_side += stake.weight * g * k.help;
        d.hurt_side += stake.weight * g * k.hurt;
        d.served += usize::from(k.served());
        best = best.max(stake.relative * g * k.help);
        worst = worst.max(stake.relative * k.hurt);
    }
    d.coverage = d.help_side - d.hurt_side;
    d.appeal = best - worst;
    d
}

/// What KPIs of one department come to, each with its weight w and its headroom g.
pub fn of_kpis(kpis: impl Iterator<Item = (f64, f64, KpiBenefit)> + Clone) -> DepartmentBenefit {
    let heaviest = kpis.clone().map(|(weight, ..)| weight).fold(0.0, f64::max);
    let relative = |weight: f64| if heaviest > 0.0 { weight / heaviest } else { 0.0 };
    of_department(kpis.map(|(weight, headroom, k)| (Stake { weight, relative: relative(weight), headroom }, k)))
}

/// Both sides together. `partners` must have KPIs; of two equally badly off the first is named.
pub fn win_win(benefit: &Benefit, own: Option<DepartmentId>, partners: &[DepartmentId], yes_line: f64) -> WinWin {
    let of = |d: DepartmentId| benefit.departments[d.0 as usize];
    // Without KPIs there is nothing to win for the own side, which is not the same as winning nothing.
    let own = own.filter(|d| of(*d).kpis > 0).map(|d| of(d).coverage);
    let mean =
        if partners.is_empty() { 0.0 } else { partners.iter().map(|d| of(*d).coverage.max(0.0)).sum::<f64>() / partners.len() as f64 };
    let worst_off = partners.iter().map(|d| (*d, of(*d).appeal)).min_by(|a, b| a.1.total_cmp(&b.1));
    WinWin {
        own,
        partners: mean,
        worst_off,
        index: own.map(|u| (u.max(0.0) * mean).sqrt()),
        over_line: partners.iter().filter(|d| of(**d).appeal >= yes_line).count(),
    }
}
