//! What approvers say of a revision, by role: "recorded on this computer; not a signature". A word holds while the terms
//! are the ones it is about, and until the same role says another.

use crate::{
    ContractId, Deed, Moment, Store, StoreError,
    states::{head, read_moment, write_moment},
    trail,
};
use model::{ContentHash, Side, sign_off::Word};
use rusqlite::{Row, params};
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

/// A role's word about a revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct SignOff {
    /// For which party.
    pub side: Side,
    /// In which role.
    pub role: String,
    /// Yes, no, or that an earlier yes is taken back.
    pub word: Word,
    /// Why; empty for a yes.
    pub reason: String,
    /// Recorded on the other side's computer and taken in from its file.
    pub elsewhere: bool,
    /// Number of the revision.
    pub revision: u32,
    /// Hash of the revision.
    #[schemars(with = "String")]
    pub hash: ContentHash,
    /// When it was said.
    pub at: Moment,
    /// Set while the current terms are others. Terms that come back by undo are the approved ones again.
    pub voided: Option<Voided>,
}

/// A word that is to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// For which party.
    pub side: Side,
    /// In which role.
    pub role: String,
    /// What.
    pub word: Word,
    /// Why; needed for anything but a yes.
    pub reason: String,
    /// When it was said on another computer; none: here and now.
    pub elsewhere: Option<Moment>,
}

impl Store {
    /// Records a role's word about the terms that have `hash`. The same word twice is once.
    ///
    /// # Errors
    /// [`StoreError::Moved`] where these are not the current terms; otherwise as from any change.
    pub fn sign_off(
        &mut self,
        id: &ContractId,
        hash: &ContentHash,
        said: &Said,
        now: Moment,
    ) -> Result<(), StoreError> {
        let known = self.sign_offs(id)?;
        let last = known.iter().rev().find(|k| k.hash == *hash && k.side == said.side && k.role == said.role);
        let again = last.is_some_and(|l| l.word == said.word && said.elsewhere.is_none_or(|at| at == l.at));
        self.change(|connection| {
            let head = head(connection, id)?;
            if &head.hash != hash {
                return Err(StoreError::Moved { current: head.revision });
            }
            if again {
                return Ok(());
            }
            let deed = match said.word {
                Word::Approved => Deed::Approved,
                Word::Rejected => Deed::Rejected,
                Word::Withdrawn => Deed::Withdrawn,
            };
            let why = if said.reason.is_empty() { String::new() } else { format!(": {}", said.reason) };
            let place = if said.elsewhere.is_some() { ", recorded on another computer" } else { "" };
            let what = format!("Revision {} by {} ({}){place}{why}", head.revision, said.role, said.side.word());
            let entry = trail::add(connection, id, deed, &what, false, now)?;
            connection.execute(
                "INSERT INTO sign_offs
                     (contract, revision, sha256, side, role, word, reason, elsewhere, at, trail)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                params![
                    id.0,
                    head.revision,
                    hash.hex(),
                    said.side.word(),
                    said.role,
                    said.word.name(),
                    said.reason,
                    said.elsewhere.is_some(),
                    write_moment(said.elsewhere.unwrap_or(now)),
                    entry
                ],
            )?;
            Ok(())
        })
    }

    /// Every word ever recorded, the first first, each with what voided it.
    ///
    /// # Errors
    /// As from any call.
    pub fn sign_offs(&self, id: &ContractId) -> Result<Vec<SignOff>, StoreError> {
        let current = head(&self.connection, id)?.hash;
        let mut statement = self.connection.prepare_cached(
            "SELECT side, role, word, reason, elsewhere, revision, sha256, at, trail FROM sign_offs
             WHERE contract = ?1 ORDER BY id",
        )?;
        let mut rows = statement.query([&id.0])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let mut said = sign_off(row)?;
            if said.hash != current {
                said.voided = self.voided(id, &said.hash, row.get(8)?)?;
            }
            found.push(said);
        }
        Ok(found)
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

fn sign_off(row: &Row<'_>) -> Result<SignOff, StoreError> {
    let word = row.get::<_, String>(2)?;
    let unreadable = || StoreError::Unreadable {
        what: "a sign-off".into(),
        problem: format!("“{word}” is no word that is known"),
    };
    Ok(SignOff {
        side: side_of(&row.get::<_, String>(0)?),
        role: row.get(1)?,
        word: Word::of(&word).ok_or_else(unreadable)?,
        reason: row.get(3)?,
        elsewhere: row.get(4)?,
        revision: row.get(5)?,
        hash: ContentHash::from(row.get::<_, String>(6)?),
        at: read_moment(&row.get::<_, String>(7)?)?,
        voided: None,
    })
}

pub(crate) fn side_of(word: &str) -> Side {
    if word == "client" { Side::Client } else { Side::Vendor }
}
