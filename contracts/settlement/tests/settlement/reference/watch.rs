//! Promotion and triggers.

use super::exact::{Q, sum, zero};
use super::measure::Outcome;
use super::terms::{Class, Terms, Trigger, When};

/// What a month adds to the memory of triggers.
#[derive(Debug, Clone)]
pub struct Watched {
    pub outcomes: Vec<Outcome>,
    pub points: Q,
    pub month_cap_reached: bool,
}

/// Whether a window speaks to triggers and promotion: it has a value or a late report, outside of the ramp.
///
/// Reading: where a trigger ends the agreement, a late report is as if there were no value.
fn speaks(outcome: &Outcome, terminates: bool) -> bool {
    outcome.value.is_some() || (outcome.late && !terminates)
}

/// Each speaking window of a level up to the last month of `past`, true where it was missed, with its month.
fn windows(terms: &Terms, past: &[Watched], level: usize, terminates: bool) -> Vec<(usize, bool)> {
    past.iter()
        .enumerate()
        .map(|(m, watched)| (m + 1, &watched.outcomes[level]))
        .filter(|(m, o)| !terms.in_ramp(*m) && speaks(o, terminates))
        .map(|(m, o)| (m, o.missed.is_some()))
        .collect()
}

/// How many windows running were missed at the end of `windows`.
fn run(windows: &[(usize, bool)]) -> usize {
    windows.iter().rev().take_while(|(_, missed)| *missed).count()
}

fn is_critical(terms: &Terms, past: &[Watched], level: usize) -> bool {
    terms.levels[level].class == Class::Critical || is_promoted(terms, past, level)
}

/// Whether a key level counts as critical at the end of `past`.
///
/// Readings: the second miss running promotes at once, in the settlement of its own window; "reverts once" is taken
/// literally: promoted a second time, it stays critical; windows of the ramp and without a value neither count nor break.
pub fn is_promoted(terms: &Terms, past: &[Watched], level: usize) -> bool {
    if !terms.promotes || terms.levels[level].class != Class::Key {
        return false;
    }
    let (mut running, mut promoted, mut reverted) = (0, false, false);
    for (_, missed) in windows(terms, past, level, false) {
        running = if missed { running + 1 } else { 0 };
        if running == 2 {
            promoted = true;
        }
        if !missed && promoted && !reverted {
            (promoted, reverted) = (false, true);
        }
    }
    promoted
}

/// The triggers that fire in the last month of `past`, by index, with the level that they fire for.
///
/// Readings: a trigger fires in every month that adds to its condition, one of points in every month that brings some; only critical and key levels are looked at; a run of a critical level counts its misses from before it was promoted; points are the
/// month's total after repeats, of every level of an incident group, since the others still count as missed; "three months" and "n months" are those outside of the ramp.
pub fn fired(terms: &Terms, past: &[Watched]) -> Vec<(usize, Option<usize>)> {
    let month = past.len();
    let Some(last) = past.last().filter(|_| !terms.in_ramp(month)) else { return Vec::new() };
    let months: Vec<&Watched> =
        past.iter().enumerate().filter(|(m, _)| !terms.in_ramp(m + 1)).map(|(_, w)| w).collect();
    let tail = |n: usize| &months[months.len().saturating_sub(n)..];
    let mut fired = Vec::new();
    for (index, trigger) in terms.triggers.iter().enumerate() {
        let of_the_month = match &trigger.when {
            When::Points(points) => last.points > zero() && sum(tail(3).iter().map(|w| &w.points)) >= *points,
            When::CapReached { months, of } => {
                last.month_cap_reached && tail(*of).iter().filter(|w| w.month_cap_reached).count() >= *months
            }
            When::Grade(_) | When::CriticalRun(_) | When::Misses { .. } => false,
        };
        if of_the_month {
            fired.push((index, None));
        }
        for level in 0..terms.levels.len() {
            if fires_for(terms, trigger, past, level) {
                fired.push((index, Some(level)));
            }
        }
    }
    fired
}

fn fires_for(terms: &Terms, trigger: &Trigger, past: &[Watched], level: usize) -> bool {
    if terms.levels[level].class == Class::ReportOnly {
        return false;
    }
    let windows = windows(terms, past, level, trigger.terminates);
    // What happened in this month must be a miss that speaks.
    if windows.last() != Some(&(past.len(), true)) {
        return false;
    }
    let outcome = &past[past.len() - 1].outcomes[level];
    match &trigger.when {
        When::Grade(least) => outcome.grade(&terms.levels[level]).is_some_and(|grade| grade >= *least),
        When::CriticalRun(running) => is_critical(terms, past, level) && run(&windows) >= *running,
        When::Misses { misses, of } => {
            let rolling = &windows[windows.len().saturating_sub(*of)..];
            rolling.iter().filter(|(_, missed)| *missed).count() >= *misses
        }
        When::Points(_) | When::CapReached { .. } => false,
    }
}
