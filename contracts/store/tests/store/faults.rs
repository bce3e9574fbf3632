//! Databases and disks that do not do what one would like.
