//! The scorecard of actuals: figures in, statements out.

use super::outgoing::save;
use crate::files::{self, FileKind};
use crate::state::{State, apart};
use api::wire::{
    ActualsImported, AmountsTyped, MarkRequest, PlanRequest, Saved, ScorecardView, StatementFormat, TypedActual,
};
use api::{AmountOf, ApiResult, Decision, ServiceLevelId};
use tauri::{Runtime, WebviewWindow};

type Open<'a> = tauri::State<'a, State>;

/// The scorecard of a month; without one, of the newest month with actuals.
#[tauri::command]
pub(crate) async fn scorecard(open: Open<'_>, id: String, month: Option<String>) -> ApiResult<ScorecardView> {
    open.work(move |workspace| workspace.scorecard(&id, month.as_deref())).await
}

/// Asks for a table of actuals and imports it; nothing when the person cancelled.
#[tauri::command]
pub(crate) async fn import_actuals<R: Runtime>(
    window: WebviewWindow<R>,
    open: Open<'_>,
    id: String,
    reason: Option<String>,
) -> ApiResult<Option<ActualsImported>> {
    let chosen = apart(move || files::read_chosen(&window, "Import actuals", FileKind::Table)).await?;
    let Some((name, bytes)) = chosen else { return Ok(None) };
    open.work(move |workspace| workspace.import_actuals(&id, &bytes, &name, reason.as_deref())).await.map(Some)
}

/// Imports a table of actuals that was dropped on the page.
#[tauri::command]
pub(crate) async fn import_dropped_actuals(
    open: Open<'_>,
    id: String,
    name: String,
    bytes: Vec<u8>,
) -> ApiResult<ActualsImported> {
    open.work(move |workspace| workspace.import_actuals(&id, &bytes, &name, None)).await
}

/// Keeps a figure that was typed.
#[tauri::command]
pub(crate) async fn type_actual(open: Open<'_>, id: String, typed: TypedActual) -> ApiResult<ScorecardView> {
    open.work(move |workspace| workspace.type_actual(&id, &typed)).await
}

/// Says what a column of the table of actuals that waits holds.
#[tauri::command]
pub(crate) async fn answer_actuals(
    open: Open<'_>,
    id: String,
    column: String,
    choice: String,
) -> ApiResult<ActualsImported> {
    open.work(move |workspace| workspace.answer_actuals(&id, &column, &choice)).await
}

/// Takes the table of actuals that waits, with what it changes.
#[tauri::command]
pub(crate) async fn take_actuals(open: Open<'_>, id: String) -> ApiResult<ActualsImported> {
    open.work(move |workspace| workspace.take_actuals(&id)).await
}

/// Leaves the table of actuals that waits.
#[tauri::command]
pub(crate) async fn leave_actuals(open: Open<'_>, id: String) -> ApiResult<()> {
    open.work(move |workspace| {
        workspace.leave_actuals(&id);
        Ok(())
    })
    .await
}

/// Keeps amounts of a month that were typed.
#[tauri::command]
pub(crate) async fn set_amounts(open: Open<'_>, id: String, typed: AmountsTyped) -> ApiResult<ScorecardView> {
    open.work(move |workspace| workspace.set_amounts(&id, &typed)).await
}

/// Takes what the other side says of a level or an amount for this side, too.
#[tauri::command]
pub(crate) async fn adopt_actual(
    open: Open<'_>,
    id: String,
    month: String,
    level: Option<ServiceLevelId>,
    what: Option<AmountOf>,
    reason: Option<String>,
) -> ApiResult<ScorecardView> {
    open.work(move |workspace| workspace.adopt_actual(&id, &month, level.as_ref(), what, reason.as_deref())).await
}

/// Marks levels of a month.
#[tauri::command]
pub(crate) async fn mark_month(open: Open<'_>, id: String, request: MarkRequest) -> ApiResult<ScorecardView> {
    open.work(move |workspace| workspace.mark_month(&id, &request)).await
}

/// Says yes or no to a mark, or takes it back.
#[tauri::command]
pub(crate) async fn decide_mark(
    open: Open<'_>,
    id: String,
    mark: i64,
    decision: Decision,
    reason: Option<String>,
) -> ApiResult<ScorecardView> {
    open.work(move |workspace| workspace.decide_mark(&id, mark, decision, reason.as_deref())).await
}

/// Posts the statement of a month.
#[tauri::command]
pub(crate) async fn post_statement(open: Open<'_>, id: String, month: String) -> ApiResult<ScorecardView> {
    open.work(move |workspace| workspace.post_statement(&id, &month)).await
}

/// Opens a rectification plan, or moves one on.
#[tauri::command]
pub(crate) async fn keep_plan(open: Open<'_>, id: String, request: PlanRequest) -> ApiResult<ScorecardView> {
    open.work(move |workspace| workspace.keep_plan(&id, &request)).await
}

/// Writes the statement of a month where the person wants it; nothing when they cancelled.
#[tauri::command]
pub(crate) async fn export_statement<R: Runtime>(
    window: WebviewWindow<R>,
    open: Open<'_>,
    id: String,
    month: String,
    format: StatementFormat,
) -> ApiResult<Option<Saved>> {
    let contract = id.clone();
    let outgoing = open.work(move |workspace| workspace.statement_file(&contract, &month, format)).await?;
    let kind = match format {
        StatementFormat::Pdf => FileKind::Pdf,
        StatementFormat::Csv => FileKind::Table,
        StatementFormat::Json => FileKind::Data,
    };
    save(window, open, id, outgoing, "Export the statement", kind).await
}
