//! Integers in the least width that holds them all.
//!
//! In: integers, one after the other or all at once. Out: vectors of 16, 32 or 64 bits, with the least and the greatest
//! value. A width never changes a value (TYPES T6): what does not fit moves the whole vector to the next. Not here: what is
//! wider than 64 bits, arithmetic.

/// Integers of one width.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Narrow {
    /// 16 bits.
    W16(Vec<i16>),
    /// 32 bits.
    W32(Vec<i32>),
    /// 64 bits.
    W64(Vec<i64>),
}

impl Default for Narrow {
    fn default() -> Self {
        Narrow::W16(Vec::new())
    }
}

impl Narrow {
    /// So many zeros, in the least width that holds everything between two values.
    #[must_use]
    pub fn zeros(len: usize, (least, greatest): (i64, i64)) -> Narrow {
        if i16::try_from(least).is_ok() && i16::try_from(greatest).is_ok() {
            Narrow::W16(vec![0; len])
        } else if i32::try_from(least).is_ok() && i32::try_from(greatest).is_ok() {
            Narrow::W32(vec![0; len])
        } else {
            Narrow::W64(vec![0; len])
        }
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Narrow::W16(v) => v.len(),
            Narrow::W32(v) => v.len(),
            Narrow::W64(v) => v.len(),
        }
    }

    /// True where there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value at a position.
    #[must_use]
    pub fn get(&self, i: usize) -> Option<i64> {
        match self {
            Narrow::W16(v) => v.get(i).map(|x| i64::from(*x)),
            Narrow::W32(v) => v.get(i).map(|x| i64::from(*x)),
            Narrow::W64(v) => v.get(i).copied(),
        }
    }

    /// Puts a value at a position; false where there is no such position.
    pub fn set(&mut self, i: usize, value: i64) -> bool {
        self.make_room(value);
        match self {
            Narrow::W16(v) => put(v, i, i16::try_from(value).ok()),
            Narrow::W32(v) => put(v, i, i32::try_from(value).ok()),
            Narrow::W64(v) => put(v, i, Some(value)),
        }
    }

    /// One more at the end.
    #[inline]
    pub fn push(&mut self, value: i64) {
        match self {
            Narrow::W16(v) => match i16::try_from(value) {
                Ok(x) => v.push(x),
                Err(_) => self.push_wider(value),
            },
            Narrow::W32(v) => match i32::try_from(value) {
                Ok(x) => v.push(x),
                Err(_) => self.push_wider(value),
            },
            Narrow::W64(v) => v.push(value),
        }
    }

    #[cold]
    fn push_wider(&mut self, value: i64) {
        self.make_room(value);
        self.push(value);
    }

    /// Moves to a width in which a value fits.
    fn make_room(&mut self, value: i64) {
        let (in_16, in_32) = (i16::try_from(value).is_ok(), i32::try_from(value).is_ok());
        match self {
            Narrow::W16(v) if !in_16 && in_32 => {
                *self = Narrow::W32(v.iter().map(|x| i32::from(*x)).collect());
            }
            Narrow::W16(v) if !in_16 => *self = Narrow::W64(v.iter().map(|x| i64::from(*x)).collect()),
            Narrow::W32(v) if !in_32 => *self = Narrow::W64(v.iter().map(|x| i64::from(*x)).collect()),
            _ => {}
        }
    }

    /// All of them, in order.
    pub fn iter(&self) -> Box<dyn Iterator<Item = i64> + '_> {
        match self {
            Narrow::W16(v) => Box::new(v.iter().map(|x| i64::from(*x))),
            Narrow::W32(v) => Box::new(v.iter().map(|x| i64::from(*x))),
            Narrow::W64(v) => Box::new(v.iter().copied()),
        }
    }

    /// Room for so many more.
    pub fn reserve(&mut self, many: usize) {
        match self {
            Narrow::W16(v) => v.reserve_exact(many),
            Narrow::W32(v) => v.reserve_exact(many),
            Narrow::W64(v) => v.reserve_exact(many),
        }
    }

    /// Gives back room that is not filled.
    pub fn shrink(&mut self) {
        match self {
            Narrow::W16(v) => v.shrink_to_fit(),
            Narrow::W32(v) => v.shrink_to_fit(),
            Narrow::W64(v) => v.shrink_to_fit(),
        }
    }

    /// Others after them, in order.
    pub fn append(&mut self, other: Narrow) {
        match (&mut *self, other) {
            (Narrow::W16(v), Narrow::W16(mut more)) => v.append(&mut more),
            (Narrow::W32(v), Narrow::W32(mut more)) => v.append(&mut more),
            (Narrow::W64(v), Narrow::W64(mut more)) => v.append(&mut more),
            (_, more) => more.each(|value| self.push(value)),
        }
    }

    /// Gives each of them to a function, in order: what loops over many do.
    #[inline]
    pub fn each(&self, mut f: impl FnMut(i64)) {
        match self {
            Narrow::W16(v) => v.iter().for_each(|x| f(i64::from(*x))),
            Narrow::W32(v) => v.iter().for_each(|x| f(i64::from(*x))),
            Narrow::W64(v) => v.iter().for_each(|x| f(*x)),
        }
    }

    /// The least and the greatest; none of nothing.
    #[must_use]
    pub fn bounds(&self) -> Option<(i64, i64)> {
        fn of<T: Copy + Ord + Into<i64>>(v: &[T]) -> Option<(i64, i64)> {
            let first = *v.first()?;
            let (least, greatest) = v.iter().fold((first, first), |(l, g), x| (l.min(*x), g.max(*x)));
            Some((least.into(), greatest.into()))
        }
        match self {
            Narrow::W16(v) => of(v),
            Narrow::W32(v) => of(v),
            Narrow::W64(v) => of(v),
        }
    }
}

fn put<T>(v: &mut [T], i: usize, value: Option<T>) -> bool {
    match (v.get_mut(i), value) {
        (Some(cell), Some(value)) => {
            *cell = value;
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn widths_change_nothing(
            values in prop::collection::vec(prop_oneof![any::<i16>().prop_map(i64::from), any::<i32>().prop_map(i64::from), any::<i64>()], 1..40),
            at in any::<prop::sample::Index>(),
            other in any::<i64>(),
        ) {
            let mut held = Narrow::default();
            values.iter().for_each(|v| held.push(*v));
            prop_assert_eq!(held.iter().collect::<Vec<_>>(), values.clone());
            let wanted = (*values.iter().min().unwrap(), *values.iter().max().unwrap());
            prop_assert_eq!(held.bounds(), Some(wanted));
            let mut zeros = Narrow::zeros(values.len(), wanted);
            for (i, v) in values.iter().enumerate() {
                prop_assert!(zeros.set(i, *v));
            }
            prop_assert_eq!(&zeros, &held);
            let i = at.index(values.len());
            prop_assert!(held.set(i, other) && !held.set(values.len(), other));
            prop_assert_eq!(held.get(i), Some(other));
        }
    }
}
