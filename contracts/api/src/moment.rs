//! Moments in the person's own time, with its zone.

use chrono::{FixedOffset, Local, NaiveDate, Offset as _};
use store::Moment;

/// When something was done: "14:03 UTC+2", or "3 Nov 2026, 14:03 UTC+1" on another day.
pub(crate) fn text(at: Moment, now: Moment) -> String {
    text_in(at, now, offset_at)
}

/// The day that it is where the person is.
pub(crate) fn day(at: Moment) -> NaiveDate {
    at.with_timezone(&offset_at(at)).date_naive()
}

/// How far the clocks here were ahead: in summer otherwise than in winter.
fn offset_at(at: Moment) -> FixedOffset {
    at.with_timezone(&Local).offset().fix()
}

fn text_in(at: Moment, now: Moment, offset_at: impl Fn(Moment) -> FixedOffset) -> String {
    let (here, today) = (at.with_timezone(&offset_at(at)), now.with_timezone(&offset_at(now)));
    let format = if here.date_naive() == today.date_naive() { "%H:%M" } else { "%-d %b %Y, %H:%M" };
    format!("{} {}", here.format(format), zone(*here.offset()))
}

/// "UTC", "UTC+2", "UTC−3:30".
fn zone(offset: FixedOffset) -> String {
    let minutes = offset.local_minus_utc() / 60;
    let sign = match minutes {
        0 => return "UTC".into(),
        1.. => '+',
        _ => '−',
    };
    let (hours, minutes) = (minutes.abs() / 60, minutes.abs() % 60);
    if minutes == 0 { format!("UTC{sign}{hours}") } else { format!("UTC{sign}{hours}:{minutes:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_in_the_time_of_the_place_with_its_zone() {
        let at = |text: &str| text.parse::<Moment>().unwrap();
        let told = |moment, now, seconds| text_in(at(moment), at(now), |_| FixedOffset::east_opt(seconds).unwrap());
        let now = "2026-11-26T12:00:00Z";
        assert_eq!(told("2026-11-26T10:03:00Z", now, 0), "10:03 UTC");
        assert_eq!(told("2026-11-26T10:03:00Z", now, 3600), "11:03 UTC+1");
        assert_eq!(told("2026-11-26T01:03:00Z", now, -12_600), "25 Nov 2026, 21:33 UTC−3:30");
        // The same day here, though not in Greenwich.
        assert_eq!(told("2026-11-25T23:30:00Z", now, 3600), "00:30 UTC+1");
        // Summer time then, winter time now.
        let berlin = |m: Moment| {
            let summer = m.format("%m").to_string() == "07";
            FixedOffset::east_opt(if summer { 7200 } else { 3600 }).unwrap()
        };
        assert_eq!(text_in(at("2026-07-03T10:00:00Z"), at(now), berlin), "3 Jul 2026, 12:00 UTC+2");
    }
}
