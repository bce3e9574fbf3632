//! Early warning: what a month that is under way, or one more month like the last, would lead to. The engine says it: an
//! assumed month is settled behind those that are known.

use super::{
    case::{Case, ToDate},
    intake::days_of,
    paper::parts,
};
use crate::{held::HeldMonth, history as counts, wire::WarningView};
use model::{Class, Decimal, Direction, Grade, Month, Target, quantity, remedy::Consequence};
use settlement::{Actual, History, Inputs, Line, MonthInputs, MonthStatement, ReadingKind};

/// What is on its way, the month under way first.
pub(crate) fn warnings(case: &Case) -> Vec<WarningView> {
    let Some(last) = case.last_reported() else { return Vec::new() };
    match case.part_days(last) {
        Some(days) => under_way(case, last, days),
        None => one_more(case, last),
    }
}

/// The month of which a part is known, settled as if it went on as it began: what adds up grows with the days, and so do
/// the observations.
fn under_way(case: &Case, month: Month, days: u32) -> Vec<WarningView> {
    let (history, inputs) = as_it_began(case, month, days);
    let Ok(settled) = case.settle_assumed(&history, &inputs) else { return Vec::new() };
    let Some(now) = settled.last() else { return Vec::new() };
    let mut warnings: Vec<WarningView> = now
        .lines
        .iter()
        .filter_map(|line| match (line.reading, line.grade) {
            (ReadingKind::TooFew, _) => too_few(case, line, month, days),
            (_, Some(grade)) if grade != Grade::Met => on_course(case, now, line, month, days),
            (ReadingKind::Value, _) => alert(case, line, &to_date(month)),
            _ => None,
        })
        .collect();
    let counted = counts::counted(&case.agreement, history, &inputs);
    warnings.extend(quarters_to_date(case, &settled, &counted, month));
    warnings.extend(of_the_month(case, now, &format!("If {} goes on as it began", month.text())));
    warnings
}

fn to_date(month: Month) -> String {
    format!("{} to date", month.text())
}

/// The history with the month under way grown to its whole length from what relief left of it, and the inputs without the
/// windows that are out of it already: what excused a few days does not go on.
fn as_it_began(case: &Case, month: Month, days: u32) -> (History, Inputs) {
    let mut history = case.history(&case.agreement, month);
    let mut inputs = case.inputs(&case.agreement, month);
    let all = Decimal::from(days_of(month));
    let grown = |v: Decimal| (v * all).checked_div(Decimal::from(days)).unwrap_or(v);
    let Some(own) = history.months.last_mut().filter(|m| m.month == month) else { return (history, inputs) };
    for (level, actual) in &mut own.actuals {
        let measure = case.agreement.service_level(level).and_then(|l| case.agreement.measure(&l.measure));
        // A figure that is there for the whole month is no forecast.
        let (Some(so_far), Some(measure)) = (case.to_date(month, level), measure) else { continue };
        let value = match measure.statistic.adds_up() {
            true => measure.unit.of(grown(so_far.value.value())),
            false => so_far.value,
        };
        // What is left of the days so far, and what the others bring.
        let of_days = days_of(month);
        let n = so_far.n.map(|n| so_far.to_come(days, of_days).map_or_else(|| grown(n), |rest| n + rest));
        *actual = Actual::Value { value, n };
        if let Some(own) = inputs.get_mut(&month) {
            own.relief.retain(|r| r.removed.is_none() || &r.service_level != level);
        }
    }
    (history, inputs)
}

fn on_course(case: &Case, now: &MonthStatement, line: &Line, month: Month, days: u32) -> Option<WarningView> {
    // A figure that is there for the whole month is no forecast.
    let so_far = case.to_date(month, &line.service_level)?;
    let value = so_far.value;
    let (level, measure) = case.agreement.levels().find(|(l, _)| l.id == line.service_level)?;
    let of_days = days_of(month);
    let number = case.number(month);
    let target = case.agreement.ramp.target(level, measure, number);
    let precision = measure.precision_decimals;
    let shown = |v: Decimal| measure.unit.of(quantity::round(v, precision)).text(precision);
    let rest = match target {
        Target::Value(target) if measure.statistic.adds_up() && days < of_days => {
            let expected = value.value() * Decimal::from(of_days) / Decimal::from(days);
            let left = target.value() - value.value();
            let room = if left.is_sign_negative() && measure.direction == Direction::Lower {
                format!("The {} of the month are used up already.", target.text(precision))
            } else {
                format!(
                    "To reach {}, the other {} days may bring {}.",
                    target.text(precision),
                    of_days - days,
                    shown(left)
                )
            };
            format!(" At this pace the month comes to {}. {room}", shown(expected))
        }
        Target::Value(target) if measure.direction != Direction::Range && days < of_days => {
            // Weighed by days or, where relief left less of the days so far, by observations.
            let (done, rest) = weights(&so_far, days, of_days);
            let needed = needed(target.value(), value.value(), done, rest);
            if measure.unit.holds(needed) {
                let how = format!(
                    "({} × {} − {} × {}) / {}",
                    quantity::number(target.value(), precision),
                    quantity::number(done + rest, 0),
                    quantity::number(value.value(), precision),
                    quantity::number(done, 0),
                    quantity::number(rest, 0)
                );
                format!(
                    " To reach {}, the rest of the month needs {}, the same volume a day assumed: {how}.",
                    target.text(precision),
                    shown(needed)
                )
            } else {
                format!(" {} can no longer be reached with the same volume a day.", target.text(precision))
            }
        }
        _ => String::new(),
    };
    Some(WarningView {
        title: format!("{}: on course to miss ({})", line.measure_name, line.grade.map_or("", |g| g.word())),
        text: format!(
            "{} {} after {days} of {of_days} days{}, target {}.{rest}",
            to_date(month),
            shown(value.value()),
            if so_far.is_relieved() { ", without what is excused" } else { "" },
            line.target_words
        ),
        consequence: consequence(now, line),
    })
}

/// A sample that will be too small if it grows as it began.
fn too_few(case: &Case, line: &Line, month: Month, days: u32) -> Option<WarningView> {
    let so_far = case.to_date(month, &line.service_level)?;
    let n = so_far.n?;
    let level = case.agreement.service_level(&line.service_level)?;
    let least = case.agreement.measure(&level.measure)?.minimum_n?;
    let of_days = days_of(month);
    let expected = n + so_far.to_come(days, of_days)?;
    Some(WarningView {
        title: format!("{}: the sample is on course to be too small", line.measure_name),
        text: format!(
            "{} observations after {days} of {of_days} days, {} to be expected in the month, {least} needed: the other {} \
             days have to bring {}.",
            quantity::number(n, 0),
            quantity::number(expected.floor(), 0),
            of_days - days,
            quantity::number(Decimal::from(least) - n, 0)
        ),
        consequence: "Below that it is neither scored nor credited.".into(),
    })
}

/// A value that is still met and has passed the one that the agreement asks to be told of.
fn alert(case: &Case, line: &Line, when: &str) -> Option<WarningView> {
    let (level, measure) = case.agreement.levels().find(|(l, _)| l.id == line.service_level)?;
    let alert = measure.details.alert?;
    let value = line.value?;
    let passed = match measure.direction {
        Direction::Higher => value.value() < alert.value(),
        Direction::Lower => value.value() > alert.value(),
        // Of a range, on the side of the edge that it lies nearer to.
        Direction::Range => match level.target {
            Target::Range { low, high } if alert.value() < (low.value() + high.value()) / Decimal::TWO => {
                value.value() < alert.value()
            }
            _ => value.value() > alert.value(),
        },
    };
    passed.then(|| WarningView {
        title: format!("{}: past the alert value", line.measure_name),
        text: format!(
            "{when} {}, target {}: met so far, and past {}, of which both sides are to be told.",
            value.text(measure.precision_decimals),
            line.target_words,
            alert.text(measure.precision_decimals)
        ),
        consequence: String::new(),
    })
}

/// Quarters that have not ended and would be missed by what there is of them.
fn quarters_to_date(case: &Case, settled: &[MonthStatement], history: &History, last: Month) -> Vec<WarningView> {
    let Some(now) = settled.last() else { return Vec::new() };
    let pending = now.lines.iter().filter(|l| l.reading == ReadingKind::Pending && l.class != Class::ReportOnly);
    pending.filter_map(|line| quarter_to_date(case, settled, history, line, last)).collect()
}

fn quarter_to_date(
    case: &Case,
    settled: &[MonthStatement],
    history: &History,
    line: &Line,
    last: Month,
) -> Option<WarningView> {
    let (level, measure) = case.agreement.levels().find(|(l, _)| l.id == line.service_level)?;
    let window = level.remedy.window.months();
    let number = case.number(last);
    let done = (number - 1) % window + 1;
    let first = last.plus(1 - i32::try_from(done).ok()?);
    let months = (0..=last.since(first)).map(|i| first.plus(i));
    let samples: Vec<_> = months.filter_map(|m| super::trend::sample(settled, history, level, m)).collect();
    let figure = super::trend::figure_of(level, measure, &samples)?;
    let precision = measure.precision_decimals;
    let value = quantity::round(figure.value, precision);
    // The quarter is held against the target of its last month.
    let target = case.agreement.ramp.target(level, measure, number - done + window);
    let missed = match (target, measure.direction) {
        (Target::Range { low, high }, _) => value < low.value() || value > high.value(),
        (Target::Value(target), Direction::Lower) => value > target.value(),
        // What adds up has the rest of the quarter to grow.
        (Target::Value(_), _) if measure.statistic.adds_up() => false,
        (Target::Value(target), _) => value < target.value(),
    };
    missed.then(|| WarningView {
        title: format!("{}: the quarter is on course to be missed", line.measure_name),
        text: format!(
            "{} together {}, target {}; judged with {}.",
            super::outcomes::span(first, last),
            measure.unit.of(value).text(precision),
            target.signed_text(measure.direction, precision),
            first.plus(i32::try_from(window).unwrap_or(3) - 1).text()
        ),
        consequence: String::new(),
    })
}

/// How much the days so far weigh and how much the others, with the same volume a day: in days or, where relief left less of
/// those so far, in observations.
fn weights(so_far: &ToDate, days: u32, of_days: u32) -> (Decimal, Decimal) {
    let by_days = (Decimal::from(days), Decimal::from(of_days.saturating_sub(days)));
    let by_counts = so_far.n.zip(so_far.to_come(days, of_days)).filter(|_| so_far.is_relieved());
    by_counts.map_or(by_days, |(n, rest)| (n, quantity::round(rest, 0).max(Decimal::ONE)))
}

/// What the rest of a month has to come to, so that the whole meets the target: (T·(done + rest) − v·done) / rest.
fn needed(target: Decimal, to_date: Decimal, done: Decimal, rest: Decimal) -> Decimal {
    (target * (done + rest) - to_date * done).checked_div(rest).unwrap_or(Decimal::MAX)
}

/// One more month like the last one: only what is more than a miss, a repeat, a trigger or a cap.
fn one_more(case: &Case, last: Month) -> Vec<WarningView> {
    let next = last.plus(1);
    if !case.holds(next) {
        return Vec::new();
    }
    let mut history = case.history(&case.agreement, last);
    let Some(mut assumed) = history.months.last().cloned() else { return Vec::new() };
    assumed.month = next;
    history.months.push(assumed);
    let Ok(settled) = case.settle_assumed(&history, &as_relieved(case, last)) else { return Vec::new() };
    let [.., before, now] = settled.as_slice() else { return Vec::new() };
    if (before.month, now.month) != (last, next) {
        return Vec::new();
    }
    let head = format!("If {} is like {}", next.text(), last.text());
    let mut warnings: Vec<WarningView> = Vec::new();
    for line in now.lines.iter().filter(|l| l.grade.is_some_and(|g| g != Grade::Met)) {
        let was = before.lines.iter().find(|l| l.service_level == line.service_level);
        let costs_more = was.is_some_and(|w| line.repeated && line.uncapped_amount > w.uncapped_amount);
        let fired = consequence_of_triggers(now, line);
        let follows = match (costs_more, fired.is_empty()) {
            (true, _) => "a further miss costs more",
            (false, false) => "a further miss has consequences",
            (false, true) => continue,
        };
        let again = if was.is_some_and(|w| w.grade.is_some_and(|g| g != Grade::Met)) { " again" } else { "" };
        warnings.push(WarningView {
            title: format!("{}: {follows}", line.measure_name),
            text: format!("{head}, it is missed{again} ({}).", line.grade.map_or("", |g| g.word())),
            consequence: consequence(now, line),
        });
    }
    warnings.extend(quarters_to_date(case, &settled[..settled.len() - 1], &case.counted(&case.agreement, last), last));
    warnings.extend(
        before.lines.iter().filter(|l| l.grade == Some(Grade::Met)).filter_map(|l| alert(case, l, &last.text())),
    );
    warnings.extend(of_the_month(case, now, &head));
    warnings
}

/// What the months brought, and one more of which is excused what was excused in the last one.
fn as_relieved(case: &Case, last: Month) -> Inputs {
    let mut inputs = case.inputs(&case.agreement, last);
    if let Some(own) = inputs.get(&last) {
        let assumed = MonthInputs {
            relief: own.relief.clone(),
            volume: own.volume,
            forecast_volume: own.forecast_volume,
            ..MonthInputs::default()
        };
        inputs.insert(last.plus(1), assumed);
    }
    inputs
}

/// What can be said while the newest month is held: of values, never of money.
pub(crate) fn while_held(case: &Case, held: &[HeldMonth]) -> Vec<WarningView> {
    let Some(last) = case.last_reported() else { return Vec::new() };
    let names: Vec<String> = held.iter().map(|h| h.month.text()).collect();
    let names = crate::view::joined(names.iter().map(String::as_str));
    let verb = if held.len() == 1 { "is" } else { "are" };
    let mut warnings = vec![WarningView {
        title: "What a further month leads to is not known yet".into(),
        text: format!("{names} {verb} held. Repeats, triggers and money are foretold once what is open is corrected."),
        consequence: String::new(),
    }];
    let on_values = match case.part_days(last) {
        Some(days) => {
            let (history, inputs) = as_it_began(case, last, days);
            let settled = case.settle_known(&history, &inputs).unwrap_or_default();
            let course = |now: &MonthStatement| {
                let missed = now.lines.iter().filter(|l| l.grade.is_some_and(|g| g != Grade::Met));
                missed.filter_map(|line| on_course(case, now, line, last, days)).collect::<Vec<_>>()
            };
            settled.last().map(course).unwrap_or_default()
        }
        None => {
            let settled = case.as_known(last).unwrap_or_default();
            let line = |l: &Line| match l.grade {
                Some(Grade::Met) => alert(case, l, &last.text()),
                // A level whose own figure is open has none.
                Some(grade) if l.value.is_some() => Some(WarningView {
                    title: format!("{}: missed in {}", l.measure_name, last.text()),
                    text: format!(
                        "{}, target {}: {}.",
                        l.value.map(|v| v.text(quantity::scale_of(v.value()))).unwrap_or_default(),
                        l.target_words,
                        grade.word()
                    ),
                    consequence: String::new(),
                }),
                _ => None,
            };
            settled.last().map(|now| now.lines.iter().filter_map(line).collect()).unwrap_or_default()
        }
    };
    warnings.extend(on_values.into_iter().map(|w| WarningView { consequence: String::new(), ..w }));
    warnings
}

/// What it leads to, a line each: the credit with its arithmetic, a repeat, triggers.
fn consequence(now: &MonthStatement, line: &Line) -> String {
    let mut parts = Vec::new();
    if !line.uncapped_amount.is_zero() {
        parts.push(format!("Credit: {}.", line.credit_words));
    }
    if line.repeated {
        parts.push("Missed in the window before as well: the credit is that of a repeat.".to_owned());
    }
    parts.extend(consequence_of_triggers(now, line));
    parts.join("\n")
}

fn consequence_of_triggers(now: &MonthStatement, line: &Line) -> Vec<String> {
    let fired = now.triggers.iter().filter(|f| f.service_level.as_ref() == Some(&line.service_level));
    fired.map(|f| format!("Leads to {}: {}.", with_article(f.consequence), parts(f).0)).collect()
}

/// What follows, inside a sentence.
fn with_article(consequence: Consequence) -> String {
    let article = match consequence {
        Consequence::RectificationPlan => "a ",
        Consequence::RightToTerminate => "the ",
        Consequence::Escalation => "",
    };
    format!("{article}{}", consequence.words())
}

/// The cap, and triggers that are about the month.
fn of_the_month(case: &Case, now: &MonthStatement, head: &str) -> Vec<WarningView> {
    let mut warnings = Vec::new();
    let amount = |a: Decimal| super::view::money(case, a);
    // What the engine credits decides: caps of levels and incidents come before the month's.
    let reached = now.cap_amount.is_some_and(|cap| cap > Decimal::ZERO && now.credit_amount >= cap);
    if now.cap_bound || reached {
        let cap = now.cap_amount.map(|c| format!(", the cap of the month is {}", amount(c))).unwrap_or_default();
        warnings.push(WarningView {
            title: "The cap is reached".into(),
            text: format!("{head}, credits come to {} before caps{cap}.", amount(now.uncapped_amount)),
            consequence: "What lies above a cap is lost.".into(),
        });
    }
    for fired in now.triggers.iter().filter(|f| f.service_level.is_none()) {
        warnings.push(WarningView {
            title: format!("A trigger fires: {}", fired.consequence.words()),
            text: format!("{head}: {}.", fired.words),
            consequence: String::new(),
        });
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_relief_left_weighs_by_its_observations() {
        let so_far = |n: i64| ToDate {
            value: model::Quantity::Percent(Decimal::from(70)),
            n: Some(n.into()),
            all: Some(Decimal::from(1_000)),
        };
        assert_eq!(weights(&so_far(1_000), 10, 30), (10.into(), 20.into()), "by days, as nothing was taken out");
        assert_eq!(weights(&so_far(600), 10, 30), (600.into(), 2_000.into()));
    }

    #[test]
    fn the_rest_of_a_month_makes_up_for_its_beginning() {
        let of = |text: &str| text.parse::<Decimal>().unwrap();
        // 70.9 % after 11 of 22 days: the other 11 need as much above 72.0 % as these are below it.
        let needed = |target: &str, to_date: &str, days: u32, of_days: u32| {
            needed(of(target), of(to_date), days.into(), (of_days - days).into())
        };
        assert_eq!(needed("72.0", "70.9", 11, 22), of("73.1"));
        // After 30 of 31 days one day alone would have to lift the month.
        assert_eq!(needed("80", "79", 30, 31), of("110"));
        assert_eq!(needed("30", "28", 10, 30), of("31"), "a time that may be longer");
    }
}
