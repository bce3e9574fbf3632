//! Who is called, and how fast they answer.

use super::{List, numbered};
use crate::{
    clauses::{Escalation, EscalationTier},
    term::slot::Slot,
};

pub(super) fn rows<'a>(list: &mut List<'a>, escalation: &'a mut Escalation) {
    let Escalation { tiers, drill, contact_check } = escalation;
    tier_rows(list, tiers);
    list.add("escalation.drill", "Tried out", Slot::Choice(drill));
    list.add("escalation.contact_check", "Contacts checked", Slot::Choice(contact_check));
}

fn tier_rows<'a>(list: &mut List<'a>, items: &'a mut [EscalationTier]) {
    for (i, item) in items.iter_mut().enumerate() {
        let (entry, at) = numbered("escalation.tiers", i);
        let EscalationTier { trigger, owner_side, owner_role, contact, acknowledge_seconds, resolve_seconds } = item;
        list.add_for(&entry, at("trigger"), "What calls it", Slot::Text(trigger));
        list.add_for(&entry, at("owner_side"), "Owner on the side of", Slot::Choice(owner_side));
        list.add_for(&entry, at("owner_role"), "Owner, by role", Slot::Text(owner_role));
        list.add_for(&entry, at("contact"), "How the owner is reached", Slot::Text(contact));
        list.add_for(&entry, at("acknowledge"), "Acknowledged within", Slot::OptionalTime(acknowledge_seconds));
        list.add_for(&entry, at("resolve"), "Resolved within", Slot::OptionalTime(resolve_seconds));
    }
}
