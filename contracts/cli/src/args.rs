//! The call: commands and their options.

use api::wire::{AssumptionText, LearningText};
use clap::{Args, Parser, Subcommand};
use model::{MeasureId, Month};
use std::path::{Path, PathBuf};

/// Design service level agreements that hold: draft, review, simulate, settle, print.
#[derive(Debug, Parser)]
#[command(name = "plumbline", version, about, after_help = EXIT_CODES)]
pub struct Cli {
    /// Print one JSON document instead of text; `plumbline schema` describes each
    #[arg(long, global = true)]
    pub json: bool,
    /// Folder of your contracts and templates (default: plumbline in the folder for the user's data)
    #[arg(long, global = true, env = "PLUMBLINE_DATA_DIR", value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// What to do; without a command the window opens
    #[command(subcommand)]
    pub command: Option<Command>,
}

const EXIT_CODES: &str = "Exit: 0 done; 1 done, and the answer is no; 2 the input or the call is wrong.
“-” as a file is standard input or output.";

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Templates to begin from
    #[command(subcommand)]
    Template(TemplateCommand),
    /// Begin a contract from a template
    New(New),
    /// Review a draft's design; exit 1 where it has errors
    Check(Check),
    /// Leave a warning of the review standing, with a reason for both sides
    Waive(Waive),
    /// Read a table of history into a baseline
    Import(Import),
    /// Simulate a contract against its history
    Simulate(Simulate),
    /// Settle actuals: score and credits, line by line
    Settle(Settle),
    /// Write the copy for the other side, without anything private
    Share(Share),
    /// Print a contract
    Export(Export),
    /// JSON Schema of a file or of a --json output
    Schema(Schema),
    /// The whole job on the sample
    Demo(Demo),
}

impl Command {
    /// Whether the file that the command writes goes to standard output.
    pub fn writes_to_standard_output(&self) -> bool {
        let output = match self {
            Self::New(args) => Some(&args.output),
            Self::Waive(args) => Some(&args.output),
            Self::Import(args) => Some(&args.output),
            Self::Share(args) => Some(&args.output),
            Self::Export(args) => Some(&args.output),
            Self::Template(TemplateCommand::Export(args)) => Some(&args.output),
            Self::Template(TemplateCommand::Save(args)) => {
                return args.output.as_deref().is_some_and(|output| output == Path::new("-"));
            }
            Self::Settle(args) => {
                return [&args.pdf, &args.csv].into_iter().flatten().any(|p| p == Path::new("-"));
            }
            _ => None,
        };
        output.is_some_and(|o| o.output == Path::new("-"))
    }
}

/// Templates.
#[derive(Debug, Subcommand)]
pub enum TemplateCommand {
    /// List them: your own, then those of the program
    List,
    /// Show one, with its limits
    Show {
        /// Its id, or a template file
        id: String,
    },
    /// Make a template of your own from a contract, with limits for its terms
    Save(SaveTemplate),
    /// Keep a template from a file
    Import {
        /// Template file
        file: PathBuf,
        /// Replace a template of yours with the same id
        #[arg(long)]
        force: bool,
    },
    /// Write a template to a file, for your own side: its limits are in it
    Export(ExportTemplate),
}

/// `template save`.
#[derive(Debug, Args)]
pub struct SaveTemplate {
    /// Contract file
    pub file: PathBuf,
    /// What it is called
    #[arg(long)]
    pub title: String,
    /// Its name in commands; default: made from the title
    #[arg(long)]
    pub id: Option<String>,
    /// What it is for
    #[arg(long, default_value = "")]
    pub purpose: String,
    /// What a term may be changed to: --limit service_levels.fcr.target="70 % to 80 %", "at least 70 %", "at most 30 s"
    #[arg(long, value_name = "PATH=RANGE", value_parser = assignment)]
    pub limit: Vec<(String, String)>,
    /// With --renews: leave out the limit that the version before has for a term; every other one stays
    #[arg(long, value_name = "PATH", requires = "renews")]
    pub without_limit: Vec<String>,
    /// Write it to a file instead of keeping it; “-” for standard output
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Make it the next version of this template of yours; what began from an earlier one is told so
    #[arg(long, value_name = "ID", requires = "change", conflicts_with = "id")]
    pub renews: Option<String>,
    /// What changed with the next version, for its changelog
    #[arg(long, requires = "renews")]
    pub change: Option<String>,
    /// Replace a template of yours with the same id, or the file if it exists
    #[arg(long)]
    pub force: bool,
}

/// `template export`.
#[derive(Debug, Args)]
pub struct ExportTemplate {
    /// Its id
    pub id: String,
    /// Leave the limits out, so that anybody may have it
    #[arg(long)]
    pub without_limits: bool,
    /// Where it goes.
    #[command(flatten)]
    pub output: Output,
}

/// Where an output goes.
#[derive(Debug, Args)]
pub struct Output {
    /// File to write; “-” for standard output
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub output: PathBuf,
    /// Replace the file if it exists
    #[arg(long)]
    pub force: bool,
}

/// `new`.
#[derive(Debug, Args)]
pub struct New {
    /// Id of the template (see `template list`), or a template file
    #[arg(long)]
    pub template: String,
    /// Set a term: --set parties.client.name="Northmere Energy"
    #[arg(long, value_name = "PATH=VALUE", value_parser = assignment)]
    pub set: Vec<(String, String)>,
    /// Where it goes.
    #[command(flatten)]
    pub output: Output,
}

/// `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Contract file
    pub file: PathBuf,
    /// Baseline to hold targets against
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Hold it against the limits of this template of yours: its id, or a template file. Default: the one of yours that
    /// it began from
    #[arg(long, value_name = "TEMPLATE")]
    pub template: Option<String>,
}

/// `waive`.
#[derive(Debug, Args)]
pub struct Waive {
    /// Contract file
    pub file: PathBuf,
    /// Rule of the finding, as `check` prints it: C8
    #[arg(long)]
    pub rule: String,
    /// The term that it stands at, where the rule finds several things
    #[arg(long, value_name = "PATH")]
    pub at: Option<String>,
    /// Why it is left standing; empty to take the waiver back
    #[arg(long)]
    pub reason: String,
    /// Baseline to hold targets against
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Where it goes.
    #[command(flatten)]
    pub output: Output,
}

/// What a person says about the columns of a table.
#[derive(Debug, Args)]
pub struct Columns {
    /// Which column is what (JSON, as `import --json` prints it)
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
    /// Answer to what a table leaves open, as `import` asks it: --answer Abandonment=percent, --answer Date=day_first
    #[arg(long = "answer", value_name = "COLUMN=CHOICE", value_parser = answer)]
    pub answers: Vec<(String, String)>,
    /// Sheet of a workbook (default: the first one that holds days or months)
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
}

/// `import`.
#[derive(Debug, Args)]
pub struct Import {
    /// Table of history (CSV, or XLSX)
    pub data: PathBuf,
    /// Contract file: columns named like its own measures are recognised too
    #[arg(long, value_name = "FILE")]
    pub contract: Option<PathBuf>,
    /// What the columns mean.
    #[command(flatten)]
    pub columns: Columns,
    /// Where it goes.
    #[command(flatten)]
    pub output: Output,
}

/// `simulate`.
#[derive(Debug, Args)]
pub struct Simulate {
    /// Contract file
    pub file: PathBuf,
    /// Baseline; without it the one inside the contract file
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Number of trials, at most 1,000,000
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub trials: u32,
    /// Seed of every draw; the same seed gives the same figures. Default: 1
    #[arg(long)]
    pub seed: Option<u64>,
    /// Threads; the result is the same for any number. Default: one for each core
    #[arg(long)]
    pub threads: Option<usize>,
    /// Months ahead. Default: 12, or the term where it is shorter
    #[arg(long)]
    pub months: Option<u32>,
    /// Try a term without changing the contract: --what-if service_levels.fcr.target="71 %"
    #[arg(long, value_name = "PATH=VALUE", value_parser = assignment)]
    pub what_if: Vec<(String, String)>,
    /// Performance that is learnt during the ramp, by measure: --learning aht="900 s,half-life=3 weeks"; the half-life
    /// may be a range (2 to 5 weeks) or certain (exactly 1 month)
    #[arg(long, value_name = "MEASURE=START,half-life=TIME", value_parser = learning)]
    pub learning: Vec<LearningText>,
    /// What a measure without six months of history is taken to do: --assume fcr="P10=60 %,P50=70 %,P90=78 %,n=12"; one
    /// month in ten lies below P10, half below P50, nine in ten below P90, and n months of experience are behind it.
    /// Marked “assumed” wherever it shows; without it such a level is left out of every figure, by name
    #[arg(long, value_name = "MEASURE=P10=…,P50=…,P90=…,n=MONTHS", value_parser = assumption)]
    pub assume: Vec<AssumptionText>,
}

/// `settle`.
#[derive(Debug, Args)]
pub struct Settle {
    /// Contract file
    pub file: PathBuf,
    /// Table of actuals (CSV, or XLSX) or a baseline file
    #[arg(long, value_name = "FILE")]
    pub actuals: PathBuf,
    /// What the columns mean.
    #[command(flatten)]
    pub columns: Columns,
    /// What excused which level in which month (JSON, see `schema relief`); it counts where both sides approved it
    #[arg(long, value_name = "FILE")]
    pub relief: Option<PathBuf>,
    /// What months brought beside their actuals (JSON, see `schema inputs`): late reports, incidents, samples, obligations
    /// that were not shown, volumes, savings
    #[arg(long, value_name = "FILE")]
    pub inputs: Option<PathBuf>,
    /// Calendar month that counts as contract month 1; default: the month in which the contract starts
    #[arg(long, value_name = "YYYY-MM")]
    pub first_month: Option<Month>,
    /// Write the statement as a document, too
    #[arg(long, value_name = "FILE")]
    pub pdf: Option<PathBuf>,
    /// Write the statement as a table, too: a row for each service level and month
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
    /// Moment printed in the document, RFC 3339; the same moment gives the same bytes. Default: now
    #[arg(long, value_name = "MOMENT")]
    pub at: Option<String>,
    /// Replace files that exist
    #[arg(long)]
    pub force: bool,
}

/// `share`.
#[derive(Debug, Args)]
pub struct Share {
    /// Contract file
    pub file: PathBuf,
    /// Put this baseline into the copy
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Where it goes.
    #[command(flatten)]
    pub output: Output,
}

/// `export`.
#[derive(Debug, Args)]
pub struct Export {
    /// Contract file
    pub file: PathBuf,
    /// Results of `simulate --json` for the annex
    #[arg(long, value_name = "FILE")]
    pub results: Option<PathBuf>,
    /// Kind of document
    #[arg(long = "as", value_name = "KIND", default_value = "pdf", value_parser = ["pdf", "json"])]
    pub kind: String,
    /// Moment printed in the document, RFC 3339; the same moment gives the same bytes. Default: now
    #[arg(long, value_name = "MOMENT")]
    pub at: Option<String>,
    /// Where it goes.
    #[command(flatten)]
    pub output: Output,
}

/// `schema`.
#[derive(Debug, Args)]
pub struct Schema {
    /// What to describe; without it the names are listed
    pub name: Option<String>,
}

/// `demo`.
#[derive(Debug, Args)]
pub struct Demo {
    /// Folder to write to; made if it is not there
    pub folder: PathBuf,
    /// Replace files that exist
    #[arg(long)]
    pub force: bool,
}

fn learning(text: &str) -> Result<LearningText, String> {
    let parts = text.split_once('=').and_then(|(measure, rest)| {
        let (start, half_life) = rest.rsplit_once("half-life")?;
        let half_life = half_life.trim_start().strip_prefix('=')?;
        Some((measure.trim(), start.trim().strip_suffix(',')?.trim(), half_life.trim()))
    });
    let (measure, start, half_life) =
        parts.ok_or("write it as MEASURE=START,half-life=TIME, like aht=900s,half-life=3w")?;
    Ok(LearningText { measure: MeasureId(measure.into()), start: start.into(), half_life: half_life.into() })
}

fn assumption(text: &str) -> Result<AssumptionText, String> {
    const KEYS: [&str; 4] = ["p10", "p50", "p90", "n"];
    let expected = "write it as MEASURE=P10=VALUE,P50=VALUE,P90=VALUE,n=MONTHS, like fcr=P10=60%,P50=70%,P90=78%,n=12";
    let (measure, rest) = text.split_once('=').ok_or(expected)?;
    let mut parts = [const { String::new() }; 4];
    let mut last: Option<usize> = None;
    // A comma may be a decimal mark: only one before a key parts.
    for piece in rest.split(',') {
        let key = piece.split_once('=').map(|(key, value)| (key.trim().to_lowercase(), value.trim()));
        let known = key.and_then(|(key, value)| Some((KEYS.iter().position(|k| *k == key)?, value)));
        match (known, last) {
            (Some((index, value)), _) if parts[index].is_empty() => {
                parts[index] = value.to_owned();
                last = Some(index);
            }
            (None, Some(index)) => parts[index] += &format!(",{}", piece.trim_end()),
            _ => return Err(expected.to_owned()),
        }
    }
    let [p10, p50, p90, months] = parts;
    Ok(AssumptionText { measure: MeasureId(measure.trim().into()), p10, p50, p90, months })
}

fn answer(text: &str) -> Result<(String, String), String> {
    let (column, choice) = text.rsplit_once('=').ok_or("write it as COLUMN=CHOICE, like Abandonment=percent")?;
    Ok((column.trim().to_owned(), choice.trim().to_owned()))
}

fn assignment(text: &str) -> Result<(String, String), String> {
    let (path, value) = text.split_once('=').ok_or("write it as PATH=VALUE, like term.months=24")?;
    Ok((path.trim().to_owned(), value.trim().to_owned()))
}
