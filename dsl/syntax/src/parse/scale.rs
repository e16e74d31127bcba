//! Scales to tree: their types, tables and bands; and where they are read, `scale on bands of x`, `scale at x`.
//!
//! In: what the grammar found. Out: its part of the tree. Not here: whether bands are in order.

use super::Found;
use super::build::{Build, Inner};
use super::grammar::Rule;
use crate::tree::{Band, Header, ReadingRef, Scale, ScaleTable};

impl Build<'_> {
    pub(crate) fn scale(&mut self, mut inner: Inner<'_>) -> Option<Scale> {
        let name = self.declared(&inner.take()?);
        let shape = self.shape(&mut inner);
        let dated_by = match inner.take_if(Rule::dated_by) {
            Some(pair) => Some(self.last_expr(pair)?),
            None => None,
        };
        let from = self.type_expr(inner.first(Rule::type_expr)?)?;
        let to = self.type_expr(inner.first(Rule::type_expr)?)?;
        let mut tables = Vec::new();
        while let Some(pair) = inner.take() {
            match pair.as_rule() {
                Rule::scale_table => tables.push(self.scale_table(None, pair)?),
                Rule::scale_group => {
                    let mut rows = Inner::of(pair);
                    let reading = self.reading(rows.take()?)?;
                    for table in rows.all(Rule::scale_table) {
                        tables.push(self.scale_table(Some(reading.clone()), table)?);
                    }
                }
                _ => {}
            }
        }
        Some(Scale { name, shape, dated_by, from, to, tables })
    }

    fn scale_table(&mut self, reading: Option<ReadingRef>, pair: Found<'_>) -> Option<ScaleTable> {
        let span = self.span(&pair);
        let mut inner = Inner::of(pair);
        let (mut header, mut keys, mut bands) = (Header::default(), Vec::new(), Vec::new());
        while let Some(pair) = inner.take() {
            match pair.as_rule() {
                Rule::keys => {
                    let keyed = pair.into_inner().filter(|key| key.as_rule() != Rule::comma);
                    keys = keyed.map(|key| self.key(&key)).collect();
                }
                Rule::band => {
                    let span = self.span(&pair);
                    let mut parts = Inner::of(pair).all(Rule::arith);
                    let from = self.expr(parts.next()?)?;
                    let value = self.expr(parts.next()?)?;
                    bands.push(Band { from, value, span });
                }
                Rule::colon | Rule::comma => {}
                _ => self.header_part(&mut header, pair)?,
            }
        }
        Some(ScaleTable { reading, header, keys, bands, span })
    }
}
