//! `ramme seek`: at which values of a lever a condition holds.
//!
//! In: a scenario, a condition, a lever with a range. Out: the values at which it holds, with the override to paste; how near
//! it comes where it never does. Not here: seeking (`ramme_eval::seek`), how it is told (`ramme_report::seek`).

use super::frame::{Failure, REPORT_FORMS, VERSION, framed, has_documents};
use crate::cli::{Seek as Arguments, Shared};
use crate::exit::Exit;
use crate::output::Form;
use crate::pipeline::{self, Ready};
use crate::progress::Progress;
use crate::{basis, page, words};
use ramme_diag::{Code, Diagnostic, Limits, SourceMap, Span, Text};
use ramme_eval::bind::range_of;
use ramme_eval::result::Basis;
use ramme_eval::scenario::{Lever, Placed};
use ramme_eval::seek::{Sought, Wanted, seek as sought_by};
use ramme_report::{Words, seek};

/// Shows where a condition holds.
pub fn run(args: &Arguments) -> Exit {
    framed((&args.shared, &args.result), &REPORT_FORMS, |desk| {
        has_documents(&args.shared)?;
        let (basis, found) = sought(args)?;
        let report = |words: &Words| words.report(seek::report(&found, &words.basis(&basis), desk.lang));
        let words = || words::of_file(&args.scenario, &args.shared);
        Ok(desk.deliver(match desk.form {
            Form::Json => seek::json(&basis, &found, VERSION, desk.lang),
            Form::Html => Ok(page::of_report(&basis, &report(&words()?), desk.lang)),
            _ => {
                let words = words()?.typed();
                Ok(desk.text(&words::listed(&words, report(&words))))
            }
        }))
    })
}

fn sought(args: &Arguments) -> Result<(Basis, Sought), Failure> {
    let flags = &args.shared;
    let mut sources = SourceMap::new();
    let condition = sources.add("CONDITION", args.condition.as_str());
    let mut placed = |name: &str, text: &String| {
        let file = sources.add(name, text.as_str());
        Placed { value: text.clone(), span: Span::at(file, 0..text.len()) }
    };
    let lever = placed("--lever", &args.lever);
    let range = args.range.as_ref().map(|text| placed("--range", text));
    let step = args.step.as_ref().map(|text| placed("--step", text));
    let mut ready = pipeline::ready_with(&args.scenario, flags, sources)?;
    let asked = asked(lever, range, step).map_err(|problem| ready.stopped(vec![problem]))?;
    let wanted = Wanted::of(&ready.book, &args.condition, condition, &Limits::default());
    let wanted = wanted.map_err(|problem| ready.stopped(vec![problem]))?;
    let span = Span::at(condition, 0..args.condition.len());
    let names: Vec<String> = wanted
        .figures()
        .iter()
        .map(|figure| figure.text.split('[').next().unwrap_or_default().trim().to_owned())
        .collect();
    let found = moved(&mut ready, flags, (&asked, wanted), (args.points, span));
    let found = found.map_err(|problems| ready.stopped(problems))?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut basis = basis::of_names(&ready, &names, flags.seed.unwrap_or(ready.scenario.seed));
    basis.draws = found.draws;
    (basis.verb, basis.arguments) = ("seek".to_owned(), written(args));
    Ok((basis, found))
}

/// What was asked besides the scenario, as it could be written again.
fn written(args: &Arguments) -> Vec<String> {
    let mut out = vec![args.condition.clone(), format!("--lever={}", args.lever)];
    out.extend(args.range.iter().map(|range| format!("--range={range}")));
    out.extend(args.step.iter().map(|step| format!("--step={step}")));
    out.push(format!("--points={}", args.points));
    out.extend(args.shared.written());
    out
}

/// The lever as it is asked for.
fn asked(
    name: Placed<String>,
    range: Option<Placed<String>>,
    step: Option<Placed<String>>,
) -> Result<Lever, Diagnostic> {
    let range = match range {
        None => None,
        Some(text) => Some(range_of(text.text(), text.span).ok_or_else(|| {
            let expected = Text::both("two values, as in `2 % .. 5 %`", "to v\u{e6}rdier som i `2 % .. 5 %`");
            let said = Diagnostic::new(Code::BadValue).arg("key", "--range").arg("text", text.text());
            said.arg("expected", expected).arg("proposal", "--range '2 % .. 5 %'").at(text.span)
        })?),
    };
    let value = Placed { value: String::new(), span: name.span };
    Ok(Lever { name, value, range, step, reason: String::new(), author: String::new(), script: None })
}

fn moved(
    ready: &mut Ready,
    flags: &Shared,
    (asked, wanted): (&Lever, Wanted),
    (points, span): (u64, Span),
) -> Result<Sought, Vec<Diagnostic>> {
    let ranged: Vec<String> = ready
        .scenario
        .levers
        .iter()
        .filter(|lever| lever.range.is_some())
        .map(|lever| lever.name.value.clone())
        .collect();
    let mut trial = pipeline::trial(ready, flags, wanted.figures())?;
    let Some(handle) = trial.handle(asked).map_err(|d| vec![d])? else {
        return Err(vec![no_range(asked, &ranged)]);
    };
    let bar = Progress::of(usize::try_from(handle.grid.len().min(points)).unwrap_or(usize::MAX));
    sought_by(&mut trial, wanted, &handle, (points, span), || bar.step())
}

/// Nobody says between which values the lever may lie; those of which somebody does.
fn no_range(asked: &Lever, ranged: &[String]) -> Diagnostic {
    let reason = Text::both(
        "nobody says between which values it may lie",
        "ingen siger, mellem hvilke v\u{e6}rdier det m\u{e5} ligge",
    );
    let said = Diagnostic::new(Code::LeverNotMoved).arg("name", asked.name.text()).arg("reason", reason);
    let said = said.at(asked.name.span);
    if ranged.is_empty() {
        return said;
    }
    let names = ranged.join(", ");
    said.note(Text::both(
        format!("levers with a range in this scenario: {names}"),
        format!("greb med et interval i dette scenarie: {names}"),
    ))
}
