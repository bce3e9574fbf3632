//! One's own templates through the workspace: made, limited, held against offers, and never told to the other side.

use crate::{set, workspace};
use api::{
    ErrorCode, Side,
    wire::{ContractView, TemplateRequest, WaiveRequest},
    workspace::Workspace,
};
use model::{Finding, Waiver, template::TermRange};

/// The least that one would take: it is in no output but one's own.
const LEAST: &str = "61.357";
const TITLE: &str = "Canary title 4471";

fn limit(path: &str, least: &str, most: &str) -> TermRange {
    TermRange { path: path.into(), least: least.into(), most: most.into() }
}

fn request() -> TemplateRequest {
    let limits = vec![limit("remedies.month_cap", LEAST, "80.915"), limit("term.months", "12", "36")];
    TemplateRequest {
        id: None,
        title: TITLE.into(),
        purpose: "canary-purpose-77".into(),
        limits,
        ..TemplateRequest::default()
    }
}

/// A template made of the sample with a cap inside the limits, and a contract from it with one outside.
fn begun() -> (Workspace, String, ContractView) {
    let mut workspace = workspace();
    let sample = workspace.open_sample().unwrap();
    workspace.edit(&sample.id, &set("remedies.month_cap", "70 %")).unwrap();
    let kept = workspace.save_template(&sample.id, &request()).unwrap();
    assert_eq!(kept.library.templates[0].id, kept.id);
    assert!(kept.id.starts_with("canary-title-4471-") && kept.library.templates[0].own);
    assert!(!kept.library.templates[1].own);
    let view = workspace.create_from_template(&kept.id).unwrap();
    let view = workspace.edit(&view.id, &set("remedies.month_cap", "12 %")).unwrap();
    (workspace, kept.id, view)
}

fn own(view: &ContractView) -> Vec<&Finding> {
    view.findings.iter().filter(|f| f.own).collect()
}

#[test]
fn an_offer_outside_the_limits_is_told_to_the_side_that_set_them_alone() {
    let (mut workspace, _, view) = begun();
    let found = own(&view);
    assert_eq!((found.len(), found[0].fields[0].as_str()), (1, "remedies.month_cap"));
    assert!(found[0].reason.contains("61.357"), "{}", found[0].reason);
    assert!(view.blockers.iter().any(|b| b.path == "remedies.month_cap"));
    let vendor = workspace.set_side(&view.id, Side::Vendor).unwrap();
    assert_eq!(own(&vendor), Vec::<&Finding>::new());
}

#[test]
fn nothing_of_a_template_but_its_name_leaves_with_a_contract() {
    let (mut workspace, _, view) = begun();
    let waiver = Waiver::of(own(&view)[0], "canary-reason-9a");
    let shared = WaiveRequest { waiver: waiver.clone(), shared: true };
    assert!(workspace.waive(&view.id, &shared).unwrap_err().message.contains("for yourself alone"));
    let view = workspace.waive(&view.id, &WaiveRequest { waiver, shared: false }).unwrap();
    assert!(own(&view)[0].waived.is_some());
    assert!(!view.blockers.iter().any(|b| b.title.contains("Outside your limit")));
    workspace.edit(&view.id, &set("title", "Voice")).unwrap();
    let copy = workspace.copy_for_other_side(&view.id).unwrap().bytes;
    let tree = serde_json::to_vec(&workspace.contract(&view.id).unwrap().document).unwrap();
    for bytes in [copy, tree] {
        let text = String::from_utf8(bytes).unwrap();
        for canary in ["61.357", "80.915", "canary-purpose-77", "canary-reason-9a", "Outside your limit"] {
            assert!(!text.contains(canary), "{canary}");
        }
    }
}

#[test]
fn limits_are_edited_and_hold_at_once_and_a_wrong_one_is_named() {
    let (mut workspace, id, view) = begun();
    let wrong = [limit("remedies.month_cap", "20", "10"), limit("no.such", "1", "")];
    let refused = workspace.limit_template(&id, &wrong).unwrap_err();
    let places: Vec<&str> = refused.details.iter().map(|d| d.place.as_str()).collect();
    assert_eq!((refused.code, places), (ErrorCode::Input, vec!["remedies.month_cap", "no.such"]));
    let itself = workspace.limit_template(&id, &[limit("remedies.month_cap", "", "15 %")]).unwrap_err();
    assert_eq!(itself.details[0].place, "remedies.month_cap");
    assert!(itself.message.contains("70\u{202f}% in the template itself"), "{}", itself.message);
    workspace.limit_template(&id, &[limit("remedies.month_cap", "", "75 %")]).unwrap();
    assert_eq!(own(&workspace.contract(&view.id).unwrap()), Vec::<&Finding>::new());
    let form = workspace.own_template_form(&id).unwrap();
    assert_eq!((form.limits.len(), form.limits[0].most.as_str()), (1, "75\u{202f}%"));
    assert!(form.terms.iter().any(|t| t.path == "service_levels.fcr.target"));
}

#[test]
fn an_agreement_becomes_the_next_version_of_the_template_that_it_began_from_and_that_can_be_taken_back() {
    let (mut workspace, id, view) = begun();
    workspace.edit(&view.id, &set("service_levels.fcr.target", "74 %")).unwrap();
    workspace.edit(&view.id, &set("remedies.month_cap", "70 %")).unwrap();
    let form = workspace.template_form(&view.id).unwrap();
    let offered: Vec<_> = form.renewable.iter().map(|r| (r.id.as_str(), r.next_version, r.limits.len())).collect();
    assert_eq!(offered, [(id.as_str(), 2, 2)]);
    let unsaid = TemplateRequest { renews: Some(id.clone()), ..request() };
    let refused = workspace.save_template(&view.id, &unsaid).unwrap_err();
    assert_eq!(refused.details[0].place, "change");
    let said = TemplateRequest { change: Some("FCR up to 74 %.".into()), ..unsaid };
    let kept = workspace.save_template(&view.id, &said).unwrap();
    let mine: Vec<_> = kept.library.templates.iter().filter(|t| t.own).map(|t| (t.id.as_str(), t.version)).collect();
    assert_eq!(mine, [(id.as_str(), 2)]);
    let stale = |workspace: &Workspace| {
        let view = workspace.contract(&view.id).unwrap();
        view.findings.iter().find(|f| f.title == "Template has moved on").map(|f| f.reason.clone())
    };
    assert!(stale(&workspace).unwrap().contains("FCR up to 74\u{202f}%."));
    let library = workspace.revert_template(&id).unwrap();
    assert_eq!(library.templates.iter().find(|t| t.own).unwrap().version, 1);
    assert_eq!(stale(&workspace), None);
    let unknown = TemplateRequest { renews: Some("nobodys".into()), ..said };
    assert_eq!(workspace.save_template(&view.id, &unknown).unwrap_err().code, ErrorCode::NotFound);
}

#[test]
fn a_template_is_put_away_brought_back_and_moved_as_a_file() {
    let (mut workspace, id, view) = begun();
    let shipped = workspace.remove_template(&id).unwrap().templates;
    assert!(shipped.iter().all(|t| !t.own));
    assert!(workspace.create_from_template(&id).is_err());
    assert_eq!(own(&workspace.contract(&view.id).unwrap()), Vec::<&Finding>::new(), "no template, no limit");
    assert!(workspace.restore_template(&id).unwrap().templates[0].own);

    let file = workspace.template_file(&id, true).unwrap();
    assert_eq!(file.name, "canary-title-4471.slat");
    let mut other = crate::workspace();
    let kept = other.import_template(&file.bytes, &file.name).unwrap();
    assert_eq!((kept.id.as_str(), kept.library.templates[0].limits.len()), (id.as_str(), 2));
    assert_eq!(other.import_template(&file.bytes, &file.name).unwrap_err().code, ErrorCode::Refused);
    let open = other.template_file(&id, false).unwrap();
    assert!(!String::from_utf8(open.bytes).unwrap().contains(LEAST));
    let damaged = other.import_template(b"{}", "x.slat").unwrap_err();
    assert!(damaged.message.contains("x.slat") && damaged.message.contains("not a template file"));
}

#[test]
fn a_target_says_what_it_does_to_the_ramp_before_it_is_set() {
    let mut workspace = workspace();
    let id = workspace.open_sample().unwrap().id;
    let plan = workspace.target_plan(&id, "service_levels.fcr.target", "66 %").unwrap();
    assert!(plan.needed);
    assert!(plan.stays_words.starts_with("Months 2, 3 and 4 of the ramp would ask for more"), "{}", plan.stays_words);
    let target = model::review::Change { path: "service_levels.fcr.target".into(), text: "66 %".into() };
    let changes = std::iter::once(target).chain(plan.ramp).collect();
    let edit = api::wire::Edit::Set { changes, label: Some("Target and ramp".into()) };
    let view = workspace.edit(&id, &edit).unwrap();
    assert_eq!(view.findings.iter().filter(|f| f.title.contains("Ramp harder")).count(), 0);
    assert_eq!(view.undo.as_deref(), Some("Target and ramp"));
    let softer = workspace.target_plan(&id, "service_levels.fcr.target", "75 %").unwrap();
    assert!(!softer.needed && softer.stays_words.starts_with("The ramp stays as it is"));
    assert!(workspace.target_plan(&id, "service_levels.fcr.target", "soft").is_err());
    let none = workspace.target_plan(&id, "term.months", "24").unwrap();
    assert!(none.ramp.is_empty() && none.stays_words.is_empty());
}
