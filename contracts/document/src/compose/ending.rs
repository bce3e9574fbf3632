//! How the agreement ends, and what happens then.

use super::draft::{Draft, say};

pub(super) fn compose(draft: &mut Draft<'_>) {
    let agreement = draft.agreement;
    if !draft.clause("ending") {
        return;
    }
    let triggers = agreement.termination.triggers.len();
    if triggers > 0 {
        draft.say(vec![say("A party may end this agreement before its term in any of these cases:")]);
        let items = draft.texts("termination.triggers", triggers);
        draft.list(items);
    }
    draft.when(
        "A cause that is remedied within {termination.cure_days} after written notice does not end this agreement.",
    );
    draft.say_what_is_set(&[
        "When the agreement ends, the vendor helps with the handover for {exit.assistance_months}.",
        "An exit plan is handed in within {exit.plan_days} after the start date.",
        "Knowledge is handed over as follows: {exit.knowledge}.",
        "Data are returned within {exit.data_days} after the end.",
        "What is returned: {exit.data}.",
        "People: {exit.people}.",
        "The charge for this help: {exit.charges}.",
    ]);
}
