//! Heat maps: real tables whose cells are shaded. The number in the cell says it all; the shade only helps the eye.

use super::table::{keep_short_tables_whole, place_of};
use super::{Flow, Piece, PieceAnchor, stack};
use crate::ink::{Ink, Part, Strip};
use crate::structure::Kind;
use crate::style::{
    AXIS, AXIS_VALUE, CELL, CELL_HEAD, Colour, INK, MARGIN_LEFT, MEASURE, SHADE_DEEP, SHADES, TextStyle, WHITE,
};
use crate::tree::{Align, HeatMap, HeatRow, Span, SpanStyle};

const ROW_HEIGHT: f32 = 18.0;
/// Space that rules off a row that stands apart.
const APART: f32 = 4.0;
const WORD_WIDTH: f32 = 62.0;
const NAME_WIDTH_MIN: f32 = 90.0;
const NAME_WIDTH_MAX: f32 = 168.0;

/// Places of the columns.
struct Places {
    left: f32,
    name: f32,
    cell: f32,
    count: usize,
    word: f32,
}

impl Places {
    fn cell_left(&self, column: usize) -> f32 {
        self.left + self.name + self.cell * column as f32
    }
    fn word_left(&self) -> f32 {
        self.cell_left(self.count) + 8.0
    }
}

impl Flow<'_> {
    /// A heat map takes the whole measure, whatever the text around it stands in by: it has many columns.
    pub(super) fn heat_map(&mut self, map: &HeatMap) {
        let outer = std::mem::replace(&mut self.place, place_of(&map.label, &map.caption));
        let hang = std::mem::replace(&mut self.hang, 0.0);
        let node = self.structure.add(self.section, Kind::Table);
        let mut caption = self.caption(node, &map.label, &map.caption);
        caption.anchors.push(PieceAnchor { id: map.id.clone(), node, bookmark: None });
        let places = self.places(map);

        let head_node = self.structure.add(node, Kind::TableHead);
        let head = self.heat_head(map, &places, head_node);
        let repeated = self.repeated_head(&map.label, &map.caption, &head);
        let body = self.structure.add(node, Kind::TableBody);
        let mut pieces = vec![caption, head];
        for row in &map.rows {
            let mut piece = self.heat_row(row, &places, body);
            piece.head = Some(repeated);
            pieces.push(piece);
        }
        keep_short_tables_whole(&mut pieces);
        self.push(pieces, 10.0, 14.0);
        self.remark_below(&map.note);
        self.hang = hang;
        self.place = outer;
    }

    fn places(&mut self, map: &HeatMap) -> Places {
        let widest = map
            .rows
            .iter()
            .map(|row| self.set.shape(&row.name, CELL, &self.place).widest)
            .fold(NAME_WIDTH_MIN, f32::max);
        let name = (widest + 10.0).min(NAME_WIDTH_MAX);
        let word = if map.word_head.is_empty() { 0.0 } else { WORD_WIDTH };
        let count = map.columns.len().max(1);
        // Cells of a short map need not fill the measure.
        let cell = ((MEASURE - name - word) / count as f32).min(44.0);
        Places { left: MARGIN_LEFT, name, cell, count: map.columns.len(), word }
    }

    fn heat_head(&mut self, map: &HeatMap, places: &Places, head_node: usize) -> Piece {
        let row = self.structure.add(head_node, Kind::TableRow);
        let mut piece = Piece { height: ROW_HEIGHT, keep_with_next: true, ..Piece::default() };
        let head = self.structure.add(row, Kind::ColumnHead);
        self.heat_text(&mut piece, &[Span::plain(&map.row_head)], CELL_HEAD, (places.left, places.name), head);
        for (column, name) in map.columns.iter().enumerate() {
            let head = self.structure.add(row, Kind::ColumnHead);
            self.heat_number(&mut piece, name, AXIS, (places.cell_left(column), places.cell), head);
        }
        if places.word > 0.0 {
            let head = self.structure.add(row, Kind::ColumnHead);
            let area = (places.word_left(), places.word);
            self.heat_text(&mut piece, &[Span::plain(&map.word_head)], CELL_HEAD, area, head);
        }
        piece
    }

    fn heat_row(&mut self, row: &HeatRow, places: &Places, body: usize) -> Piece {
        let node = self.structure.add(body, Kind::TableRow);
        let mut piece = Piece { height: ROW_HEIGHT, ..Piece::default() };
        let style = if row.apart { CELL_HEAD } else { CELL };
        let head = self.structure.add(node, Kind::RowHead);
        // Shades first, text above them.
        let shades = row.cells.iter().enumerate().filter_map(|(column, cell)| {
            let colour = SHADES[usize::from(cell.shade?).min(SHADES.len() - 1)];
            Some(Ink::block(places.cell_left(column) + 0.5, 0.5, places.cell - 1.0, ROW_HEIGHT - 1.0, colour))
        });
        let mut ink: Vec<Ink> = shades.collect();
        if row.apart {
            let length = places.cell_left(places.count) - places.left;
            ink.push(Ink::rule(places.left, -APART / 2.0, length, INK, 0.5));
        }
        piece.strips.push(Strip { part: Part::Artifact, ink });
        self.heat_text(&mut piece, &row.name, style, (places.left, places.name), head);
        for (column, cell) in row.cells.iter().enumerate() {
            let cell_node = self.structure.add(node, Kind::TableCell);
            let colour = if cell.shade.is_some_and(|shade| shade >= SHADE_DEEP) { WHITE } else { INK };
            let style = number_style(places.cell, colour);
            self.heat_number(&mut piece, &cell.label, style, (places.cell_left(column), places.cell), cell_node);
        }
        if places.word > 0.0 {
            let word = Span { text: row.word.clone(), style: SpanStyle::Plain, ..Span::default() };
            let cell_node = self.structure.add(node, Kind::TableCell);
            self.heat_text(&mut piece, &[word], CELL, (places.word_left(), places.word), cell_node);
        }
        if row.apart {
            piece.height += APART;
            for strip in &mut piece.strips {
                strip.ink = std::mem::take(&mut strip.ink).into_iter().map(|ink| ink.moved(0.0, APART)).collect();
            }
        }
        piece
    }

    /// Words in a row, which grows where they need several lines.
    fn heat_text(&mut self, piece: &mut Piece, spans: &[Span], style: TextStyle, area: (f32, f32), node: usize) {
        let shaped = self.set.shape(spans, style, &self.place);
        let lines = self.set.lines(shaped, area.1 - 6.0, Align::Start);
        let text = stack(lines, area.0, 0.0, |_| Part::Content(node));
        piece.height = piece.height.max(text.height + 4.0);
        let top = ((ROW_HEIGHT - style.size * style.leading) / 2.0).max(0.0);
        piece.strips.extend(text.strips.into_iter().map(|strip| Strip {
            part: strip.part,
            ink: strip.ink.into_iter().map(|ink| ink.moved(0.0, top)).collect(),
        }));
    }

    /// A number in the middle of its cell.
    fn heat_number(&mut self, piece: &mut Piece, text: &str, style: TextStyle, area: (f32, f32), node: usize) {
        let shaped = self.set.shape(&[Span::plain(text)], style, &self.place);
        let x = area.0 + (area.1 - shaped.widest) / 2.0;
        let top = (ROW_HEIGHT - style.size * style.leading) / 2.0;
        let lines = self.set.lines(shaped, f32::MAX, Align::Start);
        piece.strips.extend(stack(lines, x, top, |_| Part::Content(node)).strips);
    }
}

/// Numbers shrink a little where many columns leave them little room.
fn number_style(cell_width: f32, colour: Colour) -> TextStyle {
    let size = if cell_width < 19.0 { 7.2 } else { 8.8 };
    TextStyle { size, colour, ..AXIS_VALUE }
}
