//! What is entered on the scorecard, as steps: a row counts while the step that entered it is on the way to the contract's
//! head. So undo and redo of entries are those of terms, and nothing is ever deleted. A row that no step entered always
//! counts: what the other side's file brought, and what is older than this.

use crate::{
    ContractId, Moment, StepId, StoreError,
    states::{Head, move_head, read_moment, write_moment},
};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeSet;

/// Of which table a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Figures and amounts with where they came from.
    Source,
    Mark,
    Decision,
    Plan,
    PlanEntry,
    Correction,
    Statement,
}

const WORDS: [(Kind, &str); 7] = [
    (Kind::Source, "source"),
    (Kind::Mark, "mark"),
    (Kind::Decision, "decision"),
    (Kind::Plan, "plan"),
    (Kind::PlanEntry, "plan_entry"),
    (Kind::Correction, "correction"),
    (Kind::Statement, "statement"),
];

impl Kind {
    fn word(self) -> &'static str {
        WORDS.iter().find(|(kind, _)| *kind == self).map_or("", |(_, word)| word)
    }
}

/// Makes a step that leaves terms and private state as they are, for what is entered with it.
pub(crate) fn step(connection: &Connection, head: &Head, label: &str, at: Moment) -> Result<StepId, StoreError> {
    connection.execute(
        "INSERT INTO steps (contract, parent, revision, private_state, baseline, baseline_shared, label, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            head.contract.0,
            head.step.0,
            head.revision,
            head.private_state,
            head.baseline.as_ref().map(|b| &b.id.0),
            head.baseline.as_ref().is_some_and(|b| b.shared),
            label,
            write_moment(at),
        ],
    )?;
    let step = StepId(connection.last_insert_rowid());
    move_head(connection, &head.contract, step, step)?;
    Ok(step)
}

/// Says that the row that was added last was entered with a step.
pub(crate) fn enter(connection: &Connection, step: StepId, kind: Kind, row: i64) -> Result<(), StoreError> {
    connection
        .execute("INSERT INTO entries (step, kind, row) VALUES (?1, ?2, ?3)", params![step.0, kind.word(), row])?;
    Ok(())
}

/// The rows that were taken back.
pub(crate) struct TakenBack(BTreeSet<(Kind, i64)>);

impl TakenBack {
    /// The rows of a contract whose step is not on the way to its head.
    pub fn of(connection: &Connection, id: &ContractId) -> Result<Self, StoreError> {
        let mut statement = connection.prepare_cached(
            "WITH RECURSIVE way (id, parent) AS (
                 SELECT s.id, s.parent FROM heads h JOIN steps s ON s.id = h.step WHERE h.contract = ?1
                 UNION ALL
                 SELECT s.id, s.parent FROM steps s JOIN way ON s.id = way.parent
             )
             SELECT e.kind, e.row FROM steps s JOIN entries e ON e.step = s.id
             WHERE s.contract = ?1 AND s.id NOT IN (SELECT id FROM way)",
        )?;
        let mut rows = statement.query([&id.0])?;
        let mut taken_back = BTreeSet::new();
        while let Some(row) = rows.next()? {
            let word: String = row.get(0)?;
            let kind = WORDS.iter().find(|(_, w)| *w == word).map(|(kind, _)| *kind);
            if let Some(kind) = kind {
                taken_back.insert((kind, row.get(1)?));
            }
        }
        Ok(Self(taken_back))
    }

    /// Whether a row counts.
    pub fn counts(&self, kind: Kind, row: i64) -> bool {
        !self.0.contains(&(kind, row))
    }
}

/// Whether something was entered with a step.
pub(crate) fn entered(connection: &Connection, step: StepId) -> Result<bool, StoreError> {
    let found =
        connection.query_row("SELECT 1 FROM entries WHERE step = ?1 LIMIT 1", [step.0], |_| Ok(())).optional()?;
    Ok(found.is_some())
}

/// Says that a copy for the other side was written: it tells of what is entered on the way to the head.
pub(crate) fn sent(connection: &Connection, id: &ContractId, at: Moment) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO sent_steps (contract, step, at) SELECT contract, step, ?2 FROM heads WHERE contract = ?1",
        params![id.0, write_moment(at)],
    )?;
    Ok(())
}

/// Why the step that a contract stands on is not taken back; none where it can be.
pub(crate) fn stops(connection: &Connection, head: &Head) -> Result<Option<String>, StoreError> {
    let kinds: BTreeSet<String> = {
        let mut statement = connection.prepare_cached("SELECT kind FROM entries WHERE step = ?1")?;
        let kinds = statement.query_map([head.step.0], |row| row.get(0))?;
        kinds.collect::<Result<_, _>>()?
    };
    let label = &head.label;
    if kinds.contains(Kind::Statement.word()) {
        return Ok(Some(format!(
            "{label}: a posted statement never changes, so neither it nor what came before it is undone. To change a \
             posted month, correct it with a reason; the difference goes on the next statement"
        )));
    }
    // Plans stay on one's own side.
    let told = [Kind::Source, Kind::Mark, Kind::Decision].iter().any(|kind| kinds.contains(kind.word()));
    if !told {
        return Ok(None);
    }
    let sent: Option<String> = connection
        .query_row(
            "WITH RECURSIVE later (id) AS (
                 SELECT ?2
                 UNION ALL
                 SELECT s.id FROM steps s JOIN later ON s.parent = later.id WHERE s.contract = ?1
             )
             SELECT at FROM sent_steps WHERE contract = ?1 AND step IN (SELECT id FROM later) ORDER BY id LIMIT 1",
            params![head.contract.0, head.step.0],
            |row| row.get(0),
        )
        .optional()?;
    let Some(sent) = sent else { return Ok(None) };
    let on = read_moment(&sent)?.format("%-d %b %Y");
    Ok(Some(format!(
        "{label}: the copy for the other side that was written on {on} tells of it, so it is not undone. Enter what holds \
         instead; the next copy tells of that"
    )))
}
