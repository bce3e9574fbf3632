//! C7, C17, C18: rewards beside penalties, for the right thing; no penalty for what nobody can help; one for each event.

use super::{Evidence, Finding, Severity, credits, kind, paths, wording};
use crate::{Agreement, Class, Decimal, Measure, ServiceLevel, library, remedy::IncidentCredit};

const BOTH: &str = "penalties alone make the two sides opponents; what is better than promised is worth something too";
const OUTCOME: &str = "a bonus pays for what customers get out of it, and not for pace";
const VOLUME: &str = "credits are for errors that can be avoided, not for contacts that nobody forecast";
const ONCE: &str = "one event that makes several levels miss is credited once, by the highest credit";

pub(super) fn is_above_zero(value: Option<Decimal>) -> bool {
    value.is_some_and(|v| v > Decimal::ZERO)
}

/// Some credit is possible and nothing can be earned.
pub(super) fn penalties_alone(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let remedies = &agreement.remedies;
    let counting = || agreement.service_levels.iter().filter(|l| l.class != Class::ReportOnly);
    let has_penalty = counting().any(|l| credits::has_teeth(agreement, l));
    let earns = is_above_zero(remedies.bonus.base_percent)
        || counting().any(|l| is_above_zero(l.remedy.bonus_percent))
        || is_above_zero(remedies.gain_share.share_percent)
        || is_above_zero(remedies.earn_back.percent);
    if !has_penalty || earns {
        return Vec::new();
    }
    let reason = "Misses cost something, and neither a bonus nor credit earned back answers better service.";
    let finding =
        Finding::new("C7", Severity::Advice, "Penalties without rewards", reason, BOTH, "remedies.earn_back.part");
    let change = wording::change("remedies.earn_back.part", "50 %");
    vec![finding.also(["remedies.bonus.base".to_owned()]).mended("Let half of a credit be earned back", vec![change])]
}

/// Bonuses are for customers’ sake.
pub(super) fn bonus(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let rewarded: Vec<(&ServiceLevel, &Measure)> =
        agreement.levels().filter(|(l, _)| is_above_zero(l.remedy.bonus_percent)).collect();
    let mut found: Vec<Finding> = rewarded
        .iter()
        .filter(|(_, m)| kind::is_speed(m))
        .map(|(level, measure)| {
            let reason = format!(
                "Exceeding {} earns a bonus, so that pace pays whatever becomes of the customer.",
                measure.name
            );
            let field = paths::level(&level.id, "bonus");
            Finding::new("C17", Severity::Warning, "Speed is rewarded", reason, OUTCOME, &*field).mended_in(
                agreement,
                format!("No bonus for {}", measure.name),
                vec![wording::change(field, "")],
            )
        })
        .collect();
    let base = is_above_zero(agreement.remedies.bonus.base_percent);
    let scored = paths::scored(agreement);
    if base && !scored.is_empty() && !scored.iter().any(|(_, m)| kind::is_value(m)) {
        let reason =
            "A bonus is paid when everything is met, and nothing that is scored says what customers got out of it.";
        found.push(Finding::new(
            "C17",
            Severity::Warning,
            "Bonus not for customers",
            reason,
            OUTCOME,
            "remedies.bonus.base",
        ));
    }
    found
}

/// What more contacts than forecast make miss is marked as sensitive to volume where it costs something.
pub(super) fn volume(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let levels = agreement.levels().filter(|(l, m)| {
        let driven = library::recognise(m).is_some_and(|k| k.is_volume_driven);
        l.class != Class::ReportOnly && driven && !l.volume_sensitive && credits::has_teeth(agreement, l)
    });
    let levels: Vec<_> = levels.collect();
    let Some((first, _)) = levels.first() else {
        return Vec::new();
    };
    let names: Vec<&str> = levels.iter().map(|(_, m)| m.name.as_str()).collect();
    let word = if levels.len() == 1 { "misses" } else { "miss" };
    let reason = format!(
        "With more work than anybody forecast {} {word}, and credit is due for what no care could prevent.",
        wording::names(&names)
    );
    let field = |l: &ServiceLevel| paths::level(&l.id, "volume_sensitive");
    let changes = levels.iter().map(|(l, _)| wording::change(field(l), "yes")).collect();
    let finding = Finding::new("C17", Severity::Warning, "Penalty for volume", reason, VOLUME, field(first))
        .also(levels.iter().map(|(l, _)| field(l)))
        .mended("Excuse volumes above the forecast’s band", changes);
    vec![finding]
}

/// Levels that one event makes miss together.
const FAMILIES: [&[&str]; 5] = [
    &["asa", "service_level", "abandonment", "callbacks_kept"],
    &["chat_response", "chat_response_time", "chat_abandonment"],
    &["fcr", "repeat_contacts", "digital_resolution", "reopen_rate"],
    &["turnaround", "backlog", "backlog_age"],
    &["accuracy", "rework"],
];

/// One event does not cost several credits.
pub(super) fn double_jeopardy(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    if agreement.remedies.incident_credit != IncidentCredit::Sum {
        return Vec::new();
    }
    let mut found = Vec::new();
    for family in FAMILIES {
        let members = agreement.levels().filter(|(l, m)| {
            let known = library::recognise(m).is_some_and(|k| family.contains(&k.measure.id.0.as_str()));
            known && l.class != Class::ReportOnly && credits::has_teeth(agreement, l)
        });
        let members: Vec<_> = members.collect();
        if members.len() < 2 {
            continue;
        }
        let names: Vec<&str> = members.iter().map(|(_, m)| m.name.as_str()).collect();
        let reason = format!(
            "{} miss together in one bad hour, and the credits of one event are added up.",
            wording::names(&names)
        );
        let change = wording::change("remedies.incidents", "highest");
        let finding =
            Finding::new("C18", Severity::Warning, "One event, several credits", reason, ONCE, "remedies.incidents");
        let fields = members.iter().map(|(l, _)| paths::credit(l));
        found.push(finding.also(fields).mended_in(agreement, "Credit an event once, by the highest", vec![change]));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::{apply, d, good, level, only};
    use super::*;

    fn none() -> Evidence {
        Evidence::default()
    }

    #[test]
    fn penalties_want_a_reward_beside_them() {
        let mut a = good();
        a.remedies.earn_back.percent = None;
        a.remedies.bonus.base_percent = None;
        let found = only(penalties_alone(&a, &none()));
        assert_eq!(found.severity, Severity::Advice);
        let mut mended = a.clone();
        apply(&mut mended, &found.mend.unwrap());
        assert_eq!(penalties_alone(&mended, &none()), []);
        a.remedies.earn_back.percent = Some(d("50"));
        assert_eq!(penalties_alone(&a, &none()), []);
        a.remedies.earn_back.percent = None;
        for l in &mut a.service_levels {
            l.bands.iter_mut().for_each(|b| b.credit_percent = Decimal::ZERO);
        }
        assert_eq!(penalties_alone(&a, &none()), [], "there is no penalty either");
    }

    #[test]
    fn a_bonus_for_speed_is_found_and_one_for_resolution_is_not() {
        let mut a = good();
        level(&mut a, "fcr").remedy.bonus_percent = Some(d("1"));
        assert_eq!(bonus(&a, &none()), []);
        level(&mut a, "aht").remedy.bonus_percent = Some(d("1"));
        let found = only(bonus(&a, &none()));
        assert_eq!((found.severity, found.title.as_str()), (Severity::Warning, "Speed is rewarded"));
        apply(&mut a, &found.mend.unwrap());
        assert_eq!(bonus(&a, &none()), []);
        a.remedies.bonus.base_percent = Some(d("2"));
        assert_eq!(bonus(&a, &none()), [], "all levels are met, those of customers too");
        super::super::tests::keep(&mut a, &["asa", "aht"]);
        assert_eq!(only(bonus(&a, &none())).title, "Bonus not for customers");
    }

    #[test]
    fn what_volume_drives_is_excused_beyond_the_band() {
        let mut a = good();
        assert_eq!(volume(&a, &none()), []);
        level(&mut a, "asa").volume_sensitive = false;
        let found = only(volume(&a, &none()));
        assert_eq!(
            (found.severity, found.fields[0].as_str()),
            (Severity::Warning, "service_levels.asa.volume_sensitive")
        );
        apply(&mut a, &found.mend.unwrap());
        assert_eq!(volume(&a, &none()), []);
        level(&mut a, "asa").volume_sensitive = false;
        level(&mut a, "asa").bands.iter_mut().for_each(|b| b.credit_percent = Decimal::ZERO);
        assert_eq!(volume(&a, &none()), [], "it costs nothing");
    }

    #[test]
    fn credits_of_one_event_are_not_added_up() {
        let mut a = good();
        assert_eq!(double_jeopardy(&a, &none()), []);
        a.remedies.incident_credit = IncidentCredit::Sum;
        let found = double_jeopardy(&a, &none());
        assert_eq!(found.len(), 2, "the queue, and what was not settled");
        apply(&mut a, found[0].mend.as_ref().unwrap());
        assert_eq!(double_jeopardy(&a, &none()), []);
        a.remedies.incident_credit = IncidentCredit::Sum;
        super::super::tests::keep(&mut a, &["asa", "csat", "qa"]);
        assert_eq!(double_jeopardy(&a, &none()), [], "no two of them miss for one reason");
    }
}
