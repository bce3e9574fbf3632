//! What is left in the period: the misses that a target allows a month under way, the money that caps leave, the points
//! to a trigger. Each is told with the arithmetic behind it.

use super::{case::Case, intake::days_of, view::money};
use crate::wire::BudgetView;
use model::{
    Decimal, Direction, Measure, Mechanism, Month, ServiceLevel, Statistic, Target, Unit, quantity, remedy::Condition,
};
use rust_decimal::prelude::ToPrimitive;
use settlement::MonthStatement;

/// A budget is told as tight from this part of it on.
const TIGHT_PERCENT: i64 = 80;
/// Months that a trigger of points adds up.
const POINTS_MONTHS: usize = 3;

/// The budgets of the newest month with actuals.
pub(crate) fn budgets(case: &Case, settled: &[MonthStatement]) -> Vec<BudgetView> {
    let Some(now) = case.last_reported().and_then(|last| settled.iter().find(|m| m.month == last)) else {
        return Vec::new();
    };
    let mut budgets = Vec::new();
    if let Some(days) = case.part_days(now.month) {
        let levels = case.agreement.levels();
        budgets.extend(levels.filter_map(|(level, measure)| allowed_misses(case, now.month, (level, measure), days)));
    }
    budgets.extend(caps(case, now));
    budgets.extend(points(case, settled, now.month));
    budgets
}

struct Used<'a> {
    name: &'a str,
    used: Decimal,
    of: Decimal,
    /// How the two are written.
    text: &'a dyn Fn(Decimal) -> String,
    /// Part of the period that has gone by.
    elapsed_percent: Option<f64>,
}

impl Used<'_> {
    fn view(&self, why: String) -> BudgetView {
        let percent = (self.used * Decimal::ONE_HUNDRED).checked_div(self.of).unwrap_or(Decimal::ONE_HUNDRED);
        let tight = percent >= Decimal::from(TIGHT_PERCENT);
        let percent_text = quantity::with_unit(&quantity::number(percent, 0), Unit::Percent);
        let left = self.of - self.used;
        let left = match left.is_sign_negative() && !left.is_zero() {
            true => format!("{} over", (self.text)(-left)),
            false => format!("{} left", (self.text)(left)),
        };
        BudgetView {
            name: self.name.to_owned(),
            used_text: format!("{} of {} used, {percent_text}; {left}", (self.text)(self.used), (self.text)(self.of)),
            why,
            used_percent: percent.to_f64().unwrap_or_default(),
            elapsed_percent: self.elapsed_percent,
            tight,
        }
    }
}

/// The misses that a target allows in a month under way: of a share, its part of the volume to be expected; of a count, the
/// target itself.
fn allowed_misses(
    case: &Case,
    month: Month,
    (level, measure): (&ServiceLevel, &Measure),
    days: u32,
) -> Option<BudgetView> {
    let so_far = case.to_date(month, &level.id)?;
    let (value, n) = (so_far.value, so_far.n);
    let Target::Value(target) = case.agreement.ramp.target(level, measure, case.number(month)) else { return None };
    let (value, target) = (value.value(), target.value());
    let of_days = days_of(month);
    let elapsed_percent = Some(f64::from(days) / f64::from(of_days) * 100.0);
    let whole = |v: Decimal| quantity::number(v, 0);
    let after = format!("after {days} of {of_days} days");
    let hundred = Decimal::ONE_HUNDRED;
    match (measure.statistic, measure.unit, measure.direction) {
        (Statistic::Share, Unit::Percent, direction @ (Direction::Higher | Direction::Lower)) => {
            let n = n.filter(|n| *n > Decimal::ZERO)?;
            let higher = direction == Direction::Higher;
            let part = |v: Decimal| if higher { (hundred - v) / hundred } else { v / hundred };
            let expected = n + so_far.to_come(days, of_days)?;
            let used = quantity::round(part(value) * n, 0);
            let of = (part(target) * expected).floor();
            let what = if higher { "to fall short of it" } else { "to count against it" };
            let allowed = quantity::percent(quantity::round(part(target) * hundred, measure.precision_decimals));
            let why = format!(
                "{after}: {} observed, {} to be expected at the same volume a day, of which the target allows {allowed} {what}",
                whole(n),
                whole(expected)
            );
            Some(Used { name: &measure.name, used, of, text: &whole, elapsed_percent }.view(why))
        }
        (Statistic::Count, _, Direction::Lower) => {
            let why = format!("{after}, the target of the month being at most {}", whole(target));
            Some(Used { name: &measure.name, used: value, of: target, text: &whole, elapsed_percent }.view(why))
        }
        _ => None,
    }
}

/// What the caps leave.
fn caps(case: &Case, now: &MonthStatement) -> Vec<BudgetView> {
    let text = |amount: Decimal| money(case, quantity::round(amount, quantity::scale_of(now.credit_amount)));
    let mut budgets = Vec::new();
    let mut add = |name: &str, of: Option<Decimal>| {
        if let Some(of) = of.filter(|of| *of > Decimal::ZERO) {
            let used = now.credit_amount;
            let why = format!("credits of {} before caps in {}", text(now.uncapped_amount), now.month.text());
            budgets.push(Used { name, used, of, text: &text, elapsed_percent: None }.view(why));
        }
    };
    add("Cap of the month", now.cap_amount);
    let rolling = match case.agreement.remedies.rolling_cap.basis {
        model::remedy::RollingBasis::TwelveMonths => "Left of the cap on twelve months",
        model::remedy::RollingBasis::ContractYear => "Left of the cap on the contract year",
    };
    add(rolling, now.rolling_room_amount);
    budgets
}

/// Points on their way to a trigger.
fn points(case: &Case, settled: &[MonthStatement], last: Month) -> Vec<BudgetView> {
    if case.agreement.remedies.mechanism != Mechanism::Points {
        return Vec::new();
    }
    let months: Vec<&MonthStatement> = settled.iter().filter(|m| m.month <= last).collect();
    let ramp = case.agreement.ramp.months();
    let counted = months.iter().rev().filter(|m| case.number(m.month) > ramp).take(POINTS_MONTHS);
    let used: Decimal = counted.flat_map(|m| m.lines.iter().filter_map(|l| l.points)).sum();
    let text = |v: Decimal| quantity::number(v.normalize(), quantity::scale_of(v.normalize()));
    let triggers = case.agreement.remedies.triggers.iter();
    triggers
        .filter_map(|trigger| {
            let Condition::Points { points: of } = trigger.when else { return None };
            let why = format!(
                "points of the last three months up to {}; at {} follows: {}",
                last.text(),
                text(of),
                trigger.then.words()
            );
            Some(Used { name: "Points to a trigger", used, of, text: &text, elapsed_percent: None }.view(why))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_told_with_what_is_left_and_is_tight_from_four_fifths_on() {
        let whole = |v: Decimal| quantity::number(v, 0);
        let view = |used: i64| {
            let used = Used { name: "Cap", used: used.into(), of: 100.into(), text: &whole, elapsed_percent: None };
            let view = used.view(String::new());
            (view.used_text.replace('\u{202f}', " "), view.tight)
        };
        assert_eq!(view(79), ("79 of 100 used, 79 %; 21 left".into(), false));
        assert_eq!(view(80), ("80 of 100 used, 80 %; 20 left".into(), true));
        assert_eq!(view(130), ("130 of 100 used, 130 %; 30 over".into(), true));
    }

    #[test]
    fn what_the_caps_leave_is_told_of_the_newest_month_and_a_whole_month_allows_no_more_misses() {
        let case = super::super::tests::case();
        let settled = case.settle("2027-06".parse().unwrap()).unwrap();
        let names: Vec<String> = budgets(&case, &settled).into_iter().map(|b| b.name).collect();
        assert!(names.contains(&"Cap of the month".to_owned()), "{names:?}");
        assert!(!names.contains(&"First contact resolution".to_owned()), "{names:?}");
    }
}
