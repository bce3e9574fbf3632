//! What figures rest on: a history without the windows that approved relief takes out of numerator and denominator.

use model::Agreement;
use model::relief::without;
use settlement::{Actual, History, Inputs};

/// The history without its excused windows: what figures of several months are made from, and what a figure rests on.
pub(crate) fn counted(agreement: &Agreement, mut history: History, inputs: &Inputs) -> History {
    for month in &mut history.months {
        let reports = inputs.get(&month.month).map(|i| i.relief.as_slice()).unwrap_or_default();
        let windows = reports.iter().filter_map(|r| Some((&r.service_level, r.removed?)));
        for (level, removed) in windows {
            let measure = agreement.service_level(level).and_then(|l| agreement.measure(&l.measure));
            let (Some(measure), Some(actual)) = (measure, month.actuals.get_mut(level)) else { continue };
            if let Actual::Value { value, n } = *actual {
                // What cannot be taken out is a problem of its month, told by settlement.
                *actual = match without(measure, value, n, removed) {
                    Ok(left) => left.map_or(Actual::Excused, |(value, n)| Actual::Value { value, n }),
                    Err(_) => *actual,
                };
            }
        }
    }
    history
}
