//! What a run makes of what it is told: left-out levels, assumptions, learning, ranges, starts, solved targets.

use crate::properties::{settings, three, wandering};
use crate::terms::{CHARGES_MINOR, Terms, agreement, decimal, history, knowledge, points, run, simulate};
use model::{Decimal, Direction, MeasureId, Month, ScoreRule, Target, Unit};
use simulation::results::{Basis, LeftOutReason};
use simulation::settings::{Learning, Residual};
use simulation::{Assumption, History, Knowledge, Results, Run, Settings};

#[test]
fn levels_that_cannot_be_simulated_are_named_and_counted_nowhere() {
    let (levels, mut known) = three();
    known.insert(MeasureId("asa".into()), history(&[30.0, 31.0, 29.0, 33.0, 30.0]));
    known.remove(&MeasureId("fcr".into()));
    let results = simulate(&agreement(&levels, None), &known, &settings(1_024));
    assert_eq!(results.levels.len(), 1);
    let named: Vec<(&str, LeftOutReason)> =
        results.left_out.iter().map(|left| (left.service_level.0.as_str(), left.reason)).collect();
    let short = LeftOutReason::TooFewMonths { months: 5, needed: 6 };
    assert_eq!(named, [("asa", short), ("fcr", LeftOutReason::NoHistory)]);
    assert_eq!(results.left_out[0].measure_name, "ASA");
    let totals = results.totals.unwrap();
    assert_eq!(totals.credits.amounts.mean_minor, results.levels[0].credit_mean_minor);
    assert!((totals.misses.mean - results.levels[0].misses_mean).abs() < 1e-12);

    let nothing = simulate(&agreement(&levels, None), &knowledge([]), &settings(1_024));
    assert_eq!((nothing.totals, nothing.months.len(), nothing.left_out.len()), (None, 0, 3));
}

#[test]
fn two_levels_about_one_measure_see_the_same_months() {
    let strict = Terms { id: "strict", target: "87", ..points("csat", "0") };
    let loose = Terms { id: "loose", target: "85", ..points("csat", "0") };
    let known = knowledge([("csat", history(&wandering(12, 86.0, 2.0, 5)))]);
    let run = run(&agreement(&[strict, loose], None), &known, &settings(1));
    for month in (0..200).flat_map(|trial| run.trial(trial)) {
        assert_eq!(month.values[0], month.values[1]);
        assert!(!month.readings[0].is_met() || month.readings[1].is_met());
    }
}

#[test]
fn an_assumption_gives_back_its_quantiles_and_says_so() {
    let level = points("nps", "40");
    let assumption = Assumption { p10: 30.0, p50: 42.0, p90: 54.0, months: 24 };
    let known = knowledge([("nps", Knowledge::Assumed(assumption))]);
    let plain = Settings { parameter_uncertainty: false, widening: 0.0, ..settings(50_000) };
    let results = simulate(&agreement(std::slice::from_ref(&level), None), &known, &plain);
    assert_eq!(results.levels[0].basis, Basis::Assumed { months: 24 });
    let fan = results.levels[0].months[5].fan;
    for (value, stated) in [(fan[1], 30.0), (fan[3], 42.0), (fan[5], 54.0)] {
        assert!((value - stated).abs() < 0.3, "{fan:?}");
    }
    // With few months behind it, it is less sure.
    let doubted = simulate(&agreement(&[level], None), &known, &settings(50_000)).levels[0].months[5].fan;
    assert!(doubted[0] < fan[0] && doubted[6] > fan[6]);
}

#[test]
fn learning_starts_at_its_start_and_ends_at_the_steady_state() {
    let level = Terms { unit: Unit::Seconds, direction: Direction::Lower, precision: 0, ..points("aht", "320") };
    let known = knowledge([("aht", history(&wandering(12, 300.0, 10.0, 5)))]);
    let agreement = agreement(&[level], None);
    let steady = simulate(&agreement, &known, &settings(20_000));
    let learning = |log_sd| {
        let mut settings = settings(20_000);
        let learning = Learning { start_value: 400.0, half_life_months: 1.0, half_life_log_sd: log_sd };
        settings.learning.insert(MeasureId("aht".into()), learning);
        settings
    };
    let run = run(&agreement, &known, &learning(0.0));
    let ramped = run.compute().unwrap();
    let median = |results: &Results, month: usize| results.levels[0].months[month].fan[3];
    // In the middle of the first month 2^(−½) of the way from 400 s to the steady state is left, in logarithms.
    let left = libm::exp2(-0.5);
    let between = libm::exp(left * libm::log(401.0) + (1.0 - left) * libm::log(median(&steady, 0) + 1.0)) - 1.0;
    assert!((median(&ramped, 0) - between).abs() < 1.5, "{} {between}", median(&ramped, 0));
    assert!((median(&ramped, 11) - median(&steady, 11)).abs() < 1.0);
    for month in 0..12 {
        let p = ramped.levels[0].months[month].p_met.value;
        assert!((p - run.p_met(0, month).unwrap()).abs() < 0.06);
    }
    // An uncertain length widens the months in which it matters.
    let uncertain = simulate(&agreement, &known, &learning(0.8));
    let width = |results: &Results| results.levels[0].months[2].fan[5] - results.levels[0].months[2].fan[1];
    assert!(width(&uncertain) > 1.1 * width(&ramped), "{} {}", width(&uncertain), width(&ramped));
}

#[test]
fn a_range_is_missed_on_both_sides() {
    let level = Terms {
        unit: Unit::Seconds,
        direction: Direction::Range,
        precision: 0,
        target: "290..310",
        bands: &[("", "1"), ("10", "3")],
        ..points("aht", "0")
    };
    let known = knowledge([("aht", history(&wandering(24, 300.0, 10.0, 7)))]);
    let run = run(
        &agreement(&[level], None),
        &known,
        &Settings { residual: Residual::Normal, widening: 0.0, ..settings(50_000) },
    );
    let results = run.compute().unwrap();
    for (month, result) in results.levels[0].months.iter().enumerate() {
        let exact = run.p_met(0, month).unwrap();
        assert!((result.p_met.value - exact).abs() < 4.0 * result.p_met.standard_error, "{result:?} {exact}");
        assert!(exact < 0.9);
    }
    let (mut below, mut above) = (0, 0);
    for month in (0..200).flat_map(|trial| run.trial(trial)) {
        let value = month.values[0].unwrap();
        let rounded = (value + 0.5).floor();
        assert_eq!(month.readings[0].is_met(), (290.0..=310.0).contains(&rounded), "{value}");
        assert_eq!(month.credit_minor, CHARGES_MINOR / 100 * [0, 1, 3][month.readings[0].band_index().unwrap()]);
        below += i32::from(rounded < 290.0);
        above += i32::from(rounded > 310.0);
    }
    assert!(below > 50 && above > 50);
    assert_eq!(run.solve_target(0, 0, 0.85), None);
}

#[test]
fn a_plan_that_needs_values_reads_the_same_bands() {
    let (levels, known) = three();
    let banded = run(&agreement(&levels, Some("6")), &known, &settings(1_024));
    let mut linear = agreement(&levels, Some("6"));
    linear.score = ScoreRule::Linear;
    for level in &mut linear.service_levels {
        let away = if level.id.0 == "asa" { "20" } else { "-20" };
        level.floor = Some(model::Offset::Difference(decimal(away)));
    }
    let linear = run(&linear, &known, &settings(1_024));
    for trial in 0..300 {
        for (a, b) in banded.trial(trial).iter().zip(&linear.trial(trial)) {
            assert_eq!((&a.values, &a.readings, a.credit_minor), (&b.values, &b.readings, b.credit_minor));
        }
    }
}

#[test]
fn what_is_wrong_is_told_at_once_and_by_place() {
    let (levels, mut known) = three();
    let plan = settlement::compile(&agreement(&levels, None), 12).unwrap();
    known.insert(MeasureId("fcr".into()), history(&[104.0; 8]));
    known.insert(MeasureId("asa".into()), history(&[-1.0; 8]));
    let problems = Run::new(plan, &known, Settings { trials: 0, ..Settings::default() }).unwrap_err();
    assert_eq!(problems.0.len(), 1 + 8 + 8);
    assert_eq!(problems.0[0].place, "settings.trials");
    assert_eq!(problems.0[1].place, "histories.asa.values[0]");
    assert!(problems.to_string().contains("found 104, expected a percentage from 0 to 100"), "{problems}");
}

#[test]
fn a_contract_that_starts_later_is_less_sure_and_keeps_its_season() {
    let agreement = agreement(&[Terms { precision: 1, ..points("csat", "80") }], None);
    // Two years from `first` on with a clear season by the calendar: best in June, worst in December.
    let medians = |first: Month| {
        let value = |index: i32| {
            let number = f64::from(first.plus(index).number());
            let season = libm::cos(std::f64::consts::TAU * (number - 6.0) / 12.0);
            Some(80.0 + 4.0 * season + [0.3, -0.2, 0.1, -0.4, 0.2][index as usize % 5])
        };
        let known = History { first_month: Some(first), values: (0..24).map(value).collect(), counts: vec![] };
        let results = simulate(&agreement, &knowledge([("csat", Knowledge::Observed(known))]), &settings(5_000));
        results.levels[0].months.iter().map(|month| (month.fan[3], month.fan[5] - month.fan[1])).collect::<Vec<_>>()
    };
    let of = |year: i32, number: u32| medians(Month::new(year, number).unwrap());
    // The contract starts in January 2026: right after history, 6 and 12 months later, and 3 or 12 months before its end,
    // when the months of its season that are still to come are shown.
    let starts = [of(2024, 1), of(2023, 7), of(2023, 1), of(2024, 4), of(2025, 1)];
    for months in &starts {
        assert!(months[5].0 > 81.0 && months[11].0 < 79.0, "{months:?}");
    }
    assert!(starts[2][0].1 > starts[0][0].1);
}

#[test]
fn targets_are_solved_at_the_precision_of_their_measure() {
    let (levels, known) = three();
    let base = run(&agreement(&levels, None), &known, &settings(1_024));
    for (index, level) in levels.iter().enumerate() {
        for probability in [0.4, 0.7, 0.85, 0.95] {
            let solved = base.solve_target(index, 6, probability).unwrap();
            let p_met = |target: Decimal| {
                let mut agreement = agreement(&levels, None);
                agreement.service_levels[index].target = Target::Value(level.unit.of(target));
                run(&agreement, &known, &settings(1_024)).p_met(index, 6).unwrap()
            };
            assert!(p_met(solved.target) >= probability, "{} {probability} {solved:?}", level.id);
            let step = Decimal::new(1, level.precision.into());
            let harder = if level.direction == Direction::Lower { solved.target - step } else { solved.target + step };
            assert!(p_met(harder) < probability, "{} {probability} {solved:?}", level.id);
        }
    }
}

#[test]
fn another_target_has_the_chance_that_it_would_have_in_the_terms() {
    let (levels, known) = three();
    let base = run(&agreement(&levels, None), &known, &settings(1_024));
    for (index, level) in levels.iter().enumerate() {
        let step = Decimal::new(3, level.precision.into());
        let other = Target::Value(level.unit.of(decimal(level.target) + step));
        let mut changed = agreement(&levels, None);
        changed.service_levels[index].target = other;
        let changed = run(&changed, &known, &settings(1_024));
        for month in [0, 7] {
            let asked = base.level_months(index, month..month + 1).unwrap();
            assert_eq!(Some(asked.p_met(other)), changed.p_met(index, month), "{} {month}", level.id);
        }
        // Several months are their average, and a target is solved for that.
        let several = base.level_months(index, 4..99).unwrap();
        let mean = (4..12).filter_map(|month| changed.p_met(index, month)).sum::<f64>() / 8.0;
        assert!((several.p_met(other) - mean).abs() < 1e-12);
        for probability in [0.4, 0.85, 0.95] {
            let solved = several.solve_target(probability).unwrap();
            let p_met = |target: Decimal| several.p_met(Target::Value(level.unit.of(target)));
            assert!(p_met(solved.target) >= probability - 1e-12, "{} {probability} {solved:?}", level.id);
            let harder =
                if level.direction == Direction::Lower { -step / Decimal::from(3) } else { step / Decimal::from(3) };
            assert!(p_met(solved.target + harder) < probability, "{} {probability} {solved:?}", level.id);
        }
    }
    assert!(base.level_months(0, 12..24).is_none());
}
