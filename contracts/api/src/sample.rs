//! The sample: a filled-in agreement with its illustrative history, and the story of the months since it was drafted.

use crate::{ApiResult, draft, history, wire::LearningText};
use chrono::{Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use model::{Agreement, Baseline, MeasureId, Month};
use store::Moment;

/// Name of the sample's table of history.
pub const HISTORY_NAME: &str = "sample-history.csv";

/// Name of the sample's table of actuals, which says wherever a figure is shown that nobody measured it.
pub const ACTUALS_NAME: &str = "illustrative-actuals.csv";

/// When things happened in the sample, for somebody who opens it at a moment: service has run for six whole months, and
/// everything else follows from that. So the story is true on any day.
#[derive(Debug, Clone, Copy)]
pub struct Story {
    opened: Moment,
    drafted: Month,
}

impl Story {
    /// The story as it stands at `now`.
    #[must_use]
    pub fn until(now: Moment) -> Self {
        // Service starts with the month after next, and six months of it are over.
        Self { opened: now, drafted: Month::of(now.date_naive()).plus(-8) }
    }

    /// When the agreement was drafted.
    #[must_use]
    pub fn drafted(self) -> Moment {
        self.at(self.drafted, 5)
    }

    /// When the approver with this place in the order of sign-off approved.
    #[must_use]
    pub fn approved(self, place: usize) -> Moment {
        self.at(self.drafted, 12 + 3 * u32::try_from(place).unwrap_or_default().min(3))
    }

    /// When the actuals of a month came.
    #[must_use]
    pub fn reported(self, month: Month) -> Moment {
        self.at(month.plus(1), 3)
    }

    /// When the statement of a month was posted.
    #[must_use]
    pub fn posted(self, month: Month) -> Moment {
        self.at(month.plus(1), 8)
    }

    /// The morning of a day, or of the Monday after where it is a weekend; never later than now.
    fn at(self, month: Month, day: u32) -> Moment {
        let date = NaiveDate::from_ymd_opt(month.year(), month.number(), day).unwrap_or(self.opened.date_naive());
        let free = match date.weekday() {
            Weekday::Sat => 2,
            Weekday::Sun => 1,
            _ => 0,
        };
        let morning = (date + Days::new(free)).and_time(NaiveTime::MIN) + TimeDelta::hours(9);
        morning.and_local_timezone(Utc).single().map_or(self.opened, |at| at.min(self.opened))
    }
}

/// The sample's agreement as it is drafted on `today`, starting after it, and the history before it, which says that it is
/// illustrative.
///
/// # Errors
/// Never in a release: a test reads the sample.
pub fn sample(today: NaiveDate) -> ApiResult<(Agreement, Baseline)> {
    read(today).map(|(agreement, read)| (agreement, read.baseline))
}

/// As [`sample`], with how its history was read.
pub(crate) fn read(today: NaiveDate) -> ApiResult<(Agreement, history::Read)> {
    let (mut agreement, _) = model::template::sample();
    agreement.term.start = draft::start_after(today);
    let mut read = history::import(&history_bytes(today), HISTORY_NAME, None, today)?;
    read.baseline.provenance.illustrative = true;
    Ok((agreement, read))
}

/// How the sample's performance is learnt during its ramp: calls take 15 minutes at first.
#[must_use]
pub fn learning() -> Vec<LearningText> {
    let aht = LearningText {
        measure: MeasureId("aht".into()),
        start: "900\u{202f}s".into(),
        half_life: "3\u{a0}weeks".into(),
    };
    vec![aht]
}

/// The sample's table of history: its two years, the last month of which is the one before `drafted`. Each row stays in its
/// calendar month, since the history is weaker in winter.
#[must_use]
pub fn history_bytes(drafted: NaiveDate) -> Vec<u8> {
    let table = model::template::sample().1;
    let mut lines = table.lines();
    let head = lines.next().unwrap_or_default();
    let rows: Vec<(u32, &str)> = lines
        .filter_map(|line| line.split_once(','))
        .filter_map(|(month, figures)| Some((month.parse::<Month>().ok()?.number(), figures)))
        .collect();
    let months = i32::try_from(rows.len()).unwrap_or_default();
    let first = Month::of(drafted).plus(-months);
    let mut text = format!("{head}\n");
    for (i, year) in (0..months).zip(rows.chunks(12).flat_map(|year| [year; 12])) {
        let month = first.plus(i);
        if let Some((_, figures)) = year.iter().find(|(number, _)| *number == month.number()) {
            text += &format!("{month},{figures}\n");
        }
    }
    text.into_bytes()
}

/// The sample's table of actuals: the first six months of a contract that starts in `first`.
#[must_use]
pub fn actuals_bytes(first: Month) -> Vec<u8> {
    let months: Vec<_> = actuals(first);
    let head = months.first().map(|(_, table)| table.lines().next().unwrap_or_default().to_owned() + "\n");
    let rows = months.iter().map(|(_, table)| table.lines().nth(1).unwrap_or_default().to_owned() + "\n");
    head.into_iter().chain(rows).collect::<String>().into_bytes()
}

/// The same, a table for each month, as they come one by one.
#[must_use]
pub fn actuals(first: Month) -> Vec<(Month, String)> {
    let table = include_str!("../sample/illustrative-actuals.csv");
    let mut lines = table.lines();
    let head = lines.next().unwrap_or_default().replacen("contract_month", "month", 1);
    let dated = lines.map(|line| {
        let (number, figures) = line.split_once(',').unwrap_or_default();
        let month = first.plus(number.parse::<i32>().unwrap_or(1) - 1);
        (month, format!("{head}\n{month},{figures}\n"))
    });
    dated.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check;

    #[test]
    fn the_actuals_are_dated_from_the_month_in_which_service_starts() {
        let text = String::from_utf8(actuals_bytes("2027-11".parse().unwrap())).unwrap();
        let months: Vec<&str> = text.lines().map(|line| line.split(',').next().unwrap()).collect();
        assert_eq!(months, ["month", "2027-11", "2027-12", "2028-01", "2028-02", "2028-03", "2028-04"]);
        let cells: Vec<usize> = text.lines().map(|line| line.split(',').count()).collect();
        assert!(cells.iter().all(|n| *n == 16), "{cells:?}");
    }

    #[test]
    fn on_any_day_everything_of_the_story_is_past_and_in_its_order() {
        for day in ["2026-11-22", "2027-01-01", "2027-03-02", "2028-02-29", "2027-08-31", "2031-12-05"] {
            let now: Moment = format!("{day}T07:30:00Z").parse().unwrap();
            let story = Story::until(now);
            let start = Month::of(draft::start_after(story.drafted().date_naive()));
            let months: Vec<Month> = actuals(start).into_iter().map(|(month, _)| month).collect();
            assert_eq!(months.last().unwrap().plus(1), Month::of(now.date_naive()), "{day}");
            let mut times = vec![story.drafted(), story.approved(0), story.approved(1), story.approved(2)];
            assert!(Month::of(times[3].date_naive()) < start, "{day}: approved before service starts");
            for month in &months[..5] {
                times.extend([story.reported(*month), story.posted(*month)]);
            }
            times.push(story.reported(months[5]));
            assert!(times.is_sorted() && times.iter().all(|t| *t <= now), "{day}: {times:?}");
        }
    }

    #[test]
    fn in_any_month_the_history_ends_with_the_month_before_keeps_its_seasons_and_leaves_the_review_clean() {
        let first: NaiveDate = "2026-11-30".parse().unwrap();
        assert_eq!(history_bytes(first), model::template::sample().1.as_bytes(), "as it is kept");
        for i in 0..12 {
            let drafted = first + chrono::Months::new(i);
            let (agreement, baseline) = sample(drafted).unwrap();
            let (from, last) = baseline.span().unwrap();
            assert_eq!((last.plus(1), baseline.months()), (Month::of(drafted), 24));
            assert_eq!(last.since(from), 23);
            let findings = check::check(&agreement, Some(&baseline));
            let standing: Vec<_> = findings.iter().filter(|f| f.severity != model::Severity::Advice).collect();
            assert!(standing.is_empty(), "{drafted}: {standing:#?}");
            let abandoned = baseline.of(&MeasureId("abandonment".into())).unwrap();
            let of = |number| abandoned.observations.iter().filter(move |o| o.month.number() == number);
            assert!(of(1).zip(of(6)).all(|(winter, summer)| winter.value.value() > summer.value.value()));
        }
    }
}
