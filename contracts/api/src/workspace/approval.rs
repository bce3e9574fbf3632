//! The order of sign-off: who stands where on the current terms.

use super::time_text;
use crate::wire::{ApprovalState, ApprovalView, ContractState, Ended, VoidedApproval};
use chrono::{Months, NaiveDate};
use model::{Agreement, Approver, ContentHash, Side, clauses::RenewalRule, sign_off::Word};
use store::SignOff;

/// The last word of a role about the terms with `hash`; none where nothing was said, or all was taken back.
pub(super) fn last<'a>(said: &'a [SignOff], hash: &ContentHash, side: Side, role: &str) -> Option<&'a SignOff> {
    let mine = said.iter().rev().find(|s| s.hash == *hash && s.side == side && s.role == role);
    mine.filter(|s| s.word != Word::Withdrawn)
}

/// Whether an approver's yes to the terms with `hash` holds.
pub(super) fn approved(said: &[SignOff], hash: &ContentHash, approver: &Approver) -> bool {
    last(said, hash, approver.side, &approver.role).is_some_and(|s| s.word == Word::Approved)
}

/// The first approver before this one in the agreement's order whose yes is missing.
pub(super) fn waits_for<'a>(
    agreement: &'a Agreement,
    said: &[SignOff],
    hash: &ContentHash,
    side: Side,
    role: &str,
) -> Option<&'a Approver> {
    let before = agreement.sign_off.iter().take_while(|a| !(a.side == side && a.role == role));
    let mut missing = before.filter(|a| !approved(said, hash, a));
    missing.next()
}

/// An approver as people say it: "Operations lead (client)".
pub(super) fn named(side: Side, role: &str) -> String {
    format!("{role} ({})", side.word())
}

pub(super) fn views(agreement: &Agreement, said: &[SignOff], hash: &ContentHash) -> Vec<ApprovalView> {
    let view = |approver: &Approver| {
        let word = last(said, hash, approver.side, &approver.role);
        let waits = waits_for(agreement, said, hash, approver.side, &approver.role);
        let yes = word.filter(|w| w.word == Word::Approved);
        let no = word.filter(|w| w.word == Word::Rejected);
        let state = match word.map(|w| w.word) {
            Some(Word::Approved) => ApprovalState::Approved,
            Some(_) => ApprovalState::Rejected,
            None if waits.is_some() => ApprovalState::OutOfTurn,
            None => ApprovalState::InTurn,
        };
        ApprovalView {
            side: approver.side,
            party: agreement.parties.of(approver.side).name.clone(),
            role: approver.role.clone(),
            state,
            approved_at: yes.map(|w| time_text(w.at)),
            short_hash: yes.map(|w| w.hash.short()),
            rejected_at: no.map(|w| time_text(w.at)),
            reason: no.map(|w| w.reason.clone()).unwrap_or_default(),
            elsewhere: word.is_some_and(|w| w.elsewhere),
            waits_for: waits.map(|a| named(a.side, &a.role)).unwrap_or_default(),
        }
    };
    agreement.sign_off.iter().map(view).collect()
}

/// Where the agreement stands as a whole on `today`.
pub(super) fn state(
    agreement: &Agreement,
    locked: bool,
    approvals: &[ApprovalView],
    past: &[VoidedApproval],
    today: NaiveDate,
) -> ContractState {
    let given = approvals.iter().filter(|a| a.state == ApprovalState::Approved).count();
    let is_void = |one: &VoidedApproval| one.ended == Ended::Changed && one.word == Word::Approved;
    let term = &agreement.term;
    if approvals.iter().any(|a| a.state == ApprovalState::Rejected) {
        ContractState::Rejected
    } else if given > 0 && given < approvals.len() {
        ContractState::InApproval
    } else if given > 0 && today < term.start {
        ContractState::Approved
    } else if given > 0 {
        // One that renews by itself, or may have been renewed, is not known to be over.
        let end = term.start.checked_add_months(Months::new(term.months));
        let is_over = end.is_some_and(|end| today >= end) && agreement.renewal.rule == RenewalRule::Ends;
        if is_over { ContractState::Ended } else { ContractState::Running }
    } else if past.iter().any(is_void) {
        ContractState::ApprovalsVoid
    } else if locked {
        ContractState::Received
    } else {
        ContractState::Draft
    }
}

/// What was said and no longer holds, the first first.
pub(super) fn past(said: &[SignOff], hash: &ContentHash) -> Vec<VoidedApproval> {
    let mut past = Vec::new();
    for (i, word) in said.iter().enumerate().filter(|(_, s)| s.word != Word::Withdrawn) {
        let later = said.iter().skip(i + 1);
        let next = later.clone().find(|s| s.hash == word.hash && s.side == word.side && s.role == word.role);
        let ended = match next {
            Some(next) if next.word == Word::Withdrawn => Ended::Withdrawn,
            Some(_) => Ended::Replaced,
            None if word.hash != *hash => Ended::Changed,
            None => continue,
        };
        let taken_back = next.filter(|n| n.word == Word::Withdrawn).map(|n| n.reason.clone());
        past.push(VoidedApproval {
            side: word.side,
            role: word.role.clone(),
            word: word.word,
            approved_at: time_text(word.at),
            revision: word.revision,
            short_hash: word.hash.short(),
            ended,
            reason: taken_back.unwrap_or_else(|| word.reason.clone()),
        });
    }
    past
}
