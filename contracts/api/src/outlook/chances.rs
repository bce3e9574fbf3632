//! How often each target is met, for the review: it asks at every key stroke, so what was found is kept.

use super::{MONTHS_DEFAULT, made_ready};
use model::{
    Agreement, Baseline, Decimal, ServiceLevel, ServiceLevelId, Target, canonical::sha256_hex, review::Chance,
};
use simulation::{Run, Settings, settings::Correlation};
use std::{
    collections::HashMap,
    ops::Range,
    sync::{Mutex, PoisonError},
};

/// The share of months that a solved target is met in.
const LIKELY: f64 = 0.85;
/// More than an afternoon of typing finds; then it is begun anew.
const KEPT_MAX: usize = 20_000;

/// Met in so many of 1,000 months, and the likely target where that is asked for; none where no history can be fitted.
type Found = Option<(u16, Option<Decimal>)>;

/// What everything that the closed form reads of an agreement and its history comes to, the level, and its target. The
/// chance is a function of these alone, so that it does not depend on what is kept.
type Key = (String, ServiceLevelId, Target);

static KEPT: Mutex<Option<HashMap<String, Found>>> = Mutex::new(None);

fn text(key: &Key) -> String {
    format!("{} {} {:?}", key.0, key.1, key.2)
}

/// How often each level's target is met over its steady months, without learning; of levels with a history that can be
/// fitted. A draft that cannot be simulated has none, and its review says why.
pub(crate) fn chances(agreement: &Agreement, baseline: &Baseline) -> Vec<Chance> {
    if settlement::compile_draft(agreement, MONTHS_DEFAULT as usize).is_err() {
        return Vec::new();
    }
    let Some(read) = everything_read(agreement, baseline) else { return Vec::new() };
    // With later targets each month has its own, and no single one stands for all.
    let asked: Vec<&ServiceLevel> = agreement.service_levels.iter().filter(|l| l.later_targets.is_empty()).collect();
    let keys: Vec<String> = asked.iter().map(|l| text(&(read.clone(), l.id.clone(), l.target))).collect();
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let kept = kept.get_or_insert_default();
    if keys.iter().any(|key| !kept.contains_key(key)) {
        if kept.len() > KEPT_MAX {
            kept.clear();
        }
        let missing: Vec<&ServiceLevel> =
            asked.iter().zip(&keys).filter(|(_, key)| !kept.contains_key(*key)).map(|(level, _)| *level).collect();
        // Most often the one whose target is being typed: the others need not be fitted again.
        let alone = ends_together(baseline).then(|| only(agreement, &missing));
        for (level, found) in find(alone.as_ref().unwrap_or(agreement), baseline, &missing) {
            kept.insert(text(&(read.clone(), level.id.clone(), level.target)), found);
        }
    }
    let chance = |(level, key): (&&ServiceLevel, &String)| {
        let (met_of_1000, likely) = (*kept.get(key)?)?;
        Some(Chance { service_level: level.id.clone(), met_of_1000, likely })
    };
    asked.iter().zip(&keys).filter_map(chance).collect()
}

/// A name for all that decides the chances beside the targets themselves: the months, the measures with what they are
/// promised for, and the history.
fn everything_read(agreement: &Agreement, baseline: &Baseline) -> Option<String> {
    let levels = agreement.service_levels.iter().map(|l| (&l.id, &l.measure, l.class, l.remedy.window));
    let levels: Vec<_> = levels.collect();
    let months = (&agreement.term, agreement.ramp.months());
    let bytes = serde_json::to_vec(&(months, &agreement.measures, levels, &baseline.series)).ok()?;
    Some(sha256_hex(&bytes))
}

/// Whether every history ends in the same month, from which all of them are then foretold.
fn ends_together(baseline: &Baseline) -> bool {
    let mut ends = baseline.series.iter().map(|series| series.observations.last().map(|o| o.month));
    ends.next().is_none_or(|first| ends.all(|end| end == first))
}

/// The agreement with these levels alone; nothing that the others say decides anything about them.
fn only(agreement: &Agreement, levels: &[&ServiceLevel]) -> Agreement {
    let is_asked = |id: &ServiceLevelId| levels.iter().any(|level| &level.id == id);
    let mut alone = agreement.clone();
    alone.service_levels.retain(|level| is_asked(&level.id));
    alone.measures.retain(|measure| levels.iter().any(|level| level.measure == measure.id));
    alone.ramp.paths.retain(|path| is_asked(&path.service_level));
    alone
}

fn find<'a>(agreement: &Agreement, baseline: &Baseline, levels: &[&'a ServiceLevel]) -> Vec<(&'a ServiceLevel, Found)> {
    // Each level stands for itself, so how they go together need not be estimated.
    let settings = Settings { trials: 1, correlation: Correlation::None, ..Settings::default() };
    let Ok((plan, run, _)) = made_ready(agreement, Some(baseline), &[], settings) else {
        return levels.iter().map(|level| (*level, None)).collect();
    };
    let ahead = plan.months().len();
    let first = agreement.ramp.months().min(ahead.saturating_sub(1));
    let at = |level: &ServiceLevel| plan.levels().iter().position(|l| l.level.id == level.id);
    levels.iter().map(|level| (*level, at(level).and_then(|at| found(&run, at, first..ahead, level.target)))).collect()
}

fn found(run: &Run, level_index: usize, months: Range<usize>, target: Target) -> Found {
    let steady = run.level_months(level_index, months)?;
    let met_of_1000 = libm::round(steady.p_met(target) * 1000.0) as u16;
    // The target that would be likely takes many times as long to find as the chance of the one that is there.
    let asked = (!Chance::is_fair(met_of_1000)).then(|| steady.solve_target(LIKELY)).flatten();
    Some((met_of_1000, asked.map(|solved| solved.target)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Moment;
    use std::time::SystemTime;

    #[test]
    fn what_is_kept_is_what_would_be_found_anew() {
        let today = Moment::from(SystemTime::UNIX_EPOCH).date_naive();
        let (mut agreement, baseline) = crate::sample::sample(today).unwrap();
        let anew = |agreement: &Agreement| {
            let levels: Vec<&ServiceLevel> = agreement.service_levels.iter().collect();
            let found = find(agreement, &baseline, &levels).into_iter();
            let found = found.filter_map(|(l, found)| found.map(|f| (l.id.clone(), f.0, f.1)));
            found.collect::<Vec<_>>()
        };
        let told = |agreement: &Agreement| {
            let chances = chances(agreement, &baseline).into_iter();
            chances.map(|c| (c.service_level, c.met_of_1000, c.likely)).collect::<Vec<_>>()
        };
        assert_eq!(told(&agreement).len(), 8);
        for target in ["72 %", "60 %", "99 %", "72 %"] {
            model::term::set(&mut agreement, "service_levels.fcr.target", target).unwrap();
            assert_eq!(told(&agreement), anew(&agreement), "{target}");
            assert_eq!(told(&agreement), anew(&agreement), "{target}, a second time");
        }
        model::term::set(&mut agreement, "measures.fcr.precision", "0").unwrap();
        assert_eq!(told(&agreement), anew(&agreement), "another measure");
        agreement.title = "Another title".into();
        agreement.term.months = 3;
        assert_eq!(told(&agreement), anew(&agreement), "other months");
    }
}
