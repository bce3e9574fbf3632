//! The design review: what is wrong with a draft, why, and what would mend it.

use crate::{Agreement, Decimal, MeasureId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How grave a finding is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Cannot be signed.
    Error,
    /// Signed only with a written waiver.
    Warning,
    /// Worth knowing.
    Advice,
}

/// One change of a term, by path and text as a person would type it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Change {
    /// The term.
    pub path: String,
    /// Its new text.
    pub text: String,
}

/// What mends a finding in one action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Mend {
    /// What it does, for a button: "Set the cap to 12 %".
    pub label: String,
    /// The changes, made together.
    pub changes: Vec<Change>,
}

/// One result of the design review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Finding {
    /// The rule: `C11`.
    pub rule: String,
    /// How grave it is.
    pub severity: Severity,
    /// What it is, in a few words.
    pub title: String,
    /// Why it matters, in one sentence.
    pub reason: String,
    /// What the rule rests on.
    pub source: String,
    /// Paths of the terms it speaks of, the first being where it is shown.
    pub fields: Vec<String>,
    /// What mends it, where one action can.
    pub mend: Option<Mend>,
    /// What the rule waits for, where it lacks its evidence; then it is advice and says nothing about the draft.
    pub waits_for: Option<String>,
}

/// What the review may know beyond the agreement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Summaries of the baseline's measures; empty without a baseline.
    pub history: Vec<HistorySummary>,
}

/// What a measure's history was like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistorySummary {
    /// Which measure.
    pub measure: MeasureId,
    /// Months with a value.
    pub months: usize,
    /// Smallest value of a month.
    pub lowest: Decimal,
    /// Largest value of a month.
    pub highest: Decimal,
    /// Median of the months.
    pub median: Decimal,
}

/// All findings about a draft, the gravest first, in the order of the terms within a severity.
#[must_use]
pub fn review(_agreement: &Agreement, _evidence: &Evidence) -> Vec<Finding> {
    Vec::new()
}
