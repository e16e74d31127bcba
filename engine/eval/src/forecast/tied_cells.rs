//! Which cells a tie concerns.
//!
//! In: the inputs on both sides of a tie. Out: for one year the cells, their draws or known values, and the ties among them;
//! or why the inputs do not fit each other. A tie with a cell of which nothing is known is left out. Not here: how draws are
//! moved (`ties`).

use std::collections::BTreeMap;

use ndarray::Array2;
use ramme_diag::Text;
use ramme_forecast::tied::Tie;
use ramme_rulebook::model::{InputId, Type};
use ramme_value::Unit;

use super::Making;
use super::ties::{Year, row};
use crate::dataset::InputColumn;
use crate::run::draws::DrawBlock;
use crate::run::layout::{Layout, Map};

/// The inputs of a tie: a total and its parts, or a product and its factors.
#[derive(Debug, Clone)]
pub(super) struct Sides {
    pub total: InputId,
    pub parts: Vec<InputId>,
}

/// One cell of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Node {
    pub input: InputId,
    pub cell: usize,
}

impl Making<'_> {
    fn column(&self, id: InputId) -> Option<&InputColumn> {
        self.data.inputs.get(id.index())?.as_ref()
    }

    fn layout(&self, id: InputId) -> Option<Layout> {
        Some(Layout::of(&self.column(id)?.shape, self.book, &self.data.entities))
    }

    /// Why the sides of a tie do not fit each other; none where they do.
    pub(super) fn misfit(&self, sides: &Sides, product: bool) -> Option<Text> {
        let (total, shape) = (self.book.inputs.get(sides.total.index())?, &self.column(sides.total)?.shape);
        let parts = || {
            sides
                .parts
                .iter()
                .filter_map(|id| Some((self.book.inputs.get(id.index())?, &self.column(*id)?.shape)))
        };
        let fits = |a: &ramme_rulebook::model::Shape, b: &ramme_rulebook::model::Shape| {
            a.period == b.period
                && (a.entity.is_none() || a.entity == b.entity)
                && a.sets.iter().all(|s| b.sets.contains(s))
        };
        if let Some((part, _)) =
            parts().find(|(_, s)| if product { !fits(s, shape) } else { !fits(shape, s) })
        {
            let (a, b) = (&total.name, &part.name);
            return Some(Text::both(
                format!(
                    "the axes of `{a}` and `{b}` don't fit: a total has no axis that its parts lack, a factor none that the product lacks"
                ),
                format!(
                    "akserne for `{a}` og `{b}` passer ikke: en total har ingen akse, som delene mangler, en faktor ingen, som produktet mangler"
                ),
            ));
        }
        let unit = |ty: &Type| match ty {
            Type::Num(n) => n.unit.clone(),
            _ => Unit::none(),
        };
        let made = if product {
            parts().map(|(p, _)| unit(&p.ty)).fold(Unit::none(), |a, b| a.mul(&b))
        } else {
            parts().map(|(p, _)| unit(&p.ty)).next()?
        };
        let same = |a: &Unit, b: &Unit| a.div(b).factors().next().is_none();
        if !same(&made, &unit(&total.ty)) {
            let (a, b) = (unit(&total.ty), made);
            return Some(Text::both(
                format!("`{}` is in `{a}`, and the other side gives `{b}`", total.name),
                format!("`{}` er i `{a}`, og den anden side giver `{b}`", total.name),
            ));
        }
        None
    }

    /// All cells of some inputs, each once.
    pub(super) fn nodes(&self, inputs: impl Iterator<Item = InputId>) -> Vec<Node> {
        let mut all: Vec<InputId> = inputs.collect();
        all.sort_unstable();
        all.dedup();
        let cells = |id: InputId| 0..self.column(id).map_or(0, |column| self.cells(column));
        all.into_iter().flat_map(|id| cells(id).map(move |cell| Node { input: id, cell })).collect()
    }

    /// One year of a group; none where no tie of it has a drawn cell.
    pub(super) fn year(
        &self,
        group: &super::ties::Group,
        nodes: &[Node],
        position: usize,
        inputs: &BTreeMap<InputId, Vec<Option<DrawBlock>>>,
    ) -> Option<Year> {
        let (sides, product) = group.all();
        let known =
            |n: &Node| self.value(self.column(n.input)?, n.input, self.data.years.year(position), n.cell);
        let stands = |n: &Node| known(n).is_some() || row(inputs, n, position).is_some();
        let moves = |n: &Node| known(n).is_none() && row(inputs, n, position).is_some();
        let mut ties: Vec<Vec<(Node, f64)>> =
            sides.iter().flat_map(|s| self.ties_of(s, product, position)).collect();
        ties.retain(|tie| tie.iter().all(|(n, _)| stands(n)) && tie.iter().any(|(n, _)| moves(n)));
        let mut places: BTreeMap<Node, usize> = BTreeMap::new();
        for (node, _) in ties.iter().flatten() {
            let next = places.len();
            places.entry(*node).or_insert(next);
        }
        if places.is_empty() {
            return None;
        }
        let mut draws = Array2::zeros((places.len(), self.draws));
        let (mut cells, mut of) = (Vec::new(), Vec::new());
        for node in nodes {
            let Some(at) = places.get(node) else { continue };
            match known(node) {
                Some(x) => draws.row_mut(*at).fill(x),
                None => {
                    draws.row_mut(*at).assign(&row(inputs, node, position)?);
                    cells.push(*at);
                    of.push(*node);
                }
            }
        }
        let placed = |tie: &Vec<(Node, f64)>| -> Tie {
            tie.iter().filter_map(|(n, a)| Some((*places.get(n)?, *a))).collect()
        };
        Some(Year { cells, of, draws, ties: ties.iter().map(placed).collect(), missed: 0.0 })
    }

    /// The ties between the cells of two sides in one year, the total first.
    fn ties_of(&self, sides: &Sides, product: bool, position: usize) -> Vec<Vec<(Node, f64)>> {
        if product {
            return self.products(sides).unwrap_or_default();
        }
        match sides.parts.first() {
            Some(part) if *part == sides.total => self.members(sides.total).unwrap_or_default(),
            Some(part) => self.sums(sides.total, *part, position).unwrap_or_default(),
            None => Vec::new(),
        }
    }

    /// Each set's total against its members.
    fn members(&self, id: InputId) -> Option<Vec<Vec<(Node, f64)>>> {
        let layout = self.layout(id)?;
        let mut out = Vec::new();
        for (set, size) in &layout.sets {
            if !self.book.sets.get(set.index())?.has_total || *size < 2 {
                continue;
            }
            let apart = layout.stride(*set) * layout.rows;
            for cell in 0..layout.len() {
                if layout.member(layout.split(cell).0, *set) == size - 1 {
                    let parts = (1..*size).map(|back| (Node { input: id, cell: cell - back * apart }, -1.0));
                    out.push(std::iter::once((Node { input: id, cell }, 1.0)).chain(parts).collect());
                }
            }
        }
        Some(out)
    }

    /// The cells of a total against those of another input below it, rows that exist alone.
    fn sums(&self, total: InputId, part: InputId, position: usize) -> Option<Vec<Vec<(Node, f64)>>> {
        let (above, below) = (self.layout(total)?, self.layout(part)?);
        let entity = self.column(part)?.shape.entity;
        let map = Map::between(&below, &above);
        let dropped = |s: &&(ramme_rulebook::model::SetId, usize)| !above.sets.iter().any(|(t, _)| *t == s.0);
        let mut out: Vec<Vec<(Node, f64)>> =
            (0..above.len()).map(|cell| vec![(Node { input: total, cell }, 1.0)]).collect();
        for cell in 0..below.len() {
            let (combo, at) = below.split(cell);
            let is_total = |(set, size): &(ramme_rulebook::model::SetId, usize)| {
                self.book.sets.get(set.index()).is_some_and(|s| s.has_total)
                    && below.member(combo, *set) + 1 == *size
            };
            let exists = entity.is_none_or(|e| self.data.rows(e).exists(at, Some(position)));
            if exists && !below.sets.iter().filter(dropped).any(is_total) {
                out.get_mut(map.at(cell))?.push((Node { input: part, cell }, -1.0));
            }
        }
        out.retain(|tie| tie.len() > 1);
        Some(out)
    }

    /// The cells of a product against those of its factors.
    fn products(&self, sides: &Sides) -> Option<Vec<Vec<(Node, f64)>>> {
        let layout = self.layout(sides.total)?;
        let maps: Option<Vec<(InputId, Map)>> =
            sides.parts.iter().map(|id| Some((*id, Map::between(&layout, &self.layout(*id)?)))).collect();
        let maps = maps?;
        let one = |cell: usize| {
            let factors = maps.iter().map(|(id, map)| (Node { input: *id, cell: map.at(cell) }, -1.0));
            std::iter::once((Node { input: sides.total, cell }, 1.0)).chain(factors).collect()
        };
        Some((0..layout.len()).map(one).collect())
    }
}
