//! The design review, which answers while a person types.

use super::statistics::Runs;
use api::Moment;
use harness::window::{Failure, Outcome};
use std::time::{Instant, SystemTime};

const RUNS: usize = 41;
const LEVELS: usize = 60;

/// Prints how long a review takes: of the sample, and of an agreement of 60 service levels, each with a measure and a
/// history of its own.
pub fn measure() -> Outcome {
    let today = Moment::from(SystemTime::UNIX_EPOCH).date_naive();
    let (mut agreement, mut baseline) = api::sample::sample(today).map_err(|e| Failure::new(e.to_string()))?;
    let review = |agreement: &_, baseline: Option<&_>| {
        let mut taken = Vec::with_capacity(RUNS);
        // The first ones read the library and the templates into memory.
        for run in 0..RUNS + 3 {
            let start = Instant::now();
            let findings = api::check::check(agreement, baseline);
            if run >= 3 {
                taken.push(start.elapsed().as_secs_f64() * 1000.0);
            }
            std::hint::black_box(findings);
        }
        Runs::new(taken)
    };
    review(&agreement, Some(&baseline)).print("review of the sample", "ms");
    let (levels, measures) = (agreement.service_levels.clone(), agreement.measures.clone());
    for i in agreement.service_levels.len()..LEVELS {
        let mut level = levels[i % levels.len()].clone();
        let mut measure = measures[i % measures.len()].clone();
        level.id.0 = format!("level_{i}");
        measure.id.0.clone_from(&level.id.0);
        level.measure = measure.id.clone();
        let history = baseline.series.iter().find(|series| series.measure == measures[i % measures.len()].id).cloned();
        baseline.series.extend(history.map(|series| model::Series { measure: measure.id.clone(), ..series }));
        agreement.service_levels.push(level);
        agreement.measures.push(measure);
    }
    review(&agreement, None).print("review of 60 service levels, no history", "ms");
    review(&agreement, Some(&baseline)).print("review of 60 service levels, all with history (limit 50 ms)", "ms");
    let mut taken = Vec::with_capacity(RUNS);
    for run in 0..RUNS {
        // A target that was never asked about before.
        let target = format!("{}.{} %", 60 + run / 10, run % 10);
        model::term::set(&mut agreement, "service_levels.fcr.target", &target)
            .map_err(|e| Failure::new(e.to_string()))?;
        let start = Instant::now();
        std::hint::black_box(api::check::check(&agreement, Some(&baseline)));
        taken.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    Runs::new(taken).print("the same, with another target each time", "ms");
    Ok(())
}
