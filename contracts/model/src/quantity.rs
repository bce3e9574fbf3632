//! Quantities with their unit, and how they are written for people.

use crate::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The unit of a measure's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Percent of a population, 0 to 100.
    Percent,
    /// Seconds, 0 or more.
    Seconds,
    /// Points on a scale, −100 to 100 for a net score, 0 to 100 otherwise.
    Points,
    /// A number of things, 0 or more.
    Count,
}

/// Narrow no-break space: keeps a number and its unit on one line.
pub const NARROW_SPACE: char = '\u{202f}';

impl Unit {
    /// The sign written behind a number, without a space; empty for counts and points.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Unit::Percent => "%",
            Unit::Seconds => "s",
            Unit::Points | Unit::Count => "",
        }
    }

    /// The smallest and the largest value that can occur, where there is one.
    #[must_use]
    pub fn domain(self) -> (Option<Decimal>, Option<Decimal>) {
        match self {
            Unit::Percent => (Some(Decimal::ZERO), Some(Decimal::ONE_HUNDRED)),
            Unit::Seconds | Unit::Count => (Some(Decimal::ZERO), None),
            Unit::Points => (Some(-Decimal::ONE_HUNDRED), Some(Decimal::ONE_HUNDRED)),
        }
    }

    /// What a value of this unit must be, as a fragment for messages: "a percentage between 0 and 100".
    #[must_use]
    pub fn domain_in_words(self) -> &'static str {
        match self {
            Unit::Percent => "a percentage between 0 and 100",
            Unit::Seconds => "a time of 0 s or more",
            Unit::Points => "points between −100 and 100",
            Unit::Count => "a number of 0 or more",
        }
    }

    /// Whether `value` can occur.
    #[must_use]
    pub fn holds(self, value: Decimal) -> bool {
        let (low, high) = self.domain();
        low.is_none_or(|l| value >= l) && high.is_none_or(|h| value <= h)
    }

    /// `value` brought into the domain.
    #[must_use]
    pub fn clip(self, value: Decimal) -> Decimal {
        let (low, high) = self.domain();
        let value = low.map_or(value, |l| value.max(l));
        high.map_or(value, |h| value.min(h))
    }

    /// The quantity of this unit.
    #[must_use]
    pub fn of(self, value: Decimal) -> Quantity {
        match self {
            Unit::Percent => Quantity::Percent(value),
            Unit::Seconds => Quantity::Seconds(value),
            Unit::Points => Quantity::Points(value),
            Unit::Count => Quantity::Count(value),
        }
    }
}

/// A value with its unit. In a file the unit is the name: `{"percent": "99.80"}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// Percent, 0 to 100.
    Percent(Decimal),
    /// Seconds.
    Seconds(Decimal),
    /// Points of a scale.
    Points(Decimal),
    /// A number of things.
    Count(Decimal),
}

impl Quantity {
    /// The bare number.
    #[must_use]
    pub fn value(self) -> Decimal {
        match self {
            Quantity::Percent(v) | Quantity::Seconds(v) | Quantity::Points(v) | Quantity::Count(v) => v,
        }
    }

    /// The unit.
    #[must_use]
    pub fn unit(self) -> Unit {
        match self {
            Quantity::Percent(_) => Unit::Percent,
            Quantity::Seconds(_) => Unit::Seconds,
            Quantity::Points(_) => Unit::Points,
            Quantity::Count(_) => Unit::Count,
        }
    }

    /// Written for people with `precision` decimals: `72.0 %`, `30 s`, `−2.5 %`.
    #[must_use]
    pub fn text(self, precision: u8) -> String {
        with_unit(&number(self.value(), precision), self.unit())
    }
}

/// `value` with exactly `precision` decimals, grouped by thousands, with a true minus sign.
#[must_use]
pub fn number(value: Decimal, precision: u8) -> String {
    let rounded = round(value, precision);
    // Not by the formatter's own precision, which has no room for the largest numbers.
    let plain = rounded.abs().to_string();
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let fraction = format!("{fraction:0<width$}", width = usize::from(precision));
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let minus = if rounded.is_sign_negative() && !rounded.is_zero() { "−" } else { "" };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{minus}{grouped}{point}{fraction}")
}

/// `text` with the sign of `unit` behind a narrow no-break space.
#[must_use]
pub fn with_unit(text: &str, unit: Unit) -> String {
    match unit.sign() {
        "" => text.to_owned(),
        sign => format!("{text}{NARROW_SPACE}{sign}"),
    }
}

/// A percentage as people write it, with the decimals it was given: `12 %`, `99.80 %`.
#[must_use]
pub fn percent(value: Decimal) -> String {
    with_unit(&number(value, scale_of(value)), Unit::Percent)
}

/// A time as people write it, in the largest unit that holds it without a remainder: `30 s`, `15 min`, `4 h`, `2 days`.
#[must_use]
pub fn duration(seconds: Decimal) -> String {
    const UNITS: [(i64, &str); 3] = [(86_400, "days"), (3_600, "h"), (60, "min")];
    let seconds = seconds.normalize();
    let whole = |per: i64| seconds.checked_div(Decimal::from(per)).filter(|n| n.is_integer() && *n >= Decimal::ONE);
    let found = UNITS.iter().find_map(|(per, word)| Some((whole(*per)?, *word)));
    match found {
        // A day is an hour's word to many: 24 h stays, two days do not become 48 h.
        Some((n, "days")) if n == Decimal::ONE => format!("24{NARROW_SPACE}h"),
        Some((n, word)) => format!("{}{NARROW_SPACE}{word}", number(n, 0)),
        None => with_unit(&number(seconds, scale_of(seconds)), Unit::Seconds),
    }
}

/// The number of decimals that `value` was written with.
#[must_use]
pub fn scale_of(value: Decimal) -> u8 {
    u8::try_from(value.scale()).unwrap_or(u8::MAX)
}

/// Rounds half away from zero to `precision` decimals (domain rule 3 of measuring).
#[must_use]
pub fn round(value: Decimal, precision: u8) -> Decimal {
    value.round_dp_with_strategy(u32::from(precision), rust_decimal::RoundingStrategy::MidpointAwayFromZero)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn numbers_are_grouped_and_carry_a_true_minus() {
        assert_eq!(number(d("1234567.5"), 2), "1,234,567.50");
        assert_eq!(number(d("-0.04"), 1), "0.0");
        assert_eq!(number(d("-12.35"), 1), "−12.4");
        assert_eq!(number(d("999"), 0), "999");
        assert_eq!(number(d("999"), 2), "999.00");
        assert!(number(Decimal::MAX, 6).ends_with("335.000000"));
    }

    #[test]
    fn rounding_is_half_away_from_zero() {
        assert_eq!(round(d("98.95"), 1), d("99.0"));
        assert_eq!(round(d("-0.5"), 0), d("-1"));
    }

    #[test]
    fn a_quantity_is_written_with_its_unit() {
        assert_eq!(Unit::Percent.of(d("72")).text(1), "72.0\u{202f}%");
        assert_eq!(Unit::Seconds.of(d("30")).text(0), "30\u{202f}s");
        assert_eq!(Unit::Points.of(d("86.5")).text(1), "86.5");
        assert_eq!(percent(d("99.80")), "99.80\u{202f}%");
    }

    #[test]
    fn a_time_is_written_in_the_largest_unit_that_holds_it() {
        let written = |seconds: &str| duration(d(seconds)).replace(NARROW_SPACE, " ");
        for (seconds, text) in [
            ("0", "0 s"),
            ("30", "30 s"),
            ("90", "90 s"),
            ("900", "15 min"),
            ("14400", "4 h"),
            ("86400", "24 h"),
            ("172800", "2 days"),
            ("1.50", "1.5 s"),
        ] {
            assert_eq!(written(seconds), text);
            assert_eq!(crate::read::value(text, Unit::Seconds), Ok(d(seconds).normalize()));
        }
    }

    #[test]
    fn a_quantity_keeps_its_decimals_in_a_file() {
        let text = serde_json::to_string(&Quantity::Percent(d("99.80"))).unwrap();
        assert_eq!(text, r#"{"percent":"99.80"}"#);
        let back: Quantity = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::to_string(&back).unwrap(), text);
    }
}
