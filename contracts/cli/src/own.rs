//! Templates by id or by file: those of the program, and one's own in the folder that the window uses.

use crate::files;
use api::{ApiError, ErrorCode, data, template, workspace::Workspace};
use model::{Agreement, template::Template};
use std::path::{Path, PathBuf};

/// Where one's own templates are. Nothing is opened, and no folder made, until it is needed.
pub struct Own {
    chosen: Option<PathBuf>,
}

impl Own {
    /// In the folder that was chosen, else in the user's.
    pub fn new(chosen: Option<PathBuf>) -> Self {
        Self { chosen }
    }

    /// What is kept, made if there is nothing yet.
    pub fn workspace(&self) -> Result<Workspace, ApiError> {
        let folder = data::folder(self.chosen.as_deref(), |name| std::env::var_os(name))
            .map_err(|e| ApiError::new(ErrorCode::Io, e.to_string()))?;
        open(&folder.join(data::DATABASE))
    }

    /// What is kept; none where there is nothing.
    fn kept(&self) -> Result<Option<Workspace>, ApiError> {
        let place = data::place(self.chosen.as_deref(), |name| std::env::var_os(name)).ok();
        let database = place.map(|folder| folder.join(data::DATABASE)).filter(|path| path.exists());
        database.map(|path| open(&path)).transpose()
    }

    /// One's own templates.
    pub fn templates(&self) -> Result<Vec<Template>, ApiError> {
        self.kept()?.map_or_else(|| Ok(Vec::new()), |kept| kept.own_templates())
    }

    /// The template that is meant by `name`: an id, or a file.
    pub fn find(&self, name: &str) -> Result<Template, ApiError> {
        if let Some(shipped) = template::shipped(name) {
            return Ok(shipped.clone());
        }
        let path = Path::new(name);
        let ending = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(template::ENDING));
        if ending || name == "-" || path.is_file() {
            let (bytes, name) = files::read(path)?;
            return template::open(&bytes, &name);
        }
        let own = self.templates()?;
        let found = own.iter().find(|t| t.id == name).cloned();
        found.ok_or_else(|| template::unknown(name, &own))
    }

    /// The template of one's own that an agreement began from; none where it began from another or none.
    pub fn of(&self, agreement: &Agreement) -> Result<Option<Template>, ApiError> {
        let Some(began) = agreement.template.as_ref().filter(|t| template::shipped(&t.id).is_none()) else {
            return Ok(None);
        };
        Ok(self.templates()?.into_iter().find(|t| t.id == began.id))
    }
}

fn open(database: &Path) -> Result<Workspace, ApiError> {
    // No contract is begun from here, so no id is ever asked for.
    Workspace::open(database, Box::new(files::now), Box::new(String::new))
}
