//! Leaving findings of the review standing, with a reason.

use super::Workspace;
use crate::{
    ApiResult,
    check::refused,
    wire::{ContractView, WaiveRequest},
};
use model::review;

impl Workspace {
    /// Leaves a finding standing, for both sides or for oneself; an empty reason takes that back. One step of its own.
    ///
    /// # Errors
    /// Where the review does not say this, it is an error, the terms are the other side's, or it cannot be saved.
    pub fn waive(&mut self, id: &str, request: &WaiveRequest) -> ApiResult<ContractView> {
        let opened = self.opened(id)?;
        let findings = opened.findings();
        let agreement = opened.snapshot.draft.agreement.clone();
        let mut draft = opened.snapshot.draft;
        let waivers = if request.shared { &mut draft.agreement.waivers } else { &mut draft.private.waivers };
        let waiver = &request.waiver;
        review::waive(waivers, &agreement, &findings, waiver.clone(), request.shared).map_err(refused)?;
        let verb = if waiver.reason.trim().is_empty() { "No longer waived" } else { "Waived" };
        let whose = if request.shared { "" } else { " for oneself" };
        self.save(id, draft, &format!("{verb}{whose}: {}", waiver.title))
    }
}
