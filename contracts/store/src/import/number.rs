//! Numbers as tables write them.

use super::DecimalSign;
use model::Decimal;

/// A number as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) value: Decimal,
    /// What was written with it decides the unit, whatever the mapping says.
    pub(super) written_as: WrittenAs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WrittenAs {
    Plain,
    /// `67.2 %`
    Percent,
    /// `00:10:53`, `45 s`, `2 min`: already in seconds.
    Duration,
}

/// Decimals that a cell is held with; more is noise of a float.
const CELL_DECIMALS: u32 = 14;
/// Keeps every product and sum of a month far inside the 28 digits of a decimal.
pub(super) const LARGEST: i64 = 100_000_000_000;

/// No number is written longer.
const LONGEST_BYTES: usize = 100;

/// Reads a cell; the error is a fragment that fits behind the cell: "is not a number".
pub(super) fn read(cell: &str, sign: DecimalSign) -> Result<Number, String> {
    let cell = cell.trim();
    if cell.len() > LONGEST_BYTES {
        return Err("is not a number".into());
    }
    if let Some(seconds) = duration(cell, sign)? {
        if seconds > Decimal::from(LARGEST) {
            return Err("is too large".into());
        }
        return Ok(Number { value: seconds, written_as: WrittenAs::Duration });
    }
    let (body, written_as) = match cell.strip_suffix('%') {
        Some(body) => (body.trim_end(), WrittenAs::Percent),
        None => (cell, WrittenAs::Plain),
    };
    Ok(Number { value: plain(body, sign)?, written_as })
}

/// Whether a cell stands for "no value".
pub(super) fn is_blank(cell: &str) -> bool {
    let cell = cell.trim();
    cell.is_empty()
        || matches!(
            cell.to_ascii_lowercase().as_str(),
            "-" | "–" | "—" | "n/a" | "na" | "#n/a" | "null" | "none" | "nan" | "." | "…"
        )
}

/// What a cell without a value is called: "is empty", or "says “n/a”".
pub(super) fn blank_in_words(cell: &str) -> String {
    match cell.trim() {
        "" => "is empty".into(),
        says => format!("says “{says}”"),
    }
}

fn duration(cell: &str, sign: DecimalSign) -> Result<Option<Decimal>, String> {
    if cell.contains(':') {
        return clock(cell, sign).map(Some);
    }
    let lower = cell.to_ascii_lowercase();
    for (suffix, seconds) in
        [("seconds", 1), ("secs", 1), ("sec", 1), ("minutes", 60), ("mins", 60), ("min", 60), ("s", 1)]
    {
        if let Some(body) = lower.strip_suffix(suffix) {
            return plain(body.trim_end(), sign).map(|v| Some(v * Decimal::from(seconds)));
        }
    }
    Ok(None)
}

/// `1:02:03` is hours, minutes and seconds, `4:30` minutes and seconds.
fn clock(cell: &str, sign: DecimalSign) -> Result<Decimal, String> {
    let wrong = || "is not a time (write it like 00:10:53)".to_owned();
    let parts: Vec<&str> = cell.split(':').collect();
    if !(2..=3).contains(&parts.len()) {
        return Err(wrong());
    }
    let mut seconds = Decimal::ZERO;
    for (i, part) in parts.iter().enumerate() {
        let value = plain(part, sign).map_err(|_| wrong())?;
        let last = i + 1 == parts.len();
        let too_large = i > 0 && value >= Decimal::from(60);
        if value.is_sign_negative() || too_large || (!last && !value.fract().is_zero()) {
            return Err(wrong());
        }
        seconds = seconds * Decimal::from(60) + value;
    }
    Ok(seconds)
}

fn plain(body: &str, sign: DecimalSign) -> Result<Decimal, String> {
    let not_a_number = || "is not a number".to_owned();
    let (negative, digits) = match body.strip_prefix(['-', '−']) {
        Some(digits) => (true, digits),
        None => (false, body.strip_prefix('+').unwrap_or(body)),
    };
    let (point, group) = (sign.character(), sign.other().character());
    let (number, exponent) = match digits.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, Some(exponent)),
        None => (digits, None),
    };
    let (whole, fraction) = match number.split_once(point) {
        Some((whole, fraction)) => (whole, fraction),
        None => (number, ""),
    };
    let whole = ungroup(whole, group).ok_or_else(|| {
        if number.chars().all(|c| c.is_ascii_digit() || c == group) && number.contains(group) {
            match sign {
                DecimalSign::Point => "has a decimal comma in a file with decimal points".into(),
                DecimalSign::Comma => "has a decimal point in a file with decimal commas".into(),
            }
        } else {
            not_a_number()
        }
    })?;
    if (whole.is_empty() && fraction.is_empty()) || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return Err(not_a_number());
    }
    let text = match exponent {
        Some(exponent) => format!("{whole}.{fraction}e{exponent}"),
        // A float's tail beyond what a decimal holds says nothing.
        None => format!("{whole}.{}", fraction.get(..24).unwrap_or(fraction)),
    };
    let text = text.trim_end_matches('.');
    let value = match exponent {
        Some(_) => Decimal::from_scientific(&text.replace(".e", "e")).ok(),
        None if whole.len() > 15 => None,
        None => text.parse().ok(),
    };
    let value: Decimal = value.ok_or_else(|| {
        if whole.bytes().all(|b| b.is_ascii_digit()) && whole.len() > 15 {
            "is too large".to_owned()
        } else {
            not_a_number()
        }
    })?;
    if value > Decimal::from(LARGEST) {
        return Err("is too large".into());
    }
    let value = value.round_dp(CELL_DECIMALS);
    Ok(if negative { -value } else { value })
}

/// The digits of `61,204`, `61 204` or `61'204`; none where the groups are not of three.
fn ungroup(whole: &str, group: char) -> Option<String> {
    let separator = |c: char| c == group || is_space(c) || matches!(c, '\'' | '’');
    let mut groups = whole.split(separator);
    let first = groups.next()?;
    let mut digits = first.to_owned();
    let mut grouped = false;
    for part in groups {
        if part.len() != 3 {
            return None;
        }
        grouped = true;
        digits.push_str(part);
    }
    let well_grouped = !grouped || (1..=3).contains(&first.len());
    (well_grouped && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

/// What a cell says about the decimal sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// It can only be read with this one.
    Only(DecimalSign),
    /// `1,234`: thousands or decimals, by the sign that stands in it.
    Either(DecimalSign),
    /// Whole, or no number.
    Nothing,
}

pub(super) fn says(cell: &str) -> Says {
    let body = cell.trim().trim_end_matches(|c: char| c == '%' || c.is_alphabetic() || c.is_whitespace());
    let body = body.trim_start_matches(['-', '−', '+']);
    if body.len() > LONGEST_BYTES {
        return Says::Nothing;
    }
    let numeric = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',') || is_space(c);
    if body.is_empty() || !body.chars().all(numeric) {
        return Says::Nothing;
    }
    match (body.rfind('.'), body.rfind(',')) {
        (Some(p), Some(c)) if p > c => Says::Only(DecimalSign::Point),
        (Some(_), Some(_)) => Says::Only(DecimalSign::Comma),
        (Some(at), None) => of_one_sign(body, at, DecimalSign::Point),
        (None, Some(at)) => of_one_sign(body, at, DecimalSign::Comma),
        (None, None) => Says::Nothing,
    }
}

/// One sign with other than three digits behind it groups no thousands; neither does one behind a zero. Several group
/// thousands where three digits stand behind each.
fn of_one_sign(body: &str, last: usize, sign: DecimalSign) -> Says {
    let mut parts = body.split(sign.character());
    let before = parts.next().unwrap_or_default();
    let behind: Vec<&str> = parts.collect();
    if behind.len() > 1 {
        let grouped = (1..=3).contains(&before.len()) && behind.iter().all(|part| part.len() == 3);
        return if grouped { Says::Only(sign.other()) } else { Says::Nothing };
    }
    let groups_thousands = body.len() - last - 1 == 3 && before != "0" && (1..=3).contains(&before.len());
    if groups_thousands { Says::Either(sign) } else { Says::Only(sign) }
}

/// Spaces of every width that group thousands.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}')
}

/// What the cells of a column say about their decimal sign; the delimiter decides where they say nothing.
pub(super) fn recognise_sign<'a>(cells: impl Iterator<Item = &'a str>, delimiter: Option<u8>) -> DecimalSign {
    sign_of_cells(cells).unwrap_or(usual_sign(delimiter))
}

/// Files with semicolons come from places with decimal commas.
pub(super) fn usual_sign(delimiter: Option<u8>) -> DecimalSign {
    if delimiter == Some(b';') { DecimalSign::Comma } else { DecimalSign::Point }
}

/// What the cells of a table say about their decimal sign; none where they say nothing, or both.
pub(super) fn sign_of_cells<'a>(cells: impl Iterator<Item = &'a str>) -> Option<DecimalSign> {
    let (mut points, mut commas) = (0_usize, 0_usize);
    for cell in cells {
        match says(cell) {
            Says::Only(DecimalSign::Point) => points += 1,
            Says::Only(DecimalSign::Comma) => commas += 1,
            _ => {}
        }
    }
    match points.cmp(&commas) {
        std::cmp::Ordering::Greater => Some(DecimalSign::Point),
        std::cmp::Ordering::Less => Some(DecimalSign::Comma),
        std::cmp::Ordering::Equal => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(cell: &str) -> Result<Decimal, String> {
        read(cell, DecimalSign::Point).map(|n| n.value)
    }

    fn comma(cell: &str) -> Result<Decimal, String> {
        read(cell, DecimalSign::Comma).map(|n| n.value)
    }

    fn d(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn numbers_are_read_as_tables_write_them() {
        for (cell, value) in [
            ("67.2", "67.2"),
            (" 1,234.5 ", "1234.5"),
            ("61 204", "61204"),
            ("61\u{a0}204", "61204"),
            ("61\u{2009}204", "61204"),
            ("1\u{202f}061\u{202f}204", "1061204"),
            ("61'204", "61204"),
            ("-3", "-3"),
            ("−3", "-3"),
            ("+3", "3"),
            (".5", "0.5"),
            ("20564.0", "20564"),
            ("1.5e2", "150"),
            ("2E-1", "0.2"),
            ("17.0901639344262", "17.0901639344262"),
            ("0.887096774193548387096774193548387", "0.88709677419355"),
        ] {
            assert_eq!(point(cell), Ok(d(value)), "{cell}");
        }
        for (cell, value) in [("67,2", "67.2"), ("1.234,5", "1234.5"), ("1.234", "1234")] {
            assert_eq!(comma(cell), Ok(d(value)), "{cell}");
        }
        assert_eq!(read("67.2 %", DecimalSign::Point).unwrap().written_as, WrittenAs::Percent);
    }

    #[test]
    fn durations_become_seconds() {
        for (cell, seconds) in [
            ("00:10:53", "653"),
            ("4:30", "270"),
            ("0:00:23.5", "23.5"),
            ("45 s", "45"),
            ("2 min", "120"),
            ("27:00:00", "97200"),
        ] {
            assert_eq!(point(cell), Ok(d(seconds)), "{cell}");
        }
        for cell in ["4:75", "1:2:3:4", "-4:30", "4.5:30", ":30x"] {
            assert!(point(cell).is_err(), "{cell}");
        }
    }

    #[test]
    fn what_is_no_number_says_so() {
        for cell in ["abc", "", "1.2.3", "--3", "−−3", "+-3", "1e", "1e400", "12a", "1,23,456", "s", "%", "-"] {
            assert!(point(cell).is_err(), "{cell}");
        }
        assert_eq!(point("67,2"), Err("has a decimal comma in a file with decimal points".into()));
        assert_eq!(comma("67.2"), Err("has a decimal point in a file with decimal commas".into()));
        assert_eq!(point("99999999999999999999999"), Err("is too large".into()));
        assert_eq!(point("100000000001"), Err("is too large".into()));
        assert!(point("1e20").is_err());
    }

    #[test]
    fn the_decimal_sign_follows_from_the_cells() {
        let sign = |cells: &[&str], delimiter| recognise_sign(cells.iter().copied(), Some(delimiter));
        assert_eq!(sign(&["67.2", "1,234"], b','), DecimalSign::Point);
        assert_eq!(sign(&["67,2", "1.234"], b';'), DecimalSign::Comma);
        assert_eq!(sign(&["67.2", "12"], b';'), DecimalSign::Point);
        assert_eq!(sign(&["1.234,50"], b','), DecimalSign::Comma);
        assert_eq!(sign(&["0,125"], b','), DecimalSign::Comma);
        assert_eq!(sign(&["1.234", "2.345"], b';'), DecimalSign::Comma);
        assert_eq!(sign(&["1.234", "2.345"], b','), DecimalSign::Point);
        assert_eq!(sign(&["31.12.2024", "2024-07"], b';'), DecimalSign::Comma);
        assert_eq!(sign(&["1,234,567"], b';'), DecimalSign::Point);
        assert_eq!(sign(&["1.234.567"], b','), DecimalSign::Comma);
        assert_eq!(sign(&["28,5 s"], b','), DecimalSign::Comma);
    }
}
