//! A large delimited file, read in pieces by several threads, straight into integers and numbered texts.
//!
//! In: a stream of bytes, and what each of its columns holds. Out: pieces with the rows in the order of the file, each
//! column as narrow integers or as numbers of texts, and the hash of all bytes. Files that are out of the ordinary (quotes or
//! line ends inside quotes, blank lines, rows of unequal length, carriage returns inside lines, other encodings) are not read here: they are
//! [`Unfit`], and the general reader (`raw`) reads them or says what is wrong. A cell out of the ordinary is handed on as text.
//! Not here: what a column means, messages.
//!
//! Rows stand on one line each, without lines between, so a cell's line follows from its row: nothing is kept for it.

mod cells;
mod field;
mod piece;

use std::io::Read;
use std::sync::{Arc, Mutex};

pub use cells::{Cells, NumberCells, TextCells};
pub use field::{Ask, NumberForm};
pub use piece::Piece;

use crate::names::Names;
use field::Months;

/// How much a thread takes at a time. So much that each column of a piece is a mapping of its own to most allocators, which is
/// given back when the column is laid out: of small ones the holes between others would stay.
const PIECE: usize = 1 << 22;

/// How much is read for the headings.
const HEAD: usize = 1 << 16;

/// For how many texts room is made before they are there.
const MOST_ROOM: usize = 1 << 18;

/// The general reader has to see to this file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unfit;

/// How a file is read.
#[derive(Debug, Clone)]
pub struct Form {
    /// Between cells.
    pub delimiter: u8,
    /// What each column holds, in the order of the file.
    pub asks: Vec<Ask>,
    /// The most bytes of a line.
    pub most_line: usize,
    /// The most rows.
    pub most_rows: usize,
    /// How many threads read.
    pub threads: usize,
}

/// The first line of a file, and what was read beyond it.
pub struct Head {
    /// The headings as they stand, without byte order mark and line end.
    pub line: String,
    /// The bytes after the line.
    rest: Vec<u8>,
    hasher: blake3::Hasher,
}

/// A file that was read.
#[derive(Debug)]
pub struct Pieces {
    /// The pieces, in the order of the file.
    pub pieces: Vec<Piece>,
    /// For each column the texts that its cells point into; none of columns that hold no texts.
    pub texts: Vec<Arc<Names>>,
    /// How many rows, without the headings.
    pub rows: usize,
    /// BLAKE3 of all bytes, in hex.
    pub hash: String,
}

/// Reads the line of headings.
///
/// # Errors
/// [`Unfit`]: it is not on the first line, or no UTF-8; or the stream cannot be read.
pub fn head(source: &mut dyn Read) -> Result<Head, Unfit> {
    let mut bytes = Vec::new();
    let mut hasher = blake3::Hasher::new();
    take(source, &mut bytes, HEAD, &mut hasher)?;
    let end = memchr::memchr(b'\n', &bytes).ok_or(Unfit)?;
    let rest = bytes.split_off(end.saturating_add(1));
    let line = String::from_utf8(bytes).map_err(|_| Unfit)?;
    let line = line.trim_end_matches('\n');
    let line = line.strip_suffix('\r').unwrap_or(line);
    let line = line.strip_prefix('\u{feff}').unwrap_or(line);
    if line.trim().is_empty() || line.contains('\r') {
        return Err(Unfit);
    }
    Ok(Head { line: line.to_owned(), rest, hasher })
}

/// Reads the rows after the headings.
///
/// # Errors
/// [`Unfit`].
pub fn rows(head: Head, source: &mut (dyn Read + Send), form: &Form) -> Result<Pieces, Unfit> {
    let months = Months::all();
    let feed = Mutex::new(Feed {
        source,
        carry: head.rest,
        hasher: head.hasher,
        next: 0,
        rows: 0,
        ended: false,
        failed: false,
        most_line: form.most_line,
    });
    let done: Mutex<Vec<(usize, Piece)>> = Mutex::new(Vec::new());
    rayon::scope(|scope| {
        for _ in 0..form.threads.max(1) {
            scope.spawn(|_| work(&feed, &done, form, months));
        }
    });
    let feed = feed.into_inner().map_err(|_| Unfit)?;
    let mut pieces = done.into_inner().map_err(|_| Unfit)?;
    if feed.failed {
        return Err(Unfit);
    }
    pieces.sort_by_key(|(at, _)| *at);
    let mut pieces: Vec<Piece> = pieces.into_iter().map(|(_, piece)| piece).collect();
    let texts = (0..form.asks.len()).map(|column| Arc::new(renumber(&mut pieces, column))).collect();
    Ok(Pieces { texts, rows: feed.rows, hash: feed.hasher.finalize().to_hex().to_string(), pieces })
}

/// One thread: takes pieces of the file until there are none, or one is out of the ordinary.
fn work(feed: &Mutex<Feed<'_>>, done: &Mutex<Vec<(usize, Piece)>>, form: &Form, months: &Months) {
    let mut bytes = Vec::new();
    loop {
        let Ok(at) = feed.lock().map_err(|_| Unfit).and_then(|mut feed| feed.next(&mut bytes)) else {
            return fail(feed);
        };
        let Some(at) = at else { return };
        let Ok(piece) = piece::read(&bytes, form, months) else { return fail(feed) };
        let rows = piece.rows;
        let Ok(mut list) = done.lock() else { return };
        list.push((at, piece));
        drop(list);
        let Ok(mut feed) = feed.lock() else { return };
        feed.rows = feed.rows.saturating_add(rows);
        feed.failed |= feed.rows > form.most_rows;
    }
}

fn fail(feed: &Mutex<Feed<'_>>) {
    if let Ok(mut feed) = feed.lock() {
        feed.failed = true;
    }
}

/// The numbers of a column's texts, made the same in all pieces: in the order in which the file first has them.
fn renumber(pieces: &mut [Piece], column: usize) -> Names {
    let mut all = Names::default();
    // How many there are at most; where every piece has the same few, that is not many.
    let most = pieces.iter().map(|piece| match piece.columns.get(column) {
        Some(Cells::Texts(cells)) => cells.names.len(),
        _ => 0,
    });
    all.reserve(most.sum::<usize>().min(MOST_ROOM));
    for piece in pieces {
        if let Some(Cells::Texts(cells)) = piece.columns.get_mut(column) {
            let own = std::mem::take(&mut cells.names);
            cells.numbers = own.iter().map(|text| u32::try_from(all.add(text)).unwrap_or(u32::MAX)).collect();
        }
    }
    all
}

/// Reads until the buffer has so many bytes more, or the stream ends; true where it has ended.
fn take(
    source: &mut dyn Read,
    bytes: &mut Vec<u8>,
    many: usize,
    hasher: &mut blake3::Hasher,
) -> Result<bool, Unfit> {
    let start = bytes.len();
    let read = source.take(many as u64).read_to_end(bytes).map_err(|_| Unfit)?;
    hasher.update(bytes.get(start..).unwrap_or_default());
    Ok(read < many)
}

/// What the threads take their pieces from.
struct Feed<'s> {
    source: &'s mut (dyn Read + Send),
    /// What was read beyond the last whole line.
    carry: Vec<u8>,
    hasher: blake3::Hasher,
    next: usize,
    rows: usize,
    ended: bool,
    failed: bool,
    most_line: usize,
}

impl Feed<'_> {
    /// The next whole lines; none where there are no more.
    fn next(&mut self, bytes: &mut Vec<u8>) -> Result<Option<usize>, Unfit> {
        if self.failed || (self.ended && self.carry.is_empty()) {
            return Ok(None);
        }
        bytes.clear();
        bytes.append(&mut self.carry);
        if !self.ended {
            let many = PIECE.saturating_sub(bytes.len()).max(self.most_line);
            bytes.reserve_exact(many.saturating_add(1));
            self.ended = take(self.source, bytes, many, &mut self.hasher)?;
        }
        if !self.ended {
            let end = memchr::memrchr(b'\n', bytes).ok_or(Unfit)?.saturating_add(1);
            self.carry.extend_from_slice(bytes.get(end..).unwrap_or_default());
            bytes.truncate(end);
        }
        if bytes.is_empty() {
            return Ok(None);
        }
        self.next = self.next.saturating_add(1);
        Ok(Some(self.next))
    }
}
