//! C14, C15, C16: what excuses, who is called, who meets, what is reported, how it ends.

use super::{Evidence, Finding, Severity, paths, wording};
use crate::{
    Agreement, Perspective,
    clauses::{EscalationTier, ForecastOwner, Frequency},
    remedy::Consequence,
};

const RELIEF: &str = "a vendor answers for its own errors, not for systems, third parties and volumes beyond its reach";
const FORECAST: &str = "most misses of speed begin as a wrong forecast, which both sides make and both answer for";
const ESCALATE: &str = "a path with owners and times is used before a matter grows; one without is not used";
const MEET: &str = "results that nobody looks at together are argued about later";
const TRUTH: &str = "figures without a report are disputed, and an agreement without an end cannot be left";

/// A share of volume above the forecast that is commonly excused.
const USUAL_BAND: &str = "30 %";

fn warn(rule: &str, title: &str, reason: &str, source: &str, field: &str) -> Finding {
    Finding::new(rule, Severity::Warning, title, reason, source, field)
}

fn advise(rule: &str, title: &str, reason: impl Into<String>, source: &str, field: impl Into<String>) -> Finding {
    Finding::new(rule, Severity::Advice, title, reason, source, field)
}

fn promises_something(agreement: &Agreement) -> bool {
    !paths::scored(agreement).is_empty()
}

/// Whether how much there is to do decides results: everywhere but where only systems are promised.
fn has_volume(agreement: &Agreement) -> bool {
    paths::scored(agreement).iter().any(|(_, m)| m.perspective != Perspective::Availability)
}

/// Something excuses a miss, and it is shown and approved.
pub(super) fn relief(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    if !promises_something(agreement) {
        return Vec::new();
    }
    let relief = &agreement.relief;
    if relief.events.is_empty() {
        let reason = "Nothing excuses a miss, so that the vendor pays for the client’s systems and for storms as well.";
        return vec![warn("C14", "Nothing excuses a miss", reason, RELIEF, "relief")];
    }
    let mut found = Vec::new();
    let bare = relief.events.iter().position(|e| e.evidence.trim().is_empty());
    if let Some(i) = bare {
        let reason = "An excuse without evidence is a matter of who speaks louder.";
        found.push(advise(
            "C14",
            "Relief without evidence",
            reason,
            RELIEF,
            format!("relief.events.{}.evidence", i + 1),
        ));
    }
    if relief.client_approver.trim().is_empty() || relief.vendor_approver.trim().is_empty() {
        let reason = "Relief is approved by both sides, and it is not said by whom.";
        found.push(advise("C14", "Nobody approves relief", reason, RELIEF, "relief.client_approver"));
    }
    found
}

/// There is a forecast, both sides answer for it, and it is locked.
///
/// A forecast of the vendor that says how right it has to be is one: who makes it plans by it. One of the client alone is
/// told in either case. Without an accuracy nobody answers for it, which is a warning; with one it is measured in both
/// directions, as a forecast has to be, and what lies above it is excused by the volume clause, so that it can be signed as
/// it is and is only advice: the vendor still plans by figures that it had no say in.
pub(super) fn forecast(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    if !has_volume(agreement) {
        return Vec::new();
    }
    let forecast = &agreement.forecast;
    let mut found = Vec::new();
    match forecast.owner {
        None => {
            let reason = "Nobody forecasts volumes, so that nobody can tell too few people from too many contacts.";
            let finding = warn("C14", "No forecast", reason, FORECAST, "forecast.owner");
            found.push(finding.mended("Forecast together", vec![wording::change("forecast.owner", "both")]));
        }
        Some(ForecastOwner::Client | ForecastOwner::Vendor) if forecast.accuracy_percent.is_none() => {
            let whose = if forecast.owner == Some(ForecastOwner::Client) { "client" } else { "vendor" };
            let reason = format!(
                "The {whose} alone makes the forecast and does not answer for how right it is, while the other side plans by it."
            );
            let title = format!("Forecast of the {whose} alone");
            let finding =
                warn("C14", &title, &reason, FORECAST, "forecast.owner").also(["forecast.accuracy_percent".into()]);
            found.push(finding.mended("Forecast together", vec![wording::change("forecast.owner", "both")]));
        }
        Some(ForecastOwner::Client) => {
            let reason =
                "The client alone makes the forecast that the vendor plans its people by, without a say in it.";
            let finding = advise("C14", "Forecast of the client alone", reason, FORECAST, "forecast.owner");
            found.push(finding.mended("Forecast together", vec![wording::change("forecast.owner", "both")]));
        }
        Some(ForecastOwner::Vendor | ForecastOwner::Both) => {}
    }
    if forecast.owner.is_some() && forecast.lock_days.is_none() {
        let reason = "A forecast that can change until the last day plans nobody’s shift.";
        found.push(advise("C14", "Forecast never locked", reason, FORECAST, "forecast.lock_days"));
    }
    found.extend(volume(agreement));
    found
}

/// Volume beyond the forecast excuses something.
fn volume(agreement: &Agreement) -> Option<Finding> {
    let sensitive = || agreement.service_levels.iter().any(|l| l.volume_sensitive);
    if agreement.forecast.band_percent.is_none() {
        let reason =
            "However many contacts come, every promise holds, so that the vendor prices a storm into every month.";
        let finding = warn("C14", "No volume clause", reason, FORECAST, "forecast.band_percent");
        let label = "Excuse volumes of more than 30\u{202f}% above the forecast";
        return Some(finding.mended(label, vec![wording::change("forecast.band_percent", USUAL_BAND)]));
    }
    (!sensitive()).then(|| {
        let reason = "Volume beyond the forecast is said to excuse, and no service level is marked as sensitive to it.";
        warn("C14", "Volume clause that excuses nothing", reason, FORECAST, "forecast.band_percent")
            .also([paths::LEVELS.into()])
    })
}

/// Somebody is called, in tiers, with times and a way to reach them.
pub(super) fn escalation(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    if !promises_something(agreement) {
        return Vec::new();
    }
    let tiers = &agreement.escalation.tiers;
    if tiers.len() < 2 {
        let title = if tiers.is_empty() { "No escalation" } else { "Escalation of one tier" };
        let reason = "When something breaks, nobody knows whom to call after the first one did not answer.";
        return vec![warn("C15", title, reason, ESCALATE, "escalation")];
    }
    let reachable = |tier: &EscalationTier| {
        let reaches = |c: &crate::clauses::Contact| {
            c.role.trim().eq_ignore_ascii_case(tier.owner_role.trim())
                && tier.owner_side.is_none_or(|side| c.side.is_none_or(|s| s == side))
                && !(c.email.trim().is_empty() && c.phone.trim().is_empty())
        };
        !tier.contact.trim().is_empty() || agreement.contacts.iter().any(reaches)
    };
    let mut found = Vec::new();
    for (i, tier) in tiers.iter().enumerate() {
        let at = |leaf: &str| format!("escalation.tiers.{}.{leaf}", i + 1);
        let parts = [
            (tier.trigger.trim().is_empty(), "trigger", "what calls it"),
            (tier.owner_role.trim().is_empty(), "owner_role", "who owns it"),
            (tier.acknowledge_seconds.is_none(), "acknowledge", "how fast it is acknowledged"),
            (!tier.owner_role.trim().is_empty() && !reachable(tier), "contact", "how its owner is reached"),
        ];
        let lacking: Vec<_> = parts.into_iter().filter(|(lacks, ..)| *lacks).collect();
        if let Some((_, first, _)) = lacking.first() {
            let words: Vec<&str> = lacking.iter().map(|(_, _, words)| *words).collect();
            let reason = format!(
                "Tier {} does not say {}, so that it fails on the day it is needed.",
                i + 1,
                wording::list(&words)
            );
            let fields = lacking.iter().map(|(_, leaf, _)| at(leaf));
            let first = at(first);
            found.push(warn("C15", "Escalation tier with a gap", &reason, ESCALATE, &first).also(fields));
        }
    }
    if agreement.escalation.drill.is_none() && agreement.escalation.contact_check.is_none() {
        let reason = "Telephone numbers age, and a path that is never tried is found closed on the wrong day.";
        found.push(advise("C15", "Escalation never tried", reason, ESCALATE, "escalation.drill"));
    }
    found
}

/// The two sides meet, at least every month, both of them.
pub(super) fn governance(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    if !promises_something(agreement) {
        return Vec::new();
    }
    let meetings = &agreement.governance.meetings;
    if meetings.is_empty() {
        let reason = "The two sides never meet by plan, so that the first meeting is about the first dispute.";
        return vec![warn("C15", "No meetings", reason, MEET, "governance")];
    }
    let often = |f: Frequency| f <= Frequency::Monthly;
    let mut found = Vec::new();
    if !meetings.iter().any(|m| m.frequency.is_some_and(often)) {
        let reason = "No meeting takes place every month or oftener, so that a bad month is a bad quarter before anybody speaks.";
        found.push(warn("C15", "Meetings too rare", reason, MEET, "governance.meetings.1.frequency"));
    }
    let one_sided =
        meetings.iter().position(|m| m.client_attendees.trim().is_empty() || m.vendor_attendees.trim().is_empty());
    if let Some(i) = one_sided {
        let reason = format!("It is not said who comes to meeting {} from both sides.", i + 1);
        found.push(advise(
            "C15",
            "Meeting without people",
            reason,
            MEET,
            format!("governance.meetings.{}.client_attendees", i + 1),
        ));
    }
    found
}

/// There are reports, a way to dispute them, and ways out.
pub(super) fn reports_and_ends(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    if !promises_something(agreement) {
        return Vec::new();
    }
    let mut found = Vec::new();
    if agreement.reports.is_empty() {
        let reason = "Nobody owes a report, so that each side looks at figures of its own.";
        found.push(warn("C16", "No report", reason, TRUTH, "reports"));
    } else if let Some(i) =
        agreement.reports.iter().position(|r| r.recipients.trim().is_empty() || r.frequency.is_none())
    {
        let reason = format!("Report {} does not say how often it comes and to whom.", i + 1);
        found.push(advise("C16", "Report without readers", reason, TRUTH, format!("reports.{}.recipients", i + 1)));
    }
    let rules = &agreement.statement_rules;
    if rules.dispute_days.is_none() || rules.dispute_path.iter().all(|step| step.trim().is_empty()) {
        let reason =
            "It is not said until when a statement can be disputed and who decides, so that old months never close.";
        found.push(
            warn("C16", "No way to dispute a statement", reason, TRUTH, "statement_rules.dispute_days")
                .also(["statement_rules.dispute_path".into()]),
        );
    }
    if rules.audits_a_year.is_none() {
        let reason = "The other side may never look behind the figures.";
        found.push(advise("C16", "No right to audit", reason, TRUTH, "statement_rules.audits_a_year"));
    }
    let ends = agreement.remedies.triggers.iter().any(|t| t.then == Consequence::RightToTerminate);
    if !ends && agreement.termination.triggers.iter().all(|t| t.trim().is_empty()) {
        let reason = "However long it goes badly, the agreement cannot be ended before its term.";
        found.push(warn("C16", "No cause to terminate", reason, TRUTH, "termination"));
    }
    let exit = &agreement.exit;
    if exit.assistance_months.is_none() || (exit.knowledge.trim().is_empty() && exit.data.trim().is_empty()) {
        let reason =
            "It is not said who helps at the end and what is handed over, so that leaving costs more than staying.";
        found.push(warn("C16", "No exit", reason, TRUTH, "exit"));
    }
    found
}

#[cfg(test)]
mod tests;
