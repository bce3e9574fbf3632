//! Undo on the scorecard, over restarts and up to a posted statement; and posted statements that travel to the other side.

use crate::{set, workspace, workspace_at};
use api::{
    AmountOf, Side,
    wire::{AmountTyped, AmountsTyped, ErrorCode, MarkRequest, TypedActual, TypedState},
    workspace::Workspace,
};
use model::{ServiceLevelId, clauses::ReliefCause};
use store::marks::Mark;

const MONTH: &str = "2027-01";

fn begun(workspace: &mut Workspace) -> String {
    let id = workspace.open_sample().unwrap().id;
    workspace.edit(&id, &set("term.start", "2027-01-01")).unwrap();
    workspace.edit(&id, &set("remedies.cure", "")).unwrap();
    id
}

fn typed(value: &str) -> TypedActual {
    TypedActual {
        month: MONTH.into(),
        level: ServiceLevelId("fcr".into()),
        state: TypedState::Value,
        value: value.into(),
        n: "1200".into(),
        source: "report".into(),
        measured: false,
        reason: None,
    }
}

fn relief() -> MarkRequest {
    let mark = Mark::Excused {
        levels: vec![ServiceLevelId("fcr".into())],
        cause: ReliefCause::ClientSystem,
        evidence: "ticket 4711".into(),
        window: None,
    };
    MarkRequest { month: MONTH.into(), mark, window: None, reason: None }
}

fn charges(text: &str) -> AmountsTyped {
    AmountsTyped {
        month: MONTH.into(),
        amounts: vec![AmountTyped { what: AmountOf::Charges, text: text.into() }],
        locked_on: String::new(),
        source: "invoice".into(),
        reason: None,
    }
}

fn value(workspace: &Workspace, id: &str) -> String {
    let view = workspace.scorecard(id, Some(MONTH)).unwrap();
    view.rows.iter().find(|r| r.level.0 == "fcr").map(|r| r.value_text.clone()).unwrap_or_default()
}

#[test]
fn every_entry_of_the_scorecard_is_undone_by_its_name_and_redone_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plumbline.db");
    let mut workspace = workspace_at(&path);
    let id = begun(&mut workspace);
    workspace.import_actuals(&id, b"month,fcr_percent,fcr_surveys\n2027-01,70,1200\n", "acd.csv", None).unwrap();
    workspace.type_actual(&id, &typed("71 %")).unwrap();
    workspace.set_amounts(&id, &charges("USD 300,000.00")).unwrap();
    let view = workspace.mark_month(&id, &relief()).unwrap();
    assert_eq!(view.steps.undo.as_deref(), Some("Relief for Jan 2027"));
    let shown = workspace.contract(&id).unwrap();
    assert_eq!((shown.step, shown.undo), (view.steps.step, view.steps.undo), "the window’s Undo is the scorecard’s");
    drop(workspace);

    let mut workspace = workspace_at(&path);
    let names: Vec<String> = (0..4)
        .map(|_| {
            let name = workspace.contract(&id).unwrap().undo.unwrap();
            workspace.undo(&id).unwrap();
            name
        })
        .collect();
    assert_eq!(
        names,
        [
            "Relief for Jan 2027",
            "Jan 2027: Charges as invoiced USD 300,000.00",
            "First contact resolution, Jan 2027: 71 %",
            "Jan 2027 from acd.csv"
        ]
    );
    let empty = workspace.scorecard(&id, Some(MONTH)).unwrap();
    assert!(empty.rows.is_empty() && empty.marks.is_empty() && empty.problems.is_empty());
    assert!(!empty.amounts.iter().any(|a| !a.text.is_empty()));
    drop(workspace);

    let mut workspace = workspace_at(&path);
    workspace.redo(&id).unwrap();
    assert_eq!(value(&workspace, &id), "70.0\u{202f}%");
    for _ in 0..3 {
        workspace.redo(&id).unwrap();
    }
    assert_eq!(value(&workspace, &id), "71.0\u{202f}%");
    let view = workspace.scorecard(&id, Some(MONTH)).unwrap();
    assert_eq!((view.marks.len(), view.charges_text.as_str()), (1, "USD\u{a0}300,000.00"));
    assert_eq!(view.steps.redo, None);
    // What was undone before a new entry stays away.
    workspace.undo(&id).unwrap();
    workspace.type_actual(&id, &typed("72 %")).unwrap();
    let view = workspace.scorecard(&id, Some(MONTH)).unwrap();
    assert_eq!((view.marks.len(), view.steps.redo), (0, None));
    // The same table again is read as new once its entry was undone.
    let again = workspace.import_actuals(&id, b"month,fcr_percent\n2027-02,90\n", "feb.csv", None).unwrap();
    assert!(again.summary.contains("1 figure"), "{}", again.summary);
    workspace.undo(&id).unwrap();
    assert!(workspace.import_actuals(&id, b"month,fcr_percent\n2027-02,90\n", "feb.csv", None).is_ok());
}

#[test]
fn posting_is_not_undone_and_says_why() {
    let mut workspace = workspace();
    let id = begun(&mut workspace);
    workspace.type_actual(&id, &typed("71 %")).unwrap();
    let posted = workspace.post_statement(&id, MONTH).unwrap();
    assert_eq!(posted.steps.undo, None);
    let why = posted.steps.undo_stops.unwrap();
    assert!(why.starts_with("Statement of Jan 2027 posted: a posted statement never changes"), "{why}");
    let refused = workspace.undo(&id).unwrap_err();
    assert_eq!((refused.code, refused.message), (ErrorCode::Refused, why));
    assert!(workspace.scorecard(&id, Some(MONTH)).unwrap().posted.is_some());
    // A correction is taken back with its reason, and what it would post with it.
    let corrected = TypedActual { reason: Some("counted twice".into()), ..typed("60 %") };
    assert_eq!(workspace.type_actual(&id, &corrected).unwrap().adjustments.len(), 1);
    workspace.undo(&id).unwrap();
    assert_eq!(workspace.scorecard(&id, Some(MONTH)).unwrap().adjustments.len(), 0);
}

/// The client's contract with a posted month, and the vendor's copy of it.
fn both_sides(value: &str) -> (Workspace, String, Workspace, String) {
    let mut client = workspace();
    let id = begun(&mut client);
    client.type_actual(&id, &typed(value)).unwrap();
    client.post_statement(&id, MONTH).unwrap();
    client.edit_private(&id, &api::wire::PrivateEdit::Notes { text: "canary: we would pay more".into() }).unwrap();
    let copy = client.copy_for_other_side(&id).unwrap();
    assert!(copy.what.ends_with("this side’s actuals and 1\u{a0}posted statement"), "{}", copy.what);
    assert!(!String::from_utf8_lossy(&copy.bytes).contains("canary"));
    client.record_outgoing(&id, &copy).unwrap();
    let mut vendor = workspace();
    let opened = vendor.open_file(&copy.bytes, "copy.slac").unwrap();
    assert!(opened.besides.iter().any(|b| b.contains("1 posted statement")), "{:?}", opened.besides);
    (client, id, vendor, opened.id)
}

#[test]
fn a_posted_statement_travels_and_stands_beside_what_is_settled_and_posted_there() {
    let (client, id, mut vendor, copy) = both_sides("60 %");
    let own = client.scorecard(&id, Some(MONTH)).unwrap().posted.unwrap();
    let view = vendor.scorecard(&copy, Some(MONTH)).unwrap();
    let there = &view.their_statements[0];
    assert_eq!((there.side, there.month.as_str(), there.file.as_str()), (Side::Client, MONTH, "copy.slac"));
    assert_eq!((&there.short_hash, there.revision), (&own.short_hash, own.revision));
    assert!(there.same && !there.posted_here, "{there:?}");
    assert_eq!(there.words, "The same as settled here; not posted here");
    assert!(view.posted.is_none(), "theirs is not posted here");
    let posted = vendor.post_statement(&copy, MONTH).unwrap();
    assert_eq!(posted.their_statements[0].words, "The same as posted here", "{:?}", posted.their_statements);
    assert!(client.scorecard(&id, None).unwrap().their_statements.is_empty());
}

#[test]
fn where_posted_statements_differ_each_difference_is_named_here_and_on_the_statement() {
    let (mut client, id, mut vendor, copy) = both_sides("60 %");
    vendor.type_actual(&copy, &typed("90 %")).unwrap();
    let before = vendor.scorecard(&copy, Some(MONTH)).unwrap();
    assert!(before.notes.iter().any(|n| n.starts_with("The client posted another statement of this month")));
    vendor.post_statement(&copy, MONTH).unwrap();
    let answer = vendor.copy_for_other_side(&copy).unwrap();
    client.take_in(&id, &answer.bytes, "answer.slac").unwrap();
    for (view, value) in [
        (vendor.scorecard(&copy, Some(MONTH)).unwrap(), "here 90.0\u{202f}%, met"),
        (client.scorecard(&id, Some(MONTH)).unwrap(), "there 90.0\u{202f}%, met"),
    ] {
        let there = &view.their_statements[0];
        assert_eq!((there.same, there.words.as_str()), (false, "Differs from what is posted here"));
        let told = there.differences.join("\n");
        assert!(there.differences[0].starts_with("First contact resolution: ") && told.contains(value), "{told}");
        assert!(view.posted.is_some(), "one’s own stays posted");
    }
    let again = client.take_in(&id, &answer.bytes, "answer.slac").unwrap();
    assert!(again.besides.iter().any(|b| b.contains("are here already")), "{:?}", again.besides);
}

#[test]
fn a_file_of_before_posted_statements_travelled_is_read_and_one_with_a_bad_hash_is_refused() {
    let mut client = workspace();
    let id = begun(&mut client);
    client.type_actual(&id, &typed("70 %")).unwrap();
    let copy = client.copy_for_other_side(&id).unwrap();
    let text = String::from_utf8(copy.bytes).unwrap();
    assert!(!text.contains("\"statements\""), "without a posted statement a copy is what it was");
    client.post_statement(&id, MONTH).unwrap();
    let copy = client.copy_for_other_side(&id).unwrap();
    let text = String::from_utf8(copy.bytes).unwrap();
    let at = text.find("\"statements\"").unwrap();
    let hash = text[at..].find("\"sha256\": \"").map(|i| at + i + 11).unwrap();
    let changed = format!("{}X{}", &text[..hash], &text[hash + 1..]);
    let error = workspace().open_file(changed.as_bytes(), "copy.slac").unwrap_err();
    assert_eq!(error.details[0].place, "posted statement of Jan 2027");
}

#[test]
fn what_the_copy_told_is_not_taken_back_and_an_answer_needs_no_approval() {
    let (mut client, id, mut vendor, copy) = both_sides("60 %");
    let view = vendor.contract(&copy).unwrap();
    assert!(view.answer_hindrance.as_deref().is_some_and(|w| w.starts_with("There is no answer to write yet")));
    let view = vendor.mark_month(&copy, &relief()).unwrap();
    assert!(view.steps.undo.is_some());
    assert_eq!(vendor.contract(&copy).unwrap().answer_hindrance, None, "relief is an answer");
    let answer = vendor.copy_for_other_side(&copy).unwrap();
    vendor.record_outgoing(&copy, &answer).unwrap();
    let why = vendor.contract(&copy).unwrap().undo_stops.unwrap();
    assert!(why.starts_with("Relief for Jan 2027: the copy for the other side"), "{why}");
    assert!(vendor.undo(&copy).is_err());
    client.take_in(&id, &answer.bytes, "answer.slac").unwrap();
    assert_eq!(client.scorecard(&id, Some(MONTH)).unwrap().marks.len(), 1);
    assert_eq!(client.contract(&id).unwrap().answer_hindrance, None, "one’s own contract is not answered");
}
