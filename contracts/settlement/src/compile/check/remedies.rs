//! What remedies must be beyond percentages and the cap of the month.

use super::percentage;
use crate::compile::rules::has_bonus;
use crate::problem::Problems;
use model::quantity::percent;
use model::remedy::{BonusBasis, BonusLevels, Condition, EarnBackRule, REPEAT_FACTOR_MAX};
use model::{Agreement, Class, Credit, Decimal, Measure, Mechanism, ServiceLevel, Statistic, Window};

/// Most points of a band or a step.
const POINTS_MAX: u32 = 1_000_000;
/// Most decimals of points, factors and earned parts.
const DIGITS_MAX: u32 = 4;

pub(super) fn remedies(agreement: &Agreement, problems: &mut Problems) {
    match agreement.remedies.mechanism {
        Mechanism::Percent => {}
        Mechanism::Points => points(agreement, problems),
        Mechanism::Pool => pool(agreement, problems),
    }
    if agreement.remedies.mechanism != Mechanism::Percent {
        for level in binding(agreement).filter(|l| matches!(l.credit, Credit::PerPoint { .. })) {
            problems.money(
                format!("service_levels.{}.credit", level.id),
                "a credit per point of shortfall, which is a percentage of charges",
                "a credit by band, as the mechanism of this agreement has",
            );
        }
    }
    repeat(agreement, problems);
    limits(agreement, problems);
    not_reported(agreement, problems);
    bonus(agreement, problems);
    gains(agreement, problems);
    triggers(agreement, problems);
}

fn binding(agreement: &Agreement) -> impl Iterator<Item = &ServiceLevel> {
    agreement.service_levels.iter().filter(|l| l.class != Class::ReportOnly)
}

fn is_fine(value: Decimal, most: u32) -> bool {
    value >= Decimal::ZERO && value <= Decimal::from(most) && value.normalize().scale() <= DIGITS_MAX
}

fn points(agreement: &Agreement, problems: &mut Problems) {
    let terms = &agreement.remedies.points;
    percentage("remedies.points.rate", "a rate per point", terms.rate_percent, problems);
    if terms.ladder.is_empty() && terms.rate_percent.is_zero() {
        problems.money("remedies.points.rate", "points without a rate or a ladder", "one of them");
    }
    if !terms.ladder.is_empty() && !terms.rate_percent.is_zero() {
        problems.money("remedies.points.ladder", "a ladder beside a rate per point", "one of them");
    }
    for (i, step) in terms.ladder.iter().enumerate() {
        let before = i.checked_sub(1).map(|b| terms.ladder[b]);
        percentage("remedies.points.ladder", "a step", step.percent, problems);
        let ascends = before.is_none_or(|b| b.points < step.points && b.percent <= step.percent);
        if !is_fine(step.points, POINTS_MAX) || step.points.is_zero() || !ascends {
            problems.money(
                "remedies.points.ladder",
                format!("a step at {} points for {}", step.points.normalize(), percent(step.percent)),
                "steps of more and more points, none cheaper than the one before",
            );
        }
    }
    for level in binding(agreement) {
        by_band(level, "points", |b| Some(b.points.unwrap_or_default()), POINTS_MAX, problems);
    }
}

/// A figure of each band that may only grow with the miss.
fn by_band(
    level: &ServiceLevel,
    leaf: &str,
    of: impl Fn(&model::Band) -> Option<Decimal>,
    most: u32,
    problems: &mut Problems,
) {
    let mut before = Decimal::ZERO;
    for (i, band) in level.bands.iter().enumerate() {
        let Some(value) = of(band) else { continue };
        let path = format!("service_levels.{}.bands.{}.{leaf}", level.id, i + 1);
        if !is_fine(value, most) {
            problems.money(path, format!("{}", value.normalize()), format!("0 to {most} with at most 4 decimals"));
        } else if value < before {
            problems.money(
                path,
                format!("{}", value.normalize()),
                "at least as much as in the band before, because its values are better",
            );
        }
        before = value;
    }
}

fn pool(agreement: &Agreement, problems: &mut Problems) {
    let terms = &agreement.remedies.pool;
    percentage("remedies.pool.at_risk", "an at-risk amount", terms.at_risk_percent, problems);
    let mut sum = Decimal::ZERO;
    for (i, share) in terms.shares.iter().enumerate() {
        percentage("remedies.pool.shares", "a share", share.share_percent, problems);
        sum = sum.saturating_add(share.share_percent);
        if terms.shares[..i].iter().any(|s| s.category == share.category) {
            let what = format!("the category “{}” a second time", share.category);
            problems.money("remedies.pool.shares", what, "each category once");
        }
    }
    if sum != Decimal::ONE_HUNDRED {
        let found = format!("shares that sum to {}", percent(sum.normalize()));
        problems.money("remedies.pool.shares", found, "shares that sum to exactly 100 %");
    }
    let limit = terms.limit_percent.unwrap_or(Decimal::ONE_HUNDRED);
    for share in &terms.shares {
        let levels = binding(agreement).filter(|l| l.remedy.category == share.category);
        let allocated = levels.fold(Decimal::ZERO, |sum, l| sum.saturating_add(l.remedy.allocation_percent));
        if allocated > limit {
            problems.money(
                "remedies.pool.limit",
                format!("allocations of {} in the category “{}”", percent(allocated.normalize()), share.category),
                format!("at most {}", percent(limit)),
            );
        }
    }
    for level in binding(agreement) {
        let base = format!("service_levels.{}", level.id);
        if !terms.shares.iter().any(|s| s.category == level.remedy.category) {
            let what = format!("the category “{}”", level.remedy.category);
            problems.money(format!("{base}.category"), what, "one of the pool’s categories");
        }
        percentage(&format!("{base}.allocation"), "an allocation", level.remedy.allocation_percent, problems);
        let fraction = |b: &model::Band| Some(b.pool_fraction_percent.unwrap_or(Decimal::ONE_HUNDRED));
        by_band(level, "fraction", fraction, 100, problems);
    }
}

fn repeat(agreement: &Agreement, problems: &mut Problems) {
    let Some(factor) = agreement.remedies.repeat_factor else { return };
    if factor < Decimal::ONE || !is_fine(factor, REPEAT_FACTOR_MAX) {
        problems.money(
            "remedies.repeat",
            format!("a repeat factor of {}", factor.normalize()),
            format!("1 to {REPEAT_FACTOR_MAX} with at most {DIGITS_MAX} decimals"),
        );
    } else if agreement.remedies.mechanism == Mechanism::Points && factor != Decimal::TWO {
        problems.money(
            "remedies.repeat",
            format!("a repeat factor of {} beside points", factor.normalize()),
            "none: points of a repeat are doubled",
        );
    }
}

fn limits(agreement: &Agreement, problems: &mut Problems) {
    let remedies = &agreement.remedies;
    if let Some(cap) = remedies.rolling_cap.percent {
        percentage("remedies.rolling_cap", "a cap", cap, problems);
    }
    if let Some(score) = remedies.gate_score_points
        && !is_fine(score, 100)
    {
        let what = format!("a score of {}", score.normalize());
        problems.money("remedies.gate_score", what, "0 to 100 points with at most 4 decimals");
    }
    for level in &agreement.service_levels {
        let Some(cap) = level.remedy.cap_percent else { continue };
        let path = format!("service_levels.{}.cap", level.id);
        percentage(&path, "a cap", cap, problems);
        if crate::compile::amounts::has_ladder(agreement) {
            problems.money(
                path,
                "a cap of one level beside a ladder of totals",
                "no cap of its own: a ladder makes money of all levels together",
            );
        }
    }
}

fn not_reported(agreement: &Agreement, problems: &mut Problems) {
    if agreement.remedies.cure_business_days.is_none() || agreement.remedies.mechanism != Mechanism::Percent {
        return;
    }
    for level in binding(agreement) {
        let per_point = matches!(level.credit, Credit::PerPoint { .. });
        if per_point && level.floor.is_none() && level.bands.len() < 2 {
            problems.money(
                format!("service_levels.{}.floor", level.id),
                "a credit per point without a floor, where a missing report counts as failed",
                "a floor or a second band, so that it is known what failing costs",
            );
        }
    }
}

fn bonus(agreement: &Agreement, problems: &mut Problems) {
    let terms = &agreement.remedies.bonus;
    if let Some(base) = terms.base_percent {
        percentage("remedies.bonus.base", "a bonus", base, problems);
    }
    match terms.cap_percent {
        Some(cap) => percentage("remedies.bonus.cap", "a cap", cap, problems),
        None if has_bonus(agreement) => {
            problems.money("remedies.bonus.cap", "a bonus without a cap", "a cap of the quarter’s bonuses");
        }
        None => {}
    }
    let by_bars = terms.levels == BonusLevels::Exceeding && has_bonus(agreement);
    if by_bars && !agreement.levels().any(|(level, _)| level.remedy.exceed.is_some()) {
        let what = "a bonus for exceeding targets that no level has to exceed";
        problems.money("remedies.bonus.levels", what, "at least one level with “bonus when exceeded by”");
    }
    for (level, measure) in agreement.levels() {
        let base = format!("service_levels.{}", level.id);
        single_values(agreement, level, measure, problems);
        if let Some(bonus) = level.remedy.bonus_percent {
            percentage(&format!("{base}.bonus"), "a bonus", bonus, problems);
        }
        let Some(exceed) = level.remedy.exceed else { continue };
        let path = format!("{base}.exceed");
        if exceed.by.is_sign_negative() {
            problems.money(&path, format!("a bar by {}", exceed.by), "0 or more");
            continue;
        }
        let months = if terms.in_ramp { agreement.ramp.months() } else { 0 };
        // Month `months + 1` has the full target, and some later ones another.
        let later = level.later_targets.iter().map(|later| later.from_month as usize);
        let each = (1..=months + 1).chain(later.filter(|m| *m > agreement.ramp.months()));
        let bars = each.map(|m| exceed.bar(agreement.ramp.target(level, measure, m), measure));
        if let Some(problem) = bars.filter_map(Result::err).next() {
            problems.money(path, problem.to_string(), measure.unit.domain_in_words());
        }
    }
}

/// A median or percentile of several months is not known from those of each: nothing may be judged by it.
fn single_values(agreement: &Agreement, level: &ServiceLevel, measure: &Measure, problems: &mut Problems) {
    if !measure.statistic.needs_single_values() {
        return;
    }
    let what = if measure.statistic == Statistic::Median { "median" } else { "percentile" };
    let from = format!("a {what} of several months, which their own {what}s do not give");
    let remedies = &agreement.remedies;
    let binds = level.class != Class::ReportOnly;
    if level.remedy.window != Window::Month {
        let path = format!("service_levels.{}.window", level.id);
        problems.money(path, &from, "the month, of which its source can report the figure");
    }
    if binds && has_bonus(agreement) && remedies.bonus.basis == BonusBasis::QuarterAggregate {
        problems.money("remedies.bonus.basis", &from, "each month of the quarter, or another statistic");
    }
    if binds && remedies.earn_back.percent.is_some() && remedies.earn_back.rule == EarnBackRule::ContractYear {
        problems.money("remedies.earn_back.rule", &from, "the next three windows, or another statistic");
    }
}

fn gains(agreement: &Agreement, problems: &mut Problems) {
    let gain = &agreement.remedies.gain_share;
    if let Some(share) = gain.share_percent
        && !is_fine(share, 100)
    {
        let what = format!("a share of {}", percent(share));
        problems.money("remedies.gain_share.share", what, "0 to 100 % with at most 4 decimals");
    }
    for (leaf, amount) in [("floor", Some(gain.floor_amount)), ("cap", gain.cap_amount)] {
        let Some(amount) = amount else { continue };
        if amount.is_sign_negative() && !amount.is_zero() || agreement.currency.minor_units(amount).is_none() {
            problems.money(
                format!("remedies.gain_share.{leaf}"),
                format!("an amount of {amount}"),
                format!("an amount of 0 or more with at most {} decimals", agreement.currency.minor_digits()),
            );
        }
    }
    if let Some(part) = agreement.remedies.earn_back.percent
        && !is_fine(part, 100)
    {
        let what = format!("a part of {}", percent(part));
        problems.money("remedies.earn_back.part", what, "0 to 100 % with at most 4 decimals");
    }
}

fn triggers(agreement: &Agreement, problems: &mut Problems) {
    for trigger in &agreement.remedies.triggers {
        let expected = match trigger.when {
            Condition::Grade { at_least: model::Grade::Met } => "a grade of missed values",
            Condition::CriticalRun { windows: 0 } => "at least one window",
            Condition::Misses { misses, of_windows } if misses == 0 || misses > of_windows => {
                "at least one miss and no more than there are windows"
            }
            Condition::CapReached { months, of_months } if months == 0 || months > of_months => {
                "at least one month and no more than there are months"
            }
            Condition::Points { .. } if agreement.remedies.mechanism != Mechanism::Points => {
                "a trigger of another kind: this agreement counts no points"
            }
            Condition::Points { points } if points <= Decimal::ZERO || !is_fine(points, POINTS_MAX) => {
                "more than 0 points"
            }
            _ => continue,
        };
        problems.money("remedies.triggers", trigger.when_words(), expected);
    }
}
