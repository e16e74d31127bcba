//! What scripts propose, beside what is set by hand: which of the two holds.
//!
//! In: the proposals of a scenario's scripts as levers, its own levers, `--set`. Out: the proposals that hold, and notes of
//! those that do not; or every two that contradict each other. Not here: running scripts, whether a value fits (`given`).
//!
//! What stands in a later scenario lies over what an earlier says: a lever of an overlay holds against a script of its base,
//! and a script of an overlay against a lever of the base. In one scenario the two contradict each other. `--set` holds
//! against both. Two proposals of one target always contradict each other.

use ramme_diag::{Code, Diagnostic, FileId, Limits, Span, Text};
use ramme_rulebook::model::{Rulebook, Type};
use ramme_value::{Date, PriceLevel};

use super::SetOverride;
use super::given::{Kind, cut, kind_of, split_target};
use super::target::{Names, Target, What};
use crate::dataset::Dataset;
use crate::result::Note;
use crate::scenario::{Lever, Scenario};

/// A value that a script proposes, as the lever that it becomes.
#[derive(Debug, Clone)]
pub struct Proposed {
    /// The lever: its places are in the script.
    pub lever: Lever,
    /// The price level that the value was worked out in; none where it is as the name has it.
    pub level: PriceLevel,
    /// The scenario that names the script.
    pub named_in: FileId,
}

/// What is set, whatever way it is written, and from which day on.
struct Set {
    target: Target,
    from: Option<Date>,
}

impl Set {
    /// Whether both set something of the same.
    fn meets(&self, other: &Set) -> bool {
        match (&self.target.what, &other.target.what) {
            (What::Cells { input: a, cells: mine }, What::Cells { input: b, cells: theirs }) => {
                a == b && mine.iter().any(|cell| theirs.contains(cell))
            }
            (a, b) => a == b && self.from == other.from,
        }
    }
}

fn set(names: Names<'_>, text: &str, span: Span) -> Result<Set, Diagnostic> {
    let Some((name, from)) = split_target(text) else { return Err(super::say::needs_a_date(text, span)) };
    Ok(Set { target: names.target(name, span)?, from })
}

/// The proposals that hold, in order, and what is said of the others.
///
/// # Errors
/// Proposals of what is not there, in another price level, or that contradict each other or a lever: each with both places.
pub fn proposals_that_hold(
    book: &Rulebook,
    (scenario, data): (&Scenario, &Dataset),
    proposed: Vec<Proposed>,
    sets: &[SetOverride],
    limits: &Limits,
) -> Result<(Vec<Lever>, Vec<Note>), Vec<Diagnostic>> {
    let names = Names { book, scenario, limits, data };
    let layer = |file: FileId| scenario.layers.iter().position(|held| *held == file);
    // What is wrong with a lever or a `--set` is said where it is taken.
    let by_hand =
        |lever: &Lever| Some((set(names, lever.name.text(), lever.name.span).ok()?, lever.name.span));
    let levers: Vec<(Set, Span)> = scenario.levers.iter().filter_map(by_hand).collect();
    let flag = |given: &SetOverride| {
        let hand = cut(given).ok()?;
        let target = names.target(hand.target, Span::at(given.file, 0..given.text.len())).ok()?;
        // A change is taken of what stands there, which is what was proposed.
        let sets = kind_of(hand.value, &target.ty) == Kind::To;
        sets.then_some(Set { target, from: hand.from })
    };
    let flags: Vec<Set> = sets.iter().filter_map(flag).collect();
    let (mut held, mut notes, mut problems) = (Vec::new(), Vec::new(), Vec::new());
    let mut seen: Vec<(Set, Span)> = Vec::new();
    for one in proposed {
        let (name, span) = (one.lever.name.text().to_owned(), one.lever.name.span);
        let found = set(names, &name, span).and_then(|found| match other_level(&found.target.ty, &one) {
            Some(problem) => Err(problem),
            None => Ok(found),
        });
        let wanted = match found {
            Ok(wanted) => wanted,
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        let proposed_at = seen.iter().find(|(other, _)| other.meets(&wanted)).map(|(_, span)| *span);
        let lever = levers.iter().rev().find(|(other, _)| other.meets(&wanted)).map(|(_, span)| *span);
        let mine = layer(one.named_in);
        if let Some(other) = proposed_at {
            problems.push(twice(
                &name,
                span,
                other,
                Text::both("proposed here already", "allerede foresl\u{e5}et her"),
            ));
        } else if let Some(other) = lever.filter(|other| layer(other.file) == mine) {
            problems.push(twice(&name, span, other, Text::both("set by a lever here", "sat af et greb her")));
        } else if flags.iter().any(|flag| flag.meets(&wanted)) {
            notes.push(not_taken(&one.lever, "`--set` holds", "`--set` g\u{e6}lder"));
        } else if lever.is_some_and(|other| layer(other.file) > mine) {
            notes.push(not_taken(
                &one.lever,
                "a lever of the overlay holds",
                "et greb i overl\u{e6}gget g\u{e6}lder",
            ));
        } else {
            held.push(one.lever);
        }
        seen.push((wanted, span));
    }
    if problems.is_empty() { Ok((held, notes)) } else { Err(problems) }
}

fn twice(name: &str, span: Span, other: Span, label: Text) -> Diagnostic {
    Diagnostic::new(Code::ProposedAgainst).arg("name", name).at(span).also(other, label)
}

fn not_taken(lever: &Lever, en: &str, da: &str) -> Note {
    let (name, value) = (lever.name.text(), lever.value.text());
    let line = lever.script.as_ref().map(ToString::to_string).unwrap_or_default();
    Note {
        en: format!("proposed by a script and not taken, {en}: {name} = {value} ({line})"),
        da: format!("foresl\u{e5}et af et script og ikke taget, {da}: {name} = {value} ({line})"),
    }
}

/// An amount that was worked out in another price level than that of what it is proposed for.
fn other_level(ty: &Type, one: &Proposed) -> Option<Diagnostic> {
    let Type::Num(num) = ty else { return None };
    if one.level == PriceLevel::None || one.level == num.level {
        return None;
    }
    let words = |level: PriceLevel| {
        Text::both(level.in_words(ramme_value::Lang::En), level.in_words(ramme_value::Lang::Da))
    };
    let (found, wanted) = (words(one.level), words(num.level));
    let reason = Text::both(
        format!("the value is in {}, and what it is for is in {}", found.en, wanted.en),
        format!("v\u{e6}rdien er i {}, og det, den er til, er i {}", found.da, wanted.da),
    );
    Some(Diagnostic::new(Code::ScriptFailed).arg("reason", reason).at(one.lever.value.span))
}
