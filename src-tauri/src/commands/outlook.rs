//! Simulation.

use crate::jobs::report_to;
use crate::state::{State, apart};
use api::wire::{Outlook, OutlookRequest, Progress, TargetCurve, TargetPlan};
use api::{ApiResult, ServiceLevelId};
use tauri::ipc::Channel;

type Open<'a> = tauri::State<'a, State>;

/// Simulates a contract as the job named `job`; an earlier one of that name is stopped.
#[tauri::command]
pub(crate) async fn simulate(
    open: Open<'_>,
    id: String,
    request: OutlookRequest,
    job: String,
    progress: Channel<Progress>,
) -> ApiResult<Outlook> {
    let (workspace, running) = (open.workspace()?, open.jobs.begin(&job));
    let cancel = running.cancel.clone();
    apart(move || api::workspace::simulate(&workspace, &id, &request, &cancel, &report_to(progress))).await
}

/// Tells a job to stop.
#[tauri::command]
pub(crate) async fn cancel(open: Open<'_>, job: String) -> ApiResult<()> {
    open.jobs.cancel(&job);
    Ok(())
}

/// The newest simulation of a contract, of whatever terms; nothing when there is none.
#[tauri::command]
pub(crate) async fn last_outlook(open: Open<'_>, id: String) -> ApiResult<Option<Outlook>> {
    open.work(move |workspace| workspace.last_outlook(&id)).await
}

/// How likely each target of a level would be.
#[tauri::command]
pub(crate) async fn target_curve(open: Open<'_>, id: String, level: ServiceLevelId) -> ApiResult<TargetCurve> {
    open.work(move |workspace| workspace.target_curve(&id, &level)).await
}

/// What another target would do to the ramp of its level.
#[tauri::command]
pub(crate) async fn target_plan(open: Open<'_>, id: String, path: String, text: String) -> ApiResult<TargetPlan> {
    open.work(move |workspace| workspace.target_plan(&id, &path, &text)).await
}
