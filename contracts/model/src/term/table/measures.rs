//! Definitions of what is counted.

use super::List;
use crate::{Measure, term::slot::Slot};

pub(super) fn rows<'a>(list: &mut List<'a>, measure: &'a mut Measure) {
    let base = format!("measures.{}", measure.id);
    let at = |leaf: &str| format!("{base}.{leaf}");
    let Measure { name, numerator, denominator, exclusions, source, owner, minimum_n, .. } = measure;
    let called = name.clone();
    list.add_for(&called, at("name"), "Name", Slot::Text(name));
    list.add_for(&called, at("numerator"), "Counted", Slot::LongText(numerator));
    list.add_for(&called, at("denominator"), "Out of", Slot::LongText(denominator));
    list.add_for(&called, at("exclusions"), "Left out", Slot::LongText(exclusions));
    list.add_for(&called, at("source"), "Source", Slot::Text(source));
    list.add_for(&called, at("owner"), "Measured by", Slot::Side(owner));
    let least = Slot::OptionalWhole { value: minimum_n, least: 1, most: 1_000_000 };
    list.add_for(&called, at("minimum_n"), "Least number in a month", least);
}
