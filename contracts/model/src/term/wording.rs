//! The clauses of the document, their numbers, and the wording that a person gives one.

use super::Section;
use crate::Agreement;
use crate::clauses::{
    ChangeControl, Continuity, CsatProgramme, Escalation, Exit, Forecast, Governance, Governing, QaProgramme,
    Rectification, Relief, Termination,
};

/// A clause of the document.
#[derive(Debug, Clone, Copy)]
pub struct Clause {
    /// Its name in paths and in the document: `service-levels`.
    pub id: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// The part of the form that its terms are in.
    pub section: Section,
    holds: fn(&Agreement) -> bool,
}

impl Clause {
    /// Whether the document of an agreement has this clause: one that would hold nothing is left out.
    #[must_use]
    pub fn is_in(&self, agreement: &Agreement) -> bool {
        (self.holds)(agreement)
    }
}

/// A clause that every document has.
const fn clause(id: &'static str, title: &'static str, section: Section) -> Clause {
    Clause { id, title, section, holds: |_| true }
}

/// A clause that is there when it holds something.
const fn clause_if(id: &'static str, title: &'static str, section: Section, holds: fn(&Agreement) -> bool) -> Clause {
    Clause { id, title, section, holds }
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
    clause_if("forecast", "Forecast and volume", Section::Forecast, |a| a.forecast != Forecast::default()),
    clause_if("relief", "Relief and dependencies", Section::Relief, |a| {
        a.relief != Relief::default() || !a.dependencies.is_empty()
    }),
    clause_if("quality", "Audits and surveys", Section::Quality, |a| {
        a.qa != QaProgramme::default() || a.csat != CsatProgramme::default()
    }),
    clause("reporting", "Reporting", Section::Reporting),
    clause_if("governance", "Governance", Section::Governance, holds_governance),
    clause_if("escalation", "Escalation", Section::Escalation, |a| a.escalation != Escalation::default()),
    clause_if("compliance", "Security and compliance", Section::Compliance, |a| !a.obligations.is_empty()),
    clause_if("continuity", "Continuity", Section::Continuity, |a| a.continuity != Continuity::default()),
    clause_if("ending", "Termination and exit", Section::Ending, |a| {
        a.termination != Termination::default() || a.exit != Exit::default()
    }),
    clause_if("governing", "Governing agreement", Section::Governing, |a| a.governing != Governing::default()),
    clause("definitions", "Definitions of the measures", Section::Measures),
    clause("sign-off", "Approval and signature", Section::SignOff),
];

fn holds_governance(agreement: &Agreement) -> bool {
    agreement.governance != Governance::default()
        || agreement.rectification != Rectification::default()
        || agreement.change_control != ChangeControl::default()
}

/// The number that a clause has in the document of an agreement; none where the document leaves it out or there is no
/// such clause. A statement names clauses by it, so both say the same.
///
/// What a document adds of its own (findings that were accepted, clauses with other wording) stands behind every clause
/// that a figure can follow from, right before the last one.
#[must_use]
pub fn clause_number(agreement: &Agreement, id: &str) -> Option<u32> {
    let held = CLAUSES.iter().filter(|clause| clause.is_in(agreement));
    held.zip(1..).find(|(clause, _)| clause.id == id).map(|(_, number)| number)
}

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
