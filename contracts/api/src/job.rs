//! Jobs: progress and cancellation, independent of who shows them.

use crate::wire::Progress;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// Tells a running job to stop. Clones share the same flag.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Tells the job to stop; it answers [`crate::ErrorCode::Cancelled`] soon after.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the job was told to stop.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Where a job reports to. It may be called from several threads; a slow receiver slows the job down.
pub type OnProgress<'a> = &'a (dyn Fn(Progress) + Sync);

/// For those who do not look.
pub fn unseen(_: Progress) {}
