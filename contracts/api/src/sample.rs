//! The sample: a filled-in agreement with its illustrative history.

use crate::{ApiResult, draft, history, wire::LearningText};
use chrono::NaiveDate;
use model::{Agreement, Baseline, MeasureId, Month};

/// Name of the sample's table of history.
pub const HISTORY_NAME: &str = "sample-history.csv";

/// Name of the sample's table of actuals, which says wherever a figure is shown that nobody measured it.
pub const ACTUALS_NAME: &str = "illustrative-actuals.csv";

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

/// The sample's table of actuals: the first six months of a contract that starts in `first`.
#[must_use]
pub fn actuals_bytes(first: Month) -> Vec<u8> {
    let table = include_str!("../sample/illustrative-actuals.csv");
    let mut lines = table.lines();
    let head = lines.next().unwrap_or_default().replacen("contract_month", "month", 1);
    let dated = lines.map(|line| {
        let (number, figures) = line.split_once(',').unwrap_or_default();
        let month = first.plus(number.parse::<i32>().unwrap_or(1) - 1);
        format!("{month},{figures}\n")
    });
    std::iter::once(head + "\n").chain(dated).collect::<String>().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_actuals_are_dated_from_the_month_in_which_service_starts() {
        let text = String::from_utf8(actuals_bytes("2027-11".parse().unwrap())).unwrap();
        let months: Vec<&str> = text.lines().map(|line| line.split(',').next().unwrap()).collect();
        assert_eq!(months, ["month", "2027-11", "2027-12", "2028-01", "2028-02", "2028-03", "2028-04"]);
        let cells: Vec<usize> = text.lines().map(|line| line.split(',').count()).collect();
        assert!(cells.iter().all(|n| *n == 16), "{cells:?}");
    }
}
