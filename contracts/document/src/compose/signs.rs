//! Signs of print for those of a keyboard.

use crate::tree::{Block, Span};

/// Sets true apostrophes in every text: people type the straight one, and the sentences around theirs have the other.
pub(super) fn set_apostrophes(blocks: &mut [Block]) {
    let spans = |spans: &mut Vec<Span>| spans.iter_mut().for_each(|span| set(&mut span.text));
    for block in blocks {
        match block {
            Block::Title(title) => {
                spans(&mut title.text);
                spans(&mut title.lead);
            }
            Block::Facts(facts) => facts.rows.iter_mut().for_each(|row| spans(&mut row.value)),
            Block::Heading(heading) => set(&mut heading.text),
            Block::Paragraph(paragraph) => spans(&mut paragraph.spans),
            Block::List(list) => list.items.iter_mut().for_each(spans),
            Block::Table(table) => {
                table.rows.iter_mut().flat_map(|row| &mut row.cells).for_each(spans);
                spans(&mut table.note);
            }
            Block::SteppedChart(chart) => set(&mut chart.caption),
            Block::HeatMap(map) => map.rows.iter_mut().for_each(|row| spans(&mut row.name)),
            Block::FanChart(chart) => set(&mut chart.caption),
            Block::DotPlot(plot) => set(&mut plot.caption),
            Block::Signatures(signatures) => signatures.places.iter_mut().for_each(|place| spans(&mut place.party)),
            Block::Note(note) => spans(&mut note.spans),
            Block::Contents(_) | Block::Rule | Block::PageBreak => {}
        }
    }
}

fn set(text: &mut String) {
    if text.contains('\'') {
        *text = with_apostrophes(text);
    }
}

/// A straight sign between two letters is an apostrophe; one at the end of a word is one where nothing was quoted before.
fn with_apostrophes(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let is_letter = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|c| c.is_alphanumeric());
    let mut quoted = false;
    let set = letters.iter().enumerate().map(|(at, &letter)| {
        let (before, after) = (is_letter(at.checked_sub(1)), is_letter(Some(at + 1)));
        match letter {
            '\'' if before && (after || !quoted) => '’',
            '\'' => {
                quoted = !before;
                letter
            }
            _ => letter,
        }
    });
    set.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn apostrophes_are_set_and_quotes_are_left_alone() {
        for (typed, printed) in [
            ("the client's customers' calls", "the client’s customers’ calls"),
            ("the people's 'plan' and the vendor's", "the people’s 'plan' and the vendor’s"),
            ("rock 'n' roll", "rock 'n' roll"),
            ("株式会社'の", "株式会社’の"),
            ("", ""),
        ] {
            assert_eq!(with_apostrophes(typed), printed);
        }
    }
}
