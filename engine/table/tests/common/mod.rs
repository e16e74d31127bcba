//! Workbooks for tests, written by hand, and small helpers.

#![allow(dead_code, clippy::unwrap_used, reason = "each test uses some of it, and may fail loudly")]

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use std::io::Write as _;
use std::path::Path;

/// A fixture.
pub fn file(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files").join(name)).unwrap()
}

/// A zip file, deflated.
pub fn zip(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let (mut out, mut list) = (Vec::new(), Vec::new());
    for (name, content) in files {
        let mut crc = Crc::new();
        crc.update(content);
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(content).unwrap();
        let packed = encoder.finish().unwrap();
        let offset = out.len() as u32;
        let mut common = Vec::new();
        for field in [20_u16, 0, 8, 0, 0x21] {
            common.extend(field.to_le_bytes());
        }
        for field in [crc.sum(), packed.len() as u32, content.len() as u32] {
            common.extend(field.to_le_bytes());
        }
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0, 0]);
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(name.as_bytes());
        out.extend(&packed);
        list.extend(b"PK\x01\x02\x14\x00");
        list.extend(&common);
        list.extend([0_u8; 10]);
        list.extend(offset.to_le_bytes());
        list.extend(name.as_bytes());
    }
    let (start, length, count) = (out.len() as u32, list.len() as u32, files.len() as u16);
    out.extend(&list);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(length.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}

/// A sheet: rows of cells with `|` between, numbers where a cell is one, text where it begins with `'`; a row that begins
/// with `~` is hidden; then what follows the data, such as merged cells.
pub struct Sheet<'a> {
    pub name: &'a str,
    pub rows: &'a [&'a str],
    pub merges: &'a [&'a str],
    pub hidden: bool,
}

impl Sheet<'_> {
    pub fn new<'a>(name: &'a str, rows: &'a [&'a str]) -> Sheet<'a> {
        Sheet { name, rows, merges: &[], hidden: false }
    }

    pub fn xml(&self) -> String {
        let mut out = String::from(
            r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#,
        );
        for (at, row) in self.rows.iter().enumerate() {
            let (row, hidden) = row.strip_prefix('~').map_or((*row, ""), |r| (r, " hidden=\"1\""));
            out.push_str(&format!("<row r=\"{}\"{hidden}>", at + 1));
            for (column, cell) in row.split('|').enumerate() {
                let letter = char::from(b'A' + column as u8);
                let place = format!("{letter}{}", at + 1);
                if cell.is_empty() {
                    continue;
                }
                let number = !cell.starts_with('\'') && cell.parse::<f64>().is_ok();
                if number {
                    out.push_str(&format!("<c r=\"{place}\"><v>{cell}</v></c>"));
                } else {
                    let text = cell.trim_start_matches('\'').replace('&', "&amp;").replace('<', "&lt;");
                    out.push_str(&format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"));
                }
            }
            out.push_str("</row>");
        }
        out.push_str("</sheetData>");
        if !self.merges.is_empty() {
            out.push_str("<mergeCells>");
            for merge in self.merges {
                out.push_str(&format!("<mergeCell ref=\"{merge}\"/>"));
            }
            out.push_str("</mergeCells>");
        }
        out + "</worksheet>"
    }
}

/// A workbook.
pub fn xlsx(sheets: &[Sheet<'_>]) -> Vec<u8> {
    let xml: Vec<(String, String)> = sheets
        .iter()
        .enumerate()
        .map(|(at, s)| (format!("xl/worksheets/sheet{}.xml", at + 1), s.xml()))
        .collect();
    xlsx_of(sheets, &xml)
}

/// A workbook with given XML.
pub fn xlsx_of(sheets: &[Sheet<'_>], xml: &[(String, String)]) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let (mut book, mut relations, mut types) = (String::new(), String::new(), String::new());
    for (at, sheet) in sheets.iter().enumerate() {
        let n = at + 1;
        let state = if sheet.hidden { " state=\"hidden\"" } else { "" };
        book.push_str(&format!("<sheet name=\"{}\" sheetId=\"{n}\"{state} r:id=\"rId{n}\"/>", sheet.name));
        relations.push_str(&format!(
            "<Relationship Id=\"rId{n}\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"
        ));
        types.push_str(&format!("<Override PartName=\"/xl/worksheets/sheet{n}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"));
    }
    let mut files = vec![
        ("[Content_Types].xml", format!("<Types xmlns=\"{package}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>{types}<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>").into_bytes()),
        ("_rels/.rels", format!("<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"rId1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>").into_bytes()),
        ("xl/workbook.xml", format!("<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets>{book}</sheets></workbook>").into_bytes()),
        ("xl/_rels/workbook.xml.rels", format!("<Relationships xmlns=\"{package}/relationships\">{relations}</Relationships>").into_bytes()),
    ];
    files.extend(xml.iter().map(|(name, text)| (name.as_str(), text.clone().into_bytes())));
    zip(&files)
}
