//! `forecast`, `backtest` and `reconcile` by running the program: what the contract promises of their files.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod common;

use common::{Outcome, ramme_in, ramme_with};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use tempfile::TempDir;

/// A folder with files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// Runs the program with a file `series.csv`.
fn on(series: &str, args: &[&str]) -> Outcome {
    ramme_in(folder(&[("series.csv", series)]).path(), args)
}

fn forecast(series: &str, more: &[&str]) -> Outcome {
    on(series, &[&["forecast", "series.csv"], more].concat())
}

/// The rows of a CSV without quotation marks, the heading first.
fn rows(text: &str) -> Vec<Vec<&str>> {
    text.lines().map(|l| l.split(',').collect()).collect()
}

/// A panel of series of ten years that move differently.
fn panel(series: usize) -> String {
    let mut out = "series_id,t,value\n".to_owned();
    for i in 0..series {
        for t in 0..10 {
            let value = 100 + 10 * i + i * t % 5 + (t * (i + 3)) % 7;
            out.push_str(&format!("s{i},{},{value}\n", 2010 + t));
        }
    }
    out
}

const FIVE: &str = "series_id,t,value\na,2018,17.5\na,2019,17.5\na,2020,17.6\na,2021,18.1\na,2022,18.7\n";

#[test]
fn the_columns_of_the_contract() {
    let run = forecast(FIVE, &["--horizon", "2"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let table = rows(&run.out);
    assert_eq!(table[0], ["series_id", "t", "mean", "lo_80", "hi_80", "lo_95", "hi_95", "note"]);
    assert_eq!((table.len(), table[1][0], table[1][1], table[2][1]), (3, "a", "2023", "2024"));
    for row in &table[1..] {
        let figures: Vec<f64> = row[2..7].iter().map(|x| x.parse().unwrap()).collect();
        assert!(figures[3] < figures[1] && figures[1] < figures[0], "{row:?}");
        assert!(figures[0] < figures[2] && figures[2] < figures[4], "{row:?}");
    }
    let asked = ["--horizon", "1", "--levels", "50", "--quantiles", "0.1,0.5,0.9", "--method", "log-drift"];
    let table = forecast(FIVE, &asked);
    assert_eq!(table.out.lines().next(), Some("series_id,t,mean,lo_50,hi_50,q_0.1,q_0.5,q_0.9,note"));
    assert!(table.err.contains("log-drift"), "the method is said: {}", table.err);
}

#[test]
fn rows_may_stand_in_any_order_and_series_keep_theirs() {
    let text = "value,t,series_id\n3,2020,b\n1,2018,b\n9,2019,a\n2,2019,b\n9,2018,a\n9,2020,a\n";
    let run = forecast(text, &["--horizon", "1", "--method", "naive"]);
    let table = rows(&run.out);
    assert_eq!((table[1][0], table[1][1], table[1][2]), ("b", "2021", "3"));
    assert_eq!((table[2][0], table[2][1], table[2][2]), ("a", "2021", "9"));
}

#[test]
fn quarters_and_months_go_on_as_they_were_written() {
    let quarters =
        "series_id,t,value\nq,2021K3,1\nq,2021K4,2\nq,2022K1,3\nm,2022M10,5\nm,2022M11,5\nm,2022M12,6\n";
    let run = forecast(quarters, &["--horizon", "3"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let times: Vec<String> = rows(&run.out)[1..].iter().map(|r| r[1].to_owned()).collect();
    assert_eq!(times, ["2022K2", "2022K3", "2022K4", "2023M01", "2023M02", "2023M03"]);
    let mixed = forecast("series_id,t,value\nq,2021K3,1\nq,2022,2\n", &["--horizon", "1"]);
    assert_eq!(mixed.code, 2);
    assert!(mixed.err.contains("series.csv:3:2 (t)"), "{}", mixed.err);
}

#[test]
fn a_gzipped_file_gives_the_same() {
    let folder = folder(&[("series.csv", FIVE)]);
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(FIVE.as_bytes()).unwrap();
    fs::write(folder.path().join("series.csv.gz"), packed.finish().unwrap()).unwrap();
    let run = |file| ramme_in(folder.path(), &["forecast", file, "--horizon", "2"]);
    assert_eq!(run("series.csv").out, run("series.csv.gz").out);
    fs::write(folder.path().join("broken.csv.gz"), [0x1f, 0x8b, 1, 2, 3]).unwrap();
    let broken = run("broken.csv.gz");
    assert_eq!((broken.code, broken.out.as_str()), (2, ""));
    assert!(broken.err.contains("broken.csv.gz"), "{}", broken.err);
}

#[test]
fn a_series_that_cannot_be_forecast_keeps_its_rows_and_says_why() {
    let text = "series_id,t,value\nshort,2021,1\nshort,2022,2\ngap,2018,1\ngap,2019,2\ngap,2022,3\n\
                fine,2019,1\nfine,2020,1\nfine,2021,1\n";
    let run = forecast(text, &["--horizon", "2"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let table = rows(&run.out);
    assert_eq!(table.len(), 7, "no row is dropped");
    assert_eq!(table[1][..7], ["short", "2023", "", "", "", "", ""]);
    assert!(run.out.contains("\"too few points: 2 given, at least 3 needed\""), "{}", run.out);
    assert_eq!(
        (table[3][0], table[3][1], table[3][2], table[3][7]),
        ("gap", "2023", "", "nothing between 2019 and 2022")
    );
    assert_eq!((table[5][0], table[5][1]), ("fine", "2022"));
    assert_eq!(table[5][2].parse::<f64>().unwrap().round() as i64, 1);
}

#[test]
fn mistakes_name_file_line_and_column_and_nothing_comes_out() {
    let table = [
        ("series_id,t,value\na,2018,1\na,2019,x\n", "series.csv:3:3 (value)"),
        ("series_id,t,value\na,2018,1\na,2019,NaN\n", "series.csv:3:3 (value)"),
        ("series_id,t,value\na,2018,1\na,twenty,2\n", "series.csv:3:2 (t)"),
        ("series_id,t,value\na,2018,1\na,2019,2\na,2018,3\n", "series.csv:4"),
        ("series_id,t,amount\na,2018,1\n", "`value`"),
        ("series_id,t,value\n", "`series.csv` has 0 points"),
    ];
    for verb in [["forecast", "series.csv", "--horizon", "1"], ["backtest", "series.csv", "--horizon", "1"]] {
        for (text, said) in table {
            let run = on(text, &verb);
            assert_eq!((run.code, run.out.as_str()), (2, ""), "{text}: {}", run.err);
            assert!(run.err.contains(said), "{text}: {}", run.err);
        }
    }
    let twice = forecast(table[3].0, &["--horizon", "1"]);
    assert!(twice.err.contains("E0505") && twice.err.contains('2'), "{}", twice.err);
}

#[test]
fn flags_that_make_no_sense_are_refused() {
    let table: [(&[&str], &str); 7] = [
        (&["--horizon", "0"], "horizon"),
        (&["--horizon", "1", "--levels", "80,100"], "100"),
        (&["--horizon", "1", "--quantiles", "0.5,1.5"], "1.5"),
        (&["--horizon", "1", "--method", "thetta"], "did you mean `theta`?"),
        (&["--horizon", "1", "--growth", "2"], "growth"),
        (&["--horizon", "1", "--hierarchy", "none.csv"], "none.csv"),
        (&[], "--horizon"),
    ];
    for (flags, said) in table {
        let run = forecast(FIVE, flags);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{flags:?}");
        assert!(run.err.contains(said), "{flags:?}: {}", run.err);
    }
}

#[test]
fn same_bytes_for_any_number_of_threads() {
    let folder = folder(&[("series.csv", &panel(24)), ("tree.csv", &tree(24))]);
    let table: [&[&str]; 4] = [
        &["forecast", "series.csv", "--horizon", "3", "--quantiles", "0.1,0.9"],
        &["forecast", "series.csv", "--horizon", "2", "--method", "ets"],
        &["backtest", "series.csv", "--method", "auto,theta", "--format", "csv"],
        &["backtest", "series.csv", "--method", "auto", "--format", "svg"],
    ];
    for args in table {
        let run = |threads: &str| {
            let run = ramme_with(folder.path(), args, &[("RAYON_NUM_THREADS", threads)], None);
            assert_eq!(run.code, 0, "{args:?}: {}", run.err);
            run.out
        };
        assert_eq!(run("1"), run("4"), "{args:?}");
    }
}

/// Edges of a tree with one root over `s0` to `s(n-1)`.
fn tree(n: usize) -> String {
    let mut out = "node,parent\n".to_owned();
    (0..n).for_each(|i| out.push_str(&format!("s{i},all\n")));
    out
}

#[test]
fn a_hierarchy_is_forecast_so_that_it_adds_up() {
    let mut series = panel(3);
    for t in 0..10 {
        let at = |i: usize| 100 + 10 * i + i * t % 5 + (t * (i + 3)) % 7;
        series.push_str(&format!("all,{},{}\n", 2010 + t, at(0) + at(1) + at(2)));
    }
    let folder = folder(&[("series.csv", &series), ("tree.csv", &tree(3))]);
    for method in ["bottom-up", "ols", "wls-struct", "mint-shrink"] {
        let flags = ["--horizon", "2", "--hierarchy", "tree.csv", "--draws", "2000", "--reconcile", method];
        let run = ramme_in(folder.path(), &[&["forecast", "series.csv"][..], &flags].concat());
        assert_eq!(run.code, 0, "{method}: {}", run.err);
        let table = rows(&run.out);
        let mean = |id: &str, t: &str| -> f64 {
            table.iter().find(|r| r[0] == id && r[1] == t).unwrap()[2].parse().unwrap()
        };
        for t in ["2020", "2021"] {
            let parts: f64 = ["s0", "s1", "s2"].iter().map(|id| mean(id, t)).sum();
            assert!((parts - mean("all", t)).abs() < 1e-8, "{method} {t}");
        }
    }
}

#[test]
fn a_backtest_stands_beside_its_yardsticks() {
    let folder = folder(&[("series.csv", &panel(12))]);
    let run = |more: &[&str]| ramme_in(folder.path(), &[&["backtest", "series.csv"], more].concat());
    let text = run(&["--method", "auto,theta", "--horizon", "2", "--origins", "3"]);
    assert_eq!(text.code, 0, "{}", text.err);
    let methods: Vec<&str> = text.out.lines().filter_map(|l| l.split_whitespace().next()).take(5).collect();
    assert_eq!(methods, ["method", "auto", "theta", "naive", "naive-drift"]);
    assert!(text.out.contains("Coverage rests on 4 years"), "{}", text.out);
    let danish = run(&["--origins", "1", "--lang", "da"]);
    assert!(danish.out.contains("Dækningen hviler på 1 år: et eksempel"), "{}", danish.out);
    let json: Value = serde_json::from_str(&run(&["--format", "json"]).out).unwrap();
    assert_eq!((&json["origins"], &json["scores"][0]["method"]), (&3.into(), &"auto".into()));
    assert_eq!(json["scores"][0]["coverage_by_year"][0]["t"], "2017");
    assert_eq!(json["scores"][0]["coverage_by_year"][0]["values"], 12);
    let csv = run(&["--format", "csv"]);
    assert!(csv.out.starts_with("method,forecasts,refused,mase,smape,rmsse,msis,crps,coverage_80,"));
    for (flags, said) in [
        (&["--format", "pdf"][..], "`pdf`"),
        (&["--method", "auto,naiv"], "did you mean `naive`?"),
        (&["--horizon", "9"], "too few"),
        (&["--origins", "0"], "origins"),
    ] {
        let refused = run(flags);
        assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{flags:?}");
        assert!(refused.err.contains(said), "{flags:?}: {}", refused.err);
    }
}

#[test]
fn the_chart_of_a_backtest_has_a_title_a_description_and_a_row_a_method() {
    let folder = folder(&[("se<ries.csv", &panel(12))]);
    let args = ["backtest", "se<ries.csv", "--method", "auto,ets", "-o", "chart.svg"];
    let run = ramme_in(folder.path(), &args);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
    let chart = fs::read_to_string(folder.path().join("chart.svg")).unwrap();
    assert!(chart.starts_with("<svg ") && chart.ends_with("</svg>\n"));
    assert!(chart.contains("<title id=\"title\">Backtest of se&lt;ries.csv: 3 origins, 1 steps ahead"));
    assert!(chart.contains("<desc id=\"desc\">auto: MASE ") && chart.contains("Coverage rests on 3 years"));
    for method in ["auto", "ets", "naive", "naive-drift"] {
        assert_eq!(chart.matches(&format!(">{method}</text>")).count(), 1, "{method}");
    }
    assert_eq!(chart.matches("<circle").count(), 4);
    assert!(!chart.contains("NaN") && !chart.contains("inf"));
    assert_eq!(chart.matches("<text").count(), chart.matches("</text>").count());
    let danish = ramme_in(folder.path(), &["backtest", "se<ries.csv", "--format", "svg", "--lang", "da"]);
    assert!(danish.out.contains("Efterprøvning af") && danish.out.contains("kortere er bedre"));
}

const TREE: &str = "node,parent\na,x\nb,x\nc,y\nx,all\ny,all\nall,\n";
const BASE: &str = "series_id,step,value\nall,1,33\nx,1,12\ny,1,20\na,1,5\nb,1,6\nc,1,19\n";

fn residuals() -> String {
    let mut out = "series_id,t,residual\n".to_owned();
    for (i, node) in ["all", "x", "y", "a", "b", "c"].iter().enumerate() {
        for t in 0..4usize {
            let value = ((t * (2 * i + 3) + i) % 7) as f64 / 2.0 - 1.5;
            out.push_str(&format!("{node},{t},{value}\n"));
        }
    }
    out
}

fn reconcile(folder: &Path, method: &str) -> Outcome {
    let files = ["--hierarchy", "tree.csv", "--base", "base.csv", "--residuals", "residuals.csv"];
    ramme_in(folder, &[&["reconcile", "--method", method][..], &files].concat())
}

#[test]
fn reconciled_forecasts_add_up_by_every_method() {
    let folder = folder(&[("tree.csv", TREE), ("base.csv", BASE), ("residuals.csv", &residuals())]);
    for method in ["bottom-up", "ols", "wls-struct", "wls-var", "mint-shrink"] {
        let run = reconcile(folder.path(), method);
        assert_eq!(run.code, 0, "{method}: {}", run.err);
        let table = rows(&run.out);
        assert_eq!(table[0], ["series_id", "step", "value"]);
        assert_eq!(table.len(), 7, "every node is there");
        let of = |id: &str| -> f64 { table.iter().find(|r| r[0] == id).unwrap()[2].parse().unwrap() };
        assert!((of("x") - of("a") - of("b")).abs() < 1e-9, "{method}");
        assert!((of("y") - of("c")).abs() < 1e-9 && (of("all") - of("x") - of("y")).abs() < 1e-9, "{method}");
        if method == "bottom-up" {
            assert!((of("all") - 30.0).abs() < 1e-12);
        }
    }
}

#[test]
fn the_sample_covariance_of_few_residuals_is_refused() {
    let folder = folder(&[("tree.csv", TREE), ("base.csv", BASE), ("residuals.csv", &residuals())]);
    let run = reconcile(folder.path(), "mint-sample");
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("residuals"), "{}", run.err);
    let without = ["reconcile", "--method", "wls-var", "--hierarchy", "tree.csv", "--base", "base.csv"];
    let run = ramme_in(folder.path(), &without);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("residuals"), "{}", run.err);
}

#[test]
fn mistakes_in_the_files_of_a_hierarchy_have_a_place() {
    let table = [
        ("tree.csv", "x,all", "x,a", "x"),
        ("base.csv", "a,1,5", "a,1,five", "base.csv:5:3 (value)"),
        ("base.csv", "a,1,5", "aa,1,5", "base.csv:5:1 (series_id)"),
        ("base.csv", "a,1,5\n", "", "`a`"),
        ("base.csv", "a,1,5", "b,1,5", "base.csv:6"),
        ("residuals.csv", "x,0", "x,zero", "residuals.csv:6:2 (t)"),
    ];
    for (file, from, to, said) in table {
        let folder = folder(&[("tree.csv", TREE), ("base.csv", BASE), ("residuals.csv", &residuals())]);
        common::edit(folder.path(), file, from, to);
        let run = reconcile(folder.path(), "mint-shrink");
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{to}: {}", run.err);
        assert!(run.err.contains(said), "{to}: {}", run.err);
    }
}

#[test]
fn rounded_values_add_up_to_the_last_step() {
    let thirds =
        BASE.replace("c,1,19", "c,1,19.33").replace("all,1,33", "all,1,33.37").replace("a,1,5", "a,1,5.125");
    let folder = folder(&[("tree.csv", TREE), ("base.csv", &thirds)]);
    let files = ["--hierarchy", "tree.csv", "--base", "base.csv"];
    for (step, decimals) in [("0.01", 2), ("1", 0), ("1000", 0)] {
        let flags = ["reconcile", "--method", "ols", "--round", step];
        let run = ramme_in(folder.path(), &[&flags[..], &files].concat());
        assert_eq!(run.code, 0, "{}", run.err);
        let table = rows(&run.out);
        let of = |id: &str| -> i64 {
            let text = table.iter().find(|r| r[0] == id).unwrap()[2];
            assert_eq!(text.split_once('.').map_or(0, |(_, d)| d.len()), decimals, "{text}");
            text.replace('.', "").parse().unwrap()
        };
        assert_eq!((of("x"), of("all")), (of("a") + of("b"), of("x") + of("y")), "{step}");
    }
    let bad =
        ramme_in(folder.path(), &[&["reconcile", "--method", "ols", "--round", "0"][..], &files].concat());
    assert_eq!((bad.code, bad.out.as_str()), (2, ""));
    assert!(bad.err.contains("the step of rounding is 0"), "{}", bad.err);
}

#[test]
fn what_is_below_zero_is_held_at_zero_where_that_is_asked_for() {
    let low = BASE.replace("c,1,19", "c,1,-7").replace("y,1,20", "y,1,-6");
    let folder = folder(&[("tree.csv", TREE), ("base.csv", &low)]);
    let flags =
        ["reconcile", "--method", "ols", "--hierarchy", "tree.csv", "--base", "base.csv", "--non-negative"];
    let run = ramme_in(folder.path(), &flags);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(rows(&run.out)[1..].iter().all(|r| r[2].parse::<f64>().unwrap() >= 0.0), "{}", run.out);
    assert!(ramme_in(folder.path(), &flags[..7]).out.contains(",-"));
}

#[test]
fn a_forecast_of_a_hierarchy_is_rounded_so_that_it_adds_up() {
    let folder = folder(&[("series.csv", &panel(24)), ("tree.csv", &tree(24))]);
    let flags = [
        "forecast",
        "series.csv",
        "--horizon",
        "2",
        "--hierarchy",
        "tree.csv",
        "--draws",
        "200",
        "--round",
        "1",
    ];
    let run = ramme_in(folder.path(), &flags);
    assert_eq!(run.code, 0, "{}", run.err);
    let table = rows(&run.out);
    let whole: Vec<(String, i64)> = table[1..]
        .iter()
        .filter(|r| r[1] == "2020")
        .map(|r| (r[0].to_owned(), r[2].parse().unwrap()))
        .collect();
    let edges: Vec<Vec<String>> =
        tree(24).lines().skip(1).map(|l| l.split(',').map(str::to_owned).collect()).collect();
    let of = |name: &str| whole.iter().find(|(n, _)| n == name).unwrap().1;
    let parents: std::collections::BTreeSet<&String> =
        edges.iter().map(|e| &e[1]).filter(|p| !p.is_empty()).collect();
    assert!(!parents.is_empty());
    for parent in parents {
        let sum: i64 = edges.iter().filter(|e| &e[1] == parent).map(|e| of(&e[0])).sum();
        assert_eq!(of(parent), sum, "{parent}");
    }
}

#[test]
fn how_often_intervals_have_held_stands_beside_them_with_its_years() {
    let run = on(&panel(12), &["forecast", "series.csv", "--horizon", "1", "--method", "theta"]);
    assert!(
        run.err.contains("theta, as asked for") && run.err.contains("values from 3 years"),
        "{}",
        run.err
    );
    let four = FIVE.replace("a,2018,17.5\n", "");
    let run = forecast(&four, &["--horizon", "1"]);
    assert!(run.err.contains("no calibration") || run.err.contains("an example"), "{}", run.err);
    let five = forecast(FIVE, &["--horizon", "1", "--lang", "da"]);
    assert!(five.err.contains("et eksempel, ikke en kalibrering"), "{}", five.err);
    assert!(!five.err.contains("growth") && !five.err.contains("years"), "{}", five.err);
    let short = forecast("series_id,t,value\na,1,1\na,2,2\n", &["--horizon", "1", "--lang", "da"]);
    assert!(short.out.contains("for få punkter: 2 givet, mindst 3 kræves"), "{}", short.out);
}

#[test]
fn data_marked_synthetic_choose_and_calibrate_nothing() {
    let run = on(&panel(12), &["forecast", "series.csv", "--horizon", "1", "--synthetic"]);
    assert!(
        run.err.contains("the data are marked synthetic and choose nothing (growth 0.000)"),
        "{}",
        run.err
    );
    assert!(!run.err.contains("held"), "{}", run.err);
    let tried = on(&panel(12), &["backtest", "series.csv", "--synthetic"]);
    assert!(tried.out.contains("The data are invented"), "{}", tried.out);
}

/// Length, constants, zeros, a spike, the ends of what a number holds: each has an outcome, none is silent.
#[test]
fn hostile_series_each_have_a_named_outcome() {
    let cases: [(&str, &[&str], Option<&str>); 10] = [
        ("one", &["7"], Some("too few points: 1 given")),
        ("two", &["7", "8"], Some("too few points: 2 given")),
        ("three", &["7", "8", "8.5"], None),
        ("constant", &["4", "4", "4", "4", "4"], Some("constant")),
        ("zeros", &["0", "0", "0", "0", "0"], Some("constant")),
        ("spike", &["1", "1", "1", "100000", "1", "1"], None),
        ("tiny", &["1e-300", "2e-300", "3e-300", "2e-300"], None),
        ("large", &["9007199254740990", "9007199254740992", "9007199254740991", "9007199254740989"], None),
        ("rare", &["0", "3", "0", "0", "5", "0", "1"], None),
        ("below", &["-5", "3", "-2", "4"], None),
    ];
    let mut text = "series_id,t,value\n".to_owned();
    for (name, values, _) in &cases {
        for (t, value) in values.iter().enumerate() {
            text.push_str(&format!("{name},{},{value}\n", 2000 + t));
        }
    }
    for method in ramme_forecast::method::NAMES.iter().copied().chain(["auto", "pooled"]) {
        let run = forecast(&text, &["--horizon", "2", "--method", method]);
        assert_eq!(run.code, 0, "{method}: {}", run.err);
        assert!(!run.out.contains("NaN") && !run.out.contains("inf"), "{method}: {}", run.out);
        for (name, _, said) in &cases {
            let rows: Vec<&str> = run.out.lines().filter(|l| l.starts_with(&format!("{name},"))).collect();
            assert_eq!(rows.len(), 2, "{method}: {name}");
            for row in rows {
                let empty = row.split(',').nth(2).unwrap().is_empty();
                let few = said.is_some_and(|s| s.starts_with("too few"));
                assert_eq!(empty, few, "{method}: {row}");
                if few || (said.is_some() && method == "auto") {
                    assert!(row.contains(said.unwrap()), "{method}: {row}");
                }
            }
        }
    }
    let vast = "series_id,t,value\nv,1,1e300\nv,2,-1e300\nv,3,1e300\nv,4,-1e300\nw,1,1e300\nw,2,1.1e300\nw,3,1.2e300\n";
    for method in ramme_forecast::method::NAMES.iter().copied().chain(["auto", "pooled"]) {
        let run = forecast(vast, &["--horizon", "2", "--method", method]);
        assert_eq!(run.code, 0, "{method}: {}", run.err);
        for row in run.out.lines().skip(1) {
            let cells: Vec<&str> = row.splitn(8, ',').collect();
            let numbers = cells[2..7].iter().all(|c| c.parse::<f64>().is_ok_and(f64::is_finite));
            assert!(numbers || (cells[2].is_empty() && cells[7].len() > 5), "{method}: {row}");
        }
    }
}

/// What comes after the cut may be anything: a backtest's figures of earlier origins are those of the file that ends there.
#[test]
fn a_forecast_sees_nothing_that_is_not_in_its_file() {
    let whole = panel(10);
    let head: String = whole.lines().filter(|l| !l.contains(",2019,")).map(|l| format!("{l}\n")).collect();
    let poisoned: String = whole
        .lines()
        .map(|l| match l.rsplit_once(',') {
            Some((front, _)) if front.ends_with(",2019") => format!("{front},1e300\n"),
            _ => format!("{l}\n"),
        })
        .collect();
    let flags =
        ["backtest", "series.csv", "--origins", "1", "--format", "json", "--method", "auto,ets,theta"];
    let scored: Value = serde_json::from_str(&on(&poisoned, &flags).out).unwrap();
    assert!(scored["scores"][0]["mase"].as_f64().unwrap() > 1e200, "the poison is what is scored against");
    let plain: Value = serde_json::from_str(&on(&whole, &flags).out).unwrap();
    let ahead = forecast(&head, &["--horizon", "1", "--method", "theta"]);
    let points: Vec<f64> = rows(&ahead.out)[1..].iter().map(|r| r[2].parse().unwrap()).collect();
    let mut sum = 0.0;
    for (i, point) in points.iter().enumerate() {
        let values: Vec<f64> = whole
            .lines()
            .filter(|l| l.starts_with(&format!("s{i},")))
            .map(|l| l.rsplit_once(',').unwrap().1.parse().unwrap())
            .collect();
        let changes: f64 = values[..9].windows(2).map(|w| (w[1] - w[0]).abs()).sum();
        sum += (values[9] - point).abs() / (changes / 8.0);
    }
    let theta = plain["scores"].as_array().unwrap().iter().find(|s| s["method"] == "theta").unwrap();
    assert!((theta["mase"].as_f64().unwrap() - sum / 10.0).abs() < 1e-9);
}
