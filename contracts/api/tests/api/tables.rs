//! Every bad table through the import of the window: what is said, and that nothing is lost.

#[path = "../../../store/tests/cases/tables.rs"]
mod cases;

use crate::workspace;
use api::wire::{ApiError, ContractView, ImportView};

/// Everything that the window shows of an import.
fn shown(view: &ContractView) -> String {
    let Some(ImportView { preview, report, .. }) = view.baseline.as_ref().and_then(|b| b.import.as_ref()) else {
        return String::new();
    };
    let rows = report.issues.iter().map(|i| format!("row {}: {}", i.row, i.reason));
    let gaps = report.gaps.iter().map(|g| format!("{} to {}", g.from, g.to));
    let asked = report.questions.iter().chain(&preview.questions).map(|q| format!("row {}, {}", q.row, q.text));
    let choices = report.questions.iter().flat_map(|q| q.choices.iter().map(|c| c.label.clone()));
    let counts = format!("{} rows taken", report.rows_taken);
    let series = view.baseline.iter().flat_map(|b| &b.series);
    // As they are, and as they are shown.
    let points = series.flat_map(|s| &s.points).map(|p| format!("{} {}", p.value.unwrap_or_default(), p.text));
    let sentences = report.notes.iter().cloned().chain(rows).chain(gaps).chain(asked).chain(choices).chain([counts]);
    sentences.chain(points).collect::<Vec<_>>().join("\n")
}

fn told(error: &ApiError) -> String {
    let details = error.details.iter().map(|d| format!("{}: {}", d.place, d.message));
    std::iter::once(error.message.clone()).chain(details).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_bad_table_says_in_the_window_what_it_says_on_the_command_line_and_loses_nothing() {
    // Its rows are counted on the command line: once is enough.
    for case in cases::cases().into_iter().filter(|case| case.bytes.len() < 1 << 20) {
        let mut workspace = workspace();
        let id = workspace.open_sample().unwrap().id;
        let before = workspace.contract(&id).unwrap();
        let result = workspace.import_history(&id, case.bytes.clone(), case.name, None);
        let said = match &result {
            Err(error) => told(error),
            Ok(view) => view.waiting_table.as_ref().map_or_else(|| shown(view), |waiting| waiting.problem.clone()),
        };
        for part in case.says {
            assert!(said.contains(part), "{}: {part}: {said}", case.what);
        }
        let now = workspace.contract(&id).unwrap();
        let is_taken = now.baseline.as_ref().is_some_and(|b| b.source_name == case.name);
        assert_eq!(is_taken, case.is_taken, "{}", case.what);
        if is_taken {
            let back = workspace.undo(&id).unwrap();
            assert_eq!(back.baseline.unwrap().hash, before.baseline.unwrap().hash, "{}", case.what);
        } else {
            assert_eq!(
                now.baseline.unwrap().hash,
                before.baseline.unwrap().hash,
                "{}: what was there stays",
                case.what
            );
        }
    }
}
