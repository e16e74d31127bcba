//! A condition as it is written on the command line: `mean_overhead[2024] <= 6 %`, `P(gap[i alt, 2027] > 0 kr) <= 20 %`.
//!
//! In: the text and the rulebook. Out: which figure is held against what, and how it is taken from draws; or what is wrong,
//! with the place in the text. Not here: values.
//!
//! A side is a figure with a key an axis. What it is held against is a value in the language's words, or another figure, also
//! times a number: `2 % * budget[i alt, 2027]`. Something that is yes or no stands by itself.

use ramme_diag::{Code, Diagnostic, FileId, Limits, Span, Text};
use ramme_rulebook::model::{Compare, Rulebook, Symbol, Type, Value};
use ramme_value::{Decimal, NumType, PriceLevel, Unit};

use crate::bind::read_alone;
use crate::measure::{Figure, figure};

/// A condition.
#[derive(Debug, Clone)]
pub struct Condition {
    /// As it was written.
    pub text: String,
    /// The figure.
    pub figure: Figure,
    /// What is taken of it.
    pub taken: Taken,
    /// How it is compared.
    pub op: Compare,
    /// With what.
    pub bound: Bound,
}

/// What is taken of a figure.
#[derive(Debug, Clone, PartialEq)]
pub enum Taken {
    /// The figure itself, exactly.
    Itself,
    /// The share of the draws in which it compares so.
    Chance(Compare, Box<Bound>),
    /// A quantile of its draws.
    Quantile(Decimal),
    /// The mean of its draws.
    Mean,
    /// The mean of its draws, those below zero counted as zero.
    Shortfall,
}

/// What is held against.
#[derive(Debug, Clone, PartialEq)]
pub enum Bound {
    /// A value.
    Value(Value),
    /// Another figure, times a number: the second that is read.
    Other(Decimal),
}

impl Condition {
    /// The type of what is compared.
    #[must_use]
    pub fn ty(&self) -> Type {
        if matches!(self.taken, Taken::Chance(..)) { percent() } else { self.figure.ty.clone() }
    }
}

fn percent() -> Type {
    Type::Num(NumType::declared(Unit::percent(), PriceLevel::None, Some(2)))
}

/// Reads a condition; the second figure where one is held against another.
///
/// # Errors
/// What is wrong with it, at its place.
pub fn condition(
    book: &Rulebook,
    text: &str,
    file: FileId,
    limits: &Limits,
) -> Result<(Condition, Option<Figure>), Diagnostic> {
    let mut reader = Reader { book, text, file, limits, other: None };
    let condition = reader.condition()?;
    Ok((condition, reader.other))
}

struct Reader<'a> {
    book: &'a Rulebook,
    text: &'a str,
    file: FileId,
    limits: &'a Limits,
    other: Option<Figure>,
}

/// The words that take something of draws.
const WORDS: [&str; 5] = ["P", "quantile", "median", "mean", "shortfall"];

impl<'a> Reader<'a> {
    fn condition(&mut self) -> Result<Condition, Diagnostic> {
        let (left, rest) = parted(self.text);
        let left = left.trim();
        let (figure, taken) = match taken_of(left) {
            Some((word, inner)) => self.taken(word, inner)?,
            None => (self.figure(left)?, Taken::Itself),
        };
        let chance = matches!(taken, Taken::Chance(..));
        let ty = if chance { percent() } else { figure.ty.clone() };
        let (op, bound) = match rest {
            Some((op, right)) => (op, self.bound(right.trim(), &ty, chance)?),
            None if ty == Type::YesNo => (Compare::Is, Bound::Value(Value::YesNo(true))),
            None => {
                return Err(self.bad(
                    left,
                    Text::both(
                        "it is not said what it is held against",
                        "der står ikke, hvad det holdes op imod",
                    ),
                ));
            }
        };
        Ok(Condition { text: self.text.trim().to_owned(), figure, taken, op, bound })
    }

    /// `P(…)`, `quantile(…, 90 %)` and the others.
    fn taken(&mut self, word: &'a str, inner: &'a str) -> Result<(Figure, Taken), Diagnostic> {
        if word == "P" {
            let (left, rest) = parted(inner);
            let figure = self.figure(left.trim())?;
            let (op, bound) = match rest {
                Some((op, right)) => (op, self.bound(right.trim(), &figure.ty.clone(), false)?),
                None if figure.ty == Type::YesNo => (Compare::Is, Bound::Value(Value::YesNo(true))),
                None => {
                    let reason = Text::both(
                        "a chance is of something that holds, as in `P(gap[2027] > 0 kr)`",
                        "en sandsynlighed er for noget, der gælder, som i `P(gap[2027] > 0 kr)`",
                    );
                    return Err(self.bad(inner, reason));
                }
            };
            return Ok((figure, Taken::Chance(op, Box::new(bound))));
        }
        let (name, level) = if word == "quantile" { last_comma(inner) } else { (inner, None) };
        let taken = match (word, level) {
            ("quantile", Some(level)) => Taken::Quantile(self.level(level.trim())?),
            ("quantile", None) => {
                let reason = Text::both(
                    "a quantile needs its level, as in `quantile(gap[2027], 90 %)`",
                    "en fraktil skal have sit niveau, som i `quantile(gap[2027], 90 %)`",
                );
                return Err(self.bad(inner, reason));
            }
            ("median", _) => Taken::Quantile(Decimal::new(5, 1)),
            ("mean", _) => Taken::Mean,
            ("shortfall", _) => Taken::Shortfall,
            _ => {
                let words = WORDS.join(", ");
                let reason = Text::both(
                    format!("there is no `{word}(…)`; there are {words}"),
                    format!("der er ingen `{word}(…)`; der er {words}"),
                );
                return Err(self.bad(word, reason));
            }
        };
        let figure = self.figure(name.trim())?;
        if !figure.is_number() {
            let reason = Text::both(
                format!("`{}` is no number; ask for its chance with `P(…)`", figure.text),
                format!("`{}` er intet tal; spørg om sandsynligheden med `P(…)`", figure.text),
            );
            return Err(self.bad(name.trim(), reason));
        }
        Ok((figure, taken))
    }

    fn level(&self, text: &'a str) -> Result<Decimal, Diagnostic> {
        let read = read_alone(self.book, text, self.place(text), &percent(), self.limits)?;
        match read {
            Value::Dec(level) if (Decimal::zero(0)..=Decimal::whole(1)).contains(&level) => Ok(level),
            _ => {
                let reason =
                    Text::both("a level lies between 0 % and 100 %", "et niveau ligger mellem 0 % og 100 %");
                Err(self.bad(text, reason))
            }
        }
    }

    /// A name with a key an axis.
    fn figure(&self, text: &'a str) -> Result<Figure, Diagnostic> {
        if text.is_empty() {
            let reason = Text::both("a name is missing", "der mangler et navn");
            return Err(self.bad(self.text, reason));
        }
        let found = figure(self.book, text, self.place(text), self.limits)?;
        let axes = self.book.axes_of(found.symbol);
        if found.keys.len() == axes.len() {
            return Ok(found);
        }
        let names: Vec<&str> = axes.iter().map(|axis| axis.name.as_str()).collect();
        let names = names.join(", ");
        let reason = Text::both(
            format!("`{text}` needs a key for {names}"),
            format!("`{text}` skal have en nøgle for {names}"),
        );
        Err(self.bad(text, reason))
    }

    /// A value of a type; or another figure of that type, also times a number.
    fn bound(&mut self, text: &'a str, ty: &Type, chance: bool) -> Result<Bound, Diagnostic> {
        if text.is_empty() {
            let reason =
                Text::both("nothing stands behind the comparison", "der står intet efter sammenligningen");
            return Err(self.bad(self.text, reason));
        }
        // Nothing is nothing in every unit.
        if text == "0" && matches!(ty, Type::Num(_)) {
            return Ok(Bound::Value(Value::Dec(Decimal::whole(0))));
        }
        let (factor, name) = match text.split_once('*') {
            Some((factor, name)) => (Some(factor.trim()), name.trim()),
            None => (None, text),
        };
        let head = name.split(['[', ' ', '(']).next().unwrap_or_default();
        let named =
            matches!(self.book.find(head), Some(Symbol::Definition(_) | Symbol::Input(_) | Symbol::Rule(_)));
        if !named || chance {
            return Ok(Bound::Value(read_alone(self.book, text, self.place(text), ty, self.limits)?));
        }
        let other = self.figure(name)?;
        if !alike(&other.ty, ty) {
            let reason = Text::both(
                format!("`{name}` has another unit or price level than what it is held against"),
                format!("`{name}` har en anden enhed eller et andet prisniveau end det, det holdes op imod"),
            );
            return Err(self.bad(name, reason));
        }
        let factor = match factor {
            None => Decimal::whole(1),
            Some(text) => self.factor(text)?,
        };
        self.other = Some(other);
        Ok(Bound::Other(factor))
    }

    /// `2 %` or `1.02`
    fn factor(&self, text: &'a str) -> Result<Decimal, Diagnostic> {
        let number = Type::Num(NumType::declared(Unit::none(), PriceLevel::None, Some(6)));
        let ty = if text.ends_with('%') { percent() } else { number };
        match read_alone(self.book, text, self.place(text), &ty, self.limits)? {
            Value::Dec(factor) => Ok(factor),
            _ => Err(self.bad(text, Text::both("it is no number", "det er intet tal"))),
        }
    }

    fn bad(&self, part: &str, reason: Text) -> Diagnostic {
        Diagnostic::new(Code::BadCondition)
            .arg("text", self.text.trim())
            .arg("reason", reason)
            .at(self.place(part))
    }

    /// Where a part of the text stands in it.
    fn place(&self, part: &str) -> Span {
        let from = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let from = from.min(self.text.len());
        Span::at(self.file, from..from.saturating_add(part.len()).min(self.text.len()))
    }
}

/// True where the one can be held against the other.
fn alike(a: &Type, b: &Type) -> bool {
    match (a, b) {
        (Type::Num(a), Type::Num(b)) => a.unit == b.unit && a.level == b.level,
        _ => a == b,
    }
}

/// A comparison and what stands behind it.
type Against<'a> = Option<(Compare, &'a str)>;

/// What stands before the first comparison that is neither in brackets nor in quotes; the comparison, and what follows.
fn parted(text: &str) -> (&str, Against<'_>) {
    let signs = [
        ("<=", Compare::AtMost),
        (">=", Compare::AtLeast),
        ("\u{2264}", Compare::AtMost),
        ("\u{2265}", Compare::AtLeast),
        ("==", Compare::Is),
        ("<", Compare::Less),
        (">", Compare::More),
        ("=", Compare::Is),
    ];
    for (at, _) in plain(text) {
        let rest = text.get(at..).unwrap_or_default();
        for (sign, op) in signs {
            if let Some(after) = rest.strip_prefix(sign) {
                return (text.get(..at).unwrap_or_default(), Some((op, after)));
            }
        }
    }
    (text, None)
}

/// What stands before and after the last comma that is neither in brackets nor in quotes.
fn last_comma(text: &str) -> (&str, Option<&str>) {
    let at = plain(text).filter(|(_, c)| *c == ',').last();
    match at {
        Some((at, _)) => (text.get(..at).unwrap_or_default(), text.get(at.saturating_add(1)..)),
        None => (text, None),
    }
}

/// The characters that are neither in brackets nor in quotes.
fn plain(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let (mut quoted, mut depth) = (false, 0_u32);
    text.char_indices().filter(move |(_, c)| {
        match c {
            '"' => quoted = !quoted,
            '[' | '(' if !quoted => depth = depth.saturating_add(1),
            ']' | ')' if !quoted => depth = depth.saturating_sub(1),
            _ => return !quoted && depth == 0,
        }
        false
    })
}

/// `WORD(…)`: the word and what stands in its parentheses.
fn taken_of(text: &str) -> Option<(&str, &str)> {
    let (word, rest) = text.split_once('(')?;
    let word = word.trim();
    let is_word = !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || c == '_');
    let inner = rest.trim_end().strip_suffix(')')?;
    is_word.then_some((word, inner))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_condition() {
        let (left, rest) = parted("gap[\"a<b\", 2024] >= 5 kr");
        assert_eq!((left, rest), ("gap[\"a<b\", 2024] ", Some((Compare::AtLeast, " 5 kr"))));
        let (left, rest) = parted("P(gap[i alt, 2027] > 0 kr) <= 20 %");
        assert_eq!((left, rest), ("P(gap[i alt, 2027] > 0 kr) ", Some((Compare::AtMost, " 20 %"))));
        assert_eq!(taken_of(left.trim()), Some(("P", "gap[i alt, 2027] > 0 kr")));
        assert_eq!(parted("target_met").1, None);
        assert_eq!(last_comma("gap[i alt, 2027], 90 %"), ("gap[i alt, 2027]", Some(" 90 %")));
        assert_eq!(taken_of("gap[2027]"), None);
        assert_eq!(parted("x \u{2264} 3").1, Some((Compare::AtMost, " 3")));
    }
}
