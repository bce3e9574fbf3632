//! JSON Schema of every file and of every `--json` output.

use crate::{
    history::{InputsFile, ReliefFile},
    outlook::ResultsFile,
    scorecard::PostedStatement,
    statement::Settled,
    wire::{ApiError, TemplateCard},
};
use model::{Baseline, ContractFile, Finding, template::TemplateFile};
use schemars::{JsonSchema, Schema, schema_for};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::import::{Mapping, Report};

type Make = fn() -> Schema;

const SCHEMAS: [(&str, Make); 15] = [
    ("contract", || schema_for!(ContractFile)),
    ("baseline", || schema_for!(Baseline)),
    ("results", || schema_for!(ResultsFile)),
    ("statement", || schema_for!(Settled)),
    ("posted-statement", || schema_for!(PostedStatement)),
    ("relief", || schema_for!(ReliefFile)),
    ("inputs", || schema_for!(InputsFile)),
    ("mapping", || schema_for!(Mapping)),
    ("findings", || schema_for!(Findings)),
    ("template", || schema_for!(TemplateFile)),
    ("templates", || schema_for!(Templates)),
    ("import", || schema_for!(Import)),
    ("written", || schema_for!(Written)),
    ("demo", || schema_for!(Demo)),
    ("error", || schema_for!(Failure)),
];

/// What can be described.
pub fn names() -> impl Iterator<Item = &'static str> {
    SCHEMAS.iter().map(|(name, _)| *name)
}

/// The JSON Schema of a file or output; `None` where there is none of that name.
#[must_use]
pub fn schema(name: &str) -> Option<Value> {
    let (_, make) = SCHEMAS.iter().find(|(known, _)| *known == name)?;
    let mut schema = make().to_value();
    say_plainly(&mut schema);
    Some(schema)
}

/// A decimal is written and read as a string, which keeps its digits: `"99.80"`. A number, which the type would describe as
/// well, is refused.
fn decimals_are_strings(members: &mut serde_json::Map<String, Value>) {
    let has_pattern = members.contains_key("pattern");
    let Some(Value::Array(types)) = members.get_mut("type").filter(|_| has_pattern) else { return };
    types.retain(|kind| kind != "number");
    if let [only] = types.as_slice() {
        let only = only.clone();
        members.insert("type".into(), only);
    }
}

/// Descriptions are those of the types, whose links lead nowhere in a schema: each becomes the name that it ends with.
fn say_plainly(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if let Some(Value::String(text)) = members.get_mut("description") {
                *text = without_links(text);
            }
            decimals_are_strings(members);
            members.values_mut().for_each(say_plainly);
        }
        Value::Array(items) => items.iter_mut().for_each(say_plainly),
        _ => {}
    }
}

fn without_links(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, link)) = rest.split_once("[`") {
        let Some((name, after)) = link.split_once("`]") else { break };
        let last = name.rsplit("::").next().unwrap_or(name);
        plain.extend([before, "`", last, "`"]);
        rest = after;
    }
    plain + rest
}

/// `check --json`.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Findings {
    /// Always `plumbline-findings`.
    pub format: String,
    /// Version of the format.
    pub version: u32,
    /// SHA-256 of the agreement's canonical bytes.
    pub hash: String,
    /// The gravest first.
    pub findings: Vec<Finding>,
}

impl Findings {
    /// The current format.
    #[must_use]
    pub fn new(hash: String, findings: Vec<Finding>) -> Self {
        Self { format: "plumbline-findings".into(), version: 1, hash, findings }
    }
}

/// `template list --json` and `template show --json`.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Templates {
    /// Always `plumbline-templates`.
    pub format: String,
    /// Version of the format.
    pub version: u32,
    /// One for each template.
    pub templates: Vec<TemplateCard>,
}

impl Templates {
    /// The current format.
    #[must_use]
    pub fn new(templates: Vec<TemplateCard>) -> Self {
        Self { format: "plumbline-templates".into(), version: 1, templates }
    }
}

/// `import --json`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Import {
    /// Always `plumbline-import`.
    pub format: String,
    /// Version of the format.
    pub version: u32,
    /// The file that was written.
    pub file: String,
    /// Which column became what; `--map` takes it back, corrected.
    pub mapping: Mapping,
    /// What happened to each row.
    pub report: Report,
    /// The history.
    pub baseline: Baseline,
}

/// `new`, `share` and `export` with `--json`.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Written {
    /// Always `plumbline-written`.
    pub format: String,
    /// Version of the format.
    pub version: u32,
    /// The file that was written.
    pub file: String,
    /// SHA-256 of the agreement's canonical bytes.
    pub hash: String,
}

impl Written {
    /// The current format.
    #[must_use]
    pub fn new(file: String, hash: String) -> Self {
        Self { format: "plumbline-written".into(), version: 1, file, hash }
    }
}

/// `demo --json`.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Demo {
    /// Always `plumbline-demo`.
    pub format: String,
    /// Version of the format.
    pub version: u32,
    /// What was written, in order.
    pub files: Vec<DemoEntry>,
}

/// A file that the demonstration wrote.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct DemoEntry {
    /// Its path.
    pub file: String,
    /// What it is.
    pub what: String,
    /// Its size.
    pub size_bytes: u64,
}

/// Any command that failed, with `--json`.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Failure {
    /// Always `plumbline-error`.
    pub format: String,
    /// Version of the format.
    pub version: u32,
    /// Why.
    pub error: ApiError,
}

impl Failure {
    /// The current format.
    #[must_use]
    pub fn new(error: ApiError) -> Self {
        Self { format: "plumbline-error".into(), version: 1, error }
    }
}
