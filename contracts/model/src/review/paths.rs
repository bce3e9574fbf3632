//! Paths of the terms that findings speak of, and their order in an agreement.

use crate::{Agreement, Class, Credit, Measure, ServiceLevel, ServiceLevelId};

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

/// Where a term stands in an agreement; what is not known comes last.
pub(super) fn place(agreement: &Agreement, path: &str) -> [usize; 5] {
    const CLAUSES: [&str; 12] = [
        "title", "parties", "term", "services", LEVELS, "measures", RAMP, "currency", "charges", "remedies", "score",
        "sign_off",
    ];
    const LEAVES: [&str; 27] = [
        "client",
        "vendor",
        "start",
        "months",
        "notice_days",
        "amount",
        "amounts",
        "month_cap",
        "name",
        "address",
        "representative",
        "email",
        "target",
        "floor",
        "stretch",
        "weight",
        "class",
        "outcome",
        "bands",
        "credit",
        "percent_per_point",
        "numerator",
        "denominator",
        "exclusions",
        "source",
        "owner",
        "minimum_n",
    ];
    const BAND: [&str; 3] = ["from", "credit", "score"];
    let parts: Vec<&str> = path.split('.').collect();
    let part = |i: usize| parts.get(i).copied();
    let among = |words: &[&str], i: usize| {
        let found = |part| words.iter().position(|w| *w == part);
        part(i).map_or(0, |part| found(part).unwrap_or(words.len()) + 1)
    };
    let number = |i: usize| part(i).and_then(|p| p.parse::<usize>().ok());
    let clause = among(&CLAUSES, 0);
    let levels = &agreement.service_levels;
    let inside = match (part(0), part(1)) {
        (_, None) => 0,
        (Some(RAMP), Some("credit_factors")) => 1,
        (Some(LEVELS | RAMP), Some(id)) => levels.iter().position(|l| l.id.0 == id).map_or(usize::MAX, |i| i + 2),
        (Some("measures"), Some(id)) => {
            let mut measures = agreement.measures.iter();
            measures.position(|m| m.id.0 == id).map_or(usize::MAX, |i| i + 2)
        }
        _ => number(1).unwrap_or_else(|| among(&LEAVES, 1)),
    };
    let field = number(2).unwrap_or_else(|| among(&LEAVES, 2));
    [clause, inside, field, number(3).unwrap_or_default(), among(&BAND, 4)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_stand_in_the_order_of_the_terms() {
        let (agreement, _) = crate::template::sample();
        let paths: Vec<String> = crate::term::fields(&agreement)
            .into_iter()
            .map(|f| f.path)
            // Who approves is in no finding, and a path of the ramp stands with its first month.
            .filter(|p| !p.starts_with("sign_off") && !p.ends_with(".path"))
            .collect();
        for pair in paths.windows(2) {
            let [a, b] = [&pair[0], &pair[1]].map(|p| place(&agreement, p));
            assert!(a < b, "{} before {}: {a:?} {b:?}", pair[0], pair[1]);
        }
        let first = &agreement.service_levels[0].id;
        assert!(place(&agreement, LEVELS) < place(&agreement, &level(first, "target")));
        assert!(place(&agreement, RAMP) < place(&agreement, CREDIT_FACTORS));
        assert!(place(&agreement, "score") < place(&agreement, "elsewhere"));
    }
}
