//! What a person waits for, in numbers: medians of several runs, with the spread of the middle half.
//!
//! Run by `make bench`, on the programs as they are shipped. The absolute numbers are the machine's; what is compared across
//! machines are the ratios.

mod command;
mod paint;
mod review;
mod simulate;
mod statistics;

use harness::window::Outcome;

fn main() -> Outcome {
    println!("{:<52} {:>12}   {:>23}", "", "median", "middle half");
    let mut problems = Vec::new();
    for (title, measure) in [
        ("simulation of the sample", simulate::measure as fn() -> Outcome),
        ("design review", review::measure),
        ("start of a command without a display", command::measure),
        ("start of the window", paint::measure),
    ] {
        println!("\n{title}");
        if let Err(problem) = measure() {
            println!("  not measured: {problem}");
            problems.push(title);
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(harness::window::Failure::new(format!("not measured: {}", problems.join(", "))))
    }
}
