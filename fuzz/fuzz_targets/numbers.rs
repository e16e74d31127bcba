//! Any text as a number, in Danish and in plain style: what is read is read again from what is written.
#![no_main]

#[path = "../import.rs"]
mod import;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| import::numbers(bytes));
