//! A number with what was written beside it.
//!
//! Invariant (kept by the constructors): `low <= value <= high`, all finite. Percents and points are
//! fractions (`12%` is 0.12). Limits: no uncertainty other than a range, no compound amounts (`2 h 30 min`).
use crate::model::unit::Unit;
use serde::Serialize;

/// One amount as read from a cell. Serialises to value, low, high, unit (its code or null), percent, points.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Quantity {
    /// The amount in `unit`, scales such as 万 multiplied out; the arithmetic mean of a range.
    pub value: f64,
    /// Lower end of a range, else `value`.
    pub low: f64,
    /// Upper end of a range, else `value`.
    pub high: f64,
    /// The unit, without scale; `None` for a plain number and for percents and points.
    pub unit: Option<Unit>,
    /// A share: `value` is a fraction of one (also when written in ‰, 成 or as 三分之一).
    pub percent: bool,
    /// A difference of shares: `value` is a fraction of one (`6 pp` is 0.06). Never together with `percent`.
    pub points: bool,
    /// Written with an explicit sign: `+`, `-`, accounting brackets, or a word such as 减少.
    #[serde(skip)]
    pub signed: bool,
}

impl Quantity {
    /// A plain number; `None` when it is not finite.
    pub fn plain(value: f64) -> Option<Self> {
        Self::range(value, value)
    }

    /// A range whose value is the mean of its ends, which may come in either order; `None` when an end is
    /// not finite.
    pub fn range(one: f64, other: f64) -> Option<Self> {
        if !(one.is_finite() && other.is_finite()) {
            return None;
        }
        let (low, high) = if one <= other { (one, other) } else { (other, one) };
        // Halving first: the sum of two large ends could overflow. Equal ends keep every digit.
        let value = if low == high { low } else { low / 2.0 + high / 2.0 };
        Some(Self { value, low, high, unit: None, percent: false, points: false, signed: false })
    }

    /// Whether the ends differ.
    pub fn is_range(&self) -> bool {
        self.low < self.high
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::unit::Unit;

    #[test]
    fn a_range_has_its_mean_in_the_middle() {
        let q = Quantity::range(500.0, 300.0).unwrap();
        assert_eq!((q.value, q.low, q.high, q.is_range()), (400.0, 300.0, 500.0, true));
        assert!(Quantity::range(f64::NAN, 1.0).is_none());
        assert!(Quantity::plain(f64::INFINITY).is_none());
        assert_eq!(Quantity::range(f64::MAX, f64::MAX).unwrap().value, f64::MAX);
    }

    #[test]
    fn json_has_the_promised_fields() {
        let mut q = Quantity::plain(2.5).unwrap();
        q.unit = Unit::parse("小时").unit;
        let json = serde_json::to_string(&q).unwrap();
        assert_eq!(json, r#"{"value":2.5,"low":2.5,"high":2.5,"unit":"h","percent":false,"points":false}"#);
    }
}
