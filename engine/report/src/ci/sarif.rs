//! SARIF 2.1.0: what is found, for code scanning.
//!
//! In: a judgement. Out: JSON. A breach is an error, an undetermined subject a warning, an explained one a note; what
//! complies is not listed. Not here: which of them make a build fail.

use super::Told;
use crate::comply_report::names;
use crate::sentence;
use ramme_eval::result::{Verdict, VerdictKind};
use ramme_value::Lang;
use serde_json::{Value, json};

/// The document.
///
/// # Errors
/// Only where a figure cannot be written as JSON at all.
pub fn sarif(told: &Told<'_>, version: &str, lang: Lang) -> Result<String, serde_json::Error> {
    let rules: Vec<Value> = names(&told.judgement.results)
        .into_iter()
        .map(|name| {
            let clause = told.judgement.results.iter().find(|v| v.rule == name);
            let said = clause.and_then(|v| v.comparison.clone()).unwrap_or_else(|| name.clone());
            json!({ "id": name, "shortDescription": { "text": said } })
        })
        .collect();
    let results: Vec<Value> = told.judgement.results.iter().filter_map(|v| result(told, v, lang)).collect();
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

fn result(told: &Told<'_>, verdict: &Verdict, lang: Lang) -> Option<Value> {
    let level = match verdict.outcome {
        VerdictKind::Breach => "error",
        VerdictKind::Undetermined => "warning",
        VerdictKind::Explained => "note",
        VerdictKind::Complies | VerdictKind::Met | VerdictKind::NotMet => return None,
    };
    let spot = told.place(verdict);
    let mut region = serde_json::Map::new();
    region.insert("startLine".to_owned(), json!(spot.line.unwrap_or(1)));
    if let Some(column) = spot.column {
        region.insert("startColumn".to_owned(), json!(column));
    }
    let keys: Vec<&str> = verdict.subject.iter().map(|(_, key)| key.as_str()).collect();
    let mut result = json!({
        "ruleId": verdict.rule,
        "level": level,
        "message": { "text": sentence::of(verdict, lang) },
        "locations": [{
            "physicalLocation": { "artifactLocation": { "uri": uri(&spot.file) }, "region": region },
            "logicalLocations": [{ "fullyQualifiedName": keys.join(", ") }],
        }],
        "partialFingerprints": { "ruleAndSubject/v1": format!("{}:{}", verdict.rule, keys.join(":")) },
    });
    if told.baseline.is_some() {
        let state = if told.known(verdict) { "unchanged" } else { "new" };
        result.as_object_mut()?.insert("baselineState".to_owned(), json!(state));
    }
    Some(result)
}

/// A path as a URI: what a URI may not hold is written in percent. A path from the root says so; any other is relative.
pub(super) fn uri(path: &str) -> String {
    let drive = path.get(1..3) == Some(":/") && path.starts_with(|c: char| c.is_ascii_alphabetic());
    let mut out = String::new();
    if drive {
        out.push_str("file:///");
    } else if path.starts_with('/') {
        out.push_str("file://");
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_./~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
