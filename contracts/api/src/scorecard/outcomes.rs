//! The 90-day outcome tracker: for each business outcome that levels serve, the last three months against the baseline.
//!
//! The months are compared with the same calendar months of the baseline where it has them all, otherwise with its mean.
//! What months differ by anyway is taken from the spread of the baseline's own months: a difference within twice its
//! standard error, `2·s·√(1/k + 1/m)` for k months against m, is neither better nor worse.

use super::{
    OutcomeLine, PeriodFigure, Verdict,
    case::Case,
    trend::{ROLLING_MONTHS, figure_of},
};
use model::{
    Baseline, Decimal, Direction, Measure, Month, Observation, Outcome, Series, ServiceLevel, Target, Unit,
    aggregate::Sample, quantity,
};
use rust_decimal::prelude::ToPrimitive;
use settlement::{Actual, MonthStatement, ReadingKind};

/// Below this many months a baseline says nothing about how much months differ by anyway.
const LEAST_MONTHS: usize = 6;

/// Every level that can be compared, by outcome, in the agreement's order. `until` is the last month that is compared.
pub(crate) fn outcomes(case: &Case, settled: &[MonthStatement], until: Month) -> Vec<OutcomeLine> {
    let Some(baseline) = &case.baseline else { return Vec::new() };
    let lines = case.agreement.levels().filter_map(|level| line(case, settled, &baseline.0, level, until));
    let mut lines: Vec<OutcomeLine> = lines.collect();
    let mut order: Vec<Outcome> = Vec::new();
    for line in &lines {
        if !order.contains(&line.outcome) {
            order.push(line.outcome);
        }
    }
    lines.sort_by_key(|l| order.iter().position(|o| *o == l.outcome));
    lines
}

/// What the levels of an outcome show together.
pub(crate) fn together(lines: &[&OutcomeLine]) -> Verdict {
    let any = |verdict| lines.iter().any(|l| l.verdict == verdict);
    match (any(Verdict::Improving), any(Verdict::Worse)) {
        (true, true) => Verdict::Mixed,
        (true, false) => Verdict::Improving,
        (false, true) => Verdict::Worse,
        (false, false) => Verdict::Level,
    }
}

fn line(
    case: &Case,
    settled: &[MonthStatement],
    baseline: &Baseline,
    (level, measure): (&ServiceLevel, &Measure),
    until: Month,
) -> Option<OutcomeLine> {
    let series = baseline.of(&measure.id).filter(|s| s.unit == measure.unit && !s.observations.is_empty())?;
    let history = case.counted(&case.agreement, until);
    let first = until.plus(1 - ROLLING_MONTHS);
    let of_month = |i| {
        let month = first.plus(i);
        let reading = settled.iter().find(|m| m.month == month)?;
        let reading = reading.lines.iter().find(|l| l.service_level == level.id)?.reading;
        let counts = matches!(reading, ReadingKind::Value | ReadingKind::TooFew | ReadingKind::Pending);
        let actuals = history.months.iter().find(|m| m.month == month).filter(|_| counts)?;
        match actuals.actuals.get(&level.id)? {
            Actual::Value { value, n } => Some((month, sample(value.value(), *n))),
            _ => None,
        }
    };
    let now = whole_windows(level, measure, (0..ROLLING_MONTHS).filter_map(of_month).collect());
    let months: Vec<Month> = now.iter().map(|(m, _)| *m).collect();
    let (compared, same_months) = counterpart(series, &months);
    let now = period(level, measure, &now)?;
    let then: Vec<(Month, Sample)> = compared.iter().map(|o| (o.month, sample(o.value.value(), o.n))).collect();
    let then = period(level, measure, &whole_windows(level, measure, then))?;
    let margin = margin(series, now.months, then.months);
    let (difference, gain, outside) = difference(case, (level, measure), until, &now, &then);
    let verdict = match margin.map_or(0.0, |m| m.max(0.0)) {
        _ if gain.is_zero() => Verdict::Level,
        margin if gain.to_f64().is_some_and(|g| g.abs() <= margin) => Verdict::Level,
        _ if gain.is_sign_positive() => Verdict::Improving,
        _ => Verdict::Worse,
    };
    let shown = Shown { difference, gain, outside, margin, verdict };
    let words = words(measure, (&now, &then, same_months), &shown);
    Some(OutcomeLine {
        outcome: level.outcome,
        service_level: level.id.clone(),
        measure_name: measure.name.clone(),
        verdict,
        now,
        baseline: then,
        same_months,
        difference,
        words,
    })
}

/// Of what adds up, only whole windows can be compared: two months of a quarter are always less than a quarter.
fn whole_windows(level: &ServiceLevel, measure: &Measure, months: Vec<(Month, Sample)>) -> Vec<(Month, Sample)> {
    let odd = if measure.statistic.adds_up() { months.len() % level.remedy.window.months().max(1) } else { 0 };
    months.into_iter().skip(odd).collect()
}

fn sample(value: Decimal, n: Option<Decimal>) -> Sample {
    n.map_or(Sample::Plain(value), |weight| Sample::Weighted { value, weight, proxy: false })
}

fn period(level: &ServiceLevel, measure: &Measure, months: &[(Month, Sample)]) -> Option<PeriodFigure> {
    let samples: Vec<Sample> = months.iter().map(|(_, s)| *s).collect();
    let figure = figure_of(level, measure, &samples)?;
    Some(PeriodFigure {
        first: months.first()?.0,
        last: months.last()?.0,
        months: u32::try_from(months.len()).unwrap_or(u32::MAX),
        value: measure.unit.of(quantity::round(figure.value, measure.precision_decimals)),
        n: figure.n,
    })
}

/// The same calendar months, the newest before those compared, where the baseline has each; otherwise all of it.
fn counterpart<'a>(series: &'a Series, months: &[Month]) -> (Vec<&'a Observation>, bool) {
    let before = months.first().copied();
    let same = |month: &Month| {
        let of_year = series.observations.iter().rev();
        of_year.into_iter().find(|o| o.month.number() == month.number() && before.is_some_and(|b| o.month < b))
    };
    let found: Vec<&Observation> = months.iter().filter_map(same).collect();
    // Months of one year, one after the other: no spring of this year with an autumn of that.
    let runs = found.windows(2).zip(months.windows(2)).all(|(f, m)| f[1].month.since(f[0].month) == m[1].since(m[0]));
    if !found.is_empty() && found.len() == months.len() && runs {
        return (found, true);
    }
    (series.observations.iter().collect(), false)
}

/// Twice the standard error of the difference, from the spread of the baseline's months; none with too few of them.
fn margin(series: &Series, now: u32, then: u32) -> Option<f64> {
    let values: Vec<f64> = series.observations.iter().filter_map(|o| o.value.value().to_f64()).collect();
    if values.len() < LEAST_MONTHS || now == 0 || then == 0 {
        return None;
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0);
    Some(2.0 * (variance * (1.0 / f64::from(now) + 1.0 / f64::from(then))).sqrt())
}

/// The difference of the two figures, how much of it is for the better (of a range, how much nearer to it), and how far
/// outside of a range the newer one lies; none where no range is agreed.
fn difference(
    case: &Case,
    (level, measure): (&ServiceLevel, &Measure),
    until: Month,
    now: &PeriodFigure,
    then: &PeriodFigure,
) -> (Decimal, Decimal, Option<Decimal>) {
    let (is, was) = (now.value.value(), then.value.value());
    let difference = is - was;
    let (gain, outside) = match (measure.direction, case.agreement.ramp.target(level, measure, case.number(until))) {
        (Direction::Lower, _) => (-difference, None),
        (Direction::Range, Target::Range { low, high }) => {
            let outside = |v: Decimal| (low.value() - v).max(v - high.value()).max(Decimal::ZERO);
            (outside(was) - outside(is), Some(outside(is)))
        }
        _ => (difference, None),
    };
    (difference, gain, outside)
}

/// A difference with its sign, in the words of its unit: `−1.3 points`, `+4 s`.
fn signed(measure: &Measure, difference: Decimal) -> String {
    let precision = measure.precision_decimals;
    let sign = match difference {
        none if none.is_zero() => "±",
        less if less.is_sign_negative() => "−",
        _ => "+",
    };
    in_unit(measure, &format!("{sign}{}", quantity::number(difference.abs(), precision)))
}

/// A difference of percentages is one in points.
fn in_unit(measure: &Measure, number: &str) -> String {
    match measure.unit {
        Unit::Percent | Unit::Points => format!("{number}\u{a0}points"),
        unit => quantity::with_unit(number, unit),
    }
}

/// `Apr to Jun 2027`, `Nov 2026 to Jan 2027`, `Jun 2027`.
pub(crate) fn span(first: Month, last: Month) -> String {
    match (first == last, first.year() == last.year()) {
        (true, _) => last.text(),
        (_, true) => format!("{} to {}", first.text().split(' ').next().unwrap_or_default(), last.text()),
        _ => format!("{} to {}", first.text(), last.text()),
    }
}

/// What a comparison came to.
struct Shown {
    difference: Decimal,
    gain: Decimal,
    outside: Option<Decimal>,
    margin: Option<f64>,
    verdict: Verdict,
}

fn words(measure: &Measure, (now, then, same_months): (&PeriodFigure, &PeriodFigure, bool), shown: &Shown) -> String {
    let precision = measure.precision_decimals;
    let figure = |f: &PeriodFigure| {
        let n = f.n.map(|n| format!(" (n\u{a0}{})", quantity::number(n, 0))).unwrap_or_default();
        format!("{}{n}", f.value.text(precision))
    };
    let basis = match same_months {
        true => format!("in {} of the baseline", span(then.first, then.last)),
        false => format!("on average of the baseline, {}", span(then.first, then.last)),
    };
    // Fewer than three months have a value: how many is said, since the span alone does not tell of a gap.
    let few = match now.months {
        months if i64::from(months) >= i64::from(ROLLING_MONTHS) => String::new(),
        1 => " (1 month)".to_owned(),
        months => format!(" ({months} months)"),
    };
    format!(
        "{} in {}{few} against {} {basis}: {}, {}{}",
        figure(now),
        span(now.first, now.last),
        figure(then),
        signed(measure, shown.difference),
        shown.verdict.word(),
        against(measure, shown)
    )
}

/// Why it is better, worse or level.
fn against(measure: &Measure, shown: &Shown) -> String {
    let precision = measure.precision_decimals;
    let weighed = shown.gain.abs();
    // Of a range, only what leads to it or away from it counts.
    let way = match shown.outside {
        Some(outside) if shown.gain.is_zero() && outside.is_zero() => {
            return ", since it stays inside of the agreed range".into();
        }
        Some(_) if shown.gain.is_zero() => return ", since it is as far from the agreed range as before".into(),
        Some(_) => {
            let way = if shown.gain.is_sign_positive() { "nearer to" } else { "farther from" };
            format!(", {} {way} the agreed range", in_unit(measure, &quantity::number(weighed, precision)))
        }
        None => String::new(),
    };
    let margin = shown.margin.and_then(Decimal::from_f64_retain);
    let margin = margin.map(|m| told_apart(m, weighed, precision));
    let anyway = |side: &str, margin: Decimal| {
        let margin = quantity::number(margin, quantity::scale_of(margin).max(precision));
        format!("{way}, {side} the ±{} that its months differ by anyway", in_unit(measure, &margin))
    };
    match (shown.verdict, margin) {
        (Verdict::Level, Some(margin)) => anyway("within", margin),
        (_, Some(margin)) if !margin.is_zero() => anyway("beyond", margin),
        (Verdict::Level, None) => way,
        (_, Some(_)) => format!("{way}; the baseline’s months do not differ from each other"),
        _ => format!("{way}; too few months of baseline to say what they differ by anyway"),
    }
}

/// A margin with as many decimals as it takes to see on which side of it a difference lies, four more at most.
fn told_apart(margin: Decimal, difference: Decimal, precision: u8) -> Decimal {
    let shown = (precision..=precision.saturating_add(4)).map(|p| quantity::round(margin, p));
    let apart = |shown: &Decimal| *shown != difference && (*shown > difference) == (margin > difference);
    shown.clone().find(apart).unwrap_or_else(|| quantity::round(margin, precision))
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{MeasureId, Quantity, Weighting};

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    fn series(values: &[(&str, &str)]) -> Series {
        let of = |(month, value): &(&str, &str)| Observation {
            month: month.parse().unwrap(),
            value: Quantity::Percent(value.parse().unwrap()),
            n: None,
        };
        let observations = values.iter().map(of).collect();
        Series { measure: MeasureId("fcr".into()), unit: Unit::Percent, weighting: Weighting::Exact, observations }
    }

    #[test]
    fn the_same_calendar_months_are_compared_where_the_baseline_has_them_all() {
        let whole =
            series(&[("2025-04", "60"), ("2025-05", "61"), ("2026-04", "70"), ("2026-05", "71"), ("2026-06", "72")]);
        let months = ["2027-04", "2027-05", "2027-06"].map(month);
        let (found, same) = counterpart(&whole, &months);
        assert!(same);
        assert_eq!(found.iter().map(|o| o.month).collect::<Vec<_>>(), ["2026-04", "2026-05", "2026-06"].map(month));
        let (all, same) = counterpart(&whole, &["2027-05", "2027-06", "2027-07"].map(month));
        assert_eq!((all.len(), same), (5, false), "July is not there: all of it is the measure");
        // June of 2025 is missing there: April and May of 2025 do not go with June of 2024.
        let gap = series(&[("2024-06", "72"), ("2025-04", "70"), ("2025-05", "71")]);
        assert!(!counterpart(&gap, &months).1);
    }

    #[test]
    fn of_what_adds_up_a_part_of_a_quarter_is_compared_with_nothing() {
        let (agreement, _) = model::template::sample();
        let (level, measure) = agreement.levels().next().unwrap();
        let mut level = level.clone();
        level.remedy.window = model::Window::Quarter;
        let counted = Measure { statistic: model::Statistic::Count, ..measure.clone() };
        let of = |count: i32| {
            (0..count).map(|i| (month("2027-01").plus(i), sample(Decimal::from(30 + i), None))).collect::<Vec<_>>()
        };
        assert!(whole_windows(&level, &counted, of(2)).is_empty());
        assert_eq!(whole_windows(&level, &counted, of(4))[0].0, month("2027-02"), "the newest three");
        assert_eq!(whole_windows(&level, measure, of(2)).len(), 2, "a share of two months is a share");
        assert!(period(&level, &counted, &[]).is_none());
    }

    #[test]
    fn what_months_differ_by_anyway_is_neither_better_nor_worse() {
        let six = series(&[
            ("2026-01", "70"),
            ("2026-02", "72"),
            ("2026-03", "70"),
            ("2026-04", "72"),
            ("2026-05", "70"),
            ("2026-06", "72"),
        ]);
        // s² = 6·1/5 = 1.2; 2·√(1.2·(1/3 + 1/6)) = 2·√0.6.
        assert!((margin(&six, 3, 6).unwrap() - 2.0 * 0.6_f64.sqrt()).abs() < 1e-12);
        assert_eq!(margin(&series(&[("2026-01", "70")]), 3, 1), None);
    }

    #[test]
    fn why_a_level_is_level_or_worse_is_true() {
        let of = |text: &str| text.parse::<Decimal>().unwrap();
        let agreement = model::template::sample().0;
        let (_, share) = agreement.levels().find(|(l, _)| l.id.0 == "fcr").unwrap();
        let shown = |difference: &str, gain: &str, outside: Option<&str>, margin: f64, verdict| Shown {
            difference: of(difference),
            gain: of(gain),
            outside: outside.map(of),
            margin: Some(margin),
            verdict,
        };
        let told = |shown: Shown| against(share, &shown);
        let beyond = told(shown("-2.4", "-2.4", None, 2.371, Verdict::Worse));
        assert_eq!(beyond, ", beyond the ±2.37\u{a0}points that its months differ by anyway");
        let within = told(shown("-2.4", "-2.4", None, 2.431, Verdict::Level));
        assert_eq!(within, ", within the ±2.43\u{a0}points that its months differ by anyway");
        let inside = told(shown("27", "0", Some("0"), 13.0, Verdict::Level));
        assert_eq!(inside, ", since it stays inside of the agreed range");
        let left = told(shown("27", "-5", Some("5"), 13.0, Verdict::Level));
        assert!(left.starts_with(", 5.0\u{a0}points farther from the agreed range, within the ±13.0"), "{left}");
    }

    #[test]
    fn an_outcome_is_what_its_levels_show_together() {
        let line = |verdict| OutcomeLine {
            outcome: Outcome::Retention,
            service_level: model::ServiceLevelId("fcr".into()),
            measure_name: String::new(),
            verdict,
            now: PeriodFigure {
                first: month("2027-01"),
                last: month("2027-03"),
                months: 3,
                value: Quantity::Percent(Decimal::ONE),
                n: None,
            },
            baseline: PeriodFigure {
                first: month("2026-01"),
                last: month("2026-03"),
                months: 3,
                value: Quantity::Percent(Decimal::ONE),
                n: None,
            },
            same_months: true,
            difference: Decimal::ZERO,
            words: String::new(),
        };
        let of = |verdicts: &[Verdict]| {
            let lines: Vec<OutcomeLine> = verdicts.iter().map(|v| line(*v)).collect();
            together(&lines.iter().collect::<Vec<_>>())
        };
        assert_eq!(of(&[Verdict::Level, Verdict::Improving]), Verdict::Improving);
        assert_eq!(of(&[Verdict::Level, Verdict::Worse]), Verdict::Worse);
        assert_eq!(of(&[Verdict::Improving, Verdict::Worse]), Verdict::Mixed);
        assert_eq!(of(&[Verdict::Level]), Verdict::Level);
    }

    #[test]
    fn a_span_names_its_year_once() {
        assert_eq!(span(month("2027-04"), month("2027-06")), "Apr to Jun 2027");
        assert_eq!(span(month("2026-11"), month("2027-01")), "Nov 2026 to Jan 2027");
        assert_eq!(span(month("2027-01"), month("2027-01")), "Jan 2027");
    }
}
