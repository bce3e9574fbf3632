//! Where the rules in words leave something open: what is read, one example each.

use crate::remedies::{credits, earned, of, percent, points_table, share, single, terms, with};
use crate::support::{agreement, at, band, d, history, level, measure, plan, settled};
use model::remedy::{Condition, Consequence, EarnBackRule, Trigger};
use model::{Charges, Class, Currency, Decimal, Direction, Grade, Offset, ServiceLevelId, Unit, Window};
use settlement::{Actual, EventReport, MonthInputs, Statement, settle};

fn on(when: Condition) -> Trigger {
    Trigger { when, then: Consequence::Escalation }
}

fn fired(statement: &Statement) -> Vec<usize> {
    statement.months.iter().map(|m| m.triggers.len()).collect()
}

#[test]
fn earn_back_is_rounded_for_each_line() {
    let level = |id: &str| share(id, "90", "50", vec![band(Grade::Minor, None, "5")]);
    let mut terms = terms("1.00", vec![level("a"), level("b")]);
    terms.remedies.earn_back.percent = Some(d("50"));
    let month = |v: &str| [("a", percent(v)), ("b", percent(v))];
    let months = ["85", "95", "95", "95"].map(month);
    let rows: Vec<&[(&str, Actual)]> = months.iter().map(|m| m.as_slice()).collect();
    // Half of two credits of 5 cents: twice 2.5 cents, each rounded half up.
    assert_eq!(earned(&settled(&terms, &rows)), ["0.00", "0.00", "0.00", "0.06"]);
}

#[test]
fn a_level_whose_quarter_has_not_ended_does_not_keep_the_score_at_100() {
    let (measure_a, mut monthly) = share("a", "90", "60", vec![band(Grade::Minor, None, "0")]);
    monthly.stretch = Some(Offset::Difference(d("5")));
    let (measure_b, mut quarterly) = share("b", "90", "40", vec![band(Grade::Minor, None, "0")]);
    quarterly.remedy.window = Window::Quarter;
    let terms = terms("1000.00", vec![(measure_a, monthly), (measure_b, quarterly)]);
    let row = [("a", percent("95")), ("b", percent("80"))];
    let row: &[(&str, Actual)] = &row;
    let scores: Vec<Option<Decimal>> =
        settled(&terms, &[row; 3]).months.iter().map(|m| m.score_points.map(|s| s.normalize())).collect();
    // In its last month the quarter is missed: 60 × 120 + 40 × 0.
    assert_eq!(scores, [Some(d("120")), Some(d("120")), Some(d("72"))]);
}

#[test]
fn a_trigger_of_points_fires_in_months_that_bring_some() {
    let mut terms = points_table("1000.00", 2);
    terms.remedies.triggers = vec![on(Condition::Points { points: d("2") })];
    let id = terms.service_levels[0].id.0.clone();
    let months = ["97.5", "99.5", "99.5", "99.5", "98.5", "98.5"].map(|v| [(id.as_str(), percent(v))]);
    let rows: Vec<&[(&str, Actual)]> = months.iter().map(|m| m.as_slice()).collect();
    // 2 points, three months without one, 1 point, 2 for a repeat.
    assert_eq!(fired(&settled(&terms, &rows)), [1, 0, 0, 0, 0, 1]);
}

#[test]
fn points_of_a_level_that_another_one_pays_for_count_for_triggers() {
    let (_, mut one) = share("a", "90", "50", vec![band(Grade::Minor, None, "0")]);
    one.bands[0].points = Some(d("1"));
    let (_, mut other) = share("b", "90", "50", vec![band(Grade::Minor, None, "0")]);
    other.bands[0].points = Some(d("1"));
    let measures = ["a", "b"].map(|id| measure(id, Unit::Percent, Direction::Higher, 1)).to_vec();
    let mut terms = agreement("1000.00", measures, vec![one, other]);
    terms.remedies.mechanism = model::Mechanism::Points;
    terms.remedies.points.rate_percent = d("1");
    terms.remedies.triggers = vec![on(Condition::Points { points: d("2") })];
    let named = EventReport {
        name: "an outage".into(),
        service_levels: ["a", "b"].map(|id| ServiceLevelId(id.into())).to_vec(),
        chosen: None,
    };
    let inputs = [("2026-01".parse().unwrap(), MonthInputs { events: vec![named], ..MonthInputs::default() })].into();
    let row = [("a", percent("85")), ("b", percent("85"))];
    let statement = settlement::settle_with(&plan(&terms), &history(&[&row]), &inputs).unwrap();
    assert_eq!(credits(&statement), ["10.00"], "one of them is paid");
    assert_eq!(fired(&statement), [1], "both count");
}

#[test]
fn a_cap_of_0_pays_nothing_and_is_never_reached() {
    let mut terms = single();
    terms.remedies.month_cap_percent = Some(Decimal::ZERO);
    terms.remedies.triggers = vec![on(Condition::CapReached { months: 1, of_months: 1 })];
    let statement = of(&terms, &["85", "95"]);
    assert_eq!(credits(&statement), ["0.00", "0.00"]);
    assert!(statement.months[0].cap_bound);
    assert_eq!(fired(&statement), [0, 0]);
}

#[test]
fn a_quarter_without_a_value_is_excused_where_one_of_its_months_is() {
    let mut terms = single();
    terms.service_levels[0].remedy.window = Window::Quarter;
    terms.remedies.excused_counts_as_met = true;
    let score = |values: &[&str]| of(&terms, values).months[2].score_points.map(|s| s.normalize());
    assert_eq!(score(&["excused", "none", "none"]), Some(d("100")));
    assert_eq!(score(&["none", "none", "none"]), None);
    assert_eq!(score(&["excused", "95", "none"]), Some(d("100")), "by its value");
}

#[test]
fn months_with_too_small_a_sample_are_in_the_sums_of_their_year() {
    let mut terms = single();
    terms.measures[0].minimum_n = Some(60);
    terms.remedies.earn_back.percent = Some(d("50"));
    terms.remedies.earn_back.rule = EarnBackRule::ContractYear;
    terms.remedies.earn_back.misses_max = 1;
    let actual = |value: &str, n: &str| Actual::Value { value: Unit::Percent.of(d(value)), n: Some(d(n)) };
    let rows: Vec<[(&str, Actual); 1]> =
        (0..12).map(|m| [("a", if m == 0 { actual("85", "100") } else { actual("100", "10") })]).collect();
    let rows: Vec<&[(&str, Actual)]> = rows.iter().map(|r| r.as_slice()).collect();
    let statement = settle(&plan(&terms), &history(&rows)).unwrap();
    // (85 × 100 + 100 × 110) / 210 = 92.9; of the first month alone it would be 85.
    assert_eq!(credits(&statement)[0], "100.00");
    assert_eq!(earned(&statement)[11], "50.00");
}

#[test]
fn a_level_that_is_only_reported_repeats_nothing() {
    let mut terms = single();
    terms.remedies.repeat_factor = Some(d("2"));
    let mut reported = level("b", at(Unit::Percent, "90"), "0");
    reported.class = Class::ReportOnly;
    terms.measures.push(measure("b", Unit::Percent, Direction::Higher, 1));
    terms.service_levels.push(reported);
    let row = [("a", percent("85")), ("b", percent("85"))];
    let row: &[(&str, Actual)] = &row;
    let repeated: Vec<bool> = settled(&terms, &[row; 2]).months[1].lines.iter().map(|l| l.repeated).collect();
    assert_eq!(repeated, [true, false]);
}

#[test]
fn ordinary_deals_of_every_size_are_settled_exactly() {
    let mut terms = single();
    terms.charges = Charges::FixedMonthly { amount: d("999999999.99") };
    terms.ramp.credit_factors_percent = vec![d("76.82")];
    terms.service_levels[0].bands[0].credit_percent = d("1.2345");
    terms.remedies.repeat_factor = Some(d("1.25"));
    terms.remedies.rolling_cap.percent = Some(d("9.8765"));
    // 999,999,999.99 × 1.2345 % × 76.82 % = 9,483,428.99990516571; a repeat of the full month × 1.25 = 15,431,249.999845687.
    let statement = of(&terms, &["85", "85"]);
    assert_eq!(credits(&statement), ["9483429.00", "15431250.00"]);
    assert!(statement.months[0].credit_words.contains("9,483,428.9999051657"), "{}", statement.months[0].credit_words);
    terms.currency = Currency::read("JPY").unwrap();
    terms.charges = Charges::FixedMonthly { amount: d("99999999999") };
    // 99,999,999,999 × 1.2345 % × 76.82 % = 948,342,899.99…: half up in whole yen.
    assert_eq!(credits(&of(&terms, &["85", "85"])), ["948342900", "1543125000"]);
}

#[test]
fn invoices_count_once_and_the_contract_years_cap_stays_on_projected_charges() {
    let mut terms = single();
    terms.remedies.rolling_cap.percent = Some(d("1"));
    terms.remedies.rolling_cap.basis = model::remedy::RollingBasis::ContractYear;
    let invoice = MonthInputs { charges_amount: Some(d("5000.00")), ..MonthInputs::default() };
    // 10 % of what was invoiced is 500; 1 % of the year's projected 12,000 is 120.
    let statement = with(&terms, &["85"], &[("2026-01", invoice)]);
    assert_eq!(statement.months[0].uncapped_amount, d("500.00"));
    assert_eq!(credits(&statement), ["120.00"]);
}

#[test]
fn cohorts_of_agents_blend_in_performance_by_their_share_of_the_work() {
    // 70 % at 600 s and 30 % at 750 s give 645 s; the contract's target does not blend.
    let part = |value: &str, weight: &str| model::aggregate::Sample::Weighted {
        value: d(value),
        weight: d(weight),
        proxy: false,
    };
    let figure = model::aggregate::figure(&[part("600", "70"), part("750", "30")]).unwrap();
    assert_eq!(figure.value, d("645"));
}
