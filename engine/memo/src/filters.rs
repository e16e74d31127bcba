//! What a template can do with a figure, a date or a part of the report.
//!
//! In: an environment. Out: the same with filters. Not here: the built-in filters of the template language, and what figures
//! there are.

use crate::rows::Part;
use crate::spelling::{Number, date_of, number_of};
use minijinja::value::Value;
use minijinja::{Environment, Error, ErrorKind};
use ramme_report::markdown;
use ramme_value::Lang;

/// The names of the filters that are ours.
pub(crate) const NAMES: [&str; 9] =
    ["kr", "mio", "mia", "pct", "share", "number", "date", "stop", "markdown"];

/// Filters of the template language that are taken out: `safe` would let a name from the data become a tag or a link.
const TAKEN_OUT: [&str; 2] = ["safe", "tojson"];

/// Adds the filters.
pub(crate) fn add(env: &mut Environment<'static>, lang: Lang) {
    TAKEN_OUT.iter().for_each(|name| env.remove_filter(name));
    let spelled = move |zeros: u8, usual: Option<u8>, word: &'static str| {
        move |value: Value, decimals: Option<u8>| -> Result<String, Error> {
            let number = number_of(&value, lang)?;
            Ok(with_word(number, number.spelled(zeros, decimals.or(usual), lang), word))
        }
    };
    env.add_filter("number", spelled(0, None, ""));
    env.add_filter("mio", spelled(6, Some(1), lang.pick(" mn kr", " mio. kr.")));
    env.add_filter("mia", spelled(9, Some(2), lang.pick(" bn kr", " mia. kr.")));
    env.add_filter("pct", spelled(0, Some(1), lang.pick("%", " pct.")));
    env.add_filter("kr", move |value: Value, decimals: Option<u8>| -> Result<String, Error> {
        let number = number_of(&value, lang)?;
        // Øre are written with both digits or not at all.
        let usual = match number {
            Number::Exact(d) if d.trim(0).scale() > 0 => Some(2),
            _ => Some(0),
        };
        Ok(with_word(number, number.spelled(0, decimals.or(usual), lang), lang.pick(" kr", " kr.")))
    });
    env.add_filter("share", move |value: Value, decimals: Option<u8>| -> Result<String, Error> {
        let number = number_of(&value, lang)?.times_hundred();
        let usual = match number {
            Number::Drawn(_) => Some(0),
            _ => None,
        };
        Ok(with_word(number, number.spelled(0, decimals.or(usual), lang), lang.pick("%", " pct.")))
    });
    env.add_filter("date", move |value: Value| -> Result<String, Error> {
        match value.as_str() {
            Some(text) => date_of(text, lang),
            None => date_of(&value.to_string(), lang),
        }
    });
    // A unit that ends in a point needs no second one.
    env.add_filter("stop", |text: String| if text.ends_with('.') { text } else { format!("{text}.") });
    env.add_filter("markdown", move |value: Value, level: Option<u8>| -> Result<Value, Error> {
        let Some(part) = value.downcast_object_ref::<Part>() else {
            return Err(Error::new(
                ErrorKind::InvalidOperation,
                lang.pick("`markdown` is for the parts of the report", "`markdown` er til rapportens dele"),
            ));
        };
        let level = usize::from(level.unwrap_or(3));
        Ok(Value::from_safe_string(markdown::section(&part.section, level, lang)))
    });
}

fn with_word(number: Number, figure: String, word: &str) -> String {
    if number == Number::Unknown { figure } else { format!("{figure}{word}") }
}
