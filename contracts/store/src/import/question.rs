//! What only a person can say about a file, with every answer on offer.

use super::{
    DateOrder, DecimalSign, ImportError, Mapping, MeasureMapping, Names,
    guess::{Guess, guess},
    kind::LOOKED_AT,
    mapping::measure_name,
    number::{self, Says},
    rows::{self, shorten},
    table::Table,
};
use model::MeasureId;
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

/// Something that a file leaves open and that changes its figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[ts(rename = "ImportQuestion")]
pub struct Question {
    /// The column that it is about.
    pub column: String,
    /// The measure that waits for the answer; none where the whole file does.
    pub measure: Option<MeasureId>,
    /// Line of the cell that the question shows for an example, 1 being the first; 0 where it shows none.
    #[ts(type = "number")]
    pub row: u64,
    /// The question, with that cell.
    pub text: String,
    /// The answers on offer.
    pub choices: Vec<Choice>,
    /// Id of the answer that was taken by guess until somebody says another; none where nothing is taken before.
    pub guessed: Option<String>,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[ts(rename = "ImportChoice")]
pub struct Choice {
    /// What an answer is called on the command line: `percent`, `count`, `fraction`, `decimals`, `thousands`,
    /// `day_first`, `leave_out`, or the name of a sheet.
    pub id: String,
    /// For people: "percentages: 7 is 7 %".
    pub label: String,
    /// The mapping with this answer.
    pub mapping: Mapping,
}

/// What the look at a column left open, before it meets a mapping.
#[derive(Debug, Clone)]
pub(super) struct Doubt {
    pub(super) column: String,
    /// What waits for it.
    pub(super) measures: Vec<MeasureId>,
    pub(super) row: u64,
    pub(super) text: String,
    pub(super) readings: Vec<Reading>,
    /// The reading that the guess took.
    pub(super) guessed: Option<&'static str>,
}

/// One way to read a column.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    pub(super) id: &'static str,
    pub(super) label: String,
    /// The measures with it.
    pub(super) measures: Vec<MeasureMapping>,
    /// What stands before the decimals of the column, where it is asked.
    pub(super) sign: Option<DecimalSign>,
}

impl Reading {
    pub(super) fn of(id: &'static str, label: String, measure: MeasureMapping) -> Self {
        Self { id, label, measures: vec![measure], sign: None }
    }
}

impl Doubt {
    fn is_open(&self, mapping: &Mapping, mapping_is_guessed: bool) -> bool {
        if self.guessed.is_some() {
            return mapping_is_guessed;
        }
        if mapping.left_out.contains(&self.column) {
            return false;
        }
        if self.readings.iter().any(|r| r.sign.is_some()) {
            return !mapping.decimal_signs.iter().any(|s| s.column == self.column);
        }
        let is_made = mapping.measures.iter().any(|m| self.measures.contains(&m.measure));
        !is_made && mapping.uses(&self.column).is_empty()
    }
}

/// Everything that a file with this mapping leaves open. What was guessed is asked about where the mapping is a guess.
pub(super) fn questions(table: &Table, mapping: &Mapping, guessed: Option<&Guess>) -> Vec<Question> {
    let mut questions: Vec<Question> = sheet(table).filter(|_| guessed.is_some()).into_iter().collect();
    questions.extend(date_order(table, mapping));
    questions.extend(guessed.and_then(|guess| decimal_sign(table, mapping, guess)));
    let doubts = guessed.map_or_else(|| guess(table).doubts, |guess| guess.doubts.clone());
    let open = doubts.iter().filter(|doubt| doubt.is_open(mapping, guessed.is_some()));
    questions.extend(open.map(|doubt| of_doubt(doubt, mapping, &table.names)));
    questions
}

/// A mapping with answers to what a file leaves open, each a column and the id of a choice, and the questions that stay, for
/// a contract that calls its measures by `names`. Without a mapping the columns are recognised first.
///
/// # Errors
/// [`ImportError`] where the file is no table, or an answer fits no question: every one is named.
pub fn answer(
    bytes: &[u8],
    mapping: Option<Mapping>,
    answers: &[(String, String)],
    names: &Names,
) -> Result<(Mapping, Vec<Question>), ImportError> {
    let same = |one: &str, other: &str| one.trim().to_lowercase() == other.trim().to_lowercase();
    let named = answers.iter().find(|(column, _)| same(column, SHEET)).map(|(_, id)| id.as_str());
    let chosen = named.or(mapping.as_ref().and_then(|m| m.sheet.as_deref()));
    let table = Table::read(bytes, chosen)?.named(names);
    let of_sheet = |(column, _): &&(String, String)| table.sheet.is_some() && same(column, SHEET);
    let guess = guess(&table);
    let is_guess = mapping.is_none();
    let mut mapping = mapping.unwrap_or_else(|| guess.mapping.clone());
    mapping.sheet.clone_from(&table.sheet);
    let open = |mapping: &Mapping| questions(&table, mapping, is_guess.then_some(&guess));
    let mut problems = Vec::new();
    let mut answered: Vec<String> = Vec::new();
    for (column, id) in answers.iter().filter(|a| !of_sheet(a)) {
        let questions = open(&mapping);
        let Some(question) = questions.iter().find(|q| same(&q.column, column)) else {
            problems.push(format!("nothing is asked about “{column}”{}", asked(&questions)));
            continue;
        };
        match question.choices.iter().find(|c| same(&c.id, id)) {
            Some(choice) => {
                answered.push(question.column.clone());
                mapping = choice.mapping.clone();
            }
            None => {
                let ids: Vec<&str> = question.choices.iter().map(|c| c.id.as_str()).collect();
                problems.push(format!("“{id}” is no answer about “{column}”; there are {}", ids.join(", ")));
            }
        }
    }
    if !problems.is_empty() {
        return Err(ImportError::Answers { problems });
    }
    let left = open(&mapping).into_iter().filter(|q| !answered.contains(&q.column)).collect();
    Ok((mapping, left))
}

/// What the question about the sheets of a workbook is called.
const SHEET: &str = "sheet";

/// Several sheets that hold a table of days or months.
fn sheet(table: &Table) -> Option<Question> {
    let name = table.sheet.as_ref().filter(|_| !table.others.is_empty())?;
    Some(Question {
        column: SHEET.into(),
        measure: None,
        row: 0,
        text: "Several sheets of the workbook hold days or months. Which one is meant?".into(),
        choices: sheet_choices(table),
        guessed: Some(name.clone()),
    })
}

/// The sheets that could be meant, where there are several.
pub(super) fn sheet_choices(table: &Table) -> Vec<Choice> {
    let choice = |table: &Table| {
        let mapping = guess(table).mapping;
        let measures = match mapping.measures.len() {
            0 => "no measure".to_owned(),
            1 => "1 measure".to_owned(),
            several => format!("{several} measures"),
        };
        let rows = match table.rows.len() {
            1 => "1 row".to_owned(),
            several => format!("{several} rows"),
        };
        let name = table.sheet.clone().unwrap_or_default();
        Choice { label: format!("“{name}”: {rows}, {measures}"), id: name, mapping }
    };
    if table.others.is_empty() {
        return Vec::new();
    }
    std::iter::once(table).chain(&table.others).map(choice).collect()
}

fn asked(questions: &[Question]) -> String {
    let columns: Vec<String> = questions.iter().map(|q| format!("“{}”", q.column)).collect();
    if columns.is_empty() { String::new() } else { format!("; open is {}", columns.join(", ")) }
}

fn line_of(table: &Table, column: &str, is_it: impl Fn(&str) -> bool) -> u64 {
    let index = table.index(column).unwrap_or_default();
    let found = table.rows.iter().find(|row| row.cells.get(index).is_some_and(|c| is_it(c)));
    found.map_or(table.header_line, |row| row.line)
}

fn of_doubt(doubt: &Doubt, mapping: &Mapping, names: &Names) -> Question {
    let with = |reading: &Reading| {
        let mut mapping = mapping.clone();
        mapping.measures.retain(|m| !doubt.measures.contains(&m.measure));
        mapping.measures.extend(reading.measures.iter().cloned());
        if let Some(sign) = reading.sign {
            mapping.set_sign(&doubt.column, sign);
        }
        mapping
    };
    let choice = |r: &Reading| Choice { id: r.id.into(), label: r.label.clone(), mapping: with(r) };
    let mut choices: Vec<Choice> = doubt.readings.iter().map(choice).collect();
    let mut without = mapping.clone();
    without.measures.retain(|m| !doubt.measures.contains(&m.measure));
    without.left_out.push(doubt.column.clone());
    let names: Vec<String> = doubt.measures.iter().map(|m| format!("“{}”", measure_name(names, m))).collect();
    choices.push(Choice {
        id: "leave_out".into(),
        label: format!("neither: leave {} out", names.join(", ")),
        mapping: without,
    });
    Question {
        column: doubt.column.clone(),
        measure: doubt.measures.first().filter(|_| doubt.measures.len() == 1).cloned(),
        row: doubt.row,
        text: doubt.text.clone(),
        choices,
        guessed: doubt.guessed.map(Into::into),
    }
}

fn date_order(table: &Table, mapping: &Mapping) -> Option<Question> {
    let Some(ImportError::AmbiguousDates { column, example, day_first, month_first }) =
        rows::ambiguous_dates(table, mapping)
    else {
        return None;
    };
    let row = line_of(table, &column, |cell| shorten(cell) == example);
    let with = |order| Mapping { date_order: Some(order), ..mapping.clone() };
    let choice = |id: &str, label: String, order| Choice { id: id.into(), label, mapping: with(order) };
    Some(Question {
        text: format!("The dates in “{column}” can be read in two ways. Which comes first, the day or the month?"),
        choices: vec![
            choice("day_first", format!("the day: “{example}” is {day_first}"), DateOrder::DayFirst),
            choice("month_first", format!("the month: “{example}” is {month_first}"), DateOrder::MonthFirst),
        ],
        column,
        measure: None,
        row,
        guessed: None,
    })
}

/// A column of values with one sign and three digits behind it everywhere, in a file in which nothing else shows what
/// groups thousands: `28.123` is a time of 28 s or of 7 hours.
fn decimal_sign(table: &Table, mapping: &Mapping, guess: &Guess) -> Option<Question> {
    if !guess.sign_is_open {
        return None;
    }
    let columns = mapping.measures.iter().flat_map(|m| m.source.columns()).map(|(column, _)| column);
    let (column, cell) = columns.into_iter().find_map(|column| {
        let index = table.index(column)?;
        let cell = table.column(index).take(LOOKED_AT).find(|c| matches!(number::says(c), Says::Either(_)))?;
        Some((column, cell.trim()))
    })?;
    let choice = |id: &str, sign: DecimalSign| {
        let value = number::read(cell, sign).map_or_else(|_| cell.to_owned(), |n| n.value.normalize().to_string());
        Choice {
            id: id.into(),
            label: format!("a {}: “{cell}” is {value}", sign.word()),
            mapping: Mapping { decimal_sign: sign, ..mapping.clone() },
        }
    };
    let row = line_of(table, column, |c| c.trim() == cell);
    Some(Question {
        column: column.to_owned(),
        measure: None,
        row,
        text: format!(
            "“{column}” holds values like “{cell}” (in row {row}), which can be read in two ways. What stands before the decimals?"
        ),
        choices: vec![choice("point", DecimalSign::Point), choice("comma", DecimalSign::Comma)],
        guessed: Some(if mapping.decimal_sign == DecimalSign::Point { "point" } else { "comma" }.into()),
    })
}
