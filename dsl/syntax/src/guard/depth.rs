//! How deep an expression nests, counted without parsing it.
//!
//! In: words, signs and brackets in the order of the text. Out: a depth that is never less than the parser's own.
//! Not here: what is said about it.

/// What is open at a place of the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    /// A bracket, up to its partner.
    Bracket,
    /// The value after `of`, or a `count`, up to `over`.
    Of,
    /// The condition after `if`, up to `else`.
    If,
    /// What goes on up to the end of the clause, such as the condition after `where`.
    Rest,
}

/// The depth at one place of the text.
#[derive(Default)]
pub(super) struct Depth {
    open: Vec<Open>,
    /// Signs in a row: `not not -x`.
    run: usize,
    /// The depth has been reported for this item.
    reported: bool,
}

impl Depth {
    /// A new item begins.
    pub(super) fn reset(&mut self) {
        *self = Depth::default();
    }

    /// A bracket opens.
    pub(super) fn open(&mut self) {
        self.push(Open::Bracket);
    }

    /// A bracket closes, and with it what was opened inside.
    pub(super) fn close(&mut self) {
        self.run = 0;
        if let Some(at) = self.open.iter().rposition(|&open| open == Open::Bracket) {
            self.open.truncate(at);
        }
    }

    /// A word: some open a construct, some close one, some begin a clause.
    pub(super) fn word(&mut self, word: &str) {
        match word {
            "not" | "previous" => self.run = self.run.saturating_add(1),
            "of" | "count" => self.push(Open::Of),
            "if" => self.push(Open::If),
            "where" | "weighted" | "clamp" | "until" | "allot" | "apportion" => self.push(Open::Rest),
            "over" => {
                self.run = 0;
                self.open.pop_if(|open| *open == Open::Of);
            }
            "else" => self.end_of_condition(),
            "require" | "aim" | "unless" | "deadline" | "expect" | "given" | "cite" | "dated" | "reading"
            | "status" => {
                self.clause();
            }
            _ => self.run = 0,
        }
    }

    /// A sign other than a bracket.
    pub(super) fn sign(&mut self, sign: u8) {
        match sign {
            b'-' => self.run = self.run.saturating_add(1),
            b'=' | b'|' | b':' => self.clause(),
            _ => self.run = 0,
        }
    }

    /// A number or a text.
    pub(super) fn other(&mut self) {
        self.run = 0;
    }

    fn push(&mut self, open: Open) {
        self.run = 0;
        self.open.push(open);
    }

    /// `else` ends the condition after `if`, with all that is open in it.
    fn end_of_condition(&mut self) {
        self.run = 0;
        let at = self.open.iter().rposition(|&open| matches!(open, Open::If | Open::Bracket));
        if let Some(at) = at.filter(|&at| self.open.get(at) == Some(&Open::If)) {
            self.open.truncate(at);
        }
    }

    /// A clause begins, unless brackets are open.
    fn clause(&mut self) {
        self.run = 0;
        if !self.open.contains(&Open::Bracket) {
            self.open.clear();
        }
    }

    /// The depth, where it is more than the limit; said once an item.
    pub(super) fn exceeds(&mut self, limit: u64) -> Option<u64> {
        let met = u64::try_from(self.open.len().saturating_add(self.run)).unwrap_or(u64::MAX);
        if self.reported || met <= limit {
            return None;
        }
        self.reported = true;
        Some(met)
    }
}
