//! C12: what is graver is not resolved later than what is milder.

use super::{Change, Evidence, Finding, Severity, paths, targets, wording};
use crate::{Agreement, Decimal, Direction, Measure, ServiceLevel, Target, Unit, read};

const SOURCE: &str = "the graver a problem is, the shorter its promised time";

/// Words for how grave something is, the gravest first; words of one place mean the same.
const RANKS: [&[&str]; 5] = [
    &["critical", "urgent", "severe", "highest", "emergency", "blocker"],
    &["high", "major"],
    &["medium", "normal", "moderate"],
    &["low", "minor"],
    &["lowest", "planning", "trivial", "cosmetic"],
];
/// What a number stands behind where it says how grave something is, 1 being the gravest: “P1”, “Sev 2”, “Priority 3”.
const NUMBERED: [&str; 6] = ["p", "s", "sev", "prio", "priority", "severity"];
/// Words that only say that a grade follows or went before.
const FILLERS: [&str; 7] = ["severity", "priority", "sev", "prio", "level", "p", "s"];
const UNITS_OF_TIME: [&str; 16] = [
    "s", "sec", "second", "seconds", "m", "min", "minute", "minutes", "h", "hr", "hour", "hours", "d", "day", "days",
    "within",
];

/// A promise of time for one grade.
struct Promise<'a> {
    level: &'a ServiceLevel,
    measure: &'a Measure,
    /// How grave its name says that it is; the gravest is the least.
    named: Option<usize>,
    /// Its place among the priorities of the scope, which are listed from the most urgent.
    listed: Option<usize>,
    /// What is promised in that time, without the words for grade and time.
    about: String,
    /// Latest time in seconds.
    latest_seconds: Decimal,
    /// Whether the time is the target, and not in the words of the measure.
    is_target: bool,
}

impl Promise<'_> {
    /// What it is called: the measure, and the priority that it is limited to.
    fn called(&self) -> String {
        match self.level.scope.priority.trim() {
            "" => format!("“{}”", self.measure.name),
            priority => format!("“{}” at priority “{priority}”", self.measure.name),
        }
    }

    /// Whether it is graver than `other`: by their names where both tell, else by the order of the scope.
    fn is_graver(&self, other: &Self) -> bool {
        let by_order = || self.listed.zip(other.listed).is_some_and(|(own, others)| own < others);
        self.named.zip(other.named).map_or_else(by_order, |(own, others)| own < others)
    }
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
        let group: Vec<&Promise<'_>> = promises.iter().filter(|p| p.about == first.about).collect();
        found.extend(group_inversion(group));
    }
    found
}

fn group_inversion(mut group: Vec<&Promise<'_>>) -> Option<Finding> {
    // One order of all of them, where one kind of order holds for each.
    let is_ordered = group.iter().all(|p| p.named.is_some()) || group.iter().all(|p| p.named.is_none());
    group.sort_by_key(|p| (p.named, p.listed));
    let is_wrong = |graver: &Promise<'_>, milder: &Promise<'_>| {
        graver.is_graver(milder) && milder.latest_seconds < graver.latest_seconds
    };
    let mut wrong = Vec::new();
    for graver in &group {
        wrong.extend(group.iter().filter(|milder| is_wrong(graver, milder)).map(|milder| (*graver, *milder)));
    }
    let (graver, _) = wrong.first()?;
    let time = |p: &Promise<'_>| wording::duration(p.latest_seconds);
    let pairs: Vec<String> = wrong
        .iter()
        .map(|(g, m)| {
            format!("{} may take {}, and {}, which is milder, only {}", g.called(), time(g), m.called(), time(m))
        })
        .collect();
    let reason = format!("{}, so that what hurts most waits longest.", pairs.join("; "));
    let field = |p: &Promise<'_>| {
        if p.is_target { paths::level(&p.level.id, "target") } else { paths::measure(p.measure, "numerator") }
    };
    let others = wrong.iter().flat_map(|(a, b)| [field(a), field(b)]).collect::<Vec<_>>();
    let title = "Graver resolved later than milder";
    let finding = Finding::new("C12", Severity::Error, title, reason, SOURCE, field(graver)).also(others);
    let changes = if is_ordered { in_order(&group) } else { Vec::new() };
    Some(finding.mended("Give the shortest time to the gravest", changes))
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
    let priority = level.scope.priority.trim();
    let listed = agreement.scope.priorities.iter().position(|p| p.name.trim().eq_ignore_ascii_case(priority));
    let listed = listed.filter(|_| !priority.is_empty());
    let named = grade(&self::words(priority)).or_else(|| {
        // A priority that names no grade is not overruled by a word of the measure.
        if listed.is_some() { None } else { grade(&words) }
    });
    named.or(listed)?;
    let is_target = measure.unit == Unit::Seconds && measure.direction != Direction::Higher;
    let latest_seconds = if is_target {
        match level.target {
            Target::Value(q) | Target::Range { high: q, .. } => q.value(),
        }
    } else {
        time_within(&measure.name).or_else(|| time_within(&measure.numerator))?
    };
    let scoped = self::words(priority);
    let is_about = |w: &&String| {
        let word = w.as_str();
        rank_of(word).is_none()
            && numbered(word).is_none()
            && !scoped.contains(w)
            && !FILLERS.contains(&word)
            && !UNITS_OF_TIME.contains(&word)
            && !word.starts_with(|c: char| c.is_ascii_digit())
    };
    let about: Vec<&str> = words.iter().filter(is_about).map(String::as_str).collect();
    Some(Promise { level, measure, named, listed, about: about.join(" "), latest_seconds, is_target })
}

fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    parts.map(str::to_lowercase).collect()
}

fn rank_of(word: &str) -> Option<usize> {
    RANKS.iter().position(|words| words.contains(&word))
}

/// The number of a grade; more grades than digits are no scale of gravity.
fn number(digits: &str) -> Option<usize> {
    digits.parse().ok().filter(|n| *n < 10)
}

/// The number of a grade in one word: 1 of “P1”, 2 of “sev2”.
fn numbered(word: &str) -> Option<usize> {
    let digits = word.trim_start_matches(|c: char| c.is_alphabetic());
    let before = &word[..word.len() - digits.len()];
    NUMBERED.contains(&before).then(|| number(digits)).flatten()
}

/// The number of a grade in two words: 1 of “Priority 1”. An “s” before a number is a second: “in 20 s, 8 of 10”.
fn numbered_apart(before: &str, digits: &str) -> Option<usize> {
    (before != "s" && NUMBERED.contains(&before)).then(|| number(digits)).flatten()
}

/// How grave these words say that something is; the gravest words and the number 1 are 1.
fn grade(words: &[String]) -> Option<usize> {
    let single = words.iter().find_map(|w| numbered(w));
    let apart = || words.iter().zip(words.iter().skip(1)).find_map(|(before, n)| numbered_apart(before, n));
    let word = || words.iter().find_map(|w| rank_of(w)).map(|rank| rank + 1);
    single.or_else(apart).or_else(word)
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
    use crate::{MeasureId, Offset, ServiceLevelId, clauses::Named, template};

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

    /// One measure of time with a level for each priority, which are listed in this order.
    fn by_priority(rows: &[(&str, &str)]) -> Agreement {
        let mut a = good();
        for (i, (priority, hours)) in rows.iter().enumerate() {
            a.scope.priorities.push(Named { name: (*priority).into(), meaning: String::new() });
            let mut l = level(&mut a, "asa").clone();
            l.id = ServiceLevelId(format!("resolution_{i}"));
            l.scope.priority = (*priority).into();
            l.target = Target::Value(Unit::Seconds.of(d(hours) * d("3600")));
            a.service_levels.push(l);
        }
        a
    }

    #[test]
    fn names_tell_the_gravity_in_whatever_order_they_are_listed() {
        for fine in [
            [("Low", "24"), ("Medium", "12"), ("High", "6")],
            [("P3", "24"), ("P2", "12"), ("P1", "6")],
            [("Sev 4", "24"), ("Sev 2", "12"), ("Sev 1", "6")],
            [("Priority 3", "24"), ("Severity-2", "12"), ("S1", "6")],
            [("Minor", "24"), ("Major", "12"), ("Critical", "6")],
            [("Platinum", "6"), ("Gold", "12"), ("Silver", "24")],
        ] {
            assert_eq!(inversion(&by_priority(&fine), &none()), [], "{fine:?}");
            let wrong = fine.map(|(name, _)| name).into_iter().zip(fine.map(|(_, hours)| hours).into_iter().rev());
            let mut a = by_priority(&wrong.collect::<Vec<_>>());
            let found = only(inversion(&a, &none()));
            for (name, _) in fine {
                assert!(found.reason.contains(&format!("at priority “{name}”")), "{}", found.reason);
            }
            apply(&mut a, &found.mend.unwrap());
            assert_eq!(inversion(&a, &none()), [], "{fine:?}");
        }
        let two = only(inversion(&by_priority(&[("low", "1"), ("high", "2")]), &none()));
        assert_eq!(two.fields[0], "service_levels.resolution_1.target");
    }

    #[test]
    fn every_inversion_of_a_table_is_told_in_any_order() {
        let rows = [("Low", "6"), ("Medium", "24"), ("High", "12")];
        for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2], [2, 0, 1]] {
            let found = only(inversion(&by_priority(&order.map(|i| rows[i])), &none()));
            let told = found.reason.matches("which is milder").count();
            assert_eq!((told, found.fields.len()), (2, 3), "{}", found.reason);
            for graver in ["“High” may take 12", "“Medium” may take 24"] {
                assert!(found.reason.contains(graver), "{}", found.reason);
            }
        }
    }

    #[test]
    fn names_without_a_grade_beside_names_with_one_are_not_put_in_order() {
        let found = only(inversion(&by_priority(&[("Gold", "3"), ("Low", "1"), ("High", "2")]), &none()));
        assert!(found.reason.contains("“Gold” may take 3") && found.mend.is_none(), "{}", found.reason);
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
