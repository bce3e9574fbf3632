//! One kind of term: how it is written and read.

use super::{
    Choice, Kind, Scale, distance,
    words::{Chosen, choices},
    written::Written,
};
use crate::{Credit, Currency, Decimal, Offset, Quantity, Target, Unit, quantity, read, read::ReadError, threshold};
use chrono::NaiveDate;

/// A place in an agreement that holds a term.
pub(super) enum Slot<'a> {
    /// One line of text; may not be empty where required by the review, never refused here.
    Text(&'a mut String),
    /// Several lines.
    LongText(&'a mut String),
    /// A day.
    Date(&'a mut NaiveDate),
    /// A whole number with the word behind it.
    Whole { value: &'a mut u32, least: u32, most: u32, word: &'static str },
    /// A whole number that may be missing.
    OptionalWhole { value: &'a mut Option<u32>, least: u32, most: u32 },
    /// A percentage between 0 and 100.
    Percent(&'a mut Decimal),
    /// A rate of 0 or more that may be missing.
    OptionalRate(&'a mut Option<Decimal>),
    /// A rate of 0 or more.
    Rate(&'a mut Decimal),
    /// A score of a miss, between 0 and 100, that may be missing.
    OptionalScore(&'a mut Option<Decimal>),
    /// An amount of money.
    Amount { value: &'a mut Decimal, currency: Currency },
    /// Charges: an amount of money that is not stated yet while it is 0.
    Charges { value: &'a mut Decimal, currency: Currency },
    /// The currency, set by [`super::edit::set_currency`].
    Currency(&'a Currency),
    /// What is promised.
    Target { value: &'a mut Target, scale: Scale },
    /// A value held as its distance from the target.
    Offset { value: &'a mut Option<Offset>, target: Target, scale: Scale, optional: bool },
    /// One of a few words, or none where it may be left open.
    Choice(&'a mut dyn Chosen),
    /// A name out of some that the agreement itself lists; empty for all of them.
    Name { value: &'a mut String, known: Vec<String> },
    /// How a miss becomes money, set by [`super::edit::set_credit`].
    CreditKind(Credit),
    /// One of a few words, set by its own function.
    Picked { word: &'static str, choices: Vec<Choice> },
    /// A day that may be missing.
    OptionalDate(&'a mut Option<NaiveDate>),
    /// A whole number with the word behind it, that may be missing.
    Counted { value: &'a mut Option<u32>, least: u32, most: u32, word: &'static str },
    /// A percentage between 0 and 100 that may be missing.
    OptionalPercent(&'a mut Option<Decimal>),
    /// A time in seconds that may be missing.
    OptionalTime(&'a mut Option<Decimal>),
    /// A number of 0 or more that may be missing.
    OptionalNumber(&'a mut Option<Decimal>),
    /// What something is multiplied by, from 1 to `most`, that may be missing.
    OptionalFactor { value: &'a mut Option<Decimal>, most: u32 },
    /// A value of a measure that may be missing.
    OptionalValue { value: &'a mut Option<Quantity>, scale: Scale },
    /// The wording of a clause that a person wrote, set by [`super::wording::set`].
    Wording(String),
    /// A term with its own way of writing.
    Written(Box<dyn Written + 'a>),
    /// Something set by its own function, shown here as text.
    Shown { text: String, optional: bool },
}

type Read = Result<(), ReadError>;

impl Slot<'_> {
    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Text(_) | Self::Currency(_) => Kind::Text,
            Self::LongText(_) | Self::Wording(_) => Kind::LongText,
            Self::Date(_) | Self::OptionalDate(_) => Kind::Date,
            Self::Choice(_) | Self::Name { .. } | Self::CreditKind(_) | Self::Picked { .. } => Kind::Choice,
            Self::Written(place) => place.kind(),
            _ => Kind::Quantity,
        }
    }

    pub(super) fn is_optional(&self) -> bool {
        match self {
            Self::Text(_) | Self::LongText(_) | Self::OptionalWhole { .. } | Self::OptionalRate(_) => true,
            Self::OptionalScore(_) | Self::Name { .. } | Self::OptionalDate(_) | Self::Counted { .. } => true,
            // That they are missing is told by the review, as it is of a title.
            Self::Charges { .. } => true,
            Self::OptionalPercent(_) | Self::OptionalTime(_) | Self::OptionalNumber(_) => true,
            Self::OptionalFactor { .. } => true,
            Self::OptionalValue { .. } | Self::Wording(_) | Self::Written(_) => true,
            Self::Choice(chosen) => chosen.is_optional(),
            Self::Offset { optional, .. } | Self::Shown { optional, .. } => *optional,
            _ => false,
        }
    }

    /// Why a value that stands here could not have been typed here; `None` where it could, and where other limits than
    /// those of a number hold.
    pub(super) fn refuses_itself(&mut self) -> Option<ReadError> {
        let has_limits = match self {
            Self::Whole { .. } | Self::OptionalWhole { .. } | Self::Counted { .. } | Self::Amount { .. } => true,
            Self::Percent(_) | Self::OptionalPercent(_) | Self::Rate(_) | Self::OptionalRate(_) => true,
            Self::OptionalScore(_) | Self::OptionalNumber(_) | Self::OptionalFactor { .. } => true,
            Self::OptionalTime(_) => true,
            Self::Written(place) => place.kind() == Kind::Quantity,
            _ => false,
        };
        let text = self.text();
        if !has_limits || text.is_empty() {
            return None;
        }
        self.read_value(&text).err()
    }

    pub(super) fn clear(&mut self) {
        match self {
            Self::Text(t) | Self::LongText(t) | Self::Name { value: t, .. } => t.clear(),
            Self::OptionalWhole { value, .. } | Self::Counted { value, .. } => **value = None,
            Self::OptionalRate(v) | Self::OptionalScore(v) | Self::OptionalPercent(v) => **v = None,
            Self::OptionalTime(v) | Self::OptionalNumber(v) | Self::OptionalFactor { value: v, .. } => **v = None,
            Self::OptionalDate(v) => **v = None,
            Self::Charges { value, currency } => **value = currency.amount(0),
            Self::OptionalValue { value, .. } => **value = None,
            Self::Choice(chosen) => chosen.clear(),
            Self::Written(place) => place.clear(),
            Self::Offset { value, .. } => **value = None,
            _ => {}
        }
    }

    pub(super) fn text(&self) -> String {
        match self {
            Self::Text(t) | Self::LongText(t) | Self::Name { value: t, .. } => (*t).clone(),
            Self::Date(d) => d.to_string(),
            Self::Whole { value, word, .. } => joined(value, word),
            Self::OptionalWhole { value, .. } => value.map(|v| v.to_string()).unwrap_or_default(),
            Self::Percent(v) | Self::Rate(v) => quantity::percent(**v),
            Self::OptionalRate(v) => v.map(quantity::percent).unwrap_or_default(),
            Self::OptionalScore(v) => v.map(|s| quantity::number(s, quantity::scale_of(s))).unwrap_or_default(),
            Self::Charges { value, .. } if value.is_zero() => String::new(),
            Self::Amount { value, currency } | Self::Charges { value, currency } => {
                format!("{}\u{a0}{}", currency.code(), quantity::number(**value, currency.minor_digits()))
            }
            Self::Currency(c) => c.code().to_owned(),
            Self::Target { value, scale } => value.text(scale.precision),
            Self::Offset { value, target, scale, .. } => {
                value.map(|o| threshold::offset_text(*target, o, *scale)).unwrap_or_default()
            }
            Self::Shown { text, .. } => text.clone(),
            Self::Written(place) => place.text(),
            Self::Choice(chosen) => chosen.word().into(),
            Self::CreditKind(Credit::ByBand) => "by_band".into(),
            Self::CreditKind(Credit::PerPoint { .. }) => "per_point".into(),
            Self::Picked { word, .. } => (*word).into(),
            Self::OptionalDate(d) => d.map(|d| d.to_string()).unwrap_or_default(),
            Self::Counted { value, word, .. } => value.map(|v| joined(&v, word)).unwrap_or_default(),
            Self::OptionalPercent(v) => v.map(quantity::percent).unwrap_or_default(),
            Self::OptionalTime(v) => v.map(quantity::duration).unwrap_or_default(),
            Self::OptionalNumber(v) | Self::OptionalFactor { value: v, .. } => {
                v.map(|n| quantity::number(n, quantity::scale_of(n))).unwrap_or_default()
            }
            Self::OptionalValue { value, scale } => value.map(|v| v.text(scale.precision)).unwrap_or_default(),
            Self::Wording(text) => text.clone(),
        }
    }

    pub(super) fn choices(&self) -> Vec<Choice> {
        match self {
            Self::Choice(chosen) => chosen.choices(),
            Self::Written(place) => place.choices(),
            Self::CreditKind(_) => choices(&CREDITS),
            Self::Picked { choices, .. } => choices.clone(),
            Self::Name { value, known } => names(value, known),
            _ => Vec::new(),
        }
    }

    /// Reads `text` into the place.
    pub(super) fn read(&mut self, text: &str) -> Result<(), String> {
        self.read_value(text).map_err(|e| e.to_string())
    }

    fn read_value(&mut self, text: &str) -> Read {
        match self {
            Self::Text(t) => **t = text.split_whitespace().collect::<Vec<_>>().join(" "),
            Self::LongText(t) => **t = text.trim().to_owned(),
            Self::Date(d) => **d = read::date(text)?,
            Self::Whole { value, least, most, word } => **value = read::whole_of(text, *least, *most, word)?,
            Self::OptionalWhole { value, least, most } => **value = Some(read::whole(text, *least, *most)?),
            Self::Percent(v) => **v = read::value(text, Unit::Percent)?,
            Self::Rate(v) => **v = read::rate_percent(text)?,
            Self::OptionalRate(v) => **v = Some(read::rate_percent(text)?),
            Self::OptionalScore(v) => {
                let score = read::number(text).ok().filter(|s| !s.is_sign_negative() && *s <= Decimal::ONE_HUNDRED);
                **v = Some(score.ok_or_else(|| refused(text, "a score between 0 and 100"))?);
            }
            Self::Amount { value, currency } | Self::Charges { value, currency } => {
                **value = read::amount(text, currency)?;
            }
            Self::Target { value, scale } => {
                **value = read::target(text, scale.unit, scale.direction, scale.precision)?;
            }
            // Both edges as they are shown: read again, they would only lose digits of their distance.
            Self::Offset { .. } if text.contains(" to ") && plain(text) == plain(&self.text()) => {}
            Self::Offset { value, target, scale, .. } => **value = Some(distance::read(text, *target, *scale)?),
            Self::Choice(chosen) => chosen.read(text)?,
            Self::Written(place) => place.read(text)?,
            Self::Name { value, known } => **value = named(text, known)?,
            Self::OptionalDate(d) => **d = Some(read::date(text)?),
            Self::Counted { value, least, most, word } => **value = Some(read::whole_of(text, *least, *most, word)?),
            Self::OptionalPercent(v) => **v = Some(read::value(text, Unit::Percent)?),
            Self::OptionalTime(v) => **v = Some(read::value(text, Unit::Seconds)?),
            Self::OptionalNumber(v) => {
                let number = read::number(text).ok().filter(|n| !n.is_sign_negative());
                **v = Some(number.ok_or_else(|| refused(text, "a number of 0 or more, like 5"))?);
            }
            Self::OptionalFactor { value, most } => {
                let factor = read::number(text).ok().filter(|n| *n >= Decimal::ONE && *n <= Decimal::from(*most));
                **value = Some(factor.ok_or_else(|| refused(text, &format!("a factor from 1 to {most}, like 1.5")))?);
            }
            Self::OptionalValue { value, scale } => **value = Some(precise(text, *scale)?),
            Self::Currency(_) | Self::CreditKind(_) | Self::Picked { .. } | Self::Shown { .. } | Self::Wording(_) => {
                return Err(refused(text, "set here"));
            }
        }
        Ok(())
    }
}

pub(super) fn refused(found: &str, expected: &str) -> ReadError {
    ReadError { found: found.trim().to_owned(), expected: expected.to_owned() }
}

fn joined(value: &u32, word: &str) -> String {
    // The words are plurals: "months", "days".
    let word = if *value == 1 { word.trim_end_matches('s') } else { word };
    if word.is_empty() { value.to_string() } else { format!("{value}\u{a0}{word}") }
}

/// Spaces as they are typed.
fn plain(text: &str) -> String {
    text.trim().replace(['\u{202f}', '\u{a0}'], " ")
}

/// A value of a measure with no more decimals than the measure has.
pub(super) fn precise(text: &str, scale: Scale) -> Result<Quantity, ReadError> {
    let bare = text.trim_start_matches(['<', '>', '≥', '≤', '=']).trim();
    read::precise(bare, text, scale.unit, scale.precision)
}

pub(super) type Word<T> = (T, &'static str, &'static str);

/// True for a percentage per point.
pub(super) const CREDITS: [Word<bool>; 2] =
    [(false, "by_band", "By band"), (true, "per_point", "Per point of shortfall")];

/// All, then what the agreement lists, then a name that it no longer lists.
fn names(value: &str, known: &[String]) -> Vec<Choice> {
    let choice = |name: &str, label: &str| Choice { value: name.into(), label: label.into() };
    let mut choices = vec![choice("", "All")];
    choices.extend(known.iter().filter(|name| !name.is_empty()).map(|name| choice(name, name)));
    if !value.is_empty() && !known.iter().any(|name| name == value) {
        choices.push(choice(value, &format!("{value} (not in the scope)")));
    }
    choices
}

fn named(text: &str, known: &[String]) -> Result<String, ReadError> {
    let bare = text.trim();
    let found = known.iter().find(|name| !name.is_empty() && name.to_lowercase() == bare.to_lowercase());
    found.cloned().ok_or_else(|| {
        let listed: Vec<&str> = known.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
        let expected = if listed.is_empty() {
            "a name that the scope lists; name it there first".to_owned()
        } else {
            format!("one of {}, as the scope names them", listed.join(", "))
        };
        refused(bare, &expected)
    })
}
