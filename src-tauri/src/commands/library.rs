//! The library: begin, open, put away, bring back.

use crate::files::{self, FileKind};
use crate::state::{State, apart};
use api::ApiResult;
use api::wire::{ContractView, Library};
use tauri::{Manager as _, Runtime, WebviewWindow};

type Open<'a> = tauri::State<'a, State>;

/// Every contract and every template.
#[tauri::command]
pub(crate) async fn library(open: Open<'_>) -> ApiResult<Library> {
    open.work(|workspace| workspace.library()).await
}

/// Begins a contract from a template.
#[tauri::command]
pub(crate) async fn create_from_template(open: Open<'_>, template: String) -> ApiResult<ContractView> {
    open.work(move |workspace| workspace.create_from_template(&template)).await
}

/// Opens the sample as a contract of its own.
#[tauri::command]
pub(crate) async fn open_sample(open: Open<'_>) -> ApiResult<ContractView> {
    open.work(|workspace| workspace.open_running_sample()).await
}

/// Asks for a contract file and opens it; nothing when the person cancelled.
#[tauri::command]
pub(crate) async fn open_contract_file<R: Runtime>(
    window: WebviewWindow<R>,
    open: Open<'_>,
) -> ApiResult<Option<ContractView>> {
    let chosen = apart(move || files::read_chosen(&window, "Open a contract", FileKind::Contract)).await?;
    let Some((name, bytes)) = chosen else { return Ok(None) };
    open.work(move |workspace| workspace.open_file(&bytes, &name)).await.map(Some)
}

/// Opens the contract file that the program was started with, once; nothing when there is none.
#[tauri::command]
pub(crate) async fn open_given_contract<R: Runtime>(
    window: WebviewWindow<R>,
    open: Open<'_>,
) -> ApiResult<Option<ContractView>> {
    let given = apart(move || window.state::<files::Given>().take()).await?;
    let Some((name, bytes)) = given else { return Ok(None) };
    open.work(move |workspace| workspace.open_file(&bytes, &name)).await.map(Some)
}

/// Opens a contract file that was dropped on the page.
#[tauri::command]
pub(crate) async fn open_dropped_contract(open: Open<'_>, name: String, bytes: Vec<u8>) -> ApiResult<ContractView> {
    open.work(move |workspace| workspace.open_file(&bytes, &name)).await
}

/// Puts a contract away.
#[tauri::command]
pub(crate) async fn remove_contract(open: Open<'_>, id: String) -> ApiResult<Library> {
    open.work(move |workspace| workspace.remove_contract(&id)).await
}

/// Brings a contract back.
#[tauri::command]
pub(crate) async fn restore_contract(open: Open<'_>, id: String) -> ApiResult<Library> {
    open.work(move |workspace| workspace.restore_contract(&id)).await
}
