//! C0: numbers that the form would refuse, as a file that was written elsewhere may hold them.

use super::{Evidence, Finding, Severity, paths};
use crate::{Agreement, term};

const SOURCE: &str = "every term has the limits that it has where it is typed";

/// Terms of a level whose limits other rules tell, each with more to say.
const TOLD_OF_LEVELS: [&str; 5] = ["weight", "credit", "score", "percent_per_point", "from"];
/// Other terms and lists of which that holds.
const TOLD: [&str; 5] = [paths::MONTH_CAP, "remedies.pool", "remedies.triggers", "term.months", paths::RAMP];

fn is_told(path: &str) -> bool {
    let of_level = path.starts_with(paths::LEVELS);
    let leaf = path.rsplit('.').next().unwrap_or_default();
    let inside = |list: &str| path.strip_prefix(list).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    of_level && TOLD_OF_LEVELS.contains(&leaf) || TOLD.into_iter().any(inside)
}

/// Every number is one that can be typed where it stands: the limits are asked of the table of terms.
pub(super) fn values(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let refused = term::refused(agreement).into_iter().filter(|r| !is_told(&r.path));
    let findings = refused.map(|refused| {
        let reason = format!("{} is {}; it takes {}.", refused.full_label, refused.text, refused.expected);
        Finding::new("C0", Severity::Error, "Value outside the possible", reason, SOURCE, refused.path)
    });
    findings.collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{d, good, level, only};
    use super::*;

    /// The places of what is found after a change.
    fn places(change: fn(&mut Agreement)) -> Vec<String> {
        let mut a = good();
        change(&mut a);
        values(&a, &Evidence::default()).into_iter().map(|f| f.fields[0].clone()).collect()
    }

    #[test]
    fn what_the_form_refuses_is_found_in_a_file_with_its_place() {
        let none: [&str; 0] = [];
        assert_eq!(places(|_| ()), none);
        assert_eq!(places(|a| a.remedies.earn_back.percent = Some(d("150"))), ["remedies.earn_back.part"]);
        assert_eq!(places(|a| a.remedies.earn_back.percent = Some(d("100"))), none);
        assert_eq!(places(|a| a.remedies.gain_share.share_percent = Some(d("130"))), ["remedies.gain_share.share"]);
        assert_eq!(places(|a| a.remedies.gate_score_points = Some(d("150"))), ["remedies.gate_score"]);
        assert_eq!(places(|a| a.remedies.gate_score_points = Some(d("100"))), none);
        assert_eq!(places(|a| a.remedies.repeat_factor = Some(d("0.5"))), ["remedies.repeat"]);
        assert_eq!(places(|a| a.remedies.repeat_factor = Some(d("1"))), none);
        assert_eq!(places(|a| a.remedies.repeat_factor = Some(d("10.1"))), ["remedies.repeat"]);
        assert_eq!(places(|a| level(a, "fcr").remedy.cap_percent = Some(d("-1"))), ["service_levels.fcr.cap"]);
        assert_eq!(places(|a| a.remedies.rolling_cap.percent = Some(d("101"))), ["remedies.rolling_cap"]);
    }

    #[test]
    fn the_limit_is_the_one_that_the_form_tells() {
        let mut a = good();
        a.remedies.repeat_factor = Some(d("0.5"));
        let found = only(values(&a, &Evidence::default()));
        assert_eq!(found.reason, "Repeat factor is 0.5; it takes a factor from 1 to 10, like 1.5.");
        let typed = term::set(&mut good(), "remedies.repeat", "0.5").unwrap_err();
        assert!(typed.message.contains("a factor from 1 to 10, like 1.5"), "{typed}");
        assert_eq!(found.severity, Severity::Error);
    }

    #[test]
    fn what_another_rule_tells_is_told_once() {
        let none: [&str; 0] = [];
        assert_eq!(places(|a| a.remedies.month_cap_percent = Some(d("-1"))), none);
        assert_eq!(places(|a| level(a, "fcr").weight_percent = d("-1")), none);
        assert_eq!(places(|a| level(a, "fcr").bands[0].credit_percent = d("101")), none);
        assert_eq!(places(|a| a.term.months = 500), none);
    }
}
