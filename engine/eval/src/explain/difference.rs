//! Where two explanations part ways.
//!
//! In: two trees. Out: the parts in which they differ, side by side, as far down as they are alike in make; equal parts are
//! counted, not listed. Not here: layout.

use super::node::{ClauseSeen, Node};
use crate::result::CellValue;

/// Two values side by side; at least one side is there.
#[derive(Debug, Clone)]
pub struct Pair {
    /// The first, without its parts.
    pub one: Option<Node>,
    /// The second.
    pub other: Option<Node>,
    /// True where different clauses applied.
    pub clauses: bool,
    /// Whether it is here that they part: nothing below says why.
    pub here: bool,
    /// The parts that differ.
    pub parts: Vec<Pair>,
    /// How many parts are equal.
    pub equal: usize,
}

/// Puts two values side by side. None where they do not differ.
#[must_use]
pub fn difference(one: &Node, other: &Node) -> Option<Pair> {
    let clauses = applied(one) != applied(other);
    let mut parts = Vec::new();
    let mut equal = 0_usize;
    for (a, b) in matched(one, other) {
        let pair = match (a, b) {
            (Some(a), Some(b)) => difference(a, b),
            (a, b) => Some(alone(a, b)),
        };
        match pair {
            Some(pair) => parts.push(pair),
            None => equal = equal.saturating_add(1),
        }
    }
    let same = same_value(one, other) && one.weight == other.weight;
    if same && !clauses && (parts.is_empty() || same_name(one, other)) {
        return None;
    }
    let here = parts.is_empty();
    Some(Pair { one: Some(bare(one)), other: Some(bare(other)), clauses, here, parts, equal })
}

/// The parts of both, each with its counterpart: by role and text or name, in order.
fn matched<'n>(one: &'n Node, other: &'n Node) -> Vec<(Option<&'n Node>, Option<&'n Node>)> {
    let mut left: Vec<Option<&Node>> = other.parts.iter().map(Some).collect();
    let mut out = Vec::new();
    for a in &one.parts {
        let found = left.iter().position(|b| b.is_some_and(|b| alike(a, b)));
        let b = found.and_then(|at| left.get_mut(at)).and_then(Option::take);
        out.push((Some(a), b));
    }
    out.extend(left.into_iter().flatten().map(|b| (None, Some(b))));
    out
}

/// Whether two parts are the same part of two values.
fn alike(a: &Node, b: &Node) -> bool {
    let head = |n: &Node| n.name.as_ref().map(|x| x.name.clone());
    let listed = matches!(a.role, super::node::Role::Row | super::node::Role::RowMissing);
    if listed {
        // Rows of two aggregates are one only where their own keys are.
        return a.role == b.role && a.name == b.name && a.at == b.at;
    }
    a.role == b.role && head(a) == head(b) && (head(a).is_some() || a.text == b.text)
}

fn alone(one: Option<&Node>, other: Option<&Node>) -> Pair {
    let (one, other) = (one.map(bare), other.map(bare));
    Pair { one, other, clauses: false, here: true, parts: Vec::new(), equal: 0 }
}

/// A value without its parts.
fn bare(node: &Node) -> Node {
    Node { parts: Vec::new(), ..node.clone() }
}

fn applied(node: &Node) -> Vec<&str> {
    let in_force = node.clauses.iter().filter(|c| c.not.is_none());
    in_force.map(|c: &ClauseSeen| c.place.as_str()).collect()
}

fn same_name(one: &Node, other: &Node) -> bool {
    one.name == other.name
}

fn same_value(one: &Node, other: &Node) -> bool {
    match (&one.value, &other.value) {
        (Some(CellValue::Exact(a)), Some(CellValue::Exact(b))) => a == b,
        (Some(CellValue::Draws(a)), Some(CellValue::Draws(b))) => a == b,
        (Some(CellValue::Missing(a)), Some(CellValue::Missing(b))) => a == b,
        (None, None) => true,
        _ => false,
    }
}
