//! What a document holds besides the agreement. Results come in as they were computed: nothing here settles or simulates.

use chrono::{DateTime, Utc};
use model::{ContentHash, Month, ServiceLevelId, Side};

/// Everything besides the agreement that a document is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Context {
    /// Number of the revision, 1 for the first.
    pub revision: u32,
    /// What it is: "draft", "sent for approval", "approved".
    pub state: String,
    /// When the document is made.
    pub created: DateTime<Utc>,
    /// Approvals that were recorded, also of earlier revisions.
    pub approvals: Vec<Approval>,
    /// Findings that were waived, with the reason that is meant for both sides.
    pub waivers: Vec<Waiver>,
    /// A month settled as an example; none leaves it out.
    pub example: Option<WorkedExample>,
    /// The simulation annex; none leaves it out. It is put in by choice only.
    pub annex: Option<Annex>,
}

/// An approval recorded in the application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// For which party.
    pub side: Side,
    /// In which role.
    pub role: String,
    /// Who, as they wrote themselves; empty when only the role is known.
    pub name: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The revision that was approved.
    pub revision: u32,
    /// The hash of what was approved. An approval of another hash is shown as void.
    pub hash: String,
    /// Recorded on the other side's computer, and taken in from its file.
    pub elsewhere: bool,
}

/// A finding of the design review that was waived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// The rule: "C8".
    pub rule: String,
    /// What was found.
    pub title: String,
    /// Why it stands all the same.
    pub reason: String,
    /// By whom, as a role: "Client, Operations lead".
    pub by: String,
}

/// A month settled as an example. Every text comes from the settlement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkedExample {
    /// The contract month that it is settled in, 1 for the first.
    pub contract_month: u32,
    /// The month's charges: `USD 412,000.00`.
    pub charges: String,
    /// One for each service level with a result, in the agreement's order.
    pub lines: Vec<ExampleLine>,
    /// All credits together, after the cap.
    pub credit: String,
    /// How they were made: "credits of …, cut to the month’s cap of …".
    pub credit_words: String,
    /// The month's score; none when there is none.
    pub score: Option<String>,
    /// How it was made.
    pub score_words: String,
}

/// One service level of an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExampleLine {
    /// Which one.
    pub service_level: ServiceLevelId,
    /// Name of its measure.
    pub name: String,
    /// The assumed result: `70.4 %`.
    pub result: String,
    /// The band it lies in: "minor".
    pub band: String,
    /// The arithmetic of its credit.
    pub credit_words: String,
    /// Its credit after the cap: `USD 8,240.00`.
    pub credit: String,
}

/// What a simulation found, to be shown and not to be agreed.
#[derive(Debug, Clone, PartialEq)]
pub struct Annex {
    /// The revision that was simulated, where it is another one than this, with the same figures.
    pub earlier_hash: Option<ContentHash>,
    /// The result in one sentence or two; empty for none.
    pub finding: String,
    /// Probability of being met, by level and month.
    pub levels: Vec<AnnexLevel>,
    /// Probability that all levels are met, by month.
    pub p_all_met: Vec<f64>,
    /// Credits over the horizon; none when no level that costs money was simulated.
    pub credits: Option<AnnexCredits>,
    /// Bonus, earn-back and what is left of the credits; empty where the terms have neither.
    pub rewards: Vec<AnnexReward>,
    /// Levels that no figure contains, each with the reason: "no history".
    pub left_out: Vec<(String, String)>,
    /// What went in, as pairs of label and value: the baselines and settings that their owner marked as shareable.
    pub inputs: Vec<(String, String)>,
    /// Seed of every random draw.
    pub seed: u64,
    /// Number of trials.
    pub trials: u32,
    /// Version of the engine.
    pub engine_version: String,
}

/// A simulated level.
#[derive(Debug, Clone, PartialEq)]
pub struct AnnexLevel {
    /// Which one.
    pub service_level: ServiceLevelId,
    /// What it rests on: "24 months", "assumed".
    pub basis: String,
    /// How realistic it is: "fair".
    pub realism: String,
    /// Probability of being met in each contract month, 0 to 1.
    pub p_met: Vec<f64>,
    /// Probability of being excused by a busy month in each contract month; empty where it cannot be.
    pub p_excused: Vec<f64>,
    /// Its values over months; none leaves the fan out.
    pub fan: Option<AnnexFan>,
}

/// Values of a measure over months, in its own unit.
#[derive(Debug, Clone, PartialEq)]
pub struct AnnexFan {
    /// Observed months and values, ascending. Empty where the owner does not share them.
    pub history: Vec<(Month, f64)>,
    /// For each contract month the quantiles 2.5, 10, 25, 50, 75, 90 and 97.5 %.
    pub months: Vec<[f64; 7]>,
}

/// What better service earns over the horizon, or what is left of the credits, in minor units.
#[derive(Debug, Clone, PartialEq)]
pub struct AnnexReward {
    /// What it is: "Bonus".
    pub label: String,
    /// Expected.
    pub mean_minor: i64,
    /// 5 % quantile.
    pub p5_minor: i64,
    /// Median.
    pub p50_minor: i64,
    /// 95 % quantile.
    pub p95_minor: i64,
    /// Probability that there is anything of it, 0 to 1; none where that is not asked.
    pub chance: Option<f64>,
}

/// Credits over the horizon, in minor units.
#[derive(Debug, Clone, PartialEq)]
pub struct AnnexCredits {
    /// Expected.
    pub mean_minor: i64,
    /// 5 % quantile.
    pub p5_minor: i64,
    /// Median.
    pub p50_minor: i64,
    /// 95 % quantile.
    pub p95_minor: i64,
    /// Probability that the cap cuts something in at least one month, 0 to 1.
    pub p_cap: f64,
    /// Equally likely outcomes, ascending.
    pub dots_minor: Vec<i64>,
    /// From which outcome on the dots stand for the cap: the credits of that year were cut; none marks no dot.
    pub capped_from_minor: Option<i64>,
}
