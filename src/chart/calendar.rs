//! Dates along a line: where a day stands, which days get a tick, and how dates are written.
//!
//! Invariant: a day stands in proportion to the days since the first one. Limits: days, no hours; labels are as wide apart as they need,
//! so over decades only some years have one.

use crate::chart::theme::UNIT;
use jiff::ToSpan;
use jiff::civil::Date;

/// How dates are written: months by name, and patterns with `{m}` for the month's name, `{d}` for the day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DateWords {
    /// Names of the twelve months; a missing one is written as its number.
    pub months: Vec<String>,
    /// A day, with `{m}` and `{d}`.
    pub day: String,
    /// Two days of one month, with `{m}`, `{d}` and `{e}` for the later day.
    pub within: String,
    /// A year, with `{y}`.
    pub year: String,
}

impl DateWords {
    /// A month.
    pub fn month(&self, date: Date) -> String {
        let place = usize::try_from(date.month() - 1).unwrap_or(0);
        self.months.get(place).cloned().unwrap_or_else(|| date.month().to_string())
    }

    /// A day without its year.
    pub fn day(&self, date: Date) -> String {
        self.day.replace("{m}", &self.month(date)).replace("{d}", &date.day().to_string())
    }

    /// Two days; one if they are the same.
    pub fn span(&self, from: Date, to: Date) -> String {
        if from == to {
            return self.day(from);
        }
        if (from.year(), from.month()) == (to.year(), to.month()) {
            let text = self.within.replace("{m}", &self.month(from)).replace("{d}", &from.day().to_string());
            return text.replace("{e}", &to.day().to_string());
        }
        format!("{}\u{2013}{}", self.day(from), self.day(to))
    }

    /// A year.
    pub fn year(&self, date: Date) -> String {
        self.year.replace("{y}", &date.year().to_string())
    }
}

/// Days from one date to another; negative when the other is earlier.
fn between(from: Date, to: Date) -> f64 {
    from.until(to).map_or(0.0, |span| f64::from(span.get_days()))
}

/// A line of days from left to right.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DayLine {
    first: Date,
    last: Date,
    left: f64,
    /// Logical pixels for a day.
    day: f64,
}

/// A day with a tick.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tick {
    pub date: Date,
    /// Its words; `None` for a short tick.
    pub label: Option<String>,
}

/// Months between two labelled ticks, finest first.
const MONTHS: [i32; 10] = [1, 2, 3, 6, 12, 24, 60, 120, 600, 1200];
/// Days between two ticks of a line with less than two months to begin in it, finest first.
const DAYS: [i32; 4] = [1, 2, 7, 14];
/// Pixels between two short ticks, at least.
const TIGHT: f64 = 6.0;
/// Mean days of a month.
const MONTH: f64 = 365.2425 / 12.0;

impl DayLine {
    /// The line on which `first` stands at `left` and `last` at `right`; a single day stands at `left`.
    pub fn new(first: Date, last: Date, left: f64, right: f64) -> Self {
        let last = last.max(first);
        Self { first, last, left, day: (right - left) / between(first, last).max(1.0) }
    }

    /// The first day.
    pub fn first(&self) -> Date {
        self.first
    }

    /// Where a day stands.
    pub fn x(&self, date: Date) -> f64 {
        self.left + between(self.first, date) * self.day
    }

    /// Days with a tick; `wide` measures a label.
    pub fn ticks(&self, words: &DateWords, wide: impl Fn(&str) -> f64) -> Vec<Tick> {
        let months = || (0..12_i32).filter_map(|m| Date::new(2000, i8::try_from(m + 1).ok()?, 1).ok());
        let year = wide(&words.year(self.last)).max(wide(&words.year(self.first)));
        let need = months().map(|m| wide(&words.month(m))).fold(year, f64::max) + 2.0 * UNIT;
        let fits = |step: &i32| f64::from(*step) * MONTH * self.day >= need;
        let step = MONTHS.into_iter().find(fits).unwrap_or(12_000);
        let all = if MONTH * self.day >= TIGHT { 1 } else { step };
        let ticks: Vec<Tick> = self
            .starts(all)
            .map(|date| {
                let place = i32::from(date.year()) * 12 + i32::from(date.month()) - 1;
                Tick { date, label: (place % step == 0).then(|| words.month(date)) }
            })
            .collect();
        if ticks.iter().filter(|t| t.label.is_some()).count() >= 2 {
            return ticks;
        }
        let need = months().map(|m| wide(&words.day(m.last_of_month()))).fold(year, f64::max) + 2.0 * UNIT;
        let step = DAYS.into_iter().find(|step| f64::from(*step) * self.day >= need).unwrap_or(28);
        let days = std::iter::successors(Some(self.first), |d| d.checked_add(step.days()).ok());
        days.take_while(|d| *d <= self.last).map(|date| Tick { date, label: Some(words.day(date)) }).collect()
    }

    /// The month in which the line begins, where its name has room before the first labelled tick.
    pub fn opening(&self, words: &DateWords, wide: impl Fn(&str) -> f64) -> Option<String> {
        let month = words.month(self.first);
        let need = wide(&month).max(wide(&words.year(self.first))) + 2.0 * UNIT;
        let ticks = self.ticks(words, wide);
        let first = ticks.iter().find(|t| t.label.is_some())?;
        let next_month = first.date.first_of_month() == first.date && first.date.first_of_month() > self.first.first_of_month();
        (next_month && self.x(first.date) - self.left >= need).then_some(month)
    }

    /// First days of months on the line, every `step` of them counted from the year 0.
    fn starts(&self, step: i32) -> impl Iterator<Item = Date> + use<> {
        let (from, last) = (self.first, self.last);
        let start = from.first_of_month();
        let ahead = (i32::from(start.year()) * 12 + i32::from(start.month()) - 1).rem_euclid(step);
        let start = start.checked_sub(ahead.months()).unwrap_or(start);
        let next = move |d: &Date| d.checked_add(step.months()).ok();
        std::iter::successors(Some(start), next).take_while(move |d| *d <= last).filter(move |d| *d >= from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn words() -> DateWords {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        DateWords {
            months: months.map(str::to_owned).to_vec(),
            day: "{d} {m}".into(),
            within: "{d}\u{2013}{e} {m}".into(),
            year: "{y}".into(),
        }
    }

    fn labels(first: Date, last: Date, width: f64) -> Vec<String> {
        let ticks = DayLine::new(first, last, 0.0, width).ticks(&words(), |t| t.len() as f64 * 8.0);
        ticks.into_iter().filter_map(|t| t.label).collect()
    }

    #[test]
    fn days_stand_in_proportion_over_leap_days_and_years() {
        // 31 + 29 + 1 days from 31 December to 1 March of a leap year: 1 + 31 + 29.
        let line = DayLine::new(date(2027, 12, 31), date(2028, 3, 1), 100.0, 710.0);
        assert_eq!((line.x(date(2027, 12, 31)), line.x(date(2028, 3, 1))), (100.0, 710.0));
        assert_eq!(line.x(date(2028, 2, 29)), 700.0);
        assert_eq!(DayLine::new(date(2028, 1, 1), date(2028, 1, 1), 5.0, 9.0).x(date(2028, 1, 1)), 5.0);
    }

    #[test]
    fn ticks_are_months_and_days_only_of_a_short_line() {
        assert_eq!(labels(date(2026, 10, 2), date(2027, 2, 3), 600.0), ["Nov", "Dec", "Jan", "Feb"]);
        // Two years: a month has 25 pixels, a label with its air 48.
        assert_eq!(labels(date(2026, 1, 1), date(2027, 12, 31), 600.0).len(), 12);
        assert_eq!(labels(date(2026, 1, 1), date(2027, 12, 31), 600.0)[..2], ["Jan", "Mar"]);
        assert_eq!(labels(date(2026, 2, 27), date(2026, 3, 1), 600.0), ["27 Feb", "28 Feb", "1 Mar"]);
        assert_eq!(labels(date(2026, 3, 2), date(2026, 3, 30), 600.0), ["2 Mar", "9 Mar", "16 Mar", "23 Mar", "30 Mar"]);
        // Centuries end too.
        assert!((2..20).contains(&labels(date(1, 1, 1), date(9999, 12, 31), 600.0).len()));
    }

    #[test]
    fn spans_name_a_month_once() {
        let w = words();
        assert_eq!(w.span(date(2026, 1, 3), date(2026, 1, 16)), "3\u{2013}16 Jan");
        assert_eq!(w.span(date(2026, 1, 3), date(2027, 1, 16)), "3 Jan\u{2013}16 Jan");
        assert_eq!(w.span(date(2028, 2, 29), date(2028, 2, 29)), "29 Feb");
    }
}
