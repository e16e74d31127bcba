//! How deep an expression nests, counted without parsing it.
//!
//! In: words, signs and brackets in the order of the text. Out: a depth that is never less than the parser's own.
//! Not here: what is said about it.

/// The depth at one place of the text.
#[derive(Default)]
pub(super) struct Depth {
    /// One entry an open bracket: how many constructs were open around it.
    brackets: Vec<u64>,
    /// Constructs that were opened by a word since the last bracket, such as the condition after `where`.
    opened: u64,
    /// All of `brackets` together.
    outside: u64,
    /// Signs in a row: `not not -x`.
    run: u64,
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
        self.brackets.push(self.opened);
        self.outside = self.outside.saturating_add(self.opened);
        self.opened = 0;
        self.run = 0;
    }

    /// A bracket closes, and with it what was opened inside.
    pub(super) fn close(&mut self) {
        if let Some(opened) = self.brackets.pop() {
            self.outside = self.outside.saturating_sub(opened);
            self.opened = opened;
        }
        self.run = 0;
    }

    /// A word: some open a construct, some close one, some begin a clause.
    pub(super) fn word(&mut self, word: &str) {
        match word {
            "not" | "previous" => self.run = self.run.saturating_add(1),
            "of" | "where" | "weighted" | "clamp" | "until" | "allot" | "if" => {
                self.run = 0;
                self.opened = self.opened.saturating_add(1);
            }
            "over" | "else" => {
                self.run = 0;
                self.opened = self.opened.saturating_sub(1);
            }
            "require" | "aim" | "unless" | "expect" | "given" | "cite" | "dated" | "reading" => self.clause(),
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

    /// A clause begins, unless brackets are open.
    fn clause(&mut self) {
        self.run = 0;
        if self.brackets.is_empty() {
            self.opened = 0;
        }
    }

    /// The depth, where it is more than the limit; said once an item.
    pub(super) fn exceeds(&mut self, limit: u64) -> Option<u64> {
        let brackets = u64::try_from(self.brackets.len()).unwrap_or(u64::MAX);
        let met = brackets.saturating_add(self.outside).saturating_add(self.opened).saturating_add(self.run);
        if self.reported || met <= limit {
            return None;
        }
        self.reported = true;
        Some(met)
    }
}
