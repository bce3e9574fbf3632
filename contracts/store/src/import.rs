//! Tables of history: a CSV file or a sheet of an Excel workbook becomes a baseline, and a report of everything that happened on the way.
//!
//! [`recognise`] looks at a file and guesses what its columns mean; a person may correct the [`Mapping`]; [`read`] makes
//! the baseline. Days become months in `model::aggregate`, the one owner of that rule. Nothing is dropped silently: every
//! row that was refused, every cell that was not taken, every gap is in the [`Report`].
//!
//! A column of percentages whose values are up to 1 is taken for fractions, by guess, and [`MeasureReport`] says so. Where
//! most of a column is above 20, a single 0.81 could be either and is refused.

mod almost;
mod amounts;
mod asking;
mod document;
mod doubt;
mod error;
mod gaps;
mod guess;
mod kind;
mod mapping;
mod names;
mod number;
mod period;
mod preview;
mod question;
mod reading;
mod report;
mod rows;
mod signs;
mod table;
mod telling;
mod text;
mod words;
mod workbook;

pub use amounts::{AmountIssue, Amounts, amounts};
pub use document::open_mapping;
pub use error::ImportError;
pub use mapping::{
    ColumnSign, DateOrder, DecimalSign, Group, Mapping, MeasureMapping, Names, Part, Source, Use, measure_name,
};
pub use preview::{Column, Preview, look, recognise};
pub use question::{Choice, Question, answer};
pub use reading::{Imported, read, read_as};
pub use report::{Gap, Grain, IssueKind, MeasureReport, PartialMonth, RefusedMeasure, Report, RowIssue};
pub use rows::LATER_STANDS;
