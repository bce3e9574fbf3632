//! Calls through the real access list and the real commands, without a display.

#![expect(clippy::unwrap_used, reason = "a test stops where its ground is missing")]

use desktop::Arguments;
use serde_json::{Value, json};
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::{App, Manager as _, WebviewWindow};

/// Where the window's own page is loaded from.
const OWN_PAGE: &str = "tauri://localhost";

/// The application over folders of its own, with the window's page loaded from itself.
struct Bridge {
    application: App<MockRuntime>,
    folder: tempfile::TempDir,
}

impl Bridge {
    fn new() -> Self {
        Self::over(tempfile::tempdir().unwrap())
    }

    fn over(folder: tempfile::TempDir) -> Self {
        Self::started_with(folder, None)
    }

    /// Started with a contract file, as by a double click on it.
    fn started_with(folder: tempfile::TempDir, file: Option<std::path::PathBuf>) -> Self {
        std::fs::create_dir_all(folder.path().join("files")).unwrap();
        let (data_dir, files_dir) = (Some(folder.path().join("data")), Some(folder.path().join("files")));
        let arguments = Arguments { data_dir, files_dir, file };
        Self { application: desktop::application(mock_builder(), &arguments).unwrap(), folder }
    }

    fn file(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join("files").join(name)
    }

    /// The next "choose a file" finds this one.
    fn choose_next(&self, name: &str) {
        std::fs::write(self.file(desktop::files::NEXT), name).unwrap();
    }

    /// The main window; the mock runtime sets it up without running the event loop.
    fn window(&self) -> WebviewWindow<MockRuntime> {
        self.application.get_webview_window("main").unwrap_or_else(|| {
            tauri::WebviewWindowBuilder::new(&self.application, "main", Default::default()).build().unwrap()
        })
    }

    fn call(&self, command: &str, arguments: Value) -> Result<Value, Value> {
        self.call_from(OWN_PAGE, command, arguments)
    }

    fn call_from(&self, origin: &str, command: &str, arguments: Value) -> Result<Value, Value> {
        ask(&self.window(), origin, command, arguments)
    }
}

/// A simulation that runs until it is told to stop, once it runs.
fn long_work(bridge: &Bridge) -> std::thread::JoinHandle<Result<Value, Value>> {
    let id = bridge.call("open_sample", json!({})).unwrap()["id"].clone();
    let state = bridge.application.state::<desktop::state::State>();
    let window = bridge.window();
    let long = std::thread::spawn(move || {
        let request = json!({ "trials": 1_000_000, "seed": 1, "months": 24, "what_if": [] });
        let arguments = json!({ "id": id, "request": request, "job": "a", "progress": "__CHANNEL__:1" });
        ask(&window, OWN_PAGE, "simulate", arguments)
    });
    while !state.any_job() && !long.is_finished() {
        std::thread::yield_now();
    }
    long
}

/// Asks as the page of `window` would, loaded from `origin`.
fn ask(window: &WebviewWindow<MockRuntime>, origin: &str, command: &str, arguments: Value) -> Result<Value, Value> {
    let request = tauri::webview::InvokeRequest {
        cmd: command.into(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: origin.parse().unwrap(),
        body: InvokeBody::Json(arguments),
        headers: Default::default(),
        invoke_key: INVOKE_KEY.to_owned(),
    };
    get_ipc_response(window, request).map(|body| body.deserialize::<Value>().unwrap())
}

/// The names of all commands, as the page calls them.
fn commands() -> Vec<String> {
    let listed = include_str!(concat!(env!("OUT_DIR"), "/handler.rs"));
    listed.lines().filter_map(|line| line.trim().strip_suffix(',')?.rsplit("::").next().map(str::to_owned)).collect()
}

#[test]
fn the_page_learns_what_the_program_is() {
    let answer = Bridge::new().call("about", json!({})).unwrap();
    assert_eq!(answer["version"], env!("CARGO_PKG_VERSION"));
}

#[test]
fn every_command_is_registered_and_allowed() {
    let bridge = Bridge::new();
    let names = commands();
    assert!(names.contains(&"about".to_owned()));
    for name in names {
        // Without its arguments a command may refuse; what it may not is be unknown or forbidden.
        if let Err(Value::String(message)) = bridge.call(&name, json!({})) {
            assert!(!message.contains("not allowed") && !message.contains("not found"), "{name}: {message}");
        }
    }
}

#[test]
fn the_page_knows_every_command_and_no_other() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/src/host/commands.ts")).unwrap();
    let mut known: Vec<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split_once(": { args:").map(|(name, _)| name))
        .collect();
    let mut registered = commands();
    known.sort_unstable();
    registered.sort_unstable();
    assert_eq!(known, registered);
}

#[test]
fn the_page_may_call_nothing_else() {
    let bridge = Bridge::new();
    for command in [
        "plugin:dialog|open",
        "plugin:dialog|save",
        "plugin:fs|read_file",
        "plugin:event|listen",
        "plugin:window|close",
        "plugin:webview|create_webview_window",
        "plugin:path|resolve_directory",
        "no_such_command",
    ] {
        let refusal = bridge.call(command, json!({})).unwrap_err().to_string();
        assert!(refusal.contains("not allowed") || refusal.contains("not found"), "{command}: {refusal}");
    }
}

#[test]
fn a_page_from_elsewhere_may_call_nothing() {
    let refusal = Bridge::new().call_from("https://example.org", "about", json!({})).unwrap_err().to_string();
    assert!(refusal.contains("not allowed"), "{refusal}");
}

#[test]
fn the_page_may_load_from_nowhere_but_the_program() {
    let bridge = Bridge::new();
    let security = &bridge.application.config().app.security;
    let policy = security.csp.as_ref().unwrap().to_string();
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    assert!(!policy.contains("unsafe-") && !policy.contains("https:") && !policy.contains('*'), "{policy}");
    assert!(!bridge.application.config().app.with_global_tauri);
}

#[test]
fn a_contract_goes_from_the_sample_to_a_copy_and_a_document() {
    let bridge = Bridge::new();
    assert_eq!(bridge.call("library", json!({})).unwrap()["contracts"], json!([]));
    let contract = bridge.call("open_sample", json!({})).unwrap();
    let id = contract["id"].as_str().unwrap();
    assert_eq!(contract["sample"], true);

    let edit = json!({ "set": { "changes": [{ "path": "title", "text": "Care, voice" }], "label": null } });
    let changed = bridge.call("edit", json!({ "id": id, "edit": edit })).unwrap();
    assert_eq!(changed["title"], "Care, voice");
    assert_eq!(bridge.call("undo", json!({ "id": id })).unwrap()["title"], contract["title"]);
    assert_eq!(bridge.call("redo", json!({ "id": id })).unwrap()["title"], "Care, voice");

    let request = json!({ "trials": 1000, "seed": null, "months": null, "what_if": [] });
    let simulate = json!({ "id": id, "request": request, "job": "test", "progress": "__CHANNEL__:7" });
    assert_eq!(bridge.call("simulate", simulate).unwrap()["trials"], 1000);
    assert_eq!(bridge.call("last_outlook", json!({ "id": id })).unwrap()["trials"], 1000);

    let pdf = bridge.call("export_document", json!({ "id": id, "request": { "annex": true } })).unwrap();
    let bytes = std::fs::read(bridge.file(pdf["name"].as_str().unwrap())).unwrap();
    assert!(bytes.starts_with(b"%PDF-") && bytes.len() == pdf["size_bytes"].as_u64().unwrap() as usize);

    let copy = bridge.call("write_copy", json!({ "id": id })).unwrap();
    bridge.choose_next(copy["name"].as_str().unwrap());
    let vendor = bridge.call("open_contract_file", json!({})).unwrap();
    assert_eq!((&vendor["locked"], &vendor["side"]), (&json!(true), &json!("vendor")));
    assert_eq!(bridge.call("library", json!({})).unwrap()["contracts"].as_array().unwrap().len(), 2);
}

#[test]
fn a_dialog_that_was_cancelled_is_no_error_and_changes_nothing() {
    let bridge = Bridge::new();
    assert_eq!(bridge.call("open_contract_file", json!({})).unwrap(), Value::Null);
    let id = bridge.call("open_sample", json!({})).unwrap()["id"].clone();
    // The document carries the moment that it was made at, so the whole view differs from call to call.
    let state = || {
        let contract = bridge.call("contract", json!({ "id": id })).unwrap();
        (contract["revision"].clone(), contract["trail"].clone(), contract["baseline"].clone())
    };
    let before = state();
    assert_eq!(bridge.call("import_history", json!({ "id": id, "progress": "__CHANNEL__:3" })).unwrap(), Value::Null);
    assert!(state() == before, "something changed");
}

#[test]
fn a_file_that_was_dropped_is_read_like_one_that_was_chosen() {
    let bridge = Bridge::new();
    let refused =
        bridge.call("open_dropped_contract", json!({ "name": "a.slac", "bytes": b"{".to_vec() })).unwrap_err();
    assert_eq!(refused["code"], "input");
    assert!(refused["message"].as_str().unwrap().contains("a.slac"), "{refused}");

    let id = bridge.call("open_sample", json!({})).unwrap()["id"].clone();
    let picture = json!({ "id": id, "name": "history.csv", "bytes": b"\x89PNG\r\n\x1a\n\0\0".to_vec() });
    assert_eq!(bridge.call("import_dropped_history", picture).unwrap_err()["code"], "input");
}

#[test]
fn a_database_that_cannot_be_opened_is_told_and_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("data/contracts.db");
    std::fs::create_dir(folder.path().join("data")).unwrap();
    std::fs::write(&database, "this is no database, but a text of some length".repeat(100)).unwrap();
    let bridge = Bridge::over(folder);
    assert_eq!(bridge.call("library", json!({})).unwrap_err()["code"], "corrupt");
    std::fs::remove_file(&database).unwrap();
    assert_eq!(bridge.call("library", json!({})).unwrap()["contracts"], json!([]));
}

#[test]
fn the_window_closes_once_nothing_runs_or_the_person_says_so() {
    let bridge = Bridge::new();
    let long = long_work(&bridge);
    assert_eq!(bridge.call("close_window", json!({ "stop": false })).unwrap(), false);
    assert_eq!(bridge.call("close_window", json!({ "stop": true })).unwrap(), true);
    assert_eq!(long.join().unwrap().unwrap_err()["code"], "cancelled");
}

#[test]
fn an_answer_is_written_by_the_vendor_and_taken_in_by_the_client() {
    let (client, vendor) = (Bridge::new(), Bridge::new());
    let sample = client.call("open_sample", json!({})).unwrap();
    // The sample is approved; other terms are not yet.
    let edit = json!({ "set": { "changes": [{ "path": "title", "text": "Care, voice" }], "label": null } });
    let sample = client.call("edit", json!({ "id": sample["id"], "edit": edit })).unwrap();
    let (id, hash) = (&sample["id"], &sample["revision"]["hash"]);
    let approve = |bridge: &Bridge, id: &Value, side: &str, role: &str| {
        bridge.call("approve", json!({ "id": id, "side": side, "role": role, "hash": hash }))
    };
    assert_eq!(approve(&client, id, "client", "Procurement lead").unwrap_err()["code"], "refused", "out of turn");
    approve(&client, id, "client", "Operations lead").unwrap();
    approve(&client, id, "client", "Procurement lead").unwrap();
    let copy = client.call("write_copy", json!({ "id": id })).unwrap()["name"].as_str().unwrap().to_owned();

    std::fs::copy(client.file(&copy), vendor.file(&copy)).unwrap();
    vendor.choose_next(&copy);
    let received = vendor.call("open_contract_file", json!({})).unwrap();
    assert_eq!(received["received_from"], "client");
    approve(&vendor, &received["id"], "vendor", "Account lead").unwrap();
    let answer =
        vendor.call("write_copy", json!({ "id": received["id"] })).unwrap()["name"].as_str().unwrap().to_owned();

    assert_eq!(client.call("take_in_approvals", json!({ "id": id })).unwrap(), Value::Null, "cancelled");
    std::fs::copy(vendor.file(&answer), client.file(&answer)).unwrap();
    client.choose_next(&answer);
    let done = client.call("take_in_approvals", json!({ "id": id })).unwrap();
    assert!(done["approvals"].as_array().unwrap().iter().all(|a| a["state"] == "approved"), "{}", done["approvals"]);
    let no = json!({ "side": "client", "role": "Operations lead", "hash": hash, "word": "withdrawn", "reason": "Read it again" });
    let after = client.call("object", json!({ "id": id, "objection": no })).unwrap();
    assert_eq!(after["approvals"][0]["state"], "in_turn");
}

#[test]
fn work_is_stopped_by_its_name() {
    let bridge = Bridge::new();
    let long = long_work(&bridge);
    bridge.call("cancel", json!({ "job": "a" })).unwrap();
    assert_eq!(long.join().unwrap().unwrap_err()["code"], "cancelled");
    assert!(!bridge.application.state::<desktop::state::State>().any_job());
}

#[test]
fn the_file_that_the_program_was_started_with_is_opened_once() {
    let bridge = Bridge::new();
    let id = bridge.call("open_sample", json!({})).unwrap()["id"].clone();
    let saved = bridge.call("write_copy", json!({ "id": id })).unwrap();
    let copy = bridge.file(saved["name"].as_str().unwrap());
    let other = Bridge::started_with(tempfile::tempdir().unwrap(), Some(copy));
    let opened = other.call("open_given_contract", json!({})).unwrap();
    assert_eq!(opened["locked"], true);
    assert_eq!(other.call("open_given_contract", json!({})).unwrap(), Value::Null);

    let missing = Bridge::started_with(tempfile::tempdir().unwrap(), Some("no/such.slac".into()));
    let refusal = missing.call("open_given_contract", json!({})).unwrap_err();
    assert_eq!(refusal["code"], "not_found");
}
