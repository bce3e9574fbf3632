//! Title, parties, term.

use super::List;
use crate::{Parties, Party, Term, term::slot::Slot};

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
