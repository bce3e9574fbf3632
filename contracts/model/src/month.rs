//! A calendar month.

use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::{fmt, str::FromStr};

/// A calendar month, written `2024-07`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema)]
#[schemars(with = "String")]
pub struct Month {
    /// Months since year 0: year × 12 + (month − 1).
    index: i32,
}

impl Month {
    /// The month with this number (1 to 12) of `year`; `None` when there is none.
    #[must_use]
    pub fn new(year: i32, number: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, number, 1).map(Self::of)
    }

    /// The month that `date` lies in.
    #[must_use]
    pub fn of(date: NaiveDate) -> Self {
        Self { index: date.year() * 12 + i32::try_from(date.month0()).unwrap_or_default() }
    }

    /// Year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.index.div_euclid(12)
    }

    /// 1 for January to 12 for December.
    #[must_use]
    pub fn number(self) -> u32 {
        self.index.rem_euclid(12).unsigned_abs() + 1
    }

    /// The month `months` later (earlier where negative).
    #[must_use]
    pub fn plus(self, months: i32) -> Self {
        Self { index: self.index + months }
    }

    /// How many months this one is after `other` (negative where before).
    #[must_use]
    pub fn since(self, other: Self) -> i32 {
        self.index - other.index
    }

    /// `Jul 2024`.
    #[must_use]
    pub fn text(self) -> String {
        const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        format!("{} {}", NAMES[self.index.rem_euclid(12).unsigned_abs() as usize], self.year())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.number())
    }
}

impl FromStr for Month {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || format!("“{text}” is not a month; write it like 2024-07");
        let (year, number) = text.split_once('-').ok_or_else(wrong)?;
        let month = Self::new(year.parse().map_err(|_| wrong())?, number.parse().map_err(|_| wrong())?);
        month.filter(|_| year.len() == 4 && number.len() == 2).ok_or_else(wrong)
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read_written_and_counted() {
        let month: Month = "2024-11".parse().unwrap();
        assert_eq!(month.plus(3).to_string(), "2025-02");
        assert_eq!(month.plus(3).since(month), 3);
        assert_eq!(month.text(), "Nov 2024");
        assert!("2024-13".parse::<Month>().is_err());
        assert!("24-1".parse::<Month>().is_err());
    }
}
