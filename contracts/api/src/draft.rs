//! Beginning a contract.

use crate::{ApiResult, template, workspace::apply_changes};
use chrono::{Datelike, NaiveDate};
use model::{Agreement, Month, review::Change, template::Template};

/// An agreement from a template with some terms set.
///
/// # Errors
/// Where there is no such template, or terms that cannot be read: each is named.
pub fn from_template(id: &str, changes: &[Change], today: NaiveDate) -> ApiResult<Agreement> {
    from(template::shipped(id).ok_or_else(|| template::unknown(id, &[]))?, changes, today)
}

/// An agreement from this template with some terms set.
///
/// # Errors
/// Where terms cannot be read: each is named.
pub fn from(template: &Template, changes: &[Change], today: NaiveDate) -> ApiResult<Agreement> {
    let mut agreement = template.instantiate(start_after(today));
    apply_changes(&mut agreement, changes)?;
    Ok(agreement)
}

/// When service could start: the first day of the month after next.
#[must_use]
pub fn start_after(today: NaiveDate) -> NaiveDate {
    let month = Month::of(today).plus(2);
    NaiveDate::from_ymd_opt(month.year(), month.number(), 1).unwrap_or_else(|| today.with_day(1).unwrap_or(today))
}
