//! C19: a sample that can be reached, and that tells a level that is met from one at its floor.

use super::{Evidence, Finding, Severity, kind, paths, programmes, targets, wording};
use crate::{
    Agreement, Class, Decimal, Direction, Measure, Perspective, ServiceLevel, Statistic, Target, Unit, threshold,
};
use rust_decimal::prelude::ToPrimitive;

const WIDTH: &str = "a share p of n cases lies within 1.96·√(p·(1 − p) / n) in 95 of 100 months (normal approximation of the \
                     binomial); at 35 cases two misses fail a target of 95 %, at 40 they pass it";
const REACHED: &str = "below the least number a level is neither scored nor credited";

/// The square of 1.96, the two-sided quantile for 95 of 100.
const QUANTILE_SQUARED: Decimal = Decimal::from_parts(38_416, 0, 0, false, 4);
/// Two misses of so few cases decide a month; from here on a target allows for them.
const MISSES_ALLOWED: Decimal = Decimal::TWO;
/// A mend that asks for more cases than this a month helps nobody.
const MOST_CASES: u32 = 100_000;

fn judged(agreement: &Agreement) -> impl Iterator<Item = (&ServiceLevel, &Measure, u32)> {
    let levels = targets::clean(agreement).filter(|(level, _)| level.class != Class::ReportOnly);
    levels.filter_map(|(l, m)| Some((l, m, m.minimum_n.filter(|n| *n > 0)?)))
}

/// From the target to the floor; without one, to where the worst band begins.
fn room(level: &ServiceLevel, measure: &Measure) -> Option<(Decimal, &'static str)> {
    let to_floor = level.floor.map(|floor| (floor, "floor"));
    let to_band = || level.bands.last().and_then(|band| band.from).map(|from| (from, "worst band"));
    let (offset, end) = to_floor.or_else(to_band)?;
    let distance = (threshold::value_at(level.target, offset, measure) - level.target.anchor()).abs();
    (distance > Decimal::ZERO).then_some((distance, end))
}

/// The least number that a level is judged by tells its target from its floor.
pub(super) fn telling(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    judged(agreement).filter_map(|(level, measure, n)| too_few(level, measure, n)).collect()
}

fn too_few(level: &ServiceLevel, measure: &Measure, n: u32) -> Option<Finding> {
    let Target::Value(target) = level.target else { return None };
    let (enough, why) = match (measure.statistic, measure.unit) {
        // A share of money is no share of cases: its spread is that of the amounts.
        (Statistic::Share, Unit::Percent) if measure.perspective != Perspective::Cost => {
            of_share(target.value(), level, measure, n)?
        }
        (Statistic::Mean, Unit::Points) if measure.direction == Direction::Higher => {
            of_grades(target.value(), level, measure, n)?
        }
        _ => return None,
    };
    let reason = format!("{} counts from {n} on: {why}; {enough} are enough.", measure.name);
    let field = paths::measure(measure, "minimum_n");
    let change = wording::change(&*field, enough.to_string());
    let finding = Finding::new("C19", Severity::Warning, "Sample too small to judge by", reason, WIDTH, field)
        .also([paths::level(&level.id, "target"), paths::level(&level.id, "floor")]);
    let changes = if enough <= MOST_CASES { vec![change] } else { Vec::new() };
    Some(finding.mended(format!("Judge months with {enough} or more"), changes))
}

/// How many would be enough, and why `n` are not.
fn of_share(target: Decimal, level: &ServiceLevel, measure: &Measure, n: u32) -> Option<(u32, String)> {
    let spread = target * (Decimal::ONE_HUNDRED - target);
    let missed = match measure.direction {
        Direction::Higher => Decimal::ONE_HUNDRED - target,
        Direction::Lower => target,
        Direction::Range => return None,
    };
    // A perfect target is told of elsewhere: no number of cases makes it one that allows for a miss.
    if spread <= Decimal::ZERO || missed <= Decimal::ZERO {
        return None;
    }
    let count = Decimal::from(n);
    let for_misses = MISSES_ALLOWED * Decimal::ONE_HUNDRED / missed;
    let room = room(level, measure);
    let for_room = room.and_then(|(distance, _)| (QUANTILE_SQUARED * spread).checked_div(distance * distance));
    let enough = for_room.unwrap_or_default().max(for_misses).ceil().to_u32()?;
    let text = wording::target(level.target, measure);
    if let (Some((distance, end)), true) = (room, for_room.is_some_and(|least| count < least)) {
        let width = 1.96 * (spread.to_f64()? / f64::from(n)).sqrt();
        let distance = wording::value(distance, measure);
        let why = format!(
            "around {text} chance alone then moves a month by ±{width:.1} %, more than the {distance} between target and {end}"
        );
        return Some((enough, why));
    }
    (count < for_misses).then(|| {
        let share = (count - MISSES_ALLOWED).max(Decimal::ZERO) * Decimal::ONE_HUNDRED / count;
        let left = if measure.direction == Direction::Higher { share } else { Decimal::ONE_HUNDRED - share };
        let left = left.round_dp(1);
        (
            enough,
            format!("two misses of {n} make {} and fail {text}, so that single cases decide", wording::percent(left)),
        )
    })
}

/// One grade of 0 may move a mean of grades by no more than the room down to the floor.
fn of_grades(target: Decimal, level: &ServiceLevel, measure: &Measure, n: u32) -> Option<(u32, String)> {
    let (distance, end) = room(level, measure)?;
    let enough = target.checked_div(distance)?.ceil().to_u32()?;
    (n < enough).then(|| {
        let moved = wording::value(target / Decimal::from(n), measure);
        let distance = wording::value(distance, measure);
        (enough, format!("a single one at 0 then takes {moved} off, more than the {distance} between target and {end}"))
    })
}

/// The number that is drawn or asked reaches the least number that is judged.
pub(super) fn reached(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    judged(agreement).filter_map(|(level, measure, n)| out_of_reach(agreement, level, measure, n)).collect()
}

fn out_of_reach(agreement: &Agreement, level: &ServiceLevel, measure: &Measure, n: u32) -> Option<Finding> {
    let months = u32::try_from(level.remedy.window.months()).ok()?;
    let audits =
        agreement.qa.audits_a_month.filter(|_| programmes::is_audit(measure) && agreement.qa.each.trim().is_empty());
    let asked = agreement.csat.minimum_n;
    let asked = asked.filter(|_| measure.perspective == Perspective::Experience && kind::is_sampled(measure));
    let sample = paths::measure(measure, "sample_n");
    // Answers are collected in a window, audits and samples in a month.
    let plans = [
        (audits, months, "qa.audits_a_month", "audits a month are agreed"),
        (measure.details.sample_n, months, sample.as_str(), "a month are drawn"),
        (asked, 1, "csat.minimum_n", "answers are collected at the least"),
    ];
    let plans = plans.into_iter().filter_map(|(number, months, field, words)| Some((number?, months, field, words)));
    let (number, months, field, words) =
        plans.filter(|(number, ..)| *number > 0).find(|(number, months, ..)| number.saturating_mul(*months) < n)?;
    let reason =
        format!("{} is judged from {n} on and {number} {words}, so that it need never be judged at all.", measure.name);
    let least = paths::measure(measure, "minimum_n");
    let needed = n.div_ceil(months);
    let raise = wording::change(field, needed.to_string());
    let lower = wording::change(&*least, number.saturating_mul(months).to_string());
    let finding = Finding::new("C19", Severity::Warning, "Level that is never judged", reason, REACHED, field)
        .also([least, paths::level(&level.id, "target")])
        .mended(format!("Raise {number} to {needed}"), vec![raise]);
    // Fewer are judged only where so few still tell something.
    let fewer = number.saturating_mul(months);
    let is_telling = too_few(level, measure, fewer).is_none();
    Some(if is_telling { finding.or_mended(format!("Judge from {fewer} on"), vec![lower]) } else { finding })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{apply, d, good, level, measure, only};
    use super::*;
    use crate::template;

    fn none() -> Evidence {
        Evidence::default()
    }

    #[test]
    fn the_least_number_follows_from_target_and_floor() {
        let mut a = good();
        assert_eq!(telling(&a, &none()), []);
        measure(&mut a, "csat").minimum_n = Some(1);
        let found = only(telling(&a, &none()));
        assert_eq!((found.severity, found.fields[0].as_str()), (Severity::Warning, "measures.csat.minimum_n"));
        // 83 %, floor 15 points below it: 3.8416 · 83 · 17 / 15² = 24.1, and ±73.6 with one answer.
        level(&mut a, "csat").floor = Some(crate::Offset::Difference(d("-15")));
        let found = only(telling(&a, &none()));
        assert!(found.reason.contains("±73.6\u{202f}%") && found.reason.contains("15.0\u{202f}%"), "{}", found.reason);
        assert_eq!(found.mend.as_ref().unwrap().changes[0].text, "25");
        apply(&mut a, &found.mend.unwrap());
        assert_eq!(telling(&a, &none()), []);
        measure(&mut a, "csat").minimum_n = Some(24);
        assert_eq!(telling(&a, &none()).len(), 1);
    }

    #[test]
    fn two_misses_of_35_fail_95_percent_and_two_of_40_do_not() {
        let mut a = good();
        level(&mut a, "csat").target = Target::Value(Unit::Percent.of(d("95")));
        level(&mut a, "csat").floor = Some(crate::Offset::Difference(d("-20")));
        measure(&mut a, "csat").minimum_n = Some(35);
        let found = only(telling(&a, &none()));
        assert!(found.reason.contains("two misses of 35 make 94.3\u{202f}%"), "{}", found.reason);
        assert_eq!(found.mend.unwrap().changes[0].text, "40");
        measure(&mut a, "csat").minimum_n = Some(40);
        assert_eq!(telling(&a, &none()), []);
    }

    #[test]
    fn one_failed_audit_does_not_take_a_mean_to_its_floor() {
        let mut a = good();
        level(&mut a, "qa").target = Target::Value(Unit::Points.of(d("85")));
        level(&mut a, "qa").floor = Some(crate::Offset::Difference(d("-10")));
        measure(&mut a, "qa").minimum_n = Some(8);
        let found = only(telling(&a, &none()));
        assert!(found.reason.contains("10.6"), "{}", found.reason);
        measure(&mut a, "qa").minimum_n = Some(9);
        assert_eq!(telling(&a, &none()), []);
    }

    #[test]
    fn as_many_are_audited_as_are_needed_to_judge() {
        let mut a = good();
        assert_eq!(reached(&a, &none()), []);
        let needed = measure(&mut a, "qa").minimum_n.unwrap();
        a.qa.audits_a_month = Some(needed - 1);
        let found = only(reached(&a, &none()));
        assert_eq!(found.fields[0], "qa.audits_a_month");
        assert_eq!(found.alternatives[0].changes[0].path, "measures.qa.minimum_n");
        apply(&mut a, &found.mend.unwrap());
        assert_eq!((a.qa.audits_a_month, reached(&a, &none())), (Some(needed), vec![]));
        // A quarter has the audits of three months, and each agent the same number.
        a.qa.audits_a_month = Some(needed.div_ceil(3));
        assert_eq!(reached(&a, &none()).len(), 1);
        level(&mut a, "qa").remedy.window = crate::Window::Quarter;
        assert_eq!(reached(&a, &none()), []);
        a.qa.audits_a_month = Some(5);
        assert_eq!(reached(&a, &none()).len(), 1);
        "agent".clone_into(&mut a.qa.each);
        assert_eq!(reached(&a, &none()), []);
    }

    #[test]
    fn programme_and_measure_agree_about_the_least_number_of_answers() {
        let start = "2027-03-01".parse().unwrap();
        let mut a = template::template("customer-service-voice").unwrap().example(start);
        assert_eq!(reached(&a, &none()), []);
        a.csat.minimum_n = Some(10);
        let found = only(reached(&a, &none()));
        assert_eq!(found.fields[..2], ["csat.minimum_n", "measures.csat.minimum_n"]);
        assert!(found.reason.contains("from 100 on and 10 answers"), "{}", found.reason);
        apply(&mut a, &found.mend.unwrap());
        assert_eq!(a.csat.minimum_n, Some(100));
        measure(&mut a, "csat").details.sample_n = Some(99);
        assert_eq!(only(reached(&a, &none())).fields[0], "measures.csat.sample_n");
    }
}
