//! Closed forms, through public settings and a compiled agreement. Where no other source is named, figures and their
//! names are those of the published worked cases of the simulator, each with its form.

use crate::terms::{CHARGES_MINOR, Terms, agreement, history, knowledge, points, run, sample, simulate};
use model::{Direction, MeasureId, Month, Unit};
use simulation::fit::{fit, grid};
use simulation::results::Probability;
use simulation::settings::{Correlation, Residual, StatedCorrelation};
use simulation::{History, Knowledge, Link, Settings};

/// Normal months with the mean and deviation of history, and nothing else.
fn normal_months(months: u32, trials: u32) -> Settings {
    Settings {
        residual: Residual::Normal,
        parameter_uncertainty: false,
        horizon_months: Some(months),
        trials,
        ..Settings::independent_months()
    }
}

/// History itself, drawn month by month.
fn drawn_months(months: u32, trials: u32) -> Settings {
    Settings { residual: Residual::Rows, smoothing: 0.0, ..normal_months(months, trials) }
}

#[track_caller]
fn within_four_errors(found: Probability, form: f64) {
    assert!(found.standard_error > 0.0);
    assert!((found.value - form).abs() < 4.0 * found.standard_error, "{found:?} instead of {form}");
}

#[track_caller]
fn near(found: f64, form: f64, standard_error: f64) {
    assert!((found - form).abs() < 4.0 * standard_error, "{found} instead of {form} ± {standard_error}");
}

#[test]
fn a_normal_score_is_met_as_often_as_its_form_says() {
    // P_meet_normal_higher: Φ((mu − tau)/sd), mu 86, sd 2, tau 85.
    let results = simulate(
        &agreement(&[points("qa", "85")], None),
        &knowledge([("qa", history(&sample(12, 86.0, 2.0)))]),
        &normal_months(3, 100_000),
    );
    for month in &results.levels[0].months {
        within_four_errors(month.p_met, 0.691_462_461_274_013_1);
    }
}

#[test]
fn a_normal_time_is_met_as_often_as_its_form_says() {
    // P_meet_normal_lower: Φ((tau − mu)/sd), mu 30, sd 5, tau 36.
    let level = Terms { unit: Unit::Seconds, direction: Direction::Lower, ..points("asa", "36") };
    let mut settings = normal_months(1, 100_000);
    settings.links.insert(MeasureId("asa".into()), Link::Identity);
    let results =
        simulate(&agreement(&[level], None), &knowledge([("asa", history(&sample(12, 30.0, 5.0)))]), &settings);
    within_four_errors(results.levels[0].months[0].p_met, 0.884_930_329_778_291_8);
}

#[test]
fn a_lognormal_time_is_met_as_often_as_its_form_says() {
    // P_meet_lognormal_lower: Φ(ln(tau/med)/s), med 300, s .05, tau 320; shifted by the second that the link adds.
    let times: Vec<f64> = sample(12, libm::log(300.0), 0.05).into_iter().map(|log| libm::exp(log) - 1.0).collect();
    let level = Terms { unit: Unit::Seconds, direction: Direction::Lower, ..points("aht", "319") };
    let results =
        simulate(&agreement(&[level], None), &knowledge([("aht", history(&times))]), &normal_months(1, 100_000));
    within_four_errors(results.levels[0].months[0].p_met, 0.901_608_351_617_864_8);
}

#[test]
fn missed_months_of_a_year_are_binomial() {
    // breaches12: Bin(12, 1 − Φ(1)): P(0), P(≥1), P(≥3), E.
    let results = simulate(
        &agreement(&[points("qa", "84")], None),
        &knowledge([("qa", history(&sample(12, 86.0, 2.0)))]),
        &normal_months(12, 100_000),
    );
    let level = &results.levels[0];
    let error = |p: f64| (p * (1.0 - p) / 100_000.0).sqrt();
    let three_or_more: f64 = level.p_misses[3..].iter().sum();
    within_four_errors(level.p_met_every_month, 0.125_802_086_590_751_76);
    near(level.p_misses[0], 0.125_802_086_590_751_76, error(0.1258));
    near(1.0 - level.p_misses[0], 0.874_197_913_409_248_2, error(0.8742));
    near(three_or_more, 0.294_270_845_975_902_9, error(0.2943));
    near(level.misses_mean, 1.903_863_047_177_485, (12.0 * 0.158_655 * 0.841_345 / 100_000f64).sqrt());
    let misses = results.totals.unwrap().misses;
    near(misses.mean, 1.903_863_047_177_485, misses.standard_error);
    assert_eq!((misses.p5, misses.p50, misses.p95), (0, 2, 4), "the quantiles of the same binomial");
}

/// Bands at 85, 83.8 and 82.6, which cost 2.5 %, 5 % and 10 %: quarters 1, 2 and 4 of a tenth of charges.
fn tiers() -> Terms {
    Terms { bands: &[("", "2.5"), ("-1.2", "5"), ("-2.4", "10")], ..points("qa", "85") }
}

const QUARTER_MINOR: i64 = CHARGES_MINOR / 40;

#[test]
fn tiers_cost_what_their_form_says() {
    // E_tier_credit_frac and SD_tier_credit_frac: Σ inc_j Φ((t_j − mu)/sd), mu 86, sd 2, t 85/83.8/82.6, inc .25/.25/.5.
    let results = simulate(
        &agreement(&[tiers()], None),
        &knowledge([("qa", history(&sample(12, 86.0, 2.0)))]),
        &normal_months(1, 100_000),
    );
    let credits = results.totals.unwrap().credits;
    let whole = 4.0 * QUARTER_MINOR as f64;
    let error = 0.245_697_420_482_566_07 / 100_000f64.sqrt();
    near(credits.amounts.mean_minor as f64 / whole, 0.133_333_631_297_363_72, error);
    let deviation = credits.amounts.standard_error_minor as f64 / whole * 100_000f64.sqrt();
    assert!((deviation / 0.245_697_420_482_566_07 - 1.0).abs() < 0.01, "{deviation}");
    assert_eq!(results.levels[0].credit_mean_minor, credits.amounts.mean_minor);
}

#[test]
fn a_year_of_tiers_has_the_distribution_of_its_convolution() {
    // annual_credit_quarters_conv: 12 iid months, credit in quarters {0, 1, 2, 4}: mean, P5, P50, P95, P(0), P(≥12).
    let results = simulate(
        &agreement(&[tiers()], None),
        &knowledge([("qa", history(&sample(12, 86.0, 2.0)))]),
        &normal_months(12, 100_000),
    );
    let totals = results.totals.unwrap();
    let credits = totals.credits;
    let quarters = |minor: i64| minor as f64 / QUARTER_MINOR as f64;
    near(quarters(credits.amounts.mean_minor), 6.400_014_302_273_468, quarters(credits.amounts.standard_error_minor));
    let exact = [2, 6, 13].map(|quarters| quarters * QUARTER_MINOR);
    assert_eq!([credits.amounts.p5_minor, credits.amounts.p50_minor, credits.amounts.p95_minor], exact);
    near(1.0 - totals.p_credit.value, 0.011_946_021_517_251_897, totals.p_credit.standard_error);
    assert_eq!(credits.dots_minor.len(), 50);
    let many = credits.dots_minor.iter().filter(|&&minor| minor >= 12 * QUARTER_MINOR).count();
    assert_eq!(many, 4, "P(≥12) = .0802 of 50 dots");
}

#[test]
fn a_credit_per_point_costs_the_expected_shortfall() {
    // E_linear_shortfall: (tau − mu)Φ(z) + sd φ(z), z = (tau − mu)/sd = −.5; here 1 % of charges for each point.
    let level = Terms { per_point: Some("1"), precision: 3, ..points("qa", "85") };
    let results = simulate(
        &agreement(&[level], Some("50")),
        &knowledge([("qa", history(&sample(12, 86.0, 2.0)))]),
        &normal_months(1, 100_000),
    );
    let credits = results.totals.unwrap().credits;
    let percent = CHARGES_MINOR as f64 / 100.0;
    near(
        credits.amounts.mean_minor as f64 / percent,
        0.395_593_114_802_612_06,
        credits.amounts.standard_error_minor as f64 / percent,
    );
}

/// Credits of two levels with p = .2 each, 10 % a miss, in percent of charges; `misses` of so many months of history.
fn two_levels(cap: &str, months: usize, misses: [&[usize]; 2]) -> (f64, f64) {
    let of = |missed: &[usize]| {
        let values: Vec<f64> = (0..months).map(|month| if missed.contains(&month) { 70.0 } else { 90.0 }).collect();
        history(&values)
    };
    let results = simulate(
        &agreement(&[points("one", "80"), points("two", "80")], Some(cap)),
        &knowledge([("one", of(misses[0])), ("two", of(misses[1]))]),
        &drawn_months(1, 100_000),
    );
    let credits = results.totals.unwrap().credits;
    let percent = CHARGES_MINOR as f64 / 100.0;
    (credits.amounts.mean_minor as f64 / percent, credits.amounts.standard_error_minor as f64 / percent)
}

#[test]
fn a_cap_cuts_as_the_dependence_of_levels_lets_it() {
    // cap_indep: 2p(1 − p)·10 + p²·15; a square of 5 × 5 months makes the levels exactly independent.
    let (mean, error) = two_levels("15", 25, [&[0, 1, 2, 3, 4], &[0, 5, 10, 15, 20]]);
    near(mean, 3.8, error);
    // cap_comonotone: p·15.
    let (mean, error) = two_levels("15", 10, [&[0, 1], &[0, 1]]);
    near(mean, 3.0, error);
    // cap_countermonotone: 2p·10.
    let (mean, error) = two_levels("15", 10, [&[0, 1], &[2, 3]]);
    near(mean, 4.0, error);
}

/// P(all met) of levels with these distances (in standard deviations) between mean and target, all pairs correlated.
fn all_met(distances: &[f64], correlation: f64) -> Probability {
    const IDS: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let ids = &IDS[..distances.len()];
    let levels: Vec<Terms> = ids.iter().map(|id| points(id, "80")).collect();
    let histories = ids.iter().zip(distances).map(|(id, d)| (*id, history(&sample(12, 80.0 + 2.0 * d, 2.0))));
    let mut pairs = Vec::new();
    for (i, one) in ids.iter().enumerate() {
        for other in &ids[..i] {
            let (measure, other) = (MeasureId((*one).into()), MeasureId((*other).into()));
            pairs.push(StatedCorrelation { measure, other, correlation });
        }
    }
    let settings = Settings { correlation: Correlation::Stated(pairs), ..normal_months(1, 100_000) };
    simulate(&agreement(&levels, None), &knowledge(histories), &settings).months[0].p_all_met
}

#[test]
fn two_levels_are_met_together_as_their_correlation_says() {
    // orthant_rho: ¼ + asin(rho)/2π.
    within_four_errors(all_met(&[0.0, 0.0], 0.5), 0.333_333_333_333_333_37);
    within_four_errors(all_met(&[0.0, 0.0], -0.5), 0.166_666_666_666_666_66);
    within_four_errors(all_met(&[0.0, 0.0], 0.8), 0.397_583_617_650_433_26);
    // both_met_bvn: BVN(.5, 1; rho .6), with its figures for rho 0 and for comonotone levels.
    within_four_errors(all_met(&[0.5, 1.0], 0.6), 0.641_828_990_063_871_4);
    within_four_errors(all_met(&[0.5, 1.0], 0.0), 0.581_758_308_897);
    within_four_errors(all_met(&[0.5, 1.0], 1.0), 0.691_462_461_274);
}

#[test]
fn eight_levels_are_met_together_as_their_common_factor_says() {
    // all8_met_onefactor: ∫ φ(x) Φ((d + √r x)/√(1 − r))⁸ dx, d = 1, r = 0/.5/.9/1.
    let forms = [0.251_068_308_316_537_9, 0.500_301_988_659_959, 0.715_077_154_297_639_4, 0.841_344_746_068_542_9];
    for (correlation, form) in [0.0, 0.5, 0.9, 1.0].into_iter().zip(forms) {
        within_four_errors(all_met(&[1.0; 8], correlation), form);
    }
}

#[test]
fn short_history_gives_the_predictive_t() {
    // t_predictive_n and t_pred_target85_n: T_{n−1}((x̄ − tau)/(s√(1 + 1/n))) and its inverse, x̄ 86, s 2, tau 85.
    for (n, form, target) in [
        (6, 0.668_561_224_366_257_8, 83.503_257_181_004_74),
        (12, 0.679_817_349_403_888_2, 83.735_841_877_262_2),
        (24, 0.685_576_738_560_291_8, 83.835_597_101_980_61),
        (60, 0.689_091_005_339_011_7, 83.891_398_071_789_78),
    ] {
        let settings = Settings { parameter_uncertainty: true, ..normal_months(2, 100_000) };
        let run = run(
            &agreement(&[points("qa", "85")], None),
            &knowledge([("qa", history(&sample(n, 86.0, 2.0)))]),
            &settings,
        );
        within_four_errors(run.compute().unwrap().levels[0].months[1].p_met, form);
        // Values are rounded to six decimals before they are compared: half a unit of the last one is 10⁻⁷ of P.
        assert!((run.p_met(0, 1).unwrap() - form).abs() < 2e-7);
        let solved = run.solve_target(0, 1, 0.85).unwrap();
        assert!((solved.value - target).abs() < 1e-9, "{n}: {solved:?}");
        assert_eq!(solved.target.to_string(), format!("{:.6}", ((target + 5e-7) * 1e6).floor() / 1e6));
    }
}

#[test]
fn months_of_a_level_that_wanders_hang_together() {
    // AR1_two_month_both_met: BVN(.5, .5; rho .4): lag-1 correlation .4, far from the end of history.
    let values = sample(24, 80.0, 2.0);
    let shuffled: Vec<f64> = (0..24).map(|month| values[month * 7 % 24]).collect();
    let settings = Settings { phi: vec![0.4], ..normal_months(2, 100_000) };
    let cell = fit(&shuffled.iter().copied().map(Some).collect::<Vec<_>>(), &grid(&settings, 24, true)).unwrap().cells
        [0]
    .clone();
    let deviation = cell.scale * cell.cell.stationary_variance().sqrt();
    let target = format!("{:.6}", cell.coefficients[0] - 0.5 * deviation);
    let mut agreement = agreement(&[points("qa", "80")], None);
    agreement.service_levels[0].target = model::Target::Value(Unit::Points.of(target.parse().unwrap()));
    // Four years between history and start: the last month is forgotten (.4⁴⁸).
    let known =
        History { first_month: Month::new(2020, 1), values: shuffled.into_iter().map(Some).collect(), counts: vec![] };
    let results = simulate(&agreement, &knowledge([("qa", Knowledge::Observed(known))]), &settings);
    within_four_errors(results.levels[0].months[0].p_met, 0.691_462_461_274_013_1);
    within_four_errors(results.levels[0].p_met_every_month, 0.531_231_198_304_501_5);
}
