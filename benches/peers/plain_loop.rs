//! Workload W by hand: the data made and written, or read and answered by loops that know nothing but W. The measure of speed.
//!
//! `plain_loop make DIR ROWS SEED` writes the files. `plain_loop run DIR` prints what loading and computing took, and the
//! answers, as JSON on one line. One thread; amounts in øre in 64 bits; no text is kept.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a tool for benches"
)]

#[path = "../workload-w/work.rs"]
mod work;

use std::path::Path;
use std::time::Instant;
use work::{LAW, MUNICIPALITIES, Work, day_of, figure, three_months_on};

#[derive(Default)]
struct Columns {
    municipality: Vec<u8>,
    year: Vec<u8>,
    tariff: Vec<i32>,
    previous: Vec<i32>,
    overhead: Vec<i16>,
    days: Vec<i32>,
    start: Vec<i32>,
    end: Vec<i32>,
    cost: Vec<i32>,
    index: [i64; 6],
}

/// The number at `at`, its mark of decimals left out; steps over the byte after it.
fn number(bytes: &[u8], at: &mut usize) -> i64 {
    let mut n = 0_i64;
    while *at < bytes.len() {
        match bytes[*at] {
            digit @ b'0'..=b'9' => n = n * 10 + i64::from(digit - b'0'),
            b'.' => {}
            _ => break,
        }
        *at += 1;
    }
    *at += 1;
    n
}

fn day(bytes: &[u8], at: &mut usize) -> i32 {
    let (year, month, day) = (number(bytes, at), number(bytes, at), number(bytes, at));
    day_of(year, month, day) as i32
}

/// The bytes after the line of headings.
fn body(folder: &Path, name: &str) -> Vec<u8> {
    let mut bytes = std::fs::read(folder.join(name)).unwrap();
    let end = bytes.iter().position(|b| *b == b'\n').unwrap();
    bytes.drain(..=end);
    bytes
}

fn load(folder: &Path) -> Columns {
    let mut c = Columns::default();
    let (bytes, mut at) = (body(folder, "tariffs.csv"), 0);
    while at < bytes.len() {
        number(&bytes, &mut at);
        c.municipality.push(number(&bytes, &mut at) as u8);
        c.year.push((number(&bytes, &mut at) - 2019) as u8);
        c.tariff.push(number(&bytes, &mut at) as i32);
        c.previous.push(number(&bytes, &mut at) as i32);
        c.overhead.push(number(&bytes, &mut at) as i16);
        c.days.push(number(&bytes, &mut at) as i32);
    }
    let (bytes, mut at) = (body(folder, "stays.csv"), 0);
    while at < bytes.len() {
        number(&bytes, &mut at);
        c.start.push(day(&bytes, &mut at));
        c.end.push(day(&bytes, &mut at));
        c.cost.push(number(&bytes, &mut at) as i32);
    }
    let (bytes, mut at) = (body(folder, "index.csv"), 0);
    while at < bytes.len() {
        let year = number(&bytes, &mut at) - 2019;
        c.index[year as usize] = number(&bytes, &mut at);
    }
    c
}

/// Excess and refund in øre, breaches, and the averages of 2024 with their number.
fn compute(c: &Columns) -> (i64, i64, i64, (i128, i128)) {
    let (mut excess, mut breaches, mut refund) = (0_i64, 0_i64, 0_i64);
    let mut sums = [[(0_i64, 0_i64); 6]; MUNICIPALITIES as usize + 1];
    for i in 0..c.tariff.len() {
        let year = c.year[i] as usize;
        let ceiling = (i64::from(c.previous[i]) * (1000 + c.index[year]) + 500) / 1000;
        let over = i64::from(c.tariff[i]) - ceiling;
        breaches += i64::from(over > 0);
        excess += over.max(0) * i64::from(c.days[i]);
        let sum = &mut sums[c.municipality[i] as usize][year];
        sum.0 += i64::from(c.overhead[i]) * i64::from(c.days[i]);
        sum.1 += i64::from(c.days[i]);
    }
    for i in 0..c.start.len() {
        let (start, end) = (i64::from(c.start[i]), i64::from(c.end[i]));
        let days = (end.min(LAW) - start).max(0) + (end.min(three_months_on(start)) - start.max(LAW)).max(0);
        refund += (days * i64::from(c.cost[i]) + 1) / 2;
    }
    let with_days = sums.iter().map(|years| years[5]).filter(|(_, days)| *days > 0);
    let averages = with_days.map(|(top, days)| {
        (2 * i128::from(top) * 10_000_000_000 + i128::from(days)) / (2 * i128::from(days))
    });
    (excess, refund, breaches, averages.fold((0, 0), |(sum, n), a| (sum + a, n + 1)))
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let folder = Path::new(&args[2]);
    if args[1] == "make" {
        let (rows, seed) = (args[3].parse().unwrap(), args[4].parse().unwrap());
        std::fs::create_dir_all(folder).unwrap();
        return Work::new(rows, seed).write(folder).unwrap();
    }
    let start = Instant::now();
    let columns = load(folder);
    let load = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let (excess, refund, breaches, (sum, count)) = compute(&columns);
    let compute = start.elapsed().as_secs_f64();
    let mean = (2 * sum + count) / (2 * count).max(1);
    let (excess, refund, met) = (figure(excess), figure(refund), sum <= count * 6_000_000_000_000);
    println!(
        "{{\"load\":{load},\"compute\":{compute},\"answers\":[\"{excess}\",{breaches},\"{}.{:012}\",{met},\"{refund}\"]}}",
        mean / 1_000_000_000_000,
        mean % 1_000_000_000_000
    );
}
