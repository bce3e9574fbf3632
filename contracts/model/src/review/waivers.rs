//! C21: warnings that are left standing with a reason. An error cannot be waived.

use super::{Change, Finding, Severity};
use crate::{
    Agreement, Private, Waived, Waiver,
    canonical::sha256_hex,
    read,
    term::{self, Field},
};

const SOURCE: &str = "a warning can be left standing with a reason; an error has to be mended";

impl Waiver {
    /// The waiver of this finding.
    #[must_use]
    pub fn of(finding: &Finding, reason: &str) -> Self {
        Self {
            rule: finding.rule.clone(),
            title: finding.title.clone(),
            field: finding.fields.first().cloned().unwrap_or_default(),
            reason: reason.trim().to_owned(),
            said: Vec::new(),
        }
    }

    /// Whether it is about this finding.
    #[must_use]
    pub fn is_of(&self, finding: &Finding) -> bool {
        self.rule == finding.rule && self.title == finding.title && finding.fields.first() == Some(&self.field)
    }
}

/// Whether a finding can be left standing: a warning, or advice that does not wait for something.
fn is_waivable(finding: &Finding) -> bool {
    finding.severity != Severity::Error && finding.waits_for.is_none()
}

/// What a term says, short enough to be kept with a waiver: a long text by its beginning and a hash of the whole.
fn remembered(field: &Field) -> String {
    let text = field.text.replace(['\u{202f}', '\u{a0}'], " ");
    let beginning = read::shown(&text);
    if beginning == text.trim() { beginning } else { format!("{beginning} {}", &sha256_hex(text.as_bytes())[..16]) }
}

/// What the terms say that a finding is about.
fn said(agreement: &Agreement, finding: &Finding) -> Vec<Change> {
    let fields = term::fields(agreement);
    let known = finding.fields.iter().filter_map(|path| fields.iter().find(|field| &field.path == path));
    known.map(|field| Change { path: field.path.clone(), text: remembered(field) }).collect()
}

/// What was waived and says something else now: each term with what it said then. A term that is gone is none of them.
fn changed(waiver: &Waiver, fields: &[Field]) -> Vec<String> {
    let now = |then: &&Change| fields.iter().find(|field| field.path == then.path);
    let other = waiver.said.iter().filter(|then| now(then).is_some_and(|field| remembered(field) != then.text));
    other
        .filter_map(|then| {
            let label = &now(&then)?.full_label;
            let text = then.text.as_str();
            Some(if text.is_empty() { format!("{label} not set") } else { format!("{label} {text}") })
        })
        .collect()
}

fn apply(findings: &mut [Finding], waivers: &[Waiver], shared: bool, agreement: &Agreement) {
    let remembers = waivers.iter().any(|waiver| !waiver.said.is_empty());
    let fields = if remembers { term::fields(agreement) } else { Vec::new() };
    let here = |f: &&mut Finding| is_waivable(f) && f.waived.is_none() && !(shared && f.own);
    for finding in findings.iter_mut().filter(here) {
        let Some(waiver) = waivers.iter().find(|w| w.is_of(finding) && !w.reason.trim().is_empty()) else { continue };
        let changed = changed(waiver, &fields);
        if changed.is_empty() {
            finding.waived = Some(Waived { reason: waiver.reason.clone(), shared });
        } else {
            let then = format!(" It was waived at {}, with the reason “{}”.", changed.join("; "), waiver.reason);
            finding.reason += &then.replace(" %", "\u{202f}%");
        }
    }
}

/// Marks what the agreement leaves standing, and finds waivers of nothing.
pub(super) fn mark(findings: &mut Vec<Finding>, agreement: &Agreement) {
    apply(findings, &agreement.waivers, true, agreement);
    let mut idle = Vec::new();
    for (i, waiver) in agreement.waivers.iter().enumerate() {
        let about = findings.iter().find(|f| waiver.is_of(f));
        let (severity, title, reason) = match about {
            Some(f) if f.severity == Severity::Error => {
                let reason = format!("“{}” is an error, and an error cannot be waived; mend it.", f.title);
                (Severity::Warning, "Waiver of an error", reason)
            }
            Some(_) if waiver.reason.trim().is_empty() => {
                let reason = format!("The waiver of “{}” gives no reason, so that it waives nothing.", waiver.title);
                (Severity::Warning, "Waiver without a reason", reason)
            }
            Some(_) => continue,
            None => {
                let reason =
                    format!("The review no longer says “{}”, so that the waiver of it can be taken out.", waiver.title);
                (Severity::Advice, "Waiver of nothing", reason)
            }
        };
        let field = format!("waivers.{}", i + 1);
        idle.push(Finding::new("C21", severity, title, reason, SOURCE, field));
    }
    findings.extend(idle);
}

/// Marks what one side leaves standing for itself; what the agreement leaves standing stays as it is.
pub fn mark_private(findings: &mut [Finding], agreement: &Agreement, private: &Private) {
    apply(findings, &private.waivers, false, agreement);
}

/// What stands in the way of a signature: errors, and warnings that nobody waived for both sides, or for oneself where
/// they are one's own.
pub fn in_the_way(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    findings.iter().filter(|f| match f.severity {
        Severity::Error => true,
        Severity::Warning => f.waits_for.is_none() && !f.waived.as_ref().is_some_and(|w| w.shared || f.own),
        Severity::Advice => false,
    })
}

/// Leaves a finding standing with a reason, among the waivers of both sides (`shared`) or one's own; an empty reason takes
/// the waiver back. What the terms of `agreement` say that the finding is about is remembered with it.
///
/// # Errors
/// Where the review does not say this, where it is an error or waits for something, or where it is one's own and would
/// be told to the other side.
pub fn waive(
    waivers: &mut Vec<Waiver>,
    agreement: &Agreement,
    findings: &[Finding],
    waiver: Waiver,
    shared: bool,
) -> Result<(), String> {
    let same = |w: &Waiver| w.rule == waiver.rule && w.title == waiver.title && w.field == waiver.field;
    if waiver.reason.trim().is_empty() {
        let before = waivers.len();
        waivers.retain(|w| !same(w));
        let none = format!("there is no waiver of “{}”", waiver.title);
        return if waivers.len() < before { Ok(()) } else { Err(none) };
    }
    let Some(finding) = findings.iter().find(|f| waiver.is_of(f)) else {
        return Err(format!("the review does not say “{}” of {}", waiver.title, waiver.field));
    };
    if finding.severity == Severity::Error {
        return Err(format!("“{}” is an error, and an error cannot be waived; mend it", finding.title));
    }
    if let Some(waits_for) = &finding.waits_for {
        return Err(format!("“{}” waits for {waits_for} and says nothing about the draft yet", finding.title));
    }
    if shared && finding.own {
        return Err(format!(
            "“{}” is about your own limit, which the other side does not know; waive it for yourself alone",
            finding.title
        ));
    }
    waivers.retain(|w| !same(w));
    let said = said(agreement, finding);
    waivers.push(Waiver { reason: waiver.reason.trim().to_owned(), said, ..waiver });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::{
        Evidence, review,
        tests::{d, good, only},
    };
    use super::*;
    use crate::Side;

    fn with_cap(cap: &str) -> Agreement {
        let mut a = good();
        a.remedies.month_cap_percent = Some(d(cap));
        a
    }

    fn warning(a: &Agreement) -> Finding {
        let found = review(a, &Evidence::default()).into_iter().filter(|f| f.severity == Severity::Warning);
        only(found.collect())
    }

    #[test]
    fn a_warning_is_waived_with_a_reason_and_stands_marked() {
        let mut a = with_cap("25");
        let found = warning(&a);
        assert!(in_the_way(std::slice::from_ref(&found)).count() == 1);
        let findings = review(&a, &Evidence::default());
        waive_in(&mut a, &findings, Waiver::of(&found, " The margin allows it. "));
        let found = warning(&a);
        assert_eq!(found.waived, Some(Waived { reason: "The margin allows it.".into(), shared: true }));
        assert_eq!(in_the_way(&review(&a, &Evidence::default())).count(), 0);
        waive_in(&mut a, &findings, Waiver::of(&found, ""));
        assert!(a.waivers.is_empty());
    }

    fn waive_in(a: &mut Agreement, findings: &[Finding], waiver: Waiver) {
        let before = a.clone();
        waive(&mut a.waivers, &before, findings, waiver, true).unwrap();
    }

    #[test]
    fn a_waiver_lapses_where_the_terms_say_something_else_and_can_be_given_again() {
        let mut a = with_cap("25");
        let findings = review(&a, &Evidence::default());
        let waiver = Waiver::of(&warning(&a), "The margin allows it");
        waive_in(&mut a, &findings, waiver);
        assert!(warning(&a).waived.is_some());
        a.remedies.month_cap_percent = Some(d("100"));
        let open = warning(&a);
        assert_eq!(open.waived, None);
        assert!(open.reason.contains("waived at") && open.reason.contains("25\u{202f}%"), "{}", open.reason);
        assert!(open.reason.ends_with("with the reason “The margin allows it”."), "{}", open.reason);
        assert_eq!(in_the_way(&review(&a, &Evidence::default())).count(), 1);
        let findings = review(&a, &Evidence::default());
        waive_in(&mut a, &findings, Waiver::of(&open, "Asked again"));
        assert_eq!((a.waivers.len(), warning(&a).waived.unwrap().reason.as_str()), (1, "Asked again"));
        // One that was given before this was remembered holds whatever is said, and is written as it was.
        a.waivers = vec![Waiver::of(&warning(&with_cap("25")), "The margin allows it")];
        assert!(warning(&a).waived.is_some());
        assert!(!serde_json::to_string(&a.waivers).unwrap().contains("said"));
    }

    #[test]
    fn an_error_cannot_be_waived_and_neither_can_what_nobody_said() {
        let mut a = with_cap("25");
        a.title.clear();
        let findings = review(&a, &Evidence::default());
        let error = findings.iter().find(|f| f.severity == Severity::Error).unwrap();
        assert!(waive(&mut Vec::new(), &a, &findings, Waiver::of(error, "no"), true).unwrap_err().contains("mend it"));
        let waiting = findings.iter().find(|f| f.waits_for.is_some()).unwrap();
        assert!(waive(&mut Vec::new(), &a, &findings, Waiver::of(waiting, "no"), true).is_err());
        let other = Waiver {
            rule: "C8".into(),
            title: "Another".into(),
            field: "x".into(),
            reason: "no".into(),
            ..Waiver::default()
        };
        assert!(waive(&mut Vec::new(), &a, &findings, other, true).unwrap_err().contains("does not say"));
        // Also where it was written into the file by hand.
        a.waivers = vec![Waiver::of(error, "never mind")];
        let findings = review(&a, &Evidence::default());
        assert!(findings.iter().all(|f| f.waived.is_none()));
        assert!(findings.iter().any(|f| f.title == "Waiver of an error"));
    }

    #[test]
    fn a_waiver_ends_with_what_it_was_about() {
        let mut a = with_cap("25");
        let found = warning(&a);
        a.waivers = vec![Waiver::of(&found, "The margin allows it")];
        a.remedies.month_cap_percent = Some(d("12"));
        let idle: Vec<_> = review(&a, &Evidence::default()).into_iter().filter(|f| f.rule == "C21").collect();
        assert_eq!((only(idle.clone()).severity, idle[0].fields[0].as_str()), (Severity::Advice, "waivers.1"));
    }

    #[test]
    fn a_finding_of_ones_own_is_waived_for_oneself_and_then_out_of_the_way() {
        let own = Finding { own: true, ..warning(&with_cap("25")) };
        let mut findings = vec![own.clone()];
        let waiver = Waiver::of(&own, "The director agreed");
        let mut shared = Vec::new();
        assert!(
            waive(&mut shared, &with_cap("25"), &findings, waiver.clone(), true)
                .unwrap_err()
                .contains("for yourself alone")
        );
        apply(&mut findings, std::slice::from_ref(&waiver), true, &with_cap("25"));
        assert_eq!(in_the_way(&findings).count(), 1, "also where it was written into the file by hand");
        let mut private = Private::of(Side::Client);
        waive(&mut private.waivers, &with_cap("25"), &findings, waiver, false).unwrap();
        mark_private(&mut findings, &with_cap("25"), &private);
        assert_eq!(in_the_way(&findings).count(), 0);
    }

    #[test]
    fn a_waiver_for_oneself_marks_and_does_not_clear_the_way() {
        let a = with_cap("25");
        let mut private = Private::of(Side::Client);
        private.waivers = vec![Waiver::of(&warning(&a), "Discussed with the lawyer")];
        let mut findings = review(&a, &Evidence::default());
        mark_private(&mut findings, &a, &private);
        let found = findings.iter().find(|f| f.severity == Severity::Warning).unwrap();
        assert!(!found.waived.as_ref().unwrap().shared);
        assert_eq!(in_the_way(&findings).count(), 1);
    }
}
