//! What service levels are limited to, and which of them both parties own.

use super::definitions::in_text;
use super::draft::{Draft, of_level, say};
use super::words;
use crate::tree::Span;
use model::{Measure, ServiceLevel, clauses::LevelScope};

pub(super) fn compose(draft: &mut Draft<'_>, levels: &[(&ServiceLevel, &Measure)]) {
    limits(draft, levels);
    dual(draft, levels);
}

fn limits(draft: &mut Draft<'_>, levels: &[(&ServiceLevel, &Measure)]) {
    let limited = levels.iter().filter(|(level, _)| level.scope != LevelScope::default());
    let items: Vec<Vec<Span>> = limited
        .map(|(level, measure)| {
            let mut spans = vec![say(format!("{}: ", in_text(&measure.name)))];
            let leaves = [
                ("line of business ", "line_of_business"),
                ("site ", "site"),
                ("channel ", "channel"),
                ("priority ", "priority"),
                ("customers of the group ", "customer_group"),
            ];
            let set = leaves.into_iter().map(|(word, leaf)| (word, of_level(level, &format!("scope.{leaf}"))));
            let places = set.filter(|(_, path)| draft.is_set(path)).map(|(word, path)| {
                let name = draft.text(&path).to_owned();
                draft.term_as(&path, format!("{word}{name}"))
            });
            spans.extend(words::list(places.collect()));
            spans
        })
        .collect();
    if !items.is_empty() {
        draft.say(vec![say("These service levels are limited; the others cover all of the services:")]);
        draft.list(items);
    }
}

fn dual(draft: &mut Draft<'_>, levels: &[(&ServiceLevel, &Measure)]) {
    let owned = levels.iter().filter(|(level, _)| !level.client_part.is_empty());
    let items: Vec<Vec<Span>> = owned
        .map(|(level, measure)| {
            vec![say(format!("{}: ", in_text(&measure.name))), draft.term(&of_level(level, "client_part"))]
        })
        .collect();
    if !items.is_empty() {
        draft.say(vec![say("These results are owned by both parties. What the client does for them:")]);
        draft.list(items);
    }
}
