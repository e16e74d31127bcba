//! Gap and deviation over draws, by the engine's own way: the same draws that NumPy is given.
//!
//! `draws make DIR DRAWS SEED` makes them and writes `figures.csv` and `draws.bin`: 29 municipalities × 6 areas × 5 years of
//! two inputs, as f64 in the order input, year, area, municipality, draw. `draws run DIR DRAWS THREADS` reads that file and
//! answers; it writes `ramme.bin`, five quantiles a cell, in the order output, year, area, municipality, quantile. Both print
//! what they took, as JSON on one line.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a tool for benches"
)]

use ndarray::Array2;
use ramme_diag::{Lang, Limits, SourceMap};
use ramme_eval::bind::bind;
use ramme_eval::result::{CellValue, RunResult};
use ramme_eval::scenario::Scenario;
use ramme_eval::{GivenDraws, Job, run_on};
use ramme_forecast::method::Forecast;
use ramme_forecast::samples::joint_draws;
use ramme_rulebook::model::Symbol;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

const MUNICIPALITIES: usize = 29;
const AREAS: [&str; 6] = ["a", "b", "c", "d", "e", "f"];
const FIRST: i32 = 2024;
const YEARS: usize = 5;
const INPUTS: [&str; 2] = ["budget", "accounts"];
const OUTPUTS: [&str; 2] = ["gap", "deviation"];

fn municipality(at: usize) -> String {
    format!("M{:02}", at + 1)
}

/// The figure of a cell in the year before the first.
fn known(input: usize, area: usize, place: usize) -> f64 {
    let budget = 20_000_000.0 + 3_000_000.0 * place as f64 + 11_000_000.0 * area as f64;
    (budget * [1.0, 1.04][input]).round()
}

fn make(folder: &Path, draws: usize, seed: u64) {
    let mut csv = "municipality,year,area,budget,accounts\n".to_owned();
    let (mut names, mut laws) = (Vec::new(), Vec::new());
    for (input, name) in INPUTS.iter().enumerate() {
        for (area, a) in AREAS.iter().enumerate() {
            for place in 0..MUNICIPALITIES {
                let start = known(input, area, place);
                let center = (1..=YEARS).map(|h| start * 1.03_f64.powi(h as i32)).collect();
                let spread = (1..=YEARS).map(|h| start * 0.03 * (h as f64).sqrt()).collect();
                names.push(format!("{name}[{}, {a}]", municipality(place)));
                laws.push(Forecast::student(center, spread, 8.0));
                if input == 0 {
                    let m = municipality(place);
                    let accounts = known(1, area, place);
                    writeln!(csv, "{m},{},{a},{start:.0},{accounts:.0}", FIRST - 1).unwrap();
                }
            }
        }
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let start = Instant::now();
    let drawn = joint_draws(&names, &laws, 0.5, draws, seed).unwrap();
    let took = start.elapsed().as_secs_f64();
    let cells = AREAS.len() * MUNICIPALITIES;
    let mut bytes = Vec::with_capacity(2 * cells * YEARS * draws * 8);
    for series in drawn.chunks(cells) {
        for year in 0..YEARS {
            for cell in series {
                bytes.extend(cell.row(year).iter().flat_map(|x| x.to_le_bytes()));
            }
        }
    }
    std::fs::create_dir_all(folder).unwrap();
    std::fs::write(folder.join("figures.csv"), csv).unwrap();
    std::fs::write(folder.join("draws.bin"), bytes).unwrap();
    println!("{{\"drawing\":{took}}}");
}

/// The draws as they lie in the file, a year of an input each.
fn read(folder: &Path, draws: usize) -> Vec<Array2<f64>> {
    let bytes = std::fs::read(folder.join("draws.bin")).unwrap();
    let cells = AREAS.len() * MUNICIPALITIES;
    let years = bytes.chunks_exact(cells * draws * 8);
    let floats = |year: &[u8]| year.as_chunks::<8>().0.iter().map(|x| f64::from_le_bytes(*x)).collect();
    years.map(|year| Array2::from_shape_vec((cells, draws), floats(year)).unwrap()).collect()
}

/// Five quantiles a cell, and the seconds of computing.
fn answers(folder: &Path, draws: usize) -> (RunResult, f64) {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers/draws");
    let text = |path: &Path| std::fs::read_to_string(path).unwrap();
    let (limits, mut sources) = (Limits::default(), SourceMap::new());
    let rules = sources.add("draws.ramme", text(&here.join("draws.ramme")));
    let (tree, wrong) = ramme_syntax::parse(rules, sources.text(rules), &limits);
    assert!(wrong.is_empty());
    let (book, wrong) = ramme_rulebook::build(&[tree]);
    assert!(!wrong.iter().any(|d| d.is_error()), "{:?}", wrong.first().map(|d| d.message(Lang::En)));
    let view = book.view(None, &[]).unwrap();
    let file = sources.add("draws.toml", text(&here.join("draws.toml")));
    let scenario = Scenario::read(file, "draws.toml", sources.text(file), &limits).unwrap();
    let files =
        BTreeMap::from([("figures.csv".to_owned(), std::fs::read(folder.join("figures.csv")).unwrap())]);
    let mut bound = bind(&book, None, &scenario, &files, &[], &limits).unwrap();
    let mut years = read(folder, draws).into_iter();
    let mut given = Vec::new();
    for name in INPUTS {
        let Some(Symbol::Input(input)) = book.find(name) else { panic!("{name}") };
        given.push(GivenDraws { input, first: FIRST, years: years.by_ref().take(YEARS).collect() });
    }
    let job = Job {
        book: &book,
        view: &view,
        sources: &sources,
        scenario: &scenario,
        data: &mut bound.dataset,
        seed: 1,
        draws,
    };
    let start = Instant::now();
    let result =
        run_on(job, given).unwrap_or_else(|p| panic!("{:?}", p.first().map(|d| d.message(Lang::En))));
    (result, start.elapsed().as_secs_f64())
}

fn run(folder: &Path, draws: usize, threads: usize) {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build_global().unwrap();
    // The first run warms up what the second is measured on, as NumPy's is.
    answers(folder, draws);
    let (result, took) = answers(folder, draws);
    let (mut bytes, mut means) = (Vec::new(), 0);
    for name in OUTPUTS {
        let output = result.values.iter().find(|o| o.name == name).unwrap();
        let mut found = BTreeMap::new();
        for cell in &output.cells {
            let CellValue::Draws(summary) = &cell.value else { panic!("{:?} is not drawn", cell.keys) };
            let at = |axis: &str| output.axes.iter().position(|a| a == axis).unwrap();
            let key = ["year", "area", "municipality"].map(|axis| cell.keys[at(axis)].clone());
            found.insert(key, summary.quantiles.iter().map(|(_, x)| *x).collect::<Vec<f64>>());
            means += usize::from(summary.mean.is_finite());
        }
        assert_eq!(found.len(), YEARS * AREAS.len() * MUNICIPALITIES);
        bytes.extend(found.values().flatten().flat_map(|x| x.to_le_bytes()));
    }
    std::fs::write(folder.join("ramme.bin"), bytes).unwrap();
    println!("{{\"compute\":{took},\"means\":{means}}}");
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let (folder, draws) = (Path::new(&args[2]), args[3].parse().unwrap());
    match args[1].as_str() {
        "make" => make(folder, draws, args[4].parse().unwrap()),
        _ => run(folder, draws, args[4].parse().unwrap()),
    }
}
