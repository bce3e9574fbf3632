//! Performance that is learnt during the ramp: kept by one side, simulated, printed, and stale once it changes.

use crate::{set, text, words_of, workspace, workspace_at};
use api::{
    ErrorCode,
    job::{Cancel, unseen},
    wire::{ExportRequest, LearningText, Outlook, OutlookRequest, PrivateEdit},
    workspace::{Workspace, simulate},
};
use model::{MeasureId, ServiceLevelId};
use std::sync::Mutex;

fn learn(measure: &str, start: &str, half_life: &str) -> PrivateEdit {
    PrivateEdit::Learning { measure: MeasureId(measure.into()), start: start.into(), half_life: half_life.into() }
}

fn request(learning: Option<Vec<LearningText>>) -> OutlookRequest {
    OutlookRequest { trials: 2_000, learning, ..OutlookRequest::default() }
}

fn simulated(shell: &Mutex<Workspace>, id: &str, request: &OutlookRequest) -> Outlook {
    simulate(shell, id, request, &Cancel::default(), &unseen).unwrap()
}

fn met(outlook: &Outlook, level: &str) -> Vec<f64> {
    outlook.levels.iter().find(|l| l.id.0 == level).map(|l| l.met.clone()).unwrap()
}

#[test]
fn learning_is_kept_over_a_restart_in_one_way_of_writing_and_changes_no_hash() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plumbline.db");
    let (id, hash) = {
        let mut workspace = workspace_at(&path);
        let view = workspace.open_sample().unwrap();
        assert_eq!(view.private.learning.len(), 1, "the sample's handle time is learnt");
        let after = workspace.edit_private(&view.id, &learn("asa", "2min", "2-5w")).unwrap();
        assert_eq!(
            after.undo.as_deref(),
            Some("Average speed of answer: learnt from 120\u{202f}s, half in 2 to 5\u{a0}weeks")
        );
        (view.id, view.revision.hash)
    };
    let mut workspace = workspace_at(&path);
    let view = workspace.contract(&id).unwrap();
    assert_eq!(view.revision.hash, hash);
    let shown: Vec<(&str, &str, &str)> = view
        .private
        .learning
        .iter()
        .map(|l| (l.measure.0.as_str(), l.start_text.as_str(), l.half_life_text.as_str()))
        .collect();
    let aht = ("aht", "900\u{202f}s", "3\u{a0}weeks");
    assert_eq!(shown, [aht, ("asa", "120\u{202f}s", "2 to 5\u{a0}weeks")]);
    assert_eq!(workspace.undo(&id).unwrap().private.learning.len(), 1);
    let none = workspace.edit_private(&id, &learn("aht", "", " ")).unwrap();
    assert!(none.private.learning.is_empty());
    assert_eq!(none.undo.as_deref(), Some("Average handle time: steady from the start"));
}

#[test]
fn learning_that_cannot_be_read_changes_nothing_and_says_where() {
    let mut workspace = workspace();
    let id = workspace.open_sample().unwrap().id;
    let before = workspace.contract(&id).unwrap().private;
    let error = workspace.edit_private(&id, &learn("asa", "soon", "3")).unwrap_err();
    assert_eq!(error.code, ErrorCode::Input);
    let places: Vec<&str> = error.details.iter().map(|d| d.place.as_str()).collect();
    assert_eq!(places, ["learning.asa.start", "learning.asa.half_life"]);
    let error = workspace.edit_private(&id, &learn("asa", "60 s", "")).unwrap_err();
    assert_eq!(error.details[0].place, "learning.asa.half_life");
    assert!(error.message.contains("it is missing; expected a time like 3 weeks"), "{error}");
    let error = workspace.edit_private(&id, &learn("weather", "60 s", "3 weeks")).unwrap_err();
    assert!(error.message.contains("there is no service level about it"), "{error}");
    assert_eq!(workspace.contract(&id).unwrap().private, before);
}

#[test]
fn ramp_months_follow_what_is_learnt_and_the_words_say_for_which_levels() {
    let shell = Mutex::new(workspace());
    let id = shell.lock().unwrap().open_sample().unwrap().id;
    let steady = simulated(&shell, &id, &request(Some(Vec::new())));
    let learnt = simulated(&shell, &id, &request(None));
    let (before, after) = (met(&steady, "aht"), met(&learnt, "aht"));
    assert!(after[0] < before[0] - 0.3, "{before:?} {after:?}");
    assert!((after[11] - before[11]).abs() < 0.02, "{before:?} {after:?}");
    for level in steady.levels.iter().filter(|l| l.id.0 != "aht") {
        assert_eq!(level.met, met(&learnt, &level.id.0), "{} is drawn as before", level.id);
    }
    assert_eq!(steady.ramp_text, "Ramp months assume steady performance for every service level.");
    let said = learnt.ramp_text.replace(['\u{a0}', '\u{202f}'], " ");
    let begin = "Average handle time begins at 900 s; half of the gap is closed after 3 weeks. Ramp months assume steady \
                 performance for ";
    assert!(said.starts_with(begin), "{said}");
    assert!(said.contains("First contact resolution") && !said[begin.len()..].contains("handle"), "{said}");
    assert_eq!(learnt.learning.len(), 1);
    // What was only tried is not kept.
    assert_eq!(shell.lock().unwrap().last_outlook(&id).unwrap(), Some(learnt));
}

#[test]
fn a_result_of_other_learning_is_stale_and_its_annex_names_what_was_assumed() {
    let shell = Mutex::new(workspace());
    let id = shell.lock().unwrap().open_sample().unwrap().id;
    simulated(&shell, &id, &request(None));
    let mut workspace = shell.into_inner().unwrap();
    let annex = ExportRequest { annex: true };
    let text = words_of(&workspace.document(&id, annex).unwrap().bytes);
    assert!(text.contains("half of the gap is closed after 3"), "{text}");
    workspace.edit_private(&id, &learn("aht", "600 s", "3 weeks")).unwrap();
    let stale = workspace.document(&id, annex).unwrap_err();
    assert!(stale.code == ErrorCode::Refused && stale.message.contains("learning"), "{stale}");
    workspace.undo(&id).unwrap();
    assert!(workspace.document(&id, annex).is_ok());
}

#[test]
fn the_vendor_keeps_learning_of_its_own_beside_terms_that_it_cannot_change() {
    let mut client = workspace();
    let id = client.open_sample().unwrap().id;
    client.share_baseline(&id, true).unwrap();
    let copy = client.copy_for_other_side(&id).unwrap();
    let shell = Mutex::new(workspace());
    let view = shell.lock().unwrap().open_file(&copy.bytes, &copy.name).unwrap();
    assert!(view.locked && view.private.learning.is_empty(), "the client's own stays with the client");
    let view = shell.lock().unwrap().edit_private(&view.id, &learn("fcr", "50 %", "1 month")).unwrap();
    assert_eq!(text(&view, "service_levels.fcr.target"), "72.0\u{202f}%");
    let outlook = simulated(&shell, &view.id, &request(None));
    assert_eq!(outlook.learning, view.private.learning);
}

#[test]
fn a_start_better_than_history_is_told_and_a_curve_counts_what_is_left() {
    let shell = Mutex::new(workspace());
    let id = shell.lock().unwrap().open_sample().unwrap().id;
    let level = ServiceLevelId("asa".into());
    let at_once = shell.lock().unwrap().target_curve(&id, &level).unwrap();
    let curve_of = |start: &str| {
        let mut workspace = shell.lock().unwrap();
        workspace.edit_private(&id, &learn("asa", start, "18 months")).unwrap();
        workspace.target_curve(&id, &level).unwrap()
    };
    let slow = curve_of("120 s");
    assert!(slow.likely_value > at_once.likely_value, "{slow:?} {at_once:?}");
    curve_of("2 s");
    let outlook = simulated(&shell, &id, &request(None));
    assert!(outlook.cautions.iter().any(|c| c.contains("speed of answer begins better")), "{:?}", outlook.cautions);
}

#[test]
fn the_volume_of_the_history_is_simulated_beside_the_levels() {
    let shell = Mutex::new(workspace());
    let id = shell.lock().unwrap().open_sample().unwrap().id;
    let outlook = simulated(&shell, &id, &request(None));
    assert_eq!(outlook.volume.len(), outlook.months.len());
    assert!(outlook.volume.iter().all(|v| 20_000.0 < v.p5 && v.p5 < v.p50 && v.p50 < v.p95), "{:?}", outlook.volume);
    assert!(outlook.volume_text.starts_with("Contacts offered: "), "{}", outlook.volume_text);
}

#[test]
fn busy_months_are_told_in_words_by_month_and_beside_the_curve() {
    let shell = Mutex::new(workspace());
    let id = shell.lock().unwrap().open_sample().unwrap().id;
    let quiet = simulated(&shell, &id, &request(None));
    let curve = |shell: &Mutex<Workspace>| {
        let level = ServiceLevelId("asa".into());
        shell.lock().unwrap().target_curve(&id, &level).unwrap().excused_text
    };
    assert!(quiet.busy_text.is_empty() || quiet.levels.iter().any(|l| l.excused_steady > 0.0));
    for (path, text) in [("forecast.band_percent", "1 %"), ("service_levels.asa.volume_sensitive", "yes")] {
        shell.lock().unwrap().edit(&id, &set(path, text)).unwrap();
    }
    let busy = simulated(&shell, &id, &request(None));
    let asa = busy.levels.iter().find(|l| l.id.0 == "asa").unwrap();
    assert_eq!(asa.excused.len(), asa.met.len());
    assert!(
        asa.excused.iter().all(|share| (0.0..=1.0).contains(share)) && asa.excused_steady > 0.05,
        "{:?}",
        asa.excused
    );
    let fcr = busy.levels.iter().find(|l| l.id.0 == "fcr").unwrap();
    assert_eq!((fcr.excused.len(), fcr.excused_steady), (0, 0.0));
    let shown = model::chance::in_hundred(asa.excused_steady);
    let told = format!(" in {shown} of 100 steady months.");
    assert!(busy.busy_text.starts_with("More volume than was forecast excuses "), "{}", busy.busy_text);
    assert!(busy.busy_text.contains(&asa.name) && busy.busy_text.contains(&told), "{} {told}", busy.busy_text);
    assert!(busy.busy_text.ends_with("an excused level is not missed."), "{}", busy.busy_text);
    assert!(curve(&shell).starts_with("The curve takes every month as judged. In about "), "{}", curve(&shell));
    shell.lock().unwrap().edit(&id, &set("remedies.excused", "yes")).unwrap();
    assert!(curve(&shell).contains("counts as met") || curve(&shell).contains("count as met"), "{}", curve(&shell));
    let text = words_of(&{
        simulated(&shell, &id, &request(None));
        shell.lock().unwrap().document(&id, ExportRequest { annex: true }).unwrap().bytes
    });
    assert!(text.contains("Busy months excuse levels that are sensitive to volume, at most"), "{text}");
    assert!(text.contains("An excused month counts as met in their chances"), "{text}");
}

#[test]
fn charges_per_unit_follow_the_volume_and_say_so() {
    let (mut agreement, baseline) = api::sample::sample("2026-12-01".parse().unwrap()).unwrap();
    let found = |agreement: &model::Agreement, baseline: &model::Baseline| {
        let inputs = api::outlook::Inputs::new(agreement, Some(baseline), &request(None)).unwrap();
        api::outlook::run(&inputs, &Cancel::default(), &unseen).unwrap()
    };
    assert_eq!(
        (found(&agreement, &baseline).charges, found(&agreement, &baseline).charges_words),
        (None, String::new())
    );
    let price = model::VolumeStep { up_to_units: None, price: "9.5".parse().unwrap() };
    agreement.charges = model::Charges::PerUnit { steps: vec![price], forecast_units: vec!["45000".parse().unwrap()] };
    agreement.forecast.minimum_volume_percent = Some("98".parse().unwrap());
    let outlook = found(&agreement, &baseline);
    let charges = outlook.charges.unwrap();
    assert!(charges.p5_minor < charges.mean_minor && charges.mean_minor < charges.p95_minor, "{charges:?}");
    assert_eq!(outlook.charges_text, charges.mean_text);
    let words = &outlook.charges_words;
    assert!(
        words.contains("follow each trial’s own volume") && words.contains("The minimum volume is charged in"),
        "{words}"
    );
    let mut quiet = baseline.clone();
    quiet.series.retain(|series| series.measure.0 != "volume");
    let words = found(&agreement, &quiet).charges_words;
    assert!(words.starts_with("Charges are those of the forecast: the history has no volume"), "{words}");
    agreement.charges = model::Charges::PerUnit { steps: vec![price], forecast_units: vec!["400000".parse().unwrap()] };
    let cautions = found(&agreement, &baseline).cautions;
    assert!(cautions.iter().any(|c| c.contains("are both counted alike?")), "{cautions:?}");
}
