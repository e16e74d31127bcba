//! `ramme forecast`: plain series to points, intervals and quantiles.
//!
//! In: a CSV of series. Out: the contract's CSV, one row a series and step, with a note where there is something to know; why
//! this method on standard error. Not here: the methods (`ramme_forecast`), reading (`series`).

use super::deliver::written;
use super::rounding::Step;
use crate::cli::Forecast;
use crate::exit::Exit;
use crate::series::{self, Plain};
use crate::terminal::Terminal;
use ramme_diag::{Code, Diagnostic, Limits, Text, closest};
use ramme_forecast::coherent::{self, CoherentOptions};
use ramme_forecast::hierarchy::Hierarchy;
use ramme_forecast::method::NAMES;
use ramme_forecast::panel::{MethodChoice, PanelForecast, PanelOptions, forecast_with};
use ramme_forecast::reconcile::ReconcileMethod;
use ramme_forecast::{ForecastError, Series};
use ramme_value::Lang;

/// One line of the answer: points and quantiles of one series.
#[derive(Default)]
struct Answer {
    points: Vec<f64>,
    /// By step: low and high of each level, then the quantiles.
    spread: Vec<Vec<f64>>,
    note: String,
    /// By step the point as it is printed, where it is rounded.
    rounded: Vec<String>,
}

impl Answer {
    /// No forecast, and why.
    fn none(note: &str) -> Answer {
        Answer { note: note.to_owned(), ..Answer::default() }
    }
}

/// What is asked for besides points.
struct Wanted {
    /// As written: `80`, `95`.
    levels: Vec<String>,
    shares: Vec<f64>,
    /// As written: `0.1`.
    quantiles: Vec<String>,
    probabilities: Vec<f64>,
}

/// Forecasts a file.
pub fn run(args: &Forecast) -> Exit {
    let terminal = Terminal::new(args.speech.lang);
    written(terminal, args.output.as_deref(), csv(args, terminal))
}

fn csv(args: &Forecast, terminal: Terminal) -> Result<String, Vec<Diagnostic>> {
    let wanted = wanted(args)?;
    let method = method(&args.method).map_err(|p| vec![p])?;
    let mut plain = series::read(&args.file, &Limits::default())?;
    some(&plain, &args.file)?;
    step(args)?;
    let options =
        PanelOptions { method, growth: args.growth, synthetic: args.synthetic, ..PanelOptions::default() };
    let answers = match &args.hierarchy {
        None => alone(&plain, args, &wanted, &options, terminal)?,
        Some(file) => {
            let hierarchy = super::reconcile::hierarchy(file, &Limits::default())?;
            plain = with_sums(plain, &hierarchy);
            coherent(&plain, &hierarchy, args, &wanted, options, terminal)?
        }
    };
    Ok(text(&plain, &answers, &wanted, args))
}

fn wanted(args: &Forecast) -> Result<Wanted, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let quantile = Text::both("a quantile between 0 and 1", "en fraktil mellem 0 og 1");
    let level =
        Text::both("the percent of an interval, between 0 and 100", "et interval i procent, mellem 0 og 100");
    let mut list = |text: &str, most: f64, (expected, example): (&Text, &str)| -> (Vec<String>, Vec<f64>) {
        let parts = text.split(',').map(str::trim).filter(|x| !x.is_empty());
        parts
            .filter_map(|x| match x.parse::<f64>() {
                Ok(v) if v > 0.0 && v < most => Some((x.to_owned(), v / most)),
                _ => {
                    let said = Diagnostic::new(Code::BadQuantile).arg("text", x);
                    problems.push(said.arg("expected", expected.clone()).arg("proposal", example));
                    None
                }
            })
            .unzip()
    };
    let (levels, shares) = list(&args.levels, 100.0, (&level, "80"));
    let (quantiles, probabilities) =
        list(args.quantiles.as_deref().unwrap_or_default(), 1.0, (&quantile, "0.9"));
    if problems.is_empty() { Ok(Wanted { levels, shares, quantiles, probabilities }) } else { Err(problems) }
}

/// Refuses a file without a row.
pub fn some(plain: &[Plain], file: &std::path::Path) -> Result<(), Vec<Diagnostic>> {
    if !plain.is_empty() {
        return Ok(());
    }
    let name = file.to_string_lossy().into_owned();
    Err(vec![Diagnostic::new(Code::SeriesTooShort).arg("series", name).arg("found", 0).arg("limit", 3)])
}

/// A method by its name.
pub fn method(name: &str) -> Result<MethodChoice, Diagnostic> {
    MethodChoice::from_name(name).map_err(|_| {
        let names = NAMES.iter().copied().chain(["auto", "pooled"]);
        Diagnostic::new(Code::UnknownMethod).arg("method", name).maybe_arg("suggestion", closest(name, names))
    })
}

/// A refusal of the whole panel.
pub fn refused(what: &str, error: &ForecastError) -> Vec<Diagnostic> {
    vec![
        Diagnostic::new(Code::ForecastRefused)
            .arg("series", what)
            .arg("reason", Text::both(error.to_string(), error.danish())),
    ]
}

/// Each series by itself, with what the panel has in common.
fn alone(
    plain: &[Plain],
    args: &Forecast,
    wanted: &Wanted,
    options: &PanelOptions,
    terminal: Terminal,
) -> Result<Vec<Answer>, Vec<Diagnostic>> {
    let sound: Vec<Series> = plain.iter().filter(|p| p.problem.is_none()).map(|p| p.series.clone()).collect();
    let panel = forecast_with(&sound, args.horizon, &wanted.shares, &wanted.probabilities, options)
        .map_err(|e| refused("the panel", &e))?;
    if !sound.is_empty() {
        terminal.say(&why(&panel, args.synthetic, args.speech.lang));
    }
    let lang = args.speech.lang;
    let mut forecasts = panel.series.into_iter();
    let answers = plain.iter().map(|p| match &p.problem {
        Some(problem) => Answer::none(problem.get(lang)),
        None => forecasts.next().map_or_else(Answer::default, |one| {
            let spread = (0..one.points.len())
                .map(|h| {
                    let ends = one.intervals.iter().filter_map(|i| i.get(h)).flat_map(|(lo, hi)| [*lo, *hi]);
                    ends.chain(one.quantiles.iter().filter_map(|q| q.get(h).copied())).collect()
                })
                .collect();
            Answer { points: one.points, spread, note: one.note.get(lang).to_owned(), ..Answer::default() }
        }),
    });
    Ok(answers.collect())
}

/// The step of `--round`.
fn step(args: &Forecast) -> Result<Option<Step>, Vec<Diagnostic>> {
    args.round.as_deref().map(Step::parse).transpose()
}

/// Why this method, with which growth, and how often its intervals have held.
fn why(panel: &PanelForecast, synthetic: bool, lang: Lang) -> String {
    let growth = format!("{:.3}", panel.growth);
    let mut out = match lang {
        Lang::En => format!("{} (growth {growth})\n", panel.reason.en),
        Lang::Da => format!("{} (vækst {})\n", panel.reason.da, growth.replace('.', ",")),
    };
    if synthetic {
        return out;
    }
    let held = panel.backtest.as_ref().map_or_else(
        || {
            lang.pick(
                "no calibration: no series is long enough to hide a year of it",
                "ingen kalibrering: ingen serie er lang nok til at skjule et år",
            )
            .to_owned()
        },
        |b| b.calibration().get(lang).to_owned(),
    );
    out.push_str(&held);
    out.push('\n');
    out
}

/// All nodes of a hierarchy, reconciled draw by draw.
fn coherent(
    plain: &[Plain],
    hierarchy: &Hierarchy,
    args: &Forecast,
    wanted: &Wanted,
    panel: PanelOptions,
    terminal: Terminal,
) -> Result<Vec<Answer>, Vec<Diagnostic>> {
    let series = in_order(plain, hierarchy)?;
    let reconcile = reconcile_method(&args.reconcile)?;
    let options = CoherentOptions { panel, reconcile, draws: args.draws, seed: args.seed, common: None };
    let made = coherent::forecast(hierarchy, &series, args.horizon, &options)
        .map_err(|e| refused("the hierarchy", &e))?;
    if !made.note.is_empty() {
        terminal.say(&format!("{}\n", made.note.get(args.speech.lang)));
    }
    let mut probabilities: Vec<f64> =
        wanted.shares.iter().flat_map(|s| [(1.0 - s) / 2.0, (1.0 + s) / 2.0]).collect();
    probabilities.extend(&wanted.probabilities);
    let rounded: Vec<Vec<String>> = match step(args)? {
        Some(step) => {
            let columns = made.points.columns().into_iter();
            columns.map(|c| step.coherent(hierarchy, &c.to_vec())).collect::<Result<_, _>>()?
        }
        None => Vec::new(),
    };
    let one = |p: &Plain| -> Result<Answer, ForecastError> {
        let Some(node) = hierarchy.find(&p.series.id) else {
            return Ok(Answer::none(args.speech.lang.pick("not in the hierarchy", "ikke i hierarkiet")));
        };
        let spread: Result<Vec<Vec<f64>>, ForecastError> =
            (0..args.horizon).map(|step| made.quantiles(node, step, &probabilities)).collect();
        let rounded = rounded.iter().filter_map(|step| step.get(node).cloned()).collect();
        Ok(Answer { points: made.points.row(node).to_vec(), spread: spread?, rounded, ..Answer::default() })
    };
    plain.iter().map(one).collect::<Result<_, _>>().map_err(|e| refused("the hierarchy", &e))
}

/// A method of reconciliation by its name.
pub fn reconcile_method(name: &str) -> Result<ReconcileMethod, Vec<Diagnostic>> {
    ReconcileMethod::from_name(name).map_err(|_| {
        let names = ["bottom-up", "ols", "wls-struct", "wls-var", "mint-shrink", "mint-sample"];
        let suggestion = closest(name, names);
        vec![Diagnostic::new(Code::UnknownMethod).arg("method", name).maybe_arg("suggestion", suggestion)]
    })
}

/// The series of all nodes, in the order of the hierarchy.
fn in_order(plain: &[Plain], hierarchy: &Hierarchy) -> Result<Vec<Series>, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let mut out = Vec::new();
    for name in hierarchy.names() {
        match plain.iter().find(|p| p.series.id == *name) {
            Some(Plain { problem: Some(reason), .. }) => problems.push(
                Diagnostic::new(Code::ForecastRefused)
                    .arg("series", name.as_str())
                    .arg("reason", reason.clone()),
            ),
            Some(p) => out.push(p.series.clone()),
            None => problems.push(
                Diagnostic::new(Code::ForecastRefused)
                    .arg("series", name.as_str())
                    .arg("reason", Text::both("the file has no rows of it", "filen har ingen rækker om den")),
            ),
        }
    }
    if problems.is_empty() { Ok(out) } else { Err(problems) }
}

/// The series of a file, and behind them the nodes that it lacks and that are sums: over the times that all their bottom
/// nodes have.
fn with_sums(plain: Vec<Plain>, hierarchy: &Hierarchy) -> Vec<Plain> {
    let mut sums = Vec::new();
    for (node, name) in hierarchy.names().iter().enumerate() {
        if !hierarchy.is_aggregate(node) || plain.iter().any(|p| p.series.id == *name) {
            continue;
        }
        let bottom = hierarchy.below(node).iter().filter_map(|place| hierarchy.bottom().get(*place));
        let parts: Option<Vec<&Plain>> = bottom
            .map(|b| {
                let id = hierarchy.names().get(*b)?;
                plain.iter().find(|p| p.series.id == *id && p.problem.is_none())
            })
            .collect();
        sums.extend(parts.and_then(|parts| sum(name, &parts)));
    }
    plain.into_iter().chain(sums).collect()
}

/// The sum of series over the times that all of them have; none where there is no such time, or not one kind of time.
fn sum(name: &str, parts: &[&Plain]) -> Option<Plain> {
    let axis = parts.first()?.axis;
    let start = parts.iter().map(|p| p.series.start).max()?;
    let last = parts.iter().map(|p| p.series.end()).min()?;
    if start > last || parts.iter().any(|p| p.axis != axis) {
        return None;
    }
    let at = |p: &Plain, t: i32| {
        let place = usize::try_from(i64::from(t) - i64::from(p.series.start)).ok()?;
        p.series.values.get(place).copied()
    };
    let values: Option<Vec<f64>> =
        (start..=last).map(|t| parts.iter().map(|p| at(p, t)).sum::<Option<f64>>()).collect();
    let series = Series { id: name.to_owned(), start, values: values? };
    Some(Plain { series, axis, last, problem: None, problem_at: None })
}

fn text(plain: &[Plain], answers: &[Answer], wanted: &Wanted, args: &Forecast) -> String {
    let mut heading = vec!["series_id".to_owned(), "t".to_owned(), "mean".to_owned()];
    heading.extend(wanted.levels.iter().flat_map(|l| [format!("lo_{l}"), format!("hi_{l}")]));
    heading.extend(wanted.quantiles.iter().map(|q| format!("q_{q}")));
    heading.push("note".to_owned());
    let rounding = step(args).ok().flatten();
    let spell = |x: f64| rounding.map_or_else(|| x.to_string(), |step| step.alone(x));
    let mut out = heading.join(",");
    out.push('\n');
    for (p, answer) in plain.iter().zip(answers) {
        for step in 0..args.horizon {
            let ahead = i32::try_from(step).unwrap_or(i32::MAX).saturating_add(1);
            let t = p.axis.spell(p.last.saturating_add(ahead));
            let mut cells = vec![quoted(&p.series.id), t];
            let point = || answer.points.get(step).map_or_else(String::new, |x| spell(*x));
            cells.push(answer.rounded.get(step).cloned().unwrap_or_else(point));
            let width = heading.len() - 4;
            let spread = answer.spread.get(step);
            cells.extend(
                (0..width).map(|k| spread.and_then(|s| s.get(k)).map_or_else(String::new, |x| spell(*x))),
            );
            cells.push(quoted(&answer.note));
            out.push_str(&cells.join(","));
            out.push('\n');
        }
    }
    out
}

/// A cell of text, in quotation marks where it holds a comma, a quotation mark or a line end.
pub fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text.to_owned()
}
