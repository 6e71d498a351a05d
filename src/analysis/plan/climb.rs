//! A good set quickly: greedy growth from several starts, then exchanges of one addition for another until none helps.

use crate::analysis::plan::aim::{Aim, Tried};
use crate::analysis::plan::field::Field;

/// Most additions for one partner that a try starts from.
const START: usize = 3;

/// The best set found from all starts; allowed, but not proven to be the best of all.
pub fn climb(field: &Field, aim: Aim) -> Tried {
    let climber = Climber { field, aim };
    let mut best = climber.exchange(climber.grow(climber.tried(Vec::new())));
    for start in climber.starts() {
        let found = climber.exchange(climber.grow(start));
        if found.compare(&best).is_gt() {
            best = found;
        }
    }
    best
}

struct Climber<'a> {
    field: &'a Field,
    aim: Aim,
}

impl Climber<'_> {
    fn tried(&self, set: Vec<usize>) -> Tried {
        Tried::of(self.field, self.aim, set)
    }

    fn allowed(&self, tried: &Tried) -> bool {
        self.field.allowed(&tried.set, &tried.worth)
    }

    fn plus(&self, set: &[usize], candidate: usize) -> Tried {
        self.tried(set.iter().copied().chain([candidate]).collect())
    }

    /// Candidates that a set does not hold yet.
    fn open<'s>(&'s self, set: &'s [usize]) -> impl Iterator<Item = usize> + 's {
        (0..self.field.candidates.len()).filter(move |c| !set.contains(c))
    }

    /// Adds the best next addition until none makes the set better.
    fn grow(&self, mut now: Tried) -> Tried {
        while now.set.len() < self.field.most {
            let mut best = now.clone();
            for c in self.open(&now.set) {
                let with = self.plus(&now.set, c);
                if with.compare(&best).is_gt() && self.allowed(&with) {
                    best = with;
                }
            }
            if best.set.len() == now.set.len() {
                break;
            }
            now = best;
        }
        now
    }

    /// Drops an addition, or exchanges it for another, as long as that makes the set better.
    fn exchange(&self, mut now: Tried) -> Tried {
        loop {
            let mut best = now.clone();
            for out in 0..now.set.len() {
                let mut rest = now.set.clone();
                rest.remove(out);
                let others = self.open(&now.set).map(|c| self.plus(&rest, c)).chain([self.tried(rest.clone())]);
                for other in others {
                    if other.compare(&best).is_gt() && self.allowed(&other) {
                        best = other;
                    }
                }
            }
            if best.set == now.set {
                return now;
            }
            now = best;
        }
    }

    /// For each partner its best one, two and three additions: a partner far under the line needs several at once.
    fn starts(&self) -> Vec<Tried> {
        let mut starts = Vec::new();
        for partner in &self.field.partners {
            let alone = Field { partners: vec![*partner], ..self.field.clone() };
            let appeal = |set: &[usize]| alone.worth(&alone.with(set)).worst_off;
            let mut now: Vec<usize> = Vec::new();
            for _ in 0..START.min(self.field.most) {
                let fits = self.open(&now).map(|c| self.plus(&now, c)).filter(|t| self.allowed(t));
                let best = fits.map(|t| (appeal(&t.set), t)).max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.set.cmp(&a.1.set)));
                let Some((y, with)) = best else { break };
                if y <= appeal(&now) {
                    break;
                }
                now.clone_from(&with.set);
                starts.push(with);
            }
        }
        starts
    }
}
