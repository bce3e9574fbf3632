//! The agreement that this one belongs to, and which text goes first.

use super::is_unset;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which goes first where the text of the agreement and the data attached to it differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Prevails {
    /// The printed text.
    Text,
    /// The attached data.
    Data,
}

/// The agreement that this one belongs to, and which text goes first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Governing {
    /// Name of the governing agreement; empty where this one stands alone.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub agreement: String,
    /// Its date.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub dated: Option<NaiveDate>,
    /// Order of precedence: documents by name, the one that goes first at the top.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub precedence: Vec<String>,
    /// Text or attached data, where they differ.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub prevails: Option<Prevails>,
    /// The law that applies.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub law: String,
}
