//! Charges, relief, volume and corrections: what stands before and after the settlement of a month.

use super::exact::{Q, one, zero};

/// Charges of a month, in minor units.
#[derive(Debug, Clone)]
pub enum Charges {
    Fixed(Q),
    /// One for each month; later months repeat the last one.
    Table(Vec<Q>),
    /// (from this unit on, price of each), ascending, the first from 0.
    PerUnit(Vec<(Q, Q)>),
}

/// A minimum volume: at least this part of the forecast is charged.
#[derive(Debug, Clone)]
pub struct MinimumVolume {
    pub part: Q,
    pub forecast_units: Q,
}

impl Charges {
    /// Reading: steps are graduated, each unit costs the price of the step that it lies in; the amount is rounded to a
    /// minor unit where it is posted, not here.
    pub fn amount(&self, month: usize, units: &Q, minimum: Option<&MinimumVolume>) -> Q {
        match self {
            Self::Fixed(amount) => amount.clone(),
            Self::Table(amounts) => amounts.get(month - 1).or(amounts.last()).cloned().unwrap_or_else(zero),
            Self::PerUnit(steps) => {
                let least = minimum.map_or_else(zero, |m| &m.part * &m.forecast_units);
                let units = if *units < least { &least } else { units };
                let ends = steps.iter().skip(1).map(|(from, _)| Some(from)).chain([None]);
                let mut amount = zero();
                for ((from, price), end) in steps.iter().zip(ends) {
                    let upper = end.filter(|e| *e < units).unwrap_or(units);
                    if upper > from {
                        amount += (upper - from) * price;
                    }
                }
                amount
            }
        }
    }
}

/// Relief removes all observations of the affected window, good and bad. None where nothing is left: no activity.
pub fn relieved(numerator: &Q, denominator: &Q, excused: &[(Q, Q)]) -> Option<Q> {
    let (mut above, mut below) = (numerator.clone(), denominator.clone());
    for (good, all) in excused {
        above -= good;
        below -= all;
    }
    (below > zero()).then(|| above / below)
}

/// Whether a volume excuses what is sensitive to it: over the locked forecast × (1 + band), strictly.
pub fn volume_excuses(volume: &Q, forecast: &Q, band: &Q) -> bool {
    *volume > forecast * (one() + band)
}

/// What a correction adds to the next statement: the difference of everything that is settled anew. Posted statements
/// stay as they are, so the difference is taken from what was posted, corrections included.
pub fn correction(posted_minor: &[i128], settled_anew_minor: &[i128]) -> i128 {
    settled_anew_minor.iter().sum::<i128>() - posted_minor.iter().sum::<i128>()
}

/// A blend of cohorts of agents: (share, value). It concerns performance only, never a target.
pub fn blended(cohorts: &[(Q, Q)]) -> Q {
    cohorts.iter().fold(zero(), |all, (share, value)| all + share * value)
}
