//! Actuals coming in: from a table, or typed.

use super::case::Case;
use crate::{
    ApiResult, history,
    wire::{ApiError, Detail, TypedActual, TypedState},
};
use chrono::{Datelike, NaiveDate};
use model::{Measure, MeasureId, Month, Unit, Weighting, read};
use store::{
    actuals::{AmountOf, Figure, NewActuals, Origin, Reported, Trouble},
    import::{self, Report},
};

/// What a table of actuals gave.
pub(crate) struct Taken {
    pub new: NewActuals,
    /// Everything else worth knowing, each a sentence.
    pub notes: Vec<String>,
}

/// Reads a table of actuals for a contract. What cannot be taken is named and the rest is taken.
pub(crate) fn table(case: &Case, bytes: &[u8], name: &str, today: NaiveDate, reason: Option<&str>) -> ApiResult<Taken> {
    let preview = import::recognise(bytes, name)
        .map_err(|e| ApiError::input(format!("“{name}” cannot be imported: {e}"), Vec::new()))?;
    let fitted = history::fitted(&preview, &preview.questions, &case.agreement);
    let open: Vec<Detail> = fitted.open.iter().map(|o| o.detail(false)).collect();
    let read =
        history::import(bytes, name, Some(fitted.mapping), today).map_err(|e| ApiError { details: open, ..e })?;
    let fault = |e: import::ImportError| ApiError::input(format!("“{name}” cannot be imported: {e}"), Vec::new());
    let beside = import::amounts(bytes, &read.mapping, &case.agreement.currency).map_err(fault)?;
    let mut problems = row_troubles(&read.report);
    // Nobody may guess where money follows.
    problems.extend(fitted.open.iter().map(|open| Trouble {
        measures: open.measure.iter().cloned().collect(),
        ..trouble(open_place(open), open.message.clone())
    }));
    problems.extend(beside.issues.iter().map(|i| Trouble {
        place: i.column.as_ref().map_or_else(|| format!("row {}", i.row), |c| format!("row {}, {c}", i.row)),
        message: i.reason.clone(),
        month: i.column.is_some().then_some(i.month),
        measures: Vec::new(),
    }));
    let mut left_out = Vec::new();
    let mut figures = Vec::new();
    for (series, report) in read.baseline.series.iter().filter_map(|s| {
        let report = read.report.measures.iter().find(|r| r.measure == s.measure)?;
        Some((s, report))
    }) {
        let Some(measure) = case.agreement.measure(&series.measure) else {
            // A volume is no promise of its own: a contract without it misses nothing.
            match series.measure.0.as_str() {
                "volume" => {
                    left_out.push(format!("{}: no term of the contract reads it, so it was left out", report.name))
                }
                _ => problems.push(unknown(&report.name, &series.measure)),
            }
            continue;
        };
        if measure.unit != series.unit {
            problems.push(unit_trouble(measure, series.unit));
            continue;
        }
        figures.extend(series.observations.iter().map(|o| Figure {
            month: o.month,
            measure: measure.id.clone(),
            reported: Reported::Value(o.value, o.n),
            weighting: series.weighting,
            days: None,
        }));
        figures.extend(report.idle_months.iter().map(|month| Figure {
            month: *month,
            measure: measure.id.clone(),
            reported: Reported::NoActivity,
            weighting: Weighting::Exact,
            days: None,
        }));
    }
    for partial in &read.report.partial_months {
        figures.iter_mut().filter(|f| f.month == partial.month).for_each(|f| f.days = Some(partial.days));
    }
    let months: Vec<Month> = figures.iter().map(|f| f.month).collect();
    figures.retain(|f| admissible(case, f, reason, &mut problems));
    let mut amounts = beside.amounts;
    amounts.retain(|(month, of, amount)| {
        let known = case.actuals.amounts.get(&(*month, *of)).map(|(a, _)| a);
        known != Some(amount) && in_reach(case, *month, reason, &mut problems)
    });
    let mut notes = read.report.notes.clone();
    notes.extend(left_out);
    let unused: Vec<&String> = read.report.unused_columns.iter().filter(|c| !beside.columns.contains(c)).collect();
    if !unused.is_empty() {
        let unused: Vec<&str> = unused.into_iter().map(String::as_str).collect();
        notes.push(format!("Columns that were not used: {}", unused.join(", ")));
    }
    if figures.is_empty() && amounts.is_empty() && problems.is_empty() {
        let hash = model::canonical::sha256_hex(bytes);
        let same = case.actuals.sources.iter().rev().find(|s| s.sha256.as_ref() == Some(&hash));
        let message = match same {
            Some(source) => {
                let at = history::moment_text(source.at, case.now);
                format!("“{name}” holds the same rows as “{}”, imported {at}, and nothing was changed", source.name)
            }
            None => format!("“{name}” holds the same figures that are already here, and nothing was changed"),
        };
        return Err(ApiError::refused(message));
    }
    let label = label(&months, name);
    let new = NewActuals {
        origin: Origin::Imported,
        side: case.side,
        name: name.to_owned(),
        bytes: Some(bytes.to_vec()),
        problems,
        figures,
        amounts,
        label,
        reason: reason.map(str::to_owned),
    };
    Ok(Taken { new, notes })
}

fn label(months: &[Month], name: &str) -> String {
    match (months.iter().min(), months.iter().max()) {
        (Some(first), Some(last)) if first == last => format!("{} from {name}", first.text()),
        (Some(first), Some(last)) => format!("{} to {} from {name}", first.text(), last.text()),
        _ => format!("Nothing from {name}"),
    }
}

fn trouble(place: impl Into<String>, message: impl Into<String>) -> Trouble {
    Trouble { place: place.into(), message: message.into(), month: None, measures: Vec::new() }
}

fn unknown(name: &str, measure: &MeasureId) -> Trouble {
    trouble(format!("{name} ({measure})"), "the contract has no such measure, so it was not taken")
}

fn unit_trouble(measure: &Measure, found: Unit) -> Trouble {
    let message = format!("its figures are {}; expected {}", found.domain_in_words(), measure.unit.domain_in_words());
    Trouble { measures: vec![measure.id.clone()], ..trouble(measure.name.clone(), message) }
}

fn open_place(open: &history::Open) -> String {
    format!("row {}, {}", open.row, open.column)
}

fn row_troubles(report: &Report) -> Vec<Trouble> {
    let of_row = |issue: &import::RowIssue| Trouble {
        place: match &issue.column {
            Some(column) => format!("row {}, {column}", issue.row),
            None => format!("row {}", issue.row),
        },
        message: issue.reason.clone(),
        month: issue.month,
        measures: issue.measures.clone(),
    };
    report.issues.iter().map(of_row).collect()
}

/// Whether a figure may be taken; where not, why.
fn admissible(case: &Case, figure: &Figure, reason: Option<&str>, problems: &mut Vec<Trouble>) -> bool {
    let known = case.actuals.figures.get(&(figure.month, figure.measure.clone()));
    !known.is_some_and(|k| k.figure == *figure) && in_reach(case, figure.month, reason, problems)
}

/// Whether something of a month may be changed; where not, why, once.
fn in_reach(case: &Case, month: Month, reason: Option<&str>, problems: &mut Vec<Trouble>) -> bool {
    if !case.holds(month) {
        let message = format!("outside of the contract’s months, {} to {}", case.first().text(), case.last().text());
        if !problems.iter().any(|p| p.place == month.text()) {
            problems.push(trouble(month.text(), message));
        }
        return false;
    }
    if case.posted_of(month).is_some() && reason.is_none() {
        let message = "its statement is posted and stays. Open that month and choose “Import a correction” to change it with a reason";
        if !problems.iter().any(|p| p.place == month.text()) {
            problems.push(trouble(month.text(), message));
        }
        return false;
    }
    true
}

/// Reads what was typed for a level in a month.
pub(crate) fn typed(case: &Case, typed: &TypedActual) -> ApiResult<NewActuals> {
    let month: Month = month(&typed.month)?;
    let refuse = |place: &str, message: String| ApiError::input(message.clone(), vec![Detail::new(place, message)]);
    let found = case.agreement.levels().find(|(l, _)| l.id == typed.level);
    let Some((_, measure)) = found else {
        return Err(refuse("level", format!("the contract has no service level “{}”", typed.level)));
    };
    if !case.holds(month) {
        let message = format!("{} lies outside of the contract’s months", month.text());
        return Err(refuse("month", message));
    }
    let reported = match typed.state {
        TypedState::NoActivity => Reported::NoActivity,
        TypedState::NotReported => Reported::NotReported,
        TypedState::Value => {
            let value =
                read::value(&typed.value, measure.unit).map_err(|e| refuse("value", capital(&e.to_string())))?;
            if !measure.unit.holds(value) {
                let expected = measure.unit.domain_in_words();
                return Err(refuse("value", format!("“{}” is not {expected}", typed.value.trim())));
            }
            let n = Some(typed.n.trim()).filter(|n| !n.is_empty());
            let n = n.map(|n| read::whole(n, 0, u32::MAX).map_err(|e| refuse("n", capital(&e.to_string()))));
            Reported::Value(measure.unit.of(value), n.transpose()?.map(model::Decimal::from))
        }
    };
    let source = typed.source.trim();
    let figure = Figure { month, measure: measure.id.clone(), reported, weighting: Weighting::Exact, days: None };
    Ok(NewActuals {
        origin: if typed.measured { Origin::Measured } else { Origin::Typed },
        side: case.side,
        name: if source.is_empty() { "typed in".into() } else { source.to_owned() },
        bytes: None,
        problems: Vec::new(),
        figures: vec![figure],
        amounts: Vec::new(),
        label: format!("{}, {}: {}", measure.name, month.text(), shown(typed)),
        reason: reason(typed.reason.as_deref()),
    })
}

/// Reads the invoice of a month.
pub(crate) fn charges(case: &Case, month_text: &str, text: &str, why: Option<&str>) -> ApiResult<NewActuals> {
    let month = month(month_text)?;
    let amount = read::amount(text, &case.agreement.currency)
        .map_err(|e| ApiError::input(capital(&e.to_string()), vec![Detail::new("charges", capital(&e.to_string()))]))?;
    Ok(NewActuals {
        origin: Origin::Typed,
        side: case.side,
        name: "invoice".into(),
        bytes: None,
        problems: Vec::new(),
        figures: Vec::new(),
        amounts: vec![(month, AmountOf::Charges, amount)],
        label: format!("Charges of {}: {}", month.text(), text.trim()),
        reason: reason(why),
    })
}

fn shown(typed: &TypedActual) -> String {
    match typed.state {
        TypedState::Value => typed.value.trim().to_owned(),
        TypedState::NoActivity => "no activity".into(),
        TypedState::NotReported => "not reported".into(),
    }
}

pub(crate) fn reason(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned)
}

pub(crate) fn month(text: &str) -> ApiResult<Month> {
    text.parse().map_err(|_| ApiError::input(format!("“{text}” is not a month like 2027-09"), Vec::new()))
}

/// Days of a calendar month.
pub(crate) fn days_of(month: Month) -> u32 {
    let day = |m: Month| NaiveDate::from_ymd_opt(m.year(), m.number(), 1);
    let first_of_next = day(month.plus(1)).and_then(|d| d.pred_opt());
    first_of_next.map_or(30, |d| d.day())
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
