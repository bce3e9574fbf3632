//! C6 with a prediction: targets that chance alone decides, and targets that are met whatever anybody does.

use super::{Evidence, Finding, Severity, history, paths, targets, wording};
use crate::{Agreement, Class, Decimal, Direction, Measure, ServiceLevel, ServiceLevelId, Target};

const SOURCE: &str = "a target that is met in about six to nine months of ten asks for good work and rewards it";

/// Met less often than this, in 1,000 months, it is out of reach; at least this often it asks for nothing.
const OUT_OF_REACH: u16 = 100;
const CERTAIN: u16 = 990;

/// What a prediction says about a level, once its ramp is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chance {
    /// Which level.
    pub service_level: ServiceLevelId,
    /// In how many of 1,000 months its target is met.
    pub met_of_1000: u16,
    /// The value that is met in 850 of 1,000 months, at the measure's precision; none for a range, and where the target
    /// is fair as it is ([`Chance::is_fair`]): it is asked for only to mend one that is not, and dear to find.
    pub likely: Option<Decimal>,
}

impl Chance {
    /// Whether a target that is met in so many of 1,000 months is neither out of reach nor certain.
    #[must_use]
    pub fn is_fair(met_of_1000: u16) -> bool {
        (OUT_OF_REACH..CERTAIN).contains(&met_of_1000)
    }
}

/// No target that is hardly ever met, and none that always is. What the history alone shows is said by another rule.
pub(super) fn reach(agreement: &Agreement, evidence: &Evidence) -> Vec<Finding> {
    let levels = targets::clean(agreement).filter(|(level, measure)| {
        // A range is a guard rail, and a perfect target has a finding of its own.
        level.class != Class::ReportOnly
            && measure.direction != Direction::Range
            && !targets::is_perfect(level.target, measure)
            && !history::is_beyond(level, measure, evidence)
    });
    let found = levels.filter_map(|(level, measure)| {
        let chance = evidence.chances.iter().find(|chance| chance.service_level == level.id)?;
        of_level(level, measure, chance)
    });
    found.collect()
}

fn of_level(level: &ServiceLevel, measure: &Measure, chance: &Chance) -> Option<Finding> {
    let target = wording::target(level.target, measure);
    let name = &measure.name;
    // Rounded towards what is said: never "in 100 of 100".
    let of_100 = chance.met_of_1000 / 10;
    if Chance::is_fair(chance.met_of_1000) {
        return None;
    }
    let (severity, title, reason) = if chance.met_of_1000 < OUT_OF_REACH {
        let reason = format!(
            "By its history {name} reaches {target} in about {of_100} of 100 months, so that credits are due for what nobody expects."
        );
        (Severity::Warning, "Target out of reach", reason)
    } else {
        let reason = format!(
            "By its history {name} reaches {target} in {of_100} of 100 months or more, so that it asks for nothing."
        );
        (Severity::Advice, "Target that is met anyway", reason)
    };
    let field = paths::level(&level.id, "target");
    let finding = Finding::new("C6", severity, title, reason, SOURCE, &*field);
    let likely = chance.likely.map(|value| targets::rounded(Target::Value(measure.unit.of(value)), measure));
    let likely = likely
        .filter(|t| *t != level.target && !targets::is_perfect(*t, measure) && targets::problem(*t, measure).is_none());
    Some(match likely {
        Some(likely) => {
            let text = wording::target(likely, measure);
            let change = wording::change(field, wording::typed(&text));
            finding.mended(format!("Set the target to {text}, which is met in 85 of 100 months"), vec![change])
        }
        None => finding,
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{apply, d, good, history, level, only};
    use super::*;
    use crate::Unit;

    fn chance(id: &str, met_of_1000: u16, likely: &str) -> Evidence {
        let chance = Chance { service_level: ServiceLevelId(id.into()), met_of_1000, likely: Some(d(likely)) };
        Evidence { chances: vec![chance], ..Evidence::default() }
    }

    #[test]
    fn a_target_met_in_fewer_than_ten_of_a_hundred_months_is_out_of_reach() {
        let mut a = good();
        assert_eq!(reach(&a, &Evidence::default()), [], "no prediction, nothing to say");
        assert_eq!(reach(&a, &chance("fcr", 100, "70")), []);
        let found = only(reach(&a, &chance("fcr", 99, "70")));
        assert_eq!((found.severity, found.title.as_str()), (Severity::Warning, "Target out of reach"));
        assert_eq!(found.fields, ["service_levels.fcr.target"]);
        apply(&mut a, &found.mend.unwrap());
        assert_eq!(level(&mut a, "fcr").target, Target::Value(Unit::Percent.of(d("70.0"))));
    }

    #[test]
    fn a_target_met_in_ninety_nine_of_a_hundred_months_asks_for_nothing() {
        let a = good();
        assert_eq!(reach(&a, &chance("fcr", 989, "75")), []);
        let found = only(reach(&a, &chance("fcr", 990, "75")));
        assert_eq!((found.severity, found.title.as_str()), (Severity::Advice, "Target that is met anyway"));
        assert_eq!(reach(&a, &chance("aht", 1000, "400")), [], "a range is a guard rail");
    }

    #[test]
    fn what_no_month_of_history_reached_is_said_once() {
        let a = good();
        let mut evidence = history(&[("fcr", &["60", "61", "62"])]);
        evidence.chances = chance("fcr", 1, "60").chances;
        assert_eq!(reach(&a, &evidence), []);
        assert_eq!(
            only(super::super::history::targets(&a, &evidence).into_iter().filter(|f| f.waits_for.is_none()).collect())
                .rule,
            "C6"
        );
    }
}
