//! One contract: its terms, its steps, its approvals.

use crate::state::State;
use api::wire::{ContractView, Edit, Objection, PrivateEdit, WaiveRequest};
use api::{ApiResult, Change, Side};

type Open<'a> = tauri::State<'a, State>;

/// A contract with everything that its stations show.
#[tauri::command]
pub(crate) async fn contract(open: Open<'_>, id: String) -> ApiResult<ContractView> {
    open.work(move |workspace| workspace.contract(&id)).await
}

/// Changes the shared terms as one step.
#[tauri::command]
pub(crate) async fn edit(open: Open<'_>, id: String, edit: Edit) -> ApiResult<ContractView> {
    open.work(move |workspace| workspace.edit(&id, &edit)).await
}

/// Changes what this side keeps for itself.
#[tauri::command]
pub(crate) async fn edit_private(open: Open<'_>, id: String, edit: PrivateEdit) -> ApiResult<ContractView> {
    open.work(move |workspace| workspace.edit_private(&id, &edit)).await
}

/// Leaves a finding of the review standing, with a reason, or takes that back.
#[tauri::command]
pub(crate) async fn waive(open: Open<'_>, id: String, request: WaiveRequest) -> ApiResult<ContractView> {
    open.work(move |workspace| workspace.waive(&id, &request)).await
}

/// Says whose copy this is.
#[tauri::command]
pub(crate) async fn set_side(open: Open<'_>, id: String, side: Side) -> ApiResult<ContractView> {
    open.work(move |workspace| workspace.set_side(&id, side)).await
}

/// Takes the last step back.
#[tauri::command]
pub(crate) async fn undo(open: Open<'_>, id: String) -> ApiResult<ContractView> {
    open.work(move |workspace| workspace.undo(&id)).await
}

/// Makes the last step that was taken back again.
#[tauri::command]
pub(crate) async fn redo(open: Open<'_>, id: String) -> ApiResult<ContractView> {
    open.work(move |workspace| workspace.redo(&id)).await
}

/// Records an approval of the revision with this hash.
#[tauri::command]
pub(crate) async fn approve(
    open: Open<'_>,
    id: String,
    side: Side,
    role: String,
    hash: String,
) -> ApiResult<ContractView> {
    open.work(move |workspace| workspace.approve(&id, side, &role, &hash)).await
}

/// Records that a role rejects the revision with this hash, or takes back what it said.
#[tauri::command]
pub(crate) async fn object(open: Open<'_>, id: String, objection: Objection) -> ApiResult<ContractView> {
    open.work(move |workspace| workspace.object(&id, &objection)).await
}

/// Keeps what is typed in fields that were not left yet.
#[tauri::command]
pub(crate) async fn keep_drafts(open: Open<'_>, id: String, typed: Vec<Change>) -> ApiResult<()> {
    open.work(move |workspace| workspace.keep_drafts(&id, &typed)).await
}
