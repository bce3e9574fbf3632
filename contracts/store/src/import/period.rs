//! Days and months as tables write them.

use super::{DateOrder, Grain, words::fold};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use model::Month;

/// The time that a row speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Period {
    Month(Month),
    Day(NaiveDate),
    /// Part of a day, by its beginning.
    Interval(NaiveDateTime),
}

impl Period {
    pub(super) fn month(self) -> Month {
        match self {
            Self::Month(month) => month,
            Self::Day(day) => Month::of(day),
            Self::Interval(begin) => Month::of(begin.date()),
        }
    }

    pub(super) fn grain(self) -> Grain {
        match self {
            Self::Month(_) => Grain::Month,
            Self::Day(_) => Grain::Day,
            Self::Interval(_) => Grain::Interval,
        }
    }

    /// For messages: `2024-07-31`, `Jul 2024`.
    pub(super) fn text(self) -> String {
        match self {
            Self::Month(month) => month.text(),
            Self::Day(day) => day.to_string(),
            Self::Interval(begin) => begin.format("%Y-%m-%d %H:%M").to_string(),
        }
    }
}

/// What a cell can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    One(Period),
    /// Day and month could be exchanged.
    Either {
        day_first: Period,
        month_first: Period,
    },
    /// Only with the day first, or only with the month first: it decides for the others.
    Ordered(DateOrder, Period),
}

/// Beginnings of the names of months, without accents, in the languages of Europe; the longest one that fits counts.
/// Croatian ones are left out: `listopad` is October there and November in Polish and Czech.
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene", "gen", "ian", "sty", "led", "tammi", "oca", "янв", "січ", "ιαν"],
    &["feb", "fev", "lut", "uno", "helmi", "sub", "фев", "лют", "φεβ"],
    &["mar", "mrz", "maa", "maerz", "bre", "мар", "бер", "μαρ"],
    &["apr", "avr", "abr", "kwi", "dub", "huhti", "nis", "апр", "кві", "απρ"],
    &["may", "mai", "mag", "mei", "maj", "kve", "touko", "маи", "мая", "тра", "μαι"],
    &["jun", "juin", "giu", "iun", "cze", "cerven", "kesa", "haz", "июн", "чер", "ιουν"],
    &["jul", "juil", "lug", "iul", "lip", "cervenec", "cervence", "heina", "tem", "июл", "лип", "ιουλ"],
    &["aug", "aou", "ago", "sie", "srp", "elo", "agu", "авг", "сер", "αυγ"],
    &["sep", "set", "wrz", "zar", "szept", "syys", "eyl", "сен", "вер", "σεπ"],
    &["oct", "okt", "ott", "out", "paz", "rij", "loka", "eki", "окт", "жов", "οκτ"],
    &["nov", "noi", "lis", "marras", "kas", "ноя", "лис", "νοε"],
    &["dec", "dez", "dic", "des", "gru", "pro", "joulu", "ara", "дек", "гру", "δεκ"],
];

/// With a zone's long name.
const LONGEST_BYTES: usize = 100;

/// Reads a cell; none where it is neither a day nor a month.
pub(super) fn read(cell: &str) -> Option<Reading> {
    let cell = cell.trim();
    if cell.len() > LONGEST_BYTES {
        return None;
    }
    let (date, time) = split_time(cell);
    let time = match time {
        Some(time) => Some(read_time(time)?),
        None => None,
    };
    let reading = read_date(date)?;
    let Some(time) = time else {
        return Some(reading);
    };
    let with_time = |period: Period| match period {
        Period::Day(day) => Some(Period::Interval(day.and_time(time))),
        _ => None,
    };
    Some(match reading {
        Reading::One(period) => Reading::One(with_time(period)?),
        Reading::Ordered(order, period) => Reading::Ordered(order, with_time(period)?),
        Reading::Either { day_first, month_first } => {
            Reading::Either { day_first: with_time(day_first)?, month_first: with_time(month_first)? }
        }
    })
}

/// `2024-07-31 08:30`, `2024-07-31T08:30:00Z`: the date, and the time where there is one.
fn split_time(cell: &str) -> (&str, Option<&str>) {
    let Some(colon) = cell.find(':') else {
        return (cell, None);
    };
    match cell[..colon].rfind([' ', 'T', 't', '\u{a0}', '\u{202f}']) {
        Some(at) => {
            let time = &cell[at..];
            (cell[..at].trim_end_matches(','), Some(time.trim_start_matches(|c: char| !c.is_ascii_digit())))
        }
        None => (cell, None),
    }
}

/// The zone that is written behind a time: `Z`, `+02:00`, `CEST`, `GMT+2`, `Europe/Berlin`.
pub(super) fn zone(cell: &str) -> Option<&str> {
    let (_, time) = split_time(cell.trim());
    let (_, zone) = split_zone(time?);
    (!zone.is_empty()).then_some(zone)
}

/// Hours and minutes, and the zone behind them. A zone says nothing about the day that its owner counted it in.
fn split_zone(time: &str) -> (&str, &str) {
    let end = time.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | ','))).unwrap_or(time.len());
    let rest = time[end..].trim_start();
    let half = ["a.m.", "p.m.", "am", "pm"].iter().find(|half| {
        let is_it = rest.get(..half.len()).is_some_and(|head| head.eq_ignore_ascii_case(half));
        is_it && !rest[half.len()..].starts_with(char::is_alphabetic)
    });
    let at = time.len() - rest.len() + half.map_or(0, |half| half.len());
    let (clock, zone) = if half.is_some() { time.split_at(at) } else { (&time[..end], rest) };
    (clock.trim(), zone.trim().trim_matches(['[', ']', '(', ')']))
}

fn is_zone(zone: &str) -> bool {
    let named = |c: char| c.is_alphanumeric() || matches!(c, '+' | '-' | ':' | '/' | '_' | '[' | ']');
    zone.chars().all(named) && !zone.starts_with(|c: char| c.is_ascii_digit()) && zone.len() <= 40
}

fn read_time(text: &str) -> Option<NaiveTime> {
    let (clock, zone) = split_zone(text.trim());
    if !is_zone(zone) {
        return None;
    }
    let upper = clock.to_ascii_uppercase().replace("A.M.", "AM").replace("P.M.", "PM").replace(',', ".");
    ["%I:%M %p", "%I:%M:%S %p", "%I:%M%p", "%H:%M", "%H:%M:%S", "%H:%M:%S%.f"]
        .iter()
        .find_map(|format| NaiveTime::parse_from_str(&upper, format).ok())
}

fn read_date(text: &str) -> Option<Reading> {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return read_digits(text);
    }
    let between = |c: char| matches!(c, ' ' | '-' | '/' | '.' | ',' | '\u{a0}' | '\u{202f}' | '‑' | '–');
    // "31 de julio de 2024"
    let parts = text.split(between).filter(|p| !p.is_empty() && !matches!(*p, "de" | "del" | "of"));
    let parts: Vec<&str> = parts.collect();
    let dots = text.contains('.');
    match parts.as_slice() {
        [a, b] => read_two(a, b),
        [a, b, c] => read_three(a, b, c, dots),
        _ => None,
    }
}

/// `20240731` and `202407`.
fn read_digits(text: &str) -> Option<Reading> {
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<u32>().ok();
    match text.len() {
        8 => day(number(0..4)?, number(4..6)?, number(6..8)?).map(Reading::One),
        6 => month(number(0..4)?, number(4..6)?).map(Reading::One),
        _ => None,
    }
}

/// A month and a year.
fn read_two(a: &str, b: &str) -> Option<Reading> {
    let found = match (named_month(a), named_month(b)) {
        (Some(number), None) => month(year(b)?, number),
        (None, Some(number)) => month(year(a)?, number),
        _ if a.len() == 4 => month(whole(a)?, whole(b)?),
        _ if b.len() == 4 => month(whole(b)?, whole(a)?),
        _ => None,
    };
    found.map(Reading::One)
}

/// A day.
fn read_three(a: &str, b: &str, c: &str, dots: bool) -> Option<Reading> {
    if let Some(number) = named_month(a) {
        return day(year(c)?, number, whole(ordinal(b))?).map(Reading::One);
    }
    if let Some(number) = named_month(b) {
        let (first, last) = if a.len() == 4 { (a, c) } else { (c, a) };
        return day(year(first)?, number, whole(ordinal(last))?).map(Reading::One);
    }
    if a.len() == 4 {
        return day(whole(a)?, whole(b)?, whole(c)?).map(Reading::One);
    }
    let (first, second, year) = (whole(a)?, whole(b)?, year(c)?);
    let day_first = day(year, second, first);
    if dots {
        return day_first.map(Reading::One);
    }
    match (day_first, day(year, first, second)) {
        (Some(one), Some(other)) if one == other => Some(Reading::One(one)),
        (Some(day_first), Some(month_first)) => Some(Reading::Either { day_first, month_first }),
        (Some(period), None) => Some(Reading::Ordered(DateOrder::DayFirst, period)),
        (None, Some(period)) => Some(Reading::Ordered(DateOrder::MonthFirst, period)),
        (None, None) => None,
    }
}

pub(super) fn named_month(text: &str) -> Option<u32> {
    let plain: String = text.to_lowercase().chars().map(fold).collect();
    if !plain.chars().all(char::is_alphabetic) || plain.chars().count() > 14 {
        return None;
    }
    let longest = |names: &[&str]| names.iter().filter(|n| plain.starts_with(**n)).map(|n| n.len()).max();
    let (at, _) =
        MONTHS.iter().enumerate().filter_map(|(at, names)| Some((at, longest(names)?))).max_by_key(|f| f.1)?;
    u32::try_from(at + 1).ok()
}

fn ordinal(text: &str) -> &str {
    ["st", "nd", "rd", "th"].iter().find_map(|suffix| text.strip_suffix(suffix)).unwrap_or(text)
}

fn whole(text: &str) -> Option<u32> {
    (text.bytes().all(|b| b.is_ascii_digit()) && text.len() <= 4).then(|| text.parse().ok()).flatten()
}

/// Two digits are a year from 1970 to 2069.
fn year(text: &str) -> Option<u32> {
    let number = whole(text.trim_start_matches(['\'', '’']))?;
    match text.len() {
        4 => Some(number),
        2 | 3 if number < 70 => Some(2000 + number),
        2 | 3 if number < 100 => Some(1900 + number),
        _ => None,
    }
}

fn month(year: u32, number: u32) -> Option<Period> {
    Month::new(plausible(year)?, number).map(Period::Month)
}

fn day(year: u32, month: u32, day: u32) -> Option<Period> {
    NaiveDate::from_ymd_opt(plausible(year)?, month, day).map(Period::Day)
}

fn plausible(year: u32) -> Option<i32> {
    (1900..=2100).contains(&year).then(|| i32::try_from(year).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(cell: &str) -> Option<String> {
        match read(cell)? {
            Reading::One(period) | Reading::Ordered(_, period) => Some(period.text()),
            Reading::Either { .. } => Some("either".into()),
        }
    }

    #[test]
    fn days_are_read_in_every_usual_form() {
        for cell in [
            "2024-07-31",
            "2024/07/31",
            "2024.07.31",
            "20240731",
            "31/07/2024",
            "07/31/2024",
            "31.07.2024",
            "31.7.24",
            "31-Jul-2024",
            "31 July 2024",
            "Jul 31, 2024",
            "July 31st 2024",
            "31. Juli 2024",
            " 2024-07-31 ",
        ] {
            assert_eq!(one(cell).as_deref(), Some("2024-07-31"), "{cell}");
        }
    }

    #[test]
    fn months_are_read_in_every_usual_form() {
        for cell in [
            "2024-07",
            "2024/07",
            "202407",
            "07/2024",
            "7.2024",
            "Jul-24",
            "Jul 2024",
            "July 2024",
            "2024 Jul",
            "juil. 2024",
            "Juli 24",
            "luglio 2024",
            "Jul '24",
        ] {
            assert_eq!(one(cell).as_deref(), Some("Jul 2024"), "{cell}");
        }
        for (cell, expected) in [
            ("styczeń 2024", "Jan 2024"),
            ("stycznia 2024", "Jan 2024"),
            ("únor 2024", "Feb 2024"),
            ("červen 2024", "Jun 2024"),
            ("červenec 2024", "Jul 2024"),
            ("maj 2024", "May 2024"),
            ("mars 2024", "Mar 2024"),
            ("marraskuu 2024", "Nov 2024"),
            ("maaliskuu 2024", "Mar 2024"),
            ("październik 2024", "Oct 2024"),
            ("desember 2024", "Dec 2024"),
            ("julio de 2024", "Jul 2024"),
            ("août 2024", "Aug 2024"),
            ("Ağustos 2024", "Aug 2024"),
            ("июль 2024", "Jul 2024"),
            ("Ιούλιος 2024", "Jul 2024"),
            ("szeptember 2024", "Sep 2024"),
        ] {
            assert_eq!(one(cell).as_deref(), Some(expected), "{cell}");
        }
        assert_eq!(one("Apr-15").as_deref(), Some("Apr 2015"));
        assert_eq!(one("Mär 2024").as_deref(), Some("Mar 2024"));
        assert_eq!(one("Dec-99").as_deref(), Some("Dec 1999"));
    }

    #[test]
    fn times_of_a_day_are_intervals() {
        for cell in [
            "2003-03-03 07:05",
            "2003-03-03T07:05:00Z",
            "2003-03-03 7:05 AM",
            "2003-03-03T07:05:00.000+02:00",
            "2003-03-03 07:05 CET",
            "2003-03-03 07:05:00 +0200",
            "2003-03-03T07:05:00-05:00[America/New_York]",
            "2003-03-03 07:05 (UTC)",
            "2003-03-03 07:05 GMT+1",
            "2003-03-03 7:05 a.m.",
            "2003-03-03 7:05AM PST",
            "3 March 2003 07:05:00,000",
            "03.03.2003 07:05",
        ] {
            assert_eq!(one(cell).as_deref(), Some("2003-03-03 07:05"), "{cell}");
        }
    }

    #[test]
    fn the_zone_of_a_time_is_found() {
        for (cell, expected) in [
            ("2003-03-03 07:05", None),
            ("2003-03-03", None),
            ("2003-03-03T07:05:00Z", Some("Z")),
            ("2003-03-03T07:05:00.000+02:00", Some("+02:00")),
            ("2003-03-03 7:05 AM", None),
            ("2003-03-03 7:05AM PST", Some("PST")),
            ("2003-03-03 07:05 CET", Some("CET")),
        ] {
            assert_eq!(zone(cell), expected, "{cell}");
        }
    }

    #[test]
    fn a_date_that_can_be_read_in_two_ways_is_not_guessed() {
        assert!(matches!(read("07/08/2024"), Some(Reading::Either { .. })));
        assert!(matches!(read("13/08/2024"), Some(Reading::Ordered(DateOrder::DayFirst, _))));
        assert!(matches!(read("08/13/2024"), Some(Reading::Ordered(DateOrder::MonthFirst, _))));
        assert!(matches!(read("08/08/2024"), Some(Reading::One(_))));
    }

    #[test]
    fn what_is_no_day_or_month_is_refused() {
        for cell in [
            "Total",
            "",
            "2024",
            "Q3 2024",
            "2024-W31",
            "2024-13",
            "31/02/2024",
            "512",
            "0.887",
            "7:05",
            "45474",
            "Jul",
            "marketing 24x",
            "2024-07-31 25:00",
            "1,234",
            "17.09",
        ] {
            assert_eq!(one(cell), None, "{cell}");
        }
    }
}
