//! What is reported, and what is said of statements.

use super::definitions::in_text;
use super::draft::{Draft, say, see};
use super::words;
use crate::tree::Span;
use model::Side;

/// The clause on reporting.
pub(super) fn compose(draft: &mut Draft<'_>) {
    draft.clause("reporting");
    for side in Side::BOTH {
        let measured: Vec<Span> = draft
            .agreement
            .measures
            .iter()
            .filter(|measure| measure.owner == side)
            .map(|measure| draft.term_as(&format!("measures.{}.owner", measure.id), in_text(&measure.name)))
            .collect();
        if measured.is_empty() {
            continue;
        }
        let mut spans = vec![say(format!("The {} measures ", side.word()))];
        spans.extend(words::list(measured));
        spans.push(say("."));
        draft.say(spans);
    }
    draft.say(vec![
        say(
            "For each month, from the start date on, the party that measures reports the value of each of its measures \
             with the number of observations behind it, from the source named in ",
        ),
        see("definitions"),
        say("."),
    ]);
    reports(draft);
    statements(draft);
}

fn reports(draft: &mut Draft<'_>) {
    let reports = draft.agreement.reports.len();
    if reports > 0 {
        draft.say(vec![say("The reports in "), see("table-reports"), say(" go to the recipients named there.")]);
        let columns = [
            ("Report", "name", 1),
            ("How often", "frequency", 0),
            ("By", "by", 0),
            ("Due within", "due_days", 0),
            ("What is in it", "contents", 2),
            ("Goes to", "recipients", 1),
        ];
        draft.entries("reports", reports, "Reports", &columns);
    }
}

/// Statements, disputes, and who may look behind the figures.
fn statements(draft: &mut Draft<'_>) {
    draft.say_what_is_set(&[
        "The statement of a month is sent within {statement_rules.issue_days} after it.",
        "It can be disputed in writing within {statement_rules.dispute_days} after it was sent; a statement that nobody \
         disputed by then stands.",
        "A dispute is answered within {statement_rules.answer_days}.",
        "A credit comes to the client as {statement_rules.credit_by|choice}.",
        "What a statement comes to is paid within {statement_rules.pay_days} after it was sent.",
    ]);
    let steps = draft.agreement.statement_rules.dispute_path.len();
    if steps > 0 {
        draft.say(vec![say("What the parties cannot agree on goes through these steps, in this order:")]);
        let items = draft.texts("statement_rules.dispute_path", steps);
        draft.list(items);
    }
    if let Some(audits) = draft.agreement.statement_rules.audits_a_year {
        let times = draft.term_as("statement_rules.audits_a_year", format!("{} a year", words::times(audits)));
        draft.say(vec![say("Each party may audit the figures of the other "), times, say(".")]);
    }
    draft.say_what_is_set(&[
        "An audit is announced {statement_rules.audit_notice_days} before it begins.",
        "The records behind the figures are kept for {statement_rules.records_months}.",
    ]);
}
