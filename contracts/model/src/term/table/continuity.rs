//! How the services go on when something breaks.

use super::{List, numbered};
use crate::{
    clauses::{Continuity, SupportingSystem},
    term::slot::Slot,
};

pub(super) fn rows<'a>(list: &mut List<'a>, continuity: &'a mut Continuity) {
    let Continuity { plan, recovery_seconds, data_loss_seconds, workforce, test, systems } = continuity;
    list.add("continuity.plan", "What is prepared", Slot::LongText(plan));
    list.add("continuity.recovery", "Works again within", Slot::OptionalTime(recovery_seconds));
    list.add("continuity.data_loss", "Work lost at the most", Slot::OptionalTime(data_loss_seconds));
    list.add("continuity.workforce", "Who steps in", Slot::Text(workforce));
    list.add("continuity.test", "Tried out", Slot::Choice(test));
    system_rows(list, systems);
}

fn system_rows<'a>(list: &mut List<'a>, items: &'a mut [SupportingSystem]) {
    for (i, item) in items.iter_mut().enumerate() {
        let (entry, at) = numbered("continuity.systems", i);
        let SupportingSystem { name, owner, hours, backup } = item;
        list.add_for(&entry, at("name"), "Name", Slot::Text(name));
        list.add_for(&entry, at("owner"), "Run by", Slot::Choice(owner));
        list.add_for(&entry, at("hours"), "Has to be up", Slot::Text(hours));
        list.add_for(&entry, at("backup"), "What takes its place", Slot::Text(backup));
    }
}
