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
