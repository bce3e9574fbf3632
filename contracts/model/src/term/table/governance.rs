//! Meetings, rectification plans, change control.

use super::{List, numbered};
use crate::{
    clauses::{ChangeControl, Governance, Meeting, Rectification},
    term::slot::Slot,
};

pub(super) fn rows<'a>(
    list: &mut List<'a>,
    governance: &'a mut Governance,
    rectification: &'a mut Rectification,
    change_control: &'a mut ChangeControl,
) {
    let Governance { meetings, review_triggers, feedback } = governance;
    meeting_rows(list, meetings);
    list.strings("governance.review_triggers", review_triggers);
    list.add("governance.feedback", "How the vendor says what would help", Slot::Text(feedback));
    plans(list, rectification);
    changes(list, change_control);
}

fn meeting_rows<'a>(list: &mut List<'a>, items: &'a mut [Meeting]) {
    for (i, item) in items.iter_mut().enumerate() {
        let (entry, at) = numbered("governance.meetings", i);
        let Meeting { name, frequency, client_attendees, vendor_attendees, inputs, pack_days, minutes_days } = item;
        list.add_for(&entry, at("name"), "Name", Slot::Text(name));
        list.add_for(&entry, at("frequency"), "How often", Slot::Choice(frequency));
        list.add_for(&entry, at("client_attendees"), "From the client", Slot::Text(client_attendees));
        list.add_for(&entry, at("vendor_attendees"), "From the vendor", Slot::Text(vendor_attendees));
        list.add_for(&entry, at("inputs"), "What is looked at", Slot::Text(inputs));
        list.add_for(
            &entry,
            at("pack_days"),
            "Papers sent before by",
            Slot::Counted { value: pack_days, least: 0, most: 365, word: "days" },
        );
        list.add_for(
            &entry,
            at("minutes_days"),
            "Minutes sent within",
            Slot::Counted { value: minutes_days, least: 0, most: 365, word: "days" },
        );
    }
}

fn plans<'a>(list: &mut List<'a>, rectification: &'a mut Rectification) {
    let Rectification { from, cause_days, plan_days, approve_days, contents, check } = rectification;
    let word = "Rectification";
    list.add_for(word, "rectification.from", "Due from a miss that is", Slot::Choice(from));
    list.add_for(
        word,
        "rectification.cause_days",
        "Cause explained within",
        Slot::Counted { value: cause_days, least: 0, most: 365, word: "days" },
    );
    list.add_for(
        word,
        "rectification.plan_days",
        "Plan handed in within",
        Slot::Counted { value: plan_days, least: 0, most: 365, word: "days" },
    );
    list.add_for(
        word,
        "rectification.approve_days",
        "Client answers within",
        Slot::Counted { value: approve_days, least: 0, most: 365, word: "days" },
    );
    list.add_for(word, "rectification.contents", "What the plan says", Slot::Text(contents));
    list.add_for(word, "rectification.check", "Progress looked at", Slot::Choice(check));
}

fn changes<'a>(list: &mut List<'a>, change_control: &'a mut ChangeControl) {
    let ChangeControl { request, answer_days, client_approver, vendor_approver, urgent } = change_control;
    let word = "Change control";
    list.add_for(word, "change_control.request", "Who asks, and what a request says", Slot::Text(request));
    list.add_for(
        word,
        "change_control.answer_days",
        "Answered within",
        Slot::Counted { value: answer_days, least: 0, most: 365, word: "days" },
    );
    list.add_for(word, "change_control.client_approver", "Approved for the client by", Slot::Text(client_approver));
    list.add_for(word, "change_control.vendor_approver", "Approved for the vendor by", Slot::Text(vendor_approver));
    list.add_for(word, "change_control.urgent", "What may be done at once", Slot::Text(urgent));
}
