//! A select in layers: each adds columns to the one before, so that nothing is written twice.
//!
//! In: the relation whose rows it has, what is joined to them, expressions. Out: the text of the query. A column that one
//! layer gives can be read in every later one, as `f."name"`. Not here: what the expressions mean.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::names::Names;
use crate::value::{Piece, Val};
use ramme_eval::plan::StepId;

/// A query in the making.
pub(crate) struct Frame {
    /// The relation whose rows it has.
    pub base: String,
    /// The one year that it is about, where a recurrence is worked out year by year.
    pub year: Option<i32>,
    /// Values of steps that are there.
    pub seen: BTreeMap<StepId, Val>,
    layers: Vec<Layer>,
    joined: BTreeMap<String, Vec<Piece>>,
    names: Names,
}

/// What one layer adds.
#[derive(Default)]
struct Layer {
    joins: Vec<String>,
    columns: Vec<(String, String)>,
}

/// What is joined to the rows.
pub(crate) struct Join<'a> {
    /// The relation, quoted.
    pub relation: &'a str,
    /// Its columns, quoted, each with what it has to be equal to.
    pub on: Vec<(String, Piece)>,
    /// The columns that are taken, quoted, and what they are to be called.
    pub take: Vec<(String, String)>,
}

impl Frame {
    /// The rows of a relation.
    pub(crate) fn of(base: String, year: Option<i32>, taken: &[&str]) -> Frame {
        Frame {
            base,
            year,
            seen: BTreeMap::new(),
            layers: Vec::new(),
            joined: BTreeMap::new(),
            names: Names::without(taken),
        }
    }

    fn layer(&mut self, at: usize) -> &mut Layer {
        let wanted = at.max(1);
        while self.layers.len() < wanted {
            self.layers.push(Layer::default());
        }
        let last = wanted.saturating_sub(1);
        // The list has just been made that long.
        &mut self.layers[last]
    }

    /// An expression under a name; what is plain already stays what it is.
    pub(crate) fn keep(&mut self, piece: Piece, wanted: &str, quote: impl Fn(&str) -> String) -> Piece {
        if piece.plain {
            return piece;
        }
        let name = quote(&self.names.free(wanted, 60));
        let layer = piece.layer.max(1);
        self.layer(layer).columns.push((name.clone(), piece.sql));
        Piece::column(format!("f.{name}"), layer.saturating_add(1))
    }

    /// Columns of another relation; joined once, however often they are asked for.
    pub(crate) fn join(&mut self, join: Join<'_>, quote: impl Fn(&str) -> String) -> Vec<Piece> {
        let on: Vec<String> =
            join.on.iter().map(|(column, piece)| format!("{column} = {}", piece.sql)).collect();
        let key = format!("{} {:?} {on:?}", join.relation, join.take);
        if let Some(found) = self.joined.get(&key) {
            return found.clone();
        }
        let layer = join.on.iter().map(|(_, piece)| piece.layer).max().unwrap_or(0).max(1);
        let names: Vec<String> =
            join.take.iter().map(|(_, wanted)| quote(&self.names.free(wanted, 60))).collect();
        let here = self.layer(layer);
        let alias = format!("j{}", here.joins.len().saturating_add(1));
        let conditions: Vec<String> =
            join.on.iter().map(|(column, piece)| format!("{alias}.{column} = {}", piece.sql)).collect();
        let on = if conditions.is_empty() { "TRUE".to_owned() } else { conditions.join(" AND ") };
        here.joins.push(format!("LEFT JOIN {} AS {alias} ON {on}", join.relation));
        for ((column, _), name) in join.take.iter().zip(&names) {
            here.columns.push((name.clone(), format!("{alias}.{column}")));
        }
        let made: Vec<Piece> =
            names.iter().map(|name| Piece::column(format!("f.{name}"), layer.saturating_add(1))).collect();
        self.joined.insert(key, made.clone());
        made
    }

    /// The parts of a `WITH` that make the layers, and the name of the last one.
    pub(crate) fn layers(&self) -> (Vec<String>, String) {
        let mut out = Vec::new();
        let mut from = self.base.clone();
        for (at, layer) in self.layers.iter().enumerate() {
            let name = format!("l{}", at.saturating_add(1));
            let mut text = format!("{name} AS (\n  SELECT f.*");
            for (column, sql) in &layer.columns {
                let _ = write!(text, ",\n    {sql} AS {column}");
            }
            let _ = write!(text, "\n  FROM {from} AS f");
            for join in &layer.joins {
                let _ = write!(text, "\n  {join}");
            }
            text.push(')');
            out.push(text);
            from = name;
        }
        (out, from)
    }

    /// The query: what is selected of the rows of the last layer. `rest` stands after the rows.
    pub(crate) fn query(&self, select: &[String], rest: &str) -> String {
        let (layers, last) = self.layers();
        let with = if layers.is_empty() { String::new() } else { format!("WITH {}\n", layers.join(", ")) };
        format!("{with}SELECT {}\nFROM {last} AS f{rest}", select.join(",\n  "))
    }
}
