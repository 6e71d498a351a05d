//! What the limits keep out: the best further addition to what is advised, and the limit that keeps it out.

use crate::analysis::advised::staying;
use crate::analysis::benefit::{HALF_POINT, Products, win_win};
use crate::analysis::plan::aim::{Aim, Goal, Tried};
use crate::analysis::plan::field::{Field, Limits, Worth};
use crate::analysis::plan::{Search, Step};
use crate::model::ElementId;

/// A limit of additions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// The number of changes.
    Number,
    /// The money.
    Budget,
    /// Either of them would.
    Both,
}

/// What one addition more would bring.
#[derive(Debug, Clone, PartialEq)]
pub struct Beyond {
    /// What keeps it out.
    pub limit: Limit,
    /// The addition, with both sides after it.
    pub step: Step,
}

impl Search<'_> {
    /// The addition that would bring most beyond `plan`, the additions to the plan without `dropped`, where a limit keeps it out and it would be
    /// felt: one partner more over the line, or half a point of the index. `None`: no limit binds.
    pub fn beyond(&self, dropped: &[ElementId], plan: &[Step]) -> Option<Beyond> {
        let (core, candidates) = (staying(self.core, dropped), staying(self.candidates, dropped));
        let o = self.options;
        let open = Limits { yes_line: o.yes_line, keep: o.keep, budget: None, most: usize::MAX };
        let field = Field::of(self.case, self.evidence, &core, &candidates, self.partners, open);
        if !Aim::Balanced.applies(&field) {
            return None;
        }
        let place = |s: &Step| field.candidates.iter().position(|c| c.element == s.element);
        let set: Vec<usize> = plan.iter().filter_map(place).collect();
        let (limit, next) = next(&field, &set, o.max_changes, o.budget)?;
        let candidate = field.candidates.get(next)?;
        let added: Vec<ElementId> = plan.iter().map(|s| s.element).chain([candidate.element]).collect();
        let benefit = Products::new(self.case).with(self.evidence, &core).with(self.evidence, &added).benefit(self.case);
        let after = win_win(&benefit, self.case.own, self.partners, o.yes_line);
        Some(Beyond { limit, step: Step { element: candidate.element, cost: candidate.cost, after } })
    }
}

/// The place of the best addition that a limit keeps out, and which does: what there is money for comes before what is too dear as well. `field`
/// itself has no limits.
pub(super) fn next(field: &Field, set: &[usize], most: usize, budget: Option<f64>) -> Option<(Limit, usize)> {
    let goal = Goal::new(Aim::Balanced);
    let now = Tried::of(field, &goal, set.to_vec()).worth;
    let felt = |w: &Worth| w.over_line > now.over_line || w.over_line == now.over_line && w.index() >= now.index() + HALF_POINT;
    let spent = field.cost(set);
    let paid = |c: usize| budget.is_none_or(|b| spent + field.candidates[c].cost <= b);
    let better: Vec<(usize, Tried)> = (0..field.candidates.len())
        .filter(|c| !set.contains(c))
        .map(|c| (c, Tried::of(field, &goal, set.iter().copied().chain([c]).collect())))
        .filter(|(_, t)| felt(&t.worth) && field.allowed(&t.set, &t.worth))
        .collect();
    let best = |fits: &dyn Fn(usize) -> bool| {
        let open = better.iter().filter(|(c, _)| fits(*c));
        open.max_by(|(_, a), (_, b)| a.compare(b)).map(|(c, _)| *c)
    };
    if set.len() < most {
        return best(&|c| !paid(c)).map(|c| (Limit::Budget, c));
    }
    let cheap = best(&paid).map(|c| (Limit::Number, c));
    cheap.or_else(|| best(&|_| true).map(|c| (Limit::Both, c)))
}
