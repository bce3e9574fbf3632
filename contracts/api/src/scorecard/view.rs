//! The scorecard of a month as it is shown.

use super::{
    Adjustment, LineSource, PostedStatement,
    case::Case,
    changes::{pending, remark, statement},
    warnings::warnings,
};
use crate::wire::{
    AdjustmentView, Detail, FigureFact, MarkView, MonthState, MonthTab, PlanView, PostedView, ScoreRow, ScorecardView,
    SourceView, SparkPoint, TrendPoint,
};
use chrono::SecondsFormat;
use model::{Decimal, Grade, Month, Side, Target, quantity};
use rust_decimal::prelude::ToPrimitive;
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
    let document = document(case, month, state).map_err(|found| problems.extend(found)).ok().flatten();
    let own = document.as_ref().map(|d| &d.statement);
    let trend = trend(case, &settled, newest);
    let adjustments = adjustments(case, month, document.as_ref());
    let hindrance = hindrance(case, month, state, &problems);
    ScorecardView {
        months: tabs(case),
        month: month.to_string(),
        lead: format!("{}, month {} of {}", month.text(), case.number(month), case.agreement.term.months),
        state,
        headline: headline(case, month, state, own),
        facts: own.map(|m| facts(case, m)).unwrap_or_default(),
        currency: case.agreement.currency.code().to_owned(),
        rows: document.as_ref().map(|d| rows(case, d, &settled)).unwrap_or_default(),
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
        score_caption: score_caption(&trend),
        credit_caption: credit_caption(&trend),
        trend,
        warnings: warnings(case),
        marks: marks(case, month),
        plans: plans(case),
        charges_text: own.map(|m| money(case, m.charges_amount)).unwrap_or_default(),
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
    match (case.posted_of(month).is_some(), any, case.part_days(month).is_some()) {
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
        MonthState::Part => Some("Only a part of its days is there.".into()),
        MonthState::Open if month != next => Some(format!("Statements are posted in order: {} is next.", next.text())),
        MonthState::Open if !problems.is_empty() => {
            Some(format!("{} to be corrected first.", counted(problems.len(), "problem")))
        }
        MonthState::Open => None,
    }
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

fn facts(case: &Case, own: &MonthStatement) -> Vec<FigureFact> {
    let fact = |label: &str, value: String, note: &str| FigureFact { label: label.into(), value, note: note.into() };
    let mut facts = vec![
        fact("Charges", money(case, own.charges_amount), ""),
        fact("Uncapped", money(case, own.uncapped_amount), ""),
    ];
    match own.cap_amount {
        Some(cap) => facts.push(fact("Cap of the month", money(case, cap), own.cap_words())),
        None => facts.push(fact("Cap of the month", "none".into(), own.cap_words())),
    }
    if let Some(room) = own.rolling_room_amount {
        facts.push(fact("Left under the rolling cap", money(case, room), ""));
    }
    if !own.earned_back_amount.is_zero() {
        facts.push(fact("Earned back", money(case, own.earned_back_amount), ""));
    }
    if !own.bonus_words.is_empty() {
        facts.push(fact("Bonus of the quarter", money(case, own.bonus_amount), ""));
    }
    if !own.gain_share_words.is_empty() {
        facts.push(fact("Share of savings", money(case, own.gain_share_amount), ""));
    }
    facts.push(fact("Net credit", money(case, own.net_credit_amount), ""));
    facts
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

/// The levels of a statement. A posted one keeps its figures and their sources, whatever was corrected since.
fn rows(case: &Case, document: &PostedStatement, settled: &[MonthStatement]) -> Vec<ScoreRow> {
    document.statement.lines.iter().map(|line| row(case, document, line, settled)).collect()
}

fn row(case: &Case, document: &PostedStatement, line: &Line, settled: &[MonthStatement]) -> ScoreRow {
    let source = document.sources.iter().find(|s| s.service_level == line.service_level);
    let n = source.and_then(|s| s.n);
    let trace = [&line.reading_words, &line.credit_words, &line.earned_back_words, &line.score_words];
    let trace = trace.into_iter().filter(|w| !w.is_empty()).cloned().collect();
    let points = line.points.map(|p| {
        let repeat = if line.repeated { ", repeat" } else { "" };
        format!("{}{repeat}", quantity::number(p.normalize(), quantity::scale_of(p.normalize())))
    });
    ScoreRow {
        level: line.service_level.clone(),
        name: line.measure_name.clone(),
        report_only: line.class == model::Class::ReportOnly,
        target_text: line.target_words.clone(),
        value_text: line.value.map(|v| v.text(quantity::scale_of(v.value()))).unwrap_or_default(),
        n_text: n.map(|n| quantity::number(n.normalize(), 0)).unwrap_or_default(),
        band: line.grade.map(|g| g.word().to_owned()).unwrap_or_default(),
        state_text: state_words(line).to_owned(),
        score_text: line.score_points.map(|s| quantity::number(s, 1)).unwrap_or_default(),
        weight_text: quantity::number(line.weight_percent, quantity::scale_of(line.weight_percent.normalize())),
        points_text: points.unwrap_or_default(),
        credit_text: amount(line.credit_amount),
        trace,
        rule: line.rule.clone(),
        spark: spark(case, line, settled, document.statement.month),
        source: source.map(source_view),
    }
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

fn source_view(source: &LineSource) -> SourceView {
    SourceView {
        origin: source.origin,
        side: source.side,
        name: source.name.clone(),
        short_hash: source.sha256.as_deref().unwrap_or_default().chars().take(8).collect(),
        at: source.at.clone(),
        mark: source.mark.clone(),
    }
}

fn spark(case: &Case, line: &Line, settled: &[MonthStatement], until: Month) -> Vec<SparkPoint> {
    let Some((level, measure)) = case.agreement.levels().find(|(l, _)| l.id == line.service_level) else {
        return Vec::new();
    };
    let months = settled.iter().filter(|m| m.month <= until).map(|m| as_posted(case, m));
    let point = |month: &MonthStatement| {
        let of_level = month.lines.iter().find(|l| l.service_level == line.service_level)?;
        let value = of_level.value.and_then(|v| v.value().to_f64());
        let target = match case.agreement.ramp.target(level, measure, case.number(month.month)) {
            Target::Value(value) => value.value().to_f64(),
            Target::Range { low, high } => {
                let (low, high) = (low.value().to_f64()?, high.value().to_f64()?);
                Some(if value.is_some_and(|v| v < (low + high) / 2.0) { low } else { high })
            }
        };
        Some(SparkPoint {
            label: month.month.text(),
            value,
            text: of_level.value.map(|v| v.text(measure.precision_decimals)).unwrap_or_default(),
            target: target?,
            missed: of_level.grade.is_some_and(|g| g != Grade::Met),
        })
    };
    months.filter_map(point).collect()
}

/// A month as its statement says it: a posted one is shown as it was posted.
fn as_posted<'a>(case: &'a Case, settled: &'a MonthStatement) -> &'a MonthStatement {
    case.posted_of(settled.month).map_or(settled, |(_, d)| &d.statement)
}

fn trend(case: &Case, settled: &[MonthStatement], newest: Option<Month>) -> Vec<TrendPoint> {
    let ramp = case.agreement.ramp.months();
    let shown = settled.iter().filter(|m| newest.is_some_and(|n| m.month <= n));
    shown
        .map(|settled| {
            let own = as_posted(case, settled);
            TrendPoint {
                month: own.month.to_string(),
                label: own.month.text(),
                number: u32::try_from(case.number(own.month)).unwrap_or(u32::MAX),
                ramp: case.number(own.month) <= ramp,
                score: own.score_points.and_then(|s| s.to_f64()),
                score_text: own.score_points.map(|s| quantity::number(s, 1)).unwrap_or_default(),
                credit: own.credit_amount.to_f64().unwrap_or_default(),
                credit_text: amount(own.credit_amount),
            }
        })
        .collect()
}

fn score_caption(trend: &[TrendPoint]) -> String {
    let scores: Vec<(&TrendPoint, f64)> = trend.iter().filter_map(|p| Some((p, p.score?))).collect();
    let lowest = scores.iter().min_by(|a, b| a.1.total_cmp(&b.1));
    match (scores.as_slice(), lowest) {
        ([], _) | (_, None) => "No month has a score yet.".into(),
        ([(only, _)], _) => format!("{} scored {}.", only.label, only.score_text),
        ([.., (last, score)], Some((low, lowest)))
            if (score - lowest).abs() < f64::EPSILON && last.month == low.month =>
        {
            format!("{} is the lowest so far, with {}.", last.label, last.score_text)
        }
        ([.., (last, _)], Some((low, _))) => {
            format!("{} scored {}; the lowest was {}, {}.", last.label, last.score_text, low.score_text, low.label)
        }
    }
}

fn credit_caption(trend: &[TrendPoint]) -> String {
    let sum: f64 = trend.iter().map(|p| p.credit).sum();
    match trend.iter().max_by(|a, b| a.credit.total_cmp(&b.credit)) {
        Some(most) if most.credit > 0.0 && most.credit * 2.0 > sum && trend.len() > 1 => {
            format!("{} costs more than all other months together.", most.label)
        }
        Some(most) if most.credit > 0.0 => format!("{} costs most, {}.", most.label, most.credit_text),
        _ => "No month cost anything.".into(),
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

fn plans(case: &Case) -> Vec<PlanView> {
    let today = case.now.date_naive();
    let mut plans: Vec<PlanView> = case
        .plans
        .iter()
        .map(|p| PlanView {
            id: p.id,
            level: p.opening.level.as_ref().map(|l| case.name(l)).unwrap_or_default(),
            month: p.opening.month.text(),
            cause: p.opening.cause.clone(),
            by_trigger: p.opening.by_trigger.is_some(),
            root_cause: p.state.root_cause.clone(),
            owner: p.state.owner.clone(),
            due_on: p.state.due_on.map(|d| d.to_string()).unwrap_or_default(),
            overdue: !p.state.done && p.state.due_on.is_some_and(|d| d < today),
            done: p.state.done,
        })
        .collect();
    plans.sort_by_key(|p| p.done);
    plans
}

fn moment(at: store::Moment) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

pub(crate) fn counted(n: usize, word: &str) -> String {
    format!("{n} {word}{}", if n == 1 { "" } else { "s" })
}

fn amount(amount: Decimal) -> String {
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

pub(crate) fn money(case: &Case, value: Decimal) -> String {
    format!("{}\u{a0}{}", case.agreement.currency.code(), amount(value))
}
