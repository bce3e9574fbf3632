//! The path of a target over the term: `from month 13: 87 %, from month 25: 88 %`.

use super::Scale;
use crate::{Agreement, LaterTarget, ServiceLevelId, ramp, read};

/// The first target holds in month 1 at least.
pub(super) const FROM_MONTH_MIN: u32 = 2;
/// The longest term has as many months.
pub(super) const FROM_MONTH_MAX: u32 = 120;
/// Later targets of one level at the most.
const ENTRIES_MAX: usize = 20;
/// A new one begins a year after the one before it.
const USUAL_MONTHS: u32 = 12;

/// Later targets as one text: `from month 13: 87.0 %, from month 25: 88.0 %`.
pub(super) fn text(later: &[LaterTarget], precision: u8) -> String {
    let one = |l: &LaterTarget| format!("from month {}: {}", l.from_month, l.target.text(precision));
    later.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Sets all later targets of a level at once; `None` where `path` is another term.
pub(super) fn set(agreement: &mut Agreement, path: &str, text: &str) -> Option<Result<(), String>> {
    let id = path.strip_prefix("service_levels.")?.strip_suffix(".later")?;
    let (level, measure) = agreement.levels().find(|(l, _)| l.id.0 == id)?;
    let id = level.id.clone();
    let read = match read_all(text, Scale::of(measure)) {
        Ok(read) => read,
        Err(message) => return Some(Err(message)),
    };
    if let Some(level) = agreement.service_levels.iter_mut().find(|l| l.id == id) {
        level.later_targets = read;
    }
    Some(Ok(()))
}

fn read_all(text: &str, scale: Scale) -> Result<Vec<LaterTarget>, String> {
    let mut later = parts(text).iter().map(|part| read_one(part, scale)).collect::<Result<Vec<_>, _>>()?;
    if later.len() > ENTRIES_MAX {
        return Err(format!("a level has at most {ENTRIES_MAX} later targets; these are {}", later.len()));
    }
    later.sort_by_key(|l| l.from_month);
    match later.windows(2).find(|pair| pair[0].from_month == pair[1].from_month) {
        Some(pair) => Err(format!("there are two targets from month {}", pair[0].from_month)),
        None => Ok(later),
    }
}

/// The parts of a list. A comma between two digits belongs to a number: `13: 73,5 %, 25: 74 %`.
fn parts(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut before = None;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let digits =
            before.is_some_and(|c: char| c.is_ascii_digit()) && letters.peek().is_some_and(char::is_ascii_digit);
        match parts.last_mut() {
            Some(part) if letter != ';' && (letter != ',' || digits) => part.push(letter),
            _ => parts.push(String::new()),
        }
        before = Some(letter);
    }
    parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// `from month 13: 87 %` or `87 % from month 13`, as month and target.
fn month_and_target(part: &str) -> Option<(u32, &str)> {
    let number = |text: &str| {
        let lower = text.trim().to_lowercase();
        let bare = lower.trim_start_matches("from").trim_start().trim_start_matches("month");
        bare.trim().parse::<u32>().ok()
    };
    if let Some((month, target)) = part.split_once(':') {
        return Some((number(month)?, target.trim()));
    }
    // Only ASCII letters are searched for, which lower case leaves where they are.
    let at = part.to_ascii_lowercase().rfind("from")?;
    Some((number(&part[at..])?, part[..at].trim()))
}

fn read_one(part: &str, scale: Scale) -> Result<LaterTarget, String> {
    let wrong =
        || format!("“{}” is not a month and its target, like from month 13: {}", read::shown(part), example(scale));
    let (from_month, target) = month_and_target(part).ok_or_else(wrong)?;
    if !(FROM_MONTH_MIN..=FROM_MONTH_MAX).contains(&from_month) {
        return Err(format!(
            "a later target begins in month {FROM_MONTH_MIN} to {FROM_MONTH_MAX}, not in {from_month}"
        ));
    }
    let target = read::target(target, scale.unit, scale.direction, scale.precision).map_err(|e| e.to_string())?;
    Ok(LaterTarget { from_month, target })
}

fn example(scale: Scale) -> &'static str {
    match (scale.direction, scale.unit) {
        (crate::Direction::Range, crate::Unit::Seconds) => "300 to 400 s",
        (crate::Direction::Range, _) => "94 to 97",
        (_, crate::Unit::Percent) => "87 %",
        (_, crate::Unit::Seconds) => "25 s",
        (_, crate::Unit::Points | crate::Unit::Count) => "40",
    }
}

/// Adds a later target with the value of the one before it, a year after it. Gives its path.
pub(super) fn add(agreement: &mut Agreement, id: &ServiceLevelId) -> Result<String, String> {
    let level = agreement.service_levels.iter_mut().find(|l| &l.id == id);
    let level = level.ok_or_else(|| format!("there is no service level “{id}” in this agreement"))?;
    if level.later_targets.len() >= ENTRIES_MAX {
        return Err(format!("a level has at most {ENTRIES_MAX} later targets"));
    }
    let last = level.later_targets.iter().map(|l| l.from_month).max().unwrap_or(1);
    if last >= FROM_MONTH_MAX {
        return Err(format!("a later target begins in month {FROM_MONTH_MAX} at the latest"));
    }
    let from_month = last.saturating_add(USUAL_MONTHS).min(FROM_MONTH_MAX);
    let target = ramp::promised(level, from_month as usize);
    level.later_targets.push(LaterTarget { from_month, target });
    Ok(format!("service_levels.{id}.later.{}", level.later_targets.len()))
}

/// Removes the later target with this number, 1 being the first.
pub(super) fn remove(agreement: &mut Agreement, id: &ServiceLevelId, number: &str) -> Result<(), String> {
    let level = agreement.service_levels.iter_mut().find(|l| &l.id == id);
    let level = level.ok_or_else(|| format!("there is no service level “{id}” in this agreement"))?;
    let at = number.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|at| *at < level.later_targets.len());
    level.later_targets.remove(at.ok_or("there is no such later target")?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::{Agreement, ServiceLevel, term};

    fn sample() -> Agreement {
        crate::template::sample().0
    }

    fn text(agreement: &Agreement, path: &str) -> String {
        term::field(agreement, path).unwrap().text.replace('\u{202f}', " ")
    }

    fn fcr(agreement: &mut Agreement) -> &mut ServiceLevel {
        agreement.service_levels.iter_mut().find(|l| l.id.0 == "fcr").unwrap()
    }

    const PATH: &str = "service_levels.fcr.later";

    #[test]
    fn later_targets_are_read_as_people_write_them_and_written_back_in_order() {
        let mut a = sample();
        for typed in [
            "from month 13: 73 %, from month 25: 74.5 %",
            "25: 74.5 %; 13: 73 %",
            "73 % from month 13, 74,5 % from month 25",
            "month 13: ≥ 73,0 %, from 25: 74,5 %",
        ] {
            term::set(&mut a, PATH, typed).unwrap_or_else(|e| panic!("{typed}: {e}"));
            assert_eq!(text(&a, PATH), "from month 13: 73.0 %, from month 25: 74.5 %", "{typed}");
            term::set(&mut a, PATH, "").unwrap();
        }
        assert_eq!(a, sample());
        for (typed, message) in [
            ("74 %", "“74 %” is not a month and its target, like from month 13: 87 %"),
            ("1: 74 %", "a later target begins in month 2 to 120, not in 1"),
            ("13: 74 %, 13: 75 %", "there are two targets from month 13"),
            ("13: soon", "“soon” is not a percentage between 0 and 100, like 95.5 %"),
            ("13: 74.25 %", "“74.25 %” is not a value with at most 1 decimal, as this measure is rounded"),
        ] {
            assert_eq!(term::set(&mut a, PATH, typed).unwrap_err().message, message);
        }
        assert_eq!(a, sample());
    }

    #[test]
    fn later_targets_come_and_go_and_leave_the_bytes_of_before() {
        let mut a = sample();
        let (first, name) = term::add(&mut a, PATH, None).unwrap();
        assert_eq!(
            (first.as_str(), name.as_str()),
            ("service_levels.fcr.later.1", "Later target added to First contact resolution")
        );
        let (second, _) = term::add(&mut a, PATH, None).unwrap();
        term::set(&mut a, &format!("{first}.target"), "73 %").unwrap();
        term::set(&mut a, &format!("{second}.from_month"), "18").unwrap();
        term::set(&mut a, &format!("{second}.target"), "74 %").unwrap();
        assert_eq!(text(&a, PATH), "from month 13: 73.0 %, from month 18: 74.0 %");
        assert!(term::set(&mut a, "measures.fcr.precision", "0").is_err() || text(&a, PATH).contains("73 %"));
        let file = serde_json::to_string(&a).unwrap();
        assert_eq!(serde_json::from_str::<Agreement>(&file).unwrap(), a);
        assert!(term::remove(&mut a, "service_levels.fcr.later.3").is_err());
        term::remove(&mut a, &second).unwrap();
        term::remove(&mut a, &first).unwrap();
        let mut before = sample();
        assert_eq!(fcr(&mut a).later_targets, fcr(&mut before).later_targets);
        assert!(!String::from_utf8(crate::canonical_bytes(&sample())).unwrap().contains("later_targets"));
    }
}
