//! What kind of thing a measure counts, as far as its perspective and its words tell.

use super::paths;
use crate::{Agreement, Measure, Perspective};

/// Speed, use of resources, or money.
pub(super) fn is_speed(measure: &Measure) -> bool {
    matches!(measure.perspective, Perspective::Efficiency | Perspective::Cost)
}

/// What a customer gets out of it: experience, quality, outcome.
pub(super) fn is_value(measure: &Measure) -> bool {
    matches!(measure.perspective, Perspective::Experience | Perspective::Quality | Perspective::Outcome)
}

fn words(texts: &[&str]) -> Vec<String> {
    let all = texts.iter().flat_map(|t| t.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()));
    all.map(str::to_lowercase).collect()
}

fn named(measure: &Measure) -> Vec<String> {
    words(&[&measure.id.0, &measure.name])
}

fn has(words: &[String], any: &[&str]) -> bool {
    words.iter().any(|w| any.contains(&w.as_str()))
}

/// How long a contact takes.
pub(super) fn is_handle_time(measure: &Measure) -> bool {
    let words = named(measure);
    has(&words, &["aht"]) || has(&words, &["handle", "handling", "talk"]) && has(&words, &["time", "times"])
}

/// Whether the first contact settled the matter. Filed under quality, it says nothing of the work itself: a wrong answer
/// that nobody asks about again counts as settled.
fn is_first_contact(measure: &Measure) -> bool {
    let words = named(measure);
    has(&words, &["fcr"]) || ["first", "contact"].iter().all(|w| has(&words, &[w])) && is_resolution(measure)
}

/// Whether the work itself is right: graded, accurate, without rework.
pub(super) fn is_quality_of_work(measure: &Measure) -> bool {
    measure.perspective == Perspective::Quality && !is_first_contact(measure)
}

/// Whether the matter was settled.
pub(super) fn is_resolution(measure: &Measure) -> bool {
    const SIGNS: [&str; 6] = ["fcr", "resolution", "resolved", "repeat", "repeats", "reopened"];
    has(&named(measure), &SIGNS)
}

/// The words of a definition. “All of them and not a sample” is said of what is no sample.
fn defined(measure: &Measure) -> Vec<String> {
    let texts = [&measure.id.0, &measure.name, &measure.numerator, &measure.denominator, &measure.source];
    let texts = texts.map(|text| text.to_lowercase().replace("not a sample", ""));
    words(&texts.each_ref().map(String::as_str))
}

/// Rests on a sample: a survey or an audit.
pub(super) fn is_sampled(measure: &Measure) -> bool {
    const SIGNS: [&str; 16] = [
        "survey",
        "surveys",
        "surveyed",
        "csat",
        "nps",
        "audit",
        "audits",
        "audited",
        "qa",
        "evaluated",
        "evaluation",
        "evaluations",
        "sampled",
        "sample",
        "samples",
        "drawn",
    ];
    has(&defined(measure), &SIGNS)
}

/// Rests on work that somebody drew and graded: an audit, a check, a second review. Customers are asked, not audited.
pub(super) fn is_audited(measure: &Measure) -> bool {
    measure.perspective != Perspective::Experience && is_sampled(measure) && !is_survey(measure)
}

/// Says that somebody is asked.
fn is_survey(measure: &Measure) -> bool {
    const SIGNS: [&str; 7] = ["survey", "surveys", "surveyed", "csat", "nps", "answers", "respondents"];
    has(&defined(measure), &SIGNS)
}

/// Whether the vendor talks with customers, as far as its functions tell, else what is scored. A handle time that is only
/// reported makes no contact of a form that is filed.
pub(super) fn is_contact_work(agreement: &Agreement) -> bool {
    const SIGNS: [&str; 8] = ["asa", "answer", "answered", "abandonment", "abandoned", "call", "calls", "chat"];
    const BEHIND: [&str; 7] = ["back", "backoffice", "finance", "accounting", "payroll", "moderation", "trust"];
    let functions: Vec<Vec<String>> = agreement.scope.functions.iter().map(|f| words(&[f])).collect();
    if !functions.is_empty() && functions.iter().all(|f| has(f, &BEHIND)) {
        return false;
    }
    paths::scored(agreement).iter().any(|(_, m)| is_handle_time(m) || has(&named(m), &SIGNS))
}
