//! What is known of a value before any data are: its range, its members, its answer.
//!
//! In: a checked expression and the scene that it stands in. Out: what it can come to, where it is there at all, and what
//! says so. A value that may be missing is known all the same: where it is missing, no branch is taken. Values of parameters
//! are never known: a scenario, a test or the command line may set others. Not here: what is said about it (`settled`).

use super::range::{End, Range};
use super::relation::{closed, members_compared, off_the_grid, relations};
use super::same::same;
use super::scene::{Fact, Reason, Scene, Why, day};
use crate::model::{
    Aggregate, Arith, Compare, DaysAsk, DefinitionId, Expr, ExprKind, Rulebook, ScaleId, Type, Value,
};
use ramme_syntax::tree::AggregateFn;
use ramme_value::{Date, Decimal, Period, PeriodKind};
use std::collections::BTreeSet;

/// What an expression can come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Known {
    /// Anything.
    Open,
    /// One answer.
    YesNo(bool),
    /// Numbers, days or periods of a range.
    Range(Range),
    /// Some members of its set.
    Members(BTreeSet<u32>),
}

/// What is known, and the first thing that says so.
pub(super) struct Found {
    /// What it can come to.
    pub known: Known,
    /// What says so, where it is not written at the place itself.
    pub why: Option<Why>,
}

impl From<Known> for Found {
    fn from(known: Known) -> Found {
        Found { known, why: None }
    }
}

impl Found {
    fn open() -> Found {
        Known::Open.into()
    }

    fn range(&self) -> Range {
        match self.known {
            Known::Range(range) => range,
            _ => Range::default(),
        }
    }

    /// What two ranges make together.
    fn with(self, other: Found, of: impl Fn(Range, Range) -> Range) -> Found {
        let range = of(self.range(), other.range());
        if range.is_open() {
            return Found::open();
        }
        Found { known: Known::Range(range), why: self.why.or(other.why) }
    }
}

/// What may be one or the other.
fn either(a: Known, b: Known) -> Known {
    match (a, b) {
        (Known::YesNo(a), Known::YesNo(b)) if a == b => Known::YesNo(a),
        (Known::Range(a), Known::Range(b)) => match a.or(b) {
            range if range.is_open() => Known::Open,
            range => Known::Range(range),
        },
        (Known::Members(a), Known::Members(b)) => Known::Members(a.union(&b).copied().collect()),
        _ => Known::Open,
    }
}

/// What is known of a rulebook's values.
pub(super) struct Knower<'b> {
    /// The rulebook.
    pub book: &'b Rulebook,
    definitions: Vec<Known>,
}

impl<'b> Knower<'b> {
    /// What is known of every definition. Each stands after those that it uses, so one pass is enough; what is used in an
    /// earlier period may be anything.
    pub fn new(book: &'b Rulebook) -> Knower<'b> {
        let mut knower = Knower { book, definitions: Vec::with_capacity(book.definitions.len()) };
        for definition in &book.definitions {
            let clauses = definition.clauses.iter().map(|clause| {
                let scene = Scene::of_clause(clause, definition.shape.period, definition.for_a_day);
                knower.of(&clause.body, &scene).known
            });
            let known = clauses.reduce(either).unwrap_or(Known::Open);
            // Where it is not in force it is unknown, and whoever asks it asks that as well.
            let begins = definition.clauses.iter().all(|clause| clause.version.from.is_some());
            let ends = definition.clauses.iter().all(|clause| clause.version.to.is_some());
            let switch = matches!(known, Known::YesNo(_)) && (begins || ends);
            knower.definitions.push(if switch { Known::Open } else { known });
        }
        knower
    }

    fn definition(&self, id: DefinitionId) -> Found {
        let known = self.definitions.get(id.index()).cloned().unwrap_or(Known::Open);
        let span = self.book.definitions.get(id.index()).map(|d| d.span);
        let why = span.filter(|_| known != Known::Open);
        Found { known, why: why.map(|span| Why { span, reason: Reason::Definition }) }
    }

    /// What an expression can come to in its scene.
    pub fn of(&self, e: &Expr, scene: &Scene<'b>) -> Found {
        let mut found = self.plainly(e, scene);
        for fact in scene.facts.iter().filter(|fact| same(self.book, fact.about, e)) {
            found = match (found.known, &fact.known) {
                (Known::Range(a), Known::Range(b)) => {
                    let both = a.and(*b);
                    let why = if both == a { found.why } else { Some(fact.why) };
                    Found { known: Known::Range(both), why }
                }
                (Known::Members(a), Known::Members(b)) => {
                    Found { known: Known::Members(a.intersection(b).copied().collect()), why: Some(fact.why) }
                }
                (Known::Open, known) => Found { known: known.clone(), why: Some(fact.why) },
                (known, _) => Found { known, why: found.why },
            };
        }
        found
    }

    fn plainly(&self, e: &Expr, scene: &Scene<'b>) -> Found {
        let nowhere = Scene::default();
        match &e.kind {
            ExprKind::Const(value) => constant(value).into(),
            ExprKind::Input(id) => self.input(*id),
            ExprKind::Definition(id) => self.definition(*id),
            ExprKind::ThisPeriod(kind) => match scene.period {
                Some((of, range, why)) if of == *kind => Found { known: Known::Range(range), why: Some(why) },
                _ => Found::open(),
            },
            ExprKind::Day => scene.day.map_or_else(Found::open, |(range, why)| Found {
                known: Known::Range(range),
                why: Some(why),
            }),
            // What is read at another row, member or period holds nothing of what is said here.
            ExprKind::Lookup { inner, .. }
            | ExprKind::Shift { inner, .. }
            | ExprKind::AtPeriod { inner, .. }
            | ExprKind::AtMember { inner, .. } => self.of(inner, &nowhere),
            ExprKind::Banded { scale, on_bands: false, .. } => self.scale(scale),
            ExprKind::Negate(inner) => self.of(inner, scene).with(Found::open(), |range, _| range.negated()),
            ExprKind::Arith { op, left, right } => {
                let (left, right) = (self.of(left, scene), self.of(right, scene));
                left.with(right, |a, b| match op {
                    Arith::Add => a.plus(b),
                    Arith::Sub => a.plus(b.negated()),
                    Arith::Mul => a.times(b),
                    Arith::Div => a.over(b),
                })
            }
            ExprKind::AddDays { date, days } => self.of(date, scene).with(self.of(days, scene), Range::plus),
            ExprKind::DaysBetween { later, earlier } => {
                self.of(later, scene).with(self.of(earlier, scene), |a, b| a.plus(b.negated()))
            }
            ExprKind::PeriodOf { kind, date } => {
                self.of(date, scene).with(Found::open(), |range, _| in_periods(range, *kind))
            }
            ExprKind::Extreme { max, items } => self.extreme(*max, items, scene),
            ExprKind::Round { mode, value, step } => {
                self.of(value, scene).with(Found::open(), |range, _| range.rounded(*mode, *step))
            }
            ExprKind::If { then, otherwise, .. } => {
                either(self.of(then, scene).known, self.of(otherwise, scene).known).into()
            }
            ExprKind::IfKnown { value, otherwise } => {
                either(self.of(value, scene).known, self.of(otherwise, scene).known).into()
            }
            ExprKind::Aggregate(made) => self.aggregate(made, scene),
            ExprKind::Days(days) if matches!(days.ask, DaysAsk::Count) => counted(),
            ExprKind::Allot(_) | ExprKind::AllotDays(_) => counted(),
            ExprKind::Compare { op, left, right } => self.compared(*op, left, right, scene),
            ExprKind::Not(inner) => match self.of(inner, scene) {
                Found { known: Known::YesNo(yes), why } => Found { known: Known::YesNo(!yes), why },
                _ => Found::open(),
            },
            ExprKind::Logic { and, left, right } => self.logic(*and, left, right, scene),
            ExprKind::IsKnown { value, known } => self.is_known(value, *known, scene),
            _ => Found::open(),
        }
    }

    fn input(&self, id: crate::model::InputId) -> Found {
        let Some(input) = self.book.inputs.get(id.index()) else { return Found::open() };
        let Some((low, high)) = input.between else { return Found::open() };
        let why = Why { span: input.span, reason: Reason::Bounds };
        Found { known: Known::Range(Range::between(Some(low), Some(high))), why: Some(why) }
    }

    /// What a scale gives, whichever table and band holds: nothing but the rule text says what stands in a scale.
    fn scale(&self, keyed: &Expr) -> Found {
        let mut id: Option<ScaleId> = None;
        keyed.visit(&mut |part| {
            if let ExprKind::Scale(found) = part.kind {
                id = Some(found);
            }
        });
        let Some(scale) = id.and_then(|id| self.book.scales.get(id.index())) else { return Found::open() };
        let bands = scale.tables.iter().flat_map(|table| &table.bands);
        let known = bands.map(|(_, value)| constant(value)).reduce(either).unwrap_or(Known::Open);
        Found { known, why: Some(Why { span: scale.span, reason: Reason::Scale }) }
    }

    fn extreme(&self, max: bool, items: &[Expr], scene: &Scene<'b>) -> Found {
        let ranges: Vec<Found> = items.iter().map(|item| self.of(item, scene)).collect();
        // The greatest is at least the greatest of the lower ends; above all of them only where each has an upper end.
        let low = |found: &Found| found.range().low;
        let high = |found: &Found| found.range().high;
        let all = |end: &dyn Fn(&Found) -> Option<End>| ranges.iter().map(end).collect::<Option<Vec<End>>>();
        let range = if max {
            let least = ranges.iter().filter_map(low).max_by_key(|e| (e.at, e.open));
            Range {
                low: least,
                high: all(&high).and_then(|ends| ends.into_iter().max_by_key(|e| (e.at, !e.open))),
            }
        } else {
            let most = ranges.iter().filter_map(high).min_by_key(|e| (e.at, !e.open));
            Range {
                low: all(&low).and_then(|ends| ends.into_iter().min_by_key(|e| (e.at, e.open))),
                high: most,
            }
        };
        let why = ranges.iter().find_map(|found| found.why);
        if range.is_open() { Found::open() } else { Found { known: Known::Range(range), why } }
    }

    fn aggregate(&self, made: &Aggregate, scene: &Scene<'b>) -> Found {
        let inside = scene.inside(made);
        let value = || made.value.as_ref().map_or_else(Found::open, |value| self.of(value, &inside));
        match made.func {
            AggregateFn::Count => counted(),
            AggregateFn::Share => {
                Known::Range(Range::between(Some(Decimal::whole(0)), Some(Decimal::whole(1)))).into()
            }
            AggregateFn::Least | AggregateFn::Greatest => value(),
            AggregateFn::Sum => {
                // Of nothing it is 0, and what is not negative does not add up to less.
                let (zero, found) = (Decimal::whole(0), value());
                let range = found.range();
                let low = range.low.filter(|end| end.at >= zero).map(|_| zero);
                let high = range.high.filter(|end| end.at <= zero).map(|_| zero);
                found.with(Found::open(), |_, _| Range::between(low, high))
            }
            _ => Found::open(),
        }
    }

    fn compared(&self, op: Compare, left: &Expr, right: &Expr, scene: &Scene<'b>) -> Found {
        if same(self.book, left, right) {
            return Known::YesNo(relations(op) & 2 != 0).into();
        }
        for fact in &scene.facts {
            let (ExprKind::Compare { op: held, left: a, right: b }, Known::YesNo(yes)) =
                (&fact.about.kind, &fact.known)
            else {
                continue;
            };
            let held = if *yes { *held } else { held.contrary() };
            let held = if same(self.book, a, left) && same(self.book, b, right) {
                held
            } else if same(self.book, a, right) && same(self.book, b, left) {
                held.turned()
            } else {
                continue;
            };
            let (held, asked) = (relations(held), relations(op));
            let answer = if held & !asked == 0 { Some(true) } else { (held & asked == 0).then_some(false) };
            if let Some(answer) = answer {
                return Found { known: Known::YesNo(answer), why: Some(fact.why) };
            }
        }
        let (l, r) = (self.of(left, scene), self.of(right, scene));
        let answer = match (&l.known, &r.known) {
            (Known::Range(a), Known::Range(b)) => {
                let (a, b) = (closed(*a, &left.ty), closed(*b, &right.ty));
                // Where nothing is left, the place itself is never reached; that is said of what leads there.
                if a.is_empty() || b.is_empty() { None } else { a.compared(op, b) }
            }
            (Known::Members(a), Known::Members(b)) => members_compared(op, a, b),
            (Known::YesNo(a), Known::YesNo(b)) if matches!(op, Compare::Is | Compare::IsNot) => {
                Some((a == b) == (op == Compare::Is))
            }
            _ => None,
        };
        let answer =
            answer.or_else(|| off_the_grid(op, left, right).or_else(|| off_the_grid(op, right, left)));
        answer.map_or_else(Found::open, |yes| Found { known: Known::YesNo(yes), why: l.why.or(r.why) })
    }

    fn logic(&self, and: bool, left: &Expr, right: &Expr, scene: &Scene<'b>) -> Found {
        let (left, right) = (self.of(left, scene), self.of(right, scene));
        match (&left.known, &right.known) {
            // `no and x` is no, `yes or x` is yes.
            (Known::YesNo(a), _) if *a != and => left,
            (_, Known::YesNo(b)) if *b != and => right,
            (Known::YesNo(_), Known::YesNo(_)) => left,
            _ => Found::open(),
        }
    }

    fn is_known(&self, value: &Expr, known: bool, scene: &Scene<'b>) -> Found {
        if matches!(value.kind, ExprKind::Const(_)) {
            return Known::YesNo(known).into();
        }
        for fact in &scene.facts {
            if let (ExprKind::IsKnown { value: of, known: asked }, Known::YesNo(yes)) =
                (&fact.about.kind, &fact.known)
                && same(self.book, of, value)
            {
                return Found { known: Known::YesNo((*asked == *yes) == known), why: Some(fact.why) };
            }
        }
        Found::open()
    }

    /// What holds where a condition has an answer.
    pub fn assume(&self, condition: &'b Expr, answer: bool, scene: &Scene<'b>) -> Vec<Fact<'b>> {
        let why = Why { span: condition.span, reason: Reason::Condition };
        let mut out = Vec::new();
        match &condition.kind {
            ExprKind::Not(inner) => return self.assume(inner, !answer, scene),
            ExprKind::Logic { and, left, right } => {
                let (mut left, right) = (self.assume(left, answer, scene), self.assume(right, answer, scene));
                if *and == answer {
                    left.extend(right);
                    return left;
                }
                return self.common(&left, &right, why);
            }
            ExprKind::Compare { op, left, right } => {
                let op = if answer { *op } else { op.contrary() };
                self.side(left, op, right, scene, &mut out);
                self.side(right, op.turned(), left, scene, &mut out);
                for fact in &mut out {
                    fact.why = why;
                }
            }
            _ => {}
        }
        out.push(Fact { about: condition, known: Known::YesNo(answer), why });
        out
    }

    /// What a comparison says of one of its sides.
    fn side(
        &self,
        about: &'b Expr,
        op: Compare,
        other: &'b Expr,
        scene: &Scene<'b>,
        out: &mut Vec<Fact<'b>>,
    ) {
        if matches!(about.kind, ExprKind::Const(_)) {
            return;
        }
        let why = Why { span: about.span, reason: Reason::Condition };
        let known = match self.of(other, scene).known {
            Known::Range(range) => {
                let range = closed(Range::where_compared(op, range), &about.ty);
                if range.is_open() { return } else { Known::Range(range) }
            }
            Known::Members(members) => match (op, &about.ty) {
                (Compare::Is, _) => Known::Members(members),
                (Compare::IsNot, Type::Member(set)) if members.len() == 1 => {
                    let count = self.book.sets.get(set.index()).map_or(0, |set| set.members.len());
                    let all = 0..u32::try_from(count).unwrap_or(u32::MAX);
                    Known::Members(all.filter(|member| !members.contains(member)).collect())
                }
                _ => return,
            },
            _ => return,
        };
        out.push(Fact { about, known, why });
    }

    /// What two alternatives say of the same expressions.
    fn common(&self, left: &[Fact<'b>], right: &[Fact<'b>], why: Why) -> Vec<Fact<'b>> {
        let mut out = Vec::new();
        for one in left {
            let others = right.iter().filter(|other| same(self.book, other.about, one.about));
            for other in others {
                let known = either(one.known.clone(), other.known.clone());
                if known != Known::Open {
                    out.push(Fact { about: one.about, known, why });
                }
            }
        }
        out
    }
}

fn constant(value: &Value) -> Known {
    match value {
        Value::YesNo(yes) => Known::YesNo(*yes),
        Value::Dec(value) => Known::Range(Range::one(*value)),
        Value::Date(date) => Known::Range(Range::one(day(*date))),
        Value::Member(_, at) => Known::Members([*at].into_iter().collect()),
        Value::Period(_, index) => Known::Range(Range::one(Decimal::whole((*index).into()))),
        Value::Text(_) => Known::Open,
    }
}

/// A number of rows or days.
fn counted() -> Found {
    Known::Range(Range::not_negative()).into()
}

fn in_periods(range: Range, kind: PeriodKind) -> Range {
    let index = |end: Option<End>| {
        let date = Date::from_days(i32::try_from(end?.at.rescale(0)?.mantissa()).ok()?)?;
        Some(Decimal::whole(Period::containing(kind, date).index().into()))
    };
    Range::between(index(range.low), index(range.high))
}
