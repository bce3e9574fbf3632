//! Paths of the terms that findings speak of, and their order in an agreement.

use crate::{Agreement, Class, Credit, Measure, ServiceLevel, ServiceLevelId, term};
use std::collections::HashMap;

/// The list of service levels.
pub(super) const LEVELS: &str = "service_levels";
/// The whole ramp.
pub(super) const RAMP: &str = "ramp";
/// The list of credit factors.
pub(super) const CREDIT_FACTORS: &str = "ramp.credit_factors";
/// The cap of a month.
pub(super) const MONTH_CAP: &str = "remedies.month_cap";
/// What credits are taken of.
pub(super) const CHARGES: &str = "charges.amount";

/// A term of a level: `service_levels.fcr.target`.
pub(super) fn level(id: &ServiceLevelId, field: &str) -> String {
    format!("{LEVELS}.{id}.{field}")
}

/// A term of a band, counted from 1: `service_levels.fcr.bands.2.from`.
pub(super) fn band(id: &ServiceLevelId, index: usize, field: &str) -> String {
    level(id, &format!("bands.{}.{field}", index + 1))
}

/// A term of a later target, counted from 1: `service_levels.fcr.later.2.target`.
pub(super) fn later(id: &ServiceLevelId, index: usize, field: &str) -> String {
    level(id, &format!("later.{}.{field}", index + 1))
}

/// A target of the ramp, month 1 being the first: `ramp.fcr.2`.
pub(super) fn ramp_target(id: &ServiceLevelId, month: usize) -> String {
    format!("{RAMP}.{id}.{month}")
}

/// Where the credit of a level begins: its first band, or its percentage per point.
pub(super) fn credit(level: &ServiceLevel) -> String {
    match level.credit {
        Credit::ByBand => band(&level.id, 0, "credit"),
        Credit::PerPoint { .. } => self::level(&level.id, "percent_per_point"),
    }
}

/// A term of a measure: `measures.csat.minimum_n`.
pub(super) fn measure(measure: &Measure, field: &str) -> String {
    format!("measures.{}.{field}", measure.id)
}

/// The levels that count: neither report-only nor without weight.
pub(super) fn scored(agreement: &Agreement) -> Vec<(&ServiceLevel, &Measure)> {
    let levels = agreement.levels();
    levels.filter(|(l, _)| l.class != Class::ReportOnly && l.weight_percent > crate::Decimal::ZERO).collect()
}

/// The order of an agreement's terms, which is that of the table of terms.
pub(super) struct Order(HashMap<String, usize>);

impl Order {
    /// The order of the terms of `agreement`.
    pub(super) fn of(agreement: &Agreement) -> Self {
        let mut first = HashMap::new();
        for (at, field) in term::fields(agreement).into_iter().enumerate() {
            // A clause, a level, a list: each stands where its first term stands, and before it.
            for (end, _) in field.path.match_indices('.') {
                first.entry(field.path[..end].to_owned()).or_insert(2 * at);
            }
            first.insert(field.path, 2 * at + 1);
        }
        Self(first)
    }

    /// Where a term stands; what is not known comes last.
    pub(super) fn place(&self, path: &str) -> usize {
        self.0.get(path).copied().unwrap_or(usize::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_stand_in_the_order_of_the_terms() {
        let (agreement, _) = crate::template::sample();
        let order = Order::of(&agreement);
        let places: Vec<usize> = term::fields(&agreement).iter().map(|f| order.place(&f.path)).collect();
        assert!(places.is_sorted());
        let first = &agreement.service_levels[0].id;
        assert!(order.place(LEVELS) < order.place(&level(first, "target")));
        assert!(order.place(RAMP) < order.place(CREDIT_FACTORS));
        assert!(order.place("score") < order.place("elsewhere"));
    }
}
