//! If these terms had been signed, what would happen? History in, distributions out.

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
pub mod results;
mod root;
mod run;
pub mod settings;
mod solve;
pub mod student;
mod summary;

pub use chunk::{Chunk, TrialMonth};
pub use history::{Assumption, History, Knowledge};
pub use link::{Link, Scale};
pub use problem::{Problem, Problems};
pub use results::Results;
pub use run::{KnowledgeByMeasure, Run};
pub use settings::Settings;
pub use solve::SolvedTarget;
