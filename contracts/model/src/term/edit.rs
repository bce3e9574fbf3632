//! Edits that change more than one place: the ramp, the currency, the list of levels and bands.

use super::{Scale, slot::CREDITS, words::chosen};
use crate::{
    Agreement, Band, Charges, Class, Credit, Currency, Decimal, Direction, Grade, MeasureId, Offset, Outcome, RampPath,
    RampShape, ServiceLevel, ServiceLevelId, Target, Unit, clauses::LevelScope, quantity, read,
};

/// Longest ramp.
const RAMP_MONTHS_MAX: usize = 24;

/// A ramp target as a term.
pub(super) struct RampTerm {
    pub(super) path: String,
    pub(super) level: String,
    pub(super) label: String,
    pub(super) text: String,
}

/// The targets of every level in every opening month, and the shape of its path.
pub(super) fn ramp_terms(agreement: &Agreement) -> Vec<RampTerm> {
    let mut terms = Vec::new();
    for (level, measure) in agreement.levels() {
        if agreement.ramp.months() > 0 {
            let text = shape_text(agreement, level, measure.precision_decimals);
            terms.push(term(format!("ramp.{}.path", level.id), &measure.name, "Path", text));
        }
        for month in 1..=agreement.ramp.months() {
            let target = agreement.ramp.target(level, measure, month);
            let label = format!("Target of month {month}");
            let text = target.text(measure.precision_decimals);
            terms.push(term(format!("ramp.{}.{month}", level.id), &measure.name, &label, text));
        }
    }
    terms
}

fn term(path: String, level: &str, label: &str, text: String) -> RampTerm {
    RampTerm { path, level: level.to_owned(), label: label.to_owned(), text }
}

fn shape_text(agreement: &Agreement, level: &ServiceLevel, precision: u8) -> String {
    match agreement.ramp.path(&level.id).map(|p| &p.shape) {
        None => String::new(),
        Some(RampShape::Steps(_)) => "steps".into(),
        Some(RampShape::Linear { from }) => format!("linear from {}", from.text(precision)),
        Some(RampShape::LearningCurve { from, half_life_weeks }) => {
            format!("half-life {} weeks from {}", half_life_weeks.normalize(), from.text(precision))
        }
    }
}

/// Sets a term of the ramp; `None` where `path` is not one.
pub(super) fn set_ramp(agreement: &mut Agreement, path: &str, text: &str) -> Option<Result<(), String>> {
    let rest = path.strip_prefix("ramp.")?;
    if rest == "credit_factors" {
        return Some(set_factors(agreement, text));
    }
    let (name, leaf) = rest.rsplit_once('.')?;
    if name == "credit_factors" {
        let index = leaf.parse::<usize>().ok()?.checked_sub(1)?;
        let place = agreement.ramp.credit_factors_percent.get_mut(index)?;
        return Some(read::value(text, Unit::Percent).map(|v| *place = v).map_err(|e| e.to_string()));
    }
    let id = ServiceLevelId(name.to_owned());
    agreement.service_level(&id)?;
    if leaf == "path" {
        return Some(set_path(agreement, &id, text));
    }
    let month = leaf.parse::<usize>().ok().filter(|m| (1..=agreement.ramp.months()).contains(m))?;
    Some(set_step(agreement, &id, month, text))
}

fn set_factors(agreement: &mut Agreement, text: &str) -> Result<(), String> {
    let factors = read::percent_list(text).map_err(|e| e.to_string())?;
    if factors.len() > RAMP_MONTHS_MAX {
        return Err(format!("a ramp has at most {RAMP_MONTHS_MAX} months; these are {}", factors.len()));
    }
    for path in &mut agreement.ramp.paths {
        if let RampShape::Steps(steps) = &mut path.shape {
            steps.truncate(factors.len());
        }
    }
    if factors.is_empty() {
        agreement.ramp.paths.clear();
    }
    agreement.ramp.credit_factors_percent = factors;
    Ok(())
}

/// Writes the targets as they are now into steps, then sets the one of `month`. An empty text gives the full target.
fn set_step(agreement: &mut Agreement, id: &ServiceLevelId, month: usize, text: &str) -> Result<(), String> {
    let Some((level, measure)) = agreement.levels().find(|(l, _)| &l.id == id) else {
        return Err("its measure is not defined; define it first".into());
    };
    let scale = Scale::of(measure);
    let target = if text.trim().is_empty() {
        level.target
    } else {
        read::target(text, scale.unit, scale.direction, scale.precision).map_err(|e| e.to_string())?
    };
    let mut steps: Vec<Target> =
        (1..=agreement.ramp.months()).map(|m| agreement.ramp.target(level, measure, m)).collect();
    steps[month - 1] = target;
    let full = level.target;
    replace_path(agreement, id, (steps.iter().any(|s| *s != full)).then_some(RampShape::Steps(steps)));
    Ok(())
}

/// Reads `linear from 64 %`, `half-life 3 weeks from 64 %`, `steps`; empty for the full target from the first day.
fn set_path(agreement: &mut Agreement, id: &ServiceLevelId, text: &str) -> Result<(), String> {
    let Some((level, measure)) = agreement.levels().find(|(l, _)| &l.id == id) else {
        return Err("its measure is not defined; define it first".into());
    };
    let scale = Scale::of(measure);
    let bare = text.trim().to_lowercase();
    let start =
        |text: &str| read::target(text, scale.unit, scale.direction, scale.precision).map_err(|e| e.to_string());
    let shape = if bare.is_empty() {
        None
    } else if bare == "steps" {
        let months = 1..=agreement.ramp.months();
        Some(RampShape::Steps(months.map(|m| agreement.ramp.target(level, measure, m)).collect()))
    } else if let Some(from) = bare.strip_prefix("linear from ") {
        Some(RampShape::Linear { from: start(from)? })
    } else if let Some((weeks, from)) = bare.strip_prefix("half-life ").and_then(|r| r.split_once(" weeks from ")) {
        let half_life_weeks = read::number(weeks).ok().filter(|w| *w > Decimal::ZERO);
        let half_life_weeks =
            half_life_weeks.ok_or_else(|| format!("“{}” is not a number of weeks above 0", read::shown(weeks)))?;
        Some(RampShape::LearningCurve { from: start(from)?, half_life_weeks })
    } else {
        return Err(format!(
            "“{}” is not a path, like linear from 64 %, half-life 3 weeks from 64 %, or steps",
            read::shown(text)
        ));
    };
    replace_path(agreement, id, shape);
    Ok(())
}

fn replace_path(agreement: &mut Agreement, id: &ServiceLevelId, shape: Option<RampShape>) {
    let paths = &mut agreement.ramp.paths;
    let at = paths.iter().position(|p| &p.service_level == id);
    match (at, shape) {
        (Some(i), Some(shape)) => paths[i].shape = shape,
        (Some(i), None) => drop(paths.remove(i)),
        (None, Some(shape)) => paths.push(RampPath { service_level: id.clone(), shape }),
        (None, None) => {}
    }
}

/// Sets how misses of a level become money; `None` where `path` is not that term.
pub(super) fn set_credit(agreement: &mut Agreement, path: &str, text: &str) -> Option<Result<(), String>> {
    let id = path.strip_prefix("service_levels.")?.strip_suffix(".credit").filter(|id| !id.contains('.'))?;
    let level = agreement.service_levels.iter_mut().find(|l| l.id.0 == id)?;
    let per_point = match chosen(&CREDITS, text) {
        Ok(per_point) => per_point,
        Err(e) => return Some(Err(e.to_string())),
    };
    level.credit = match (per_point, level.credit) {
        (false, _) => Credit::ByBand,
        (true, kept @ Credit::PerPoint { .. }) => kept,
        (true, Credit::ByBand) => Credit::PerPoint { percent_per_point: Decimal::ONE },
    };
    Some(Ok(()))
}

/// Changes the currency and brings every amount to its decimals.
pub(super) fn set_currency(agreement: &mut Agreement, text: &str) -> Result<(), String> {
    let currency =
        Currency::read(text).ok_or_else(|| format!("“{}” is not a currency code, like USD", read::shown(text)))?;
    let amounts: Vec<&mut Decimal> = match &mut agreement.charges {
        Charges::FixedMonthly { amount } => vec![amount],
        Charges::Table { amounts } => amounts.iter_mut().collect(),
        // A price of a unit may have more decimals than the currency.
        Charges::PerUnit { .. } => Vec::new(),
    };
    if let Some(odd) = amounts.iter().find(|a| currency.minor_units(***a).is_none()) {
        return Err(format!(
            "{} has {} decimals, and the charges of {odd} have more",
            currency.code(),
            currency.minor_digits()
        ));
    }
    for amount in amounts {
        amount.rescale(u32::from(currency.minor_digits()));
    }
    agreement.currency = currency;
    Ok(())
}

/// Adds a service level for a defined measure that has none: report-only, without weight, with a target to be set.
///
/// # Errors
/// Where the measure is not defined or already has a level.
pub fn add_level(agreement: &mut Agreement, measure: &MeasureId) -> Result<ServiceLevelId, String> {
    let id = ServiceLevelId(measure.0.clone());
    let Some(definition) = agreement.measure(measure) else {
        return Err(format!("there is no measure “{measure}” in this agreement"));
    };
    if agreement.service_level(&id).is_some() {
        return Err(format!("{} already has a service level", definition.name));
    }
    let (unit, precision) = (definition.unit, definition.precision_decimals);
    let start = |value: i64| unit.of(read::with_scale(Decimal::from(value), precision));
    let target = match (definition.direction, unit) {
        (Direction::Range, _) => Target::Range { low: start(1), high: start(2) },
        (Direction::Higher, Unit::Percent | Unit::Points) => Target::Value(start(80)),
        (Direction::Lower, Unit::Percent) => Target::Value(start(10)),
        _ => Target::Value(start(60)),
    };
    agreement.service_levels.push(ServiceLevel {
        id: id.clone(),
        measure: measure.clone(),
        class: Class::ReportOnly,
        weight_percent: Decimal::ZERO,
        target,
        later_targets: Vec::new(),
        floor: None,
        stretch: None,
        bands: vec![blank_band(Grade::Minor)],
        credit: Credit::ByBand,
        outcome: Outcome::Retention,
        scope: LevelScope::default(),
        client_part: String::new(),
        volume_sensitive: false,
        remedy: crate::LevelRemedy::default(),
    });
    Ok(id)
}

/// A band from the target on, without any consequence yet.
fn blank_band(grade: Grade) -> Band {
    Band {
        grade,
        from: None,
        credit_percent: Decimal::ZERO,
        score_points: None,
        points: None,
        pool_fraction_percent: None,
    }
}

/// Removes a service level and its ramp. Its measure stays.
///
/// # Errors
/// Where there is no such level.
pub fn remove_level(agreement: &mut Agreement, id: &ServiceLevelId) -> Result<(), String> {
    let at = agreement.service_levels.iter().position(|l| &l.id == id);
    let at = at.ok_or_else(|| format!("there is no service level “{id}” in this agreement"))?;
    agreement.service_levels.remove(at);
    agreement.ramp.paths.retain(|p| &p.service_level != id);
    Ok(())
}

/// Adds a band beyond the worst one, with its credit and as far beyond as that one is wide.
///
/// # Errors
/// Where there is no such level or it already has a band for every grade.
pub fn add_band(agreement: &mut Agreement, id: &ServiceLevelId) -> Result<(), String> {
    let found = agreement.levels().find(|(l, _)| &l.id == id);
    let (level, measure) = found.ok_or_else(|| format!("there is no service level “{id}” in this agreement"))?;
    let worst = level.bands.last().map_or(Grade::Met, |b| b.grade);
    let next = [Grade::Minor, Grade::Serious, Grade::Severe, Grade::Failed].into_iter().find(|g| *g > worst);
    let Some(grade) = next else {
        return Err("it has a band for every grade already".into());
    };
    let edge = |band: &Band| band.from.map_or(level.target.anchor(), |o| o.from(level.target.anchor()));
    let last = level.bands.last().map_or(level.target.anchor(), edge);
    let before = level.bands.iter().rev().nth(1).map(edge);
    let one = Decimal::new(1, u32::from(measure.precision_decimals));
    let step = before.map_or(one, |b| (last - b).abs().max(one));
    let beyond = if measure.direction == Direction::Higher { last - step } else { last + step };
    let value = measure.unit.clip(quantity::round(beyond, measure.precision_decimals));
    let from = Some(Offset::between(level.target.anchor(), value, measure.unit)).filter(|_| !level.bands.is_empty());
    let credit_percent = level.bands.last().map_or(Decimal::ZERO, |b| b.credit_percent);
    let worst = level.bands.last().copied();
    let band = Band { grade, from, credit_percent, score_points: None, ..worst.unwrap_or(blank_band(grade)) };
    if let Some(level) = agreement.service_levels.iter_mut().find(|l| &l.id == id) {
        level.bands.push(band);
    }
    Ok(())
}

/// Removes the worst band of a level.
///
/// # Errors
/// Where there is no such level or it has only one band: a miss always has one.
pub fn remove_band(agreement: &mut Agreement, id: &ServiceLevelId) -> Result<(), String> {
    let level = agreement.service_levels.iter_mut().find(|l| &l.id == id);
    let level = level.ok_or_else(|| format!("there is no service level “{id}” in this agreement"))?;
    if level.bands.len() < 2 {
        return Err("a level keeps at least one band".into());
    }
    level.bands.pop();
    Ok(())
}
