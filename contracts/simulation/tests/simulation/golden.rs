//! The fit of public histories, against figures that an independent implementation in numpy gave for them.

use serde_json::Value;
use simulation::closed_form::Prediction;
use simulation::fit::{Fit, fit, grid};
use simulation::settings::Settings;
use std::path::PathBuf;

pub fn fixtures() -> Option<PathBuf> {
    let folder = std::env::var_os("PLUMBLINE_FIXTURES").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: PLUMBLINE_FIXTURES names no folder");
    }
    folder
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number in the golden file")
}

/// Largest difference of a fit and its predictions from the figures of one case.
fn largest_difference(case: &Value, fit: &Fit, settings: &Settings) -> f64 {
    let weights: Vec<f64> = fit.cells.iter().map(|cell| cell.weight).collect();
    let best = (0..weights.len()).max_by(|&a, &b| weights[a].total_cmp(&weights[b])).unwrap();
    let cell = fit.cells[best].cell;
    let named = [Some(cell.phi), cell.noise_ratio, Some(cell.season), Some(cell.trend)];
    for (value, golden) in named.into_iter().zip(case["best_cell"].as_array().unwrap()) {
        assert_eq!(value.is_some(), !golden.is_null());
        assert!((value.unwrap_or_default() - golden.as_f64().unwrap_or_default()).abs() < 1e-15);
    }
    let evidence = fit.cells[best].log_evidence - fit.cells[0].log_evidence;
    let mut differences =
        vec![weights[best] - number(&case["best_weight"]), evidence - number(&case["log_evidence_best_minus_first"])];
    for (ahead, quantiles) in case["quantiles"].as_object().unwrap() {
        let prediction = Prediction::new(fit, ahead.parse().unwrap(), settings);
        let component = prediction.components()[best];
        differences.push(component.mean - number(&case["mu"][ahead]));
        differences.push(component.scale - number(&case["scale"][ahead]));
        for (p, value) in quantiles.as_object().unwrap() {
            differences.push(prediction.quantile(format!("0{p}").parse().unwrap()) - number(value));
        }
    }
    assert_eq!(differences.len(), 2 + 3 * 7, "months 1, 6 and 12 with five quantiles each");
    differences.into_iter().map(f64::abs).fold(0.0, f64::max)
}

#[test]
fn public_histories_are_fitted_to_the_ninth_decimal() {
    let Some(folder) = fixtures() else { return };
    let path = folder.join("bench/reference/mean_reverting_golden.json");
    let golden: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    let cases = golden["cases"].as_object().unwrap();
    assert_eq!(cases.len(), 9);
    let settings = Settings::default();
    for (name, case) in cases {
        let series: Vec<Option<f64>> = case["y"].as_array().unwrap().iter().map(Value::as_f64).collect();
        let cells = grid(&settings, series.len() as u32, true);
        assert_eq!(cells.len() as u64, case["cells"].as_u64().unwrap());
        let difference = largest_difference(case, &fit(&series, &cells).unwrap(), &settings);
        println!("{name}: {difference:.1e}");
        assert!(difference < 1e-9, "{name}: {difference:e}");
    }
}
