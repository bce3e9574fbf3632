//! Approvals by role, "recorded on this computer; not a signature". One holds while the terms are the approved ones.

use crate::{
    ContractId, Deed, Moment, Store, StoreError,
    states::{head, read_moment, write_moment},
    trail,
};
use model::{ContentHash, Side};
use rusqlite::{OptionalExtension, params};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

/// What ended an approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct Voided {
    /// When.
    pub at: Moment,
    /// The change: "Target of FCR: 72 % → 71 %".
    pub by: String,
}

/// A role's yes to a revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct Approval {
    /// For which party.
    pub side: Side,
    /// In which role.
    pub role: String,
    /// Number of the revision.
    pub revision: u32,
    /// Hash of the revision.
    #[schemars(with = "String")]
    pub hash: ContentHash,
    /// When.
    pub at: Moment,
    /// Set while the current terms are others. Terms that come back by undo are the approved ones again.
    pub voided: Option<Voided>,
}

impl Store {
    /// Records a role's approval of the terms that have `hash`, and gives all approvals. Twice is once.
    ///
    /// # Errors
    /// [`StoreError::Moved`] where these are not the current terms; otherwise as from any change.
    pub fn approve(
        &mut self,
        id: &ContractId,
        hash: &ContentHash,
        side: Side,
        role: &str,
        at: Moment,
    ) -> Result<Vec<Approval>, StoreError> {
        self.change(|connection| {
            let head = head(connection, id)?;
            if &head.hash != hash {
                return Err(StoreError::Moved { current: head.revision });
            }
            let known = connection
                .query_row(
                    "SELECT 1 FROM approvals
                     WHERE contract = ?1 AND sha256 = ?2 AND side = ?3 AND role = ?4",
                    params![id.0, hash.hex(), side.word(), role],
                    |_| Ok(()),
                )
                .optional()?;
            if known.is_some() {
                return Ok(());
            }
            let what = format!("Revision {} by {role} ({})", head.revision, side.word());
            let entry = trail::add(connection, id, Deed::Approved, &what, false, at)?;
            connection.execute(
                "INSERT INTO approvals (contract, revision, sha256, side, role, at, trail)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![id.0, head.revision, hash.hex(), side.word(), role, write_moment(at), entry],
            )?;
            Ok(())
        })?;
        self.approvals(id)
    }

    /// Every approval ever given, the first first, each with what voided it.
    ///
    /// # Errors
    /// As from any call.
    pub fn approvals(&self, id: &ContractId) -> Result<Vec<Approval>, StoreError> {
        let current = head(&self.connection, id)?.hash;
        let mut statement = self.connection.prepare_cached(
            "SELECT side, role, revision, sha256, at, trail FROM approvals
             WHERE contract = ?1 ORDER BY id",
        )?;
        let mut rows = statement.query([&id.0])?;
        let mut approvals = Vec::new();
        while let Some(row) = rows.next()? {
            let hash = ContentHash::from(row.get::<_, String>(3)?);
            let side = match row.get::<_, String>(0)?.as_str() {
                "client" => Side::Client,
                _ => Side::Vendor,
            };
            let voided = if hash == current { None } else { self.voided(id, &hash, row.get(5)?)? };
            approvals.push(Approval {
                side,
                role: row.get(1)?,
                revision: row.get(2)?,
                hash,
                at: read_moment(&row.get::<_, String>(4)?)?,
                voided,
            });
        }
        Ok(approvals)
    }

    /// The first change after the last time that the terms were the approved ones.
    fn voided(&self, id: &ContractId, hash: &ContentHash, given: i64) -> Result<Option<Voided>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT at, deed, what, sha256, private FROM trail
             WHERE contract = ?1 AND id > COALESCE(
                 (SELECT MAX(id) FROM trail WHERE contract = ?1 AND sha256 = ?2 AND id >= ?3), ?3)
             ORDER BY id LIMIT 1",
        )?;
        let mut rows = statement.query(params![id.0, hash.hex(), given])?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        let entry = trail::entry(row)?;
        let by = match entry.deed {
            Deed::Undone => format!("Undone: {}", entry.what),
            _ => entry.what,
        };
        Ok(Some(Voided { at: entry.at, by }))
    }
}
