//! Levels that nobody measured: left out by name, or assumed, and then marked down to the printed annex.

use crate::{set, words_of, workspace};
use api::{
    ErrorCode,
    job::{Cancel, unseen},
    wire::{ExportRequest, Outlook, OutlookRequest, PrivateEdit},
    workspace::{Workspace, simulate},
};
use model::{MeasureId, ServiceLevelId};
use std::sync::Mutex;

fn assume(measure: &str, values: [&str; 3], months: &str) -> PrivateEdit {
    let [p10, p50, p90] = values.map(str::to_owned);
    PrivateEdit::Assumption { measure: MeasureId(measure.into()), p10, p50, p90, months: months.into() }
}

fn simulated(shell: &Mutex<Workspace>, id: &str) -> api::ApiResult<Outlook> {
    let request = OutlookRequest { trials: 4_000, ..OutlookRequest::default() };
    simulate(shell, id, &request, &Cancel::default(), &unseen)
}

/// A contract without any history, whose charges are set.
fn new_contract() -> (Mutex<Workspace>, String) {
    let mut workspace = workspace();
    let id = workspace.create_from_template("customer-service-voice").unwrap().id;
    workspace.edit(&id, &set("charges.amount", "USD 100,000")).unwrap();
    (Mutex::new(workspace), id)
}

#[test]
fn without_history_an_assumption_alone_carries_a_simulation() {
    let (shell, id) = new_contract();
    let refused = simulated(&shell, &id).unwrap_err();
    assert!(refused.code == ErrorCode::Refused && refused.message.contains("assume"), "{refused}");
    let before = shell.lock().unwrap().contract(&id).unwrap().revision.hash;
    let view = shell.lock().unwrap().edit_private(&id, &assume("fcr", ["60", "72", "80"], "24")).unwrap();
    assert_eq!(view.revision.hash, before, "it is one side's own");
    let name = "First contact resolution: assumed 60.0\u{202f}%, 72.0\u{202f}% and 80.0\u{202f}%";
    assert_eq!(view.undo.as_deref(), Some(name));
    let outlook = simulated(&shell, &id).unwrap();
    assert_eq!(outlook.baseline_hash, "");
    let [level] = outlook.levels.as_slice() else { panic!("{:?}", outlook.levels) };
    assert!(level.assumed && level.basis_text == "assumed, with 24 months of experience", "{}", level.basis_text);
    assert!(outlook.headline.contains("First contact resolution (assumed)"), "{}", outlook.headline);
    assert!(outlook.cautions.iter().any(|c| c.contains("nobody measured it: 1 month in 10")), "{:?}", outlook.cautions);
    assert!(outlook.left_out.contains(&"Average handle time".to_owned()), "{:?}", outlook.left_out);
    // The median of the last month is the one that was assumed.
    let middle = level.fan.last().unwrap().quantiles[3];
    assert!((middle - 72.0).abs() < 1.0, "{middle}");
    let curve = shell.lock().unwrap().target_curve(&id, &ServiceLevelId("fcr".into())).unwrap();
    let half = curve.points.iter().find(|p| p.text.starts_with("72.0")).unwrap();
    assert!((half.met - 0.5).abs() < 0.03, "{half:?}");
}

#[test]
fn another_assumption_makes_a_result_stale_and_the_annex_prints_the_mark() {
    let (shell, id) = new_contract();
    shell.lock().unwrap().edit_private(&id, &assume("fcr", ["60", "72", "80"], "24")).unwrap();
    simulated(&shell, &id).unwrap();
    let mut workspace = shell.into_inner().unwrap();
    let annex = ExportRequest { annex: true };
    let text = words_of(&workspace.document(&id, annex).unwrap().bytes);
    for said in ["(assumed)", "nobody measured it", "Assumed, not measured", "none: every level rests on an assumption"]
    {
        assert!(text.contains(said), "{said}");
    }
    workspace.edit_private(&id, &assume("fcr", ["61", "72", "80"], "24")).unwrap();
    let stale = workspace.document(&id, annex).unwrap_err();
    assert!(stale.code == ErrorCode::Refused && stale.message.contains("assumptions"), "{stale}");
    workspace.undo(&id).unwrap();
    assert!(workspace.document(&id, annex).is_ok());
    let none = workspace.edit_private(&id, &assume("fcr", ["", " ", ""], "")).unwrap();
    assert!(none.private.assumptions.is_empty());
}

#[test]
fn an_assumption_that_cannot_be_read_changes_nothing_and_says_where() {
    let (shell, id) = new_contract();
    let mut workspace = shell.into_inner().unwrap();
    let error = workspace.edit_private(&id, &assume("fcr", ["80", "72", "60"], "none")).unwrap_err();
    assert_eq!((error.code, error.details[0].place.as_str()), (ErrorCode::Input, "assumptions.fcr.months"));
    let error = workspace.edit_private(&id, &assume("fcr", ["80", "72", "60"], "6")).unwrap_err();
    assert!(error.message.contains("do not rise"), "{error}");
    assert!(workspace.contract(&id).unwrap().private.assumptions.is_empty());
}

#[test]
fn a_history_that_is_long_enough_goes_before_what_is_assumed() {
    let shell = Mutex::new(workspace());
    let id = shell.lock().unwrap().open_sample().unwrap().id;
    let before = simulated(&shell, &id).unwrap();
    let view = shell.lock().unwrap().edit_private(&id, &assume("fcr", ["10", "20", "30"], "6")).unwrap();
    assert!(view.private.assumptions.is_empty(), "it waits while there is history");
    assert_eq!(simulated(&shell, &id).unwrap(), before);
    let view = shell.lock().unwrap().remove_baseline(&id).unwrap();
    assert_eq!(view.private.assumptions.len(), 1);
}
