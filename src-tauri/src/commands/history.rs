//! The history beside a contract.

use crate::files::{self, FileKind};
use crate::state::{State, apart};
use api::wire::ContractView;
use api::{ApiResult, Mapping};
use tauri::{Runtime, WebviewWindow, ipc::Channel};

type Open<'a> = tauri::State<'a, State>;

/// Asks for a table and imports it; nothing when the person cancelled. Once a file is chosen, `progress` has its name.
#[tauri::command]
pub(crate) async fn import_history<R: Runtime>(
    window: WebviewWindow<R>,
    open: Open<'_>,
    id: String,
    progress: Channel<String>,
) -> ApiResult<Option<ContractView>> {
    let chosen = apart(move || files::read_chosen(&window, "Import history", FileKind::Table)).await?;
    let Some((name, bytes)) = chosen else { return Ok(None) };
    // A page that is gone reads nothing.
    let _ = progress.send(name.clone());
    open.work(move |workspace| workspace.import_history(&id, bytes, &name, None)).await.map(Some)
}

/// Imports a table that was dropped on the page.
#[tauri::command]
pub(crate) async fn import_dropped_history(
    open: Open<'_>,
    id: String,
    name: String,
    bytes: Vec<u8>,
) -> ApiResult<ContractView> {
    open.work(move |workspace| workspace.import_history(&id, bytes, &name, None)).await
}

/// Reads the last imported table again with its columns corrected.
#[tauri::command]
pub(crate) async fn remap_history(open: Open<'_>, id: String, mapping: Mapping) -> ApiResult<ContractView> {
    open.work(move |workspace| workspace.remap_history(&id, mapping)).await
}

/// Says whether the baseline goes into the copy for the other side.
#[tauri::command]
pub(crate) async fn share_baseline(open: Open<'_>, id: String, share: bool) -> ApiResult<ContractView> {
    open.work(move |workspace| workspace.share_baseline(&id, share)).await
}

/// Takes the baseline away.
#[tauri::command]
pub(crate) async fn remove_baseline(open: Open<'_>, id: String) -> ApiResult<ContractView> {
    open.work(move |workspace| workspace.remove_baseline(&id)).await
}
