//! What was found in rule files, for machines: SARIF and annotations.
//!
//! In: diagnostics with their places looked up. Out: text. Not here: verdicts, exit codes.

use super::github::{message, property};
use super::sarif::uri;
use ramme_diag::{Code, Rendered, RenderedPlace};
use ramme_value::Lang;
use serde_json::{Value, json};
use std::collections::BTreeSet;

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

/// The document for code scanning; each code is a rule with its explanation.
///
/// # Errors
/// Only where a figure cannot be written as JSON at all.
pub fn check_sarif(all: &[Rendered], version: &str, lang: Lang) -> Result<String, serde_json::Error> {
    let codes: BTreeSet<&str> = all.iter().map(|said| said.code).collect();
    let rules: Vec<Value> = codes
        .into_iter()
        .map(|id| {
            let code = Code::find(id);
            let name = code.map(Code::name).unwrap_or_default();
            let what = code.map(|c| c.explain().what(lang)).unwrap_or_default();
            json!({ "id": id, "name": name, "shortDescription": { "text": what } })
        })
        .collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "ramme", "version": version, "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": all.iter().map(result).collect::<Vec<_>>(),
        }],
    });
    let mut text = serde_json::to_string_pretty(&document)?;
    text.push('\n');
    Ok(text)
}

fn result(said: &Rendered) -> Value {
    let mut result = json!({
        "ruleId": said.code,
        "level": said.severity,
        "message": { "text": told(said) },
    });
    let others: Vec<Value> = said
        .labels
        .iter()
        .filter(|label| !label.primary)
        .filter_map(|label| {
            let mut at = location(label.place.as_ref()?);
            at.as_object_mut()?.insert("message".to_owned(), json!({ "text": label.text }));
            Some(at)
        })
        .collect();
    if let Some(fields) = result.as_object_mut() {
        if let Some(place) = &said.place {
            fields.insert("locations".to_owned(), json!([location(place)]));
        }
        if !others.is_empty() {
            fields.insert("relatedLocations".to_owned(), json!(others));
        }
    }
    result
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
        let parts = [
            ("line", place.line),
            ("endLine", place.end_line),
            ("col", place.column),
            ("endColumn", place.end_column),
        ];
        properties.extend(parts.iter().filter_map(|(name, number)| Some(format!("{name}={}", (*number)?))));
    }
    properties.push(format!("title={}", property(said.code)));
    format!("::{level} {}::{}\n", properties.join(","), message(&told(said)))
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
    }

    #[test]
    fn an_annotation_is_one_line() {
        let text = check_github(&said());
        assert_eq!(
            text,
            "::error file=rules/a b.ramme,line=1,endLine=1,col=19,endColumn=24,title=E0201::there is no name `tarif`; did you mean `tariff`?%0Aa note\n"
        );
    }
}
