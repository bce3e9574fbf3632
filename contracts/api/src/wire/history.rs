//! Baselines and their import.

use model::{MeasureId, Unit, Weighting};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::import::{Mapping, Preview, Report};
use ts_rs::TS;

/// The history beside a contract.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct BaselineView {
    /// One sentence: `24 months, 8 measures, weighted except CSAT`.
    pub summary: String,
    /// SHA-256 of what was measured, whatever it was called and whenever it was read.
    pub hash: String,
    /// Name of the file.
    pub source_name: String,
    /// When it was read, ISO date.
    pub imported_on: String,
    /// True for sample data.
    pub illustrative: bool,
    /// True where it is this side's choice to share it.
    pub own: bool,
    /// True where the other side gets it with the copy.
    pub shared: bool,
    /// Number of calendar months.
    pub months: u32,
    /// Rows of data read and refused.
    pub rows_read: u32,
    /// See `rows_read`.
    pub rows_refused: u32,
    /// One for each measure.
    pub series: Vec<SeriesView>,
    /// Names of the service levels that have no history.
    pub missing_levels: Vec<String>,
    /// What the import did, where it was made on this computer.
    pub import: Option<ImportView>,
}

/// The history of one measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SeriesView {
    /// Which one.
    pub measure: MeasureId,
    /// Its name.
    pub name: String,
    /// Unit.
    pub unit: Unit,
    /// Decimals shown.
    pub precision_decimals: u8,
    /// How its months were made.
    pub weighting: Weighting,
    /// The mark beside its figures; empty where exact.
    pub weighting_mark: String,
    /// Mean over the months, as people write it.
    pub mean_text: String,
    /// The months in order, gaps included.
    pub points: Vec<PointView>,
    /// The target it is compared with: steady value, the lower and the upper edge where there is one.
    pub target_low: Option<f64>,
    /// See `target_low`.
    pub target_high: Option<f64>,
    /// `≥ 72.0 %`; empty where no level is about this measure.
    pub target_text: String,
}

/// One month of a measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PointView {
    /// `2024-07`.
    pub month: String,
    /// `Jul 2024`.
    pub label: String,
    /// Value; none in a gap.
    pub value: Option<f64>,
    /// As people write it; empty in a gap.
    pub text: String,
    /// Observations behind it, where known.
    pub n: Option<f64>,
}

/// A table that was chosen and says too little by itself.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct WaitingTable {
    /// Why it is not taken yet.
    pub problem: String,
    /// The table with what its columns were taken for, and the questions.
    pub preview: Preview,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ImportView {
    /// The file as it was recognised.
    pub preview: Preview,
    /// Which column became what; can be corrected and given back.
    pub mapping: Mapping,
    /// What happened to each row.
    pub report: Report,
}
