//! The database and the files against real disks, real faults and real data.

mod faults;
mod history;
mod sample;
mod survival;
