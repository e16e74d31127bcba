//! Any bytes as a rule file: a rulebook or messages.
#![no_main]

#[path = "../rules.rs"]
mod rules;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| rules::checks(bytes));
