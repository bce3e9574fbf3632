//! The clauses of the document, and the wording that a person gives one.

use super::Section;
use crate::Agreement;

/// A clause of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clause {
    /// Its name in paths and in the document: `service-levels`.
    pub id: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// The part of the form that its terms are in.
    pub section: Section,
}

const fn clause(id: &'static str, title: &'static str, section: Section) -> Clause {
    Clause { id, title, section }
}

/// The clauses in the order of the document. Those that hold nothing are left out of it.
pub const CLAUSES: [Clause; 19] = [
    clause("parties", "Parties and term", Section::Parties),
    clause("services", "Scope", Section::Services),
    clause("measures", "Measures", Section::Measures),
    clause("service-levels", "Service levels", Section::ServiceLevels),
    clause("ramp", "Ramp", Section::Ramp),
    clause("charges", "Charges and credits", Section::Charges),
    clause("score", "Score", Section::Charges),
    clause("forecast", "Forecast and volume", Section::Forecast),
    clause("relief", "Relief and dependencies", Section::Relief),
    clause("quality", "Audits and surveys", Section::Quality),
    clause("reporting", "Reporting", Section::Reporting),
    clause("governance", "Governance", Section::Governance),
    clause("escalation", "Escalation", Section::Escalation),
    clause("compliance", "Security and compliance", Section::Compliance),
    clause("continuity", "Continuity", Section::Continuity),
    clause("ending", "Termination and exit", Section::Ending),
    clause("governing", "Governing agreement", Section::Governing),
    clause("definitions", "Definitions of the measures", Section::Measures),
    clause("sign-off", "Approval and signature", Section::SignOff),
];

/// Sets or clears the wording of a clause; `None` where `path` is not one.
pub(super) fn set(agreement: &mut Agreement, path: &str, text: &str) -> Option<Result<(), String>> {
    let id = path.strip_prefix("wordings.")?;
    let clause = CLAUSES.iter().find(|clause| clause.id == id)?;
    let text = text.trim();
    if text.is_empty() {
        agreement.wordings.remove(clause.id);
    } else {
        agreement.wordings.insert(clause.id.to_owned(), text.to_owned());
    }
    Some(Ok(()))
}
