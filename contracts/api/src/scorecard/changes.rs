//! Statements to post, and what corrections change in those that were posted.

use super::{
    Adjustment, FORMAT, LineSource, PartyTold, PaymentTold, PostedStatement, calendar, case::Case, differences, entry,
    intake, outcomes, plans, posted, trend,
};
use crate::wire::Detail;
use chrono::SecondsFormat;
use model::{Decimal, Month, ServiceLevelId, Statistic, quantity};
use settlement::{Actual, Fired, Line, MonthStatement};
use store::{
    Moment,
    actuals::Reported,
    marks::{Mark, Marked},
};

/// What corrections change in posted statements and no statement has told yet, by month.
pub(crate) fn pending(case: &Case) -> Result<Vec<Adjustment>, Vec<Detail>> {
    let Some(last) = case.posted.last().map(|(p, _)| p.month) else { return Ok(Vec::new()) };
    let mut settled: Vec<(String, Vec<MonthStatement>)> = Vec::new();
    let mut pending = Vec::new();
    for (posted, _) in &case.posted {
        let hash = posted.terms.hex().to_owned();
        if !settled.iter().any(|(h, _)| *h == hash) {
            settled.push((hash.clone(), case.settle_under(case.terms(&hash), last)?));
        }
        let of_terms = settled.iter().find(|(h, _)| *h == hash);
        let now = of_terms.and_then(|(_, months)| months.iter().find(|m| m.month == posted.month));
        let Some(now) = now else { continue };
        let Some((before, since)) = last_word(case, posted.month) else { continue };
        let changes = changes(case, before, now);
        if changes.is_empty() && before.net_credit_amount == now.net_credit_amount {
            continue;
        }
        let reasons = case.corrections.iter().filter(|c| c.month <= posted.month && c.at >= since);
        pending.push(Adjustment {
            month: posted.month,
            before_amount: before.net_credit_amount,
            after_amount: now.net_credit_amount,
            difference_amount: now.net_credit_amount - before.net_credit_amount,
            changes,
            reasons: reasons.map(|c| format!("{} ({})", c.reason, c.what)).collect(),
            resettled: now.clone(),
        });
    }
    Ok(pending)
}

/// The last word on a posted month, and when it was said: its own statement, or the last adjustment of a later one.
pub(crate) fn last_word(case: &Case, month: Month) -> Option<(&MonthStatement, Moment)> {
    let mut told = case.posted.iter().flat_map(|(p, d)| d.adjustments.iter().map(move |a| (p, a)));
    let told = told.rfind(|(_, a)| a.month == month).map(|(p, a)| (&a.resettled, p.at));
    told.or_else(|| case.posted_of(month).map(|(p, d)| (&d.statement, p.at)))
}

/// Whether a trigger fired in a month, for the same level where it is about one.
pub(crate) fn has_fired(month: &MonthStatement, fired: &Fired) -> bool {
    month.triggers.iter().any(|f| f.trigger == fired.trigger && f.service_level == fired.service_level)
}

/// Each level whose line changed, in a sentence; then the month's score, its charges and its triggers.
fn changes(case: &Case, before: &MonthStatement, after: &MonthStatement) -> Vec<String> {
    let mut told = Vec::new();
    for now in &after.lines {
        let was = before.lines.iter().find(|l| l.service_level == now.service_level);
        let (was, is) = (was.map(said).unwrap_or_default(), said(now));
        if was != is {
            told.push(format!("{}: {was} → {is}", case.name(&now.service_level)));
        }
    }
    let score = |m: &MonthStatement| m.score_points.map_or("no score".to_owned(), |s| quantity::number(s, 1));
    if score(before) != score(after) {
        told.push(format!("Score: {} → {}", score(before), score(after)));
    }
    if before.charges_amount != after.charges_amount {
        told.push(format!("Charges: {} → {}", plain(before.charges_amount), plain(after.charges_amount)));
    }
    let now = after.triggers.iter().filter(|f| !has_fired(before, f));
    told.extend(now.map(|f| format!("Trigger, by the correction: {}", f.words)));
    let no_more = before.triggers.iter().filter(|f| !has_fired(after, f));
    told.extend(no_more.map(|f| format!("Trigger, no more after the correction: {}", f.words)));
    told
}

fn said(line: &Line) -> String {
    let value = line.value.map(|v| v.text(quantity::scale_of(v.value())));
    let grade = line.grade.map_or("neither met nor missed", |g| g.word());
    let value = value.map_or_else(|| grade.to_owned(), |v| format!("{v}, {grade}"));
    let back = if line.earned_back_amount.is_zero() {
        String::new()
    } else {
        format!(", earned back {}", plain(line.earned_back_amount))
    };
    format!("{value}, credit {}{back}", plain(line.credit_amount))
}

fn plain(amount: Decimal) -> String {
    quantity::number(amount, quantity::scale_of(amount))
}

/// The statement of a month as it would be posted now.
pub(crate) fn statement(case: &Case, month: Month) -> Result<PostedStatement, Vec<Detail>> {
    let settled = case.settle(month)?;
    if let Some(held) = case.held(month).into_iter().find(|h| h.month == month) {
        let said = |because| Detail::new(month.text(), format!("the month is held: {because}"));
        return Err(held.because.into_iter().map(said).collect());
    }
    stated(case, &settled, month)
}

/// The statement of a month that is among those settled.
pub(crate) fn stated(case: &Case, settled: &[MonthStatement], month: Month) -> Result<PostedStatement, Vec<Detail>> {
    let own = settled.iter().find(|m| m.month == month).cloned();
    let own = own.ok_or_else(|| vec![Detail::new(month.text(), "the month lies outside of the term")])?;
    let adjustments = if case.next_to_post() == month { pending(case)? } else { Vec::new() };
    let total = adjustments.iter().fold(own.net_credit_amount, |sum, a| sum + a.difference_amount);
    let agreement = &case.agreement;
    let told = outcomes::outcomes(case, settled, super::view::last_whole(case, month));
    Ok(PostedStatement {
        format: FORMAT.into(),
        version: 1,
        title: agreement.title.clone(),
        client: agreement.parties.client.name.clone(),
        vendor: agreement.parties.vendor.name.clone(),
        revision: case.revision.0,
        terms_sha256: case.revision.1.clone(),
        currency: agreement.currency.code().to_owned(),
        sources: own.lines.iter().filter_map(|line| source(case, month, line)).collect(),
        remarks: in_part(case, month)
            .into_iter()
            .chain(case.marks_that_hold(month).map(|m| remark(case, m)))
            .chain(differences::remarks(case, month))
            .chain(posted::remarks(case, &own))
            .chain(entry::unused(case, month))
            .collect(),
        client_party: Some(PartyTold::of(&agreement.parties.client)),
        vendor_party: Some(PartyTold::of(&agreement.parties.vendor)),
        payment: Some(PaymentTold::of(agreement)),
        trends: trend::of_levels(case, settled, month, &adjustments),
        // What one side keeps for itself stays out of what both see.
        outcomes: if case.baseline.as_ref().is_some_and(|(_, shared)| *shared) { told } else { Vec::new() },
        plans: plans::told(case, &own, &adjustments),
        statement: own,
        adjustments,
        total_amount: total,
    })
}

/// That a month is to date only, and what that means for the rest of its levels.
fn in_part(case: &Case, month: Month) -> Option<String> {
    let Some(days) = case.part_days(month) else {
        let end = calendar::last_day(month).filter(|_| !case.has_ended(month))?.format("%-d %b");
        let name = month.text();
        return Some(format!("{name} to date, until it ends on {end}: what is not reported yet counts as no activity"));
    };
    let of_days = intake::days_of(month);
    Some(format!("{days} of {of_days} days of {} so far: what is not reported yet counts as no activity", month.text()))
}

fn source(case: &Case, month: Month, line: &Line) -> Option<LineSource> {
    let kept = case.figure(month, &line.service_level)?;
    let source = case.source(kept.source)?;
    // What it rests on, without what relief took out.
    let counted = case.counted(&case.agreement, month);
    let counted = counted.months.last().and_then(|m| m.actuals.get(&line.service_level).copied());
    let n = match (counted, kept.figure.reported) {
        (Some(Actual::Value { n, .. }), _) => n,
        (_, Reported::Value(_, n)) => n,
        (_, Reported::NoActivity | Reported::NotReported) => None,
    };
    Some(LineSource {
        service_level: line.service_level.clone(),
        origin: source.origin,
        side: source.side,
        name: source.name.clone(),
        sha256: source.sha256.clone(),
        at: source.at.to_rfc3339_opts(SecondsFormat::Secs, true),
        n,
        mark: kept.figure.weighting.mark().to_owned(),
    })
}

/// Whether a level is counted in good ones of all.
fn is_share(case: &Case, level: &ServiceLevelId) -> bool {
    let level = case.agreement.service_level(level);
    level.and_then(|l| case.agreement.measure(&l.measure)).is_some_and(|m| m.statistic == Statistic::Share)
}

/// A mark in a sentence.
pub(crate) fn remark(case: &Case, marked: &Marked) -> String {
    let names = |levels: &[ServiceLevelId]| {
        let names: Vec<String> = levels.iter().map(|l| case.name(l)).collect();
        crate::view::joined(names.iter().map(String::as_str))
    };
    let shown = |evidence: &str| if evidence.is_empty() { String::new() } else { format!("; evidence: {evidence}") };
    match &marked.mark {
        Mark::Late { levels, business_days } => {
            let days =
                if *business_days == 1 { "1 business day".into() } else { format!("{business_days} business days") };
            format!("{}: reported {days} late", names(levels))
        }
        Mark::Excused { levels, cause, evidence, window: None } => {
            format!("{}: excused, {}{}", names(levels), cause.words(), shown(evidence))
        }
        Mark::Excused { cause, evidence, window: Some(window), .. } => {
            let part = |t: &store::marks::TakenOut| {
                let count = |d: Decimal| plain(d.normalize());
                let (name, counted, all) = (case.name(&t.level), count(t.numerator), count(t.denominator));
                if is_share(case, &t.level) {
                    format!("{name} without {counted} of {all}")
                } else {
                    format!("{name} without {all} observations that come to {counted}")
                }
            };
            let parts: Vec<String> = window.taken_out.iter().map(part).collect();
            let parts = crate::view::joined(parts.iter().map(String::as_str));
            let span = crate::history::span_text(window.from, window.to);
            format!("{parts}: excused from {span}, {}{}", cause.words(), shown(evidence))
        }
        Mark::NotAttested { obligations, evidence } => {
            let named = |n: &u32| {
                let at = usize::try_from(*n).ok().and_then(|n| n.checked_sub(1));
                let own = at.and_then(|at| case.agreement.obligations.get(at)).map(|o| o.what.trim());
                match own.filter(|what| !what.is_empty()) {
                    Some(what) => format!("“{what}”"),
                    None => format!("obligation {n}"),
                }
            };
            let named: Vec<String> = obligations.iter().map(named).collect();
            let named = crate::view::joined(named.iter().map(String::as_str));
            format!("Not shown in time: {named}{}", shown(evidence))
        }
        Mark::SamplerAtFault { levels, evidence } => {
            format!("{}: the sample is too small by fault of the party that samples{}", names(levels), shown(evidence))
        }
        Mark::Incident { name, levels, chosen } => {
            let chosen = chosen.as_ref().map(|c| format!("; the client chose {}", case.name(c))).unwrap_or_default();
            format!("{}: one incident, {name}{chosen}", names(levels))
        }
    }
}
