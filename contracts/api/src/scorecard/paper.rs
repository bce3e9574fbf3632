//! Statements as files: PDF and JSON. The command line and the window write the same ones.

mod month;

pub(super) use month::state;
pub(crate) use month::{parts, points};

use self::month::month_paper;
use super::{
    Adjustment, LevelTrend, OutcomeLine, PartyTold, PaymentTold, PlanTold, PostedStatement, intake::days_of,
    plans::days_after,
};
use crate::{
    ApiResult,
    statement::Settled,
    wire::{ApiError, Detail, ErrorCode},
};
use chrono::NaiveDate;
use document::{
    Attachment, RenderOptions,
    statement::{MonthSums, OutcomePaper, PlanPaper, StatementPaper, TrendLevelPaper, TrendPaper, compose_statement},
};
use model::{Agreement, Decimal, Month, Quantity, Side, clauses::CreditBy, quantity};
use settlement::MonthStatement;
use store::{Moment, actuals::Origin};

/// The PDF of a month's statement with its data attached.
pub(crate) fn posted_pdf(document: &PostedStatement, created: Moment, posted: bool) -> ApiResult<Vec<u8>> {
    let currency = &document.currency;
    let mut month = month_paper(&document.statement, currency);
    for (paper, line) in month.lines.iter_mut().zip(&document.statement.lines) {
        let source = document.sources.iter().find(|s| s.service_level == line.service_level);
        paper.n = source.and_then(|s| s.n).map(|n| quantity::number(n.normalize(), 0)).unwrap_or_default();
    }
    if !document.adjustments.is_empty() {
        month.facts.push(("Total with corrections".into(), money(currency, document.total_amount)));
    }
    month.adjustments = document.adjustments.iter().map(|a| adjustment(a, currency)).collect();
    month.outcomes = document.outcomes.iter().map(outcome_paper).collect();
    month.plans = document.plans.iter().map(plan_paper).collect();
    month.remarks = document.remarks.clone();
    month.remarks.extend(sources(document));
    let own = document.statement.month;
    let mut terms = parties(document.client_party.as_ref(), document.vendor_party.as_ref());
    terms.push(("Period".into(), period(own, own)));
    if let Some(payment) = &document.payment {
        terms.extend(payment_terms(payment, posted.then(|| created.date_naive())));
    }
    let paper = StatementPaper {
        title: document.title.clone(),
        client: document.client.clone(),
        vendor: document.vendor.clone(),
        revision: format!("Revision {}", document.revision),
        hash: document.terms_sha256.clone(),
        created,
        currency: document.currency.clone(),
        standing: standing(document, created, posted),
        lacks: Vec::new(),
        terms,
        sums: MonthSums::default(),
        months: vec![month],
        trend: trend_paper(&document.trends),
    };
    print(&paper, json(document)?)
}

/// The PDF of a whole statement with its data attached.
pub(crate) fn statement_pdf(agreement: &Agreement, settled: &Settled, created: Moment) -> ApiResult<Vec<u8>> {
    let statement = &settled.statement;
    let of = |side| PartyTold::of(agreement.parties.of(side));
    let mut terms = parties(Some(&of(Side::Client)), Some(&of(Side::Vendor)));
    if let (Some(first), Some(last)) = (statement.months.first(), statement.months.last()) {
        terms.push(("Period".into(), period(first.month, last.month)));
    }
    terms.extend(payment_terms(&PaymentTold::of(agreement), None));
    let month = |m: &MonthStatement| {
        let mut paper = month_paper(m, &statement.currency);
        paper.name.extend(settled.to_date(m.month).map(|d| format!(", {}", d.words())));
        for (level, line) in paper.lines.iter_mut().zip(&m.lines) {
            let n = settled.n_of(m.month, &line.service_level);
            level.n = n.map(|n| quantity::number(n.normalize(), 0)).unwrap_or_default();
        }
        paper
    };
    let revision = match settled.in_part() {
        Some(part) => format!("Statement of actuals, {part}"),
        None => "Statement of actuals".to_owned(),
    };
    let paper = StatementPaper {
        title: agreement.title.clone(),
        client: agreement.parties.client.name.clone(),
        vendor: agreement.parties.vendor.name.clone(),
        revision,
        lacks: settled.lacks(),
        hash: model::content_hash(agreement).hex().to_owned(),
        created,
        currency: statement.currency.clone(),
        standing: String::new(),
        terms,
        sums: sums(&statement.months),
        months: statement.months.iter().map(month).collect(),
        trend: trend_paper(&super::trend::of_statement(&statement.months)),
    };
    print(&paper, json(settled)?)
}

/// Both parties with their addresses, where these are known.
fn parties(client: Option<&PartyTold>, vendor: Option<&PartyTold>) -> Vec<(String, String)> {
    let told = [("Client", client), ("Vendor", vendor)].into_iter();
    let lines = |p: &PartyTold| {
        let all = [&p.name, &p.address, &p.representative, &p.email].map(String::as_str);
        all.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    };
    let told = told.filter_map(|(role, party)| Some((role.to_owned(), lines(party?))));
    told.filter(|(_, lines)| !lines.is_empty()).collect()
}

/// The days of one or several months: "1 to 30 Sep 2027".
fn period(first: Month, last: Month) -> String {
    let end = days_of(last);
    if first == last {
        format!("1 to {end} {}", last.text())
    } else {
        format!("1 {} to {end} {}", first.text(), last.text())
    }
}

/// How a statement is paid and until when it can be disputed; with dates from the day on which it was posted.
fn payment_terms(payment: &PaymentTold, posted_on: Option<NaiveDate>) -> Vec<(String, String)> {
    let clause = payment.clause.map(|c| format!(" (clause {c})")).unwrap_or_default();
    let within = |days: u32| {
        let counted = super::view::counted(days as usize, "day");
        match posted_on.and_then(|on| days_after(on, Some(days))) {
            Some(until) => format!("until {}, {counted} after it was posted", until.format("%-d %b %Y")),
            None => format!("within {counted} after it is posted"),
        }
    };
    let mut terms = Vec::new();
    let by = payment.credit_by.map(|by| match by {
        CreditBy::NextInvoice => "A credit is deducted from the next invoice",
        CreditBy::Payment => "A credit is paid as an amount of its own",
    });
    let paid = payment.pay_days.map(|days| format!("to be paid {}", within(days)));
    let paid = match (by, paid) {
        (Some(by), Some(paid)) => Some(format!("{by}; {paid}")),
        (Some(by), None) => Some(by.to_owned()),
        (None, Some(paid)) => Some(format!("What it comes to is {paid}")),
        (None, None) => None,
    };
    terms.extend(paid.map(|paid| ("Payment".to_owned(), format!("{paid}{clause}"))));
    let dispute = payment.dispute_days.map(|days| format!("In writing {}; otherwise it stands{clause}", within(days)));
    terms.extend(dispute.map(|dispute| ("Can be disputed".to_owned(), dispute)));
    terms
}

/// Months that a page has room for.
const TREND_MONTHS: usize = 6;

fn trend_paper(trends: &[LevelTrend]) -> TrendPaper {
    let all: Vec<Month> = trends.first().map(|t| t.months.iter().map(|m| m.month).collect()).unwrap_or_default();
    // One month alone is no trend.
    let (Some(last), true) = (all.last(), all.len() > 1) else { return TrendPaper::default() };
    let shown = &all[all.len().saturating_sub(TREND_MONTHS)..];
    let text = |value: Option<Quantity>| value.map(|v| v.text(quantity::scale_of(v.value()))).unwrap_or_default();
    let level = |t: &LevelTrend| {
        let last = t.months.last();
        let precision = t.months.iter().rev().find_map(|m| m.value).map_or(1, |v| quantity::scale_of(v.value()));
        let rolling = t.three_months.as_ref().map(|f| {
            let value = f.value.unit().of(quantity::round(f.value.value(), precision));
            value.text(precision)
        });
        let values = shown.iter().map(|month| {
            let found = t.months.iter().find(|m| m.month == *month);
            found.map_or_else(|| (String::new(), false), |m| (text(m.value), m.missed))
        });
        TrendLevelPaper {
            name: t.measure_name.clone(),
            target: last.map(|m| m.target_words.clone()).unwrap_or_default(),
            values: values.collect(),
            three_months: rolling.unwrap_or_default(),
        }
    };
    let short = |m: &Month| m.text().split(' ').next().unwrap_or_default().to_owned();
    TrendPaper {
        span: shown.first().map(|first| super::outcomes::span(*first, *last)).unwrap_or_default(),
        months: shown.iter().map(short).collect(),
        levels: trends.iter().map(level).collect(),
    }
}

fn outcome_paper(line: &OutcomeLine) -> OutcomePaper {
    OutcomePaper {
        outcome: line.outcome.title().to_owned(),
        name: line.measure_name.clone(),
        verdict: line.verdict.word().to_owned(),
        words: line.words.clone(),
    }
}

fn plan_paper(plan: &PlanTold) -> PlanPaper {
    let about = if plan.about.is_empty() { "The month" } else { plan.about.as_str() };
    let state = match (plan.opened, plan.done) {
        (true, _) => "opened by this statement",
        (_, true) => "done",
        _ => "open",
    };
    PlanPaper {
        about: about.to_owned(),
        month: plan.month.text(),
        cause: plan.cause.clone(),
        root_cause: if plan.root_cause.is_empty() { "not known\u{a0}yet".into() } else { plan.root_cause.clone() },
        owner: plan.owner.clone(),
        due: plan.due_on.map(|d| d.format("%-d %b %Y").to_string()).unwrap_or_default(),
        state: state.to_owned(),
    }
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
        beside: sum(beside),
        net: sum(|m| m.net_credit_amount),
    }
}

/// What comes off the credits of a month.
fn beside(month: &MonthStatement) -> Decimal {
    month.earned_back_amount + month.bonus_amount + month.gain_share_amount
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
        let said = format!("{how}, by the {}, {}", source.side.word(), at_words(&source.at));
        match told.iter_mut().find(|(s, _)| *s == said) {
            Some((_, names)) => names.push(format!("{name}{mark}")),
            None => told.push((said, vec![format!("{name}{mark}")])),
        }
    }
    told.into_iter().map(|(said, names)| format!("Source of {}: {said}", names.join(", "))).collect()
}

/// A moment for people: `2 Oct 2027, 07:40 UTC`.
fn at_words(at: &str) -> String {
    let read = chrono::DateTime::parse_from_rfc3339(at);
    read.map_or_else(|_| at.to_owned(), |at| at.to_utc().format("%-d %b %Y, %H:%M UTC").to_string())
}

fn score(points: Option<Decimal>) -> String {
    points.map(|s| quantity::number(s, 1)).unwrap_or_default()
}

fn plain(amount: Decimal) -> String {
    quantity::number(amount, quantity::scale_of(amount))
}

fn money(currency: &str, amount: Decimal) -> String {
    format!("{currency}\u{a0}{}", plain(amount))
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn statement() -> settlement::Statement {
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
        let text = String::from_utf8(super::super::table::csv(&super::super::table::Sheet {
            months: &statement.months,
            currency: "USD",
            adjustments: &[],
            n_of: &|_, _| None,
            held: &[],
            in_part: "",
        }))
        .unwrap();
        let rows: Vec<&str> = text.lines().collect();
        assert_eq!(rows.len(), 1 + 6 * (8 + 1), "a head, and for each month its levels and its sums");
        assert!(rows.last().unwrap().contains("the month"), "{rows:?}");
    }

    #[test]
    fn a_difference_has_its_sign_and_none_is_neither() {
        let of = |text: &str| super::super::view::difference("USD", text.parse().unwrap());
        assert_eq!(of("12.50"), "+USD\u{a0}12.50");
        assert_eq!(of("-12.50"), "−USD\u{a0}12.50");
        assert_eq!(of("0.00"), "±USD\u{a0}0.00");
    }
}
