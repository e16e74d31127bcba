//! Columns with status and places, and the files they come from.
