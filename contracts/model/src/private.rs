//! One side's own: never in a hash, a document, an attachment or an exchange file.

use crate::{Baseline, Side};
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
}

impl Private {
    /// Nothing yet.
    #[must_use]
    pub fn of(side: Side) -> Self {
        Self { side, notes: String::new(), limits: Vec::new(), baseline: None }
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
