//! How far a department lags behind the calendar on its KPIs, and what that does to its interest.
//!
//! Lag of a KPI = headroom - share of its period that is left, -1 to 1: half of the way to go with a tenth of the time left is a lag of 0.4.
//! A department's lag is the mean over its KPIs by weight. From 0.25 on its interest counts one level higher than stated (it looks for
//! help), from -0.25 down one level lower, within 1 to 5. A KPI without target, actual value or due date, or past its due date, says
//! nothing; a period left blank is a year.

use jiff::civil::Date;

use crate::analysis::evidence::headroom;
use crate::analysis::partners::days;
use crate::model::share::LARGEST;
use crate::model::{Case, DepartmentId, Direction, Kpi, Level, Period};

/// Lag from which interest moves by one level.
pub const LAG: f64 = 0.25;
/// Mean days of a month.
const MONTH: f64 = 365.2425 / 12.0;

/// Share of a KPI's period that is left, 0 to 1; `None` without a due date or after it.
pub fn time_left(kpi: &Kpi, today: Date) -> Option<f64> {
    let due = kpi.due.filter(|due| *due >= today)?;
    let period = kpi.period.unwrap_or(Period::Year).months() * MONTH;
    Some((f64::from(days::between(today, due)) / period).min(1.0))
}

/// Part of the way from baseline to target that is done; below 0 when it went backwards, above 1 when more was reached, at most a million either
/// way ([`LARGEST`]). `None` when it cannot be told.
pub fn progress(kpi: &Kpi) -> Option<f64> {
    let (target, actual) = (kpi.target?, kpi.actual?);
    let from_zero = (kpi.direction == Direction::Increase && target > 0.0).then_some(0.0);
    let baseline = kpi.baseline.or(from_zero)?;
    // A way next to nothing divides to figures that nobody can use.
    (target != baseline).then(|| (actual - baseline) / (target - baseline) + 0.0).filter(|done| done.abs() <= LARGEST)
}

/// Lag of a KPI, -1 to 1.
pub fn lag(kpi: &Kpi, today: Date) -> Option<f64> {
    let met = match (kpi.target, kpi.actual, kpi.direction) {
        (Some(target), Some(actual), Direction::Increase) => actual >= target,
        (Some(target), Some(actual), Direction::Decrease) => actual <= target,
        _ => return None,
    };
    if !met {
        progress(kpi)?;
    }
    Some(headroom(kpi) - time_left(kpi, today)?)
}

/// Mean lag of a department's KPIs by weight, -1 to 1; `None` when no KPI of it tells.
pub fn of_department(case: &Case, department: DepartmentId) -> Option<f64> {
    let told: Vec<(f64, f64)> =
        case.kpis_of(department).filter_map(|k| Some((case.kpi(k).weight, lag(case.kpi(k), case.today)?))).collect();
    let weights: f64 = told.iter().map(|(w, _)| w).sum();
    (weights > 0.0).then(|| told.iter().map(|(w, l)| w * l).sum::<f64>() / weights)
}

/// The stated interest, moved by at most one level.
pub fn moved(stated: Level, lag: Option<f64>) -> Level {
    let by = match lag {
        Some(lag) if lag >= LAG => 1,
        Some(lag) if lag <= -LAG => -1,
        _ => 0,
    };
    Level::new(stated.get().saturating_add_signed(by).clamp(1, 5)).unwrap_or(stated)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::share::tests::kpi;
    use jiff::civil::date;

    fn level(n: u8) -> Level {
        Level::new(n).unwrap()
    }

    #[test]
    fn lag_is_what_is_left_to_do_less_the_time_left() {
        let mut k = kpi(Some(2.0), Some(5.0), "");
        k.actual = Some(3.0);
        assert_eq!(lag(&k, date(2026, 11, 16)), None, "no due date");
        k.due = Some(date(2026, 12, 31));
        // 2 of 3 to go, 45 of 365.2425 days left.
        let expected = 2.0 / 3.0 - 45.0 / 365.2425;
        assert!((lag(&k, date(2026, 11, 16)).unwrap() - expected).abs() < 1e-12);
        // The same over a quarter of 91.310625 days.
        k.period = Some(Period::Quarter);
        assert!((lag(&k, date(2026, 11, 16)).unwrap() - (2.0 / 3.0 - 45.0 / 91.310_625)).abs() < 1e-12);
        assert_eq!(lag(&k, date(2027, 1, 1)), None, "past its due date");
        // More than a period ahead: all the time is left.
        assert!((lag(&k, date(2026, 1, 1)).unwrap() - (2.0 / 3.0 - 1.0)).abs() < 1e-12);
        k.baseline = None;
        k.direction = Direction::Decrease;
        k.actual = Some(9.0);
        assert_eq!(lag(&k, date(2026, 11, 16)), None, "no way to count from");
        k.actual = Some(4.0);
        assert!((lag(&k, date(2026, 12, 31)).unwrap() - 0.1).abs() < 1e-12, "met, and judged today");
    }

    #[test]
    fn interest_moves_by_one_level_at_most_and_stays_a_level() {
        assert_eq!(moved(level(2), Some(0.25)), level(3));
        assert_eq!(moved(level(2), Some(0.9)), level(3));
        assert_eq!(moved(level(2), Some(0.24)), level(2));
        assert_eq!(moved(level(2), Some(-0.25)), level(1));
        assert_eq!(moved(level(1), Some(-0.9)), level(1));
        assert_eq!(moved(level(5), Some(0.9)), level(5));
        assert_eq!(moved(level(4), None), level(4));
    }

    #[test]
    fn progress_may_go_backwards() {
        let mut k = kpi(Some(100.0), Some(200.0), "");
        k.actual = Some(80.0);
        assert!((progress(&k).unwrap() + 0.2).abs() < 1e-12);
        k.baseline = None;
        assert!((progress(&k).unwrap() - 0.4).abs() < 1e-12);
    }
}
