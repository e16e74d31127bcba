//! Why a verdict cannot be determined, so that many of one cause can be told in one line.
//!
//! In: a set of causes. Out: each with its sentence, what it has in common with others, and how it could be set. Not here:
//! the gathering (the report does that).

use ramme_rulebook::model::{Rulebook, Symbol, Type};
use ramme_table::{Cause, CauseId, Causes};

use crate::result::{Lack, LackKind};
use crate::words;

/// The causes of a set, in order; those that the set only counts are left out.
pub(super) fn lacks(book: &Rulebook, causes: &Causes, id: CauseId) -> Vec<Lack> {
    let Some(set) = causes.get(id) else { return Vec::new() };
    set.kept.iter().map(|cause| lack(book, cause)).collect()
}

fn lack(book: &Rulebook, cause: &Cause) -> Lack {
    let what = cause.what();
    let name = what.split_once('[').map_or(what, |(name, _)| name);
    let (kind, place) = match cause {
        Cause::NoValue { .. } => (LackKind::Parameter, None),
        Cause::Blank { file, column, heading, .. } => {
            (LackKind::Blank, Some((file.clone(), *column, heading.clone())))
        }
        Cause::NoRow { .. } => (LackKind::NoRow, None),
        Cause::NotOnRoll { .. } => (LackKind::NotOnRoll, None),
        Cause::NotMapped { .. } => (LackKind::NotMapped, None),
        _ => (LackKind::Other, None),
    };
    let settable = !matches!(kind, LackKind::NotOnRoll | LackKind::Other);
    Lack {
        kind,
        what: what.to_owned(),
        name: name.to_owned(),
        place,
        note: words::cause(cause),
        set: settable.then(|| set(book, name, what)).flatten(),
    }
}

/// `pl[2024]=… %`: what `--set` takes, with a gap where the value goes. None for what can't be set.
fn set(book: &Rulebook, name: &str, what: &str) -> Option<String> {
    let (ty, axes) = match book.find(name)? {
        Symbol::Parameter(id) => book.parameters.get(id.index()).map(|p| (&p.ty, p.axes.len()))?,
        Symbol::Input(id) => book.inputs.get(id.index()).map(|input| {
            (&input.ty, input.axes.len().saturating_add(usize::from(input.shape.entity.is_some())))
        })?,
        _ => return None,
    };
    // Without its keys nothing is named that could be set.
    if axes > 0 && !what.contains('[') {
        return None;
    }
    let value = match ty {
        Type::YesNo => "yes|no".to_owned(),
        Type::Num(num) if num.unit == ramme_value::Unit::none() => "\u{2026}".to_owned(),
        Type::Num(num) => format!("\u{2026} {}", num.unit),
        Type::Date => "YYYY-MM-DD".to_owned(),
        Type::Text => "\"\u{2026}\"".to_owned(),
        Type::Member(set) => book.sets.get(set.index())?.members.join("|"),
        Type::Row(_) | Type::Period(_) => "\u{2026}".to_owned(),
    };
    Some(format!("{what}={value}"))
}
