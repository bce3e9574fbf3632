//! The range that each term of an offer may be in, and what lies outside.

use super::Template;
use crate::{
    Agreement, Decimal, Unit, read,
    term::{self, Field, Kind, TermError},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The range that a term may be changed in without asking again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct TermRange {
    /// The term.
    pub path: String,
    /// Its least value as it is typed; empty for no lower end.
    pub least: String,
    /// Its largest value as it is typed; empty for no upper end.
    pub most: String,
}

/// A term of an offer that lies outside of its range.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct OutsideRange {
    /// The term.
    pub path: String,
    /// What it is called; the path where the offer no longer has it.
    pub label: String,
    /// What the offer says; empty where it is not set or not there.
    pub text: String,
    /// The range in words: "at least 70.0 %", "10 % to 15 %".
    pub range: String,
    /// The end of the range that it has passed, as it is typed; none where the offer does not say a size.
    pub nearest: Option<String>,
}

/// The size of a value as it is written, so that two of one term can be compared.
fn size(text: &str) -> Option<Decimal> {
    let plain = text.replace(['\u{202f}', '\u{a0}'], " ");
    let plain = plain.trim().trim_start_matches(|c: char| c.is_alphabetic() || c == ' ');
    if plain.ends_with(char::is_alphabetic)
        && let Ok(seconds) = read::value(plain, Unit::Seconds)
    {
        return Some(seconds);
    }
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '−');
    let end = plain.find(|c| !is_part(c)).unwrap_or(plain.len());
    let rest = plain[end..].trim();
    // Two numbers are no size: "300 to 420 s", "0 %, 50 %".
    if rest.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    read::number(&plain[..end]).ok()
}

/// What a limit compares of a term: of a floor or band around a range, which is as far away on both sides, the outer edge.
fn one_edge<'a>(path: &str, text: &'a str) -> &'a str {
    let is_distance = [".floor", ".stretch", ".from"].iter().any(|leaf| path.ends_with(leaf));
    text.rsplit_once(" to ").filter(|_| is_distance).map_or(text, |(_, outer)| outer)
}

/// The size that `text` has as the term at `path`, and how the term writes it.
fn written(agreement: &Agreement, path: &str, text: &str) -> Result<(Decimal, String), TermError> {
    let mut copy = agreement.clone();
    term::set(&mut copy, path, text)?;
    let read = term::field(&copy, path).map(|f| one_edge(path, &f.text).to_owned()).unwrap_or_default();
    let size = size(&read).ok_or_else(|| TermError {
        path: path.to_owned(),
        message: format!("“{text}” is not one number, and a limit needs one"),
    })?;
    Ok((size, read))
}

/// A range with its ends as its term writes them, or what is wrong: its ends cannot be read, or are the wrong way round.
fn sound(agreement: &Agreement, range: &TermRange) -> Result<TermRange, TermError> {
    let path = range.path.as_str();
    let field = term::field(agreement, path);
    if let Some(field) = field.filter(|field| field.kind != Kind::Quantity) {
        let message = format!(
            "{} is not a number, so that “{}” cannot limit it; limit a term that is one, or leave this limit out",
            field.full_label,
            range.words()
        );
        return Err(TermError { path: path.to_owned(), message });
    }
    let end = |text: &str| match text.trim() {
        "" => Ok(None),
        text => written(agreement, path, text).map(Some),
    };
    let (least, most) = (end(&range.least)?, end(&range.most)?);
    let message = match (&least, &most) {
        (None, None) => "a limit has at least one end: from, to, or both".to_owned(),
        (Some((l, from)), Some((m, to))) if l > m => format!("the range begins at {from} and ends at {to}"),
        _ => {
            let text = |end: Option<(Decimal, String)>| end.map(|(_, text)| text).unwrap_or_default();
            return Ok(TermRange { path: path.to_owned(), least: text(least), most: text(most) });
        }
    };
    Err(TermError { path: path.to_owned(), message })
}

/// The ranges with their ends as their terms write them.
pub(super) fn all_sound(agreement: &Agreement, ranges: &[TermRange]) -> Result<Vec<TermRange>, Vec<TermError>> {
    let (mut sound_ones, mut wrong) = (Vec::<TermRange>::new(), Vec::new());
    for range in ranges {
        match sound(agreement, range) {
            Ok(range) if sound_ones.iter().any(|r| r.path == range.path) => {
                wrong.push(TermError {
                    path: range.path,
                    message: "a term has one limit, and this is the second".into(),
                });
            }
            Ok(range) => sound_ones.push(range),
            Err(error) => wrong.push(error),
        }
    }
    if wrong.is_empty() { Ok(sound_ones) } else { Err(wrong) }
}

/// The limits that the template itself would not keep, each with what it says and the way out.
pub(super) fn against_itself(template: &Template) -> Vec<TermError> {
    let outside = template.outside(&template.agreement).into_iter();
    // A term that is not said yet keeps to every limit; later targets are told of in the agreements that have them.
    let direct = outside.filter(|o| o.nearest.is_some() && template.ranges.iter().any(|r| r.path == o.path));
    direct
        .map(|o| TermError {
            message: format!(
                "{} is {} in the template itself, which is outside of its limit {}; widen the limit or change the term first",
                o.label, o.text, o.range
            ),
            path: o.path,
        })
        .collect()
}

impl TermRange {
    /// Reads what people write for a range: `70 % to 80 %`, `at least 70 %`, `at most 30 min`, `12 to 36`.
    ///
    /// # Errors
    /// Where it is no range; whether its ends fit the term, [`Template::limit`] says.
    pub fn read(path: &str, text: &str) -> Result<Self, TermError> {
        let bare = text.trim();
        let after = |word: &str| {
            let head = bare.get(..word.len()).filter(|head| head.eq_ignore_ascii_case(word))?;
            bare[head.len()..].strip_prefix(' ').map(|rest| rest.trim().to_owned())
        };
        let (least, most) = match (after("at least"), after("at most"), bare.split_once(" to ")) {
            (Some(least), _, _) => (least, String::new()),
            (_, Some(most), _) => (String::new(), most),
            (_, _, Some((least, most))) => (least.trim().to_owned(), most.trim().to_owned()),
            _ => {
                let message = format!("“{text}” is not a range, like 70 % to 80 %, at least 70 %, at most 30 min");
                return Err(TermError { path: path.to_owned(), message });
            }
        };
        Ok(Self { path: path.trim().to_owned(), least, most })
    }

    /// The range in words: "at least 70.0 %", "10 % to 15 %".
    #[must_use]
    pub fn words(&self) -> String {
        match (self.least.trim(), self.most.trim()) {
            (least, "") => format!("at least {least}"),
            ("", most) => format!("at most {most}"),
            (least, most) => format!("{least} to {most}"),
        }
    }
}

/// The terms of an agreement that can have a range: those that say one number, or will.
#[must_use]
pub fn limitable(agreement: &Agreement) -> Vec<Field> {
    let fields = term::fields(agreement).into_iter();
    fields
        .filter(|f| f.kind == Kind::Quantity && (f.text.is_empty() || size(one_edge(&f.path, &f.text)).is_some()))
        .collect()
}

impl Template {
    /// The limits of the next version: those of this one, but for what is `given` anew and what is `dropped`.
    ///
    /// # Errors
    /// Where one is dropped that is not there.
    pub fn limits_with(&self, given: &[TermRange], dropped: &[String]) -> Result<Vec<TermRange>, Vec<TermError>> {
        let unknown = dropped.iter().filter(|path| self.ranges.iter().all(|range| range.path != path.trim()));
        let wrong: Vec<TermError> = unknown
            .map(|path| {
                let known: Vec<&str> = self.ranges.iter().map(|range| range.path.as_str()).collect();
                let there = if known.is_empty() {
                    "it has no limits".into()
                } else {
                    format!("it has one of {}", known.join(", "))
                };
                TermError { path: path.clone(), message: format!("“{}” has no limit of {path}; {there}", self.id) }
            })
            .collect();
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let stays = |range: &&TermRange| {
            given.iter().all(|g| g.path != range.path) && dropped.iter().all(|path| path.trim() != range.path)
        };
        Ok(self.ranges.iter().filter(stays).chain(given).cloned().collect())
    }

    /// The terms of an offer that lie outside of this template's ranges.
    #[must_use]
    pub fn outside(&self, offer: &Agreement) -> Vec<OutsideRange> {
        if self.ranges.is_empty() {
            return Vec::new();
        }
        let (fields, known) = (term::fields(offer), term::fields(&self.agreement));
        let find = |all: &[Field], path: &str| all.iter().find(|f| f.path == path).cloned();
        let outside = |range: &TermRange| outside_of(range, find(&fields, &range.path), find(&known, &range.path));
        let later = later_ranges(&self.ranges, &fields);
        self.ranges.iter().chain(&later).filter_map(outside).collect()
    }
}

/// The range of a target holds for the later ones of its level too, but where a later one has a range of its own: an
/// offer must not keep inside it for a year alone.
fn later_ranges(ranges: &[TermRange], offered: &[Field]) -> Vec<TermRange> {
    let of_target = ranges.iter().filter_map(|range| Some((range, range.path.strip_suffix(".target")?)));
    let later = of_target.flat_map(|(range, level)| {
        let first = format!("{level}.later.");
        let is_later = move |field: &&Field| field.path.starts_with(&first) && field.path.ends_with(".target");
        offered.iter().filter(is_later).map(|field| TermRange { path: field.path.clone(), ..range.clone() })
    });
    later.filter(|range| ranges.iter().all(|own| own.path != range.path)).collect()
}

/// What a term of an offer says, where that is outside of its range; `known` is the template's own term.
fn outside_of(range: &TermRange, offered: Option<Field>, known: Option<Field>) -> Option<OutsideRange> {
    let found = offered.as_ref().and_then(|f| size(one_edge(&f.path, &f.text)));
    let is_below = |v: Decimal| size(&range.least).is_some_and(|least| v < least);
    let is_above = |v: Decimal| size(&range.most).is_some_and(|most| v > most);
    let nearest = match found {
        Some(v) if is_below(v) => Some(range.least.clone()),
        Some(v) if is_above(v) => Some(range.most.clone()),
        Some(_) => return None,
        None => None,
    };
    let label = offered.as_ref().or(known.as_ref()).map(|f| f.full_label.clone());
    Some(OutsideRange {
        path: range.path.clone(),
        label: label.unwrap_or_else(|| range.path.clone()),
        text: offered.map(|f| f.text).unwrap_or_default(),
        range: range.words(),
        nearest,
    })
}
