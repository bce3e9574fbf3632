//! Security and law.

use super::{List, numbered};
use crate::{clauses::Obligation, term::slot::Slot};

pub(super) fn rows<'a>(list: &mut List<'a>, items: &'a mut [Obligation]) {
    for (i, item) in items.iter_mut().enumerate() {
        let (entry, at) = numbered("obligations", i);
        let Obligation { kind, what, owner, attestation, frequency, gate } = item;
        list.add_for(&entry, at("kind"), "About", Slot::Choice(kind));
        list.add_for(&entry, at("what"), "What has to be kept", Slot::Text(what));
        list.add_for(&entry, at("owner"), "By", Slot::Choice(owner));
        list.add_for(&entry, at("attestation"), "What shows it", Slot::Text(attestation));
        list.add_for(&entry, at("frequency"), "Shown", Slot::Choice(frequency));
        list.add_for(&entry, at("gate"), "Is a gate", Slot::Choice(gate));
    }
}
