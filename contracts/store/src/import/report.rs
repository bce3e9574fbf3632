//! What happened to a file on its way to a baseline.

use super::Question;
use chrono::NaiveDate;
use model::{MeasureId, Month, Unit, Weighting};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How finely a file counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Grain {
    /// A row for each month.
    Month,
    /// A row for each day.
    Day,
    /// Rows for parts of a day.
    Interval,
}

impl Grain {
    /// "months", "days", "parts of days".
    #[must_use]
    pub fn plural(self) -> &'static str {
        match self {
            Self::Month => "months",
            Self::Day => "days",
            Self::Interval => "parts of days",
        }
    }
}

/// Kind of a problem in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum IssueKind {
    /// More or fewer cells than column names.
    Cells,
    /// The day or month cannot be read.
    Period,
    /// The same day or month again.
    Repeated,
    /// Text in a column of numbers.
    NotANumber,
    /// A number that cannot be: a percentage above 100, a negative time.
    OutOfRange,
    /// More counted than there was to count.
    Ratio,
    /// Nothing there.
    NoValue,
    /// A number that could be a fraction or a percentage: 0.81 among values around 80.
    Ambiguous,
}

/// What was wrong with a row, or with one cell of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct RowIssue {
    /// Line in the file, 1 being the first, as an editor or a spreadsheet counts.
    #[ts(type = "number")]
    pub row: u64,
    /// Kind.
    pub kind: IssueKind,
    /// The whole row was refused; otherwise the rest of it was taken.
    pub refused: bool,
    /// Its day or month, where that could be read.
    pub period: Option<String>,
    /// The month that it belongs to, where that could be read.
    #[ts(type = "string | null")]
    pub month: Option<Month>,
    /// Column of the cell.
    pub column: Option<String>,
    /// The cell as it is written, shortened.
    pub cell: Option<String>,
    /// What was not taken; empty where the row was refused.
    pub measures: Vec<MeasureId>,
    /// The problem in words: "“abc” in “asa” is not a number".
    pub reason: String,
}

impl RowIssue {
    /// One line for people: "row 6: “abc” in “asa” is not a number; the rest was taken".
    #[must_use]
    pub fn text(&self) -> String {
        let end = if self.refused { "the row was refused" } else { "the rest was taken" };
        format!("row {}: {}; {end}", self.row, self.reason)
    }
}

/// Days or months between the first and the last for which there is no row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct Gap {
    /// First one that is missing: `2024-07-14`, `2024-07`.
    pub from: String,
    /// Last one; the same where it is one.
    pub to: String,
    /// How many are missing.
    pub missing: u32,
}

/// A month whose figures come from a part of its days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct PartialMonth {
    /// Which.
    #[ts(type = "string")]
    pub month: Month,
    /// Days with a row.
    pub days: u32,
    /// Days that it has.
    pub of_days: u32,
}

/// What became of a measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct MeasureReport {
    /// Which.
    pub measure: MeasureId,
    /// Its name for people.
    pub name: String,
    /// Unit of its figures.
    pub unit: Unit,
    /// How months were made.
    pub weighting: Weighting,
    /// The mark beside its figures: "approximate weights"; empty where they are exact.
    pub mark: String,
    /// Months with a figure.
    pub months: u32,
    /// The figure of the last month, as it is written for people.
    pub last_value: String,
    /// The calculation: "Σ (asa_seconds × answered) / Σ answered".
    pub made_from: String,
    /// Months between its first and last without a figure.
    #[ts(type = "Array<string>")]
    pub missing_months: Vec<Month>,
    /// Months in which nothing was counted, so that there is no figure, neither 0 nor 100.
    #[ts(type = "Array<string>")]
    pub idle_months: Vec<Month>,
    /// Its values were taken for fractions, and multiplied by 100, because of what they look like: 0.8 became 80 %. Not
    /// set where a mapping that was given says so.
    pub scaled_from_fraction: bool,
}

/// A measure that a file cannot give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct RefusedMeasure {
    /// Which.
    pub measure: MeasureId,
    /// Why, and what to bring instead.
    pub reason: String,
}

/// What happened to a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct Report {
    /// Name of the file, without its folder.
    pub source_name: String,
    /// Its encoding in words.
    pub encoding: String,
    /// What stands between cells: "comma", "semicolon", "tab", "bar".
    pub delimiter: String,
    /// How finely it counts.
    pub grain: Grain,
    /// Rows below the column names that hold something.
    pub rows_read: u32,
    /// Rows that were taken, whole or in part.
    pub rows_taken: u32,
    /// Of these, rows of which something was not taken.
    pub rows_in_part: u32,
    /// Rows of which nothing was taken.
    pub rows_refused: u32,
    /// Rows left out on purpose: of another group than the chosen one.
    pub rows_left_out: u32,
    /// Rows without any content.
    pub rows_blank: u32,
    /// First day of the history.
    pub first: Option<NaiveDate>,
    /// Last day of the history.
    pub last: Option<NaiveDate>,
    /// Calendar months with a figure of at least one measure.
    pub months: u32,
    /// The measures, in the order of the mapping.
    pub measures: Vec<MeasureReport>,
    /// Measures that none of its rows can give: percentiles of days.
    pub refused_measures: Vec<RefusedMeasure>,
    /// Every problem of a row, by row.
    pub issues: Vec<RowIssue>,
    /// Days or months without a row.
    pub gaps: Vec<Gap>,
    /// Months made from a part of their days.
    pub partial_months: Vec<PartialMonth>,
    /// Columns that were not used.
    pub unused_columns: Vec<String>,
    /// Everything else worth knowing, each a sentence.
    pub notes: Vec<String>,
    /// What only a person can say, with the answers on offer. A measure that waits for one is not taken.
    pub questions: Vec<Question>,
}

impl Report {
    /// One sentence: "24 months, 8 measures; 731 rows taken, 2 of them in part, 1 refused".
    #[must_use]
    pub fn summary(&self) -> String {
        let plural = |n: u32, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
        let measures = u32::try_from(self.measures.len()).unwrap_or(u32::MAX);
        let mut text = format!(
            "{}, {}; {} taken",
            plural(self.months, "month", "months"),
            plural(measures, "measure", "measures"),
            plural(self.rows_taken, "row", "rows"),
        );
        if self.rows_in_part > 0 {
            text.push_str(&format!(", {} of them in part", self.rows_in_part));
        }
        if self.rows_left_out > 0 {
            text.push_str(&format!(", {} of another group left out", self.rows_left_out));
        }
        text.push_str(&format!(", {} refused", self.rows_refused));
        text
    }
}
