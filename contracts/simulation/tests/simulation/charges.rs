//! Where charges are per unit, a trial is charged for its own volume, as a statement is charged for what was delivered.

use crate::properties::{settings, three, wandering};
use crate::terms::{agreement, decimal, history, run};
use model::charges::VolumeStep;
use model::{Agreement, Charges, Decimal, MeasureId};
use settlement::{Actual, Inputs, MonthActuals, MonthInputs, settle_with};
use simulation::{KnowledgeByMeasure, Results, TrialMonth};

/// Three levels, prices that fall with the volume, and a history with a volume around the forecast.
fn per_unit() -> (Agreement, KnowledgeByMeasure) {
    let (levels, mut known) = three();
    known.insert(MeasureId("volume".into()), history(&wandering(12, 45_000.0, 4_000.0, 7)));
    let mut terms = agreement(&levels, Some("6"));
    let step = |up_to_units: Option<&str>, price: &str| VolumeStep {
        up_to_units: up_to_units.map(decimal),
        price: decimal(price),
    };
    let steps = vec![step(Some("30000"), "21.355"), step(Some("46000"), "19.5"), step(None, "17.25")];
    terms.charges = Charges::PerUnit { steps, forecast_units: vec![decimal("44000"), decimal("46000")] };
    (terms, known)
}

/// What a statement says of the months of a trial, from its values and its whole units.
fn statement(terms: &Agreement, trial: &[TrialMonth]) -> settlement::Statement {
    let plan = settlement::compile(terms, trial.len()).unwrap();
    let months = trial.iter().enumerate().map(|(index, month)| {
        let values = plan.levels().iter().zip(&month.values).map(|(level, value)| {
            let value = level.measure.unit.of(decimal(&value.unwrap().to_string()));
            (level.level.id.clone(), Actual::Value { value, n: None })
        });
        MonthActuals { month: plan.first_month().plus(i32::try_from(index).unwrap()), actuals: values.collect() }
    });
    let months: Vec<MonthActuals> = months.collect();
    let inputs: Inputs = (months.iter().zip(trial))
        .map(|(month, trial)| {
            let units = Decimal::from(trial.volume.unwrap().round() as i64);
            (month.month, MonthInputs { units: Some(units), ..MonthInputs::default() })
        })
        .collect();
    settle_with(&plan, &settlement::History { months }, &inputs).unwrap()
}

fn minor(terms: &Agreement, amount: Decimal) -> i64 {
    terms.currency.minor_units(amount).unwrap()
}

#[test]
fn a_trial_costs_what_a_statement_of_its_months_and_units_costs() {
    let (plain, known) = per_unit();
    let mut minimum = plain.clone();
    minimum.forecast.minimum_volume_percent = Some(decimal("97"));
    let mut rich = minimum.clone();
    rich.remedies.rolling_cap.percent = Some(decimal("1.5"));
    rich.remedies.repeat_factor = Some(decimal("1.5"));
    rich.remedies.bonus.base_percent = Some(decimal("2"));
    rich.remedies.bonus.cap_percent = Some(decimal("5"));
    rich.remedies.earn_back.percent = Some(decimal("50"));
    rich.service_levels[2].remedy.window = model::Window::Quarter;
    for terms in [plain, minimum, rich] {
        let run = run(&terms, &known, &settings(1_024));
        for index in [0, 1, 17, 500, 1_023] {
            let trial = run.trial(index);
            let statement = statement(&terms, &trial);
            for (month, told) in trial.iter().zip(&statement.months) {
                assert_eq!(month.charges_minor, minor(&terms, told.charges_amount));
                assert_eq!(month.credit_minor, minor(&terms, told.credit_amount), "{month:?} {told:?}");
                assert_eq!(month.bonus_minor, minor(&terms, told.bonus_amount));
                assert_eq!(month.earned_back_minor, minor(&terms, told.earned_back_amount));
                let lines: Vec<i64> = told.lines.iter().map(|line| minor(&terms, line.credit_amount)).collect();
                assert_eq!(month.level_credit_minor, lines);
            }
        }
    }
}

#[test]
fn totals_are_those_of_the_trials_and_the_minimum_volume_is_a_floor() {
    let (mut terms, known) = per_unit();
    let results = |terms: &Agreement| {
        let run = run(terms, &known, &settings(1_024));
        let results = run.compute().unwrap();
        let trials: Vec<Vec<TrialMonth>> = (0..1_024).map(|trial| run.trial(trial)).collect();
        let charges: Vec<i64> = trials.iter().map(|trial| trial.iter().map(|m| m.charges_minor).sum()).collect();
        let mean = charges.iter().map(|c| i128::from(*c)).sum::<i128>() as f64 / 1_024.0;
        let told = results.totals.as_ref().unwrap().charges.unwrap();
        assert!((told.amounts.mean_minor as f64 - mean).abs() <= 0.5, "{told:?} {mean}");
        let credits: i64 = trials.iter().flatten().map(|month| month.credit_minor).sum();
        let told_credits = results.totals.as_ref().unwrap().credits.amounts.mean_minor;
        assert!((told_credits as f64 - credits as f64 / 1_024.0).abs() <= 0.5);
        (results, trials)
    };
    let (free, free_trials) = results(&terms);
    assert_eq!(free.totals.unwrap().charges.unwrap().minimum_share, None);
    terms.forecast.minimum_volume_percent = Some(decimal("95"));
    let (floored, trials) = results(&terms);
    let least = |month: usize| if month == 0 { 44_000.0 * 0.95 } else { 46_000.0 * 0.95 };
    let mut below = 0;
    for (trial, free) in trials.iter().zip(&free_trials) {
        for (index, (month, free)) in trial.iter().zip(free).enumerate() {
            let is_below = month.volume.unwrap().round() < least(index);
            assert_eq!(month.charges_minor > free.charges_minor, is_below, "{month:?}");
            below += usize::from(is_below);
        }
    }
    let share = floored.totals.unwrap().charges.unwrap().minimum_share.unwrap();
    assert_eq!(share, below as f64 / (1_024 * trials[0].len()) as f64);
    assert!(share > 0.05 && share < 0.95, "{share}");
}

#[test]
fn without_a_volume_or_units_charges_are_those_of_the_terms() {
    let text = |terms: &Agreement, known: &KnowledgeByMeasure| {
        let results = run(terms, known, &settings(2_000)).compute().unwrap();
        serde_json::to_string(&Results { volume: Vec::new(), ..results }).unwrap()
    };
    let (terms, known) = per_unit();
    let (levels, quiet) = three();
    let unheard = text(&terms, &quiet);
    assert!(!unheard.contains("charges"), "bytes as before");
    assert_ne!(unheard, text(&terms, &known));
    let fixed = agreement(&levels, Some("6"));
    assert_eq!(text(&fixed, &known), text(&fixed, &quiet));
}

#[test]
fn the_first_trials_of_a_long_run_are_those_of_a_short_one() {
    let (terms, known) = per_unit();
    let (short, long) = (run(&terms, &known, &settings(1_024)), run(&terms, &known, &settings(12_000)));
    assert_eq!(short.chunk(0), long.chunk(0));
    // The last chunks draw no fans, and are charged all the same.
    let last = long.chunk(11);
    assert_eq!(last.trials(), 12_000 - 11 * 1_024);
    assert!(last.credits_minor().iter().any(|minor| *minor > 0));
}
