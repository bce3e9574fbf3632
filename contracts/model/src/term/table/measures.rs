//! Definitions of what is counted.

use super::List;
use crate::{
    Measure, MeasureDetails, Statistic, quantity,
    term::{Scale, measure as setters, slot::Slot},
};

pub(super) fn rows<'a>(list: &mut List<'a>, measure: &'a mut Measure) {
    let base = format!("measures.{}", measure.id);
    let at = |leaf: &str| format!("{base}.{leaf}");
    let scale = Scale::of(measure);
    let Measure {
        name,
        statistic,
        numerator,
        denominator,
        perspective,
        exclusions,
        source,
        owner,
        minimum_n,
        details,
        ..
    } = measure;
    let called = name.clone();
    let picked = |(word, choices): (&'static str, _)| Slot::Picked { word, choices };
    let decimals = quantity::number(scale.precision.into(), 0);
    list.add_for(&called, at("name"), "Name", Slot::Text(name));
    let is_percentile = *statistic == Statistic::Percentile;
    list.add_for(&called, at("statistic"), "Its value is", Slot::Choice(statistic));
    list.add_for(&called, at("unit"), "Unit", picked(setters::unit_choice(scale.unit)));
    list.add_for(&called, at("direction"), "Direction", picked(setters::direction_choice(scale.direction)));
    list.add_for(&called, at("precision"), "Decimals", Slot::Shown { text: decimals, optional: false });
    list.add_for(&called, at("perspective"), "Protects", Slot::Choice(perspective));
    list.add_for(&called, at("numerator"), "Counted", Slot::LongText(numerator));
    list.add_for(&called, at("denominator"), "Out of", Slot::LongText(denominator));
    list.add_for(&called, at("exclusions"), "Left out", Slot::LongText(exclusions));
    list.add_for(&called, at("source"), "Source", Slot::Text(source));
    list.add_for(&called, at("owner"), "Measured by", Slot::Choice(owner));
    let least = Slot::OptionalWhole { value: minimum_n, least: 1, most: 1_000_000 };
    list.add_for(&called, at("minimum_n"), "Least number in a month", least);
    detail_rows(list, (&called, &base, scale), details, is_percentile);
}

fn detail_rows<'a>(
    list: &mut List<'a>,
    (called, base, scale): (&str, &str, Scale),
    details: &'a mut MeasureDetails,
    is_percentile: bool,
) {
    let at = |leaf: &str| format!("{base}.{leaf}");
    let MeasureDetails {
        population,
        hours,
        holidays,
        frequency,
        collected,
        sampling,
        sample_n,
        dispute,
        tool_change,
        percentile_percent,
        alert,
    } = details;
    if is_percentile {
        list.add_for(called, at("percentile"), "Which percentile", Slot::OptionalPercent(percentile_percent));
    }
    list.add_for(called, at("population"), "Whose observations count", Slot::Text(population));
    list.add_for(called, at("hours"), "Hours", Slot::Text(hours));
    list.add_for(called, at("holidays"), "Holidays", Slot::Text(holidays));
    list.add_for(called, at("frequency"), "A figure is made", Slot::Choice(frequency));
    list.add_for(called, at("collected"), "How it is collected", Slot::Text(collected));
    list.add_for(called, at("sampling"), "How a sample is drawn", Slot::Text(sampling));
    list.add_for(
        called,
        at("sample_n"),
        "Sample of a month",
        Slot::Counted { value: sample_n, least: 1, most: 1000000, word: "" },
    );
    list.add_for(called, at("dispute"), "Where the parties find different values", Slot::Text(dispute));
    list.add_for(called, at("tool_change"), "When the tool is changed", Slot::Text(tool_change));
    list.add_for(called, at("alert"), "Both are told beyond", Slot::OptionalValue { value: alert, scale });
}
