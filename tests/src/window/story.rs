//! A test of the window with an end.

use super::failure::{Failure, Outcome};
use std::cell::RefCell;
use std::time::Duration;

/// How long a test may take on a busy machine; many times what the longest one needs.
const LIMIT: Duration = Duration::from_secs(420);

tokio::task_local! {
    static STEP: RefCell<String>;
}

/// Runs a test and stops it when it takes too long, so that a driver that does not answer is a failure that says where.
///
/// # Errors
/// Those of `test`, or the step at which it stood.
pub async fn story(test: impl Future<Output = Outcome>) -> Outcome {
    let limited = async {
        match tokio::time::timeout(LIMIT, test).await {
            Ok(outcome) => outcome,
            Err(_) => {
                let step = STEP.with(|step| step.borrow().clone());
                Err(Failure::new(format!("not finished after {} s; it stood at: {step}", LIMIT.as_secs())))
            }
        }
    };
    STEP.scope(RefCell::default(), limited).await
}

/// Remembers what a test is doing, for the message when it stands still.
pub(super) fn step(words: impl FnOnce() -> String) {
    // Benchmarks drive the window without a story.
    let _ = STEP.try_with(|step| *step.borrow_mut() = words());
}
