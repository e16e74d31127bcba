//! JSON-stat, versions 1 and 2: dense and sparse, with status; bundles and collections.
//!
//! In: bytes. Out: every dataset in them with its name, or where and why one cannot be read. Not here: which of several
//! is meant; that is the user's to say.

mod build;
mod model;

use crate::import::say;
use crate::import::table::ImportedTable;
use model::Dataset;
use ramme_diag::{Diagnostic, Limits, Place, Text};
use serde::Deserialize;
use serde_json::value::RawValue;

/// A dataset with the name it has in its bundle; the number in a collection; `dataset` where it stands alone.
pub type Named = (String, ImportedTable);

/// What stands at the top.
#[derive(Debug, Deserialize)]
struct Top<'a> {
    class: Option<String>,
    #[serde(borrow)]
    value: Option<&'a RawValue>,
    #[serde(borrow)]
    dimension: Option<&'a RawValue>,
    #[serde(borrow)]
    link: Option<Link<'a>>,
    #[serde(borrow)]
    variables: Option<&'a RawValue>,
}

#[derive(Debug, Deserialize)]
struct Link<'a> {
    #[serde(borrow, default)]
    item: Vec<&'a RawValue>,
}

#[derive(Debug, Deserialize)]
struct Class {
    class: Option<String>,
}

/// What every reader of a dataset needs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around<'a> {
    pub file: &'a str,
    /// The whole text, so that places can be counted.
    pub text: &'a str,
    pub limits: &'a Limits,
}

impl Around<'_> {
    /// The line and column of a piece of the text.
    pub fn place_of(&self, piece: &str) -> (u32, u32) {
        let offset = piece.as_ptr().addr().saturating_sub(self.text.as_ptr().addr());
        let before = self.text.get(..offset).unwrap_or("");
        let line = before.matches('\n').count().saturating_add(1);
        let column = before.rsplit('\n').next().unwrap_or("").chars().count().saturating_add(1);
        (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
    }

    pub fn broken(&self, at: (u32, u32), en: String, da: String) -> Diagnostic {
        say::broken(Place::cell(self.file, at.0, at.1, None), "JSON-stat", Text::both(en, da))
    }

    /// A part that is not what the format wants.
    pub fn json_error(&self, within: Option<&str>, error: &serde_json::Error) -> Diagnostic {
        let start = within.map_or((1, 1), |piece| self.place_of(piece));
        let line = u32::try_from(error.line()).unwrap_or(1);
        let at = if line <= 1 {
            (start.0, start.1.saturating_add(u32::try_from(error.column()).unwrap_or(1)).saturating_sub(1))
        } else {
            (start.0.saturating_add(line).saturating_sub(1), u32::try_from(error.column()).unwrap_or(1))
        };
        let text = error.to_string();
        let short = text.split(" at line ").next().unwrap_or(&text).to_owned();
        self.broken(
            at,
            format!("the JSON is not sound here ({short})"),
            format!("JSON er ikke i orden her ({short})"),
        )
    }
}

/// Reads every dataset of a file.
///
/// # Errors
/// The first thing that is wrong with a dataset; a file without any.
pub fn read(file: &str, bytes: &[u8], limits: &Limits) -> Result<Vec<Named>, Vec<Diagnostic>> {
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let byte = e.valid_up_to().saturating_add(1);
        let reason = Text::both(
            format!("JSON is UTF-8, and byte {byte} is not"),
            format!("JSON er UTF-8, og byte {byte} er det ikke"),
        );
        vec![say::unreadable(file, reason)]
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let around = Around { file, text, limits };
    let found = datasets(around).map_err(|problem| vec![problem])?;
    if found.is_empty() {
        let at = (1, 1);
        let (en, da) = ("there is no dataset in it".to_owned(), "der er intet datasæt i den".to_owned());
        return Err(vec![around.broken(at, en, da)]);
    }
    let mut tables = Vec::with_capacity(found.len());
    for (name, raw) in found {
        let dataset: Dataset<'_> =
            serde_json::from_str(raw.get()).map_err(|e| vec![around.json_error(Some(raw.get()), &e)])?;
        tables.push((name, build::table(around, dataset)?));
    }
    Ok(tables)
}

/// The datasets in a file, each still as text.
fn datasets(around: Around<'_>) -> Result<Vec<(String, &RawValue)>, Diagnostic> {
    let text = around.text;
    if text.trim_start().starts_with('[') {
        let en = "it is a list, and a dataset is an object".to_owned();
        return Err(around.broken((1, 1), en, "den er en liste, og et datasæt er et objekt".to_owned()));
    }
    let error = |e: &serde_json::Error| around.json_error(None, e);
    let top: Top<'_> = serde_json::from_str(text).map_err(|e| error(&e))?;
    let whole: &RawValue = serde_json::from_str(text.trim()).map_err(|e| error(&e))?;
    if top.value.is_some() || (top.dimension.is_some() && top.class.as_deref() != Some("dimension")) {
        return Ok(vec![("dataset".to_owned(), whole)]);
    }
    if top.variables.is_some() {
        let en =
            "it describes a table of StatBank, its variables and values, and holds no figures".to_owned();
        let da = "den beskriver en tabel i Statistikbanken, dens variable og værdier, og rummer ingen tal"
            .to_owned();
        return Err(around.broken((1, 1), en, da));
    }
    match top.class.as_deref() {
        Some("collection") => {
            let items = top.link.map(|l| l.item).unwrap_or_default();
            let is_dataset = |raw: &&RawValue| {
                serde_json::from_str::<Class>(raw.get()).is_ok_and(|c| c.class.as_deref() == Some("dataset"))
                    && raw.get().contains("\"value\"")
            };
            let here = items.into_iter().filter(is_dataset);
            Ok(here.enumerate().map(|(at, raw)| (at.saturating_add(1).to_string(), raw)).collect())
        }
        Some("dimension") => {
            let en = "it is a dimension of JSON-stat, a list of codes without figures".to_owned();
            let da = "den er en dimension i JSON-stat, en liste af koder uden tal".to_owned();
            Err(around.broken((1, 1), en, da))
        }
        _ => bundle(around),
    }
}

/// Version 1: a name for each dataset.
fn bundle(around: Around<'_>) -> Result<Vec<(String, &RawValue)>, Diagnostic> {
    let all: std::collections::BTreeMap<String, &RawValue> =
        serde_json::from_str(around.text).map_err(|e| around.json_error(None, &e))?;
    let is_dataset = |raw: &&RawValue| {
        serde_json::from_str::<Top<'_>>(raw.get()).is_ok_and(|t| t.value.is_some() && t.dimension.is_some())
    };
    Ok(all.into_iter().filter(|(_, raw)| is_dataset(raw)).collect())
}
