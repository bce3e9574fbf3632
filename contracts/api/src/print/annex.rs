//! The simulation annex: what goes into it, from a result and what its owner shares.

use crate::outlook::assumed;
use crate::wire::{CreditDot, LevelOutlook, Outlook, RewardOutlook};
use document::context::{Annex, AnnexCredits, AnnexFan, AnnexLevel, AnnexReward};
use model::{Agreement, Baseline, ContentHash};
use rust_decimal::prelude::ToPrimitive;

/// Months of history drawn before a fan.
const MONTHS_SHOWN: usize = 12;

pub(super) fn annex(outlook: &Outlook, agreement: &Agreement, hash: &ContentHash, shared: Option<&Baseline>) -> Annex {
    let credits = &outlook.credits;
    Annex {
        earlier_hash: (outlook.hash != hash.hex()).then(|| ContentHash::from(outlook.hash.clone())),
        finding: outlook.headline.clone(),
        levels: outlook.levels.iter().map(|l| level(l, agreement, shared)).collect(),
        p_all_met: outlook.all_met.clone(),
        credits: Some(AnnexCredits {
            mean_minor: credits.amounts.mean_minor,
            p5_minor: credits.amounts.p5_minor,
            p50_minor: credits.amounts.p50_minor,
            p95_minor: credits.amounts.p95_minor,
            p_cap: credits.cap_reached,
            dots_minor: credits.dots.iter().map(|d| d.minor).collect(),
            capped_from_minor: capped_from(&credits.dots),
        }),
        rewards: outlook.rewards.iter().map(reward).collect(),
        left_out: outlook.left_out.iter().map(|name| (name.clone(), "no usable history".to_owned())).collect(),
        inputs: inputs(outlook, shared),
        seed: outlook.seed,
        trials: outlook.trials,
        engine_version: outlook.engine_version.clone(),
    }
}

fn reward(reward: &RewardOutlook) -> AnnexReward {
    AnnexReward {
        label: reward.label.clone(),
        mean_minor: reward.amounts.mean_minor,
        p5_minor: reward.amounts.p5_minor,
        p50_minor: reward.amounts.p50_minor,
        p95_minor: reward.amounts.p95_minor,
        chance: reward.chance,
    }
}

/// The first of the dots that stand for the cap: from it on the cap bound in most trials of every dot.
fn capped_from(dots: &[CreditDot]) -> Option<i64> {
    let capped = dots.iter().rev().take_while(|d| d.cap_share >= 0.5).last()?;
    // A dot below it with the same amount would be marked with it and does not stand for the cap.
    let alone = dots.iter().all(|d| d.minor != capped.minor || d.cap_share >= 0.5);
    alone.then_some(capped.minor)
}

fn level(outlook: &LevelOutlook, agreement: &Agreement, shared: Option<&Baseline>) -> AnnexLevel {
    let series = agreement.service_level(&outlook.id).and_then(|l| shared?.of(&l.measure));
    let observed = series.map(|s| s.observations.as_slice()).unwrap_or_default();
    let recent = &observed[observed.len().saturating_sub(MONTHS_SHOWN)..];
    let months = outlook.fan.iter().filter_map(|p| <[f64; 7]>::try_from(p.quantiles.as_slice()).ok());
    AnnexLevel {
        service_level: outlook.id.clone(),
        basis: outlook.basis_text.clone(),
        realism: outlook.realism.word().to_owned(),
        p_met: outlook.met.clone(),
        p_excused: outlook.excused.clone(),
        fan: Some(AnnexFan {
            history: recent.iter().filter_map(|o| Some((o.month, o.value.value().to_f64()?))).collect(),
            months: months.collect(),
        }),
    }
}

/// What went in. The history is named only where its owner shares it.
fn inputs(outlook: &Outlook, shared: Option<&Baseline>) -> Vec<(String, String)> {
    let mut inputs = Vec::new();
    match shared.and_then(|b| Some((b, b.span()?))) {
        Some((baseline, (first, last))) => {
            let source = &baseline.provenance;
            let kind = if source.illustrative { ", illustrative: nobody measured it" } else { "" };
            inputs.push((
                "History".to_owned(),
                format!("{}, {} to {}{kind}", source.source_name, first.text(), last.text()),
            ));
            inputs.push(("SHA-256 of the history’s file".to_owned(), source.source_sha256.clone()));
        }
        None if outlook.baseline_hash.is_empty() => {
            inputs.push(("History".to_owned(), "none: every level rests on an assumption".to_owned()));
        }
        None => inputs.push(("History".to_owned(), "private to the party that simulated".to_owned())),
    }
    inputs.extend(outlook.assumptions.iter().map(|a| ("Assumed, not measured".to_owned(), assumed::sentence(a))));
    inputs.push(("Months ahead".to_owned(), outlook.months.len().to_string()));
    for (label, text) in [("Charges", &outlook.charges_words), ("Busy months", &outlook.busy_text)] {
        inputs.extend((!text.is_empty()).then(|| (label.to_owned(), text.clone())));
    }
    if !outlook.ramp_text.is_empty() {
        inputs.push(("Ramp".to_owned(), outlook.ramp_text.clone()));
    }
    inputs
}
