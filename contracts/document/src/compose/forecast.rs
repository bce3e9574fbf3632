//! The forecast of volumes and what follows from it.

use super::definitions::in_text;
use super::draft::{Draft, of_level, say};
use super::words;
use crate::tree::Span;
use model::Charges;

pub(super) fn compose(draft: &mut Draft<'_>) {
    if !draft.clause("forecast") {
        return;
    }
    draft.say_what_is_set(&[
        "The forecast of volumes is made by {forecast.owner|choice}.",
        "What it counts: {forecast.counts}.",
        "It is made {forecast.grain|often}.",
    ]);
    draft.say_what_is_set(&[
        "{forecast.lock_days} before the period that it is for, the forecast is locked: it can then no longer be changed.",
        "It is accurate where the volume lies no further than {forecast.accuracy_percent} from it, above or below.",
    ]);
    volume(draft);
    // Charges that are fixed for a month ask for no volume.
    draft.when(match draft.agreement.charges {
        Charges::PerUnit { .. } => {
            "At least {forecast.minimum_volume_percent} of the forecast volume is charged, also where less was handled."
        }
        Charges::FixedMonthly { .. } | Charges::Table { .. } => {
            "Where a charge is agreed by unit, at least {forecast.minimum_volume_percent} of the forecast volume is \
             charged, also where less was handled; the charges of a month that are fixed do not depend on the volume."
        }
    });
}

/// What more volume than was forecast excuses.
fn volume(draft: &mut Draft<'_>) {
    if !draft.is_set("forecast.band_percent") {
        return;
    }
    let levels = draft.levels();
    let sensitive: Vec<Span> = levels
        .iter()
        .filter(|(level, _)| level.volume_sensitive)
        .map(|(level, measure)| draft.term_as(&of_level(level, "volume_sensitive"), in_text(&measure.name)))
        .collect();
    let mut spans = draft.fill(
        "Where the volume of a period of the forecast is more than {forecast.band_percent} above the locked forecast, ",
    );
    if sensitive.is_empty() {
        spans.push(say("no service level is excused, since none of them is marked as sensitive to volume."));
    } else {
        spans.push(say("a miss of these service levels in that period is excused: "));
        spans.extend(words::list(sensitive));
        spans.push(say("."));
    }
    draft.say(spans);
}
