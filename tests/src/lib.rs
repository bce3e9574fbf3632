//! Tests that cross borders.
