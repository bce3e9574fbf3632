//! The caps of a month and of twelve months, and how what is left is shared over its lines.

use super::credits::Claim;
use super::exact::{Q, int, not_below_zero, posted, sum, whole, zero};
use super::terms::{RollingBasis, Terms};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    None,
    Level,
    Month,
    Rolling,
    ContractYear,
}

#[derive(Debug, Clone)]
pub struct Credit {
    pub uncapped_minor: i128,
    pub credit_minor: i128,
    pub lines_minor: Vec<i128>,
    pub bound: Bound,
    /// Whether the month's cap was reached by the credits of the month, cut or not.
    pub month_cap_reached: bool,
}

/// The contract year that a month lies in, up to the end of the term.
pub fn contract_year(terms: &Terms, month: usize) -> std::ops::RangeInclusive<usize> {
    let first = (month - 1) / 12 * 12 + 1;
    first..=(first + 11).min(terms.months)
}

/// What the cap on twelve months leaves for `month`; `net` holds the posted credits of the months before, net of what was
/// earned back of each.
///
/// Reading: "projected charges" are those of the agreement for the whole contract year, cut at the end of the term,
/// whatever was invoiced.
fn allowance(terms: &Terms, month: usize, net: &[i128]) -> Option<(Q, Bound)> {
    let (part, basis) = terms.rolling_cap.as_ref()?;
    let (months, charges, bound) = match basis {
        RollingBasis::TwelveMonths => (month.saturating_sub(11).max(1)..=month, &terms.charges, Bound::Rolling),
        RollingBasis::ContractYear => (contract_year(terms, month), &terms.projected, Bound::ContractYear),
    };
    let before: i128 = months.clone().filter(|m| *m < month).map(|m| net[m - 1]).sum();
    let charges = sum(months.map(|m| &charges[m - 1]));
    Some((not_below_zero(part * charges - int(before)), bound))
}

/// Caps, shares and rounds the claims of a month.
pub fn credit(terms: &Terms, month: usize, claims: &[Claim], net: &[i128]) -> Credit {
    let uncapped = sum(claims.iter().map(|c| &c.uncapped));
    let claimed = sum(claims.iter().map(|c| &c.credit));
    let mut bound = if claimed < uncapped { Bound::Level } else { Bound::None };
    let mut total = claimed.clone();
    let month_cap = terms.month_cap.as_ref().map(|part| part * &terms.charges[month - 1]);
    // Reading: "reached" includes equal; without credits nothing is reached, nor where the cap is nothing.
    let month_cap_reached = month_cap.as_ref().is_some_and(|cap| claimed >= *cap && *cap > zero());
    let caps = month_cap.map(|cap| (cap, Bound::Month)).into_iter().chain(allowance(terms, month, net));
    for (cap, which) in caps {
        if cap < total {
            total = cap;
            bound = which;
        }
    }
    let credit_minor = posted(&total);
    let weights: Vec<Q> = terms.levels.iter().map(|l| l.weight.clone()).collect();
    let credits: Vec<Q> = claims.iter().map(|c| c.credit.clone()).collect();
    let lines_minor = shared(&total, credit_minor, &credits, &weights);
    Credit { uncapped_minor: posted(&uncapped), credit_minor, lines_minor, bound, month_cap_reached }
}

/// `total` shared in proportion to `credits`, in whole units that sum to `posted`: largest remainder, whose ties go to the
/// larger credit, then the larger weight, then the agreement's order.
pub fn shared(total: &Q, posted: i128, credits: &[Q], weights: &[Q]) -> Vec<i128> {
    let all = sum(credits);
    let shares: Vec<Q> = credits.iter().map(|c| if all == zero() { zero() } else { total * c / &all }).collect();
    let mut lines: Vec<i128> = shares.iter().map(|s| whole(&s.floor())).collect();
    let rest: Vec<Q> = shares.iter().map(|s| s - s.floor()).collect();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    // A stable sort keeps the agreement's order for what is still equal.
    order.sort_by(|&a, &b| {
        let by_rest = rest[b].cmp(&rest[a]);
        by_rest.then_with(|| credits[b].cmp(&credits[a])).then_with(|| weights[b].cmp(&weights[a]))
    });
    let left = usize::try_from(posted - lines.iter().sum::<i128>()).unwrap();
    assert!(left <= lines.len(), "more units are left than there are lines");
    for line in order.into_iter().take(left) {
        lines[line] += 1;
    }
    lines
}
