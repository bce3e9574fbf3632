//! The agreement that this one belongs to, and which text goes first.

use super::draft::{Draft, say};
use super::words;
use model::clauses::Prevails;

pub(super) fn compose(draft: &mut Draft<'_>) {
    let governing = &draft.agreement.governing;
    if !draft.clause("governing") {
        return;
    }
    if draft.is_set("governing.agreement") {
        let mut spans = draft.fill("This agreement is part of {governing.agreement}");
        if let Some(dated) = governing.dated {
            spans.extend([say(" of "), draft.term_as("governing.dated", words::date(dated))]);
        }
        spans.push(say("."));
        draft.say(spans);
    } else if let Some(dated) = governing.dated {
        let day = draft.term_as("governing.dated", words::date(dated));
        draft.say(vec![say("This agreement is part of an agreement of "), day, say(".")]);
    }
    if !governing.precedence.is_empty() {
        draft.say(vec![say("Where documents differ, the one that stands first in this order holds:")]);
        let items = draft.texts("governing.precedence", governing.precedence.len());
        draft.list(items);
    }
    if let Some(prevails) = governing.prevails {
        let which = draft.term_as(
            "governing.prevails",
            match prevails {
                Prevails::Text => "the printed text holds",
                Prevails::Data => "the attached data hold",
            },
        );
        draft.say(vec![say("Where the printed text and the data attached to it differ, "), which, say(".")]);
    }
    draft.when("The law that applies: {governing.law}.");
}
