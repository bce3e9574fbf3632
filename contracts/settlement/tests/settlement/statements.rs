//! Statements: money to the cent, scores, states, and the words beside them.

use crate::support::{agreement, at, band, d, history, level, measure, plan, settled, spaced, value};
use model::{
    Agreement, Baseline, Charges, Class, Credit, Currency, Direction, Grade, Measure, MeasureId, Month, Observation,
    Offset, Provenance, RampPath, RampShape, ScoreRule, Series, ServiceLevel, ServiceLevelId, Target, Unit, Weighting,
};
use settlement::{Actual, History, ReadingKind, Statement, compile, settle};

/// A percentage where more is better, at one decimal, that costs 2.0 % below its target and 5.0 % from `serious` points
/// below it.
fn tiered(id: &str, target: &str, weight: &str) -> (Measure, ServiceLevel) {
    let mut service = level(id, at(Unit::Percent, target), weight);
    service.bands = vec![band(Grade::Minor, None, "2.0"), band(Grade::Serious, Some("-5"), "5.0")];
    (measure(id, Unit::Percent, Direction::Higher, 1), service)
}

fn pair(charges: &str, cap: Option<&str>) -> Agreement {
    let (fcr, fcr_level) = tiered("fcr", "72.0", "60");
    let (csat, csat_level) = tiered("csat", "85.0", "40");
    let mut terms = agreement(charges, vec![fcr, csat], vec![fcr_level, csat_level]);
    terms.remedies.month_cap_percent = cap.map(d);
    terms
}

fn percent(value_percent: &str) -> Actual {
    value(Unit::Percent, value_percent)
}

fn credits(statement: &Statement) -> Vec<String> {
    statement.months[0].lines.iter().map(|l| l.credit_amount.to_string()).collect()
}

#[test]
fn the_arithmetic_of_a_credit_stands_in_words() {
    let mut terms = pair("412000.00", Some("12"));
    terms.ramp.credit_factors_percent = vec![d("50")];
    let statement = settled(&terms, &[&[("fcr", percent("70.96")), ("csat", percent("90"))]]);
    let month = &statement.months[0];
    assert_eq!(month.credit_amount.to_string(), "4120.00");
    assert_eq!(
        spaced(&month.lines[0].credit_words),
        "2.0 % × USD 412,000.00 × ramp factor 50 % = USD 4,120.00; the month’s cap of USD 49,440.00 not reached (clauses 4, 5 and 6)"
    );
    assert_eq!(
        spaced(&month.lines[0].reading_words),
        "70.96 %, rounded to 71.0 %, worse than the target, 72.0 %: minor (clause 4)"
    );
    assert_eq!(month.lines[0].rule, "service_levels.fcr.bands.1.credit");
    assert_eq!(spaced(&month.lines[1].reading_words), "90.0 %, at or better than the target, 85.0 %: met (clause 4)");
    assert_eq!(month.lines[1].credit_words, "met: no credit (clause 6)");
    assert_eq!(
        spaced(&month.credit_words),
        "credits of USD 4,120.00; the month’s cap of 12 % × USD 412,000.00 = USD 49,440.00 not reached (clause 6)"
    );
    assert_eq!(spaced(&month.lines[0].target_words), "≥ 72.0 %");
}

#[test]
fn a_cap_that_binds_is_shared_pro_rata() {
    // 5 % and 2 % of 100,000.00 are 7,000.00; 4 % is 4,000.00: 2,857.142857 and 1,142.857143.
    let statement = settled(&pair("100000.00", Some("4")), &[&[("fcr", percent("60")), ("csat", percent("84"))]]);
    let month = &statement.months[0];
    assert_eq!(month.uncapped_amount.to_string(), "7000.00");
    assert_eq!(month.credit_amount.to_string(), "4000.00");
    assert_eq!(month.cap_amount, Some(d("4000.00")));
    assert!(month.cap_bound);
    assert_eq!(credits(&statement), ["2857.14", "1142.86"]);
    assert_eq!(month.lines[0].uncapped_amount.to_string(), "5000.00");
    assert_eq!(
        spaced(&month.lines[0].credit_words),
        "5.0 % × USD 100,000.00 = USD 5,000.00; its share of the month’s cap: USD 4,000.00 × USD 5,000.00 / \
         USD 7,000.00, posted as USD 2,857.14 (clauses 4 and 6)"
    );
    assert_eq!(
        spaced(&month.credit_words),
        "credits of USD 7,000.00, cut to the month’s cap of 4 % × USD 100,000.00 = USD 4,000.00 (clause 6)"
    );
}

#[test]
fn credits_that_equal_the_cap_are_not_cut() {
    let statement = settled(&pair("100000.00", Some("7")), &[&[("fcr", percent("60")), ("csat", percent("84"))]]);
    assert!(!statement.months[0].cap_bound);
    assert_eq!(statement.months[0].credit_amount.to_string(), "7000.00");
    assert!(statement.months[0].credit_words.ends_with("reached and not exceeded (clause 6)"));
}

#[test]
fn money_is_rounded_once_and_half_up_and_the_lines_sum_to_it() {
    // Twice 2 % of 10.25 is 0.205 each: 0.41 exactly. One alone is 0.205, half up 0.21.
    let both = settled(&pair("10.25", None), &[&[("fcr", percent("71")), ("csat", percent("84"))]]);
    assert_eq!(both.months[0].credit_amount.to_string(), "0.41");
    assert_eq!(credits(&both), ["0.21", "0.20"], "the larger weight has the odd cent");
    let one = settled(&pair("10.25", None), &[&[("fcr", percent("71")), ("csat", percent("90"))]]);
    assert_eq!(one.months[0].credit_amount.to_string(), "0.21");
    assert_eq!(
        spaced(&one.months[0].lines[0].credit_words),
        "2.0 % × USD 10.25 = USD 0.205, posted as USD 0.21 so that the lines sum to the total; there is no cap of the \
         month (clauses 4 and 6)"
    );
    // 2 % of 10.20 is 0.204, rounded down; 5 % and 2 % of 10.20 are 0.51 and 0.204.
    let down = settled(&pair("10.20", None), &[&[("fcr", percent("60")), ("csat", percent("84"))]]);
    assert_eq!(credits(&down), ["0.51", "0.20"]);
    assert_eq!(down.months[0].credit_amount.to_string(), "0.71");
}

#[test]
fn every_currency_keeps_its_decimals() {
    for (code, charges, credit) in [("JPY", "1225", "25"), ("USD", "12.25", "0.25"), ("KWD", "1.225", "0.025")] {
        let mut terms = pair(charges, None);
        terms.currency = Currency::read(code).unwrap();
        // 2 % of 1225 minor units are 24.5, half up 25.
        let statement = settled(&terms, &[&[("fcr", percent("71")), ("csat", percent("90"))]]);
        assert_eq!(statement.months[0].credit_amount.to_string(), credit, "{code}");
        assert_eq!(statement.currency, code);
    }
}

#[test]
fn the_ramp_moves_targets_and_holds_back_credits() {
    let mut terms = pair("1000.00", Some("12"));
    terms.ramp.credit_factors_percent = vec![d("0"), d("50")];
    let steps = ["60.0", "66.0"].map(|t| at(Unit::Percent, t)).to_vec();
    terms.ramp.paths = vec![RampPath { service_level: ServiceLevelId("fcr".into()), shape: RampShape::Steps(steps) }];
    let months: &[&[_]] = &[
        &[("fcr", percent("59")), ("csat", percent("90"))],
        &[("fcr", percent("60")), ("csat", percent("90"))],
        &[("fcr", percent("66")), ("csat", percent("90"))],
    ];
    let statement = settled(&terms, months);
    let grades: Vec<_> = statement.months.iter().map(|m| m.lines[0].grade.unwrap()).collect();
    // Bands move with the target: six points below it are serious in every month.
    assert_eq!(grades, [Grade::Minor, Grade::Serious, Grade::Serious]);
    let credits: Vec<_> = statement.months.iter().map(|m| m.credit_amount.to_string()).collect();
    assert_eq!(credits, ["0.00", "25.00", "50.00"]);
    assert_eq!(statement.credit_amount.to_string(), "75.00");
    assert_eq!(statement.charges_amount.to_string(), "3000.00");
    assert!(spaced(&statement.months[1].lines[0].reading_words).contains("target of month 2, 66.0 %"));
}

#[test]
fn charges_by_month_are_the_months_own() {
    let mut terms = pair("0.00", Some("12"));
    terms.charges = Charges::Table { amounts: vec![d("1000.00"), d("2000.00")] };
    let miss: &[(&str, Actual)] = &[("fcr", percent("71")), ("csat", percent("90"))];
    let statement = settled(&terms, &[miss, miss, miss]);
    let credits: Vec<_> = statement.months.iter().map(|m| m.credit_amount.to_string()).collect();
    assert_eq!(credits, ["20.00", "40.00", "40.00"], "later months repeat the last amount");
}

#[test]
fn a_level_without_a_value_is_neither_met_nor_missed_and_leaves_the_weights() {
    let states = [
        (Actual::NoActivity, ReadingKind::NoActivity),
        (Actual::NotReported, ReadingKind::NotReported),
        (Actual::Excused, ReadingKind::Excused),
    ];
    for (actual, kind) in states {
        let statement = settled(&scored(), &[&[("csat", actual), ("fcr", percent("69"))]]);
        let month = &statement.months[0];
        assert_eq!((month.lines[1].reading, month.lines[1].grade), (kind, None));
        assert_eq!(month.lines[1].credit_words, "no credit (clause 3)");
        assert_eq!(month.credit_amount.to_string(), "20.00");
        // FCR alone, half-way from its floor to its target: its 60 % of the weight are all there is.
        assert_eq!(month.score_points, Some(d("50")));
    }
}

#[test]
fn a_value_from_too_few_observations_is_neither_scored_nor_credited() {
    let mut terms = pair("1000.00", None);
    terms.measures[0].minimum_n = Some(50);
    let from = |n: Option<&str>| Actual::Value { value: Unit::Percent.of(d("20")), n: n.map(d) };
    let month = |actual| settled(&terms, &[&[("fcr", actual), ("csat", percent("90"))]]).months.remove(0);
    let few = month(from(Some("49")));
    assert_eq!((few.lines[0].reading, few.lines[0].grade), (ReadingKind::TooFew, None));
    assert_eq!(few.credit_amount.to_string(), "0.00");
    assert_eq!(few.score_points, None, "csat alone has 40 % of the weight");
    assert!(spaced(&few.score_words).contains("levels with 40 % of the weight have a value"));
    assert!(spaced(&few.lines[0].reading_words).contains("from 49 observations, fewer than the 50 it needs"));
    assert_eq!(month(from(Some("50"))).credit_amount.to_string(), "50.00");
    let unknown = month(from(None));
    assert_eq!(unknown.credit_amount.to_string(), "50.00");
    assert!(unknown.lines[0].reading_words.contains("number of observations was not given"));
}

#[test]
fn a_level_that_is_absent_from_a_month_was_not_reported() {
    let statement = settled(&pair("1000.00", None), &[&[("fcr", percent("60"))]]);
    assert_eq!(statement.months[0].lines[1].reading, ReadingKind::NotReported);
}

fn scored() -> Agreement {
    let mut terms = pair("1000.00", None);
    for service in &mut terms.service_levels {
        service.floor = Some(Offset::Difference(d("-6")));
        service.stretch = Some(Offset::Difference(d("4")));
    }
    terms
}

#[test]
fn the_linear_score_weighs_0_at_the_floor_100_at_the_target_and_120_at_the_stretch() {
    // FCR 70 of 66 to 72: 66.6667; CSAT at its target: 100. (60 × 66.6667 + 40 × 100) / 100 = 80.00002, held to four
    // decimals.
    let statement = settled(&scored(), &[&[("fcr", percent("70")), ("csat", percent("85"))]]);
    let month = &statement.months[0];
    assert_eq!(month.lines[0].score_points, Some(d("66.6667")));
    assert_eq!(month.score_points, Some(d("80")));
    assert_eq!(spaced(&month.score_words), "(60 × 66.6667 + 40 × 100) / 100: 80 (clause 7)");
    assert_eq!(
        spaced(&month.lines[0].score_words),
        "66.6667 points: 0 at the floor of 66.0 %, 100 at the target of 72.0 %, 120 at the stretch of 76.0 % (clauses 4 and 7)"
    );
    let best = settled(&scored(), &[&[("fcr", percent("99")), ("csat", percent("87"))]]);
    // (60 × 120 + 40 × 110) / 100.
    assert_eq!(best.months[0].score_points, Some(d("116")));
}

#[test]
fn a_score_stays_at_100_unless_every_critical_and_key_level_is_met() {
    // 120 × 60 + 83.3333 × 40 would be 105.33.
    let statement = settled(&scored(), &[&[("fcr", percent("80")), ("csat", percent("84"))]]);
    assert_eq!(statement.months[0].score_points, Some(d("100")));
    assert!(statement.months[0].score_words.contains("at most 100 unless every critical and key level is met"));
    // A level without a value is not met either.
    let excused = settled(&scored(), &[&[("fcr", percent("80")), ("csat", Actual::Excused)]]);
    assert_eq!(excused.months[0].score_points, Some(d("100")));
    // A level that is only reported takes no part.
    let mut terms = scored();
    terms.service_levels[0].weight_percent = d("100");
    terms.service_levels[1].weight_percent = d("0");
    terms.service_levels[1].class = Class::ReportOnly;
    for csat in ["10", "90"] {
        let reported = settled(&terms, &[&[("fcr", percent("80")), ("csat", percent(csat))]]);
        assert_eq!(reported.months[0].score_points, Some(d("120")), "csat at {csat} %");
    }
}

#[test]
fn a_banded_score_is_the_one_declared_for_the_band() {
    let mut terms = pair("1000.00", None);
    terms.score = ScoreRule::ByBand;
    for service in &mut terms.service_levels {
        service.bands[0].score_points = Some(d("75"));
        service.bands[1].score_points = Some(d("12.5"));
    }
    let compiled = plan(&terms);
    assert!(compiled.levels().iter().all(|l| !l.needs_value));
    let statement = settled(&terms, &[&[("fcr", percent("60")), ("csat", percent("84"))]]);
    // 60 × 12.5 + 40 × 75.
    assert_eq!(statement.months[0].score_points, Some(d("37.5")));
    assert_eq!(statement.months[0].lines[1].score_words, "75 points for its band (clauses 4 and 7)");
}

#[test]
fn half_of_the_weight_is_enough_for_a_score() {
    let mut terms = scored();
    terms.service_levels[0].weight_percent = d("50");
    terms.service_levels[1].weight_percent = d("50.0");
    let half = settled(&terms, &[&[("fcr", percent("69")), ("csat", Actual::NoActivity)]]);
    assert_eq!(half.months[0].score_points, Some(d("50")));
    terms.service_levels[0].weight_percent = d("49.99");
    terms.service_levels[1].weight_percent = d("50.01");
    let less = settled(&terms, &[&[("fcr", percent("69")), ("csat", Actual::NoActivity)]]);
    assert_eq!(less.months[0].score_points, None);
}

#[test]
fn a_level_that_is_only_reported_costs_nothing() {
    for credit in [Credit::ByBand, Credit::PerPoint { percent_per_point: d("1") }] {
        let mut terms = pair("1000.00", None);
        terms.service_levels[0].weight_percent = d("100");
        terms.service_levels[1].weight_percent = d("0");
        terms.service_levels[1].class = Class::ReportOnly;
        terms.service_levels[1].credit = credit;
        let statement = settled(&terms, &[&[("fcr", percent("72")), ("csat", percent("10"))]]);
        let line = &statement.months[0].lines[1];
        assert_eq!((line.grade, line.credit_amount.to_string()), (Some(Grade::Serious), "0.00".into()));
        assert_eq!(line.credit_words, "reported only: no credit (clause 4)");
        assert_eq!(statement.credit_amount.to_string(), "0.00");
    }
}

#[test]
fn a_range_is_missed_on_both_sides() {
    let range = Target::Range { low: Unit::Seconds.of(d("300")), high: Unit::Seconds.of(d("420")) };
    let mut service = level("aht", range, "100");
    service.bands = vec![
        band(Grade::Minor, None, "1"),
        model::Band { from: Some(Offset::Ratio(d("1.2"))), ..band(Grade::Severe, None, "4") },
    ];
    service.floor = Some(Offset::Ratio(d("1.5")));
    let terms = agreement("1000.00", vec![measure("aht", Unit::Seconds, Direction::Range, 0)], vec![service]);
    let table = [
        ("249", Grade::Severe, "40.00"),
        ("250", Grade::Minor, "10.00"),
        ("299.4", Grade::Minor, "10.00"),
        ("299.5", Grade::Met, "0.00"),
        ("420.4", Grade::Met, "0.00"),
        ("421", Grade::Minor, "10.00"),
        ("504", Grade::Minor, "10.00"),
        ("505", Grade::Severe, "40.00"),
    ];
    for (seconds, grade, credit) in table {
        let statement = settled(&terms, &[&[("aht", value(Unit::Seconds, seconds))]]);
        let line = &statement.months[0].lines[0];
        assert_eq!((line.grade, line.credit_amount.to_string()), (Some(grade), credit.into()), "{seconds} s");
    }
    // The floor of 1.5 lies at 630 s and at 200 s.
    let low = settled(&terms, &[&[("aht", value(Unit::Seconds, "250"))]]);
    assert_eq!(low.months[0].score_points, Some(d("50")));
    let high = settled(&terms, &[&[("aht", value(Unit::Seconds, "525"))]]);
    assert_eq!(high.months[0].score_points, Some(d("50")));
    assert!(spaced(&high.months[0].lines[0].score_words).contains("0 at the floor of 200 s or 630 s"));
}

#[test]
fn a_credit_per_second_counts_seconds_beyond_the_target() {
    let mut service = level("asa", at(Unit::Seconds, "30"), "100");
    service.credit = Credit::PerPoint { percent_per_point: d("0.05") };
    let mut terms = agreement("412000.00", vec![measure("asa", Unit::Seconds, Direction::Lower, 1)], vec![service]);
    terms.remedies.month_cap_percent = Some(d("12"));
    let statement = settled(&terms, &[&[("asa", value(Unit::Seconds, "91.19"))]]);
    // 91.2 − 30 = 61.2 s × 0.05 % × 412,000.00 = 12,607.20.
    assert_eq!(statement.months[0].credit_amount.to_string(), "12607.20");
    assert!(
        spaced(&statement.months[0].lines[0].credit_words)
            .starts_with("61.2 seconds of shortfall × 0.05 % each × USD 412,000.00 = USD 12,607.20;")
    );
}

#[test]
fn a_statement_comes_back_from_its_file_and_its_decimals_are_strings() {
    let statement = settled(&pair("100000.00", Some("4")), &[&[("fcr", percent("60")), ("csat", percent("84"))]]);
    let text = serde_json::to_string(&statement).unwrap();
    assert!(text.contains(r#""credit_amount":"4000.00""#), "{text}");
    assert!(text.contains(r#""value":{"percent":"60.0"}"#), "{text}");
    let back: Statement = serde_json::from_str(&text).unwrap();
    assert_eq!(back, statement);
}

#[test]
fn actuals_come_from_a_baseline_and_gaps_were_not_reported() {
    let first: Month = "2026-01".parse().unwrap();
    let observed =
        |i: i32, percent: &str| Observation { month: first.plus(i), value: Unit::Percent.of(d(percent)), n: None };
    let series = Series {
        measure: MeasureId("fcr".into()),
        unit: Unit::Percent,
        weighting: Weighting::Exact,
        observations: vec![observed(0, "70"), observed(2, "73")],
    };
    let provenance = Provenance {
        source_name: "actuals.csv".into(),
        source_sha256: "0".repeat(64),
        imported_on: chrono::NaiveDate::from_ymd_opt(2026, 4, 1).unwrap(),
        rows_read: 2,
        rows_refused: 0,
        illustrative: true,
    };
    let terms = pair("1000.00", None);
    let history = History::of(&terms, &Baseline::new(provenance, vec![series]));
    let statement = settle(&plan(&terms), &history).unwrap();
    let readings: Vec<_> = statement.months.iter().map(|m| m.lines[0].reading).collect();
    assert_eq!(readings, [ReadingKind::Value, ReadingKind::NotReported, ReadingKind::Value]);
    assert_eq!(statement.credit_amount.to_string(), "20.00");
}

#[test]
fn terms_can_be_settled_as_if_they_had_started_earlier() {
    let early = plan(&pair("1000.00", None)).starting_in("2025-01".parse().unwrap());
    let mut past = history(&[&[("fcr", percent("71")), ("csat", percent("90"))]]);
    past.months[0].month = "2025-01".parse().unwrap();
    let statement = settle(&early, &past).unwrap();
    assert_eq!((statement.months[0].contract_month, statement.credit_amount.to_string()), (1, "20.00".into()));
}

#[test]
fn a_history_without_months_has_an_empty_statement() {
    let statement = settle(&compile(&pair("1.00", None), 1).unwrap(), &History::default()).unwrap();
    assert_eq!((statement.months.len(), statement.credit_amount.to_string()), (0, "0.00".into()));
}
