//! Signs of print for those of a keyboard. Only what is printed changes; the agreement keeps what was typed.

use crate::tree::{Block, Span};
use model::quantity::NARROW_SPACE;

/// Units behind a number as they are abbreviated: the space before them is narrow, as in values of our own.
const UNITS: [&str; 5] = ["s", "ms", "min", "h", "%"];
/// The same where they are written out.
const WORDS: [&str; 14] = [
    "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months",
    "year", "years",
];

/// Sets true apostrophes in every text, since people type the straight one and the sentences around theirs have the other,
/// and keeps a number and its unit on one line: `4 h` in a name must not end one line with 4 and begin the next with h.
pub(crate) fn set_signs(blocks: &mut [Block]) {
    let spans = |spans: &mut Vec<Span>| spans.iter_mut().for_each(|span| set(&mut span.text));
    for block in blocks {
        match block {
            Block::Title(title) => {
                spans(&mut title.text);
                spans(&mut title.lead);
            }
            Block::Facts(facts) => {
                set(&mut facts.summary);
                facts.rows.iter_mut().for_each(|row| spans(&mut row.value));
            }
            Block::Heading(heading) => set(&mut heading.text),
            Block::Paragraph(paragraph) => spans(&mut paragraph.spans),
            Block::List(list) => list.items.iter_mut().for_each(spans),
            Block::Table(table) => {
                set(&mut table.caption);
                table.columns.iter_mut().for_each(|column| set(&mut column.head));
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
    if text.contains(' ') {
        *text = with_units(text);
    }
}

/// The spaces between a number and its unit as such that no line breaks at.
fn with_units(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for (index, part) in text.split(' ').enumerate() {
        let unit = part.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '%');
        let space = match kept.ends_with(|c: char| c.is_ascii_digit()) {
            true if UNITS.contains(&unit) => NARROW_SPACE,
            true if WORDS.contains(&unit) => '\u{a0}',
            _ => ' ',
        };
        if index > 0 {
            kept.push(space);
        }
        kept.push_str(part);
    }
    kept
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

    #[test]
    fn a_number_and_its_unit_stay_on_one_line() {
        for (typed, printed) in [
            ("High: resolved within 6 to 12 h", "High: resolved within 6 to 12\u{202f}h"),
            ("Answered in 20 s, at 4 h.", "Answered in 20\u{202f}s, at 4\u{202f}h."),
            ("95 % of calls", "95\u{202f}% of calls"),
            ("for 24 months (24 months)", "for 24\u{a0}months (24\u{a0}months)"),
            ("5 sites, 4 hot lines, section s", "5 sites, 4 hot lines, section s"),
            ("4  h", "4  h"),
            ("", ""),
        ] {
            assert_eq!(with_units(typed), printed);
        }
    }
}
