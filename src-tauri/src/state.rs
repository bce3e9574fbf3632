//! What the commands work on: the contracts of this computer, and the jobs that run.

use crate::jobs::Jobs;
use api::workspace::Workspace;
use api::{ApiError, ApiResult, ErrorCode, Moment};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

/// The state of the window's program.
pub struct State {
    database: PathBuf,
    /// Where everything of this user lies.
    pub(crate) data_folder: PathBuf,
    /// Nothing until it could be opened: each command tries again, so that "retry" needs nothing else.
    workspace: Mutex<Option<Arc<Mutex<Workspace>>>>,
    /// Work that can be stopped.
    pub(crate) jobs: Jobs,
}

impl State {
    /// Over the data folder. Nothing is opened yet: a database that cannot be opened is told to the page.
    #[must_use]
    pub fn new(data_folder: &std::path::Path) -> Self {
        Self {
            database: data_folder.join(api::data::DATABASE),
            data_folder: data_folder.to_path_buf(),
            workspace: Mutex::new(None),
            jobs: Jobs::default(),
        }
    }

    /// Whether work runs that can be stopped.
    #[must_use]
    pub fn any_job(&self) -> bool {
        self.jobs.any()
    }

    /// The contracts, opened if they are not yet.
    pub(crate) fn workspace(&self) -> ApiResult<Arc<Mutex<Workspace>>> {
        let mut held = self.workspace.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(workspace) = held.as_ref() {
            return Ok(Arc::clone(workspace));
        }
        let clock = Box::new(|| Moment::from(SystemTime::now()));
        let ids = Box::new(|| uuid::Uuid::new_v4().to_string());
        let opened = Arc::new(Mutex::new(Workspace::open(&self.database, clock, ids)?));
        *held = Some(Arc::clone(&opened));
        Ok(opened)
    }

    /// Does `work` on the contracts, away from the threads that answer the page.
    pub(crate) async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Workspace) -> ApiResult<T> + Send + 'static,
    ) -> ApiResult<T> {
        let workspace = self.workspace()?;
        // A panic elsewhere does not spoil the store: every change in it is one transaction.
        apart(move || work(&mut workspace.lock().unwrap_or_else(PoisonError::into_inner))).await
    }
}

/// Does `work` on the pool of threads that may wait. A panic in it is a defect and answered as one.
pub(crate) async fn apart<T: Send + 'static>(work: impl FnOnce() -> ApiResult<T> + Send + 'static) -> ApiResult<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|error| Err(ApiError::new(ErrorCode::Internal, format!("A command ended early: {error}"))))
}
