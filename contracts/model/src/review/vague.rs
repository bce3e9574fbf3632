//! C4: words that promise without saying how much or until when.

use super::{Evidence, Finding, Severity, paths, wording};
use crate::{Agreement, term};

const SOURCE: &str =
    "what two honest people can read differently is settled by whoever is stronger, not by the agreement";

/// Words that sound like a promise; where one begins another one, the longer stands first.
const VAGUE: [&[&str]; 30] = [
    &["as", "soon", "as", "possible"],
    &["as", "quickly", "as", "possible"],
    &["asap"],
    &["without", "undue", "delay"],
    &["best", "in", "class"],
    &["best", "effort"],
    &["best", "efforts"],
    &["best", "endeavours"],
    &["best", "practice"],
    &["best", "practices"],
    &["best", "possible"],
    &["reasonable"],
    &["reasonably"],
    &["high", "quality"],
    &["highest", "quality"],
    &["top", "quality"],
    &["good"],
    &["excellent"],
    &["outstanding"],
    &["adequate"],
    &["satisfactory"],
    &["timely"],
    &["promptly"],
    &["quickly"],
    &["swiftly"],
    &["industry", "standard"],
    &["industry", "standards"],
    &["state", "of", "the", "art"],
    &["world", "class"],
    &["first", "class"],
];
/// A “good” that is no grade: good faith.
const NOT_A_GRADE: &str = "faith";

/// Whether the term at `path` promises something in words of its own.
fn promises(agreement: &Agreement, path: &str) -> bool {
    const LISTS: [&str; 3] = ["scope.included.", "scope.vendor_duties.", "scope.client_duties."];
    let counted = |id: &str| agreement.service_levels.iter().any(|l| l.measure.0 == id);
    let of_measure = path.strip_prefix("measures.").and_then(|rest| rest.rsplit_once('.'));
    path == "services"
        || LISTS.iter().any(|list| path.starts_with(list))
        || path.starts_with(paths::LEVELS) && path.ends_with(".client_part")
        || of_measure.is_some_and(|(id, leaf)| matches!(leaf, "numerator" | "denominator") && counted(id))
}

/// The vague words of one sentence. One with a number says how much, and what stands in quotation marks is quoted.
fn in_sentence(sentence: &str) -> Option<String> {
    let mut quoted = false;
    let plain: String = sentence
        .chars()
        .filter(|c| {
            quoted = match c {
                '“' => true,
                '”' => false,
                _ => quoted,
            };
            !quoted
        })
        .collect();
    if plain.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let words: Vec<String> =
        plain.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
    (0..words.len()).find_map(|at| {
        let is_here = |phrase: &&&[&str]| {
            let here = words[at..].iter().map(String::as_str);
            words.len() - at >= phrase.len() && here.zip(phrase.iter()).all(|(word, wanted)| word == *wanted)
        };
        let phrase = VAGUE.iter().find(is_here)?;
        let next = words.get(at + phrase.len()).map(String::as_str);
        (next != Some(NOT_A_GRADE)).then(|| phrase.join(" "))
    })
}

/// What is promised can be held against something.
pub(super) fn words(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let fields = term::fields(agreement).into_iter().filter(|field| promises(agreement, &field.path));
    let findings = fields.filter_map(|field| {
        let sentences = field.text.split(['\n', ';', '!', '?']).flat_map(|part| part.split(". "));
        let mut found: Vec<String> = sentences.filter_map(in_sentence).map(|words| format!("“{words}”")).collect();
        found.dedup();
        let named: Vec<&str> = found.iter().map(String::as_str).collect();
        let says = if named.is_empty() { return None } else { wording::names(&named) };
        let reason = format!(
            "{} says {says}, and not how much or until when, so that it can be neither met nor missed.",
            field.full_label
        );
        Some(Finding::new("C4", Severity::Warning, "Promise without a measure", reason, SOURCE, field.path))
    });
    findings.collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{good, measure, only};
    use super::*;

    fn none() -> Evidence {
        Evidence::default()
    }

    #[test]
    fn words_that_cannot_be_held_against_anything_are_told_by_name() {
        let mut a = good();
        assert_eq!(words(&a, &none()), []);
        a.services = "Provide high-quality support as soon as possible.".into();
        let found = only(words(&a, &none()));
        assert_eq!((found.severity, found.fields[0].as_str()), (Severity::Warning, "services"));
        assert!(found.reason.contains("“high quality”"), "{}", found.reason);
        for fine in ["Answer within 30 seconds.", "Answer as soon as possible, within 30 seconds.", "In good faith."] {
            a.services = fine.into();
            assert_eq!(words(&a, &none()), [], "{fine}");
        }
        a.services = "Answers e-mail. Best efforts are made.\nState-of-the-art tools".into();
        assert!(only(words(&a, &none())).reason.contains("“best efforts” and “state of the art”"));
    }

    #[test]
    fn what_is_counted_is_held_to_the_same_and_quotations_are_not() {
        let mut a = good();
        measure(&mut a, "csat").numerator = "Good support".into();
        assert_eq!(only(words(&a, &none())).fields, ["measures.csat.numerator"]);
        measure(&mut a, "csat").numerator = "Answers “good” or “excellent”".into();
        assert_eq!(words(&a, &none()), []);
        measure(&mut a, "csat").numerator = "Good support".into();
        a.service_levels.retain(|l| l.measure.0 != "csat");
        assert_eq!(words(&a, &none()), [], "nothing is promised of it");
        crate::term::set(&mut a, "scope.vendor_duties.1", "Staffs every queue in a timely manner").unwrap();
        assert_eq!(only(words(&a, &none())).fields, ["scope.vendor_duties.1"]);
    }
}
