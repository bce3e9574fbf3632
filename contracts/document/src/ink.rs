//! What is on a page, apart from any file format: runs of glyphs, areas and lines, each with the part of the structure
//! it belongs to. Measured in points from the top left corner of the page, downwards.

use crate::style::Colour;

/// One page.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    pub strips: Vec<Strip>,
}

/// Things drawn one after the other that belong to one part of the structure.
#[derive(Debug, Clone)]
pub(crate) struct Strip {
    pub part: Part,
    pub ink: Vec<Ink>,
}

/// What a strip is for a reader who does not see the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Content of a node of the structure tree, by its index.
    Content(usize),
    /// Decoration: rules, heads and feet of pages, repeated heads of tables.
    Artifact,
}

/// Something drawn.
#[derive(Debug, Clone)]
pub(crate) enum Ink {
    /// Glyphs of one face, size and colour, on one baseline.
    Run(GlyphRun),
    /// A filled polygon.
    Area { points: Vec<(f32, f32)>, colour: Colour },
    /// A line through points.
    Line { points: Vec<(f32, f32)>, colour: Colour, width: f32, dash: Option<(f32, f32)> },
    /// A circle, filled, outlined or both.
    Circle { centre: (f32, f32), radius: f32, fill: Option<Colour>, outline: Option<(Colour, f32)> },
    /// The number of the page on which an anchor lies, to be set once that is known: right-aligned at `right`.
    PageNumber { anchor: String, right: f32, baseline: f32 },
}

/// Glyphs of one face, size and colour, on one baseline.
#[derive(Debug, Clone)]
pub(crate) struct GlyphRun {
    /// Index into the typesetter's faces.
    pub face: usize,
    pub size: f32,
    pub colour: Colour,
    /// Start of the run and its baseline.
    pub x: f32,
    pub y: f32,
    pub width: f32,
    /// Whether the strokes are thickened because the face has no heavier weight.
    pub embolden: bool,
    pub glyphs: Vec<Glyph>,
}

/// One glyph.
#[derive(Debug, Clone)]
pub(crate) struct Glyph {
    pub id: u16,
    /// Offset from the start of the run.
    pub x: f32,
    /// Offset below the baseline.
    pub y: f32,
    /// The characters it stands for; never empty.
    pub text: String,
}

impl Ink {
    /// The same thing, moved.
    pub(crate) fn moved(mut self, dx: f32, dy: f32) -> Ink {
        match &mut self {
            Ink::Run(run) => {
                run.x += dx;
                run.y += dy;
            }
            Ink::Area { points, .. } | Ink::Line { points, .. } => {
                for (x, y) in points {
                    *x += dx;
                    *y += dy;
                }
            }
            Ink::Circle { centre, .. } => {
                centre.0 += dx;
                centre.1 += dy;
            }
            Ink::PageNumber { right, baseline, .. } => {
                *right += dx;
                *baseline += dy;
            }
        }
        self
    }

    /// A horizontal line.
    pub(crate) fn rule(x: f32, y: f32, length: f32, colour: Colour, width: f32) -> Ink {
        Ink::Line { points: vec![(x, y), (x + length, y)], colour, width, dash: None }
    }

    /// A filled rectangle.
    pub(crate) fn block(x: f32, y: f32, width: f32, height: f32, colour: Colour) -> Ink {
        Ink::Area { points: vec![(x, y), (x + width, y), (x + width, y + height), (x, y + height)], colour }
    }
}
