//! What comes next: dates that the agreement's own periods make of a month's end and of a statement's posting.

use super::{case::Case, intake::days_of, plans::days_after};
use crate::wire::CalendarEntry;
use chrono::NaiveDate;
use model::{Frequency, Month};

/// The last day of a calendar month.
fn last_day(month: Month) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(month.year(), month.number(), days_of(month))
}

/// The dates of a month and of posted statements that can still be disputed, the next one first.
pub(crate) fn calendar(case: &Case, month: Month) -> Vec<CalendarEntry> {
    let today = case.now.date_naive();
    let rules = &case.agreement.statement_rules;
    let mut dated: Vec<(NaiveDate, String, String)> = Vec::new();
    let mut add = |on: Option<NaiveDate>, what: String, why: String| {
        if let Some(on) = on {
            dated.push((on, what, why));
        }
    };
    let end = last_day(month);
    if case.posted_of(month).is_none() {
        let on = end.and_then(|end| days_after(end, rules.issue_days));
        let days = rules.issue_days.unwrap_or_default();
        add(on, format!("Statement of {} due", month.text()), format!("{days} days after the month’s end"));
        for report in case.agreement.reports.iter().filter(|r| r.frequency == Some(Frequency::Monthly)) {
            let on = end.and_then(|end| days_after(end, report.due_days));
            let days = report.due_days.unwrap_or_default();
            let name = if report.name.is_empty() { "Monthly report" } else { report.name.as_str() };
            let by = report.by.map(|side| format!("from the {}, ", side.word())).unwrap_or_default();
            add(on, format!("{name} due"), format!("{by}{days} days after the month’s end"));
        }
    }
    for (posted, _) in &case.posted {
        // What the posted terms say holds for what was posted under them.
        let rules = &case.terms(posted.terms.hex()).statement_rules;
        let on = posted.at.date_naive();
        for (days, what) in [
            (rules.dispute_days, format!("Statement of {} can be disputed until", posted.month.text())),
            (rules.pay_days, format!("Statement of {} to be paid until", posted.month.text())),
        ] {
            let until = days_after(on, days).filter(|until| *until >= today || posted.month == month);
            add(until, what, format!("{} days after it was posted", days.unwrap_or_default()));
        }
    }
    dated.sort_by_key(|(on, ..)| (*on < today, *on));
    let entry = |(on, what, why): (NaiveDate, String, String)| CalendarEntry {
        passed: on < today,
        on: on.to_string(),
        what,
        why,
    };
    dated.into_iter().map(entry).collect()
}
