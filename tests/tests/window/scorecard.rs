//! The scorecard in the real window: figures that open, a statement that is posted and comes out as files, a correction
//! that goes on the next one.

use super::hand::{contains, go_to, text_of_pdf, written};
use fantoccini::Locator;
use harness::window::{Desk, Failure, Outcome, Window, story};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_month_is_read_posted_printed_and_corrected() -> Outcome {
    story(async {
        let desk = Desk::new()?;
        let window = desk.open().await?;
        window.click("Open the sample").await?;
        window.wait_for("Northmere Energy").await?;
        go_to(&window, "Scorecard").await?;
        window.wait_for_text("[data-testid='scorecard-headline']", "USD 16,480.00").await?;
        let headline = window.text("[data-testid='scorecard-headline']").await?;
        let month = Calendar::read(&headline)?;
        read(&window).await?;
        refuse(&window).await?;
        post(&window, &month).await?;
        files(&desk, &window, &month).await?;
        correct(&desk, &window, &month).await?;
        window.close().await
    })
    .await
}

/// A month of the sample, whose sixth one is the last before the month in which it is opened.
struct Calendar {
    year: u32,
    /// 1 for January.
    number: u32,
}

const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl Calendar {
    /// The month that a sentence begins with: "Jun 2027 scored …".
    fn read(sentence: &str) -> Outcome<Self> {
        let mut words = sentence.split_whitespace();
        let number = words.next().and_then(|name| NAMES.iter().position(|n| *n == name));
        let year = words.next().and_then(|year| year.parse().ok());
        match (number, year) {
            (Some(number), Some(year)) => Ok(Self { year, number: u32::try_from(number)? + 1 }),
            _ => Err(Failure::new(format!("{sentence:?} begins with no month"))),
        }
    }

    fn next(&self) -> Self {
        if self.number == 12 {
            Self { year: self.year + 1, number: 1 }
        } else {
            Self { year: self.year, number: self.number + 1 }
        }
    }

    fn text(&self) -> String {
        format!("{} {}", NAMES[self.number as usize - 1], self.year)
    }

    fn iso(&self) -> String {
        format!("{}-{:02}", self.year, self.number)
    }
}

/// Each figure opens to its arithmetic; the months of a level and the outcomes are there.
async fn read(window: &Window) -> Outcome {
    window.check_access("the scorecard").await?;
    window.element(".facts [aria-expanded]").await?.click().await?;
    window.wait_for("20 × 68.75 + 20 × 101.25").await?;
    window.click("First contact resolution").await?;
    window.wait_for("2.5 % × USD 412,000.00 = USD 10,300.00").await?;
    window.wait_for("Missed in 2 of 6 months").await?;
    window.wait_for_text("[data-testid='outcomes']", "Customer retention").await?;
    window.picture("scorecard-open").await?;
    window.check_access("the scorecard with opened figures").await
}

/// A form that is refused says why beside its button, and what it asks for has a name.
async fn refuse(window: &Window) -> Outcome {
    window.click("Mark").await?;
    window.wait_for("Marking approves for your side").await?;
    window.client().find(Locator::Css("[role='dialog'] footer button:last-of-type")).await?.click().await?;
    window.wait_for("Name at least one service level").await?;
    window.picture("scorecard-refused").await?;
    window.check_access("a form that is refused").await?;
    window.click("Cancel").await
}

/// A posted statement opens a plan and says until when it can be disputed.
async fn post(window: &Window, month: &Calendar) -> Outcome {
    window.click("Post statement").await?;
    window.wait_for("It never changes again").await?;
    window.click("Post").await?;
    window.wait_for("it never changes. A correction goes on the next statement").await?;
    window.wait_for(&format!("{} can be disputed until", month.text())).await?;
    window.wait_for_text("[aria-labelledby='plans']", "First contact resolution").await?;
    window.picture("scorecard-posted").await?;
    window.check_access("a posted month").await
}

/// The statement as PDF, as a table and as data.
async fn files(desk: &Desk, window: &Window, month: &Calendar) -> Outcome {
    for (entry, ending) in [("Export as PDF", "pdf"), ("Export as CSV", "csv"), ("Export as JSON", "json")] {
        window.click("Export statement").await?;
        window.click_kind("item", entry).await?;
        let file = written(desk, window, ending).await?;
        if ending == "pdf" {
            let text = text_of_pdf(&file)?;
            let title = format!("Statement of {}", month.text());
            for words in [title.as_str(), "Can be disputed", "Three months", "Rectification plans"] {
                contains(&text, words)?;
            }
        } else {
            contains(&std::fs::read_to_string(&file)?, "10300.00")?;
        }
    }
    Ok(())
}

/// A table with a reason corrects the posted month: what changes is told, and its difference stands on the next one.
async fn correct(desk: &Desk, window: &Window, month: &Calendar) -> Outcome {
    let table = desk.files().join("again.csv");
    std::fs::write(&table, format!("month,fcr_resolved,fcr_n\n{},29000,40110\n", month.iso()))?;
    desk.choose_next(&table)?;
    // Closed again, so that what is below it comes into view.
    window.click("First contact resolution").await?;
    window.click("Import a correction").await?;
    window.fill("Reason of the correction", "cases of another queue were counted").await?;
    window.click("Choose a file").await?;
    window.wait_for("changes what is here").await?;
    window.picture("scorecard-offer").await?;
    window.check_access("the question before a table is taken").await?;
    window.click("Take the file’s").await?;
    window.wait_for("it goes on the next statement").await?;
    window.wait_for("Corrected since").await?;
    window.wait_for("cases of another queue were counted").await?;
    window.picture("scorecard-corrected").await?;
    window.check_access("a corrected month").await?;

    let later = desk.files().join("later.csv");
    std::fs::write(&later, format!("month,fcr_resolved,fcr_n\n{},29500,40000\n", month.next().iso()))?;
    desk.choose_next(&later)?;
    window.click("Import actuals").await?;
    window.wait_for("it is posted with this statement").await?;
    window.wait_for("Total of this statement with corrections").await?;
    window.picture("scorecard-next").await?;
    Ok(())
}
