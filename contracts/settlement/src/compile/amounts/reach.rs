//! How far values count where a credit is made from them.

use super::Amounts;
use crate::compile::{Intervals, scaled_max};
use crate::wide::{Ticks, Wide};
use model::Agreement;

/// Whether credits per point are exact over all of their unit's domain or, where that has no end, up to where one reaches the
/// cap alone (in a month without ramp factor) and to ten times its target.
pub(super) fn is_enough(agreement: &Agreement, intervals: &Intervals, amounts: &Amounts) -> bool {
    let cap = amounts.caps.iter().map(|c| c.ticks).max().unwrap_or_default();
    agreement.levels().enumerate().all(|(l, (_, measure))| {
        let rates = amounts.levels.iter().filter_map(|row| row[l].per_unit_ticks);
        let Some(ticks) = rates.max().filter(|t| *t > Wide::default()) else { return true };
        let edges = intervals.iter().flat_map(|row| [row[l][0].low, row[l][0].high]);
        let farthest = Wide::whole(edges.flatten().map(|edge| edge.saturating_abs()).max().unwrap_or_default());
        let (to_the_cap, _) = cap.divided(ticks);
        let needed = (farthest + to_the_cap).max(farthest.times(Wide::whole(10)));
        let all = Wide::whole(scaled_max(measure.unit, measure.precision_decimals));
        Wide::whole(amounts.value_scaled_max[l]) >= needed.min(all)
    })
}
