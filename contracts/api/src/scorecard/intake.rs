//! Actuals coming in: from a table, or typed.

use super::case::Case;
use crate::{
    ApiResult, history, moment,
    wire::{AnswerChoice, ApiError, AskedColumn, Detail, FigureChange, TypedActual, TypedState},
};
use chrono::{Datelike, NaiveDate};
use model::{Decimal, MeasureId, Month, Weighting, quantity, read};
use store::{
    actuals::{AmountOf, Figure, NewActuals, Origin, Reported, Trouble},
    import::{self, Report},
};

/// What a table of actuals gave.
pub(crate) struct Taken {
    pub new: NewActuals,
    /// What it would change of figures that are here already.
    pub changes: Vec<FigureChange>,
    /// Everything else worth knowing, each a sentence.
    pub notes: Vec<String>,
}

/// A table, as far as it can be taken.
pub(crate) enum Offer {
    /// Only a person can say what these columns hold; before that nothing is taken.
    Asks(Vec<AskedColumn>),
    /// It can be taken.
    Reads(Box<Taken>),
}

const CANNOT: &str = "cannot be imported";

/// Reads a table of actuals for a contract. What cannot be taken is named and the rest is taken.
pub(crate) fn table(
    case: &Case,
    bytes: &[u8],
    name: &str,
    answers: &history::Answers,
    reason: Option<&str>,
) -> ApiResult<Offer> {
    let looked = history::look(bytes, name, &case.agreement, answers, CANNOT)?;
    let asked: Vec<AskedColumn> = looked.open.iter().filter_map(asked).collect();
    if !asked.is_empty() {
        return Ok(Offer::Asks(asked));
    }
    let has_forecast = |month| case.actuals.amounts.contains_key(&(month, AmountOf::Forecast));
    let today = case.now.date_naive();
    let read = history::read(bytes, name, &case.agreement, looked, today, CANNOT, &has_forecast)?;
    let mut problems = read.troubles.clone();
    let mut notes = empty_cells(&read.imported.report);
    let mut figures = figures(case, &read, &mut problems, &mut notes);
    let months: Vec<Month> = figures.iter().map(|f| f.month).collect();
    let mut changes = Vec::new();
    figures.retain_mut(|f| {
        keep_count(case, f);
        admissible(case, f, reason, &mut problems) && {
            changes.extend(change(case, f));
            true
        }
    });
    let mut amounts: Vec<(Month, AmountOf, Option<Decimal>)> = Vec::new();
    for (month, of, amount) in read.amounts {
        let known = case.actuals.amounts.get(&(month, of));
        let waits = case.open_troubles(month).iter().any(|p| p.place.contains(", "));
        let is_new = waits || known.map(|(a, _)| *a) != Some(amount);
        if is_new && in_reach(case, month, reason, &mut problems) {
            changes.extend(amount_change(case, month, of, amount));
            amounts.push((month, of, Some(amount)));
        }
    }
    // What a table could not give of a posted month that it changes nothing of is told, and holds no month.
    let changes_of = |month| figures.iter().any(|f| f.month == month) || amounts.iter().any(|a| a.0 == month);
    let stands = |t: &&mut Trouble| t.month.is_some_and(|m| case.posted_of(m).is_some() && !changes_of(m));
    problems.iter_mut().filter(stands).for_each(|trouble| trouble.month = None);
    notes.extend(read.notes.iter().chain(&read.imported.report.notes).cloned());
    let unused = read.imported.report.unused_columns.iter().filter(|c| !read.amount_columns.contains(c));
    let unused: Vec<&str> = unused.map(String::as_str).collect();
    if !unused.is_empty() {
        notes.push(format!("Columns that were not used: {}", unused.join(", ")));
    }
    if figures.is_empty() && amounts.is_empty() && problems.is_empty() {
        return Err(nothing_new(case, bytes, name));
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
    Ok(Offer::Reads(Box::new(Taken { new, changes, notes })))
}

fn asked(open: &history::Open) -> Option<AskedColumn> {
    let choice = |(id, label): &(String, String)| AnswerChoice { id: id.clone(), label: label.clone() };
    let choices: Vec<AnswerChoice> = open.choices.iter().map(choice).collect();
    (!choices.is_empty()).then(|| AskedColumn { column: open.column.clone(), text: open.question.clone(), choices })
}

/// A cell without anything in it says that nothing was reported, which settlement has a rule for.
fn empty_cells(report: &Report) -> Vec<String> {
    let empty = report.issues.iter().filter(|i| i.kind == import::IssueKind::NoValue);
    empty.map(|i| format!("Row {}: {}, so it is not reported", i.row, i.reason)).collect()
}

/// The figures of the contract's measures.
fn figures(case: &Case, read: &history::Table, problems: &mut Vec<Trouble>, notes: &mut Vec<String>) -> Vec<Figure> {
    let mut figures = Vec::new();
    for (series, report) in read.imported.baseline.series.iter().filter_map(|s| {
        let report = read.imported.report.measures.iter().find(|r| r.measure == s.measure)?;
        Some((s, report))
    }) {
        let Some(measure) = case.agreement.measure(&series.measure) else {
            // A volume is no promise of its own: a contract without it misses nothing.
            match series.measure.0.as_str() {
                history::VOLUME if history::reads_volume(&case.agreement) => {}
                history::VOLUME => {
                    notes.push(format!("{}: no term of the contract reads it, so it was left out", report.name));
                }
                _ => problems.push(unknown(&report.name, &series.measure)),
            }
            continue;
        };
        if measure.unit != series.unit {
            // It is among the troubles.
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
    for partial in &read.imported.report.partial_months {
        figures.iter_mut().filter(|f| f.month == partial.month).for_each(|f| f.days = Some(partial.days));
    }
    figures
}

/// A figure without its number of observations keeps the one that is known.
fn keep_count(case: &Case, figure: &mut Figure) {
    let known = case.actuals.figures.get(&(figure.month, figure.measure.clone()));
    if let (Reported::Value(value, None), Some(Reported::Value(_, Some(n)))) =
        (figure.reported, known.map(|k| k.figure.reported))
    {
        figure.reported = Reported::Value(value, Some(n));
        // A figure that is not another one was not made in another way either.
        if let Some(same) = known.filter(|k| k.figure.reported == figure.reported) {
            figure.weighting = same.figure.weighting;
        }
    }
}

/// What taking a figure changes of one that this side brought; none where it is the first.
fn change(case: &Case, figure: &Figure) -> Option<FigureChange> {
    let known = case.actuals.figures.get(&(figure.month, figure.measure.clone()))?;
    let source = case.source(known.source).filter(|s| s.elsewhere.is_none())?;
    if known.figure == *figure {
        return None;
    }
    let measure = case.agreement.measure(&figure.measure)?;
    let shown = measure.precision_decimals.saturating_add(1);
    let (mut before, before_n) = reported_text(&known.figure.reported, shown);
    let (mut after, after_n) = reported_text(&figure.reported, shown);
    if before == after {
        // They differ further behind the point.
        before = reported_text(&known.figure.reported, u8::MAX).0;
        after = reported_text(&figure.reported, u8::MAX).0;
    }
    Some(FigureChange {
        month: figure.month.text(),
        name: measure.name.clone(),
        before,
        after,
        before_n,
        after_n,
        source: source.name.clone(),
        posted: case.posted_of(figure.month).is_some(),
    })
}

fn amount_change(case: &Case, month: Month, of: AmountOf, amount: Decimal) -> Option<FigureChange> {
    let (known, source) = case.actuals.amounts.get(&(month, of)).filter(|(known, _)| *known != amount)?;
    let source = case.source(*source).filter(|s| s.elsewhere.is_none())?;
    let shown = |amount: Decimal| super::entry::amount_text(case, of, amount);
    Some(FigureChange {
        month: month.text(),
        name: of.label().to_owned(),
        before: shown(*known),
        after: shown(amount),
        before_n: String::new(),
        after_n: String::new(),
        source: source.name.clone(),
        posted: case.posted_of(month).is_some(),
    })
}

/// A figure with at most so many decimals and its number of observations, as people write them.
pub(crate) fn reported_text(reported: &Reported, decimals: u8) -> (String, String) {
    match reported {
        Reported::Value(value, n) => {
            let value = value.text(quantity::scale_of(value.value().normalize()).min(decimals));
            (value, n.map(|n| quantity::number(n.normalize(), quantity::scale_of(n.normalize()))).unwrap_or_default())
        }
        Reported::NoActivity => ("no activity".into(), String::new()),
        Reported::NotReported => ("not reported".into(), String::new()),
    }
}

fn nothing_new(case: &Case, bytes: &[u8], name: &str) -> ApiError {
    let hash = model::canonical::sha256_hex(bytes);
    let same = case.actuals.sources.iter().rev().find(|s| s.sha256.as_ref() == Some(&hash));
    ApiError::refused(match same {
        Some(source) => {
            let at = moment::text(source.at, case.now);
            format!("“{name}” holds the same rows as “{}”, imported {at}, and nothing was changed", source.name)
        }
        None => format!("“{name}” holds the same figures that are already here, and nothing was changed"),
    })
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

/// Whether a figure may be taken; where not, why.
fn admissible(case: &Case, figure: &Figure, reason: Option<&str>, problems: &mut Vec<Trouble>) -> bool {
    let known = case.actuals.figures.get(&(figure.month, figure.measure.clone()));
    // The same figure again, from a file that has no problem with it, is the correction of one that had.
    let same = |t: &Trouble| t.month == Some(figure.month) && t.measures.contains(&figure.measure);
    let corrects = case.waits(figure.month, &figure.measure) && !problems.iter().any(same);
    let is_known = known.is_some_and(|k| k.figure == *figure) && !corrects;
    !is_known && in_reach(case, figure.month, reason, problems)
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
            if let Some(expected) = history::outside(measure, value) {
                return Err(refuse("value", format!("“{}” is not {expected}", typed.value.trim())));
            }
            let n = Some(typed.n.trim()).filter(|n| !n.is_empty());
            let n = n.map(|n| read::whole(n, 0, u32::MAX).map_err(|e| refuse("n", capital(&e.to_string()))));
            let n = n.transpose()?.map(Decimal::from);
            if let Some(wrong) = history::without_observations(measure, n) {
                return Err(refuse("n", capital(&wrong)));
            }
            Reported::Value(measure.unit.of(value), n)
        }
    };
    let figure = Figure { month, measure: measure.id.clone(), reported, weighting: Weighting::Exact, days: None };
    Ok(NewActuals {
        origin: if typed.measured { Origin::Measured } else { Origin::Typed },
        side: case.side,
        name: source_name(&typed.source),
        bytes: None,
        problems: Vec::new(),
        figures: vec![figure],
        amounts: Vec::new(),
        label: format!("{}, {}: {}", measure.name, month.text(), shown(typed)),
        reason: reason(typed.reason.as_deref()),
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

pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Where something that was typed in was read from, as both sides see it.
pub(super) fn source_name(typed: &str) -> String {
    let typed = typed.trim();
    if typed.is_empty() { "a source that is not named".into() } else { typed.to_owned() }
}
