//! Cells that could be a fraction or a percentage.

use super::{
    Mapping, MeasureMapping, Source,
    number::{self, Number, WrittenAs},
    table::Table,
};
use model::{Decimal, MeasureId, Unit};

/// Values up to 1 are in doubt where most of a column is above this: 20 times the largest of them. Below it a column may
/// well hold both, as abandonment of 0.8 % beside 4.2 %.
const FAR_ABOVE: i64 = 20;

/// Measures whose percentages are far above 1 wherever anything works at all.
pub(super) fn is_usually_high(measure: &MeasureId) -> bool {
    matches!(measure.0.as_str(), "service_level" | "fcr" | "csat" | "qa")
}

/// Whether a value above 0 and up to 1 in the column of `measure` could be a fraction that slipped in: more than half of
/// the column is above [`FAR_ABOVE`]. For a measure that is usually high, only the values above 1 are asked, so that a
/// column of which most are fractions is in doubt as well.
pub(super) fn doubts_small_values(table: &Table, mapping: &Mapping, measure: &MeasureMapping) -> bool {
    let Source::Value { column, multiply_by, .. } = &measure.source else {
        return false;
    };
    let high = is_usually_high(&measure.measure);
    let may_be_fractions = measure.unit == Unit::Percent || (measure.unit == Unit::Points && high);
    let Some(index) = table.index(column).filter(|_| may_be_fractions && *multiply_by == Decimal::ONE) else {
        return false;
    };
    let (mut above, mut all) = (0_usize, 0_usize);
    let sign = mapping.sign_of(column);
    let numbers = table.column(index).filter_map(|cell| number::read(cell, sign).ok());
    for value in numbers.map(|n| n.value).filter(|v| !high || *v > Decimal::ONE) {
        all += 1;
        above += usize::from(value > Decimal::from(FAR_ABOVE));
    }
    above * 2 > all
}

/// What is written with a percent sign is none, and 0 is 0 either way.
pub(super) fn is_doubtful(number: Number) -> bool {
    number.written_as == WrittenAs::Plain && number.value > Decimal::ZERO && number.value <= Decimal::ONE
}

/// A fragment that fits behind the cell and its column.
pub(super) fn reason(value: Decimal, unit: Unit) -> String {
    let hundredfold = value * Decimal::ONE_HUNDRED;
    let (low, high) = (in_words(value, unit), in_words(hundredfold, unit));
    let value = value.normalize();
    format!(
        "could be {low} or {high}: most of the column is far above it. Write {}, or {value}% if it is that little",
        hundredfold.normalize()
    )
}

/// With all its decimals: "80.66 %".
pub(super) fn in_words(value: Decimal, unit: Unit) -> String {
    let value = value.normalize();
    unit.of(value).text(u8::try_from(value.scale()).unwrap_or(u8::MAX))
}
