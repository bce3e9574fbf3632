//! The whole job on the sample: what `plumbline demo` writes and prints.

use crate::{
    ApiResult, check, exchange, history,
    job::{Cancel, OnProgress},
    outlook, print,
    sample::{self, Story},
    scorecard::paper,
    statement::{self, Settled},
    wire::{LearningText, Outlook, OutlookRequest},
};
use model::{Agreement, Baseline, ContractFile, Finding, Month};
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
    /// Its first six months, settled.
    pub statement: Statement,
    /// What the vendor sees after opening the copy.
    pub vendor_outlook: Outlook,
    /// Everything to write, in order.
    pub files: Vec<DemoFile>,
}

const TRIALS: u32 = 10_000;

/// Does the job: sample, history, review, simulation, settlement of six months, copy for the other side, vendor's view,
/// document. The agreement is that of the sample's story: service has run since then.
///
/// # Errors
/// Where the job was told to stop.
pub fn run(now: Moment, cancel: &Cancel, progress: OnProgress<'_>) -> ApiResult<Demo> {
    let drafted = Story::until(now).drafted().date_naive();
    let (agreement, baseline) = sample::sample(drafted)?;
    let findings = check::check(&agreement, Some(&baseline));
    let outlook = simulate(&agreement, &baseline, sample::learning(), cancel, progress)?;
    let (table, whole) = settle(&agreement, now)?;

    let copy = exchange::share(&agreement, Some(&baseline));
    let opened = exchange::open(&copy, "copy.slac")?;
    let vendor_history = opened.shared_baseline.as_ref().ok_or_else(outlook::no_baseline)?;
    // What the client assumes of learning is private: the vendor has its own, and here none.
    let vendor_outlook = simulate(&opened.agreement, vendor_history, Vec::new(), cancel, progress)?;

    let occasion = print::Occasion::of_file(now, Some(&outlook), Some(&baseline));
    let tree = print::compose(&agreement, &occasion)?;
    let pdf = print::pdf(&tree, &agreement)?;
    let settled = paper::statement_pdf(&agreement, &whole, now)?;
    let statement = whole.statement;
    let results = outlook::ResultsFile::new(outlook.clone()).to_bytes();
    let files = vec![
        file(sample::HISTORY_NAME, "illustrative history", sample::history_bytes(drafted)),
        file("sample.baseline.json", "the history as months", history::baseline_bytes(&baseline)),
        file("sample.slac", "the contract", ContractFile::new(agreement.clone()).to_bytes()),
        file("results.json", "what the simulation found", results),
        file(sample::ACTUALS_NAME, "illustrative actuals of six months", table),
        file("statement.json", "these months settled, line by line", json_bytes(&statement)),
        file("statement.pdf", "the same as a document, with the arithmetic of every figure", settled),
        file("copy-for-the-vendor.slac", "the copy for the other side", copy),
        file("sample.pdf", "the document, unsigned, with the simulation annex", pdf),
    ];
    Ok(Demo { agreement, baseline, findings, outlook, statement, vendor_outlook, files })
}

/// The table of actuals of the months since service started, and their statement.
fn settle(agreement: &Agreement, now: Moment) -> ApiResult<(Vec<u8>, Settled)> {
    let table = sample::actuals_bytes(Month::of(agreement.term.start));
    let (name, nothing_said) = (sample::ACTUALS_NAME, history::Answers::default());
    let actuals = history::actuals(&table, name, agreement, &nothing_said, now.date_naive())?;
    let settled = statement::settle_partly(agreement, &actuals, None, name)?;
    Ok((table, settled))
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
