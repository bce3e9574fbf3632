//! Pages to a PDF file.
//!
//! [`pages`] is the only file that knows printpdf, [`finish`] and [`tags`] the only ones that know lopdf. What the page
//! writer leaves out or gets wrong (structure, metadata, colour profile, bookmarks, identifier) is set in the finishing
//! pass.

mod colour_profile;
mod finish;
mod metadata;
mod pages;
mod tags;

use crate::layout::Pages;
use crate::tree::Tree;

/// A file that goes into the PDF as the source it was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name: `agreement.json`.
    pub name: String,
    /// Its type: `application/json`.
    pub media_type: String,
    /// What it is, in a few words.
    pub description: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// What can go wrong in writing a file. All of it is a fault of the program: the tree was checked before.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    #[error("cannot read an embedded typeface: {0}")]
    Face(#[from] ttf_parser::FaceParsingError),
    #[error("cannot cut down an embedded typeface: {0}")]
    Subset(#[from] subsetter::Error),
    #[error("the page writer says: {0}")]
    Pages(String),
    #[error("the finishing pass failed: {0}")]
    Finish(#[from] lopdf::Error),
    #[error("the file could not be put together: {0}")]
    Bytes(#[from] std::io::Error),
}

/// Writes pages as a PDF file.
pub(crate) fn write(pages: &Pages, tree: &Tree, attachment: Option<&Attachment>) -> Result<Vec<u8>, Fault> {
    let draft = pages::write(pages)?;
    finish::finish(draft, pages, tree, attachment)
}
