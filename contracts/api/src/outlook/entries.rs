//! Entries that one side makes about single measures, each of several texts that only hold together: read with all of their
//! mistakes at once, and shown as they stand where they cannot be read.

use crate::{
    ApiResult,
    wire::{ApiError, Detail},
};
use model::{Agreement, Decimal, Measure, MeasureId, read::ReadError};

/// One measure's texts.
pub(crate) trait Entry {
    /// Where such entries stand: `learning`.
    const LIST: &'static str;
    /// What cannot be used where one problem is all there is, and where there are several.
    const ONE: &'static str;
    const ALL: &'static str;

    fn measure(&self) -> &MeasureId;

    /// `learning.aht.start`; the entry itself where `part` is empty.
    fn place(&self, part: &str) -> String {
        let dot = if part.is_empty() { "" } else { "." };
        format!("{}.{}{dot}{part}", Self::LIST, self.measure())
    }
}

/// The measure of an entry, which a service level has to be about.
pub(super) fn measure<'a, E: Entry>(agreement: &'a Agreement, entry: &E) -> Result<&'a Measure, Vec<Detail>> {
    let found = agreement.levels().find(|(_, m)| &m.id == entry.measure());
    found.map(|(_, measure)| measure).ok_or_else(|| {
        let known: Vec<&str> = agreement.levels().map(|(_, m)| m.id.0.as_str()).collect();
        let message = format!("there is no service level about it; there are {}", known.join(", "));
        vec![Detail::new(entry.place(""), message)]
    })
}

/// What is said of a text that could not be read.
pub(super) fn said(error: &ReadError, text: &str) -> String {
    if text.trim().is_empty() { format!("it is missing; expected {}", error.expected) } else { error.to_string() }
}

/// A value of a measure with all of its decimals: it may be finer than the measure's own precision.
pub(super) fn value_text(measure: &Measure, value: Decimal) -> String {
    let precision = measure.precision_decimals.max(model::quantity::scale_of(value.normalize()));
    measure.unit.of(value).text(precision)
}

/// Reads all entries, in the order of their measures.
///
/// # Errors
/// Everything that is wrong with any of them, by place.
pub(super) fn read_all<E: Entry, R>(entries: &[E], read: impl Fn(&E) -> Result<R, Vec<Detail>>) -> ApiResult<Vec<R>> {
    let (mut reads, mut details) = (Vec::<(&MeasureId, R)>::new(), Vec::new());
    for entry in entries {
        match read(entry) {
            Ok(_) if reads.iter().any(|(measure, _)| *measure == entry.measure()) => {
                details.push(Detail::new(entry.place(""), "it is given twice; give it once"));
            }
            Ok(one) => reads.push((entry.measure(), one)),
            Err(problems) => details.extend(problems),
        }
    }
    if !details.is_empty() {
        return Err(refused::<E>(details));
    }
    reads.sort_by_key(|(measure, _)| *measure);
    Ok(reads.into_iter().map(|(_, one)| one).collect())
}

/// What is said where entries cannot be read.
pub(crate) fn refused<E: Entry>(details: Vec<Detail>) -> ApiError {
    let message = match details.as_slice() {
        [only] => format!("{} cannot be used: {}", E::ONE, only.message),
        _ => format!("{} cannot be used", E::ALL),
    };
    ApiError::input(message, details)
}

/// Puts an entry in the place of the one about the same measure, in the order of measures.
pub(crate) fn keep<K>(kept: &mut Vec<K>, entry: K, measure: impl Fn(&K) -> &MeasureId) {
    kept.retain(|other| measure(other) != measure(&entry));
    kept.push(entry);
    kept.sort_by(|a, b| measure(a).cmp(measure(b)));
}
