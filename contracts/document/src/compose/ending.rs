//! How the agreement ends, and what happens then.

use super::draft::{Draft, say};

pub(super) fn compose(draft: &mut Draft<'_>) {
    let agreement = draft.agreement;
    if !draft.clause("ending") {
        return;
    }
    let triggers = agreement.termination.triggers.len();
    if triggers > 0 {
        draft.say(vec![say("A party may end this agreement before its term where one of these is the case:")]);
        let items = draft.texts("termination.triggers", triggers);
        draft.list(items);
    }
    draft.when("A cause that is mended within {termination.cure_days} after written notice ends nothing.");
    draft.say_what_is_set(&[
        "When the agreement ends, the vendor helps with the handover for {exit.assistance_months}.",
        "An exit plan is there within {exit.plan_days} after the start date.",
        "Knowledge is handed over like this: {exit.knowledge}.",
        "Data are given back within {exit.data_days} after the end.",
        "Data: {exit.data}.",
        "People: {exit.people}.",
        "The help is charged like this: {exit.charges}.",
    ]);
}
