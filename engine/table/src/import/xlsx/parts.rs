//! What a workbook's own files say that its reader does not: hidden rows and columns, merged cells, where a sheet lies.
//!
//! In: XML that was unpacked under a limit. Out: lines, columns and blocks. Not here: cells. This is a scan for a few
//! tags and not a reader of XML: what it does not understand it passes over.

use crate::import::grid::Merge;
use std::collections::{BTreeMap, BTreeSet};

/// What is hidden and merged in a sheet.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct SheetParts {
    pub hidden_lines: BTreeSet<u32>,
    pub hidden_columns: BTreeSet<u32>,
    pub merges: Vec<Merge>,
}

/// The most columns of a sheet.
pub(super) const COLUMNS: u32 = 16_384;
/// The most rows of a sheet.
pub(super) const LINES: u32 = 1_048_576;

/// The attributes of every tag of a name, with or without a prefix.
fn tags<'a>(xml: &'a str, name: &'a str) -> impl Iterator<Item = BTreeMap<&'a str, &'a str>> {
    xml.split('<').filter_map(move |piece| {
        let end = piece.find('>').unwrap_or(piece.len());
        let tag = piece.get(..end)?;
        let head = tag.split(|c: char| c.is_whitespace() || c == '/').next()?;
        let local = head.rsplit(':').next().unwrap_or(head);
        (local == name).then(|| attributes(tag.get(head.len()..).unwrap_or("")))
    })
}

fn attributes(text: &str) -> BTreeMap<&str, &str> {
    let mut out = BTreeMap::new();
    let mut rest = text;
    while let Some((name, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let Some(quote) = after.chars().next().filter(|c| matches!(c, '"' | '\'')) else { break };
        let Some((value, next)) = after.get(1..).and_then(|a| a.split_once(quote)) else { break };
        out.insert(name.trim(), value);
        rest = next;
    }
    out
}

fn is_true(value: Option<&&str>) -> bool {
    value.is_some_and(|v| matches!(*v, "1" | "true"))
}

/// Reads the parts of a sheet.
pub(super) fn of_sheet(xml: &str) -> SheetParts {
    let mut parts = SheetParts::default();
    let mut line: u32 = 0;
    for row in tags(xml, "row") {
        line = row.get("r").and_then(|r| r.parse().ok()).unwrap_or(line.saturating_add(1));
        if is_true(row.get("hidden")) {
            parts.hidden_lines.insert(line);
        }
    }
    for col in tags(xml, "col").filter(|c| is_true(c.get("hidden"))) {
        let number = |key: &str| col.get(key).and_then(|n| n.parse::<u32>().ok());
        if let (Some(first), Some(last)) = (number("min"), number("max")) {
            parts.hidden_columns.extend(first..=last.min(COLUMNS));
        }
    }
    parts.merges = tags(xml, "mergeCell").filter_map(|m| block(m.get("ref")?)).take(100_000).collect();
    parts
}

/// Whether every place that the cells, rows and blocks of a sheet name can be one. A reader that works out the number of a
/// column of twenty letters comes to no number at all.
pub(super) fn places_are_sound(xml: &str) -> bool {
    let sound = |text: &&str| {
        let one = |part: &str| {
            let part = part.replace('$', "");
            let letters = part.bytes().take_while(u8::is_ascii_alphabetic).count();
            let digits = part.bytes().skip(letters).filter(u8::is_ascii_digit).count();
            letters <= 3 && digits <= 7
        };
        text.split([':', ' ']).all(one)
    };
    ["c", "row", "dimension", "mergeCell", "f"]
        .into_iter()
        .all(|name| tags(xml, name).all(|tag| ["r", "ref"].iter().filter_map(|key| tag.get(key)).all(sound)))
}

/// `A1:C2` as a block.
fn block(text: &str) -> Option<Merge> {
    let (from, to) = text.split_once(':')?;
    let ((c1, l1), (c2, l2)) = (cell(from)?, cell(to)?);
    (c1 <= c2 && l1 <= l2).then_some(Merge { lines: (l1, l2), columns: (c1, c2) })
}

/// `AB12` as column and line.
fn cell(text: &str) -> Option<(u32, u32)> {
    let text = text.replace('$', "");
    let split = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = text.split_at_checked(split)?;
    let mut column: u32 = 0;
    for letter in letters.bytes() {
        let value = u32::from(letter.to_ascii_uppercase().checked_sub(b'A').filter(|v| *v < 26)?);
        column = column.checked_mul(26)?.checked_add(value)?.checked_add(1)?;
    }
    let line = digits.parse().ok()?;
    ((1..=COLUMNS).contains(&column) && (1..=LINES).contains(&line)).then_some((column, line))
}

/// The file in which each sheet lies, by the name of the sheet as it stands in the XML.
pub(super) fn sheet_files(files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, String> {
    let text =
        |name: &str| files.get(name).map(|b| String::from_utf8_lossy(b).into_owned()).unwrap_or_default();
    let (book, relations) = (text("xl/workbook.xml"), text("xl/_rels/workbook.xml.rels"));
    let targets: BTreeMap<&str, &str> =
        tags(&relations, "Relationship").filter_map(|r| Some((*r.get("Id")?, *r.get("Target")?))).collect();
    let path = |target: &str| match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("xl/{target}"),
    };
    tags(&book, "sheet")
        .filter_map(|s| {
            let id = s.iter().find(|(key, _)| key.rsplit(':').next() == Some("id") && key.contains(':'))?.1;
            Some((unescaped(s.get("name")?), path(targets.get(id)?)))
        })
        .collect()
}

/// The five entities of XML.
fn unescaped(text: &str) -> String {
    let pairs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    pairs.iter().fold(text.to_owned(), |text, (entity, plain)| text.replace(entity, plain))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn hidden_and_merged() {
        let xml = r#"<x:cols><col min="2" max='3' hidden="1"/></x:cols><x:row r="4" hidden="true"><c/></x:row><row/><row hidden="1"/><mergeCell ref="A1:C2"/><mergeCell ref="ZZZZ1:A2"/>"#;
        let parts = of_sheet(xml);
        assert_eq!(parts.hidden_lines, BTreeSet::from([4, 6]));
        assert_eq!(parts.hidden_columns, BTreeSet::from([2, 3]));
        assert_eq!(parts.merges, [Merge { lines: (1, 2), columns: (1, 3) }]);
        assert_eq!(cell("XFD1048576"), Some((16_384, 1_048_576)));
        assert_eq!(cell("XFE1"), None);
        assert!(places_are_sound(
            r#"<dimension ref="A1:XFD1048576"/><row r="3"><c r="$B$3"/><f ref="A1:A2"/>"#
        ));
        assert!(!places_are_sound(r#"<row r="1"><c r="AAAAAAAA1"/>"#));
        assert!(!places_are_sound(r#"<row r="99999999999"/>"#));
    }
}
