//! The program `plumbline`.
fn main() {}
