//! What is invoiced before credits.

use crate::{Currency, Decimal};
use rust_decimal::RoundingStrategy;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A price for units up to a number of them. Each unit has the price of the step that it falls into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VolumeStep {
    /// The last unit that it holds for; none for all further ones.
    pub up_to_units: Option<Decimal>,
    /// Price of one unit, in the agreement's currency; it may have more decimals than the currency.
    pub price: Decimal,
}

/// What is invoiced before credits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Charges {
    /// The same amount every month, in the agreement's currency.
    FixedMonthly {
        /// Amount with the currency's decimals.
        amount: Decimal,
    },
    /// One amount for each contract month; later months repeat the last one.
    Table {
        /// Amounts with the currency's decimals, the first month first.
        amounts: Vec<Decimal>,
    },
    /// A price for each unit, with steps by volume.
    PerUnit {
        /// Ascending; the last one has no end.
        steps: Vec<VolumeStep>,
        /// Locked forecast of units for each contract month, the first month first; later months repeat the last one.
        forecast_units: Vec<Decimal>,
    },
}

impl Charges {
    /// The charges of contract month `month` (1 is the first) as far as the agreement knows them: per unit, those of the
    /// forecast, not yet rounded. 0 where a table is empty.
    #[must_use]
    pub fn amount(&self, month: usize) -> Decimal {
        match self {
            Self::FixedMonthly { amount } => *amount,
            Self::Table { amounts } => of_month(amounts, month),
            Self::PerUnit { steps, forecast_units } => price(steps, of_month(forecast_units, month)),
        }
    }

    /// The locked forecast of units of a contract month; none where charges are not per unit.
    #[must_use]
    pub fn forecast_units(&self, month: usize) -> Option<Decimal> {
        match self {
            Self::PerUnit { forecast_units, .. } => Some(of_month(forecast_units, month)),
            Self::FixedMonthly { .. } | Self::Table { .. } => None,
        }
    }

    /// The charges of a month in which `units` were delivered: at least `minimum_percent` of the forecast is charged.
    /// Charges that are not per unit do not depend on it.
    #[must_use]
    pub fn billed(&self, month: usize, units: Decimal, minimum_percent: Option<Decimal>) -> Decimal {
        match self {
            Self::PerUnit { steps, forecast_units } => {
                let forecast = of_month(forecast_units, month);
                price(steps, charged_units(units, forecast, minimum_percent))
            }
            Self::FixedMonthly { .. } | Self::Table { .. } => self.amount(month),
        }
    }
}

/// The units that are charged: those delivered, and at least the minimum volume, commonly 85 to 90 % of the forecast.
#[must_use]
pub fn charged_units(units: Decimal, forecast_units: Decimal, minimum_percent: Option<Decimal>) -> Decimal {
    let least = minimum_percent.map(|p| forecast_units.saturating_mul(p) / Decimal::ONE_HUNDRED);
    least.map_or(units, |least| units.max(least))
}

/// Whether a volume lies above the locked forecast × (1 + band), so that levels that are sensitive to it are excused.
#[must_use]
pub fn is_excused_by_volume(units: Decimal, forecast_units: Decimal, band_percent: Decimal) -> bool {
    units > excused_above(forecast_units, band_percent)
}

/// The volume from which on, itself not included, levels that are sensitive to it are excused: the locked forecast ×
/// (1 + band).
#[must_use]
pub fn excused_above(forecast_units: Decimal, band_percent: Decimal) -> Decimal {
    forecast_units.saturating_mul(Decimal::ONE + band_percent / Decimal::ONE_HUNDRED)
}

/// An amount rounded half up to the currency's minor unit, as an invoice has it.
#[must_use]
pub fn invoiced(amount: Decimal, currency: &Currency) -> Decimal {
    amount.round_dp_with_strategy(u32::from(currency.minor_digits()), RoundingStrategy::MidpointAwayFromZero)
}

fn of_month(values: &[Decimal], month: usize) -> Decimal {
    values.get(month.saturating_sub(1)).or(values.last()).copied().unwrap_or_default()
}

/// Σ of the units in each step times its price.
fn price(steps: &[VolumeStep], units: Decimal) -> Decimal {
    let parts = priced(steps, units).map(|(units, price)| units.saturating_mul(price));
    parts.fold(Decimal::ZERO, Decimal::saturating_add)
}

/// The units that fall into each step with the price of one of them, without steps into which none falls.
pub fn priced(steps: &[VolumeStep], units: Decimal) -> impl Iterator<Item = (Decimal, Decimal)> {
    let mut from = Decimal::ZERO;
    steps.iter().filter_map(move |step| {
        let to = step.up_to_units.map_or(units, |end| end.min(units)).max(from);
        let own = to - from;
        from = to;
        (!own.is_zero()).then_some((own, step.price))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn per_unit() -> Charges {
        let step = |up_to: Option<&str>, price: &str| VolumeStep { up_to_units: up_to.map(d), price: d(price) };
        let steps = vec![step(Some("1000"), "1.25"), step(Some("2000"), "1.10"), step(None, "0.995")];
        Charges::PerUnit { steps, forecast_units: vec![d("1000"), d("2000")] }
    }

    #[test]
    fn each_unit_has_the_price_of_the_step_that_it_falls_into() {
        let charges = per_unit();
        assert_eq!(charges.amount(1), d("1250"));
        assert_eq!(charges.amount(2), d("2350"));
        assert_eq!(charges.amount(9), d("2350"), "later months repeat the last forecast");
        assert_eq!(charges.billed(2, d("2001"), None), d("2350.995"));
        assert_eq!(invoiced(d("2350.995"), &Currency::read("USD").unwrap()), d("2351.00"));
        assert_eq!(invoiced(d("2350.5"), &Currency::read("JPY").unwrap()), d("2351"));
        assert_eq!(invoiced(d("2350.9945"), &Currency::read("KWD").unwrap()), d("2350.995"));
    }

    #[test]
    fn a_minimum_volume_is_a_floor_to_what_is_charged() {
        // 85 % of the forecast of 1,000.
        assert_eq!(per_unit().billed(1, d("600"), Some(d("85"))), d("1062.5"));
        assert_eq!(per_unit().billed(1, d("900"), Some(d("85"))), d("1125"));
        assert_eq!(charged_units(d("600"), d("1000"), None), d("600"));
    }

    #[test]
    fn volume_excuses_only_beyond_the_forecast_and_its_band() {
        assert!(!is_excused_by_volume(d("1300"), d("1000"), d("30")));
        assert!(is_excused_by_volume(d("1300.01"), d("1000"), d("30")));
    }
}
