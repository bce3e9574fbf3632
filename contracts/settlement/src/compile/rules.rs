//! Remedies beyond percentages and the cap of the month, as a plan holds them.

use super::amounts::{self, Amounts};
use crate::kernel::Outcome;
use crate::plan::{
    BonusRules, EarnBackRules, LevelMonthRules, LevelPlan, LevelRules, MonthRules, Rules, SCORE_UNITS_PER_POINT,
    severe_from,
};
use crate::score::TARGET_SCORE;
use crate::wide::Wide;
use model::remedy::BonusBasis;
use model::{Agreement, Class, Decimal, Direction, Mechanism, ServiceLevel, Window, threshold};
use rust_decimal::prelude::ToPrimitive;

/// Whether an agreement uses anything that the kernel needs rules for.
pub(super) fn needed(agreement: &Agreement) -> bool {
    let remedies = &agreement.remedies;
    let of_level = |level: &ServiceLevel| {
        let remedy = &level.remedy;
        remedy.window != Window::Month || remedy.gate || remedy.cap_percent.is_some()
    };
    remedies.mechanism == Mechanism::Points
        || amounts::repeat_factor(agreement) != Decimal::ONE
        || remedies.rolling_cap.percent.is_some()
        || has_bonus(agreement)
        || remedies.earn_back.percent.is_some()
        || agreement.service_levels.iter().any(of_level)
}

/// Whether quarters can earn anything.
pub(super) fn has_bonus(agreement: &Agreement) -> bool {
    let mut levels = agreement.service_levels.iter().filter(|l| l.class != Class::ReportOnly);
    agreement.remedies.bonus.base_percent.is_some() || levels.any(|l| l.remedy.bonus_percent.is_some())
}

/// Whether the kernel needs a level's value for its windows, its bar or its aggregates.
pub(super) fn needs_value(agreement: &Agreement, level: &ServiceLevel) -> bool {
    let remedies = &agreement.remedies;
    let aggregates = has_bonus(agreement) && remedies.bonus.basis == BonusBasis::QuarterAggregate;
    let by_year = remedies.earn_back.rule == model::remedy::EarnBackRule::ContractYear;
    level.remedy.window != Window::Month
        || level.class != Class::ReportOnly
            && (aggregates || level.remedy.exceed.is_some() || remedies.earn_back.percent.is_some() && by_year)
}

/// The rules of so many months, without amounts. Every agreement has them, because an event may name levels that miss together; the simulation of one that uses none
/// does not look at them.
pub(super) fn build(agreement: &Agreement, levels: &[LevelPlan], months: usize) -> Rules {
    let remedies = &agreement.remedies;
    let score = |points: Decimal| (points * Decimal::from(SCORE_UNITS_PER_POINT)).to_i32().unwrap_or(TARGET_SCORE);
    Rules {
        repeats: amounts::repeat_factor(agreement) != Decimal::ONE,
        not_reported_fails: remedies.cure_business_days.is_some(),
        excused_is_met: remedies.excused_counts_as_met,
        outcomes: Outcome::table(remedies.cure_business_days.is_some(), remedies.excused_counts_as_met),
        incident: remedies.incident_credit,
        rolling: remedies.rolling_cap.percent.map(|_| remedies.rolling_cap.basis),
        gate_score: remedies.gate_score_points.map_or(TARGET_SCORE, score),
        bonus: has_bonus(agreement).then_some(BonusRules {
            basis: remedies.bonus.basis,
            levels: remedies.bonus.levels,
            excused_earns: remedies.excused_counts_as_met && remedies.excused_earns,
            in_ramp: remedies.bonus.in_ramp,
        }),
        earn_back: earn_back(agreement),
        ladder: amounts::has_ladder(agreement),
        points_digits: 0,
        term_months: usize::try_from(agreement.term.months).unwrap_or(usize::MAX),
        levels: levels.iter().map(level_rules).collect(),
        months: (0..months).map(|m| month(agreement, levels, m)).collect(),
    }
}

/// Puts amounts into rules: all that other charges change.
pub(super) fn charge(rules: &mut Rules, levels: &[LevelPlan], amounts: &Amounts) {
    rules.points_digits = amounts.points_digits;
    for (level, plan) in rules.levels.iter_mut().zip(levels) {
        level.adds_up = plan.measure.statistic.adds_up().then_some(plan.value_scaled_max);
    }
    for (m, month) in rules.months.iter_mut().enumerate() {
        month.rolling_ticks = amounts.rules[m].rolling_ticks.unwrap_or_default();
        month.bonus_cap_ticks = amounts.rules[m].bonus_cap_ticks.unwrap_or_default();
        for (level, own) in month.levels.iter_mut().zip(&amounts.levels[m]) {
            level.charges_minor = own.charges_minor;
        }
    }
}

fn level_rules(plan: &LevelPlan) -> LevelRules {
    LevelRules {
        binding: plan.is_binding(),
        gate: plan.level.remedy.gate,
        window_months: plan.level.remedy.window.months(),
        adds_up: None,
        severe_from: severe_from(&plan.level.bands),
    }
}

fn earn_back(agreement: &Agreement) -> Option<EarnBackRules> {
    let terms = &agreement.remedies.earn_back;
    let (numerator, scale) = ratio(terms.percent? / Decimal::ONE_HUNDRED);
    let (repeat_numerator, repeat_scale) = ratio(amounts::repeat_factor(agreement));
    Some(EarnBackRules {
        rule: terms.rule,
        numerator,
        scale,
        misses_max: terms.misses_max,
        without_exclusions: terms.without_exclusions,
        excused_earns: agreement.remedies.excused_counts_as_met && agreement.remedies.excused_earns,
        repeat_numerator,
        repeat_scale,
    })
}

/// A decimal of few digits ([`super::check`]) as a fraction.
fn ratio(value: Decimal) -> (i64, i64) {
    let value = value.normalize();
    (i64::try_from(value.mantissa()).unwrap_or(i64::MAX), 10_i64.checked_pow(value.scale()).unwrap_or(i64::MAX))
}

fn month(agreement: &Agreement, levels: &[LevelPlan], m: usize) -> MonthRules {
    MonthRules {
        counts_for_repeat: !agreement.ramp.credit_factor_percent(m + 1).is_zero(),
        rolling_ticks: Wide::default(),
        bonus_cap_ticks: Wide::default(),
        levels: levels.iter().map(|plan| level_month(agreement, plan, m)).collect(),
    }
}

fn level_month(agreement: &Agreement, plan: &LevelPlan, m: usize) -> LevelMonthRules {
    let (level, measure) = (&plan.level, &plan.measure);
    let target = agreement.ramp.target(level, measure, m + 1);
    let bar = level.remedy.exceed.and_then(|e| e.bar(target, measure).ok());
    LevelMonthRules {
        due: (m + 1).is_multiple_of(level.remedy.window.months()),
        charges_minor: 0,
        bar: bar.and_then(|bar| threshold::scaled(bar, measure.precision_decimals)),
        lower: measure.direction == Direction::Lower,
    }
}
