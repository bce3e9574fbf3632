//! The window itself.

use crate::closing::Closing;
use crate::placement;
use crate::state::State;
use api::{ApiError, ApiResult, ErrorCode};
use tauri::ipc::Channel;
use tauri::{Runtime, WebviewWindow};

/// The smallest and the largest factor that still shows something to read.
const ZOOM: std::ops::RangeInclusive<f64> = 0.5..=3.0;

/// Shows the whole page larger or smaller: at 1 as designed, at 2 twice as large.
#[tauri::command]
pub(crate) async fn zoom<R: Runtime>(window: WebviewWindow<R>, factor: f64) -> ApiResult<()> {
    let asked = ZOOM.contains(&factor).then_some(factor).ok_or_else(|| {
        let message =
            format!("The page cannot be shown {factor} times as large: {} to {} can.", ZOOM.start(), ZOOM.end());
        ApiError::new(ErrorCode::Input, message)
    })?;
    window
        .set_zoom(asked)
        .map_err(|error| ApiError::new(ErrorCode::Internal, format!("The size of the page cannot be changed: {error}")))
}

/// From now on the page is told through `progress` when somebody wants to close the window.
#[tauri::command]
pub(crate) async fn watch_window(closing: tauri::State<'_, Closing>, progress: Channel<&'static str>) -> ApiResult<()> {
    closing.watch(progress);
    Ok(())
}

/// The page heard that the window is to be closed; it asks for that when it is ready.
#[tauri::command]
pub(crate) async fn close_heard(closing: tauri::State<'_, Closing>) -> ApiResult<()> {
    closing.heard();
    Ok(())
}

/// Closes the window; false where work runs that the person has not said may be stopped.
#[tauri::command]
pub(crate) async fn close_window<R: Runtime>(
    window: WebviewWindow<R>,
    open: tauri::State<'_, State>,
    stop: bool,
) -> ApiResult<bool> {
    if open.any_job() && !stop {
        return Ok(false);
    }
    open.jobs.cancel_all();
    placement::keep(&window, &open.data_folder);
    window
        .destroy()
        .map_err(|error| ApiError::new(ErrorCode::Internal, format!("The window cannot be closed: {error}")))?;
    Ok(true)
}
