//! Results in words and numbers as they are shown.

use super::{ENGINE_VERSION, Inputs, assumed, volume};
use crate::{
    view::{joined, target_edges},
    wire::{
        AmountsOutlook, Captions, CreditDot, CreditsOutlook, FanPoint, HistoryPoint, LearningView, LevelOutlook,
        MonthAhead, Outlook, Realism, RewardOutlook, VolumeMonth,
    },
};
use model::{Class, Measure, Money, ServiceLevel, Target, Weighting, chance::in_hundred, quantity};
use rust_decimal::prelude::ToPrimitive;
use settlement::LevelPlan;
use simulation::{
    Results,
    results::{Amounts, Basis, LeftOut, LeftOutReason, LevelResult},
};

/// History shorter than this makes a probability uncertain enough to say so.
const MONTHS_SHORT: u32 = 12;
/// What is left of the credits.
const NET_LABEL: &str = "Net credit";
/// Months of history shown beside a fan.
const MONTHS_SHOWN: i32 = 12;

impl Realism {
    /// What a probability means, by the number as it is shown: 69.8 shows 70, so it is fair.
    #[must_use]
    pub fn of(probability: f64) -> Self {
        let shown = in_hundred(probability);
        match shown {
            s if s < 40.0 => Self::Unattainable,
            s if s < 70.0 => Self::Stretch,
            s if s <= 95.0 => Self::Fair,
            _ => Self::Soft,
        }
    }

    /// The word for people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Unattainable => "unattainable",
            Self::Stretch => "stretch",
            Self::Fair => "fair",
            Self::Soft => "soft",
        }
    }
}

impl LevelOutlook {
    /// Its name, marked where nobody measured it.
    #[must_use]
    pub fn marked_name(&self) -> String {
        if self.assumed { format!("{} (assumed)", self.name) } else { self.name.clone() }
    }
}

pub(super) fn outlook(inputs: &Inputs, results: &Results) -> Outlook {
    let steady = steady_months(inputs, results.months.len());
    let mut levels: Vec<LevelOutlook> = results.levels.iter().filter_map(|l| level(inputs, l, &steady)).collect();
    levels.sort_by(|a, b| a.met_steady.total_cmp(&b.met_steady).then_with(|| a.id.cmp(&b.id)));
    let all_met: Vec<f64> = results.months.iter().map(|m| m.p_all_met.value).collect();
    let credits = credits(inputs, results);
    let charges = results.totals.as_ref().and_then(|t| t.charges).map(|c| c.amounts);
    let projected = || inputs.plan.months().iter().take(results.months.len()).map(|m| m.charges_minor).sum();
    // The error of the least sure probability there could be: an observed 0 or 1 does not make a short run exact.
    let error = 0.5 / libm::sqrt(f64::from(results.trials.max(1)));
    Outlook {
        hash: inputs.hash.hex().to_owned(),
        baseline_hash: inputs.baseline.as_ref().map(crate::history::measured_sha256).unwrap_or_default(),
        inputs: inputs.rests_on.clone(),
        headline: headline(&levels, &credits, results.months.len()),
        captions: captions(&levels, &credits, &all_met),
        trials: results.trials,
        seed: results.seed,
        engine_version: ENGINE_VERSION.to_owned(),
        error_points: error * 100.0,
        months: months_ahead(inputs, results.months.len()),
        all_met_steady: mean(steady.iter().filter_map(|i| all_met.get(*i)).copied()),
        all_met,
        credits,
        rewards: rewards(inputs, results),
        charges_text: money(inputs, charges.map_or_else(projected, |c| c.mean_minor)).rounded_text(),
        charges: charges.map(|c| amounts(inputs, c)),
        charges_words: volume::charges_words(inputs, results),
        score_text: score_text(results, &steady),
        left_out: results.left_out.iter().map(|l| l.measure_name.clone()).collect(),
        cautions: cautions(inputs, results),
        learning: inputs.learning.clone(),
        assumptions: inputs.assumptions.clone(),
        ramp_text: ramp_text(inputs, results),
        volume: results.volume.iter().map(|v| VolumeMonth { p5: v.p5, p50: v.p50, p95: v.p95 }).collect(),
        volume_text: volume::volume_text(results),
        busy_text: volume::busy_text(inputs, &levels),
        levels,
    }
}

/// What the months of the ramp rest on: which levels are learnt, and which perform steadily from the first month on.
fn ramp_text(inputs: &Inputs, results: &Results) -> String {
    let learning = |l: &LevelResult| inputs.learning.iter().find(|learning| learning.measure == l.measure);
    let (learnt, steady): (Vec<_>, Vec<_>) = results.levels.iter().partition(|l| learning(l).is_some());
    let mut sentences: Vec<String> = Vec::new();
    for entry in learnt.iter().filter_map(|l| learning(l)) {
        let LearningView { name, start_text, half_life_text, .. } = entry;
        let sentence = format!("{name} begins at {start_text}; half of the gap is closed after {half_life_text}.");
        if !sentences.contains(&sentence) {
            sentences.push(sentence);
        }
    }
    if inputs.agreement.ramp.months() > 0 && !steady.is_empty() {
        let names = steady.iter().filter_map(|l| Some(inputs.agreement.measure(&l.measure)?.name.as_str()));
        let whom = if learnt.is_empty() { "every service level".to_owned() } else { joined(names) };
        sentences.push(format!("Ramp months assume steady performance for {whom}."));
    }
    sentences.join(" ")
}

/// Indices of the months after the ramp; all of them where the horizon ends before.
fn steady_months(inputs: &Inputs, months: usize) -> Vec<usize> {
    let ramp = inputs.agreement.ramp.months();
    if ramp < months { (ramp..months).collect() } else { (0..months).collect() }
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0_u32), |(s, n), v| (s + v, n + 1));
    if count == 0 { 0.0 } else { sum / f64::from(count) }
}

pub(super) fn money(inputs: &Inputs, minor: i64) -> Money {
    Money { minor, currency: inputs.agreement.currency.clone() }
}

fn months_ahead(inputs: &Inputs, months: usize) -> Vec<MonthAhead> {
    let ramp = &inputs.agreement.ramp;
    (1..=months)
        .map(|number| MonthAhead {
            number: u32::try_from(number).unwrap_or(u32::MAX),
            label: inputs.plan.first_month().plus(i32::try_from(number).unwrap_or(1) - 1).text(),
            ramp: number <= ramp.months(),
            credit_factor_text: quantity::percent(ramp.credit_factor_percent(number)),
        })
        .collect()
}

fn level(inputs: &Inputs, result: &LevelResult, steady: &[usize]) -> Option<LevelOutlook> {
    let index = inputs.plan.levels().iter().position(|l: &LevelPlan| l.level.id == result.service_level)?;
    let (level, measure) = inputs.agreement.levels().find(|(l, _)| l.id == result.service_level)?;
    let met: Vec<f64> = result.months.iter().map(|m| m.p_met.value).collect();
    let excused: Vec<f64> = result.months.iter().filter_map(|m| Some(m.p_excused?.value)).collect();
    let met_steady = mean(steady.iter().filter_map(|i| met.get(*i)).copied());
    let targets = steady_targets(inputs, index, steady);
    let fan = result.months.iter().enumerate().map(|(month, m)| {
        let (target_low, target_high) = target_edges(inputs.plan.target(index, month), measure.direction);
        FanPoint { quantiles: m.fan.to_vec(), target_low, target_high }
    });
    Some(LevelOutlook {
        id: level.id.clone(),
        name: measure.name.clone(),
        class: level.class,
        unit: measure.unit,
        precision_decimals: measure.precision_decimals,
        basis_text: match result.basis {
            Basis::Observed { months: 1 } => "1 month".to_owned(),
            Basis::Observed { months } => format!("{months} months"),
            Basis::Assumed { months } => format!("assumed, with {months} months of experience"),
        },
        assumed: matches!(result.basis, Basis::Assumed { .. }),
        target_text: targets_text(&targets, level, measure),
        target_path: format!("service_levels.{}.target", level.id),
        met_steady,
        realism: Realism::of(met_steady),
        expected_credit_text: money(inputs, result.credit_mean_minor).rounded_text(),
        expected_credit_minor: result.credit_mean_minor,
        history: history(inputs, level),
        fan: fan.collect(),
        fan_caption: fan_caption(&targets, level, measure, met_steady),
        excused_steady: mean(steady.iter().filter_map(|i| excused.get(*i)).copied()),
        excused,
        met,
    })
}

fn history(inputs: &Inputs, level: &ServiceLevel) -> Vec<HistoryPoint> {
    let Some(baseline) = &inputs.baseline else { return Vec::new() };
    let Some((series, (first, last))) = baseline.of(&level.measure).zip(baseline.span()) else { return Vec::new() };
    let from = first.max(last.plus(1 - MONTHS_SHOWN));
    let points = series.between(from, last).enumerate();
    points
        .map(|(i, observation)| HistoryPoint {
            label: from.plus(i32::try_from(i).unwrap_or_default()).text(),
            value: observation.and_then(|o| o.value.value().to_f64()),
        })
        .collect()
}

/// The targets of the steady months, each with the contract month from which it holds: one, unless the terms have later
/// ones.
fn steady_targets(inputs: &Inputs, index: usize, steady: &[usize]) -> Vec<(usize, Target)> {
    let mut targets: Vec<(usize, Target)> = Vec::new();
    for month in steady {
        let target = inputs.plan.target(index, *month);
        if targets.last().is_none_or(|(_, before)| *before != target) {
            targets.push((month + 1, target));
        }
    }
    targets
}

/// `≥ 72.0 %`; where later targets follow, `≥ 72.0 % → 74.0 %`.
fn targets_text(targets: &[(usize, Target)], level: &ServiceLevel, measure: &Measure) -> String {
    let signed = |target: Target| target.signed_text(measure.direction, measure.precision_decimals);
    match targets {
        [(_, first), .., (_, last)] => format!("{} → {}", signed(*first), last.text(measure.precision_decimals)),
        _ => signed(level.target),
    }
}

fn fan_caption(targets: &[(usize, Target)], level: &ServiceLevel, measure: &Measure, met_steady: f64) -> String {
    let signed = |target: Target| target.signed_text(measure.direction, measure.precision_decimals);
    let (shown, word) = (in_hundred(met_steady), Realism::of(met_steady).word());
    let [(_, first), later @ ..] = targets else {
        return format!("{} is met in {shown} of 100 steady months: {word}.", signed(level.target));
    };
    if later.is_empty() {
        return format!("{} is met in {shown} of 100 steady months: {word}.", signed(*first));
    }
    let later: Vec<String> = later.iter().map(|(from, t)| format!("from month {from} on {}", signed(*t))).collect();
    let targets = format!("{}, {}", signed(*first), later.join(", "));
    format!("The target of its month ({targets}) is met in {shown} of 100 steady months: {word}.")
}

fn credits(inputs: &Inputs, results: &Results) -> CreditsOutlook {
    let text = |minor: i64| money(inputs, minor).rounded_text();
    let totals = results.totals.as_ref();
    let dot = |(minor, cap_share): (&i64, &f64)| CreditDot { minor: *minor, text: text(*minor), cap_share: *cap_share };
    let dots = totals.map(|t| t.credits.dots_minor.iter().zip(&t.credits.dots_cap_share).map(dot).collect());
    let currency = &inputs.agreement.currency;
    CreditsOutlook {
        amounts: amounts(inputs, totals.map(|t| t.credits.amounts).unwrap_or_default()),
        cap_reached: totals.map_or(0.0, |t| t.p_cap_binds.value),
        cap_reached_by_month: results.months.iter().map(|m| m.p_cap_binds.value).collect(),
        dots: dots.unwrap_or_default(),
        currency: currency.code().to_owned(),
        minor_digits: currency.minor_digits(),
    }
}

fn amounts(inputs: &Inputs, of: Amounts) -> AmountsOutlook {
    let text = |minor: i64| money(inputs, minor).rounded_text();
    AmountsOutlook {
        mean_text: text(of.mean_minor),
        p5_text: text(of.p5_minor),
        p50_text: text(of.p50_minor),
        p95_text: text(of.p95_minor),
        mean_minor: of.mean_minor,
        p5_minor: of.p5_minor,
        p50_minor: of.p50_minor,
        p95_minor: of.p95_minor,
    }
}

/// Bonus and earn-back where the terms have them, and what they leave of the credits.
fn rewards(inputs: &Inputs, results: &Results) -> Vec<RewardOutlook> {
    let Some(found) = results.totals.as_ref().and_then(|t| t.rewards.as_ref()) else { return Vec::new() };
    let row = |label: &str, of: Amounts, chance: Option<f64>| RewardOutlook {
        label: label.to_owned(),
        amounts: amounts(inputs, of),
        chance,
    };
    let back = found.earned_back.map(|a| row("Earned back", a, found.p_earned_back.map(|p| p.value)));
    let bonus = found.bonus.map(|a| row("Bonus", a, found.p_bonus.map(|p| p.value)));
    let net = row(NET_LABEL, found.net, None);
    back.into_iter().chain(bonus).chain([net]).collect()
}

fn score_text(results: &Results, steady: &[usize]) -> String {
    let medians: Vec<f64> = steady.iter().filter_map(|i| results.months.get(*i)?.score.map(|s| s.p50)).collect();
    if medians.is_empty() { String::new() } else { format!("{:.1}", mean(medians.into_iter())) }
}

/// What decides, in one or two sentences.
fn headline(levels: &[LevelOutlook], credits: &CreditsOutlook, months: usize) -> String {
    let horizon = if months == 12 { "years".to_owned() } else { format!("runs of {months} months") };
    let cap = match in_hundred(credits.cap_reached) {
        0.0 => format!("In none of 100 simulated {horizon} is the cap reached."),
        n => format!("In {n} of 100 simulated {horizon} the cap is reached."),
    };
    let Some(worst) = levels.iter().find(|l| l.class != Class::ReportOnly) else {
        return "No service level has history, so nothing can be said.".into();
    };
    let shown = in_hundred(worst.met_steady);
    let costs_most = levels.iter().all(|l| l.expected_credit_minor <= worst.expected_credit_minor);
    let word = match worst.realism {
        Realism::Soft => "is the hardest",
        _ if costs_most => "decides",
        _ => "is met least often",
    };
    format!("{cap} {} {word}: {} is met in {shown} months of 100.", worst.marked_name(), worst.target_text)
}

fn captions(levels: &[LevelOutlook], credits: &CreditsOutlook, all_met: &[f64]) -> Captions {
    let risky: Vec<String> = levels
        .iter()
        .filter(|l| matches!(l.realism, Realism::Unattainable | Realism::Stretch))
        .map(LevelOutlook::marked_name)
        .collect();
    let chances = match risky.len() {
        0 => "Every service level is fair or better once the ramp is over.".to_owned(),
        1 => format!("{} is a stretch or worse once the ramp is over.", risky[0]),
        _ => format!("{} are a stretch or worse once the ramp is over.", joined(risky.iter().map(String::as_str))),
    };
    let weakest = all_met.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1));
    let weakest =
        weakest.map(|(i, p)| format!(" All are met least often in month {}: {} in 100.", i + 1, in_hundred(*p)));
    let money = if credits.amounts.p95_minor == 0 {
        "In 95 of 100 there are no credits at all.".to_owned()
    } else {
        format!(
            "Half lie at or below {}, 95 in 100 at or below {}.",
            credits.amounts.p50_text, credits.amounts.p95_text
        )
    };
    Captions { chances: chances + &weakest.unwrap_or_default(), credits: money }
}

/// What a reader must know before using a number.
fn cautions(inputs: &Inputs, results: &Results) -> Vec<String> {
    let mut cautions = Vec::new();
    if inputs.baseline.as_ref().is_some_and(|b| b.provenance.illustrative) {
        cautions.push("The history is illustrative: nobody measured it.".to_owned());
    }
    if inputs.plan.months().iter().all(|m| m.charges_minor == 0) {
        cautions.push("There are no charges, so no credit can be due: set them in the terms.".to_owned());
    }
    cautions.extend(inputs.assumptions.iter().map(assumed::sentence));
    cautions.extend(left_out(results));
    if inputs.plan.has_gain_share() {
        cautions.push("The shared savings are left out: no history says what will be saved.".to_owned());
    }
    cautions.extend(volume::counted_apart(inputs, results));
    cautions.extend(tried_in_vain(inputs, results));
    let months = results.levels.iter().filter_map(|l| match l.basis {
        Basis::Observed { months } => Some(months),
        Basis::Assumed { .. } => None,
    });
    if let Some(least) = months.min().filter(|m| *m < MONTHS_SHORT) {
        cautions.push(format!(
            "{least} months of history do not show a whole year: chances in the middle range come out several points too high."
        ));
    }
    let named = inputs.baseline.iter().flat_map(|b| &b.series).filter_map(|s| {
        let how = match s.weighting {
            Weighting::Exact => return None,
            Weighting::ApproximateWeights => "its months were made with approximate weights",
            Weighting::Unweighted => "its months are not weighted by counts",
        };
        Some(format!("{}: {how}.", inputs.agreement.measure(&s.measure)?.name))
    });
    cautions.extend(named);
    if results.months.len() <= inputs.agreement.ramp.months() {
        cautions.push("The months ahead end within the ramp: “steady” stands for all of them.".to_owned());
    }
    let ahead = inputs.plan.levels().iter().enumerate().filter(|(index, _)| inputs.run.begins_ahead(*index));
    cautions.extend(ahead.map(|(_, level)| {
        format!("{} begins better than its history and falls back to it: is its start right?", level.measure.name)
    }));
    for problem in &inputs.score_problems {
        cautions.push(format!("There is no score: {}; expected {}.", problem.what, problem.expected));
    }
    cautions
}

/// What was tried on levels that have no figures, and so shows nowhere.
fn tried_in_vain(inputs: &Inputs, results: &Results) -> Vec<String> {
    let of = |path: &str, id: &str| path.split('.').nth(1) == Some(id);
    let tried = |left: &&LeftOut| {
        let ids = [left.service_level.0.as_str(), left.measure.0.as_str()];
        inputs.tried.iter().any(|path| ids.iter().any(|id| of(path, id)))
    };
    let left = results.left_out.iter().filter(tried);
    left.map(|left| {
        let why = left_out_for(left.reason);
        format!("What is tried on {} shows in no figure here: it has {why}.", left.measure_name)
    })
    .collect()
}

/// Why a level has no figures, behind "it has".
pub(super) fn left_out_for(reason: LeftOutReason) -> String {
    match reason {
        LeftOutReason::NoHistory => "no history".to_owned(),
        LeftOutReason::TooFewMonths { months, needed } => {
            let plural = if months == 1 { "" } else { "s" };
            format!("{months} month{plural} of history, where a probability needs {needed}")
        }
        LeftOutReason::NotFitted => "a history that cannot be fitted".to_owned(),
        LeftOutReason::AddsUp => "a target for the sum of a quarter, where a simulation looks at months".to_owned(),
    }
}

/// One sentence for each reason, with every level that it concerns.
fn left_out(results: &Results) -> Vec<String> {
    let mut by_reason: Vec<(String, Vec<&str>)> = Vec::new();
    for left in &results.left_out {
        let why = left_out_for(left.reason);
        match by_reason.iter_mut().find(|(reason, _)| *reason == why) {
            Some((_, names)) => names.push(&left.measure_name),
            None => by_reason.push((why, vec![&left.measure_name])),
        }
    }
    let sentence = |(why, names): (String, Vec<&str>)| {
        let has = if names.len() == 1 { "it has" } else { "they have" };
        format!("Credits and totals leave out {}: {has} {why}.", joined(names.into_iter()))
    };
    by_reason.into_iter().map(sentence).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_follows_the_number_as_it_is_shown() {
        assert_eq!(Realism::of(0.698), Realism::Fair);
        assert_eq!(Realism::of(0.694), Realism::Stretch);
        assert_eq!(Realism::of(0.394), Realism::Unattainable);
        assert_eq!(Realism::of(0.954), Realism::Fair);
        assert_eq!(Realism::of(0.956), Realism::Soft);
    }
}
