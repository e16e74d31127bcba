//! `ramme backtest`: how well methods would have done, from rolling origins.
//!
//! In: a CSV of series. Out: a table of scores, or the same as CSV or JSON. Not here: the scores themselves
//! (`ramme_forecast::backtest`).

use super::forecast::{method, refused};
use super::json_text;
use crate::cli::Backtest;
use crate::command::import::deliver;
use crate::exit::Exit;
use crate::series;
use crate::terminal::Terminal;
use ramme_diag::{Code, Diagnostic, Limits, SourceMap, Text};
use ramme_forecast::Series;
use ramme_forecast::backtest::{self, BacktestOptions, MethodScore};
use ramme_value::Lang;
use serde::Serialize;

#[derive(Serialize)]
struct Score<'a> {
    method: &'a str,
    forecasts: usize,
    refused: usize,
    mase: Option<f64>,
    smape: Option<f64>,
    rmsse: Option<f64>,
    msis: Option<f64>,
    crps: Option<f64>,
    coverage_80: Option<f64>,
    coverage_95: Option<f64>,
    years: usize,
}

#[derive(Serialize)]
struct Document<'a> {
    format_version: &'static str,
    ramme: &'static str,
    origins: usize,
    horizon: usize,
    scores: Vec<Score<'a>>,
    note: &'a str,
}

/// Tries methods on a file.
pub fn run(args: &Backtest) -> Exit {
    let terminal = Terminal::new(args.speech.lang);
    let made = match scores(args) {
        Ok(made) => made,
        Err(problems) => {
            terminal.complain(&SourceMap::new(), &[], problems);
            return Exit::NotDone;
        }
    };
    let rows: Vec<Score> = made.scores.iter().map(score).collect();
    let ending = args.output.as_ref().and_then(|p| p.extension()).map(|e| e.to_string_lossy().into_owned());
    let form = args.format.clone().or(ending).unwrap_or_else(|| "text".to_owned());
    let text = match form.as_str() {
        "text" | "txt" => table(&rows, &made.sentence, args.speech.lang),
        "csv" => csv(&rows),
        "json" => json_text(&Document {
            format_version: "1.0",
            ramme: env!("CARGO_PKG_VERSION"),
            origins: made.origins,
            horizon: args.horizon,
            scores: rows,
            note: &made.sentence,
        }),
        other => {
            terminal.error(&Text::both(
                format!("`{other}` is no form of backtest; there are text, csv and json"),
                format!("`{other}` er ikke en form for backtest; der er text, csv og json"),
            ));
            return Exit::NotDone;
        }
    };
    deliver(terminal, args.output.as_deref(), &text)
}

fn scores(args: &Backtest) -> Result<backtest::Backtest, Vec<Diagnostic>> {
    let methods: Result<Vec<_>, Diagnostic> = args.method.split(',').map(|m| method(m.trim())).collect();
    let plain = series::read(&args.file, &Limits::default())?;
    let broken = plain.iter().filter(|p| p.problem.is_some()).map(|p| {
        Diagnostic::new(Code::ForecastRefused)
            .arg("series", p.series.id.as_str())
            .arg("reason", p.problem.clone().unwrap_or_default())
    });
    let broken: Vec<Diagnostic> = broken.collect();
    if !broken.is_empty() {
        return Err(broken);
    }
    let series: Vec<Series> = plain.into_iter().map(|p| p.series).collect();
    let options = BacktestOptions {
        methods: methods.map_err(|p| vec![p])?,
        horizon: args.horizon,
        origins: args.origins,
        growth: args.growth,
        conformal: false,
    };
    backtest::run(&series, &options).map_err(|e| refused("the panel", &e))
}

fn score(s: &MethodScore) -> Score<'_> {
    let known = |x: f64| x.is_finite().then_some(x);
    let inside = |k: usize| s.coverage.get(k).and_then(|(_, share)| known(*share));
    Score {
        method: &s.method,
        forecasts: s.forecasts,
        refused: s.refused,
        mase: known(s.mase),
        smape: known(s.smape),
        rmsse: known(s.rmsse),
        msis: known(s.msis),
        crps: known(s.crps),
        coverage_80: inside(0),
        coverage_95: inside(1),
        years: s.years.len(),
    }
}

const HEADINGS: [&str; 11] =
    ["method", "forecasts", "refused", "MASE", "sMAPE", "RMSSE", "MSIS", "CRPS", "in 80%", "in 95%", "years"];

fn figures(s: &Score) -> [Option<f64>; 7] {
    [s.mase, s.smape, s.rmsse, s.msis, s.crps, s.coverage_80, s.coverage_95]
}

fn table(rows: &[Score], sentence: &str, lang: Lang) -> String {
    let spell =
        |x: &Option<f64>| x.map_or_else(|| "..".to_owned(), |x| ramme_report::number::float(x, 3, lang));
    let mut lines: Vec<Vec<String>> = vec![HEADINGS.map(str::to_owned).to_vec()];
    for s in rows {
        let mut line = vec![s.method.to_owned(), s.forecasts.to_string(), s.refused.to_string()];
        line.extend(figures(s).iter().map(spell));
        line.push(s.years.to_string());
        lines.push(line);
    }
    let width =
        |k: usize| lines.iter().filter_map(|l| l.get(k)).map(|c| c.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..HEADINGS.len()).map(width).collect();
    let mut out = String::new();
    for line in &lines {
        let cells = line
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(k, (cell, w))| if k == 0 { format!("{cell:<w$}") } else { format!("{cell:>w$}") });
        out.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        out.push('\n');
    }
    format!("{out}\n{sentence}\n")
}

fn csv(rows: &[Score]) -> String {
    let mut out =
        "method,forecasts,refused,mase,smape,rmsse,msis,crps,coverage_80,coverage_95,years\n".to_owned();
    for s in rows {
        let mut line = vec![s.method.to_owned(), s.forecasts.to_string(), s.refused.to_string()];
        line.extend(figures(s).iter().map(|x| x.map_or_else(String::new, |x| x.to_string())));
        line.push(s.years.to_string());
        out.push_str(&line.join(","));
        out.push('\n');
    }
    out
}
