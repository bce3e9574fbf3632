//! Why a whole file cannot be read.

use super::Question;
use thiserror::Error;

/// Why a file gives no baseline. Each message says what was found, what was expected and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ImportError {
    /// Nothing in it.
    #[error("the file is empty. A table is expected: a row of column names, then a row for each day or month")]
    Empty,
    /// Something else than text.
    #[error("the file is {found}, not a table. {way_out}")]
    NotATable {
        /// "a PNG picture".
        found: String,
        /// What to do.
        way_out: String,
    },
    /// A table that this program does not open.
    #[error("the file is {found} and cannot be read. {way_out}")]
    Unreadable {
        /// "an Excel workbook that is damaged".
        found: String,
        /// What to do.
        way_out: String,
    },
    /// Text in an unknown encoding.
    #[error(
        "the file’s letters cannot be read: byte {offset} ({byte:#04x}) is neither UTF-8 nor Windows-1252. Save it as “CSV UTF-8”"
    )]
    Encoding {
        /// Its place, 0 being the first.
        offset: usize,
        /// Its value.
        byte: u8,
    },
    /// Column names and nothing below.
    #[error(
        "line {line} holds the column names ({columns}), and no rows follow. A row for each day or month is expected"
    )]
    HeaderOnly {
        /// The line of the names.
        line: u64,
        /// The names.
        columns: String,
    },
    /// Column names of which a quotation mark swallows everything below.
    #[error(
        "a quotation mark that opens in the column names in line {line} is never closed{}. Close it, or remove it",
        swallowed(*lines)
    )]
    OpenQuote {
        /// The line of the names.
        line: u64,
        /// Lines below that were read as part of a name.
        lines: usize,
    },
    /// Data without names.
    #[error(
        "line 1 already holds data (“{found}”), no column names. Put a row of names above it, such as month, offered, answered"
    )]
    NoHeader {
        /// The first row, shortened.
        found: String,
    },
    /// A workbook without the sheet that was named.
    #[error("there is no sheet “{named}” in the workbook; it has {sheets}")]
    NoSheet {
        /// What was named.
        named: String,
        /// What there is.
        sheets: String,
    },
    /// No column with days or months.
    #[error(
        "no column holds days or months (2024-07-31, 2024-07, Jul-24). The columns are {columns}; add one, or say which it is"
    )]
    NoPeriod {
        /// The names.
        columns: String,
    },
    /// Nothing that can be measured.
    #[error(
        "no column was recognised as a measure. The columns are {columns}; say in the mapping which measure each one is"
    )]
    NoMeasure {
        /// The names.
        columns: String,
    },
    /// Every column that is a measure leaves open what it holds.
    #[error("it has to be said first what {columns} {}", if *several { "hold" } else { "holds" })]
    Unanswered {
        /// The columns that are asked about.
        columns: String,
        /// More than one.
        several: bool,
    },
    /// `07/08/2024` all the way down.
    #[error(
        "the dates in “{column}” can be read in two ways: “{example}” is {day_first} or {month_first}. Say whether the day or the month comes first"
    )]
    AmbiguousDates {
        /// The column.
        column: String,
        /// A cell.
        example: String,
        /// With the day first.
        day_first: String,
        /// With the month first.
        month_first: String,
    },
    /// One row for each call or case.
    #[error(
        "{rows} rows lie on {periods} {grain}, and no column tells the rows of one of them apart: this looks like a row for each call or case. Sum it to a row for each day or month first"
    )]
    NotPeriodic {
        /// Rows with a period.
        rows: usize,
        /// Different periods.
        periods: usize,
        /// "days" or "months".
        grain: String,
    },
    /// The mapping does not fit the file.
    #[error("the mapping does not fit the file: {}", problems.join("; "))]
    Mapping {
        /// All of it.
        problems: Vec<String>,
    },
    /// Answers to questions that nobody asked, or that are none.
    #[error("{}", problems.join("; "))]
    Answers {
        /// All of them.
        problems: Vec<String>,
    },
    /// Every row was refused.
    #[error("none of the {rows} rows can be used: {}", problems.join("; "))]
    NothingUsable {
        /// Rows below the names.
        rows: u32,
        /// The first reasons, each with its row.
        problems: Vec<String>,
    },
}

impl ImportError {
    /// Where nothing is left to measure because of `questions`, these are the reason.
    pub(super) fn because_of(self, questions: &[Question]) -> Self {
        let waiting: Vec<String> =
            questions.iter().filter(|q| q.guessed.is_none()).map(|q| format!("“{}”", q.column)).collect();
        match self {
            Self::NoMeasure { .. } if !waiting.is_empty() => {
                Self::Unanswered { columns: waiting.join(", "), several: waiting.len() > 1 }
            }
            other => other,
        }
    }

    /// A short name that does not change, for a table of words and actions.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotATable { .. } => "not_a_table",
            Self::Unreadable { .. } => "unreadable",
            Self::Encoding { .. } => "encoding",
            Self::HeaderOnly { .. } => "header_only",
            Self::OpenQuote { .. } => "open_quote",
            Self::NoHeader { .. } => "no_header",
            Self::NoSheet { .. } => "no_sheet",
            Self::NoPeriod { .. } => "no_period",
            Self::NoMeasure { .. } => "no_measure",
            Self::Unanswered { .. } => "unanswered",
            Self::AmbiguousDates { .. } => "ambiguous_dates",
            Self::NotPeriodic { .. } => "not_periodic",
            Self::Mapping { .. } => "mapping",
            Self::Answers { .. } => "answers",
            Self::NothingUsable { .. } => "nothing_usable",
        }
    }
}

/// What a quotation mark that is never closed did to the `lines` below.
pub(super) fn swallowed(lines: usize) -> String {
    match lines {
        0 => String::new(),
        1 => ", so that the line below was read as part of its cell".into(),
        _ => format!(", so that the {lines} lines below were read as part of its cell"),
    }
}
