//! The numbers of the pooled model. In: a text of rows. Out: a `Network`, and back.
//!
//! The shipped text is `table.txt`; its head says which data it was trained on and with which command. Each row is a
//! name and numbers. Not here: training.

use super::features::{EVEN, ODD};
use super::network::{INPUTS, Network, REACHES, STEPS, UNIT, Unit};
use crate::error::ForecastError;
use crate::words::Words;
use std::fmt::Write;
use std::sync::LazyLock;

/// The text of the shipped table, head included.
pub const TEXT: &str = include_str!("table.txt");

static SHIPPED: LazyLock<Result<Network, ForecastError>> = LazyLock::new(|| parse(TEXT));

/// The shipped network.
pub fn shipped() -> Result<&'static Network, ForecastError> {
    SHIPPED.as_ref().map_err(Clone::clone)
}

/// The comment lines at the head of the shipped table: where its numbers come from.
pub fn provenance() -> impl Iterator<Item = &'static str> {
    TEXT.lines().filter_map(|line| line.strip_prefix("# "))
}

/// Reads a table. Errors: a row that is missing, doubled in length, or not numbers.
pub fn parse(text: &str) -> Result<Network, ForecastError> {
    let mut rows: Vec<(&str, Vec<f64>)> = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        let mut words = line.split_whitespace();
        let name = words.next().unwrap_or("");
        let numbers: Result<Vec<f64>, _> = words.map(str::parse).collect();
        rows.push((name, numbers.map_err(|_| broken(name))?));
    }
    let all = |name: &'static str| rows.iter().filter(move |row| row.0 == name).map(|row| &row.1);
    let units = all("unit").map(|row| unit(row)).collect::<Result<_, _>>()?;
    Ok(Network {
        odd_size: one(all("odd_size"), "odd_size")?,
        even_mean: one(all("even_mean"), "even_mean")?,
        even_size: one(all("even_size"), "even_size")?,
        units,
        centre: many::<STEPS, INPUTS>(all("centre"), "centre")?,
        spread: many::<STEPS, EVEN>(all("spread"), "spread")?,
        start: one(all("start"), "start")?,
        reach: many::<STEPS, REACHES>(all("reach"), "reach")?,
    })
}

/// Writes the rows of a table, five significant digits a number.
pub fn write(network: &Network) -> String {
    let mut out = String::new();
    let mut row = |name: &str, numbers: &[f64]| {
        let _ = write!(out, "{name}");
        for number in numbers {
            let _ = write!(out, " {number:.4e}");
        }
        out.push('\n');
    };
    row("odd_size", &network.odd_size);
    row("even_mean", &network.even_mean);
    row("even_size", &network.even_size);
    row("start", &network.start);
    network.reach.iter().for_each(|r| row("reach", r));
    network.centre.iter().for_each(|r| row("centre", r));
    network.spread.iter().for_each(|r| row("spread", r));
    for u in &network.units {
        let parts: [&[f64]; 7] = [&u.odd, &u.even, &[u.bias], &u.centre, &u.spread, &u.skew, &[u.tail]];
        row("unit", &parts.concat());
    }
    out
}

/// One hidden unit from its row.
fn unit(row: &[f64]) -> Result<Unit, ForecastError> {
    if row.len() != UNIT {
        return Err(broken("unit"));
    }
    let (odd, rest) = row.split_at(INPUTS);
    let (even, rest) = rest.split_at(EVEN);
    let (bias, rest) = rest.split_at(1);
    let (centre, rest) = rest.split_at(STEPS);
    let (spread, rest) = rest.split_at(STEPS);
    let (skew, tail) = rest.split_at(STEPS);
    Ok(Unit {
        odd: fixed(odd, "unit")?,
        even: fixed(even, "unit")?,
        bias: bias[0],
        centre: fixed(centre, "unit")?,
        spread: fixed(spread, "unit")?,
        skew: fixed(skew, "unit")?,
        tail: tail[0],
    })
}

/// A row of exactly N numbers.
fn fixed<const N: usize>(row: &[f64], name: &str) -> Result<[f64; N], ForecastError> {
    row.try_into().map_err(|_| broken(name))
}

/// The one row of a name.
fn one<'a, const N: usize>(
    mut rows: impl Iterator<Item = &'a Vec<f64>>,
    name: &str,
) -> Result<[f64; N], ForecastError> {
    fixed(rows.next().ok_or_else(|| broken(name))?, name)
}

/// Exactly M rows of a name.
fn many<'a, const N: usize, const M: usize>(
    rows: impl Iterator<Item = &'a Vec<f64>>,
    name: &str,
) -> Result<[[f64; N]; M], ForecastError> {
    let all: Vec<[f64; N]> = rows.map(|row| fixed(row, name)).collect::<Result<_, _>>()?;
    all.try_into().map_err(|_| broken(name))
}

/// The error of a table that cannot be read.
fn broken(name: &str) -> ForecastError {
    let why = Words::both(
        format!("the pooled model's table has a wrong row {name:?}"),
        format!("den fælles models tabel har en forkert række {name:?}"),
    );
    ForecastError::Structure { why }
}

const _: () = assert!(ODD + 1 == INPUTS);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_table_reads_and_writes_back() {
        let network = shipped().unwrap();
        assert_eq!(&parse(&write(network)).unwrap(), network);
        assert!(provenance().count() > 3);
        assert!(parse("start 1 2").is_err());
    }
}
