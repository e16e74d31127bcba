//! Small counts of people that are held back, so that nobody is recognised.
//!
//! In: `suppress` of tables, filled grids; the scenario's `[suppress]`. Out: grids in which small counts, and those that would
//! give them away, are missing with that as their cause, and what each can be; a note that says how many; which definitions are
//! held back. Not here: the rule (`ramme_table`), counts that are worked out (`run::held_back`), sums over what is held back
//! (`run::range`).
//!
//! The counts of one year that differ in one axis only share a total: those of all rows of an entity, or of all members of
//! a set but its total. No such line may leave one cell to be found from the rest.

use ramme_diag::{Text, closest};
use ramme_rulebook::model::{Definition, DefinitionId, Input, Symbol, Type};
use ramme_table::import::suppress::{Rule, Shown};
use ramme_value::Repr;

use std::collections::BTreeMap;

use super::grid::{Grid, State};
use super::resolve::Mapped;
use super::rows::World;
use super::{Context, Problems, say};
use crate::result::Note;

/// Holds back what every table says.
pub(super) fn all(
    context: &Context<'_>,
    tables: &[Mapped<'_>],
    world: &World,
    grids: &mut [Grid],
    problems: &mut Problems,
) -> Vec<Note> {
    let mut notes = Vec::new();
    for table in tables {
        let Some(suppress) = table.map.suppress else { continue };
        let rule = Rule { from: suppress.from, to: suppress.to, complementary: suppress.complementary };
        let mut any = false;
        for id in table.values.iter().flat_map(|value| value.inputs.all()) {
            let Some(input) = context.book.inputs.get(id.index()) else { continue };
            if !matches!(&input.ty, Type::Num(num) if num.repr == Repr::Count) {
                continue;
            }
            any = true;
            if let Some(grid) = grids.iter_mut().find(|grid| grid.input == id) {
                notes.extend(one(context, world, input, rule, grid));
            }
        }
        if !any {
            problems.say(say::no_counts(suppress.here.span));
        }
    }
    notes
}

/// Takes every entry of `[suppress]`.
pub(super) fn definitions(context: &Context<'_>, problems: &mut Problems) -> BTreeMap<DefinitionId, Rule> {
    let book = context.book;
    let count = |ty: &Type| matches!(ty, Type::Num(num) if num.repr == Repr::Count);
    let held = |d: &&Definition| count(&d.ty) && !d.for_a_day;
    let mut out = BTreeMap::new();
    for entry in &context.scenario.held_back {
        let found = match book.find(entry.name.text()) {
            Some(Symbol::Definition(id)) => book.definitions.get(id.index()).filter(held).map(|_| id),
            _ => None,
        };
        let Some(id) = found else {
            let names = book.definitions.iter().filter(held).map(|d| d.name.as_str());
            let what = Text::both("definition of type `count`", "definition af typen `count`");
            problems.say(say::not_in_rules(&entry.name, what, closest(entry.name.text(), names)));
            continue;
        };
        if let Some(which) = entry.which {
            out.insert(id, Rule { from: which.from, to: which.to, complementary: which.complementary });
        }
    }
    out
}

/// Holds back the small counts of one input.
fn one(context: &Context<'_>, world: &World, input: &Input, rule: Rule, grid: &mut Grid) -> Option<Note> {
    let lines = lines(context, world, input, grid.len);
    let (mut small, mut beside) = (0_usize, 0_usize);
    for block in 0..grid.blocks {
        let held = |index| grid.get(block, index);
        let parts: Vec<Option<u64>> = (0..grid.len)
            .map(|index| {
                let known = held(index).filter(|given| given.state == State::Known)?;
                u64::try_from(known.value).ok()
            })
            .collect();
        let shown = rule.apply_along(&parts, &lines);
        for (index, shown) in shown.into_iter().enumerate() {
            let Some(mut given) = grid.get(block, index) else { continue };
            let bounds = match (shown, given.state) {
                (Shown::Small, _) => (rule.from, Some(rule.to)),
                (Shown::Complement, _) => (rule.to.saturating_add(1), None),
                // Held back before it came here: by which of the two, the file does not say.
                (_, State::Suppressed(_)) if !rule.complementary => (rule.from, Some(rule.to)),
                (_, State::Suppressed(_)) => (rule.from, None),
                _ => continue,
            };
            match shown {
                Shown::Small => small = small.saturating_add(1),
                Shown::Complement => beside = beside.saturating_add(1),
                _ => {}
            }
            if shown.is_suppressed() {
                given.state = State::Suppressed(shown == Shown::Complement);
                grid.put(block, index, given);
            }
            grid.hold_back(block, index, (i128::from(bounds.0), bounds.1.map(i128::from)));
        }
    }
    (small > 0).then(|| in_words(&input.name, rule, small, beside))
}

pub(crate) fn in_words(name: &str, rule: Rule, small: usize, beside: usize) -> Note {
    let (from, to) = (rule.from, rule.to);
    let (mut en, mut da) = (
        format!("{name}: {small} counts from {from} to {to} are suppressed"),
        format!("{name}: {small} antal fra {from} til {to} er diskretioneret"),
    );
    if beside > 0 {
        en.push_str(&format!(", and {beside} more that would give one away"));
        da.push_str(&format!(", og {beside} til, som ville røbe et af dem"));
    }
    Note { en: format!("{en}."), da: format!("{da}.") }
}

/// The cells of a block that share a total, by position: along the entity, and along each set without its total.
fn lines(context: &Context<'_>, world: &World, input: &Input, len: usize) -> Vec<Vec<usize>> {
    let rows =
        input.shape.entity.map_or(1, |e| world.entities.get(e.index()).map_or(0, |rows| rows.keys.len()));
    let sets = input.shape.sets.iter().rev().filter_map(|set| context.book.sets.get(set.index()));
    let sets = sets.map(|s| (s.members.len(), s.members.len().saturating_sub(usize::from(s.has_total))));
    let axes: Vec<(usize, usize)> = std::iter::once((rows, rows)).chain(sets).collect();
    along(&axes, len)
}

/// The same of axes, innermost first: how many cells each has, and how many of them are parts of a total.
pub(crate) fn along(axes: &[(usize, usize)], len: usize) -> Vec<Vec<usize>> {
    let mut out = Vec::new();
    let mut stride = 1_usize;
    for (size, parts) in axes {
        let span = stride.saturating_mul(*size);
        if *parts > 1 {
            let starts = (0..len).filter(|at| at.checked_rem(span).is_some_and(|rest| rest < stride));
            out.extend(starts.map(|start| {
                (0..*parts).map(|n| start.saturating_add(n.saturating_mul(stride))).collect::<Vec<_>>()
            }));
        }
        stride = span;
    }
    out
}
