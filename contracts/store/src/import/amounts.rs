//! Amounts of months beside their measures, in a file of actuals: charges, units, savings, volumes, locked forecasts. And
//! the order of its months.

use super::{
    Grain, ImportError, Mapping,
    number::{self, WrittenAs},
    rows::{shorten, sort},
    table::Table,
};
use crate::actuals::AmountOf;
use model::{Currency, Decimal, Month};

/// What was wrong with a row, beside its measures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmountIssue {
    /// Line in the file, 1 being the first.
    pub row: u64,
    /// The column, where it is about one.
    pub column: Option<String>,
    /// The row's month.
    pub month: Month,
    /// The problem in words.
    pub reason: String,
}

/// What a file says about months beside their measures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Amounts {
    /// Every amount that could be read.
    pub amounts: Vec<(Month, AmountOf, Decimal)>,
    /// What could not.
    pub issues: Vec<AmountIssue>,
    /// Columns that were used.
    pub columns: Vec<String>,
}

/// Words of a column's name and what it then holds.
const NAMES: [(&[&str], AmountOf); 5] = [
    (&["charges", "charge", "invoice", "invoiced", "fee", "fees"], AmountOf::Charges),
    (&["units", "units_delivered"], AmountOf::Units),
    (&["saving", "savings"], AmountOf::Saving),
    (&["volume", "volume_offered", "contacts_offered"], AmountOf::Volume),
    (&["forecast", "locked_forecast", "forecast_volume", "volume_forecast"], AmountOf::Forecast),
];

/// Reads the amounts of months from a file of actuals, and says which months are out of order.
///
/// # Errors
/// [`ImportError`] where the file is no table with a month in each row.
pub fn amounts(bytes: &[u8], mapping: &Mapping, currency: &Currency) -> Result<Amounts, ImportError> {
    let table = Table::read(bytes, mapping.sheet.as_deref())?;
    let sorted = sort(&table, mapping)?;
    let mut found = Amounts::default();
    for pair in sorted.used.windows(2) {
        let (before, month) = (pair[0].period.month(), pair[1].period.month());
        if month < before {
            let reason = format!("{} comes after {}: the months are out of order", month.text(), before.text());
            found.issues.push(AmountIssue { row: pair[1].row.line, column: None, month, reason });
        }
    }
    if sorted.grain != Grain::Month || mapping.group.is_some() {
        return Ok(found);
    }
    let currency_column = table.columns.iter().position(|c| words(c) == ["currency"]);
    for (index, column) in table.columns.iter().enumerate() {
        let Some(of) = kind(column, mapping) else { continue };
        found.columns.push(column.clone());
        for used in &sorted.used {
            let cell = |i: usize| used.row.cells.get(i).map_or("", |c| c.trim());
            let month = used.period.month();
            let named = currency_column.map(cell).filter(|c| !c.is_empty());
            let read = read(cell(index), column, named, of, mapping, currency);
            match read {
                Ok(amount) => found.amounts.push((month, of, amount)),
                Err(reason) => {
                    let column = Some(column.clone());
                    found.issues.push(AmountIssue { row: used.row.line, column, month, reason });
                }
            }
        }
    }
    if let Some(index) = currency_column {
        found.columns.push(table.columns[index].clone());
    }
    Ok(found)
}

fn words(column: &str) -> Vec<String> {
    let words = column.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.map(str::to_lowercase).collect()
}

fn kind(column: &str, mapping: &Mapping) -> Option<AmountOf> {
    if !mapping.uses(column).is_empty() {
        return None;
    }
    let words = words(column);
    let (first, whole) = (words.first()?, words.join("_"));
    // “Charges USD” are charges; “Forecast accuracy” is no forecast.
    let is_money = |of: &AmountOf| of.is_money() || *of == AmountOf::Units;
    let found = NAMES.iter().find(|(names, of)| names.iter().any(|n| *n == whole || is_money(of) && n == first));
    found.map(|(_, of)| *of)
}

/// An amount, in the agreement's currency: the cell, the column's name and a column of currencies may each name one.
fn read(
    cell: &str,
    column: &str,
    named: Option<&str>,
    of: AmountOf,
    mapping: &Mapping,
    currency: &Currency,
) -> Result<Decimal, String> {
    if number::is_blank(cell) {
        let says = number::blank_in_words(cell);
        return Err(match of {
            AmountOf::Charges => format!("“{column}” {says}: the charges of this month are missing"),
            _ => format!("“{column}” {says}"),
        });
    }
    let (code, digits) = split(cell);
    if of.is_money() {
        let last = column.split(|c: char| !c.is_alphanumeric()).next_back().and_then(known);
        let codes = [code.as_deref().and_then(known), named.and_then(known), last];
        if let Some(other) = codes.into_iter().flatten().find(|c| c != currency) {
            let (other, own) = (other.code().to_owned(), currency.code());
            return Err(format!("“{}” in “{column}” is in {other}; the contract is in {own}", shorten(cell)));
        }
    }
    let is_power = digits.contains(['e', 'E']) && number::read(digits, mapping.sign_of(column)).is_ok();
    if is_power {
        // A spreadsheet that shortened the amount may have rounded it.
        return Err(format!(
            "“{}” in “{column}” is written as a power of ten, which may be rounded; write every digit",
            shorten(cell)
        ));
    }
    let number = number::read(digits, mapping.sign_of(column));
    let number = number.map_err(|says| format!("“{}” in “{column}” {says}", shorten(cell)))?;
    if number.written_as != WrittenAs::Plain {
        return Err(format!("“{}” in “{column}” is no amount", shorten(cell)));
    }
    let value = number.value;
    if value.is_sign_negative() && !value.is_zero() {
        return Err(format!("“{}” in “{column}” is below 0", shorten(cell)));
    }
    if of.is_money() && currency.minor_units(value).is_none() {
        let digits = currency.minor_digits();
        return Err(format!(
            "“{}” in “{column}” has more than the {digits} decimals of {}, or is too large",
            shorten(cell),
            currency.code()
        ));
    }
    Ok(value)
}

fn known(code: &str) -> Option<Currency> {
    Currency::read(&code.to_uppercase())
}

/// A currency's code before or behind the digits, and the digits.
fn split(cell: &str) -> (Option<String>, &str) {
    let letters = |text: &str| text.len() == 3 && text.chars().all(|c| c.is_ascii_alphabetic());
    if let Some(head) = cell.get(..3).filter(|h| letters(h)) {
        return (Some(head.to_owned()), cell[3..].trim());
    }
    let at = cell.len().saturating_sub(3);
    match cell.get(at..).filter(|t| letters(t)) {
        Some(tail) => (Some(tail.to_owned()), cell[..at].trim()),
        None => (None, cell),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::recognise;

    fn read_text(text: &str) -> Amounts {
        let mapping = recognise(text.as_bytes(), "a.csv").unwrap().mapping;
        amounts(text.as_bytes(), &mapping, &Currency::read("USD").unwrap()).unwrap()
    }

    #[test]
    fn charges_are_read_with_and_without_their_currency() {
        let found = read_text("month,asa,charges_usd\n2027-03,20,\"USD 412,000.00\"\n2027-04,21,411000\n");
        let amounts: Vec<String> = found.amounts.iter().map(|(m, _, a)| format!("{m} {}", a.normalize())).collect();
        assert_eq!(amounts, ["2027-03 412000", "2027-04 411000"]);
        assert_eq!(found.issues, []);
    }

    #[test]
    fn what_is_wrong_with_an_amount_is_told_with_its_row_and_the_rest_is_taken() {
        let text = "month,asa,charges,currency\n2027-03,20,412000,EUR\n2027-04,21,,USD\n2027-05,21,GBP 5,USD\n\
                    2027-06,20,-4,\n2027-07,20,1.005,\n2027-08,20,7.50,usd\n2027-09,20,1e9,\n2027-10,20,5 %,\n2027-11,20,n/a,\n";
        let found = read_text(text);
        assert_eq!(found.amounts.len(), 1);
        let told: Vec<String> = found.issues.iter().map(|i| format!("{} {}", i.row, i.reason)).collect();
        assert_eq!(told.len(), 8, "{told:#?}");
        for (told, expected) in told.iter().zip([
            "2 “412000” in “charges” is in EUR; the contract is in USD",
            "3 “charges” is empty: the charges of this month are missing",
            "4 “GBP 5” in “charges” is in GBP; the contract is in USD",
            "5 “-4” in “charges” is below 0",
            "6 “1.005” in “charges” has more than the 2 decimals of USD, or is too large",
            "8 “1e9” in “charges” is written as a power of ten, which may be rounded; write every digit",
            "9 “5 %” in “charges” is no amount",
            "10 “charges” says “n/a”: the charges of this month are missing",
        ]) {
            assert_eq!(told, expected);
        }
    }

    #[test]
    fn months_out_of_order_are_named() {
        let found = read_text("month,asa\n2027-04,20\n2027-03,21\n");
        assert_eq!(found.issues[0].reason, "Mar 2027 comes after Apr 2027: the months are out of order");
        assert_eq!(found.issues[0].row, 3);
    }
}
