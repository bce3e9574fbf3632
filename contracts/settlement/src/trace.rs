//! The trace of a month: inputs, rules and arithmetic in words. It only tells what the kernel did: every figure is an
//! input, a term or an output, none is worked out here again.

use crate::kernel::MonthOutput;
use crate::plan::{Plan, SCORE_UNITS_PER_POINT};
use crate::settle::Read;
use crate::statement::ReadingKind;
use crate::{history::Actual, score::TARGET_SCORE};
use model::quantity::{number, percent, scale_of};
use model::{Class, Credit, Decimal, Direction, Grade, Money, ScoreRule, Unit};

pub(crate) struct Trace<'a> {
    pub plan: &'a Plan,
    pub index: usize,
    pub reads: &'a [Read],
    pub out: &'a MonthOutput<1>,
}

fn points(units: i32) -> Decimal {
    Decimal::from(units) / Decimal::from(SCORE_UNITS_PER_POINT)
}

/// A decimal with the digits it was written with.
fn plain(value: Decimal) -> String {
    number(value, scale_of(value))
}

impl Trace<'_> {
    /// An exact amount, with more decimals than the currency's where it needs them.
    fn exact(&self, ticks: i128) -> String {
        let amount = self.plan.amount_of_ticks(ticks);
        format!("{}\u{a0}{}", self.plan.currency.code(), plain(amount))
    }

    fn money(&self, minor: i64) -> String {
        Money { minor, currency: self.plan.currency.clone() }.text()
    }

    fn total_ticks(&self) -> i128 {
        self.out.levels.iter().map(|l| l.uncapped_ticks[0]).sum()
    }

    /// Path of the term that made a level's credit.
    pub fn rule(&self, level: usize) -> String {
        let terms = &self.plan.levels()[level].level;
        let base = format!("service_levels.{}", terms.id);
        if terms.class == Class::ReportOnly {
            return format!("{base}.class");
        }
        match (terms.credit, self.reads[level].reading.band_index()) {
            (_, None | Some(0)) => format!("{base}.target"),
            (Credit::PerPoint { .. }, _) => format!("{base}.percent_per_point"),
            (Credit::ByBand, Some(band)) => format!("{base}.bands.{band}.credit"),
        }
    }

    /// What was reported and how it compares with the month's target.
    pub fn reading_words(&self, level: usize) -> String {
        let read = &self.reads[level];
        let measure = &self.plan.levels()[level].measure;
        let Actual::Value { value, n } = read.actual else {
            return match read.kind {
                ReadingKind::Excused => "excused: neither met nor missed".into(),
                ReadingKind::NotReported => "not reported: neither met nor missed".into(),
                _ => "no activity: neither met nor missed".into(),
            };
        };
        let precision = measure.precision_decimals;
        let rounded = measure.unit.of(Decimal::new(read.value_scaled, u32::from(precision))).text(precision);
        let reported = if value.value().normalize().scale() > u32::from(precision) {
            let given = value.value().normalize();
            format!("{}, rounded to {rounded}", value.unit().of(given).text(scale_of(given)))
        } else {
            rounded
        };
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
        format!("{reported}{unchecked}, {}", self.comparison(level))
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

    /// The arithmetic of a level's credit.
    pub fn credit_words(&self, level: usize) -> String {
        let terms = &self.plan.levels()[level].level;
        if terms.class == Class::ReportOnly {
            return "reported only: no credit".into();
        }
        let Some(band) = self.reads[level].reading.band_index() else {
            return "no credit".into();
        };
        let Some(missed) = band.checked_sub(1) else {
            return "met: no credit".into();
        };
        let rate = match terms.credit {
            Credit::ByBand => percent(terms.bands.get(missed).map_or(Decimal::ZERO, |b| b.credit_percent)),
            Credit::PerPoint { percent_per_point } => self.shortfall_words(level, percent_per_point),
        };
        let month = &self.plan.months()[self.index];
        let charges = self.money(month.charges_minor);
        let factor = if month.credit_factor_percent == Decimal::ONE_HUNDRED {
            String::new()
        } else {
            format!(" × ramp factor {}", percent(month.credit_factor_percent))
        };
        let exact = self.exact(self.out.levels[level].uncapped_ticks[0]);
        format!("{rate} × {charges}{factor} = {exact}{}; {}", self.posted_words(level), self.cap_words(level))
    }

    fn shortfall_words(&self, level: usize, percent_per_point: Decimal) -> String {
        let measure = &self.plan.levels()[level].measure;
        let short = self.plan.months()[self.index].levels[level]
            .per_point
            .as_ref()
            .map_or(0, |p| p.shortfall(self.reads[level].value_scaled));
        let short = number(Decimal::new(short, u32::from(measure.precision_decimals)), measure.precision_decimals);
        let unit = match measure.unit {
            Unit::Percent | Unit::Points => "points",
            Unit::Seconds => "seconds",
            Unit::Count => "units",
        };
        format!("{short} {unit} of shortfall × {} each", percent(percent_per_point))
    }

    /// Where an uncut credit is no whole number of minor units: what it was rounded to.
    fn posted_words(&self, level: usize) -> String {
        let out = &self.out.levels[level];
        let posted = out.credit_minor[0];
        if self.out.cap_bound[0] || i128::from(posted) * i128::from(self.plan.ticks_per_minor) == out.uncapped_ticks[0]
        {
            return String::new();
        }
        format!(", posted as {} so that the lines sum to the total", self.money(posted))
    }

    fn cap_words(&self, level: usize) -> String {
        let month = &self.plan.months()[self.index];
        if month.cap.percent.is_none() {
            return "there is no cap of the month".into();
        }
        let cap = self.exact(month.cap.ticks);
        if !self.out.cap_bound[0] {
            return format!("the month’s cap of {cap} {}", self.not_cut());
        }
        let out = &self.out.levels[level];
        format!(
            "its share of the month’s cap: {cap} × {} / {}, posted as {}",
            self.exact(out.uncapped_ticks[0]),
            self.exact(self.total_ticks()),
            self.money(out.credit_minor[0])
        )
    }

    fn not_cut(&self) -> &'static str {
        if self.total_ticks() == self.plan.months()[self.index].cap.ticks {
            "reached and not exceeded"
        } else {
            "not reached"
        }
    }

    /// How the month's credit was made.
    pub fn month_credit_words(&self) -> String {
        let month = &self.plan.months()[self.index];
        let all = format!("credits of {}", self.exact(self.total_ticks()));
        let posted = self.out.credit_minor[0];
        let before = if self.out.cap_bound[0] { month.cap.ticks } else { self.total_ticks() };
        let rounded = if i128::from(posted) * i128::from(self.plan.ticks_per_minor) == before {
            String::new()
        } else {
            format!(", posted as {}", self.money(posted))
        };
        let Some(cap_percent) = month.cap.percent else {
            return format!("{all}{rounded}; there is no cap of the month");
        };
        let cap = format!(
            "the month’s cap of {} × {} = {}",
            percent(cap_percent),
            self.money(month.charges_minor),
            self.exact(month.cap.ticks)
        );
        if self.out.cap_bound[0] {
            format!("{all}, cut to {cap}{rounded}")
        } else {
            format!("{all}{rounded}; {cap} {}", self.not_cut())
        }
    }

    /// A level's own score; none without a value or a weight.
    pub fn level_score(&self, level: usize) -> Option<Decimal> {
        let scored = self.plan.is_scored() && self.plan.levels()[level].weight > 0;
        let has_value = self.reads[level].reading.has_value();
        (scored && has_value).then(|| points(self.out.levels[level].score_units[0]))
    }

    /// The arithmetic of a level's score.
    pub fn level_score_words(&self, level: usize) -> String {
        let Some(score) = self.level_score(level) else {
            return if self.plan.levels()[level].weight > 0 { "no score" } else { "no weight in the score" }.into();
        };
        let score = plain(score.normalize());
        match self.plan.score_rule {
            ScoreRule::ByBand => format!("{score} points for its band"),
            ScoreRule::Linear => format!("{score} points: {}", self.linear_words(level)),
        }
    }

    fn linear_words(&self, level: usize) -> String {
        let measure = &self.plan.levels()[level].measure;
        let precision = measure.precision_decimals;
        let text = |scaled: i64| measure.unit.of(Decimal::new(scaled, u32::from(precision))).text(precision);
        let Some(linear) = self.plan.months()[self.index].levels[level].linear.map(|l| l.terms) else {
            return String::new();
        };
        let floors: Vec<String> = [
            (linear.floor_below > 0).then(|| text(linear.low - linear.floor_below)),
            (linear.floor_above > 0).then(|| text(linear.high + linear.floor_above)),
        ]
        .into_iter()
        .flatten()
        .collect();
        let floor = match floors.as_slice() {
            [] => "0 for every value that is worse than the target".to_owned(),
            floors => format!("0 at the floor of {}", floors.join(" or ")),
        };
        let target = self.plan.target(level, self.index).text(precision);
        let stretch = (linear.stretch > 0).then(|| {
            let at = if linear.higher { linear.low + linear.stretch } else { linear.high - linear.stretch };
            format!(", 120 at the stretch of {}", text(at))
        });
        format!("{floor}, 100 at the target of {target}{}", stretch.unwrap_or_default())
    }

    /// S in points; none when levels of less than half the weight have a value.
    pub fn month_score(&self) -> Option<Decimal> {
        self.out.score_units[0].map(points)
    }

    /// The arithmetic of the month's score.
    pub fn month_score_words(&self) -> String {
        if !self.plan.is_scored() {
            return "no score: the terms of the score are not complete".into();
        }
        let valued: Vec<usize> = (0..self.plan.levels().len()).filter(|l| self.level_score(*l).is_some()).collect();
        let weight: i32 = valued.iter().map(|l| self.plan.levels()[*l].weight).sum();
        let weight = self.plan.weight_percent(weight);
        let Some(units) = self.out.score_units[0] else {
            return format!("no score: levels with {} of the weight have a value, less than half", percent(weight));
        };
        let terms: Vec<String> = valued
            .iter()
            .map(|l| {
                let score = self.level_score(*l).unwrap_or_default().normalize();
                format!("{} × {}", plain(self.plan.weight_percent(self.plan.levels()[*l].weight)), plain(score))
            })
            .collect();
        let held = if units == TARGET_SCORE && self.lacks_a_required_level() {
            ", at most 100 unless every critical and key level is met"
        } else {
            ""
        };
        format!("({}) / {}{held}: {}", terms.join(" + "), plain(weight), plain(points(units).normalize()))
    }

    fn lacks_a_required_level(&self) -> bool {
        self.plan.levels().iter().zip(self.reads).any(|(l, r)| l.is_binding() && !r.reading.is_met())
    }
}
