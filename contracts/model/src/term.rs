//! Terms by path.
