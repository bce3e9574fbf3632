//! Rectification plans: opened by a trigger or by a person, with root cause, owner and due date.

use crate::{
    ContractId, Deed, Moment, Store, StoreError,
    actuals::{month, unreadable},
    states::{head, read_moment, write_moment},
    trail,
};
use chrono::NaiveDate;
use model::{Month, ServiceLevelId};
use rusqlite::{OptionalExtension, params};

/// What a plan was opened for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// The month whose result it is about.
    pub month: Month,
    /// The level; none where it is about the month.
    pub level: Option<ServiceLevelId>,
    /// The trigger's words, or why a person opened it.
    pub cause: String,
    /// Number of the trigger in the terms; none where a person opened it.
    pub by_trigger: Option<u32>,
}

/// How a plan stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanState {
    /// Why it happened; empty while nobody knows.
    pub root_cause: String,
    /// Who mends it; empty while nobody does.
    pub owner: String,
    /// When it is due.
    pub due_on: Option<NaiveDate>,
    /// It is done.
    pub done: bool,
}

/// A rectification plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RectificationPlan {
    /// Names it in this database.
    pub id: i64,
    /// What for.
    pub opening: Opening,
    /// How it stands.
    pub state: PlanState,
    /// When it was opened.
    pub opened_at: Moment,
    /// When it was changed last.
    pub changed_at: Moment,
}

impl Store {
    /// Opens a plan. One that the same trigger opened for the same month and level is not opened again.
    ///
    /// # Errors
    /// As from any change.
    pub fn open_plan(
        &mut self,
        id: &ContractId,
        opening: &Opening,
        state: &PlanState,
        at: Moment,
    ) -> Result<(), StoreError> {
        let level = opening.level.as_ref().map(|l| &l.0);
        self.change(|connection| {
            head(connection, id)?;
            let known = connection
                .query_row(
                    "SELECT 1 FROM rectification_plans WHERE contract = ?1 AND month = ?2 AND level IS ?3
                     AND opened_by_trigger IS ?4 AND opened_by_trigger IS NOT NULL",
                    params![id.0, opening.month.to_string(), level, opening.by_trigger],
                    |_| Ok(()),
                )
                .optional()?;
            if known.is_some() {
                return Ok(());
            }
            connection.execute(
                "INSERT INTO rectification_plans (contract, month, level, cause, opened_by_trigger, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![id.0, opening.month.to_string(), level, opening.cause, opening.by_trigger, write_moment(at)],
            )?;
            add_entry(connection, connection.last_insert_rowid(), state, at)?;
            let what = format!("Rectification plan opened: {}", opening.cause);
            trail::add(connection, id, Deed::Rectified, &what, false, at).map(|_| ())
        })
    }

    /// Moves a plan on.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without such a plan; otherwise as from any change.
    pub fn move_plan(&mut self, id: &ContractId, plan: i64, state: &PlanState, at: Moment) -> Result<(), StoreError> {
        self.change(|connection| {
            let cause: Option<String> = connection
                .query_row(
                    "SELECT cause FROM rectification_plans WHERE id = ?1 AND contract = ?2",
                    params![plan, id.0],
                    |row| row.get(0),
                )
                .optional()?;
            let cause = cause.ok_or_else(|| StoreError::missing("rectification plan", plan))?;
            add_entry(connection, plan, state, at)?;
            let how = if state.done { "done" } else { "changed" };
            trail::add(connection, id, Deed::Rectified, &format!("Rectification plan {how}: {cause}"), false, at)
                .map(|_| ())
        })
    }

    /// The plans of a contract, the first first.
    ///
    /// # Errors
    /// As from any call.
    pub fn plans(&self, id: &ContractId) -> Result<Vec<RectificationPlan>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT p.id, p.month, p.level, p.cause, p.opened_by_trigger, p.at,
                    e.root_cause, e.owner, e.due_on, e.done, e.at
             FROM rectification_plans p
             JOIN rectification_entries e
               ON e.id = (SELECT MAX(id) FROM rectification_entries WHERE plan = p.id)
             WHERE p.contract = ?1 ORDER BY p.id",
        )?;
        let mut rows = statement.query([&id.0])?;
        let mut plans = Vec::new();
        while let Some(row) = rows.next()? {
            let due: Option<String> = row.get(8)?;
            let due_on = due.map(|d| d.parse().map_err(|_| unreadable(format!("“{d}” is no day")))).transpose()?;
            plans.push(RectificationPlan {
                id: row.get(0)?,
                opening: Opening {
                    month: month(row, 1)?,
                    level: row.get::<_, Option<String>>(2)?.map(ServiceLevelId),
                    cause: row.get(3)?,
                    by_trigger: row.get(4)?,
                },
                state: PlanState { root_cause: row.get(6)?, owner: row.get(7)?, due_on, done: row.get(9)? },
                opened_at: read_moment(&row.get::<_, String>(5)?)?,
                changed_at: read_moment(&row.get::<_, String>(10)?)?,
            });
        }
        Ok(plans)
    }
}

fn add_entry(connection: &rusqlite::Connection, plan: i64, state: &PlanState, at: Moment) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO rectification_entries (plan, root_cause, owner, due_on, done, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![plan, state.root_cause, state.owner, state.due_on.map(|d| d.to_string()), state.done, write_moment(at)],
    )?;
    Ok(())
}
