//! C12: what is graver is not resolved later than what is milder.

use super::{Change, Evidence, Finding, Severity, paths, targets, wording};
use crate::{Agreement, Decimal, Direction, Measure, ServiceLevel, Target, Unit, read};

const SOURCE: &str = "the graver a problem is, the shorter its promised time";

/// Words for how grave something is, the gravest first; words of one place mean the same.
const RANKS: [&[&str]; 5] = [
    &["critical", "urgent", "p1", "s1", "sev1", "severe"],
    &["high", "p2", "s2", "sev2", "major"],
    &["medium", "normal", "p3", "s3", "sev3", "moderate"],
    &["low", "p4", "s4", "sev4", "minor"],
    &["lowest", "p5", "s5", "sev5", "planning"],
];
/// Words that only say that a grade follows or went before.
const FILLERS: [&str; 5] = ["severity", "priority", "sev", "prio", "level"];
const UNITS_OF_TIME: [&str; 16] = [
    "s", "sec", "second", "seconds", "m", "min", "minute", "minutes", "h", "hr", "hour", "hours", "d", "day", "days",
    "within",
];

/// A promise of time for one grade.
struct Promise<'a> {
    level: &'a ServiceLevel,
    measure: &'a Measure,
    /// 0 is the gravest.
    rank: usize,
    /// What is promised in that time, without the words for grade and time.
    about: String,
    /// Latest time in seconds.
    latest_seconds: Decimal,
    /// Whether the time is the target, and not in the words of the measure.
    is_target: bool,
}

/// Promises of time whose graver kind may take longer than a milder one.
pub(super) fn inversion(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let promises: Vec<Promise<'_>> = targets::clean(agreement).filter_map(|(l, m)| promise(agreement, l, m)).collect();
    let mut found = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for first in &promises {
        if seen.contains(&first.about.as_str()) {
            continue;
        }
        seen.push(&first.about);
        let mut group: Vec<&Promise<'_>> = promises.iter().filter(|p| p.about == first.about).collect();
        group.sort_by_key(|p| p.rank);
        found.extend(group_inversion(&group));
    }
    found
}

fn group_inversion(group: &[&Promise<'_>]) -> Option<Finding> {
    let mut wrong = Vec::new();
    for (i, graver) in group.iter().enumerate() {
        let milder = group[i + 1..].iter().find(|m| m.rank > graver.rank && m.latest_seconds < graver.latest_seconds);
        if let Some(milder) = milder {
            wrong.push((*graver, *milder));
        }
    }
    let (graver, milder) = wrong.first()?;
    let time = |p: &Promise<'_>| wording::duration(p.latest_seconds);
    let reason = format!(
        "“{}” may take {}, and “{}”, which is milder, only {}, so that what hurts most waits longest.",
        graver.measure.name,
        time(graver),
        milder.measure.name,
        time(milder)
    );
    let field = |p: &Promise<'_>| {
        if p.is_target { paths::level(&p.level.id, "target") } else { paths::measure(p.measure, "numerator") }
    };
    let others = wrong.iter().flat_map(|(a, b)| [field(a), field(b)]).collect::<Vec<_>>();
    let title = "Graver resolved later than milder";
    let finding = Finding::new("C12", Severity::Error, title, reason, SOURCE, field(graver)).also(others);
    Some(finding.mended("Give the shortest time to the gravest", in_order(group)))
}

/// The same targets, the shortest for the gravest; nothing where times stand in words.
fn in_order(group: &[&Promise<'_>]) -> Vec<Change> {
    let same_kind = |p: &&Promise<'_>| p.is_target && p.measure.direction == group[0].measure.direction;
    if !group.iter().all(same_kind) {
        return Vec::new();
    }
    let mut by_time: Vec<&Promise<'_>> = group.to_vec();
    by_time.sort_by_key(|p| p.latest_seconds);
    let pairs = group.iter().zip(by_time).filter(|(place, time)| place.level.target != time.level.target);
    let changes = pairs.map(|(place, time)| {
        let text = wording::typed(&wording::target(time.level.target, place.measure));
        wording::change(paths::level(&place.level.id, "target"), text)
    });
    changes.collect()
}

fn promise<'a>(agreement: &Agreement, level: &'a ServiceLevel, measure: &'a Measure) -> Option<Promise<'a>> {
    let words = words(&measure.name);
    let scoped = words_rank(agreement, &level.scope.priority);
    let rank = scoped.or_else(|| words.iter().find_map(|w| rank(w)))?;
    let is_target = measure.unit == Unit::Seconds && measure.direction != Direction::Higher;
    let latest_seconds = if is_target {
        match level.target {
            Target::Value(q) | Target::Range { high: q, .. } => q.value(),
        }
    } else {
        time_within(&measure.name).or_else(|| time_within(&measure.numerator))?
    };
    let is_about = |w: &&String| {
        let word = w.as_str();
        rank_of(word).is_none()
            && !FILLERS.contains(&word)
            && !UNITS_OF_TIME.contains(&word)
            && !word.starts_with(|c: char| c.is_ascii_digit())
    };
    let about: Vec<&str> = words.iter().filter(is_about).map(String::as_str).collect();
    Some(Promise { level, measure, rank, about: about.join(" "), latest_seconds, is_target })
}

/// The place of a priority of the scope, in its order or by its word.
fn words_rank(agreement: &Agreement, priority: &str) -> Option<usize> {
    if priority.trim().is_empty() {
        return None;
    }
    let listed = agreement.scope.priorities.iter().position(|p| p.name.eq_ignore_ascii_case(priority.trim()));
    listed.or_else(|| words(priority).iter().find_map(|w| rank(w)))
}

fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    parts.map(str::to_lowercase).collect()
}

fn rank_of(word: &str) -> Option<usize> {
    RANKS.iter().position(|words| words.contains(&word))
}

fn rank(word: &str) -> Option<usize> {
    rank_of(word)
}

/// The time after "within", or the later one of two: "within 4 hours", "within 4 to 6 h".
fn time_within(text: &str) -> Option<Decimal> {
    let (_, after) = text.to_lowercase().split_once("within ").map(|(a, b)| (a.to_owned(), b.to_owned()))?;
    let after: String = after.chars().take(40).collect();
    let words: Vec<&str> = after.split_whitespace().collect();
    // The longest beginning that reads as a time: "4 service hours of the report" gives "4 hours".
    let plain: Vec<&str> = words.into_iter().filter(|w| !matches!(*w, "service" | "working" | "business")).collect();
    (1..=plain.len().min(4)).rev().find_map(|n| {
        let text = plain[..n].join(" ").replace([',', '.'], "");
        let last = text.rsplit([' ', '–', '-']).next().unwrap_or_default().to_owned();
        let tail = text.split(" to ").last().unwrap_or(&text);
        let tail = tail.rsplit(['–', '-']).next().unwrap_or(tail).to_owned();
        let has_unit = UNITS_OF_TIME.contains(&last.trim_start_matches(|c: char| c.is_ascii_digit()));
        has_unit.then(|| read::value(&tail, Unit::Seconds).ok()).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{apply, d, good, level, measure, only};
    use super::*;
    use crate::{MeasureId, Offset, ServiceLevelId, template};

    fn none() -> Evidence {
        Evidence::default()
    }

    /// A table of times to resolve by severity.
    fn table(rows: &[(&str, &str, &str)], direction: Direction) -> Agreement {
        let mut a = good();
        for (grade, low, high) in rows {
            let mut m = measure(&mut a, "asa").clone();
            m.id = MeasureId(format!("resolution_{}", grade.to_lowercase()));
            m.name = format!("Resolution time, {grade} priority");
            m.direction = direction;
            let mut l = level(&mut a, "asa").clone();
            l.id = ServiceLevelId(m.id.0.clone());
            l.measure = m.id.clone();
            let hours = |h: &str| Unit::Seconds.of(d(h) * d("3600"));
            l.target = match direction {
                Direction::Range => Target::Range { low: hours(low), high: hours(high) },
                _ => Target::Value(hours(high)),
            };
            l.floor = Some(Offset::Ratio(d("1.5")));
            a.measures.push(m);
            a.service_levels.push(l);
        }
        a
    }

    #[test]
    fn a_table_in_which_high_resolves_later_than_low_is_an_error_with_its_mend() {
        for direction in [Direction::Range, Direction::Lower] {
            let mut a = table(&[("Low", "4", "6"), ("Medium", "20", "24"), ("High", "6", "12")], direction);
            let found = only(inversion(&a, &none()));
            assert_eq!((found.severity, found.title.as_str()), (Severity::Error, "Graver resolved later than milder"));
            assert_eq!(found.fields[0], "service_levels.resolution_high.target");
            assert!(found.fields.contains(&"service_levels.resolution_low.target".to_owned()));
            assert!(found.reason.contains("12\u{202f}h") && found.reason.contains("6\u{202f}h"), "{}", found.reason);
            apply(&mut a, &found.mend.unwrap());
            assert_eq!(inversion(&a, &none()), []);
            let high = level(&mut a, "resolution_high").target.anchor();
            assert_eq!(high, d("21600"));
        }
    }

    #[test]
    fn times_that_grow_as_it_gets_milder_or_stay_equal_are_fine() {
        let a = table(&[("High", "4", "6"), ("Medium", "6", "12"), ("Low", "12", "24")], Direction::Lower);
        assert_eq!(inversion(&a, &none()), []);
        let a = table(&[("P1", "4", "6"), ("P2", "4", "6")], Direction::Lower);
        assert_eq!(inversion(&a, &none()), []);
    }

    #[test]
    fn times_in_the_words_of_a_share_are_compared_too() {
        let mut a = template::template("technical-support").unwrap().agreement.clone();
        assert_eq!(inversion(&a, &none()), []);
        let m = measure(&mut a, "resolved_disruption_high");
        m.name = "High severity: disruptions resolved within 36 h".into();
        let found = only(inversion(&a, &none()));
        assert_eq!(found.fields[0], "measures.resolved_disruption_high.numerator");
        assert!(found.mend.is_none(), "words are for people to mend");
    }

    #[test]
    fn a_time_is_found_behind_within() {
        for (text, hours) in [
            ("resolved within 4 h", Some("4")),
            ("resolved within 4 service hours of the report", Some("4")),
            ("answered within 4 to 6 hours", Some("6")),
            ("answered within 4–6 hours", Some("6")),
            ("within reach", None),
            ("in 4 hours", None),
        ] {
            assert_eq!(time_within(text), hours.map(|h| d(h) * d("3600")), "{text}");
        }
    }
}
