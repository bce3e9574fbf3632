//! Kill −9 at any time: everything for which an edit returned is there.

use crate::sample::{at, id, new_contract, rename, title};
use model::{Decimal, Side};
use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdout, Command, Stdio},
};
use store::{
    Store,
    actuals::{AmountOf, NewActuals, Origin},
};

/// Set for the child: the database that it writes to.
const DATABASE: &str = "PLUMBLINE_TEST_DATABASE";

/// Not a test of its own: the child that [`every_edit_that_returned_survives_a_kill`] starts and kills.
#[test]
fn child_that_edits_until_it_is_killed() {
    let Some(path) = std::env::var_os(DATABASE) else { return };
    let mut store = Store::open(path.as_ref()).unwrap();
    let mut out = std::io::stdout();
    let first = title(&store).trim_start_matches("edit ").parse::<i64>().unwrap_or(0) + 1;
    for number in first.. {
        rename(&mut store, &format!("edit {number}"), number);
        // Every third edit is undone and made again, so that moves of the head are under fire as well.
        if number % 3 == 0 {
            store.undo(&id(), at(number)).unwrap().unwrap();
            store.redo(&id(), at(number)).unwrap().unwrap();
        }
        store.add_actuals(&id(), &volume(number), at(number)).unwrap();
        writeln!(out, "saved {number}").unwrap();
        out.flush().unwrap();
    }
}

/// What an edit brings to the scorecard: an amount of its own number.
fn volume(number: i64) -> NewActuals {
    NewActuals {
        origin: Origin::Typed,
        side: Side::Client,
        name: format!("source {number}"),
        bytes: None,
        problems: Vec::new(),
        figures: Vec::new(),
        amounts: vec![("2027-03".parse().unwrap(), AmountOf::Volume, Some(Decimal::from(number)))],
        label: "Volume".into(),
        reason: None,
    }
}

fn start_child(path: &std::path::Path) -> (Child, BufReader<ChildStdout>) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "survival::child_that_edits_until_it_is_killed", "--nocapture"])
        .env(DATABASE, path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    (child, out)
}

fn saved(line: &str) -> Option<i64> {
    line.rsplit_once("saved ").and_then(|(_, number)| number.trim().parse().ok())
}

#[test]
fn every_edit_that_returned_survives_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plumbline.db");
    Store::open(&path).unwrap().create(&new_contract("edit 0"), at(0)).unwrap();
    let mut known = 0;
    for edits_before_the_kill in [1, 2, 7, 20, 33, 50] {
        let (mut child, mut out) = start_child(&path);
        let mut line = String::new();
        let goal = known + edits_before_the_kill;
        while known < goal {
            line.clear();
            assert!(out.read_line(&mut line).unwrap() > 0, "the child ended by itself after edit {known}");
            known = saved(&line).unwrap_or(known);
        }
        // SIGKILL, in the middle of whatever it is doing.
        child.kill().unwrap();
        child.wait().unwrap();
        known = out.lines().map_while(Result::ok).filter_map(|l| saved(&l)).last().unwrap_or(known);

        let mut store = Store::open(&path).unwrap();
        store.check().unwrap();
        let now = store.snapshot(&id()).unwrap();
        let number: i64 = now.draft.agreement.title.trim_start_matches("edit ").parse().unwrap();
        // The one after the last that was reported may have been saved, or may stand undone, but no reported one is lost.
        assert!((known..=known + 1).contains(&number), "reported {known}, found {number}");
        let revisions = store.revisions(&id()).unwrap();
        for reported in 0..=known {
            let revision = u32::try_from(reported + 1).unwrap();
            assert_eq!(store.revision(&id(), revision).unwrap().title, format!("edit {reported}"));
        }
        assert!(revisions.len() as i64 <= known + 2);
        // What was typed on the scorecard survives as well, with its source.
        let actuals = store.actuals(&id()).unwrap();
        let (amount, source) = actuals.amounts[&("2027-03".parse().unwrap(), AmountOf::Volume)];
        assert!(amount >= Decimal::from(known) && amount <= Decimal::from(known + 1), "{amount} of {known}");
        assert!(actuals.sources.iter().any(|s| s.id == source && s.name == format!("source {amount}")));
        // And one can go on: undo goes to the step before, an entry of the scorecard or an edit.
        let volume = |store: &Store| {
            let amounts = store.actuals(&id()).unwrap().amounts;
            amounts.get(&("2027-03".parse().unwrap(), AmountOf::Volume)).map_or(Decimal::ZERO, |(amount, _)| *amount)
        };
        let entered = now.undo.as_deref() == Some("Volume");
        store.undo(&id(), at(0)).unwrap().unwrap();
        if entered {
            assert_eq!((title(&store), volume(&store)), (format!("edit {number}"), Decimal::from(number - 1)));
        } else {
            assert_eq!((title(&store), volume(&store)), (format!("edit {}", number - 1), amount));
        }
        store.redo(&id(), at(0)).unwrap().unwrap();
        assert_eq!((title(&store), volume(&store)), (format!("edit {number}"), amount));
        known = number;
    }
}
