//! Reconciles files as the contract describes them and prints `series_id,step,value`.
//!
//!     reconcile_files HIERARCHY.csv BASE.csv RESIDUALS.csv METHOD
#![allow(clippy::print_stdout)]

use ndarray::Array2;
use ramme_forecast::hierarchy::Hierarchy;
use ramme_forecast::reconcile::{ReconcileMethod, reconcile};

type Failure = Box<dyn std::error::Error>;

fn rows(path: &str) -> Result<Vec<Vec<String>>, Failure> {
    let text = std::fs::read_to_string(path)?;
    Ok(text.lines().skip(1).map(|line| line.split(',').map(str::to_string).collect()).collect())
}

fn table(path: &str, hierarchy: &Hierarchy) -> Result<Array2<f64>, Failure> {
    let rows = rows(path)?;
    let columns = rows.iter().map(|r| r[1].parse::<usize>()).collect::<Result<Vec<_>, _>>()?;
    let first = columns.iter().min().copied().unwrap_or(0);
    let width = columns.iter().max().copied().unwrap_or(0) + 1 - first;
    let mut out = Array2::from_elem((hierarchy.len(), width), f64::NAN);
    for (row, column) in rows.iter().zip(columns) {
        let node = hierarchy.find(&row[0]).ok_or_else(|| format!("no node {}", row[0]))?;
        out[[node, column - first]] = row[2].parse()?;
    }
    Ok(out)
}

fn main() -> Result<(), Failure> {
    let words: Vec<String> = std::env::args().collect();
    let [_, edges, base, residuals, method] = &words[..] else {
        return Err("give three files and a method".into());
    };
    let edges: Vec<(String, String)> =
        rows(edges)?.into_iter().map(|r| (r[0].clone(), r[1].clone())).collect();
    let hierarchy = Hierarchy::from_edges(&edges)?;
    let (base, errors) = (table(base, &hierarchy)?, table(residuals, &hierarchy)?);
    let done = reconcile(&hierarchy, base.view(), Some(errors.view()), ReconcileMethod::from_name(method)?)?;
    println!("series_id,step,value");
    for (node, name) in hierarchy.names().iter().enumerate() {
        for (step, value) in done.values.row(node).iter().enumerate() {
            println!("{name},{},{value}", step + 1);
        }
    }
    Ok(())
}
