//! Effective thresholds: which values of a level are met in a month, and where each worse band begins.
//!
//! Settlement compares rounded values with these intervals; the simulation compares unrounded ones with
//! [`Interval::unrounded`], which is the same decision. There is no other owner of this rule.

use crate::{Decimal, Direction, Measure, Offset, Ramp, ServiceLevel, Target, Unit, quantity};
use rust_decimal::prelude::ToPrimitive;

/// A closed interval of rounded values, in units of the measure's last decimal (precision 1: 72.0 % is 720).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// Smallest value inside; none where there is no lower edge.
    pub low: Option<i64>,
    /// Largest value inside; none where there is no upper edge.
    pub high: Option<i64>,
}

impl Interval {
    /// Whether a rounded value lies inside. Equal is inside.
    #[must_use]
    pub fn contains(self, value: i64) -> bool {
        self.low.is_none_or(|l| value >= l) && self.high.is_none_or(|h| value <= h)
    }

    /// The unrounded values that round to a value inside, as (low, high) in the measure's own unit. A value is rounded
    /// half away from zero, so each edge lies half a unit of the last decimal outwards.
    #[must_use]
    pub fn unrounded(self, precision_decimals: u8) -> (Option<f64>, Option<f64>) {
        let unit = libm::pow(10.0, f64::from(precision_decimals));
        (self.low.map(|l| (l as f64 - 0.5) / unit), self.high.map(|h| (h as f64 + 0.5) / unit))
    }
}

/// `value` rounded to the measure's precision, in units of its last decimal; `None` where it does not fit.
#[must_use]
pub fn scaled(value: Decimal, precision_decimals: u8) -> Option<i64> {
    let factor = Decimal::from(10_i64.checked_pow(u32::from(precision_decimals))?);
    quantity::round(value, precision_decimals).checked_mul(factor)?.to_i64()
}

/// The nested intervals of a level in contract month `month` (1 is the first, ramp targets included): the first holds
/// the values that are met, each further one reaches to the start of the next worse band. A value's band is the number
/// of intervals that it lies outside of.
///
/// # Errors
/// Where an edge is not a number that fits, with a fragment that says which.
pub fn intervals(level: &ServiceLevel, measure: &Measure, ramp: &Ramp, month: usize) -> Result<Vec<Interval>, String> {
    let target = ramp.target(level, measure, month);
    let starts = std::iter::once(None).chain(level.bands.iter().skip(1).map(|b| b.from));
    starts.map(|from| interval(target, from, measure)).collect()
}

/// The value at `offset` from `target`, rounded to the measure's precision and brought into its domain; for a range
/// the upper edge.
#[must_use]
pub fn value_at(target: Target, offset: Offset, measure: &Measure) -> Decimal {
    let value = quantity::round(offset.from(target.anchor()), measure.precision_decimals);
    domain(measure).clip(value)
}

/// Which values lie in each band of a level at its full target, in words: `below 72.0 % to 70.0 %`, `above 50 s`.
#[must_use]
pub fn band_words(level: &ServiceLevel, measure: &Measure) -> Vec<String> {
    let precision = measure.precision_decimals;
    let text = |value: Decimal| measure.unit.of(value).text(precision);
    let edge = |band: &crate::Band| match band.from {
        Some(offset) => value_at(level.target, offset, measure),
        None => level.target.anchor(),
    };
    let word = if measure.direction == Direction::Higher { "below" } else { "above" };
    let mirrored = |band: &crate::Band| match (level.target, measure.direction) {
        (Target::Range { low, .. }, Direction::Range) => {
            let low = band.from.map_or(low.value(), |o| o.mirrored_from(low.value()));
            let low = measure.unit.clip(quantity::round(low, precision));
            format!(", or below {}", text(low))
        }
        _ => String::new(),
    };
    let ends = level.bands.iter().skip(1).map(Some).chain([None]);
    let band = |(band, next): (&crate::Band, Option<&crate::Band>)| {
        let until = next.map(|next| format!(" to {}", text(edge(next)))).unwrap_or_default();
        format!("{word} {}{until}{}", text(edge(band)), mirrored(band))
    };
    level.bands.iter().zip(ends).map(band).collect()
}

fn domain(measure: &Measure) -> Unit {
    measure.unit
}

fn interval(target: Target, from: Option<Offset>, measure: &Measure) -> Result<Interval, String> {
    let precision = measure.precision_decimals;
    let at = |value: Decimal| {
        scaled(domain(measure).clip(value), precision)
            .ok_or_else(|| format!("{value} has more digits than a value of {} can have", measure.name))
    };
    let (low, high) = match target {
        Target::Value(q) => (q.value(), q.value()),
        Target::Range { low, high } => (low.value(), high.value()),
    };
    let outer = from.map_or(high, |o| o.from(high));
    let inner =
        from.map_or(low, |o| if measure.direction == Direction::Range { o.mirrored_from(low) } else { o.from(low) });
    Ok(match measure.direction {
        Direction::Higher => Interval { low: Some(at(inner)?), high: None },
        Direction::Lower => Interval { low: None, high: Some(at(outer)?) },
        Direction::Range => Interval { low: Some(at(inner)?), high: Some(at(outer)?) },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unrounded_edges_decide_as_rounding_does() {
        let interval = Interval { low: Some(990), high: None };
        let (low, _) = interval.unrounded(1);
        assert_eq!(low, Some(98.95));
        let rounded = scaled("98.95".parse().unwrap(), 1).unwrap();
        assert!(interval.contains(rounded), "98.95 rounds to 99.0 at precision 1 and is met");
        assert!(!interval.contains(scaled("98.949".parse().unwrap(), 1).unwrap()));
    }
}
