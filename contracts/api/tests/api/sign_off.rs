//! The order of sign-off, what is taken back or rejected, and the way of an approval from one side's computer to the
//! other's.

use crate::{set, workspace};
use api::{
    ErrorCode,
    wire::{ApprovalState, ContractView, Ended, Objection},
    workspace::Workspace,
};
use model::{ContractFile, Side, sign_off::Word};

const FIRST: &str = "Operations lead";
const SECOND: &str = "Procurement lead";
const VENDOR: &str = "Account lead";

/// The sample, and whether its roles are those that these tests speak of.
fn sample(workspace: &mut Workspace) -> ContractView {
    let view = workspace.open_sample().unwrap();
    let roles: Vec<_> = view.approvals.iter().map(|a| (a.side, a.role.as_str())).collect();
    assert_eq!(roles, [(Side::Client, FIRST), (Side::Client, SECOND), (Side::Vendor, VENDOR)]);
    view
}

fn approve(workspace: &mut Workspace, view: &ContractView, side: Side, role: &str) -> ContractView {
    workspace.approve(&view.id, side, role, &view.revision.hash).unwrap()
}

fn object(view: &ContractView, side: Side, role: &str, word: Word, reason: &str) -> Objection {
    Objection { side, role: role.into(), hash: view.revision.hash.clone(), word, reason: reason.into() }
}

fn states(view: &ContractView) -> Vec<ApprovalState> {
    view.approvals.iter().map(|a| a.state).collect()
}

/// The client approved in both roles and wrote the copy; the vendor opened it and approved.
fn answered() -> (Workspace, ContractView, Vec<u8>) {
    let mut client = workspace();
    let view = sample(&mut client);
    client.edit(&view.id, &set("remedies.month_cap", "11 %")).unwrap();
    let view = client.edit(&view.id, &set("title", "Care, voice")).unwrap();
    approve(&mut client, &view, Side::Client, FIRST);
    let view = approve(&mut client, &view, Side::Client, SECOND);
    let copy = client.copy_for_other_side(&view.id).unwrap();
    let mut vendor = workspace();
    let received = vendor.open_file(&copy.bytes, &copy.name).unwrap();
    approve(&mut vendor, &received, Side::Vendor, VENDOR);
    let answer = vendor.copy_for_other_side(&received.id).unwrap();
    assert_eq!(answer.name, "care-voice-answer-vendor.slac");
    (client, view, answer.bytes)
}

#[test]
fn who_is_not_in_turn_is_refused_and_told_whom_it_waits_for() {
    use ApprovalState::{Approved, InTurn, OutOfTurn};
    let mut workspace = workspace();
    let view = sample(&mut workspace);
    assert_eq!(states(&view), [InTurn, OutOfTurn, OutOfTurn]);
    assert_eq!(view.approvals[1].waits_for, "Operations lead (client)");
    let early = workspace.approve(&view.id, Side::Client, SECOND, &view.revision.hash).unwrap_err();
    assert_eq!(early.code, ErrorCode::Refused);
    assert!(
        early.message.starts_with("Out of turn: Operations lead (client) approves before Procurement lead (client)")
    );
    let view = approve(&mut workspace, &view, Side::Client, FIRST);
    assert_eq!(states(&view), [Approved, InTurn, OutOfTurn]);
    let view = approve(&mut workspace, &view, Side::Client, SECOND);
    assert_eq!(states(&view), [Approved, Approved, InTurn]);
}

#[test]
fn an_approval_is_withdrawn_with_a_reason_that_stays_in_the_trail() {
    let mut workspace = workspace();
    let view = sample(&mut workspace);
    let early = object(&view, Side::Client, FIRST, Word::Withdrawn, "I had not read clause 4");
    assert_eq!(workspace.object(&view.id, &early).unwrap_err().code, ErrorCode::Refused, "nothing was said yet");
    let view = approve(&mut workspace, &view, Side::Client, FIRST);
    let silent = object(&view, Side::Client, FIRST, Word::Withdrawn, "  ");
    assert!(workspace.object(&view.id, &silent).unwrap_err().message.contains("reason"));
    let view = workspace.object(&view.id, &early).unwrap();
    assert_eq!(states(&view)[0], ApprovalState::InTurn);
    let past: Vec<_> = view.voided.iter().map(|v| (v.word, v.ended, v.reason.as_str())).collect();
    assert_eq!(past, [(Word::Approved, Ended::Withdrawn, "I had not read clause 4")]);
    let told = "Withdrawn: Revision 1 by Operations lead (client): I had not read clause 4";
    assert_eq!(view.trail[0].what, told);
    assert!(view.trail[1].what.starts_with("Approved: Revision 1"), "and so does the approval");
    assert_eq!(states(&approve(&mut workspace, &view, Side::Client, FIRST))[0], ApprovalState::Approved);
}

#[test]
fn a_rejection_says_why_and_keeps_the_later_ones_waiting() {
    let mut workspace = workspace();
    let view = sample(&mut workspace);
    let no = object(&view, Side::Client, FIRST, Word::Rejected, "No shift can do this");
    let view = workspace.object(&view.id, &no).unwrap();
    assert_eq!(states(&view)[..2], [ApprovalState::Rejected, ApprovalState::OutOfTurn]);
    assert_eq!(view.approvals[0].reason, "No shift can do this");
    let view = approve(&mut workspace, &view, Side::Client, FIRST);
    assert_eq!(view.voided[0].ended, Ended::Replaced);
    assert_eq!(states(&view)[..2], [ApprovalState::Approved, ApprovalState::InTurn]);
}

#[test]
fn the_vendors_approval_comes_back_to_the_client() {
    let (mut client, view, answer) = answered();
    let after = client.take_in(&view.id, &answer, "answer.slac").unwrap();
    assert!(after.approvals.iter().all(|a| a.state == ApprovalState::Approved));
    assert_eq!(after.approvals.iter().map(|a| a.elsewhere).collect::<Vec<_>>(), [false, false, true]);
    let told = "Taken in: approved by Account lead (vendor). Recorded on another computer; not a signature.";
    assert_eq!(after.besides, [told]);
    let printed = serde_json::to_string(&after.document).unwrap();
    assert!(printed.contains("Recorded on another computer, 1"), "the document says where");
    assert!(printed.contains("or on another one where it says so; not signatures."), "and so does the note above");
    assert!(after.trail[0].what.ends_with("(vendor), recorded on another computer"), "{}", after.trail[0].what);

    // Opened from the library it finds its contract, and twice is once.
    let again = client.open_file(&answer, "answer.slac").unwrap();
    assert_eq!((again.id, again.trail.len()), (view.id, after.trail.len()));
    assert_eq!(client.library().unwrap().contracts.len(), 1);
}

#[test]
fn an_approval_of_other_terms_says_of_which_and_is_not_taken_in() {
    let (mut client, view, answer) = answered();
    let moved = client.edit(&view.id, &set("term.notice_days", "45")).unwrap();
    for refused in [client.take_in(&view.id, &answer, "answer.slac"), client.open_file(&answer, "answer.slac")] {
        let message = refused.unwrap_err().message;
        let expected = format!(
            "“answer.slac” is about revision 3 ({}). The terms are revision 4 ({}) now",
            view.revision.short_hash, moved.revision.short_hash
        );
        assert!(message.starts_with(&expected), "{message}");
    }
    assert_eq!(client.library().unwrap().contracts.len(), 1);
    // Once the approved terms are back, it is taken in.
    client.undo(&view.id).unwrap();
    assert!(client.take_in(&view.id, &answer, "answer.slac").is_ok());

    let mut stranger = workspace();
    let other = stranger.create_from_template("customer-service-voice").unwrap();
    let message = stranger.take_in(&other.id, &answer, "answer.slac").unwrap_err().message;
    assert!(message.contains("terms that this contract never had (their revision 3"), "{message}");
}

#[test]
fn an_answer_that_was_changed_on_its_way_is_refused() {
    let (mut client, view, answer) = answered();
    let mut file = ContractFile::read(&answer).unwrap();
    file.agreement.title = "Care, voice".into();
    file.agreement.term.notice_days += 1;
    let message = client.take_in(&view.id, &file.to_bytes(), "answer.slac").unwrap_err().message;
    assert!(message.contains("changed on its way"), "{message}");

    // A file without the word of anybody, and one's own copy.
    let mut file = ContractFile::read(&answer).unwrap();
    file.sent.as_mut().unwrap().sign_offs.clear();
    let message = client.take_in(&view.id, &file.to_bytes(), "answer.slac").unwrap_err().message;
    assert!(message.contains("carries no approval"), "{message}");
    let own = client.copy_for_other_side(&view.id).unwrap();
    let message = client.take_in(&view.id, &own.bytes, &own.name).unwrap_err().message;
    assert!(message.contains("written by the client, which is this side"), "{message}");
}

#[test]
fn the_vendor_sees_who_approved_before_and_under_the_same_number() {
    let (client, view, _) = answered();
    let copy = client.copy_for_other_side(&view.id).unwrap();
    let mut vendor = workspace();
    let received = vendor.open_file(&copy.bytes, &copy.name).unwrap();
    assert_eq!((received.revision.number, &received.revision.hash), (3, &view.revision.hash));
    assert_eq!((received.side, received.received_from), (Side::Vendor, Some(Side::Client)));
    assert!(received.approvals[..2].iter().all(|a| a.state == ApprovalState::Approved && a.elsewhere));
    // Whatever one works as, the terms came from the client, whose approvers speak elsewhere.
    let as_client = vendor.set_side(&received.id, Side::Client).unwrap();
    assert_eq!((as_client.locked, as_client.received_from), (true, Some(Side::Client)));
    let refused =
        vendor.object(&received.id, &object(&received, Side::Client, FIRST, Word::Withdrawn, "x")).unwrap_err();
    assert!(refused.message.starts_with("These terms came from the client"), "{}", refused.message);
}

#[test]
fn a_copy_that_nobody_approved_has_no_answer_and_an_early_approval_is_out_of_turn() {
    let mut client = workspace();
    let view = sample(&mut client);
    let copy = client.copy_for_other_side(&view.id).unwrap();
    let mut vendor = workspace();
    let received = vendor.open_file(&copy.bytes, &copy.name).unwrap();
    assert!(vendor.copy_for_other_side(&received.id).unwrap_err().message.contains("no answer to write"));
    let early = vendor.approve(&received.id, Side::Vendor, VENDOR, &received.revision.hash).unwrap_err();
    assert!(early.message.starts_with("Out of turn: Operations lead (client)"), "{}", early.message);
    // A no needs no turn, and reaches the client.
    let no = object(&received, Side::Vendor, VENDOR, Word::Rejected, "The cap is too high");
    vendor.object(&received.id, &no).unwrap();
    let answer = vendor.copy_for_other_side(&received.id).unwrap();
    let after = client.open_file(&answer.bytes, &answer.name).unwrap();
    assert_eq!((after.id, after.approvals[2].state), (view.id, ApprovalState::Rejected));
    assert_eq!((after.approvals[2].reason.as_str(), after.approvals[2].elsewhere), ("The cap is too high", true));
}

#[test]
fn a_change_of_approved_terms_says_what_it_voids_and_undo_that_it_holds_again() {
    let mut workspace = workspace();
    let view = sample(&mut workspace);
    let view = approve(&mut workspace, &view, Side::Client, FIRST);
    let view = approve(&mut workspace, &view, Side::Client, SECOND);
    let changed = workspace.edit(&view.id, &set("remedies.month_cap", "11 %")).unwrap();
    let voided = "2\u{a0}approvals of revision 1 are void: Operations lead, Procurement lead. Undo brings back the approved terms.";
    assert_eq!(changed.besides, [voided]);
    assert!(workspace.edit(&view.id, &set("title", "Other")).unwrap().besides.is_empty(), "said once");
    workspace.undo(&view.id).unwrap();
    let back = workspace.undo(&view.id).unwrap();
    assert_eq!(back.besides, ["2\u{a0}approvals of revision 1 hold again: Operations lead, Procurement lead."]);
    assert_eq!(
        (back.revision.number, &back.revision.hash),
        (1, &view.revision.hash),
        "the same terms, the same number"
    );
    // Typed again instead of undone, they are the same terms as well.
    workspace.edit(&view.id, &set("remedies.month_cap", "11 %")).unwrap();
    let cap = crate::text(&view, "remedies.month_cap");
    let retyped = workspace.edit(&view.id, &set("remedies.month_cap", &cap)).unwrap();
    assert_eq!(retyped.revision.number, 1);
    assert_eq!(states(&retyped)[..2], [ApprovalState::Approved; 2]);
}
