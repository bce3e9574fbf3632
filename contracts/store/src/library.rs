//! The library: every contract at a glance; putting away and bringing back.

use crate::{
    ContractId, Deed, Moment, Store, StoreError,
    states::{read_moment, write_moment},
    trail,
};
use model::{ContentHash, Side};
use rusqlite::{Row, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A contract at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct Summary {
    /// Which one.
    pub contract: ContractId,
    /// What it is called.
    pub title: String,
    /// Name of the client.
    pub client: String,
    /// Name of the vendor.
    pub vendor: String,
    /// The side that this computer works as.
    pub side: Side,
    /// The terms came from the other side and can only be read.
    pub locked: bool,
    /// Sample data.
    pub sample: bool,
    /// Put away.
    pub removed: bool,
    /// Number of the current revision.
    pub revision: u32,
    /// Hash of the current revision.
    #[schemars(with = "String")]
    pub hash: ContentHash,
    /// Whether history is attached.
    pub has_baseline: bool,
    /// Approvals that hold.
    pub approvals: u32,
    /// Roles that have to approve.
    pub approvers: u32,
    /// When it was made.
    pub created_at: Moment,
    /// When the last thing happened to it.
    pub changed_at: Moment,
}

/// What a summary takes from the terms. Everything else may have any shape: one contract that cannot be read must not
/// take the library with it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Glance {
    title: String,
    parties: GlanceParties,
    sign_off: Vec<serde_json::Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct GlanceParties {
    client: GlanceParty,
    vendor: GlanceParty,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct GlanceParty {
    name: String,
}

#[derive(Debug, Deserialize)]
struct GlancePrivate {
    side: Side,
}

impl Store {
    /// Every contract that was not put away, the last changed first.
    ///
    /// # Errors
    /// As from any call.
    pub fn contracts(&self) -> Result<Vec<Summary>, StoreError> {
        Ok(self.all_contracts()?.into_iter().filter(|c| !c.removed).collect())
    }

    /// Every contract, also those that were put away, the last changed first.
    ///
    /// # Errors
    /// As from any call.
    pub fn all_contracts(&self) -> Result<Vec<Summary>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT c.id, r.agreement, p.private, c.locked, c.sample, c.removed_at IS NOT NULL,
                    r.number, r.sha256, s.baseline IS NOT NULL,
                    (SELECT COUNT(*) FROM sign_offs a
                     WHERE a.contract = c.id AND a.sha256 = r.sha256 AND a.word = 'approved'
                       AND a.id = (SELECT MAX(b.id) FROM sign_offs b
                                   WHERE b.contract = a.contract AND b.sha256 = a.sha256
                                     AND b.side = a.side AND b.role = a.role)),
                    c.created_at,
                    (SELECT t.at FROM trail t WHERE t.contract = c.id ORDER BY t.id DESC LIMIT 1)
                        AS changed_at
             FROM contracts c
             JOIN heads h ON h.contract = c.id
             JOIN steps s ON s.id = h.step
             JOIN revisions r ON r.contract = c.id AND r.number = s.revision
             JOIN private_states p ON p.id = s.private_state
             ORDER BY changed_at DESC, c.id",
        )?;
        let mut rows = statement.query([])?;
        let mut contracts = Vec::new();
        while let Some(row) = rows.next()? {
            contracts.push(summary(row)?);
        }
        Ok(contracts)
    }

    /// Puts a contract away. Nothing is deleted.
    ///
    /// # Errors
    /// [`StoreError::Missing`]; otherwise as from any change.
    pub fn remove(&mut self, id: &ContractId, at: Moment) -> Result<(), StoreError> {
        self.put(id, Some(at), Deed::Removed, at)
    }

    /// Brings a contract back.
    ///
    /// # Errors
    /// [`StoreError::Missing`]; otherwise as from any change.
    pub fn restore(&mut self, id: &ContractId, at: Moment) -> Result<(), StoreError> {
        self.put(id, None, Deed::Restored, at)
    }

    fn put(&mut self, id: &ContractId, removed_at: Option<Moment>, deed: Deed, at: Moment) -> Result<(), StoreError> {
        self.change(|connection| {
            let changed = connection.execute(
                "UPDATE contracts SET removed_at = ?2
                 WHERE id = ?1 AND (removed_at IS NULL) = (?2 IS NOT NULL)",
                params![id.0, removed_at.map(write_moment)],
            )?;
            if changed == 0 {
                // Already so, or not there at all.
                return crate::states::head(connection, id).map(|_| ());
            }
            trail::add(connection, id, deed, "", true, at).map(|_| ())
        })
    }
}

fn summary(row: &Row<'_>) -> Result<Summary, StoreError> {
    let glance: Glance = serde_json::from_slice(&row.get::<_, Vec<u8>>(1)?).unwrap_or_default();
    let side =
        serde_json::from_slice(&row.get::<_, Vec<u8>>(2)?).map_or(Side::Client, |private: GlancePrivate| private.side);
    Ok(Summary {
        contract: ContractId(row.get(0)?),
        title: glance.title,
        client: glance.parties.client.name,
        vendor: glance.parties.vendor.name,
        side,
        locked: row.get(3)?,
        sample: row.get(4)?,
        removed: row.get(5)?,
        revision: row.get(6)?,
        hash: ContentHash::from(row.get::<_, String>(7)?),
        has_baseline: row.get(8)?,
        approvals: row.get(9)?,
        approvers: u32::try_from(glance.sign_off.len()).unwrap_or(u32::MAX),
        created_at: read_moment(&row.get::<_, String>(10)?)?,
        changed_at: read_moment(&row.get::<_, String>(11)?)?,
    })
}
