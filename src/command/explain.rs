//! `ramme explain CODE`: what a diagnostic code means.
//!
//! In: a code of the catalogue. Out: its message, what it means and why, a wrong and a right example. Not here: the
//! explanation of a value, which comes later.

use crate::cli::Explain;
use crate::exit::Exit;
use crate::terminal::Terminal;
use ramme_diag::{Code, Text};
use ramme_value::Lang;

/// Explains a code.
pub fn run(args: &Explain) -> Exit {
    let terminal = Terminal::new(args.speech.lang);
    let [word] = args.what.as_slice() else {
        return terminal.later("ramme explain SCENARIO 'NAME[key]'");
    };
    if args.format.is_some() || args.diff.is_some() {
        return terminal.later("ramme explain SCENARIO 'NAME[key]'");
    }
    match Code::find(&word.to_uppercase()) {
        Some(code) => terminal.print(&page(code, args.speech.lang)),
        None => {
            let ids: Vec<&str> = Code::all().map(Code::id).collect();
            let meant = ramme_diag::closest(word, &ids);
            let meant = meant.map_or_else(Text::default, |id| {
                Text::both(format!("; did you mean {id}?"), format!("; mente du {id}?"))
            });
            terminal.error(&Text::both(
                format!("there is no code `{word}`{}", meant.en),
                format!("der er ingen kode `{word}`{}", meant.da),
            ));
            Exit::NotDone
        }
    }
}

/// The page of a code.
fn page(code: Code, lang: Lang) -> String {
    let explain = code.explain();
    let severity = code.severity().in_words(lang);
    let (wrong, right) = lang.pick(("Wrong", "Right"), ("Forkert", "Rigtigt"));
    format!(
        "{} ({severity}): {}\n\n{}\n\n{wrong}:\n\n{}\n\n{right}:\n\n{}\n",
        code.id(),
        general(code.message_template(lang)),
        explain.what(lang),
        indented(explain.wrong),
        indented(explain.right),
    )
}

/// A message with `…` for what differs from case to case.
fn general(template: &str) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        out.push('…');
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")
}
