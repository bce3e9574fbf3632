//! Products of decimals without rounding.
//!
//! `Decimal` rounds silently once a product needs more than 28 digits; a plan must be exact or refused.

use model::Decimal;

/// mantissa / 10^scale, without trailing zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Exact {
    mantissa: i128,
    scale: u32,
}

impl Exact {
    pub const ZERO: Self = Self { mantissa: 0, scale: 0 };

    pub fn of(value: Decimal) -> Self {
        Self { mantissa: value.mantissa(), scale: value.scale() }.reduced()
    }

    pub fn integer(value: i64) -> Self {
        Self { mantissa: i128::from(value), scale: 0 }
    }

    /// `value` / 10^digits.
    pub fn of_units(value: i128, digits: u32) -> Self {
        Self { mantissa: value, scale: digits }.reduced()
    }

    /// As a decimal; `None` where that does not hold it.
    pub fn decimal(self) -> Option<Decimal> {
        Decimal::try_from_i128_with_scale(self.mantissa, self.scale).ok()
    }

    /// Rounded to one decimal less, half up; it is not negative.
    pub fn shorter(self) -> Self {
        if self.scale == 0 {
            return Self::ZERO;
        }
        Self { mantissa: (self.mantissa + 5) / 10, scale: self.scale - 1 }.reduced()
    }

    /// A percentage as a fraction of one.
    pub fn percent(value: Decimal) -> Self {
        Self::of(value).shifted(2)
    }

    /// Divided by 10^digits.
    pub fn shifted(self, digits: u32) -> Self {
        Self { scale: self.scale + digits, ..self }.reduced()
    }

    /// The product; `None` where it does not fit in 127 bits.
    pub fn times(self, other: Self) -> Option<Self> {
        let mantissa = self.mantissa.checked_mul(other.mantissa)?;
        Some(Self { mantissa, scale: self.scale + other.scale }.reduced())
    }

    /// Decimals that it needs.
    pub fn digits(self) -> u32 {
        self.scale
    }

    /// In units of 10^-digits; `None` where that is not a whole number of them that fits.
    pub fn in_units(self, digits: u32) -> Option<i128> {
        let factor = 10_i128.checked_pow(digits.checked_sub(self.scale)?)?;
        self.mantissa.checked_mul(factor)
    }

    /// The whole number that it is; `None` where it is none or does not fit in 63 bits.
    pub fn whole(self) -> Option<i64> {
        if self.scale > 0 { None } else { self.mantissa.try_into().ok() }
    }

    /// Without its decimal point.
    pub fn mantissa(self) -> i128 {
        self.mantissa
    }

    fn reduced(mut self) -> Self {
        while self.scale > 0 && self.mantissa % 10 == 0 {
            self.mantissa /= 10;
            self.scale -= 1;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn a_product_keeps_every_digit_and_no_trailing_zero() {
        let credit = Exact::integer(41_200_001).times(Exact::percent(d("2.50"))).unwrap();
        assert_eq!(credit.digits(), 3);
        assert_eq!(credit.in_units(3), Some(1_030_000_025));
        assert_eq!(credit.in_units(2), None);
        assert_eq!(Exact::integer(1000).times(Exact::percent(d("2.0"))).unwrap().in_units(0), Some(20));
    }

    #[test]
    fn a_product_that_does_not_fit_is_refused_instead_of_rounded() {
        let long = Exact::of(d("7922816251426433759354395033.5"));
        assert_eq!(long.times(long), None);
        assert_eq!(Exact::integer(i64::MAX).in_units(20), None);
        assert_eq!(Exact::integer(1).in_units(60), None);
    }
}
