//! Products of decimals without rounding.
//!
//! `Decimal` rounds silently once a product needs more than 28 digits; a plan must be exact or refused.

use crate::wide::Wide;
use model::Decimal;

/// mantissa / 10^scale, without trailing zeros; not negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Exact {
    mantissa: Wide,
    scale: u32,
}

impl Exact {
    pub const ZERO: Self = Self { mantissa: Wide::of(0), scale: 0 };

    pub fn of(value: Decimal) -> Self {
        Self::of_units(Wide::of(value.mantissa().unsigned_abs()), value.scale())
    }

    pub fn integer(value: i64) -> Self {
        Self { mantissa: Wide::of(value.unsigned_abs().into()), scale: 0 }
    }

    /// `value` / 10^digits.
    pub fn of_units(value: Wide, digits: u32) -> Self {
        Self { mantissa: value, scale: digits }.reduced()
    }

    /// As a decimal; `None` where that does not hold it.
    pub fn decimal(self) -> Option<Decimal> {
        let mantissa = i128::try_from(self.mantissa.small()?).ok()?;
        Decimal::try_from_i128_with_scale(mantissa, self.scale).ok()
    }

    /// Rounded to one decimal less, half up.
    pub fn shorter(self) -> Self {
        if self.scale == 0 {
            return Self::ZERO;
        }
        let (mantissa, _) = (self.mantissa + Wide::of(5)).divided_small(10);
        Self { mantissa, scale: self.scale - 1 }.reduced()
    }

    /// A percentage as a fraction of one.
    pub fn percent(value: Decimal) -> Self {
        Self::of(value).shifted(2)
    }

    /// Divided by 10^digits.
    pub fn shifted(self, digits: u32) -> Self {
        Self { scale: self.scale + digits, ..self }.reduced()
    }

    /// The product; `None` where it does not fit in 256 bits.
    pub fn times(self, other: Self) -> Option<Self> {
        let mantissa = self.mantissa.checked_times(other.mantissa)?;
        Some(Self { mantissa, scale: self.scale + other.scale }.reduced())
    }

    /// Decimals that it needs.
    pub fn digits(self) -> u32 {
        self.scale
    }

    /// In units of 10^-digits; `None` where that is not a whole number of them that fits.
    pub fn in_units(self, digits: u32) -> Option<Wide> {
        self.mantissa.checked_times(Wide::power_of_ten(digits.checked_sub(self.scale)?)?)
    }

    /// The whole number that it is; `None` where it is none or does not fit in 63 bits.
    pub fn whole(self) -> Option<i64> {
        if self.scale > 0 { None } else { self.mantissa.small()?.try_into().ok() }
    }

    /// Without its decimal point.
    pub fn mantissa(self) -> Wide {
        self.mantissa
    }

    fn reduced(mut self) -> Self {
        while self.scale > 0 {
            let (tenth, rest) = self.mantissa.divided_small(10);
            if rest > 0 {
                break;
            }
            self = Self { mantissa: tenth, scale: self.scale - 1 };
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
        assert_eq!(credit.in_units(3), Some(Wide::of(1_030_000_025)));
        assert_eq!(credit.in_units(2), None);
        assert_eq!(Exact::integer(1000).times(Exact::percent(d("2.0"))).unwrap().in_units(0), Some(Wide::of(20)));
    }

    #[test]
    fn a_product_that_does_not_fit_is_refused_instead_of_rounded() {
        // Two of 96 bits are held to the last digit, four are not.
        let long = Exact::of(d("7922816251426433759354395033.5"));
        let square = long.times(long).unwrap();
        let digits = "6277101735386680763835789423049210091073826769276946612225";
        assert_eq!(square.in_units(2).map(|units| units.to_string()), Some(digits.to_owned()));
        assert_eq!(square.times(square), None);
        assert_eq!(Exact::integer(i64::MAX).in_units(59), None);
        assert_eq!(Exact::integer(1).in_units(78), None);
    }
}
