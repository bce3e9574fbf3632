//! Nothing that was typed is lost: what goes with a shorter ramp is said, what was being typed is there after an end.

use crate::{set, text, workspace, workspace_at};
use api::wire::Edit;
use model::review::Change;

fn typed(path: &str, text: &str) -> Change {
    Change { path: path.into(), text: text.into() }
}

#[test]
fn a_shorter_ramp_says_how_many_targets_went_with_it_and_undo_brings_them_back() {
    let mut workspace = workspace();
    let id = workspace.open_sample().unwrap().id;
    for (month, target) in [("3", "70 %"), ("4", "71 %")] {
        workspace.edit(&id, &set(&format!("ramp.fcr.{month}"), target)).unwrap();
    }
    workspace.edit(&id, &set("ramp.csat.path", "")).unwrap();
    let before = workspace.contract(&id).unwrap();
    assert_eq!(text(&before, "ramp.fcr.4"), "71.0\u{202f}%");
    let shorter = workspace.edit(&id, &set("ramp.credit_factors", "0 %, 50 %")).unwrap();
    assert_eq!(shorter.ramp_months, 2);
    let told = shorter.besides.join(" ");
    assert!(told.contains("went with the 2\u{a0}months: ") && told.contains("First contact resolution"), "{told}");
    assert!(told.ends_with("Undo brings them back."), "{told}");
    let back = workspace.undo(&id).unwrap();
    assert_eq!(text(&back, "ramp.fcr.4"), "71.0\u{202f}%");
    assert_eq!(back.revision, before.revision);

    let longer = workspace.edit(&id, &set("ramp.credit_factors", "0 %, 0 %, 25 %, 50 %, 75 %")).unwrap();
    assert!(longer.besides.is_empty(), "{:?}", longer.besides);
}

#[test]
fn what_was_being_typed_is_beside_its_term_after_the_program_was_ended() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plumbline.db");
    let (id, before) = {
        let mut workspace = workspace_at(&path);
        let view = workspace.open_sample().unwrap();
        let drafts = [
            typed("service_levels.fcr.target", "7"),
            typed("term.months", "many"),
            typed("title", &text(&view, "title")),
            typed("private.notes", "We would go low"),
            typed("private.remedies.month_cap.limit", "9 %"),
            typed("no.such.term", "x"),
        ];
        workspace.keep_drafts(&view.id, &drafts).unwrap();
        assert_eq!(workspace.contract(&view.id).unwrap().unread, vec![], "nothing is a step while it is typed");
        (view.id.clone(), view)
    };
    let mut workspace = workspace_at(&path);
    let view = workspace.contract(&id).unwrap();
    assert_eq!(view.revision.hash, before.revision.hash, "no term has changed");
    let unread: Vec<_> = view.unread.iter().map(|u| (u.path.as_str(), u.text.as_str(), u.readable)).collect();
    assert_eq!(unread, [("service_levels.fcr.target", "7", true), ("term.months", "many", false)]);
    assert_eq!(view.unread[0].reason, "“7” was typed here and not entered. The term is what it was");
    assert_eq!(view.private.notes, "We would go low");
    let limits: Vec<_> = view.private.limits.iter().map(|l| (l.path.as_str(), l.limit.as_str())).collect();
    assert_eq!(limits, [("remedies.month_cap", "9 %")]);
    assert!(view.undo.as_deref().is_some_and(|u| u.starts_with("Left in the middle of typing: ")), "{:?}", view.undo);
    // Entered, it is the term; and it is not taken up a second time.
    assert_eq!(workspace.edit(&id, &set("service_levels.fcr.target", "7")).unwrap().unread.len(), 1);
    drop(workspace);
    let again = workspace_at(&path).contract(&id).unwrap();
    assert_eq!((again.unread.len(), text(&again, "service_levels.fcr.target")), (1, "7.0\u{202f}%".to_owned()));
}

/// The sample with an entry in every list, two later targets, and misses paid in this way.
fn filled(mechanism: &str) -> (api::workspace::Workspace, tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let mut workspace = workspace_at(&folder.path().join("plumbline.db"));
    let mut view = workspace.open_sample().unwrap();
    for list in view.lists.clone().into_iter().filter(|l| l.count == 0) {
        view = workspace.edit(&view.id, &Edit::Add { list: list.path, of: None }).unwrap();
    }
    let changes = vec![
        typed("service_levels.fcr.later", "from month 13: 73 %, from month 19: 74 %"),
        typed("remedies.mechanism", mechanism),
    ];
    let label = Some("Filled".to_owned());
    let view = workspace.edit(&view.id, &Edit::Set { changes, label }).unwrap();
    (workspace, folder, view.id)
}

/// What is typed into the n-th term: nobody can read it, but where words belong.
fn unreadable(n: usize) -> String {
    format!("  as agreed {n}: 5 %% of „it“, {{x}} ")
}

fn lost(view: &api::wire::ContractView, all: &[Change]) -> Vec<String> {
    let there = |c: &&Change| {
        view.unread.iter().any(|u| u.path == c.path && u.text == c.text) || text(view, &c.path) == c.text.trim()
    };
    all.iter().filter(|c| !there(c)).map(|c| c.path.clone()).collect()
}

#[test]
fn whatever_is_typed_into_whichever_term_is_there_after_closing() {
    for (mechanism, entered) in [("percent", true), ("points", false), ("pool", true)] {
        let (mut workspace, folder, id) = filled(mechanism);
        let fields = workspace.contract(&id).unwrap().fields;
        assert!(fields.len() > 500, "{}", fields.len());
        let all: Vec<Change> = fields.iter().enumerate().map(|(n, f)| typed(&f.path, &unreadable(n))).collect();
        if entered {
            workspace.edit(&id, &Edit::Set { changes: all.clone(), label: None }).unwrap();
        } else {
            workspace.keep_drafts(&id, &all).unwrap();
        }
        drop(workspace);
        let mut again = workspace_at(&folder.path().join("plumbline.db"));
        let view = again.contract(&id).unwrap();
        assert_eq!(lost(&view, &all), Vec::<String>::new(), "{mechanism}, entered: {entered}");
        assert!(view.unread.len() > 250, "{}", view.unread.len());
        assert!(view.unread.iter().all(|u| !u.reason.is_empty()));
        let undone = again.undo(&id).unwrap();
        assert!(undone.unread.is_empty(), "{:?}", undone.unread.first());
        assert_eq!(lost(&again.redo(&id).unwrap(), &all), Vec::<String>::new());
    }
}

#[test]
fn a_reading_that_is_of_another_level_clears_the_text_it_stands_at_in_one_step() {
    let mut workspace = workspace();
    let id = workspace.open_sample().unwrap().id;
    let path = "service_levels.asa.target";
    let before = workspace.contract(&id).unwrap();
    let view = workspace.edit(&id, &set(path, "ASA under 30 s for 95 % of calls")).unwrap();
    assert_eq!(view.unread.len(), 1);
    let is_about = |f: &&model::Finding| f.rule == "C12" && f.fields[0] == path;
    let found = view.findings.iter().find(is_about).unwrap();
    let share = found.alternatives[0].clone();
    assert!(share.label.starts_with("Set “"), "{}", share.label);
    let step = Edit::Set { changes: share.changes, label: Some(share.label) };
    let mended = workspace.edit(&id, &step).unwrap();
    assert!(mended.unread.is_empty() && !mended.findings.iter().any(|f| is_about(&f)));
    assert_eq!(text(&mended, path), text(&before, path));
    assert_eq!(text(&mended, "service_levels.service_level.target"), "95.0\u{202f}%");
    let undone = workspace.undo(&id).unwrap();
    assert_eq!((undone.unread.len(), undone.revision.hash), (1, before.revision.hash));
}
