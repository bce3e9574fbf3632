//! Templates: agreements to begin from, shipped as data, and the sample that fills one in.

use crate::{Agreement, Charges, Measure, MeasureId, ServiceLevel, Side, review::Change, term};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;
use ts_rs::TS;

mod file;
mod limits;
mod own;

pub use file::TemplateFile;
pub use limits::{OutsideRange, TermRange, limitable};
pub use own::{Naming, id_of_title};

/// The template that an agreement began from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct TemplateRef {
    /// Which one.
    pub id: String,
    /// Its version at the time.
    pub version: u32,
}

/// Why a template measures something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct MeasureNote {
    /// The measure.
    pub measure: MeasureId,
    /// Why it is there.
    pub why: String,
    /// How its figure can be improved without improving the service, and what answers that.
    pub gamed_by: String,
}

/// Where a figure of a template comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct DefaultNote {
    /// The term.
    pub path: String,
    /// What the template sets, as a person would type it.
    pub text: String,
    /// What that rests on.
    pub source: String,
}

/// What changed with a version of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// The version.
    pub version: u32,
    /// When it was published.
    pub date: NaiveDate,
    /// What changed.
    pub text: String,
}

/// An agreement to begin from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Its name in commands: `customer-service-voice`.
    pub id: String,
    /// Counts up with every change.
    pub version: u32,
    /// What it is called.
    pub title: String,
    /// What it is for.
    pub purpose: String,
    /// Who wrote it, and from what.
    pub provenance: String,
    /// When this version was published.
    pub date: NaiveDate,
    /// One note for each measure.
    pub measures: Vec<MeasureNote>,
    /// Where its figures come from.
    pub defaults: Vec<DefaultNote>,
    /// Every version, the oldest first.
    pub changelog: Vec<Version>,
    /// What terms may be changed to without asking again; shipped templates have none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ranges: Vec<TermRange>,
    /// Whose the ranges are; none: whoever has the template.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
    /// The agreement itself: parties and charges are not set, the start stands for the day that is chosen.
    pub agreement: Agreement,
}

impl Template {
    /// An agreement from this template that starts on `start`.
    #[must_use]
    pub fn instantiate(&self, start: NaiveDate) -> Agreement {
        let mut agreement = self.agreement.clone();
        agreement.term.start = start;
        agreement.template = Some(TemplateRef { id: self.id.clone(), version: self.version });
        agreement
    }

    /// An agreement from this template with everything filled in that it waits for. Both companies are invented.
    #[must_use]
    pub fn example(&self, start: NaiveDate) -> Agreement {
        let mut agreement = self.instantiate(start);
        let title = format!("{} (example)", agreement.title);
        let name = |party: &mut crate::Party, name: &str, address: &str, representative: &str, email: &str| {
            *party = crate::Party {
                name: name.into(),
                address: address.into(),
                representative: representative.into(),
                email: email.into(),
            };
        };
        let parties = &mut agreement.parties;
        let client =
            ("Northmere Energy", "4 Harbour Row, Northmere", "Head of Operations", "contracts@northmere.example");
        let vendor = ("Alvora Contact", "ul. Żeglarska 12, Łódź", "Account Director", "contracts@alvora.example");
        name(&mut parties.client, client.0, client.1, client.2, client.3);
        name(&mut parties.vendor, vendor.0, vendor.1, vendor.2, vendor.3);
        agreement.title = title;
        agreement.charges = Charges::FixedMonthly { amount: agreement.currency.amount(25_000_000) };
        for contact in &mut agreement.contacts {
            let domain = if contact.side == Some(Side::Vendor) { "alvora" } else { "northmere" };
            contact.email = format!("{}@{domain}.example", contact.role.to_lowercase().replace(' ', "-"));
        }
        agreement
    }
}

const FILES: [&str; 11] = [
    include_str!("../templates/customer-service-voice.json"),
    include_str!("../templates/digital-care.json"),
    include_str!("../templates/technical-support.json"),
    include_str!("../templates/it-service-desk.json"),
    include_str!("../templates/back-office.json"),
    include_str!("../templates/finance-accounting.json"),
    include_str!("../templates/claims-processing.json"),
    include_str!("../templates/sales-retention.json"),
    include_str!("../templates/trust-safety.json"),
    include_str!("../templates/outcome-gain-share.json"),
    include_str!("../templates/first-outsourcing.json"),
];

/// Every template, in the order of the gallery.
///
/// # Panics
/// Never: the files are part of the program, and a test reads each.
#[must_use]
pub fn templates() -> &'static [Template] {
    static TEMPLATES: OnceLock<Vec<Template>> = OnceLock::new();
    let read = |file| serde_json::from_str(file).expect("a shipped template is well formed");
    TEMPLATES.get_or_init(|| FILES.iter().copied().map(read).collect())
}

/// The template with this id.
#[must_use]
pub fn template(id: &str) -> Option<&'static Template> {
    templates().iter().find(|t| t.id == id)
}

/// What the templates usually promise about a measure: the first one that has a level of it, by the same id and on the
/// same scale.
#[must_use]
pub fn usual_promise(measure: &Measure) -> Option<(&'static Template, &'static ServiceLevel)> {
    let scale = |m: &Measure| (m.unit, m.direction, m.precision_decimals);
    templates().iter().find_map(|template| {
        let same = |(_, m): &(&ServiceLevel, &Measure)| m.id == measure.id && scale(m) == scale(measure);
        Some((template, template.agreement.levels().find(same)?.0))
    })
}

/// What the sample fills into its template.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sample {
    template: String,
    /// For readers of the file.
    #[serde(rename = "note")]
    _note: String,
    start: NaiveDate,
    changes: Vec<Change>,
}

/// The sample: an agreement that is filled in and has no error and no warning, and the history of its measures as CSV.
/// Illustrative: both companies and every figure are invented.
///
/// # Panics
/// Never: the files are part of the program, and a test reads them.
#[must_use]
pub fn sample() -> (Agreement, &'static str) {
    let sample: Sample =
        serde_json::from_str(include_str!("../sample/sample.json")).expect("the shipped sample is well formed");
    let template = template(&sample.template).expect("the sample names a shipped template");
    let mut agreement = template.instantiate(sample.start);
    for change in sample.changes {
        term::set(&mut agreement, &change.path, &change.text).expect("the shipped sample sets terms that there are");
    }
    (agreement, include_str!("../sample/sample-history.csv"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Class, Decimal, MeasureId, Offset, Severity, canonical_bytes};
    use std::collections::BTreeSet;

    fn d(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn every_template_explains_each_of_its_measures_and_names_its_versions() {
        let mut ids = BTreeSet::new();
        for t in templates() {
            assert!(ids.insert(t.id.clone()), "{} is there twice", t.id);
            let noted: BTreeSet<&MeasureId> = t.measures.iter().map(|m| &m.measure).collect();
            let defined: BTreeSet<&MeasureId> = t.agreement.measures.iter().map(|m| &m.id).collect();
            assert_eq!(noted, defined, "{}", t.id);
            for text in [&t.title, &t.purpose, &t.provenance] {
                assert!(!text.trim().is_empty(), "{}", t.id);
            }
            let last = t.changelog.last().unwrap();
            assert_eq!((last.version, last.date), (t.version, t.date));
        }
    }

    #[test]
    fn every_default_that_is_explained_is_the_one_that_is_set() {
        for t in templates() {
            for note in &t.defaults {
                let field = term::field(&t.agreement, &note.path).expect(&note.path);
                let plain = |text: &str| text.replace(['\u{202f}', '\u{a0}'], " ");
                assert_eq!(plain(&field.text), note.text, "{}", note.path);
                assert!(!note.source.trim().is_empty());
            }
            let targets = t.agreement.service_levels.iter();
            for level in targets {
                let path = format!("service_levels.{}.target", level.id);
                assert!(t.defaults.iter().any(|n| n.path == path), "{path} has no source");
            }
        }
    }

    #[test]
    fn the_texts_of_templates_and_the_library_have_the_signs_of_print() {
        let sample = include_str!("../sample/sample.json");
        for text in FILES.iter().chain(&crate::library::FILES).chain([&sample]) {
            let of = text.lines().nth(1).unwrap_or_default();
            let straight = text.lines().find(|line| line.contains('\'') || line.contains("\\\""));
            assert_eq!(straight, None, "in the file of {of}");
        }
    }

    #[test]
    fn every_template_filled_in_has_neither_error_nor_warning() {
        for t in templates() {
            let a = t.example(NaiveDate::from_ymd_opt(2027, 3, 1).unwrap());
            let grave: Vec<_> = crate::review::review(&a, &crate::Evidence::default())
                .into_iter()
                .filter(|f| f.severity != Severity::Advice)
                .map(|f| (f.title, f.reason))
                .collect();
            assert_eq!(grave, [], "{}", t.id);
        }
    }

    #[test]
    fn a_template_waits_only_for_parties_charges_and_contacts() {
        for t in templates() {
            let a = t.instantiate(NaiveDate::from_ymd_opt(2027, 3, 1).unwrap());
            assert_eq!(a.template.as_ref().unwrap().id, t.id);
            let grave: Vec<_> = crate::review::review(&a, &crate::Evidence::default())
                .into_iter()
                .filter(|f| f.severity != Severity::Advice)
                .flat_map(|f| f.fields)
                .collect();
            let waiting = [
                "parties.client.name",
                "parties.vendor.name",
                "charges.amount",
                "escalation.tiers.1.contact",
                "escalation.tiers.2.contact",
                "escalation.tiers.3.contact",
            ];
            assert_eq!(grave, waiting, "{}", t.id);
        }
    }

    #[test]
    fn the_voice_template_is_a_balanced_scorecard_under_its_cap() {
        let t = template("customer-service-voice").unwrap();
        let a = &t.agreement;
        let weights = a.service_levels.iter().map(|l| l.weight_percent);
        assert_eq!(weights.sum::<Decimal>(), d("100"));
        assert_eq!(a.service_levels.len(), 8);
        assert_eq!(a.term.months, 24);
        assert_eq!(a.remedies.month_cap_percent, Some(d("12")));
        assert_eq!(a.ramp.credit_factors_percent, ["0", "0", "50", "100"].map(d));
        for level in &a.service_levels {
            let worst = level.bands.iter().map(|b| b.credit_percent).max().unwrap();
            assert!(worst < d("12"), "{}", level.id);
            assert!(a.ramp.path(&level.id).is_some(), "{}", level.id);
        }
        let critical: Vec<&str> =
            a.service_levels.iter().filter(|l| l.class == Class::Critical).map(|l| l.id.0.as_str()).collect();
        assert_eq!(critical, ["fcr", "service_level"]);
        let asa = a.service_levels.iter().find(|l| l.id.0 == "asa").unwrap();
        assert!(matches!(asa.floor, Some(Offset::Ratio(_))), "times move by ratio");
    }

    #[test]
    fn the_sample_is_filled_in_and_says_that_it_is_illustrative() {
        let (a, csv) = sample();
        assert!(a.title.contains("illustrative") && a.services.contains("invented"));
        assert_eq!(a.charges.amount(1), d("412000.00"));
        assert_eq!(a.currency.code(), "USD");
        assert_eq!(a.term.start.to_string(), "2027-03-01");
        assert!(a.parties.vendor.address.contains("Łódź"));
        assert!(csv.starts_with("month,offered,answered,"));
        // What it is made from twice is the same to the byte.
        assert_eq!(canonical_bytes(&a), canonical_bytes(&sample().0));
    }
}
