//! A look at a file before it is imported.

use super::{
    Choice, ImportError, Mapping, Names, Question, Use,
    guess::guess,
    question::{questions, sheet_choices},
    reading,
    table::Table,
};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

/// A column and what it seems to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[ts(rename = "FileColumn")]
pub struct Column {
    /// Its name in the mapping.
    pub name: String,
    /// What it is used for; nothing: not used.
    pub uses: Vec<Use>,
    /// Its last cell that is not empty.
    pub last_value: String,
}

/// A file at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct Preview {
    /// Name of the file, without its folder.
    pub source_name: String,
    /// Its encoding in words.
    pub encoding: String,
    /// What stands between cells: "comma", "semicolon", "tab", "bar".
    pub delimiter: String,
    /// Line of the column names, 1 being the first.
    #[ts(type = "number")]
    pub header_line: u64,
    /// Rows below the column names that hold something.
    pub rows: u32,
    /// The columns, in order.
    pub columns: Vec<Column>,
    /// The first rows, as they are written.
    pub sample_rows: Vec<Vec<String>>,
    /// What the columns seem to mean.
    pub mapping: Mapping,
    /// What a person should know about that, each a sentence.
    pub notes: Vec<String>,
    /// Why it cannot be imported as it is; none where it can.
    pub problem: Option<String>,
    /// What only a person can say, with the answers on offer.
    pub questions: Vec<Question>,
    /// The sheets of a workbook that hold days or months, where there are several, each with the mapping that its columns
    /// seem to have.
    pub sheets: Vec<Choice>,
}

const SAMPLE_ROWS: usize = 5;

/// Looks at a file: what its columns seem to mean, and whether it can be imported.
///
/// # Errors
/// [`ImportError`] where it is no table at all. What a corrected mapping can mend is [`Preview::problem`] instead.
pub fn recognise(bytes: &[u8], name: &str) -> Result<Preview, ImportError> {
    look(bytes, name, None, &Names::new())
}

/// Looks at a file as [`recognise`] does, but with a mapping that a person chose, or for a contract that calls its measures
/// by `names`.
///
/// # Errors
/// As [`recognise`].
pub fn look(bytes: &[u8], name: &str, chosen: Option<&Mapping>, names: &Names) -> Result<Preview, ImportError> {
    let table = Table::read(bytes, chosen.and_then(|m| m.sheet.as_deref()))?.named(names);
    let guess = guess(&table);
    let mapping = chosen.unwrap_or(&guess.mapping);
    let questions = questions(&table, mapping, chosen.is_none().then_some(&guess));
    let problem = reading::check(&table, mapping).err().map(|e| e.because_of(&questions));
    let sheets = sheets(bytes, &table)?;
    let columns = table.columns.iter().enumerate().map(|(index, name)| Column {
        name: name.clone(),
        uses: mapping.uses(name),
        last_value: last_value(&table, index),
    });
    Ok(Preview {
        source_name: name.to_owned(),
        encoding: table.encoding.clone(),
        delimiter: table.delimiter_in_words().into(),
        header_line: table.header_line,
        rows: u32::try_from(table.rows.len()).unwrap_or(u32::MAX),
        columns: columns.collect(),
        sample_rows: table.rows.iter().take(SAMPLE_ROWS).map(|row| row.cells.clone()).collect(),
        mapping: mapping.clone(),
        notes: if chosen.is_none() { guess.notes } else { Vec::new() },
        problem: problem.map(|p| p.to_string()),
        questions,
        sheets,
    })
}

fn sheets(bytes: &[u8], table: &Table) -> Result<Vec<Choice>, ImportError> {
    if table.sheet.is_none() || !table.others.is_empty() {
        return Ok(sheet_choices(table));
    }
    Ok(sheet_choices(&Table::read(bytes, None)?))
}

fn last_value(table: &Table, index: usize) -> String {
    let cells: Vec<&str> = table.column(index).collect();
    cells.iter().rev().map(|c| c.trim()).find(|c| !c.is_empty()).unwrap_or_default().chars().take(40).collect()
}
