//! Money in whole minor units. It is never a float.

use crate::{Decimal, quantity};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A currency by its ISO 4217 code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Currency(String);

/// Codes whose minor unit is not a hundredth (ISO 4217, as of 2026).
const WITHOUT_MINOR_UNIT: [&str; 9] = ["CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF"];
const THOUSANDTHS: [&str; 6] = ["BHD", "IQD", "JOD", "KWD", "OMR", "TND"];

impl Currency {
    /// Reads a code of three letters, in upper or lower case; `None` when it is none.
    #[must_use]
    pub fn read(code: &str) -> Option<Self> {
        let code = code.trim().to_uppercase();
        (code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase())).then_some(Self(code))
    }

    /// The three letters.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.0
    }

    /// Decimals of the minor unit: 0, 2 or 3.
    #[must_use]
    pub fn minor_digits(&self) -> u8 {
        if WITHOUT_MINOR_UNIT.contains(&self.code()) {
            0
        } else if THOUSANDTHS.contains(&self.code()) {
            3
        } else {
            2
        }
    }

    /// The amount in minor units; `None` where it has more decimals than the currency or does not fit.
    #[must_use]
    pub fn minor_units(&self, amount: Decimal) -> Option<i64> {
        let scaled = amount.checked_mul(Decimal::from(10_i64.pow(u32::from(self.minor_digits()))))?;
        (scaled.fract().is_zero())
            .then(|| scaled.trunc().mantissa() / 10_i128.pow(scaled.trunc().scale()))?
            .try_into()
            .ok()
    }

    /// The amount that `minor` units are, with the currency's decimals.
    #[must_use]
    pub fn amount(&self, minor: i64) -> Decimal {
        Decimal::new(minor, u32::from(self.minor_digits()))
    }
}

/// An amount in minor units of a currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    /// Whole minor units (cents for USD).
    pub minor: i64,
    /// Their currency.
    pub currency: Currency,
}

impl Money {
    /// Exact to the minor unit: `USD 12,360.00`.
    #[must_use]
    pub fn text(&self) -> String {
        let digits = self.currency.minor_digits();
        format!("{}\u{a0}{}", self.currency.code(), quantity::number(self.currency.amount(self.minor), digits))
    }

    /// Rounded to the nearest 100 of the major unit, for simulated figures, where more would claim too much:
    /// `USD 96,800`. Below 1,000 it is rounded to the major unit.
    #[must_use]
    pub fn rounded_text(&self) -> String {
        let amount = self.currency.amount(self.minor);
        let hundred = Decimal::ONE_HUNDRED;
        let shown = if amount.abs() < Decimal::ONE_THOUSAND {
            quantity::round(amount, 0)
        } else {
            quantity::round(amount / hundred, 0) * hundred
        };
        format!("{}\u{a0}{}", self.currency.code(), quantity::number(shown, 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn minor_units_follow_the_currency() {
        let usd = Currency::read("usd").unwrap();
        assert_eq!(usd.minor_units(d("412000.00")), Some(41_200_000));
        assert_eq!(usd.minor_units(d("0.005")), None);
        assert_eq!(Currency::read("JPY").unwrap().minor_units(d("1200")), Some(1200));
        assert_eq!(Currency::read("KWD").unwrap().minor_units(d("1.250")), Some(1250));
        assert!(Currency::read("US").is_none());
    }

    #[test]
    fn money_is_written_exactly_in_statements_and_rounded_in_simulations() {
        let money = Money { minor: 1_236_049, currency: Currency::read("USD").unwrap() };
        assert_eq!(money.text(), "USD\u{a0}12,360.49");
        assert_eq!(money.rounded_text(), "USD\u{a0}12,400");
        let small = Money { minor: 36_049, currency: Currency::read("USD").unwrap() };
        assert_eq!(small.rounded_text(), "USD\u{a0}360");
    }
}
