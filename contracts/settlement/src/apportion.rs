//! Rounding to minor units so that lines sum to their total: the largest remainder.

/// Half up to whole units of `per_unit`; the amount is not negative. `narrow` promises that it fits in 62 bits.
#[inline]
pub(crate) fn half_up(amount: i128, per_unit: i64, narrow: bool) -> i64 {
    if per_unit == 1 {
        amount as i64
    } else if narrow {
        (amount as i64 + per_unit / 2) / per_unit
    } else {
        ((amount + i128::from(per_unit / 2)) / i128::from(per_unit)) as i64
    }
}

/// Reused space for the lines of one lane.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lines {
    /// Exact amounts in ticks, none negative.
    pub ticks: Vec<i128>,
    /// What breaks a tie of remainders and amounts, in that order before the place in the list.
    weights: Vec<i32>,
    /// The lines in minor units.
    pub minor: Vec<i64>,
    narrow: Vec<i64>,
    wide: Vec<i128>,
}

impl Lines {
    pub fn with_weights(weights: Vec<i32>) -> Self {
        let n = weights.len();
        Self { ticks: vec![0; n], weights, minor: vec![0; n], narrow: vec![0; n], wide: vec![0; n] }
    }

    /// Each line is its amount × `numerator` / `denominator`, rounded down to minor units or up, such that all sum to
    /// `total`: what is left over goes, a unit each, to the lines with the largest remainders. Ties go to the larger
    /// amount, then the larger weight, then the earlier line.
    ///
    /// `total` must be Σ of the exact lines, rounded either way. `narrow` promises that amount × numerator and the
    /// denominator fit in 63 bits.
    #[inline]
    pub fn apportion(&mut self, numerator: i64, denominator: i128, total: i64, narrow: bool) {
        let Self { ticks, weights, minor, narrow: narrow_remainders, wide } = self;
        if narrow {
            // What does not fit was ruled out by the promise.
            let denominator = denominator as i64;
            let split = |ticks: i128| {
                let product = ticks as i64 * numerator;
                (product / denominator, product % denominator)
            };
            let left = round_down(ticks, minor, narrow_remainders, split, total);
            (0..left).for_each(|_| round_up_largest(ticks, weights, minor, narrow_remainders));
        } else {
            let split = |ticks: i128| {
                let product = ticks * i128::from(numerator);
                ((product / denominator) as i64, product % denominator)
            };
            let left = round_down(ticks, minor, wide, split, total);
            (0..left).for_each(|_| round_up_largest(ticks, weights, minor, wide));
        }
    }
}

/// Rounds every line down, keeps its remainder, and returns what is left over of `total`.
#[inline]
fn round_down<R>(
    ticks: &[i128],
    minor: &mut [i64],
    remainders: &mut [R],
    split: impl Fn(i128) -> (i64, R),
    total: i64,
) -> i64 {
    let mut left = total;
    for ((minor, remainder), &ticks) in minor.iter_mut().zip(remainders).zip(ticks) {
        (*minor, *remainder) = split(ticks);
        left -= *minor;
    }
    left
}

/// Adds one unit to the line with the largest remainder, which then has none.
#[inline]
fn round_up_largest<R: Ord + Copy + Default>(ticks: &[i128], weights: &[i32], minor: &mut [i64], remainders: &mut [R]) {
    let mut largest = 0;
    for i in 1..remainders.len() {
        let order = remainders[i].cmp(&remainders[largest]);
        let is_larger = order.is_gt() || order.is_eq() && (ticks[i], weights[i]) > (ticks[largest], weights[largest]);
        if is_larger {
            largest = i;
        }
    }
    if let (Some(line), Some(remainder)) = (minor.get_mut(largest), remainders.get_mut(largest)) {
        *line += 1;
        *remainder = R::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(ticks: &[i128], numerator: i64, denominator: i128, total: i64) -> Vec<i64> {
        let mut results = [true, false].map(|narrow| {
            let mut lines = Lines::with_weights(vec![0; ticks.len()]);
            lines.ticks.copy_from_slice(ticks);
            lines.apportion(numerator, denominator, total, narrow);
            lines.minor
        });
        assert_eq!(results[0], results[1], "64 bits and 128 bits agree");
        std::mem::take(&mut results[0])
    }

    #[test]
    fn half_a_minor_unit_is_rounded_up() {
        for (ticks, minor) in [(0, 0), (4, 0), (5, 1), (14, 1), (15, 2), (24, 2), (25, 3)] {
            assert_eq!([true, false].map(|narrow| half_up(ticks, 10, narrow)), [minor; 2], "{ticks} tenths");
        }
        assert_eq!(half_up(7, 1, true), 7);
    }

    #[test]
    fn the_units_left_over_go_to_the_largest_remainders() {
        assert_eq!(lines(&[14, 13, 13], 1, 10, 4), [2, 1, 1]);
        assert_eq!(lines(&[16, 17, 17], 1, 10, 5), [1, 2, 2]);
        assert_eq!(lines(&[4, 4, 4], 1, 10, 1), [1, 0, 0]);
        assert_eq!(lines(&[4, 14, 4], 1, 10, 2), [0, 2, 0], "the larger amount wins a tie");
        assert_eq!(lines(&[5, 0], 1, 10, 1), [1, 0]);
        assert_eq!(lines(&[0, 0], 1, 10, 0), [0, 0]);
        assert_eq!(lines(&[], 1, 10, 0), [0_i64; 0]);
    }

    #[test]
    fn a_cut_is_shared_pro_rata() {
        // 100 cut to 50 over lines of 33, 33 and 34: 16.5, 16.5 and 17.
        assert_eq!(lines(&[33, 33, 34], 50, 100, 50), [17, 16, 17]);
        // 300 cut to 100 over three equal lines.
        assert_eq!(lines(&[100, 100, 100], 100, 300, 100), [34, 33, 33]);
        // 3 cut to 2.
        assert_eq!(lines(&[1, 1, 1], 2, 3, 2), [1, 1, 0]);
        // 7 and 2 cut to 5: 3.89 and 1.11.
        assert_eq!(lines(&[7, 2], 5, 9, 5), [4, 1]);
    }

    #[test]
    fn a_tie_of_amounts_goes_to_the_larger_weight() {
        let mut lines = Lines::with_weights(vec![10, 20]);
        lines.ticks.copy_from_slice(&[5, 5]);
        lines.apportion(1, 10, 1, true);
        assert_eq!(lines.minor, [0, 1]);
    }
}
