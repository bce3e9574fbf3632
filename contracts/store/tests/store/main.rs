//! The database and the files against real disks, real faults and real data.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail like tests")]

mod actuals;
mod elsewhere;
mod entries;
mod faults;
mod files;
mod history;
mod import;
mod import_doubts;
mod import_kinds;
mod import_periods;
mod import_signs;
mod import_workbook;
mod real_files;
mod sample;
mod survival;
mod templates;
