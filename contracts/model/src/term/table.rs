//! The table of terms: each section's rows are in a file of their own.

mod levels;
mod measures;
mod money;
mod parties;
mod ramp;
mod services;
mod sign_off;

use super::{Entry, Section, edit, slot::Slot};
use crate::Agreement;

/// Every term with its place, in the order of the document.
pub(super) fn entries(agreement: &mut Agreement) -> Vec<Entry<'_>> {
    let mut list = List { entries: Vec::new(), section: Section::Parties };
    let ramp_terms = edit::ramp_terms(agreement);
    let Agreement {
        title,
        parties,
        term,
        services,
        currency,
        charges,
        measures,
        service_levels,
        ramp,
        remedies,
        score,
        sign_off,
        ..
    } = agreement;

    parties::rows(&mut list, title, parties, term);
    list.section = Section::Services;
    services::rows(&mut list, services);
    list.section = Section::ServiceLevels;
    for level in service_levels {
        if let Some(measure) = measures.iter().find(|m| m.id == level.measure) {
            levels::rows(&mut list, level, measure);
        }
    }
    list.section = Section::Measures;
    for measure in measures {
        measures::rows(&mut list, measure);
    }
    list.section = Section::Ramp;
    ramp::rows(&mut list, ramp, ramp_terms);
    list.section = Section::Charges;
    money::rows(&mut list, charges, currency, remedies, score);
    list.section = Section::SignOff;
    sign_off::rows(&mut list, sign_off);
    list.entries
}

struct List<'a> {
    entries: Vec<Entry<'a>>,
    section: Section,
}

impl<'a> List<'a> {
    fn add(&mut self, path: impl Into<String>, label: &str, slot: Slot<'a>) {
        self.add_for("", path, label, slot);
    }

    /// A term of something that has a name, which the full label begins with.
    fn add_for(&mut self, name: &str, path: impl Into<String>, label: &str, slot: Slot<'a>) {
        let full_label = if name.is_empty() {
            label.to_owned()
        } else {
            let mut letters = label.chars();
            let first = letters.next().map(|c| c.to_lowercase().to_string()).unwrap_or_default();
            format!("{name}, {first}{}", letters.as_str())
        };
        self.entries.push(Entry {
            path: path.into(),
            label: label.to_owned(),
            full_label,
            section: self.section,
            slot,
        });
    }
}
