//! The published worked examples, number by number as their file has them, where the environment says where it is. The same
//! figures stand with their sources in the other tests, which need no file.

use crate::remedies::{availability, points_table, share, terms};
use crate::support::{agreement, at, band, d, history, level, measure, plan, settled, value};
use model::remedy::CategoryShare;
use model::{Agreement, Band, Credit, Decimal, Direction, Grade, Mechanism, Unit};
use serde_json::Value;
use settlement::settle;

/// A number as the file writes it.
fn number(value: &Value) -> Decimal {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text.parse().unwrap_or_else(|_| panic!("a number instead of {value}"))
}

fn numbers(value: &Value) -> Vec<Decimal> {
    value.as_array().unwrap().iter().map(number).collect()
}

#[test]
fn every_case_of_the_published_file_comes_out_to_the_last_unit() {
    let Some(folder) = std::env::var_os("PLUMBLINE_FIXTURES") else {
        println!("skipped: PLUMBLINE_FIXTURES is not set");
        return;
    };
    let text = std::fs::read_to_string(std::path::Path::new(&folder).join("cases/settlement.json")).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    let mut seen = 0;
    for case in file["cases"].as_array().unwrap() {
        seen += 1;
        match case["id"].as_str().unwrap() {
            "points-repeat" => points_repeat(case),
            "points-edge" => points_edge(case),
            "pool" => pool(case),
            "percent-tiers" => percent_tiers(case),
            "out-of-domain" => out_of_domain(case),
            "percent-per-point" => percent_per_point(case),
            "learning-curve" => learning_curve(case),
            "scorecard-2010" => scorecard(case),
            "small-samples" => small_samples(case),
            other => panic!("nothing settles the case “{other}”"),
        }
    }
    assert_eq!(seen, 9);
}

fn points_repeat(case: &Value) {
    let bands = case["bands"].as_array().unwrap();
    let mut terms = points_table("1000.00", 1);
    let own = &mut terms.service_levels[0];
    let edge = |b: &Value| number(if b["at_least"].is_null() { &b["below"] } else { &b["at_least"] });
    own.target = model::Target::Value(Unit::Percent.of(edge(&bands[0])));
    for (i, own) in own.bands.iter_mut().enumerate() {
        own.points = Some(number(&bands[i + 1]["points"]));
        // A band begins where the one before it ends.
        assert_eq!(own.from.map_or(Decimal::ZERO, difference), edge(&bands[i]) - edge(&bands[0]));
    }
    let values: Vec<String> = numbers(&case["values"]).iter().map(Decimal::to_string).collect();
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    let statement = availability(&terms, &values);
    let points: Vec<Decimal> = statement.months.iter().map(|m| m.lines[0].points.unwrap()).collect();
    assert_eq!(points, numbers(&case["points"]));
}

fn difference(offset: model::Offset) -> Decimal {
    let model::Offset::Difference(by) = offset else { panic!("a difference") };
    by
}

fn points_edge(case: &Value) {
    let precision = u8::try_from(case["precision"].as_u64().unwrap()).unwrap();
    let statement = availability(&points_table("1000.00", precision), &[&number(&case["value"]).to_string()]);
    let line = &statement.months[0].lines[0];
    assert_eq!((line.grade.map(Grade::word), line.points), (case["band"].as_str(), Some(number(&case["points"]))));
}

fn pool(case: &Value) {
    let (measure, mut own) = share("a", "90", "100", vec![band(Grade::Failed, None, "0")]);
    let hundred = |key: &str| number(&case[key]) * Decimal::ONE_HUNDRED;
    own.remedy.category = "service".into();
    own.remedy.allocation_percent = hundred("allocation");
    let mut terms = terms(case["charges"].as_str().unwrap(), vec![(measure, own)]);
    terms.remedies.mechanism = Mechanism::Pool;
    terms.remedies.pool.at_risk_percent = hundred("at_risk");
    let all = |category: &str, share_percent| CategoryShare { category: category.into(), share_percent };
    let share = hundred("pool_share");
    terms.remedies.pool.shares = vec![all("service", share), all("other", Decimal::ONE_HUNDRED - share)];
    let statement = settled(&terms, &[&[("a", value(Unit::Percent, "80"))]]);
    assert_eq!(statement.months[0].credit_amount.to_string(), case["credit"].as_str().unwrap());
}

/// The tiers, on charges of one of the case's months.
fn tiers(case: &Value, charges: &str) -> Agreement {
    let tiers = case["tiers"].as_array().unwrap();
    let below = |i: usize| number(&tiers[i]["below"]);
    let bands = (0..tiers.len()).map(|i| Band {
        credit_percent: number(&tiers[i]["percent"]),
        ..band(Grade::Minor, (i > 0).then(|| (below(i) - below(0)).to_string()).as_deref(), "0")
    });
    let mut terms = terms(charges, vec![share("a", &below(0).to_string(), "100", bands.collect())]);
    terms.remedies.month_cap_percent = Some(number(&case["month_cap_percent"]));
    terms.remedies.rolling_cap.percent = Some(number(&case["rolling_cap_percent"]));
    terms
}

fn percent_tiers(case: &Value) {
    for month in case["months"].as_array().unwrap() {
        let terms = tiers(case, month["charges"].as_str().unwrap());
        let statement = settled(&terms, &[&[("a", value(Unit::Percent, &number(&month["value"]).to_string()))]]);
        assert_eq!(statement.months[0].credit_amount.to_string(), month["credit"].as_str().unwrap());
    }
}

fn out_of_domain(case: &Value) {
    let terms = terms("10.00", vec![share("a", "99.8", "100", vec![band(Grade::Minor, None, "2")])]);
    let row = [("a", value(Unit::Percent, &number(&case["value"]).to_string()))];
    let problems = settle(&plan(&terms), &history(&[&row])).unwrap_err();
    let expected = case["expect"].as_str().unwrap();
    assert_eq!(problems.len(), 1);
    assert_eq!(expected.strip_prefix("error: a percentage is "), problems[0].expected.strip_prefix("a percentage "));
}

fn percent_per_point(case: &Value) {
    let below = &case["percent_per_point_below"];
    let mut own = level("a", at(Unit::Percent, &number(&below["target"]).to_string()), "100");
    own.credit = Credit::PerPoint { percent_per_point: number(&below["percent"]) };
    let mut terms = agreement("100.00", vec![measure("a", Unit::Percent, Direction::Higher, 1)], vec![own]);
    terms.remedies.month_cap_percent = Some(d("100"));
    let statement = settled(&terms, &[&[("a", value(Unit::Percent, &number(&case["value"]).to_string()))]]);
    assert_eq!(statement.months[0].credit_amount, number(&case["credit_percent"]), "of 100.00");
}

/// The curve at the week itself; a month's target is that of its middle.
fn learning_curve(case: &Value) {
    let ramp = &case["ramp"];
    let [from, to, half_life] = ["start_s", "target_s", "half_life_weeks"].map(|key| number(&ramp[key]));
    let weeks = case["at_week"].as_f64().unwrap();
    assert_eq!(model::ramp::learning_curve(from, to, half_life, weeks), number(&case["target_at"]));
}

/// The published table adds up goal over actual, the other way round where more is better. No rule of an agreement does: the
/// figure stands here so that it is nobody's by mistake.
fn scorecard(case: &Value) {
    let rows = case["rows"].as_array().unwrap();
    let part = |row: &Value| {
        let [weight, goal, actual] = [1, 2, 3].map(|i| number(&row[i]));
        weight * if row[4] == "lower" { goal / actual } else { actual / goal }
    };
    let total: Decimal = rows.iter().map(part).sum();
    assert_ne!(total.round_dp(2), number(&case["published_total"]));
    assert_eq!(total.round_dp(4), number(&case["total_by_goal_over_actual"]));
}

/// How often a sample of n is met, by the readings of the plan.
fn small_samples(case: &Value) {
    for row in case["rows"].as_array().unwrap() {
        let (n, p) = (row["n"].as_u64().unwrap(), row["p"].as_f64().unwrap());
        let target = (number(&row["target"]) * Decimal::ONE_HUNDRED).to_string();
        let terms = terms("10.00", vec![share("a", &target, "100", vec![band(Grade::Minor, None, "2")])]);
        let plan = plan(&terms);
        let (mut ways, mut probability) = (1.0_f64, 0.0);
        for k in 0..=n {
            let percent = Decimal::ONE_HUNDRED * Decimal::from(k) / Decimal::from(n);
            let scaled = model::threshold::scaled(percent, 1).unwrap();
            if plan.reading(0, 0, scaled).is_met() {
                probability += ways * p.powi(k as i32) * (1.0 - p).powi((n - k) as i32);
            }
            ways *= (n - k) as f64 / (k + 1) as f64;
        }
        let published = row["probability_met"].as_f64().unwrap();
        assert!((probability - published).abs() < 1e-9, "{probability} {row}");
    }
}
