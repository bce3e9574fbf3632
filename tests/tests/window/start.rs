//! Starting, closing and being ended: what a person finds when they come back.

use harness::window::{Desk, Outcome, story};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_start_shows_an_empty_library_and_two_ways_to_begin() -> Outcome {
    story(async {
        let desk = Desk::new()?;
        let window = desk.open().await?;
        window.wait_for_text("h1", "Contracts").await?;
        window.named("button", "New from template").await?;
        window.named("button", "Open the sample").await?;
        window.picture("library-empty").await?;
        window.check_access("the empty library").await?;
        window.close().await
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_there_is_there_after_closing_and_after_being_killed() -> Outcome {
    story(async {
        let desk = Desk::new()?;
        let window = desk.open().await?;
        window.click("Open the sample").await?;
        window.wait_for("Northmere Energy").await?;
        window.picture("after-sample").await?;
        window.close().await?;

        let window = desk.open().await?;
        window.wait_for("Northmere Energy").await?;
        window.picture("library-with-sample").await?;
        window.check_access("the library with the sample").await?;
        window.kill().await?;

        let window = desk.open().await?;
        window.wait_for("Northmere Energy").await?;
        window.close().await
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_works_where_the_system_names_no_language() -> Outcome {
    story(async {
        let desk = Desk::new()?;
        let window = desk.open_with(&[("LC_ALL", "C"), ("LANGUAGE", "")]).await?;
        window.wait_for_text("h1", "Contracts").await?;
        let language = window.run("return navigator.language", vec![]).await?;
        assert_eq!(language, "en-US");
        window.close().await
    })
    .await
}
