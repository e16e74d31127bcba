//! What a scenario names beside its tables, against the rulebook.
//!
//! In: `show_in`. Out: what cannot be done. Not here: readings, which choose the view, and the names in `show`, forecasts
//! and chances, which the run looks up.

use ramme_rulebook::model::{Symbol, Type};

use super::{Context, Problems, say};

/// `show_in` can be had where everything that is shown already stands in that price level.
pub(super) fn show_in(context: &Context<'_>, problems: &mut Problems) {
    let Some(level) = &context.scenario.show_in else { return };
    let other = |ty: &Type| matches!(ty, Type::Num(num) if num.unit.has_money() && num.level != level.value);
    let book = context.book;
    let symbols: Vec<Symbol> = match &context.scenario.show {
        Some(names) => names.iter().filter_map(|name| book.find(name.text())).collect(),
        None => book.definitions.iter().filter_map(|definition| book.find(&definition.name)).collect(),
    };
    for symbol in symbols {
        let ty = match symbol {
            Symbol::Input(id) => book.inputs.get(id.index()).map(|input| &input.ty),
            Symbol::Definition(id) => book.definitions.get(id.index()).map(|definition| &definition.ty),
            _ => None,
        };
        if ty.is_some_and(other) {
            problems.say(say::show_in(level, book.name_of(symbol)));
        }
    }
}
