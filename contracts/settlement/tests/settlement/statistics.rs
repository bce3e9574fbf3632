//! Net scores, counts and percentiles: what a month has, and what a quarter can have.

use crate::support::{agreement, at, band, d, level, measure, settled};
use model::remedy::{BonusBasis, EarnBackRule};
use model::{Agreement, Decimal, Direction, Grade, Statistic, Unit, Window};
use settlement::Actual;

/// One level about a measure of this kind; a miss costs 2 %.
fn promised(statistic: Statistic, unit: Unit, direction: Direction, target: &str, window: Window) -> Agreement {
    let mut about = measure("it", unit, direction, 0);
    about.statistic = statistic;
    let mut promise = level("it", at(unit, target), "100");
    promise.bands = vec![band(Grade::Minor, None, "2")];
    promise.remedy.window = window;
    agreement("1000.00", vec![about], vec![promise])
}

fn credits(agreement: &Agreement, values: &[(&str, Option<&str>)]) -> Vec<Decimal> {
    let unit = agreement.measures[0].unit;
    let actual = |(value, n): &(&str, Option<&str>)| Actual::Value { value: unit.of(d(value)), n: n.map(d) };
    let actuals: Vec<_> = values.iter().map(|v| [("it", actual(v))]).collect();
    let months: Vec<&[_]> = actuals.iter().map(|month| month.as_slice()).collect();
    settled(agreement, &months).months.iter().map(|m| m.credit_amount).collect()
}

#[test]
fn a_net_score_below_zero_is_held_against_its_target() {
    let terms = promised(Statistic::NetScore, Unit::Points, Direction::Higher, "-5", Window::Month);
    assert_eq!(credits(&terms, &[("-5", None), ("-6", None), ("40", None)]), ["0", "20", "0"].map(d));
}

#[test]
fn the_net_score_of_a_quarter_is_weighted_by_answers() {
    let terms = promised(Statistic::NetScore, Unit::Points, Direction::Higher, "5", Window::Quarter);
    // 30 of 100 answers and −10 of 300: 0, though the plain mean would be 10.
    let months = [("30", Some("100")), ("-10", Some("300")), ("0", Some("1"))];
    assert_eq!(credits(&terms, &months)[2], d("60"));
}

#[test]
fn the_count_of_a_quarter_is_the_sum_of_its_months() {
    let terms = promised(Statistic::Count, Unit::Count, Direction::Lower, "6", Window::Quarter);
    assert_eq!(credits(&terms, &[("3", None), ("2", None), ("1", None)])[2], d("0"));
    assert_eq!(credits(&terms, &[("3", None), ("2", None), ("2", None)])[2], d("60"), "seven, each month below six");
    // A number of observations beside a count weighs nothing.
    assert_eq!(credits(&terms, &[("3", Some("900")), ("2", None), ("2", Some("1"))])[2], d("60"));
}

#[test]
fn the_count_of_a_month_is_held_against_its_own_target() {
    let terms = promised(Statistic::Count, Unit::Count, Direction::Lower, "2", Window::Month);
    assert_eq!(credits(&terms, &[("2", None), ("3", None), ("0", None)]), ["0", "20", "0"].map(d));
}

#[test]
fn a_percentile_of_a_quarter_is_refused_and_one_of_a_month_is_settled() {
    let month = promised(Statistic::Percentile, Unit::Seconds, Direction::Lower, "30", Window::Month);
    assert_eq!(credits(&month, &[("30", None), ("31", None)]), ["0", "20"].map(d));
    let mut quarter = promised(Statistic::Percentile, Unit::Seconds, Direction::Lower, "30", Window::Quarter);
    quarter.remedies.bonus.base_percent = Some(d("1"));
    quarter.remedies.bonus.cap_percent = Some(d("2"));
    quarter.remedies.bonus.basis = BonusBasis::QuarterAggregate;
    quarter.remedies.earn_back.percent = Some(d("50"));
    quarter.remedies.earn_back.rule = EarnBackRule::ContractYear;
    let problems = settlement::compile(&quarter, 12).unwrap_err();
    let places: Vec<&str> = problems.iter().map(|p| p.path.as_str()).collect();
    assert_eq!(places, ["service_levels.it.window", "remedies.bonus.basis", "remedies.earn_back.rule"]);
    assert!(problems[0].to_string().contains("percentile of several months"), "{}", problems[0]);
}
