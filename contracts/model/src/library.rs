//! The library of measures: definitions that are ready to use, by function, each with the ways in which it can be
//! gamed and what answers that.

use crate::{Decimal, Measure, MeasureId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;
use ts_rs::TS;

/// A kind of work that is outsourced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Function {
    /// Customers on the telephone.
    CustomerService,
    /// Customers in writing.
    DigitalCare,
    /// Users of a product with a problem.
    TechnicalSupport,
    /// Items to process.
    BackOffice,
    /// Books, payments, closing.
    FinanceAccounting,
    /// Claims and cases.
    Claims,
    /// Winning and keeping customers.
    SalesRetention,
    /// Review of what people publish.
    TrustSafety,
    /// A company's own people and their computers.
    ItServiceDesk,
}

/// A way to improve a figure without improving the service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gaming {
    /// How: "Can be lowered by …".
    pub how: String,
    /// What answers it.
    pub answer: String,
    /// Measures any one of which shows it; empty where the definition itself answers.
    pub held_by: Vec<MeasureId>,
}

/// What others report for a measure. Never a promise of anybody's, and never a measurement of ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Benchmark {
    /// Lower end, in the measure's unit.
    pub low: Decimal,
    /// Upper end.
    pub high: Decimal,
    /// Who says so.
    pub source: String,
    /// When it was said, or read where it bears no date.
    pub date: String,
}

/// A measure of the library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LibraryMeasure {
    /// The definition.
    pub measure: Measure,
    /// Why it is worth measuring.
    pub why: String,
    /// The ways in which it can be gamed.
    pub gamed_by: Vec<Gaming>,
    /// Parts of names, in small letters, by which a measure that somebody defined is recognised as this one.
    pub known_as: Vec<String>,
    /// True for what counts activity and says nothing about what came of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_activity: bool,
    /// True for what more contacts than forecast make worse, however well the vendor works.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_volume_driven: bool,
    /// What others report.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub benchmarks: Vec<Benchmark>,
}

/// The measures of one function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Shelf {
    /// Which function.
    pub function: Function,
    /// Its name for people.
    pub title: String,
    /// Measures that are defined for it.
    pub measures: Vec<LibraryMeasure>,
    /// Measures of other functions that serve it as well.
    pub also: Vec<MeasureId>,
}

impl Shelf {
    /// Every measure that serves this function: its own first.
    pub fn all(&self) -> impl Iterator<Item = &'static LibraryMeasure> {
        let own = self.measures.iter().map(|m| &m.measure.id);
        own.chain(&self.also).filter_map(measure)
    }
}

pub(crate) const FILES: [&str; 9] = [
    include_str!("../library/customer-service.json"),
    include_str!("../library/digital-care.json"),
    include_str!("../library/technical-support.json"),
    include_str!("../library/back-office.json"),
    include_str!("../library/finance-accounting.json"),
    include_str!("../library/claims.json"),
    include_str!("../library/sales-retention.json"),
    include_str!("../library/trust-safety.json"),
    include_str!("../library/it-service-desk.json"),
];

/// The library by function.
///
/// # Panics
/// Never: the files are part of the program, and a test reads each.
#[must_use]
pub fn shelves() -> &'static [Shelf] {
    static SHELVES: OnceLock<Vec<Shelf>> = OnceLock::new();
    let read = |file| serde_json::from_str(file).expect("a shipped library is well formed");
    SHELVES.get_or_init(|| FILES.iter().copied().map(read).collect())
}

/// Every measure of the library, in the order of its functions.
pub fn measures() -> impl Iterator<Item = &'static LibraryMeasure> {
    shelves().iter().flat_map(|s| &s.measures)
}

/// The measure with this id.
#[must_use]
pub fn measure(id: &MeasureId) -> Option<&'static LibraryMeasure> {
    measures().find(|m| &m.measure.id == id)
}

/// The measure of the library that somebody's definition is about: by its id, or by the longest known part of its name.
#[must_use]
pub fn recognise(defined: &Measure) -> Option<&'static LibraryMeasure> {
    if let Some(same) = measure(&defined.id) {
        return Some(same);
    }
    let (name, id) = (spaced(&defined.name), spaced(&defined.id.0));
    let found = signs().iter().find(|sign| name.contains(&sign.text) || id.contains(&sign.text));
    found.map(|sign| sign.of)
}

/// A part of names by which a measure is recognised.
struct Sign {
    /// The part with a space before it and, where it is a short form, behind it.
    text: String,
    letters: usize,
    of: &'static LibraryMeasure,
}

/// Every part of a name that the library knows, the longest first; of equal lengths the earlier measure is the commoner
/// one. Made once: the review asks for each measure in several rules, at every key stroke.
fn signs() -> &'static [Sign] {
    static SIGNS: OnceLock<Vec<Sign>> = OnceLock::new();
    SIGNS.get_or_init(|| {
        let of_measure = |of: &'static LibraryMeasure| {
            of.known_as.iter().map(move |words| Sign { text: sign(words), letters: words.len(), of })
        };
        let mut signs: Vec<Sign> = measures().flat_map(of_measure).collect();
        signs.sort_by_key(|sign| std::cmp::Reverse(sign.letters));
        signs
    })
}

/// These words in this order, as [`spaced`] writes them; the last one may go on ("transfer" in "transfers"), but not of a
/// short form, which is a word of its own: "qa" is not in "qatar".
fn sign(words: &str) -> String {
    if words.len() <= SHORT_FORM_LETTERS_MAX { format!(" {words} ") } else { format!(" {words}") }
}

const SHORT_FORM_LETTERS_MAX: usize = 4;

/// Words in small letters with one space around each.
fn spaced(text: &str) -> String {
    let is_part = |c: char| c.is_alphanumeric() || c == '-';
    let words = text.split(|c: char| !is_part(c)).filter(|w| !w.is_empty());
    words.fold(String::from(" "), |all, word| all + &word.to_lowercase() + " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Direction;
    use std::collections::BTreeSet;

    #[test]
    fn every_function_has_measures_and_every_measure_is_whole() {
        let mut ids = BTreeSet::new();
        assert_eq!(shelves().len(), 9);
        for shelf in shelves() {
            assert!(shelf.all().count() >= 8, "{:?} has {}", shelf.function, shelf.all().count());
            assert_eq!(shelf.all().count(), shelf.measures.len() + shelf.also.len(), "{:?}", shelf.function);
        }
        for m in measures() {
            let id = &m.measure.id;
            assert!(ids.insert(id), "{id} is there twice");
            let parts = [&m.measure.name, &m.measure.numerator, &m.measure.source, &m.why];
            assert_eq!(m.measure.denominator.is_empty(), !m.measure.statistic.has_denominator(), "{id}");
            assert!(parts.iter().all(|t| !t.trim().is_empty()), "{id}");
            assert!(!m.gamed_by.is_empty() && !m.known_as.is_empty(), "{id}");
            for way in &m.gamed_by {
                assert!(way.how.starts_with("Can be ") && !way.how.ends_with('.'), "{id}: {}", way.how);
                assert!(!way.answer.is_empty() && !way.answer.ends_with('.'), "{id}: {}", way.answer);
                assert!(way.held_by.iter().all(|h| measure(h).is_some() && h != id), "{id}");
            }
            assert!(m.known_as.iter().all(|k| *k == k.to_lowercase()), "{id}");
        }
    }

    #[test]
    fn the_measures_that_the_field_speaks_of_are_there() {
        for id in [
            "aht",
            "asa",
            "fcr",
            "csat",
            "nps",
            "qa",
            "abandonment",
            "service_level",
            "cost_per_contact",
            "sentiment",
            "repeat_contacts",
            "upsell",
            "save_rate",
            "accuracy",
            "turnaround",
            "throughput",
            "availability_telephony",
            "backlog",
            "schedule_adherence",
            "chat_response",
            "email_response",
            "social_response",
            "resolution_time",
            "reopen_rate",
            "escalation_rate",
        ] {
            assert!(measure(&MeasureId(id.into())).is_some(), "{id}");
        }
    }

    #[test]
    fn a_benchmark_says_who_and_when_and_lies_in_the_domain() {
        let mut count = 0;
        for m in measures() {
            for b in &m.benchmarks {
                count += 1;
                assert!(b.low < b.high && m.measure.unit.holds(b.low) && m.measure.unit.holds(b.high));
                assert!(!b.source.is_empty() && b.date.contains("20"), "{}", m.measure.id);
                assert_ne!(m.measure.direction, Direction::Range);
            }
        }
        assert!(count >= 3);
    }

    #[test]
    fn a_measure_is_recognised_by_id_or_by_its_name() {
        let mut own = measures().next().unwrap().measure.clone();
        for (name, id) in [
            ("AHT (voice)", "aht"),
            ("Average handling time", "aht"),
            ("First Contact Resolution, e-mail", "fcr"),
            ("Chat response time", "chat_response_time"),
            ("Utilisation of agents", "occupancy"),
            ("Number of calls handled", "contacts_handled"),
            ("Complaints, number of", "complaints"),
            ("Number of complaints", "complaints_received"),
            ("Resolution time, 90th percentile", "resolution_time_p90"),
        ] {
            own.id = MeasureId("something".into());
            own.name = name.into();
            assert_eq!(recognise(&own).map(|m| m.measure.id.0.as_str()), Some(id), "{name}");
        }
        own.name = "Dancing of the qatari team".into();
        assert_eq!(recognise(&own), None);
        own.id = MeasureId("csat".into());
        assert_eq!(recognise(&own).unwrap().measure.id.0, "csat");
    }
}
