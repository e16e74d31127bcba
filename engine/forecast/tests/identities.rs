//! Identities that need no reference package, recovery of known parameters, coverage with known power.

#![allow(clippy::unwrap_used)]

use ramme_forecast::distribution::normal_quantile;
use ramme_forecast::method::{Ets, EtsForm, Method, by_name, forecast};
use ramme_forecast::quantile::quantiles;
use ramme_forecast::random::{Key, Purpose};

fn noise(seed: u64, t: usize) -> f64 {
    Key::new(seed, 5, t).normal(Purpose::Path, 0)
}

/// ETS(A,N,N) with α, by simulation.
fn local_level(seed: u64, n: usize, alpha: f64) -> Vec<f64> {
    let mut level = 100.0;
    (0..n)
        .map(|t| {
            let e = noise(seed, t);
            let y = level + e;
            level += alpha * e;
            y
        })
        .collect()
}

fn run(name: &str, values: &[f64], horizon: usize) -> Vec<f64> {
    forecast(by_name(name).unwrap().as_ref(), values, horizon).unwrap().points
}

fn same(a: &[f64], b: &[f64], tolerance: f64) {
    assert!(a.iter().zip(b).all(|(a, b)| (a - b).abs() < tolerance), "{a:?} {b:?}");
}

#[test]
fn closed_forms() {
    let y = [3.0, 5.0, 4.0, 8.0, 7.0];
    same(&run("naive", &y, 2), &[7.0, 7.0], 1e-12);
    same(&run("drift", &y, 2), &[8.0, 9.0], 1e-12);
    same(&run("mean", &y, 2), &[5.4, 5.4], 1e-12);
    same(&run("naive-drift", &y, 2), &[7.5, 8.0], 1e-12);
    let line: Vec<f64> = (0..9).map(|t| 10.0 + 3.0 * t as f64).collect();
    for name in ["drift", "holt", "ets"] {
        same(&run(name, &line, 3), &[37.0, 40.0, 43.0], 1e-6);
    }
    let grown: Vec<f64> = (0..9).map(|t| 10.0 * 1.05f64.powi(t)).collect();
    same(&run("log-drift", &grown, 2), &[10.0 * 1.05f64.powi(9), 10.0 * 1.05f64.powi(10)], 1e-9);
}

#[test]
fn ses_is_ets_without_trend() {
    for seed in 0..10 {
        let y = local_level(seed, 15, 0.4);
        let form = EtsForm { multiplicative: false, trend: false, damped: false };
        let ets = Ets { forms: vec![form] }.run(&y, 3).unwrap();
        same(&ets.points, &by_name("ses").unwrap().run(&y, 3).unwrap().points, 1e-4);
    }
}

#[test]
fn theta_is_ses_with_half_the_slope() {
    let y = local_level(4, 12, 0.5).iter().enumerate().map(|(t, y)| y + 2.0 * t as f64).collect::<Vec<_>>();
    let (theta, ses) = (run("theta", &y, 4), run("ses", &y, 4));
    let middle = 5.5;
    let mean = y.iter().sum::<f64>() / 12.0;
    let slope = y.iter().enumerate().map(|(t, y)| (t as f64 - middle) * (y - mean)).sum::<f64>() / 143.0;
    for h in 1..4 {
        assert!((theta[h] - theta[h - 1] - 0.5 * slope).abs() < 1e-9);
    }
    assert!(theta[0] > ses[0]);
}

#[test]
fn a_random_walk_widens_with_the_root_of_the_step() {
    let y = local_level(9, 20, 1.0);
    let answer = forecast(by_name("naive").unwrap().as_ref(), &y, 9).unwrap();
    let width = |h: usize| answer.interval(h, 0.9).1 - answer.interval(h, 0.9).0;
    assert!((width(8) / width(0) - 3.0).abs() < 1e-9 && (width(3) / width(0) - 2.0).abs() < 1e-9);
}

#[test]
fn ses_recovers_its_parameter() {
    let n = 60;
    let alphas: Vec<f64> = (0..n)
        .map(|seed| {
            let answer = forecast(by_name("ses").unwrap().as_ref(), &local_level(seed, 300, 0.4), 1).unwrap();
            answer.parameters[0].1
        })
        .collect();
    let mean = alphas.iter().sum::<f64>() / n as f64;
    let spread = (alphas.iter().map(|a| (a - mean) * (a - mean)).sum::<f64>() / (n - 1) as f64).sqrt();
    assert!((mean - 0.4).abs() < 4.0 * spread / (n as f64).sqrt() + 0.005, "{mean} {spread}");
}

/// Coverage of intervals that are exact: naive and drift on Gaussian random walks, mean on white noise.
#[test]
fn exact_intervals_cover_what_they_say() {
    let n = 2000;
    for (name, alpha, drift) in [("naive", 1.0, 0.0), ("drift", 1.0, 0.7), ("mean", 0.0, 0.0)] {
        let method = by_name(name).unwrap();
        let (mut inside_80, mut inside_95) = (0, 0);
        for seed in 0..n {
            let y: Vec<f64> =
                local_level(seed, 10, alpha).iter().enumerate().map(|(t, y)| y + drift * t as f64).collect();
            let answer = forecast(method.as_ref(), &y[..8], 2).unwrap();
            let hit = |level: f64| {
                let (low, high) = answer.interval(1, level);
                i32::from(y[9] >= low && y[9] <= high)
            };
            inside_80 += hit(0.8);
            inside_95 += hit(0.95);
        }
        let share = |x: i32| f64::from(x) / n as f64;
        assert!((share(inside_80) - 0.80).abs() < 0.030, "{name}: {}", share(inside_80));
        assert!((share(inside_95) - 0.95).abs() < 0.016, "{name}: {}", share(inside_95));
    }
}

#[test]
fn quantiles_of_draws_close_like_the_root_of_their_number() {
    for n in [1_000usize, 10_000, 100_000] {
        let draws: Vec<f64> = (0..n).map(|d| Key::new(3, 8, d).normal(Purpose::Path, 0)).collect();
        for (p, q) in [0.1, 0.5, 0.9].into_iter().zip(quantiles(&draws, &[0.1, 0.5, 0.9]).unwrap()) {
            let density = 0.175; // of the standard normal at its .1 quantile, the least of the three
            let error = (0.09f64 / n as f64).sqrt().max((p * (1.0 - p) / n as f64).sqrt()) / density;
            assert!((q - normal_quantile(p)).abs() < 4.0 * error, "{n} {p}: {q}");
        }
    }
}
