//! `ramme explain`: what a diagnostic code means; why a value is what it is.
//!
//! In: a code of the catalogue, or a scenario and a name with its keys. Out: the page of the code; the tree behind the
//! value, or where two values part ways. Not here: what explains what (`ramme_eval::explain`).

use super::frame::{Desk, Failure, VERSION, framed};
use crate::basis;
use crate::cli::Explain;
use crate::exit::Exit;
use crate::output::Form;
use crate::pipeline::{self, Ready};
use crate::terminal::Terminal;
use ramme_diag::{Code, Diagnostic, LINTS, Limits, Span, Text};
use ramme_eval::explain::difference::difference;
use ramme_eval::explain::{Asked, Explanation, Extent, asked};
use ramme_eval::result::{Basis, CellValue};
use ramme_report::{explain as words, json};
use ramme_value::Lang;
use std::path::Path;

/// Explains a code or a value.
pub fn run(args: &Explain) -> Exit {
    let terminal = Terminal::new(args.shared.speech.lang);
    match args.what.as_slice() {
        [word] => code(terminal, &word.to_string_lossy()),
        [scenario, name] => framed((&args.shared, &args.result), &FORMS, |desk| {
            value(desk, args, Path::new(scenario), &name.to_string_lossy())
        }),
        _ => Exit::NotDone,
    }
}

fn code(terminal: Terminal, word: &str) -> Exit {
    if word == "lints" {
        return terminal.print(&lints(terminal.lang));
    }
    let named = || LINTS.iter().map(|(code, _)| *code).find(|code| code.kebab() == word);
    if let Some(code) = Code::find(&word.to_uppercase()).or_else(named) {
        return terminal.print(&page(code, terminal.lang));
    }
    if Path::new(word).extension().is_some_and(|e| e == "toml") {
        terminal.error(&Text::both(
            format!("say which value of the scenario: ramme explain {word} 'NAME[key,\u{2026}]'"),
            format!("sig hvilken v\u{e6}rdi i scenariet: ramme explain {word} 'NAVN[n\u{f8}gle,\u{2026}]'"),
        ));
        return Exit::NotDone;
    }
    let mut ids: Vec<String> = Code::all().map(|code| code.id().to_owned()).collect();
    ids.extend(LINTS.iter().map(|(code, _)| code.kebab()));
    ids.push("lints".to_owned());
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

/// Every lint: its code, name, usual level, and what it says.
fn lints(lang: Lang) -> String {
    let widest = LINTS.iter().map(|(code, _)| code.kebab().len()).max().unwrap_or(0);
    let mut out = String::new();
    for (code, level) in LINTS {
        let says = ramme_diag::outline(code.message_template(lang), |name| format!("\u{27e8}{name}\u{27e9}"));
        out.push_str(&format!("{}  {:widest$}  {:5}  {says}\n", code.id(), code.kebab(), level.name()));
    }
    out.push_str(lang.pick(
        "\nramme explain CODE: what one means. --deny, --warn, --note, --allow with codes or names set levels;\n\
         `# allow NAME: reason` in a rule file silences one place.\n",
        "\nramme explain KODE: hvad en af dem betyder. --deny, --warn, --note, --allow med koder eller navne s\u{e6}tter niveauer;\n\
         `# allow NAVN: grund` i en regelfil f\u{e5}r den til at tie p\u{e5} \u{e9}t sted.\n",
    ));
    out
}

/// The forms of an explanation.
const FORMS: [(&str, Form); 2] = [("text", Form::Text), ("json", Form::Json)];

fn value(desk: Desk<'_>, args: &Explain, scenario: &Path, name: &str) -> Result<Exit, Failure> {
    let Some(extent) = extent(args) else {
        return Err(Failure::Said(Text::both("--depth is a number or full", "--depth er et tal eller full")));
    };
    let mut ready = pipeline::ready(scenario, &args.shared)?;
    let names: Vec<&str> = [name].into_iter().chain(args.diff.as_deref()).collect();
    let found = explanations(&mut ready, args, &names, extent);
    let found = found.map_err(|problems| ready.stopped(problems))?;
    let warnings = std::mem::take(&mut ready.warnings);
    desk.terminal.complain(&ready.sources, &ready.data, warnings);
    let basis = beside(&ready, args, (&names, &found));
    Ok(match (found.as_slice(), desk.form) {
        ([one], Form::Json) => desk.deliver(json::explain(one, (name, &basis), VERSION, desk.lang)),
        ([one], _) => desk.give(&words::explanation(one, &basis, desk.look())),
        ([one, other], form) => {
            let pair = difference(&one.root, &other.root);
            let other = names.get(1).copied().unwrap_or_default();
            if form == Form::Json {
                let asked = [name.to_owned(), other.to_owned()];
                return Ok(desk.deliver(json::difference(
                    pair.as_ref(),
                    (asked, &basis),
                    VERSION,
                    desk.lang,
                )));
            }
            desk.give(&words::parted(pair.as_ref(), (name, other), &basis, desk.look()))
        }
        _ => Exit::NotDone,
    })
}

/// How far to go; none where the flag is neither a number nor `full`.
fn extent(args: &Explain) -> Option<Extent> {
    // Two values can part anywhere, so both are taken apart whole.
    let whole = args.depth == "full" || args.diff.is_some();
    let depth = if whole { Extent::DEEPEST } else { args.depth.parse::<usize>().ok()?.min(Extent::DEEPEST) };
    Some(Extent { depth, rows: args.rows })
}

/// The explanations of these names.
fn explanations(
    ready: &mut Ready,
    args: &Explain,
    names: &[&str],
    extent: Extent,
) -> Result<Vec<Explanation>, Vec<Diagnostic>> {
    let asked = targets(ready, names)?;
    pipeline::explain(ready, &args.shared, &asked, extent)
}

/// The names, each a text of its own that diagnostics can point into.
fn targets(ready: &mut Ready, names: &[&str]) -> Result<Vec<Asked>, Vec<Diagnostic>> {
    let mut out = Vec::new();
    let mut problems = Vec::new();
    for name in names {
        let file = ready.sources.add("NAME", *name);
        let span = Span::at(file, 0..name.len());
        match asked(&ready.book, name, span, &Limits::default()) {
            Ok(one) => out.push(one),
            Err(problem) => problems.push(problem.at(span)),
        }
    }
    if problems.is_empty() { Ok(out) } else { Err(problems) }
}

/// What the explanations rest on.
fn beside(ready: &Ready, args: &Explain, (names, found): (&[&str], &[Explanation])) -> Basis {
    let plain: Vec<&str> = names.iter().filter_map(|n| n.split('[').next()).map(str::trim).collect();
    let seed = args.shared.seed.unwrap_or(ready.scenario.seed);
    let mut basis = basis::of_names(ready, &plain, seed);
    basis.verb = "explain".to_owned();
    basis.arguments = names.iter().take(1).map(|name| (*name).to_owned()).collect();
    basis.arguments.extend(args.diff.iter().map(|name| format!("--diff={name}")));
    basis.arguments.extend([format!("--depth={}", args.depth), format!("--rows={}", args.rows)]);
    basis.arguments.extend(args.shared.written());
    let mut drawn = false;
    for one in found {
        one.root.visit(&mut |node| drawn |= matches!(node.value, Some(CellValue::Draws(_))));
    }
    basis.draws = if drawn { ready.draws(&args.shared) } else { 0 };
    basis
}

/// The page of a code.
fn page(code: Code, lang: Lang) -> String {
    let explain = code.explain();
    let severity = code.severity().in_words(lang);
    let (wrong, right) = lang.pick(("Wrong", "Right"), ("Forkert", "Rigtigt"));
    format!(
        "{} ({severity}): {}\n\n{}\n\n{wrong}:\n\n{}\n\n{right}:\n\n{}\n",
        code.id(),
        // What differs from case to case.
        ramme_diag::outline(code.message_template(lang), |_| "…".to_owned()),
        explain.what(lang),
        indented(explain.wrong),
        indented(explain.right),
    )
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")
}
