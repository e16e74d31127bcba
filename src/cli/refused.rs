//! What is wrong with the arguments, in the language that they ask for.
//!
//! In: the error of the library that reads the command line, and the arguments themselves. Out: a text. Not here: the arguments.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use ramme_value::Lang;
use std::ffi::OsString;

/// The language that the arguments ask for, as far as they can be read.
pub fn lang(args: &[OsString]) -> Lang {
    let words: Vec<&str> = args.iter().filter_map(|word| word.to_str()).collect();
    let after = words.windows(2).filter(|two| two.first() == Some(&"--lang"));
    let asked = after.filter_map(|two| two.get(1).copied());
    let joined = words.iter().filter_map(|word| word.strip_prefix("--lang="));
    asked.chain(joined).find_map(Lang::parse).unwrap_or(Lang::En)
}

/// The text of an error.
pub fn text(error: &Error, lang: Lang) -> String {
    let danish = (lang == Lang::Da).then(|| danish(error)).flatten();
    let said = danish.unwrap_or_else(|| error.render().to_string());
    said.replace(NO_NUMBER, lang.pick("it is not a whole number", "det er ikke et helt tal"))
}

/// What the standard library says of a text that is no whole number.
const NO_NUMBER: &str = "invalid digit found in string";

/// In Danish; none for an error that has no words here.
fn danish(error: &Error) -> Option<String> {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(one)) => Some(one.clone()),
        Some(ContextValue::Strings(all)) => Some(all.join(", ")),
        _ => None,
    };
    let argument = text(ContextKind::InvalidArg);
    let value = text(ContextKind::InvalidValue).unwrap_or_default();
    let mut said = match error.kind() {
        ErrorKind::UnknownArgument => format!("der er intet argument `{}`", argument?),
        ErrorKind::InvalidValue if value.is_empty() => format!("`{}` mangler en v\u{e6}rdi", argument?),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("`{value}` kan ikke bruges for `{}`", argument?)
        }
        ErrorKind::MissingRequiredArgument => format!("der mangler {}", argument?),
        ErrorKind::ArgumentConflict => {
            format!("`{}` kan ikke st\u{e5} sammen med `{}`", argument?, text(ContextKind::PriorArg)?)
        }
        _ => return None,
    };
    if let Some(reason) = std::error::Error::source(error) {
        said.push_str(&format!(": {reason}"));
    }
    let near = text(ContextKind::SuggestedArg).or_else(|| text(ContextKind::SuggestedValue));
    if let Some(near) = near {
        said.push_str(&format!("; mente du `{near}`?"));
    }
    if let Some(valid) = text(ContextKind::ValidValue).filter(|valid| !valid.is_empty()) {
        said.push_str(&format!("; der er {valid}"));
    }
    Some(format!("fejl: {said}\nMere st\u{e5}r i `ramme VERBUM --help`.\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_found_wherever_it_stands() {
        let words = |line: &str| line.split(' ').map(OsString::from).collect::<Vec<_>>();
        assert_eq!(lang(&words("ramme run x --lang da --foo")), Lang::Da);
        assert_eq!(lang(&words("ramme run x --lang=da")), Lang::Da);
        assert_eq!(lang(&words("ramme run da --lang")), Lang::En);
        assert_eq!(lang(&words("ramme run x --lang fr")), Lang::En);
    }
}
