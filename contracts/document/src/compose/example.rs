//! The worked example: a month with assumed results, settled by the same rules as every other month.

use super::context::{ExampleLine, WorkedExample};
use super::draft::{Draft, of_level, say, see};
use crate::tree::{Align, Column, Row, Span, Table};
use model::{
    Agreement, Class, Decimal, Direction, Measure, Quantity, ServiceLevel, ServiceLevelId, Target, quantity, threshold,
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
    let until = begin(band + 1).unwrap_or(from + worse * Decimal::TWO);
    let middle = quantity::round(from + (until - from) / Decimal::TWO, measure.precision_decimals);
    let value = if middle == from { from + worse } else { middle };
    measure.unit.of(measure.unit.clip(value))
}

/// One step of a measure's last decimal.
fn quantity_step(measure: &Measure) -> Decimal {
    Decimal::new(1, u32::from(measure.precision_decimals))
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
        score(draft, example, points);
    }
}

/// The score of the month: as a table where its arithmetic names the levels of the example, otherwise in a sentence.
fn score(draft: &mut Draft<'_>, example: &WorkedExample, points: &str) {
    let sum = WeightedSum::read(&example.score_words);
    let Some((sum, table)) = sum.and_then(|sum| score_table(draft, example, &sum).map(|table| (sum, table))) else {
        draft.say(vec![say(format!(
            "The score of the month is {points}: the scores of the levels, each times its weight, added up and divided by \
             the sum of the weights, {}.",
            example.score_words
        ))]);
        return;
    };
    let (product, WeightedSum { weights, held, total, .. }) = (plain(sum.product()), &sum);
    draft.say(vec![
        say(format!("The score of the month is {points}. It is the sum of weight times score in ")),
        see(SCORE_TABLE),
        say(format!(" divided by the sum of the weights, {product} / {weights}{held}: {total}.")),
    ]);
    draft.table(table);
}

const SCORE_TABLE: &str = "table-example-score";

/// The arithmetic of a month's score as the settlement writes it: `(20 × 87.5 + 80 × 100) / 100: 97.5`.
struct WeightedSum {
    /// Weight and score of each level that has a score, in the agreement's order.
    terms: Vec<(Decimal, Decimal)>,
    /// The sum of the weights.
    weights: String,
    /// What holds the score down, beginning with a comma; empty for nothing.
    held: String,
    /// The score.
    total: String,
}

impl WeightedSum {
    fn read(words: &str) -> Option<Self> {
        let (terms, rest) = words.strip_prefix('(')?.split_once(") / ")?;
        let (divisor, total) = rest.rsplit_once(": ")?;
        let comma = divisor.find(", ").unwrap_or(divisor.len());
        let (weights, held) = divisor.split_at(comma);
        let read = |text: &str| text.replace(',', "").parse::<Decimal>().ok();
        let term = |term: &str| {
            let (weight, score) = term.split_once(" × ")?;
            Some((read(weight)?, read(score)?))
        };
        Some(Self {
            terms: terms.split(" + ").map(term).collect::<Option<_>>()?,
            weights: weights.to_owned(),
            held: held.to_owned(),
            total: total.to_owned(),
        })
    }

    fn product(&self) -> Decimal {
        self.terms.iter().map(|(weight, score)| weight * score).sum()
    }
}

/// A number with as many decimals as it needs.
fn plain(value: Decimal) -> String {
    let value = value.normalize();
    quantity::number(value, quantity::scale_of(value))
}

/// Weight and score level by level; none where the arithmetic does not name the levels of the example one by one.
fn score_table(draft: &Draft<'_>, example: &WorkedExample, sum: &WeightedSum) -> Option<Table> {
    let mut terms = sum.terms.iter().peekable();
    let mut rows = Vec::new();
    for line in &example.lines {
        let level = draft.agreement.service_level(&line.service_level)?;
        // A level without a weight or a value has no term.
        let Some((weight, score)) = terms.next_if(|(weight, _)| *weight == level.weight_percent) else { continue };
        let weight_cell = draft.term_as(&of_level(level, "weight"), plain(*weight));
        let cells = vec![
            vec![name(draft, line)],
            vec![weight_cell],
            vec![say(plain(*score))],
            vec![say(plain(weight * score))],
        ];
        rows.push(Row { cells, total: false });
    }
    if terms.next().is_some() {
        return None;
    }
    let cells = vec![vec![say("Sum")], vec![say(&sum.weights)], vec![], vec![say(plain(sum.product()))]];
    rows.push(Row { cells, total: true });
    let column = |head: &str, align, grow| Column { head: head.into(), align, grow };
    Some(Table {
        id: SCORE_TABLE.into(),
        caption: format!("Example: score of contract month {}", example.contract_month),
        columns: vec![
            column("Service level", Align::Start, 1),
            column("Weight", Align::End, 0),
            column("Score", Align::End, 0),
            column("Weight × score", Align::End, 0),
        ],
        rows,
        row_heads: true,
        ..Table::default()
    })
}

/// The arithmetic of a line's credit without what it says of a cap that cut nothing: that is the same for every line and
/// stands once below the table.
fn without_idle_cap(words: &str) -> &str {
    let idle = ["; the month’s cap", "; there is no cap"];
    idle.iter().find_map(|clause| words.split_once(clause)).map_or(words, |(before, _)| before)
}

fn name(draft: &Draft<'_>, line: &ExampleLine) -> Span {
    let measure =
        draft.agreement.service_level(&line.service_level).and_then(|level| draft.agreement.measure(&level.measure));
    measure.map_or_else(|| say(&line.name), |measure| draft.measure(measure))
}

fn table(draft: &Draft<'_>, example: &WorkedExample) -> Table {
    let column = |head: &str, align, grow| Column { head: head.into(), align, grow };
    let mut rows: Vec<Row> = example
        .lines
        .iter()
        .map(|line| {
            let cells = vec![
                vec![name(draft, line)],
                vec![say(&line.result)],
                vec![say(&line.band)],
                vec![say(super::words::capital(without_idle_cap(&line.credit_words)))],
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arithmetic_of_a_score_is_read_as_the_settlement_writes_it() {
        let sum = WeightedSum::read("(20 × 87.5 + 20 × 63.3333 + 60 × 100) / 100: 90.1667").unwrap();
        assert_eq!(plain(sum.product()), "9,016.666");
        assert_eq!((sum.weights.as_str(), sum.held.as_str(), sum.total.as_str()), ("100", "", "90.1667"));
        let held = "(20 × 87.5 + 80 × 120) / 100, at most 100 unless every critical and key level is met: 100";
        let sum = WeightedSum::read(held).unwrap();
        assert_eq!(sum.held, ", at most 100 unless every critical and key level is met");
        assert_eq!((sum.terms.len(), sum.total.as_str()), (2, "100"));
        for words in ["", "no score: the terms of the score are not complete", "(20 × 87.5) / 100", "(a × b) / 100: 1"]
        {
            assert!(WeightedSum::read(words).is_none(), "{words}");
        }
    }

    #[test]
    fn a_cap_that_cut_is_told_line_by_line_and_one_that_did_not_is_not() {
        let made = "1 % × USD 412,000.00 = USD 4,120.00";
        for idle in ["; the month’s cap of USD 49,440.00 not reached", "; there is no cap of the month", ""] {
            assert_eq!(without_idle_cap(&format!("{made}{idle}")), made);
        }
        let cut = format!("{made}; its share of the month’s cap: USD 2.00 × USD 5.00 / USD 7.00, posted as USD 1.43");
        assert_eq!(without_idle_cap(&cut), cut);
    }
}
