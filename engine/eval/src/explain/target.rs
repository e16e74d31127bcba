//! Which value is asked about: `ceiling[T007, 2023]`.
//!
//! In: the text of a name with its keys. Out: what is named, and the spot of its cell; or what was probably meant. Keys are
//! written as in `--set`. Not here: what is explained.

use ramme_diag::{Code, Diagnostic, Limits, Span, Text, closest};
use ramme_rulebook::GivenKey;
use ramme_rulebook::model::{Axis, KeyValue, Rulebook, Symbol};

use super::Explainer;
use super::spot::Spot;
use crate::bind::named_target;
use crate::name::named;

/// A value that is asked about.
#[derive(Debug, Clone)]
pub struct Asked {
    /// What is named.
    pub symbol: Symbol,
    /// One key an axis.
    pub keys: Vec<GivenKey>,
    /// As it was written.
    pub text: String,
    /// Where it was written.
    pub span: Span,
}

/// Reads a name with its keys.
///
/// # Errors
/// No such name, something that has no values, keys that do not fit.
pub fn asked(book: &Rulebook, text: &str, span: Span, limits: &Limits) -> Result<Asked, Diagnostic> {
    let given = named_target(book, text, span, limits)?;
    let name = book.name_of(given.symbol).to_owned();
    let day = matches!(given.symbol, Symbol::Definition(id) if book.definitions.get(id.index()).is_some_and(|d| d.for_a_day));
    let none = match given.symbol {
        Symbol::Definition(_) if day => Some(Text::both(
            "it holds for a day; ask about the days that it is used for",
            "den gælder for en dag; spørg til de dage, som den bruges til",
        )),
        Symbol::Definition(_) | Symbol::Input(_) | Symbol::Parameter(_) | Symbol::Rule(_) => None,
        other => {
            let kind = book.kind_in_words(other);
            Some(Text::both(format!("{name} is {}", kind.en), format!("{name} er {}", kind.da)))
        }
    };
    let axes = book.axes_of(given.symbol);
    let lacking = (given.keys.len() != axes.len()).then(|| {
        let names: Vec<&str> = axes.iter().map(|a| a.name.as_str()).collect();
        let names = names.join(", ");
        Text::both(format!("it needs a key for {names}"), format!("den skal have en nøgle for {names}"))
    });
    if let Some(reason) = none.or(lacking) {
        let proposal = named(&name, &axes.iter().map(|a| a.name.to_uppercase()).collect::<Vec<_>>());
        let said = Diagnostic::new(Code::NotOneValue).arg("text", text).arg("reason", reason);
        return Err(said.maybe_arg("proposal", (!axes.is_empty() && !day).then_some(proposal)).at(span));
    }
    Ok(Asked { symbol: given.symbol, keys: given.keys, text: text.to_owned(), span })
}

/// The spot of a value.
pub(super) fn spot(x: &Explainer, asked: &Asked) -> Result<Spot, Diagnostic> {
    let env = x.reading.env;
    let none = |near: Option<String>| {
        Diagnostic::new(Code::NoSuchValue)
            .arg("text", &asked.text)
            .maybe_arg("suggestion", near)
            .at(asked.span)
    };
    let with = |at: usize, key: &str| {
        let keys =
            asked.keys.iter().enumerate().map(|(i, k)| if i == at { key.to_owned() } else { k.text.clone() });
        named(env.book.name_of(asked.symbol), &keys.collect::<Vec<_>>())
    };
    let mut spot = Spot::default();
    for (at, key) in asked.keys.iter().enumerate() {
        match (key.axis, key.value) {
            (Axis::Period(_), Some(KeyValue::Period(year))) => {
                let (first, last) = (env.years.first, env.years.year(env.years.count.saturating_sub(1)));
                let near = year.clamp(first, last).to_string();
                spot.t = env.years.position(year).ok_or_else(|| none(Some(with(at, &near))))?;
            }
            (Axis::Set(set), Some(KeyValue::Member(member))) => {
                spot.members.insert(set, member as usize);
            }
            (Axis::Entity(entity), _) => {
                let rows = env.data.rows(entity);
                let near = || closest(&key.text, rows.keys.iter()).map(|k| with(at, &k));
                spot.row = rows.keys.find(&key.text).ok_or_else(|| none(near()))?;
            }
            _ => return Err(none(None)),
        }
    }
    for key in &asked.keys {
        let Axis::Entity(entity) = key.axis else { continue };
        let dated = asked.keys.iter().any(|k| matches!(k.axis, Axis::Period(_)));
        if !env.exists(entity, spot.row, dated.then_some(spot.t)) {
            let there = (0..env.years.count).find(|t| env.exists(entity, spot.row, Some(*t)));
            let year = asked.keys.iter().position(|k| matches!(k.axis, Axis::Period(_)));
            let near = there.zip(year).map(|(t, year)| with(year, &env.years.year(t).to_string()));
            return Err(none(near));
        }
    }
    Ok(spot)
}
