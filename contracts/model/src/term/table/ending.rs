//! How it ends, and what happens then.

use super::List;
use crate::{
    clauses::{Exit, Termination},
    term::slot::Slot,
};

pub(super) fn rows<'a>(list: &mut List<'a>, termination: &'a mut Termination, exit: &'a mut Exit) {
    let Termination { triggers, cure_days } = termination;
    list.strings("termination.triggers", triggers);
    list.add(
        "termination.cure_days",
        "Time to mend the cause",
        Slot::Counted { value: cure_days, least: 0, most: 365, word: "days" },
    );
    let Exit { assistance_months, plan_days, knowledge, data_days, data, people, charges } = exit;
    let word = "Exit";
    list.add_for(
        word,
        "exit.assistance_months",
        "Help with the handover for",
        Slot::Counted { value: assistance_months, least: 0, most: 36, word: "months" },
    );
    list.add_for(
        word,
        "exit.plan_days",
        "Exit plan within",
        Slot::Counted { value: plan_days, least: 0, most: 365, word: "days" },
    );
    list.add_for(word, "exit.knowledge", "Knowledge", Slot::Text(knowledge));
    list.add_for(
        word,
        "exit.data_days",
        "Data given back within",
        Slot::Counted { value: data_days, least: 0, most: 365, word: "days" },
    );
    list.add_for(word, "exit.data", "In what form, and what is deleted", Slot::Text(data));
    list.add_for(word, "exit.people", "People", Slot::Text(people));
    list.add_for(word, "exit.charges", "What the help costs", Slot::Text(charges));
}
