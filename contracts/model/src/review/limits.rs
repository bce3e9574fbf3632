//! B6: terms outside of the limits that one’s own template sets.

use super::{Evidence, Finding, Severity, wording};
use crate::{Agreement, template::OutsideRange};

const SOURCE: &str = "limits are set when nobody is waiting for an answer; outside of them somebody is asked first";

/// Every term is inside the range that the template of this side has for it. The finding is this side's own.
pub(super) fn outside(agreement: &Agreement, evidence: &Evidence) -> Vec<Finding> {
    let began = |id: &str| agreement.template.as_ref().is_some_and(|t| t.id == id);
    let Some(template) = evidence.own_template.as_ref().filter(|t| began(&t.id)) else {
        return Vec::new();
    };
    let found = template.outside(agreement).into_iter();
    found.map(|outside| finding(&template.title, outside)).collect()
}

fn finding(template: &str, outside: OutsideRange) -> Finding {
    let OutsideRange { path, label, text, range, nearest } = outside;
    let says = if text.is_empty() { "not set".to_owned() } else { text };
    let title = format!("Outside your limit: {says}");
    let reason = format!("{label} is {says}; your template “{template}” allows {range}.");
    let found = Finding::new("B6", Severity::Warning, title, reason, SOURCE, &*path);
    let found = Finding { own: true, ..found };
    match nearest {
        Some(end) => {
            let change = wording::change(path, wording::typed(&end));
            found.mended(format!("Set it to {end}"), vec![change])
        }
        None => found,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{apply, good, only};
    use super::*;
    use crate::{
        template::{Naming, Template, TemplateRef, TermRange},
        term,
    };

    fn with_limit(path: &str, text: &str) -> (Agreement, Evidence) {
        let mut agreement = good();
        let naming = Naming {
            id: "our-voice".into(),
            title: "Our voice".into(),
            purpose: String::new(),
            provenance: String::new(),
            date: "2027-05-01".parse().unwrap(),
            side: None,
        };
        let limit = TermRange::read(path, text).unwrap();
        let template = Template::of_agreement(&agreement, naming, &[limit]).unwrap();
        agreement.template = Some(TemplateRef { id: "our-voice".into(), version: 1 });
        (agreement, Evidence { own_template: Some(template), ..Evidence::default() })
    }

    #[test]
    fn a_term_outside_its_limit_is_named_with_its_value_and_the_limit_and_set_inside() {
        let path = "service_levels.fcr.target";
        let (mut a, evidence) = with_limit(path, "70 % to 75 %");
        assert_eq!(outside(&a, &evidence), []);
        term::set(&mut a, path, "69.9 %").unwrap();
        let found = only(outside(&a, &evidence));
        assert!(found.own && found.severity == Severity::Warning && found.fields == [path]);
        assert_eq!(
            found.reason,
            "First contact resolution, target is 69.9\u{202f}%; your template “Our voice” allows 70.0\u{202f}% to 75.0\u{202f}%."
        );
        apply(&mut a, &found.mend.unwrap());
        assert_eq!(term::field(&a, path).unwrap().text, "70.0\u{202f}%");
        assert_eq!(outside(&a, &evidence), []);
    }

    #[test]
    fn the_limit_of_a_target_holds_for_its_later_ones() {
        let (mut a, evidence) = with_limit("service_levels.fcr.target", "70 % to 75 %");
        term::set(&mut a, "service_levels.fcr.later", "from month 13: 75 %, from month 19: 76 %").unwrap();
        let found = only(outside(&a, &evidence));
        assert_eq!(found.fields, ["service_levels.fcr.later.2.target"]);
        assert!(found.reason.contains("is 76.0\u{202f}%") && found.reason.contains("70.0\u{202f}% to 75.0\u{202f}%"));
        apply(&mut a, &found.mend.unwrap());
        assert_eq!(outside(&a, &evidence), []);
        let (mut a, mut evidence) = with_limit("service_levels.fcr.target", "at most 75 %");
        term::set(&mut a, "service_levels.fcr.later", "from month 13: 76 %").unwrap();
        let own = TermRange::read("service_levels.fcr.later.1.target", "at most 77 %").unwrap();
        evidence.own_template.as_mut().unwrap().ranges.push(own);
        assert_eq!(outside(&a, &evidence), [], "it has a limit of its own");
    }

    #[test]
    fn limits_hold_for_what_began_from_their_template_and_for_what_is_no_longer_there() {
        let (mut a, evidence) = with_limit("remedies.month_cap", "at most 15 %");
        a.remedies.month_cap_percent = None;
        let found = only(outside(&a, &evidence));
        assert_eq!((found.title.as_str(), found.mend), ("Outside your limit: not set", None));
        a.template = None;
        assert_eq!(outside(&a, &evidence), []);
        assert_eq!(outside(&a, &Evidence::default()), []);
    }
}
