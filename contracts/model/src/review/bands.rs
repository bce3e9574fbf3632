//! C10: floors, stretches and bands that follow each other in one direction and all mean something.

use super::{Evidence, Finding, Severity, paths, targets, wording};
use crate::{
    Agreement, Class, Decimal, Direction, Grade, Measure, ScoreRule, ServiceLevel, Target, quantity, threshold,
};

const RULE: &str = "C10";
const SOURCE: &str = "bands are half-open, follow each other from the target to the worst, and cover what can occur";
const SCORES: &str = "a score is 0 at the floor, 100 at the target and 120 at the stretch, or declared for each band";

fn error(title: &str, reason: impl Into<String>, source: &str, field: impl Into<String>) -> Finding {
    Finding::new(RULE, Severity::Error, title, reason, source, field)
}

/// Whether `a` is strictly worse than `b`; for a range both are upper edges.
fn is_worse(direction: Direction, a: Decimal, b: Decimal) -> bool {
    match direction {
        Direction::Higher => a < b,
        Direction::Lower | Direction::Range => a > b,
    }
}

fn anchor(level: &ServiceLevel, measure: &Measure) -> Decimal {
    quantity::round(level.target.anchor(), measure.precision_decimals)
}

/// Where the worst band of a level begins, if that is worse than the target: a floor that fits its bands.
pub(super) fn worst_edge(level: &ServiceLevel, measure: &Measure) -> Option<Decimal> {
    let from = level.bands.last()?.from?;
    let edge = threshold::value_at(level.target, from, measure);
    is_worse(measure.direction, edge, anchor(level, measure)).then_some(edge)
}

/// Mends a finding by a floor where the worst band begins.
pub(super) fn with_floor(finding: Finding, level: &ServiceLevel, measure: &Measure) -> Finding {
    match worst_edge(level, measure) {
        Some(edge) => {
            let floor = wording::value(edge, measure);
            let field = paths::level(&level.id, "floor");
            let change = wording::change(field, wording::typed(&floor));
            finding.mended(format!("Set the floor to {floor}"), vec![change])
        }
        None => finding,
    }
}

/// The floor is strictly worse than the target, the stretch strictly better.
pub(super) fn floor_and_stretch(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let levels = targets::clean(agreement);
    let findings = levels.flat_map(|(level, measure)| {
        let floor = floor(level, measure, agreement.score);
        floor.into_iter().chain(stretch(level, measure))
    });
    findings.collect()
}

fn floor(level: &ServiceLevel, measure: &Measure, score: ScoreRule) -> Option<Finding> {
    let field = paths::level(&level.id, "floor");
    let target = wording::target(level.target, measure);
    let Some(offset) = level.floor else {
        let is_scored = level.class != Class::ReportOnly && level.weight_percent > Decimal::ZERO;
        return (is_scored && score == ScoreRule::Linear).then(|| {
            let reason =
                format!("The score of {} falls from its target to its floor, and there is none.", measure.name);
            with_floor(error("Floor not set", reason, SCORES, field), level, measure)
        });
    };
    let floor = threshold::value_at(level.target, offset, measure);
    (!is_worse(measure.direction, floor, anchor(level, measure))).then(|| {
        let reason = format!(
            "The floor of {}, {}, is not worse than its target, {target}, so that no score lies between them.",
            measure.name,
            wording::value(floor, measure)
        );
        let finding = error("Floor not worse than the target", reason, SCORES, field);
        let finding = finding.also([paths::level(&level.id, "target")]);
        with_floor(finding, level, measure)
    })
}

/// Mends a finding by leaving an optional term empty.
pub(super) fn without(finding: Finding, field: String) -> Finding {
    finding.or_mended("Leave the stretch out", vec![wording::change(field, "")])
}

fn stretch(level: &ServiceLevel, measure: &Measure) -> Option<Finding> {
    let offset = level.stretch?;
    let field = paths::level(&level.id, "stretch");
    if measure.direction == Direction::Range {
        let reason = format!("{} is held inside a range, and nothing is better than inside.", measure.name);
        let finding = error("Stretch on a range", reason, SCORES, &*field);
        return Some(without(finding, field));
    }
    let stretch = threshold::value_at(level.target, offset, measure);
    // What leaves no room for better is told of its target (C6).
    if level.class != Class::ReportOnly && targets::is_perfect(level.target, measure) {
        return None;
    }
    (!is_worse(measure.direction, anchor(level, measure), stretch)).then(|| {
        let reason = format!(
            "The stretch of {}, {}, is not better than its target, {}, so that nothing can score above 100.",
            measure.name,
            wording::value(stretch, measure),
            wording::target(level.target, measure)
        );
        let finding = error("Stretch not better than the target", reason, SCORES, &*field);
        without(finding.also([paths::level(&level.id, "target")]), field)
    })
}

/// Bands begin at the target, get worse one after the other, and can all be reached.
pub(super) fn edges(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let levels = targets::clean(agreement);
    levels.flat_map(|(l, m)| edges_of(l, m)).collect()
}

fn edges_of(level: &ServiceLevel, measure: &Measure) -> Vec<Finding> {
    let name = &measure.name;
    if level.bands.is_empty() {
        let reason = format!("Nothing says what a miss of {name} means.");
        let field = paths::level(&level.id, "target");
        return vec![error("No bands", reason, SOURCE, field)];
    }
    let mut found = Vec::new();
    let (mut last_edge, mut last_grade) = (anchor(level, measure), Grade::Met);
    for (i, band) in level.bands.iter().enumerate() {
        let field = paths::band(&level.id, i, "from");
        if band.grade <= last_grade {
            let reason = format!(
                "Band {} of {name} is called {}, which is not worse than {}.",
                i + 1,
                band.grade.word(),
                last_grade.word()
            );
            found.push(error("Grades out of order", reason, SOURCE, &*field));
        }
        last_grade = band.grade;
        match (i, band.from) {
            (0, None) => {}
            (0, Some(_)) => {
                let reason =
                    format!("The first band of {name} begins somewhere else than at the target, which leaves a gap.");
                found.push(error("Gap below the target", reason, SOURCE, field));
            }
            (_, None) => {
                let reason = format!("Nothing says where band {} of {name} begins.", i + 1);
                found.push(error("Start of a band not set", reason, SOURCE, field));
            }
            (_, Some(offset)) => {
                let edge = threshold::value_at(level.target, offset, measure);
                found.extend(edge_of(level, measure, i, edge, last_edge));
                last_edge = edge;
            }
        }
    }
    found
}

/// What is wrong with the start of band `index`, the one before it starting at `last`.
fn edge_of(level: &ServiceLevel, measure: &Measure, index: usize, edge: Decimal, last: Decimal) -> Option<Finding> {
    let name = &measure.name;
    let field = paths::band(&level.id, index, "from");
    let text = wording::value(edge, measure);
    let before = paths::band(&level.id, index - 1, "from");
    if is_worse(measure.direction, last, edge) {
        let reason = format!(
            "Band {} of {name} begins at {text}, on the better side of {}, where the one before it begins.",
            index + 1,
            wording::value(last, measure)
        );
        let title = "Bands in the wrong direction";
        return Some(error(title, reason, SOURCE, field).also([before]));
    }
    if edge == last {
        let reason = format!(
            "Band {} of {name} begins at {text}, as the one before it, which therefore holds no value.",
            index + 1
        );
        return Some(error("Band without room", reason, SOURCE, field).also([before]));
    }
    is_out_of_reach(level, measure, index, edge).then(|| {
        let reason = format!(
            "Band {} of {name} begins at {text}, and no worse value can occur: it is {}.",
            index + 1,
            measure.unit.domain_in_words()
        );
        error("Band out of reach", reason, SOURCE, field)
    })
}

fn is_out_of_reach(level: &ServiceLevel, measure: &Measure, index: usize, edge: Decimal) -> bool {
    let (lowest, highest) = measure.unit.domain();
    let at_top = highest.is_some_and(|h| edge >= h);
    match (measure.direction, level.target) {
        (Direction::Higher, _) => lowest.is_some_and(|l| edge <= l),
        (Direction::Lower, _) => at_top,
        (Direction::Range, Target::Range { low, .. }) => {
            let lower = level.bands[index].from.map(|o| o.mirrored_from(low.value()));
            at_top && lower.is_some_and(|v| lowest.is_some_and(|l| v <= l))
        }
        (Direction::Range, Target::Value(_)) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{apply, d, good, level, measure, only};
    use super::*;
    use crate::{Offset, Unit};

    fn none() -> Evidence {
        Evidence::default()
    }

    fn by(difference: &str) -> Option<Offset> {
        Some(Offset::Difference(d(difference)))
    }

    #[test]
    fn a_floor_is_strictly_worse_than_the_target() {
        let mut a = good();
        level(&mut a, "fcr").floor = by("-0.1");
        assert!(floor_and_stretch(&a, &none()).is_empty());
        for not_worse in ["0", "1", "-0.04"] {
            level(&mut a, "fcr").floor = by(not_worse);
            let found = only(floor_and_stretch(&a, &none()));
            assert_eq!(found.severity, Severity::Error);
            assert_eq!(found.fields[0], "service_levels.fcr.floor");
            let mut mended = a.clone();
            apply(&mut mended, &found.mend.unwrap());
            assert!(floor_and_stretch(&mended, &none()).is_empty());
        }
        let mut a = good();
        level(&mut a, "asa").floor = Some(Offset::Ratio(d("0.9")));
        assert_eq!(only(floor_and_stretch(&a, &none())).fields[0], "service_levels.asa.floor");
    }

    #[test]
    fn a_linear_score_needs_a_floor_and_a_banded_one_does_not() {
        let mut a = good();
        level(&mut a, "csat").floor = None;
        assert_eq!(only(floor_and_stretch(&a, &none())).title, "Floor not set");
        a.score = ScoreRule::ByBand;
        assert!(floor_and_stretch(&a, &none()).is_empty());
        a.score = ScoreRule::Linear;
        level(&mut a, "csat").class = Class::ReportOnly;
        assert!(floor_and_stretch(&a, &none()).is_empty());
    }

    #[test]
    fn a_stretch_is_strictly_better_and_inside_the_possible() {
        let mut a = good();
        level(&mut a, "fcr").stretch = by("0.1");
        assert!(floor_and_stretch(&a, &none()).is_empty());
        level(&mut a, "fcr").stretch = by("-0.1");
        let found = only(floor_and_stretch(&a, &none()));
        assert_eq!(found.title, "Stretch not better than the target");
        apply(&mut a, &found.mend.unwrap());
        assert_eq!(level(&mut a, "fcr").stretch, None);
        // Beyond 100 % it is brought back to 100 %, which is no better than a target of 100 %.
        level(&mut a, "fcr").target = Target::Value(Unit::Percent.of(d("99.9")));
        level(&mut a, "fcr").stretch = by("5");
        assert!(floor_and_stretch(&a, &none()).is_empty());
        level(&mut a, "fcr").target = Target::Value(Unit::Percent.of(d("100")));
        assert_eq!(floor_and_stretch(&a, &none()), [], "told of the target");
        assert_eq!(targets::perfect(&a, &none()).len(), 1);
        // Obligations under law may be perfect, and still have no stretch.
        measure(&mut a, "fcr").perspective = crate::Perspective::Compliance;
        assert_eq!(targets::perfect(&a, &none()), []);
        assert_eq!(floor_and_stretch(&a, &none()).len(), 1);
    }

    #[test]
    fn nothing_is_better_than_inside_a_range() {
        let mut a = good();
        level(&mut a, "aht").stretch = Some(Offset::Ratio(d("0.9")));
        assert_eq!(only(floor_and_stretch(&a, &none())).title, "Stretch on a range");
    }

    #[test]
    fn bands_get_worse_one_after_the_other() {
        let mut a = good();
        assert!(edges(&a, &none()).is_empty());
        level(&mut a, "fcr").bands[2].from = by("-2.1");
        assert!(edges(&a, &none()).is_empty());
        for (from, title) in [("-2.0", "Band without room"), ("-1.9", "Bands in the wrong direction")] {
            level(&mut a, "fcr").bands[2].from = by(from);
            let found = only(edges(&a, &none()));
            assert_eq!((found.severity, found.title.as_str()), (Severity::Error, title));
            assert_eq!(found.fields[0], "service_levels.fcr.bands.3.from");
        }
        level(&mut a, "fcr").bands[1].from = by("1");
        assert_eq!(edges(&a, &none())[0].title, "Bands in the wrong direction");
    }

    #[test]
    fn edges_are_compared_as_they_are_rounded() {
        let mut a = good();
        level(&mut a, "fcr").bands[2].from = by("-2.04");
        assert_eq!(only(edges(&a, &none())).title, "Band without room");
        level(&mut a, "fcr").bands[2].from = by("-2.06");
        assert!(edges(&a, &none()).is_empty());
    }

    #[test]
    fn a_band_that_no_value_can_reach_is_dead() {
        let mut a = good();
        level(&mut a, "fcr").bands[2].from = by("-71.9");
        assert!(edges(&a, &none()).is_empty());
        for from in ["-72", "-80"] {
            level(&mut a, "fcr").bands[2].from = by(from);
            let found = only(edges(&a, &none()));
            assert_eq!((found.severity, found.title.as_str()), (Severity::Error, "Band out of reach"));
        }
        let mut a = good();
        level(&mut a, "abandonment").bands[2].from = by("95");
        assert_eq!(only(edges(&a, &none())).title, "Band out of reach");
        level(&mut a, "abandonment").bands[2].from = by("94.9");
        assert!(edges(&a, &none()).is_empty());
        // A time has no upper end.
        level(&mut a, "asa").bands[2].from = Some(Offset::Ratio(d("1000")));
        assert!(edges(&a, &none()).is_empty());
    }

    #[test]
    fn a_band_of_a_range_is_dead_only_where_neither_side_can_be_reached() {
        let mut a = good();
        measure(&mut a, "aht").unit = Unit::Percent;
        level(&mut a, "aht").target = Target::Range { low: Unit::Percent.of(d("10")), high: Unit::Percent.of(d("95")) };
        level(&mut a, "aht").floor = by("5");
        a.ramp.paths.retain(|p| p.service_level.0 != "aht");
        for (from, findings) in [("5", 0), ("9", 0), ("10", 1)] {
            level(&mut a, "aht").bands[1].from = by(from);
            assert_eq!(edges(&a, &none()).len(), findings, "{from}");
        }
    }

    #[test]
    fn the_first_band_begins_at_the_target_and_each_other_one_says_where() {
        let mut a = good();
        level(&mut a, "fcr").bands[0].from = by("-0.5");
        assert_eq!(only(edges(&a, &none())).title, "Gap below the target");
        let mut a = good();
        level(&mut a, "fcr").bands[1].from = None;
        assert_eq!(only(edges(&a, &none())).title, "Start of a band not set");
        let mut a = good();
        level(&mut a, "fcr").bands.clear();
        assert_eq!(only(edges(&a, &none())).title, "No bands");
        let mut a = good();
        level(&mut a, "fcr").bands.truncate(1);
        assert!(edges(&a, &none()).is_empty());
    }

    #[test]
    fn grades_of_bands_get_worse_and_none_is_met() {
        let mut a = good();
        level(&mut a, "fcr").bands[2].grade = Grade::Failed;
        assert!(edges(&a, &none()).is_empty());
        level(&mut a, "fcr").bands[2].grade = Grade::Serious;
        assert_eq!(only(edges(&a, &none())).title, "Grades out of order");
        let mut a = good();
        level(&mut a, "fcr").bands[0].grade = Grade::Met;
        assert_eq!(only(edges(&a, &none())).title, "Grades out of order");
    }
}
