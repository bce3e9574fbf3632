//! Stories: what a person does, from a template to a document, through the same functions as the window.

use crate::{set, text, workspace, workspace_at};
use api::{
    ErrorCode,
    job::{Cancel, unseen},
    wire::{ContractView, Edit, ExportRequest, OutlookRequest},
    workspace::{Workspace, simulate},
};
use model::{Severity, Side, review::Change};
use std::sync::Mutex;

fn request(trials: u32) -> OutlookRequest {
    OutlookRequest { trials, ..OutlookRequest::default() }
}

#[test]
fn a_draft_from_the_template_lacks_only_what_has_to_be_filled_in() {
    let mut workspace = workspace();
    let view = workspace.create_from_template("customer-service-voice").unwrap();
    assert_eq!(text(&view, "term.start"), "2030-02-01", "service starts in the month after next");
    let errors = |view: &ContractView| {
        let found = view.findings.iter().filter(|f| f.severity == Severity::Error);
        found.filter_map(|f| f.fields.first().cloned()).collect::<Vec<_>>()
    };
    assert_eq!(errors(&view), ["parties.client.name", "parties.vendor.name", "charges.amount"]);
    let id = view.id;
    workspace.edit(&id, &set("parties.client.name", "Łódzka Energia")).unwrap();
    workspace.edit(&id, &set("parties.vendor.name", "株式会社")).unwrap();
    let view = workspace.edit(&id, &set("charges.amount", "USD 412,000")).unwrap();
    assert_eq!(errors(&view), Vec::<String>::new());
    assert_eq!(view.undo.as_deref(), Some("Monthly charges: not set → USD\u{a0}412,000.00"));
    let pdf = workspace.document(&id, ExportRequest::default()).unwrap();
    assert!(pdf.bytes.starts_with(b"%PDF-"));
}

#[test]
fn undo_and_redo_are_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plumbline.db");
    let id = {
        let mut workspace = workspace_at(&path);
        let id = workspace.open_sample().unwrap().id;
        workspace.edit(&id, &set("service_levels.fcr.target", "71 %")).unwrap();
        workspace.edit(&id, &set("service_levels.fcr.target", "70 %")).unwrap();
        workspace.undo(&id).unwrap();
        id
    };
    let mut workspace = workspace_at(&path);
    let view = workspace.contract(&id).unwrap();
    assert_eq!(text(&view, "service_levels.fcr.target"), "71.0\u{202f}%");
    let step = "First contact resolution, target: 71.0\u{202f}% → 70.0\u{202f}%";
    assert_eq!(view.redo.as_deref(), Some(step));
    assert_eq!(text(&workspace.redo(&id).unwrap(), "service_levels.fcr.target"), "70.0\u{202f}%");
    workspace.undo(&id).unwrap();
    let first = workspace.undo(&id).unwrap();
    assert_eq!(text(&first, "service_levels.fcr.target"), "72.0\u{202f}%");
    assert_eq!(first.undo, None);
}

#[test]
fn what_cannot_be_read_is_kept_beside_its_term_and_the_rest_is_set() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plumbline.db");
    let (id, revision) = {
        let mut workspace = workspace_at(&path);
        let before = workspace.open_sample().unwrap();
        let changes = vec![
            Change { path: "service_levels.fcr.target".into(), text: "many".into() },
            Change { path: "term.months".into(), text: "−3".into() },
        ];
        workspace.edit(&before.id, &Edit::Set { changes, label: None }).unwrap();
        (before.id, before.revision)
    };
    let mut workspace = workspace_at(&path);
    let view = workspace.contract(&id).unwrap();
    assert_eq!(view.revision.hash, revision.hash, "the terms are what they were");
    let unread: Vec<_> = view.unread.iter().map(|u| (u.path.as_str(), u.text.as_str(), u.reason.as_str())).collect();
    let expected = [
        ("service_levels.fcr.target", "many", "“many” is not a percentage between 0 and 100, like 95.5 %"),
        ("term.months", "−3", "“−3” is not a whole number from 1 to 120"),
    ];
    assert_eq!(unread, expected);
    assert_eq!(view.blockers.iter().map(|b| b.path.as_str()).collect::<Vec<_>>(), expected.map(|e| e.0));

    // Nothing goes out and nothing is approved meanwhile.
    let approver = &view.approvals[0];
    let refusals = [
        workspace.approve(&id, approver.side, &approver.role, &view.revision.hash).unwrap_err(),
        workspace.copy_for_other_side(&id).unwrap_err(),
        workspace.document(&id, ExportRequest::default()).unwrap_err(),
    ];
    for refusal in refusals {
        assert_eq!((refusal.code, refusal.details.len()), (ErrorCode::Refused, 2), "{refusal:?}");
    }

    // Set right, cleared by typing what stands, and brought back by undo.
    assert_eq!(workspace.edit(&id, &set("service_levels.fcr.target", "71 %")).unwrap().unread.len(), 1);
    let months = text(&view, "term.months");
    assert_eq!(workspace.edit(&id, &set("term.months", &months)).unwrap().unread, vec![]);
    assert_eq!(workspace.undo(&id).unwrap().unread.len(), 1);
    let back = workspace.undo(&id).unwrap();
    assert_eq!((back.unread.len(), back.revision.hash), (2, revision.hash));
    assert_eq!(workspace.undo(&id).unwrap().unread, vec![]);
}

#[test]
fn a_step_with_a_name_is_made_whole_or_not_at_all() {
    let mut workspace = workspace();
    let before = workspace.open_sample().unwrap();
    let changes = vec![
        Change { path: "service_levels.fcr.target".into(), text: "many".into() },
        Change { path: "term.months".into(), text: "−3".into() },
        Change { path: "title".into(), text: "Fine".into() },
    ];
    let edit = Edit::Set { changes, label: Some("Mend".into()) };
    let error = workspace.edit(&before.id, &edit).unwrap_err();
    assert_eq!(error.code, ErrorCode::Input);
    let places: Vec<&str> = error.details.iter().map(|d| d.place.as_str()).collect();
    assert_eq!(places, ["service_levels.fcr.target", "term.months"]);
    let after = workspace.contract(&before.id).unwrap();
    assert_eq!((after.revision, after.unread.len()), (before.revision, 0));
    assert_eq!(workspace.edit(&before.id, &set("no.such.term", "1")).unwrap_err().code, ErrorCode::Input);
}

#[test]
fn entries_of_lists_come_and_go_with_what_was_typed_in_them() {
    let mut workspace = workspace();
    let id = workspace.open_sample().unwrap().id;
    let add = || Edit::Add { list: "escalation.tiers".into(), of: None };
    let before = workspace.contract(&id).unwrap();
    let count = |view: &ContractView| view.lists.iter().find(|l| l.path == "escalation.tiers").map(|l| l.count);
    for _ in 0..3 {
        workspace.edit(&id, &add()).unwrap();
    }
    let n = count(&before).unwrap();
    let tier = |k: u32, leaf: &str| format!("escalation.tiers.{}.{leaf}", n + k);
    workspace.edit(&id, &set(&tier(2, "acknowledge"), "soon")).unwrap();
    workspace.edit(&id, &set(&tier(3, "acknowledge"), "later")).unwrap();
    workspace.edit(&id, &set(&tier(3, "trigger"), "nobody answers")).unwrap();
    let remove = Edit::Remove { path: format!("escalation.tiers.{}", n + 2) };
    let view = workspace.edit(&id, &remove).unwrap();
    assert_eq!(count(&view), Some(n + 2));
    assert_eq!(text(&view, &tier(2, "trigger")), "nobody answers");
    let unread: Vec<_> = view.unread.iter().map(|u| (u.path.clone(), u.text.as_str())).collect();
    assert_eq!(unread, [(tier(2, "acknowledge"), "later")]);
    assert_eq!(view.undo.as_deref(), Some(format!("Tier {} removed", n + 2).as_str()));
    let gone = workspace.edit(&id, &Edit::Remove { path: "escalation.tiers.99".into() }).unwrap_err();
    assert_eq!(gone.code, ErrorCode::Refused);
}

#[test]
fn a_measure_of_the_library_gets_a_service_level_and_both_leave_again() {
    let mut workspace = workspace();
    let before = workspace.open_sample().unwrap();
    let id = before.id.clone();
    let measure = before.library_measures[0].id.clone();
    let add = |list: &str| Edit::Add { list: list.into(), of: Some(measure.0.clone()) };
    let view = workspace.edit(&id, &add("measures")).unwrap();
    assert!(view.free_measures.iter().any(|m| m.id == measure));
    assert!(view.library_measures.iter().all(|m| m.id != measure));
    let view = workspace.edit(&id, &add("service_levels")).unwrap();
    assert_eq!(view.levels.len(), before.levels.len() + 1);
    let bands = Edit::Add { list: format!("service_levels.{measure}.bands"), of: None };
    let view = workspace.edit(&id, &bands).unwrap();
    assert_eq!(view.levels.last().map(|l| l.bands.len()), Some(2));
    let remove = |path: String| Edit::Remove { path };
    let early = workspace.edit(&id, &remove(format!("measures.{measure}"))).unwrap_err();
    assert!(early.message.contains("Remove the service level first"), "{}", early.message);
    workspace.edit(&id, &remove(format!("service_levels.{measure}"))).unwrap();
    let view = workspace.edit(&id, &remove(format!("measures.{measure}"))).unwrap();
    assert_eq!(view.revision.hash, before.revision.hash);
}

#[test]
fn an_edit_voids_approvals_and_undo_brings_them_back() {
    let mut workspace = workspace();
    let view = workspace.open_sample().unwrap();
    let id = view.id.clone();
    let role = view.approvals[0].role.clone();
    let view = workspace.approve(&id, Side::Client, &role, &view.revision.hash).unwrap();
    assert!(view.approvals[0].approved_at.is_some());
    let changed = workspace.edit(&id, &set("remedies.month_cap", "11 %")).unwrap();
    assert!(changed.approvals.iter().all(|a| a.approved_at.is_none()));
    assert_eq!(changed.voided.len(), 1);
    assert_eq!(changed.voided[0].short_hash, view.revision.short_hash);
    let stale = workspace.approve(&id, Side::Client, &role, &view.revision.hash).unwrap_err();
    assert_eq!(stale.code, ErrorCode::Refused);
    assert!(workspace.undo(&id).unwrap().approvals[0].approved_at.is_some());
}

#[test]
fn errors_of_the_review_block_approval() {
    let mut workspace = workspace();
    let view = workspace.open_sample().unwrap();
    let view = workspace.edit(&view.id, &set("service_levels.fcr.weight", "1 %")).unwrap();
    assert_eq!(view.blockers.len(), 1, "{:?}", view.blockers);
    let role = view.approvals[0].role.clone();
    let error = workspace.approve(&view.id, view.approvals[0].side, &role, &view.revision.hash).unwrap_err();
    assert_eq!((error.code, error.details.len()), (ErrorCode::Refused, 1));
    let mend = view.findings[0].mend.clone().unwrap();
    let mended = workspace.edit(&view.id, &Edit::Set { changes: mend.changes, label: Some(mend.label) });
    assert_eq!(mended.unwrap().weights_sum_text, "100\u{202f}%");
}

#[test]
fn the_vendor_opens_the_copy_reads_the_terms_and_sees_what_they_cost() {
    let mut client = workspace();
    let id = client.open_sample().unwrap().id;
    client.share_baseline(&id, true).unwrap();
    let copy = client.copy_for_other_side(&id).unwrap();
    let shell = Mutex::new(workspace());
    let view = shell.lock().unwrap().open_file(&copy.bytes, &copy.name).unwrap();
    assert!(view.locked && view.side == Side::Vendor);
    assert!(view.baseline.as_ref().is_some_and(|b| !b.own && b.months == 24));
    let refused = shell.lock().unwrap().edit(&view.id, &set("title", "Mine")).unwrap_err();
    assert_eq!(refused.code, ErrorCode::Refused);
    let outlook = simulate(&shell, &view.id, &request(2_000), &Cancel::default(), &unseen).unwrap();
    assert_eq!(outlook.levels.len(), 8);
    assert!(outlook.levels.iter().any(|l| l.expected_credit_minor > 0));
    let kept = shell.lock().unwrap().last_outlook(&view.id).unwrap();
    assert!(kept == Some(outlook), "a result is kept to the last digit");
}

#[test]
fn a_copy_without_the_baseline_has_none() {
    let mut client = workspace();
    let id = client.open_sample().unwrap().id;
    let copy = client.copy_for_other_side(&id).unwrap();
    let view = workspace().open_file(&copy.bytes, &copy.name).unwrap();
    assert_eq!(view.baseline, None);
}

#[test]
fn simulation_needs_history_and_stops_when_told() {
    let shell = Mutex::new(workspace());
    let id = shell.lock().unwrap().create_from_template("customer-service-voice").unwrap().id;
    let error = simulate(&shell, &id, &request(100), &Cancel::default(), &unseen).unwrap_err();
    assert_eq!(error.code, ErrorCode::Refused);
    let id = shell.lock().unwrap().open_sample().unwrap().id;
    let cancel = Cancel::default();
    let stop = |_| cancel.cancel();
    let error = simulate(&shell, &id, &request(100_000), &cancel, &stop).unwrap_err();
    assert_eq!(error.code, ErrorCode::Cancelled);
}

#[test]
fn a_what_if_moves_the_chance_and_is_not_kept() {
    let shell = Mutex::new(workspace());
    let id = shell.lock().unwrap().open_sample().unwrap().id;
    let base = simulate(&shell, &id, &request(2_000), &Cancel::default(), &unseen).unwrap();
    let what_if = vec![Change { path: "service_levels.fcr.target".into(), text: "75 %".into() }];
    let harder = OutlookRequest { what_if, ..request(2_000) };
    let tried = simulate(&shell, &id, &harder, &Cancel::default(), &unseen).unwrap();
    let met = |o: &api::wire::Outlook| o.levels.iter().find(|l| l.id.0 == "fcr").map(|l| l.met_steady).unwrap();
    assert!(met(&tried) < met(&base));
    assert!(tried.credits.amounts.mean_minor > base.credits.amounts.mean_minor);
    assert_eq!(shell.lock().unwrap().last_outlook(&id).unwrap().unwrap().hash, base.hash);
}

#[test]
fn a_stale_simulation_cannot_be_put_into_the_document() {
    let shell = Mutex::new(workspace());
    let id = shell.lock().unwrap().open_sample().unwrap().id;
    let annex = ExportRequest { annex: true };
    assert_eq!(shell.lock().unwrap().document(&id, annex).unwrap_err().code, ErrorCode::Refused);
    simulate(&shell, &id, &request(1_000), &Cancel::default(), &unseen).unwrap();
    assert!(shell.lock().unwrap().document(&id, annex).is_ok());
    shell.lock().unwrap().edit(&id, &set("service_levels.fcr.target", "71 %")).unwrap();
    assert_eq!(shell.lock().unwrap().document(&id, annex).unwrap_err().code, ErrorCode::Refused);
}

#[test]
fn a_term_that_no_figure_depends_on_leaves_a_simulation_fresh_and_the_annex_names_what_was_run() {
    let shell = Mutex::new(workspace());
    let id = shell.lock().unwrap().open_sample().unwrap().id;
    let run = simulate(&shell, &id, &request(1_000), &Cancel::default(), &unseen).unwrap();
    let annex = ExportRequest { annex: true };
    let printed =
        |workspace: &Workspace| workspace.document(&id, annex).map(|document| crate::words_of(&document.bytes));
    let mut workspace = shell.lock().unwrap();
    assert!(!printed(&workspace).unwrap().contains("It was run for revision"));
    let view = workspace.edit(&id, &set("term.notice_days", "77")).unwrap();
    assert_ne!(view.revision.hash, run.hash);
    assert_eq!(view.outlook_inputs, run.inputs);
    let earlier = model::ContentHash::from(run.hash.clone()).short();
    let text = printed(&workspace).unwrap();
    assert!(
        text.contains(&format!("It was run for revision {earlier}, which differs from this one in no term")),
        "{text}"
    );
    let view = workspace.edit(&id, &set("service_levels.fcr.target", "71 %")).unwrap();
    assert_ne!(view.outlook_inputs.terms, run.inputs.terms);
    assert_eq!(
        (&view.outlook_inputs.history, &view.outlook_inputs.learning),
        (&run.inputs.history, &run.inputs.learning)
    );
    assert_eq!(printed(&workspace).unwrap_err().code, ErrorCode::Refused);
    // Back at the same figures, what was found holds again.
    workspace.undo(&id).unwrap();
    assert!(printed(&workspace).is_ok());
}

#[test]
fn the_target_curve_falls_as_targets_get_harder_and_solves_for_85_in_100() {
    let mut workspace = workspace();
    let id = workspace.open_sample().unwrap().id;
    for level in ["fcr", "asa"] {
        let curve = workspace.target_curve(&id, &model::ServiceLevelId(level.into())).unwrap();
        assert!(curve.points.len() > 10, "{level}");
        assert!(curve.points.windows(2).all(|p| p[1].met <= p[0].met + 1e-12), "{level}");
        assert!(curve.likely_text.is_some());
    }
}

#[test]
fn a_character_without_a_glyph_refuses_the_document_and_names_the_term() {
    let mut workspace = workspace();
    let id = workspace.open_sample().unwrap().id;
    workspace.edit(&id, &set("parties.client.name", "Northmere 🦆")).unwrap();
    let error = workspace.document(&id, ExportRequest::default()).unwrap_err();
    assert!(error.details.iter().any(|d| d.place == "parties.client.name" && d.message.contains('🦆')), "{error:?}");
}

#[test]
fn a_contract_put_away_comes_back() {
    let mut workspace = workspace();
    let id = workspace.open_sample().unwrap().id;
    assert!(workspace.remove_contract(&id).unwrap().contracts.is_empty());
    assert_eq!(workspace.restore_contract(&id).unwrap().contracts.len(), 1);
}

#[test]
fn what_an_import_did_is_there_after_a_restart_and_its_columns_can_be_read_otherwise() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plumbline.db");
    let id = {
        let mut workspace = workspace_at(&path);
        let id = workspace.open_sample().unwrap().id;
        let table = b"month,asa_seconds,answered,csat_percent,csat_n\n\
            2026-01,30,1000,80,50\n2026-02,soon,1000,81,50\n2026-03,31,1000,82,50\n"
            .to_vec();
        workspace.import_history(&id, table, "mine.csv", None).unwrap();
        id
    };
    let mut workspace = workspace_at(&path);
    let import = workspace.contract(&id).unwrap().baseline.unwrap().import.unwrap();
    assert_eq!(import.report.issues.len(), 1);
    let mut mapping = import.mapping;
    mapping.measures.retain(|m| m.measure.0 != "asa");
    let view = workspace.remap_history(&id, mapping).unwrap();
    assert!(view.baseline.unwrap().series.iter().all(|s| s.measure.0 != "asa"));
    let sample = workspace.undo(&id).and_then(|_| workspace.undo(&id)).unwrap().baseline.unwrap();
    assert!(sample.illustrative && sample.import.is_some(), "the sample's own import is shown again");
}

#[test]
fn a_table_that_leaves_something_open_waits_for_the_answer_and_the_same_rows_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let mut workspace = workspace_at(&folder.path().join("contracts.db"));
    let id = workspace.open_sample().unwrap().id;
    let before = workspace.contract(&id).unwrap().baseline.unwrap().hash;
    let rows: String = (1..=12).map(|m| format!("0{}/0{}/2026,{}\n", 1 + m % 9, 2 + m % 7, 20 + m)).collect();
    let table = format!("date,asa\n{rows}").into_bytes();
    let view = workspace.import_history(&id, table.clone(), "calls.csv", None).unwrap();
    let waiting = view.waiting_table.unwrap();
    assert!(waiting.problem.contains("two ways"), "{}", waiting.problem);
    assert_eq!(view.baseline.unwrap().hash, before, "what is at hand stays");
    let day_first = waiting.preview.questions[0].choices[0].mapping.clone();
    let view = workspace.remap_history(&id, day_first).unwrap();
    assert!(view.waiting_table.is_none());
    assert_eq!(view.baseline.unwrap().source_name, "calls.csv");

    let error = workspace.import_history(&id, table.clone(), "copy of calls.csv", None).unwrap_err();
    assert_eq!(error.code, ErrorCode::Refused);
    assert!(error.message.contains("the same rows as “calls.csv”, imported "), "{}", error.message);

    let other = b"queue,asa\nVIP,30\n".to_vec();
    let view = workspace.import_history(&id, other, "queues.csv", None).unwrap();
    assert!(view.waiting_table.is_some());
    let view = workspace.remove_baseline(&id).unwrap();
    assert!(view.waiting_table.is_none() && view.baseline.is_some(), "only the file that waits is put aside");
    assert!(workspace.import_history(&id, b"\x89PNG\r\n\x1a\n".to_vec(), "a.png", None).is_err());
}
