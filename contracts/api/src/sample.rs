//! The sample: a filled-in agreement with its illustrative history.

use crate::{ApiResult, draft, history};
use chrono::NaiveDate;
use model::{Agreement, Baseline};

/// Name of the sample's table of history.
pub const HISTORY_NAME: &str = "sample-history.csv";

/// The sample's agreement, starting after `today`, and its history. The history says that it is illustrative.
///
/// # Errors
/// Never in a release: a test reads the sample.
pub fn sample(today: NaiveDate) -> ApiResult<(Agreement, Baseline)> {
    let (mut agreement, _) = model::template::sample();
    agreement.term.start = draft::start_after(today);
    let mut baseline = history::import(history_bytes(), HISTORY_NAME, None, today)?.baseline;
    baseline.provenance.illustrative = true;
    Ok((agreement, baseline))
}

/// The sample's table of history.
#[must_use]
pub fn history_bytes() -> &'static [u8] {
    model::template::sample().1.as_bytes()
}
