//! `schema`.

use crate::{
    args::Schema,
    reply::{Outcome, Reply},
};
use api::{ApiError, ErrorCode, schema};
use serde_json::json;

pub fn run(args: &Schema) -> Outcome {
    let names: Vec<&str> = schema::names().collect();
    let Some(name) = &args.name else {
        let text = names.iter().map(|n| format!("{n}\n")).collect::<String>();
        return Reply::new(text, json!({ "format": "plumbline-schemas", "version": 1, "names": names }));
    };
    let found = schema::schema(name).ok_or_else(|| {
        let message = format!("there is no schema “{name}”; there are {}", names.join(", "));
        ApiError::new(ErrorCode::NotFound, message)
    })?;
    Reply::new(format!("{found:#}\n"), found)
}
