//! C10 and C6: the path of a target over the term leads on, month by month, to what can be reached.

use super::Change;
use super::{Evidence, Finding, HistorySummary, Severity, paths, ramp::is_harder, targets as level_targets, wording};
use crate::{Agreement, Direction, LaterTarget, Measure, ServiceLevel, Target, clauses::RenewalRule, ramp};

const PATHS: &str = "later targets lead from the first one to better ones, each from a month in which it can apply";
const FAIR: &str = "a better target is reached in steps, and no step goes beyond what was ever achieved";

fn find(severity: Severity, title: &str, reason: String, field: impl Into<String>) -> Finding {
    Finding::new("C10", severity, title, reason, PATHS, field)
}

/// The later targets of a level as one text to set, without those that are not `kept`.
fn without(level: &ServiceLevel, measure: &Measure, kept: impl Fn(usize) -> bool) -> Change {
    let later = level.later_targets.iter().enumerate().filter(|(i, _)| kept(*i));
    let text: Vec<String> = later.map(|(_, l)| typed(l.from_month, l.target, measure)).collect();
    wording::change(paths::level(&level.id, "later"), text.join("; "))
}

/// As a later target is typed: `from month 13: 74.0 %`.
pub(super) fn typed(from_month: u32, target: Target, measure: &Measure) -> String {
    format!("from month {from_month}: {}", wording::typed(&wording::target(target, measure)))
}

/// The last month in which a target can hold: a renewal counts once, and not where it agrees targets anew.
fn last_month(agreement: &Agreement) -> u32 {
    if agreement.renewal.reopens_targets {
        return agreement.term.months;
    }
    let renewed = match agreement.renewal.rule {
        RenewalRule::Automatic | RenewalRule::ByAgreement => agreement.renewal.months.unwrap_or_default(),
        RenewalRule::Ends => 0,
    };
    agreement.term.months.saturating_add(renewed)
}

/// Later targets begin one after the other, in months of the term in which the ramp no longer speaks.
pub(super) fn order(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    level_targets::clean(agreement).flat_map(|(level, measure)| months(agreement, level, measure)).collect()
}

fn months(agreement: &Agreement, level: &ServiceLevel, measure: &Measure) -> Vec<Finding> {
    let name = &measure.name;
    let ramp_months = match agreement.ramp.path(&level.id) {
        Some(_) => u32::try_from(agreement.ramp.months()).unwrap_or(u32::MAX),
        None => 0,
    };
    let last = last_month(agreement);
    let renews = agreement.renewal.reopens_targets && agreement.renewal.rule != RenewalRule::Ends;
    let anew = if renews { "; a renewal agrees targets anew" } else { "" };
    let mut found = Vec::new();
    let mut before = 1;
    for (i, LaterTarget { from_month, target }) in level.later_targets.iter().enumerate() {
        let text = wording::target(*target, measure);
        let field = paths::later(&level.id, i, "from_month");
        let removed = |finding: Finding| {
            let change = without(level, measure, |other| other != i);
            finding.mended(format!("Remove {text} from month {from_month}"), vec![change])
        };
        if *from_month <= before {
            let reason =
                format!("{text} for {name} begins in month {from_month}, not after month {before} as it must.");
            found.push(find(Severity::Error, "Later targets out of order", reason, field));
        } else if *from_month > last {
            let reason =
                format!("{text} for {name} begins in month {from_month}, and the term ends with month {last}{anew}.");
            let finding = find(Severity::Error, "Later target that never applies", reason, field);
            found.push(removed(finding.also(["term.months".to_owned()])));
        } else if *from_month <= ramp_months {
            let reason = format!(
                "{text} for {name} begins in month {from_month}, and the ramp has targets of its own up to month {ramp_months}."
            );
            let finding = find(Severity::Error, "Later target inside the ramp", reason, field);
            found.push(removed(finding.also([paths::ramp_target(&level.id, *from_month as usize)])));
        } else if *from_month == ramp_months + 1 {
            let first = wording::target(level.target, measure);
            let reason =
                format!("{text} for {name} begins when the ramp ends, so that the target of {first} never applies.");
            let changes = vec![
                without(level, measure, |other| other != i),
                wording::change(paths::level(&level.id, "target"), wording::typed(&text)),
            ];
            let finding = find(Severity::Error, "Target that never applies", reason, field);
            let finding = finding.also([paths::level(&level.id, "target")]);
            found.push(finding.mended(format!("Make {text} the target after the ramp"), changes));
        }
        if found.is_empty() && (agreement.term.months + 1..=last).contains(from_month) {
            let reason = format!(
                "{text} for {name} begins in month {from_month}, after the term of {} months: it holds only where the \
                 agreement is renewed.",
                agreement.term.months
            );
            let finding =
                find(Severity::Advice, "Later target for a renewal", reason, paths::later(&level.id, i, "from_month"));
            found.push(removed(finding.also(["term.months".to_owned(), "renewal.months".to_owned()])));
        }
        before = before.max(*from_month);
    }
    found
}

/// Later targets are values of their measure, and none asks for less than the one before it.
pub(super) fn way(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    level_targets::clean(agreement).flat_map(|(level, measure)| steps(level, measure)).collect()
}

fn steps(level: &ServiceLevel, measure: &Measure) -> Vec<Finding> {
    let name = &measure.name;
    let mut found = Vec::new();
    let mut before = level_targets::rounded(level.target, measure);
    for (i, LaterTarget { from_month, target }) in level.later_targets.iter().enumerate() {
        let field = paths::later(&level.id, i, "target");
        if let Some((title, reason)) = level_targets::problem(*target, measure) {
            found.push(find(Severity::Error, title, format!("From month {from_month}: {reason}"), field));
            continue;
        }
        let target = level_targets::rounded(*target, measure);
        let (text, earlier) = (wording::target(target, measure), wording::target(before, measure));
        let removed = |finding: Finding| {
            let change = without(level, measure, |other| other != i);
            finding.mended(format!("Keep {earlier} from month {from_month} on"), vec![change])
        };
        if is_harder(measure, before, target) {
            let reason = format!("From month {from_month} {name} may be {text}, easier than {earlier} before.");
            found.push(removed(find(Severity::Warning, "Target eases over the term", reason, field)));
            continue;
        }
        if target == before {
            let reason = format!("From month {from_month} {name} has to be {text}, as before.");
            found.push(removed(find(Severity::Warning, "Later target without effect", reason, field)));
        }
        before = target;
    }
    found
}

/// No later target beyond the best month of the baseline.
pub(super) fn fair(agreement: &Agreement, evidence: &Evidence) -> Vec<Finding> {
    let levels = super::history::judged(agreement);
    let found = levels.flat_map(|(level, measure)| {
        let later = level.later_targets.iter().enumerate();
        later.filter_map(|(i, later)| {
            if level_targets::problem(later.target, measure).is_some() {
                return None;
            }
            let finding = unreached(level, measure, i, later, evidence.of_measure(&measure.id));
            finding.or_else(|| perfect(level, measure, i, later))
        })
    });
    found.collect()
}

fn unreached(
    level: &ServiceLevel,
    measure: &Measure,
    index: usize,
    later: &LaterTarget,
    history: Option<&HistorySummary>,
) -> Option<Finding> {
    let history = history?;
    // What is beyond the best month already before is said of the first target.
    let is_beyond = |target| beyond(target, measure, history).is_some();
    if is_beyond(level.target) || level_targets::is_perfect(later.target, measure) {
        return None;
    }
    let best = beyond(later.target, measure, history)?;
    let best_text = wording::target(best, measure);
    let reason = format!(
        "From month {} {} has to be {}, and the best of {} month{} of history was {best_text}.",
        later.from_month,
        measure.name,
        wording::target(later.target, measure),
        history.months,
        if history.months == 1 { "" } else { "s" }
    );
    let field = paths::later(&level.id, index, "target");
    let title = "Later target beyond the best month";
    let finding = Finding::new("C6", Severity::Warning, title, reason, FAIR, &*field);
    // At the best month it would still be a promise: where the one before it asks for that already, it is left out.
    let before = ramp::promised(level, later.from_month.saturating_sub(1) as usize);
    Some(if is_harder(measure, best, before) {
        let change = wording::change(field, wording::typed(&best_text));
        finding.mended(format!("Set it to {best_text}, the best month"), vec![change])
    } else {
        let change = without(level, measure, |other| other != index);
        finding.mended(format!("Remove the target from month {}", later.from_month), vec![change])
    })
}

/// The best month, where a target asks for more; a range has no best one.
fn beyond(target: Target, measure: &Measure, history: &HistorySummary) -> Option<Target> {
    let best = match measure.direction {
        Direction::Higher => history.highest,
        Direction::Lower => history.lowest,
        Direction::Range => return None,
    };
    let best = level_targets::rounded(Target::Value(measure.unit.of(best)), measure);
    is_harder(measure, level_targets::rounded(target, measure), best).then_some(best)
}

fn perfect(level: &ServiceLevel, measure: &Measure, index: usize, later: &LaterTarget) -> Option<Finding> {
    let at_once = level_targets::is_perfect(level.target, measure);
    (!at_once && level_targets::is_perfect(later.target, measure)).then(|| {
        let text = wording::target(later.target, measure);
        let reason = format!(
            "From month {} a single case decides each month of {}, and effort after the first miss earns nothing.",
            later.from_month, measure.name
        );
        let field = paths::later(&level.id, index, "target");
        let finding = Finding::new("C6", Severity::Warning, format!("A target of {text}"), reason, FAIR, field);
        let change = without(level, measure, |other| other != index);
        finding.mended(format!("Remove the target from month {}", later.from_month), vec![change])
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{apply, d, good, history, keep, level, only};
    use super::*;
    use crate::Unit;

    fn none() -> Evidence {
        Evidence::default()
    }

    fn percent(text: &str) -> Target {
        Target::Value(Unit::Percent.of(d(text)))
    }

    /// The sample, whose target for first contact resolution is 72 %, over two years, with these later targets.
    fn with(later: &[(u32, &str)]) -> Agreement {
        let mut a = good();
        a.term.months = 24;
        a.renewal = crate::clauses::Renewal::default();
        level(&mut a, "fcr").later_targets = later
            .iter()
            .map(|(from_month, text)| LaterTarget { from_month: *from_month, target: percent(text) })
            .collect();
        a
    }

    fn is_mended(a: &mut Agreement, check: fn(&Agreement, &Evidence) -> Vec<Finding>, title: &str) {
        let found = only(check(a, &none()));
        assert_eq!(found.title, title, "{}", found.reason);
        apply(a, &found.mend.unwrap());
        assert_eq!(check(a, &none()), []);
    }

    #[test]
    fn later_targets_begin_inside_the_term() {
        assert_eq!(order(&with(&[(13, "73.0"), (24, "74.0")]), &none()), []);
        let mut a = with(&[(13, "73.0"), (25, "74.0")]);
        a.renewal.rule = RenewalRule::Automatic;
        a.renewal.months = Some(12);
        let found = only(order(&a, &none()));
        assert_eq!((found.severity, found.title.as_str()), (Severity::Advice, "Later target for a renewal"));
        assert!(found.reason.contains("month 25, after the term of 24 months"), "{}", found.reason);
        a.renewal.reopens_targets = true;
        is_mended(&mut a, order, "Later target that never applies");
        is_mended(&mut with(&[(13, "73.0"), (25, "74.0")]), order, "Later target that never applies");
    }

    #[test]
    fn later_targets_begin_one_after_the_other() {
        let found = only(order(&with(&[(13, "73.0"), (13, "74.0")]), &none()));
        assert_eq!((found.title.as_str(), found.severity), ("Later targets out of order", Severity::Error));
        assert_eq!(found.fields, ["service_levels.fcr.later.2.from_month"]);
        assert_eq!(order(&with(&[(13, "73.0"), (14, "74.0")]), &none()), []);
        assert_eq!(only(order(&with(&[(1, "73.0")]), &none())).title, "Later targets out of order");
    }

    #[test]
    fn the_ramp_goes_before_later_targets() {
        // The sample's ramp has four months.
        is_mended(&mut with(&[(4, "73.0")]), order, "Later target inside the ramp");
        let mut a = with(&[(5, "73.0"), (13, "74.0")]);
        is_mended(&mut a, order, "Target that never applies");
        assert_eq!(level(&mut a, "fcr").target, percent("73.0"));
        assert_eq!(level(&mut a, "fcr").later_targets.len(), 1);
        assert_eq!(order(&with(&[(6, "73.0")]), &none()), []);
        let mut a = with(&[(4, "73.0")]);
        a.ramp.paths.retain(|p| p.service_level.0 != "fcr");
        assert_eq!(order(&a, &none()), [], "without targets of its own in the ramp the level has its full one");
    }

    #[test]
    fn a_path_does_not_ease_and_each_step_is_one() {
        assert_eq!(way(&with(&[(13, "73.0"), (19, "74.0")]), &none()), []);
        is_mended(&mut with(&[(13, "71.9")]), way, "Target eases over the term");
        is_mended(&mut with(&[(13, "73.0"), (19, "72.5")]), way, "Target eases over the term");
        is_mended(&mut with(&[(13, "72.0")]), way, "Later target without effect");
        let mut a = with(&[]);
        let seconds = |text: &str| Target::Value(Unit::Seconds.of(d(text)));
        level(&mut a, "asa").later_targets = vec![LaterTarget { from_month: 13, target: seconds("25") }];
        assert_eq!(way(&a, &none()), [], "less is better");
        level(&mut a, "asa").later_targets[0].target = seconds("31");
        assert_eq!(only(way(&a, &none())).title, "Target eases over the term");
        level(&mut a, "asa").later_targets[0].target = percent("25");
        let found = only(way(&a, &none()));
        assert_eq!((found.severity, found.title.as_str()), (Severity::Error, "Target in another unit"));
    }

    #[test]
    fn a_step_is_not_beyond_the_best_month() {
        const FCR: [&str; 6] = ["70", "71", "72", "73", "74", "75.04"];
        let evidence = history(&[("fcr", &FCR)]);
        let mut a = with(&[(13, "73.0"), (19, "75.0")]);
        keep(&mut a, &["fcr"]);
        assert_eq!(fair(&a, &evidence), []);
        assert_eq!(fair(&a, &none()), [], "nothing to compare with");
        level(&mut a, "fcr").later_targets[1].target = percent("75.1");
        let found = only(fair(&a, &evidence));
        assert_eq!((found.rule.as_str(), found.severity), ("C6", Severity::Warning));
        assert_eq!(found.fields, ["service_levels.fcr.later.2.target"]);
        apply(&mut a, &found.mend.unwrap());
        assert_eq!(fair(&a, &evidence), []);
        assert_eq!(level(&mut a, "fcr").later_targets[1].target, percent("75.0"));
        level(&mut a, "fcr").later_targets = vec![LaterTarget { from_month: 13, target: percent("100") }];
        let found = only(fair(&a, &evidence));
        assert!(found.title.starts_with("A target of 100"));
        apply(&mut a, &found.mend.unwrap());
        assert_eq!(level(&mut a, "fcr").later_targets, []);
    }
}
