//! Distances from a target: floors, stretches and band edges move with the target they belong to.

use crate::{Decimal, Direction, Unit, quantity};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A distance from a target. Times hold a ratio, everything else a difference.
///
/// For a measure inside a range it is the distance from the upper edge, mirrored at the lower one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Offset {
    /// A difference in the measure's unit: −6.0 is six points below.
    Difference(Decimal),
    /// A factor on the target: 1.5 is half as long again.
    Ratio(Decimal),
}

/// Decimals that a ratio is held with: enough that any published time comes back exactly at its own precision.
const RATIO_DIGITS: u8 = 9;

impl Offset {
    /// The distance from `target` to `value`: a ratio for times whose target is not 0, a difference otherwise.
    #[must_use]
    pub fn between(target: Decimal, value: Decimal, unit: Unit) -> Self {
        match unit {
            Unit::Seconds => match value.checked_div(target) {
                Some(ratio) => Self::Ratio(quantity::round(ratio, RATIO_DIGITS).normalize()),
                None => Self::Difference(value),
            },
            _ => Self::Difference(value.saturating_sub(target)),
        }
    }

    /// The value at this distance from `target`, not yet rounded or clipped. Numbers out of any scale stop at the largest
    /// one that there is; the review calls them what they are.
    #[must_use]
    pub fn from(self, target: Decimal) -> Decimal {
        match self {
            Self::Difference(d) => target.saturating_add(d),
            Self::Ratio(r) => target.saturating_mul(r),
        }
    }

    /// The value mirrored at the lower edge of a range: as far below `low` as [`Offset::from`] is above the upper edge.
    #[must_use]
    pub fn mirrored_from(self, low: Decimal) -> Decimal {
        match self {
            Self::Difference(d) => low.saturating_sub(d),
            Self::Ratio(r) => low.checked_div(r).unwrap_or(low),
        }
    }

    /// Whether the value lies on the worse side of the target, strictly.
    #[must_use]
    pub fn is_worse(self, direction: Direction) -> bool {
        let above = match self {
            Self::Difference(d) => d.cmp(&Decimal::ZERO),
            Self::Ratio(r) => r.cmp(&Decimal::ONE),
        };
        match direction {
            Direction::Higher => above.is_lt(),
            Direction::Lower | Direction::Range => above.is_gt(),
        }
    }

    /// Whether the value lies on the better side of the target, strictly. Inside a range nothing is better.
    #[must_use]
    pub fn is_better(self, direction: Direction) -> bool {
        match direction {
            Direction::Higher => self.is_worse(Direction::Lower),
            Direction::Lower => self.is_worse(Direction::Higher),
            Direction::Range => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn a_time_is_held_as_a_ratio_and_comes_back_exactly() {
        let floor = Offset::between(d("30"), d("50"), Unit::Seconds);
        assert!(matches!(floor, Offset::Ratio(_)));
        assert_eq!(quantity::round(floor.from(d("30")), 3), d("50.000"));
        assert_eq!(quantity::round(floor.from(d("60")), 1), d("100.0"));
    }

    #[test]
    fn worse_and_better_depend_on_the_direction() {
        let below = Offset::between(d("72"), d("66"), Unit::Percent);
        assert_eq!(below, Offset::Difference(d("-6")));
        assert!(below.is_worse(Direction::Higher) && !below.is_better(Direction::Higher));
        assert!(below.is_better(Direction::Lower) && !below.is_worse(Direction::Lower));
        assert!(!Offset::Difference(Decimal::ZERO).is_worse(Direction::Higher));
    }
}
