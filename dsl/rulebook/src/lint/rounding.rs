//! Figures and their roundings: rounded twice, and roundings that change nothing.
//!
//! In: a rulebook without errors. Out: where each figure has been rounded on its way, through definitions; a warning where it
//! is rounded a second time and may end elsewhere; a note where a rounding changes nothing. A figure stays itself through
//! signs, moves along axes, choices, `min`, `max`, `least` and `greatest`; what is added, multiplied or divided is another one,
//! but for a sum whose terms are rounded in the same formula. Not here: comparisons (`unlike`).

use crate::model::{Arith, Clause, Expr, ExprKind, ParameterId, ReadingId, Rulebook, Type, Value, Version};
use ramme_diag::{Code, Diagnostic, Span, Text};
use ramme_syntax::tree::AggregateFn;
use ramme_value::{Date, Decimal, NumType, Repr, Rounding};
use std::collections::BTreeSet;

/// A rounding that a figure has been through.
#[derive(Debug, Clone)]
pub(super) struct Rounded<'b> {
    /// The step.
    pub step: Decimal,
    /// The type of the rounded figure, for its words.
    pub ty: &'b Type,
    /// Where it stands.
    pub span: Span,
    /// The reading under which it stands.
    pub reading: Option<ReadingId>,
    mode: Rounding,
    /// The days on which it is made; of a figure of another row or period, any.
    days: (Option<Date>, Option<Date>),
    /// True where the figure is read in another period, so that its days say nothing of those of the reader.
    moved: bool,
    /// True where it stands in the formula itself, not in a definition that the formula names.
    here: bool,
    /// True where several rounded figures were added.
    summed: bool,
}

/// What is known of where a figure comes from.
#[derive(Debug, Clone, Default)]
pub(super) struct Way<'b> {
    /// Its roundings, those of each branch.
    pub rounded: Vec<Rounded<'b>>,
    /// True where every branch ends in a rounding.
    whole: bool,
    /// True where some branch ends in a product, a quotient, a mean or a change of prices, and is not rounded.
    pub computed: bool,
    /// The indices by which it was brought to its prices.
    pub indices: BTreeSet<ParameterId>,
}

impl Way<'_> {
    /// True where every branch ends in a rounding.
    pub fn is_rounded(&self) -> bool {
        self.whole && !self.rounded.is_empty()
    }
}

/// The ways of all definitions.
pub(super) struct Figures<'b> {
    /// The rulebook.
    pub book: &'b Rulebook,
    definitions: Vec<Way<'b>>,
}

impl<'b> Figures<'b> {
    /// Each definition stands after those that it uses in the same period; an earlier period says nothing here.
    pub fn new(book: &'b Rulebook) -> Figures<'b> {
        let mut figures = Figures { book, definitions: Vec::with_capacity(book.definitions.len()) };
        for definition in &book.definitions {
            let mut way = Way { whole: true, ..Way::default() };
            if matches!(definition.ty, Type::Num(_)) {
                for clause in &definition.clauses {
                    let mut found = figures.way(&clause.body);
                    for rounded in &mut found.rounded {
                        rounded.under(&clause.version);
                    }
                    way.join(found);
                }
            }
            figures.definitions.push(way);
        }
        figures
    }

    /// The way of an expression.
    pub fn way(&self, e: &'b Expr) -> Way<'b> {
        match &e.kind {
            ExprKind::Round { mode, value, step } => Way {
                rounded: vec![Rounded {
                    step: *step,
                    ty: &e.ty,
                    span: e.span,
                    reading: None,
                    mode: *mode,
                    days: (None, None),
                    moved: false,
                    here: true,
                    summed: false,
                }],
                whole: true,
                computed: false,
                indices: self.way(value).indices,
            },
            ExprKind::Const(Value::Dec(value)) if value.is_zero() => Way { whole: true, ..Way::default() },
            ExprKind::Negate(inner) => {
                let mut way = self.way(inner);
                for rounded in &mut way.rounded {
                    rounded.mode = mirrored(rounded.mode);
                }
                way
            }
            ExprKind::Lookup { inner, .. } | ExprKind::AtMember { inner, .. } => self.way(inner),
            ExprKind::Shift { inner, .. } | ExprKind::AtPeriod { inner, .. } => self.moved(inner),
            ExprKind::Aggregate(made) => match (made.func, &made.value) {
                (AggregateFn::Least | AggregateFn::Greatest, Some(value)) => self.moved(value),
                (AggregateFn::Mean | AggregateFn::Share, _) => Way { computed: true, ..Way::default() },
                _ => Way::default(),
            },
            ExprKind::Definition(id) => self.definitions.get(id.index()).cloned().unwrap_or_default(),
            ExprKind::If { then, otherwise, .. } => self.any([&**then, &**otherwise]),
            ExprKind::IfKnown { value, otherwise } => self.any([&**value, &**otherwise]),
            ExprKind::Extreme { items, .. } => self.any(items),
            ExprKind::Arith { op: Arith::Add | Arith::Sub, left, right } => self.sum(left, right),
            ExprKind::Arith { .. } => Way { computed: true, ..Way::default() },
            ExprKind::Convert { index, .. } => {
                let indices = match index.kind {
                    ExprKind::Parameter(id) => [id].into_iter().collect(),
                    _ => BTreeSet::new(),
                };
                Way { computed: true, indices, ..Way::default() }
            }
            _ => Way::default(),
        }
    }

    fn moved(&self, inner: &'b Expr) -> Way<'b> {
        let mut way = self.way(inner);
        for rounded in &mut way.rounded {
            rounded.moved = true;
        }
        way
    }

    fn any(&self, parts: impl IntoIterator<Item = &'b Expr>) -> Way<'b> {
        let mut out = Way { whole: true, ..Way::default() };
        for part in parts {
            out.join(self.way(part));
        }
        out
    }

    /// A sum is a new figure, but for one whose terms are rounded in this very formula.
    fn sum(&self, left: &'b Expr, right: &'b Expr) -> Way<'b> {
        let (left, right) = (self.way(left), self.way(right));
        let indices = left.indices.union(&right.indices).copied().collect();
        let here = |way: &Way| way.is_rounded() && way.rounded.iter().all(|r| r.here);
        let computed = left.computed || right.computed;
        if !here(&left) || !here(&right) {
            return Way { computed, indices, ..Way::default() };
        }
        let mut out = Way { whole: true, indices, ..left };
        out.rounded.extend(right.rounded);
        for rounded in &mut out.rounded {
            rounded.summed = true;
        }
        out
    }

    /// A step in words: `0.01 kr`.
    pub fn step_text(&self, step: Decimal, ty: &Type) -> String {
        self.book.value_as_text(&Value::Dec(step), ty)
    }
}

impl<'b> Way<'b> {
    fn join(&mut self, other: Way<'b>) {
        self.rounded.extend(other.rounded);
        self.whole &= other.whole;
        self.computed |= other.computed;
        self.indices.extend(other.indices);
    }
}

impl Rounded<'_> {
    /// The same rounding, as whoever names the definition of this clause meets it.
    fn under(&mut self, version: &Version) {
        self.here = false;
        self.reading = self.reading.or(version.reading);
        if !self.moved {
            let later = |a: Option<Date>, b: Option<Date>| a.max(b);
            let earlier = |a: Option<Date>, b: Option<Date>| match (a, b) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
            self.days = (later(self.days.0, version.from), earlier(self.days.1, version.to));
        }
    }

    /// Whether a clause can meet it: on some day, and under one reading.
    pub fn meets(&self, clause: &Clause) -> bool {
        let Version { from, to, reading, .. } = &clause.version;
        let before = |end: Option<Date>, start: Option<Date>| end.zip(start).is_some_and(|(e, s)| e < s);
        let apart = before(self.days.1, *from) || before(*to, self.days.0);
        // Days bind to the period or to a date of some row; only where both bind alike do they tell them apart.
        let told = !self.moved && clause.dated_by.is_none();
        let other_reading = match (self.reading, reading) {
            (Some(a), Some(b)) => a.group == b.group && a.member != b.member,
            _ => false,
        };
        !(other_reading || apart && told)
    }

    /// Whether rounding to a step in a mode may end elsewhere than it would from the exact figure.
    fn can_change(&self, mode: Rounding, step: Decimal) -> bool {
        if is_multiple(self.step, step) {
            return false;
        }
        let one_way = !matches!(mode, Rounding::HalfUp | Rounding::HalfEven);
        !(one_way && self.mode == mode && is_multiple(step, self.step) && !self.summed)
    }
}

fn mirrored(mode: Rounding) -> Rounding {
    match mode {
        Rounding::Ceiling => Rounding::Floor,
        Rounding::Floor => Rounding::Ceiling,
        same => same,
    }
}

/// Whether a figure is a whole number of steps.
pub(super) fn is_multiple(figure: Decimal, step: Decimal) -> bool {
    let scale = figure.scale().max(step.scale());
    let whole = figure.rescale(scale).zip(step.rescale(scale));
    whole.and_then(|(f, s)| f.mantissa().checked_rem(s.mantissa())).is_some_and(|rest| rest == 0)
}

/// Every second rounding.
pub(super) fn rounded<'b>(figures: &Figures<'b>, out: &mut Vec<Diagnostic>) {
    each_clause(figures.book, &mut |clause| {
        for body in clause.exprs() {
            body.visit(&mut |part| {
                if let ExprKind::Round { mode, value, step } = &part.kind {
                    round(figures, clause, (part, *mode, value, *step), out);
                }
            });
        }
    });
}

/// Every clause of definitions and rules.
pub(super) fn each_clause<'b>(book: &'b Rulebook, look: &mut impl FnMut(&'b Clause)) {
    let definitions = book.definitions.iter().flat_map(|definition| &definition.clauses);
    let rules = book.rules.iter().flat_map(|rule| &rule.clauses);
    for clause in definitions.chain(rules) {
        look(clause);
    }
}

fn round<'b>(
    figures: &Figures<'b>,
    clause: &Clause,
    (e, mode, value, step): (&'b Expr, Rounding, &'b Expr, Decimal),
    out: &mut Vec<Diagnostic>,
) {
    let way = figures.way(value);
    let step_text = figures.step_text(step, &e.ty);
    if let Some(first) = way.rounded.iter().find(|r| r.meets(clause) && r.can_change(mode, step)) {
        let before = figures.step_text(first.step, first.ty);
        out.push(
            Diagnostic::new(Code::RoundedTwice)
                .arg("first", &before)
                .arg("second", step_text)
                .at(e.span)
                .also(
                    first.span,
                    Text::both(format!("rounded to {before} here"), format!("afrundet til {before} her")),
                ),
        );
        return;
    }
    // A rounding that widens or narrows the decimals of the type does something, whatever becomes of the figure.
    let (Some(to), Some(from)) = (scale(&e.ty), scale(&value.ty)) else { return };
    if to != from {
        return;
    }
    let known = if is_multiple(Decimal::new(1, from), step) {
        Text::both(format!("a multiple of {step_text}"), format!("et multiplum af {step_text}"))
    } else if way.is_rounded() && way.rounded.iter().all(|r| is_multiple(r.step, step)) {
        let before = way.rounded.first().map(|r| figures.step_text(r.step, r.ty)).unwrap_or_default();
        Text::both(format!("rounded to {before}"), format!("afrundet til {before}"))
    } else {
        return;
    };
    let mut said = Diagnostic::new(Code::RoundedAgain).arg("known", known).at(e.span);
    if let Some(first) = way.rounded.first() {
        said = said.also(first.span, Text::both("rounded here", "afrundet her"));
    }
    out.push(said);
}

fn scale(ty: &Type) -> Option<u8> {
    match ty {
        Type::Num(NumType { repr: Repr::Dec(scale), .. }) => Some(*scale),
        Type::Num(NumType { repr: Repr::Count, .. }) => Some(0),
        _ => None,
    }
}
