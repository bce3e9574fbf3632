//! Promotion of key levels, and triggers: what a history of months leads to beside money.

use crate::kernel::Reading;
use crate::plan::Plan;
use crate::trace::Clause;
use model::remedy::{Condition, Consequence, Trigger};
use model::{Class, Decimal, Grade, ServiceLevelId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which months a total of points is counted over.
const POINTS_MONTHS: usize = 3;

/// A trigger that fired in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Fired {
    /// Which of the agreement's triggers, from 1.
    pub trigger: u32,
    /// What it leads to.
    pub consequence: Consequence,
    /// The level that it fired for; none where it is about the month.
    pub service_level: Option<ServiceLevelId>,
    /// The rule and what met it, in words.
    pub words: String,
}

/// What met a trigger in a month.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Found {
    Points(Decimal),
    Reached(usize),
    Grade(Grade),
    Running(usize),
    Misses(usize),
}

impl Found {
    fn words(self) -> String {
        match self {
            Self::Points(sum) => format!("{} points", sum.normalize()),
            Self::Reached(months) => format!("reached in {months} months"),
            Self::Grade(grade) => grade.word().to_owned(),
            Self::Running(windows) => format!("{windows} windows running"),
            Self::Misses(misses) => format!("{misses} misses"),
        }
    }
}

/// A trigger that fired, before anybody asks for words: which one, for which level, and what met it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Alarm {
    trigger: usize,
    level: Option<usize>,
    found: Found,
}

impl Alarm {
    /// In full.
    pub fn told(&self, plan: &Plan) -> Fired {
        let trigger = &plan.remedies.triggers[self.trigger];
        let named = self.level.map(|l| format!("{}, ", plan.levels()[l].measure.name)).unwrap_or_default();
        Fired {
            trigger: u32::try_from(self.trigger + 1).unwrap_or(u32::MAX),
            consequence: trigger.then,
            service_level: self.level.map(|l| plan.levels()[l].level.id.clone()),
            words: format!(
                "{}: {named}{}; {}{}",
                trigger.when_words(),
                self.found.words(),
                trigger.then.words(),
                plan.clauses.cite(&[Clause::Charges])
            ),
        }
    }
}

/// A level's window as triggers see it; none where it neither counts nor breaks a run.
#[derive(Debug, Clone, Copy)]
struct Judged {
    grade: Grade,
    reported: bool,
}

impl Judged {
    fn missed(self) -> bool {
        self.grade != Grade::Met
    }
}

/// The months so far.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    /// By level.
    levels: Vec<Vec<Judged>>,
    promoted: Vec<bool>,
    reverted: Vec<bool>,
    /// By month outside of the ramp.
    points: Vec<Decimal>,
    cap_reached: Vec<bool>,
}

/// What a month brings.
pub(crate) struct WatchedMonth<'a> {
    pub in_ramp: bool,
    /// By level: the reading that it was settled on; none where its window has not ended.
    pub readings: &'a [Option<Reading>],
    pub points: Decimal,
    pub cap_reached: bool,
}

impl Watch {
    pub fn new(plan: &Plan) -> Self {
        let count = plan.levels().len();
        Self {
            levels: vec![Vec::new(); count],
            promoted: vec![false; count],
            reverted: vec![false; count],
            ..Self::default()
        }
    }

    /// By level: whether it is a key level that is critical for now.
    pub fn promoted(&self) -> &[bool] {
        &self.promoted
    }

    /// Takes in a month and says which triggers it fires. Months of the ramp and windows without a value neither count nor
    /// break a run.
    pub fn month(&mut self, plan: &Plan, month: &WatchedMonth<'_>) -> Vec<Alarm> {
        if month.in_ramp {
            return Vec::new();
        }
        let fails = plan.rules.not_reported_fails;
        let judged: Vec<Option<Judged>> =
            month.readings.iter().enumerate().map(|(l, reading)| judge(plan, l, (*reading)?, fails)).collect();
        for (l, judged) in judged.iter().enumerate() {
            if let Some(judged) = judged {
                self.levels[l].push(*judged);
                self.promote(plan, l, *judged);
            }
        }
        self.points.push(month.points);
        self.cap_reached.push(month.cap_reached);
        let mut fired = Vec::new();
        for (t, trigger) in plan.remedies.triggers.iter().enumerate() {
            self.fire(plan, t, trigger, &judged, &mut fired);
        }
        fired
    }

    /// A key level that is missed in two windows running becomes critical until it is met, and reverts once.
    fn promote(&mut self, plan: &Plan, l: usize, judged: Judged) {
        if !plan.remedies.promotes || plan.levels()[l].level.class != Class::Key {
            return;
        }
        let two = self.levels[l].iter().rev().take(2).filter(|j| j.missed()).count() == 2;
        if two {
            self.promoted[l] = true;
        } else if !judged.missed() && self.promoted[l] && !self.reverted[l] {
            (self.promoted[l], self.reverted[l]) = (false, true);
        }
    }

    fn fire(&self, plan: &Plan, t: usize, trigger: &Trigger, now: &[Option<Judged>], fired: &mut Vec<Alarm>) {
        let mut tell = |level: Option<usize>, found: Found| fired.push(Alarm { trigger: t, level, found });
        match trigger.when {
            Condition::Points { points } => {
                // Only a month that brings points fires it, so that it does not fire again for the same ones.
                let is_new = self.points.last().is_some_and(|last| !last.is_zero());
                let sum: Decimal = self.points.iter().rev().take(POINTS_MONTHS).sum();
                if is_new && sum >= points {
                    tell(None, Found::Points(sum));
                }
            }
            Condition::CapReached { months, of_months } => {
                let last = self.cap_reached.iter().rev().take(usize::try_from(of_months).unwrap_or(usize::MAX));
                let reached = last.filter(|r| **r).count();
                if self.cap_reached.last() == Some(&true) && reached >= usize::try_from(months).unwrap_or(usize::MAX) {
                    tell(None, Found::Reached(reached));
                }
            }
            _ => {
                for (l, judged) in now.iter().enumerate() {
                    if let Some(found) = judged.and_then(|j| self.level_fires(plan, trigger, l, j)) {
                        tell(Some(l), found);
                    }
                }
            }
        }
    }

    /// What a level's missed window meets of a trigger.
    fn level_fires(&self, plan: &Plan, trigger: &Trigger, l: usize, now: Judged) -> Option<Found> {
        let ends = trigger.then == Consequence::RightToTerminate;
        let counts = |j: &Judged| j.reported || !ends;
        if !plan.levels()[l].is_binding() || !now.missed() || !counts(&now) {
            return None;
        }
        let windows = || self.levels[l].iter().rev().filter(|j| counts(j));
        match trigger.when {
            Condition::Grade { at_least } => (now.grade >= at_least).then_some(Found::Grade(now.grade)),
            Condition::CriticalRun { windows: needed } => {
                let critical = plan.levels()[l].level.class == Class::Critical || self.promoted[l];
                let run = windows().take_while(|j| j.missed()).count();
                let long = run >= usize::try_from(needed).unwrap_or(usize::MAX);
                (critical && long).then_some(Found::Running(run))
            }
            Condition::Misses { misses, of_windows } => {
                let last = windows().take(usize::try_from(of_windows).unwrap_or(usize::MAX));
                let count = last.filter(|j| j.missed()).count();
                let many = count >= usize::try_from(misses).unwrap_or(usize::MAX);
                many.then_some(Found::Misses(count))
            }
            Condition::Points { .. } | Condition::CapReached { .. } => None,
        }
    }
}

fn judge(plan: &Plan, l: usize, reading: Reading, not_reported_fails: bool) -> Option<Judged> {
    if reading == Reading::NOT_REPORTED && not_reported_fails {
        return Some(Judged { grade: Grade::Failed, reported: false });
    }
    plan.grade(l, reading).map(|grade| Judged { grade, reported: true })
}
