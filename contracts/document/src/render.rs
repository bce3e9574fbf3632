//! From a tree to a file, with everything checked that would make the file wrong.

use crate::layout;
use crate::pdf::{self, Attachment};
use crate::refusal::{Reason, Refusal};
use crate::tree::{Block, Span, Table, Tree};
use std::collections::BTreeSet;

/// What goes into a file besides the tree.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RenderOptions {
    /// The contract as data, attached as the source of the document.
    pub attachment: Option<Attachment>,
}

/// Makes a PDF file.
///
/// The same tree and options give the same bytes.
///
/// # Errors
///
/// Everything that cannot be printed as it is written, each with its place: see [`Reason`].
pub fn render(tree: &Tree, options: &RenderOptions) -> Result<Vec<u8>, Vec<Refusal>> {
    let mut refusals = check(tree);
    match layout::lay_out(tree) {
        Ok(pages) if refusals.is_empty() => pdf::write(&pages, tree, options.attachment.as_ref())
            .map_err(|fault| vec![Refusal::internal(fault.to_string())]),
        Ok(_) => Err(refusals),
        Err(more) => {
            refusals.extend(more);
            Err(refusals)
        }
    }
}

/// What is wrong with a tree apart from its characters.
fn check(tree: &Tree) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    if tree.title.trim().is_empty() {
        refusals.push(Refusal {
            reason: Reason::Empty { what: "the title".into() },
            place: "the title".into(),
            field: Some("title".into()),
            remedy: "give the agreement a title".into(),
        });
    }
    if tree.hash.len() != 64 || !tree.hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        refusals.push(Refusal {
            reason: Reason::BadHash { found: tree.hash.clone() },
            place: "the foot of each page".into(),
            field: None,
            remedy: "pass the SHA-256 of the agreement’s canonical bytes".into(),
        });
    }
    let ids: BTreeSet<&str> = tree.blocks.iter().filter_map(id_of).collect();
    for block in &tree.blocks {
        for span in spans_of(block) {
            refusals.extend(span.target.as_deref().filter(|target| !ids.contains(target)).map(broken_reference));
        }
        match block {
            Block::Table(table) => refusals.extend(ragged(table)),
            Block::SteppedChart(_) | Block::FanChart(_) | Block::DotPlot(_) => refusals.extend(bad_chart(block)),
            Block::HeatMap(map) => {
                let expected = map.columns.len();
                let uneven = map.rows.iter().find(|row| row.cells.len() != expected);
                refusals.extend(uneven.map(|row| ragged_row(&map.label, row.cells.len(), expected)));
            }
            _ => {}
        }
    }
    refusals
}

fn id_of(block: &Block) -> Option<&str> {
    match block {
        Block::Heading(heading) => Some(&heading.id),
        Block::Paragraph(paragraph) => paragraph.id.as_deref(),
        Block::Table(table) => Some(&table.id),
        Block::SteppedChart(chart) => Some(&chart.id),
        Block::HeatMap(map) => Some(&map.id),
        Block::FanChart(chart) => Some(&chart.id),
        Block::DotPlot(plot) => Some(&plot.id),
        _ => None,
    }
}

/// Every span of a block that may refer to something.
fn spans_of(block: &Block) -> Vec<&Span> {
    match block {
        Block::Paragraph(paragraph) => paragraph.spans.iter().collect(),
        Block::Note(note) => note.spans.iter().collect(),
        Block::List(list) => list.items.iter().flatten().collect(),
        _ => Vec::new(),
    }
}

fn broken_reference(target: &str) -> Refusal {
    Refusal {
        reason: Reason::BrokenReference { target: target.to_owned() },
        place: "the text".into(),
        field: None,
        remedy: "refer to a heading, table or figure of the document".into(),
    }
}

fn ragged(table: &Table) -> Option<Refusal> {
    let expected = table.columns.len();
    let row = table.rows.iter().find(|row| row.cells.len() != expected)?;
    Some(ragged_row(&table.label, row.cells.len(), expected))
}

fn ragged_row(label: &str, found: usize, expected: usize) -> Refusal {
    Refusal {
        reason: Reason::RaggedTable { found, expected },
        place: label.to_owned(),
        field: None,
        remedy: "give each row one cell for each column".into(),
    }
}

fn bad_chart(block: &Block) -> Option<Refusal> {
    let (label, values): (&str, Vec<f64>) = match block {
        Block::SteppedChart(chart) => {
            let points = chart.series.iter().flat_map(|series| series.points.iter().map(|point| point.value));
            (&chart.label, points.collect())
        }
        Block::FanChart(chart) => {
            let bands = chart.bands.iter().flat_map(|band| band.low.iter().chain(&band.high));
            let observed = chart.history.iter().flatten();
            (
                &chart.label,
                bands.chain(&chart.median).chain(observed).chain(chart.target.iter().flatten()).copied().collect(),
            )
        }
        Block::DotPlot(plot) => (&plot.label, plot.dots.iter().map(|dot| dot.value).collect()),
        _ => return None,
    };
    let found = if values.is_empty() {
        "it has no values".to_owned()
    } else {
        format!("{} is not a finite number", values.iter().find(|value| !value.is_finite())?)
    };
    Some(Refusal {
        reason: Reason::BadChart { found },
        place: label.to_owned(),
        field: None,
        remedy: "leave the chart out or pass its values".into(),
    })
}
