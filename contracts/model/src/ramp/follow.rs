//! What another target does to the opening months of its level, and how they go with it.

use super::{RampShape, promised_after};
use crate::{Agreement, Direction, Measure, Quantity, ServiceLevel, Target, quantity, review::Change};

/// What another target does to the ramp of its level.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Following {
    /// Opening months in which the ramp as it stands would ask for more than the new target; 1 is the first.
    pub harder_months: Vec<usize>,
    /// The targets of the opening months as they stand.
    pub before: Vec<Target>,
    /// The same where each keeps its distance to the target.
    pub after: Vec<Target>,
    /// The terms that make them so; none where the level has no targets of its own in the ramp.
    pub changes: Vec<Change>,
}

/// Whether `a` asks for more than `b` anywhere.
#[must_use]
pub fn is_harder(measure: &Measure, a: Target, b: Target) -> bool {
    use Direction::{Higher, Lower};
    match (a, b, measure.direction) {
        (Target::Value(a), Target::Value(b), Higher) => a.value() > b.value(),
        (Target::Value(a), Target::Value(b), Lower) => a.value() < b.value(),
        (Target::Range { low, high }, Target::Range { low: l, high: h }, _) => {
            low.value() > l.value() || high.value() < h.value()
        }
        _ => false,
    }
}

/// What happens to the ramp of `agreement` where `before` becomes `after`, another state of the same level.
#[must_use]
pub fn follow(agreement: &Agreement, before: &ServiceLevel, after: &ServiceLevel, measure: &Measure) -> Following {
    let ramp = &agreement.ramp;
    let Some(path) = ramp.path(&before.id) else {
        return Following::default();
    };
    let months = ramp.months();
    let (old, new) = (promised_after(before, months), promised_after(after, months));
    let round = |target| rounded(target, measure.precision_decimals);
    let stands: Vec<Target> = (1..=months).map(|month| round(ramp.target(after, measure, month))).collect();
    let harder = stands.iter().enumerate().filter(|(_, target)| is_harder(measure, **target, round(new)));
    let harder_months = harder.map(|(i, _)| i + 1).collect();
    let mut moved = ramp.clone();
    let shift = |target: Target| shifted(target, old, new, measure);
    if let Some(path) = moved.paths.iter_mut().find(|p| p.service_level == before.id) {
        match &mut path.shape {
            RampShape::Steps(steps) => steps.iter_mut().for_each(|step| *step = shift(*step)),
            RampShape::Linear { from } | RampShape::LearningCurve { from, .. } => *from = shift(*from),
        }
    }
    let goes: Vec<Target> = (1..=months).map(|month| round(moved.target(after, measure, month))).collect();
    let changes = match (&path.shape, moved.path(&before.id).map(|p| &p.shape)) {
        _ if old == new => Vec::new(),
        (RampShape::Steps(steps), _) => {
            let set = goes.iter().take(steps.len()).enumerate();
            set.map(|(i, target)| term(before, &(i + 1).to_string(), typed(*target, measure))).collect()
        }
        (_, Some(RampShape::Linear { from })) => {
            vec![term(before, "path", format!("linear from {}", typed(*from, measure)))]
        }
        (_, Some(RampShape::LearningCurve { from, half_life_weeks })) => {
            let text = format!("half-life {} weeks from {}", half_life_weeks.normalize(), typed(*from, measure));
            vec![term(before, "path", text)]
        }
        _ => Vec::new(),
    };
    Following { harder_months, before: stands, after: goes, changes }
}

fn term(level: &ServiceLevel, leaf: &str, text: String) -> Change {
    Change { path: format!("ramp.{}.{leaf}", level.id), text }
}

/// A target as a person would type it.
fn typed(target: Target, measure: &Measure) -> String {
    let text = target.text(measure.precision_decimals);
    text.replace(['\u{202f}', '\u{a0}'], " ").replace('−', "-").replace(',', "")
}

fn rounded(target: Target, decimals: u8) -> Target {
    let round = |q: Quantity| q.unit().of(quantity::round(q.value(), decimals));
    match target {
        Target::Value(q) => Target::Value(round(q)),
        Target::Range { low, high } => Target::Range { low: round(low), high: round(high) },
    }
}

/// `target` at the distance from `new` that it has from `old`; `new` itself where the measure has no such value.
fn shifted(target: Target, old: Target, new: Target, measure: &Measure) -> Target {
    let by = |q: Quantity, old: Quantity, new: Quantity| {
        let value = q.value().saturating_add(new.value().saturating_sub(old.value()));
        if measure.unit.holds(value) { q.unit().of(value) } else { new }
    };
    match (target, old, new) {
        (Target::Value(q), Target::Value(o), Target::Value(n)) => Target::Value(by(q, o, n)),
        (Target::Range { low, high }, Target::Range { low: ol, high: oh }, Target::Range { low: nl, high: nh }) => {
            Target::Range { low: by(low, ol, nl), high: by(high, oh, nh) }
        }
        _ => new,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{review, template::sample, term};

    /// The sample with another target of first contact resolution, and what that does to its ramp.
    fn with(target: &str, path: Option<&str>) -> (Agreement, Following) {
        let mut agreement = sample().0;
        if let Some(path) = path {
            term::set(&mut agreement, "ramp.fcr.path", path).unwrap();
        }
        let mut after = agreement.clone();
        term::set(&mut after, "service_levels.fcr.target", target).unwrap();
        let fcr =
            |a: &Agreement| a.levels().find(|(l, _)| l.id.0 == "fcr").map(|(l, m)| (l.clone(), m.clone())).unwrap();
        let ((before, measure), (level, _)) = (fcr(&agreement), fcr(&after));
        let following = follow(&agreement, &before, &level, &measure);
        (after, following)
    }

    fn ramp_findings(agreement: &Agreement) -> usize {
        let found = review::review(agreement, &review::Evidence::default());
        found.iter().filter(|f| f.title.contains("Ramp harder")).count()
    }

    #[test]
    fn a_softer_target_takes_every_month_of_the_ramp_with_it() {
        for path in [None, Some("linear from 71 %"), Some("half-life 3 weeks from 71 %")] {
            let (mut agreement, following) = with("66 %", path);
            assert_eq!(following.harder_months.len(), ramp_findings(&agreement), "{path:?}");
            assert!(!following.harder_months.is_empty());
            for change in &following.changes {
                term::set(&mut agreement, &change.path, &change.text).unwrap();
            }
            assert_eq!(ramp_findings(&agreement), 0, "{path:?}");
            let (level, measure) = agreement.levels().find(|(l, _)| l.id.0 == "fcr").unwrap();
            let now: Vec<Target> = (1..=4).map(|month| agreement.ramp.target(level, measure, month)).collect();
            assert_eq!(now, following.after, "{path:?}");
        }
    }

    #[test]
    fn months_keep_their_distance_and_a_harder_target_leaves_nobody_behind() {
        let (_, following) = with("71 %", None);
        let texts = |targets: &[Target]| targets.iter().map(|t| typed(*t, &measure())).collect::<Vec<_>>();
        assert_eq!(following.harder_months, Vec::<usize>::new());
        let (before, after) = (texts(&following.before), texts(&following.after));
        assert_eq!(before.len(), after.len());
        assert_ne!(before, after);
        let (_, harder) = with("75 %", None);
        assert_eq!(harder.harder_months, Vec::<usize>::new());
        let (_, same) = with("72 %", None);
        assert_eq!(same.changes, []);
    }

    fn measure() -> Measure {
        sample().0.measures.iter().find(|m| m.id.0 == "fcr").cloned().unwrap()
    }
}
