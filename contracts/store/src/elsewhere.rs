//! What the other side keeps: its figures, marks and words, taken in from a file that it wrote. They stay its own: here they
//! stand beside one's own figures and never take their place.

use crate::{
    ContractId, Deed, Moment, Store, StoreError,
    actuals::{add_amount, add_figure, origin_word, to_json},
    marks::Marked,
    statements::allow,
    states::{head, write_moment},
    trail,
};
use model::{
    Month, Side,
    delivered::{SharedActuals, SharedMark, SharedSource},
};
use rusqlite::{Connection, params};

/// Where something was taken in from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// Name of the file, without its folder.
    pub file: String,
    /// When it was taken in here.
    pub at: Moment,
}

/// What a file of the other side brought that was not known here yet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TakenIn {
    /// Figures and amounts.
    pub figures: usize,
    /// Marks that it made.
    pub marks: usize,
    /// What it said to marks.
    pub decisions: usize,
    /// Marks of one's own that it speaks of and that are not here.
    pub unknown_marks: usize,
}

impl TakenIn {
    /// Whether everything was known.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.figures + self.marks + self.decisions == 0
    }
}

impl Store {
    /// Takes in what the other side, `from`, knows of what was delivered, all of it or nothing. What is known already is
    /// not added again. Posted statements stay; what changes beneath one of them is kept with the file's name as the reason.
    ///
    /// # Errors
    /// As from any change.
    pub fn take_in(
        &mut self,
        id: &ContractId,
        from: Side,
        shared: &SharedActuals,
        file: &str,
        at: Moment,
    ) -> Result<TakenIn, StoreError> {
        let known = self.actuals(id)?;
        let is_known = |new: &SharedSource| {
            known.sources.iter().any(|s| {
                let same = s.elsewhere.is_some() && s.side == from && s.name == new.name && s.sha256 == new.sha256;
                same && write_moment(s.at) == write_moment(new.at)
            })
        };
        let mut sources: Vec<&SharedSource> = shared.sources.iter().filter(|s| !is_known(s)).collect();
        sources.sort_by_key(|s| s.at);
        let marks = self.marks(id)?;
        let reason = format!("taken in from “{file}” of the {}", from.word());
        self.change(|connection| {
            head(connection, id)?;
            let mut taken = TakenIn::default();
            let mut months: Vec<Month> = Vec::new();
            for source in &sources {
                add_source(connection, id, from, source, file, at)?;
                taken.figures += source.figures.len() + source.amounts.len();
                months.extend(source.figures.iter().map(|f| f.month).chain(source.amounts.iter().map(|a| a.month)));
            }
            for mark in &shared.marks {
                let same = marks.iter().find(|m| {
                    m.month == mark.month
                        && m.side == mark.side
                        && m.mark == mark.mark
                        && write_moment(m.at) == write_moment(mark.at)
                });
                if same.is_none() && mark.side != from {
                    taken.unknown_marks += 1;
                    continue;
                }
                let (held, holds) = add_mark(connection, id, from, mark, same, (file, at), &mut taken)?;
                if held != holds {
                    months.push(mark.month);
                }
            }
            if taken.is_nothing() {
                return Ok(taken);
            }
            let what = format!("Actuals of the {} from {file}", from.word());
            allow(connection, id, months.into_iter(), Some(&reason), &what, at)?;
            trail::add(connection, id, Deed::Reported, &what, false, at)?;
            Ok(taken)
        })
    }
}

fn add_source(
    connection: &Connection,
    id: &ContractId,
    from: Side,
    source: &SharedSource,
    file: &str,
    at: Moment,
) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO actual_sources (contract, origin, side, name, sha256, bytes, problems, at)
         VALUES (?1, ?2, ?3, ?4, NULL, NULL, ?5, ?6)",
        params![
            id.0,
            origin_word(source.origin),
            from.word(),
            source.name,
            to_json("the problems of an import", &source.problems)?,
            write_moment(source.at),
        ],
    )?;
    let added = connection.last_insert_rowid();
    connection.execute(
        "INSERT INTO sources_elsewhere (source, sha256, file, at) VALUES (?1, ?2, ?3, ?4)",
        params![added, source.sha256, file, write_moment(at)],
    )?;
    for figure in &source.figures {
        add_figure(connection, id, added, figure)?;
    }
    for amount in &source.amounts {
        add_amount(connection, id, added, amount.month, amount.what, amount.amount)?;
    }
    Ok(())
}

/// Whether the mark held before and whether it holds now.
fn add_mark(
    connection: &Connection,
    id: &ContractId,
    from: Side,
    mark: &SharedMark,
    known: Option<&Marked>,
    (file, at): (&str, Moment),
    taken: &mut TakenIn,
) -> Result<(bool, bool), StoreError> {
    let mut marked = match known {
        Some(marked) => marked.clone(),
        None => {
            connection.execute(
                "INSERT INTO marks (contract, month, side, mark, at) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![
                    id.0,
                    mark.month.to_string(),
                    mark.side.word(),
                    to_json("a mark", &mark.mark)?,
                    write_moment(mark.at)
                ],
            )?;
            taken.marks += 1;
            Marked {
                id: connection.last_insert_rowid(),
                month: mark.month,
                side: mark.side,
                mark: mark.mark.clone(),
                at: mark.at,
                decisions: Vec::new(),
            }
        }
    };
    let held = known.is_some_and(Marked::holds);
    for said in &mark.decisions {
        let time = write_moment(said.at);
        let mut said_before = marked.decisions.iter();
        if said_before.any(|(side, d, when)| *side == from && *d == said.decision && write_moment(*when) == time) {
            continue;
        }
        connection.execute(
            "INSERT INTO mark_decisions (mark, side, decision, at) VALUES (?1, ?2, ?3, ?4)",
            params![marked.id, from.word(), said.decision.word(), time],
        )?;
        connection.execute(
            "INSERT INTO decisions_elsewhere (decision, file, at) VALUES (?1, ?2, ?3)",
            params![connection.last_insert_rowid(), file, write_moment(at)],
        )?;
        marked.decisions.push((from, said.decision, said.at));
        taken.decisions += usize::from(known.is_some());
    }
    Ok((held, marked.holds()))
}
