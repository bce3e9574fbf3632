//! The real window, from its start to its end.

use harness::window::{Desk, Outcome};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_window_starts_closes_and_starts_again() -> Outcome {
    let desk = Desk::new()?;
    for _ in 0..2 {
        let t = std::time::Instant::now();
        let window = desk.open().await?;
        window.wait_for("version 0.1.0 1,234.5").await?;
        eprintln!("shown {:?}", t.elapsed());
        window.fill("Name", "Łukasz").await?;
        window.wait_for_text("#echo", "Łukasz").await?;
        window.fill("Name", "株式会社").await?;
        window.wait_for_value("Name", "株式会社").await?;
        window.wait_for_text("#echo", "株式会社").await?;
        window.check_access("trivial").await?;
        eprintln!("{}", window.picture("trivial").await?.display());
        eprintln!("worked {:?}", t.elapsed());
        window.close().await?;
        eprintln!("closed {:?}", t.elapsed());
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_works() -> Outcome {
    let desk = Desk::new()?;
    for _ in 0..2 {
        let window = desk.open_with(&[("LC_ALL", "C")]).await?;
        window.wait_for("version 0.1.0 1,234.5").await?;
        window.kill().await?;
    }
    Ok(())
}
