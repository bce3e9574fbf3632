//! What is kept: contracts, their revisions and steps, baselines, approvals, the trail, results; files in and out.
//!
//! Only this crate knows SQL. It has no clock and no source of ids: both are passed in.
//!
//! - [`Store`]: one SQLite database. A call that returned `Ok` is on the disk.
//! - [`history`]: [`Store::create`], [`Store::snapshot`], [`Store::edit`], [`Store::undo`], [`Store::redo`].
//! - [`library`]: [`Store::contracts`], [`Store::remove`], [`Store::restore`].
//! - [`baselines`]: [`Store::add_baseline`], [`Store::baseline`], [`Store::add_import`], [`Store::import`].
//! - [`approvals`]: [`Store::sign_off`], [`Store::sign_offs`].
//! - [`drafts`]: [`Store::keep_drafts`], [`Store::drafts`].
//! - [`trail`]: [`Store::record`], [`Store::trail`].
//! - [`runs`]: [`Store::save_run`], [`Store::run`], [`Store::latest_run`].
//! - [`actuals`]: [`Store::add_actuals`], [`Store::actuals`]; [`marks`]: [`Store::mark`], [`Store::decide`], [`Store::marks`].
//! - what is entered on the scorecard is a step: [`Store::undo`] takes it back, [`Store::redo`] enters it again.
//! - [`elsewhere`]: [`Store::take_in`] what the other side knows of actuals and marks.
//! - [`statements`]: [`Store::post`], [`Store::statements`], [`Store::corrections`]; [`plans`]: [`Store::open_plan`],
//!   [`Store::open_due_plans`], [`Store::move_plan`], [`Store::plans`].
//! - [`templates`]: [`Store::keep_template`], [`Store::templates`], [`Store::remove_template`].
//! - [`files`]: [`files::write_atomically`], [`files::read`]. What is in them, their owners read.
//! - [`import`]: tables of history: [`import::recognise`] gives a preview with a guessed mapping, [`import::read`] the
//!   baseline, the mapping and a report of every row.

pub mod actuals;
pub mod approvals;
pub mod baselines;
pub mod drafts;
pub mod elsewhere;
mod entries;
mod error;
pub mod files;
pub mod history;
pub mod import;
pub mod library;
pub mod marks;
mod migrations;
mod open;
pub mod plans;
pub mod runs;
pub mod statements;
mod states;
pub mod templates;
pub mod trail;

pub use approvals::{Said, SignOff, Voided};
pub use baselines::Import;
pub use drafts::Typed;
pub use error::StoreError;
pub use history::{Attached, BaselineId, ContractId, Draft, NewContract, Received, RevisionEntry, Snapshot, StepId};
pub use library::Summary;
pub use open::Store;
pub use runs::Run;
pub use trail::{Deed, Entry};

/// A moment, in UTC. Kept to the millisecond.
pub type Moment = chrono::DateTime<chrono::Utc>;
