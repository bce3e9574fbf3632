//! Baselines in the database: named by the hash of their bytes, each kept once.

use crate::{BaselineId, Moment, Store, StoreError, states::write_moment};
use model::{Baseline, canonical::sha256_hex};
use rusqlite::{Connection, OptionalExtension, params};

impl Store {
    /// Keeps a baseline. The same one twice is kept once.
    ///
    /// # Errors
    /// As from any change.
    pub fn add_baseline(&mut self, baseline: &Baseline, at: Moment) -> Result<BaselineId, StoreError> {
        self.change(|connection| add(connection, baseline, at))
    }

    /// A baseline that was kept.
    ///
    /// # Errors
    /// [`StoreError::Missing`]; [`StoreError::Corrupt`] where its bytes are no longer what they were.
    pub fn baseline(&self, id: &BaselineId) -> Result<Baseline, StoreError> {
        let bytes: Vec<u8> = self
            .connection
            .query_row("SELECT baseline FROM baselines WHERE sha256 = ?1", [&id.0], |row| row.get(0))
            .optional()?
            .ok_or_else(|| StoreError::missing("baseline", &id.0))?;
        if sha256_hex(&bytes) != id.0 {
            return Err(StoreError::Corrupt { detail: format!("the bytes of baseline {} do not have its hash", id.0) });
        }
        serde_json::from_slice(&bytes).map_err(|problem| StoreError::Unreadable {
            what: format!("baseline {}", id.0),
            problem: problem.to_string(),
        })
    }
}

pub(crate) fn add(connection: &Connection, baseline: &Baseline, at: Moment) -> Result<BaselineId, StoreError> {
    let bytes = serde_json::to_vec(baseline)
        .map_err(|problem| StoreError::Unreadable { what: "the baseline".into(), problem: problem.to_string() })?;
    let id = BaselineId(sha256_hex(&bytes));
    connection.execute(
        "INSERT INTO baselines (sha256, version, baseline, at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (sha256) DO NOTHING",
        params![id.0, baseline.version, bytes, write_moment(at)],
    )?;
    Ok(id)
}
