//! One's own templates: kept, replaced, put away and brought back. Every state stays.

use crate::{
    Moment, Store, StoreError,
    states::{from_json, write_moment},
};
use model::template::Template;
use rusqlite::{OptionalExtension, Row, params};

/// Version of the format that templates are kept in.
const FORMAT_VERSION: u32 = 1;

impl Store {
    /// Keeps a template. One with the same id is replaced where it was put away, or where `replace` says so.
    ///
    /// # Errors
    /// [`StoreError::TemplateTaken`] where there is one of that id; otherwise as from any change.
    pub fn keep_template(&mut self, template: &Template, replace: bool, at: Moment) -> Result<(), StoreError> {
        let bytes = serde_json::to_vec(template).map_err(|problem| StoreError::Unreadable {
            what: format!("the template “{}”", template.id),
            problem: problem.to_string(),
        })?;
        self.change(|connection| {
            let known: Option<bool> = connection
                .query_row("SELECT removed_at IS NULL FROM templates WHERE id = ?1", [&template.id], |row| row.get(0))
                .optional()?;
            match known {
                Some(true) if !replace => return Err(StoreError::TemplateTaken { id: template.id.clone() }),
                Some(_) => {
                    connection.execute("UPDATE templates SET removed_at = NULL WHERE id = ?1", [&template.id])?;
                }
                None => {
                    let values = params![template.id, write_moment(at)];
                    connection.execute("INSERT INTO templates (id, created_at) VALUES (?1, ?2)", values)?;
                }
            }
            connection.execute(
                "INSERT INTO template_states (template, version, bytes, at) VALUES (?1, ?2, ?3, ?4)",
                params![template.id, FORMAT_VERSION, bytes, write_moment(at)],
            )?;
            Ok(())
        })
    }

    /// Every template that was not put away, in the order of their titles. One that cannot be read is left out: it must
    /// not take the library with it.
    ///
    /// # Errors
    /// As from any call.
    pub fn templates(&self) -> Result<Vec<Template>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT s.bytes, t.id FROM templates t
             JOIN template_states s ON s.id = (SELECT MAX(id) FROM template_states WHERE template = t.id)
             WHERE t.removed_at IS NULL",
        )?;
        let mut rows = statement.query([])?;
        let mut templates = Vec::new();
        while let Some(row) = rows.next()? {
            templates.extend(read(row).ok());
        }
        templates.sort_by_cached_key(|t| (t.title.to_lowercase(), t.id.clone()));
        Ok(templates)
    }

    /// The template with this id; none where there is none, or it was put away.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`]; otherwise as from any call.
    pub fn template(&self, id: &str) -> Result<Option<Template>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT s.bytes, t.id FROM templates t JOIN template_states s ON s.template = t.id
             WHERE t.id = ?1 AND t.removed_at IS NULL ORDER BY s.id DESC LIMIT 1",
        )?;
        let mut rows = statement.query([id])?;
        rows.next()?.map(read).transpose()
    }

    /// The template with this id as it was before its last change; none where there is no such state.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`]; otherwise as from any call.
    pub fn template_before(&self, id: &str) -> Result<Option<Template>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT s.bytes, t.id FROM templates t JOIN template_states s ON s.template = t.id
             WHERE t.id = ?1 AND t.removed_at IS NULL ORDER BY s.id DESC LIMIT 1 OFFSET 1",
        )?;
        let mut rows = statement.query([id])?;
        rows.next()?.map(read).transpose()
    }

    /// Puts a template away. Nothing is deleted.
    ///
    /// # Errors
    /// [`StoreError::Missing`]; otherwise as from any change.
    pub fn remove_template(&mut self, id: &str, at: Moment) -> Result<(), StoreError> {
        self.put_template(id, Some(at))
    }

    /// Brings a template back as it was.
    ///
    /// # Errors
    /// [`StoreError::Missing`]; otherwise as from any change.
    pub fn restore_template(&mut self, id: &str) -> Result<(), StoreError> {
        self.put_template(id, None)
    }

    fn put_template(&mut self, id: &str, removed_at: Option<Moment>) -> Result<(), StoreError> {
        self.change(|connection| {
            let values = params![id, removed_at.map(write_moment)];
            match connection.execute("UPDATE templates SET removed_at = ?2 WHERE id = ?1", values)? {
                0 => Err(StoreError::missing("template of your own", id)),
                _ => Ok(()),
            }
        })
    }
}

fn read(row: &Row<'_>) -> Result<Template, StoreError> {
    let (bytes, id): (Vec<u8>, String) = (row.get(0)?, row.get(1)?);
    from_json(&bytes, || format!("the template “{id}”"))
}
