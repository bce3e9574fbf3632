//! The tables that the kernel looks amounts up in, before their width is known.

use super::amounts::{Amounts, LevelAmounts};
use crate::kernel::Reading;
use crate::plan::{Entry, LevelPlan, LevelTable, MonthPlan, MonthTable, SCORE_UNITS_PER_POINT, Tables};
use crate::score::TARGET_SCORE;
use crate::wide::{Ticks, Wide, Width};
use model::{Agreement, Class, Decimal, ScoreRule, ServiceLevel};
use rust_decimal::prelude::ToPrimitive;

pub(super) fn of(agreement: &Agreement, levels: &[LevelPlan], months: &[MonthPlan], amounts: &Amounts) -> Tables<Wide> {
    let month = |m: usize| {
        let (cap, rules) = (&amounts.caps[m], &amounts.rules[m]);
        let level = |(l, plan): (usize, &LevelPlan)| {
            let shortfall = months[m].levels[l].per_point.map_or(0, |per_point| per_point.failed);
            level_table(agreement, plan, m, &amounts.levels[m][l], shortfall)
        };
        MonthTable {
            cap: cap.ticks,
            cap_numerator: cap.numerator,
            cap_scale: cap.scale,
            cap_counts: cap.percent.is_some() && cap.ticks > Wide::default(),
            ladder_points: rules.ladder_points.clone(),
            rolling: rules.rolling_ticks.unwrap_or(Wide::MOST),
            bonus_base: rules.bonus_base_ticks,
            bonus_cap: rules.bonus_cap_ticks.unwrap_or(Wide::MOST),
            levels: levels.iter().enumerate().map(level).collect(),
        }
    };
    let months = (0..months.len()).map(month).collect();
    Tables { ticks_per_minor: amounts.ticks_per_minor, cut: Width::Wide, months }
}

fn level_table(
    agreement: &Agreement,
    plan: &LevelPlan,
    month_index: usize,
    own: &LevelAmounts,
    failed_shortfall: i64,
) -> LevelTable<Wide> {
    let level = &plan.level;
    let mut entries = [Entry::default(); Reading::COUNT];
    for (band, entry) in entries.iter_mut().enumerate().take(level.bands.len() + 1) {
        *entry = Entry {
            credit: own.band_ticks.get(band).copied().unwrap_or_default(),
            score: banded_score(agreement.score, level, band),
            weight: plan.weight,
            required_met: i32::from(band == 0 && plan.is_binding()),
        };
    }
    without_a_value(agreement, plan, own, failed_shortfall, &mut entries);
    if !(month_index + 1).is_multiple_of(level.remedy.window.months()) {
        // Its window has not ended: nothing is scored or credited.
        entries = [Entry::default(); Reading::COUNT];
    }
    let mut repeats = [Wide::default(); Reading::COUNT];
    for (place, ticks) in repeats.iter_mut().zip(&own.repeat_band_ticks) {
        *place = *ticks;
    }
    repeats[Reading::NOT_REPORTED.place()] = failed_ticks(level, own, failed_shortfall, true);
    LevelTable {
        entries,
        repeats,
        per_unit: own.per_unit_ticks.unwrap_or_default(),
        repeat_per_unit: own.repeat_per_unit_ticks.or(own.per_unit_ticks).unwrap_or_default(),
        ladder: own.ladder_ticks.clone(),
        cap: own.cap_ticks.unwrap_or(Wide::MOST),
        bonus: own.bonus_ticks,
        charges_minor: own.charges_minor,
    }
}

/// What a missing report and an excused month lead to where an agreement gives them a meaning.
fn without_a_value(
    agreement: &Agreement,
    plan: &LevelPlan,
    amounts: &LevelAmounts,
    failed_shortfall: i64,
    entries: &mut [Entry<Wide>; Reading::COUNT],
) {
    let level = &plan.level;
    if agreement.remedies.cure_business_days.is_some() {
        entries[Reading::NOT_REPORTED.place()] = Entry {
            credit: failed_ticks(level, amounts, failed_shortfall, false),
            score: banded_score(agreement.score, level, level.bands.len()),
            weight: plan.weight,
            required_met: 0,
        };
    }
    if agreement.remedies.excused_counts_as_met {
        entries[Reading::EXCUSED.place()] = Entry {
            credit: Wide::default(),
            score: TARGET_SCORE,
            weight: plan.weight,
            required_met: i32::from(plan.is_binding()),
        };
    }
}

/// What a missing report costs: the worst band or, for a credit per point, the shortfall where the worst band begins.
fn failed_ticks(level: &ServiceLevel, amounts: &LevelAmounts, shortfall: i64, repeated: bool) -> Wide {
    let bands = if repeated && !amounts.repeat_band_ticks.is_empty() {
        &amounts.repeat_band_ticks
    } else {
        &amounts.band_ticks
    };
    let single = amounts.per_unit_ticks;
    let per_unit = if repeated { amounts.repeat_per_unit_ticks.or(single) } else { single };
    match per_unit {
        Some(ticks) => ticks.times(Wide::whole(shortfall)),
        None => bands.get(level.bands.len()).copied().unwrap_or_default(),
    }
}

/// 100 where met, the declared score of the band otherwise. Levels that do not bind have none.
fn banded_score(rule: ScoreRule, level: &ServiceLevel, band: usize) -> i32 {
    if rule != ScoreRule::ByBand || level.class == Class::ReportOnly {
        return 0;
    }
    let Some(missed) = band.checked_sub(1) else { return TARGET_SCORE };
    let points = level.bands.get(missed).and_then(|b| b.score_points).unwrap_or_default();
    (points * Decimal::from(SCORE_UNITS_PER_POINT)).to_i32().unwrap_or_default()
}
