//! What leaves this computer: the copy for the other side, the document. And the answer that comes back.

use crate::files::{self, FileKind};
use crate::state::{State, apart};
use api::ApiResult;
use api::wire::{ContractView, ExportRequest, Saved};
use api::workspace::Outgoing;
use tauri::{Runtime, WebviewWindow};

type Open<'a> = tauri::State<'a, State>;

/// Writes the copy for the other side where the person wants it; nothing when they cancelled.
#[tauri::command]
pub(crate) async fn write_copy<R: Runtime>(
    window: WebviewWindow<R>,
    open: Open<'_>,
    id: String,
) -> ApiResult<Option<Saved>> {
    let contract = id.clone();
    let outgoing = open.work(move |workspace| workspace.copy_for_other_side(&contract)).await?;
    save(window, open, id, outgoing, "Write the copy for the other side", FileKind::Contract).await
}

/// Writes the document where the person wants it; nothing when they cancelled.
#[tauri::command]
pub(crate) async fn export_document<R: Runtime>(
    window: WebviewWindow<R>,
    open: Open<'_>,
    id: String,
    request: ExportRequest,
) -> ApiResult<Option<Saved>> {
    let contract = id.clone();
    let outgoing = open.work(move |workspace| workspace.document(&contract, request)).await?;
    save(window, open, id, outgoing, "Export the document", FileKind::Pdf).await
}

/// Writes what goes out, and records it once it is written.
pub(crate) async fn save<R: Runtime>(
    window: WebviewWindow<R>,
    open: Open<'_>,
    id: String,
    outgoing: Outgoing,
    title: &'static str,
    kind: FileKind,
) -> ApiResult<Option<Saved>> {
    let written = apart(move || Ok((files::write_chosen(&window, title, &outgoing, kind)?, outgoing))).await?;
    let (Some(saved), outgoing) = written else { return Ok(None) };
    open.work(move |workspace| workspace.record_outgoing(&id, &outgoing)).await?;
    Ok(Some(saved))
}

/// Asks for the other side's answer and takes in what its approvers said; nothing when the person cancelled.
#[tauri::command]
pub(crate) async fn take_in_approvals<R: Runtime>(
    window: WebviewWindow<R>,
    open: Open<'_>,
    id: String,
) -> ApiResult<Option<ContractView>> {
    let chosen = apart(move || files::read_chosen(&window, "Open the other side’s answer", FileKind::Contract)).await?;
    let Some((name, bytes)) = chosen else { return Ok(None) };
    open.work(move |workspace| workspace.take_in(&id, &bytes, &name)).await.map(Some)
}
