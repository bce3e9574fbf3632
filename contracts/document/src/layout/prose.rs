//! Headings, paragraphs, lists and remarks.

use super::{Flow, Piece, PieceAnchor, PieceLink, strips};
use crate::ink::{Ink, Part, Strip};
use crate::structure::Kind;
use crate::style::{self, ACCENT, BODY, HANG, MARGIN_LEFT, NOTE};
use crate::tree::{Align, Heading, List, Note, Paragraph, Span};
use crate::typeset::Line;

/// Lines of a paragraph that are kept together at the foot and at the top of a page.
const KEPT_LINES: usize = 2;

impl Flow<'_> {
    pub(super) fn heading(&mut self, heading: &Heading) {
        let level = heading.level.max(1);
        if level == 1 {
            self.section = self.structure.add(0, Kind::Section);
            self.indent(heading.number.is_some());
        }
        let words = heading_words(heading);
        self.place = match &heading.number {
            Some(number) => format!("clause {number}"),
            None => format!("“{}”", heading.text),
        };
        // The title is the one heading of the first level, so clauses are of the second.
        let node = self.structure.add(self.section, Kind::Heading(level + 1));
        let (text_style, above, below) = style::heading(level);
        let number = heading.number.clone().map(|number| (number, text_style));
        let span = Span { text: heading.text.clone(), field: heading.field.clone(), ..Span::default() };
        let mut pieces = self.hanging(&[span], text_style, number, node);
        for piece in &mut pieces {
            piece.keep_with_next = true;
        }
        if let Some(first) = pieces.first_mut() {
            first.anchors.push(PieceAnchor { id: heading.id.clone(), node, bookmark: Some((level, words)) });
        }
        self.push(pieces, above, below);
    }

    pub(super) fn paragraph(&mut self, paragraph: &Paragraph) {
        if let Some(number) = &paragraph.number {
            self.place = format!("clause {number}");
        }
        let node = self.structure.add(self.section, Kind::Paragraph);
        let number = paragraph.number.clone().map(|number| (number, BODY));
        let mut pieces = self.hanging(&paragraph.spans, BODY, number, node);
        self.paragraph_lines = pieces.len();
        if let (Some(first), Some(id)) = (pieces.first_mut(), &paragraph.id) {
            first.anchors.push(PieceAnchor { id: id.clone(), node, bookmark: None });
        }
        self.push(pieces, 7.0, 7.0);
    }

    pub(super) fn list(&mut self, list: &List) {
        self.keep_with_paragraph_above();
        let node = self.structure.add(self.section, Kind::List);
        let hang = self.hang;
        for (index, item) in list.items.iter().enumerate() {
            let item_node = self.structure.add(node, Kind::ListItem);
            let label = self.structure.add(item_node, Kind::ListLabel);
            let body = self.structure.add(item_node, Kind::ListBody);
            let (left, _) = self.column();
            let dash = self.set.set("–", BODY, HANG, Align::Start, &self.place);
            self.hang = hang + 13.0;
            let mut pieces = self.hanging(item, BODY, None, body);
            self.hang = hang;
            if let (Some(first), Some(line)) = (pieces.first_mut(), dash.into_iter().next()) {
                first.strips.splice(0..0, strips(line.runs, left, 0.0, &|_| Part::Content(label)));
            }
            let last = index + 1 == list.items.len();
            self.push(pieces, if index == 0 { 4.0 } else { 2.5 }, if last { 7.0 } else { 2.5 });
        }
    }

    pub(super) fn note(&mut self, note: &Note) {
        let node = self.structure.add(self.section, Kind::Paragraph);
        let mut spans = Vec::with_capacity(note.spans.len() + 1);
        if !note.lead.is_empty() {
            let gap = if note.spans.is_empty() { "" } else { " " };
            spans.push(Span::strong(format!("{}{gap}", note.lead)));
        }
        spans.extend(note.spans.iter().cloned());
        let hang = self.hang;
        self.hang = hang + 11.0;
        let mut pieces = self.hanging(&spans, NOTE, None, node);
        self.hang = hang;
        let x = self.column().0;
        for piece in &mut pieces {
            let bar = Ink::block(x, -0.5, 2.2, piece.height + 1.0, ACCENT);
            piece.strips.insert(0, Strip { part: Part::Artifact, ink: vec![bar] });
        }
        self.push(pieces, 9.0, 9.0);
    }

    /// Text in the column, with a number in the margin beside its first line. One piece for each line.
    pub(super) fn hanging(
        &mut self,
        spans: &[Span],
        text_style: style::TextStyle,
        number: Option<(String, style::TextStyle)>,
        node: usize,
    ) -> Vec<Piece> {
        let (x, width) = self.column();
        let place = self.place.clone();
        let label = number.map(|(text, style)| self.set.set(&text, style, HANG + 20.0, Align::Start, &place));
        let shaped = self.set.shape(spans, text_style, &place);
        let lines = self.set.lines(shaped, width, Align::Start);
        let has_links = spans.iter().any(|span| span.target.is_some());
        let label_node = if has_links && label.is_some() { self.structure.add(node, Kind::Inline) } else { node };
        let nodes = self.span_nodes(spans, node, has_links);
        let count = lines.len();
        let mut pieces = Vec::with_capacity(count);
        for (index, line) in lines.into_iter().enumerate() {
            let mut piece = Piece { height: line.height, ..Piece::default() };
            piece.links = link_areas(&line, spans, &nodes, x);
            if let (0, Some(label)) = (index, label.as_ref().and_then(|lines| lines.first())) {
                piece.strips = strips(label.runs.clone(), MARGIN_LEFT, 0.0, &|_| Part::Content(label_node));
            }
            let part = |span: usize| Part::Content(nodes.get(span).copied().unwrap_or(node));
            piece.strips.extend(strips(line.runs, x, 0.0, &part));
            piece.keep_with_next = index + 1 < KEPT_LINES || index + KEPT_LINES == count;
            pieces.push(piece);
        }
        if let Some(last) = pieces.last_mut() {
            last.keep_with_next = false;
        }
        pieces
    }

    /// The structure node of each span: the paragraph itself, or, where it has links, a leaf for each stretch.
    fn span_nodes(&mut self, spans: &[Span], node: usize, has_links: bool) -> Vec<usize> {
        if !has_links {
            return vec![node; spans.len()];
        }
        let mut nodes = Vec::with_capacity(spans.len());
        let mut stretch = None;
        for span in spans {
            if span.target.is_some() {
                stretch = None;
                nodes.push(self.structure.add(node, Kind::Link));
            } else {
                let leaf = *stretch.get_or_insert_with(|| self.structure.add(node, Kind::Inline));
                nodes.push(leaf);
            }
        }
        nodes
    }
}

/// The number and the words of a heading, as contents and bookmarks show them.
pub(super) fn heading_words(heading: &Heading) -> String {
    match &heading.number {
        Some(number) => format!("{number}  {}", heading.text),
        None => heading.text.clone(),
    }
}

/// Where the spans of a line that refer to something lie.
fn link_areas(line: &Line, spans: &[Span], nodes: &[usize], x: f32) -> Vec<PieceLink> {
    let mut links: Vec<PieceLink> = Vec::new();
    for (span, run) in &line.runs {
        let Some((target, text)) = spans.get(*span).and_then(|span| Some((span.target.clone()?, &span.text))) else {
            continue;
        };
        let node = nodes[*span];
        let (left, right) = (x + run.x, x + run.x + run.width);
        match links.last_mut() {
            Some(last) if last.node == node => last.area[2] = right,
            _ => links.push(PieceLink {
                area: [left, 0.0, right, line.height],
                target,
                node,
                label: format!("Go to {}", text.trim()),
            }),
        }
    }
    links
}
