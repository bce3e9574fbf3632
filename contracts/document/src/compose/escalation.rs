//! Who is called, and how fast they answer.

use super::draft::{Draft, say, see};
use crate::tree::{Align, Column, Row, Span, Table};

pub(super) fn compose(draft: &mut Draft<'_>) {
    let agreement = draft.agreement;
    if !draft.clause("escalation") {
        return;
    }
    if !agreement.escalation.tiers.is_empty() {
        draft.say(vec![
            say("What cannot be settled where it arises goes to the tiers in "),
            see("table-escalation"),
            say(
                ", the lowest first. Where a tier does not acknowledge or resolve it in time, it goes to the next one \
                 without being asked for.",
            ),
        ]);
        let table = table(draft);
        draft.table(table);
    }
    draft.say_what_is_set(&[
        "The escalation is drilled {escalation.drill|often}.",
        "The contacts are checked {escalation.contact_check|often}.",
    ]);
}

fn table(draft: &Draft<'_>) -> Table {
    let heads = [("Tier", 0), ("Raised when", 2), ("Owner", 1), ("Acknowledged", 0), ("Resolved", 0)];
    let row = |index: usize| {
        let at = |leaf: &str| format!("escalation.tiers.{}.{leaf}", index + 1);
        let cells = vec![
            vec![say((index + 1).to_string())],
            draft.cell(&at("trigger")),
            owner(draft, index),
            draft.cell(&at("acknowledge")),
            draft.cell(&at("resolve")),
        ];
        Row { cells, total: false }
    };
    Table {
        id: "table-escalation".into(),
        caption: "Tiers of the escalation".into(),
        columns: heads.map(|(head, grow)| Column { head: head.into(), align: Align::Start, grow }).to_vec(),
        rows: (0..draft.agreement.escalation.tiers.len()).map(row).collect(),
        row_heads: true,
        ..Table::default()
    }
}

/// The owner by role and side, with how to reach them: as the tier says, or as the contact of that role does.
fn owner(draft: &Draft<'_>, index: usize) -> Vec<Span> {
    let at = |leaf: &str| format!("escalation.tiers.{}.{leaf}", index + 1);
    let mut spans = draft.cell(&at("owner_role"));
    if draft.is_set(&at("owner_side")) {
        spans.extend([say(", "), draft.term(&at("owner_side"))]);
    }
    if draft.is_set(&at("contact")) {
        spans.extend([say("\n"), draft.term(&at("contact"))]);
        return spans;
    }
    let tier = &draft.agreement.escalation.tiers[index];
    let named = draft.agreement.contacts.iter().position(|contact| {
        let same_side = contact.side.is_none() || tier.owner_side.is_none() || contact.side == tier.owner_side;
        same_side && !tier.owner_role.is_empty() && contact.role.eq_ignore_ascii_case(&tier.owner_role)
    });
    if let Some(contact) = named {
        for leaf in ["name", "phone", "email"] {
            let path = format!("contacts.{}.{leaf}", contact + 1);
            if draft.is_set(&path) {
                spans.extend([say("\n"), draft.term(&path)]);
            }
        }
    }
    spans
}
