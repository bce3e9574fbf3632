//! What comes next: dates that the agreement's own periods make of a month's end and of a statement's posting.

use super::{case::Case, intake::days_of, outcomes::span, plans::days_after};
use crate::wire::CalendarEntry;
use chrono::{Datelike, NaiveDate, Weekday};
use model::{Frequency, Month};

/// The last day of a calendar month.
pub(crate) fn last_day(month: Month) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(month.year(), month.number(), days_of(month))
}

/// The day that lies so many business days after another one: those from Monday to Friday, as the agreement defines them.
pub(crate) fn business_days_after(day: NaiveDate, days: u32) -> Option<NaiveDate> {
    let is_open = |d: &NaiveDate| !matches!(d.weekday(), Weekday::Sat | Weekday::Sun);
    match days {
        0 => Some(day),
        days => day.iter_days().skip(1).filter(is_open).nth(usize::try_from(days).ok()? - 1),
    }
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
    // Statements of one day are told of together.
    let mut posted: Vec<(NaiveDate, &str, u32, Month, Month)> = Vec::new();
    for (one, _) in &case.posted {
        // What the posted terms say holds for what was posted under them.
        let rules = &case.terms(one.terms.hex()).statement_rules;
        for (days, what) in [(rules.dispute_days, "can be disputed until"), (rules.pay_days, "to be paid until")] {
            let until = days_after(one.at.date_naive(), days);
            let Some(until) = until.filter(|until| *until >= today || one.month == month) else { continue };
            let same = posted.iter_mut().find(|p| (p.0, p.1, Some(p.2)) == (until, what, days));
            match same {
                Some(same) => same.4 = one.month,
                None => posted.push((until, what, days.unwrap_or_default(), one.month, one.month)),
            }
        }
    }
    for (until, what, days, first, last) in posted {
        let of = if first == last { "Statement of" } else { "Statements of" };
        add(Some(until), format!("{of} {} {what}", span(first, last)), format!("{days} days after the day of posting"));
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
