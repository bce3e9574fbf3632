//! C12: targets that say two things at once, with the readings that are possible.
//!
//! "ASA under 30 s for 95 % of calls" is a mean with the words of a share; "exceed 95 % by 10 %" is three different
//! numbers, of which two cannot occur. A text like that is never guessed at: each reading is offered as one action.

use super::{Change, Evidence, Finding, Mend, Severity, paths, wording};
use crate::{
    Agreement, Decimal, Measure, MeasureId, ServiceLevel, Statistic, Target, Unit, library, ramp, read,
    remedy::{Exceed, ExceedReading},
    term,
};

const SOURCE: &str = "a mean, a share and a percentile of the same calls are different numbers";
const EXCEED: &str = "“exceed by” is relative, in points, or a part of the headroom, and these are different numbers";

/// A text that says two things at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwoThings {
    /// What is wrong with it, in a few words.
    pub title: &'static str,
    /// Why, in one sentence.
    pub reason: String,
    /// What it can mean; a reading that cannot occur has no changes.
    pub readings: Vec<Mend>,
    source: &'static str,
}

/// What `text` can mean as the target of `level`, where it says two things at once.
#[must_use]
pub fn readings(agreement: &Agreement, level: &ServiceLevel, measure: &Measure, text: &str) -> Option<TwoThings> {
    let part = percentile_of_a_part(level, measure, text).or_else(|| mean_of_a_part(agreement, level, measure, text));
    part.or_else(|| exceeding(level, measure, text))
}

/// The same as words to follow a message: "; it can mean …".
#[must_use]
pub fn hint(agreement: &Agreement, path: &str, text: &str) -> Option<String> {
    let (level, measure) = level_at(agreement, path)?;
    let found = readings(agreement, level, measure, text)?;
    let labels: Vec<&str> = found.readings.iter().map(|r| r.label.as_str()).collect();
    Some(format!("{} It can mean: {}.", found.reason, labels.join("; or: ")))
}

fn level_at<'a>(agreement: &'a Agreement, path: &str) -> Option<(&'a ServiceLevel, &'a Measure)> {
    let id = path.strip_prefix("service_levels.")?.strip_suffix(".target")?;
    agreement.levels().find(|(l, _)| l.id.0 == id)
}

/// Percentages in a text, in order: 95 and 10 in "exceed 95 % by 10 percent".
fn percentages(text: &str) -> Vec<Decimal> {
    let plain =
        text.to_lowercase().replace("per cent", "%").replace("percent", "%").replace(['\u{202f}', '\u{a0}'], " ");
    let parts: Vec<&str> = plain.split('%').collect();
    let before = parts.iter().take(parts.len().saturating_sub(1));
    before.filter_map(|part| number_at_end(part)).collect()
}

fn number_at_end(text: &str) -> Option<Decimal> {
    let text = text.trim_end();
    let begin = text
        .rfind(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','))
        .map_or(0, |i| i + text[i..].chars().next().map_or(1, char::len_utf8));
    read::value(&text[begin..], Unit::Percent).ok()
}

/// The first time in a text, without what stands around it: "under 30 seconds for …" gives 30.
fn time_in(text: &str) -> Option<Decimal> {
    timed(text).map(|(_, seconds)| seconds)
}

/// The time within which a measure counts what it counts, in seconds, where its definition names one.
pub(crate) fn time_of(measure: &Measure) -> Option<Decimal> {
    time_in(&measure.numerator).or_else(|| time_in(&measure.name))
}

/// The first time in a text as it is written there, and in seconds.
fn timed(text: &str) -> Option<(&str, Decimal)> {
    let begins =
        text.char_indices().filter(|(at, _)| text[..*at].chars().next_back().is_none_or(|c| !c.is_alphanumeric()));
    begins.filter(|(_, c)| c.is_ascii_digit()).find_map(|(at, _)| {
        let words = text[at..].char_indices().filter(|(_, c)| !c.is_alphanumeric());
        let ends: Vec<usize> = words.map(|(end, _)| at + end).chain([text.len()]).take(WORDS_OF_A_TIME_MAX).collect();
        ends.into_iter().rev().find_map(|end| {
            let part = &text[at..end];
            // A bare number is no time: "95" in "95 %".
            let has_word = part.ends_with(char::is_alphabetic);
            has_word.then(|| read::value(part, Unit::Seconds).ok()).flatten().map(|seconds| (part, seconds))
        })
    })
}

/// Numbers and words that one time is made of at most: "1 h 30 min 15 s" with a decimal point.
const WORDS_OF_A_TIME_MAX: usize = 8;

/// A percentile, for which "30 s for 95 % of calls" is its own words, or those of another one.
fn percentile_of_a_part(level: &ServiceLevel, measure: &Measure, text: &str) -> Option<TwoThings> {
    if measure.unit != Unit::Seconds || measure.statistic != Statistic::Percentile {
        return None;
    }
    let (share, seconds) = (percentages(text).into_iter().next()?, time_in(text)?);
    let name = &measure.name;
    let (time, percent) = (wording::duration(seconds), wording::percent(share));
    let target = wording::change(paths::level(&level.id, "target"), wording::typed(&time));
    let own = measure.details.percentile_percent;
    let kept = Mend {
        label: match own {
            Some(own) => format!("{time}, which {} of cases do not exceed", wording::percent(own)),
            None => format!("{name} is at most {time}"),
        },
        changes: vec![target.clone()],
    };
    let mut readings = vec![kept];
    if own.map(|own| own.normalize()) != Some(share.normalize()) {
        let which = wording::change(paths::measure(measure, "percentile"), wording::typed(&percent));
        let label = format!("{time}, which {percent} of cases do not exceed");
        readings.push(Mend { label, changes: vec![which, target] });
    }
    Some(TwoThings {
        title: "A percentile with its part in the target",
        reason: format!(
            "Which part of the cases {name} speaks of stands in its definition, and its target is a time alone."
        ),
        readings,
        source: SOURCE,
    })
}

/// A mean that is promised for a part of the cases.
fn mean_of_a_part(agreement: &Agreement, level: &ServiceLevel, measure: &Measure, text: &str) -> Option<TwoThings> {
    let share = percentages(text).into_iter().next()?;
    let seconds = time_in(text)?;
    if measure.unit != Unit::Seconds || measure.statistic != Statistic::Mean {
        return None;
    }
    let name = &measure.name;
    let time = wording::duration(seconds);
    let target = Target::Value(measure.unit.of(seconds));
    let mean =
        Mend { label: format!("{name} is at most {time}"), changes: promise(agreement, level, measure, target).0 };
    let percent = wording::percent(share);
    let within =
        share_within(agreement, measure, seconds, share).unwrap_or_else(|why| Mend { label: why, changes: Vec::new() });
    Some(TwoThings {
        title: "A mean with the words of a share",
        reason: format!(
            "{name} is a mean, and “{percent} of” cases is said of single ones, so that nobody can tell which is promised."
        ),
        readings: vec![mean, within],
        source: SOURCE,
    })
}

/// A share of the library that counts what the mean is a mean of.
fn share_for(measure: &Measure) -> Option<&'static library::LibraryMeasure> {
    const PAIRS: [(&str, &str); 3] = [
        ("asa", "service_level"),
        ("chat_response_time", "chat_response"),
        ("social_response_time", "social_response"),
    ];
    let known = library::recognise(measure)?;
    let pair = PAIRS.iter().find(|(mean, _)| known.measure.id.0 == *mean)?;
    library::measure(&MeasureId(pair.1.into()))
}

/// The changes that promise `target` of `level`, and what moves with it: the ramp keeps its distance as the floor and the
/// stretch do.
fn promise(agreement: &Agreement, level: &ServiceLevel, measure: &Measure, target: Target) -> (Vec<Change>, String) {
    let text = wording::typed(&wording::target(target, measure));
    let after = ServiceLevel { target, ..level.clone() };
    let following = ramp::follow(agreement, level, &after, measure).changes;
    let moving =
        [(level.floor.is_some(), "floor"), (level.stretch.is_some(), "stretch"), (!following.is_empty(), "ramp")];
    let moving: Vec<&str> = moving.into_iter().filter(|(moves, _)| *moves).map(|(_, name)| name).collect();
    let with = match moving.is_empty() || level.target == target {
        true => String::new(),
        false => format!(", and move its {} with it", wording::names(&moving)),
    };
    let changes = std::iter::once(wording::change(paths::level(&level.id, "target"), text)).chain(following);
    (changes.collect(), with)
}

/// The mend that promises the share: of the level that there is, or of one that is added from the library.
///
/// # Errors
/// Why there is none, as a label.
fn share_within(agreement: &Agreement, measure: &Measure, seconds: Decimal, share: Decimal) -> Result<Mend, String> {
    let time = wording::duration(seconds);
    let known = share_for(measure).ok_or_else(|| {
        format!("{} of cases are within {time}: no measure here counts them", wording::percent(share))
    })?;
    let id = &known.measure.id;
    let definition = agreement.measure(id).unwrap_or(&known.measure);
    let target = Target::Value(known.measure.unit.of(share));
    let mut renamed = Vec::new();
    for (field, old) in [("name", &definition.name), ("numerator", &definition.numerator)] {
        if let Some((typed, _)) = timed(old).filter(|(_, own)| *own != seconds) {
            renamed
                .push(wording::change(paths::measure(definition, field), old.replace(typed, &wording::typed(&time))));
        }
    }
    let share = wording::target(target, &known.measure);
    let Some((level, definition)) = agreement.levels().find(|(_, m)| &m.id == id) else {
        let mut changes = vec![wording::change(paths::LEVELS, format!("add {id}"))];
        changes.extend(renamed);
        changes.push(wording::change(format!("service_levels.{id}.target"), wording::typed(&share)));
        return Ok(Mend { label: format!("Add a service level: {share} within {time}"), changes });
    };
    let (promised, with) = promise(agreement, level, definition, target);
    let label = format!("Set “{}” to {share} within {time}{with}", definition.name);
    Ok(Mend { label, changes: renamed.into_iter().chain(promised).collect() })
}

/// "Exceed 95 % by 10 %".
fn exceeding(level: &ServiceLevel, measure: &Measure, text: &str) -> Option<TwoThings> {
    let lower = text.to_lowercase();
    if !(lower.contains("exceed") || lower.contains("better than") || lower.contains("above")) || !lower.contains("by")
    {
        return None;
    }
    let (base, by) = match percentages(text)[..] {
        [by] => (level.target.anchor(), by),
        [base, by, ..] => (base, by),
        [] => return None,
    };
    let target = Target::Value(measure.unit.of(base));
    Some(TwoThings {
        title: "Exceeding can be read in three ways",
        reason: format!(
            "“{}” does not say whether {} are a part of the target, points, or a part of what is left to the best value.",
            text.trim(),
            wording::percent(by)
        ),
        readings: exceed_readings(target, measure, by, &paths::level(&level.id, "target")),
        source: EXCEED,
    })
}

/// The three readings of "by" as values of a measure, each with its change where it can occur.
fn exceed_readings(target: Target, measure: &Measure, by: Decimal, field: &str) -> Vec<Mend> {
    let all = [ExceedReading::Relative, ExceedReading::Absolute, ExceedReading::Headroom];
    let readings = all.into_iter().map(|reading| {
        let exceed = Exceed { by, reading };
        match exceed.bar(target, measure) {
            Ok(bar) => {
                let value = wording::value(bar, measure);
                let changes = vec![wording::change(field, wording::typed(&value))];
                Mend { label: format!("{}: {value}", exceed.words(measure)), changes }
            }
            Err(problem) => Mend { label: format!("{}: {problem}", exceed.words(measure)), changes: Vec::new() },
        }
    });
    readings.collect()
}

/// Texts that could not be read, and definitions that say two things at once.
pub(super) fn two_things(agreement: &Agreement, evidence: &Evidence) -> Vec<Finding> {
    let typed = evidence.unread.iter().map(|typed| unread(agreement, typed));
    let defined = agreement.levels().filter_map(|(level, measure)| {
        let words = format!("{} {} {}", measure.name, measure.numerator, measure.denominator);
        let found = mean_of_a_part(agreement, level, measure, &words)?;
        let field = if percentages(&measure.name).is_empty() { "numerator" } else { "name" };
        Some(finding(found, paths::measure(measure, field)).also([paths::level(&level.id, "target")]))
    });
    typed.chain(defined).collect()
}

/// What a text is that stands in a term and could not be read.
fn unread(agreement: &Agreement, typed: &Change) -> Finding {
    let two = level_at(agreement, &typed.path).and_then(|(l, m)| readings(agreement, l, m, &typed.text));
    if let Some(mut found) = two {
        for reading in found.readings.iter_mut().filter(|r| !r.changes.is_empty()) {
            return_to_what_holds(agreement, &typed.path, reading);
        }
        return finding(found, typed.path.clone());
    }
    let mut copy = agreement.clone();
    let message = match term::set(&mut copy, &typed.path, &typed.text) {
        Ok(()) => format!("“{}” was typed and not taken over yet.", typed.text),
        Err(e) => format!("{}.", e.message.trim_end_matches('.')),
    };
    let source = "a term is what both sides read in it";
    Finding::new("C12", Severity::Error, "Text that cannot be read", capital(&message), source, typed.path.clone())
}

/// A reading that leaves the term that was typed in as it is sets it to what it says, so that the text is gone from it.
fn return_to_what_holds(agreement: &Agreement, path: &str, reading: &mut Mend) {
    let stays = reading.changes.iter().all(|change| change.path != path);
    if let Some(holds) = term::field(agreement, path).filter(|_| stays) {
        reading.changes.push(wording::change(path, wording::typed(&holds.text)));
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default() + letters.as_str()
}

fn finding(found: TwoThings, field: String) -> Finding {
    let TwoThings { title, reason, readings, source } = found;
    let impossible = readings.iter().filter(|r| r.changes.is_empty()).map(|r| r.label.as_str());
    let impossible: Vec<&str> = impossible.collect();
    let reason = match impossible.is_empty() || impossible.len() == readings.len() {
        true => reason,
        false => format!("{} Not possible: {}.", reason, impossible.join("; ")),
    };
    let mut finding = Finding::new("C12", Severity::Error, title, reason, source, field);
    let mut possible = readings.into_iter().filter(|r| !r.changes.is_empty());
    if let Some(Mend { label, changes }) = possible.next() {
        finding = finding.mended(label, changes);
    }
    for Mend { label, changes } in possible {
        finding = finding.or_mended(label, changes);
    }
    finding
}

/// As the term of a bonus is typed.
fn typed_exceed(exceed: Exceed) -> String {
    let by = exceed.by.normalize();
    match exceed.reading {
        ExceedReading::Relative => format!("{by} % of target"),
        ExceedReading::Absolute => format!("{by} absolute"),
        ExceedReading::Headroom => format!("{by} % of headroom"),
    }
}

/// Bars of bonuses that cannot occur.
pub(super) fn bars(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let levels = super::targets::clean(agreement);
    let findings = levels.filter_map(|(level, measure)| {
        let exceed = level.remedy.exceed?;
        let problem = exceed.bar(level.target, measure).err()?;
        let field = paths::level(&level.id, "exceed");
        let reason = format!(
            "Exceeding {} for {} by {} would be {problem}.",
            wording::target(level.target, measure),
            measure.name,
            exceed.words(measure)
        );
        let title = "Bonus for what cannot occur";
        let mut finding = Finding::new("C12", Severity::Error, title, reason, EXCEED, &*field)
            .also([paths::level(&level.id, "target")]);
        for reading in [ExceedReading::Headroom, ExceedReading::Absolute, ExceedReading::Relative] {
            let other = Exceed { by: exceed.by, reading };
            let Ok(bar) = other.bar(level.target, measure) else { continue };
            let label = format!("Read it as {}: {}", other.words(measure), wording::value(bar, measure));
            finding = finding.or_mended(label, vec![wording::change(&*field, typed_exceed(other))]);
        }
        Some(finding)
    });
    findings.collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{apply, d, good, level, measure, only};
    use super::*;

    fn typed(path: &str, text: &str) -> Evidence {
        Evidence { unread: vec![wording::change(path, text)], ..Evidence::default() }
    }

    #[test]
    fn a_mean_for_a_part_of_the_calls_is_an_error_with_both_readings() {
        for text in
            ["30 s for 95 % of calls", "under 30 seconds for 95% of all inbound calls during Q3", "95 percent in 30 s"]
        {
            let a = good();
            let found = only(two_things(&a, &typed("service_levels.asa.target", text)));
            assert_eq!((found.severity, found.rule.as_str()), (Severity::Error, "C12"), "{text}");
            assert_eq!(found.fields, ["service_levels.asa.target"]);
            let (mean, share) = (found.mend.clone().unwrap(), found.alternatives[0].clone());
            let mut as_mean = a.clone();
            level(&mut as_mean, "asa").target = Target::Value(Unit::Seconds.of(d("99")));
            apply(&mut as_mean, &mean);
            assert_eq!(level(&mut as_mean, "asa").target, Target::Value(Unit::Seconds.of(d("30"))));
            let mut as_share = a.clone();
            apply(&mut as_share, &share);
            assert_eq!(level(&mut as_share, "service_level").target.anchor(), d("95"));
            assert!(measure(&mut as_share, "service_level").name.contains("30 s"));
        }
    }

    #[test]
    fn the_share_is_added_from_the_library_where_it_is_not_there() {
        let mut a = good();
        super::super::tests::keep(&mut a, &["asa"]);
        a.measures.retain(|m| m.id.0 == "asa");
        let found = only(two_things(&a, &typed("service_levels.asa.target", "30 s for 95 % of calls")));
        apply(&mut a, &found.alternatives[0]);
        assert_eq!(level(&mut a, "service_level").target.anchor(), d("95"));
        assert!(measure(&mut a, "service_level").numerator.contains("within 30 s"));
    }

    #[test]
    fn the_share_that_there_is_is_named_with_what_moves_and_the_text_is_gone_from_its_term() {
        let mut a = crate::template::template("customer-service-voice").unwrap().agreement.clone();
        let text = typed("service_levels.asa.target", "ASA under 30 s for 95 % of calls");
        let share = only(two_things(&a, &text)).alternatives[0].clone();
        let label = share.label.replace('\u{202f}', " ");
        assert_eq!(
            label,
            "Set “Answered within 20 seconds” to 95.0 % within 30 s, and move its floor, stretch and ramp with it"
        );
        let holds = share.changes.iter().find(|c| c.path == "service_levels.asa.target").unwrap();
        assert_eq!(holds.text, term::field(&a, "service_levels.asa.target").unwrap().text.replace('\u{202f}', " "));
        let steps = |a: &Agreement| {
            let (level, measure) = a.levels().find(|(l, _)| l.id.0 == "service_level").unwrap();
            (1..=a.ramp.months()).map(|m| a.ramp.target(level, measure, m).anchor()).collect::<Vec<_>>()
        };
        let before = steps(&a);
        apply(&mut a, &share);
        let moved: Vec<Decimal> = before.iter().map(|step| step + d("15")).collect();
        assert_eq!(steps(&a), moved, "each month is as far from the target as before");
        assert_eq!(measure(&mut a, "service_level").name, "Answered within 30 s");
    }

    #[test]
    fn a_definition_at_another_time_is_brought_to_the_one_that_was_typed() {
        let mut a = good();
        measure(&mut a, "service_level").name = "Answered within 45 s".into();
        measure(&mut a, "service_level").numerator = "Calls answered within 45 s of the choice".into();
        let found = only(two_things(&a, &typed("service_levels.asa.target", "20 s for 95 % of calls")));
        apply(&mut a, &found.alternatives[0]);
        assert_eq!(measure(&mut a, "service_level").name, "Answered within 20 s");
        assert_eq!(measure(&mut a, "service_level").numerator, "Calls answered within 20 s of the choice");
    }

    #[test]
    fn a_percentile_takes_its_part_from_the_definition_or_is_given_the_one_that_was_typed() {
        let mut a = good();
        measure(&mut a, "asa").statistic = Statistic::Percentile;
        measure(&mut a, "asa").details.percentile_percent = Some(d("95"));
        let typed_text = typed("service_levels.asa.target", "25 s for 95 % of calls");
        let found = only(two_things(&a, &typed_text));
        assert!(found.alternatives.is_empty());
        apply(&mut a, &found.mend.unwrap());
        assert_eq!(level(&mut a, "asa").target, Target::Value(Unit::Seconds.of(d("25"))));
        measure(&mut a, "asa").details.percentile_percent = Some(d("90"));
        let found = only(two_things(&a, &typed_text));
        apply(&mut a, &found.alternatives[0]);
        assert_eq!(measure(&mut a, "asa").details.percentile_percent, Some(d("95")));
    }

    #[test]
    fn a_plain_target_and_a_definition_without_parts_are_fine() {
        let a = good();
        let (l, m) = a.levels().find(|(l, _)| l.id.0 == "asa").unwrap();
        assert_eq!(readings(&a, l, m, "30 s"), None);
        assert_eq!(readings(&a, l, m, "95 %"), None, "another unit, which is said elsewhere");
        assert_eq!(two_things(&a, &Evidence::default()), []);
    }

    #[test]
    fn a_definition_with_the_words_of_a_share_is_found_where_it_stands() {
        let mut a = good();
        measure(&mut a, "asa").name = "ASA under 30 s for 95 % of calls".into();
        let found = only(two_things(&a, &Evidence::default()));
        assert_eq!(found.fields[0], "measures.asa.name");
        assert!(found.mend.is_some() && found.alternatives.len() == 1);
    }

    #[test]
    fn exceeding_95_percent_by_10_percent_offers_the_reading_that_can_occur() {
        let a = good();
        for text in ["exceed CSAT 95 % by 10 %", "exceed 95% by 10%"] {
            let found = only(two_things(&a, &typed("service_levels.csat.target", text)));
            assert_eq!(found.severity, Severity::Error);
            assert_eq!(found.mend.as_ref().unwrap().changes[0].text, "95.5 %");
            assert!(found.alternatives.is_empty() && found.reason.contains("104.5") && found.reason.contains("105"));
        }
        let found = only(two_things(&a, &typed("service_levels.csat.target", "exceed 80 % by 10 %")));
        let texts: Vec<&str> = std::iter::once(found.mend.as_ref().unwrap())
            .chain(&found.alternatives)
            .map(|m| m.changes[0].text.as_str())
            .collect();
        assert_eq!(texts, ["88.0 %", "90.0 %", "82.0 %"]);
    }

    #[test]
    fn any_other_text_that_cannot_be_read_says_what_was_expected() {
        let found = only(two_things(&good(), &typed("remedies.month_cap", "a fair part")));
        assert_eq!((found.severity, found.title.as_str()), (Severity::Error, "Text that cannot be read"));
        assert!(found.reason.contains("a fair part"), "{}", found.reason);
    }

    #[test]
    fn a_bonus_bar_beyond_the_possible_is_an_error_and_the_headroom_is_offered() {
        let mut a = good();
        level(&mut a, "csat").target = Target::Value(Unit::Percent.of(d("95")));
        level(&mut a, "csat").remedy.bonus_percent = Some(d("1"));
        level(&mut a, "csat").remedy.exceed = Some(Exceed { by: d("10"), reading: ExceedReading::Relative });
        let found = only(bars(&a, &Evidence::default()));
        assert_eq!((found.severity, found.fields[0].as_str()), (Severity::Error, "service_levels.csat.exceed"));
        let mend = found.mend.unwrap();
        assert!(mend.label.contains("95.5"));
        apply(&mut a, &mend);
        assert_eq!(level(&mut a, "csat").remedy.exceed.unwrap().reading, ExceedReading::Headroom);
        assert_eq!(bars(&a, &Evidence::default()), []);
    }
}
