//! Charges in words: what was invoiced or, per unit, how many units at which prices.

use super::{Clause, Trace, plain};
use model::quantity::{number, percent, scale_of};
use model::{Charges, Decimal, charges};

impl Trace<'_> {
    /// How the month's charges were made; empty where they are an agreed amount and no invoice is known.
    pub fn charges_words(&self) -> String {
        let all = self.money(self.plan.months()[self.index].charges_minor);
        if self.inputs.charges_amount.is_some() {
            return format!("{all} as invoiced{}", self.cite(&[Clause::Charges]));
        }
        let Charges::PerUnit { steps, .. } = &self.plan.agreement.charges else { return String::new() };
        let forecast = self.plan.forecast_volume(self.index).unwrap_or_default();
        let (units, which) = self.charged(forecast);
        let parts: Vec<(Decimal, Decimal)> = charges::priced(steps, units).collect();
        let sum = parts.iter().map(|(units, price)| units.saturating_mul(*price));
        let sum = sum.fold(Decimal::ZERO, Decimal::saturating_add);
        let told = parts.iter().map(|(units, price)| format!("{} × {}", units_text(*units), self.price(*price)));
        let told = told.collect::<Vec<_>>().join(" + ");
        let told = if told.is_empty() { String::new() } else { format!("{told} = ") };
        let exact = self.price(sum);
        let sum = if exact == all { exact } else { format!("{exact}, invoiced as {all}") };
        format!("{which}: {told}{sum}{}", self.cite(&[Clause::Charges]))
    }

    /// The units that are charged, and which ones they are.
    fn charged(&self, forecast: Decimal) -> (Decimal, String) {
        let Some(delivered) = self.inputs.units else {
            let which = format!("the forecast of {}, since no units were reported", counted(forecast));
            return (forecast, which);
        };
        let minimum = self.plan.agreement.forecast.minimum_volume_percent;
        let units = charges::charged_units(delivered, forecast, minimum);
        let which = match minimum.filter(|_| units > delivered) {
            Some(least) => format!(
                "{} of the forecast of {} = {} are charged instead of {} delivered{}",
                percent(least),
                units_text(forecast),
                counted(units),
                units_text(delivered),
                self.cite(&[Clause::Forecast])
            ),
            None => format!("{} delivered", counted(delivered)),
        };
        (units, which)
    }

    /// An amount with the currency's decimals, or more where it has more.
    fn price(&self, amount: Decimal) -> String {
        let digits = scale_of(amount.normalize()).max(self.plan.currency.minor_digits());
        format!("{}\u{a0}{}", self.plan.currency.code(), number(amount, digits))
    }
}

fn units_text(units: Decimal) -> String {
    plain(units.normalize())
}

/// "1 unit", "1,700 units".
fn counted(units: Decimal) -> String {
    format!("{} {}", units_text(units), if units == Decimal::ONE { "unit" } else { "units" })
}
