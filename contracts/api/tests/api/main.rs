//! What a shell can rely on: stories through the workspace, what stays private, and the types of the wire.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

mod actuals;
mod assumed;
mod bad_actuals;
mod corrected;
mod kept;
mod learning;
mod private;
mod scorecard;
mod shown;
mod sign_off;
mod story;
mod tables;
mod templates;
mod to_date;
mod types;
mod undone;
mod waive;

use api::workspace::Workspace;
use chrono::{DateTime, TimeDelta, Utc};
use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

/// A moment that is a second later at each look, after every month that the tests report of: what is missing is missing.
fn clock() -> api::workspace::Clock {
    clock_of(&Arc::default())
}

fn clock_of(seconds: &Arc<AtomicI64>) -> api::workspace::Clock {
    let start: DateTime<Utc> = "2029-12-01T09:00:00Z".parse().unwrap();
    let seconds = Arc::clone(seconds);
    Box::new(move || start + TimeDelta::seconds(seconds.fetch_add(1, Ordering::Relaxed)))
}

/// A workspace, and what lets days pass in it.
fn workspace_and_time() -> (Workspace, impl Fn(i64)) {
    let seconds = Arc::default();
    let workspace = Workspace::in_memory(clock_of(&seconds), ids()).unwrap();
    (workspace, move |days| {
        seconds.fetch_add(days * 86_400, Ordering::Relaxed);
    })
}

fn ids() -> api::workspace::Ids {
    let mut given = 0;
    Box::new(move || {
        given += 1;
        format!("c{given}")
    })
}

fn workspace() -> Workspace {
    Workspace::in_memory(clock(), ids()).unwrap()
}

fn workspace_at(path: &Path) -> Workspace {
    Workspace::open(path, clock(), ids()).unwrap()
}

/// An edit of one term.
fn set(path: &str, text: &str) -> api::wire::Edit {
    let change = model::review::Change { path: path.into(), text: text.into() };
    api::wire::Edit::Set { changes: vec![change], label: None }
}

/// The text of one term.
fn text(view: &api::wire::ContractView, path: &str) -> String {
    view.fields.iter().find(|f| f.path == path).map(|f| f.text.clone()).unwrap_or_default()
}

/// The words of a PDF, with single spaces between them.
fn words_of(pdf: &[u8]) -> String {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    document.extract_text(&pages).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}
