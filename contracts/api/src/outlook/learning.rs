//! Performance that has to be learnt during the ramp: read from text, shown as text, handed to the simulation.

use super::entries::{self, Entry, said};
use crate::{
    ApiResult,
    wire::{Detail, LearningText, LearningView},
};
use model::{
    Agreement, Decimal, Measure, MeasureId,
    private::Learning,
    read::{self, CalendarUnit, HalfLife, HalfLifeRange},
};
use rust_decimal::prelude::ToPrimitive;
use simulation::{normal, settings};

/// Standard deviation of the logarithm of a half-life that is given as one number: give or take a third.
const ABOUT_LOG_SD: f64 = 0.3;

/// One measure's learning, read.
pub(crate) struct Read<'a> {
    measure: &'a Measure,
    start: Decimal,
    half_life: HalfLife,
}

impl Read<'_> {
    /// As it is kept: written in one way, whatever was typed.
    pub(crate) fn text(&self) -> LearningText {
        let start = entries::value_text(self.measure, self.start);
        LearningText { measure: self.measure.id.clone(), start, half_life: self.half_life.to_string() }
    }

    fn view(&self) -> LearningView {
        let LearningText { measure, start: start_text, half_life: half_life_text } = self.text();
        LearningView { measure, name: self.measure.name.clone(), start_text, half_life_text }
    }

    fn setting(&self) -> settings::Learning {
        let months = |amount: Decimal| {
            let days = amount * self.half_life.unit.days() / CalendarUnit::Month.days();
            days.to_f64().unwrap_or_default()
        };
        let (half_life_months, half_life_log_sd) = match self.half_life.range {
            HalfLifeRange::Exactly(amount) => (months(amount), 0.0),
            HalfLifeRange::About(amount) => (months(amount), ABOUT_LOG_SD),
            HalfLifeRange::Between(low, high) => {
                let (low, high) = (months(low), months(high));
                (libm::sqrt(low * high), libm::log(high / low) / (2.0 * normal::quantile(0.9)))
            }
        };
        let start_value = self.start.to_f64().unwrap_or_default();
        settings::Learning { start_value, half_life_months, half_life_log_sd }
    }
}

impl Entry for LearningText {
    const LIST: &'static str = "learning";
    const ONE: &'static str = "The learning during the ramp";
    const ALL: &'static str = Self::ONE;

    fn measure(&self) -> &MeasureId {
        &self.measure
    }
}

/// Reads one entry.
///
/// # Errors
/// Everything that is wrong with it, by place.
pub(crate) fn read_one<'a>(agreement: &'a Agreement, entry: &LearningText) -> Result<Read<'a>, Vec<Detail>> {
    let measure = entries::measure(agreement, entry)?;
    let start = read::value(&entry.start, measure.unit);
    let half_life = read::half_life(&entry.half_life);
    match (start, half_life) {
        (Ok(start), Ok(half_life)) => Ok(Read { measure, start, half_life }),
        (start, half_life) => {
            let start = start.err().map(|e| Detail::new(entry.place("start"), said(&e, &entry.start)));
            let half_life = half_life.err().map(|e| Detail::new(entry.place("half_life"), said(&e, &entry.half_life)));
            Err(start.into_iter().chain(half_life).collect())
        }
    }
}

/// Reads all entries, in the order of their measures.
///
/// # Errors
/// Everything that is wrong with any of them, by place.
pub(crate) fn read_all<'a>(agreement: &'a Agreement, entries: &[LearningText]) -> ApiResult<Vec<Read<'a>>> {
    entries::read_all(entries, |entry| read_one(agreement, entry))
}

/// As the simulation wants it.
pub(crate) fn settings(reads: &[Read<'_>]) -> impl Iterator<Item = (MeasureId, settings::Learning)> {
    reads.iter().map(|read| (read.measure.id.clone(), read.setting()))
}

/// As it is shown.
pub(crate) fn views(reads: &[Read<'_>]) -> Vec<LearningView> {
    reads.iter().map(Read::view).collect()
}

/// What one side keeps, of the measures that a service level is about.
pub(crate) fn kept(agreement: &Agreement, private: &[Learning]) -> Vec<LearningText> {
    let used = private.iter().filter(|l| agreement.levels().any(|(_, m)| m.id == l.measure));
    used.map(LearningText::from).collect()
}

/// What one side keeps, as it is shown: a text that cannot be read stays as it stands.
pub(crate) fn kept_views(agreement: &Agreement, private: &[Learning]) -> Vec<LearningView> {
    let view = |entry: &LearningText| match read_one(agreement, entry) {
        Ok(read) => read.view(),
        Err(_) => LearningView {
            measure: entry.measure.clone(),
            name: agreement.measure(&entry.measure).map(|m| m.name.clone()).unwrap_or_default(),
            start_text: entry.start.clone(),
            half_life_text: entry.half_life.clone(),
        },
    };
    let mut views: Vec<LearningView> = kept(agreement, private).iter().map(view).collect();
    views.sort_by(|a, b| a.measure.cmp(&b.measure));
    views
}

impl From<&Learning> for LearningText {
    fn from(learning: &Learning) -> Self {
        let Learning { measure, start, half_life } = learning.clone();
        Self { measure, start, half_life }
    }
}

impl From<LearningText> for Learning {
    fn from(text: LearningText) -> Self {
        let LearningText { measure, start, half_life } = text;
        Self { measure, start, half_life }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(measure: &str, start: &str, half_life: &str) -> LearningText {
        LearningText { measure: MeasureId(measure.into()), start: start.into(), half_life: half_life.into() }
    }

    fn sample() -> Agreement {
        crate::sample::sample("2026-12-01".parse().unwrap()).unwrap().0
    }

    fn setting(half_life: &str) -> settings::Learning {
        let agreement = sample();
        let reads = read_all(&agreement, &[entry("aht", "15 min", half_life)]).unwrap();
        settings(&reads).next().unwrap().1
    }

    #[test]
    fn a_half_life_becomes_months_with_its_uncertainty() {
        let exact = setting("exactly 1 month");
        assert_eq!((exact.start_value, exact.half_life_months, exact.half_life_log_sd), (900.0, 1.0, 0.0));
        let about = setting("3 weeks");
        // 21 days of months of 30.4375.
        assert!((about.half_life_months - 21.0 / 30.4375).abs() < 1e-12);
        assert_eq!(about.half_life_log_sd, ABOUT_LOG_SD);
        let between = setting("1 to 4 months");
        assert!((between.half_life_months - 2.0).abs() < 1e-12);
        // One case of ten below 1 month: ln 2 is 1.2816 standard deviations.
        assert!((between.half_life_log_sd - 2f64.ln() / 1.281_551_565_544_600_4).abs() < 1e-12);
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once_by_place() {
        let entries = [
            entry("aht", "soon", "3"),
            entry("nps", "3", "3 weeks"),
            entry("asa", "60 s", ""),
            entry("fcr", "60 %", "1 month"),
            entry("fcr", "60 %", "1 month"),
        ];
        let agreement = sample();
        let error = read_all(&agreement, &entries).err().unwrap();
        let places: Vec<&str> = error.details.iter().map(|d| d.place.as_str()).collect();
        let expected = ["aht.start", "aht.half_life", "nps", "asa.half_life", "fcr"];
        assert_eq!(places, expected.map(|place| format!("learning.{place}")));
        assert!(error.details[2].message.contains("aht, asa") || error.details[2].message.contains("aht"), "{error:?}");
        assert!(error.details[3].message.contains("missing"), "{error:?}");
    }

    #[test]
    fn what_was_read_is_written_in_one_way() {
        let agreement = sample();
        let read = read_one(&agreement, &entry("aht", "15min", "2-5w")).ok().unwrap();
        let text = read.text();
        assert_eq!((text.start.as_str(), text.half_life.as_str()), ("900\u{202f}s", "2 to 5\u{a0}weeks"));
        assert_eq!(read_one(&agreement, &text).ok().unwrap().text(), text);
    }
}
