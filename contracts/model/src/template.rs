//! Templates: agreements to begin from, shipped as data.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The template that an agreement began from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct TemplateRef {
    /// Which one.
    pub id: String,
    /// Its version at the time.
    pub version: u32,
}
