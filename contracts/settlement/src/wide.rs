//! Amounts of three widths, and their products: what fits in 62 bits is settled in them, and only very large amounts, or
//! percentages of many decimals multiplied with each other, pay for more. A plan has one width; the kernel is one function,
//! generic over it.

mod limbs;

pub(crate) use limbs::{Wide, Widest};

use crate::apportion::{Lines, Part, share};
use std::fmt::Debug;
use std::ops::{Add, AddAssign, Sub};

/// What stands there in the width of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ByWidth<N, M, W> {
    /// Amounts of 62 bits.
    Narrow(N),
    /// Amounts of 122 bits.
    Middle(M),
    /// Amounts of 220 bits.
    Wide(W),
}

impl<N, M, W> ByWidth<N, M, W> {
    /// Whether both are of one width.
    #[inline]
    pub fn goes_with<A, B, C>(&self, other: &ByWidth<A, B, C>) -> bool {
        match self {
            Self::Narrow(_) => matches!(other, ByWidth::Narrow(_)),
            Self::Middle(_) => matches!(other, ByWidth::Middle(_)),
            Self::Wide(_) => matches!(other, ByWidth::Wide(_)),
        }
    }
}

/// An amount in ticks, never negative.
pub(crate) trait Ticks:
    Copy + Ord + Default + Debug + Add<Output = Self> + Sub<Output = Self> + AddAssign
{
    /// More than any amount: stands for a limit that is not there.
    const MOST: Self;
    const ONE: Self;

    /// The same amount, or [`Ticks::MOST`] where it does not fit.
    fn of(amount: Wide) -> Self;
    fn wide(self) -> Wide;
    /// A whole number that is not negative.
    fn whole(number: i64) -> Self;
    /// The whole number that it is, which fits.
    fn number(self) -> i64;
    /// A product that fits.
    fn times(self, by: Self) -> Self;
    /// A product, or [`Ticks::MOST`] where it does not fit.
    fn times_at_most(self, by: Self) -> Self;
    /// What is left of it, at least nothing.
    fn without(self, other: Self) -> Self {
        if other < self { self - other } else { Self::default() }
    }
    /// The quotient, where `by` divides it without a rest.
    fn shared(self, by: Self) -> Option<Self>;
    /// Half up to whole units of `per_unit`, which fit in 62 bits.
    fn half_up(self, per_unit: Self) -> i64;
    /// What the products `a` × `b` and `c` × `d` need.
    fn width(products: [(Self, Self); 2]) -> Width;
    /// What amounts themselves need.
    const OWN_WIDTH: Width;
    /// See [`Lines::apportion`].
    fn apportion(lines: &mut Lines<Self>, part: Part<Self>, total: i64, width: Width);
}

/// Which whole numbers hold products.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Width {
    /// Everything fits in 63 bits.
    Narrow,
    /// Everything fits in 127.
    Middle,
    /// It takes up to 254, or twice the bits of amounts that are as wide themselves.
    Wide,
}

impl Ticks for i64 {
    const MOST: Self = Self::MAX;
    const ONE: Self = 1;
    const OWN_WIDTH: Width = Width::Narrow;

    fn of(amount: Wide) -> Self {
        amount.small().and_then(|a| a.try_into().ok()).unwrap_or(Self::MOST)
    }

    fn wide(self) -> Wide {
        Wide::of(self.unsigned_abs().into())
    }

    #[inline(always)]
    fn whole(number: i64) -> Self {
        number
    }

    #[inline(always)]
    fn number(self) -> i64 {
        self
    }

    #[inline(always)]
    fn times(self, by: Self) -> Self {
        self * by
    }

    #[inline(always)]
    fn times_at_most(self, by: Self) -> Self {
        self.saturating_mul(by)
    }

    fn shared(self, by: Self) -> Option<Self> {
        (self % by == 0).then(|| self / by)
    }

    #[inline(always)]
    fn half_up(self, per_unit: Self) -> i64 {
        if per_unit == 1 { self } else { (self + per_unit / 2) / per_unit }
    }

    #[inline]
    fn width([(a, b), (c, d)]: [(Self, Self); 2]) -> Width {
        if a.checked_mul(b).is_some() && c.checked_mul(d).is_some() { Width::Narrow } else { Width::Middle }
    }

    #[inline]
    fn apportion(lines: &mut Lines<Self>, part: Part<Self>, total: i64, width: Width) {
        let Lines { ticks, weights, minor, space } = lines;
        match width {
            Width::Narrow => share(ticks, weights, minor, &mut space.narrow, part, total),
            Width::Middle | Width::Wide => share(ticks, weights, minor, &mut space.middle, part, total),
        }
    }
}

impl Ticks for i128 {
    const MOST: Self = Self::MAX;
    const ONE: Self = 1;
    const OWN_WIDTH: Width = Width::Middle;

    fn of(amount: Wide) -> Self {
        amount.small().and_then(|a| a.try_into().ok()).unwrap_or(Self::MOST)
    }

    fn wide(self) -> Wide {
        Wide::of(self.unsigned_abs())
    }

    #[inline(always)]
    fn whole(number: i64) -> Self {
        number.into()
    }

    #[inline(always)]
    fn number(self) -> i64 {
        self as i64
    }

    #[inline(always)]
    fn times(self, by: Self) -> Self {
        self * by
    }

    #[inline]
    fn times_at_most(self, by: Self) -> Self {
        self.saturating_mul(by)
    }

    fn shared(self, by: Self) -> Option<Self> {
        (self % by == 0).then(|| self / by)
    }

    #[inline]
    fn half_up(self, per_unit: Self) -> i64 {
        if per_unit == 1 { self as i64 } else { ((self + per_unit / 2) / per_unit) as i64 }
    }

    #[inline]
    fn width([(a, b), (c, d)]: [(Self, Self); 2]) -> Width {
        let bits = |a: Self, b: Self| 2 * Self::BITS - a.leading_zeros() - b.leading_zeros();
        if bits(a, b).max(bits(c, d)) < u64::BITS {
            // Without a look at the product.
            return Width::Narrow;
        }
        match a.checked_mul(b).zip(c.checked_mul(d)) {
            Some((ab, cd)) if ab.max(cd) <= Self::from(i64::MAX) => Width::Narrow,
            Some(_) => Width::Middle,
            None => Width::Wide,
        }
    }

    #[inline]
    fn apportion(lines: &mut Lines<Self>, part: Part<Self>, total: i64, width: Width) {
        let Lines { ticks, weights, minor, space } = lines;
        match width {
            Width::Narrow => share(ticks, weights, minor, &mut space.narrow, part, total),
            Width::Middle => share(ticks, weights, minor, &mut space.middle, part, total),
            Width::Wide => share(ticks, weights, minor, &mut space.wide, part, total),
        }
    }
}

impl Ticks for Wide {
    const MOST: Self = Self::MAX;
    const ONE: Self = Self::of(1);
    const OWN_WIDTH: Width = Width::Wide;

    fn of(amount: Wide) -> Self {
        amount
    }

    fn wide(self) -> Wide {
        self
    }

    fn whole(number: i64) -> Self {
        Self::of(number.unsigned_abs().into())
    }

    fn number(self) -> i64 {
        self.small().map_or(i64::MAX, |number| number as i64)
    }

    fn times(self, by: Self) -> Self {
        self.checked_times(by).unwrap_or(Self::MOST)
    }

    fn times_at_most(self, by: Self) -> Self {
        self.times(by)
    }

    fn shared(self, by: Self) -> Option<Self> {
        let (quotient, rest) = self.divided(by);
        (rest == Self::default()).then_some(quotient)
    }

    fn half_up(self, per_unit: Self) -> i64 {
        let (quotient, rest) = self.split(per_unit);
        quotient + i64::from(rest + rest >= per_unit)
    }

    fn width(_: [(Self, Self); 2]) -> Width {
        Width::Wide
    }

    fn apportion(lines: &mut Lines<Self>, part: Part<Self>, total: i64, _: Width) {
        let Lines { ticks, weights, minor, space } = lines;
        share(ticks, weights, minor, &mut space.widest, part, total);
    }
}

/// A whole number, not negative, that holds products.
pub(crate) trait Whole: Copy + Ord + Default {
    /// The whole part of the quotient, which fits in 62 bits, and the remainder.
    fn split(self, divisor: Self) -> (i64, Self);
}

/// One that holds products of two amounts.
pub(crate) trait ProductOf<A>: Whole {
    /// a × b, which fits.
    fn product(a: A, b: A) -> Self;
}

impl Whole for i64 {
    #[inline]
    fn split(self, divisor: Self) -> (i64, Self) {
        (self / divisor, self % divisor)
    }
}

impl Whole for i128 {
    #[inline]
    fn split(self, divisor: Self) -> (i64, Self) {
        ((self / divisor) as i64, self % divisor)
    }
}

impl Whole for Wide {
    fn split(self, divisor: Self) -> (i64, Self) {
        let (quotient, rest) = self.divided(divisor);
        (quotient.number(), rest)
    }
}

impl Whole for Widest {
    fn split(self, divisor: Self) -> (i64, Self) {
        let (quotient, rest) = self.divided(divisor);
        (quotient.small().map_or(i64::MAX, |number| number as i64), rest)
    }
}

impl ProductOf<i64> for i64 {
    #[inline]
    fn product(a: i64, b: i64) -> Self {
        a * b
    }
}

impl ProductOf<i128> for i64 {
    #[inline]
    fn product(a: i128, b: i128) -> Self {
        a as Self * b as Self
    }
}

impl ProductOf<i64> for i128 {
    #[inline]
    fn product(a: i64, b: i64) -> Self {
        Self::from(a) * Self::from(b)
    }
}

impl ProductOf<i128> for i128 {
    #[inline]
    fn product(a: i128, b: i128) -> Self {
        a * b
    }
}

impl ProductOf<i128> for Wide {
    fn product(a: i128, b: i128) -> Self {
        Self::product_of(a.wide(), b.wide())
    }
}

impl ProductOf<Wide> for Widest {
    fn product(a: Wide, b: Wide) -> Self {
        Self::product_of(a, b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divided<W: ProductOf<A>, A: Copy>(of: [A; 4]) -> (i64, W) {
        W::product(of[0], of[1]).split(W::product(of[2], of[3]))
    }

    #[test]
    fn products_of_every_width_divide_alike() {
        for of in [[7, 9, 2, 5], [1 << 31, (1 << 31) - 1, 3, 1 << 30], [0, 5, 1, 1], [63, 1, 64, 1_i64]] {
            let [a, b, c, d] = of;
            let expected = (a * b / (c * d), a * b % (c * d));
            assert_eq!(i64::width([(a, b), (c, d)]), Width::Narrow);
            assert_eq!(divided::<i64, i64>(of), expected);
            let middle = of.map(i128::from);
            assert_eq!(i128::width([(middle[0], middle[1]), (middle[2], middle[3])]), Width::Narrow);
            assert_eq!(divided::<i64, i128>(middle), expected);
            assert_eq!(divided::<i128, i64>(of), (expected.0, expected.1.into()));
            assert_eq!(divided::<i128, i128>(middle), (expected.0, expected.1.into()));
            assert_eq!(divided::<Wide, i128>(middle), (expected.0, Wide::whole(expected.1)));
            assert_eq!(divided::<Widest, Wide>(of.map(Wide::whole)).0, expected.0);
        }
    }

    #[test]
    fn a_width_holds_its_products_and_no_narrower_one_does() {
        assert_eq!(i64::width([(1 << 31, 1 << 31), (1, 1)]), Width::Narrow);
        assert_eq!(i64::width([(1, 1), (1 << 32, 1 << 31)]), Width::Middle);
        assert_eq!(i128::width([(1 << 32, 1 << 31), (1, 1)]), Width::Middle);
        assert_eq!(i128::width([(1, 1), (1 << 64, 1 << 63)]), Width::Wide);
    }

    #[test]
    fn amounts_of_every_width_round_and_share_alike() {
        for (ticks, minor) in [(0, 0), (4, 0), (5, 1), (14, 1), (15, 2), (24, 2), (25, 3)] {
            assert_eq!(<i64 as Ticks>::half_up(ticks, 10), minor, "{ticks} tenths");
            assert_eq!(<i128 as Ticks>::half_up(ticks.into(), 10), minor, "{ticks} tenths");
            assert_eq!(Wide::whole(ticks).half_up(Wide::whole(10)), minor, "{ticks} tenths");
        }
        assert_eq!(Wide::whole(7).half_up(Wide::ONE), 7);
        assert_eq!(Wide::whole(21).shared(Wide::whole(7)), Some(Wide::whole(3)));
        assert_eq!(Wide::whole(22).shared(Wide::whole(7)), None);
    }

    #[test]
    fn what_does_not_fit_is_the_most() {
        let large = Wide::of(1 << 70);
        assert_eq!((<i64 as Ticks>::of(large), <i128 as Ticks>::of(large)), (i64::MOST, 1 << 70));
        assert_eq!(<i128 as Ticks>::of(large.times(large)), i128::MOST);
        assert_eq!(large.times(large).times_at_most(large.times(large)), Wide::MOST);
        assert_eq!(large.without(Wide::MOST), Wide::default());
        assert_eq!(5_i64.without(7), 0);
    }
}
