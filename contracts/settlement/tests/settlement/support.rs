//! Agreements and histories to settle.

use chrono::NaiveDate;
use model::{
    Agreement, Band, Charges, Class, Credit, Currency, Decimal, Direction, Grade, LevelRemedy, Measure, MeasureDetails,
    MeasureId, Month, Offset, Outcome, Perspective, ServiceLevel, ServiceLevelId, Side, Statistic, Target, Term, Unit,
    clauses::LevelScope,
};
use settlement::{Actual, History, MonthActuals, Plan, Statement, compile, settle};

pub fn d(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub fn measure(id: &str, unit: Unit, direction: Direction, precision_decimals: u8) -> Measure {
    Measure {
        id: MeasureId(id.into()),
        name: id.to_uppercase(),
        statistic: Statistic::Share,
        numerator: "what counts".into(),
        denominator: "what it is counted in".into(),
        unit,
        direction,
        precision_decimals,
        perspective: Perspective::Quality,
        exclusions: String::new(),
        source: "the contact platform".into(),
        owner: Side::Vendor,
        minimum_n: None,
        details: MeasureDetails::default(),
    }
}

/// A band that begins `from` away from the target.
pub fn band(grade: Grade, from: Option<&str>, credit_percent: &str) -> Band {
    Band {
        grade,
        from: from.map(|f| Offset::Difference(d(f))),
        credit_percent: d(credit_percent),
        score_points: None,
        points: None,
        pool_fraction_percent: None,
    }
}

/// A key level about the measure of its own name, with a single band without credit.
pub fn level(id: &str, target: Target, weight: &str) -> ServiceLevel {
    ServiceLevel {
        id: ServiceLevelId(id.into()),
        measure: MeasureId(id.into()),
        class: Class::Key,
        weight_percent: d(weight),
        target,
        later_targets: Vec::new(),
        floor: None,
        stretch: None,
        bands: vec![band(Grade::Failed, None, "0")],
        credit: Credit::ByBand,
        outcome: Outcome::Retention,
        scope: LevelScope::default(),
        client_part: String::new(),
        volume_sensitive: false,
        remedy: LevelRemedy::default(),
    }
}

pub fn at(unit: Unit, value: &str) -> Target {
    Target::Value(unit.of(d(value)))
}

/// Twelve months from January 2026 in dollars, linear score, no ramp, no cap.
pub fn agreement(charges: &str, measures: Vec<Measure>, service_levels: Vec<ServiceLevel>) -> Agreement {
    let start = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    Agreement {
        title: "Settlement".into(),
        term: Term { start, months: 12, notice_days: 90 },
        charges: Charges::FixedMonthly { amount: d(charges) },
        measures,
        service_levels,
        ..Agreement::blank(start, Currency::read("USD").unwrap())
    }
}

pub fn plan(agreement: &Agreement) -> Plan {
    compile(agreement, 12).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

pub fn value(unit: Unit, value: &str) -> Actual {
    Actual::Value { value: unit.of(d(value)), n: None }
}

/// Months from January 2026 on.
pub fn history(months: &[&[(&str, Actual)]]) -> History {
    let first: Month = "2026-01".parse().unwrap();
    let months = months.iter().zip(0..).map(|(actuals, i)| MonthActuals {
        month: first.plus(i),
        actuals: actuals.iter().map(|(id, actual)| (ServiceLevelId((*id).into()), *actual)).collect(),
    });
    History { months: months.collect() }
}

pub fn settled(agreement: &Agreement, months: &[&[(&str, Actual)]]) -> Statement {
    settle(&plan(agreement), &history(months)).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// Narrow and no-break spaces as plain ones, for texts that are easier to read in a test.
pub fn spaced(text: &str) -> String {
    text.replace(['\u{202f}', '\u{a0}'], " ")
}
