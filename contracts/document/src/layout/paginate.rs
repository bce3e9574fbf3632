//! Fills pages with pieces.

use super::{Flow, Pages, Piece, furniture};
use crate::ink::{Ink, Part, Sheet, Strip};
use crate::refusal::{Reason, Refusal};
use crate::structure::{Anchor, Child, Link, Structure};
use crate::style::{BODY_BOTTOM, BODY_TOP};

/// More pages than any contract has: a bound against input gone wrong.
const PAGES_MAX: usize = 2_000;
/// Rounding of sums of line heights must not push a line to the next page.
const SLACK: f32 = 0.01;

struct Pager {
    sheets: Vec<Sheet>,
    structure: Structure,
    heads: Vec<Vec<Piece>>,
    /// Where the next piece goes.
    y: f32,
    /// Whether nothing has been set on this page.
    fresh: bool,
    marks: usize,
}

/// Sets the pieces of a flow on pages and adds what stands on every page.
pub(super) fn fill(flow: Flow<'_>) -> Result<Pages, Vec<Refusal>> {
    let Flow { tree, mut set, structure, pieces, heads, .. } = flow;
    let mut pager = Pager { sheets: Vec::new(), structure, heads, y: BODY_TOP, fresh: true, marks: 0 };
    pager.turn();
    let mut rest = pieces.as_slice();
    while let Some(first) = rest.first() {
        let (group, after) = rest.split_at(group_length(rest));
        if first.starts_page && !pager.fresh {
            pager.turn();
        }
        pager.place(group);
        rest = after;
        if pager.sheets.len() > PAGES_MAX {
            return Err(vec![too_long(pieces.len())]);
        }
    }
    let Pager { mut sheets, structure, .. } = pager;
    furniture::add(tree, &mut set, &structure, &mut sheets);
    if !set.refusals.is_empty() {
        return Err(set.refusals);
    }
    Ok(Pages { sheets, structure, faces: set.faces })
}

/// How many pieces from the first on belong together.
fn group_length(pieces: &[Piece]) -> usize {
    let parted = pieces.iter().zip(pieces.iter().skip(1)).position(|(a, b)| !a.keep_with_next || b.starts_page);
    parted.map_or(pieces.len(), |index| index + 1)
}

/// Height of pieces set below each other, the first without the space above it.
fn height(pieces: &[Piece]) -> f32 {
    let space: f32 = pieces.iter().skip(1).map(|piece| piece.space_above).sum();
    pieces.iter().map(|piece| piece.height).sum::<f32>() + space
}

impl Pager {
    fn turn(&mut self) {
        self.sheets.push(Sheet::default());
        self.y = BODY_TOP;
        self.fresh = true;
        self.marks = 0;
    }

    fn place(&mut self, group: &[Piece]) {
        let Some(first) = group.first() else { return };
        let space = if self.fresh { 0.0 } else { first.space_above };
        if self.y + space + height(group) <= BODY_BOTTOM + SLACK {
            return group.iter().for_each(|piece| self.set(piece));
        }
        if !self.fresh {
            self.turn();
        }
        for piece in group {
            // A group higher than a page is parted where it must be.
            let space = if self.fresh { 0.0 } else { piece.space_above };
            if !self.fresh && self.y + space + piece.height > BODY_BOTTOM + SLACK {
                self.turn();
            }
            self.set(piece);
        }
    }

    fn set(&mut self, piece: &Piece) {
        if let (true, Some(head)) = (self.fresh, piece.head) {
            for part in self.heads[head].clone() {
                self.ink(&part);
                self.y += part.height;
            }
            self.fresh = false;
        } else if !self.fresh {
            self.y += piece.space_above;
        }
        self.ink(piece);
        let page = self.sheets.len() - 1;
        for link in &piece.links {
            let [left, top, right, bottom] = link.area;
            let index = self.structure.links.len();
            self.structure.links.push(Link {
                page,
                area: [left, top + self.y, right, bottom + self.y],
                target: link.target.clone(),
                node: link.node,
                label: link.label.clone(),
            });
            self.structure.nodes[link.node].children.push(Child::Link(index));
        }
        for anchor in &piece.anchors {
            self.structure.anchors.push(Anchor {
                id: anchor.id.clone(),
                page,
                top: self.y,
                node: anchor.node,
                bookmark: anchor.bookmark.clone(),
            });
        }
        for (node, [left, top, right, bottom]) in &piece.figures {
            self.structure.nodes[*node].bounds = Some([*left, top + self.y, *right, bottom + self.y]);
        }
        self.y += piece.height;
        self.fresh = false;
    }

    /// Draws a piece at the current height and enters its content into the structure.
    fn ink(&mut self, piece: &Piece) {
        let page = self.sheets.len() - 1;
        for strip in &piece.strips {
            if let Part::Content(node) = strip.part {
                self.structure.nodes[node].children.push(Child::Content { page, mark: self.marks });
                self.marks += 1;
            }
            let ink: Vec<Ink> = strip.ink.iter().map(|ink| ink.clone().moved(0.0, self.y)).collect();
            self.sheets[page].strips.push(Strip { part: strip.part, ink });
        }
    }
}

fn too_long(pieces: usize) -> Refusal {
    Refusal {
        reason: Reason::TooLong { pages: PAGES_MAX + 1, limit: PAGES_MAX },
        place: "the whole document".into(),
        field: None,
        remedy: format!("shorten the texts: the document has {pieces} lines and rows"),
    }
}
