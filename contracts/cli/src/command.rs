//! One module for each group of commands.

pub mod demo;
pub mod draft;
pub mod exchange;
pub mod history;
pub mod schema;
pub mod settle;
pub mod simulate;
pub mod template;
pub mod window;
