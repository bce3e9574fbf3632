//! Contracts and their steps: every edit is a step with the revision, the private state and the baseline it left behind.
//!
//! Steps are only added. Undo and redo move the contract's head along them, in the same kind of transaction as an edit,
//! so they survive a restart and a crash as edits do.

use crate::{Deed, Moment, Store, StoreError, baselines, trail};
use chrono::{DateTime, SecondsFormat, Utc};
use model::{Agreement, ContentHash, Private, canonical::sha256_hex, canonical_bytes};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
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
    /// The terms came from the other side and can only be read.
    pub locked: bool,
    /// Sample data.
    pub sample: bool,
    /// What happened, for the trail: "From the template “Customer service, voice”".
    pub label: String,
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
                params![id.0, write_moment(at), new.locked, new.sample],
            )?;
            if added == 0 {
                return Err(StoreError::Taken { id: id.0.clone() });
            }
            let step = add_step(connection, id, None, &new.draft, &new.label, at)?;
            connection.execute("INSERT INTO heads (contract, step, tip) VALUES (?1, ?2, ?2)", params![id.0, step.0])?;
            let deed = if new.locked { Deed::Opened } else { Deed::Created };
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
        Ok(Snapshot {
            contract: id.clone(),
            draft,
            locked: head.locked,
            sample: head.sample,
            revision: head.revision,
            hash: head.hash,
            step: head.step,
            created_at: head.created_at,
            changed_at: head.at,
            undo: head.parent.map(|_| head.label),
            redo,
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

    /// Takes the last step back; none where there is nothing to take back.
    ///
    /// # Errors
    /// [`StoreError::Missing`]; otherwise as from any change.
    pub fn undo(&mut self, id: &ContractId, at: Moment) -> Result<Option<Snapshot>, StoreError> {
        let moved = self.change(|connection| {
            let before = head(connection, id)?;
            let Some(parent) = before.parent else {
                return Ok(false);
            };
            move_head(connection, id, parent, before.tip)?;
            let private = head(connection, id)?.hash == before.hash;
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
            let private = after.hash == before.hash;
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

/// Where a contract stands.
#[derive(Debug)]
pub(crate) struct Head {
    pub(crate) contract: ContractId,
    pub(crate) step: StepId,
    pub(crate) tip: StepId,
    pub(crate) parent: Option<StepId>,
    pub(crate) revision: u32,
    pub(crate) hash: ContentHash,
    pub(crate) private_state: i64,
    pub(crate) baseline: Option<Attached>,
    pub(crate) label: String,
    pub(crate) at: Moment,
    pub(crate) created_at: Moment,
    pub(crate) locked: bool,
    pub(crate) sample: bool,
}

pub(crate) fn head(connection: &Connection, id: &ContractId) -> Result<Head, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT s.id, h.tip, s.parent, s.revision, r.sha256, s.private_state, s.baseline,
                s.baseline_shared, s.label, s.at, c.created_at, c.locked, c.sample
         FROM heads h
         JOIN contracts c ON c.id = h.contract
         JOIN steps s ON s.id = h.step
         JOIN revisions r ON r.contract = h.contract AND r.number = s.revision
         WHERE h.contract = ?1",
    )?;
    let mut rows = statement.query([&id.0])?;
    let row = rows.next()?.ok_or_else(|| StoreError::missing("contract", &id.0))?;
    let shared = row.get(7)?;
    Ok(Head {
        contract: id.clone(),
        step: StepId(row.get(0)?),
        tip: StepId(row.get(1)?),
        parent: row.get::<_, Option<i64>>(2)?.map(StepId),
        revision: row.get(3)?,
        hash: ContentHash::from(row.get::<_, String>(4)?),
        private_state: row.get(5)?,
        baseline: row.get::<_, Option<String>>(6)?.map(|hash| Attached { id: BaselineId(hash), shared }),
        label: row.get(8)?,
        at: read_moment(&row.get::<_, String>(9)?)?,
        created_at: read_moment(&row.get::<_, String>(10)?)?,
        locked: row.get(11)?,
        sample: row.get(12)?,
    })
}

fn move_head(connection: &Connection, id: &ContractId, step: StepId, tip: StepId) -> Result<(), StoreError> {
    connection.execute("UPDATE heads SET step = ?2, tip = ?3 WHERE contract = ?1", params![id.0, step.0, tip.0])?;
    Ok(())
}

/// The step that redo would make again: the one on the way from the tip back to the head whose parent is the head.
fn next_step(connection: &Connection, id: &ContractId, head: &Head) -> Result<Option<StepId>, StoreError> {
    if head.step == head.tip {
        return Ok(None);
    }
    Ok(connection
        .query_row(
            "WITH RECURSIVE back (id, parent) AS (
                 SELECT id, parent FROM steps WHERE contract = ?1 AND id = ?2
                 UNION ALL
                 SELECT s.id, s.parent FROM steps s JOIN back ON s.id = back.parent
                 WHERE back.parent <> ?3
             )
             SELECT id FROM back WHERE parent = ?3",
            params![id.0, head.tip.0, head.step.0],
            |row| row.get(0).map(StepId),
        )
        .optional()?)
}

fn label_of(connection: &Connection, step: StepId) -> Result<String, StoreError> {
    Ok(connection.query_row("SELECT label FROM steps WHERE id = ?1", [step.0], |row| row.get(0))?)
}

fn draft_of(connection: &Connection, head: &Head) -> Result<Draft, StoreError> {
    let private: Vec<u8> =
        connection
            .query_row("SELECT private FROM private_states WHERE id = ?1", [head.private_state], |row| row.get(0))?;
    Ok(Draft {
        agreement: agreement_of(connection, &head.contract, head.revision)?,
        private: from_json(&private, || format!("the private part of contract “{}”", head.contract.0))?,
        baseline: head.baseline.clone(),
    })
}

fn agreement_of(connection: &Connection, id: &ContractId, number: u32) -> Result<Agreement, StoreError> {
    let what = || format!("revision {number} of contract “{}”", id.0);
    let (bytes, sha256): (Vec<u8>, String) = connection
        .query_row(
            "SELECT agreement, sha256 FROM revisions WHERE contract = ?1 AND number = ?2",
            params![id.0, number],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?
        .ok_or_else(|| StoreError::missing("revision", what()))?;
    if sha256_hex(&bytes) != sha256 {
        return Err(StoreError::Corrupt { detail: format!("the bytes of {} do not have its hash", what()) });
    }
    from_json(&bytes, what)
}

/// Puts a baseline inside the private part where baselines are kept.
fn settle_baseline(connection: &Connection, draft: &Draft, at: Moment) -> Result<Draft, StoreError> {
    let mut draft = draft.clone();
    if let Some(baseline) = draft.private.baseline.take() {
        let id = baselines::add(connection, &baseline, at)?;
        draft.baseline.get_or_insert(Attached { id, shared: false });
    }
    if let Some(attached) = &draft.baseline {
        connection
            .query_row("SELECT 1 FROM baselines WHERE sha256 = ?1", [&attached.id.0], |_| Ok(()))
            .optional()?
            .ok_or_else(|| StoreError::missing("baseline", &attached.id.0))?;
    }
    Ok(draft)
}

fn add_step(
    connection: &Connection,
    id: &ContractId,
    parent: Option<StepId>,
    draft: &Draft,
    label: &str,
    at: Moment,
) -> Result<StepId, StoreError> {
    let draft = settle_baseline(connection, draft, at)?;
    let revision = revision_number(connection, id, &draft.agreement, at)?;
    let private_state = private_id(connection, id, parent, &draft.private, at)?;
    connection.execute(
        "INSERT INTO steps
             (contract, parent, revision, private_state, baseline, baseline_shared, label, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            id.0,
            parent.map(|p| p.0),
            revision,
            private_state,
            draft.baseline.as_ref().map(|b| &b.id.0),
            draft.baseline.as_ref().is_some_and(|b| b.shared),
            label,
            write_moment(at),
        ],
    )?;
    Ok(StepId(connection.last_insert_rowid()))
}

/// The number that these terms have in this contract: the one they always had, or the next.
fn revision_number(
    connection: &Connection,
    id: &ContractId,
    agreement: &Agreement,
    at: Moment,
) -> Result<u32, StoreError> {
    let bytes = canonical_bytes(agreement);
    let sha256 = sha256_hex(&bytes);
    let known = connection
        .query_row("SELECT number FROM revisions WHERE contract = ?1 AND sha256 = ?2", params![id.0, sha256], |row| {
            row.get(0)
        })
        .optional()?;
    if let Some(number) = known {
        return Ok(number);
    }
    let number = connection.query_row(
        "SELECT COALESCE(MAX(number), 0) + 1 FROM revisions WHERE contract = ?1",
        [&id.0],
        |row| row.get(0),
    )?;
    connection.execute(
        "INSERT INTO revisions (contract, number, version, agreement, sha256, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![id.0, number, model::file::VERSION, bytes, sha256, write_moment(at)],
    )?;
    Ok(number)
}

/// The private state of the parent where nothing changed, otherwise a new one.
fn private_id(
    connection: &Connection,
    id: &ContractId,
    parent: Option<StepId>,
    private: &Private,
    at: Moment,
) -> Result<i64, StoreError> {
    let bytes = serde_json::to_vec(private)
        .map_err(|problem| StoreError::Unreadable { what: "the private part".into(), problem: problem.to_string() })?;
    let known = connection
        .query_row(
            "SELECT p.id FROM steps s JOIN private_states p ON p.id = s.private_state
             WHERE s.id = ?1 AND p.private = ?2",
            params![parent.map(|p| p.0), bytes],
            |row| row.get(0),
        )
        .optional()?;
    if let Some(known) = known {
        return Ok(known);
    }
    connection.execute(
        "INSERT INTO private_states (contract, version, private, at) VALUES (?1, ?2, ?3, ?4)",
        params![id.0, model::file::VERSION, bytes, write_moment(at)],
    )?;
    Ok(connection.last_insert_rowid())
}

fn from_json<T: DeserializeOwned>(bytes: &[u8], what: impl Fn() -> String) -> Result<T, StoreError> {
    serde_json::from_slice(bytes)
        .map_err(|problem| StoreError::Unreadable { what: what(), problem: problem.to_string() })
}

pub(crate) fn write_moment(at: Moment) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

pub(crate) fn read_moment(text: &str) -> Result<Moment, StoreError> {
    DateTime::parse_from_rfc3339(text).map(|moment| moment.with_timezone(&Utc)).map_err(|problem| {
        StoreError::Unreadable { what: format!("the time “{text}”"), problem: problem.to_string() }
    })
}
