//! What terms must be before they can be settled. Every problem is told, each at its term.

mod bands;
mod remedies;

use super::{Intervals, WEIGHT_DIGITS_MAX, scaled_max};
use crate::plan::MONTHS_MAX;
use crate::problem::Problems;
use model::quantity::{percent, scale_of};
use model::threshold;
use model::{
    Agreement, Charges, Class, Credit, Currency, Decimal, Direction, Measure, Mechanism, RampPath, RampShape,
    ServiceLevel, Target, Unit, VolumeStep,
};
use std::collections::BTreeSet;

/// Finest precision of a measure.
const PRECISION_MAX: u8 = 6;

pub(super) fn horizon(months: usize, problems: &mut Problems) {
    if months == 0 || months > MONTHS_MAX {
        problems.money("term.months", format!("a horizon of {months} months"), format!("1 to {MONTHS_MAX} months"));
    }
}

pub(super) fn agreement(agreement: &Agreement, problems: &mut Problems) {
    charges(agreement, problems);
    caps(agreement, problems);
    remedies::remedies(agreement, problems);
    ramp(agreement, problems);
    let mut seen = BTreeSet::new();
    for level in &agreement.service_levels {
        let path = format!("service_levels.{}", level.id);
        if !seen.insert(&level.id) {
            problems.money(&path, "a second service level of this name", "a name of its own for each service level");
        }
        match agreement.measure(&level.measure) {
            Some(measure) => self::level(agreement, level, measure, &path, problems),
            None => problems.money(
                format!("{path}.measure"),
                format!("a measure “{}” that the agreement does not define", level.measure),
                "one of its measures",
            ),
        }
    }
    weights(agreement, problems);
}

fn charges(agreement: &Agreement, problems: &mut Problems) {
    let currency = &agreement.currency;
    if Currency::read(currency.code()).as_ref() != Some(currency) {
        problems.money("currency", format!("“{}”", currency.code()), "a code of three capital letters, such as USD");
        return;
    }
    let mut check = |path: String, amount: Decimal| {
        if amount.is_sign_negative() && !amount.is_zero() {
            problems.money(path, format!("charges of {amount}"), "an amount of 0 or more");
        } else if currency.minor_units(amount).is_none() {
            problems.money(
                path,
                format!("charges of {amount}"),
                format!("an amount with at most {} decimals, as {} has", currency.minor_digits(), currency.code()),
            );
        }
    };
    match &agreement.charges {
        Charges::FixedMonthly { amount } => check("charges.amount".into(), *amount),
        Charges::PerUnit { steps, forecast_units } => per_unit(steps, forecast_units, problems),
        Charges::Table { amounts } => {
            amounts.iter().enumerate().for_each(|(i, a)| check(format!("charges.amounts.{}", i + 1), *a));
            if amounts.is_empty() {
                problems.money(
                    "charges.amounts",
                    "an empty table of charges",
                    "an amount for the first month at least",
                );
            }
        }
    }
}

fn per_unit(steps: &[VolumeStep], forecast_units: &[Decimal], problems: &mut Problems) {
    let last = steps.len().saturating_sub(1);
    let mut end = Decimal::ZERO;
    for (i, step) in steps.iter().enumerate() {
        let ascends = step.up_to_units.map_or(i == last, |to| i < last && to > end);
        end = step.up_to_units.unwrap_or(end);
        if !ascends || step.price.is_sign_negative() && !step.price.is_zero() {
            problems.money(
                "charges.steps",
                format!("a step {} with a price of {}", i + 1, step.price),
                "prices of 0 or more for steps that ascend, the last one without an end",
            );
        }
    }
    if steps.is_empty() {
        problems.money("charges.steps", "no price", "a price for every unit");
    }
    if forecast_units.is_empty() || forecast_units.iter().any(|u| u.is_sign_negative() && !u.is_zero()) {
        problems.money("charges.forecast", "no forecast of units, or one below 0", "units of 0 or more for each month");
    }
}

fn caps(agreement: &Agreement, problems: &mut Problems) {
    let cap = agreement.remedies.month_cap_percent;
    if let Some(cap) = cap {
        percentage("remedies.month_cap", "a cap", cap, problems);
    }
    if agreement.remedies.mechanism != Mechanism::Percent {
        return;
    }
    let per_point = agreement.service_levels.iter().find(|l| {
        l.class != Class::ReportOnly && matches!(l.credit, Credit::PerPoint { .. }) && l.remedy.cap_percent.is_none()
    });
    if let (None, Some(level)) = (cap, per_point) {
        problems.money(
            "remedies.month_cap",
            format!("no cap beside the credit per point of “{}”", level.id),
            "a cap of the month, because a credit per point has no end of its own",
        );
    }
}

fn percentage(path: &str, what: &str, value: Decimal, problems: &mut Problems) {
    if !Unit::Percent.holds(value) {
        problems.money(path, format!("{what} of {}", percent(value)), Unit::Percent.domain_in_words());
    }
}

fn ramp(agreement: &Agreement, problems: &mut Problems) {
    for (i, factor) in agreement.ramp.credit_factors_percent.iter().enumerate() {
        percentage(&format!("ramp.credit_factors.{}", i + 1), "a credit factor", *factor, problems);
    }
    let mut seen = BTreeSet::new();
    for path in &agreement.ramp.paths {
        let at = format!("ramp.{}", path.service_level);
        let level = agreement.service_level(&path.service_level);
        if !seen.insert(&path.service_level) {
            problems.money(&at, "a second ramp for this service level", "one ramp for each service level");
        }
        match level.and_then(|l| Some((l, agreement.measure(&l.measure)?))) {
            Some((level, measure)) => ramp_path(agreement, path, level, measure, &at, problems),
            None if level.is_none() => {
                problems.money(&at, "a ramp of a service level that the agreement does not have", "one of its levels");
            }
            None => {}
        }
    }
}

fn ramp_path(
    agreement: &Agreement,
    path: &RampPath,
    level: &ServiceLevel,
    measure: &Measure,
    at: &str,
    problems: &mut Problems,
) {
    let months = agreement.ramp.months();
    let one = |k: &str, value: Target, problems: &mut Problems| {
        target(&format!("{at}.{k}"), value, measure, problems);
        let same = matches!(value, Target::Range { .. }) == matches!(level.target, Target::Range { .. });
        if !same && matches!(value, Target::Range { .. }) == (measure.direction == Direction::Range) {
            problems.money(
                format!("{at}.{k}"),
                "a target of another kind than the level’s",
                "a value or a range, as the level’s target",
            );
        }
    };
    match &path.shape {
        RampShape::Steps(steps) => {
            for (i, step) in steps.iter().enumerate() {
                one(&(i + 1).to_string(), *step, problems);
            }
            if steps.len() > months {
                problems.money(
                    format!("{at}.path"),
                    format!("{} targets in a ramp of {months} months", steps.len()),
                    "at most one target for each month of the ramp",
                );
            }
        }
        RampShape::Linear { from } => one("path", *from, problems),
        RampShape::LearningCurve { from, half_life_weeks } => {
            one("path", *from, problems);
            if *half_life_weeks <= Decimal::ZERO {
                problems.money(
                    format!("{at}.path"),
                    format!("a half-life of {half_life_weeks} weeks"),
                    "more than 0 weeks",
                );
            }
        }
    }
}

fn target(path: &str, value: Target, measure: &Measure, problems: &mut Problems) {
    let is_range = matches!(value, Target::Range { .. });
    if is_range != (measure.direction == Direction::Range) {
        let (what, expected) = if is_range {
            ("a range", "a single value, because more or less of the measure is simply better")
        } else {
            ("a single value", "a range from a lower to an upper edge, because the measure may be too high and too low")
        };
        problems.money(path, what, expected);
        return;
    }
    let ends = match value {
        Target::Value(q) => vec![q],
        Target::Range { low, high } => vec![low, high],
    };
    for quantity in &ends {
        let text = quantity.text(scale_of(quantity.value()));
        if quantity.unit() != measure.unit || !measure.unit.holds(quantity.value()) {
            problems.money(path, text, measure.unit.domain_in_words());
        } else if u32::from(measure.precision_decimals) < quantity.value().normalize().scale() {
            problems.money(
                path,
                text,
                format!("at most {} decimals, the precision of “{}”", measure.precision_decimals, measure.name),
            );
        } else if threshold::scaled(quantity.value(), measure.precision_decimals)
            .is_none_or(|s| s > scaled_max(measure.unit, measure.precision_decimals))
        {
            problems.money(path, text, "a number that can be compared exactly");
        }
    }
    if let Target::Range { low, high } = value
        && low.value() > high.value()
    {
        problems.money(path, value.text(measure.precision_decimals), "a lower edge that is not above the upper edge");
    }
}

fn later_targets(level: &ServiceLevel, measure: &Measure, path: &str, problems: &mut Problems) {
    let mut before = 1;
    for (i, later) in level.later_targets.iter().enumerate() {
        let at = format!("{path}.later.{}", i + 1);
        target(&format!("{at}.target"), later.target, measure, problems);
        if later.from_month <= before {
            let expected = format!("a month after {before}, where the target before it begins");
            problems.money(format!("{at}.from_month"), format!("a target from month {}", later.from_month), expected);
        }
        before = before.max(later.from_month);
    }
}

fn level(agreement: &Agreement, level: &ServiceLevel, measure: &Measure, path: &str, problems: &mut Problems) {
    if measure.precision_decimals > PRECISION_MAX {
        problems.money(
            format!("measures.{}.precision", measure.id),
            format!("a precision of {} decimals", measure.precision_decimals),
            format!("0 to {PRECISION_MAX} decimals"),
        );
        return;
    }
    target(&format!("{path}.target"), level.target, measure, problems);
    later_targets(level, measure, path, problems);
    if level.floor.is_some_and(|f| !f.is_worse(measure.direction)) {
        problems.money(
            format!("{path}.floor"),
            "a floor that is not worse than the target",
            "a floor strictly worse than the target",
        );
    }
    if level.stretch.is_some_and(|s| !s.is_better(measure.direction)) {
        let expected = if measure.direction == Direction::Range {
            "no stretch, because nothing is better than inside the range"
        } else {
            "a stretch strictly better than the target"
        };
        problems.money(format!("{path}.stretch"), "a stretch that is not better than the target", expected);
    }
    bands::bands(agreement, level, measure, path, problems);
    if let Credit::PerPoint { percent_per_point } = level.credit {
        percentage(&format!("{path}.percent_per_point"), "a credit per point", percent_per_point, problems);
    }
    weight(level, path, problems);
}

fn weight(level: &ServiceLevel, path: &str, problems: &mut Problems) {
    let path = format!("{path}.weight");
    let weight = level.weight_percent;
    if !Unit::Percent.holds(weight) {
        problems.score(path, format!("a weight of {}", percent(weight)), Unit::Percent.domain_in_words());
    } else if level.class == Class::ReportOnly && !weight.is_zero() {
        problems.score(path, format!("a weight of {}", percent(weight)), "0 %, because the level is only reported");
    } else if weight.normalize().scale() > WEIGHT_DIGITS_MAX {
        problems.score(
            path,
            format!("a weight of {}", percent(weight)),
            format!("at most {WEIGHT_DIGITS_MAX} decimals"),
        );
    }
}

fn weights(agreement: &Agreement, problems: &mut Problems) {
    let sum: Option<Decimal> =
        agreement.service_levels.iter().try_fold(Decimal::ZERO, |sum, l| sum.checked_add(l.weight_percent));
    if sum != Some(Decimal::ONE_HUNDRED) {
        let found = sum.map_or("more than can be added".to_owned(), |s| percent(s.normalize()));
        problems.score("service_levels", format!("weights that sum to {found}"), "weights that sum to exactly 100 %");
    }
}

/// The thresholds of every month and level; none, with problems, where an edge cannot be held or lies out of order.
pub(super) fn intervals(agreement: &Agreement, horizon_months: usize, problems: &mut Problems) -> Option<Intervals> {
    let mut told = BTreeSet::new();
    let mut months = Vec::with_capacity(horizon_months);
    for month in 1..=horizon_months {
        let mut row = Vec::new();
        for (level, measure) in agreement.levels() {
            match threshold::intervals(level, measure, &agreement.ramp, month) {
                Ok(intervals) => {
                    for (i, pair) in intervals.windows(2).enumerate() {
                        let nested = pair[1].low <= pair[0].low
                            && pair[1].high.unwrap_or(i64::MAX) >= pair[0].high.unwrap_or(i64::MAX);
                        if !nested && told.insert((&level.id, i)) {
                            problems.money(
                                format!("service_levels.{}.bands.{}.from", level.id, i + 2),
                                format!("a start that in month {month} is better than that of the band before"),
                                "a start that stays worse in every month of the term",
                            );
                        }
                    }
                    row.push(intervals);
                }
                Err(what) => {
                    if told.insert((&level.id, usize::MAX)) {
                        problems.money(
                            format!("service_levels.{}.target", level.id),
                            what,
                            "a number that can be compared exactly",
                        );
                    }
                }
            }
        }
        months.push(row);
    }
    told.is_empty().then_some(months)
}
