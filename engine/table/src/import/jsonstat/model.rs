//! The shape of JSON-stat 1 and 2, as far as it is read.
//!
//! In: JSON text. Out: structs whose figures are still the text of the file, so that nothing passes through a float. Not
//! here: whether the parts agree (`build`).

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// A text, or a number that stands for one.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Loose {
    Text(String),
    Number(serde_json::Number),
}

impl Loose {
    pub fn text(&self) -> String {
        match self {
            Loose::Text(text) => text.clone(),
            Loose::Number(number) => number.to_string(),
        }
    }

    /// A size; some files write it in quotes.
    pub fn size(&self) -> Option<usize> {
        self.text().trim().parse().ok()
    }
}

/// What dimensions are about.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Roles {
    pub time: Vec<String>,
    pub geo: Vec<String>,
    pub metric: Vec<String>,
}

/// A dataset; in version 1, `id`, `size` and `role` stand inside `dimension`.
#[derive(Debug, Deserialize)]
pub(super) struct Dataset<'a> {
    pub label: Option<String>,
    pub source: Option<String>,
    pub updated: Option<String>,
    pub note: Option<Value>,
    pub id: Option<Vec<String>>,
    pub size: Option<Vec<Loose>>,
    pub role: Option<Roles>,
    #[serde(borrow)]
    pub dimension: Option<BTreeMap<String, &'a RawValue>>,
    #[serde(borrow)]
    pub value: Option<&'a RawValue>,
    #[serde(borrow)]
    pub status: Option<&'a RawValue>,
    pub extension: Option<Value>,
}

/// A dimension.
#[derive(Debug, Deserialize)]
pub(super) struct JsonDimension {
    pub label: Option<String>,
    pub category: Option<Category>,
}

/// Its values.
#[derive(Debug, Deserialize)]
pub(super) struct Category {
    pub index: Option<Index>,
    pub label: Option<BTreeMap<String, Option<String>>>,
    pub unit: Option<BTreeMap<String, JsonUnit>>,
}

/// The order of the values: a list, or a position for each.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Index {
    List(Vec<Loose>),
    Positions(BTreeMap<String, Loose>),
}

/// A unit.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct JsonUnit {
    pub label: Option<String>,
    pub base: Option<String>,
    pub decimals: Option<u8>,
    pub multiplier: Option<i32>,
}

impl JsonUnit {
    /// The unit in words.
    pub fn words(&self) -> Option<String> {
        if let Some(label) = self.label.as_ref().filter(|l| !l.is_empty()) {
            return Some(label.clone());
        }
        let base = self.base.as_ref().filter(|b| !b.is_empty())?;
        Some(match self.multiplier.unwrap_or(0) {
            0 => base.clone(),
            n => format!("{base} \u{d7} 10^{n}"),
        })
    }
}
