//! Drawings of distributions: a fan over months, and dots that are equally likely.

use super::Flow;
use super::chart::{AXIS_WIDTH, Hold, Scale};
use crate::ink::Ink;
use crate::style::{ACCENT, AXIS, AXIS_VALUE, FAN, INK, INK_MUTED, RING, RULE, WHITE};
use crate::tree::{DotPlot, FanChart, Tick};

impl Flow<'_> {
    pub(super) fn fan_chart(&mut self, chart: &FanChart) {
        const TOP: f32 = 8.0;
        // Four of them with the heading above fill a page.
        const PLOT_HEIGHT: f32 = 110.0;
        const LABEL_WIDTH: f32 = 58.0;
        let pieces = self.figure((&chart.id, &chart.label, &chart.caption, &chart.alt), |flow, left, width| {
            let (plot_left, plot_right) = (left + AXIS_WIDTH, left + width - LABEL_WIDTH);
            let bottom = TOP + PLOT_HEIGHT;
            let scale = Scale::over(fan_values(chart), bottom, TOP);
            let count = chart.months.len().max(chart.history.len() + chart.median.len()).max(1);
            let step = (plot_right - plot_left) / count as f32;
            let middle = |month: usize| plot_left + step * (month as f32 + 0.5);
            let first = chart.history.len();

            let mut ink = flow.value_axis(&chart.ticks, scale, plot_left, plot_right);
            for (band, colour) in chart.bands.iter().zip(FAN) {
                let upper = band.high.iter().enumerate().map(|(i, v)| (middle(first + i), scale.at(*v)));
                let lower = band.low.iter().enumerate().rev().map(|(i, v)| (middle(first + i), scale.at(*v)));
                ink.push(Ink::Area { points: upper.chain(lower).collect(), colour });
            }
            let median = chart.median.iter().enumerate().map(|(i, v)| (middle(first + i), scale.at(*v))).collect();
            ink.push(Ink::Line { points: median, colour: ACCENT, width: 1.3, dash: None });
            ink.extend(history(chart, scale, &middle));
            ink.extend(target(chart, scale, plot_left, step, first));
            ink.push(Ink::rule(plot_left, bottom, plot_right - plot_left, RULE, 0.6));
            for (month, name) in chart.months.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
                ink.extend(flow.label(name, AXIS, middle(month), bottom + 9.0, Hold::Middle));
            }
            ink.extend(flow.fan_labels(chart, scale, middle(count - 1) + 4.0, plot_right + 8.0));
            (ink, bottom + 18.0)
        });
        self.push(pieces.to_vec(), 10.0, 14.0);
    }

    /// Names of bands, median and target at the right end, moved apart where they would touch, each with a leader.
    fn fan_labels(&mut self, chart: &FanChart, scale: Scale, from: f32, x: f32) -> Vec<Ink> {
        const DISTANCE: f32 = 9.5;
        let mut labels: Vec<(f32, String)> = Vec::new();
        for band in &chart.bands {
            labels.extend(band.high.last().map(|value| (scale.at(*value), band.label.clone())));
        }
        labels.extend(chart.median.last().map(|value| (scale.at(*value), "median".to_owned())));
        labels.extend(chart.target.last().copied().flatten().map(|value| (scale.at(value), "target".to_owned())));
        labels.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut ink = Vec::new();
        let mut lowest = f32::NEG_INFINITY;
        for (y, text) in labels {
            let place = y.max(lowest + DISTANCE);
            lowest = place;
            ink.push(Ink::Line { points: vec![(from, y), (x, place)], colour: RULE, width: 0.5, dash: None });
            ink.extend(self.label(&text, AXIS_VALUE, x + 2.0, place, Hold::Start));
        }
        ink
    }

    pub(super) fn dot_plot(&mut self, plot: &DotPlot) {
        const TOP: f32 = 14.0;
        const DIAMETER_MAX: f32 = 9.0;
        const PLOT_HEIGHT_MAX: f32 = 150.0;
        let pieces = self.figure((&plot.id, &plot.label, &plot.caption, &plot.alt), |flow, left, width| {
            // The first and the last value of the axis end where the text does.
            let mut room = |tick: Option<&Tick>| tick.map_or(0.0, |t| flow.width(&t.label, AXIS) / 2.0).max(8.0);
            let (plot_left, plot_right) = (left + room(plot.ticks.first()), left + width - room(plot.ticks.last()));
            let values = plot.dots.iter().map(|dot| dot.value).chain(plot.ticks.iter().map(|tick| tick.value));
            let scale = Scale::over(values, plot_left, plot_right);
            let mut diameter = DIAMETER_MAX;
            let mut stacks = stacked(plot, scale, diameter);
            let highest =
                |stacks: &[(f32, usize, bool)]| stacks.iter().map(|(_, level, _)| level + 1).max().unwrap_or(1);
            while highest(&stacks) as f32 * diameter > PLOT_HEIGHT_MAX && diameter > 1.0 {
                diameter *= 0.85;
                stacks = stacked(plot, scale, diameter);
            }
            let bottom = TOP + highest(&stacks) as f32 * diameter + 4.0;
            let mut ink = Vec::new();
            if let Some(median) = &plot.median {
                let x = scale.at(median.value);
                let points = vec![(x, TOP - 4.0), (x, bottom)];
                ink.push(Ink::Line { points, colour: INK_MUTED, width: 0.7, dash: Some((2.5, 2.0)) });
                let hold = if x > (plot_left + plot_right) / 2.0 { Hold::End } else { Hold::Start };
                let gap = if hold == Hold::End { -4.0 } else { 4.0 };
                ink.extend(flow.label(&median.label, AXIS_VALUE, x + gap, TOP - 6.0, hold));
            }
            for (x, level, open) in stacks {
                let centre = (x, bottom - diameter * (level as f32 + 0.5));
                let (fill, outline) = if open { (WHITE, Some((RING, 1.2))) } else { (ACCENT, None) };
                ink.push(Ink::Circle { centre, radius: diameter * 0.42, fill: Some(fill), outline });
            }
            ink.push(Ink::rule(left, bottom, width, RULE, 0.6));
            for tick in &plot.ticks {
                let x = scale.at(tick.value);
                ink.push(Ink::Line {
                    points: vec![(x, bottom), (x, bottom + 3.0)],
                    colour: RULE,
                    width: 0.6,
                    dash: None,
                });
                ink.extend(flow.label(&tick.label, AXIS, x, bottom + 9.5, Hold::Middle));
            }
            (ink, bottom + 18.0)
        });
        self.push(pieces.to_vec(), 10.0, 14.0);
    }
}

fn fan_values(chart: &FanChart) -> impl Iterator<Item = f64> {
    let bands = chart.bands.iter().flat_map(|band| band.low.iter().chain(&band.high).copied());
    let ticks = chart.ticks.iter().map(|tick| tick.value);
    let targets = chart.target.iter().flatten().copied();
    bands.chain(ticks).chain(targets).chain(chart.history.iter().flatten().copied())
}

/// History as points; neighbours are joined, a gap is left open.
fn history(chart: &FanChart, scale: Scale, middle: &impl Fn(usize) -> f32) -> Vec<Ink> {
    let mut ink = Vec::new();
    for (month, pair) in chart.history.windows(2).enumerate() {
        if let [Some(a), Some(b)] = pair {
            let points = vec![(middle(month), scale.at(*a)), (middle(month + 1), scale.at(*b))];
            ink.push(Ink::Line { points, colour: INK_MUTED, width: 0.7, dash: None });
        }
    }
    for (month, value) in chart.history.iter().enumerate() {
        if let Some(value) = value {
            let centre = (middle(month), scale.at(*value));
            ink.push(Ink::Circle { centre, radius: 1.4, fill: Some(INK_MUTED), outline: None });
        }
    }
    ink
}

/// The target as a stepped line, interrupted where none applies.
fn target(chart: &FanChart, scale: Scale, left: f32, step: f32, first: usize) -> Vec<Ink> {
    let mut ink = Vec::new();
    let mut points: Vec<(f32, f32)> = Vec::new();
    for (index, value) in chart.target.iter().chain(std::iter::once(&None)).enumerate() {
        let x = left + step * (first + index) as f32;
        match value {
            Some(value) => points.extend([(x, scale.at(*value)), (x + step, scale.at(*value))]),
            None if points.is_empty() => {}
            None => {
                let points = std::mem::take(&mut points);
                ink.push(Ink::Line { points, colour: INK, width: 1.3, dash: None });
            }
        }
    }
    ink
}

/// Position, level and mark of each dot: dots that would overlap are stacked.
fn stacked(plot: &DotPlot, scale: Scale, diameter: f32) -> Vec<(f32, usize, bool)> {
    let mut dots: Vec<(f32, bool)> = plot.dots.iter().map(|dot| (scale.at(dot.value), dot.open)).collect();
    dots.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut out: Vec<(f32, usize, bool)> = Vec::with_capacity(dots.len());
    let mut stack: Option<(f32, usize)> = None;
    for (x, open) in dots {
        let (start, level) = match stack {
            Some((start, level)) if x - start < diameter => (start, level + 1),
            _ => (x, 0),
        };
        stack = Some((start, level));
        out.push((start, level, open));
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::ink::Ink;
    use crate::layout::lay_out;
    use crate::style::{MARGIN_LEFT, MARGIN_RIGHT, PAGE_WIDTH};
    use crate::tree::{Block, Dot, DotPlot, Tick, Tree};

    #[test]
    fn no_value_of_an_axis_sticks_out_of_the_text() {
        let tick = |value: f64, label: &str| Tick { value, label: label.into() };
        let plot = DotPlot {
            caption: "Credits".into(),
            ticks: vec![tick(-300_000.0, "−300,000"), tick(0.0, "0"), tick(300_000.0, "300,000")],
            dots: vec![Dot { value: 5.0, open: false }],
            ..DotPlot::default()
        };
        let tree = Tree {
            title: String::new(),
            subject: String::new(),
            author: String::new(),
            running_head: String::new(),
            revision: String::new(),
            hash: "0".repeat(64),
            created: "2026-11-21T12:00:00Z".parse().unwrap(),
            language: "en-GB".into(),
            blocks: vec![Block::DotPlot(plot)],
        };
        let pages = lay_out(&tree).unwrap();
        let runs = pages.sheets.iter().flat_map(|sheet| &sheet.strips).flat_map(|strip| &strip.ink);
        let runs = runs.filter_map(|ink| if let Ink::Run(run) = ink { Some((run.x, run.x + run.width)) } else { None });
        let ends: Vec<(f32, f32)> = runs.collect();
        assert!(ends.len() > 3);
        for (left, right) in ends {
            assert!(left >= MARGIN_LEFT - 0.1 && right <= PAGE_WIDTH - MARGIN_RIGHT + 0.1, "{left} to {right}");
        }
    }
}
