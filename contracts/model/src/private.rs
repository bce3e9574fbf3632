//! One side's own: never in a hash, a document, an attachment or an exchange file.

use crate::{Baseline, MeasureId, Side, Waiver};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What one side keeps for itself about an agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Private {
    /// Whose it is.
    pub side: Side,
    /// Notes to oneself.
    pub notes: String,
    /// How far one would go, by term.
    pub limits: Vec<Limit>,
    /// History that was not shared.
    pub baseline: Option<Baseline>,
    /// Findings of the design review that this side leaves standing for itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waivers: Vec<Waiver>,
    /// Performance that has to be learnt during the ramp, as this side assumes it; a measure without an entry performs
    /// as steadily as its history.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub learning: Vec<Learning>,
    /// What this side assumes of measures without a usable history; one without an entry is left out of simulations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assumptions: Vec<Assumption>,
    /// What was typed for shared terms and cannot be read yet, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<Unread>,
}

impl Private {
    /// Nothing yet.
    #[must_use]
    pub fn of(side: Side) -> Self {
        Self {
            side,
            notes: String::new(),
            limits: Vec::new(),
            baseline: None,
            waivers: Vec::new(),
            learning: Vec::new(),
            assumptions: Vec::new(),
            unread: Vec::new(),
        }
    }
}

/// How far one would go on a term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// The term, by its path.
    pub path: String,
    /// The limit as it was typed.
    pub limit: String,
    /// Why.
    pub reason: String,
}

/// Performance of a measure that begins away from its steady state and gets there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Learning {
    /// Which measure.
    pub measure: MeasureId,
    /// The value on the first day, as it is written: `900 s`.
    pub start: String,
    /// How long until half of the gap is closed, as it is written: `3 weeks`, `2 to 5 weeks`.
    pub half_life: String,
}

/// What is taken for a measure that nobody has observed long enough, each part as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Assumption {
    /// Which measure.
    pub measure: MeasureId,
    /// One month in ten stays below it: `60 %`.
    pub p10: String,
    /// Every other month stays below it.
    pub p50: String,
    /// Nine months in ten stay below it.
    pub p90: String,
    /// How many months of experience are behind it: `12`.
    pub months: String,
}

/// A text that was typed for a term and cannot be read: it is kept beside the term, which stays what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unread {
    /// The term, by its path.
    pub path: String,
    /// The text as it was typed.
    pub text: String,
}
