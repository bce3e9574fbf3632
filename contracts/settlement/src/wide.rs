//! Whole numbers of three widths, for products of amounts: what fits in 63 bits is settled in them, and only very large
//! amounts pay for more.

/// Which of them hold a plan's products.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Width {
    /// Everything fits in 63 bits.
    Narrow,
    /// Everything fits in 127.
    Middle,
    /// It takes up to 254.
    Wide,
}

impl Width {
    /// What the products `a` × `b` and `c` × `d` need; none of them is negative.
    #[inline]
    pub fn of(a: i128, b: i128, c: i128, d: i128) -> Self {
        let bits = |a: i128, b: i128| 2 * i128::BITS - a.leading_zeros() - b.leading_zeros();
        if bits(a, b).max(bits(c, d)) < u64::BITS {
            // Without a look at the product.
            return Self::Narrow;
        }
        match a.checked_mul(b).zip(c.checked_mul(d)) {
            Some((ab, cd)) if ab.max(cd) <= i128::from(i64::MAX) => Self::Narrow,
            Some(_) => Self::Middle,
            None => Self::Wide,
        }
    }
}

/// A whole number of one of the widths, not negative.
pub(crate) trait Whole: Copy + Ord + Default {
    /// a × b, which fits.
    fn product(a: i128, b: i128) -> Self;
    /// The whole part of the quotient, which fits in 62 bits, and the remainder.
    fn split(self, divisor: Self) -> (i64, Self);
}

impl Whole for i64 {
    #[inline]
    fn product(a: i128, b: i128) -> Self {
        a as Self * b as Self
    }

    #[inline]
    fn split(self, divisor: Self) -> (i64, Self) {
        (self / divisor, self % divisor)
    }
}

impl Whole for i128 {
    #[inline]
    fn product(a: i128, b: i128) -> Self {
        a * b
    }

    #[inline]
    fn split(self, divisor: Self) -> (i64, Self) {
        ((self / divisor) as i64, self % divisor)
    }
}

/// Up to 254 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Wide {
    // The order of the fields is the order of the numbers.
    high: u128,
    low: u128,
}

impl Wide {
    fn bits(self) -> u32 {
        if self.high == 0 { 128 - self.low.leading_zeros() } else { 256 - self.high.leading_zeros() }
    }

    /// Times 2^`by`, which is less than 128; what does not fit is ruled out by the caller.
    fn doubled(self, by: u32) -> Self {
        let carried = if by == 0 { 0 } else { self.low >> (128 - by) };
        Self { high: self.high << by | carried, low: self.low << by }
    }

    /// The difference from a smaller number.
    fn less(self, other: Self) -> Self {
        let (low, borrowed) = self.low.overflowing_sub(other.low);
        Self { high: self.high - other.high - u128::from(borrowed), low }
    }
}

impl Whole for Wide {
    fn product(a: i128, b: i128) -> Self {
        const HALF: u128 = u64::MAX as u128;
        let (a, b) = (a.unsigned_abs(), b.unsigned_abs());
        let (a_high, a_low, b_high, b_low) = (a >> 64, a & HALF, b >> 64, b & HALF);
        let lowest = a_low * b_low;
        // Numbers of 127 bits have halves of at most 63 and 64: neither sum overflows.
        let middle = a_high * b_low + (lowest >> 64);
        let other = a_low * b_high + (middle & HALF);
        Self { high: a_high * b_high + (middle >> 64) + (other >> 64), low: other << 64 | lowest & HALF }
    }

    /// By hand, a binary digit at a time from the first that can be one.
    fn split(self, divisor: Self) -> (i64, Self) {
        let (mut rest, mut quotient) = (self, 0_i64);
        for digit in (0..=self.bits().saturating_sub(divisor.bits())).rev() {
            let part = divisor.doubled(digit);
            quotient <<= 1;
            if part <= rest {
                rest = rest.less(part);
                quotient += 1;
            }
        }
        (quotient, rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_of_every_width_divide_alike() {
        for (a, b, c, d) in [(7, 9, 2, 5), (1 << 31, (1 << 31) - 1, 3, 1 << 30), (0, 5, 1, 1), (63, 1, 64, 1)] {
            let expected = (a * b / (c * d), a * b % (c * d));
            assert_eq!(Width::of(a, b, c, d), Width::Narrow);
            let narrow = i64::product(a, b).split(i64::product(c, d));
            assert_eq!((i128::from(narrow.0), i128::from(narrow.1)), expected);
            let middle = i128::product(a, b).split(i128::product(c, d));
            assert_eq!((i128::from(middle.0), middle.1), expected);
            let wide = Wide::product(a, b).split(Wide::product(c, d));
            assert_eq!((i128::from(wide.0), wide.1), (expected.0, Wide::product(expected.1, 1)));
        }
    }

    #[test]
    fn products_beyond_127_bits_keep_every_digit() {
        // (10^36 + 7)(10^25 + 3) = 10^61 + 3·10^36 + 7·10^25 + 21; divided by 10^36 × 10^24 it leaves the rest.
        let (a, b) = (10_i128.pow(36) + 7, 10_i128.pow(25) + 3);
        assert_eq!(Width::of(a, b, 1, 1), Width::Wide);
        let (quotient, rest) = Wide::product(a, b).split(Wide::product(10_i128.pow(36), 10_i128.pow(24)));
        assert_eq!(quotient, 10);
        assert_eq!(rest, Wide::product(3 * 10_i128.pow(36) + 7 * 10_i128.pow(25) + 21, 1));
        assert!(Wide::product(a, b) > Wide::product(a, b - 1));
        let most = Wide::product(i128::MAX, i128::MAX);
        assert_eq!(most.split(most), (1, Wide::default()));
        assert_eq!(most.less(Wide::product(1, 1)).split(most), (0, most.less(Wide::product(1, 1))));
        let (quotient, rest) = most.split(Wide::product(i128::MAX, 1 << 66));
        assert_eq!((quotient, rest), ((1 << 61) - 1, Wide::product(i128::MAX, (1 << 66) - 1)));
    }
}
