//! Title, parties, term.

use super::{List, numbered};
use crate::{
    Parties, Party, Term,
    clauses::{Contact, Renewal},
    term::slot::Slot,
};

/// Longest term of an agreement.
const TERM_MONTHS_MAX: u32 = 120;

pub(super) fn rows<'a>(list: &mut List<'a>, title: &'a mut String, parties: &'a mut Parties, term: &'a mut Term) {
    list.add("title", "Title", Slot::Text(title));
    party(list, "client", "Client", &mut parties.client);
    party(list, "vendor", "Vendor", &mut parties.vendor);
    list.add("term.start", "Start", Slot::Date(&mut term.start));
    list.add(
        "term.months",
        "Length",
        Slot::Whole { value: &mut term.months, least: 1, most: TERM_MONTHS_MAX, word: "months" },
    );
    list.add(
        "term.notice_days",
        "Notice",
        Slot::Whole { value: &mut term.notice_days, least: 0, most: 730, word: "days" },
    );
}

fn party<'a>(list: &mut List<'a>, side: &str, word: &str, party: &'a mut Party) {
    let Party { name, address, representative, email } = party;
    list.add_for(word, format!("parties.{side}.name"), "Name", Slot::Text(name));
    list.add_for(word, format!("parties.{side}.address"), "Address", Slot::Text(address));
    list.add_for(word, format!("parties.{side}.representative"), "Represented by", Slot::Text(representative));
    list.add_for(word, format!("parties.{side}.email"), "E-mail for notices", Slot::Text(email));
}

pub(super) fn renewal_rows<'a>(list: &mut List<'a>, renewal: &'a mut Renewal) {
    let Renewal { rule, months, decide_days, reopens_targets } = renewal;
    let word = "Renewal";
    list.add_for(word, "renewal.rule", "At the end of the term", Slot::Choice(rule));
    list.add_for(
        word,
        "renewal.months",
        "Each renewal lasts",
        Slot::Counted { value: months, least: 1, most: 120, word: "months" },
    );
    list.add_for(
        word,
        "renewal.decide_days",
        "Decided before the end by",
        Slot::Counted { value: decide_days, least: 0, most: 730, word: "days" },
    );
    list.add_for(word, "renewal.reopens_targets", "Targets are agreed anew", Slot::Choice(reopens_targets));
}

pub(super) fn contact_rows<'a>(list: &mut List<'a>, items: &'a mut [Contact]) {
    for (i, item) in items.iter_mut().enumerate() {
        let (entry, at) = numbered("contacts", i);
        let Contact { side, role, name, email, phone, hours } = item;
        list.add_for(&entry, at("side"), "Side", Slot::Choice(side));
        list.add_for(&entry, at("role"), "Role", Slot::Text(role));
        list.add_for(&entry, at("name"), "Name", Slot::Text(name));
        list.add_for(&entry, at("email"), "E-mail", Slot::Text(email));
        list.add_for(&entry, at("phone"), "Telephone", Slot::Text(phone));
        list.add_for(&entry, at("hours"), "When", Slot::Text(hours));
    }
}
