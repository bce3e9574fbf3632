//! What the vendor does, and what not.

use super::{List, numbered};
use crate::{
    Scope,
    clauses::{CustomerGroup, Named, ServiceHours, TransitionStep},
    term::slot::Slot,
};

pub(super) fn rows<'a>(list: &mut List<'a>, services: &'a mut String, scope: &'a mut Scope) {
    list.add("services", "Services", Slot::LongText(services));
    let Scope {
        functions,
        lines_of_business,
        sites,
        channels,
        priorities,
        customer_groups,
        hours: ServiceHours { hours, time_zone, holidays },
        included,
        excluded,
        client_duties,
        vendor_duties,
        transition,
    } = scope;
    list.strings("scope.functions", functions);
    named(list, "scope.lines_of_business", lines_of_business);
    named(list, "scope.sites", sites);
    named(list, "scope.channels", channels);
    named(list, "scope.priorities", priorities);
    groups(list, customer_groups);
    list.add("scope.hours", "Service hours", Slot::Text(hours));
    list.add("scope.time_zone", "Time zone", Slot::Text(time_zone));
    list.add("scope.holidays", "Holidays", Slot::Text(holidays));
    list.strings("scope.included", included);
    list.strings("scope.excluded", excluded);
    list.strings("scope.client_duties", client_duties);
    list.strings("scope.vendor_duties", vendor_duties);
    steps(list, transition);
}

fn named<'a>(list: &mut List<'a>, path: &str, items: &'a mut [Named]) {
    for (i, item) in items.iter_mut().enumerate() {
        let (entry, at) = numbered(path, i);
        list.add_for(&entry, at("name"), "Name", Slot::Text(&mut item.name));
        list.add_for(&entry, at("meaning"), "What belongs to it", Slot::Text(&mut item.meaning));
    }
}

fn groups<'a>(list: &mut List<'a>, items: &'a mut [CustomerGroup]) {
    for (i, item) in items.iter_mut().enumerate() {
        let (entry, at) = numbered("scope.customer_groups", i);
        let CustomerGroup { name, meaning, treatment } = item;
        list.add_for(&entry, at("name"), "Name", Slot::Text(name));
        list.add_for(&entry, at("meaning"), "Who belongs to it", Slot::Text(meaning));
        list.add_for(&entry, at("treatment"), "What is done differently", Slot::Text(treatment));
    }
}

fn steps<'a>(list: &mut List<'a>, items: &'a mut [TransitionStep]) {
    for (i, item) in items.iter_mut().enumerate() {
        let (entry, at) = numbered("scope.transition", i);
        let TransitionStep { what, owner, due, done_when } = item;
        list.add_for(&entry, at("what"), "What is done", Slot::Text(what));
        list.add_for(&entry, at("owner"), "By", Slot::Choice(owner));
        list.add_for(&entry, at("due"), "At the latest on", Slot::OptionalDate(due));
        list.add_for(&entry, at("done_when"), "Done when", Slot::Text(done_when));
    }
}
