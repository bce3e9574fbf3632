//! What the worst month costs: the arithmetic that rules about credits, caps and triggers share.

use super::bounds;
use crate::{Agreement, Class, Credit, Decimal, Mechanism, ServiceLevel, Window, remedy::ChargesOf};

/// What a repeat makes of points.
const DOUBLED: Decimal = Decimal::TWO;

/// The levels whose misses cost something.
pub(super) fn binding(agreement: &Agreement) -> impl Iterator<Item = &ServiceLevel> {
    agreement.levels().map(|(level, _)| level).filter(|l| l.class != Class::ReportOnly)
}

/// Where the credits of a month stop, in percent of its charges: a pool is capped by what is at risk in it.
pub(super) fn month_cap_percent(agreement: &Agreement) -> Option<Decimal> {
    let remedies = &agreement.remedies;
    let pool = Some(remedies.pool.at_risk_percent).filter(|_| remedies.mechanism == Mechanism::Pool);
    remedies.month_cap_percent.or(pool)
}

/// The points of a month in which every level of `window` falls into its dearest band.
pub(super) fn points(agreement: &Agreement, window: Option<Window>) -> Decimal {
    let levels = binding(agreement).filter(|l| window.is_none_or(|w| l.remedy.window == w));
    let dearest = levels.map(|l| l.bands.iter().filter_map(|b| b.points).max().unwrap_or_default());
    dearest.fold(Decimal::ZERO, Decimal::saturating_add)
}

/// The most points that a month can bring: each level in its dearest band, and missed in the window before as well.
pub(super) fn most_points(agreement: &Agreement) -> Decimal {
    points(agreement, None).saturating_mul(DOUBLED)
}

/// The most points that `months` running can bring: quarterly levels bring theirs once in three of them.
pub(super) fn most_points_in(agreement: &Agreement, months: u32) -> Decimal {
    let monthly = points(agreement, Some(Window::Month)).saturating_mul(Decimal::from(months));
    monthly.saturating_add(points(agreement, Some(Window::Quarter))).saturating_mul(DOUBLED)
}

/// What so many points of a month cost, in percent of charges.
fn points_in_percent(agreement: &Agreement, points: Decimal) -> Decimal {
    let terms = &agreement.remedies.points;
    let reached = terms.ladder.iter().filter(|s| s.points <= points).map(|s| s.percent).max();
    if terms.ladder.is_empty() { terms.rate_percent.saturating_mul(points) } else { reached.unwrap_or_default() }
}

fn sum(mut percents: impl Iterator<Item = Option<Decimal>>) -> Option<Decimal> {
    percents.try_fold(Decimal::ZERO, |sum, percent| Some(sum.saturating_add(percent?)))
}

/// What a month costs in which every level falls into its dearest band, in percent of charges and before any cap; `None`
/// where there is no telling: a percentage for each point of shortfall, or numbers out of any scale.
pub(super) fn percent(agreement: &Agreement) -> Option<Decimal> {
    match agreement.remedies.mechanism {
        Mechanism::Points => Some(points_in_percent(agreement, points(agreement, None))),
        Mechanism::Percent | Mechanism::Pool => sum(binding(agreement).map(|l| dearest_percent(agreement, l))),
    }
}

/// The same where every level was missed in the window before as well, with the cap of each; `None` too where charges of
/// different months meet.
pub(super) fn repeated_percent(agreement: &Agreement) -> Option<Decimal> {
    let remedies = &agreement.remedies;
    let is_of_one_month = binding(agreement).all(|l| l.remedy.window == Window::Month)
        && (remedies.mechanism != Mechanism::Points || remedies.points.charges_of == ChargesOf::This);
    if !is_of_one_month {
        return None;
    }
    if remedies.mechanism == Mechanism::Points {
        return Some(points_in_percent(agreement, most_points(agreement)));
    }
    let factor = remedies.repeat_factor.unwrap_or(Decimal::ONE).max(Decimal::ONE);
    sum(binding(agreement).map(|level| {
        let repeated = dearest_percent(agreement, level)?.saturating_mul(factor);
        Some(level.remedy.cap_percent.map_or(repeated, |cap| repeated.min(cap)))
    }))
}

fn dearest_percent(agreement: &Agreement, level: &ServiceLevel) -> Option<Decimal> {
    let remedies = &agreement.remedies;
    let hundredth = |percent: Decimal| percent / Decimal::ONE_HUNDRED;
    if remedies.mechanism == Mechanism::Pool {
        let pool = &remedies.pool;
        let share = pool.shares.iter().find(|s| s.category == level.remedy.category).map(|s| s.share_percent);
        let fractions = level.bands.iter().map(|b| b.pool_fraction_percent.unwrap_or(Decimal::ONE_HUNDRED));
        let parts = [share.unwrap_or_default(), level.remedy.allocation_percent, fractions.max().unwrap_or_default()];
        let all = parts.iter().all(|p| bounds::fits(*p)) && bounds::fits(pool.at_risk_percent);
        return all.then(|| parts.into_iter().map(hundredth).fold(pool.at_risk_percent, Decimal::saturating_mul));
    }
    match level.credit {
        Credit::PerPoint { .. } => None,
        Credit::ByBand => {
            let most = level.bands.iter().map(|b| b.credit_percent).max().unwrap_or_default();
            bounds::fits(most).then_some(most)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{d, good, level};
    use super::*;
    use crate::remedy::{CategoryShare, LadderStep};

    #[test]
    fn the_worst_month_adds_the_dearest_band_of_each_level() {
        let mut a = good();
        let by_hand: Decimal = a.service_levels.iter().map(|l| l.bands.last().unwrap().credit_percent).sum();
        assert_eq!(percent(&a), Some(by_hand));
        a.remedies.repeat_factor = Some(d("1.5"));
        assert_eq!(repeated_percent(&a), Some(by_hand * d("1.5")));
        level(&mut a, "fcr").credit = Credit::PerPoint { percent_per_point: d("1") };
        assert_eq!(percent(&a), None, "it has no end");
    }

    #[test]
    fn points_are_doubled_by_a_repeat_and_paid_by_the_ladder() {
        let mut a = good();
        a.remedies.mechanism = Mechanism::Points;
        level(&mut a, "fcr").bands[2].points = Some(d("3"));
        level(&mut a, "csat").bands[2].points = Some(d("2"));
        level(&mut a, "csat").remedy.window = Window::Quarter;
        a.remedies.points.rate_percent = d("0.5");
        assert_eq!((points(&a, None), most_points(&a)), (d("5"), d("10")));
        assert_eq!(most_points_in(&a, 3), d("22"), "twice 3 · 3 + 2");
        assert_eq!(percent(&a), Some(d("2.5")));
        let step = |points: &str, percent: &str| LadderStep { points: d(points), percent: d(percent) };
        a.remedies.points.ladder = vec![step("4", "1"), step("6", "3")];
        assert_eq!(percent(&a), Some(d("1")));
        assert_eq!(repeated_percent(&a), None, "a quarter has other charges");
        level(&mut a, "csat").remedy.window = Window::Month;
        assert_eq!(repeated_percent(&a), Some(d("3")));
    }

    #[test]
    fn a_pool_is_its_shares_of_what_is_at_risk() {
        let mut a = good();
        a.remedies.mechanism = Mechanism::Pool;
        a.remedies.pool.at_risk_percent = d("10");
        a.remedies.pool.shares = vec![CategoryShare { category: "All".into(), share_percent: d("50") }];
        level(&mut a, "fcr").remedy.category = "All".into();
        level(&mut a, "fcr").remedy.allocation_percent = d("40");
        assert_eq!(percent(&a), Some(d("2")), "10 % × 50 % × 40 %");
        assert_eq!(month_cap_percent(&a), a.remedies.month_cap_percent);
        a.remedies.month_cap_percent = None;
        assert_eq!(month_cap_percent(&a), Some(d("10")));
    }
}
