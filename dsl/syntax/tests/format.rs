//! The formatter: the same meaning, the same comments, nothing changed the second time.

mod common;

use common::{assert_formats, read};

#[test]
fn scratch() {
    let text = std::fs::read_to_string(std::env::var("F").unwrap()).unwrap();
    let (file, problems) = read(&text);
    eprintln!("{}", common::shown(&text, &problems));
    println!("{}", ramme_syntax::format(&file, &text));
    assert_formats(&text);
}
