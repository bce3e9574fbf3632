//! Baselines in the database: named by the hash of their bytes, each kept once.

use crate::{
    BaselineId, Moment, Store, StoreError,
    import::Mapping,
    states::{read_moment, write_moment},
};
use model::{Baseline, canonical::sha256_hex};
use rusqlite::{Connection, OptionalExtension, params};

/// The file that a baseline was read from, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Name of the file, without its folder.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// Which column became what.
    pub mapping: Mapping,
}

impl Store {
    /// Keeps a baseline with the file that it was read from. The same baseline twice is kept once, with the later file.
    ///
    /// # Errors
    /// As from any change.
    pub fn add_import(&mut self, baseline: &Baseline, import: &Import, at: Moment) -> Result<BaselineId, StoreError> {
        let mapping = serde_json::to_string(&import.mapping)
            .map_err(|problem| StoreError::Unreadable { what: "the mapping".into(), problem: problem.to_string() })?;
        self.change(|connection| {
            let id = add(connection, baseline, at)?;
            connection.execute(
                "INSERT INTO imports (baseline, name, bytes, mapping) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (baseline) DO UPDATE SET name = ?2, bytes = ?3, mapping = ?4",
                params![id.0, import.name, import.bytes, mapping],
            )?;
            Ok(id)
        })
    }

    /// The file that a baseline was read from; none where it came with a contract file.
    ///
    /// # Errors
    /// As from any call.
    pub fn import(&self, id: &BaselineId) -> Result<Option<Import>, StoreError> {
        let row = self
            .connection
            .query_row("SELECT name, bytes, mapping FROM imports WHERE baseline = ?1", [&id.0], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?))
            })
            .optional()?;
        let Some((name, bytes, mapping)) = row else { return Ok(None) };
        let mapping = serde_json::from_str(&mapping).map_err(|problem| StoreError::Unreadable {
            what: format!("the mapping of baseline {}", id.0),
            problem: problem.to_string(),
        })?;
        Ok(Some(Import { name, bytes, mapping }))
    }

    /// When a baseline was first kept.
    ///
    /// # Errors
    /// [`StoreError::Missing`].
    pub fn kept_at(&self, id: &BaselineId) -> Result<Moment, StoreError> {
        let text: Option<String> = self
            .connection
            .query_row("SELECT at FROM baselines WHERE sha256 = ?1", [&id.0], |row| row.get(0))
            .optional()?;
        read_moment(&text.ok_or_else(|| StoreError::missing("baseline", &id.0))?)
    }

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
