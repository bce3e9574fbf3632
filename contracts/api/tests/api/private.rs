//! Nothing private leaves: a canary in every private field, and every output searched for all of them.

use crate::{set, workspace};
use api::{
    job::{Cancel, unseen},
    wire::{ExportRequest, OutlookRequest, PrivateEdit},
    workspace::{Workspace, simulate},
};
use model::{
    Baseline, MeasureId, Private, Side, Waiver,
    private::{Assumption, Learning, Limit, Unread},
};
use std::sync::Mutex;

const NOTE: &str = "canary-note-71c3";
const PATH: &str = "canary-path-9d20";
const LIMIT: &str = "canary-limit-5e8a";
const REASON: &str = "canary-reason-f04b";
const FILE: &str = "canary-history-c6d1.csv";
/// Where performance is taken to begin.
const START: &str = "9716.25";
/// How long half of the gap takes.
const HALF_LIFE: &str = "87.625";
/// What a measure without history is taken to do: one month in ten, half and nine in ten stay below.
const ASSUMED: [&str; 3] = ["13.1719", "41.8323", "83.2917"];
/// What was typed and cannot be read.
const TYPED: &str = "canary-typed-38ae";
/// Why a finding is left standing, for oneself.
const WAIVED: &str = "canary-waived-2b9d";

/// Private with a canary in each of its fields. The struct is written out: a new private field breaks this test until it
/// has a canary, too.
fn canaries(mut baseline: Baseline) -> Private {
    baseline.series.retain(|series| series.measure.0 != "fcr");
    let [p10, p50, p90] = ASSUMED.map(str::to_owned);
    let assumption = Assumption { measure: MeasureId("fcr".into()), p10, p50, p90, months: "97".into() };
    let limit = Limit { path: PATH.into(), limit: LIMIT.into(), reason: REASON.into() };
    let (start, half_life) = (format!("{START} s"), format!("{HALF_LIFE} weeks"));
    let learning = vec![Learning { measure: MeasureId("aht".into()), start, half_life }];
    let unread = vec![Unread { path: "term.no_such_term".into(), text: TYPED.into() }];
    let waiver = Waiver {
        rule: "C8".into(),
        title: "A cap".into(),
        field: "score".into(),
        reason: WAIVED.into(),
        said: Vec::new(),
    };
    Private {
        side: Side::Client,
        notes: NOTE.into(),
        limits: vec![limit],
        baseline: Some(baseline),
        waivers: vec![waiver],
        learning,
        assumptions: vec![assumption],
        unread,
    }
}

fn sings(bytes: &[u8]) -> Vec<&'static str> {
    // A number may be shown with its thousands apart.
    let bytes = &String::from_utf8_lossy(bytes).replace("9,716.25", START).into_bytes();
    let found = |needle: &str| bytes.windows(needle.len()).any(|w| w == needle.as_bytes());
    let all = [NOTE, PATH, LIMIT, REASON, FILE, START, HALF_LIFE, TYPED, WAIVED].into_iter().chain(ASSUMED);
    all.filter(|c| found(c)).collect()
}

/// A client's own contract with canaries everywhere, opened from its own file.
fn client() -> (Workspace, String) {
    let (agreement, mut baseline) = api::sample::sample("2026-12-01".parse().unwrap()).unwrap();
    baseline.provenance.source_name = FILE.into();
    let mut file = model::ContractFile::new(agreement);
    file.private = Some(canaries(baseline));
    let own = file.to_bytes();
    assert_eq!(sings(&own).len(), 12, "the canaries are where they were put");
    let mut workspace = workspace();
    let id = workspace.open_file(&own, "own.slac").unwrap().id;
    (workspace, id)
}

#[test]
fn no_output_has_anything_private_in_it() {
    let (mut workspace, id) = client();
    let before = workspace.contract(&id).unwrap();
    assert_eq!((before.private.notes.as_str(), before.locked), (NOTE, false));
    let copy = workspace.copy_for_other_side(&id).unwrap().bytes;
    assert_eq!(sings(&copy), Vec::<&str>::new());
    let (shell, request) = (Mutex::new(workspace), OutlookRequest { trials: 500, ..OutlookRequest::default() });
    simulate(&shell, &id, &request, &Cancel::default(), &unseen).unwrap();
    workspace = shell.into_inner().unwrap();
    // The annex is printed by choice and names what went into the simulation; nothing else tells of it.
    for (annex, told) in [(false, vec![]), (true, [START, HALF_LIFE].into_iter().chain(ASSUMED).collect())] {
        let pdf = workspace.document(&id, ExportRequest { annex }).unwrap().bytes;
        assert_eq!(sings(&uncompressed(&pdf)), told);
    }
    let tree = serde_json::to_vec(&workspace.contract(&id).unwrap().document).unwrap();
    assert_eq!(sings(&tree), Vec::<&str>::new());
}

/// Every stream of a PDF, decoded, behind the file itself.
fn uncompressed(pdf: &[u8]) -> Vec<u8> {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let streams = document.objects.values().filter_map(|o| o.as_stream().ok());
    let decoded = streams.filter_map(|s| s.decompressed_content().ok()).flatten();
    let mut all = pdf.to_vec();
    all.extend(decoded);
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    all.extend(document.extract_text(&pages).unwrap_or_default().bytes());
    all
}

#[test]
fn private_changes_change_neither_the_hash_nor_an_approval() {
    let mut workspace = workspace();
    let view = workspace.open_sample().unwrap();
    let edit =
        PrivateEdit::Limit { path: "service_levels.fcr.target".into(), limit: "70 %".into(), reason: "cost".into() };
    let after = workspace.edit_private(&view.id, &edit).unwrap();
    assert_eq!(after.revision.hash, view.revision.hash);
    assert_eq!(after.private.limits[0].label, "First contact resolution, target");
    workspace.edit(&view.id, &set("title", "Other")).unwrap();
}

#[test]
fn a_shared_baseline_is_in_the_copy_and_nothing_else_is() {
    let (mut workspace, id) = client();
    workspace.share_baseline(&id, true).unwrap();
    assert_eq!(sings(&workspace.copy_for_other_side(&id).unwrap().bytes), [FILE]);
}

/// A name of a column, a cell and the owner of a plan: nothing that the two sides agreed to measure.
const COLUMN: &str = "canary-column-8e41";
const CELL: &str = "canary-cell-27fa";
const OWNER: &str = "canary-owner-90c5";

#[test]
fn actuals_travel_without_the_rest_of_their_file_and_without_what_this_side_plans() {
    let (mut workspace, id) = client();
    workspace.edit(&id, &set("term.start", "2027-01-01")).unwrap();
    let table = format!("month,fcr_percent,fcr_surveys,{COLUMN}\n2027-01,72,1200,{CELL}\n2027-02,many,1200,{CELL}\n");
    let taken = workspace.import_actuals(&id, table.as_bytes(), "acd.csv", None).unwrap();
    assert!(taken.notes.iter().any(|n| n.contains(COLUMN)), "the window tells its owner: {:?}", taken.notes);
    let plan = api::wire::PlanRequest {
        plan: None,
        month: "2027-01".into(),
        level: None,
        cause: "by hand".into(),
        root_cause: String::new(),
        owner: OWNER.into(),
        due_on: String::new(),
        done: false,
    };
    workspace.keep_plan(&id, &plan).unwrap();
    let copy = workspace.copy_for_other_side(&id).unwrap().bytes;
    let text = String::from_utf8(copy.clone()).unwrap();
    assert!(text.contains("acd.csv") && text.contains("row 3, fcr_percent"), "what is shared is there");
    for canary in [COLUMN, CELL, OWNER] {
        assert!(!text.contains(canary), "{canary}");
    }
    assert_eq!(sings(&copy), Vec::<&str>::new());
}
