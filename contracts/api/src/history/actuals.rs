//! Actuals for a statement: taken whole or not at all.

use super::{Answers, fitted::fitted, open_baseline};
use crate::{
    ApiResult,
    wire::{ApiError, Detail, ErrorCode},
};
use chrono::NaiveDate;
use model::{Agreement, Baseline, MeasureId, Month};
use settlement::{Actual, History, Inputs, MonthActuals};
use std::collections::BTreeSet;
use store::{
    actuals::AmountOf,
    import::{self, ImportError, Imported, IssueKind, RowIssue},
};

/// What was delivered month by month, and what the months brought beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actuals {
    /// Every month from the first to the last of the table.
    pub history: History,
    /// What was invoiced, delivered in units or saved, where the table says so.
    pub inputs: Inputs,
    /// What is worth knowing, each a sentence.
    pub notes: Vec<String>,
}

/// Reads actuals: a baseline file, or a table. Money follows from them, so nothing is guessed and nothing is left out:
/// every row that an import for a simulation would refuse or take in part refuses the whole, by number, and what a column
/// leaves open has to be answered.
///
/// # Errors
/// Where it is neither, or a row is not whole; every one is named.
pub fn actuals(
    bytes: &[u8],
    name: &str,
    agreement: &Agreement,
    answers: &Answers,
    today: NaiveDate,
) -> ApiResult<Actuals> {
    if bytes.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'{') {
        let history = History::of(agreement, &open_baseline(bytes, name)?);
        return Ok(Actuals { history, inputs: Inputs::new(), notes: Vec::new() });
    }
    let whole = |e: ImportError| ApiError::new(ErrorCode::Input, format!("“{name}” cannot be settled: {e}"));
    let (mapping, open) = import::answer(bytes, answers.mapping.clone(), &answers.choices).map_err(whole)?;
    let preview = import::look(bytes, name, Some(&mapping)).map_err(whole)?;
    // A mapping that a person made is taken as it says.
    let (mapping, open) = if answers.mapping.is_some() {
        (mapping, Vec::new())
    } else {
        let fitted = fitted(&preview, &open, agreement);
        (fitted.mapping, fitted.open)
    };
    let mut details: Vec<Detail> = open.iter().map(|o| o.detail(true)).collect();
    if open.iter().any(|o| o.measure.is_none()) {
        return Err(refused(name, details));
    }
    let imported = match import::read(bytes, name, Some(mapping), today) {
        Ok(imported) => imported,
        Err(_) if !details.is_empty() => return Err(refused(name, details)),
        Err(e) => return Err(whole(e)),
    };
    let beside = import::amounts(bytes, &imported.mapping, &agreement.currency).map_err(whole)?;
    let issues = imported.report.issues.iter();
    // A cell without anything in it says that nothing was reported, which settlement has a rule for.
    details.extend(issues.filter(|i| i.kind != IssueKind::NoValue).map(|i| Detail::new(place(i), i.reason.clone())));
    details.extend(beside.issues.iter().map(|i| {
        let column = i.column.as_ref().map(|c| format!(", {c}")).unwrap_or_default();
        Detail::new(format!("row {}{column}", i.row), i.reason.clone())
    }));
    details.extend(units(agreement, &imported.baseline));
    if !details.is_empty() {
        return Err(refused(name, details));
    }
    let mut inputs = Inputs::new();
    for (month, of, amount) in &beside.amounts {
        let own = inputs.entry(*month).or_default();
        match of {
            AmountOf::Charges => own.charges_amount = Some(*amount),
            AmountOf::Units => own.units = Some(*amount),
            AmountOf::Saving => own.saving_amount = Some(*amount),
        }
    }
    Ok(Actuals { history: history(agreement, &imported), inputs, notes: notes(agreement, &imported, &beside.columns) })
}

fn refused(name: &str, details: Vec<Detail>) -> ApiError {
    ApiError::input(format!("“{name}” cannot be settled: correct these rows, then settle again"), details)
}

fn place(issue: &RowIssue) -> String {
    match &issue.column {
        Some(column) => format!("row {}, {column}", issue.row),
        None => format!("row {}", issue.row),
    }
}

/// Measures whose figures are in another unit than the agreement's.
fn units<'a>(agreement: &'a Agreement, baseline: &'a Baseline) -> impl Iterator<Item = Detail> + 'a {
    baseline.series.iter().filter_map(|series| {
        let measure = agreement.measure(&series.measure).filter(|m| m.unit != series.unit)?;
        let (found, expected) = (series.unit.domain_in_words(), measure.unit.domain_in_words());
        Some(Detail::new(measure.name.clone(), format!("its figures are {found}; expected {expected}")))
    })
}

/// Every month of the table, those in which nothing happened or nothing was reported included.
fn history(agreement: &Agreement, imported: &Imported) -> History {
    let report = &imported.report;
    let observed = imported.baseline.series.iter().flat_map(|s| s.observations.iter().map(|o| o.month));
    let idle = report.measures.iter().flat_map(|m| m.idle_months.iter().copied());
    let empty = report.issues.iter().filter_map(|i| i.month);
    let months: BTreeSet<Month> = observed.chain(idle).chain(empty).collect();
    let (Some(first), Some(last)) = (months.first().copied(), months.last().copied()) else {
        return History::default();
    };
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

fn notes(agreement: &Agreement, imported: &Imported, amounts: &[String]) -> Vec<String> {
    let report = &imported.report;
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
    let unknown = report.measures.iter().filter(|m| agreement.measure(&m.measure).is_none());
    notes.extend(
        unknown.map(|m| format!("{} ({}): the contract has no such measure, so it is not settled", m.name, m.measure)),
    );
    notes.extend(report.notes.iter().cloned());
    let unused: Vec<&str> = report.unused_columns.iter().filter(|c| !amounts.contains(c)).map(String::as_str).collect();
    if !unused.is_empty() {
        notes.push(format!("not used: {}", unused.join(", ")));
    }
    notes
}
