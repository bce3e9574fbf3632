//! What stands on every page: running head, revision, hash, page number. Page numbers in the contents are set here too,
//! since they are known only now; their places were kept free, so that no line moves.

use crate::ink::{Ink, Part, Sheet, Strip};
use crate::structure::Structure;
use crate::style::{CONTENTS, FOOT_HASH, HEAD, MARGIN_LEFT, MEASURE, RULE, TextStyle};
use crate::tree::{Align, Tree};
use crate::typeset::Typesetter;

const HEAD_TOP: f32 = 42.0;
const HEAD_RULE: f32 = 60.0;
const FOOT_RULE: f32 = 790.0;
const FOOT_TOP: f32 = 796.0;

pub(super) fn add(tree: &Tree, set: &mut Typesetter, structure: &Structure, sheets: &mut [Sheet]) {
    let count = sheets.len();
    let hash = grouped(&tree.hash);
    for (index, sheet) in sheets.iter_mut().enumerate() {
        for strip in &mut sheet.strips {
            set_page_numbers(strip, set, structure);
        }
        let mut ink = Vec::new();
        if index > 0 {
            ink.extend(line(set, &tree.running_head, HEAD, HEAD_TOP, Align::Start, MEASURE * 0.72));
            ink.extend(line(set, &tree.revision, HEAD, HEAD_TOP, Align::End, MEASURE));
            ink.push(Ink::rule(MARGIN_LEFT, HEAD_RULE, MEASURE, RULE, 0.5));
        }
        ink.push(Ink::rule(MARGIN_LEFT, FOOT_RULE, MEASURE, RULE, 0.5));
        // One baseline for both sizes.
        let drop = (HEAD.size * HEAD.leading - FOOT_HASH.size * FOOT_HASH.leading) * 0.62;
        let foot = format!("{} · SHA-256 {hash}", tree.revision);
        ink.extend(line(set, &foot, FOOT_HASH, FOOT_TOP + drop, Align::Start, MEASURE - 56.0));
        let number = format!("Page {} of {count}", index + 1);
        ink.extend(line(set, &number, HEAD, FOOT_TOP, Align::End, MEASURE));
        sheet.strips.push(Strip { part: Part::Artifact, ink });
    }
}

/// A hash in groups of four digits, as people compare them.
fn grouped(hash: &str) -> String {
    let digits: Vec<char> = hash.chars().collect();
    digits.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// One line between the margins, with its top at `top`.
fn line(set: &mut Typesetter, text: &str, style: TextStyle, top: f32, align: Align, width: f32) -> Vec<Ink> {
    let mut y = top;
    let mut ink = Vec::new();
    for line in set.set_short(text, style, width, align, "the head or foot of each page") {
        ink.extend(line.runs.into_iter().map(|(_, run)| Ink::Run(run).moved(MARGIN_LEFT, y)));
        y += line.height;
    }
    ink
}

fn set_page_numbers(strip: &mut Strip, set: &mut Typesetter, structure: &Structure) {
    for ink in &mut strip.ink {
        let Ink::PageNumber { anchor, right, baseline } = ink else { continue };
        let page = structure.anchor(anchor).map_or(0, |anchor| anchor.page + 1);
        let width = *right - MARGIN_LEFT;
        let lines = set.set(&page.to_string(), CONTENTS, width, Align::End, "the contents");
        let run = lines.into_iter().flat_map(|line| line.runs).next();
        if let Some((_, mut run)) = run {
            run.x += MARGIN_LEFT;
            run.y = *baseline;
            *ink = Ink::Run(run);
        }
    }
}
