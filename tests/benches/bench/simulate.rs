//! The simulation as the window and the command line run it: terms and history made ready, trials through settlement,
//! distributions, words.

use super::statistics::Runs;
use api::job::{Cancel, unseen};
use api::outlook::{Inputs, run};
use api::wire::OutlookRequest;
use api::{ApiError, Moment};
use harness::window::{Failure, Outcome};
use std::num::NonZero;
use std::time::{Instant, SystemTime};

/// What a target's slider runs while it moves, and what follows when it is let go.
const TRIALS: [u32; 2] = [10_000, 100_000];
const MONTHS: u32 = 24;
const RUNS: usize = 11;

/// Prints how long a simulation of the sample takes, and what that is for each trial, month and service level.
pub fn measure() -> Outcome {
    let today = Moment::from(SystemTime::UNIX_EPOCH).date_naive();
    let (agreement, baseline) = api::sample::sample(today).map_err(told)?;
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    for trials in TRIALS {
        for threads in [1, cores] {
            let request = OutlookRequest { trials, seed: Some(1), months: Some(MONTHS), ..OutlookRequest::default() };
            let (mut taken, mut cells) = (Vec::new(), 0.0);
            for turn in 0..=RUNS {
                let start = Instant::now();
                let inputs =
                    Inputs::new(&agreement, Some(&baseline), &request).map_err(told)?.on_threads(Some(threads));
                let outlook = run(&inputs, &Cancel::default(), &unseen).map_err(told)?;
                // The first one brings everything into memory.
                if turn > 0 {
                    taken.push(start.elapsed().as_secs_f64());
                }
                cells = f64::from(trials) * outlook.months.len() as f64 * outlook.levels.len() as f64;
            }
            let what = format!("{trials} trials, {threads} thread{}", if threads == 1 { "" } else { "s" });
            Runs::new(taken.iter().map(|seconds| seconds * 1e3).collect()).print(&what, "ms");
            Runs::new(taken.iter().map(|seconds| seconds * 1e9 / cells).collect())
                .print("  for each trial, month and service level", "ns");
            if cores == 1 {
                break;
            }
        }
    }
    Ok(())
}

fn told(error: ApiError) -> Failure {
    Failure::new(error.to_string())
}
