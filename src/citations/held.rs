//! The file of fingerprints beside the rules.
//!
//! In: `fingerprints.toml` in the folder of the rule file that declares a document. Out: the fingerprint of each passage;
//! the file written anew. Not here: what a fingerprint is (`print`).

use crate::world;
use ramme_diag::{Code, Diagnostic, Limits, Place, SourceMap, Text};
use ramme_rulebook::model::Document;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The name of the file.
const NAME: &str = "fingerprints.toml";
/// The form that this version writes.
const FORMAT: u32 = 2;
/// What stands at its head.
const HEAD: &str = "\
# Fingerprints of the passages that the rules beside this file cite: not the passages, which stand in the reader's own copies.
# Written by `ramme check RULES --documents DIR --renew`; `ramme check RULES --documents DIR` holds copies against them.
# Each is the number of characters, their sum, and half of a hash, over the words of the passage.
";

/// The fingerprints of one file: of each document, of each passage.
pub type Held = BTreeMap<String, BTreeMap<String, String>>;

/// A file of fingerprints.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    format: u32,
    #[serde(default)]
    documents: Held,
}

/// Where the fingerprints of a document stand.
pub fn beside(document: &Document, sources: &SourceMap) -> PathBuf {
    let file = Path::new(sources.name(document.span.file));
    file.parent().unwrap_or(Path::new("")).join(NAME)
}

/// The fingerprints of a file; none where there is no such file. One of an earlier format is refused, unless it is about to
/// be written anew.
///
/// # Errors
/// A file that cannot be read.
pub fn read(path: &Path, renew: bool) -> Result<Held, Diagnostic> {
    if !path.exists() {
        return Ok(Held::new());
    }
    let given = world::read(path, Limits::default().scenario_bytes)?;
    let broken = |why: Text| {
        let place = Place::File(given.name.clone());
        Diagnostic::new(Code::FileUnreadable).arg("file", &given.name).arg("reason", why).at(place)
    };
    let text = String::from_utf8_lossy(&given.bytes);
    let kept: Kept = toml::from_str(&text).map_err(|e| broken(Text::same(e.message().to_owned())))?;
    match kept.format {
        FORMAT => Ok(kept.documents),
        format if format < FORMAT && renew => Ok(Held::new()),
        format if format < FORMAT => Err(broken(Text::both(
            "an earlier version wrote it; `ramme check` with `--documents DIR --renew` writes it anew",
            "en tidligere udgave har skrevet den; `ramme check` med `--documents DIR --renew` skriver den på ny",
        ))),
        _ => Err(broken(Text::both(
            "it is of a format that this version does not know",
            "den har et format, som denne udgave ikke kender",
        ))),
    }
}

/// Writes a file of fingerprints, whole or not at all.
///
/// # Errors
/// It cannot be written.
pub fn write(path: &Path, held: &Held) -> Result<(), Diagnostic> {
    let mut text = format!("{HEAD}format = {FORMAT}\n");
    for (document, passages) in held.iter().filter(|(_, passages)| !passages.is_empty()) {
        let _ = write!(text, "\n[documents.{}]\n", quoted(document));
        let mut passages: Vec<(&String, &String)> = passages.iter().collect();
        passages.sort_by_key(|(name, _)| (first_number(name), name.as_str()));
        for (name, print) in passages {
            let _ = writeln!(text, "{} = \"{print}\"", quoted(name));
        }
    }
    world::write_whole(path, text.as_bytes()).map_err(|why| {
        Diagnostic::new(Code::FileUnreadable).arg("file", world::shown(path)).arg("reason", why)
    })
}

/// A key as TOML has it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The first number of a name, by which passages are sorted.
fn first_number(name: &str) -> u32 {
    let digits: String =
        name.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(u32::MAX)
}
