//! Delimited text to fields, with the line on which every field begins.
//!
//! In: a text and its delimiter. Out: one record at a time, or what keeps it from being one. Not here: headings, which
//! row is too short, what a field means.
//!
//! Written by hand rather than taken from a library, because a data error has to name the line on which a cell begins,
//! also after quoted line ends, and because a quote that is never closed or is followed by rubbish is an error here and
//! not a long field. The tests hold it to the `csv` crate on everything that both accept.

/// One record: its fields one after the other in `text`, each with its end and its line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Record {
    /// The contents of all fields, unquoted.
    pub text: String,
    /// Where each field ends in `text`.
    pub ends: Vec<usize>,
    /// The line on which each field begins, from 1.
    pub lines: Vec<u32>,
}

impl Record {
    fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.lines.clear();
    }

    /// The fields, in order.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| self.text.get(start..*end).unwrap_or(""))
    }

    /// The line on which the record begins.
    pub fn line(&self) -> u32 {
        self.lines.first().copied().unwrap_or(1)
    }

    /// True for a line with nothing on it.
    pub fn is_blank_line(&self) -> bool {
        self.ends == [0]
    }
}

/// What keeps a text from being records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// A quote that is opened and never closed; nothing after it can be read.
    OpenQuote,
    /// Something other than the delimiter or a line end after a closing quote.
    AfterQuote,
    /// A field of more than so many bytes; nothing after it is read.
    LongField(u64),
    /// A record of more than so many bytes; nothing after it is read.
    LongRecord(u64),
}

/// A trouble with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TroubleAt {
    /// What.
    pub trouble: Trouble,
    /// The line on which the field begins, from 1.
    pub line: u32,
    /// Which field of the record, from 1.
    pub column: u32,
}

/// Cuts a text into records.
#[derive(Debug)]
pub(crate) struct Splitter<'a> {
    text: &'a str,
    at: usize,
    line: u32,
    delimiter: u8,
    most_field: usize,
    most_record: usize,
}

/// How a field ended.
enum End {
    Delimiter,
    Record,
}

impl<'a> Splitter<'a> {
    /// A splitter of `text`; the delimiter has to be an ASCII character other than a quote or a line end.
    pub fn new(text: &'a str, delimiter: u8, most_field: u64, most_record: u64) -> Splitter<'a> {
        let narrow = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
        Splitter {
            text,
            at: 0,
            line: 1,
            delimiter,
            most_field: narrow(most_field),
            most_record: narrow(most_record),
        }
    }

    /// Reads the next record into `out`; `false` at the end of the text. After a trouble the next call goes on with the
    /// next record where that can be found, and is at the end where it cannot.
    pub fn next_into(&mut self, out: &mut Record) -> Result<bool, TroubleAt> {
        out.clear();
        if self.at >= self.text.len() {
            return Ok(false);
        }
        loop {
            let (line, column) =
                (self.line, u32::try_from(out.ends.len()).unwrap_or(u32::MAX).saturating_add(1));
            let before = out.text.len();
            out.lines.push(line);
            let read = if self.peek() == Some(b'"') {
                self.quoted(&mut out.text)
            } else {
                self.plain(&mut out.text)
            };
            let end = read.map_err(|trouble| self.stop(trouble, line, column))?;
            out.ends.push(out.text.len());
            if out.text.len().saturating_sub(before) > self.most_field {
                let trouble = Trouble::LongField(self.most_field as u64);
                return Err(self.stop(trouble, line, column));
            }
            if out.text.len() > self.most_record {
                let trouble = Trouble::LongRecord(self.most_record as u64);
                return Err(self.stop(trouble, out.line(), 0));
            }
            if let End::Record = end {
                return Ok(true);
            }
        }
    }

    fn stop(&mut self, trouble: Trouble, line: u32, column: u32) -> TroubleAt {
        match trouble {
            Trouble::AfterQuote => self.skip_line(),
            Trouble::OpenQuote | Trouble::LongField(_) | Trouble::LongRecord(_) => self.at = self.text.len(),
        }
        TroubleAt { trouble, line, column }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// A field without quotes: up to the delimiter or the line end. A quote inside it is a character like any other.
    fn plain(&mut self, out: &mut String) -> Result<End, Trouble> {
        let rest = self.rest();
        let stops = |b: &u8| *b == self.delimiter || *b == b'\n' || *b == b'\r';
        let length = rest.as_bytes().iter().position(stops).unwrap_or(rest.len());
        out.push_str(rest.get(..length).unwrap_or(""));
        self.at = self.at.saturating_add(length);
        Ok(self.end_of_field().unwrap_or(End::Record))
    }

    /// A field in quotes, from its opening quote on; a doubled quote is one.
    fn quoted(&mut self, out: &mut String) -> Result<End, Trouble> {
        self.at = self.at.saturating_add(1);
        let start = self.at;
        loop {
            let rest = self.rest();
            let length = rest.bytes().position(|b| b == b'"').ok_or(Trouble::OpenQuote)?;
            let piece = rest.get(..length).unwrap_or("");
            out.push_str(piece);
            self.line = self.line.saturating_add(line_breaks(piece));
            self.at = self.at.saturating_add(length).saturating_add(1);
            if self.at.saturating_sub(start) > self.most_record {
                return Err(Trouble::LongField(self.most_field as u64));
            }
            if self.peek() != Some(b'"') {
                return self.end_of_field().ok_or(Trouble::AfterQuote);
            }
            out.push('"');
            self.at = self.at.saturating_add(1);
        }
    }

    /// Steps over the delimiter, or over the line end; `None` if neither stands here.
    fn end_of_field(&mut self) -> Option<End> {
        let Some(byte) = self.peek() else { return Some(End::Record) };
        if byte == self.delimiter {
            self.at = self.at.saturating_add(1);
            return Some(End::Delimiter);
        }
        self.line_end().then_some(End::Record)
    }

    /// Steps over `\n`, `\r\n` or `\r`.
    fn line_end(&mut self) -> bool {
        let length = match self.rest().as_bytes() {
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => return false,
        };
        self.at = self.at.saturating_add(length);
        self.line = self.line.saturating_add(1);
        true
    }

    fn skip_line(&mut self) {
        let rest = self.rest();
        let length = rest.bytes().position(|b| b == b'\n' || b == b'\r').unwrap_or(rest.len());
        self.at = self.at.saturating_add(length);
        self.line_end();
    }
}

/// How many line ends a text holds; `\r\n` is one.
pub(crate) fn line_breaks(text: &str) -> u32 {
    if !text.bytes().any(|b| b == b'\n' || b == b'\r') {
        return 0;
    }
    let bytes = text.as_bytes();
    let next = bytes.iter().skip(1).copied().map(Some).chain(std::iter::once(None));
    let ends =
        bytes.iter().zip(next).filter(|(b, next)| **b == b'\n' || (**b == b'\r' && *next != Some(b'\n')));
    u32::try_from(ends.count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use proptest::prelude::*;

    fn split(text: &str) -> Vec<Result<Vec<(String, u32)>, TroubleAt>> {
        let mut splitter = Splitter::new(text, b',', 64, 256);
        let mut record = Record::default();
        let mut out = Vec::new();
        loop {
            match splitter.next_into(&mut record) {
                Ok(false) => return out,
                Ok(true) => {
                    out.push(Ok(record
                        .fields()
                        .map(str::to_owned)
                        .zip(record.lines.iter().copied())
                        .collect()));
                }
                Err(trouble) => out.push(Err(trouble)),
            }
        }
    }

    fn fields(text: &str) -> Vec<Vec<(String, u32)>> {
        split(text).into_iter().map(Result::unwrap).collect()
    }

    fn cell(text: &str, line: u32) -> (String, u32) {
        (text.to_owned(), line)
    }

    #[test]
    fn every_field_knows_its_line() {
        let text = "a,b\r\n\"x\r\ny\",\"z\n\",w\n\nlast,";
        assert_eq!(
            fields(text),
            vec![
                vec![cell("a", 1), cell("b", 1)],
                vec![cell("x\r\ny", 2), cell("z\n", 3), cell("w", 4)],
                vec![cell("", 5)],
                vec![cell("last", 6), cell("", 6)],
            ]
        );
    }

    #[test]
    fn quotes() {
        assert_eq!(
            fields("\"a \"\"b\"\"\",\"\",c \"d\"\n"),
            vec![vec![cell("a \"b\"", 1), cell("", 1), cell("c \"d\"", 1)]]
        );
        assert_eq!(
            fields("æ,\"ø,å\"\r\r1"),
            vec![vec![cell("æ", 1), cell("ø,å", 1)], vec![cell("", 2)], vec![cell("1", 3)]]
        );
    }

    #[test]
    fn troubles_have_places_and_the_rest_is_read() {
        let found = split("a,\"b\"c,d\n1,2,3\nx,\"open\nmore\n");
        assert_eq!(
            found,
            vec![
                Err(TroubleAt { trouble: Trouble::AfterQuote, line: 1, column: 2 }),
                Ok(vec![cell("1", 2), cell("2", 2), cell("3", 2)]),
                Err(TroubleAt { trouble: Trouble::OpenQuote, line: 3, column: 2 }),
            ]
        );
    }

    #[test]
    fn limits_hold_at_the_byte() {
        let field = "x".repeat(64);
        assert!(split(&field).iter().all(Result::is_ok));
        let found = split(&format!("1\n2,{field}y\n"));
        assert_eq!(
            found.last(),
            Some(&Err(TroubleAt { trouble: Trouble::LongField(64), line: 2, column: 2 }))
        );
        let record = [field.as_str(); 4].join(",");
        assert!(split(&record).iter().all(Result::is_ok));
        let found = split(&format!("{record},y"));
        assert_eq!(found, vec![Err(TroubleAt { trouble: Trouble::LongRecord(256), line: 1, column: 0 })]);
        let swallowed = format!("a\n\"{}\",b", "y\n".repeat(400));
        assert_eq!(
            split(&swallowed).last(),
            Some(&Err(TroubleAt { trouble: Trouble::LongField(64), line: 2, column: 1 }))
        );
    }

    fn by_the_csv_crate(text: &str) -> Vec<Vec<String>> {
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    proptest! {
        #[test]
        fn agrees_with_the_csv_crate(text in "([a-cæ \"]|\"[a,\n]{0,3}\"(,|\n)|,|\r\n|\n|\r){0,40}") {
            let found = split(&text);
            prop_assume!(found.iter().all(Result::is_ok));
            let plain = |r: Vec<(String, u32)>| r.into_iter().map(|(field, _)| field).collect::<Vec<_>>();
            let ours: Vec<Vec<String>> = found.into_iter().map(|r| plain(r.unwrap())).collect();
            // The csv crate leaves out blank lines; `raw` does so one step later.
            let blank = |r: &Vec<String>| r.len() == 1 && r.iter().all(String::is_empty);
            let ours: Vec<_> = ours.into_iter().filter(|r| !blank(r)).collect();
            let theirs: Vec<_> = by_the_csv_crate(&text).into_iter().filter(|r| !blank(r)).collect();
            prop_assert_eq!(ours, theirs);
        }

        #[test]
        fn lines_are_counted_right(cells in prop::collection::vec("[a\n,]{0,6}", 1..12)) {
            let mut text = String::new();
            let mut lines = Vec::new();
            for cell in &cells {
                lines.push(1 + u32::try_from(text.matches('\n').count()).unwrap());
                text.push_str(&format!("\"{cell}\","));
                if cell.len() > 3 { text.push('\n'); }
            }
            let found: Vec<(String, u32)> = fields(&text).into_iter().flatten().collect();
            for (cell, line) in cells.iter().zip(lines) {
                prop_assert!(found.contains(&(cell.clone(), line)), "{cell:?} on {line} in {found:?}");
            }
        }
    }
}
