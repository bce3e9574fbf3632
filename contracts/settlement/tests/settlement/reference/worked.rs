//! The reference alone against the published cases and the examples in the rules' brackets.

use super::exact::{Q, int, one, q, zero};
use super::limits::Bound;
use super::terms::{
    Band, Bonus, Class, Direction, EarnBack, EarnBackRule, GainShare, Grade, Incident, IncidentCredit, Input, Level,
    Mechanism, MonthInput, Offset, Reading, RollingBasis, Target, Terms, Trigger, When,
};
use super::{Month, settle};

pub fn band(grade: Grade, from: Option<&str>, credit_percent: &str, points: &str) -> Band {
    Band {
        grade,
        from: from.map(|f| Offset::Difference(q(f))),
        credit: q(credit_percent) / int(100),
        score: zero(),
        points: q(points),
        fraction: one(),
    }
}

/// A percentage where more is better.
pub fn level(target: &str, weight: &str, bands: Vec<Band>) -> Level {
    Level {
        class: Class::Key,
        weight: q(weight),
        direction: Direction::Higher,
        precision: 1,
        lowest: Some(zero()),
        highest: Some(int(100)),
        minimum_n: None,
        target: Target::at(q(target)),
        path: None,
        floor: None,
        stretch: None,
        bands,
        per_point: None,
        window_months: 1,
        gate: false,
        cap: None,
        pool_part: zero(),
        bonus: None,
        exceed: None,
    }
}

pub fn single(target: &str, bands: Vec<Band>) -> Level {
    level(target, "100", bands)
}

pub fn month(values: &[&str]) -> MonthInput {
    let levels = values.iter().map(|v| match *v {
        "excused" => Input::Excused,
        "none" => Input::NoActivity,
        "late" => Input::NotReported,
        value => Input::value(q(value)),
    });
    MonthInput { levels: levels.collect(), ..MonthInput::default() }
}

/// One level, one value a month.
pub fn run(terms: &Terms, values: &[&str]) -> Vec<Month> {
    settle(terms, &values.iter().map(|v| month(&[v])).collect::<Vec<_>>())
}

pub fn credits(months: &[Month]) -> Vec<i128> {
    months.iter().map(|m| m.credit_minor).collect()
}

/// 1 % of charges below 90 %, 2 % below 85 %, severe.
pub fn tiered() -> Level {
    single("90", vec![band(Grade::Minor, None, "1", "1"), band(Grade::Severe, Some("-5"), "2", "2")])
}

pub fn model_services() -> Terms {
    let mut only = single(
        "99.0",
        vec![
            band(Grade::Minor, None, "0", "1"),
            band(Grade::Serious, Some("-1"), "0", "2"),
            band(Grade::Severe, Some("-2"), "0", "3"),
            band(Grade::Failed, Some("-3"), "0", "4"),
        ],
    );
    only.precision = 2;
    let mut terms = Terms::plain(12, 10_000_000, vec![only]);
    terms.mechanism = Mechanism::Points { rate: q("0.005"), ladder: vec![], of_next_period: false };
    terms
}

#[test]
fn points_double_once_in_the_period_right_after_a_miss() {
    // UK Model Services Contract, Schedule 2.2, worked example (OGL v3): 98.5, 96.5, 96.5 are 1, 6 and 6 points.
    let months = run(&model_services(), &["98.5", "96.5", "96.5", "99.0", "96.5", "none", "96.5"]);
    let points: Vec<Q> = months.iter().map(|m| m.points.clone()).collect();
    assert_eq!(points, ["1", "6", "6", "0", "3", "0", "6"].map(q), "a met window resets, no value leaves the state");
    assert_eq!(months[0].credit_minor, 50_000, "0.5 % of 100,000.00 a point");
}

#[test]
fn ten_percent_of_100_000_times_a_pool_share_of_50_and_an_allocation_of_40_percent_is_2_000() {
    // Texas DIR, service level credit clause.
    let mut only = single("95", vec![band(Grade::Failed, None, "0", "0")]);
    only.pool_part = q("0.50") * q("0.40");
    let mut terms = Terms::plain(12, 10_000_000, vec![only]);
    terms.mechanism = Mechanism::Pool { at_risk: q("0.10") };
    terms.month_cap = Some(q("0.10"));
    assert_eq!(credits(&run(&terms, &["90"])), [200_000]);
    terms.levels[0].bands[0].fraction = q("0.25");
    assert_eq!(credits(&run(&terms, &["90"])), [50_000]);
}

#[test]
fn percent_tiers_of_ten_dollars_are_nothing_20_and_30_cents() {
    // Accord Project, service level agreement template; each month on its own.
    let tiers = single("99.8", vec![band(Grade::Minor, None, "2", "0"), band(Grade::Serious, Some("-1.8"), "3", "0")]);
    let mut terms = Terms::plain(12, 1000, vec![tiers]);
    terms.month_cap = Some(q("0.10"));
    terms.rolling_cap = Some((q("0.10"), RollingBasis::TwelveMonths));
    for (value, credit) in [("100.0", 0), ("99.7", 20), ("97.0", 30)] {
        assert_eq!(credits(&run(&terms, &[value])), [credit]);
    }
}

#[test]
fn twenty_three_points_short_at_one_percent_each_are_23_percent() {
    // Crown call-off contract.
    let mut only = single("98.0", vec![band(Grade::Failed, None, "0", "0")]);
    only.per_point = Some(q("0.01"));
    let mut terms = Terms::plain(12, 10_000, vec![only]);
    terms.month_cap = Some(one());
    assert_eq!(credits(&run(&terms, &["75.0"])), [2300]);
}

#[test]
fn the_first_month_of_a_rolling_cap_pays_at_most_its_own_share() {
    // y = 10, month cap 15, charges 100,000: the first month pays at most 10,000.
    let only = single("90", vec![band(Grade::Failed, None, "40", "0")]);
    let mut terms = Terms::plain(26, 10_000_000, vec![only]);
    terms.month_cap = Some(q("0.15"));
    terms.rolling_cap = Some((q("0.10"), RollingBasis::TwelveMonths));
    let months = run(&terms, &["50"; 26]);
    assert_eq!((months[0].credit_minor, months[0].bound), (1_000_000, Bound::Rolling));
    for m in 0..months.len() {
        let first = m.saturating_sub(11);
        let window: i128 = months[first..=m].iter().map(|m| m.credit_minor).sum();
        assert!(window <= 1_000_000 * i128::try_from(m + 1 - first).unwrap());
    }
    // A year without a miss leaves room for the whole month.
    let quiet: Vec<&str> = [vec!["95"; 11], vec!["50"; 10]].concat();
    let months = run(&terms, &quiet);
    assert_eq!((months[11].credit_minor, months[11].bound), (1_500_000, Bound::Month));
    // On the contract year's projected charges: 10 % of 1,200,000.00 is all there at once, month caps hold.
    terms.rolling_cap = Some((q("0.10"), RollingBasis::ContractYear));
    let months = run(&terms, &["50"; 26]);
    assert_eq!(credits(&months[..9]), [vec![1_500_000; 8], vec![0]].concat());
    assert_eq!(months[8].bound, Bound::ContractYear);
    assert_eq!(months[12].credit_minor, 1_500_000, "the second year begins anew");
    assert_eq!(
        credits(&months[24..]),
        [1_500_000, 500_000],
        "two months of a third year are projected at 10 % of them"
    );
}

#[test]
fn the_ladder_of_5_10_and_15_points() {
    let mut terms = model_services();
    let ladder = vec![(int(5), zero()), (int(10), q("0.02")), (int(15), q("0.04"))];
    terms.mechanism = Mechanism::Points { rate: zero(), ladder, of_next_period: false };
    for (points, credit) in [("4", 0), ("5", 0), ("9.99", 0), ("10", 200_000), ("14", 200_000), ("15", 400_000)] {
        terms.levels[0].bands[0].points = q(points);
        assert_eq!(credits(&run(&terms, &["98.5"])), [credit], "{points} points");
    }
}

#[test]
fn points_may_be_paid_on_the_charges_of_the_next_period() {
    let mut terms = model_services();
    terms.mechanism = Mechanism::Points { rate: q("0.01"), ladder: vec![], of_next_period: true };
    terms.months = 3;
    terms.charges = vec![int(1000), int(2000), int(5000)];
    assert_eq!(credits(&run(&terms, &["98.5", "99", "98.5"])), [20, 0, 50], "the last month has only its own");
}

#[test]
fn a_repeat_factor_a_miss_in_a_free_month_and_a_ramp_factor() {
    let mut terms = Terms::plain(12, 10_000, vec![tiered()]);
    terms.repeat_factor = q("1.5");
    terms.ramp_factors = vec![zero(), q("0.5")];
    let months = run(&terms, &["89", "89", "89", "excused", "89", "95", "89"]);
    assert_eq!(credits(&months), [0, 50, 150, 0, 150, 0, 100]);
}

#[test]
fn one_event_costs_its_highest_credit_their_sum_or_the_chosen_one() {
    let two = || {
        let one = |credit| level("90", "50", vec![band(Grade::Minor, None, credit, "1")]);
        Terms::plain(12, 10_000, vec![one("1"), one("3")])
    };
    let mut input = month(&["80", "80"]);
    input.incidents = vec![Incident { levels: vec![0, 1], chosen: Some(0) }];
    for (rule, credit) in [(IncidentCredit::Highest, 300), (IncidentCredit::Sum, 400), (IncidentCredit::Choice, 100)] {
        let mut terms = two();
        terms.incidents = rule;
        let months = settle(&terms, &[input.clone(), month(&["95", "80"])]);
        assert_eq!(credits(&months), [credit, 300]);
        assert!(months[0].outcomes.iter().all(|o| o.missed.is_some()), "the others still count as missed");
    }
}

#[test]
fn a_level_stops_at_its_own_cap_before_the_month_is_capped() {
    let mut one = level("90", "60", vec![band(Grade::Minor, None, "6", "1")]);
    one.cap = Some(q("0.02"));
    let two = level("90", "40", vec![band(Grade::Minor, None, "4", "1")]);
    let mut terms = Terms::plain(12, 10_000, vec![one, two]);
    let months = settle(&terms, &[month(&["80", "80"])]);
    assert_eq!((months[0].uncapped_minor, months[0].lines_minor.clone()), (1000, vec![200, 400]));
    assert_eq!(months[0].bound, Bound::Level);
    terms.month_cap = Some(q("0.05"));
    let months = settle(&terms, &[month(&["80", "80"])]);
    // 500 shared 2 : 4: 166.67 and 333.33.
    assert_eq!((months[0].lines_minor.clone(), months[0].bound), (vec![167, 333], Bound::Month));
}

#[test]
fn three_met_windows_return_a_part_of_the_credit_before_them() {
    let mut terms = Terms::plain(24, 10_000, vec![tiered()]);
    terms.earn_back = Some(EarnBack { part: q("0.5"), rule: EarnBackRule::NextThree, exclusions: true });
    let returned =
        |terms: &Terms, values: &[&str]| run(terms, values).iter().map(|m| m.earned_back_minor).collect::<Vec<_>>();
    assert_eq!(returned(&terms, &["89", "90", "excused", "91", "90", "95"]), [0, 0, 0, 0, 50, 0]);
    assert_eq!(
        returned(&terms, &["89", "90", "89", "91", "90", "95"]),
        [0, 0, 0, 0, 0, 50],
        "a miss ends the first try"
    );
    assert_eq!(returned(&terms, &["80", "90", "90", "90"]), [0; 4], "severe");
    // The doubled part of a repeat stays.
    terms.repeat_factor = int(2);
    assert_eq!(returned(&terms, &["89", "89", "90", "90", "90"]), [0, 0, 0, 0, 50]);
    terms.earn_back.as_mut().unwrap().exclusions = false;
    assert_eq!(returned(&terms, &["89", "89", "90", "90", "90"]), [0, 0, 0, 0, 100]);
    assert_eq!(returned(&terms, &["80", "90", "90", "90"]), [0, 0, 0, 100]);
    // A gate.
    let rule = terms.earn_back.as_mut().unwrap();
    rule.exclusions = true;
    terms.levels[0].gate = true;
    assert_eq!(returned(&terms, &["89", "90", "90", "90"]), [0; 4]);
}

#[test]
fn a_good_contract_year_returns_a_part_of_its_credits() {
    let mut terms = Terms::plain(18, 10_000, vec![tiered()]);
    terms.earn_back = Some(EarnBack { part: q("0.5"), rule: EarnBackRule::Year { misses_max: 2 }, exclusions: true });
    let mut values = vec!["95"; 18];
    (values[1], values[5]) = ("89", "80");
    let months = run(&terms, &values);
    let returned: Vec<i128> = months.iter().map(|m| m.earned_back_minor).collect();
    assert_eq!(returned[11], 50, "half of 100; the severe one is excluded");
    assert_eq!(returned.iter().sum::<i128>(), 50);
    values[7] = "89";
    assert_eq!(run(&terms, &values)[11].earned_back_minor, 0, "a third miss");
}

#[test]
fn what_was_earned_back_widens_the_rolling_cap() {
    let mut terms = Terms::plain(24, 10_000, vec![single("90", vec![band(Grade::Minor, None, "10", "0")])]);
    terms.rolling_cap = Some((q("0.02"), RollingBasis::TwelveMonths));
    terms.earn_back = Some(EarnBack { part: one(), rule: EarnBackRule::NextThree, exclusions: true });
    // 2 % of one month; all of it comes back in month 4; in month 5 the whole of five months is there again.
    let months = run(&terms, &["80", "95", "95", "95", "80"]);
    assert_eq!(credits(&months), [200, 0, 0, 0, 1000]);
    assert_eq!(months[3].earned_back_minor, 200);
}

fn with_bonus() -> Terms {
    let mut only = tiered();
    only.bonus = Some(q("0.01"));
    only.exceed = Some((int(2), Reading::Absolute));
    let mut terms = Terms::plain(12, 10_000, vec![only]);
    terms.bonus = Some(Bonus { base: q("0.02"), cap: q("0.025"), on_aggregate: false, in_ramp: false });
    terms
}

#[test]
fn a_quarter_earns_a_bonus_when_every_month_is_met() {
    let bonus = |terms: &Terms, values: &[&str]| run(terms, values)[2].bonus_minor;
    let terms = with_bonus();
    assert_eq!(bonus(&terms, &["90", "95", "95"]), 600, "2 % of 300.00");
    assert_eq!(bonus(&terms, &["92", "92", "95"]), 750, "3 % stop at the cap of 2.5 %");
    for spoilt in ["89", "none", "excused", "late"] {
        assert_eq!(bonus(&terms, &["95", spoilt, "95"]), 0, "{spoilt}");
    }
    let mut ramped = with_bonus();
    ramped.ramp_factors = vec![one()];
    assert_eq!(bonus(&ramped, &["90", "95", "95"]), 0);
    ramped.bonus.as_mut().unwrap().in_ramp = true;
    assert_eq!(bonus(&ramped, &["90", "95", "95"]), 600);
    let mut summed = with_bonus();
    summed.bonus.as_mut().unwrap().on_aggregate = true;
    assert_eq!(bonus(&summed, &["89", "92", "95"]), 750, "92 on average");
    assert_eq!(bonus(&summed, &["84", "95", "95"]), 0, "severe in a month");
    let mut excused = with_bonus();
    excused.excused_is_met = true;
    assert_eq!(bonus(&excused, &["excused", "excused", "excused"]), 0, "relief for everything earns nothing");
}

#[test]
fn gain_share_has_a_floor_and_a_cap() {
    let mut terms = Terms::plain(3, 10_000, vec![tiered()]);
    terms.gain_share = Some(GainShare { share: q("0.3"), floor_minor: int(1000), cap_minor: Some(int(500)) });
    let shared = |saving: i128| {
        let input = MonthInput { saving_minor: Some(int(saving)), ..month(&["95"]) };
        settle(&terms, &[input])[0].gain_share_minor
    };
    assert_eq!([0, 1000, 1005, 2000, 9000].map(shared), [0, 0, 2, 300, 500], "1.5 is rounded half up");
}

#[test]
fn a_late_report_counts_as_failed_for_money_and_repeats_and_not_for_termination() {
    let mut terms = Terms::plain(12, 10_000, vec![tiered()]);
    assert_eq!(credits(&run(&terms, &["late", "late"])), [0, 0], "without a cure period it is left out");
    terms.late_is_failed = true;
    terms.repeat_factor = int(2);
    terms.levels[0].class = Class::Critical;
    terms.triggers = [true, false].map(|terminates| Trigger { when: When::CriticalRun(2), terminates }).to_vec();
    let months = run(&terms, &["late", "late"]);
    assert_eq!(credits(&months), [200, 400]);
    assert_eq!(months[1].fired, [(1, Some(0))]);
    assert_eq!(months[0].score_units, Some(0));
}

#[test]
fn triggers_leave_the_ramp_and_empty_windows_out() {
    let mut terms = Terms::plain(12, 10_000, vec![tiered()]);
    terms.levels[0].class = Class::Critical;
    terms.ramp_factors = vec![one()];
    terms.month_cap = Some(q("0.01"));
    terms.triggers = [
        When::Grade(Grade::Serious),
        When::CriticalRun(2),
        When::Misses { misses: 2, of: 3 },
        When::CapReached { months: 2, of: 2 },
    ]
    .map(|when| Trigger { when, terminates: false })
    .to_vec();
    let fired: Vec<Vec<usize>> = run(&terms, &["80", "89", "none", "80", "95", "89", "95", "89"])
        .iter()
        .map(|m| m.fired.iter().map(|(t, _)| *t).collect())
        .collect();
    let expected: [&[usize]; 8] = [&[], &[], &[], &[0, 1, 2], &[], &[2], &[], &[2]];
    assert_eq!(fired, expected);
}

#[test]
fn a_key_level_missed_twice_running_is_critical_until_met_and_reverts_once() {
    let mut terms = Terms::plain(12, 10_000, vec![tiered()]);
    terms.triggers = vec![Trigger { when: When::CriticalRun(3), terminates: false }];
    let values = ["89", "89", "89", "95", "89", "89", "89"];
    let fired = |terms: &Terms| run(terms, &values).iter().map(|m| m.fired.len()).collect::<Vec<_>>();
    assert_eq!(fired(&terms), [0; 7], "a key level is not critical");
    terms.promotes = true;
    assert_eq!(fired(&terms), [0, 0, 1, 0, 0, 0, 1]);
}

#[test]
fn points_of_three_months_make_a_trigger() {
    let mut terms = model_services();
    terms.triggers = vec![Trigger { when: When::Points(int(7)), terminates: false }];
    let fired: Vec<usize> =
        run(&terms, &["98.5", "96.5", "99", "96.5", "99", "99"]).iter().map(|m| m.fired.len()).collect();
    assert_eq!(fired, [0, 1, 0, 1, 0, 0], "1 + 6, nothing new, 6 + 0 + 3");
}
