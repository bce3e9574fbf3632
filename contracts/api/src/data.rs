//! The one folder in which everything of this user lies.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

/// Why there is no folder for the contracts.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// Neither the folder nor the user's home is known.
    #[error(
        "no folder for the contracts: neither XDG_DATA_HOME nor HOME is set; name one with --data-dir, for example \
         `plumbline-desktop --data-dir ./contracts`"
    )]
    Unknown,
    /// The folder cannot be made.
    #[error("cannot make the folder for the contracts, {}: {source}; name another with --data-dir", folder.display())]
    Unusable {
        /// The folder in question.
        folder: PathBuf,
        /// What the operating system says.
        source: std::io::Error,
    },
}

/// The folder for the contracts: `chosen`, else `plumbline` under the XDG data folder of the user. It may not be there yet.
///
/// `variable` reads the environment. A relative `XDG_DATA_HOME` does not count, as the XDG base directory specification says.
///
/// # Errors
/// When no folder is known.
pub fn place(chosen: Option<&Path>, variable: impl Fn(&str) -> Option<OsString>) -> Result<PathBuf, DataError> {
    let absolute = |name| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    if let Some(folder) = chosen {
        return Ok(folder.to_path_buf());
    }
    let home = || absolute("HOME").map(|home| home.join(".local/share"));
    Ok(absolute("XDG_DATA_HOME").or_else(home).ok_or(DataError::Unknown)?.join("plumbline"))
}

/// The same, made if it is not there.
///
/// # Errors
/// When no folder is known, or it cannot be made.
pub fn folder(chosen: Option<&Path>, variable: impl Fn(&str) -> Option<OsString>) -> Result<PathBuf, DataError> {
    let folder = place(chosen, variable)?;
    fs::create_dir_all(&folder)
        .and_then(|()| fs::canonicalize(&folder))
        .map_err(|source| DataError::Unusable { folder, source })
}

/// Name of the database in that folder.
pub const DATABASE: &str = "contracts.db";

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(pairs: &[(&str, &Path)]) -> impl Fn(&str) -> Option<OsString> + use<> {
        let pairs: Vec<(String, OsString)> =
            pairs.iter().map(|(name, value)| ((*name).to_owned(), value.as_os_str().to_owned())).collect();
        move |name| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
    }

    #[test]
    fn the_folder_that_was_chosen_goes_first() {
        let place = tempfile::tempdir().unwrap();
        let chosen = place.path().join("mine");
        let found = folder(Some(&chosen), environment(&[("HOME", place.path())])).unwrap();
        assert!(found.is_dir());
        assert!(found.ends_with("mine"));
    }

    #[test]
    fn without_a_choice_it_lies_in_the_data_folder_of_the_user() {
        let place = tempfile::tempdir().unwrap();
        let xdg = place.path().join("xdg");
        let both = environment(&[("XDG_DATA_HOME", &xdg), ("HOME", place.path())]);
        assert!(folder(None, both).unwrap().ends_with("xdg/plumbline"));
        let relative = environment(&[("XDG_DATA_HOME", Path::new("here")), ("HOME", place.path())]);
        assert!(folder(None, relative).unwrap().ends_with(".local/share/plumbline"));
    }

    #[test]
    fn without_a_home_the_message_says_what_to_do() {
        let message = folder(None, environment(&[])).unwrap_err().to_string();
        assert!(message.contains("--data-dir"), "{message}");
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_named() {
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("file");
        fs::write(&file, b"x").unwrap();
        let message = folder(Some(&file.join("below")), environment(&[])).unwrap_err().to_string();
        assert!(message.contains("below") && message.contains("--data-dir"), "{message}");
    }
}
