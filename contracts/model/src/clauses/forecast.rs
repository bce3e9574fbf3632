//! The forecast of volumes, and what follows from it.

use super::{Frequency, is_unset};
use crate::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Who makes the forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ForecastOwner {
    /// The client.
    Client,
    /// The vendor.
    Vendor,
    /// Both together.
    Both,
}

/// The forecast of volumes, and what follows from it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Forecast {
    /// Who makes it.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub owner: Option<ForecastOwner>,
    /// What is forecast: “contacts offered, by channel”.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub counts: String,
    /// For which periods: an excused volume excuses a whole one of them.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub grain: Option<Frequency>,
    /// It can no longer be changed this many days before the period begins.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub lock_days: Option<u32>,
    /// How far the actual volume may lie from it, in percent, up or down.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub accuracy_percent: Option<Decimal>,
    /// Above the locked forecast by more than this, levels marked as sensitive to volume are excused.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub band_percent: Option<Decimal>,
    /// This share of the forecast is charged at least.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub minimum_volume_percent: Option<Decimal>,
}
