//! Spans: a stretch of one text.
//!
//! In: byte offsets. Out: a small copyable value. Not here: the text (`source`), lines and columns.

/// One text of a [`crate::SourceMap`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// The bytes from `start` up to, but not including, `end` of one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The text.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// A span; if `end` lies before `start`, it is empty at `start`.
    #[must_use]
    pub const fn new(file: FileId, start: u32, end: u32) -> Span {
        Span { file, start, end: if end < start { start } else { end } }
    }

    /// A span of byte offsets as the standard library counts them; offsets above 32 bits end there.
    #[must_use]
    pub fn at(file: FileId, bytes: std::ops::Range<usize>) -> Span {
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span::new(file, narrow(bytes.start), narrow(bytes.end))
    }

    /// The smallest span that holds both; `self` if they are in different texts.
    #[must_use]
    pub fn join(self, other: Span) -> Span {
        if self.file != other.file {
            return self;
        }
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// How many bytes.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether it holds no byte.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether a byte lies in it.
    #[must_use]
    pub const fn contains(self, byte: u32) -> bool {
        self.start <= byte && byte < self.end
    }

    /// The empty span at its start.
    #[must_use]
    pub const fn start_point(self) -> Span {
        Span { file: self.file, start: self.start, end: self.start }
    }

    /// The empty span at its end.
    #[must_use]
    pub const fn end_point(self) -> Span {
        Span { file: self.file, start: self.end, end: self.end }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joining_and_holding() {
        let (one, two) = (FileId(0), FileId(1));
        let span = Span::new(one, 3, 5).join(Span::new(one, 8, 9));
        assert_eq!(span, Span::new(one, 3, 9));
        assert_eq!(span.join(Span::new(two, 0, 1)), span);
        assert!(span.contains(3) && span.contains(8) && !span.contains(9));
        assert_eq!(Span::new(one, 7, 2), Span::new(one, 7, 7));
        assert!(Span::new(one, 7, 2).is_empty());
        assert_eq!(Span::at(one, 2..usize::MAX).end, u32::MAX);
        assert_eq!((span.start_point().len(), span.end_point().start), (0, 9));
    }
}
