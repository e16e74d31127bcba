//! Fingerprints of passages, and where in a copy the passage of a fingerprint stands.
//!
//! In: lines of text. Out: a fingerprint: how many characters, their sum, and half of a BLAKE3 hash, over the words with
//! single blanks; lines in which the same words stand. Where a line is broken, and whether a word is parted there, is no
//! difference. Not here: which lines are cited (`piece`).

use std::fmt;
use std::ops::Range;

/// A fingerprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Print {
    /// How many characters the words have.
    count: u64,
    /// Their sum, of which the lower sixteen bits are kept: it passes over what cannot be the passage.
    sum: u64,
    hash: String,
}

/// What is kept of a sum.
const SUM: u64 = 0xffff;

impl fmt::Display for Print {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:04x}.{}", self.count, self.sum & SUM, self.hash)
    }
}

impl Print {
    /// Of these lines.
    pub fn of<'l>(lines: impl IntoIterator<Item = &'l str>) -> Print {
        let words: Vec<String> = lines.into_iter().flat_map(words).collect();
        let all = Words::new(words.into_iter().map(|word| (0, word)).collect());
        all.print(0..all.words.len())
    }

    /// As it is written; `None` where it is not in this form.
    pub fn parse(text: &str) -> Option<Print> {
        let mut parts = text.split('.');
        let count = parts.next()?.parse().ok()?;
        let sum = u64::from_str_radix(parts.next()?, 16).ok()?;
        let hash = parts.next().filter(|hash| hash.len() == 32)?.to_owned();
        parts.next().is_none().then_some(Print { count, sum, hash })
    }
}

/// The words of a line as they are compared: without what is not seen, and without a hyphen between letters.
fn words(line: &str) -> Vec<String> {
    line.split_whitespace().map(seen).filter(|word| !word.is_empty()).collect()
}

/// A word without soft hyphens and the like, its joined letters parted, its dashes and quotation marks of one kind: what an
/// encoding or a program makes of them is no difference.
fn seen(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {}
            '\u{2010}'..='\u{2015}' | '\u{2212}' => out.push('-'),
            '\u{2018}'..='\u{201b}' | '\u{b4}' => out.push('\''),
            '\u{201c}'..='\u{201f}' | '\u{ab}' | '\u{bb}' => out.push('"'),
            '\u{2026}' => out.push_str("..."),
            '\u{fb00}' => out.push_str("ff"),
            '\u{fb01}' => out.push_str("fi"),
            '\u{fb02}' => out.push_str("fl"),
            c => out.push(c),
        }
    }
    // Before a letter it may as well stand at the end of a line.
    let letters: Vec<char> = out.chars().collect();
    let between = |at: usize| {
        let near = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|c| c.is_alphabetic());
        near(at.checked_sub(1)) && near(at.checked_add(1))
    };
    letters.iter().enumerate().filter(|(at, c)| **c != '-' || !between(*at)).map(|(_, c)| *c).collect()
}

/// Words in a row, each with its line, and how many characters there are before each.
pub struct Words {
    words: Vec<(u32, String)>,
    /// Before each word, and after the last: how many characters, and their sum, as if every hyphen before a letter were
    /// left out.
    before: Vec<(u64, u64)>,
}

impl Words {
    /// The words of a copy.
    pub fn of(lines: &[String]) -> Words {
        let numbered = (1_u32..).zip(lines);
        Words::new(numbered.flat_map(|(at, line)| words(line).into_iter().map(move |w| (at, w))).collect())
    }

    fn new(words: Vec<(u32, String)>) -> Words {
        let mut all = Words { before: Vec::with_capacity(words.len().saturating_add(1)), words };
        let mut so_far = (0_u64, 0_u64);
        all.before.push(so_far);
        for at in 0..all.words.len() {
            for c in all.word(at, true).chars() {
                so_far = (so_far.0.saturating_add(1), so_far.1.wrapping_add(u64::from(u32::from(c))));
            }
            all.before.push(so_far);
        }
        all
    }

    /// A word; where another follows, without the hyphen that parts it.
    fn word(&self, at: usize, followed: bool) -> &str {
        let word = self.words.get(at).map_or("", |(_, word)| word.as_str());
        if followed && self.is_parted(at) { word.strip_suffix('-').unwrap_or(word) } else { word }
    }

    /// Whether a word goes on in the next: `kom-` and `munen`, and as well `børne-` and `og`.
    fn is_parted(&self, at: usize) -> bool {
        let ends = |word: &str| {
            let mut back = word.chars().rev();
            back.next() == Some('-') && back.next().is_some_and(char::is_alphabetic)
        };
        let this = self.words.get(at).is_some_and(|(_, word)| ends(word));
        let next = at.checked_add(1).and_then(|next| self.words.get(next));
        this && next.and_then(|(_, word)| word.chars().next()).is_some_and(char::is_alphabetic)
    }

    /// How many characters some words have, and their sum.
    fn weight(&self, range: &Range<usize>) -> (u64, u64) {
        let of = |at: usize| self.before.get(at).copied().unwrap_or_default();
        let (from, to) = (of(range.start), of(range.end));
        let (mut count, mut sum) = (to.0.saturating_sub(from.0), to.1.wrapping_sub(from.1));
        // The hyphen of the last word stays: nothing of it follows.
        if range.end.checked_sub(1).is_some_and(|last| last >= range.start && self.is_parted(last)) {
            (count, sum) = (count.saturating_add(1), sum.wrapping_add(u64::from(u32::from('-'))));
        }
        (count, sum)
    }

    fn print(&self, range: Range<usize>) -> Print {
        let mut hasher = blake3::Hasher::new_derive_key("ramme 2 cited passage");
        for at in range.clone() {
            let followed = at.checked_add(1).is_some_and(|next| next < range.end);
            hasher.update(self.word(at, followed).as_bytes());
            if followed && !self.is_parted(at) {
                hasher.update(b" ");
            }
        }
        let (count, sum) = self.weight(&range);
        Print { count, sum: sum & SUM, hash: hasher.finalize().to_hex().chars().take(32).collect() }
    }

    /// The first and last lines in which the words of a fingerprint stand, each place once, no more than `most`.
    pub fn find(&self, wanted: &Print, most: usize) -> Vec<(u32, u32)> {
        let mut found = Vec::new();
        if wanted.count == 0 {
            return found;
        }
        let so_far = |at: usize| self.before.get(at).map_or(u64::MAX, |(count, _)| *count);
        let mut near = 0;
        for start in 0..self.words.len() {
            let enough = so_far(start).saturating_add(wanted.count);
            // One character less, where a hyphen stays.
            while so_far(near).saturating_add(1) < enough {
                near = near.saturating_add(1);
            }
            let ends = (near..near.saturating_add(3)).filter(|end| *end > start && *end <= self.words.len());
            let fits = |end: &usize| {
                let (count, sum) = self.weight(&(start..*end));
                count == wanted.count && sum & SUM == wanted.sum && self.print(start..*end) == *wanted
            };
            if let Some(end) = ends.into_iter().find(fits) {
                let line = |at: usize| self.words.get(at).map_or(1, |(line, _)| *line);
                found.push((line(start), line(end.saturating_sub(1))));
                if found.len() == most {
                    break;
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn of(text: &str) -> Print {
        Print::of(text.lines())
    }

    #[test]
    fn only_words_count() {
        let plain = of("Kommunerne betaler for børne- og ungetilbud.");
        for same in [
            "Kommunerne  betaler\tfor børne- og\u{a0}ungetilbud.\r\n",
            "Kommunerne betaler\nfor børne-\nog ungetilbud.",
            "Kom-\nmunerne betaler for\n\n\u{c}børne- og ungetil-\nbud.",
            "Kom\u{ad}munerne betaler for børne\u{2013} og unge-tilbud.",
        ] {
            assert_eq!(of(same), plain, "{same}");
        }
        for other in [
            "Kommunerne betaler for børn- og ungetilbud.",
            "kommunerne betaler for børne- og ungetilbud.",
            "Kommunerne betaler forbørne- og ungetilbud.",
            "Kommunerne betaler ikke for børne- og ungetilbud.",
        ] {
            assert_ne!(of(other), plain, "{other}");
        }
    }

    #[test]
    fn signs_and_figures_count() {
        assert_ne!(of("stiger -2 pct."), of("stiger 2 pct."));
        assert_ne!(of("2023-2024"), of("20232024"));
        assert_ne!(of("12 3"), of("1 23"));
        assert_eq!(of("\u{2212}2 \u{201d}pct.\u{201d}\u{2026}"), of("-2 \"pct.\"..."));
    }

    #[test]
    fn it_is_read_as_it_is_written() {
        let print = of("fem ord i en linje");
        assert_eq!(Print::parse(&print.to_string()), Some(print));
        for wrong in
            ["", "0f8be8f8806b165a311ca17380b56b04", "5.zz.0f8be8f8806b165a311ca17380b56b04", "5.1.0"]
        {
            assert_eq!(Print::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn words_are_found_where_they_stand_now_also_with_other_breaks() {
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
        let wanted = of("to tre\nfire fem-\nogtyve");
        let copy = Words::of(&lines("en to\n\nto tre fire\nfemogtyve seks\nto tre fire fem-\nogtyve"));
        assert_eq!(copy.find(&wanted, 9), [(3, 4), (5, 6)]);
        assert_eq!(copy.find(&wanted, 1), [(3, 4)]);
        assert_eq!(copy.find(&of("to fire"), 9), []);
        assert_eq!(copy.find(&of(""), 9), []);
        // The hyphen of a last word stays, whatever follows.
        let copy = Words::of(&lines("x kom-\nmune"));
        assert_eq!(copy.find(&of("x kom-"), 9), [(1, 1)]);
    }
}
