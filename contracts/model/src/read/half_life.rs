//! How long something takes that nobody knows for certain: `3 weeks`, `2 to 5 weeks`, `exactly 1 month`.

use super::{Comma, ReadError, digits, error};
use crate::{Decimal, quantity};
use std::fmt;

/// A unit of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalendarUnit {
    /// 24 hours.
    Day,
    /// Seven days.
    Week,
    /// A twelfth of a year.
    Month,
}

impl CalendarUnit {
    const ALL: [(Self, &'static [&'static str], i64); 3] = [
        (Self::Day, &["d", "day", "days"], 3_660),
        (Self::Week, &["w", "wk", "wks", "week", "weeks"], 522),
        (Self::Month, &["mo", "mos", "month", "months"], 120),
    ];

    fn of(word: &str) -> Option<Self> {
        let word = word.to_lowercase();
        Self::ALL.iter().find(|(_, words, _)| words.contains(&word.as_str())).map(|(unit, ..)| *unit)
    }

    /// Most of the unit that anything may take: ten years.
    fn most(self) -> Decimal {
        let row = Self::ALL.iter().find(|(unit, ..)| *unit == self);
        row.map_or(Decimal::ZERO, |(_, _, most)| Decimal::from(*most))
    }

    /// Days of it on average: a month has 30.4375, a twelfth of 365.25.
    #[must_use]
    pub fn days(self) -> Decimal {
        match self {
            Self::Day => Decimal::ONE,
            Self::Week => Decimal::from(7),
            Self::Month => Decimal::new(304_375, 4),
        }
    }

    fn word(self, count: Decimal) -> &'static str {
        match (self, count == Decimal::ONE) {
            (Self::Day, true) => "day",
            (Self::Day, false) => "days",
            (Self::Week, true) => "week",
            (Self::Week, false) => "weeks",
            (Self::Month, true) => "month",
            (Self::Month, false) => "months",
        }
    }
}

/// How much of the unit, and how surely.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HalfLifeRange {
    /// This much, for certain.
    Exactly(Decimal),
    /// This much, give or take.
    About(Decimal),
    /// Less than the first in one case of ten, more than the second in one of ten.
    Between(Decimal, Decimal),
}

/// The time in which half of a gap is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HalfLife {
    /// How much, and how surely.
    pub range: HalfLifeRange,
    /// Of which unit.
    pub unit: CalendarUnit,
}

impl fmt::Display for HalfLife {
    /// As people write it; what is written reads back as the same.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |value: Decimal| quantity::number(value.normalize(), quantity::scale_of(value.normalize()));
        let with_unit = |value: Decimal| format!("{}\u{a0}{}", shown(value), self.unit.word(value));
        match self.range {
            HalfLifeRange::Exactly(value) => write!(f, "exactly {}", with_unit(value)),
            HalfLifeRange::About(value) => f.write_str(&with_unit(value)),
            HalfLifeRange::Between(low, high) => write!(f, "{} to {}", shown(low), with_unit(high)),
        }
    }
}

/// A half-life: `3 weeks`, `3w`, `2 to 5 weeks`, `exactly 1 month`.
///
/// # Errors
/// Where the text has no unit of the calendar, is not above 0 or more than ten years, or its range is not in order.
pub fn half_life(text: &str) -> Result<HalfLife, ReadError> {
    let wrong = || error(text, "a time like 3 weeks, 1 month or 2 to 5 weeks, above 0 and at most ten years");
    let bare = text.trim();
    let (certain, bare) = match bare.get(..7).filter(|word| word.eq_ignore_ascii_case("exactly")) {
        Some(_) => (true, bare[7..].trim_start()),
        None => (false, bare),
    };
    let end = bare.trim_end_matches(char::is_alphabetic).len();
    let unit = CalendarUnit::of(&bare[end..]).ok_or_else(wrong)?;
    let amount = |text: &str| {
        let read = digits(text.trim(), Comma::Decimal)?;
        Some(read.normalize()).filter(|value| *value > Decimal::ZERO && *value <= unit.most())
    };
    let amounts = bare[..end].trim();
    let range = match amounts.split_once(" to ").or_else(|| amounts.split_once('–')).or_else(|| amounts.split_once('-'))
    {
        Some(_) if certain => {
            return Err(error(text, "certain: write one time behind “exactly”, or a range without it"));
        }
        Some((low, high)) => {
            // "2 weeks to 5 weeks": the unit may stand twice, but must be the same.
            let low = low.trim();
            let low_end = low.trim_end_matches(char::is_alphabetic).len();
            if low_end < low.len() && CalendarUnit::of(&low[low_end..]) != Some(unit) {
                return Err(error(text, "in one unit: write both ends in weeks, or both in months"));
            }
            let (low, high) = (amount(&low[..low_end]).ok_or_else(wrong)?, amount(high).ok_or_else(wrong)?);
            if low >= high {
                return Err(error(text, "a range whose first time is the shorter one, like 2 to 5 weeks"));
            }
            HalfLifeRange::Between(low, high)
        }
        None if certain => HalfLifeRange::Exactly(amount(amounts).ok_or_else(wrong)?),
        None => HalfLifeRange::About(amount(amounts).ok_or_else(wrong)?),
    };
    Ok(HalfLife { range, unit })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_lives_are_read_as_people_write_them_and_back() {
        for (text, shown) in [
            ("3w", "3 weeks"),
            ("3 weeks", "3 weeks"),
            ("1 Month", "1 month"),
            ("1,5 months", "1.5 months"),
            ("2 to 5 weeks", "2 to 5 weeks"),
            ("2-5w", "2 to 5 weeks"),
            ("2 weeks to 5 weeks", "2 to 5 weeks"),
            ("exactly 10 days", "exactly 10 days"),
            ("Exactly 1mo", "exactly 1 month"),
        ] {
            let read = half_life(text).unwrap();
            let written = read.to_string();
            assert_eq!(written.replace('\u{a0}', " "), shown, "{text}");
            assert_eq!(half_life(&written), Ok(read), "{text}");
        }
    }

    #[test]
    fn what_is_no_half_life_is_refused_with_an_example() {
        for text in ["", "3", "weeks", "0 weeks", "-3 weeks", "3 s", "11 years", "121 months", "3 m", "äxactly 3 weeks"]
        {
            let refused = half_life(text).unwrap_err();
            assert!(refused.expected.contains("3 weeks"), "{text}: {refused}");
        }
        assert!(half_life("5 to 2 weeks").unwrap_err().expected.contains("shorter"));
        assert!(half_life("2 weeks to 5 months").unwrap_err().expected.contains("one unit"));
        assert!(half_life("exactly 2 to 5 weeks").unwrap_err().expected.contains("certain"));
    }
}
