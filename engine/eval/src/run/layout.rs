//! Where a cell lies in its block, and how the cells of one shape read those of another.
//!
//! In: shapes, numbers of rows, sizes of sets. Out: layouts and index maps, made once a step before anything runs. A block
//! holds `combo × rows + row`: the set members outermost in the order of the shape's sets, entity rows contiguous inside.
//! Not here: periods (each has a block of its own), values.

use ramme_rulebook::model::{Rulebook, SetId, Shape};

use crate::dataset::Rows;

/// The layout of one block of a shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Layout {
    /// Entity rows; 1 where the shape has no entity.
    pub rows: usize,
    /// True where the shape has an entity.
    pub has_entity: bool,
    /// The sets with their sizes, outermost first.
    pub sets: Vec<(SetId, usize)>,
}

impl Layout {
    pub(crate) fn of(shape: &Shape, book: &Rulebook, entities: &[Rows]) -> Layout {
        let size = |s: &SetId| book.sets.get(s.index()).map_or(0, |x| x.members.len());
        Layout {
            rows: shape.entity.map_or(1, |e| entities.get(e.index()).map_or(0, |r| r.keys.len())),
            has_entity: shape.entity.is_some(),
            sets: shape.sets.iter().map(|s| (*s, size(s))).collect(),
        }
    }

    pub(crate) fn combos(&self) -> usize {
        self.sets.iter().map(|(_, n)| *n).product()
    }

    pub(crate) fn len(&self) -> usize {
        self.combos() * self.rows
    }

    /// How far apart two neighbours along a set lie, in combos.
    pub(crate) fn stride(&self, set: SetId) -> usize {
        self.sets.iter().skip_while(|(s, _)| *s != set).skip(1).map(|(_, n)| *n).product()
    }

    /// The position of a combo along a set; 0 where the layout has no such set.
    pub(crate) fn member(&self, combo: usize, set: SetId) -> usize {
        match self.sets.iter().find(|(s, _)| *s == set) {
            Some((_, n)) if *n > 0 => (combo / self.stride(set).max(1)) % n,
            _ => 0,
        }
    }

    /// Row and combo of a cell.
    pub(crate) fn split(&self, cell: usize) -> (usize, usize) {
        let rows = self.rows.max(1);
        (cell / rows, cell % rows)
    }

    /// For each combo of `self`, the combo of `other` that has the same members; sets that `self` lacks stand at 0.
    pub(crate) fn combos_in(&self, other: &Layout) -> Vec<usize> {
        (0..self.combos())
            .map(|combo| {
                other.sets.iter().map(|(s, _)| self.member(combo, *s) * other.stride(*s)).sum::<usize>()
            })
            .collect()
    }
}

/// How the cells of a step read the cells of an argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Map {
    /// Cell by cell.
    Same,
    /// All read one cell.
    One,
    /// Each reads the cell named here.
    Index(Vec<usize>),
}

impl Map {
    /// The map from `to` (who reads) to `from` (what is read).
    pub(crate) fn between(to: &Layout, from: &Layout) -> Map {
        if to == from {
            return Map::Same;
        }
        if from.len() == 1 {
            return Map::One;
        }
        let combos = to.combos_in(from);
        let mut index = Vec::with_capacity(to.len());
        for combo in combos {
            for row in 0..to.rows {
                index.push(combo * from.rows + if from.has_entity { row } else { 0 });
            }
        }
        Map::Index(index)
    }

    /// The cell that cell `i` reads.
    #[inline]
    pub(crate) fn at(&self, i: usize) -> usize {
        match self {
            Map::Same => i,
            Map::One => 0,
            Map::Index(v) => v.get(i).copied().unwrap_or(usize::MAX),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(rows: usize, entity: bool, sets: &[(u32, usize)]) -> Layout {
        Layout { rows, has_entity: entity, sets: sets.iter().map(|(s, n)| (SetId(*s), *n)).collect() }
    }

    #[test]
    fn cells_read_the_cell_with_the_same_row_and_members() {
        let to = layout(3, true, &[(0, 2), (1, 2)]);
        let from = layout(3, true, &[(1, 2)]);
        let Map::Index(map) = Map::between(&to, &from) else { panic!("an index") };
        // combos of `to`: (0,0) (0,1) (1,0) (1,1); of `from`: (0) (1)
        assert_eq!(map, vec![0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn a_single_cell_is_read_by_all_and_equal_layouts_one_by_one() {
        let to = layout(3, true, &[]);
        assert_eq!(Map::between(&to, &layout(1, false, &[])), Map::One);
        assert_eq!(Map::between(&to, &to), Map::Same);
    }

    #[test]
    fn members_and_strides_follow_the_order_of_the_sets() {
        let l = layout(2, true, &[(0, 2), (1, 3)]);
        assert_eq!(l.len(), 12);
        assert_eq!((l.stride(SetId(0)), l.stride(SetId(1))), (3, 1));
        assert_eq!((l.member(4, SetId(0)), l.member(4, SetId(1))), (1, 1));
        assert_eq!(l.split(7), (3, 1));
    }
}
