//! The volume comes along with the measures of its months and changes nothing about them.

use crate::properties::{settings, three, wandering};
use crate::terms::{agreement, history, run};
use model::{MeasureId, Month};
use simulation::settings::{Correlation, Residual};
use simulation::{History, Knowledge, KnowledgeByMeasure, Results, Settings};

/// A year that goes with the handle of `asa`: busy months are slow months.
fn busy(stride: usize) -> Vec<f64> {
    wandering(12, 45_000.0, 4_000.0, stride)
}

fn with(known: &KnowledgeByMeasure, volume: Knowledge) -> KnowledgeByMeasure {
    let mut known = known.clone();
    known.insert(MeasureId("volume".into()), volume);
    known
}

fn without_volume(results: &Results) -> String {
    serde_json::to_string(&Results { volume: Vec::new(), ..results.clone() }).unwrap()
}

#[test]
fn a_volume_moves_no_other_figure_whatever_its_months() {
    let (levels, known) = three();
    let agreement = agreement(&levels, Some("6"));
    let longer = Knowledge::Observed(History {
        first_month: Month::new(2023, 1),
        values: (0..40).map(|month| (month % 5 != 0).then_some(40_000.0 + 500.0 * f64::from(month % 7))).collect(),
        counts: vec![],
    });
    for changed in [
        Settings::default(),
        Settings { residual: Residual::Normal, ..Settings::default() },
        Settings { smoothing: 0.0, ..Settings::default() },
        Settings { correlation: Correlation::None, ..Settings::default() },
    ] {
        let settings = Settings { trials: 3_000, ..changed };
        let plain = run(&agreement, &known, &settings).compute().unwrap();
        assert!(plain.volume.is_empty());
        assert!(!serde_json::to_string(&plain).unwrap().contains("volume"), "bytes as before");
        for volume in [history(&busy(7)), longer.clone()] {
            let results = run(&agreement, &with(&known, volume), &settings).compute().unwrap();
            assert_eq!(results.volume.len(), results.months.len());
            assert_eq!(without_volume(&results), without_volume(&plain));
        }
    }
}

#[test]
fn a_busy_month_is_a_slow_month_in_the_same_trial() {
    let (levels, known) = three();
    let agreement = agreement(&levels, None);
    // `asa` of three() wanders with the stride 7, as this volume does; `csat` with another one.
    let run = run(&agreement, &with(&known, history(&busy(7))), &settings(4_096));
    let index = |id: &str| levels.iter().position(|level| level.id == id).unwrap();
    let correlation = |id: &str| {
        let pairs: Vec<(f64, f64)> = (0..2_000)
            .filter_map(|trial| {
                let month = run.trial(trial).swap_remove(0);
                Some((libm::log(month.volume?), libm::log(month.values[index(id)]? + 1.0)))
            })
            .collect();
        let n = pairs.len() as f64;
        let mean = pairs.iter().fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0 / n, sum.1 + pair.1 / n));
        let sum = |of: fn(f64, f64) -> f64| pairs.iter().map(|p| of(p.0 - mean.0, p.1 - mean.1)).sum::<f64>();
        sum(|a, b| a * b) / (sum(|a, _| a * a) * sum(|_, b| b * b)).sqrt()
    };
    let (asa, csat) = (correlation("asa"), correlation("csat"));
    assert!(asa > 0.7, "{asa}");
    assert!(csat.abs() < asa - 0.3, "{csat} {asa}");
}

#[test]
fn the_quantiles_of_the_volume_are_those_of_its_trials() {
    let (levels, known) = three();
    let run = run(&agreement(&levels, None), &with(&known, history(&busy(5))), &settings(1_024));
    let results = run.compute().unwrap();
    let mut values: Vec<f64> = (0..1_024).map(|trial| run.trial(trial)[3].volume.unwrap()).collect();
    values.sort_unstable_by(f64::total_cmp);
    let quantiles = results.volume[3];
    for (q, value) in [(0.05, quantiles.p5), (0.5, quantiles.p50), (0.95, quantiles.p95)] {
        let exact = values[(q * 1_023.0) as usize];
        assert!((value - exact).abs() < 1e-3 * exact, "{q}: {value} {exact}");
    }
    assert!(quantiles.p5 > 20_000.0 && quantiles.p50 > 40_000.0 && quantiles.p50 < 50_000.0, "{quantiles:?}");
    // Only the first trials give quantiles: a longer run has the same ones.
    let longer = crate::terms::run(&agreement(&levels, None), &with(&known, history(&busy(5))), &settings(12_000));
    assert_eq!(longer.compute().unwrap().volume.len(), 12);
}

#[test]
fn too_little_volume_is_none() {
    let (levels, known) = three();
    let agreement = agreement(&levels, None);
    for volume in [history(&[40_000.0; 5]), history(&[-1.0; 12])] {
        assert!(run(&agreement, &with(&known, volume), &settings(1_024)).compute().unwrap().volume.is_empty());
    }
}
