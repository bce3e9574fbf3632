//! A baseline as it is shown.

use crate::{
    history,
    wire::{BaselineView, ImportView, PointView, SeriesView},
};
use model::{
    Agreement, Baseline, Decimal, Direction, Measure, MeasureId, Month, Quantity, Series, ServiceLevel, Target, Unit,
    Weighting,
};
use rust_decimal::prelude::ToPrimitive;

/// Decimals of a series whose measure the agreement does not define; counts have none.
const PRECISION_UNDEFINED: u8 = 1;

/// What the window shows of a baseline.
pub(crate) fn baseline_view(
    baseline: &Baseline,
    agreement: &Agreement,
    own: bool,
    shared: bool,
    import: Option<ImportView>,
) -> BaselineView {
    let series: Vec<SeriesView> = baseline
        .span()
        .map(|span| baseline.series.iter().map(|s| series_view(s, agreement, span)).collect())
        .unwrap_or_default();
    let missing = agreement.levels().filter(|(l, _)| baseline.of(&l.measure).is_none());
    BaselineView {
        summary: summary(baseline, &series),
        hash: crate::history::measured_sha256(baseline),
        source_name: baseline.provenance.source_name.clone(),
        imported_on: baseline.provenance.imported_on.to_string(),
        illustrative: baseline.provenance.illustrative,
        own,
        shared,
        months: u32::try_from(baseline.months()).unwrap_or(u32::MAX),
        rows_read: baseline.provenance.rows_read,
        rows_refused: baseline.provenance.rows_refused,
        missing_levels: missing.map(|(_, m)| m.name.clone()).collect(),
        series,
        import,
    }
}

fn summary(baseline: &Baseline, series: &[SeriesView]) -> String {
    let plural = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    let odd: Vec<&SeriesView> = series.iter().filter(|s| s.weighting != Weighting::Exact).collect();
    let weights = match odd.len() {
        0 => "all from counts".to_owned(),
        n if n == series.len() => "none of them from counts of its own".to_owned(),
        _ => format!("from counts except {}", joined(odd.iter().map(|s| s.name.as_str()))),
    };
    format!("{}, {}, {weights}", plural(baseline.months(), "month"), plural(series.len(), "measure"))
}

/// `A`, `A and B`, `A, B and C`.
pub(crate) fn joined<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

fn series_view(series: &Series, agreement: &Agreement, (first, last): (Month, Month)) -> SeriesView {
    let measure = agreement.measure(&series.measure);
    let level = agreement.levels().find(|(l, _)| l.measure == series.measure);
    let undefined = if series.unit == Unit::Count { 0 } else { PRECISION_UNDEFINED };
    let precision = measure.map_or(undefined, |m| m.precision_decimals);
    let values: Vec<Decimal> = series.observations.iter().map(|o| o.value.value()).collect();
    let mean = (!values.is_empty()).then(|| values.iter().sum::<Decimal>() / Decimal::from(values.len()));
    let (target_low, target_high) = level.map_or((None, None), |(l, m)| target_edges(l.target, m.direction));
    SeriesView {
        measure: series.measure.clone(),
        name: measure.map_or_else(|| name_undefined(&series.measure), |m| m.name.clone()),
        unit: series.unit,
        precision_decimals: precision,
        weighting: series.weighting,
        weighting_mark: series.weighting.mark().to_owned(),
        mean_text: mean.map(|m| series.unit.of(m).text(precision)).unwrap_or_default(),
        points: points(series, first, last, precision),
        target_low,
        target_high,
        target_text: level.map(|(l, m)| target_text(l, m)).unwrap_or_default(),
    }
}

/// What a measure that the agreement does not define is called: as the import calls it, or by its id as words.
fn name_undefined(id: &MeasureId) -> String {
    let usual = history::usual_name(id);
    if usual != id.0 {
        return usual;
    }
    let words = id.0.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn target_text(level: &ServiceLevel, measure: &Measure) -> String {
    level.target.signed_text(measure.direction, measure.precision_decimals)
}

/// Lower and upper edge of what is met, as numbers for a chart.
pub(crate) fn target_edges(target: Target, direction: Direction) -> (Option<f64>, Option<f64>) {
    let number = |q: Quantity| q.value().to_f64();
    match (target, direction) {
        (Target::Range { low, high }, _) => (number(low), number(high)),
        (Target::Value(q), Direction::Higher) => (number(q), None),
        (Target::Value(q), _) => (None, number(q)),
    }
}

fn points(series: &Series, first: Month, last: Month, precision: u8) -> Vec<PointView> {
    let observed = series.between(first, last).enumerate();
    observed
        .map(|(i, observation)| {
            let month = first.plus(i32::try_from(i).unwrap_or_default());
            PointView {
                month: month.to_string(),
                label: month.text(),
                value: observation.and_then(|o| o.value.value().to_f64()),
                text: observation.map(|o| o.value.text(precision)).unwrap_or_default(),
                n: observation.and_then(|o| o.n.and_then(|n| n.to_f64())),
            }
        })
        .collect()
}
