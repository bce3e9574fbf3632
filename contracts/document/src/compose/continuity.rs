//! How the services go on when something breaks.

use super::draft::{Draft, say, see};

pub(super) fn compose(draft: &mut Draft<'_>) {
    let continuity = &draft.agreement.continuity;
    if !draft.clause("continuity") {
        return;
    }
    draft.when("For an interruption of the services the following is prepared: {continuity.plan}.");
    draft.say_what_is_set(&[
        "The services are restored within {continuity.recovery}.",
        "At most the work of {continuity.data_loss} is lost.",
        "Cover for people who cannot come: {continuity.workforce}.",
        "The plan is tested {continuity.test|often}.",
    ]);
    if !continuity.systems.is_empty() {
        draft.say(vec![say("The services need the systems in "), see("table-continuity-systems"), say(".")]);
        let columns =
            [("System", "name", 1), ("Run by", "owner", 0), ("Up", "hours", 1), ("In its place", "backup", 2)];
        draft.entries("continuity.systems", continuity.systems.len(), "Systems that the services need", &columns);
    }
}
