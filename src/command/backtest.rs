//! `ramme backtest`: how well methods would have done, from rolling origins.
//!
//! In: a CSV of series. Out: a table of scores, or the same as CSV, JSON or a chart. Not here: the scores themselves
//! (`ramme_forecast::backtest`), the chart (`backtest_chart`).

use super::backtest_chart::{Words, svg};
use super::deliver::write;
use super::forecast::{method, refused, some};
use super::json_text;
use crate::cli::Backtest;
use crate::exit::Exit;
use crate::series::{self, Axis};
use crate::terminal::Terminal;
use ramme_diag::{Code, Diagnostic, Limits, SourceMap, Text};
use ramme_forecast::Series;
use ramme_forecast::backtest::{self, BacktestOptions, MethodScore, YearCoverage};
use ramme_report::json::PlainHead;
use ramme_value::Lang;
use serde::Serialize;

/// The scores of one method; none where nothing could be scaled.
#[derive(Serialize)]
pub struct Score<'a> {
    pub method: &'a str,
    pub forecasts: usize,
    pub refused: usize,
    pub mase: Option<f64>,
    pub smape: Option<f64>,
    pub rmsse: Option<f64>,
    pub msis: Option<f64>,
    pub crps: Option<f64>,
    pub coverage_80: Option<f64>,
    pub coverage_95: Option<f64>,
    /// How many years the coverage rests on.
    pub years: usize,
    pub coverage_by_year: Vec<Year>,
}

/// How often intervals held in one year.
#[derive(Serialize)]
pub struct Year {
    t: String,
    values: usize,
    inside_80: usize,
    inside_95: usize,
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    head: PlainHead,
    origins: usize,
    horizon: usize,
    scores: Vec<Score<'a>>,
    note: &'a str,
}

/// Tries methods on a file.
pub fn run(args: &Backtest) -> Exit {
    let terminal = Terminal::new(args.speech.lang);
    let (made, axis, hash) = match scores(args) {
        Ok(both) => both,
        Err(problems) => {
            terminal.complain(&SourceMap::new(), &[], problems);
            return Exit::NotDone;
        }
    };
    let rows: Vec<Score> = made.scores.iter().map(|s| score(s, axis)).collect();
    let said = sentence(rows.first().map_or(0, |s| s.years), axis);
    let mut sentence = said.get(args.speech.lang).to_owned();
    if args.synthetic {
        sentence.push_str(args.speech.lang.pick(
            " The data are invented: this says nothing of real ones.",
            " Data er opdigtede: det siger intet om virkelige.",
        ));
    }
    let sentence = sentence.as_str();
    let ending = args.output.as_ref().and_then(|p| p.extension()).map(|e| e.to_string_lossy().into_owned());
    let form = args.format.clone().or(ending).unwrap_or_else(|| "text".to_owned());
    let text = match form.as_str() {
        "text" | "txt" => table(&rows, sentence, args.speech.lang),
        "csv" => csv(&rows),
        "json" => json_text(&Document {
            head: PlainHead::new(env!("CARGO_PKG_VERSION"), None, Some(&hash)),
            origins: made.origins,
            horizon: args.horizon,
            scores: rows,
            note: sentence,
        }),
        "svg" => svg(&rows, &Words { title: title(args, made.origins), sentence, lang: args.speech.lang }),
        other => {
            terminal.error(&Text::both(
                format!("`{other}` is no form of backtest; there are text, csv, json and svg"),
                format!("`{other}` er ikke en form for backtest; der er text, csv, json og svg"),
            ));
            return Exit::NotDone;
        }
    };
    write(terminal, args.output.as_deref(), &text)
}

/// What was tried.
fn title(args: &Backtest, origins: usize) -> String {
    let horizon = args.horizon;
    let file = args.file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    args.speech.lang.pick(
        format!("Backtest of {file}: {origins} origins, {horizon} steps ahead"),
        format!("Efterprøvning af {file}: {origins} startpunkter, {horizon} trin frem"),
    )
}

/// What the coverage rests on.
fn sentence(count: usize, axis: Axis) -> Text {
    let ((one, da_one), (many, da_many)) = match axis {
        Axis::Whole => (("year", "år"), ("years", "år")),
        Axis::Periods(_) => (("period", "periode"), ("periods", "perioder")),
    };
    match count {
        0 => Text::both("Nothing could be compared.", "Intet kunne sammenlignes."),
        1 => Text::both(
            format!("Coverage rests on 1 {one}: an example, not a calibration."),
            format!("Dækningen hviler på 1 {da_one}: et eksempel, ikke en kalibrering."),
        ),
        n => Text::both(
            format!(
                "Coverage rests on {n} {many}; series of one {one} share its shocks and are not independent."
            ),
            format!(
                "Dækningen hviler på {n} {da_many}; serier fra samme {da_one} deler stød og er ikke uafhængige."
            ),
        ),
    }
}

fn scores(args: &Backtest) -> Result<(backtest::Backtest, Axis, String), Vec<Diagnostic>> {
    let methods: Result<Vec<_>, Diagnostic> = args.method.split(',').map(|m| method(m.trim())).collect();
    let (plain, hash) = series::read_hashed(&args.file, &Limits::default())?;
    some(&plain, &args.file)?;
    let broken = plain.iter().filter(|p| p.problem.is_some()).map(|p| {
        let said = Diagnostic::new(Code::ForecastRefused)
            .arg("series", p.series.id.as_str())
            .arg("reason", p.problem.clone().unwrap_or_default());
        p.problem_at.iter().fold(said, |said, at| said.at(at.clone()))
    });
    let broken: Vec<Diagnostic> = broken.collect();
    if !broken.is_empty() {
        return Err(broken);
    }
    let axis = plain.first().map_or(Axis::Whole, |p| p.axis);
    let series: Vec<Series> = plain.into_iter().map(|p| p.series).collect();
    let options = BacktestOptions {
        methods: methods.map_err(|p| vec![p])?,
        horizon: args.horizon,
        origins: args.origins,
        growth: args.growth,
        conformal: false,
        synthetic: args.synthetic,
    };
    let made = backtest::run(&series, &options).map_err(|e| refused("the panel", &e))?;
    Ok((made, axis, hash))
}

fn score(s: &MethodScore, axis: Axis) -> Score<'_> {
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
        coverage_by_year: s.years.iter().map(|y| year(y, axis)).collect(),
    }
}

fn year(y: &YearCoverage, axis: Axis) -> Year {
    Year { t: axis.spell(y.year), values: y.count, inside_80: y.inside_80, inside_95: y.inside_95 }
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
