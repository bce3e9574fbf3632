//! The real window, driven like a person would: a display of its own, the program as it is shipped, WebKit's own driver.
//!
//! ```text
//! let desk = Desk::new()?;
//! let window = desk.open().await?;
//! window.wait_for_text("h1", "Contracts").await?;
//! window.click("New from template").await?;
//! window.close().await?;
//! ```
//!
//! Waits poll for what is on the page and never sleep for a fixed time, and each has an end: so has the whole test, since
//! a driver may stop answering ([`story`]). Nothing that the harness started survives it.

mod desk;
mod display;
mod failure;
mod page;
mod process;
mod story;

pub use desk::{Desk, Window};
pub use display::Display;
pub use failure::{Failure, Outcome};
pub use process::Process;
pub use story::story;
