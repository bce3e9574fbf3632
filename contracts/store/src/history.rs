//! Contracts and their steps: every edit is a step with the revision, the private state and the baseline it left behind.
//!
//! Steps are only added. Undo and redo move the contract's head along them, in the same kind of transaction as an edit,
//! so they survive a restart and a crash as edits do.

use crate::{
    Deed, Moment, Store, StoreError, entries,
    states::{
        add_revision, add_step, agreement_of, draft_of, head, label_of, move_head, next_step, read_moment,
        settle_baseline, write_moment,
    },
    trail,
};
use model::{Agreement, ContentHash, Private, Side};
use rusqlite::{Connection, TransactionBehavior, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Names a contract in the database. The caller makes it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(transparent)]
pub struct ContractId(pub String);

/// Names a baseline: SHA-256 of its bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(transparent)]
pub struct BaselineId(pub String);

/// Names a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(transparent)]
pub struct StepId(pub i64);

/// A baseline beside a contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Attached {
    /// Which one.
    pub id: BaselineId,
    /// Whether it goes into the copy for the other side.
    pub shared: bool,
}

/// Everything about a contract that an edit can change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What both sides share.
    pub agreement: Agreement,
    /// One side's own; its `side` is the one that this computer works as. A baseline inside it is kept apart and
    /// attached, not shared, unless `baseline` names another; in a [`Snapshot`] it is always none.
    pub private: Private,
    /// The history that the contract is looked at with ([`Store::add_baseline`]).
    pub baseline: Option<Attached>,
}

/// A contract to begin with.
#[derive(Debug, Clone)]
pub struct NewContract {
    /// An id that is not taken.
    pub id: ContractId,
    /// Its first state.
    pub draft: Draft,
    /// Who wrote the copy that it was opened from: the terms can only be read. None: one's own.
    pub received: Option<Received>,
    /// Sample data.
    pub sample: bool,
    /// What happened, for the trail: "From the template “Customer service, voice”".
    pub label: String,
}

/// Where a copy came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Received {
    /// Who wrote it.
    pub from: Side,
    /// The number that its terms have there; none in copies that do not say it.
    pub revision: Option<u32>,
}

/// A contract as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Which one.
    pub contract: ContractId,
    /// Its state.
    pub draft: Draft,
    /// The terms came from the other side and can only be read.
    pub locked: bool,
    /// Who wrote the copy that it was opened from; none for one's own.
    pub received_from: Option<Side>,
    /// Sample data.
    pub sample: bool,
    /// Number of the current revision, 1 being the first. The same terms always have the same number.
    pub revision: u32,
    /// Hash of the current revision.
    pub hash: ContentHash,
    /// The step it stands on.
    pub step: StepId,
    /// When it was made.
    pub created_at: Moment,
    /// When that step was made.
    pub changed_at: Moment,
    /// What undo would take back: "Target of FCR: 72 % → 71 %"; none where there is nothing.
    pub undo: Option<String>,
    /// What redo would make again.
    pub redo: Option<String>,
    /// Why undo stops here, where the last step is not taken back: a posted statement, what a copy has told the other side.
    pub undo_stops: Option<String>,
}

/// A frozen state of the terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct RevisionEntry {
    /// 1 is the first.
    pub number: u32,
    /// Its hash.
    #[schemars(with = "String")]
    pub hash: ContentHash,
    /// When these terms were first saved.
    pub at: Moment,
    /// The step that made them.
    pub label: String,
}

impl Store {
    /// Begins a contract.
    ///
    /// # Errors
    /// [`StoreError::Taken`] where the id is in use; otherwise as from any change.
    pub fn create(&mut self, new: &NewContract, at: Moment) -> Result<Snapshot, StoreError> {
        let id = &new.id;
        self.change(|connection| {
            let added = connection.execute(
                "INSERT INTO contracts (id, created_at, locked, sample) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (id) DO NOTHING",
                params![id.0, write_moment(at), new.received.is_some(), new.sample],
            )?;
            if added == 0 {
                return Err(StoreError::Taken { id: id.0.clone() });
            }
            if let Some(received) = new.received {
                connection.execute(
                    "INSERT INTO received (contract, side, at) VALUES (?1, ?2, ?3)",
                    params![id.0, received.from.word(), write_moment(at)],
                )?;
                // The same terms have the same number on both sides.
                let first = received.revision.unwrap_or(1).max(1);
                add_revision(connection, id, first, &new.draft.agreement, at)?;
            }
            let step = add_step(connection, id, None, &new.draft, &new.label, at)?;
            connection.execute("INSERT INTO heads (contract, step, tip) VALUES (?1, ?2, ?2)", params![id.0, step.0])?;
            let deed = if new.received.is_some() { Deed::Opened } else { Deed::Created };
            trail::add(connection, id, deed, &new.label, false, at)?;
            Ok(())
        })?;
        self.snapshot(id)
    }

    /// The contract as it stands.
    ///
    /// # Errors
    /// [`StoreError::Missing`]; [`StoreError::Corrupt`] where bytes are no longer what was saved.
    pub fn snapshot(&self, id: &ContractId) -> Result<Snapshot, StoreError> {
        let head = head(&self.connection, id)?;
        let draft = draft_of(&self.connection, &head)?;
        let redo = match next_step(&self.connection, id, &head)? {
            Some(step) => Some(label_of(&self.connection, step)?),
            None => None,
        };
        let undo_stops = entries::stops(&self.connection, &head)?;
        Ok(Snapshot {
            contract: id.clone(),
            draft,
            locked: head.locked,
            received_from: head.received_from,
            sample: head.sample,
            revision: head.revision,
            hash: head.hash,
            step: head.step,
            created_at: head.created_at,
            changed_at: head.at,
            undo: head.parent.filter(|_| undo_stops.is_none()).map(|_| head.label),
            redo,
            undo_stops,
        })
    }

    /// Makes `draft` the contract's state, as a step named `label` ("Target of FCR: 72 % → 71 %"). What could be redone
    /// no longer can; its steps are kept. A draft that equals the state is no step. When this returns, it is on the
    /// disk.
    ///
    /// # Errors
    /// [`StoreError::Missing`]; [`StoreError::TermsLocked`] where the terms came from the other side and differ;
    /// otherwise as from any change.
    pub fn edit(&mut self, id: &ContractId, draft: &Draft, label: &str, at: Moment) -> Result<Snapshot, StoreError> {
        self.change(|connection| {
            let head = head(connection, id)?;
            let draft = settle_baseline(connection, draft, at)?;
            let before = draft_of(connection, &head)?;
            if before == draft {
                return Ok(());
            }
            let same_terms = before.agreement == draft.agreement;
            if head.locked && !same_terms {
                return Err(StoreError::TermsLocked);
            }
            let step = add_step(connection, id, Some(head.step), &draft, label, at)?;
            move_head(connection, id, step, step)?;
            trail::add(connection, id, Deed::Edited, label, same_terms, at)?;
            Ok(())
        })?;
        self.snapshot(id)
    }

    /// Takes the last step back, with what was entered by it; none where there is nothing to take back.
    ///
    /// # Errors
    /// [`StoreError::Missing`]; [`StoreError::NotUndone`] where it posted a statement, or a copy has told the other side of
    /// it; otherwise as from any change.
    pub fn undo(&mut self, id: &ContractId, at: Moment) -> Result<Option<Snapshot>, StoreError> {
        let moved = self.change(|connection| {
            let before = head(connection, id)?;
            let Some(parent) = before.parent else {
                return Ok(false);
            };
            if let Some(why) = entries::stops(connection, &before)? {
                return Err(StoreError::NotUndone { why });
            }
            move_head(connection, id, parent, before.tip)?;
            let entered = entries::entered(connection, before.step)?;
            let private = !entered && head(connection, id)?.hash == before.hash;
            trail::add(connection, id, Deed::Undone, &before.label, private, at)?;
            Ok(true)
        })?;
        moved.then(|| self.snapshot(id)).transpose()
    }

    /// Makes the step that was taken back last again; none where there is none.
    ///
    /// # Errors
    /// [`StoreError::Missing`]; otherwise as from any change.
    pub fn redo(&mut self, id: &ContractId, at: Moment) -> Result<Option<Snapshot>, StoreError> {
        let moved = self.change(|connection| {
            let before = head(connection, id)?;
            let Some(next) = next_step(connection, id, &before)? else {
                return Ok(false);
            };
            move_head(connection, id, next, before.tip)?;
            let after = head(connection, id)?;
            let private = !entries::entered(connection, after.step)? && after.hash == before.hash;
            trail::add(connection, id, Deed::Redone, &after.label, private, at)?;
            Ok(true)
        })?;
        moved.then(|| self.snapshot(id)).transpose()
    }

    /// Every revision of a contract, the first first, also those that were undone.
    ///
    /// # Errors
    /// As from any call.
    pub fn revisions(&self, id: &ContractId) -> Result<Vec<RevisionEntry>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT number, sha256, at,
                    (SELECT label FROM steps WHERE contract = r.contract AND revision = r.number
                     ORDER BY id LIMIT 1)
             FROM revisions r WHERE contract = ?1 ORDER BY number",
        )?;
        let mut rows = statement.query([&id.0])?;
        let mut revisions = Vec::new();
        while let Some(row) = rows.next()? {
            revisions.push(RevisionEntry {
                number: row.get(0)?,
                hash: ContentHash::from(row.get::<_, String>(1)?),
                at: read_moment(&row.get::<_, String>(2)?)?,
                label: row.get(3)?,
            });
        }
        Ok(revisions)
    }

    /// The terms of a revision.
    ///
    /// # Errors
    /// [`StoreError::Missing`]; [`StoreError::Corrupt`] where its bytes no longer have its hash.
    pub fn revision(&self, id: &ContractId, number: u32) -> Result<Agreement, StoreError> {
        agreement_of(&self.connection, id, number)
    }

    /// One change: everything or nothing, on the disk when it returns.
    pub(crate) fn change<T>(
        &mut self,
        body: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if self.is_read_only() {
            return Err(StoreError::ReadOnly);
        }
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let result = body(&transaction)?;
        transaction.commit()?;
        Ok(result)
    }
}
