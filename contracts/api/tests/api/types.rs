//! The TypeScript types of the window are generated from the Rust ones, and must not drift.

use api::wire;
use std::{collections::BTreeMap, fs, path::Path};
use ts_rs::{Config, TS};

fn generate(folder: &Path) {
    let config = Config::new().with_out_dir(folder).with_large_int("number");
    wire::Library::export_all(&config).unwrap();
    wire::ContractView::export_all(&config).unwrap();
    wire::Edit::export_all(&config).unwrap();
    wire::PrivateEdit::export_all(&config).unwrap();
    wire::WaiveRequest::export_all(&config).unwrap();
    wire::Objection::export_all(&config).unwrap();
    wire::Outlook::export_all(&config).unwrap();
    wire::OutlookRequest::export_all(&config).unwrap();
    wire::TargetCurve::export_all(&config).unwrap();
    wire::ExportRequest::export_all(&config).unwrap();
    wire::Saved::export_all(&config).unwrap();
    wire::ApiError::export_all(&config).unwrap();
    wire::Progress::export_all(&config).unwrap();
    wire::About::export_all(&config).unwrap();
    wire::ScorecardView::export_all(&config).unwrap();
    wire::ActualsImported::export_all(&config).unwrap();
    wire::TypedActual::export_all(&config).unwrap();
    wire::AmountsTyped::export_all(&config).unwrap();
    wire::MarkRequest::export_all(&config).unwrap();
    wire::PlanRequest::export_all(&config).unwrap();
    wire::StatementFormat::export_all(&config).unwrap();
    wire::TemplateForm::export_all(&config).unwrap();
    wire::TemplateRequest::export_all(&config).unwrap();
    wire::TargetPlan::export_all(&config).unwrap();
    wire::TemplateKept::export_all(&config).unwrap();
}

fn files(folder: &Path) -> BTreeMap<String, String> {
    let Ok(entries) = fs::read_dir(folder) else { return BTreeMap::new() };
    let file = |entry: fs::DirEntry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        name.ends_with(".ts").then(|| (name, fs::read_to_string(entry.path()).unwrap()))
    };
    entries.filter_map(|e| file(e.unwrap())).collect()
}

/// With `UPDATE_TYPES=1` the types are written instead of compared.
#[test]
fn the_types_of_the_window_are_those_of_the_wire() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/host/types");
    if std::env::var_os("UPDATE_TYPES").is_some() {
        let _ = fs::remove_dir_all(&kept);
        generate(&kept);
        return;
    }
    let fresh = tempfile::tempdir().unwrap();
    generate(fresh.path());
    let (fresh, kept) = (files(fresh.path()), files(&kept));
    let names = |set: &BTreeMap<String, String>| set.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&fresh), names(&kept), "run `make types`");
    for (name, text) in &fresh {
        assert_eq!(text, &kept[name], "{name} drifted; run `make types`");
    }
}
