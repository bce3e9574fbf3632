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
