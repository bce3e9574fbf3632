//! What this program is.

use serde::Serialize;

/// The program and its version.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct About {
    name: &'static str,
    version: &'static str,
}

/// The program and its version.
#[tauri::command]
pub(crate) fn about() -> About {
    About { name: "Plumbline", version: env!("CARGO_PKG_VERSION") }
}
