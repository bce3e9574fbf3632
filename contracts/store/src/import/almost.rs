//! Cells that are almost a day or month: numbers that a spreadsheet keeps for days, and what says too little.

use super::period::{Period, named_month};
use chrono::NaiveDate;

/// Days since 30 December 1899 that a spreadsheet may mean by a number: 1990 to 2078.
const DAY_NUMBERS: std::ops::RangeInclusive<u32> = 32_874..=65_380;

/// The day or time that a spreadsheet's number stands for: 45474 is 2024-07-01, 45474.5 noon of it.
pub(super) fn read_day_number(cell: &str) -> Option<Period> {
    let cell = cell.trim();
    let (days, part) = cell.split_once(['.', ',']).unwrap_or((cell, ""));
    let is_number = days.len() == 5 && days.bytes().chain(part.bytes()).all(|b| b.is_ascii_digit());
    let days: u32 = days.parse().ok().filter(|days| is_number && DAY_NUMBERS.contains(days))?;
    let day = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(chrono::Days::new(u64::from(days)))?;
    if part.trim_end_matches('0').is_empty() {
        return Some(Period::Day(day));
    }
    // To the minute: what is left is the noise of a float.
    let minutes = format!("0.{part}").parse::<f64>().ok().map(|p| (p * 1440.0).round())?;
    let whole = (0..1440).find(|m| (f64::from(*m) - minutes).abs() < 0.5)?;
    Some(Period::Interval(day.and_hms_opt(whole / 60, whole % 60, 0)?))
}

/// What a cell is that is no day or month, and what to do: a fragment that fits behind the cell.
pub(super) fn why_not(cell: &str) -> String {
    let lower = cell.trim().to_lowercase();
    let number: Option<u32> = lower.parse().ok();
    let quarter = lower.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '/' | ' ' | '.'));
    let of_weeks = ["w", "kw", "wk", "week", "woche", "sem", "semaine", "uge", "vecka"];
    let digits_follow = |rest: &str| rest.trim_start_matches(['.', ' ', '-']).starts_with(|c: char| c.is_ascii_digit());
    if named_month(&lower).is_some() || number.is_some_and(|n| (1..=12).contains(&n)) {
        "has no year (write the month with its year, like 2024-07)".into()
    } else if number.is_some_and(|n| (1900..=2100).contains(&n)) {
        "is a year, and a row for each day or month is expected".into()
    } else if of_weeks.iter().any(|w| quarter.strip_prefix(w).is_some_and(digits_follow)) {
        "is a week, and weeks do not add up to months (write a day of it, like 2024-07-29, and it counts in the month of that day)".into()
    } else if quarter.strip_prefix('q').is_some_and(digits_follow) {
        "is a quarter, and a row for each day or month is expected".into()
    } else {
        "is not a day or month (write it like 2024-07-31 or 2024-07)".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_days_are_read_as_spreadsheets_mean_them() {
        for (cell, expected) in [
            ("45474", Some("2024-07-01")),
            ("45474.0", Some("2024-07-01")),
            ("45474,5", Some("2024-07-01 12:00")),
            ("45474.34375", Some("2024-07-01 08:15")),
            ("12345", None),
            ("99999", None),
            ("454741", None),
            ("45474a", None),
        ] {
            assert_eq!(read_day_number(cell).map(Period::text).as_deref(), expected, "{cell}");
        }
    }

    #[test]
    fn what_is_almost_a_month_is_told_apart() {
        for (cell, part) in [
            ("Juli", "has no year"),
            ("7", "has no year"),
            ("2024", "is a year"),
            ("2024-W31", "is a week"),
            ("KW 31 2024", "is a week"),
            ("Week 31", "is a week"),
            ("Q3 2024", "is a quarter"),
            ("2024 Q3", "is a quarter"),
            ("Total", "is not a day or month"),
            ("512", "is not a day or month"),
        ] {
            assert!(why_not(cell).starts_with(part), "{cell}: {}", why_not(cell));
        }
    }
}
