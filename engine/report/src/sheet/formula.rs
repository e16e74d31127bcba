//! Formulas of a workbook: only what a spreadsheet works out as the engine does.
//!
//! In: operators over cells and constants. Out: the text of a formula, and its value as a spreadsheet gets it, in doubles,
//! so that a formula that would differ is never written. Not here: which value follows from which (`trees`).

use ramme_rulebook::model::Compare;
use ramme_value::Rounding;
use std::fmt::Write as _;

/// So many characters a formula may have, and so many arguments a function.
pub(crate) const MOST_CHARS: usize = 8_000;
const MOST_ARGS: usize = 200;
/// So many characters a text in a formula may have.
const MOST_TEXT: usize = 250;

/// A formula.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Formula {
    Number(f64),
    Text(String),
    YesNo(bool),
    /// A cell, by its position in the book.
    Cell(usize),
    /// Terms, each added or taken away.
    Sum(Vec<(bool, Formula)>),
    Product(Vec<Formula>),
    Quotient(Box<Formula>, Box<Formula>),
    Negated(Box<Formula>),
    Least(Vec<Formula>),
    Greatest(Vec<Formula>),
    Mean(Vec<Formula>),
    /// Figures are compared to so many decimals: what is beyond them is the noise of doubles.
    Compared(Compare, u8, Box<Formula>, Box<Formula>),
    And(Vec<Formula>),
    Or(Vec<Formula>),
    Not(Box<Formula>),
    If(Box<Formula>, Box<Formula>, Box<Formula>),
    /// To a step; the noise of doubles beyond so many decimals of steps is taken away first.
    Rounded(Rounding, u8, f64, Box<Formula>),
    /// A value that is not known.
    Unknown,
}

/// What a formula comes to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Worth {
    Number(f64),
    Text(String),
    YesNo(bool),
}

impl Worth {
    fn number(&self) -> Option<f64> {
        match self {
            Worth::Number(x) => Some(*x),
            Worth::Text(_) | Worth::YesNo(_) => None,
        }
    }

    fn yes(&self) -> Option<bool> {
        match self {
            Worth::YesNo(yes) => Some(*yes),
            Worth::Text(_) | Worth::Number(_) => None,
        }
    }
}

impl Formula {
    /// The text of the formula without `=`; `at` is the address of a cell.
    pub(crate) fn text(&self, at: &dyn Fn(usize) -> String) -> Option<String> {
        let mut out = String::new();
        self.write(at, &mut out)?;
        (out.len() <= MOST_CHARS).then_some(out)
    }

    fn write(&self, at: &dyn Fn(usize) -> String, out: &mut String) -> Option<()> {
        match self {
            Formula::Number(x) => write!(out, "{}", literal(*x)).ok()?,
            Formula::Text(text) if text.chars().count() > MOST_TEXT || text.contains(char::is_control) => {
                return None;
            }
            Formula::Text(text) => write!(out, "\"{}\"", text.replace('"', "\"\"")).ok()?,
            Formula::YesNo(yes) => out.push_str(if *yes { "TRUE" } else { "FALSE" }),
            Formula::Cell(id) => out.push_str(&at(*id)),
            Formula::Sum(terms) => sum(terms, at, out)?,
            Formula::Product(items) => joined("PRODUCT", items, at, out)?,
            Formula::Quotient(a, b) => {
                out.push('(');
                a.write(at, out)?;
                out.push_str(")/(");
                b.write(at, out)?;
                out.push(')');
            }
            Formula::Negated(x) => wrapped("-(", x, ")", at, out)?,
            Formula::Least(items) => joined("MIN", items, at, out)?,
            Formula::Greatest(items) => joined("MAX", items, at, out)?,
            Formula::Mean(items) => {
                let all: Vec<(bool, Formula)> = items.iter().map(|x| (true, x.clone())).collect();
                sum(&all, at, out)?;
                write!(out, "/{}", items.len()).ok()?;
            }
            Formula::Compared(op, digits, a, b) => compared((*op, *digits), a, b, at, out)?,
            Formula::And(items) => joined("AND", items, at, out)?,
            Formula::Or(items) => joined("OR", items, at, out)?,
            Formula::Not(x) => wrapped("NOT(", x, ")", at, out)?,
            Formula::If(c, a, b) => {
                wrapped("IF(", c, ",", at, out)?;
                a.write(at, out)?;
                wrapped(",", b, ")", at, out)?;
            }
            Formula::Rounded(mode, digits, step, x) => rounded((*mode, *digits, *step), x, at, out)?,
            Formula::Unknown => out.push_str("NA()"),
        }
        (out.len() <= MOST_CHARS).then_some(())
    }

    /// What a spreadsheet gets; `at` is the value of a cell. None where a value that is needed is not known.
    pub(crate) fn worth(&self, at: &dyn Fn(usize) -> Option<Worth>) -> Option<Worth> {
        let number = |x: &Formula| x.worth(at).and_then(|w| w.number());
        let numbers = |items: &[Formula]| items.iter().map(number).collect::<Option<Vec<f64>>>();
        let yes = |x: &Formula| x.worth(at).and_then(|w| w.yes());
        let found = match self {
            Formula::Number(x) => Worth::Number(*x),
            Formula::Text(text) => Worth::Text(text.clone()),
            Formula::YesNo(b) => Worth::YesNo(*b),
            Formula::Cell(id) => at(*id)?,
            Formula::Sum(terms) => {
                let mut all = 0.0;
                for (plus, term) in terms {
                    let x = number(term)?;
                    all += if *plus { x } else { -x };
                }
                Worth::Number(all)
            }
            Formula::Product(items) => Worth::Number(numbers(items)?.into_iter().product()),
            Formula::Quotient(a, b) => Worth::Number(number(a)? / number(b).filter(|x| x.abs() > 0.0)?),
            Formula::Negated(x) => Worth::Number(-number(x)?),
            Formula::Least(items) => Worth::Number(numbers(items)?.into_iter().reduce(f64::min)?),
            Formula::Greatest(items) => Worth::Number(numbers(items)?.into_iter().reduce(f64::max)?),
            #[allow(clippy::cast_precision_loss, reason = "as many as there are cells")]
            Formula::Mean(items) => {
                let all: f64 = numbers(items)?.into_iter().sum();
                Worth::Number(all / items.len().max(1) as f64)
            }
            Formula::Compared(op, digits, a, b) => {
                Worth::YesNo(holds((*op, *digits), &a.worth(at)?, &b.worth(at)?)?)
            }
            Formula::And(items) => {
                Worth::YesNo(items.iter().map(yes).collect::<Option<Vec<_>>>()?.into_iter().all(|x| x))
            }
            Formula::Or(items) => {
                Worth::YesNo(items.iter().map(yes).collect::<Option<Vec<_>>>()?.into_iter().any(|x| x))
            }
            Formula::Not(x) => Worth::YesNo(!yes(x)?),
            Formula::If(c, a, b) => {
                if yes(c)? {
                    a.worth(at)?
                } else {
                    b.worth(at)?
                }
            }
            Formula::Rounded(mode, digits, step, x) => {
                Worth::Number(to_step(*mode, *digits, *step, number(x)?)?)
            }
            Formula::Unknown => return None,
        };
        Some(found)
    }
}

/// A number as a formula writes it, with every digit that a double has.
fn literal(x: f64) -> String {
    if x < 0.0 { format!("({x})") } else { format!("{x}") }
}

fn wrapped(
    before: &str,
    x: &Formula,
    after: &str,
    at: &dyn Fn(usize) -> String,
    out: &mut String,
) -> Option<()> {
    out.push_str(before);
    x.write(at, out)?;
    out.push_str(after);
    Some(())
}

/// `A1+B1-C1` for a few terms, `SUM(…)-SUM(…)` for many.
fn sum(terms: &[(bool, Formula)], at: &dyn Fn(usize) -> String, out: &mut String) -> Option<()> {
    if terms.len() <= 6 {
        out.push('(');
        for (i, (plus, term)) in terms.iter().enumerate() {
            match (i, plus) {
                (0, true) => {}
                (_, true) => out.push('+'),
                (_, false) => out.push('-'),
            }
            term.write(at, out)?;
        }
        if terms.is_empty() {
            out.push('0');
        }
        out.push(')');
        return Some(());
    }
    let of = |sign: bool| -> Vec<Formula> {
        terms.iter().filter(|(plus, _)| *plus == sign).map(|(_, x)| x.clone()).collect()
    };
    let (plus, minus) = (of(true), of(false));
    out.push('(');
    if plus.is_empty() {
        out.push('0');
    } else {
        joined("SUM", &plus, at, out)?;
    }
    if !minus.is_empty() {
        out.push('-');
        joined("SUM", &minus, at, out)?;
    }
    out.push(')');
    Some(())
}

/// A function of its arguments, in groups where there are more than it takes.
fn joined(name: &str, items: &[Formula], at: &dyn Fn(usize) -> String, out: &mut String) -> Option<()> {
    if items.is_empty() {
        return None;
    }
    let _ = write!(out, "{name}(");
    if items.len() > MOST_ARGS {
        for (i, group) in items.chunks(MOST_ARGS).enumerate() {
            if i > 0 {
                out.push(',');
            }
            joined(name, group, at, out)?;
        }
    } else {
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                out.push(',');
            }
            item.write(at, out)?;
        }
    }
    out.push(')');
    Some(())
}

/// Comparisons of figures, without the noise of doubles; texts are compared letter by letter.
fn compared(
    (op, digits): (Compare, u8),
    a: &Formula,
    b: &Formula,
    at: &dyn Fn(usize) -> String,
    out: &mut String,
) -> Option<()> {
    if matches!(b, Formula::Text(_)) || matches!(a, Formula::Text(_)) {
        let before = match op {
            Compare::Is => "EXACT(",
            Compare::IsNot => "NOT(EXACT(",
            _ => return None,
        };
        wrapped(before, a, ",", at, out)?;
        return wrapped("", b, if op == Compare::Is { ")" } else { "))" }, at, out);
    }
    if matches!(b, Formula::YesNo(_)) || matches!(a, Formula::YesNo(_)) {
        wrapped("(", a, sign(op), at, out)?;
        return wrapped("", b, ")", at, out);
    }
    wrapped("(ROUND(", a, "-(", at, out)?;
    wrapped("", b, "),", at, out)?;
    write!(out, "{digits}){}0)", sign(op)).ok()
}

const fn sign(op: Compare) -> &'static str {
    match op {
        Compare::Is => "=",
        Compare::IsNot => "<>",
        Compare::Less => "<",
        Compare::AtMost => "<=",
        Compare::More => ">",
        Compare::AtLeast => ">=",
    }
}

fn holds((op, digits): (Compare, u8), a: &Worth, b: &Worth) -> Option<bool> {
    use std::cmp::Ordering::{Equal, Greater, Less};
    let order = match (a, b) {
        (Worth::Number(a), Worth::Number(b)) => {
            half_up((a - b) * 10f64.powi(i32::from(digits))).partial_cmp(&0.0)?
        }
        (Worth::Text(a), Worth::Text(b)) => a.cmp(b),
        (Worth::YesNo(a), Worth::YesNo(b)) => a.cmp(b),
        _ => return None,
    };
    Some(match op {
        Compare::Is => order == Equal,
        Compare::IsNot => order != Equal,
        Compare::Less => order == Less,
        Compare::AtMost => order != Greater,
        Compare::More => order == Greater,
        Compare::AtLeast => order != Less,
    })
}

/// Rounding as spreadsheets have it, of a figure without the noise of doubles.
fn rounded(
    (mode, digits, step): (Rounding, u8, f64),
    x: &Formula,
    at: &dyn Fn(usize) -> String,
    out: &mut String,
) -> Option<()> {
    let mut inner = String::new();
    x.write(at, &mut inner)?;
    let by = literal(step);
    let y = format!("ROUND(({inner})/{by},{digits})");
    let whole = match mode {
        Rounding::HalfUp => format!("ROUND({y},0)"),
        Rounding::HalfEven => format!("IF(MOD({y},1)=0.5,ROUND({y}/2,0)*2,ROUND({y},0))"),
        Rounding::Up => format!("ROUNDUP({y},0)"),
        Rounding::Down => format!("ROUNDDOWN({y},0)"),
        Rounding::Floor => format!("INT({y})"),
        Rounding::Ceiling => format!("-INT(-{y})"),
    };
    write!(out, "({whole}*{by})").ok()
}

fn half_up(x: f64) -> f64 {
    x.signum() * (x.abs() + 0.5).floor()
}

fn to_step(mode: Rounding, digits: u8, step: f64, x: f64) -> Option<f64> {
    if step <= 0.0 || !x.is_finite() {
        return None;
    }
    let shift = 10f64.powi(i32::from(digits));
    let y = half_up(x / step * shift) / shift;
    let whole = match mode {
        Rounding::HalfUp => half_up(y),
        Rounding::HalfEven if (y.rem_euclid(1.0) - 0.5).abs() < 1e-12 => half_up(y / 2.0) * 2.0,
        Rounding::HalfEven => half_up(y),
        Rounding::Up => y.signum() * y.abs().ceil(),
        Rounding::Down => y.trunc(),
        Rounding::Floor => y.floor(),
        Rounding::Ceiling => y.ceil(),
    };
    Some(whole * step)
}
