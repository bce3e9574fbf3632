//! Contract files: the copy for the other side, and opening one.

use crate::{ApiResult, history, wire::ApiError};
use model::{Agreement, Baseline, ContractFile, delivered::SharedActuals, sign_off::Sent};

/// Ending of contract files.
pub const ENDING: &str = "slac";

/// The bytes of the copy for the other side: the agreement, and the baseline where its owner shares it. Nothing private
/// can be in it: private state is another type, which this function never sees.
#[must_use]
pub fn share(agreement: &Agreement, shared_baseline: Option<&Baseline>) -> Vec<u8> {
    ContractFile::shared(agreement.clone(), shared_baseline.cloned()).to_bytes()
}

/// As [`share`], with the revision it is, what this side's approvers said of it, and what this side knows of what was
/// delivered under it.
#[must_use]
pub fn send(
    agreement: &Agreement,
    shared_baseline: Option<&Baseline>,
    sent: Sent,
    actuals: Option<SharedActuals>,
) -> Vec<u8> {
    let file = ContractFile::shared(agreement.clone(), shared_baseline.cloned());
    ContractFile { sent: Some(sent), actuals, ..file }.to_bytes()
}

/// Reads a contract file.
///
/// # Errors
/// With the line and column, the format or the version that was found; `name` is named.
pub fn open(bytes: &[u8], name: &str) -> ApiResult<ContractFile> {
    if bytes.is_empty() {
        return Err(ApiError::input(format!("“{name}” is empty"), Vec::new()));
    }
    is_json(bytes, name, "a contract file")?;
    let file = ContractFile::read(bytes).map_err(|e| {
        let error = ApiError::from(e);
        ApiError { message: format!("“{name}” cannot be opened. {}", error.message), ..error }
    })?;
    let own = file.private.as_ref().and_then(|p| p.baseline.as_ref());
    for baseline in [own, file.shared_baseline.as_ref()].into_iter().flatten() {
        history::sound(baseline, name)?;
    }
    Ok(file)
}

/// Names what was chosen in place of a file of this program, all of which are JSON; `expected` is what it should be.
///
/// # Errors
/// Where the bytes do not even begin as JSON: they are called what they are, where that can be told.
pub fn is_json(bytes: &[u8], name: &str, expected: &str) -> ApiResult<()> {
    let begin = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    if begin.starts_with(b"{") || begin.is_empty() {
        return Ok(());
    }
    let found = match store::import::recognise(bytes, name) {
        Err(store::import::ImportError::NotATable { found, .. }) => found,
        Ok(_) => "a table".to_owned(),
        // Text that nobody knows: the reader says where it stops making sense.
        Err(_) => return Ok(()),
    };
    Err(ApiError::input(format!("“{name}” is {found}, not {expected}"), Vec::new()))
}

/// A name for a file about this contract, from its title: letters and digits of any script, the rest hyphens.
#[must_use]
pub fn file_name(title: &str, suffix: &str, ending: &str) -> String {
    let mut name = String::new();
    for c in title.chars().take(60) {
        if c.is_alphanumeric() {
            name.extend(c.to_lowercase());
        } else if !name.ends_with('-') && !name.is_empty() {
            name.push('-');
        }
    }
    let name = name.trim_end_matches('-');
    let name = if name.is_empty() { "contract" } else { name };
    format!("{name}{suffix}.{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_are_made_of_letters_and_digits() {
        assert_eq!(file_name("Customer care, voice", "", "pdf"), "customer-care-voice.pdf");
        assert_eq!(file_name("../../etc/x", "-copy", "slac"), "etc-x-copy.slac");
        assert_eq!(file_name("株式会社 2026", "", "pdf"), "株式会社-2026.pdf");
        assert_eq!(file_name("", "", "pdf"), "contract.pdf");
    }

    #[test]
    fn what_is_no_contract_file_says_so_with_its_name() {
        assert!(open(b"", "a.slac").unwrap_err().message.contains("a.slac"));
        let cut = open(br#"{"format": "plumbline-contract", "#, "a.slac").unwrap_err();
        assert!(cut.message.contains("Line 1") && cut.message.contains("ends too early"), "{}", cut.message);
        let newer = open(br#"{"format": "plumbline-contract", "version": 9}"#, "a.slac").unwrap_err();
        assert_eq!(newer.code, crate::ErrorCode::Newer);
        assert!(open(br#"{"format": "other"}"#, "a.slac").unwrap_err().message.contains("other"));
    }
}
