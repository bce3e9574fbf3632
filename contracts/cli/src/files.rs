//! Reading and writing files, `-` included.

use api::{ApiError, ErrorCode};
use chrono::{DateTime, NaiveDate, Utc};
use model::{Baseline, ContractFile};
use std::{
    io::{Read, Write},
    path::Path,
    time::SystemTime,
};

/// The bytes of a file or of standard input, with a name for messages.
pub fn read(path: &Path) -> Result<(Vec<u8>, String), ApiError> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        let read = std::io::stdin().read_to_end(&mut bytes);
        read.map_err(|e| ApiError::new(ErrorCode::Io, format!("standard input cannot be read: {e}")))?;
        return Ok((bytes, "standard input".into()));
    }
    Ok((api::files::read(path)?, path.display().to_string()))
}

/// A contract file.
pub fn contract(path: &Path) -> Result<ContractFile, ApiError> {
    let (bytes, name) = read(path)?;
    api::exchange::open(&bytes, &name)
}

/// A baseline file.
pub fn baseline(path: &Path) -> Result<Baseline, ApiError> {
    let (bytes, name) = read(path)?;
    api::exchange::is_json(&bytes, &name, "a baseline file; make one from a table with plumbline import")?;
    api::history::open_baseline(&bytes, &name)
}

/// The baseline that was named, or the one inside the contract file.
pub fn baseline_for(named: Option<&Path>, file: &ContractFile) -> Result<Option<Baseline>, ApiError> {
    if let Some(path) = named {
        return baseline(path).map(Some);
    }
    let own = file.private.as_ref().and_then(|p| p.baseline.clone());
    Ok(own.or_else(|| file.shared_baseline.clone()))
}

/// Writes a file whole or not at all; `-` goes to standard output. Says whether it was standard output.
pub fn write(path: &Path, bytes: &[u8], force: bool) -> Result<bool, ApiError> {
    if path == Path::new("-") {
        let written = std::io::stdout().write_all(bytes);
        written.map_err(|e| ApiError::new(ErrorCode::Io, format!("standard output cannot be written: {e}")))?;
        return Ok(true);
    }
    api::files::write_atomically(path, bytes, force).map_err(|e| {
        let exists = e.code() == "exists";
        let error = ApiError::from(e);
        if exists {
            let message = format!("“{}” already exists; --force replaces it", path.display());
            ApiError { message, ..error }
        } else {
            error
        }
    })?;
    Ok(false)
}

/// The moment of the call.
pub fn now() -> DateTime<Utc> {
    SystemTime::now().into()
}

/// The day of the call, in UTC.
pub fn today() -> NaiveDate {
    now().date_naive()
}
