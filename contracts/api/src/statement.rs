//! Statements: actuals in, score and credits out, line by line.

use crate::{
    ApiResult,
    wire::{ApiError, Detail},
};
use model::{Agreement, Baseline, Month};
use settlement::{History, Inputs, Problem};
pub use settlement::{Line, MonthStatement, Statement};

/// Settles actuals under the terms. `first_month` is the calendar month that counts as contract month 1; without it
/// the month in which the contract starts.
///
/// # Errors
/// Where the terms have problems, or the actuals lie outside of the term or of what can occur: each is named
/// with its place.
pub fn settle(agreement: &Agreement, actuals: &Baseline, first_month: Option<Month>) -> ApiResult<Statement> {
    settle_with(agreement, &History::of(agreement, actuals), &Inputs::new(), first_month)
}

/// Settles actuals of which more is known than their values: what was invoiced, delivered in units, saved.
///
/// # Errors
/// As [`settle`].
pub fn settle_with(
    agreement: &Agreement,
    history: &History,
    inputs: &Inputs,
    first_month: Option<Month>,
) -> ApiResult<Statement> {
    let first = first_month.unwrap_or_else(|| Month::of(agreement.term.start));
    let (Some(start), Some(end)) = (history.months.first(), history.months.last()) else {
        return Err(ApiError::input("The actuals hold no month", Vec::new()));
    };
    let (start, end) = (start.month, end.month);
    if start < first {
        let message = format!(
            "The actuals begin in {}, before the contract’s first month, {}. To settle them as if the contract had begun \
             then, name that month as the first one (--first-month {start})",
            start.text(),
            first.text()
        );
        return Err(ApiError::input(message, Vec::new()));
    }
    let last = first.plus(i32::try_from(agreement.term.months).unwrap_or(i32::MAX).saturating_sub(1).max(0));
    if end > last {
        let message = format!(
            "The actuals end in {}, after the contract’s last month, {}. Leave out the months behind it",
            end.text(),
            last.text()
        );
        return Err(ApiError::input(message, Vec::new()));
    }
    let months = usize::try_from(end.since(first) + 1).unwrap_or_default();
    let plan = settlement::compile(agreement, months).map_err(|p| terms_problems(&p))?.starting_in(first);
    settlement::settle_with(&plan, history, inputs)
        .map_err(|p| ApiError::input("The actuals cannot be settled", details(&p)))
}

/// The statement as a printed document, with its data attached.
///
/// # Errors
/// Where something in it cannot be printed as it is written.
pub fn pdf(agreement: &Agreement, statement: &Statement, created: store::Moment) -> ApiResult<Vec<u8>> {
    crate::scorecard::paper::statement_pdf(agreement, statement, created)
}

/// The statement as a table: a row for each service level and month, then the sums of the month.
#[must_use]
pub fn csv(statement: &Statement) -> Vec<u8> {
    crate::scorecard::paper::csv(&statement.months, &statement.currency, &[])
}

/// Why terms cannot be settled or simulated.
pub(crate) fn terms_problems(problems: &[Problem]) -> ApiError {
    let message = match problems {
        [only] => format!("The terms cannot be computed: {}, expected {}", only.what, only.expected),
        _ => format!("The terms cannot be computed: {} problems", problems.len()),
    };
    ApiError::input(message, details(problems))
}

pub(crate) fn details(problems: &[Problem]) -> Vec<Detail> {
    problems.iter().map(|p| Detail::new(p.path.clone(), format!("{}; expected {}", p.what, p.expected))).collect()
}
