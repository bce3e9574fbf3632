//! What is said about a file that was read.

use super::{
    Mapping, MeasureMapping, Report, Source, mapping::measure_name, reading::Months, report::MeasureReport,
    table::Table,
};
use model::{Decimal, Month, Series, Unit, Weighting};
use std::collections::BTreeSet;

impl Months<'_> {
    pub(super) fn report(&self, table: &Table, mapping: &Mapping, name: &str, notes: Vec<String>) -> Report {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let rows_read = count(table.rows.len());
        let months: BTreeSet<Month> = self.series.iter().flat_map(|s| s.observations.iter().map(|o| o.month)).collect();
        Report {
            source_name: name.to_owned(),
            encoding: table.encoding.into(),
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
            measures: self.measures(mapping),
            issues: self.issues.clone(),
            gaps: self.coverage.gaps.clone(),
            partial_months: self.coverage.partial_months.clone(),
            unused_columns: table.columns.iter().filter(|c| mapping.uses(c).is_empty()).cloned().collect(),
            notes: self.notes(table, mapping, notes),
        }
    }

    fn measures(&self, mapping: &Mapping) -> Vec<MeasureReport> {
        let made_from = |series: &Series| {
            let found = mapping.measures.iter().find(|m| m.measure == series.measure);
            found.map_or_else(String::new, |m| m.source.in_words())
        };
        self.series
            .iter()
            .map(|series| MeasureReport {
                measure: series.measure.clone(),
                name: measure_name(&series.measure),
                unit: series.unit,
                weighting: series.weighting,
                mark: series.weighting.mark().into(),
                months: u32::try_from(series.observations.len()).unwrap_or(u32::MAX),
                last_value: series
                    .observations
                    .last()
                    .map_or_else(String::new, |o| o.value.text(if series.unit == Unit::Count { 0 } else { 2 })),
                made_from: made_from(series),
                missing_months: missing_months(series),
            })
            .collect()
    }

    fn notes(&self, table: &Table, mapping: &Mapping, mut notes: Vec<String>) -> Vec<String> {
        for line in &table.lines_above {
            notes.push(format!("Line {line} stands above the column names and was not read"));
        }
        if let Some(group) = &mapping.group {
            notes.push(match &group.only {
                Some(only) => format!("Only rows with “{only}” in “{}” were taken", group.column),
                None => format!(
                    "{} values of “{}” were put together by their weights. If the agreement concerns one of them, choose it",
                    self.sorted.groups, group.column
                ),
            });
        }
        for measure in &mapping.measures {
            let name = measure_name(&measure.measure);
            let taken = self.series.iter().find(|s| s.measure == measure.measure);
            let Some(series) = taken else {
                notes.push(format!("{name}: no month has a figure"));
                continue;
            };
            notes.extend(scaling_note(measure));
            notes.extend(weighting_note(measure, &name, series.weighting));
        }
        if !self.coverage.closed.is_empty() {
            let days: Vec<String> = self.coverage.closed.iter().map(ToString::to_string).collect();
            notes.push(format!("No row falls on {}: taken as closed, not as missing", days.join(", ")));
        }
        notes
    }
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
