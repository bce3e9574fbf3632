//! Charges and credits.

use super::definitions::in_text;
use super::draft::{Draft, of_level, say, see};
use super::{example, remedies, words};
use crate::tree::{Align, Column, Row, Span, Table};
use model::quantity::number;
use model::{Charges, Class, Credit, Measure, Mechanism, ServiceLevel, Unit};

/// Amounts in one row of the table of charges.
const AMOUNTS_PER_ROW: usize = 4;

pub(super) fn compose(draft: &mut Draft<'_>) {
    draft.clause("charges");
    charges(draft);
    match draft.agreement.remedies.mechanism {
        Mechanism::Percent => credits(draft),
        Mechanism::Points | Mechanism::Pool => remedies::mechanism(draft),
    }
    remedies::misses(draft);
    if draft.agreement.ramp.months() > 0 {
        draft.say(vec![
            say("In a month of the ramp the credit of each level is multiplied by the part of the credits that is due in \
                 that month; see "),
            see("ramp"),
            say("."),
        ]);
    }
    cap(draft);
    remedies::limits(draft);
    remedies::rewards(draft);
    remedies::consequences(draft);
    draft.say(vec![say(format!(
        "Credits are computed exactly. The credit of a month is rounded once, half up, to {}; the amounts of the levels \
         are apportioned so that they add up to it.",
        smallest_amount(draft)
    ))]);
    example::compose(draft);
}

/// "USD 412,000.00 a month".
pub(super) fn charges_words(draft: &Draft<'_>) -> Vec<Span> {
    match &draft.agreement.charges {
        Charges::FixedMonthly { .. } if !draft.is_set("charges.amount") => vec![draft.term("charges.amount")],
        Charges::FixedMonthly { .. } => vec![draft.term("charges.amount"), say(" a month")],
        Charges::PerUnit { .. } => vec![draft.term_as("charges.steps", "by unit and volume")],
        Charges::Table { amounts } => {
            let first = draft.term("charges.amounts.1");
            if amounts.len() < 2 {
                return vec![first, say(" a month")];
            }
            vec![
                first,
                say(" in month 1, "),
                draft.term(&format!("charges.amounts.{}", amounts.len())),
                say(format!(" from month {} on", amounts.len())),
            ]
        }
    }
}

/// "12 % of a month’s charges".
pub(super) fn cap_words(draft: &Draft<'_>) -> Vec<Span> {
    match draft.agreement.remedies.month_cap_percent {
        Some(_) => vec![draft.term("remedies.month_cap"), say(" of a month’s charges")],
        None => vec![draft.term_as("remedies.month_cap", "none")],
    }
}

fn charges(draft: &mut Draft<'_>) {
    let currency = draft.term("currency");
    match &draft.agreement.charges {
        Charges::FixedMonthly { .. } => draft.say(vec![
            say("The "),
            Span::strong("charges"),
            say(" are the amount invoiced for a month before credits. They are "),
            draft.term("charges.amount"),
            say(" for each month. All amounts are in "),
            currency,
            say("."),
        ]),
        Charges::PerUnit { .. } => {
            let (steps, forecast) = (draft.term("charges.steps"), draft.term("charges.forecast"));
            draft.say(vec![
                say("The "),
                Span::strong("charges"),
                say(" are the amount invoiced for a month before credits: a price for each unit, by volume "),
                steps,
                say(". Each unit has the price of the step that it falls into. The locked forecast of units by month is "),
                forecast,
                say("; later months repeat the last one. All amounts are in "),
                currency,
                say("."),
            ]);
        }
        Charges::Table { amounts } => {
            let count = amounts.len();
            draft.say(vec![
                say("The "),
                Span::strong("charges"),
                say(" are the amount invoiced for a month before credits. They are in "),
                see("table-charges"),
                say(format!("; from month {count} on they stay as they are in month {count}. All amounts are in ")),
                currency,
                say("."),
            ]);
            charges_table(draft, count);
        }
    }
}

fn charges_table(draft: &mut Draft<'_>, count: usize) {
    let column = |head: &str, align, grow| Column { head: head.into(), align, grow };
    let mut columns = Vec::new();
    for _ in 0..AMOUNTS_PER_ROW.min(count.max(1)) {
        columns.extend([column("Month", Align::End, 0), column("Charges", Align::End, 1)]);
    }
    let months: Vec<usize> = (1..=count).collect();
    let rows = months
        .chunks(AMOUNTS_PER_ROW)
        .map(|chunk| {
            let mut cells: Vec<Vec<Span>> = Vec::new();
            for month in chunk {
                cells.push(vec![say(month.to_string())]);
                cells.push(vec![draft.term(&format!("charges.amounts.{month}"))]);
            }
            cells.resize(columns.len(), Vec::new());
            Row { cells, total: false }
        })
        .collect();
    let caption = "Charges by contract month".into();
    draft.table(Table { id: "table-charges".into(), caption, columns, rows, ..Table::default() });
}

fn credits(draft: &mut Draft<'_>) {
    let levels = draft.levels();
    let credited = |level: &ServiceLevel| level.class != Class::ReportOnly;
    // A guard rail may be scored and cost nothing in any band.
    let is_free = |level: &ServiceLevel| level.bands.iter().all(|band| band.credit_percent.is_zero());
    let named = |free: bool| -> Vec<Span> {
        let chosen = levels
            .iter()
            .filter(|(level, _)| credited(level) && level.credit == Credit::ByBand && is_free(level) == free);
        chosen.map(|(level, measure)| draft.term_as(&of_level(level, "credit"), in_text(&measure.name))).collect()
    };
    let (by_band, free) = (named(false), named(true));
    draft.say(vec![
        say("For a month in which a critical or key level misses its target, the client gets a "),
        Span::strong("credit"),
        say(": "),
        draft.term_as("remedies.mechanism", "a percentage of the charges of that month"),
        say(". There is no credit for a level that is met."),
    ]);
    if !by_band.is_empty() {
        let mut spans = vec![
            say("The percentage is the one of the band in which the value lies ("),
            see("table-bands"),
            say("). This holds for "),
        ];
        spans.extend(words::list(by_band));
        spans.push(say("."));
        draft.say(spans);
    }
    if !free.is_empty() {
        let mut spans = vec![say("Scored, and without a credit in any band: ")];
        spans.extend(words::list(free));
        spans.push(say("."));
        draft.say(spans);
    }
    for (level, measure) in levels.iter().filter(|(level, _)| credited(level)) {
        if let Credit::PerPoint { .. } = level.credit {
            let spans = per_point(draft, level, measure);
            draft.say(spans);
        }
    }
}

fn per_point(draft: &Draft<'_>, level: &ServiceLevel, measure: &Measure) -> Vec<Span> {
    let (unit, part) = match measure.unit {
        Unit::Percent => ("percentage point", "parts of a point count in proportion"),
        Unit::Points => ("point", "parts of a point count in proportion"),
        Unit::Seconds => ("second", "parts of a second count in proportion"),
        Unit::Count => ("unit", "parts of a unit count in proportion"),
    };
    vec![
        say("For "),
        draft.term_as(&of_level(level, "credit"), in_text(&measure.name)),
        say(" the percentage is "),
        draft.term(&of_level(level, "percent_per_point")),
        say(format!(" for each {unit} between the value and the target of the month; {part}.")),
    ]
}

fn cap(draft: &mut Draft<'_>) {
    if draft.agreement.remedies.month_cap_percent.is_none() {
        let none = draft.term_as("remedies.month_cap", "have no cap");
        draft.say(vec![say("The credits of a month "), none, say(".")]);
        return;
    }
    let after = if draft.agreement.ramp.months() > 0 { " and after the ramp" } else { "" };
    draft.say(vec![
        say(format!("The credits of a month, all levels together{after}, stop at ")),
        draft.term("remedies.month_cap"),
        say(" of its charges. What the cap cuts is not carried over. A cap that cuts is shared among the levels in \
             proportion to their credits."),
    ]);
}

/// "USD 0.01", the smallest amount of the currency.
fn smallest_amount(draft: &Draft<'_>) -> String {
    let currency = &draft.agreement.currency;
    format!("{}\u{a0}{}", currency.code(), number(currency.amount(1), currency.minor_digits()))
}
