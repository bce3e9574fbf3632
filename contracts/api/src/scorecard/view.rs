//! The scorecard of a month as it is shown.

use super::{
    Adjustment, LineSource, OutcomeLine, PostedStatement, budget, calendar,
    case::Case,
    changes::{pending, remark, stated, statement},
    differences, entry, facts, outcomes, plans, posted, trend,
    warnings::{warnings, while_held},
};
use crate::wire::{
    AdjustmentView, Detail, MarkView, MonthState, MonthTab, OutcomeLevel, OutcomeView, PostedView, ScoreRow,
    ScorecardView, SourceView,
};
use chrono::SecondsFormat;
use model::{Decimal, Grade, Month, Side, quantity};
use settlement::{Line, MonthStatement, ReadingKind};
use store::marks::Decision;

/// The scorecard of a month; without one, of the newest month with actuals.
pub(crate) fn view(case: &Case, month: Option<Month>) -> ScorecardView {
    let newest = case.last_reported();
    let month = month.filter(|m| case.holds(*m)).or(newest).unwrap_or_else(|| case.first());
    let state = state(case, month);
    let mut problems = case.open_troubles(month);
    let last = newest.unwrap_or(month).max(month);
    let settled = match case.settle(last) {
        Ok(settled) => settled,
        Err(found) => {
            problems.extend(found);
            Vec::new()
        }
    };
    problems.extend(case.found(month));
    let held = case.held(last);
    let is_held = |m: Month| held.iter().any(|h| h.month == m) && case.posted_of(m).is_none();
    let document = if is_held(month) {
        // Its values are shown, never its money.
        case.as_known(month).and_then(|known| stated(case, &known, month)).ok()
    } else {
        document(case, month, state).map_err(|found| problems.extend(found)).ok().flatten()
    };
    let own = document.as_ref().map(|d| &d.statement);
    // What cannot be settled yet changes nothing yet.
    let pending = pending(case).unwrap_or_default();
    let trend = trend::of_months_settled(case, &settled, newest, &pending);
    let adjustments = adjustments(case, month, document.as_ref());
    let hindrance = hindrance(case, month, state, &problems);
    let held_because = held.iter().find(|h| h.month == month && is_held(month)).map(|h| h.because.clone());
    let newest_held = newest.is_some_and(is_held);
    let view = ScorecardView {
        months: tabs(case),
        month: month.to_string(),
        lead: format!("{}, month {} of {}", month.text(), case.number(month), case.agreement.term.months),
        state,
        headline: headline(case, month, state, own),
        facts: own.map(|m| facts::facts(case, m)).unwrap_or_default(),
        currency: case.agreement.currency.code().to_owned(),
        rows: document.as_ref().map(|d| rows(case, d, &settled, &pending)).unwrap_or_default(),
        met_text: own.map(met_text).unwrap_or_default(),
        score_text: own.and_then(|m| m.score_points).map(|s| quantity::number(s, 1)).unwrap_or_default(),
        score_words: own.map(|m| m.score_words.clone()).unwrap_or_default(),
        credit_text: own.map(|m| amount(m.credit_amount)).unwrap_or_default(),
        credit_words: own.map(credit_words).unwrap_or_default(),
        has_points: own.is_some_and(|m| m.lines.iter().any(|l| l.points.is_some())),
        notes: document.as_ref().map(|d| d.remarks.clone()).unwrap_or_default(),
        problems,
        hindrance,
        posted: case.posted_of(month).map(|(p, _)| PostedView {
            at: moment(p.at),
            revision: p.revision,
            short_hash: p.sha256.chars().take(8).collect(),
        }),
        total_text: match (&document, adjustments.is_empty()) {
            (Some(d), false) => money(case, d.total_amount),
            _ => String::new(),
        },
        adjustments,
        score_caption: trend::score_caption(&trend),
        credit_caption: trend::credit_caption(&trend),
        trend,
        warnings: if newest_held { while_held(case, &held) } else { warnings(case) },
        marks: marks(case, month),
        budgets: if newest_held { Vec::new() } else { budget::budgets(case, &settled) },
        calendar: calendar::calendar(case, month),
        outcomes: outcome_views(case, &settled, month),
        plans: plans::views(case),
        charges_text: own.map(|m| money(case, m.charges_amount)).unwrap_or_default(),
        held: held_because.unwrap_or_default(),
        amounts: entry::amounts(case, month),
        differences: differences::differences(case, month),
        count_labels: entry::count_labels(case),
        obligations: entry::obligations(case),
        their_statements: posted::views(case, &settled),
        steps: case.steps.clone(),
    };
    if view.held.is_empty() { view } else { without_money(view, month) }
}

/// A month that is held: what was measured, and nothing that follows from it.
fn without_money(view: ScorecardView, month: Month) -> ScorecardView {
    let rows = view.rows.into_iter().map(|row| ScoreRow {
        score_text: String::new(),
        points_text: String::new(),
        credit_text: "held".into(),
        trace: Vec::new(),
        ..row
    });
    ScorecardView {
        headline: format!("{} is held: nothing is settled before what is open is corrected.", month.text()),
        rows: rows.collect(),
        facts: Vec::new(),
        score_text: String::new(),
        score_words: String::new(),
        credit_text: "held".into(),
        credit_words: Vec::new(),
        total_text: String::new(),
        hindrance: view.hindrance.or_else(|| Some("It depends on a month that is held.".into())),
        ..view
    }
}

/// The statement that is shown: the posted one, or what would be posted now. None for a month without actuals.
fn document(case: &Case, month: Month, state: MonthState) -> Result<Option<PostedStatement>, Vec<Detail>> {
    match case.posted_of(month) {
        Some((_, document)) => Ok(Some(document.clone())),
        None if state == MonthState::Empty => Ok(None),
        None => statement(case, month).map(Some),
    }
}

fn state(case: &Case, month: Month) -> MonthState {
    let any = case.actuals.figures.keys().any(|(m, _)| *m == month) || case.marks_that_hold(month).next().is_some();
    match (case.posted_of(month).is_some(), any, case.is_to_date(month)) {
        (true, _, _) => MonthState::Posted,
        (_, false, _) => MonthState::Empty,
        (_, _, true) => MonthState::Part,
        _ => MonthState::Open,
    }
}

fn tabs(case: &Case) -> Vec<MonthTab> {
    let months = i32::try_from(case.agreement.term.months).unwrap_or_default();
    let tab = |i| {
        let month = case.first().plus(i);
        MonthTab { month: month.to_string(), label: month.text(), state: state(case, month) }
    };
    (0..months).map(tab).collect()
}

/// Why the month's statement cannot be posted.
pub(crate) fn hindrance(case: &Case, month: Month, state: MonthState, problems: &[Detail]) -> Option<String> {
    let next = case.next_to_post();
    match state {
        MonthState::Posted => Some("It is posted.".into()),
        MonthState::Empty => Some("It has no actuals.".into()),
        MonthState::Part if !case.has_ended(month) => {
            let end = calendar::last_day(month).map(|end| end.format("%-d %b").to_string()).unwrap_or_default();
            Some(format!("{} ends on {end}; until then this is to date.", month.text()))
        }
        MonthState::Part => Some("Only a part of its days is there.".into()),
        MonthState::Open if month != next => Some(format!("Statements are posted in order: {} is next.", next.text())),
        MonthState::Open if !problems.is_empty() => {
            Some(format!("{} to be corrected first.", counted(problems.len(), "problem")))
        }
        MonthState::Open => not_yet(case, month),
    }
}

/// That levels are not reported yet whose reports can still come in time.
fn not_yet(case: &Case, month: Month) -> Option<String> {
    let until = case.cured_until(month)?.format("%-d %b %Y");
    let binding = case.agreement.service_levels.iter().filter(|l| l.class != model::Class::ReportOnly);
    let awaited = binding.filter(|l| case.is_awaited(month, &l.id)).count();
    let verb = if awaited == 1 { "is" } else { "are" };
    (awaited > 0).then(|| {
        format!(
            "{} {verb} not reported yet. A report that is missing after {until} counts as failed.",
            counted(awaited, "level")
        )
    })
}

fn headline(case: &Case, month: Month, state: MonthState, own: Option<&MonthStatement>) -> String {
    let Some(own) = own else {
        return match state {
            MonthState::Empty => format!("{} has no actuals yet.", month.text()),
            _ => format!("{} cannot be settled as it is.", month.text()),
        };
    };
    let name = month.text();
    let to_date = if state == MonthState::Part { " to date" } else { "" };
    let score = own.score_points.map(|s| quantity::number(s, 1));
    let score = score.map_or_else(|| "has no score".into(), |s| format!("scored {s}"));
    let vendor = &case.agreement.parties.vendor.name;
    let vendor = if vendor.is_empty() { "the vendor" } else { vendor };
    let net = own.net_credit_amount;
    let cost = if net.is_zero() {
        format!("costs {vendor} nothing")
    } else if net.is_sign_negative() {
        format!("earns {vendor} {}", money(case, -net))
    } else {
        format!("costs {vendor} {}", money(case, net))
    };
    format!("{name}{to_date} {score} and {cost}.")
}

fn credit_words(own: &MonthStatement) -> Vec<String> {
    let words = [&own.credit_words, &own.bonus_words, &own.gain_share_words].into_iter();
    let words = words.filter(|w| !w.is_empty()).cloned();
    words.chain(own.triggers.iter().map(|t| format!("Trigger: {}", t.words))).collect()
}

fn met_text(own: &MonthStatement) -> String {
    let judged: Vec<Grade> = own.lines.iter().filter_map(|l| l.grade).collect();
    format!("{} of {} met", judged.iter().filter(|g| **g == Grade::Met).count(), judged.len())
}

/// The last month that three months can be taken up to: a month to date is no month yet.
pub(crate) fn last_whole(case: &Case, month: Month) -> Month {
    if case.is_to_date(month) { month.plus(-1) } else { month }
}

fn outcome_views(case: &Case, settled: &[MonthStatement], month: Month) -> Vec<OutcomeView> {
    let lines = outcomes::outcomes(case, settled, last_whole(case, month));
    let mut views: Vec<OutcomeView> = Vec::new();
    for of_outcome in lines.chunk_by(|a, b| a.outcome == b.outcome) {
        let all: Vec<&OutcomeLine> = of_outcome.iter().collect();
        let level = |l: &&OutcomeLine| OutcomeLevel {
            name: l.measure_name.clone(),
            verdict: l.verdict,
            words: l.words.clone(),
        };
        views.push(OutcomeView {
            title: of_outcome[0].outcome.title().to_owned(),
            verdict: outcomes::together(&all),
            levels: all.iter().map(level).collect(),
        });
    }
    views
}

/// The levels of a statement. A posted one keeps its figures and their sources, whatever was corrected since.
fn rows(case: &Case, document: &PostedStatement, settled: &[MonthStatement], pending: &[Adjustment]) -> Vec<ScoreRow> {
    document.statement.lines.iter().map(|line| row(case, document, line, (settled, pending))).collect()
}

fn row(
    case: &Case,
    document: &PostedStatement,
    line: &Line,
    (settled, pending): (&[MonthStatement], &[Adjustment]),
) -> ScoreRow {
    let source = document.sources.iter().find(|s| s.service_level == line.service_level);
    let n = source.and_then(|s| s.n);
    let month = document.statement.month;
    let is_awaited = case.is_awaited(month, &line.service_level);
    let reading = if is_awaited { awaited_words(case, month) } else { line.reading_words.clone() };
    let trace = [&reading, &line.credit_words, &line.earned_back_words, &line.score_words];
    let trace = trace.into_iter().filter(|w| !w.is_empty()).cloned().collect();
    ScoreRow {
        level: line.service_level.clone(),
        name: line.measure_name.clone(),
        report_only: line.class == model::Class::ReportOnly,
        target_text: line.target_words.clone(),
        value_text: line.value.map(|v| v.text(quantity::scale_of(v.value()))).unwrap_or_default(),
        n_text: n.map(|n| quantity::number(n.normalize(), 0)).unwrap_or_default(),
        band: line.grade.map(|g| g.word().to_owned()).unwrap_or_default(),
        state_text: if is_awaited { "not reported yet".into() } else { state_words(line).to_owned() },
        score_text: line.score_points.map(|s| quantity::number(s, 1)).unwrap_or_default(),
        weight_text: quantity::number(line.weight_percent, quantity::scale_of(line.weight_percent.normalize())),
        points_text: super::paper::points(line),
        credit_text: amount(line.credit_amount),
        trace,
        rule: line.rule.clone(),
        spark: trend::spark(case, line, settled, document.statement.month, pending),
        trend_words: trend::words(case, line, settled, document.statement.month, pending),
        source: source.map(|s| {
            let kept = case.figure(document.statement.month, &line.service_level).and_then(|k| case.source(k.source));
            source_view(s, kept.is_some_and(|k| k.elsewhere.is_some()))
        }),
    }
}

/// What is said of a level that is not reported yet.
fn awaited_words(case: &Case, month: Month) -> String {
    let until = case.cured_until(month).map(|until| until.format("; it counts as failed after %-d %b %Y").to_string());
    format!("not reported yet{}", until.unwrap_or_default())
}

fn state_words(line: &Line) -> &'static str {
    match line.reading {
        ReadingKind::Value => "",
        ReadingKind::TooFew => "too few observations",
        ReadingKind::NoActivity => "no activity",
        ReadingKind::NotReported => "not reported",
        ReadingKind::Pending => "window not ended",
        ReadingKind::Excused => "excused",
    }
}

fn source_view(source: &LineSource, theirs: bool) -> SourceView {
    SourceView {
        origin: source.origin,
        side: source.side,
        name: source.name.clone(),
        short_hash: source.sha256.as_deref().unwrap_or_default().chars().take(8).collect(),
        at: source.at.clone(),
        mark: source.mark.clone(),
        theirs,
    }
}

fn adjustments(case: &Case, month: Month, document: Option<&PostedStatement>) -> Vec<AdjustmentView> {
    let show = |a: &Adjustment, posted: bool| AdjustmentView {
        month: a.month.text(),
        difference_text: difference(case.agreement.currency.code(), a.difference_amount),
        amounts_text: format!("{} → {}", money(case, a.before_amount), money(case, a.after_amount)),
        changes: a.changes.clone(),
        reasons: a.reasons.clone(),
        posted,
    };
    if case.posted_of(month).is_some() {
        let own = document.map(|d| d.adjustments.iter().map(|a| show(a, true)).collect::<Vec<_>>());
        let waiting = pending(case).unwrap_or_default();
        let waiting = waiting.iter().filter(|a| a.month == month).map(|a| show(a, false));
        return own.unwrap_or_default().into_iter().chain(waiting).collect();
    }
    document.map(|d| d.adjustments.iter().map(|a| show(a, false)).collect()).unwrap_or_default()
}

fn marks(case: &Case, month: Month) -> Vec<MarkView> {
    let of_month = case.marks.iter().filter(|m| m.month == month);
    of_month
        .map(|m| {
            let (client, vendor) = (m.word_of(Side::Client), m.word_of(Side::Vendor));
            let state = if client == Some(Decision::Withdrawn) {
                "withdrawn".to_owned()
            } else if m.holds() {
                "counts".to_owned()
            } else if client == Some(Decision::Rejected) {
                "rejected by the client".to_owned()
            } else if vendor == Some(Decision::Rejected) {
                "rejected by the vendor".to_owned()
            } else {
                format!("waits for the {}", if client.is_none() { "client" } else { "vendor" })
            };
            MarkView {
                id: m.id,
                text: remark(case, m),
                side: m.side,
                at: moment(m.at),
                holds: m.holds(),
                client,
                vendor,
                state_text: state,
            }
        })
        .collect()
}

fn moment(at: store::Moment) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

pub(crate) fn counted(n: usize, word: &str) -> String {
    format!("{n} {word}{}", if n == 1 { "" } else { "s" })
}

pub(crate) fn amount(amount: Decimal) -> String {
    quantity::number(amount, quantity::scale_of(amount))
}

/// A difference with its sign: `+USD 12.00`, `−USD 12.00`, `±USD 0.00`.
pub(crate) fn difference(currency: &str, value: Decimal) -> String {
    let sign = match value {
        none if none.is_zero() => "±",
        less if less.is_sign_negative() => "−",
        _ => "+",
    };
    format!("{sign}{currency}\u{a0}{}", amount(value.abs()))
}

/// An amount with its currency, to the minor unit at least: what was written by another program may have lost its zeros.
pub(crate) fn money(case: &Case, value: Decimal) -> String {
    let currency = &case.agreement.currency;
    let mut whole = value;
    whole.rescale(value.scale().max(u32::from(currency.minor_digits())));
    in_currency(currency.code(), whole)
}

/// `USD 12.00`, `−USD 12.00`.
pub(crate) fn in_currency(code: &str, value: Decimal) -> String {
    let sign = if value.is_sign_negative() && !value.is_zero() { "−" } else { "" };
    format!("{sign}{code}\u{a0}{}", amount(value.abs()))
}
