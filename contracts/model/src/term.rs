//! Terms by path: every fact of an agreement that a person can edit, with its label, its text and how it is read.
//!
//! One table (`table.rs`) lists them. The form, the command line's `--set` and `--what-if`, the review's mends and the
//! names of undo steps all go through it, so they cannot disagree about what a term is called or how it is read.

mod distance;
mod edit;
mod from_library;
mod later;
mod list;
mod measure;
mod repeated;
mod slot;
mod table;
mod wording;
mod words;
mod written;

pub use edit::{add_band, add_level, remove_band, remove_level};
pub use list::{ListInfo, add, lists, remove};
pub use wording::{CLAUSES, Clause, clause_number};

use crate::{Agreement, measure::Scale};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use slot::Slot;
use thiserror::Error;
use ts_rs::TS;

/// Clause of the form that a term belongs to, in the order of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// Title, parties, term.
    Parties,
    /// What the vendor does, and what not.
    Services,
    /// Definitions of what is counted.
    Measures,
    /// Promises.
    ServiceLevels,
    /// Opening months.
    Ramp,
    /// Charges, credits, caps, score.
    Charges,
    /// The forecast of volumes.
    Forecast,
    /// What excuses a miss, and what the client has to bring.
    Relief,
    /// Audits of the work, and how customers are asked.
    Quality,
    /// Reports, statements, disputes.
    Reporting,
    /// Meetings, rectification plans, change control.
    Governance,
    /// Who is called, and how fast they answer.
    Escalation,
    /// Security and law.
    Compliance,
    /// How the services go on when something breaks.
    Continuity,
    /// How it ends, and what happens then.
    Ending,
    /// The agreement it belongs to.
    Governing,
    /// Who approves.
    SignOff,
}

/// How a term is entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One line.
    Text,
    /// Several lines.
    LongText,
    /// A day.
    Date,
    /// A number or quantity.
    Quantity,
    /// One of a few words.
    Choice,
}

/// One of the words a choice can be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Choice {
    /// What is set.
    pub value: String,
    /// What is shown.
    pub label: String,
}

/// A term as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Field {
    /// Its path: `service_levels.fcr.target`.
    pub path: String,
    /// What it is called: "Target".
    pub label: String,
    /// What it is called where its level is not obvious: "First contact resolution, target".
    pub full_label: String,
    /// Clause.
    pub section: Section,
    /// How it is entered.
    pub kind: Kind,
    /// Its value as people write it; empty where it is not set.
    pub text: String,
    /// Whether it may be left empty.
    pub optional: bool,
    /// For choices: what can be chosen.
    pub choices: Vec<Choice>,
}

/// Why a term could not be set. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS, Error)]
#[error("{path}: {message}")]
pub struct TermError {
    /// The term.
    pub path: String,
    /// What was found and what was expected.
    pub message: String,
}

/// Every term of `agreement`, in the order of the document.
#[must_use]
pub fn fields(agreement: &Agreement) -> Vec<Field> {
    let mut copy = agreement.clone();
    table::entries(&mut copy).into_iter().map(|e| e.field()).collect()
}

/// The term at `path`.
#[must_use]
pub fn field(agreement: &Agreement, path: &str) -> Option<Field> {
    fields(agreement).into_iter().find(|f| f.path == path)
}

/// A term that holds a number which could not have been typed there, and what could.
pub(crate) struct Refused {
    /// The term.
    pub(crate) path: String,
    /// What it is called.
    pub(crate) full_label: String,
    /// Its value as people write it.
    pub(crate) text: String,
    /// What it takes.
    pub(crate) expected: String,
}

/// The terms whose numbers the form would refuse, as they may stand in a file that was written elsewhere. Their limits are
/// those of the table alone.
pub(crate) fn refused(agreement: &Agreement) -> Vec<Refused> {
    let mut copy = agreement.clone();
    let entries = table::entries(&mut copy).into_iter();
    let refused = entries.filter_map(|mut entry| {
        let error = entry.slot.refuses_itself()?;
        Some(Refused {
            text: entry.slot.text(),
            path: entry.path,
            full_label: entry.full_label,
            expected: error.expected,
        })
    });
    refused.collect()
}

/// Reads `text` into the term at `path`. An empty text clears an optional term.
///
/// # Errors
/// Where there is no such term or the text cannot be read; the agreement is then unchanged.
pub fn set(agreement: &mut Agreement, path: &str, text: &str) -> Result<(), TermError> {
    let refuse = |message: String| TermError { path: path.to_owned(), message };
    let text = &*repeated::left_out(agreement, path, text).map_err(refuse)?;
    let several = edit::set_ramp(agreement, path, text)
        .or_else(|| edit::set_credit(agreement, path, text))
        .or_else(|| later::set(agreement, path, text))
        .or_else(|| measure::set(agreement, path, text))
        .or_else(|| wording::set(agreement, path, text))
        .or_else(|| from_library::set(agreement, path, text));
    if let Some(done) = several {
        return done.map_err(refuse);
    }
    if path == "currency" {
        return edit::set_currency(agreement, text).map_err(refuse);
    }
    let mut copy = agreement.clone();
    let mut entries = table::entries(&mut copy);
    let Some(entry) = entries.iter_mut().find(|e| e.path == path) else {
        let near = nearest(path, entries.iter().map(|e| e.path.as_str()));
        return Err(refuse(format!("there is no such term{near}")));
    };
    if text.trim().is_empty() && entry.slot.is_optional() {
        entry.slot.clear();
    } else {
        entry.slot.read(text).map_err(|e| refuse(crate::review::hint(agreement, path, text).unwrap_or(e)))?;
    }
    drop(entries);
    list::follow_names(&agreement.scope, &mut copy);
    *agreement = copy;
    Ok(())
}

/// Paths that are named at most where a path is unknown.
const NAMED_MAX: usize = 3;

/// "; did you mean …" with the paths that share most of its beginning and end, where some are close; else what there is
/// in the section that the path begins with.
fn nearest<'a>(path: &str, known: impl Iterator<Item = &'a str>) -> String {
    let shared = |a: &str, b: &str| {
        let front = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
        let back = a.bytes().rev().zip(b.bytes().rev()).take_while(|(x, y)| x == y).count();
        front + back
    };
    let known: Vec<&str> = known.collect();
    // Near is what shares more than half of the longer one: two letters of "foo" are half of nothing.
    let is_near = |k: &&str| shared(path, k) * 2 > path.len().max(k.len());
    let best = known.iter().copied().filter(is_near).map(|k| shared(path, k)).max().unwrap_or_default();
    // As close but for one letter is as likely meant: a cap may be that of the month or of twelve.
    let close = known.iter().copied().filter(is_near).filter(|k| shared(path, k) + 1 >= best).take(NAMED_MAX);
    if best > 0 {
        return format!("; did you mean {}?", close.collect::<Vec<_>>().join(" or "));
    }
    let section = path.split_once('.').map_or(path, |(section, _)| section);
    let inside = |k: &&str| k.split('.').next() == Some(section);
    let there: Vec<&str> = known.into_iter().filter(inside).take(NAMED_MAX).collect();
    if there.is_empty() { String::new() } else { format!("; terms of {section} are {}", there.join(", ")) }
}

/// A term with its place in the agreement.
struct Entry<'a> {
    path: String,
    label: String,
    full_label: String,
    section: Section,
    slot: Slot<'a>,
}

impl Entry<'_> {
    fn field(&self) -> Field {
        Field {
            path: self.path.clone(),
            label: self.label.clone(),
            full_label: self.full_label.clone(),
            section: self.section,
            kind: self.slot.kind(),
            text: self.slot.text(),
            optional: self.slot.is_optional(),
            choices: self.slot.choices(),
        }
    }
}

#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod tests;
