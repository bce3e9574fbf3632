//! Parties, term, scope.

use super::draft::{Draft, say, see};
use super::words;
use crate::tree::Span;
use chrono::{Datelike, Days, Months, NaiveDate};
use model::{
    Side,
    clauses::{Renewal, RenewalRule},
};

pub(super) fn compose(draft: &mut Draft<'_>) {
    draft.clause("parties");
    let mut spans = vec![say("This agreement is made between ")];
    spans.extend(party(draft, Side::Client));
    spans.extend([say(" (the "), Span::strong("client"), say("), which buys the services, and ")]);
    spans.extend(party(draft, Side::Vendor));
    spans.extend([say(" (the "), Span::strong("vendor"), say("), which delivers them.")]);
    draft.say(spans);
    draft.say(duration(draft));
    days(draft);
    draft.say(notice(draft));
    notices(draft);
    renewal(draft);
    contacts(draft);
    services(draft);
    super::scope::compose(draft);
}

/// Where notices go, as far as it is set; without an address nothing is said.
fn notices(draft: &mut Draft<'_>) {
    let email = |side: Side| format!("parties.{}.email", side.word());
    let set: Vec<Side> = Side::BOTH.into_iter().filter(|side| draft.is_set(&email(*side))).collect();
    let Some((first, rest)) = set.split_first() else { return };
    let to = |side: Side| [draft.term(&email(side)), say(format!(" for the {}", side.word()))];
    let mut spans = vec![say("Notices under this agreement go to ")];
    spans.extend(to(*first));
    for side in rest {
        spans.push(say(" and to "));
        spans.extend(to(*side));
    }
    spans.push(say("."));
    draft.say(spans);
}

/// What happens at the end of the term.
fn renewal(draft: &mut Draft<'_>) {
    let renewal = &draft.agreement.renewal;
    if *renewal == Renewal::default() {
        return;
    }
    let (again, until) = match renewal.rule {
        RenewalRule::Ends => ("it ends", ""),
        RenewalRule::ByAgreement => ("it goes on where both parties agree in writing", "They decide"),
        RenewalRule::Automatic => ("it goes on unless one party says no in writing", "A no is said"),
    };
    let mut spans = vec![say("At the end of the term "), draft.term_as("renewal.rule", again)];
    if renewal.months.is_some() {
        spans.extend(draft.fill(", each time for {renewal.months}"));
    }
    spans.push(say("."));
    if renewal.decide_days.is_some() {
        let who = if until.is_empty() { "This is confirmed" } else { until };
        spans.push(say(format!(" {who}")));
        spans.extend(draft.fill(" at the latest {renewal.decide_days} before the end."));
    }
    if renewal.reopens_targets {
        let anew = draft.term_as("renewal.reopens_targets", "agreed anew");
        spans.extend([
            say(" With each renewal the targets are "),
            anew,
            say(" from the results of the term that ends."),
        ]);
    }
    draft.say(spans);
}

fn contacts(draft: &mut Draft<'_>) {
    let contacts = draft.agreement.contacts.len();
    if contacts > 0 {
        draft.say(vec![say("The contacts of the parties are in "), see("table-contacts"), say(".")]);
        let columns = [
            ("Role", "role", 1),
            ("Side", "side", 0),
            ("Name", "name", 1),
            ("E-mail", "email", 1),
            ("Telephone", "phone", 0),
            ("When", "hours", 1),
        ];
        draft.entries("contacts", contacts, "Contacts", &columns);
    }
}

fn party(draft: &Draft<'_>, side: Side) -> Vec<Span> {
    let at = |leaf: &str| format!("parties.{}.{leaf}", side.word());
    let mut spans = vec![draft.term(&at("name")).into_strong()];
    if !draft.text(&at("address")).is_empty() {
        spans.extend([say(", "), draft.term(&at("address"))]);
    }
    if !draft.text(&at("representative")).is_empty() {
        spans.extend([say(", represented by "), draft.term(&at("representative"))]);
    }
    spans
}

/// The last year that is written with four digits.
const LAST_YEAR: i32 = 9999;

/// The last day of a term; none where there is no month in it or no year of four digits holds it.
fn last_day(start: NaiveDate, months: u32) -> Option<NaiveDate> {
    let last = start.checked_add_months(Months::new(months))?.checked_sub_days(Days::new(1))?;
    (months > 0 && last.year() <= LAST_YEAR).then_some(last)
}

/// The length of the term: "24 months".
fn length(draft: &Draft<'_>) -> Span {
    draft.term_as("term.months", words::in_digits(draft.agreement.term.months, "month", "months"))
}

/// "1 January 2027 to 31 December 2028 (24 months)".
pub(super) fn term_words(draft: &Draft<'_>) -> Vec<Span> {
    let term = &draft.agreement.term;
    let mut spans = vec![draft.term_as("term.start", words::date(term.start))];
    if let Some(end) = last_day(term.start, term.months) {
        spans.push(say(format!(" to {}", words::date(end))));
    }
    spans.extend([say(", "), length(draft)]);
    spans
}

fn duration(draft: &Draft<'_>) -> Vec<Span> {
    let term = &draft.agreement.term;
    let mut spans = vec![
        say("It starts on "),
        draft.term_as("term.start", words::date(term.start)),
        say(" (the "),
        Span::strong("start date"),
        say(") and lasts "),
        length(draft),
    ];
    if let Some(end) = last_day(term.start, term.months) {
        spans.push(say(format!(", up to and including {}", words::date(end))));
    }
    let first = term.start.format("%B\u{a0}%Y");
    spans.push(say(format!(
        ". Months are calendar months; contract month 1 is {first}, the month in which the start date lies, and every \
         twelve contract months are a contract year."
    )));
    spans
}

/// What a day is, and where the agreement speaks of them, a business day.
fn days(draft: &mut Draft<'_>) {
    let mut spans = vec![say("Periods in days count calendar days")];
    if draft.says("business day") || draft.says("working day") {
        spans.push(say(". Business days and working days are the days from Monday to Friday"));
        if draft.is_set("scope.holidays") {
            spans.extend([say(", without the holidays that "), see("services"), say(" names")]);
        } else {
            spans.push(say(", without public holidays"));
        }
    }
    spans.push(say("."));
    draft.say(spans);
}

fn notice(draft: &Draft<'_>) -> Vec<Span> {
    if draft.agreement.term.notice_days == 0 {
        let at_once = draft.term_as("term.notice_days", "without a period of notice");
        return vec![say("Either party may end it in writing "), at_once, say(".")];
    }
    let days = words::in_digits(draft.agreement.term.notice_days, "day", "days");
    vec![say("Either party may end it by written notice of "), draft.term_as("term.notice_days", days), say(".")]
}

/// The services as they were written: one paragraph a line, a list where lines begin with a dash.
fn services(draft: &mut Draft<'_>) {
    draft.clause("services");
    let agreement = draft.agreement;
    if agreement.services.trim().is_empty() {
        draft.say(vec![say("The vendor performs these services: "), draft.term("services"), say(".")]);
        return;
    }
    draft.say(vec![say("The vendor performs the following services (the "), Span::strong("services"), say(").")]);
    let mut items: Vec<Vec<Span>> = Vec::new();
    for line in agreement.services.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let item = ["- ", "– ", "* ", "• "].iter().find_map(|mark| line.strip_prefix(mark));
        match item {
            Some(item) => items.push(vec![draft.term_as("services", item.trim())]),
            None => {
                flush(draft, &mut items);
                draft.add(vec![draft.term_as("services", line)]);
            }
        }
    }
    flush(draft, &mut items);
}

fn flush(draft: &mut Draft<'_>, items: &mut Vec<Vec<Span>>) {
    if !items.is_empty() {
        draft.list(std::mem::take(items));
    }
}
