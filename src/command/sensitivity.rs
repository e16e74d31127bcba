//! `ramme sensitivity`: how far a figure moves with each lever, over the lever's range.
//!
//! In: a scenario and a figure. Out: the figure at five points of each range, one lever at a time, over the same draws. Not
//! here: reading a figure (`ramme_eval::measure`), how it is told (`ramme_report::sensitivity`).

use super::deliver::{deliver, scenario_flags};
use crate::cli::Sensitivity as Arguments;
use crate::exit::Exit;
use crate::output::{Form, choose};
use crate::pipeline::{self, Loaded, Ready, Stopped, stopped_running};
use crate::progress::Progress;
use crate::terminal::Terminal;
use crate::{basis, page};
use ramme_diag::{Code, Diagnostic, Limits, Place, SourceMap, Span};
use ramme_eval::bind::lever_points;
use ramme_eval::measure::{Figure, Measured, Reading, figure};
use ramme_eval::result::Basis;
use ramme_report::sensitivity::{self, LeverCourse, Sensitivity};
use ramme_report::text::{Look, render};
use std::time::Instant;

/// The forms of a tornado.
const FORMS: [(&str, Form); 3] = [("text", Form::Text), ("json", Form::Json), ("html", Form::Html)];

/// At how many points of a range the figure is read: enough to see a way that turns.
const POINTS: u32 = 5;

/// Shows how far a figure moves.
pub fn run(args: &Arguments) -> Exit {
    let lang = args.shared.speech.lang;
    let terminal = Terminal::new(lang);
    let start = Instant::now();
    let output = args.result.output.as_deref();
    let form = match choose(args.result.format.as_deref(), output, &FORMS) {
        Ok(form) => form,
        Err(refusal) => return terminal.refuse(&refusal),
    };
    if let Err(exit) = scenario_flags(terminal, &args.shared) {
        return exit;
    }
    let (basis, found) = match tried(args) {
        Ok(found) => found,
        Err(stopped) => return terminal.stop(*stopped),
    };
    let report = || sensitivity::report(&found, &basis, lang);
    let text = match form {
        Form::Json => sensitivity::json(&basis, &found, env!("CARGO_PKG_VERSION")),
        Form::Html => Ok(page::of_report(&basis, &report(), lang)),
        _ => Ok(render(&report(), Look::new(lang, terminal.width_for(output)))),
    };
    let exit = deliver(terminal, output, text);
    terminal.took(start);
    exit
}

fn tried(args: &Arguments) -> Result<(Basis, Sensitivity), Box<Stopped>> {
    let flags = &args.shared;
    let mut sources = SourceMap::new();
    let file = sources.add("NAME", args.name.as_str());
    let span = Span::at(file, 0..args.name.len());
    let loaded = pipeline::load(&args.scenario, flags, sources)?;
    let mut ready = pipeline::ready_of(&loaded, flags)?;
    let asked = match figure(&ready.book, &args.name, span, &Limits::default()) {
        Ok(asked) => asked,
        Err(problem) => return Err(stopped_running(vec![problem.at(span)], ready)),
    };
    let (points, fixed) = match points(&ready, &loaded) {
        Ok(points) => points,
        Err(problem) => return Err(stopped_running(vec![problem], ready)),
    };
    let middle = match pipeline::measure(&mut ready, flags, &asked, span) {
        Ok(middle) => middle,
        Err(problems) => return Err(stopped_running(problems, ready)),
    };
    let drawn = middle.iter().any(|reading| matches!(reading.value, Measured::Drawn(_)));
    let plain = args.name.split('[').next().unwrap_or_default().trim();
    let mut basis = basis::of_names(&ready, &[plain], flags.seed.unwrap_or(ready.scenario.seed));
    basis.draws = if drawn { ready.draws(flags) } else { 0 };
    let bar = Progress::of(points.iter().map(|(_, points)| points.len()).sum());
    let mut levers = Vec::new();
    for (at, points) in points {
        let mut course = LeverCourse { name: String::new(), value: String::new(), points: Vec::new() };
        for point in points {
            let readings = read(&loaded, flags, (at, &point), (&asked, span))?;
            course.points.push((point, readings));
            bar.step();
        }
        if let Some(lever) = loaded.scenario.levers.get(at) {
            (course.name, course.value) = (lever.name.value.clone(), lever.value.value.clone());
        }
        levers.push(course);
    }
    let (ty, by_mean) = (asked.ty.clone(), asked.by_mean());
    Ok((basis, Sensitivity { figure: args.name.clone(), ty, by_mean, middle, levers, fixed }))
}

/// The levers that have a range, by their place, with the points to try; and the names of the others.
type Points = (Vec<(usize, Vec<String>)>, Vec<String>);

fn points(ready: &Ready, loaded: &Loaded) -> Result<Points, Diagnostic> {
    let scenario = &loaded.scenario;
    let (mut varied, mut fixed) = (Vec::new(), Vec::new());
    for (at, lever) in scenario.levers.iter().enumerate() {
        match lever_points(&ready.book, scenario, &Limits::default(), lever, POINTS)? {
            Some(points) => varied.push((at, points)),
            None => fixed.push(lever.name.value.clone()),
        }
    }
    if varied.is_empty() {
        let none = Diagnostic::new(Code::NoLeverWithRange).arg("scenario", &scenario.name);
        return Err(none.at(Place::File(scenario.name.clone())));
    }
    Ok((varied, fixed))
}

/// The figure with one lever at a point.
fn read(
    loaded: &Loaded,
    flags: &crate::cli::Shared,
    (at, point): (usize, &str),
    (asked, span): (&Figure, Span),
) -> Result<Vec<Reading>, Box<Stopped>> {
    let mut tried = loaded.clone();
    if let Some(lever) = tried.scenario.levers.get_mut(at) {
        lever.value.value = point.to_owned();
    }
    let mut ready = pipeline::ready_of(&tried, flags)?;
    match pipeline::measure(&mut ready, flags, asked, span) {
        Ok(readings) => Ok(readings),
        Err(problems) => Err(stopped_running(problems, ready)),
    }
}
