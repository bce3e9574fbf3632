//! Why a document cannot be made, each with its place and a way out. All of them are reported at once.

use serde::{Deserialize, Serialize};
use std::fmt;
use ts_rs::TS;

/// One reason why the document was not made.
///
/// A document that silently lost a character, or that names a revision it does not show, is worse than none: whatever
/// cannot be printed as written refuses the export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Refusal {
    /// What is wrong.
    pub reason: Reason,
    /// Where in the document, in words a reader finds it by: "clause 5.1", "Table 2".
    pub place: String,
    /// The path of the term whose text it is, when the text is a term.
    #[ts(optional = nullable)]
    pub field: Option<String>,
    /// What to do about it.
    pub remedy: String,
}

/// The kinds of reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Reason {
    /// No embedded typeface has a glyph for the character.
    MissingGlyph {
        /// The character (or the sequence that makes one character).
        character: String,
        /// Its code points, such as `U+1F600`.
        code_points: String,
        /// Some of the text around it.
        context: String,
    },
    /// A character that is invisible and changes what is seen: a control or a change of direction.
    HiddenCharacter {
        /// Its code point.
        code_point: String,
        /// Some of the text around it, without the character.
        context: String,
    },
    /// The hash is not 64 hexadecimal digits.
    BadHash {
        /// What was given.
        found: String,
    },
    /// Something that must have text has none.
    Empty {
        /// What it is: "the title".
        what: String,
    },
    /// A reference inside the document leads nowhere.
    BrokenReference {
        /// The name it points at.
        target: String,
    },
    /// A row of a table has more or fewer cells than the table has columns.
    RaggedTable {
        /// Cells in the row.
        found: usize,
        /// Columns of the table.
        expected: usize,
    },
    /// A chart has no values, or values that are not finite numbers.
    BadChart {
        /// What is wrong with it.
        found: String,
    },
    /// The document has more pages than a document may have.
    TooLong {
        /// Pages it would have.
        pages: usize,
        /// Pages it may have.
        limit: usize,
    },
    /// The page writer or the finishing pass could not do its work: a fault of the program, not of the agreement.
    Internal {
        /// What happened.
        message: String,
    },
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.reason)?;
        if let Some(field) = &self.field {
            write!(f, " (term {field})")?;
        }
        write!(f, "; {}", self.remedy)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::MissingGlyph { character, code_points, context } => {
                write!(f, "no embedded typeface has the character “{character}” ({code_points}) of “{context}”")
            }
            Reason::HiddenCharacter { code_point, context } => {
                write!(f, "an invisible control character ({code_point}) is in “{context}”")
            }
            Reason::BadHash { found } => write!(f, "the hash must be 64 hexadecimal digits, found “{found}”"),
            Reason::Empty { what } => write!(f, "{what} is empty"),
            Reason::BrokenReference { target } => write!(f, "the reference to “{target}” leads nowhere"),
            Reason::RaggedTable { found, expected } => {
                write!(f, "a row has {found} cells, the table has {expected} columns")
            }
            Reason::BadChart { found } => write!(f, "the chart cannot be drawn: {found}"),
            Reason::TooLong { pages, limit } => write!(f, "the document would have {pages} pages, {limit} are allowed"),
            Reason::Internal { message } => write!(f, "the document could not be written: {message}"),
        }
    }
}

impl std::error::Error for Refusal {}

impl Refusal {
    /// A fault of the program itself.
    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Refusal {
            reason: Reason::Internal { message: message.into() },
            place: "the whole document".into(),
            field: None,
            remedy: "report this with the agreement it happened on".into(),
        }
    }
}

/// `U+0041 U+0301` for a text.
pub(crate) fn code_points(text: &str) -> String {
    text.chars().map(|c| format!("U+{:04X}", u32::from(c))).collect::<Vec<_>>().join(" ")
}
