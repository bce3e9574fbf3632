//! Terms of remedies that are written in a form of their own: ladders, shares of a pool, triggers, bars, and choices that
//! an agreement does not mention as long as they are the usual ones.

use super::{Choice, Kind, words::Words};
use crate::remedy::{CategoryShare, Condition, Consequence, Exceed, ExceedReading, LadderStep, Trigger};
use crate::{Currency, Decimal, Grade, VolumeStep, quantity, read, read::ReadError};

/// A place with its own way of writing. An empty text is what an agreement that does not mention it has.
pub(super) trait Written {
    fn kind(&self) -> Kind {
        Kind::Quantity
    }
    fn text(&self) -> String;
    fn read(&mut self, text: &str) -> Result<(), ReadError>;
    fn clear(&mut self);
    fn choices(&self) -> Vec<Choice> {
        Vec::new()
    }
}

fn refused(found: &str, expected: &str) -> ReadError {
    ReadError { found: found.trim().to_owned(), expected: expected.to_owned() }
}

fn plain(value: Decimal) -> String {
    let value = value.normalize();
    quantity::number(value, quantity::scale_of(value))
}

/// A choice whose usual value is not mentioned.
pub(super) struct Usual<'a, T>(pub &'a mut T);

impl<T: Words + Default> Written for Usual<'_, T> {
    fn kind(&self) -> Kind {
        Kind::Choice
    }

    fn text(&self) -> String {
        let own = T::WORDS.iter().find(|w| w.0 == *self.0).filter(|w| w.0 != T::default());
        own.map_or(String::new(), |w| w.1.to_owned())
    }

    fn read(&mut self, text: &str) -> Result<(), ReadError> {
        *self.0 = super::words::chosen(T::WORDS, text)?;
        Ok(())
    }

    fn clear(&mut self) {
        *self.0 = T::default();
    }

    fn choices(&self) -> Vec<Choice> {
        let value = |w: &super::slot::Word<T>| if w.0 == T::default() { "" } else { w.1 };
        T::WORDS.iter().map(|w| Choice { value: value(w).into(), label: w.2.into() }).collect()
    }
}

/// A percentage that is 0 where it is not mentioned.
pub(super) struct Part<'a>(pub &'a mut Decimal);

impl Written for Part<'_> {
    fn text(&self) -> String {
        if self.0.is_zero() { String::new() } else { quantity::percent(*self.0) }
    }

    fn read(&mut self, text: &str) -> Result<(), ReadError> {
        *self.0 = read::rate_percent(text)?;
        Ok(())
    }

    fn clear(&mut self) {
        *self.0 = Decimal::ZERO;
    }
}

/// An amount that may be missing.
pub(super) struct OptionalAmount<'a>(pub &'a mut Option<Decimal>, pub Currency);

impl Written for OptionalAmount<'_> {
    fn text(&self) -> String {
        let text = |a: Decimal| format!("{}\u{a0}{}", self.1.code(), quantity::number(a, self.1.minor_digits()));
        self.0.map(text).unwrap_or_default()
    }

    fn read(&mut self, text: &str) -> Result<(), ReadError> {
        *self.0 = Some(read::amount(text, &self.1)?);
        Ok(())
    }

    fn clear(&mut self) {
        *self.0 = None;
    }
}

/// A list of entries, each with a colon between what is named and what it has: `5: 0 %, 10: 2 %`.
fn entries(text: &str) -> impl Iterator<Item = (&str, Option<(&str, &str)>)> {
    let parts = text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| (part, part.split_once(':').map(|(a, b)| (a.trim(), b.trim()))))
}

/// `5: 0 %, 10: 2 %, 15: 4 %`.
impl Written for &mut Vec<LadderStep> {
    fn text(&self) -> String {
        let steps = self.iter().map(|s| format!("{}: {}", plain(s.points), quantity::percent(s.percent)));
        steps.collect::<Vec<_>>().join(", ")
    }

    fn read(&mut self, text: &str) -> Result<(), ReadError> {
        let step = |(part, pair): (&str, Option<(&str, &str)>)| {
            let (points, percent) = pair.ok_or_else(|| refused(part, "points and a percentage, like 10: 2 %"))?;
            Ok(LadderStep { points: read::number(points)?, percent: read::rate_percent(percent)? })
        };
        **self = entries(text).map(step).collect::<Result<_, ReadError>>()?;
        Ok(())
    }

    fn clear(&mut self) {
        Vec::clear(self);
    }
}

/// `speed: 50 %, quality: 50 %`.
impl Written for &mut Vec<CategoryShare> {
    fn text(&self) -> String {
        let shares = self.iter().map(|s| format!("{}: {}", s.category, quantity::percent(s.share_percent)));
        shares.collect::<Vec<_>>().join(", ")
    }

    fn read(&mut self, text: &str) -> Result<(), ReadError> {
        let share = |(part, pair): (&str, Option<(&str, &str)>)| {
            let (category, share) = pair.ok_or_else(|| refused(part, "a category and its share, like speed: 50 %"))?;
            Ok(CategoryShare { category: category.to_owned(), share_percent: read::rate_percent(share)? })
        };
        **self = entries(text).map(share).collect::<Result<_, ReadError>>()?;
        Ok(())
    }

    fn clear(&mut self) {
        Vec::clear(self);
    }
}

/// `up to 10000: 1.25, above: 1.10`.
impl Written for &mut Vec<VolumeStep> {
    fn text(&self) -> String {
        let steps = self.iter().map(|s| match s.up_to_units {
            Some(units) => format!("up to {}: {}", plain_digits(units), plain_digits(s.price)),
            None => format!("above: {}", plain_digits(s.price)),
        });
        steps.collect::<Vec<_>>().join("; ")
    }

    fn read(&mut self, text: &str) -> Result<(), ReadError> {
        let expected = "steps of units and prices, like up to 10000: 1.25; above: 1.10";
        let step = |(part, pair): (&str, Option<(&str, &str)>)| {
            let (units, price) = pair.ok_or_else(|| refused(part, expected))?;
            let up_to_units = match units.strip_prefix("up to") {
                Some(units) => Some(read::number(units)?),
                None if units == "above" || units == "all" => None,
                None => return Err(refused(part, expected)),
            };
            Ok(VolumeStep { up_to_units, price: read::number(price)? })
        };
        **self = entries(text).map(step).collect::<Result<_, ReadError>>()?;
        Ok(())
    }

    fn clear(&mut self) {
        Vec::clear(self);
    }
}

/// Numbers by month: `10000, 12000`.
impl Written for &mut Vec<Decimal> {
    fn text(&self) -> String {
        self.iter().map(|n| plain_digits(*n)).collect::<Vec<_>>().join(", ")
    }

    fn read(&mut self, text: &str) -> Result<(), ReadError> {
        let parts = text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
        **self = parts.map(read::number).collect::<Result<_, ReadError>>()?;
        Ok(())
    }

    fn clear(&mut self) {
        Vec::clear(self);
    }
}

/// Without grouping, which a list's commas would be mistaken for.
fn plain_digits(value: Decimal) -> String {
    value.normalize().to_string()
}

/// `5 % of target`, `2 absolute`, `20 % of headroom`.
impl Written for &mut Option<Exceed> {
    fn text(&self) -> String {
        let Some(exceed) = self else { return String::new() };
        match exceed.reading {
            ExceedReading::Relative => format!("{} of target", quantity::percent(exceed.by)),
            ExceedReading::Absolute => format!("{} absolute", plain(exceed.by)),
            ExceedReading::Headroom => format!("{} of headroom", quantity::percent(exceed.by)),
        }
    }

    fn read(&mut self, text: &str) -> Result<(), ReadError> {
        let lower = text.to_lowercase();
        let before = |word: &str| lower.split_once(word).map(|(by, _)| by.trim().trim_end_matches(" of").to_owned());
        let read = |by: String, reading, rate: bool| {
            let by = if rate { read::rate_percent(&by)? } else { read::number(&by)? };
            Ok::<_, ReadError>(Exceed { by, reading })
        };
        let exceed = if let Some(by) = before("headroom") {
            read(by.trim_end_matches(" the").trim_end_matches(" of").to_owned(), ExceedReading::Headroom, true)?
        } else if let Some(by) = before("target") {
            read(by.trim_end_matches(" the").trim_end_matches(" of").to_owned(), ExceedReading::Relative, true)?
        } else if let Some(by) = before("absolute") {
            read(by, ExceedReading::Absolute, false)?
        } else {
            // "Exceed by 5 %" alone has three meanings.
            return Err(refused(text, "which reading is meant: 5 % of target, 2 absolute, or 20 % of headroom"));
        };
        **self = Some(exceed);
        Ok(())
    }

    fn clear(&mut self) {
        **self = None;
    }
}

const CONSEQUENCES: [Consequence; 3] =
    [Consequence::RectificationPlan, Consequence::Escalation, Consequence::RightToTerminate];

/// `serious: rectification plan, run 3: right to terminate, misses 4 of 12: escalation, points 20: escalation, cap 3 of
/// 6: right to terminate`.
impl Written for &mut Vec<Trigger> {
    fn text(&self) -> String {
        let when = |trigger: &Trigger| match trigger.when {
            Condition::Grade { at_least } => at_least.word().to_owned(),
            Condition::CriticalRun { windows } => format!("run {windows}"),
            Condition::Misses { misses, of_windows } => format!("misses {misses} of {of_windows}"),
            Condition::Points { points } => format!("points {}", plain_digits(points)),
            Condition::CapReached { months, of_months } => format!("cap {months} of {of_months}"),
        };
        self.iter().map(|t| format!("{}: {}", when(t), t.then.words())).collect::<Vec<_>>().join(", ")
    }

    fn read(&mut self, text: &str) -> Result<(), ReadError> {
        let expected = "triggers like serious: rectification plan, run 3: right to terminate, misses 4 of 12: escalation, \
                        points 20: escalation, cap 3 of 6: right to terminate";
        let trigger = |(part, pair): (&str, Option<(&str, &str)>)| {
            let (when, then) = pair.ok_or_else(|| refused(part, expected))?;
            let then = CONSEQUENCES.into_iter().find(|c| c.words() == then.to_lowercase());
            let when = condition(&when.to_lowercase());
            let both = when.zip(then).ok_or_else(|| refused(part, expected))?;
            Ok(Trigger { when: both.0, then: both.1 })
        };
        **self = entries(text).map(trigger).collect::<Result<_, ReadError>>()?;
        Ok(())
    }

    fn clear(&mut self) {
        Vec::clear(self);
    }
}

fn condition(text: &str) -> Option<Condition> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let whole = |word: &str| word.parse::<u32>().ok();
    let grades = [Grade::Minor, Grade::Serious, Grade::Severe, Grade::Failed];
    match words.as_slice() {
        [grade] => grades.into_iter().find(|g| g.word() == *grade).map(|at_least| Condition::Grade { at_least }),
        ["run", windows] => Some(Condition::CriticalRun { windows: whole(windows)? }),
        ["misses", misses, "of", of] => Some(Condition::Misses { misses: whole(misses)?, of_windows: whole(of)? }),
        ["points", points] => Some(Condition::Points { points: points.parse().ok()? }),
        ["cap", months, "of", of] => Some(Condition::CapReached { months: whole(months)?, of_months: whole(of)? }),
        _ => None,
    }
}
