//! The relations that columns imply, a file a kind.
//!
//! In: cells. Out: relations with their outcomes. A relation is looked for among figures of one document, one price level
//! and one period, unless it is about two of them. Not here: what words mean (`words`).

pub(crate) mod financing;
pub(crate) mod gap;
pub(crate) mod growth;
pub(crate) mod level;
pub(crate) mod product;
pub(crate) mod same;
pub(crate) mod share;
pub(crate) mod total;

use crate::cell::Cell;
use std::collections::BTreeMap;

/// Cells by document, keys and period.
pub(crate) struct Index<'c> {
    held: BTreeMap<(String, Vec<String>, String), Vec<&'c Cell>>,
}

impl<'c> Index<'c> {
    pub(crate) fn new(cells: &'c [Cell]) -> Index<'c> {
        let mut held: BTreeMap<_, Vec<&Cell>> = BTreeMap::new();
        for cell in cells {
            let key = (cell.key.document.clone(), cell.key.about.clone(), cell.key.period.clone());
            held.entry(key).or_default().push(cell);
        }
        Index { held }
    }

    /// The cells of one document, one set of keys, one period.
    pub(crate) fn at(&self, document: &str, about: &[String], period: &str) -> &[&'c Cell] {
        self.held.get(&(document.to_owned(), about.to_vec(), period.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// The cells beside one: of its document, keys and period, itself included.
    pub(crate) fn beside(&self, cell: &Cell) -> &[&'c Cell] {
        self.at(&cell.key.document, &cell.key.about, &cell.key.period)
    }
}
