//! Remedies beyond percentages and the cap of the month. What an agreement does not use is empty; what belongs to a
//! remedy that it does not use has no row.

use super::List;
use crate::remedy::{BonusTerms, EarnBack, GainShare, REPEAT_FACTOR_MAX};
use crate::term::slot::Slot;
use crate::term::written::{OptionalAmount, Part, Usual, Written};
use crate::{Currency, LevelRemedy, Mechanism, Remedies};

fn written<'a>(place: impl Written + 'a) -> Slot<'a> {
    Slot::Written(Box::new(place))
}

pub(super) fn rows<'a>(list: &mut List<'a>, remedies: &'a mut Remedies, currency: &Currency, levels_earn: bool) {
    let mechanism = remedies.mechanism;
    list.add("remedies.mechanism", "How a miss becomes money", Slot::Choice(&mut remedies.mechanism));
    list.add("remedies.month_cap", "Cap of a month’s credits", Slot::OptionalRate(&mut remedies.month_cap_percent));
    if mechanism == Mechanism::Points {
        let points = &mut remedies.points;
        list.add("remedies.points.rate", "Charges for each point", written(Part(&mut points.rate_percent)));
        list.add("remedies.points.ladder", "Charges by total points", written(&mut points.ladder));
        list.add("remedies.points.charges_of", "Charges of which month", written(Usual(&mut points.charges_of)));
    } else {
        let repeat = Slot::OptionalFactor { value: &mut remedies.repeat_factor, most: REPEAT_FACTOR_MAX };
        list.add("remedies.repeat", "Repeat factor", repeat);
    }
    if mechanism == Mechanism::Pool {
        let pool = &mut remedies.pool;
        list.add("remedies.pool.at_risk", "At-risk amount", written(Part(&mut pool.at_risk_percent)));
        list.add("remedies.pool.shares", "Shares of the pool", written(&mut pool.shares));
        list.add("remedies.pool.limit", "Allocations add up to", Slot::OptionalRate(&mut pool.limit_percent));
    }
    list.add("remedies.incidents", "One event, several misses", written(Usual(&mut remedies.incident_credit)));
    let cap = &mut remedies.rolling_cap;
    let capped = cap.percent.is_some();
    list.add("remedies.rolling_cap", "Cap on twelve months", Slot::OptionalPercent(&mut cap.percent));
    if capped {
        list.add("remedies.rolling_basis", "Twelve months counted", written(Usual(&mut cap.basis)));
    }
    let cure = Slot::Counted { value: &mut remedies.cure_business_days, least: 0, most: 60, word: "business days" };
    list.add("remedies.cure", "A missing report fails after", cure);
    let counts = remedies.excused_counts_as_met;
    list.add("remedies.excused", "Excused counts as met", written(Usual(&mut remedies.excused_counts_as_met)));
    if counts {
        let earns = written(Usual(&mut remedies.excused_earns));
        list.add("remedies.excused_earns", "Excused counts for bonus and earn-back", earns);
    }
    list.add(
        "remedies.gate_score",
        "Score while a gate is missed",
        Slot::OptionalScore(&mut remedies.gate_score_points),
    );
    rewards(list, (&mut remedies.bonus, &mut remedies.gain_share, &mut remedies.earn_back), currency, levels_earn);
    list.add("remedies.promotes", "Key levels become critical", written(Usual(&mut remedies.promotes)));
    list.add("remedies.triggers", "Triggers", written(&mut remedies.triggers));
}

fn rewards<'a>(
    list: &mut List<'a>,
    terms: (&'a mut BonusTerms, &'a mut GainShare, &'a mut EarnBack),
    currency: &Currency,
    levels_earn: bool,
) {
    let (bonus, gain, back) = terms;
    let earns = levels_earn || bonus.base_percent.is_some();
    list.add("remedies.bonus.base", "Bonus of a quarter", Slot::OptionalPercent(&mut bonus.base_percent));
    if earns {
        list.add("remedies.bonus.cap", "Cap of a quarter’s bonus", Slot::OptionalPercent(&mut bonus.cap_percent));
        list.add("remedies.bonus.basis", "Bonus judged on", written(Usual(&mut bonus.basis)));
        list.add("remedies.bonus.levels", "Bonus depends on", written(Usual(&mut bonus.levels)));
        list.add("remedies.bonus.in_ramp", "Bonus during the ramp", written(Usual(&mut bonus.in_ramp)));
    }
    let shared = gain.share_percent.is_some();
    list.add("remedies.gain_share.share", "Vendor’s share of a saving", Slot::OptionalPercent(&mut gain.share_percent));
    if shared {
        let floor = Slot::Amount { value: &mut gain.floor_amount, currency: currency.clone() };
        list.add("remedies.gain_share.floor", "Saving that is not shared", floor);
        let cap = written(OptionalAmount(&mut gain.cap_amount, currency.clone()));
        list.add("remedies.gain_share.cap", "Cap of the shared saving", cap);
    }
    let returns = back.percent.is_some();
    let by_year = back.rule == crate::remedy::EarnBackRule::ContractYear;
    list.add("remedies.earn_back.part", "Credit that is earned back", Slot::OptionalPercent(&mut back.percent));
    if returns {
        list.add("remedies.earn_back.rule", "Earned back by", written(Usual(&mut back.rule)));
        if by_year {
            let misses = Slot::Whole { value: &mut back.misses_max, least: 0, most: 12, word: "misses" };
            list.add("remedies.earn_back.misses", "Misses of the year at most", misses);
        }
        let all = written(Usual(&mut back.without_exclusions));
        list.add("remedies.earn_back.everything", "Everything can be earned back", all);
    }
}

/// What a level's remedies are.
pub(super) fn level<'a>(
    list: &mut List<'a>,
    name: &str,
    base: &str,
    remedy: &'a mut LevelRemedy,
    (mechanism, by_bars): (Mechanism, bool),
) {
    let at = |leaf: &str| format!("{base}.{leaf}");
    let earns = remedy.bonus_percent.is_some() || remedy.exceed.is_some() || by_bars;
    list.add_for(name, at("window"), "Judged over", written(Usual(&mut remedy.window)));
    list.add_for(name, at("gate"), "Gate", written(Usual(&mut remedy.gate)));
    list.add_for(name, at("cap"), "Cap of its own", Slot::OptionalPercent(&mut remedy.cap_percent));
    if mechanism == Mechanism::Pool {
        list.add_for(name, at("category"), "Category of the pool", Slot::Text(&mut remedy.category));
        list.add_for(name, at("allocation"), "Allocation", written(Part(&mut remedy.allocation_percent)));
    }
    list.add_for(name, at("bonus"), "Bonus", Slot::OptionalPercent(&mut remedy.bonus_percent));
    if earns {
        list.add_for(name, at("exceed"), "Bonus when exceeded by", written(&mut remedy.exceed));
    }
}

/// What a band means where misses are not paid by percentages.
pub(super) fn band<'a>(
    list: &mut List<'a>,
    name: &str,
    base: &str,
    word: &str,
    band: (&'a mut Option<crate::Decimal>, &'a mut Option<crate::Decimal>),
    mechanism: Mechanism,
) {
    let (points, fraction) = band;
    match mechanism {
        Mechanism::Percent => {}
        Mechanism::Points => {
            list.add_for(name, format!("{base}.points"), &format!("{word}, points"), Slot::OptionalNumber(points));
        }
        Mechanism::Pool => {
            let slot = Slot::OptionalPercent(fraction);
            list.add_for(name, format!("{base}.fraction"), &format!("{word}, part of its allocation"), slot);
        }
    }
}
