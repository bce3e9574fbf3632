//! The trace of a month: inputs, rules and arithmetic in words, made of the records that were kept while settling. It only
//! tells what the kernel did: every figure is an input, a term or an output, none is worked out here again.

mod charges;
mod clauses;
mod credit;
mod earned_back;
mod no_bonus;
mod rewards;
mod score;

pub(crate) use clauses::{Clause, ClauseNumbers};

use crate::history::Actual;
use crate::inputs::MonthInputs;
use crate::kernel::{Events, LineRecord, MonthRecord, Reading, Records};
use crate::plan::{Plan, SCORE_UNITS_PER_POINT};
use crate::settle::Read;
use crate::statement::ReadingKind;
use crate::wide::Wide;
use model::clauses::ReliefCause;
use model::quantity::{number, scale_of};
use model::relief::Removed;
use model::{Class, Credit, Decimal, Direction, Grade, Mechanism, Money, Statistic, Unit, Window};

pub(crate) struct Trace<'a> {
    pub plan: &'a Plan,
    pub index: usize,
    pub reads: &'a [Read],
    pub month: &'a MonthRecord,
    pub lines: &'a [LineRecord],
    pub events: &'a Events,
    pub inputs: &'a MonthInputs,
    pub past: Past<'a>,
    /// The months of the contract's quarter up to this one: place in the plan, inputs, readings by level.
    pub quarter: &'a [(usize, &'a MonthInputs, &'a [Read])],
}

/// What is kept of the month that is told, and of those before it.
#[derive(Clone, Copy)]
pub(crate) struct Past<'a> {
    pub records: &'a Records,
    /// The place of the month among them.
    pub at: usize,
}

impl<'a> Past<'a> {
    /// The months from the latest to the first, with their lines.
    fn back(self) -> impl Iterator<Item = (MonthRecord, Vec<LineRecord>)> + use<'a> {
        (0..=self.at).rev().map(move |at| self.records.month(at))
    }
}

/// The band of a level's reading, met first; the worst one where a missing report counts as failed.
fn band(plan: &Plan, level: usize, reading: Reading) -> Option<usize> {
    if reading == Reading::NOT_REPORTED && plan.remedies.cure_business_days.is_some() {
        return Some(plan.levels()[level].level.bands.len());
    }
    reading.band_index()
}

/// Points of a miss, a repeat included; none where misses are not counted in points.
pub(crate) fn points(plan: &Plan, level: usize, reading: Reading, repeated: bool) -> Option<Decimal> {
    let own = &plan.levels()[level];
    if plan.remedies.mechanism != Mechanism::Points || !own.is_binding() {
        return None;
    }
    let missed = band(plan, level, reading).and_then(|b| b.checked_sub(1)).and_then(|b| own.level.bands.get(b));
    let points = missed.and_then(|b| b.points).unwrap_or_default();
    Some(if repeated { points + points } else { points })
}

fn score_points(units: i32) -> Decimal {
    Decimal::from(units) / Decimal::from(SCORE_UNITS_PER_POINT)
}

/// A decimal with the digits it was written with.
fn plain(value: Decimal) -> String {
    number(value, scale_of(value))
}

impl Trace<'_> {
    /// An exact amount, with more decimals than the currency's where it needs them.
    fn exact(&self, ticks: Wide) -> String {
        format!("{}\u{a0}{}", self.plan.currency.code(), self.plan.amount_text(ticks))
    }

    fn money(&self, minor: i64) -> String {
        Money { minor, currency: self.plan.currency.clone() }.text()
    }

    /// Whether a missing report counts as failed.
    fn fails_unreported(&self) -> bool {
        self.plan.remedies.cure_business_days.is_some()
    }

    fn band(&self, level: usize) -> Option<usize> {
        band(self.plan, level, self.reads[level].reading)
    }

    /// How bad it is; none where the level is neither met nor missed.
    pub fn grade(&self, level: usize) -> Option<Grade> {
        let reading = self.reads[level].reading;
        if reading == Reading::NOT_REPORTED && self.fails_unreported() {
            return Some(Grade::Failed);
        }
        self.plan.grade(level, reading)
    }

    /// See [`points`].
    pub fn points(&self, level: usize) -> Option<Decimal> {
        points(self.plan, level, self.reads[level].reading, self.lines[level].repeated)
    }

    /// Path of the term that made a level's credit.
    pub fn rule(&self, level: usize) -> String {
        let terms = &self.plan.levels()[level].level;
        let base = format!("service_levels.{}", terms.id);
        if terms.class == Class::ReportOnly {
            return format!("{base}.class");
        }
        let leaf = match self.plan.remedies.mechanism {
            Mechanism::Percent => "credit",
            Mechanism::Points => "points",
            Mechanism::Pool => "fraction",
        };
        match (terms.credit, self.band(level)) {
            (_, None | Some(0)) => format!("{base}.target"),
            (Credit::PerPoint { .. }, _) => format!("{base}.percent_per_point"),
            (Credit::ByBand, Some(band)) => format!("{base}.bands.{band}.{leaf}"),
        }
    }

    /// What was reported and how it compares with the month's target.
    pub fn reading_words(&self, level: usize) -> String {
        self.reading_told(level) + &self.cite(&self.reading_clauses(level))
    }

    fn reading_told(&self, level: usize) -> String {
        let read = &self.reads[level];
        let measure = &self.plan.levels()[level].measure;
        let Actual::Value { value, n } = read.actual else {
            return match read.kind {
                ReadingKind::Pending => self.pending_words(level),
                ReadingKind::Excused if self.plan.remedies.excused_counts_as_met => {
                    format!("excused{}: counts as met", self.cause_words(level))
                }
                ReadingKind::Excused => format!("excused{}: neither met nor missed", self.cause_words(level)),
                ReadingKind::NotReported if self.fails_unreported() => {
                    format!("not reported within {}: counts as failed", self.cure_words())
                }
                ReadingKind::NotReported => "not reported: neither met nor missed".into(),
                _ => "no activity: neither met nor missed".into(),
            };
        };
        if read.kind == ReadingKind::Pending {
            return self.pending_words(level);
        }
        let precision = measure.precision_decimals;
        let rounded = measure.unit.of(Decimal::new(read.value_scaled, u32::from(precision))).text(precision);
        // What was worked out here has as many decimals as a division leaves; only its rounded value says something.
        let worked_out = read.figure.is_some() || read.reported != read.actual;
        let reported = if !worked_out && value.value().normalize().scale() > u32::from(precision) {
            let given = value.value().normalize();
            format!("{}, rounded to {rounded}", value.unit().of(given).text(scale_of(given)))
        } else {
            rounded
        };
        if read.kind == ReadingKind::NotReported {
            return self.unreported_words(level, &reported);
        }
        if read.kind == ReadingKind::TooFew {
            let least = measure.minimum_n.unwrap_or_default();
            let n = n.map_or_else(String::new, |n| plain(n.normalize()));
            return format!(
                "{reported} from {n} observations, fewer than the {least} it needs: neither met nor missed"
            );
        }
        let unchecked = match measure.minimum_n {
            Some(least) if n.is_none() => {
                format!(" (its number of observations was not given, so the least of {least} was not checked)")
            }
            _ => String::new(),
        };
        let window = match read.figure.map(|f| f.weighting.mark()) {
            None => "",
            Some("") => " over its quarter, from sums",
            Some(_) => " over its quarter, unweighted because numbers of observations are missing",
        };
        let relief = self.removed_words(level);
        format!("{reported}{window}{relief}{unchecked}, {}", self.comparison(level))
    }

    /// Why the whole month is excused, where that is known of the month itself.
    fn cause_words(&self, level: usize) -> String {
        let id = &self.plan.levels()[level].level.id;
        let causes = self.inputs.relief.iter().filter(|r| &r.service_level == id);
        let whole = causes.filter(|r| r.removed.is_none()).map(|r| r.cause.words()).next();
        let terms = &self.plan.levels()[level].level;
        let volume = terms.volume_sensitive && terms.remedy.window == Window::Month;
        match whole {
            Some(cause) => format!(", {cause}"),
            None if volume && self.inputs.volume.or(self.inputs.units).is_some() => {
                format!(", {}", ReliefCause::Volume.words())
            }
            None => String::new(),
        }
    }

    /// The months that a level's figure is made of: its quarter's where it has a window of several months, else this one.
    fn months_of(&self, level: usize) -> Vec<(usize, &MonthInputs, &Read)> {
        let all = self.reads[level].figure.is_some();
        let own = self.quarter.iter().filter(|(index, ..)| all || *index == self.index);
        own.map(|(index, inputs, reads)| (*index, *inputs, &reads[level])).collect()
    }

    /// The excused windows of a level in the months that its figure is made of.
    fn windows(&self, level: usize) -> Vec<(usize, ReliefCause, Removed)> {
        let id = &self.plan.levels()[level].level.id;
        let of_month = |(index, inputs, _): (usize, &MonthInputs, &Read)| {
            let own = inputs.relief.iter().filter(|r| &r.service_level == id);
            own.filter_map(|r| Some((index, r.cause, r.removed?))).collect::<Vec<_>>()
        };
        self.months_of(level).into_iter().flat_map(of_month).collect()
    }

    /// What excused windows took out of the figure.
    fn removed_words(&self, level: usize) -> String {
        let several = self.reads[level].figure.is_some();
        let word = |(index, cause, removed): (usize, ReliefCause, Removed)| {
            let month = if several { format!("{}, ", self.plan.month(index).text()) } else { String::new() };
            format!("{} ({month}{})", plain(removed.denominator.normalize()), cause.words())
        };
        let words: Vec<String> = self.windows(level).into_iter().map(word).collect();
        if words.is_empty() {
            return String::new();
        }
        format!(" without excused observations: {}{}", words.join(", "), self.removed_counts(level))
    }

    /// The counts that are left of the months: "(8,000 − 100) / (10,000 − 500) = 83.16 %". Nothing where that is not how the
    /// figure was made.
    fn removed_counts(&self, level: usize) -> String {
        let (read, measure) = (&self.reads[level], &self.plan.levels()[level].measure);
        let adds_up = measure.statistic.adds_up();
        let hundredfold = measure.statistic == Statistic::NetScore
            || measure.statistic == Statistic::Share && measure.unit == Unit::Percent;
        let scale = if hundredfold { Decimal::ONE_HUNDRED } else { Decimal::ONE };
        let (mut sum, mut count) = (Decimal::ZERO, Decimal::ZERO);
        for (_, _, month) in self.months_of(level) {
            // What is excused whole is in none of the sums.
            let (Actual::Value { value, n }, Actual::Value { .. }) = (month.reported, month.actual) else { continue };
            match n {
                _ if adds_up => sum += value.value(),
                Some(n) => (sum, count) = (sum + value.value().saturating_mul(n) / scale, count + n),
                None => return String::new(),
            }
        }
        let is_left = |index: usize| {
            let month = self.quarter.iter().find(|(at, ..)| *at == index);
            month.is_some_and(|(_, _, reads)| matches!(reads[level].actual, Actual::Value { .. }))
        };
        let removed: Vec<Removed> =
            self.windows(level).into_iter().filter(|(index, ..)| is_left(*index)).map(|(_, _, r)| r).collect();
        let taken = |of: fn(&Removed) -> Decimal| removed.iter().map(of).sum::<Decimal>();
        let shown = |count: Decimal| plain(model::quantity::round(count, 2).normalize());
        let less = |whole: Decimal, of: fn(&Removed) -> Decimal| {
            removed.iter().fold(shown(whole), |text, r| format!("{text} − {}", shown(of(r))))
        };
        let precision = measure.precision_decimals;
        let left = Decimal::new(read.value_scaled, u32::from(precision));
        let left_sum = sum - taken(|r| r.numerator);
        let made =
            if adds_up { Some(left_sum) } else { (left_sum * scale).checked_div(count - taken(|r| r.denominator)) };
        if removed.is_empty() || made.is_none_or(|made| model::quantity::round(made, precision) != left) {
            return String::new();
        }
        let left = measure.unit.of(left).text(precision);
        if adds_up {
            return format!(", {} = {left}", less(sum, |r| r.numerator));
        }
        format!(", ({}) / ({}) = {left}", less(sum, |r| r.numerator), less(count, |r| r.denominator))
    }

    fn pending_words(&self, level: usize) -> String {
        let months = self.plan.levels()[level].level.remedy.window.months();
        let last = self.index - self.index % months + months - 1;
        format!("judged over the quarter that ends in {}", self.plan.month(last).text())
    }

    fn cure_words(&self) -> String {
        match self.plan.remedies.cure_business_days.unwrap_or_default() {
            1 => "1 business day".into(),
            days => format!("{days} business days"),
        }
    }

    /// A value that does not count: it came too late, or from too small a sample by fault of who samples.
    fn unreported_words(&self, level: usize, reported: &str) -> String {
        let id = &self.plan.levels()[level].level.id;
        let what = match self.inputs.late_business_days.get(id) {
            Some(days) if self.plan.remedies.cure_business_days.is_some_and(|cure| *days > cure) => {
                format!("{reported} reported {days} business days late, not within {}", self.cure_words())
            }
            _ => format!("{reported} from too few observations by fault of the party that samples: not reported"),
        };
        let then = if self.fails_unreported() { "counts as failed" } else { "neither met nor missed" };
        format!("{what}: {then}")
    }

    fn comparison(&self, level: usize) -> String {
        let measure = &self.plan.levels()[level].measure;
        let target = self.plan.target(level, self.index).text(measure.precision_decimals);
        let ramp = if self.plan.target(level, self.index) == self.plan.levels()[level].level.target {
            String::new()
        } else {
            format!(" of month {}", self.index + 1)
        };
        match self.plan.grade(level, self.reads[level].reading) {
            Some(Grade::Met) | None if measure.direction == Direction::Range => {
                format!("within the target{ramp}, {target}: met")
            }
            Some(Grade::Met) | None => format!("at or better than the target{ramp}, {target}: met"),
            Some(grade) if measure.direction == Direction::Range => {
                format!("outside the target{ramp}, {target}: {}", grade.word())
            }
            Some(grade) => format!("worse than the target{ramp}, {target}: {}", grade.word()),
        }
    }
}
