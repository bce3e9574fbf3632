//! If these terms had been signed, what would happen? History in, distributions out.
//!
//! A [`Run`] is made of a compiled plan, what is known about its measures and [`Settings`]. It computes chunks of 1,024
//! trials, each a pure function of the run and the chunk's number, so that a caller may spread them over threads as it
//! likes; [`Run::finish`] turns chunks into [`Results`]. A single level in a single month needs no trials:
//! [`Run::p_met`], [`Run::level_months`] and [`Run::solve_target`] have closed forms.
//!
//! ```text
//! let run = Run::new(plan, &knowledge, Settings::default())?;
//! let chunks = (0..run.chunks()).map(|index| run.chunk(index)).collect(); // on any threads, in any order
//! let results = run.finish(chunks)?;
//! ```
//!
//! The method, step by step: a [`link`] turns values into a scale where months behave like a bell and higher is better;
//! [`fit`] finds how a measure's level wanders and comes back, with season and trend; [`closed_form`] predicts single
//! months; `paths` draws whole futures of all measures together; `reading` tells the bands; every trial is settled by
//! [`settlement::settle_month`], which alone knows what a band costs; `summary` counts.
//!
//! This crate is pure. It sees no clock, no file, no environment, no thread, and no random source but [`generator`], whose
//! draws are keyed by meaning. The same inputs give the same bytes on every machine: transcendental functions are libm's
//! or written out here, products are never fused, sums over trials are whole numbers.
//!
//! # What is not simulated yet
//! Sampling noise of surveys and audits beyond what history shows, capacity, and triggers.

mod billed;
pub mod chi_square;
mod chunk;
pub mod closed_form;
pub mod correlation;
mod exponential;
pub mod fit;
pub mod generator;
pub mod history;
pub mod linear;
pub mod link;
pub mod normal;
mod order;
mod paths;
pub mod problem;
mod reading;
mod relief;
pub mod results;
mod root;
mod run;
pub mod settings;
mod solve;
pub mod student;
mod summary;
pub mod volume;

pub use chunk::{Chunk, TrialMonth};
pub use history::{Assumption, History, Knowledge};
pub use link::{Link, Scale};
pub use problem::{Problem, Problems};
pub use results::Results;
pub use run::{KnowledgeByMeasure, Run};
pub use settings::Settings;
pub use solve::{LevelMonths, SolvedTarget};
