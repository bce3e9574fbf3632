//! Security and law.

use super::draft::{Draft, say, see};

pub(super) fn compose(draft: &mut Draft<'_>) {
    let obligations = &draft.agreement.obligations;
    if !draft.clause("compliance") {
        return;
    }
    draft.say(vec![
        say("The parties keep the obligations in "),
        see("table-obligations"),
        say(", whatever the score of a month is, and prove it as the table says."),
    ]);
    let columns = [
        ("Obligation", "what", 2),
        ("About", "kind", 1),
        ("Kept by", "owner", 0),
        ("Shown by", "attestation", 1),
        ("How often", "frequency", 0),
        ("Gate", "gate", 0),
    ];
    draft.entries("obligations", obligations.len(), "Obligations", &columns);
    if obligations.iter().any(|obligation| obligation.gate) {
        draft.say(vec![say(
            "An obligation that is a gate and is not shown in time counts as a missed gate of that period.",
        )]);
    }
}
