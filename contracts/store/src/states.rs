//! The rows behind a contract's state: its head, its steps, revisions and private states.

use crate::{
    Moment, StoreError,
    approvals::side_of,
    baselines,
    history::{Attached, BaselineId, ContractId, Draft, StepId},
};
use chrono::{DateTime, SecondsFormat, Utc};
use model::{Agreement, ContentHash, Private, Side, canonical::sha256_hex, canonical_bytes};
use rusqlite::{Connection, OptionalExtension, params};
use serde::de::DeserializeOwned;

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
    pub(crate) received_from: Option<Side>,
    pub(crate) sample: bool,
}

pub(crate) fn head(connection: &Connection, id: &ContractId) -> Result<Head, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT s.id, h.tip, s.parent, s.revision, r.sha256, s.private_state, s.baseline,
                s.baseline_shared, s.label, s.at, c.created_at, c.locked, c.sample,
                (SELECT side FROM received WHERE contract = c.id)
         FROM heads h
         JOIN contracts c ON c.id = h.contract
         JOIN steps s ON s.id = h.step
         JOIN revisions r ON r.contract = h.contract AND r.number = s.revision
         WHERE h.contract = ?1",
    )?;
    let mut rows = statement.query([&id.0])?;
    let row = rows.next()?.ok_or_else(|| StoreError::missing("contract", &id.0))?;
    let shared = row.get(7)?;
    let locked = row.get(11)?;
    let from = row.get::<_, Option<String>>(13)?.map_or(Side::Client, |word| side_of(&word));
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
        locked,
        received_from: locked.then_some(from),
        sample: row.get(12)?,
    })
}

pub(crate) fn move_head(connection: &Connection, id: &ContractId, step: StepId, tip: StepId) -> Result<(), StoreError> {
    connection.execute("UPDATE heads SET step = ?2, tip = ?3 WHERE contract = ?1", params![id.0, step.0, tip.0])?;
    Ok(())
}

/// The step that redo would make again: the one on the way from the tip back to the head whose parent is the head.
pub(crate) fn next_step(connection: &Connection, id: &ContractId, head: &Head) -> Result<Option<StepId>, StoreError> {
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

pub(crate) fn label_of(connection: &Connection, step: StepId) -> Result<String, StoreError> {
    Ok(connection.query_row("SELECT label FROM steps WHERE id = ?1", [step.0], |row| row.get(0))?)
}

pub(crate) fn draft_of(connection: &Connection, head: &Head) -> Result<Draft, StoreError> {
    let private: Vec<u8> =
        connection
            .query_row("SELECT private FROM private_states WHERE id = ?1", [head.private_state], |row| row.get(0))?;
    Ok(Draft {
        agreement: agreement_of(connection, &head.contract, head.revision)?,
        private: from_json(&private, || format!("the private part of contract “{}”", head.contract.0))?,
        baseline: head.baseline.clone(),
    })
}

pub(crate) fn agreement_of(connection: &Connection, id: &ContractId, number: u32) -> Result<Agreement, StoreError> {
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
pub(crate) fn settle_baseline(connection: &Connection, draft: &Draft, at: Moment) -> Result<Draft, StoreError> {
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

pub(crate) fn add_step(
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
    let sha256 = sha256_hex(&canonical_bytes(agreement));
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
    add_revision(connection, id, number, agreement, at)?;
    Ok(number)
}

/// Adds terms that are new in this contract under a number that is free.
pub(crate) fn add_revision(
    connection: &Connection,
    id: &ContractId,
    number: u32,
    agreement: &Agreement,
    at: Moment,
) -> Result<(), StoreError> {
    let bytes = canonical_bytes(agreement);
    let sha256 = sha256_hex(&bytes);
    connection.execute(
        "INSERT INTO revisions (contract, number, version, agreement, sha256, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![id.0, number, model::file::VERSION, bytes, sha256, write_moment(at)],
    )?;
    Ok(())
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

pub(crate) fn from_json<T: DeserializeOwned>(bytes: &[u8], what: impl Fn() -> String) -> Result<T, StoreError> {
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
