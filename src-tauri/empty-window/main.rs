//! A window with nothing but a line of text: what the start of Plumbline's own window is measured against.

fn main() -> Result<(), tauri::Error> {
    tauri::Builder::default().build(tauri::generate_context!("empty-window/tauri.conf.json"))?.run(|_, _| {});
    Ok(())
}
