//! `ramme reconcile`: base forecasts of all nodes of a hierarchy, made to add up.
//!
//! In: edges, base forecasts, and for some methods residuals, as CSV. Out: `series_id,step,value`. Not here: the methods
//! (`ramme_forecast::reconcile`).

use super::deliver::written;
use super::forecast::{quoted, reconcile_method};
use super::rounding::Step;
use crate::cli::Reconcile;
use crate::exit::Exit;
use crate::series::{number, table};
use crate::terminal::Terminal;
use ndarray::Array2;
use ramme_diag::{Code, Diagnostic, Limits, Place, Text, closest};
use ramme_forecast::ForecastError;
use ramme_forecast::hierarchy::Hierarchy;
use ramme_forecast::reconcile::{reconcile, reconcile_non_negative};
use ramme_table::RawTable;
use std::collections::BTreeMap;
use std::path::Path;

/// Reconciles base forecasts.
pub fn run(args: &Reconcile) -> Exit {
    let terminal = Terminal::new(args.speech.lang);
    written(terminal, args.output.as_deref(), csv(args, terminal))
}

fn csv(args: &Reconcile, terminal: Terminal) -> Result<String, Vec<Diagnostic>> {
    let limits = Limits::default();
    let method = reconcile_method(&args.method)?;
    let hierarchy = hierarchy(&args.hierarchy, &limits)?;
    let base = values(&args.base, "step", &hierarchy, &limits)?;
    let residuals = match &args.residuals {
        Some(file) => Some(values(file, "t", &hierarchy, &limits)?),
        None => None,
    };
    let errors = residuals.as_ref().map(|r| r.values.view());
    let way = if args.non_negative { reconcile_non_negative } else { reconcile };
    let made = way(&hierarchy, base.values.view(), errors, method).map_err(|e| untied(&args.method, &e))?;
    if !made.note.is_empty() {
        terminal.say(&format!("{}\n", made.note.get(args.speech.lang)));
    }
    let columns = texts(args, &hierarchy, &made.values)?;
    let mut out = "series_id,step,value\n".to_owned();
    for (node, name) in hierarchy.names().iter().enumerate() {
        for (step, column) in base.columns.iter().zip(&columns) {
            let value = column.get(node).map(String::as_str).unwrap_or_default();
            out.push_str(&format!("{},{step},{value}\n", quoted(name)));
        }
    }
    Ok(out)
}

/// A refusal of what should add up.
pub fn untied(what: &str, error: &ForecastError) -> Vec<Diagnostic> {
    let reason = Text::both(error.to_string(), error.danish());
    vec![Diagnostic::new(Code::TieRefused).arg("what", what).arg("reason", reason)]
}

/// The values as they are printed: by step, by node.
fn texts(
    args: &Reconcile,
    hierarchy: &Hierarchy,
    values: &Array2<f64>,
) -> Result<Vec<Vec<String>>, Vec<Diagnostic>> {
    let columns = values.columns().into_iter().map(|column| column.to_vec());
    match &args.round {
        None => Ok(columns.map(|column| column.iter().map(f64::to_string).collect()).collect()),
        Some(step) => {
            let step = Step::parse(step)?;
            columns.map(|column| step.coherent(hierarchy, &column)).collect()
        }
    }
}

/// A hierarchy from a CSV `node,parent`, one row an edge.
///
/// # Errors
/// A file that cannot be read, columns that are not there, a circle.
pub fn hierarchy(path: &Path, limits: &Limits) -> Result<Hierarchy, Vec<Diagnostic>> {
    let table = table(path, limits)?;
    let [node, parent] = columns(&table, ["node", "parent"])?;
    let edges: Vec<(String, String)> = (0..table.rows())
        .map(|row| (table.cell(row, node).to_owned(), table.cell(row, parent).to_owned()))
        .filter(|(_, parent)| !parent.is_empty())
        .collect();
    Hierarchy::from_edges(&edges).map_err(|e| untied(&table.name, &e))
}

/// Values by node and column.
struct Values {
    columns: Vec<i64>,
    values: Array2<f64>,
}

/// A CSV with a value for every node and column (`step` or `t`).
fn values(
    path: &Path,
    axis: &str,
    hierarchy: &Hierarchy,
    limits: &Limits,
) -> Result<Values, Vec<Diagnostic>> {
    let table = table(path, limits)?;
    let what = if axis == "t" { "residual" } else { "value" };
    let [id, t, value] = columns(&table, ["series_id", axis, what])?;
    let mut problems = Vec::new();
    let mut cells: BTreeMap<(usize, i64), (f64, u32)> = BTreeMap::new();
    for row in 0..table.rows() {
        let node = node(&table, (row, id), hierarchy, &mut problems);
        let column = whole(&table, (row, t), &mut problems);
        let number = number(&table, (row, value), &mut problems);
        let (Some(node), Some(column), Some(number)) = (node, column, number) else { continue };
        let line = table.line(row, id);
        if let Some((_, first)) = cells.insert((node, column), (number, line)) {
            problems.push(
                Diagnostic::new(Code::DuplicateKey)
                    .arg("key", format!("{}, {column}", table.cell(row, id)))
                    .arg("first", first)
                    .arg("second", line)
                    .at(table.row_place(row)),
            );
        }
    }
    let mut all: Vec<i64> = cells.keys().map(|(_, column)| *column).collect();
    all.sort_unstable();
    all.dedup();
    let mut out = Array2::zeros((hierarchy.len(), all.len()));
    for (node, name) in hierarchy.names().iter().enumerate() {
        for (k, column) in all.iter().enumerate() {
            match (cells.get(&(node, *column)), out.get_mut((node, k))) {
                (Some((x, _)), Some(slot)) => *slot = *x,
                _ => problems.push(
                    Diagnostic::new(Code::NodeWithoutForecast)
                        .arg("node", name.as_str())
                        .arg("step", column.to_string())
                        .at(Place::File(table.name.clone())),
                ),
            }
        }
    }
    if problems.is_empty() { Ok(Values { columns: all, values: out }) } else { Err(problems) }
}

fn node(
    table: &RawTable,
    (row, column): (usize, usize),
    hierarchy: &Hierarchy,
    problems: &mut Vec<Diagnostic>,
) -> Option<usize> {
    let name = table.cell(row, column);
    let found = hierarchy.find(name);
    if found.is_none() {
        let names = hierarchy.names().iter().map(String::as_str);
        problems.push(
            Diagnostic::new(Code::DanglingRelation)
                .arg("key", name)
                .arg("entity", Text::both("node of the hierarchy", "knude i hierarkiet"))
                .maybe_arg("suggestion", closest(name, names))
                .at(table.place(row, column)),
        );
    }
    found
}

fn whole(table: &RawTable, (row, column): (usize, usize), problems: &mut Vec<Diagnostic>) -> Option<i64> {
    let parsed = table.cell(row, column).parse::<i64>().ok();
    if parsed.is_none() {
        problems.push(
            Diagnostic::new(Code::BadCell)
                .arg("text", table.cell(row, column))
                .arg("expected", Text::both("a whole number", "et helt tal"))
                .arg("reason", Text::both("steps and times are counted", "trin og tider tælles"))
                .at(table.place(row, column)),
        );
    }
    parsed
}

/// The positions of columns by their headings.
fn columns<const N: usize>(table: &RawTable, headings: [&str; N]) -> Result<[usize; N], Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let found = headings.map(|heading| {
        table.column(heading).unwrap_or_else(|| {
            let held = table.headings.iter().map(String::as_str);
            problems.push(
                Diagnostic::new(Code::UnknownColumn)
                    .arg("column", heading)
                    .maybe_arg("suggestion", closest(heading, held))
                    .at(Place::line(table.name.as_str(), 1)),
            );
            0
        })
    });
    if problems.is_empty() { Ok(found) } else { Err(problems) }
}
