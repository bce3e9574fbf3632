//! Terms and actuals that cannot be settled: each problem is told at its place, all at once.

use crate::support::{agreement, at, band, d, history, level, measure, plan, value};
use model::{
    Agreement, Charges, Class, Credit, Direction, Grade, MeasureId, Offset, RampPath, RampShape, ScoreRule,
    ServiceLevelId, Target, Unit,
};
use settlement::{Concern, Problem, compile, compile_draft, settle};

fn good() -> Agreement {
    let mut fcr = level("fcr", at(Unit::Percent, "72.0"), "60");
    fcr.bands = vec![band(Grade::Minor, None, "1"), band(Grade::Serious, Some("-4"), "2")];
    let mut terms = agreement(
        "1000.00",
        vec![measure("fcr", Unit::Percent, Direction::Higher, 1), measure("asa", Unit::Seconds, Direction::Lower, 0)],
        vec![fcr, level("asa", at(Unit::Seconds, "30"), "40")],
    );
    terms.ramp.credit_factors_percent = vec![d("0"), d("50")];
    terms.remedies.month_cap_percent = Some(d("12"));
    terms
}

#[test]
fn every_template_can_be_settled_over_its_term() {
    let start = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    let templates = model::template::templates();
    assert!(!templates.is_empty());
    for template in templates {
        let terms = template.instantiate(start);
        let months = usize::try_from(terms.term.months).unwrap();
        let plan = compile(&terms, months).unwrap_or_else(|problems| panic!("{problems:#?}"));
        assert_eq!(plan.months().len(), months);
    }
}

/// The paths of the problems after a change.
fn paths(change: impl FnOnce(&mut Agreement)) -> Vec<String> {
    problems(change).into_iter().map(|p| p.path).collect()
}

fn problems(change: impl FnOnce(&mut Agreement)) -> Vec<Problem> {
    let mut terms = good();
    change(&mut terms);
    let problems = compile(&terms, 12).expect_err("the change makes a problem");
    for problem in &problems {
        assert!(!problem.what.is_empty() && !problem.expected.is_empty(), "{problem:?}");
    }
    problems
}

#[test]
fn good_terms_have_no_problem() {
    assert!(compile(&good(), 12).is_ok());
}

#[test]
fn each_problem_stands_at_its_term() {
    let one = |change: fn(&mut Agreement), path: &str| assert_eq!(paths(change), [path]);
    one(|a| a.charges = Charges::FixedMonthly { amount: d("-1") }, "charges.amount");
    one(|a| a.charges = Charges::FixedMonthly { amount: d("0.005") }, "charges.amount");
    one(|a| a.charges = Charges::Table { amounts: vec![d("1"), d("1.001")] }, "charges.amounts.2");
    one(|a| a.charges = Charges::Table { amounts: vec![] }, "charges.amounts");
    one(|a| a.remedies.month_cap_percent = Some(d("101")), "remedies.month_cap");
    one(|a| a.ramp.credit_factors_percent[1] = d("150"), "ramp.credit_factors.2");
    one(|a| a.service_levels[0].weight_percent = d("50"), "service_levels");
    one(|a| a.service_levels[0].measure = MeasureId("nps".into()), "service_levels.fcr.measure");
    one(|a| a.service_levels[0].target = at(Unit::Percent, "120"), "service_levels.fcr.target");
    one(|a| a.service_levels[0].target = at(Unit::Seconds, "72"), "service_levels.fcr.target");
    one(|a| a.service_levels[0].target = at(Unit::Percent, "72.05"), "service_levels.fcr.target");
    one(
        |a| {
            a.service_levels[0].target =
                Target::Range { low: Unit::Percent.of(d("70")), high: Unit::Percent.of(d("80")) };
        },
        "service_levels.fcr.target",
    );
    one(|a| a.service_levels[0].floor = Some(Offset::Difference(d("0"))), "service_levels.fcr.floor");
    one(|a| a.service_levels[1].stretch = Some(Offset::Ratio(d("1.5"))), "service_levels.asa.stretch");
    one(|a| a.service_levels[0].bands.clear(), "service_levels.fcr.bands");
    one(|a| a.service_levels[0].bands[0].from = Some(Offset::Difference(d("-1"))), "service_levels.fcr.bands.1.from");
    one(|a| a.service_levels[0].bands[1].from = None, "service_levels.fcr.bands.2.from");
    one(|a| a.service_levels[0].bands[1].from = Some(Offset::Difference(d("1"))), "service_levels.fcr.bands.2.from");
    one(|a| a.service_levels[0].bands[1].credit_percent = d("0.5"), "service_levels.fcr.bands.2.credit");
    one(|a| a.service_levels[0].bands[0].credit_percent = d("-1"), "service_levels.fcr.bands.1.credit");
    one(|a| a.service_levels[0].bands[0].grade = Grade::Met, "service_levels.fcr.bands.1.grade");
    one(
        |a| a.service_levels[0].credit = Credit::PerPoint { percent_per_point: d("-1") },
        "service_levels.fcr.percent_per_point",
    );
    one(|a| a.measures[0].precision_decimals = 9, "measures.fcr.precision");
}

#[test]
fn a_credit_per_point_needs_a_cap_of_the_month() {
    let found = problems(|a| {
        a.remedies.month_cap_percent = None;
        a.service_levels[0].credit = Credit::PerPoint { percent_per_point: d("1") };
    });
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].path, "remedies.month_cap");
    assert!(found[0].expected.contains("a cap of the month"), "{}", found[0]);
    // A level that is only reported has no credit that could need one.
    let mut terms = good();
    terms.remedies.month_cap_percent = None;
    terms.service_levels[0].weight_percent = d("0");
    terms.service_levels[0].class = Class::ReportOnly;
    terms.service_levels[0].credit = Credit::PerPoint { percent_per_point: d("1") };
    terms.service_levels[1].weight_percent = d("100");
    assert!(compile(&terms, 12).is_ok());
}

#[test]
fn ramps_are_checked_month_by_month() {
    let path = |id: &str, shape| vec![RampPath { service_level: ServiceLevelId(id.into()), shape }];
    let steps = |texts: &[&str]| RampShape::Steps(texts.iter().map(|t| at(Unit::Percent, t)).collect());
    assert_eq!(paths(|a| a.ramp.paths = path("fcr", steps(&["60", "120"]))), ["ramp.fcr.2"]);
    assert_eq!(paths(|a| a.ramp.paths = path("fcr", steps(&["60", "62", "64"]))), ["ramp.fcr.path"]);
    assert_eq!(paths(|a| a.ramp.paths = path("nps", steps(&["60"]))), ["ramp.nps"]);
    assert_eq!(paths(|a| a.ramp.paths = path("asa", steps(&["60"]))), ["ramp.asa.1"]);
    let curve = RampShape::LearningCurve { from: at(Unit::Percent, "60"), half_life_weeks: d("0") };
    assert_eq!(paths(|a| a.ramp.paths = path("fcr", curve)), ["ramp.fcr.path"]);
}

#[test]
fn all_problems_are_told_at_once() {
    let found = paths(|a| {
        a.charges = Charges::FixedMonthly { amount: d("-1") };
        a.ramp.credit_factors_percent[0] = d("-1");
        a.service_levels[1].floor = Some(Offset::Ratio(d("0.9")));
        a.service_levels[1].weight_percent = d("39");
    });
    assert_eq!(found, ["charges.amount", "ramp.credit_factors.1", "service_levels.asa.floor", "service_levels"]);
}

#[test]
fn scores_by_band_need_a_score_for_each_band_that_never_rises() {
    let by_band = |scores: [Option<&str>; 2]| {
        paths(|a| {
            a.score = ScoreRule::ByBand;
            a.service_levels[1].bands[0].score_points = Some(d("0"));
            for (band, score) in a.service_levels[0].bands.iter_mut().zip(scores) {
                band.score_points = score.map(d);
            }
        })
    };
    assert_eq!(by_band([None, Some("10")]), ["service_levels.fcr.bands.1.score"]);
    assert_eq!(by_band([Some("50"), Some("60")]), ["service_levels.fcr.bands.2.score"]);
    assert_eq!(by_band([Some("120"), Some("60")]), ["service_levels.fcr.bands.1.score"]);
    assert_eq!(by_band([Some("50"), Some("0.00001")]), ["service_levels.fcr.bands.2.score"]);
}

#[test]
fn a_draft_whose_weights_are_off_still_has_bands_and_money() {
    let mut terms = good();
    terms.service_levels[0].weight_percent = d("55");
    let (draft, problems) = compile_draft(&terms, 12).unwrap();
    assert_eq!(problems.len(), 1);
    assert_eq!((problems[0].path.as_str(), problems[0].concern), ("service_levels", Concern::Score));
    assert_eq!(problems[0].what, "weights that sum to 95\u{202f}%");
    assert!(!draft.is_scored());
    let months: &[&[_]] = &[&[], &[], &[("fcr", value(Unit::Percent, "70")), ("asa", value(Unit::Seconds, "20"))]];
    let statement = settle(&draft, &history(months)).unwrap();
    assert_eq!(statement.credit_amount.to_string(), "10.00");
    assert!(statement.months.iter().all(|m| m.score_points.is_none()));
    // Weights out of any bounds do no harm.
    terms.service_levels[0].weight_percent = d("79228162514264337593543950335");
    terms.service_levels[1].weight_percent = d("-79228162514264337593543950335");
    assert!(compile_draft(&terms, 12).is_ok());
    // What concerns money is refused all the same.
    terms.charges = Charges::FixedMonthly { amount: d("-1") };
    assert!(compile_draft(&terms, 12).is_err());
}

#[test]
fn a_weight_of_a_level_that_is_only_reported_is_0() {
    assert_eq!(paths(|a| a.service_levels[1].class = Class::ReportOnly), ["service_levels.asa.weight"]);
}

#[test]
fn amounts_that_cannot_be_settled_exactly_are_refused() {
    let huge = problems(|a| a.charges = Charges::FixedMonthly { amount: d("90000000000000000.00") });
    assert_eq!(huge[0].path, "charges.amount");
    let fine = problems(|a| {
        a.service_levels[0].bands[0].credit_percent = d("0.0000000000000000000001");
        a.ramp.credit_factors_percent = vec![d("0.00000000000000000001")];
    });
    assert_eq!(fine[0].path, "charges.amount");
    assert!(fine[0].expected.contains("decimals"), "{}", fine[0]);
}

#[test]
fn a_horizon_is_1_to_120_months() {
    for months in [0, 121] {
        assert_eq!(compile(&good(), months).unwrap_err()[0].path, "term.months");
    }
    assert_eq!(compile(&good(), 120).unwrap().months().len(), 120);
}

#[test]
fn actuals_are_refused_each_at_its_place() {
    let terms = plan(&good());
    let months: &[&[_]] = &[
        &[("fcr", value(Unit::Percent, "100.5")), ("asa", value(Unit::Percent, "30"))],
        &[("nps", value(Unit::Points, "30")), ("asa", value(Unit::Seconds, "-1"))],
        &[("asa", value(Unit::Seconds, "79228162514264337593543950335"))],
    ];
    let found = settle(&terms, &history(months)).unwrap_err();
    let told: Vec<_> = found.iter().map(|p| (p.path.as_str(), p.expected.as_str())).collect();
    assert_eq!(
        told,
        [
            ("actuals.2026-01.fcr", "a percentage between 0 and 100"),
            ("actuals.2026-01.asa", "a time of 0 s or more"),
            ("actuals.2026-02.nps", "one of its service levels"),
            ("actuals.2026-02.asa", "a time of 0 s or more"),
            ("actuals.2026-03.asa", "at most 10,000,000\u{202f}s"),
        ]
    );
}

#[test]
fn months_come_in_order_once_and_inside_the_agreement() {
    let terms = plan(&good());
    let told = |months: &[&str]| {
        let mut past = history(&vec![&[][..]; months.len()]);
        for (actuals, month) in past.months.iter_mut().zip(months) {
            actuals.month = month.parse().unwrap();
        }
        let problems = settle(&terms, &past).unwrap_err();
        problems.into_iter().map(|p| (p.path, p.what)).collect::<Vec<_>>()
    };
    let problem = |path: &str, what: &str| (path.to_owned(), what.to_owned());
    assert_eq!(told(&["2026-01", "2026-01"]), [problem("actuals.2026-01", "the same month a second time")]);
    assert_eq!(told(&["2026-02", "2026-01"]), [problem("actuals.2026-01", "an earlier month after 2026-02")]);
    assert_eq!(told(&["2026-02", "2026-04"]), [problem("actuals.2026-04", "no actuals since 2026-02")]);
    assert_eq!(
        told(&["2025-11", "2025-12", "2026-01"]),
        [problem("actuals.2025-11", "the first of 2 months outside of the agreement")]
    );
    assert_eq!(told(&["2027-01"]), [problem("actuals.2027-01", "a month outside of the agreement")]);
}
