//! Any bytes as a rule file: formatted, the same meaning.
#![no_main]

#[path = "../rules.rs"]
mod rules;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| rules::formats(bytes));
