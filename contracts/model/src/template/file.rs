//! Files of one's own templates (`.slat`): how they get from one computer to another on the same side.

use super::Template;
use crate::file::{FileError, head, malformed};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Value of [`TemplateFile::format`].
pub const FORMAT: &str = "plumbline-template";
/// Newest version of the format that this program reads and the one that it writes.
pub const VERSION: u32 = 1;

/// A template with its limits, which are its owner's own: the file is for one's own side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateFile {
    /// Always `plumbline-template`.
    pub format: String,
    /// Version of the format.
    pub version: u32,
    /// The template.
    pub template: Template,
}

impl TemplateFile {
    /// The file of a template.
    #[must_use]
    pub fn new(template: Template) -> Self {
        Self { format: FORMAT.into(), version: VERSION, template }
    }

    /// Reads a template file.
    ///
    /// # Errors
    /// See [`FileError`]; every message has the place. Whether the template can be used, [`Template::checked`] says.
    pub fn read(bytes: &[u8]) -> Result<Self, FileError> {
        head(bytes, FORMAT, "a template file", VERSION)?;
        serde_json::from_slice(bytes).map_err(|e| malformed(&e))
    }

    /// The bytes of the file: indented JSON with a line feed at the end.
    ///
    /// # Panics
    /// Never: a template has only string keys and finite content.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).expect("a template always has a JSON form");
        bytes.push(b'\n');
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ContractFile, template::templates};

    #[test]
    fn a_template_is_read_back_to_the_same_bytes() {
        for template in templates() {
            let bytes = TemplateFile::new(template.clone()).to_bytes();
            assert_eq!(TemplateFile::read(&bytes).unwrap().to_bytes(), bytes, "{}", template.id);
        }
    }

    #[test]
    fn what_is_no_template_file_is_named() {
        let contract = ContractFile::new(templates()[0].agreement.clone()).to_bytes();
        let told = TemplateFile::read(&contract).unwrap_err().to_string();
        assert_eq!(told, "this is a “plumbline-contract” file, not a template file");
        let newer = TemplateFile::read(br#"{"format": "plumbline-template", "version": 9}"#).unwrap_err();
        assert!(matches!(newer, FileError::Newer { found: 9 }));
        assert!(TemplateFile::read(b"{").unwrap_err().to_string().contains("line 1"));
    }
}
