//! What was done with a contract, in order. Entries are only added.

use crate::{ContractId, Moment, Store, StoreError, entries, states::read_moment};
use model::ContentHash;
use rusqlite::{Connection, Row, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A kind of entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// Made, from a template or a sample.
    Created,
    /// Opened from a file of the other side.
    Opened,
    /// An edit.
    Edited,
    /// An edit taken back.
    Undone,
    /// An edit made again.
    Redone,
    /// Approved in a role.
    Approved,
    /// Rejected in a role.
    Rejected,
    /// An approval taken back.
    Withdrawn,
    /// A copy for the other side was written.
    Shared,
    /// A document or file was written.
    Exported,
    /// Put away.
    Removed,
    /// Brought back.
    Restored,
    /// Actuals came in.
    Reported,
    /// A late report, relief or an incident was marked, or decided on.
    Marked,
    /// A statement was posted.
    Posted,
    /// Something that a posted statement rests on was changed.
    Corrected,
    /// A rectification plan was opened or moved on.
    Rectified,
}

const WORDS: [(Deed, &str); 17] = [
    (Deed::Created, "created"),
    (Deed::Opened, "opened"),
    (Deed::Edited, "edited"),
    (Deed::Undone, "undone"),
    (Deed::Redone, "redone"),
    (Deed::Approved, "approved"),
    (Deed::Rejected, "rejected"),
    (Deed::Withdrawn, "withdrawn"),
    (Deed::Shared, "shared"),
    (Deed::Exported, "exported"),
    (Deed::Removed, "removed"),
    (Deed::Restored, "restored"),
    (Deed::Reported, "reported"),
    (Deed::Marked, "marked"),
    (Deed::Posted, "posted"),
    (Deed::Corrected, "corrected"),
    (Deed::Rectified, "rectified"),
];

impl Deed {
    /// Its name in the database.
    fn word(self) -> &'static str {
        WORDS.iter().find(|(deed, _)| *deed == self).map_or("", |(_, word)| word)
    }

    fn of(word: &str) -> Option<Self> {
        WORDS.iter().find(|(_, w)| *w == word).map(|(deed, _)| *deed)
    }
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct Entry {
    /// When.
    pub at: Moment,
    /// Kind.
    pub deed: Deed,
    /// What, in words.
    pub what: String,
    /// Hash of the terms after it.
    #[schemars(with = "String")]
    pub hash: ContentHash,
    /// Concerns one side's own alone (notes, limits, history): never printed and never shared.
    pub private: bool,
}

impl Store {
    /// Adds an entry about something that happened outside: a copy written, a document exported.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without such a contract; otherwise as from any change.
    pub fn record(&mut self, contract: &ContractId, deed: Deed, what: &str, at: Moment) -> Result<(), StoreError> {
        self.change(|connection| {
            if deed == Deed::Shared {
                entries::sent(connection, contract, at)?;
            }
            add(connection, contract, deed, what, false, at).map(|_| ())
        })
    }

    /// Everything that was done, the first first.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] for an entry of an unknown kind; otherwise as from any call.
    pub fn trail(&self, contract: &ContractId) -> Result<Vec<Entry>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT at, deed, what, sha256, private FROM trail WHERE contract = ?1 ORDER BY id")?;
        let mut rows = statement.query([&contract.0])?;
        let mut entries = Vec::new();
        while let Some(row) = rows.next()? {
            entries.push(entry(row)?);
        }
        Ok(entries)
    }
}

pub(crate) fn entry(row: &Row<'_>) -> Result<Entry, StoreError> {
    let word: String = row.get(1)?;
    Ok(Entry {
        at: read_moment(&row.get::<_, String>(0)?)?,
        deed: Deed::of(&word).ok_or_else(|| StoreError::Unreadable {
            what: "the trail".into(),
            problem: format!("“{word}” is not a known kind of entry"),
        })?,
        what: row.get(2)?,
        hash: ContentHash::from(row.get::<_, String>(3)?),
        private: row.get(4)?,
    })
}

/// Adds an entry with the hash of the terms as they stand now; its id.
pub(crate) fn add(
    connection: &Connection,
    contract: &ContractId,
    deed: Deed,
    what: &str,
    private: bool,
    at: Moment,
) -> Result<i64, StoreError> {
    let added = connection.execute(
        "INSERT INTO trail (contract, at, deed, what, sha256, private)
         SELECT ?1, ?2, ?3, ?4, revisions.sha256, ?5
         FROM heads
         JOIN steps ON steps.id = heads.step
         JOIN revisions ON revisions.contract = heads.contract AND revisions.number = steps.revision
         WHERE heads.contract = ?1",
        params![contract.0, crate::states::write_moment(at), deed.word(), what, private],
    )?;
    if added == 0 {
        return Err(StoreError::missing("contract", &contract.0));
    }
    Ok(connection.last_insert_rowid())
}
