//! What this program is.

use api::ApiResult;
use api::wire::About;

/// The program and its versions.
#[tauri::command]
pub(crate) async fn about() -> ApiResult<About> {
    Ok(About { version: api::VERSION.to_owned(), engine_version: api::outlook::ENGINE_VERSION.to_owned() })
}
