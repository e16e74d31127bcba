//! The formatter: the same meaning, the same comments, nothing changed the second time.

mod common;

#[test]
fn scratch() {
    let Ok(path) = std::env::var("F") else { return };
    let text = std::fs::read_to_string(path).unwrap();
    let (file, problems) = common::read(&text);
    eprintln!("{}", common::shown(&text, &problems));
    println!("{}", ramme_syntax::format(&file, &text));
    common::assert_formats(&text);
}
