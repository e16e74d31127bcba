//! Forecasts in scenarios: methods, declared events, drawn histories, panels, and what is said of them.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod common;

use common::{Outcome, ramme_in, ramme_with, root};
use serde_json::Value;
use std::fs;
use tempfile::TempDir;

/// The shipped budget scenario, changed, in a folder of its own.
fn budget(changes: &[(&str, &str)]) -> TempDir {
    let mut text = fs::read_to_string(root().join("scenarios/budget-2023-2026.toml")).unwrap();
    let at = root().to_string_lossy().replace('\\', "/");
    text = text
        .replace("\"../rules/", &format!("\"{at}/rules/"))
        .replace("\"data/", &format!("\"{at}/scenarios/data/"));
    for (from, to) in changes {
        assert!(text.contains(from), "no {from:?}");
        text = text.replacen(from, to, 1);
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("s.toml"), text).unwrap();
    folder
}

fn json(run: &Outcome) -> Value {
    assert_eq!(run.code, 0, "{}", run.err);
    serde_json::from_str(&run.out).unwrap()
}

fn run_json(folder: &TempDir) -> Value {
    json(&ramme_in(folder.path(), &["run", "s.toml", "--format", "json"]))
}

/// A quantile of a cell, in billions.
fn quantile(run: &Value, name: &str, year: &str, level: &str) -> f64 {
    let fits = |v: &&Value| v["name"] == name && v["index"]["area"] == "i alt" && v["index"]["year"] == year;
    let found = run["values"].as_array().unwrap().iter().find(fits).unwrap();
    found["quantiles"][level].as_f64().unwrap() / 1e9
}

fn notes(run: &Value) -> String {
    run["notes"].to_string()
}

const AUTO: &str = "[forecast.accounts]\nmethod = \"auto\"\n";

#[test]
fn five_points_are_said_to_be_few_and_the_last_year_is_called_an_example() {
    let run = run_json(&budget(&[]));
    let said = notes(&run);
    for words in [
        "drift in logarithms from the 5 years 2018–2022",
        "3 degrees of freedom",
        "3.18 spreads",
        "two digits",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(
        said.contains("may be off by 0.5 percentage points; the history is taken as published"),
        "{said}"
    );
    let past = &run["hindcasts"][0];
    assert_eq!((&past["name"], &past["year"]), (&"accounts[\"i alt\"]".into(), &2022.into()));
    assert_eq!((&past["from"], &past["years"]), (&serde_json::json!([2018, 2021]), &1.into()));
    assert_eq!(past["published"].as_f64().unwrap() as i64, 18_700_000_000);
    // ln 18.1 + (ln 18.1 - ln 17.5) / 3, back from logarithms: 18.305.
    assert!((past["quantiles"]["0.5"].as_f64().unwrap() / 1e9 - 18.305).abs() < 0.02);
    assert_eq!((&past["inside_80"], &past["inside_95"]), (&true.into(), &true.into()));
    assert!(past["caveat"].as_str().unwrap().contains("Pseudo out of sample"));
    assert!(past["caveat"].as_str().unwrap().contains("example, not a calibration"));
    let danish = ramme_in(&root(), &["run", "scenarios/budget-2023-2026.toml", "--lang", "da"]).out;
    let flat = danish.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("et eksempel, ikke en kalibrering") && flat.contains("ingen chance med to cifre"));
}

#[test]
fn a_history_drawn_from_what_rounds_to_the_figures_moves_little_and_says_so() {
    let drawn = format!("{AUTO}history = \"drawn\"\n");
    let keeps = ("follows = \"accounts\"\n", "follows = \"accounts\"\ndeviation = \"published_deviation\"\n");
    let plain = run_json(&budget(&[]));
    let folder = budget(&[(AUTO, &drawn), keeps]);
    let run = run_json(&folder);
    assert!(notes(&run).contains("the history is drawn from all that rounds to it"));
    let (a, b) = (quantile(&plain, "accounts", "2023", "0.5"), quantile(&run, "accounts", "2023", "0.5"));
    assert!((a - b).abs() < 0.06 && (a - b).abs() > 1e-6, "{a} {b}");
    let threads = |n: &str| {
        ramme_with(folder.path(), &["run", "s.toml", "--draws", "400", "--threads", n], &[], None).out
    };
    assert_eq!(threads("1"), threads("2"));
}

#[test]
fn as_published_is_the_default() {
    let said = format!("{AUTO}history = \"as published\"\n");
    assert_eq!(run_json(&budget(&[]))["values"], run_json(&budget(&[(AUTO, &said)]))["values"]);
    let exact = budget(&[
        (AUTO, &format!("{AUTO}history = \"drawn\"\n")),
        (", decimals_from = \"decimals\" }", " }"),
    ]);
    let run = ramme_in(exact.path(), &["run", "s.toml"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("does not say `decimals`"), "{}", run.err);
}

#[test]
fn declared_years_are_shown_with_and_without() {
    let covid = "[[forecast.accounts.event]]\nyear = 2020\nkind = \"one-off\"\nreason = \"covid\"\n";
    let folder = budget(&[(AUTO, &format!("{AUTO}{covid}"))]);
    let run = run_json(&folder);
    let declared = &run["declared"][0];
    assert!(declared["events"][0].as_str().unwrap().contains("2020 is declared a one-off year (covid)"));
    assert_ne!(declared["with"]["0.9"], declared["without"]["0.9"]);
    // The first and last year decide the drift, so the middle does not move.
    let (with, without) =
        (declared["with"]["0.5"].as_f64().unwrap(), declared["without"]["0.5"].as_f64().unwrap());
    assert!((with / without - 1.0).abs() < 1e-9);
    let text = ramme_in(folder.path(), &["run", "s.toml", "--lang", "da"]).out;
    assert!(text.contains("Hvad der er erklæret om årene") && text.contains("udeladt"), "{text}");

    let plan = "[[forecast.accounts.event]]\nyear = 2020\nkind = \"break\"\nbridge = \"cut\"\nreason = \"account plan\"\n";
    let cut = run_json(&budget(&[(AUTO, &format!("{AUTO}{plan}"))]));
    assert!(notes(&cut).contains("from the 3 years 2020–2022"), "{}", notes(&cut));
    assert!(cut["hindcasts"].is_null(), "two years before the last are too few");

    let late = covid.replace("2020", "2025");
    let run = ramme_in(budget(&[(AUTO, &format!("{AUTO}{late}"))]).path(), &["run", "s.toml"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("2025"), "{}", run.err);
}

#[test]
fn a_budget_follows_accounts_by_any_method_and_a_typo_is_met_with_a_proposal() {
    for method in ["theta", "naive", "pooled", "log-damped", "drift", "log-drift"] {
        let run = run_json(&budget(&[("method = \"auto\"", &format!("method = \"{method}\""))]));
        let gap = quantile(&run, "gap", "2023", "0.5");
        assert!((0.0..2.0).contains(&gap), "{method}: {gap}");
        if method == "log-drift" {
            assert!((quantile(&run, "accounts", "2023", "0.5") - 19.01).abs() < 0.03, "{method}");
        } else {
            assert!(notes(&run).contains(&format!("method `{method}`")), "{}", notes(&run));
        }
    }
    let typo = ramme_in(budget(&[("method = \"auto\"", "method = \"thetta\"")]).path(), &["run", "s.toml"]);
    assert_eq!(typo.code, 2);
    assert!(typo.err.contains("method = \"theta\""), "{}", typo.err);
}

const RULES: &str = "language 1\n\nentity municipality\n\n\
                     input cost of municipality by year : kr\n\n\
                     define total_cost by year : kr\n  = sum of cost over municipality\n";

/// A panel of invented municipalities, in a folder of its own.
fn panel(municipalities: usize, more: &str, head: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("r.ramme"), RULES).unwrap();
    let mut rows = "municipality,year,cost\n".to_owned();
    for i in 0..municipalities {
        // The first series ends a year before the others; the second is too short.
        let years = match i {
            0 => 2014..2022,
            1 => 2021..2023,
            _ => 2014..2023,
        };
        for year in years {
            let t = usize::try_from(year - 2014).unwrap();
            let value = 1_000_000 + 40_000 * i + 11_000 * t + 9_000 * ((t * (i + 3)) % 5);
            rows.push_str(&format!("m{i},{year},{value}\n"));
        }
    }
    fs::write(folder.path().join("d.csv"), rows).unwrap();
    let scenario = format!(
        "format = 1\ntitle = \"t\"\nrules = [\"r.ramme\"]\nyears = \"2014..2025\"\ndraws = 500\n{head}\
         [[table]]\nfile = \"d.csv\"\nroll = \"municipality\"\nkey = {{ municipality = \"municipality\", year = \"year\" }}\n\
         columns = {{ cost = \"kr\" }}\n[forecast.cost]\nmethod = \"auto\"\n{more}"
    );
    fs::write(folder.path().join("s.toml"), scenario).unwrap();
    folder
}

#[test]
fn several_series_are_forecast_as_a_panel_with_its_reason_and_calibration() {
    let run = run_json(&panel(14, "", ""));
    let said = notes(&run);
    assert!(said.contains("13 series, method `auto`") && said.contains("the pooled model"), "{said}");
    assert!(said.contains("values from 3 years"), "{said}");
    assert!(said.contains("not forecast: cost[m1] (too few points"), "{said}");
    let all = run["values"].as_array().unwrap();
    let total =
        |year: &str| all.iter().find(|v| v["name"] == "total_cost" && v["index"]["year"] == year).unwrap();
    assert!(total("2023")["missing"].is_array(), "a sum over one that could not be forecast is not known");
    let danish = ramme_in(panel(14, "", "").path(), &["run", "s.toml", "--lang", "da"]).out;
    assert!(danish.contains("13 serier, metode `auto`"), "{danish}");
    let asked = run_json(&panel(14, "growth = -0.25\n", ""));
    assert!(notes(&asked).contains("Growth of the panel -0.25"), "{}", notes(&asked));
}

#[test]
fn invented_data_choose_shrink_and_calibrate_nothing() {
    let said = notes(&run_json(&panel(14, "", "synthetic = true\n")));
    assert!(said.contains("the data are marked synthetic and choose nothing"), "{said}");
    assert!(said.contains("Growth of the panel 0.00"), "{said}");
    assert!(!said.contains("intervals held"), "{said}");
}

#[test]
fn a_panel_gives_the_same_bytes_for_any_number_of_threads() {
    let folder = panel(14, "", "");
    let run = |n: &str| ramme_in(folder.path(), &["run", "s.toml", "--format", "json", "--threads", n]);
    let one = run("1");
    assert_eq!(one.code, 0, "{}", one.err);
    assert_eq!(one.out, run("2").out);
}

const AREAS: &str = "language 1\n\nset area = children | adults, total \"i alt\"\n\nentity municipality\n\n\
                     input cost of municipality by area, year : kr\ninput regional_cost by area, year : kr\n\n\
                     define municipal by area, year : kr\n  = sum of cost over municipality\n\n\
                     define apart by area, year : kr\n  = regional_cost - municipal\n";

/// Municipalities by area, and the region's own published figures.
fn areas(method: &str, more: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("r.ramme"), AREAS).unwrap();
    let (mut rows, mut region) = ("municipality,area,year,cost\n".to_owned(), "area,year,cost\n".to_owned());
    for year in 2014..2023 {
        let t = usize::try_from(year - 2014).unwrap();
        let mut totals = [0, 0];
        for i in 0..5 {
            let part = [0, 1]
                .map(|a| 900_000 + 70_000 * i + 11_000 * t * (a + 1) + 23_000 * ((t * (i + 3 + a)) % 5));
            for (name, value) in ["children", "adults"].iter().zip(part) {
                rows.push_str(&format!("m{i},{name},{year},{value}\n"));
            }
            rows.push_str(&format!("m{i},i alt,{year},{}\n", part[0] + part[1]));
            totals = [totals[0] + part[0], totals[1] + part[1]];
        }
        for (name, value) in ["children", "adults"].iter().zip(totals) {
            region.push_str(&format!("{name},{year},{value}\n"));
        }
        region.push_str(&format!("i alt,{year},{}\n", totals[0] + totals[1]));
    }
    fs::write(folder.path().join("d.csv"), rows).unwrap();
    fs::write(folder.path().join("g.csv"), region).unwrap();
    let key = "key = { area = \"area\", year = \"year\" }\n";
    let scenario = format!(
        "format = 1\ntitle = \"t\"\nrules = [\"r.ramme\"]\nyears = \"2014..2025\"\ndraws = 500\n\
         show = [\"cost\", \"regional_cost\", \"municipal\", \"apart\"]\n\
         [[table]]\nfile = \"d.csv\"\nroll = \"municipality\"\nkey = {{ municipality = \"municipality\", area = \"area\", year = \"year\" }}\n\
         columns = {{ cost = \"kr\" }}\n\
         [[table]]\nfile = \"g.csv\"\n{key}columns = {{ regional_cost = {{ column = \"cost\", unit = \"kr\" }} }}\n\
         [forecast.cost]\nmethod = \"{method}\"\n[forecast.regional_cost]\nmethod = \"{method}\"\n{more}"
    );
    fs::write(folder.path().join("s.toml"), scenario).unwrap();
    folder
}

/// The largest quantile of a value, in size, over the years to come.
fn largest(run: &Value, name: &str, area: &str) -> f64 {
    let fits = |v: &&Value| v["name"] == name && v["index"]["area"] == area && v["kind"] == "forecast";
    let ends = |v: &Value| {
        v["quantiles"].as_object().unwrap().values().map(|x| x.as_f64().unwrap().abs()).fold(0.0, f64::max)
    };
    run["values"].as_array().unwrap().iter().filter(fits).map(ends).fold(f64::NAN, f64::max)
}

#[test]
fn totals_are_made_of_their_parts_draw_by_draw() {
    for (method, tie) in
        [("auto", "bottom-up"), ("theta", "ols"), ("log-drift", "wls-struct"), ("auto", "wls-var")]
    {
        let more =
            format!("[[reconcile]]\ntotal = \"regional_cost\"\nparts = \"cost\"\nmethod = \"{tie}\"\n");
        let run = run_json(&areas(method, &more));
        for area in ["children", "adults", "i alt"] {
            // Floats of millions: a difference of draws that agree is dust.
            assert!(
                largest(&run, "apart", area) < 1e-3,
                "{method} {tie} {area}: {}",
                largest(&run, "apart", area)
            );
        }
        assert!(notes(&run).contains(&format!("made to agree in every draw ({tie})")), "{}", notes(&run));
    }
    let loose = run_json(&areas("auto", ""));
    assert!(largest(&loose, "apart", "children") > 1000.0, "two inputs that nobody ties go their own ways");
    assert!(notes(&loose).contains("cost: totals and their parts"), "{}", notes(&loose));
}

#[test]
fn a_known_figure_never_moves_when_its_fellows_do() {
    let more = "[[reconcile]]\ntotal = \"regional_cost\"\nparts = \"cost\"\nmethod = \"bottom-up\"\n";
    let folder = areas("auto", more);
    let mut region = fs::read_to_string(folder.path().join("g.csv")).unwrap();
    region.push_str("children,2023,5600000\n");
    fs::write(folder.path().join("g.csv"), region).unwrap();
    let run = run_json(&folder);
    let of = |name: &str| {
        let fits = |v: &&Value| {
            v["name"] == name && v["index"]["area"] == "children" && v["index"]["year"] == "2023"
        };
        run["values"].as_array().unwrap().iter().find(fits).unwrap().clone()
    };
    assert_eq!(of("regional_cost")["value"], "5600000.00");
    let sum = &of("municipal");
    for level in ["0.025", "0.5", "0.975"] {
        assert!((sum["quantiles"][level].as_f64().unwrap() - 5_600_000.0).abs() < 1e-3, "{sum}");
    }
}

const DRIVERS: &str = "language 1\n\ninput cost by year : kr\ninput recipients by year : person\ninput unit_cost by year : kr/person\n\n\
                       define made by year : kr\n  = recipients * unit_cost\n\ndefine apart by year : kr\n  = cost - made\n\n\
                       define volume_effect by year : kr with 3 decimals\n  = (recipients - previous recipients) * (unit_cost + previous unit_cost) * 0.5\n\n\
                       define price_effect by year : kr with 3 decimals\n  = (unit_cost - previous unit_cost) * (recipients + previous recipients) * 0.5\n\n\
                       define unexplained by year : kr with 3 decimals\n  = (made - previous made) - volume_effect - price_effect\n";

#[test]
fn cost_is_recipients_times_unit_cost_and_its_growth_splits_into_both() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("r.ramme"), DRIVERS).unwrap();
    let mut rows = "year,cost,recipients,unit_cost\n".to_owned();
    for (t, year) in (2013..2023).enumerate() {
        let (people, price) = (1000 + 17 * t + 9 * (t % 3), 52_000 + 700 * t + 900 * (t * 5 % 4));
        rows.push_str(&format!("{year},{},{people},{price}\n", people * price));
    }
    fs::write(folder.path().join("d.csv"), rows).unwrap();
    let scenario = |tie: &str| {
        format!(
            "format = 1\ntitle = \"t\"\nrules = [\"r.ramme\"]\nyears = \"2013..2026\"\ndraws = 500\n\
             [[table]]\nfile = \"d.csv\"\nkey = {{ year = \"year\" }}\n\
             columns = {{ cost = \"kr\", recipients = \"person\", unit_cost = \"kr/person\" }}\n\
             [forecast.cost]\nmethod = \"log-drift\"\n[forecast.recipients]\nmethod = \"log-drift\"\n\
             [forecast.unit_cost]\nmethod = \"log-drift\"\n{tie}"
        )
    };
    let run = |tie: &str| {
        fs::write(folder.path().join("s.toml"), scenario(tie)).unwrap();
        ramme_in(folder.path(), &["run", "s.toml", "--format", "json"])
    };
    let most = |run: &Value, name: &str| {
        let ends = |v: &Value| {
            v["quantiles"]
                .as_object()
                .unwrap()
                .values()
                .map(|x| x.as_f64().unwrap().abs())
                .fold(0.0, f64::max)
        };
        let all = run["values"].as_array().unwrap();
        all.iter().filter(|v| v["name"] == name && v["kind"] == "forecast").map(ends).fold(f64::NAN, f64::max)
    };
    for method in ["", "method = \"ols\"\n", "method = \"bottom-up\"\n"] {
        let tie =
            format!("[[reconcile]]\nproduct = \"cost\"\nfactors = [\"recipients\", \"unit_cost\"]\n{method}");
        let made = json(&run(&tie));
        assert!(most(&made, "apart") < 1e-3, "{method}: {}", most(&made, "apart"));
        assert!(most(&made, "unexplained") < 1e-3, "{method}");
        let known: Vec<&Value> = made["values"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|v| v["name"] == "unexplained" && v["kind"] == "actual")
            .collect();
        assert!(known.iter().filter(|v| v["value"] == "0.000").count() >= 9, "{known:?}");
        assert!(notes(&made).contains("cost = recipients × unit_cost"), "{}", notes(&made));
    }
    assert!(most(&json(&run("")), "apart") > 1e5, "what nobody ties goes its own way");
    let wrong = run("[[reconcile]]\nproduct = \"cost\"\nfactors = [\"recipients\"]\n");
    assert_eq!((wrong.code, wrong.out.as_str()), (2, ""));
    assert!(wrong.err.contains("E0913") && wrong.err.contains("`kr`"), "{}", wrong.err);
    let typo = run("[[reconcile]]\ntotal = \"cost\"\nmethod = \"mint\"\n");
    assert!(typo.err.contains("one of `bottom-up`, `ols`, `wls-struct`, `wls-var`"), "{}", typo.err);
}

#[test]
fn revised_years_are_named_and_the_forecast_of_the_earlier_figures_stands_beside() {
    let declared = "[[forecast.accounts.event]]\nyear = 2022\nkind = \"revision\"\nwas = 18.5e9\nreason = \"late bills\"\n";
    let run = run_json(&budget(&[(AUTO, &format!("{AUTO}{declared}"))]));
    let plain = run_json(&budget(&[]));
    assert_eq!(run["values"], plain["values"], "the later figure is taken either way");
    let said = &run["declared"][0];
    assert!(
        said["events"][0].as_str().unwrap().contains("2022 is declared revised from 18.5 bn (late bills)"),
        "{said}"
    );
    assert!(said["with"]["0.5"].as_f64().unwrap() > said["without"]["0.5"].as_f64().unwrap());
    let outside = declared.replace("2022", "2025");
    let refused = ramme_in(budget(&[(AUTO, &format!("{AUTO}{outside}"))]).path(), &["run", "s.toml"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("2025, outside 2018-2022"), "{}", refused.err);

    let folder = panel(14, "", "");
    let rows = fs::read_to_string(folder.path().join("d.csv")).unwrap();
    let dated: String = rows
        .lines()
        .map(|l| if l.starts_with("mun") { format!("{l},published\n") } else { format!("{l},2023-05-01\n") })
        .chain(["m3,2021,900000,2022-05-01\n".to_owned()])
        .collect();
    fs::write(folder.path().join("d.csv"), dated).unwrap();
    let scenario = fs::read_to_string(folder.path().join("s.toml")).unwrap();
    let stated = scenario.replace(
        "[forecast.cost]",
        "published = { column = \"published\" }\nrevisions = \"latest\"\n[forecast.cost]",
    );
    fs::write(folder.path().join("s.toml"), &stated).unwrap();
    let run = run_json(&folder);
    let said = run["declared"][0].to_string();
    assert!(said.contains("2021 was revised from 900000 (published 2022-05-01, d.csv:"), "{said}");
    assert_eq!(run["declared"].as_array().unwrap().len(), 1, "only the series that it concerns");
    let danish = ramme_in(folder.path(), &["run", "s.toml", "--lang", "da"]).out;
    assert!(danish.contains("2021 blev revideret fra 900000"), "{danish}");
}

#[test]
fn spreads_follow_size_and_a_common_year_where_that_is_said() {
    let by_size = "method = \"log-drift\"\nprior = \"size\"\ncommon_year = 0.3\n";
    let folder = panel(14, "", "");
    let scenario = fs::read_to_string(folder.path().join("s.toml")).unwrap();
    let run = |how: &str| {
        fs::write(folder.path().join("s.toml"), scenario.replace("method = \"auto\"\n", how)).unwrap();
        ramme_in(folder.path(), &["run", "s.toml", "--format", "json"])
    };
    let first = run(by_size);
    assert_eq!(first.code, 2, "a series of two years has no drift: {}", first.err);
    let rows = fs::read_to_string(folder.path().join("d.csv")).unwrap();
    let kept: String = rows.lines().filter(|l| !l.starts_with("m1,")).map(|l| format!("{l}\n")).collect();
    fs::write(folder.path().join("d.csv"), kept).unwrap();
    let made = json(&run(by_size));
    assert!(notes(&made).contains("a law of size over 13 series"), "{}", notes(&made));
    assert!(notes(&made).contains("30% of a year's variance in common (declared)"), "{}", notes(&made));
    let own = json(&run("method = \"log-drift\"\n"));
    assert!(
        notes(&own).contains("in common (estimated)") && !notes(&own).contains("law of size"),
        "{}",
        notes(&own)
    );
    assert_ne!(made["values"], own["values"]);
    let wrong = run("method = \"log-drift\"\ncommon_year = 1.5\n");
    assert!(wrong.code == 2 && wrong.err.contains("a number from 0 to 1"), "{}", wrong.err);
    let invented = scenario
        .replace("draws = 500\n", "draws = 500\nsynthetic = true\n")
        .replace("method = \"auto\"\n", by_size);
    fs::write(folder.path().join("s.toml"), invented).unwrap();
    let refused = ramme_in(folder.path(), &["run", "s.toml"]);
    assert!(refused.code == 2 && refused.err.contains("marked synthetic"), "{}", refused.err);
}

const BUDGETS: &str = "language 1\n\nset area = children | adults, total \"i alt\"\n\nentity municipality\n\n\
                       input budget of municipality by area, year : kr\ninput accounts of municipality by area, year : kr\n\n\
                       define gap of municipality by area, year : kr\n  = accounts - budget\n";

/// Invented budgets and accounts of four municipalities by area; the first has decided its budget for children.
fn budgets_by_municipality(draws: usize) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("r.ramme"), BUDGETS).unwrap();
    let mut rows = "municipality,area,year,budget,accounts\nm0,children,2023,1100000,\n".to_owned();
    for (t, year) in (2014..2023).enumerate() {
        for i in 0..4 {
            let accounts =
                [1, 2].map(|a| 900_000 + 70_000 * i + 21_000 * t * a + 13_000 * ((t * (i + 2 + a)) % 5));
            let budgets = accounts.map(|a| a * (97 + (t + i) % 3) / 100);
            for (area, (a, b)) in ["children", "adults"].iter().zip(accounts.iter().zip(budgets)) {
                rows.push_str(&format!("m{i},{area},{year},{b},{a}\n"));
            }
            let [a, b] = [accounts, budgets].map(|both| both.iter().sum::<usize>());
            rows.push_str(&format!("m{i},i alt,{year},{b},{a}\n"));
        }
    }
    fs::write(folder.path().join("d.csv"), rows).unwrap();
    let scenario = format!(
        "format = 1\ntitle = \"t\"\nrules = [\"r.ramme\"]\nyears = \"2014..2023\"\ndraws = {draws}\nsynthetic = true\nshow = [\"gap\"]\n\
         [[table]]\nfile = \"d.csv\"\nroll = \"municipality\"\nkey = {{ municipality = \"municipality\", area = \"area\", year = \"year\" }}\n\
         columns = {{ budget = \"kr\", accounts = \"kr\" }}\n\
         [forecast.accounts]\nmethod = \"log-drift\"\n[forecast.budget]\nrule = \"mixture\"\nfollows = \"accounts\"\n\
         [chances]\nof = \"gap\"\nshare_of = \"budget\"\nabove = [\"0 %\"]\nholds = \"accounts\"\nholds_with = [\"50 %\", \"80 %\"]\n"
    );
    fs::write(folder.path().join("s.toml"), scenario).unwrap();
    folder
}

#[test]
fn chances_and_the_budget_that_holds_are_told_by_municipality_and_area() {
    let run = run_json(&budgets_by_municipality(2000));
    let rows = run["chances"].as_array().unwrap();
    assert_eq!(rows.len(), 12, "four municipalities, two areas and their total");
    let row = |municipality: &str, area: &str| {
        let here = |r: &&Value| r["index"]["municipality"] == municipality && r["index"]["area"] == area;
        rows.iter().find(here).unwrap()
    };
    for i in 0..4 {
        let holds =
            |area: &str, at: usize| row(&format!("m{i}"), area)["holds"][at]["amount"].as_f64().unwrap();
        let parts = |at: usize| holds("children", at) + holds("adults", at);
        assert!((holds("i alt", 0) / parts(0) - 1.0).abs() < 0.01, "m{i}: medians nearly add up");
        assert!(holds("i alt", 1) < parts(1), "m{i}: a margin for both at once is less than two margins");
        assert!(holds("i alt", 1) > holds("i alt", 0), "m{i}");
    }
    assert_eq!(row("m0", "children")["budget_by"], "decided");
    assert_eq!(row("m1", "children")["budget_by"], "habit and lag");
    // A budget above what the accounts have ever been is exceeded less often than one that follows habit.
    let chance = |m: &str| row(m, "children")["above"][0]["high"].as_f64().unwrap();
    assert!(chance("m0") < chance("m1"), "{} and {}", chance("m0"), chance("m1"));
}

#[test]
fn whether_the_draws_suffice_and_what_drives_the_spread_is_said() {
    let said = |draws: usize, lang: &str| {
        let folder = budgets_by_municipality(draws);
        ramme_in(folder.path(), &["run", "s.toml", "--lang", lang])
            .out
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let many = said(10_000, "en");
    assert!(many.contains("With another 10,000 draws") && many.contains("so the draws suffice"), "{many}");
    assert!(many.contains("Of the spread of gap,") && many.contains("habit or by lag"), "{many}");
    assert!(said(500, "da").contains("tag flere trækninger"), "few draws are called few");
    assert!(!said(100, "en").contains("two standard errors"), "of a hundred nothing can be said");
}
