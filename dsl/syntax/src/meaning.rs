//! Whether two trees say the same: equal in everything but places, comments and files.
//!
//! In: two trees. Out: yes or no. Not here: whether two rulebooks compute the same.

use crate::tree::{
    Aggregate, Allot, Amend, Apportion, Arm, Band, Banded, Before, Binary, Body, Bound, Cap, Change, Cite,
    CitePlace, Clause, ClauseGroup, Convert, Days, DaysAsk, Define, Document, Entity, Expect, Expr, ExprKind,
    Field, GivenField, GivenValue, Header, Indexed, Input, Item, ItemKind, Key, Language, LevelExpr, Line,
    LineAsk, Match, Name, NumberLit, Outcome, Parameter, ParameterValue, Quoted, ReadingRef, Readings, Role,
    Rule, RunningYears, Scale, ScaleTable, SetDecl, ShapeExpr, SourceFile, Status, Test, TestRow, TestStep,
    TestTable, TypeExpr, TypeKind, UnitDecl, UnitExpr,
};
use ramme_value::{Date, Decimal};

/// Whether two files say the same, item by item; places and comments don't count, written decimals do.
///
/// ```
/// use ramme_diag::{FileId, Limits};
/// let read = |text| ramme_syntax::parse(FileId(0), text, &Limits::default()).0;
/// let spread = read("define a : kr # note\n  = b +\n (1 kr)\n");
/// assert!(ramme_syntax::same_meaning(&spread, &read("define a : kr = b + 1 kr\n")));
/// assert!(!ramme_syntax::same_meaning(&spread, &read("define a : kr = b + 1.0 kr\n")));
/// ```
#[must_use]
pub fn same_meaning(one: &SourceFile, other: &SourceFile) -> bool {
    one.items.same(&other.items)
}

/// Equal but for places.
pub(crate) trait Same {
    fn same(&self, other: &Self) -> bool;
}

/// Types without a place in them.
macro_rules! plain {
    ($($name:ty),* $(,)?) => {
        $(impl Same for $name {
            fn same(&self, other: &Self) -> bool {
                self == other
            }
        })*
    };
}

/// Every field is compared but those after the bar; a new field has to be put on one side of it.
macro_rules! fields {
    ($($name:ident { $($field:ident),* $(| $($place:ident),*)? })*) => {
        $(impl Same for $name {
            fn same(&self, other: &Self) -> bool {
                let $name { $($field,)* $($($place: _,)*)? } = self;
                true $(&& $field.same(&other.$field))*
            }
        })*
    };
}

/// Variants that hold parts in a row; those without parts are equal to themselves.
macro_rules! variants {
    ($($name:ident { $($variant:ident ( $($one:ident $other:ident),* )),* $(,)? })*) => {
        $(impl Same for $name {
            fn same(&self, other: &Self) -> bool {
                match (self, other) {
                    $(($name::$variant($($one),*), $name::$variant($($other),*)) => true $(&& $one.same($other))*,)*
                    _ => self == other,
                }
            }
        })*
    };
}

plain!(
    bool,
    u8,
    u32,
    i8,
    i32,
    String,
    Date,
    ramme_value::Rounding,
    ramme_value::EndOfMonth,
    crate::tree::RuleKind,
    crate::tree::AggregateFn,
    crate::tree::BinaryOp,
    crate::tree::UnaryOp,
    crate::tree::Verb,
    crate::tree::Opener,
    crate::tree::Opening,
    crate::tree::BoundValue,
    LevelExpr,
);

impl Same for Decimal {
    fn same(&self, other: &Self) -> bool {
        self.mantissa() == other.mantissa() && self.scale() == other.scale()
    }
}

impl<T: Same> Same for Vec<T> {
    fn same(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().zip(other).all(|(one, other)| one.same(other))
    }
}

impl<T: Same> Same for Option<T> {
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Some(one), Some(other)) => one.same(other),
            (None, None) => true,
            _ => false,
        }
    }
}

impl<T: Same> Same for Box<T> {
    fn same(&self, other: &Self) -> bool {
        self.as_ref().same(other.as_ref())
    }
}

impl<A: Same, B: Same> Same for (A, B) {
    fn same(&self, other: &Self) -> bool {
        self.0.same(&other.0) && self.1.same(&other.1)
    }
}

fields! {
    Item { kind | span }
    Name { text | span }
    Quoted { text | span }
    Key { text, quoted | span }
    Language { version }
    Document { name, title, rank, published, inferred, file, external }
    UnitDecl { name }
    SetDecl { name, members, total }
    Entity { name, fields }
    Field { name, ty, by }
    ShapeExpr { of, by, for_a_day }
    TypeExpr { kind, level, decimals | span }
    Input { name, shape, ty, between }
    Parameter { name, shape, ty, dated_by, indexed, values }
    Indexed { index, mode, step }
    ParameterValue { reading, header, keys, value | span }
    Readings { name, members, status }
    Status { word, why | span }
    ReadingRef { group, name }
    Header { from, to, dated_by, status, cites }
    Bound { value | span }
    Cite { document, place | span }
    Define { name, shape, ty, body }
    Body { header, groups }
    ClauseGroup { reading, clauses }
    Clause { role, header, when, body | span }
    Rule { kind, name, shape, body, unless, addressee, deadline, before }
    Before { entity, date, filter }
    Expr { kind | span }
    NumberLit { value, unit }
    Binary { op, left, right, end_of_month | op_span }
    Aggregate { func, value, known, over, via, per, filter, weight }
    Apportion { total, weight, over, filter, per, step, order }
    Line { ask, filter, per, order }
    Match { subject, arms, otherwise }
    Arm { members, value }
    Convert { value, level, index }
    Banded { scale, on_bands, of }
    Scale { name, shape, dated_by, from, to, tables }
    ScaleTable { reading, header, keys, bands | span }
    Band { from, value | span }
    Allot { asked, caps, running, order, whole }
    Days { ask, from, until, filter }
    RunningYears { from, opening, keeps }
    Cap { cap, per }
    Amend { name, changes }
    Change { verb, reading, role, keys, header, retroactive, when, says | span }
    Test { name, entity, steps, table }
    GivenField { name, value }
    Expect { target, outcome | span }
    TestTable { columns, rows }
    TestRow { cells | span }
}

variants! {
    ItemKind {
        Language(a b), Document(a b), Unit(a b), Set(a b), Entity(a b), Input(a b), Parameter(a b), Scale(a b),
        Readings(a b), Define(a b), Rule(a b), Test(a b), Amend(a b),
    }
    TypeKind { Unit(a b), Named(a b) }
    UnitExpr { Product(a b) }
    CitePlace { Lines(a b), Page(a b), Section(a b) }
    GivenValue { One(a b), ByKey(a b) }
    DaysAsk { Sum(a b) }
    LineAsk { First(a b), RunningSum(a b), LeastBefore(a b), GreatestBefore(a b) }
    Outcome { Value(a b), Missing(a b), Breached(a b), Undetermined(a b) }
}

impl Same for Role {
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Role::Exception { label: a, overrides: b }, Role::Exception { label, overrides }) => {
                a.same(label) && b.same(overrides)
            }
            _ => self == other,
        }
    }
}

impl Same for TestStep {
    fn same(&self, other: &Self) -> bool {
        use TestStep as S;
        match (self, other) {
            (S::GivenValue { target: t, value: v }, S::GivenValue { target, value }) => {
                t.same(target) && v.same(value)
            }
            (S::GivenRow { entity: e, key: k, values: v }, S::GivenRow { entity, key, values }) => {
                e.same(entity) && k.same(key) && v.same(values)
            }
            (S::Reading { group: g, name: n }, S::Reading { group, name }) => g.same(group) && n.same(name),
            (S::KnownOn(one), S::KnownOn(other)) => one == other,
            (S::Expect(one), S::Expect(other)) => one.same(other),
            _ => false,
        }
    }
}

impl Same for ExprKind {
    fn same(&self, other: &Self) -> bool {
        use ExprKind as E;
        match (self, other) {
            (E::Number(a), E::Number(b)) => a.same(b),
            (E::Field(a, f), E::Field(b, g)) => a.same(b) && f.same(g),
            (E::Index(a, k), E::Index(b, l)) => a.same(b) && k.same(l),
            (E::Convert(a), E::Convert(b)) => a.same(b),
            (E::Banded(a), E::Banded(b)) => a.same(b),
            (E::Unary(o, a), E::Unary(p, b)) => o == p && a.same(b),
            (E::Binary(a), E::Binary(b)) => a.same(b),
            (E::IsKnown { value: a, known: k }, E::IsKnown { value: b, known: l }) => a.same(b) && k == l,
            (
                E::If { condition: a, then: b, otherwise: c },
                E::If { condition: x, then: y, otherwise: z },
            )
            | (E::Clamp { value: a, low: b, high: c }, E::Clamp { value: x, low: y, high: z }) => {
                a.same(x) && b.same(y) && c.same(z)
            }
            (E::IfKnown { value: a, otherwise: b }, E::IfKnown { value: x, otherwise: y }) => {
                a.same(x) && b.same(y)
            }
            (E::Min(a), E::Min(b)) | (E::Max(a), E::Max(b)) => a.same(b),
            (E::Round { mode: m, value: a, step: s }, E::Round { mode: n, value: b, step: t }) => {
                m == n && a.same(b) && s.same(t)
            }
            (E::Previous(a), E::Previous(b)) | (E::YearOf(a), E::YearOf(b)) => a.same(b),
            (E::Aggregate(a), E::Aggregate(b)) => a.same(b),
            (E::Match(a), E::Match(b)) => a.same(b),
            (E::Days(a), E::Days(b)) => a.same(b),
            (E::Line(a), E::Line(b)) => a.same(b),
            (E::Apportion(a), E::Apportion(b)) => a.same(b),
            (E::RunningTotal(a, n), E::RunningTotal(b, m)) => a.same(b) && n.same(m),
            (
                E::YearsBefore { func: f, value: a, years: n },
                E::YearsBefore { func: g, value: b, years: m },
            ) => f == g && a.same(b) && n == m,
            (E::Allot(a), E::Allot(b)) => a.same(b),
            (E::Date(_) | E::YesNo(_) | E::Quoted(_) | E::Name(_) | E::Day, _) => self == other,
            _ => false,
        }
    }
}
