//! The smallest change of weights, in L1, after which another choice is as good as the winner.
//!
//! The rival draws level when own x partners is as large for it as for the winner. With the own weights fixed that is linear in the weights of
//! all partners together, with theirs fixed in the own ones, as long as no coverage is cut off at zero: moving weight where a point of it
//! brings most, first from the KPIs that speak most for the winner to the one of their department that speaks most for the rival, is then
//! exact (a fractional knapsack). What does not hold with the cut is no flip. Changes on both sides at once are not searched.

use crate::analysis::robust::{Choice, Side, Table};
use crate::model::{DepartmentId, KpiId};

/// The smallest change of weights after which another choice is as good as the winner.
#[derive(Debug, Clone, PartialEq)]
pub struct Flip {
    /// What moves, department by department, most first.
    pub shifts: Vec<Shift>,
    /// Sum of absolute changes, 0 to 2 for each department.
    pub l1: f64,
    /// What then draws level.
    pub rival: Choice,
}

/// Weight that moves inside one department.
#[derive(Debug, Clone, PartialEq)]
pub struct Shift {
    /// Whose weights.
    pub department: DepartmentId,
    /// KPIs that lose weight, with how much, most first.
    pub from: Vec<(KpiId, f64)>,
    /// The KPI that gains it.
    pub to: KpiId,
}

impl Shift {
    /// The weight that moves, 0 to 1.
    pub fn moved(&self) -> f64 {
        self.from.iter().map(|(_, moved)| moved).sum()
    }
}

/// Searches it. `None` where no choice is worse than the winner, or no change of one side lets it draw level.
pub(super) fn flip(table: &Table, choices: &[Choice], given: &[f64], ranks: &[usize]) -> Option<Flip> {
    let winner = ranks.iter().position(|r| *r == 1)?;
    let weights: Vec<Vec<f64>> = table.all().map(Side::given).collect();
    let mut best: Option<Flip> = None;
    for rival in (0..choices.len()).filter(|c| *c != winner && given[*c] < given[winner]) {
        for group in groups(table, rival, winner, &weights) {
            let Some((shifts, l1)) = shift(table, &group, (rival, winner), &weights) else { continue };
            if best.as_ref().is_none_or(|b| l1 < b.l1) {
                best = Some(Flip { shifts, l1, rival: choices[rival] });
            }
        }
    }
    best
}

/// Sides, by place, whose weights change together: each alone, all partners whose coverage is above zero under both choices, and all partners.
fn groups(table: &Table, rival: usize, winner: usize, weights: &[Vec<f64>]) -> Vec<Vec<usize>> {
    let own = usize::from(table.own.is_some());
    let above = |at: &usize| table.all().nth(*at).is_some_and(|s| [rival, winner].iter().all(|c| s.coverage(*c, &weights[*at]) > 0.0));
    let partners: Vec<usize> = (own..weights.len()).collect();
    let together: Vec<usize> = partners.iter().copied().filter(above).collect();
    (0..weights.len()).map(|at| vec![at]).chain([together, partners].into_iter().filter(|t| t.len() > 1)).collect()
}

/// The smallest move of weight inside some sides after which the rival's index reaches the winner's, and its L1.
fn shift(table: &Table, group: &[usize], (rival, winner): (usize, usize), weights: &[Vec<f64>]) -> Option<(Vec<Shift>, f64)> {
    let sides: Vec<&Side> = table.all().collect();
    let own_alone = table.own.is_some() && group == [0];
    let ((own_r, all_r), (own_w, all_w)) = (table.sides_of(rival, weights), table.sides_of(winner, weights));
    // The condition own_r all_r >= own_w all_w as a sum of w v, plus what the other sides give, >= 0 in the weights w of these sides.
    let (factor_r, factor_w, rest) = if own_alone {
        (all_r, all_w, 0.0)
    } else {
        let first = usize::from(table.own.is_some());
        let others = (first..sides.len()).filter(|at| !group.contains(at));
        let rest = others.map(|at| {
            let of = |choice: usize| sides[at].coverage(choice, &weights[at]).max(0.0);
            own_r * of(rival) - own_w * of(winner)
        });
        (own_r, own_w, rest.sum())
    };
    let value = |side: &Side, k: usize| {
        let net = |choice: usize| side.kpis[k].1.headroom * side.gets[choice][k].net();
        factor_r * net(rival) - factor_w * net(winner)
    };
    let mut need = -rest;
    // Side, KPI that gains, KPI that loses, and what a unit of weight between them brings.
    let mut offers: Vec<(usize, usize, usize, f64)> = Vec::new();
    for at in group {
        let v: Vec<f64> = (0..sides[*at].kpis.len()).map(|k| value(sides[*at], k)).collect();
        need -= v.iter().zip(&weights[*at]).map(|(v, w)| v * w).sum::<f64>();
        // Of equal ones the first.
        let Some(to) = (0..v.len()).max_by(|a, b| v[*a].total_cmp(&v[*b]).then(b.cmp(a))) else { continue };
        offers.extend((0..v.len()).filter(|k| v[*k] < v[to]).map(|k| (*at, to, k, v[to] - v[k])));
    }
    offers.sort_by(|a, b| b.3.total_cmp(&a.3).then((a.0, a.2).cmp(&(b.0, b.2))));
    let mut moved = weights.to_vec();
    let mut shifts: Vec<Shift> = Vec::new();
    for (at, to, k, rate) in offers {
        if need <= 0.0 {
            break;
        }
        let amount = weights[at][k].min(need / rate);
        if amount <= 0.0 {
            continue;
        }
        need -= amount * rate;
        moved[at][k] -= amount;
        moved[at][to] += amount;
        let (side, from) = (sides[at], (sides[at].kpis[k].0, amount));
        match shifts.iter_mut().find(|s| s.department == side.department) {
            Some(shift) => shift.from.push(from),
            None => shifts.push(Shift { department: side.department, from: vec![from], to: side.kpis[to].0 }),
        }
    }
    let holds = need <= 1e-12 && table.index(rival, &moved) >= table.index(winner, &moved) - 1e-9;
    for shift in &mut shifts {
        // Of equal ones the first offer, which goes by name.
        shift.from.sort_by(|a, b| b.1.total_cmp(&a.1));
    }
    shifts.sort_by(|a, b| b.moved().total_cmp(&a.moved()));
    let l1 = 2.0 * shifts.iter().map(Shift::moved).sum::<f64>();
    (holds && l1 > 0.0).then_some((shifts, l1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::benefit::{KpiBenefit, Stake};
    use crate::analysis::robust::ranks;

    /// Two KPIs on the own side, one partner: the winner serves the first KPI, the rival the second.
    fn table(first: f64) -> Table {
        let kpi = |id: u32, w: f64, top: f64| (KpiId(id), Stake { weight: w, relative: w / top, headroom: 1.0 });
        let gets = |rows: &[&[f64]]| rows.iter().map(|r| r.iter().map(|h| KpiBenefit { help: *h, hurt: 0.0 }).collect()).collect();
        let own = Side {
            department: DepartmentId(0),
            kpis: vec![kpi(0, first, first), kpi(1, 1.0 - first, first)],
            gets: gets(&[&[0.9, 0.1], &[0.1, 0.9]]),
        };
        let partner = Side { department: DepartmentId(1), kpis: vec![kpi(2, 1.0, 1.0)], gets: gets(&[&[0.5], &[0.5]]) };
        Table { own: Some(own), sides: vec![partner] }
    }

    #[test]
    fn the_smallest_flip_is_worked_out_by_hand() {
        let table = table(0.7);
        let weights: Vec<Vec<f64>> = table.all().map(Side::given).collect();
        let given = table.indices(2, &weights);
        // own: 0.7 x 0.9 + 0.3 x 0.1 = 0.66 against 0.7 x 0.1 + 0.3 x 0.9 = 0.34, each with 0.5.
        assert!((given[0] - 0.33_f64.sqrt()).abs() < 1e-12 && (given[1] - 0.17_f64.sqrt()).abs() < 1e-12);
        let flip = flip(&table, &[Choice::AsPlanned, Choice::Package(0)], &given, &ranks(&given)).unwrap();
        // Level at equal weights: 0.2 moves from the first to the second KPI.
        assert!((flip.l1 - 0.4).abs() < 1e-9);
        let [shift] = &flip.shifts[..] else { panic!("{flip:?}") };
        assert_eq!((shift.department, shift.to, flip.rival), (DepartmentId(0), KpiId(1), Choice::Package(0)));
        assert!((shift.from[0].1 - 0.2).abs() < 1e-9);
    }

    /// Two partners of two KPIs each; no own side. The winner serves the first KPI of each, the rival the second.
    #[test]
    fn two_departments_flip_together_what_neither_flips_alone() {
        let side = |id: u32, help: f64| {
            let kpi = |k: u32, w: f64| (KpiId(2 * id + k), Stake { weight: w, relative: w / 0.9, headroom: 1.0 });
            let get = |h: f64| KpiBenefit { help: h, hurt: 0.0 };
            let gets = vec![vec![get(help), get(0.1)], vec![get(0.1), get(help / 2.0)]];
            Side { department: DepartmentId(id), kpis: vec![kpi(0, 0.9), kpi(1, 0.1)], gets }
        };
        let table = Table { own: None, sides: vec![side(0, 1.0), side(1, 0.8)] };
        let weights: Vec<Vec<f64>> = table.all().map(Side::given).collect();
        let given = table.indices(2, &weights);
        let flip = flip(&table, &[Choice::AsPlanned, Choice::Package(0)], &given, &ranks(&given)).unwrap();
        // Ahead by 0.9 x 0.9 - 0.1 x 0.4 = 0.77 and 0.9 x 0.7 - 0.1 x 0.3 = 0.60: 1.37. A unit of weight brings 0.9 + 0.4 = 1.3 and 0.7 + 0.3 =
        // 1.0, so that all 0.9 of the first bring 1.17, and 0.20 of the second the rest.
        assert_eq!(flip.shifts.iter().map(|s| s.department).collect::<Vec<_>>(), [DepartmentId(0), DepartmentId(1)]);
        assert!((flip.shifts[0].moved() - 0.9).abs() < 1e-9 && (flip.shifts[1].moved() - 0.2).abs() < 1e-9, "{flip:?}");
        assert!((flip.l1 - 2.2).abs() < 1e-9);
    }
}
