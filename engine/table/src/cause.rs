//! Why a cell is missing. Absence has a reason and is never zero (TYPES B1–B3).
//!
//! In: causes as they are met. Out: small ids that travel with columns, and the sentences behind them. Not here: whether
//! missing is allowed; that is the language's to say.

use std::collections::BTreeMap;
use std::sync::Mutex;

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
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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

/// The causes of a run, each set kept once.
#[derive(Debug, Default)]
pub struct Causes {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    sets: Vec<CauseSet>,
    ids: BTreeMap<CauseSet, CauseId>,
    unions: BTreeMap<(CauseId, CauseId), CauseId>,
}

impl Inner {
    fn intern(&mut self, set: CauseSet) -> CauseId {
        if let Some(id) = self.ids.get(&set) {
            return *id;
        }
        self.sets.push(set.clone());
        let id = CauseId(u32::try_from(self.sets.len()).unwrap_or(u32::MAX));
        self.ids.insert(set, id);
        id
    }

    fn set(&self, id: CauseId) -> Option<&CauseSet> {
        (id.0 as usize).checked_sub(1).and_then(|i| self.sets.get(i))
    }
}

impl Causes {
    /// The id of the set that holds just this cause.
    pub fn one(&self, cause: Cause) -> CauseId {
        self.locked(|inner| inner.intern(CauseSet { kept: vec![cause], more: 0 }))
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
            let mut kept: Vec<Cause> = x.kept.iter().chain(&y.kept).cloned().collect();
            kept.sort();
            kept.dedup();
            let dropped = kept.len().saturating_sub(CAUSES_KEPT);
            kept.truncate(CAUSES_KEPT);
            let more = x.more.max(y.more).saturating_add(u32::try_from(dropped).unwrap_or(u32::MAX));
            let id = inner.intern(CauseSet { kept, more });
            inner.unions.insert(key, id);
            id
        })
    }

    /// The causes behind an id; none where nothing is missing.
    pub fn get(&self, id: CauseId) -> Option<CauseSet> {
        self.locked(|inner| inner.set(id).cloned())
    }

    fn locked<T>(&self, f: impl FnOnce(&mut Inner) -> T) -> T {
        let mut guard = match self.inner.lock() {
            Ok(guard) => guard,
            Err(poisoned) => poisoned.into_inner(),
        };
        f(&mut guard)
    }
}
