//! Worked examples that others published. Exact: decimals are compared, not tolerances.

use crate::support::{agreement, at, band, d, history, level, measure, plan, settled, value};
use model::{Agreement, Credit, Direction, Grade, Unit};
use settlement::settle;

/// Accord Project, service level agreement template: 2 % below 99.8 %, 3 % below 98 %, at most 10 % of a month.
fn percent_tiers() -> Agreement {
    let mut service = level("availability", at(Unit::Percent, "99.8"), "100");
    service.bands = vec![band(Grade::Minor, None, "2.0"), band(Grade::Serious, Some("-1.8"), "3.0")];
    let mut terms =
        agreement("10.00", vec![measure("availability", Unit::Percent, Direction::Higher, 1)], vec![service]);
    terms.remedies.month_cap_percent = Some(d("10.0"));
    terms
}

#[test]
fn the_accord_tiers_credit_nothing_then_20_then_30_cents_of_ten_dollars() {
    // Accord Project, service level agreement template; each month on its own.
    for (reported, credit) in [("100.0", "0.00"), ("99.7", "0.20"), ("97.0", "0.30")] {
        let statement = settled(&percent_tiers(), &[&[("availability", value(Unit::Percent, reported))]]);
        assert_eq!(statement.months[0].credit_amount.to_string(), credit, "at {reported} %");
        assert_eq!(statement.months[0].charges_amount.to_string(), "10.00");
        assert!(!statement.months[0].cap_bound);
    }
}

#[test]
fn the_edges_of_the_accord_tiers_belong_to_the_better_side() {
    for (reported, credit) in
        [("99.8", "0.00"), ("99.75", "0.00"), ("99.74", "0.20"), ("98.0", "0.20"), ("97.9", "0.30")]
    {
        let statement = settled(&percent_tiers(), &[&[("availability", value(Unit::Percent, reported))]]);
        assert_eq!(statement.months[0].credit_amount.to_string(), credit, "at {reported} %");
    }
}

#[test]
fn an_availability_below_zero_is_refused_with_its_place() {
    // Accord Project, service level agreement template: −10 % is an error, a percentage is between 0 and 100.
    let months: &[&[_]] =
        &[&[("availability", value(Unit::Percent, "100"))], &[("availability", value(Unit::Percent, "-10.0"))]];
    let problems = settle(&plan(&percent_tiers()), &history(months)).unwrap_err();
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].path, "actuals.2026-02.availability");
    assert_eq!(problems[0].what, "−10.0\u{202f}%");
    assert_eq!(problems[0].expected, "a percentage between 0 and 100");
}

#[test]
fn a_value_23_points_short_at_one_percent_each_credits_23_percent() {
    // Crown call-off contract: 1 % for each point below 98 %; at 75 % that is 23 %.
    let mut service = level("resolved", at(Unit::Percent, "98.0"), "100");
    service.credit = Credit::PerPoint { percent_per_point: d("1.0") };
    let mut terms = agreement("100.00", vec![measure("resolved", Unit::Percent, Direction::Higher, 1)], vec![service]);
    terms.remedies.month_cap_percent = Some(d("100"));
    let statement = settled(&terms, &[&[("resolved", value(Unit::Percent, "75.0"))]]);
    // 23 % of 100.00.
    assert_eq!(statement.months[0].credit_amount.to_string(), "23.00");
    assert_eq!(statement.months[0].lines[0].credit_amount.to_string(), "23.00");

    terms.remedies.month_cap_percent = Some(d("15"));
    let capped = settled(&terms, &[&[("resolved", value(Unit::Percent, "75.0"))]]);
    assert_eq!(capped.months[0].uncapped_amount.to_string(), "23.00");
    assert_eq!(capped.months[0].credit_amount.to_string(), "15.00");
    assert!(capped.months[0].cap_bound);
}

#[test]
fn a_value_between_printed_edges_is_read_at_the_precision_of_its_measure() {
    // UK Model Services Contract, Schedule 2.2: bands printed "98.0 to 98.9" below 99.0 leave 98.95 undefined. The
    // measure's precision decides: minor with two decimals, met with one.
    for (precision, grade) in [(2, Grade::Minor), (1, Grade::Met)] {
        let mut service = level("availability", at(Unit::Percent, "99"), "100");
        service.bands = vec![band(Grade::Minor, None, "1"), band(Grade::Serious, Some("-1"), "2")];
        let measures = vec![measure("availability", Unit::Percent, Direction::Higher, precision)];
        let statement = settled(
            &agreement("100.00", measures, vec![service]),
            &[&[("availability", value(Unit::Percent, "98.95"))]],
        );
        assert_eq!(statement.months[0].lines[0].grade, Some(grade), "precision {precision}");
    }
}
