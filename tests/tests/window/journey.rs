//! The whole job, by two people: the client drafts, measures, simulates, shares and approves; the vendor opens the copy.

use super::hand::{contains, go_to, sample_history, saved, set, shows, text_of_pdf, unfold, written};
use fantoccini::key::Key;
use harness::window::{Desk, Failure, Outcome, Window, story};

const TITLE: &str = "Household care, voice";
const CLIENT: &str = "Łukasz Żółć i Wspólnicy";
const VENDOR: &str = "株式会社テレサービス";

/// Stands in every private field, and may be in nothing that leaves.
const CANARY: &str = "canary-4711";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_sides_come_to_an_agreement() -> Outcome {
    story(async {
        let client = Desk::new()?;
        let window = client.open().await?;
        draft(&window).await?;
        review_mends(&window).await?;
        bring_history(&client, &window).await?;
        simulate(&window).await?;
        approve_and_void(&window).await?;
        let copy = share(&client, &window).await?;

        let vendor = Desk::new()?;
        vendor.choose_next(&copy)?;
        let answer = open_as_vendor(&vendor).await?;
        take_in(&client, &window, &answer).await?;
        export(&client, &window).await?;
        come_back(&client, window).await
    })
    .await
}

/// A draft from the template, with parties, charges, a level, the ramp and the cap set.
async fn draft(window: &Window) -> Outcome {
    window.click("New from template").await?;
    window.wait_for("Create the draft").await?;
    window.check_access("the gallery of templates").await?;
    window.picture("template").await?;
    window.fill("What it is called", TITLE).await?;
    window.fill("Client", CLIENT).await?;
    window.fill("Vendor", VENDOR).await?;
    window.click("Create the draft").await?;
    window.wait_for_text("h1", "Terms").await?;
    saved(window).await?;
    shows(window, "title", TITLE).await?;

    set(window, "term.months", "24").await?;
    set(window, "charges.amount", "380,000").await?;
    unfold(window, "First contact resolution").await?;
    set(window, "service_levels.fcr.target", "71.5 %").await?;
    set(window, "service_levels.fcr.floor", "64 %").await?;
    set(window, "service_levels.fcr.bands.1.credit", "1.5 %").await?;
    set(window, "ramp.credit_factors", "0 %, 0 %, 50 %, 100 %").await?;
    set(window, "remedies.month_cap", "12 %").await?;
    // A template names no people: until somebody can be reached, approval waits.
    for (tier, contact) in ["desk@example.com", "+48 22 555 01 02", "board@example.com"].iter().enumerate() {
        set(window, &format!("escalation.tiers.{}.contact", tier + 1), contact).await?;
    }
    // The text says what the form says.
    for words in [CLIENT, VENDOR, "71.5 %", "380,000"] {
        window.wait_for_text("[aria-label='Text of the agreement']", words).await?;
    }
    set(window, "private.notes", &format!("We would go lower. {CANARY}")).await?;
    window.fill("New limit", "70.5 %").await?;
    window.fill("Reason for it", CANARY).await?;
    window.click("Keep this limit").await?;
    saved(window).await?;
    window.check_access("Terms").await?;
    window.picture("terms").await?;
    Ok(())
}

/// What is typed wrong is said beside the field and not taken; a finding stands beside its field and is mended.
async fn review_mends(window: &Window) -> Outcome {
    window.fill_at("[data-form-field='remedies.month_cap'] input", "a lot").await?;
    window.press(&[], char::from(Key::Tab)).await?;
    window.element("[data-form-field='remedies.month_cap'] [aria-invalid='true']").await?;
    window.check_access("Terms with a field that could not be read").await?;
    set(window, "remedies.month_cap", "35 %").await?;
    window.wait_for("Cap above 20 %").await?;
    window.picture("terms-finding").await?;
    set(window, "remedies.month_cap", "12 %").await?;
    assert!(!window.all_text().await?.contains("Cap above"), "the finding stays after it was mended");

    // Weights that are no longer 100 block; the review offers to mend them.
    set(window, "service_levels.fcr.weight", "30 %").await?;
    window.wait_for("1 error").await?;
    let finding = "[data-form-field='service_levels.fcr.weight'] input";
    window.element(finding).await?.click().await?;
    window.wait_for("110").await?;
    set(window, "service_levels.fcr.weight", "20 %").await
}

/// A file that is no table says so and changes nothing; the sample's history comes in.
async fn bring_history(desk: &Desk, window: &Window) -> Outcome {
    go_to(window, "Baseline").await?;
    window.check_access("Baseline without history").await?;
    let picture = desk.files().join("not-a-table.csv");
    std::fs::write(&picture, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")?;
    desk.choose_next(&picture)?;
    window.click("Choose a file").await?;
    window.wait_for("not-a-table.csv").await?;

    desk.choose_next(&sample_history())?;
    window.click("Choose a").await?;
    window.wait_for_text("[data-testid='baseline-summary']", "24 months").await?;
    window.wait_for_text("[data-testid='import-report']", "sample-history.csv").await?;
    window.check_access("Baseline").await?;
    window.picture("baseline").await?;
    Ok(())
}

/// 10,000 trials; a target is moved by the keys, the results follow, and the target is taken over.
async fn simulate(window: &Window) -> Outcome {
    go_to(window, "Simulate").await?;
    window.click("Run 10,000").await?;
    window.wait_for_text("[data-testid='headline']", "100").await?;
    window.element("[data-testid='heat-map'] td").await?;
    window.element("[data-testid='fan'] svg").await?;
    window.element("[data-testid='credits']").await?;
    window.check_access("Simulate").await?;
    window.picture("simulate").await?;

    let before = window.text("output.figure").await?;
    for _ in 0..4 {
        window.send_keys("input[type='range']", &char::from(Key::Right).to_string()).await?;
    }
    window.wait_for("Use this target").await?;
    window.check_access("Simulate while a target is tried").await?;
    window.picture("simulate-trying").await?;
    window.click("Use this target").await?;
    saved(window).await?;
    window.click("Run 10,000").await?;
    window.wait_until_gone("[data-testid='simulation-progress']").await?;
    let after = window.text("output.figure").await?;
    assert_ne!(before, after, "the chance is the same with another target");
    cancel(window).await
}

/// A long run is stopped on its way: what was there stays, and nothing of the longer run is shown.
async fn cancel(window: &Window) -> Outcome {
    // In the page itself: asked from here, the question could come after the end of the run.
    let script =
        "const button = (name) => [...document.querySelectorAll('button')].find((b) => b.innerText.trim() === name);
         const watch = new MutationObserver(() => {
           if (!button('Cancel')) return;
           watch.disconnect();
           button('Cancel').click();
         });
         watch.observe(document.body, { childList: true, subtree: true });
         button('Run 100,000').click();";
    window.run(script, vec![]).await?;
    window.wait_until_gone("[data-testid='simulation-progress']").await?;
    window.click("How this was computed").await?;
    window.wait_for_text(".provenance", "10,000").await?;
    let provenance = window.text(".provenance").await?;
    assert!(!provenance.contains("100,000"), "the cancelled run is shown: {provenance}");
    window.click("How this was computed").await?;
    Ok(())
}

/// The copy for the other side, with the baseline and without anything private.
async fn share(desk: &Desk, window: &Window) -> Outcome<std::path::PathBuf> {
    go_to(window, "Review").await?;
    window.click_kind("field", "Share the baseline with it").await?;
    saved(window).await?;
    window.check_access("Review").await?;
    window.picture("review").await?;
    window.click("Write the copy for the other side").await?;
    let copy = written(desk, window, "slac").await?;
    let text = std::fs::read_to_string(&copy)?;
    contains(&text, CLIENT)?;
    contains(&text, "\"baseline\"").or_else(|_| contains(&text, "shared_baseline"))?;
    assert!(!text.contains(CANARY), "something private is in the copy");
    Ok(copy)
}

/// The client's roles approve, a later change voids what they approved, and they approve again.
async fn approve_and_void(window: &Window) -> Outcome {
    go_to(window, "Sign").await?;
    window.wait_for("Nothing blocks").await?;
    window.click_kind("button", "Approve as").await?;
    window.wait_for_text("[data-testid='approver']", "Approved").await?;
    window.check_access("Sign").await?;
    window.picture("sign").await?;

    go_to(window, "Terms").await?;
    set(window, "term.notice_days", "60").await?;
    go_to(window, "Sign").await?;
    window.wait_for_text("[data-testid='voided']", "Voided").await?;
    window.check_access("Sign with a voided approval").await?;
    window.picture("sign-voided").await?;
    // In the agreement's order: the second role is not in turn before the first has said yes.
    window.wait_for("After Operations lead").await?;
    window.click_kind("button", "Approve as Operations lead").await?;
    window.click_kind("button", "Approve as Procurement lead").await?;
    window.wait_for_text("[data-testid='trail']", "by Procurement lead").await
}

/// The vendor's approval comes back, and is one of another computer.
async fn take_in(desk: &Desk, window: &Window, answer: &std::path::Path) -> Outcome {
    go_to(window, "Sign").await?;
    desk.choose_next(answer)?;
    window.click_kind("button", "Take in the answer of").await?;
    window.wait_for("Recorded on another computer; not a signature.").await?;
    window.wait_for("Approved, revision").await?;
    window.check_access("Sign with the approval of the other side").await?;
    window.picture("sign-taken-in").await?;
    Ok(())
}

/// The PDF with the annex: names in their scripts, pages counted, the revision's hash on each page.
async fn export(desk: &Desk, window: &Window) -> Outcome {
    go_to(window, "Simulate").await?;
    window.click("Run 10,000").await?;
    window.wait_until_gone("[data-testid='simulation-progress']").await?;
    go_to(window, "Sign").await?;
    let hash = window.text("[data-testid='content-hash']").await?;
    window.click_kind("field", "Print the simulation as an annex").await?;
    window.click("Export PDF").await?;
    let pdf = written(desk, window, "pdf").await?;
    let text = text_of_pdf(&pdf)?;
    for words in [TITLE, CLIENT, VENDOR, "71.5", "Page 1 of", "not signatures"] {
        contains(&text, words)?;
    }
    let start = hash.trim_start_matches("sha256").trim();
    let first_group: String = start.chars().take_while(|c| c.is_ascii_hexdigit()).collect();
    let pages = text.matches('\u{c}').count();
    assert!(first_group.len() >= 4 && text.matches(&first_group).count() >= pages, "{first_group} on {pages} pages");
    assert!(!text.contains(CANARY), "something private is in the document");
    Ok(())
}

/// All is there after closing; undo and redo go on; what was shown as saved survives `kill -9`.
async fn come_back(desk: &Desk, window: Window) -> Outcome {
    window.close().await?;
    let window = desk.open().await?;
    window.click_kind("link", TITLE).await?;
    window.wait_for_text("h1", "Terms").await?;
    shows(&window, "term.notice_days", "60").await?;
    // The last step but one: the baseline was shared after it.
    window.click_kind("button", "Undo: Baseline shared").await?;
    window.click_kind("button", "Undo: Notice").await?;
    shows(&window, "term.notice_days", "90").await?;
    window.click_kind("button", "Redo: Notice").await?;
    shows(&window, "term.notice_days", "60").await?;
    window.click_kind("button", "Redo: Baseline shared").await?;

    set(&window, "services", "Saved before the power went.").await?;
    // In the middle of the next edit, a second after the last key.
    window.fill_at("[data-form-field='title'] input", "Never finis").await?;
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    window.kill().await?;
    let window = desk.open().await?;
    window.click_kind("link", TITLE).await?;
    window.wait_for_text("h1", "Terms").await?;
    shows(&window, "services", "Saved before the power went.").await?;
    shows(&window, "title", "Never finis").await?;
    window.wait_for("was typed here and not entered").await?;
    window.check_access("Terms with a text that was not entered").await?;
    window.picture("terms-not-entered").await?;
    window.click_kind("button", "Leave").await?;
    saved(&window).await?;
    shows(&window, "title", TITLE).await?;

    // Closed while a field has the focus: what is typed there is entered.
    window.fill_at("[data-form-field='term.notice_days'] input", "45").await?;
    window.quit().await?;
    let window = desk.open().await?;
    window.click_kind("link", TITLE).await?;
    window.wait_for_text("h1", "Terms").await?;
    shows(&window, "term.notice_days", "45").await?;
    window.close().await
}

/// The vendor sees read-only terms with each promise's chance and cost, keeps notes, and approves for its own side.
async fn open_as_vendor(desk: &Desk) -> Outcome<std::path::PathBuf> {
    let window = desk.open().await?;
    window.click("import it").await?;
    window.wait_for_text("h1", "Review").await?;
    window.wait_for("read-only").await?;
    window.click_kind("button", "Simulate").await?;
    window.wait_for("shared the history").await?;
    window.element("td .cell").await?;
    window.check_access("Review as the vendor").await?;
    window.picture("review-vendor").await?;

    go_to(&window, "Terms").await?;
    let title = window.element("[data-form-field='title'] input").await?;
    assert_eq!(title.prop("readOnly").await?.as_deref(), Some("true"));
    window.check_access("Terms as the vendor").await?;
    go_to(&window, "Sign").await?;
    window.wait_for("Recorded on another computer").await?;
    window.click_kind("button", "Approve as").await?;
    window.wait_for_text("[data-testid='trail']", "by Account lead").await?;
    window.check_access("Sign as the vendor").await?;
    window.click_kind("button", "Write the answer for").await?;
    let ending = "-answer-vendor.slac";
    window.wait_for_text(".toasts", ending).await?;
    let files = std::fs::read_dir(desk.files())?.flatten().map(|entry| entry.path());
    let answer = files.into_iter().find(|path| path.to_string_lossy().ends_with(ending));
    window.close().await?;
    answer.ok_or_else(|| Failure::new("no answer was written"))
}
