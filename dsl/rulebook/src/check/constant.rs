//! Constants: values of parameters, bounds, givens of tests and of the command line.
//!
//! In: trees of single values, and the type they have to have. Out: exact values. Not here: expressions with names.

use super::number::num;
use super::words::{decimals_in_words, spelled};
use super::{Checker, Scope};
use crate::model::{Expr, ExprKind, Rulebook, Type, Value};
use crate::names::{Entry, Names};
use ramme_diag::{Code, Diagnostic, Span, Text};
use ramme_syntax::tree::{self, TypeExpr};
use ramme_value::{Decimal, NumType, Repr, Unit};

/// How many decimals a value may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exactness {
    /// As many as the type, or fewer: it is widened exactly.
    OfType,
    /// Any number, kept as written: bounds, and what is compared with a ratio.
    AnyScale,
}

impl Checker {
    /// A single value of a type; what is wrong with it is reported.
    ///
    /// `declared` is the tree of the type, where a proposal for more decimals may be made.
    pub(crate) fn constant_of(
        &mut self,
        tree: &tree::Expr,
        ty: &Type,
        exactness: Exactness,
        declared: Option<&TypeExpr>,
    ) -> Option<Value> {
        let typed = match (&*tree.kind, ty) {
            // A bare name can only be a member here, and a quoted text only what the type says.
            (tree::ExprKind::Name(name), Type::Member(set)) => {
                return match self.book.member(*set, name) {
                    Some(position) => Some(Value::Member(*set, position)),
                    None => self.unknown_member(name, *set, tree.span),
                };
            }
            _ => self.infer(tree, &Scope::default(), Some(ty))?,
        };
        let negative = matches!(typed.kind, ExprKind::Negate(_));
        let value = match constant_value(&typed) {
            Some(value) => value,
            None => {
                let expected = Text::both("a written value", "en skrevet værdi");
                let found = Text::both("worked out", "regnet ud");
                return self.wrong_kind(&spelled(tree), found, expected, tree.span);
            }
        };
        match (ty, value) {
            (Type::Num(wanted), Value::Dec(value)) => {
                let given = num(&typed).cloned()?;
                let bare_zero = value.is_zero() && exactness == Exactness::AnyScale && !negative;
                if given.unit != wanted.unit && !(bare_zero && given.unit == Unit::none()) {
                    return self.other_unit(&given, wanted, tree);
                }
                self.scaled(value, wanted, exactness, declared, tree)
            }
            (_, value) if typed.ty == *ty => Some(value),
            _ => self.needed(ty, &typed),
        }
    }

    fn other_unit<T>(&mut self, given: &NumType, wanted: &NumType, tree: &tree::Expr) -> Option<T> {
        let words = |num: &NumType| {
            let unit = num.unit.clone();
            Text::each(|lang| unit.in_words(lang))
        };
        let plain = given.unit == Unit::none();
        let proposal = plain.then(|| format!("{} {}", spelled(tree), wanted.unit));
        let proposal = proposal.map(|text| Text::both(format!("write `{text}`"), format!("skriv `{text}`")));
        self.report(
            Diagnostic::new(Code::WrongType)
                .arg("name", spelled(tree))
                .arg("declared", words(wanted))
                .arg("found", words(given))
                .maybe_arg("proposal", proposal)
                .at(tree.span),
        )
    }

    fn scaled(
        &mut self,
        value: Decimal,
        wanted: &NumType,
        exactness: Exactness,
        declared: Option<&TypeExpr>,
        tree: &tree::Expr,
    ) -> Option<Value> {
        let (Some(scale), Exactness::OfType) = (wanted.stored_scale(), exactness) else {
            return Some(Value::Dec(value));
        };
        if let Some(exact) = value.rescale(scale) {
            return Some(Value::Dec(exact));
        }
        let needed = value.trim(0).scale().saturating_sub(wanted.unit.shift());
        let proposal = declared.map(|declared| Checker::as_declared(declared, needed));
        self.report(
            Diagnostic::new(Code::LiteralTooFine)
                .arg("text", spelled(tree))
                .arg("declared", decimals_in_words(wanted.written_scale()))
                .maybe_arg("proposal", proposal)
                .at(tree.span),
        )
    }
}

/// The value of a constant expression.
fn constant_value(expr: &Expr) -> Option<Value> {
    match &expr.kind {
        ExprKind::Const(value) => Some(value.clone()),
        ExprKind::Negate(inner) => match constant_value(inner)? {
            Value::Dec(value) => value.checked_neg().map(Value::Dec),
            _ => None,
        },
        _ => None,
    }
}

impl Rulebook {
    /// One exact value of a type, from the tree of an expression: what a flag or a scenario gives.
    ///
    /// A value is widened exactly to the decimals of the type; for a ratio it keeps its own.
    ///
    /// # Errors
    /// A diagnostic that points into the text that the tree was read from.
    pub fn value_of(&self, tree: &tree::Expr, ty: &Type) -> Result<Value, Diagnostic> {
        let mut checker = Checker::over(self, tree.span);
        match checker.constant_of(tree, ty, Exactness::OfType, None) {
            Some(value) => Ok(value),
            None => Err(checker.problems.into_iter().next().unwrap_or_else(|| {
                Diagnostic::new(Code::WrongKindOfName).arg("name", spelled(tree)).at(tree.span)
            })),
        }
    }
}

impl Checker {
    /// A checker over a finished rulebook's names, sets and units, for single values.
    pub(crate) fn over(book: &Rulebook, span: Span) -> Checker {
        let mut names = Names::default();
        for (name, symbol) in &book.names {
            let entry = Entry { symbol: Some(*symbol), kind: Text::default(), span };
            names.global.insert(name.clone(), entry);
        }
        let small = Rulebook { sets: book.sets.clone(), units: book.units.clone(), ..Rulebook::default() };
        Checker { book: small, names, ..Checker::default() }
    }
}

/// Whether a type is held as a ratio.
pub(super) fn is_ratio(ty: &Type) -> bool {
    matches!(ty, Type::Num(NumType { repr: Repr::Ratio, .. }))
}
