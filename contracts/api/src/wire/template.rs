//! Templates of one's own.

use super::Library;
use model::{review::Change, template::TermRange, term::Field};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a term of an offer may say without asking again. One's own: it never leaves with a contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct TemplateLimit {
    /// The term.
    pub path: String,
    /// What it is called.
    pub label: String,
    /// Its least value; empty for no lower end.
    pub least: String,
    /// Its largest value; empty for no upper end.
    pub most: String,
    /// In words: `70.0 % to 80.0 %`, `at least 70.0 %`.
    pub words: String,
}

/// What a template is made from, or edited with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct TemplateForm {
    /// What it is called.
    pub title: String,
    /// What it is for.
    pub purpose: String,
    /// The terms that can have a limit.
    pub terms: Vec<Field>,
    /// The limits as they are.
    pub limits: Vec<TermRange>,
    /// What stays out of it, in words.
    pub left_out: Vec<String>,
    /// One's own templates that it can be the next version of; the one that the agreement began from first.
    pub renewable: Vec<Renewable>,
}

/// A template of one's own that can have a next version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Renewable {
    /// Which one.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What it is for.
    pub purpose: String,
    /// The version that would be made.
    pub next_version: u32,
    /// Its limits as they are.
    pub limits: Vec<TermRange>,
}

/// A template to be made from an agreement.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct TemplateRequest {
    /// Its name in commands; none: made from the title.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub id: Option<String>,
    /// What it is called.
    pub title: String,
    /// What it is for.
    pub purpose: String,
    /// What terms may be changed to, as it is typed.
    pub limits: Vec<TermRange>,
    /// The template of one's own that it is the next version of; none: a new one.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub renews: Option<String>,
    /// What changed with the version, for its changelog.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub change: Option<String>,
}

/// A template that was kept, and the library with it.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct TemplateKept {
    /// Which one.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Everything that there is now.
    pub library: Library,
}

/// What another target does to the ramp of its level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct TargetPlan {
    /// The terms of the ramp that go with it; none where there is nothing to move.
    pub ramp: Vec<Change>,
    /// True where the ramp as it stands would ask for more than the target.
    pub needed: bool,
    /// What becomes of the ramp where it stays, in words; empty where the level has no targets of its own there.
    pub stays_words: String,
    /// What becomes of it where it goes with the target.
    pub moves_words: String,
}
