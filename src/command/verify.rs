//! `ramme verify`: runs a result again from what it carries; the same bytes, or what differs.
//!
//! In: a result that a verb on scenarios wrote as JSON. Out: exit code 0 where the same bytes come out again, 1 with
//! what differs, 2 where it can't be run again. The result is made again through the program's own command line, so that
//! nothing can be forgotten between asking and making. Not here: evaluation.

use crate::cli::{self, Verify};
use crate::exit::Exit;
use crate::terminal::Terminal;
use crate::world;
use ramme_diag::{Limits, SourceMap, Text};
use serde_json::Value;
use std::ffi::OsString;
use std::path::Path;

/// So many differences are named.
const NAMED: usize = 5;

/// The verbs whose results can be made again.
const VERBS: [&str; 6] = ["run", "comply", "explain", "compare", "sensitivity", "seek"];

/// Verifies a result.
pub fn run(args: &Verify) -> Exit {
    let terminal = Terminal::new(args.speech.lang);
    let given = match world::read(&args.result, Limits::default().csv_bytes) {
        Ok(given) => given,
        Err(problem) => {
            terminal.complain(&SourceMap::new(), &[], vec![problem]);
            return Exit::NotDone;
        }
    };
    let old: Value = serde_json::from_slice(&given.bytes).unwrap_or_default();
    let Some(words) = made_by(&old) else {
        let (name, verbs) = (&given.name, VERBS.join(", "));
        terminal.error(&Text::both(
            format!("`{name}` does not say how it was made: it is no JSON of {verbs}"),
            format!("`{name}` siger ikke, hvordan den er lavet: den er ikke JSON fra {verbs}"),
        ));
        return Exit::NotDone;
    };
    let scenario = words.get(1).cloned().unwrap_or_default();
    if !Path::new(&scenario).exists() {
        terminal.error(&Text::both(
            format!("there is no `{scenario}` here; run verify in the folder in which the result was made"),
            format!("der er ingen `{scenario}` her; kør verify i den mappe, som resultatet blev lavet i"),
        ));
        return Exit::NotDone;
    }
    match again(&words, args) {
        Ok(bytes) if bytes == given.bytes => terminal.print(&same(terminal, &given.name, &old)),
        Ok(bytes) => {
            let new: Value = serde_json::from_slice(&bytes).unwrap_or_default();
            terminal.print(&differs(terminal, &given.name, &old, &new)).max(Exit::Findings)
        }
        Err(exit) => exit,
    }
}

/// The arguments that made a result; none where it does not say.
fn made_by(result: &Value) -> Option<Vec<String>> {
    let made = result.get("made_by")?;
    let verb = made.get("verb")?.as_str().filter(|verb| VERBS.contains(verb))?;
    let scenario = result.get("scenario")?.as_str()?;
    let arguments = made.get("arguments")?.as_array()?;
    let arguments: Option<Vec<String>> = arguments.iter().map(|a| a.as_str().map(str::to_owned)).collect();
    let mut words = vec![verb.to_owned(), scenario.to_owned()];
    words.extend(arguments?);
    Some(words)
}

/// Makes the result again, in a file that is taken away.
fn again(words: &[String], flags: &Verify) -> Result<Vec<u8>, Exit> {
    let beside = std::env::temp_dir().join(format!("ramme-verify-{}.json", std::process::id()));
    let mut args: Vec<OsString> = vec!["ramme".into()];
    args.extend(words.iter().map(OsString::from));
    for (flag, folder) in [("--data", &flags.data), ("--documents", &flags.documents)] {
        args.extend(folder.iter().flat_map(|dir| [flag.into(), dir.clone().into_os_string()]));
    }
    args.extend(["--format".into(), "json".into(), "-o".into(), beside.clone().into_os_string()]);
    let exit = cli::run(args);
    let made = world::read(&beside, Limits::default().csv_bytes);
    // If it was never made, there is nothing to take away.
    let _ = std::fs::remove_file(&beside);
    match made {
        Ok(given) => Ok(given.bytes),
        Err(_) => Err(exit.max(Exit::NotDone)),
    }
}

fn same(terminal: Terminal, name: &str, result: &Value) -> String {
    let hash = |key: &str| result["hashes"][key].as_str().and_then(|h| h.get(..12)).unwrap_or("").to_owned();
    let (rules, data) = (hash("rules"), hash("data"));
    terminal.lang.pick(
        format!("{name}: the same bytes again (rules {rules}, data {data})\n"),
        format!("{name}: de samme bytes igen (regler {rules}, data {data})\n"),
    )
}

/// What differs: what it was made from first, then the first values.
fn differs(terminal: Terminal, name: &str, old: &Value, new: &Value) -> String {
    let lang = terminal.lang;
    let mut out = lang.pick(format!("{name}: not the same\n"), format!("{name}: ikke det samme\n"));
    let made_from = [
        ("/ramme", lang.pick("the program", "programmet")),
        ("/hashes/scenario", lang.pick("the scenario", "scenariet")),
        ("/hashes/rules", lang.pick("the rules", "reglerne")),
        ("/hashes/data", lang.pick("the data", "data")),
    ];
    for (key, what) in made_from {
        let (was, is) = (old.pointer(key), new.pointer(key));
        if was != is {
            let (was, is) = (short(was), short(is));
            let (before, now) = lang.pick(("was", "is now"), ("var", "er nu"));
            out.push_str(&format!("  {what}: {before} {was}, {now} {is}\n"));
        }
    }
    let mut found = Vec::new();
    walk(old, new, &mut String::new(), &mut found);
    found.retain(|(path, ..)| !made_from.iter().any(|(key, _)| path == key));
    for (path, was, is) in found.iter().take(NAMED) {
        out.push_str(&format!("  {path}: {was} \u{2192} {is}\n"));
    }
    let more = found.len().saturating_sub(NAMED);
    if more > 0 {
        out.push_str(&lang.pick(format!("  and {more} more\n"), format!("  og {more} til\n")));
    }
    if found.is_empty() && old == new {
        let text = lang.pick(
            "only the way it is written differs",
            "kun m\u{e5}den, det er skrevet p\u{e5}, er en anden",
        );
        out.push_str(&format!("  {text}\n"));
    }
    out
}

/// A difference: where, what it was, what it is.
type Difference = (String, String, String);

/// The places in which two documents differ, in order. Entries of lists are named by their name and keys, where they have
/// them.
fn walk(old: &Value, new: &Value, at: &mut String, found: &mut Vec<Difference>) {
    match (old, new) {
        (Value::Object(a), Value::Object(b)) => {
            for key in a.keys().chain(b.keys().filter(|key| !a.contains_key(*key))) {
                let length = at.len();
                at.push('/');
                at.push_str(key);
                let nothing = Value::Null;
                walk(a.get(key).unwrap_or(&nothing), b.get(key).unwrap_or(&nothing), at, found);
                at.truncate(length);
            }
        }
        (Value::Array(a), Value::Array(b)) => {
            for i in 0..a.len().max(b.len()) {
                let length = at.len();
                let (one, other) = (a.get(i).unwrap_or(&Value::Null), b.get(i).unwrap_or(&Value::Null));
                at.push_str(&format!(
                    "/{}",
                    named(one).or_else(|| named(other)).unwrap_or_else(|| i.to_string())
                ));
                walk(one, other, at, found);
                at.truncate(length);
            }
        }
        _ if old != new => found.push((at.clone(), short(Some(old)), short(Some(new)))),
        _ => {}
    }
}

/// `excess[T03, 2024]`: what an entry is about.
fn named(entry: &Value) -> Option<String> {
    let name = entry.get("name").or_else(|| entry.get("rule"))?.as_str()?;
    let keys = entry.get("index").or_else(|| entry.get("subject"))?.as_object()?;
    let keys: Vec<&str> = keys.values().filter_map(Value::as_str).collect();
    Some(format!("{name}[{}]", keys.join(", ")))
}

/// A value in a line.
fn short(value: Option<&Value>) -> String {
    let text = match value {
        None | Some(Value::Null) => "\u{2013}".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    if text.chars().count() <= 60 {
        text
    } else {
        format!("{}\u{2026}", text.chars().take(60).collect::<String>())
    }
}
