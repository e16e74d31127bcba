//! Sharing that adds up: `apportion x by weight over E to 1 kr`.
//!
//! In: what the grammar found of it. Out: its tree. Not here: rows in order (`line`).

use super::primary::Deepest;
use super::{Build, Inner};
use crate::parse::grammar::Rule;
use crate::tree::{Apportion, Line, LineAsk};

impl Build<'_> {
    pub(super) fn apportion(
        &mut self,
        mut inner: Inner<'_>,
        nest: u64,
        deepest: &mut Deepest,
    ) -> Option<Apportion> {
        let total = self.part(inner.first(Rule::arith)?, nest, deepest)?;
        let weight = self.part(inner.first(Rule::arith)?, nest, deepest)?;
        let over = inner.first(Rule::name)?;
        let over = self.name(&over);
        let ask = LineAsk::First(over.clone());
        let mut line = Line { ask, filter: None, per: Vec::new(), order: Vec::new() };
        let mut step = None;
        while let Some(pair) = inner.take() {
            match pair.as_rule() {
                Rule::number => step = Some(self.primary(pair, nest)?.expr),
                _ => self.line_part(&mut line, pair, nest, deepest)?,
            }
        }
        let Line { filter, per, order, .. } = line;
        Some(Apportion { total, weight, over, filter, per, step: step?, order })
    }
}
