//! Actuals for a statement: what a table or a baseline file gives, and what of it could not be taken.

use super::{
    Answers, open_baseline,
    table::{self, Table},
};
use crate::{
    ApiResult,
    wire::{ApiError, Detail},
};
use chrono::NaiveDate;
use model::{Agreement, MeasureId, Month};
use settlement::{Actual, History, Inputs, MonthActuals, MonthInputs};
use store::{
    actuals::{AmountOf, Trouble},
    import::{Imported, IssueKind},
};

/// What was delivered month by month, and what the months brought beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actuals {
    /// Every month from the first to the last of the table.
    pub history: History,
    /// What was invoiced, delivered in units, saved, offered or forecast, where the table says so.
    pub inputs: Inputs,
    /// What is worth knowing, each a sentence.
    pub notes: Vec<String>,
    /// What could not be taken: its months are held until it is corrected.
    pub troubles: Vec<Trouble>,
}

/// Reads actuals: a baseline file, or a table. Money follows from them, so nothing is guessed: whatever an import for a
/// simulation would refuse or take in part, and what a column leaves open, holds the months that it is about.
///
/// # Errors
/// Where it is neither, or no month can be read before something about the whole file is said.
pub fn actuals(
    bytes: &[u8],
    name: &str,
    agreement: &Agreement,
    answers: &Answers,
    today: NaiveDate,
) -> ApiResult<Actuals> {
    const CANNOT: &str = "cannot be settled";
    if bytes.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'{') {
        let history = History::of(agreement, &open_baseline(bytes, name)?);
        return Ok(Actuals { history, inputs: Inputs::new(), notes: Vec::new(), troubles: Vec::new() });
    }
    let looked = table::look(bytes, name, agreement, answers, CANNOT)?;
    if looked.open.iter().any(|o| o.measure.is_none()) {
        let details: Vec<Detail> = looked.open.iter().map(|o| o.detail(true)).collect();
        return Err(ApiError::input(format!("“{name}” {CANNOT}: say this first, then settle again"), details));
    }
    let read = table::read(bytes, name, agreement, looked, today, CANNOT)?;
    let mut inputs = Inputs::new();
    for (month, of, amount) in &read.amounts {
        put(inputs.entry(*month).or_default(), *of, *amount);
    }
    let notes = notes(agreement, &read);
    Ok(Actuals { history: history(agreement, &read.imported), inputs, notes, troubles: read.troubles })
}

/// Puts a number of a month where settlement reads it.
pub(crate) fn put(own: &mut MonthInputs, of: AmountOf, amount: model::Decimal) {
    match of {
        AmountOf::Charges => own.charges_amount = Some(amount),
        AmountOf::Units => own.units = Some(amount),
        AmountOf::Saving => own.saving_amount = Some(amount),
        AmountOf::Volume => own.volume = Some(amount),
        AmountOf::Forecast => own.forecast_volume = Some(amount),
    }
}

/// Every month of the table, those in which nothing happened or nothing was reported included.
fn history(agreement: &Agreement, imported: &Imported) -> History {
    let report = &imported.report;
    let Some((first, last)) = table::span(imported) else { return History::default() };
    let actual = |measure: &MeasureId, month: Month| {
        let series = imported.baseline.of(measure);
        let found = series.and_then(|s| s.observations.iter().find(|o| o.month == month));
        let is_idle = || report.measures.iter().any(|m| &m.measure == measure && m.idle_months.contains(&month));
        match found {
            Some(observation) => Actual::Value { value: observation.value, n: observation.n },
            None if is_idle() => Actual::NoActivity,
            None => Actual::NotReported,
        }
    };
    let months = (0..=last.since(first)).map(|i| {
        let month = first.plus(i);
        let levels = agreement.service_levels.iter();
        MonthActuals { month, actuals: levels.map(|l| (l.id.clone(), actual(&l.measure, month))).collect() }
    });
    History { months: months.collect() }
}

fn notes(agreement: &Agreement, read: &Table) -> Vec<String> {
    let report = &read.imported.report;
    let empty = report.issues.iter().filter(|i| i.kind == IssueKind::NoValue);
    let mut notes: Vec<String> = empty.map(|i| format!("row {}: {}, so it is not reported", i.row, i.reason)).collect();
    notes.extend(
        report
            .partial_months
            .iter()
            .map(|p| format!("{} comes from {} of its {} days", p.month.text(), p.days, p.of_days)),
    );
    for gap in &report.gaps {
        let until = if gap.from == gap.to { String::new() } else { format!(" to {}", gap.to) };
        notes.push(format!("no row for {}{until} ({} missing)", gap.from, gap.missing));
    }
    let is_volume = |id: &MeasureId| id.0 == table::VOLUME && table::reads_volume(agreement);
    let unknown =
        report.measures.iter().filter(|m| agreement.measure(&m.measure).is_none() && !is_volume(&m.measure));
    notes.extend(
        unknown.map(|m| format!("{} ({}): the contract has no such measure, so it is not settled", m.name, m.measure)),
    );
    notes.extend(report.notes.iter().cloned());
    let unused = report.unused_columns.iter().filter(|c| !read.amount_columns.contains(c));
    let unused: Vec<&str> = unused.map(String::as_str).collect();
    if !unused.is_empty() {
        notes.push(format!("not used: {}", unused.join(", ")));
    }
    notes
}
