//! What is typed in a field and not yet entered. It changes no term and makes no step; it is there so that a program that
//! is ended in the middle of a word loses only the last of it.

use crate::{ContractId, Moment, Store, StoreError, states::write_moment};
use rusqlite::params;

/// A text in a field that was not left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// The field.
    pub path: String,
    /// The text as it stands.
    pub text: String,
}

impl Store {
    /// Keeps exactly these as what is typed in a contract's fields.
    ///
    /// # Errors
    /// As from any change.
    pub fn keep_drafts(&mut self, id: &ContractId, typed: &[Typed], at: Moment) -> Result<(), StoreError> {
        self.change(|connection| {
            connection.execute("DELETE FROM drafts WHERE contract = ?1", [&id.0])?;
            for one in typed {
                connection.execute(
                    "INSERT OR REPLACE INTO drafts (contract, path, text, at) VALUES (?1, ?2, ?3, ?4)",
                    params![id.0, one.path, one.text, write_moment(at)],
                )?;
            }
            Ok(())
        })
    }

    /// What is typed and not entered, by contract.
    ///
    /// # Errors
    /// As from any call.
    pub fn drafts(&self) -> Result<Vec<(ContractId, Typed)>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT contract, path, text FROM drafts ORDER BY contract, at, path")?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push((ContractId(row.get(0)?), Typed { path: row.get(1)?, text: row.get(2)? }));
        }
        Ok(found)
    }
}
