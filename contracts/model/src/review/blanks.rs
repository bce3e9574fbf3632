//! C0: places that the document prints as “not set”.

use super::{Evidence, Finding, Severity, paths};
use crate::{
    Agreement,
    term::{self, Kind},
};

const SOURCE: &str = "an agreement says who, for how long, for how much and what";

/// What is delivered is said, every measure has a name, and no entry of a list is empty.
pub(super) fn printed(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let find = |severity, title: &str, reason: String, field: String| {
        Finding::new("C0", severity, title, reason, SOURCE, field)
    };
    let mut found = Vec::new();
    if agreement.services.trim().is_empty() {
        let reason = "Without a word about the services nobody can tell what is to be delivered, and what is not.";
        found.push(find(Severity::Error, "Services not set", reason.into(), "services".into()));
    }
    let promised = |id| agreement.service_levels.iter().any(|l| &l.measure == id);
    for measure in agreement.measures.iter().filter(|m| m.name.trim().is_empty() && promised(&m.id)) {
        let reason = format!("The measure “{}” has no name, and the document calls it by none.", measure.id);
        found.push(find(Severity::Error, "Measure without a name", reason, paths::measure(measure, "name")));
    }
    // An entry of plain words is known by its number; who approves is known by a role.
    let is_entry = |path: &str| {
        let leaf = path.rsplit('.').next().unwrap_or_default();
        leaf.bytes().all(|b| b.is_ascii_digit()) || path.starts_with("sign_off.") && leaf == "role"
    };
    let blank = term::fields(agreement).into_iter().filter(|field| {
        matches!(field.kind, Kind::Text | Kind::LongText) && field.text.trim().is_empty() && is_entry(&field.path)
    });
    found.extend(blank.map(|field| {
        let reason = format!(
            "{} is an entry without words, and is printed as a blank; fill it in or remove it.",
            field.full_label
        );
        find(Severity::Warning, "Empty entry", reason, field.path)
    }));
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::{good, measure, only};
    use super::*;

    fn none() -> Evidence {
        Evidence::default()
    }

    #[test]
    fn what_is_delivered_is_said() {
        let mut a = good();
        assert_eq!(printed(&a, &none()), []);
        a.services = " \n".into();
        let found = only(printed(&a, &none()));
        assert_eq!((found.severity, found.fields[0].as_str()), (Severity::Error, "services"));
    }

    #[test]
    fn names_roles_and_entries_of_lists_are_not_empty() {
        let mut a = good();
        measure(&mut a, "csat").name.clear();
        assert_eq!(only(printed(&a, &none())).fields, ["measures.csat.name"]);
        a.service_levels.retain(|l| l.measure.0 != "csat");
        assert_eq!(printed(&a, &none()), [], "nobody promises anything about it");
        for path in ["sign_off.1.role", "scope.excluded.2", "governance.review_triggers.1"] {
            let mut a = good();
            term::set(&mut a, path, "").unwrap();
            let found = only(printed(&a, &none()));
            assert_eq!((found.severity, found.fields[0].as_str()), (Severity::Warning, path));
        }
        let mut a = good();
        a.parties.client.email.clear();
        assert_eq!(printed(&a, &none()), [], "then the document leaves the sentence out");
    }
}
