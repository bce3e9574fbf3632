//! What must hold for every run, whatever its terms.

use crate::terms::{CHARGES_MINOR, Terms, agreement, decimal, history, knowledge, points, run, sample, simulate};
use model::{Agreement, Class, Decimal, Direction, MeasureId, Month, ScoreRule, Unit};
use proptest::prelude::*;
use settlement::{Actual, Reading};
use simulation::settings::{Correlation, Residual};
use simulation::{Chunk, History, Knowledge, KnowledgeByMeasure, Results, Run, Settings};

/// Values in an order that no method could take for a trend.
pub fn wandering(n: u32, mean: f64, deviation: f64, stride: usize) -> Vec<f64> {
    let sorted = sample(n, mean, deviation);
    (0..n as usize).map(|month| sorted[(month * stride + 3) % n as usize]).collect()
}

const BANDS: &[(&str, &str)] = &[("", "2"), ("-1.2", "4"), ("-3", "7")];
const TIMES: &[(&str, &str)] = &[("", "2"), ("4", "4"), ("9", "7")];

/// Three levels of different kinds that go together, with a year of history.
pub fn three() -> (Vec<Terms>, KnowledgeByMeasure) {
    let csat = Terms { precision: 1, bands: BANDS, weight: "30", ..points("csat", "84") };
    let asa = Terms {
        unit: Unit::Seconds,
        direction: Direction::Lower,
        precision: 0,
        bands: TIMES,
        weight: "30",
        ..points("asa", "35")
    };
    let fcr = Terms { unit: Unit::Percent, precision: 1, bands: BANDS, ..points("fcr", "72") };
    let known = knowledge([
        ("csat", history(&wandering(12, 86.0, 2.0, 5))),
        ("asa", history(&wandering(12, 32.0, 5.0, 7))),
        ("fcr", history(&wandering(12, 74.0, 2.5, 5))),
    ]);
    (vec![csat, asa, fcr], known)
}

pub fn settings(trials: u32) -> Settings {
    Settings { trials, ..Settings::default() }
}

fn text(results: &Results) -> String {
    serde_json::to_string(results).unwrap()
}

fn all_credits(run: &Run) -> Vec<i64> {
    (0..run.chunks()).flat_map(|index| run.chunk(index).credits_minor().to_vec()).collect()
}

#[test]
fn trials_with_normal_shocks_agree_with_the_closed_form() {
    let (levels, known) = three();
    let settings = Settings { residual: Residual::Normal, widening: 0.0, ..settings(100_000) };
    let run = run(&agreement(&levels, None), &known, &settings);
    let results = run.compute().unwrap();
    for (index, level) in results.levels.iter().enumerate() {
        for (month, result) in level.months.iter().enumerate() {
            let exact = run.p_met(index, month).unwrap();
            let error = (exact * (1.0 - exact) / 100_000.0).sqrt();
            assert!((result.p_met.value - exact).abs() < 4.0 * error, "{} {month}: {result:?} {exact}", level.measure);
            let (prediction, scale) = run.prediction(index, month).unwrap();
            // The median of a fan of 10,240 trials: its error is ½/√N on the scale of probability.
            let median = prediction.cdf(scale.of_threshold(result.fan[3]));
            assert!((median - 0.5).abs() < 4.0 * 0.5 / 10_240f64.sqrt(), "{} {month}: {median}", level.measure);
        }
    }
}

#[test]
fn widening_by_trial_stays_close_to_widening_about_the_median() {
    let (levels, known) = three();
    let run = run(&agreement(&levels, None), &known, &Settings { residual: Residual::Normal, ..settings(100_000) });
    let results = run.compute().unwrap();
    for (index, level) in results.levels.iter().enumerate() {
        for (month, result) in level.months.iter().enumerate() {
            let exact = run.p_met(index, month).unwrap();
            assert!((result.p_met.value - exact).abs() < 0.01, "{} {month}: {result:?} {exact}", level.measure);
        }
    }
}

#[test]
fn rows_of_history_have_the_spread_of_the_closed_form() {
    let (levels, known) = three();
    let run = run(&agreement(&levels, None), &known, &settings(20_000));
    for (index, level) in run.compute().unwrap().levels.iter().enumerate() {
        for (month, result) in level.months.iter().enumerate() {
            let exact = run.p_met(index, month).unwrap();
            assert!((result.p_met.value - exact).abs() < 0.06, "{} {month}: {result:?} {exact}", level.measure);
            assert!(result.p_met_low < exact && exact < result.p_met_high, "{result:?} {exact}");
            assert!(result.fan.windows(2).all(|pair| pair[0] < pair[1]), "{result:?}");
        }
    }
}

/// Whether each level was met, by trial, month and level.
fn met(run: &Run, trials: u64) -> Vec<bool> {
    let months = (0..trials).flat_map(|trial| run.trial(trial));
    months.flat_map(|month| month.readings.into_iter().map(Reading::is_met)).collect()
}

#[test]
fn a_tighter_target_is_met_in_a_subset_of_the_trials() {
    let (levels, known) = three();
    let loose = met(&run(&agreement(&levels, None), &known, &settings(1)), 300);
    let mut tighter = levels;
    for (level, target) in tighter.iter_mut().zip(["85.5", "31", "73.4"]) {
        level.target = target;
    }
    let tight = met(&run(&agreement(&tighter, None), &known, &settings(1)), 300);
    assert!(tight.iter().zip(&loose).all(|(&tight, &loose)| loose || !tight));
    let count = |met: &[bool]| met.iter().filter(|&&met| met).count();
    assert!(count(&tight) < count(&loose), "a case in which it matters");
}

#[test]
fn a_higher_cap_never_lowers_credits() {
    let (levels, known) = three();
    let credits = |cap: Option<&str>| all_credits(&run(&agreement(&levels, cap), &known, &settings(3_000)));
    let ladder = [Some("1"), Some("3"), Some("5.5"), Some("9"), None].map(credits);
    for pair in ladder.windows(2) {
        assert!(pair[0].iter().zip(&pair[1]).all(|(low, high)| low <= high));
        assert!(pair[0].iter().zip(&pair[1]).any(|(low, high)| low < high), "a case in which it matters");
    }
}

#[test]
fn the_order_of_levels_changes_nothing() {
    let (levels, known) = three();
    let results = simulate(&agreement(&levels, Some("6")), &known, &settings(3_000));
    for order in [[2, 0, 1], [1, 2, 0], [2, 1, 0]] {
        let moved = agreement(&order.map(|index| levels[index].clone()), Some("6"));
        let mut other = simulate(&moved, &known, &settings(3_000));
        other.levels.sort_by_key(|level| levels.iter().position(|terms| terms.id == level.service_level.0));
        assert_eq!(text(&results), text(&other));
    }
}

#[test]
fn turning_a_measure_round_changes_nothing_but_its_sign() {
    let values = wandering(12, 86.0, 2.0, 5);
    let up = Terms { precision: 1, bands: BANDS, ..points("nps", "85") };
    let down = Terms {
        direction: Direction::Lower,
        target: "-85",
        bands: &[("", "2"), ("1.2", "4"), ("3", "7")],
        ..up.clone()
    };
    let turned: Vec<f64> = values.iter().map(|value| -value).collect();
    let one = simulate(&agreement(&[up], None), &knowledge([("nps", history(&values))]), &settings(3_000));
    let mut other = simulate(&agreement(&[down], None), &knowledge([("nps", history(&turned))]), &settings(3_000));
    for month in &mut other.levels[0].months {
        month.fan.reverse();
        month.fan = month.fan.map(|value| -value);
    }
    // ⌊q(N − 1)⌋ counts from below: turned round, a quantile may be the neighbouring trial's value.
    // An edge is included on one side and excluded on the other: one unit in the last place of a closed form.
    for (a, b) in one.levels[0].months.iter().zip(&mut other.levels[0].months) {
        assert!(a.fan.iter().zip(&b.fan).all(|(a, b)| (a - b).abs() < 0.2), "{a:?} {b:?}");
        assert!((a.p_met_low - b.p_met_low).abs() < 1e-12 && (a.p_met_high - b.p_met_high).abs() < 1e-12);
        *b = simulation::results::LevelMonth { p_met: b.p_met, ..a.clone() };
    }
    assert_eq!(text(&one), text(&other));
}

#[test]
fn a_level_of_weight_0_changes_nothing() {
    let (levels, known) = three();
    let plain = simulate(&agreement(&levels, Some("6")), &known, &settings(3_000));
    // The same measure once more, without weight or money.
    let report =
        Terms { id: "zz-report", weight: "0", class: Class::ReportOnly, bands: &[("", "0")], ..levels[0].clone() };
    let with_report: Vec<Terms> = levels.iter().cloned().chain([report]).collect();
    let mut reported = simulate(&agreement(&with_report, Some("6")), &known, &settings(3_000));
    assert_eq!(reported.levels.pop().unwrap().service_level.0, "zz-report");
    assert_eq!(text(&plain), text(&reported));
    // Another measure, when nothing ties measures together.
    let alone = Settings { correlation: Correlation::None, ..settings(3_000) };
    let plain = simulate(&agreement(&levels, Some("6")), &known, &alone);
    let another = Terms { class: Class::ReportOnly, bands: &[("", "0")], ..points("zz", "80") };
    let with_another: Vec<Terms> = levels.iter().cloned().chain([another]).collect();
    let mut more = known;
    more.insert(MeasureId("zz".into()), history(&wandering(12, 80.0, 3.0, 7)));
    let mut other = simulate(&agreement(&with_another, Some("6")), &more, &alone);
    assert_eq!(other.levels.pop().unwrap().service_level.0, "zz");
    assert_eq!(text(&plain), text(&other));
}

#[test]
fn history_that_never_moves_gives_the_statement_of_its_values() {
    let (levels, _) = three();
    let values = [("csat", 82.0), ("asa", 33.0), ("fcr", 60.0)];
    let known = knowledge(values.map(|(id, value)| (id, history(&[value; 12]))));
    for score in [ScoreRule::ByBand, ScoreRule::Linear] {
        let mut agreement = agreement(&levels, Some("8"));
        agreement.score = score;
        for level in &mut agreement.service_levels {
            let away = if level.id.0 == "asa" { "20" } else { "-20" };
            level.floor = Some(model::Offset::Difference(decimal(away)));
        }
        let results = simulate(&agreement, &known, &settings(2_000));
        let statement = statement(&agreement, &values);
        let totals = results.totals.as_ref().unwrap();
        let credit = agreement.currency.minor_units(statement.credit_amount).unwrap();
        assert!(credit > 0);
        assert_eq!(
            (totals.credits.amounts.mean_minor, totals.credits.amounts.p5_minor, totals.credits.amounts.p95_minor),
            (credit, credit, credit)
        );
        assert_eq!(totals.credits.amounts.standard_error_minor, 0);
        for (month, settled) in results.months.iter().zip(&statement.months) {
            let points: f64 = settled.score_points.unwrap().to_string().parse().unwrap();
            let score = month.score.unwrap();
            assert_eq!((score.p5, score.p50, score.p95), (points, points, points));
            assert_eq!(month.p_cap_binds.value, 1.0);
        }
        for (level, met) in results.levels.iter().zip([0.0, 1.0, 0.0]) {
            assert!(level.months.iter().all(|month| month.p_met.value == met && month.p_met_low == met));
        }
    }
}

/// The statement of a year in which every month has these values.
fn statement(agreement: &Agreement, values: &[(&str, f64)]) -> settlement::Statement {
    let plan = settlement::compile(agreement, 12).unwrap();
    let actual = |(id, value): &(&str, f64)| {
        let level = agreement.service_levels.iter().find(|level| level.id.0 == *id).unwrap();
        let value = level.target.unit().of(Decimal::try_from(*value).unwrap());
        (level.id.clone(), Actual::Value { value, n: None })
    };
    let months = (0..12).map(|month| settlement::MonthActuals {
        month: plan.first_month().plus(month),
        actuals: values.iter().map(actual).collect(),
    });
    settlement::settle(&plan, &settlement::History { months: months.collect() }).unwrap()
}

#[test]
fn threads_and_their_order_change_nothing() {
    let (levels, known) = three();
    let run = run(&agreement(&levels, Some("6")), &known, &settings(5_000));
    let alone = text(&run.compute().unwrap());
    let chunks: Vec<Chunk> = std::thread::scope(|scope| {
        let odd_and_even = [0, 1].map(|first| {
            let run = &run;
            scope
                .spawn(move || (first..run.chunks()).step_by(2).rev().map(|index| run.chunk(index)).collect::<Vec<_>>())
        });
        odd_and_even.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(alone, text(&run.finish(chunks).unwrap()));
}

#[test]
fn a_short_run_is_the_beginning_of_a_long_one() {
    let (levels, known) = three();
    let agreement = agreement(&levels, Some("6"));
    let long = run(&agreement, &known, &settings(10_000));
    let short = run(&agreement, &known, &settings(2_500));
    let (many, few) = (all_credits(&long), all_credits(&short));
    assert_eq!((many.len(), few.len()), (10_000, 2_500));
    assert_eq!(many[..2_500], few);
    for trial in [0, 17, 1_023, 1_024, 2_499, 9_999] {
        let months = long.trial(trial);
        let credit: i64 = months.iter().map(|month| month.credit_minor).sum();
        assert_eq!(credit, many[trial as usize]);
        assert_eq!(months, short.trial(trial));
    }
    // The chunks so far are a run of their own.
    let first: Vec<Chunk> = (0..2).map(|index| long.chunk(index)).collect();
    let whole = run(&agreement, &known, &settings(2_048));
    assert_eq!(text(&long.finish(first).unwrap()), text(&whole.compute().unwrap()));
    assert!(long.finish(vec![long.chunk(1)]).is_err());
    assert!(long.finish(vec![]).is_err());
    assert_eq!(long.chunk(10).trials(), 0);
}

#[test]
fn every_count_is_of_the_same_trials() {
    // Neither whole chunks nor whole blocks of lanes.
    let (levels, known) = three();
    let run = run(&agreement(&levels, Some("5")), &known, &settings(1_003));
    let results = run.compute().unwrap();
    let credits = all_credits(&run);
    let totals = results.totals.unwrap();
    assert_eq!((results.trials, credits.len()), (1_003, 1_003));
    let mean = credits.iter().sum::<i64>() as f64 / 1_003.0;
    assert!((totals.credits.amounts.mean_minor as f64 - mean).abs() <= 0.5);
    let share = |count: usize| count as f64 / 1_003.0;
    assert_eq!(totals.p_credit.value, share(credits.iter().filter(|&&minor| minor > 0).count()));
    for level in &results.levels {
        let missed: f64 = level.months.iter().map(|month| 1.0 - month.p_met.value).sum();
        assert!((level.misses_mean - missed).abs() < 1e-12);
        assert!((level.p_misses.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }
    let trials: Vec<_> = (0..1_003).map(|trial| run.trial(trial)).collect();
    for (index, month) in results.months.iter().enumerate() {
        let count = |of: &dyn Fn(&simulation::TrialMonth) -> bool| {
            share(trials.iter().filter(|trial| of(&trial[index])).count())
        };
        assert_eq!(month.p_all_met.value, count(&|month| month.readings.iter().all(|reading| reading.is_met())));
        assert_eq!(month.p_cap_binds.value, count(&|month| month.cap_bound));
        assert_eq!(month.p_credit.value, count(&|month| month.credit_minor > 0));
    }
    let once = trials.iter().filter(|trial| trial.iter().any(|month| month.cap_bound)).count();
    assert_eq!(totals.p_cap_binds.value, share(once));
}

#[test]
fn results_are_the_same_on_every_machine() {
    // Figures of our own: they change with the method, and with nothing else.
    let (levels, known) = three();
    let run = run(&agreement(&levels, Some("5")), &known, &settings(2_048));
    let values: Vec<u64> = run.trial(7)[11].values.iter().map(|value| value.unwrap().to_bits()).collect();
    let credits: i64 = all_credits(&run).iter().sum();
    assert_eq!(values, [0x4054d132c338b978, 0x4037ef5cb54ebe56, 0x4051755647900def]);
    assert_eq!(credits, 55_036_000_000);
}

#[test]
fn another_seed_is_another_run() {
    let (levels, known) = three();
    let agreement = agreement(&levels, None);
    let other = Settings { seed: 2, ..settings(1_024) };
    assert_ne!(all_credits(&run(&agreement, &known, &settings(1_024))), all_credits(&run(&agreement, &known, &other)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_history_gives_probabilities_and_ordered_quantiles(
        values in prop::collection::vec(prop::option::weighted(0.9, 0.0f64..=100.0), 6..40),
        seed in 0u64..1_000,
    ) {
        let level = Terms { unit: Unit::Percent, precision: 1, bands: BANDS, ..points("fcr", "72") };
        let known = History { first_month: Month::new(2024, 1), values: values.clone(), counts: vec![] };
        let known = knowledge([("fcr", Knowledge::Observed(known))]);
        let results = simulate(&agreement(&[level], Some("6")), &known, &Settings { seed, ..settings(500) });
        if values.iter().flatten().count() < 6 {
            prop_assert_eq!(results.levels.len(), 0);
        } else {
            for month in &results.levels[0].months {
                prop_assert!((0.0..=1.0).contains(&month.p_met.value));
                prop_assert!(0.0 <= month.p_met_low && month.p_met_low <= month.p_met_high && month.p_met_high <= 1.0);
                prop_assert!(month.fan.windows(2).all(|pair| pair[0] <= pair[1]));
                prop_assert!(month.fan.iter().all(|value| (0.0..=100.0).contains(value)));
            }
            let credits = results.totals.unwrap().credits;
            prop_assert!(credits.amounts.p5_minor <= credits.amounts.p50_minor && credits.amounts.p50_minor <= credits.amounts.p95_minor);
            prop_assert!(credits.dots_minor.is_sorted() && credits.dots_minor[0] >= 0);
            prop_assert!(credits.amounts.p95_minor <= 12 * CHARGES_MINOR / 100 * 6);
        }
    }
}

#[test]
fn a_later_target_is_simulated_from_its_month_on() {
    let (levels, known) = three();
    let same = agreement(&levels, None);
    let mut later = same.clone();
    let csat = later.service_levels.iter_mut().find(|level| level.id.0 == "csat").unwrap();
    let target = model::Target::Value(Unit::Points.of(decimal("86")));
    csat.later_targets = vec![model::LaterTarget { from_month: 13, target }];
    let settings = Settings { residual: Residual::Normal, widening: 0.0, ..settings(20_000) };
    let run = run(&later, &known, &settings);
    let (before, after) = (simulate(&same, &known, &settings), run.compute().unwrap());
    let index = after.levels.iter().position(|level| level.service_level.0 == "csat").unwrap();
    for month in 0..after.levels[index].months.len() {
        let [p_before, p_after] = [&before, &after].map(|r| r.levels[index].months[month].p_met.value);
        if month < 12 {
            assert_eq!(p_before.to_bits(), p_after.to_bits(), "month {month}: the same trials against the same target");
        } else {
            assert!(p_after < p_before - 0.1, "month {month}: {p_after} of {p_before}");
            let exact = run.p_met(index, month).unwrap();
            assert!((p_after - exact).abs() < 0.02, "month {month}: {p_after}, closed form {exact}");
        }
    }
}

#[test]
fn a_level_that_adds_up_over_a_quarter_is_left_out_by_name_and_one_of_a_month_is_simulated() {
    let counts = Terms { unit: Unit::Count, direction: Direction::Lower, precision: 0, ..points("it", "3") };
    let known = knowledge([("it", history(&[2.0, 1.0, 3.0, 2.0, 1.0, 2.0, 3.0, 2.0, 1.0, 2.0, 3.0, 2.0]))]);
    let results = |statistic, window| {
        let mut terms = agreement(std::slice::from_ref(&counts), None);
        terms.measures[0].statistic = statistic;
        terms.service_levels[0].remedy.window = window;
        simulate(&terms, &known, &settings(1_000))
    };
    // A quarter's six against a target for the quarter: a month's two say nothing about it.
    let quarter = results(model::Statistic::Count, model::Window::Quarter);
    assert!(quarter.levels.is_empty());
    assert_eq!(quarter.left_out[0].reason, simulation::results::LeftOutReason::AddsUp);
    assert!(results(model::Statistic::Count, model::Window::Month).levels[0].months[0].p_met.value > 0.7);
    assert_eq!(results(model::Statistic::Percentile, model::Window::Month).left_out, []);
    assert_eq!(results(model::Statistic::Mean, model::Window::Quarter).left_out, []);
}
