//! What changes nothing: formatting, the order of definitions and files, the order of rows.

use crate::harness::{Choice, Read, engine, read};
use crate::tape::Tape;
use crate::world::World;
use crate::{in_a_wide_room, make, seeds};
use ramme_diag::{FileId, Limits, Severity};

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
    let mut out = Vec::new();
    match engine(read, world, &Choice::default()) {
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
