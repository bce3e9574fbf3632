//! A15: the template that an agreement began from: still the current one, and not taken over unread.

use super::{Evidence, Finding, Severity, paths};
use crate::{
    Agreement,
    template::{self, Template},
};

const SOURCE: &str = "a template is where a draft begins; its figures are nobody’s measured facts";

/// The template has not moved on.
pub(super) fn stale(agreement: &Agreement, evidence: &Evidence) -> Vec<Finding> {
    let own = |id: &str| evidence.own_template.as_ref().filter(|t| t.id == id);
    let known = |id: &str| -> Option<&Template> { own(id).or_else(|| template::template(id)) };
    let Some((began, now)) = agreement.template.as_ref().and_then(|t| Some((t, known(&t.id)?))) else {
        return Vec::new();
    };
    if began.version >= now.version {
        return Vec::new();
    }
    let changes = now.changelog.iter().filter(|v| v.version > began.version).map(|v| v.text.trim_end_matches('.'));
    let reason = format!(
        "The draft began from version {} of “{}”, which is at version {} since {}: {}.",
        began.version,
        now.title,
        now.version,
        now.date.format("%-d %B %Y"),
        changes.collect::<Vec<_>>().join(". ")
    );
    vec![Finding::new("A15", Severity::Warning, "Template has moved on", reason, SOURCE, paths::LEVELS)]
}

/// Some target was set by somebody, or held against history.
pub(super) fn hardly_edited(agreement: &Agreement, evidence: &Evidence) -> Vec<Finding> {
    let Some(began) = agreement.template.as_ref().and_then(|t| template::template(&t.id)) else {
        return Vec::new();
    };
    let from = |id| began.agreement.service_level(id);
    let same: Vec<_> = agreement
        .levels()
        .filter(|(l, _)| from(&l.id).is_some_and(|f| f.target == l.target && f.weight_percent == l.weight_percent))
        .collect();
    let untouched = !same.is_empty() && same.len() == agreement.service_levels.len();
    if !untouched || same.iter().any(|(_, m)| evidence.of_measure(&m.id).is_some()) {
        return Vec::new();
    }
    let reason = format!(
        "All {} targets and weights are those of “{}”, which were made for nobody in particular.",
        same.len(),
        began.title
    );
    let fields = same.iter().map(|(l, _)| paths::level(&l.id, "target"));
    let finding =
        Finding::new("A15", Severity::Advice, "Targets as the template has them", reason, SOURCE, paths::LEVELS);
    vec![finding.also(fields)]
}

#[cfg(test)]
mod tests {
    use super::super::tests::{d, good, history, level, only};
    use super::*;

    #[test]
    fn an_older_version_is_a_warning_and_the_current_one_is_not() {
        let mut a = good();
        assert_eq!(stale(&a, &Evidence::default()), []);
        a.template.as_mut().unwrap().version -= 1;
        let found = only(stale(&a, &Evidence::default()));
        assert_eq!(found.severity, Severity::Warning);
        a.template.as_mut().unwrap().id = "somebody’s own".into();
        assert_eq!(stale(&a, &Evidence::default()), [], "nothing is known of it");
    }

    #[test]
    fn one_target_of_ones_own_or_history_is_enough() {
        let mut a = good();
        assert_eq!(only(hardly_edited(&a, &Evidence::default())).severity, Severity::Advice);
        assert_eq!(hardly_edited(&a, &history(&[("fcr", &["70", "71"])])), []);
        level(&mut a, "fcr").weight_percent = d("21");
        assert_eq!(hardly_edited(&a, &Evidence::default()), []);
        a.template = None;
        assert_eq!(hardly_edited(&a, &Evidence::default()), []);
    }
}
