//! Triggers: what repeated or grave misses lead to, as data.

use crate::{Decimal, Grade};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// When a trigger fires. Months of the ramp and windows without a value neither count nor break a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// A level is missed by this grade or a worse one.
    Grade {
        /// The grade.
        at_least: Grade,
    },
    /// The same critical level is missed in so many windows running.
    CriticalRun {
        /// How many windows running.
        windows: u32,
    },
    /// One level is missed so often in any so many windows running.
    Misses {
        /// How many misses.
        misses: u32,
        /// In how many windows running.
        of_windows: u32,
    },
    /// Points of any three months running add up to this or more. It fires in months that bring points. Those of a level
    /// that another one pays for, because one event made both miss, count too: it still counts as missed.
    Points {
        /// How many points.
        points: Decimal,
    },
    /// The month's cap is reached so often in any so many months running. A cap of 0 is never reached.
    CapReached {
        /// In how many months.
        months: u32,
        /// Of how many months running.
        of_months: u32,
    },
}

/// What a trigger leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Consequence {
    /// The vendor owes a rectification plan.
    RectificationPlan,
    /// The matter goes to the next level of both parties.
    Escalation,
    /// The client may terminate. Missing reports do not count towards it.
    RightToTerminate,
}

impl Consequence {
    /// The words for people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::RectificationPlan => "rectification plan",
            Self::Escalation => "escalation",
            Self::RightToTerminate => "right to terminate",
        }
    }
}

/// A condition and what it leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Trigger {
    /// When.
    pub when: Condition,
    /// What then.
    pub then: Consequence,
}

impl Trigger {
    /// When it fires, in words: "a critical level missed in 3 windows running".
    #[must_use]
    pub fn when_words(&self) -> String {
        match self.when {
            Condition::Grade { at_least } => format!("a critical or key level missed, {} or worse", at_least.word()),
            Condition::CriticalRun { windows } => {
                format!("the same critical level missed in {} running", counted(&windows, "window"))
            }
            Condition::Misses { misses, of_windows } => {
                let misses = if misses == 1 { "1 miss".into() } else { format!("{misses} misses") };
                format!("{misses} of one critical or key level in any {}", counted(&of_windows, "window"))
            }
            Condition::Points { points } => {
                format!("{} or more in any three months", counted(&points.normalize(), "point"))
            }
            Condition::CapReached { months, of_months } => {
                format!("the month’s cap reached in {months} of any {}", counted(&of_months, "month"))
            }
        }
    }
}

/// "3 windows", "1 window".
fn counted(number: &impl std::fmt::Display, one: &str) -> String {
    let text = number.to_string();
    let ending = if text == "1" { "" } else { "s" };
    format!("{text} {one}{ending}")
}
