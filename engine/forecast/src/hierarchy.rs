//! Who adds up to whom. In: edges of node and parent. Out: for each node the distinct bottom nodes below it.
//!
//! A tree or a grouped structure (a node with several parents): an aggregate is the sum of the *distinct* bottom nodes
//! below it, however many ways lead there. Not here: values, reconciliation, rounding.

use crate::error::ForecastError;
use crate::words::Words;

/// A checked structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hierarchy {
    names: Vec<String>,
    /// Of each node its parents, in the order given.
    parents: Vec<Vec<usize>>,
    /// The nodes without children, in the order of `names`.
    bottom: Vec<usize>,
    /// Of each node the places in `bottom` of what it sums, rising.
    below: Vec<Vec<usize>>,
}

/// How many nodes a hierarchy may have.
pub const MOST_NODES: usize = 100_000;
/// How deep it may be.
pub const DEEPEST: usize = 16;

impl Hierarchy {
    /// A structure from (node, parent). A root may be given with an empty parent. Nodes are kept in the order in which
    /// they are first named.
    ///
    /// Errors: no edges; an edge twice; a node that is its own ancestor (the circle is named); too many nodes; too deep.
    pub fn from_edges<S: AsRef<str>>(edges: &[(S, S)]) -> Result<Self, ForecastError> {
        let mut names: Vec<String> = Vec::new();
        let mut places = std::collections::BTreeMap::new();
        let mut place = |name: &str| -> usize {
            *places.entry(name.to_string()).or_insert_with(|| {
                names.push(name.to_string());
                names.len() - 1
            })
        };
        let mut links: Vec<(usize, usize)> = Vec::new();
        for (node, parent) in edges {
            let child = place(node.as_ref());
            if !parent.as_ref().is_empty() {
                links.push((child, place(parent.as_ref())));
            }
        }
        if links.is_empty() {
            return Err(ForecastError::TooFew { what: "edges of the hierarchy", found: 0, needed: 1 });
        }
        if names.len() > MOST_NODES {
            let why = Words::both(
                format!("the hierarchy has {} nodes; at most {MOST_NODES} are taken", names.len()),
                format!("hierarkiet har {} knuder; der tages højst {MOST_NODES}", names.len()),
            );
            return Err(ForecastError::Structure { why });
        }
        let mut parents = vec![Vec::new(); names.len()];
        let mut children = vec![Vec::new(); names.len()];
        for (child, parent) in links {
            if parents[child].contains(&parent) {
                let (child, parent) = (&names[child], &names[parent]);
                let why = Words::both(
                    format!("the edge from {child} to {parent} stands twice"),
                    format!("kanten fra {child} til {parent} står to gange"),
                );
                return Err(ForecastError::Structure { why });
            }
            parents[child].push(parent);
            children[parent].push(child);
        }
        let order = bottom_first(&names, &parents, &children)?;
        let bottom: Vec<usize> = (0..names.len()).filter(|node| children[*node].is_empty()).collect();
        let mut below = vec![Vec::new(); names.len()];
        for (index, node) in bottom.iter().enumerate() {
            below[*node] = vec![index];
        }
        for node in order {
            let mut all: Vec<usize> = children[node].iter().flat_map(|child| below[*child].clone()).collect();
            all.append(&mut below[node]);
            all.sort_unstable();
            all.dedup();
            below[node] = all;
        }
        Ok(Self { names, parents, bottom, below })
    }

    /// The names of all nodes, in their order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The number of nodes.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Never: a hierarchy has at least one edge.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The nodes without children.
    pub fn bottom(&self) -> &[usize] {
        &self.bottom
    }

    /// The bottom nodes that a node sums, as places in [`Hierarchy::bottom`].
    pub fn below(&self, node: usize) -> &[usize] {
        &self.below[node]
    }

    /// A node's parents.
    pub fn parents(&self, node: usize) -> &[usize] {
        &self.parents[node]
    }

    /// A node's children, in order.
    pub fn children(&self, node: usize) -> Vec<usize> {
        (0..self.len()).filter(|other| self.parents[*other].contains(&node)).collect()
    }

    /// True where a node has children.
    pub fn is_aggregate(&self, node: usize) -> bool {
        self.bottom.binary_search(&node).is_err()
    }

    /// True where no node has two parents.
    pub fn is_tree(&self) -> bool {
        self.parents.iter().all(|parents| parents.len() < 2)
    }

    /// The place of a name.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|other| other == name)
    }
}

/// All nodes, children before parents. Errors: a circle, or too deep.
fn bottom_first(
    names: &[String],
    parents: &[Vec<usize>],
    children: &[Vec<usize>],
) -> Result<Vec<usize>, ForecastError> {
    let mut waiting: Vec<usize> = children.iter().map(Vec::len).collect();
    let mut depth = vec![0usize; names.len()];
    let mut order: Vec<usize> = (0..names.len()).filter(|node| waiting[*node] == 0).collect();
    let mut next = 0;
    while next < order.len() {
        let node = order[next];
        next += 1;
        for parent in &parents[node] {
            depth[*parent] = depth[*parent].max(depth[node] + 1);
            waiting[*parent] -= 1;
            if waiting[*parent] == 0 {
                order.push(*parent);
            }
        }
    }
    if order.len() < names.len() {
        let circle: Vec<&str> =
            (0..names.len()).filter(|n| waiting[*n] > 0).take(5).map(|n| names[n].as_str()).collect();
        let circle = circle.join(", ");
        let why = Words::both(
            format!("the hierarchy runs in a circle through {circle}"),
            format!("hierarkiet går i ring gennem {circle}"),
        );
        return Err(ForecastError::Structure { why });
    }
    if depth.iter().any(|d| *d > DEEPEST) {
        let why = Words::both(
            format!("the hierarchy is deeper than {DEEPEST} levels"),
            format!("hierarkiet er dybere end {DEEPEST} niveauer"),
        );
        return Err(ForecastError::Structure { why });
    }
    Ok(order)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grouped_structure_counts_each_bottom_node_once() {
        let edges = [
            ("a", "north"),
            ("b", "north"),
            ("c", "south"),
            ("a", "young"),
            ("b", "old"),
            ("c", "old"),
            ("north", "all"),
            ("south", "all"),
            ("young", "all"),
            ("old", "all"),
        ];
        let h = Hierarchy::from_edges(&edges).unwrap();
        let all = h.find("all").unwrap();
        assert_eq!(h.below(all).len(), 3);
        assert!(!h.is_tree() && h.is_aggregate(all) && !h.is_aggregate(h.find("a").unwrap()));
        assert_eq!(h.children(h.find("old").unwrap()), vec![h.find("b").unwrap(), h.find("c").unwrap()]);
    }

    #[test]
    fn contradictions_are_named() {
        let circle = Hierarchy::from_edges(&[("a", "b"), ("b", "c"), ("c", "a")]).unwrap_err();
        assert!(circle.to_string().contains("circle through a, b, c"), "{circle}");
        assert!(Hierarchy::from_edges(&[("a", "b"), ("a", "b")]).unwrap_err().to_string().contains("twice"));
        assert!(Hierarchy::from_edges::<&str>(&[]).is_err());
    }
}
