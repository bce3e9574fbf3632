//! What excuses a miss, and what the client has to bring.

use super::{List, numbered};
use crate::{
    clauses::{Dependency, Relief, ReliefEvent},
    term::slot::Slot,
};

pub(super) fn rows<'a>(list: &mut List<'a>, relief: &'a mut Relief, dependencies: &'a mut [Dependency]) {
    let Relief { events, claim_days, answer_days, client_approver, vendor_approver } = relief;
    causes(list, events);
    list.add(
        "relief.claim_days",
        "Claimed within",
        Slot::Counted { value: claim_days, least: 0, most: 365, word: "days" },
    );
    list.add(
        "relief.answer_days",
        "Answered within",
        Slot::Counted { value: answer_days, least: 0, most: 365, word: "days" },
    );
    list.add("relief.client_approver", "Approved for the client by", Slot::Text(client_approver));
    list.add("relief.vendor_approver", "Approved for the vendor by", Slot::Text(vendor_approver));
    needs(list, dependencies);
}

fn causes<'a>(list: &mut List<'a>, items: &'a mut [ReliefEvent]) {
    for (i, item) in items.iter_mut().enumerate() {
        let (entry, at) = numbered("relief.events", i);
        let ReliefEvent { cause, description, evidence } = item;
        list.add_for(&entry, at("cause"), "Cause", Slot::Choice(cause));
        list.add_for(&entry, at("description"), "When it applies", Slot::Text(description));
        list.add_for(&entry, at("evidence"), "What shows it", Slot::Text(evidence));
    }
}

fn needs<'a>(list: &mut List<'a>, items: &'a mut [Dependency]) {
    for (i, item) in items.iter_mut().enumerate() {
        let (entry, at) = numbered("dependencies", i);
        let Dependency { what, owner, role, due, affects, otherwise } = item;
        list.add_for(&entry, at("what"), "What is needed", Slot::Text(what));
        list.add_for(&entry, at("owner"), "From", Slot::Choice(owner));
        list.add_for(&entry, at("role"), "In the role of", Slot::Text(role));
        list.add_for(&entry, at("due"), "When, or how fast", Slot::Text(due));
        list.add_for(&entry, at("affects"), "Service levels that depend on it", Slot::Text(affects));
        list.add_for(&entry, at("otherwise"), "Where it is not there", Slot::Text(otherwise));
    }
}
