//! `ramme sensitivity`: how far a figure moves with each lever, over the lever's range.
//!
//! In: a scenario and a figure. Out: the figure at five points of each range, one lever at a time, over the same draws. Not
//! here: reading a figure (`ramme_eval::measure`), how it is told (`ramme_report::sensitivity`).

use super::frame::{REPORT_FORMS, VERSION, framed, has_documents};
use crate::cli::{Sensitivity as Arguments, Shared};
use crate::exit::Exit;
use crate::output::Form;
use crate::pipeline::{self, Ready, Stopped};
use crate::progress::Progress;
use crate::{basis, page, words};
use ramme_diag::{Code, Diagnostic, Limits, Place, SourceMap, Span};
use ramme_eval::measure::{Figure, Measured, Reading, number};
use ramme_eval::result::Basis;
use ramme_report::Words;
use ramme_report::sensitivity::{self, LeverCourse, Sensitivity};
use std::path::Path;

/// At how many points of a range the figure is read: enough to see a way that turns.
const POINTS: u64 = 5;

/// Shows how far a figure moves.
pub fn run(args: &Arguments) -> Exit {
    framed((&args.shared, &args.result), &REPORT_FORMS, |desk| {
        has_documents(&args.shared)?;
        let lang = desk.lang;
        let (basis, found) = tried(&args.scenario, &args.name, &args.shared)?;
        let report =
            |words: &Words| sensitivity::report(&words.sensitivity(&found), &words.basis(&basis), lang);
        let words = || words::of_file(&args.scenario, &args.shared);
        Ok(desk.deliver(match desk.form {
            Form::Json => sensitivity::json(&basis, &found, VERSION),
            Form::Html => Ok(page::of_report(&basis, &report(&words()?), lang)),
            _ => {
                let words = words()?.typed();
                Ok(desk.text(&words::listed(&words, report(&words))))
            }
        }))
    })
}

/// The figure at the points of each lever's range.
///
/// # Errors
/// No such figure, no lever with a range, whatever stops a run.
pub fn tried(scenario: &Path, name: &str, flags: &Shared) -> Result<(Basis, Sensitivity), Box<Stopped>> {
    let mut sources = SourceMap::new();
    let file = sources.add("NAME", name);
    let span = Span::at(file, 0..name.len());
    let mut ready = pipeline::ready_with(scenario, flags, sources)?;
    let asked = number(&ready.book, name, span, &Limits::default());
    let asked = asked.map_err(|problem| ready.stopped(vec![problem.at(span)]))?;
    let found = moved(&mut ready, flags, asked).map_err(|problems| ready.stopped(problems))?;
    let drawn = found.middle.iter().any(|reading| matches!(reading.value, Measured::Drawn(_)));
    let plain = name.split('[').next().unwrap_or_default().trim();
    let mut basis = basis::of_names(&ready, &[plain], flags.seed.unwrap_or(ready.scenario.seed));
    basis.draws = if drawn { ready.draws(flags) } else { 0 };
    (basis.verb, basis.arguments) = ("sensitivity".to_owned(), vec![name.to_owned()]);
    basis.arguments.extend(flags.written());
    Ok((basis, found))
}

/// The figure as the scenario stands, and with each lever at points of its range.
fn moved(ready: &mut Ready, flags: &Shared, asked: Figure) -> Result<Sensitivity, Vec<Diagnostic>> {
    let (scenario, levers) = (ready.scenario.name.clone(), ready.scenario.levers.clone());
    let mut trial = pipeline::trial(ready, flags, vec![asked.clone()])?;
    let (mut varied, mut fixed) = (Vec::new(), Vec::new());
    for (at, lever) in levers.iter().enumerate() {
        // Of two levers of one name the last decides.
        if levers.iter().skip(at.saturating_add(1)).any(|later| later.key() == lever.key()) {
            continue;
        }
        let ranged = lever.range.is_some();
        match ranged.then(|| trial.handle(lever)).transpose().map_err(|d| vec![d])?.flatten() {
            Some(handle) => varied.push(handle),
            None => fixed.push(lever.name.value.clone()),
        }
    }
    if varied.is_empty() {
        let none = Diagnostic::new(Code::NoLeverWithRange).arg("scenario", &scenario);
        return Err(vec![none.at(Place::File(scenario))]);
    }
    let one = |mut readings: Vec<Vec<Reading>>| readings.pop().unwrap_or_default();
    let middle = one(trial.as_it_stands()?);
    let bar = Progress::of(varied.iter().map(|handle| handle.grid.spread(POINTS).len()).sum());
    let mut courses = Vec::new();
    for handle in varied {
        let stands = trial.stands(&handle).and_then(|value| handle.grid.written(&value));
        let mut course =
            LeverCourse { name: handle.name.clone(), value: stands.unwrap_or_default(), points: Vec::new() };
        for place in handle.grid.spread(POINTS) {
            course.points.push((handle.grid.text(place), one(trial.at(&handle, place)?)));
            bar.step();
        }
        trial.put_back();
        courses.push(course);
    }
    let (ty, by_mean) = (asked.ty.clone(), asked.by_mean());
    Ok(Sensitivity { figure: asked.text, ty, by_mean, middle, levers: courses, fixed })
}
