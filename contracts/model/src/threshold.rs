//! Effective thresholds: which values of a level are met in a month, and where each worse band begins.
//!
//! Settlement compares rounded values with these intervals; the simulation compares unrounded ones with
//! [`Interval::unrounded`], which is the same decision. There is no other owner of this rule.

use crate::{Band, Decimal, Direction, Measure, Offset, Ramp, ServiceLevel, Target, Unit, measure::Scale, quantity};
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

/// The nested intervals of a level in contract month `month` (1 is the first, ramp and later targets included): the first holds
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
    edge_at(target, offset, Scale::of(measure))
}

fn edge_at(target: Target, offset: Offset, scale: Scale) -> Decimal {
    scale.unit.clip(quantity::round(offset.from(target.anchor()), scale.precision))
}

/// The lower edge at `offset` from a range's lower end, rounded and clipped; none for a target that is one value.
fn mirrored_at(target: Target, offset: Offset, scale: Scale) -> Option<Decimal> {
    let Target::Range { low, .. } = target else { return None };
    let value = quantity::round(offset.mirrored_from(low.value()), scale.precision);
    Some(scale.unit.clip(value))
}

/// Both edges at `offset` from a range that its measure is held inside of, the lower one first; none elsewhere.
pub(crate) fn edges_at(target: Target, offset: Offset, scale: Scale) -> Option<(Decimal, Decimal)> {
    let low = mirrored_at(target, offset, scale).filter(|_| scale.direction == Direction::Range)?;
    Some((low, edge_at(target, offset, scale)))
}

/// The value at an offset as people write it: `66.0 %`; for a range both edges, `231 to 546 s`.
#[must_use]
pub fn offset_words(target: Target, offset: Offset, measure: &Measure) -> String {
    offset_text(target, offset, Scale::of(measure))
}

/// The same for a term, which knows of its measure only how values are written.
pub(crate) fn offset_text(target: Target, offset: Offset, scale: Scale) -> String {
    match edges_at(target, offset, scale) {
        Some((low, high)) => edges_text(low, high, scale),
        None => scale.unit.of(edge_at(target, offset, scale)).text(scale.precision),
    }
}

/// Two edges as people write them: `231 to 546 s`.
pub(crate) fn edges_text(low: Decimal, high: Decimal, scale: Scale) -> String {
    format!("{} to {}", quantity::number(low, scale.precision), scale.unit.of(high).text(scale.precision))
}

/// Which values lie in each band of a level at its full target, in words: `below 72.0 % to 70.0 %`, `above 50 s`; for a
/// range `above 420 s to 462 s, or below 300 s to 273 s`.
#[must_use]
pub fn band_words(level: &ServiceLevel, measure: &Measure) -> Vec<String> {
    let text = |value: Decimal| measure.unit.of(value).text(measure.precision_decimals);
    let outer = |band: &Band| band.from.map_or(level.target.anchor(), |o| value_at(level.target, o, measure));
    let inner = |band: &Band| match (level.target, band.from) {
        (Target::Range { low, .. }, None) => Some(low.value()),
        (_, Some(offset)) => mirrored_at(level.target, offset, Scale::of(measure)),
        (Target::Value(_), None) => None,
    };
    let from_to = |word: &str, from: Decimal, to: Option<Decimal>| {
        let until = to.map(|to| format!(" to {}", text(to))).unwrap_or_default();
        format!("{word} {}{until}", text(from))
    };
    let ends = level.bands.iter().skip(1).map(Some).chain([None]);
    let words = |(band, next): (&Band, Option<&Band>)| match measure.direction {
        Direction::Higher => from_to("below", outer(band), next.map(outer)),
        Direction::Lower => from_to("above", outer(band), next.map(outer)),
        Direction::Range => {
            let above = from_to("above", outer(band), next.map(outer));
            let below = inner(band).map(|from| from_to(", or below", from, next.and_then(inner)));
            above + &below.unwrap_or_default()
        }
    };
    level.bands.iter().zip(ends).map(words).collect()
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
    fn bands_of_a_range_have_both_ends_on_both_sides() {
        let (agreement, _) = crate::template::sample();
        let (level, measure) = agreement.levels().find(|(l, _)| l.id.0 == "aht").unwrap();
        let words: Vec<String> = band_words(level, measure).iter().map(|w| w.replace('\u{202f}', " ")).collect();
        assert_eq!(words[0], "above 420 s to 462 s, or below 300 s to 273 s");
        assert_eq!(words[1], "above 462 s, or below 273 s");
        let floor = offset_words(level.target, level.floor.unwrap(), measure);
        assert_eq!(floor.replace('\u{202f}', " "), "231 to 546 s");
    }

    #[test]
    fn bands_move_with_a_later_target() {
        let (mut agreement, _) = crate::template::sample();
        for (id, unit, target) in [("fcr", Unit::Percent, "74.0"), ("asa", Unit::Seconds, "20")] {
            let level = agreement.service_levels.iter_mut().find(|l| l.id.0 == id).unwrap();
            let target = Target::Value(unit.of(target.parse().unwrap()));
            level.later_targets = vec![crate::LaterTarget { from_month: 13, target }];
        }
        let edges = |id: &str, month| {
            let (level, measure) = agreement.levels().find(|(l, _)| l.id.0 == id).unwrap();
            intervals(level, measure, &agreement.ramp, month).unwrap()
        };
        let low = |month: usize| edges("fcr", month).iter().map(|i| i.low.unwrap()).collect::<Vec<_>>();
        let moved: Vec<i64> = low(12).iter().map(|edge| edge + 740 - low(12)[0]).collect();
        assert_eq!(low(13), moved, "shares keep their difference");
        let high = |month: usize| edges("asa", month).iter().map(|i| i.high.unwrap()).collect::<Vec<_>>();
        assert_eq!(high(13)[0], 20);
        assert!(
            high(13).iter().zip(high(12)).all(|(a, b)| a * high(12)[0] - b * 20 < high(12)[0]),
            "times their ratio"
        );
    }

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
