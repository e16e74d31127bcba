//! One suite over every method: what a method must do whatever it is.

#![allow(clippy::unwrap_used)]

use ramme_forecast::ForecastError;
use ramme_forecast::method::{self, Forecast, Method, NAMES, by_name, forecast};
use ramme_forecast::panel::{self, MethodChoice};
use ramme_forecast::random::{Key, Purpose};
use ramme_forecast::series::Series;

/// A wandering series with drift, all above zero.
fn sample(seed: u64, n: usize) -> Vec<f64> {
    let mut level = 200.0;
    (0..n)
        .map(|t| {
            level += 3.0 + 8.0 * Key::new(seed, 1, t).normal(Purpose::Path, 0);
            level
        })
        .collect()
}

fn all() -> Vec<Box<dyn Method>> {
    NAMES.iter().map(|name| by_name(name).unwrap()).collect()
}

fn near(a: f64, b: f64, size: f64) -> bool {
    (a - b).abs() <= 1e-7 * size
}

#[test]
fn every_method_answers_under_its_own_name() {
    for (name, method) in NAMES.iter().zip(all()) {
        assert_eq!(method.name(), *name);
        for n in [3, 4, 5, 6, 7, 8, 9, 12, 30] {
            for horizon in [1, 2, 10] {
                let answer = forecast(method.as_ref(), &sample(n as u64, n), horizon).unwrap();
                assert_eq!(answer.horizon(), horizon, "{name}");
                ordered(name, &answer);
            }
        }
    }
    assert!(by_name("nothing").is_err());
}

/// Quantiles do not cross, intervals are nested, and everything is a number.
fn ordered(name: &str, answer: &Forecast) {
    for step in 0..answer.horizon() {
        let ps = [0.005, 0.025, 0.1, 0.3, 0.5, 0.7, 0.9, 0.975, 0.995];
        let q: Vec<f64> = ps.iter().map(|p| answer.quantile(step, *p)).collect();
        assert!(q.iter().all(|x| !x.is_nan()), "{name}: {q:?}");
        assert!(q.windows(2).all(|w| w[0] <= w[1]), "{name} step {step}: {q:?}");
        let (inner, outer) = (answer.interval(step, 0.8), answer.interval(step, 0.95));
        assert!(outer.0 <= inner.0 && inner.1 <= outer.1, "{name}");
        assert!(answer.points[step].is_finite(), "{name}");
        for (p, q) in ps.iter().zip(&q) {
            assert_eq!(answer.law.path(answer.horizon(), *p)[step].to_bits(), q.to_bits(), "{name}");
        }
    }
}

#[test]
fn intervals_of_the_smoothing_family_do_not_narrow() {
    for name in ["naive", "drift", "mean", "ses", "holt", "damped", "theta", "naive-drift", "comb", "robust"]
    {
        let method = by_name(name).unwrap();
        for seed in 0..20 {
            let answer = forecast(method.as_ref(), &sample(seed, 9), 8).unwrap();
            let widths: Vec<f64> = (0..8).map(|h| answer.interval(h, 0.8)).map(|i| i.1 - i.0).collect();
            assert!(widths.windows(2).all(|w| w[1] >= w[0] * (1.0 - 1e-9)), "{name}: {widths:?}");
        }
    }
}

#[test]
fn a_change_of_unit_moves_the_forecast_likewise() {
    for method in all() {
        let name = method.name();
        let values = sample(3, 11);
        let plain = forecast(method.as_ref(), &values, 3).unwrap();
        let by = if method.moves_with_level() { 40.0 } else { 0.0 };
        let other: Vec<f64> = values.iter().map(|y| 2.5 * y + by).collect();
        let moved = forecast(method.as_ref(), &other, 3).unwrap();
        for step in 0..3 {
            assert!(near(moved.points[step], 2.5 * plain.points[step] + by, 1e5), "{name}");
            for p in [0.1, 0.9] {
                let (a, b) = (moved.quantile(step, p), 2.5 * plain.quantile(step, p) + by);
                assert!(near(a, b, 1e5), "{name}: {a} {b}");
            }
        }
        if method.moves_with_level() {
            let mirror: Vec<f64> = values.iter().map(|y| -y).collect();
            let turned = forecast(method.as_ref(), &mirror, 3).unwrap();
            for step in 0..3 {
                assert!(near(turned.quantile(step, 0.1), -plain.quantile(step, 0.9), 1e5), "{name}");
            }
        }
    }
}

#[test]
fn hostile_series_have_a_named_outcome() {
    let spike = [0.0, 0.0, 0.0, 1e9, 0.0, 0.0];
    let cases: [&[f64]; 9] = [
        &[5.0; 7],
        &[0.0; 5],
        &spike,
        &[1e-300, 2e-300, 1.5e-300, 3e-300],
        &[1e300, 1.2e300, 1.1e300, 1.3e300],
        &[9_007_199_254_740_992.0, 9_007_199_254_740_991.0, 9_007_199_254_740_990.0],
        &[0.0, 3.0, 0.0, 0.0, 5.0, 0.0, 1.0],
        &[-5.0, 3.0, -2.0, 4.0],
        &[1.0, 1.0, 1.0, 1.0, 2.0],
    ];
    for method in all() {
        let name = method.name();
        for values in cases {
            match forecast(method.as_ref(), values, 4) {
                Ok(answer) => ordered(name, &answer),
                Err(error) => assert!(matches!(error, ForecastError::NotFinite { .. }), "{name}: {error}"),
            }
        }
        for short in [&[][..], &[1.0], &[1.0, 2.0]] {
            let error = forecast(method.as_ref(), short, 1).unwrap_err();
            assert_eq!(
                error,
                ForecastError::TooFew { what: "points", found: short.len(), needed: 3 },
                "{name}"
            );
        }
        for bad in [f64::NAN, f64::INFINITY] {
            let error = forecast(method.as_ref(), &[1.0, bad, 2.0], 1).unwrap_err();
            assert_eq!(error, ForecastError::NotFinite { what: "series", index: 1 }, "{name}");
        }
        assert!(forecast(method.as_ref(), &[1.0, 2.0, 3.0], 0).is_err());
    }
}

#[test]
fn constant_series_stay_constant() {
    for method in all() {
        let answer = forecast(method.as_ref(), &[7.0; 6], 3).unwrap();
        assert!(answer.points.iter().all(|p| near(*p, 7.0, 10.0)), "{}: {:?}", method.name(), answer.points);
    }
}

fn wide_panel(n: usize) -> Vec<Series> {
    (0..n).map(|i| Series::new(format!("s{i}"), 2010, sample(i as u64, 5 + i % 9)).unwrap()).collect()
}

#[test]
fn a_panel_is_the_same_for_any_threads_and_any_order() {
    let series = wide_panel(40);
    let run = |threads: usize, series: &[Series]| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| panel::forecast(series, 4, &[0.8, 0.95], &[0.1, 0.5], MethodChoice::Auto).unwrap())
    };
    let one = run(1, &series);
    for threads in [2, 16] {
        assert_eq!(format!("{one:?}"), format!("{:?}", run(threads, &series)));
    }
    let mut turned = series.clone();
    turned.reverse();
    let back = run(2, &turned);
    assert_eq!((back.growth.to_bits(), &back.reason), (one.growth.to_bits(), &one.reason));
    for (a, b) in one.series.iter().zip(back.series.iter().rev()) {
        assert_eq!(format!("{a:?}"), format!("{b:?}"));
    }
}

#[test]
fn bad_series_keep_their_place_in_the_panel() {
    let mut series = wide_panel(10);
    series[3].values = vec![1.0, 2.0];
    series[5].values = vec![1.0, f64::NAN, 3.0, 4.0];
    series[6].values = vec![4.0; 5];
    series[7].values = vec![1e300, -1e300, 1e300, -1e300];
    let answer = panel::forecast(&series, 2, &[0.8], &[0.5], MethodChoice::Auto).unwrap();
    assert_eq!(answer.series.len(), 10);
    assert!(answer.series[3].note.en.contains("too few points") && answer.series[3].points.is_empty());
    assert!(answer.series[5].note.en.contains("not a finite number"));
    assert_eq!(answer.series[6].points, vec![4.0, 4.0]);
    assert!(answer.series[6].note.en.contains("constant"));
    for one in answer.series.iter().filter(|s| s.refused.is_none()) {
        assert!(one.points.iter().all(|p| p.is_finite()));
    }
}

#[test]
fn the_pooled_model_turns_with_a_mirrored_panel() {
    let series = wide_panel(30);
    let mirrored: Vec<Series> = series
        .iter()
        .map(|s| {
            let last = s.values[s.len() - 1];
            Series { values: s.values.iter().map(|y| 2.0 * last - y).collect(), ..s.clone() }
        })
        .collect();
    let one = panel::forecast(&series, 6, &[0.8], &[0.1, 0.9], MethodChoice::Auto).unwrap();
    let two = panel::forecast(&mirrored, 6, &[0.8], &[0.1, 0.9], MethodChoice::Auto).unwrap();
    assert!((one.growth + two.growth).abs() < 1e-12);
    for ((a, b), s) in one.series.iter().zip(&two.series).zip(&series) {
        let last = s.values[s.len() - 1];
        for h in 0..6 {
            assert!(near(a.points[h], 2.0 * last - b.points[h], 1e4), "{} {}", a.points[h], b.points[h]);
            assert!(near(a.quantiles[0][h], 2.0 * last - b.quantiles[1][h], 1e4));
        }
    }
}

#[test]
fn auto_follows_the_unit_and_every_length() {
    for n in 3..20 {
        let series = [Series::new("a", 1, sample(n as u64, n)).unwrap()];
        let scaled = [Series::new("a", 1, series[0].values.iter().map(|y| y * 1e-6).collect()).unwrap()];
        let a = panel::forecast(&series, 12, &[0.8, 0.95], &[], MethodChoice::Auto).unwrap();
        let b = panel::forecast(&scaled, 12, &[0.8, 0.95], &[], MethodChoice::Auto).unwrap();
        for h in 0..12 {
            assert!(near(a.series[0].points[h], 1e6 * b.series[0].points[h], 1e3));
            let ((l80, h80), (l95, h95)) = (a.series[0].intervals[0][h], a.series[0].intervals[1][h]);
            assert!(l95 <= l80 && l80 <= h80 && h80 <= h95);
        }
    }
}

#[test]
fn a_name_that_nobody_carries_is_an_error() {
    assert!(MethodChoice::from_name("prophet").is_err());
    assert_eq!(MethodChoice::from_name("theta").unwrap(), MethodChoice::Named("theta".into()));
    assert!(panel::forecast(&[], 0, &[], &[], MethodChoice::Auto).is_err());
    assert!(panel::forecast(&[], 1, &[1.0], &[], MethodChoice::Auto).is_err());
    assert_eq!(method::FEWEST, 3);
}

#[test]
fn intervals_across_the_panel_are_nested_and_name_their_basis() {
    let series = wide_panel(60);
    let options = panel::PanelOptions {
        method: MethodChoice::Named("theta".into()),
        conformal: true,
        ..Default::default()
    };
    let answer = panel::forecast_with(&series, 6, &[0.5, 0.8, 0.95], &[0.5], &options).unwrap();
    assert!(answer.reason.en.contains("errors across the panel over"), "{}", answer.reason);
    for one in &answer.series {
        for h in 0..6 {
            let widths: Vec<f64> = one.intervals.iter().map(|i| i[h].1 - i[h].0).collect();
            assert!(widths[0] <= widths[1] && widths[1] <= widths[2] && widths[2] > 0.0);
        }
    }
    let few = panel::forecast_with(&series[..5], 2, &[0.8], &[], &options).unwrap();
    assert!(few.reason.en.contains("too small"), "{}", few.reason);
}

/// White noise around levels: whatever `auto` takes, it is what the panel's own backtest speaks for.
#[test]
fn auto_takes_a_plain_centre_where_the_panel_speaks_clearly() {
    let series: Vec<Series> = (0..60)
        .map(|i| {
            let values = (0..14)
                .map(|t| 100.0 + i as f64 + 5.0 * Key::new(i, 3, t).normal(Purpose::Path, 0))
                .collect();
            Series::new(format!("s{i}"), 2000, values).unwrap()
        })
        .collect();
    let answer = panel::forecast(&series, 2, &[0.8], &[], MethodChoice::Auto).unwrap();
    let backtest = answer.backtest.unwrap();
    assert_eq!(backtest.origins, 3);
    assert_eq!(backtest.mase.len(), 4);
    let best = backtest.mase.iter().map(|m| m.1).fold(f64::INFINITY, f64::min);
    let own = backtest.mase[0].1;
    assert!(best >= 0.95 * own || answer.series[0].method.contains("pooled spread"), "{}", answer.reason);
}

#[test]
fn years_at_the_end_of_what_an_integer_holds_do_no_harm() {
    let series = [Series::new("late", i32::MAX - 1, vec![1.0, 2.0, 3.0, 4.0]).unwrap()];
    assert!(panel::forecast(&series, 2, &[0.8], &[], MethodChoice::Auto).is_ok());
    assert_eq!(
        series[0].until(i32::MIN).unwrap_err().to_string(),
        "too few points: 0 given, at least 1 needed"
    );
    let far = Series::from_points("far", &[(i32::MIN, 1.0), (i32::MAX, 2.0)]).unwrap_err();
    assert!(far.to_string().len() < 400);
}
