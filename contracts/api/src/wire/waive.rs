//! Leaving a finding standing.

use model::Waiver;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A finding to leave standing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct WaiveRequest {
    /// Which one, and why; an empty reason takes the waiver back.
    pub waiver: Waiver,
    /// True for both sides: it becomes part of the agreement and is printed. False for oneself.
    pub shared: bool,
}
