//! How likely each target would be, from the closed form: at once and without trials.

use super::{learning, made_ready};
use crate::{
    ApiResult,
    wire::{ApiError, CurvePoint, ErrorCode, LearningText, TargetCurve},
};
use model::{Agreement, Baseline, Decimal, Direction, Measure, Ramp, ServiceLevel, ServiceLevelId, Target, threshold};
use rust_decimal::prelude::ToPrimitive;
use simulation::{Scale, Settings, closed_form::Prediction};

/// Points of a curve.
const POINTS_MAX: i64 = 61;
/// The share of months that a solved target is met in.
const LIKELY: f64 = 0.85;
/// The curve reaches from the target met this often to the one met 1 − this often.
const TAIL: f64 = 0.01;

/// The curve of one level over its steady months; what is left of its learning counts.
///
/// # Errors
/// Where there is no such level, it has no history or too little, or learning cannot be read.
pub fn target_curve(
    agreement: &Agreement,
    baseline: &Baseline,
    learning: &[LearningText],
    level: &ServiceLevelId,
) -> ApiResult<TargetCurve> {
    let missing = || ApiError::new(ErrorCode::NotFound, format!("There is no service level “{level}”"));
    let (terms, measure) = agreement.levels().find(|(l, _)| &l.id == level).ok_or_else(missing)?;
    let curve = Curve::new(agreement, baseline, learning, terms, measure)?;
    let (easiest, hardest) = curve.bounds();
    let step = ((hardest - easiest).abs() / POINTS_MAX).max(1) * (hardest - easiest).signum();
    let count = if step == 0 { 0 } else { (hardest - easiest) / step };
    let points = (0..=count).map(|i| curve.point(easiest + i * step));
    let likely = curve.likely(easiest, hardest);
    Ok(TargetCurve {
        level: level.clone(),
        points: points.collect(),
        likely_text: likely.map(|v| curve.target(v).text(measure.precision_decimals)),
        likely_value: likely.map(|v| curve.number(v)),
        step: curve.number(1),
    })
}

struct Curve<'a> {
    level: &'a ServiceLevel,
    measure: &'a Measure,
    months: Vec<(Prediction, Scale)>,
}

impl<'a> Curve<'a> {
    fn new(
        agreement: &Agreement,
        baseline: &Baseline,
        learning: &[LearningText],
        level: &'a ServiceLevel,
        measure: &'a Measure,
    ) -> ApiResult<Self> {
        let learnt = learning::read_all(agreement, learning)?;
        let settings = Settings { trials: 1, learning: learning::settings(&learnt).collect(), ..Settings::default() };
        let (plan, run, _) = made_ready(agreement, baseline, settings)?;
        let index = plan.levels().iter().position(|l| l.level.id == level.id).unwrap_or(usize::MAX);
        let ahead = plan.months().len();
        let first = agreement.ramp.months().min(ahead.saturating_sub(1));
        let months: Vec<_> = (first..ahead).filter_map(|m| run.prediction(index, m)).collect();
        if months.is_empty() {
            let message = format!("{} has no history, or less than six months of it", measure.name);
            return Err(ApiError::refused(message));
        }
        Ok(Self { level, measure, months })
    }

    /// The target whose anchor is `scaled` in units of the measure's last decimal; a range keeps its width.
    fn target(&self, scaled: i64) -> Target {
        let unit = self.measure.unit;
        let value = Decimal::new(scaled, u32::from(self.measure.precision_decimals));
        match self.level.target {
            Target::Value(_) => Target::Value(unit.of(value)),
            Target::Range { low, high } => {
                let low = unit.clip(value - (high.value() - low.value()));
                Target::Range { low: unit.of(low), high: unit.of(value) }
            }
        }
    }

    fn number(&self, scaled: i64) -> f64 {
        Decimal::new(scaled, u32::from(self.measure.precision_decimals)).to_f64().unwrap_or_default()
    }

    /// Probability that the target is met in a steady month.
    fn met(&self, scaled: i64) -> f64 {
        let level = ServiceLevel { target: self.target(scaled), ..self.level.clone() };
        let intervals = threshold::intervals(&level, self.measure, &Ramp::default(), 1);
        let Some(met) = intervals.ok().and_then(|i| i.first().copied()) else { return 0.0 };
        let (low, high) = met.unrounded(self.measure.precision_decimals);
        let sum: f64 = self.months.iter().map(|(prediction, scale)| probability(prediction, scale, low, high)).sum();
        sum / self.months.len() as f64
    }

    /// The easiest and the hardest target worth showing, today's included.
    fn bounds(&self) -> (i64, i64) {
        let precision = self.measure.precision_decimals;
        let today = threshold::scaled(self.level.target.anchor(), precision).unwrap_or_default();
        let unit = libm::pow(10.0, f64::from(precision));
        let at = |p: f64| {
            let places = self.months.iter().map(|(prediction, scale)| scale.value(prediction.quantile(p)));
            places.map(|v| libm::round(v * unit) as i64).collect::<Vec<_>>()
        };
        // On the link scale higher is better, so the lower tail is the easy end whatever the direction.
        let (easy, hard) = (at(TAIL), at(1.0 - TAIL));
        let domain = self.measure.unit.domain();
        let clip = |v: i64| {
            let edge = |d: Option<Decimal>| d.and_then(|d| threshold::scaled(d, precision));
            v.max(edge(domain.0).unwrap_or(i64::MIN)).min(edge(domain.1).unwrap_or(i64::MAX))
        };
        let all = || easy.iter().chain(&hard).copied().chain([today]);
        let (least, most) = (clip(all().min().unwrap_or(today)), clip(all().max().unwrap_or(today)));
        if self.measure.direction == Direction::Higher { (least, most) } else { (most, least) }
    }

    fn point(&self, scaled: i64) -> CurvePoint {
        CurvePoint {
            target: self.number(scaled),
            text: self.target(scaled).text(self.measure.precision_decimals),
            met: self.met(scaled),
        }
    }

    /// The hardest target that is met in 85 of 100 months, by bisection; a range has none, as moving it is not monotone.
    fn likely(&self, easiest: i64, hardest: i64) -> Option<i64> {
        if self.measure.direction == Direction::Range || self.met(easiest) < LIKELY {
            return None;
        }
        let (mut holds, mut fails) = (easiest, hardest);
        if self.met(hardest) >= LIKELY {
            return Some(hardest);
        }
        while (fails - holds).abs() > 1 {
            let middle = holds + (fails - holds) / 2;
            if self.met(middle) >= LIKELY { holds = middle } else { fails = middle }
        }
        Some(holds)
    }
}

/// The link scale counts so that higher is better: a lower limit and an upper limit both become a lower one there.
fn probability(prediction: &Prediction, scale: &Scale, low: Option<f64>, high: Option<f64>) -> f64 {
    let at = |edge: f64| scale.of_threshold(edge);
    match (low, high) {
        (Some(low), Some(high)) => {
            let (a, b) = (at(low), at(high));
            prediction.probability_between(a.min(b), a.max(b))
        }
        (Some(edge), None) | (None, Some(edge)) => prediction.probability_between(at(edge), f64::INFINITY),
        (None, None) => 1.0,
    }
}
