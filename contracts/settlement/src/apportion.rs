//! Rounding to minor units so that lines sum to their total: the largest remainder.

use crate::wide::{Whole, Wide, Width};

/// Half up to whole units of `per_unit`; the amount is not negative. `narrow` promises that both fit in 62 bits.
#[inline]
pub(crate) fn half_up(amount: i128, per_unit: i128, narrow: bool) -> i64 {
    if per_unit == 1 {
        amount as i64
    } else if narrow {
        (amount as i64 + per_unit as i64 / 2) / per_unit as i64
    } else {
        ((amount + per_unit / 2) / per_unit) as i64
    }
}

/// Which part of its amount each line is, in minor units: `numerator` / (`of` × `per_minor`).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    pub numerator: i128,
    pub of: i128,
    pub per_minor: i128,
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
    middle: Vec<i128>,
    wide: Vec<Wide>,
}

impl Lines {
    pub fn with_weights(weights: Vec<i32>) -> Self {
        let n = weights.len();
        let (narrow, middle, wide) = (vec![0; n], vec![0; n], vec![Wide::default(); n]);
        Self { ticks: vec![0; n], weights, minor: vec![0; n], narrow, middle, wide }
    }

    /// Each line is its amount × `part`, rounded down to minor units or up, such that all sum to `total`: what is left
    /// over goes, a unit each, to the lines with the largest remainders. Ties go to the larger amount, then the larger
    /// weight, then the earlier line.
    ///
    /// `total` must be Σ of the exact lines, rounded either way. `width` holds amount × numerator and `of` × `per_minor`.
    #[inline]
    pub fn apportion(&mut self, part: Part, total: i64, width: Width) {
        let Self { ticks, weights, minor, narrow, middle, wide } = self;
        match width {
            Width::Narrow => share(ticks, weights, minor, narrow, part, total),
            Width::Middle => share(ticks, weights, minor, middle, part, total),
            Width::Wide => share(ticks, weights, minor, wide, part, total),
        }
    }
}

/// [`Lines::apportion`] in whole numbers of one width.
#[inline]
fn share<W: Whole>(ticks: &[i128], weights: &[i32], minor: &mut [i64], remainders: &mut [W], part: Part, total: i64) {
    let divisor = W::product(part.of, part.per_minor);
    let mut left = total;
    for ((minor, remainder), &ticks) in minor.iter_mut().zip(remainders.iter_mut()).zip(ticks) {
        (*minor, *remainder) = W::product(ticks, part.numerator).split(divisor);
        left -= *minor;
    }
    (0..left).for_each(|_| round_up_largest(ticks, weights, minor, remainders));
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

    fn lines(ticks: &[i128], numerator: i128, of: i128, total: i64) -> Vec<i64> {
        let part = Part { numerator, of, per_minor: 1 };
        let mut results = [Width::Narrow, Width::Middle, Width::Wide].map(|width| {
            let mut lines = Lines::with_weights(vec![0; ticks.len()]);
            lines.ticks.copy_from_slice(ticks);
            lines.apportion(part, total, width);
            lines.minor
        });
        assert_eq!(results[0], results[1], "63 bits and 127 bits agree");
        assert_eq!(results[0], results[2], "63 bits and 254 bits agree");
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
        lines.apportion(Part { numerator: 1, of: 1, per_minor: 10 }, 1, Width::Narrow);
        assert_eq!(lines.minor, [0, 1]);
    }
}
