//! Two evaluators, one meaning: what the engine says of a rulebook and data, and what a second evaluator says, written
//! from the reference and without anything of the engine.
//!
//! `ORACLE_CASES=20000 cargo test --test oracle` makes a long run on other cases each time; a plain one takes seconds.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod aggregate;
mod days;
mod eval;
mod harness;
mod rows;
mod scale;
mod tape;
mod value;
mod world;

use harness::{agree, read_files};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::path::PathBuf;
use tape::Tape;
use world::World;

/// How many cases a property has: few in an ordinary run, as many as `ORACLE_CASES` says in a long one.
pub fn cases(few: u32) -> ProptestConfig {
    let many = std::env::var("ORACLE_CASES").ok().and_then(|n| n.parse().ok());
    ProptestConfig {
        cases: many.unwrap_or(few),
        max_shrink_iters: 400,
        failure_persistence: None,
        // An ordinary run tries the same cases every time; a long one tries others each time.
        rng_seed: if many.is_some() { RngSeed::Random } else { RngSeed::Fixed(20_231_001) },
        ..ProptestConfig::default()
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every rulebook of the repository: those that are shipped, and each file of the language's tests.
fn rulebooks() -> Vec<(String, Vec<PathBuf>)> {
    let mut shipped = Vec::new();
    harness::rule_files(&root().join("rules"), &mut shipped);
    let mut all = vec![("rules".to_owned(), shipped)];
    let mut language = Vec::new();
    harness::rule_files(&root().join("tests/language"), &mut language);
    all.extend(
        language
            .into_iter()
            .map(|file| (file.file_name().unwrap().to_string_lossy().into_owned(), vec![file])),
    );
    all
}

/// The second evaluator recurses, for a recurrence through 200 years.
fn in_a_wide_room(case: impl FnOnce() -> Result<(), String> + Send + 'static) -> Result<(), String> {
    let room = std::thread::Builder::new().stack_size(512 << 20).spawn(case).unwrap();
    room.join().unwrap_or_else(|_| Err("a panic; see above".to_owned()))
}

proptest! {
    #![proptest_config(cases(150))]

    /// Every rulebook of ours, with data that nobody chose.
    #[test]
    fn engine_and_oracle_agree_on_our_rulebooks(numbers in prop::collection::vec(any::<u32>(), 0..600)) {
        let told = in_a_wide_room(move || {
            let mut tape = Tape::new(numbers);
            let all = rulebooks();
            let (name, files) = &all[tape.pick(all.len())];
            let read = read_files(files);
            let world = World::random(&read.book, &mut tape);
            let choice = harness::Choice::random(&read.book, &mut tape);
            agree(&read, &world, &choice).map_err(|why| format!("{name}: {why}\n{choice:?}\n{world:?}"))
        });
        prop_assert!(told.is_ok(), "{}", told.unwrap_err());
    }
}
