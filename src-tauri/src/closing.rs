//! Closing the window: the page is asked first, so that what is still being typed is kept and what runs is not ended by
//! accident.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tauri::ipc::Channel;

/// What the page is told.
pub const CLOSE: &str = "close";

/// A page that has not even said that it heard after this long hangs: whoever closes again closes the window.
const HEARING: Duration = Duration::from_secs(2);

/// Who is asked before the window closes, and whether they have heard. Managed by the application.
#[derive(Debug, Default)]
pub struct Closing {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    page: Option<Page>,
    /// When the page was asked and has not said yet that it heard.
    asked: Option<Instant>,
}

struct Page(Channel<&'static str>);

impl std::fmt::Debug for Page {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Page")
    }
}

impl Closing {
    /// The page that is to be asked from now on.
    pub fn watch(&self, page: Channel<&'static str>) {
        *self.held() = State { page: Some(Page(page)), asked: None };
    }

    /// The page heard; it closes the window itself, or the person stays.
    pub fn heard(&self) {
        self.held().asked = None;
    }

    /// Whether the window may close now. Else the page was asked, and closes it when it is ready.
    #[must_use]
    pub fn may_close(&self) -> bool {
        let mut state = self.held();
        if state.asked.is_some_and(|since| since.elapsed() >= HEARING) {
            return true;
        }
        let told = state.page.as_ref().is_some_and(|page| page.0.send(CLOSE).is_ok());
        if told {
            state.asked.get_or_insert_with(Instant::now);
        }
        !told
    }

    fn held(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn page(told: &Arc<AtomicUsize>) -> Channel<&'static str> {
        let told = Arc::clone(told);
        Channel::new(move |body| {
            assert_eq!(body.deserialize::<String>().unwrap(), CLOSE);
            told.fetch_add(1, Ordering::Relaxed);
            Ok(())
        })
    }

    #[test]
    fn a_window_without_a_page_closes_at_once() {
        assert!(Closing::default().may_close());
    }

    #[test]
    fn the_page_is_asked_each_time_as_long_as_it_hears() {
        let (closing, told) = (Closing::default(), Arc::default());
        closing.watch(page(&told));
        for time in 1..=3 {
            assert!(!closing.may_close());
            assert_eq!(told.load(Ordering::Relaxed), time);
            closing.heard();
        }
    }

    #[test]
    fn a_page_that_hangs_does_not_hold_the_window() {
        let (closing, told) = (Closing::default(), Arc::default());
        closing.watch(page(&told));
        assert!(!closing.may_close());
        assert!(!closing.may_close(), "a double click is no reason to lose anything");
        closing.held().asked = Instant::now().checked_sub(HEARING);
        assert!(closing.may_close());
    }

    #[test]
    fn a_page_that_cannot_be_reached_does_not_hold_the_window() {
        let closing = Closing::default();
        closing.watch(Channel::new(|_| Err(tauri::Error::WebviewNotFound)));
        assert!(closing.may_close());
    }
}
