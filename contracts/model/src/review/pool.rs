//! C10, C11: the terms of points and of a pool.

use super::{Evidence, Finding, Severity, bounds, paths, wording};
use crate::{Agreement, Class, Decimal, Mechanism};
use std::collections::BTreeMap;

const POOL: &str =
    "shares of the categories make up the pool, and what is allocated in each stays within the declared limit";
const UNKNOWN: &str = "Unknown category";
const LADDER: &str = "more points cost at least as much";

fn error(rule: &str, title: &str, reason: String, source: &str, field: impl Into<String>) -> Finding {
    Finding::new(rule, Severity::Error, title, reason, source, field)
}

/// Shares are 100 %, allocations within their limit, and every category is one of the pool.
pub(super) fn pool(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    if agreement.remedies.mechanism != Mechanism::Pool {
        return Vec::new();
    }
    let pool = &agreement.remedies.pool;
    let levels = || agreement.levels().filter(|(l, _)| l.class != Class::ReportOnly);
    let fits = pool.shares.iter().all(|s| bounds::fits(s.share_percent))
        && levels().all(|(l, _)| bounds::fits(l.remedy.allocation_percent))
        && bounds::fits(pool.at_risk_percent);
    if !fits {
        let reason = "A share or an allocation is a percentage, and one of these is beyond a thousand million.".into();
        return vec![error("C0", "Number out of any scale", reason, POOL, "remedies.pool")];
    }
    let mut found = Vec::new();
    if pool.at_risk_percent <= Decimal::ZERO || pool.at_risk_percent > Decimal::ONE_HUNDRED {
        let reason = format!(
            "The amount at risk is a part of the charges above 0 and up to 100 %, and {} is not.",
            wording::percent(pool.at_risk_percent)
        );
        found.push(error("C11", "Nothing at risk", reason, POOL, "remedies.pool.at_risk"));
    }
    let sum: Decimal = pool.shares.iter().map(|s| s.share_percent).sum();
    if sum != Decimal::ONE_HUNDRED || pool.shares.iter().any(|s| s.share_percent < Decimal::ZERO) {
        let reason =
            format!("The shares of the pool’s categories are {} together, and not 100 %.", wording::percent(sum));
        found.push(error("C11", "Shares of the pool not 100\u{202f}%", reason, POOL, "remedies.pool.shares"));
    }
    let limit = pool.limit_percent.unwrap_or(Decimal::ONE_HUNDRED);
    let mut allocated: BTreeMap<&str, Decimal> = BTreeMap::new();
    for (level, measure) in levels() {
        let remedy = &level.remedy;
        if remedy.allocation_percent.is_zero() && remedy.category.trim().is_empty() {
            continue;
        }
        if !pool.shares.iter().any(|s| s.category == remedy.category) {
            let reason =
                format!("{} is paid from “{}”, which is no category of the pool.", measure.name, remedy.category);
            found.push(error("C11", UNKNOWN, reason, POOL, paths::level(&level.id, "category")));
        }
        *allocated.entry(&remedy.category).or_default() += remedy.allocation_percent;
    }
    // Where a level names an unknown category, one without a level is likely the one that it means.
    if found.iter().all(|f| f.title != UNKNOWN) {
        let is_used = |category: &str| allocated.get(category).is_some_and(|sum| *sum > Decimal::ZERO);
        let idle = pool.shares.iter().filter(|s| s.share_percent > Decimal::ZERO && !is_used(&s.category));
        found.extend(idle.map(|share| {
            let reason = format!(
                "{} of the pool are for “{}”, from which no service level is paid.",
                wording::percent(share.share_percent),
                share.category
            );
            error("C11", "Share that nobody draws on", reason, POOL, "remedies.pool.shares")
        }));
    }
    for (category, allocated) in allocated.into_iter().filter(|(_, a)| *a > limit) {
        let reason = format!(
            "{} of the category “{category}” are allocated, and {} is the limit.",
            wording::percent(allocated),
            wording::percent(limit)
        );
        let fields =
            levels().filter(|(l, _)| l.remedy.category == category).map(|(l, _)| paths::level(&l.id, "allocation"));
        let fields: Vec<String> = fields.collect();
        let first = fields.first().cloned().unwrap_or_else(|| "remedies.pool".into());
        let finding = error("C11", "Pool over its limit", reason, POOL, first).also(fields);
        found.push(finding.also(["remedies.pool.limit".to_owned()]));
    }
    found
}

/// The ladder of points climbs, and worse bands carry at least as many points.
pub(super) fn points(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    if agreement.remedies.mechanism != Mechanism::Points {
        return Vec::new();
    }
    let terms = &agreement.remedies.points;
    let mut found = Vec::new();
    for (i, pair) in terms.ladder.windows(2).enumerate() {
        if pair[1].points <= pair[0].points || pair[1].percent < pair[0].percent {
            let reason = format!(
                "Step {} of the ladder begins at {} points with {}, step {} at {} with {}: more points have to come with more credit.",
                i + 1,
                pair[0].points.normalize(),
                wording::percent(pair[0].percent),
                i + 2,
                pair[1].points.normalize(),
                wording::percent(pair[1].percent)
            );
            found.push(error("C10", "Ladder that does not climb", reason, LADDER, "remedies.points.ladder"));
        }
    }
    if terms.ladder.is_empty() && terms.rate_percent <= Decimal::ZERO {
        let reason = "Points are counted and never become money: there is neither a rate nor a ladder.".to_owned();
        found.push(error("C10", "Points without money", reason, LADDER, "remedies.points.rate"));
    }
    for (level, measure) in agreement.levels() {
        let points = |i: usize| level.bands.get(i).and_then(|b| b.points).unwrap_or_default();
        let falls = (1..level.bands.len()).find(|i| points(*i) < points(i - 1));
        if let Some(i) = falls {
            let reason = format!(
                "Band {} of {} carries {} points, fewer than the {} of the milder one before it.",
                i + 1,
                measure.name,
                points(i).normalize(),
                points(i - 1).normalize()
            );
            let field = paths::band(&level.id, i, "points");
            let text = points(i - 1).normalize().to_string();
            let finding = error("C10", "A worse band has fewer points", reason, LADDER, &*field);
            found.push(finding.mended_in(
                agreement,
                format!("Give it {text} points"),
                vec![wording::change(field, text)],
            ));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::{d, good, level, only};
    use super::*;
    use crate::remedy::{CategoryShare, LadderStep};

    fn none() -> Evidence {
        Evidence::default()
    }

    fn pooled() -> Agreement {
        let mut a = good();
        a.remedies.mechanism = Mechanism::Pool;
        a.remedies.pool.at_risk_percent = d("12");
        let share = |category: &str, share: &str| CategoryShare { category: category.into(), share_percent: d(share) };
        a.remedies.pool.shares = vec![share("Customers", "60"), share("Speed", "40")];
        for (id, category, allocation) in
            [("fcr", "Customers", "60"), ("csat", "Customers", "40"), ("asa", "Speed", "100")]
        {
            level(&mut a, id).remedy.category = category.into();
            level(&mut a, id).remedy.allocation_percent = d(allocation);
        }
        a
    }

    #[test]
    fn a_pool_within_its_limit_is_fine_and_one_over_it_names_the_levels() {
        let mut a = pooled();
        assert_eq!(pool(&a, &none()), []);
        level(&mut a, "csat").remedy.allocation_percent = d("40.1");
        let found = only(pool(&a, &none()));
        assert_eq!((found.severity, found.title.as_str()), (Severity::Error, "Pool over its limit"));
        assert_eq!(found.fields[..2], ["service_levels.fcr.allocation", "service_levels.csat.allocation"]);
        a.remedies.pool.limit_percent = Some(d("150"));
        assert_eq!(pool(&a, &none()), []);
        level(&mut a, "csat").remedy.allocation_percent = d("90.1");
        assert_eq!(pool(&a, &none()).len(), 1);
    }

    #[test]
    fn shares_are_a_hundred_and_categories_are_known() {
        let mut a = pooled();
        a.remedies.pool.shares[1].share_percent = d("39.9");
        assert_eq!(only(pool(&a, &none())).fields[0], "remedies.pool.shares");
        let mut a = pooled();
        level(&mut a, "asa").remedy.category = "Pace".into();
        assert_eq!(only(pool(&a, &none())).title, "Unknown category");
        let mut a = pooled();
        a.remedies.pool.at_risk_percent = d("0");
        assert_eq!(only(pool(&a, &none())).fields[0], "remedies.pool.at_risk");
        a.remedies.mechanism = Mechanism::Percent;
        assert_eq!(pool(&a, &none()), []);
    }

    #[test]
    fn every_share_is_of_a_category_that_some_level_draws_on() {
        let mut a = pooled();
        level(&mut a, "asa").remedy.allocation_percent = d("0.1");
        assert_eq!(pool(&a, &none()), []);
        level(&mut a, "asa").remedy.allocation_percent = d("0");
        let found = only(pool(&a, &none()));
        assert_eq!((found.severity, found.title.as_str()), (Severity::Error, "Share that nobody draws on"));
        assert_eq!(found.fields[0], "remedies.pool.shares");
        a.remedies.pool.shares[0].share_percent = d("100");
        a.remedies.pool.shares[1].share_percent = d("0");
        assert_eq!(pool(&a, &none()), []);
    }

    #[test]
    fn a_ladder_climbs_and_worse_bands_carry_more() {
        let mut a = good();
        a.remedies.mechanism = Mechanism::Points;
        assert_eq!(only(points(&a, &none())).title, "Points without money");
        let step = |points: &str, percent: &str| LadderStep { points: d(points), percent: d(percent) };
        a.remedies.points.ladder = vec![step("5", "0"), step("10", "2"), step("15", "4")];
        assert_eq!(points(&a, &none()), []);
        a.remedies.points.ladder[2] = step("10", "4");
        assert_eq!(only(points(&a, &none())).title, "Ladder that does not climb");
        a.remedies.points.ladder[2] = step("15", "1.9");
        assert_eq!(points(&a, &none()).len(), 1);
        a.remedies.points.ladder[2] = step("15", "2");
        assert_eq!(points(&a, &none()), []);
        level(&mut a, "fcr").bands[0].points = Some(d("2"));
        level(&mut a, "fcr").bands[1].points = Some(d("1"));
        level(&mut a, "fcr").bands[2].points = Some(d("2"));
        assert_eq!(only(points(&a, &none())).fields[0], "service_levels.fcr.bands.2.points");
    }
}
