//! Which form a result is written in.
//!
//! In: `--format`, and the ending of `-o`. Out: a form that the verb has, or why not. Not here: writing (`world`).

use ramme_diag::Text;
use std::path::Path;

/// A form of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A report for people.
    Text,
    /// For machines.
    Json,
    /// A page of its own.
    Html,
    /// A row a figure or verdict.
    Csv,
    /// A workbook.
    Xlsx,
    /// Findings for code scanning.
    Sarif,
    /// A case a verdict.
    Junit,
    /// Annotations.
    Github,
    /// For a pull request.
    Markdown,
    /// A case memo.
    Memo,
    /// Diagnostics with excerpts.
    Full,
    /// Diagnostics, a line each.
    Concise,
}

/// Forms that are promised and not in this version.
const LATER: [&str; 1] = ["csv.gz"];

/// Says that something is promised and not in this version.
pub fn later(what: &str) -> Text {
    Text::both(format!("`{what}` is not in this version"), format!("`{what}` er ikke i denne udgave"))
}

fn named(name: &str) -> Option<Form> {
    match name {
        "text" | "txt" => Some(Form::Text),
        "json" => Some(Form::Json),
        "html" | "htm" => Some(Form::Html),
        "csv" => Some(Form::Csv),
        "xlsx" => Some(Form::Xlsx),
        "sarif" => Some(Form::Sarif),
        "junit" | "xml" => Some(Form::Junit),
        "github" => Some(Form::Github),
        "md" => Some(Form::Markdown),
        "memo" => Some(Form::Memo),
        "full" => Some(Form::Full),
        "concise" => Some(Form::Concise),
        _ => None,
    }
}

/// Chooses the form: `--format`, else the ending of `-o`, else the first that the verb has.
///
/// # Errors
/// A form that the verb does not have, or not yet.
pub fn choose(flag: Option<&str>, output: Option<&Path>, has: &[(&str, Form)]) -> Result<Form, Text> {
    let ending = output
        .filter(|p| p.as_os_str() != "-")
        .map(|path| path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default());
    let wanted = match (flag, &ending) {
        (Some(flag), _) => flag,
        (None, Some(ending)) => ending.as_str(),
        (None, None) => return has.first().map(|(_, form)| *form).ok_or_else(|| unknown("", has)),
    };
    if flag.is_some() && wanted == "txt" {
        return Err(unknown(wanted, has));
    }
    match named(wanted).filter(|form| has.iter().any(|(_, f)| f == form)) {
        Some(form) => Ok(form),
        None if LATER.contains(&wanted) => Err(later(&format!("--format {wanted}"))),
        None => Err(unknown(wanted, has)),
    }
}

fn unknown(wanted: &str, has: &[(&str, Form)]) -> Text {
    let names: Vec<&str> = has.iter().map(|(name, _)| *name).collect();
    let names = names.join(", ");
    Text::both(
        format!("there is no format `{wanted}` here; there are: {names}. Say which with --format"),
        format!("der er intet format `{wanted}` her; der er: {names}. Sig hvilket med --format"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: [(&str, Form); 2] = [("text", Form::Text), ("json", Form::Json)];

    #[test]
    fn the_flag_is_stronger_than_the_ending_which_is_stronger_than_nothing() {
        let file = Path::new("result.JSON");
        assert_eq!(choose(None, None, &BOTH), Ok(Form::Text));
        assert_eq!(choose(None, Some(file), &BOTH), Ok(Form::Json));
        assert_eq!(choose(Some("text"), Some(file), &BOTH), Ok(Form::Text));
        assert_eq!(choose(None, Some(Path::new("-")), &BOTH), Ok(Form::Text));
    }

    #[test]
    fn promised_and_unknown_forms_are_told_apart() {
        let refused = |flag, output: Option<&str>| {
            choose(flag, output.map(Path::new), &BOTH).map_err(|text| text.en.contains("not in this version"))
        };
        assert_eq!(refused(Some("csv.gz"), None), Err(true));
        assert_eq!(refused(Some("memo"), None), Err(false));
        assert_eq!(refused(Some("xlsx"), None), Err(false));
        assert_eq!(refused(None, Some("result.doc")), Err(false));
        assert_eq!(refused(Some("concise"), None), Err(false));
    }
}
