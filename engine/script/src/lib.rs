//! Scripts of a scenario: a text that looks at facts and proposes overrides, in a sandbox.
//!
//! In: the text of a script, its arguments, and whoever answers its questions ([`Facts`]). Out: [`Proposal`]s in the
//! language's words, in the order in which they were made, or one [`Failure`] with its place. Not here: files, rules, data;
//! whether what is proposed exists and fits, which is checked as if it were written by hand.
//!
//! A script has no files, no network, no clock, no output and no floats; its work, its depth, the size of each of its
//! values, how many there are at a time, and its time are bounded ([`ramme_diag::Limits`]). It runs on a thread of its own
//! with a stack of its own size, so that its depth is the same on every machine; questions go to the caller's thread.

mod collections;
mod facts;
mod failure;
mod functions;
mod number;
mod sandbox;
mod shape;

pub use facts::{Fact, Facts};
use ramme_diag::{Limits, Text};
use ramme_value::PriceLevel;
use std::ops::Range;
use std::sync::mpsc;

/// A script and what the scenario gives it.
#[derive(Debug, Clone, Copy)]
pub struct Script<'a> {
    /// The text.
    pub text: &'a str,
    /// What it can ask for with `argument`.
    pub arguments: &'a [(String, Argument)],
}

/// An argument of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Argument {
    /// A text, or a number in the language's words: `"2.5 %"`.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// Yes or no.
    YesNo(bool),
}

/// An override that a script proposes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// What is set, in the language's words: `pl[2025]`, `cap@2024-07-01`.
    pub name: String,
    /// The value, in the language's words.
    pub value: String,
    /// The price level of an amount that was worked out from others; none where it is as the name has it.
    pub level: PriceLevel,
    /// Why.
    pub reason: String,
    /// Where in the script, in bytes.
    pub at: Range<usize>,
}

/// Why a script gave nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What happened.
    pub kind: FailureKind,
    /// Where in the script, in bytes; none where no place is to blame.
    pub at: Option<Range<usize>>,
}

/// What happened to a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FailureKind {
    /// It says something that cannot be done.
    Wrong(Text),
    /// It went over a limit: what of, how much is allowed.
    Limit(Text, u64),
}

/// What a script asks of its caller.
enum Question {
    Years,
    Members(String, Option<i32>),
    Value(String),
}

/// What it is told.
enum Answer {
    Years(i32, i32),
    Members(Result<Vec<String>, Text>),
    Value(Result<Fact, Text>),
}

/// Bytes of the stack that a script runs on: enough for the deepest nesting and calls that the limits allow, in any build.
const STACK: usize = 64 << 20;

/// Runs a script to its end.
///
/// # Errors
/// What is wrong with it, or the limit that it went over; then it has proposed nothing.
pub fn run(script: Script<'_>, facts: &dyn Facts, limits: &Limits) -> Result<Vec<Proposal>, Failure> {
    let (ask, asked) = mpsc::channel::<Question>();
    let (tell, told) = mpsc::channel::<Answer>();
    let (text, arguments, limits) = (script.text.to_owned(), script.arguments.to_vec(), *limits);
    let line = functions::Line { ask, told };
    let work = move || sandbox::propose(&text, arguments, line, &limits);
    let lost = |why: &str| Failure {
        kind: FailureKind::Wrong(Text::both(
            format!("it could not be run: {why}"),
            format!("det kunne ikke k\u{f8}res: {why}"),
        )),
        at: None,
    };
    let started = std::thread::Builder::new().stack_size(STACK).spawn(work);
    let thread = started.map_err(|error| lost(&error.to_string()))?;
    // The questions end when the script does, since it holds the only sender.
    for question in asked {
        let answer = match question {
            Question::Years => {
                let (first, last) = facts.years();
                Answer::Years(first, last)
            }
            Question::Members(of, year) => Answer::Members(facts.members(&of, year)),
            Question::Value(name) => Answer::Value(facts.value(&name)),
        };
        if tell.send(answer).is_err() {
            break;
        }
    }
    thread.join().unwrap_or_else(|_| Err(lost("panic")))
}

#[cfg(test)]
mod tests;
