//! Clauses whose wording a person wrote: marked where they stand, and listed.

use super::draft::{Draft, say, see};
use crate::tree::{Block, Heading, Note, Paragraph, Span};
use model::term::CLAUSES;
use std::collections::BTreeMap;

/// Lists the clauses whose wording is not the generated one.
pub(super) fn deviations(draft: &mut Draft<'_>) {
    let wordings = &draft.agreement.wordings;
    let changed: Vec<&str> =
        CLAUSES.iter().map(|clause| clause.id).filter(|id| wordings.contains_key(*id) && draft.has(id)).collect();
    if changed.is_empty() {
        return;
    }
    draft.added_clause("deviations", "Deviations");
    draft.say(vec![say(
        "The sentences of this agreement are made from its terms. In the clauses listed here the parties wrote their own \
         sentences; their tables are still made from the terms.",
    )]);
    let items = changed.into_iter().map(|id| vec![see(id)]).collect();
    draft.list(items);
}

/// Puts the wordings that people wrote in place of the generated sentences of their clauses. Headings inside a clause,
/// tables, charts and places for signatures stay: they are the terms.
pub(super) fn replace(blocks: Vec<Block>, wordings: &BTreeMap<String, String>) -> Vec<Block> {
    let mut kept = Vec::with_capacity(blocks.len());
    let mut replaced = false;
    for block in blocks {
        match block {
            Block::Heading(heading) if heading.level == 1 => {
                let own = wordings.get(&heading.id).filter(|text| !text.trim().is_empty());
                replaced = own.is_some();
                let start = own.map(|text| own_words(&heading, text)).unwrap_or_default();
                kept.push(Block::Heading(heading));
                kept.extend(start);
            }
            Block::Paragraph(_) | Block::List(_) | Block::Note(_) if replaced => {}
            block => kept.push(block),
        }
    }
    kept
}

fn own_words(heading: &Heading, text: &str) -> Vec<Block> {
    let field = format!("wordings.{}", heading.id);
    let mark = Block::Note(Note {
        lead: "Deviation.".into(),
        spans: vec![say("The parties wrote the sentences of this clause themselves.")],
    });
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let paragraph = |(index, line): (usize, &str)| {
        let number = heading.number.as_ref().map(|clause| format!("{clause}.{}", index + 1));
        Block::Paragraph(Paragraph { number, id: None, spans: vec![Span::term(field.clone(), line)] })
    };
    std::iter::once(mark).chain(lines.enumerate().map(paragraph)).collect()
}
