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
    /// ISO 4217 code of every amount.
    pub currency: String,
    /// Whether it is posted and since when; may be empty.
    pub standing: String,
    /// What all months come to, where there are several.
    pub sums: MonthSums,
    /// One for each month.
    pub months: Vec<MonthPaper>,
}

/// A month of a statement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MonthPaper {
    /// `Sep 2027, month 7 of the contract`.
    pub name: String,
    /// `Sep 2027`.
    pub short: String,
    /// Label and value: charges, cap, credit; the last one is what is paid.
    pub facts: Vec<(String, String)>,
    /// One for each service level.
    pub lines: Vec<LinePaper>,
    /// How many levels were met: `4 of 7 met`.
    pub met: String,
    /// The month's score.
    pub score: String,
    /// Its sums.
    pub sums: MonthSums,
    /// How credit, bonus and score were made, each in words.
    pub how: Vec<String>,
    /// What was said about the month, and where the figures came from.
    pub remarks: Vec<String>,
    /// What corrections changed in earlier statements: the month with its difference, and its changes and reasons.
    pub adjustments: Vec<(String, Vec<String>)>,
}

/// Sums of a month, without a currency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MonthSums {
    /// Charges.
    pub charges: String,
    /// Credits before caps.
    pub uncapped: String,
    /// Credits.
    pub credit: String,
    /// Credits less what is earned back, bonus and share of savings.
    pub net: String,
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
    /// Observations behind it, where known.
    pub n: String,
    /// The band in a word.
    pub band: String,
    /// Its score.
    pub score: String,
    /// Its part of the score, in percent.
    pub weight: String,
    /// Its credit before caps.
    pub uncapped: String,
    /// Its credit.
    pub credit: String,
    /// The arithmetic of every figure, step by step.
    pub trace: Vec<String>,
}

/// Makes the tree of a statement.
#[must_use]
pub fn compose_statement(paper: &StatementPaper) -> Tree {
    let subject = match paper.months.as_slice() {
        [only] => format!("Statement of {}", only.short),
        [first, .., last] => format!("Statement of {} to {}", first.short, last.short),
        [] => "Statement".into(),
    };
    let title = if paper.title.is_empty() { "Untitled agreement" } else { paper.title.as_str() };
    let lead =
        vec![Span::plain(format!("between {}, the client, and {}, the vendor", or(&paper.client), or(&paper.vendor)))];
    let mut blocks = vec![Block::Title(Title { overline: subject.clone(), text: vec![Span::plain(title)], lead })];
    if !paper.standing.is_empty() {
        blocks.push(Block::Note(Note { lead: String::new(), spans: vec![Span::plain(&paper.standing)] }));
    }
    let mut number = 0;
    let several = paper.months.len() > 1;
    if several {
        number += 1;
        blocks.push(Block::Table(summary(paper, number)));
    }
    for (at, month) in paper.months.iter().enumerate() {
        month_blocks(paper, month, at, &mut number, &mut blocks);
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

fn month_blocks(paper: &StatementPaper, month: &MonthPaper, at: usize, number: &mut u32, blocks: &mut Vec<Block>) {
    if paper.months.len() > 1 {
        blocks.push(Block::PageBreak);
        blocks.push(heading(1, &month.name, format!("month-{at}")));
    }
    let last = month.facts.len().saturating_sub(1);
    let fact = |(at, (label, value)): (usize, &(String, String))| Fact {
        label: label.clone(),
        value: vec![if at == last { Span::strong(value.clone()) } else { Span::plain(value) }],
    };
    blocks.push(Block::Facts(Facts {
        summary: format!("Money of {}", month.name),
        rows: month.facts.iter().enumerate().map(fact).collect(),
    }));
    *number += 1;
    blocks.push(Block::Table(levels(paper, month, at, *number)));
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

fn column(head: &str, align: Align, grow: u8) -> Column {
    Column { head: head.into(), align, grow }
}

fn row(texts: &[&str], total: bool) -> Row {
    Row { cells: texts.iter().map(|text| vec![Span::plain(*text)]).collect(), total }
}

/// Every month in one row, where there are several.
fn summary(paper: &StatementPaper, number: u32) -> Table {
    let cells = |name: &str, met: &str, score: &str, sums: &MonthSums, total| {
        row(&[name, met, score, &sums.charges, &sums.uncapped, &sums.credit, &sums.net], total)
    };
    let months = paper.months.iter().map(|m| cells(&m.short, &m.met, &m.score, &m.sums, false));
    Table {
        id: "months".into(),
        label: format!("Table {number}"),
        caption: format!("All months, {}", paper.currency),
        columns: vec![
            column("Month", Align::Start, 1),
            column("Levels", Align::Start, 0),
            column("Score", Align::End, 0),
            column("Charges", Align::End, 0),
            column("Before caps", Align::End, 0),
            column("Credit", Align::End, 0),
            column("Net credit", Align::End, 0),
        ],
        rows: months.chain([cells("All months", "", "", &paper.sums, true)]).collect(),
        row_heads: true,
        note: Vec::new(),
    }
}

fn levels(paper: &StatementPaper, month: &MonthPaper, at: usize, number: u32) -> Table {
    // A column that says nothing new is left out: observations that nobody knows, sums that no cap changed.
    let has_n = month.lines.iter().any(|line| !line.n.is_empty());
    let capped =
        month.lines.iter().any(|line| line.uncapped != line.credit) || month.sums.uncapped != month.sums.credit;
    let cells = |all: [&str; 9], total| {
        let [name, target, value, n, band, score, weight, uncapped, credit] = all;
        let n = has_n.then_some(n);
        let uncapped = capped.then_some(uncapped);
        let kept: Vec<&str> =
            [Some(name), Some(target), Some(value), n, Some(band), Some(score), Some(weight), uncapped, Some(credit)]
                .into_iter()
                .flatten()
                .collect();
        row(&kept, total)
    };
    let of_line = |l: &LinePaper| {
        cells([&l.name, &l.target, &l.value, &l.n, &l.band, &l.score, &l.weight, &l.uncapped, &l.credit], false)
    };
    let sums = &month.sums;
    let total = cells(["The month", "", "", "", &month.met, &month.score, "", &sums.uncapped, &sums.credit], true);
    let mut columns = vec![
        column("Service level", Align::Start, 1),
        column("Target", Align::End, 0),
        column("Value", Align::End, 0),
        column("n", Align::End, 0),
        column("Band", Align::Start, 0),
        column("Score", Align::End, 0),
        column("Weight", Align::End, 0),
        column("Before caps", Align::End, 0),
        column(&format!("Credit, {}", paper.currency), Align::End, 0),
    ];
    columns.retain(|c| (has_n || c.head != "n") && (capped || c.head != "Before caps"));
    Table {
        id: format!("levels-{at}"),
        label: format!("Table {number}"),
        caption: format!("Service levels, {}", month.name),
        columns,
        rows: month.lines.iter().map(of_line).chain([total]).collect(),
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

    fn sums() -> MonthSums {
        let of = |text: &str| text.to_owned();
        MonthSums {
            charges: of("412,000.00"),
            uncapped: of("60,000.00"),
            credit: of("12,360.00"),
            net: of("12,360.00"),
        }
    }

    fn heads(table: &Table) -> Vec<&str> {
        table.columns.iter().map(|c| c.head.as_str()).collect()
    }

    fn paper(months: usize) -> StatementPaper {
        let line = LinePaper {
            name: "First contact resolution".into(),
            target: "≥ 72.0 %".into(),
            value: "70.2 %".into(),
            band: "serious".into(),
            n: "58,204".into(),
            score: "70".into(),
            weight: "20".into(),
            uncapped: "60,000.00".into(),
            credit: "12,360.00".into(),
            trace: vec!["70.2 % is worse than the target: serious".into(), "3 points × 2 (repeat) × 0.5 %".into()],
        };
        let month = MonthPaper {
            name: "Sep 2027, month 7 of the contract".into(),
            short: "Sep 2027".into(),
            facts: vec![("Net credit".into(), "USD 12,360.00".into())],
            lines: vec![line],
            met: "0 of 1 met".into(),
            score: "70.0".into(),
            sums: sums(),
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
            currency: "USD".into(),
            standing: "Not posted".into(),
            sums: sums(),
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
            assert_eq!(tables, if months > 1 { months + 1 } else { 1 }, "several months have a table of their sums");
        }
    }

    #[test]
    fn a_statement_is_named_after_its_months() {
        assert_eq!(compose_statement(&paper(1)).subject, "Statement of Sep 2027");
        assert_eq!(compose_statement(&paper(2)).subject, "Statement of Sep 2027 to Sep 2027");
    }

    #[test]
    fn columns_that_say_nothing_new_are_left_out() {
        let whole = paper(1);
        let all = levels(&whole, &whole.months[0], 0, 1);
        assert_eq!(
            heads(&all),
            ["Service level", "Target", "Value", "n", "Band", "Score", "Weight", "Before caps", "Credit, USD"]
        );
        let mut bare = whole.clone();
        bare.months[0].lines[0].n.clear();
        bare.months[0].lines[0].uncapped = bare.months[0].lines[0].credit.clone();
        bare.months[0].sums.uncapped = bare.months[0].sums.credit.clone();
        let few = levels(&bare, &bare.months[0], 0, 1);
        assert_eq!(heads(&few), ["Service level", "Target", "Value", "Band", "Score", "Weight", "Credit, USD"]);
        for table in [all, few] {
            assert!(table.rows.iter().all(|r| r.cells.len() == table.columns.len()), "each row fills its columns");
        }
    }
}
