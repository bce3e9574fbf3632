//! Approvals, the trail, and what goes out: the copy for the other side and the document.

use super::{Opened, Workspace, approval, besides, time_text, unread};
use crate::{
    ApiResult, exchange, print,
    scorecard::shared,
    wire::{
        ApiError, ApprovalView, ContractView, Detail, ErrorCode, ExportRequest, Objection, Outlook, TrailEntry,
        VoidedApproval,
    },
};
use document::Tree;
use model::{
    ContentHash, Finding, Severity, Side,
    delivered::SharedActuals,
    review,
    sign_off::{Sent, SignOff, Word},
};
use store::{ContractId, Deed, Said};

/// A file that a shell is to write where the person wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// A name for it.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// What is recorded once it is written.
    pub deed: Deed,
    /// In words.
    pub what: String,
}

impl Workspace {
    /// Records an approval of the revision with `hash`: "recorded on this computer; not a signature".
    ///
    /// # Errors
    /// Where errors of the review block it, the role is not in the agreement or not in turn, or the terms changed in the
    /// meantime.
    pub fn approve(&mut self, id: &str, side: Side, role: &str, hash: &str) -> ApiResult<ContractView> {
        let opened = self.opened(id)?;
        refuse_stranger(&opened, side, role)?;
        unread::refuse_any(&opened.snapshot.draft, "approved")?;
        let findings = opened.findings();
        let detail = |f: &Finding| Detail::new(f.fields.first().cloned().unwrap_or_default(), f.title.clone());
        let details: Vec<Detail> = review::in_the_way(&findings).map(detail).collect();
        if !details.is_empty() {
            let has_errors = findings.iter().any(|f| f.severity == Severity::Error);
            let message = if has_errors {
                "It cannot be approved while the design review finds errors. Mend them first"
            } else {
                "It cannot be approved while warnings stand without a reason for both sides. Mend or waive them first"
            };
            return Err(ApiError { details, ..ApiError::refused(message) });
        }
        let said = self.store.sign_offs(&opened.snapshot.contract)?;
        let hash = ContentHash::from(hash.to_owned());
        if hash == opened.snapshot.hash
            && let Some(first) = approval::waits_for(opened.agreement(), &said, &hash, side, role)
        {
            let (first, own) = (approval::named(first.side, &first.role), approval::named(side, role));
            return Err(ApiError::refused(format!(
                "Out of turn: {first} approves before {own}, as the agreement’s order of sign-off says"
            )));
        }
        self.say(
            id,
            &hash,
            Said { side, role: role.into(), word: Word::Approved, reason: String::new(), elsewhere: None },
        )
    }

    /// Records that a role rejects the revision, or takes back what it said. What was said stays on record.
    ///
    /// # Errors
    /// Without a reason; where the role is not in the agreement, has said nothing that it could take back, or the terms
    /// changed in the meantime.
    pub fn object(&mut self, id: &str, objection: &Objection) -> ApiResult<ContractView> {
        let opened = self.opened(id)?;
        let Objection { side, role, word, .. } = objection;
        refuse_stranger(&opened, *side, role)?;
        let reason = objection.reason.trim();
        if reason.is_empty() {
            return Err(ApiError::refused("Give a reason: it stays in the trail, and the other side reads it"));
        }
        let hash = ContentHash::from(objection.hash.clone());
        let said = self.store.sign_offs(&opened.snapshot.contract)?;
        let stands = approval::last(&said, &hash, *side, role);
        match word {
            Word::Approved => return Err(ApiError::refused("An approval is no objection")),
            Word::Withdrawn if stands.is_none() => {
                let own = approval::named(*side, role);
                return Err(ApiError::refused(format!(
                    "{own} has said nothing of these terms that could be taken back"
                )));
            }
            _ => {}
        }
        self.say(
            id,
            &hash,
            Said { side: *side, role: role.clone(), word: *word, reason: reason.to_owned(), elsewhere: None },
        )
    }

    fn say(&mut self, id: &str, hash: &ContentHash, said: Said) -> ApiResult<ContractView> {
        let at = self.now();
        self.store.sign_off(&ContractId(id.to_owned()), hash, &said, at)?;
        self.contract(id)
    }

    pub(super) fn approvals(&self, opened: &Opened) -> ApiResult<(Vec<ApprovalView>, Vec<VoidedApproval>)> {
        let said = self.store.sign_offs(&opened.snapshot.contract)?;
        let current = &opened.snapshot.hash;
        Ok((approval::views(opened.agreement(), &said, current), approval::past(&said, current)))
    }

    pub(super) fn trail(&self, id: &str) -> ApiResult<Vec<TrailEntry>> {
        let entries = self.store.trail(&ContractId(id.to_owned()))?;
        let shown = entries.iter().rev().map(|e| TrailEntry {
            at: time_text(e.at),
            what: deed_text(e.deed, &e.what),
            short_hash: e.hash.short(),
        });
        Ok(shown.collect())
    }

    pub(super) fn tree(&self, opened: &Opened, annex: Option<&Outlook>) -> ApiResult<Tree> {
        let snapshot = &opened.snapshot;
        let said = self.store.sign_offs(&snapshot.contract)?;
        let withdrawn = |s: &store::SignOff| {
            approval::last(&said, &s.hash, s.side, &s.role).is_none_or(|last| last.word != Word::Approved)
        };
        let yes = said.iter().filter(|s| s.word == Word::Approved && !withdrawn(s));
        let approvals = yes.map(|s| print::Approval {
            side: s.side,
            role: s.role.clone(),
            at: s.at,
            revision: s.revision,
            hash: s.hash.clone(),
            elsewhere: s.elsewhere,
        });
        let shared = snapshot.draft.baseline.as_ref().is_some_and(|b| b.shared);
        let occasion = print::Occasion {
            revision: snapshot.revision,
            created: self.now(),
            approvals: approvals.collect(),
            annex,
            baseline: opened.baseline.as_ref().filter(|_| shared),
        };
        print::compose(opened.agreement(), &occasion)
    }

    /// The copy for the other side: the terms with their revision and what this side's approvers said of them. The baseline
    /// is in it only where its owner shares it. From a copy that was received, it is the answer: the same terms, and who
    /// approved or rejected them.
    ///
    /// # Errors
    /// Where there is no such contract, or something that was typed cannot be read.
    pub fn copy_for_other_side(&self, id: &str) -> ApiResult<Outgoing> {
        let opened = self.opened(id)?;
        let snapshot = &opened.snapshot;
        unread::refuse_any(&snapshot.draft, "handed to the other side")?;
        let sent = self.sent(&opened)?;
        let number = snapshot.revision;
        let actuals = shared::shared(&self.case(id)?, sent.side);
        if snapshot.locked {
            let said = sent.sign_offs.len();
            if said == 0 && actuals.is_none() {
                return Err(ApiError::refused(NOTHING_TO_ANSWER));
            }
            let said = (said > 0).then(|| besides::counted(said, "sign-off"));
            let what: Vec<String> = said.into_iter().chain(actuals.as_ref().map(of_actuals)).collect();
            let what = what.join(" and ");
            return Ok(Outgoing {
                name: exchange::file_name(
                    &opened.agreement().title,
                    &format!("-answer-{}", sent.side.word()),
                    exchange::ENDING,
                ),
                bytes: exchange::send(opened.agreement(), None, sent, actuals),
                deed: Deed::Shared,
                what: format!("Answer to revision {number}, with {what}"),
            });
        }
        let shares = snapshot.draft.baseline.as_ref().is_some_and(|b| b.shared);
        let baseline = opened.baseline.as_ref().filter(|_| shares);
        let with = if shares { "with" } else { "without" };
        let and = actuals.as_ref().map(|a| format!(", with {}", of_actuals(a))).unwrap_or_default();
        Ok(Outgoing {
            name: exchange::file_name(&opened.agreement().title, "", exchange::ENDING),
            bytes: exchange::send(opened.agreement(), baseline, sent, actuals),
            deed: Deed::Shared,
            what: format!("Copy of revision {number} for the other side, {with} the baseline{and}"),
        })
    }

    /// Why there is no answer to write to a received copy: it would say nothing that the other side does not know. An
    /// approval is not asked for: a rejection is an answer, and so are actuals and posted statements.
    pub(super) fn answer_hindrance(&self, opened: &Opened) -> ApiResult<Option<String>> {
        if !opened.snapshot.locked {
            return Ok(None);
        }
        let sent = self.sent(opened)?;
        let case = self.case(&opened.snapshot.contract.0);
        let says = !sent.sign_offs.is_empty() || case.is_ok_and(|c| shared::shared(&c, sent.side).is_some());
        Ok((!says).then(|| NOTHING_TO_ANSWER.to_owned()))
    }

    /// What this side says of its terms to the other: the last word of each of its roles.
    fn sent(&self, opened: &Opened) -> ApiResult<Sent> {
        let snapshot = &opened.snapshot;
        let side = snapshot.received_from.map_or(snapshot.draft.private.side, Side::other);
        let said = self.store.sign_offs(&snapshot.contract)?;
        let own = said.iter().enumerate().filter(|(_, s)| s.hash == snapshot.hash && s.side == side && !s.elsewhere);
        let last = own.clone().filter(|(i, s)| own.clone().all(|(k, other)| other.role != s.role || k <= *i));
        let words = last.map(|(_, s)| SignOff {
            side: s.side,
            role: s.role.clone(),
            word: s.word,
            reason: s.reason.clone(),
            at: s.at,
            sha256: s.hash.hex().to_owned(),
        });
        Ok(Sent { side, revision: snapshot.revision, sign_offs: words.collect() })
    }

    /// The document as PDF.
    ///
    /// # Errors
    /// Where something that was typed cannot be read, the annex is wanted and the last simulation is of other terms, or a
    /// character has no glyph.
    pub fn document(&self, id: &str, request: ExportRequest) -> ApiResult<Outgoing> {
        let opened = self.opened(id)?;
        unread::refuse_any(&opened.snapshot.draft, "printed")?;
        let annex = if request.annex { Some(self.current_outlook(&opened)?) } else { None };
        let tree = self.tree(&opened, annex.as_ref())?;
        Ok(Outgoing {
            name: exchange::file_name(&opened.agreement().title, "", "pdf"),
            bytes: print::pdf(&tree, opened.agreement())?,
            deed: Deed::Exported,
            what: format!("PDF of revision {}", opened.snapshot.revision),
        })
    }

    /// Records that a file was written.
    ///
    /// # Errors
    /// Where the database cannot be written.
    pub fn record_outgoing(&mut self, id: &str, outgoing: &Outgoing) -> ApiResult<ContractView> {
        let at = self.now();
        self.store.record(&ContractId(id.to_owned()), outgoing.deed, &outgoing.what, at)?;
        self.contract(id)
    }
}

/// Why there is no answer to write.
const NOTHING_TO_ANSWER: &str = "There is no answer to write yet: nobody has approved or rejected these terms here, and no \
                                 actuals or statements of this side are here";

/// What of actuals goes along, in words.
fn of_actuals(actuals: &SharedActuals) -> String {
    match actuals.statements.len() {
        0 => "this side’s actuals".to_owned(),
        n => format!("this side’s actuals and {}", besides::counted(n, "posted statement")),
    }
}

/// Refuses a role that the agreement does not name, and one that says what it says on another computer.
fn refuse_stranger(opened: &Opened, side: Side, role: &str) -> ApiResult<()> {
    let named = opened.agreement().sign_off.iter().any(|a| a.side == side && a.role == role);
    if !named {
        let message = format!("The agreement names no {role} for the {}", side.word());
        return Err(ApiError::new(ErrorCode::NotFound, message));
    }
    if opened.snapshot.received_from == Some(side) {
        let side = side.word();
        return Err(ApiError::refused(format!(
            "These terms came from the {side}, whose approvers speak on their own computer. What they said comes with \
             the {side}’s next copy"
        )));
    }
    Ok(())
}

fn deed_text(deed: Deed, what: &str) -> String {
    let word = match deed {
        Deed::Created => "Created",
        Deed::Opened => "Opened",
        Deed::Edited => "Changed",
        Deed::Undone => "Undone",
        Deed::Redone => "Redone",
        Deed::Approved => "Approved",
        Deed::Rejected => "Rejected",
        Deed::Withdrawn => "Withdrawn",
        Deed::Shared => "Shared",
        Deed::Exported => "Exported",
        Deed::Removed => "Put away",
        Deed::Restored => "Brought back",
        Deed::Reported => "Actuals",
        Deed::Marked => "Marked",
        Deed::Posted => "Posted",
        Deed::Corrected => "Corrected",
        Deed::Rectified => "Rectification",
    };
    if what.is_empty() { word.to_owned() } else { format!("{word}: {what}") }
}
