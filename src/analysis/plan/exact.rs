//! The best set, with proof: branch and bound over the candidates, starting from a good set found quickly.
//!
//! Up to `ALWAYS` candidates the search runs to its end. Above, it ends after a fixed amount of work (counted, never timed, so that the same
//! input gives the same answer), and what the sets not looked at could reach at most is the proven gap.

use crate::analysis::plan::aim::{Aim, Tried, Value};
use crate::analysis::plan::bound::{Left, Outlook, Tops};
use crate::analysis::plan::climb::climb;
use crate::analysis::plan::field::{Field, State};

/// Candidates up to which the best set is always proven.
const ALWAYS: usize = 20;

/// A set and how far from the best it can be at most.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The set.
    pub best: Tried,
    /// What the aim's two figures could be at most in sets not looked at, if those could be better; `None`: proven best.
    pub open: Option<[f64; 2]>,
}

/// Searches the best allowed set. `work` bounds the effort above `ALWAYS` candidates, in multiplications.
pub fn search(field: &Field, aim: Aim, work: u64) -> Found {
    let mut order: Vec<usize> = (0..field.candidates.len()).collect();
    let merit = |c: &usize| {
        let stakes = field.stakes.iter().zip(&field.candidates[*c].help).zip(&field.start.no_help);
        stakes.map(|((s, h), left)| s.weight * s.headroom * left * h).sum::<f64>()
    };
    // Deciding on the strong ones first lets the bound of the rest fall quickly.
    order.sort_by(|a, b| merit(b).total_cmp(&merit(a)).then(a.cmp(b)));
    let most = field.most.min(order.len());
    let costs: Vec<f64> = order.iter().map(|c| field.candidates[*c].cost).collect();
    let tops = Tops::of(field, &order, most);
    let left = if order.len() <= ALWAYS { u64::MAX } else { work };
    let mut search = Search { field, aim, order: &order, costs: &costs, tops: &tops, best: climb(field, aim), open: None, left };
    search.extend(&mut Vec::new(), &field.start, 0);
    let Search { best, open, .. } = search;
    let open = open.filter(|bound| Value::new(*bound, 0, 0.0).compare(&best.value).is_gt());
    Found { best, open }
}

struct Search<'a> {
    field: &'a Field,
    aim: Aim,
    order: &'a [usize],
    costs: &'a [f64],
    tops: &'a Tops,
    best: Tried,
    open: Option<[f64; 2]>,
    left: u64,
}

impl Search<'_> {
    /// Looks at a set and at all that extend it by candidates from `from` on.
    fn extend(&mut self, set: &mut Vec<usize>, state: &State, from: usize) {
        let field = self.field;
        let worth = field.worth(state);
        // Most are worse by figures alone; only the others are weighed as a set.
        if !Value::new(self.aim.figures(&worth), 0, 0.0).is_below(&self.best.value) {
            let chosen: Vec<usize> = set.iter().map(|p| self.order[*p]).collect();
            let tried = Tried::of(field, self.aim, chosen);
            if field.allowed(&tried.set, &tried.worth) && tried.compare(&self.best).is_gt() {
                self.best = tried;
            }
        }
        let additions = field.most.saturating_sub(set.len());
        let spent: f64 = set.iter().map(|p| self.costs[*p]).sum();
        let money = field.budget.map(|b| b - spent);
        if additions == 0 || from == self.order.len() {
            return;
        }
        let left = Left { additions, money, costs: self.costs };
        let outlook = Outlook::of(field, self.aim, (self.order, self.tops), (state, worth), from, left);
        let rest = (self.order.len() - from) as u64;
        self.left = self.left.saturating_sub(rest * (field.stakes.len() as u64 + 40));
        for place in from..self.order.len() {
            let Some(figures) = outlook.figures(place) else { return };
            self.left = self.left.saturating_sub(5 * rest + field.stakes.len() as u64);
            if !Value::new(figures, set.len() + 1, spent).compare(&self.best.value).is_gt() {
                return;
            }
            if self.left == 0 {
                self.open = Some(
                    self.open.map_or(figures, |o| if o[0] > figures[0] || (o[0] >= figures[0] && o[1] > figures[1]) { o } else { figures }),
                );
                return;
            }
            if money.is_some_and(|m| self.costs[place] > m) {
                continue;
            }
            let candidate = &field.candidates[self.order[place]];
            let mut with = state.clone();
            with.add(&candidate.help, &candidate.hurt);
            set.push(place);
            self.extend(set, &with, place + 1);
            set.pop();
        }
    }
}
