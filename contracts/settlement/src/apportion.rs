//! Rounding to minor units so that lines sum to their total: the largest remainder.

use crate::wide::{ProductOf, Ticks, Wide, Widest, Width};

/// Which part of its amount each line is, in minor units: `numerator` / (`of` × `per_minor`).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part<A> {
    pub numerator: A,
    pub of: A,
    pub per_minor: A,
}

/// Reused space for the lines of one lane.
#[derive(Debug, Clone)]
pub(crate) struct Lines<A> {
    /// Exact amounts in ticks.
    pub ticks: Vec<A>,
    /// What breaks a tie of remainders and amounts, in that order before the place in the list.
    pub weights: Vec<i32>,
    /// The lines in minor units.
    pub minor: Vec<i64>,
    pub space: Space,
}

/// Room for the lines' remainders, for products of every width.
#[derive(Debug, Clone)]
pub(crate) struct Space {
    pub narrow: Vec<i64>,
    pub middle: Vec<i128>,
    pub wide: Vec<Wide>,
    pub widest: Vec<Widest>,
}

impl<A: Ticks> Lines<A> {
    pub fn with_weights(weights: Vec<i32>) -> Self {
        let n = weights.len();
        let space = Space {
            narrow: vec![0; n],
            middle: vec![0; n],
            wide: vec![Wide::default(); n],
            widest: vec![Widest::default(); n],
        };
        Self { ticks: vec![A::default(); n], weights, minor: vec![0; n], space }
    }

    /// Each line is its amount × `part`, rounded down to minor units or up, such that all sum to `total`: what is left
    /// over goes, a unit each, to the lines with the largest remainders. Ties go to the larger amount, then the larger
    /// weight, then the earlier line.
    ///
    /// `total` must be Σ of the exact lines, rounded either way. `width` holds amount × numerator and `of` × `per_minor`.
    #[inline]
    pub fn apportion(&mut self, part: Part<A>, total: i64, width: Width) {
        A::apportion(self, part, total, width);
    }
}

/// [`Lines::apportion`] in whole numbers of one width.
#[inline]
pub(crate) fn share<A: Ticks, W: ProductOf<A>>(
    ticks: &[A],
    weights: &[i32],
    minor: &mut [i64],
    remainders: &mut [W],
    part: Part<A>,
    total: i64,
) {
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
fn round_up_largest<A: Ticks, R: Ord + Copy + Default>(
    ticks: &[A],
    weights: &[i32],
    minor: &mut [i64],
    remainders: &mut [R],
) {
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

    /// By amounts and products of every width, which agree.
    fn lines(ticks: &[i64], numerator: i64, of: i64, total: i64) -> Vec<i64> {
        let narrow = [Width::Narrow, Width::Middle].map(|width| minor::<i64>(ticks, numerator, of, total, width));
        let every = [Width::Narrow, Width::Middle, Width::Wide];
        let middle = every.map(|width| minor::<i128>(ticks, numerator, of, total, width));
        let wide = minor::<Wide>(ticks, numerator, of, total, Width::Wide);
        assert!(narrow.iter().chain(&middle).all(|lines| *lines == wide), "{narrow:?} {middle:?} {wide:?}");
        wide
    }

    fn minor<A: Ticks>(ticks: &[i64], numerator: i64, of: i64, total: i64, width: Width) -> Vec<i64> {
        let part = Part { numerator: A::whole(numerator), of: A::whole(of), per_minor: A::ONE };
        let mut lines = Lines::<A>::with_weights(vec![0; ticks.len()]);
        lines.ticks = ticks.iter().map(|t| A::whole(*t)).collect();
        lines.apportion(part, total, width);
        lines.minor
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
        let mut lines = Lines::<i64>::with_weights(vec![10, 20]);
        lines.ticks.copy_from_slice(&[5, 5]);
        lines.apportion(Part { numerator: 1, of: 1, per_minor: 10 }, 1, Width::Narrow);
        assert_eq!(lines.minor, [0, 1]);
    }
}
