//! Charges, credits, caps, score.

use super::{List, remedies};
use crate::{Charges, Currency, Remedies, ScoreRule, term::slot::Slot};

pub(super) fn rows<'a>(
    list: &mut List<'a>,
    charges: &'a mut Charges,
    currency: &'a Currency,
    remedies: &'a mut Remedies,
    score: &'a mut ScoreRule,
    levels_earn: bool,
) {
    charge_rows(list, charges, currency);
    remedies::rows(list, remedies, currency, levels_earn);
    list.add("score", "Score", Slot::Choice(score));
}

fn charge_rows<'a>(list: &mut List<'a>, charges: &'a mut Charges, currency: &'a Currency) {
    list.add("currency", "Currency", Slot::Currency(currency));
    let own = currency.clone();
    match charges {
        Charges::FixedMonthly { amount } => {
            list.add("charges.amount", "Monthly charges", Slot::Charges { value: amount, currency: own });
        }
        Charges::Table { amounts } => {
            for (i, amount) in amounts.iter_mut().enumerate() {
                let label = format!("Charges of month {}", i + 1);
                let slot = Slot::Amount { value: amount, currency: own.clone() };
                list.add(format!("charges.amounts.{}", i + 1), &label, slot);
            }
        }
        Charges::PerUnit { steps, forecast_units } => {
            list.add("charges.steps", "Prices by volume", Slot::Written(Box::new(steps)));
            list.add("charges.forecast", "Forecast of units by month", Slot::Written(Box::new(forecast_units)));
        }
    }
}
