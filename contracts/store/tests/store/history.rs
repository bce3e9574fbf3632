//! Steps, undo, approvals, the trail, runs.

use crate::sample::{agreement, at, baseline, draft, id, new_contract, on_disk, rename, title};
use model::{ContentHash, Side, canonical::sha256_hex, canonical_bytes, content_hash, sign_off::Word};
use store::{
    Attached, ContractId, Deed, NewContract, Received, Run, Said, SignOff, Store, StoreError, Typed, runs::RUNS_KEPT,
};

#[test]
fn a_new_contract_is_revision_one_with_nothing_to_undo() {
    let mut store = Store::in_memory().unwrap();
    let first = store.create(&new_contract("First"), at(0)).unwrap();
    assert_eq!((first.revision, first.undo, first.redo), (1, None, None));
    assert_eq!(first.hash, content_hash(&agreement("First")));
    assert_eq!(first.draft, draft("First"));
    assert_eq!((first.created_at, first.changed_at), (at(0), at(0)));
    let again = store.create(&new_contract("Second"), at(1)).unwrap_err();
    assert_eq!(again.code(), "taken");
    assert_eq!(title(&store), "First");
}

#[test]
fn undo_and_redo_walk_the_steps_by_name_and_survive_a_restart() {
    let (_folder, path, mut store) = on_disk();
    rename(&mut store, "Second", 1);
    let third = rename(&mut store, "Third", 2);
    assert_eq!(third.undo.as_deref(), Some("Title → Third"));
    drop(store);

    let mut store = Store::open(&path).unwrap();
    let second = store.undo(&id(), at(3)).unwrap().unwrap();
    assert_eq!(second.draft.agreement.title, "Second");
    assert_eq!(second.undo.as_deref(), Some("Title → Second"));
    assert_eq!(second.redo.as_deref(), Some("Title → Third"));
    let first = store.undo(&id(), at(4)).unwrap().unwrap();
    assert_eq!(first.undo, None);
    assert_eq!(first.redo.as_deref(), Some("Title → Second"));
    assert_eq!(store.undo(&id(), at(5)).unwrap(), None);
    drop(store);

    let mut store = Store::open(&path).unwrap();
    assert_eq!(title(&store), "First");
    store.redo(&id(), at(6)).unwrap().unwrap();
    let third = store.redo(&id(), at(7)).unwrap().unwrap();
    assert_eq!(third.draft.agreement.title, "Third");
    assert_eq!((third.revision, third.redo), (3, None));
    assert_eq!(store.redo(&id(), at(8)).unwrap(), None);
}

#[test]
fn an_edit_after_undo_ends_redo_and_keeps_the_rows() {
    let mut store = Store::in_memory().unwrap();
    store.create(&new_contract("First"), at(0)).unwrap();
    rename(&mut store, "Second", 1);
    store.undo(&id(), at(2)).unwrap().unwrap();
    let other = rename(&mut store, "Other", 3);
    assert_eq!((other.revision, other.redo), (3, None));
    assert_eq!(store.redo(&id(), at(4)).unwrap(), None);
    let back = store.undo(&id(), at(5)).unwrap().unwrap();
    assert_eq!(back.draft.agreement.title, "First");
    assert_eq!(back.redo.as_deref(), Some("Title → Other"));
    let titles: Vec<String> = (1..=3).map(|n| store.revision(&id(), n).unwrap().title).collect();
    assert_eq!(titles, ["First", "Second", "Other"]);
    assert_eq!(store.revision(&id(), 4).unwrap_err().code(), "missing", "a revision that never was");
}

#[test]
fn redo_takes_the_way_that_was_undone_not_another_child_of_the_same_step() {
    let mut store = Store::in_memory().unwrap();
    store.create(&new_contract("First"), at(0)).unwrap();
    rename(&mut store, "Dead end", 1);
    rename(&mut store, "Deeper", 2);
    store.undo(&id(), at(3)).unwrap();
    store.undo(&id(), at(4)).unwrap();
    rename(&mut store, "A", 5);
    rename(&mut store, "B", 6);
    rename(&mut store, "C", 7);
    for minutes in 8..11 {
        store.undo(&id(), at(minutes)).unwrap().unwrap();
    }
    let titles: Vec<String> =
        (11..14).map(|m| store.redo(&id(), at(m)).unwrap().unwrap().draft.agreement.title).collect();
    assert_eq!(titles, ["A", "B", "C"]);
}

#[test]
fn the_same_terms_keep_their_revision_number() {
    let mut store = Store::in_memory().unwrap();
    let first = store.create(&new_contract("First"), at(0)).unwrap();
    rename(&mut store, "Second", 1);
    let back = rename(&mut store, "First", 2);
    assert_eq!((back.revision, &back.hash), (1, &first.hash));
    assert_ne!(back.step, first.step);
    assert_eq!(store.revisions(&id()).unwrap().len(), 2);
    assert_eq!(sha256_hex(&canonical_bytes(&store.revision(&id(), 1).unwrap())), first.hash.hex());
}

#[test]
fn an_edit_that_changes_nothing_is_no_step_and_keeps_redo() {
    let mut store = Store::in_memory().unwrap();
    store.create(&new_contract("First"), at(0)).unwrap();
    rename(&mut store, "Second", 1);
    let before = store.undo(&id(), at(2)).unwrap().unwrap();
    let after = store.edit(&id(), &before.draft, "Nothing", at(3)).unwrap();
    assert_eq!(after, before);
    assert_eq!(after.redo.as_deref(), Some("Title → Second"));
}

#[test]
fn private_edits_are_steps_without_a_new_revision_and_are_private_in_the_trail() {
    let mut store = Store::in_memory().unwrap();
    let first = store.create(&new_contract("First"), at(0)).unwrap();
    let mut draft = first.draft.clone();
    draft.private.notes = "We would go to 15 %.".into();
    let noted = store.edit(&id(), &draft, "Notes", at(1)).unwrap();
    assert_eq!((noted.revision, &noted.hash), (1, &first.hash));
    assert_eq!(noted.undo.as_deref(), Some("Notes"));
    assert_eq!(noted.draft.private.notes, "We would go to 15 %.");
    rename(&mut store, "Second", 2);
    store.undo(&id(), at(3)).unwrap();
    store.undo(&id(), at(4)).unwrap();
    assert_eq!(store.snapshot(&id()).unwrap().draft, first.draft);
    let trail = store.trail(&id()).unwrap();
    let seen: Vec<(Deed, bool)> = trail.iter().map(|e| (e.deed, e.private)).collect();
    assert_eq!(
        seen,
        [
            (Deed::Created, false),
            (Deed::Edited, true),
            (Deed::Edited, false),
            (Deed::Undone, false),
            (Deed::Undone, true),
        ]
    );
}

#[test]
fn a_baseline_is_kept_once_apart_and_attaching_it_is_a_step() {
    let mut store = Store::in_memory().unwrap();
    let first = store.create(&new_contract("First"), at(0)).unwrap();
    let kept = store.add_baseline(&baseline(70), at(1)).unwrap();
    assert_eq!(store.add_baseline(&baseline(70), at(2)).unwrap(), kept);
    assert_eq!(store.baseline(&kept).unwrap(), baseline(70));

    let mut draft = first.draft;
    draft.baseline = Some(Attached { id: kept.clone(), shared: true });
    let attached = store.edit(&id(), &draft, "Baseline", at(3)).unwrap();
    assert_eq!(attached.draft.baseline, draft.baseline);
    assert!(store.contracts().unwrap()[0].has_baseline);
    let back = store.undo(&id(), at(4)).unwrap().unwrap();
    assert_eq!(back.draft.baseline, None);

    draft.baseline = Some(Attached { id: store::BaselineId("f".repeat(64)), shared: false });
    let error = store.edit(&id(), &draft, "Baseline", at(5)).unwrap_err();
    assert_eq!(error.code(), "missing");
}

#[test]
fn a_baseline_inside_the_private_part_is_put_apart_and_not_shared() {
    let mut store = Store::in_memory().unwrap();
    let mut new = new_contract("First");
    new.draft.private.baseline = Some(baseline(71));
    let first = store.create(&new, at(0)).unwrap();
    assert_eq!(first.draft.private.baseline, None);
    let attached = first.draft.baseline.unwrap();
    assert!(!attached.shared);
    assert_eq!(store.baseline(&attached.id).unwrap(), baseline(71));
}

#[test]
fn terms_of_the_other_side_are_read_only_and_ones_own_part_is_not() {
    let mut store = Store::in_memory().unwrap();
    let mut new =
        NewContract { received: Some(Received { from: Side::Client, revision: Some(12) }), ..new_contract("First") };
    new.draft.private.side = Side::Vendor;
    let opened = store.create(&new, at(0)).unwrap();
    assert!(opened.locked);
    assert_eq!((opened.received_from, opened.revision), (Some(Side::Client), 12), "the number that the client gave it");
    let mut draft = opened.draft.clone();
    draft.agreement.title = "Mine".into();
    let error = store.edit(&id(), &draft, "Title", at(1)).unwrap_err();
    assert_eq!(error.code(), "terms_locked");
    draft = opened.draft;
    draft.private.notes = "Too steep.".into();
    let noted = store.edit(&id(), &draft, "Notes", at(2)).unwrap();
    assert_eq!(noted.draft.private.side, Side::Vendor);
    assert_eq!(noted.draft.private.notes, "Too steep.");
    assert_eq!(store.trail(&id()).unwrap()[0].deed, Deed::Opened);
}

/// Says a word here and now and gives everything that was said.
fn say(store: &mut Store, hash: &ContentHash, role: &str, word: Word, second: i64) -> Vec<SignOff> {
    let reason = if word == Word::Approved { "" } else { "Too dear" };
    let side = if role == "Operations" { Side::Vendor } else { Side::Client };
    let said = Said { side, role: role.into(), word, reason: reason.into(), elsewhere: None };
    store.sign_off(&id(), hash, &said, at(second)).unwrap();
    store.sign_offs(&id()).unwrap()
}

#[test]
fn a_later_edit_voids_approvals_visibly_and_undo_brings_them_back() {
    let mut store = Store::in_memory().unwrap();
    let first = store.create(&new_contract("First"), at(0)).unwrap();
    let given = say(&mut store, &first.hash, "Procurement", Word::Approved, 1);
    assert_eq!(given.len(), 1);
    assert_eq!((given[0].revision, &given[0].voided), (1, &None));
    assert_eq!(say(&mut store, &first.hash, "Procurement", Word::Approved, 2).len(), 1, "twice is once");
    assert_eq!(store.contracts().unwrap()[0].approvals, 1);

    // A private edit changes no term.
    let mut draft = first.draft.clone();
    draft.private.notes = "Glad.".into();
    store.edit(&id(), &draft, "Notes", at(3)).unwrap();
    assert_eq!(store.sign_offs(&id()).unwrap()[0].voided, None);

    rename(&mut store, "Second", 4);
    rename(&mut store, "Third", 5);
    let voided = store.sign_offs(&id()).unwrap()[0].voided.clone().unwrap();
    assert_eq!((voided.at, voided.by.as_str()), (at(4), "Title → Second"));
    assert_eq!(store.contracts().unwrap()[0].approvals, 0);

    let said = Said {
        side: Side::Vendor,
        role: "Operations".into(),
        word: Word::Approved,
        reason: String::new(),
        elsewhere: None,
    };
    let moved = store.sign_off(&id(), &first.hash, &said, at(6)).unwrap_err();
    assert!(matches!(moved, StoreError::Moved { current: 3 }));

    store.undo(&id(), at(7)).unwrap();
    store.undo(&id(), at(8)).unwrap();
    assert_eq!(store.sign_offs(&id()).unwrap()[0].voided, None);
    store.redo(&id(), at(9)).unwrap();
    let voided = store.sign_offs(&id()).unwrap()[0].voided.clone().unwrap();
    assert_eq!(voided.at, at(9));
}

#[test]
fn undo_past_the_approved_terms_voids_and_says_so() {
    let mut store = Store::in_memory().unwrap();
    store.create(&new_contract("First"), at(0)).unwrap();
    let second = rename(&mut store, "Second", 1);
    say(&mut store, &second.hash, "Operations", Word::Approved, 2);
    store.undo(&id(), at(3)).unwrap();
    let voided = store.sign_offs(&id()).unwrap()[0].voided.clone().unwrap();
    assert_eq!((voided.at, voided.by.as_str()), (at(3), "Undone: Title → Second"));
}

#[test]
fn an_approval_is_taken_back_with_a_reason_and_given_again_and_everything_stays_on_record() {
    let mut store = Store::in_memory().unwrap();
    let first = store.create(&new_contract("First"), at(0)).unwrap();
    say(&mut store, &first.hash, "Procurement", Word::Approved, 1);
    say(&mut store, &first.hash, "Procurement", Word::Withdrawn, 2);
    assert_eq!(store.contracts().unwrap()[0].approvals, 0);
    let said = say(&mut store, &first.hash, "Procurement", Word::Approved, 3);
    let words: Vec<_> = said.iter().map(|s| (s.word, s.reason.as_str())).collect();
    assert_eq!(words, [(Word::Approved, ""), (Word::Withdrawn, "Too dear"), (Word::Approved, "")]);
    assert_eq!(store.contracts().unwrap()[0].approvals, 1);
    let deeds: Vec<Deed> = store.trail(&id()).unwrap().iter().map(|e| e.deed).collect();
    assert_eq!(deeds, [Deed::Created, Deed::Approved, Deed::Withdrawn, Deed::Approved]);
    assert!(store.trail(&id()).unwrap()[2].what.ends_with("by Procurement (client): Too dear"));
}

#[test]
fn a_word_from_another_computer_keeps_its_own_time_and_is_taken_in_once() {
    let mut store = Store::in_memory().unwrap();
    let first = store.create(&new_contract("First"), at(0)).unwrap();
    let said = Said {
        side: Side::Vendor,
        role: "Operations".into(),
        word: Word::Approved,
        reason: String::new(),
        elsewhere: Some(at(40)),
    };
    store.sign_off(&id(), &first.hash, &said, at(50)).unwrap();
    store.sign_off(&id(), &first.hash, &said, at(51)).unwrap();
    let taken = store.sign_offs(&id()).unwrap();
    assert_eq!(taken.len(), 1);
    assert_eq!((taken[0].at, taken[0].elsewhere), (at(40), true));
    assert!(store.trail(&id()).unwrap()[1].what.ends_with("(vendor), recorded on another computer"));
}

#[test]
fn what_is_typed_is_kept_without_a_step_and_replaced_as_a_whole() {
    let mut store = Store::in_memory().unwrap();
    let first = store.create(&new_contract("First"), at(0)).unwrap();
    let typed = |path: &str, text: &str| Typed { path: path.into(), text: text.into() };
    store.keep_drafts(&id(), &[typed("title", "Fi"), typed("services", "All")], at(1)).unwrap();
    store.keep_drafts(&id(), &[typed("title", "Fir")], at(2)).unwrap();
    assert_eq!(store.drafts().unwrap(), [(id(), typed("title", "Fir"))]);
    let after = store.snapshot(&id()).unwrap();
    assert_eq!((after.step, after.undo), (first.step, None));
    store.keep_drafts(&id(), &[], at(3)).unwrap();
    assert_eq!(store.drafts().unwrap(), []);
}

#[test]
fn a_contract_is_put_away_and_brought_back_with_everything() {
    let mut store = Store::in_memory().unwrap();
    store.create(&new_contract("First"), at(0)).unwrap();
    store.create(&NewContract { id: ContractId("c-2".into()), sample: true, ..new_contract("Sample") }, at(1)).unwrap();
    let titles = |store: &Store| -> Vec<String> { store.contracts().unwrap().into_iter().map(|c| c.title).collect() };
    assert_eq!(titles(&store), ["Sample", "First"]);
    rename(&mut store, "First, changed", 2);
    assert_eq!(titles(&store), ["First, changed", "Sample"]);
    store.remove(&ContractId("c-2".into()), at(3)).unwrap();
    assert_eq!(titles(&store), ["First, changed"]);
    assert_eq!(store.all_contracts().unwrap().len(), 2);
    store.restore(&ContractId("c-2".into()), at(4)).unwrap();
    store.restore(&ContractId("c-2".into()), at(5)).unwrap();
    let seen = store.contracts().unwrap();
    assert!(seen[0].sample && !seen[0].removed);
    assert_eq!((seen[0].client.as_str(), seen[0].vendor.as_str()), ("Northmere Energy", "Alvora Contact"));
    assert_eq!((seen[0].approvers, seen[0].side), (2, Side::Client));
    let deeds: Vec<Deed> = store.trail(&ContractId("c-2".into())).unwrap().iter().map(|e| e.deed).collect();
    assert_eq!(deeds, [Deed::Created, Deed::Removed, Deed::Restored]);
    let nowhere = ContractId("nowhere".into());
    for error in [
        store.remove(&nowhere, at(6)).unwrap_err(),
        store.snapshot(&nowhere).unwrap_err(),
        store.undo(&nowhere, at(6)).unwrap_err(),
        store.record(&nowhere, Deed::Exported, "PDF", at(6)).unwrap_err(),
    ] {
        assert_eq!(error.to_string(), "there is no contract “nowhere”");
    }
}

#[test]
fn what_happens_outside_is_recorded_with_the_hash_of_the_terms() {
    let mut store = Store::in_memory().unwrap();
    let first = store.create(&new_contract("First"), at(0)).unwrap();
    store.record(&id(), Deed::Exported, "contract.pdf", at(1)).unwrap();
    let trail = store.trail(&id()).unwrap();
    assert_eq!(trail[1].deed, Deed::Exported);
    assert_eq!((trail[1].at, &trail[1].hash), (at(1), &first.hash));
}

#[test]
fn runs_are_found_by_their_inputs_and_the_oldest_leave() {
    let mut store = Store::in_memory().unwrap();
    let first = store.create(&new_contract("First"), at(0)).unwrap();
    let run = |i: u32| Run {
        hash: first.hash.clone(),
        inputs_sha256: sha256_hex(&i.to_le_bytes()),
        results: format!("{{\"i\":{i}}}").into_bytes(),
        at: at(i64::from(i)),
    };
    assert_eq!(store.latest_run(&id()).unwrap(), None);
    for i in 0..=RUNS_KEPT {
        store.save_run(&id(), &run(i)).unwrap();
    }
    assert_eq!(store.run(&id(), &run(0).inputs_sha256).unwrap(), None);
    assert_eq!(store.run(&id(), &run(1).inputs_sha256).unwrap(), Some(run(1)));
    assert_eq!(store.latest_run(&id()).unwrap(), Some(run(RUNS_KEPT)));
    // The same inputs again are the newest.
    store.save_run(&id(), &run(5)).unwrap();
    assert_eq!(store.latest_run(&id()).unwrap(), Some(run(5)));
}
