//! What the bands of a level must be: contiguous, worse and worse, with consequences that never become smaller.

use super::percentage;
use crate::plan::BANDS_MAX;
use crate::problem::Problems;
use model::quantity::{number, percent, scale_of};
use model::{
    Agreement, Band, Class, Credit, Decimal, Direction, Grade, Measure, Mechanism, Offset, ScoreRule, ServiceLevel,
};

/// Most decimals of a score: 1/10,000 point.
const SCORE_DIGITS_MAX: u32 = 4;

pub(super) fn bands(
    agreement: &Agreement,
    level: &ServiceLevel,
    measure: &Measure,
    path: &str,
    problems: &mut Problems,
) {
    if level.bands.is_empty() || level.bands.len() > BANDS_MAX {
        problems.money(
            format!("{path}.bands"),
            format!("{} bands", level.bands.len()),
            format!("1 to {BANDS_MAX} bands beside “met”"),
        );
    }
    let percents = agreement.remedies.mechanism == Mechanism::Percent;
    let by_band = percents && level.class != Class::ReportOnly && matches!(level.credit, Credit::ByBand);
    let scored = level.class != Class::ReportOnly && agreement.score == ScoreRule::ByBand;
    for (i, band) in level.bands.iter().enumerate() {
        let path = format!("{path}.bands.{}", i + 1);
        let before = i.checked_sub(1).map(|b| &level.bands[b]);
        band_from(band, before, measure, &path, problems);
        percentage(&format!("{path}.credit"), "a credit", band.credit_percent, problems);
        if by_band && before.is_some_and(|b| b.credit_percent > band.credit_percent) {
            problems.money(
                format!("{path}.credit"),
                format!("a credit of {}", percent(band.credit_percent)),
                "at least the credit of the band before, because its values are better",
            );
        }
        if band.grade == Grade::Met {
            problems.money(
                format!("{path}.grade"),
                "the grade “met” for missed values",
                "minor, serious, severe or failed",
            );
        }
        if scored {
            band_score(band, before, &path, problems);
        }
    }
}

fn band_from(band: &Band, before: Option<&Band>, measure: &Measure, path: &str, problems: &mut Problems) {
    let path = format!("{path}.from");
    let Some(before) = before else {
        if band.from.is_some() {
            problems.money(path, "a start of its own", "none: the first band starts at the target");
        }
        return;
    };
    let Some(from) = band.from else {
        problems.money(path, "no start", "a value worse than where the band before starts");
        return;
    };
    if !from.is_worse(measure.direction) || before.from.is_some_and(|b| !is_beyond(from, b, measure.direction)) {
        problems.money(
            path,
            "a start that is not worse than that of the band before",
            "a value strictly worse than where the band before starts",
        );
    }
}

/// Whether `offset` is strictly worse than `other`. A difference and a ratio are told apart by month
/// ([`super::intervals`]).
fn is_beyond(offset: Offset, other: Offset, direction: Direction) -> bool {
    match (offset, other) {
        (Offset::Difference(a), Offset::Difference(b)) => Offset::Difference(a - b).is_worse(direction),
        (Offset::Ratio(a), Offset::Ratio(b)) => match direction {
            Direction::Higher => a < b,
            Direction::Lower | Direction::Range => a > b,
        },
        _ => true,
    }
}

fn band_score(band: &Band, before: Option<&Band>, path: &str, problems: &mut Problems) {
    let path = format!("{path}.score");
    let Some(points) = band.score_points else {
        problems.score(path, "no score", "the score of the band, because scores go by band");
        return;
    };
    let text = || format!("a score of {}", number(points, scale_of(points)));
    if points < Decimal::ZERO || points > Decimal::ONE_HUNDRED {
        problems.score(path, text(), "0 to 100 points");
    } else if points.normalize().scale() > SCORE_DIGITS_MAX {
        problems.score(path, text(), format!("at most {SCORE_DIGITS_MAX} decimals"));
    } else if before.and_then(|b| b.score_points).is_some_and(|b| b < points) {
        problems.score(path, text(), "at most the score of the band before, because its values are better");
    }
}
