//! Means, variances and correlations of paths, against the formulas of the trial.

use crate::properties::wandering;
use crate::terms::{agreement, history, knowledge, points, run, sample};
use model::MeasureId;
use simulation::settings::{Correlation, Residual, StatedCorrelation};
use simulation::{Run, Settings};

/// Values of one level, by trial and month.
fn values(run: &Run, level: usize, trials: u64) -> Vec<Vec<f64>> {
    let months = |trial| run.trial(trial).iter().map(|month| month.values[level].unwrap()).collect();
    (0..trials).map(months).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn covariance(one: &[f64], other: &[f64]) -> f64 {
    let (m, n) = (mean(one), mean(other));
    one.iter().zip(other).map(|(a, b)| (a - m) * (b - n)).sum::<f64>() / one.len() as f64
}

#[test]
fn rows_and_noise_together_have_the_variance_of_their_formula() {
    let settings = Settings {
        residual: Residual::Rows,
        parameter_uncertainty: false,
        trials: 1,
        ..Settings::independent_months()
    };
    for smoothing in [0.0, 0.35, 1.0] {
        let run = run(
            &agreement(&[points("qa", "85")], None),
            &knowledge([("qa", history(&wandering(12, 0.0, 2.0, 5)))]),
            &Settings { smoothing, ..settings.clone() },
        );
        let all: Vec<f64> = values(&run, 0, 4_000).concat();
        // Rows are residuals about their mean: variance (n − 1)/n in units of s². Noise adds g², the norm divides by 1 + g².
        let form = 4.0 * (11.0 / 12.0 + smoothing * smoothing) / (1.0 + smoothing * smoothing);
        let found = covariance(&all, &all);
        // Kurtosis stays below that of a normal: an error of √(2/48,000), four times.
        assert!(
            (found / form - 1.0).abs() < 4.0 * (2.0f64 / 48_000.0).sqrt(),
            "{smoothing}: {found} instead of {form}"
        );
    }
}

#[test]
fn coefficients_are_as_uncertain_as_the_scale() {
    let settings =
        Settings { residual: Residual::Normal, horizon_months: Some(36), trials: 1, ..Settings::independent_months() };
    let run =
        run(&agreement(&[points("qa", "85")], None), &knowledge([("qa", history(&sample(6, 0.0, 2.0)))]), &settings);
    let means: Vec<f64> = values(&run, 0, 6_000).iter().map(|months| mean(months)).collect();
    // The mean of 36 months has the variance of the coefficient and of 36 shocks, both times E[ν/χ²] = 5/3.
    let form = 4.0 * 5.0 / 3.0 * (1.0 / 6.0 + 1.0 / 36.0);
    let found = covariance(&means, &means);
    // t with 5 degrees has a kurtosis of 9: an error of √(8/6,000) = 3.7 %.
    assert!((found / form - 1.0).abs() < 0.15, "{found} instead of {form}");
}

#[test]
fn coefficients_and_shocks_are_correlated_alike() {
    let (a, b) = (MeasureId("a".into()), MeasureId("b".into()));
    let pair = StatedCorrelation { measure: a, other: b, correlation: 0.8 };
    let settings = Settings {
        residual: Residual::Normal,
        correlation: Correlation::Stated(vec![pair]),
        horizon_months: Some(12),
        trials: 1,
        ..Settings::independent_months()
    };
    let known = knowledge([("a", history(&sample(6, 0.0, 2.0))), ("b", history(&sample(6, 0.0, 3.0)))]);
    let run = run(&agreement(&[points("a", "50"), points("b", "50")], None), &known, &settings);
    let correlation =
        |one: &[f64], other: &[f64]| covariance(one, other) / (covariance(one, one) * covariance(other, other)).sqrt();
    let (one, other) = (values(&run, 0, 8_000), values(&run, 1, 8_000));
    let means = |all: &[Vec<f64>]| all.iter().map(|months| mean(months)).collect::<Vec<f64>>();
    let of_means = correlation(&means(&one), &means(&other));
    let of_months = correlation(&one.concat(), &other.concat());
    assert!((of_means - 0.8).abs() < 0.03 && (of_months - 0.8).abs() < 0.02, "{of_means} {of_months}");
}
