//! What is said about a month's levels: late reports, relief, samples, incidents; and who agrees.

use crate::{
    ContractId, Deed, Moment, Store, StoreError,
    actuals::{from_json, month, side, to_json, unreadable},
    entries::{self, Kind, TakenBack},
    statements::allow,
    states::{head, read_moment, write_moment},
    trail,
};
pub use model::delivered::{Decision, ExcusedWindow, Mark, TakenOut};
use model::{Month, Side};
use rusqlite::{OptionalExtension, params};

/// A mark to make.
#[derive(Debug, Clone)]
pub struct NewMark {
    /// Which month.
    pub month: Month,
    /// Which side marks.
    pub side: Side,
    /// What.
    pub mark: Mark,
    /// What happened, for the trail.
    pub label: String,
    /// Why a posted month is changed; needed where it is.
    pub reason: Option<String>,
}

/// A mark with what was said to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// Names it in this database.
    pub id: i64,
    /// Which month.
    pub month: Month,
    /// Which side marked.
    pub side: Side,
    /// What.
    pub mark: Mark,
    /// When.
    pub at: Moment,
    /// Every decision, the first first.
    pub decisions: Vec<(Side, Decision, Moment)>,
}

impl Marked {
    /// The last word of a side; a withdrawal is the last word of both.
    #[must_use]
    pub fn word_of(&self, side: Side) -> Option<Decision> {
        if self.decisions.iter().any(|d| d.1 == Decision::Withdrawn) {
            return Some(Decision::Withdrawn);
        }
        self.decisions.iter().rev().find(|d| d.0 == side).map(|d| d.1)
    }

    /// Whether it counts: nobody took it back, and both approved it where both have to.
    #[must_use]
    pub fn holds(&self) -> bool {
        let approved = |side| self.word_of(side) == Some(Decision::Approved);
        let withdrawn = self.word_of(self.side) == Some(Decision::Withdrawn);
        !withdrawn && (!self.mark.needs_both() || (approved(Side::Client) && approved(Side::Vendor)))
    }
}

impl Store {
    /// Marks levels of a month, as a step that can be undone. Whoever marks approves.
    ///
    /// # Errors
    /// [`StoreError::Posted`] where it changes a posted month and no reason is given; otherwise as from any change.
    pub fn mark(&mut self, id: &ContractId, new: &NewMark, at: Moment) -> Result<(), StoreError> {
        let NewMark { month, side, mark, label, reason } = new;
        let text = to_json("a mark", mark)?;
        self.change(|connection| {
            let name = format!("{} for {}", mark.name(), month.text());
            let step = entries::step(connection, &head(connection, id)?, &name, at)?;
            if !mark.needs_both() {
                allow(connection, id, Some(step), std::iter::once(*month), reason.as_deref(), label, at)?;
            }
            connection.execute(
                "INSERT INTO marks (contract, month, side, mark, at) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![id.0, month.to_string(), side.word(), text, write_moment(at)],
            )?;
            let added = connection.last_insert_rowid();
            entries::enter(connection, step, Kind::Mark, added)?;
            connection.execute(
                "INSERT INTO mark_decisions (mark, side, decision, at) VALUES (?1, ?2, 'approved', ?3)",
                params![added, side.word(), write_moment(at)],
            )?;
            trail::add(connection, id, Deed::Marked, label, false, at).map(|_| ())
        })
    }

    /// Says yes or no to a mark, or takes it back, as a step that can be undone.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without such a mark; [`StoreError::Posted`] as in [`Store::mark`]; otherwise as from any
    /// change.
    pub fn decide(
        &mut self,
        id: &ContractId,
        mark: i64,
        side: Side,
        decision: Decision,
        reason: Option<&str>,
        at: Moment,
    ) -> Result<(), StoreError> {
        let marked = self.marks(id)?.into_iter().find(|m| m.id == mark);
        let mut marked = marked.ok_or_else(|| StoreError::missing("mark", mark))?;
        let held = marked.holds();
        marked.decisions.push((side, decision, at));
        let changes = held != marked.holds();
        self.change(|connection| {
            let known = connection
                .query_row("SELECT 1 FROM marks WHERE id = ?1 AND contract = ?2", params![mark, id.0], |_| Ok(()))
                .optional()?;
            known.ok_or_else(|| StoreError::missing("mark", mark))?;
            let name = format!("{} for {}: {}", marked.mark.name(), marked.month.text(), decision.word());
            let step = entries::step(connection, &head(connection, id)?, &name, at)?;
            let label = format!("{} of {} by the {}", decision.word(), marked.month.text(), side.word());
            if changes {
                allow(connection, id, Some(step), std::iter::once(marked.month), reason, &format!("Mark {label}"), at)?;
            }
            connection.execute(
                "INSERT INTO mark_decisions (mark, side, decision, at) VALUES (?1, ?2, ?3, ?4)",
                params![mark, side.word(), decision.word(), write_moment(at)],
            )?;
            entries::enter(connection, step, Kind::Decision, connection.last_insert_rowid())?;
            trail::add(connection, id, Deed::Marked, &label, false, at).map(|_| ())
        })
    }

    /// Every mark of a contract that was not undone, the first first.
    ///
    /// # Errors
    /// As from any call.
    pub fn marks(&self, id: &ContractId) -> Result<Vec<Marked>, StoreError> {
        let taken_back = TakenBack::of(&self.connection, id)?;
        let mut statement = self
            .connection
            .prepare_cached("SELECT id, month, side, mark, at FROM marks WHERE contract = ?1 ORDER BY id")?;
        let mut rows = statement.query([&id.0])?;
        let mut marks = Vec::new();
        while let Some(row) = rows.next()? {
            let mark: i64 = row.get(0)?;
            if !taken_back.counts(Kind::Mark, mark) {
                continue;
            }
            marks.push(Marked {
                id: mark,
                month: month(row, 1)?,
                side: side(row, 2)?,
                mark: from_json("a mark", &row.get::<_, String>(3)?)?,
                at: read_moment(&row.get::<_, String>(4)?)?,
                decisions: Vec::new(),
            });
        }
        let mut statement = self
            .connection
            .prepare_cached("SELECT id, side, decision, at FROM mark_decisions WHERE mark = ?1 ORDER BY id")?;
        for marked in &mut marks {
            let mut rows = statement.query([marked.id])?;
            while let Some(row) = rows.next()? {
                if !taken_back.counts(Kind::Decision, row.get(0)?) {
                    continue;
                }
                let word: String = row.get(2)?;
                let decision = Decision::ALL.into_iter().find(|d| d.word() == word);
                let decision = decision.ok_or_else(|| unreadable(format!("“{word}” is no decision")))?;
                marked.decisions.push((side(row, 1)?, decision, read_moment(&row.get::<_, String>(3)?)?));
            }
        }
        Ok(marks)
    }
}
