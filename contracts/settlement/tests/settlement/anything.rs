//! Whatever an agreement holds: it becomes a plan or is refused with every reason, and a plan settles or says why not.

use crate::drawn::{change, changed};
use model::{Agreement, Decimal};
use proptest::prelude::*;
use settlement::{Actual, History, Inputs, MonthActuals, compile_draft, settle_figures};

/// What is reported for a level in a month; numbers are in the unit of its target.
#[derive(Debug, Clone)]
enum Reported {
    Near(i64),
    Far(i64, u32),
    Sampled(i64, i64),
    Other(usize),
}

fn reported() -> impl Strategy<Value = Reported> {
    prop_oneof![
        6 => (0_i64..100_000).prop_map(Reported::Near),
        2 => (0_i64..10_000, -1_i64..5_000).prop_map(|(value, n)| Reported::Sampled(value, n)),
        2 => (0_usize..3).prop_map(Reported::Other),
    ]
}

/// Fourteen months from the first of the term; reports are taken in turn.
fn history(agreement: &Agreement, reports: &[Reported]) -> History {
    let mut turn = reports.iter().cycle();
    let mut actual = |unit: model::Unit| match turn.next() {
        Some(Reported::Near(hundredths)) => Actual::Value { value: unit.of(Decimal::new(*hundredths, 3)), n: None },
        Some(Reported::Far(number, scale)) => Actual::Value { value: unit.of(Decimal::new(*number, *scale)), n: None },
        Some(Reported::Sampled(value, n)) => {
            Actual::Value { value: unit.of(Decimal::new(*value, 2)), n: Some(Decimal::from(*n)) }
        }
        Some(Reported::Other(0)) => Actual::NoActivity,
        Some(Reported::Other(1)) => Actual::Excused,
        _ => Actual::NotReported,
    };
    let months = (0..14).map(|i| {
        let actuals = agreement.levels().map(|(level, measure)| (level.id.clone(), actual(measure.unit)));
        MonthActuals { month: model::Month::of(agreement.term.start).plus(i), actuals: actuals.collect() }
    });
    History { months: months.collect() }
}

/// `few` cases, or as many as the environment asks for.
fn cases(few: u32) -> ProptestConfig {
    let cases = std::env::var_os("PROPTEST_CASES").map_or(few, |_| ProptestConfig::default().cases);
    ProptestConfig { cases, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(48))]
    #[test]
    fn any_agreement_is_settled_or_refused_with_reasons(
        changes in prop::collection::vec(change(), 0..25),
        mut reports in prop::collection::vec(reported(), 1..80),
        far in prop::option::weighted(0.1, (any::<i64>(), 0_u32..12)),
    ) {
        reports.extend(far.map(|(number, scale)| Reported::Far(number, scale)));
        let agreement = changed(model::template::sample().0, &changes);
        let inputs = Inputs::new();
        let problems = match compile_draft(&agreement, 14) {
            Err(problems) => problems,
            Ok((plan, _)) => match settle_figures(&plan, &history(&agreement, &reports), &inputs) {
                Err(problems) => problems,
                Ok(settled) => {
                    let statement = settled.statement();
                    prop_assert_eq!(statement.months.len(), 14);
                    return Ok(());
                }
            },
        };
        prop_assert!(!problems.is_empty());
        for problem in problems {
            prop_assert!(!problem.to_string().is_empty());
        }
    }

    #[test]
    fn other_units_make_the_plan_that_these_forecasts_would_make(
        changes in prop::collection::vec(change(), 0..25),
        units in prop::collection::vec(0_i64..300_000, 14),
    ) {
        let mut agreement = changed(model::template::sample().0, &changes);
        let on = |agreement: &Agreement, forecast_units: Vec<Decimal>| {
            let steps = vec![model::VolumeStep { up_to_units: None, price: Decimal::new(1255, 2) }];
            Agreement { charges: model::Charges::PerUnit { steps, forecast_units }, ..agreement.clone() }
        };
        // A contract year's cap stays on what was forecast, and months beyond the last one keep its forecast.
        agreement.remedies.rolling_cap.basis = model::remedy::RollingBasis::TwelveMonths;
        agreement.forecast.minimum_volume_percent = None;
        agreement.term.months = 14;
        let units: Vec<Decimal> = units.into_iter().map(Decimal::from).collect();
        let Ok((plan, _)) = compile_draft(&on(&agreement, vec![Decimal::from(45_000)]), 14) else { return Ok(()) };
        // Everything but the terms themselves, which come last.
        let words = |plan: &settlement::Plan| {
            let words = format!("{plan:?}");
            words[..words.rfind(", agreement: Agreement {").unwrap()].to_owned()
        };
        match (plan.on_units(&units), compile_draft(&on(&agreement, units.clone()), 14)) {
            (Ok(other), Ok((same, _))) => prop_assert_eq!(words(&other), words(&same)),
            (other, same) => prop_assert!(other.is_err() && same.is_err(), "{other:?} {same:?}"),
        }
    }
}
