//! What a person's hand does again and again in these tests.

use fantoccini::Locator;
use fantoccini::key::Key;
use harness::place;
use harness::window::{Desk, Failure, Outcome, Window};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// The sample's history, a table that everybody has.
pub fn sample_history() -> PathBuf {
    place::repository().join("contracts/model/sample/sample-history.csv")
}

/// Goes to a station by its name in the sidebar.
pub async fn go_to(window: &Window, station: &str) -> Outcome {
    window.click_kind("link", station).await?;
    window.wait_for_text("h1", station).await
}

/// Waits until everything that was typed is saved.
pub async fn saved(window: &Window) -> Outcome {
    window.wait_until_gone("[data-draft]").await?;
    window.wait_for_text("[data-testid='save-status']", "Saved").await
}

/// Types `text` into the field of a term, leaves the field, and waits until it is saved.
pub async fn set(window: &Window, path: &str, text: &str) -> Outcome {
    let field = format!("[data-form-field='{path}'] :is(input, textarea)");
    window.fill_at(&field, text).await?;
    window.element(&field).await?.send_keys(&char::from(Key::Tab).to_string()).await?;
    saved(window).await
}

/// Unfolds a service level, so that its terms can be edited.
pub async fn unfold(window: &Window, level: &str) -> Outcome {
    let place = format!("//table[contains(@class, 'levels')]//button[normalize-space() = '{level}']");
    Ok(window.client().find(Locator::XPath(&place)).await?.click().await?)
}

/// What stands in the field of a term.
pub async fn value(window: &Window, path: &str) -> Outcome<String> {
    let field = window.element(&format!("[data-form-field='{path}'] :is(input, textarea, select)")).await?;
    Ok(field.prop("value").await?.unwrap_or_default())
}

/// Waits until the field of a term shows a text that begins so.
pub async fn shows(window: &Window, path: &str, expected: &str) -> Outcome {
    let start = Instant::now();
    loop {
        let found = value(window, path).await?;
        if found.starts_with(expected) {
            return Ok(());
        }
        if start.elapsed() > Duration::from_secs(20) {
            return Err(Failure::new(format!("{path}: expected {expected:?}, found {found:?}")));
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
}

/// Waits until the window says that it wrote a file with this ending, and gives the file.
pub async fn written(desk: &Desk, window: &Window, ending: &str) -> Outcome<PathBuf> {
    window.wait_for_text(".toasts", &format!(".{ending}, ")).await?;
    let files = std::fs::read_dir(desk.files())?.flatten().map(|entry| entry.path());
    files
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .max()
        .ok_or_else(|| Failure::new(format!("no .{ending} was written to {}", desk.files().display())))
}

/// The text of a PDF, page after page.
pub fn text_of_pdf(file: &Path) -> Outcome<String> {
    let output = Command::new("pdftotext").args(["-layout".as_ref(), file.as_os_str(), "-".as_ref()]).output()?;
    if !output.status.success() {
        return Err(Failure::new(format!("pdftotext: {}", String::from_utf8_lossy(&output.stderr))));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Fails unless `text` contains `expected`, spaces and line breaks aside.
pub fn contains(text: &str, expected: &str) -> Outcome {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    if plain(text).contains(&plain(expected)) {
        return Ok(());
    }
    Err(Failure::new(format!("{expected:?} is not in:\n{text}")))
}
