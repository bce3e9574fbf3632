//! If these terms had been signed, what would happen? History in, distributions out.

pub mod chi_square;
pub mod generator;
pub mod linear;
pub mod normal;
mod root;
pub mod student;
