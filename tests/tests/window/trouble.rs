//! What a person sees when something outside is wrong.

use harness::window::{Desk, Outcome, story};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_database_is_told_and_left_as_it_is() -> Outcome {
    story(async {
        let desk = Desk::new()?;
        let database = desk.data().join("contracts.db");
        let damaged = "no database, but somebody's text ".repeat(300);
        std::fs::write(&database, &damaged)?;
        let window = desk.open().await?;
        window.wait_for("Retry").await?;
        window.picture("damaged-database").await?;
        window.check_access("a damaged database").await?;
        assert_eq!(std::fs::read_to_string(&database)?, damaged);

        // Once it is out of the way, the button is enough.
        std::fs::remove_file(&database)?;
        window.click("Retry").await?;
        window.wait_for("New from template").await?;
        window.close().await
    })
    .await
}

/// Drops a file on the page, as the platform does: with its name and its bytes.
const DROP: &str = "const [name, text] = arguments; const data = new DataTransfer();
    data.items.add(new File([text], name));
    const main = document.querySelector('main');
    for (const type of ['dragenter', 'dragover', 'drop'])
        main.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }));";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_dropped_is_taken_asked_about_or_refused_and_a_toast_leaves_a_dialog_open() -> Outcome {
    story(async {
        let desk = Desk::new()?;
        let window = desk.open().await?;
        window.click("Open the sample").await?;
        window.wait_for("Northmere Energy").await?;
        let rows: String = (1..=12).map(|m| format!("2025-{m:02},12000,{}\n", 5 + m % 4)).collect();
        let table = format!("month,Calls,Abandonment\n{rows}");
        window.run(DROP, vec!["kpi.csv".into(), table.into()]).await?;
        window.wait_for("“Abandonment” holds 12 values, for example 8 in row 4").await?;
        window.picture("count-or-percentage").await?;
        window.check_access("the question of counts or percentages").await?;
        window.click("Percentages: 8").await?;
        window.wait_for("12 months, 2 measures").await?;

        window.click("Contracts").await?;
        window.wait_for_text("h1", "Contracts").await?;
        window.run(DROP, vec!["picture.png".into(), "no table".into()]).await?;
        window.wait_for("“picture.png” is no contract").await?;
        window.click("New from template").await?;
        window.wait_for_text("[role=dialog] h2", "New from template").await?;
        window.picture("toast-beside-dialog").await?;
        window.check_access("a toast beside a dialog").await?;
        window.element(".toast button.close").await?.click().await?;
        window.wait_until_gone(".toast").await?;
        window.wait_for_text("[role=dialog] h2", "New from template").await?;
        window.close().await
    })
    .await
}
