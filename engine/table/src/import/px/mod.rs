//! PX files (PC-Axis).
//!
//! In: bytes, a stated encoding or language if there is one. Out: a table, or where and why it cannot be read; a warning
//! where the encoding is not the declared one. Not here: any other format. Every reader of PX has met the same faults:
//! `;` inside texts, texts over lines, signs in or without quotes, lists of periods in three forms; the tests name them.

mod data;
mod header;
mod scan;

use crate::import::encoding::{Decoded, decode, same_encoding, stated};
use crate::import::say;
use crate::import::table::{Cells, ImportedTable, State, checked_product};
use data::{Token, Tokens, cell};
use header::Header;
use ramme_diag::{Diagnostic, Limits, Place, Text};
use std::collections::BTreeMap;

/// What may be stated of a PX file.
#[derive(Debug, Clone, Copy, Default)]
pub struct Stated<'a> {
    /// The encoding, stronger than what the file says.
    pub encoding: Option<&'a str>,
    /// The language of labels, such as `da`; else the file's own.
    pub language: Option<&'a str>,
}

/// Reads a PX file.
///
/// # Errors
/// The first thing that is wrong with its form; every cell that is neither a figure nor a sign, up to a cap.
pub fn read(
    file: &str,
    bytes: &[u8],
    said: Stated<'_>,
    limits: &Limits,
) -> Result<(ImportedTable, Vec<Diagnostic>), Vec<Diagnostic>> {
    let one = |problem: Diagnostic| vec![problem];
    let (decoded, warning) = text_of(file, bytes, said).map_err(one)?;
    let scanned = scan::scan(file, &decoded.text, limits).map_err(one)?;
    let header = header::header(file, &scanned.statements, said.language, limits).map_err(one)?;
    let sizes: Vec<usize> = header.dimensions.iter().map(|d| d.members.len()).collect();
    let product = checked_product(file, &sizes, limits.cube_cells).map_err(one)?;
    let tokens = Tokens::new(scanned.data, scanned.data_at);
    let reading = Reading { file, header: &header, sizes: &sizes, limits, problems: Vec::new() };
    let (cells, rest) = if header.keys.is_empty() {
        (reading.dense(tokens, product, scanned.data.len())?, None)
    } else {
        (reading.sparse(tokens)?, Some(("0".to_owned(), State::Known)))
    };
    let texts = header.texts;
    let mut table = ImportedTable::new(file, header.dimensions, cells);
    table.title = texts.title;
    table.measure = texts.contents;
    table.unit = texts.units;
    table.source = texts.source;
    table.updated = texts.updated;
    table.table_id = texts.table_id;
    table.notes = texts.notes;
    table.decimals = header.decimals;
    table.rest = rest;
    table.fold_measure();
    Ok((table, warning.into_iter().collect()))
}

/// The text, and a warning where the file's own word was not taken.
fn text_of(file: &str, bytes: &[u8], said: Stated<'_>) -> Result<(Decoded, Option<Diagnostic>), Diagnostic> {
    if let Some(label) = said.encoding {
        let reason = Text::both(format!("it is not {label}"), format!("den er ikke {label}"));
        let decoded = stated(bytes, label).ok_or_else(|| say::unreadable(file, reason))?;
        return Ok((decoded, None));
    }
    let (charset, page) = scan::declared(bytes);
    let ansi = charset.is_some_and(|c| c.eq_ignore_ascii_case("ansi"));
    // Without CHARSET the text is of DOS; with it, Latin 1 unless a code page is named.
    let declared = page.unwrap_or_else(|| if ansi { "iso-8859-1" } else { "cp850" }.to_owned());
    let decoded = decode(bytes, Some(&declared));
    let agrees = decoded.text.is_ascii() || same_encoding(&declared, decoded.encoding);
    let warning = (!agrees).then(|| say::encoding(file, &declared, decoded.encoding));
    Ok((decoded, warning))
}

struct Reading<'a> {
    file: &'a str,
    header: &'a Header,
    sizes: &'a [usize],
    limits: &'a Limits,
    problems: Vec<Diagnostic>,
}

impl Reading<'_> {
    fn place(&self, (line, column): (u32, u32)) -> Place {
        Place::cell(self.file, line, column, None)
    }

    fn broken(&self, at: (u32, u32), en: &str, da: &str) -> Vec<Diagnostic> {
        vec![say::broken(self.place(at), "PX", Text::both(en, da))]
    }

    fn full(&self) -> bool {
        self.problems.len() as u64 >= self.limits.diagnostics
    }

    /// A cell's figure and state, or a problem.
    fn cell<'t>(&mut self, token: Token<'t>, at: (u32, u32)) -> (&'t str, State) {
        if let Some(found) = cell(token, &self.header.signs) {
            return found;
        }
        let (Token::Bare(text) | Token::Quoted(text)) = token;
        let reason = Text::both(
            "cells of PX are figures with a decimal point, or signs in quotes",
            "celler i PX er tal med decimalpunktum eller tegn i anførselstegn",
        );
        self.problems.push(say::bad_cell(self.place(at), text, reason));
        ("", State::Blank)
    }

    /// All cells, row-major: the stub runs slowest, the heading fastest.
    fn dense(
        mut self,
        mut tokens: Tokens<'_>,
        product: usize,
        bytes: usize,
    ) -> Result<Cells, Vec<Diagnostic>> {
        // A cell takes a character and a separator, so no more memory is taken than the file can fill.
        let room = product.min(bytes / 2 + 1);
        let mut cells = Cells::cube(self.header.dimensions.len(), room);
        let mut found: usize = 0;
        while let Some(token) = tokens.next() {
            found = found.saturating_add(1);
            if found <= product && !self.full() {
                let at = tokens.place();
                let (value, state) = self.cell(token, at);
                cells.push(value, state, at);
            }
        }
        self.ended(&tokens)?;
        if found != product {
            self.problems.truncate(0);
            self.problems.push(say::cell_count(self.place(tokens.place()), self.sizes, product, found));
        }
        if self.problems.is_empty() { Ok(cells) } else { Err(self.problems) }
    }

    fn ended(&self, tokens: &Tokens<'_>) -> Result<(), Vec<Diagnostic>> {
        if tokens.broken {
            return Err(self.broken(tokens.place(), "a quote is not closed", "et anførselstegn lukkes ikke"));
        }
        if tokens.closed && !tokens.after().is_empty() {
            let (en, da) = ("something stands after the data", "der står noget efter data");
            return Err(self.broken(tokens.place(), en, da));
        }
        Ok(())
    }

    /// Rows that begin with their keys; what is left out is zero.
    fn sparse(mut self, mut tokens: Tokens<'_>) -> Result<Cells, Vec<Diagnostic>> {
        let stub = self.header.stub;
        let header = self.header;
        let positions: Vec<BTreeMap<&str, u32>> = (0..stub).map(|d| positions(header, d)).collect();
        let heading: usize = self.sizes.iter().skip(stub).product();
        let mut cells = Cells::listed(self.header.dimensions.len());
        let mut seen: BTreeMap<Vec<u32>, u32> = BTreeMap::new();
        let mut row: Vec<u32> = Vec::new();
        while let Some(first) = tokens.next() {
            let start = tokens.place();
            row.clear();
            let mut token = Some(first);
            for known in &positions {
                let found = match token {
                    Some(Token::Quoted(key)) => known.get(key).copied(),
                    _ => None,
                };
                let Some(position) = found else {
                    let (en, da) = (
                        "a key is not among the values of its variable",
                        "en nøgle er ikke blandt variablens værdier",
                    );
                    return Err(self.broken(tokens.place(), en, da));
                };
                row.push(position);
                token = if row.len() < stub { tokens.next() } else { None };
            }
            if let Some(line) = seen.insert(row.clone(), start.0) {
                let (en, da) = (
                    format!("the keys stand already in line {line}"),
                    format!("nøglerne står allerede i linje {line}"),
                );
                return Err(self.broken(start, &en, &da));
            }
            self.row(&mut tokens, &mut row, heading, &mut cells)?;
            if self.full() {
                break;
            }
        }
        self.ended(&tokens)?;
        if self.problems.is_empty() { Ok(cells) } else { Err(self.problems) }
    }

    /// The cells of one row of a sparse file.
    fn row(
        &mut self,
        tokens: &mut Tokens<'_>,
        row: &mut Vec<u32>,
        heading: usize,
        cells: &mut Cells,
    ) -> Result<(), Vec<Diagnostic>> {
        let keys = row.len();
        for at in 0..heading {
            let Some(token) = tokens.next() else {
                let place = self.place(tokens.place());
                let sizes: Vec<usize> = self.sizes.iter().skip(keys).copied().collect();
                return Err(vec![say::cell_count(place, &sizes, heading, at)]);
            };
            let place = tokens.place();
            let (value, state) = self.cell(token, place);
            row.truncate(keys);
            let mut left = at;
            let mut tail = vec![0_u32; self.sizes.len().saturating_sub(keys)];
            for (slot, size) in tail.iter_mut().zip(self.sizes.iter().skip(keys)).rev() {
                *slot = u32::try_from(left % size.max(&1)).unwrap_or(0);
                left /= size.max(&1);
            }
            row.extend(tail);
            cells.push_at(row, value, state, place);
        }
        row.truncate(keys);
        Ok(())
    }
}

/// Where each key of a stub dimension stands: by code or by label, as the file says.
fn positions(header: &Header, dimension: usize) -> BTreeMap<&str, u32> {
    let by_code = header.keys.get(dimension).copied().unwrap_or(false);
    let members = header.dimensions.get(dimension).map_or(&[][..], |d| &d.members);
    members
        .iter()
        .zip(0_u32..)
        .map(|(m, at)| (if by_code { m.code.as_str() } else { m.label.as_str() }, at))
        .collect()
}
