//! The window itself.

use api::{ApiError, ApiResult, ErrorCode};
use tauri::{Runtime, WebviewWindow};

/// The smallest and the largest factor that still shows something to read.
const ZOOM: std::ops::RangeInclusive<f64> = 0.5..=3.0;

/// Shows the whole page larger or smaller: at 1 as designed, at 2 twice as large.
#[tauri::command]
pub(crate) async fn zoom<R: Runtime>(window: WebviewWindow<R>, factor: f64) -> ApiResult<()> {
    let asked = ZOOM.contains(&factor).then_some(factor).ok_or_else(|| {
        let message = format!("The page cannot be shown {factor} times as large: {} to {} can.", ZOOM.start(), ZOOM.end());
        ApiError::new(ErrorCode::Input, message)
    })?;
    window
        .set_zoom(asked)
        .map_err(|error| ApiError::new(ErrorCode::Internal, format!("The size of the page cannot be changed: {error}")))
}
