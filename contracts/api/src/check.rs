//! The design review with its evidence filled in.

use model::{Agreement, Baseline, Evidence, Finding};

/// All findings about a draft, with what the baseline tells.
#[must_use]
pub fn check(agreement: &Agreement, baseline: Option<&Baseline>) -> Vec<Finding> {
    model::review::review(agreement, &baseline.map(Evidence::of).unwrap_or_default())
}
