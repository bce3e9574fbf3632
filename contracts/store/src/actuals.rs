//! What was delivered: figures by month and measure with where they came from, and amounts of a month. Rows are only
//! added; the last one for a month and measure holds.

use crate::{
    ContractId, Deed, Moment, Store, StoreError,
    elsewhere::Elsewhere,
    entries::{self, Kind, TakenBack},
    statements::allow,
    states::{head, read_moment, write_moment},
    trail,
};
pub use model::delivered::{AmountOf, Figure, Origin, Reported, Trouble};
use model::{Decimal, MeasureId, Month, Side, canonical::sha256_hex};
use rusqlite::{Connection, Row, params};
use serde::{Serialize, de::DeserializeOwned};
use std::collections::{BTreeMap, BTreeSet};

/// Where figures came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Names it in this database.
    pub id: i64,
    /// How they came here.
    pub origin: Origin,
    /// Which side brought them.
    pub side: Side,
    /// Name of the file without its folder, or what a figure was read from.
    pub name: String,
    /// SHA-256 of the file; none where figures were typed.
    pub sha256: Option<String>,
    /// What was not taken from it.
    pub problems: Vec<Trouble>,
    /// When, by the clock of the computer where they came in.
    pub at: Moment,
    /// Set where the other side keeps it: its figures are not to be changed here.
    pub elsewhere: Option<Elsewhere>,
}

const ORIGINS: [(Origin, &str); 3] =
    [(Origin::Measured, "measured"), (Origin::Imported, "imported"), (Origin::Typed, "typed")];

/// Figures to keep.
#[derive(Debug, Clone)]
pub struct NewActuals {
    /// How they came here.
    pub origin: Origin,
    /// Which side brings them.
    pub side: Side,
    /// Name of the file without its folder, or what a figure was read from.
    pub name: String,
    /// The file, where there is one.
    pub bytes: Option<Vec<u8>>,
    /// What was not taken from it.
    pub problems: Vec<Trouble>,
    /// The figures.
    pub figures: Vec<Figure>,
    /// Amounts of months; none takes one back.
    pub amounts: Vec<(Month, AmountOf, Option<Decimal>)>,
    /// What happened, for the trail: "September 2027 from acd.csv".
    pub label: String,
    /// Why posted months are changed; needed where one is.
    pub reason: Option<String>,
}

/// A figure that holds, with where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The figure.
    pub figure: Figure,
    /// Its [`Source::id`].
    pub source: i64,
}

/// All actuals of a contract.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Actuals {
    /// By id, the first first.
    pub sources: Vec<Source>,
    /// The figures that hold: one's own, and those of the other side where there is none of one's own.
    pub figures: BTreeMap<(Month, MeasureId), Kept>,
    /// The amounts that hold, with their sources, in the same way.
    pub amounts: BTreeMap<(Month, AmountOf), (Decimal, i64)>,
    /// The figures of the other side, whether they hold or not.
    pub theirs: BTreeMap<(Month, MeasureId), Kept>,
    /// The amounts of the other side, whether they hold or not.
    pub their_amounts: BTreeMap<(Month, AmountOf), (Decimal, i64)>,
    /// Amounts that this side took back, with the sources that did.
    pub taken_back: BTreeMap<(Month, AmountOf), i64>,
}

/// The last row for each amount.
type AmountRows = BTreeMap<(Month, AmountOf), (Option<Decimal>, i64)>;

/// Stands for an amount that was taken back.
const TAKEN_BACK: &str = "taken back";

impl Store {
    /// Keeps figures with their source, as a step that can be undone.
    ///
    /// # Errors
    /// [`StoreError::Posted`] where a posted month would change and no reason is given; otherwise as from any change.
    pub fn add_actuals(&mut self, id: &ContractId, new: &NewActuals, at: Moment) -> Result<(), StoreError> {
        let problems = to_json("the problems of an import", &new.problems)?;
        self.change(|connection| {
            let step = entries::step(connection, &head(connection, id)?, &new.label, at)?;
            let months = new.figures.iter().map(|f| f.month).chain(new.amounts.iter().map(|a| a.0));
            allow(connection, id, Some(step), months, new.reason.as_deref(), &new.label, at)?;
            connection.execute(
                "INSERT INTO actual_sources (contract, origin, side, name, sha256, bytes, problems, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                params![
                    id.0,
                    origin_word(new.origin),
                    new.side.word(),
                    new.name,
                    new.bytes.as_ref().map(|b| sha256_hex(b)),
                    new.bytes,
                    problems,
                    write_moment(at),
                ],
            )?;
            let source = connection.last_insert_rowid();
            entries::enter(connection, step, Kind::Source, source)?;
            for figure in &new.figures {
                add_figure(connection, id, source, figure)?;
            }
            for (month, of, amount) in &new.amounts {
                add_amount(connection, id, source, *month, *of, *amount)?;
            }
            trail::add(connection, id, Deed::Reported, &new.label, false, at).map(|_| ())
        })
    }

    /// The actuals of a contract as they hold, without those that were undone.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] for a row that cannot be read; otherwise as from any call.
    pub fn actuals(&self, id: &ContractId) -> Result<Actuals, StoreError> {
        let taken_back = TakenBack::of(&self.connection, id)?;
        let counts = |source: i64| taken_back.counts(Kind::Source, source);
        let sources = self.sources(id)?.into_iter().filter(|s| counts(s.id)).collect();
        let mut actuals = Actuals { sources, ..Actuals::default() };
        let elsewhere: BTreeSet<i64> = actuals.sources.iter().filter(|s| s.elsewhere.is_some()).map(|s| s.id).collect();
        let (mut own, mut own_amounts) = (BTreeMap::new(), AmountRows::new());
        let mut their_amounts = AmountRows::new();
        let mut statement = self.connection.prepare_cached(
            "SELECT source, month, measure, state, value, n, weighting, days FROM actuals
             WHERE contract = ?1 ORDER BY id",
        )?;
        let mut rows = statement.query([&id.0])?;
        while let Some(row) = rows.next()? {
            let kept = kept(row)?;
            if !counts(kept.source) {
                continue;
            }
            let held = if elsewhere.contains(&kept.source) { &mut actuals.theirs } else { &mut own };
            held.insert((kept.figure.month, kept.figure.measure.clone()), kept);
        }
        let mut statement = self
            .connection
            .prepare_cached("SELECT source, month, what, amount FROM month_amounts WHERE contract = ?1 ORDER BY id")?;
        let mut rows = statement.query([&id.0])?;
        while let Some(row) = rows.next()? {
            let word: String = row.get(2)?;
            let of = AmountOf::ALL.into_iter().find(|of| of.word() == word);
            let of = of.ok_or_else(|| unreadable(format!("“{word}” is no known amount")))?;
            let text: String = row.get(3)?;
            let amount = if text == TAKEN_BACK { None } else { Some(parsed("amount", &text)?) };
            let source = row.get(0)?;
            if !counts(source) {
                continue;
            }
            let held = if elsewhere.contains(&source) { &mut their_amounts } else { &mut own_amounts };
            held.insert((month(row, 1)?, of), (amount, source));
        }
        actuals.figures = actuals.theirs.clone();
        actuals.figures.append(&mut own);
        let there = |(key, (amount, source)): (&(Month, AmountOf), &(Option<Decimal>, i64))| {
            amount.map(|amount| (*key, (amount, *source)))
        };
        actuals.their_amounts = their_amounts.iter().filter_map(there).collect();
        actuals.amounts = actuals.their_amounts.clone();
        actuals.amounts.extend(own_amounts.iter().filter_map(there));
        let without = own_amounts.iter().filter(|(_, (amount, _))| amount.is_none());
        actuals.taken_back = without.map(|(key, (_, source))| (*key, *source)).collect();
        Ok(actuals)
    }

    fn sources(&self, id: &ContractId) -> Result<Vec<Source>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT s.id, s.origin, s.side, s.name, COALESCE(s.sha256, e.sha256), s.problems, s.at, e.file, e.at
             FROM actual_sources s LEFT JOIN sources_elsewhere e ON e.source = s.id WHERE s.contract = ?1 ORDER BY s.id",
        )?;
        let mut rows = statement.query([&id.0])?;
        let mut sources = Vec::new();
        while let Some(row) = rows.next()? {
            let word: String = row.get(1)?;
            let origin = ORIGINS.iter().find(|(_, w)| *w == word).map(|(origin, _)| *origin);
            sources.push(Source {
                id: row.get(0)?,
                origin: origin.ok_or_else(|| unreadable(format!("“{word}” is no known origin")))?,
                side: side(row, 2)?,
                name: row.get(3)?,
                sha256: row.get(4)?,
                problems: from_json("the problems of an import", &row.get::<_, String>(5)?)?,
                at: read_moment(&row.get::<_, String>(6)?)?,
                elsewhere: match row.get::<_, Option<String>>(7)? {
                    Some(file) => Some(Elsewhere { file, at: read_moment(&row.get::<_, String>(8)?)? }),
                    None => None,
                },
            });
        }
        Ok(sources)
    }
}

pub(crate) fn origin_word(origin: Origin) -> &'static str {
    ORIGINS.iter().find(|(o, _)| *o == origin).map_or("", |(_, word)| word)
}

pub(crate) fn add_figure(
    connection: &Connection,
    id: &ContractId,
    source: i64,
    figure: &Figure,
) -> Result<(), StoreError> {
    let (state, value, n) = match &figure.reported {
        Reported::Value(value, n) => ("value", Some(to_json("a value", value)?), *n),
        Reported::NoActivity => ("no_activity", None, None),
        Reported::NotReported => ("not_reported", None, None),
    };
    connection.execute(
        "INSERT INTO actuals (contract, source, month, measure, state, value, n, weighting, days)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            id.0,
            source,
            figure.month.to_string(),
            figure.measure.0,
            state,
            value,
            n.map(|n| n.to_string()),
            to_json("a weighting", &figure.weighting)?,
            figure.days,
        ],
    )?;
    Ok(())
}

pub(crate) fn add_amount(
    connection: &Connection,
    id: &ContractId,
    source: i64,
    month: Month,
    of: AmountOf,
    amount: Option<Decimal>,
) -> Result<(), StoreError> {
    let text = amount.map_or_else(|| TAKEN_BACK.to_owned(), |amount| amount.to_string());
    connection.execute(
        "INSERT INTO month_amounts (contract, source, month, what, amount) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![id.0, source, month.to_string(), of.word(), text],
    )?;
    Ok(())
}

fn kept(row: &Row<'_>) -> Result<Kept, StoreError> {
    let value: Option<String> = row.get(4)?;
    let n: Option<String> = row.get(5)?;
    let reported = match (row.get::<_, String>(3)?.as_str(), value) {
        ("value", Some(value)) => {
            Reported::Value(from_json("a value", &value)?, n.map(|n| parsed("number", &n)).transpose()?)
        }
        ("no_activity", _) => Reported::NoActivity,
        _ => Reported::NotReported,
    };
    let figure = Figure {
        month: month(row, 1)?,
        measure: MeasureId(row.get(2)?),
        reported,
        weighting: from_json("a weighting", &row.get::<_, String>(6)?)?,
        days: row.get(7)?,
    };
    Ok(Kept { figure, source: row.get(0)? })
}

pub(crate) fn unreadable(problem: String) -> StoreError {
    StoreError::Unreadable { what: "an entry of the scorecard".into(), problem }
}

pub(crate) fn month(row: &Row<'_>, index: usize) -> Result<Month, StoreError> {
    parsed("month", &row.get::<_, String>(index)?)
}

pub(crate) fn side(row: &Row<'_>, index: usize) -> Result<Side, StoreError> {
    let word: String = row.get(index)?;
    Side::BOTH.into_iter().find(|s| s.word() == word).ok_or_else(|| unreadable(format!("“{word}” is no side")))
}

fn parsed<T: std::str::FromStr>(what: &str, text: &str) -> Result<T, StoreError> {
    text.parse().map_err(|_| unreadable(format!("“{text}” is no {what}")))
}

pub(crate) fn to_json(what: &str, value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value)
        .map_err(|problem| StoreError::Unreadable { what: what.into(), problem: problem.to_string() })
}

pub(crate) fn from_json<T: DeserializeOwned>(what: &str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text)
        .map_err(|problem| StoreError::Unreadable { what: what.into(), problem: problem.to_string() })
}
