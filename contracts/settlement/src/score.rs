//! The score of one level, and of a month.

use crate::plan::SCORE_UNITS_PER_POINT;

/// A score of 100 points.
pub(crate) const TARGET_SCORE: i32 = 100 * SCORE_UNITS_PER_POINT;
/// What the stretch adds to it.
const STRETCH_SCORE: i32 = 20 * SCORE_UNITS_PER_POINT;

/// The linear score: 0 at the floor, 100 at the target, 120 at the stretch, linear between, clamped.
///
/// Distances are in scaled values. A level without a floor, or whose floor coincides with its target once both are
/// rounded and brought into the domain, falls to 0 right below the target: the limit of a floor moving up to it. A
/// level without a stretch, or whose stretch coincides with its target, stays at 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LinearTerms {
    /// Smallest value that is met; far below any value where there is none.
    pub low: i64,
    /// Largest value that is met; far above any value where there is none.
    pub high: i64,
    /// From `low` down to the floor; 0 without one.
    pub floor_below: i64,
    /// From `high` up to the floor; 0 without one.
    pub floor_above: i64,
    /// From the target to the stretch; 0 without one.
    pub stretch: i64,
    /// Whether more is better; only looked at where there is a stretch.
    pub higher: bool,
}

/// [`LinearTerms`] as three straight lines: inside, below and above what is met. They are picked by index instead of by
/// a jump, because simulated values are as good as random and every other jump would be guessed wrong.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LinearScore {
    pub terms: LinearTerms,
    lines: [Straight; 3],
}

/// base + whole × part / of, where part = slope × value + offset, kept between 0 and `of`.
#[derive(Debug, Clone, Copy)]
struct Straight {
    base: i32,
    whole: i32,
    slope: i64,
    offset: i64,
    of: i64,
}

impl Straight {
    fn new(base: i32, whole: i32, slope: i64, offset: i64, of: i64) -> Self {
        // Without a floor or a stretch there is nothing between: any line that gives no part of the whole.
        if of > 0 {
            Self { base, whole, slope, offset, of }
        } else {
            Self { base, whole: 0, slope: 0, offset: 0, of: 1 }
        }
    }
}

impl LinearScore {
    pub fn new(terms: LinearTerms) -> Self {
        let LinearTerms { low, high, floor_below, floor_above, stretch, higher } = terms;
        let (slope, offset) = if higher { (1, -low) } else { (-1, high) };
        let lines = [
            Straight::new(TARGET_SCORE, STRETCH_SCORE, slope, offset, stretch),
            Straight::new(0, TARGET_SCORE, 1, floor_below - low, floor_below),
            Straight::new(0, TARGET_SCORE, -1, floor_above + high, floor_above),
        ];
        Self { terms, lines }
    }

    /// The score of a scaled value in 1/10,000 point, rounded half away from zero.
    #[inline]
    pub fn score(&self, value: i64) -> i32 {
        let place = usize::from(value < self.terms.low) + 2 * usize::from(value > self.terms.high);
        let line = &self.lines[place.min(2)];
        let part = (line.slope * value + line.offset).min(line.of).max(0);
        let doubled = 2 * i64::from(line.whole) * part + line.of;
        // Nothing here is negative, and a part is never more than its whole, which fits.
        line.base + (doubled as u64 / (2 * line.of) as u64) as i32
    }
}

/// S = Σ w·s / Σ w over the levels with a value, rounded half away from zero; none when they have less than half of the
/// weight. It stays at or below 100 unless every critical and key level is met; one without a value is not met. A level whose
/// quarter has not ended is not asked.
#[inline]
pub(crate) fn weighted(weighted_sum: i64, weight: i32, weight_total: i32, all_required_met: bool) -> Option<i32> {
    if weight <= 0 || 2 * i64::from(weight) < i64::from(weight_total) {
        return None;
    }
    let weight = i64::from(weight);
    let (doubled, whole) = (2 * weighted_sum + weight, 2 * weight);
    // Weights of few decimals leave 32 bits, in which a division takes a third of the time.
    let score = match (u32::try_from(doubled), u32::try_from(whole)) {
        (Ok(doubled), Ok(whole)) => (doubled / whole) as i32,
        _ => (doubled / whole) as i32,
    };
    Some(if all_required_met { score } else { score.min(TARGET_SCORE) })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HIGHER: LinearTerms =
        LinearTerms { low: 850, high: i64::MAX >> 3, floor_below: 30, floor_above: 0, stretch: 50, higher: true };

    #[test]
    fn the_linear_score_is_0_at_the_floor_100_at_the_target_and_120_at_the_stretch() {
        let table = [
            (819, 0),
            (820, 0),
            (821, 33_333),
            (822, 66_667),
            (835, 500_000),
            (849, 966_667),
            (850, 1_000_000),
            (851, 1_004_000),
            (899, 1_196_000),
            (900, 1_200_000),
            (1000, 1_200_000),
        ];
        for (value, score) in table {
            assert_eq!(LinearScore::new(HIGHER).score(value), score, "at {value}");
        }
    }

    #[test]
    fn a_level_without_a_floor_falls_to_0_right_below_the_target_and_without_a_stretch_stays_at_100() {
        let bare = LinearScore::new(LinearTerms { floor_below: 0, stretch: 0, ..HIGHER });
        assert_eq!(bare.score(849), 0);
        assert_eq!(bare.score(850), 1_000_000);
        assert_eq!(bare.score(1000), 1_000_000);
    }

    #[test]
    fn a_range_loses_score_on_both_sides() {
        let range = LinearScore::new(LinearTerms {
            low: 300,
            high: 420,
            floor_below: 60,
            floor_above: 84,
            stretch: 0,
            higher: false,
        });
        assert_eq!(range.score(270), 500_000);
        assert_eq!(range.score(300), 1_000_000);
        assert_eq!(range.score(360), 1_000_000);
        assert_eq!(range.score(420), 1_000_000);
        assert_eq!(range.score(462), 500_000);
        assert_eq!(range.score(504), 0);
        assert_eq!(range.score(900), 0);
    }

    #[test]
    fn a_month_has_a_score_from_half_the_weight_on_and_above_100_only_when_all_that_binds_is_met() {
        let two = 50 * 1_200_000 + 30 * 900_000;
        assert_eq!(weighted(two, 80, 100, false), Some(1_000_000));
        assert_eq!(weighted(two, 80, 100, true), Some(1_087_500));
        assert_eq!(weighted(50 * 700_001, 50, 100, false), Some(700_001));
        assert_eq!(weighted(49 * 700_001, 49, 100, false), None);
        assert_eq!(weighted(0, 0, 0, true), None);
        assert_eq!(weighted(1, 2, 2, true), Some(1), "half a unit is rounded away from zero");
    }
}
