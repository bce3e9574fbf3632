//! Bonus, gain share, earn-back, windows of several months, triggers, corrections and charges, example by example.

use crate::remedies::{availability, credits, earned, months, of, points_table, repeated, single, with};
use crate::support::{at, d, history, plan, settled, spaced};
use model::remedy::{BonusBasis, BonusLevels, Condition, Consequence, EarnBackRule, Exceed, ExceedReading, Trigger};
use model::{Agreement, Class, Grade, Unit, Window};
use settlement::{Actual, Inputs, MonthInputs, ReadingKind, Statement, compile, settle_with};

fn with_bonus() -> Agreement {
    let mut terms = single();
    terms.remedies.bonus.base_percent = Some(d("1"));
    terms.remedies.bonus.cap_percent = Some(d("2.5"));
    terms.service_levels[0].remedy.bonus_percent = Some(d("2"));
    terms.service_levels[0].remedy.exceed = Some(Exceed { by: d("5"), reading: ExceedReading::Absolute });
    terms
}

fn bonuses(statement: &Statement) -> Vec<String> {
    statement.months.iter().map(|m| m.bonus_amount.to_string()).collect()
}

#[test]
fn a_quarter_of_the_contract_year_earns_a_bonus_when_every_month_is_met() {
    let terms = with_bonus();
    assert_eq!(bonuses(&of(&terms, &["91", "92", "93"])), ["0.00", "0.00", "30.00"]);
    // Each month at 95 or better earns 2 % more: 90.00, cut to 2.5 % of 3,000.00.
    let capped = of(&terms, &["95", "96", "95.0"]);
    assert_eq!(bonuses(&capped), ["0.00", "0.00", "75.00"]);
    assert_eq!(capped.net_credit_amount, d("-75.00"));
    let words = spaced(&capped.months[2].bonus_words);
    let made = "(1 % for the quarter + 2 % for A exceeded by 5 percentage points (at least 95.0 %)) × USD 3,000.00 (charges \
                of the quarter) = USD 90.00, cut to the cap of 2.5 % = USD 75.00, posted as USD 75.00 (clause 6)";
    assert!(words.ends_with(made), "{words}");
    let none = |values: &[&str]| spaced(&of(&terms, values).months[2].bonus_words);
    assert_eq!(none(&["89", "99", "89"]), "no bonus: A was missed in Jan 2026 and Mar 2026 (clause 6)");
    assert_eq!(
        none(&["99", "excused", "79"]),
        "no bonus: A had no value in Feb 2026; A was severe or worse in Mar 2026 (clause 6)"
    );
    let mut by_one = terms.clone();
    by_one.service_levels[0].remedy.exceed = Some(Exceed { by: d("1"), reading: ExceedReading::Absolute });
    assert!(of(&by_one, &["95", "95", "95"]).months[2].bonus_words.contains("by 1 percentage point ("));
    by_one.remedies.bonus.levels = BonusLevels::Exceeding;
    let words = spaced(&of(&by_one, &["95", "90.5", "95"]).months[2].bonus_words);
    assert_eq!(words, "no bonus: A did not exceed its target enough (at least 91.0 %) in Feb 2026 (clause 6)");
    by_one.remedies.bonus.basis = BonusBasis::QuarterAggregate;
    let words = spaced(&of(&by_one, &["90", "90", "91"]).months[2].bonus_words);
    assert_eq!(words, "no bonus: A came to 90.3 % over the quarter (at least 91.0 %) (clause 6)");
    assert_eq!(bonuses(&of(&terms, &["89", "99", "99"])), ["0.00", "0.00", "0.00"]);
    assert_eq!(bonuses(&of(&terms, &["99", "excused", "99"]))[2], "0.00", "no level without a value");
    assert_eq!(bonuses(&of(&terms, &["89", "99", "99", "91", "91", "91"]))[5], "30.00", "the next quarter is its own");
}

#[test]
fn a_bonus_on_the_quarters_aggregate_forgives_a_minor_month_and_not_a_severe_one() {
    let mut terms = with_bonus();
    terms.remedies.bonus.basis = BonusBasis::QuarterAggregate;
    assert_eq!(bonuses(&of(&terms, &["85", "93", "93"]))[2], "30.00");
    assert_eq!(bonuses(&of(&terms, &["79.9", "99", "99"]))[2], "0.00");
    assert_eq!(bonuses(&of(&terms, &["85", "92", "92"]))[2], "0.00", "89.7 on the quarter");
    // The aggregate comes from sums: 3 of 100 at 60 would lower the plain mean far more.
    let n = |v: &str, n: &str| [("a", Actual::Value { value: Unit::Percent.of(d(v)), n: Some(d(n)) })];
    let rows = [n("80", "10"), n("92", "1000"), n("92", "1000")];
    let statement = settled(&terms, &[&rows[0], &rows[1], &rows[2]]);
    assert_eq!(statement.bonus_amount, d("30.00"));
}

#[test]
fn an_excused_level_counts_for_bonus_and_earn_back_where_the_agreement_says_so() {
    let mut terms = with_bonus();
    terms.remedies.excused_counts_as_met = true;
    assert_eq!(bonuses(&of(&terms, &["99", "excused", "99"]))[2], "0.00");
    terms.remedies.excused_earns = true;
    assert_eq!(bonuses(&of(&terms, &["99", "excused", "99"]))[2], "75.00", "met, and exceeded");
    assert_eq!(bonuses(&of(&terms, &["excused"; 3]))[2], "0.00", "relief for everything earns nothing");
    terms.remedies.bonus.basis = BonusBasis::QuarterAggregate;
    assert_eq!(bonuses(&of(&terms, &["excused", "99", "91"]))[2], "75.00", "95 over the months that have a value");
    assert_eq!(bonuses(&of(&terms, &["excused"; 3]))[2], "0.00");
    let mut back = single();
    back.remedies.earn_back.percent = Some(d("50"));
    back.remedies.excused_counts_as_met = true;
    let values = ["85", "95", "excused", "95", "95"];
    assert_eq!(earned(&of(&back, &values)), ["0.00", "0.00", "0.00", "0.00", "50.00"], "it is skipped");
    back.remedies.excused_earns = true;
    assert_eq!(earned(&of(&back, &values)), ["0.00", "0.00", "0.00", "50.00", "0.00"], "it counts");
}

#[test]
fn a_bonus_may_depend_on_the_levels_alone_that_have_to_exceed_their_targets() {
    let mut terms = with_bonus();
    terms.remedies.bonus.levels = BonusLevels::Exceeding;
    terms.service_levels[0].remedy.bonus_percent = None;
    let mut other = terms.service_levels[0].clone();
    (other.id.0, other.measure.0) = ("b".into(), "b".into());
    other.remedy.exceed = None;
    terms.service_levels[0].weight_percent = d("50");
    other.weight_percent = d("50");
    let mut measure = terms.measures[0].clone();
    measure.id.0 = "b".into();
    terms.measures.push(measure);
    terms.service_levels.push(other);
    let bonus = |a: [&str; 3]| {
        let pair = |v: &str| {
            let value = |v: &str| Actual::Value { value: Unit::Percent.of(d(v)), n: None };
            [("a", value(v)), ("b", value("60"))]
        };
        let rows = a.map(pair);
        bonuses(&settled(&terms, &[&rows[0], &rows[1], &rows[2]]))[2].clone()
    };
    assert_eq!(bonus(["95", "96", "97"]), "30.00", "whatever the other level does");
    assert_eq!(bonus(["95", "94.9", "97"]), "0.00", "met is not enough");
    terms.service_levels[0].remedy.exceed = None;
    assert_eq!(compile(&terms, 12).unwrap_err()[0].path, "remedies.bonus.levels");
}

#[test]
fn months_of_the_ramp_earn_no_bonus_unless_the_agreement_says_so() {
    let mut terms = with_bonus();
    terms.ramp.credit_factors_percent = vec![d("0")];
    assert_eq!(bonuses(&of(&terms, &["95", "95", "95"]))[2], "0.00");
    terms.remedies.bonus.in_ramp = true;
    assert_eq!(bonuses(&of(&terms, &["95", "95", "95"]))[2], "75.00");
}

#[test]
fn a_bar_outside_of_the_domain_is_an_error_in_the_design() {
    let mut terms = with_bonus();
    terms.service_levels[0].target = at(Unit::Percent, "95");
    terms.service_levels[0].remedy.exceed = Some(Exceed { by: d("10"), reading: ExceedReading::Relative });
    let problems = compile(&terms, 12).unwrap_err();
    assert_eq!(problems[0].path, "service_levels.a.exceed");
    assert_eq!(problems[0].what, "a bar of 104.5, which cannot occur");
    terms.service_levels[0].remedy.exceed = None;
    terms.remedies.bonus.cap_percent = None;
    assert_eq!(compile(&terms, 12).unwrap_err()[0].path, "remedies.bonus.cap");
}

#[test]
fn a_saving_is_shared_above_its_floor_and_up_to_its_cap() {
    let mut terms = single();
    terms.remedies.gain_share.share_percent = Some(d("30"));
    terms.remedies.gain_share.floor_amount = d("100.00");
    terms.remedies.gain_share.cap_amount = Some(d("50.00"));
    let saving = |v: &str| MonthInputs { saving_amount: Some(d(v)), ..MonthInputs::default() };
    let inputs = [("2026-01", saving("99.99")), ("2026-02", saving("200.05")), ("2026-03", saving("1000.00"))];
    let statement = with(&terms, &["95", "95", "95"], &inputs);
    let shares: Vec<String> = statement.months.iter().map(|m| m.gain_share_amount.to_string()).collect();
    assert_eq!(shares, ["0.00", "30.02", "50.00"], "30 % of 100.05 is 30.015");
    assert_eq!(statement.net_credit_amount, d("-80.02"));
}

#[test]
fn three_met_windows_earn_back_a_part_of_the_credit_before_them() {
    let mut terms = single();
    terms.remedies.earn_back.percent = Some(d("50"));
    let statement = of(&terms, &["85", "95", "excused", "95", "95", "95"]);
    assert_eq!(earned(&statement), ["0.00", "0.00", "0.00", "0.00", "50.00", "0.00"]);
    assert_eq!(statement.net_credit_amount, d("50.00"));
    assert_eq!(
        spaced(&statement.months[4].lines[0].earned_back_words),
        "met in Feb 2026, Apr 2026 and May 2026 after its miss of Jan 2026: 50 % of its credit of USD 100.00 = USD 50.00 \
         (clause 6)"
    );
    assert_eq!(earned(&of(&terms, &["85", "95", "85", "95", "95", "95"])).last().unwrap(), "50.00", "of the later one");
    terms.remedies.earn_back.percent = Some(d("33.335"));
    let words = spaced(&of(&terms, &["85", "95", "95", "95"]).months[3].lines[0].earned_back_words);
    assert!(words.contains("33.335 % of its credit of USD 100.00 = USD 33.335, posted as USD 33.34"), "{words}");
    terms.remedies.earn_back.percent = Some(d("50"));
    assert_eq!(of(&terms, &["75", "95", "95", "95"]).earned_back_amount, d("0.00"), "a severe miss is excluded");
    terms.remedies.earn_back.without_exclusions = true;
    assert_eq!(of(&terms, &["75", "95", "95", "95"]).earned_back_amount, d("100.00"));
}

#[test]
fn a_missed_gate_and_a_missing_report_earn_nothing_back_unless_the_agreement_says_so() {
    let mut gate = single();
    gate.remedies.earn_back.percent = Some(d("50"));
    let mut missing = gate.clone();
    gate.service_levels[0].remedy.gate = true;
    missing.remedies.cure_business_days = Some(5);
    // A minor miss of a gate costs 100.00, a missing report as much as failing, 200.00.
    for (terms, first, returned) in [(&mut gate, "85", "50.00"), (&mut missing, "missing", "100.00")] {
        let values = [first, "95", "95", "95"];
        assert_eq!(of(terms, &values).earned_back_amount, d("0.00"), "{first}");
        terms.remedies.earn_back.without_exclusions = true;
        assert_eq!(of(terms, &values).earned_back_amount, d(returned), "{first}");
    }
}

#[test]
fn the_added_part_of_a_repeat_is_not_earned_back_and_nothing_is_after_the_term() {
    let mut terms = repeated();
    terms.remedies.earn_back.percent = Some(d("50"));
    let statement = of(&terms, &["85", "85", "95", "95", "95"]);
    assert_eq!(statement.earned_back_amount, d("50.00"), "of 100, not of 150");
    let words = spaced(&statement.months[4].lines[0].earned_back_words);
    assert!(
        words.contains("50 % of its credit of USD 150.00 / 1.5 (without what the repeat added) = USD 50.00"),
        "{words}"
    );
    terms.term.months = 4;
    assert_eq!(of(&terms, &["85", "85", "95", "95", "95"]).earned_back_amount, d("0.00"));
}

#[test]
fn earn_back_makes_room_under_the_rolling_cap() {
    let mut terms = single();
    terms.remedies.rolling_cap.percent = Some(d("5"));
    terms.remedies.earn_back.percent = Some(d("100"));
    // 5 % of 1,000.00 in month 1; 250.00 by month 5, of which all 50.00 came back.
    let statement = of(&terms, &["85", "95", "95", "95", "75"]);
    assert_eq!(credits(&statement), ["50.00", "0.00", "0.00", "0.00", "200.00"]);
    terms.remedies.earn_back.percent = None;
    assert_eq!(credits(&of(&terms, &["85", "95", "95", "95", "75"]))[4], "200.00");
    terms.remedies.rolling_cap.percent = Some(d("4"));
    assert_eq!(credits(&of(&terms, &["85", "95", "95", "95", "75"]))[4], "160.00", "200.00 less 40.00");
    terms.remedies.earn_back.percent = Some(d("100"));
    assert_eq!(credits(&of(&terms, &["85", "95", "95", "95", "75"]))[4], "200.00");
}

#[test]
fn a_contract_year_on_target_earns_back_where_misses_stay_few() {
    let mut terms = single();
    terms.remedies.earn_back.percent = Some(d("40"));
    terms.remedies.earn_back.rule = EarnBackRule::ContractYear;
    terms.remedies.earn_back.misses_max = 2;
    let mut year = vec!["85", "85"];
    year.extend(["95"; 10]);
    let statement = of(&terms, &year);
    assert_eq!(statement.earned_back_amount, d("80.00"));
    assert_eq!(earned(&statement)[11], "80.00");
    assert_eq!(
        spaced(&statement.months[11].lines[0].earned_back_words),
        "the contract year met at 93.3 %, with 2 misses of at most 2: 40 % of its credits of USD 100.00 of Jan 2026 + \
         USD 100.00 of Feb 2026 = USD 80.00 (clause 6)"
    );
    year[2] = "89";
    assert_eq!(of(&terms, &year).earned_back_amount, d("0.00"), "three misses");
    let mut poor = vec!["80", "80"];
    poor.extend(["91"; 10]);
    assert_eq!(of(&terms, &poor).earned_back_amount, d("0.00"), "89.2 over the year");
}

#[test]
fn a_quarterly_level_is_settled_in_its_last_month_from_sums_and_on_the_quarters_charges() {
    let mut terms = single();
    terms.service_levels[0].remedy.window = Window::Quarter;
    let n = |v: &str, n: &str| [("a", Actual::Value { value: Unit::Percent.of(d(v)), n: Some(d(n)) })];
    let rows = [n("70", "10"), n("92", "1000"), n("89", "1000")];
    let statement = settled(&terms, &[&rows[0], &rows[1], &rows[2]]);
    // (70·10 + 92·1000 + 89·1000) / 2010 = 90.398 %: met, where the plain mean is 83.7 %.
    assert_eq!(statement.months[2].lines[0].value, Some(Unit::Percent.of(d("90.4"))));
    assert_eq!(credits(&statement), ["0.00", "0.00", "0.00"]);
    assert_eq!(statement.months[0].lines[0].reading, ReadingKind::Pending);
    assert_eq!(statement.months[0].lines[0].reading_words, "judged over the quarter that ends in Mar 2026 (clause 6)");
    assert_eq!((statement.months[0].score_points, statement.months[2].score_points), (None, Some(d("100"))));
    let missed = of(&terms, &["85", "85", "85"]);
    assert_eq!(credits(&missed), ["0.00", "0.00", "300.00"], "10 % of three months");
    assert!(spaced(&missed.months[2].lines[0].credit_words).contains("USD 3,000.00 (charges of the quarter)"));
    assert!(missed.months[2].lines[0].reading_words.contains("unweighted"));
}

fn triggered(when: Condition, then: Consequence) -> Agreement {
    let mut terms = single();
    terms.remedies.triggers = vec![Trigger { when, then }];
    terms
}

fn fired(statement: &Statement) -> Vec<usize> {
    let months = statement.months.iter().enumerate();
    months.filter(|(_, m)| !m.triggers.is_empty()).map(|(i, _)| i + 1).collect()
}

#[test]
fn grades_runs_and_counts_of_misses_fire_their_triggers() {
    let plan = Consequence::RectificationPlan;
    let grave = triggered(Condition::Grade { at_least: Grade::Serious }, plan);
    let statement = of(&grave, &["85", "75", "95"]);
    assert_eq!(fired(&statement), [2]);
    let severe = triggered(Condition::Grade { at_least: Grade::Severe }, plan);
    assert_eq!(fired(&of(&severe, &["85", "75", "95"])), [2], "the grade itself is at least that grade");
    let words = &statement.months[1].triggers[0].words;
    assert!(words.contains(&grave.measures[0].name), "two levels that fire it are told apart: {words}");
    let mut run = triggered(Condition::CriticalRun { windows: 3 }, Consequence::RightToTerminate);
    let values = ["85", "85", "none", "85", "95", "85", "85"];
    assert_eq!(fired(&of(&run, &values)), [0; 0], "the level is not critical");
    run.service_levels[0].class = Class::Critical;
    assert_eq!(fired(&of(&run, &values)), [4], "a window without a value does not break the run");
    let count = triggered(Condition::Misses { misses: 3, of_windows: 4 }, plan);
    assert_eq!(fired(&of(&count, &["85", "95", "85", "none", "85", "95", "95", "85"])), [5]);
    let mut ramp = count.clone();
    ramp.ramp.credit_factors_percent = vec![d("100"), d("100")];
    assert_eq!(fired(&of(&ramp, &["85", "85", "85", "85", "85"])), [5], "months of the ramp do not count");
}

#[test]
fn missing_reports_do_not_count_towards_termination() {
    let mut terms = triggered(Condition::Misses { misses: 2, of_windows: 3 }, Consequence::RightToTerminate);
    terms.remedies.cure_business_days = Some(5);
    assert_eq!(fired(&of(&terms, &["85", "missing", "missing", "85"])), [4]);
    terms.remedies.triggers[0].then = Consequence::Escalation;
    assert_eq!(fired(&of(&terms, &["85", "missing", "missing", "85"])), [2, 3, 4]);
}

#[test]
fn points_of_three_months_and_reached_caps_fire_their_triggers() {
    let mut points = points_table("1000.00", 1);
    points.remedies.triggers =
        vec![Trigger { when: Condition::Points { points: d("10") }, then: Consequence::Escalation }];
    let statement = availability(&points, &["96.5", "96.5", "99.5", "98.5", "99.5"]);
    assert_eq!(fired(&statement), [0; 0], "9 points at most");
    points.remedies.triggers[0].when = Condition::Points { points: d("9") };
    // 3 + 6; a month without points fires nothing anew; 6 + 0 + 1 are too few.
    assert_eq!(fired(&availability(&points, &["96.5", "96.5", "99.5", "98.5", "99.5"])), [2]);
    let mut capped = triggered(Condition::CapReached { months: 2, of_months: 3 }, Consequence::RightToTerminate);
    capped.remedies.month_cap_percent = Some(d("10"));
    assert_eq!(
        fired(&of(&capped, &["85", "95", "75", "95", "95", "85"])),
        [3],
        "reached without being exceeded counts"
    );
}

#[test]
fn a_key_level_missed_twice_running_becomes_critical_until_met_and_reverts_once() {
    let mut terms = triggered(Condition::CriticalRun { windows: 2 }, Consequence::Escalation);
    terms.remedies.promotes = true;
    let statement = of(&terms, &["85", "85", "95", "85", "85", "95", "95"]);
    let promoted: Vec<bool> = statement.months.iter().map(|m| m.lines[0].promoted).collect();
    assert_eq!(promoted, [false, true, false, false, true, true, true]);
    assert_eq!(fired(&statement), [2, 5]);
}

#[test]
fn a_correction_posts_the_difference_of_every_later_month_on_the_next_statement() {
    let terms = repeated();
    let posted = of(&terms, &["85", "85", "95"]);
    let before = posted.clone();
    // January was met after all: February is no repeat then.
    let rows = months(&["91", "85", "95"]);
    let rows: Vec<&[(&str, Actual)]> = rows.iter().map(Vec::as_slice).collect();
    let plan = plan(&terms);
    let correction =
        settlement::correct(&plan, &posted, &history(&rows), &Inputs::new(), "a report counted twice").unwrap();
    assert_eq!(posted, before);
    assert_eq!(correction.posted_in, "2026-04".parse().unwrap());
    let months: Vec<_> = correction.months.iter().map(|m| (m.month.to_string(), m.difference_amount)).collect();
    assert_eq!(months, [("2026-01".to_owned(), d("-100.00")), ("2026-02".to_owned(), d("-50.00"))]);
    assert_eq!(correction.difference_amount, d("-150.00"));
    let same = settlement::correct(&plan, &posted, &history(&rows[..2]), &Inputs::new(), "").unwrap_err();
    assert_eq!(same[0].what, "other months than were posted");
}

#[test]
fn a_corrected_line_is_told_net_of_what_it_earned_back() {
    let mut terms = single();
    terms.remedies.earn_back.percent = Some(d("50"));
    let posted = of(&terms, &["85", "95", "95", "95"]);
    // April was missed after all: nothing of January's credit comes back, and April costs its own.
    let rows = months(&["85", "95", "95", "85"]);
    let rows: Vec<&[(&str, Actual)]> = rows.iter().map(Vec::as_slice).collect();
    let correction = settlement::correct(&plan(&terms), &posted, &history(&rows), &Inputs::new(), "a typo").unwrap();
    let [month] = &correction.months[..] else { panic!("one month: {:#?}", correction.months) };
    assert_eq!((month.posted_amount, month.corrected_amount), (d("-50.00"), d("100.00")));
    assert_eq!((month.difference_amount, correction.difference_amount), (d("150.00"), d("150.00")));
    let line = &month.lines[0];
    assert_eq!((line.posted_amount, line.corrected_amount), (d("-50.00"), d("100.00")));
}

#[test]
fn charges_per_unit_follow_what_was_delivered_and_never_less_than_the_minimum_volume() {
    let mut terms = single();
    let steps = [(Some("1000"), "1.25"), (None, "1.00")]
        .map(|(up_to, price)| model::VolumeStep { up_to_units: up_to.map(d), price: d(price) });
    terms.charges = model::Charges::PerUnit { steps: steps.to_vec(), forecast_units: vec![d("1000")] };
    terms.forecast.minimum_volume_percent = Some(d("90"));
    assert_eq!(credits(&of(&terms, &["85"])), ["125.00"], "of the forecast");
    let units = |v: &str| MonthInputs { units: Some(d(v)), ..MonthInputs::default() };
    let invoice = MonthInputs { charges_amount: Some(d("800.00")), ..MonthInputs::default() };
    let inputs: Inputs = [("2026-01", units("1200")), ("2026-02", units("500")), ("2026-03", invoice)]
        .map(|(month, input)| (month.parse().unwrap(), input))
        .into();
    let plan = compile(&terms, 12).unwrap();
    let rows = months(&["85", "85", "85"]);
    let rows: Vec<&[(&str, Actual)]> = rows.iter().map(Vec::as_slice).collect();
    let statement = settle_with(&plan, &history(&rows), &inputs).unwrap();
    let charges: Vec<String> = statement.months.iter().map(|m| m.charges_amount.to_string()).collect();
    assert_eq!(charges, ["1450.00", "1125.00", "800.00"]);
    assert_eq!(credits(&statement), ["145.00", "112.50", "80.00"]);
    let words: Vec<String> = statement.months.iter().map(|m| spaced(&m.charges_words)).collect();
    let delivered = "1,200 units delivered: 1,000 × USD 1.25 + 200 × USD 1.00 = USD 1,450.00 (clause 6)";
    let minimum = "90 % of the forecast of 1,000 = 900 units are charged instead of 500 delivered (clause 8): 900 × \
                   USD 1.25 = USD 1,125.00 (clause 6)";
    assert_eq!(words, [delivered, minimum, "USD 800.00 as invoiced (clause 6)"]);
    let forecast = of(&terms, &["85"]);
    assert!(forecast.months[0].charges_words.contains("since no units were reported"));
    assert_eq!(of(&single(), &["85"]).months[0].charges_words, "", "an agreed amount was not made of anything");
    let wrong: Inputs =
        [("2026-01".parse().unwrap(), MonthInputs { charges_amount: Some(d("0.005")), ..MonthInputs::default() })]
            .into();
    assert_eq!(settle_with(&plan, &history(&rows), &wrong).unwrap_err()[0].path, "inputs.2026-01.charges");
}

#[test]
fn currencies_of_0_2_and_3_decimals_round_once_to_their_own_minor_unit() {
    for (currency, charges, credit) in [("JPY", "1005", "101"), ("USD", "10.05", "1.01"), ("KWD", "1.005", "0.101")] {
        let mut terms = single();
        terms.currency = model::Currency::read(currency).unwrap();
        terms.charges = model::Charges::FixedMonthly { amount: d(charges) };
        terms.remedies.rolling_cap.percent = Some(d("50"));
        assert_eq!(credits(&of(&terms, &["85"])), [credit], "half up in {currency}");
    }
}
