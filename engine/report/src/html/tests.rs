//! The page: hostile words, and what every page holds.

use super::*;
use crate::model::{Cell, Column, Report, Row, Table};

#[test]
fn hostile_words_are_inert() {
    let hostile = "<script>alert(1)</script>\"'&\u{202e}\u{1b}";
    let mut table = Table { keys: 1, ..Table::default() };
    table.columns = vec![Column::text(hostile), Column::text("b")];
    table.rows = vec![Row::new(vec![Cell::Text(hostile.to_owned()), Cell::Missing])];
    table.notes = vec![hostile.to_owned()];
    table.caption = Some(hostile.to_owned());
    let mut section = Section::new(hostile);
    section.push(Block::Table(table));
    section.push(Block::Text(hostile.to_owned()));
    section.push(Block::List(vec![hostile.to_owned()]));
    let report = Report {
        title: format!("{hostile}{}", "x".repeat(10_000)),
        basis: vec![hostile.to_owned()],
        sections: vec![section],
        summary: hostile.to_owned(),
    };
    let foot = Foot { command: hostile.to_owned(), facts: vec![(hostile.to_owned(), hostile.to_owned())] };
    let html = page(&report, &foot, &Behind::default(), Lang::Da);
    assert!(!html.contains("<script"), "{html}");
    assert!(!html.contains('\u{202e}') && !html.contains('\u{1b}'));
    assert!(!html.contains("http:") && !html.contains("https:") && !html.contains("url("), "nothing to load");
    for tag in ["table", "section", "ul", "tr", "div", "main", "footer", "details"] {
        let open = html.matches(&format!("<{tag}>")).count() + html.matches(&format!("<{tag} ")).count();
        assert_eq!(open, html.matches(&format!("</{tag}>")).count(), "{tag}");
    }
}

#[test]
fn escaping_is_complete() {
    assert_eq!(escape("a<b>&\"'"), "a&lt;b&gt;&amp;&quot;&#39;");
}

#[test]
fn many_readings_are_folded_and_counted_few_stand() {
    let page_of = |readings: usize| {
        let taken: Vec<String> = (0..readings).map(|i| format!("group{i} = first")).collect();
        let line = format!("Readings, each the first of its group: {}.", taken.join("; "));
        let report = Report {
            basis: vec!["Reading: cap = with_cap (as asked for)".to_owned(), line],
            ..Report::default()
        };
        page(&report, &Foot::default(), &Behind::default(), Lang::En)
    };
    let many = page_of(5);
    assert!(many.contains("<summary>6 readings of what the texts leave open</summary>"), "{many}");
    assert!(many.contains("group4: first.") && many.contains("cap: with_cap"), "{many}");
    assert!(!page_of(3).contains("<details class=\"basis\">"));
}

#[test]
fn a_table_of_many_columns_stands_in_pieces_that_keep_what_names_the_row_and_ranges() {
    let mut table = Table { keys: 1, ..Table::default() };
    table.columns.push(Column::text("year"));
    for at in 0..6 {
        table.columns.push(Column::text(format!("v{at}")));
        table.columns.push(Column::text(format!("v{at}, range")));
    }
    let cells = (0..13).map(|at| Cell::Text(format!("c{at}."))).collect();
    table.rows = vec![Row::new(cells)];
    let mut section = Section::new("wide");
    section.push(Block::Table(table));
    let report = Report { sections: vec![section], ..Report::default() };
    let html = page(&report, &Foot::default(), &Behind::default(), Lang::En);
    let tables: Vec<&str> = html.split("<table>").skip(1).collect();
    assert_eq!(tables.len(), 2, "{html}");
    assert!(tables.iter().all(|piece| piece.contains(">year</th>") && piece.contains("c0.")), "{html}");
    // Ten would end between the fifth value and its range: both begin the second piece.
    assert!(tables[0].contains("v3, range") && !tables[0].contains("v4"), "{html}");
    assert!(tables[1].contains(">v4</th>") && tables[1].contains("v5, range"), "{html}");
    assert_eq!((0..13).filter(|at| html.contains(&format!("c{at}."))).count(), 13);
}
