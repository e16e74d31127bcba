//! What was found in rule files, for machines: SARIF and annotations.
//!
//! In: diagnostics with their places looked up. Out: text. Not here: verdicts, exit codes.

use super::github::{message, property};
use super::sarif::uri;
use ramme_diag::{Code, Level, Rendered, RenderedLabel, RenderedPlace, outline};
use ramme_value::Lang;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A message with what helps against it.
fn told(said: &Rendered) -> String {
    let mut out = said.message.clone();
    if let Some(help) = &said.help {
        out.push_str("; ");
        out.push_str(help);
    }
    for note in &said.notes {
        out.push('\n');
        out.push_str(note);
    }
    out
}

/// The document for code scanning; each code is a rule with its explanation and its usual level.
///
/// # Errors
/// Only where a figure cannot be written as JSON at all.
pub fn check_sarif(all: &[Rendered], version: &str, lang: Lang) -> Result<String, serde_json::Error> {
    let codes: BTreeSet<&str> = all.iter().map(|said| said.code).collect();
    let codes: Vec<&str> = codes.into_iter().collect();
    let rules: Vec<Value> = codes.iter().filter_map(|id| Some(rule(Code::find(id)?, lang))).collect();
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let results: Vec<Value> = all.iter().map(|said| result(said, &codes, &mut seen)).collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "ramme", "version": version, "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&document)?;
    text.push('\n');
    Ok(text)
}

/// A code as a rule.
fn rule(code: Code, lang: Lang) -> Value {
    let explain = code.explain();
    let short = outline(code.message_template(lang), |name| format!("\u{27e8}{name}\u{27e9}"));
    let (wrong, right) = (lang.pick("Wrong", "Forkert"), lang.pick("Right", "Rigtigt"));
    let help = format!("{wrong}:\n{}\n\n{right}:\n{}", explain.wrong, explain.right);
    let markdown = format!("{wrong}:\n```\n{}\n```\n\n{right}:\n```\n{}\n```", explain.wrong, explain.right);
    json!({
        "id": code.id(),
        "name": code.name(),
        "shortDescription": { "text": short },
        "fullDescription": { "text": explain.what(lang) },
        "help": { "text": help, "markdown": markdown },
        "defaultConfiguration": {
            "enabled": code.usual_level() != Some(Level::Allow),
            "level": code.severity().name(),
        },
    })
}

fn result(said: &Rendered, codes: &[&str], seen: &mut BTreeMap<String, u32>) -> Value {
    let mut result = json!({
        "ruleId": said.code,
        "ruleIndex": codes.iter().position(|code| *code == said.code),
        "level": said.severity,
        "message": { "text": told(said) },
    });
    let others: Vec<Value> = others(said)
        .enumerate()
        .filter_map(|(at, label)| {
            let mut found = location(label.place.as_ref()?);
            let fields = found.as_object_mut()?;
            fields.insert("id".to_owned(), json!(at));
            fields.insert("message".to_owned(), json!({ "text": label.text }));
            Some(found)
        })
        .collect();
    // What stays where lines move: the file, the code, the words, and which of several alike it is.
    let file = said.place.as_ref().map_or("", |place| place.file.as_str());
    let known = format!("{file}:{}:{}", said.code, said.message);
    let count = seen.entry(known.clone()).or_insert(0);
    *count = count.saturating_add(1);
    if let Some(fields) = result.as_object_mut() {
        fields.insert(
            "partialFingerprints".to_owned(),
            json!({ "codeAndMessage/v1": format!("{known}:{count}") }),
        );
        if let Some(place) = &said.place {
            fields.insert("locations".to_owned(), json!([location(place)]));
        }
        if !others.is_empty() {
            fields.insert("relatedLocations".to_owned(), json!(others));
        }
    }
    result
}

/// What is said at other places.
fn others(said: &Rendered) -> impl Iterator<Item = &RenderedLabel> {
    said.labels.iter().filter(|label| !label.primary)
}

fn location(place: &RenderedPlace) -> Value {
    let mut region = serde_json::Map::new();
    let parts = [
        ("startLine", place.line),
        ("startColumn", place.column),
        ("endLine", place.end_line),
        ("endColumn", place.end_column),
    ];
    for (name, number) in parts {
        if let Some(number) = number {
            region.insert(name.to_owned(), json!(number));
        }
    }
    let mut physical = json!({ "artifactLocation": { "uri": uri(&place.file) } });
    if let Some(fields) = physical.as_object_mut().filter(|_| !region.is_empty()) {
        fields.insert("region".to_owned(), Value::Object(region));
    }
    json!({ "physicalLocation": physical })
}

/// A line a diagnostic, as GitHub's runners read them.
#[must_use]
pub fn check_github(all: &[Rendered]) -> String {
    all.iter().map(line).collect()
}

fn line(said: &Rendered) -> String {
    let level = if said.severity == "note" { "notice" } else { said.severity };
    let mut properties = Vec::new();
    if let Some(place) = &said.place {
        properties.push(format!("file={}", property(&place.file)));
        // Columns mean something on one line only.
        let one_line = place.line == place.end_line;
        let parts = [
            ("line", place.line),
            ("endLine", place.end_line),
            ("col", place.column.filter(|_| one_line)),
            ("endColumn", place.end_column.filter(|_| one_line)),
        ];
        properties.extend(parts.iter().filter_map(|(name, number)| Some(format!("{name}={}", (*number)?))));
    }
    let title =
        said.lint.as_ref().map_or_else(|| said.code.to_owned(), |name| format!("{} {name}", said.code));
    properties.push(format!("title={}", property(&title)));
    let mut text = told(said);
    for label in others(said) {
        if let Some(place) = &label.place {
            let numbers = [place.line, place.column].into_iter().flatten().map(|n| format!(":{n}"));
            text.push_str(&format!("\n{}{}: {}", place.file, numbers.collect::<String>(), label.text));
        }
    }
    format!("::{level} {}::{}\n", properties.join(","), message(&text))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use ramme_diag::{Diagnostic, SourceMap, Span, Text};

    fn said() -> Vec<Rendered> {
        let mut sources = SourceMap::new();
        let id = sources.add("rules/a b.ramme", "define gap : kr = tarif\n");
        let unknown = Diagnostic::new(Code::UnknownName)
            .arg("name", "tarif")
            .arg("suggestion", "tariff")
            .at(Span::new(id, 18, 23))
            .also(Span::new(id, 7, 10), Text::same("used, here: 100 %"))
            .note(Text::same("a note"));
        vec![unknown.render(&sources, Lang::En)]
    }

    #[test]
    fn sarif_has_a_rule_a_code_and_both_places() {
        let document: Value = serde_json::from_str(&check_sarif(&said(), "1", Lang::En).unwrap()).unwrap();
        let run = &document["runs"][0];
        assert_eq!(run["tool"]["driver"]["rules"][0]["id"], "E0201");
        let result = &run["results"][0];
        assert_eq!((result["ruleId"].as_str(), result["level"].as_str()), (Some("E0201"), Some("error")));
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "rules/a%20b.ramme");
        assert_eq!(
            place["region"],
            json!({"startLine": 1, "startColumn": 19, "endLine": 1, "endColumn": 24})
        );
        assert_eq!(result["relatedLocations"][0]["message"]["text"], "used, here: 100 %");
        assert_eq!(result["ruleIndex"], 0);
        let rule = &run["tool"]["driver"]["rules"][0];
        assert_eq!(rule["shortDescription"]["text"], "there is no name `⟨name⟩`");
        assert_eq!(rule["defaultConfiguration"], json!({"enabled": true, "level": "error"}));
    }

    #[test]
    fn what_is_said_twice_has_two_fingerprints_and_levels_are_those_of_the_run() {
        let mut sources = SourceMap::new();
        let id = sources.add("/sager/m\u{e5}ltid 1.ramme", "a\r\nb\r\n");
        let said = |at: u32| {
            let said = Diagnostic::new(Code::UnusedName).arg("name", "x").at(Span::new(id, at, at + 1));
            said.at_severity(ramme_diag::Severity::Error).render(&sources, Lang::Da)
        };
        let text = check_sarif(&[said(0), said(3)], "1", Lang::Da).unwrap();
        let document: Value = serde_json::from_str(&text).unwrap();
        let results = &document["runs"][0]["results"];
        assert_eq!(results[1]["level"], "error");
        assert_ne!(results[0]["partialFingerprints"], results[1]["partialFingerprints"]);
        let place = &results[1]["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "file:///sager/m%C3%A5ltid%201.ramme");
        assert_eq!(place["region"]["startLine"], 2);
        assert_eq!(
            check_github(&[said(3)]),
            "::error file=/sager/m\u{e5}ltid 1.ramme,line=2,endLine=2,col=1,endColumn=2,title=E0215 unused-name::`x` bruges aldrig; slet det, eller brug det\n"
        );
    }

    #[test]
    fn an_annotation_is_one_line() {
        let text = check_github(&said());
        assert_eq!(
            text,
            "::error file=rules/a b.ramme,line=1,endLine=1,col=19,endColumn=24,title=E0201::there is no name `tarif`; did you mean `tariff`?%0Aa note%0Arules/a b.ramme:1:8: used, here: 100 %25\n"
        );
    }
}
