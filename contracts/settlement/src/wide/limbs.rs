//! Whole numbers of more bits than the machine has, none negative.

use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, AddAssign, Sub};

/// 256 bits: the widest amounts, and products of middle ones.
pub(crate) type Wide = Limbs<4>;
/// 512 bits: products of the widest amounts.
pub(crate) type Widest = Limbs<8>;

/// Largest power of ten of 64 bits, and its zeros.
const TENS: (u64, usize) = (10_000_000_000_000_000_000, 19);

/// Digits to the base 2^64, the lowest first.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Limbs<const N: usize>([u64; N]);

impl<const N: usize> Limbs<N> {
    pub const MAX: Self = Self([u64::MAX; N]);

    /// A number of up to 128 bits.
    pub const fn of(number: u128) -> Self {
        let mut limbs = [0; N];
        (limbs[0], limbs[1]) = (number as u64, (number >> 64) as u64);
        Self(limbs)
    }

    /// None beyond 128 bits.
    pub fn small(self) -> Option<u128> {
        let beyond = self.0[2..].iter().any(|limb| *limb != 0);
        (!beyond).then(|| u128::from(self.0[1]) << 64 | u128::from(self.0[0]))
    }

    /// How many limbs count.
    fn len(self) -> usize {
        self.0.iter().rposition(|limb| *limb != 0).map_or(0, |last| last + 1)
    }

    fn bits(self) -> u32 {
        // At most eight limbs of 64 bits.
        let limbs = self.len();
        if limbs == 0 { 0 } else { limbs as u32 * u64::BITS - self.0[limbs - 1].leading_zeros() }
    }

    /// The sum, and whether it overflows.
    fn plus(mut self, other: Self) -> (Self, bool) {
        let mut carried = false;
        for (limb, other) in self.0.iter_mut().zip(other.0) {
            let (sum, first) = limb.overflowing_add(other);
            let (sum, second) = sum.overflowing_add(carried.into());
            (*limb, carried) = (sum, first | second);
        }
        (self, carried)
    }

    /// The difference from a number that is not larger.
    fn less(mut self, other: Self) -> Self {
        let mut borrowed = false;
        for (limb, other) in self.0.iter_mut().zip(other.0) {
            let (rest, first) = limb.overflowing_sub(other);
            let (rest, second) = rest.overflowing_sub(borrowed.into());
            (*limb, borrowed) = (rest, first | second);
        }
        self
    }

    /// a × b, and whether it overflows.
    fn multiplied<const M: usize>(a: Limbs<M>, b: Limbs<M>) -> (Self, bool) {
        let (mut product, mut overflows) = ([0; N], false);
        let (a, b) = (&a.0[..a.len()], &b.0[..b.len()]);
        for (i, &x) in a.iter().enumerate() {
            let mut carried = 0;
            for (j, &y) in b.iter().chain(&[0]).enumerate() {
                let Some(limb) = product.get_mut(i + j) else {
                    overflows |= x != 0 && y != 0 || carried != 0;
                    continue;
                };
                let sum = u128::from(x) * u128::from(y) + u128::from(*limb) + carried;
                (*limb, carried) = (sum as u64, sum >> 64);
            }
        }
        (Self(product), overflows)
    }

    /// a × b of numbers of half the bits.
    pub fn product_of<const M: usize>(a: Limbs<M>, b: Limbs<M>) -> Self {
        Self::multiplied(a, b).0
    }

    /// None where it does not fit.
    pub fn checked_times(self, by: Self) -> Option<Self> {
        // Most products fit at once.
        if let Some(product) = self.small().zip(by.small()).and_then(|(a, b)| a.checked_mul(b)) {
            return Some(Self::of(product));
        }
        let (product, overflows) = Self::multiplied(self, by);
        (!overflows).then_some(product)
    }

    /// Times 2^`by`; what does not fit is ruled out by the caller.
    pub fn doubled(self, by: u32) -> Self {
        let (limbs, bits) = ((by / u64::BITS) as usize, by % u64::BITS);
        let mut doubled = [0; N];
        for (i, limb) in doubled.iter_mut().enumerate().skip(limbs) {
            let low = if bits == 0 || i == limbs { 0 } else { self.0[i - limbs - 1] >> (u64::BITS - bits) };
            *limb = self.0[i - limbs] << bits | low;
        }
        Self(doubled)
    }

    /// Quotient and remainder, by hand: a binary digit at a time from the first that can be one.
    pub fn divided(self, divisor: Self) -> (Self, Self) {
        if let Some((own, divisor)) = self.small().zip(divisor.small()) {
            return (Self::of(own / divisor), Self::of(own % divisor));
        }
        let (mut rest, mut quotient) = (self, [0; N]);
        for digit in (0..=self.bits().saturating_sub(divisor.bits())).rev() {
            let part = divisor.doubled(digit);
            if part <= rest {
                rest = rest.less(part);
                quotient[(digit / u64::BITS) as usize] |= 1 << (digit % u64::BITS);
            }
        }
        (Self(quotient), rest)
    }

    /// Quotient and remainder of a division by a number of 64 bits.
    pub fn divided_small(mut self, divisor: u64) -> (Self, u64) {
        let mut rest = 0;
        let limbs = self.len();
        for limb in self.0[..limbs].iter_mut().rev() {
            if rest == 0 {
                (*limb, rest) = (*limb / divisor, *limb % divisor);
            } else {
                let whole = u128::from(rest) << 64 | u128::from(*limb);
                // The remainder is smaller than the divisor: both fit.
                (*limb, rest) = ((whole / u128::from(divisor)) as u64, (whole % u128::from(divisor)) as u64);
            }
        }
        (self, rest)
    }

    /// 10^digits; none where it does not fit.
    pub fn power_of_ten(digits: u32) -> Option<Self> {
        if digits < 39 {
            return Some(Self::of(10_u128.pow(digits)));
        }
        Self::of(10_u128.pow(38)).checked_times(Self::power_of_ten(digits - 38)?)
    }
}

impl<const N: usize> Default for Limbs<N> {
    fn default() -> Self {
        Self([0; N])
    }
}

impl<const N: usize> Ord for Limbs<N> {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.iter().rev().cmp(other.0.iter().rev())
    }
}

impl<const N: usize> PartialOrd for Limbs<N> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<const N: usize> Add for Limbs<N> {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let (sum, overflows) = self.plus(other);
        if overflows { Self::MAX } else { sum }
    }
}

impl<const N: usize> AddAssign for Limbs<N> {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl<const N: usize> Sub for Limbs<N> {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        debug_assert!(other <= self, "amounts are not negative");
        self.less(other)
    }
}

impl<const N: usize> fmt::Display for Limbs<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut rest, mut digits) = (*self, String::new());
        loop {
            let (quotient, part) = rest.divided_small(TENS.0);
            if quotient == Self::default() {
                digits.insert_str(0, &part.to_string());
                return f.pad_integral(true, "", &digits);
            }
            digits.insert_str(0, &format!("{part:0width$}", width = TENS.1));
            rest = quotient;
        }
    }
}

impl<const N: usize> fmt::Debug for Limbs<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_bigint::BigUint;
    use proptest::prelude::*;

    /// The same number, by a library.
    fn big<const N: usize>(limbs: Limbs<N>) -> BigUint {
        BigUint::from_bytes_le(&limbs.0.map(u64::to_le_bytes).concat())
    }

    /// Numbers of every length, with limbs that are empty, full or anything.
    fn wide() -> impl Strategy<Value = Wide> {
        let limb = prop_oneof![Just(0), Just(u64::MAX), Just(1 << 63), any::<u64>(), 0..1000_u64];
        prop::array::uniform4(limb).prop_map(Limbs)
    }

    proptest! {
        #[test]
        fn arithmetic_is_that_of_whole_numbers(a in wide(), b in wide(), shift in 0_u32..256) {
            let limit = BigUint::from(1_u8) << 256;
            prop_assert_eq!(a.cmp(&b), big(a).cmp(&big(b)));
            let sum = big(a) + big(b);
            prop_assert_eq!(big(a + b), if sum < limit { sum } else { &limit - 1_u8 });
            let (small, large) = if a < b { (a, b) } else { (b, a) };
            prop_assert_eq!(big(large - small), big(large) - big(small));
            prop_assert_eq!(big(Widest::product_of(a, b)), big(a) * big(b));
            let product = big(a) * big(b);
            prop_assert_eq!(a.checked_times(b).map(big), (product < limit).then_some(product));
            prop_assert_eq!(big(a.doubled(shift)), (big(a) << shift) % &limit);
            prop_assert_eq!(u64::from(a.bits()), big(a).bits());
            prop_assert_eq!(a.to_string(), big(a).to_string());
            prop_assert_eq!(a.small().map(BigUint::from), (big(a).bits() <= 128).then(|| big(a)));
        }

        #[test]
        fn division_leaves_quotient_and_rest(a in wide(), b in wide(), c in wide(), small in 1..u64::MAX) {
            let dividend = Widest::product_of(a, b);
            prop_assume!(c != Wide::default());
            let divisor = Widest::product_of(c, Wide::of(1));
            let (quotient, rest) = dividend.divided(divisor);
            prop_assert_eq!((big(quotient), big(rest)), (big(dividend) / big(c), big(dividend) % big(c)));
            let (quotient, rest) = a.divided(c);
            prop_assert_eq!((big(quotient), big(rest)), (big(a) / big(c), big(a) % big(c)));
            let (quotient, rest) = a.divided_small(small);
            prop_assert_eq!((big(quotient), BigUint::from(rest)), (big(a) / small, big(a) % small));
        }
    }

    #[test]
    fn powers_of_ten_end_with_256_bits() {
        assert_eq!(Wide::power_of_ten(0), Some(Wide::of(1)));
        assert_eq!(Wide::power_of_ten(77).map(|p| p.to_string()), Some(format!("1{}", "0".repeat(77))));
        assert_eq!(Wide::power_of_ten(78), None);
    }
}
