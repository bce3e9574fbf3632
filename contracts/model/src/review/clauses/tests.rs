use super::super::tests::{apply, good, only};
use super::*;
use crate::clauses::{Exit, Forecast, Relief, StatementRules};

fn none() -> Evidence {
    Evidence::default()
}

type Rule = fn(&Agreement, &Evidence) -> Vec<Finding>;
/// A change of the good agreement, and the title it is found under; no title for a near miss.
type Case = (Rule, fn(&mut Agreement), Option<(&'static str, Severity)>);

#[test]
fn each_clause_has_a_draft_that_lacks_it_and_a_near_miss_that_does_not() {
    use Severity::{Advice, Warning};
    let cases: &[Case] = &[
        (relief, |a| a.relief = Relief::default(), Some(("Nothing excuses a miss", Warning))),
        (relief, |a| a.relief.events.truncate(1), None),
        (relief, |a| a.relief.events[0].evidence.clear(), Some(("Relief without evidence", Advice))),
        (relief, |a| a.relief.vendor_approver.clear(), Some(("Nobody approves relief", Advice))),
        (forecast, |a| a.forecast.owner = None, Some(("No forecast", Warning))),
        (forecast, |a| a.forecast.owner = Some(ForecastOwner::Client), Some(("Forecast of the client alone", Advice))),
        (forecast, |a| a.forecast.owner = Some(ForecastOwner::Vendor), None),
        (
            forecast,
            |a| {
                a.forecast.owner = Some(ForecastOwner::Client);
                a.forecast.accuracy_percent = None;
            },
            Some(("Forecast of the client alone", Warning)),
        ),
        (forecast, |a| a.forecast.accuracy_percent = None, None),
        (forecast, |a| a.forecast.lock_days = None, Some(("Forecast never locked", Advice))),
        (forecast, |a| a.forecast.band_percent = None, Some(("No volume clause", Warning))),
        (
            forecast,
            |a| a.service_levels.iter_mut().for_each(|l| l.volume_sensitive = false),
            Some(("Volume clause that excuses nothing", Warning)),
        ),
        (escalation, |a| a.escalation.tiers.clear(), Some(("No escalation", Warning))),
        (escalation, |a| a.escalation.tiers.truncate(1), Some(("Escalation of one tier", Warning))),
        (escalation, |a| a.escalation.tiers.truncate(2), None),
        (
            escalation,
            |a| a.escalation.tiers[1].acknowledge_seconds = None,
            Some(("Escalation tier with a gap", Warning)),
        ),
        (escalation, |a| a.escalation.tiers[1].resolve_seconds = None, None),
        (escalation, |a| a.escalation.tiers[0].trigger.clear(), Some(("Escalation tier with a gap", Warning))),
        (escalation, |a| a.contacts.remove(0).role.clear(), Some(("Escalation tier with a gap", Warning))),
        (
            escalation,
            |a| {
                a.contacts.remove(0);
                a.escalation.tiers[0].contact = "+48 42 000 00 00".into();
            },
            None,
        ),
        (
            escalation,
            |a| {
                a.escalation.drill = None;
                a.escalation.contact_check = None;
            },
            Some(("Escalation never tried", Advice)),
        ),
        (escalation, |a| a.escalation.drill = None, None),
        (governance, |a| a.governance.meetings.clear(), Some(("No meetings", Warning))),
        (
            governance,
            |a| a.governance.meetings.retain(|m| m.frequency > Some(Frequency::Monthly)),
            Some(("Meetings too rare", Warning)),
        ),
        (governance, |a| a.governance.meetings.retain(|m| m.frequency == Some(Frequency::Monthly)), None),
        (governance, |a| a.governance.meetings[0].vendor_attendees.clear(), Some(("Meeting without people", Advice))),
        (reports_and_ends, |a| a.reports.clear(), Some(("No report", Warning))),
        (reports_and_ends, |a| a.reports.truncate(1), None),
        (reports_and_ends, |a| a.reports[0].recipients.clear(), Some(("Report without readers", Advice))),
        (
            reports_and_ends,
            |a| a.statement_rules = StatementRules { audits_a_year: Some(1), ..StatementRules::default() },
            Some(("No way to dispute a statement", Warning)),
        ),
        (reports_and_ends, |a| a.statement_rules.dispute_path.truncate(1), None),
        (reports_and_ends, |a| a.statement_rules.audits_a_year = None, Some(("No right to audit", Advice))),
        (reports_and_ends, |a| a.termination.triggers.clear(), None),
        (
            reports_and_ends,
            |a| {
                a.termination.triggers.clear();
                a.remedies.triggers.clear();
            },
            Some(("No cause to terminate", Warning)),
        ),
        (reports_and_ends, |a| a.exit = Exit::default(), Some(("No exit", Warning))),
        (reports_and_ends, |a| a.exit.people.clear(), None),
    ];
    for (i, (rule, change, expected)) in cases.iter().enumerate() {
        let mut a = good();
        assert_eq!(rule(&a, &none()), [], "the good one, case {i}");
        change(&mut a);
        let found = rule(&a, &none());
        let first = found.first().map(|f| (f.title.as_str(), f.severity));
        assert_eq!(first, *expected, "case {i}");
        assert!(found.len() <= 1, "case {i}: {found:#?}");
    }
}

#[test]
fn what_one_action_mends_is_mended() {
    let mut a = good();
    a.forecast = Forecast::default();
    let found = forecast(&a, &none());
    assert_eq!(found.len(), 2);
    for f in &found {
        apply(&mut a, f.mend.as_ref().unwrap());
    }
    assert!(forecast(&a, &none()).iter().all(|f| f.severity == Severity::Advice));
}

#[test]
fn a_draft_that_promises_nothing_yet_is_left_alone() {
    let mut a = Agreement::blank("2027-03-01".parse().unwrap(), good().currency);
    for rule in [relief, forecast, escalation, governance, reports_and_ends] {
        assert_eq!(rule(&a, &none()), []);
    }
    a.measures = good().measures;
    a.service_levels = good().service_levels;
    assert_eq!(only(relief(&a, &none())).severity, Severity::Warning);
}
