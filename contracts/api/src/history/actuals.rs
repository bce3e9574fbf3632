//! Actuals for a statement: what a table or a baseline file gives, and what of it could not be taken.

use super::{
    Answers, parse_baseline,
    relief::ReliefTold,
    table::{self, Table},
};
use crate::{
    ApiResult,
    wire::{ApiError, Detail},
};
use chrono::NaiveDate;
use model::{Agreement, Baseline, Measure, MeasureId, Month, Observation, baseline};
use settlement::{Actual, History, Inputs, MonthActuals, MonthInputs};
use store::{
    actuals::{AmountOf, Trouble},
    import::{Imported, IssueKind, PartialMonth},
};

/// What was delivered month by month, and what the months brought beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actuals {
    /// Every month from the first to the last of the table.
    pub history: History,
    /// What was invoiced, delivered in units, saved, offered or forecast, where the table says so.
    pub inputs: Inputs,
    /// What is worth knowing, each a sentence.
    pub notes: Vec<String>,
    /// What could not be taken: its months are held until it is corrected.
    pub troubles: Vec<Trouble>,
    /// What a file of relief asks for, whether it excuses anything or not.
    pub relief: Vec<ReliefTold>,
    /// Months of which a part of the days is there.
    pub partial_months: Vec<PartialMonth>,
}

/// Reads actuals: a baseline file, or a table. Money follows from them, so nothing is guessed: whatever an import for a
/// simulation would refuse or take in part, and what a column leaves open, holds the months that it is about.
///
/// # Errors
/// Where it is neither, or no month can be read before something about the whole file is said.
pub fn actuals(
    bytes: &[u8],
    name: &str,
    agreement: &Agreement,
    answers: &Answers,
    today: NaiveDate,
) -> ApiResult<Actuals> {
    const CANNOT: &str = "cannot be settled";
    if bytes.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'{') {
        return Ok(of_baseline(agreement, parse_baseline(bytes, name)?));
    }
    let looked = table::look(bytes, name, agreement, answers, CANNOT)?;
    if looked.open.iter().any(|o| o.measure.is_none()) {
        let details: Vec<Detail> = looked.open.iter().map(|o| o.detail(true)).collect();
        return Err(ApiError::input(format!("“{name}” {CANNOT}: say this first, then settle again"), details));
    }
    let read = table::read(bytes, name, agreement, looked, today, CANNOT, &|_| false)?;
    let mut inputs = Inputs::new();
    for (month, of, amount) in &read.amounts {
        put(inputs.entry(*month).or_default(), *of, *amount);
    }
    let notes = notes(agreement, &read);
    let history = history(agreement, &read.imported);
    let partial_months = read.imported.report.partial_months.clone();
    Ok(Actuals { history, inputs, notes, troubles: read.troubles, relief: Vec::new(), partial_months })
}

/// The figures of a baseline file, looked at as those of a table are: what is wrong with one holds its month.
fn of_baseline(agreement: &Agreement, mut baseline: Baseline) -> Actuals {
    let (mut notes, mut troubles) = (Vec::new(), Vec::new());
    for at in 0..baseline.series.len() {
        let series = &baseline.series[at];
        let Some(measure) = agreement.measure(&series.measure) else {
            notes.push(format!("{}: the contract has no such measure, so it is not settled", series.measure));
            continue;
        };
        let is_twice = baseline.series[..at].iter().any(|s| s.measure == series.measure);
        for (i, observation) in series.observations.iter().enumerate() {
            let before = &series.observations[..i];
            let wrong = match before.iter().find(|o| o.month == observation.month) {
                _ if is_twice => Some("this measure is there twice; keep one of the series".to_owned()),
                Some(same) => Some(baseline::month_twice(same, observation)),
                None if before.last().is_some_and(|o| o.month > observation.month) => {
                    Some("months must ascend".to_owned())
                }
                None => wrong_with(measure, observation),
            };
            troubles.extend(wrong.map(|message| Trouble {
                place: format!("{}, {}", measure.name, observation.month.text()),
                message,
                month: Some(observation.month),
                measures: vec![series.measure.clone()],
            }));
        }
    }
    for series in &mut baseline.series {
        series.observations.sort_by_key(|o| o.month);
    }
    let mut history = History::of(agreement, &baseline);
    // Whatever is wrong stands for nothing; its month stays, and is held.
    for trouble in &troubles {
        let month = history.months.iter_mut().find(|m| Some(m.month) == trouble.month);
        let Some(month) = month else { continue };
        let about = agreement.service_levels.iter().filter(|l| trouble.measures.contains(&l.measure));
        month.actuals.extend(about.map(|l| (l.id.clone(), Actual::NotReported)));
    }
    Actuals { history, inputs: Inputs::new(), notes, troubles, relief: Vec::new(), partial_months: Vec::new() }
}

/// Why an observation cannot be settled; none where it can.
fn wrong_with(measure: &Measure, observation: &Observation) -> Option<String> {
    let (value, unit) = (observation.value.value(), observation.value.unit());
    if unit != measure.unit {
        let (found, expected) = (unit.domain_in_words(), measure.unit.domain_in_words());
        return Some(format!("its figure is {found}; expected {expected}"));
    }
    if let Some(expected) = table::outside(measure, value) {
        return Some(format!("{} is not {expected}", value.normalize()));
    }
    without_observations(measure, observation.n)
}

/// Why a value cannot rest on so many observations; none where it can. What adds up is known without their number.
pub(crate) fn without_observations(measure: &Measure, n: Option<model::Decimal>) -> Option<String> {
    let n = n.filter(|n| *n <= model::Decimal::ZERO && !measure.statistic.adds_up())?;
    Some(format!(
        "a value with {} observations; remove the value where there were none, or mend their number",
        n.normalize()
    ))
}

/// Puts a number of a month where settlement reads it.
pub(crate) fn put(own: &mut MonthInputs, of: AmountOf, amount: model::Decimal) {
    match of {
        AmountOf::Charges => own.charges_amount = Some(amount),
        AmountOf::Units => own.units = Some(amount),
        AmountOf::Saving => own.saving_amount = Some(amount),
        AmountOf::Volume => own.volume = Some(amount),
        AmountOf::Forecast => own.forecast_volume = Some(amount),
    }
}

/// Every month of the table, those in which nothing happened or nothing was reported included.
fn history(agreement: &Agreement, imported: &Imported) -> History {
    let report = &imported.report;
    let Some((first, last)) = table::span(imported) else { return History::default() };
    let actual = |measure: &MeasureId, month: Month| {
        let series = imported.baseline.of(measure);
        let found = series.and_then(|s| s.observations.iter().find(|o| o.month == month));
        let is_idle = || report.measures.iter().any(|m| &m.measure == measure && m.idle_months.contains(&month));
        match found {
            Some(observation) => Actual::Value { value: observation.value, n: observation.n },
            None if is_idle() => Actual::NoActivity,
            None => Actual::NotReported,
        }
    };
    let months = (0..=last.since(first)).map(|i| {
        let month = first.plus(i);
        let levels = agreement.service_levels.iter();
        MonthActuals { month, actuals: levels.map(|l| (l.id.clone(), actual(&l.measure, month))).collect() }
    });
    History { months: months.collect() }
}

fn notes(agreement: &Agreement, read: &Table) -> Vec<String> {
    let report = &read.imported.report;
    let empty = report.issues.iter().filter(|i| i.kind == IssueKind::NoValue);
    let mut notes: Vec<String> = empty.map(|i| format!("row {}: {}, so it is not reported", i.row, i.reason)).collect();
    notes.extend(
        report
            .partial_months
            .iter()
            .map(|p| format!("{} comes from {} of its {} days", p.month.text(), p.days, p.of_days)),
    );
    for gap in &report.gaps {
        let until = if gap.from == gap.to { String::new() } else { format!(" to {}", gap.to) };
        notes.push(format!("no row for {}{until} ({} missing)", gap.from, gap.missing));
    }
    let is_volume = |id: &MeasureId| id.0 == table::VOLUME && table::reads_volume(agreement);
    let unknown = report.measures.iter().filter(|m| agreement.measure(&m.measure).is_none() && !is_volume(&m.measure));
    notes.extend(
        unknown.map(|m| format!("{} ({}): the contract has no such measure, so it is not settled", m.name, m.measure)),
    );
    notes.extend(read.notes.iter().chain(&report.notes).cloned());
    let unused = report.unused_columns.iter().filter(|c| !read.amount_columns.contains(c));
    let unused: Vec<&str> = unused.map(String::as_str).collect();
    if !unused.is_empty() {
        notes.push(format!("not used: {}", unused.join(", ")));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Decimal;

    fn today() -> NaiveDate {
        "2027-07-02".parse().unwrap()
    }

    fn agreement() -> Agreement {
        model::template::sample().0
    }

    fn read(table: &str) -> Actuals {
        let today = "2027-07-02".parse().unwrap();
        actuals(table.as_bytes(), "x.csv", &agreement(), &Answers::default(), today).unwrap()
    }

    fn of<'a>(actuals: &'a Actuals, month: &str, level: &str) -> &'a Actual {
        let month = actuals.history.months.iter().find(|m| m.month.to_string() == month).unwrap();
        month.actuals.get(&model::ServiceLevelId(level.into())).unwrap()
    }

    #[test]
    fn a_baseline_file_is_looked_at_as_a_table_is() {
        let observation = |month: &str, value: i64, n: Option<i64>| Observation {
            month: month.parse().unwrap(),
            value: model::Quantity::Percent(value.into()),
            n: n.map(Decimal::from),
        };
        let series = |id: &str, observations: Vec<Observation>| model::Series {
            measure: MeasureId(id.into()),
            unit: model::Unit::Percent,
            weighting: model::Weighting::Exact,
            observations,
        };
        let mut baseline = crate::history::import(b"month,fcr_percent\n2027-01,70\n", "x.csv", None, today()).unwrap();
        baseline.baseline.series = vec![
            series(
                "fcr",
                vec![
                    observation("2027-01", 72, Some(900)),
                    observation("2027-02", -10, Some(900)),
                    observation("2027-04", 72, Some(0)),
                    observation("2027-03", 71, Some(900)),
                    observation("2027-01", 73, None),
                    observation("2027-05", 74, Some(900)),
                ],
            ),
            series("elsewhere", vec![observation("2027-01", 72, None)]),
        ];
        let bytes = serde_json::to_vec(&baseline.baseline).unwrap();
        let read = actuals(&bytes, "b.json", &agreement(), &Answers::default(), today()).unwrap();
        let told: Vec<String> = read.troubles.iter().map(|t| format!("{}: {}", t.place, t.message)).collect();
        assert_eq!(told.len(), 4, "{told:#?}");
        assert!(
            told[3].ends_with("Jan 2027: it is there twice, with 72 (n 900) and with 73; keep one of them"),
            "{told:#?}"
        );
        assert!(told[0].ends_with("Feb 2027: -10 is not a percentage between 0 and 100"), "{told:#?}");
        assert!(told[1].contains("Apr 2027: a value with 0 observations"), "{told:#?}");
        assert!(told[2].ends_with("Mar 2027: months must ascend"), "{told:#?}");
        assert_eq!(of(&read, "2027-02", "fcr"), &Actual::NotReported);
        assert_eq!(of(&read, "2027-01", "fcr"), &Actual::NotReported, "neither of two stands");
        assert!(matches!(of(&read, "2027-05", "fcr"), Actual::Value { .. }), "the rest is taken");
        assert_eq!(read.notes, ["elsewhere: the contract has no such measure, so it is not settled"]);
    }

    #[test]
    fn a_quality_score_below_nought_is_no_value_and_a_net_score_may_be_one() {
        let mut agreement = agreement();
        let measure = &mut agreement.measures[0];
        (measure.unit, measure.statistic) = (model::Unit::Points, model::Statistic::Mean);
        assert_eq!(table::outside(measure, (-10).into()), Some("points between 0 and 100"));
        assert_eq!(table::outside(measure, 10.into()), None);
        measure.statistic = model::Statistic::NetScore;
        assert_eq!(table::outside(measure, (-10).into()), None);
    }

    #[test]
    fn units_under_a_fixed_charge_are_named_as_not_used() {
        let read = read("month,fcr_percent,units\n2027-01,72,9000\n");
        assert!(read.notes.iter().any(|n| n.starts_with("Units of Jan 2027: not used")), "{:?}", read.notes);
    }

    #[test]
    fn every_month_between_the_first_and_the_last_row_is_there() {
        let read = read("month,fcr_percent,fcr_surveys\n2027-01,72,900\n2027-03,71,800\n");
        let months: Vec<String> = read.history.months.iter().map(|m| m.month.to_string()).collect();
        assert_eq!(months, ["2027-01", "2027-02", "2027-03"]);
        assert!(matches!(of(&read, "2027-01", "fcr"), Actual::Value { n: Some(n), .. } if *n == Decimal::from(900)));
        assert_eq!(of(&read, "2027-02", "fcr"), &Actual::NotReported);
        assert!(read.notes.iter().any(|n| n.contains("no row for 2027-02 (1 missing)")), "{:?}", read.notes);
    }

    #[test]
    fn an_empty_cell_is_a_note_and_a_bad_one_a_trouble_of_its_month_and_measure() {
        let read = read("month,fcr_percent,csat_percent\n2027-01,72,\n2027-02,many,90\n");
        assert!(read.notes.iter().any(|n| n.starts_with("row 2: ") && n.ends_with("so it is not reported")));
        let trouble = &read.troubles[0];
        assert_eq!((trouble.place.as_str(), trouble.month), ("row 3, fcr_percent", "2027-02".parse().ok()));
        assert_eq!(trouble.measures, [MeasureId("fcr".into())]);
        assert_eq!(read.troubles.len(), 1);
    }

    #[test]
    fn a_column_beside_the_figures_is_an_amount_where_its_name_says_so() {
        let table = "month,fcr_percent,charges_usd,forecast,Forecast accuracy\n2027-01,72,USD 400000,9000,95\n";
        let read = read(table);
        let own = &read.inputs[&"2027-01".parse().unwrap()];
        assert_eq!((own.charges_amount, own.forecast_volume), (Some(400_000.into()), Some(9_000.into())));
        assert!(read.notes.iter().any(|n| n == "not used: Forecast accuracy"), "{:?}", read.notes);
    }

    #[test]
    fn contacts_offered_are_the_volume_only_where_a_term_reads_it() {
        let table = "month,fcr_percent,offered\n2027-01,72,9000\n";
        let mut agreement = agreement();
        agreement.forecast.band_percent = None;
        let today = "2027-07-02".parse().unwrap();
        let read = actuals(table.as_bytes(), "x.csv", &agreement, &Answers::default(), today).unwrap();
        assert!(read.inputs.is_empty());
        agreement.forecast.band_percent = Some(30.into());
        let read = |table: &str| actuals(table.as_bytes(), "x.csv", &agreement, &Answers::default(), today).unwrap();
        let alone = read(table);
        assert!(alone.inputs.is_empty(), "without a forecast it is held against nothing");
        assert!(alone.notes.iter().any(|n| n.contains("no locked forecast is known")), "{:?}", alone.notes);
        let both = read("month,fcr_percent,offered,forecast\n2027-01,72,9000,8000\n");
        assert_eq!(both.inputs[&"2027-01".parse().unwrap()].volume, Some(9_000.into()));
        assert!(!both.notes.iter().any(|n| n.contains("no such measure")), "{:?}", both.notes);
    }

    #[test]
    fn a_row_of_a_month_that_nobody_can_read_may_be_that_of_any_month_without_one() {
        let gap = read("month,fcr_percent\n2027-01,72\n2027-13,72\n2027-03,72\n2027-05,72\n");
        let months: Vec<String> = gap.troubles.iter().filter_map(|t| Some(t.month?.to_string())).collect();
        assert_eq!(months, ["2027-02", "2027-04"]);
        let none = read("month,fcr_percent\n2027-01,72\n2027-02,72\n2027-13,72\n");
        assert_eq!((none.troubles.len(), none.troubles[0].month), (1, None), "named, and it holds nothing");
    }
}
