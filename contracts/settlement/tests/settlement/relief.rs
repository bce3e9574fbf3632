//! Relief, volume and obligations that are gates.

use crate::remedies::{credits, of, percent, share, single, with};
use crate::support::{band, d, history, plan, spaced};
use model::clauses::{Frequency, Obligation, ReliefCause};
use model::relief::Removed;
use model::{Agreement, Charges, Decimal, Grade, ServiceLevelId, Unit, VolumeStep};
use settlement::{Actual, Inputs, MonthInputs, ReadingKind, ReliefReport, Statement, settle_with};

fn report(numerator: &str, denominator: &str) -> ReliefReport {
    let removed = Removed { numerator: d(numerator), denominator: d(denominator) };
    ReliefReport { removed: Some(removed), ..whole_month() }
}

fn whole_month() -> ReliefReport {
    ReliefReport { service_level: ServiceLevelId("a".into()), cause: ReliefCause::ClientSystem, removed: None }
}

fn relief(reports: &[ReliefReport]) -> MonthInputs {
    MonthInputs { relief: reports.to_vec(), ..MonthInputs::default() }
}

fn first_month(inputs: MonthInputs) -> Inputs {
    [("2026-01".parse().unwrap(), inputs)].into()
}

/// A month of `value` % from `n` observations.
fn month(terms: &Agreement, value: &str, n: &str, inputs: MonthInputs) -> Statement {
    let row = [("a", Actual::Value { value: Unit::Percent.of(d(value)), n: Some(d(n)) })];
    settle_with(&plan(terms), &history(&[&row]), &first_month(inputs)).unwrap_or_else(|p| panic!("{p:#?}"))
}

/// Where a month's inputs are refused.
fn refused(terms: &Agreement, actual: Actual, inputs: MonthInputs) -> Vec<String> {
    let row = [("a", actual)];
    let problems = settle_with(&plan(terms), &history(&[&row]), &first_month(inputs)).unwrap_err();
    problems.into_iter().map(|p| p.path).collect()
}

/// 83.1 % at two decimals, 10 % of 1,000.00 below it.
fn terms() -> Agreement {
    let mut terms = single();
    terms.measures[0].precision_decimals = 2;
    terms.service_levels[0].target = crate::support::at(Unit::Percent, "83.1");
    terms
}

#[test]
fn relief_leaves_the_levels_alone_that_it_does_not_name() {
    let bands = || vec![band(Grade::Minor, None, "10")];
    let terms =
        crate::remedies::terms("1000.00", vec![share("a", "90", "60", bands()), share("b", "90", "40", bands())]);
    let value = Actual::Value { value: Unit::Percent.of(d("85")), n: Some(d("1000")) };
    for removed in [None, Some(Removed { numerator: d("100"), denominator: d("200") })] {
        let inputs = first_month(relief(&[ReliefReport { removed, ..whole_month() }]));
        let statement = settle_with(&plan(&terms), &history(&[&[("a", value), ("b", value)]]), &inputs).unwrap();
        let credits: Vec<Decimal> = statement.months[0].lines.iter().map(|line| line.credit_amount).collect();
        assert_eq!(credits, [d("0.00"), d("100.00")], "{removed:?}");
    }
}

#[test]
fn an_excused_window_leaves_numerator_and_denominator_of_its_month() {
    // 8,000 of 10,000 with a window of 100 of 500: 83.16 %.
    let line = |inputs| month(&terms(), "80", "10000", inputs).months.remove(0).lines.remove(0);
    let (without, with) = (line(MonthInputs::default()), line(relief(&[report("100", "500")])));
    assert_eq!((without.value.unwrap().value(), without.credit_amount), (d("80.00"), d("100.00")));
    assert_eq!((with.value.unwrap().value(), with.credit_amount), (d("83.16"), d("0.00")));
    let words = spaced(&with.reading_words);
    let counts = "83.16 % without excused observations: 500 (a system of the client failed), (8,000 − 100) / (10,000 − 500) = 83.16 %,";
    assert!(words.starts_with(counts), "{words}");
    let twice = line(relief(&[report("40", "200"), report("60", "300")]));
    assert_eq!(twice.value, with.value, "two windows are as one");
}

#[test]
fn relief_for_the_whole_month_excuses_its_level_however_late_the_report_is() {
    let mut terms = terms();
    terms.remedies.cure_business_days = Some(5);
    let late_business_days = [(ServiceLevelId("a".into()), 9)].into();
    let inputs = MonthInputs { late_business_days, ..relief(&[whole_month(), report("1", "2")]) };
    let line = &month(&terms, "80", "10000", inputs).months[0].lines[0];
    assert_eq!((line.reading, line.credit_amount), (ReadingKind::Excused, d("0.00")));
    assert!(line.reading_words.starts_with("excused, a system of the client failed"), "{}", line.reading_words);
    let all = month(&terms, "80", "10000", relief(&[report("8000", "10000")]));
    assert_eq!(all.months[0].lines[0].reading, ReadingKind::Excused, "nothing is left");
}

#[test]
fn relief_that_cannot_be_worked_out_is_refused_with_its_place() {
    let place = ["inputs.2026-01.relief.a"];
    let counted = Actual::Value { value: Unit::Percent.of(d("80")), n: Some(d("10")) };
    assert_eq!(refused(&terms(), counted, relief(&[report("3", "20")])), place);
    assert_eq!(refused(&terms(), percent("80"), relief(&[report("1", "2")])), place, "no counts");
    assert_eq!(refused(&terms(), Actual::NotReported, relief(&[report("1", "2")])), place);
    let other = ReliefReport { service_level: ServiceLevelId("z".into()), ..whole_month() };
    assert_eq!(refused(&terms(), counted, relief(&[other])), ["inputs.2026-01.z"]);
}

#[test]
fn more_volume_than_the_forecast_and_its_band_excuses_the_levels_that_are_sensitive_to_it() {
    let mut terms = single();
    terms.forecast.band_percent = Some(d("30"));
    let volume = |volume: &str| MonthInputs {
        volume: Some(d(volume)),
        forecast_volume: Some(d("1000")),
        ..MonthInputs::default()
    };
    let paid = |terms: &Agreement, v: &str| credits(&with(terms, &["85"], &[("2026-01", volume(v))]));
    assert_eq!(paid(&terms, "1301"), ["100.00"], "no level is sensitive");
    terms.service_levels[0].volume_sensitive = true;
    assert_eq!(paid(&terms, "1300"), ["100.00"], "not over it");
    assert_eq!(paid(&terms, "1301"), ["0.00"]);
    let mut both = terms.clone();
    let (measure, other) = share("b", "90", "0", vec![band(Grade::Minor, None, "7")]);
    both.measures.push(measure);
    both.service_levels.push(other);
    let row = [("a", percent("85")), ("b", percent("85"))];
    let inputs = [("2026-01".parse().unwrap(), volume("1301"))].into();
    let statement = settle_with(&plan(&both), &history(&[&row]), &inputs).unwrap();
    assert_eq!(credits(&statement), ["70.00"], "only the level that is sensitive is excused");
    let unheld = MonthInputs { volume: Some(d("1301")), ..MonthInputs::default() };
    assert_eq!(refused(&terms, percent("85"), unheld), ["inputs.2026-01.forecast"]);
    terms.forecast.grain = Some(Frequency::Weekly);
    assert_eq!(paid(&terms, "1301"), ["100.00"], "a forecast by week excuses weeks, as windows");
}

#[test]
fn units_are_charged_from_the_minimum_volume_on_and_held_against_their_own_forecast() {
    let mut terms = single();
    terms.service_levels[0].volume_sensitive = true;
    let steps = vec![VolumeStep { up_to_units: None, price: Decimal::ONE }];
    terms.charges = Charges::PerUnit { steps, forecast_units: vec![d("1000")] };
    terms.forecast.band_percent = Some(d("30"));
    terms.forecast.minimum_volume_percent = Some(d("85"));
    let units = |units: &str| MonthInputs { units: Some(d(units)), ..MonthInputs::default() };
    let paid = |v: &str| credits(&with(&terms, &["75"], &[("2026-01", units(v))]));
    assert_eq!(paid("600"), ["170.00"], "20 % of 850");
    assert_eq!(paid("1300"), ["260.00"]);
    assert_eq!(paid("1301"), ["0.00"]);
}

#[test]
fn an_obligation_that_is_a_gate_and_was_not_shown_holds_the_score_and_forbids_the_bonus() {
    let mut terms = single();
    terms.remedies.gate_score_points = Some(d("60"));
    terms.remedies.bonus.base_percent = Some(d("1"));
    terms.remedies.bonus.cap_percent = Some(d("1"));
    let obligation = |what: &str, gate| Obligation { what: what.into(), gate, ..Obligation::default() };
    terms.obligations = vec![obligation("Certificate of information security", true), obligation("Training", false)];
    let met = ["95"; 3];
    let shown = of(&terms, &met);
    assert_eq!(shown.bonus_amount, d("30.00"));
    let missing = |number| MonthInputs { unattested_obligations: [number].into(), ..MonthInputs::default() };
    let held = with(&terms, &met, &[("2026-02", missing(1))]);
    let scores: Vec<Decimal> = held.months.iter().filter_map(|m| m.score_points).map(|s| s.normalize()).collect();
    assert_eq!(scores, [d("100"), d("60"), d("100")]);
    assert_eq!(held.bonus_amount, d("0.00"));
    assert!(held.months[1].score_words.contains("obligation 1"), "{}", held.months[1].score_words);
    assert_eq!(with(&terms, &met, &[("2026-02", missing(2))]), shown, "not a gate");
    assert_eq!(refused(&terms, percent("95"), missing(3)), ["inputs.2026-01.obligations.3"]);
}

#[test]
fn a_quarter_names_what_each_of_its_months_was_relieved_of_with_the_counts_that_are_left() {
    let mut terms = terms();
    terms.service_levels[0].remedy.window = model::Window::Quarter;
    let value = |percent: &str, n: &str| Actual::Value { value: Unit::Percent.of(d(percent)), n: Some(d(n)) };
    let rows = [[("a", value("80", "1000"))], [("a", value("90", "2000"))], [("a", value("70", "1000"))]];
    let rows: Vec<&[(&str, Actual)]> = rows.iter().map(|r| &r[..]).collect();
    let inputs: Inputs = [
        ("2026-01".parse().unwrap(), relief(&[report("50", "100")])),
        ("2026-03".parse().unwrap(), relief(&[report("20", "100")])),
    ]
    .into();
    let statement = settle_with(&plan(&terms), &history(&rows), &inputs).unwrap();
    let line = &statement.months[2].lines[0];
    // 800 + 1,800 + 700 of 4,000, without 70 of 200: 3,230 of 3,800 are 85 %.
    let words = line.reading_words.replace(['\u{202f}', '\u{a0}'], " ");
    assert!(
        words.starts_with("85.00 % over its quarter, from sums without excused observations: 100 (Jan 2026, "),
        "{words}"
    );
    assert!(words.contains("100 (Mar 2026, ") && !words.contains("Feb 2026"), "{words}");
    assert!(words.contains("(3,300 − 50 − 20) / (4,000 − 100 − 100) = 85.00 %"), "{words}");
    assert_eq!(line.value.unwrap().value(), d("85.00"));
}
