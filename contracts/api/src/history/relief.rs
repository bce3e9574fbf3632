//! A file of relief for `settle`: what excused which level in which month, with its evidence and who approved it.

use super::{
    Actuals,
    headed::{headed, unread},
};
use crate::{
    ApiResult,
    wire::{ApiError, Detail},
};
use chrono::{NaiveDateTime, NaiveTime};
use model::{Agreement, Decimal, Month, ServiceLevelId, Side, Statistic, clauses::ReliefCause, relief::Removed};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use settlement::{Actual, ReliefReport};
use std::collections::BTreeSet;

/// Value of [`ReliefFile::format`].
pub const FORMAT: &str = "plumbline-relief";
/// Newest version of the format that this program reads.
pub const VERSION: u32 = 1;

/// A file of relief.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReliefFile {
    /// Always `plumbline-relief`.
    pub format: String,
    /// Version of the format.
    pub version: u32,
    /// Each excused cause.
    pub relief: Vec<Relief>,
}

/// An excused cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Relief {
    /// The month that it lies in.
    pub month: Month,
    /// Ids of the service levels that it touched.
    pub service_levels: Vec<ServiceLevelId>,
    /// Why.
    pub cause: ReliefCause,
    /// What shows it.
    pub evidence: String,
    /// Who approved it. It counts once both sides did.
    pub approved_by: BTreeSet<Side>,
    /// What the excused window held, good and bad, in the measure's own counts; without it the whole month is excused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Window>,
}

/// What an excused window held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// When it began, by the contract's clock: 2027-09-03T09:00:00.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDateTime>,
    /// When it had ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDateTime>,
    /// Of a share, how many were good; of a mean, the sum of the values.
    #[schemars(with = "String")]
    pub numerator: Decimal,
    /// How many observations there were.
    #[schemars(with = "String")]
    pub denominator: Decimal,
}

/// An excused cause of a file, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ReliefTold {
    /// The month that it lies in.
    pub month: Month,
    /// Ids of the service levels that it touched.
    pub service_levels: Vec<ServiceLevelId>,
    /// Why.
    pub cause: ReliefCause,
    /// What shows it.
    pub evidence: String,
    /// Who approved it.
    pub approved_by: BTreeSet<Side>,
    /// What the excused window held; without it the whole month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window: Option<Window>,
    /// It excuses; otherwise an approval of it is missing.
    pub counts: bool,
    /// The same in a sentence.
    pub words: String,
}

impl ReliefTold {
    fn of(relief: &Relief, counts: bool, words: String) -> Self {
        let Relief { month, service_levels, cause, evidence, approved_by, window } = relief.clone();
        Self { month, service_levels, cause, evidence, approved_by, window, counts, words }
    }
}

/// Adds the relief of a file to actuals. What is not approved by both sides is named and excuses nothing.
///
/// # Errors
/// Where the file is none, or says something that cannot be: every place is named.
pub fn relieve(actuals: &mut Actuals, bytes: &[u8], name: &str, agreement: &Agreement) -> ApiResult<()> {
    let file = open(bytes, name)?;
    let details = problems(&file, actuals, agreement);
    if !details.is_empty() {
        return Err(ApiError::input(format!("“{name}” cannot be applied"), details));
    }
    for relief in file.relief {
        let levels = names(&relief, agreement);
        let month = relief.month.text();
        let missing: Vec<&str> =
            [Side::Client, Side::Vendor].iter().filter(|s| !relief.approved_by.contains(s)).map(|s| s.word()).collect();
        if !missing.is_empty() {
            let by = missing.join(" and ");
            let words = format!("relief of {month} for {levels} is not approved by the {by}: it excuses nothing");
            actuals.notes.push(words.clone());
            actuals.relief.push(ReliefTold::of(&relief, false, words));
            continue;
        }
        let part = match relief.window.map(|w| (w.from, w.to)) {
            None => String::new(),
            Some((Some(from), Some(to))) => format!("{} of ", span_text(from, to)),
            Some(_) => "a window of ".into(),
        };
        let (cause, evidence) = (relief.cause.words(), relief.evidence.trim());
        let words = format!("relief for {part}{month}, {levels}: {cause} ({evidence})");
        actuals.notes.push(words.clone());
        actuals.relief.push(ReliefTold::of(&relief, true, words));
        let own = actuals.inputs.entry(relief.month).or_default();
        own.relief.extend(relief.service_levels.into_iter().map(|service_level| ReliefReport {
            service_level,
            cause: relief.cause,
            removed: relief.window.map(|w| Removed { numerator: w.numerator, denominator: w.denominator }),
        }));
    }
    Ok(())
}

fn open(bytes: &[u8], name: &str) -> ApiResult<ReliefFile> {
    let what = format!("“{name}” is no file of relief");
    headed(bytes, &what, FORMAT, VERSION, "")?;
    // From the bytes again: their messages name line and column.
    serde_json::from_slice(bytes).map_err(|e| unread(&what, &e))
}

fn problems(file: &ReliefFile, actuals: &Actuals, agreement: &Agreement) -> Vec<Detail> {
    let mut details = Vec::new();
    let months: Vec<Month> = actuals.history.months.iter().map(|m| m.month).collect();
    for (i, relief) in file.relief.iter().enumerate() {
        let mut wrong = |leaf: &str, message: String| details.push(Detail::new(format!("relief[{i}].{leaf}"), message));
        if !months.contains(&relief.month) {
            wrong("month", format!("the actuals do not hold {}", relief.month.text()));
        }
        if relief.service_levels.is_empty() {
            wrong("service_levels", "it names no service level".into());
        }
        for level in relief.service_levels.iter().filter(|l| agreement.service_level(l).is_none()) {
            let known: Vec<&str> = agreement.service_levels.iter().map(|l| l.id.0.as_str()).collect();
            wrong(
                "service_levels",
                format!("the contract has no service level “{level}”; it has {}", known.join(", ")),
            );
        }
        if relief.evidence.trim().is_empty() {
            wrong("evidence", "it is empty; relief needs something that shows it".into());
        }
        let Some(window) = relief.window else { continue };
        if let Some(message) = window.from.zip(window.to).and_then(|(from, to)| span_problem(relief.month, from, to)) {
            wrong("window", message);
        }
        if window.denominator <= Decimal::ZERO {
            wrong("window.denominator", format!("it is {}; more than 0 is expected", window.denominator));
        }
        let of_shares = relief.service_levels.iter().filter(|level| {
            let found = agreement.levels().find(|(l, _)| &&l.id == level);
            found.is_some_and(|(_, m)| m.statistic == Statistic::Share)
        });
        let is_part =
            window.denominator <= Decimal::ZERO || (Decimal::ZERO..=window.denominator).contains(&window.numerator);
        for level in of_shares.filter(|_| !is_part) {
            let (good, all) = (window.numerator, window.denominator);
            wrong("window.numerator", format!("“{level}”: {good} good ones of {all}; 0 to {all} are expected"));
        }
        let month = actuals.history.months.iter().find(|m| m.month == relief.month);
        let without_counts = relief.service_levels.iter().filter(|level| {
            let actual = month.and_then(|m| m.actuals.get(*level));
            matches!(actual, Some(Actual::Value { n: None, .. }))
        });
        for level in without_counts {
            let message =
                format!("“{level}” comes without counts, so no part of it can be taken out; bring its counts");
            wrong("window", message);
        }
    }
    details
}

/// `3 Sep 2027 09:00 to 13:30`, `3 Sep 2027 09:00 to 4 Sep 2027 13:30`
pub(crate) fn span_text(from: NaiveDateTime, to: NaiveDateTime) -> String {
    let text = |at: NaiveDateTime| at.format("%-d %b %Y %H:%M").to_string();
    let end = if to.date() == from.date() { to.format("%H:%M").to_string() } else { text(to) };
    format!("{} to {end}", text(from))
}

/// What is wrong with the time of an excused window; none where it lies in its month.
pub(crate) fn span_problem(month: Month, from: NaiveDateTime, to: NaiveDateTime) -> Option<String> {
    if to <= from {
        return Some(format!("it ends before it begins: {}", span_text(from, to)));
    }
    let midnight = to.time() == NaiveTime::MIN;
    let last = if midnight { to.date().pred_opt().unwrap_or(to.date()) } else { to.date() };
    let is_in_it = Month::of(from.date()) == month && Month::of(last) == month;
    (!is_in_it).then(|| {
        let text = month.text();
        format!(
            "{} is not in {text}; a window that goes on in another month is one for each month",
            span_text(from, to)
        )
    })
}

fn names(relief: &Relief, agreement: &Agreement) -> String {
    let name = |id: &ServiceLevelId| {
        let found = agreement.levels().find(|(l, _)| &l.id == id);
        found.map_or_else(|| id.to_string(), |(_, m)| m.name.clone())
    };
    relief.service_levels.iter().map(name).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::{Answers, actuals};

    fn read() -> (Actuals, Agreement) {
        let (agreement, _) = model::template::sample();
        let table = b"month,offered,abandoned,csat_percent\n2027-01,1000,200,90\n2027-02,1000,100,90\n";
        let today = "2027-07-02".parse().unwrap();
        (actuals(table, "x.csv", &agreement, &Answers::default(), today).unwrap(), agreement)
    }

    fn file(entry: &str) -> String {
        format!(
            r#"{{"format": "plumbline-relief", "version": 1, "relief": [{{"month": "2027-01", "cause": "other", {entry}}}]}}"#
        )
    }

    fn apply(entry: &str) -> ApiResult<Actuals> {
        let (mut actuals, agreement) = read();
        relieve(&mut actuals, file(entry).as_bytes(), "r.json", &agreement)?;
        Ok(actuals)
    }

    const BOTH: &str = r#""approved_by": ["client", "vendor"], "evidence": "ticket 4711""#;

    #[test]
    fn relief_of_both_sides_is_an_input_of_its_month() {
        let window = r#""window": {"numerator": "150", "denominator": "500"}"#;
        let applied = apply(&format!(r#""service_levels": ["abandonment"], {window}, {BOTH}"#)).unwrap();
        let own = &applied.inputs[&"2027-01".parse().unwrap()].relief;
        let removed = Removed { numerator: 150.into(), denominator: 500.into() };
        assert_eq!((own.len(), own[0].removed, own[0].cause), (1, Some(removed), ReliefCause::Other));
        let whole = apply(&format!(r#""service_levels": ["abandonment", "csat"], {BOTH}"#)).unwrap();
        let own = &whole.inputs[&"2027-01".parse().unwrap()].relief;
        assert!(own.len() == 2 && own.iter().all(|r| r.removed.is_none()));
    }

    #[test]
    fn relief_that_one_side_did_not_approve_is_a_note_and_no_input() {
        let applied = apply(r#""service_levels": ["csat"], "approved_by": ["vendor"], "evidence": "flood""#).unwrap();
        assert!(applied.inputs.is_empty());
        assert!(applied.notes.iter().any(|n| n.contains("is not approved by the client")), "{:?}", applied.notes);
    }

    #[test]
    fn everything_that_cannot_be_is_named_with_its_place() {
        let places = |entry: &str| -> Vec<String> {
            let error = apply(entry).unwrap_err();
            error.details.into_iter().map(|d| d.place).collect()
        };
        let nothing = r#""approved_by": [], "evidence": " ", "service_levels": []"#;
        assert_eq!(places(nothing), ["relief[0].service_levels", "relief[0].evidence"]);
        let counts = r#""service_levels": ["csat"], "window": {"numerator": "1", "denominator": "0"}"#;
        assert_eq!(places(&format!("{counts}, {BOTH}")), ["relief[0].window.denominator", "relief[0].window"]);
        let (mut actuals, agreement) = read();
        for (bytes, says) in [(&b"{"[..], "is no file of relief"), (b"{\"format\": \"other\"}", "“format” is not")]
        {
            assert!(relieve(&mut actuals, bytes, "r.json", &agreement).unwrap_err().message.contains(says));
        }
    }

    #[test]
    fn a_window_lies_within_its_month_and_may_end_with_it() {
        let at = |text: &str| text.parse::<NaiveDateTime>().unwrap();
        let problem = |from: &str, to: &str| span_problem("2027-01".parse().unwrap(), at(from), at(to));
        assert_eq!(problem("2027-01-31T09:00:00", "2027-02-01T00:00:00"), None);
        assert!(problem("2027-01-31T09:00:00", "2027-02-01T00:01:00").unwrap().contains("is not in Jan 2027"));
        assert!(problem("2026-12-31T09:00:00", "2027-01-01T09:00:00").is_some());
        assert!(problem("2027-01-03T09:00:00", "2027-01-03T09:00:00").unwrap().contains("before it begins"));
    }
}
