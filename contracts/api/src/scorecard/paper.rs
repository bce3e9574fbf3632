//! Statements as files: PDF, CSV, JSON. The command line and the window write the same ones.

use super::{Adjustment, PostedStatement};
use crate::{
    ApiResult,
    wire::{ApiError, Detail, ErrorCode},
};
use document::{
    Attachment, RenderOptions,
    statement::{LinePaper, MonthPaper, StatementPaper, compose_statement},
};
use model::{Agreement, Decimal, Grade, quantity};
use settlement::{Line, MonthStatement, ReadingKind, Statement};
use store::{Moment, actuals::Origin};

/// The PDF of a month's statement with its data attached.
pub(crate) fn posted_pdf(document: &PostedStatement, created: Moment) -> ApiResult<Vec<u8>> {
    let mut month = month_paper(&document.statement, &document.currency);
    month.facts.push(("Total with corrections".into(), money(&document.currency, document.total_amount)));
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
        months: statement.months.iter().map(|m| month_paper(m, &statement.currency)).collect(),
    };
    print(&paper, json(statement)?)
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
        ("Cap of the month".to_owned(), month.cap_amount.map_or("none".to_owned(), |c| money(currency, c))),
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
        facts,
        lines: month.lines.iter().map(line_paper).collect(),
        total: (format!("{met} of {} met", judged.count()), score(month.score_points), plain(month.credit_amount)),
        how: how.chain(month.triggers.iter().map(|t| format!("Trigger: {}", t.words))).collect(),
        remarks: Vec::new(),
        adjustments: Vec::new(),
    }
}

fn line_paper(line: &Line) -> LinePaper {
    let trace = [&line.reading_words, &line.credit_words, &line.earned_back_words, &line.score_words];
    LinePaper {
        name: line.measure_name.clone(),
        target: line.target_words.clone(),
        value: value(line),
        band: line.grade.map_or("–", |g| g.word()).to_owned(),
        score: score(line.score_points),
        credit: plain(line.credit_amount),
        trace: trace.into_iter().filter(|w| !w.is_empty()).cloned().collect(),
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
    let sign = if adjustment.difference_amount.is_sign_negative() { "−" } else { "+" };
    let name = format!(
        "{}: {sign}{} ({} → {})",
        adjustment.month.text(),
        money(currency, adjustment.difference_amount.abs()),
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
        "how",
    ];
    let mut text = String::new();
    row(&mut text, &head.map(str::to_owned));
    for month in months {
        for line in &month.lines {
            row(&mut text, &line_cells(month, line, currency));
        }
        let mut cells: [String; 19] = Default::default();
        cells[0] = month.month.to_string();
        cells[2] = "the month".into();
        cells[9] = score(month.score_points);
        cells[12] = bare(month.uncapped_amount);
        cells[13] = bare(month.credit_amount);
        cells[14] = bare(month.earned_back_amount);
        cells[15] = bare(month.net_credit_amount);
        cells[16] = currency.to_owned();
        cells[18] = month.credit_words.clone();
        row(&mut text, &cells);
    }
    for adjustment in adjustments {
        let mut cells: [String; 19] = Default::default();
        cells[0] = adjustment.month.to_string();
        cells[2] = "correction of a posted statement".into();
        cells[15] = bare(adjustment.difference_amount);
        cells[16] = currency.to_owned();
        cells[18] = adjustment.changes.iter().chain(&adjustment.reasons).cloned().collect::<Vec<_>>().join("; ");
        row(&mut text, &cells);
    }
    text.into_bytes()
}

fn line_cells(month: &MonthStatement, line: &Line, currency: &str) -> [String; 19] {
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
        [&line.reading_words, &line.credit_words].map(String::as_str).join("; "),
    ]
}

/// The name that a value has in files.
fn word(value: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// A row, with cells quoted where they need it. A cell that a spreadsheet would run as a formula is written as text.
fn row(text: &mut String, cells: &[String; 19]) {
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

    #[test]
    fn a_cell_that_a_spreadsheet_would_run_is_written_as_text() {
        let mut cells: [String; 19] = Default::default();
        cells[0] = "=1+2".into();
        cells[1] = "-5.00".into();
        cells[2] = "a \"b\", c".into();
        let mut text = String::new();
        row(&mut text, &cells);
        assert!(text.starts_with("'=1+2,-5.00,\"a \"\"b\"\", c\","), "{text}");
        assert_eq!(text.matches(',').count(), 19, "18 between cells and one inside");
    }
}
