//! What a shell may ask for, as plain functions: the window and the command line call the same ones, so they cannot
//! disagree.
//!
//! Two layers. Functions over an agreement and its files ([`check`], [`outlook`], [`statement`], [`print`], [`exchange`],
//! [`sample`], [`scorecard`]) hold no state; [`workspace::Workspace`] keeps contracts in a store and calls the former. Time and ids are
//! given to the workspace, never taken; jobs report progress and stop when they are told to ([`job`]).

pub mod check;
pub mod data;
pub mod demo;
pub mod draft;
pub mod exchange;
mod fault;
mod held;
pub mod history;
pub mod job;
mod moment;
pub mod outlook;
pub mod print;
pub mod sample;
pub mod schema;
pub mod scorecard;
pub mod statement;
pub mod template;
mod view;
pub mod wire;
pub mod workspace;

// What calls are made with, so that a shell needs to know nothing below this crate.
pub use held::HeldMonth;
pub use model::{ServiceLevelId, Side, review::Change, template::TermRange};
pub use store::{Moment, actuals::AmountOf, files, import::Mapping, marks::Decision};
pub use wire::{ApiError, ErrorCode};

/// Result of everything a shell can ask for.
pub type ApiResult<T> = Result<T, ApiError>;

/// Version of the program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
