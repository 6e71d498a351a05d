//! How good a set can still become: upper bounds for every set that extends a given one by candidates not yet decided on.
//!
//! Harm only grows, so that of the given set stands for it. Help is submodular in each KPI, so a sum of single gains bounds a joint gain:
//! u(S + T) <= u(S) + sum of the gains of T's members, at most the sum of the largest that number and money allow (money by its fractional
//! relaxation). For the index sqrt(A B) that holds for each side; and since sqrt(A B) <= (l A + B / l) / 2 for every l > 0, it holds for one
//! common choice of members, which is far tighter. Appeals and coverages are bounded KPI by KPI as well: ln(1 - H) is additive, so each KPI gets
//! the additions that are best for it alone; of one department's few KPIs that is often the lower bound.

use crate::analysis::plan::aim::Aim;
use crate::analysis::plan::field::{Field, Span, State, Worth};

/// Room for rounding: a bound may be loose, never short.
const SLACK: f64 = 1e-9;

/// What the candidates help, KPI by KPI, in the order they are decided on in.
#[derive(Debug)]
pub struct Tops {
    kpis: usize,
    most: usize,
    /// The least that a number of additions from a place on can leave of no help, prod(1 - h): `[place][additions][kpi]`.
    least: Vec<f64>,
    /// h: `[kpi][place]`, so that the gains of all candidates are summed side by side.
    help: Vec<f64>,
}

impl Tops {
    /// Of a field whose candidates are taken in `order`.
    pub fn of(field: &Field, order: &[usize], most: usize) -> Self {
        let (kpis, count) = (field.stakes.len(), order.len());
        let mut least = vec![1.0; (count + 1) * (most + 1) * kpis];
        for k in 0..kpis {
            let mut largest: Vec<f64> = Vec::with_capacity(most + 1);
            for place in (0..count).rev() {
                let gain = -(1.0 - field.candidates[order[place]].help[k]).ln();
                let at = largest.partition_point(|x| *x >= gain);
                largest.insert(at, gain);
                largest.truncate(most);
                let mut sum = 0.0;
                for (taken, gain) in largest.iter().enumerate() {
                    sum += gain;
                    least[(place * (most + 1) + taken + 1) * kpis + k] = (-sum).exp();
                }
                for taken in largest.len()..most {
                    least[(place * (most + 1) + taken + 1) * kpis + k] = (-sum).exp();
                }
            }
        }
        let help = (0..kpis).flat_map(|k| order.iter().map(move |c| field.candidates[*c].help[k])).collect();
        Tops { kpis, most, least, help }
    }

    /// What each candidate from a place on would add to the coverage of a department, around a set with this state.
    fn gains(&self, field: &Field, state: &State, span: Span, from: usize) -> Vec<f64> {
        let count = self.help.len() / self.kpis.max(1);
        let mut gains = vec![0.0; count - from];
        for k in span.from..span.to {
            let open = field.stakes[k].weight * field.stakes[k].headroom * state.no_help[k];
            for (gain, help) in gains.iter_mut().zip(&self.help[k * count + from..(k + 1) * count]) {
                *gain += open * help;
            }
        }
        gains
    }

    fn at(&self, place: usize, additions: usize) -> &[f64] {
        let from = (place * (self.most + 1) + additions.min(self.most)) * self.kpis;
        &self.least[from..from + self.kpis]
    }
}

/// A gain per candidate, ready for the question which few are the largest.
#[derive(Debug)]
enum Gains {
    /// For several additions.
    Several {
        /// Places and gains, largest gain first.
        by_gain: Vec<(usize, f64)>,
        /// Places, gains and costs, most gain for the money first; empty without a budget.
        by_ratio: Vec<(usize, f64, f64)>,
    },
    /// For a single one: the largest gain from each place on. Most sets looked at are one short of the full number, and need no order.
    Single {
        /// The first place.
        from: usize,
        /// The largest gains.
        largest: Vec<f64>,
    },
}

/// What is left of the limits.
#[derive(Debug, Clone, Copy)]
pub struct Left<'a> {
    /// Additions.
    pub additions: usize,
    /// Money; `None` without a budget.
    pub money: Option<f64>,
    /// Costs of the candidates, by place.
    pub costs: &'a [f64],
}

impl Left<'_> {
    fn fits(&self, place: usize) -> bool {
        self.money.is_none_or(|m| self.costs[place] <= m)
    }
}

impl Gains {
    /// Of the candidates from a place on.
    fn of(from: usize, gains: &[f64], left: &Left<'_>) -> Self {
        if left.additions == 1 {
            let mut most = 0.0_f64;
            let mut largest = vec![0.0; gains.len()];
            for (i, gain) in gains.iter().enumerate().rev() {
                most = if left.fits(from + i) { most.max(*gain) } else { most };
                largest[i] = most;
            }
            return Gains::Single { from, largest };
        }
        let mut by_gain: Vec<(usize, f64)> = (from..).zip(gains.iter().copied()).filter(|(_, g)| *g > 0.0).collect();
        by_gain.sort_by(|a, b| b.1.total_cmp(&a.1));
        let mut by_ratio = Vec::new();
        if left.money.is_some() {
            by_ratio = by_gain.iter().map(|(place, gain)| (*place, *gain, left.costs[*place])).collect();
            by_ratio.sort_by(|a: &(usize, f64, f64), b| (b.1 * a.2).total_cmp(&(a.1 * b.2)));
        }
        Gains::Several { by_gain, by_ratio }
    }

    /// The most that the additions left can gain together from `place` on.
    fn most(&self, place: usize, left: &Left<'_>) -> f64 {
        let (by_gain, by_ratio) = match self {
            Gains::Single { from, largest } => return largest.get(place - from).copied().unwrap_or(0.0),
            Gains::Several { by_gain, by_ratio } => (by_gain, by_ratio),
        };
        let fits = |p: usize| p >= place && left.fits(p);
        let largest: f64 = by_gain.iter().filter(|(p, _)| fits(*p)).take(left.additions).map(|(_, g)| g).sum();
        let Some(mut money) = left.money else { return largest };
        let mut bought = 0.0;
        for (_, gain, cost) in by_ratio.iter().filter(|(p, ..)| fits(*p)) {
            if *cost > money {
                bought += gain * money / cost;
                break;
            }
            money -= cost;
            bought += gain;
        }
        largest.min(bought)
    }
}

/// Bounds around one set: what the candidates after it can add.
#[derive(Debug)]
pub struct Outlook<'a> {
    field: &'a Field,
    aim: Aim,
    tops: &'a Tops,
    state: &'a State,
    worth: Worth,
    own: Gains,
    partners: Gains,
    /// Factors l with the gains of l A + B / l.
    mixed: Vec<(f64, Gains)>,
    left: Left<'a>,
}

impl<'a> Outlook<'a> {
    /// Around a set with its state and worth; `from` is the first place not decided on, `left` what is left of the limits.
    pub fn of(field: &'a Field, aim: Aim, tops: &'a Tops, (state, worth): (&'a State, Worth), from: usize, left: Left<'a>) -> Self {
        let gain = |span: Span| tops.gains(field, state, span, from);
        let count = field.partners.len().max(1) as f64;
        let own: Vec<f64> = field.own.map_or_else(Vec::new, gain);
        let mut partners = vec![0.0; left.costs.len() - from];
        for span in &field.partners {
            partners.iter_mut().zip(gain(*span)).for_each(|(sum, g)| *sum += g);
        }
        partners.iter_mut().for_each(|sum| *sum /= count);
        let mix = |l: f64| -> Vec<f64> { own.iter().zip(&partners).map(|(a, b)| (l * a + b / l) / 2.0).collect() };
        let gains = |of: &[f64]| Gains::of(from, of, &left);
        let (own_gains, partner_gains) = (gains(&own), gains(&partners));
        let (a, b) = (worth.own.unwrap_or(0.0).max(0.0), worth.partners);
        let best = (a + own_gains.most(from, &left), b + partner_gains.most(from, &left));
        let factor = |(a, b): (f64, f64)| (a > 1e-6 && b > 1e-6).then(|| (b / a).sqrt());
        let factors = [factor(best), factor((a, b))].into_iter().flatten().filter(|_| worth.own.is_some());
        let mixed = factors.map(|l| (l, gains(&mix(l)))).collect();
        Outlook { field, aim, tops, state, worth, own: own_gains, partners: partner_gains, mixed, left }
    }

    /// Bounds of the aim's two figures over all sets that add at least one candidate from `place` on; `None` when no such set is allowed.
    pub fn figures(&self, place: usize) -> Option<[f64; 2]> {
        let most = |gains: &Gains| gains.most(place, &self.left);
        let (own, partners) = (most(&self.own), most(&self.partners));
        let own = self.worth.own.zip(self.field.own).map(|(u, span)| (u + own).min(self.coverage(place, span)));
        if self.field.floor.zip(own).is_some_and(|(floor, u)| u + SLACK < floor) {
            return None;
        }
        let count = self.field.partners.len().max(1) as f64;
        let alone = || self.field.partners.iter().map(|span| self.coverage(place, *span));
        let b = (self.worth.partners + partners).min(alone().map(|u| u.max(0.0)).sum::<f64>() / count);
        let mean = (self.worth.mean + partners).min(alone().sum::<f64>() / count);
        let index = own.map_or(b, |u| {
            let a = self.worth.own.unwrap_or(0.0).max(0.0);
            let joint = self.mixed.iter().map(|(l, gains)| (l * a + self.worth.partners / l) / 2.0 + most(gains));
            joint.fold((u.max(0.0) * b).sqrt(), f64::min)
        });
        let figures = match self.aim {
            Aim::Balanced => [self.appeals(place).filter(|y| y + SLACK >= self.field.yes_line).count() as f64, index + SLACK],
            Aim::OwnerBest => [own.unwrap_or(0.0) + SLACK, index + SLACK],
            Aim::PartnerBest => [self.appeals(place).fold(f64::INFINITY, f64::min) + SLACK, mean + SLACK],
        };
        Some(figures)
    }

    /// Bounds of the partners' appeals.
    fn appeals(&self, place: usize) -> impl Iterator<Item = f64> + '_ {
        let tops = self.tops.at(place, self.left.additions);
        self.field.partners.iter().map(move |span| {
            let (mut best, mut worst) = (0.0_f64, 0.0_f64);
            for (k, least) in tops.iter().enumerate().take(span.to).skip(span.from) {
                let stake = self.field.stakes[k];
                best = best.max(stake.relative * stake.headroom * (1.0 - self.state.no_help[k] * least));
                worst = worst.max(stake.relative * (1.0 - self.state.no_hurt[k]));
            }
            best - worst
        })
    }

    /// Bound of a department's coverage, each KPI with what is best for it alone.
    fn coverage(&self, place: usize, span: Span) -> f64 {
        let tops = self.tops.at(place, self.left.additions);
        let kpis = span.from..span.to;
        kpis.map(|k| {
            let stake = self.field.stakes[k];
            stake.weight * stake.headroom * (self.state.no_hurt[k] - self.state.no_help[k] * tops[k])
        })
        .sum()
    }
}
