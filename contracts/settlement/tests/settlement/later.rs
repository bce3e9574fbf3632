//! Targets that move over the term are settled by contract month, with everything that is counted from them.

use crate::support::{agreement, at, band, d, level, measure, settled, value};
use model::{Agreement, Decimal, Direction, Grade, LaterTarget, Offset, Unit};

/// 85 % with a floor five points below it and 5 % of credit two points below it; 87 % from month 4 on.
fn promised() -> Agreement {
    let fcr = measure("fcr", Unit::Percent, Direction::Higher, 1);
    let mut promise = level("fcr", at(Unit::Percent, "85.0"), "100");
    promise.later_targets = vec![LaterTarget { from_month: 4, target: at(Unit::Percent, "87.0") }];
    promise.floor = Some(Offset::Difference(d("-5")));
    promise.bands = vec![band(Grade::Minor, None, "2"), band(Grade::Serious, Some("-2"), "5")];
    agreement("1000.00", vec![fcr], vec![promise])
}

/// Credit and score of months with these values.
fn months(values: &[&str]) -> Vec<(Decimal, Option<Decimal>)> {
    let actuals: Vec<_> = values.iter().map(|v| [("fcr", value(Unit::Percent, v))]).collect();
    let months: Vec<&[_]> = actuals.iter().map(|month| month.as_slice()).collect();
    let statement = settled(&promised(), &months);
    statement.months.iter().map(|m| (m.credit_amount, m.score_points)).collect()
}

#[test]
fn the_same_value_is_met_before_a_later_target_and_missed_from_its_month_on() {
    let settled = months(&["85.0"; 5]);
    let credits: Vec<Decimal> = settled.iter().map(|m| m.0).collect();
    assert_eq!(credits, ["0", "0", "0", "20", "20"].map(d));
    // The floor of 80.0 moved to 82.0: three of five points above it.
    let scores: Vec<Option<Decimal>> = settled.iter().map(|m| m.1).collect();
    assert_eq!(scores, ["100", "100", "100", "60", "60"].map(|s| Some(d(s))));
}

#[test]
fn bands_begin_as_far_from_a_later_target_as_from_the_first() {
    let credits: Vec<Decimal> = months(&["83.0", "82.9", "90.0", "85.0", "84.9"]).iter().map(|m| m.0).collect();
    assert_eq!(credits, ["20", "50", "0", "20", "50"].map(d));
}

#[test]
fn a_statement_names_the_target_of_its_month() {
    let actuals = [("fcr", value(Unit::Percent, "86.0"))];
    let month: &[_] = &actuals;
    let statement = settled(&promised(), &[month; 4]);
    let line = |month: usize| statement.months[month].lines[0].target_words.replace('\u{202f}', " ");
    assert_eq!([line(2), line(3)], ["≥ 85.0 %", "≥ 87.0 %"]);
}

#[test]
fn later_targets_out_of_order_or_of_another_unit_are_refused_with_their_place() {
    let mut terms = promised();
    terms.service_levels[0].later_targets.push(LaterTarget { from_month: 4, target: at(Unit::Seconds, "87") });
    let problems = settlement::compile(&terms, 12).unwrap_err();
    let places: Vec<&str> = problems.iter().map(|p| p.path.as_str()).collect();
    assert_eq!(places, ["service_levels.fcr.later.2.target", "service_levels.fcr.later.2.from_month"]);
}
