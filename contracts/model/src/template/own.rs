//! Templates that somebody makes from an agreement of theirs, with the range that each term may be changed in.

use super::{DefaultNote, MeasureNote, Template, Version};
use crate::{
    Agreement, Decimal, Parties, Unit, library, read,
    term::{self, TermError},
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

/// The size that `text` has as the term at `path`.
fn size_at(agreement: &Agreement, path: &str, text: &str) -> Result<Decimal, TermError> {
    let mut copy = agreement.clone();
    term::set(&mut copy, path, text)?;
    let read = term::field(&copy, path).map(|f| f.text).unwrap_or_default();
    size(&read).ok_or_else(|| TermError {
        path: path.to_owned(),
        message: format!("“{text}” is not one number, and a range needs one"),
    })
}

/// What is wrong with a range: its ends cannot be read, or are the wrong way round.
fn check(agreement: &Agreement, range: &TermRange) -> Result<(), TermError> {
    let end = |text: &str| match text.trim() {
        "" => Ok(None),
        text => size_at(agreement, &range.path, text).map(Some),
    };
    let (least, most) = (end(&range.least)?, end(&range.most)?);
    let message = match (least, most) {
        (None, None) => "a range has at least one end".to_owned(),
        (Some(l), Some(m)) if l > m => format!("the range begins at {} and ends at {}", range.least, range.most),
        _ => return Ok(()),
    };
    Err(TermError { path: range.path.clone(), message })
}

impl Template {
    /// A template made from `agreement`: without its parties, charges, contacts' data and waivers, with ranges for terms.
    ///
    /// # Errors
    /// Every range that does not fit its term, and an id or title that is none.
    pub fn of_agreement(agreement: &Agreement, naming: Naming, ranges: Vec<TermRange>) -> Result<Self, Vec<TermError>> {
        let mut wrong: Vec<TermError> = ranges.iter().filter_map(|r| check(agreement, r).err()).collect();
        let is_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if naming.id.is_empty() || !naming.id.chars().all(is_id) {
            let message = format!("“{}” is not small letters, digits and hyphens, like voice-care", naming.id);
            wrong.push(TermError { path: "id".into(), message });
        }
        if naming.title.trim().is_empty() {
            wrong.push(TermError { path: "title".into(), message: "a template has a title".into() });
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let kept = emptied(agreement, &naming.title);
        let Naming { id, title, purpose, provenance, date } = naming;
        let first = Version { version: 1, date, text: "First version.".into() };
        Ok(Self {
            id,
            version: 1,
            title,
            purpose,
            provenance,
            date,
            measures: agreement.measures.iter().map(note).collect(),
            defaults: defaults(agreement),
            changelog: vec![first],
            ranges,
            agreement: kept,
        })
    }

    /// The terms of an offer that lie outside of this template's ranges.
    #[must_use]
    pub fn outside(&self, offer: &Agreement) -> Vec<OutsideRange> {
        self.ranges.iter().filter_map(|range| self.outside_of(range, offer)).collect()
    }

    fn outside_of(&self, range: &TermRange, offer: &Agreement) -> Option<OutsideRange> {
        let field = term::field(offer, &range.path);
        let end = |text: &str| size_at(&self.agreement, &range.path, text).ok();
        let (least, most) = (end(&range.least), end(&range.most));
        let found = field.as_ref().and_then(|f| size(&f.text));
        let inside = found.is_some_and(|v| least.is_none_or(|l| v >= l) && most.is_none_or(|m| v <= m));
        if inside {
            return None;
        }
        let words = match (range.least.trim(), range.most.trim()) {
            (least, "") => format!("at least {least}"),
            ("", most) => format!("at most {most}"),
            (least, most) => format!("{least} to {most}"),
        };
        let known = || term::field(&self.agreement, &range.path).map(|f| f.full_label);
        let label = field.as_ref().map(|f| f.full_label.clone()).or_else(known);
        Some(OutsideRange {
            path: range.path.clone(),
            label: label.unwrap_or_else(|| range.path.clone()),
            text: field.map(|f| f.text).unwrap_or_default(),
            range: words,
        })
    }
}

/// An agreement without what belongs to one deal alone.
fn emptied(agreement: &Agreement, title: &str) -> Agreement {
    let mut kept = agreement.clone();
    kept.template = None;
    kept.parties = Parties::default();
    kept.title = title.to_owned();
    for (name, word) in [(&agreement.parties.client.name, "the client"), (&agreement.parties.vendor.name, "the vendor")]
    {
        if !name.trim().is_empty() {
            kept.services = kept.services.replace(name.as_str(), word);
        }
    }
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
    kept
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
        Template::of_agreement(&sample().0, naming("our-voice"), ranges).unwrap()
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
                ("First contact resolution, target", "at least 70 %"),
                ("Cap of a month’s credits", "10 % to 15 %"),
                ("Tier 1, acknowledged within", "at most 30 min"),
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
        let wrong = Template::of_agreement(&sample().0, naming("Our Voice"), ranges).unwrap_err();
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
    fn shipped_templates_have_no_ranges() {
        assert!(template("customer-service-voice").unwrap().ranges.is_empty());
    }
}
