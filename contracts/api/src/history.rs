//! Tables of history: import for the window and the command line.

use crate::{
    ApiResult,
    wire::{ApiError, Detail, ErrorCode},
};
use chrono::NaiveDate;
use model::{Agreement, Baseline, baseline, canonical::sha256_hex};
use store::import::{self, ImportError, Names};
pub use store::import::{Mapping, Preview, Question, Report};

mod actuals;
mod beside;
mod counted;
mod fitted;
mod headed;
mod own;
mod relief;
mod table;

use headed::{headed, unread};

pub use actuals::{Actuals, actuals};
pub(crate) use actuals::{put, without_observations};
pub(crate) use beside::units_unused;
pub use beside::{InputsFile, add_inputs};
pub(crate) use counted::counted;
pub(crate) use fitted::Open;
pub(crate) use own::{add_own, import_for};
pub use relief::{ReliefFile, ReliefTold, relieve};
pub(crate) use relief::{span_problem, span_text};
pub(crate) use table::{Table, VOLUME, look, outside, read, reads_volume};

/// What a person says about a table: a whole mapping, and answers to what it leaves open.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    /// Which column is what; without it the columns are recognised.
    pub mapping: Option<Mapping>,
    /// A column and the id of one of the answers on offer, each.
    pub choices: Vec<(String, String)>,
}

/// What an import gave.
#[derive(Debug, Clone)]
pub struct Read {
    /// The history.
    pub baseline: Baseline,
    /// The file as it was recognised.
    pub preview: Preview,
    /// Which column became what.
    pub mapping: Mapping,
    /// What happened to each row.
    pub report: Report,
}

/// Reads a table. Without a mapping its columns are recognised.
///
/// # Errors
/// Where the file as a whole cannot be used.
pub fn import(bytes: &[u8], name: &str, mapping: Option<Mapping>, imported_on: NaiveDate) -> ApiResult<Read> {
    import_as(bytes, name, mapping, imported_on, &Names::new())
}

fn import_as(
    bytes: &[u8],
    name: &str,
    mapping: Option<Mapping>,
    imported_on: NaiveDate,
    names: &Names,
) -> ApiResult<Read> {
    let preview = import::look(bytes, name, mapping.as_ref(), names).map_err(|e| fault(name, &e))?;
    let imported = import::read_as(bytes, name, mapping, imported_on, names);
    let imported = imported.map_err(|e| asked(name, &e, &preview.questions))?;
    Ok(Read { baseline: imported.baseline, preview, mapping: imported.mapping, report: imported.report })
}

/// Reads a table as [`import`] does, with what a person says about it. For a contract, its own measures are recognised as
/// well, and all are called as it calls them. What stays open is in the report.
///
/// # Errors
/// As [`import`], and where an answer fits no question.
pub fn import_answered(
    bytes: &[u8],
    name: &str,
    answers: &Answers,
    contract: Option<&Agreement>,
    imported_on: NaiveDate,
) -> ApiResult<Read> {
    let given = answers.mapping.clone();
    if answers.choices.is_empty() {
        return match contract {
            Some(agreement) => import_for(bytes, name, given, agreement, imported_on),
            None => import(bytes, name, given, imported_on),
        };
    }
    let names = contract.map(names).unwrap_or_default();
    let whole = |e: ImportError| fault(name, &e);
    let (mut mapping, mut open) = import::answer(bytes, given, &answers.choices, &names).map_err(whole)?;
    if let (None, Some(agreement)) = (&answers.mapping, contract) {
        let mut preview = import::look(bytes, name, Some(&mapping), &names).map_err(whole)?;
        preview.questions = open;
        add_own(&mut preview, agreement);
        (mapping, open) = (preview.mapping, preview.questions);
    }
    let mut read = import_as(bytes, name, Some(mapping), imported_on, &names)?;
    read.report.questions = open;
    Ok(read)
}

/// What a measure is called where no agreement says otherwise.
#[must_use]
pub fn usual_name(measure: &model::MeasureId) -> String {
    import::measure_name(&Names::new(), measure)
}

/// What an agreement calls its measures.
pub(crate) fn names(agreement: &Agreement) -> Names {
    agreement.measures.iter().map(|m| (m.id.clone(), m.name.clone())).collect()
}

fn fault(name: &str, error: &ImportError) -> ApiError {
    ApiError::new(ErrorCode::Input, format!("“{name}” cannot be imported: {error}"))
}

fn asked(name: &str, error: &ImportError, questions: &[Question]) -> ApiError {
    ApiError { details: questions.iter().map(question).collect(), ..fault(name, error) }
}

/// A question as a problem: where it stands and which answers there are.
fn question(question: &Question) -> Detail {
    let choices: Vec<String> = question.choices.iter().map(|c| format!("{} ({})", c.id, c.label)).collect();
    Detail::new(question.column.clone(), format!("{} Answer {}", question.text, choices.join(", or ")))
}

/// Reads a mapping for `table`, alone or inside what `import --json` printed. All that is wrong with it is told at once:
/// its form, and what does not fit the table.
///
/// # Errors
/// Where it is none, does not fit, or the table is none.
pub fn open_mapping(bytes: &[u8], name: &str, table: &[u8], table_name: &str) -> ApiResult<Mapping> {
    let fault = |problem: String| ApiError::new(ErrorCode::Input, problem);
    let parsed = serde_json::from_slice(bytes);
    let mut document: serde_json::Value = parsed.map_err(|e| fault(format!("“{name}” is no mapping: {e}")))?;
    let inner = document.get_mut("mapping").map(serde_json::Value::take);
    import::open_mapping(&inner.unwrap_or(document), table).map_err(|e| {
        fault(match e {
            import::ImportError::Mapping { problems } => {
                format!("“{name}” cannot be used as a mapping: {}", problems.join("; "))
            }
            other => format!("“{table_name}” cannot be imported: {other}"),
        })
    })
}

/// Reads a baseline file.
///
/// # Errors
/// Where the bytes are no baseline, with the place, or one of a newer version.
pub fn open_baseline(bytes: &[u8], name: &str) -> ApiResult<Baseline> {
    let baseline = parse_baseline(bytes, name)?;
    sound(&baseline, name)?;
    Ok(baseline)
}

/// The form of a baseline file alone: what is wrong with its figures is for the caller to find.
fn parse_baseline(bytes: &[u8], name: &str) -> ApiResult<Baseline> {
    let what = format!("“{name}” cannot be opened");
    headed(bytes, &what, baseline::FORMAT, baseline::VERSION, "make one from a table with plumbline import")?;
    serde_json::from_slice(bytes).map_err(|e| unread(&what, &e))
}

/// Refuses a baseline whose figures are ambiguous.
///
/// # Errors
/// Every place that is.
pub(crate) fn sound(baseline: &Baseline, name: &str) -> ApiResult<()> {
    let details: Vec<Detail> = baseline.problems().into_iter().map(|p| Detail::new(p.place, p.message)).collect();
    if details.is_empty() {
        return Ok(());
    }
    Err(ApiError::input(format!("The history in “{name}” cannot be used as it is"), details))
}

/// SHA-256 of what was measured: the same for the same figures, whatever their file was called and whenever it was read.
///
/// # Panics
/// Never: series have only string keys and finite content.
#[must_use]
pub fn measured_sha256(baseline: &Baseline) -> String {
    sha256_hex(&serde_json::to_vec(&baseline.series).expect("series always have a JSON form"))
}

/// The bytes of a baseline file: indented JSON with a line feed at the end.
///
/// # Panics
/// Never: a baseline has only string keys and finite content.
#[must_use]
pub fn baseline_bytes(baseline: &Baseline) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(baseline).expect("a baseline always has a JSON form");
    bytes.push(b'\n');
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_is_opened_alone_or_from_an_import_and_tells_all_its_mistakes() {
        let table = b"month,asa,answered\n2024-01,20,5\n2024-02,25,7\n";
        let today = NaiveDate::from_ymd_opt(2026, 11, 26).unwrap();
        let mapping = import(table, "kpi.csv", None, today).unwrap().mapping;
        let alone = serde_json::to_value(&mapping).unwrap();
        let inside = serde_json::json!({ "format": "plumbline-import", "mapping": alone });
        for document in [&alone, &inside] {
            let opened = open_mapping(document.to_string().as_bytes(), "map.json", table, "kpi.csv").unwrap();
            assert_eq!(opened, mapping);
        }
        let mut mistaken = alone;
        mistaken["period_column"] = "day".into();
        mistaken["decimal_sign"] = "dot".into();
        mistaken["measures"][0]["unit"] = "hours".into();
        let error = open_mapping(mistaken.to_string().as_bytes(), "map.json", table, "kpi.csv").unwrap_err();
        assert_eq!(error.code, ErrorCode::Input);
        assert!(error.message.starts_with("“map.json” cannot be used as a mapping: "), "{}", error.message);
        for part in ["“day”", "`dot`", "`hours`"] {
            assert!(error.message.contains(part), "{part}: {}", error.message);
        }
        let error = open_mapping(b"{", "map.json", table, "kpi.csv").unwrap_err();
        assert!(error.message.starts_with("“map.json” is no mapping: "), "{}", error.message);
    }
}
