//! The ramp: a table of targets and credit factors, and a stepped line for each level that moves.

use super::draft::{Draft, say, see};
use super::words;
use crate::tree::{Align, Block, Column, Row, Span, StepPoint, StepSeries, SteppedChart, Table, Tick};
use model::quantity::{number, percent, with_unit};
use model::{Decimal, Measure, RampShape, ServiceLevel, Target};
use rust_decimal::prelude::ToPrimitive;

/// Months side by side in one table.
const MONTHS_PER_TABLE: usize = 6;
/// Months after the ramp that a figure shows.
const MONTHS_AFTER: usize = 2;

pub(super) fn compose(draft: &mut Draft<'_>) {
    draft.clause("ramp");
    let months = draft.agreement.ramp.months();
    if months == 0 {
        let none = draft.term_as("ramp.credit_factors", "There is no ramp:");
        draft.say(vec![none, say(" all targets and all credits apply in full from the start date on.")]);
        return;
    }
    let factors = draft.agreement.ramp.credit_factors_percent.iter().enumerate();
    let factors: Vec<Span> =
        factors.map(|(index, factor)| draft.term_as(&factor_path(index + 1), percent(*factor))).collect();
    let (length, of) = if months == 1 {
        ("month".to_owned(), " apply. Of the credits of this month ")
    } else {
        (words::counted(months, "month", "months"), " apply. Of the credits of these months, one after the other, ")
    };
    let length = draft.term_as("ramp.credit_factors", length);
    let mut spans = vec![say("For the first "), length, say(" the targets in ")];
    spans.extend([see(&table_id(0)), say(of)]);
    spans.extend(words::list(factors));
    spans.push(say(" are due. Values are reported from the first day on."));
    draft.say(spans);
    shapes(draft);
    for (index, first) in (1..=months).step_by(MONTHS_PER_TABLE).enumerate() {
        let last = (first + MONTHS_PER_TABLE - 1).min(months);
        table(draft, index, first, last);
    }
    for (level, measure) in draft.levels() {
        if draft.agreement.ramp.path(&level.id).is_some() {
            let chart = chart(draft, level, measure);
            draft.push(Block::SteppedChart(chart));
        }
    }
}

fn table_id(index: usize) -> String {
    format!("table-ramp-{}", index + 1)
}

fn factor_path(month: usize) -> String {
    format!("ramp.credit_factors.{month}")
}

/// How targets move where they follow a rule, and which do not move.
fn shapes(draft: &mut Draft<'_>) {
    let mut unmoved = Vec::new();
    for (level, measure) in draft.levels() {
        let path = format!("ramp.{}.path", level.id);
        let precision = measure.precision_decimals;
        match draft.agreement.ramp.path(&level.id).map(|path| &path.shape) {
            None => unmoved.push(draft.term_as(&path, super::definitions::in_text(&measure.name))),
            Some(RampShape::Steps(_)) => {}
            Some(RampShape::Linear { from }) => {
                let rule = format!("in equal monthly steps from {}", from.text(precision));
                let full = draft.agreement.ramp.months() + 1;
                draft.say(vec![
                    say("The target of "),
                    draft.term_as(&path, super::definitions::in_text(&measure.name)),
                    say(" moves "),
                    draft.term_as(&path, rule),
                    say(format!(" in month 1 to its full value in month {full}.")),
                ]);
            }
            Some(RampShape::LearningCurve { from, half_life_weeks }) => {
                let weeks = half_life_weeks.normalize();
                let word = if weeks == Decimal::ONE { "week" } else { "weeks" };
                let rule = format!("from {} with a half-life of {weeks}\u{a0}{word}", from.text(precision));
                draft.say(vec![
                    say("The target of "),
                    draft.term_as(&path, super::definitions::in_text(&measure.name)),
                    say(" follows a learning curve "),
                    draft.term_as(&path, rule),
                    say("; the target of a month is the value of the curve in the middle of the month."),
                ]);
            }
        }
    }
    if !unmoved.is_empty() {
        let mut spans = vec![say("Full targets apply from the start date on for ")];
        spans.extend(words::list(unmoved));
        spans.push(say("."));
        draft.say(spans);
    }
}

fn table(draft: &mut Draft<'_>, index: usize, first: usize, last: usize) {
    let ramp = &draft.agreement.ramp;
    let ends = last == ramp.months();
    let column = |head: String, align, grow| Column { head, align, grow };
    let mut columns = vec![column("Service level".into(), Align::Start, 1)];
    columns.extend((first..=last).map(|month| column(format!("Month\u{a0}{month}"), Align::End, 0)));
    if ends {
        columns.push(column(format!("From {}", last + 1), Align::End, 0));
    }
    let mut rows = Vec::new();
    for (level, measure) in draft.levels() {
        let precision = measure.precision_decimals;
        let mut cells = vec![vec![draft.term_as(&format!("ramp.{}.path", level.id), &measure.name)]];
        for month in first..=last {
            let target = ramp.target(level, measure, month).signed_text(measure.direction, precision);
            cells.push(vec![draft.term_as(&format!("ramp.{}.{month}", level.id), target)]);
        }
        if ends {
            let full = model::ramp::promised(level, last + 1).signed_text(measure.direction, precision);
            cells.push(vec![draft.term_as(&super::draft::of_level(level, "target"), full)]);
        }
        rows.push(Row { cells, total: false });
    }
    let mut cells = vec![vec![say("Credits due")]];
    for month in first..=last {
        let factor = percent(ramp.credit_factor_percent(month));
        cells.push(vec![draft.term_as(&factor_path(month), factor)]);
    }
    if ends {
        cells.push(vec![say(percent(Decimal::ONE_HUNDRED))]);
    }
    rows.push(Row { cells, total: true });
    let caption = if index == 0 && ends {
        "Targets and credits due by contract month".to_owned()
    } else {
        format!("Targets and credits due, contract months {first} to {last}")
    };
    draft.table(Table { id: table_id(index), caption, columns, rows, row_heads: true, ..Table::default() });
}

fn chart(draft: &mut Draft<'_>, level: &ServiceLevel, measure: &Measure) -> SteppedChart {
    let ramp = &draft.agreement.ramp;
    let months = ramp.months() + MONTHS_AFTER;
    let targets: Vec<Target> = (1..=months).map(|month| ramp.target(level, measure, month)).collect();
    let edges: Vec<(&str, Vec<Decimal>)> = match level.target {
        Target::Value(_) => vec![("Target", targets.iter().map(|target| target.anchor()).collect())],
        Target::Range { .. } => vec![
            ("Upper edge", targets.iter().map(|target| target.anchor()).collect()),
            ("Lower edge", targets.iter().map(|target| low(*target)).collect()),
        ],
    };
    let text = |value: Decimal| measure.unit.of(value).text(measure.precision_decimals);
    let series = edges
        .iter()
        .map(|(name, values)| StepSeries {
            name: (*name).to_owned(),
            points: values
                .iter()
                .enumerate()
                .map(|(index, value)| StepPoint {
                    value: position(*value),
                    label: text(*value),
                    field: Some(if index < ramp.months() {
                        format!("ramp.{}.{}", level.id, index + 1)
                    } else {
                        super::draft::of_level(level, "target")
                    }),
                })
                .collect(),
            dashed: false,
        })
        .collect();
    let all: Vec<f64> = edges.iter().flat_map(|(_, values)| values.iter().map(|value| position(*value))).collect();
    let steps = targets[..ramp.months()].iter().enumerate();
    let steps: Vec<String> = steps
        .map(|(index, target)| format!("{} in month {}", target.text(measure.precision_decimals), index + 1))
        .collect();
    let alt = format!(
        "Target of {} by contract month: {}, then {}.",
        measure.name,
        steps.join(", "),
        model::ramp::promised(level, ramp.months() + 1).text(measure.precision_decimals)
    );
    let id = format!("figure-ramp-{}", level.id);
    SteppedChart {
        label: draft.figure_label(&id),
        id,
        caption: format!("{}, target", measure.name),
        alt,
        ticks: ticks(&all, measure),
        steps: (1..=months).map(|month| month.to_string()).collect(),
        step_name: "Contract month".into(),
        series,
    }
}

fn low(target: Target) -> Decimal {
    match target {
        Target::Value(value) | Target::Range { low: value, .. } => value.value(),
    }
}

/// Where a value lies in a drawing.
pub(super) fn position(value: Decimal) -> f64 {
    value.to_f64().unwrap_or_default()
}

/// Three to six marks at 1, 2 or 5 times a power of ten, around `values`.
pub(super) fn ticks(values: &[f64], measure: &Measure) -> Vec<Tick> {
    let unit = measure.unit;
    marks(values)
        .into_iter()
        .map(|(value, decimals)| Tick { value, label: with_unit(&number(decimal(value), decimals), unit) })
        .collect()
}

/// The marked values of an axis around `values`, and the decimals they are written with.
pub(super) fn marks(values: &[f64]) -> Vec<(f64, u8)> {
    const INTERVALS: f64 = 4.0;
    let finite = values.iter().copied().filter(|value| value.is_finite());
    let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    if low > high {
        return Vec::new();
    }
    // Equal values get a little room on both sides.
    let room = if high > low { 0.0 } else { high.abs().max(1.0) * 0.05 };
    let (low, high) = (low - room, high + room);
    let span = high - low;
    let mut step = 1.0;
    let mut decimals = 0;
    while step * INTERVALS < span {
        step *= 10.0;
    }
    while step * INTERVALS > span * 10.0 {
        step /= 10.0;
        decimals += 1;
    }
    let fitting = [0.1, 0.2, 0.5, 1.0].into_iter().find(|part| step * part * INTERVALS >= span);
    let part = fitting.unwrap_or(1.0);
    let decimals = if part < 1.0 && step <= 1.0 { decimals + 1 } else { decimals };
    let step = step * part;
    let first = (low / step).floor();
    let last = (high / step).ceil();
    let count = (last - first).clamp(0.0, 20.0) as u32;
    (0..=count).map(|index| ((first + f64::from(index)) * step, decimals)).collect()
}

fn decimal(value: f64) -> Decimal {
    use rust_decimal::prelude::FromPrimitive;
    Decimal::from_f64(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(of: &[f64]) -> Vec<f64> {
        marks(of).into_iter().map(|(value, _)| (value * 1e6).round() / 1e6).collect()
    }

    #[test]
    fn marks_are_few_round_and_around_the_values() {
        assert_eq!(values(&[64.0, 72.0]), vec![64.0, 66.0, 68.0, 70.0, 72.0]);
        assert_eq!(values(&[0.0, 96_800.0]), vec![0.0, 50_000.0, 100_000.0]);
        assert_eq!(values(&[4.2, 5.0]), vec![4.2, 4.4, 4.6, 4.8, 5.0]);
        assert!(values(&[]).is_empty());
        for case in [[1.0, 1.0], [599.0, 901.0], [0.001, 0.0092], [-3.0, 12.0]] {
            let marks = values(&case);
            assert!((3..=7).contains(&marks.len()), "{case:?}: {marks:?}");
            assert!(marks[0] <= case[0] && *marks.last().unwrap() >= case[1], "{case:?}: {marks:?}");
        }
    }
}
