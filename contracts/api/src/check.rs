//! The design review with its evidence filled in.

use crate::{ApiResult, outlook, wire::ApiError};
use model::{
    Agreement, Baseline, ContractFile, Evidence, Finding, Private, Waiver,
    review::{self, Change},
    template::Template,
};

/// All findings about a draft, with what the baseline tells. What the agreement leaves standing is marked.
#[must_use]
pub fn check(agreement: &Agreement, baseline: Option<&Baseline>) -> Vec<Finding> {
    review::review(agreement, &evidence(agreement, baseline))
}

/// What a baseline tells the review: its summary, and how often targets are met by the closed form of the simulation.
fn evidence(agreement: &Agreement, baseline: Option<&Baseline>) -> Evidence {
    let Some(baseline) = baseline else { return Evidence::default() };
    Evidence { chances: outlook::chances(agreement, baseline), ..Evidence::of(baseline) }
}

/// The same for a contract file, with its private part where it has one, and with one's own template that the agreement
/// began from.
#[must_use]
pub fn check_file(file: &ContractFile, baseline: Option<&Baseline>, template: Option<&Template>) -> Vec<Finding> {
    if let Some(private) = &file.private {
        return check_own(&file.agreement, baseline, private, template);
    }
    let mut evidence = evidence(&file.agreement, baseline);
    evidence.own_template = template.cloned();
    review::review(&file.agreement, &evidence)
}

/// The same as one side sees it: what it typed that can mean several things is told, with the readings on offer, what it
/// leaves standing for itself is marked, and the limits of its own template hold.
#[must_use]
pub fn check_own(
    agreement: &Agreement,
    baseline: Option<&Baseline>,
    private: &Private,
    template: Option<&Template>,
) -> Vec<Finding> {
    let mut evidence = evidence(agreement, baseline);
    evidence.own_template = template.filter(|t| t.side.is_none_or(|side| side == private.side)).cloned();
    let typed = private.unread.iter().map(|u| Change { path: u.path.clone(), text: u.text.clone() });
    // Other texts that cannot be read are told at their field already.
    evidence.unread = typed.filter(|t| review::hint(agreement, &t.path, &t.text).is_some()).collect();
    let mut findings = review::review(agreement, &evidence);
    review::mark_private(&mut findings, agreement, private);
    findings
}

/// Leaves the finding of a rule standing in a contract file: at the term `at`, or where only one finding of the rule can
/// be meant. An empty reason takes the waiver back. Gives the finding's title.
///
/// # Errors
/// Where no finding is meant, several can be, or it cannot be waived.
pub fn waive(
    agreement: &mut Agreement,
    baseline: Option<&Baseline>,
    rule: &str,
    at: Option<&str>,
    reason: &str,
) -> ApiResult<String> {
    let findings = check(agreement, baseline);
    let is_meant = |f: &&Finding| {
        f.rule.eq_ignore_ascii_case(rule) && at.is_none_or(|at| f.fields.first().is_some_and(|x| x == at))
    };
    let meant: Vec<&Finding> = findings.iter().filter(is_meant).collect();
    let place = at.map(|at| format!(" at {at}")).unwrap_or_default();
    let finding = match meant[..] {
        [] => return Err(ApiError::refused(format!("The review finds nothing by rule {rule}{place}"))),
        [one] => one,
        _ => {
            let places: Vec<&str> = meant.iter().filter_map(|f| f.fields.first()).map(String::as_str).collect();
            let message = format!("Rule {rule} finds several things{place}. Say which: {}", places.join(", "));
            return Err(ApiError::refused(message));
        }
    };
    let title = finding.title.clone();
    let waiver = Waiver::of(finding, reason);
    let before = agreement.clone();
    review::waive(&mut agreement.waivers, &before, &findings, waiver, true).map_err(refused)?;
    Ok(title)
}

/// A refusal in words as a sentence.
pub(crate) fn refused(message: String) -> ApiError {
    let mut letters = message.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    ApiError::refused(first + letters.as_str())
}
