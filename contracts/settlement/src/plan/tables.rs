//! The amounts of a plan in ticks, in the width that holds them: what the kernel adds, compares and shares.

use crate::kernel::Reading;
use crate::wide::{ByWidth, Ticks, Wide, Width};

/// The amounts of a plan.
pub(crate) type AnyTables = ByWidth<Tables<i64>, Tables<i128>, Tables<Wide>>;

/// The amounts of a plan, of one width.
#[derive(Debug, Clone)]
pub(crate) struct Tables<A> {
    pub ticks_per_minor: A,
    /// What the products of the month cap's pro-rata cut need.
    pub cut: Width,
    pub months: Vec<MonthTable<A>>,
}

/// The amounts of one month.
#[derive(Debug, Clone)]
pub(crate) struct MonthTable<A> {
    /// The cap of the month; more than any credits without one.
    pub cap: A,
    /// In minor units it is numerator / scale, a power of ten.
    pub cap_numerator: A,
    /// See `cap_numerator`.
    pub cap_scale: A,
    /// Whether credits can reach it: there is one, and it is more than nothing.
    pub cap_counts: bool,
    /// Total points that reach each step.
    pub ladder_points: Vec<A>,
    /// y % of the charges that the rolling cap counts in this month; more than any credits without one.
    pub rolling: A,
    pub bonus_base: A,
    pub bonus_cap: A,
    pub levels: Vec<LevelTable<A>>,
}

/// The amounts of a service level in one month.
#[derive(Debug, Clone)]
pub(crate) struct LevelTable<A> {
    /// By [`Reading`]: what each band and each state without a value leads to.
    pub entries: [Entry<A>; Reading::COUNT],
    /// What each reading costs where it is a repeat.
    pub repeats: [A; Reading::COUNT],
    /// For each unit of shortfall, where the credit is made from it, and where it is a repeat.
    pub per_unit: A,
    pub repeat_per_unit: A,
    /// By step: what the ladder makes of a month's points where all of them are this level's.
    pub ladder: Vec<A>,
    /// More than any credit without a cap of its own.
    pub cap: A,
    pub bonus: A,
    /// What its credits are taken of, in minor units; points cost by it where a ladder holds.
    pub charges_minor: i64,
}

/// What one reading of a level leads to.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Entry<A> {
    pub credit: A,
    /// 1/10,000 point; of a banded score.
    pub score: i32,
    /// The level's weight, or 0 without a value.
    pub weight: i32,
    /// 1 where a critical or key level is met.
    pub required_met: i32,
}

impl<A> Entry<A> {
    pub fn with_credit<B>(&self, credit: B) -> Entry<B> {
        Entry { credit, score: self.score, weight: self.weight, required_met: self.required_met }
    }
}

impl Tables<Wide> {
    /// In a width that holds every amount; a limit beyond it limits nothing there.
    pub fn of_width<A: Ticks>(&self, most: Wide) -> Tables<A> {
        let months: Vec<MonthTable<A>> = self.months.iter().map(MonthTable::of_width).collect();
        let most = A::of(most);
        let cut = |m: &MonthTable<A>| A::width([(most, m.cap_numerator), (most, m.cap_scale)]);
        // Only caps that can cut are multiplied.
        let cuts = months.iter().filter(|m| m.cap < most).map(cut);
        Tables { ticks_per_minor: A::of(self.ticks_per_minor), cut: cuts.max().unwrap_or(Width::Narrow), months }
    }
}

impl MonthTable<Wide> {
    fn of_width<A: Ticks>(&self) -> MonthTable<A> {
        MonthTable {
            cap: A::of(self.cap),
            cap_numerator: A::of(self.cap_numerator),
            cap_scale: A::of(self.cap_scale),
            cap_counts: self.cap_counts,
            ladder_points: self.ladder_points.iter().copied().map(A::of).collect(),
            rolling: A::of(self.rolling),
            bonus_base: A::of(self.bonus_base),
            bonus_cap: A::of(self.bonus_cap),
            levels: self.levels.iter().map(LevelTable::of_width).collect(),
        }
    }
}

impl LevelTable<Wide> {
    fn of_width<A: Ticks>(&self) -> LevelTable<A> {
        LevelTable {
            entries: self.entries.map(|entry| entry.with_credit(A::of(entry.credit))),
            repeats: self.repeats.map(A::of),
            per_unit: A::of(self.per_unit),
            repeat_per_unit: A::of(self.repeat_per_unit),
            ladder: self.ladder.iter().copied().map(A::of).collect(),
            cap: A::of(self.cap),
            bonus: A::of(self.bonus),
            charges_minor: self.charges_minor,
        }
    }
}
