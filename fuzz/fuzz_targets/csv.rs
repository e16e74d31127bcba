//! Any bytes as `.csv` end in a table or in diagnostics.
#![no_main]

#[path = "../import.rs"]
mod import;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| import::reads("fuzz.csv", bytes));
