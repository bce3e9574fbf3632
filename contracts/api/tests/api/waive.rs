//! Findings that are left standing, through everything that shows them.

use crate::{set, workspace};
use api::{ErrorCode, Side, wire::WaiveRequest};
use model::{Finding, Severity, Waiver};

fn warning(view: &api::wire::ContractView) -> &Finding {
    view.findings.iter().find(|f| f.severity == Severity::Warning).unwrap()
}

fn request(finding: &Finding, reason: &str, shared: bool) -> WaiveRequest {
    WaiveRequest { waiver: Waiver::of(finding, reason), shared }
}

#[test]
fn a_warning_stands_in_the_way_until_it_is_waived_for_both_sides() {
    let mut workspace = workspace();
    let id = workspace.open_sample().unwrap().id;
    let view = workspace.edit(&id, &set("remedies.month_cap", "25 %")).unwrap();
    let role = view.approvals[0].role.clone();
    let refused = workspace.approve(&id, Side::Client, &role, &view.revision.hash).unwrap_err();
    assert_eq!((refused.code, refused.details[0].place.as_str()), (ErrorCode::Refused, "remedies.month_cap"));

    let own = request(warning(&view), "CANARY of one's own", false);
    let view = workspace.waive(&id, &own).unwrap();
    assert!(!warning(&view).waived.as_ref().unwrap().shared);
    assert!(workspace.approve(&id, Side::Client, &role, &view.revision.hash).is_err(), "only for oneself");
    workspace.undo(&id).unwrap();

    let view = workspace.waive(&id, &request(warning(&view), "The margin allows it", true)).unwrap();
    assert_eq!(view.undo.as_deref(), Some("Waived: Cap above 20\u{202f}%"));
    assert!(warning(&view).waived.as_ref().unwrap().shared);
    workspace.approve(&id, Side::Client, &role, &view.revision.hash).unwrap();
    let copy = workspace.copy_for_other_side(&id).unwrap();
    let copy = String::from_utf8(copy.bytes).unwrap();
    assert!(copy.contains("The margin allows it") && !copy.contains("CANARY"));
    let document = format!("{:?}", view.document);
    assert!(document.contains("The margin allows it") && document.contains("Cap above 20"));

    let view = workspace.waive(&id, &request(warning(&view), "", true)).unwrap();
    assert_eq!(warning(&view).waived, None);
}

#[test]
fn an_error_is_not_waived() {
    let mut workspace = workspace();
    let id = workspace.open_sample().unwrap().id;
    let view = workspace.edit(&id, &set("service_levels.fcr.weight", "1 %")).unwrap();
    let error = view.findings.iter().find(|f| f.severity == Severity::Error).unwrap();
    let refused = workspace.waive(&id, &request(error, "never mind", true)).unwrap_err();
    assert!(refused.message.contains("cannot be waived"), "{}", refused.message);
}

#[test]
fn the_clauses_of_a_view_are_those_of_the_document_with_what_it_adds_and_leaves_out() {
    let mut workspace = workspace();
    let id = workspace.open_sample().unwrap().id;
    let view = workspace.edit(&id, &set("remedies.month_cap", "25 %")).unwrap();
    assert_eq!(workspace.library().unwrap().contracts[0].warnings, 1);
    let view = workspace.waive(&id, &request(warning(&view), "The margin allows it", true)).unwrap();
    assert_eq!(workspace.library().unwrap().contracts[0].warnings, 0, "it is left standing for both sides");
    let numbers: Vec<&str> = view.clauses.iter().map(|c| c.number.as_str()).filter(|n| !n.is_empty()).collect();
    let counted: Vec<String> = (1..=numbers.len()).map(|n| n.to_string()).collect();
    assert_eq!(numbers, counted);
    let after = |id: &str| view.clauses.iter().position(|c| c.id == id).unwrap();
    assert!(view.clauses[after("governing")].number.is_empty() && after("governing") == after("ending") + 1);
    assert_eq!((view.clauses[after("waivers")].section, after("waivers") + 1), (None, after("sign-off")));
}
