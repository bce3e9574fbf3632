//! If these terms had been signed, what would happen? History in, distributions out.

pub mod chi_square;
pub mod closed_form;
pub mod fit;
pub mod generator;
pub mod history;
pub mod linear;
pub mod link;
pub mod normal;
pub mod problem;
mod root;
pub mod settings;
pub mod student;
