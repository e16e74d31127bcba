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

/// What a single value has to be.
pub(crate) struct Wanted<'a> {
    /// What it is a value of, for messages.
    pub name: &'a str,
    /// Its type.
    pub ty: &'a Type,
    /// How many decimals it may have.
    pub exactness: Exactness,
    /// The tree of the type, where more decimals may be proposed.
    pub declared: Option<&'a TypeExpr>,
}

impl Checker {
    /// A single value of a type; what is wrong with it is reported.
    pub(crate) fn constant_of(&mut self, tree: &tree::Expr, wanted: &Wanted) -> Option<Value> {
        let ty = wanted.ty;
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
        let value = match constant_value(&typed) {
            Some(value) => value,
            None => {
                let expected = Text::both("a written value", "en skrevet værdi");
                let found = Text::both("worked out", "regnet ud");
                return self.wrong_kind(&spelled(tree), found, expected, tree.span);
            }
        };
        match (ty, value) {
            (Type::Num(declared), Value::Dec(value)) => {
                let given = num(&typed).cloned()?;
                if given.unit != declared.unit {
                    return self.other_unit(&given, declared, wanted.name, tree);
                }
                self.scaled(value, declared, wanted, tree)
            }
            (_, value) if typed.ty == *ty => Some(value),
            _ => self.needed(ty, &typed),
        }
    }

    fn other_unit<T>(
        &mut self,
        given: &NumType,
        wanted: &NumType,
        name: &str,
        tree: &tree::Expr,
    ) -> Option<T> {
        let words = |num: &NumType| {
            let unit = num.unit.clone();
            Text::each(|lang| unit.in_words(lang))
        };
        let plain = given.unit == Unit::none();
        let proposal = plain.then(|| format!("{} {}", spelled(tree), wanted.unit));
        let proposal = proposal.map(|text| Text::both(format!("write `{text}`"), format!("skriv `{text}`")));
        self.report(
            Diagnostic::new(Code::WrongType)
                .arg("name", name)
                .arg("declared", words(wanted))
                .arg("found", words(given))
                .maybe_arg("proposal", proposal)
                .at(tree.span),
        )
    }

    fn scaled(
        &mut self,
        value: Decimal,
        declared: &NumType,
        wanted: &Wanted,
        tree: &tree::Expr,
    ) -> Option<Value> {
        let (Some(scale), Exactness::OfType) = (declared.stored_scale(), wanted.exactness) else {
            return Some(Value::Dec(value));
        };
        if let Some(exact) = value.rescale(scale) {
            return Some(Value::Dec(exact));
        }
        let needed = value.trim(0).scale().saturating_sub(declared.unit.shift());
        let proposal = wanted.declared.map(|tree| Checker::as_declared(tree, needed));
        self.report(
            Diagnostic::new(Code::LiteralTooFine)
                .arg("text", spelled(tree))
                .arg("declared", allowed(declared))
                .maybe_arg("proposal", proposal)
                .at(tree.span),
        )
    }
}

/// `the 2 decimals of `kr``
fn allowed(num: &NumType) -> Text {
    let (count, unit) = (decimals_in_words(num.written_scale()), &num.unit);
    let plain = unit.to_string().is_empty();
    let (en, da) = if plain {
        (String::new(), String::new())
    } else {
        (format!(" of `{unit}`"), format!(" i `{unit}`"))
    };
    let article = if num.written_scale() == 1 { "den" } else { "de" };
    Text::both(format!("the {}{en}", count.en), format!("{article} {}{da}", count.da))
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
        let name = spelled(tree);
        let wanted = Wanted { name: &name, ty, exactness: Exactness::OfType, declared: None };
        match checker.constant_of(tree, &wanted) {
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
