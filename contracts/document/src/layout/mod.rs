//! From blocks to pages.
//!
//! Blocks are first cut into pieces: a line of a paragraph, a row of a table, a whole drawing, each with its height and
//! whether it must stay with the next. Pages are then filled with pieces ([`paginate`]). Widows, orphans, headings at the
//! foot of a page and heads of tables all follow from the one rule that pieces which belong together are never parted.

mod chart;
mod distribution;
mod front;
mod furniture;
mod heat;
mod paginate;
mod prose;
mod signature;
mod table;
mod widths;

use crate::ink::{Ink, Part, Sheet, Strip};
use crate::refusal::Refusal;
use crate::structure::{Kind, Structure};
use crate::style::{HANG, MARGIN_LEFT, MEASURE};
use crate::tree::{Block, Tree};
use crate::typeset::{Face, Line, Typesetter};

/// A document set on pages.
pub(crate) struct Pages {
    pub sheets: Vec<Sheet>,
    pub structure: Structure,
    pub faces: Vec<Face>,
}

/// The smallest thing that is not parted by the end of a page.
#[derive(Debug, Default, Clone)]
struct Piece {
    height: f32,
    /// Distance from the piece above; nothing at the top of a page.
    space_above: f32,
    /// Whether the next piece must be on the same page.
    keep_with_next: bool,
    /// Whether it starts a page.
    starts_page: bool,
    /// What is drawn; `x` from the edge of the page, `y` from the top of the piece.
    strips: Vec<Strip>,
    links: Vec<PieceLink>,
    anchors: Vec<PieceAnchor>,
    /// The structure nodes of drawings and where they lie in the piece: left, top, right, bottom.
    figures: Vec<(usize, [f32; 4])>,
    /// The head that is repeated when this piece comes first on a page.
    head: Option<usize>,
}

#[derive(Debug, Clone)]
struct PieceLink {
    area: [f32; 4],
    target: String,
    node: usize,
    label: String,
}

#[derive(Debug, Clone)]
struct PieceAnchor {
    id: String,
    node: usize,
    bookmark: Option<(u8, String)>,
}

/// Cuts blocks into pieces.
struct Flow<'a> {
    tree: &'a Tree,
    set: Typesetter,
    structure: Structure,
    pieces: Vec<Piece>,
    /// Heads of tables that are repeated on the next page.
    heads: Vec<Vec<Piece>>,
    /// The node that new blocks become children of.
    section: usize,
    /// How far text stands in from the left edge of the measure.
    hang: f32,
    /// Left edge and width of the text where it is narrower than the measure.
    window: Option<(f32, f32)>,
    /// Where we are, in words.
    place: String,
    /// The space that the last block asks for below itself.
    space_below: f32,
    starts_page: bool,
    /// Whether the block above is a paragraph.
    after_paragraph: bool,
    /// Lines of the last paragraph.
    paragraph_lines: usize,
}

/// Sets a tree on pages, or says everything that cannot be set.
pub(crate) fn lay_out(tree: &Tree) -> Result<Pages, Vec<Refusal>> {
    let mut flow = Flow {
        tree,
        set: Typesetter::new(),
        structure: Structure::new(),
        pieces: Vec::new(),
        heads: Vec::new(),
        section: 0,
        hang: 0.0,
        window: None,
        place: "the title page".into(),
        space_below: 0.0,
        starts_page: false,
        after_paragraph: false,
        paragraph_lines: 0,
    };
    let mut rest = tree.blocks.as_slice();
    while let Some((block, after)) = rest.split_first() {
        let charts = rest.iter().map_while(|block| match block {
            Block::SteppedChart(chart) => Some(chart),
            _ => None,
        });
        let charts: Vec<_> = charts.collect();
        rest = if charts.is_empty() {
            flow.block(block);
            after
        } else {
            flow.stepped_charts(&charts);
            &rest[charts.len()..]
        };
    }
    paginate::fill(flow)
}

impl Flow<'_> {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Title(title) => self.title(title),
            Block::Facts(facts) => self.facts(facts),
            Block::Contents(contents) => self.contents(contents),
            Block::Heading(heading) => self.heading(heading),
            Block::Paragraph(paragraph) => self.paragraph(paragraph),
            Block::List(list) => self.list(list),
            Block::Table(table) => self.table(table),
            Block::SteppedChart(chart) => self.stepped_charts(&[chart]),
            Block::HeatMap(map) => self.heat_map(map),
            Block::FanChart(chart) => self.fan_chart(chart),
            Block::DotPlot(plot) => self.dot_plot(plot),
            Block::Signatures(signatures) => self.signatures(signatures),
            Block::Note(note) => self.note(note),
            Block::Rule => self.rule(),
            Block::PageBreak => self.starts_page = true,
        }
        self.after_paragraph = matches!(block, Block::Paragraph(_));
    }

    /// Left edge and width of the text where we are.
    fn column(&self) -> (f32, f32) {
        self.window.unwrap_or((MARGIN_LEFT + self.hang, MEASURE - self.hang))
    }

    fn indent(&mut self, numbered: bool) {
        self.hang = if numbered { HANG } else { 0.0 };
    }

    /// Adds the pieces of one block: `above` and `below` are the distances it asks for; neighbours share the larger.
    fn push(&mut self, mut pieces: Vec<Piece>, above: f32, below: f32) {
        let Some(first) = pieces.first_mut() else { return };
        first.space_above = above.max(self.space_below);
        first.starts_page = std::mem::take(&mut self.starts_page);
        self.space_below = below;
        self.pieces.extend(pieces);
    }

    /// Keeps the next block on the page of the paragraph that leads to it.
    fn keep_with_paragraph_above(&mut self) {
        if let (true, Some(last)) = (self.after_paragraph, self.pieces.last_mut()) {
            last.keep_with_next = true;
        }
    }

    fn rule(&mut self) {
        let (x, width) = self.column();
        let ink = vec![Ink::rule(x, 0.25, width, crate::style::RULE, 0.5)];
        let piece = Piece { height: 0.5, strips: vec![Strip { part: Part::Artifact, ink }], ..Piece::default() };
        self.push(vec![piece], 10.0, 10.0);
    }

    /// A caption above a table or drawing, tagged as a child of `node`.
    fn caption(&mut self, node: usize, label: &str, caption: &str) -> Piece {
        let caption_node = self.structure.add(node, Kind::Caption);
        let (x, width) = self.column();
        let text = join_label(label, caption);
        let lines = self.set.set(&text, crate::style::CAPTION, width, crate::tree::Align::Start, &self.place);
        let mut piece = stack(lines, x, 0.0, |_| Part::Content(caption_node));
        piece.height += 4.0;
        piece.keep_with_next = true;
        piece
    }

    /// A small remark below a table or drawing.
    fn remark(&mut self, spans: &[crate::tree::Span]) -> Option<Piece> {
        if spans.iter().all(|span| span.text.is_empty()) {
            return None;
        }
        let node = self.structure.add(self.section, Kind::Paragraph);
        let (x, width) = self.column();
        let shaped = self.set.shape(spans, crate::style::REMARK, &self.place);
        let lines = self.set.lines(shaped, width, crate::tree::Align::Start);
        Some(stack(lines, x, 0.0, |_| Part::Content(node)))
    }
}

/// "Table 1" and what it shows, on one line.
fn join_label(label: &str, caption: &str) -> String {
    if label.is_empty() { caption.to_owned() } else { format!("{label}\u{2002}{caption}") }
}

/// Lines one below the other as one piece. `part` says which part of the structure a span belongs to.
fn stack(lines: Vec<Line>, x: f32, top: f32, part: impl Fn(usize) -> Part) -> Piece {
    let mut piece = Piece { height: top, ..Piece::default() };
    for line in lines {
        piece.strips.extend(strips(line.runs, x, piece.height, &part));
        piece.height += line.height;
    }
    piece
}

/// The runs of a line as strips, cut where the part changes.
fn strips(runs: Vec<(usize, crate::ink::GlyphRun)>, x: f32, y: f32, part: &impl Fn(usize) -> Part) -> Vec<Strip> {
    let mut out: Vec<Strip> = Vec::new();
    for (span, run) in runs {
        let ink = Ink::Run(run).moved(x, y);
        match out.last_mut() {
            Some(last) if last.part == part(span) => last.ink.push(ink),
            _ => out.push(Strip { part: part(span), ink: vec![ink] }),
        }
    }
    out
}
