//! Approvals, the trail, and what goes out: the copy for the other side and the document.

use super::{Opened, Workspace, time_text, unread};
use crate::{
    ApiResult, exchange, print,
    wire::{
        ApiError, ApprovalView, ContractView, Detail, ErrorCode, ExportRequest, Outlook, TrailEntry, VoidedApproval,
    },
};
use document::Tree;
use model::{ContentHash, Finding, Severity, Side, review};
use store::{Approval, ContractId, Deed};

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
    /// Where errors of the review block it, the role is not in the agreement, or the terms changed in the meantime.
    pub fn approve(&mut self, id: &str, side: Side, role: &str, hash: &str) -> ApiResult<ContractView> {
        let opened = self.opened(id)?;
        let known = opened.agreement().sign_off.iter().any(|a| a.side == side && a.role == role);
        if !known {
            return Err(ApiError::new(
                ErrorCode::NotFound,
                format!("The agreement names no {role} for the {}", side.word()),
            ));
        }
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
        let at = self.now();
        self.store.approve(&ContractId(id.to_owned()), &ContentHash::from(hash.to_owned()), side, role, at)?;
        self.contract(id)
    }

    pub(super) fn approvals(&self, opened: &Opened) -> ApiResult<(Vec<ApprovalView>, Vec<VoidedApproval>)> {
        let recorded = self.store.approvals(&opened.snapshot.contract)?;
        let current = &opened.snapshot.hash;
        let agreement = opened.agreement();
        let holds = |a: &&Approval, side, role: &str| a.hash == *current && a.side == side && a.role == role;
        let waited = agreement.sign_off.iter().map(|approver| {
            let found = recorded.iter().find(|a| holds(a, approver.side, &approver.role));
            ApprovalView {
                side: approver.side,
                party: agreement.parties.of(approver.side).name.clone(),
                role: approver.role.clone(),
                approved_at: found.map(|a| time_text(a.at)),
                short_hash: found.map(|a| a.hash.short()),
            }
        });
        let voided = recorded.iter().filter(|a| a.voided.is_some()).map(|a| VoidedApproval {
            side: a.side,
            role: a.role.clone(),
            approved_at: time_text(a.at),
            revision: a.revision,
            short_hash: a.hash.short(),
        });
        Ok((waited.collect(), voided.collect()))
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
        let recorded = self.store.approvals(&snapshot.contract)?;
        let approvals = recorded.into_iter().map(|a| print::Approval {
            side: a.side,
            role: a.role,
            at: a.at,
            revision: a.revision,
            hash: a.hash,
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

    /// The copy for the other side. The baseline is in it only where its owner shares it.
    ///
    /// # Errors
    /// Where there is no such contract, or something that was typed cannot be read.
    pub fn copy_for_other_side(&self, id: &str) -> ApiResult<Outgoing> {
        let opened = self.opened(id)?;
        unread::refuse_any(&opened.snapshot.draft, "handed to the other side")?;
        let shared = opened.snapshot.draft.baseline.as_ref().is_some_and(|b| b.shared);
        let baseline = opened.baseline.as_ref().filter(|_| shared);
        let with = if shared { "with" } else { "without" };
        Ok(Outgoing {
            name: exchange::file_name(&opened.agreement().title, "", exchange::ENDING),
            bytes: exchange::share(opened.agreement(), baseline),
            deed: Deed::Shared,
            what: format!("Copy for the other side, {with} the baseline"),
        })
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

fn deed_text(deed: Deed, what: &str) -> String {
    let word = match deed {
        Deed::Created => "Created",
        Deed::Opened => "Opened",
        Deed::Edited => "Changed",
        Deed::Undone => "Undone",
        Deed::Redone => "Redone",
        Deed::Approved => "Approved",
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
