//! Months of more volume than was forecast are excused in the trials.

use crate::properties::{settings, three, wandering};
use crate::terms::{agreement, decimal, history, run, sample};
use model::charges::VolumeStep;
use model::{Agreement, Charges, MeasureId};
use settlement::Reading;
use simulation::{KnowledgeByMeasure, Results, Run, Settings, TrialMonth, normal};

/// Three levels of which `asa` is sensitive to volume beyond 10 % of the forecast, and a history with a volume.
fn busy() -> (Agreement, KnowledgeByMeasure) {
    let (levels, mut known) = three();
    known.insert(MeasureId("volume".into()), history(&wandering(12, 45_000.0, 4_000.0, 7)));
    let mut terms = agreement(&levels, Some("6"));
    terms.forecast.band_percent = Some(decimal("10"));
    terms.service_levels.iter_mut().find(|level| level.id.0 == "asa").unwrap().volume_sensitive = true;
    (terms, known)
}

/// Charges per unit with a forecast of each month.
fn per_unit(forecast: &str) -> Charges {
    let steps = vec![VolumeStep { up_to_units: None, price: decimal("20") }];
    Charges::PerUnit { steps, forecast_units: vec![decimal(forecast)] }
}

fn trials(run: &Run, count: u64) -> Vec<Vec<TrialMonth>> {
    (0..count).map(|trial| run.trial(trial)).collect()
}

fn place(results: &Results, id: &str) -> usize {
    results.levels.iter().position(|level| level.service_level.0 == id).unwrap()
}

#[test]
fn a_month_beyond_the_locked_forecast_is_excused_and_costs_nothing() {
    let (mut terms, known) = busy();
    terms.charges = per_unit("43000");
    let run = run(&terms, &known, &settings(1_500));
    let results = run.compute().unwrap();
    let trials = trials(&run, 1_500);
    let (asa, csat) = (place(&results, "asa"), place(&results, "csat"));
    let mut seen = 0;
    for month in trials.iter().flatten() {
        let over = month.volume.unwrap() > 43_000.0 * 1.1;
        assert_eq!(month.readings[asa] == Reading::EXCUSED, over, "{month:?}");
        assert!(month.readings[csat].has_value(), "it is not sensitive");
        assert!(!over || month.level_credit_minor[asa] == 0, "{month:?}");
        seen += usize::from(over);
    }
    assert!((2_000..16_000).contains(&seen), "some of 18,000 are excused: {seen}");
    for (m, month) in results.levels[asa].months.iter().enumerate() {
        let readings = || trials.iter().map(|trial| trial[m].readings[asa]);
        let judged = readings().filter(|reading| reading.has_value()).count() as f64;
        let met = readings().filter(|reading| reading.is_met()).count() as f64;
        assert_eq!(month.p_met.value, met / judged, "of the trials that are judged");
        assert_eq!(month.p_excused.unwrap().value, (1_500.0 - judged) / 1_500.0);
        let all_met = trials
            .iter()
            .filter(|trial| trial[m].readings.iter().all(|reading| reading.is_met() || *reading == Reading::EXCUSED));
        assert_eq!(results.months[m].p_all_met.value, all_met.count() as f64 / 1_500.0);
        assert_eq!(results.levels[csat].months[m].p_excused, None);
    }
    let missed = |trial: &&Vec<TrialMonth>| {
        trial.iter().any(|month| month.readings[asa].has_value() && !month.readings[asa].is_met())
    };
    let never = 1_500 - trials.iter().filter(missed).count();
    assert_eq!(results.levels[asa].p_misses[0], never as f64 / 1_500.0, "an excused month is no miss");
}

#[test]
fn busy_months_excuse_nothing_without_a_band_a_sensitive_level_or_a_volume() {
    let text = |terms: &Agreement, known: &KnowledgeByMeasure| {
        let results = run(terms, known, &settings(2_000)).compute().unwrap();
        serde_json::to_string(&Results { volume: Vec::new(), ..results }).unwrap()
    };
    let (terms, known) = busy();
    let (levels, quiet) = three();
    let plain = text(&agreement(&levels, Some("6")), &quiet);
    let mut unbanded = terms.clone();
    unbanded.forecast.band_percent = None;
    let mut insensitive = terms.clone();
    insensitive.service_levels.iter_mut().for_each(|level| level.volume_sensitive = false);
    let mut by_week = terms.clone();
    by_week.forecast.grain = Some(model::clauses::Frequency::Weekly);
    for terms in [&unbanded, &insensitive, &by_week] {
        assert_eq!(text(terms, &known), plain);
    }
    assert_eq!(text(&terms, &quiet), plain);
    assert!(!plain.contains("excused"), "bytes as before");
    assert_ne!(text(&terms, &known), plain);
}

/// The share of months of `asa` that are excused over the horizon.
fn excused(terms: &Agreement, known: &KnowledgeByMeasure, settings: &Settings) -> Vec<f64> {
    let results = run(terms, known, settings).compute().unwrap();
    let months = &results.levels[place(&results, "asa")].months;
    months.iter().map(|month| month.p_excused.unwrap().value).collect()
}

#[test]
fn without_a_forecast_in_the_agreement_the_months_before_the_lock_foretell_it() {
    let (mut terms, mut known) = busy();
    terms.forecast.band_percent = Some(decimal("30"));
    let volumes: Vec<f64> = sample(12, 10.7, 0.2).iter().map(|log| libm::exp(*log) - 1.0).collect();
    known.insert(MeasureId("volume".into()), history(&volumes));
    let textbook = Settings {
        trials: 40_000,
        residual: simulation::settings::Residual::Normal,
        parameter_uncertainty: false,
        ..Settings::independent_months()
    };
    // Months that know nothing of each other: the forecast is e^10.7, and 30 % above it lie ln 1.3 / 0.2 deviations away.
    let exact = 1.0 - normal::cdf(libm::log(1.3) / 0.2);
    let error = (exact * (1.0 - exact) / 40_000.0).sqrt();
    for share in excused(&terms, &known, &textbook) {
        assert!((share - exact).abs() < 4.0 * error, "{share} {exact}");
    }
    // A volume that wanders: the longer before the month the forecast is locked, the more months lie beyond it.
    let wandering = Settings { phi: vec![0.95], ..textbook };
    let mut share = |lock_days| {
        terms.forecast.lock_days = lock_days;
        excused(&terms, &known, &wandering).iter().sum::<f64>()
    };
    let (at_once, month, quarter) = (share(None), share(Some(30)), share(Some(90)));
    assert!(at_once < 0.8 * month && month < 0.8 * quarter, "{at_once} {month} {quarter}");
}

#[test]
fn an_excused_month_counts_as_met_where_the_agreement_says_so() {
    let (mut terms, known) = busy();
    terms.charges = per_unit("43000");
    terms.remedies.excused_counts_as_met = true;
    let run = run(&terms, &known, &settings(1_024));
    let results = run.compute().unwrap();
    let asa = place(&results, "asa");
    let trials = trials(&run, 1_024);
    for (m, month) in results.levels[asa].months.iter().enumerate() {
        let met =
            |trial: &&Vec<TrialMonth>| trial[m].readings[asa].is_met() || trial[m].readings[asa] == Reading::EXCUSED;
        assert_eq!(month.p_met.value, trials.iter().filter(met).count() as f64 / 1_024.0, "of all trials");
    }
}

#[test]
fn a_quarter_with_an_excused_month_earns_no_bonus() {
    let (mut terms, known) = busy();
    terms.charges = per_unit("43000");
    terms.remedies.bonus.base_percent = Some(decimal("2"));
    terms.remedies.bonus.cap_percent = Some(decimal("5"));
    let run = run(&terms, &known, &settings(1_024));
    let asa = place(&run.compute().unwrap(), "asa");
    let (mut with, mut without) = (0, 0);
    for quarter in trials(&run, 1_024).iter().flat_map(|trial| trial.chunks(3)) {
        let excused = quarter.iter().any(|month| month.readings[asa] == Reading::EXCUSED);
        let all_met = quarter.iter().flat_map(|month| &month.readings).all(|reading| reading.is_met());
        assert_eq!(quarter[2].bonus_minor > 0, all_met, "{quarter:?}");
        with += u32::from(all_met);
        without += u32::from(excused && quarter.iter().flat_map(|m| &m.readings).all(|r| !r.has_value() || r.is_met()));
    }
    assert!(with > 100 && without > 100, "{with} {without}");
}

#[test]
fn a_month_that_no_trial_judges_has_the_closed_forms_chance() {
    let (mut terms, known) = busy();
    terms.charges = per_unit("100");
    let run = run(&terms, &known, &settings(1_024));
    let results = run.compute().unwrap();
    let asa = place(&results, "asa");
    for (m, month) in results.levels[asa].months.iter().enumerate() {
        assert_eq!(month.p_excused.unwrap().value, 1.0);
        assert_eq!(month.p_met.value, run.p_met(asa, m).unwrap());
    }
    assert_eq!(results.levels[asa].credit_mean_minor, 0);
}
