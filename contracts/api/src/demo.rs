//! The whole job on the sample: what `plumbline demo` writes and prints.

use crate::{
    ApiResult, check, exchange, history,
    job::{Cancel, OnProgress},
    outlook, print, sample,
    scorecard::paper,
    statement,
    wire::{LearningText, Outlook, OutlookRequest},
};
use model::{Agreement, Baseline, ContractFile, Finding};
use settlement::Statement;
use store::Moment;

/// A file of the demonstration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoFile {
    /// Its name.
    pub name: String,
    /// What it is.
    pub what: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// What the demonstration made.
#[derive(Debug, Clone)]
pub struct Demo {
    /// The sample's agreement.
    pub agreement: Agreement,
    /// Its illustrative history.
    pub baseline: Baseline,
    /// The design review.
    pub findings: Vec<Finding>,
    /// The simulation.
    pub outlook: Outlook,
    /// The history settled as if the contract had begun a year before its end.
    pub statement: Statement,
    /// What the vendor sees after opening the copy.
    pub vendor_outlook: Outlook,
    /// Everything to write, in order.
    pub files: Vec<DemoFile>,
}

const TRIALS: u32 = 10_000;

/// Does the job: sample, history, review, simulation, settlement, copy for the other side, vendor's view, document.
///
/// # Errors
/// Where the job was told to stop.
pub fn run(now: Moment, cancel: &Cancel, progress: OnProgress<'_>) -> ApiResult<Demo> {
    let (agreement, baseline) = sample::sample(now.date_naive())?;
    let findings = check::check(&agreement, Some(&baseline));
    let outlook = simulate(&agreement, &baseline, sample::learning(), cancel, progress)?;
    let statement = statement::settle(&agreement, &last_year(&baseline), first_of_last_year(&baseline))?;

    let copy = exchange::share(&agreement, Some(&baseline));
    let opened = exchange::open(&copy, "copy.slac")?;
    let vendor_history = opened.shared_baseline.as_ref().ok_or_else(outlook::no_baseline)?;
    // What the client assumes of learning is private: the vendor has its own, and here none.
    let vendor_outlook = simulate(&opened.agreement, vendor_history, Vec::new(), cancel, progress)?;

    let occasion = print::Occasion::of_file(now, Some(&outlook), Some(&baseline));
    let tree = print::compose(&agreement, &occasion)?;
    let pdf = print::pdf(&tree, &agreement)?;
    let settled = paper::statement_pdf(&agreement, &statement, now)?;
    let results = outlook::ResultsFile::new(outlook.clone()).to_bytes();
    let files = vec![
        file("sample-history.csv", "illustrative history", sample::history_bytes().to_vec()),
        file("sample.baseline.json", "the history as months", history::baseline_bytes(&baseline)),
        file("sample.slac", "the contract", ContractFile::new(agreement.clone()).to_bytes()),
        file("results.json", "what the simulation found", results),
        file("statement.json", "the last year settled, line by line", json_bytes(&statement)),
        file("statement.pdf", "the same as a document, with the arithmetic of every figure", settled),
        file("copy-for-the-vendor.slac", "the copy for the other side", copy),
        file("sample.pdf", "the document, unsigned, with the simulation annex", pdf),
    ];
    Ok(Demo { agreement, baseline, findings, outlook, statement, vendor_outlook, files })
}

fn simulate(
    agreement: &Agreement,
    baseline: &Baseline,
    learning: Vec<LearningText>,
    cancel: &Cancel,
    progress: OnProgress<'_>,
) -> ApiResult<Outlook> {
    let request = OutlookRequest { trials: TRIALS, learning: Some(learning), ..OutlookRequest::default() };
    outlook::run(&outlook::Inputs::new(agreement, Some(baseline), &request)?, cancel, progress)
}

fn file(name: &str, what: &str, bytes: Vec<u8>) -> DemoFile {
    DemoFile { name: name.into(), what: what.into(), bytes }
}

fn json_bytes(value: &impl serde::Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).expect("plain data always has a JSON form");
    bytes.push(b'\n');
    bytes
}

fn first_of_last_year(baseline: &Baseline) -> Option<model::Month> {
    baseline.span().map(|(first, last)| first.max(last.plus(-11)))
}

/// The last twelve months of a history.
fn last_year(baseline: &Baseline) -> Baseline {
    let from = first_of_last_year(baseline);
    let mut year = baseline.clone();
    for series in &mut year.series {
        series.observations.retain(|o| from.is_none_or(|from| o.month >= from));
    }
    year
}
