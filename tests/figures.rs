//! Every figure that people are shown is one that the run computed: the numbers of memo, letters, page and workbook are
//! taken out and each is found in the JSON of the same run, as it is or rounded as it is written.
//!
//! Left out are drawings (their figures stand in the tables behind them), the trees of explanations (`tests/explain.rs`) and
//! the names of documents. What the JSON leaves to be counted, such as rows, is counted here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use calamine::{Data, Reader as _, Xlsx, open_workbook};
use common::{ramme_in, root, scenarios};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// What the program writes; it may judge, and may not fail.
fn written(args: &[&str]) -> String {
    let run = ramme_in(&root(), args);
    assert!(run.code < 2, "{args:?}: {}", run.err);
    run.out
}

/// A number in text: its size, its decimals, and the words right after it.
#[derive(Debug)]
struct Shown {
    size: f64,
    decimals: usize,
    raw: String,
    after: String,
}

/// The numbers of a text that stand alone: not parts of names (`T04`), of hashes or of versions.
fn shown(text: &str, danish: bool) -> Vec<Shown> {
    let chars: Vec<char> = text.chars().collect();
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let word = |at: Option<usize>| {
        at.and_then(|at| chars.get(at)).is_some_and(|c| c.is_alphabetic() || *c == '_' || *c == '#')
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if !digit(at) {
            at += 1;
            continue;
        }
        let start = at;
        while digit(at) || (matches!(chars.get(at), Some('.' | ',')) && digit(at + 1)) {
            at += 1;
        }
        if word(start.checked_sub(1)) || word(Some(at)) {
            while word(Some(at)) || digit(at) {
                at += 1;
            }
            continue;
        }
        let raw: String = chars[start..at].iter().collect();
        let (thousands, mark) = if danish { ('.', ',') } else { (',', '.') };
        let plain: String = raw.chars().filter(|c| *c != thousands).collect();
        if let Ok(size) = plain.replace(mark, ".").parse::<f64>() {
            let decimals = plain.split(mark).nth(1).map_or(0, str::len);
            let after = chars[at..].iter().take(12).collect();
            found.push(Shown { size, decimals, raw, after });
        }
    }
    found
}

/// All numbers that a document of JSON holds, also those in its sentences; percents of shares; and what is counted from it.
struct Computed(Vec<f64>);

impl Computed {
    fn of(document: &Value, danish: bool) -> Computed {
        let mut all = Vec::new();
        numbers(document, danish, &mut all);
        counted(document, &mut all);
        // What names and rows are called may have numbers in it, which are no figures.
        all.extend(called());
        let shares: Vec<f64> = all.iter().map(|x| x * 100.0).collect();
        all.extend(shares);
        all.sort_by(f64::total_cmp);
        Computed(all)
    }

    /// True for what lies within half of the last decimal of one of the numbers.
    fn holds(&self, size: f64, scale: f64, decimals: usize) -> bool {
        let room = 0.5 * 10f64.powi(-i32::try_from(decimals).unwrap()) * scale * (1.0 + 1e-6) + 1e-9;
        let size = size * scale;
        let at = self.0.partition_point(|x| *x < size - room);
        self.0.get(at).is_some_and(|x| *x <= size + room)
    }

    /// What of a text is none of the numbers; `scales` are what a number without a word may be counted in.
    fn foreign(&self, text: &str, danish: bool, scales: &[f64]) -> Vec<String> {
        let all = shown(text, danish).into_iter();
        all.filter(|one| {
            let word = one.after.trim_start_matches([' ', '\u{a0}']);
            let counted_in = match word {
                w if w.starts_with("mio.") || w.starts_with("mn") => vec![1e6],
                w if w.starts_with("mia.") || w.starts_with("bn") => vec![1e9],
                _ => scales.to_vec(),
            };
            !counted_in.iter().any(|scale| self.holds(one.size, *scale, one.decimals))
        })
        .map(|one| format!("{}{}", one.raw, one.after))
        .collect()
    }
}

fn numbers(value: &Value, danish: bool, all: &mut Vec<f64>) {
    match value {
        Value::Number(n) => all.push(n.as_f64().unwrap().abs()),
        Value::String(text) => match text.parse::<f64>() {
            Ok(x) if x.is_finite() => all.push(x.abs()),
            _ => {
                // Sentences have the marks of their language, places and dates have none.
                for danish in [danish, false] {
                    all.extend(shown(text, danish).into_iter().map(|one| one.size));
                }
                // `700_000 kr`, as the language writes it.
                all.extend(shown(&text.replace('_', ""), false).into_iter().map(|one| one.size));
            }
        },
        Value::Array(items) => items.iter().for_each(|item| numbers(item, danish, all)),
        Value::Object(fields) => {
            for (key, held) in fields {
                all.extend(key.parse::<f64>());
                numbers(held, danish, all);
            }
        }
        Value::Bool(_) | Value::Null => {}
    }
}

/// Years, subjects an axis, verdicts a rule and outcome, and how many of them a table leaves out.
fn counted(document: &Value, all: &mut Vec<f64>) {
    let mut counts: Vec<usize> = Vec::new();
    let year = |at: usize| document["years"][at].as_i64().unwrap();
    counts.push(usize::try_from(year(1) - year(0) + 1).unwrap());
    let mut keys: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut subjects: BTreeMap<&str, BTreeSet<Vec<&str>>> = BTreeMap::new();
    for value in document["values"].as_array().into_iter().flatten() {
        let index = value["index"].as_object().unwrap();
        for (axis, key) in index.iter().filter(|_| !value["value"].is_null() || value["mean"].is_number()) {
            keys.entry(axis).or_default().insert(key.as_str().unwrap());
        }
        let subject = index.iter().filter(|(axis, _)| *axis != "year").map(|(_, key)| key.as_str().unwrap());
        subjects.entry(value["name"].as_str().unwrap()).or_default().insert(subject.collect());
    }
    counts.extend(keys.values().map(BTreeSet::len));
    let rows = subjects.values().map(BTreeSet::len);
    counts.extend(rows.flat_map(|n| [n.saturating_sub(40), n.saturating_sub(5)]));
    let compliance = if document["compliance"].is_object() { &document["compliance"] } else { document };
    let mut verdicts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut rules: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for verdict in compliance["results"].as_array().into_iter().flatten() {
        let of = |name: &str| verdict[name].as_str().unwrap();
        *verdicts.entry((of("rule"), of("verdict"))).or_default() += 1;
        *verdicts.entry((of("kind"), of("verdict"))).or_default() += 1;
        *verdicts.entry((of("kind"), "")).or_default() += 1;
        rules.entry(of("kind")).or_default().insert(of("rule"));
    }
    counts.extend(verdicts.into_values().flat_map(|n| [n, n.saturating_sub(10), n.saturating_sub(200)]));
    counts.extend(rules.values().map(BTreeSet::len));
    // The reasons for missing cells that a table does not name.
    let missing: BTreeSet<String> = document["values"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|v| v["missing"].as_array().into_iter().flatten())
        .map(Value::to_string)
        .collect();
    counts.extend((1..=missing.len().saturating_sub(4)).filter(|_| missing.len() > 4));
    counts.push(0);
    all.extend(counts.into_iter().map(|n| f64::from(u32::try_from(n).unwrap())));
}

fn json(verb: &str, scenario: &str, lang: &str) -> Value {
    serde_json::from_str(&written(&[verb, scenario, "--format", "json", "--lang", lang])).unwrap()
}

/// The numbers in what names and rows are called by people.
fn called() -> Vec<f64> {
    let mut found = Vec::new();
    let words = fs::read_to_string(root().join("scenarios/data/words.toml")).unwrap();
    found.extend([true, false].into_iter().flat_map(|danish| shown(&words, danish)).map(|one| one.size));
    for folder in ["scenarios/data", "scenarios/data/example", "scenarios/data/monitoring"] {
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let Ok(text) = fs::read_to_string(entry.unwrap().path()) else { continue };
            let mut lines = text.lines();
            let mark = [';', ','].into_iter().find(|m| text.lines().next().is_some_and(|l| l.contains(*m)));
            let (Some(head), Some(mark)) = (lines.next(), mark) else { continue };
            let Some(at) = head.split(mark).position(|name| name == "name") else { continue };
            let names = lines.filter_map(|line| line.split(mark).nth(at));
            found.extend(names.flat_map(|name| shown(name, true)).map(|one| one.size));
        }
    }
    found
}

/// The titles of the documents and scenarios: their numbers are names.
fn titles() -> Vec<String> {
    let text = fs::read_to_string(root().join("rules/documents.ramme")).unwrap();
    let titled = text.lines().filter_map(|line| line.trim_start().strip_prefix("title"));
    let mut found: Vec<String> = titled.filter_map(|rest| Some(rest.split('"').nth(1)?.to_owned())).collect();
    found.extend(scenarios().iter().filter_map(|scenario| {
        let text = fs::read_to_string(root().join(scenario)).unwrap();
        text.lines().find_map(|line| line.strip_prefix("title")?.split('"').nth(1).map(str::to_owned))
    }));
    // The longest first: one may begin as another does.
    found.sort_by_key(|title| std::cmp::Reverse(title.len()));
    assert!(found.len() > 10, "{found:?}");
    found
}

/// Markdown without its marks, and without the titles of documents and the line that says how it is made again.
fn plain(text: &str) -> String {
    let mut text = text.replace('\\', "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    for title in titles() {
        text = text.replace(&title, "");
    }
    let published = |line: &str| line.starts_with("- ,") || line == "-";
    let made = ["Worked with", "Beregnet med", "- Data: "];
    let kept = |line: &&str| !made.iter().any(|m| line.starts_with(m)) && !published(line.trim_end());
    text.lines().filter(kept).map(|line| format!("{line}\n")).collect()
}

/// The numbers of Markdown that the run did not compute. In a table the head of a column says what it counts in.
fn foreign_in_markdown(text: &str, computed: &Computed, danish: bool) -> Vec<String> {
    let mut found = Vec::new();
    let mut scales: Vec<f64> = Vec::new();
    let mut row_scale = 1.0;
    for line in plain(text).lines() {
        let Some(row) = line.strip_prefix('|') else {
            scales.clear();
            found.extend(computed.foreign(line, danish, &[1.0]));
            continue;
        };
        let scale = |cell: &str| match cell {
            c if c.contains("mio.") || c.contains("mn kr") => 1e6,
            c if c.contains("mia.") || c.contains("bn kr") => 1e9,
            _ => 1.0,
        };
        let cells: Vec<&str> = row.split('|').collect();
        if scales.is_empty() {
            scales = cells.iter().map(|cell| scale(cell)).collect();
        }
        // A row may say itself what its figures are counted in.
        match cells.get(1).map(|cell| cell.trim()) {
            Some("mio. kr." | "mn kr") => row_scale = 1e6,
            Some("mia. kr." | "bn kr") => row_scale = 1e9,
            Some("") => {}
            _ => row_scale = 1.0,
        }
        for (cell, head) in cells.iter().zip(&scales) {
            found.extend(computed.foreign(cell, danish, &[head.max(row_scale), 1.0]));
        }
    }
    found
}

#[test]
fn every_figure_of_a_memo_is_one_that_the_run_computed() {
    let mut wrong = Vec::new();
    for scenario in scenarios() {
        for (lang, danish) in [("da", true), ("en", false)] {
            let computed = Computed::of(&json("run", &scenario, lang), danish);
            let memo = written(&["run", &scenario, "--format", "memo", "--lang", lang]);
            let foreign = foreign_in_markdown(&memo, &computed, danish);
            wrong.extend(foreign.into_iter().map(|number| format!("{scenario} {lang}: {number:?}")));
            let seen = shown(&memo, danish).len();
            assert!(seen > 10, "{scenario}: {seen} numbers");
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_figure_that_nobody_computed_is_found() {
    let scenario = "scenarios/budget-2023-2026.toml";
    let computed = Computed::of(&json("run", scenario, "da"), true);
    let memo = written(&["run", scenario, "--format", "memo", "--lang", "da"]);
    for (from, to) in
        [("19,56 mia. kr.", "23,99 mia. kr."), ("| 17,99 |", "| 47,99 |"), ("| 6,9 |", "| 66,9 |")]
    {
        assert!(memo.contains(from), "{from}");
        let planted = memo.replacen(from, to, 1);
        assert_eq!(foreign_in_markdown(&planted, &computed, true).len(), 1, "{to}");
    }
}

#[test]
fn every_figure_of_letters_and_list_is_one_that_was_judged() {
    for scenario in scenarios() {
        for (lang, danish) in [("da", true), ("en", false)] {
            let run = ramme_in(&root(), &["comply", &scenario, "--format", "json", "--lang", lang]);
            if run.code == 2 {
                // Nothing to judge.
                continue;
            }
            let computed = Computed::of(&serde_json::from_str(&run.out).unwrap(), danish);
            let place = tempfile::tempdir().unwrap();
            let folder = place.path().join("letters").to_string_lossy().into_owned();
            written(&["comply", &scenario, "--letters", &folder, "--lang", lang]);
            for file in fs::read_dir(&folder).unwrap() {
                let text = fs::read_to_string(file.unwrap().path()).unwrap();
                let foreign = foreign_in_markdown(&text, &computed, danish);
                assert!(foreign.is_empty(), "{scenario}: {foreign:#?}\n{text}");
            }
        }
    }
}

/// A text without places in documents, such as `lines 999-1003`.
fn without_lines(text: &str) -> String {
    let mut out = String::new();
    for (at, part) in text.split("line").enumerate() {
        let rest = part.trim_start_matches('s').trim_start_matches(' ');
        let cited = at > 0 && rest.starts_with(|c: char| c.is_ascii_digit());
        let kept = if cited {
            rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | ',' | ' '))
        } else {
            part
        };
        out.push_str(kept);
    }
    out
}

/// The text of a page without drawings, trees, code and tags; one line a cell, a point or a paragraph.
fn page_text(html: &str) -> String {
    let mut html = html.to_owned();
    for (from, to) in [("<style", "</style>"), ("<svg", "</svg>"), ("<pre", "</pre>"), ("<code", "</code>")] {
        while let Some(start) = html.find(from) {
            let end = html[start..].find(to).map_or(html.len(), |at| start + at + to.len());
            html.replace_range(start..end, "");
        }
    }
    // The foot has hashes, and names what was asked.
    let html = html.split("<footer>").next().unwrap().split("<body>").nth(1).unwrap();
    let html = html.split("<section id=\"behind\"").next().unwrap();
    // Other runs, of the base and of each lever's points, are held in `tests/comparing.rs` and `tests/sensitivity.rs`.
    let others = ["<h2>From the base", "<h2>Verdicts that turn", "<h2>How far each lever"];
    let own = |part: &&str| !others.iter().any(|heading| part.contains(heading));
    let html: String = html.split("<section").filter(own).collect();
    let mut text = String::new();
    for piece in html.split('<') {
        let (tag, rest) = piece.split_once('>').unwrap_or(("", piece));
        if ["/td", "/th", "/li", "/p", "/caption", "/h1", "/h2", "/h3", "td", "th"].contains(&tag) {
            text.push('\n');
        }
        text.push_str(rest);
    }
    let text = without_lines(&text);
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

#[test]
fn every_figure_that_a_page_shows_is_one_that_the_run_computed() {
    let mut wrong = Vec::new();
    for scenario in scenarios() {
        let computed = Computed::of(&json("run", &scenario, "en"), false);
        let text = plain(&page_text(&written(&["run", &scenario, "--format", "html"])));
        let foreign = computed.foreign(&text, false, &[1.0, 1e6, 1e9]);
        wrong.extend(foreign.into_iter().map(|number| format!("{scenario}: {number:?}")));
        assert!(shown(&text, false).len() > 20, "{scenario}");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_number_of_a_workbook_is_one_that_the_run_computed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("result.xlsx");
    let path = file.to_string_lossy().into_owned();
    for scenario in scenarios() {
        let computed = Computed::of(&json("run", &scenario, "en"), false);
        written(&["run", &scenario, "-o", &path]);
        let mut book: Xlsx<std::io::BufReader<fs::File>> = open_workbook(&file).unwrap();
        let mut seen = 0;
        for sheet in ["Results", "Verdicts"] {
            let range = book.worksheet_range(sheet).unwrap();
            for (row, column, cell) in range.used_cells() {
                #[allow(clippy::cast_precision_loss, reason = "as a spreadsheet has it")]
                let number = match cell {
                    Data::Float(x) => *x,
                    Data::Int(n) => *n as f64,
                    _ => continue,
                };
                seen += 1;
                // A spreadsheet has percents as shares, and fifteen digits.
                let near = |x: f64| {
                    let room = x.abs() * 1e-9 + 1e-9;
                    let at = computed.0.partition_point(|held| *held < x.abs() - room);
                    computed.0.get(at).is_some_and(|held| *held <= x.abs() + room)
                };
                assert!(near(number) || near(number * 100.0), "{scenario} {sheet} {row}:{column}: {number}");
            }
        }
        assert!(seen > 0, "{scenario}");
    }
}
