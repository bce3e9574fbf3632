//! The tables of a statement. A column that says nothing new is left out.

use super::{MonthPaper, MonthSums, StatementPaper, TrendPaper};
use crate::tree::{Align, Column, Row, Span, Table};

/// A table whose columns come with their cells, so that one without any is left out whole.
struct Columns {
    columns: Vec<Column>,
    /// By row.
    rows: Vec<Row>,
}

fn column(head: &str, align: Align, grow: u8) -> Column {
    Column { head: head.into(), align, grow }
}

fn cell(text: &str) -> Vec<Span> {
    vec![Span::plain(text)]
}

impl Columns {
    fn new<const N: usize>(
        columns: [(&str, Align, u8); N],
        rows: Vec<[String; N]>,
        total: Option<[String; N]>,
    ) -> Self {
        let row = |texts: [String; N], total| Row { cells: texts.iter().map(|text| cell(text)).collect(), total };
        let totals = total.map(|texts| row(texts, true));
        Self {
            columns: columns.map(|(head, align, grow)| column(head, align, grow)).into(),
            rows: rows.into_iter().map(|texts| row(texts, false)).chain(totals).collect(),
        }
    }

    /// Leaves columns out: those at which `keep` says so.
    fn keep(mut self, keep: impl Fn(&str) -> bool) -> Self {
        let kept: Vec<bool> = self.columns.iter().map(|c| keep(&c.head)).collect();
        let mut at = kept.iter();
        self.columns.retain(|_| at.next().is_none_or(|kept| *kept));
        for row in &mut self.rows {
            let mut at = kept.iter();
            row.cells.retain(|_| at.next().is_none_or(|kept| *kept));
        }
        self
    }

    fn table(self, id: String, number: u32, caption: String) -> Table {
        Table {
            id,
            label: format!("Table {number}"),
            caption,
            columns: self.columns,
            rows: self.rows,
            row_heads: true,
            note: Vec::new(),
        }
    }
}

/// A name that stays on one line.
fn unbroken(name: &str) -> String {
    name.replace(' ', "\u{a0}")
}

/// The clauses that a sentence ends with stay on one line: "(clauses 4 and 7)".
fn with_clauses_whole(sentence: &str) -> String {
    match sentence.rsplit_once(" (clause") {
        Some((before, clauses)) => format!("{before} (clause{}", unbroken(clauses)),
        None => sentence.to_owned(),
    }
}

/// A fragment at the head of a cell.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Sentences below each other, numbered where there are several.
fn numbered(sentences: &[String]) -> String {
    let whole = sentences.iter().map(|sentence| with_clauses_whole(sentence));
    if sentences.len() == 1 {
        return whole.collect();
    }
    let lines: Vec<String> = whole.zip(1..).map(|(s, n)| format!("{n}.\u{a0}{s}")).collect();
    lines.join("\n")
}

/// Every month in one row, where there are several.
pub(super) fn summary(paper: &StatementPaper, number: u32) -> Table {
    let cells = |name: &str, met: &str, score: &str, sums: &MonthSums| {
        [&unbroken(name), &unbroken(met), score, &sums.charges, &sums.uncapped, &sums.credit, &sums.beside, &sums.net]
            .map(str::to_owned)
    };
    let columns = [
        ("Month", Align::Start, 1),
        ("Levels", Align::Start, 0),
        ("Score", Align::End, 0),
        ("Charges", Align::End, 0),
        ("Before caps", Align::End, 0),
        ("Credit", Align::End, 0),
        ("Returned and added", Align::End, 0),
        ("Net credit", Align::End, 0),
    ];
    let rows = paper.months.iter().map(|m| cells(&m.short, &m.met, &m.score, &m.sums)).collect();
    let all = if paper.lacks.is_empty() { "All months" } else { "Settled months" };
    let total = cells(all, "", "", &paper.sums);
    let beside = paper.months.iter().any(|m| m.sums.net != m.sums.credit);
    Columns::new(columns, rows, Some(total)).keep(|head| head != "Returned and added" || beside).table(
        "months".into(),
        number,
        format!("{all}, {}", paper.currency),
    )
}

/// The service levels of a month with their credits.
pub(super) fn levels(paper: &StatementPaper, month: &MonthPaper, at: usize, number: u32) -> Table {
    let credit = format!("Credit, {}", paper.currency);
    let columns = [
        ("Service level", Align::Start, 1),
        ("Target", Align::End, 0),
        ("Value", Align::End, 0),
        ("n", Align::End, 0),
        ("Band", Align::Start, 0),
        ("Score", Align::End, 0),
        ("Weight", Align::End, 0),
        ("Points", Align::End, 0),
        ("Before caps", Align::End, 0),
        (credit.as_str(), Align::End, 0),
    ];
    let of_line = |l: &super::LinePaper| {
        let target = unbroken(&l.target);
        [&l.name, &target, &l.value, &l.n, &l.band, &l.score, &l.weight, &l.points, &l.uncapped, &l.credit]
            .map(String::clone)
    };
    let sums = &month.sums;
    let name = format!("The month, {}", month.met);
    let total = [&name, "", "", "", "", &month.score, "", "", &sums.uncapped, &sums.credit].map(str::to_owned);
    let lines = &month.lines;
    let has_n = lines.iter().any(|line| !line.n.is_empty());
    let has_points = lines.iter().any(|line| !line.points.is_empty());
    let capped = lines.iter().any(|line| line.uncapped != line.credit) || sums.uncapped != sums.credit;
    Columns::new(columns, lines.iter().map(of_line).collect(), Some(total))
        .keep(|head| match head {
            "n" => has_n,
            "Points" => has_points,
            "Before caps" => capped,
            _ => true,
        })
        .table(format!("levels-{at}"), number, format!("Service levels, {}", month.name))
}

/// What follows beside money: a rule, and below each other what met it.
pub(super) fn triggers(month: &MonthPaper, at: usize, number: u32) -> Table {
    let columns = [("Rule", Align::Start, 1), ("Met by", Align::Start, 1), ("What follows", Align::Start, 0)];
    let row = |t: &super::TriggerPaper| {
        [capital(&with_clauses_whole(&t.rule)), t.met_by.join("\n"), capital(&unbroken(&t.consequence))]
    };
    Columns::new(columns, month.triggers.iter().map(row).collect(), None).table(
        format!("triggers-{at}"),
        number,
        format!("What follows beside money, {}", month.short),
    )
}

/// Rectification plans.
pub(super) fn plans(month: &MonthPaper, at: usize, number: u32) -> Table {
    let columns = [
        ("About", Align::Start, 1),
        ("Why it was opened", Align::Start, 1),
        ("Root\u{a0}cause", Align::Start, 1),
        ("Owner", Align::Start, 0),
        ("Due", Align::Start, 0),
        ("State", Align::Start, 0),
    ];
    let row = |p: &super::PlanPaper| {
        let about = format!("{}, {}", p.about, unbroken(&p.month));
        let cause = capital(&with_clauses_whole(&p.cause));
        [about, cause, capital(&p.root_cause), p.owner.clone(), unbroken(&p.due), capital(&p.state)]
            .map(|text| or_dash(&text))
    };
    Columns::new(columns, month.plans.iter().map(row).collect(), None).table(
        format!("plans-{at}"),
        number,
        "Rectification plans".into(),
    )
}

fn or_dash(text: &str) -> String {
    if text.is_empty() { "–".into() } else { text.to_owned() }
}

/// The last three months against the baseline.
pub(super) fn outcomes(month: &MonthPaper, at: usize, number: u32) -> Table {
    let columns = [
        ("Outcome", Align::Start, 0),
        ("Service level", Align::Start, 0),
        ("Shows", Align::Start, 0),
        ("The last months, up to three, against the baseline", Align::Start, 1),
    ];
    let row = |(i, o): (usize, &super::OutcomePaper)| {
        // An outcome is named once, above the levels that serve it.
        let again = i > 0 && month.outcomes[i - 1].outcome == o.outcome;
        let outcome = if again { String::new() } else { o.outcome.clone() };
        [outcome, o.name.clone(), o.verdict.clone(), o.words.clone()]
    };
    let rows = month.outcomes.iter().enumerate().map(row).collect();
    let caption = "Business outcomes over up to three months, against the baseline that both parties share".into();
    Columns::new(columns, rows, None).table(format!("outcomes-{at}"), number, caption)
}

/// Each level over its months. A missed value carries a mark, so that nothing depends on how it is set.
pub(super) fn trend(trend: &TrendPaper, number: u32) -> Table {
    let mut columns = vec![column("Service level", Align::Start, 1), column("Target", Align::End, 0)];
    columns.extend(trend.months.iter().map(|name| column(name, Align::End, 0)));
    let rolling = trend.levels.iter().any(|l| !l.three_months.is_empty());
    if rolling {
        columns.push(column("Three months", Align::End, 0));
    }
    let row = |level: &super::TrendLevelPaper| {
        let mut cells = vec![cell(&level.name), cell(&unbroken(&level.target))];
        cells.extend(level.values.iter().map(|(value, missed)| match (value.is_empty(), missed) {
            (true, _) => cell("–"),
            (_, true) => vec![Span::strong(format!("{value}†"))],
            _ => cell(value),
        }));
        if rolling {
            cells.push(cell(&or_dash(&level.three_months)));
        }
        Row { cells, total: false }
    };
    let missed = trend.levels.iter().any(|l| l.values.iter().any(|(_, missed)| *missed));
    let mut note = vec!["Values with every correction up to this statement."];
    if missed {
        note.push("† missed, against the target of its month.");
    }
    if rolling {
        note.push("Three months: the last three together, from the sums of the same values.");
    }
    Table {
        id: "trend".into(),
        label: format!("Table {number}"),
        caption: format!("Trend, {}", trend.span),
        columns,
        rows: trend.levels.iter().map(row).collect(),
        row_heads: true,
        note: vec![Span::plain(note.join(" "))],
    }
}

/// The arithmetic of every figure, a line each.
pub(super) fn how(month: &MonthPaper, at: usize, number: u32) -> Table {
    let columns = [("Figure", Align::Start, 0), ("How it came about", Align::Start, 1)];
    let lines = month.lines.iter().filter(|line| !line.trace.is_empty());
    let mut rows: Vec<[String; 2]> = lines.map(|line| [line.name.clone(), numbered(&line.trace)]).collect();
    if !month.how.is_empty() {
        rows.push(["The month".into(), numbered(&month.how)]);
    }
    Columns::new(columns, rows, None).table(format!("how-table-{at}"), number, format!("Arithmetic, {}", month.short))
}
