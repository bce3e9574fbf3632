//! Results of simulations, kept beside the contract so that they are there after a restart.

use crate::{
    ContractId, Moment, Store, StoreError,
    states::{read_moment, write_moment},
};
use model::ContentHash;
use rusqlite::{OptionalExtension, Row, params};

/// Runs kept for each contract. They can be computed again.
pub const RUNS_KEPT: u32 = 20;

/// A saved result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Hash of the terms that were simulated; other than the current one's, the result is stale.
    pub hash: ContentHash,
    /// SHA-256 of everything that went in: terms, history, seed, trials, what-ifs.
    pub inputs_sha256: String,
    /// The result as its owner wrote it.
    pub results: Vec<u8>,
    /// When.
    pub at: Moment,
}

impl Store {
    /// Keeps a result, in place of one with the same inputs; only the newest [`RUNS_KEPT`] of a contract stay.
    ///
    /// # Errors
    /// As from any change.
    pub fn save_run(&mut self, id: &ContractId, run: &Run) -> Result<(), StoreError> {
        self.change(|connection| {
            crate::states::head(connection, id)?;
            connection.execute(
                "DELETE FROM runs WHERE contract = ?1 AND inputs_sha256 = ?2",
                params![id.0, run.inputs_sha256],
            )?;
            connection.execute(
                "INSERT INTO runs (contract, sha256, inputs_sha256, results, at)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
                params![id.0, run.hash.hex(), run.inputs_sha256, run.results, write_moment(run.at)],
            )?;
            connection.execute(
                "DELETE FROM runs WHERE contract = ?1 AND id NOT IN (
                     SELECT id FROM runs WHERE contract = ?1 ORDER BY id DESC LIMIT ?2)",
                params![id.0, RUNS_KEPT],
            )?;
            Ok(())
        })
    }

    /// The result of these inputs, where it was kept.
    ///
    /// # Errors
    /// As from any call.
    pub fn run(&self, id: &ContractId, inputs_sha256: &str) -> Result<Option<Run>, StoreError> {
        self.one_run(
            "SELECT sha256, inputs_sha256, results, at FROM runs
             WHERE contract = ?1 AND inputs_sha256 = ?2",
            params![id.0, inputs_sha256],
        )
    }

    /// The newest result of a contract.
    ///
    /// # Errors
    /// As from any call.
    pub fn latest_run(&self, id: &ContractId) -> Result<Option<Run>, StoreError> {
        self.one_run(
            "SELECT sha256, inputs_sha256, results, at FROM runs
             WHERE contract = ?1 ORDER BY id DESC LIMIT 1",
            params![id.0],
        )
    }

    fn one_run(&self, sql: &str, parameters: &[&dyn rusqlite::ToSql]) -> Result<Option<Run>, StoreError> {
        let read = |row: &Row<'_>| {
            Ok((
                Run {
                    hash: ContentHash::from(row.get::<_, String>(0)?),
                    inputs_sha256: row.get(1)?,
                    results: row.get(2)?,
                    at: Moment::default(),
                },
                row.get::<_, String>(3)?,
            ))
        };
        let found = self.connection.query_row(sql, parameters, read).optional()?;
        found.map(|(run, at)| Ok(Run { at: read_moment(&at)?, ..run })).transpose()
    }
}
