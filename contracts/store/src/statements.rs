//! Posted statements, which never change, and corrections: why something was changed that one of them rests on.

use crate::{
    ContractId, Deed, Moment, StepId, Store, StoreError,
    actuals::month,
    entries::{self, Kind, TakenBack},
    states::{head, read_moment, write_moment},
    trail,
};
use model::{ContentHash, Month, canonical::sha256_hex};
use rusqlite::{Connection, OptionalExtension, params};

/// A statement as it was posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// Its month.
    pub month: Month,
    /// Number of the revision that it was settled under.
    pub revision: u32,
    /// Hash of that revision.
    pub terms: ContentHash,
    /// The statement as its owner wrote it.
    pub statement: Vec<u8>,
    /// SHA-256 of these bytes.
    pub sha256: String,
    /// When.
    pub at: Moment,
}

/// Why something was changed that a posted statement rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The first posted month that it touches.
    pub month: Month,
    /// What was changed, in words.
    pub what: String,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Moment,
}

impl Store {
    /// Posts the statement of a month under the terms that hold now. It is a step, and the one at which undo stops: neither it
    /// nor what came before it is taken back.
    ///
    /// # Errors
    /// [`StoreError::PostedTwice`]; [`StoreError::Moved`] where the current terms are not those with `terms`; otherwise as
    /// from any change.
    pub fn post(
        &mut self,
        id: &ContractId,
        month: Month,
        terms: &ContentHash,
        statement: &[u8],
        at: Moment,
    ) -> Result<(), StoreError> {
        self.change(|connection| {
            let head = head(connection, id)?;
            if &head.hash != terms {
                return Err(StoreError::Moved { current: head.revision });
            }
            let added = connection.execute(
                "INSERT INTO statements (contract, month, revision, sha256, statement, statement_sha256, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (contract, month) DO NOTHING",
                params![
                    id.0,
                    month.to_string(),
                    head.revision,
                    head.hash.hex(),
                    statement,
                    sha256_hex(statement),
                    write_moment(at)
                ],
            )?;
            if added == 0 {
                return Err(StoreError::PostedTwice { month: month.text() });
            }
            let posted = connection.last_insert_rowid();
            let step = entries::step(connection, &head, &format!("Statement of {} posted", month.text()), at)?;
            entries::enter(connection, step, Kind::Statement, posted)?;
            let what = format!("Statement of {}", month.text());
            trail::add(connection, id, Deed::Posted, &what, false, at).map(|_| ())
        })
    }

    /// The posted statements of a contract, by month.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] where the bytes of one are no longer what was posted; otherwise as from any call.
    pub fn statements(&self, id: &ContractId) -> Result<Vec<Posted>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT month, revision, sha256, statement, statement_sha256, at FROM statements
             WHERE contract = ?1 ORDER BY month",
        )?;
        let mut rows = statement.query([&id.0])?;
        let mut posted = Vec::new();
        while let Some(row) = rows.next()? {
            let found = Posted {
                month: month(row, 0)?,
                revision: row.get(1)?,
                terms: ContentHash::from(row.get::<_, String>(2)?),
                statement: row.get(3)?,
                sha256: row.get(4)?,
                at: read_moment(&row.get::<_, String>(5)?)?,
            };
            if sha256_hex(&found.statement) != found.sha256 {
                let detail = format!("the bytes of the statement of {} do not have its hash", found.month.text());
                return Err(StoreError::Corrupt { detail });
            }
            posted.push(found);
        }
        Ok(posted)
    }

    /// The corrections of a contract that were not undone, the first first.
    ///
    /// # Errors
    /// As from any call.
    pub fn corrections(&self, id: &ContractId) -> Result<Vec<Correction>, StoreError> {
        let taken_back = TakenBack::of(&self.connection, id)?;
        let mut statement = self
            .connection
            .prepare_cached("SELECT month, what, reason, at, id FROM corrections WHERE contract = ?1 ORDER BY id")?;
        let mut rows = statement.query([&id.0])?;
        let mut corrections = Vec::new();
        while let Some(row) = rows.next()? {
            if !taken_back.counts(Kind::Correction, row.get(4)?) {
                continue;
            }
            corrections.push(Correction {
                month: month(row, 0)?,
                what: row.get(1)?,
                reason: row.get(2)?,
                at: read_moment(&row.get::<_, String>(3)?)?,
            });
        }
        Ok(corrections)
    }
}

/// Lets a change of these months through: freely where none is posted, otherwise with a reason, which is kept, by the step
/// that the change is.
pub(crate) fn allow(
    connection: &Connection,
    id: &ContractId,
    step: Option<StepId>,
    months: impl Iterator<Item = Month>,
    reason: Option<&str>,
    what: &str,
    at: Moment,
) -> Result<(), StoreError> {
    let Some(first) = months.min() else { return Ok(()) };
    let posted: Option<String> = connection
        .query_row(
            "SELECT month FROM statements WHERE contract = ?1 AND month >= ?2 ORDER BY month LIMIT 1",
            params![id.0, first.to_string()],
            |row| row.get(0),
        )
        .optional()?;
    let Some(posted) = posted else { return Ok(()) };
    let Some(reason) = reason.map(str::trim).filter(|r| !r.is_empty()) else {
        let month = posted.parse::<Month>().map_or(posted, Month::text);
        return Err(StoreError::Posted { month });
    };
    connection.execute(
        "INSERT INTO corrections (contract, month, what, reason, at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![id.0, posted, what, reason, write_moment(at)],
    )?;
    if let Some(step) = step {
        entries::enter(connection, step, Kind::Correction, connection.last_insert_rowid())?;
    }
    trail::add(connection, id, Deed::Corrected, &format!("{what}: {reason}"), false, at).map(|_| ())
}
