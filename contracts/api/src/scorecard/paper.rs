//! Statements as files: PDF, CSV, JSON. The command line and the window write the same ones.

use super::{Adjustment, PostedStatement};
use crate::{
    ApiResult,
    wire::{ApiError, Detail, ErrorCode},
};
use document::{
    Attachment, RenderOptions,
    statement::{LinePaper, MonthPaper, MonthSums, StatementPaper, compose_statement},
};
use model::{Agreement, Decimal, Grade, quantity};
use settlement::{Line, MonthStatement, ReadingKind, Statement};
use store::{Moment, actuals::Origin};

/// The PDF of a month's statement with its data attached.
pub(crate) fn posted_pdf(document: &PostedStatement, created: Moment, posted: bool) -> ApiResult<Vec<u8>> {
    let mut month = month_paper(&document.statement, &document.currency);
    for (paper, line) in month.lines.iter_mut().zip(&document.statement.lines) {
        let source = document.sources.iter().find(|s| s.service_level == line.service_level);
        paper.n = source.and_then(|s| s.n).map(|n| quantity::number(n.normalize(), 0)).unwrap_or_default();
    }
    if !document.adjustments.is_empty() {
        month.facts.push(("Total with corrections".into(), money(&document.currency, document.total_amount)));
    }
    month.adjustments = document.adjustments.iter().map(|a| adjustment(a, &document.currency)).collect();
    month.remarks = document.remarks.clone();
    month.remarks.extend(sources(document));
    let paper = StatementPaper {
        title: document.title.clone(),
        client: document.client.clone(),
        vendor: document.vendor.clone(),
        revision: format!("Revision {}", document.revision),
        hash: document.terms_sha256.clone(),
        created,
        currency: document.currency.clone(),
        standing: standing(document, created, posted),
        sums: MonthSums::default(),
        months: vec![month],
    };
    print(&paper, json(document)?)
}

/// The PDF of a whole statement with its data attached.
pub(crate) fn statement_pdf(agreement: &Agreement, statement: &Statement, created: Moment) -> ApiResult<Vec<u8>> {
    let paper = StatementPaper {
        title: agreement.title.clone(),
        client: agreement.parties.client.name.clone(),
        vendor: agreement.parties.vendor.name.clone(),
        revision: "Statement of actuals".into(),
        hash: model::content_hash(agreement).hex().to_owned(),
        created,
        currency: statement.currency.clone(),
        standing: String::new(),
        sums: sums(&statement.months),
        months: statement.months.iter().map(|m| month_paper(m, &statement.currency)).collect(),
    };
    print(&paper, json(statement)?)
}

/// Whether a statement counts, and under which terms.
fn standing(document: &PostedStatement, at: Moment, posted: bool) -> String {
    let at = at.format("%-d %b %Y, %H:%M UTC");
    let terms = format!("revision {} of the agreement, whose SHA-256 is in the foot of each page", document.revision);
    if posted {
        format!("Posted on {at} under {terms}. What is corrected later goes on the next statement.")
    } else {
        format!("Not posted: as the figures stood on {at}, under {terms}.")
    }
}

/// What months come to together.
fn sums(months: &[MonthStatement]) -> MonthSums {
    let sum = |of: fn(&MonthStatement) -> Decimal| plain(months.iter().map(of).sum());
    MonthSums {
        charges: sum(|m| m.charges_amount),
        uncapped: sum(|m| m.uncapped_amount),
        credit: sum(|m| m.credit_amount),
        net: sum(|m| m.net_credit_amount),
    }
}

fn print(paper: &StatementPaper, data: Vec<u8>) -> ApiResult<Vec<u8>> {
    let attachment = Attachment {
        name: "statement.json".into(),
        media_type: "application/json".into(),
        description: "The statement as data: every figure with the rule that made it".into(),
        bytes: data,
    };
    document::render(&compose_statement(paper), &RenderOptions { attachment: Some(attachment) }).map_err(|refusals| {
        let details = refusals.iter().map(|r| Detail::new(r.place.clone(), r.to_string())).collect();
        ApiError::input("The statement was not made: it cannot be printed as it is written", details)
    })
}

/// Indented JSON with a line feed at the end.
pub(crate) fn json(document: &impl serde::Serialize) -> ApiResult<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(document)
        .map_err(|e| ApiError::new(ErrorCode::Internal, format!("The statement has no JSON form: {e}")))?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn month_paper(month: &MonthStatement, currency: &str) -> MonthPaper {
    let mut facts = vec![
        ("Charges".to_owned(), money(currency, month.charges_amount)),
        ("Credits before caps".to_owned(), money(currency, month.uncapped_amount)),
        ("Cap of the month".to_owned(), cap(month, currency)),
        ("Credits".to_owned(), money(currency, month.credit_amount)),
    ];
    for (label, amount) in [
        ("Earned back", month.earned_back_amount),
        ("Bonus of the quarter", month.bonus_amount),
        ("Share of savings", month.gain_share_amount),
    ] {
        if !amount.is_zero() {
            facts.push((label.to_owned(), money(currency, amount)));
        }
    }
    facts.push(("Net credit".to_owned(), money(currency, month.net_credit_amount)));
    let judged = month.lines.iter().filter_map(|l| l.grade);
    let met = judged.clone().filter(|g| *g == Grade::Met).count();
    let how = [&month.score_words, &month.credit_words, &month.bonus_words, &month.gain_share_words];
    let how = how.into_iter().filter(|w| !w.is_empty()).cloned();
    MonthPaper {
        name: format!("{}, month {} of the contract", month.month.text(), month.contract_month),
        short: month.month.text(),
        facts,
        lines: month.lines.iter().map(line_paper).collect(),
        met: format!("{met} of {} met", judged.count()),
        score: score(month.score_points),
        sums: sums(std::slice::from_ref(month)),
        how: how.chain(month.triggers.iter().map(|t| format!("Trigger: {}", t.words))).collect(),
        remarks: Vec::new(),
        adjustments: Vec::new(),
    }
}

/// Where the credits of a month stop, and what the caps did to them.
fn cap(month: &MonthStatement, currency: &str) -> String {
    let amount = month.cap_amount.map_or("none".to_owned(), |c| money(currency, c));
    let words = month.cap_words();
    if words.is_empty() { amount } else { format!("{amount}; {words}") }
}

fn line_paper(line: &Line) -> LinePaper {
    // That what is met costs nothing needs no line of its own on paper.
    let free = line.grade == Some(Grade::Met) && line.uncapped_amount.is_zero();
    let credit_words = if free { "" } else { line.credit_words.as_str() };
    let trace = [line.reading_words.as_str(), credit_words, &line.earned_back_words, &line.score_words];
    LinePaper {
        name: line.measure_name.clone(),
        target: line.target_words.clone(),
        value: value(line),
        band: line.grade.map_or("–", |g| g.word()).to_owned(),
        n: String::new(),
        score: score(line.score_points),
        weight: quantity::number(line.weight_percent, quantity::scale_of(line.weight_percent.normalize())),
        uncapped: plain(line.uncapped_amount),
        credit: plain(line.credit_amount),
        trace: trace.into_iter().filter(|w| !w.is_empty()).map(str::to_owned).collect(),
    }
}

fn value(line: &Line) -> String {
    let value = line.value.map(|v| v.text(quantity::scale_of(v.value())));
    value.unwrap_or_else(|| state(line.reading).to_owned())
}

fn state(reading: ReadingKind) -> &'static str {
    match reading {
        ReadingKind::Value => "value",
        ReadingKind::TooFew => "too few observations",
        ReadingKind::NoActivity => "no activity",
        ReadingKind::NotReported => "not reported",
        ReadingKind::Pending => "window not ended",
        ReadingKind::Excused => "excused",
    }
}

fn adjustment(adjustment: &Adjustment, currency: &str) -> (String, Vec<String>) {
    let name = format!(
        "{}: {} ({} → {})",
        adjustment.month.text(),
        super::view::difference(currency, adjustment.difference_amount),
        money(currency, adjustment.before_amount),
        money(currency, adjustment.after_amount)
    );
    let reasons = adjustment.reasons.iter().map(|r| format!("Reason: {r}"));
    (name, adjustment.changes.iter().cloned().chain(reasons).collect())
}

/// Where the figures came from, a sentence for each source.
fn sources(document: &PostedStatement) -> Vec<String> {
    let mut told: Vec<(String, Vec<String>)> = Vec::new();
    for source in &document.sources {
        let line = document.statement.lines.iter().find(|l| l.service_level == source.service_level);
        let name = line.map_or_else(|| source.service_level.to_string(), |l| l.measure_name.clone());
        let mark = if source.mark.is_empty() { String::new() } else { format!(" ({})", source.mark) };
        let hash = source.sha256.as_deref().map(|h| format!(", SHA-256 {h}")).unwrap_or_default();
        let how = match source.origin {
            Origin::Imported => format!("imported from {}{hash}", source.name),
            Origin::Typed => format!("typed in from {}", source.name),
            Origin::Measured => format!("measured and typed in ({})", source.name),
        };
        let said = format!("{how}, by the {}, {}", source.side.word(), source.at);
        match told.iter_mut().find(|(s, _)| *s == said) {
            Some((_, names)) => names.push(format!("{name}{mark}")),
            None => told.push((said, vec![format!("{name}{mark}")])),
        }
    }
    told.into_iter().map(|(said, names)| format!("Source of {}: {said}", names.join(", "))).collect()
}

/// Cells of a row.
const CELLS: usize = 20;

/// A table of a statement's lines: one row for each level and month, then the sums of the month.
pub(crate) fn csv(months: &[MonthStatement], currency: &str, adjustments: &[Adjustment]) -> Vec<u8> {
    let head = [
        "month",
        "service_level",
        "name",
        "class",
        "target",
        "value",
        "unit",
        "state",
        "band",
        "score_points",
        "weight_percent",
        "points",
        "uncapped_amount",
        "credit_amount",
        "earned_back_amount",
        "net_credit_amount",
        "currency",
        "rule",
        "clause",
        "how",
    ];
    let mut text = String::new();
    row(&mut text, &head.map(str::to_owned));
    for month in months {
        for line in &month.lines {
            row(&mut text, &line_cells(month, line, currency));
        }
        let mut cells: [String; CELLS] = Default::default();
        cells[0] = month.month.to_string();
        cells[2] = "the month".into();
        cells[9] = score(month.score_points);
        cells[12] = bare(month.uncapped_amount);
        cells[13] = bare(month.credit_amount);
        cells[14] = bare(month.earned_back_amount);
        cells[15] = bare(month.net_credit_amount);
        cells[16] = currency.to_owned();
        cells[19] = month.credit_words.clone();
        row(&mut text, &cells);
    }
    for adjustment in adjustments {
        let mut cells: [String; CELLS] = Default::default();
        cells[0] = adjustment.month.to_string();
        cells[2] = "correction of a posted statement".into();
        cells[15] = bare(adjustment.difference_amount);
        cells[16] = currency.to_owned();
        cells[19] = adjustment.changes.iter().chain(&adjustment.reasons).cloned().collect::<Vec<_>>().join("; ");
        row(&mut text, &cells);
    }
    text.into_bytes()
}

fn line_cells(month: &MonthStatement, line: &Line, currency: &str) -> [String; CELLS] {
    [
        month.month.to_string(),
        line.service_level.to_string(),
        line.measure_name.clone(),
        word(&line.class),
        line.target_words.clone(),
        line.value.map(|v| bare(v.value())).unwrap_or_default(),
        line.value.map(|v| word(&v.unit())).unwrap_or_default(),
        state(line.reading).to_owned(),
        line.grade.map(|g| g.word().to_owned()).unwrap_or_default(),
        line.score_points.map(|s| bare(s.normalize())).unwrap_or_default(),
        bare(line.weight_percent.normalize()),
        line.points.map(|p| bare(p.normalize())).unwrap_or_default(),
        bare(line.uncapped_amount),
        bare(line.credit_amount),
        bare(line.earned_back_amount),
        String::new(),
        currency.to_owned(),
        line.rule.clone(),
        line.rule_clause.map(|c| c.to_string()).unwrap_or_default(),
        [&line.reading_words, &line.credit_words].map(String::as_str).join("; "),
    ]
}

/// The name that a value has in files.
fn word(value: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// A row, with cells quoted where they need it. A cell that a spreadsheet would run as a formula is written as text.
fn row(text: &mut String, cells: &[String; CELLS]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        let is_number = cell.parse::<Decimal>().is_ok();
        let runs = !is_number && cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let cell = if runs { format!("'{cell}") } else { cell.clone() };
        if cell.contains(['"', ',', '\n', '\r']) {
            text.push_str(&format!("\"{}\"", cell.replace('"', "\"\"")));
        } else {
            text.push_str(&cell);
        }
    }
    text.push_str("\r\n");
}

fn score(points: Option<Decimal>) -> String {
    points.map(|s| quantity::number(s, 1)).unwrap_or_default()
}

fn plain(amount: Decimal) -> String {
    quantity::number(amount, quantity::scale_of(amount))
}

/// Digits without separators, for programs.
fn bare(amount: Decimal) -> String {
    amount.to_string()
}

fn money(currency: &str, amount: Decimal) -> String {
    format!("{currency}\u{a0}{}", plain(amount))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement() -> Statement {
        let (agreement, _) = model::template::sample();
        let start = model::Month::of(agreement.term.start);
        let table = crate::sample::actuals_bytes(start);
        let today = agreement.term.start;
        let read = crate::history::import(&table, "actuals.csv", None, today).unwrap();
        crate::statement::settle(&agreement, &read.baseline, None).unwrap()
    }

    #[test]
    fn the_lines_of_a_table_sum_to_the_month_and_the_months_to_the_whole() {
        let statement = statement();
        assert_eq!(statement.months.len(), 6);
        for month in &statement.months {
            let lines: Decimal = month.lines.iter().map(|l| l.credit_amount).sum();
            assert_eq!(lines, month.credit_amount, "{}", month.month.text());
        }
        let whole: Decimal = statement.months.iter().map(|m| m.net_credit_amount).sum();
        assert_eq!(sums(&statement.months).net, plain(whole));
        let text = String::from_utf8(csv(&statement.months, "USD", &[])).unwrap();
        let rows: Vec<&str> = text.lines().collect();
        assert_eq!(rows.len(), 1 + 6 * (8 + 1), "a head, and for each month its levels and its sums");
        assert!(rows.last().unwrap().contains("the month"), "{rows:?}");
    }

    #[test]
    fn the_paper_says_how_a_credit_was_made_and_nothing_of_a_level_that_is_met() {
        let statement = statement();
        let last = month_paper(&statement.months[5], "USD");
        assert_eq!(last.short, statement.months[5].month.text());
        let fcr = &last.lines[0];
        assert_eq!((fcr.band.as_str(), fcr.credit.as_str()), ("serious", "10,300.00"));
        assert!(
            fcr.trace.iter().any(|t| t.contains("2.5 % × USD\u{a0}412,000.00")
                || t.replace(['\u{202f}', '\u{a0}'], " ").contains("2.5 % × USD 412,000.00")),
            "{:?}",
            fcr.trace
        );
        let met = last.lines.iter().find(|l| l.band == "met").unwrap();
        assert!(!met.trace.iter().any(|t| t.contains("no credit")), "{:?}", met.trace);
        assert_eq!(last.facts.last().unwrap().0, "Net credit");
    }

    #[test]
    fn a_difference_has_its_sign_and_none_is_neither() {
        let of = |text: &str| super::super::view::difference("USD", text.parse().unwrap());
        assert_eq!(of("12.50"), "+USD\u{a0}12.50");
        assert_eq!(of("-12.50"), "−USD\u{a0}12.50");
        assert_eq!(of("0.00"), "±USD\u{a0}0.00");
    }

    #[test]
    fn a_cell_that_a_spreadsheet_would_run_is_written_as_text() {
        let mut cells: [String; CELLS] = Default::default();
        cells[0] = "=1+2".into();
        cells[1] = "-5.00".into();
        cells[2] = "a \"b\", c".into();
        let mut text = String::new();
        row(&mut text, &cells);
        assert!(text.starts_with("'=1+2,-5.00,\"a \"\"b\"\", c\","), "{text}");
        assert_eq!(text.matches(',').count(), CELLS, "one less between the cells, and one inside");
    }
}
