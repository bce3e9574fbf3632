//! Drawings: the frame that they share, and the stepped line of a target over months.

use super::table::place_of;
use super::{Flow, Piece, PieceAnchor, stack};
use crate::ink::{Ink, Part, Strip};
use crate::structure::Kind;
use crate::style::{AXIS, AXIS_VALUE, GRID, INK, INK_MUTED, RULE, TextStyle};
use crate::tree::{Align, Span, SteppedChart, Tick};

/// Room for the values of the vertical axis.
pub(super) const AXIS_WIDTH: f32 = 46.0;

/// Where values lie on an axis.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    start: f32,
    end: f32,
}

impl Scale {
    /// From `values` to positions between `start` and `end`. Equal values lie in the middle.
    pub(super) fn over(values: impl Iterator<Item = f64>, start: f32, end: f32) -> Scale {
        let (low, high) = values
            .filter(|value| value.is_finite())
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        match (low.is_finite(), low < high) {
            (true, true) => Scale { low, high, start, end },
            (true, false) => Scale { low: low - 1.0, high: high + 1.0, start, end },
            (false, _) => Scale { low: 0.0, high: 1.0, start, end },
        }
    }

    pub(super) fn at(&self, value: f64) -> f32 {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        self.start + (self.end - self.start) * share as f32
    }
}

/// Which point of a text lies where it is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hold {
    Start,
    Middle,
    End,
}

impl Flow<'_> {
    /// One line of text in a drawing, its middle height at `y`.
    pub(super) fn label(&mut self, text: &str, style: TextStyle, x: f32, y: f32, hold: Hold) -> Vec<Ink> {
        let shaped = self.set.shape(&[Span::plain(text)], style, &self.place);
        let left = match hold {
            Hold::Start => x,
            Hold::Middle => x - shaped.widest / 2.0,
            Hold::End => x - shaped.widest,
        };
        let lines = self.set.lines(shaped, f32::MAX, Align::Start);
        let top = y - style.size * style.leading / 2.0;
        let piece = stack(lines, left, top, |_| Part::Artifact);
        piece.strips.into_iter().flat_map(|strip| strip.ink).collect()
    }

    /// Grid lines and values of a vertical axis.
    pub(super) fn value_axis(&mut self, ticks: &[Tick], scale: Scale, left: f32, right: f32) -> Vec<Ink> {
        let mut ink = Vec::new();
        for tick in ticks {
            let y = scale.at(tick.value);
            ink.push(Ink::rule(left, y, right - left, GRID, 0.6));
            ink.extend(self.label(&tick.label, AXIS, left - 6.0, y, Hold::End));
        }
        ink
    }

    /// A drawing with its caption. `draw` gets its left edge and width and returns the drawing and its height.
    pub(super) fn figure(
        &mut self,
        (id, label, caption, alt): (&str, &str, &str, &str),
        draw: impl FnOnce(&mut Self, f32, f32) -> (Vec<Ink>, f32),
    ) {
        let outer = std::mem::replace(&mut self.place, place_of(label, caption));
        let node = self.structure.add(self.section, Kind::Figure);
        self.structure.nodes[node].alt = Some(alt.to_owned());
        let mut caption = self.caption(node, label, caption);
        caption.anchors.push(PieceAnchor { id: id.to_owned(), node, bookmark: None });
        let (left, width) = self.column();
        let (ink, height) = draw(self, left, width);
        let strips = vec![Strip { part: Part::Content(node), ink }];
        let figure = Some((node, [left, 0.0, left + width, height]));
        self.push(vec![caption, Piece { height, strips, figure, ..Piece::default() }], 10.0, 14.0);
        self.place = outer;
    }

    pub(super) fn stepped_chart(&mut self, chart: &SteppedChart) {
        const PLOT_HEIGHT: f32 = 92.0;
        const TOP: f32 = 14.0;
        self.figure((&chart.id, &chart.label, &chart.caption, &chart.alt), |flow, left, width| {
            let (plot_left, plot_right) = (left + AXIS_WIDTH, left + width);
            let bottom = TOP + PLOT_HEIGHT;
            let values = chart.series.iter().flat_map(|series| series.points.iter().map(|point| point.value));
            let scale = Scale::over(values.chain(chart.ticks.iter().map(|tick| tick.value)), bottom, TOP);
            let mut ink = flow.value_axis(&chart.ticks, scale, plot_left, plot_right);
            let step = (plot_right - plot_left) / chart.steps.len().max(1) as f32;
            for (index, name) in chart.steps.iter().enumerate() {
                let middle = plot_left + step * (index as f32 + 0.5);
                ink.extend(flow.label(name, AXIS, middle, bottom + 9.0, Hold::Middle));
            }
            ink.push(Ink::rule(plot_left, bottom, plot_right - plot_left, RULE, 0.6));
            ink.extend(flow.label(&chart.step_name, AXIS, plot_left, bottom + 20.0, Hold::Start));
            for series in &chart.series {
                ink.extend(flow.stepped_line(series, scale, plot_left, step));
            }
            (ink, bottom + 26.0)
        });
    }

    fn stepped_line(&mut self, series: &crate::tree::StepSeries, scale: Scale, left: f32, step: f32) -> Vec<Ink> {
        let mut points = Vec::with_capacity(series.points.len() * 2);
        let mut ink = Vec::new();
        let mut shown = "";
        for (index, point) in series.points.iter().enumerate() {
            let (x, y) = (left + step * index as f32, scale.at(point.value));
            points.push((x, y));
            points.push((x + step, y));
            if point.label != shown {
                ink.extend(self.label(&point.label, AXIS_VALUE, x + 3.0, y - 6.5, Hold::Start));
                shown = &point.label;
            }
        }
        let (colour, width, dash) = if series.dashed { (INK_MUTED, 0.8, Some((3.0, 2.5))) } else { (INK, 1.4, None) };
        ink.push(Ink::Line { points, colour, width, dash });
        ink
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_maps_its_ends_to_its_ends_and_survives_equal_values() {
        let scale = Scale::over([60.0, 80.0].into_iter(), 100.0, 0.0);
        assert_eq!((scale.at(60.0), scale.at(70.0), scale.at(80.0)), (100.0, 50.0, 0.0));
        assert_eq!(Scale::over([5.0, 5.0].into_iter(), 0.0, 10.0).at(5.0), 5.0);
        assert_eq!(Scale::over(std::iter::empty(), 0.0, 10.0).at(0.5), 5.0);
    }
}
