//! What is not in a file: days and months without a row.

use super::{Gap, Grain, PartialMonth, period::Period};
use chrono::{Datelike, Days, NaiveDate, Weekday};
use model::Month;
use std::collections::{BTreeMap, BTreeSet};

/// The time that a file covers.
#[derive(Debug, Default)]
pub(super) struct Coverage {
    pub(super) first: Option<NaiveDate>,
    pub(super) last: Option<NaiveDate>,
    pub(super) gaps: Vec<Gap>,
    pub(super) partial_months: Vec<PartialMonth>,
    /// Weekdays on which no row is expected, with the number of rows that there are and of such days.
    pub(super) closed: Vec<Closed>,
    /// Its rows come once a week, on this day.
    pub(super) weekly: Option<Weekday>,
}

/// A weekday on which rows are rare, where the others are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Closed {
    pub(super) weekday: Weekday,
    pub(super) rows: usize,
    pub(super) of: usize,
}

/// A weekday that occurs fewer times says nothing.
const WEEKS_TO_JUDGE: usize = 4;

pub(super) fn coverage(grain: Grain, periods: impl Iterator<Item = Period>) -> Coverage {
    if grain == Grain::Month {
        return of_months(&periods.map(Period::month).collect());
    }
    let days = periods
        .filter_map(|period| match period {
            Period::Day(day) => Some(day),
            Period::Interval(begin) => Some(begin.date()),
            Period::Month(_) => None,
        })
        .collect();
    of_days(&days)
}

fn of_months(months: &BTreeSet<Month>) -> Coverage {
    let (Some(first), Some(last)) = (months.first().copied(), months.last().copied()) else {
        return Coverage::default();
    };
    let all = (0..=last.since(first)).map(|i| first.plus(i));
    Coverage {
        first: day(first, 1),
        last: day(last, days_in(last)),
        gaps: runs(all.map(|m| (m.to_string(), months.contains(&m)))),
        ..Coverage::default()
    }
}

fn of_days(days: &BTreeSet<NaiveDate>) -> Coverage {
    let (Some(first), Some(last)) = (days.first().copied(), days.last().copied()) else {
        return Coverage::default();
    };
    let closed = closed_weekdays(days, first, last);
    let open = |d: &NaiveDate| !closed.iter().any(|c| c.weekday == d.weekday());
    let all = first.iter_days().take_while(|d| *d <= last).filter(open);
    let gaps = runs(all.map(|d| (d.to_string(), days.contains(&d))));
    let mut counts: BTreeMap<Month, u32> = BTreeMap::new();
    for day in days.iter().filter(|d| open(d)) {
        *counts.entry(Month::of(*day)).or_default() += 1;
    }
    let weekly = (closed.len() == 6).then(|| first.iter_days().find(open).map(|d| d.weekday())).flatten();
    let partial_months = counts
        .into_iter()
        .map(|(month, days)| PartialMonth { month, days, of_days: expected(month, open) })
        .filter(|p| p.days < p.of_days)
        .collect();
    Coverage { first: Some(first), last: Some(last), gaps, partial_months, closed, weekly }
}

/// Weekdays with less than half of the rows that the most regular one has. It takes enough of that one to speak of a
/// habit: a few rows show none, and without one every day is expected.
fn closed_weekdays(days: &BTreeSet<NaiveDate>, first: NaiveDate, last: NaiveDate) -> Vec<Closed> {
    let weekdays: [Weekday; 7] =
        [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];
    let mut counts = weekdays.map(|weekday| Closed { weekday, rows: 0, of: 0 });
    let of = |day: NaiveDate| usize::try_from(day.weekday().num_days_from_monday()).unwrap_or_default();
    for day in first.iter_days().take_while(|d| *d <= last) {
        counts[of(day)].of += 1;
        counts[of(day)].rows += usize::from(days.contains(&day));
    }
    let most = counts.iter().map(|c| c.rows).max().unwrap_or_default();
    let is_habit = |c: &Closed| c.rows == most && c.rows * 2 >= c.of;
    if most < WEEKS_TO_JUDGE || !counts.iter().any(is_habit) {
        return Vec::new();
    }
    counts.into_iter().filter(|c| c.of >= WEEKS_TO_JUDGE && c.rows * 2 < most).collect()
}

fn expected(month: Month, open: impl Fn(&NaiveDate) -> bool) -> u32 {
    let open_days = (1..=days_in(month)).filter_map(|n| day(month, n)).filter(open);
    u32::try_from(open_days.count()).unwrap_or(u32::MAX)
}

fn day(month: Month, number: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(month.year(), month.number(), number)
}

fn days_in(month: Month) -> u32 {
    day(month.plus(1), 1).and_then(|d| d.checked_sub_days(Days::new(1))).map_or(31, |d| d.day())
}

/// Runs of what is not there.
fn runs(all: impl Iterator<Item = (String, bool)>) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = Vec::new();
    let mut open = false;
    for (name, there) in all {
        match gaps.last_mut().filter(|_| open && !there) {
            Some(gap) => {
                gap.to = name;
                gap.missing += 1;
            }
            None if !there => gaps.push(Gap { from: name.clone(), to: name, missing: 1 }),
            None => {}
        }
        open = !there;
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(texts: &[&str]) -> Coverage {
        coverage(Grain::Day, texts.iter().map(|t| Period::Day(t.parse().unwrap())))
    }

    #[test]
    fn missing_days_and_months_are_named_as_runs() {
        let seen = days(&["2024-07-01", "2024-07-03", "2024-07-04", "2024-07-08"]);
        let gaps: Vec<(&str, &str, u32)> =
            seen.gaps.iter().map(|g| (g.from.as_str(), g.to.as_str(), g.missing)).collect();
        assert_eq!(gaps, [("2024-07-02", "2024-07-02", 1), ("2024-07-05", "2024-07-07", 3)]);
        assert_eq!((seen.partial_months[0].days, seen.partial_months[0].of_days), (4, 31));

        let months = ["2024-07", "2024-10"].map(|m| Period::Month(m.parse().unwrap()));
        let seen = coverage(Grain::Month, months.into_iter());
        assert_eq!(seen.gaps, [Gap { from: "2024-08".into(), to: "2024-09".into(), missing: 2 }]);
        assert_eq!(seen.last, NaiveDate::from_ymd_opt(2024, 10, 31));
        assert!(seen.partial_months.is_empty());
    }

    #[test]
    fn a_weekday_without_a_single_row_is_closed_not_missing() {
        let first = NaiveDate::from_ymd_opt(2024, 7, 1).unwrap();
        let open: Vec<String> = first
            .iter_days()
            .take(62)
            .filter(|d| d.weekday().num_days_from_monday() < 5)
            .filter(|d| d.to_string() != "2024-07-17")
            .map(|d| d.to_string())
            .collect();
        let seen = days(&open.iter().map(String::as_str).collect::<Vec<_>>());
        let closed: Vec<(Weekday, usize)> = seen.closed.iter().map(|c| (c.weekday, c.rows)).collect();
        assert_eq!(closed, [(Weekday::Sat, 0), (Weekday::Sun, 0)]);
        assert_eq!((seen.gaps.len(), seen.gaps[0].from.as_str()), (1, "2024-07-17"));
        assert_eq!(seen.partial_months.len(), 1);
        assert_eq!((seen.partial_months[0].days, seen.partial_months[0].of_days), (22, 23));
    }

    /// Days from 1 July 2024, a Monday, on which `is_open` holds.
    fn from_july(count: usize, is_open: impl Fn(NaiveDate) -> bool) -> Coverage {
        let first = NaiveDate::from_ymd_opt(2024, 7, 1).unwrap();
        let open: Vec<String> = first.iter_days().take(count).filter(|d| is_open(*d)).map(|d| d.to_string()).collect();
        days(&open.iter().map(String::as_str).collect::<Vec<_>>())
    }

    #[test]
    fn a_few_days_on_weekends_neither_open_nor_close_any_weekday() {
        let working = |d: NaiveDate| d.weekday().num_days_from_monday() < 5;
        let extra = ["2024-07-06", "2024-08-03", "2024-08-18"];
        let seen = from_july(62, |d| working(d) || extra.contains(&d.to_string().as_str()));
        let closed: Vec<(Weekday, usize, usize)> = seen.closed.iter().map(|c| (c.weekday, c.rows, c.of)).collect();
        assert_eq!(closed, [(Weekday::Sat, 2, 8), (Weekday::Sun, 1, 8)]);
        assert!(seen.gaps.is_empty() && seen.partial_months.is_empty(), "{seen:?}");
        // A Saturday with a row does not stand for a working day without one.
        let seen =
            from_july(62, |d| d.to_string() != "2024-07-17" && (working(d) || extra.contains(&d.to_string().as_str())));
        assert_eq!((seen.partial_months[0].days, seen.partial_months[0].of_days), (22, 23));
    }

    #[test]
    fn three_days_alone_say_nothing_about_the_others() {
        let seen = days(&["2024-07-06", "2024-07-20", "2024-08-10"]);
        assert!(seen.closed.is_empty());
        assert_eq!(seen.gaps.iter().map(|g| g.missing).sum::<u32>(), 33);
        assert_eq!((seen.partial_months[0].days, seen.partial_months[0].of_days), (2, 31));
        // Neither do four of nine Saturdays.
        let seen = days(&["2024-07-06", "2024-07-13", "2024-07-20", "2024-08-31"]);
        assert!(seen.closed.is_empty() && seen.weekly.is_none(), "{seen:?}");
    }

    #[test]
    fn rows_once_a_week_leave_no_gaps_between_weeks() {
        let seen = from_july(92, |d| d.weekday() == Weekday::Mon && d.to_string() != "2024-08-05");
        assert_eq!(seen.weekly, Some(Weekday::Mon));
        assert_eq!(seen.gaps, [Gap { from: "2024-08-05".into(), to: "2024-08-05".into(), missing: 1 }]);
    }
}
