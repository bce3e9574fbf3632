//! Excused causes and what the client has to bring.

use super::draft::{Draft, say, see};

pub(super) fn compose(draft: &mut Draft<'_>) {
    let agreement = draft.agreement;
    if !draft.clause("relief") {
        return;
    }
    if !agreement.relief.events.is_empty() {
        draft.say(vec![
            say("A miss is excused where a cause in "),
            see("table-relief-events"),
            say(
                " made it, the cause is shown as the table says, and both parties approve it. All observations of the \
                 excused window are removed, good and bad; see ",
            ),
            see("measures"),
            say("."),
        ]);
        let columns = [("Cause", "cause", 1), ("When it applies", "description", 2), ("Shown by", "evidence", 1)];
        draft.entries("relief.events", agreement.relief.events.len(), "Excused causes", &columns);
    }
    draft.say_what_is_set(&[
        "Relief is claimed within {relief.claim_days} after the event.",
        "It is answered within {relief.answer_days}.",
        "For the client it is approved by the {relief.client_approver}.",
        "For the vendor it is approved by the {relief.vendor_approver}.",
    ]);
    if !agreement.dependencies.is_empty() {
        draft.say(vec![say("The results of the vendor depend on what is in "), see("table-dependencies"), say(".")]);
        let columns = [
            ("Needed", "what", 2),
            ("From", "owner", 0),
            ("Role", "role", 1),
            ("When", "due", 1),
            ("Service levels", "affects", 1),
            ("Otherwise", "otherwise", 1),
        ];
        draft.entries("dependencies", agreement.dependencies.len(), "Dependencies", &columns);
    }
}
