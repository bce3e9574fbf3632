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

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Month, Quantity, ServiceLevelId, clauses::ReliefCause, relief::Removed};
    use settlement::{MonthActuals, MonthInputs, ReliefReport};

    #[test]
    fn a_window_leaves_value_and_observations_and_a_whole_month_is_for_settlement() {
        let agreement = model::template::sample().0;
        let fcr = ServiceLevelId("fcr".into());
        let month: Month = "2027-01".parse().unwrap();
        let actual = Actual::Value { value: Quantity::Percent(80.into()), n: Some(10_000.into()) };
        let history = History { months: vec![MonthActuals { month, actuals: [(fcr.clone(), actual)].into() }] };
        let left = |removed: Option<(i64, i64)>| {
            let removed = removed.map(|(numerator, denominator)| Removed {
                numerator: numerator.into(),
                denominator: denominator.into(),
            });
            let report = ReliefReport { service_level: fcr.clone(), cause: ReliefCause::Other, removed };
            let inputs = [(month, MonthInputs { relief: vec![report], ..MonthInputs::default() })].into();
            counted(&agreement, history.clone(), &inputs).months[0].actuals[&fcr]
        };
        let Actual::Value { value, n } = left(Some((100, 500))) else { unreachable!("something is left") };
        // 7,900 of 9,500, as domain knowledge has it: 83.16 %.
        assert_eq!((model::quantity::round(value.value(), 2).to_string(), n), ("83.16".into(), Some(9_500.into())));
        assert_eq!(left(None), actual);
        assert_eq!(left(Some((8_000, 10_000))), Actual::Excused, "nothing is left");
        assert_eq!(left(Some((1, 20_000))), actual, "more than there was is told by settlement");
    }
}
