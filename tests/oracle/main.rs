//! Two evaluators, one meaning: what the engine says of a rulebook and data, and what a second evaluator says, written
//! from the reference and without anything of the engine.
//!
//! In an ordinary run the cases are few and always the same. `ORACLE_CASES=20000 cargo test --test oracle` tries as many;
//! what differs is told with its rulebook and data, and with a seed: `ORACLE_SEED=457 cargo test --test oracle` takes that
//! case again.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod aggregate;
mod days;
mod eval;
mod harness;
mod make;
mod properties;
mod rows;
mod scale;
mod share;
mod tape;
mod truth;
mod value;
mod world;

use harness::{agree, read, read_files};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use ramme_diag::{Code, Severity};
use std::collections::BTreeMap;
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

/// A number of cases: as many as `ORACLE_CASES` says, or a few.
fn many(few: u64) -> u64 {
    std::env::var("ORACLE_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(few)
}

/// The seeds of the cases: a few, the same each time; `ORACLE_CASES` says how many, `ORACLE_SEED` takes a single one again.
fn seeds(few: u64) -> std::ops::Range<u64> {
    match std::env::var("ORACLE_SEED").ok().and_then(|n| n.parse().ok()) {
        Some(seed) => seed..seed + 1,
        None => 0..many(few),
    }
}

/// Rulebooks and data that nobody wrote. What differs is told with its seed; of the first, the rulebook and the data.
#[test]
fn engine_and_oracle_agree_on_made_rulebooks() {
    let told = in_a_wide_room(|| {
        let mut different = Vec::new();
        for seed in seeds(150) {
            let mut tape = Tape::endless(seed);
            let text = make::rulebook(&mut tape).join("\n\n");
            let read = read(std::slice::from_ref(&text));
            let world = World::random(&read.book, &mut tape);
            let choice = harness::Choice::random(&read.book, &mut tape);
            if let Err(why) = agree(&read, &world, &choice) {
                let whole = format!("\n{text}\n{choice:?}\n{}", world.told(&read.book));
                let whole = if different.is_empty() { whole } else { String::new() };
                different.push(format!("seed {seed}: {why}{whole}"));
            }
        }
        if different.is_empty() { Ok(()) } else { Err(different.join("\n")) }
    });
    assert!(told.is_ok(), "{}", told.unwrap_err());
}

/// What is well typed by construction is so by the checker.
#[test]
fn made_rulebooks_are_well_typed() {
    let mut refused: BTreeMap<String, (u64, String)> = BTreeMap::new();
    for seed in seeds(300) {
        let text = make::rulebook(&mut Tape::endless(seed)).join("\n\n");
        // The first thing that is said; others may follow from it.
        let said = read(&[text]).said;
        let wrong = |c: &Code| c.severity() == Severity::Error && *c != Code::TotalWithParts;
        if let Some((code, message)) = said.iter().find(|(c, _)| wrong(c)) {
            refused.entry(format!("{code:?}")).or_insert((0, format!("{seed}: {message}"))).0 += 1;
        }
    }
    assert!(refused.is_empty(), "{refused:#?}");
}
