//! What a person assumes of measures that nobody has observed long enough: read from text, shown as text, handed to the
//! simulation, and marked as what it is.

use super::entries::{self, Entry, said};
use crate::{
    ApiResult,
    wire::{AssumptionText, AssumptionView, Detail},
};
use model::{Agreement, Baseline, Decimal, Measure, MeasureId, private::Assumption, read};
use rust_decimal::prelude::ToPrimitive;
use simulation::{History, settings::MONTHS_MIN};
use std::ops::RangeInclusive;

/// Months of experience that can be behind an assumption: the spread of a single one says nothing, and nobody has seen
/// more than ten years of a service that was never measured.
const MONTHS: RangeInclusive<u32> = 2..=120;

/// One measure's assumption, read.
pub(crate) struct Read<'a> {
    measure: &'a Measure,
    p10: Decimal,
    p50: Decimal,
    p90: Decimal,
    months: u32,
}

impl Read<'_> {
    /// As it is kept: written in one way, whatever was typed.
    pub(crate) fn text(&self) -> AssumptionText {
        AssumptionText {
            measure: self.measure.id.clone(),
            p10: entries::value_text(self.measure, self.p10),
            p50: entries::value_text(self.measure, self.p50),
            p90: entries::value_text(self.measure, self.p90),
            months: self.months.to_string(),
        }
    }

    fn view(&self) -> AssumptionView {
        let AssumptionText { measure, p10, p50, p90, months } = self.text();
        let name = self.measure.name.clone();
        AssumptionView { measure, name, p10_text: p10, p50_text: p50, p90_text: p90, months_text: months }
    }

    fn knowledge(&self) -> simulation::Assumption {
        let number = |value: Decimal| value.to_f64().unwrap_or_default();
        let (p10, p50, p90) = (number(self.p10), number(self.p50), number(self.p90));
        simulation::Assumption { p10, p50, p90, months: self.months }
    }
}

/// Months in which a measure was observed.
fn observed_months(baseline: Option<&Baseline>, measure: &MeasureId) -> u32 {
    baseline.and_then(|b| b.of(measure)).map_or(0, |series| History::from(series).observed_months())
}

impl Entry for AssumptionText {
    const LIST: &'static str = "assumptions";
    const ONE: &'static str = "The assumption";
    const ALL: &'static str = "The assumptions";

    fn measure(&self) -> &MeasureId {
        &self.measure
    }
}

/// Reads one entry.
///
/// # Errors
/// Everything that is wrong with it, by place.
pub(crate) fn read_one<'a>(agreement: &'a Agreement, entry: &AssumptionText) -> Result<Read<'a>, Vec<Detail>> {
    let measure = entries::measure(agreement, entry)?;
    let mut wrong = Vec::new();
    let mut value = |part: &str, text: &str| {
        let read = read::value(text, measure.unit);
        read.map_err(|e| wrong.push(Detail::new(entry.place(part), said(&e, text)))).ok()
    };
    let values = (value("p10", &entry.p10), value("p50", &entry.p50), value("p90", &entry.p90));
    let months = months(&entry.months).map_err(|message| wrong.push(Detail::new(entry.place("months"), message))).ok();
    match (values, months) {
        ((Some(p10), Some(p50), Some(p90)), Some(months)) if p10 < p50 && p50 < p90 => {
            Ok(Read { measure, p10, p50, p90, months })
        }
        ((Some(_), Some(_), Some(_)), Some(_)) => {
            let message = "the three values do not rise: one month in ten lies below P10, every other one below P50, nine \
                           in ten below P90";
            Err(vec![Detail::new(entry.place("p50"), message)])
        }
        _ => Err(wrong),
    }
}

/// `12`, `12 months`.
fn months(text: &str) -> Result<u32, String> {
    let expected = format!("a number of months from {} to {}, like 12", MONTHS.start(), MONTHS.end());
    let bare = text.trim().trim_end_matches(char::is_alphabetic).trim_end();
    let word = text.trim()[bare.len()..].trim().to_lowercase();
    let read = bare.parse().ok().filter(|months| MONTHS.contains(months));
    match read.filter(|_| ["", "month", "months", "mo"].contains(&word.as_str())) {
        Some(months) => Ok(months),
        None if text.trim().is_empty() => Err(format!("it is missing; expected {expected}")),
        None => Err(format!("“{text}” is not {expected}")),
    }
}

/// Reads all entries, in the order of their measures.
///
/// # Errors
/// Everything that is wrong with any of them, by place; one of a measure that was observed long enough, too: its history
/// says more than anybody assumes.
pub(crate) fn read_all<'a>(
    agreement: &'a Agreement,
    baseline: Option<&Baseline>,
    entries: &[AssumptionText],
) -> ApiResult<Vec<Read<'a>>> {
    entries::read_all(entries, |entry| {
        let read = read_one(agreement, entry)?;
        let observed = observed_months(baseline, &entry.measure);
        if observed < MONTHS_MIN {
            return Ok(read);
        }
        let message = format!("it has {observed} months of history, which it is simulated from; assume nothing");
        Err(vec![Detail::new(entry.place(""), message)])
    })
}

/// As the simulation wants it.
pub(super) fn knowledge(reads: &[Read<'_>]) -> impl Iterator<Item = (MeasureId, simulation::Knowledge)> {
    reads.iter().map(|read| (read.measure.id.clone(), simulation::Knowledge::Assumed(read.knowledge())))
}

/// As it is shown.
pub(super) fn views(reads: &[Read<'_>]) -> Vec<AssumptionView> {
    reads.iter().map(Read::view).collect()
}

/// What one side keeps and what counts: of measures that a service level is about and that have no usable history.
pub(crate) fn kept(agreement: &Agreement, baseline: Option<&Baseline>, private: &[Assumption]) -> Vec<AssumptionText> {
    let counts = |a: &&Assumption| {
        agreement.levels().any(|(_, m)| m.id == a.measure) && observed_months(baseline, &a.measure) < MONTHS_MIN
    };
    private.iter().filter(counts).map(AssumptionText::from).collect()
}

/// What one side keeps, as it is shown: a text that cannot be read stays as it stands.
pub(crate) fn kept_views(
    agreement: &Agreement,
    baseline: Option<&Baseline>,
    private: &[Assumption],
) -> Vec<AssumptionView> {
    let view = |entry: AssumptionText| match read_one(agreement, &entry) {
        Ok(read) => read.view(),
        Err(_) => {
            let name = agreement.measure(&entry.measure).map(|m| m.name.clone()).unwrap_or_default();
            let AssumptionText { measure, p10, p50, p90, months } = entry;
            AssumptionView { measure, name, p10_text: p10, p50_text: p50, p90_text: p90, months_text: months }
        }
    };
    let mut views: Vec<AssumptionView> = kept(agreement, baseline, private).into_iter().map(view).collect();
    views.sort_by(|a, b| a.measure.cmp(&b.measure));
    views
}

/// What is assumed, in a sentence.
pub(crate) fn sentence(view: &AssumptionView) -> String {
    let AssumptionView { name, p10_text, p50_text, p90_text, months_text, .. } = view;
    format!(
        "{name} is assumed, nobody measured it: 1 month in 10 lies below {p10_text}, half below {p50_text}, 9 in 10 below \
         {p90_text}, with {months_text} months of experience."
    )
}

impl From<&Assumption> for AssumptionText {
    fn from(assumption: &Assumption) -> Self {
        let Assumption { measure, p10, p50, p90, months } = assumption.clone();
        Self { measure, p10, p50, p90, months }
    }
}

impl From<AssumptionText> for Assumption {
    fn from(text: AssumptionText) -> Self {
        let AssumptionText { measure, p10, p50, p90, months } = text;
        Self { measure, p10, p50, p90, months }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(measure: &str, values: [&str; 3], months: &str) -> AssumptionText {
        let [p10, p50, p90] = values.map(str::to_owned);
        AssumptionText { measure: MeasureId(measure.into()), p10, p50, p90, months: months.into() }
    }

    fn sample() -> (Agreement, Baseline) {
        crate::sample::sample("2026-12-01".parse().unwrap()).unwrap()
    }

    #[test]
    fn what_was_read_is_written_in_one_way_and_told_in_a_sentence() {
        let (agreement, _) = sample();
        let read = read_one(&agreement, &entry("fcr", ["60", "70,5%", "78 percent"], "12 months")).ok().unwrap();
        let text = read.text();
        let parts = [&text.p10, &text.p50, &text.p90, &text.months].map(String::as_str);
        assert_eq!(parts, ["60.0\u{202f}%", "70.5\u{202f}%", "78.0\u{202f}%", "12"]);
        assert_eq!(read_one(&agreement, &text).ok().unwrap().text(), text);
        let told = sentence(&read.view());
        assert!(told.starts_with("First contact resolution is assumed, nobody measured it"), "{told}");
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once_by_place() {
        let (agreement, baseline) = sample();
        let entries = [
            entry("fcr", ["high", "170 %", ""], "1"),
            entry("csat", ["80 %", "70 %", "90 %"], "6"),
            entry("nps", ["1", "2", "3"], "6"),
        ];
        let error = read_all(&agreement, None, &entries).err().unwrap();
        let places: Vec<&str> = error.details.iter().map(|d| d.place.as_str()).collect();
        let expected = ["fcr.p10", "fcr.p50", "fcr.p90", "fcr.months", "csat.p50", "nps"];
        assert_eq!(places, expected.map(|place| format!("assumptions.{place}")));
        let twice = [entry("fcr", ["60", "70", "80"], "6"), entry("fcr", ["60", "70", "80"], "6")];
        let error = read_all(&agreement, None, &twice).err().unwrap();
        assert!(error.message.contains("twice"), "{error}");
        // What was observed long enough needs no assumption.
        let error = read_all(&agreement, Some(&baseline), &twice[..1]).err().unwrap();
        assert!(error.message.contains("24 months of history"), "{error}");
    }

    #[test]
    fn an_assumption_waits_while_there_is_history() {
        let (agreement, mut baseline) = sample();
        let kept_fcr: Vec<Assumption> = vec![entry("fcr", ["60", "70", "80"], "6").into()];
        assert!(kept(&agreement, Some(&baseline), &kept_fcr).is_empty());
        assert_eq!(kept(&agreement, None, &kept_fcr).len(), 1);
        let series = baseline.series.iter_mut().find(|s| s.measure.0 == "fcr").unwrap();
        series.observations.truncate(5);
        assert_eq!(kept(&agreement, Some(&baseline), &kept_fcr).len(), 1);
    }
}
