//! C10: caps, bonuses and times that contradict what stands beside them, so that one of the two can never apply.

use super::{Evidence, Finding, Severity, credits, paths, rewards, wording, worst};
use crate::{Agreement, Decimal, Mechanism};

const CAPS: &str = "of two limits the smaller one holds, and the other one is dead";
const BONUS: &str = "a bonus has a cap, and what lies above it is never paid";
const TIMES: &str = "a matter is acknowledged before it is resolved";
const POINTS: &str = "a step that no month can reach promises what never comes";

const ROLLING_CAP: &str = "remedies.rolling_cap";
const BONUS_CAP: &str = "remedies.bonus.cap";
const BONUS_BASE: &str = "remedies.bonus.base";
const LADDER: &str = "remedies.points.ladder";

fn error(title: &str, reason: String, source: &str, field: impl Into<String>) -> Finding {
    Finding::new("C10", Severity::Error, title, reason, source, field)
}

/// Caps leave something to owe, and the cap of a level can bind before that of the month.
pub(super) fn caps(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let mut found = Vec::new();
    let costs = worst::binding(agreement).any(|l| credits::has_teeth(agreement, l));
    if agreement.remedies.rolling_cap.percent == Some(Decimal::ZERO) && costs {
        let reason = "The credits of twelve months stop at 0 %, so that no miss ever costs anything.".to_owned();
        let finding = error("No credit under the cap", reason, CAPS, ROLLING_CAP);
        found.push(finding.mended("No cap on twelve months", vec![wording::change(ROLLING_CAP, "")]));
    }
    let Some(month) = worst::month_cap_percent(agreement) else { return found };
    for (level, measure) in agreement.levels() {
        let Some(cap) = level.remedy.cap_percent.filter(|cap| *cap > month) else { continue };
        let [own, of_month] = [cap, month].map(wording::percent);
        let reason = format!(
            "The credits of {} stop at {own} by a cap of its own, where those of the whole month stop at {of_month}.",
            measure.name
        );
        let field = paths::level(&level.id, "cap");
        let finding = error("Cap above the month’s", reason, CAPS, &*field).also([paths::MONTH_CAP.to_owned()]);
        let changes = vec![wording::change(field, "")];
        found.push(finding.mended_in(agreement, format!("No cap of its own for {}", measure.name), changes));
    }
    found
}

/// A bonus has a cap, and none is larger than it.
pub(super) fn bonus(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let terms = &agreement.remedies.bonus;
    let base = terms.base_percent.map(|percent| (BONUS_BASE.to_owned(), percent));
    let of_levels =
        worst::binding(agreement).filter_map(|l| Some((paths::level(&l.id, "bonus"), l.remedy.bonus_percent?)));
    let bonuses: Vec<(String, Decimal)> =
        base.into_iter().chain(of_levels).filter(|(_, percent)| rewards::is_above_zero(Some(*percent))).collect();
    let Some((first, _)) = bonuses.first() else { return Vec::new() };
    let Some(cap) = terms.cap_percent else {
        let all = bonuses.iter().fold(Decimal::ZERO, |sum, (_, percent)| sum.saturating_add(*percent));
        let text = wording::percent(all);
        let reason = "Bonuses are promised and stop nowhere, so that no bonus can be settled.".to_owned();
        let finding = error("Bonus without a cap", reason, BONUS, BONUS_CAP).also([first.clone()]);
        let fits = all <= Decimal::ONE_HUNDRED;
        let changes = fits.then(|| wording::change(BONUS_CAP, wording::typed(&text))).into_iter().collect();
        return vec![finding.mended(format!("Stop at {text}, all of them together"), changes)];
    };
    let above: Vec<&(String, Decimal)> = bonuses.iter().filter(|(_, percent)| *percent > cap).collect();
    let Some((field, percent)) = above.first() else { return Vec::new() };
    let text = wording::percent(cap);
    let reason =
        format!("A bonus of {} is promised, and the bonuses of a quarter stop at {text}.", wording::percent(*percent));
    let changes = above.iter().map(|(path, _)| wording::change(path, wording::typed(&text))).collect();
    let finding = error("Bonus above its cap", reason, BONUS, field).also(above.iter().map(|(path, _)| path.clone()));
    vec![finding.also([BONUS_CAP.to_owned()]).mended_in(agreement, format!("Promise {text} at most"), changes)]
}

/// Nobody has longer to acknowledge than to resolve.
pub(super) fn times(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let tiers = agreement.escalation.tiers.iter().enumerate();
    let findings = tiers.filter_map(|(i, tier)| {
        let (acknowledge, resolve) = tier.acknowledge_seconds.zip(tier.resolve_seconds)?;
        if acknowledge <= resolve {
            return None;
        }
        let at = |leaf: &str| format!("escalation.tiers.{}.{leaf}", i + 1);
        let [later, sooner] = [acknowledge, resolve].map(wording::duration);
        let reason = format!(
            "Tier {} acknowledges within {later} and resolves within {sooner}: by then nobody has to have answered.",
            i + 1
        );
        let changes = vec![
            wording::change(at("acknowledge"), wording::typed(&sooner)),
            wording::change(at("resolve"), wording::typed(&later)),
        ];
        let finding = error("Resolved before it is acknowledged", reason, TIMES, at("acknowledge"));
        Some(finding.also([at("resolve")]).mended("Swap the two times", changes))
    });
    findings.collect()
}

/// Every step of a ladder begins where a month can come.
pub(super) fn ladder(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let most = worst::most_points(agreement);
    // Without any points nothing is reached, which is told of the bands.
    if agreement.remedies.mechanism != Mechanism::Points || most.is_zero() {
        return Vec::new();
    }
    let ladder = &agreement.remedies.points.ladder;
    let Some(at) = ladder.iter().position(|step| step.points > most) else { return Vec::new() };
    let reason = format!(
        "Step {} of the ladder begins at {} points, and a month with every level in its worst band, all of it repeated, \
         brings {}.",
        at + 1,
        ladder[at].points.normalize(),
        most.normalize()
    );
    vec![error("Step out of reach", reason, POINTS, LADDER).also([paths::LEVELS.to_owned()])]
}

#[cfg(test)]
mod tests {
    use super::super::tests::{apply, d, good, level, only};
    use super::*;
    use crate::remedy::LadderStep;

    fn none() -> Evidence {
        Evidence::default()
    }

    /// Finds this one error and nothing once it is mended.
    fn is_mended(mut a: Agreement, check: fn(&Agreement, &Evidence) -> Vec<Finding>, title: &str) -> Agreement {
        let found = only(check(&a, &none()));
        assert_eq!((found.severity, found.title.as_str()), (Severity::Error, title));
        apply(&mut a, &found.mend.unwrap());
        assert_eq!(check(&a, &none()), []);
        a
    }

    #[test]
    fn a_cap_of_nothing_and_a_cap_beyond_the_months_are_dead() {
        let mut a = good();
        assert_eq!(caps(&a, &none()), []);
        a.remedies.rolling_cap.percent = Some(d("0.1"));
        level(&mut a, "fcr").remedy.cap_percent = Some(d("12"));
        assert_eq!(caps(&a, &none()), [], "as much as the month’s is allowed");
        a.remedies.rolling_cap.percent = Some(d("0"));
        a = is_mended(a, caps, "No credit under the cap");
        level(&mut a, "fcr").remedy.cap_percent = Some(d("12.1"));
        a = is_mended(a, caps, "Cap above the month’s");
        level(&mut a, "fcr").remedy.cap_percent = Some(d("30"));
        a.remedies.month_cap_percent = None;
        assert_eq!(caps(&a, &none()), [], "there is no other");
    }

    #[test]
    fn a_bonus_has_a_cap_that_it_fits_under() {
        let mut a = good();
        assert_eq!(bonus(&a, &none()), []);
        a.remedies.bonus.base_percent = Some(d("5"));
        level(&mut a, "fcr").remedy.bonus_percent = Some(d("1"));
        let mut a = is_mended(a, bonus, "Bonus without a cap");
        assert_eq!(a.remedies.bonus.cap_percent, Some(d("6")));
        a.remedies.bonus.cap_percent = Some(d("5"));
        assert_eq!(bonus(&a, &none()), [], "what earns both stops at it");
        a.remedies.bonus.cap_percent = Some(d("1"));
        let a = is_mended(a, bonus, "Bonus above its cap");
        assert_eq!(a.remedies.bonus.base_percent, Some(d("1")));
    }

    #[test]
    fn a_matter_is_acknowledged_no_later_than_it_is_resolved() {
        let mut a = good();
        assert_eq!(times(&a, &none()), []);
        a.escalation.tiers[0].acknowledge_seconds = Some(d("300"));
        a.escalation.tiers[0].resolve_seconds = Some(d("300"));
        assert_eq!(times(&a, &none()), []);
        a.escalation.tiers[0].acknowledge_seconds = Some(d("86400"));
        let a = is_mended(a, times, "Resolved before it is acknowledged");
        assert_eq!(a.escalation.tiers[0].acknowledge_seconds, Some(d("300")));
        assert_eq!(a.escalation.tiers[0].resolve_seconds, Some(d("86400")));
    }

    #[test]
    fn a_ladder_begins_where_points_can_come() {
        let mut a = good();
        a.remedies.mechanism = Mechanism::Points;
        let step = |points: &str| LadderStep { points: d(points), percent: d("2") };
        a.remedies.points.ladder = vec![step("7")];
        assert_eq!(ladder(&a, &none()), [], "no level brings points yet");
        level(&mut a, "fcr").bands[2].points = Some(d("3"));
        let found = only(ladder(&a, &none()));
        assert_eq!((found.severity, found.fields[0].as_str()), (Severity::Error, LADDER));
        assert!(found.reason.contains("7 points") && found.reason.contains("brings 6."), "{}", found.reason);
        a.remedies.points.ladder = vec![step("6")];
        assert_eq!(ladder(&a, &none()), []);
        a.remedies.mechanism = Mechanism::Percent;
        a.remedies.points.ladder = vec![step("7")];
        assert_eq!(ladder(&a, &none()), []);
    }

    /// Terms that each contradict a good contract of two years with a month's cap of 12 %, and the place of the error.
    const ADDED_ALONE: [(&[(&str, &str)], &str); 16] = [
        (&[("remedies.triggers", "misses 5 of 3: escalation")], "remedies.triggers"),
        (&[("remedies.triggers", "misses 0 of 0: escalation")], "remedies.triggers"),
        (&[("remedies.triggers", "run 30: right to terminate")], "remedies.triggers"),
        (&[("remedies.triggers", "cap 3 of 2: right to terminate")], "remedies.triggers"),
        (&[("remedies.triggers", "points 20: escalation")], "remedies.triggers"),
        (&[("service_levels.fcr.later", "month 30: 90 %")], "service_levels.fcr.later.1.from_month"),
        (&[("ramp.credit_factors", ZEROS)], "ramp.credit_factors"),
        (&[("remedies.bonus.base", "5 %"), ("remedies.bonus.cap", "1 %")], "remedies.bonus.base"),
        (&[("remedies.bonus.base", "5 %")], "remedies.bonus.cap"),
        (&[("remedies.rolling_cap", "0 %")], "remedies.rolling_cap"),
        (&[("service_levels.fcr.cap", "30 %")], "service_levels.fcr.cap"),
        (
            &[("escalation.tiers.1.acknowledge", "1 day"), ("escalation.tiers.1.resolve", "5 min")],
            "escalation.tiers.1.acknowledge",
        ),
        (
            &[
                ("remedies.mechanism", "points"),
                ("service_levels.fcr.bands.1.points", "1"),
                ("service_levels.fcr.bands.2.points", "1"),
                ("service_levels.fcr.bands.3.points", "1"),
                ("remedies.points.ladder", "50: 5 %"),
            ],
            "remedies.points.ladder",
        ),
        (
            &[
                ("remedies.mechanism", "pool"),
                ("remedies.pool.at_risk", "12 %"),
                ("remedies.pool.shares", "quality: 60 %, speed: 40 %"),
                ("service_levels.fcr.category", "quality"),
                ("service_levels.fcr.allocation", "100 %"),
            ],
            "remedies.pool.shares",
        ),
        (
            &[("remedies.triggers", "run 3: escalation, cap 3 of 40: escalation, cap 25 of 40: escalation")],
            "remedies.triggers",
        ),
        (&[("remedies.triggers", "misses 25 of 36: escalation")], "remedies.triggers"),
    ];
    const ZEROS: &str = "0 %, 0 %, 0 %, 0 %, 0 %, 0 %, 0 %, 0 %, 0 %, 0 %, 0 %, 0 %, 0 %, 0 %, 0 %, 0 %, 0 %, 0 %, 0 %, \
                         0 %, 0 %, 0 %, 0 %, 0 %";

    #[test]
    fn each_dead_term_added_alone_to_a_good_contract_is_an_error_at_its_place() {
        let mut contract = good();
        contract.term.months = 24;
        let errors = |a: &Agreement| {
            let found = super::super::review(a, &none()).into_iter();
            found.filter(|f| f.severity == Severity::Error).collect::<Vec<_>>()
        };
        assert_eq!(errors(&contract), []);
        for (terms, place) in ADDED_ALONE {
            let mut a = contract.clone();
            for (path, text) in terms {
                crate::term::set(&mut a, path, text).unwrap_or_else(|e| panic!("{e}"));
            }
            let found = errors(&a);
            assert!(found.iter().any(|f| f.fields[0] == place), "{place}: {found:#?}");
            assert!(found.iter().all(|f| f.rule == "C10" || f.rule == "C11"), "{place}: {found:#?}");
        }
    }
}
