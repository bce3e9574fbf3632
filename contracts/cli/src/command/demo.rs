//! `demo`: the whole job on the sample.

use crate::{
    args::Demo,
    command::{
        draft::findings_text,
        history::baseline_text,
        settle::{month_table, months_text},
        simulate::{outlook_rows, outlook_text},
    },
    files,
    reply::{Outcome, Reply},
};
use api::{
    demo,
    schema::{Demo as Made, DemoEntry},
};

pub fn run(args: &Demo) -> Outcome {
    let made = demo::run(files::now(), &api::job::Cancel::default(), &api::job::unseen)?;
    std::fs::create_dir_all(&args.folder).map_err(|e| {
        let message = format!("“{}” cannot be made: {e}", args.folder.display());
        api::ApiError::new(api::ErrorCode::Io, message)
    })?;
    let path = |name: &str| args.folder.join(name).display().to_string();
    let mut text = String::from("Plumbline on its sample. The history is illustrative: nobody measured it.\n\n");
    let mut written = Vec::new();
    for file in &made.files {
        let path = args.folder.join(&file.name);
        files::write(&path, &file.bytes, args.force)?;
        written.push(DemoEntry {
            file: path.display().to_string(),
            what: file.what.clone(),
            size_bytes: file.bytes.len() as u64,
        });
    }
    text += &format!("History\n{}", baseline_text(&made.baseline, Some(&made.agreement)));
    text += &format!("Design review\n{}\n", findings_text(&made.findings));
    text += &format!("Simulation\n{}\n", outlook_text(&made.outlook));
    text += "Statements of the months since service started, from illustrative actuals\n";
    text += &months_text(&made.statement);
    if let Some(last) = made.statement.months.last() {
        text += &format!("\nThe newest of them in full; all of them are in {}\n", path("statement.pdf"));
        text += &month_table(last, &made.statement.currency);
    }
    text += "\nAs the vendor, from the copy, which holds the shared history and nothing private\n";
    let learnt: Vec<&str> = made.outlook.learning.iter().map(|l| l.name.as_str()).collect();
    if !learnt.is_empty() {
        text += &format!(
            "In the ramp this differs from the client’s table for {}: that it has to be learnt is the client’s own \
             assumption, which the copy does not hold.\n",
            learnt.join(", ")
        );
    }
    text += &format!("{}\n", made.vendor_outlook.headline);
    text += &outlook_rows(&made.vendor_outlook);
    text += "\nWritten\n";
    for file in &made.files {
        text += &format!("  {}  {}\n", args.folder.join(&file.name).display(), file.what);
    }
    Reply::new(text, Made { format: "plumbline-demo".into(), version: 1, files: written })
}
