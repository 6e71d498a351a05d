//! The best set, with proof: branch and bound over the candidates, starting from a good set found quickly, in the turns of a [`Goal`].
//!
//! Up to `ALWAYS` candidates the search runs to its end. Above, it ends after a fixed amount of work (counted, never timed, so that the same
//! input gives the same answer), and what the sets not looked at could reach at most is the proven gap.

use crate::analysis::plan::aim::{Aim, Goal, Takes, Tried};
use crate::analysis::plan::bound::{Left, Outlook, Tops};
use crate::analysis::plan::climb::{climb, climb_from};
use crate::analysis::plan::field::{Field, State};

/// Candidates up to which the best set is always proven.
const ALWAYS: usize = 20;

/// A set and how far from the best it can be at most.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The set.
    pub best: Tried,
    /// The most that each of the aim's two figures could be, where sets not looked at could be better; `None`: proven best.
    pub open: Option<[f64; 2]>,
}

/// Searches the best allowed set; `balanced` is the package it is to stand beside, if any. `work` bounds the effort of each turn above `ALWAYS`
/// candidates, in multiplications.
pub fn search(field: &Field, aim: Aim, balanced: Option<&[usize]>, work: u64) -> Found {
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
    let turn = |goal: Goal<'_>, best: Tried| {
        let mut search = Search { field, goal, order: &order, costs: &costs, tops: &tops, best, open: None, left };
        search.extend(&mut Vec::new(), &field.start, 0);
        let Search { best, open, .. } = search;
        let open = open.filter(|bound| goal.value(*bound, Takes::default()).compare(&best.value).is_gt());
        (best, open)
    };

    let goal = Goal::new(aim).beside(balanced);
    let (mut best, first) = turn(goal, climb(field, &goal));
    let [most, second] = aim.figures(&best.worth);
    let mut goal = goal.knowing(0, most);
    let mut reach = first.map_or([most, second], |f| [f[0].max(most), f[1].max(second)]);
    let mut open = first.is_some();
    // Counts differ by whole partners, so that the most of the second figure is known with the first.
    if aim.counts() {
        goal = goal.knowing(1, second);
    } else {
        let (found, more) = turn(goal, climb_from(field, &goal, best.set));
        let [_, second] = aim.figures(&found.worth);
        goal = goal.knowing(1, second);
        // The sets that this turn chose from are all those that the best can be among, or more.
        reach[1] = more.map_or(second, |m| m[1].max(second));
        open |= more.is_some();
        best = found;
    }
    let (best, more) = turn(goal, climb_from(field, &goal, best.set));
    Found { best, open: (open || more.is_some()).then_some(reach) }
}

struct Search<'a> {
    field: &'a Field,
    goal: Goal<'a>,
    order: &'a [usize],
    costs: &'a [f64],
    tops: &'a Tops,
    best: Tried,
    open: Option<[f64; 2]>,
    left: u64,
}

impl Search<'_> {
    /// The candidates at these places of the order.
    fn chosen(&self, set: &[usize]) -> Vec<usize> {
        set.iter().map(|p| self.order[*p]).collect()
    }

    /// Looks at a set and at all that extend it by candidates from `from` on.
    fn extend(&mut self, set: &mut Vec<usize>, state: &State, from: usize) {
        let (field, goal) = (self.field, self.goal);
        let worth = field.worth(state);
        // Most are worse by figures alone; only the others are weighed as a set.
        if !goal.value(goal.aim.figures(&worth), Takes::default()).is_below(&self.best.value) {
            let tried = Tried::of(field, &goal, self.chosen(set));
            if field.allowed(&tried.set, &tried.worth) && tried.compare(&self.best).is_gt() {
                self.best = tried;
            }
        }
        let additions = field.most.saturating_sub(set.len());
        let now = goal.takes(field, &self.chosen(set));
        let money = field.budget.map(|b| b - now.cost);
        if additions == 0 || from == self.order.len() {
            return;
        }
        let left = Left { additions, money, costs: self.costs };
        let outlook = Outlook::of(field, goal.aim, self.tops, (state, worth), from, left);
        let rest = (self.order.len() - from) as u64;
        self.left = self.left.saturating_sub(rest * (field.stakes.len() as u64 + 40));
        // Whatever is added may be one that the balanced package has too, and may cost nothing.
        let least = Takes { additions: now.additions + 1, ..now };
        for place in from..self.order.len() {
            let Some(figures) = outlook.figures(place) else { return };
            self.left = self.left.saturating_sub(5 * rest + field.stakes.len() as u64);
            if !goal.value(figures, least).compare(&self.best.value).is_gt() {
                return;
            }
            if self.left == 0 {
                let [first, second] = self.open.unwrap_or(figures);
                self.open = Some([first.max(figures[0]), second.max(figures[1])]);
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
