//! A file of what months brought beside their actuals, for `settle`: late reports, incidents, samples, obligations that were
//! not shown, volumes, savings.

use super::{
    Actuals,
    headed::{headed, unread},
};
use crate::{
    ApiResult,
    wire::{ApiError, Detail},
};
use model::{Agreement, Charges, Decimal, Month};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use settlement::MonthInputs;
use std::collections::BTreeMap;

/// Value of [`InputsFile::format`].
pub const FORMAT: &str = "plumbline-inputs";
/// Newest version of the format that this program reads.
pub const VERSION: u32 = 1;

/// A file of inputs of months.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InputsFile {
    /// Always `plumbline-inputs`.
    pub format: String,
    /// Version of the format.
    pub version: u32,
    /// By month. Relief has a file of its own, with its evidence and approvals.
    pub months: BTreeMap<Month, MonthInputs>,
}

/// Adds what a file says of months to their actuals.
///
/// # Errors
/// Where the file is none, or contradicts the table: every place is named.
pub fn add_inputs(actuals: &mut Actuals, bytes: &[u8], name: &str, agreement: &Agreement) -> ApiResult<()> {
    let (file, mut details) = open(bytes, name)?;
    let with_units: Vec<Month> = file.months.iter().filter(|(_, own)| own.units.is_some()).map(|(m, _)| *m).collect();
    for (month, own) in file.months {
        let mut wrong =
            |leaf: &str, message: String| details.push(Detail::new(format!("months.{month}{leaf}"), message));
        if !actuals.history.months.iter().any(|m| m.month == month) {
            wrong("", format!("the actuals do not hold {}", month.text()));
            continue;
        }
        if !own.relief.is_empty() {
            wrong(
                ".relief",
                "relief needs evidence and both approvals; bring it in a file of relief (--relief)".into(),
            );
        }
        let known = actuals.inputs.entry(month).or_default();
        let mut one = |leaf: &str, known: &mut Option<Decimal>, said: Option<Decimal>| match (*known, said) {
            (Some(table), Some(said)) if table != said => {
                wrong(leaf, format!("it is {said} here and {table} in the table; say it in one of them"));
            }
            (_, None) => {}
            _ => *known = said,
        };
        one(".charges_amount", &mut known.charges_amount, own.charges_amount);
        one(".units", &mut known.units, own.units);
        one(".saving_amount", &mut known.saving_amount, own.saving_amount);
        one(".volume", &mut known.volume, own.volume);
        one(".forecast_volume", &mut known.forecast_volume, own.forecast_volume);
        known.events.extend(own.events);
        known.late_business_days.extend(own.late_business_days);
        known.sampler_at_fault.extend(own.sampler_at_fault);
        known.unattested_obligations.extend(own.unattested_obligations);
    }
    if !details.is_empty() {
        return Err(ApiError::input(format!("“{name}” cannot be applied"), details));
    }
    let note = units_unused(agreement, &with_units);
    actuals.notes.extend(note.filter(|note| !actuals.notes.contains(note)));
    Ok(())
}

/// What is said of units that no charge follows from; none where there are none, or charges do follow from them.
pub(crate) fn units_unused(agreement: &Agreement, months: &[Month]) -> Option<String> {
    let since = match &agreement.charges {
        Charges::PerUnit { .. } => return None,
        Charges::FixedMonthly { .. } => "the agreed charge is a fixed one",
        Charges::Table { .. } => "the charges are agreed month by month",
    };
    let span = crate::scorecard::outcomes::span(*months.iter().min()?, *months.iter().max()?);
    Some(format!("Units of {span}: not used, since {since}"))
}

/// What can be read of the file, and every place that cannot.
fn open(bytes: &[u8], name: &str) -> ApiResult<(InputsFile, Vec<Detail>)> {
    let what = format!("“{name}” is no file of inputs");
    let head = headed(bytes, &what, FORMAT, VERSION, "")?;
    match serde_json::from_slice(bytes) {
        Ok(file) => Ok((file, Vec::new())),
        Err(e) => match unreadable(&head) {
            details if details.is_empty() => Err(unread(&what, &e)),
            details => Ok((readable(&head), details)),
        },
    }
}

/// The months and what is said of them, as far as each can be read by itself.
fn readable(file: &Value) -> InputsFile {
    let of_month = |(month, own): (&String, &Value)| {
        let leaves = own.as_object()?.iter().filter(|(leaf, said)| alone(leaf, said).is_ok());
        let own = Value::Object(leaves.map(|(leaf, said)| (leaf.clone(), said.clone())).collect());
        Some((month.parse().ok()?, serde_json::from_value(own).ok()?))
    };
    let months = file.get("months").and_then(Value::as_object).into_iter().flatten().filter_map(of_month).collect();
    InputsFile { format: FORMAT.to_owned(), version: VERSION, months }
}

/// One thing that is said of a month, by itself.
fn alone(leaf: &str, said: &Value) -> serde_json::Result<MonthInputs> {
    serde_json::from_value(Value::Object([(leaf.to_owned(), said.clone())].into_iter().collect()))
}

/// Everything that cannot be read in a file of inputs, by month and by what it says of it.
fn unreadable(file: &Value) -> Vec<Detail> {
    let mut details = Vec::new();
    let months = file.get("months").and_then(Value::as_object);
    for (month, own) in months.into_iter().flatten() {
        let at = format!("months.{month}");
        if month.parse::<Month>().is_err() {
            details.push(Detail::new(at.clone(), "it is no month like 2027-09"));
        }
        let Some(own) = own.as_object() else {
            details.push(Detail::new(at, "an object is expected"));
            continue;
        };
        for (leaf, said) in own {
            details.extend(alone(leaf, said).err().map(|e| Detail::new(format!("{at}.{leaf}"), e.to_string())));
        }
    }
    details
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_cannot_be_read_in_a_file_of_inputs_is_told_at_once() {
        let file = br#"{"format": "plumbline-inputs", "version": 1, "months": {
            "2027-13": {}, "2027-01": {"units": "many", "elsewhere": 1, "volume": "900"}, "2027-02": 5}}"#;
        let agreement = model::template::sample().0;
        let mut actuals = Actuals {
            history: settlement::History::default(),
            inputs: settlement::Inputs::new(),
            notes: Vec::new(),
            troubles: Vec::new(),
            relief: Vec::new(),
            partial_months: Vec::new(),
        };
        let error = add_inputs(&mut actuals, file, "i.json", &agreement).unwrap_err();
        let mut places: Vec<&str> = error.details.iter().map(|d| d.place.as_str()).collect();
        // What can be read is looked at as well: the actuals hold no January.
        assert_eq!(places.pop(), Some("months.2027-01"), "{error:?}");
        places.sort_unstable();
        let unread = ["months.2027-01.elsewhere", "months.2027-01.units", "months.2027-02", "months.2027-13"];
        assert_eq!(places, unread, "{error:?}");
    }
}
