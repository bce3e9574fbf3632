//! The terms and the inputs of the reference: plain facts, without a word of the product's own types.

use super::exact::{Q, int, one, zero};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    Minor,
    Serious,
    Severe,
    Failed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    Critical,
    Key,
    ReportOnly,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Higher,
    Lower,
    Range,
}

#[derive(Debug, Clone)]
pub enum Offset {
    Difference(Q),
    Ratio(Q),
}

/// What is met: `low` and `high` are the same unless it is a range.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    pub low: Q,
    pub high: Q,
}

impl Target {
    pub fn at(value: Q) -> Self {
        Self { low: value.clone(), high: value }
    }
}

#[derive(Debug, Clone)]
pub struct Band {
    pub grade: Grade,
    pub from: Option<Offset>,
    pub credit: Q,
    pub score: Q,
    pub points: Q,
    /// 1 is the whole allocation.
    pub fraction: Q,
}

#[derive(Debug, Clone)]
pub enum Path {
    Steps(Vec<Target>),
    Linear(Target),
    LearningCurve { from: Target, half_life_weeks: f64 },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    Relative,
    Absolute,
    Headroom,
}

#[derive(Debug, Clone)]
pub struct Level {
    pub class: Class,
    pub weight: Q,
    pub direction: Direction,
    pub precision: u8,
    pub lowest: Option<Q>,
    pub highest: Option<Q>,
    pub minimum_n: Option<Q>,
    pub target: Target,
    pub path: Option<Path>,
    pub floor: Option<Offset>,
    pub stretch: Option<Offset>,
    pub bands: Vec<Band>,
    /// Part of charges for each unit of shortfall instead of the bands' parts.
    pub per_point: Option<Q>,
    /// 1 or 3.
    pub window_months: usize,
    pub gate: bool,
    pub cap: Option<Q>,
    /// The category's share of the pool times the level's allocation.
    pub pool_part: Q,
    pub bonus: Option<Q>,
    pub exceed: Option<(Q, Reading)>,
}

#[derive(Debug, Clone)]
pub enum Mechanism {
    Percent,
    Points {
        rate: Q,
        /// (points, part of charges), ascending; the rate holds where it is empty.
        ladder: Vec<(Q, Q)>,
        of_next_period: bool,
    },
    Pool {
        at_risk: Q,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IncidentCredit {
    Highest,
    Sum,
    Choice,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RollingBasis {
    TwelveMonths,
    ContractYear,
}

#[derive(Debug, Clone)]
pub enum EarnBackRule {
    NextThree,
    Year { misses_max: usize },
}

#[derive(Debug, Clone)]
pub struct EarnBack {
    pub part: Q,
    pub rule: EarnBackRule,
    pub exclusions: bool,
}

#[derive(Debug, Clone)]
pub struct Bonus {
    pub base: Q,
    pub cap: Q,
    pub on_aggregate: bool,
    pub in_ramp: bool,
}

#[derive(Debug, Clone)]
pub struct GainShare {
    pub share: Q,
    pub floor_minor: Q,
    pub cap_minor: Option<Q>,
}

#[derive(Debug, Clone)]
pub enum When {
    Grade(Grade),
    CriticalRun(usize),
    Misses { misses: usize, of: usize },
    Points(Q),
    CapReached { months: usize, of: usize },
}

#[derive(Debug, Clone)]
pub struct Trigger {
    pub when: When,
    pub terminates: bool,
}

#[derive(Debug, Clone)]
pub struct Terms {
    /// The term.
    pub months: usize,
    /// For each month of the term, in minor units, as invoiced.
    pub charges: Vec<Q>,
    /// For each month of the term, as the agreement says beforehand.
    pub projected: Vec<Q>,
    pub levels: Vec<Level>,
    /// One for each month of the ramp.
    pub ramp_factors: Vec<Q>,
    pub score_by_band: bool,
    pub mechanism: Mechanism,
    pub repeat_factor: Q,
    pub incidents: IncidentCredit,
    pub month_cap: Option<Q>,
    pub rolling_cap: Option<(Q, RollingBasis)>,
    pub late_is_failed: bool,
    pub excused_is_met: bool,
    pub gate_score: Option<Q>,
    pub bonus: Option<Bonus>,
    pub gain_share: Option<GainShare>,
    pub earn_back: Option<EarnBack>,
    pub promotes: bool,
    pub triggers: Vec<Trigger>,
}

impl Terms {
    /// Fixed charges and nothing else.
    pub fn plain(months: usize, charges_minor: i128, levels: Vec<Level>) -> Self {
        Self {
            months,
            charges: vec![int(charges_minor); months],
            projected: vec![int(charges_minor); months],
            levels,
            ramp_factors: Vec::new(),
            score_by_band: false,
            mechanism: Mechanism::Percent,
            repeat_factor: one(),
            incidents: IncidentCredit::Highest,
            month_cap: None,
            rolling_cap: None,
            late_is_failed: false,
            excused_is_met: false,
            gate_score: None,
            bonus: None,
            gain_share: None,
            earn_back: None,
            promotes: false,
            triggers: Vec::new(),
        }
    }

    /// Month 1 is the first; 1 after the ramp.
    pub fn factor(&self, month: usize) -> Q {
        self.ramp_factors.get(month - 1).cloned().unwrap_or_else(one)
    }

    pub fn in_ramp(&self, month: usize) -> bool {
        month <= self.ramp_factors.len()
    }

    pub fn charges(&self, months: impl IntoIterator<Item = usize>) -> Q {
        months.into_iter().fold(zero(), |all, m| all + &self.charges[m - 1])
    }
}

/// What is known about a level in one month.
#[derive(Debug, Clone)]
pub enum Input {
    Value {
        value: Q,
        n: Option<Q>,
        /// Whether too small a sample is the fault of the party that samples.
        sampler_at_fault: bool,
    },
    NoActivity,
    NotReported,
    Excused,
}

impl Input {
    pub fn value(value: Q) -> Self {
        Self::Value { value, n: None, sampler_at_fault: false }
    }
}

#[derive(Debug, Clone)]
pub struct Incident {
    pub levels: Vec<usize>,
    pub chosen: Option<usize>,
}

#[derive(Debug, Clone, Default)]
pub struct MonthInput {
    pub levels: Vec<Input>,
    pub incidents: Vec<Incident>,
    pub saving_minor: Option<Q>,
    /// Whether an obligation that is a gate was not shown in time.
    pub gate_missed: bool,
}
