//! From a path's value to what settlement reads: the band it lies in and, where a plan needs it, the rounded value.

use crate::closed_form::Prediction;
use crate::link::Scale;
use crate::paths::{LANES, Lane};
use model::Interval;
use settlement::{Edge, LevelInput, Plan, Reading};

/// The values of one interval on the link scale, both ends inside; infinite where there is no edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Cut {
    pub low: f64,
    pub high: f64,
}

impl Cut {
    /// The same decision as [`Edge::contains`], made on the link scale: nothing is transformed back in the trial loop.
    pub fn new(edge: Edge, scale: &Scale) -> Self {
        let place = |value: Option<f64>, none: f64| value.map_or(none, |value| scale.of_threshold(value));
        // An edge holds its lower end and not its upper one; where less is better they change places.
        if scale.sign() > 0.0 {
            Self { low: place(edge.low, f64::NEG_INFINITY), high: place(edge.high, f64::INFINITY).next_down() }
        } else {
            Self { low: place(edge.high, f64::NEG_INFINITY).next_up(), high: place(edge.low, f64::INFINITY) }
        }
    }
}

impl Cut {
    /// How likely a value inside is.
    pub fn probability(self, prediction: &Prediction) -> f64 {
        prediction.probability_between(self.low, self.high)
    }
}

/// Reads the paths of one measure as months of one service level.
#[derive(Debug, Clone)]
pub(crate) struct LevelReader {
    /// Which measure's paths.
    pub measure: usize,
    pub scale: Scale,
    /// By month, the met interval first.
    pub cuts: Vec<Vec<Cut>>,
    /// The same, by side and without what no value lies beyond.
    lows: Vec<Vec<f64>>,
    highs: Vec<Vec<f64>>,
    /// By month, the same intervals of rounded values.
    intervals: Vec<Vec<(i64, i64)>>,
    /// Units of the measure's last decimal in its unit, where the plan needs the value itself.
    value_factor: Option<f64>,
}

impl LevelReader {
    pub fn new(plan: &Plan, level_index: usize, months: usize, measure: usize, scale: Scale) -> Self {
        let level = &plan.levels()[level_index];
        let month_cuts = |month| plan.edges(level_index, month).iter().map(|&edge| Cut::new(edge, &scale)).collect();
        let cuts: Vec<Vec<Cut>> = (0..months).map(month_cuts).collect();
        let lows = |cuts: &Vec<Cut>| cuts.iter().map(|cut| cut.low).filter(|&low| low > f64::MIN).collect();
        let highs = |cuts: &Vec<Cut>| cuts.iter().map(|cut| cut.high).filter(|&high| high < f64::MAX).collect();
        let month_intervals = |month| {
            let ends = |interval: &Interval| (interval.low.unwrap_or(i64::MIN), interval.high.unwrap_or(i64::MAX));
            plan.intervals(level_index, month).iter().map(ends).collect()
        };
        let digits = i32::from(level.measure.precision_decimals);
        Self {
            measure,
            scale,
            lows: cuts.iter().map(lows).collect(),
            highs: cuts.iter().map(highs).collect(),
            cuts,
            intervals: (0..months).map(month_intervals).collect(),
            value_factor: level.needs_value.then(|| libm::pow(10.0, f64::from(digits))),
        }
    }

    /// One month in every lane.
    #[inline]
    pub fn read(&self, month: usize, values: &Lane, input: &mut LevelInput<LANES>) {
        let outside = match self.value_factor {
            Some(factor) => self.outside_of_rounded(month, factor, values, &mut input.value_scaled),
            None => self.outside(month, values),
        };
        for (reading, outside) in input.reading.iter_mut().zip(outside) {
            *reading = Reading::band(usize::from(outside));
        }
    }

    /// How many of the month's intervals each value is rounded out of. The rounded values decide themselves, so that band
    /// and value never contradict each other.
    #[inline]
    fn outside_of_rounded(&self, month: usize, factor: f64, values: &Lane, scaled: &mut [i64; LANES]) -> [u8; LANES] {
        *scaled = self.scale.values(values).map(|value| rounded(value * factor));
        let mut outside = [0u8; LANES];
        for &(low, high) in &self.intervals[month] {
            for (outside, &value) in outside.iter_mut().zip(&*scaled) {
                *outside += u8::from((value < low) | (value > high));
            }
        }
        outside
    }

    /// How many of the month's intervals each value lies outside of, on the link scale.
    #[inline]
    fn outside(&self, month: usize, values: &Lane) -> [u8; LANES] {
        /// Values that are compared with every edge while they stay in registers.
        const TOGETHER: usize = 8;
        let mut outside = [0u8; LANES];
        let (values, _) = values.as_chunks::<TOGETHER>();
        let (counts, _) = outside.as_chunks_mut::<TOGETHER>();
        for (values, counts) in values.iter().zip(counts) {
            // Without a branch: which side of an edge a value falls on is as good as random.
            let mut beyond = [0u64; TOGETHER];
            for &low in &self.lows[month] {
                for (beyond, &value) in beyond.iter_mut().zip(values) {
                    *beyond += u64::from(value < low);
                }
            }
            for &high in &self.highs[month] {
                for (beyond, &value) in beyond.iter_mut().zip(values) {
                    *beyond += u64::from(value > high);
                }
            }
            *counts = beyond.map(|beyond| beyond as u8);
        }
        outside
    }
}

/// The nearest whole number, halves away from zero.
#[inline]
pub(crate) fn rounded(value: f64) -> i64 {
    // Saturates: settlement brings magnitudes beyond its own limit back to it.
    (value + 0.5f64.copysign(value)) as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::Link;
    use model::Direction;

    #[test]
    fn a_cut_decides_as_its_edge_does() {
        for (direction, edge) in [
            (Direction::Higher, Edge { low: Some(71.95), high: None }),
            (Direction::Lower, Edge { low: None, high: Some(30.5) }),
            (Direction::Range, Edge { low: Some(29.5), high: Some(40.5) }),
        ] {
            for link in [Link::Log, Link::Logit, Link::Identity] {
                let scale = Scale::new(link, direction, None);
                let cut = Cut::new(edge, &scale);
                for value in [0.0, 20.0, 29.499, 29.5, 30.499, 30.5, 40.499, 40.5, 71.949, 71.95, 71.951, 100.0] {
                    let place = scale.of_threshold(value);
                    let inside = place >= cut.low && place <= cut.high;
                    assert_eq!(inside, edge.contains(value), "{direction:?} {link:?} {value}");
                }
            }
        }
    }

    #[test]
    fn halves_are_rounded_away_from_zero() {
        assert_eq!([2.5, -2.5, 2.4999, 0.0, -0.4, 1e30].map(rounded), [3, -3, 2, 0, 0, i64::MAX]);
    }
}
