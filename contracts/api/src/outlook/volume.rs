//! What the volume does to a result, in words: busy months that excuse levels, and charges that follow the units.

use super::{Inputs, words::money};
use crate::{view::joined, wire::LevelOutlook};
use model::{Decimal, chance::in_hundred, quantity};
use simulation::{
    Results,
    results::{TrialCharges, VolumeQuantiles},
};

/// A volume that lies farther than this from the forecast of units is hardly counted as they are.
const APART: f64 = 2.0;

/// Contacts offered in the first and in the last month ahead, rounded to what a simulation can claim.
pub(super) fn volume_text(results: &Results) -> String {
    let month = |number: usize, volume: &VolumeQuantiles| {
        let (middle, low, high) = (contacts(volume.p50), contacts(volume.p5), contacts(volume.p95));
        format!("{middle} in month {number} (9 in 10: {low} to {high})")
    };
    let Some((first, last)) = results.volume.first().zip(results.volume.last()) else { return String::new() };
    match results.volume.len() {
        1 => format!("Contacts offered: {}.", month(1, first)),
        n => format!("Contacts offered: {}, {}.", month(1, first), month(n, last)),
    }
}

fn contacts(contacts: f64) -> String {
    let step = if contacts >= 10_000.0 { 100.0 } else { 1.0 };
    quantity::number(Decimal::from((contacts / step).round() as i64 * step as i64), 0)
}

/// `6 of 100`; a share that is rounded to nothing is not nothing.
fn of_hundred(share: f64) -> String {
    match in_hundred(share) {
        0.0 => "fewer than 1 of 100".to_owned(),
        shown => format!("{shown} of 100"),
    }
}

/// Which levels busy months excuse, and what their chances then are.
pub(super) fn busy_text(inputs: &Inputs, levels: &[LevelOutlook]) -> String {
    let mut shares: Vec<(String, Vec<&str>)> = Vec::new();
    // In the agreement's order, which stays while targets are tried.
    let ordered = inputs.agreement.service_levels.iter().filter_map(|l| levels.iter().find(|level| level.id == l.id));
    for level in ordered.filter(|l| l.excused_steady > 0.0) {
        let share = of_hundred(level.excused_steady);
        match shares.iter_mut().find(|(other, _)| *other == share) {
            Some((_, names)) => names.push(&level.name),
            None => shares.push((share, vec![&level.name])),
        }
    }
    if shares.is_empty() {
        return String::new();
    }
    let parts: Vec<String> =
        shares.iter().map(|(share, names)| format!("{} in {share}", joined(names.iter().copied()))).collect();
    let excuses =
        format!("More volume than was forecast excuses {} steady months.", joined(parts.iter().map(String::as_str)));
    let then = if inputs.plan.counts_excused_as_met() {
        "An excused month counts as met in their chances, as the terms say."
    } else {
        "Their chances are those of the months that are judged; where all are met together, an excused level is not missed."
    };
    format!("{excuses} {then}")
}

/// What the curve of a level above the slider leaves out, where `share` of its months are excused.
pub(super) fn curve_text(share: f64, counts_as_met: bool) -> String {
    if share <= 0.0 {
        return String::new();
    }
    let excused = of_hundred(share);
    let then = if counts_as_met { "the terms count as met" } else { "no target is held against" };
    format!(
        "The curve takes every month as judged. In about {excused}, a busy month excuses this level, which {then}; the trials take it in."
    )
}

/// What charges per unit are made of; empty where charges do not depend on units.
pub(super) fn charges_words(inputs: &Inputs, results: &Results) -> String {
    if !inputs.plan.charges_follow_units() {
        return String::new();
    }
    let Some(TrialCharges { amounts, minimum_share }) = results.totals.as_ref().and_then(|t| t.charges) else {
        let minimum = match inputs.plan.minimum_units(0) {
            Some(_) => "neither more nor fewer units, nor the minimum volume, show in them",
            None => "neither more nor fewer units show in them",
        };
        return format!("Charges are those of the forecast: the history has no volume, so {minimum}.");
    };
    let text = |minor: i64| money(inputs, minor).rounded_text();
    let minimum = minimum_share.map(|share| match share {
        share if share > 0.0 => format!(" The minimum volume is charged in {} months.", of_hundred(share)),
        _ => " The minimum volume is never charged.".to_owned(),
    });
    format!(
        "Charges are per unit and follow each trial’s own volume, as a statement’s do: {} expected, 9 in 10 between {} and \
         {}.{}",
        text(amounts.mean_minor),
        text(amounts.p5_minor),
        text(amounts.p95_minor),
        minimum.unwrap_or_default()
    )
}

/// Said where the history's volume and the forecast of units can hardly be the same count.
pub(super) fn counted_apart(inputs: &Inputs, results: &Results) -> Option<String> {
    use rust_decimal::prelude::ToPrimitive;
    let forecast = inputs.plan.forecast_volume(0)?.to_f64().filter(|f| *f > 0.0)?;
    let volume = results.volume.first()?.p50;
    let apart = volume > APART * forecast || volume * APART < forecast;
    apart.then(|| {
        format!(
            "The history’s volume ({} contacts in month 1) lies far from the forecast of units ({}): are both counted \
             alike? Charges and relief hold one against the other.",
            contacts(volume),
            contacts(forecast)
        )
    })
}
