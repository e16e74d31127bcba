//! Trains the pooled model and prints its table.
//!
//!     cargo run --release -p ramme-forecast --example train -- FOLDER > engine/forecast/src/pooled/table.txt
//!
//! FOLDER holds `m4_yearly.csv.gz`, `m3_…`, `m1_…` and `tourism_yearly.csv.gz` (`series_id,t,value,split`): public yearly
//! series of the M4, M3 and M competitions and of the tourism competition. Only rows marked `train`, of seven series in
//! eight by a hash of their id, are learnt from. Every window counts together with its mirror image: the model's form
//! sees to that. On stderr: accuracy on the test years of the series that were held out.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod gradient;
#[path = "../support/mod.rs"]
mod support;
mod windows;

use gradient::Trainer;
use ramme_forecast::pooled::{Network, table};
use windows::Window;

/// Networks that are averaged, and hidden units of each.
const NETWORKS: usize = 4;
const UNITS: usize = 12;
const STEPS: usize = 2500;
const BATCH: usize = 4096;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("give the folder of the yearly series")?;
    let entries = support::load(std::path::Path::new(&folder))?;
    let kept = entries.iter().filter(|e| !support::held_out(&e.id)).count();
    let windows = windows::training(&entries);
    eprintln!("{} series, {kept} to learn from, {} windows", entries.len(), windows.len());
    let base = windows::scaling(&windows);
    let mut networks: Vec<Network> = Vec::new();
    for pair in (0..NETWORKS).collect::<Vec<_>>().chunks(2) {
        let trained: Vec<Network> = std::thread::scope(|scope| {
            let runs: Vec<_> =
                pair.iter().map(|seed| scope.spawn(|| train(&base, &windows, *seed as u64))).collect();
            runs.into_iter().filter_map(|run| run.join().ok()).collect()
        });
        networks.extend(trained);
    }
    let network = average(&base, &networks);
    windows::report(&entries, &network);
    println!("# The pooled location-scale model of annual series: see network.rs for what each row means.");
    println!("# Made by: cargo run --release -p ramme-forecast --example train -- FOLDER");
    println!(
        "# Data: training parts of yearly series of the M4, M3 and M competitions and the tourism competition,"
    );
    println!(
        "# {kept} series ({} held out by a hash of the id), {} windows.",
        entries.len() - kept,
        windows.len()
    );
    println!("# Growth of the panel: an input; mirrored panels get mirrored forecasts by the model's form.");
    println!("# {NETWORKS} networks of {UNITS} units, {STEPS} steps of {BATCH} windows, averaged.");
    print!("{}", table::write(&network));
    Ok(())
}

/// Trains one network.
fn train(base: &Network, windows: &[Window], seed: u64) -> Network {
    let inputs: Vec<_> = windows.iter().map(|w| base.inputs(&w.odd, &w.even, w.growth)).collect();
    let mut trainer = Trainer::new(UNITS, seed, base);
    for step in 0..STEPS {
        let loss = trainer.step(windows, &inputs, step, STEPS, BATCH);
        if step % 250 == 0 || step + 1 == STEPS {
            eprintln!("network {seed}, step {step}: {loss:.4}");
        }
    }
    trainer.network(base)
}

/// The mean of networks: their units side by side with outputs divided by the count, all else averaged.
fn average(base: &Network, networks: &[Network]) -> Network {
    let share = 1.0 / networks.len() as f64;
    let mut out = base.clone();
    for network in networks {
        for unit in &network.units {
            let mut unit = unit.clone();
            unit.centre.iter_mut().chain(&mut unit.spread).chain(&mut unit.skew).for_each(|v| *v *= share);
            unit.tail *= share;
            out.units.push(unit);
        }
        let add = |to: &mut [f64], from: &[f64]| to.iter_mut().zip(from).for_each(|(a, b)| *a += share * b);
        out.centre.iter_mut().zip(&network.centre).for_each(|(a, b)| add(a, b));
        out.spread.iter_mut().zip(&network.spread).for_each(|(a, b)| add(a, b));
        out.reach.iter_mut().zip(&network.reach).for_each(|(a, b)| add(a, b));
        add(&mut out.start, &network.start);
    }
    out
}
