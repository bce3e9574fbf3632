//! How likely each target would be, from the closed form: at once and without trials.

use super::{assumed, learning, made_ready, volume};
use crate::{
    ApiResult,
    wire::{ApiError, AssumptionText, CurvePoint, ErrorCode, LearningText, TargetCurve},
};
use model::{Agreement, Baseline, Decimal, Direction, Measure, ServiceLevel, ServiceLevelId, Target, threshold};
use rust_decimal::prelude::ToPrimitive;
use simulation::{LevelMonths, Run, Settings, settings::CHUNK_TRIALS};
use std::ops::Range;

/// Points of a curve.
const POINTS_MAX: i64 = 61;
/// The share of months that a solved target is met in.
const LIKELY: f64 = 0.85;
/// The curve reaches from the target met this often to the one met 1 − this often.
const TAIL: f64 = 0.01;

/// The curve of one level over its steady months; what is left of its learning counts.
///
/// # Errors
/// Where there is no such level, nothing or too little is known of it, or learning or an assumption cannot be read.
pub fn target_curve(
    agreement: &Agreement,
    baseline: Option<&Baseline>,
    learning: &[LearningText],
    assumptions: &[AssumptionText],
    level: &ServiceLevelId,
) -> ApiResult<TargetCurve> {
    let missing = || ApiError::new(ErrorCode::NotFound, format!("There is no service level “{level}”"));
    let (terms, measure) = agreement.levels().find(|(l, _)| &l.id == level).ok_or_else(missing)?;
    let learnt = learning::read_all(agreement, learning)?;
    let assumptions = assumed::read_all(agreement, baseline, assumptions)?;
    // The curve needs no trial; how many of its months a busy one excuses is counted in a few.
    let learning = learning::settings(&learnt).collect();
    let settings = Settings { trials: CHUNK_TRIALS, learning, ..Settings::default() };
    let (plan, run, _) = made_ready(agreement, baseline, &assumptions, settings)?;
    let index = plan.levels().iter().position(|l| &l.level.id == level).ok_or_else(missing)?;
    let ahead = plan.months().len();
    let first = agreement.ramp.months().min(ahead.saturating_sub(1));
    let steady = run
        .level_months(index, first..ahead)
        .ok_or_else(|| ApiError::refused(format!("{} has no history, or less than six months of it", measure.name)))?;
    let curve = Curve { level: terms, measure, steady };
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
        excused_text: volume::curve_text(excused(&run, level, first..ahead), plan.counts_excused_as_met()),
    })
}

/// Of these months of a level, the share that a busy month excuses; 0 where none can be.
fn excused(run: &Run, level: &ServiceLevelId, months: Range<usize>) -> f64 {
    if !run.excuses(level) {
        return 0.0;
    }
    let Ok(results) = run.finish(vec![run.chunk(0)]) else { return 0.0 };
    let found = results.levels.iter().find(|l| &l.service_level == level);
    let shares: Vec<f64> =
        found.iter().flat_map(|l| &l.months[months.clone()]).filter_map(|m| Some(m.p_excused?.value)).collect();
    shares.iter().sum::<f64>() / shares.len().max(1) as f64
}

struct Curve<'a> {
    level: &'a ServiceLevel,
    measure: &'a Measure,
    steady: LevelMonths<'a>,
}

impl Curve<'_> {
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

    fn scaled(&self, value: Decimal) -> Option<i64> {
        threshold::scaled(value, self.measure.precision_decimals)
    }

    /// The easiest and the hardest target worth showing, today's included.
    fn bounds(&self) -> (i64, i64) {
        let today = self.scaled(self.level.target.anchor()).unwrap_or_default();
        let unit = libm::pow(10.0, f64::from(self.measure.precision_decimals));
        let at = |p: f64| self.steady.values(p).map(|v| libm::round(v * unit) as i64).collect::<Vec<_>>();
        let (easy, hard) = (at(1.0 - TAIL), at(TAIL));
        let domain = self.measure.unit.domain();
        let clip = |v: i64| {
            let edge = |d: Option<Decimal>| d.and_then(|d| self.scaled(d));
            v.max(edge(domain.0).unwrap_or(i64::MIN)).min(edge(domain.1).unwrap_or(i64::MAX))
        };
        let all = || easy.iter().chain(&hard).copied().chain([today]);
        let (least, most) = (clip(all().min().unwrap_or(today)), clip(all().max().unwrap_or(today)));
        if self.measure.direction == Direction::Higher { (least, most) } else { (most, least) }
    }

    fn point(&self, scaled: i64) -> CurvePoint {
        let target = self.target(scaled);
        CurvePoint {
            target: self.number(scaled),
            text: target.text(self.measure.precision_decimals),
            met: self.steady.p_met(target),
        }
    }

    /// The hardest target on the curve that is met in 85 of 100 months; a range has none, as moving it is not monotone.
    fn likely(&self, easiest: i64, hardest: i64) -> Option<i64> {
        let solved = self.scaled(self.steady.solve_target(LIKELY)?.target)?;
        Some(solved.clamp(easiest.min(hardest), easiest.max(hardest)))
    }
}
