//! Templates that somebody makes from an agreement of theirs, with the range that each term may be changed in.

use super::{DefaultNote, MeasureNote, Template, Version, templates};
use crate::{
    Agreement, Decimal, Parties, Side, Unit, library, read,
    term::{self, Field, Kind, TermError},
};
use chrono::NaiveDate;
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

/// What a template made by somebody is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Naming {
    /// Its name in commands: small letters, digits and hyphens.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What it is for.
    pub purpose: String,
    /// Who made it, and from what.
    pub provenance: String,
    /// When.
    pub date: NaiveDate,
    /// Whose it is; none: whoever opens it.
    pub side: Option<Side>,
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

/// The size that `text` has as the term at `path`, and how the term writes it.
fn written(agreement: &Agreement, path: &str, text: &str) -> Result<(Decimal, String), TermError> {
    let mut copy = agreement.clone();
    term::set(&mut copy, path, text)?;
    let read = term::field(&copy, path).map(|f| f.text).unwrap_or_default();
    let size = size(&read).ok_or_else(|| TermError {
        path: path.to_owned(),
        message: format!("“{text}” is not one number, and a limit needs one"),
    })?;
    Ok((size, read))
}

/// A range with its ends as its term writes them, or what is wrong: its ends cannot be read, or are the wrong way round.
fn sound(agreement: &Agreement, range: &TermRange) -> Result<TermRange, TermError> {
    let path = range.path.as_str();
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
fn all_sound(agreement: &Agreement, ranges: &[TermRange]) -> Result<Vec<TermRange>, Vec<TermError>> {
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
    fields.filter(|f| f.kind == Kind::Quantity && (f.text.is_empty() || size(&f.text).is_some())).collect()
}

/// Letters, digits and hyphens for the id of a template, from its title.
#[must_use]
pub fn id_of_title(title: &str) -> String {
    let mut id = String::new();
    for c in title.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            id.push(c);
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    let id: String = id.chars().take(ID_CHARS_MAX).collect();
    let id = id.trim_end_matches('-');
    if id.is_empty() { "own-template".into() } else { id.into() }
}

/// Ids are typed.
const ID_CHARS_MAX: usize = 40;

fn id_problem(id: &str) -> Option<TermError> {
    let is_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let message = if id.is_empty() || !id.chars().all(is_id) {
        format!("“{id}” is not small letters, digits and hyphens, like voice-care")
    } else if templates().iter().any(|t| t.id == id) {
        format!("“{id}” is a template of Plumbline; choose another id")
    } else {
        return None;
    };
    Some(TermError { path: "id".into(), message })
}

impl Template {
    /// A template made from `agreement`: without its parties, charges, contacts' data and waivers, with ranges for terms.
    ///
    /// # Errors
    /// Every range that does not fit its term, and an id or title that is none.
    pub fn of_agreement(agreement: &Agreement, naming: Naming, ranges: &[TermRange]) -> Result<Self, Vec<TermError>> {
        let (ranges, mut wrong) = match all_sound(agreement, ranges) {
            Ok(ranges) => (ranges, Vec::new()),
            Err(wrong) => (Vec::new(), wrong),
        };
        wrong.extend(id_problem(&naming.id));
        if naming.title.trim().is_empty() {
            wrong.push(TermError { path: "title".into(), message: "a template has a title".into() });
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let kept = emptied(agreement, naming.title.trim());
        let Naming { id, title, purpose, provenance, date, side } = naming;
        let first = Version { version: 1, date, text: "First version.".into() };
        Ok(Self {
            id,
            version: 1,
            title: title.trim().to_owned(),
            purpose: purpose.trim().to_owned(),
            provenance,
            date,
            measures: agreement.measures.iter().map(note).collect(),
            defaults: defaults(agreement),
            changelog: vec![first],
            ranges,
            side,
            agreement: kept,
        })
    }

    /// Replaces the ranges.
    ///
    /// # Errors
    /// Every range that does not fit its term; then nothing is changed.
    pub fn limit(&mut self, ranges: &[TermRange]) -> Result<(), Vec<TermError>> {
        self.ranges = all_sound(&self.agreement, ranges)?;
        Ok(())
    }

    /// Whether this can be one's own template: its id is none of the program's, and its ranges fit its terms.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn checked(mut self) -> Result<Self, Vec<TermError>> {
        let ranges = std::mem::take(&mut self.ranges);
        let mut wrong = self.limit(&ranges).err().unwrap_or_default();
        wrong.extend(id_problem(&self.id));
        if wrong.is_empty() { Ok(self) } else { Err(wrong) }
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
        self.ranges.iter().filter_map(outside).collect()
    }
}

/// What a term of an offer says, where that is outside of its range; `known` is the template's own term.
fn outside_of(range: &TermRange, offered: Option<Field>, known: Option<Field>) -> Option<OutsideRange> {
    let found = offered.as_ref().and_then(|f| size(&f.text));
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

/// An agreement without what belongs to one deal alone.
fn emptied(agreement: &Agreement, title: &str) -> Agreement {
    let mut kept = agreement.clone();
    kept.template = None;
    kept.parties = Parties::default();
    kept.title = title.to_owned();
    kept.waivers.clear();
    for contact in &mut kept.contacts {
        contact.name.clear();
        contact.email.clear();
        contact.phone.clear();
    }
    for tier in &mut kept.escalation.tiers {
        tier.contact.clear();
    }
    kept.charges = crate::Charges::FixedMonthly { amount: kept.currency.amount(0) };
    for field in term::fields(&kept) {
        if let Some(text) = without_deal(&field, agreement) {
            // A term whose new text cannot be read keeps the old one: nothing but words is changed here.
            let _ = term::set(&mut kept, &field.path, &text);
        }
    }
    kept
}

/// The text of a term without the names of the parties and without its day; none where it can stay.
fn without_deal(field: &Field, agreement: &Agreement) -> Option<String> {
    match field.kind {
        Kind::Text | Kind::LongText => {
            let parties =
                [(&agreement.parties.client.name, "the client"), (&agreement.parties.vendor.name, "the vendor")];
            let named = parties.iter().filter(|(name, _)| !name.trim().is_empty());
            let text = named.fold(field.text.clone(), |text, (name, word)| text.replace(name.trim(), word));
            (text != field.text).then_some(text)
        }
        Kind::Date if field.optional && !field.text.is_empty() => Some(String::new()),
        _ => None,
    }
}

fn note(measure: &crate::Measure) -> MeasureNote {
    let known = library::recognise(measure);
    MeasureNote {
        measure: measure.id.clone(),
        why: known.map(|k| k.why.clone()).unwrap_or_default(),
        gamed_by: known
            .map(|k| k.gamed_by.iter().map(|g| format!("{}; {}.", g.how, g.answer)).collect::<Vec<_>>().join(" "))
            .unwrap_or_default(),
    }
}

fn defaults(agreement: &Agreement) -> Vec<DefaultNote> {
    let plain = |text: &str| text.replace(['\u{202f}', '\u{a0}'], " ");
    let targets = agreement
        .service_levels
        .iter()
        .filter_map(|l| term::field(agreement, &format!("service_levels.{}.target", l.id)));
    let source = "As agreed in the agreement that this template was made from.";
    targets.map(|f| DefaultNote { path: f.path, text: plain(&f.text), source: source.into() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::{sample, template};

    fn range(path: &str, least: &str, most: &str) -> TermRange {
        TermRange { path: path.into(), least: least.into(), most: most.into() }
    }

    fn naming(id: &str) -> Naming {
        Naming {
            id: id.into(),
            title: "Our voice agreement".into(),
            purpose: "For every site".into(),
            provenance: "Procurement, from the agreement of 2027".into(),
            date: "2027-05-01".parse().unwrap(),
            side: None,
        }
    }

    fn own() -> Template {
        let ranges = vec![
            range("service_levels.fcr.target", "70 %", ""),
            range("service_levels.asa.target", "20 s", "40 s"),
            range("remedies.month_cap", "10 %", "15 %"),
            range("escalation.tiers.1.acknowledge", "", "30 min"),
            range("term.months", "12", "36"),
        ];
        Template::of_agreement(&sample().0, naming("our-voice"), &ranges).unwrap()
    }

    #[test]
    fn a_template_of_ones_own_has_no_party_and_no_person() {
        let t = own();
        let text = serde_json::to_string(&t).unwrap();
        for gone in ["Northmere", "Alvora", "412000", "@", "+48"] {
            assert!(!text.contains(gone), "{gone}");
        }
        assert_eq!(serde_json::from_str::<Template>(&text).unwrap(), t);
        let a = t.instantiate("2028-01-01".parse().unwrap());
        assert_eq!((a.template.unwrap().id.as_str(), a.service_levels.len()), ("our-voice", 8));
    }

    #[test]
    fn an_offer_inside_the_ranges_is_silent_and_one_outside_is_named_with_term_and_range() {
        let (t, mut offer) = (own(), sample().0);
        assert_eq!(t.outside(&offer), []);
        for (path, text) in [
            ("service_levels.fcr.target", "69.9 %"),
            ("service_levels.asa.target", "40 s"),
            ("remedies.month_cap", "15.1 %"),
            ("escalation.tiers.1.acknowledge", "1 h"),
        ] {
            term::set(&mut offer, path, text).unwrap();
        }
        let found = t.outside(&offer);
        let told: Vec<_> = found.iter().map(|o| (o.label.as_str(), o.range.as_str())).collect();
        assert_eq!(
            told,
            [
                ("First contact resolution, target", "at least 70.0\u{202f}%"),
                ("Cap of a month’s credits", "10\u{202f}% to 15\u{202f}%"),
                ("Tier 1, acknowledged within", "at most 30\u{202f}min"),
            ]
        );
        term::set(&mut offer, "remedies.month_cap", "").unwrap();
        assert!(
            t.outside(&offer).iter().any(|o| o.path == "remedies.month_cap" && o.text.is_empty()),
            "no cap is no 15 %"
        );
        offer.service_levels.retain(|l| l.id.0 != "fcr");
        assert!(t.outside(&offer).iter().any(|o| o.label == "First contact resolution, target"));
    }

    #[test]
    fn ranges_that_fit_no_term_are_refused_each() {
        let ranges = vec![
            range("service_levels.fcr.target", "80 %", "70 %"),
            range("remedies.month_cap", "a little", ""),
            range("no.such.term", "1", "2"),
            range("service_levels.aht.target", "300 to 420 s", ""),
            range("term.months", "", ""),
        ];
        let wrong = Template::of_agreement(&sample().0, naming("Our Voice"), &ranges).unwrap_err();
        let paths: Vec<&str> = wrong.iter().map(|e| e.path.as_str()).collect();
        let expected = [
            "service_levels.fcr.target",
            "remedies.month_cap",
            "no.such.term",
            "service_levels.aht.target",
            "term.months",
            "id",
        ];
        assert_eq!(paths, expected);
    }

    #[test]
    fn every_term_that_can_have_a_limit_has_one_at_what_it_says() {
        for agreement in [sample().0, template("outcome-gain-share").unwrap().agreement.clone()] {
            let set: Vec<Field> = limitable(&agreement).into_iter().filter(|f| !f.text.is_empty()).collect();
            assert!(set.len() > 60);
            let ranges: Vec<TermRange> = set.iter().map(|f| range(&f.path, &f.text, &f.text)).collect();
            let t = Template::of_agreement(&agreement, naming("our-voice"), &ranges).unwrap();
            let mut copy = t.agreement.clone();
            copy.charges = agreement.charges.clone();
            assert_eq!(t.outside(&copy), []);
        }
    }

    #[test]
    fn ranges_are_read_as_people_write_them() {
        let read = |text: &str| TermRange::read("term.months", text).map(|r| (r.least, r.most));
        let is = |least: &str, most: &str| Ok((least.to_owned(), most.to_owned()));
        assert_eq!(read(" 12 to 36 "), is("12", "36"));
        assert_eq!(read("At least 12"), is("12", ""));
        assert_eq!(read("at most 3 years"), is("", "3 years"));
        assert!(read("a few").unwrap_err().message.contains("not a range"));
        assert_eq!(range("x", "1", "2").words(), "1 to 2");
        assert_eq!(id_of_title("  Our voice, 2027! "), "our-voice-2027");
        assert_eq!(id_of_title("株式会社"), "own-template");
    }

    #[test]
    fn shipped_templates_have_no_ranges() {
        assert!(template("customer-service-voice").unwrap().ranges.is_empty());
    }
}
