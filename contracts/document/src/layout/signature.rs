//! Places for signatures: boxes with the role above them and lines for name, position and date below. The fields of an
//! electronic signature take exactly these places.

use super::{Flow, Piece, PieceAnchor, stack};
use crate::ink::{Ink, Part, Strip};
use crate::structure::Kind;
use crate::style::{CAPTION, FACT_VALUE, INK_MUTED, MARGIN_LEFT, MEASURE, REMARK, RULE};
use crate::tree::{Align, SignaturePlace, Signatures, Span};

const GUTTER: f32 = 22.0;
const BOX_HEIGHT: f32 = 78.0;
const LINE_STEP: f32 = 22.0;
const LINES: [&str; 3] = ["Name", "Position", "Date"];

impl Flow<'_> {
    pub(super) fn signatures(&mut self, signatures: &Signatures) {
        for pair in signatures.places.chunks(2) {
            let mut row = Piece::default();
            for (index, place) in pair.iter().enumerate() {
                let width = (MEASURE - GUTTER) / 2.0;
                let left = MARGIN_LEFT + index as f32 * (width + GUTTER);
                let one = self.signature_place(place, left, width);
                row.height = row.height.max(one.height);
                row.strips.extend(one.strips);
                row.anchors.extend(one.anchors);
            }
            self.push(vec![row], 14.0, 18.0);
        }
    }

    fn signature_place(&mut self, place: &SignaturePlace, left: f32, width: f32) -> Piece {
        let outer = std::mem::replace(&mut self.place, format!("the place for the signature “{}”", place.role));
        let section = self.structure.add(self.section, Kind::Section);
        let node = self.structure.add(section, Kind::Paragraph);
        let role = self.set.set(&place.role, CAPTION, width, Align::Start, &self.place);
        let mut piece = stack(role, left, 0.0, |_| Part::Content(node));
        let party_node = self.structure.add(section, Kind::Paragraph);
        let shaped = self.set.shape(&place.party, FACT_VALUE, &self.place);
        let party = self.set.lines(shaped, width, Align::Start);
        let party = stack(party, left, piece.height, |_| Part::Content(party_node));
        piece.strips.extend(party.strips);
        let top = party.height + 6.0;
        let anchor = format!("signature-{}", place.id);
        piece.anchors.push(PieceAnchor { id: anchor, node: section, bookmark: None });

        let mut art = frame(left, top, width, BOX_HEIGHT);
        let hint_node = self.structure.add(section, Kind::Paragraph);
        let hint = self.set.set("Signature", REMARK, width, Align::Start, &self.place);
        let hint_top = top + BOX_HEIGHT - REMARK.size * REMARK.leading - 4.0;
        piece.strips.extend(stack(hint, left + 6.0, hint_top, |_| Part::Content(hint_node)).strips);
        let mut y = top + BOX_HEIGHT;
        for name in LINES {
            y += LINE_STEP;
            art.push(Ink::rule(left + 48.0, y, width - 48.0, RULE, 0.6));
            let label_node = self.structure.add(section, Kind::Paragraph);
            let shaped = self.set.shape(&[Span::plain(name)], REMARK, &self.place);
            let lines = self.set.lines(shaped, 48.0, Align::Start);
            piece.strips.extend(stack(lines, left, y - 10.5, |_| Part::Content(label_node)).strips);
        }
        piece.strips.push(Strip { part: Part::Artifact, ink: art });
        piece.height = y + 4.0;
        self.place = outer;
        piece
    }
}

fn frame(left: f32, top: f32, width: f32, height: f32) -> Vec<Ink> {
    let (right, bottom) = (left + width, top + height);
    let points = vec![(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
    vec![Ink::Line { points, colour: INK_MUTED, width: 0.6, dash: None }]
}
