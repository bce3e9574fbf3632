//! Work that runs for a while: found by a name that the page gives, stopped by it, reporting on the way.

use api::job::Cancel;
use api::wire::Progress;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tauri::ipc::Channel;

/// Reports closer together than this tell a person nothing and cost the page a frame each.
const BETWEEN_REPORTS: Duration = Duration::from_millis(100);

/// The jobs that run, by name.
#[derive(Debug, Default)]
pub struct Jobs {
    running: Mutex<HashMap<String, (u64, Cancel)>>,
}

/// A job that runs; forgotten when it is dropped.
#[derive(Debug)]
pub struct Running<'a> {
    jobs: &'a Jobs,
    name: String,
    number: u64,
    /// Tells the work to stop.
    pub cancel: Cancel,
}

impl Jobs {
    /// Begins a job. One of the same name that still runs is told to stop: the newest question counts.
    pub fn begin(&self, name: &str) -> Running<'_> {
        let cancel = Cancel::default();
        let mut running = self.held();
        let number = running.get(name).map_or(0, |(number, _)| number + 1);
        if let Some((_, earlier)) = running.insert(name.to_owned(), (number, cancel.clone())) {
            earlier.cancel();
        }
        Running { jobs: self, name: name.to_owned(), number, cancel }
    }

    /// Tells a job to stop. Without one of that name nothing happens: it may just have ended.
    pub fn cancel(&self, name: &str) {
        if let Some((_, cancel)) = self.held().get(name) {
            cancel.cancel();
        }
    }

    /// Tells every job to stop.
    pub fn cancel_all(&self) {
        for (_, cancel) in self.held().values() {
            cancel.cancel();
        }
    }

    /// Whether any job runs.
    #[must_use]
    pub fn any(&self) -> bool {
        !self.held().is_empty()
    }

    fn held(&self) -> MutexGuard<'_, HashMap<String, (u64, Cancel)>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        let mut running = self.jobs.held();
        // A newer one of the same name stays.
        if running.get(&self.name).is_some_and(|(number, _)| *number == self.number) {
            running.remove(&self.name);
        }
    }
}

/// Sends reports to the page, at most one in [`BETWEEN_REPORTS`], and the last one always.
pub fn report_to(channel: Channel<Progress>) -> impl Fn(Progress) + Send + Sync {
    let last = Mutex::new(None::<Instant>);
    move |progress| {
        let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
        let due = last.is_none_or(|moment| moment.elapsed() >= BETWEEN_REPORTS);
        if due || progress.done >= progress.total {
            *last = Some(Instant::now());
            // The page may be gone; the work goes on or is stopped by other means.
            let _ = channel.send(progress);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn a_job_is_stopped_by_its_name() {
        let jobs = Jobs::default();
        let job = jobs.begin("simulate");
        jobs.cancel("another");
        assert!(!job.cancel.is_cancelled());
        jobs.cancel("simulate");
        assert!(job.cancel.is_cancelled());
    }

    #[test]
    fn a_newer_job_of_the_same_name_stops_the_older_and_outlives_it() {
        let jobs = Jobs::default();
        let older = jobs.begin("simulate");
        let newer = jobs.begin("simulate");
        assert!(older.cancel.is_cancelled() && !newer.cancel.is_cancelled());
        drop(older);
        assert!(jobs.any());
        jobs.cancel("simulate");
        assert!(newer.cancel.is_cancelled());
        drop(newer);
        assert!(!jobs.any());
    }

    #[test]
    fn reports_are_few_and_the_last_one_comes() {
        let sent = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&sent);
        let channel = Channel::new(move |body| {
            seen.lock().unwrap().push(body.deserialize::<Progress>().unwrap().done);
            Ok(())
        });
        let report = report_to(channel);
        for done in 1..=1000 {
            report(Progress { done, total: 1000 });
        }
        let sent = sent.lock().unwrap();
        assert_eq!(sent.last(), Some(&1000));
        assert!(sent.len() < 100, "{} reports", sent.len());
    }
}
