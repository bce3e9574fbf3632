//! C0: a start that the calendar of an agreement holds. Contract months are calendar months.

use super::{Evidence, Finding, Severity, wording};
use crate::Agreement;
use chrono::{Datelike, Months, NaiveDate};

const RULE: &str = "C0";
const SOURCE: &str = "contract months are calendar months, and contract month 1 is the month of the start";
const START: &str = "term.start";

/// Years that a term can start in, as they can be typed.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2199;

/// The start lies in this age and on the first of a month.
pub(super) fn start(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let start = agreement.term.start;
    if !YEARS.contains(&start.year()) {
        let reason = format!(
            "The term starts in the year {}; it can start from 1 January {} to 31 December {}.",
            start.year(),
            YEARS.start(),
            YEARS.end()
        );
        return vec![Finding::new(RULE, Severity::Error, "Start outside any calendar", reason, SOURCE, START)];
    }
    if start.day() == 1 {
        return Vec::new();
    }
    let reason = format!(
        "The term starts on day {} of a month, and contract month 1 is that whole month: results and charges of the days \
         before the start would count.",
        start.day()
    );
    let finding = Finding::new(RULE, Severity::Warning, "Start within a month", reason, SOURCE, START);
    let finding = match first_of_next(start) {
        Some(first) => {
            let label = format!("Start on {}", first.format("%-d %B %Y"));
            finding.mended(label, vec![wording::change(START, first.to_string())])
        }
        None => finding,
    };
    vec![finding]
}

fn first_of_next(start: NaiveDate) -> Option<NaiveDate> {
    let first = start.with_day(1)?.checked_add_months(Months::new(1))?;
    YEARS.contains(&first.year()).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{apply, good, only};
    use super::*;

    fn on(start: &str) -> Agreement {
        let mut a = good();
        a.term.start = start.parse().unwrap();
        a
    }

    fn found(start: &str) -> Vec<Finding> {
        super::start(&on(start), &Evidence::default())
    }

    #[test]
    fn a_start_lies_between_2000_and_2199() {
        for fine in ["2000-01-01", "2027-03-01", "2199-12-01"] {
            assert_eq!(found(fine), [], "{fine}");
        }
        for wrong in ["1999-12-31", "2200-01-01", "+12026-01-01"] {
            let found = only(found(wrong));
            assert_eq!((found.severity, found.fields[0].as_str()), (Severity::Error, "term.start"), "{wrong}");
        }
    }

    #[test]
    fn a_start_within_a_month_is_mended_to_the_first_of_the_next() {
        for (start, first) in [("2027-03-02", "2027-04-01"), ("2027-12-31", "2028-01-01")] {
            let found = only(found(start));
            assert_eq!(found.severity, Severity::Warning);
            let mut a = on(start);
            apply(&mut a, &found.mend.unwrap());
            assert_eq!(a.term.start.to_string(), first);
            assert_eq!(super::start(&a, &Evidence::default()), []);
        }
        assert!(only(found("2199-12-31")).mend.is_none(), "there is no later month to start in");
    }
}
