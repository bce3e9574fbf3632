//! From what is kept to what is shown.

mod baseline;
mod terms;

pub(crate) use baseline::{baseline_view, joined, target_edges};
pub(crate) use terms::{blockers, clauses, level_views, sections};

use model::Agreement;

/// The sum of the weights as people write it.
pub(crate) fn weights_sum_text(agreement: &Agreement) -> String {
    let sum = agreement.service_levels.iter().map(|l| l.weight_percent).sum::<model::Decimal>();
    model::quantity::percent(sum.normalize())
}
