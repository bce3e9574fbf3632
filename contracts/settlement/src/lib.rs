//! An agreement's score and money.
//!
//! [`compile()`] turns the terms of an agreement into a [`Plan`] of integers, [`settle_month`] is the one kernel that
//! applies it: to one lane with a trace for a statement ([`settle()`]), to many lanes without one for a simulation. There
//! is no other implementation of a contract's money, and no floating point in it: the only floats are the unrounded
//! band edges ([`Plan::edges`]) that a simulation compares its own real-valued paths with.
//!
//! This crate is pure. It sees no clock, no file, no environment and no random source.
//!
//! # Units
//! Credits are held in whole *ticks*: a tick is a minor unit of the currency divided by 10^s, with the smallest s that
//! makes every entry of the plan exact. Money leaves the kernel in minor units, rounded once, half up. Scores are in
//! 1/10,000 of a point. Values are in units of their measure's last decimal ([`model::threshold::scaled`]).
//!
//! # Order
//! Credit of each level → repeat → ramp factor → incident group → cap of the level → cap of the month → cap on twelve
//! months; then bonus and earn-back. What must be remembered from month to month is kept in [`Carried`]. A plan whose
//! agreement uses none of the steps between the ramp factor and the cap of the month does not pay for them.

mod apportion;
mod compile;
mod correction;
mod exact;
mod history;
mod inputs;
mod kernel;
mod plan;
mod problem;
mod score;
mod settle;
mod statement;
mod trace;
mod watch;
mod wide;

pub use compile::{compile, compile_draft};
pub use correction::{CorrectedLine, CorrectedMonth, Correction, correct};
pub use history::{Actual, History, MonthActuals};
pub use inputs::{EventReport, Inputs, MonthInputs, ReliefReport};
pub use kernel::{
    Aggregate, Bound, Carried, Events, Incident, LevelInput, LevelOutput, MonthOutput, Reading, Records, settle_month,
    settle_month_with,
};
pub use plan::{BANDS_MAX, Edge, LevelPlan, MONTHS_MAX, MonthPlan, Plan, SCORE_UNITS_PER_POINT, VolumeRelief};
pub use problem::{Concern, Problem};
pub use settle::{Settled, settle, settle_figures, settle_with};
pub use statement::{BoundBy, Line, MonthStatement, ReadingKind, Statement};
pub use watch::Fired;
