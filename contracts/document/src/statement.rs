//! The statement of a month as a tree: the scorecard, the credits line by line with their arithmetic, where the figures
//! came from, what corrections changed. Every figure is given as text by whoever settled it.

use crate::tree::{Align, Block, Column, Fact, Facts, Heading, List, Note, Paragraph, Row, Span, Table, Title, Tree};
use chrono::{DateTime, Utc};

/// What a statement says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatementPaper {
    /// The agreement's title.
    pub title: String,
    /// Name of the client.
    pub client: String,
    /// Name of the vendor.
    pub vendor: String,
    /// `Revision 3`.
    pub revision: String,
    /// SHA-256 of the terms, 64 hexadecimal digits.
    pub hash: String,
    /// When the document was made.
    pub created: DateTime<Utc>,
    /// One for each month.
    pub months: Vec<MonthPaper>,
}

/// A month of a statement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MonthPaper {
    /// `September 2027, month 7 of the contract`.
    pub name: String,
    /// Label and value: charges, cap, credit.
    pub facts: Vec<(String, String)>,
    /// One for each service level.
    pub lines: Vec<LinePaper>,
    /// The row of sums: met, score, credit.
    pub total: (String, String, String),
    /// How credit, bonus and score were made, each in words.
    pub how: Vec<String>,
    /// What was said about the month, and where the figures came from.
    pub remarks: Vec<String>,
    /// What corrections changed in earlier statements: the month with its difference, and its changes and reasons.
    pub adjustments: Vec<(String, Vec<String>)>,
}

/// A service level of a month.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinePaper {
    /// Its name.
    pub name: String,
    /// Its target.
    pub target: String,
    /// Its value, or why it has none.
    pub value: String,
    /// The band in a word.
    pub band: String,
    /// Its score.
    pub score: String,
    /// Its credit.
    pub credit: String,
    /// The arithmetic of every figure, step by step.
    pub trace: Vec<String>,
}

/// Makes the tree of a statement.
#[must_use]
pub fn compose_statement(paper: &StatementPaper) -> Tree {
    let subject = match paper.months.as_slice() {
        [only] => format!("Statement, {}", only.name),
        [first, .., last] => format!("Statement, {} to {}", first.name, last.name),
        [] => "Statement".into(),
    };
    let title = if paper.title.is_empty() { "Untitled agreement" } else { paper.title.as_str() };
    let lead =
        vec![Span::plain(format!("between {}, the client, and {}, the vendor", or(&paper.client), or(&paper.vendor)))];
    let mut blocks = vec![Block::Title(Title { overline: subject.clone(), text: vec![Span::plain(title)], lead })];
    let mut number = 0;
    for (at, month) in paper.months.iter().enumerate() {
        month_blocks(month, at, paper.months.len() > 1, &mut number, &mut blocks);
    }
    Tree {
        title: format!("{title}: {subject}"),
        subject: subject.clone(),
        author: [&paper.client, &paper.vendor]
            .iter()
            .filter(|n| !n.is_empty())
            .map(|n| n.as_str())
            .collect::<Vec<_>>()
            .join(", "),
        running_head: format!("{title} · {subject}"),
        revision: paper.revision.clone(),
        hash: paper.hash.clone(),
        created: paper.created,
        language: "en-GB".into(),
        blocks,
    }
}

fn or(name: &str) -> &str {
    if name.is_empty() { "not named" } else { name }
}

fn month_blocks(month: &MonthPaper, at: usize, several: bool, number: &mut u32, blocks: &mut Vec<Block>) {
    if several {
        if at > 0 {
            blocks.push(Block::PageBreak);
        }
        blocks.push(heading(1, &month.name, format!("month-{at}")));
    }
    let fact = |(label, value): &(String, String)| Fact { label: label.clone(), value: vec![Span::plain(value)] };
    blocks.push(Block::Facts(Facts {
        summary: format!("Money of {}", month.name),
        rows: month.facts.iter().map(fact).collect(),
    }));
    *number += 1;
    blocks.push(Block::Table(levels(month, at, *number)));
    blocks.push(heading(2, "How each figure came about", format!("how-{at}")));
    for line in &month.lines {
        blocks.push(paragraph(vec![Span::strong(line.name.clone())]));
        blocks.push(Block::List(List { items: items(&line.trace) }));
    }
    if !month.how.is_empty() {
        blocks.push(paragraph(vec![Span::strong("The month")]));
        blocks.push(Block::List(List { items: items(&month.how) }));
    }
    if !month.adjustments.is_empty() {
        blocks.push(heading(2, "Corrections of statements that were posted before", format!("corrections-{at}")));
        for (name, changes) in &month.adjustments {
            blocks.push(paragraph(vec![Span::strong(name.clone())]));
            blocks.push(Block::List(List { items: items(changes) }));
        }
    }
    for remark in &month.remarks {
        blocks.push(Block::Note(Note { lead: String::new(), spans: vec![Span::plain(remark)] }));
    }
}

fn levels(month: &MonthPaper, at: usize, number: u32) -> Table {
    let column = |head: &str, align, grow| Column { head: head.into(), align, grow };
    let cell = |text: &String| vec![Span::plain(text)];
    let row = |line: &LinePaper| Row {
        cells: [&line.name, &line.target, &line.value, &line.band, &line.score, &line.credit].map(cell).into(),
        total: false,
    };
    let (met, score, credit) = &month.total;
    let empty = String::new();
    let total =
        Row { cells: [&"The month".to_owned(), &empty, &empty, met, score, credit].map(cell).into(), total: true };
    Table {
        id: format!("levels-{at}"),
        label: format!("Table {number}"),
        caption: format!("Service levels, {}", month.name),
        columns: vec![
            column("Service level", Align::Start, 1),
            column("Target", Align::End, 0),
            column("Value", Align::End, 0),
            column("Band", Align::Start, 0),
            column("Score", Align::End, 0),
            column("Credit", Align::End, 0),
        ],
        rows: month.lines.iter().map(row).chain([total]).collect(),
        row_heads: true,
        note: Vec::new(),
    }
}

fn heading(level: u8, text: &str, id: String) -> Block {
    Block::Heading(Heading { level, number: None, text: text.into(), id, field: None })
}

fn paragraph(spans: Vec<Span>) -> Block {
    Block::Paragraph(Paragraph { number: None, id: None, spans })
}

fn items(texts: &[String]) -> Vec<Vec<Span>> {
    texts.iter().map(|text| vec![Span::plain(text)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{RenderOptions, render};

    fn paper(months: usize) -> StatementPaper {
        let line = LinePaper {
            name: "First contact resolution".into(),
            target: "≥ 72.0 %".into(),
            value: "70.2 %".into(),
            band: "serious".into(),
            score: "70".into(),
            credit: "12,360.00".into(),
            trace: vec!["70.2 % is worse than the target: serious".into(), "3 points × 2 (repeat) × 0.5 %".into()],
        };
        let month = MonthPaper {
            name: "Sep 2027, month 7 of the contract".into(),
            facts: vec![("Net credit".into(), "USD 12,360.00".into())],
            lines: vec![line],
            total: ("0 of 1 met".into(), "70.0".into(), "12,360.00".into()),
            how: vec!["credits of USD 12,360.00".into()],
            remarks: vec!["Source: acd.csv".into()],
            adjustments: vec![("Aug 2027: +USD 10.00".into(), vec!["calls counted twice".into()])],
        };
        StatementPaper {
            title: "Voice".into(),
            client: "Northmere".into(),
            vendor: "Alvora".into(),
            revision: "Revision 3".into(),
            hash: "0".repeat(64),
            created: DateTime::default(),
            months: vec![month; months],
        }
    }

    #[test]
    fn a_statement_of_one_or_several_months_is_a_document_that_can_be_printed() {
        for months in [1, 3] {
            let tree = compose_statement(&paper(months));
            let pdf = render(&tree, &RenderOptions::default()).unwrap();
            assert!(pdf.starts_with(b"%PDF-"));
            assert_eq!(pdf, render(&tree, &RenderOptions::default()).unwrap(), "the same bytes for the same statement");
            let tables = tree.blocks.iter().filter(|b| matches!(b, Block::Table(_))).count();
            assert_eq!(tables, months);
        }
    }
}
