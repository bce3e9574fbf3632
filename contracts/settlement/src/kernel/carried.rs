//! What each lane remembers from the months before.

use crate::plan::Plan;
use model::remedy::EarnBackRule;

/// What each lane remembers from the months before. Begin a history with [`Carried::default`] and hand it to every
/// month in order.
#[derive(Debug, Clone)]
pub struct Carried<const LANES: usize> {
    /// Credits so far, in minor units, before earn-back.
    pub credit_minor: [i64; LANES],
    /// Months so far in which a cap cut something.
    pub months_capped: [u32; LANES],
    /// Bonuses so far, in minor units.
    pub bonus_minor: [i64; LANES],
    /// Credit earned back so far, in minor units.
    pub earned_back_minor: [i64; LANES],
    /// By level, then by lane. Empty until the first month of a plan that needs it.
    pub(crate) levels: Vec<[LevelState; LANES]>,
    /// By level, then by lane: what can be earned back of the contract year's credits, by month, in minor units times the
    /// earn-back's scales. Empty where no year earns anything back.
    pub(crate) years: Vec<[[i128; 12]; LANES]>,
    /// By lane; as `levels`.
    pub(crate) lanes: Vec<LaneState>,
}

impl<const LANES: usize> Default for Carried<LANES> {
    fn default() -> Self {
        Self {
            credit_minor: [0; LANES],
            months_capped: [0; LANES],
            bonus_minor: [0; LANES],
            earned_back_minor: [0; LANES],
            levels: Vec::new(),
            years: Vec::new(),
            lanes: Vec::new(),
        }
    }
}

impl<const LANES: usize> Carried<LANES> {
    /// Makes room once, in the first month of a history.
    pub(crate) fn prepare(&mut self, plan: &Plan) {
        if self.lanes.is_empty() {
            self.lanes = vec![LaneState::default(); LANES];
            self.levels = vec![[LevelState::default(); LANES]; plan.levels.len()];
            if plan.rules.earn_back.is_some_and(|e| e.rule == EarnBackRule::ContractYear) {
                self.years = vec![[[0; 12]; LANES]; plan.levels.len()];
            }
        }
    }
}

/// A sum of scaled values, for a mean.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Mean {
    sum: i64,
    count: i64,
}

impl Mean {
    pub fn add(&mut self, value: i64) {
        self.sum += value;
        self.count += 1;
    }

    /// The sum itself, no larger than `most`; none without a value.
    pub fn sum(self, most: i64) -> Option<i64> {
        (self.count > 0).then(|| self.sum.min(most))
    }

    /// Whether there is a value in it.
    pub fn has_value(self) -> bool {
        self.count > 0
    }

    /// Rounded half away from zero; none without a value.
    pub fn value(self) -> Option<i64> {
        let twice = 2 * self.sum.abs() + self.count;
        (self.count > 0).then(|| self.sum.signum() * (twice / (2 * self.count)))
    }
}

/// A window of several months in one lane, as far as it went.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct WindowState {
    pub mean: Mean,
    /// Whether one of its months was not reported, or excused.
    pub unreported: bool,
    pub excused: bool,
}

/// A level in one lane.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct LevelState {
    /// Whether the window before was missed, where that counts.
    pub missed: bool,
    pub window: WindowState,
    /// Of the quarter for a bonus, of the contract year for earn-back.
    pub quarter: Mean,
    pub year: Mean,
    /// Whether every month of the quarter so far reached the bar.
    pub below_bar: bool,
    pub year_misses: u32,
    /// What the next windows earn back, of which month, and how many windows are left.
    pub back_minor: i64,
    pub back_month: u8,
    pub back_left: u8,
}

/// One lane.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct LaneState {
    /// Credits of the last twelve months net of earn-back, by month index modulo 12, in minor units.
    pub net: [i64; 12],
    /// Months of the quarter that were settled.
    pub quarter_months: u8,
    /// Whether something stands against the quarter's bonus.
    pub quarter_blocked: bool,
}

impl LaneState {
    /// Credits net of earn-back of the months that a cap on twelve months counts before this one. Each month has the place of
    /// its index modulo 12, which a contract year fills from the first, and which the month of a year ago leaves for this
    /// one.
    pub fn net_before(&self, month_index: usize, contract_year: bool) -> i64 {
        let place = month_index % 12;
        if contract_year { self.net[..place].iter().sum() } else { self.net.iter().sum::<i64>() - self.net[place] }
    }
}
