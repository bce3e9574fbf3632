//! A table of actuals, read for an agreement: for the scorecard and for `settle` alike. Money follows from it, so nothing is
//! guessed; whatever could not be taken is a trouble of the months that it is about, and holds them.

use super::{Answers, Open, beside::units_unused, fitted::fitted, names};
use crate::{
    ApiResult,
    wire::{ApiError, ErrorCode},
};
use chrono::NaiveDate;
use model::{Agreement, Baseline, Decimal, Measure, MeasureId, Month, Statistic, Unit};
use std::collections::BTreeSet;
use store::{
    actuals::{AmountOf, Trouble},
    import::{self, ImportError, Imported, IssueKind, Mapping, RowIssue},
};

/// What the columns of a table are to an agreement, and what has to be said first.
pub(crate) struct Looked {
    mapping: Mapping,
    pub open: Vec<Open>,
}

/// A table that was read.
pub(crate) struct Table {
    pub imported: Imported,
    /// Numbers of months beside their measures.
    pub amounts: Vec<(Month, AmountOf, Decimal)>,
    /// The columns that those stand in.
    pub amount_columns: Vec<String>,
    /// What could not be taken. Each that could change money has its month.
    pub troubles: Vec<Trouble>,
    /// What was left out on purpose, each a sentence.
    pub notes: Vec<String>,
}

/// Recognises the columns of a table for an agreement. `cannot` says what fails: "cannot be settled".
///
/// # Errors
/// Where it is no table, or an answer fits no question.
pub(crate) fn look(
    bytes: &[u8],
    name: &str,
    agreement: &Agreement,
    answers: &Answers,
    cannot: &str,
) -> ApiResult<Looked> {
    let whole = |e: ImportError| fault(name, cannot, &e);
    let names = names(agreement);
    // What only the agreement makes a question of, the import knows nothing about.
    let of_agreement: Vec<String> = if answers.choices.is_empty() || answers.mapping.is_some() {
        Vec::new()
    } else {
        let preview = import::look(bytes, name, None, &names).map_err(whole)?;
        let open = fitted(&preview, &preview.questions, agreement, &[]).open;
        open.into_iter().filter(|o| o.of_agreement).map(|o| o.column.to_lowercase()).collect()
    };
    let is_own = |choice: &&(String, String)| of_agreement.contains(&choice.0.trim().to_lowercase());
    let (own, others): (Vec<_>, Vec<_>) = answers.choices.iter().partition(is_own);
    let (own, others): (Vec<_>, Vec<_>) = (own.into_iter().cloned().collect(), others.into_iter().cloned().collect());
    let (mapping, questions) = import::answer(bytes, answers.mapping.clone(), &others, &names).map_err(whole)?;
    // A mapping that a person made is taken as it says.
    if answers.mapping.is_some() {
        return Ok(Looked { mapping, open: Vec::new() });
    }
    let preview = import::look(bytes, name, Some(&mapping), &names).map_err(whole)?;
    let fitted = fitted(&preview, &questions, agreement, &own);
    Ok(Looked { mapping: fitted.mapping, open: fitted.open })
}

/// Reads a table with what was recognised. `has_forecast` says of which months the locked forecast is known already.
///
/// # Errors
/// Where the file as a whole cannot be used; what is asked about it is named as well.
pub(crate) fn read(
    bytes: &[u8],
    name: &str,
    agreement: &Agreement,
    looked: Looked,
    today: NaiveDate,
    cannot: &str,
    has_forecast: &dyn Fn(Month) -> bool,
) -> ApiResult<Table> {
    let Looked { mapping, open } = looked;
    let asked = || open.iter().map(|o| o.detail(true)).collect::<Vec<_>>();
    let imported = import::read_as(bytes, name, Some(mapping), today, &names(agreement))
        .map_err(|e| ApiError { details: asked(), ..fault(name, cannot, &e) })?;
    let beside = import::amounts(bytes, &imported.mapping, &agreement.currency).map_err(|e| fault(name, cannot, &e))?;
    let months = months(&imported);
    let mut troubles = Vec::new();
    for open in &open {
        let measures = open.measure.iter().cloned().collect();
        let detail = open.detail(true);
        of_months(&mut troubles, &months, &Trouble { measures, ..trouble(detail.place, detail.message) });
    }
    let all: Vec<MeasureId> = imported.baseline.series.iter().map(|s| s.measure.clone()).collect();
    for issue in &imported.report.issues {
        // A cell without anything in it says that nothing was reported, which settlement has a rule for.
        if issue.kind != IssueKind::NoValue {
            of_row(&mut troubles, issue, &all, agreement, &months);
        }
    }
    troubles.extend(beside.issues.iter().map(|i| Trouble {
        month: Some(i.month),
        measures: if i.column.is_some() { Vec::new() } else { all.clone() },
        ..trouble(
            i.column.as_ref().map_or_else(|| format!("row {}", i.row), |c| format!("row {}, {c}", i.row)),
            i.reason.clone(),
        )
    }));
    for refused in &imported.report.refused_measures {
        let named = agreement.measure(&refused.measure).map_or_else(|| refused.measure.to_string(), |m| m.name.clone());
        let measures = vec![refused.measure.clone()];
        of_months(&mut troubles, &months, &Trouble { measures, ..trouble(named, refused.reason.clone()) });
    }
    for (measure, place, message) in units(agreement, &imported.baseline) {
        of_months(&mut troubles, &months, &Trouble { measures: vec![measure], ..trouble(place, message) });
    }
    for series in &imported.baseline.series {
        let Some(measure) = agreement.measure(&series.measure).filter(|m| m.unit == series.unit) else { continue };
        troubles.extend(series.observations.iter().filter_map(|o| {
            let expected = outside(measure, o.value.value())?;
            let message = format!("{} is not {expected}", o.value.value().normalize());
            let place = format!("{}, {}", measure.name, o.month.text());
            Some(Trouble { month: Some(o.month), measures: vec![measure.id.clone()], ..trouble(place, message) })
        }));
    }
    let mut amounts = beside.amounts;
    let mut notes = Vec::new();
    let units: Vec<Month> = amounts.iter().filter(|a| a.1 == AmountOf::Units).map(|a| a.0).collect();
    notes.extend(units_unused(agreement, &units));
    let of_table: BTreeSet<Month> = amounts.iter().filter(|a| a.1 == AmountOf::Forecast).map(|a| a.0).collect();
    let agreed = agreement.charges.forecast_units(1).is_some();
    let (held_against, alone): (Vec<_>, Vec<_>) = volumes(agreement, &imported.baseline)
        .into_iter()
        .partition(|(month, ..)| agreed || of_table.contains(month) || has_forecast(*month));
    amounts.extend(held_against);
    if let (Some(first), Some(last)) = (alone.first(), alone.last()) {
        // A volume says nothing by itself, and a file of figures often carries one.
        let span = if first.0 == last.0 { first.0.text() } else { format!("{} to {}", first.0.text(), last.0.text()) };
        notes.push(format!(
            "Contacts offered of {span}: left out, since no locked forecast is known to hold them against"
        ));
    }
    troubles.sort_by_key(|t| row_of(&t.place));
    Ok(Table { amounts, amount_columns: beside.columns, troubles, notes, imported })
}

fn fault(name: &str, cannot: &str, error: &ImportError) -> ApiError {
    ApiError::new(ErrorCode::Input, format!("“{name}” {cannot}: {error}"))
}

fn trouble(place: impl Into<String>, message: impl Into<String>) -> Trouble {
    Trouble { place: place.into(), message: message.into(), month: None, measures: Vec::new() }
}

/// Every month that the table has a row of, and those between them without one.
fn months(imported: &Imported) -> Months {
    let report = &imported.report;
    let observed = imported.baseline.series.iter().flat_map(|s| s.observations.iter().map(|o| o.month));
    let idle = report.measures.iter().flat_map(|m| m.idle_months.iter().copied());
    let empty = report.issues.iter().filter_map(|i| i.month);
    let rows: BTreeSet<Month> = observed.chain(idle).chain(empty).collect();
    let (first, last) = (rows.first().copied(), rows.last().copied());
    let span = first.zip(last).map_or(0..0, |(first, last)| 0..last.since(first) + 1);
    let gaps = span.filter_map(|i| Some(first?.plus(i))).filter(|m| !rows.contains(m)).collect();
    Months { rows, gaps }
}

pub(super) struct Months {
    pub rows: BTreeSet<Month>,
    pub gaps: BTreeSet<Month>,
}

/// The months of a table, from the first to the last row.
pub(super) fn span(imported: &Imported) -> Option<(Month, Month)> {
    let rows = months(imported).rows;
    rows.first().copied().zip(rows.last().copied())
}

fn of_months(troubles: &mut Vec<Trouble>, months: &Months, of: &Trouble) {
    troubles.extend(months.rows.iter().map(|month| Trouble { month: Some(*month), ..of.clone() }));
}

/// What is wrong with a row. Of a refused one every measure is missing; one whose month nobody can read may be the row of
/// any month that has none.
fn of_row(troubles: &mut Vec<Trouble>, issue: &RowIssue, all: &[MeasureId], agreement: &Agreement, months: &Months) {
    let place = match &issue.column {
        Some(column) => format!("row {}, {column}", issue.row),
        None => format!("row {}", issue.row),
    };
    let measures = if issue.measures.is_empty() { all.to_vec() } else { issue.measures.clone() };
    if !issue.measures.is_empty() && measures.iter().all(|m| agreement.measure(m).is_none()) {
        return;
    }
    // Where money follows from it, neither of two rows stands: a person says which one.
    let reason = match issue.kind {
        IssueKind::Repeated => issue.reason.replace(import::LATER_STANDS, "; keep one of them"),
        IssueKind::OutOfRange if measures.iter().filter_map(|m| agreement.measure(m)).any(is_single_points) => {
            issue.reason.replace(Unit::Points.domain_in_words(), SINGLE_POINTS)
        }
        _ => issue.reason.clone(),
    };
    let of = Trouble { measures, ..trouble(place, reason) };
    match issue.month {
        Some(month) => troubles.push(Trouble { month: Some(month), ..of }),
        None if months.gaps.is_empty() => troubles.push(of),
        None => troubles.extend(months.gaps.iter().map(|month| Trouble {
            month: Some(*month),
            message: format!("{}; it may be the row of {}, which has none", of.message, month.text()),
            ..of.clone()
        })),
    }
}

fn row_of(place: &str) -> u64 {
    let digits = place.strip_prefix("row ").map(|rest| rest.split(',').next().unwrap_or_default());
    digits.and_then(|d| d.parse().ok()).unwrap_or(u64::MAX)
}

/// What a value of a measure must be, where it is not. The unit's domain holds both sides of a net score; points that are
/// given one by one lie between 0 and 100, and so does what is in their middle.
pub(crate) fn outside(measure: &Measure, value: Decimal) -> Option<&'static str> {
    if !measure.unit.holds(value) {
        return Some(if is_single_points(measure) { SINGLE_POINTS } else { measure.unit.domain_in_words() });
    }
    (is_single_points(measure) && value < Decimal::ZERO).then_some(SINGLE_POINTS)
}

/// What points that are given one by one are.
const SINGLE_POINTS: &str = "points between 0 and 100";

/// Whether a measure is of points that are given one by one, and so lie on one side of 0.
fn is_single_points(measure: &Measure) -> bool {
    let single = matches!(measure.statistic, Statistic::Mean | Statistic::Median | Statistic::Percentile);
    measure.unit == Unit::Points && single
}

/// Measures whose figures are in another unit than the agreement's.
fn units<'a>(
    agreement: &'a Agreement,
    baseline: &'a Baseline,
) -> impl Iterator<Item = (MeasureId, String, String)> + 'a {
    baseline.series.iter().filter_map(|series| {
        let measure = agreement.measure(&series.measure).filter(|m| m.unit != series.unit)?;
        let (found, expected) = (series.unit.domain_in_words(), measure.unit.domain_in_words());
        Some((measure.id.clone(), measure.name.clone(), format!("its figures are {found}; expected {expected}")))
    })
}

/// A column of contacts offered is the volume of its months, where no measure of the agreement is about it.
fn volumes(agreement: &Agreement, baseline: &Baseline) -> Vec<(Month, AmountOf, Decimal)> {
    let series = baseline.series.iter().find(|s| s.measure.0 == VOLUME);
    let series = series.filter(|s| agreement.measure(&s.measure).is_none() && reads_volume(agreement));
    let observations = series.map(|s| s.observations.as_slice()).unwrap_or_default();
    observations.iter().map(|o| (o.month, AmountOf::Volume, o.value.value())).collect()
}

/// The import's name of a column of contacts offered.
pub(crate) const VOLUME: &str = "volume";

/// Whether a term of the agreement reads the volume of a month.
pub(crate) fn reads_volume(agreement: &Agreement) -> bool {
    agreement.forecast.band_percent.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_of(text: &str) -> Table {
        let agreement = model::template::sample().0;
        let looked = look(text.as_bytes(), "x.csv", &agreement, &Answers::default(), "cannot be read").unwrap();
        let today = "2027-07-02".parse().unwrap();
        read(text.as_bytes(), "x.csv", &agreement, looked, today, "cannot be read", &|_| false).unwrap()
    }

    #[test]
    fn a_month_twice_is_named_with_both_values_and_neither_stands() {
        let table = read_of("month,fcr_percent\n2027-01,72\n2027-02,60\n2027-02,90\n");
        let told: Vec<(&str, &str)> = table.troubles.iter().map(|t| (t.place.as_str(), t.message.as_str())).collect();
        let said = "Feb 2027 is there again in row 4 (fcr_percent is 60 here and 90 there); keep one of them";
        assert_eq!(told, [("row 3", said)]);
        assert_eq!(table.troubles[0].month, "2027-02".parse().ok());
    }

    #[test]
    fn points_that_are_given_one_by_one_are_bounded_by_0_wherever_it_is_said() {
        let mut agreement = model::template::sample().0;
        let measure = &mut agreement.measures[0];
        (measure.id, measure.unit, measure.statistic) = (MeasureId("qa".into()), Unit::Points, Statistic::Mean);
        assert_eq!(outside(measure, 140.into()), Some(SINGLE_POINTS));
        let text = b"month,qa_points\n2027-01,86\n2027-02,140\n2027-03,-10\n";
        let looked = look(text, "x.csv", &agreement, &Answers::default(), "cannot be read").unwrap();
        let today = "2027-07-02".parse().unwrap();
        let table = read(text, "x.csv", &agreement, looked, today, "cannot be read", &|_| false).unwrap();
        let told: Vec<&str> = table.troubles.iter().map(|t| t.message.as_str()).collect();
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told.iter().all(|t| t.ends_with("is not points between 0 and 100")), "{told:?}");
    }

    #[test]
    fn problems_are_told_in_the_order_of_the_rows_and_a_row_knows_its_number() {
        assert_eq!((row_of("row 12, asa"), row_of("row 3"), row_of("FCR, Jan 2027")), (12, 3, u64::MAX));
        let table = read_of("month,fcr_percent,csat_percent\n2027-01,72,many\n2027-02,-5,90\n");
        let rows: Vec<u64> = table.troubles.iter().map(|t| row_of(&t.place)).collect();
        assert_eq!(rows, [2, 3]);
    }
}
