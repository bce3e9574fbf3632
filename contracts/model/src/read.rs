//! Reading of quantities as people write them: `30 s`, `4 h`, `95.5 %`, `12 % of charges`, `94 to 97`, `USD 120,000`.
//!
//! The one owner of that rule. Import, forms, the command line and the exchange of drafts all read through it.

use crate::{Currency, Decimal, Quantity, Unit, quantity};
use chrono::NaiveDate;
use thiserror::Error;

mod email;
mod half_life;
mod target;

pub use email::email;
pub use half_life::{CalendarUnit, HalfLife, HalfLifeRange, half_life};
pub use target::{share_in_time, target};

/// Why a text could not be read: what was found and what was expected.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub struct ReadError {
    /// The text as it was given.
    pub found: String,
    /// What would have been right, with an example: fits after "is not".
    pub expected: String,
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.found.trim() {
            "" => write!(f, "nothing was typed; it takes {}", self.expected),
            found => write!(f, "“{}” is not {}", shown(found), self.expected),
        }
    }
}

/// What was typed, as a message repeats it: its beginning where it is long.
pub(crate) fn shown(typed: &str) -> String {
    const SHOWN_CHARS_MAX: usize = 60;
    let mut letters = typed.trim().chars();
    let beginning: String = letters.by_ref().take(SHOWN_CHARS_MAX).collect();
    if letters.next().is_none() { beginning } else { format!("{beginning}…") }
}

fn error(found: &str, expected: impl Into<String>) -> ReadError {
    ReadError { found: found.trim().to_owned(), expected: expected.into() }
}

/// What a lone comma followed by three digits means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comma {
    /// `120,000` is a hundred and twenty thousand.
    Groups,
    /// `95,500` is ninety-five and a half.
    Decimal,
}

/// A plain number: digits with a decimal point or comma, grouped or not, with a minus of either kind.
///
/// # Errors
/// Where the text is no number.
pub fn number(text: &str) -> Result<Decimal, ReadError> {
    digits(text, Comma::Groups).ok_or_else(|| error(text, "a number like 1,200 or 95.5"))
}

fn digits(text: &str, lone_comma: Comma) -> Option<Decimal> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\'' && *c != '’').collect();
    let bare = bare.replace(['−', '–'], "-");
    let (sign, bare) = bare.strip_prefix('-').map_or(("", bare.as_str()), |rest| ("-", rest));
    if bare.is_empty() || !bare.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',') {
        return None;
    }
    let decimal_sign = match (bare.rfind('.'), bare.rfind(',')) {
        (Some(dot), Some(comma)) => Some(if dot > comma { '.' } else { ',' }),
        (Some(_), None) => Some('.').filter(|_| bare.matches('.').count() == 1),
        (None, Some(at)) if bare.matches(',').count() == 1 => {
            let looks_grouped = bare.len() - at == 4 && (1..=3).contains(&at) && !bare.starts_with('0');
            Some(',').filter(|_| !(looks_grouped && lone_comma == Comma::Groups))
        }
        _ => None,
    };
    let (whole, fraction) = match decimal_sign {
        Some(sign) => bare.rsplit_once(sign)?,
        None => (bare, ""),
    };
    let whole = ungrouped(whole)?;
    if fraction.contains(['.', ',']) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{fraction}", if whole.is_empty() { "0" } else { &whole }).parse().ok()
}

/// Digits without their grouping signs; `None` where the groups are not of three digits or use two signs.
fn ungrouped(whole: &str) -> Option<String> {
    let groups: Vec<&str> = whole.split(['.', ',']).collect();
    let regular = groups.len() == 1
        || ((1..=3).contains(&groups[0].len())
            && groups[1..].iter().all(|g| g.len() == 3)
            && !(whole.contains('.') && whole.contains(',')));
    regular.then(|| groups.concat())
}

/// A value of `unit`, with or without its sign: `95.5 %`, `30 s`, `4 h`, `1 min 30 s`, `86.5`.
///
/// # Errors
/// Where the text is no value of the unit, or one that cannot occur.
pub fn value(text: &str, unit: Unit) -> Result<Decimal, ReadError> {
    let expected = match unit {
        Unit::Percent => "a percentage between 0 and 100, like 95.5 %",
        Unit::Seconds => "a time, like 30 s, 5 min or 4 h",
        Unit::Points => "a number of points between −100 and 100, like 86.5",
        Unit::Count => "a number of 0 or more, like 250",
    };
    let bare = text.trim();
    let read = match unit {
        Unit::Percent => {
            let bare = strip_word(bare, &["percent", "per cent", "pct", "%"]);
            digits(bare, Comma::Decimal)
        }
        Unit::Seconds => seconds(bare),
        Unit::Points => {
            // A net score is often written with its sign: +42.
            let bare = strip_word(bare, &["points", "point", "pts"]);
            digits(bare.strip_prefix('+').unwrap_or(bare), Comma::Decimal)
        }
        Unit::Count => digits(bare, Comma::Groups),
    };
    read.filter(|v| unit.holds(*v)).ok_or_else(|| error(text, expected))
}

fn strip_word<'a>(text: &'a str, words: &[&str]) -> &'a str {
    let lower = text.to_lowercase();
    words.iter().find(|w| lower.ends_with(*w)).map_or(text, |w| text[..text.len() - w.len()].trim_end())
}

const SECONDS_PER: [(&[&str], i64); 4] = [
    (&["s", "sec", "secs", "second", "seconds"], 1),
    (&["min", "mins", "minute", "minutes", "m"], 60),
    (&["h", "hr", "hrs", "hour", "hours"], 3_600),
    (&["d", "day", "days"], 86_400),
];

/// A time as a sum of parts: `1 h 30 min`; a bare number is seconds.
fn seconds(text: &str) -> Option<Decimal> {
    let mut rest = text.trim();
    let mut sum = None;
    while !rest.is_empty() {
        let number_end = rest.find(char::is_alphabetic).unwrap_or(rest.len());
        let value = digits(&rest[..number_end], Comma::Groups)?;
        let after = &rest[number_end..];
        let word_end = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
        let word = after[..word_end].to_lowercase();
        let factor = match word.as_str() {
            "" => 1,
            word => SECONDS_PER.iter().find(|(words, _)| words.contains(&word))?.1,
        };
        sum = Some(sum.unwrap_or(Decimal::ZERO) + value * Decimal::from(factor));
        rest = after[word_end..].trim_start();
    }
    sum.map(|s: Decimal| s.normalize())
}

/// A share that need not lie below 100: `12 %`, `12 % of charges`, `0.5 %`.
///
/// # Errors
/// Where the text is no percentage of 0 or more, or says that it is of anything else than charges.
pub fn rate_percent(text: &str) -> Result<Decimal, ReadError> {
    let lower = text.to_lowercase().replace(['\u{202f}', '\u{a0}'], " ").replace('’', "'");
    let (bare, of) = lower.split_once(" of ").map_or((lower.as_str(), None), |(before, after)| (before, Some(after)));
    if let Some(of) = of.map(str::trim).filter(|of| !CHARGES.contains(of)) {
        let expected =
            format!("a percentage alone or “of charges”, like 12 % of charges; “of {}” is not understood", shown(of));
        return Err(error(text, expected));
    }
    digits(strip_word(bare.trim(), &["percent", "per cent", "pct", "%"]), Comma::Decimal)
        .filter(|v| !v.is_sign_negative() || v.is_zero())
        .ok_or_else(|| error(text, "a percentage of 0 or more, like 12 %"))
}

/// What people call the charges of a month behind “of”.
const CHARGES: [&str; 8] = [
    "charges",
    "the charges",
    "monthly charges",
    "the monthly charges",
    "the month's charges",
    "a month's charges",
    "charges of the month",
    "the charges of the month",
];

/// Percentages separated by commas, semicolons or spaces behind their signs: `0 %, 0 %, 50 %, 100 %`.
///
/// # Errors
/// Where a part is no percentage between 0 and 100; an empty text is an empty list.
pub fn percent_list(text: &str) -> Result<Vec<Decimal>, ReadError> {
    let parts = text.split([';', ',']).map(str::trim).filter(|p| !p.is_empty());
    parts
        .map(|p| value(p, Unit::Percent))
        .collect::<Result<_, _>>()
        .map_err(|_| error(text, "a list of percentages between 0 and 100, like 0 %, 0 %, 50 %, 100 %"))
}

/// An amount of money: `USD 120,000`, `120,000.00`, `120000 usd`.
///
/// # Errors
/// Where the text is no amount, names another currency, or has more decimals than the currency.
pub fn amount(text: &str, currency: &Currency) -> Result<Decimal, ReadError> {
    let wanted = currency.code();
    let example = quantity::number(Decimal::from(120_000), currency.minor_digits());
    let expected = || error(text, format!("an amount, like {wanted} {example}"));
    let letters: String = text.chars().filter(|c| c.is_alphabetic()).collect();
    if !letters.is_empty() && !letters.eq_ignore_ascii_case(wanted) {
        return Err(error(text, format!("an amount in {wanted}, the agreement’s currency, like 1,200")));
    }
    let bare: String = text.chars().filter(|c| !c.is_alphabetic()).collect();
    if currency.minor_digits() != 3 && is_grouped_or_decimal(&bare) {
        let point = bare.trim().replace('.', ",");
        return Err(error(
            text,
            format!(
                "clear: it is {wanted} {point} or a small amount with three decimals. Write {point} or fewer decimals"
            ),
        ));
    }
    let read = digits(&bare, Comma::Groups).filter(|v| !v.is_sign_negative()).ok_or_else(expected)?;
    let minor = currency.minor_units(read).ok_or_else(|| {
        let digits = currency.minor_digits();
        let wanted_form = if read.normalize().scale() > u32::from(digits) {
            format!("an amount with at most {digits} decimals, as {wanted} has them")
        } else {
            format!("an amount below {wanted} {}", quantity::number(currency.amount(i64::MAX).trunc(), 0))
        };
        error(text, wanted_form)
    })?;
    Ok(currency.amount(minor))
}

/// `120.000`: a hundred and twenty thousand to some, a hundred and twenty to others.
fn is_grouped_or_decimal(text: &str) -> bool {
    let bare = text.trim();
    bare.split_once('.').is_some_and(|(whole, fraction)| {
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        !whole.starts_with('0')
            && (1..=3).contains(&whole.len())
            && fraction.len() == 3
            && digits(whole)
            && digits(fraction)
    })
}

/// A date: `2026-12-01`, `1 Dec 2026`, `01.12.2026`.
///
/// # Errors
/// Where the text is no date that exists. Forms like 01/02/2026, which mean two days, are refused.
pub fn date(text: &str) -> Result<NaiveDate, ReadError> {
    const FORMS: [&str; 5] = ["%Y-%m-%d", "%d %b %Y", "%d %B %Y", "%d.%m.%Y", "%B %d, %Y"];
    let bare = text.trim();
    let found = FORMS.iter().find_map(|f| NaiveDate::parse_from_str(bare, f).ok());
    let found = found.ok_or_else(|| error(text, "a date, like 2026-12-01 or 1 Dec 2026"))?;
    let sensible = (2000..2200).contains(&chrono::Datelike::year(&found));
    if sensible { Ok(found) } else { Err(error(text, "a date between the years 2000 and 2199")) }
}

/// A whole number between `least` and `most`; a unit word behind it is read over: `24 months`.
///
/// # Errors
/// Where the text is no whole number or one out of bounds.
pub fn whole(text: &str, least: u32, most: u32) -> Result<u32, ReadError> {
    let bare = text.trim().trim_end_matches(|c: char| c.is_alphabetic() || c.is_whitespace());
    let words = text.trim()[bare.len()..].to_lowercase();
    // Read over, "5 thousand" would be 5.
    let is_larger = words.split_whitespace().any(|word| LARGER.contains(&word));
    let read = digits(bare, Comma::Groups).filter(|v| v.fract().is_zero() && !is_larger);
    read.and_then(|v| u32::try_from(v).ok())
        .filter(|v| (least..=most).contains(v))
        .ok_or_else(|| error(text, format!("a whole number from {least} to {most}")))
}

/// Words that make a number another one.
const LARGER: [&str; 9] = ["dozen", "hundred", "k", "thousand", "tsd", "m", "mn", "million", "millions"];

/// A whole number of something that has a word: `24`, `24 months`, `2 years` as months, `6 weeks` as days.
///
/// # Errors
/// As for [`whole`], and where another word follows: `3 months` are no number of days.
pub fn whole_of(text: &str, least: u32, most: u32, word: &str) -> Result<u32, ReadError> {
    let (number, unit) = text.trim().split_at(text.trim().find(char::is_alphabetic).unwrap_or(text.trim().len()));
    let unit = unit.trim().trim_end_matches('.').to_lowercase();
    let times = match (unit.as_str(), word) {
        ("", _) | (_, "") => 1,
        (unit, word) if unit == word || unit == word.trim_end_matches('s') => 1,
        ("year" | "years", "months") => 12,
        ("week" | "weeks", "days") => 7,
        _ => return Err(error(text, format!("a whole number from {least} to {most}, in {word}"))),
    };
    // The bounds are those of the product, not of the number typed.
    let value = whole(number, 0, u32::MAX / 12).ok().map(|number| number * times);
    value
        .filter(|value| (least..=most).contains(value))
        .ok_or_else(|| error(text, format!("a whole number from {least} to {most}")))
}

/// A value with no more decimals than its measure has, `whole_text` being what a message repeats.
pub(crate) fn precise(bare: &str, whole_text: &str, unit: Unit, precision: u8) -> Result<Quantity, ReadError> {
    let read = value(bare, unit).map_err(|e| ReadError { found: whole_text.trim().to_owned(), ..e })?;
    if quantity::round(read, precision) != read {
        let expected = match precision {
            0 => "a whole number like 30, as this measure is rounded".to_owned(),
            n => {
                format!("a value with at most {n} decimal{}, as this measure is rounded", if n == 1 { "" } else { "s" })
            }
        };
        return Err(error(whole_text, expected));
    }
    Ok(unit.of(with_scale(read, precision)))
}

/// The same value written with exactly `precision` decimals.
#[must_use]
pub fn with_scale(value: Decimal, precision: u8) -> Decimal {
    let mut value = value;
    value.rescale(u32::from(precision));
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Direction, Target};

    fn d(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn values_are_read_as_people_write_them() {
        for (text, unit, expected) in [
            ("95.5 %", Unit::Percent, "95.5"),
            ("95,5 %", Unit::Percent, "95.5"),
            ("95.5", Unit::Percent, "95.5"),
            ("30 s", Unit::Seconds, "30"),
            ("4 h", Unit::Seconds, "14400"),
            ("1 min 30 s", Unit::Seconds, "90"),
            ("1,200", Unit::Seconds, "1200"),
            ("86.5 points", Unit::Points, "86.5"),
            ("−12", Unit::Points, "-12"),
            ("+42 points", Unit::Points, "42"),
            ("1\u{202f}250", Unit::Count, "1250"),
        ] {
            assert_eq!(value(text, unit), Ok(d(expected)), "{text}");
        }
    }

    #[test]
    fn what_cannot_occur_is_refused_with_what_was_expected() {
        let refused = value("−10 %", Unit::Percent).unwrap_err();
        assert_eq!(refused.to_string(), "“−10 %” is not a percentage between 0 and 100, like 95.5 %");
        for (text, unit) in [
            ("105 %", Unit::Percent),
            ("soon", Unit::Seconds),
            ("", Unit::Count),
            ("1.2.3", Unit::Points),
            ("30 parsecs", Unit::Seconds),
        ] {
            assert!(value(text, unit).is_err(), "{text}");
        }
    }

    #[test]
    fn rates_amounts_and_lists_are_read() {
        assert_eq!(rate_percent("12 % of charges"), Ok(d("12")));
        assert_eq!(rate_percent("12 % of the month’s charges"), Ok(d("12")));
        for text in ["12 % of net profit", "12 % of the at-risk amount", "12 % of charges of the client"] {
            let refused = rate_percent(text).unwrap_err().to_string();
            assert!(refused.contains("“of charges”") && refused.contains("is not understood"), "{refused}");
        }
        assert_eq!(percent_list("0 %, 0 %, 50 %, 100 %"), Ok(vec![d("0"), d("0"), d("50"), d("100")]));
        let usd = Currency::read("USD").unwrap();
        assert_eq!(amount("USD 120,000", &usd), Ok(d("120000.00")));
        assert_eq!(amount("120.000,50", &usd), Ok(d("120000.50")));
        let yen = Currency::read("JPY").unwrap();
        assert!(
            amount("much", &usd)
                .unwrap_err()
                .to_string()
                .ends_with("an amount in USD, the agreement’s currency, like 1,200")
        );
        assert!(amount("-", &yen).unwrap_err().to_string().ends_with("an amount, like JPY 120,000"));
        assert!(amount("-", &usd).unwrap_err().to_string().ends_with("an amount, like USD 120,000.00"));
        assert!(amount("120.000", &usd).unwrap_err().to_string().contains("120,000"));
        assert_eq!(amount("1.250", &Currency::read("KWD").unwrap()), Ok(d("1.250")));
        assert!(amount("EUR 5", &usd).unwrap_err().to_string().contains("in USD"));
        assert!(amount("0.005", &usd).unwrap_err().to_string().contains("at most 2 decimals"));
        assert!(amount("999999999999999999999", &usd).unwrap_err().to_string().contains("below USD 92"));
    }

    #[test]
    fn targets_carry_their_direction_and_precision() {
        let fcr = |t| target(t, Unit::Percent, Direction::Higher, 1);
        assert_eq!(fcr("≥ 72 %"), Ok(Target::Value(Quantity::Percent(d("72.0")))));
        assert!(fcr("72.05 %").unwrap_err().to_string().contains("at most 1 decimal"));
        assert!(fcr("at most 72 %").is_err());
        let asa = |t| target(t, Unit::Seconds, Direction::Lower, 0);
        assert!(asa("30 s for 95 % of calls").unwrap_err().to_string().contains("share"));
        let aht = |t| target(t, Unit::Seconds, Direction::Range, 0);
        assert_eq!(
            aht("300 to 420 s"),
            Ok(Target::Range { low: Quantity::Seconds(d("300")), high: Quantity::Seconds(d("420")) })
        );
        assert_eq!(aht("5 to 7 min"), aht("300–420"));
        assert!(aht("420 to 300 s").is_err());
    }

    #[test]
    fn dates_that_mean_two_days_are_refused() {
        assert_eq!(date("2026-12-01"), date("1 Dec 2026"));
        assert!(date("01/02/2026").is_err());
        assert!(date("2026-02-30").is_err());
        assert_eq!(whole("24 months", 1, 120), Ok(24));
        assert!(whole("0", 1, 120).is_err());
        assert_eq!(whole("100 valid answers", 0, 1_000_000), Ok(100));
        assert!(whole("5 thousand", 0, 1_000_000).is_err() && whole("5k", 0, 1_000_000).is_err());
        assert_eq!(whole_of("24 months", 1, 120, "months"), Ok(24));
        assert_eq!(whole_of("2 years", 1, 120, "months"), Ok(24));
        assert_eq!(whole_of("1 month", 1, 120, "months"), Ok(1));
        assert_eq!(whole_of("6 weeks", 0, 730, "days"), Ok(42));
        assert_eq!(whole_of("90", 0, 730, "days"), Ok(90));
        assert!(whole_of("3 months", 0, 730, "days").is_err());
        assert!(whole_of("3 weeks", 1, 120, "months").is_err());
        assert!(whole_of("20 years", 1, 120, "months").is_err());
        assert!(whole_of("months", 1, 120, "months").is_err());
    }
}
