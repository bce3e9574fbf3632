//! One kind of term: how it is written and read.

use super::{Choice, Kind, Scale};
use crate::{
    Class, Credit, Currency, Decimal, Offset, Outcome, ScoreRule, Side, Target, Unit, quantity, read, read::ReadError,
};
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
    /// A score between 0 and 120 that may be missing.
    OptionalScore(&'a mut Option<Decimal>),
    /// An amount of money.
    Amount { value: &'a mut Decimal, currency: Currency },
    /// The currency, set by [`super::edit::set_currency`].
    Currency(&'a Currency),
    /// What is promised.
    Target { value: &'a mut Target, scale: Scale },
    /// A value held as its distance from the target.
    Offset { value: &'a mut Option<Offset>, target: Target, scale: Scale, optional: bool },
    /// Class of a level.
    Class(&'a mut Class),
    /// Outcome of a level.
    Outcome(&'a mut Outcome),
    /// Rule of the score.
    ScoreRule(&'a mut ScoreRule),
    /// How a miss becomes money, set by [`super::edit::set_credit`].
    CreditKind(Credit),
    /// Which party.
    Side(&'a mut Side),
    /// Something set by its own function, shown here as text.
    Shown { text: String, optional: bool },
}

type Read = Result<(), ReadError>;

impl Slot<'_> {
    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Text(_) | Self::Currency(_) => Kind::Text,
            Self::LongText(_) => Kind::LongText,
            Self::Date(_) => Kind::Date,
            Self::Class(_) | Self::Outcome(_) | Self::ScoreRule(_) | Self::CreditKind(_) | Self::Side(_) => {
                Kind::Choice
            }
            _ => Kind::Quantity,
        }
    }

    pub(super) fn is_optional(&self) -> bool {
        match self {
            Self::Text(_) | Self::LongText(_) | Self::OptionalWhole { .. } | Self::OptionalRate(_) => true,
            Self::OptionalScore(_) => true,
            Self::Offset { optional, .. } | Self::Shown { optional, .. } => *optional,
            _ => false,
        }
    }

    pub(super) fn clear(&mut self) {
        match self {
            Self::Text(t) | Self::LongText(t) => t.clear(),
            Self::OptionalWhole { value, .. } => **value = None,
            Self::OptionalRate(v) | Self::OptionalScore(v) => **v = None,
            Self::Offset { value, .. } => **value = None,
            _ => {}
        }
    }

    pub(super) fn text(&self) -> String {
        match self {
            Self::Text(t) | Self::LongText(t) => (*t).clone(),
            Self::Date(d) => d.to_string(),
            Self::Whole { value, word, .. } => joined(value, word),
            Self::OptionalWhole { value, .. } => value.map(|v| v.to_string()).unwrap_or_default(),
            Self::Percent(v) | Self::Rate(v) => quantity::percent(**v),
            Self::OptionalRate(v) => v.map(quantity::percent).unwrap_or_default(),
            Self::OptionalScore(v) => v.map(|s| quantity::number(s, quantity::scale_of(s))).unwrap_or_default(),
            Self::Amount { value, currency } => {
                format!("{}\u{a0}{}", currency.code(), quantity::number(**value, currency.minor_digits()))
            }
            Self::Currency(c) => c.code().to_owned(),
            Self::Target { value, scale } => value.text(scale.precision),
            Self::Offset { value, target, scale, .. } => {
                value.map(|o| offset_text(o, *target, *scale)).unwrap_or_default()
            }
            Self::Shown { text, .. } => text.clone(),
            Self::Class(_) | Self::Outcome(_) | Self::ScoreRule(_) | Self::CreditKind(_) | Self::Side(_) => {
                self.word().into()
            }
        }
    }

    fn word(&self) -> &'static str {
        match self {
            Self::Class(v) => word_of(&CLASSES, **v),
            Self::Outcome(v) => word_of(&OUTCOMES, **v),
            Self::ScoreRule(v) => word_of(&SCORE_RULES, **v),
            Self::Side(v) => v.word(),
            Self::CreditKind(v) => match v {
                Credit::ByBand => "by_band",
                Credit::PerPoint { .. } => "per_point",
            },
            _ => "",
        }
    }

    pub(super) fn choices(&self) -> Vec<Choice> {
        match self {
            Self::Class(_) => choices(&CLASSES),
            Self::Outcome(_) => choices(&OUTCOMES),
            Self::ScoreRule(_) => choices(&SCORE_RULES),
            Self::Side(_) => choices(&SIDES),
            Self::CreditKind(_) => choices(&CREDITS),
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
            Self::Whole { value, least, most, .. } => **value = read::whole(text, *least, *most)?,
            Self::OptionalWhole { value, least, most } => **value = Some(read::whole(text, *least, *most)?),
            Self::Percent(v) => **v = read::value(text, Unit::Percent)?,
            Self::Rate(v) => **v = read::rate_percent(text)?,
            Self::OptionalRate(v) => **v = Some(read::rate_percent(text)?),
            Self::OptionalScore(v) => {
                let most = Decimal::from(120);
                let score = read::number(text).ok().filter(|s| !s.is_sign_negative() && *s <= most);
                **v = Some(score.ok_or_else(|| refused(text, "a score between 0 and 120"))?);
            }
            Self::Amount { value, currency } => **value = read::amount(text, currency)?,
            Self::Target { value, scale } => {
                **value = read::target(text, scale.unit, scale.direction, scale.precision)?;
            }
            Self::Offset { value, target, scale, .. } => **value = Some(offset(text, *target, *scale)?),
            Self::Class(v) => **v = chosen(&CLASSES, text)?,
            Self::Outcome(v) => **v = chosen(&OUTCOMES, text)?,
            Self::ScoreRule(v) => **v = chosen(&SCORE_RULES, text)?,
            Self::Side(v) => **v = chosen(&SIDES, text)?,
            Self::Currency(_) | Self::CreditKind(_) | Self::Shown { .. } => {
                return Err(refused(text, "set here"));
            }
        }
        Ok(())
    }
}

fn refused(found: &str, expected: &str) -> ReadError {
    ReadError { found: found.trim().to_owned(), expected: expected.to_owned() }
}

fn joined(value: &u32, word: &str) -> String {
    // The words are plurals: "months", "days".
    let word = if *value == 1 { word.trim_end_matches('s') } else { word };
    if word.is_empty() { value.to_string() } else { format!("{value}\u{a0}{word}") }
}

/// The value at an offset, as people write it.
pub(super) fn offset_text(offset: Offset, target: Target, scale: Scale) -> String {
    let value = scale.unit.clip(quantity::round(offset.from(target.anchor()), scale.precision));
    scale.unit.of(value).text(scale.precision)
}

/// A value typed for a floor, a stretch or a band's edge, as its distance from the target.
pub(super) fn offset(text: &str, target: Target, scale: Scale) -> Result<Offset, ReadError> {
    let value = read::value(text.trim_start_matches(['<', '>', '≥', '≤', '=']).trim(), scale.unit)?;
    if quantity::round(value, scale.precision) != value {
        return Err(refused(
            text,
            &format!("a value with at most {} decimals, as this measure is rounded", scale.precision),
        ));
    }
    Ok(Offset::between(target.anchor(), value, scale.unit))
}

pub(super) type Word<T> = (T, &'static str, &'static str);

const CLASSES: [Word<Class>; 3] = [
    (Class::Critical, "critical", "Critical"),
    (Class::Key, "key", "Key"),
    (Class::ReportOnly, "report_only", "Report only"),
];
const OUTCOMES: [Word<Outcome>; 10] = [
    (Outcome::Retention, "retention", "Customer retention"),
    (Outcome::Growth, "growth", "Growth"),
    (Outcome::CostToServe, "cost_to_serve", "Cost to serve"),
    (Outcome::Compliance, "compliance", "Compliance"),
    (Outcome::Satisfaction, "satisfaction", "Customer satisfaction"),
    (Outcome::Continuity, "continuity", "Continuity of service"),
    (Outcome::Accuracy, "accuracy", "Right first time"),
    (Outcome::CashFlow, "cash_flow", "Cash flow"),
    (Outcome::Productivity, "productivity", "Productivity of those served"),
    (Outcome::Safety, "safety", "Safety of users"),
];
const SCORE_RULES: [Word<ScoreRule>; 2] = [
    (ScoreRule::Linear, "linear", "Linear between floor, target and stretch"),
    (ScoreRule::ByBand, "by_band", "A declared score for each band"),
];
const SIDES: [Word<Side>; 2] = [(Side::Client, "client", "Client"), (Side::Vendor, "vendor", "Vendor")];
/// True for a percentage per point.
pub(super) const CREDITS: [Word<bool>; 2] =
    [(false, "by_band", "By band"), (true, "per_point", "Per point of shortfall")];

fn word_of<T: PartialEq + Copy>(words: &[Word<T>], value: T) -> &'static str {
    words.iter().find(|w| w.0 == value).map_or("", |w| w.1)
}

fn choices<T>(words: &[Word<T>]) -> Vec<Choice> {
    words.iter().map(|w| Choice { value: w.1.into(), label: w.2.into() }).collect()
}

pub(super) fn chosen<T: Copy>(words: &[Word<T>], text: &str) -> Result<T, ReadError> {
    let bare = text.trim().to_lowercase();
    let found = words.iter().find(|w| w.1 == bare || w.2.to_lowercase() == bare || w.1.replace('_', " ") == bare);
    found.map(|w| w.0).ok_or_else(|| {
        let known: Vec<&str> = words.iter().map(|w| w.1).collect();
        refused(text, &format!("one of {}", known.join(", ")))
    })
}
