//! Where the engine and the reference once read the rules differently: the smallest case of each.

use super::compared::Case;
use super::draws::{Brought, Reported};
use crate::support::{agreement, at, band, d, level, measure};
use model::remedy::{CategoryShare, Condition, Consequence, EarnBackRule, LadderStep, Trigger};
use model::{Agreement, Direction, Grade, Mechanism, Unit, Window};

/// One level of 90 % or more, at 1 % of charges of 1,000.00 below it.
fn terms() -> Agreement {
    let mut only = level("share", at(Unit::Percent, "90"), "100");
    only.bands = vec![band(Grade::Minor, None, "1"), band(Grade::Severe, Some("-10"), "2")];
    only.bands[0].points = Some(d("1"));
    only.bands[1].points = Some(d("2"));
    agreement("1000.00", vec![measure("share", Unit::Percent, Direction::Higher, 1)], vec![only])
}

fn quarterly() -> Agreement {
    let mut terms = terms();
    terms.service_levels[0].remedy.window = Window::Quarter;
    terms
}

fn value(percent: &str) -> Reported {
    Reported::Value { value: d(percent), n: None, late_days: None, sampler_at_fault: false }
}

fn months(reported: Vec<Reported>) -> Vec<Brought> {
    let month = |r| Brought { levels: vec![r], ..Brought::default() };
    reported.into_iter().map(month).collect()
}

fn agree(terms: Agreement, months: Vec<Brought>) {
    let differences = Case { terms, months }.differences().unwrap();
    assert!(differences.is_empty(), "{differences:#?}");
}

#[test]
fn a_percentage_is_taken_of_the_amount_invoiced() {
    let mut months = months(vec![value("85")]);
    months[0].invoiced_minor = Some(500_000);
    agree(terms(), months);
}

#[test]
fn a_contract_year_that_the_term_cuts_short_may_earn_back() {
    let mut terms = terms();
    terms.term.months = 4;
    terms.remedies.earn_back.percent = Some(d("50"));
    terms.remedies.earn_back.rule = EarnBackRule::ContractYear;
    terms.remedies.earn_back.misses_max = 1;
    agree(terms, months(vec![value("85"), value("95"), value("95"), value("95")]));
}

#[test]
fn months_share_what_a_contract_year_earns_back_by_largest_remainder() {
    let mut terms = terms();
    terms.term.months = 24;
    terms.currency = model::Currency::read("KWD").unwrap();
    terms.charges = model::Charges::FixedMonthly { amount: d("1029.833") };
    let only = &mut terms.service_levels[0];
    only.target = model::Target::Range { low: Unit::Percent.of(d("79")), high: Unit::Percent.of(d("88")) };
    only.bands.truncate(1);
    only.credit = model::Credit::PerPoint { percent_per_point: d("1.01") };
    terms.measures[0].direction = Direction::Range;
    terms.measures[0].precision_decimals = 0;
    let remedies = &mut terms.remedies;
    remedies.month_cap_percent = Some(d("28.7366"));
    remedies.rolling_cap.percent = Some(d("1.80"));
    remedies.earn_back.percent = Some(d("17.23"));
    remedies.earn_back.rule = EarnBackRule::ContractYear;
    remedies.earn_back.misses_max = 7;
    let values = ["-", "-", "-", "-", "100", "100", "-", "2", "-", "88", "88", "100", "-", "100", "-", "-", "-", "100"];
    let reported = |v: &&str| if *v == "-" { Reported::NoActivity } else { value(v) };
    agree(terms, months(values.iter().map(reported).collect()));
}

#[test]
fn months_share_what_a_contract_year_earns_back_by_their_exact_parts() {
    let mut terms = terms();
    terms.term.months = 13;
    terms.remedies.earn_back.percent = Some(d("5"));
    terms.remedies.earn_back.rule = EarnBackRule::ContractYear;
    terms.remedies.earn_back.misses_max = 3;
    terms.remedies.rolling_cap.percent = Some(d("1.5"));
    let mut months = months([vec![value("85"); 3], vec![value("100"); 9], vec![value("0")]].concat());
    for (month, invoiced) in months.iter_mut().zip([20_800, 900, 1_300].into_iter().chain([0; 9]).chain([100_000])) {
        month.invoiced_minor = Some(invoiced);
    }
    let case = Case { terms, months };
    let statement = case.engine().unwrap();
    // 5 % of 2.08, 0.09 and 0.13 are 10.4, 0.45 and 0.65 cents, together 11.5: 12, which the months share as 10, 1 and 1.
    // Shared in proportion to what was rounded, 12, they would be 11, 0 and 1.
    assert_eq!(statement.months[11].earned_back_amount, d("0.12"));
    // Month 13 looks back on months 2 to 12: 1.5 % of 1,022.00 less (0.09 - 0.01) + (0.13 - 0.01).
    assert_eq!(statement.months[12].credit_amount, d("15.13"));
    agree(case.terms, case.months);
}

#[test]
fn a_quarter_with_a_missing_report_is_failed() {
    let mut terms = quarterly();
    terms.remedies.cure_business_days = Some(5);
    agree(terms, months(vec![value("95"), Reported::Missing, value("95")]));
}

#[test]
fn a_quarter_without_a_value_and_with_a_missing_report_is_failed() {
    let mut terms = quarterly();
    terms.remedies.cure_business_days = Some(5);
    agree(terms, months(vec![Reported::NoActivity, Reported::Missing, Reported::NoActivity]));
}

#[test]
fn a_quarter_without_a_value_is_excused_where_one_of_its_months_is() {
    let mut terms = quarterly();
    terms.remedies.excused_counts_as_met = true;
    agree(terms.clone(), months(vec![Reported::Excused, Reported::NoActivity, Reported::Missing]));
    agree(terms, months(vec![Reported::NoActivity, Reported::Missing, Reported::NoActivity]));
}

#[test]
fn too_small_a_sample_of_a_quarter_by_fault_of_the_sampler_is_failed() {
    let mut terms = quarterly();
    terms.remedies.cure_business_days = Some(5);
    terms.measures[0].minimum_n = Some(60);
    let few = |sampler_at_fault| Reported::Value { value: d("85"), n: Some(10), late_days: None, sampler_at_fault };
    agree(terms, months(vec![few(true), few(true), few(true)]));
}

#[test]
fn a_ladder_of_a_quarter_is_taken_of_the_charges_of_its_window() {
    let mut terms = quarterly();
    terms.remedies.mechanism = Mechanism::Points;
    terms.remedies.points.ladder = vec![LadderStep { points: d("1"), percent: d("1") }];
    agree(terms, months(vec![value("85"), value("85"), value("85")]));
}

#[test]
fn points_of_a_quarter_on_the_next_period_are_taken_of_the_next_quarter() {
    let mut terms = quarterly();
    terms.charges =
        model::Charges::Table { amounts: [1, 2, 3, 10, 20, 30, 100].map(|a| d(&format!("{a}00.00"))).to_vec() };
    terms.remedies.mechanism = Mechanism::Points;
    terms.remedies.points.rate_percent = d("1");
    terms.remedies.points.charges_of = model::remedy::ChargesOf::Next;
    agree(terms, months(vec![value("85"), value("85"), value("85")]));
}

#[test]
fn a_miss_in_the_ramp_fires_no_trigger_whatever_the_amounts_are() {
    let mut terms = terms();
    terms.charges = model::Charges::FixedMonthly { amount: d("669363.62") };
    terms.ramp.credit_factors_percent = ["76.82", "100"].map(d).to_vec();
    terms.remedies.mechanism = Mechanism::Pool;
    let share = |category: &str, percent: &str| CategoryShare { category: category.into(), share_percent: d(percent) };
    terms.remedies.pool.at_risk_percent = d("19.78");
    terms.remedies.pool.shares = vec![share("service", "40"), share("quality", "60")];
    let only = &mut terms.service_levels[0];
    (only.remedy.category, only.remedy.allocation_percent) = ("service".into(), d("22"));
    only.bands[0].pool_fraction_percent = Some(d("37"));
    terms.remedies.triggers =
        vec![Trigger { when: Condition::Grade { at_least: Grade::Minor }, then: Consequence::Escalation }];
    agree(terms, months(vec![value("95"), value("85")]));
}

#[test]
fn a_linear_path_over_six_months_is_exact() {
    let mut terms = terms();
    terms.measures[0].precision_decimals = 0;
    terms.ramp.credit_factors_percent = ["100"; 6].map(d).to_vec();
    terms.ramp.paths = vec![model::RampPath {
        service_level: terms.service_levels[0].id.clone(),
        shape: model::RampShape::Linear { from: at(Unit::Percent, "21") },
    }];
    // 21 + 69 × 5/6 = 78.5: 79, so that 78 is a miss in month 6.
    agree(terms, months(vec![value("95"), value("95"), value("95"), value("95"), value("95"), value("78")]));
}
