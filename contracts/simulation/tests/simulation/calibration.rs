//! Whether what is promised comes true: rolling origin on public monthly series.

use crate::golden::fixtures;
use model::{Direction, Month};
use simulation::closed_form::Prediction;
use simulation::fit::{fit, grid};
use simulation::{Link, Scale, Settings};
use std::collections::BTreeMap;

/// Waits and abandonment of call centres, state by state, on their link scales: months without a figure are none.
fn series(csv: &str) -> Vec<Vec<Option<f64>>> {
    let waits = Scale::new(Link::Log, Direction::Lower, None);
    let abandonment = Scale::new(Link::Logit, Direction::Lower, None);
    let mut of: BTreeMap<(&str, u8), BTreeMap<Month, f64>> = BTreeMap::new();
    for line in csv.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let month: Month = fields[1].parse().unwrap();
        if let Ok(minutes) = fields[3].parse::<f64>() {
            of.entry((fields[0], 0)).or_default().insert(month, waits.of_month(60.0 * minutes, None));
        }
        if let Ok(share) = fields[4].parse::<f64>() {
            of.entry((fields[0], 1)).or_default().insert(month, abandonment.of_month(100.0 * share, None));
        }
    }
    let months = |known: BTreeMap<Month, f64>| {
        let (first, last) = (*known.keys().next().unwrap(), *known.keys().next_back().unwrap());
        (0..=last.since(first)).map(|index| known.get(&first.plus(index)).copied()).collect()
    };
    of.into_values().map(months).collect()
}

#[derive(Default)]
struct Tally {
    months: u32,
    /// Months that met the target solved for 85 %.
    hits: u32,
    /// Months inside the interval of 90 %.
    covered: u32,
}

fn rolling_origin(all: &[Vec<Option<f64>>], history: usize) -> Tally {
    let settings = Settings::default();
    let mut tally = Tally::default();
    for series in all {
        for origin in history..series.len() {
            let known = &series[origin - history..origin];
            let months = known.iter().flatten().count();
            // A series that hardly moves says nothing about spread: waits are rounded to minutes.
            let mut distinct: Vec<f64> = known.iter().flatten().copied().collect();
            distinct.sort_by(f64::total_cmp);
            distinct.dedup();
            if months < history || distinct.len() < history / 2 {
                continue;
            }
            let fit = fit(known, &grid(&settings, months as u32, true)).unwrap();
            for (ahead, value) in (1..=12).zip(&series[origin..]) {
                let Some(value) = value else { continue };
                let prediction = Prediction::new(&fit, ahead, &settings);
                tally.months += 1;
                // A value is at or above the target solved for 85 % where at least 15 % lie below it.
                let place = prediction.cdf(*value);
                tally.hits += u32::from(place >= 0.15);
                tally.covered += u32::from((0.05..=0.95).contains(&place));
            }
        }
    }
    tally
}

#[test]
fn targets_solved_for_85_percent_are_met_about_that_often() {
    let Some(folder) = fixtures() else { return };
    let csv = std::fs::read_to_string(folder.join("data/medicaid-call-centres.csv")).unwrap();
    let all = series(&csv);
    assert_eq!(all.len(), 50, "25 states, two measures each");
    for history in [6, 12] {
        let tally = rolling_origin(&all, history);
        let share = |count: u32| f64::from(count) / f64::from(tally.months);
        println!(
            "{history} months: {} predicted, {:.3} hit, {:.3} covered",
            tally.months,
            share(tally.hits),
            share(tally.covered)
        );
        assert!(tally.months > 1_000);
        assert!((0.75..0.95).contains(&share(tally.hits)), "{history}: {}", share(tally.hits));
        assert!((0.84..0.98).contains(&share(tally.covered)), "{history}: {}", share(tally.covered));
    }
}
