//! A good set quickly: greedy growth from several starts, then exchanges of one addition for another until none helps.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::analysis::plan::aim::{Goal, Takes, Tried};
use crate::analysis::plan::field::{Field, Span};

/// Most additions for one partner that a try starts from.
const START: usize = 3;

/// The best set found from all starts; allowed, but not proven to be the best of all.
pub fn climb(field: &Field, goal: &Goal<'_>) -> Tried {
    let climber = Climber { field, goal };
    let mut best = climber.tried(Vec::new());
    let starts: Vec<Tried> = [best.clone()].into_iter().chain(climber.starts()).collect();
    let mut now: Vec<Tried> = starts.into_par_iter().map(|start| climber.grow(start)).collect();
    // From different starts the same sets are come to; from each of them the way on is gone once.
    let mut seen: BTreeSet<Vec<usize>> = BTreeSet::new();
    while !now.is_empty() {
        now.retain(|tried| seen.insert(tried.set.clone()));
        // The order is total up to the set itself, so it does not matter which of them is looked at first.
        best = now.iter().fold(best, |best, tried| if tried.compare(&best).is_gt() { tried.clone() } else { best });
        now = now.par_iter().filter_map(|tried| climber.exchanged(tried)).collect();
    }
    best
}

/// The best set found from an allowed one.
pub fn climb_from(field: &Field, goal: &Goal<'_>, set: Vec<usize>) -> Tried {
    let climber = Climber { field, goal };
    let mut best = climber.grow(climber.tried(set));
    while let Some(better) = climber.exchanged(&best) {
        best = better;
    }
    best
}

struct Climber<'a> {
    field: &'a Field,
    goal: &'a Goal<'a>,
}

impl Climber<'_> {
    fn tried(&self, set: Vec<usize>) -> Tried {
        Tried::of(self.field, self.goal, set)
    }

    /// Candidates that a set does not hold yet.
    fn open<'s>(&'s self, set: &'s [usize]) -> impl Iterator<Item = usize> + 's {
        (0..self.field.candidates.len()).filter(move |c| !set.contains(c))
    }

    /// The best allowed set of `base` and one more, where it is better than `best`.
    fn better(&self, base: &[usize], more: impl Iterator<Item = usize>, best: &mut Tried) {
        let field = self.field;
        let state = field.with(base);
        let mut next = state.clone();
        for c in more {
            next.become_with(&state, &field.candidates[c]);
            let worth = field.worth(&next);
            // Most are worse by figures alone; only the others are weighed as a set.
            if self.goal.value(self.goal.aim.figures(&worth), Takes::default()).is_below(&best.value) {
                continue;
            }
            let with = self.tried(base.iter().copied().chain([c]).collect());
            if with.compare(best).is_gt() && field.allowed(&with.set, &with.worth) {
                *best = with;
            }
        }
    }

    /// Adds the best next addition until none makes the set better.
    fn grow(&self, mut now: Tried) -> Tried {
        while now.set.len() < self.field.most {
            let mut best = now.clone();
            self.better(&now.set, self.open(&now.set), &mut best);
            if best.set.len() == now.set.len() {
                break;
            }
            now = best;
        }
        now
    }

    /// The best set that drops an addition or exchanges it for another; `None` where none is better.
    fn exchanged(&self, now: &Tried) -> Option<Tried> {
        let mut best = now.clone();
        for out in 0..now.set.len() {
            let mut rest = now.set.clone();
            rest.remove(out);
            self.better(&rest, self.open(&now.set), &mut best);
            let fewer = self.tried(rest);
            if fewer.compare(&best).is_gt() && self.field.allowed(&fewer.set, &fewer.worth) {
                best = fewer;
            }
        }
        (best.set != now.set).then_some(best)
    }

    /// For each partner its best one, two and three additions: a partner far under the line needs several at once.
    fn starts(&self) -> Vec<Tried> {
        self.field.partners.par_iter().flat_map_iter(|partner| self.starts_for(*partner)).collect()
    }

    fn starts_for(&self, partner: Span) -> Vec<Tried> {
        let field = self.field;
        let mut starts: Vec<Tried> = Vec::new();
        let mut now = field.start.clone();
        for _ in 0..START.min(field.most) {
            let set = starts.last().map_or(&[][..], |t| &t.set);
            let mut best: Option<(f64, usize)> = None;
            let mut next = now.clone();
            for c in self.open(set) {
                next.become_with(&now, &field.candidates[c]);
                let y = field.appeal(partner, &next);
                // Candidates stand by name: of two that are alike the first stays.
                let allowed = || field.allowed(&[set, &[c]].concat(), &field.worth(&next));
                if best.is_none_or(|(most, _)| y > most) && allowed() {
                    best = Some((y, c));
                }
            }
            let Some((_, c)) = best.filter(|(y, _)| *y > field.appeal(partner, &now)) else { break };
            let with = self.tried([set, &[c]].concat());
            now = field.with(&with.set);
            starts.push(with);
        }
        starts
    }
}
