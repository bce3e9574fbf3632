//! The sample: a filled-in agreement with its illustrative history.

use crate::{ApiResult, draft, history, wire::LearningText};
use chrono::NaiveDate;
use model::{Agreement, Baseline, MeasureId};

/// Name of the sample's table of history.
pub const HISTORY_NAME: &str = "sample-history.csv";

/// The sample's agreement, starting after `today`, and its history. The history says that it is illustrative.
///
/// # Errors
/// Never in a release: a test reads the sample.
pub fn sample(today: NaiveDate) -> ApiResult<(Agreement, Baseline)> {
    read(today).map(|(agreement, read)| (agreement, read.baseline))
}

/// As [`sample`], with how its history was read.
pub(crate) fn read(today: NaiveDate) -> ApiResult<(Agreement, history::Read)> {
    let (mut agreement, _) = model::template::sample();
    agreement.term.start = draft::start_after(today);
    let mut read = history::import(history_bytes(), HISTORY_NAME, None, today)?;
    read.baseline.provenance.illustrative = true;
    Ok((agreement, read))
}

/// How the sample's performance is learnt during its ramp: calls take 15 minutes at first.
#[must_use]
pub fn learning() -> Vec<LearningText> {
    let aht = LearningText {
        measure: MeasureId("aht".into()),
        start: "900\u{202f}s".into(),
        half_life: "3\u{a0}weeks".into(),
    };
    vec![aht]
}

/// The sample's table of history.
#[must_use]
pub fn history_bytes() -> &'static [u8] {
    model::template::sample().1.as_bytes()
}
