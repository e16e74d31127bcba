//! `[[reconcile]]`: forecasts that have to add up, or to multiply.
//!
//! In: the sections. Out: ties between inputs, by name. Not here: whether the inputs exist and fit each other, and how draws
//! are made to keep to a tie (`crate::forecast`).

use super::walk::{Section, Walk};
use super::{Placed, say};

/// A tie between forecast inputs.
#[derive(Debug, Clone, PartialEq)]
pub struct Tie {
    /// The `[[reconcile]]` itself.
    pub here: Placed<()>,
    /// What is tied to what.
    pub what: Tying,
    /// Who moves how much.
    pub method: TieMethod,
}

impl Tie {
    /// The names of the inputs that it ties.
    #[must_use]
    pub fn inputs(&self) -> Vec<&str> {
        match &self.what {
            Tying::Sum { total, parts } => vec![total.text(), parts.text()],
            Tying::Product { product, factors } => {
                std::iter::once(product).chain(factors).map(Placed::text).collect()
            }
        }
    }
}

/// What is tied to what.
#[derive(Debug, Clone, PartialEq)]
pub enum Tying {
    /// A total is the sum of its parts: of another input with more axes, or of its own members where the two are the same.
    Sum {
        /// The total.
        total: Placed<String>,
        /// The parts.
        parts: Placed<String>,
    },
    /// A product is the product of its factors.
    Product {
        /// The product.
        product: Placed<String>,
        /// The factors.
        factors: Vec<Placed<String>>,
    },
}

/// Who moves how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TieMethod {
    /// Parts stay, totals follow.
    BottomUp,
    /// All alike.
    Ols,
    /// By the number of parts.
    WlsStruct,
    /// By the variance of the draws.
    WlsVar,
}

impl TieMethod {
    /// The methods by their names.
    pub const ALL: [(&'static str, TieMethod); 4] = [
        ("bottom-up", TieMethod::BottomUp),
        ("ols", TieMethod::Ols),
        ("wls-struct", TieMethod::WlsStruct),
        ("wls-var", TieMethod::WlsVar),
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        TieMethod::ALL.iter().find(|(_, method)| *method == self).map_or("", |(name, _)| name)
    }
}

/// `[[reconcile]]`, each.
pub(super) fn ties(walk: &mut Walk, root: &mut Section<'_>) -> Vec<Tie> {
    let items = root.get("reconcile").and_then(|item| walk.list(item, "reconcile")).unwrap_or_default();
    let sections: Vec<_> = items.into_iter().filter_map(|item| walk.section(item, "reconcile")).collect();
    sections.into_iter().filter_map(|mut section| tie(walk, &mut section)).collect()
}

fn tie(walk: &mut Walk, section: &mut Section<'_>) -> Option<Tie> {
    let product = section.get("product").and_then(|item| walk.text(item, "product"));
    let what = match product {
        Some(product) => {
            let factors = walk.needed(section, "factors").map(|item| walk.texts(item, "factors"));
            factors.map(|factors| Tying::Product { product, factors })
        }
        None => {
            let total = walk.needed(section, "total").and_then(|item| walk.text(item, "total"));
            let parts = section.get("parts").and_then(|item| walk.text(item, "parts"));
            total.map(|total| Tying::Sum { parts: parts.unwrap_or_else(|| total.clone()), total })
        }
    };
    let named = section.get("method").and_then(|item| walk.text(item, "method"));
    walk.no_others(section);
    let method = match named {
        None if matches!(what, Some(Tying::Product { .. })) => TieMethod::WlsVar,
        None => TieMethod::BottomUp,
        Some(name) => match TieMethod::ALL.iter().find(|(known, _)| *known == name.value) {
            Some((_, method)) => *method,
            None => {
                walk.say(say::not_one_of(&name, "method", &TieMethod::ALL.map(|(name, _)| name)));
                return None;
            }
        },
    };
    Some(Tie { here: section.here(), what: what?, method })
}
