//! What the other side keeps: its figures, marks, words and posted statements, taken in from a file that it wrote. They stay its own: here they
//! stand beside one's own figures and never take their place.

use crate::{
    ContractId, Deed, Moment, Store, StoreError,
    actuals::{add_amount, add_figure, from_json, origin_word, side, to_json},
    marks::Marked,
    statements::allow,
    states::{head, read_moment, write_moment},
    trail,
};
use model::{
    Month, Side,
    delivered::{SharedActuals, SharedMark, SharedSource, SharedStatement},
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
    /// Statements that it posted.
    pub statements: usize,
}

/// A statement that the other side posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostedThere {
    /// Which side.
    pub side: Side,
    /// What it came to.
    pub statement: SharedStatement,
    /// Where it was taken in from.
    pub from: Elsewhere,
}

impl TakenIn {
    /// Whether everything was known.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.figures + self.marks + self.decisions + self.statements == 0
    }
}

impl Store {
    /// The statements that the other side posted, by month; where it told of several for a month, the last one told last.
    ///
    /// # Errors
    /// As from any call.
    pub fn statements_elsewhere(&self, id: &ContractId) -> Result<Vec<PostedThere>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT side, statement, file, at FROM statements_elsewhere WHERE contract = ?1 ORDER BY month, id",
        )?;
        let mut rows = statement.query([&id.0])?;
        let mut posted = Vec::new();
        while let Some(row) = rows.next()? {
            posted.push(PostedThere {
                side: side(row, 0)?,
                statement: from_json("a statement of the other side", &row.get::<_, String>(1)?)?,
                from: Elsewhere { file: row.get(2)?, at: read_moment(&row.get::<_, String>(3)?)? },
            });
        }
        Ok(posted)
    }

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
            for statement in &shared.statements {
                taken.statements += add_statement(connection, id, from, statement, file, at)?;
            }
            if taken.is_nothing() {
                return Ok(taken);
            }
            let what = format!("Actuals of the {} from {file}", from.word());
            allow(connection, id, None, months.into_iter(), Some(&reason), &what, at)?;
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

/// How many statements were added: none where it is known already.
fn add_statement(
    connection: &Connection,
    id: &ContractId,
    from: Side,
    statement: &SharedStatement,
    file: &str,
    at: Moment,
) -> Result<usize, StoreError> {
    Ok(connection.execute(
        "INSERT INTO statements_elsewhere (contract, month, side, sha256, statement, file, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (contract, month, side, sha256) DO NOTHING",
        params![
            id.0,
            statement.month.to_string(),
            from.word(),
            statement.sha256,
            to_json("a statement of the other side", statement)?,
            file,
            write_moment(at),
        ],
    )?)
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
