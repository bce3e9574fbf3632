//! Remedies beyond percentages and the cap of the month, example by example.

use crate::support::{agreement, at, band, d, history, level, measure, plan, settled, spaced, value};
use model::remedy::{BonusBasis, CategoryShare, ChargesOf, IncidentCredit, LadderStep, RollingBasis};
use model::{Agreement, Band, Credit, Decimal, Direction, Grade, Mechanism, ServiceLevelId, Unit};
use settlement::{
    Actual, BoundBy, EventReport, Inputs, MonthInputs, ReadingKind, Statement, compile, settle, settle_with,
};

/// A percentage of at least `target`, at precision 1, in a measure of its own name.
pub fn share(id: &str, target: &str, weight: &str, bands: Vec<Band>) -> (model::Measure, model::ServiceLevel) {
    let mut own = level(id, at(Unit::Percent, target), weight);
    own.bands = bands;
    (measure(id, Unit::Percent, Direction::Higher, 1), own)
}

pub fn terms(charges: &str, levels: Vec<(model::Measure, model::ServiceLevel)>) -> Agreement {
    let (measures, levels) = levels.into_iter().unzip();
    agreement(charges, measures, levels)
}

pub fn percent(v: &str) -> Actual {
    value(Unit::Percent, v)
}

/// One level that is worth 10 % below 90 and 20 % below 80, with charges of 1,000.00.
pub fn single() -> Agreement {
    let bands = vec![band(Grade::Minor, None, "10"), band(Grade::Severe, Some("-10"), "20")];
    terms("1000.00", vec![share("a", "90", "100", bands)])
}

pub fn months(values: &[&str]) -> Vec<Vec<(&'static str, Actual)>> {
    let actual = |v: &&str| match *v {
        "none" => Actual::NoActivity,
        "missing" => Actual::NotReported,
        "excused" => Actual::Excused,
        v => percent(v),
    };
    values.iter().map(|v| vec![("a", actual(v))]).collect()
}

pub fn of(terms: &Agreement, values: &[&str]) -> Statement {
    let months = months(values);
    let rows: Vec<&[(&str, Actual)]> = months.iter().map(Vec::as_slice).collect();
    settled(terms, &rows)
}

pub fn with(terms: &Agreement, values: &[&str], inputs: &[(&str, MonthInputs)]) -> Statement {
    let months = months(values);
    let rows: Vec<&[(&str, Actual)]> = months.iter().map(Vec::as_slice).collect();
    let inputs: Inputs = inputs.iter().map(|(m, i)| (m.parse().unwrap(), i.clone())).collect();
    settle_with(&plan(terms), &history(&rows), &inputs).unwrap_or_else(|p| panic!("{p:#?}"))
}

pub fn credits(statement: &Statement) -> Vec<String> {
    statement.months.iter().map(|m| m.credit_amount.to_string()).collect()
}

pub fn earned(statement: &Statement) -> Vec<String> {
    statement.months.iter().map(|m| m.earned_back_amount.to_string()).collect()
}

/// UK Model Services Contract, Schedule 2.2 worked example (OGL v3): 1 point below 99, 2 below 98, 3 below 97, 4 below 96.
pub fn points_table(charges: &str, precision: u8) -> Agreement {
    let band_of = |grade, from: Option<&str>, points: &str| Band { points: Some(d(points)), ..band(grade, from, "0") };
    let (_, own) = share(
        "availability",
        "99",
        "100",
        vec![
            band_of(Grade::Minor, None, "1"),
            band_of(Grade::Serious, Some("-1"), "2"),
            band_of(Grade::Severe, Some("-2"), "3"),
            band_of(Grade::Failed, Some("-3"), "4"),
        ],
    );
    let mut terms =
        agreement(charges, vec![measure("availability", Unit::Percent, Direction::Higher, precision)], vec![own]);
    terms.remedies.mechanism = Mechanism::Points;
    terms.remedies.points.rate_percent = d("0.5");
    terms
}

pub fn availability(terms: &Agreement, values: &[&str]) -> Statement {
    let rows: Vec<Vec<(&str, Actual)>> = values.iter().map(|v| vec![("availability", percent(v))]).collect();
    let rows: Vec<&[(&str, Actual)]> = rows.iter().map(Vec::as_slice).collect();
    settled(terms, &rows)
}

#[test]
fn a_miss_right_after_a_miss_doubles_its_own_points_and_doubling_does_not_compound() {
    // UK Model Services Contract, Schedule 2.2: 98.5, 96.5, 96.5 are 1, 6 and 6 points.
    let statement = availability(&points_table("1000.00", 1), &["98.5", "96.5", "96.5"]);
    let points: Vec<Decimal> = statement.months.iter().map(|m| m.lines[0].points.unwrap()).collect();
    assert_eq!(points, [d("1"), d("6"), d("6")]);
    assert_eq!(credits(&statement), ["5.00", "30.00", "30.00"]);
}

#[test]
fn a_met_window_resets_a_repeat_and_a_window_without_a_value_leaves_it() {
    let statement = of(&repeated(), &["85", "85", "95", "85", "none", "85", "excused", "missing", "85"]);
    assert_eq!(credits(&statement), ["100.00", "150.00", "0.00", "100.00", "0.00", "150.00", "0.00", "0.00", "150.00"]);
    assert!(statement.months[1].lines[0].repeated && !statement.months[3].lines[0].repeated);
}

pub fn repeated() -> Agreement {
    let mut terms = single();
    terms.remedies.repeat_factor = Some(d("1.5"));
    terms
}

#[test]
fn a_miss_in_a_month_without_credit_is_not_the_earlier_one_of_a_repeat() {
    let mut terms = repeated();
    terms.ramp.credit_factors_percent = vec![d("0"), d("50")];
    assert_eq!(credits(&of(&terms, &["85", "85", "85"])), ["0.00", "50.00", "150.00"]);
}

#[test]
fn the_edge_of_the_published_points_is_one_point_at_two_decimals() {
    // UK Model Services Contract, Schedule 2.2: the printed bands leave 98.95 undefined; minor, 1 point.
    let statement = availability(&points_table("1000.00", 2), &["98.95"]);
    assert_eq!(
        (statement.months[0].lines[0].grade, statement.months[0].lines[0].points),
        (Some(Grade::Minor), Some(d("1")))
    );
    assert_eq!(availability(&points_table("1000.00", 1), &["98.95"]).months[0].lines[0].grade, Some(Grade::Met));
}

#[test]
fn the_arithmetic_of_points_stands_in_words() {
    let mut terms = points_table("412000.00", 1);
    terms.remedies.month_cap_percent = Some(d("12"));
    let statement = availability(&terms, &["96.5", "96.5"]);
    assert_eq!(
        spaced(&statement.months[1].lines[0].credit_words),
        "3 points × 2 (repeat) × 0.5 % × USD 412,000.00 = USD 12,360.00; the month’s cap of USD 49,440.00 not reached (clauses 4 and 6)"
    );
    assert_eq!(statement.months[1].lines[0].rule, "service_levels.availability.bands.3.points");
}

#[test]
fn totals_of_points_climb_a_ladder_and_the_lines_share_what_it_costs() {
    // The ladder of the domain: 5 → 0 %, 10 → 2 %, 15 → 4 %.
    let bands = |points: &str| vec![Band { points: Some(d(points)), ..band(Grade::Minor, None, "0") }];
    let mut terms = terms(
        "1000.00",
        vec![
            share("a", "90", "50", bands("7")),
            share("b", "90", "30", bands("4")),
            share("c", "90", "20", bands("5")),
        ],
    );
    terms.remedies.mechanism = Mechanism::Points;
    terms.remedies.points.ladder = [("5", "0"), ("10", "2"), ("15", "4")]
        .map(|(points, percent)| LadderStep { points: d(points), percent: d(percent) })
        .to_vec();
    let row = |a: &str, b: &str, c: &str| [("a", percent(a)), ("b", percent(b)), ("c", percent(c))];
    let months = [row("95", "85", "95"), row("85", "95", "95"), row("85", "95", "85"), row("95", "95", "85")];
    let rows: Vec<&[(&str, Actual)]> = months.iter().map(|m| m.as_slice()).collect();
    let statement = settled(&terms, &rows);
    // 4 points; 7; 14 + 5 = 19; 10.
    assert_eq!(credits(&statement), ["0.00", "0.00", "40.00", "20.00"]);
    let lines: Vec<String> = statement.months[2].lines.iter().map(|l| l.credit_amount.to_string()).collect();
    assert_eq!(lines, ["29.47", "0.00", "10.53"]);
    assert!(
        spaced(&statement.months[2].credit_words).starts_with("19 points, from 15 on 4 % × USD 1,000.00: credits of")
    );
    assert!(
        spaced(&statement.months[2].lines[0].credit_words)
            .starts_with("7 points × 2 (repeat); its share of the month’s 19 points is 14 / 19 of USD 40.00")
    );
}

#[test]
fn points_may_be_taken_of_the_next_months_charges() {
    let mut terms = points_table("1000.00", 1);
    terms.term.months = 3;
    terms.charges = model::Charges::Table { amounts: vec![d("1000.00"), d("2000.00"), d("4000.00"), d("9000.00")] };
    terms.remedies.points.charges_of = ChargesOf::Next;
    let statement = availability(&terms, &["98.5", "99.5", "98.5"]);
    assert_eq!(credits(&statement), ["10.00", "0.00", "20.00"], "the last month has only its own charges");
}

#[test]
fn a_pool_pays_its_at_risk_amount_by_share_and_allocation() {
    // Texas DIR, service level credit clause: 10 % of 100,000 × 50 % × 40 % = 2,000.
    let mut terms = pooled();
    let statement = of(&terms, &["85"]);
    assert_eq!(credits(&statement), ["2000.00"]);
    assert_eq!(
        spaced(&statement.months[0].lines[0].credit_words),
        "10 % at risk × 50 % of speed × 40 % × USD 100,000.00 = USD 2,000.00; the month’s cap of USD 10,000.00 not reached (clauses 4 and 6)"
    );
    terms.service_levels[0].bands[0].pool_fraction_percent = Some(d("25"));
    assert_eq!(credits(&of(&terms, &["85"])), ["500.00"]);
    terms.remedies.repeat_factor = Some(d("2"));
    assert_eq!(credits(&of(&terms, &["85", "85"])), ["500.00", "1000.00"]);
}

fn pooled() -> Agreement {
    let mut terms = single();
    terms.charges = model::Charges::FixedMonthly { amount: d("100000.00") };
    terms.remedies.mechanism = Mechanism::Pool;
    terms.remedies.pool.at_risk_percent = d("10");
    let share = |category: &str| CategoryShare { category: category.into(), share_percent: d("50") };
    terms.remedies.pool.shares = vec![share("speed"), share("quality")];
    terms.service_levels[0].remedy.category = "speed".into();
    terms.service_levels[0].remedy.allocation_percent = d("40");
    terms
}

#[test]
fn allocations_above_100_percent_need_a_declared_limit_and_the_cap_holds() {
    let mut terms = pooled();
    terms.remedies.pool.shares = vec![CategoryShare { category: "speed".into(), share_percent: d("100") }];
    terms.service_levels[0].remedy.allocation_percent = d("100");
    let mut other = terms.service_levels[0].clone();
    (other.id, other.weight_percent) = (ServiceLevelId("b".into()), d("0"));
    terms.service_levels.push(other);
    let problems = compile(&terms, 1).unwrap_err();
    assert_eq!(problems.iter().map(|p| p.path.as_str()).collect::<Vec<_>>(), ["remedies.pool.limit"]);
    terms.remedies.pool.limit_percent = Some(d("200"));
    let statement = settled(&terms, &[&[("a", percent("85")), ("b", percent("85"))]]);
    assert_eq!(statement.months[0].uncapped_amount, d("20000.00"));
    assert_eq!(statement.months[0].credit_amount, d("10000.00"), "the at-risk amount is the cap of the month");
    assert_eq!(statement.months[0].bound_by, Some(BoundBy::Month));
}

fn three(incident: IncidentCredit) -> (Agreement, Vec<(&'static str, Actual)>) {
    let own = |id: &str, weight: &str, credit: &str| share(id, "90", weight, vec![band(Grade::Minor, None, credit)]);
    let mut terms = terms("1000.00", vec![own("a", "40", "3"), own("b", "30", "5"), own("c", "30", "2")]);
    terms.remedies.incident_credit = incident;
    (terms, ["a", "b", "c"].map(|id| (id, percent("80"))).to_vec())
}

fn event(levels: &[&str], chosen: Option<&str>) -> MonthInputs {
    let id = |id: &str| ServiceLevelId(id.into());
    let service_levels = levels.iter().map(|l| id(l)).collect();
    let report = EventReport { name: "Outage of 3 January".into(), service_levels, chosen: chosen.map(id) };
    MonthInputs { events: vec![report], ..MonthInputs::default() }
}

#[test]
fn an_event_that_made_several_levels_miss_is_credited_once() {
    let settle_event = |incident, chosen| {
        let (terms, row) = three(incident);
        let inputs: Inputs = [("2026-01".parse().unwrap(), event(&["a", "b"], chosen))].into();
        settle_with(&plan(&terms), &history(&[&row]), &inputs).unwrap()
    };
    let highest = settle_event(IncidentCredit::Highest, None);
    assert_eq!(credits(&highest), ["70.00"], "the 5 % of b, and the 2 % of c, which had a cause of its own");
    let lines = &highest.months[0].lines;
    assert_eq!(lines[0].grade, Some(Grade::Minor), "it still counts as missed");
    assert!(spaced(&lines[0].credit_words).contains(
        "3 % × USD 1,000.00 = USD 30.00, not credited: the event “Outage of 3 January” is credited once, for B"
    ));
    assert_eq!(credits(&settle_event(IncidentCredit::Sum, None)), ["100.00"]);
    let chosen = settle_event(IncidentCredit::ClientsChoice, Some("a"));
    assert_eq!(credits(&chosen), ["50.00"]);
    assert!(chosen.months[0].lines[1].credit_words.contains("credited once, for A, as the client chose"));
    let unchosen = settle_event(IncidentCredit::ClientsChoice, None);
    assert_eq!(credits(&unchosen), ["70.00"]);
    let words = &unchosen.months[0].lines[0].credit_words;
    assert!(words.contains("credited once, for B, the highest, because the client chose none"), "{words}");
}

#[test]
fn an_event_that_names_what_is_not_there_is_refused_with_its_place() {
    let (terms, row) = three(IncidentCredit::Highest);
    let mut twice = event(&["a", "nothing"], Some("c"));
    twice.events.push(event(&["a"], None).events.remove(0));
    let inputs: Inputs = [("2026-01".parse().unwrap(), twice), ("2026-09".parse().unwrap(), event(&[], None))].into();
    let problems = settle_with(&plan(&terms), &history(&[&row]), &inputs).unwrap_err();
    let paths: Vec<&str> = problems.iter().map(|p| p.path.as_str()).collect();
    assert_eq!(
        paths,
        ["inputs.2026-01.nothing", "inputs.2026-01.events.1", "inputs.2026-01.events.2", "inputs.2026-09"]
    );
}

#[test]
fn a_level_may_have_a_cap_of_its_own() {
    let mut terms = single();
    terms.service_levels[0].remedy.cap_percent = Some(d("15"));
    let statement = of(&terms, &["75"]);
    assert_eq!(statement.months[0].uncapped_amount, d("200.00"));
    assert_eq!(statement.months[0].credit_amount, d("150.00"));
    assert_eq!(statement.months[0].bound_by, Some(BoundBy::Level));
    assert!(statement.months[0].cap_bound, "a cap that binds is named by what it is bound by");
    let words = spaced(&statement.months[0].credit_words);
    assert!(
        words.starts_with("credits of USD 200.00, cut by the level’s own cap of 15 % for A to USD 150.00; "),
        "{words}"
    );
    assert!(
        spaced(&statement.months[0].lines[0].credit_words).contains("cut to the level’s own cap of 15 % = USD 150.00")
    );
}

#[test]
fn a_rolling_cap_counts_only_the_months_since_the_start() {
    // y = 10, month cap 15, charges 100,000: the first month pays at most 10,000.
    let mut terms = single();
    terms.charges = model::Charges::FixedMonthly { amount: d("100000.00") };
    terms.remedies.month_cap_percent = Some(d("15"));
    terms.remedies.rolling_cap.percent = Some(d("10"));
    let statement = of(&terms, &["75", "75", "95", "75"]);
    assert_eq!(credits(&statement), ["10000.00", "10000.00", "0.00", "15000.00"]);
    let bound: Vec<_> = statement.months.iter().map(|m| m.bound_by).collect();
    assert_eq!(bound, [Some(BoundBy::TwelveMonths), Some(BoundBy::TwelveMonths), None, Some(BoundBy::Month)]);
    assert_eq!(statement.months[3].rolling_room_amount, Some(d("20000.00")));
    assert!(spaced(&statement.months[1].credit_words).contains(
        "cut to 10 % of the charges of the last twelve months = USD 20,000.00 less credits net of earn-back of \
         USD 10,000.00 before = USD 10,000.00"
    ));
}

#[test]
fn the_accord_tiers_keep_to_both_of_their_caps() {
    // Accord Project, service level agreement template: 2 % below 99.8, 3 % below 98, 10 % of a month and of twelve.
    let bands = vec![band(Grade::Minor, None, "2.0"), band(Grade::Serious, Some("-1.8"), "3.0")];
    let mut terms = terms("10.00", vec![share("a", "99.8", "100", bands)]);
    terms.remedies.month_cap_percent = Some(d("10.0"));
    terms.remedies.rolling_cap.percent = Some(d("10.0"));
    for (reported, credit) in [("100.0", "0.00"), ("99.7", "0.20"), ("97.0", "0.30")] {
        assert_eq!(credits(&of(&terms, &[reported])), [credit], "each month on its own");
    }
}

#[test]
fn a_contract_years_cap_is_taken_of_its_projected_charges_and_begins_anew() {
    let mut terms = single();
    terms.term.months = 24;
    terms.remedies.rolling_cap.percent = Some(d("5"));
    terms.remedies.rolling_cap.basis = RollingBasis::ContractYear;
    // 5 % of 12,000.00 are 600.00 a year: three months of 200.00.
    let plan = compile(&terms, 14).unwrap();
    let rows = months(&["75"; 14]);
    let rows: Vec<&[(&str, Actual)]> = rows.iter().map(Vec::as_slice).collect();
    let statement = settle(&plan, &history(&rows)).unwrap();
    let paid: Vec<String> = credits(&statement);
    assert_eq!(paid[..4], ["200.00", "200.00", "200.00", "0.00"]);
    assert_eq!(paid[11..], ["0.00", "200.00", "200.00"]);
    assert_eq!(statement.months[3].bound_by, Some(BoundBy::ContractYear));
    // What the last months of a year paid is nothing that the next one is held to.
    let late = months(&[&["95"; 9][..], &["75"; 5]].concat());
    let rows: Vec<&[(&str, Actual)]> = late.iter().map(Vec::as_slice).collect();
    let paid = credits(&settle(&plan, &history(&rows)).unwrap());
    assert_eq!(paid[9..], ["200.00", "200.00", "200.00", "200.00", "200.00"]);
}

#[test]
fn a_missing_report_counts_as_failed_after_its_cure_period_and_for_repeats() {
    let mut terms = repeated();
    terms.remedies.cure_business_days = Some(5);
    let statement = of(&terms, &["missing", "85", "missing"]);
    assert_eq!(credits(&statement), ["200.00", "150.00", "300.00"]);
    let line = &statement.months[0].lines[0];
    assert_eq!((line.grade, line.score_points), (Some(Grade::Failed), Some(d("0"))));
    assert_eq!(line.reading_words, "not reported within 5 business days: counts as failed (clause 6)");
    let late = |days: u32| MonthInputs {
        late_business_days: [(ServiceLevelId("a".into()), days)].into(),
        ..MonthInputs::default()
    };
    assert_eq!(credits(&with(&terms, &["95"], &[("2026-01", late(5))])), ["0.00"]);
    assert_eq!(credits(&with(&terms, &["95"], &[("2026-01", late(6))])), ["200.00"]);
}

#[test]
fn a_missing_report_of_a_credit_per_point_costs_the_shortfall_at_the_floor() {
    let mut terms = single();
    terms.service_levels[0].credit = Credit::PerPoint { percent_per_point: d("1") };
    terms.service_levels[0].floor = Some(model::Offset::Difference(d("-12")));
    terms.remedies.month_cap_percent = Some(d("50"));
    terms.remedies.cure_business_days = Some(5);
    let statement = of(&terms, &["missing"]);
    assert_eq!(credits(&statement), ["120.00"]);
    assert!(spaced(&statement.months[0].lines[0].credit_words).starts_with("12.0 points of shortfall × 1 % each"));
}

#[test]
fn too_few_observations_are_left_out_unless_the_sampler_is_at_fault() {
    let mut terms = single();
    terms.measures[0].minimum_n = Some(30);
    terms.remedies.cure_business_days = Some(5);
    let few = Actual::Value { value: Unit::Percent.of(d("75")), n: Some(d("29")) };
    let row = [("a", few)];
    let left_out = settled(&terms, &[&row]);
    assert_eq!(credits(&left_out), ["0.00"]);
    assert_eq!((left_out.months[0].lines[0].reading, left_out.months[0].score_points), (ReadingKind::TooFew, None));
    let inputs: Inputs = [(
        "2026-01".parse().unwrap(),
        MonthInputs { sampler_at_fault: [ServiceLevelId("a".into())].into(), ..MonthInputs::default() },
    )]
    .into();
    let at_fault = settle_with(&plan(&terms), &history(&[&row]), &inputs).unwrap();
    assert_eq!(credits(&at_fault), ["200.00"]);
    assert_eq!(at_fault.months[0].lines[0].reading, ReadingKind::NotReported);
}

#[test]
fn an_excused_level_counts_as_met_only_where_an_agreement_says_so() {
    let mut terms = single();
    assert_eq!(of(&terms, &["excused"]).months[0].score_points, None);
    terms.remedies.excused_counts_as_met = true;
    let statement = of(&terms, &["excused"]);
    assert_eq!(statement.months[0].score_points, Some(d("100.0000")));
    assert_eq!(credits(&statement), ["0.00"]);
}

#[test]
fn a_missed_gate_holds_the_score_and_forbids_the_bonus() {
    let own = |id: &str, weight: &str| share(id, "90", weight, vec![band(Grade::Minor, None, "1")]);
    let mut terms = terms("1000.00", vec![own("a", "90"), own("gate", "10")]);
    terms.service_levels[1].remedy.gate = true;
    terms.remedies.gate_score_points = Some(d("60"));
    terms.remedies.bonus.base_percent = Some(d("1"));
    terms.remedies.bonus.cap_percent = Some(d("2"));
    terms.remedies.bonus.basis = BonusBasis::QuarterAggregate;
    let row = |gate: &str| [("a", percent("95")), ("gate", percent(gate))];
    let (good, bad) = (row("95"), row("89"));
    let missed = settled(&terms, &[&good, &good, &bad]);
    assert_eq!(missed.months[2].score_points, Some(d("60.0000")), "90 without the gate");
    assert!(spaced(&missed.months[2].score_words).contains("at most 60 while a gate is missed"));
    assert_eq!(missed.bonus_amount, d("0.00"), "the quarter’s aggregate of 93 alone would earn it");
    assert_eq!(settled(&terms, &[&good, &good, &good]).bonus_amount, d("30.00"));
}
