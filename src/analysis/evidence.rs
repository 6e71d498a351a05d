//! From a scored pair to evidence: what of it counts, and how sure.
//!
//! Noise floor p0 = 0.2: h = max(0, (helps - p0) / (1 - p0)), x likewise, so that many unrelated elements add up to nothing. A stated
//! share decides the sign ([`crate::model::share::Known::evidence`]). How much is a second figure, never folded in. A share that helps is first multiplied with the delivery factor of settled projects
//! ([`crate::analysis::settle`]), 1 where there are none; it is printed as stated.

use jiff::civil::Date;

use crate::analysis::benefit::SERVED;
use crate::model::{Case, Direction, ElementId, Kpi, KpiId, Share};
use crate::score::{Pair, Scores};

/// Chances up to this are noise.
const NOISE_FLOOR: f64 = 0.2;
/// Evidence of help from which an element is said to serve a KPI.
pub(super) const SERVES: f64 = 0.2;
/// Evidence of help that nobody would call a trace, from which a department is spoken to about it: (0.5 - 0.2) / (1 - 0.2), a chance of one half
/// over the noise floor.
pub(super) const CLEAR: f64 = 0.375;
/// Signed cause, and likeness of specific words, from which more than a general word speaks for help that is inferred.
const GROUNDED: (f32, f32) = (0.1, 0.15);
/// Chance of help of which the judge is sure enough for it to hang on no single word.
const SURE: f64 = 0.75;
/// What is left of an effect that comes after the KPI has been judged, and of a KPI that is met.
const LEAST: f64 = 0.1;

/// Where evidence comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// A contribution in the table.
    Stated,
    /// The texts alone.
    Inferred,
}

/// What a pair counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence {
    /// h, 0 to 1.
    pub help: f64,
    /// x, 0 to 1.
    pub hurt: f64,
    /// t, 0.1 to 1: how much of the effect comes before the KPI is judged.
    pub window: f64,
    /// Stated or inferred.
    pub level: Level,
    /// Whether help is stated, or has a ground that can be named: a known cause that leads to the KPI, specific words that both texts share, the
    /// user's own judgements, a judge who is sure. Without one the texts only sound alike, often by a single general word.
    pub grounded: bool,
}

impl Evidence {
    /// Evidence of a pair. `tempered`: what a stated share that helps is multiplied with, above 0.
    pub fn of(pair: &Pair, case: &Case, tempered: f64) -> Self {
        let element = case.element(pair.element);
        let (help, hurt, level) = match pair.share {
            Share::Known(known) => {
                let (help, hurt) = known.evidence(tempered);
                (help, hurt, Level::Stated)
            }
            Share::Unknown(_) => (above_noise(pair.helps), above_noise(pair.hurts), Level::Inferred),
        };
        let parts = &pair.parts;
        let named = parts.driver >= GROUNDED.0 || parts.lexical >= GROUNDED.1 || parts.own[0] > 0.0 || pair.helps >= SURE;
        let window = window(case.kpi(pair.kpi).due, element.start, element.end);
        Evidence { help, hurt, window, level, grounded: named || level == Level::Stated }
    }

    /// t x h.
    pub fn helps(&self) -> f64 {
        self.window * self.help
    }

    /// Whether the element serves the KPI: helps it noticeably by its text, or at all by a stated contribution.
    pub fn serves(&self) -> bool {
        self.helps() >= SERVES || (self.level == Level::Stated && self.help > 0.0)
    }

    /// Whether the element serves the KPI by itself, as a set of elements does: C reaches [`SERVED`]. What does less helps it.
    pub fn serves_alone(&self) -> bool {
        self.helps() - self.hurts() >= SERVED
    }

    /// t x x.
    pub fn hurts(&self) -> f64 {
        self.window * self.hurt
    }
}

/// What a chance counts, 0 to 1: nothing up to the noise floor, linear above it.
pub fn above_noise(chance: f64) -> f64 {
    ((chance - NOISE_FLOOR) / (1.0 - NOISE_FLOOR)).max(0.0)
}

/// t: 0.1 if the KPI is due before the element starts, 1 if due at or after its end or a date is missing, linear in days between.
pub fn window(due: Option<Date>, start: Option<Date>, end: Option<Date>) -> f64 {
    let (Some(due), Some(start), Some(end)) = (due, start, end) else { return 1.0 };
    if due >= end {
        return 1.0;
    }
    if due < start {
        return LEAST;
    }
    let days = |from: Date, to: Date| f64::from(from.until(to).map_or(0, |span| span.get_days()));
    LEAST + (1.0 - LEAST) * days(start, due) / days(start, end).max(1.0)
}

/// g: what is left to do of a KPI, clamp((target - actual) / (target - baseline), 0.1, 1); 1 if unknown, 0.1 if met. Without a baseline
/// the way is counted from zero where a share would be (see [`crate::model::share`]).
pub fn headroom(kpi: &Kpi) -> f64 {
    let (Some(target), Some(actual)) = (kpi.target, kpi.actual) else { return 1.0 };
    let (up, left) = (kpi.direction == Direction::Increase, target - actual);
    if (up && left <= 0.0) || (!up && left >= 0.0) {
        return LEAST;
    }
    let baseline = kpi.baseline.or((up && target > 0.0).then_some(0.0));
    match baseline {
        Some(baseline) if target != baseline => (left / (target - baseline)).clamp(LEAST, 1.0),
        _ => 1.0,
    }
}

/// Evidence of every pair.
#[derive(Debug, Clone)]
pub struct EvidenceTable {
    kpis: usize,
    cells: Vec<Evidence>,
}

impl EvidenceTable {
    /// Evidence of all pairs of a case, with stated shares tempered.
    pub fn of(case: &Case, scores: &Scores, tempered: f64) -> Self {
        EvidenceTable { kpis: case.kpis.len(), cells: scores.pairs().iter().map(|p| Evidence::of(p, case, tempered)).collect() }
    }

    /// The evidence of a KPI and an element.
    pub fn at(&self, kpi: KpiId, element: ElementId) -> &Evidence {
        &self.cells[element.0 as usize * self.kpis + kpi.0 as usize]
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::model::share::tests::kpi;
    use crate::model::{NoShare, share};
    use crate::score::Parts;

    /// The evidence of what is stated alone: no text helps or hurts.
    pub(in crate::analysis) fn stated(case: &Case) -> EvidenceTable {
        let pairs = case.element_ids().flat_map(|e| case.kpi_ids().map(move |k| (k, e)));
        let share = |kpi: KpiId, element: ElementId| {
            let row = case.element(element).contributions.iter().find(|c| c.kpis.contains(&kpi));
            row.map_or(Share::Unknown(NoShare::NotStated), |c| share::of(&c.amount, case.kpi(kpi)))
        };
        let pair = |(kpi, element)| Pair { kpi, element, parts: Parts::default(), helps: 0.0, hurts: 0.0, share: share(kpi, element) };
        EvidenceTable { kpis: case.kpis.len(), cells: pairs.map(|p| Evidence::of(&pair(p), case, 1.0)).collect() }
    }

    fn day(month: i8, day: i8) -> Option<Date> {
        Some(Date::constant(2026, month, day))
    }

    #[test]
    fn the_window_closes_with_the_due_date() {
        assert_eq!(window(day(12, 31), day(12, 1), day(12, 12)), 1.0);
        assert_eq!(window(day(11, 30), day(12, 1), day(12, 12)), 0.1);
        assert!((window(day(12, 6), day(12, 1), day(12, 11)) - 0.55).abs() < 1e-12);
        assert_eq!(window(None, day(12, 1), day(12, 11)), 1.0);
    }

    #[test]
    fn headroom_is_what_is_left() {
        let mut k = kpi(Some(0.0), Some(100.0), "");
        assert_eq!(headroom(&k), 1.0);
        k.actual = Some(25.0);
        assert_eq!(headroom(&k), 0.75);
        k.actual = Some(130.0);
        assert_eq!(headroom(&k), 0.1);
        let mut falling = kpi(Some(10.0), Some(4.0), "");
        falling.actual = Some(8.0);
        assert!((headroom(&falling) - 4.0 / 6.0).abs() < 1e-12);
        let mut from_zero = kpi(None, Some(200.0), "");
        from_zero.actual = Some(250.0);
        assert_eq!(headroom(&from_zero), 0.1);
        from_zero.actual = Some(50.0);
        assert_eq!(headroom(&from_zero), 0.75);
    }
}
