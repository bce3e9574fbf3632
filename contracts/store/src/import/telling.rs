//! What is said about a file that was read.

use super::{
    Mapping, MeasureMapping, Names, Report, Source,
    gaps::{Closed, Coverage},
    mapping::measure_name,
    names::Name,
    reading::Months,
    report::MeasureReport,
    rows::MonthsBy,
    table::Table,
};
use chrono::Weekday;
use model::{Decimal, Month, Series, Unit, Weighting};
use std::collections::BTreeSet;

impl Months<'_> {
    pub(super) fn report(
        &self,
        table: &Table,
        mapping: &Mapping,
        name: &str,
        guess_notes: Option<Vec<String>>,
    ) -> Report {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let guessed = guess_notes.is_some();
        let rows_read = count(table.rows.len());
        let months: BTreeSet<Month> = self.series.iter().flat_map(|s| s.observations.iter().map(|o| o.month)).collect();
        Report {
            source_name: name.to_owned(),
            encoding: table.encoding.clone(),
            delimiter: table.delimiter_in_words().into(),
            grain: self.sorted.grain,
            rows_read,
            rows_taken: rows_read - self.rows_refused - self.sorted.left_out,
            rows_in_part: self.rows_in_part,
            rows_refused: self.rows_refused,
            rows_left_out: self.sorted.left_out,
            rows_blank: table.rows_blank,
            first: self.coverage.first,
            last: self.coverage.last,
            months: count(months.len()),
            measures: self.measures(mapping, guessed, &table.names),
            refused_measures: self.refused_measures.clone(),
            issues: self.issues.clone(),
            gaps: self.coverage.gaps.clone(),
            partial_months: self.coverage.partial_months.clone(),
            unused_columns: table.columns.iter().filter(|c| mapping.uses(c).is_empty()).cloned().collect(),
            notes: self.notes(table, mapping, guess_notes),
            questions: Vec::new(),
        }
    }

    fn measures(&self, mapping: &Mapping, guessed: bool, names: &Names) -> Vec<MeasureReport> {
        let of = mapping.measures.iter().zip(&self.idle);
        of.filter_map(|(m, idle)| Some((m, idle, self.series.iter().find(|s| s.measure == m.measure)?)))
            .map(|(mapping, idle, series)| MeasureReport {
                measure: series.measure.clone(),
                name: measure_name(names, &series.measure),
                unit: series.unit,
                weighting: series.weighting,
                mark: series.weighting.mark().into(),
                months: u32::try_from(series.observations.len()).unwrap_or(u32::MAX),
                last_value: series
                    .observations
                    .last()
                    .map_or_else(String::new, |o| o.value.text(if series.unit == Unit::Count { 0 } else { 2 })),
                made_from: mapping.source.in_words(),
                missing_months: missing_months(series),
                idle_months: idle.clone(),
                scaled_from_fraction: guessed && holds_fractions(mapping),
            })
            .collect()
    }

    fn notes(&self, table: &Table, mapping: &Mapping, guess_notes: Option<Vec<String>>) -> Vec<String> {
        let guessed = guess_notes.is_some();
        let mut notes = guess_notes.unwrap_or_default();
        if !table.passed_over.is_empty() {
            let sheets: Vec<String> = table.passed_over.iter().map(|name| format!("“{name}”")).collect();
            notes.push(format!("Not read, since no days or months stand in them: {}", sheets.join(", ")));
        }
        for line in &table.lines_above {
            notes.push(format!("Line {line} stands above the column names and was not read"));
        }
        if let (Some(by), Some(column)) = (self.sorted.whole_months, &mapping.period_column) {
            let day = if by == MonthsBy::First { "first" } else { "last" };
            notes.push(format!(
                "“{column}” holds only the {day} days of months: each row was taken for its whole month"
            ));
        }
        if let (Some((cell, taken)), Some(column)) = (&self.sorted.day_number, &mapping.period_column) {
            notes.push(format!(
                "“{column}” holds a spreadsheet’s numbers of days: {cell} was taken for {}",
                taken.text()
            ));
        }
        notes.extend(mapping.period_column.as_ref().and_then(|column| zone_note(column, &self.sorted.zones)));
        if let Some(group) = &mapping.group {
            notes.push(match &group.only {
                Some(only) => format!("Only rows with “{only}” in “{}” were taken", group.column),
                None => format!(
                    "{} values of “{}” were put together by their weights. If the agreement concerns one of them, choose it",
                    self.sorted.groups, group.column
                ),
            });
        }
        for (measure, idle) in mapping.measures.iter().zip(&self.idle) {
            let name = measure_name(&table.names, &measure.measure);
            notes.extend(idle_note(measure, &name, idle));
            let taken = self.series.iter().find(|s| s.measure == measure.measure);
            let Some(series) = taken else {
                let is_refused = self.refused_measures.iter().any(|r| r.measure == measure.measure);
                if idle.is_empty() && !is_refused {
                    notes.push(format!("{name}: no month has a figure"));
                }
                continue;
            };
            // The guess of fractions has its own note.
            if !(guessed && holds_fractions(measure)) {
                notes.extend(scaling_note(measure));
            }
            notes.extend(weighting_note(measure, &name, series.weighting));
        }
        notes.extend(closed_note(&self.coverage));
        notes
    }
}

/// Which day a time belongs to depends on the zone: nothing is converted, and that is said.
fn zone_note(column: &str, zones: &[String]) -> Option<String> {
    let last = zones.last()?;
    let zones = match zones {
        [one] => format!("the zone {one}"),
        _ if zones.len() > SHOWN_ZONES => format!("{} different zones", zones.len()),
        _ => format!("the zones {} and {last}", zones[..zones.len() - 1].join(", ")),
    };
    Some(format!("Times in “{column}” are written with {zones}: each row was counted in the day and month as written"))
}

const SHOWN_ZONES: usize = 4;

fn days(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "Mondays",
        Weekday::Tue => "Tuesdays",
        Weekday::Wed => "Wednesdays",
        Weekday::Thu => "Thursdays",
        Weekday::Fri => "Fridays",
        Weekday::Sat => "Saturdays",
        Weekday::Sun => "Sundays",
    }
}

fn closed_note(coverage: &Coverage) -> Option<String> {
    if let Some(weekday) = coverage.weekly {
        return Some(format!("Rows come once a week, on {}: each was counted in the month of that day", days(weekday)));
    }
    if coverage.closed.is_empty() {
        return None;
    }
    let (never, rare): (Vec<&Closed>, Vec<&Closed>) = coverage.closed.iter().partition(|c| c.rows == 0);
    let never: Vec<String> = never.iter().map(|c| days(c.weekday).to_owned()).collect();
    let rare: Vec<String> = rare.iter().map(|c| format!("{} ({} of {})", days(c.weekday), c.rows, c.of)).collect();
    let mut said = Vec::new();
    if !never.is_empty() {
        said.push(format!("No row falls on {}: taken as closed, not as missing", never.join(", ")));
    }
    if !rare.is_empty() {
        said.push(format!("Few rows fall on {}: taken, and the other such days not as missing", rare.join(", ")));
    }
    Some(said.join(". "))
}

/// Its cells become percentages or points by 100, and its name does not say so.
fn holds_fractions(measure: &MeasureMapping) -> bool {
    let Source::Value { column, multiply_by, .. } = &measure.source else { return false };
    let by_guess = *multiply_by == Decimal::ONE_HUNDRED && !Name::of(column).says_fraction();
    by_guess && matches!(measure.unit, Unit::Percent | Unit::Points)
}

/// Months without activity: nothing was reported badly, there was nothing to report.
fn idle_note(measure: &MeasureMapping, name: &str, idle: &[Month]) -> Option<String> {
    const SHOWN: usize = 6;
    let (Source::Ratio { denominator: column, .. } | Source::Value { weight: Some(column), .. }) = &measure.source
    else {
        return None;
    };
    let mut months: Vec<String> = idle.iter().take(SHOWN).map(|m| m.text()).collect();
    if idle.len() > SHOWN {
        months.push(format!("{} more", idle.len() - SHOWN));
    }
    let last = months.pop()?;
    let months = if months.is_empty() { last } else { format!("{} and {last}", months.join(", ")) };
    Some(format!("{name} has no figure for {months}: “{column}” is 0, and without activity there is no value"))
}

fn scaling_note(measure: &MeasureMapping) -> Option<String> {
    let Source::Value { column, multiply_by, .. } = &measure.source else {
        return None;
    };
    if *multiply_by == Decimal::ONE {
        return None;
    }
    let holds = match (measure.unit, *multiply_by) {
        (Unit::Percent, m) if m == Decimal::ONE_HUNDRED => "holds fractions and",
        (Unit::Seconds, m) if m == Decimal::from(60) => "holds minutes and",
        _ => "",
    };
    Some(format!("“{column}” {holds} was multiplied by {multiply_by}").replace("  ", " "))
}

fn weighting_note(measure: &MeasureMapping, name: &str, weighting: Weighting) -> Option<String> {
    let Source::Value { column, weight, .. } = &measure.source else {
        return None;
    };
    match (weighting, weight) {
        (Weighting::ApproximateWeights, Some(weight)) => {
            Some(format!("{name} is marked “{}”: “{weight}” only stands in for the true denominator", weighting.mark()))
        }
        (Weighting::Unweighted, _) => Some(format!(
            "{name} is marked “{}”: “{column}” comes without counts, so longer periods are plain means",
            weighting.mark()
        )),
        _ => None,
    }
}

fn missing_months(series: &Series) -> Vec<Month> {
    let (Some(first), Some(last)) = (series.observations.first(), series.observations.last()) else {
        return Vec::new();
    };
    let (first, last) = (first.month, last.month);
    series
        .between(first, last)
        .zip(0..)
        .filter(|(observation, _)| observation.is_none())
        .map(|(_, i)| first.plus(i))
        .collect()
}
