//! Whether a column holds counts or percentages: what its name leaves open, its values and those beside it may say.

use super::{
    names::{Field, Name, Survey},
    number,
    table::Table,
};
use model::Decimal;
use std::ops::RangeInclusive;

/// Cells that are looked at to judge a column.
pub(super) const LOOKED_AT: usize = 400;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Count,
    Rate,
    /// Both are likely, and the figures would be others.
    Unclear,
}

/// Fields that a name alone takes for counts: what they are as percentages, and which percentages are likely.
pub(super) fn as_rate(field: Field) -> Option<(Field, RangeInclusive<i64>)> {
    match field {
        Field::Abandoned => Some((Field::AbandonmentRate, 1..=40)),
        Field::Repeats => Some((Field::RepeatRate, 1..=40)),
        // Centres that answer one call in four in time are not rare.
        Field::AnsweredInTime => Some((Field::ServiceLevel, 20..=100)),
        // Audits are counted in no other way.
        Field::Numerator(survey) if survey != Survey::Qa => Some((Field::Figure(survey), 50..=100)),
        _ => None,
    }
}

/// What counts of a field are a share of, the best first.
pub(super) fn bases(field: Field) -> Vec<Field> {
    match field {
        Field::Abandoned => vec![Field::Offered],
        Field::AnsweredInTime => vec![Field::Offered, Field::Answered],
        Field::Repeats => vec![Field::RepeatBase, Field::Answered, Field::Offered],
        Field::Numerator(survey) => vec![Field::Sample(survey)],
        _ => Vec::new(),
    }
}

/// Judges a column named like counts beside the column that they would be a share of.
pub(super) fn kind(
    table: &Table,
    name: &Name,
    index: usize,
    base: Option<usize>,
    likely_percent: &RangeInclusive<i64>,
) -> Kind {
    if table.column(index).take(LOOKED_AT).any(|cell| cell.contains('%')) {
        return Kind::Rate;
    }
    let values = values(table, index);
    let parts = values.iter().filter(|v| !v.fract().is_zero()).count();
    let over_hundred = values.iter().any(|v| *v > Decimal::ONE_HUNDRED);
    if values.is_empty() || (over_hundred && parts * 2 <= values.len()) {
        return Kind::Count;
    }
    if parts > 0 {
        // A mean of counts has decimals as well: the name, or the column beside it, may be one of these.
        let base_has_parts = base.is_some_and(|b| self::values(table, b).iter().any(|v| !v.fract().is_zero()));
        // Percentages have decimals as a rule; one among whole numbers may be a slip in a count, and so may a high one.
        let mostly_parts = parts * 2 >= values.len();
        let mean = values.iter().sum::<Decimal>() / Decimal::from(values.len());
        let is_likely = mean <= Decimal::from(*likely_percent.end());
        let is_rate = mostly_parts && is_likely && !name.says_count() && !base_has_parts;
        return if is_rate { Kind::Rate } else { Kind::Unclear };
    }
    if name.says_count() {
        return Kind::Count;
    }
    let Some(base) = base else {
        return if name.is_named_like_a_share() { Kind::Unclear } else { Kind::Count };
    };
    let pairs: Vec<_> = pairs(table, index, base).into_iter().filter(|(_, of)| !of.is_zero()).collect();
    // A few rows with more than there was are mistakes of a row, or calls that were answered in the next half-hour.
    if pairs.iter().filter(|(counted, of)| counted > of).count() * 2 > pairs.len() {
        return Kind::Rate;
    }
    let (part, whole) = pairs.iter().fold((Decimal::ZERO, Decimal::ZERO), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
    let is_unlikely = !part.is_zero() && part * Decimal::ONE_HUNDRED < whole * Decimal::from(*likely_percent.start());
    if is_unlikely || (name.is_named_like_a_share() && !part.is_zero()) { Kind::Unclear } else { Kind::Count }
}

/// The readable numbers of a column, with either decimal sign.
pub(super) fn values(table: &Table, index: usize) -> Vec<Decimal> {
    let sign = number::recognise_sign(table.column(index).take(LOOKED_AT), table.delimiter);
    table.column(index).take(LOOKED_AT).filter_map(|cell| number::read(cell, sign).ok()).map(|n| n.value).collect()
}

/// The numbers of two columns where both have one.
pub(super) fn pairs(table: &Table, one: usize, other: usize) -> Vec<(Decimal, Decimal)> {
    let sign = |index| number::recognise_sign(table.column(index).take(LOOKED_AT), table.delimiter);
    let (first, second) = (sign(one), sign(other));
    let cells = table.column(one).zip(table.column(other)).take(LOOKED_AT);
    let read = |cell: &str, sign| number::read(cell, sign).ok().map(|n| n.value);
    cells.filter_map(|(a, b)| Some((read(a, first)?, read(b, second)?))).collect()
}
