//! C10: triggers that can fire in the term, with the misses, points and credits that the agreement can bring.

use super::{Evidence, Finding, Severity, paths, wording, worst};
use crate::remedy::{Condition, Trigger};
use crate::{Agreement, Class, Decimal, Grade, Mechanism, ServiceLevel, Window, term};

const SOURCE: &str = "a consequence that can never follow is none, and both sides believe that they agreed on one";
const PATH: &str = "remedies.triggers";
/// Months whose points are added up.
const POINTS_MONTHS: u32 = 3;

/// Every trigger can fire.
pub(super) fn fire(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let triggers = &agreement.remedies.triggers;
    if triggers.is_empty() || worst::binding(agreement).next().is_none() {
        return Vec::new();
    }
    let never: Vec<(usize, Never)> =
        triggers.iter().enumerate().filter_map(|(i, t)| Some((i, never(agreement, t)?))).collect();
    if never.is_empty() {
        return Vec::new();
    }
    let why: Vec<String> =
        never.iter().map(|(i, n)| format!("“{}” can never happen: {}", triggers[*i].when_words(), n.why)).collect();
    let title = if never.len() == 1 { "Trigger that can never fire" } else { "Triggers that can never fire" };
    let finding = Finding::new("C10", Severity::Error, title, format!("{}.", why.join(". ")), SOURCE, PATH);
    let finding = finding.also(never.iter().flat_map(|(_, n)| n.fields.clone()));
    let mut mended = agreement.clone();
    mended.remedies.triggers = triggers
        .iter()
        .enumerate()
        .filter(|(i, _)| never.iter().all(|(n, _)| n != i))
        .map(|(_, trigger)| *trigger)
        .collect();
    let text = term::field(&mended, PATH).map_or(String::new(), |field| field.text);
    let label = if never.len() == 1 { "Take this trigger out" } else { "Take these triggers out" };
    vec![finding.mended(label, vec![wording::change(PATH, text)])]
}

/// Why a trigger never fires, and the terms beside it that this rests on.
struct Never {
    why: String,
    fields: Vec<String>,
}

fn because(why: impl Into<String>, fields: &[&str]) -> Option<Never> {
    Some(Never { why: why.into(), fields: fields.iter().map(|f| (*f).to_owned()).collect() })
}

fn never(agreement: &Agreement, trigger: &Trigger) -> Option<Never> {
    match trigger.when {
        Condition::Grade { at_least } => grade(agreement, at_least),
        Condition::CriticalRun { windows: 0 } => because("a run has at least one window", &[]),
        Condition::CriticalRun { windows } => {
            let promotes = agreement.remedies.promotes;
            let critical = |l: &&ServiceLevel| l.class == Class::Critical || promotes;
            if worst::binding(agreement).any(|l| critical(&l)) {
                too_many(agreement, windows, worst::binding(agreement).filter(critical))
            } else {
                because("no service level is critical", &["remedies.promotes"])
            }
        }
        Condition::Misses { misses: 0, .. } => because("it takes at least one miss", &[]),
        Condition::Misses { misses, of_windows } if misses > of_windows => {
            because("more misses are asked for than there are windows to miss in", &[])
        }
        Condition::Misses { misses, .. } => too_many(agreement, misses, worst::binding(agreement)),
        Condition::Points { points } => self::points(agreement, points),
        Condition::CapReached { months, of_months } => cap(agreement, months, of_months),
    }
}

fn grade(agreement: &Agreement, at_least: Grade) -> Option<Never> {
    if at_least == Grade::Met {
        return because("what is met is no miss", &[]);
    }
    // A report that is missing for too long counts as failed, whatever the bands.
    let is_reached = agreement.remedies.cure_business_days.is_some()
        || worst::binding(agreement).any(|l| l.bands.iter().any(|b| b.grade >= at_least));
    if is_reached {
        return None;
    }
    because(format!("no band of a service level is {} or worse", at_least.word()), &[paths::LEVELS])
}

/// Windows of the levels in which a miss counts: those of the term after the ramp.
fn too_many<'a>(agreement: &Agreement, needed: u32, levels: impl Iterator<Item = &'a ServiceLevel>) -> Option<Never> {
    let months = agreement.term.months;
    let ramp = u32::try_from(agreement.ramp.months()).unwrap_or(u32::MAX).min(months);
    let windows = levels.map(|level| match level.remedy.window {
        Window::Month => months - ramp,
        // Those that end after the ramp.
        Window::Quarter => months / 3 - ramp / 3,
    });
    let most = windows.max().unwrap_or_default();
    if needed <= most {
        return None;
    }
    let word = if most == 1 { "window counts" } else { "windows count" };
    let after = if ramp == 0 { String::new() } else { format!(", of which the {ramp} of the ramp do not count") };
    because(
        format!("the term has {months} months{after}, so that {most} {word} at most"),
        &["term.months", paths::CREDIT_FACTORS],
    )
}

fn points(agreement: &Agreement, needed: Decimal) -> Option<Never> {
    if agreement.remedies.mechanism != Mechanism::Points {
        return because("misses are paid by another mechanism, which counts no points", &["remedies.mechanism"]);
    }
    if needed <= Decimal::ZERO {
        return because("it takes more than 0 points", &[]);
    }
    let most = worst::most_points_in(agreement, POINTS_MONTHS);
    // Without any points everything about them is dead, which another rule says.
    if most.is_zero() || needed <= most {
        return None;
    }
    let why =
        format!("three months with every level in its worst band, and all of it repeated, bring {}", most.normalize());
    because(why, &[paths::LEVELS])
}

fn cap(agreement: &Agreement, months: u32, of_months: u32) -> Option<Never> {
    if months == 0 {
        return because("it takes at least one month", &[]);
    }
    if months > of_months {
        return because("more months are asked for than there are to count", &[]);
    }
    let Some(cap) = worst::month_cap_percent(agreement).filter(|cap| *cap > Decimal::ZERO) else {
        return because("there is no cap that credits could reach", &[paths::MONTH_CAP]);
    };
    if let Some(most) = worst::repeated_percent(agreement).filter(|most| *most < cap && *most > Decimal::ZERO) {
        let why = format!(
            "the cap is {}, and all levels in their worst bands together cost {}",
            wording::percent(cap),
            wording::percent(most)
        );
        return because(why, &[paths::MONTH_CAP]);
    }
    // A cap is one of every month, whatever the windows of levels.
    let ramp = u32::try_from(agreement.ramp.months()).unwrap_or(u32::MAX);
    let counting = agreement.term.months.saturating_sub(ramp);
    if months <= counting {
        return None;
    }
    because(format!("the term has {counting} months after the ramp"), &["term.months", paths::CREDIT_FACTORS])
}

#[cfg(test)]
mod tests {
    use super::super::tests::{apply, d, good, level, only};
    use super::*;

    /// What is found in the good agreement of two years with these triggers alone.
    fn with(triggers: &str, change: fn(&mut Agreement)) -> Vec<Finding> {
        let mut a = good();
        a.term.months = 24;
        change(&mut a);
        term::set(&mut a, PATH, triggers).unwrap();
        let found = fire(&a, &Evidence::default());
        for finding in &found {
            apply(&mut a, finding.mend.as_ref().unwrap());
            assert_eq!(fire(&a, &Evidence::default()), [], "{triggers}");
        }
        found
    }

    fn is_dead(triggers: &str, change: fn(&mut Agreement)) -> Finding {
        let found = only(with(triggers, change));
        assert_eq!((found.severity, found.fields[0].as_str()), (Severity::Error, PATH));
        found
    }

    #[test]
    fn runs_and_misses_fit_the_windows_that_count() {
        // The sample's ramp has four months.
        assert_eq!(with("run 20: right to terminate, misses 20 of 30: escalation", |_| ()), []);
        let found = is_dead("run 21: right to terminate", |_| ());
        assert_eq!(
            found.reason,
            "“the same critical level missed in 21 windows running” can never happen: the term has 24 months, of which \
             the 4 of the ramp do not count, so that 20 windows count at most."
        );
        is_dead("misses 21 of 30: escalation", |_| ());
        is_dead("run 0: escalation", |_| ());
        is_dead("misses 0 of 0: escalation", |_| ());
        is_dead("misses 5 of 3: escalation", |_| ());
        assert_eq!(with("misses 3 of 3: escalation", |_| ()), []);
        let quarters = |a: &mut Agreement| {
            a.service_levels.iter_mut().for_each(|l| l.remedy.window = Window::Quarter);
        };
        assert_eq!(with("run 7: escalation", quarters), []);
        is_dead("run 8: escalation", quarters);
        let key = |a: &mut Agreement| a.service_levels.iter_mut().for_each(|l| l.class = Class::Key);
        is_dead("run 3: escalation", key);
        assert_eq!(with("misses 3 of 6: escalation", key), []);
    }

    #[test]
    fn points_are_counted_where_there_are_any_and_can_add_up() {
        let by_points = |a: &mut Agreement| {
            a.remedies.mechanism = Mechanism::Points;
            level(a, "fcr").bands[2].points = Some(d("3"));
        };
        is_dead("points 20: escalation", |_| ());
        assert_eq!(with("points 18: escalation", by_points), []);
        is_dead("points 19: escalation", by_points);
        is_dead("points 0: escalation", by_points);
    }

    #[test]
    fn a_cap_is_reached_by_the_credits_that_there_are() {
        assert_eq!(with("cap 3 of 6: right to terminate", |_| ()), []);
        is_dead("cap 3 of 2: right to terminate", |_| ());
        is_dead("cap 0 of 2: right to terminate", |_| ());
        is_dead("cap 21 of 24: right to terminate", |_| ());
        is_dead("cap 3 of 6: right to terminate", |a| a.remedies.month_cap_percent = None);
        let exactly = |a: &mut Agreement| {
            a.remedies.month_cap_percent = worst::repeated_percent(a);
        };
        assert_eq!(with("cap 3 of 6: right to terminate", exactly), []);
        is_dead("cap 3 of 6: right to terminate", |a| {
            a.remedies.month_cap_percent = worst::repeated_percent(a).map(|most| most + d("0.1"));
        });
    }

    #[test]
    fn a_grade_is_one_that_some_band_has() {
        assert_eq!(with("severe: rectification plan", |a| a.remedies.cure_business_days = None), []);
        is_dead("failed: rectification plan", |a| a.remedies.cure_business_days = None);
        assert_eq!(with("failed: rectification plan", |a| a.remedies.cure_business_days = Some(5)), []);
    }

    #[test]
    fn one_action_takes_out_what_is_dead_and_leaves_the_rest() {
        let found = is_dead("serious: rectification plan, run 30: right to terminate, cap 3 of 2: escalation", |_| ());
        assert_eq!(found.title, "Triggers that can never fire");
        assert_eq!(found.mend.unwrap().changes, [wording::change(PATH, "serious: rectification plan")]);
    }
}
