//! Tables: columns as wide as their text asks, rows that stay whole, a head that is repeated on each page.

use super::widths::{Need, distribute};
use super::{Flow, Piece, PieceAnchor, join_label, stack, strips};
use crate::ink::{Ink, Part, Strip};
use crate::structure::Kind;
use crate::style::{CAPTION, CELL, CELL_HEAD, HAIRLINE, INK};
use crate::tree::{Align, Row, Span, Table};
use crate::typeset::{Line, Shaped};

/// Distance of two columns.
const GAP: f32 = 12.0;
/// Distance of two columns where the longest cells have to be broken.
const GAP_NARROW: f32 = 8.0;
/// Space above and below the text of a row.
const PADDING: f32 = 3.0;
/// A row higher than this may be parted by the end of a page.
const ROW_WHOLE_MAX: f32 = 220.0;
/// A table lower than this is not parted.
const TABLE_WHOLE_MAX: f32 = 210.0;

/// A paragraph with no more lines leads to the table below it.
const LEAD_LINES_MAX: usize = 2;

/// A table whose text is shaped and whose columns have their places.
struct Grid {
    /// Left edge and width of each column.
    columns: Vec<(f32, f32)>,
    aligns: Vec<Align>,
    left: f32,
    width: f32,
}

impl Flow<'_> {
    pub(super) fn table(&mut self, table: &Table) {
        // A sentence that only leads to the table would stand alone with its heading; a longer one says something of its own.
        if self.paragraph_lines <= LEAD_LINES_MAX {
            self.keep_with_paragraph_above();
        }
        let outer = std::mem::replace(&mut self.place, place_of(&table.label, &table.caption));
        let node = self.structure.add(self.section, Kind::Table);
        let mut caption = self.caption(node, &table.label, &table.caption);
        caption.anchors.push(PieceAnchor { id: table.id.clone(), node, bookmark: None });

        let heads: Vec<Shaped> =
            table.columns.iter().map(|c| self.set.shape(&[Span::plain(&c.head)], CELL_HEAD, &self.place)).collect();
        let cells: Vec<Vec<Shaped>> = table
            .rows
            .iter()
            .map(|row| {
                let style = if row.total { CELL_HEAD } else { CELL };
                row.cells.iter().map(|cell| self.set.shape(cell, style, &self.place)).collect()
            })
            .collect();
        let grid = self.grid(table, &heads, &cells);

        let head_node = self.structure.add(node, Kind::TableHead);
        let head_row = self.structure.add(head_node, Kind::TableRow);
        let head_cells: Vec<usize> = heads.iter().map(|_| self.structure.add(head_row, Kind::ColumnHead)).collect();
        let head_lines = self.cell_lines(&grid, heads);
        let head = head_piece(&grid, head_lines, &head_cells);
        let repeated = self.repeated_head(&table.label, &table.caption, &head);
        let body = self.structure.add(node, Kind::TableBody);

        let mut pieces = vec![caption, head];
        for (index, (row, cells)) in table.rows.iter().zip(cells).enumerate() {
            let row_node = self.structure.add(body, Kind::TableRow);
            let nodes: Vec<usize> = (0..cells.len())
                .map(|column| {
                    let kind = if column == 0 && table.row_heads { Kind::RowHead } else { Kind::TableCell };
                    self.structure.add(row_node, kind)
                })
                .collect();
            let lines = self.cell_lines(&grid, cells);
            let joined = table.row_heads && table.rows.get(index + 1).is_some_and(continues);
            pieces.extend(row_pieces(&grid, lines, &nodes, Ending { total: row.total, joined }, repeated));
        }
        keep_short_tables_whole(&mut pieces);
        self.push(pieces, 10.0, 14.0);
        self.remark_below(&table.note);
        self.place = outer;
    }

    fn grid(&self, table: &Table, heads: &[Shaped], cells: &[Vec<Shaped>]) -> Grid {
        let (left, width) = self.column();
        let last = table.columns.len().saturating_sub(1);
        let mut needs: Vec<Need> = table
            .columns
            .iter()
            .enumerate()
            .map(|(index, column)| {
                let texts = heads.get(index).into_iter().chain(cells.iter().filter_map(|row| row.get(index)));
                let (narrowest, widest) =
                    texts.fold((0.0_f32, 0.0_f32), |(n, w), text| (n.max(text.narrowest), w.max(text.widest)));
                let gap = if index == last { 0.0 } else { GAP };
                // Half a point against rounding: a cell as wide as its column must not break.
                Need { narrowest: narrowest + 0.5, widest: widest + 0.5, grow: column.grow, gap }
            })
            .collect();
        if needs.iter().map(|need| need.widest + need.gap).sum::<f32>() > width {
            needs.iter_mut().for_each(|need| need.gap = need.gap.min(GAP_NARROW));
        }
        let mut x = left;
        let columns = distribute(&needs, width)
            .into_iter()
            .zip(&needs)
            .map(|(width, need)| {
                let column = (x, width - need.gap);
                x += width;
                column
            })
            .collect();
        Grid { columns, aligns: table.columns.iter().map(|column| column.align).collect(), left, width }
    }

    fn cell_lines(&mut self, grid: &Grid, cells: Vec<Shaped>) -> Vec<Vec<Line>> {
        let places = grid.columns.iter().zip(&grid.aligns);
        cells.into_iter().zip(places).map(|(cell, ((_, width), align))| self.set.lines(cell, *width, *align)).collect()
    }

    /// The head as it stands on the following pages: decoration, since it says nothing new.
    pub(super) fn repeated_head(&mut self, label: &str, caption: &str, head: &Piece) -> usize {
        let (x, width) = self.column();
        let text = format!("{} (continued)", join_label(label, caption));
        let lines = self.set.set(&text, CAPTION, width, Align::Start, &self.place);
        let mut line = stack(lines, x, 0.0, |_| Part::Artifact);
        line.height += 4.0;
        let mut again = head.clone();
        for strip in &mut again.strips {
            strip.part = Part::Artifact;
        }
        self.heads.push(vec![line, again]);
        self.heads.len() - 1
    }

    /// Puts a remark close below the table that was set last.
    pub(super) fn remark_below(&mut self, spans: &[Span]) {
        let Some(remark) = self.remark(spans) else { return };
        if let Some(last) = self.pieces.last_mut() {
            last.keep_with_next = true;
        }
        self.space_below = 0.0;
        self.push(vec![remark], 5.0, 14.0);
    }
}

/// Where a table or figure is, in words.
pub(super) fn place_of(label: &str, caption: &str) -> String {
    if label.is_empty() { format!("“{caption}”") } else { label.to_owned() }
}

fn head_piece(grid: &Grid, lines: Vec<Vec<Line>>, nodes: &[usize]) -> Piece {
    let text_height = lines.iter().map(|lines| height(lines)).fold(0.0, f32::max);
    let total = text_height + 2.0 * PADDING + 1.0;
    let rules = vec![
        Ink::rule(grid.left, 0.4, grid.width, INK, 0.75),
        Ink::rule(grid.left, total - 0.4, grid.width, INK, 0.75),
    ];
    let mut piece = Piece { height: total, keep_with_next: true, ..Piece::default() };
    for ((lines, (x, _)), node) in lines.into_iter().zip(&grid.columns).zip(nodes) {
        // Heads of several lines stand on the same foot.
        let top = PADDING + text_height - height(&lines);
        piece.strips.extend(stack(lines, *x, top, |_| Part::Content(*node)).strips);
    }
    piece.strips.push(Strip { part: Part::Artifact, ink: rules });
    piece
}

/// How a row ends.
#[derive(Clone, Copy)]
struct Ending {
    /// It is a sum.
    total: bool,
    /// The next row goes on with the same name: no rule between them, and no page.
    joined: bool,
}

/// A row without a name goes on with the one above.
fn continues(row: &Row) -> bool {
    row.cells.first().is_some_and(|cell| cell.iter().all(|span| span.text.is_empty()))
}

/// A row as one piece, or, where it is very high, as one piece for each of its lines.
fn row_pieces(grid: &Grid, cells: Vec<Vec<Line>>, nodes: &[usize], ending: Ending, head: usize) -> Vec<Piece> {
    let Ending { total, joined } = ending;
    let text_height = cells.iter().map(|lines| height(lines)).fold(0.0, f32::max);
    let bottom = |y: f32| {
        let (colour, width) = if total { (INK, 0.75) } else { (HAIRLINE, 0.5) };
        let ink = if joined { Vec::new() } else { vec![Ink::rule(grid.left, y, grid.width, colour, width)] };
        Strip { part: Part::Artifact, ink }
    };
    if text_height <= ROW_WHOLE_MAX {
        let height = text_height + 2.0 * PADDING;
        let mut piece = Piece { height, head: Some(head), keep_with_next: joined, ..Piece::default() };
        if total {
            let rule = Ink::rule(grid.left, 0.0, grid.width, INK, 0.5);
            piece.strips.push(Strip { part: Part::Artifact, ink: vec![rule] });
        }
        for ((lines, (x, _)), node) in cells.into_iter().zip(&grid.columns).zip(nodes) {
            piece.strips.extend(stack(lines, *x, PADDING, |_| Part::Content(*node)).strips);
        }
        piece.strips.push(bottom(height - 0.25));
        return vec![piece];
    }
    let count = cells.iter().map(Vec::len).max().unwrap_or(0);
    let mut columns: Vec<_> = cells.into_iter().map(Vec::into_iter).collect();
    (0..count)
        .map(|index| {
            let top = if index == 0 { PADDING } else { 0.0 };
            let mut piece = Piece { head: Some(head), keep_with_next: index == 0, ..Piece::default() };
            for ((lines, (x, _)), node) in columns.iter_mut().zip(&grid.columns).zip(nodes) {
                let Some(line) = lines.next() else { continue };
                piece.height = piece.height.max(line.height + top);
                piece.strips.extend(strips(line.runs, *x, top, &|_| Part::Content(*node)));
            }
            if index + 1 == count {
                piece.height += PADDING;
                piece.strips.push(bottom(piece.height - 0.25));
            } else {
                piece.keep_with_next |= index + 2 == count;
            }
            piece
        })
        .collect()
}

fn height(lines: &[Line]) -> f32 {
    lines.iter().map(|line| line.height).sum()
}

/// A short table stays whole; in a long one the first two rows stay with the head and the last two together.
pub(super) fn keep_short_tables_whole(pieces: &mut [Piece]) {
    let whole = pieces.iter().map(|piece| piece.height).sum::<f32>() <= TABLE_WHOLE_MAX;
    let count = pieces.len();
    for (index, piece) in pieces.iter_mut().enumerate() {
        let first_row = index == 2;
        piece.keep_with_next |= index + 1 < count && (whole || first_row || index + 2 == count);
    }
}
