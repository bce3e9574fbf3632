//! The first page: title, facts, contents.

use super::prose::heading_words;
use super::{Flow, Piece, PieceLink, stack, strips};
use crate::ink::{Ink, Part, Strip};
use crate::structure::Kind;
use crate::style::{
    ACCENT, CONTENTS, FACT_LABEL, FACT_VALUE, HAIRLINE, HANG, LEAD, MARGIN_LEFT, MEASURE, OVERLINE, TITLE, heading,
};
use crate::tree::{Align, Block, Contents, Facts, Heading, Title};

/// Space above the title on its page.
const TITLE_DROP: f32 = 72.0;
const FACT_LABEL_WIDTH: f32 = 136.0;
const FACT_PADDING: f32 = 4.2;
/// Facts lower than this are not parted.
const FACTS_WHOLE_MAX: f32 = 260.0;
/// Room for page numbers in the contents.
const PAGE_NUMBER_WIDTH: f32 = 34.0;

impl Flow<'_> {
    pub(super) fn title(&mut self, title: &Title) {
        self.place = "the title".into();
        let mark = Ink::block(MARGIN_LEFT, TITLE_DROP, 46.0, 3.0, ACCENT);
        let mark_strip = Strip { part: Part::Artifact, ink: vec![mark] };
        let mut pieces = vec![Piece {
            height: TITLE_DROP + 14.0,
            strips: vec![mark_strip],
            keep_with_next: true,
            ..Piece::default()
        }];

        let over = self.structure.add(self.section, Kind::Paragraph);
        let lines = self.set.set(&title.overline, OVERLINE, MEASURE, Align::Start, &self.place);
        pieces.push(stack(lines, MARGIN_LEFT, 0.0, |_| Part::Content(over)));

        let node = self.structure.add(self.section, Kind::Heading(1));
        let shaped = self.set.shape(&title.text, TITLE, &self.place);
        let lines = self.set.lines(shaped, MEASURE, Align::Start);
        pieces.push(Piece { space_above: 6.0, ..stack(lines, MARGIN_LEFT, 0.0, |_| Part::Content(node)) });

        if !title.lead.is_empty() {
            let lead = self.structure.add(self.section, Kind::Paragraph);
            let shaped = self.set.shape(&title.lead, LEAD, &self.place);
            let lines = self.set.lines(shaped, MEASURE * 0.9, Align::Start);
            pieces.push(Piece { space_above: 12.0, ..stack(lines, MARGIN_LEFT, 0.0, |_| Part::Content(lead)) });
        }
        self.push(pieces, 0.0, 30.0);
        self.place = "the title page".into();
    }

    pub(super) fn facts(&mut self, facts: &Facts) {
        if facts.rows.is_empty() {
            return;
        }
        self.keep_with_paragraph_above();
        let table = self.structure.add(self.section, Kind::Table);
        self.structure.nodes[table].alt = Some(facts.summary.clone());
        let (x, width) = self.column();
        let outer = self.place.clone();
        let mut pieces = Vec::with_capacity(facts.rows.len());
        let count = facts.rows.len();
        for (index, fact) in facts.rows.iter().enumerate() {
            self.place = format!("{outer}, {}", fact.label);
            let row = self.structure.add(table, Kind::TableRow);
            let head = self.structure.add(row, Kind::RowHead);
            let cell = self.structure.add(row, Kind::TableCell);
            let label = self.set.set(&fact.label, FACT_LABEL, FACT_LABEL_WIDTH - 12.0, Align::Start, &self.place);
            let shaped = self.set.shape(&fact.value, FACT_VALUE, &self.place);
            let value = self.set.lines(shaped, width - FACT_LABEL_WIDTH, Align::Start);
            // The label is smaller than the value: one baseline for both.
            let drop = (FACT_VALUE.size * FACT_VALUE.leading - FACT_LABEL.size * FACT_LABEL.leading) / 2.0 + 0.3;
            let left = stack(label, x, FACT_PADDING + drop, |_| Part::Content(head));
            let right = stack(value, x + FACT_LABEL_WIDTH, FACT_PADDING, |_| Part::Content(cell));
            let height = left.height.max(right.height) + FACT_PADDING;
            let mut strips = left.strips;
            strips.extend(right.strips);
            let line = Ink::rule(x, height, width, HAIRLINE, 0.5);
            strips.push(Strip { part: Part::Artifact, ink: vec![line] });
            let keep_with_next = index == 0 || index + 2 == count;
            pieces.push(Piece { height, strips, keep_with_next, ..Piece::default() });
        }
        let whole = pieces.iter().map(|piece| piece.height).sum::<f32>() <= FACTS_WHOLE_MAX;
        for (index, piece) in pieces.iter_mut().enumerate() {
            piece.keep_with_next = index + 1 < count && (whole || piece.keep_with_next);
        }
        self.place = outer;
        self.push(pieces, 6.0, 14.0);
    }

    pub(super) fn contents(&mut self, contents: &Contents) {
        self.place = "the contents".into();
        self.section = self.structure.add(0, Kind::Section);
        self.indent(false);
        let node = self.structure.add(self.section, Kind::Heading(2));
        let (style, above, below) = heading(1);
        let lines = self.set.set(&contents.title, style, MEASURE, Align::Start, &self.place);
        let title = Piece { keep_with_next: true, ..stack(lines, MARGIN_LEFT, 0.0, |_| Part::Content(node)) };
        self.push(vec![title], above, below);

        let list = self.structure.add(self.section, Kind::Contents);
        let tree = self.tree;
        let listed = tree.blocks.iter().filter_map(|block| match block {
            Block::Heading(heading) if heading.level <= contents.depth => Some(heading),
            _ => None,
        });
        for heading in listed {
            let pieces = vec![self.contents_entry(list, heading)];
            self.push(pieces, if heading.level <= 1 { 5.0 } else { 0.0 }, 0.0);
        }
        self.space_below = 16.0;
    }

    fn contents_entry(&mut self, list: usize, heading: &Heading) -> Piece {
        let item = self.structure.add(list, Kind::ContentsItem);
        let link = self.structure.add(item, Kind::Link);
        let part = |_: usize| Part::Content(link);
        let indent = if heading.level <= 1 { 0.0 } else { HANG };
        let number_width = if heading.level <= 1 { HANG } else { HANG + 8.0 };
        let x = MARGIN_LEFT + indent;
        let text_x = if heading.number.is_some() { x + number_width } else { x };
        let width = MARGIN_LEFT + MEASURE - text_x - PAGE_NUMBER_WIDTH;
        let lines = self.set.set(&heading.text, CONTENTS, width, Align::Start, &self.place);
        let baseline = lines.first().and_then(|line| line.runs.first()).map_or(CONTENTS.size, |(_, run)| run.y);
        let mut piece = stack(lines, text_x, 0.0, part);
        if let Some(number) = &heading.number {
            let lines = self.set.set(number, CONTENTS, number_width, Align::Start, &self.place);
            let runs = lines.into_iter().next().map(|line| line.runs).unwrap_or_default();
            piece.strips.splice(0..0, strips(runs, x, 0.0, &part));
        }
        let right = MARGIN_LEFT + MEASURE;
        let page = Ink::PageNumber { anchor: heading.id.clone(), right, baseline };
        piece.strips.push(Strip { part: Part::Content(link), ink: vec![page] });
        piece.links.push(PieceLink {
            area: [x, 0.0, right, piece.height],
            target: heading.id.clone(),
            node: link,
            label: format!("Go to {}", heading_words(heading)),
        });
        piece
    }
}
