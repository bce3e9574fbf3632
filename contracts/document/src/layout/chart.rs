//! Drawings: the frame that they share, and the stepped line of a target over months.

use super::table::place_of;
use super::{Flow, Piece, PieceAnchor, stack};
use crate::ink::{Ink, Part, Strip};
use crate::structure::Kind;
use crate::style::{AXIS, AXIS_VALUE, GRID, INK, INK_MUTED, RULE, TextStyle};
use crate::tree::{Align, Span, SteppedChart, Tick};

/// Room for the values of the vertical axis.
pub(super) const AXIS_WIDTH: f32 = 40.0;
/// Distance of two drawings in a row.
const GUTTER: f32 = 20.0;
/// More steps than this need the whole width.
const STEPS_NARROW_MAX: usize = 12;
/// Room that the label of a step needs.
const LABEL_WIDTH: f32 = 27.0;
const LABEL_HEIGHT: f32 = 9.0;

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

    /// Width of a text on one line.
    pub(super) fn width(&mut self, text: &str, style: TextStyle) -> f32 {
        self.set.shape(&[Span::plain(text)], style, &self.place).widest
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

    /// A drawing with its caption, as two pieces. `draw` gets its left edge and width and returns the drawing and its
    /// height.
    pub(super) fn figure(
        &mut self,
        (id, label, caption, alt): (&str, &str, &str, &str),
        draw: impl FnOnce(&mut Self, f32, f32) -> (Vec<Ink>, f32),
    ) -> [Piece; 2] {
        let outer = std::mem::replace(&mut self.place, place_of(label, caption));
        let node = self.structure.add(self.section, Kind::Figure);
        self.structure.nodes[node].alt = Some(alt.to_owned());
        let mut caption = self.caption(node, label, caption);
        caption.anchors.push(PieceAnchor { id: id.to_owned(), node, bookmark: None });
        let (left, width) = self.column();
        let (ink, height) = draw(self, left, width);
        let strips = vec![Strip { part: Part::Content(node), ink }];
        let figures = vec![(node, [left, 0.0, left + width, height])];
        self.place = outer;
        [caption, Piece { height, strips, figures, ..Piece::default() }]
    }

    /// Stepped lines, two in a row where there are several and they have few steps.
    pub(super) fn stepped_charts(&mut self, charts: &[&SteppedChart]) {
        let narrow = charts.len() > 1 && charts.iter().all(|chart| chart.steps.len() <= STEPS_NARROW_MAX);
        if !narrow {
            for chart in charts {
                let pieces = self.stepped_chart(chart);
                self.push(pieces.to_vec(), 10.0, 14.0);
            }
            return;
        }
        let (left, width) = self.column();
        let half = (width - GUTTER) / 2.0;
        for pair in charts.chunks(2) {
            let mut row: Option<[Piece; 2]> = None;
            for (index, chart) in pair.iter().enumerate() {
                self.window = Some((left + index as f32 * (half + GUTTER), half));
                let pieces = self.stepped_chart(chart);
                row = Some(match row {
                    None => pieces,
                    Some(first) => beside(first, pieces),
                });
            }
            self.window = None;
            self.push(row.map(Vec::from).unwrap_or_default(), 10.0, 14.0);
        }
    }

    fn stepped_chart(&mut self, chart: &SteppedChart) -> [Piece; 2] {
        const PLOT_HEIGHT: f32 = 78.0;
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
        })
    }

    fn stepped_line(&mut self, series: &crate::tree::StepSeries, scale: Scale, left: f32, step: f32) -> Vec<Ink> {
        let mut points = Vec::with_capacity(series.points.len() * 2);
        let mut changes: Vec<(f32, f32, &str)> = Vec::new();
        for (index, point) in series.points.iter().enumerate() {
            let (x, y) = (left + step * index as f32, scale.at(point.value));
            points.push((x, y));
            points.push((x + step, y));
            if changes.last().is_none_or(|(_, _, label)| *label != point.label) {
                changes.push((x, y, &point.label));
            }
        }
        let (colour, width, dash) = if series.dashed { (INK_MUTED, 0.8, Some((3.0, 2.5))) } else { (INK, 1.4, None) };
        let mut ink = vec![Ink::Line { points, colour, width, dash }];
        // From the last value backwards: where labels would touch, the earlier one gives way (the table has them all).
        let mut taken: Vec<(f32, f32)> = Vec::new();
        for (x, y, label) in changes.into_iter().rev() {
            let free = taken.iter().all(|(at, level)| at - x > LABEL_WIDTH || (level - y).abs() > LABEL_HEIGHT);
            if free {
                ink.extend(self.label(label, AXIS_VALUE, x + 3.0, y - 6.5, Hold::Start));
                taken.push((x, y));
            }
        }
        ink
    }
}

/// The pieces of two figures as one row.
fn beside(first: [Piece; 2], second: [Piece; 2]) -> [Piece; 2] {
    let [mut caption, drawing] = first;
    let [mut other_caption, other_drawing] = second;
    // Captions end on one line above their drawings, of however many lines they are.
    let height = caption.height.max(other_caption.height);
    lower(&mut caption, height);
    lower(&mut other_caption, height);
    let joined = |mut left: Piece, right: Piece| {
        left.height = left.height.max(right.height);
        left.strips.extend(right.strips);
        left.anchors.extend(right.anchors);
        left.figures.extend(right.figures);
        left
    };
    [joined(caption, other_caption), joined(drawing, other_drawing)]
}

/// Makes a piece as high as its neighbour, its content at the bottom.
fn lower(piece: &mut Piece, height: f32) {
    let down = height - piece.height;
    piece.height = height;
    for strip in &mut piece.strips {
        strip.ink = std::mem::take(&mut strip.ink).into_iter().map(|ink| ink.moved(0.0, down)).collect();
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

    #[test]
    fn captions_of_a_pair_end_and_drawings_begin_at_one_height() {
        let caption = |height: f32| Piece {
            height,
            strips: vec![Strip { part: Part::Artifact, ink: vec![Ink::rule(0.0, 5.0, 10.0, INK, 1.0)] }],
            ..Piece::default()
        };
        let drawing = |height: f32| Piece { height, ..Piece::default() };
        let [captions, drawings] = beside([caption(16.6), drawing(100.0)], [caption(29.2), drawing(90.0)]);
        assert_eq!((captions.height, drawings.height), (29.2, 100.0));
        let tops: Vec<f32> = captions
            .strips
            .iter()
            .flat_map(|strip| &strip.ink)
            .map(|ink| match ink {
                Ink::Line { points, .. } => points[0].1,
                _ => f32::NAN,
            })
            .collect();
        assert!((tops[0] - 17.6).abs() < 0.01 && tops[1] == 5.0, "{tops:?}");
    }
}
