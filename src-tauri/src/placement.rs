//! Where the window stands: as it was left, and always where it can be seen.

use serde::{Deserialize, Serialize};
use std::path::Path;
use tauri::{LogicalPosition, LogicalSize, Runtime, WebviewWindow};

/// In the data folder.
const FILE: &str = "window.json";

/// A place on the desktop, in pixels that are independent of its scale.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// A window as it was left.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Placement {
    /// Where it stood, while it was not maximised.
    pub place: Place,
    /// Whether it filled the screen.
    pub maximized: bool,
}

impl Place {
    /// Width and height in which two places lie over each other.
    fn shared(&self, other: &Self) -> f64 {
        let width = (self.x + self.width).min(other.x + other.width) - self.x.max(other.x);
        let height = (self.y + self.height).min(other.y + other.height) - self.y.max(other.y);
        if width > 0.0 && height > 0.0 { width * height } else { 0.0 }
    }

    /// The same window inside of `area`: no larger than that, and moved no further than it has to be.
    fn inside(&self, area: &Self) -> Self {
        let (width, height) = (self.width.min(area.width), self.height.min(area.height));
        let x = self.x.clamp(area.x, area.x + area.width - width);
        let y = self.y.clamp(area.y, area.y + area.height - height);
        Self { x, y, width, height }
    }
}

/// The place for a window on a desktop of these screens: on the one that shows most of it, else on the first. Nothing
/// where no screen is known.
#[must_use]
pub fn fit(wanted: &Place, screens: &[Place]) -> Option<Place> {
    let best = screens.iter().max_by(|a, b| wanted.shared(a).total_cmp(&wanted.shared(b)));
    let seen = best.filter(|screen| wanted.shared(screen) > 0.0);
    let screen = seen.or(screens.first()).filter(|screen| screen.width > 0.0 && screen.height > 0.0)?;
    Some(wanted.inside(screen))
}

/// How the window was left; nothing where that is not known.
#[must_use]
pub fn read(data_folder: &Path) -> Option<Placement> {
    let kept: Placement = serde_json::from_slice(&std::fs::read(data_folder.join(FILE)).ok()?).ok()?;
    let Place { x, y, width, height } = kept.place;
    let sound = [x, y, width, height].iter().all(|n| n.is_finite()) && width >= 1.0 && height >= 1.0;
    sound.then_some(kept)
}

/// Keeps how the window stands. It is no loss where that cannot be written.
pub fn keep<R: Runtime>(window: &WebviewWindow<R>, data_folder: &Path) {
    let Some(placement) = of(window, read(data_folder)) else { return };
    if let Ok(bytes) = serde_json::to_vec(&placement) {
        let _ = api::files::write_atomically(&data_folder.join(FILE), &bytes, true);
    }
}

fn of<R: Runtime>(window: &WebviewWindow<R>, before: Option<Placement>) -> Option<Placement> {
    let maximized = window.is_maximized().ok()?;
    // What it goes back to when it is no longer maximised is what it was before.
    if let Some(before) = before.filter(|_| maximized || window.is_minimized().unwrap_or(false)) {
        return Some(Placement { maximized, ..before });
    }
    let scale = window.scale_factor().ok()?;
    let at: LogicalPosition<f64> = window.outer_position().ok()?.to_logical(scale);
    let size: LogicalSize<f64> = window.inner_size().ok()?.to_logical(scale);
    Some(Placement { place: Place { x: at.x, y: at.y, width: size.width, height: size.height }, maximized })
}

/// The screens of the desktop, without what panels take, the main one first.
#[must_use]
pub fn screens<R: Runtime>(application: &tauri::AppHandle<R>) -> Vec<Place> {
    let main = application.primary_monitor().ok().flatten();
    let others = application.available_monitors().unwrap_or_default();
    let area = |monitor: &tauri::Monitor| {
        let (scale, area) = (monitor.scale_factor(), monitor.work_area());
        let (at, size) = (area.position.to_logical::<f64>(scale), area.size.to_logical::<f64>(scale));
        Place { x: at.x, y: at.y, width: size.width, height: size.height }
    };
    main.iter().chain(&others).map(area).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEFT: Place = Place { x: 0.0, y: 0.0, width: 1920.0, height: 1080.0 };
    const RIGHT: Place = Place { x: 1920.0, y: 0.0, width: 1280.0, height: 720.0 };

    fn place(x: f64, y: f64, width: f64, height: f64) -> Place {
        Place { x, y, width, height }
    }

    #[test]
    fn a_window_that_can_be_seen_stays_where_it_was() {
        let left = place(100.0, 80.0, 1280.0, 800.0);
        assert_eq!(fit(&left, &[LEFT, RIGHT]), Some(left));
    }

    #[test]
    fn a_window_on_a_screen_that_is_gone_comes_back() {
        let away = place(2000.0, 60.0, 1000.0, 600.0);
        assert_eq!(fit(&away, &[LEFT, RIGHT]), Some(away));
        assert_eq!(fit(&away, &[LEFT]), Some(place(920.0, 60.0, 1000.0, 600.0)));
        assert_eq!(fit(&place(-4000.0, -900.0, 1000.0, 600.0), &[LEFT]), Some(place(0.0, 0.0, 1000.0, 600.0)));
    }

    #[test]
    fn a_window_that_hangs_over_an_edge_is_moved_inside() {
        assert_eq!(fit(&place(1700.0, 900.0, 800.0, 600.0), &[LEFT]), Some(place(1120.0, 480.0, 800.0, 600.0)));
        assert_eq!(
            fit(&place(1700.0, 100.0, 1000.0, 500.0), &[LEFT, RIGHT]),
            Some(place(1920.0, 100.0, 1000.0, 500.0))
        );
    }

    #[test]
    fn a_window_larger_than_the_screen_is_made_as_large_as_that() {
        let small = place(0.0, 24.0, 1024.0, 676.0);
        assert_eq!(fit(&place(0.0, 0.0, 1280.0, 800.0), &[small]), Some(small));
        assert_eq!(fit(&LEFT, &[]), None);
    }

    #[test]
    fn what_was_kept_by_another_program_is_no_reason_to_stop() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read(folder.path()), None);
        for damaged in ["", "{}", r#"{"place":{"x":0,"y":0,"width":0,"height":9},"maximized":false}"#] {
            std::fs::write(folder.path().join(FILE), damaged).unwrap();
            assert_eq!(read(folder.path()), None, "{damaged}");
        }
        let kept = Placement { place: LEFT, maximized: true };
        std::fs::write(folder.path().join(FILE), serde_json::to_vec(&kept).unwrap()).unwrap();
        assert_eq!(read(folder.path()), Some(kept));
    }
}
