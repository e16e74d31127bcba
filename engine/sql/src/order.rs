//! What rows are ordered by.
//!
//! In: the columns of an order. Out: expressions that sort as the engine does: numbers and days as such, keys and texts as
//! numbers where all of them are, else by their bytes, members as their set has them. Not here: windows.

use ramme_rulebook::model::{Axis, EntityId, SetId, Type};

use crate::maker::Maker;

/// An expression to sort by.
pub(crate) fn sorted(maker: &Maker<'_>, ty: &Type, sql: &str) -> String {
    match ty {
        Type::Row(entity) => key(maker, *entity, sql),
        Type::Text => {
            let texts = maker.src.data.texts.all();
            by_number_or_bytes(maker, texts.iter().map(String::as_str), sql)
        }
        Type::Member(set) => position(maker, *set, sql),
        _ => sql.to_owned(),
    }
}

/// The place of a row among the rows of its entity.
pub(crate) fn key(maker: &Maker<'_>, entity: EntityId, sql: &str) -> String {
    by_number_or_bytes(maker, maker.src.data.rows(entity).keys.iter(), sql)
}

/// The place of what is shared over: rows by their names, members as their set has them.
pub(crate) fn place(maker: &Maker<'_>, over: Axis) -> String {
    let column = format!("f.{}", maker.column(over));
    match over {
        Axis::Entity(entity) => key(maker, entity, &column),
        Axis::Set(set) => position(maker, set, &column),
        Axis::Period(_) => column,
    }
}

fn by_number_or_bytes<'t>(maker: &Maker<'_>, mut texts: impl Iterator<Item = &'t str>, sql: &str) -> String {
    if texts.all(|text| text.parse::<i128>().is_ok()) {
        return format!("CAST({sql} AS {})", maker.speak.whole());
    }
    maker.speak.by_bytes(sql)
}

/// The position of a member in its set.
fn position(maker: &Maker<'_>, set: SetId, sql: &str) -> String {
    let mut out = format!("CASE {sql}");
    for (at, member) in maker.members(set).iter().enumerate() {
        out.push_str(&format!(" WHEN {} THEN {at}", maker.speak.text(member)));
    }
    out.push_str(" END");
    out
}
