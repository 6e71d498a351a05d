//! How much of a KPI's target a stated contribution delivers.
//!
//! share = contribution / (target - baseline), for both directions: -2 h on a reply time that must fall by 6 h is 1/3. Without a
//! baseline the need is counted from zero if the KPI is to increase and its target is above zero. Where no share can be told, the reason
//! is kept: a wrong number is worse than none.

use crate::model::unit::convert;
use crate::model::{Direction, Kpi, Quantity};

/// Share of a KPI that is fully material: a stated effect of that much counts as certain.
pub const MATERIAL: f64 = 0.05;
/// Largest share, on either side of 0: a million times what a KPI needs is a slip of units, a figure nobody can use, and near the end of
/// the numbers the percentages made of it are none any more.
pub const LARGEST: f64 = 1e6;

/// A change of a KPI in the KPI's own unit (a fraction for percents), and what it is of the need.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Known {
    /// Lowest, middle and highest contribution, in the KPI's unit.
    pub contribution: [f64; 3],
    /// target - baseline, in the KPI's unit; never 0.
    pub needed: f64,
    /// Whether the need was counted from zero for want of a baseline.
    pub from_zero: bool,
}

impl Known {
    /// The share of the middle contribution; above 1 when it is more than needed, negative when it works against the target.
    pub fn share(&self) -> f64 {
        self.contribution[1] / self.needed + 0.0
    }

    /// What it counts as evidence of help and of harm, each 0 to 1: the share decides the sign. s > 0 gives help = min(1, s / 0.05) and no harm,
    /// s < 0 the other way round; 5 % of a KPI is already material. `tempered`: what a share that helps is multiplied with first, above 0.
    pub fn evidence(&self, tempered: f64) -> (f64, f64) {
        let material = |s: f64| (s / MATERIAL).clamp(0.0, 1.0);
        (material(self.share() * tempered), material(-self.share()))
    }

    /// The lowest and the highest share.
    pub fn range(&self) -> (f64, f64) {
        let (a, b) = (self.contribution[0] / self.needed + 0.0, self.contribution[2] / self.needed + 0.0);
        if a <= b { (a, b) } else { (b, a) }
    }

    /// Whether its shares are figures that somebody can use: none is too large, or no number at all.
    pub fn is_usable(&self) -> bool {
        let (low, high) = self.range();
        [low, self.share(), high].iter().all(|share| share.abs() <= LARGEST)
    }
}

/// Why there is no share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoShare {
    /// Nothing was claimed.
    NotStated,
    /// The KPI has no target.
    NoTarget,
    /// No baseline, and the target cannot be counted from zero.
    NoBaseline,
    /// Target and baseline are the same.
    NothingNeeded,
    /// The claim's unit does not convert into the KPI's.
    Unit,
    /// A relative claim (+20 %) on a KPI without baseline, or with one of zero.
    NothingToScale,
    /// The need is too large to be a number, or the share too large to be of use.
    TooLarge,
}

/// A share, or why there is none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Share {
    /// Told.
    Known(Known),
    /// Not told.
    Unknown(NoShare),
}

impl Share {
    /// The share if known.
    pub fn known(&self) -> Option<&Known> {
        match self {
            Share::Known(known) => Some(known),
            Share::Unknown(_) => None,
        }
    }
}

/// The claimed change in the KPI's unit: low, middle, high.
///
/// # Errors
/// The units do not convert, or a percentage is claimed of a KPI that is no percent and has no baseline, or one of zero.
pub fn change(amount: &Quantity, kpi: &Kpi) -> Result<[f64; 3], NoShare> {
    let three = |f: &dyn Fn(f64) -> Option<f64>| -> Option<[f64; 3]> { Some([f(amount.low)?, f(amount.value)?, f(amount.high)?]) };
    let result = match (kpi.percent, &amount.unit, &kpi.unit) {
        (true, None, _) if amount.percent || amount.points => three(&|x| Some(x)),
        // A bare number under a percent KPI is a number of percents.
        (true, None, _) => three(&|x| Some(x / 100.0)),
        (true, Some(_), _) => return Err(NoShare::Unit),
        (false, _, _) if amount.points => return Err(NoShare::Unit),
        (false, None, _) if amount.percent => {
            // A fifth more than nothing is nothing: whoever writes that means something else.
            let base = kpi.baseline.filter(|b| *b != 0.0).ok_or(NoShare::NothingToScale)?;
            // 20 % more of a loss of 100 is a larger loss: the change follows the size, not the sign, of the baseline.
            three(&|x| Some(x * base.abs()))
        }
        (false, None, _) => three(&|x| Some(x * kpi.shown_scale)),
        (false, Some(from), Some(to)) => three(&|x| convert(x, from, to)),
        (false, Some(_), None) => three(&|x| Some(x)),
    };
    result.filter(|r| r.iter().all(|x| x.is_finite())).ok_or(NoShare::Unit)
}

/// The share that a claimed amount delivers of a KPI.
pub fn of(amount: &Quantity, kpi: &Kpi) -> Share {
    share(amount, kpi).map_or_else(Share::Unknown, Share::Known)
}

fn share(amount: &Quantity, kpi: &Kpi) -> Result<Known, NoShare> {
    let target = kpi.target.ok_or(NoShare::NoTarget)?;
    let contribution = change(amount, kpi)?;
    let (needed, from_zero) = match kpi.baseline {
        Some(baseline) => (target - baseline, false),
        None if kpi.direction == Direction::Increase && target > 0.0 => (target, true),
        None => return Err(NoShare::NoBaseline),
    };
    if needed == 0.0 {
        return Err(NoShare::NothingNeeded);
    }
    if !needed.is_finite() {
        return Err(NoShare::TooLarge);
    }
    let known = Known { contribution, needed, from_zero };
    if known.is_usable() { Ok(known) } else { Err(NoShare::TooLarge) }
}

/// Adds a second claim for the same KPI. The sum stays a number, and so does its share: contributions that add up to more than all numbers
/// belong to a need that is nearly as large.
pub fn sum(a: &Known, b: &Known) -> Known {
    let contribution = std::array::from_fn(|i| (a.contribution[i] + b.contribution[i]).clamp(f64::MIN, f64::MAX));
    Known { contribution, ..*a }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{DepartmentId, Origin, Unit};

    /// A KPI for tests: increase from 10 to 20, in hours when `unit` says so.
    pub(crate) fn kpi(baseline: Option<f64>, target: Option<f64>, unit: &str) -> Kpi {
        let parsed = Unit::parse(unit);
        Kpi {
            key: "K1".into(),
            department: DepartmentId(0),
            name: "k".into(),
            description: String::new(),
            metric: String::new(),
            percent: parsed.is_ratio(),
            shown_scale: if parsed.is_ratio() { 1.0 } else { parsed.scale },
            unit: parsed.unit,
            baseline,
            target,
            actual: None,
            direction: if target < baseline { Direction::Decrease } else { Direction::Increase },
            directed: true,
            weight: 1.0,
            period: None,
            due: None,
            origin: Origin { file: Arc::from("kpis.csv"), line: 2 },
        }
    }

    fn amount(value: f64, unit: &str) -> Quantity {
        let mut q = Quantity::plain(value).unwrap();
        q.unit = Unit::parse(unit).unit;
        q
    }

    fn of_plain(value: f64, unit: &str, kpi: &Kpi) -> f64 {
        of(&amount(value, unit), kpi).known().map_or(f64::NAN, Known::share)
    }

    #[test]
    fn a_decrease_is_served_by_a_negative_change() {
        let reply = kpi(Some(10.0), Some(4.0), "h");
        assert!((of_plain(-2.0, "", &reply) - 1.0 / 3.0).abs() < 1e-12);
        assert!((of_plain(-90.0, "min", &reply) - 0.25).abs() < 1e-12);
        assert!((of_plain(2.0, "", &reply) + 1.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn scales_of_the_column_hold_for_bare_numbers() {
        let sales = kpi(Some(5_000_000.0), Some(6_500_000.0), "万元");
        assert!((of_plain(30.0, "", &sales) - 0.2).abs() < 1e-12);
        assert!((of_plain(300_000.0, "元", &sales) - 0.2).abs() < 1e-12);
    }

    #[test]
    fn percents_count_in_points() {
        let satisfaction = kpi(Some(0.75), Some(0.90), "%");
        let points = Quantity { points: true, ..amount(0.06, "") };
        assert!((of(&points, &satisfaction).known().unwrap().share() - 0.4).abs() < 1e-12);
        assert!((of_plain(6.0, "", &satisfaction) - 0.4).abs() < 1e-12);
        assert_eq!(of(&amount(5.0, "单"), &satisfaction), Share::Unknown(NoShare::Unit));
    }

    #[test]
    fn relative_claims_need_a_baseline() {
        let visits = kpi(Some(200.0), Some(800.0), "");
        let percent = Quantity { percent: true, ..amount(0.2, "") };
        assert!((of(&percent, &visits).known().unwrap().share() - 40.0 / 600.0).abs() < 1e-12);
        for baseline in [None, Some(0.0), Some(-0.0)] {
            assert_eq!(of(&percent, &kpi(baseline, Some(800.0), "")), Share::Unknown(NoShare::NothingToScale), "{baseline:?}");
        }
    }

    #[test]
    fn from_zero_only_when_it_must_grow() {
        let known = *of(&amount(50.0, ""), &kpi(None, Some(200.0), "")).known().unwrap();
        assert!(known.from_zero && (known.share() - 0.25).abs() < 1e-12);
        let mut falling = kpi(None, Some(200.0), "");
        falling.direction = Direction::Decrease;
        assert_eq!(of(&amount(50.0, ""), &falling), Share::Unknown(NoShare::NoBaseline));
        assert_eq!(of(&amount(1.0, ""), &kpi(Some(5.0), Some(5.0), "")), Share::Unknown(NoShare::NothingNeeded));
        assert_eq!(of(&amount(1.0, ""), &kpi(Some(5.0), None, "")), Share::Unknown(NoShare::NoTarget));
    }

    #[test]
    fn a_need_beyond_all_numbers_has_no_share() {
        assert_eq!(of(&amount(1.0, ""), &kpi(Some(-1e308), Some(1e308), "")), Share::Unknown(NoShare::TooLarge));
    }

    #[test]
    fn a_share_that_nobody_can_use_is_none() {
        let tiny = kpi(Some(5e-324), Some(1e-300), "");
        for value in [5e6, -5e6, 1.0] {
            assert_eq!(of(&amount(value, ""), &tiny), Share::Unknown(NoShare::TooLarge), "{value}");
        }
        assert!((of_plain(5e-301, "", &tiny) - 0.5).abs() < 1e-9);
        let orders = kpi(Some(0.0), Some(2.0), "");
        assert_eq!((of_plain(2e6, "", &orders), of_plain(-2e6, "", &orders)), (LARGEST, -LARGEST));
        assert_eq!(of(&amount(2.1e6, ""), &orders), Share::Unknown(NoShare::TooLarge));
        // One end of a range is enough.
        let range = Quantity { high: 1e9, ..amount(1.0, "") };
        assert_eq!(of(&range, &orders), Share::Unknown(NoShare::TooLarge));
    }

    #[test]
    fn a_sum_stays_a_number() {
        let vast = kpi(Some(0.0), Some(1e303), "");
        let one = *of(&amount(1e308, ""), &vast).known().unwrap();
        let all = (0..10).fold(one, |sum, _| super::sum(&sum, &one));
        assert!(all.contribution.iter().all(|c| c.is_finite()) && all.share().is_finite() && all.share() > one.share());
        let against = Known { contribution: one.contribution.map(|c| -c), ..one };
        assert!(super::sum(&all, &against).share().is_finite());
        let two = super::sum(&one, &against);
        assert_eq!((two.share(), two.range()), (0.0, (0.0, 0.0)));
    }

    #[test]
    fn a_target_of_zero_divides_nothing() {
        assert!((of_plain(50.0, "", &kpi(Some(-200.0), Some(0.0), "")) - 0.25).abs() < 1e-12);
    }
}
