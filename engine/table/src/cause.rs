//! Why a cell is missing. Absence has a reason and is never zero (TYPES B1–B3).
//!
//! In: causes as they are met. Out: small ids that travel with columns, and the sentences behind them. Not here: whether
//! missing is allowed; that is the language's to say.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// A set of causes, by number; 0 means that nothing is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct CauseId(pub u32);

impl CauseId {
    /// Nothing is missing.
    pub const KNOWN: CauseId = CauseId(0);

    /// True where nothing is missing.
    pub fn is_known(self) -> bool {
        self == CauseId::KNOWN
    }
}

/// One cause. `what` names the value as a user writes it: `cost_per_day[T007, 2022]`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// The cell is there and holds nothing (or a sign for it).
    Blank {
        /// The value.
        what: String,
        /// The data file, its line and column (both from 1), and the column's name.
        file: String,
        /// Line.
        line: u32,
        /// Column.
        column: u32,
        /// The column's heading.
        heading: String,
    },
    /// No row of the data holds the value.
    NoRow {
        /// The value.
        what: String,
    },
    /// The subject is not on the roll in that period (TYPES P1).
    NotOnRoll {
        /// The value that was asked for.
        what: String,
        /// The subject and period, as `provider T031 in 2022`.
        subject: String,
    },
    /// No table of the scenario gives this input.
    NotMapped {
        /// The input.
        what: String,
    },
    /// The parameter has no value there; it has to be set.
    NoValue {
        /// The parameter with its keys.
        what: String,
    },
    /// No clause is in force.
    NotInForce {
        /// The definition with its keys.
        what: String,
    },
    /// Division by zero.
    DivisionByZero {
        /// Where: the definition.
        what: String,
    },
    /// The value is in the future and comes from a forecast: exact evaluation does not have it.
    Forecast {
        /// The value.
        what: String,
    },
    /// Published only after the day on which the run is pinned.
    NotYetKnown {
        /// The value.
        what: String,
        /// The day of publication.
        published: String,
    },
    /// No day of a span meets what is asked of it.
    NoDay {
        /// The value.
        what: String,
    },
    /// No row stands before it in a stated order.
    NoneBefore {
        /// The value.
        what: String,
    },
    /// What is looked up lies below the first band of a scale.
    BelowBands {
        /// The value.
        what: String,
        /// The scale.
        scale: String,
    },
    /// Held back, so that nobody is recognised.
    Suppressed {
        /// The value.
        what: String,
        /// True where it is not small itself, but would give away one that is.
        complement: bool,
        /// `file:line:column`.
        place: String,
    },
    /// On a list of those who are left out.
    Excluded {
        /// The value.
        what: String,
        /// The reason, as the list has it, and where.
        reason: String,
    },
    /// A total can't be shared out.
    NotShared {
        /// The part.
        what: String,
        /// Why.
        why: Sharing,
    },
    /// A row before it in the order of an allotment asks for an unknown amount.
    EarlierUnknown {
        /// The value.
        what: String,
    },
}

/// Why a total can't be shared out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sharing {
    /// The weight of this part is negative.
    NegativeWeight,
    /// The weights add up to nothing.
    NoWeight,
    /// The total is no whole number of steps.
    NotInSteps,
    /// Those that share one total state different ones.
    TotalsDiffer,
}

impl Cause {
    /// The value that is missing, as a user writes it.
    pub fn what(&self) -> &str {
        match self {
            Cause::Blank { what, .. }
            | Cause::NoRow { what }
            | Cause::NotOnRoll { what, .. }
            | Cause::NotMapped { what }
            | Cause::NoValue { what }
            | Cause::NotInForce { what }
            | Cause::DivisionByZero { what }
            | Cause::Forecast { what }
            | Cause::NotYetKnown { what, .. }
            | Cause::NoDay { what }
            | Cause::NoneBefore { what }
            | Cause::BelowBands { what, .. }
            | Cause::Suppressed { what, .. }
            | Cause::Excluded { what, .. }
            | Cause::NotShared { what, .. }
            | Cause::EarlierUnknown { what } => what,
        }
    }
}

/// Most causes that one set keeps; a sum over thousands of missing cells names these and counts the rest.
pub const CAUSES_KEPT: usize = 12;

/// A set of causes: the first few in order, and how many there were in all.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CauseSet {
    /// The first [`CAUSES_KEPT`], sorted.
    pub kept: Vec<Cause>,
    /// How many more.
    pub more: u32,
}

/// The causes of a run, each cause and each set of them kept once.
#[derive(Debug, Default)]
pub struct Causes {
    inner: Mutex<Inner>,
}

/// A set as it is kept: the numbers of its causes, in the order of the causes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Numbered {
    kept: Arc<[u32]>,
    more: u32,
}

/// The maps are asked and never walked through, so their order reaches nothing.
#[derive(Debug, Default)]
struct Inner {
    causes: Vec<Arc<Cause>>,
    alone: HashMap<Arc<Cause>, CauseId>,
    sets: Vec<Numbered>,
    ids: HashMap<Numbered, CauseId>,
    unions: HashMap<(CauseId, CauseId), CauseId>,
}

impl Inner {
    /// The set of one cause. No union is a set of one, so it is not looked for among the sets.
    fn one(&mut self, cause: Cause) -> CauseId {
        if let Some(id) = self.alone.get(&cause) {
            return *id;
        }
        let number = u32::try_from(self.causes.len()).unwrap_or(u32::MAX);
        let cause = Arc::new(cause);
        self.causes.push(Arc::clone(&cause));
        let id = self.add(Numbered { kept: Arc::new([number]), more: 0 });
        self.alone.insert(cause, id);
        id
    }

    fn add(&mut self, set: Numbered) -> CauseId {
        self.sets.push(set);
        CauseId(u32::try_from(self.sets.len()).unwrap_or(u32::MAX))
    }

    fn intern(&mut self, set: Numbered) -> CauseId {
        if let Some(id) = self.ids.get(&set) {
            return *id;
        }
        let id = self.add(set.clone());
        self.ids.insert(set, id);
        id
    }

    fn set(&self, id: CauseId) -> Option<&Numbered> {
        (id.0 as usize).checked_sub(1).and_then(|i| self.sets.get(i))
    }

    fn cause(&self, number: u32) -> Option<&Arc<Cause>> {
        self.causes.get(number as usize)
    }

    /// Which of two causes is said first. Numbers follow the order in which threads meet causes, so they do not say.
    fn order(&self, a: u32, b: u32) -> Ordering {
        if a == b { Ordering::Equal } else { self.cause(a).cmp(&self.cause(b)) }
    }

    /// Two sets as one: the first causes in order, each once, and how many more.
    fn merged(&self, x: &Numbered, y: &Numbered) -> Numbered {
        let (mut left, mut right) = (x.kept.iter().peekable(), y.kept.iter().peekable());
        let mut kept: Vec<u32> = Vec::with_capacity(x.kept.len().saturating_add(y.kept.len()));
        loop {
            let order = match (left.peek(), right.peek()) {
                (Some(a), Some(b)) => self.order(**a, **b),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => break,
            };
            let first = if order.is_le() { left.next() } else { None };
            let second = if order.is_ge() { right.next() } else { None };
            kept.extend(first.or(second));
        }
        let dropped = kept.len().saturating_sub(CAUSES_KEPT);
        kept.truncate(CAUSES_KEPT);
        let more = x.more.max(y.more).saturating_add(u32::try_from(dropped).unwrap_or(u32::MAX));
        Numbered { kept: kept.into(), more }
    }
}

impl Causes {
    /// The id of the set that holds just this cause.
    pub fn one(&self, cause: Cause) -> CauseId {
        self.locked(|inner| inner.one(cause))
    }

    /// The causes of both.
    pub fn union(&self, a: CauseId, b: CauseId) -> CauseId {
        if a == b || b.is_known() {
            return a;
        }
        if a.is_known() {
            return b;
        }
        let key = (a.min(b), a.max(b));
        self.locked(|inner| {
            if let Some(id) = inner.unions.get(&key) {
                return *id;
            }
            let (Some(x), Some(y)) = (inner.set(key.0), inner.set(key.1)) else { return a };
            let both = inner.merged(x, y);
            let id = inner.intern(both);
            inner.unions.insert(key, id);
            id
        })
    }

    /// The causes behind an id; none where nothing is missing.
    pub fn get(&self, id: CauseId) -> Option<CauseSet> {
        self.locked(|inner| {
            let set = inner.set(id)?;
            let kept = set.kept.iter().filter_map(|number| inner.cause(*number)).map(|c| (**c).clone());
            Some(CauseSet { kept: kept.collect(), more: set.more })
        })
    }

    fn locked<T>(&self, f: impl FnOnce(&mut Inner) -> T) -> T {
        let mut guard = match self.inner.lock() {
            Ok(guard) => guard,
            Err(poisoned) => poisoned.into_inner(),
        };
        f(&mut guard)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    fn lacking(at: usize) -> Cause {
        Cause::NoRow { what: format!("x[{at:02}]") }
    }

    fn names(set: &CauseSet) -> Vec<&str> {
        set.kept.iter().map(Cause::what).collect()
    }

    #[test]
    fn sets_do_not_depend_on_the_order_in_which_causes_are_met() {
        let (forth, back) = (Causes::default(), Causes::default());
        let all = |causes: &Causes, order: &mut dyn Iterator<Item = usize>| {
            let id = order.fold(CauseId::KNOWN, |id, at| {
                let one = causes.one(lacking(at));
                causes.union(one, id)
            });
            causes.get(id)
        };
        assert_eq!(all(&forth, &mut (0..9)), all(&back, &mut (0..9).rev()));
        assert_eq!(forth.get(CauseId::KNOWN), None);
    }

    #[test]
    fn a_set_names_the_first_and_counts_the_rest() {
        let causes = Causes::default();
        let ids: Vec<CauseId> = (0..20).map(|at| causes.one(lacking(at))).collect();
        let id = ids.iter().rev().fold(CauseId::KNOWN, |all, id| causes.union(all, *id));
        let set = causes.get(id).unwrap();
        assert_eq!((names(&set).first().copied(), set.kept.len(), set.more), (Some("x[00]"), CAUSES_KEPT, 8));
        // What is in it already changes nothing, and one cause has one number.
        assert_eq!(causes.union(id, *ids.first().unwrap()), id);
        assert_eq!(causes.one(lacking(3)), *ids.get(3).unwrap());
        assert_eq!(causes.union(ids[1], ids[0]), causes.union(ids[0], ids[1]));
    }
}
