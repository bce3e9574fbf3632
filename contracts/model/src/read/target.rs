//! Targets as people write them: `72 %`, `≤ 30 s`, `under 30 s`, `83 % or more`, `94 to 97`, `80/20`.

use super::{ReadError, error, precise, value};
use crate::{Decimal, Direction, Target, Unit};

/// A target of a measure with this unit, direction and precision: `72 %`, `≤ 30 s`, `94 to 97`.
///
/// # Errors
/// Where the text is no value (or range) of the unit, has more decimals than the measure, or a sign that contradicts
/// the measure's direction.
pub fn target(text: &str, unit: Unit, direction: Direction, precision: u8) -> Result<Target, ReadError> {
    if direction == Direction::Range {
        return range(text, unit, precision);
    }
    if let Some(reading) = ends_in_a_share(text) {
        return Err(error(text, format!("one value: “for {reading} of …” belongs to a share, not to this measure")));
    }
    let bare = without_sign(text, direction)?;
    Ok(Target::Value(precise(bare, text, unit, precision)?))
}

/// `30 s for 95 % of calls`: the words of a percentile.
fn ends_in_a_share(text: &str) -> Option<&str> {
    let (_, after) = text.split_once(" for ").or_else(|| text.split_once(" in "))?;
    after.contains('%').then(|| after.split(" of ").next().unwrap_or(after).trim())
}

/// Words before and behind a value that make it a lower limit, or an upper one. A strict one is read as the comparison
/// that the measure has: on values that are rounded, nobody tells the two apart by a word.
const LEAST_BEFORE: [&str; 14] = [
    "≥",
    ">=",
    ">",
    "at least",
    "not less than",
    "no less than",
    "minimum of",
    "minimum",
    "min.",
    "min",
    "more than",
    "over",
    "above",
    "from",
];
const LEAST_BEHIND: [&str; 5] = ["or more", "or higher", "or above", "or over", "or better"];
const MOST_BEFORE: [&str; 18] = [
    "≤",
    "<=",
    "<",
    "at most",
    "not more than",
    "no more than",
    "no longer than",
    "not longer than",
    "maximum of",
    "maximum",
    "max.",
    "max",
    "less than",
    "under",
    "below",
    "within",
    "up to",
    "in",
];
const MOST_BEHIND: [&str; 8] =
    ["or less", "or fewer", "or lower", "or below", "or under", "or faster", "or better", "max"];

/// The value between the words of a comparison, where `text` has any of them. A word ends where its letters do.
fn between<'a>(text: &'a str, before: &[&str], behind: &[&str]) -> Option<&'a str> {
    let fits = |part: &str, word: &str| part.eq_ignore_ascii_case(word) || part == word;
    let begun = before.iter().find_map(|word| {
        let rest = text.get(word.len()..).filter(|_| text.get(..word.len()).is_some_and(|part| fits(part, word)))?;
        let is_sign = !word.starts_with(char::is_alphabetic);
        (is_sign || !rest.starts_with(char::is_alphabetic)).then(|| rest.trim())
    });
    let ended = behind.iter().find_map(|word| {
        let at = text.len().checked_sub(word.len())?;
        let rest = text.get(..at).filter(|_| text.get(at..).is_some_and(|part| fits(part, word)))?;
        rest.ends_with(|c: char| c.is_whitespace() || c == '%').then(|| rest.trim())
    });
    begun.or(ended)
}

fn without_sign(text: &str, direction: Direction) -> Result<&str, ReadError> {
    let bare = text.trim();
    let least = between(bare, &LEAST_BEFORE, &LEAST_BEHIND);
    let most = between(bare, &MOST_BEFORE, &MOST_BEHIND);
    match (direction, least, most) {
        (Direction::Lower, Some(_), None) => Err(error(text, "an upper limit, which this measure needs, like ≤ 30 s")),
        (Direction::Higher, None, Some(_)) => Err(error(text, "a lower limit, which this measure needs, like ≥ 80 %")),
        (_, least, most) => Ok(least.or(most).unwrap_or(bare)),
    }
}

/// A share with the time it is within: `80 % in 20 s`, `80 % within 20 seconds`, `80/20`. Which time a measure counts stands
/// in its definition; the text only repeats it.
#[must_use]
pub fn share_in_time(text: &str) -> Option<(Decimal, Decimal)> {
    let bare = text.trim().replace(['\u{202f}', '\u{a0}'], " ").to_lowercase();
    let parted =
        |word: &str| bare.split_once(word).map(|(share, time)| (share.trim().to_owned(), time.trim().to_owned()));
    let (share, time) = parted(" within ").or_else(|| parted(" in ")).or_else(|| parted("/"))?;
    let share = without_sign(&share, Direction::Higher).ok()?;
    let share = value(share, Unit::Percent).ok()?;
    Some((share, value(&time, Unit::Seconds).ok()?))
}

fn range(text: &str, unit: Unit, precision: u8) -> Result<Target, ReadError> {
    let wrong =
        || error(text, format!("a range, like {}", if unit == Unit::Seconds { "300 to 420 s" } else { "94 to 97" }));
    let (low, high) =
        text.split_once(" to ").or_else(|| text.split_once('–')).or_else(|| text.split_once('-')).ok_or_else(wrong)?;
    let high = precise(high.trim(), text, unit, precision)?;
    // "5 to 7 min": the unit word of the upper edge counts for both.
    let word: String = high_word(text);
    let low =
        if low.chars().any(char::is_alphabetic) { low.trim().to_owned() } else { format!("{} {word}", low.trim()) };
    let low = precise(low.trim(), text, unit, precision)?;
    if low.value() >= high.value() {
        return Err(error(text, "a range whose first value is the smaller one"));
    }
    Ok(Target::Range { low, high })
}

fn high_word(text: &str) -> String {
    let word: String = text.trim().chars().rev().take_while(|c| c.is_alphabetic() || *c == '%').collect();
    word.chars().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Quantity;

    fn d(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn comparisons_are_read_as_people_write_them() {
        let asa = |t: &str| target(t, Unit::Seconds, Direction::Lower, 0);
        let thirty = Ok(Target::Value(Quantity::Seconds(d("30"))));
        for text in [
            "under 30 s",
            "< 30 s",
            "<30s",
            "within 30 s",
            "max 30 s",
            "Max. 30 s",
            "30 seconds or less",
            "no more than 30 s",
            "≤ 30 s",
            "in 30 s",
            "30 s max",
            "up to 30",
            "30 s or better",
        ] {
            assert_eq!(asa(text), thirty, "{text}");
        }
        assert_eq!(asa("max 30 min"), Ok(Target::Value(Quantity::Seconds(d("1800")))), "the word behind it is a unit");
        let csat = |t: &str| target(t, Unit::Percent, Direction::Higher, 1);
        let most = Ok(Target::Value(Quantity::Percent(d("83.0"))));
        for text in ["83 % or more", "min 83 %", "> 83 %", "at least 83 %", "At Least 83", "83% or better", "over 83 %"]
        {
            assert_eq!(csat(text), most, "{text}");
        }
    }

    #[test]
    fn a_comparison_the_wrong_way_round_is_refused_as_such() {
        for text in ["at least 30 s", "> 30 s", "30 s or more", "min 30 s", "more than 30 s"] {
            let refused = target(text, Unit::Seconds, Direction::Lower, 0).unwrap_err().to_string();
            assert!(refused.contains("an upper limit"), "{refused}");
        }
        for text in ["under 83 %", "< 83 %", "max 83 %", "83 % or less"] {
            let refused = target(text, Unit::Percent, Direction::Higher, 1).unwrap_err().to_string();
            assert!(refused.contains("a lower limit"), "{refused}");
        }
        for text in ["underneath 30 s", "< > 30 s", "soon or less", "30 s or less or more"] {
            assert!(target(text, Unit::Seconds, Direction::Lower, 0).is_err(), "{text}");
        }
    }

    #[test]
    fn a_share_is_read_with_the_time_it_is_within() {
        for text in ["80 % in 20 s", "80/20", "80 / 20", "80 % within 20 seconds", "≥ 80% in 20 sec"] {
            assert_eq!(share_in_time(text), Some((d("80"), d("20"))), "{text}");
        }
        assert_eq!(share_in_time("80 %"), None);
        assert_eq!(share_in_time("5 items in a day"), None);
    }
}
