//! Meetings, rectification plans, change control.

use super::draft::{Draft, say, see};

pub(super) fn compose(draft: &mut Draft<'_>) {
    if !draft.clause("governance") {
        return;
    }
    meetings(draft);
    draft.say_what_is_set(&[
        "A miss that is {rectification.from} or worse is followed by a rectification plan.",
        "The vendor explains the cause within {rectification.cause_days} after the result.",
        "It hands in the plan within {rectification.plan_days} after the result.",
        "The client approves or answers it within {rectification.approve_days}.",
        "The plan contains: {rectification.contents}.",
        "Progress is looked at {rectification.check|often}.",
    ]);
    draft.say_what_is_set(&[
        "This agreement is changed in writing only. A change is requested as follows: {change_control.request}.",
        "The other party answers within {change_control.answer_days}.",
        "For the client a change is approved by the {change_control.client_approver}.",
        "For the vendor it is approved by the {change_control.vendor_approver}.",
        "Urgent changes: {change_control.urgent}.",
    ]);
}

fn meetings(draft: &mut Draft<'_>) {
    let governance = &draft.agreement.governance;
    let (meetings, triggers) = (governance.meetings.len(), governance.review_triggers.len());
    if meetings > 0 {
        draft.say(vec![say("The parties hold the meetings in "), see("table-governance-meetings"), say(".")]);
        let columns = [
            ("Meeting", "name", 1),
            ("How often", "frequency", 0),
            ("Client", "client_attendees", 1),
            ("Vendor", "vendor_attendees", 1),
            ("Looked at", "inputs", 2),
            ("Papers before", "pack_days", 0),
            ("Minutes after", "minutes_days", 0),
        ];
        draft.entries("governance.meetings", meetings, "Calendar of meetings", &columns);
    }
    if triggers > 0 {
        draft.say(vec![say("The targets are reviewed out of turn on any of these occasions:")]);
        let items = draft.texts("governance.review_triggers", triggers);
        draft.list(items);
    }
    draft.when("Suggestions of the vendor are made and answered as follows: {governance.feedback}.");
}
