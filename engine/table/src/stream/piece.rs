//! Whole lines of an ordinary file to columns.
//!
//! In: bytes that begin and end with lines. Out: a piece. Not here: where the bytes come from, and the order of pieces.

use super::cells::{Cells, NumberCells, TextCells};
use super::field::{Ask, Months, close, until};
use super::{Form, Unfit};

/// Odd cells that one piece may have; a file with more is not ordinary.
const MOST_ODD: usize = 1 << 12;

/// Some lines of a file.
#[derive(Debug)]
pub struct Piece {
    /// How many rows.
    pub rows: usize,
    /// A column each.
    pub columns: Vec<Cells>,
}

/// Reads whole lines.
pub(super) fn read(bytes: &[u8], form: &Form, months: &Months) -> Result<Piece, Unfit> {
    if std::str::from_utf8(bytes).is_err() || has_lone_return(bytes) {
        return Err(Unfit);
    }
    let mut columns: Vec<Cells> = form
        .asks
        .iter()
        .map(|ask| match ask {
            Ask::Skip => Cells::None,
            Ask::Text => Cells::Texts(TextCells::default()),
            Ask::Number(_) | Ask::Day => Cells::Numbers(NumberCells::default()),
        })
        .collect();
    let last = form.asks.len().checked_sub(1).ok_or(Unfit)?;
    let mut rows: u32 = 0;
    let mut rest = bytes;
    while !rest.is_empty() {
        let line = rest;
        for (at, (ask, cells)) in form.asks.iter().zip(&mut columns).enumerate() {
            let after = field(rest, ask, cells, rows, (form.delimiter, months))?;
            // A lone blank field is a line with nothing on it, in quotes or not.
            if last == 0 && (after.len() == rest.len() || rest.starts_with(b"\"\"")) {
                return Err(Unfit);
            }
            rest = close(after, at == last, form.delimiter).ok_or(Unfit)?;
        }
        if line.len() - rest.len() > form.most_line {
            return Err(Unfit);
        }
        rows = rows.checked_add(1).ok_or(Unfit)?;
    }
    // All pieces of a file are held at once, so that what they do not fill would add up.
    columns.iter_mut().for_each(Cells::shrink);
    Ok(Piece { rows: rows as usize, columns })
}

/// Reads one field; gives the bytes from its end on.
#[inline]
fn field<'b>(
    bytes: &'b [u8],
    ask: &Ask,
    cells: &mut Cells,
    row: u32,
    (delimiter, months): (u8, &Months),
) -> Result<&'b [u8], Unfit> {
    match cells {
        Cells::Numbers(cells) => {
            let plain = |bytes: &'b [u8]| match ask {
                Ask::Number(number) => number.read(bytes),
                Ask::Day => months.read(bytes),
                Ask::Text | Ask::Skip => None,
            };
            if let Some((value, rest)) = plain(bytes)
                && ends(rest, delimiter)
            {
                cells.values.push(value);
                return Ok(rest);
            }
            let (held, rest) = cut(bytes, delimiter)?;
            match plain(held) {
                Some((value, [])) => cells.values.push(value),
                _ => odd(held, cells, row)?,
            }
            Ok(rest)
        }
        Cells::Texts(cells) => text(bytes, cells, delimiter),
        Cells::None => cut(bytes, delimiter).map(|(_, rest)| rest),
    }
}

fn ends(rest: &[u8], delimiter: u8) -> bool {
    rest.first().is_none_or(|b| *b == delimiter || *b == b'\n' || *b == b'\r')
}

/// What a field holds, without its quotes, and the bytes after it.
#[inline]
fn cut(bytes: &[u8], delimiter: u8) -> Result<(&[u8], &[u8]), Unfit> {
    if let Some(body) = bytes.strip_prefix(b"\"") {
        return quoted(body);
    }
    let (held, rest) = until(bytes, delimiter);
    match held.split_last() {
        // A carriage return before the line end belongs to the line end.
        Some((b'\r', field)) => Ok((field, bytes.get(field.len()..).unwrap_or(rest))),
        _ => Ok((held, rest)),
    }
}

/// A field after its opening quote. One that holds line ends or quotes is for the general reader.
fn quoted(body: &[u8]) -> Result<(&[u8], &[u8]), Unfit> {
    let end = memchr::memchr2(b'"', b'\n', body).ok_or(Unfit)?;
    match body.split_at_checked(end) {
        // What follows a closing quote has to close the field, and a second quote does not.
        Some((held, [b'"', rest @ ..])) => Ok((held, rest)),
        _ => Err(Unfit),
    }
}

/// A cell that is not written in the plainest way.
#[cold]
fn odd(held: &[u8], cells: &mut NumberCells, row: u32) -> Result<(), Unfit> {
    cells.values.push(0);
    if held.is_empty() {
        cells.blank.push(row);
        return Ok(());
    }
    if cells.odd.len() >= MOST_ODD {
        return Err(Unfit);
    }
    let text = std::str::from_utf8(held).map_err(|_| Unfit)?;
    cells.odd.push((row, text.to_owned()));
    Ok(())
}

/// A text, as its number in this piece.
#[inline]
fn text<'b>(bytes: &'b [u8], cells: &mut TextCells, delimiter: u8) -> Result<&'b [u8], Unfit> {
    let (last, number) = &cells.last;
    if let Some(rest) = bytes.strip_prefix(last.as_slice())
        && rest.first().is_some_and(|b| *b == delimiter || *b == b'\n')
        && !last.is_empty()
        && last.first() != Some(&b'"')
    {
        cells.cells.push(*number);
        return Ok(rest);
    }
    let (held, rest) = cut(bytes, delimiter)?;
    let number = cells.names.add(std::str::from_utf8(held).map_err(|_| Unfit)?);
    let number = i64::try_from(number).map_err(|_| Unfit)?;
    cells.cells.push(number);
    cells.last.0.clear();
    cells.last.0.extend_from_slice(held);
    cells.last.1 = number;
    Ok(rest)
}

/// A carriage return that no line feed follows ends a line for the general reader.
fn has_lone_return(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b'\r', bytes).any(|at| bytes.get(at.saturating_add(1)) != Some(&b'\n'))
}
