//! Days of plans: so many days before or after, quarters, and the last Friday of a month.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// The day so many days earlier.
pub fn before(day: Date, days: i32) -> Date {
    day.saturating_sub(days.days())
}

/// The day so many days later.
pub fn after(day: Date, days: i32) -> Date {
    day.saturating_add(days.days())
}

/// Days from one day to another; negative when the other is earlier.
pub fn between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// The same day so many months later, or that month's last day when it is shorter.
pub fn months_after(day: Date, months: i32) -> Date {
    day.saturating_add(months.months())
}

/// A day to meet people on: the Friday before a weekend; the Monday after it where that Friday is over and the day is to come.
pub fn workday(day: Date, today: Date) -> Date {
    let over = match day.weekday() {
        Weekday::Saturday => 1,
        Weekday::Sunday => 2,
        _ => return day,
    };
    let friday = before(day, over);
    if day >= today && friday < today { after(friday, 3) } else { friday }
}

/// Days from the first to the last to meet people on: a first one on a weekend moves to the Monday after it, so that a stage does not begin
/// while the one before it runs; never past the last.
pub fn workdays((from, to): (Date, Date), today: Date) -> (Date, Date) {
    let to = workday(to, today);
    let on = match from.weekday() {
        Weekday::Saturday => 2,
        Weekday::Sunday => 1,
        _ => 0,
    };
    (after(from, on).min(to), to)
}

/// The first day of a quarter from a day on, the day itself included.
pub fn quarter_from(day: Date) -> Date {
    if day.day() == 1 && (day.month() - 1) % 3 == 0 { day } else { next_quarter(day) }
}

/// The first day of the next quarter.
pub fn next_quarter(day: Date) -> Date {
    let gone = (i32::from(day.month()) - 1) % 3;
    months_after(day.first_of_month(), 3 - gone)
}

/// The first day of the next month.
pub fn next_month(day: Date) -> Date {
    months_after(day.first_of_month(), 1)
}

/// The last Friday of the month a day lies in.
pub fn last_friday(day: Date) -> Date {
    let last = day.last_of_month();
    before(last, i32::from(last.weekday().since(Weekday::Friday)))
}

/// The next second Friday of a month, the day itself included.
pub fn next_second_friday(day: Date) -> Date {
    let second = |first: Date| after(first, i32::from(Weekday::Friday.since(first.weekday())) + 7);
    let here = second(day.first_of_month());
    if here >= day { here } else { second(next_month(day)) }
}

/// The next last Friday of a month, the day itself included.
pub fn next_last_friday(day: Date) -> Date {
    let here = last_friday(day);
    if here >= day { here } else { last_friday(next_month(day)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_run_over_leap_days_and_years() {
        assert_eq!(before(date(2028, 3, 1), 60), date(2028, 1, 1));
        assert_eq!(before(date(2027, 3, 1), 60), date(2026, 12, 31));
        assert_eq!(before(date(2027, 1, 10), 45), date(2026, 11, 26));
        assert_eq!(after(date(2028, 2, 28), 1), date(2028, 2, 29));
        assert_eq!((between(date(2028, 2, 1), date(2028, 3, 1)), between(date(2026, 3, 1), date(2026, 2, 1))), (29, -28));
        assert_eq!(months_after(date(2027, 11, 30), 3), date(2028, 2, 29));
    }

    #[test]
    fn a_stage_begins_and_ends_on_days_of_work() {
        let long_ago = date(2027, 6, 1);
        // From Saturday the 1st to Sunday the 16th; a stage of one weekend is its Friday.
        assert_eq!(workdays((date(2028, 1, 1), date(2028, 1, 16)), long_ago), (date(2028, 1, 3), date(2028, 1, 14)));
        assert_eq!(workdays((date(2028, 1, 1), date(2028, 1, 2)), long_ago), (date(2027, 12, 31), date(2027, 12, 31)));
    }

    #[test]
    fn the_second_friday_comes_after_the_eighth() {
        // January 2027 begins on a Friday, May 2027 on a Saturday; leap days move nothing.
        assert_eq!(next_second_friday(date(2027, 1, 8)), date(2027, 1, 8));
        assert_eq!(next_second_friday(date(2027, 1, 9)), date(2027, 2, 12));
        assert_eq!(next_second_friday(date(2027, 5, 1)), date(2027, 5, 14));
        assert_eq!(next_second_friday(date(2027, 12, 31)), date(2028, 1, 14));
        assert_eq!(next_second_friday(date(2028, 2, 12)), date(2028, 3, 10));
    }

    #[test]
    fn a_weekend_moves_to_its_friday_or_the_monday_after_it() {
        // 1 January 2028 is a Saturday.
        let long_ago = date(2027, 6, 1);
        assert_eq!(workday(date(2028, 1, 1), long_ago), date(2027, 12, 31));
        assert_eq!(workday(date(2028, 1, 2), long_ago), date(2027, 12, 31));
        assert_eq!(workday(date(2027, 12, 31), long_ago), date(2027, 12, 31));
        // Whoever looks at it on the weekend has the Monday.
        assert_eq!(workday(date(2028, 1, 2), date(2028, 1, 1)), date(2028, 1, 3));
        assert_eq!(workday(date(2028, 1, 2), date(2028, 1, 2)), date(2028, 1, 3));
        assert_eq!(workday(date(2028, 1, 1), date(2028, 1, 2)), date(2027, 12, 31));
    }

    #[test]
    fn quarters_start_on_the_first() {
        assert_eq!(next_quarter(date(2026, 11, 16)), date(2027, 1, 1));
        assert_eq!(next_quarter(date(2026, 1, 1)), date(2026, 4, 1));
        assert_eq!(next_quarter(date(2028, 2, 29)), date(2028, 4, 1));
        assert_eq!((quarter_from(date(2028, 1, 1)), quarter_from(date(2028, 2, 1))), (date(2028, 1, 1), date(2028, 4, 1)));
        assert_eq!(next_month(date(2026, 12, 31)), date(2027, 1, 1));
    }

    #[test]
    fn last_fridays_are_found_across_the_year() {
        assert_eq!(next_last_friday(date(2026, 12, 25)), date(2026, 12, 25));
        assert_eq!(next_last_friday(date(2026, 12, 26)), date(2027, 1, 29));
        assert_eq!(next_last_friday(date(2028, 2, 1)), date(2028, 2, 25));
        // A month that ends on a Friday, and one that ends on a Thursday.
        assert_eq!(last_friday(date(2027, 4, 2)), date(2027, 4, 30));
        assert_eq!(last_friday(date(2026, 12, 1)), date(2026, 12, 25));
    }
}
