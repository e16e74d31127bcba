//! How long reading and formatting take. Run by hand: `cargo test --release -p ramme-syntax --test speed -- --ignored --nocapture`.

mod common;

use std::time::Instant;

#[test]
#[ignore = "a measurement, not a check"]
fn ten_thousand_lines() {
    let sample = include_str!("samples/every-item.ramme");
    let copies = 10_000 / sample.lines().count() + 1;
    let text: String = std::iter::repeat_n(sample, copies).collect();
    for _ in 0..5 {
        let start = Instant::now();
        let (file, problems) = common::read(&text);
        let read = start.elapsed();
        let start = Instant::now();
        let tidy = ramme_syntax::format(&file, &text);
        println!(
            "{} lines, {} bytes, {} items: read {read:?}, formatted {:?} ({} bytes), {} problems",
            text.lines().count(),
            text.len(),
            file.items.len(),
            start.elapsed(),
            tidy.len(),
            problems.len()
        );
    }
}
