//! Remedies beyond the percent mechanism with a cap of the month. The kernel does not look for them in months of a plan
//! that uses none.

use crate::kernel::{Outcome, Reading};
use crate::wide::Wide;
use model::Grade;
use model::remedy::{BonusBasis, BonusLevels, EarnBackRule, IncidentCredit, RollingBasis};

/// What holds in every month.
#[derive(Debug, Clone)]
pub(crate) struct Rules {
    /// Whether a miss right after a miss costs more.
    pub repeats: bool,
    /// Whether a missing report counts as failed.
    pub not_reported_fails: bool,
    /// Whether an excused level counts as met.
    pub excused_is_met: bool,
    /// By reading: whether it is met, missed, or neither.
    pub outcomes: [Outcome; Reading::COUNT],
    pub incident: IncidentCredit,
    pub rolling: Option<RollingBasis>,
    /// Where the score stops while a gate is missed, in 1/10,000 point.
    pub gate_score: i32,
    pub bonus: Option<BonusRules>,
    pub earn_back: Option<EarnBackRules>,
    /// Whether totals of points become money by steps. Credits of levels are then points in units of 10^-`points_digits`.
    pub ladder: bool,
    pub points_digits: u32,
    /// No earn-back in later months.
    pub term_months: usize,
    pub levels: Vec<LevelRules>,
    pub months: Vec<MonthRules>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct BonusRules {
    pub basis: BonusBasis,
    pub levels: BonusLevels,
    /// Whether an excused level counts as met.
    pub excused_earns: bool,
    pub in_ramp: bool,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct EarnBackRules {
    pub rule: EarnBackRule,
    /// e as numerator / scale.
    pub numerator: i64,
    pub scale: i64,
    pub misses_max: u32,
    pub without_exclusions: bool,
    /// Whether an excused window counts as a met one.
    pub excused_earns: bool,
    /// The repeat factor as numerator / scale: what is left of a credit without the added part of its repeat.
    pub repeat_numerator: i64,
    pub repeat_scale: i64,
}

/// A service level, in every month.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LevelRules {
    pub binding: bool,
    pub gate: bool,
    /// Length of its window in months.
    pub window_months: usize,
    /// The largest sum of a window where its months add up; none where they have a mean.
    pub adds_up: Option<i64>,
    /// First band index whose grade is severe or worse.
    pub severe_from: usize,
}

impl LevelRules {
    pub fn is_severe(&self, reading: Reading) -> bool {
        reading.band_index().is_some_and(|band| band >= self.severe_from)
    }
}

/// The first band index that is severe or worse.
pub(crate) fn severe_from(bands: &[model::Band]) -> usize {
    bands.iter().position(|b| b.grade >= Grade::Severe).map_or(usize::MAX, |i| i + 1)
}

/// What holds in one month.
#[derive(Debug, Clone)]
pub(crate) struct MonthRules {
    /// Whether a miss of this month counts as the earlier one of a repeat.
    pub counts_for_repeat: bool,
    /// For words: y % of the charges that the rolling cap counts in this month, and where the quarter's bonus stops.
    pub rolling_ticks: Wide,
    pub bonus_cap_ticks: Wide,
    pub levels: Vec<LevelMonthRules>,
}

/// A service level in one month.
#[derive(Debug, Clone)]
pub(crate) struct LevelMonthRules {
    /// Whether its window ends in this month.
    pub due: bool,
    /// What its credits are taken of, in minor units.
    pub charges_minor: i64,
    /// The scaled value that must be reached for it; none: met is enough.
    pub bar: Option<i64>,
    /// Whether a lower value is better.
    pub lower: bool,
}

impl LevelMonthRules {
    /// Whether a scaled value reaches the bar.
    pub fn reaches(&self, value: i64) -> bool {
        self.bar.is_none_or(|bar| if self.lower { value <= bar } else { value >= bar })
    }
}
