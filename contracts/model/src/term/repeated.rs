//! What people type behind a value or before it that its term says already: `80 % in 20 s` of a measure that counts what is
//! within 20 s, `± 10 %` of an accuracy up and down, `30 % of the forecast` of a volume band. Repeated, it is read over;
//! where it says something else, it is refused. So is an e-mail address that is none.

use crate::{Agreement, quantity, read, review};
use std::borrow::Cow;

/// `text` without what the term at `path` says already.
///
/// # Errors
/// Where it says something else than the term.
pub(super) fn left_out<'a>(agreement: &Agreement, path: &str, text: &'a str) -> Result<Cow<'a, str>, String> {
    let bare = match path {
        "forecast.accuracy_percent" => {
            ["±", "+/-", "+/−", "+-", "plus or minus"].iter().find_map(|s| text.trim().strip_prefix(s))
        }
        "forecast.band_percent" => {
            before(text, &["of the forecast", "of forecast", "above the forecast", "above forecast"])
        }
        "remedies.pool.limit" => {
            before(text, &["of the pool", "of pool", "of the at-risk amount", "of at-risk amount"])
        }
        path if path.ends_with(".allocation") => before(text, &["of the pool", "of pool"]),
        path if path.ends_with(".email") && !text.trim().is_empty() => return address(agreement, path, text),
        path if path.starts_with("service_levels.") && path.ends_with(".target") => {
            return share(agreement, path, text);
        }
        _ => None,
    };
    Ok(Cow::Borrowed(bare.unwrap_or(text)))
}

/// An address as it is typed; one that stands there from elsewhere may stay.
fn address<'a>(agreement: &Agreement, path: &str, text: &'a str) -> Result<Cow<'a, str>, String> {
    let stands = || super::field(agreement, path).is_none_or(|field| field.text == text.trim());
    match read::email(text) {
        Ok(address) => Ok(address.into()),
        Err(_) if stands() => Ok(text.into()),
        Err(error) => Err(error.to_string()),
    }
}

fn before<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    let plain = text.trim_end();
    words.iter().find_map(|word| {
        let at = plain.len().checked_sub(word.len())?;
        plain.get(at..).filter(|end| end.eq_ignore_ascii_case(word)).and_then(|_| plain.get(..at)).map(str::trim_end)
    })
}

/// The share alone of a text that repeats the time which its measure counts.
fn share<'a>(agreement: &Agreement, path: &str, text: &'a str) -> Result<Cow<'a, str>, String> {
    let id = path.strip_prefix("service_levels.").and_then(|rest| rest.split('.').next()).unwrap_or_default();
    let Some((_, measure)) = agreement.levels().find(|(level, _)| level.id.0 == id) else { return Ok(text.into()) };
    let Some((share, seconds)) = read::share_in_time(text).filter(|_| measure.unit == crate::Unit::Percent) else {
        return Ok(text.into());
    };
    let typed = read::shown(text);
    let alone = quantity::percent(share.normalize());
    match review::time_of(measure) {
        Some(own) if own == seconds => Ok(alone.into()),
        Some(own) => Err(format!(
            "“{typed}” is not a target of {}, which counts what is within {}. Type {alone} alone, or change the time in its \
             definition first",
            measure.name,
            quantity::duration(own)
        )),
        None => Err(format!(
            "“{typed}” is not a target of {}, whose definition names no time. Type one value, like {alone}",
            measure.name
        )),
    }
}

#[cfg(test)]
mod tests {
    use crate::{template::sample, term};

    #[test]
    fn what_the_term_says_already_may_be_typed_with_it_and_anything_else_is_refused() {
        let mut a = sample().0;
        let target = "service_levels.service_level.target";
        for text in ["82 % in 20 s", "82/20", "82 % within 20 seconds"] {
            term::set(&mut a, target, "70 %").unwrap();
            term::set(&mut a, target, text).unwrap();
            assert_eq!(term::field(&a, target).unwrap().text, "82.0\u{202f}%", "{text}");
        }
        let other = term::set(&mut a, target, "80/30").unwrap_err().message.replace('\u{202f}', " ");
        assert!(other.contains("within 20 s") && other.contains("Type 80 % alone"), "{other}");
        let none = term::set(&mut a, "service_levels.csat.target", "80/20").unwrap_err().message;
        assert!(none.contains("names no time"), "{none}");
        for (path, text, reads) in [
            ("forecast.accuracy_percent", "± 10 %", "10\u{202f}%"),
            ("forecast.accuracy_percent", "+/- 10", "10\u{202f}%"),
            ("forecast.band_percent", "30 % above the forecast", "30\u{202f}%"),
        ] {
            term::set(&mut a, path, text).unwrap();
            assert_eq!(term::field(&a, path).unwrap().text, reads, "{text}");
        }
        for text in ["12 % of net profit", "12 % of the at-risk amount", "12 % of the forecast"] {
            let refused = term::set(&mut a, "remedies.month_cap", text).unwrap_err().message;
            assert!(refused.contains("“of charges”"), "{refused}");
        }
        assert!(term::set(&mut a, "forecast.band_percent", "12 % of net profit").is_err());
    }
}
