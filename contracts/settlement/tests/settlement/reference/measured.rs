//! The reference alone against the examples of measuring, targets, scores, relief and charges.

use super::charges::{Charges, MinimumVolume, blended, correction, relieved, volume_excuses};
use super::exact::{int, one, q, ratio, rounded, zero};
use super::measure::{aggregate, at_offset, bar, judge, share_left, target};
use super::settle;
use super::terms::{Class, Direction, Grade, Input, Level, MonthInput, Offset, Path, Reading, Target, Terms};
use super::worked::{band, credits, level, model_services, month, run, single, tiered};

#[test]
fn a_value_between_printed_edges_is_minor_at_two_decimals_and_met_at_one() {
    let mut terms = model_services();
    let missed = |terms: &Terms| judge(terms, &terms.levels[0], 1, &Input::value(q("98.95"))).missed;
    assert_eq!(missed(&terms), Some(0));
    terms.levels[0].precision = 1;
    assert_eq!(missed(&terms), None);
}

#[test]
fn a_learning_curve_with_a_half_life_of_three_weeks_is_at_750_seconds_in_week_three() {
    let (from, to) = (int(900), int(600));
    assert_eq!(&to + (from - &to) * share_left(3.0, 3.0), int(750));
    assert_eq!(blended(&[(q("0.7"), int(600)), (q("0.3"), int(750))]), int(645));
}

#[test]
fn relief_takes_good_and_bad_observations_out() {
    let left = relieved(&int(8000), &int(10_000), &[(int(100), int(500))]).unwrap();
    assert_eq!(rounded(&(left * int(100)), 2), q("83.16"));
    assert_eq!(relieved(&int(5), &int(10), &[(int(5), int(10))]), None);
    assert!(volume_excuses(&int(1301), &int(1000), &q("0.3")) && !volume_excuses(&int(1300), &int(1000), &q("0.3")));
}

#[test]
fn exceed_by_q_has_three_readings() {
    let share = single("80", vec![]);
    let at = |level: &Level, by: &str, reading| bar(level, &level.target, &q(by), reading);
    assert_eq!(at(&share, "2", Reading::Relative), Some(q("81.6")));
    assert_eq!(at(&share, "2", Reading::Absolute), Some(int(82)));
    assert_eq!(at(&share, "10", Reading::Headroom), Some(int(82)));
    assert_eq!(at(&single("95", vec![]), "10", Reading::Relative), None, "104.5 % cannot occur");
    let mut count = single("20", vec![]);
    (count.lowest, count.highest) = (Some(zero()), None);
    assert_eq!(at(&count, "10", Reading::Headroom), None, "no finite bound");
    count.target = Target::at(int(0));
    assert_eq!(at(&count, "10", Reading::Relative), None, "only where T > 0");
}

#[test]
fn a_quarter_is_settled_in_its_last_month_from_sums_on_its_charges() {
    let mut only = tiered();
    only.window_months = 3;
    only.minimum_n = Some(int(30));
    let mut terms = Terms::plain(12, 10_000, vec![only]);
    terms.charges = (1..=12).map(|m| int(m * 1000)).collect();
    let counted = |value: &str, n: i128| MonthInput {
        levels: vec![Input::Value { value: q(value), n: Some(int(n)), sampler_at_fault: false }],
        ..MonthInput::default()
    };
    // (95 × 10 + 80 × 20 + 95 × 10) / 40 = 87.5; the plain mean would be 90. 1 % of 60.00.
    let months = settle(&terms, &[counted("95", 10), counted("80", 20), counted("95", 10)]);
    assert_eq!(credits(&months), [0, 0, 60]);
    assert_eq!(months[2].outcomes[0].value, Some(q("87.5")));
    let few = settle(&terms, &[counted("80", 10), counted("80", 10), counted("80", 9)]);
    assert_eq!(credits(&few), [0, 0, 0]);
    assert_eq!(aggregate(&[&Input::value(int(1)), &Input::Excused, &Input::value(int(2))]).unwrap().0, q("1.5"));
}

#[test]
fn too_small_a_sample_is_no_value_or_a_missing_report() {
    let mut only = tiered();
    only.minimum_n = Some(int(30));
    let mut terms = Terms::plain(12, 10_000, vec![only]);
    terms.late_is_failed = true;
    let credit = |n: i128, sampler_at_fault| {
        let value = Input::Value { value: q("89"), n: Some(int(n)), sampler_at_fault };
        settle(&terms, &[MonthInput { levels: vec![value], ..MonthInput::default() }])[0].credit_minor
    };
    assert_eq!((credit(30, true), credit(29, false), credit(29, true)), (100, 0, 200));
}

#[test]
fn scores_are_0_at_the_floor_100_at_the_target_120_at_the_stretch() {
    let mut only = tiered();
    only.floor = Some(Offset::Difference(int(-6)));
    only.stretch = Some(Offset::Difference(int(4)));
    let mut terms = Terms::plain(12, 10_000, vec![only]);
    let scores: Vec<_> =
        run(&terms, &["80", "84", "88", "90", "91", "99", "none"]).iter().map(|m| m.score_units).collect();
    let expected = [0, 0, 666_667, 1_000_000, 1_050_000, 1_200_000].map(Some);
    assert_eq!(scores[..6], expected);
    assert_eq!(scores[6], None);
    terms.levels.push(level("90", "0", vec![band(Grade::Minor, None, "0", "0")]));
    terms.levels[1].class = Class::ReportOnly;
    terms.levels[1].gate = true;
    terms.gate_score = Some(int(70));
    let score = |values: [&str; 2]| settle(&terms, &[month(&values)])[0].score_units;
    assert_eq!(score(["99", "95"]), Some(1_200_000), "a reported level takes no part");
    assert_eq!(score(["99", "80"]), Some(700_000), "a missed gate caps the score");
    let mut halves = Terms::plain(12, 0, vec![level("90", "50", tiered().bands), level("90", "50", tiered().bands)]);
    assert_eq!(settle(&halves, &[month(&["95", "none"])])[0].score_units, Some(1_000_000));
    halves.levels[0].weight = q("49.9");
    assert_eq!(settle(&halves, &[month(&["95", "none"])])[0].score_units, None);
}

#[test]
fn a_published_scorecard_by_goal_over_actual_is_65_4195() {
    // Published call-centre scorecard of 2010, scored evenly as goal / actual or actual / goal: (weight, goal, actual, lower).
    let rows = [
        ("25", "2.53", "3.57", true),
        ("30", "75", "45", false),
        ("20", "60", "30", false),
        ("10", "80", "70", false),
        ("5", "4", "5", true),
        ("5", "340", "450", true),
        ("5", "4", "6.30", true),
    ];
    let total = rows.iter().fold(zero(), |all, (weight, goal, actual, lower)| {
        let part = if *lower { q(goal) / q(actual) } else { q(actual) / q(goal) };
        all + q(weight) * part
    });
    assert_eq!(rounded(&total, 4), q("65.4195"));
}

#[test]
fn ranges_ratios_and_ramps_have_exact_edges() {
    let mut time = single("0", vec![band(Grade::Minor, None, "1", "0"), band(Grade::Severe, None, "4", "0")]);
    time.bands[1].from = Some(Offset::Ratio(q("1.2")));
    (time.direction, time.precision, time.highest) = (Direction::Range, 0, None);
    time.target = Target { low: int(300), high: int(420) };
    let terms = Terms::plain(12, 10_000, vec![time.clone()]);
    let table = [("249", 400), ("250", 100), ("299.5", 0), ("420.4", 0), ("420.5", 100), ("504", 100), ("505", 400)];
    for (value, credit) in table {
        assert_eq!(credits(&run(&terms, &[value])), [credit], "{value} s");
    }
    assert_eq!(at_offset(&time, &time.target, &Offset::Ratio(q("1.5"))), int(630));
    let mut ramped = Terms::plain(12, 0, vec![single("90", vec![])]);
    ramped.ramp_factors = vec![one(); 3];
    ramped.levels[0].path = Some(Path::Linear(Target::at(int(60))));
    let targets = [1, 2, 3, 4].map(|m| target(&ramped, &ramped.levels[0], m).high);
    assert_eq!(targets, [60, 70, 80, 90].map(int));
    ramped.levels[0].precision = 0;
    ramped.levels[0].path = Some(Path::Linear(Target::at(q("88.5"))));
    assert_eq!(target(&ramped, &ramped.levels[0], 2).high, int(89), "88.5 + 1.5/3 = 89.0 exactly");
}

#[test]
fn charges_by_unit_have_steps_and_a_minimum_volume() {
    let steps = Charges::PerUnit(vec![(int(0), int(100)), (int(1000), int(90))]);
    let minimum = MinimumVolume { part: q("0.85"), forecast_units: int(2000) };
    assert_eq!(steps.amount(1, &int(500), None), int(50_000));
    assert_eq!(steps.amount(1, &int(1500), None), int(145_000));
    assert_eq!(steps.amount(1, &int(500), Some(&minimum)), int(163_000), "1,700 units are charged");
    let table = Charges::Table(vec![int(10), int(20)]);
    assert_eq!([1, 2, 3].map(|m| table.amount(m, &zero(), None)), [10, 20, 20].map(int));
    assert_eq!(Charges::Fixed(int(7)).amount(5, &zero(), None), int(7));
    assert_eq!(correction(&[100, 200, 0], &[100, 150, 25]), -25);
}

#[test]
fn money_is_rounded_half_up_and_values_half_away_from_zero() {
    // 2 % of 1,225 minor units are 24.5.
    let only = single("90", vec![band(Grade::Minor, None, "2", "0")]);
    assert_eq!(credits(&run(&Terms::plain(1, 1225, vec![only]), &["80"])), [25]);
    assert_eq!([ratio(-5, 10), ratio(5, 10), ratio(-4, 10)].map(|v| rounded(&v, 0)), [-1, 1, 0].map(int));
}
