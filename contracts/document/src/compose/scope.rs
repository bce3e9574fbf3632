//! What the services cover, and what they do not.

use super::draft::{Draft, say, see};
use super::words;
use crate::tree::Span;

/// What is said of the scope below the services.
pub(super) fn compose(draft: &mut Draft<'_>) {
    let scope = &draft.agreement.scope;
    let functions: Vec<Span> = draft.texts("scope.functions", scope.functions.len()).into_iter().flatten().collect();
    if !functions.is_empty() {
        let mut spans = vec![say("They cover these functions: ")];
        spans.extend(words::list(functions));
        spans.push(say("."));
        draft.say(spans);
    }
    let named = [
        ("scope.lines_of_business", "Lines of business", "Line of business", scope.lines_of_business.len()),
        ("scope.sites", "Sites", "Site", scope.sites.len()),
        ("scope.channels", "Channels", "Channel", scope.channels.len()),
        ("scope.priorities", "Priorities, the most urgent first", "Priority", scope.priorities.len()),
    ];
    for (list, caption, head, count) in named {
        if count > 0 {
            draft.entries(list, count, caption, &[(head, "name", 0), ("What belongs to it", "meaning", 1)]);
        }
    }
    if !scope.customer_groups.is_empty() {
        let columns =
            [("Group", "name", 0), ("Who belongs to it", "meaning", 1), ("What is different", "treatment", 1)];
        draft.entries("scope.customer_groups", scope.customer_groups.len(), "Customer groups", &columns);
    }
    draft.say_what_is_set(&[
        "Hours of service: {scope.hours}.",
        "Time zone: {scope.time_zone}.",
        "Holidays: {scope.holidays}.",
    ]);
    lists(draft);
    transition(draft);
}

fn lists(draft: &mut Draft<'_>) {
    let scope = &draft.agreement.scope;
    let lists = [
        ("scope.included", "The services include:", scope.included.len()),
        ("scope.excluded", "The services do not include:", scope.excluded.len()),
        ("scope.client_duties", "The client does the following:", scope.client_duties.len()),
        ("scope.vendor_duties", "The vendor does the following:", scope.vendor_duties.len()),
    ];
    for (list, lead, count) in lists {
        if count > 0 {
            draft.say(vec![say(lead)]);
            let items = draft.texts(list, count);
            draft.list(items);
        }
    }
}

fn transition(draft: &mut Draft<'_>) {
    let steps = draft.agreement.scope.transition.len();
    if steps > 0 {
        draft.say(vec![say("The services are taken over in the steps of "), see("table-scope-transition"), say(".")]);
        let columns = [("Step", "what", 2), ("By", "owner", 0), ("Latest", "due", 0), ("Done when", "done_when", 2)];
        draft.entries("scope.transition", steps, "Transition", &columns);
    }
}
