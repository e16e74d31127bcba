//! `ramme comply`: every rule, every subject, one verdict each.
//!
//! In: a scenario and flags. Out: the verdicts, or the limits alone; exit code 1 for a breach or an undetermined subject that
//! is not known from a baseline, 2 where nothing was judged. Not here: judging.

use super::frame::{Desk, Failure, VERSION, framed, has_documents};
use crate::cli::Comply;
use crate::exit::Exit;
use crate::output::Form;
use crate::pipeline::{self, Ready, stopped};
use crate::{memo, page, words, world};
use ramme_diag::{Code, Diagnostic, Limits, SourceMap, Text};
use ramme_eval::result::{Basis, Verdict};
use ramme_report::ci::{Baseline, Told, github, junit, sarif};
use ramme_report::tally::{Tally, tally};
use ramme_report::{Room, Words, comply_report, json, limits_json, limits_report, tidy_csv};
use std::path::Path;

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
    framed((&args.shared, &args.result), &FORMS, |desk| {
        has_documents(&args.shared)?;
        let baseline = args.baseline.as_deref().map(baseline).transpose()?;
        let ready = pipeline::ready_until(&args.scenario, &args.shared, i32::from(args.limits))?;
        if args.limits { limits(desk, args, ready) } else { judge(desk, args, baseline.as_ref(), ready) }
    })
}

/// What was found before.
fn baseline(path: &Path) -> Result<Baseline, Failure> {
    let given = world::read(path, Limits::default().csv_bytes)
        .map_err(|problem| stopped(vec![problem], SourceMap::new(), Vec::new()))?;
    Baseline::read(&String::from_utf8_lossy(&given.bytes)).map_err(|error| {
        Failure::Said(Text::both(
            format!("`{}` is no result of `ramme comply --format json`: {error}", given.name),
            format!("`{}` er intet resultat af `ramme comply --format json`: {error}", given.name),
        ))
    })
}

fn judge(
    desk: Desk<'_>,
    args: &Comply,
    baseline: Option<&Baseline>,
    mut ready: Ready,
) -> Result<Exit, Failure> {
    let lang = desk.lang;
    let judged = pipeline::judge(&mut ready, &args.shared);
    let (mut basis, judgement) = judged.map_err(|problems| ready.stopped(problems))?;
    (basis.verb, basis.arguments) = ("comply".to_owned(), written(args));
    let mut said = std::mem::take(&mut ready.warnings);
    let counts = tally(&judgement);
    if counts.judged() == 0 && counts.aimed() == 0 {
        said.push(Diagnostic::new(Code::NothingToJudge));
    }
    desk.terminal.complain(&ready.sources, &ready.data, said);
    let folder = data_folder(args);
    let told = Told {
        judgement: &judgement,
        baseline,
        allow_undetermined: args.allow_undetermined,
        folder: &folder,
    };
    // The verdicts are given even where the letters about them cannot be written.
    let lettered =
        match args.letters.as_deref().map(|at| letters(desk, args, at, &mut ready, (&basis, &told))) {
            Some(Err(failure)) => failure.said(desk.terminal),
            _ => Exit::Done,
        };
    let text = match desk.form {
        Form::Json => json::comply(&basis, &told, VERSION, lang),
        Form::Html => Ok(page::of_judgement(&ready, &basis, &told, lang)),
        Form::Csv => Ok(tidy_csv::comply(&judgement, args.result.dialect, lang)),
        Form::Sarif => sarif(&told, VERSION, lang),
        Form::Junit => Ok(junit(&told, lang)),
        Form::Github => Ok(github(&told, lang)),
        _ => {
            let words = words::of(&ready, lang).typed();
            let spoken = words.judgement(told.judgement);
            let told = Told { judgement: &spoken, ..told };
            let report = comply_report(&words.basis(&basis), &told, Room::TERMINAL, lang);
            Ok(desk.text(&words::listed(&words, report)))
        }
    };
    let findings = judgement.results.iter().filter(|v| told.is_finding(v)).count();
    Ok(desk.deliver(text).max(code(&counts, findings)).max(lettered))
}

/// Writes the letters and the committee's list, all of them or none.
fn letters(
    desk: Desk<'_>,
    args: &Comply,
    folder: &Path,
    ready: &mut Ready,
    (basis, told): (&Basis, &Told<'_>),
) -> Result<(), Failure> {
    let lang = desk.lang;
    let findings = |verdict: &Verdict| told.is_finding(verdict);
    let templates = args.templates.as_deref();
    let (letters, list) =
        memo::of_judgement(ready, (basis, told.judgement), &args.shared, templates, findings)?;
    desk.terminal.complain(&ready.sources, &ready.data, list.warnings);
    let name = ramme_memo::list_file(lang);
    let mut files: Vec<(&str, &str)> = vec![(name, &list.text)];
    files.extend(letters.iter().map(|letter| (letter.file.as_str(), letter.text.as_str())));
    world::write_folder(folder, &files)?;
    let (count, shown) = (letters.len(), world::shown(folder));
    let (word, ord) = if count == 1 { ("letter", "brev") } else { ("letters", "breve") };
    desk.terminal.say(&lang.pick(
        format!("{shown}: {count} {word}, and {name}\n"),
        format!("{shown}: {count} {ord} og {name}\n"),
    ));
    Ok(())
}

fn limits(desk: Desk<'_>, args: &Comply, mut ready: Ready) -> Result<Exit, Failure> {
    let lang = desk.lang;
    let found = pipeline::limits(&mut ready, &args.shared);
    let (mut basis, limits) = found.map_err(|problems| ready.stopped(problems))?;
    (basis.verb, basis.arguments) = ("comply".to_owned(), written(args));
    let warnings = std::mem::take(&mut ready.warnings);
    desk.terminal.complain(&ready.sources, &ready.data, warnings);
    let words = words::of(&ready, lang);
    let report = |words: &Words| words.report(limits_report(&words.basis(&basis), &limits, lang));
    let text = match desk.form {
        Form::Text => {
            let words = words.typed();
            Ok(desk.text(&words::listed(&words, report(&words))))
        }
        Form::Html => Ok(page::of_report(&basis, &report(&words), lang)),
        Form::Json => limits_json(&basis, &limits, VERSION, lang),
        _ => {
            return Err(Failure::Said(Text::both(
                "limits are written as text, json or html",
                "gr\u{e6}nser skrives som text, json eller html",
            )));
        }
    };
    let exit = desk.deliver(text);
    Ok(if limits.iter().all(|rule| rule.limits.is_empty()) { exit.max(Exit::NotDone) } else { exit })
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
fn code(counts: &Tally, findings: usize) -> Exit {
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
            assert_eq!(code(&counts, findings), exit, "{counts:?}");
        }
    }
}
