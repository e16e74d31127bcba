//! What the figures of a file show of its decimal mark and its mark between thousands.
//!
//! In: cells, one by one. Out: what each looks like; what they show together, with examples; and what they leave open. Not
//! here: whether a column holds figures at all (`columns`).

use ramme_diag::{Place, Text};
use ramme_value::NumberStyle;

/// What a text looks like as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Digits only.
    Plain,
    /// The one mark in it can only be a decimal mark: `12.5`, `0,125`.
    Decimal(char),
    /// The marks in it can only stand between thousands: `1.234.567`, `1 234`.
    Thousands(char),
    /// Both are in it: thousands, then decimal: `1.234,50`.
    Both(char, char),
    /// One mark before three digits: `1.234` is one and a bit, or a thousand and more.
    Open(char),
    /// Not a number.
    None,
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}')
}

/// Looks at a text without blanks around it.
#[must_use]
pub fn look(text: &str) -> Look {
    let body = text.strip_prefix(['-', '\u{2212}']).unwrap_or(text);
    if body.is_empty()
        || !body.starts_with(|c: char| c.is_ascii_digit())
        || !body.ends_with(|c: char| c.is_ascii_digit())
    {
        return Look::None;
    }
    if body.bytes().all(|b| b.is_ascii_digit()) {
        return Look::Plain;
    }
    let leading_zero = body.starts_with('0');
    let other = body.char_indices().find(|(_, c)| !c.is_ascii_digit());
    if let Some((head, mark)) = other.filter(|(_, c)| matches!(c, '.' | ',')) {
        // Most figures that are not plain have one mark: they need no lists.
        let rest = body.get(head.saturating_add(1)..).unwrap_or("");
        if rest.bytes().all(|b| b.is_ascii_digit()) {
            return of_marks(&[mark], &[head, rest.len()], leading_zero);
        }
    }
    let mut marks: Vec<char> = Vec::new();
    let mut groups: Vec<usize> = vec![0];
    for c in body.chars() {
        if c.is_ascii_digit() {
            if let Some(last) = groups.last_mut() {
                *last = last.saturating_add(1);
            }
        } else if matches!(c, '.' | ',') || is_space(c) {
            marks.push(if is_space(c) { ' ' } else { c });
            groups.push(0);
        } else {
            return Look::None;
        }
    }
    of_marks(&marks, &groups, leading_zero)
}

fn of_marks(marks: &[char], groups: &[usize], leading_zero: bool) -> Look {
    let (Some(first), Some(last)) = (marks.first().copied(), marks.last().copied()) else {
        return Look::None;
    };
    let head = groups.first().copied().unwrap_or(0);
    let in_threes = |parts: &[usize]| parts.iter().all(|n| *n == 3);
    let head_fits = (1..=3).contains(&head) && !(leading_zero && marks.len() > 1);
    if marks.len() == 1 {
        let after = groups.last().copied().unwrap_or(0);
        return match first {
            ' ' if after == 3 && head_fits && !leading_zero => Look::Thousands(' '),
            ' ' => Look::None,
            mark if after == 3 && head_fits && !leading_zero => Look::Open(mark),
            mark => Look::Decimal(mark),
        };
    }
    let same = marks.iter().all(|m| *m == first);
    let body = groups.get(1..).unwrap_or(&[]);
    if same {
        return if head_fits && in_threes(body) { Look::Thousands(first) } else { Look::None };
    }
    // The last mark is another: it is the decimal mark, and those before it stand between thousands.
    let before = marks.get(..marks.len().saturating_sub(1)).unwrap_or(&[]);
    let middle = body.get(..body.len().saturating_sub(1)).unwrap_or(&[]);
    let sound = before.iter().all(|m| *m == first) && last != ' ' && head_fits && in_threes(middle);
    if sound { Look::Both(first, last) } else { Look::None }
}

/// A cell that shows something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// Its text.
    pub text: String,
    /// Its place.
    pub place: Place,
}

/// What all figures of a file show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// The first cell that shows the comma as decimal mark, and the first that shows the point.
    decimal_comma: Option<Example>,
    decimal_point: Option<Example>,
    /// The first cell with each mark between thousands.
    thousands_point: Option<Example>,
    thousands_comma: Option<Example>,
    thousands_space: Option<Example>,
    /// The first cell that can be read in two ways.
    open: Option<(char, Example)>,
    open_count: usize,
}

/// What is settled of the marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// No figure has a mark.
    Unmarked,
    /// This style, shown by this cell.
    Style(NumberStyle, Example),
    /// This cell can be read in two ways.
    Open(char, Example, usize),
    /// Two cells show different styles.
    Clash(Example, Example),
}

impl Marks {
    /// Takes a cell into account.
    pub fn add(&mut self, look: Look, example: impl Fn() -> Example) {
        let set = |slot: &mut Option<Example>| {
            if slot.is_none() {
                *slot = Some(example());
            }
        };
        match look {
            Look::Plain | Look::None => {}
            Look::Decimal(',') => set(&mut self.decimal_comma),
            Look::Decimal(_) => set(&mut self.decimal_point),
            Look::Thousands('.') => set(&mut self.thousands_point),
            Look::Thousands(',') => set(&mut self.thousands_comma),
            Look::Thousands(_) => set(&mut self.thousands_space),
            Look::Both(thousands, decimal) => {
                set(match thousands {
                    '.' => &mut self.thousands_point,
                    ',' => &mut self.thousands_comma,
                    _ => &mut self.thousands_space,
                });
                set(if decimal == ',' { &mut self.decimal_comma } else { &mut self.decimal_point });
            }
            Look::Open(mark) => {
                self.open_count = self.open_count.saturating_add(1);
                if self.open.is_none() {
                    self.open = Some((mark, example()));
                }
            }
        }
    }

    /// Takes what other figures show into account.
    pub fn merge(&mut self, other: &Marks) {
        let first = |mine: &mut Option<Example>, theirs: &Option<Example>| {
            if mine.is_none() {
                mine.clone_from(theirs);
            }
        };
        first(&mut self.decimal_comma, &other.decimal_comma);
        first(&mut self.decimal_point, &other.decimal_point);
        first(&mut self.thousands_point, &other.thousands_point);
        first(&mut self.thousands_comma, &other.thousands_comma);
        first(&mut self.thousands_space, &other.thousands_space);
        if self.open.is_none() {
            self.open.clone_from(&other.open);
        }
        self.open_count = self.open_count.saturating_add(other.open_count);
    }

    /// What follows. A mark that is the decimal one cannot stand between thousands, and the other way round.
    #[must_use]
    pub fn settle(&self) -> Settled {
        let comma = self.decimal_comma.as_ref().or(self.thousands_point.as_ref());
        let point = self.decimal_point.as_ref().or(self.thousands_comma.as_ref());
        let space = self.thousands_space.as_ref();
        match (comma, point) {
            (Some(a), Some(b)) => Settled::Clash(a.clone(), b.clone()),
            (Some(shown), None) => {
                let thousands = if space.is_some() { ' ' } else { '.' };
                let style = NumberStyle { decimal: ',', thousands: Some(thousands) };
                self.spaced(style, shown)
            }
            (None, Some(shown)) => {
                let thousands = if space.is_some() { ' ' } else { ',' };
                self.spaced(NumberStyle { decimal: '.', thousands: Some(thousands) }, shown)
            }
            (None, None) => match (&self.open, space) {
                // Spaces stand between thousands, so a point or comma does not.
                (Some((mark, _)), Some(shown)) => {
                    Settled::Style(NumberStyle { decimal: *mark, thousands: Some(' ') }, shown.clone())
                }
                (Some((mark, example)), None) => Settled::Open(*mark, example.clone(), self.open_count),
                (None, Some(shown)) => Settled::Style(NumberStyle::DANISH_SPACED, shown.clone()),
                (None, None) => Settled::Unmarked,
            },
        }
    }

    /// Spaces and another mark between thousands do not go together.
    fn spaced(&self, style: NumberStyle, shown: &Example) -> Settled {
        let other = self.thousands_point.as_ref().or(self.thousands_comma.as_ref());
        match (other, self.thousands_space.as_ref()) {
            (Some(a), Some(b)) => Settled::Clash(a.clone(), b.clone()),
            _ => Settled::Style(style, shown.clone()),
        }
    }
}

/// A style in words.
#[must_use]
pub fn in_words(style: NumberStyle) -> Text {
    let name = |c: char, lang_da: bool| match (c, lang_da) {
        (',', false) => "comma",
        (',', true) => "komma",
        ('.', false) => "point",
        ('.', true) => "punktum",
        (_, false) => "space",
        (_, true) => "mellemrum",
    };
    let words = |da: bool| {
        let decimal = name(style.decimal, da);
        match style.thousands {
            Some(mark) if da => format!("{decimal} før decimaler, {} mellem tusinder", name(mark, da)),
            Some(mark) => format!("{decimal} before decimals, {} between thousands", name(mark, da)),
            None if da => format!("{decimal} før decimaler, intet mellem tusinder"),
            None => format!("{decimal} before decimals, nothing between thousands"),
        }
    };
    Text::both(words(false), words(true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_texts_look_like() {
        let table = [
            ("12", Look::Plain),
            ("-12", Look::Plain),
            ("\u{2212}1,5", Look::Decimal(',')),
            ("1.5", Look::Decimal('.')),
            ("1234.567", Look::Decimal('.')),
            ("0.125", Look::Decimal('.')),
            ("0,125", Look::Decimal(',')),
            ("1.234", Look::Open('.')),
            ("123,456", Look::Open(',')),
            ("1.234.567", Look::Thousands('.')),
            ("1 234", Look::Thousands(' ')),
            ("1\u{a0}234\u{202f}567", Look::Thousands(' ')),
            ("1.234,50", Look::Both('.', ',')),
            ("1,234.5", Look::Both(',', '.')),
            ("1 234,5", Look::Both(' ', ',')),
            ("1.234.50", Look::None),
            ("1.23,4.5", Look::None),
            ("12.34,5", Look::None),
            ("1,5,6", Look::None),
            ("12-05", Look::None),
            ("", Look::None),
            ("-", Look::None),
            ("1.", Look::None),
            ("01 234", Look::None),
        ];
        for (text, wanted) in table {
            assert_eq!(look(text), wanted, "{text}");
        }
    }

    fn settle(texts: &[&str]) -> Settled {
        let mut marks = Marks::default();
        for text in texts {
            marks.add(look(text), || Example { text: (*text).to_owned(), place: Place::None });
        }
        marks.settle()
    }

    fn style(texts: &[&str]) -> Option<(char, Option<char>)> {
        match settle(texts) {
            Settled::Style(style, _) => Some((style.decimal, style.thousands)),
            _ => None,
        }
    }

    #[test]
    fn one_cell_can_settle_another_and_one_alone_may_stay_open() {
        assert_eq!(settle(&["12", "7"]), Settled::Unmarked);
        assert!(matches!(settle(&["1.234", "5.678"]), Settled::Open('.', _, 2)));
        assert_eq!(style(&["1.234", "1,5"]), Some((',', Some('.'))));
        assert_eq!(style(&["1.234", "1.234.567"]), Some((',', Some('.'))));
        assert_eq!(style(&["1.234", "1.5"]), Some(('.', Some(','))));
        assert_eq!(style(&["1 234", "5,678"]), Some((',', Some(' '))));
        assert_eq!(style(&["1 234"]), Some((',', Some(' '))));
        assert!(matches!(settle(&["1.5", "1,5"]), Settled::Clash(_, _)));
        assert!(matches!(settle(&["1.234.567", "1 234"]), Settled::Clash(_, _)));
        assert!(matches!(settle(&["1.234", "5,678"]), Settled::Open('.', _, 2)));
    }
}
