//! "Credits" of the rules up to the cap of each level: credit, repeat, ramp factor, incident group, cap of the level.

use super::exact::{Q, int, smaller, sum, zero};
use super::measure::{Outcome, at_mirrored, at_offset, shortfall, target};
use super::terms::{Class, Direction, Incident, IncidentCredit, Level, Mechanism, Terms};

/// What a level claims in a month, in minor units.
#[derive(Debug, Clone)]
pub struct Claim {
    /// After the incident group, before any cap.
    pub uncapped: Q,
    /// After the level's own cap.
    pub credit: Q,
    /// Points after the repeat; 0 for other mechanisms.
    pub points: Q,
    /// Points that become money: those after the incident group.
    pub paid_points: Q,
    /// What a repeat multiplied the credit by.
    pub repeat: Q,
}

/// The charges that a level's percentages are taken of.
///
/// Reading: the next period of a quarterly level is the next quarter; a period that would reach beyond the term is
/// replaced by its own, as for the last month.
fn base(terms: &Terms, level: &Level, month: usize) -> Q {
    let length = level.window_months;
    let own = terms.charges(month + 1 - length..=month);
    match terms.mechanism {
        Mechanism::Points { of_next_period: true, .. } if month + length <= terms.months => {
            terms.charges(month + 1..=month + length)
        }
        Mechanism::Points { .. } | Mechanism::Percent | Mechanism::Pool { .. } => own,
    }
}

/// The part of charges that a miss by percent costs.
///
/// Reading: a level whose report is late is failed without a value. Where its credit is a rate per unit of shortfall,
/// the shortfall is that of its floor, where the score is 0, or without a floor that of the start of its worst band; of a
/// range, on the side that lies farther off.
fn percent(terms: &Terms, level: &Level, month: usize, band: usize, outcome: &Outcome) -> Q {
    let Some(rate) = &level.per_point else {
        return level.bands[band].credit.clone();
    };
    let goal = target(terms, level, month);
    let short = |value: &Q| shortfall(level, &goal, value);
    if let Some(value) = &outcome.value {
        return rate * short(value);
    }
    let Some(worst) = level.floor.as_ref().or(level.bands[band].from.as_ref()) else { return zero() };
    let upper = short(&at_offset(level, &goal, worst));
    let lower = short(&at_mirrored(level, &goal, worst));
    rate * if level.direction == Direction::Range && lower > upper { lower } else { upper }
}

/// The claims of a month. `repeats` says which levels were missed in the window before.
pub fn claims(
    terms: &Terms,
    month: usize,
    outcomes: &[Outcome],
    repeats: &[bool],
    incidents: &[Incident],
) -> Vec<Claim> {
    let factor = terms.factor(month);
    let mut claims: Vec<Claim> = terms
        .levels
        .iter()
        .zip(outcomes)
        .zip(repeats)
        .map(|((level, outcome), repeats)| own_claim(terms, level, month, outcome, *repeats, &factor))
        .collect();
    for incident in incidents {
        keep_one(terms, month, incident, &mut claims);
    }
    if let Mechanism::Points { rate, ladder, .. } = &terms.mechanism {
        // Readings: a ladder is looked up by the total after repeats and incident groups, not scaled by the ramp
        // factor, which scales the money; each level then bears its part of the points, on the charges of its window.
        let all = sum(claims.iter().map(|c| &c.paid_points));
        let step = ladder.iter().rev().find(|(points, _)| *points <= all).map_or_else(zero, |(_, part)| part.clone());
        for (claim, level) in claims.iter_mut().zip(&terms.levels) {
            let part = match (ladder.is_empty(), all == zero()) {
                (true, _) => rate * &claim.paid_points,
                (false, true) => zero(),
                (false, false) => &step * &claim.paid_points / &all,
            };
            claim.uncapped = part * due_charges(terms, level, month) * &factor;
        }
    }
    for (claim, level) in claims.iter_mut().zip(&terms.levels) {
        claim.credit = match &level.cap {
            Some(cap) if is_due(level, month) => {
                smaller(claim.uncapped.clone(), &(cap * window_charges(terms, level, month)))
            }
            Some(_) | None => claim.uncapped.clone(),
        };
    }
    claims
}

fn is_due(level: &Level, month: usize) -> bool {
    month.is_multiple_of(level.window_months)
}

fn due_charges(terms: &Terms, level: &Level, month: usize) -> Q {
    if is_due(level, month) { base(terms, level, month) } else { zero() }
}

/// A level's own cap is taken of the charges of its window.
fn window_charges(terms: &Terms, level: &Level, month: usize) -> Q {
    terms.charges(month + 1 - level.window_months..=month)
}

fn own_claim(terms: &Terms, level: &Level, month: usize, outcome: &Outcome, repeats: bool, factor: &Q) -> Claim {
    let mut claim = Claim { uncapped: zero(), credit: zero(), points: zero(), paid_points: zero(), repeat: int(1) };
    let Some(band) = outcome.missed.filter(|_| level.class != Class::ReportOnly) else {
        return claim;
    };
    if repeats {
        claim.repeat =
            if matches!(terms.mechanism, Mechanism::Points { .. }) { int(2) } else { terms.repeat_factor.clone() };
    }
    let charges = base(terms, level, month);
    let money = match &terms.mechanism {
        Mechanism::Percent => percent(terms, level, month, band, outcome) * charges,
        Mechanism::Points { .. } => {
            claim.points = &level.bands[band].points * &claim.repeat;
            claim.paid_points = claim.points.clone();
            return claim;
        }
        Mechanism::Pool { at_risk } => at_risk * charges * &level.pool_part * &level.bands[band].fraction,
    };
    claim.uncapped = money * &claim.repeat * factor;
    claim
}

/// Of the levels that one event made miss, one bears its credit.
///
/// Readings: of equal credits the first in the agreement's order stands; a level that the client chose stands whatever its
/// credit is; points of the levels that give way leave the total that is paid, and still count as points of the month.
fn keep_one(terms: &Terms, month: usize, incident: &Incident, claims: &mut [Claim]) {
    let size = |l: usize| {
        if matches!(terms.mechanism, Mechanism::Points { .. }) {
            &claims[l].points * due_charges(terms, &terms.levels[l], month)
        } else {
            claims[l].uncapped.clone()
        }
    };
    let mut levels = incident.levels.clone();
    levels.sort_unstable();
    let highest = levels.iter().copied().reduce(|best, l| if size(l) > size(best) { l } else { best });
    let kept = match terms.incidents {
        IncidentCredit::Sum => return,
        IncidentCredit::Highest => highest,
        IncidentCredit::Choice => incident.chosen.or(highest),
    };
    for l in levels.into_iter().filter(|l| Some(*l) != kept) {
        claims[l].uncapped = zero();
        claims[l].paid_points = zero();
    }
}
