//! An agreement as a document: a tree of blocks, and the tree as a PDF.
//!
//! [`compose()`] makes the tree from the terms. [`tree`] says what a document holds, apart from how it looks; the window shows the same tree as HTML. [`render()`] sets
//! the tree on pages with the embedded typefaces and writes a tagged PDF. Bytes in, bytes out: no clock, no files.

pub mod statement;
pub mod tree;

mod compose;
mod ink;
mod layout;
mod pdf;
mod refusal;
mod render;
mod signs;
mod structure;
mod style;
mod typeset;

pub use compose::{compose, context, example_results};
pub use pdf::Attachment;
pub use refusal::{Reason, Refusal};
pub use render::{RenderOptions, render};
pub use tree::Tree;
