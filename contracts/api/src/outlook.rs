//! Simulation of a contract against its history: made ready, run on all cores, put into words.

pub(crate) mod assumed;
mod chances;
mod curve;
pub(crate) mod entries;
pub(crate) mod figures;
pub(crate) mod learning;
mod volume;
mod words;

pub(crate) use chances::chances;
pub use curve::target_curve;
pub(crate) use figures::terms_sha256;

use crate::{
    ApiResult,
    job::{Cancel, OnProgress},
    statement::terms_problems,
    wire::{
        ApiError, AssumptionText, AssumptionView, Detail, ErrorCode, LearningText, LearningView, Outlook,
        OutlookInputs, OutlookRequest, Progress,
    },
    workspace::apply_changes,
};
use model::{Agreement, Baseline, ContentHash, Private, canonical::sha256_hex, canonical_bytes, content_hash};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use settlement::{Plan, Problem};
use simulation::{History, Knowledge, KnowledgeByMeasure, Problems, Results, Run, Settings};
use std::{
    num::NonZero,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    thread,
};

/// Name and version of the method.
pub const ENGINE_VERSION: &str = concat!("mean-reverting level 1, Plumbline ", env!("CARGO_PKG_VERSION"));

/// Months ahead where none are asked for.
const MONTHS_DEFAULT: u32 = 12;
/// Seed where none is asked for.
const SEED_DEFAULT: u64 = 1;

/// A simulation made ready.
pub struct Inputs {
    /// What figures depend on, and nothing else of the agreement.
    agreement: Agreement,
    /// The agreement that was simulated.
    hash: ContentHash,
    rests_on: OutlookInputs,
    baseline: Option<Baseline>,
    plan: Plan,
    run: Run,
    /// What the terms lack for a score; credits are exact all the same.
    score_problems: Vec<Problem>,
    learning: Vec<LearningView>,
    assumptions: Vec<AssumptionView>,
    /// Paths of the what-ifs.
    tried: Vec<String>,
    threads: usize,
}

/// How performance is learnt during the ramp, as the owner of a private part assumes it.
#[must_use]
pub fn kept_learning(agreement: &Agreement, private: &Private) -> Vec<LearningText> {
    learning::kept(agreement, &private.learning)
}

/// What the owner of a private part assumes of measures without a usable history.
#[must_use]
pub fn kept_assumptions(agreement: &Agreement, baseline: Option<&Baseline>, private: &Private) -> Vec<AssumptionText> {
    assumed::kept(agreement, baseline, &private.assumptions)
}

/// What is said where there is no history.
#[must_use]
pub fn no_baseline() -> ApiError {
    ApiError::refused(
        "There is no history to simulate against. Import a baseline first, or assume what a level will do",
    )
}

impl Inputs {
    /// Applies the what-ifs, compiles the terms and fits the histories.
    ///
    /// # Errors
    /// Where a what-if, learning or an assumption cannot be read, the terms, the settings or the history have problems
    /// (each is named), or there is neither history nor an assumption.
    pub fn new(agreement: &Agreement, baseline: Option<&Baseline>, request: &OutlookRequest) -> ApiResult<Self> {
        let mut agreement = agreement.clone();
        apply_changes(&mut agreement, &request.what_if)?;
        let months = months_ahead(request.months, agreement.term.months)?;
        let assumptions = request.assumptions.as_deref().unwrap_or_default();
        if baseline.is_none() && assumptions.is_empty() {
            return Err(no_baseline());
        }
        let assumptions = assumed::read_all(&agreement, baseline, assumptions)?;
        let learnt = learning::read_all(&agreement, request.learning.as_deref().unwrap_or_default())?;
        let settings = Settings {
            trials: request.trials,
            seed: request.seed.unwrap_or(SEED_DEFAULT),
            horizon_months: Some(months),
            learning: learning::settings(&learnt).collect(),
            ..Settings::default()
        };
        let learning = learning::views(&learnt);
        // What cannot be settled is not simulated, whichever term is to blame.
        settlement::compile_draft(&agreement, months as usize).map_err(|p| terms_problems(&p))?;
        let terms = figures::figure_terms(&agreement);
        let (plan, run, score_problems) = made_ready(&terms, baseline, &assumptions, settings)?;
        let assumptions = assumed::views(&assumptions);
        let rests_on = figures::inputs(&agreement, baseline, &learning, &assumptions);
        let threads = thread::available_parallelism().map_or(1, NonZero::get);
        let tried = request.what_if.iter().map(|c| c.path.clone()).collect();
        let baseline = baseline.cloned();
        let hash = content_hash(&agreement);
        Ok(Self {
            agreement: terms,
            hash,
            rests_on,
            baseline,
            plan,
            run,
            score_problems,
            learning,
            assumptions,
            tried,
            threads,
        })
    }

    /// On so many threads instead of all cores. The result is the same.
    #[must_use]
    pub fn on_threads(mut self, threads: Option<usize>) -> Self {
        self.threads = threads.unwrap_or(self.threads).max(1);
        self
    }

    /// SHA-256 of everything that goes in: the terms that figures depend on, history, learning, assumptions, seed, trials, method.
    #[must_use]
    pub fn sha256(&self) -> String {
        let mut bytes = canonical_bytes(&self.agreement);
        bytes.extend(self.baseline.iter().flat_map(crate::history::baseline_bytes));
        bytes.extend(self.assumptions.iter().flat_map(|a| serde_json::to_vec(a).unwrap_or_default()));
        bytes.extend(serde_json::to_vec(self.run.settings()).unwrap_or_default());
        bytes.extend(ENGINE_VERSION.bytes());
        sha256_hex(&bytes)
    }
}

/// The horizon: what was asked for, or a year, within the term.
fn months_ahead(asked: Option<u32>, term_months: u32) -> ApiResult<u32> {
    match asked {
        Some(months) if months == 0 || months > term_months => Err(ApiError::input(
            format!("{months} months ahead cannot be simulated: the contract has {term_months}, so 1 to {term_months}"),
            Vec::new(),
        )),
        Some(months) => Ok(months),
        None => Ok(MONTHS_DEFAULT.min(term_months).max(1)),
    }
}

fn made_ready(
    agreement: &Agreement,
    baseline: Option<&Baseline>,
    assumptions: &[assumed::Read<'_>],
    settings: Settings,
) -> ApiResult<(Plan, Run, Vec<Problem>)> {
    let months = settings.horizon_months.unwrap_or(MONTHS_DEFAULT) as usize;
    let (plan, score_problems) = settlement::compile_draft(agreement, months).map_err(|p| terms_problems(&p))?;
    let observed = baseline.iter().flat_map(|b| &b.series);
    let observed = observed.map(|series| (series.measure.clone(), Knowledge::Observed(History::from(series))));
    // What is assumed stands in for a history that is too short: only such measures have an assumption.
    let knowledge: KnowledgeByMeasure = observed.chain(assumed::knowledge(assumptions)).collect();
    let run = Run::new(plan.clone(), &knowledge, settings).map_err(|p| history_problems(&p))?;
    Ok((plan, run, score_problems))
}

fn history_problems(problems: &Problems) -> ApiError {
    let details: Vec<Detail> = problems
        .0
        .iter()
        .map(|p| Detail::new(p.place.clone(), format!("{}; expected {}; {}", p.found, p.expected, p.remedy)))
        .collect();
    let message = match details.as_slice() {
        [only] => format!("It cannot be simulated: {}: {}", only.place, only.message),
        _ => "It cannot be simulated".to_owned(),
    };
    ApiError::input(message, details)
}

/// Runs a simulation. The result does not depend on the number of threads.
///
/// # Errors
/// [`ErrorCode::Cancelled`] where it was told to stop.
pub fn run(inputs: &Inputs, cancel: &Cancel, progress: OnProgress<'_>) -> ApiResult<Outlook> {
    let total = inputs.run.chunks();
    let (next, done) = (AtomicU32::new(0), AtomicU32::new(0));
    let chunks = Mutex::new(Vec::with_capacity(total as usize));
    let work = || {
        while !cancel.is_cancelled() {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= total {
                break;
            }
            let chunk = inputs.run.chunk(index);
            chunks.lock().unwrap_or_else(PoisonError::into_inner).push(chunk);
            progress(Progress { done: done.fetch_add(1, Ordering::Relaxed) + 1, total });
        }
    };
    thread::scope(|scope| {
        for _ in 1..inputs.threads.min(total as usize) {
            scope.spawn(work);
        }
        work();
    });
    if cancel.is_cancelled() {
        return Err(ApiError::new(ErrorCode::Cancelled, "The simulation was stopped"));
    }
    let chunks = chunks.into_inner().unwrap_or_else(PoisonError::into_inner);
    let results = inputs.run.finish(chunks).map_err(|p| history_problems(&p))?;
    if results.totals.is_none() {
        return Err(nothing_to_say(&results));
    }
    Ok(words::outlook(inputs, &results))
}

/// Below six months there is no probability: no figure is given, and every level says why.
fn nothing_to_say(results: &Results) -> ApiError {
    let details = results.left_out.iter();
    let details = details
        .map(|l| Detail::new(l.measure_name.clone(), format!("it has {}", words::left_out_for(l.reason))))
        .collect();
    let message = "No service level has history enough to simulate: a probability needs six months, or an assumption";
    ApiError { details, ..ApiError::refused(message) }
}

/// Results in a file: `plumbline simulate --json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResultsFile {
    /// Always `plumbline-results`.
    pub format: String,
    /// Version of the format.
    pub version: u32,
    /// What was found.
    pub results: Outlook,
}

impl ResultsFile {
    const FORMAT: &str = "plumbline-results";

    /// The current format.
    #[must_use]
    pub fn new(results: Outlook) -> Self {
        Self { format: Self::FORMAT.into(), version: 1, results }
    }

    /// The bytes of the file.
    ///
    /// # Panics
    /// Never: results are plain data.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).expect("plain data always has a JSON form");
        bytes.push(b'\n');
        bytes
    }

    /// Reads a results file.
    ///
    /// # Errors
    /// Where the bytes are something else; with the place.
    pub fn read(bytes: &[u8], name: &str) -> ApiResult<Outlook> {
        let wrong = |problem: String| ApiError::new(ErrorCode::Input, format!("“{name}” holds no results: {problem}"));
        let file: Self = serde_json::from_slice(bytes)
            .map_err(|e| wrong(format!("line {}, column {}: {e}", e.line(), e.column())))?;
        if file.format != Self::FORMAT {
            return Err(wrong(format!("it is a “{}” file", file.format)));
        }
        Ok(file.results)
    }
}
