//! "Score" of the rules.

use super::exact::{Q, int, posted, ratio, rounded, zero};
use super::measure::{Outcome, at_mirrored, at_offset, target};
use super::terms::{Class, Direction, Level, Terms};

/// How far `value` is on its way from `from` to `to`: 0 to 1. A way of no length is not walked at all.
fn way(from: &Q, to: &Q, value: &Q) -> Q {
    if from == to {
        return zero();
    }
    let part = (value - from) / (to - from);
    if part < zero() {
        zero()
    } else if part > int(1) {
        int(1)
    } else {
        part
    }
}

/// The score of a level: none where it is neither met nor missed. Each is rounded to 1/10,000 point before weighting.
///
/// Readings: without a floor a missed level scores 0; a late report, which is a failed level without a value, scores 0
/// too, or what the worst band declares; an excused level that counts as met scores 100.
pub fn level_score(terms: &Terms, level: &Level, month: usize, outcome: &Outcome) -> Option<Q> {
    if !outcome.counts() {
        return None;
    }
    let score = match (outcome.missed, &outcome.value) {
        (Some(missed), _) if terms.score_by_band => level.bands[missed].score.clone(),
        (None, _) if terms.score_by_band => int(100),
        (None, None) => int(100),
        (Some(_), None) => zero(),
        (Some(_), Some(value)) => {
            let goal = target(terms, level, month);
            match &level.floor {
                None => zero(),
                Some(floor) if level.direction == Direction::Range && *value < goal.low => {
                    way(&at_mirrored(level, &goal, floor), &goal.low, value) * int(100)
                }
                Some(floor) => way(&at_offset(level, &goal, floor), &goal.high, value) * int(100),
            }
        }
        (None, Some(value)) => {
            let goal = target(terms, level, month);
            let extra = level.stretch.as_ref().map(|s| way(&goal.high, &at_offset(level, &goal, s), value) * int(20));
            int(100) + extra.unwrap_or_else(zero)
        }
    };
    Some(rounded(&score, 4))
}

/// S in 1/10,000 point; `gate` says whether one was missed. None when levels of less than half the weight have a value.
///
/// Readings: a critical or key level without an outcome is not met, so that S stays at or below 100; a quarterly level is
/// not asked in the months in which its window does not end. A late report counts as a value here.
pub fn score(terms: &Terms, month: usize, outcomes: &[Outcome], gate: bool) -> Option<i128> {
    let mut weighted = zero();
    let mut weights = zero();
    for (level, outcome) in terms.levels.iter().zip(outcomes) {
        if let Some(score) = level_score(terms, level, month, outcome) {
            weighted += &level.weight * score;
            weights += &level.weight;
        }
    }
    if weights == zero() || weights < ratio(50, 1) {
        return None;
    }
    let mut score = weighted / weights;
    let binding = || terms.levels.iter().zip(outcomes).filter(|(l, _)| l.class != Class::ReportOnly);
    if !binding().all(|(_, o)| o.met || o.not_due) && score > int(100) {
        score = int(100);
    }
    let most = terms.gate_score.clone().unwrap_or_else(|| int(100));
    if gate && score > most {
        score = most;
    }
    Some(posted(&(score * int(10_000))))
}

/// Whether a gate was missed: a level that is one, or an obligation that is one and was not shown in time.
pub fn gate_missed(terms: &Terms, outcomes: &[Outcome], unattested: bool) -> bool {
    unattested || terms.levels.iter().zip(outcomes).any(|(l, o)| l.gate && o.missed.is_some())
}
