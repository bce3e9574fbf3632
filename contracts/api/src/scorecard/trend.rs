//! Trends before the month: each level over its months, with the figure of the last three of them from their sums.

use super::{Adjustment, LevelTrend, PeriodFigure, TrendMonth, case::Case, changes::last_word, outcomes::span};
use crate::wire::{SparkPoint, TrendPoint};
use model::{
    Direction, Grade, Measure, Month, ServiceLevel, Target,
    aggregate::{Figure, Sample, of_months},
    quantity,
};
use rust_decimal::prelude::ToPrimitive;
use settlement::{Actual, History, Line, MonthStatement, ReadingKind};

/// Months of a rolling figure: 90 days as settled months know them.
pub(crate) const ROLLING_MONTHS: i32 = 3;
/// Months that a statement tells of, its own included.
const MONTHS_TOLD: usize = 12;

fn line_of<'a>(month: &'a MonthStatement, level: &ServiceLevel) -> Option<&'a Line> {
    month.lines.iter().find(|l| l.service_level == level.id)
}

/// What was observed of a level in a month that counts: neither excused nor without a report.
pub(crate) fn sample(
    settled: &[MonthStatement],
    history: &History,
    level: &ServiceLevel,
    month: Month,
) -> Option<Sample> {
    let line = line_of(settled.iter().find(|m| m.month == month)?, level)?;
    let counts = matches!(line.reading, ReadingKind::Value | ReadingKind::TooFew | ReadingKind::Pending);
    let actuals = history.months.iter().find(|m| m.month == month).filter(|_| counts)?;
    match actuals.actuals.get(&level.id)? {
        Actual::Value { value, n: Some(weight) } => {
            Some(Sample::Weighted { value: value.value(), weight: *weight, proxy: false })
        }
        Actual::Value { value, n: None } => Some(Sample::Plain(value.value())),
        _ => None,
    }
}

/// The figure of months from their sums; of what adds up, the mean of one of the level's windows, so that it can be held
/// against a target. None without a value, or where only single values give one (percentiles).
pub(crate) fn figure_of(level: &ServiceLevel, measure: &Measure, samples: &[Sample]) -> Option<Figure> {
    let windows = samples.len().div_ceil(level.remedy.window.months().max(1)).max(1);
    of_months(measure.statistic, samples, windows)
}

/// The figure of a level over the last three months up to `last`; none with fewer than two of them.
pub(crate) fn three_months(
    settled: &[MonthStatement],
    history: &History,
    (level, measure): (&ServiceLevel, &Measure),
    last: Month,
) -> Option<PeriodFigure> {
    let first = last.plus(1 - ROLLING_MONTHS);
    let of_month = |i| {
        let month = first.plus(i);
        sample(settled, history, level, month).map(|s| (month, s))
    };
    let found: Vec<(Month, Sample)> = (0..ROLLING_MONTHS).filter_map(of_month).collect();
    let (from, to) = (found.first()?.0, found.last()?.0);
    if found.len() < 2 || to != last {
        return None;
    }
    let samples: Vec<Sample> = found.iter().map(|(_, s)| *s).collect();
    let figure = figure_of(level, measure, &samples)?;
    let months = u32::try_from(found.len()).unwrap_or(u32::MAX);
    Some(PeriodFigure { first: from, last: to, months, value: measure.unit.of(figure.value), n: figure.n })
}

/// A month as a statement or the window tells of it beside its own: with every correction so far. The figure of three months
/// is made from the same values.
fn as_corrected<'a>(case: &'a Case, adjustments: &'a [Adjustment], settled: &'a MonthStatement) -> &'a MonthStatement {
    let own = adjustments.iter().find(|a| a.month == settled.month).map(|a| &a.resettled);
    own.or_else(|| last_word(case, settled.month).map(|(told, _)| told)).unwrap_or(settled)
}

/// Each level's months up to `until`, as a statement tells of them: not more than the last twelve.
pub(crate) fn of_levels(
    case: &Case,
    settled: &[MonthStatement],
    until: Month,
    adjustments: &[Adjustment],
) -> Vec<LevelTrend> {
    let shown = settled.iter().filter(|m| m.month <= until).map(|m| as_corrected(case, adjustments, m));
    let shown: Vec<&MonthStatement> = shown.collect();
    let shown = &shown[shown.len().saturating_sub(MONTHS_TOLD)..];
    let history = case.counted(&case.agreement, until);
    let of_level = |(level, measure): (&ServiceLevel, &Measure)| {
        let months = shown.iter().filter_map(|m| line_of(m, level).map(|line| told(m.month, line)));
        LevelTrend {
            service_level: level.id.clone(),
            measure_name: measure.name.clone(),
            months: months.collect(),
            three_months: three_months(settled, &history, (level, measure), until),
        }
    };
    case.agreement.levels().map(of_level).collect()
}

/// Each level over the months of a statement that is not kept, without figures of several months: their observations are
/// not in it.
pub(crate) fn of_statement(months: &[MonthStatement]) -> Vec<LevelTrend> {
    let Some(last) = months.last() else { return Vec::new() };
    let shown = &months[months.len().saturating_sub(MONTHS_TOLD)..];
    let of_line = |line: &Line| {
        let same = |m: &MonthStatement| {
            let found = m.lines.iter().find(|l| l.service_level == line.service_level);
            found.map(|found| told(m.month, found))
        };
        LevelTrend {
            service_level: line.service_level.clone(),
            measure_name: line.measure_name.clone(),
            months: shown.iter().filter_map(same).collect(),
            three_months: None,
        }
    };
    last.lines.iter().map(of_line).collect()
}

fn told(month: Month, line: &Line) -> TrendMonth {
    TrendMonth {
        month,
        value: line.value,
        target_words: line.target_words.clone(),
        missed: line.grade.is_some_and(|g| g != Grade::Met),
    }
}

/// What was posted in place of what a correction made of it, behind a figure; empty where they are the same.
fn posted_otherwise(now: &str, posted: Option<String>) -> String {
    match posted.filter(|posted| posted != now) {
        Some(posted) if posted.is_empty() => " (corrected; posted without one)".to_owned(),
        Some(posted) => format!(" (corrected; posted {posted})"),
        None => String::new(),
    }
}

/// A level's months for the window: values against the target of each month, and the figure of three months, all of them
/// with every correction; a month that was posted otherwise says so.
pub(crate) fn spark(
    case: &Case,
    line: &Line,
    settled: &[MonthStatement],
    until: Month,
    pending: &[Adjustment],
) -> Vec<SparkPoint> {
    let Some((level, measure)) = case.agreement.levels().find(|(l, _)| l.id == line.service_level) else {
        return Vec::new();
    };
    let history = case.counted(&case.agreement, until);
    let months = settled.iter().filter(|m| m.month <= until).map(|m| as_corrected(case, pending, m));
    let text = |line: &Line| line.value.map(|v| v.text(measure.precision_decimals)).unwrap_or_default();
    let point = |month: &MonthStatement| {
        let of_level = line_of(month, level)?;
        let posted = case.posted_of(month.month).and_then(|(_, d)| line_of(&d.statement, level)).map(text);
        let own = text(of_level);
        let mark = posted_otherwise(&own, posted);
        let value = of_level.value.and_then(|v| v.value().to_f64());
        let target = match case.agreement.ramp.target(level, measure, case.number(month.month)) {
            Target::Value(value) => value.value().to_f64(),
            Target::Range { low, high } => {
                let (low, high) = (low.value().to_f64()?, high.value().to_f64()?);
                Some(if value.is_some_and(|v| v < (low + high) / 2.0) { low } else { high })
            }
        };
        let rolling = three_months(settled, &history, (level, measure), month.month);
        Some(SparkPoint {
            label: month.month.text(),
            number: u32::try_from(case.number(month.month)).unwrap_or(u32::MAX),
            value,
            corrected: !mark.is_empty(),
            text: own + &mark,
            target: target?,
            target_text: of_level.target_words.clone(),
            missed: of_level.grade.is_some_and(|g| g != Grade::Met),
            rolling: rolling.as_ref().and_then(|r| r.value.value().to_f64()),
            rolling_text: rolling.map(|r| rounded(&r, measure)).unwrap_or_default(),
        })
    };
    months.filter_map(point).collect()
}

/// A figure of several months at the measure's precision.
pub(crate) fn rounded(figure: &PeriodFigure, measure: &Measure) -> String {
    let precision = measure.precision_decimals;
    measure.unit.of(quantity::round(figure.value.value(), precision)).text(precision)
}

/// What a level's months show, in a sentence: how often it was missed, and three months against the three before.
pub(crate) fn words(
    case: &Case,
    line: &Line,
    settled: &[MonthStatement],
    until: Month,
    pending: &[Adjustment],
) -> String {
    let found = case.agreement.levels().find(|(l, _)| l.id == line.service_level);
    let Some((level, measure)) = found else { return String::new() };
    let months = settled.iter().filter(|m| m.month <= until).map(|m| as_corrected(case, pending, m));
    let grades: Vec<Grade> = months.filter_map(|m| line_of(m, level)?.grade).collect();
    let missed = grades.iter().filter(|g| **g != Grade::Met).count();
    let often = match (missed, grades.len()) {
        (_, 0) => return "No month has been judged yet.".into(),
        (0, 1) => "Met in its only month.".into(),
        (_, 1) => "Missed in its only month.".into(),
        (0, all) => format!("Met in all {all} months."),
        (missed, all) => format!("Missed in {missed} of {all} months."),
    };
    let history = case.counted(&case.agreement, until);
    let of = |last| three_months(settled, &history, (level, measure), last).filter(|f| f.months == 3);
    let Some(now) = of(until) else { return often };
    let n = now.n.map(|n| format!(", n {}", quantity::number(n, 0))).unwrap_or_default();
    let figure = format!("{} together: {}{n}", span(now.first, now.last), rounded(&now, measure));
    let before = of(until.plus(-ROLLING_MONTHS));
    let Some(before) = before else { return format!("{often} {figure}.") };
    let precision = measure.precision_decimals;
    let (is, was) = (quantity::round(now.value.value(), precision), quantity::round(before.value.value(), precision));
    let than = match (measure.direction, is.cmp(&was)) {
        (_, std::cmp::Ordering::Equal) => "the same as",
        (Direction::Range, _) => "after",
        (Direction::Higher, std::cmp::Ordering::Greater) | (Direction::Lower, std::cmp::Ordering::Less) => {
            "better than"
        }
        _ => "worse than",
    };
    format!("{often} {figure}, {than} {} in the three months before.", rounded(&before, measure))
}

/// The score and the credits of every month that was settled, with every correction; a month that was posted otherwise says so.
pub(crate) fn of_months_settled(
    case: &Case,
    settled: &[MonthStatement],
    newest: Option<Month>,
    pending: &[Adjustment],
) -> Vec<TrendPoint> {
    let ramp = case.agreement.ramp.months();
    let shown = settled.iter().filter(|m| newest.is_some_and(|n| m.month <= n));
    shown
        .map(|settled| {
            let own = as_corrected(case, pending, settled);
            let posted = case.posted_of(own.month).map(|(_, d)| &d.statement);
            let score = |m: &MonthStatement| m.score_points.map(|s| quantity::number(s, 1)).unwrap_or_default();
            let credit = |m: &MonthStatement| quantity::number(m.credit_amount, quantity::scale_of(m.credit_amount));
            let (of_score, of_credit) =
                (posted_otherwise(&score(own), posted.map(score)), posted_otherwise(&credit(own), posted.map(credit)));
            let to_date = if case.is_to_date(own.month) { " to date" } else { "" };
            TrendPoint {
                month: own.month.to_string(),
                label: format!("{}{to_date}", own.month.text()),
                number: u32::try_from(case.number(own.month)).unwrap_or(u32::MAX),
                ramp: case.number(own.month) <= ramp,
                score: own.score_points.and_then(|s| s.to_f64()),
                corrected: !(of_score.is_empty() && of_credit.is_empty()),
                score_text: score(own) + &of_score,
                credit: own.credit_amount.to_f64().unwrap_or_default(),
                credit_text: credit(own) + &of_credit,
            }
        })
        .collect()
}

/// What the trend of the score shows, in a sentence.
pub(crate) fn score_caption(trend: &[TrendPoint]) -> String {
    let scores: Vec<(&TrendPoint, f64)> = trend.iter().filter_map(|p| Some((p, p.score?))).collect();
    let lowest = scores.iter().min_by(|a, b| a.1.total_cmp(&b.1));
    match (scores.as_slice(), lowest) {
        ([], _) | (_, None) => "No month has a score yet.".into(),
        ([(only, _)], _) => format!("{} scored {}.", only.label, only.score_text),
        ([.., (last, score)], Some((low, lowest)))
            if (score - lowest).abs() < f64::EPSILON && last.month == low.month =>
        {
            format!("{} is the lowest so far, with {}.", last.label, last.score_text)
        }
        ([.., (last, _)], Some((low, _))) => {
            format!("{} scored {}; the lowest was {}, {}.", last.label, last.score_text, low.score_text, low.label)
        }
    }
}

/// What the trend of the credits shows, in a sentence.
pub(crate) fn credit_caption(trend: &[TrendPoint]) -> String {
    let sum: f64 = trend.iter().map(|p| p.credit).sum();
    match trend.iter().max_by(|a, b| a.credit.total_cmp(&b.credit)) {
        Some(most) if most.credit > 0.0 && most.credit * 2.0 > sum && trend.len() > 1 => {
            format!("{} costs more than all other months together.", most.label)
        }
        Some(most) if most.credit > 0.0 => format!("{} costs most, {}.", most.label, most.credit_text),
        _ => "No month cost anything.".into(),
    }
}
