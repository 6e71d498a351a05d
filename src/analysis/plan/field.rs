//! The search's own view of a project: only KPIs of the own department and the partners, only candidates that help one of them, as plain
//! arrays, so that a set of additions is weighed in a few hundred multiplications.

use crate::analysis::benefit::{DepartmentBenefit, HALF_POINT, KpiBenefit, Stake, of_department, stakes};
use crate::analysis::evidence::EvidenceTable;
use crate::model::{Case, DepartmentId, ElementId, KpiId};

/// One possible addition.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Which.
    pub element: ElementId,
    /// Its name, for ties.
    pub name: String,
    /// Its cost, middle of the range; 0 when unknown.
    pub cost: f64,
    /// t h per KPI of the field, 0 to 1.
    pub help: Vec<f64>,
    /// t x per KPI of the field, 0 to 1.
    pub hurt: Vec<f64>,
}

/// KPIs of one department: `stakes[from..to]` of the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First.
    pub from: usize,
    /// One past the last.
    pub to: usize,
}

/// What the search sees.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// What each KPI counts inside its department.
    pub stakes: Vec<Stake>,
    /// The own department's KPIs, if there is one with KPIs.
    pub own: Option<Span>,
    /// The partners' KPIs.
    pub partners: Vec<Span>,
    /// What could be added, by name: only what serves a KPI here ([`crate::analysis::evidence::Evidence::serves`]). What serves nobody costs
    /// money for nothing, and a trace of help read from a text is no reason to add a thing.
    pub candidates: Vec<Candidate>,
    /// The core plan.
    pub start: State,
    /// Appeal from which saying yes is worth while.
    pub yes_line: f64,
    /// Coverage the own department must keep.
    pub floor: Option<f64>,
    /// Money for additions.
    pub budget: Option<f64>,
    /// Most additions.
    pub most: usize,
}

/// What is left of no help and no harm per KPI, prod(1 - t h) and prod(1 - t x).
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// 1 - H.
    pub no_help: Vec<f64>,
    /// 1 - X.
    pub no_hurt: Vec<f64>,
}

/// What a set is worth to both sides.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worth {
    /// u of the own department.
    pub own: Option<f64>,
    /// Mean of max(0, u) over the partners.
    pub partners: f64,
    /// Mean of u over the partners.
    pub mean: f64,
    /// The lowest y among the partners; 0 without any.
    pub worst_off: f64,
    /// Partners at or over the line.
    pub over_line: usize,
}

impl Worth {
    /// sqrt(max(0, own) x partners); without an own department the partners' mean stands for it.
    pub fn index(&self) -> f64 {
        self.own.map_or(self.partners, |u| (u.max(0.0) * self.partners).sqrt())
    }
}

/// Limits of a search.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Appeal from which saying yes is worth while.
    pub yes_line: f64,
    /// Share of the own coverage that must be kept.
    pub keep: f64,
    /// Money for additions.
    pub budget: Option<f64>,
    /// Most additions.
    pub most: usize,
}

impl Field {
    /// The field of a project.
    pub fn of(
        case: &Case,
        evidence: &EvidenceTable,
        core: &[ElementId],
        candidates: &[ElementId],
        partners: &[DepartmentId],
        limits: Limits,
    ) -> Self {
        let (mut ids, mut all): (Vec<KpiId>, Vec<Stake>) = (Vec::new(), Vec::new());
        let mut span = |d: DepartmentId| {
            let from = ids.len();
            for (kpi, stake) in stakes(case, d) {
                ids.push(kpi);
                all.push(stake);
            }
            Span { from, to: ids.len() }
        };
        let own = case.own.map(&mut span).filter(|s| s.to > s.from);
        let partners: Vec<Span> = partners.iter().map(|d| span(*d)).collect();
        let row = |e: ElementId, hurts: bool| -> Vec<f64> {
            ids.iter().map(|k| if hurts { evidence.at(*k, e).hurts() } else { evidence.at(*k, e).helps() }).collect()
        };
        let mut start = State { no_help: vec![1.0; ids.len()], no_hurt: vec![1.0; ids.len()] };
        for e in core {
            start.add(&row(*e, false), &row(*e, true));
        }
        let mut useful: Vec<Candidate> = candidates
            .iter()
            .map(|e| {
                let element = case.element(*e);
                let (name, cost) = (element.name.clone(), element.cost_middle());
                Candidate { element: *e, name, cost, help: row(*e, false), hurt: row(*e, true) }
            })
            .filter(|c| limits.budget.is_none_or(|b| c.cost <= b))
            .filter(|c| ids.iter().any(|k| evidence.at(*k, c.element).serves()))
            .collect();
        useful.sort_by(|a, b| a.name.cmp(&b.name).then(a.element.cmp(&b.element)));
        let mut field = Field {
            stakes: all,
            own,
            partners,
            candidates: useful,
            start,
            yes_line: limits.yes_line,
            floor: None,
            budget: limits.budget,
            most: limits.most,
        };
        field.floor = field.worth(&field.start).own.map(|u| floor(u, limits.keep));
        field
    }

    /// What a state is worth.
    pub fn worth(&self, state: &State) -> Worth {
        let of = |span: Span| self.department(span, state);
        let count = self.partners.len().max(1) as f64;
        let mut worth = Worth { own: self.own.map(|s| of(s).coverage), partners: 0.0, mean: 0.0, worst_off: f64::INFINITY, over_line: 0 };
        for d in self.partners.iter().map(|s| of(*s)) {
            worth.partners += d.coverage.max(0.0) / count;
            worth.mean += d.coverage / count;
            worth.worst_off = worth.worst_off.min(d.appeal);
            worth.over_line += usize::from(d.appeal >= self.yes_line);
        }
        if self.partners.is_empty() {
            worth.worst_off = 0.0;
        }
        worth
    }

    /// y of one partner.
    pub fn appeal(&self, partner: Span, state: &State) -> f64 {
        self.department(partner, state).appeal
    }

    fn department(&self, span: Span, state: &State) -> DepartmentBenefit {
        let Span { from, to } = span;
        let left = state.no_help[from..to].iter().zip(&state.no_hurt[from..to]);
        let benefits = left.map(|(no_help, no_hurt)| KpiBenefit { help: 1.0 - no_help, hurt: 1.0 - no_hurt });
        of_department(self.stakes[from..to].iter().copied().zip(benefits))
    }

    /// The state with these additions, places in the candidates.
    pub fn with(&self, set: &[usize]) -> State {
        let mut state = self.start.clone();
        for c in set {
            state.add(&self.candidates[*c].help, &self.candidates[*c].hurt);
        }
        state
    }

    /// What a set costs.
    pub fn cost(&self, set: &[usize]) -> f64 {
        set.iter().map(|c| self.candidates[*c].cost).sum()
    }

    /// Whether a set stays within budget, number of changes, and what the own department must keep. To add nothing is always allowed, also where
    /// the plan itself harms the own department so much that it would have to gain.
    pub fn allowed(&self, set: &[usize], worth: &Worth) -> bool {
        if set.is_empty() {
            return true;
        }
        set.len() <= self.most
            && self.budget.is_none_or(|b| self.cost(set) <= b)
            && self.floor.zip(worth.own).is_none_or(|(floor, own)| own >= floor)
    }
}

/// What the own department must keep of its coverage. [`HALF_POINT`] of slack, so that noise in the texts is no veto.
pub fn floor(own: f64, keep: f64) -> f64 {
    keep * own - HALF_POINT
}

impl State {
    /// Multiplies a further addition in.
    pub fn add(&mut self, help: &[f64], hurt: &[f64]) {
        for (left, h) in self.no_help.iter_mut().zip(help) {
            *left *= 1.0 - h;
        }
        for (left, x) in self.no_hurt.iter_mut().zip(hurt) {
            *left *= 1.0 - x;
        }
    }

    /// Becomes another state of the same KPIs with a further addition; what stood here before is gone.
    pub fn become_with(&mut self, before: &State, addition: &Candidate) {
        for ((left, was), h) in self.no_help.iter_mut().zip(&before.no_help).zip(&addition.help) {
            *left = was * (1.0 - h);
        }
        for ((left, was), x) in self.no_hurt.iter_mut().zip(&before.no_hurt).zip(&addition.hurt) {
            *left = was * (1.0 - x);
        }
    }
}
