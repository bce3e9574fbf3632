//! Early warning: what a month that is under way, or one more month like the last, would lead to. The engine says it: an
//! assumed month is settled behind those that are known.

use super::{case::Case, intake::days_of};
use crate::wire::WarningView;
use model::{Decimal, Direction, Grade, Month, Target, quantity};
use settlement::{Line, MonthStatement};
use store::actuals::Reported;

/// What is on its way, the month under way first.
pub(crate) fn warnings(case: &Case) -> Vec<WarningView> {
    let Some(last) = case.last_reported() else { return Vec::new() };
    match case.part_days(last) {
        Some(days) => under_way(case, last, days),
        None => one_more(case, last),
    }
}

/// The month of which a part is known, settled as if it ended with the figures to date.
fn under_way(case: &Case, month: Month, days: u32) -> Vec<WarningView> {
    let Ok(settled) = case.settle(month) else { return Vec::new() };
    let Some(now) = settled.last() else { return Vec::new() };
    let mut warnings: Vec<WarningView> = now
        .lines
        .iter()
        .filter(|line| line.grade.is_some_and(|g| g != Grade::Met))
        .filter_map(|line| on_course(case, now, line, month, days))
        .collect();
    warnings.extend(of_the_month(now, &format!("If {} ends as it stands", month.text())));
    warnings
}

fn on_course(case: &Case, now: &MonthStatement, line: &Line, month: Month, days: u32) -> Option<WarningView> {
    let kept = case.figure(month, &line.service_level)?;
    // A figure that is there for the whole month is no forecast.
    kept.figure.days?;
    let Reported::Value(value, _) = kept.figure.reported else { return None };
    let (level, measure) = case.agreement.levels().find(|(l, _)| l.id == line.service_level)?;
    let of_days = days_of(month);
    let number = case.number(month);
    let target = case.agreement.ramp.target(level, measure, number);
    let precision = measure.precision_decimals;
    let rest = match target {
        Target::Value(target) if measure.direction != Direction::Range && days < of_days => {
            let needed = needed(target.value(), value.value(), days, of_days);
            let shown = measure.unit.of(quantity::round(needed, precision)).text(precision);
            if measure.unit.holds(needed) {
                format!(
                    " To reach {}, the rest of the month needs {shown}, the same volume a day assumed.",
                    target.text(precision)
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
            "{} to date {} after {days} of {of_days} days, target {}.{rest}",
            month.text(),
            measure.unit.of(quantity::round(value.value(), precision)).text(precision),
            line.target_words
        ),
        consequence: consequence(now, line),
    })
}

/// What the rest of a month has to come to, so that the whole meets the target: (T·all − v·days) / (all − days), with the
/// same volume a day.
fn needed(target: Decimal, to_date: Decimal, days: u32, of_days: u32) -> Decimal {
    let (days, all) = (Decimal::from(days), Decimal::from(of_days));
    (target * all - to_date * days) / (all - days)
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
    let Ok(settled) = case.settle_history(&case.agreement, &history, next) else { return Vec::new() };
    let [.., before, now] = settled.as_slice() else { return Vec::new() };
    let head = format!("If {} is like {}", next.text(), last.text());
    let mut warnings: Vec<WarningView> = Vec::new();
    for line in now.lines.iter().filter(|l| l.grade.is_some_and(|g| g != Grade::Met)) {
        let was = before.lines.iter().find(|l| l.service_level == line.service_level);
        let newly = line.repeated && !was.is_some_and(|w| w.repeated);
        let fired = consequence_of_triggers(now, line);
        if !newly && fired.is_empty() {
            continue;
        }
        warnings.push(WarningView {
            title: format!("{}: a further miss costs more", line.measure_name),
            text: format!("{head}, it is missed again ({}).", line.grade.map_or("", |g| g.word())),
            consequence: consequence(now, line),
        });
    }
    warnings.extend(of_the_month(now, &head));
    warnings
}

/// What it leads to, a line each.
fn consequence(now: &MonthStatement, line: &Line) -> String {
    let mut parts = Vec::new();
    if line.repeated {
        parts.push("Missed in the window before as well: the credit is that of a repeat.".to_owned());
    }
    parts.extend(consequence_of_triggers(now, line));
    parts.join("\n")
}

fn consequence_of_triggers(now: &MonthStatement, line: &Line) -> Vec<String> {
    let fired = now.triggers.iter().filter(|f| f.service_level.as_ref() == Some(&line.service_level));
    fired.map(|f| format!("Trigger: {}.", f.words)).collect()
}

/// The cap, and triggers that are about the month.
fn of_the_month(now: &MonthStatement, head: &str) -> Vec<WarningView> {
    let mut warnings = Vec::new();
    let amount = |a: Decimal| quantity::number(a, quantity::scale_of(a));
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
    fn the_rest_of_a_month_makes_up_for_its_beginning() {
        let of = |text: &str| text.parse::<Decimal>().unwrap();
        // 70.9 % after 11 of 22 days: the other 11 need as much above 72.0 % as these are below it.
        assert_eq!(needed(of("72.0"), of("70.9"), 11, 22), of("73.1"));
        // After 30 of 31 days one day alone would have to lift the month.
        assert_eq!(needed(of("80"), of("79"), 30, 31), of("110"));
        assert_eq!(needed(of("30"), of("28"), 10, 30), of("31"), "a time that may be longer");
    }
}
