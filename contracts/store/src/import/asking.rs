//! What a look at the columns leaves open, as questions with their answers.

use super::{
    Source, doubt,
    guess::{Looker, made},
    kind,
    mapping::none_of,
    names::{Field, Survey},
    number,
    question::{Doubt, Reading},
};
use model::{Decimal, MeasureId, Unit};

/// Among fractions of a measure that is usually low, one above this would be a percentage that is rarely seen.
const USUALLY_LOW_PERCENT: i64 = 30;

impl Looker<'_> {
    /// A column of counts or percentages is taken for neither: the two differ by far, and money may follow.
    pub(super) fn ask(&mut self, index: usize, field: Field) {
        let measure = match field {
            Field::Abandoned => "abandonment",
            Field::Repeats => "repeat_contacts",
            Field::AnsweredInTime => "service_level",
            Field::Numerator(Survey::Fcr) => "fcr",
            _ => "csat",
        };
        let column = self.name(index);
        if self.mapping.measures.iter().any(|m| m.measure.0 == measure) {
            self.notes.push(format!("“{column}” is not used: the figures of another column were taken in its place"));
            return;
        }
        let base = kind::bases(field).into_iter().find_map(|base| self.find(base));
        let weight = base.map(|b| self.name(b));
        // A survey's own number of answers is what its percentages rest on; other counts only stand in for that.
        let proxy = weight.is_some() && !matches!(field, Field::Numerator(_) | Field::Abandoned);
        let values = kind::values(self.table, index);
        let example = values.iter().copied().max().unwrap_or_default();
        let percent = doubt::in_words(example, Unit::Percent);
        let shown = example.normalize();
        let as_percent =
            Source::Value { column: column.clone(), weight: weight.clone(), proxy, multiply_by: Decimal::ONE };
        let mut readings =
            vec![Reading::of("percent", format!("percentages: {shown} is {percent}"), made(measure, as_percent))];
        let row = self.row_of(index, example);
        let holds = format!("“{column}” holds {}", self.values_like(index, &shown.to_string(), row));
        let mut text = format!("{holds}: is that {percent}, or a number of contacts?");
        if let Some((base, denominator)) = base.zip(weight) {
            let pair =
                kind::pairs(self.table, index, base).into_iter().find(|(v, whole)| *v == example && !whole.is_zero());
            // "7 out of 12000 “Calls”, 0.06 %"
            let (of, share) = pair.map_or_else(Default::default, |(part, whole)| {
                let share = (part * Decimal::ONE_HUNDRED / whole).round_dp(2);
                (format!("{} ", whole.normalize()), format!(", {}", doubt::in_words(share, Unit::Percent)))
            });
            text = format!("{holds}: is that {percent}, or {shown} out of {of}“{denominator}”{share}?");
            let label = format!("counts: {shown} out of {of}“{denominator}”{share}");
            let source = Source::Ratio { numerator: column.clone(), denominator };
            readings.push(Reading::of("count", label, made(measure, source)));
        }
        self.doubt(measure, index, row, text, readings, None);
    }

    /// A column of values up to 1 whose name does not say what they are. Of a measure that is usually low, 0.8 may well be
    /// 0.8 %: it is not taken before somebody says so.
    pub(super) fn fractions(
        &mut self,
        measure: &str,
        index: usize,
        values: &[Decimal],
        weight: (Option<String>, bool),
    ) {
        let (weight, proxy) = weight;
        let column = self.name(index);
        let reading = |multiply_by| {
            made(measure, Source::Value { column: column.clone(), weight: weight.clone(), proxy, multiply_by })
        };
        let (fraction, percent) = (reading(Decimal::ONE_HUNDRED), reading(Decimal::ONE));
        let unit = fraction.unit;
        let example = values.iter().find(|v| !v.is_zero() && **v <= Decimal::ONE).copied().unwrap_or_default();
        let (shown, hundredfold) = (example.normalize(), example * Decimal::ONE_HUNDRED);
        let (as_fraction, as_percent) = (in_short(hundredfold, unit), in_short(example, unit));
        let is_open = !doubt::is_usually_high(&MeasureId(measure.into())) && could_be_small_percentages(values);
        let readings = vec![
            Reading::of("fraction", format!("fractions: {shown} is {as_fraction}"), fraction.clone()),
            Reading::of("percent", format!("percentages: {shown} is {as_percent}"), percent),
        ];
        let row = self.row_of(index, example);
        let values = self.values_like(index, &shown.to_string(), row);
        let text = format!("“{column}” holds {values}: is that {as_fraction}, or {as_percent}?");
        if !is_open {
            self.notes.push(format!(
                "“{column}” was taken for fractions and multiplied by 100, because its values are up to 1: {shown} became {as_fraction}. If it is {as_percent}, multiply by 1 in the mapping"
            ));
            self.mapping.measures.push(fraction);
        }
        self.doubt(measure, index, row, text, readings, (!is_open).then_some("fraction"));
    }

    fn doubt(
        &mut self,
        measure: &str,
        index: usize,
        row: u64,
        text: String,
        readings: Vec<Reading>,
        guessed: Option<&'static str>,
    ) {
        let (measure, column) = (MeasureId(measure.into()), self.name(index));
        let measures = vec![measure];
        if guessed.is_none() {
            let none = none_of(&self.table.names, &measures);
            self.notes.push(format!("“{column}” is not used before it is said what it holds, so there is {none}"));
        }
        self.doubts.push(Doubt { column, measures, row, text, readings, guessed });
    }

    /// The line of the first cell of a column that holds `example`.
    fn row_of(&self, index: usize, example: Decimal) -> u64 {
        let sign = self.mapping.decimal_sign;
        let shows = |cell: &String| number::read(cell, sign).is_ok_and(|n| n.value == example);
        let row = self.table.rows.iter().find(|r| r.cells.get(index).is_some_and(shows));
        row.map_or(self.table.header_line, |r| r.line)
    }

    /// How many values a column has, with the one that stands for all of them: "730 values, for example 7 in row 401".
    fn values_like(&self, index: usize, example: &str, row: u64) -> String {
        match self.table.column(index).filter(|cell| !number::is_blank(cell)).count() {
            0 | 1 => format!("{example} in row {row}"),
            count => format!("{count} values, for example {example} in row {row}"),
        }
    }
}

/// A figure that is only an example: of many decimals a few say enough.
fn in_short(value: Decimal, unit: Unit) -> String {
    const MANY: u32 = 4;
    doubt::in_words(if value.normalize().scale() > MANY { value.round_dp(2) } else { value }, unit)
}

/// Half of them would be a large percentage as fractions, or they have the one decimal that percentages usually have.
fn could_be_small_percentages(values: &[Decimal]) -> bool {
    let mut values: Vec<Decimal> = values.iter().copied().filter(|v| !v.is_zero()).collect();
    values.sort();
    let median = values.get(values.len() / 2).copied().unwrap_or_default();
    let of_one_decimal = values.iter().all(|v| v.normalize().scale() <= 1);
    of_one_decimal || median * Decimal::ONE_HUNDRED > Decimal::from(USUALLY_LOW_PERCENT)
}
