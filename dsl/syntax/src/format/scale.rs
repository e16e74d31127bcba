//! Scales as text: a table on a line where it fits, else a band a line.
//!
//! In: the tree of a scale. Out: lines. Not here: expressions (`expr`), dates and citations (`body`).

use super::Formatter;
use super::declare::{key, shape, type_expr};
use super::doc::{Doc, STEP};
use super::expr;
use super::head::{cite_text, place_of, reading};
use crate::tree::{Scale, ScaleTable};

impl Formatter<'_> {
    pub(super) fn scale(&mut self, scale: &Scale) {
        let mut head = vec![Doc::words(format!("scale {}{}", scale.name.text, shape(&scale.shape)))];
        if let Some(dated_by) = &scale.dated_by {
            head.push(Doc::words(" dated by "));
            head.push(expr::whole(dated_by, self.source));
        }
        head.push(Doc::words(format!(" : {} -> {}", type_expr(&scale.from), type_expr(&scale.to))));
        self.print.doc(&Doc::Cat(head), STEP);
        for group in scale.tables.chunk_by(|one, next| one.reading == next.reading) {
            let name = group.first().and_then(|table| table.reading.as_ref());
            if let Some(name) = name {
                self.print.line_for(STEP, place_of(name));
                self.print.text(&reading(name));
            }
            let indent = if name.is_some() { STEP.saturating_mul(2) } else { STEP };
            for table in group {
                self.scale_table(table, indent);
            }
        }
    }

    /// `2024   cite act page 3: from 0 kr = 12 %, from 50_000 kr = 15 %`
    fn scale_table(&mut self, table: &ScaleTable, indent: usize) {
        self.print.line_for(indent, table.span.start);
        let keys = table.keys.iter().map(key).collect::<Vec<_>>().join(", ");
        let mut left = keys;
        for part in [self.dates(&table.header).flat()]
            .into_iter()
            .chain(table.header.cites.iter().map(cite_text))
            .filter(|part| !part.is_empty())
        {
            let cite = part.starts_with("cite");
            left.push_str(if left.is_empty() {
                ""
            } else if cite {
                "   "
            } else {
                " "
            });
            left.push_str(&part);
        }
        let keyed = !left.is_empty();
        let mut parts = Vec::new();
        for (at, band) in table.bands.iter().enumerate() {
            if at > 0 {
                parts.push(Doc::words(","));
            }
            if at > 0 || keyed {
                parts.push(Doc::Line);
            }
            parts.push(Doc::at("from ", band.span.start));
            parts.push(expr::arithmetic(&band.from, self.source));
            parts.push(Doc::at(" = ", expr::first_place(&band.value)));
            parts.push(expr::arithmetic(&band.value, self.source));
        }
        let bands = if keyed { Doc::nest(parts) } else { Doc::Cat(parts) };
        let colon = if keyed { ":" } else { "" };
        let whole = Doc::group(vec![Doc::words(format!("{left}{colon}")), bands]);
        self.print.doc(&whole, indent);
    }
}
