//! The worked example: a month with assumed results, settled by the same rules as every other month.

use super::context::WorkedExample;
use super::draft::{Draft, say};
use crate::tree::{Align, Column, Row, Span, Table};
use model::{
    Agreement, Class, Direction, Measure, Quantity, ServiceLevel, ServiceLevelId, Target, quantity, threshold,
};

/// Results for an example: two credited levels miss, one by little and one by more, the others are on target.
///
/// Which ones: the first two levels that can earn a credit, in the agreement's order. The first lies in the middle of
/// its first band, the second in the middle of its second where it has one.
#[must_use]
pub fn example_results(agreement: &Agreement) -> Vec<(ServiceLevelId, Quantity)> {
    let mut missed = 0;
    let results = agreement.levels().map(|(level, measure)| {
        if level.class == Class::ReportOnly || missed == 2 || level.bands.is_empty() {
            return (level.id.clone(), on_target(level));
        }
        missed += 1;
        (level.id.clone(), inside_band(level, measure, missed - 1))
    });
    results.collect()
}

fn on_target(level: &ServiceLevel) -> Quantity {
    match level.target {
        Target::Value(value) | Target::Range { high: value, .. } => value,
    }
}

/// A value in the middle of a band, at least one step of the last decimal beyond its beginning.
fn inside_band(level: &ServiceLevel, measure: &Measure, band: usize) -> Quantity {
    let band = band.min(level.bands.len() - 1);
    let begin = |index: usize| {
        level.bands.get(index).map(|band| match band.from {
            Some(offset) if index > 0 => threshold::value_at(level.target, offset, measure),
            _ => level.target.anchor(),
        })
    };
    let worse = if measure.direction == Direction::Higher { -quantity_step(measure) } else { quantity_step(measure) };
    let from = begin(band).unwrap_or_else(|| level.target.anchor());
    let until = begin(band + 1).unwrap_or(from + worse * model::Decimal::TWO);
    let middle = quantity::round(from + (until - from) / model::Decimal::TWO, measure.precision_decimals);
    let value = if middle == from { from + worse } else { middle };
    measure.unit.of(measure.unit.clip(value))
}

/// One step of a measure's last decimal.
fn quantity_step(measure: &Measure) -> model::Decimal {
    model::Decimal::new(1, u32::from(measure.precision_decimals))
}

pub(super) fn compose(draft: &mut Draft<'_>) {
    let Some(example) = &draft.context.example else { return };
    draft.part("worked-example", "A worked example", None);
    draft.say(vec![say(format!(
        "Suppose that contract month {} has charges of {} and the results in the table below. The example shows how the \
         clauses above work; it is no forecast.",
        example.contract_month, example.charges
    ))]);
    let table = table(draft, example);
    draft.table(table);
    draft.say(vec![say(format!(
        "The credit of the month is {}. How it is made: {}.",
        example.credit, example.credit_words
    ))]);
    if let Some(points) = &example.score {
        draft.say(vec![say(format!("The score of the month is {points}. How it is made: {}.", example.score_words))]);
    }
}

fn table(draft: &Draft<'_>, example: &WorkedExample) -> Table {
    let column = |head: &str, align, grow| Column { head: head.into(), align, grow };
    let mut rows: Vec<Row> = example
        .lines
        .iter()
        .map(|line| {
            let name = draft
                .agreement
                .service_level(&line.service_level)
                .and_then(|level| draft.agreement.measure(&level.measure))
                .map_or_else(|| say(&line.name), |measure| draft.measure(measure));
            let cells = vec![
                vec![name],
                vec![say(&line.result)],
                vec![say(&line.band)],
                vec![say(super::words::capital(&line.credit_words))],
                vec![say(&line.credit)],
            ];
            Row { cells, total: false }
        })
        .collect();
    let total: Vec<Vec<Span>> =
        vec![vec![say("Credit of the month")], vec![], vec![], vec![], vec![say(&example.credit)]];
    rows.push(Row { cells: total, total: true });
    Table {
        id: "table-example".into(),
        caption: format!("Example: credits of contract month {}", example.contract_month),
        columns: vec![
            column("Service level", Align::Start, 0),
            column("Result", Align::End, 0),
            column("Band", Align::Start, 0),
            column("How the credit is made", Align::Start, 1),
            column("Credit", Align::End, 0),
        ],
        rows,
        row_heads: true,
        ..Table::default()
    }
}
