//! Canonical bytes and the hash that names a revision.

use crate::Agreement;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;
use ts_rs::TS;

/// SHA-256 of the canonical bytes of an agreement: 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(transparent)]
pub struct ContentHash(String);

impl ContentHash {
    /// All 64 digits.
    #[must_use]
    pub fn hex(&self) -> &str {
        &self.0
    }

    /// In groups of four, as it is printed.
    #[must_use]
    pub fn grouped(&self) -> String {
        let groups: Vec<&str> = (0..self.0.len()).step_by(4).filter_map(|i| self.0.get(i..i + 4)).collect();
        groups.join(" ")
    }

    /// The first eight digits in two groups: enough to tell revisions apart on screen.
    #[must_use]
    pub fn short(&self) -> String {
        self.grouped().chars().take(9).collect()
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The bytes of an agreement: JSON without white space, members in the order of their definition, every decimal a
/// string with the digits it was given.
///
/// # Panics
/// Never: an agreement has only string keys and finite content.
#[must_use]
pub fn canonical_bytes(agreement: &Agreement) -> Vec<u8> {
    serde_json::to_vec(agreement).expect("an agreement always has a JSON form")
}

/// The hash of the canonical bytes.
#[must_use]
pub fn content_hash(agreement: &Agreement) -> ContentHash {
    sha256_hex(&canonical_bytes(agreement)).into()
}

/// SHA-256 of `bytes` as 64 lower-case hexadecimal digits.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

impl From<String> for ContentHash {
    fn from(hex: String) -> Self {
        Self(hex)
    }
}
