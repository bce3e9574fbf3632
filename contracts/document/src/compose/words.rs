//! Small words: lists, numbers, dates.

use crate::tree::Span;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use model::{Frequency, quantity::NARROW_SPACE};

/// `1 January 2027`.
pub(super) fn date(date: NaiveDate) -> String {
    // Beyond 9999 a year is printed with a sign by the format.
    format!("{}\u{a0}{}", date.format("%-d\u{a0}%B"), date.year())
}

/// `21 November 2026, 12:00 UTC`.
pub(super) fn moment(time: DateTime<Utc>) -> String {
    format!("{}, {}", date(time.date_naive()), time.format("%H:%M\u{a0}UTC"))
}

/// "four", from 13 on in digits.
pub(super) fn count(number: usize) -> String {
    const WORDS: [&str; 13] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    WORDS.get(number).map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

/// "four months", "one month".
pub(super) fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{}\u{a0}{}", count(number), if number == 1 { one } else { many })
}

/// "once", "twice", "five times".
pub(super) fn times(number: u32) -> String {
    match number {
        1 => "once".into(),
        2 => "twice".into(),
        _ => format!("{}\u{a0}times", count(number as usize)),
    }
}

/// "24 months", "1 month": a term as it is shown, in digits.
pub(super) fn in_digits(number: u32, one: &str, many: &str) -> String {
    format!("{number}\u{a0}{}", if number == 1 { one } else { many })
}

/// "a, b and c"; "a; b, c; and d" where a comma, a colon or an "and" inside of one would be taken for one between two.
pub(super) fn list(items: Vec<Span>) -> Vec<Span> {
    let last = items.len().saturating_sub(1);
    let nested =
        last > 0 && items.iter().any(|item| item.text.contains([',', ':', ';']) || item.text.contains(" and "));
    let (between, before_last) = if nested { ("; ", "; and ") } else { (", ", " and ") };
    let mut spans = Vec::with_capacity(items.len() * 2);
    for (index, item) in items.into_iter().enumerate() {
        match index {
            0 => {}
            _ if index == last => spans.push(Span::plain(before_last)),
            _ => spans.push(Span::plain(between)),
        }
        spans.push(item);
    }
    spans
}

/// "every month" for the word of a frequency.
pub(super) fn often(word: &str) -> String {
    match word {
        "daily" => Frequency::Daily.words().to_owned(),
        "weekly" => Frequency::Weekly.words().to_owned(),
        "monthly" => Frequency::Monthly.words().to_owned(),
        "quarterly" => Frequency::Quarterly.words().to_owned(),
        "half_yearly" => Frequency::HalfYearly.words().to_owned(),
        "yearly" => Frequency::Yearly.words().to_owned(),
        other => other.to_owned(),
    }
}

/// A probability as a whole number in 100.
pub(super) fn in_hundred(probability: f64) -> u8 {
    model::chance::in_hundred(probability) as u8
}

/// A number and the sign of percent.
pub(super) fn percent(number: u8) -> String {
    format!("{number}{NARROW_SPACE}%")
}

/// The first letter in upper case.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_joined_as_people_write_them() {
        let text = |items: &[&str]| {
            list(items.iter().map(|item| Span::plain(*item)).collect()).into_iter().map(|s| s.text).collect::<String>()
        };
        assert_eq!(text(&["a"]), "a");
        assert_eq!(text(&["a", "b"]), "a and b");
        assert_eq!(text(&["a", "b", "c"]), "a, b and c");
        assert_eq!(text(&["a", "b, c", "d: e"]), "a; b, c; and d: e");
        assert_eq!(text(&["a: b"]), "a: b");
        assert_eq!(text(&["decision and amount", "claims reopened"]), "decision and amount; and claims reopened");
    }

    #[test]
    fn dates_and_counts_are_words() {
        assert_eq!(date(NaiveDate::from_ymd_opt(2027, 1, 5).unwrap()), "5\u{a0}January\u{a0}2027");
        assert_eq!(counted(1, "month", "months"), "one\u{a0}month");
        assert_eq!(counted(24, "month", "months"), "24\u{a0}months");
        assert_eq!([1, 2, 4].map(times), ["once", "twice", "four\u{a0}times"]);
        assert_eq!([1, 24].map(|n| in_digits(n, "month", "months")), ["1\u{a0}month", "24\u{a0}months"]);
        let late = NaiveDate::from_ymd_opt(10_001, 3, 31).unwrap();
        assert_eq!(date(late), "31\u{a0}March\u{a0}10001");
        assert_eq!((in_hundred(0.698), in_hundred(1.2)), (70, 100));
    }
}
