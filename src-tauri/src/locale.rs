//! The language that the page sees.
//!
//! Under the locale `C` the web view reports the language "C", which is no language tag: every number and date format of
//! the page fails and the window stays blank.

use std::io;

/// The setting that decides over the language of messages, as glib reads it: the first of these that is set and not empty.
const PRECEDENCE: [&str; 4] = ["LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"];

/// What `LANGUAGE` is set to instead. It needs no locale to be installed, and leaves the character set as it is.
const FALLBACK: &str = "en_US";

/// Whether the effective locale names no language.
fn names_no_language(variable: impl Fn(&str) -> Option<String>) -> bool {
    let effective =
        PRECEDENCE.iter().find_map(|name| variable(name).filter(|value| !value.is_empty())).unwrap_or_default();
    let language = effective.split(['.', '@']).next().unwrap_or_default();
    matches!(language, "" | "C" | "POSIX")
}

/// Replaces this process by itself with a usable language where the effective locale names none; else does nothing.
///
/// The environment of a running process cannot be changed safely, and this costs some milliseconds only where it is needed.
/// Afterwards a language is set, so it happens once.
///
/// # Errors
/// When the program cannot be started again; the caller may go on.
pub fn restart_where_it_cannot_be_used() -> io::Result<()> {
    if !names_no_language(|name| std::env::var(name).ok()) {
        return Ok(());
    }
    restart()
}

#[cfg(unix)]
fn restart() -> io::Result<()> {
    use std::os::unix::process::CommandExt as _;
    let mut again = std::process::Command::new(std::env::current_exe()?);
    again.args(std::env::args_os().skip(1)).env("LANGUAGE", FALLBACK);
    // Returns only when it failed.
    Err(again.exec())
}

#[cfg(not(unix))]
fn restart() -> io::Result<()> {
    // Other systems do not take the page's language from these variables.
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(pairs: &[(&str, &str)]) -> bool {
        names_no_language(|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn the_c_locale_names_no_language() {
        assert!(with(&[]));
        assert!(with(&[("LANG", "C.UTF-8")]));
        assert!(with(&[("LANG", "de_DE.UTF-8"), ("LC_ALL", "POSIX")]));
        assert!(with(&[("LC_ALL", ""), ("LC_MESSAGES", "C"), ("LANG", "en_GB.UTF-8")]));
    }

    #[test]
    fn a_real_locale_is_left_alone() {
        assert!(!with(&[("LANGUAGE", "de:en"), ("LC_ALL", "C")]));
        assert!(!with(&[("LANG", "pl_PL.UTF-8")]));
        assert!(!with(&[("LC_MESSAGES", "ja_JP"), ("LANG", "C")]));
        assert!(!with(&[("LC_ALL", "ca_ES@valencia")]));
    }

    #[test]
    fn it_happens_once() {
        assert!(!with(&[("LC_ALL", "C"), ("LANGUAGE", FALLBACK)]));
    }
}
