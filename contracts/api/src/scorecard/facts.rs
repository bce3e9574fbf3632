//! The money of a month, figure by figure, each with how it came about.

use super::{
    case::Case,
    view::{amount, money},
};
use crate::wire::FigureFact;
use model::{Charges, Decimal, Side, quantity, term::clause_number};
use settlement::{Line, MonthStatement};
use store::actuals::AmountOf;

/// Every figure of a month's money.
pub(crate) fn facts(case: &Case, own: &MonthStatement) -> Vec<FigureFact> {
    let fact = |label: &str, value: String, note: &str, how: Vec<String>| FigureFact {
        label: label.into(),
        value,
        note: note.into(),
        how: how.into_iter().filter(|h| !h.is_empty()).collect(),
    };
    let of_levels = |of: fn(&Line) -> Decimal, sum: Decimal| added(case, own, of, sum);
    let mut facts = vec![
        fact("Charges", money(case, own.charges_amount), "", vec![charges_words(case, own)]),
        fact("Uncapped", money(case, own.uncapped_amount), "", of_levels(|l| l.uncapped_amount, own.uncapped_amount)),
    ];
    // Where a cap lies between two minor units its arithmetic has all of it.
    let whole = |amount| money(case, quantity::round(amount, case.agreement.currency.minor_digits()));
    let cap = own.cap_amount.map_or_else(|| "none".to_owned(), whole);
    facts.push(fact("Cap of the month", cap, own.cap_words(), vec![own.credit_words.clone()]));
    if let Some(room) = own.rolling_room_amount {
        facts.push(fact("Left under the rolling cap", whole(room), "", vec![own.credit_words.clone()]));
    }
    if !own.earned_back_amount.is_zero() {
        let words = own.lines.iter().filter(|l| !l.earned_back_words.is_empty());
        let mut how: Vec<String> = words.map(|l| format!("{}: {}", l.measure_name, l.earned_back_words)).collect();
        how.extend(of_levels(|l| l.earned_back_amount, own.earned_back_amount));
        facts.push(fact("Earned back", money(case, own.earned_back_amount), "", how));
    }
    if !own.bonus_words.is_empty() {
        facts.push(fact("Bonus of the quarter", money(case, own.bonus_amount), "", vec![own.bonus_words.clone()]));
    }
    if !own.gain_share_words.is_empty() {
        let how = vec![own.gain_share_words.clone()];
        facts.push(fact("Share of savings", money(case, own.gain_share_amount), "", how));
    }
    facts.push(fact("Net credit", money(case, own.net_credit_amount), "", net(case, own)));
    facts
}

/// The levels' parts of a sum, as a sum.
fn added(case: &Case, own: &MonthStatement, of: fn(&Line) -> Decimal, sum: Decimal) -> Vec<String> {
    let parts: Vec<&Line> = own.lines.iter().filter(|l| !of(l).is_zero()).collect();
    match parts.as_slice() {
        [] => vec![format!("No level has one: {}", money(case, sum))],
        [only] => vec![format!("{}: {}", only.measure_name, money(case, of(only)))],
        parts => {
            let parts: Vec<String> = parts.iter().map(|l| format!("{} {}", l.measure_name, amount(of(l)))).collect();
            vec![format!("{} = {}", parts.join(" + "), money(case, sum))]
        }
    }
}

/// Credits less what is returned and added, with what is none left out.
fn net(case: &Case, own: &MonthStatement) -> Vec<String> {
    let mut words = format!("credits of {}", money(case, own.credit_amount));
    for (what, less) in [
        ("earned back", own.earned_back_amount),
        ("bonus", own.bonus_amount),
        ("share of savings", own.gain_share_amount),
    ] {
        if !less.is_zero() {
            words.push_str(&format!(" − {what} {}", money(case, less)));
        }
    }
    let vendor = case.agreement.parties.of(Side::Vendor).name.as_str();
    let who = if own.net_credit_amount.is_sign_negative() && !own.net_credit_amount.is_zero() {
        let vendor = if vendor.is_empty() { "the vendor" } else { vendor };
        format!(": the client owes it to {vendor}")
    } else {
        String::new()
    };
    vec![format!("{words} = {}{who}", money(case, own.net_credit_amount))]
}

/// What the charges of a month follow from.
fn charges_words(case: &Case, own: &MonthStatement) -> String {
    let clause = clause_number(&case.agreement, "charges").map(|c| format!(" (clause {c})")).unwrap_or_default();
    let given = |of| case.actuals.amounts.get(&(own.month, of)).map(|(amount, source)| (*amount, case.source(*source)));
    let from = |source: Option<&store::actuals::Source>| {
        source.map(|s| format!(", from {}, by the {}", s.name, s.side.word())).unwrap_or_default()
    };
    if let Some((invoiced, source)) = given(AmountOf::Charges) {
        return format!("{} as invoiced{}{clause}", money(case, invoiced), from(source));
    }
    if !own.charges_words.is_empty() {
        let source = given(AmountOf::Units).and_then(|(_, source)| source);
        let told = source.map(|s| format!("; units from {}, by the {}", s.name, s.side.word()));
        return own.charges_words.clone() + &told.unwrap_or_default();
    }
    match case.agreement.charges {
        Charges::FixedMonthly { .. } => format!("the agreed charge of every month{clause}; no invoice was entered"),
        Charges::Table { .. } => {
            format!("the agreed charge of month {}{clause}; no invoice was entered", own.contract_month)
        }
        Charges::PerUnit { .. } => format!("the forecast units at the agreed prices{clause}; no units were entered"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_of_the_money_is_opened_and_the_last_is_what_is_paid() {
        let case = super::super::tests::case();
        let settled = case.settle("2027-06".parse().unwrap()).unwrap();
        let facts = facts(&case, &settled[5]);
        assert!(facts.iter().all(|f| !f.how.is_empty()), "{facts:?}");
        let last = facts.last().unwrap();
        assert_eq!((last.label.as_str(), last.value.as_str()), ("Net credit", "USD\u{a0}16,480.00"));
        let uncapped = facts.iter().find(|f| f.label == "Uncapped").unwrap();
        assert!(uncapped.how[0].contains(" + ") && uncapped.how[0].ends_with("= USD\u{a0}16,480.00"), "{uncapped:?}");
    }
}
