//! The worked example of the document: assumed results, settled by the same rules as every other month.

use document::{
    context::{ExampleLine, WorkedExample},
    example_results,
};
use model::{Agreement, Charges, Money, Month, quantity};
use settlement::{Actual, History, MonthActuals, Statement};

/// What an example supposes to be invoiced for a month where the charges are not stated yet, in whole units.
const SUPPOSED_UNITS: i64 = 100_000;

/// A month after the ramp with assumed results; `None` where the terms cannot be settled, which the review says.
pub(super) fn worked(agreement: &Agreement) -> Option<WorkedExample> {
    let mut supposed;
    let agreement = if agreement.charges == (Charges::FixedMonthly { amount: agreement.currency.amount(0) }) {
        let minor = SUPPOSED_UNITS * 10_i64.pow(u32::from(agreement.currency.minor_digits()));
        supposed = agreement.clone();
        supposed.charges = Charges::FixedMonthly { amount: agreement.currency.amount(minor) };
        &supposed
    } else {
        agreement
    };
    let contract_month = agreement.ramp.months() + 1;
    let (plan, _) = settlement::compile_draft(agreement, contract_month).ok()?;
    let results = example_results(agreement);
    let actuals = results.iter().map(|(id, value)| (id.clone(), Actual::Value { value: *value, n: None }));
    let month = Month::of(agreement.term.start).plus(i32::try_from(contract_month).ok()? - 1);
    let history = History { months: vec![MonthActuals { month, actuals: actuals.collect() }] };
    let statement = settlement::settle(&plan, &history).ok()?;
    example(agreement, &statement)
}

fn example(agreement: &Agreement, statement: &Statement) -> Option<WorkedExample> {
    let month = statement.months.first()?;
    let money = |amount| {
        let minor = agreement.currency.minor_units(amount)?;
        Some(Money { minor, currency: agreement.currency.clone() }.text())
    };
    let line = |line: &settlement::Line| {
        let measure = agreement.measure(&agreement.service_level(&line.service_level)?.measure)?;
        Some(ExampleLine {
            service_level: line.service_level.clone(),
            name: line.measure_name.clone(),
            result: line.value?.text(measure.precision_decimals),
            band: line.grade?.word().to_owned(),
            credit_words: line.credit_words.clone(),
            credit: money(line.credit_amount)?,
        })
    };
    Some(WorkedExample {
        contract_month: month.contract_month,
        charges: money(month.charges_amount)?,
        lines: month.lines.iter().filter_map(line).collect(),
        credit: money(month.credit_amount)?,
        credit_words: month.credit_words.clone(),
        score: month.score_points.map(|s| quantity::number(s, 1)),
        score_words: month.score_words.clone(),
    })
}
