//! `share` and `export`.

use crate::{
    args::{Export, Share},
    files,
    reply::{Outcome, Reply},
};
use api::{ApiError, ErrorCode, exchange, outlook::ResultsFile, print, schema::Written};
use chrono::{DateTime, Utc};
use model::{ContractFile, content_hash};
use std::path::Path;

pub fn share(args: &Share) -> Outcome {
    let file = files::contract(&args.file)?;
    let shared = match &args.baseline {
        Some(path) => Some(files::baseline(path)?),
        None => file.shared_baseline,
    };
    // What was delivered travels on, with the side that it is of.
    let bytes = match (file.actuals, file.sent) {
        (Some(actuals), Some(sent)) => exchange::send(&file.agreement, shared.as_ref(), sent, Some(actuals)),
        _ => exchange::share(&file.agreement, shared.as_ref()),
    };
    let with = if shared.is_some() { "with its baseline" } else { "without a baseline" };
    written(&args.output.output, args.output.force, &bytes, &file.agreement, with)
}

pub fn export(args: &Export) -> Outcome {
    let file = files::contract(&args.file)?;
    let output = args.output.output.canonicalize();
    if output.is_ok_and(|output| args.file.canonicalize().is_ok_and(|input| input == output)) {
        let message = format!("--output: {} is the contract itself; name another file", args.file.display());
        return Err(ApiError::new(ErrorCode::Input, message));
    }
    let created = match &args.at {
        Some(text) => moment(text)?,
        None => files::now(),
    };
    let bytes = match args.kind.as_str() {
        "json" => ContractFile::new(file.agreement.clone()).to_bytes(),
        _ => {
            let results = args.results.as_deref().map(results).transpose()?;
            let occasion = print::Occasion {
                // The same terms have the same number on both sides.
                revision: file.sent.as_ref().map_or(1, |sent| sent.revision),
                ..print::Occasion::of_file(created, results.as_ref(), file.shared_baseline.as_ref())
            };
            let tree = print::compose(&file.agreement, &occasion)?;
            print::pdf(&tree, &file.agreement)?
        }
    };
    written(&args.output.output, args.output.force, &bytes, &file.agreement, &format!("as {}", args.kind))
}

fn results(path: &Path) -> Result<api::wire::Outlook, ApiError> {
    let (bytes, name) = files::read(path)?;
    ResultsFile::read(&bytes, &name)
}

pub(super) fn moment(text: &str) -> Result<DateTime<Utc>, ApiError> {
    DateTime::parse_from_rfc3339(text).map(Into::into).map_err(|_| {
        ApiError::new(ErrorCode::Input, format!("--at: “{text}” is not a moment, like 2026-12-01T09:00:00Z"))
    })
}

fn written(path: &Path, force: bool, bytes: &[u8], agreement: &model::Agreement, how: &str) -> Outcome {
    let silent = files::write(path, bytes, force)?;
    let text = if silent { String::new() } else { format!("Wrote {}, {how}\n", path.display()) };
    let written = Written::new(path.display().to_string(), content_hash(agreement).to_string());
    Reply::new(text, written)
}
