//! Audits of the work, and how customers are asked.

use super::draft::{Draft, say, see};

pub(super) fn compose(draft: &mut Draft<'_>) {
    if !draft.clause("quality") {
        return;
    }
    audits(draft);
    draft.say_what_is_set(&[
        "The survey is run by the {csat.by}.",
        "Who is asked, how and when: {csat.method}.",
        "The question and its scale: {csat.scale}.",
        "{csat.response_percent} of those who are asked are expected to answer.",
    ]);
    // What fewer answers mean for the score is the measure's own minimum, which the settlement applies.
    draft.when("Each window needs at least {csat.minimum_n|answer answers}.");
}

fn audits(draft: &mut Draft<'_>) {
    let number = if draft.is_set("qa.each") {
        "The work is audited: {qa.audits_a_month|case cases} of each {qa.each} in each month."
    } else {
        "The work is audited: {qa.audits_a_month|case cases} in each month."
    };
    draft.say_what_is_set(&[number, "They are chosen as follows: {qa.selection}.", "They are audited by the {qa.by}."]);
    let criteria = draft.agreement.qa.criteria.len();
    if criteria > 0 {
        draft.say(vec![say("An audit grades what is in "), see("table-qa-criteria"), say(".")]);
        let columns =
            [("Graded", "name", 2), ("Weight", "weight_percent", 0), ("Missing it fails the audit", "fatal", 0)];
        draft.entries("qa.criteria", criteria, "Criteria of an audit", &columns);
    }
    draft.say_what_is_set(&[
        "Both parties grade the same cases {qa.calibration|often} and compare.",
        "Where their grades of a case differ by more than {qa.tolerance_points|point points}, they go through the criteria \
         together.",
        "Recordings: {qa.recordings}.",
    ]);
    if draft.agreement.qa.continuous {
        let all = draft.term_as("qa.continuous", "every case");
        draft.say(vec![say("Besides these samples "), all, say(" is watched by a tool.")]);
    }
}
