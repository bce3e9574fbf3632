//! Exact amounts of a month in every lane, in the width of the plan.

use crate::apportion::{Lines, Part};
use crate::kernel::LevelOutput;
use crate::plan::{AnyTables, Plan};
use crate::wide::{ByWidth, Ticks, Wide, Width};

/// Of one of the widths.
pub(super) type AnyLedger<const LANES: usize> =
    ByWidth<Box<Ledger<i64, LANES>>, Box<Ledger<i128, LANES>>, Box<Ledger<Wide, LANES>>>;

#[derive(Debug, Clone)]
pub(crate) struct Ledger<A, const LANES: usize> {
    /// One for each level of the plan.
    pub levels: Vec<LevelLedger<A, LANES>>,
    pub month: MonthLedger<A, LANES>,
    pub lines: Lines<A>,
}

/// A level's part of a month.
#[derive(Debug, Clone)]
pub(crate) struct LevelLedger<A, const LANES: usize> {
    /// Credit after the ramp factor and before the cap.
    pub uncapped: [A; LANES],
    /// What follows is written only for plans with remedies beyond percentages and the cap of the month. Its credit before it
    /// was left to another level of the same event (points where a ladder holds).
    pub own: [A; LANES],
    /// What its line is a share of: credit after the level's own cap; where a ladder holds, its points times what it makes of
    /// them on the charges of the level.
    pub share: [A; LANES],
    /// What it adds to the quarter's bonus.
    pub bonus: [A; LANES],
}

/// A month, written only for plans with remedies beyond percentages and the cap of the month.
#[derive(Debug, Clone)]
pub(crate) struct MonthLedger<A, const LANES: usize> {
    /// All credits before any cap, after levels' own caps, and after every cap, in ticks / `parts`.
    pub uncapped: [A; LANES],
    pub due: [A; LANES],
    pub paid: [A; LANES],
    /// More than 1 only where a ladder's money is shared by levels whose windows differ.
    pub parts: [A; LANES],
    /// What the cap on twelve months left.
    pub rolling: [A; LANES],
    /// Σ of what lines are shares of.
    pub share_total: [A; LANES],
    /// The quarter's bonus before its cap.
    pub bonus: [A; LANES],
}

/// Room for a month of a plan.
pub(super) fn of_plan<const LANES: usize>(plan: &Plan) -> AnyLedger<LANES> {
    match &plan.tables {
        AnyTables::Narrow(_) => ByWidth::Narrow(Box::new(Ledger::for_plan(plan))),
        AnyTables::Middle(_) => ByWidth::Middle(Box::new(Ledger::for_plan(plan))),
        AnyTables::Wide(_) => ByWidth::Wide(Box::new(Ledger::for_plan(plan))),
    }
}

impl<A: Ticks, const LANES: usize> Ledger<A, LANES> {
    fn for_plan(plan: &Plan) -> Self {
        let none = [A::default(); LANES];
        let level = LevelLedger { uncapped: none, own: none, share: none, bonus: none };
        let month = MonthLedger {
            uncapped: none,
            due: none,
            paid: none,
            parts: [A::ONE; LANES],
            rolling: none,
            share_total: none,
            bonus: none,
        };
        Self { levels: vec![level; plan.levels.len()], month, lines: Lines::with_weights(plan.weights()) }
    }

    /// The lines of a lane in minor units: each level's amount × `part`.
    pub fn write_lines(
        &mut self,
        lane: usize,
        (part, width): (Part<A>, Width),
        of: impl Fn(&LevelLedger<A, LANES>) -> A,
        total: i64,
        levels: &mut [LevelOutput<LANES>],
    ) {
        for (ticks, level) in self.lines.ticks.iter_mut().zip(&self.levels) {
            *ticks = of(level);
        }
        self.lines.apportion(part, total, width);
        for (minor, level) in self.lines.minor.iter().zip(levels) {
            level.credit_minor[lane] = *minor;
        }
    }
}
