//! Rectification plans: opened by a trigger or by a person, with root cause, owner and due date.

use crate::{
    ContractId, Deed, Moment, StepId, Store, StoreError,
    actuals::{month, unreadable},
    entries::{self, Kind, TakenBack},
    states::{head, read_moment, write_moment},
    trail,
};
use chrono::NaiveDate;
use model::{Month, ServiceLevelId};
use rusqlite::{Connection, OptionalExtension, params};

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

/// What makes a plan due that nobody opens by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueBy {
    /// The contract's last step: undoing that takes the plan back, too.
    LastStep,
    /// What the other side's file brought, which is not undone.
    Elsewhere,
}

impl Store {
    /// Opens a plan by hand, as a step that can be undone. One that the same trigger opened for the same month and level is
    /// not opened again.
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
        self.change(|connection| {
            let head = head(connection, id)?;
            if is_open_by_trigger(connection, id, opening)? {
                return Ok(());
            }
            let name = format!("Rectification plan for {}", opening.month.text());
            let step = entries::step(connection, &head, &name, at)?;
            add_plan(connection, id, Some(step), opening, state, at)
        })
    }

    /// Opens the plans that something made due, all of them or none.
    ///
    /// # Errors
    /// As from any change.
    pub fn open_due_plans(
        &mut self,
        id: &ContractId,
        due: &[(Opening, PlanState)],
        by: DueBy,
        at: Moment,
    ) -> Result<(), StoreError> {
        self.change(|connection| {
            let head = head(connection, id)?;
            let step = (by == DueBy::LastStep).then_some(head.step);
            for (opening, state) in due {
                if !is_open_by_trigger(connection, id, opening)? {
                    add_plan(connection, id, step, opening, state, at)?;
                }
            }
            Ok(())
        })
    }

    /// Moves a plan on, as a step that can be undone.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without such a plan; otherwise as from any change.
    pub fn move_plan(&mut self, id: &ContractId, plan: i64, state: &PlanState, at: Moment) -> Result<(), StoreError> {
        self.change(|connection| {
            let known: Option<(String, String)> = connection
                .query_row(
                    "SELECT cause, month FROM rectification_plans WHERE id = ?1 AND contract = ?2",
                    params![plan, id.0],
                    |row| Ok((row.get(0)?, row.get(1)?)),
                )
                .optional()?;
            let taken_back = TakenBack::of(connection, id)?;
            let known = known.filter(|_| taken_back.counts(Kind::Plan, plan));
            let (cause, month) = known.ok_or_else(|| StoreError::missing("rectification plan", plan))?;
            let how = if state.done { "done" } else { "changed" };
            let month = month.parse::<Month>().map_or(month, Month::text);
            let name = format!("Rectification plan for {month} {how}");
            let step = entries::step(connection, &head(connection, id)?, &name, at)?;
            add_entry(connection, plan, Some(step), state, at)?;
            trail::add(connection, id, Deed::Rectified, &format!("Rectification plan {how}: {cause}"), false, at)
                .map(|_| ())
        })
    }

    /// The plans of a contract that were not undone, the first first.
    ///
    /// # Errors
    /// As from any call.
    pub fn plans(&self, id: &ContractId) -> Result<Vec<RectificationPlan>, StoreError> {
        let taken_back = TakenBack::of(&self.connection, id)?;
        let mut statement = self.connection.prepare_cached(
            "SELECT p.id, p.month, p.level, p.cause, p.opened_by_trigger, p.at,
                    e.root_cause, e.owner, e.due_on, e.done, e.at, e.id
             FROM rectification_plans p JOIN rectification_entries e ON e.plan = p.id
             WHERE p.contract = ?1 ORDER BY p.id, e.id",
        )?;
        let mut rows = statement.query([&id.0])?;
        let mut plans: Vec<RectificationPlan> = Vec::new();
        while let Some(row) = rows.next()? {
            let plan: i64 = row.get(0)?;
            if !taken_back.counts(Kind::Plan, plan) || !taken_back.counts(Kind::PlanEntry, row.get(11)?) {
                continue;
            }
            let due: Option<String> = row.get(8)?;
            let due_on = due.map(|d| d.parse().map_err(|_| unreadable(format!("“{d}” is no day")))).transpose()?;
            let state = PlanState { root_cause: row.get(6)?, owner: row.get(7)?, due_on, done: row.get(9)? };
            let changed_at = read_moment(&row.get::<_, String>(10)?)?;
            // The last entry of a plan holds.
            if let Some(last) = plans.last_mut().filter(|p| p.id == plan) {
                (last.state, last.changed_at) = (state, changed_at);
                continue;
            }
            plans.push(RectificationPlan {
                id: plan,
                opening: Opening {
                    month: month(row, 1)?,
                    level: row.get::<_, Option<String>>(2)?.map(ServiceLevelId),
                    cause: row.get(3)?,
                    by_trigger: row.get(4)?,
                },
                state,
                opened_at: read_moment(&row.get::<_, String>(5)?)?,
                changed_at,
            });
        }
        Ok(plans)
    }
}

/// Whether the same trigger opened a plan for the same month and level that was not undone.
fn is_open_by_trigger(connection: &Connection, id: &ContractId, opening: &Opening) -> Result<bool, StoreError> {
    let level = opening.level.as_ref().map(|l| &l.0);
    let mut statement = connection.prepare_cached(
        "SELECT id FROM rectification_plans WHERE contract = ?1 AND month = ?2 AND level IS ?3
         AND opened_by_trigger IS ?4 AND opened_by_trigger IS NOT NULL",
    )?;
    let mut rows = statement.query(params![id.0, opening.month.to_string(), level, opening.by_trigger])?;
    let taken_back = TakenBack::of(connection, id)?;
    while let Some(row) = rows.next()? {
        if taken_back.counts(Kind::Plan, row.get(0)?) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn add_plan(
    connection: &Connection,
    id: &ContractId,
    step: Option<StepId>,
    opening: &Opening,
    state: &PlanState,
    at: Moment,
) -> Result<(), StoreError> {
    let level = opening.level.as_ref().map(|l| &l.0);
    connection.execute(
        "INSERT INTO rectification_plans (contract, month, level, cause, opened_by_trigger, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![id.0, opening.month.to_string(), level, opening.cause, opening.by_trigger, write_moment(at)],
    )?;
    let plan = connection.last_insert_rowid();
    if let Some(step) = step {
        entries::enter(connection, step, Kind::Plan, plan)?;
    }
    add_entry(connection, plan, step, state, at)?;
    let what = format!("Rectification plan opened: {}", opening.cause);
    trail::add(connection, id, Deed::Rectified, &what, false, at).map(|_| ())
}

fn add_entry(
    connection: &Connection,
    plan: i64,
    step: Option<StepId>,
    state: &PlanState,
    at: Moment,
) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO rectification_entries (plan, root_cause, owner, due_on, done, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![plan, state.root_cause, state.owner, state.due_on.map(|d| d.to_string()), state.done, write_moment(at)],
    )?;
    if let Some(step) = step {
        entries::enter(connection, step, Kind::PlanEntry, connection.last_insert_rowid())?;
    }
    Ok(())
}
