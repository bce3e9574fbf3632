//! One's own templates.

use crate::files::{self, FileKind};
use crate::state::{State, apart};
use api::wire::{Library, Saved, TemplateForm, TemplateKept, TemplateRequest};
use api::{ApiResult, TermRange};
use tauri::{Runtime, WebviewWindow};

type Open<'a> = tauri::State<'a, State>;

/// What a template of a contract can be made with.
#[tauri::command]
pub(crate) async fn template_form(open: Open<'_>, id: String) -> ApiResult<TemplateForm> {
    open.work(move |workspace| workspace.template_form(&id)).await
}

/// One's own template with its limits.
#[tauri::command]
pub(crate) async fn own_template_form(open: Open<'_>, template: String) -> ApiResult<TemplateForm> {
    open.work(move |workspace| workspace.own_template_form(&template)).await
}

/// Makes a template of a contract.
#[tauri::command]
pub(crate) async fn save_template(open: Open<'_>, id: String, request: TemplateRequest) -> ApiResult<TemplateKept> {
    open.work(move |workspace| workspace.save_template(&id, &request)).await
}

/// Replaces the limits of a template.
#[tauri::command]
pub(crate) async fn limit_template(open: Open<'_>, template: String, limits: Vec<TermRange>) -> ApiResult<Library> {
    open.work(move |workspace| workspace.limit_template(&template, &limits)).await
}

/// Takes the last change of a template back.
#[tauri::command]
pub(crate) async fn revert_template(open: Open<'_>, template: String) -> ApiResult<Library> {
    open.work(move |workspace| workspace.revert_template(&template)).await
}

/// Puts a template away.
#[tauri::command]
pub(crate) async fn remove_template(open: Open<'_>, template: String) -> ApiResult<Library> {
    open.work(move |workspace| workspace.remove_template(&template)).await
}

/// Brings a template back.
#[tauri::command]
pub(crate) async fn restore_template(open: Open<'_>, template: String) -> ApiResult<Library> {
    open.work(move |workspace| workspace.restore_template(&template)).await
}

/// Asks for a template file and keeps it; nothing when the person cancelled.
#[tauri::command]
pub(crate) async fn import_template<R: Runtime>(
    window: WebviewWindow<R>,
    open: Open<'_>,
) -> ApiResult<Option<TemplateKept>> {
    let chosen = apart(move || files::read_chosen(&window, "Import a template", FileKind::Template)).await?;
    let Some((name, bytes)) = chosen else { return Ok(None) };
    open.work(move |workspace| workspace.import_template(&bytes, &name)).await.map(Some)
}

/// Keeps a template file that was dropped on the page.
#[tauri::command]
pub(crate) async fn import_dropped_template(open: Open<'_>, name: String, bytes: Vec<u8>) -> ApiResult<TemplateKept> {
    open.work(move |workspace| workspace.import_template(&bytes, &name)).await
}

/// Writes a template where the person wants it; nothing when they cancelled.
#[tauri::command]
pub(crate) async fn export_template<R: Runtime>(
    window: WebviewWindow<R>,
    open: Open<'_>,
    template: String,
    with_limits: bool,
) -> ApiResult<Option<Saved>> {
    let outgoing = open.work(move |workspace| workspace.template_file(&template, with_limits)).await?;
    apart(move || files::write_chosen(&window, "Export the template", &outgoing, FileKind::Template)).await
}
