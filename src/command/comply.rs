//! `ramme comply`: every rule, every subject, one verdict each.
//!
//! In: a scenario and flags. Out: the verdicts, or the limits alone; exit code 1 for a breach or an undetermined subject that
//! is not known from a baseline, 2 where nothing was judged. Not here: judging.

use super::deliver::{deliver, scenario_flags};
use crate::cli::Comply;
use crate::exit::Exit;
use crate::output::{Form, choose};
use crate::pipeline::{self, Ready, stopped_running};
use crate::terminal::Terminal;
use crate::{memo, page, world};
use ramme_diag::{Code, Diagnostic, Limits, SourceMap, Text};
use ramme_eval::result::{Basis, Verdict};
use ramme_report::ci::{Baseline, Told, github, junit, sarif};
use ramme_report::tally::{Tally, tally};
use ramme_report::text::{Look, render};
use ramme_report::{Room, comply_report, json, limits_json, limits_report, tidy_csv};
use std::path::Path;
use std::time::Instant;

/// The forms of a judgement.
const FORMS: [(&str, Form); 7] = [
    ("text", Form::Text),
    ("json", Form::Json),
    ("csv", Form::Csv),
    ("html", Form::Html),
    ("sarif", Form::Sarif),
    ("junit", Form::Junit),
    ("github", Form::Github),
];

/// Judges a scenario.
pub fn run(args: &Comply) -> Exit {
    let terminal = Terminal::new(args.shared.speech.lang);
    let start = Instant::now();
    let form = match choose(args.result.format.as_deref(), args.result.output.as_deref(), &FORMS) {
        Ok(form) => form,
        Err(refusal) => return terminal.refuse(&refusal),
    };
    if let Err(exit) = scenario_flags(terminal, &args.shared) {
        return exit;
    }
    let baseline = match args.baseline.as_deref().map(|path| baseline(terminal, path)).transpose() {
        Ok(baseline) => baseline,
        Err(exit) => return exit,
    };
    let ready = match pipeline::ready_until(&args.scenario, &args.shared, i32::from(args.limits)) {
        Ok(ready) => ready,
        Err(stopped) => return terminal.stop(*stopped),
    };
    let exit = if args.limits {
        limits(terminal, args, form, ready)
    } else {
        judge(terminal, args, form, baseline.as_ref(), ready)
    };
    terminal.took(start);
    exit
}

/// What was found before.
fn baseline(terminal: Terminal, path: &Path) -> Result<Baseline, Exit> {
    let given = match world::read(path, Limits::default().csv_bytes) {
        Ok(given) => given,
        Err(problem) => {
            terminal.complain(&SourceMap::new(), &[], vec![problem]);
            return Err(Exit::NotDone);
        }
    };
    Baseline::read(&String::from_utf8_lossy(&given.bytes)).map_err(|error| {
        terminal.error(&Text::both(
            format!("`{}` is no result of `ramme comply --format json`: {error}", given.name),
            format!("`{}` er intet resultat af `ramme comply --format json`: {error}", given.name),
        ));
        Exit::NotDone
    })
}

fn judge(
    terminal: Terminal,
    args: &Comply,
    form: Form,
    baseline: Option<&Baseline>,
    mut ready: Ready,
) -> Exit {
    let lang = args.shared.speech.lang;
    let (mut basis, judgement) = match pipeline::judge(&mut ready, &args.shared) {
        Ok(judged) => judged,
        Err(problems) => return terminal.stop(*stopped_running(problems, ready)),
    };
    (basis.verb, basis.arguments) = ("comply".to_owned(), written(args));
    let mut said = std::mem::take(&mut ready.warnings);
    let counts = tally(&judgement);
    if counts.judged() == 0 && counts.aimed() == 0 {
        said.push(Diagnostic::new(Code::NothingToJudge));
    }
    terminal.complain(&ready.sources, &ready.data, said);
    let folder = data_folder(args);
    let told = Told {
        judgement: &judgement,
        baseline,
        allow_undetermined: args.allow_undetermined,
        folder: &folder,
    };
    let lettered = match args.letters.as_deref() {
        Some(folder) => letters(terminal, args, folder, &mut ready, (&basis, &told)),
        None => Exit::Done,
    };
    let output = args.result.output.as_deref();
    let version = env!("CARGO_PKG_VERSION");
    let text = match form {
        Form::Json => json::comply(&basis, &told, version, lang),
        Form::Html => Ok(page::of_judgement(&ready, &basis, &told, lang)),
        Form::Csv => Ok(tidy_csv::comply(&judgement, args.result.dialect, lang)),
        Form::Sarif => sarif(&told, version, lang),
        Form::Junit => Ok(junit(&told, lang)),
        Form::Github => Ok(github(&told, lang)),
        _ => Ok({
            let report = comply_report(&basis, &told, Room::TERMINAL, lang);
            render(&report, Look::new(lang, terminal.width_for(output)))
        }),
    };
    let findings = judgement.results.iter().filter(|v| told.is_finding(v)).count();
    deliver(terminal, output, text).max(judged(&counts, findings)).max(lettered)
}

/// Writes the letters and the committee's list, all of them or none.
fn letters(
    terminal: Terminal,
    args: &Comply,
    folder: &Path,
    ready: &mut Ready,
    (basis, told): (&Basis, &Told<'_>),
) -> Exit {
    let lang = args.shared.speech.lang;
    let templates = args.templates.as_deref();
    let findings = |verdict: &Verdict| told.is_finding(verdict);
    let made = memo::of_judgement(ready, (basis, told.judgement), &args.shared, templates, findings);
    let (letters, list) = match made {
        Ok(made) => made,
        Err(stopped) => return terminal.stop(*stopped),
    };
    terminal.complain(&ready.sources, &ready.data, list.warnings);
    let name = ramme_memo::list_file(lang);
    let mut files: Vec<(&str, &str)> = vec![(name, &list.text)];
    files.extend(letters.iter().map(|letter| (letter.file.as_str(), letter.text.as_str())));
    if let Err(problem) = world::write_folder(folder, &files) {
        terminal.error(&problem);
        return Exit::NotDone;
    }
    let (count, shown) = (letters.len(), world::shown(folder));
    let (word, ord) = if count == 1 { ("letter", "brev") } else { ("letters", "breve") };
    terminal.say(&lang.pick(
        format!("{shown}: {count} {word}, and {name}\n"),
        format!("{shown}: {count} {ord} og {name}\n"),
    ));
    Exit::Done
}

fn limits(terminal: Terminal, args: &Comply, form: Form, mut ready: Ready) -> Exit {
    let lang = args.shared.speech.lang;
    let (mut basis, limits) = match pipeline::limits(&mut ready, &args.shared) {
        Ok(found) => found,
        Err(problems) => return terminal.stop(*stopped_running(problems, ready)),
    };
    (basis.verb, basis.arguments) = ("comply".to_owned(), written(args));
    terminal.complain(&ready.sources, &ready.data, ready.warnings);
    let output = args.result.output.as_deref();
    let report = || limits_report(&basis, &limits, lang);
    let text = match form {
        Form::Text => Ok(render(&report(), Look::new(lang, terminal.width_for(output)))),
        Form::Html => Ok(page::of_report(&basis, &report(), lang)),
        Form::Json => limits_json(&basis, &limits, env!("CARGO_PKG_VERSION"), lang),
        _ => {
            terminal.error(&Text::both(
                "limits are written as text, json or html",
                "gr\u{e6}nser skrives som text, json eller html",
            ));
            return Exit::NotDone;
        }
    };
    let exit = deliver(terminal, output, text);
    if limits.iter().all(|rule| rule.limits.is_empty()) { exit.max(Exit::NotDone) } else { exit }
}

/// What was asked besides the scenario, as far as it decides what comes out.
fn written(args: &Comply) -> Vec<String> {
    let mut out = args.shared.written();
    out.extend(args.baseline.iter().map(|path| format!("--baseline={}", path.to_string_lossy())));
    if args.limits {
        out.push("--limits".to_owned());
    }
    if args.allow_undetermined {
        out.push("--allow-undetermined".to_owned());
    }
    out
}

/// The folder that the places in data files are relative to, as it is named from here.
fn data_folder(args: &Comply) -> String {
    let folder = args.shared.data.as_deref().or(args.scenario.parent()).unwrap_or(Path::new(""));
    let shown = world::shown(folder);
    if shown == "." { String::new() } else { format!("{shown}/") }
}

/// The exit code of verdicts; targets never set it.
fn judged(counts: &Tally, findings: usize) -> Exit {
    if counts.judged() == 0 && counts.aimed() == 0 {
        return Exit::NotDone;
    }
    if findings > 0 { Exit::Findings } else { Exit::Done }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_verdicts() {
        let tally = |breach, complies, not_met| Tally { breach, complies, not_met, ..Tally::default() };
        let table = [
            (tally(0, 0, 0), 0, Exit::NotDone),
            (tally(0, 5, 1), 0, Exit::Done),
            (tally(0, 0, 1), 0, Exit::Done),
            (tally(1, 5, 0), 1, Exit::Findings),
            (tally(1, 5, 0), 0, Exit::Done),
        ];
        for (counts, findings, exit) in table {
            assert_eq!(judged(&counts, findings), exit, "{counts:?}");
        }
    }
}
