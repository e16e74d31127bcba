//! A zip file unpacked under a limit that is counted while unpacking.
//!
//! In: bytes. Out: the files in it, unpacked; or that it is broken, or unpacks to more than the limit. Not here: what
//! they hold. What is handed on to a reader of workbooks is packed anew without compression from the very bytes that were
//! counted, so that no second reader can come to another size.

use flate2::{Crc, Decompress, FlushDecompress, Status};
use ramme_diag::Limits;
use std::collections::BTreeMap;

/// Why a zip file is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Not a zip file, or broken: what is wrong, in English and Danish.
    Broken(&'static str, &'static str),
    /// More files than may be packed in it.
    Entries(u64),
    /// More bytes unpacked than may be.
    Inflated(u64),
}

const END: &[u8] = b"PK\x05\x06";
const CENTRAL: &[u8] = b"PK\x01\x02";
const LOCAL: &[u8] = b"PK\x03\x04";
const CUT: Refusal = Refusal::Broken("it is cut off", "den er afkortet");

fn u16_at(bytes: &[u8], at: usize) -> Option<usize> {
    let two: [u8; 2] = bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
    Some(usize::from(u16::from_le_bytes(two)))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    let four: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(four)).ok()
}

/// Where the list of files ends: its mark is looked for from the end.
fn end_of_list(bytes: &[u8]) -> Option<usize> {
    let from = bytes.len().saturating_sub(70_000);
    let tail = bytes.get(from..)?;
    let at = tail.windows(END.len()).rposition(|w| w == END)?;
    at.checked_add(from)
}

/// Unpacks the files whose name is wanted, counting every byte.
pub(super) fn unpack(
    bytes: &[u8],
    wanted: impl Fn(&str) -> bool,
    limits: &Limits,
) -> Result<BTreeMap<String, Vec<u8>>, Refusal> {
    let end = end_of_list(bytes)
        .ok_or(Refusal::Broken("it is not a workbook (.xlsx)", "den er ikke en projektmappe (.xlsx)"))?;
    if bytes.len().saturating_sub(end) < 22 {
        return Err(CUT);
    }
    let count = u16_at(bytes, end.saturating_add(10)).ok_or(CUT)?;
    if count as u64 > limits.workbook_entries {
        return Err(Refusal::Entries(count as u64));
    }
    let mut at = u32_at(bytes, end.saturating_add(16)).ok_or(CUT)?;
    let mut left = limits.workbook_inflated_bytes;
    let mut out = BTreeMap::new();
    for _ in 0..count {
        let entry = entry(bytes, at).ok_or(CUT)?;
        at = entry.next;
        if !wanted(&entry.name) || entry.name.ends_with('/') {
            continue;
        }
        let content = content(bytes, &entry, left, limits.workbook_inflated_bytes)?;
        left = left.saturating_sub(content.len() as u64);
        if out.insert(entry.name, content).is_some() {
            return Err(Refusal::Broken("two files in it have one name", "to filer i den har samme navn"));
        }
    }
    Ok(out)
}

struct Entry {
    name: String,
    method: usize,
    flags: usize,
    packed: usize,
    local: usize,
    next: usize,
}

fn entry(bytes: &[u8], at: usize) -> Option<Entry> {
    if bytes.get(at..at.checked_add(4)?)? != CENTRAL {
        return None;
    }
    let field = |offset: usize| u16_at(bytes, at.checked_add(offset)?);
    let wide = |offset: usize| u32_at(bytes, at.checked_add(offset)?);
    let (name_length, extra, comment) = (field(28)?, field(30)?, field(32)?);
    let start = at.checked_add(46)?;
    let end = start.checked_add(name_length)?;
    let name = String::from_utf8_lossy(bytes.get(start..end)?).replace('\\', "/");
    Some(Entry {
        name,
        method: field(10)?,
        flags: field(8)?,
        packed: wide(20)?,
        local: wide(42)?,
        next: end.checked_add(extra)?.checked_add(comment)?,
    })
}

/// The bytes of one file.
fn content(bytes: &[u8], entry: &Entry, left: u64, limit: u64) -> Result<Vec<u8>, Refusal> {
    if entry.flags & 1 == 1 {
        return Err(Refusal::Broken("it is locked with a password", "den er låst med en adgangskode"));
    }
    let start = entry.local;
    if bytes.get(start..start.saturating_add(4)) != Some(LOCAL) {
        return Err(CUT);
    }
    let name = u16_at(bytes, start.saturating_add(26)).ok_or(CUT)?;
    let extra = u16_at(bytes, start.saturating_add(28)).ok_or(CUT)?;
    let from = start.saturating_add(30).saturating_add(name).saturating_add(extra);
    let packed = bytes.get(from..from.saturating_add(entry.packed)).ok_or(CUT)?;
    match entry.method {
        0 if packed.len() as u64 > left => Err(Refusal::Inflated(limit)),
        0 => Ok(packed.to_vec()),
        8 => inflate(packed, left, limit),
        _ => Err(Refusal::Broken(
            "it is packed in a way that is not known",
            "den er pakket på en måde, der ikke kendes",
        )),
    }
}

/// Unpacks piece by piece, and stops as soon as more has come out than may.
fn inflate(packed: &[u8], left: u64, limit: u64) -> Result<Vec<u8>, Refusal> {
    let mut work = Decompress::new(false);
    let mut out: Vec<u8> = Vec::new();
    let mut piece = vec![0_u8; 64 * 1024];
    loop {
        let (before_in, before_out) = (work.total_in(), work.total_out());
        let rest = usize::try_from(before_in).ok().and_then(|at| packed.get(at..)).unwrap_or(&[]);
        let status = work.decompress(rest, &mut piece, FlushDecompress::None).map_err(|_| {
            Refusal::Broken("a file in it cannot be unpacked", "en fil i den kan ikke pakkes ud")
        })?;
        let made = usize::try_from(work.total_out().saturating_sub(before_out)).unwrap_or(0);
        if work.total_out() > left {
            return Err(Refusal::Inflated(limit));
        }
        out.extend_from_slice(piece.get(..made).unwrap_or(&[]));
        let stuck = made == 0 && work.total_in() == before_in;
        match status {
            Status::StreamEnd => return Ok(out),
            _ if stuck => return Err(CUT),
            _ => {}
        }
    }
}

/// Packs files without compression.
pub(super) fn pack(files: &BTreeMap<String, Vec<u8>>) -> Option<Vec<u8>> {
    let mut out: Vec<u8> = Vec::new();
    let mut list: Vec<u8> = Vec::new();
    for (name, content) in files {
        let mut crc = Crc::new();
        crc.update(content);
        let offset = u32::try_from(out.len()).ok()?;
        let size = u32::try_from(content.len()).ok()?;
        let name_length = u16::try_from(name.len()).ok()?;
        let mut common: Vec<u8> = Vec::new();
        // Version 2.0, UTF-8 names, stored, no time.
        for field in [20_u16, 0x0800, 0, 0, 0x21] {
            common.extend(field.to_le_bytes());
        }
        for field in [crc.sum(), size, size] {
            common.extend(field.to_le_bytes());
        }
        common.extend(name_length.to_le_bytes());
        common.extend([0, 0]);
        out.extend(LOCAL);
        out.extend(&common);
        out.extend(name.as_bytes());
        out.extend(content);
        list.extend(CENTRAL);
        list.extend([20, 0]);
        list.extend(&common);
        list.extend([0_u8; 10]);
        list.extend(offset.to_le_bytes());
        list.extend(name.as_bytes());
    }
    let (start, length) = (u32::try_from(out.len()).ok()?, u32::try_from(list.len()).ok()?);
    let count = u16::try_from(files.len()).ok()?;
    out.extend(&list);
    out.extend(END);
    out.extend([0_u8; 4]);
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(length.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    Some(out)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_packed_unpacks_again() {
        let files =
            BTreeMap::from([("xl/a.xml".to_owned(), b"hello".to_vec()), ("b".to_owned(), Vec::new())]);
        let packed = pack(&files).unwrap();
        assert_eq!(unpack(&packed, |_| true, &Limits::default()).unwrap(), files);
        let only = unpack(&packed, |n| n == "b", &Limits::default()).unwrap();
        assert_eq!(only.len(), 1);
        let small = Limits { workbook_inflated_bytes: 4, ..Limits::default() };
        assert_eq!(unpack(&packed, |_| true, &small), Err(Refusal::Inflated(4)));
        let few = Limits { workbook_entries: 1, ..Limits::default() };
        assert_eq!(unpack(&packed, |_| true, &few), Err(Refusal::Entries(2)));
    }

    #[test]
    fn what_is_cut_off_is_said_to_be() {
        let packed = pack(&BTreeMap::from([("a".to_owned(), vec![7; 50])])).unwrap();
        for length in 0..packed.len() {
            assert!(unpack(&packed[..length], |_| true, &Limits::default()).is_err(), "{length}");
        }
    }
}
