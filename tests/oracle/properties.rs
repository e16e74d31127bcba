//! What changes nothing: formatting, the order of definitions and files, the order of rows, columns as wholes or in blocks, the
//! number of threads.

use crate::harness::{Choice, Read, engine, engine_by, read};
use crate::tape::Tape;
use crate::world::World;
use crate::{in_a_wide_room, make, seeds};
use ramme_diag::{Diagnostic, FileId, Limits, Severity};
use ramme_eval::result::RunResult;
use ramme_eval::run_in_blocks;

/// Formatting keeps the meaning, and formatting again keeps the text.
#[test]
fn formatting_keeps_made_rulebooks() {
    for seed in seeds(100) {
        let text = make::rulebook(&mut Tape::endless(seed)).join("\n\n");
        let parse = |text: &str| ramme_syntax::parse(FileId(0), text, &Limits::default()).0;
        let tree = parse(&text);
        let once = ramme_syntax::format(&tree, &text);
        let again = parse(&once);
        assert!(ramme_syntax::same_meaning(&tree, &again), "seed {seed}\n{text}\n{once}");
        assert_eq!(ramme_syntax::format(&again, &once), once, "seed {seed}\n{text}");
    }
}

/// Every value and verdict in words, in an order of its own.
fn told(read: &Read, world: &World) -> Vec<String> {
    words(engine(read, world, &Choice::default()))
}

fn words(result: Result<RunResult, Vec<Diagnostic>>) -> Vec<String> {
    let mut out = Vec::new();
    match result {
        // Which of several faults stops a run depends on the order in which definitions are computed.
        Err(_) => out.push("stopped".to_owned()),
        Ok(result) => {
            for o in &result.values {
                out.extend(
                    o.cells.iter().map(|c| format!("{}{:?} {:?} {:?}", o.name, c.keys, c.value, c.known)),
                );
            }
            for v in result.judgement.results.iter().chain(&result.judgement.targets) {
                out.push(format!(
                    "{} {:?} {:?} {:?} {:?}",
                    v.rule, v.subject, v.outcome, v.measured, v.limit
                ));
            }
        }
    }
    out.sort();
    out
}

/// Definitions the other way round, in two files; rows the other way round.
#[test]
fn order_decides_nothing() {
    let outcome = in_a_wide_room(|| {
        for seed in seeds(60) {
            let mut tape = Tape::endless(seed);
            let mut items = make::rulebook(&mut tape);
            let one = read(&[items.join("\n\n")]);
            if one.said.iter().any(|(code, _)| code.severity() == Severity::Error) {
                continue;
            }
            let world = World::random(&one.book, &mut tape);
            let first = told(&one, &world);
            let turned = told(&one, &world.turned(&one.book));
            if turned != first {
                let pair = first.iter().zip(&turned).find(|(a, b)| a != b);
                return Err(format!("seed {seed}: the order of rows: {pair:?}\n{}", items.join("\n\n")));
            }
            let mut rest = items.split_off(1);
            rest.reverse();
            let second = rest.split_off(rest.len() / 2);
            let language = items.join("");
            let texts = [second, rest].map(|part| format!("{language}\n\n{}", part.join("\n\n")));
            let other = read(&texts);
            let moved = world.moved(&one.book, &other.book);
            let now = told(&other, &moved);
            if now != first {
                let pair = first.iter().zip(&now).find(|(a, b)| a != b);
                return Err(format!("seed {seed}: the order of definitions: {pair:?}"));
            }
        }
        Ok(())
    });
    assert!(outcome.is_ok(), "{}", outcome.unwrap_err());
}

/// Small data forced through the way of large ones, on one, two and three threads.
#[test]
fn blocks_and_threads_decide_nothing() {
    let pools: Vec<rayon::ThreadPool> =
        (1..=3).map(|n| rayon::ThreadPoolBuilder::new().num_threads(n).build().unwrap()).collect();
    let outcome = in_a_wide_room(move || {
        let mut run = 0;
        for seed in seeds(150) {
            let mut tape = Tape::endless(seed);
            let text = make::rulebook(&mut tape).join("\n\n");
            let made = read(std::slice::from_ref(&text));
            if made.said.iter().any(|(code, _)| code.severity() == Severity::Error) {
                continue;
            }
            let world = World::random(&made.book, &mut tape);
            let choice = Choice::random(&made.book, &mut tape);
            let wholes = words(engine(&made, &world, &choice));
            run += usize::from(wholes.len() > 1);
            for (threads, pool) in (1..).zip(&pools) {
                let blocks = pool.install(|| words(engine_by(&made, &world, &choice, run_in_blocks)));
                if blocks != wholes {
                    let pair = wholes.iter().zip(&blocks).find(|(a, b)| a != b);
                    return Err(format!(
                        "seed {seed}, {threads} threads: {pair:?}\n{text}\n{}",
                        world.told(&made.book)
                    ));
                }
            }
        }
        if run > 50 { Ok(()) } else { Err(format!("only {run} ran to the end")) }
    });
    assert!(outcome.is_ok(), "{}", outcome.unwrap_err());
}
